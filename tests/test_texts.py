"""The embedded samples: their size, their metadata, their figures, and that no sentence was borrowed."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT / "analysis" / "texts"
DIARY = TEXTS / "diary"
FOUNDING = ROOT.parent / "shared" / "texts" / "interview_2020.txt"
MONTHS = [f"2020-{month:02d}" for month in range(1, 13)]
COLUMNS = ["file", "date", "title", "speaker_state", "speaker", "record"]

# Names and titles that nobody can reword: each counts as one word and can start or end no borrowed run.
FIXED_NAMES = [
    "State Councilor and Foreign Minister Wang Yi",
    "Xinhua News Agency and China Media Group",
    "Republic of the Congo",
    "Regional Comprehensive Economic Partnership (RCEP)",
    "China-Europe Railway Express",
    "Forum on China-Africa Cooperation (FOCAC)",
    "Global Initiative on Data Security",
    "Nationally Determined Contributions",
    "Silk Road in the Air",
]

FIGURES = [
    "150 countries", "10 international organizations", "36 medical teams", "34 countries",
    "220 billion masks", "2.25 billion protective suits", "1 billion testing kits", "10,000 services",
    "1,700 tonnes", "13 billion U.S. dollars", "nearly 30 percent", "RCEP", "China-EU investment agreement",
    "FOCAC", "Senegal", "30 years of dialogue", "the 50th", "the 20th", "WTO", "carbon neutrality",
    "UN Biodiversity Conference",
]  # fmt: skip


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['.,][^\W_]+)*", text.lower().replace("\u2019", "'"))


def runs(text: str, n: int) -> set[tuple[str, ...]]:
    """Every run of n words; a fixed name breaks the run it stands in."""
    for name in FIXED_NAMES:
        text = text.replace(name, "\0")
    pieces = [words(piece) for piece in text.split("\0")]
    return {tuple(piece[i : i + n]) for piece in pieces for i in range(len(piece) - n + 1)}


def table() -> list[dict[str, str]]:
    with (DIARY / "diary.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def founding_text() -> str:
    if not FOUNDING.exists():
        pytest.skip("the founding article is not part of the repository")
    return read(FOUNDING)


def interview_blocks() -> list[str]:
    return read(TEXTS / "interview.txt").rstrip("\n").split("\n\n")


def test_interview_has_the_shape_of_a_scraped_article():
    text = read(TEXTS / "interview.txt")
    blocks = interview_blocks()
    headings = [i for i, block in enumerate(blocks) if block.isupper()]
    assert 900 <= len(text.split()) <= 1200
    assert re.fullmatch(r" date 2021-01-03 [A-Z].*\. \([^()]+\)", blocks[0])
    assert len(headings) == 3
    assert headings[0] in (3, 4), "a lead of two or three paragraphs comes before the first heading"
    assert all("\n" not in block for block in blocks)


@pytest.mark.parametrize("figure", FIGURES)
def test_interview_keeps_the_figures(figure):
    assert figure in read(TEXTS / "interview.txt")


def test_interview_borrows_no_run_of_seven_words():
    assert runs(read(TEXTS / "interview.txt"), 7) & runs(founding_text(), 7) == set()


def test_run_check_can_fail():
    sentence = "Wang said that the ships had left the port on a cold and bright morning."
    assert runs(sentence, 7) & runs("He wrote: the ships had left the port on Monday.", 7)


def test_interview_quotes_are_short_and_true():
    original = " ".join(words(founding_text()))
    quoted = re.findall(r'"([^"]+)"', read(TEXTS / "interview.txt"))
    assert len(quoted) >= 10
    for span in quoted:
        assert len(words(span)) <= 6, span
        assert " ".join(words(span)) in original, span


def test_diary_has_each_month_once():
    assert sorted(path.stem for path in DIARY.glob("*.txt")) == MONTHS
    rows = table()
    assert [row["file"] for row in rows] == [f"{month}.txt" for month in MONTHS]
    assert [date.fromisoformat(row["date"]).strftime("%Y-%m") for row in rows] == MONTHS


def test_diary_metadata_is_complete():
    rows = table()
    assert list(rows[0]) == COLUMNS
    for row in rows:
        assert all(row[column] and row[column] == row[column].strip() for column in COLUMNS), row
        assert re.fullmatch(r"[A-Z]{3}", row["speaker_state"]), row
        assert row["speaker"].endswith("desk (constructed)"), "no real office wrote these texts"
    assert len({row["speaker_state"] for row in rows}) >= 8


@pytest.mark.parametrize("month", MONTHS)
def test_diary_text(month):
    title, blank, *body = read(DIARY / f"{month}.txt").rstrip("\n").split("\n")
    titles = {row["file"]: row["title"] for row in table()}
    assert title == titles[f"{month}.txt"]
    assert blank == ""
    assert title.strip() == title and not title.endswith(".")
    assert 150 <= len(" ".join(body).split()) <= 250
    assert len([line for line in body if line]) >= 2, "a digest has paragraphs"


@pytest.mark.parametrize("path", sorted(TEXTS.rglob("*.txt")), ids=lambda path: path.name)
def test_plain_characters(path):
    text = read(path)
    assert not re.search("[\u2018\u2019\u201c\u201d\t\r\u00a0]", text), "straight quotes, plain spaces"
    assert text.count('"') % 2 == 0
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert not re.search(r"[^\n]  |\n\n\n", text)


def test_sources_name_every_text():
    sources = read(TEXTS / "SOURCES.md")
    for path in TEXTS.rglob("*.txt"):
        assert f"`{path.name}`" in sources, path.name


def test_licence_is_cc0_and_says_what_the_texts_are():
    licence = read(TEXTS / "LICENSE.md")
    assert "CC0 1.0" in licence
    assert "constructed samples" in licence and "not news" in licence
