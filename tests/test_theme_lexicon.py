"""The theme lexicon: its shape, its keep-outs, its codes; and the coding guide that stands beside it."""

import csv
import re
from collections import defaultdict
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

LEXICONS = Path(__file__).resolve().parents[1] / "analysis" / "lexicons"
COLUMNS = ["key", "pattern", "kind", "case", "ambiguous", "label", "source", "marpor", "cap", "plover"]
TOPICS = {
    "health", "trade_investment", "connectivity", "development_aid", "security_defence", "conflict_mediation",
    "sovereignty_territory", "rights_law", "governance_multilateralism", "climate_energy",
    "technology_information", "people_culture",
}  # fmt: skip
KINDS = dict.fromkeys(TOPICS, "topic") | {"diplomatic_practice": "register", "coercion_rivalry": "frame"}
EVENTS = {
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip
CODE_FORMS = {"marpor": r"[1-7]\d\d", "cap": r"\d{1,2}|\d{4}", "plover": r"\d{2,4}|[A-Z]+|[a-z_]+"}
FALSE_FRIENDS = [
    ("health", "political virus*"), ("health", "health of the economy"),
    ("conflict_mediation", "fierce battle*"),
    ("security_defence", "data security"), ("security_defence", "social security"),
    ("security_defence", "food security"), ("security_defence", "economic security"),
    ("security_defence", "security council*"), ("climate_energy", "climate of"),
    ("climate_energy", "business climate"), ("climate_energy", "political climate"),
]  # fmt: skip


def read_rows() -> list[dict]:
    with (LEXICONS / "themes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def units(pattern: str) -> list[str]:
    """The words of a pattern as the matcher breaks them: white space and hyphens, a hyphen being a unit."""
    return re.findall(r"-|[^\s-]+", pattern)


def shields(keep_out: str, pattern: str) -> bool:
    """True if the keep-out is longer than the pattern and a stretch of it would be hit by the pattern."""
    long, short = [unit.rstrip("*") for unit in units(keep_out)], units(pattern)
    starts = range(len(long) - len(short) + 1)
    return len(long) > len(short) and any(
        all(fnmatchcase(a, b) for a, b in zip(long[i : i + len(short)], short, strict=True)) for i in starts
    )


def codes_problem(row: dict) -> str:
    """What is wrong with the codes of a row, or nothing."""
    for column, form in CODE_FORMS.items():
        for code in filter(None, row[column].split(";")):
            if not re.fullmatch(form, code):
                return f"{column}: {code!r}"
            if code.isupper() and code not in EVENTS:
                return f"no PLOVER event type: {code!r}"
    return ""


ROWS = read_rows()
BY_KEY = defaultdict(list)
for _row in ROWS:
    BY_KEY[_row["key"]].append(_row)
GUIDE = (LEXICONS / "themes.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## [^\n]*\(`(\w+)`\)[^\n]*\n(.*?)(?=^## |\Z)", GUIDE, flags=re.M | re.S))


def bullets(section: str, name: str) -> list[str]:
    """The bullets under a bold heading of a section of the guide."""
    found = re.search(rf"^\*\*{name}\*\*\n((?:- .*\n?)+)", section, flags=re.M)
    return re.findall(r"^- (.+)$", found.group(1), flags=re.M) if found else []


def test_columns_and_keys():
    assert list(ROWS[0]) == COLUMNS
    assert set(BY_KEY) == set(KINDS)


def test_sorted_by_key_then_pattern():
    order = [(row["key"], row["pattern"]) for row in ROWS]
    assert order == sorted(order)


def test_no_pattern_twice_in_a_theme():
    seen = [(row["key"], tuple(units(row["pattern"]))) for row in ROWS]
    assert len(seen) == len(set(seen))


def test_patterns_are_lower_case_and_plain():
    for row in ROWS:
        pattern = row["pattern"]
        assert pattern == pattern.lower() == " ".join(pattern.split()), pattern
        assert re.fullmatch(r"[a-z0-9*?'. -]+", pattern), pattern
        assert row["case"] == "0"
        assert all(unit.strip("*?") for unit in units(pattern)), f"{pattern}: a unit that matches anything"
        stems = [unit.strip("*") for unit in units(pattern) if "*" in unit]
        assert all(len(stem) >= 3 for stem in stems), f"{pattern}: too short a stem"


@pytest.mark.parametrize("key", sorted(KINDS))
def test_size_kind_and_constant_columns(key):
    rows = BY_KEY[key]
    assert {row["kind"] for row in rows} <= {KINDS[key], "exclude"}
    assert 25 <= sum(row["kind"] == KINDS[key] for row in rows) <= 60
    for column in ("label", "marpor", "cap", "plover"):
        assert len({row[column] for row in rows}) == 1, column
    assert rows[0]["label"]
    assert codes_problem(rows[0]) == ""


def test_labels_differ():
    assert len({rows[0]["label"] for rows in BY_KEY.values()}) == len(KINDS)


@pytest.mark.parametrize("key", sorted(KINDS))
def test_every_keep_out_shields_something(key):
    patterns = [row["pattern"] for row in BY_KEY[key] if row["kind"] != "exclude"]
    idle = [row["pattern"] for row in BY_KEY[key] if row["kind"] == "exclude"
            and not any(shields(row["pattern"], pattern) for pattern in patterns)]  # fmt: skip
    assert idle == []


def test_shields_can_fail():
    assert shields("political virus*", "virus*") and shields("trade-off*", "trade")
    assert not shields("virus*", "virus*") and not shields("legal aid", "foreign aid")


@pytest.mark.parametrize("key, keep_out", FALSE_FRIENDS)
def test_known_false_friends_are_kept_out(key, keep_out):
    assert keep_out in {row["pattern"] for row in BY_KEY[key] if row["kind"] == "exclude"}


def test_ambiguous_gives_a_reason_only_where_a_pattern_counts():
    for row in ROWS:
        assert row["ambiguous"] == "" or (row["kind"] != "exclude" and len(row["ambiguous"].split()) > 1), row


def test_sources_are_documented():
    text = (LEXICONS / "SOURCES.md").read_text(encoding="utf-8")
    section = re.search(r"^## Themes.*?\n(.*?)(?=^## |\Z)", text, flags=re.M | re.S)
    assert section, "SOURCES.md has no section on themes"
    for tag in {row["source"] for row in ROWS}:
        assert f"`{tag}`" in section.group(1), tag
    for scheme in ("Manifesto Project", "Comparative Agendas Project", "CAMEO", "PLOVER"):
        assert scheme in section.group(1)


def test_guide_has_every_theme_and_the_rules():
    assert set(SECTIONS) == set(KINDS)
    for heading in ("How to code a sentence", "Topic, register, frame", "Boundaries"):
        assert f"## {heading}\n" in GUIDE


@pytest.mark.parametrize("key", sorted(KINDS))
def test_guide_section_is_complete(key):
    section = SECTIONS[key]
    assert f"## {BY_KEY[key][0]['label']} (`{key}`)" in GUIDE
    definition = re.search(r"^\*\*Definition\.\*\* (.*?)\n\n", section, flags=re.M | re.S).group(1)
    assert 2 <= len(definition.splitlines()) <= 4
    assert "Include " in definition and "Exclude " in definition
    counts = [len(bullets(section, name)) for name in ("Positive", "Negative", "Borderline")]
    assert counts == [2, 2, 1]
    assert re.search(r"^\*\*Metaphors and false friends to keep out:\*\* \S", section, flags=re.M)


def test_guide_does_not_give_the_patterns_away():
    """Coders label without the lexicon, so the guide shows no globs and does not send them to the table."""
    assert not re.search(r"[a-z]\*(?!\*)(?=[\s,.;)])", re.sub(r"\*\*?[^*\n]+\*\*?", "", GUIDE))
    assert "themes.csv" not in GUIDE
