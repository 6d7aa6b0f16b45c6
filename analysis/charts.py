"""Frame to Axes: every plot_* takes a finished frame, draws it and returns the Axes; nothing is computed here.

Each chart names its unit and denominator on the axis, writes n beside the mark, draws intervals that hold only "if
sentences were exchangeable" faint, and leaves marks with n below 5 hollow: those are for reading, not for comparing.
Charts of relations and of tone stand in charts_relations and charts_tone.
"""

import numpy as np
import pandas as pd

from analysis.drawing import (
    BLUE,
    GREEN,
    GREY,
    LIGHT,
    ORANGE,
    RED,
    SKY,
    amount,
    axes,
    chart,
    dots,
    empty,
    heat,
    interval_caption,
    label_cells,
    label_rows,
    notes,
    percent,
    shorten,
    wide_enough,
)  # fmt: skip

VOICES = {"direct": BLUE, "mixed": SKY, "attributed": RED, "unattributed": LIGHT}


@chart
def plot_frequency(counts: pd.DataFrame, *, ax=None, top: int = 20, title: str = "Most frequent terms"):
    """Terms of one group per 1,000 words, most frequent first, the count beside each. Takes count_terms of one group."""
    frame = counts.head(top)
    ax = axes(ax, len(frame))
    if frame.empty:
        return empty(ax, "No term to count.")
    rows = range(len(frame))
    ax.hlines(rows, 0, frame["per_1000"], color="#CCCCCC", lw=1.5)
    ax.plot(frame["per_1000"], rows, "o", color=BLUE, clip_on=False)
    for y, (rate, count) in enumerate(zip(frame["per_1000"], frame["count"], strict=True)):
        ax.annotate(
            f"{count:,}",
            (rate, y),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=GREY,
        )
    label_rows(ax, frame["term"])
    ax.set_xlim(0, frame["per_1000"].max() * 1.1)
    ax.set(xlabel=f"per 1,000 words, of {frame['words'].iloc[0]:,} words (count beside the dot)", title=title)
    return ax


@chart
def plot_dispersion(
    table: pd.DataFrame, *, ax=None, label: int = 12, title: str = "Frequent everywhere, or in one place?"
):
    """Count x DPnorm: low is spread evenly, high is bunched in few parts; the most frequent terms are named. Takes dispersion."""
    ax = axes(ax, 10)
    if table.empty:
        return empty(ax, "No term to spread.")
    import seaborn as sns

    sns.scatterplot(table, x="count", y="dp_norm", ax=ax, s=22, color=BLUE, alpha=0.35, linewidth=0)
    named = (
        table.sort_values(["count", "term"], ascending=[False, True])
        .head(label)
        .sort_values(["dp_norm", "count"])
    )
    dots_at = list(zip(np.log2(table["count"]), table["dp_norm"], strict=True))
    taken: list[tuple[float, float]] = []
    for term, count, spread in named[["term", "count", "dp_norm"]].itertuples(index=False):
        x, y, wide = np.log2(count), spread, 0.12 + 0.07 * len(term)
        while any(abs(x - a) < 0.95 and abs(y - b) < 0.055 for a, b in taken) or any(
            0.05 < a - x < wide and abs(y - b) < 0.028 for a, b in dots_at
        ):
            y += 0.01
        taken.append((x, y))
        line = dict(arrowstyle="-", color=LIGHT, lw=0.6) if y - spread > 0.02 else None
        ax.annotate(
            shorten(term, 18), (count, spread), (count * 1.09, y), va="center", fontsize=9.5, arrowprops=line
        )
    ax.set_xscale("log", base=2)
    ax.xaxis.set_major_formatter("{x:.0f}")
    ax.set_xlim(table["count"].min() * 0.9, table["count"].max() * 1.7)
    ax.set_ylim(-0.03, 1.06)
    ax.grid()
    ax.set(
        xlabel="count in the text (each step doubles)",
        ylabel=f"DPnorm over {table['parts'].max()} parts\n0 even · 1 all in one part",
        title=title,
    )
    return ax


