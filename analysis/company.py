"""Which words keep company within a sentence."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from .counting import excluded_terms, tally

COLUMNS = ["node", "collocate", "count", "count_node", "count_collocate", "g2", "mi", "t", "log_dice"]


def collocations(
    tokens: pd.DataFrame, *, window: int = 5, min_count: int = 3, exclude: str | Iterable[str] = ()
) -> pd.DataFrame:
    """Collocations: one row per ordered pair of words found at least `min_count` times, strongest g2 first.

    A pair is a node and a collocate that follows it by 1 to `window` words in the same sentence; punctuation
    and clitics are no words and take no place. `exclude` drops pairs that hold such a term ("stopwords" for
    the project's list); distances are taken before. With f the count of the pair, x and y those of node and
    collocate, N all words, and k = f / window, the expected value of k under independence is e = x y / N:
      count, count_node, count_collocate  f, x, y
      g2        2 sum O ln(O/E) over the 2x2 table (k, x - k, y - k, rest); negative where k < e (Dunning)
      mi        log2(k / e), pointwise mutual information (Church and Hanks 1990)
      t         (k - e) / sqrt(k) (Church et al. 1991)
      log_dice  14 + log2(2 f / (x + y)): 14 when each always comes with the other, once (Rychly 2008)
    Ties are broken by node and collocate. g2, mi and t are nltk's BigramAssocMeasures, with its division of f
    by the width of the window; log_dice uses f itself.
    References: T. Dunning (1993), Computational Linguistics 19; K. W. Church and P. Hanks (1990), ibid. 16;
    K. W. Church and others (1991), Using statistics in lexical analysis; P. Rychly (2008), RASLAN.
    Caveat: mi is highest for pairs of rare words; g2 grows with the corpus, log_dice does not. g2 is NaN
    where a text is so small that the table has a negative cell.
    Raises ValueError for a window or min_count below 1, and for a bare string in `exclude`.
    """
    if window < 1 or min_count < 1:
        raise ValueError(f"window and min_count are at least 1, not {window} and {min_count}.")
    words = tokens[tokens["is_word"].to_numpy(dtype=bool)]
    terms = words["term"].astype("category").cat
    codes, size = terms.codes.to_numpy(dtype=np.int64), max(1, len(terms.categories))
    x = np.bincount(codes, minlength=size)
    pairs, f = tally(_pairs(codes, _sentences(words), window, size), size * size)
    dropped = np.append(terms.categories.isin(sorted(excluded_terms(exclude))), False)
    node, collocate = np.divmod(pairs, size)
    kept = (f >= min_count) & ~dropped[node] & ~dropped[collocate]
    node, collocate, f = node[kept], collocate[kept], f[kept]
    frame = pd.DataFrame({"count": f, "count_node": x[node], "count_collocate": x[collocate]}, dtype="int64")
    for place, (name, code) in enumerate([("node", node), ("collocate", collocate)]):
        frame.insert(place, name, pd.Series(terms.categories.take(code).astype("str"), index=frame.index))
    frame = _measure(frame, len(codes), window)
    return frame.sort_values(["g2", "node", "collocate"], ascending=[False, True, True], ignore_index=True)


def _sentences(words: pd.DataFrame) -> np.ndarray:
    """A number per sentence, different across documents."""
    document, _ = pd.factorize(words["doc_id"])
    sent_id = words["sent_id"].to_numpy(dtype=np.int64)
    return document * (sent_id.max(initial=0) + 1) + sent_id


def _pairs(codes: np.ndarray, sentence: np.ndarray, window: int, size: int) -> np.ndarray:
    """One number per co-occurrence, node * size + collocate."""
    found = [np.empty(0, dtype=np.int64)]
    for distance in range(1, window + 1):
        together = sentence[distance:] == sentence[:-distance]
        found.append(codes[:-distance][together] * size + codes[distance:][together])
    return np.concatenate(found)


def _measure(frame: pd.DataFrame, n: int, window: int) -> pd.DataFrame:
    """The association measures, called once per distinct row of counts: rare pairs share few of them."""
    from nltk.metrics import BigramAssocMeasures as Measures

    margins = ["count", "count_node", "count_collocate"]
    distinct = frame[margins].drop_duplicates()
    rows = []
    for f, x, y in distinct.itertuples(index=False):
        k = f / window
        table = k, (x, y), n
        mi = Measures.pmi(*table)
        possible = min(x - k, y - k, n - x - y + k) >= 0
        g2 = np.copysign(abs(Measures.likelihood_ratio(*table)), mi) if possible else np.nan
        rows.append((f, x, y, g2, mi, Measures.student_t(*table), 14 + np.log2(2 * f / (x + y))))
    types = dict.fromkeys(margins, "int64") | dict.fromkeys(["g2", "mi", "t", "log_dice"], "float64")
    measured = pd.DataFrame(rows, columns=list(types)).astype(types)
    return frame.merge(measured, on=margins, how="left")[COLUMNS]
