"""A selection to its charts: the frame drawn, the rows behind it, the label choices and the code, one Chart each."""

from base64 import b64encode
from collections.abc import Callable
from html import escape
from io import BytesIO
from typing import NamedTuple

import pandas as pd

from analysis import charts, charts_relations, charts_tone, schema
from analysis.actors import load_gazetteer
from analysis.drawing import shorten
from analysis.lexicons import load_lexicon
from analysis.relations import by_grade, ledger_rows, relation_table
from analysis.save import house_style
from analysis.selection import Criteria, Frames
from analysis.sentiment import summarise_tone
from analysis.themes import map_sentences, theme_sentences, theme_shares

MANY = 200  # documents; above it the screen, the file and the code show theme shares without intervals
_TOP = 12  # rows of a chart on the screen


class Chart(NamedTuple):
    """A chart of a selection. choices: (label, n, changes of the criteria) for each row that can be chosen."""

    name: str
    title: str
    data: pd.DataFrame
    rows: pd.DataFrame
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


def theme_counts(view: Frames, *, by: str | None = None) -> pd.DataFrame:
    """theme_shares without intervals: one row per group and theme; quick on thousands of documents."""
    table = load_lexicon("themes")
    names = table[table["kind"] != "exclude"].drop_duplicates("key")[["key", "label", "kind"]]
    names = pd.concat(
        [names, pd.DataFrame([("uncoded", "No theme found", "uncoded")], columns=names.columns)]
    )
    columns = [by] if by else []
    sentences = view.sentences.assign(_all=0)[["doc_id", "sent_id", "_all", *columns]].dropna()
    groups = columns or ["_all"]
    size = sentences.groupby(groups).agg(n=("sent_id", "size"), docs=("doc_id", "nunique")).reset_index()
    found = schema.attach(theme_rows(view), sentences, columns=groups).dropna(subset=groups)
    k = (
        found.astype({g: size[g].dtype for g in groups})
        .groupby([*groups, "key"])
        .size()
        .rename("k")
        .reset_index()
    )
    shares = (
        size.merge(names, how="cross")
        .merge(k, on=[*groups, "key"], how="left")
        .fillna({"k": 0})
        .astype({"k": "int64"})
    )
    shares = shares.assign(
        share=shares["k"] / shares["n"], low=float("nan"), high=float("nan"), interval="", few=shares["n"] < 5
    )
    return shares.drop(columns="_all", errors="ignore").reset_index(drop=True)


def theme_rows(view: Frames) -> pd.DataFrame:
    """What a theme chart counts: one row per sentence and theme, and per sentence without any (uncoded)."""
    coded = theme_sentences(view.hits, view.sentences)
    rest = view.sentences[["doc_id", "sent_id"]][
        ~view.sentences.index.isin(view.sentences.index[view.at["hits"]])
    ]
    return pd.concat([coded, rest.assign(key="uncoded", n_hits=0)], ignore_index=True)


def themes(view: Frames) -> Chart:
    few = len(view.documents) <= MANY
    data = theme_shares(view.hits, view.sentences, by=[]) if few else theme_counts(view)
    data = data[data["n"] > 0]
    how = "an.theme_shares(view.hits, view.sentences, by=[])" if few else "theme_counts(view)"
    code = (
        "" if few else "from analysis.views import theme_counts\n"
    ) + f"shares = {how}\nan.plot_themes(shares)"
    order = data.sort_values(["k", "label"], ascending=[False, True])
    choices = [(row.label, row.k, {"theme": row.key}) for row in order.itertuples() if row.k]
    return Chart("themes", f"Themes (n = {len(view.sentences):,} sentences)", data, theme_rows(view), ["key"], "k",
                 charts.plot_themes, {}, code, choices)  # fmt: skip


def partners(view: Frames, focus: str) -> Chart:
    """Partners of focus, read from the sentences of the view."""
    everything = (view.pairs, view.mentions, view.sentences, view.documents)
    rows = ledger_rows(*everything, focus=focus, dedupe=False)
    table = relation_table(*everything, focus=focus, dedupe=False)
    data = by_grade(table)
    code = (f"ledger = an.relation_table(view.pairs, view.mentions, view.sentences, documents, focus={focus!r}, dedupe=False)\n"
            "grades = an.by_grade(ledger)\nan.plot_partners(grades)")  # fmt: skip
    choices = []
    for row in table.head(_TOP).itertuples() if len(table) else ():
        change = {"actor": focus, "partner": row.partner} if row.n else {"actor": row.partner, "partner": ""}
        choices.append((row.label, row.n or row.focal, change))
    title = f"Partners of {focus} (n = {len(view.sentences):,} sentences)"
    return Chart("partners", title, data, rows, ["focus", "partner", "evidence"], "n", charts_relations.plot_partners,
                 {"top": _TOP}, code, choices)  # fmt: skip


def tone(view: Frames) -> Chart:
    """Tone by section in one document, by period where there are dates, else by voice."""
    dated = view.sentences["period"].notna().any()
    by = "section" if len(view.documents) == 1 else "period" if dated else "voice"
    rows = view.sentences.dropna(subset=[by])
    data = summarise_tone(rows, by=by)
    code = f'tone = an.summarise_tone(view.sentences.dropna(subset=["{by}"]), by="{by}")\nan.plot_tone_by(tone, by="{by}")'
    span = rows.groupby(by)["date"].agg(["min", "max"]) if by == "period" else None
    choices = []
    for group, n in zip(data[by], data["n"], strict=True):
        change = {by: group if by == "voice" else int(group)} if by != "period" else _between(span, group)
        choices.append((f"{by} {group}", int(n), change))
    return Chart("tone", f"Tone by {by} (n = {len(rows):,} sentences)", data, rows, [by], "n", charts_tone.plot_tone_by,
                 {"by": by}, code, choices)  # fmt: skip


