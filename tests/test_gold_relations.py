"""Actors and pairs held to what they reached on labels: totals of the test half and of PLOVER; skipped without ../shared."""

import pytest

pytest.importorskip("benchmarks.accuracy_relations", reason="needs the repository root on the path")
from benchmarks import accuracy_relations as measured  # noqa: E402

FLOORS = {
    "mentions": (0.95, 0.95),
    "explicit pairs": (0.80, 0.55),
    "any pairs": (0.87, 0.95),
}  # precision, recall


@pytest.fixture(scope="module")
def scores(shared):
    return measured.gold_scores("test")


@pytest.mark.parametrize("what", FLOORS)
def test_own_gold(what, scores):
    right, found, labelled = scores[what]
    precision, recall = FLOORS[what]
    assert right / found >= precision and right / labelled >= recall


def test_mentions_reach_the_goal(scores):
    right, found, labelled = scores["mentions"]
    assert 2 * right / (found + labelled) >= 0.96


@pytest.mark.xfail(
    reason="goal of explicit pairs: precision .95 and recall .85; reached .81 and .57", strict=True
)
def test_explicit_pairs_reach_the_goal(scores):
    right, found, labelled = scores["explicit pairs"]
    assert right / found >= 0.95 and right / labelled >= 0.85


def test_plover(shared, capsys):
    measured.plover()
    printed = capsys.readouterr().out.splitlines()
    recall = {
        line.split("  ")[1].strip(): float(line.split("[")[0].split()[-1])
        for line in printed
        if "recall" in line
    }
    assert recall["actor recall"] >= 0.94 and recall["dyad recall, any evidence"] >= 0.88
