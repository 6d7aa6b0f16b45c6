"""The interactive panel: `explore(documents)` in a cell of JupyterLab; controls, views, pages, saving, code.

What is selected, drawn and listed stands in selection, views and pages, which need no front end; here it is wired to widgets.
"""

import os
import sys
from contextlib import contextmanager
from dataclasses import replace

import pandas as pd

from analysis import pages, pictures
from analysis.controls import Controls, actors_of
from analysis.panel_parts import WRAP, Card, Pager, button
from analysis.prepared import Frames, prepare
from analysis.save import figure_folder, footnote, house_style, save_figure, save_table
from analysis.selection import Criteria, select
from analysis.views import charts_of
from analysis.wording import code_of, describe

SAVED = 5000  # rows at most in one saved table
_VIEWS = {
    "Overview": "overview",
    "Article map": "map",
    "Contexts": "contexts",
    "Sentences": "sentences",
    "Trend": "trend",
}


def explore(
    documents: pd.DataFrame, *, themes: pd.DataFrame | None = None, static: bool | None = None
) -> "Panel":
    """The panel on these documents: the last line of a cell shows it.

    Body sentences only; a copy of an earlier document is left out and counted. themes: a lexicon of your own
    (load_lexicon) instead of ours. In JupyterLab it is interactive; where no front end answers (nbconvert, a plain
    interpreter) it is a page fragment with the overview and the first sentences; static: True or False decides this
    yourself. "Copy as code" assumes the names `an` (the package), `documents` and, where you gave them, `themes`.
    Raises ValueError when this is no documents frame.
    """
    frames = prepare(documents, themes=themes, progress=True)
    return Panel(frames, static=static, own_themes=themes is not None)


