"""Which terms set one group of texts apart from another, effect size first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from .intervals import adjust_p, z_value

STATISTICS = ("term", "count", "docs", "words", "per_1000")
COLUMNS = (
    "term side label count_target count_reference per_1000_target per_1000_reference log_ratio log_ratio_low "
    "log_ratio_high g2 p p_adjusted lrc z key tests"
).split()


class Side(NamedTuple):
    """One side of the comparison: its name in words, its rows of counts, its number of words."""

    name: str
    rows: pd.DataFrame
    words: int


def keyness(
    counts: pd.DataFrame,
    target: Any,
    *,
    reference: Any = None,
    min_count: int = 5,
    prior: float = 500.0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Keyness: one row per term that occurs at least `min_count` times in the two sides together.

    `counts` comes from `count_terms` by one column; `target` and `reference` are values of that column, or
    lists of them; without `reference` it is every other group. Below, a and b are the counts of a term in
    target and reference, A and B the words of the two sides (column `words` of counts, else the sum of
    counts).
      side, label     where it is more frequent, in words: "4.0x more in A", "only in A", "as often in both"
      count_target, count_reference, per_1000_target, per_1000_reference    a, b, 1000 a/A, 1000 b/B
      log_ratio       log2((a/A) / (b/B)): 1 is twice as often, -1 half as often; where a or b is 0, 0.5 is
                      added to a, b, A and B (Hardie 2014; Walter 1975)
      log_ratio_low, log_ratio_high    log_ratio -+ z sqrt(1/a - 1/A + 1/b - 1/B) / ln 2 (Katz et al. 1978)
      g2              2 sum O ln(O/E) over the four cells, with the sign of log_ratio (Dunning 1993)
      p, p_adjusted   of g2, chi-squared with 1 degree of freedom; adjusted by Benjamini and Hochberg (1995)
      lrc             log ratio, conservative: the end nearer 0 of its exact (Clopper-Pearson) interval,
                      Bonferroni corrected for the number of tests; 0 where the interval holds 0 (Evert 2022)
      z               weighted log-odds ratio over its standard error (Monroe, Colaresi and Quinn 2008), under
                      a Dirichlet prior of `prior` words, shared out by the rates in both sides together;
                      NaN where both sides consist of that one term
      key             p_adjusted < 1 - level
      tests           number of terms tested
    Ordered by |lrc|, then |log_ratio|, then term. Positive means target in every signed column; swapping the
    sides flips every sign. `attrs` holds sides, words, tests, min_count and the prior in words.
    References: A. Hardie (2014), Log Ratio: an informal introduction; S. D. Walter (1975), Biometrika 62;
    D. Katz and others (1978), Biometrics 34; T. Dunning (1993), Computational Linguistics 19;
    S. Evert (2022), Measuring keyness; B. L. Monroe, M. P. Colaresi and K. M. Quinn (2008), Political
    Analysis 16.
    Caveat: p-values take words for independent draws, which they are not: one document can make a term key.
    Look at `dispersion`, and read key terms in context before naming what they mean.
    Raises ValueError unless counts has one group column, for a group it lacks, for sides that share a part of
    their groups, and for a min_count below 1, a prior not above 0 or a level outside 0 to 1.
    """
    if min_count < 1 or not prior > 0:
        raise ValueError(f"min_count is at least 1 and prior above 0, not {min_count} and {prior}.")
    z = z_value(level)
    sides = _sides(counts, target, reference)
    terms, a, b = _align(*sides)
    kept = a + b >= min_count
    terms, a, b = terms[kept], a[kept], b[kept]
    A, B = (max(1, side.words) for side in sides)
    frame = pd.DataFrame({"term": terms, "count_target": a, "count_reference": b})
    frame["per_1000_target"], frame["per_1000_reference"] = 1000 * a / A, 1000 * b / B
    frame["log_ratio"], error = log_ratio(a, b, A, B)
    frame["log_ratio_low"], frame["log_ratio_high"] = frame.log_ratio - z * error, frame.log_ratio + z * error
    frame["g2"], frame["p"] = signed_g2(a, b, A, B)
    frame["p_adjusted"] = adjust_p(frame.p)
    frame["lrc"] = conservative_log_ratio(a, b, A, B, tests=len(frame), level=level)
    frame["z"] = weighted_log_odds(a, b, A, B, prior=prior)
    frame["key"], frame["tests"] = frame.p_adjusted < 1 - level, len(frame)
    frame["side"], frame["label"] = _words(frame, sides)
    order = np.lexsort((frame.term.to_numpy(dtype=object), -frame.log_ratio.abs(), -frame.lrc.abs()))
    frame = frame[COLUMNS].iloc[order].reset_index(drop=True)
    frame.attrs = _notes(sides, len(frame), min_count, prior)
    return frame


