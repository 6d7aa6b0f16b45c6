"""The founding article against a count by hand (expected_interview_2020.csv); skipped where the text is absent."""

import json
from pathlib import Path

import pandas as pd
import pytest

import analysis as an

EXPECTED = pd.read_csv(Path(__file__).with_name("expected_interview_2020.csv"))
GOLD = "interview_2020_mentions_pairs.jsonl"


@pytest.fixture(scope="module")
def counted(founding):
    """What the suite finds, under the names of the expected table."""
    sentences, mentions, pairs = founding.sentences, founding.mentions, founding.pairs
    explicit = pairs[(pairs["evidence"] != "comention")]
    shown = explicit[~explicit["in_name"]]
    with_china = shown[shown["actor_a"] == "CHN"]["actor_b"].value_counts()
    quotes = an.find_quotes(founding.documents)
    spoken = an.quote(quotes[quotes["kind"] == "speech"], founding.documents).str.strip('"“”')
    return {
        **{("sentences", layer): n for layer, n in sentences["layer"].value_counts().items()},
        **{("sentences in section", str(s)): n for s, n in founding.body["section"].value_counts().items()},
        ("mentions", "outside names"): int((~mentions["in_name"]).sum()),
        ("mentions", "inside names"): int(mentions["in_name"].sum()),
        **{("explicit pairs", f"CHN with {actor}"): n for actor, n in with_china.items()},
        ("explicit pairs", "inside names"): int(explicit["in_name"].sum()),
        ("quoted spans", "all"): len(quotes),
        **{("quoted spans", kind): n for kind, n in quotes["kind"].value_counts().items()},
        ("words of speech", "all"): int(spoken.str.split().str.len().sum()),
        ("stated figures", "all"): len(an.find_claims(founding.tokens, founding.sentences)),
    }


@pytest.mark.parametrize(
    "row", list(EXPECTED.itertuples(index=False)), ids=lambda row: f"{row.what}: {row.which}"
)
def test_count(row, counted):
    assert counted.get((row.what, row.which), 0) == row.expected


def test_every_mention_by_offset_and_code(founding, shared):
    labels = [json.loads(line) for line in (shared / "gold" / GOLD).read_text(encoding="utf-8").splitlines()]
    gold = {
        (m["start"], m["end"], m["code"], "in_name" in m["kind"]) for row in labels for m in row["mentions"]
    }
    mentions = founding.mentions
    assert (
        set(zip(mentions["start"], mentions["end"], mentions["actor"], mentions["in_name"], strict=True))
        == gold
    )


def test_every_pair_by_sentence_and_grade(founding, shared):
    labels = [json.loads(line) for line in (shared / "gold" / GOLD).read_text(encoding="utf-8").splitlines()]
    gold = {
        (row["sent"], p["a"], p["b"], p["type"] == "explicit", "in_name" in p.get("cue", ""))
        for row in labels
        for p in row["pairs"]
    }
    pairs = founding.pairs
    explicit = pairs["evidence"] != "comention"
    assert (
        set(
            zip(pairs["sent_id"], pairs["actor_a"], pairs["actor_b"], explicit, pairs["in_name"], strict=True)
        )
        == gold
    )


def test_no_row_for_currency_and_agency(founding):
    text = founding.documents["text"].iloc[0]
    for name in ("U.S. dollars", "China Media Group"):
        start = text.index(name)
        inside = founding.mentions["start"].between(start, start + len(name) - 1)
        assert not inside.any()
