"""Lexicon files and the matcher: held against a naive one, and against names inside longer words."""

import os
import re
import string

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis as an
from analysis import trie
from analysis.lexicons import make_lexicon, match_lexicon


def tokens_of(text: str) -> pd.DataFrame:
    return an.tokenize(an.split_sentences(an.read_text(text)))


def found(text: str, patterns, **options) -> list[str]:
    documents = an.read_text(text)
    hits = match_lexicon(tokens_of(text), make_lexicon(patterns), **options)
    return an.quote(hits, documents).tolist()


def naive_matches(patterns, words):
    """Every (position, length, pattern) by comparing word by word."""
    rows = []
    for start in range(len(words)):
        for number, pattern in enumerate(patterns):
            part = words[start : start + len(pattern)]
            glob = [re.escape(p).replace(r"\*", ".*").replace(r"\?", ".") for p in pattern]
            if len(part) == len(pattern) > 0 and all(
                re.fullmatch(g, w) for g, w in zip(glob, part, strict=True)
            ):
                rows.append((start, len(pattern), number))
    return rows


LETTERS = st.text("ab", min_size=1, max_size=2)


@given(
    st.lists(
        st.lists(LETTERS | st.sampled_from(["a*", "?b", "*a", "b?*"]), min_size=1, max_size=3), max_size=8
    ),
    st.lists(LETTERS, max_size=30),
)
@settings(deadline=None)
def test_the_trie_finds_what_comparing_word_by_word_finds(patterns, words):
    codes, vocabulary = pd.factorize(np.array(words, dtype=object))
    matches = trie.walk_trie(trie.build_trie(trie.compile_patterns(patterns), list(vocabulary)), codes)
    assert sorted(zip(*(part.tolist() for part in matches), strict=True)) == sorted(
        naive_matches(patterns, words)
    )


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(1, 5)), max_size=25))
def test_keep_longest_leaves_no_overlap_and_drops_nothing_free(matches):
    group, start, length = (np.array([m[i] for m in matches], "int64") for i in range(3))
    keep = trie.keep_longest(group, start, length)
    for i in range(len(matches)):
        rivals = [
            j
            for j in range(len(matches))
            if j != i
            and group[j] == group[i]
            and start[j] < start[i] + length[i]
            and start[i] < start[j] + length[j]
        ]
        kept = [j for j in rivals if keep[j]]
        if keep[i]:
            assert not kept
        else:
            assert any((-length[j], start[j], j) < (-length[i], start[i], i) for j in kept)


@pytest.mark.parametrize(
    ("text", "patterns", "expected"),
    [
        ("South Sudan and Sudan met.", ["sudan", "south sudan"], ["South Sudan", "Sudan"]),
        ("pro-EU and China-based, not Chinatown", ["eu", "china"], ["EU", "China"]),
        ("COVID-19 and covid", ["covid-19"], ["COVID-19"]),
        ("sanctions, sanctioned and sanctuary", ["sanction*"], ["sanctions", "sanctioned"]),
        ("an organisation or organization", ["organi?ation"], ["organisation", "organization"]),
        ("win-win and win win", ["win-win"], ["win-win"]),
        ("China’s and China's view", ["China's"], ["China’s", "China's"]),
        ("One United. States ended", ["united states"], []),
        ("Guinea-Bissau is not Guinea", ["guinea", "guinea-bissau"], ["Guinea-Bissau", "Guinea"]),
    ],
)
def test_matching(text, patterns, expected):
    assert found(text, patterns) == expected


def test_case_is_confirmed_on_the_token():
    lexicon = make_lexicon(["US", "U.S."]).assign(case=True)
    documents = an.read_text("The US told us. U.S. officials agreed with us.")
    hits = match_lexicon(an.tokenize(an.split_sentences(documents)), lexicon)
    assert an.quote(hits, documents).tolist() == ["US", "U.S."]


def test_scope_lexicon_and_scope_key():
    lexicon = make_lexicon(["climate", "climate talks"])
    tokens = tokens_of("The climate talks went on.")
    assert len(match_lexicon(tokens, lexicon)) == 1
    assert len(match_lexicon(tokens, lexicon, scope="key")) == 2
    assert len(match_lexicon(tokens, lexicon.assign(key="one"), scope="key")) == 1
    with pytest.raises(ValueError, match="scope"):
        match_lexicon(tokens, lexicon, scope="all")


