"""Validation by hand: how far program and people agree on sentences they both coded.

Sheets are made and read in `analysis.coding_sheets`, filled with the form in `analysis.coding_form`; all
names are here too, so that a notebook needs one import.

References: J. Cohen (1960), Educational and Psychological Measurement 20, 37-46 (kappa); R. J. Light (1971),
Psychological Bulletin 76, 365-377 (more than two coders: mean over pairs); K. Krippendorff (2004), Content
Analysis, 2nd ed., ch. 11 (alpha, nominal); E. B. Wilson (1927) for the intervals.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.coding_form import coding_form, show_sheet
from analysis.coding_sheets import (
    EXAMPLE,
    NONE,
    SHEET,
    coding_sheet,
    collect,
    draw_sample,
    example_sheet,
    join_answer,
    program_codes,
    read_sheet,
    save_sheet,
    split_answer,
)  # fmt: skip
from analysis.drawing import BLUE, ORANGE, axes, chart, empty, label_rows, notes, percent
from analysis.intervals import wilson

__all__ = [
    "NONE", "SHEET", "agreement", "coding_form", "coding_sheet", "collect", "compare_coders", "differences", "draw_sample",
    "example_sheet", "join_answer", "plot_scores", "program_codes", "read_sheet", "save_sheet", "score", "show_sheet",
    "split_answer", "validation_note",
]  # fmt: skip


def _ticks(sheet: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """One row per coded sentence, one true-or-false column per code."""
    coded = sheet[sheet["answer"] != ""]
    given = [split_answer(answer) for answer in coded["answer"]]
    index = pd.MultiIndex.from_frame(coded[["doc_id", "sent_id"]])
    return pd.DataFrame(
        {code: np.array([code in answer for answer in given], bool) for code in codes}, index=index
    )


def score(program: pd.DataFrame, sheet: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """The program against one coder's sheet: one row per code, and "all codes" (the sum over codes).

    Columns: n (sentences coded by both: the denominator), k_program, k_hand, both (sentences), precision =
    both / k_program, recall = both / k_hand, each with Wilson's 95% interval (precision_low ...), few (k
    below 5). NaN where nothing was found or coded. Caveats: the coder is taken as right; the trials of "all
    codes" are not independent.
    """
    machine, hand = _ticks(program, codes), _ticks(sheet, codes)
    common = hand.index.intersection(machine.index)
    machine, hand = machine.loc[common], hand.loc[common]
    counts = pd.DataFrame({"k_program": machine.sum(), "k_hand": hand.sum(), "both": (machine & hand).sum()})
    counts.loc["all codes"] = counts.sum()
    table = counts.astype("int64").rename_axis("code").reset_index().astype({"code": "str"})
    table.insert(1, "n", len(common))
    for name, of in (("precision", "k_program"), ("recall", "k_hand")):
        table[name] = table["both"] / table[of].where(table[of] > 0)
        table[f"{name}_low"], table[f"{name}_high"] = wilson(table["both"], table[of])
    return table.assign(few=table[["k_program", "k_hand"]].min(axis=1) < 5)


def agreement(answers: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """How far coders agree: one row per code (given or not), and "whole answer" (the same set of codes or
    not).

    answers: sheets of two or more coders, one below the other (pd.concat, collect). Columns: coders, n
    (sentences that at least two of them coded), percent (agreeing pairs of answers / all pairs), kappa
    (Cohen's; for more than two coders the mean over pairs, Light 1971), alpha (Krippendorff's, nominal;
    missing answers allowed). kappa and alpha are NaN where nobody differs because only one value occurs:
    agreement by default shows nothing. Raises ValueError for fewer than two coders.
    """
    coded = answers[answers["answer"] != ""]
    if coded["coder"].nunique() < 2:
        raise ValueError("agreement needs the answers of two coders or more")
    label = {"whole answer": coded["answer"].map(lambda a: join_answer(split_answer(a)))}
    label |= {code: coded["answer"].map(lambda a, code=code: code in split_answer(a)) for code in codes}
    rows = []
    for name in [*codes, "whole answer"]:
        values = coded.assign(value=label[name].astype("str"))
        table = values.pivot(index=["doc_id", "sent_id"], columns="coder", values="value")
        table = table[table.notna().sum(axis=1) >= 2]
        rows.append(dict(code=name, coders=table.shape[1], n=len(table), **_agree(table)))
    return pd.DataFrame(rows).astype({"code": "str", "n": "int64", "coders": "int64"})


def _agree(table: pd.DataFrame) -> dict[str, float]:
    """percent, kappa and alpha of one variable: rows sentences, columns coders, missing allowed."""
    kappas, same, pairs = [], 0, 0
    for a, b in combinations(table.columns, 2):
        both = table[[a, b]].dropna()
        if len(both):
            observed = float((both[a] == both[b]).mean())
            shares = [both[c].value_counts(normalize=True) for c in (a, b)]
            expected = float(shares[0].mul(shares[1], fill_value=0).sum())
            same, pairs = same + observed * len(both), pairs + len(both)
            kappas.append((observed - expected) / (1 - expected) if expected < 1 else np.nan)
    known = [kappa for kappa in kappas if np.isfinite(kappa)]
    return {
        "percent": same / pairs if pairs else np.nan,
        "kappa": float(np.mean(known)) if known else np.nan,
        "alpha": _alpha(table),
    }


def _alpha(table: pd.DataFrame) -> float:
    """Krippendorff's alpha, nominal: 1 - observed / expected disagreement, from the coincidence matrix."""
    counts = table.stack().groupby(level=[0, 1]).value_counts().unstack(fill_value=0).to_numpy(float)
    m = counts.sum(axis=1)
    total = m.sum()
    if not total or (counts.sum(axis=0) > 0).sum() < 2:
        return float("nan")
    observed = ((m**2 - (counts**2).sum(axis=1)) / (m - 1)).sum() / total
    expected = (total**2 - (counts.sum(axis=0) ** 2).sum()) / (total * (total - 1))
    return float(1 - observed / expected)