def log_ratio(a: np.ndarray, b: np.ndarray, A: float, B: float) -> tuple[np.ndarray, np.ndarray]:
    """log2 of the ratio of rates a/A to b/B, and its standard error; see `keyness`."""
    side = _side_sign(a, b, A, B)
    half = np.where((a == 0) | (b == 0), 0.5, 0.0)
    a, b, A, B = a + half, b + half, A + half, B + half
    # a difference of logarithms, not the logarithm of a quotient: swapping the sides flips its sign exactly
    ratio = (np.log2(a) - np.log2(A)) - (np.log2(b) - np.log2(B))
    error = np.sqrt(np.maximum((1 / a - 1 / A) + (1 / b - 1 / B), 0)) / np.log(2)
    return side * np.maximum(side * ratio, 0), error  # the added 0.5 must not turn a term to the other side


def signed_g2(a: np.ndarray, b: np.ndarray, A: float, B: float) -> tuple[np.ndarray, np.ndarray]:
    """Log-likelihood ratio G2 of the table a, b, A - a, B - b, signed, and its p-value; see `keyness`."""
    from scipy.special import chdtrc

    # observed less expected: the same in all four cells but for its sign
    excess = (a * float(B) - b * float(A)) / (A + B)
    cells = [(a, excess), (b, -excess), (A - a, -excess), (B - b, excess)]
    parts = [
        np.where(
            seen > 0, seen * np.log1p(np.where(seen > 0, delta / np.maximum(seen - delta, 1e-300), 0)), 0
        )
        for seen, delta in cells
    ]
    total = (parts[0] + parts[1]) + (
        parts[2] + parts[3]
    )  # in pairs, so that swapping the sides changes no digit
    g2 = np.maximum(2 * total, 0)
    return _side_sign(a, b, A, B) * g2, chdtrc(1, g2)


def conservative_log_ratio(
    a: np.ndarray, b: np.ndarray, A: float, B: float, *, tests: int, level: float = 0.95
) -> np.ndarray:
    """LRC (Evert 2022): the end nearer 0 of the exact interval given a + b; see `keyness`."""
    from scipy.special import betaincinv

    side = _side_sign(a, b, A, B)
    more, less = np.where(side >= 0, a, b), np.where(side >= 0, b, a)
    scale = np.where(side >= 0, np.log2(B) - np.log2(A), np.log2(A) - np.log2(B))
    share = betaincinv(np.maximum(more, 1e-300), less + 1.0, (1 - level) / 2 / max(1, tests))
    with np.errstate(divide="ignore"):
        bound = scale + np.log2(share) - np.log2(1 - share)
    return side * np.maximum(bound, 0) + 0.0  # no -0.0


def _side_sign(a: np.ndarray, b: np.ndarray, A: float, B: float) -> np.ndarray:
    """1 where the rate a/A is above b/B, -1 where it is below, 0 where they are equal."""
    return np.sign(a * float(B) - b * float(A))


