"""Theme hits, the share of sentences they touch, and which themes go with which partner."""

from collections.abc import Sequence
from math import lgamma

import numpy as np
import pandas as pd

from analysis import schema
from analysis.intervals import adjust_p, bootstrap_share, few, rule, wilson, z_value
from analysis.lexicons import load_lexicon, match_lexicon

BODY = ("body",)


def find_themes(tokens: pd.DataFrame, lexicon: pd.DataFrame | None = None) -> pd.DataFrame:
    """Hits frame: one row per theme word or phrase; a passage may count for several themes.

    The longest match wins within a theme, and a match of kind "exclude" (a metaphor or false friend such as
    "political virus") shields its words from that theme. Default lexicon: "themes" (definitions in themes.md).
    Caveat: a word is evidence of a theme, not the theme itself; see the measured precision in the README. Per document.
    """
    hits = match_lexicon(tokens, load_lexicon("themes") if lexicon is None else lexicon, scope="key")
    return hits[hits["kind"] != "exclude"].reset_index(drop=True)


def theme_sentences(
    hits: pd.DataFrame, sentences: pd.DataFrame, *, layers: Sequence[str] = BODY
) -> pd.DataFrame:
    """One row per sentence of `layers` and theme found in it: doc_id, sent_id, key, n_hits; what a theme chart counts."""
    kept = hits.assign(_layer=schema.attach(hits, sentences, columns=["layer"])["layer"])
    kept = kept[kept["_layer"].isin(layers)]
    return kept.groupby(["doc_id", "sent_id", "key"], sort=False).size().rename("n_hits").reset_index()


