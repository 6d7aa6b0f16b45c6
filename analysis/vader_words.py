"""From sentences to the units VADER's rules work on: words by white space, emoji, neutral spans, phrases.

A word is what VADER takes for one: a piece between white space, without the ASCII punctuation around it
unless two characters or fewer would be left. Every distinct piece is read once and then stands as a number.
Code 0 is the inert word: it counts as a word, but has no valence and no role in any rule. The valences,
boosters, negations and special cases are read from the installed vaderSentiment 3.3.2.
"""

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
import pandas as pd

from analysis.trie import build_trie, compile_patterns, keep_longest, walk_trie

NAMED = "no or nor never so this without doubt least at very but kind of".split()
ROW = np.dtype(  # lead, length, width: of the punctuation before the word, the word, the whole piece
    [("valence", "f8"), ("booster", "f8"), ("listed", "?"), ("negates", "?"), ("capitals", "?"),
     ("name", "i4"), ("lead", "i4"), ("length", "i4"), ("width", "i4")]
)  # fmt: skip
_NO_ROLE = (False, False, 0, 0, 0, 0)
_PLAIN = str.maketrans("‘’“”", "''\"\"")
_AROUND = string.punctuation.translate(str.maketrans("", "", "*?"))  # a word of a pattern may be a glob


@dataclass(frozen=True)
class Rules:
    """The reference's constants; `names` numbers the words that single rules ask for, other words are 0."""

    valence: dict[str, float]
    boosters: dict[str, float]
    negations: frozenset[str]
    emoji: dict[str, str]
    names: dict[str, int]
    idioms: dict[tuple[int, ...], float]
    dampeners: dict[tuple[int, ...], float]
    capitals: float
    flip: float


@cache
def rules() -> Rules:
    """The constants, read once from the installed vaderSentiment."""
    from vaderSentiment import vaderSentiment as reference

    analyser = reference.SentimentIntensityAnalyzer()
    idioms = {tuple(text.split()): value for text, value in reference.SPECIAL_CASES.items()}
    dampeners = {tuple(text.split()): value for text, value in reference.BOOSTER_DICT.items() if " " in text}
    words = dict.fromkeys([*NAMED, *(word for phrase in [*idioms, *dampeners] for word in phrase)])
    names = {word: number for number, word in enumerate(words, start=1)}
    emoji = {sign: text for sign, text in analyser.emojis.items() if len(sign) == 1}  # all it ever looks up
    return Rules(
        valence=analyser.lexicon,
        boosters=reference.BOOSTER_DICT,
        negations=frozenset(reference.NEGATE),
        emoji=emoji,
        names=names,
        idioms={tuple(names[word] for word in phrase): value for phrase, value in idioms.items()},
        dampeners={tuple(names[word] for word in phrase): value for phrase, value in dampeners.items()},
        capitals=reference.C_INCR,
        flip=reference.N_SCALAR,
    )


class Words(dict):
    """Piece between white space -> code; `text` has the word of a code, `table()` its role in the rules."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self._new: list[tuple] = []
        self._table = np.empty(0, ROW)
        self._add("", (0.0, 0.0, False, *_NO_ROLE))

    def __missing__(self, piece: str) -> int:
        known = rules()
        bare = piece if piece.isalpha() else piece.strip(string.punctuation)
        word = bare if len(bare) > 2 else piece  # else it may be an emoticon
        lower = word.lower()
        negates = lower in known.negations or "n't" in lower
        role = (lower in known.valence, negates, word.isupper(), known.names.get(lower, 0))
        sizes = (0 if word is piece else piece.index(word), len(word), len(piece))
        row = (known.valence.get(lower, 0.0), known.boosters.get(lower, 0.0), *role, *sizes)
        self[piece] = code = self._add(bare, row)
        return code

    def valued(self, valence: float) -> int:
        """The code of a unit that has this valence and no other role; the inert word for 0."""
        if valence == 0:
            return 0
        if valence not in self:
            self[valence] = self._add("", (valence, 0.0, True, *_NO_ROLE))
        return self[valence]

    def table(self) -> np.ndarray:
        if self._new:
            self._table = np.concatenate([self._table, np.array(self._new, ROW)])
            self._new = []
        return self._table

    def _add(self, bare: str, row: tuple) -> int:
        self.text.append(bare)
        self._new.append(row)
        return len(self.text) - 1


def expand_emoji(text: str) -> tuple[str, list[int]]:
    """The text with each emoji written out as the reference does, and each character's place in `text`."""
    described, pieces, places, apart = rules().emoji, [], [], True
    for place, sign in enumerate(text):
        piece = described.get(sign)
        if piece is None:
            piece, apart = sign, sign == " "
        else:
            piece, apart = piece if apart else " " + piece, False
        pieces.append(piece)
        places += [place] * len(piece)
    return "".join(pieces), places


def has_emoji(text: str) -> bool:
    return not text.isascii() and not rules().emoji.keys().isdisjoint(text)


def emphasis(text: str) -> float:
    """What exclamation and question marks add to the distance of a sentence from 0."""
    questions = text.count("?")
    loud = min(text.count("!"), 4) * 0.292
    return loud + (0 if questions < 2 else questions * 0.18 if questions <= 3 else 0.96)


@dataclass
class Units:
    """Words and phrases of some sentences in order: codes, which are in capitals, offsets in the sentence."""

    codes: np.ndarray
    capitals: np.ndarray
    counts: np.ndarray  # units of each sentence
    emphases: np.ndarray  # of each sentence
    start: np.ndarray | None = None
    end: np.ndarray | None = None


