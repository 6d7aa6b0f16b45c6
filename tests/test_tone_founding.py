"""The founding article's tone with names neutral and the diplomatic lexicon, as far as n allows."""

import pytest

import analysis as an


@pytest.fixture(scope="module")
def toned(founding):
    body, options = founding.body, dict(neutral=an.find_neutral(founding.tokens), lexicon="vader+diplomacy")
    scores = an.attach(an.score_sentences(body, **options), body, columns=["section", "text"])
    explained = an.explain_scores(body, **options)
    return scores, explained, an.tone_towards(explained, founding.mentions, body)


def test_one_fierce_battle_is_not_the_most_positive_sentence(toned):
    ranked = toned[0].sort_values("compound", ascending=False)
    assert "fierce battle" not in ranked["text"].iloc[0]


def test_the_us_section_is_the_least_positive_of_the_three(toned):
    means = toned[0].query("section > 0").groupby("section")["compound"].mean()
    assert means.idxmin() == 1


@pytest.mark.parametrize("partner", ["ORG:EU", "RUS", "ORG:ASEAN", "REG:AFRICA"])
def test_tone_towards_the_us_is_below_that_towards(toned, partner):
    tone = toned[2].groupby("actor")["tone"].mean()
    assert tone["USA"] < tone[partner]


def test_rivals_denied_is_praise_with_the_flip_shown(founding, toned):
    _, explained, towards = toned
    sentence = founding.body[founding.body["text"].str.contains("not systemic rivals")].iloc[0]
    words = explained[explained["sent_id"] == sentence["sent_id"]]
    flipped = words[words["word"].str.contains("rivals")].iloc[0]
    assert flipped["base"] < 0 < flipped["negation"] and flipped["final"] > 0
    eu = towards[(towards["sent_id"] == sentence["sent_id"]) & (towards["actor"] == "ORG:EU")]
    assert eu["tone"].iloc[0] > 0


def test_unjustified_moves_are_negative_for_the_us(founding, toned):
    sentence = founding.body[founding.body["text"].str.contains("unjustified moves")].iloc[0]
    rows = toned[2][toned[2]["sent_id"] == sentence["sent_id"]]
    assert rows.loc[rows["actor"] == "USA", "tone"].iloc[0] < 0


def test_criticism_without_an_address_stays_visible(toned):
    assert (toned[2]["actor"] == "").sum() >= 5


def test_the_whole_article_as_one_string_saturates(founding):
    """Why sentences are scored: the one number of a whole document says nothing."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    whole = SentimentIntensityAnalyzer().polarity_scores(founding.documents["text"].iloc[0])["compound"]
    assert whole > 0.99
