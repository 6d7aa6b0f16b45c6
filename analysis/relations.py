"""Pairs to the ledger of relations: one row per pair, or per partner of a focus, grades side by side and never added."""

import re
from collections.abc import Sequence
from hashlib import sha256

import numpy as np
import pandas as pd

from analysis import schema
from analysis.actors import actor_table, name_actors
from analysis.layers import split_layers

GRADES = ("compound", "prefix", "relational", "comention")
EXPLICIT = GRADES[:3]


def relation_table(
    pairs: pd.DataFrame,
    mentions: pd.DataFrame,
    sentences: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    focus: str | Sequence[str] | None = None,
    groups: pd.DataFrame | None = None,
    scores: pd.DataFrame | None = None,
    hits: pd.DataFrame | None = None,
    by: str | Sequence[str] = (),
    layers: Sequence[str] = ("body",),
    dedupe: bool = True,
) -> pd.DataFrame:
    """The ledger: one row per pair of actors, or per partner of `focus` (a code, codes, or a documents column of codes).

    Columns: those of `by` (section, or any column of documents such as a period), actor_a and actor_b (or focus and
    partner), label, unit_type, then in sentences: compound, prefix, relational (each sentence in its strongest grade),
    explicit (their sum: each sentence once), comention, focal (with focus: sentences that name only the partner; never added
    to the others), n (explicit + comention, the rows of ledger_rows behind it), docs, sections, first and last (dates), of
    (all sentences of the group: the denominator). scores adds tone and tone_n (mean compound of the explicit sentences),
    hits adds themes (the three most frequent keys of those sentences).
    groups: a table with columns actor, group and optionally from, to (years): members are read as their group and a
    sentence counts once per group. Left out: pairs in_name or listed; documents whose text another has too (dedupe).
    Raises ValueError for a focus nobody has, or columns that documents lack.
    """
    rows = ledger_rows(
        pairs, mentions, sentences, documents, focus=focus, groups=groups, by=by, layers=layers, dedupe=dedupe
    )
    by = [by] if isinstance(by, str) else list(by)
    sides = ["actor_a", "actor_b"] if focus is None else ["focus", "partner"]
    keys = [*by, *sides]
    if rows.empty:
        return pd.DataFrame(
            columns=[*keys, "label", "unit_type", *GRADES, "explicit", "focal", "n", "docs", "of"]
        )
    grade = pd.crosstab([rows[key] for key in keys], rows["evidence"]).reindex(
        columns=[*GRADES, "focal"], fill_value=0
    )
    table = grade.assign(explicit=grade[list(EXPLICIT)].sum(axis=1))
    table["n"] = table["explicit"] + table["comention"]
    named = rows[rows["evidence"] != "focal"].groupby(keys, dropna=False)
    table["docs"] = named["doc_id"].nunique()
    table["sections"] = (
        rows[rows["evidence"] != "focal"].drop_duplicates([*keys, "doc_id", "section"])[keys].value_counts()
    )
    table["first"], table["last"] = named["date"].min(), named["date"].max()
    if scores is not None:
        table = table.join(_tone(rows, scores, keys))
    if hits is not None:
        table = table.join(_themes(rows, hits, keys))
    table = (
        table.fillna({"docs": 0, "sections": 0}).astype({"docs": "int64", "sections": "int64"}).reset_index()
    ).rename_axis(columns=None)
    table["of"] = _denominator(table, sentences, documents, by, layers, dedupe)
    table = _named(table, sides)
    order = ["explicit", "comention", "focal"]
    return table.sort_values(
        [*by, *order, *sides], ascending=[True] * len(by) + [False] * 3 + [True] * 2, ignore_index=True
    )


