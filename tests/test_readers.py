"""Files of text: every format and encoding, and the table of bad input: a sentence or the right result, never a hang."""

import subprocess
import sys
import time
import warnings
import zipfile
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter

from analysis import readers
from analysis.corpus import read
from analysis.files import find_files, reader_of
from analysis.sentences import split_sentences
from analysis.tokens import tokenize

PARAGRAPH = (
    "Norway and Iceland signed a treaty on fish in Oslo on Thursday, after years of talks between them."
)
PAGE = f"""<html><head><title>Treaty signed - The Post</title>
<meta property="article:published_time" content="2021-03-04T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><div class="cookie-consent">We use cookies. <button>Accept</button></div>
<article><h1>Treaty signed</h1><p>{PARAGRAPH}</p><h2>Fish first</h2><p>Tariffs fall to zero over five years, says the text.</p>
<ul><li>Cod from the north comes first.</li></ul></article><footer>All rights reserved.</footer></body></html>"""


def text_of(path: Path) -> str:
    return read(path)["text"].iloc[0]


def write_docx(path: Path) -> None:
    document = docx.Document()
    document.add_heading("Talks in Oslo", 1)
    document.add_paragraph(PARAGRAPH)
    document.add_table(1, 2).rows[0].cells[0].text = "Fish"
    document.save(path)


def write_pdf(path: Path, *pages: str) -> None:
    """A PDF by hand: one line of text a page, a page without text where it is empty."""
    count = len(pages)
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    for i, words in enumerate(pages):
        stream = f"BT /F1 12 Tf 50 700 Td ({words}) Tj ET" if words else ""
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {4 + 2 * i} 0 R/Resources<</Font<</F1 {3 + 2 * count} 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    kids = " ".join(f"{3 + 2 * i} 0 R" for i in range(count))
    objects[1] = f"<</Type/Pages/Kids[{kids}]/Count {count}>>"
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    data, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF"
    path.write_bytes((data + end).encode("latin-1"))


