"""Frame to Axes: every plot_* takes a finished frame, draws it and returns the Axes; nothing is computed here.

Each chart names its unit and denominator on the axis, writes n beside the mark, draws intervals that hold only "if
sentences were exchangeable" faint, and leaves marks with n below 5 hollow: those are for reading, not for comparing.
"""

from functools import wraps

import numpy as np
import pandas as pd

from analysis.save import house_style

BLUE, ORANGE, GREEN, PINK, SKY, RED, BLACK = "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#222222"
GREY = "#767676"
GRADES = {"compound": BLUE, "prefix": SKY, "relational": GREEN, "comention": "#BBBBBB"}
VOICES = {"direct": BLUE, "mixed": SKY, "attributed": ORANGE, "unattributed": "#BBBBBB"}
_ROW = 0.36  # inches for a row of a horizontal chart


def _chart(draw):
    """Run a plot_* under the house style, on a new Axes where none is given."""

    @wraps(draw)
    def plot(frame, *, ax=None, **options):
        with house_style():
            return draw(frame, ax=ax, **options)

    return plot


def _axes(ax, rows: int, *, width: float = 8.0, least: float = 2.4):
    """A new Axes tall enough for `rows` rows, unless one is given."""
    import matplotlib.pyplot as plt

    if ax is not None:
        return ax
    return plt.subplots(figsize=(width, max(least, 1.3 + _ROW * rows)), layout="constrained")[1]


