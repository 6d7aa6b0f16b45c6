"""How often, how evenly, how distinctively and with what company terms occur.

`count_terms` counts, `dispersion` asks how evenly a term is spread; keyness (`analysis.key_terms`),
collocations (`analysis.company`) and lexical diversity (`analysis.diversity`) are re-exported here. All
of them work on the integer codes of the categorical column `term`, so that 20 MB of text are counted in a
blink.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from .company import collocations
from .counting import group_codes, tally, term_ids
from .diversity import lexical_diversity
from .key_terms import keyness

__all__ = ["collocations", "count_terms", "dispersion", "keyness", "lexical_diversity"]


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
    ids, vocabulary = term_ids(tokens, exclude, stem)
    kept = (ids >= 0) & is_word if words else ids >= 0
    size = len(groups) * len(vocabulary)
    cells = group[kept] * len(vocabulary) + ids[kept]
    observed, count = tally(cells, size)
    docs = np.ones_like(count)
    if "doc_id" not in columns and len(cells):
        document, names = pd.factorize(tokens["doc_id"])
        docs = _documents_per_cell(cells, document[kept], size, len(names))
    return _counts_frame(observed, count, docs, groups, totals, vocabulary)


def _documents_per_cell(cells: np.ndarray, document: np.ndarray, size: int, n_docs: int) -> np.ndarray:
    """In how many documents each distinct cell occurs, cells in ascending order."""
    distinct, _ = tally(cells * n_docs + document, size * n_docs)
    return tally(distinct // n_docs, size)[1]


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
    term, vocabulary = term_ids(tokens, (), stem=False)
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