def _between(span: pd.DataFrame, period: str) -> dict:
    return {"since": span["min"][period].date(), "until": span["max"][period].date()}


def trend(view: Frames) -> Chart:
    """Themes by period."""
    data = theme_counts(view, by="period")
    code = 'from analysis.views import theme_counts\ntrend = theme_counts(view, by="period")\nan.plot_theme_by(trend, by="period")'
    dated = view.sentences.dropna(subset=["period"])
    span = dated.groupby("period")["date"].agg(["min", "max"])
    sizes = dated.groupby("period").size()
    choices = [(f"period {period}", int(n), _between(span, period)) for period, n in sizes.items()]
    rows = schema.attach(theme_rows(view), view.sentences, columns=["period"]).dropna(subset=["period"])
    return Chart("trend", f"Themes over time (n = {len(dated):,} dated sentences)", data, rows, ["key", "period"], "k",
                 charts.plot_theme_by, {"by": "period"}, code, choices)  # fmt: skip


def article_maps(view: Frames, frames: Frames) -> list[Chart]:
    """Where themes and actors stand in one document: the first of the selection."""
    if view.sentences.empty:
        return []
    document = view.sentences["doc_id"].iloc[0]
    text, hits, mentions = (
        frame[frame["doc_id"] == document] for frame in (frames.sentences, view.hits, view.mentions)
    )
    mentions = mentions[~mentions["in_name"]]
    mentions = mentions[mentions["actor"].isin(mentions["actor"].value_counts().index[:_TOP])]
    lines = f'text = frames.sentences[frames.sentences["doc_id"] == {document!r}]\n'
    made = []
    for name, frame, column, labels, how in (
        (
            "map_themes",
            hits,
            "key",
            load_lexicon("themes"),
            'view.hits, text, labels=an.load_lexicon("themes")',
        ),
        (
            "map_actors",
            mentions,
            "actor",
            load_gazetteer(),
            'named, text, column="actor", labels=an.load_lexicon("actors")',
        ),
    ):
        data = map_sentences(frame, text, column=column, labels=labels)
        rows = data[["label", "position"]]
        data = data.assign(sentences=1)
        top = 'named = view.mentions[view.mentions["actor"].isin({!r}) & ~view.mentions["in_name"]]\n'.format(
            sorted(mentions["actor"].unique())
        )
        code = f"{lines}{top if column == 'actor' else ''}marks = an.map_sentences({how})\nan.plot_article_map(marks)"
        lines = ""
        codes = dict(zip(labels["label"], labels["key"], strict=True))
        counts = data["label"].value_counts()
        facet = "theme" if column == "key" else "actor"
        choices = [(label, int(n), {facet: codes.get(label, label)}) for label, n in counts.items()]
        title = f"{'Themes' if column == 'key' else 'Actors'} in {shorten(document, 30)} (n = {len(text):,} sentences)"
        made.append(
            Chart(
                name,
                title,
                data,
                rows,
                ["label", "position"],
                "sentences",
                charts.plot_article_map,
                {},
                code,
                choices,
            )
        )
    return made


def draw(chart: Chart):
    """A figure outside pyplot (nothing to close) with fixed margins, which saves the layout solver's time."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    names = chart.data["label"].nunique() if "label" in chart.data else len(chart.data)
    height = 1.75 + 0.3 * max(min(names, chart.options.get("top", 24)), 2)
    left, right = {"partners": (0.27, 0.985), "trend": (0.34, 0.985)}.get(chart.name, (0.34, 0.86))
    with house_style():
        figure = Figure(figsize=(8.4, height))
        FigureCanvasAgg(figure)
        ax = figure.add_subplot()
        figure.subplots_adjust(left=left, right=right, top=1 - 0.62 / height, bottom=1.0 / height)
        chart.plot(chart.data, ax=ax, title=chart.title, **chart.options)
        if chart.name == "trend":
            ax.set_xlabel(ax.get_xlabel(), loc="right")
    return figure


def picture(chart: Chart, words: str) -> str:
    """The chart as an img element, its alternative text escaped."""
    with house_style():
        data = BytesIO()
        draw(chart).savefig(data, format="png", dpi=100, pil_kwargs={"compress_level": 1})
    source = b64encode(data.getvalue()).decode()
    return f'<img style="max-width:100%;background:#fff" alt="{escape(chart.alt(words))}" src="data:image/png;base64,{source}">'


def code_for(made: list[Chart]) -> str:
    return "\n".join(chart.code for chart in made)


def charts_of(name: str, view: Frames, frames: Frames, criteria: Criteria, focus: str) -> list[Chart]:
    """The charts of a view by its name: overview, map or trend."""
    if name == "overview":
        read_from = criteria.actor or focus
        return [themes(view), *([partners(view, read_from)] if read_from else []), tone(view)]
    return article_maps(view, frames) if name == "map" else [trend(view)]
