"""Help for the fuzzing tests: valid files of every format, damage to them, a watch against hangs, runs of a set length."""

import io
import json
import random
import signal
import time
import zipfile
from contextlib import contextmanager
from functools import cache

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

TEXT = 'BEIJING, Jan. 3 (Xinhua) -- China and France signed a treaty. "We agree," said Wang Yi. Trade grew 5 percent.'
ROWS = [
    {"id": "a", "date": "2020-01-03", "text": TEXT},
    {"id": "b", "date": "2020-02-03", "text": "It rained."},
]
LONGEST = 20  # seconds an example may take; it needs milliseconds
SHORT = 25  # examples in `make test`


class Hang(BaseException):
    """An example that does not end; no Exception, so that no reader takes it for a damaged file."""


@contextmanager
def no_hang(seconds: float = LONGEST):
    """Raises Hang in the block once the seconds are over, where the system has alarms."""

    def stop(*_):
        raise Hang(f"no end after {seconds} seconds")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def fuzz(check, strategy: st.SearchStrategy, *, seconds: float = 0) -> int:
    """Run `check` on examples, a few or for so many seconds; returns how many. Fails as Hypothesis does, example included."""
    examples = 0
    end = time.monotonic() + seconds

    def counted(example):
        nonlocal examples
        examples += 1
        if seconds and time.monotonic() > end + 30:
            return  # the time is over: let this round run out
        with no_hang():
            check(example)

    lawful = settings(
        max_examples=500 if seconds else SHORT,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    while True:
        number = random.SystemRandom().randrange(2**32) if seconds else 1
        seed(number)(lawful(given(strategy)(counted)))()
        if time.monotonic() >= end:
            return examples


@cache
def valid_files() -> dict[str, bytes]:
    """A whole, readable file of every format, by its ending."""
    import pandas as pd

    table = pd.DataFrame(ROWS)
    workbook, parquet = io.BytesIO(), io.BytesIO()
    table.to_excel(workbook, index=False)
    table.to_parquet(parquet)
    page = f"<html><head><meta charset='utf-8'><title>A treaty</title></head><body><article><h1>A treaty</h1><p>{TEXT}</p><ul><li>one</li></ul><table><tr><td>a</td><td>b</td></tr></table></article></body></html>"
    return {
        ".txt": TEXT.encode(),
        ".md": f"# A treaty\n\n{TEXT}\n\n- one\n- two\n".encode(),
        ".html": page.encode(),
        ".docx": _docx(),
        ".pdf": _pdf(),
        ".csv": table.to_csv(index=False).encode(),
        ".tsv": table.to_csv(index=False, sep="\t").encode(),
        ".jsonl": "".join(json.dumps(row) + "\n" for row in ROWS).encode(),
        ".xlsx": workbook.getvalue(),
        ".parquet": parquet.getvalue(),
    }  # fmt: skip


def _docx() -> bytes:
    import docx

    document, file = docx.Document(), io.BytesIO()
    document.add_heading("A treaty", 1)
    document.add_paragraph(TEXT)
    document.add_table(1, 2).cell(0, 0).text = "China"
    document.save(file)
    return file.getvalue()


def _pdf() -> bytes:
    """A PDF of one page with a text layer, written by hand."""
    drawn = f"BT /F1 12 Tf 72 700 Td ({TEXT}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    file, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return file + head + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(file)


_NASTY = [
    b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"<", b">", b"&#0;", b"&", b"<![CDATA[", b"<!--", b'"', b"'",
    b"\n", b"\r", b"\t", b",", b";", b"{", b"[", b"]}", b"null", b"NaN", b"1e999", b"-", b"9" * 30, b"=1+1", b"%s", b"\\", b"\\ud800",
    b"%PDF-", b"PK\x03\x04", b"endobj", b"stream", b"0 R", b"<</", b"\x80" * 9, b"2020-13-45", b"03/04/2020", b"text", b"date", b"id",
    b"+", b"*", b"?", b"%\n", b"\t1", b": ", b"- ", b"&a *a ", b"!!python/object:os.system ", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\x1a",
]  # fmt: skip
_EDIT = st.tuples(
    st.sampled_from("replace insert cut repeat end".split()),
    st.floats(0, 1),
    st.integers(0, 40),
    st.sampled_from(_NASTY) | st.binary(max_size=6),
)
EDITS = st.lists(_EDIT, max_size=6)


def damage(data: bytes, edits: list[tuple]) -> bytes:
    """The bytes with each edit made: a place, a length, and what to put there."""
    for kind, place, length, new in edits:
        at = int(place * len(data))
        if kind == "replace":
            data = data[:at] + new + data[at + len(new) :]
        elif kind == "insert":
            data = data[:at] + new * (1 + length % 3) + data[at:]
        elif kind == "cut":
            data = data[:at] + data[at + length :]
        elif kind == "repeat":
            data = data[:at] + data[at : at + length] * 2 + data[at + length :]
        elif length < 10:  # the end of the file, more seldom
            data = data[:at]
    return data


def damaged_files(ending: str) -> st.SearchStrategy[bytes]:
    """Files of a format with damage: anywhere, or inside one part of a zip archive, whose directory stays whole."""
    whole = valid_files()[ending]
    anywhere = EDITS.map(lambda edits: damage(whole, edits))
    if ending not in (".docx", ".xlsx"):
        return anywhere | st.binary(max_size=200)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    def inside(name: str, edits: list[tuple]) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for part, data in parts.items():
                archive.writestr(part, damage(data, edits) if part == name else data)
        return file.getvalue()

    read = [name for name in parts if name.endswith(".xml") or name.endswith(".rels")]
    return st.builds(inside, st.sampled_from(sorted(read)), EDITS) | anywhere