def ledger_rows(
    pairs: pd.DataFrame,
    mentions: pd.DataFrame,
    sentences: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    focus: str | Sequence[str] | None = None,
    groups: pd.DataFrame | None = None,
    by: str | Sequence[str] = (),
    layers: Sequence[str] = ("body",),
    dedupe: bool = True,
) -> pd.DataFrame:
    """What relation_table counts: one row per sentence and pair (partner), with its evidence grade, to open as evidence."""
    by = [by] if isinstance(by, str) else list(by)
    kept = documents[~duplicate_of(documents).notna()] if dedupe else documents
    rows = pairs[~pairs["in_name"] & ~pairs["listed"] & pairs["doc_id"].isin(kept["doc_id"])]
    rows = _dated(rows, sentences, documents, by)
    rows = rows[rows["layer"].isin(layers)]
    rows = _grouped(rows, ["actor_a", "actor_b"], groups)
    rows = rows[rows["actor_a"] != rows["actor_b"]]
    if focus is not None:
        rows = pd.concat(
            [
                _of_focus(rows, focus, documents),
                _focal(rows, mentions, sentences, kept, focus, groups, by, layers),
            ]
        )
    sides = ["actor_a", "actor_b"] if focus is None else ["focus", "partner"]
    rank = rows["evidence"].map({grade: i for i, grade in enumerate([*GRADES, "focal"])})
    rows = rows.assign(_rank=rank).sort_values(["doc_id", "sent_id", "_rank"], kind="stable")
    return rows.drop_duplicates(["doc_id", "sent_id", *sides]).drop(columns="_rank").reset_index(drop=True)


def _dated(
    rows: pd.DataFrame, sentences: pd.DataFrame, documents: pd.DataFrame, by: list[str]
) -> pd.DataFrame:
    wanted = list(dict.fromkeys(["section", "layer", "date", *by]))
    return schema.attach(rows, sentences, documents, columns=[c for c in wanted if c not in rows.columns])


def _states(documents: pd.DataFrame, focus: str | Sequence[str]) -> pd.DataFrame:
    """Which actor is the focus of which document: one row per document and focus."""
    if isinstance(focus, str) and focus in documents.columns:
        return documents[["doc_id"]].assign(focus=documents[focus].astype("str"))
    codes = [focus] if isinstance(focus, str) else list(focus)
    known = {"", *actor_table().index}  # "" is nobody: the focus of a text without actors
    for code in codes:
        if code not in known:
            raise ValueError(
                f"focus {code!r} is neither an actor's code (CHN, ORG:EU) nor a column of the documents"
            )
    return documents[["doc_id"]].merge(pd.DataFrame({"focus": codes}), how="cross").astype({"focus": "str"})


def _of_focus(rows: pd.DataFrame, focus, documents: pd.DataFrame) -> pd.DataFrame:
    rows = rows.merge(_states(documents, focus), on="doc_id")
    rows = rows[(rows["actor_a"] == rows["focus"]) | (rows["actor_b"] == rows["focus"])]
    return rows.assign(partner=rows["actor_b"].where(rows["actor_a"] == rows["focus"], rows["actor_a"]))


def _focal(rows, mentions, sentences, documents, focus, groups, by, layers) -> pd.DataFrame:
    """Sentences that name a partner but not the focus: the grade "focal"."""
    named = mentions[~mentions["in_name"] & mentions["doc_id"].isin(documents["doc_id"])]
    named = _grouped(_dated(named, sentences, documents, by), ["actor"], groups)
    named = named[named["layer"].isin(layers)].merge(_states(documents, focus), on="doc_id")
    where = ["doc_id", "sent_id", "focus"]
    of_focus = named.loc[named["actor"] == named["focus"], where].drop_duplicates().assign(_both=True)
    named = named.merge(of_focus, on=where, how="left")
    alone = named[named["_both"].isna()].drop_duplicates([*where, "actor"])
    alone = alone.assign(partner=alone["actor"], evidence="focal", cue="")
    return alone[[c for c in [*rows.columns, "focus", "partner"] if c in alone.columns]]


def _grouped(rows: pd.DataFrame, columns: Sequence[str], groups: pd.DataFrame | None) -> pd.DataFrame:
    """Members read as their group in the years of their membership."""
    if groups is None or rows.empty:
        return rows
    missing = {"actor", "group"} - set(groups.columns)
    if missing:
        raise ValueError(
            f"groups lacks the column {', '.join(sorted(missing))}; it needs actor and group (from, to)"
        )
    year = rows["date"].dt.year
    rows, read_as = rows.copy(), {column: rows[column].copy() for column in columns}
    for row in groups.to_dict("records"):
        begin, end = row.get("from", np.nan), row.get("to", np.nan)
        in_time = year.isna() | ~((year < begin) | (year > end))  # an open end is NaN and excludes nothing
        for column in columns:
            read_as[column][in_time & (rows[column] == row["actor"])] = row["group"]
    return rows.assign(**read_as)