def test_of_two_equal_matches_the_first_row_wins():
    lexicon = make_lexicon(["korea", "korea"]).assign(key=["KOR", "PRK"])
    assert match_lexicon(tokens_of("Korea spoke."), lexicon)["key"].tolist() == ["KOR"]


def test_a_lexicon_changed_by_its_reader_is_whole_for_the_next():
    first = an.load_lexicon("themes")
    first.loc[0, "key"] = "mine"
    assert an.load_lexicon("themes")["key"][0] != "mine"


def test_a_file_written_anew_is_read_anew(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("key,pattern\nA,b\n", encoding="utf-8")
    assert an.load_lexicon(path)["pattern"].tolist() == ["b"]
    path.write_text("key,pattern\nA,c\n", encoding="utf-8")
    os.utime(path, (1, 1))  # the clock of a file may be too coarse to tell two writes apart
    assert an.load_lexicon(path)["pattern"].tolist() == ["c"]


ACTORS = an.load_lexicon("actors")
NAMES = ACTORS.query("kind != 'other'")["pattern"].drop_duplicates()
LONGER = set(NAMES.str.lower())


@given(st.sampled_from(sorted(NAMES)), st.text(string.ascii_letters, min_size=1, max_size=3), st.booleans())
@settings(deadline=None, max_examples=150)
def test_no_name_is_found_inside_a_longer_word(name, letters, before):
    word = letters + name if before else name + letters
    hits = match_lexicon(tokens_of(f"They saw {word} there."), ACTORS)
    inside = hits[(hits["end"] - hits["start"] < len(word)) & (hits["pattern"] == name)]
    assert word.lower() in LONGER or inside.empty or not name[-1 if not before else 0].isalnum()


def write(tmp_path, text: str, name="mine.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("key,pattern\nA,b,c\n", "line 2: 3 cells where the header has 2"),
        ("key,pattern\nA,b\n,c\n", "line 3: key is empty"),
        ("key,pattern\nA,\n", "line 2: pattern is empty"),
        ("key,pattern,case\nA,b,maybe\n", "line 2: case is 'maybe'"),
        ("key,pattern,value\nA,b,high\n", "line 2: value is 'high', not a number"),
        ("key,pattern\nA,*\n", "would match every word"),
        ("name,word\nA,b\n", "line 1: the header needs key and pattern"),
        ("key,key,pattern\nA,b,c\n", "column name stands twice"),
    ],
)
def test_a_bad_file_names_line_and_fault(tmp_path, text, fault):
    with pytest.raises(ValueError, match=re.escape(fault)) as error:
        an.load_lexicon(write(tmp_path, text))
    assert "mine.csv" in str(error.value)


def test_an_unknown_lexicon_lists_those_there_are():
    with pytest.raises(FileNotFoundError, match="actors.*themes"):
        an.load_lexicon("actor")


def test_your_rows_replace_and_add(tmp_path):
    path = write(tmp_path, "key,pattern,kind\nORG:QUAD,Quad Leaders,bloc\nXXX,China,name\n")
    lexicon = an.load_lexicon(path, extends="actors")
    assert lexicon.loc[lexicon["pattern"] == "China", "key"].tolist() == ["XXX"]
    mentions = an.find_actors(tokens_of("Quad Leaders met China and France."), lexicon)
    assert mentions["actor"].tolist() == ["ORG:QUAD", "XXX", "FRA"]


def test_a_lexicon_survives_its_own_csv(tmp_path):
    themes = an.load_lexicon("themes")
    themes.to_csv(tmp_path / "themes.csv", index=False)
    pd.testing.assert_frame_equal(an.load_lexicon(tmp_path / "themes.csv"), themes)


DICTIONARIES = {
    "a.yml": "economy:\n  trade: [trade, 'tariff*']\n  aid:\n    - development aid\nwar: [war, wars]\n",
    "a.dic": "%\n1\ttrade\n2\twar\n%\ntariff*\t1\ntrade war\t1\t2\n",
    "a.lcd": "+trade\ntariff*\ntrade war\n+war\nwar\n",
    "a.lc3": "+trade\ntariff*\n",
}


@pytest.mark.parametrize("name", DICTIONARIES)
def test_dictionaries_of_other_tools_survive_our_csv(tmp_path, name):
    lexicon = an.load_lexicon(write(tmp_path, DICTIONARIES[name], name))
    assert "tariff*" in set(lexicon["pattern"])
    lexicon.to_csv(tmp_path / "out.csv", index=False)
    pd.testing.assert_frame_equal(an.load_lexicon(tmp_path / "out.csv"), lexicon)
    hits = an.find_themes(tokens_of("Tariffs rose in the trade war."), lexicon)
    assert {"tariff*"} <= set(hits["pattern"])


