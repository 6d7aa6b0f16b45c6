"""Intervals for shares and means, and the rule that says when which of them is honest.

Sentences of one text are not draws from anything, so an interval over them only says how far the figure would
move *if sentences were exchangeable*. Documents of a corpus may be read as draws, and then whole documents
are resampled, because sentences of one document resemble each other.

References: E. B. Wilson (1927), Journal of the American Statistical Association 22, 209-212; L. D. Brown, T.
T. Cai and A. DasGupta (2001), Statistical Science 16, 101-133 (why not the Wald interval); B. Efron and R. J.
Tibshirani (1993), An Introduction to the Bootstrap, ch. 13 (percentile interval); A. C. Davison and D. V.
Hinkley (1997), Bootstrap Methods and their Application, sec. 3.8 (resampling whole clusters).
"""

from __future__ import annotations

from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

FEW = 5
_CELLS = 1 << 20  # random indices held at a time, so that memory does not grow with the number of draws


class Rule(NamedTuple):
    """Which interval to draw: the unit resampled, the words for the caption, and whether to draw it faint."""

    unit: str
    caption: str
    faint: bool


def rule(n_docs: int) -> Rule:
    """The interval that `n_docs` documents allow.

    Two or more: `Rule("document", "bootstrap over documents", False)`. One: `Rule("sentence", "if sentences
    were exchangeable", True)`. None: `Rule("", "no interval", True)`.
    Caveat: with fewer than about ten documents a bootstrap over documents is too narrow; print the number
    too.
    Raises ValueError for a negative number.
    """
    if n_docs < 0:
        raise ValueError(f"n_docs is a number of documents, so not {n_docs}.")
    if n_docs == 0:
        return Rule("", "no interval", True)
    if n_docs == 1:
        return Rule("sentence", "if sentences were exchangeable", True)
    return Rule("document", "bootstrap over documents", False)


def few(n: Any) -> Any:
    """True where `n` is below 5: too few for a mark or an interval. Takes arrays too."""
    below = np.less(n, FEW)
    return bool(below) if np.ndim(below) == 0 else below


