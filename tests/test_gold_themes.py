"""The theme lexicon on the held-back half of the gold sentences: floors below which it must not fall again."""

import json
import sys
from pathlib import Path

import pytest

from analysis.lexicons import load_lexicon

sys.path.append(str(Path(__file__).resolve().parents[1] / "benchmarks"))
import accuracy_themes as bench

MICRO, THEME, ENOUGH = 0.66, 0.42, 10  # a little below what was measured in November 2026: .68 and .44
GOAL_MICRO, GOAL_THEME = 0.75, 0.55


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


@pytest.mark.xfail(
    strict=True, reason="the goal is not reached: micro-F1 .68 for .75; sovereignty .44 for .55"
)
def test_goal(held_back):
    table = held_back[1]
    themes = table[table["n"] >= ENOUGH].drop(index="micro")
    assert table["f1"]["micro"] >= GOAL_MICRO and (themes["f1"] >= GOAL_THEME).all()


def test_only_sovereignty_is_under_the_goal_for_a_theme(held_back):
    table = held_back[1].drop(index="micro")
    under = table[(table["n"] >= ENOUGH) & (table["f1"] < GOAL_THEME)]
    assert set(under.index) <= {"sovereignty_territory"}


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


def test_score_by_hand():
    table = bench.score([{"a"}, {"a", "b"}, set()], [{"a"}, {"b"}, {"a"}], ["a", "b"])
    assert table.loc["a", ["tp", "fp", "fn", "n"]].tolist() == [1, 1, 1, 2]
    assert table.loc["b", ["precision", "recall", "f1"]].tolist() == [1, 1, 1]
    assert table["f1"]["micro"] == pytest.approx(4 / 6)
