"""The interactive panel: `explore(documents)` in a cell of JupyterLab; controls, views, pages, saving, code.

What is selected and drawn stands in `selection` and `views`, which need no front end; here are the widgets. All text from
documents, file names and lexicons is escaped before it becomes HTML; names on controls are set as plain text by ipywidgets.
"""

from dataclasses import replace
from html import escape
from math import ceil

import pandas as pd

from analysis import views
from analysis.evidence import show_evidence
from analysis.lexicons import load_lexicon
from analysis.relations import GRADES
from analysis.save import figure_folder, footnote, house_style, save_figure, save_table
from analysis.selection import (
    VOICES,
    Criteria,
    Frames,
    actor_label,
    code_of,
    contexts,
    describe,
    prepare,
    select,
)
from analysis.sentiment import explain_scores

PAGE = 25  # sentences or contexts on a page
SAVED = 5000  # rows at most in one saved table
_VIEWS = {
    "Overview": "overview",
    "Article map": "map",
    "Contexts": "contexts",
    "Sentences": "sentences",
    "Trend": "trend",
}
_WRAP = {"display": "flex", "flex_flow": "row wrap"}
_TEXT = "font:14px/1.45 system-ui,sans-serif;color:#1a1a1a;background:#fff;padding:.3rem .6rem"


def explore(documents: pd.DataFrame, *, static: bool | None = None) -> "Panel":
    """The panel on these documents: the last line of a cell shows it.

    Body sentences only; a copy of an earlier document is left out and counted. In JupyterLab it is interactive; where no
    front end answers (nbconvert, a plain interpreter) it is a page fragment with the overview and the first sentences.
    static: True or False to decide this yourself. "Code of this view" assumes that the documents stand in a variable
    `documents` and that the package was imported as `an`. Raises ValueError when this is no documents frame.
    """
    return Panel(prepare(documents, progress=True), static=static)


