"""Sentences to tokens, n-grams and keyword in context; offsets into the original text are kept throughout.

What a token is (one place decides: `_PATTERN` and `split_chunk`; nothing looks across white space):

| in the text | tokens |
|---|---|
| well-known, opening-up, COVID-19, U.S.-led | one (`split_hyphens=True`: three) |
| China-U.S., Sino-Russian, 2015-2020 | three: a hyphen between two capitalised parts, or two numbers, is a break |
| U.S., a.m., Dr., No. (from abbreviations.csv) | one, the stop included, at the end of a sentence too |
| China's, workers', don't, cannot | China + 's, workers + ', do + n't, can + not |
| 1,700 and 2.25 and 9/11 and 30th | one |
| 30%, $5, US$13bn | 30 + %, $ + 5, US$ + 13bn |
| https://..., name@host.org, un.org | one |
| #COP21, @UN, AT&T, O'Neill | one |
| and/or, EU–China, Sino–Indian | three: slash and dash are breaks |
| ..., ?!, -- | one |

Invisible format characters (direction marks, zero-width space, byte-order mark) are separators, never tokens.
`term` is the token in lower case with straight apostrophes. `is_word` is true for tokens with a letter or digit
that are no clitic ('s, n't, 're ...), so that rates per 1,000 words count words as a reader does.
"""

import re
from functools import cache
from itertools import chain

import numpy as np
import pandas as pd

from analysis import schema

# the plain one, the typographer's, the one that does not break: the same in a term
HYPHENS = "-\u2010\u2011"
_CLITIC = r"['’](?:s|re|ve|ll|d|m)"
_LETTER = r"[^\W\d_]"
_STOPPED = rf"(?:{_LETTER}\.){{2,}}(?:{_LETTER}(?!\w))?"
_INSIDE = rf"[\w\u0300-\u036f\u00ad]|&(?=\w)|(?<=[nN])['’](?=[tT]\b)|['’](?={_LETTER}{{2}})(?!(?:re|ve|ll)\b)"
_PART = rf"(?:{_STOPPED}|[^\W_](?:{_INSIDE})*)"
_PATTERN = re.compile(
    r"https?://[^\s<>\"”’]*[^\s<>\"”’.,;:!?)\]']|www\.[^\s<>\"”’]*[^\s<>\"”’.,;:!?)\]']"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?:[\w-]{1,63}\.){1,8}(?:com|org|net|gov|edu|int|info|eu|uk|cn)\b(?![\w-])"
    r"|[#@]\w+"
    r"|(?:US|HK|NT|[ACSR])?\$"
    r"|\d+(?:[.,:/]\d+)+(?:(?:st|nd|rd|th|s|[bmt]n|[kmb])\b)?|\d+(?=[ap]\.?m\b)"
    rf"|(?P<word>{_PART}(?:[{HYPHENS}]{_PART})*)"
    rf"|(?:{_CLITIC})\b"
    r"|['’]\d\ds?\b"
    r"|[:;=]-?[)(DP](?!\w)"
    r"|([^\w\s])\2+|[!?]+"
    r"|[^\s\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]",
)
_ENDING = re.compile(r"(?<=\w)n['’]t$|(?<=^can)not$", re.IGNORECASE)
_SPACE = np.array([chr(c).isspace() for c in range(0x3002)])
_BLOCK = 20_000  # sentences tokenised at a time: bounds the memory of the chunk list


@cache
def _abbreviations() -> frozenset[str]:
    from analysis.lexicons import load_lexicon

    table = load_lexicon("abbreviations")
    titles = table["pattern"][table["kind"] == "title"].str.upper()  # MR. BERG: in transcripts
    return frozenset(table["pattern"]) | frozenset(titles)


def split_chunk(chunk: str, split_hyphens: bool = False) -> list[tuple[int, int]]:
    """The tokens of one run of characters without white space, as (start, end)."""
    if chunk.isalpha() and chunk.lower() != "cannot":
        return [(0, len(chunk))]  # most chunks; the pattern would say the same
    spans = []
    for match in _PATTERN.finditer(chunk):
        start, end = match.span()
        if match["word"] is None:
            spans.append((start, end))
        else:
            spans.extend(_split_word(chunk, start, end, split_hyphens))
    return _join_stops(chunk, spans)


def _split_word(chunk: str, start: int, end: int, split_hyphens: bool) -> list[tuple[int, int]]:
    """A word at its breaking hyphens, each part at its clitic."""
    if chunk[start:end].isalpha() and end - start != len("cannot"):
        return [(start, end)]
    breaks, begin = [], start
    for i in range(start + 1, end - 1):
        if chunk[i] in HYPHENS:
            left, right = chunk[begin], chunk[i + 1]
            digits = left.isdigit() and right.isdigit()
            if split_hyphens or digits or (left.isupper() and right.isupper()):
                breaks += [(begin, i), (i, i + 1)]
                begin = i + 1
    spans = []
    for a, b in [*breaks, (begin, end)]:
        ending = _ENDING.search(chunk[a:b])
        spans += [(a, a + ending.start()), (a + ending.start(), b)] if ending else [(a, b)]
    return spans