def _tone(rows: pd.DataFrame, scores: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Mean compound score of the explicit sentences, and how many there are."""
    explicit = rows.loc[rows["evidence"].isin(EXPLICIT), ["doc_id", "sent_id", *keys]]
    group = schema.attach(explicit, scores, columns=["compound"]).groupby(keys, dropna=False)["compound"]
    return pd.DataFrame({"tone": group.mean(), "tone_n": group.count()})


def _themes(rows, hits, keys) -> pd.Series:
    explicit = rows[rows["evidence"].isin(EXPLICIT)][["doc_id", "sent_id", *keys]]
    found = explicit.merge(
        hits.drop_duplicates(["doc_id", "sent_id", "key"])[["doc_id", "sent_id", "key"]],
        on=["doc_id", "sent_id"],
    )
    counted = found.groupby([*keys, "key"]).size().rename("n_key").reset_index()
    counted = counted.sort_values(["n_key", "key"], ascending=[False, True])
    listed = counted.assign(words=counted["key"] + " " + counted["n_key"].astype("str"))
    return listed.groupby(keys)["words"].agg(lambda words: ", ".join(words.head(3))).rename("themes")


def _denominator(table, sentences, documents, by, layers, dedupe) -> pd.Series:
    kept = documents[~duplicate_of(documents).notna()] if dedupe else documents
    counted = sentences[sentences["layer"].isin(layers) & sentences["doc_id"].isin(kept["doc_id"])]
    if not by:
        return pd.Series(len(counted), index=table.index)
    counted = schema.attach(counted, documents, columns=[c for c in by if c not in counted.columns])
    sizes = counted.groupby(by, dropna=False).size()
    wanted = pd.MultiIndex.from_frame(table[by]) if len(by) > 1 else pd.Index(table[by[0]])
    return pd.Series(sizes.reindex(wanted).fillna(0).astype("int64").to_numpy(), index=table.index)


def _named(table: pd.DataFrame, sides: list[str]) -> pd.DataFrame:
    """Labels and unit types from the gazetteer; a group keeps its own name."""
    labels = [name_actors(table[side]) for side in sides]
    label = labels[1] if "partner" in sides else labels[0] + " – " + labels[1]
    unit_type = actor_table()["unit_type"]
    kind = table[sides[1]].map(unit_type).fillna("group")
    if "partner" not in sides:
        first = table[sides[0]].map(unit_type).fillna("group")
        kind = kind.where(first != "territory", "territory")
    at = len(table.columns) - len([c for c in table.columns if c not in sides])
    table.insert(at, "label", label.astype("str"))
    table.insert(at + 1, "unit_type", kind.astype("str"))
    return table


def duplicate_of(documents: pd.DataFrame) -> pd.Series:
    """For each document the doc_id of an earlier one with the same text but for date line and white space; else missing."""
    starts = split_layers(documents)
    dateline = starts[starts["kind"] == "dateline"].groupby("doc_id")["end"].max()
    seen: dict[bytes, str] = {}
    found = []
    for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True):
        body = re.sub(r"\s+", " ", text[dateline.get(doc_id, 0) :]).strip()
        earlier = seen.setdefault(sha256(body.encode("utf-8", "replace")).digest(), doc_id)
        found.append(earlier if earlier != doc_id else None)
    return pd.Series(found, index=documents.index, dtype="str")


def compare_focus(
    pairs: pd.DataFrame,
    mentions: pd.DataFrame,
    sentences: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    column: str,
    grade: str = "explicit",
    **options,
) -> pd.DataFrame:
    """Governments side by side: one row per speaker state of `column` and partner, over equal denominators.

    Each government's partners are counted in its own documents only; share = sentences of `grade` (explicit, comention or
    focal) / of, where `of` is the number of that government's sentences. A partner only one of them names is a row with
    k = 0 for the other, because zero is a finding here. The governments themselves are partners like any other.
    """
    tables, size = [], {}
    for state, own in documents.groupby(column, sort=True):
        own = own[duplicate_of(own).isna()] if options.get("dedupe", True) else own
        inside = [frame[frame["doc_id"].isin(own["doc_id"])] for frame in (pairs, mentions, sentences)]
        size[state] = int(inside[2]["layer"].isin(options.get("layers", ("body",))).sum())
        table = relation_table(*inside, own, focus=column, **options)
        tables += [table.assign(focus=state)] if len(table) else []
    if not tables:
        return pd.DataFrame(columns=["focus", "partner", "k", "label", "unit_type", "of", "share"])
    rows, size = pd.concat(tables, ignore_index=True), pd.Series(size)
    names = rows.drop_duplicates("partner").set_index("partner")[["label", "unit_type"]]
    full = pd.MultiIndex.from_product([size.index, names.index], names=["focus", "partner"])
    k = rows.set_index(["focus", "partner"])[grade].reindex(full, fill_value=0).rename("k").reset_index()
    k = k[k["focus"] != k["partner"]].join(names, on="partner")
    k["of"] = k["focus"].map(size)
    k["share"] = k["k"] / k["of"]
    total = k.groupby("partner")["k"].transform("sum")
    return k.assign(_t=-total).sort_values(["_t", "partner", "focus"], ignore_index=True).drop(columns="_t")


def main_actor(mentions: pd.DataFrame, focus: str = "auto", *, default: str | None = None) -> str:
    """The code a notebook reads from: `focus` itself, or for "auto" the actor named most often (ties by code).

    Where no actor is named at all it is `default`; without one ValueError is raised.
    """
    if focus != "auto":
        return focus
    named = mentions.loc[~mentions["in_name"], "actor"].value_counts().rename_axis("actor").reset_index()
    if named.empty and default is not None:
        return default
    if named.empty:
        raise ValueError(
            "no actor is named in this text; set FOCUS to a code such as CHN, or give another text"
        )
    return str(named.sort_values(["count", "actor"], ascending=[False, True])["actor"].iloc[0])


def by_grade(table: pd.DataFrame) -> pd.DataFrame:
    """A relation table in long form, one row per mark of a chart: its keys, label, unit_type, evidence, n, of."""
    keys = [c for c in table.columns if c not in _MEASURES]
    grades = [grade for grade in (*GRADES, "focal") if grade in table]
    long = table[[*keys, "of", *grades]].melt(id_vars=[*keys, "of"], var_name="evidence", value_name="n")
    return long.astype({"evidence": "str"})


_MEASURES = {
    *GRADES, "explicit", "focal", "n", "docs", "sections", "first", "last", "of", "tone", "tone_n", "themes"
}  # fmt: skip


def add_period(documents: pd.DataFrame, unit: str = "month") -> pd.DataFrame:
    """The documents with a column period ("2020-01", "2020Q1", "2020"), for by="period".

    Raises ValueError for another unit, or when no document has a date.
    """
    code = {"month": "M", "quarter": "Q", "year": "Y"}.get(unit)
    if code is None:
        raise ValueError(f"unit is {unit!r}; use month, quarter or year")
    if documents["date"].isna().all():
        raise ValueError(
            "no document has a date: name the date column in read(..., date=...) or join a metadata table"
        )
    period = documents["date"].dt.to_period(code).astype("str")
    return documents.assign(period=period.where(documents["date"].notna()).astype("str"))


def partner_by(
    rows: pd.DataFrame,
    sentences: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    by: str = "section",
    evidence: Sequence[str] = EXPLICIT,
    layers: Sequence[str] = ("body",),
) -> pd.DataFrame:
    """Partner x section or period for a chart: one row per partner and group: n (sentences of `evidence`), of, share.

    rows: ledger_rows with a focus and the same `by`. A group in which the text is silent about a partner is 0; a
    period without any sentence (no document) is NaN, a gap and not a zero; periods in between are filled in.
    """
    body = sentences[sentences["layer"].isin(layers)]
    body = body if by in body.columns else schema.attach(body, documents, columns=[by])
    size = body.groupby(by).size()
    groups = _all_periods(size.index) if by == "period" else size.index
    size = size.reindex(groups)
    kept = rows[rows["evidence"].isin(evidence)]
    partners = (
        kept["partner"]
        .value_counts()
        .rename_axis("partner")
        .reset_index()
        .sort_values(["count", "partner"], ascending=[False, True])
    )
    counted = kept.groupby(["partner", by]).size()
    full = pd.MultiIndex.from_product([partners["partner"], groups], names=["partner", by])
    grid = counted.reindex(full, fill_value=0).rename("n").reset_index()
    grid["of"] = grid[by].map(size).astype("float64")
    grid["n"] = grid["n"].where(grid["of"].notna())
    grid.insert(1, "label", name_actors(grid["partner"]))
    return grid.assign(share=grid["n"] / grid["of"])


def _all_periods(names: pd.Index) -> pd.Index:
    """Every period from the first to the last."""
    if not len(names):
        return names
    periods = pd.PeriodIndex([pd.Period(name) for name in names])
    return pd.Index(pd.period_range(periods.min(), periods.max()).astype("str"), dtype="str")
