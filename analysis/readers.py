"""One file of text to its document: plain text, web page, Word, PDF. Heavy parsers are imported when used.

Every fault is one sentence: the file, what is wrong, the remedy. A parser's own exception on a damaged file becomes
such a sentence too; a file is read whole or refused.
"""

import io
import logging
import re
import sys
import warnings
import zipfile
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

MB = 1_000_000
UNPACKED = 500 * MB  # what a Word or Excel file may unpack to, and ...
RATIO = 200  # ... how many times its packed size a part above 10 MB may be
TAGS = 200_000  # of a web page: about 15 s of extraction
_ENCODINGS = "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 mac_roman koi8_r gb18030 big5 shift_jis euc_jp euc_kr".split()
_SIGNATURES = {
    b"%PDF-": "a PDF under another ending; rename it to .pdf",
    b"PK\x03\x04": "a Word, Excel or zip file under another ending; give it its own ending",
    b"{\\rtf": "Rich Text Format; save it as .docx or .txt",
    b"\xd0\xcf\x11\xe0": "an old or encrypted Office file; save it as .docx, .xlsx or .txt, without a password",
}
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x7f-\x84\x86-\x9f]")
_LATIN1 = re.compile(r"iso-?8859-1|latin-?1|us-ascii", re.IGNORECASE)  # browsers read these as Windows-1252
_DECLARED = re.compile(r"(?:windows|cp|iso|latin|koi8|gb|big5|shift|euc|mac)[\w-]*", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)


class Unreadable(ValueError):
    """One sentence for the user: the file, what is wrong with it, the remedy."""


def cut(text: str) -> str:
    """A name or cell for a message: on one line, the first 200 characters where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= 200 else line[:200] + " ..."


@dataclass
class File:
    """A file to read: its path, the name to show, where remarks on it go, and whether a folder or glob found it."""

    path: Path
    name: str
    notes: dict[str, list[str]] = field(default_factory=dict)
    found: bool = False

    def fault(self, what: str) -> Unreadable:
        return Unreadable(f"{self.name}: {' '.join(what.split())}")

    def note(self, what: str) -> None:
        self.notes.setdefault(what, []).append(self.name)

    def data(self) -> bytes:
        try:
            data = self.path.read_bytes()
        except PermissionError:
            raise PermissionError(f"{self.name}: no permission to read it; change its permissions") from None
        except FileNotFoundError:
            raise FileNotFoundError(f"{self.name}: no such file; check the path") from None
        except OSError as error:
            raise self.fault(f"cannot be read ({error.strerror}); copy it to this computer first") from None
        if not data.strip():
            raise self.fault("the file is empty; there is nothing to read")
        return data


def progress(items: Iterable, *, unit: str, total: int | None = None) -> Iterable:
    """The items, with a bar on stderr once they take more than a second; a Jupyter kernel counts as a terminal."""
    from tqdm import tqdm

    hidden = False if "ipykernel" in sys.modules else None
    return tqdm(items, desc="reading", unit=unit, total=total, delay=1, leave=False, disable=hidden)


@contextmanager
def clear_faults(file: File, kind: str, *loggers: str):
    """A parser's exception on `file` becomes one sentence; its warnings and log lines are not the user's business."""
    levels = [(logger, logger.level) for logger in map(logging.getLogger, loggers)]
    for logger, _ in levels:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (Unreadable, PermissionError, FileNotFoundError):
        raise
    except Exception as error:  # no list of what a foreign parser raises on damaged input can be complete
        raise file.fault(
            f"cannot be read as a {kind}, it may be truncated or damaged ({type(error).__name__}); "
            "open it in its program and save it again"
        ) from error
    finally:
        for logger, level in levels:
            logger.setLevel(level)


def decode(file: File, declared: str | None = None) -> str:
    """The file's text: UTF-8 or a byte order mark first, then the declared encoding, then a guess, which is reported."""
    data = file.data()
    signature = next((what for start, what in _SIGNATURES.items() if data.startswith(start)), None)
    if signature:
        raise file.fault(f"not a text file but {signature}")
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not wide:
        raise file.fault("not a text file but binary (it holds NUL bytes); save it as UTF-8 text")
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig", "surrogatepass")
        if wide:
            file.note("not UTF-8, read as UTF-16, as its byte order mark says")
    except UnicodeError:
        if wide:
            raise file.fault("begins like UTF-16 but does not go on so; save it as UTF-8 text") from None
        text = _decode_other(file, data, declared)
    if "\0" in text:
        raise file.fault("not a text file but binary (it holds NUL characters); save it as UTF-8 text")
    if not text.strip():
        raise file.fault("the file is empty; there is nothing to read")
    return text