def compare_coders(answers: pd.DataFrame) -> pd.DataFrame:
    """For the teacher: one row per sentence, a column per coder, most contested first.

    Columns: doc_id, sent_id, text, one per coder (missing where not coded), answers (how many), agree (share
    of pairs of coders with the same set of codes; NaN for a single answer).
    """
    coded = answers[answers["answer"] != ""].assign(
        answer=lambda a: a["answer"].map(lambda x: join_answer(split_answer(x)))
    )
    wide = coded.pivot(index=["doc_id", "sent_id"], columns="coder", values="answer")
    given = wide.notna().sum(axis=1)
    sizes = coded.groupby(["doc_id", "sent_id", "answer"]).size()
    same = (sizes * (sizes - 1)).groupby(level=[0, 1]).sum()
    text = answers.drop_duplicates(["doc_id", "sent_id"]).set_index(["doc_id", "sent_id"])["text"]
    table = wide.assign(answers=given, agree=same / (given * (given - 1)).where(given > 1))
    table.insert(0, "text", text.reindex(table.index))
    return table.sort_values("agree", kind="stable").reset_index().rename_axis(columns=None)


def validation_note(sheet: pd.DataFrame | None = None) -> str:
    """For a chart's footer: "validated by hand: n = 30", or "not validated" (no sheet, nothing coded, or a
    rule's codes)."""
    if sheet is None or not (sheet["answer"] != "").any():
        return "not validated"
    n = int((sheet["answer"] != "").sum())
    if sheet["coder"].str.startswith(EXAMPLE).any():
        return f"not validated (example codes made by a rule, n = {n})"
    return f"validated by hand: n = {n}"


@chart
def plot_scores(
    table: pd.DataFrame,
    *,
    labels: dict[str, str] | None = None,
    ax=None,
    title: str = "How far to trust a code",
):
    """Precision (dot) and recall (square) per code with Wilson's intervals, counts at the right; hollow where
    k < 5. Takes score."""
    frame = table[(table["k_program"] > 0) | (table["k_hand"] > 0)].reset_index(drop=True)
    ax = axes(ax, len(frame) * 1.25, width=8.5)
    if frame.empty:
        return empty(ax, "No code was given by program or coder.")
    for name, colour, marker, shift, of in (
        ("precision", BLUE, "o", -0.15, "k_program"),
        ("recall", ORANGE, "s", 0.15, "k_hand"),
    ):
        for y, row in enumerate(frame.to_dict("records")):
            ax.plot([row[f"{name}_low"], row[f"{name}_high"]], [y + shift] * 2, color=colour, lw=2, alpha=0.7)
            hollow = "white" if row[of] < 5 else colour
            ax.plot(
                row[name],
                y + shift,
                marker,
                ms=7.5,
                color=colour,
                mfc=hollow,
                mew=1.5,
                clip_on=False,
                zorder=3,
            )
        ax.plot([], [], marker, color=colour, label=name)
    notes(ax, [f"{r.both} of {r.k_program} | {r.both} of {r.k_hand}" for r in frame.itertuples()])
    label_rows(ax, [(labels or {}).get(code, code) for code in frame["code"]])
    ax.set_xlim(-0.015, 1.025)
    percent(ax)
    ax.grid(axis="x")
    ax.legend(ncols=2, loc="lower left", bbox_to_anchor=(0, 1.0), borderaxespad=0.1)
    ax.set_xlabel(
        f"right of those found | found of those right; n = {frame['n'].max()} sentences coded by both\n"
        "95% interval: Wilson; hollow: fewer than 5"
    )
    ax.set_title(title, pad=30)
    return ax


def differences(program: pd.DataFrame, sheet: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Case by case: one row per sentence coded by both and code that either gave it.

    Columns: doc_id, sent_id, code, outcome ("both", "program only": a false find, "coder only": a miss).
    """
    machine, hand = _ticks(program, codes), _ticks(sheet, codes)
    common = hand.index.intersection(machine.index)
    given = machine.loc[common].astype("int8") + 2 * hand.loc[common].astype("int8")
    long = given.stack().rename("outcome").rename_axis(["doc_id", "sent_id", "code"]).reset_index()
    names = {1: "program only", 2: "coder only", 3: "both"}
    long = long[long["outcome"] > 0].reset_index(drop=True)
    long["outcome"] = long["outcome"].map(names)
    return long.astype({"doc_id": "str", "sent_id": "int32", "code": "str", "outcome": "str"})
