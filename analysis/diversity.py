"""How varied the vocabulary of a document is, with measures that depend less and less on its length."""

from __future__ import annotations

import numpy as np
import pandas as pd

COLUMNS = {"tokens": "int64", "types": "int64", "ttr": "f8", "mattr": "f8", "mtld": "f8", "hdd": "f8"}


def lexical_diversity(
    tokens: pd.DataFrame, *, window: int = 50, threshold: float = 0.72, draws: int = 42
) -> pd.DataFrame:
    """Lexical diversity: one row per document, in order of appearance, over its words (terms).

      tokens, types  words, and distinct words
      ttr     types / tokens
      mattr   mean types / window over all windows of `window` words (Covington and McFall 2010)
      mtld    tokens / factors, mean of reading forwards and backwards: a factor is a stretch read until its
              type-token ratio has fallen to `threshold`, the rest at the end counts as (1 - ttr) / (1 -
              threshold) of one (McCarthy and Jarvis 2010); a document of distinct words only has one factor
      hdd     sum over types of the chance to be among `draws` words drawn without replacement, over draws
              (McCarthy and Jarvis 2007)
    References: M. A. Covington and J. D. McFall (2010), Journal of Quantitative Linguistics 17; P. M.
    McCarthy and S. Jarvis (2007), Language Testing 24, and (2010), Behavior Research Methods 42.
    Caveat: ttr falls with length, so never compare texts of different length by it; mtld is unsteady below
    100 words. mattr and hdd are NaN for documents shorter than their window or draws, all four for a document
    without words. Inflected forms count as types of their own.
    Raises ValueError for a window or draws below 1 and a threshold outside 0 to 1.
    """
    if window < 1 or draws < 1 or not 0 < threshold < 1:
        raise ValueError(
            "lexical_diversity needs window and draws of at least 1, and a threshold between 0 and 1."
        )
    document, names = pd.factorize(tokens["doc_id"])
    is_word = tokens["is_word"].to_numpy(dtype=bool)
    terms = tokens["term"].astype("category").cat.codes.to_numpy()[is_word]
    order = np.argsort(document[is_word], kind="stable")
    ends = np.cumsum(np.bincount(document[is_word], minlength=len(names)))
    rows = [_measure(words, window, threshold, draws) for words in np.split(terms[order], ends[:-1])]
    frame = pd.DataFrame(rows[: len(names)], columns=list(COLUMNS)).astype(COLUMNS)
    frame.insert(0, "doc_id", pd.Series(pd.Index(names).astype("str"), index=frame.index))
    return frame


def _measure(words: np.ndarray, window: int, threshold: float, draws: int) -> tuple:
    n, (types, counts) = len(words), np.unique(words, return_counts=True)
    if n == 0:
        return 0, 0, np.nan, np.nan, np.nan, np.nan
    return n, len(types), len(types) / n, mattr(words, window), mtld(words, threshold), hdd(counts, draws)


def mattr(words: np.ndarray, window: int = 50) -> float:
    """Moving-average type-token ratio; NaN for fewer words than the window. See `lexical_diversity`."""
    n = len(words)
    if n < window:
        return float("nan")
    # a token is the first of its type in the windows that start after its previous occurrence
    order = np.argsort(words, kind="stable")
    previous = np.full(n, -1)
    again = words[order][1:] == words[order][:-1]
    previous[order[1:][again]] = order[:-1][again]
    place = np.arange(n)
    first_start = np.maximum(previous + 1, place - window + 1)
    last_start = np.minimum(place, n - window)
    return float(np.maximum(last_start - first_start + 1, 0).sum() / (n - window + 1) / window)


def mtld(words: np.ndarray, threshold: float = 0.72) -> float:
    """Measure of textual lexical diversity, mean of both directions. See `lexical_diversity`."""
    one_way = [
        len(words) / _factors(direction, threshold) for direction in (words.tolist(), words[::-1].tolist())
    ]
    return sum(one_way) / 2


def _factors(words: list, threshold: float) -> float:
    """Complete stretches whose type-token ratio fell to the threshold, and the part of one that is left."""
    factors, length, types = 0.0, 0, set()
    for word in words:
        length += 1
        types.add(word)
        if len(types) / length <= threshold:
            factors, length, types = factors + 1, 0, set()
    if length:
        factors += (1 - len(types) / length) / (1 - threshold)
    return factors or 1.0


def hdd(counts: np.ndarray, draws: int = 42) -> float:
    """HD-D from the counts of the types; NaN for fewer words than draws. See `lexical_diversity`."""
    n = int(counts.sum())
    if n < draws:
        return float("nan")
    distinct, types = np.unique(counts, return_counts=True)
    left = np.arange(n, n - draws, -1)
    absent = np.prod(
        np.maximum(left - distinct[:, None], 0) / left, axis=1
    )  # chance that no draw is of the type
    return float((types * (1 - absent)).sum() / draws)
