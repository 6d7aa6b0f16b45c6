"""Counts, spread, keyness, company and diversity of terms: laws, edges, errors; values are in parity.csv."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import schema
from analysis.frequency import collocations, count_terms, dispersion, keyness, lexical_diversity

SIGNED = ["log_ratio", "g2", "lrc", "z"]


def make_tokens(*documents, **columns):
    """Tokens of documents named a, b, c ...; a full stop ends a sentence, clitics start with '."""
    rows = []
    for name, text in zip("abcdefgh", documents, strict=False):
        sentence = 0
        for place, word in enumerate(text.split()):
            rows.append((name, sentence, place, 0, len(word), word, word.lower(), word[0].isalnum()))
            sentence += word == "."
    frame = schema.typed(pd.DataFrame(rows, columns=list(schema.FRAMES["tokens"])), "tokens")
    frame = frame.astype({c: order(frame[c]) for c in ("doc_id", "token", "term")})
    return frame.assign(**columns)


def order(column):
    """Categories in order of first appearance, as tokenize makes them."""
    return pd.CategoricalDtype(pd.Index(column.astype("str").unique(), dtype="str"))


TWO = make_tokens("Peace , peace and trade .", "Trade 's trade ; Zeal and trade .")


def test_counts_by_hand():
    counts = count_terms(TWO)
    assert counts[["doc_id", "term", "count", "words"]].values.tolist() == [
        ["a", "peace", 2, 4],
        ["a", "and", 1, 4],
        ["a", "trade", 1, 4],
        ["b", "trade", 3, 5],
        ["b", "and", 1, 5],
        ["b", "zeal", 1, 5],
    ]
    assert counts["per_1000"].tolist() == [500, 250, 250, 600, 200, 200]
    assert (counts["docs"] == 1).all()


def test_docs_is_the_document_frequency_within_the_group():
    everything = count_terms(TWO, by=[]).set_index("term")
    assert list(everything.columns) == ["count", "docs", "words", "per_1000"]
    assert everything.loc["trade", ["count", "docs", "words"]].tolist() == [4, 2, 9]
    assert everything.loc["zeal", "docs"] == 1
    sections = TWO.assign(section=[0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1])
    by_section = count_terms(sections, by="section").set_index(["section", "term"])
    assert by_section.loc[(1, "trade"), ["count", "docs"]].tolist() == [2, 2]
    assert by_section.loc[(0, "trade"), ["count", "docs"]].tolist() == [2, 1]


def test_groups_of_several_columns_come_in_order_of_appearance_and_missing_is_a_group():
    voice = pd.Series(["z"] * 2 + ["k"] * 4 + [None] * 4 + ["z"] * 4, dtype="str")
    counts = count_terms(TWO.assign(voice=voice), by=["doc_id", "voice"], words=False)
    groups = counts[["doc_id", "voice"]].drop_duplicates().fillna("missing")
    assert groups.values.tolist() == [["a", "z"], ["a", "k"], ["b", "missing"], ["b", "z"]]
    assert counts["count"].sum() == len(TWO)


def test_excluded_terms_leave_the_denominator():
    counts = count_terms(TWO, exclude=["Trade"])
    assert "trade" not in set(counts["term"])
    assert counts.loc[0, ["words", "per_1000"]].tolist() == [4, 500]
    assert "and" not in set(count_terms(TWO, exclude="stopwords")["term"])
    with pytest.raises(ValueError, match=r"exclude=\['trade'\]"):
        count_terms(TWO, exclude="trade")


def test_stems_are_counted_together():
    tokens = make_tokens("Nations trading traded nation .")
    assert count_terms(tokens, stem=True)[["term", "count"]].values.tolist() == [["nation", 2], ["trade", 2]]


def test_a_group_without_words_has_no_rate():
    counts = count_terms(make_tokens(", ; ,"), words=False)
    assert counts["per_1000"].isna().all() and counts["count"].sum() == 3


def test_an_unknown_column_names_the_remedy():
    for call in (lambda: count_terms(TWO, by="voice"), lambda: dispersion(TWO)):
        with pytest.raises(ValueError, match="attach"):
            call()


WORDS = st.lists(st.sampled_from(["China", "EU", "ties", "and", ",", "'s", ".", "über", "中国"]), max_size=30)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=4))
def test_laws_of_counts_and_diversity(texts):
    tokens = make_tokens(*texts)
    before = tokens.copy()
    parts = [tokens[tokens["doc_id"] == name] for name in tokens["doc_id"].cat.categories]
    for measure in (count_terms, lexical_diversity, lambda t: count_terms(t, words=False, stem=True)):
        whole = measure(tokens)
        if parts:
            pd.testing.assert_frame_equal(whole, schema.concat(map(measure, parts)))
        empty = measure(schema.empty("tokens"))
        assert not len(empty) and empty.dtypes.equals(whole.dtypes)
    assert count_terms(tokens, words=False)["count"].sum() == len(tokens)
    assert count_terms(tokens)["count"].sum() == tokens["is_word"].sum()
    pd.testing.assert_frame_equal(tokens, before)


