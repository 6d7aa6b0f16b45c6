"""Parts of the panel: a button, a card (a picture with a button for each of its labels), the pager of a list."""

from collections.abc import Callable

from analysis import pages, pictures
from analysis.views import Chart

WRAP = {"display": "flex", "flex_flow": "row wrap", "align_items": "center"}


def button(name: str, action: Callable):
    """A button as wide as its name."""
    import ipywidgets as w

    made = w.Button(description=name, tooltip=name, layout={"width": "auto"})
    made.on_click(action)
    return made


class Card:
    """A picture with a button for each of its labels; choose is called with what a label adds to the criteria."""

    def __init__(self, choose: Callable[[dict], None]):
        import ipywidgets as w

        self.choose, self.chart, self.source, self.buttons = choose, None, "", []
        self.picture = w.HTML()
        self.choices = w.HBox([w.HTML('<p class="say">Open the sentences of:</p>')], layout=WRAP)
        self.box = w.VBox([self.picture, self.choices], layout={"flex": "1 1 44em", "max_width": "66em"})

    def show(self, chart: Chart, words: str) -> None:
        """Put the chart in the picture (drawn again only where it changed) and its labels on the buttons."""
        last = self.chart
        if last is None or last.title != chart.title or not last.data.equals(chart.data):
            self.source = pictures.source(chart)
        self.chart = chart
        self.picture.value = pictures.image(self.source, chart.alt(words))
        if len(self.buttons) < len(chart.choices):
            new = [button("", self._chosen) for _ in chart.choices[len(self.buttons) :]]
            self.buttons += new
            self.choices.children = (*self.choices.children, *new)
        self.choices.layout.display = "flex" if chart.choices else "none"
        for i, choice in enumerate(self.buttons):
            if i < len(chart.choices):
                label, n, _ = chart.choices[i]
                choice.description, choice.tooltip = f"{label} · {n:,}", f"Show the sentences of {label}"
            choice.layout.display = None if i < len(chart.choices) else "none"

    def _chosen(self, pressed) -> None:
        self.choose(self.chart.choices[self.buttons.index(pressed)][2])


class Pager:
    """Previous and next page, where one is, and whether tone words are marked."""

    def __init__(self, turn_to: Callable[[int], None], redraw: Callable[[], None]):
        import ipywidgets as w

        self.page = 0
        self.previous = button("Previous page", lambda _: turn_to(self.page - 1))
        self.next = button("Next page", lambda _: turn_to(self.page + 1))
        self.at_page = w.Label(layout={"margin": "0 1.5em 0 .5em"})
        self.tone_words = w.Checkbox(description="Mark tone words", indent=False, layout={"width": "auto"})
        self.tone_words.observe(lambda _: redraw(), "value")
        self.box = w.HBox([self.previous, self.next, self.at_page, self.tone_words], layout=WRAP)

    def show(self, at: pages.Window) -> None:
        """Say which page this is."""
        self.page, self.at_page.value = at.page, at.words
        self.previous.disabled, self.next.disabled = at.page == 0, at.page == at.pages - 1
