"""Sentence boundaries: a table of hard cases of our own, layers, offsets, long junk, the founding article."""

import csv
import json
import time
from pathlib import Path

import pandas as pd
import pytest

from analysis import schema
from analysis.corpus import read, read_text
from analysis.sentences import split_sentences

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"
ARTICLE = SHARED / "texts" / "interview_2020.txt"
CASES = list(csv.DictReader((HERE / "sentence_cases.csv").open(encoding="utf-8")))
# not solved, and why; strict, so that a case that begins to pass must leave the list
KNOWN = {
    "us-end-name": "after U.S. a name may go on (the U.S. Congress) or begin a sentence: it needs a parser",
}


def marked(case):
    fails = [pytest.mark.xfail(strict=True, reason=KNOWN[case["id"]])] if case["id"] in KNOWN else []
    return pytest.param(case["text"], id=case["id"], marks=fails)


def cut(text):
    return split_sentences(read_text(text))["text"].tolist()


@pytest.mark.parametrize("text", [marked(case) for case in CASES])
def test_boundary(text):
    """In the table a bar stands for the space at which one sentence ends and the next begins."""
    assert cut(text.replace("|", " ")) == text.split("|")


@pytest.mark.parametrize("text", [marked(case) for case in CASES if case["kind"] != "block end"])
def test_boundary_within_a_longer_paragraph(text):
    before, after = "The council met on Monday evening.", "Nobody was surprised by that."
    found = cut(f"{before} {text.replace('|', ' ')} {after}")
    assert found == [before, *text.split("|"), after]


def test_the_table_is_large_and_mostly_solved():
    assert len(CASES) >= 70 and len({case["id"] for case in CASES}) == len(CASES)
    assert set(KNOWN) <= {case["id"] for case in CASES}
    assert len(KNOWN) <= 0.05 * len(CASES)


def test_headings_captions_and_titles_are_rows_of_their_own():
    body = (
        "The ministers met on Monday in Oslo. They agreed on a text that both parliaments will have to read."
    )
    text = (
        f"TALKS IN OSLO\nBy Ana Ruiz\n\nPhoto: the harbour of Oslo.\n\n{body}\n\nWHAT NEXT? A VOTE\n\n{body}"
    )
    found = split_sentences(read_text(text))
    assert found["layer"].tolist() == ["title", "caption", "body", "body", "heading", "body", "body"]
    assert found["section"].tolist() == [0, 0, 0, 0, 1, 1, 1]
    assert found["sent_id"].tolist() == list(range(7))
    assert not found["text"].str.contains("Ruiz").any()


@pytest.mark.parametrize(
    "text",
    [
        "Ünïcode über alles. \u200bΈνα δύο. \u202bשלום.\u202c  \U0001f600 Yes? “No.”",
        "a. b. c. d.\u2028e. F.\x85G. H",
        "A\u0301. B\r\n\r\nC.\r\nD. \x00E.",
        "." * 50 + " " + "?" * 50,
    ],
)
def test_offsets_hold_for_any_text(text):
    found = split_sentences(read_text(text))
    for row in found.itertuples():
        assert text[row.start : row.end] == row.text == row.text.strip()
    assert (found["start"].to_numpy()[1:] >= found["end"].to_numpy()[:-1]).all()


def test_no_character_of_the_body_is_lost():
    text = "We met. “Is it over?” he asked. No (not yet). See https://example.org now. J. P. Ruiz left..."
    found = split_sentences(read_text(text))
    assert " ".join(found["text"]) == text


@pytest.mark.parametrize(
    "junk",
    [".", ". ", "A. ", "a\n", "(a ", "(aaaa", "://x", ":)", "https://", "Mr. ", '?" A', "... ", "[1] ."],
)
def test_long_junk_takes_linear_time(junk):
    start = time.process_time()
    split_sentences(read_text("x " + junk * (200_000 // len(junk))))
    assert time.process_time() - start < 5  # quadratic would be minutes


def test_empty_frame_and_wrong_frame():
    pd.testing.assert_frame_equal(split_sentences(schema.empty("documents")), schema.empty("sentences"))
    with pytest.raises(ValueError, match="documents frame"):
        split_sentences(schema.empty("layers"))


@pytest.mark.skipif(not ARTICLE.is_file(), reason="the founding article is not beside the project")
def test_founding_article():
    """47 rows at the hand-labelled spans; the caption begins behind the date line that is glued to it."""
    found = split_sentences(read(ARTICLE))
    assert found["layer"].value_counts().to_dict() == {"body": 43, "heading": 3, "caption": 1}
    body = found[found["layer"] == "body"]
    assert body["section"].value_counts().sort_index().tolist() == [3, 13, 16, 11]
    gold = SHARED / "gold" / "interview_2020_mentions_pairs.jsonl"
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    assert found["end"].tolist() == [row["end"] for row in rows]
    assert found["start"].tolist()[1:] == [row["start"] for row in rows][1:]
