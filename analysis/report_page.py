"""The page of a report: head, style, contents, tables. Dark text on white, one column, made to be printed too."""

import re
from html import escape

import pandas as pd

from analysis import evidence
from analysis.save import SavedFigure

LEXICONS = ("actors", "relation_cues", "themes", "tone_diplomacy", "neutral")
_SVG_ID = re.compile(r'(\bid="|href="#|url\(#|aria-labelledby=")')

_CSS = """
:root{--ink:#1b1f24;--soft:#4d5560;--line:#d9dee4;--blue:#0b4f8a}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:var(--ink);font:18px/1.6 Charter,"Bitstream Charter",Georgia,serif}
main{max-width:52rem;margin:0 auto;padding:2.5rem 1.25rem 5rem}
h1{font-size:2.2rem;line-height:1.18;margin:.2rem 0 .6rem;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:1.5rem;line-height:1.25;margin:3.4rem 0 .8rem;padding-top:1rem;border-top:3px solid var(--ink)}
h3{font:600 1.02rem/1.4 system-ui,sans-serif;margin:2rem 0 .4rem;color:var(--blue)}
p{margin:.7rem 0}.kicker,.meta,nav,figcaption,table,.note{font-family:system-ui,sans-serif}
.kicker{font-size:.8rem;font-weight:600;color:var(--blue);margin:0}
.meta,.note{font-size:.9rem;color:var(--soft)}
.short{background:#f4f7fa;border-left:5px solid var(--blue);padding:.8rem 1.3rem;margin:1.6rem 0}
.short li{margin:.45rem 0}.short ul{padding-left:1.1rem;margin:.4rem 0}
nav ol{columns:2;column-gap:2rem;padding-left:1.3rem;font-size:.95rem}
nav li{break-inside:avoid;margin:.25rem 0}a{color:var(--blue)}
figure.chart{margin:1.2rem 0}figure.chart svg{width:100%;height:auto;display:block}
figcaption{font-size:.85rem;line-height:1.45;color:var(--soft);margin-top:.4rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.85rem;line-height:1.4;margin:.8rem 0}
th,td{text-align:left;padding:.35rem .7rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:break-word}
th{border-bottom:2px solid var(--ink);font-weight:600}td.num,th.num{text-align:right;font-variant-numeric:tabular-nums}
.evidence{max-width:none!important;padding:.2rem 0!important}
@media(max-width:36rem){body{font-size:16px}h1{font-size:1.7rem}nav ol{columns:1}}
@media print{@page{margin:18mm 16mm}body{font-size:10.5pt}main{max-width:none;padding:0}h2{margin-top:1.6rem}
h2.break{break-before:page}section>p:first-of-type{break-after:avoid}table{font-size:8.5pt}h2,h3{break-after:avoid}figure.chart,tr,li{break-inside:avoid}
figure.chart svg{max-height:200mm}a{color:inherit;text-decoration:none}mark{print-color-adjust:exact}
details>summary::after{content:" (folded: open the page on a screen to read them)"}}
"""
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def page(frames, summary: list[str], sections: list[tuple[str, str, str]]) -> str:
    """The whole document: title, summary in words, contents, sections (anchor, title, HTML)."""
    documents = frames.documents
    title = documents["title"].iloc[0] or documents["doc_id"].iloc[0]
    title = title if len(documents) == 1 else f"{len(documents):,} documents"
    dates = documents["date"].dropna()
    span = sorted({str(day.date()) for day in (dates.min(), dates.max())}) if len(dates) else []
    meta = [f"{len(documents):,} document{'s' * (len(documents) != 1)}", " to ".join(span) or "no date"]
    meta += ["constructed sample"] if (documents["source"] == "constructed sample").all() else []
    contents = "".join(f'<li><a href="#{anchor}">{escape(name)}</a></li>' for anchor, name, _ in sections)
    body = "".join(
        f'<section><h2 id="{anchor}"{_BREAK.get(anchor, "")}>{escape(name)}</h2>{html}</section>'
        for anchor, name, html in sections
    )
    points = "".join(f"<li>{escape(point)}</li>" for point in summary)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}: a reading</title><style>{_CSS}</style>{evidence._STYLE}</head><body><main>"
        f'<header><p class="kicker">A reading by counting</p><h1>{escape(title)}</h1>'
        f'<p class="meta">{escape(" · ".join(meta))}</p></header>'
        f'<div class="short"><h3 style="margin-top:.2rem">In short</h3><ul>{points}</ul></div>'
        f'<nav aria-label="Contents"><h3>Contents</h3><ol>{contents}</ol></nav>{body}</main></body></html>\n'
    )


_BREAK = {anchor: ' class="break"' for anchor in ("voice", "partners", "method")}


def table(frame: pd.DataFrame, *, limit: int = 40) -> str:
    """A frame as an escaped HTML table: numbers to the right, missing values as a dash, the first `limit` rows."""
    if frame.empty:
        return '<p class="note">Nothing to list: n = 0.</p>'
    number = {c: pd.api.types.is_numeric_dtype(frame[c]) for c in frame}
    look = {c: ' class="num"' if number[c] else "" for c in frame}
    head = "".join(f"<th{look[c]}>{escape(str(c))}</th>" for c in frame)
    rows = "".join(
        "<tr>" + "".join(f"<td{look[c]}>{escape(_cell(row[c]))}</td>" for c in frame) + "</tr>"
        for row in frame.head(limit).to_dict("records")
    )
    rest = f'<p class="note">{len(frame) - limit:,} further rows.</p>' if len(frame) > limit else ""
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{rest}'


def _cell(value) -> str:
    if value is None or value is pd.NaT or value != value:
        return "–"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, int) else str(value)


def sentences_behind(shown) -> str:
    """Evidence without its style, which the page has once."""
    return _STYLE.sub("", shown.data)


def inline(figure: SavedFigure) -> str:
    """A saved SVG as a fragment of the page: its ids made its own, nothing in it that looks outside."""
    svg = figure.read_text(encoding="utf-8")
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>|<style[^>]*>.*?</style>", "", svg, flags=re.DOTALL)
    svg = _SVG_ID.sub(lambda found: f"{found[1]}{figure.stem}-", svg)
    svg = re.sub(r'(<svg\b[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg\b[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = svg.replace("<svg ", '<svg style="stroke-linejoin:round;stroke-linecap:butt" ', 1)
    return f'<figure class="chart">{svg}<figcaption>{escape(figure.alt)}</figcaption></figure>'
