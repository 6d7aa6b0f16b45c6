"""Tone: equal to the reference, explained to the last part, and defined on any text."""

import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from vaderSentiment import vaderSentiment

from analysis import schema, sentiment, vader_words
from analysis.sentiment import explain_scores, score_sentences, summarise_tone, tone_towards

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
SCORES = ["compound", "pos", "neu", "neg"]
REFERENCE = vaderSentiment.SentimentIntensityAnalyzer()


class ByPosition(vaderSentiment.SentimentIntensityAnalyzer):
    """The reference with one method put right: "but" weighs each word by its place, not by its valence."""

    @staticmethod
    def _but_check(words_and_emoticons, sentiments):
        words = [word.lower() for word in words_and_emoticons]
        if "but" not in words:
            return sentiments
        but = words.index("but")
        return [x * 0.5 if i < but else x * 1.5 if i > but else x for i, x in enumerate(sentiments)]


BY_POSITION = ByPosition()


def sentences_of(texts, doc_ids=None) -> pd.DataFrame:
    """A sentences frame of texts, as if they stood in their document one place apart."""
    doc_ids = ["text"] * len(texts) if doc_ids is None else doc_ids
    frame = pd.DataFrame({"doc_id": doc_ids, "text": texts}).astype("str")
    length = frame["text"].str.len() + 1
    frame["start"] = (length.groupby(frame["doc_id"]).cumsum() - length).astype("int32")
    frame["end"] = (frame["start"] + length - 1).astype("int32")
    frame["sent_id"] = frame.groupby("doc_id").cumcount().astype("int32")
    frame["section"] = np.int32(0)
    return schema.typed(frame.assign(layer="body", voice="", speaker=pd.Series(dtype="str")), "sentences")


def reference_scores(texts, analyser=BY_POSITION) -> pd.DataFrame:
    return pd.DataFrame([analyser.polarity_scores(text) for text in texts], columns=SCORES)


def adversarial(n: int, seed: int = 0) -> list[str]:
    """Sentences made of what the rules ask for, in any order: few ordinary words, odd marks, capitals and spaces."""
    draw = random.Random(seed)
    rule_words = [
        *vader_words.NAMED * 3,
        *vaderSentiment.NEGATE,
        *vaderSentiment.BOOSTER_DICT,
        "kind of",
        "sort of",
    ]
    rule_words += [*vaderSentiment.SPECIAL_CASES] * 4 + ["the", "was", "AND", "EU", "can't stand"]
    valenced = sorted(REFERENCE.lexicon)
    usual = "good bad great war peace kind no doubt hope united security attack crisis friendly".split()
    emoji = sorted(sign for sign in REFERENCE.emojis if len(sign) == 1)
    marks = ["", "", "", "", ",", ".", "!", "?", "!!", "??", "?!", "...", '"', "(", "'", "’", "”", "—"]
    gaps = [" "] * 12 + ["  ", "\n", "\t", "\u00a0", "\u3000", ""]
    made = []
    for _ in range(n):
        pieces = []
        for _ in range(draw.choice([0, 1, 2, 3, 4, 6, 8, 12, 20])):
            pool = draw.choices([rule_words, valenced, usual, emoji], [10, 4, 6, 0.5])[0]
            word = draw.choice(pool)
            word = draw.choices([word, word.upper(), word.capitalize()], [8, 2, 1])[0]
            pieces += [
                draw.choice(marks) if draw.random() < 0.1 else "",
                word,
                draw.choice(marks),
                draw.choice(gaps),
            ]
        made.append("".join(pieces))
    return made


def assert_equal_to_reference(texts):
    ours, theirs = score_sentences(sentences_of(texts))[SCORES], reference_scores(texts)
    wrong = np.flatnonzero((ours.to_numpy() != theirs.to_numpy()).any(axis=1))
    assert not len(wrong), [(texts[i], ours.iloc[i].to_dict(), theirs.iloc[i].to_dict()) for i in wrong[:3]]


HAND_MADE = [
    "It was good and not good, very good and not very good.",
    "At least it is good; least good, the least good, at least good, very least good.",
    "Least good.",
    "They never so good, never this good, never was so good, never so very good.",
    "It is without doubt good; without a doubt good; without any doubt good.",
    "No good, no no good, no bad or good, no bad nor good, NO good no.",
    "This is sort of good, kind of good, just enough good, only kind of a good kind of thing.",
    "The bad ass and the kiss of death, to die for, yeah right, the bus stop, the bomb, a beating heart.",
    "That was the shit, man. That was really the bomb good.",
    "It is VERY good but not VERY bad, BUT good.",
    "good but good but bad",
    "VERY GOOD AND VERY BAD",
    "EXTREMELY good, EXTREMELY bad, VERY no good",
    "I can't stand it, don't like it, DON'T like it, don’t like it.",
    ":) :( :D ;-) XD (: </3 good:) :)good",
    "good😀bad 😀😀 ❤ 🆙good! ☺️",
    "Good?? Good??? Good???? !!!!!",
    "a 'good' \"bad\" (good) --bad-- good's it's ok. ok, no.",
    "in the red, under the weather, cooking with gas",
]


def test_hand_made_sentences_equal_the_reference():
    assert_equal_to_reference(HAND_MADE)


def test_adversarial_sentences_equal_the_reference():
    assert_equal_to_reference(adversarial(3000))


def test_news_snippets_equal_the_reference():
    path = SHARED / "gold" / "vader_nyt_editorials.tsv"
    if not path.exists():
        pytest.skip("the NYT snippets lie beside the repository")
    texts = [line.split("\t", 2)[2] for line in path.read_text(encoding="utf-8").splitlines()]
    assert_equal_to_reference(random.Random(1).sample(texts, 500))


def test_by_position_where_the_reference_goes_by_value():
    text = "we love and accept it but we fail"  # 3.2 halved is 1.6, the valence of the next word
    ours = score_sentences(sentences_of([text])).loc[0, "compound"]
    assert ours == BY_POSITION.polarity_scores(text)["compound"]
    assert ours != REFERENCE.polarity_scores(text)["compound"]


def test_chunks_do_not_change_scores(monkeypatch):
    texts = adversarial(300, seed=2)
    whole = score_sentences(sentences_of(texts))
    monkeypatch.setattr(sentiment, "CHUNK", 7)
    monkeypatch.setattr(sentiment, "VOCABULARY", 20)
    pd.testing.assert_frame_equal(whole, score_sentences(sentences_of(texts)))
