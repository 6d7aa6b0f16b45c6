"""Tokens as arrays with their sentences and cue words: what the rules for actors and pairs look at."""

from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.lexicons import load_lexicon, match_lexicon


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
        self.begins: dict[str, np.ndarray] = {}
        self.ends: dict[str, np.ndarray] = {}
        self._of_line: dict[tuple[int, Callable], bool] = {}

    def at(self, frame: pd.DataFrame, column: str = "start") -> np.ndarray:
        """The position of the token that holds each row's first character (column="end": its last)."""
        known = {doc_id: code for code, doc_id in enumerate(self.tokens["doc_id"].cat.categories)}
        wide = np.int64(1) << 32
        keys = self.document * wide + self.tokens["start"].to_numpy("int64")
        order = None if len(keys) < 2 or (np.diff(keys) >= 0).all() else np.argsort(keys, kind="stable")
        offset = frame[column].to_numpy("int64") - (column == "end")
        document = (
            frame["doc_id"].astype("str").map(known).to_numpy("int64") if len(frame) else np.empty(0, "int64")
        )
        found = np.searchsorted(keys, document * wide + offset, side="right", sorter=order) - 1
        return found if order is None else order[found]

    def word(self, i: int, sentence: int) -> str:
        """The term at a position, "" outside that sentence."""
        return self._terms[self._term[i]] if self.bounds[sentence] <= i < self.bounds[sentence + 1] else ""

    def surface(self, i: int, sentence: int) -> str:
        """The token at a position as written, "" outside that sentence."""
        return self._tokens[self._token[i]] if self.bounds[sentence] <= i < self.bounds[sentence + 1] else ""

    def of_line(self, sentence: int, test: Callable[[list[str]], bool]) -> bool:
        """What a test says of the tokens of a sentence as written; asked once, however many mentions stand in it."""
        key = (sentence, test)
        if key not in self._of_line:
            codes = self._token[self.bounds[sentence] : self.bounds[sentence + 1]]
            self._of_line[key] = test(self._tokens[codes].tolist())
        return self._of_line[key]

    def has_capital(self) -> np.ndarray:
        """Mask of the tokens with a capital letter in them."""
        return np.array([word != word.lower() for word in self._tokens], bool)[self._token]

    def word_before(self, positions: np.ndarray, words: frozenset[str]) -> np.ndarray:
        """Mask of the positions whose token before is one of these terms (sentence ends are passed over)."""
        known = np.array([term in words for term in self._terms], bool)
        return (positions > 0) & known[self._term[np.maximum(positions - 1, 0)]]

    def words(self, start: int, end: int) -> list[str]:
        """The terms from start up to end."""
        return self._terms[self._term[start:end]].tolist()

    def find_cues(self, keys: Iterable[str], sentences: np.ndarray) -> None:
        """Mark where the cues of these keys begin and end, in the given sentences only."""
        cues = _cues(tuple(keys))
        wanted = np.zeros(len(self.bounds) - 1, bool)
        wanted[sentences] = True
        hits = match_lexicon(self.tokens[wanted[self.sentence]], cues, scope="key")
        first, last = self.at(hits), self.at(hits, "end")
        for key in keys:
            own = (hits["key"] == key).to_numpy()
            for marks, where in ((self.begins, first), (self.ends, last)):
                marks[key] = np.zeros(len(self.tokens) + 1, bool)
                marks[key][where[own]] = True

    def cue(self, key: str, i: int, sentence: int, *, end: bool = False) -> bool:
        """Does a cue of this key begin (or end) at this position of the sentence?"""
        inside = self.bounds[sentence] <= i < self.bounds[sentence + 1]
        return bool(inside and (self.ends if end else self.begins)[key][i])


@lru_cache(maxsize=32)
def _cues(keys: tuple[str, ...]) -> pd.DataFrame:
    table = load_lexicon("relation_cues")
    return table[table["key"].isin(keys)].reset_index(drop=True)
