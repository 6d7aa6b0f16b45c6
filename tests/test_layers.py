"""Layers: every kind, sections, date lines, and nothing silly in speeches."""

import time
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from analysis import schema
from analysis.corpus import read, read_text
from analysis.layers import dateline_date, split_layers

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
ARTICLE = SHARED / "texts" / "interview_2020.txt"
CORPORA = SHARED / "nltk_data" / "corpora"
PARAGRAPH = (
    "The ministers met on Monday in Oslo and agreed on a text that both parliaments will have to read."
)


def kinds(text):
    found = split_layers(read_text(text))
    return [(kind, text[a:b]) for kind, a, b in zip(found["kind"], found["start"], found["end"], strict=True)]


@pytest.mark.parametrize(
    "line",
    [
        "BEIJING, Jan. 3 (Xinhua) --",
        "Beijing, Jan. 3, 2021 (Xinhua) --",
        "WASHINGTON (Reuters) -",
        "MOSCOW, January 3. /TASS/.",
        "PARIS —",
        "date 2021-01-03",
        "Published: 3 January 2021",
    ],
)
def test_date_line_before_a_paragraph(line):
    assert kinds(f"{line} {PARAGRAPH}") == [("dateline", line), ("body", PARAGRAPH)]


@pytest.mark.parametrize(
    "line",
    [
        "January 3, 2021",
        "Sunday, 3 January 2021",
        "2021-01-03",
        "2021/01/03",
        "2021-01-03 10:15",
        "9:10 P.M. EST",
        "Oslo, 3 January 2021",
        "Washington, D.C., January 3, 2021",
        "(Oslo, 3 January 2021)",
    ],
)
def test_date_alone_on_its_line(line):
    assert kinds(f"{line}\n\n{PARAGRAPH}") == [("dateline", line), ("body", PARAGRAPH)]


@pytest.mark.parametrize(
    "text, date",
    [
        (f"date 2021-01-03 {PARAGRAPH}", "2021-01-03"),
        (f"REMARKS IN OSLO\n\nSunday, 3 January 2021\n\n{PARAGRAPH}", "3 January 2021"),
        (f"Oslo, Jan. 3, 2021 (Xinhua) -- {PARAGRAPH}", "Jan. 3, 2021"),
        (f"OSLO, Jan. 3 (Xinhua) -- {PARAGRAPH}", None),
        (f"{PARAGRAPH} It was signed on January 3, 2021.", None),
        ("", None),
    ],
)
def test_dateline_date(text, date):
    assert dateline_date(text) == date


@pytest.mark.parametrize(
    "line",
    [
        "By Ana Ruiz",
        "*By Ana Ruiz*",
        "By Ana Ruiz and Jon Berg",
        "Xinhua",
        "Source: Xinhua",
        "Xinhua | 09:30",
    ],
)
def test_byline(line):
    assert kinds(f"{line}\n\n{PARAGRAPH}") == [("byline", line), ("body", PARAGRAPH)]


@pytest.mark.parametrize(
    "block",
    [
        "Ministers pose for a picture in Oslo, Norway, May 2, 2020. (Xinhua)",
        "The two ministers shake hands in Oslo. [Photo/Agencies]",
        "The harbour of Oslo at dawn. (Reuters/Jon Berg)",
        "The harbour of Oslo at dawn. (Photo by Jon Berg)",
        "Photo: the harbour of Oslo at dawn.",
        "File photo shows the harbour of Oslo.",
        "![The harbour of Oslo](harbour.jpg)",
    ],
)
def test_caption(block):
    assert kinds(f"{PARAGRAPH}\n\n{block}\n\n{PARAGRAPH}")[1] == ("caption", block)


@pytest.mark.parametrize(
    "block",
    [
        "Both sides agreed to meet again next year. (Xinhua)",
        "Thank you all for coming here tonight. (Applause.)",
        "Please stand up. [Laughter]",
        "The minister meets his guests often; this year he met none (see above).",
        "Mr. Speaker, Mr. President, Members of the House:",
        "My Fellow Citizens,",
        "Thank you, and God bless you.",
        "Never!",
        "By Monday the ministers had agreed.",
        "Is It?",
        "I. The ministers met. They left.",
        "In Oslo, 3 January 2021 is remembered.",
        "the second half of a broken line",
    ],
)
def test_body(block):
    assert kinds(f"{PARAGRAPH}\n\n{block}\n\n{PARAGRAPH}")[1] == ("body", block)


@pytest.mark.parametrize(
    "line",
    [
        "A NEW START FOR U.S. TIES",
        "EDUCATION",
        "II.",
        "## The Long Road",
        "The Price of Peace",
        "IV. Trade and Aid",
        "II. Regional issues",
        "What Is to Be Done?",
        "Looking ahead",
        "Conclusion",
    ],
)
def test_heading_and_section(line):
    text = f"{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}"
    assert kinds(text)[1] == ("heading", line)
    assert split_layers(read_text(text))["section"].tolist() == [0, 1, 1]


