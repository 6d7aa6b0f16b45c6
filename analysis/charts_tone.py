"""Charts of tone: by group, towards whom, which words make it, and what names do to it."""

import numpy as np
import pandas as pd

from analysis.drawing import (
    BLUE,
    GREY,
    LIGHT,
    ORANGE,
    axes,
    chart,
    dots,
    empty,
    interval_caption,
    label_rows,
    notes,
    shorten,
)  # fmt: skip


@chart
def plot_tone_by(
    summary: pd.DataFrame,
    *,
    by: str,
    compare: pd.DataFrame | None = None,
    names=("VADER", "VADER + diplomacy"),
    ax=None,
    title: str = "Tone",
):
    """Mean compound score per group with its interval; hollow and without interval where n < 5. Takes summarise_tone.

    compare: a second summary of the same groups, drawn beside the first (plain and with the diplomatic lexicon).
    """
    ax = axes(ax, len(summary) * (1.4 if compare is not None else 1))
    if summary.empty:
        return empty(ax, "No sentence to score.")
    shift = 0.0 if compare is None else 0.14
    dots(ax, summary, "mean", colour=BLUE, shift=-shift)
    if compare is not None:
        other = compare.set_index(by).reindex(summary[by]).reset_index()
        dots(ax, other, "mean", colour=ORANGE, shift=shift, marker="s")
        for colour, marker, name in ((BLUE, "o", names[0]), (ORANGE, "s", names[1])):
            ax.plot([], [], marker, color=colour, label=name)
        ax.legend(ncols=2, loc="lower left", bbox_to_anchor=(0, 1.0), borderaxespad=0.1)
    label_rows(ax, [f"{by} {name}" if isinstance(name, (int, np.integer)) else name for name in summary[by]])
    notes(
        ax,
        [
            f"n = {n:,}" + (" read them" if few else "")
            for n, few in zip(summary["n"], summary["few"], strict=True)
        ],
    )
    ax.axvline(0, color=GREY, lw=1)
    ax.set_xlim(-1, 1)
    ax.grid(axis="x")
    ax.set(xlabel=f"mean compound score of sentences, -1 to 1\n{interval_caption(summary)}")
    ax.set_title(title, pad=30 if compare is not None else 12)
    return ax


@chart
def plot_tone_towards(
    summary: pd.DataFrame, *, labels: dict[str, str] | None = None, ax=None, title: str = "Tone towards whom"
):
    """Mean tone of the words in each actor's reach; words in no actor's reach are a row too. Takes summarise_tone(tone_towards(...), by="actor", value="tone")."""
    named = summary.assign(
        actor=summary["actor"].replace("", "no named target").map(lambda code: (labels or {}).get(code, code))
    )
    named = named.sort_values(["n", "actor"], ascending=[False, True], ignore_index=True)
    return plot_tone_by.__wrapped__(named, by="actor", ax=ax, title=title)


@chart
def plot_contributions(
    words: pd.DataFrame, *, ax=None, top: int = 12, title: str = "Which words make the tone"
):
    """Summed final valence of each word, most negative to most positive, n beside it. Takes columns word, n, total."""
    import seaborn as sns

    order = words.sort_values(["total", "word"], ignore_index=True)
    frame = pd.concat([order.head(top), order.tail(top)]).drop_duplicates("word")
    frame = frame[frame["total"] != 0].sort_values(
        ["total", "word"], ascending=[False, True], ignore_index=True
    )
    ax = axes(ax, len(frame))
    if frame.empty:
        return empty(ax, "No valenced word.")
    sign = np.where(frame["total"] > 0, "for", "against")
    look = dict(palette={"for": BLUE, "against": ORANGE}, saturation=1, width=0.64, legend=False)
    sns.barplot(frame, x="total", y="word", hue=sign, errorbar=None, ax=ax, **look)
    for y, row in enumerate(frame.itertuples()):
        side = 1 if row.total > 0 else -1
        ax.annotate(
            f"{row.total:+.1f}",
            (row.total, y),
            xytext=(4 * side, 0),
            textcoords="offset points",
            va="center",
            ha="left" if side > 0 else "right",
            fontsize=8.5,
            color=GREY,
        )
    notes(ax, [f"n = {n}" for n in frame["n"]])
    label_rows(ax, frame["word"])
    ax.axvline(0, color=GREY, lw=1)
    ax.margins(x=0.12)
    ax.set(
        xlabel="valence summed over the text, after negation, boosters and the rest (n = times)", ylabel=""
    )
    ax.set_title(title)
    return ax


@chart
def plot_neutral_effect(
    table: pd.DataFrame, *, by: str, ax=None, title: str = "What names alone do to the score"
):
    """Mean score with every word counted (square) and with names neutral (dot). Takes columns by, with_names, neutral, n, changed."""
    ax = axes(ax, len(table))
    if table.empty:
        return empty(ax, "No sentence to score.")
    for y, row in enumerate(table.itertuples()):
        ax.plot([row.with_names, row.neutral], [y, y], color=LIGHT, lw=2.5, zorder=1)
    ax.plot(
        table["with_names"],
        range(len(table)),
        "s",
        ms=8,
        mfc="white",
        color=ORANGE,
        mew=1.8,
        label="names count as words",
    )
    ax.plot(table["neutral"], range(len(table)), "o", ms=8, color=BLUE, label="names neutral")
    label_rows(
        ax, [f"{by} {name}" if isinstance(name, (int, np.integer)) else shorten(name) for name in table[by]]
    )
    notes(ax, [f"{c} of {n} changed" for c, n in zip(table["changed"], table["n"], strict=True)])
    ax.axvline(0, color=GREY, lw=1)
    ax.grid(axis="x")
    ax.legend(ncols=2, loc="lower left", bbox_to_anchor=(0, 1.0), borderaxespad=0.1)
    ax.set(xlabel="mean compound score of sentences, -1 to 1")
    ax.set_title(title, pad=30)
    return ax
