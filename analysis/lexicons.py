"""Load a lexicon; match it against tokens (the only matcher of the package).

A lexicon is a table with one row per pattern. A pattern is a word, a glob (`sanction*`, `organi?ation`) or a phrase
of them; it is broken at white space and hyphens exactly as the text is, so "covid-19" and "China" both match inside
hyphenated tokens ("pro-China") while the tokens stay whole. Matching ignores case unless `case` is true.
"""

import csv
import weakref
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import schema
from analysis.readers import cut
from analysis.tokens import HYPHENS, fold
from analysis.trie import Patterns, build_trie, compile_patterns, keep_longest, walk_trie

_FOLDER = Path(__file__).parent / "lexicons"
_TRUE, _FALSE = {"1", "true", "yes"}, {"0", "", "false", "no"}


def load_lexicon(
    name_or_path: str | Path, *, extends: str | Path | pd.DataFrame | None = None
) -> pd.DataFrame:
    """Lexicon frame: one row per pattern, from our own tables by name ("themes", "actors") or from a file of yours.

    A file is CSV (UTF-8) with at least the columns key and pattern; kind, case, ambiguous, label, source and value are
    understood, any other column is kept. quanteda-style YAML, LIWC .dic and Lexicoder .lcd and .lc3 are read too,
    nested categories as keys such as "economy/trade". `extends="actors"` puts your rows on top of an existing lexicon: a pattern of
    yours replaces that pattern there, whatever its key. The name is kept in `frame.attrs["name"]`.
    Raises FileNotFoundError for an unknown name or path, ValueError naming file, line and fault for a bad table.
    """
    path = Path(name_or_path)
    if not path.suffix and (_FOLDER / f"{path.name}.csv").is_file():
        path = _FOLDER / f"{path.name}.csv"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in _FOLDER.glob("*.csv")))
        raise FileNotFoundError(
            f"no lexicon {str(name_or_path)!r}: give the path of a CSV file or one of {known}"
        )
    lexicon = _read(path, path.stat().st_mtime_ns).copy()
    if extends is not None:
        base = extends if isinstance(extends, pd.DataFrame) else load_lexicon(extends)
        kept = base[~base["pattern"].str.lower().isin(lexicon["pattern"].str.lower())]
        lexicon = pd.concat([lexicon, kept], ignore_index=True)
        text = [c for c in lexicon.columns if lexicon[c].dtype == "str"]
        lexicon = lexicon.fillna(dict.fromkeys(text, ""))
    lexicon.attrs["name"] = path.stem
    return lexicon


@lru_cache(maxsize=16)
def _read(path: Path, written: int) -> pd.DataFrame:
    """The table of a file as it was written at that time; our own tables are asked for by nearly every function."""
    return _read_csv(path) if path.suffix.lower() == ".csv" else _read_dictionary(path)


