"""Tone against human ratings of news snippets: floors the lexicon and the neutral list must hold.

The test half (whole articles, fixed seed) of benchmarks/accuracy_tone.py, never used for tuning: macro-F1 of three classes and
Pearson's r with the mean of 20 raters. Skipped where the ratings do not lie beside the project.
"""

import importlib.util
from pathlib import Path

import pytest

import analysis as an
from tests.test_sentiment import SHARED, sentences_of

pytestmark = pytest.mark.skipif(
    not (SHARED / "gold" / "vader_nyt_editorials.tsv").exists(), reason="the ratings lie beside the project"
)


@pytest.fixture(scope="module")
def agreement():
    path = Path(__file__).resolve().parents[1] / "benchmarks" / "accuracy_tone.py"
    spec = importlib.util.spec_from_file_location("accuracy_tone", path)
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    gold = bench.snippets()
    sentences = sentences_of(gold["text"].tolist(), gold["id"].tolist())
    neutral = an.find_neutral(an.tokenize(sentences))

    def measure(half, **options):
        if options.pop("names", False):
            options["neutral"] = neutral
        compound = an.score_sentences(sentences, **options)["compound"].to_numpy()
        chosen = (gold["half"] == half).to_numpy() | (half == "all")
        return bench.agreement(gold["rating"][chosen], compound[chosen])

    return measure


def test_plain_vader_is_the_published_program(agreement):
    assert agreement("all")[0] == pytest.approx(0.503, abs=0.002)


@pytest.mark.parametrize("half", ["test", "all"])
def test_names_neutral_does_better_than_plain(agreement, half):
    r, _ = agreement(half, names=True)
    assert r >= 0.515 and r > agreement(half)[0]


@pytest.mark.parametrize("half", ["test", "all"])
def test_the_diplomatic_lexicon_reaches_its_goals(agreement, half):
    r, f1 = agreement(half, names=True, lexicon="vader+diplomacy")
    assert r >= 0.54 and f1 >= 0.55