def _decode_other(file: File, data: bytes, declared: str | None) -> str:
    """Not UTF-8: the declared encoding, or Windows-1252 where nothing is more plausible, or the most plausible."""
    if declared and _DECLARED.fullmatch(declared):
        declared = "windows-1252" if _LATIN1.fullmatch(declared) else declared
        try:
            text = data.decode(declared)
            file.note(f"not UTF-8, read as {declared}, as the page declares")
            return text
        except (LookupError, UnicodeError):
            pass
    from charset_normalizer import from_bytes

    matches = from_bytes(data, cp_isolation=_ENCODINGS)
    best = matches.best()
    if best is None:
        raise file.fault("no encoding makes this readable text, it may be binary; save it as UTF-8 text")
    western = any("cp1252" in m.could_be_from_charset and m.chaos <= best.chaos for m in matches)
    encoding = "cp1252" if western else best.encoding
    text = data.decode(encoding, "replace")
    if len(_CONTROL.findall(text)) > len(text) / 50:
        raise file.fault("not a text file but binary; save it as UTF-8 text")
    name = encoding.replace("cp125", "Windows-125")
    file.note(f"not UTF-8, read as {name} (a guess); where letters look wrong, save the file as UTF-8")
    if "\ufffd" in text:
        file.note(f"bytes that {name} does not know became U+FFFD")
    return text


def read_plain(file: File) -> dict:
    """Plain text or markdown, not a character changed."""
    return {"text": decode(file)}


def read_html(file: File) -> dict:
    """The article of a web page (trafilatura), one paragraph a block, headings marked #; title and date where stated."""
    head = _CHARSET.search(file.data()[:4096])
    page = decode(file, head and head[1].decode("ascii")).encode("utf-8", "replace")
    with clear_faults(file, "web page", "trafilatura", "htmldate", "courlan"):
        from lxml import html
        from trafilatura import bare_extraction

        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        tree = html.document_fromstring(page, parser=parser)
        if any("depth" in entry.message.lower() for entry in parser.error_log):
            raise file.fault("its tags are nested too deeply; save the article's text as .txt")
        _check_page(file, tree)
        plain_dates = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
        found = bare_extraction(
            tree, with_metadata=True, include_comments=False, date_extraction_params=plain_dates
        )
        blocks = _blocks(found.body) if found is not None and found.body is not None else []
    if not blocks:
        raise file.fault("no article text found in this page; save its text as .txt")
    return {"text": "\n\n".join(blocks), "title": found.title or "", "date": found.date}


def _check_page(file: File, tree) -> None:
    """Refuse what has no text, and what would keep the extraction busy for minutes."""
    tags, words = 0, False
    for node in tree.iter():
        tags += 1
        hidden = node.tag in ("script", "style", "title")
        words = words or bool(
            (node.text and not hidden and node.text.strip()) or (node.tail and node.tail.strip())
        )
    if not words:
        raise file.fault("no article text found in this page; save its text as .txt")
    if tags > TAGS:
        raise file.fault(f"a page of {tags:,} tags, more than {TAGS:,}; save the article's text as .txt")


