"""Tokens as arrays with their sentences and cue words: what the rules for actors and pairs look at."""

from collections.abc import Callable, Container
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.lexicons import load_lexicon


class Context:
    """The words around any token. Positions are rows of the tokens frame; a word beyond the sentence is ""."""

    def __init__(self, tokens: pd.DataFrame):
        self.tokens = tokens
        self.document = tokens["doc_id"].cat.codes.to_numpy("int64")
        sent_id = tokens["sent_id"].to_numpy("int64")
        new = np.ones(len(tokens), bool)
        new[1:] = (np.diff(self.document) != 0) | (np.diff(sent_id) != 0)
        self.sentence = np.cumsum(new) - 1
        self.bounds = np.append(np.flatnonzero(new), len(tokens))
        self._term, self._terms = (
            tokens["term"].cat.codes.to_numpy(),
            tokens["term"].cat.categories.to_numpy(object),
        )
        self._token, self._tokens = (
            tokens["token"].cat.codes.to_numpy(),
            tokens["token"].cat.categories.to_numpy(object),
        )
        self.starts, self.stops = tokens["start"].to_numpy("int64"), tokens["end"].to_numpy("int64")
        self._of_line: dict[tuple[int, Callable], bool] = {}
        self._any_cue: dict[tuple[int, str], bool] = {}
        self._capital: np.ndarray | None = None
        self._keys: dict[str, int] = {}
        self._classes = np.empty(0, "int64")

    def spans(self, frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """The positions of the tokens that hold each row's first and last character."""
        known = {doc_id: code for code, doc_id in enumerate(self.tokens["doc_id"].cat.categories)}
        wide = np.int64(1) << 32
        keys = self.document * wide + self.starts
        order = None if len(keys) < 2 or (keys[1:] >= keys[:-1]).all() else np.argsort(keys, kind="stable")
        document = np.array([known[doc_id] for doc_id in frame["doc_id"].to_numpy(object)], "int64") * wide

        def at(offset: np.ndarray) -> np.ndarray:
            found = np.searchsorted(keys, document + offset, side="right", sorter=order) - 1
            return found if order is None else order[found]

        return at(frame["start"].to_numpy("int64")), at(frame["end"].to_numpy("int64") - 1)

    def word(self, i: int, sentence: int) -> str:
        """The term at a position, "" outside that sentence."""
        return self._terms[self._term[i]] if self.bounds[sentence] <= i < self.bounds[sentence + 1] else ""

    def surface(self, i: int, sentence: int) -> str:
        """The token at a position as written, "" outside that sentence."""
        return self._tokens[self._token[i]] if self.bounds[sentence] <= i < self.bounds[sentence + 1] else ""

    def has_capital(self) -> np.ndarray:
        """Mask of the tokens with a capital letter in them."""
        if self._capital is None:
            known = np.array([word != word.lower() for word in self._tokens], bool)
            self._capital = known[self._token] if len(self._token) else np.empty(0, bool)
        return self._capital

    def in_headlines(self) -> np.ndarray:
        """Mask of the tokens of a line all in capitals, or with one on each longer word: there a capital tells nothing."""
        if not len(self._token):
            return np.empty(0, bool)
        longer, small = (
            np.array(list(map(test, self._tokens)), bool)[self._token]
            for test in (lambda word: len(word) > 3 and word.isalpha(), lambda word: word != word.upper())
        )
        begin = self.bounds[:-1]
        plain = np.logical_or.reduceat(longer & ~self.has_capital(), begin)
        title = ~plain & (np.add.reduceat(longer & self.has_capital(), begin) > 3)
        return (title | ~np.logical_or.reduceat(small, begin))[self.sentence]

    def word_before(self, positions: np.ndarray, words: frozenset[str]) -> np.ndarray:
        """Mask of the positions whose token before is one of these terms (sentence ends are passed over)."""
        return (
            (positions > 0) & self.has_word(words)[np.maximum(positions - 1, 0)]
            if len(positions)
            else positions > 0
        )

    def has_word(self, words: Container[str]) -> np.ndarray:
        """Mask of the tokens that are one of these terms."""
        known = np.array([term in words for term in self._terms], bool)
        return known[self._term] if len(self._term) else np.empty(0, bool)

    def words(self, start: int, end: int) -> list[str]:
        """The terms from start up to end."""
        return self._terms[self._term[start:end]].tolist()

    def terms(self, positions: np.ndarray) -> list[str]:
        """The terms at these positions."""
        return self._terms[self._term[positions]].tolist()

    def surfaces(self, start: int, end: int) -> list[str]:
        """The tokens as written from start up to end."""
        return self._tokens[self._token[start:end]].tolist()

    def classes(self, keys: list[str]) -> np.ndarray:
        """The word classes of each token as bits: bit i for the cues of keys[i], then capital, punctuation, -ed."""
        words = _word_classes(tuple(keys))
        top = 1 << len(keys)
        terms = np.array([_class_of(term, words, top) for term in self._terms], "int64")
        found = terms[self._term] if len(self._term) else np.empty(0, "int64")
        return found | self.has_capital() * np.int64(top)

    def mark(self, keys: list[str]) -> None:
        """Remember the word classes, for `cue` to ask after."""
        self._keys = {key: 1 << i for i, key in enumerate(keys)}
        self._classes = self.classes(keys)

    def cue(self, key: str, i: int, sentence: int) -> bool:
        """Is the word at this position of the sentence a cue of this key?"""
        inside = self.bounds[sentence] <= i < self.bounds[sentence + 1]
        return bool(inside and self._classes[i] & self._keys[key])

    def any_cue(self, key: str, sentence: int) -> bool:
        """Does any word of the sentence bear this key? Looked up once a sentence."""
        asked = (sentence, key)
        if asked not in self._any_cue:
            part = self._classes[self.bounds[sentence] : self.bounds[sentence + 1]]
            self._any_cue[asked] = bool((part & self._keys[key]).any())
        return self._any_cue[asked]

    def of_line(self, sentence: int, test: Callable[[list[str]], bool]) -> bool:
        """What a test says of the tokens of a sentence as written; asked once, however many mentions stand in it."""
        key = (sentence, test)
        if key not in self._of_line:
            self._of_line[key] = test(self.surfaces(self.bounds[sentence], self.bounds[sentence + 1]))
        return self._of_line[key]


class _Words(NamedTuple):
    """One-word cues as word -> bits; globs as beginning -> bits, those of verbs apart: "agree*" is no agreement."""

    exact: dict[str, int]
    globs: dict[str, int]
    verbs: dict[str, int]


@lru_cache(maxsize=8)
def _word_classes(keys: tuple[str, ...]) -> _Words:
    table = load_lexicon("relation_cues")
    words = _Words({}, {}, {})
    for key, pattern, kind in zip(table["key"], table["pattern"], table["kind"], strict=True):
        if key in keys and " " not in pattern:
            globs = words.verbs if kind == "verb" else words.globs
            into, word = (globs, pattern[:-1]) if pattern.endswith("*") else (words.exact, pattern)
            into[word] = into.get(word, 0) | 1 << keys.index(key)
    return words


def _class_of(term: str, words: _Words, top: int) -> int:
    bits = words.exact.get(term, 0)
    for size in range(2, min(len(term), 16) + 1):
        begin = term[:size]
        if begin in words.globs:
            bits |= words.globs[begin]
        if begin in words.verbs and term[size:].lstrip(begin[-1]) in _ENDINGS:
            bits |= words.verbs[begin]
    if not term[:1].isalnum() and term not in _CLITICS:
        bits |= top << 1
    if term.endswith("ed") and len(term) > 4:
        bits |= top << 2
    return bits


_ENDINGS = frozenset(["", "e", "s", "es", "ed", "d", "ing", "y", "ies", "ied", "ying"])
_CLITICS = frozenset(["'s", "'ll", "'ve", "'d", "'re"])
