"""The theme lexicon on the held-back half of the gold sentences: floors below which it must not fall again."""

import json
import sys
from pathlib import Path

import pytest

from analysis.lexicons import load_lexicon

sys.path.append(str(Path(__file__).resolve().parents[1] / "benchmarks"))
import accuracy_themes as bench

MICRO, THEME, ENOUGH = 0.69, 0.55, 10  # micro-F1 .71 and no theme under .59 were measured in November 2026
GOAL_MICRO = 0.75


@pytest.fixture(scope="module")
def held_back():
    """The test half of the gold sentences, and the score of the lexicon on it."""
    if not bench.CORPORA.is_dir():
        pytest.skip("the corpora are not beside the project (../shared/nltk_data)")
    gold = bench.load_gold()
    gold = gold[gold["half"] == "test"]
    themes = sorted(load_lexicon("themes")["key"].unique())
    return gold, bench.score(gold["themes"].tolist(), bench.find(gold), themes)


def test_micro_f1(held_back):
    assert held_back[1]["f1"]["micro"] >= MICRO


def test_no_theme_with_enough_positives_is_lost(held_back):
    table = held_back[1].drop(index="micro")
    enough = table[table["n"] >= ENOUGH]
    assert len(enough) >= 5
    assert enough.loc[enough["f1"] < THEME, "f1"].to_dict() == {}


@pytest.mark.xfail(strict=True, reason="the goal is not reached: micro-F1 .71 for .75")
def test_goal(held_back):
    assert held_back[1]["f1"]["micro"] >= GOAL_MICRO


def test_far_above_the_words_of_the_labels(held_back):
    gold, table = held_back
    themes = sorted(set(table.index) - {"micro"})
    naive = bench.score(gold["themes"].tolist(), bench.find(gold, bench.label_words()), themes)
    assert table["f1"]["micro"] > naive["f1"]["micro"] + 0.2


def test_development_sentences_stand_apart_from_the_gold():
    """None of them is a gold sentence, none stands twice, every label is a theme."""
    gold, more = (
        [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for path in (bench.GOLD, bench.MORE)
    )
    place = [(row["file"], row["start"]) for row in more]
    assert len(set(place)) == len(place) == 548
    assert not set(place) & {(row["file"], row["start"]) for row in gold}
    assert {theme for row in more for theme in row["themes"]} <= set(load_lexicon("themes")["key"])


def test_digests_are_well_formed():
    """Every offset names a stretch of the text, every pair is of two actors mentioned, every theme and code has its form."""
    themes = set(load_lexicon("themes")["key"])
    for row in map(json.loads, bench.DIGESTS.read_text("utf-8").splitlines()):
        assert set(row["themes"]) <= themes and row["text"] == row["text"].strip()
        codes = {code for _, _, code, _ in row.get("mentions", [])}
        assert all(0 <= start < end <= len(row["text"]) for start, end, *_ in row.get("mentions", []))
        assert all(a < b and {a, b} <= codes for a, b, _ in row.get("pairs", []))


def test_score_by_hand():
    table = bench.score([{"a"}, {"a", "b"}, set()], [{"a"}, {"b"}, {"a"}], ["a", "b"])
    assert table.loc["a", ["tp", "fp", "fn", "n"]].tolist() == [1, 1, 1, 2]
    assert table.loc["b", ["precision", "recall", "f1"]].tolist() == [1, 1, 1]
    assert table["f1"]["micro"] == pytest.approx(4 / 6)