class Panel:
    """What explore returns. criteria: what is selected now; view: the frames narrowed to it; shown: the charts on display."""

    def __init__(self, frames: Frames, *, static: bool | None = None):
        self.frames, self.static = frames, static
        named = frames.mentions.loc[~frames.mentions["in_name"], "actor"].value_counts()
        self.actors = (
            named.rename_axis("actor").reset_index().sort_values(["count", "actor"], ascending=[False, True])
        )
        self.focus = str(self.actors["actor"].iloc[0]) if len(named) else ""
        self.criteria, self.view, self.shown, self.page = Criteria(), frames, [], 0
        self._busy = False
        self._build()
        self._refresh()

    # -- widgets -------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        import ipywidgets as w

        self.controls = self._make_controls()
        self.mode = w.ToggleButtons(options=list(_VIEWS) if self._dated() else list(_VIEWS)[:-1], description="View",
                                    style={"button_width": "7.5em"})  # fmt: skip
        self.state = w.HTML()
        self.message = w.HTML()
        self.body = w.HTML()
        self.cards = [self._make_card() for _ in range(3)]
        self.previous, self.next = (
            self._button("Previous page", self._turn(-1)),
            self._button("Next page", self._turn(1)),
        )
        self.at_page = w.Label()
        self.pager = w.HBox([self.previous, self.next, self.at_page])
        self.tone_words = w.Checkbox(value=False, description="Mark tone words", indent=False)
        self.tone_words.observe(lambda _: self._draw(), "value")
        self.code = w.Textarea(description="Code of this view", layout={"width": "100%", "height": "9em"},
                               style={"description_width": "9em"})  # fmt: skip
        self.code.layout.display = "none"
        self.name = w.Text(value="explore", description="File name", continuous_update=False)
        tools = [self.name, self._button("Save figure", lambda _: self.save_figures()),
                 self._button("Save rows", lambda _: self.save_rows()), self._button("Copy as code", self._toggle_code)]  # fmt: skip
        self.tools = w.HBox(tools, layout=_WRAP)
        self.content = w.VBox()
        self.mode.observe(lambda _: self._turn_to_first(), "value")
        controls = w.HBox(
            [*self.controls.values(), self._button("Reset", lambda _: self.set(**vars(Criteria())))],
            layout=_WRAP,
        )
        self.box = w.VBox(
            [controls, self.mode, self.state, self.content, self.tools, self.code, self.message]
        )

    def _make_controls(self) -> dict:
        """One labelled control per criterion; those that cannot exclude anything here are hidden."""
        import ipywidgets as w

        style = dict(style={"description_width": "6.5em"}, layout={"width": "21em"})
        names = [("any actor", "")] + [
            (f"{actor_label(a)} ({n:,})", a)
            for a, n in self.actors[["actor", "count"]].itertuples(index=False)
        ]
        themes = load_lexicon("themes").query("kind != 'exclude'").drop_duplicates("key")
        themes = [
            ("any theme", ""),
            *zip(themes["label"], themes["key"], strict=True),
            ("No theme found", "uncoded"),
        ]
        sections = sorted(self.frames.sentences["section"].unique().tolist())
        ids = self.frames.documents["doc_id"].tolist()
        made = {
            "search": w.Text(description="Search", placeholder="word, sanction* or a phrase", continuous_update=False, **style),
            "actor": w.Dropdown(description="Actor", options=names, value="", **style),
            "partner": w.Dropdown(description="with", options=self._partners(""), value="", **style),
            "evidence": w.Dropdown(description="Evidence", options=[("any evidence", ""), *((g, g) for g in ("explicit", *GRADES))], value="", **style),
            "theme": w.Dropdown(description="Theme", options=themes, value="", **style),
            "section": w.Dropdown(description="Section", options=[("any section", ""), *[(f"section {s}", s) for s in sections]], value="", **style),
            "document": w.Combobox(description="Document", options=ids[:1000], placeholder="name or part of it", continuous_update=False, **style),
            "since": w.DatePicker(description="From", **style),
            "until": w.DatePicker(description="Until", **style),
            "tone": w.FloatRangeSlider(description="Tone", min=-1, max=1, step=0.05, value=(-1, 1), continuous_update=False, readout_format=".2f", **style | {"layout": {"width": "25em"}}),
            "voice": w.Dropdown(description="Voice", options=[("any voice", ""), *((v, v) for v in VOICES)], value="", **style),
        }  # fmt: skip
        idle = {
            "section": len(sections) < 2,
            "document": len(ids) < 2,
            "since": not self._dated(),
            "until": not self._dated(),
        }
        for name, control in made.items():
            control.layout.display = "none" if idle.get(name) else None
            control.observe(lambda change, name=name: self._changed(name, change["new"]), "value")
        return made

    def _make_card(self):
        """A picture with a button for each of its labels."""
        import ipywidgets as w

        picture, names = w.HTML(), w.HTML(f'<span style="{_TEXT}">Open the sentences of:</span>')
        buttons = [self._button("", lambda b: self._choose(b)) for _ in range(24)]
        for button in buttons:
            button.layout = w.Layout(width="auto", display="none")
        choices = w.HBox([names, *buttons], layout=_WRAP)
        card = w.VBox([picture, choices], layout={"flex": "1 1 540px", "max_width": "900px"})
        card.picture, card.buttons, card.choices, card.drawn = picture, buttons, [], None
        return card

    def _button(self, name: str, action):
        import ipywidgets as w

        button = w.Button(description=name, tooltip=name, layout={"width": "auto"})
        button.on_click(action)
        return button

    def _dated(self) -> bool:
        return bool(self.frames.sentences["date"].notna().any())

    def _partners(self, actor: str) -> list[tuple[str, str]]:
        """Who is paired with the actor (with anybody), by how many sentences."""
        pairs = self.frames.pairs[~self.frames.pairs["listed"] & ~self.frames.pairs["in_name"]]
        if actor:
            pairs = pairs[(pairs["actor_a"] == actor) | (pairs["actor_b"] == actor)]
        both = pd.concat([pairs["actor_a"], pairs["actor_b"]])
        rows = [(code, n) for code, n in both.value_counts().items() if code != actor]
        rows.sort(key=lambda row: (-row[1], row[0]))
        return [("any partner", ""), *((f"{actor_label(code)} ({n:,})", code) for code, n in rows)]

    # -- changes -------------------------------------------------------------------------------------------------

    def set(self, **changes) -> None:
        """Change criteria, as the controls do: panel.set(actor="CHN", theme="health")."""
        self.criteria = replace(self.criteria, **changes)
        self.page = 0
        self._busy = True
        try:
            options = self._partners(self.criteria.actor)
            if self.criteria.partner not in dict(options).values():
                options.append((actor_label(self.criteria.partner), self.criteria.partner))
            if self.controls["partner"].options != tuple(options):
                self.controls["partner"].options = options
            for name, control in self.controls.items():
                value = getattr(self.criteria, name)
                value = "" if name == "section" and value is None else value
                if control.value != value:
                    control.value = value
        finally:
            self._busy = False
        self._refresh()

    def _changed(self, name: str, value) -> None:
        """A control moved; a list without a choice (its options just changed) excludes nothing."""
        if self._busy:
            return
        if name == "section":
            value = None if value == "" else value
        elif name not in ("since", "until"):
            value = tuple(value) if name == "tone" else value or ""
        self.set(**{name: value})

    def _choose(self, button) -> None:
        """A label of a chart: its sentences."""
        self._busy = True
        self.mode.value = "Sentences"
        self._busy = False
        self.set(**button.changes)

    def _turn(self, step: int):
        def turn(_):
            self.page += step
            self._draw()

        return turn

    def _turn_to_first(self) -> None:
        if not self._busy:
            self.page = 0
            self._draw()

    def _toggle_code(self, _) -> None:
        self.code.layout.display = None if self.code.layout.display == "none" else "none"

    def _refresh(self) -> None:
        self.view = select(self.frames, **vars(self.criteria))
        self._draw()

    # -- views ---------------------------------------------------------------------------------------------------

    def words(self) -> str:
        """The state in words."""
        copies = f"; {self.frames.copies:,} copies of other documents left out" if self.frames.copies else ""
        return describe(self.criteria, self.view, self.frames) + copies

    def _draw(self) -> None:
        self.state.value = f'<div role="status" aria-live="polite" style="{_TEXT};font-weight:600">{escape(self.words())}</div>'
        name = _VIEWS[self.mode.value]
        if name in ("sentences", "contexts"):
            self.shown = []
            self.body.value = self._sentences() if name == "sentences" else self._contexts()
            content = (
                [self.tone_words, self.pager, self.body] if name == "sentences" else [self.pager, self.body]
            )
        else:
            self._cards(name)
            content = [self.body] if not self.shown else [self._wrapped(self.cards[: len(self.shown)])]
        if [c.model_id for c in self.content.children] != [c.model_id for c in content]:
            self.content.children = content
        self.code.value = self.as_code()

    def _wrapped(self, cards: list):
        import ipywidgets as w

        known = getattr(self, "_rows", None)
        if known is None or len(known.children) != len(cards):
            self._rows = w.HBox(cards, layout={**_WRAP, "align_items": "flex-start"})
        return self._rows

    def _cards(self, name: str) -> None:
        """Each chart is shown as soon as it is drawn; one that did not change is not drawn again."""
        self.shown = views.charts_of(name, self.view, self.frames, self.criteria, self.focus)
        if self.view.sentences.empty or not self.shown:
            self.shown = []
            self.body.value = f'<p style="{_TEXT}">No sentence meets these criteria: n = 0.</p>'
        for card, chart in zip(self.cards, self.shown, strict=False):
            if (
                card.drawn is None
                or card.drawn.title != chart.title
                or not card.drawn.data.equals(chart.data)
            ):
                card.picture.value = views.picture(chart, self.words())
            card.drawn = chart
            for i, button in enumerate(card.buttons):
                if i < len(chart.choices):
                    label, n, button.changes = chart.choices[i]
                    button.description = f"{label} · {n:,}"
                    button.tooltip = f"Show the sentences of {label}"
                button.layout.display = None if i < len(chart.choices) else "none"

    def _window(self, n: int, what: str) -> slice:
        pages = max(1, ceil(n / PAGE))
        self.page = min(max(self.page, 0), pages - 1)
        first = self.page * PAGE
        self.at_page.value = f"Page {self.page + 1:,} of {pages:,}: {what} {min(first + 1, n):,} to {min(first + PAGE, n):,} of n = {n:,}"
        self.previous.disabled, self.next.disabled = self.page == 0, self.page == pages - 1
        return slice(first, first + PAGE)

    def _sentences(self) -> str:
        rows = self.view.sentences.iloc[self._window(len(self.view.sentences), "sentences")]
        return self._evidence(rows)

    def _evidence(self, rows: pd.DataFrame) -> str:
        documents = self.frames.documents[self.frames.documents["doc_id"].isin(rows["doc_id"].unique())]
        marks = {"actor": self.view.mentions, "theme": self.view.hits, "hit": self.view.found}
        marks = {name: _within(frame, rows) for name, frame in marks.items()}
        if self.tone_words.value:
            marks["tone"] = explain_scores(rows, neutral=_within(self.view.neutral, rows))
        legend = "marked: actors (blue, line), theme words (green, dashed line), search (yellow)"
        page = show_evidence(rows[["doc_id", "sent_id"]], documents, rows, marks=marks, fold=PAGE).data
        return f'<div style="{_TEXT}">{legend}</div>{page}'

    def _contexts(self) -> str:
        """The table of keyword in context of the search, a page of it."""
        if not self.criteria.search.strip():
            self._window(0, "contexts")
            return f'<p style="{_TEXT}">Type a word, a glob (sanction*) or a phrase under Search to see its contexts.</p>'
        page = self.view.found.iloc[self._window(len(self.view.found), "contexts")]
        cell = '<td style="padding:.15rem .4rem;text-align:{};color:#1a1a1a">{}</td>'
        rows = [
            "<tr>" + cell.format("left", escape(f"{row.doc_id} · sentence {row.sent_id}")) + cell.format("right", escape(row.left))
            + cell.format("center", f"<b>{escape(row.node)}</b>") + cell.format("left", escape(row.right)) + "</tr>"
            for row in contexts(self.frames, page, self.criteria.search).itertuples()
        ]  # fmt: skip
        head = "".join(
            f'<th scope="col" style="color:#1a1a1a">{name}</th>'
            for name in ("where", "left", "match", "right")
        )
        return f'<table class="kwic" style="{_TEXT};border-collapse:collapse"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'

    def rows(self) -> pd.DataFrame:
        """The rows of the view: its contexts, else its sentences with date, section, voice, speaker and tone."""
        if _VIEWS[self.mode.value] == "contexts" and self.criteria.search.strip():
            return contexts(self.frames, self.view.found, self.criteria.search)
        columns = ["doc_id", "sent_id", "date", "section", "voice", "speaker", "compound", "text"]
        return self.view.sentences[columns].reset_index(drop=True)

    def as_code(self) -> str:
        """The lines that reproduce the view from `documents` (and `an`, the package)."""
        name, lines = _VIEWS[self.mode.value], [code_of(self.criteria)]
        if name == "sentences":
            lines.append("an.show_evidence(view.sentences[[\"doc_id\", \"sent_id\"]], documents, view.sentences,"
                         " marks={\"actor\": view.mentions, \"theme\": view.hits, \"hit\": view.found})")  # fmt: skip
        elif name == "contexts":
            lines.append("from analysis.selection import contexts")
            lines.append(
                f"rows = contexts(frames, view.found, {self.criteria.search!r})"
                if self.criteria.search.strip()
                else ""
            )
        else:
            lines.append(views.code_for(self.shown))
        return "\n".join(line for line in lines if line)

    # -- saving --------------------------------------------------------------------------------------------------

    def save_figures(self) -> list:
        """Write the figures on display as SVG and CSV; says where."""
        saved = []
        try:
            note = footnote(
                self.frames.documents, lexicons=["themes", "actors"], extra=f"selection: {self.words()}"
            )
            for chart in self.shown:
                with house_style():
                    ax = chart.plot(chart.data, title=chart.title, **chart.options)
                saved.append(save_figure(ax, f"{self.name.value}_{chart.name}", chart.data, rows=chart.rows, keys=chart.keys,
                                         count=chart.count, alt=chart.alt(self.words()), note=note))  # fmt: skip
            self._say(f"Saved in {figure_folder().name}: {', '.join(p.name for p in saved)}, each with its CSV"
                      if saved else "This view has no figure: choose Overview, Article map or Trend")  # fmt: skip
        except (ValueError, OSError) as error:
            self._say(f"Not saved: {error}")
        return saved

    def save_rows(self):
        """Write the rows of the view as a table; says where, and when only the first 5,000 were written."""
        try:
            rows = self.rows()
            path = save_table(rows.head(SAVED), f"{self.name.value}_rows")
            part = (
                f" (the first {SAVED:,} of {len(rows):,}: narrow the selection)"
                if len(rows) > SAVED
                else f" (n = {len(rows):,})"
            )
            self._say(f"Saved in {figure_folder().name}: {path.name}, .xlsx and .tex{part}")
            return path
        except (ValueError, OSError) as error:
            self._say(f"Not saved: {error}")

    def _say(self, words: str) -> None:
        self.message.value = f'<div role="status" style="{_TEXT}">{escape(words)}</div>'

    # -- shown ---------------------------------------------------------------------------------------------------

    def _repr_html_(self) -> str:
        """The static twin: the overview and the first sentences of the selection."""
        shown = (
            views.charts_of("overview", self.view, self.frames, self.criteria, self.focus)
            if len(self.view.sentences)
            else []
        )
        pictures = "".join(
            f"<figure style='margin:0'>{views.picture(chart, self.words())}</figure>" for chart in shown
        )
        return f'<div style="{_TEXT};font-weight:600">{escape(self.words())}</div>{pictures}{self._evidence(self.view.sentences.head(PAGE))}'

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        bundle = {"text/plain": self.words(), "text/html": self._repr_html_()}
        interactive = _has_front_end() if self.static is None else not self.static
        return self.box._repr_mimebundle_() | bundle if interactive else bundle


def _within(frame: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of frame that lie in the sentences given."""
    wide = 1 + max(int(rows["sent_id"].max()) if len(rows) else 0, 0)
    near = frame[frame["doc_id"].isin(rows["doc_id"].unique()) & (frame["sent_id"] < wide)]
    wanted = pd.MultiIndex.from_frame(rows[["doc_id", "sent_id"]])
    return near[pd.MultiIndex.from_frame(near[["doc_id", "sent_id"]]).isin(wanted)]


def _has_front_end() -> bool:
    """Does somebody sit at a notebook? JupyterLab names the cell in its request; nbclient and nbconvert do not."""
    import os
    import sys

    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return False
    metadata = (kernel.get_parent("shell") or {}).get("metadata", {})
    return "cellId" in metadata or any(
        name in os.environ for name in ("VSCODE_PID", "VSCODE_CWD", "COLAB_RELEASE_TAG")
    )
