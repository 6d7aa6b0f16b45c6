"""The laws of the design, tested once for every function that works document by document."""

import locale
import os
import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import analysis as an
from analysis import schema

PIECES = [
    "China", "the U.S.", "Sino-Russian ties", "China-EU", "he said", "talks with Moscow", "North and South Korea", "COVID-19",
    "Xinhua", "WHO", "over 220 billion masks", "not good", "VERY BAD!!!", "but", "cooperation", "sanctions", "$5 million",
    "don’t", "\"We agree,\"", "“peace”", "(Reuters)", "Mr. Smith", "No. 5", "3.5 percent", "...", "?!", ":-)", "\r\n", "\n\n", "\n",
    "TITLE IN CAPITALS", "date 2021-01-03", "# Heading", "\u202e", "\u200b", "e\u0301", "東京", "مرحبا", "😀", "\x00", "\ufeff", "'", "\"", "-", "’s", "İ",
]  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map(" ".join)
RAW = st.text(max_size=200)
CORPORA = st.lists(WORDS | RAW, min_size=1, max_size=4)
LAWFUL = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def corpus(texts: list[str]) -> pd.DataFrame:
    rows = [
        dict(doc_id=f"d{i}", date=pd.NaT, title="", source="t", text=text) for i, text in enumerate(texts)
    ]
    frame = pd.DataFrame(rows)
    frame["text"] = [text.encode("utf-8", "replace").decode() for text in frame["text"]]
    return schema.typed(frame, "documents")


def sentences_of(documents):
    return an.split_sentences(documents)


def tokens_of(documents):
    return an.tokenize(sentences_of(documents))


def mentions_of(documents):
    return an.find_actors(tokens_of(documents))


def tone_towards_of(documents):
    sentences, explained = sentences_of(documents), an.explain_scores(sentences_of(documents))
    return an.tone_towards(explained, mentions_of(documents), sentences)


# name: (documents -> the frames the function takes, function); each is a per-document function
PER_DOCUMENT = {
    "split_layers": (lambda d: (d,), an.split_layers),
    "find_quotes": (lambda d: (d,), an.find_quotes),
    "split_sentences": (lambda d: (d,), an.split_sentences),
    "tokenize": (lambda d: (sentences_of(d),), an.tokenize),
    "tokenize, hyphens split": (lambda d: (sentences_of(d),), lambda s: an.tokenize(s, split_hyphens=True)),
    "ngrams": (lambda d: (tokens_of(d),), an.ngrams),
    "count_terms": (lambda d: (tokens_of(d),), an.count_terms),
    "lexical_diversity": (lambda d: (tokens_of(d),), an.lexical_diversity),
    "match_lexicon": (lambda d: (tokens_of(d),), lambda t: an.match_lexicon(t, an.load_lexicon("themes"))),
    "find_themes": (lambda d: (tokens_of(d),), an.find_themes),
    "find_neutral": (lambda d: (tokens_of(d),), an.find_neutral),
    "find_actors": (lambda d: (tokens_of(d),), an.find_actors),
    "pair_actors": (lambda d: (mentions_of(d), sentences_of(d), tokens_of(d)), an.pair_actors),
    "find_claims": (lambda d: (tokens_of(d), sentences_of(d)), an.find_claims),
    "score_sentences": (lambda d: (sentences_of(d),), an.score_sentences),
    "explain_scores": (lambda d: (sentences_of(d),), an.explain_scores),
    "tone_towards": (lambda d: (d,), tone_towards_of),
}
pytestmark = pytest.mark.filterwarnings("ignore:.*quot")  # an odd quotation mark warns, by design


def frames_equal(a: pd.DataFrame, b: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(a.reset_index(drop=True), b.reset_index(drop=True), check_exact=True)


@pytest.mark.parametrize("name", PER_DOCUMENT)
@given(texts=CORPORA)
@LAWFUL
def test_partition(name, texts):
    """f(whole) == concat(f(parts)), categories in order of first appearance."""
    make, function = PER_DOCUMENT[name]
    documents = corpus(texts)
    whole = function(*make(documents))
    parts = [function(*make(documents.iloc[i : i + 1].reset_index(drop=True))) for i in range(len(documents))]
    frames_equal(whole, schema.concat(parts))


@pytest.mark.parametrize("name", PER_DOCUMENT)
@given(text=WORDS)
@LAWFUL
def test_empty_and_purity(name, text):
    """An empty typed frame in gives an empty typed frame out; inputs and global state are left alone."""
    make, function = PER_DOCUMENT[name]
    inputs = make(corpus([text]))
    copies = [frame.copy(deep=True) for frame in inputs]
    state = (
        random.getstate(),
        np.random.get_state()[1].tolist(),
        os.getcwd(),
        locale.setlocale(locale.LC_ALL),
    )
    full = function(*inputs)
    assert (
        random.getstate(),
        np.random.get_state()[1].tolist(),
        os.getcwd(),
        locale.setlocale(locale.LC_ALL),
    ) == state
    for frame, copy in zip(inputs, copies, strict=True):
        frames_equal(frame, copy)
    nothing = function(*(frame.iloc[:0] for frame in inputs))
    assert len(nothing) == 0
    assert list(nothing.columns) == list(full.columns)
    same = [
        str(a) == str(b) or {str(a), str(b)} == {"category"}
        for a, b in zip(nothing.dtypes, full.dtypes, strict=True)
    ]
    assert all(same), dict(zip(full.columns, zip(nothing.dtypes, full.dtypes, strict=True), strict=True))


@given(texts=CORPORA)
@LAWFUL
def test_offsets(texts):
    """text[start:end] is the token, and the sentence's text."""
    documents = corpus(texts)
    text = dict(zip(documents["doc_id"], documents["text"], strict=True))
    sentences = an.split_sentences(documents)
    for row in sentences.itertuples():
        assert text[row.doc_id][row.start : row.end] == row.text
    for row in an.tokenize(sentences).itertuples():
        assert text[row.doc_id][row.start : row.end] == row.token


@given(texts=CORPORA)
@LAWFUL
def test_conservation(texts):
    """The counts of all groups add up to the tokens given; shares never exceed their denominator."""
    documents = corpus(texts)
    sentences = an.split_sentences(documents)
    tokens = an.tokenize(sentences)
    assert an.count_terms(tokens, words=False)["count"].sum() == len(tokens)
    assert an.count_terms(tokens, by=[])["count"].sum() == tokens["is_word"].sum()
    shares = an.theme_shares(an.find_themes(tokens), sentences, by=[])
    assert (shares["k"] <= shares["n"]).all() and (shares["n"] == (sentences["layer"] == "body").sum()).all()


def test_every_name_of_the_map_is_there():
    """analysis/__init__ promises only what exists."""
    assert all(callable(getattr(an, name)) for name in an.__all__)
