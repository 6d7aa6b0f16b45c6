"""Hard sentences: who is an actor, and which pairs a sentence joins (hard_relations.csv, written for this project)."""

from pathlib import Path

import pandas as pd
import pytest

import analysis as an

CASES = pd.read_csv(Path(__file__).with_name("hard_relations.csv"), sep="|", keep_default_na=False)


@pytest.fixture(scope="module")
def found():
    """Actors and explicit pairs of every case."""
    documents = pd.concat(
        [an.read_text(t, doc_id=str(i)) for i, t in enumerate(CASES["text"])], ignore_index=True
    )
    sentences = an.split_sentences(documents)
    tokens = an.tokenize(sentences)
    mentions = an.find_actors(tokens)
    pairs = an.pair_actors(mentions, sentences, tokens)
    return mentions, pairs[pairs["evidence"] != "comention"]


@pytest.mark.parametrize("i", range(len(CASES)), ids=lambda i: CASES["text"][i][:60])
def test_actors(i, found):
    mentions = found[0]
    assert mentions.loc[mentions["doc_id"] == str(i), "actor"].tolist() == CASES["actors"][i].split()


@pytest.mark.parametrize("i", range(len(CASES)), ids=lambda i: CASES["text"][i][:60])
def test_explicit_pairs(i, found):
    pairs = found[1][found[1]["doc_id"] == str(i)]
    assert sorted(pairs["actor_a"] + "-" + pairs["actor_b"]) == sorted(CASES["explicit"][i].split())


@pytest.mark.parametrize(
    "text, inside",
    [
        ("The China-Europe Railway Express grew last year.", True),
        ("They drafted the Franco-Haitian Agreement there.", True),
        ("The Spanish-American War ended there.", False),  # a war of two is the two, no third thing
        ("The Iran-Iraq War was long and bitter.", False),
        ("The China-Kenya trade grew last year.", False),
    ],
)
def test_in_name(text, inside):
    sentences = an.split_sentences(an.read_text(text))
    tokens = an.tokenize(sentences)
    mentions = an.find_actors(tokens)
    pairs = an.pair_actors(mentions, sentences, tokens)
    assert len(pairs) == 1 and pairs["evidence"][0] in ("compound", "prefix")
    assert mentions["in_name"].tolist() == [inside, inside] and pairs["in_name"][0] == inside