@pytest.mark.parametrize("measure", [lambda t: dispersion(t, parts="doc_id"), collocations])
def test_whole_corpus_measures_of_nothing_are_typed_and_empty(measure):
    full, empty = measure(make_tokens("a b a b . a b .", "b a")), measure(schema.empty("tokens"))
    assert len(full) and not len(empty) and empty.dtypes.equals(full.dtypes)


def test_an_even_spread_is_even_exactly():
    spread = dispersion(make_tokens("x y z", "y x z", "z z x y x z"), parts="doc_id").set_index("term")
    assert spread.loc["x", ["range", "parts", "dp", "dp_norm", "kl"]].tolist() == [3, 3, 0, 0, 0]
    assert spread.loc["x", "juilland_d"] == 1
    assert spread.loc["y", "dp"] > 0


@pytest.mark.parametrize("n", range(2, 13))
def test_dp_of_any_even_spread_is_0_to_the_last_digit(n):
    tokens = make_tokens(*["x y z"] * 3, part=None)
    tokens = schema.concat([tokens.assign(part=i) for i in range(n)])
    assert (dispersion(tokens, parts=["part", "doc_id"])[["dp", "dp_norm"]] == 0).all(axis=None)


def test_a_single_part_has_no_spread_to_speak_of():
    spread = dispersion(make_tokens("x y x"), parts="doc_id")
    assert spread[["juilland_d", "dp_norm"]].isna().all(axis=None)
    assert (spread[["dp", "kl"]] == 0).all(axis=None)


def test_sections_of_different_documents_can_be_told_apart():
    tokens = make_tokens("x y x y", "x x y y", section=[0, 0, 1, 1, 0, 0, 1, 1])
    assert dispersion(tokens)["parts"].tolist() == [2, 2]
    assert dispersion(tokens, parts=["doc_id", "section"])["parts"].tolist() == [4, 4]


LEFT = "war " * 12 + "peace " * 3 + "trade " * 20 + "once " + "the " * 40
RIGHT = "war " * 3 + "peace " * 12 + "trade " * 20 + "twice " * 2 + "the " * 37


@pytest.fixture(scope="module")
def sides():
    return count_terms(make_tokens(LEFT, RIGHT))


def test_keyness_names_the_side_in_words(sides):
    key = keyness(sides, "a").set_index("term")
    assert key.loc["war", ["side", "label"]].tolist() == ["a", "3.9x more in a"]
    assert key.loc["peace", "side"] == "b" and (key.loc["peace", SIGNED[:3:2]] <= 0).all()
    assert key.attrs["target"] == "a" and key.attrs["reference"] == "b" and "500 words" in key.attrs["prior"]
    assert (key["tests"] == len(key)).all()


def test_a_hapax_is_not_listed_by_default_and_tops_no_list_when_asked_for(sides):
    assert {"once", "twice"}.isdisjoint(keyness(sides, "a")["term"])
    key = keyness(sides, "a", min_count=1, level=0.5)
    assert key["term"].iloc[0] in ("war", "peace")
    assert key.set_index("term").loc["once", ["label", "lrc"]].tolist() == ["only in a", 0]


def test_swapping_sides_flips_every_sign_and_label(sides):
    one, other = keyness(sides, "a", min_count=1), keyness(sides, "b", min_count=1)
    assert one["term"].tolist() == other["term"].tolist()
    for column in SIGNED:
        assert (one[column] == -other[column]).all()
    assert (one["log_ratio_low"] == -other["log_ratio_high"]).all()
    assert (one["label"] == other["label"]).all() and (one["side"] == other["side"]).all()
    pd.testing.assert_series_equal(one["p_adjusted"], other["p_adjusted"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=6), st.integers(1, 500))
def test_signs_agree_with_each_other_and_flip_for_any_counts(pairs, extra):
    left = " ".join(f"w{i}" for i, (a, _) in enumerate(pairs) for _ in range(a)) + " pad" * extra
    right = " ".join(f"w{i}" for i, (_, b) in enumerate(pairs) for _ in range(b)) + " pad end"
    counts = count_terms(make_tokens(left, right))
    one, other = keyness(counts, "a", min_count=1), keyness(counts, "b", min_count=1)
    assert all((one[c] == -other[c]).all() for c in SIGNED)
    side = one["side"].map({"a": 1, "b": -1, "": 0})
    for column in ("log_ratio", "g2", "lrc"):
        assert (np.sign(one[column]) * side >= 0).all()
    assert one[["log_ratio_low", "log_ratio_high", "z", "p"]].notna().all(axis=None)
    assert (one["lrc"].abs() <= one["log_ratio"].abs() + 1).all()