@pytest.mark.parametrize(
    "data, text, note",
    [
        ("Zürich “talks”.".encode(), "Zürich “talks”.", None),
        ("Zürich “talks”.".encode("utf-8-sig"), "Zürich “talks”.", None),
        ("Zürich “talks”.".encode("utf-16"), "Zürich “talks”.", "read as UTF-16, as its byte order mark says"),
        ("Zürich “talks” — naïve café’s résumé.".encode("cp1252"), "Zürich “talks” — naïve café’s résumé.", "read as Windows-1252 \\(a guess\\)"),
        (b"line\r\nnext\rlast\n", "line\r\nnext\rlast\n", None),
        ("a \u202ewrong\u202c \u200fway.".encode(), "a \u202ewrong\u202c \u200fway.", None),
        ("Hello \ud800 there.".encode("utf-8", "surrogatepass"), "Hello \ufffd there.", None),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "windows-1252", "line ends", "direction marks", "lone surrogate"],
)  # fmt: skip
def test_encodings_and_characters(tmp_path, data, text, note):
    """Not a character changed (but a lone surrogate), and another encoding than UTF-8 is told."""
    path = tmp_path / "a b ü.txt"
    path.write_bytes(data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if note is None:
            assert text_of(path) == text
            return
    with pytest.warns(UserWarning, match=f"a b ü.txt: not UTF-8, {note}"):
        assert text_of(path) == text


def test_html_is_the_article_alone_with_its_title_and_date(tmp_path):
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    row = read(tmp_path / "page.html").iloc[0]
    assert (
        PARAGRAPH in row["text"] and "## Fish first" in row["text"] and "- Cod from the north" in row["text"]
    )
    assert not any(word in row["text"] for word in ("cookies", "Sport", "rights reserved"))
    assert (row["title"], str(row["date"].date())) == ("Treaty signed", "2021-03-04")


def test_html_declares_its_encoding(tmp_path):
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').replace("Cod", "Café’s cod")
    (tmp_path / "page.html").write_bytes(page.encode("cp1252"))
    with pytest.warns(UserWarning, match="read as windows-1252, as the page declares"):
        assert "Café’s cod" in text_of(tmp_path / "page.html")


def test_docx_headings_paragraphs_and_tables(tmp_path):
    write_docx(tmp_path / "a.docx")
    assert text_of(tmp_path / "a.docx") == f"# Talks in Oslo\n\n{PARAGRAPH}\n\nFish"


def test_pdf_pages_in_order_and_bare_ones_told(tmp_path):
    write_pdf(tmp_path / "a.pdf", "We met in Oslo.", "", "We left.")
    with pytest.warns(UserWarning, match=r"no text on page 2 \(blank, or scanned: needs OCR\)"):
        assert text_of(tmp_path / "a.pdf").split() == "We met in Oslo. We left.".split()


def scanned(path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(path)


def locked(path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret")
    writer.write(path)


def cut_short(path: Path) -> None:
    write_docx(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scrambled(path: Path) -> None:
    write_docx(path)
    data = bytearray(path.read_bytes())
    at = data.find(b"word/document.xml")
    data[at + 60 : at + 160] = bytes(range(100))
    path.write_bytes(data)


def bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as part,
    ):
        for _ in range(6):
            part.write(b"0" * 10_000_000)


BAD = {
    "truncated.docx": (cut_short, "not a whole Word file: truncated"),
    "scrambled.docx": (scrambled, "cannot be read as a Word file, it may be truncated or damaged"),
    "bomb.docx": (bomb, "unpacks to 60 MB, more than its size allows"),
    "bomb.xlsx": (bomb, "unpacks to 60 MB, more than its size allows"),
    "no_text.docx": (lambda p: docx.Document().save(p), "no text in this Word file"),
    "old.docx": (lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0" * 99), "an old or encrypted Office file"),
    "scanned.pdf": (scanned, "scanned: needs OCR"),
    "locked.pdf": (locked, "encrypted; save a copy without a password"),
    "broken.pdf": (lambda p: p.write_bytes(b"%PDF-1.4\nrubbish"), "cannot be read as a PDF"),
    "pdf.txt": (lambda p: p.write_bytes(b"%PDF-1.4\nrubbish"), "a PDF under another ending; rename it"),
    "tags.html": (lambda p: p.write_text("<html><body>" + "<div></div>" * 4_600_000), "no article text found"),
    "script.html": (lambda p: p.write_text("<html><script>" + "a=1;\n" * 10_000_000), "no article text found"),
    "deep.html": (lambda p: p.write_text("<html><body>" + "<div>" * 10_000_000), "nested too deeply"),
    "busy.html": (lambda p: p.write_text("<html><body>" + "<b>a</b> " * 250_000), "a page of 250,00. tags"),
    "nul.txt": (lambda p: p.write_bytes(b"one \0 NUL"), "binary \\(it holds NUL bytes\\)"),
    "wide.txt": (lambda p: p.write_bytes(b"\xff\xfea"), "begins like UTF-16 but does not go on so"),
    "image.txt": (lambda p: p.write_bytes(bytes(range(1, 256)) * 40), "image.txt: .*binary"),
    "empty.txt": (lambda p: p.write_text(""), "the file is empty"),
    "blank.md": (lambda p: p.write_text(" \n\t\n"), "the file is empty"),
    "a.zzz": (lambda p: p.write_text("text"), "files ending in .zzz are not read; save it as .txt"),
    "a.doc": (lambda p: p.write_text("text"), "files ending in .doc are not read; save it as .docx"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_sentence(tmp_path, name):
    """What, where and the remedy, within the time a reader waits; 50 MB of tags take the longest."""
    make, words = BAD[name]
    make(tmp_path / name)
    start = time.process_time()
    with pytest.raises(ValueError, match=words) as caught:
        read(tmp_path / name)
    assert time.process_time() - start < 60
    message = str(caught.value)
    assert message.startswith(f"{name}: ") and ";" in message and "\n" not in message


def test_no_permission_is_said(tmp_path, monkeypatch):
    """Whatever the user running the tests may read: the refusal is the system's."""
    path = tmp_path / "secret.txt"
    path.write_text("text")
    monkeypatch.setattr(Path, "read_bytes", lambda self: (_ for _ in ()).throw(PermissionError(13, "denied")))
    with pytest.raises(
        PermissionError, match="^secret.txt: no permission to read it; change its permissions$"
    ):
        read(path)


def test_a_line_of_ten_megabytes_goes_through(tmp_path):
    sentence = "The ministers met in Oslo and left the U.S. delegation waiting. "
    (tmp_path / "line.txt").write_text(sentence * (10_000_000 // len(sentence)))
    start = time.process_time()
    sentences = split_sentences(read(tmp_path / "line.txt"))
    tokens = tokenize(sentences)
    assert time.process_time() - start < 60  # quadratic would be hours
    assert len(sentences) == 10_000_000 // len(sentence) and len(tokens) == 12 * len(sentences)


def test_heavy_readers_are_imported_only_when_used(tmp_path):
    (tmp_path / "a.txt").write_text("We met.")
    code = (
        "import sys, analysis as an; assert 'pandas' not in sys.modules; an.read(sys.argv[1]);"
        "heavy = {'trafilatura', 'lxml', 'docx', 'pypdf', 'openpyxl', 'charset_normalizer', 'nltk', 'matplotlib', 'scipy', 'dask'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.txt")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_bar_appears_after_a_second_of_work(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipykernel", object())  # a Jupyter kernel counts as a terminal
    for _ in readers.progress(range(2), unit="file"):
        pass
    assert "reading" not in capsys.readouterr().err
    for _ in readers.progress(range(12), unit="file"):
        time.sleep(0.15)
    assert "reading" in capsys.readouterr().err


def test_one_reader_for_each_kind(tmp_path):
    (tmp_path / "noending").write_text("We met.")
    assert text_of(tmp_path / "noending") == "We met."
    (tmp_path / "LOUD.TXT").write_text("We met.")
    assert reader_of(find_files(tmp_path / "LOUD.TXT", {})[0]) is readers.read_plain
