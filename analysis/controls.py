"""The controls of the panel: one labelled widget per criterion, its choices with their counts.

Choices are text fields with a list to pick from, not drop-down lists: on these JupyterLab takes letter keys for its own
commands (m makes a cell Markdown, x cuts it), in text fields it does not.
"""

from collections.abc import Callable, Iterable

import pandas as pd

from analysis.actors import actor_label
from analysis.prepared import Frames
from analysis.selection import EVIDENCE, VOICES, Criteria, pair_rows

_GRADES = {"comention": "comention: same sentence only", "focal": "focal: partner without the actor"}
_LISTED = 1000  # documents offered by name
_LOOK = dict(style={"description_width": "5.5em"}, layout={"width": "20em"})


def actors_of(frames: Frames) -> list[tuple[str, int]]:
    """Every actor named and in how many sentences, the most frequent first."""
    named = frames.mentions[~frames.mentions["in_name"]].drop_duplicates(["doc_id", "sent_id", "actor"])
    return _ordered(named["actor"])


def partners_of(frames: Frames, actor: str) -> list[tuple[str, int]]:
    """Who is paired with the actor and in how many sentences; every actor where none is chosen."""
    if not actor:
        return actors_of(frames)
    pairs = frames.pairs[pair_rows(frames.pairs, {actor})]
    return _ordered(pairs["actor_b"].where(pairs["actor_a"] == actor, pairs["actor_a"]))


def _ordered(codes: pd.Series) -> list[tuple[str, int]]:
    counts = codes.value_counts().items()
    return sorted(((str(code), int(n)) for code, n in counts if n), key=lambda row: (-row[1], row[0]))


def _counted(rows: Iterable[tuple[str, int]]) -> dict[str, str]:
    return {f"{actor_label(code)} ({n:,})": code for code, n in rows}


def resolve(text: str, choices: dict):
    """What a typed text chooses: a label or value of the choices, or the only label that begins with or holds it.

    Raises ValueError where there is none, or more than one.
    """
    if text in choices:
        return choices[text]
    typed = text.strip().casefold()
    labels = {label.casefold(): label for label in choices}
    values = {str(value).casefold(): value for value in choices.values()}
    if typed in labels or typed in values:
        return choices[labels[typed]] if typed in labels else values[typed]
    fits = (
        lambda label: label.rpartition(" (")[0] == typed,  # the name without its count
        lambda label: label.startswith(typed),
        lambda label: typed in label,
    )
    for fit in fits:
        found = [label for folded, label in labels.items() if fit(folded)]
        if len(found) == 1:
            return choices[found[0]]
        if found:
            raise ValueError(f"“{text}” may be {', '.join(found[:5])}: type more of it")
    raise ValueError(f"“{text}” is not in the list")


class Controls:
    """The widgets by criterion. choices: for each picker, label -> value. changed is called with what a person changed."""

    def __init__(self, frames: Frames, changed: Callable[[Callable[[], dict]], None]):
        self.frames = frames
        sections = sorted(frames.sentences["section"].unique().tolist())
        self.choices = {
            "actor": _counted(actors_of(frames)),
            "partner": _counted(actors_of(frames)),
            "evidence": {_GRADES.get(grade, grade): grade for grade in EVIDENCE},
            "theme": {label: key for key, label in frames.theme_labels.items()},
            "voice": {voice: voice for voice in VOICES},
            "section": {f"section {number}": number for number in sections},
        }
        self.widgets = self._make()
        idle = {"section": len(sections) < 2, "document": len(frames.documents) < 2}
        idle |= dict.fromkeys(["since", "until"], not frames.dated)
        for name, widget in self.widgets.items():
            widget.layout.display = "none" if idle.get(name) else None
            widget.observe(
                lambda change, name=name: changed(lambda: self._read(name, change["new"])), "value"
            )

    def _make(self) -> dict:
        import ipywidgets as w

        def picker(label: str, name: str, anything: str):
            options = list(self.choices[name]) if name in self.choices else self._documents()
            return w.Combobox(
                description=label, placeholder=anything, options=options, continuous_update=False, **_LOOK
            )

        tone = dict(min=-1, max=1, step=0.05)
        return {
            "search": w.Text(description="Search", placeholder="word, glob* or phrase", continuous_update=False, **_LOOK),
            "actor": picker("Actor", "actor", "any actor"),
            "partner": picker("with", "partner", "any partner"),
            "evidence": picker("Evidence", "evidence", "any evidence"),
            "theme": picker("Theme", "theme", "any theme"),
            "voice": picker("Voice", "voice", "any voice"),
            "low": w.BoundedFloatText(description="Tone from", value=-1, **tone, **_LOOK),
            "high": w.BoundedFloatText(description="Tone to", value=1, **tone, **_LOOK),
            "section": picker("Section", "section", "any section"),
            "document": picker("Document", "document", "name or part of it"),
            "since": w.DatePicker(description="From", **_LOOK),
            "until": w.DatePicker(description="Until", **_LOOK),
        }  # fmt: skip

    def _documents(self) -> list[str]:
        return self.frames.documents["doc_id"].head(_LISTED).tolist()

    def _read(self, name: str, value) -> dict:
        """What a control's new value changes in the criteria; an empty one excludes nothing."""
        if name in ("low", "high"):
            return {"tone": (self.widgets["low"].value, self.widgets["high"].value)}
        if name not in self.choices:
            return {name: value}
        return {name: resolve(value, self.choices[name]) if value.strip() else getattr(Criteria(), name)}

    def show(self, criteria: Criteria) -> None:
        """Bring the widgets to the criteria; a value that a list lacks is added to it."""
        partners = _counted(partners_of(self.frames, criteria.actor))
        if partners != self.choices["partner"]:
            self.choices["partner"], self.widgets["partner"].options = partners, list(partners)
        wanted = vars(criteria) | dict(zip(("low", "high"), criteria.tone, strict=True))
        for name, widget in self.widgets.items():
            value = self._label(name, wanted[name]) if name in self.choices else wanted[name]
            if widget.value != value:
                widget.value = value

    def _label(self, name: str, value) -> str:
        if value in ("", None):
            return ""
        known = {known: label for label, known in self.choices[name].items()}
        if value not in known:
            known[value] = actor_label(str(value))
            self.choices[name][known[value]] = value
        return known[value]