def theme_shares(
    hits: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    by: str | Sequence[str] = "doc_id",
    layers: Sequence[str] = BODY,
    lexicon: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Shares: one row per group and theme, themes without a sentence too (k = 0), and "uncoded".

    Columns: those of `by` (any column of sentences; `[]` for all in one group), key, label, kind, k (sentences with
    the theme), n (all sentences of the group in `layers`: the denominator), share = k / n, docs, low, high and
    interval, few (n below 5). A sentence may hold several themes, so shares need not sum to 1; uncoded counts the
    sentences with none. Interval: Wilson (1927), captioned "if sentences were exchangeable", for one document;
    percentile bootstrap over documents otherwise. share, low and high are NaN where n is 0.
    Raises ValueError for a column that sentences lack.
    """
    columns = [by] if isinstance(by, str) else list(by)
    _need(sentences, columns)
    lexicon = load_lexicon("themes") if lexicon is None else lexicon
    body = sentences[sentences["layer"].isin(layers)].reset_index(drop=True)
    names = lexicon.drop_duplicates("key").set_index("key")
    table = _incidence(theme_sentences(hits, sentences, layers=layers), body, list(names.index))
    kinds = lexicon[lexicon["kind"] != "exclude"].drop_duplicates("key").set_index("key")["kind"]
    rows = []
    for group, at in _groups(body, columns):
        for key in table.columns:
            label, kind = (
                (names["label"][key], kinds.get(key, ""))
                if key in names.index
                else ("No theme found", "uncoded")
            )
            documents = body["doc_id"].to_numpy(object)[at]
            rows.append(
                {
                    **group,
                    "key": key,
                    "label": label,
                    "kind": kind,
                    **share_row(table[key].to_numpy()[at], documents),
                }
            )
    frame = pd.DataFrame(rows, columns=[*columns, "key", "label", "kind", *_SHARE])
    return frame.astype({"key": "str", "label": "str", "kind": "str", **_SHARE})


_SHARE = {
    "k": "int64", "n": "int64", "share": "float64", "docs": "int64",
    "low": "float64", "high": "float64", "interval": "str", "few": "bool",
}  # fmt: skip


def share_row(yes: np.ndarray, documents: np.ndarray) -> dict:
    """k, n, share and interval of a yes-or-no mark per sentence, by the rule of `intervals.rule`."""
    k, n, docs = int(np.sum(yes)), len(yes), len(set(documents))
    how = rule(docs)
    if how.unit == "document":
        low, high = bootstrap_share(yes, np.ones(n), documents)
    else:
        low, high = wilson(k, n)
    share = k / n if n else np.nan
    return dict(k=k, n=n, share=share, docs=docs, low=low, high=high, interval=how.caption, few=few(n))


def _need(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        raise ValueError(
            f"sentences have no column {', '.join(absent)}: bring it down with attach(sentences, documents, ...)"
        )


def _incidence(found: pd.DataFrame, body: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """One row per body sentence, one true-or-false column per theme and "uncoded"."""
    at = schema.locate(found, body) if len(found) else np.empty(0, int)
    table = pd.DataFrame(False, index=range(len(body)), columns=keys)
    for key, rows in found.groupby("key").indices.items():
        table.loc[at[rows], key] = True
    table["uncoded"] = ~table.any(axis=1)
    return table


def _groups(frame: pd.DataFrame, columns: list[str]):
    """(values, row positions) of each group, in order of first appearance; the whole frame without columns."""
    if not columns:
        yield {}, np.arange(len(frame))
        return
    for values, at in frame.groupby(columns, sort=False, dropna=False).indices.items():
        values = values if isinstance(values, tuple) else (values,)
        yield dict(zip(columns, values, strict=True)), at


def sensitivity(hits: pd.DataFrame, sentences: pd.DataFrame, *, layers: Sequence[str] = BODY) -> pd.DataFrame:
    """How much each theme hangs on one word: one row per theme and pattern that was found.

    Columns: key, pattern, k (sentences with the theme), k_without (with that pattern left out), rank, rank_without
    (1 = most sentences, ties share the better rank), moved = rank_without - rank. Caveat: a shorter pattern that the
    left-out one had covered does not come back in.
    """
    kept = schema.attach(hits, sentences, columns=["layer"])
    kept = kept[kept["layer"].isin(layers)]
    where = ["doc_id", "sent_id", "key"]
    total = kept.drop_duplicates(where)["key"].value_counts()
    rows = []
    for (key, pattern), own in kept.groupby(["key", "pattern"]):
        rest = kept[(kept["key"] == key) & (kept["pattern"] != pattern)].drop_duplicates(where)
        without = total.where(total.index != key, len(rest))
        rank, new = (int((counts > counts[key]).sum()) + 1 for counts in (total, without))
        rows.append((key, pattern, len(own), int(total[key]), len(rest), rank, new, new - rank))
    columns = {"key": "str", "pattern": "str", "hits": "int64"}
    columns |= dict.fromkeys(["k", "k_without", "rank", "rank_without", "moved"], "int64")
    frame = pd.DataFrame(rows, columns=list(columns)).astype(columns)
    return frame.sort_values(["moved", "key", "pattern"], ascending=[False, True, True], ignore_index=True)


def association(
    pairs: pd.DataFrame,
    hits: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    focus: str | None = None,
    layers: Sequence[str] = BODY,
) -> pd.DataFrame:
    """Which themes go with which partner: one row per partner of `focus` (per pair where focus is None) and theme.

    Columns: partner, key, n (sentences with both), n_partner, n_theme, n_all, log_odds (natural logarithm of the odds
    ratio, 0.5 added to each cell; Haldane 1956), low, high (normal approximation), p (Fisher's exact test, two-sided),
    p_adjusted (Benjamini and Hochberg 1995 over all tests made), tests, separable. log_odds is NaN where n_partner or
    n_theme is below 3. Where a partner or theme stands in one section only, theme and section cannot be told apart:
    separable is False and no test is made. Caveat: sentences of one text are not independent draws.
    """
    body = sentences[sentences["layer"].isin(layers)].reset_index(drop=True)
    themes = sorted(hits["key"].unique())
    table = _incidence(theme_sentences(hits, sentences, layers=layers), body, themes)
    partners = _partner_incidence(pairs, body, focus)
    section = body.groupby(["doc_id", "section"]).ngroup().to_numpy()
    rows = [
        dict(partner=partner, key=key, **_odds(at.to_numpy(), table[key].to_numpy(), section))
        for partner, at in partners.items()
        for key in themes
    ]
    frame = pd.DataFrame(rows, columns=["partner", "key", *_ODDS]).astype(
        {"partner": "str", "key": "str", **_ODDS}
    )
    frame["p_adjusted"] = adjust_p(frame["p"])
    return frame.assign(tests=int(frame["p"].notna().sum()))


_ODDS = {
    "n": "int64", "n_partner": "int64", "n_theme": "int64", "n_all": "int64",
    "log_odds": "float64", "low": "float64", "high": "float64", "p": "float64", "separable": "bool",
}  # fmt: skip


def _partner_incidence(pairs: pd.DataFrame, body: pd.DataFrame, focus: str | None) -> pd.DataFrame:
    """One row per body sentence, one true-or-false column per partner of focus, or per pair."""
    pairs = pairs[~pairs["listed"] & ~pairs["in_name"]]
    if focus is None:
        name = pairs["actor_a"] + " – " + pairs["actor_b"]
    else:
        pairs = pairs[(pairs["actor_a"] == focus) | (pairs["actor_b"] == focus)]
        name = pairs["actor_b"].where(pairs["actor_a"] == focus, pairs["actor_a"])
    at = schema.locate(pairs, body) if len(pairs) else np.empty(0, int)
    table = pd.DataFrame(False, index=range(len(body)), columns=sorted(name.unique()))
    for partner, rows in name.reset_index(drop=True).groupby(name.to_numpy()).indices.items():
        table.loc[at[rows][at[rows] >= 0], partner] = True
    return table


def _odds(partner: np.ndarray, theme: np.ndarray, section: np.ndarray) -> dict:
    """The fourfold table of two marks per sentence, its log odds ratio and test."""
    a, b = int((partner & theme).sum()), int((partner & ~theme).sum())
    c, d = int((~partner & theme).sum()), int((~partner & ~theme).sum())
    separable = len(set(section[partner])) > 1 and len(set(section[theme])) > 1
    log_odds, error = np.nan, np.nan
    if min(a + b, a + c) >= 3:
        log_odds = np.log((a + 0.5) * (d + 0.5) / ((b + 0.5) * (c + 0.5)))
        error = z_value() * np.sqrt(sum(1 / (cell + 0.5) for cell in (a, b, c, d)))
    p = fisher_exact(a, b, c, d) if separable and np.isfinite(log_odds) else np.nan
    counts = dict(n=a, n_partner=a + b, n_theme=a + c, n_all=len(partner))
    return counts | dict(
        log_odds=log_odds, low=log_odds - error, high=log_odds + error, p=p, separable=separable
    )


def fisher_exact(a: int, b: int, c: int, d: int) -> float:
    """Two-sided p of Fisher's exact test: the tables with these margins no likelier than this one (Fisher 1922)."""

    def choose(n: int, k: int) -> float:
        return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)

    row, column, n = a + b, a + c, a + b + c + d
    cells = np.arange(max(0, row + column - n), min(row, column) + 1)
    log_p = np.array([choose(column, x) + choose(n - column, row - x) for x in cells]) - choose(n, row)
    return float(min(1.0, np.exp(log_p[log_p <= log_p[a - cells[0]] + 1e-7]).sum()))


def map_sentences(
    frame: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    column: str = "key",
    labels: pd.DataFrame | None = None,
    layers: Sequence[str] = BODY,
) -> pd.DataFrame:
    """Where in the text: one row per value of `column` and sentence that holds it, for plot_article_map.

    Columns: doc_id, sent_id, label (the value), position (the sentence's place among those of `layers`, from 1),
    section, n (rows of frame in that sentence). `attrs` keep where sections begin and how many sentences there are.
    Labels come in order of how many sentences hold them; `labels` is a lexicon that names the keys.
    """
    body = sentences[sentences["layer"].isin(layers)].reset_index(drop=True)
    at = schema.locate(frame, body)
    names = {} if labels is None else dict(zip(labels["key"], labels["label"], strict=True))
    found = frame[at >= 0].assign(position=at[at >= 0] + 1)
    found["label"] = found[column].astype("str").map(lambda key: names.get(key, key)).astype("str")
    keys = ["doc_id", "sent_id", "label", "position"]
    marks = found.groupby(keys, sort=False).size().rename("n").reset_index()
    marks["section"] = body["section"].to_numpy()[marks["position"] - 1]
    often = marks["label"].value_counts()
    marks = marks.assign(_often=-often.reindex(marks["label"]).to_numpy("int64")).sort_values(
        ["_often", "label", "position"], ignore_index=True
    )
    marks.attrs["sections"] = {
        int(s): int(i) + 1
        for s, i in body.drop_duplicates(["doc_id", "section"])["section"]
        .reset_index()[["section", "index"]]
        .to_numpy()
    }
    marks.attrs["length"] = len(body)
    return marks.drop(columns="_often")
