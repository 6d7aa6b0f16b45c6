"""Charts of relations: partners by evidence grade, by section or period, pairs, and what goes with whom."""

import numpy as np
import pandas as pd

from analysis.drawing import (
    BLUE,
    GREEN,
    LIGHT,
    ORANGE,
    SKY,
    axes,
    chart,
    empty,
    gap,
    heat,
    label_cells,
    label_rows,
    lanes,
    percent,
    shorten,
    wide_enough,
)  # fmt: skip

GRADES = {"compound": BLUE, "prefix": SKY, "relational": GREEN, "comention": LIGHT, "focal": "#DDDDDD"}
_LANES = {
    "explicit pair": ["compound", "prefix", "relational"],
    "same sentence only": ["comention"],
    "partner alone": ["focal"],
}


@chart
def plot_partners(grades: pd.DataFrame, *, ax=None, top: int = 18, title: str = "Whom it is about"):
    """Sentences per partner, one lane per grade of evidence, never added; territories below the line. Takes by_grade(relation_table(focus=...))."""
    keys = ["partner", "label", "unit_type"]
    table = (
        grades.pivot_table(index=keys, columns="evidence", values="n", aggfunc="sum")
        .reindex(columns=list(GRADES))
        .fillna(0)
        .reset_index()
    )
    explicit = table[_LANES["explicit pair"]].sum(axis=1)
    table = table.assign(_apart=table["unit_type"].eq("territory"), _explicit=explicit)
    table = table.sort_values(
        ["_apart", "_explicit", "comention", "focal", "label"], ascending=[True, False, False, False, True]
    )
    left_out = max(0, len(table) - top)
    table = table.head(top).reset_index(drop=True)
    ax = axes(ax, len(table), width=9)
    if table.empty:
        return empty(ax, "No partner is named.")
    shown = {
        name: parts
        for name, parts in _LANES.items()
        if table[parts].to_numpy().sum() or name != "partner alone"
    }
    lanes(ax, table, shown, GRADES)
    label_rows(ax, table["label"])
    for y in table.index[table["_apart"].diff() > 0] if table["_apart"].any() else []:
        ax.axhline(y - 0.5, color=LIGHT, lw=1, ls=(0, (3, 3)))
        ax.annotate(
            "territories",
            (1.0, y - 0.5),
            xycoords=("axes fraction", "data"),
            ha="right",
            va="bottom",
            fontsize=8.5,
            color="#6B6B6B",
        )
    handles = [
        item
        for item in zip(*ax.get_legend_handles_labels(), strict=True)
        if item[1] in _LANES["explicit pair"]
    ]
    ax.legend(
        *zip(*handles, strict=True),
        ncols=3,
        loc="upper left",
        bbox_to_anchor=(0, -0.06),
        title="explicit pairs by their construction",
        alignment="left",
        title_fontsize=9,
    )
    of, rest = grades["of"].max(), f"; {left_out} further partners in the table" if left_out else ""
    ax.set_xlabel(f"sentences, of {of:,} (lanes share a scale and are never added{rest})", loc="right")
    ax.set_title(title, pad=26)
    return ax


@chart
def plot_partner_by(
    grid: pd.DataFrame, *, by: str, ax=None, top: int = 14, title: str = "Partners by section"
):
    """Partner x section or period: sentences with an explicit pair; a period without documents is a hatched gap. Takes partner_by."""
    names = list(dict.fromkeys(grid["label"]))[:top]
    columns = list(dict.fromkeys(grid[by]))
    ax = axes(ax, len(names), least=3, width=wide_enough(len(columns)))
    if not names:
        return empty(ax, "No explicit pair.")
    n, share = (grid.pivot(index="label", columns=by, values=v).loc[names, columns] for v in ("n", "share"))
    of = grid.drop_duplicates(by).set_index(by)["of"]
    words = n.map(lambda value: "" if pd.isna(value) else ("·" if value == 0 else f"{value:.0f}"))
    heat(ax, share.mul(np.where(of >= 5, 1.0, np.nan), axis=1), words)
    for x, column in enumerate(columns):
        if pd.isna(of[column]):
            for y in range(len(names)):
                gap(ax, x, y)
    sizes = [
        f"{shorten(c, 10)}\nn = {of[c]:,.0f}" if pd.notna(of[c]) else f"{shorten(c, 10)}\nno text"
        for c in columns
    ]
    label_cells(ax, sizes, fontsize=10 if len(columns) < 9 else 8)
    ax.set(xlabel=f"{by}; number: sentences with an explicit pair, shade: their share of n", title=title)
    return ax


