"""Files to documents: one row per document, its text untouched."""

import json
import os
import re
from collections.abc import Iterable
from glob import glob, has_magic
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import schema

INPUT = "ANALYSIS_TEXT"  # environment variable: absolute paths as JSON, set by analysis.figures
_TEXTS = Path(__file__).parent / "texts"
_SURROGATE = re.compile("[\ud800-\udfff]")


def read(source: str | Path | Iterable[str | Path]) -> pd.DataFrame:
    """Documents frame: one row per document of a file, a folder, a glob or a list of these.

    Raises FileNotFoundError or ValueError that name the file, what is wrong with it and the remedy.
    """
    files = _files(source)
    records = [{"path": file, "text": _read_plain(file)} for file in files]
    ids = _ids(files)
    rows = [dict(doc_id=i, source=r["path"].name, text=r["text"]) for i, r in zip(ids, records, strict=True)]
    return _documents(rows)


def read_text(text: str, *, doc_id: str = "pasted", date: str | None = None, title: str = "") -> pd.DataFrame:
    """Documents frame with the one document given as a string. Raises ValueError for an empty text."""
    if not isinstance(text, str):
        raise TypeError(f"read_text takes a string, got {type(text).__name__}; for files use read")
    if not text.strip():
        raise ValueError("the text is empty; there is nothing to read")
    return _documents([dict(doc_id=doc_id, date=date, title=title, source="pasted", text=text)])


def load_sample(name: str = "interview") -> pd.DataFrame:
    """Documents frame of an embedded sample: "interview" (one article) or "diary" (twelve dated digests).

    Both are constructed samples, written for this project (CC0). Raises ValueError for another name.
    """
    if name == "interview":
        return read(_TEXTS / "interview.txt").assign(source="constructed sample")
    raise ValueError(f'no sample {name!r}; there is "interview"')


def load_input(sample: str = "interview") -> pd.DataFrame:
    """The text a notebook is about: the one `make figures TEXT=...` was given, else the embedded sample."""
    paths = json.loads(os.environ.get(INPUT, "[]"))
    return read(paths) if paths else load_sample(sample)


def quote(rows: pd.DataFrame, documents: pd.DataFrame, *, margin: int = 0) -> pd.Series:
    """The text each row's start and end mark, with `margin` characters on either side; one string per row.

    Raises ValueError where a row's document is not among the documents.
    """
    at = schema.locate(rows[["doc_id"]], documents)
    if (at < 0).any():
        raise ValueError(f"no document {rows['doc_id'].iloc[int(np.argmin(at))]!r} among the documents given")
    texts = documents["text"].to_numpy(object)
    spans = zip(at, rows["start"], rows["end"], strict=True)
    found = [texts[i][max(0, start - margin) : end + margin] for i, start, end in spans]
    return pd.Series(found, index=rows.index, dtype="str")


def _documents(rows: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    frame["text"] = [_SURROGATE.sub("\ufffd", text) for text in frame["text"]]
    if "title" not in frame:
        frame["title"] = ""
    dates = frame["date"] if "date" in frame else None
    frame["date"] = pd.to_datetime(dates) if dates is not None else pd.NaT
    return schema.typed(frame, "documents")


def _files(source) -> list[Path]:
    """The files a source names, sorted within a folder or glob."""
    if isinstance(source, (str, Path)):
        path = Path(source).expanduser()
        if path.is_dir():
            files = sorted(p for p in path.rglob("*.txt") if p.is_file())
            if not files:
                raise ValueError(f"{path.name}: no texts in this folder; put .txt files into it")
            return files
        if path.is_file():
            return [path]
        found = sorted(Path(p) for p in glob(str(path), recursive=True)) if has_magic(str(path)) else []
        if not found:
            raise FileNotFoundError(f"{source}: no such file or folder; check the path")
        return found
    return [file for part in source for file in _files(part)]


def _ids(files: list[Path]) -> list[str]:
    """The file's name without its ending; the path below the common folder where two share it."""
    stems = [file.stem for file in files]
    if len(set(stems)) == len(stems):
        return stems
    base = Path(*_common([file.resolve().parent.parts for file in files]))
    return [str(file.resolve().relative_to(base)) for file in files]


def _common(paths: list[tuple[str, ...]]) -> list[str]:
    return [level[0] for level in zip(*paths, strict=False) if len(set(level)) == 1]


def _read_plain(path: Path) -> str:
    data = path.read_bytes()
    if path.suffix.lower() not in (".txt", ".md", ""):
        raise ValueError(
            f"{path.name}: files ending in {path.suffix} are not read yet; save the text as .txt"
        )
    if b"\0" in data:
        raise ValueError(f"{path.name}: not a text file (it holds NUL bytes); save it as UTF-8 text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name}: not UTF-8 (byte {error.start}); save it as UTF-8 text") from None
    if not text.strip():
        raise ValueError(f"{path.name}: the file is empty; there is nothing to read")
    return text