def _read_csv(path: Path) -> pd.DataFrame:
    """A lexicon table, checked line by line so that an error can name the line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = next(reader, [])
            rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except UnicodeDecodeError:  # raised for a part of the file, so its place says nothing
        text = path.read_bytes().decode("utf-8", errors="replace")
        line = text[: text.index("\ufffd")].count("\n") + 1
        raise ValueError(f"{path.name}, line {line}: not UTF-8; save the table as UTF-8") from None
    except csv.Error as error:
        raise ValueError(f"{path.name}: {error}; check the quotes of the table") from None
    if not {"key", "pattern"} <= set(header):
        raise ValueError(
            f"{path.name}, line 1: the header needs key and pattern, it has {cut(', '.join(header)) or 'nothing'}"
        )
    if len(set(header)) < len(header):
        raise ValueError(f"{path.name}, line 1: a column name stands twice in the header")
    records = [_checked(path.name, line, header, row) for line, row in rows]
    frame = pd.DataFrame(records, columns=header)
    for column, default in {"kind": "", "case": False, "ambiguous": "", "label": "", "source": ""}.items():
        if column not in frame:
            frame[column] = default
    if (frame["label"] == "").any():
        frame["label"] = frame["label"].where(frame["label"] != "", frame["key"])
    if "value" in frame:
        frame["value"] = frame["value"].astype("float64")
    return schema.typed(frame, "lexicon")


def _read_dictionary(path: Path) -> pd.DataFrame:
    """The dictionary of another tool as a lexicon; a word listed twice in a category stays once."""
    from analysis.dictionaries import read_dictionary

    header = ["key", "pattern"]
    records = [
        _checked(path.name, line, header, [key, pattern]) for line, key, pattern in read_dictionary(path)
    ]
    frame = pd.DataFrame(records).drop_duplicates(ignore_index=True)
    return schema.typed(
        frame.assign(kind="", case=False, ambiguous="", label=frame["key"], source=path.name), "lexicon"
    )


def _checked(name: str, line: int, header: list[str], row: list[str]) -> dict:
    """One row of a lexicon file as a record; ValueError naming the line otherwise."""

    def fail(fault: str):
        raise ValueError(f"{name}, line {line}: {fault}")

    if len(row) != len(header):
        fail(f"{len(row)} cells where the header has {len(header)}; quote a cell that holds a comma")
    record = {column: cell.strip() for column, cell in zip(header, row, strict=True)}
    for column in ("key", "pattern"):
        if not record[column]:
            fail(f"{column} is empty")
    if not any(set(word) - set("*?") for word in record["pattern"].split()):
        fail(f"the pattern {cut(record['pattern'])!r} would match every word")
    if "case" in record:
        if record["case"].lower() not in _TRUE | _FALSE:
            fail(f"case is {cut(record['case'])!r}; write 1 (match this very spelling) or 0")
        record["case"] = record["case"].lower() in _TRUE
    if "value" in record:
        try:
            record["value"] = float(record["value"] or "nan")
        except ValueError:
            fail(f"value is {cut(record['value'])!r}, not a number")
    return record


def make_lexicon(patterns: Iterable[str], *, name: str = "own") -> pd.DataFrame:
    """Lexicon frame from a list of patterns, each its own key; for a search or a quick trial."""
    frame = schema.typed(
        [dict(key=p, pattern=p, kind="", case=False, ambiguous="", label=p, source="") for p in patterns],
        "lexicon",
    )
    frame.attrs["name"] = name
    return frame


def labels_of(lexicon: str | pd.DataFrame) -> dict[str, str]:
    """Key -> the name that charts write for it, of a lexicon or of one of our own by name (labels_of("actors")["CHN"])."""
    table = load_lexicon(lexicon) if isinstance(lexicon, str) else lexicon
    return table.drop_duplicates("key").set_index("key")["label"].to_dict()


def match_lexicon(tokens: pd.DataFrame, lexicon: pd.DataFrame, *, scope: str = "lexicon") -> pd.DataFrame:
    """Hits frame: one row per match of a lexicon pattern in the tokens, in text order; never across sentences.

    scope="lexicon": the longest of overlapping matches wins across the whole lexicon ("South Sudan" leaves no "Sudan").
    scope="key": it wins within its key only, so that one passage may count for two themes.
    Of two equal matches the row that stands first in the lexicon wins. Offsets are of the matched part, so that a name
    inside a hyphenated token is marked alone. Per document.
    Raises ValueError for another scope or a frame that is no tokens or lexicon frame.
    """
    schema.check(tokens, "tokens")
    schema.check(lexicon, "lexicon")
    if scope not in ("lexicon", "key"):
        raise ValueError(f'scope is {scope!r}; use "lexicon" or "key"')
    units = split_units(tokens)
    patterns = tuple(lexicon["pattern"].to_numpy(object))
    trie = build_trie(_compiled(patterns), units.words.folded)
    first, length, row = walk_trie(trie, units.words.fold_code[units.code])
    keep = _same_sentence(tokens, units, first, length)
    keep &= _same_case(lexicon, patterns, units, first, length, row)
    first, length, row = first[keep], length[keep], row[keep]
    by_rank = np.lexsort((row, length, first))  # equal matches: the first row of the lexicon
    first, length, row = first[by_rank], length[by_rank], row[by_rank]
    group = np.zeros(len(row), "int64") if scope == "lexicon" else pd.factorize(lexicon["key"])[0][row]
    keep = keep_longest(group, first, length)
    return _hits(tokens, lexicon, units, first[keep], length[keep], row[keep])


class Words(NamedTuple):
    """The distinct words of a tokens frame and their parts between hyphens: all that matching needs to know of spelling."""

    part: np.ndarray  # start, end and number of each part, word after word
    begin: np.ndarray  # of each word: its first part ...
    count: np.ndarray  # ... and how many it has
    vocabulary: list[str]  # the distinct parts
    folded: list[str]  # the distinct parts as they are compared
    fold_code: np.ndarray  # of each distinct part: its number among those


class Units(NamedTuple):
    """Tokens broken at their hyphens: what patterns are matched against. One entry per part, in text order."""

    token: np.ndarray
    code: np.ndarray
    start: np.ndarray
    end: np.ndarray
    words: Words

    @property
    def vocabulary(self) -> list[str]:
        return self.words.vocabulary


def split_units(tokens: pd.DataFrame) -> Units:
    """The parts of each token (most have one), with the row of their token, their offsets and their spelling."""
    words = _words_of(tokens["token"].cat.categories)
    code = tokens["token"].cat.codes.to_numpy("int64")
    start = tokens["start"].to_numpy("int64")
    if len(words.part) == len(words.count):  # no hyphens anywhere
        place, row = code, np.arange(len(code))
    else:
        size = words.count[code]
        row = np.repeat(np.arange(len(code)), size)
        place = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size) + words.begin[code][row]
    begin, end, unit = words.part[place].T
    return Units(row, unit, start[row] + begin, start[row] + end, words)


_latest: tuple[weakref.ref, Words] | None = None


def _words_of(categories: pd.Index) -> Words:
    """The words of these categories; kept until others are asked for, since one frame meets several lexicons in turn."""
    global _latest
    known = _latest
    if known is not None and known[0]() is categories:
        return known[1]
    words = _split_words(categories)
    _latest = weakref.ref(categories), words
    return words


def _split_words(categories: pd.Index) -> Words:
    vocabulary: dict[str, int] = {}
    parts, count = [], []
    for word in categories.to_numpy(object):
        spans = _parts(word)
        parts += [(a, b, vocabulary.setdefault(word[a:b], len(vocabulary))) for a, b in spans]
        count.append(len(spans))
    counts = np.array(count, "int64")
    folded: dict[str, int] = {}
    fold_code = [folded.setdefault(fold(part), len(folded)) for part in vocabulary]
    return Words(
        np.array(parts, "int64").reshape(-1, 3),
        np.cumsum(counts) - counts,
        counts,
        list(vocabulary),
        list(folded),
        np.array(fold_code, "int64"),
    )


def _parts(word: str) -> list[tuple[int, int]]:
    if word.isalpha() or not any(map(str.isalnum, word)):
        return [(0, len(word))]
    spans, begin = [], 0
    for i, letter in enumerate(word):
        if letter in HYPHENS:
            spans += [(begin, i), (i, i + 1)]
            begin = i + 1
    return [(a, b) for a, b in [*spans, (begin, len(word))] if a < b]


@lru_cache(maxsize=100_000)
def _pattern_words(pattern: str) -> list[str]:
    """The words of a pattern, broken as `split_units` breaks the text."""
    from analysis.tokens import split_chunk

    words = []
    for chunk in pattern.split():
        if "*" in chunk or "?" in chunk:
            pieces = [chunk]
        else:
            pieces = [chunk[a:b] for a, b in split_chunk(chunk)]
        words += [piece[a:b] for piece in pieces for a, b in _parts(piece)]
    return words


@lru_cache(maxsize=32)
def _compiled(patterns: tuple[str, ...]) -> Patterns:
    return compile_patterns([fold(word) for word in _pattern_words(pattern)] for pattern in patterns)


def _same_sentence(tokens: pd.DataFrame, units: Units, first, length) -> np.ndarray:
    """Mask of the matches whose first and last word stand in one sentence."""
    sentence = tokens["sent_id"].to_numpy()
    document = tokens["doc_id"].cat.codes.to_numpy()
    a, b = units.token[first], units.token[first + length - 1]
    return (sentence[a] == sentence[b]) & (document[a] == document[b])


def _same_case(lexicon: pd.DataFrame, patterns, units: Units, first, length, row) -> np.ndarray:
    """Mask of the matches that are spelt as a case-sensitive pattern demands (globs are free)."""
    keep = np.ones(len(row), bool)
    exact = np.flatnonzero(lexicon["case"].to_numpy(bool)[row])
    demanded = {i: _pattern_words(patterns[i]) for i in np.unique(row[exact])}
    for match in exact:
        spelt = (units.vocabulary[code] for code in units.code[first[match] : first[match] + length[match]])
        pairs = zip(demanded[row[match]], spelt, strict=True)
        keep[match] = all(word == found or "*" in word or "?" in word for word, found in pairs)
    return keep


def _hits(tokens: pd.DataFrame, lexicon: pd.DataFrame, units: Units, first, length, row) -> pd.DataFrame:
    token = units.token[first]
    matched = lexicon[["key", "pattern", "kind"]].iloc[row].reset_index(drop=True)
    return schema.typed(
        pd.DataFrame(
            {
                "doc_id": tokens["doc_id"].iloc[token].astype("str").to_numpy(object),
                "sent_id": tokens["sent_id"].to_numpy()[token],
                "start": units.start[first].astype("int32"),
                "end": units.end[first + length - 1].astype("int32"),
                "lexicon": lexicon.attrs.get("name", "own"),
                **matched,
            }
        ).astype({"lexicon": "str", "doc_id": "str"}),
        "hits",
    )
