"""The controls of the panel: one labelled widget per criterion, its choices and their counts."""

import pandas as pd

from analysis.prepared import Frames
from analysis.selection import EVIDENCE, VOICES, pair_rows
from analysis.wording import actor_label

_GRADES = {
    "explicit": "explicit (any construction)",
    "comention": "comention (same sentence only)",
    "focal": "focal (partner without the actor)",
}
_LISTED = 1000  # documents offered by name


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


def counted(rows: list[tuple[str, int]], anyone: str) -> tuple[tuple[str, str], ...]:
    """The choices of an actor picker, each with its count."""
    return ((anyone, ""), *((f"{actor_label(code)} ({n:,})", code) for code, n in rows))


def make_controls(frames: Frames) -> dict:
    """Criterion -> widget; those that cannot exclude anything here are hidden."""
    import ipywidgets as w

    themes = [("any theme", ""), *((label, key) for key, label in frames.theme_labels.items())]
    sections = sorted(frames.sentences["section"].unique().tolist())
    ids = frames.documents["doc_id"].tolist()
    evidence = [("any evidence", ""), *((_GRADES.get(grade, grade), grade) for grade in EVIDENCE)]
    voices = [("any voice", ""), *((voice, voice) for voice in VOICES)]
    parts = [("any section", ""), *((f"section {number}", number) for number in sections)]
    everyone = actors_of(frames)
    made = {
        "search": _made(w.Text, "Search", placeholder="word, sanction* or a phrase", continuous_update=False),
        "actor": _made(w.Dropdown, "Actor", options=counted(everyone, "any actor"), value=""),
        "partner": _made(w.Dropdown, "with", options=counted(everyone, "any partner"), value=""),
        "evidence": _made(w.Dropdown, "Evidence", options=evidence, value=""),
        "theme": _made(w.Dropdown, "Theme", options=themes, value=""),
        "voice": _made(w.Dropdown, "Voice", options=voices, value=""),
        "low": _made(w.BoundedFloatText, "Tone from", min=-1, max=1, step=0.05, value=-1),
        "high": _made(w.BoundedFloatText, "Tone to", min=-1, max=1, step=0.05, value=1),
        "section": _made(w.Dropdown, "Section", options=parts, value=""),
        "document": _made(w.Combobox, "Document", options=ids[:_LISTED], placeholder="name or part of it", continuous_update=False),
        "since": _made(w.DatePicker, "From"),
        "until": _made(w.DatePicker, "Until"),
    }  # fmt: skip
    idle = dict(
        section=len(sections) < 2, document=len(ids) < 2, since=not frames.dated, until=not frames.dated
    )
    for name in (name for name, alone in idle.items() if alone):
        made[name].layout.display = "none"
    return made


def _made(kind, label: str, **options):
    return kind(description=label, style={"description_width": "5.5em"}, layout={"width": "19em"}, **options)
