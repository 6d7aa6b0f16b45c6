"""What the charts share: the house style, rows with labels, dots with intervals, matrices with their numbers."""

from functools import wraps

import numpy as np
import pandas as pd

from analysis.save import house_style

BLUE, ORANGE, GREEN, PINK, SKY, RED, BLACK = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#000000",
)
GREY, LIGHT = "#6B6B6B", "#BBBBBB"
_ROW = 0.36  # inches for a row of a horizontal chart


def chart(draw):
    """Run a plot_* under the house style."""

    @wraps(draw)
    def plot(frame, *, ax=None, **options):
        with house_style():
            return draw(frame, ax=ax, **options)

    return plot


def axes(ax, rows: int, *, width: float = 8.0, least: float = 2.4):
    """The Axes given, or a new one tall enough for `rows` rows."""
    import matplotlib.pyplot as plt

    if ax is not None:
        return ax
    return plt.subplots(figsize=(width, max(least, 1.3 + _ROW * rows)), layout="constrained")[1]


def wide_enough(columns: int) -> float:
    """Inches for a matrix of so many columns with a label under each, row labels at the left."""
    return min(16.0, max(8.0, 3.0 + 0.62 * columns))


def empty(ax, message: str):
    """Say in words that there is nothing to draw."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, message, ha="center", va="center", transform=ax.transAxes, color=GREY)
    return ax


def label_rows(ax, labels) -> None:
    """Row labels from the top down."""
    ax.set_yticks(range(len(labels)), [shorten(label) for label in labels])
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)


def shorten(label, limit: int = 38) -> str:
    """A label that fits beside an axis; control characters, which no font draws, become spaces."""
    text = "".join(letter if letter.isprintable() else " " for letter in str(label))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def dots(ax, frame: pd.DataFrame, value: str, *, colour=BLUE, shift: float = 0.0, marker: str = "o") -> None:
    """One dot a row with its interval: faint where it holds only if sentences were exchangeable, hollow where n < 5."""
    for y, row in enumerate(frame.itertuples()):
        at = getattr(row, value)
        if not np.isfinite(at):
            continue
        faint = getattr(row, "interval", "") == "if sentences were exchangeable"
        few = bool(getattr(row, "few", False))
        if not few and np.isfinite(row.low):
            look = dict(
                color=colour, alpha=0.3 if faint else 0.9, lw=3 if faint else 2, solid_capstyle="butt"
            )
            ax.plot([row.low, row.high], [y + shift] * 2, **look)
        look = dict(ms=7.5, color=colour, mfc="white" if few else colour, mew=1.5, clip_on=False, zorder=3)
        ax.plot(at, y + shift, marker, **look)


def notes(ax, words) -> None:
    """A grey remark at the right end of each row, its n for instance."""
    for y, text in enumerate(words):
        ax.annotate(text, (1.01, y), xycoords=("axes fraction", "data"), va="center", fontsize=9, color=GREY)


def amount(value: float) -> str:
    """A large number as it is said: 2 billion, 300,000."""
    for size, name in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if value >= size:
            return f"{value / size:g}{name}"
    return f"{value:,g}"


def interval_caption(frame: pd.DataFrame) -> str:
    """How the intervals of a frame were made, for the axis."""
    kinds = (
        [kind for kind in frame["interval"].unique() if kind] if "interval" in frame and len(frame) else []
    )
    return f"95% interval: {'; '.join(kinds)}" if kinds else ""


def percent(ax) -> None:
    from matplotlib.ticker import PercentFormatter

    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))


def heat(ax, table: pd.DataFrame, words: pd.DataFrame, *, cmap: str = "Blues", centre: bool = False) -> None:
    """A matrix of shaded cells with what each says written in it; a cell without a value stays white.

    seaborn's heatmap, but for the words: it writes none where there is no value.
    """
    import seaborn as sns
    from matplotlib import colormaps

    values = table.to_numpy(float)
    highest = float(np.nanmax(np.abs(values), initial=0)) or 1.0
    span = dict(vmin=-highest if centre else 0, vmax=highest)
    sns.heatmap(values, ax=ax, cmap=cmap, **span, linewidths=2, linecolor="white", cbar=False)
    for (y, x), value in np.ndenumerate(values):
        level = value / highest / 2 + 0.5 if centre else value / highest
        ink = ink_on(colormaps[cmap](level)) if np.isfinite(value) else BLACK
        ax.text(x + 0.5, y + 0.5, words.iat[y, x], ha="center", va="center", fontsize=9.5, color=ink)
    label_cells(ax, [shorten(name, 20) for name in table.columns], [shorten(name) for name in table.index])
    ax.tick_params(length=0, which="both")


def label_cells(ax, columns, rows=None, **look) -> None:
    """Names under the columns of a matrix, and at its rows where given."""
    ax.set_xticks(np.arange(len(columns)) + 0.5, columns, **look)
    if rows is not None:
        ax.set_yticks(np.arange(len(rows)) + 0.5, rows, rotation=0)


def gap(ax, x: int, y: int) -> None:
    """Hatch one cell of a matrix: there is nothing that a shade could say."""
    look = dict(facecolor="#F4F4F4", hatch="////", edgecolor="#D6D6D6", lw=0, zorder=0.9)
    ax.fill_between((x, x + 1), y, y + 1, **look)


def ink_on(colour) -> str:
    """Black or white, whichever stands out more on this colour: at least 4.5:1 on any (WCAG 2.2, contrast)."""
    from matplotlib.colors import to_rgb

    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "white" if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else BLACK


def lanes(ax, table: pd.DataFrame, columns: dict[str, list[str]], colours: dict[str, str]) -> None:
    """Bars side by side in lanes that share one scale and are never added; a lane may stack parts that do add up.

    The parts of a lane differ by hatching too, not by colour alone.
    """
    highest = max(max(table[parts].sum(axis=1).max() for parts in columns.values()), 1)
    step = highest * 1.35
    for lane, (title, parts) in enumerate(columns.items()):
        left = np.full(len(table), lane * step)
        ax.axvline(lane * step, color=LIGHT, lw=1)
        ax.annotate(
            title,
            (lane * step, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(0, 5),
            textcoords="offset points",
            fontsize=10,
        )
        for part, hatch in zip(parts, ("", "\\\\\\\\", "////"), strict=False):
            look = dict(color=colours[part], hatch=hatch, edgecolor="white", lw=0, label=part)
            ax.barh(range(len(table)), table[part], left=left, height=0.62, **look)
            left = left + table[part].to_numpy()
        for y, total in enumerate(table[parts].sum(axis=1)):
            ax.annotate(
                f"{total:,.0f}",
                (left[y], y),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                fontsize=9,
                color=GREY,
            )
    ax.set_xlim(0, step * len(columns))
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