def weighted_log_odds(
    a: np.ndarray, b: np.ndarray, A: float, B: float, *, prior: float = 500.0
) -> np.ndarray:
    """Log-odds ratio under an informative Dirichlet prior, over its standard error (z); see `keyness`."""
    alpha = prior * (a + b) / (A + B)
    in_a, in_b = a + alpha, b + alpha
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = (np.log(in_a) - np.log(A + prior - in_a)) - (np.log(in_b) - np.log(B + prior - in_b))
    return delta / np.sqrt(1 / in_a + 1 / in_b)


def _sides(counts: pd.DataFrame, target: Any, reference: Any) -> tuple[Side, Side]:
    groups = [column for column in counts.columns if column not in STATISTICS]
    if len(groups) != 1:
        raise ValueError(
            f"keyness compares groups of one column, not of {groups}: count_terms(tokens, by=column)."
        )
    column = counts[groups[0]]
    wanted = _values(target)
    rest = [value for value in column.unique() if value not in wanted]
    others = rest if reference is None else _values(reference)
    shared = set(wanted) & set(others)
    if shared and set(wanted) != set(others):
        raise ValueError(
            f"Target and reference share {sorted(map(str, shared))}: name each group on one side only."
        )
    unknown = [value for value in [*wanted, *others] if value not in set(column)]
    if len(counts) and (unknown or not others):
        known = ", ".join(map(str, column.unique()[:10]))
        raise ValueError(f"No {groups[0]} {unknown} to compare with: counts has {known}.")
    name = "the rest" if reference is None and len(others) != 1 else _name(groups[0], others)
    return (
        _side(counts[column.isin(wanted)], groups[0], _name(groups[0], wanted)),
        _side(counts[column.isin(others)], groups[0], name),
    )


def _name(column: str, values: list) -> str:
    """What a side is called: its values, after the column's name where they are numbers ("section 1")."""
    names = ", ".join(map(str, values))
    return names if all(isinstance(value, str) for value in values) else f"{column} {names}"


def _values(groups: Any) -> list:
    return list(groups) if isinstance(groups, Sequence | set) and not isinstance(groups, str) else [groups]


def _side(rows: pd.DataFrame, column: str, name: str) -> Side:
    tokens = int(rows["count"].sum())
    words = int(rows.drop_duplicates(column)["words"].sum()) if "words" in rows else 0
    return Side(name, rows, max(words, tokens))  # counts with punctuation hold more tokens than words


def _align(target: Side, reference: Side) -> tuple[pd.Index, np.ndarray, np.ndarray]:
    """The terms of both sides, and their counts in each."""
    both = pd.concat([target.rows["term"], reference.rows["term"]], ignore_index=True)
    code, terms = pd.factorize(both)
    count = [
        np.bincount(part, weights=side.rows["count"], minlength=len(terms)).astype("int64")
        for part, side in zip(np.split(code, [len(target.rows)]), (target, reference), strict=True)
    ]
    return terms, *count


def _words(frame: pd.DataFrame, sides: tuple[Side, Side]) -> tuple[Any, Any]:
    """The side where each term is more frequent, and by how much, in words."""
    side, label = [], []
    columns = np.sign(frame.g2), frame.log_ratio.abs(), frame.count_target, frame.count_reference
    for sign, size, a, b in zip(*columns, strict=True):
        name = "" if sign == 0 else sides[0].name if sign > 0 else sides[1].name
        more = f"only in {name}" if min(a, b) == 0 else f"{2**size:.1f}x more in {name}"
        side.append(name)
        label.append(more if name else "as often in both")
    return pd.array(side, dtype="str"), pd.array(label, dtype="str")


def _notes(sides: tuple[Side, Side], tests: int, min_count: int, prior: float) -> dict[str, Any]:
    return {
        "target": sides[0].name,
        "reference": sides[1].name,
        "words_target": sides[0].words,
        "words_reference": sides[1].words,
        "tests": tests,
        "min_count": min_count,
        "adjusted": "Benjamini-Hochberg",
        "prior": f"Dirichlet, {prior:g} words shared out by the terms' rates in both sides together",
    }
