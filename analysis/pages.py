"""The lists of the panel as HTML, a page at a time: sentences with marks, a search word in its contexts. All text escaped."""

from html import escape
from math import ceil
from typing import NamedTuple

import pandas as pd

from analysis import schema
from analysis.evidence import AS_TEXT, show_evidence
from analysis.prepared import Frames
from analysis.selection import Criteria, contexts
from analysis.sentiment import explain_scores

PAGE = 25  # sentences or contexts on a page
_COLUMNS = ["doc_id", "sent_id", "date", "section", "voice", "speaker", "compound", "text"]
STYLE = """<style>
.explore .say,.explore-twin .say{font:14px/1.45 system-ui,sans-serif;color:#1a1a1a;background:#fff;padding:.3rem .6rem;margin:0}
.explore .state{font-weight:600}.explore-twin .state{font-weight:600}
.explore img,.explore-twin img{display:block;max-width:100%;height:auto;background:#fff}
.explore .evidence,.explore-twin .evidence{max-width:60rem}
.explore button:focus-visible,.explore input:focus-visible,.explore select:focus-visible{outline:2px solid #0b5394;outline-offset:1px}
table.kwic{width:100%;table-layout:fixed;border-collapse:collapse;font:14px/1.45 system-ui,sans-serif;color:#1a1a1a;background:#fff}
table.kwic th{font-weight:600;text-align:left;border-bottom:2px solid #1a1a1a;padding:.15rem .4rem}
table.kwic td{padding:.2rem .4rem;border-bottom:1px solid #ddd;vertical-align:top;text-align:left;overflow-wrap:anywhere}
table.kwic .left{text-align:right}table.kwic .node{text-align:center;font-weight:700}
table.kwic .where{font-size:12.5px;color:#555}
</style>"""


class Window(NamedTuple):
    """A page of a list: its number from 0, of how many, which rows, and that in words."""

    page: int
    pages: int
    rows: slice
    words: str


def window(n: int, page: int, what: str) -> Window:
    """The page of n rows; one beyond the ends becomes the first or last."""
    pages = max(1, ceil(n / PAGE))
    page = min(max(page, 0), pages - 1)
    first, last = page * PAGE, min((page + 1) * PAGE, n)
    words = f"Page {page + 1:,} of {pages:,}: {what} {min(first + 1, n):,} to {last:,} of n = {n:,}"
    return Window(page, pages, slice(first, last), words)


def say(words: str, look: str = "") -> str:
    """A sentence of the panel; screen readers announce it."""
    return f'<p role="status" class="say {look} {AS_TEXT}">{escape(words)}</p>'


def sentence_list(frames: Frames, view: Frames, rows: pd.DataFrame, *, tone_words: bool = False) -> str:
    """The sentences given, their marks explained above them."""
    if rows.empty:
        return say("No sentence meets these criteria: n = 0.")
    documents = frames.documents[frames.documents["doc_id"].isin(rows["doc_id"].unique())]
    layers = {"actor": view.mentions, "theme": view.hits, "hit": view.found}
    marks = {name: within(frame, rows) for name, frame in layers.items()}
    legend = "Marked: actors (one line), theme words (dashed line), search (two lines)"
    if tone_words:
        marks["tone"] = explain_scores(rows, neutral=within(view.neutral, rows))
        legend += ", tone words (dotted line and value, outlined where negated)"
    shown = show_evidence(rows[["doc_id", "sent_id"]], documents, rows, marks=marks, fold=PAGE, count=False)
    return f'<p class="say">{legend}.</p>{shown.data}'


def within(frame: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of frame that lie in the sentences given."""
    near = frame[frame["doc_id"].isin(rows["doc_id"].unique())]
    return near[schema.locate(near, rows) >= 0]


def context_list(frames: Frames, hits: pd.DataFrame, search: str) -> str:
    """The contexts of these hits of the search as a table."""
    if not search.strip():
        return say("Type a word, a glob (sanction*) or a phrase under Search to see it in its contexts.")
    if hits.empty:
        return say("The search is not found in this selection: n = 0.")
    cells = (("where", "document · sentence"), ("left", "left"), ("node", "match"), ("right", "right"))
    widths = '<colgroup><col style="width:17%"><col style="width:35%"><col style="width:11%"><col></colgroup>'
    head = "".join(f'<th scope="col" class="{look}">{name}</th>' for look, name in cells)
    body = ""
    for row in contexts(frames, hits, search).itertuples():
        said = dict(where=f"{row.doc_id} · {row.sent_id}", left=row.left, node=row.node, right=row.right)
        body += (
            "<tr>" + "".join(f'<td class="{look}">{escape(said[look])}</td>' for look, _ in cells) + "</tr>"
        )
    return (
        f'<table class="kwic {AS_TEXT}">{widths}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def rows_of(name: str, frames: Frames, view: Frames, criteria: Criteria) -> pd.DataFrame:
    """The rows of a view to save: contexts, else sentences with date, section, voice, speaker and tone."""
    if name == "contexts" and criteria.search.strip():
        return contexts(frames, view.found, criteria.search)
    return view.sentences[_COLUMNS].reset_index(drop=True)


def code_of_list(name: str, criteria: Criteria) -> str:
    """The line that reproduces a list from frames and view."""
    if name == "contexts" and criteria.search.strip():
        return f"rows = an.contexts(frames, view.found, {criteria.search!r})\nrows"
    return ('marks = {"actor": view.mentions, "theme": view.hits, "hit": view.found}\n'
            'an.show_evidence(view.sentences[["doc_id", "sent_id"]], view.documents, view.sentences, marks=marks)')  # fmt: skip