@chart
def plot_keyness(table: pd.DataFrame, *, ax=None, top: int = 25, title: str = "Words that distinguish"):
    """Log ratio with its interval, key terms in colour (adjusted p below .05), the rest grey; sides named. Takes keyness."""
    key = table[table["key"]]
    chosen = (key if len(key) else table).head(2 * top)
    chosen = chosen.sort_values(["log_ratio", "term"], ascending=[False, True], ignore_index=True)
    ax = axes(ax, len(chosen))
    if chosen.empty:
        return empty(ax, "No term is frequent enough to test.")
    for y, row in enumerate(chosen.itertuples()):
        colour = (BLUE if row.log_ratio > 0 else ORANGE) if row.key else LIGHT
        ax.plot([row.log_ratio_low, row.log_ratio_high], [y, y], color=colour, alpha=0.55, lw=2.5)
        ax.plot(row.log_ratio, y, "o", color=colour)
    notes(ax, [f"{row.count_target:,} : {row.count_reference:,}" for row in chosen.itertuples()])
    label_rows(ax, chosen["term"])
    ax.axvline(0, color=GREY, lw=1)
    a, b = table.attrs.get("target", "the one side"), table.attrs.get("reference", "the other")
    found = (
        f"{len(key)} of {len(table)} terms tested differ after adjustment"
        if len(key)
        else f"no key term: none of {len(table)} terms tested differs after adjustment"
    )
    ax.set(
        xlabel=f"log2 ratio (1 = twice as often) with 95% interval; counts {a} : {b} at the right\n← more in {b}   |   more in {a} →\n{found}",
        title=title,
    )
    return ax


@chart
def plot_themes(shares: pd.DataFrame, *, ax=None, title: str = "What the sentences are about"):
    """Share of sentences per theme with its interval; register and frame, no topics, drawn apart. Takes theme_shares of one group."""
    order = {"topic": 0, "register": 1, "frame": 1, "uncoded": 2}
    frame = shares.assign(_group=shares["kind"].map(order).fillna(0))
    frame = frame.sort_values(["_group", "share", "label"], ascending=[True, False, True], ignore_index=True)
    ax = axes(ax, len(frame))
    if frame.empty or not frame["n"].max() > 0:
        return empty(ax, "No sentence to count.")
    dots(ax, frame, "share")
    notes(ax, [f"{k:,} of {n:,}" for k, n in zip(frame["k"], frame["n"], strict=True)])
    label_rows(ax, frame["label"])
    for y in frame.index[frame["_group"].diff() > 0]:
        ax.axhline(y - 0.5, color=LIGHT, lw=1, ls=(0, (3, 3)))
    widest = min(1.0, max(0.1, np.nanmax(frame[["share", "high"]].to_numpy()) * 1.08))
    ax.set_xlim(-0.015 * widest, widest)
    percent(ax)
    ax.grid(axis="x")
    ax.set(
        xlabel=f"share of sentences (a sentence may hold several themes)\n{interval_caption(frame)}",
        title=title,
    )
    return ax


@chart
def plot_theme_by(shares: pd.DataFrame, *, by: str, ax=None, title: str = "Themes by section"):
    """Theme x section, period or speaker: the share as shade, k written in, n under each column. Takes theme_shares(by=...)."""
    ax = axes(ax, shares["key"].nunique(), least=3, width=wide_enough(shares[by].nunique()))
    if shares.empty:
        return empty(ax, "No sentence to count.")
    order = shares.groupby("label")["k"].sum().sort_values(ascending=False, kind="stable").index
    n = shares.drop_duplicates(by).set_index(by)["n"].sort_index()
    share, k = (shares.pivot(index="label", columns=by, values=v).loc[order, n.index] for v in ("share", "k"))
    heat(ax, share.mul(np.where(n >= 5, 1.0, np.nan), axis=1), k.astype(str).where(k > 0, "·"))
    sizes = [f"{shorten(group, 12)}\nn = {size:,}" for group, size in n.items()]
    label_cells(ax, sizes, fontsize=10 if len(n) < 9 else 8)
    ax.set(
        xlabel=f"{by}; number: sentences with the theme, shade: their share of n (none where n < 5)",
        title=title,
    )
    return ax