def _blocks(body) -> list[str]:
    """Headings, paragraphs, list items and table rows in reading order."""
    found = []
    for node in body:
        if node.tag in ("list", "table", "div"):
            found += _blocks(node)
            continue
        for line_break in node.iter("lb"):
            line_break.text = "\n"
        cells = [" ".join("".join(cell.itertext()).split()) for cell in node] if node.tag == "row" else None
        text = " | ".join(cells) if cells else re.sub(r"[^\S\n]+", " ", "".join(node.itertext())).strip()
        mark = {"item": "- ", "head": "#" * int(re.sub(r"\D", "", node.get("rend", "")) or 1) + " "}
        found += [mark.get(node.tag, "") + text] if text else []
    return found


def check_zip(file: File, kind: str) -> io.BytesIO:
    """The file's bytes, once its directory says that it is whole and unpacks to a sane size."""
    data = file.data()
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise file.fault(
            "an old or encrypted Office file; save it again without a password, in today's format"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except Exception:
        raise file.fault(
            f"not a whole {kind}: truncated, or another format; open it in its program and save it again"
        ) from None
    swollen = any(p.file_size > 10 * MB and p.file_size > RATIO * max(1, p.compress_size) for p in parts)
    if swollen or sum(p.file_size for p in parts) > UNPACKED:
        total = sum(p.file_size for p in parts) // MB
        raise file.fault(
            f"unpacks to {total} MB, more than its size allows (a zip bomb?); save its text as .txt"
        )
    return io.BytesIO(data)


def read_docx(file: File) -> dict:
    """A Word file's body, tables and text boxes: a paragraph a block, headings marked #; deleted text is left out."""
    data = check_zip(file, "Word file")
    with clear_faults(file, "Word file"):
        import docx

        document = docx.Document(data)
        levels = {s.style_id: _level(s.name) for s in document.styles if s.name}
        blocks = [_paragraph(p, levels) for p in document.element.body.iter(_W + "p")]
    text = "\n\n".join(filter(None, blocks))
    if not text:
        raise file.fault("no text in this Word file; is it made of pictures? save its text as .txt")
    return {"text": text}


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}


def _level(style: str) -> int:
    """1 to 6 for a heading's style, else 0."""
    match = re.fullmatch(r"heading ([1-6])|title", style, re.IGNORECASE)
    return int(match[1] or 1) if match else 0


def _paragraph(paragraph, levels: dict[str, int]) -> str:
    """The text of one paragraph: its own, not that of a text box inside it, nor a text box's second copy."""
    if next(paragraph.iterancestors(_FALLBACK), None) is not None:
        return ""
    pieces = []
    for node in paragraph.iter(_W + "t", *_BREAKS):
        outer = next(node.iterancestors(_W + "p", _FALLBACK, _W + "tabs", _W + "moveFrom"))
        if outer is paragraph:
            pieces.append(_BREAKS.get(node.tag) or node.text or "")
    text = "".join(pieces).strip()
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    level = levels.get(style.get(_W + "val"), 0) if style is not None else 0
    return "#" * level + " " + text if level and text else text


def read_pdf(file: File) -> dict:
    """The text layer of a PDF, page after page, lines as they stand; running heads and hyphens at line ends stay."""
    data = io.BytesIO(file.data())
    with clear_faults(file, "PDF", "pypdf"):
        from pypdf import PdfReader

        reader = PdfReader(data)
        if reader.is_encrypted and not reader.decrypt(""):
            raise file.fault("encrypted; save a copy without a password")
        pages = [page.extract_text() for page in progress(reader.pages, unit="page")]
    bare = [str(number) for number, page in enumerate(pages, 1) if not page.strip()]
    if len(bare) == len(pages):
        raise file.fault("a PDF without a text layer (scanned: needs OCR); run OCR on it first")
    if bare:
        shown = ", ".join(bare[:10]) + (" ..." if len(bare) > 10 else "")
        file.note(f"no text on page {shown} (blank, or scanned: needs OCR)")
    return {"text": "\n".join(page for page in pages if page.strip())}
