"""Names carry no tone: no name of the gazetteer, no pair of names, and every row of the list earns its place."""

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
    table = load_gazetteer()
    return sorted(set(table.loc[~table["kind"].isin(["other", "subnational"]), "pattern"]))


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
    texts += [f"{a} and {b} met." for a in valenced for b in valenced]
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


def test_every_row_gives_its_reason():
    table = an.load_lexicon("neutral")
    assert (table["label"].str.len() > 10).all() and table["kind"].isin(["name", "phrase"]).all()
    assert not table["pattern"].str.lower().duplicated().any()
