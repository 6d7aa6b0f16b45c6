"""What a comparison over time needs: periods, groups, who is named when, and figures that stay on this machine."""

import os
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import schema
from analysis.actors import name_actors
from analysis.drawing import BLUE, GREY, LIGHT, RED, axes, chart, empty, label_rows, shorten
from analysis.intervals import few
from analysis.relations import EXPLICIT, add_period, main_actor
from analysis.save import FOLDER, save_figure

_GROUPS = Path(__file__).with_name("lexicons") / "groups.csv"
_CUT = 0.05  # a mean compound score nearer to 0 than this is neither side


def by_time(documents: pd.DataFrame, unit: str = "month") -> tuple[pd.DataFrame, str]:
    """The documents in order of time, and the column to compare them by: "period", or "doc_id" where none has a date.

    Documents without a date among dated ones are left out, since no period can hold them.
    Raises ValueError for a unit other than month, quarter and year.
    """
    if documents["date"].isna().all():
        return documents, "doc_id"
    dated = documents[documents["date"].notna()]
    return add_period(dated, unit).sort_values(["date", "doc_id"], ignore_index=True), "period"


def reading_point(mentions: pd.DataFrame, focus: str = "auto") -> str:
    """As main_actor; in a text that names no actor "ORG:UN", since its tables are empty from wherever they are read."""
    named = mentions[~mentions["in_name"]]
    return main_actor(named, focus) if len(named) or focus != "auto" else "ORG:UN"


def speaker_states(documents: pd.DataFrame, focus: str) -> pd.DataFrame:
    """The documents with a column speaker_state: their own, or `focus` for all where they have none."""
    if "speaker_state" in documents.columns:
        return documents
    return documents.assign(speaker_state=focus).astype({"speaker_state": "str"})


def load_groups(*names: str) -> pd.DataFrame:
    """Members of groups for groups= of relation_table: one row per actor and group, with years from and to (open: NaN).

    Groups: "EU members", "BRICS", "Soviet Union / Russia". Membership is by whole years; the United Kingdom, which left
    on 31 January 2020, is a member up to 2019. Raises ValueError for an unknown group.
    """
    table = pd.read_csv(_GROUPS, keep_default_na=False, na_values={"from": [""], "to": [""]})
    strange = sorted(set(names) - set(table["group"]))
    if strange:
        raise ValueError(f"no group {strange[0]!r}; there is {', '.join(table['group'].unique())}")
    return table[table["group"].isin(names or table["group"])].reset_index(drop=True)


def naming(
    rows: pd.DataFrame, sentences: pd.DataFrame, documents: pd.DataFrame, scores: pd.DataFrame, *, by: str
) -> pd.DataFrame:
    """Who is named when: one row per partner and group of `by` (a column of documents), zeros too.

    rows: ledger_rows with a focus and the same `by`, one row per sentence that names the partner. Columns: partner,
    label, `by`, n (those sentences, of any grade), explicit (those that pair it with the focus), of (all body sentences
    of the group: the denominator), share = n / of, tone (mean compound of the n sentences), few (n below 5).
    Partners come by their total, groups in the documents' order. Caveat: tone is that of the sentence, not towards the
    partner.
    """
    body = schema.attach(sentences[sentences["layer"] == "body"], documents, columns=[by])
    of = body.groupby(by).size()
    groups = list(dict.fromkeys(documents[by]))
    order = rows["partner"].value_counts().rename("n").rename_axis("partner").reset_index()
    order = order.sort_values(["n", "partner"], ascending=[False, True])["partner"]
    scored = schema.attach(rows, scores, columns=["compound"])
    scored = scored.assign(explicit=scored["evidence"].isin(EXPLICIT)).groupby(["partner", by])
    table = scored.agg(n=("sent_id", "size"), explicit=("explicit", "sum"), tone=("compound", "mean"))
    full = pd.MultiIndex.from_product([order, groups], names=["partner", by])
    table = table.reindex(full).reset_index()
    table = table.fillna({"n": 0, "explicit": 0}).astype({"n": "int64", "explicit": "int64"})
    table.insert(1, "label", name_actors(table["partner"]))
    table["of"] = table[by].map(of).fillna(0).astype("int64")
    return table.assign(share=table["n"] / table["of"].where(table["of"] > 0), few=few(table["n"]))


