"""The sections of a report: each takes the frames of `report.read_all` and gives HTML."""

from html import escape

import pandas as pd

import analysis as an
from analysis.actors import actor_label
from analysis.relations import EXPLICIT
from analysis.report_page import LEXICONS, inline, sentences_behind, table
from analysis.tracking import largest

FOLD = 3


def _p(text: str, kind: str = "") -> str:
    return f"<p{f' class={kind!r}' if kind else ''}>{escape(text)}</p>"


def _h(text: str) -> str:
    return f"<h3>{escape(text)}</h3>"


def _evidence(f, rows, title: str, marks=None) -> str:
    shown = an.show_evidence(rows, f.documents, f.sentences, marks=marks, title=title, fold=FOLD, limit=60)
    return sentences_behind(shown)


def _note(f, *lexicons: str) -> str:
    return an.footnote(f.documents, lexicons=lexicons, extra="not validated on this text")


def _shares(f) -> pd.DataFrame:
    shares = an.theme_shares(f.hits, f.sentences, by=[])
    return shares[shares["kind"] != "uncoded"].sort_values(["k", "label"], ascending=[False, True])


def _ledger(f) -> pd.DataFrame:
    return an.relation_table(f.pairs, f.mentions, f.sentences, f.documents, focus=f.focus, scores=f.scores)


def _of(k: int, n: int) -> str:
    return f"{k:,} of {n:,} sentences" + (f" ({k / n:.0%})" if n else "")


def in_words(f) -> list[str]:
    """The key numbers as sentences, each with its n."""
    n, words = len(f.body), int(f.tokens.merge(f.body[["doc_id", "sent_id"]])["is_word"].sum())
    points = [f"The body has {n:,} sentences and {words:,} words."]
    own = int((f.body["voice"] == "unattributed").sum())
    points.append(
        f"{_of(own, n)} are in nobody's name but the outlet's own: that is a voice too, not neutrality."
    )
    shares = _shares(f).query("k > 0 and kind == 'topic'")
    if len(shares):
        top = [f"{row.label} ({row.k:,})" for row in shares.head(3).itertuples()]
        points.append(f"Topics touched by most sentences, of {n:,}: {', '.join(top)}.")
    ledger = _ledger(f)
    paired = ledger[ledger["explicit"] > 0] if len(ledger) else ledger
    if len(paired):
        row = paired.iloc[0]
        points.append(
            f"Read from {actor_label(f.focus)}, the partner in most explicit pairs is {row['label']}: {_of(row['explicit'], row['of'])}."
        )
    else:
        points.append("No sentence joins two actors by an explicit construction.")
    scored = _tone(f)
    if len(scored):
        plus, minus = int((scored["compound"] > 0.05).sum()), int((scored["compound"] < -0.05).sum())
        points.append(f"By its words, {_of(plus, n)} read as positive and {_of(minus, n)} as negative.")
    claims = f.claims.merge(f.body[["doc_id", "sent_id"]])
    points.append(f"{len(claims):,} figures are stated. None was checked here.")
    return points


def _tone(f) -> pd.DataFrame:
    return an.attach(f.scores.merge(f.body[["doc_id", "sent_id"]]), f.sentences, columns=["voice", f.by])


def voice(f) -> str:
    """Who speaks, by part of the text."""
    counts = f.body.value_counts([f.by, "voice"]).rename("n").reset_index()
    figure = an.save_figure(
        an.plot_voice(counts, by=f.by), "voice", counts, rows=f.body, keys=[f.by, "voice"], note=_note(f),
        alt=f"Sentences by {f.by} and voice, n = {len(f.body):,}; the largest group: {largest(counts, [f.by, 'voice'])}.",
    )  # fmt: skip
    said = _p(
        "A quotation belongs to its speaker, an attributed sentence is the speaker's claim in the reporter's words, and the rest is the outlet's own voice."
    )
    own = f.body[f.body["voice"] == "unattributed"]
    return said + inline(figure) + _evidence(f, own[["doc_id", "sent_id"]], "In the outlet's own voice")


def themes(f) -> str:
    """Share of sentences per theme, where they stand, and the sentences of the largest."""
    shares = _shares(f)
    rows = an.theme_sentences(f.hits, f.sentences)
    figure = an.save_figure(
        an.plot_themes(shares), "themes", shares, rows=rows, keys=["key"], count="k", note=_note(f, "themes"),
        alt=f"Share of {len(f.body):,} sentences per theme; the largest: {largest(shares, ['label'], 'k')} sentences.",
    )  # fmt: skip
    parts = [
        _p(
            "A theme is a list of words. A sentence counts once per theme and may hold several, so the shares do not add up."
        ),
        inline(figure),
    ]
    for row in shares.query("kind == 'topic' and k > 0").head(3).itertuples():
        marked = f.hits[f.hits["key"] == row.key].merge(f.body[["doc_id", "sent_id"]])
        parts.append(_evidence(f, marked, row.label, {"theme": marked}))
    by = an.theme_shares(f.hits, f.sentences, by=f.by)
    by = by[by["kind"] != "uncoded"]
    if by[f.by].nunique() in range(2, 25) if len(by) else False:
        behind = an.attach(rows, f.sentences, columns=[f.by]) if f.by not in rows else rows
        drawn = an.save_figure(
            an.plot_theme_by(by, by=f.by, title=f"Themes by {f.by}"), "theme_by", by, rows=behind, keys=[f.by, "key"], count="k", note=_note(f, "themes"),
            alt=f"Sentences per theme and {f.by}; the largest cell: {largest(by, ['label', f.by], 'k')}.",
        )  # fmt: skip
        parts += [_h("Part by part"), inline(drawn)]
    columns = {
        "label": "theme",
        "kind": "kind",
        "k": "sentences",
        "n": "of",
        "share": "share",
        "low": "low",
        "high": "high",
    }
    return "".join(parts) + table(shares[list(columns)].rename(columns=columns))