def _join_stops(chunk: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give a known abbreviation (or an initial) its stop back."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and chunk[start:end] == "." and joined[-1][1] == start:
            word = chunk[joined[-1][0] : start]
            if (len(word) == 1 and word.isupper()) or word + "." in _abbreviations():
                joined[-1] = (joined[-1][0], end)
                continue
        joined.append((start, end))
    return joined


def tokenize(sentences: pd.DataFrame, *, split_hyphens: bool = False) -> pd.DataFrame:
    """Tokens frame: one row per token of the sentences given, in their order; columns as in `schema.FRAMES`.

    `start` and `end` are offsets into the document. What a token is stands in the table at the head of this module;
    `split_hyphens=True` breaks at every hyphen. Per document: token_id counts from 0 in each.
    Caveat: English rules; scripts written without spaces come out as one token per run of letters.
    Raises ValueError when the frame is no sentences frame.
    """
    schema.check(sentences, "sentences")
    texts, starts = sentences["text"].to_numpy(object), sentences["start"].to_numpy("int32")
    chunks = _Numbered()
    blocks = [
        _chunks(texts[i : i + _BLOCK], starts[i : i + _BLOCK], i, chunks)
        for i in range(0, len(texts), _BLOCK)
    ]
    spans = [split_chunk(chunk, split_hyphens) for chunk in chunks]
    if not any(spans):
        return schema.empty("tokens")
    row, shift, which = (np.concatenate([block[i] for block in blocks]) for i in range(3))
    vocabulary = _Numbered()
    codes = (vocabulary[chunk[a:b]] for chunk, own in zip(chunks, spans, strict=True) for a, b in own)
    bounds = np.fromiter(chain.from_iterable(chain.from_iterable(spans)), "int32").reshape(-1, 2)
    code = np.fromiter(codes, "int32", len(bounds))
    size = np.fromiter(map(len, spans), "int32", len(spans))
    count = size[which]  # tokens of each chunk of the text
    place = np.repeat((np.cumsum(size) - size)[which] - (np.cumsum(count) - count), count)
    place += np.arange(len(place))
    row, shift = np.repeat(row, count), np.repeat(shift, count)
    start, end = bounds[place, 0] + shift, bounds[place, 1] + shift
    return _frame(sentences, row, start, end, code[place], list(vocabulary))


class _Numbered(dict):
    """Gives each new key the next number, in order of first appearance."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


def _chunks(texts, starts, first: int, chunks: _Numbered) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row of its sentence, offset in its document and number of every chunk of some sentences.

    No token crosses white space, so each distinct chunk is tokenised once and offsets are added in numpy.
    """
    joined = "\n".join(texts)
    found = joined.split()
    which = np.fromiter(map(chunks.__getitem__, found), "int32", len(found))
    begin = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
    at = _chunk_starts(joined)
    count = np.diff(np.searchsorted(at, begin), append=len(at))  # chunks of each sentence
    row = np.repeat(np.arange(first, first + len(texts), dtype="int32"), count)
    return row, (at + np.repeat(starts - begin, count)).astype("int32"), which


def _chunk_starts(text: str) -> np.ndarray:
    """Offsets at which the runs of `text.split()` begin."""
    if text.isascii():
        code = np.frombuffer(text.encode("ascii"), "uint8")
    else:
        code = np.minimum(np.frombuffer(text.encode("utf-32-le"), "uint32"), len(_SPACE) - 1)
    space = np.concatenate([[True], _SPACE[code]])
    return np.flatnonzero(space[:-1] & ~space[1:])


def _frame(sentences, row, start, end, code, vocabulary) -> pd.DataFrame:
    """The tokens frame from a row of sentences, a span and a vocabulary code per token."""
    terms: dict[str, int] = {}
    lowered = [word.lower() if word.isascii() else _folded(word) for word in vocabulary]
    term = np.array([terms.setdefault(word, len(terms)) for word in lowered], "int32")
    is_word = np.array([_is_word(word) for word in lowered])
    document, ids = pd.factorize(sentences["doc_id"])
    document = document[row]
    used = pd.unique(document)  # a document without tokens is no category
    rank = np.full(len(ids), -1)
    rank[used] = np.arange(len(used))
    return pd.DataFrame(
        {
            "doc_id": pd.Categorical.from_codes(rank[document], pd.Index(ids[used], dtype="str")),
            "sent_id": sentences["sent_id"].to_numpy()[row],
            "token_id": _count_within(document),
            "start": start.astype("int32"),
            "end": end.astype("int32"),
            "token": pd.Categorical.from_codes(code.astype("int32"), pd.Index(vocabulary, dtype="str")),
            "term": pd.Categorical.from_codes(term[code], pd.Index(list(terms), dtype="str")),
            "is_word": is_word[code],
        }
    )


def _count_within(group: np.ndarray) -> np.ndarray:
    """0, 1, 2 ... within each group; groups usually stand together, and then a subtraction does it."""
    first = np.flatnonzero(np.diff(group, prepend=-1))
    if len(np.unique(group[first])) == len(first):
        return (np.arange(len(group)) - np.repeat(first, np.diff(first, append=len(group)))).astype("int32")
    return pd.Series(group).groupby(group).cumcount().to_numpy("int32")


def fold(word: str) -> str:
    """A word as it is compared: lower case, straight apostrophe, plain hyphen."""
    return word.lower().replace("’", "'").replace("\u2010", "-").replace("\u2011", "-")


def _folded(word: str) -> str:
    return fold(word).replace("\u00ad", "")


def _is_word(term: str) -> bool:
    if term[:1].isalnum():
        return term != "n't"
    clitic = term.startswith("'") and not term[1:2].isdigit()
    return not clitic and any(map(str.isalnum, term))


def ngrams(tokens: pd.DataFrame, n: int = 2) -> pd.DataFrame:
    """Tokens frame: one row per run of n words next to each other within a sentence, joined by spaces.

    Punctuation and sentence ends break a run, clitics ('s) are passed over; start is that of the first word, end of
    the last, token_id that of the first. Per document. Raises ValueError for n below 1.
    """
    schema.check(tokens, "tokens")
    if n < 1:
        raise ValueError(f"n is {n}; an n-gram has at least one word")
    term = tokens["term"].cat.categories
    clitic = np.array([bool(re.match(r"'\w|n't$", word)) for word in term], bool)
    kept = tokens[~clitic[tokens["term"].cat.codes.to_numpy()]] if len(tokens) else tokens
    words = kept["is_word"].to_numpy()
    run = np.cumsum(~words)
    document, sentence = kept["doc_id"].cat.codes.to_numpy(), kept["sent_id"].to_numpy()
    last = len(kept) - n + 1
    first = np.flatnonzero(words[: max(last, 0)])
    end = first + n - 1
    first = first[
        (run[first] == run[end]) & (document[first] == document[end]) & (sentence[first] == sentence[end])
    ]
    grams = kept.iloc[first].reset_index(drop=True)
    grams["end"] = kept["end"].to_numpy()[first + n - 1]
    for column in ("token", "term"):
        grams[column] = _joined(kept[column], first, n)
    grams["doc_id"] = grams["doc_id"].cat.remove_unused_categories()
    return grams


def _joined(column: pd.Series, first: np.ndarray, n: int) -> pd.Categorical:
    """n words from each position on as one string; each distinct combination is joined once."""
    codes = column.cat.codes.to_numpy("int64")
    combined, parts = np.zeros(len(first), "int64"), [codes[first + i] for i in range(n)]
    for part in parts:
        combined = pd.factorize(combined * (len(column.cat.categories) + 1) + part)[0]
    example = np.unique(combined, return_index=True)[1]
    words = column.cat.categories.to_numpy(object)
    names = [" ".join(words[part[row]] for part in parts) for row in example]
    return pd.Categorical.from_codes(combined.astype("int32"), pd.Index(names, dtype="str"))


def kwic(tokens: pd.DataFrame, node: str, *, window: int = 5) -> pd.DataFrame:
    """Keyword in context: one row per match of node, with `window` tokens on either side of it in its document.

    node is a word, a glob (`sanction*`) or a phrase. Columns: doc_id, sent_id, start, end (of the match), left, node,
    right. Caveat: the context is rebuilt from tokens, each gap a single space. Raises ValueError for an empty node
    or a negative window.
    """
    from analysis.lexicons import make_lexicon, match_lexicon

    if not node.strip() or window < 0:
        raise ValueError("kwic needs a word, glob or phrase to look for, and a window of 0 or more tokens")
    hits = match_lexicon(tokens, make_lexicon([node]))
    start, end = tokens["start"].to_numpy("int64"), tokens["end"].to_numpy("int64")
    words = tokens["token"].cat.categories.to_numpy(object)[tokens["token"].cat.codes.to_numpy()]
    present, begins, counts = np.unique(
        tokens["doc_id"].cat.codes.to_numpy(), return_index=True, return_counts=True
    )
    ids = tokens["doc_id"].cat.categories[present]
    part = {doc_id: (begin, begin + count) for doc_id, begin, count in zip(ids, begins, counts, strict=True)}
    rows = []
    for hit in hits.itertuples():
        begin, close = part[hit.doc_id]
        first = begin + np.searchsorted(start[begin:close], hit.start, side="right") - 1
        last = begin + np.searchsorted(end[begin:close], hit.end)
        spans = (
            (max(begin, first - window), first),
            (first, last + 1),
            (last + 1, min(close, last + 1 + window)),
        )
        left, middle, right = (_spaced(words[a:b], start[a:b], end[a:b]) for a, b in spans)
        rows.append((hit.doc_id, hit.sent_id, hit.start, hit.end, left, middle, right))
    columns = {
        "doc_id": "str",
        "sent_id": "int32",
        "start": "int32",
        "end": "int32",
        "left": "str",
        "node": "str",
        "right": "str",
    }
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _spaced(words, start, end) -> str:
    """Tokens put back together, a space where the text had a gap."""
    gaps = np.append(start[1:] > end[:-1], False) if len(words) else []
    return "".join(word + " " * bool(gap) for word, gap in zip(words, gaps, strict=True)).strip()