@chart
def plot_naming(
    table: pd.DataFrame, *, by: str, ax=None, top: int = 12, focus: str = "", title: str = "Who is named when"
):
    """Partner x group: area is the share of sentences naming the partner, colour and sign their tone. Takes naming.

    The number is n; below 5 the mark is hollow and without tone. A ring says that a sentence pairs the partner with
    the focus explicitly.
    """
    names = list(dict.fromkeys(table["partner"]))[:top]
    frame = table[table["partner"].isin(names) & (table["n"] > 0)]
    ax = axes(ax, max(1, len(names) * 1.45), width=11)
    if frame.empty:
        return empty(ax, "No partner is named.")
    groups, highest = list(dict.fromkeys(table[by])), frame["share"].max()
    for row in frame.to_dict("records"):
        x, y, size = groups.index(row[by]), names.index(row["partner"]), 1300 * row["share"] / highest + 12
        wide = size**0.5  # the diameter in points
        ax.scatter(x, y, s=size, **_look(row))
        if row["explicit"]:
            ax.scatter(x, y, s=(wide + 5) ** 2, facecolor="none", edgecolor="#222222", lw=1.1)
        inside = wide > max(16, 8 * len(f"{row['n']}{_sign(row)}")) and not row["few"]
        place = dict(xytext=(0, 0), ha="center") if inside else dict(xytext=(wide / 2 + 5, 0), ha="left")
        look = dict(
            color="white" if inside else "#222222", fontsize=9, va="center", textcoords="offset points"
        )
        ax.annotate(f"{row['n']}{_sign(row)}", (x, y), **look, **place)
    of = table.drop_duplicates(by).set_index(by)["of"]
    ax.set_xticks(range(len(groups)), [f"{_two_lines(g)}\nof {of[g]:,}" for g in groups], fontsize=9.5)
    ax.set_xlim(-0.6, len(groups) - 0.3)
    label_rows(ax, [table.loc[table["partner"] == code, "label"].iloc[0] for code in names])
    ax.grid(alpha=0.6)
    pair = f" · ring: paired with {focus} explicitly" if focus else ""
    ax.set_xlabel(
        "area: share of the sentences of the column that name the state; number: sentences\n"
        f"blue +: mean tone of these sentences above {_CUT}; red −: below −{_CUT}; hollow: fewer than 5, read them{pair}",
        fontsize=9.5,
    )
    ax.set_title(title)
    return ax


def _two_lines(name: str) -> str:
    return "\n".join(shorten(name, 20).rsplit(" ", 1))


def _sign(row: dict) -> str:
    if row["few"] or not np.isfinite(row["tone"]) or abs(row["tone"]) <= _CUT:
        return ""
    return "+" if row["tone"] > 0 else "−"


def _look(row: dict) -> dict:
    if row["few"]:
        return dict(facecolor="white", edgecolor=LIGHT, lw=1.5)
    return dict(facecolor={"+": BLUE, "−": RED}.get(_sign(row), GREY), edgecolor="none")


def largest(table: pd.DataFrame, names: list[str], value: str = "n") -> str:
    """The largest mark in words, for alt text: "China, 2020-06: 4"; "nothing" where there is none (ties by name)."""
    known = table[table[value].notna() & (table[value] > 0)]
    if known.empty:
        return "nothing"
    row = known.sort_values([value, *names], ascending=[False, *[True] * len(names)]).iloc[0]
    return f"{', '.join(str(row[name]) for name in names)}: {row[value]:g}"


def save_local(ax, name: str, data: pd.DataFrame, *, skipped: str = "", **options):
    """save_figure into figures/local/ whatever the run, for charts of texts that do not come with the project.

    Where data is empty nothing is written and the sentence `skipped` is shown instead.
    """
    import matplotlib.pyplot as plt
    from IPython.display import Markdown

    if data.empty:
        plt.close(ax.get_figure())
        return Markdown(skipped or "Nothing to draw.")
    set_to = os.environ.pop(FOLDER, None)
    try:
        return save_figure(ax, name, data, **options)
    finally:
        if set_to is not None:
            os.environ[FOLDER] = set_to


def open_text(path: str = "") -> pd.DataFrame:
    """The documents at `path` (a file or folder); for "" what the notebooks were given, else the sample."""
    from analysis.corpus import load_input, read

    return read(path) if path else load_input()


def busiest(ledger: pd.DataFrame, documents: pd.DataFrame, top: int = 2) -> pd.DataFrame:
    """The documents of the `top` governments with the most explicit pairs in their own texts (ties by name).

    ledger: relation_table with focus="speaker_state". Where it is empty the first `top` of the documents are taken.
    """
    total = ledger.groupby("focus")["explicit"].sum() if len(ledger) else pd.Series(dtype="int64")
    order = total.sort_values(ascending=False, kind="stable").index
    states = list(order) or sorted(documents["speaker_state"].unique())
    return documents[documents["speaker_state"].isin(states[:top])]