def test_a_text_against_itself_yields_no_key_term(sides):
    key = keyness(sides, "a", reference="a")
    assert len(key) and (key[SIGNED] == 0).all(axis=None)
    assert (
        not key["key"].any() and set(key["label"]) == {"as often in both"} and (key["p_adjusted"] == 1).all()
    )


def test_reference_is_everything_else_or_a_list():
    counts = count_terms(make_tokens(LEFT, RIGHT, "peace " * 5))
    rest, named = keyness(counts, "a"), keyness(counts, "a", reference=["b", "c"])
    assert rest.attrs["reference"] == "the rest" and named.attrs["reference"] == "b, c"
    columns = [c for c in rest if c not in ("side", "label")]
    pd.testing.assert_frame_equal(rest[columns], named[columns])
    assert "more in the rest" in rest.set_index("term").loc["peace", "label"]


def test_a_numbered_side_is_named_with_its_column():
    counts = count_terms(make_tokens("war " * 9, "peace " * 9, section=[1] * 9 + [2] * 9), by="section")
    key = keyness(counts, 1).set_index("term")
    assert key["label"].to_dict() == {"war": "only in section 1", "peace": "only in section 2"}


def test_rates_are_over_all_words_even_when_stopwords_are_excluded():
    tokens = make_tokens(LEFT, RIGHT)
    all_terms, content = (
        keyness(count_terms(tokens, exclude=x), "a").set_index("term") for x in ((), "stopwords")
    )
    assert "the" not in content.index
    assert content.loc["war", "log_ratio"] == all_terms.loc["war", "log_ratio"]


def test_keyness_explains_what_it_cannot_compare(sides):
    with pytest.raises(ValueError, match="one column"):
        keyness(count_terms(TWO, by=[]), "a")
    with pytest.raises(ValueError, match="counts has a, b"):
        keyness(sides, "nobody")
    with pytest.raises(ValueError, match="share"):
        keyness(sides, ["a", "b"], reference="b")
    with pytest.raises(ValueError, match="compare with"):
        keyness(sides[sides["doc_id"] == "a"], "a")
    with pytest.raises(ValueError, match="min_count"):
        keyness(sides, "a", min_count=0)
    assert not len(keyness(sides.iloc[:0], "a"))
    assert keyness(sides.iloc[:0], "a").dtypes.equals(keyness(sides, "a").dtypes)


def test_collocations_stay_within_sentence_and_window():
    tokens = make_tokens("free , fair trade . trade war .", "free trade . war")
    found = collocations(tokens, window=2, min_count=1).set_index(["node", "collocate"])["count"]
    assert found.to_dict() == {
        ("free", "fair"): 1,
        ("free", "trade"): 2,
        ("fair", "trade"): 1,
        ("trade", "war"): 1,
    }
    assert ("free", "trade") not in collocations(tokens, window=1, min_count=2).set_index(
        ["node", "collocate"]
    ).index
    left = collocations(tokens, window=2, min_count=1, exclude=["fair"])
    assert (
        found.drop([("free", "fair"), ("fair", "trade")]).to_dict()
        == left.set_index(["node", "collocate"])["count"].to_dict()
    )


def test_words_that_only_come_together_have_the_highest_log_dice():
    found = collocations(make_tokens("Hong Kong . we saw Hong Kong . we left"), min_count=2)
    assert found.loc[0, ["node", "collocate", "log_dice"]].tolist() == ["hong", "kong", 14]


def test_a_tiny_text_gives_nan_rather_than_an_error():
    found = collocations(make_tokens("a a a a"), window=1, min_count=1)
    assert found["g2"].isna().all() and found["count"].tolist() == [3]


@pytest.mark.parametrize("arguments", [{"window": 0}, {"min_count": 0}])
def test_collocations_refuse_no_window(arguments):
    with pytest.raises(ValueError, match="at least 1"):
        collocations(TWO, **arguments)


def test_short_documents_have_undefined_diversity():
    found = lexical_diversity(make_tokens("one two three", ", ;"))
    assert found["types"].tolist() == [3, 0]
    assert found.loc[0, ["ttr", "mtld"]].tolist() == [1, 3]
    assert found[["mattr", "hdd"]].isna().all(axis=None) and found.loc[1, ["ttr", "mtld"]].isna().all()
    with pytest.raises(ValueError, match="window"):
        lexical_diversity(TWO, window=0)