def test_nested_categories_keep_their_path(tmp_path):
    lexicon = an.load_lexicon(write(tmp_path, DICTIONARIES["a.yml"], "a.yml"))
    assert lexicon["key"].unique().tolist() == ["economy/trade", "economy/aid", "war"]


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.yml", "trade: [a, b\nwar: c", "a.yml, line 2: not valid YAML"),
        ("a.yml", "- a\n- b", "a.yml, line 1: the dictionary must map"),
        ("a.yml", "trade:\n  - a\nwar:\n", "a.yml, line 3: the category 'war' is empty"),
        ("a.yml", "a: &x [b]\nc: *x", "a.yml, line 2: YAML aliases are not read"),
        ("a.yml", "!!python/object/apply:os.system [x]", "a.yml, line 1: the dictionary must map"),
        ("a.yml", "a: " + "[" * 5000, "a.yml"),
        ("a.dic", "word\t1", "a.dic, line 1: a LIWC dictionary begins with"),
        ("a.dic", "%\nx trade\n%\n", "a.dic, line 2: a category is a number"),
        ("a.dic", "%\n1\ttrade\n%\nword\n", "a.dic, line 4: 'word' has no category number"),
        ("a.dic", "%\n1\ttrade\n%\nword\t7\n", "a.dic, line 4: category 7 is not defined"),
        ("a.dic", "%\n1\ttrade\n1\twar\n%\nword\t1\n", "a.dic, line 3: category 1 is defined twice"),
        ("a.yml", "trade: []\nwar: [a]\n", "a.yml, line 1: the category 'trade' is empty"),
        ("a.yml", "trade:\n\t- a\n", "a.yml, line 2: not valid YAML"),
        ("a.lcd", "+trade\n+war\nwar\n", "a.lcd, line 1: the category 'trade' is empty"),
        ("a.lc3", "+trade\ntariff\n+war\n", "a.lc3, line 3: the category 'war' is empty"),
        ("a.lcd", "word\n+trade\n", "a.lcd, line 1: 'word' stands before the first"),
        ("a.lcd", "+\nword\n", "a.lcd, line 1: a category needs a name"),
        ("a.lcd", "+trade\n*\n", "a.lcd, line 2: the pattern '*' would match every word"),
        ("a.txt", "word", "a.txt: a lexicon is .csv, .yml"),
        ("a.lcd", "", "a.lcd: no pattern in this file"),
    ],
)
def test_a_bad_dictionary_names_line_and_fault(tmp_path, name, text, fault):
    with pytest.raises(ValueError, match=re.escape(fault)):
        an.load_lexicon(write(tmp_path, text, name))


def test_a_file_that_is_not_utf8_names_the_line(tmp_path):
    for name, begin in (("a.lcd", "+food\n"), ("a.csv", "key,pattern\n" + "food,bread\n" * 2000)):
        path = tmp_path / name
        path.write_bytes((begin + "food,caf\u00e9\n").encode("latin-1"))
        line = begin.count("\n") + 1
        with pytest.raises(ValueError, match=f"{name}, line {line}: not UTF-8"):
            an.load_lexicon(path)


def test_liwc_of_2007_and_2015(tmp_path):
    """Conditional numbers give their default; names keep their words, but not the long name in brackets."""
    old = "%\n1\tPositive Emotion\n2\tPositive Mood\n464\tfiller\n125\taffect\n%\n"
    old += "good\t1\t2\nkind of\t2\nlike\t(02 134)125/464\nkind\t<of>131/125\t1\n"
    lexicon = an.load_lexicon(write(tmp_path, old, "old.dic"))
    assert lexicon[["key", "pattern"]].values.tolist() == [
        ["Positive Emotion", "good"],
        ["Positive Mood", "good"],
        ["Positive Mood", "kind of"],
        ["filler", "like"],
        ["affect", "kind"],
        ["Positive Emotion", "kind"],
    ]
    new = "%\n1\tfunction (Function Words)\n\t2\tpronoun (Pronouns)\n%\nhe\t1\t2\n"
    assert an.load_lexicon(write(tmp_path, new, "new.dic"))["key"].tolist() == ["function", "pronoun"]