class Panel:
    """What explore returns. criteria: what is selected now; view: the frames narrowed to it; shown: the charts on display."""

    def __init__(self, frames: Frames, *, static: bool | None = None, own_themes: bool = False):
        self.frames, self.static, self.own_themes = frames, static, own_themes
        self.focus = next((code for code, _ in actors_of(frames)), "")
        self.criteria, self.view, self.shown = Criteria(), frames, []
        self.mode, self.page = "Overview", 0
        self._past: list[tuple[Criteria, str]] = []
        self._silent = False
        self._build()
        self._refresh()

    # -- widgets -------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        import ipywidgets as w

        self.controls = Controls(self.frames, self._changed)
        names = list(_VIEWS) if self.frames.dated else list(_VIEWS)[:-1]
        self.views = {name: button(name, lambda _, name=name: self.show(name)) for name in names}
        self.state, self.message, self.body = w.HTML(), w.HTML(), w.HTML()
        self.reset = button("Reset", lambda _: self.set(**vars(Criteria())))
        self.back = button("Back", lambda _: self._go_back())
        self.cards = [Card(self._choose) for _ in range(3)]
        self.pictures = w.HBox(layout=WRAP | {"align_items": "flex-start"})
        self.pager = Pager(self._turn_to, self._draw)
        self.content = w.VBox()
        self.code = w.Textarea(description="Code of this view", layout={"width": "98%", "height": "11em", "display": "none"},
                               style={"description_width": "9em"})  # fmt: skip
        selected = w.HBox([self.state, self.reset, self.back], layout=WRAP)
        controls = w.HBox([*self.controls.widgets.values()], layout=WRAP)
        view = w.Label("View", layout={"width": "5.5em", "display": "flex", "justify_content": "flex-end"})
        mode = w.HBox([view, *self.views.values()], layout=WRAP)
        parts = [w.HTML(pages.STYLE), controls, mode, selected, self.content, self._make_tools(), self.code]
        self.box = w.VBox([*parts, self.message]).add_class("explore")

    def _make_tools(self):
        import ipywidgets as w

        self.name = w.Text(value="explore", description="File name", continuous_update=False,
                           style={"description_width": "5.5em"}, layout={"width": "19em"})  # fmt: skip
        tools = {
            "Save figure": self.save_figures,
            "Save rows": self.save_rows,
            "Copy as code": self._toggle_code,
        }
        buttons = [button(name, lambda _, action=action: action()) for name, action in tools.items()]
        return w.HBox([self.name, *buttons], layout=WRAP)

    # -- changes -------------------------------------------------------------------------------------------------

    def set(self, **changes) -> None:
        """Change criteria, as the controls do: panel.set(actor="CHN", theme="health").

        Raises TypeError for an unknown criterion, ValueError for a value that cannot be.
        """
        self.criteria = replace(self.criteria, **changes)
        self.page = 0
        with self._silently():
            self.controls.show(self.criteria)
        self._refresh()

    def _changed(self, read) -> None:
        """A person moved a control; what cannot be chosen is said and changes nothing."""
        if self._silent:
            return
        try:
            self.set(**read())
        except ValueError as error:
            self._say(f"Not changed: {error}")

    def _choose(self, change: dict) -> None:
        """A label of a chart: its sentences."""
        self._past.append((self.criteria, self.mode))
        self.mode = "Sentences"
        self.set(**vars(self.criteria.narrowed(change)))
        self.back.focus()

    def _go_back(self) -> None:
        """To where the last label was chosen."""
        criteria, self.mode = self._past.pop()
        self.set(**vars(criteria))

    def show(self, view: str) -> None:
        """Change the view, as its button does: panel.show("Sentences"). Raises ValueError for one that is not there."""
        if view not in self.views:
            raise ValueError(f"view is {view!r}; use {', '.join(self.views)}")
        self.mode = view
        self._turn_to(0)

    def _turn_to(self, page: int) -> None:
        self.page = page
        self._draw()

    def _toggle_code(self) -> None:
        self.code.layout.display = None if self.code.layout.display == "none" else "none"

    @contextmanager
    def _silently(self):
        """Set widgets without being called back."""
        self._silent = True
        try:
            yield
        finally:
            self._silent = False

    # -- views ---------------------------------------------------------------------------------------------------

    def words(self) -> str:
        """The state in words: "34 sentences of 43: CHN with USA, explicit"."""
        return describe(self.criteria, self.view, self.frames)

    def _refresh(self) -> None:
        self.view = select(self.frames, **vars(self.criteria))
        self._draw()

    def _draw(self) -> None:
        self.message.value = ""
        self.state.value = pages.say(self.words(), "state")
        self.back.disabled = not self._past
        for name, choice in self.views.items():
            choice.description = f"{'●' if name == self.mode else '○'} {name}"
            choice.style.font_weight = "bold" if name == self.mode else "normal"
        name = _VIEWS[self.mode]
        self.pager.tone_words.layout.display = None if name == "sentences" else "none"
        self.shown = []
        if name in ("sentences", "contexts"):
            self.body.value = self._list(name)
            content = [self.pager.box, self.body]
        else:
            content = [self._charts(name)]
        if [part.model_id for part in self.content.children] != [part.model_id for part in content]:
            self.content.children = content
        self.code.value = self.as_code()

    def _list(self, name: str) -> str:
        rows = self.view.sentences if name == "sentences" else self.view.found
        at = pages.window(len(rows), self.page, name)
        self.page = at.page
        self.pager.show(at)
        if name == "contexts":
            return pages.context_list(self.frames, rows.iloc[at.rows], self.criteria.search)
        tone_words = self.pager.tone_words.value
        return pages.sentence_list(self.frames, self.view, rows.iloc[at.rows], tone_words=tone_words)

    def _charts(self, name: str):
        """Each chart is sent as soon as it is drawn."""
        self.shown = charts_of(name, self.view, self.frames, self.criteria, self.focus)
        if not self.shown:
            self.body.value = pages.say("No sentence meets these criteria: n = 0.")
            return self.body
        cards = self.cards[: len(self.shown)]
        for card, chart in zip(cards, self.shown, strict=True):
            card.show(chart, self.words())
        if len(self.pictures.children) != len(cards):
            self.pictures.children = [card.box for card in cards]
        return self.pictures

    def rows(self) -> pd.DataFrame:
        """The rows of the view: its contexts, else its sentences with date, section, voice, speaker and tone."""
        return pages.rows_of(_VIEWS[self.mode], self.frames, self.view, self.criteria)

    def as_code(self) -> str:
        """The lines that reproduce the view from `documents` (and `an`, the package)."""
        name = _VIEWS[self.mode]
        lists = name in ("sentences", "contexts") or not self.shown
        made = [pages.code_of_list(name, self.criteria)] if lists else [chart.code for chart in self.shown]
        return "\n".join([code_of(self.criteria, own_themes=self.own_themes), *made])

    # -- saving --------------------------------------------------------------------------------------------------

    def save_figures(self) -> list:
        """Write the figures on display as SVG and CSV; says where."""
        saved = []
        try:
            for chart in self.shown:
                with house_style():
                    ax = chart.plot(chart.data, title=chart.title, **chart.options)
                name, alt = f"{self.name.value}_{chart.name}", chart.alt(self.words())
                saved.append(save_figure(ax, name, chart.data, rows=chart.rows(), keys=chart.keys, count=chart.count,
                                         alt=alt, note=self._note()))  # fmt: skip
        except (ValueError, OSError) as error:
            self._say(f"Not saved: {error}")
            return saved
        files = ", ".join(path.name for path in saved)
        self._say(f"Saved in {figure_folder().name}: {files}, each with its CSV" if saved
                  else "This view has no figure: choose Overview, Article map or Trend")  # fmt: skip
        return saved

    def _note(self) -> str:
        lexicons = ["actors"] if self.own_themes else ["themes", "actors"]
        own = f"themes: {self.frames.lexicon.attrs.get('name', 'own')}; " if self.own_themes else ""
        return footnote(self.frames.documents, lexicons=lexicons, extra=f"{own}selection: {self.words()}")

    def save_rows(self):
        """Write the rows of the view as a table; says where, and when only the first 5,000 were written."""
        rows = self.rows()
        try:
            path = save_table(rows.head(SAVED), f"{self.name.value}_rows")
        except (ValueError, OSError) as error:
            self._say(f"Not saved: {error}")
            return None
        rest = (
            f"the first {SAVED:,} of {len(rows):,}: narrow the selection"
            if len(rows) > SAVED
            else f"n = {len(rows):,}"
        )
        self._say(f"Saved in {figure_folder().name}: {path.name}, .xlsx and .tex ({rest})")
        return path

    def _say(self, words: str) -> None:
        self.message.value = pages.say(words)

    # -- shown ---------------------------------------------------------------------------------------------------

    def _repr_html_(self) -> str:
        """The static twin: the overview and the first sentences of the selection."""
        charts = charts_of("overview", self.view, self.frames, self.criteria, self.focus)
        figures = "".join(pictures.image(pictures.source(chart), chart.alt(self.words())) for chart in charts)
        listed = pages.sentence_list(self.frames, self.view, self.view.sentences.head(pages.PAGE))
        return f'{pages.STYLE}<div class="explore-twin">{pages.say(self.words(), "state")}{figures}{listed}</div>'

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        bundle = {"text/plain": self.words(), "text/html": self._repr_html_()}
        interactive = _has_front_end() if self.static is None else not self.static
        return self.box._repr_mimebundle_() | bundle if interactive else bundle


def _has_front_end() -> bool:
    """Does somebody sit at a notebook? JupyterLab names the cell in its request; nbclient and nbconvert do not."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return False
    metadata = (kernel.get_parent("shell") or {}).get("metadata", {})
    hosts = ("VSCODE_PID", "VSCODE_CWD", "COLAB_RELEASE_TAG")
    return "cellId" in metadata or any(name in os.environ for name in hosts)