def z_value(level: float = 0.95) -> float:
    """The standard normal quantile that leaves (1 - level) / 2 above it: 1.96 for .95.

    Raises ValueError when level is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"level is a probability between 0 and 1, such as .95, not {level!r}.")
    return NormalDist().inv_cdf((1 + level) / 2)


def wilson(k: Any, n: Any, *, level: float = 0.95) -> tuple[Any, Any]:
    """Wilson's score interval for `k` successes in `n` trials: (low, high), floats for numbers and arrays for
    arrays.

    Formula: with p = k / n and z the normal quantile,
    (p + z^2 / 2n  -+  z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n); NaN where n is 0.
    Reference: Wilson (1927); recommended for small n by Brown, Cai and DasGupta (2001).
    Caveat: it takes trials for independent. Sentences of one document are not: see `rule` for the caption.
    Raises ValueError where k is negative or above n, and for a level outside 0 to 1.
    """
    z = z_value(level)
    k, n = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    if np.any(k < 0) or np.any(k > n):
        raise ValueError("wilson needs 0 <= k <= n: k counts those of the n trials that succeeded.")
    n_or_nan = np.where(n > 0, n, np.nan)
    p = k / n_or_nan
    centre = p + z * z / (2 * n_or_nan)
    half = z * np.sqrt(p * (1 - p) / n_or_nan + z * z / (4 * n_or_nan**2))
    scale = 1 + z * z / n_or_nan
    # at the ends the bound is exactly 0 or 1; rounding must not put it a hair inside or outside
    low = np.where(k == 0, n_or_nan * 0, (centre - half) / scale)
    high = np.where(k == n, n_or_nan * 0 + 1, (centre + half) / scale)
    return (float(low), float(high)) if low.ndim == 0 else (low, high)


def bootstrap_mean(
    values: Any, clusters: Any = None, *, seed: int = 0, n: int = 2000, level: float = 0.95
) -> tuple[float, float]:
    """Percentile bootstrap interval (low, high) of the mean of `values`; missing values are left out.

    With two or more distinct `clusters` (doc_id of each value) whole clusters are resampled and each draw is
    the sum of their values over the number of their values; otherwise single values are resampled. Reference:
    Efron and Tibshirani (1993), ch. 13. The same seed gives the same interval, in whatever order rows come.
    Caveat: NaN with fewer than two units; the interval of equal values has no width, which is not certainty.
    Raises ValueError when values and clusters differ in length, or level is outside 0 to 1.
    """
    values = np.asarray(values, dtype=float)
    return bootstrap_share(values, np.ones(len(values)), clusters, seed=seed, n=n, level=level)


def bootstrap_share(
    k: Any, of: Any, clusters: Any = None, *, seed: int = 0, n: int = 2000, level: float = 0.95
) -> tuple[float, float]:
    """Percentile bootstrap interval (low, high) of a ratio of sums, sum(k) / sum(of), over units with both.

    One entry per unit: `k` (such as health sentences) and `of` (all sentences). With two or more distinct
    `clusters` units are first summed within their cluster. Rows where k or of is missing are left out.
    Reference: Efron and Tibshirani (1993), ch. 13; Davison and Hinkley (1997), sec. 3.8. Seeded and
    independent of row order. Caveat: NaN with fewer than two units; draws whose denominator is 0 are left
    out. Raises ValueError when the inputs differ in length, or level is outside 0 to 1.
    """
    z_value(level)
    k, of = _units(np.asarray(k, dtype=float), np.asarray(of, dtype=float), clusters)
    if len(k) < 2:
        return float("nan"), float("nan")
    rng = np.random.default_rng(seed)
    rows = max(1, _CELLS // len(k))
    draws = []
    for first in range(0, n, rows):
        index = rng.integers(0, len(k), size=(min(rows, n - first), len(k)))
        below = of[index].sum(axis=1)
        draws.append(k[index].sum(axis=1)[below > 0] / below[below > 0])
    ratios = np.concatenate(draws) if draws else np.empty(0)
    if not len(ratios):
        return float("nan"), float("nan")
    low, high = np.quantile(ratios, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _units(k: np.ndarray, of: np.ndarray, clusters: Any) -> tuple[np.ndarray, np.ndarray]:
    """Sums per resampled unit, in an order that depends on the data and not on the order of rows."""
    if len(k) != len(of) or (clusters is not None and len(clusters) != len(k)):
        raise ValueError("Lengths differ: each value needs one denominator and one cluster.")
    known = ~(np.isnan(k) | np.isnan(of))
    if clusters is not None:
        codes, names = pd.factorize(np.asarray(clusters, dtype=object)[known])
        if (codes < 0).any():
            raise ValueError("A cluster is missing for some values: give every row its doc_id.")
        if len(names) >= 2:
            k, of = (np.bincount(codes, weights=part[known], minlength=len(names)) for part in (k, of))
            known = np.ones(len(names), dtype=bool)
    order = np.lexsort((of[known], k[known]))
    return k[known][order], of[known][order]


def adjust_p(p: Any) -> np.ndarray:
    """P-values adjusted for the number of tests made, in the order given; NaN stays NaN and is no test.

    Formula (step-up): with p(1) <= ... <= p(m), the i-th becomes min over j >= i of p(j) * m / j, at most 1.
    Calling significant what is at most q keeps the expected share of false finds among them at q.
    Reference: Y. Benjamini and Y. Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.
    Caveat: holds for independent and for positively dependent tests.
    Raises ValueError for p outside 0 to 1.
    """
    p = np.asarray(p, dtype=float)
    if np.any((p < 0) | (p > 1)):
        raise ValueError("adjust_p takes probabilities between 0 and 1.")
    tested = np.flatnonzero(~np.isnan(p))
    falling = tested[np.argsort(-p[tested], kind="stable")]
    m = len(tested)
    adjusted = np.full(p.shape, np.nan)
    adjusted[falling] = np.minimum.accumulate(p[falling] * m / np.arange(m, 0, -1))
    return adjusted