@chart
def plot_article_map(marks: pd.DataFrame, *, ax=None, title: str = "Where in the text"):
    """One tick per sentence that holds a label, in reading order, section borders dashed. Takes map_sentences."""
    labels = list(dict.fromkeys(marks["label"]))
    ax = axes(ax, len(labels))
    if marks.empty:
        return empty(ax, "Nothing found in the text.")
    counts = []
    for y, label in enumerate(labels):
        at = marks.loc[marks["label"] == label, "position"]
        ax.plot(at, np.full(len(at), y), "|", ms=15, mew=3, color=BLUE)
        counts.append(f"n = {len(at)}")
    notes(ax, counts)
    label_rows(ax, labels)
    for name, edge in marks.attrs.get("sections", {}).items():
        ax.axvline(edge - 0.5, color=LIGHT, lw=1, ls=(0, (3, 3)))
        ax.annotate(
            f"§{name}",
            (edge - 0.5, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(3, 3),
            textcoords="offset points",
            fontsize=9,
            color=GREY,
        )
    ax.set_xlim(0.0, marks.attrs.get("length", marks["position"].max()) + 1)
    ax.set(xlabel="sentence, in reading order (n = sentences with the mark; § = section)", title=title)
    return ax


@chart
def plot_voice(counts: pd.DataFrame, *, by: str = "section", ax=None, title: str = "Whose voice"):
    """Sentences per group in the speaker's voice, mixed, attributed or the outlet's own. Takes columns by, voice, n."""
    table = counts.pivot(index=by, columns="voice", values="n").reindex(columns=list(VOICES)).fillna(0)
    if by != "section":  # sections stay in reading order, names come by size
        table = table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    ax = axes(ax, len(table))
    if table.empty:
        return empty(ax, "No sentence to count.")
    left = np.zeros(len(table))
    for voice, colour in VOICES.items():
        ax.barh(
            range(len(table)),
            table[voice],
            left=left,
            color=colour,
            height=0.66,
            edgecolor="white",
            label=voice,
        )
        for y, n in enumerate(table[voice]):
            if n:
                ax.text(
                    left[y] + n / 2,
                    y,
                    f"{n:.0f}",
                    ha="center",
                    va="center",
                    fontsize=9.5,
                    color="white" if voice in ("direct", "attributed") else "black",
                )
        left += table[voice].to_numpy()
    label_rows(ax, [f"{by} {name}" if isinstance(name, (int, np.integer)) else name for name in table.index])
    notes(ax, [f"n = {n:,.0f}" for n in left])
    ax.legend(ncols=4, loc="upper center", bbox_to_anchor=(0.5, -0.28 if len(table) < 6 else -0.12))
    ax.set(xlabel="sentences (unattributed is the outlet's own voice, not a neutral one)", title=title)
    return ax


@chart
def plot_claims(claims: pd.DataFrame, *, ax=None, limit: int = 24, title: str = "Stated figures, unverified"):
    """For one text: a table of the figures as stated, with voice. Takes find_claims with a column said (the wording) and voice."""
    shown = claims.head(limit)
    ax = axes(ax, len(shown) + 1, width=9)
    if shown.empty:
        return empty(ax, "No figure is stated.")
    columns = {
        "figure as stated": "said",
        "counted": "counted",
        "modality": "modality",
        "voice": "voice",
        "actor": "actor",
    }
    places = np.array([0.0, 0.42, 0.66, 0.78, 0.93])
    ax.set_axis_off()
    ax.set_ylim(len(shown) + 0.5, -0.7)
    for x, (head, column) in zip(places, columns.items(), strict=True):
        ax.text(x, 0, head, fontsize=9.5, color=GREY, transform=ax.get_yaxis_transform(), va="center")
        for y, value in enumerate(shown[column].fillna(""), start=1):
            ax.text(
                x,
                y,
                shorten(value, 44 if x == 0 else 24),
                fontsize=10,
                transform=ax.get_yaxis_transform(),
                va="center",
            )
    for y in range(len(shown) + 1):
        ax.axhline(y + 0.5, color="#DDDDDD", lw=0.8)
    rest = f"; {len(claims) - limit} more in the table" if len(claims) > limit else ""
    ax.set_title(f"{title} (n = {len(claims)}{rest})", loc="left")
    return ax


@chart
def plot_claims_by_unit(
    claims: pd.DataFrame, *, ax=None, top: int = 4, title: str = "Stated figures by unit"
):
    """For a corpus: one panel per unit, a dot per figure on a log scale by date. Takes find_claims with a column date; returns the first panel's Axes."""
    import matplotlib.pyplot as plt
    import seaborn as sns
    from matplotlib.dates import ConciseDateFormatter

    dated = claims[(claims["value"] > 0) & claims["date"].notna()].assign(
        unit=claims["unit"].replace("", "count")
    )
    units = (
        dated["unit"]
        .value_counts()
        .rename_axis("unit")
        .reset_index()
        .sort_values(["count", "unit"], ascending=[False, True])["unit"]
        .head(top)
    )
    if not len(units):
        return empty(axes(ax, 3), "No dated figure is stated.")
    figure, panels = plt.subplots(
        len(units), 1, figsize=(8, 1 + 1.5 * len(units)), sharex=True, squeeze=False, layout="constrained"
    )
    for panel, unit in zip(panels[:, 0], units, strict=True):
        part = dated[dated["unit"] == unit]
        sns.scatterplot(part, x="date", y="value", ax=panel, color=GREEN, alpha=0.7, s=50, linewidth=0)
        panel.set_yscale("log")
        panel.yaxis.set_major_formatter(lambda value, _: amount(value))
        panel.yaxis.set_minor_formatter("")
        panel.margins(y=0.2)
        panel.set(xlabel="", ylabel=f"{unit}\nn = {len(part)}")
        panel.grid(axis="y")
    panels[0, 0].set_title(title)
    panels[-1, 0].xaxis.set_major_formatter(ConciseDateFormatter(panels[-1, 0].xaxis.get_major_locator()))
    panels[-1, 0].set_xlabel("date of the document (figures as stated, unverified; log scale)")
    return panels[0, 0]
