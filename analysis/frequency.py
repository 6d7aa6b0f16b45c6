"""How often, how evenly, how distinctively and with what company terms occur.

`count_terms` counts, `dispersion` asks how evenly a term is spread; keyness (`analysis.keyness`),
collocations (`analysis.collocations`) and lexical diversity (`analysis.diversity`) are re-exported here. All
of them work on the integer codes of the categorical column `term`, so that 20 MB of text are counted in a
blink.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from .collocations import collocations
from .diversity import lexical_diversity
from .keyness import keyness

__all__ = ["collocations", "count_terms", "dispersion", "keyness", "lexical_diversity"]

STOPWORDS = Path(__file__).parent / "lexicons" / "stopwords.csv"


def count_terms(
    tokens: pd.DataFrame,
    *,
    by: str | Sequence[str] = "doc_id",
    words: bool = True,
    exclude: str | Iterable[str] = (),
    stem: bool = False,
) -> pd.DataFrame:
    """Counts: one row per group and observed term, groups in order of appearance, frequent terms first.

    `by` names one or more columns of tokens (bring others down with `attach`); `by=[]` counts everything as
    one group. Columns: those of `by`, then
      term      str, lower case (with `stem=True` its Snowball stem, no longer always a word)
      count     tokens of the term in the group
      docs      documents (doc_id) of the group that hold the term
      words     words of the group: the denominator, counted before anything is excluded
      per_1000  1000 * count / words; NaN in a group without words
    Ties are broken by term. `words=False` counts punctuation and clitics too; the denominator stays words.
    `exclude` drops terms: an iterable of them, or "stopwords" for the project's own list. With `words=False`
    and nothing excluded the counts of all groups sum to the tokens given.
    Reference: M. F. Porter (2001), Snowball (the stemmer, as in nltk).
    Caveat: frequencies of one text are what it says, not estimates of anything.
    Raises ValueError for a column that tokens lacks, and for a bare string in `exclude`.
    """
    columns = [by] if isinstance(by, str) else list(by)
    group, groups = group_codes(tokens, columns)
    is_word = tokens["is_word"].to_numpy(dtype=bool)
    totals = np.bincount(group[is_word], minlength=len(groups))
    ids, vocabulary = _term_ids(tokens, exclude, stem)
    kept = (ids >= 0) & is_word if words else ids >= 0
    size = len(groups) * len(vocabulary)
    cells = group[kept] * len(vocabulary) + ids[kept]
    observed, count = tally(cells, size)
    docs = np.ones_like(count)
    if "doc_id" not in columns and len(cells):
        document, names = pd.factorize(tokens["doc_id"])
        docs = _documents_per_cell(cells, document[kept], size, len(names))
    return _counts_frame(observed, count, docs, groups, totals, vocabulary)


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


def _documents_per_cell(cells: np.ndarray, document: np.ndarray, size: int, n_docs: int) -> np.ndarray:
    """In how many documents each distinct cell occurs, cells in ascending order."""
    distinct, _ = tally(cells * n_docs + document, size * n_docs)
    return tally(distinct // n_docs, size)[1]


def _term_ids(tokens: pd.DataFrame, exclude: str | Iterable[str], stem: bool) -> tuple[np.ndarray, pd.Index]:
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
        exclude = pd.read_csv(STOPWORDS, dtype=str, keep_default_na=False)["pattern"]
    return {term.lower().replace("\u2019", "'") for term in exclude}


def _counts_frame(
    observed: np.ndarray,
    count: np.ndarray,
    docs: np.ndarray,
    groups: pd.DataFrame,
    totals: np.ndarray,
    vocabulary: pd.Index,
) -> pd.DataFrame:
    group, term = np.divmod(observed, max(1, len(vocabulary)))
    rank = np.empty(len(vocabulary), dtype=np.int64)
    rank[vocabulary.argsort()] = np.arange(len(vocabulary))
    order = np.lexsort((rank[term], -count, group))
    group, term, count, docs = group[order], term[order], count[order], docs[order]
    frame = groups.iloc[group].reset_index(drop=True)
    frame["term"] = pd.Series(vocabulary.take(term).astype("str"), index=frame.index)
    frame["count"], frame["docs"], frame["words"] = count, docs, totals[group]
    denominator = np.where(totals[group] > 0, totals[group], np.nan)
    frame["per_1000"] = 1000 * count / denominator
    return frame.astype({"count": "int64", "docs": "int64", "words": "int64", "per_1000": "float64"})


def dispersion(tokens: pd.DataFrame, *, parts: str | Sequence[str] = "section") -> pd.DataFrame:
    """Dispersion: one row per term (words only), frequent terms first: how evenly it is spread over parts.

    `parts` names one or more columns of tokens whose values are the parts: "doc_id", or "section" after
    `attach(tokens, sentences, columns=["section"])`; for several documents ["doc_id", "section"], since
    section 1 of one has nothing to do with section 1 of another. Parts without a word are left out. With n
    parts, s the share of all words that stands in a part, p the share of the term's tokens that stands there,
    and r the term's rate in it (tokens per word of the part):
      count       tokens of the term
      range       parts that hold it, of `parts`
      parts       number of parts, n
      juilland_d  1 - (sd(r) / mean(r)) / sqrt(n - 1), sd over all n parts: 1 is even
      dp          sum |p - s| / 2: 0 is even, near 1 is all in a small part (Gries 2008)
      dp_norm     dp / (1 - min s): the same stretched to 0 to 1 (Lijffijt and Gries 2012)
      kl          sum p log2(p / s), bits: 0 is even (Gries 2020, 2021)
    juilland_d and dp_norm are NaN with a single part.
    References: A. Juilland and E. Chang-Rodriguez (1964), Frequency Dictionary of Spanish Words; S. Th. Gries
    (2008), International Journal of Corpus Linguistics 13; J. Lijffijt and S. Th. Gries (2012), ibid. 17; S.
    Th. Gries (2021), Research in Corpus Linguistics 9.
    Caveat: a rare term cannot be even: with fewer tokens than parts, dp says little more than the count.
    Raises ValueError for a column that tokens lacks.
    """
    tokens = tokens[tokens["is_word"].to_numpy(dtype=bool)]
    part, groups = group_codes(tokens, [parts] if isinstance(parts, str) else list(parts))
    term, vocabulary = _term_ids(tokens, (), stem=False)
    n = len(groups)
    words = np.bincount(part, minlength=n)
    cells, tokens_in_part = tally(term * max(1, n) + part, len(vocabulary) * n)
    term, part = np.divmod(cells, max(1, n))
    seen, term = np.unique(term, return_inverse=True)
    frame = _spread(
        term, tokens_in_part, words[part], n, words.sum(), words.min(initial=words.sum()), len(seen)
    )
    frame.insert(0, "term", pd.Series(vocabulary.take(seen).astype("str"), index=frame.index))
    return frame.sort_values(["count", "term"], ascending=[False, True], ignore_index=True)


def _spread(
    term: np.ndarray, count: np.ndarray, size: np.ndarray, n: int, total: int, smallest: int, n_terms: int
) -> pd.DataFrame:
    """The statistics from observed cells (term number, its tokens, words of the part); other cells are 0."""

    def add(weights: np.ndarray) -> np.ndarray:
        return np.bincount(term, weights=weights, minlength=n_terms).astype(float)

    frequency = add(count)
    spread = np.bincount(term, minlength=n_terms)
    everywhere = spread == n
    p, s, rate = count / frequency[term], size / total, count / size
    mean = add(rate) / n
    variance = (add((rate - mean[term]) ** 2) + (n - spread) * mean**2) / n
    dp = (add(np.abs(p - s)) + np.where(everywhere, 0, 1 - add(s))) / 2
    alone = n < 2
    return pd.DataFrame(
        {
            "count": frequency.astype("int64"),
            "range": spread.astype("int64"),
            "parts": np.full(n_terms, n, dtype="int64"),
            "juilland_d": np.nan if alone else 1 - np.sqrt(variance) / mean / np.sqrt(n - 1),
            "dp": dp,
            "dp_norm": np.nan if alone else dp / (1 - smallest / total),
            "kl": add(p * np.log2(p / s)),
        }
    )
