"""A chart of the panel to a picture: SVG with real text, and an img element that says it in words."""

from base64 import b64encode
from html import escape
from io import BytesIO
from typing import NamedTuple

from analysis.save import house_style
from analysis.views import Chart


class _Room(NamedTuple):
    """Room around the Axes: left and right as shares of the width; top, bottom, title and axis label in inches."""

    width: float = 8.4
    left: float = 0.34
    right: float = 0.84
    top: float = 0.45
    bottom: float = 0.85
    title: float = 0.14
    label: float = 0.34


_ROOMS = {
    "partners": _Room(left=0.27, right=0.985, top=0.75, bottom=1.0, title=0.38, label=0.08),
    "trend": _Room(width=10.0, left=0.27, right=0.985, bottom=1.0, label=0.64),
    "map_themes": _Room(right=0.9, top=0.65, bottom=0.65, title=0.32),
    "map_actors": _Room(right=0.9, top=0.65, bottom=0.65, title=0.32),
}
_ROW = 0.3  # inches


def draw(chart: Chart):
    """A figure outside pyplot (nothing to close); every place in it is fixed, which saves matplotlib measuring its text.

    To be called under house_style.
    """
    from matplotlib.figure import Figure

    room = _ROOMS.get(chart.name, _Room())
    names = chart.data["label"].nunique() if "label" in chart.data else len(chart.data)
    rows = _ROW * max(min(names, chart.options.get("top", names)), 2)
    height = room.top + rows + room.bottom
    figure = Figure(figsize=(room.width, height))
    ax = figure.add_subplot()
    figure.subplots_adjust(room.left, room.bottom / height, room.right, 1 - room.top / height)
    chart.plot.__wrapped__(chart.data, ax=ax, title=chart.title, **chart.options)
    ax.set_title(chart.title, pad=72 * room.title, y=1.0)
    ax.yaxis.set_label_coords(-0.1, 0.5)
    ax.xaxis.set_label_coords(1.0 if ax.xaxis.label.get_ha() == "right" else 0.5, -room.label / rows)
    if chart.name == "trend":
        periods = [label.get_text().replace("–", "–\n") for label in ax.get_xticklabels()]
        ax.set_xticks(ax.get_xticks(), periods, fontsize=9)
    return figure


def source(chart: Chart) -> str:
    """The chart as SVG in base64; its labels are text, sharp at any zoom."""
    from matplotlib import rc_context

    data = BytesIO()
    with house_style(), rc_context({"svg.fonttype": "none"}):
        draw(chart).savefig(data, format="svg", metadata={"Date": None})
    return b64encode(data.getvalue()).decode()


def image(svg: str, alt: str) -> str:
    """The img element of a source, its words escaped. Scripts never run in an img."""
    return f'<img alt="{escape(alt)}" src="data:image/svg+xml;base64,{svg}">'