@chart
def plot_pairs(
    table: pd.DataFrame, *, ax=None, value: str = "explicit", top: int = 12, title: str = "Who with whom"
):
    """Matrix of actors, each pair's sentences in its cell, actors ordered by how often they occur in pairs. Takes relation_table without focus."""
    both = pd.concat(
        [
            table[["actor_a", "actor_b", value]],
            table.rename(columns={"actor_a": "actor_b", "actor_b": "actor_a"})[["actor_a", "actor_b", value]],
        ]
    )
    total = both.groupby("actor_a")[value].sum()
    total = (
        total[total > 0]
        .rename("n")
        .reset_index()
        .sort_values(["n", "actor_a"], ascending=[False, True])
        .head(top)
    )
    ax = axes(ax, max(len(total), 4), width=8.5)
    if total.empty:
        return empty(ax, "No pair of this grade.")
    names = list(total["actor_a"])
    matrix = both.pivot_table(index="actor_a", columns="actor_b", values=value, aggfunc="sum").reindex(
        index=names, columns=names
    )
    matrix = matrix.where(np.tril(np.ones(matrix.shape, bool), -1)).replace(0, np.nan)
    matrix = matrix.dropna(how="all").dropna(how="all", axis=1)
    heat(ax, matrix, matrix.map(lambda n: f"{n:.0f}" if n > 0 else ""))
    label = _labels(table)
    columns, rows = ([shorten(label[code], 20) for code in codes] for codes in (matrix.columns, matrix.index))
    label_cells(ax, columns, rows, rotation=35, ha="right")
    ax.set(
        xlabel=f"sentences that hold the pair ({'any grade' if value == 'n' else value}), of {table['of'].max():,}",
        title=title,
    )
    return ax


def _labels(table: pd.DataFrame) -> dict[str, str]:
    """Code -> label, from the "A – B" labels of a table of pairs."""
    both = table["label"].str.split(" – ", n=1, expand=True)
    return dict(zip(table["actor_a"], both[0], strict=True)) | dict(
        zip(table["actor_b"], both[1], strict=True)
    )


@chart
def plot_compare_focus(
    table: pd.DataFrame, *, ax=None, top: int = 10, title: str = "Two governments, the same scale"
):
    """Share of each government's own sentences that pair it with a partner, on one axis. Takes compare_focus."""
    named = table[table.groupby("partner")["k"].transform("sum") > 0] if len(table) else table
    every = list(dict.fromkeys(named["partner"]))
    names = every[:top]
    ax = axes(ax, len(names) * 1.3)
    if not names:
        return empty(ax, "No pair to compare.")
    states = sorted(table["focus"].unique())
    colours = dict(zip(states, (BLUE, ORANGE, GREEN, SKY), strict=False))
    for x, state in enumerate(states):
        part = table[table["focus"] == state].set_index("partner").reindex(names)
        rows = np.arange(len(names)) + (x - (len(states) - 1) / 2) * 0.26
        of = part["of"].max()
        ax.plot(
            part["share"],
            rows,
            "osD^"[x % 4],
            ms=8,
            color=colours.get(state, LIGHT),
            label=f"{state} (of {of:,.0f} sentences)",
            clip_on=False,
        )
        for y, k, share in zip(rows, part["k"], part["share"], strict=True):
            if np.isfinite(share):
                ax.annotate(
                    f"{k:.0f}",
                    (share, y),
                    xytext=(7, 0),
                    textcoords="offset points",
                    va="center",
                    fontsize=8.5,
                )
    labels = table.drop_duplicates("partner").set_index("partner")["label"].reindex(names)
    label_rows(ax, labels)
    widest = max(table["share"].max() * 1.15, 0.01)
    ax.set_xlim(-0.02 * widest, widest)
    percent(ax)
    ax.grid(axis="both", alpha=0.6)
    ax.legend(ncols=len(states), loc="lower left", bbox_to_anchor=(0, 1.0), borderaxespad=0.1)
    rest = f"; {len(every) - top} further partners in the table" if len(every) > top else ""
    ax.set_xlabel(f"share of the government's own sentences (number: sentences{rest})")
    ax.set_title(title if len(states) > 1 else "One government only: nothing to compare", pad=30)
    return ax


@chart
def plot_partner_themes(
    table: pd.DataFrame, *, labels: dict[str, str] | None = None, ax=None, title: str = "What goes with whom"
):
    """Log odds ratio of partner and theme as shade, n written in; hatched where one section confounds the two. Takes association."""
    labels = labels or {}
    table = table[(table["n_partner"] >= 3) & (table["n_theme"] >= 3)]
    partners, themes = sorted(table["partner"].unique()), sorted(table["key"].unique())
    ax = axes(ax, len(themes), least=3, width=9)
    if table.empty:
        return empty(ax, "No partner and theme with n of 3 or more.")
    table = table.assign(
        shade=table["log_odds"].where(table["separable"]), word=[_cell(row) for row in table.itertuples()]
    )
    odds, words = (
        table.pivot(index="key", columns="partner", values=v).loc[themes, partners] for v in ("shade", "word")
    )
    heat(ax, odds, words.fillna(""), cmap="PuOr", centre=True)
    for y, x in np.argwhere(odds.isna().to_numpy()):
        gap(ax, x, y)
    columns = [shorten(labels.get(code, code), 14) for code in partners]
    label_cells(ax, columns, [shorten(labels.get(key, key)) for key in themes])
    tests = int(table["tests"].max())
    ax.set_xlabel(
        "number: sentences with both; purple: together more often than apart, orange: less often (log odds ratio)\n"
        f"hatched: cannot be told apart from the section; *: adjusted p < .05 ({tests} tests)",
        fontsize=9,
    )
    ax.set_title(title)
    return ax


def _cell(row) -> str:
    return f"{row.n}*" if row.p_adjusted < 0.05 else f"{row.n}"
