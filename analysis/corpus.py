"""Files to documents: one row per document, its text untouched."""

import json
import os
import re
import warnings
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import columns, schema
from analysis.dates import parse_date
from analysis.files import TABLES, File, find_files, reader_of, short_names
from analysis.layers import dateline_date
from analysis.readers import Unreadable, progress

INPUT = "ANALYSIS_TEXT"  # environment variable: absolute paths as JSON, set by analysis.figures
_TEXTS = Path(__file__).parent / "texts"
_SURROGATE = re.compile("[\ud800-\udfff]")


def read(
    source: str | Path | Iterable[str | Path], *, text: str | None = None, date: str | None = None,
    doc_id: str | None = None, metadata: str | Path | None = None, key: str | None = None,
    day_first: bool | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Documents frame: one row per text file and per row of a table; from a file, a folder (recursive), a glob or a list.

    Texts: txt, md, html, docx, pdf. Tables: csv, tsv, jsonl, xlsx (first sheet), parquet; `text`, `date` and `doc_id`
    name their columns, guessed when the names are usual, every other column stays as metadata. `metadata` is a table
    joined on file names, with or without ending, in its column `key`; its values replace the files' own.

    doc_id is the file's name without its ending (the path below the common folder where two files share it); for a
    table its id column, else the row number, as "file:row" where several files are read. date: ISO, month names, or
    numbers with one reading (03/04/2020 is refused unless `day_first` says which); where none is given, the date line's.
    A file named twice is read once. Lone surrogates become U+FFFD, nothing else changes; the text of html, docx and
    pdf is what is read out of them, headings marked #. Other encodings than UTF-8, rows without text, files left out
    and unmatched metadata are told in a UserWarning.

    Raises FileNotFoundError, PermissionError or ValueError, one sentence: the file, what is wrong, the remedy.
    """
    notes: dict[str, list[str]] = {}
    files = find_files(source, notes)
    if metadata is None:
        documents = _read_all(files, text=text, date=date, doc_id=doc_id, day_first=day_first)
    else:
        table = _table_file(metadata, notes)
        files = [file for file in files if file.path.resolve() != table.path.resolve()]
        documents = _read_all(files, text=text, date=None, doc_id=doc_id, day_first=day_first)
        bare = reader_of(table, table=True)(table)
        documents = columns.join_metadata(documents, bare, table, key=key, date=date, day_first=day_first)
    documents = _documents(documents.drop(columns="_file"), notes)
    for what, names in notes.items():
        warnings.warn(f"{columns.some(names)}: {what}", stacklevel=2)
    return documents


def read_text(text: str, *, doc_id: str = "pasted", date: str | None = None, title: str = "") -> pd.DataFrame:
    """Documents frame with the one document given as a string; its date line's date where none is given.

    Raises ValueError for an empty text or a date that is none or has two readings.
    """
    if not isinstance(text, str):
        raise TypeError(f"read_text takes a string, got {type(text).__name__}; for files use read")
    if not text.strip():
        raise ValueError("the text is empty; there is nothing to read")
    row = dict(
        doc_id=doc_id,
        date=parse_date(date),
        title=title,
        source="pasted",
        text=_SURROGATE.sub("\ufffd", text),
    )
    return _documents(pd.DataFrame([row]), {})


def load_sample(name: str = "interview") -> pd.DataFrame:
    """Documents frame of an embedded sample: "interview" (one article) or "diary" (twelve dated digests of 2020).

    Both are constructed samples, written for this project (CC0); the diary has each digest's speaking state, speaker
    and public record as metadata. Raises ValueError for another name.
    """
    if name == "interview":
        return read(_TEXTS / "interview.txt").assign(source="constructed sample")
    if name == "diary":
        folder = _TEXTS / "diary"
        return read(folder, metadata=folder / "diary.csv", key="file").assign(source="constructed sample")
    raise ValueError(f'no sample {name!r}; there is "interview" and "diary"')


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


def _table_file(metadata: str | Path, notes: dict) -> File:
    path = Path(metadata).expanduser()
    if path.is_dir():
        raise ValueError(f"{path.name}: a folder; metadata= takes one table")
    return File(path, path.name, notes)


def _read_all(files: list[File], *, text, date, doc_id, day_first) -> pd.DataFrame:
    """Every file's documents in the files' order, with the column _file to join metadata on."""
    _check_options(files, text=text, date=date, doc_id=doc_id)
    ids = short_names([file.path for file in files], ending=False)
    plain, parts, faults = [], [], []
    for i, file in enumerate(progress(files, unit="file") if len(files) > 1 else files):
        try:
            found = reader_of(file)(file)
            if isinstance(found, dict):
                found["text"] = _SURROGATE.sub("\ufffd", found["text"])
                found["date"] = parse_date(found.get("date"))
                plain.append({"doc_id": ids[i], "source": file.name, **found, "_file": file.name, "_at": i})
            else:
                made = columns.to_documents(
                    found, file, text=text, date=date, doc_id=doc_id, day_first=day_first,
                    prefix=f"{ids[i]}:" if len(files) > 1 else "",
                )  # fmt: skip
                parts.append(made.assign(_file=made["doc_id"], _at=i))
        except columns.NoTexts as error:
            if not file.found:
                faults.append(error)
            file.note(
                "left out, a table without a column of texts (name it with text=, or give it as metadata=)"
            )
        except (ValueError, OSError) as error:
            faults.append(error)
    _raise(faults, files)
    return _one_frame([pd.DataFrame(plain)] * bool(plain) + parts)


def _check_options(files: list[File], **named: str | None) -> None:
    """A column can be named only where a table is read."""
    if not any(file.path.suffix.lower() in TABLES for file in files):
        for argument, column in named.items():
            if column is not None:
                raise ValueError(
                    f'{argument}="{column}" names a column, but no table is among the files; leave it out'
                )


def _raise(faults: list[Exception], files: list[File]) -> None:
    """All faults in one exception, of the first one's kind, so that a folder is put right in one go."""
    if len(faults) == 1:
        raise faults[0]
    if faults:
        kind = next((k for k in (PermissionError, FileNotFoundError) if isinstance(faults[0], k)), Unreadable)
        raise kind(f"{len(faults)} of {len(files)} files cannot be read: {columns.some(faults, '; ', 5)}")


def _one_frame(parts: list[pd.DataFrame]) -> pd.DataFrame:
    if not parts:
        raise ValueError("no texts: none of the tables has a column of texts; name it with text=")
    frame = pd.concat(parts).sort_values("_at", kind="stable", ignore_index=True).drop(columns="_at")
    twice = frame["doc_id"][frame["doc_id"].duplicated()]
    if len(twice):
        raise ValueError(
            f"two files have the same document id: {columns.some(twice)}; ids must differ between files"
        )
    return frame


def _documents(frame: pd.DataFrame, notes: dict) -> pd.DataFrame:
    """The typed frame; what has no date takes its date line's, where that has one reading."""
    for column in ("title", "source"):
        frame[column] = frame[column].astype("str").fillna("") if column in frame else ""
    dates = frame["date"].astype("datetime64[us]").tolist() if "date" in frame else [pd.NaT] * len(frame)
    for i in np.flatnonzero([date is pd.NaT for date in dates]):
        try:
            dates[i] = parse_date(dateline_date(frame["text"].iloc[i]))
        except ValueError as error:
            notes.setdefault(f"no date taken from the date line: {error}", []).append(frame["doc_id"].iloc[i])
    frame["date"] = pd.Series(dates, frame.index, dtype="datetime64[us]")
    return schema.typed(frame, "documents")
