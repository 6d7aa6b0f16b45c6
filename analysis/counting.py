"""What every count rests on: numbers for groups and terms, and how often each number occurs."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd


def group_codes(tokens: pd.DataFrame, columns: list[str]) -> tuple[np.ndarray, pd.DataFrame]:
    """Group number of every row, and one row per group with its values, in order of first appearance.

    A missing value is a group of its own. Raises ValueError for a column that tokens lacks.
    """
    absent = [column for column in columns if column not in tokens.columns]
    if absent:
        raise ValueError(
            f"tokens has no column {', '.join(map(repr, absent))}: add it with "
            f"attach(tokens, documents, sentences, columns={absent})."
        )
    codes = np.zeros(len(tokens), dtype=np.int64)
    for column in columns:
        part, values = pd.factorize(tokens[column], use_na_sentinel=False)
        codes = pd.factorize(codes * max(1, len(values)) + part)[0]
    first = np.flatnonzero(np.diff(np.maximum.accumulate(codes), prepend=-1))
    groups = tokens[columns].iloc[first].reset_index(drop=True)
    is_category = [isinstance(dtype, pd.CategoricalDtype) for dtype in groups.dtypes]
    plain = {c: groups[c].cat.categories.dtype for c in groups.columns[is_category]}
    return codes, groups.astype(plain)


def tally(cells: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The distinct numbers (below `size`) in ascending order, and how often each occurs."""
    if size > 8 * len(cells) + (1 << 20):  # a dense table would be mostly zeros: sort instead
        return np.unique(cells, return_counts=True)
    counts = np.bincount(cells, minlength=1)
    observed = np.flatnonzero(counts)
    return observed, counts[observed]


def term_ids(tokens: pd.DataFrame, exclude: str | Iterable[str], stem: bool) -> tuple[np.ndarray, pd.Index]:
    """Vocabulary number of every token (-1 where excluded), and the vocabulary."""
    terms = tokens["term"].astype("category").cat
    dropped = terms.categories.isin(sorted(excluded_terms(exclude)))
    vocabulary, of_category = terms.categories, np.arange(len(terms.categories))
    if stem:
        from nltk.stem.snowball import SnowballStemmer

        stems = pd.Index(map(SnowballStemmer("english").stem, vocabulary), dtype=vocabulary.dtype)
        of_category, vocabulary = pd.factorize(stems)
    of_category = np.where(dropped, -1, of_category)
    return of_category[terms.codes.to_numpy()] if len(tokens) else np.empty(0, dtype=np.int64), vocabulary


def excluded_terms(exclude: str | Iterable[str]) -> set[str]:
    """The terms that `exclude` names; "stopwords" stands for the project's own list."""
    if isinstance(exclude, str):
        if exclude != "stopwords":
            raise ValueError(f'exclude takes "stopwords" or a list of terms: write exclude=[{exclude!r}].')
        from .lexicons import load_lexicon

        exclude = load_lexicon("stopwords")["pattern"]
    return {term.lower().replace("\u2019", "'") for term in exclude}
