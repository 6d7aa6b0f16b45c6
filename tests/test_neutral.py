"""Names carry no tone: no name of the gazetteer, no pair of names, and every row of the list earns its place."""

import random

import pandas as pd
import pytest

import analysis as an
from analysis import schema
from analysis.actors import load_gazetteer


def sentences_of(texts) -> pd.DataFrame:
    """One sentence a text, without splitting."""
    rows = [
        dict(
            doc_id=f"d{i}",
            sent_id=0,
            section=0,
            layer="body",
            voice="",
            speaker="",
            start=0,
            end=len(t),
            text=t,
        )
        for i, t in enumerate(texts)
    ]
    return schema.typed(rows, "sentences")


def compound(texts, **options):
    sentences = sentences_of(texts)
    neutral = an.find_neutral(an.tokenize(sentences))
    return an.score_sentences(sentences, neutral=neutral, **options)["compound"]


@pytest.fixture(scope="module")
def names() -> list[str]:
    """Every name of the gazetteer, media, firms and provinces included."""
    return sorted(set(load_gazetteer()["pattern"]))


@pytest.mark.parametrize("lexicon", ["vader", "vader+diplomacy"])
def test_a_bare_name_scores_zero(names, lexicon):
    scores = compound(names, lexicon=lexicon)
    assert not scores.any(), [name for name, score in zip(names, scores, strict=True) if score]


@pytest.mark.parametrize("lexicon", ["vader", "vader+diplomacy"])
def test_two_names_that_met_score_zero(names, lexicon):
    valenced = [
        name
        for name, score in zip(names, an.score_sentences(sentences_of(names))["compound"], strict=True)
        if score
    ]
    assert len(valenced) > 20  # the test has something to catch
    texts = [f"{a} and {b} met." for a, b in zip(names, names[1:] + names[:1], strict=True)]
    draw = random.Random(5)
    texts += [f"{draw.choice(valenced)} and {draw.choice(names)} met." for _ in range(5000)]
    scores = compound(texts, lexicon=lexicon)
    assert not scores.any(), [text for text, score in zip(texts, scores, strict=True) if score][:5]


@pytest.mark.parametrize(
    "text",
    [
        "He visited the United States.",
        "The Security Council met on Monday.",
        "The Communist Party held its congress.",
        "She tested COVID-19 positive.",
        "He stressed that snow lay on the hills.",
        "Interest rates and gross domestic product were unchanged.",
        "The Global Initiative on Data Security was discussed.",
    ],
)
def test_plain_statements_have_no_tone(text):
    assert an.score_sentences(sentences_of([text]))["compound"].iloc[0] != 0 or "Global" in text
    assert compound([text]).iloc[0] == 0


def test_praise_beside_a_name_stays():
    assert compound(["The United States won great praise."]).iloc[0] > 0.5
    assert compound(["The Security Council failed miserably."]).iloc[0] < -0.3


def test_organisations_named_for_a_cause_have_no_rated_tone():
    names = ["Palestine Liberation Organization", "Amnesty International", "Human Rights Council"]
    assert an.score_sentences(sentences_of(names), lexicon="vader+diplomacy")["compound"].all()
    assert not compound(names, lexicon="vader+diplomacy").any()


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("They promised debt relief and disaster relief.", 1),
        ("He voiced support for the plan.", 1),
        ("They signed a peace treaty and a treaty of friendship.", 1),
        ("It was a chance to settle the matter.", 1),
        ("Police opened fire.", -1),
        ("The country slid into civil war.", -1),
        ("There is a conflict of interest.", -1),
    ],
)
def test_acts_and_events_keep_their_tone(text, sign):
    assert (
        sign * compound([text]).iloc[0] > 0 and sign * compound([text], lexicon="vader+diplomacy").iloc[0] > 0
    )


def test_which_rated_terms_the_list_silences():
    """A neutral span beats a rated term; these few are the price, and the sum of their ratings is small."""
    rated = an.load_lexicon("tone_diplomacy")
    sentences = sentences_of(rated["pattern"].str.replace("*", "").str.replace("?", "a"))
    hits = an.find_neutral(an.tokenize(sentences))
    with_list = an.explain_scores(sentences, neutral=hits, lexicon="vader+diplomacy")
    without = an.explain_scores(sentences, lexicon="vader+diplomacy")
    silenced = set(without["doc_id"]) - set(with_list["doc_id"])
    silent = {rated["pattern"].iloc[int(doc[1:])] for doc in silenced}
    assert silent == {
        "cease fire", "critical infrastructure", "engaged", "free trade", "good offices", "health care",
        "power-sharing", "security", "self-defense", "shared", "special interest*",
    }  # fmt: skip


def test_every_row_gives_its_reason():
    table = an.load_lexicon("neutral")
    assert (table["label"].str.len() > 10).all() and table["kind"].isin(["name", "phrase"]).all()
    assert not table["pattern"].str.lower().duplicated().any()
