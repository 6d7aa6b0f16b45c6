"""The largest mark, the rows behind it, the parts of a text, and nltk's analyser beside ours."""

import numpy as np
import pandas as pd
import pytest

import analysis as an
from analysis.comparison import score_with_nltk
from analysis.marks import behind, largest, top
from analysis.parts import name_parts

MARKS = pd.DataFrame(dict(actor=["CHN", "USA", "FRA"], section=[1, 1, 2], n=[2.0, 5.0, np.nan]))
ROWS = pd.DataFrame(dict(actor=["USA", "CHN", "USA"], section=[1, 1, 2], sent_id=[3, 4, 5]))


def test_the_largest_mark_and_its_rows():
    assert top(MARKS, "actor") == "USA"
    assert largest(MARKS, ["actor", "section"]) == "USA, 1 (5)"
    assert largest(MARKS.assign(n=MARKS["n"] / 4), "actor") == "USA (1.25)"
    assert behind(MARKS, ROWS, ["actor", "section"])["sent_id"].tolist() == [3]


@pytest.mark.parametrize("nothing", [MARKS.iloc[:0], MARKS.iloc[2:]])
def test_nothing_drawn_has_no_largest_mark(nothing):
    assert top(nothing, "actor") == "" and largest(nothing, "actor") == "none (0)"
    assert behind(nothing, ROWS.assign(actor=""), ["actor"]).empty


def test_parts_are_documents_sections_or_stretches(sample):
    tokens = an.tokenize(sample.body)
    assert set(name_parts(tokens, sample.body)["part"]) == {f"section {i}" for i in range(4)}
    plain = an.split_sentences(an.read_text("It rained. It rained again, and more."))
    stretches = name_parts(an.tokenize(plain), plain)["part"]
    assert stretches.tolist() == sorted(stretches) and stretches.nunique() == 4
    several = an.concat([plain, plain.assign(doc_id="other")])
    assert set(name_parts(an.tokenize(several), several)["part"]) == {"pasted", "other"}
    assert name_parts(tokens.iloc[:0], sample.body)["part"].empty


def test_nltk_looks_words_up_by_value():
    twice = an.split_sentences(an.read_text("It was good and not good."))
    assert score_with_nltk(twice)["compound"].tolist() == [0.7003]
    assert an.score_sentences(twice)["compound"].tolist() == [0.1265]
    assert score_with_nltk(twice.iloc[:0]).empty


def test_a_text_without_actors_is_read_from_nobody(sample):
    nobody = an.main_actor(sample.mentions.iloc[:0], default="")
    assert nobody == ""
    everything = (sample.pairs.iloc[:0], sample.mentions.iloc[:0], sample.sentences, sample.documents)
    assert (
        an.relation_table(*everything, focus=nobody).empty and an.ledger_rows(*everything, focus=nobody).empty
    )
