"""A selection to its charts: the frame drawn, the rows behind it, the labels to choose and the code, one Chart each."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from analysis import charts, charts_relations, charts_tone, schema
from analysis.drawing import shorten
from analysis.lexicons import load_lexicon
from analysis.panel_counts import ledger_of, partner_counts, theme_counts, theme_rows
from analysis.prepared import Frames
from analysis.relations import by_grade
from analysis.selection import Criteria
from analysis.sentiment import summarise_tone
from analysis.themes import map_sentences, theme_shares

MANY = 200  # documents; above it the screen, the file and the code show theme shares without intervals
TOP = 12  # partners and actors of a chart on the screen


class Chart(NamedTuple):
    """A chart of a selection.

    rows: makes the rows behind its marks, for saving. choices: (label, n, what choosing it adds to the criteria).
    """

    name: str
    title: str
    data: pd.DataFrame
    rows: Callable[[], pd.DataFrame]
    keys: list[str]
    count: str
    plot: Callable
    options: dict
    code: str
    choices: list[tuple[str, int, dict]]

    def alt(self, words: str) -> str:
        """What the picture shows in one sentence, for who cannot see it."""
        said = [f"{label} {n:,}" for label, n, _ in self.choices[:8]] or [f"{len(self.data):,} rows"]
        return f"{self.title}. Selection: {words}. Sentences: {'; '.join(said)}."


def charts_of(name: str, view: Frames, frames: Frames, criteria: Criteria, focus: str) -> list[Chart]:
    """The charts of a view by its name, overview, map or trend; none where no sentence is selected."""
    if view.sentences.empty:
        return []
    if name == "overview":
        read_from = criteria.actor or focus
        return [themes(view), *([partners(view, frames, read_from)] if read_from else []), tone(view)]
    return [map_of_themes(view, frames), map_of_actors(view, frames)] if name == "map" else [trend(view)]


def themes(view: Frames) -> Chart:
    """Share of the sentences per theme."""
    if len(view.documents) <= MANY:
        data = theme_shares(view.hits, view.sentences, by=[], lexicon=view.lexicon)
        code = "shares = an.theme_shares(view.hits, view.sentences, by=[], lexicon=view.lexicon)"
    else:
        data = theme_counts(view)
        code = "from analysis.panel_counts import theme_counts\nshares = theme_counts(view)"
    order = data[data["k"] > 0].sort_values(["k", "label"], ascending=[False, True])
    choices = [(row.label, row.k, {"theme": row.key}) for row in order.itertuples()]
    title = f"Themes (n = {len(view.sentences):,} sentences)"
    return Chart("themes", title, data, lambda: theme_rows(view), ["key"], "k", charts.plot_themes, {},
                 f"{code}\nan.plot_themes(shares)", choices)  # fmt: skip


def partners(view: Frames, frames: Frames, focus: str) -> Chart:
    """Partners of focus, read from the sentences of the view."""
    table = partner_counts(view, frames, focus)
    by = {
        "_apart": True,
        "explicit": False,
        "comention": False,
        "focal": False,
        "label": True,
    }  # as the chart
    order = table.assign(_apart=table["unit_type"].eq("territory")).sort_values(
        [*by], ascending=[*by.values()]
    )
    choices = []
    for row in order.head(TOP).itertuples():
        grade = "" if row.n else "focal"
        change = {"actor": focus, "partner": row.partner, "evidence": grade}
        choices.append((row.label if row.n else f"{row.label} alone", row.n or row.focal, change))
    code = (f"ledger = an.relation_table(view.pairs, view.mentions, view.sentences, view.documents, focus={focus!r}, dedupe=False)\n"
            "grades = an.by_grade(ledger)\nan.plot_partners(grades)")  # fmt: skip
    title = f"Partners of {focus} (n = {len(view.sentences):,} sentences)"
    return Chart("partners", title, by_grade(table), lambda: ledger_of(view, frames, focus),
                 ["focus", "partner", "evidence"], "n", charts_relations.plot_partners, {"top": TOP}, code, choices)  # fmt: skip


def tone(view: Frames) -> Chart:
    """Tone by section in one document, by period where there are dates, else by voice."""
    by = "section" if len(view.documents) == 1 else "period" if view.dated else "voice"
    rows = view.sentences.dropna(subset=[by])
    data = summarise_tone(rows, by=by)
    code = f'tone = an.summarise_tone(view.sentences.dropna(subset=["{by}"]), by="{by}")\nan.plot_tone_by(tone, by="{by}")'
    span = _spans(rows) if by == "period" else {}
    choices = [
        (f"{by} {group}", int(n), span.get(group) or {by: group if by == "voice" else int(group)})
        for group, n in zip(data[by], data["n"], strict=True)
    ]
    title = f"Tone by {by} (n = {len(rows):,} sentences)"
    return Chart("tone", title, data, lambda: rows, [by], "n", charts_tone.plot_tone_by, {"by": by}, code, choices)  # fmt: skip


def trend(view: Frames) -> Chart:
    """Themes by period."""
    data = theme_counts(view, by="period")
    dated = view.sentences.dropna(subset=["period"])
    sizes, span = dated.groupby("period").size(), _spans(dated)
    choices = [(f"period {period}", int(n), span[period]) for period, n in sizes.items()]

    def rows() -> pd.DataFrame:
        return schema.attach(theme_rows(view), dated, columns=["period"]).dropna(subset=["period"])

    code = 'from analysis.panel_counts import theme_counts\ntrend = theme_counts(view, by="period")\nan.plot_theme_by(trend, by="period")'
    title = f"Themes over time (n = {len(dated):,} dated sentences)"
    return Chart("trend", title, data, rows, ["key", "period"], "k", charts.plot_theme_by, {"by": "period"}, code, choices)  # fmt: skip


def _spans(dated: pd.DataFrame) -> dict[str, dict]:
    """For each period the first and last date in it, as criteria."""
    ends = dated.groupby("period")["date"].agg(["min", "max"])
    return {row.Index: {"since": row.min.date(), "until": row.max.date()} for row in ends.itertuples()}


def map_of_themes(view: Frames, frames: Frames) -> Chart:
    """Where themes stand in one document, the first of the selection."""
    keys = {label: key for key, label in frames.theme_labels.items()}
    code = "theme_marks = an.map_sentences(view.hits, text, labels=view.lexicon)\nan.plot_article_map(theme_marks)"
    return _map(
        "Themes", view, frames, view.hits, "key", view.lexicon, code, lambda name: {"theme": keys[name]}
    )


def map_of_actors(view: Frames, frames: Frames) -> Chart:
    """Where the actors named most stand in one document, the first of the selection."""
    document = view.sentences["doc_id"].iloc[0]
    named = view.mentions[(view.mentions["doc_id"] == document) & ~view.mentions["in_name"]]
    often = named.drop_duplicates(["sent_id", "actor"])["actor"].value_counts().sort_index(kind="stable")
    top = sorted(often.sort_values(ascending=False, kind="stable").index[:TOP])
    known = load_lexicon("actors")
    keys = dict(zip(known["label"], known["key"], strict=True))
    code = (f'named = view.mentions[view.mentions["actor"].isin({top!r}) & ~view.mentions["in_name"]]\n'
            'actor_marks = an.map_sentences(named, text, column="actor", labels=an.load_lexicon("actors"))\nan.plot_article_map(actor_marks)')  # fmt: skip

    def change(name: str) -> dict:
        return {"actor": keys.get(name, name), "partner": "", "evidence": ""}

    return _map("Actors", view, frames, named[named["actor"].isin(top)], "actor", known, code, change)


def _map(what, view, frames, rows, column, labels, code, change) -> Chart:
    document = view.sentences["doc_id"].iloc[0]
    text = frames.sentences[frames.sentences["doc_id"] == document]
    data = map_sentences(rows[rows["doc_id"] == document], text, column=column, labels=labels).assign(
        sentences=1
    )
    place = {"document": document} if len(frames.documents) > 1 else {}
    choices = [(name, int(n), change(name) | place) for name, n in data["label"].value_counts().items()]
    chosen = int(view.sentences["doc_id"].eq(document).sum())
    title = f"{what} in {shorten(document, 30)} (n = {chosen:,} of its {len(text):,} sentences)"
    first = f'text = frames.sentences[frames.sentences["doc_id"] == {document!r}]\n'
    return Chart(f"map_{what.lower()}", title, data, lambda: data[["label", "position"]], ["label", "position"], "sentences",
                 charts.plot_article_map, {}, first + code, choices)  # fmt: skip
