"""Sentence boundaries: a table of hard cases of our own, layers, offsets, speed of bad input, the founding article."""

import csv
import json
import time
from pathlib import Path

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


@pytest.mark.parametrize("text", map(marked, CASES))
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
