"""A profile of a corpus of any size: counts, themes, relations and tone by period, from parts that add up.

Every table keeps sums only (and sums of squares over documents), so the profile of a corpus is the sum of the profiles
of its parts and a worker's memory does not grow with the corpus. Intervals come from those sums: the ratio estimator over
documents, the large-sample form of resampling whole documents.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.intervals import few, rule, z_value

TABLES = {"terms": ["term"], "themes": ["key"], "relations": ["actor_a", "actor_b", "evidence"], "tone": []}


def corpus_profile(
    source,
    *,
    by: str = "year",
    lexicon: str = "vader",
    min_count: int = 1,
    client=None,
    partition_size: str | int = "8MB",
    progress: bool = True,
) -> dict[str, pd.DataFrame]:
    """Four tables of a corpus by period: terms, themes, relations, tone; one row per period and term, theme, pair or alone.

    by: year, quarter or month of the document's date ("undated" without one), or any column of the documents.
    terms: count, docs, per_1000. themes: k sentences of n, share, low, high. relations: n sentences per pair and
    evidence, docs (listed and in_name left out). tone: mean compound score (names neutral), low, high, n sentences.
    Intervals: ratio estimator over documents (Cochran 1977, ch. 6), NaN for a single document. min_count drops rarer terms
    from the final table. Duplicate documents are counted as they come; the other arguments are map_corpus's.
    """
    from functools import partial

    from analysis.scale import map_parts

    total: dict[str, pd.DataFrame] = {}
    for part in map_parts(
        source,
        partial(profile_part, by=by, lexicon=lexicon),
        client=client,
        partition_size=partition_size,
        progress=progress,
    ):
        total = add_profiles(total, part)
    return finish_profile(total, min_count=min_count)


def profile_part(
    documents: pd.DataFrame, *, by: str = "year", lexicon: str = "vader"
) -> dict[str, pd.DataFrame]:
    """The additive tables of some documents: sums, and sums of squares and products over documents where an interval follows."""
    import analysis as an

    documents = documents.assign(group=_group(documents, by))
    sentences = an.split_sentences(documents)
    body = sentences[sentences["layer"] == "body"].reset_index(drop=True)
    tokens = an.tokenize(body)
    mentions = an.find_actors(tokens)
    pairs = an.pair_actors(mentions, body, tokens)
    scores = an.score_sentences(body, neutral=an.find_neutral(tokens), lexicon=lexicon)
    sizes = body.groupby("doc_id", sort=False).size()
    group = documents.set_index("doc_id")["group"]
    return {
        "terms": _terms(tokens, group),
        "words": _sum(
            group.reindex(sizes.index),
            tokens[tokens["is_word"]].groupby("doc_id").size().reindex(sizes.index, fill_value=0),
        ),
        "themes": _themes(an.theme_sentences(an.find_themes(tokens), body), sizes, group),
        "sentences": _moments(sizes, sizes, group),
        "relations": _relations(pairs, group),
        "tone": _moments(
            scores.groupby("doc_id")["compound"].sum().reindex(sizes.index, fill_value=0.0), sizes, group
        ),
    }


def _group(documents: pd.DataFrame, by: str) -> pd.Series:
    code = {"year": "Y", "quarter": "Q", "month": "M"}.get(by)
    if code is None and by not in documents.columns:
        raise ValueError(f"by is {by!r}; use year, quarter, month or a column of the documents")
    values = documents["date"].dt.to_period(code).astype("str") if code else documents[by].astype("str")
    return values.where(documents["date"].notna() if code else documents[by].notna(), "undated").astype("str")


def _terms(tokens: pd.DataFrame, group: pd.Series) -> pd.DataFrame:
    import analysis as an

    counts = an.count_terms(tokens)
    counts = counts.assign(group=counts["doc_id"].map(group).astype("str"), docs=1)
    return counts.groupby(["group", "term"], sort=False)[["count", "docs"]].sum().reset_index()


def _sum(group: pd.Series, values: pd.Series) -> pd.DataFrame:
    return values.rename("words").groupby(group.to_numpy()).sum().rename_axis("group").reset_index()


def _themes(found: pd.DataFrame, sizes: pd.Series, group: pd.Series) -> pd.DataFrame:
    """k, k squared and k times n of each theme, summed over documents."""
    k = found.groupby(["doc_id", "key"]).size().rename("k").reset_index()
    n = k["doc_id"].map(sizes)
    k = k.assign(group=k["doc_id"].map(group).astype("str"), kk=k["k"] ** 2, kn=k["k"] * n)
    return k.groupby(["group", "key"])[["k", "kk", "kn"]].sum().reset_index()


def _moments(k: pd.Series, n: pd.Series, group: pd.Series) -> pd.DataFrame:
    """Sums over documents of k, n, their squares and product, and the number of documents."""
    frame = pd.DataFrame({"k": k, "n": n, "kk": k**2, "nn": n.astype("float64") ** 2, "kn": k * n, "docs": 1})
    return frame.groupby(group.reindex(n.index).to_numpy()).sum().rename_axis("group").reset_index()


def _relations(pairs: pd.DataFrame, group: pd.Series) -> pd.DataFrame:
    kept = pairs[~pairs["in_name"] & ~pairs["listed"]]
    kept = kept.assign(group=kept["doc_id"].map(group).astype("str"))
    keys = ["group", "actor_a", "actor_b", "evidence"]
    counted = kept.groupby([*keys, "doc_id"]).size().rename("n").reset_index()
    return counted.groupby(keys).agg(n=("n", "sum"), docs=("n", "size")).reset_index()


def add_profiles(total: dict[str, pd.DataFrame], part: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The sum of two profiles, table by table."""
    if not total:
        return part
    summed = {}
    for name, frame in part.items():
        keys = [c for c in frame.columns if c in ("group", *TABLES.get(name, []))]
        summed[name] = pd.concat([total[name], frame]).groupby(keys, sort=True).sum().reset_index()
    return summed


