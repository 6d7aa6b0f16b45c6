"""Turns: transcripts have the voices of those they label, other texts with colons do not."""

import pandas as pd
import pytest

from analysis.corpus import read_text
from analysis.sentences import split_sentences

OPENING = "Norway's foreign minister visits Peru next week. The programme is not yet known."


def turns(*blocks, **metadata):
    """(speaker, number of sentences) of each run of one voice; unattributed sentences as None."""
    found = split_sentences(read_text("\n\n".join(blocks)).assign(**metadata))
    found = found[found["layer"] == "body"]
    runs = []
    for voice, speaker in zip(found["voice"], found["speaker"], strict=True):
        assert (voice == "direct") == pd.notna(speaker)
        speaker = speaker if voice == "direct" else None
        if runs and runs[-1][0] == speaker:
            runs[-1][1] += 1
        else:
            runs.append([speaker, 1])
    return [tuple(run) for run in runs]


def test_a_press_conference():
    text = [
        OPENING,
        "Reuters: The minister said talks were near. Is that so?",
        "Jon Berg: They are. We said so on May 3. It stands.",
        "We have nothing to add.",
        "Daily Post: And Peru?",
        "Jon Berg: No comment.",
    ]
    assert turns(*text) == [(None, 2), ("Reuters", 2), ("Jon Berg", 4), ("Daily Post", 1), ("Jon Berg", 1)]


@pytest.mark.parametrize(
    "q, a, asks, answers",
    [
        ("Q:", "A:", "Q", "A"),
        ("Q.", "A.", "Q", "A"),
        ("**Q:**", "**A:**", "Q", "A"),
        ("Question:", "Answer:", "Question", "Answer"),
        ("Q", "MR. BERG:", "Q", "BERG"),
    ],
)
def test_questions_and_answers(q, a, asks, answers):
    found = turns(OPENING, f"{q} Will you sign?", f"{a} We will. Soon.")
    assert found == [(None, 2), (asks, 1), (answers, 2)]


def test_the_answer_is_the_speakers_of_the_metadata():
    assert turns("Q: Will you sign?", "A: We will.", speaker="Ana Ruiz") == [("Q", 1), ("Ana Ruiz", 1)]


def test_titles_come_off_and_short_names_are_filled_in():
    text = [
        "Interview with Ambassador Jon Berg",
        "Interviewer: Will you sign?",
        "Ambassador Berg: We will.",
        "Interviewer: When?",
        "Berg: Soon.",
    ]
    assert turns(*text) == [("Interviewer", 1), ("Jon Berg", 1), ("Interviewer", 1), ("Jon Berg", 1)]


def test_offices_and_verbatim_records():
    text = [
        "The President: I give the floor to Peru.",
        "Mr. Ruiz (Peru) (spoke in Spanish): We thank you.",
        "The President: I thank Peru.",
    ]
    assert turns(*text) == [("The President", 1), ("Ruiz", 1), ("The President", 1)]


def test_a_note_in_brackets_is_nobodys_and_a_heading_ends_a_turn():
    text = [
        "THE PRESIDENT: We won. (Applause.) We stay.",
        "Q Why?",
        "THE PRESIDENT: Because.",
        "AFTER THE TALKS",
        OPENING,
    ]
    assert turns(*text) == [
        ("THE PRESIDENT", 1),
        (None, 1),
        ("THE PRESIDENT", 1),
        ("Q", 1),
        ("THE PRESIDENT", 1),
        (None, 2),
    ]


@pytest.mark.parametrize(
    "blocks",
    [
        ["Germany: exports rose by a third.", "France: they fell.", "Italy: no change."],
        ["Capital: Oslo", "Population: five million", "Capital: Lima", "Population: thirty million"],
        ["Note: this text is a draft.", "Note: it is not final.", "Source: the ministry."],
        ["A Chinese delegation arrived.", "A Norwegian one left.", "Q is a letter."],
        ["The points were these: trade, fish and oil.", "The points were these: visas.", "A: it rained."],
    ],
    ids=["countries", "facts", "notes", "articles", "clauses"],
)
def test_what_is_no_transcript(blocks):
    assert {speaker for speaker, _ in turns(*blocks)} == {None}
