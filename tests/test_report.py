"""The report: self-contained, escaped, whole or not written, one sentence where it fails."""

import errno
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

import analysis as an
from analysis import report
from analysis.save import FOLDER

NASTY = (
    '<script>alert(1)</script> & Co\n\nChina and France signed a "treaty" <b>today</b>. '
    "=SUM(A1) rose by 5 percent, Macron said. The <img src=x onerror=alert(2)> virus attacked China."
)


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.seen, self.ids, self.links, self.open = [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        attributes = dict(attrs)
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.links += [v for k, v in attrs if k in ("href", "src", "xlink:href")]


@pytest.fixture(scope="module")
def page():
    return report.build_report(an.load_sample())


def test_self_contained(page):
    tags = Tags(page)
    assert "script" not in tags.seen and "link" not in tags.seen and "iframe" not in tags.seen
    assert all(link.startswith(("#", "data:image/png;base64,")) for link in tags.links)
    assert not re.search(r"url\((?!#)|@import|http-equiv", page)
    assert len(page.encode()) < 5_000_000 and tags.seen.count("svg") >= 5


def test_ids_are_unique_and_every_reference_has_its_target(page):
    tags = Tags(page)
    assert len(tags.ids) == len(set(tags.ids))
    used = set(re.findall(r'href="#([^"]+)"', page)) | set(re.findall(r"url\(#([^)]+)\)", page))
    used |= set(re.findall(r'aria-labelledby="([^"]+)"', page))
    assert used <= set(tags.ids)


def test_numbers_in_words_are_those_of_the_frames(page, sample):
    assert f"The body has {len(sample.body):,} sentences" in page
    assert "constructed sample" in page and "actors" in page


def test_everything_from_the_text_is_escaped():
    page = report.build_report(an.read_text(NASTY, doc_id="<i>id</i>", title="<u>t</u>"))
    tags = Tags(page)
    assert not {"script", "b", "img", "i", "u"} & set(tags.seen)
    assert "&lt;img src=x" in page


@pytest.mark.parametrize(
    "text", ["It rained.", "It rained. It snowed. Trains ran late.", "?!", "中国和法国。"]
)
def test_any_text_gives_a_page(text):
    assert "</html>" in report.build_report(an.read_text(text))


def test_several_dated_documents_and_the_same_bytes_twice(monkeypatch):
    monkeypatch.setenv(FOLDER, "elsewhere")
    two = an.concat(
        [
            an.read_text("China and France met. Trade grew.", doc_id="a", date="2020-01-02"),
            an.read_text("France thanked China for masks.", doc_id="b", date="2020-02-02"),
        ]
    )
    before = two.copy()
    first = report.build_report(two)
    assert first == report.build_report(two) and "2 documents" in first and "2020-02" in first
    pd.testing.assert_frame_equal(two, before)
    import os

    assert os.environ[FOLDER] == "elsewhere"


def test_command_line(tmp_path, capsys):
    text = tmp_path / "my text, ümlaut.txt"
    text.write_text("China and France met.", encoding="utf-8")
    out = tmp_path / "new" / "page.html"
    assert report.main(["--text", str(text), "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert str(tmp_path) not in out.read_text(encoding="utf-8")
    assert [p.name for p in out.parent.iterdir()] == ["page.html"]
    assert report.main(["--text", str(tmp_path / "none.txt")]) == 1
    error = capsys.readouterr().err
    assert error.startswith("report: ") and "none.txt" in error and error.count("\n") == 1


def test_a_full_disk_keeps_the_old_page(tmp_path, monkeypatch, capsys):
    out = tmp_path / "page.html"
    out.write_text("old")

    def full(path: Path, text: str, **_):
        with path.open("w") as file:
            file.write(text[:100])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(report, "build_report", lambda documents: "x" * 1000)
    monkeypatch.setattr(Path, "write_text", full)
    assert report.main(["--out", str(out)]) == 1
    assert capsys.readouterr().err.startswith("report: the disk is full; free some space")
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"] and out.read_text() == "old"


def test_without_documents():
    with pytest.raises(ValueError, match="no text"):
        report.build_report(an.load_sample().iloc[:0])