def test_a_run_of_headings_counts_as_one_section():
    text = f"{PARAGRAPH}\n\nII.\n\nEDUCATION\n\n{PARAGRAPH}\n\nTRADE\n\n{PARAGRAPH}"
    assert split_layers(read_text(text))["section"].tolist() == [0, 1, 1, 1, 2, 2]


@pytest.mark.parametrize(
    "title", ["MINISTERS MEET IN OSLO", "# Ministers Meet", "Ministers meet in Oslo over fish"]
)
def test_title(title):
    assert kinds(f"{title}\n\n{PARAGRAPH}") == [("title", title), ("body", PARAGRAPH)]
    assert kinds(f"{title}\nXinhua\n\n{PARAGRAPH}")[:2] == [("title", title), ("byline", "Xinhua")]


@pytest.mark.parametrize("line", ["Enditem", "END", "***", "-----", "- - -"])
def test_end_marks_and_rules_are_no_sentences(line):
    assert kinds(f"{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}")[1] == ("dateline", line)


def test_front_matter_of_markdown():
    front = "---\ntitle: Talks\ntags:\n  - fish\ndate: 2021-01-03\n---"
    text = f"{front}\n\n# Talks in Oslo\n\n{PARAGRAPH}"
    assert kinds(text) == [("dateline", front), ("title", "# Talks in Oslo"), ("body", PARAGRAPH)]
    assert dateline_date(text) == "2021-01-03"
    rule = f"---\n\n{PARAGRAPH}\n\n---\n\n{PARAGRAPH}"  # a rule at the head opens no front matter
    assert [kind for kind, _ in kinds(rule)] == ["dateline", "body", "dateline", "body"]


def test_a_short_line_without_blank_lines_around_it_is_no_heading():
    assert [kind for kind, _ in kinds(f"{PARAGRAPH}\nLooking ahead\n{PARAGRAPH}")] == ["body"] * 3
    assert [kind for kind, _ in kinds(f"{PARAGRAPH}\n\nLooking ahead\n\nYes.")] == ["body"] * 3


def test_lines_of_one_paragraph_stay_together_and_list_items_apart():
    lines = [
        "The ministers met on Monday in Oslo and agreed",
        "on a text that both of them had read before Mr.",
        "Berg came.",
    ]
    wrapped = "\n".join(lines)
    assert kinds(wrapped) == [("body", wrapped)]
    items = [
        "The text has three points:",
        "- more trade between the two",
        "- fewer tariffs on fish",
        "- a common court",
    ]
    assert [text for _, text in kinds("\n".join(items))] == items


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_blocks_are_the_text_without_its_margins(newline):
    text = newline.join(["", "  TRADE", "", f"\t{PARAGRAPH}  ", " ", f"{PARAGRAPH}", ""])
    assert [block for _, block in kinds(text)] == ["TRADE", PARAGRAPH, PARAGRAPH]


def test_empty_frame_and_wrong_frame():
    pd.testing.assert_frame_equal(split_layers(schema.empty("documents")), schema.empty("layers"))
    with pytest.raises(ValueError, match="documents frame"):
        split_layers(schema.empty("layers"))


@pytest.mark.parametrize(
    "junk", ["x\n", "A ", "(", "X.", " \n", "#", "1. ", "(A", "- \n", "-a: b\n", "I. A "]
)
def test_long_junk_takes_linear_time(junk):
    def seconds(size):
        start = time.process_time()
        for head in ("x", "---\n"):
            split_layers(read_text(head + junk * (size // len(junk))))
        return time.process_time() - start

    assert (
        seconds(200_000) < 10 * seconds(50_000) + 0.5
    )  # four times the text; quadratic would be sixteen times the time


@pytest.mark.skipif(not ARTICLE.is_file(), reason="the founding article is not beside the project")
def test_founding_article():
    documents = read(ARTICLE)
    found = split_layers(documents)
    assert dateline_date(documents["text"].iloc[0]) == "2021-01-03"
    assert found["kind"].value_counts().drop("body").to_dict() == {"dateline": 1, "caption": 1, "heading": 3}
    assert sorted(found["section"].unique()) == [0, 1, 2, 3]


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the public-domain addresses are not beside the project")
def test_speeches_have_neither_captions_nor_bylines_and_mostly_body():
    texts = []
    for name in ("state_union", "inaugural"):
        with zipfile.ZipFile(CORPORA / f"{name}.zip") as archive:
            names = sorted(n for n in archive.namelist() if n.endswith(".txt") and "README" not in n)
            texts += [archive.read(n).decode("utf-8", errors="replace") for n in names]
    found = pd.concat([split_layers(read_text(text, doc_id=str(i))) for i, text in enumerate(texts)])
    assert not set(found["kind"]) & {"caption", "byline"}
    length = (found["end"] - found["start"]).groupby(found["kind"]).sum()
    assert length["body"] / length.sum() > 0.98
    text_of = dict(enumerate(texts))
    rows = zip(found["doc_id"], found["kind"], found["start"], found["end"], strict=True)
    addressed = {kind for i, kind, a, b in rows if text_of[int(i)][a:b].endswith("Congress:")}
    assert addressed == {"body"}
