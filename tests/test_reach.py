"""Tone towards whom: own sentences of many constructions, and what each kind of cut may and may not do.

reach_cases.csv: one row per sentence and actor ("" is no named target) with the sign its tone should have. On the rows
"developed" the cuts were developed; the rows "fresh" were written after and measured once (28 of 31) before they became tests.
"""

from pathlib import Path

import pandas as pd
import pytest

import analysis as an
from tests.test_sentiment import sentences_of

CASES = pd.read_csv(Path(__file__).with_name("reach_cases.csv"), keep_default_na=False)


def tones(texts) -> pd.DataFrame:
    sentences = sentences_of(list(texts))
    tokens = an.tokenize(sentences)
    options = dict(neutral=an.find_neutral(tokens), lexicon="vader+diplomacy")
    found = an.tone_towards(an.explain_scores(sentences, **options), an.find_actors(tokens), sentences)
    return found.set_index(["sent_id", "actor"])


def of(text) -> dict[str, int]:
    return tones([text]).loc[0, "n_words"].to_dict()


@pytest.mark.parametrize(("split", "least"), [("developed", 44), ("fresh", 28)])
def test_signs_of_own_sentences(split, least):
    cases = CASES[CASES["split"] == split]
    texts = list(dict.fromkeys(cases["text"]))
    found = tones(texts)["tone"].to_dict()
    wrong = []
    for case in cases.itertuples():
        tone = found.get((texts.index(case.text), case.actor))
        right = tone is not None and (tone * case.sign > 0.05 if case.sign else abs(tone) < 0.05)
        wrong += [] if right else [(case.text, case.actor, case.sign, tone)]
    assert len(cases) - len(wrong) >= least, wrong


@pytest.mark.parametrize(
    "text",
    [
        "Excellent relations with Vietnam and sharp disputes with Japan mark the year.",
        "The relationship with Vietnam is excellent, the relationship with Japan is disputed.",
        "Vietnam is excellent company — Japan remains a troubled neighbour.",
        "Vietnam is excellent company (Japan remains a troubled neighbour).",
        "Vietnam is excellent company because Japan is troubled.",
    ],
)
def test_both_sides_with_actor_and_word_are_cut(text):
    assert of(text) == {"VNM": 1, "JPN": 1}


@pytest.mark.parametrize(
    "text",
    [
        "Vietnam and Japan are friends.",
        "He praised Vietnam, Japan and their people.",
        "The friendship of Vietnam, which is old, and of Japan.",
    ],
)
def test_a_side_without_its_own_word_or_actor_is_not(text):
    assert of(text) == {"VNM": 1, "JPN": 1}
    assert tones([text])["tone"].nunique() == 1


def test_a_cut_never_takes_a_word_from_the_next_sentence():
    """Words of a later sentence with one actor once counted for the last clause of the one before."""
    texts = ["China and the EU are strategic partners, not systemic rivals.", "Unjustified moves by Japan."]
    assert tones(texts).loc[0, "n_words"].to_dict() == {"CHN": 2, "ORG:EU": 2}
