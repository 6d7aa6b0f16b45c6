"""Rows to the sentences behind them, as escaped, marked HTML that needs nothing from outside."""

from collections.abc import Mapping
from html import escape
from itertools import groupby

import numpy as np
import pandas as pd

from analysis import schema

AS_TEXT = "mathjax_ignore tex2jax_ignore"  # classes that keep JupyterLab and nbconvert from setting $x^2$ as a formula
_STYLE = """<style>
.evidence{font:15px/1.5 system-ui,sans-serif;max-width:52rem;color:#1a1a1a;background:#fff;padding:.4rem .8rem}
.evidence ol{list-style:none;margin:0;padding:0}.evidence li{padding:.45rem 0;border-top:1px solid #ddd}
.evidence .where{font-size:12.5px;color:#555;margin-right:.6rem}.evidence summary{cursor:pointer;color:#0b5394}
.evidence mark{background:#fff3b0;color:inherit;padding:0 .1em;border-radius:2px;border-bottom:2px solid #8a6d00}
.evidence mark.hit{border-bottom:4px double #8a6d00}
.evidence mark.actor{background:#d7e8f7;border-bottom-color:#0b5394}
.evidence mark.theme{background:#dcf1e3;border-bottom:2px dashed #1b6e3c}
.evidence mark.claim{background:#eee3f6;border-bottom-color:#6a3d9a;border-top:1px solid #6a3d9a}
.evidence mark.tone{background:none;border-bottom:0}
.evidence mark.plus{background:#cfe6f7;border-bottom:2px dotted #00507d}
.evidence mark.minus{background:#fbdcc4;border-bottom:2px dotted #a03c00}
.evidence mark.flipped{outline:1.5px solid #444}
.evidence sup{font-size:11px;color:#444;padding-left:.1em;white-space:nowrap}.evidence .none{color:#555}
</style>"""


def show_evidence(
    rows: pd.DataFrame,
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    marks: Mapping[str, pd.DataFrame] | None = None,
    fold: int = 8,
    limit: int = 200,
    title: str = "",
    count: bool = True,
):
    """The sentences behind `rows`, in text order, as an IPython HTML object (its `.data` is the page fragment).

    rows: any frame with doc_id and sent_id; the span of each row (start, end) is marked. marks: class -> frame with
    doc_id, start, end; "actor", "theme", "claim" and "tone" have a look of their own (a tone frame's `final` is shown
    beside the word and tints it; rows with a negation part are outlined). The first `fold` sentences are open, the rest folded, at
    most `limit` shown and the rest counted. count=False leaves out the line with n, for a page of a longer list.
    Everything taken from the text is escaped.
    Raises ValueError where a row's sentence is not among the sentences.
    """
    from IPython.display import HTML

    at = schema.locate(rows, sentences)
    if (at < 0).any():
        row = rows.iloc[int(np.argmin(at))]
        raise ValueError(f"sentence {row['sent_id']} of {row['doc_id']!r} is not among the sentences given")
    shown = np.unique(at)
    layers = {"hit": rows} if "start" in rows.columns else {}
    spans = _spans({**layers, **(marks or {})}, sentences.iloc[shown[:limit]])
    text = dict(zip(documents["doc_id"], documents["text"], strict=True))
    items = [
        _item(row, text[row.doc_id], spans.get((row.doc_id, row.sent_id), []))
        for row in sentences.iloc[shown[:limit]].itertuples()
    ]
    head = f"<p><strong>{escape(title)}</strong></p>" if title else ""
    if items and count:
        head += f'<p class="where">n = {len(rows):,} in {len(shown):,} sentence{"s" * (len(shown) != 1)}</p>'
    return HTML(f'{_STYLE}<div class="evidence {AS_TEXT}">{head}{_list(items, len(shown), fold)}</div>')


def _list(items: list[str], sentences: int, fold: int) -> str:
    if not items:
        return '<p class="none">No sentence: n = 0.</p>'
    parts = [f"<ol>{''.join(items[:fold])}</ol>"]
    if items[fold:]:
        parts.append(
            f"<details><summary>{len(items) - fold:,} more</summary><ol>{''.join(items[fold:])}</ol></details>"
        )
    if sentences > len(items):
        parts.append(
            f'<p class="where">{sentences - len(items):,} further sentences are not listed here.</p>'
        )
    return "".join(parts)


def _spans(marks: Mapping[str, pd.DataFrame], shown: pd.DataFrame) -> dict[tuple, list]:
    """For each shown sentence its (start, end, class, note), clipped to it."""
    found: dict[tuple, list] = {}
    for name, frame in marks.items():
        frame = frame[frame["doc_id"].isin(shown["doc_id"].unique())]
        for doc_id, part in frame.groupby("doc_id", observed=True):
            sentences = shown[shown["doc_id"] == doc_id].sort_values("start")
            ids, ends = sentences["sent_id"].tolist(), sentences["end"].tolist()
            at = np.searchsorted(sentences["start"].to_numpy(), part["start"].to_numpy(), side="right") - 1
            inside = (at >= 0) & (part["start"].to_numpy() < np.array(ends)[at])
            for i, row in zip(at[inside].tolist(), part[inside].itertuples(), strict=True):
                span = (row.start, min(row.end, ends[i]), *_look(name, row))
                found.setdefault((doc_id, ids[i]), []).append(span)
    return found


def _look(name: str, row) -> tuple[str, str]:
    """CSS classes and the small note beside a mark; tone never by colour alone."""
    if name != "tone" or not hasattr(row, "final"):
        return name, ""
    flipped = " flipped" if getattr(row, "negation", 0) else ""
    return f"tone {'plus' if row.final > 0 else 'minus'}{flipped}", f"{row.final:+.1f}"


def _item(row, text: str, spans: list) -> str:
    place = [row.doc_id, f"section {row.section}", f"sentence {row.sent_id}"]
    place += [row.voice] if row.voice else [row.layer]
    place += (
        [row.speaker]
        if isinstance(row.speaker, str) and row.voice in ("direct", "mixed", "attributed")
        else []
    )
    return f'<li><span class="where">{escape(" · ".join(map(str, place)))}</span>{_marked(text, row.start, row.end, spans)}</li>'


def _marked(text: str, start: int, end: int, spans: list) -> str:
    """The sentence escaped, each stretch wrapped in the classes of all marks over it."""
    edges = [(max(span[0], start), +1, span) for span in spans] + [(span[1], -1, span) for span in spans]
    edges.sort(key=lambda edge: edge[0])
    over = dict.fromkeys(
        (span[2] for span in spans), 0
    )  # class -> marks of it that are open, in order of marks
    pieces, at, notes = [], start, ""
    for place, group in groupby(edges, key=lambda edge: edge[0]):
        pieces.append(_stretch(text[at:place], [name for name, n in over.items() if n]))
        for _, step, span in group:
            over[span[2]] += step
            notes += f"<sup>{escape(span[3])}</sup>" if step < 0 and span[3] else ""
        pieces.append(notes)
        at, notes = place, ""
    return "".join(pieces) + escape(text[at:end])


def _stretch(text: str, classes: list[str]) -> str:
    """A piece of a sentence, marked where it has classes."""
    inside = escape(text)
    return f'<mark class="{escape(" ".join(classes))}">{inside}</mark>' if text and classes else inside