def partners(f) -> str:
    """The ledger read from the actor named most, its chart and its sentences."""
    ledger = _ledger(f)
    if ledger.empty:
        return _p("The text names no actor of the gazetteer, so there is no relation to count.")
    grades = an.by_grade(ledger)
    rows = an.ledger_rows(f.pairs, f.mentions, f.sentences, f.documents, focus=f.focus)
    figure = an.save_figure(
        an.plot_partners(grades, title=f"Whom it is about, read from {actor_label(f.focus)}"), "partners", grades, rows=rows, keys=["focus", "partner", "evidence"],
        note=_note(f, "actors", "relation_cues"),
        alt=f"Sentences per partner of {actor_label(f.focus)} by evidence, of {len(f.body):,}; most explicit pairs: {largest(ledger, ['label'], 'explicit')}.",
    )  # fmt: skip
    said = _p(
        f"The text is read from {actor_label(f.focus)}, the actor it names most. An explicit pair joins two names by its wording; same sentence only means that both are named; partner alone, that the sentence names the partner without the focus. The three are never added."
    )
    parts = [said, inline(figure)]
    for row in ledger[ledger["explicit"] > 0].head(3).itertuples():
        own = rows[(rows["partner"] == row.partner) & rows["evidence"].isin(EXPLICIT)]
        parts.append(
            _evidence(
                f,
                own[["doc_id", "sent_id"]],
                f"{actor_label(f.focus)} and {row.label}: explicit pairs",
                {"actor": f.mentions},
            )
        )
    columns = {
        "label": "partner",
        "unit_type": "kind",
        "explicit": "explicit pairs",
        "comention": "same sentence only",
        "focal": "partner alone",
        "tone": "tone of explicit pairs",
        "tone_n": "n of tone",
    }
    return "".join(parts) + table(
        ledger[[c for c in columns if c in ledger]].rename(columns=columns), limit=20
    )


def tone(f) -> str:
    """Mean tone by voice, the words that make it, and the sentences at both ends."""
    scored = _tone(f)
    summary = an.summarise_tone(scored, by="voice") if len(scored) else pd.DataFrame()
    if summary.empty:
        return _p("There is no sentence to score.")
    figure = an.save_figure(
        an.plot_tone_by(summary, by="voice", title="Tone by voice"), "tone_by_voice", summary, rows=scored, keys=["voice"], note=_note(f, "tone_diplomacy", "neutral"),
        alt=f"Mean compound score by voice, n = {len(scored):,} sentences; the largest group: {largest(summary, ['voice'])}.",
    )  # fmt: skip
    said = _p(
        "VADER adds up the valence of words, here with terms of diplomacy added and names kept neutral. It measures wording, not attitude: whose view a sentence states, and towards whom, it does not know."
    )
    ends = []
    for title, order in (("Most negative by its words", True), ("Most positive by its words", False)):
        chosen = scored.sort_values(["compound", "doc_id", "sent_id"], ascending=[order, True, True]).head(3)
        marks = f.explained.merge(chosen[["doc_id", "sent_id"]])
        ends.append(_evidence(f, chosen[["doc_id", "sent_id"]], title, {"tone": marks}))
    return said + inline(figure) + "".join(ends)


def claims(f) -> str:
    """Stated figures as a table, with the sentences that state them."""
    found = f.claims.merge(f.body[["doc_id", "sent_id"]])
    if found.empty:
        return _p("The text states no figure.")
    found = an.attach(found, f.sentences, columns=["voice", "speaker"])
    shown = found.assign(said=an.quote(found, f.documents))[
        ["said", "counted", "modality", "voice", "speaker"]
    ]
    said = _p(
        "Figures as stated, none of them checked. Modality says whether a thing is reported as done, going on, promised or denied."
    )
    return (
        said
        + table(shown.fillna("").rename(columns={"said": "figure as stated"}))
        + _evidence(f, found, "The sentences", {"claim": found})
    )


def method(f) -> str:
    """What was done, in a paragraph each, and what does not follow from it."""
    del f
    points = [
        "Date lines, captions, headings and bylines are set apart; only the body is counted.",
        "Themes are found by a dictionary; the longest match wins and metaphors are kept out by rows of their own. A word is evidence of a theme, not the theme.",
        "Actors are found by a gazetteer. Codes are labels and say nothing on status. Capitals count where they act. Pairs that merely stand in one list are left out.",
        "Intervals over the sentences of one text hold only if sentences were exchangeable, which they are not: they say how coarse a figure is. With several texts, documents are resampled. Fewer than five sentences are for reading.",
        "An interview with a minister names the minister's country most: that is focal bias, no finding. A claim is an assertion. No mention is not no relation.",
        "Nothing on this page was validated by hand on this text; notebook 07 shows how.",
    ]
    return (
        "<ul>"
        + "".join(f"<li>{escape(point)}</li>" for point in points)
        + "</ul>"
        + _p(f"Lexicons used: {', '.join(LEXICONS)}.", "note")
    )
