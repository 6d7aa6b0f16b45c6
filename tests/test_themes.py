"""Theme shares, sensitivity and association: denominators, zeros, undefined values, and the founding article."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import analysis as an
from analysis.themes import fisher_exact


def test_every_theme_is_a_row_and_every_share_has_its_denominator(sample):
    shares = an.theme_shares(sample.hits, sample.sentences)
    keys = set(an.load_lexicon("themes")["key"]) | {"uncoded"}
    assert set(shares["key"]) == keys and len(shares) == len(keys)
    assert (shares["n"] == len(sample.body)).all()
    assert (shares["share"] == shares["k"] / shares["n"]).all()
    assert ((shares["low"] <= shares["share"]) & (shares["share"] <= shares["high"])).all()


def test_sections_add_up_to_the_text(sample):
    whole = an.theme_shares(sample.hits, sample.sentences, by=[]).set_index("key")["k"]
    parts = an.theme_shares(sample.hits, sample.sentences, by="section").groupby("key")["k"].sum()
    assert parts.loc[whole.index].equals(whole)


def test_the_rows_behind_a_share_are_its_k(sample):
    shares = an.theme_shares(sample.hits, sample.sentences).set_index("key")["k"]
    rows = an.theme_sentences(sample.hits, sample.sentences)["key"].value_counts()
    assert (
        rows.reindex(shares.index.drop("uncoded"), fill_value=0).tolist() == shares.drop("uncoded").tolist()
    )


def test_headings_and_captions_are_not_counted_unless_asked(sample):
    body = an.theme_shares(sample.hits, sample.sentences, by=[])
    both = an.theme_shares(sample.hits, sample.sentences, by=[], layers=("body", "heading"))
    assert both["n"].iloc[0] == body["n"].iloc[0] + 3


def test_one_text_is_captioned_as_such_and_a_corpus_resamples_documents(sample):
    shares = an.theme_shares(sample.hits, sample.sentences, by=[])
    assert (shares["interval"] == "if sentences were exchangeable").all()
    two = [
        frame.assign(doc_id=frame["doc_id"].astype("str") + x)
        for x in "ab"
        for frame in (sample.hits, sample.sentences)
    ]
    hits, sentences = pd.concat([two[0], two[2]]), pd.concat([two[1], two[3]])
    assert (an.theme_shares(hits, sentences, by=[])["interval"] == "bootstrap over documents").all()


def test_nothing_read_is_undefined_not_zero(sample):
    shares = an.theme_shares(sample.hits.iloc[:0], sample.sentences.iloc[:0], by=[])
    assert (shares["n"] == 0).all() and shares["share"].isna().all()


def test_a_missing_column_is_named_with_its_remedy(sample):
    with pytest.raises(ValueError, match="no column period: bring it down with attach"):
        an.theme_shares(sample.hits, sample.sentences, by="period")


def test_metaphors_are_kept_out():
    documents = an.read_text(
        "They fought the political virus. A fierce battle of words followed. Data security matters."
    )
    hits = an.find_themes(an.tokenize(an.split_sentences(documents)))
    assert not {"health", "conflict_mediation", "security_defence"} & set(hits["key"])


def test_sensitivity_leaves_one_pattern_out(sample):
    table = an.sensitivity(sample.hits, sample.sentences)
    assert (table["k_without"] < table["k"] + 1).all()
    assert (table["rank_without"] >= table["rank"]).all()
    one = table.iloc[0]
    rest = sample.hits[(sample.hits["key"] == one["key"]) & (sample.hits["pattern"] != one["pattern"])]
    inside = rest["sent_id"].isin(sample.body["sent_id"])
    assert rest.loc[inside, "sent_id"].nunique() == one["k_without"]


@given(*[st.integers(0, 25)] * 4)
def test_fisher_equals_scipy(a, b, c, d):
    assert fisher_exact(a, b, c, d) == pytest.approx(stats.fisher_exact([[a, b], [c, d]]).pvalue, abs=1e-9)


def test_association_counts_and_refuses_what_it_cannot_tell(sample):
    table = an.association(sample.pairs, sample.hits, sample.sentences, focus="CHN")
    assert (table["n_all"] == len(sample.body)).all()
    few = (table["n_partner"] < 3) | (table["n_theme"] < 3)
    assert table.loc[few, "log_odds"].isna().all() and table.loc[~few, "log_odds"].notna().all()
    assert table.loc[~table["separable"], "p"].isna().all()
    assert (table["p_adjusted"].dropna() >= table["p"].dropna() - 1e-12).all()
    assert (table["tests"] == table["p"].notna().sum()).all()


def test_association_by_hand():
    text = "\n\n".join(
        ["CHINA ONE", "China met France on trade. China met France on trade. China met France. Trade fell."]
        * 2
    )
    documents = an.read_text(text)
    sentences = an.split_sentences(documents)
    tokens = an.tokenize(sentences)
    mentions = an.find_actors(tokens)
    pairs = an.pair_actors(mentions, sentences, tokens)
    table = an.association(pairs, an.find_themes(tokens), sentences, focus="CHN")
    row = table[(table["partner"] == "FRA") & (table["key"] == "trade_investment")].iloc[0]
    assert (row["n"], row["n_partner"], row["n_theme"], row["n_all"]) == (4, 6, 6, 8)
    assert row["log_odds"] == pytest.approx(np.log(4.5 * 0.5 / (2.5 * 2.5)))
    assert row["p"] == pytest.approx(stats.fisher_exact([[4, 2], [2, 0]]).pvalue)


def test_map_gives_places_in_reading_order(sample):
    marks = an.map_sentences(sample.hits, sample.sentences, labels=an.load_lexicon("themes"))
    assert marks["position"].between(1, len(sample.body)).all()
    assert marks["n"].sum() == sample.hits["sent_id"].isin(sample.body["sent_id"]).sum()
    assert sample.body["sent_id"].iloc[marks["position"].iloc[0] - 1] == marks["sent_id"].iloc[0]


def test_founding_article(founding):
    table = an.theme_shares(founding.hits, founding.sentences, by="section").pivot(
        index="key", columns="section", values="k"
    )
    total = table.sum(axis=1)
    assert total["security_defence"] == 0 and total["conflict_mediation"] <= 1 and total["rights_law"] <= 2
    assert table.loc["coercion_rivalry", 1] > total["coercion_rivalry"] / 2
    assert table.loc["connectivity", 2] == total["connectivity"] > 0
    assert table.loc["climate_energy", 3] == total["climate_energy"] > 0


def test_founding_article_has_no_key_terms_in_the_us_section(founding):
    tokens = an.tokenize(founding.body)
    counts = an.count_terms(an.attach(tokens, founding.body, columns=["section"]), by="section")
    assert not an.keyness(counts, 1)["key"].any()