def read_units(
    texts: list[str], words: Words, *, spans: np.ndarray | None, added: pd.DataFrame | None, offsets: bool
) -> Units:
    """The units of texts; `spans` are neutral (rows of text, start, end), `added` a lexicon of phrases."""
    if added is not None:
        texts = [text if text.isascii() else text.translate(_PLAIN) for text in texts]
    written = [expand_emoji(text)[0] if has_emoji(text) else text for text in texts]
    counts = []

    def pieces() -> Iterator[list[str]]:  # one text at a time: a whole chunk at once takes twice as long
        for text in written:
            split = text.split()
            counts.append(len(split))
            yield split

    codes = np.fromiter(map(words.__getitem__, chain.from_iterable(pieces())), "int64")
    counts = np.array(counts, "int64")
    emphases = np.array([emphasis(text) if "!" in text or "?" in text else 0.0 for text in written])
    units = Units(codes, words.table()["capitals"][codes], counts, emphases)
    if offsets or spans is not None:
        units.start, units.end = _offsets(texts, written, units, words.table())
    touched = _touched(texts, units, spans) if spans is not None else np.zeros(len(codes), bool)
    if added is not None:
        return _merge(units, touched, words, added)
    units.codes = np.where(touched, 0, codes) if spans is not None else codes
    return units


def _offsets(
    texts: list[str], written: list[str], units: Units, table: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Where each word begins and ends in its text, without the punctuation around it."""
    step = table["width"][units.codes].astype("int64") + 1
    after = np.concatenate([[0], np.cumsum(step)])
    begin = np.cumsum(units.counts) - units.counts
    piece = after[:-1] - np.repeat(after[begin], units.counts)  # right where words stand one space apart
    sizes = after[begin + units.counts] - after[begin] - 1
    lengths = [len(text) if text is plain else -1 for text, plain in zip(written, texts, strict=True)]
    start = piece + table["lead"][units.codes]
    end = start + table["length"][units.codes]
    for i in np.flatnonzero((sizes != lengths) & (units.counts > 0)):
        mine = slice(begin[i], begin[i] + units.counts[i])
        places = expand_emoji(texts[i])[1] if written[i] is not texts[i] else range(len(texts[i]))
        pieces = np.array([piece.start() for piece in re.finditer(r"\S+", written[i])])
        first = pieces + table["lead"][units.codes[mine]]
        last = first + table["length"][units.codes[mine]] - 1
        start[mine], end[mine] = np.take(places, first), np.take(places, last) + 1
    return start, end


def _touched(texts: list[str], units: Units, spans: np.ndarray) -> np.ndarray:
    """Mask of the units that overlap a neutral span: of the spans begun before their end, one ends inside."""
    lengths = np.fromiter(map(len, texts), "int64", len(texts))
    base = np.cumsum(lengths + 1) - lengths - 1  # the texts laid on one line, one place apart
    row = spans[:, 0]
    begin = base[row] + np.clip(spans[:, 1], 0, lengths[row])
    reach = base[row] + np.clip(spans[:, 2], 0, lengths[row])
    order = np.argsort(begin, kind="stable")
    begin, reach = begin[order], np.maximum.accumulate(np.append(-1, reach[order]))
    shift = np.repeat(base, units.counts)
    before = np.searchsorted(begin, units.end + shift, side="left")
    return reach[before] > units.start + shift


def _merge(units: Units, touched: np.ndarray, words: Words, added: pd.DataFrame) -> Units:
    """Each rated phrase as one unit in place of its words; the longest wins, then the first."""
    first, length, row = _phrases(units, words, added)
    sentence = np.repeat(np.arange(len(units.counts)), units.counts)
    keep = sentence[first] == sentence[first + length - 1]
    neutral = np.concatenate([[0], np.cumsum(touched)])
    keep &= neutral[first + length] - neutral[first] < length
    order = np.flatnonzero(keep)[np.lexsort((row[keep], length[keep], first[keep]))]
    first, length, row = first[order], length[order], row[order]
    keep = keep_longest(np.zeros(len(first), "int64"), first, length)
    first, length, row = first[keep], length[keep], row[keep]
    codes, loud = np.where(touched, 0, units.codes), np.concatenate([[0], np.cumsum(units.capitals)])
    code_of = np.array([words.valued(value) for value in added["value"]] or [0])
    capitals = units.capitals.copy()
    codes[first], capitals[first] = code_of[row], loud[first + length] - loud[first] == length
    stays = np.ones(len(codes), bool)
    for extra in range(1, length.max(initial=1)):
        stays[first[length > extra] + extra] = False
    counts = np.bincount(sentence[stays], minlength=len(units.counts))
    if units.start is None:
        return Units(codes[stays], capitals[stays], counts, units.emphases)
    end = units.end.copy()
    end[first] = units.end[first + length - 1]
    return Units(codes[stays], capitals[stays], counts, units.emphases, units.start[stays], end[stays])


def _phrases(units: Units, words: Words, added: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every match of a pattern on whole words, as (first word, number of words, row of the lexicon)."""
    patterns = [
        [word.strip(_AROUND) for word in pattern.translate(_PLAIN).split()] for pattern in added["pattern"]
    ]
    codes, vocabulary = pd.factorize(np.array([word.lower() for word in words.text], dtype=object))
    trie = build_trie(
        compile_patterns([word.lower() for word in pattern] for pattern in patterns), list(vocabulary)
    )
    first, length, row = walk_trie(trie, codes[units.codes])
    glob = added["pattern"].str.contains("*", regex=False).to_numpy()[row]
    keep = (length > 1) | ~glob | ~words.table()["listed"][units.codes[first]]  # VADER's own forms stay
    exact = np.flatnonzero(added["case"].to_numpy(bool)[row])
    for i in exact:
        spelt = [words.text[code] for code in units.codes[first[i] : first[i] + length[i]]]
        keep[i] = spelt == patterns[row[i]]
    return first[keep], length[keep], row[keep]