def _empty(ax, message: str):
    """Say in words that there is nothing to draw."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, message, ha="center", va="center", transform=ax.transAxes, color=GREY)
    return ax


def _label_rows(ax, labels) -> None:
    ax.set_yticks(range(len(labels)), [str(label) for label in labels])
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)


def _dots(ax, frame, value, *, colour=BLUE, note=None) -> None:
    """One dot a row with its interval; faint where it holds only if sentences were exchangeable, hollow where few."""
    for y, row in enumerate(frame.itertuples()):
        at = getattr(row, value)
        faint = getattr(row, "interval", "") == "if sentences were exchangeable"
        few = bool(getattr(row, "few", False))
        if not np.isfinite(at):
            continue
        if not few and np.isfinite(row.low):
            ax.plot([row.low, row.high], [y, y], color=colour, alpha=0.3 if faint else 0.9, lw=3 if faint else 2, solid_capstyle="butt")
        ax.plot(at, y, "o", ms=7.5, color=colour, mfc="white" if few else colour, mew=1.5, clip_on=False, zorder=3)
    if note is not None:
        for y, words in enumerate(note):
            ax.annotate(words, (1.01, y), xycoords=("axes fraction", "data"), va="center", fontsize=9, color=GREY)


def _interval_caption(frame) -> str:
    kinds = [kind for kind in frame["interval"].unique() if kind] if "interval" in frame and len(frame) else []
    return f"95% interval: {'; '.join(kinds)}" if kinds else ""


def _percent(ax) -> None:
    from matplotlib.ticker import PercentFormatter

    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))


def _heat(ax, table: pd.DataFrame, words: pd.DataFrame, *, cmap="Blues", vmin=0.0, vmax=None, centre=False):
    """A matrix of cells with what each says written in it; missing cells stay white and hatched."""
    from matplotlib import colormaps

    values = table.to_numpy(float)
    if vmax is None:
        vmax = float(np.nanmax(np.abs(values), initial=0)) or 1.0
    vmin = -vmax if centre else vmin
    shade = colormaps[cmap].with_extremes(bad="white")
    ax.imshow(np.ma.masked_invalid(values), cmap=shade, vmin=vmin, vmax=vmax, aspect="auto")
    for (y, x), value in np.ndenumerate(values):
        dark = np.isfinite(value) and (abs(value) / vmax > 0.6 if centre else (value - vmin) / (vmax - vmin) > 0.55)
        ax.text(x, y, words.iat[y, x], ha="center", va="center", fontsize=9.5, color="white" if dark else BLACK)
    ax.set_xticks(range(table.shape[1]), [str(c) for c in table.columns])
    ax.set_yticks(range(table.shape[0]), [str(i) for i in table.index])
    ax.set_xticks(np.arange(0.5, table.shape[1] - 1), minor=True)
    ax.set_yticks(np.arange(0.5, table.shape[0] - 1), minor=True)
    ax.grid(which="minor", color="white", lw=2)
    ax.tick_params(length=0, which="both")
    ax.spines[:].set_visible(False)


@_chart
def plot_frequency(counts: pd.DataFrame, *, ax=None, top: int = 20, title: str = "Most frequent terms"):
    """Terms of one group per 1,000 words, most frequent first, the count beside each. Takes count_terms output."""
    frame = counts.head(top)
    ax = _axes(ax, len(frame))
    if frame.empty:
        return _empty(ax, "No term to count.")
    ax.hlines(range(len(frame)), 0, frame["per_1000"], color="#CCCCCC", lw=1.5)
    ax.plot(frame["per_1000"], range(len(frame)), "o", color=BLUE)
    for y, row in enumerate(frame.itertuples()):
        ax.annotate(f"{row.count:,}", (row.per_1000, y), xytext=(7, 0), textcoords="offset points", va="center", fontsize=9, color=GREY)
    _label_rows(ax, frame["term"])
    ax.set_xlim(0, frame["per_1000"].max() * 1.1)
    ax.set(xlabel="per 1,000 words (count beside the dot)", title=title)
    return ax


@_chart
def plot_themes(shares: pd.DataFrame, *, ax=None, title: str = "What the sentences are about"):
    """Share of sentences per theme with its interval; registers and frames, no topics, drawn apart below. Takes theme_shares of one group."""
    order = {"topic": 0, "register": 1, "frame": 1, "uncoded": 2}
    frame = shares.assign(_group=shares["kind"].map(order).fillna(0))
    frame = frame.sort_values(["_group", "share", "label"], ascending=[True, False, True], ignore_index=True)
    ax = _axes(ax, len(frame))
    if not frame["n"].max() > 0:
        return _empty(ax, "No sentence to count.")
    _dots(ax, frame, "share", note=[f"{k:,} of {n:,}" for k, n in zip(frame["k"], frame["n"], strict=True)])
    _label_rows(ax, frame["label"])
    for y in frame.index[frame["_group"].diff() > 0]:
        ax.axhline(y - 0.5, color="#BBBBBB", lw=1, ls=(0, (3, 3)))
    ax.set_xlim(0, min(1.0, max(0.1, np.nanmax(frame[["share", "high"]].to_numpy()) * 1.08)))
    _percent(ax)
    ax.grid(axis="x")
    ax.set(xlabel=f"share of sentences (a sentence may hold several themes)\n{_interval_caption(frame)}", title=title)
    return ax


@_chart
def plot_theme_by(shares: pd.DataFrame, *, by: str, ax=None, title: str = "Themes by section"):
    """Theme x section, period or speaker: the share as shade, k written in, n under each column. Takes theme_shares(by=...)."""
    ax = _axes(ax, shares["key"].nunique(), least=3)
    if shares.empty:
        return _empty(ax, "No sentence to count.")
    order = shares.groupby("label")["k"].sum().sort_values(ascending=False, kind="stable").index
    n = shares.drop_duplicates(by).set_index(by)["n"]
    share = shares.pivot(index="label", columns=by, values="share").loc[order, n.index].where(n >= 5)
    k = shares.pivot(index="label", columns=by, values="k").loc[order, n.index]
    _heat(ax, share, k.astype(str).where(k > 0, "·"))
    ax.set_xticks(range(len(n)), [f"{group}\nn = {size:,}" for group, size in n.items()])
    ax.set(xlabel=f"{by}; shade: share of its n sentences, number: sentences with the theme; no shade where n < 5", title=title)
    return ax


@_chart
def plot_article_map(marks: pd.DataFrame, *, ax=None, title: str = "Where in the text"):
    """One tick per sentence that holds a label, in reading order, section borders dashed. Takes map_sentences output."""
    labels = list(dict.fromkeys(marks["label"]))
    ax = _axes(ax, len(labels))
    if marks.empty:
        return _empty(ax, "Nothing found in the text.")
    for y, label in enumerate(labels):
        at = marks.loc[marks["label"] == label, "position"]
        ax.plot(at, np.full(len(at), y), "|", ms=15, mew=3, color=BLUE)
        ax.annotate(f"n = {len(at)}", (1.01, y), xycoords=("axes fraction", "data"), va="center", fontsize=9, color=GREY)
    _label_rows(ax, labels)
    for name, edge in marks.attrs.get("sections", {}).items():
        ax.axvline(edge - 0.5, color="#BBBBBB", lw=1, ls=(0, (3, 3)))
        ax.annotate(f"§{name}", (edge, 1.0), xycoords=("data", "axes fraction"), fontsize=9, color=GREY)
    ax.set_xlim(0.0, marks.attrs.get("length", marks["position"].max()) + 1)
    ax.set(xlabel="sentence, in reading order (n = sentences with the mark)", title=title)
    return ax