def finish_profile(total: dict[str, pd.DataFrame], *, min_count: int = 1) -> dict[str, pd.DataFrame]:
    """Rates, shares and means with their intervals from the sums."""
    words = total["words"].set_index("group")["words"]
    terms = total["terms"].query("count >= @min_count")
    terms = terms.assign(per_1000=1000 * terms["count"] / terms["group"].map(words))
    terms = terms.sort_values(["group", "count", "term"], ascending=[True, False, True], ignore_index=True)
    size = total["sentences"].set_index("group")
    full = pd.MultiIndex.from_product([sorted(size.index), sorted(_theme_keys())], names=["group", "key"])
    themes = total["themes"].set_index(["group", "key"]).reindex(full, fill_value=0).reset_index()
    themes = themes.assign(**{c: themes["group"].map(size[c]) for c in ("n", "nn", "docs")})
    relations = total["relations"].sort_values(
        ["group", "n", "actor_a", "actor_b", "evidence"], ascending=[True, False, True, True, True]
    )
    return {
        "terms": terms,
        "themes": _ratio(themes, "share", ["group", "key"]),
        "relations": relations.assign(of=relations["group"].map(size["n"]).astype("int64")).reset_index(
            drop=True
        ),
        "tone": _ratio(total["tone"], "mean", ["group"]),
    }


def _theme_keys() -> Sequence[str]:
    from analysis.lexicons import load_lexicon

    return load_lexicon("themes")["key"].unique().tolist()


def _ratio(table: pd.DataFrame, name: str, keys: list[str]) -> pd.DataFrame:
    """The ratio k / n with its interval over documents: variance D/(D-1) * sum (k - r n)^2 / (sum n)^2."""
    n, docs = table["n"].astype("float64"), table["docs"]
    ratio = table["k"] / n.where(n > 0)
    squares = (table["kk"] - 2 * ratio * table["kn"] + ratio**2 * table["nn"]).clip(lower=0)
    error = z_value() * np.sqrt(squares * (docs / (docs - 1).where(docs > 1))) / n.where(n > 0)
    sums = {"k": table["k"], "n": table["n"].astype("int64"), "docs": docs.astype("int64")}
    frame = table[keys].assign(**sums, **{name: ratio, "low": ratio - error, "high": ratio + error})
    captions = [rule(int(d)).caption if d != 1 else "no interval: one document" for d in docs]
    return frame.assign(
        interval=pd.Series(captions, dtype="str", index=frame.index).str.replace(
            "bootstrap", "ratio estimator"
        ),
        few=few(n),
    )
