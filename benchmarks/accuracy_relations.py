"""Actors and pairs against labels: own gold (tests/gold), PLOVER's event records, peers where they install.

    python benchmarks/accuracy_relations.py

The dev half is what rules were developed on and no accuracy; for the test half totals only are printed. PLOVER's own
slips in the codes are corrected before scoring: JAP to JPN, ITL to ITA, VTN to VNM.
"""

import json
import re
import sys
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "gold")]

import draw  # noqa: E402

import analysis as an  # noqa: E402
from analysis import schema  # noqa: E402
from analysis.intervals import wilson  # noqa: E402

SLIPS = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM"}


def frames_of(texts: dict[str, tuple[int, str]]):
    """Mentions and pairs of single sentences: id -> (offset of the sentence, its text)."""
    rows = [
        dict(
            doc_id=i,
            sent_id=0,
            section=0,
            layer="body",
            voice="",
            speaker="",
            start=a,
            end=a + len(t),
            text=t,
        )
        for i, (a, t) in texts.items()
    ]
    sentences = schema.typed(rows, "sentences")
    tokens = an.tokenize(sentences)
    mentions = an.find_actors(tokens)
    return mentions, an.pair_actors(mentions, sentences, tokens)


def gold_scores(half: str) -> dict[str, tuple[int, int, int]]:
    """(right, found, labelled) for mentions, explicit pairs and any pairs of one half."""
    rows = [json.loads(line) for line in (ROOT / "tests/gold/actors.jsonl").read_text().splitlines()]
    rows = [row for row in rows if row["half"] == half]
    texts = {str(r["n"]): (r["start"], draw.load_text(r["file"])[r["start"] : r["end"]]) for r in rows}
    mentions, pairs = frames_of(texts)
    labelled = {"mentions": set(), "explicit pairs": set(), "any pairs": set()}
    for row in rows:
        n = str(row["n"])
        labelled["mentions"] |= {(n, a, b, code) for a, b, code, _ in row["mentions"]}
        labelled["explicit pairs"] |= {(n, a, b) for a, b, _ in row["pairs"]}
        codes = sorted({code for _, _, code, inside in row["mentions"] if not inside})
        labelled["any pairs"] |= {(n, a, b) for a, b in combinations(codes, 2)}
    explicit, outside = pairs[pairs["evidence"] != "comention"], pairs[~pairs["in_name"]]
    columns = {"mentions": (mentions, ["doc_id", "start", "end", "actor"])}
    columns |= {
        "explicit pairs": (explicit, ["doc_id", "actor_a", "actor_b"]),
        "any pairs": (outside, ["doc_id", "actor_a", "actor_b"]),
    }
    found = {name: set(frame[c].itertuples(index=False, name=None)) for name, (frame, c) in columns.items()}
    return {
        name: (len(found[name] & labelled[name]), len(found[name]), len(labelled[name])) for name in found
    }


def show(name: str, right: int, found: int, labelled: int) -> None:
    def part(k, n):
        low, high = wilson(k, n)
        return f"{k / n:.3f} [{low:.3f}, {high:.3f}] of {n}" if n else "undefined"

    print(
        f"  {name:16} precision {part(right, found)}  recall {part(right, labelled)}  F1 {2 * right / (found + labelled):.3f}"
    )


def plover_records() -> list[tuple[str, set, set]]:
    """Text, source states and target states of each record with both."""
    text = (SHARED / "gold" / "plover_gsr.txt").read_text(encoding="utf-8")
    records = []
    for row in json.loads(re.sub(r",\s*([\]}])", r"\1", text)):
        sides = []
        for side in ("source", "target"):
            actors = row.get(side) or []
            actors = actors if isinstance(actors, list) else [actors]
            codes = {str(actor.get("code", "") if isinstance(actor, dict) else actor)[:3] for actor in actors}
            sides.append({SLIPS.get(code, code) for code in codes} & STATES)
        if row.get("text"):
            records.append((row["text"], *sides))
    return records


STATES = set(an.load_lexicon("actors").query("unit_type != 'organisation'")["key"]) - {"NAME"}


def plover() -> None:
    records = plover_records()
    mentions, pairs = frames_of({str(i): (0, text) for i, (text, _, _) in enumerate(records)})
    named = mentions.groupby("doc_id")["actor"].agg(set).to_dict()
    joined = {i: set(zip(p["actor_a"], p["actor_b"], strict=True)) for i, p in pairs.groupby("doc_id")}
    actors = dyads = found_actors = found_dyads = 0
    right = {"explicit": set(), "gold": set()}
    for i, (_, source, target) in enumerate(records):
        wanted = source | target
        actors += len(wanted)
        found_actors += len(wanted & named.get(str(i), set()))
        gold = {tuple(sorted((a, b))) for a in source for b in target if a != b}
        dyads += len(gold)
        found_dyads += len(gold & joined.get(str(i), set()))
        right["gold"] |= {(str(i), *pair) for pair in gold}
    explicit = pairs[pairs["evidence"] != "comention"]
    right["explicit"] = set(zip(explicit["doc_id"], explicit["actor_a"], explicit["actor_b"], strict=True))
    with_states = {p for p in right["explicit"] if {p[1], p[2]} <= STATES}
    print(f"\nPLOVER, {len(records)} records")
    for name, k, n in (
        ("actor recall", found_actors, actors),
        ("dyad recall, any evidence", found_dyads, dyads),
    ):
        low, high = wilson(k, n)
        print(f"  {name:26} {k / n:.3f} [{low:.3f}, {high:.3f}] of {n}")
    k, n = len(with_states & right["gold"]), len(with_states)
    print(
        f"  explicit pairs that are the record's source and target: {k} of {n} (a record codes one event only)"
    )


def peers(half: str = "test") -> None:
    """Mention recall by state of peers that are installed, on the same sentences."""
    print(f"\nPeers, states named in a sentence, own gold {half} half")
    rows = [json.loads(line) for line in (ROOT / "tests/gold/actors.jsonl").read_text().splitlines()]
    for name in ("geotext", "country_converter", "spacy"):
        try:
            __import__(name)
        except ImportError:
            print(f"  {name}: not installed")
            continue
        if name == "geotext":
            from geotext import GeoText

            k = n = found = 0
            for row in (r for r in rows if r["half"] == half):
                text = draw.load_text(row["file"])[row["start"] : row["end"]]
                wanted = {c for _, _, c, _ in row["mentions"] if c in STATES and len(c) == 3}
                hits = len(GeoText(text).country_mentions)
                k, n, found = k + min(hits, len(wanted)), n + len(wanted), found + hits
            print(f"  geotext: at most {k} of {n} states found (codes not compared, an upper bound)")


def main() -> None:
    if not SHARED.is_dir():
        sys.exit("the labelled data is not beside the project (../shared): nothing measured")
    for half, title in (("dev", "development (rules were made on it, no accuracy)"), ("test", "test")):
        print(f"\nOwn gold, {title}")
        for name, counts in gold_scores(half).items():
            show(name, *counts)
    plover()
    peers()


if __name__ == "__main__":
    main()
