"""Counts of a selection for the screen: those of theme_shares and relation_table, quick on thousands of documents."""

import pandas as pd

from analysis import schema
from analysis.actors import actor_table, name_actors
from analysis.intervals import few
from analysis.prepared import Frames, marked
from analysis.relations import EXPLICIT, GRADES, ledger_rows
from analysis.themes import theme_sentences


def theme_counts(view: Frames, *, by: str | None = None) -> pd.DataFrame:
    """theme_shares without intervals: one row per group and theme; quick on thousands of documents."""
    names = view.lexicon[view.lexicon["kind"] != "exclude"].drop_duplicates("key")[["key", "label", "kind"]]
    names = pd.concat([names, pd.DataFrame([("uncoded", "No theme found", "uncoded")], columns=names.columns)])  # fmt: skip
    group = by or "_all"
    sentences = view.sentences.assign(_all=0)[["doc_id", "sent_id", group]].dropna()
    size = sentences.groupby(group).agg(n=("sent_id", "size"), docs=("doc_id", "nunique")).reset_index()
    found = schema.attach(theme_rows(view), sentences, columns=[group]).dropna(subset=[group])
    k = found.astype({group: size[group].dtype}).groupby([group, "key"]).size().rename("k").reset_index()
    shares = size.merge(names, how="cross").merge(k, on=[group, "key"], how="left")
    shares = shares.fillna({"k": 0}).astype({"k": "int64"})
    shares = shares.assign(share=shares["k"] / shares["n"], low=float("nan"), high=float("nan"), interval="")
    return shares.assign(few=few(shares["n"])).drop(columns="_all", errors="ignore").reset_index(drop=True)


def theme_rows(view: Frames) -> pd.DataFrame:
    """What a theme chart counts: one row per sentence and theme, and per sentence without any (uncoded)."""
    coded = theme_sentences(view.hits, view.sentences)
    rest = view.sentences.loc[~marked(view, view.at["hits"]), ["doc_id", "sent_id"]]
    return pd.concat([coded, rest.assign(key="uncoded", n_hits=0)], ignore_index=True)


def ledger_of(view: Frames, frames: Frames, focus: str) -> pd.DataFrame:
    """ledger_rows of the view: those of all sentences, read once per focus, that stand in the view's."""
    if focus not in frames.ledgers:
        everything = (frames.pairs, frames.mentions, frames.sentences, frames.documents)
        rows = ledger_rows(*everything, focus=focus, dedupe=False)
        frames.ledgers[focus] = rows, schema.locate(rows, frames.sentences)
    rows, at = frames.ledgers[focus]
    inside = marked(frames, view.sentences.index.to_numpy())
    return rows[inside[at]].reset_index(drop=True)


def partner_counts(view: Frames, frames: Frames, focus: str) -> pd.DataFrame:
    """relation_table of the view without dates, sections and documents: one row per partner of focus and its grades."""
    rows = ledger_of(view, frames, focus)
    grades = [*GRADES, "focal"]
    table = rows.groupby(["partner", "evidence"]).size().unstack(fill_value=0)
    table = table.reindex(columns=grades, fill_value=0).rename_axis(columns=None).reset_index()
    table = table.assign(
        focus=focus,
        label=name_actors(table["partner"]),
        unit_type=table["partner"].map(actor_table()["unit_type"]).fillna("group").astype("str"),
        of=len(view.sentences),
        explicit=table[list(EXPLICIT)].sum(axis=1),
    )
    table = table.assign(n=table["explicit"] + table["comention"])
    order = {"explicit": False, "comention": False, "focal": False, "partner": True}
    table = table.sort_values([*order], ascending=[*order.values()], ignore_index=True)
    return table[["focus", "partner", "label", "unit_type", *grades, "explicit", "n", "of"]]
