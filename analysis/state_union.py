"""The State of the Union addresses of NLTK's corpus "state_union" as documents, where they lie on this machine."""

import os
import re
import sys
from pathlib import Path
from zipfile import ZipFile

import pandas as pd

from analysis import schema

REMEDY = (
    "get it once with a network, python -m nltk.downloader -d nltk_data state_union, "
    "and set NLTK_DATA to that folder"
)
_NAME = re.compile(r"(\d{4})-([A-Za-z]+)(?:-(\d))?\.txt")
_DATE = re.compile(r"\b(?:January|February|March|April|July|September|November) +\d{1,2}, +\d{4}\b")
_FULL = {"GWBush": "G. W. Bush"}


def load_state_union(*, missing: str = "raise") -> pd.DataFrame:
    """Documents frame of the addresses 1945 to 2006, in order of date: one row per address.

    Columns beyond the frame's: speaker (the president), presidency ("Truman 1945–51": the years of these addresses),
    speaker_state "USA". date is the one at the head of the address,
    1 January of the file's year where there is none. Nothing is downloaded: the corpus is looked for, as a folder or
    as state_union.zip, under corpora/ in the folders of NLTK_DATA and in NLTK's usual places. `attrs["note"]` says in a
    sentence what was read. missing="skip" gives an empty frame whose note says why.
    Raises FileNotFoundError with the remedy where it is absent and missing is "raise".
    """
    texts = next((found for folder in _folders() if (found := _texts(folder / "corpora"))), {})
    if not texts:
        note = f"NLTK's corpus state_union is not on this machine; {REMEDY}"
        if missing == "raise":
            raise FileNotFoundError(note)
        columns = dict.fromkeys(["speaker", "presidency", "speaker_state"], "str")
        frame = schema.empty("documents").assign(**dict.fromkeys(columns, "")).astype(columns)
        frame.attrs["note"] = f"Skipped: {note}."
        return frame
    rows = [_row(name, text) for name, text in texts.items() if _NAME.fullmatch(name)]
    frame = schema.typed(pd.DataFrame(rows), "documents").sort_values(["date", "doc_id"], ignore_index=True)
    years = frame["date"].dt.year
    terms = years.groupby(frame["speaker"]).agg(["min", "max"])
    named = {who: f"{who} {first}–{last % 100:02}" for who, (first, last) in terms.T.items()}
    frame = frame.assign(presidency=frame["speaker"].map(named).astype("str"))
    frame.attrs["note"] = f"{len(frame)} addresses, {years.min()} to {years.max()}."
    return frame


def _folders() -> list[Path]:
    """Where NLTK data may lie, NLTK_DATA first; a relative folder is tried from here and from the project."""
    project = Path(__file__).resolve().parents[1]
    named = [Path(part).expanduser() for part in os.environ.get("NLTK_DATA", "").split(os.pathsep) if part]
    usual = [Path.home() / "nltk_data", Path(sys.prefix) / "nltk_data"]
    usual += [Path(base) / "nltk_data" for base in ("/usr/share", "/usr/local/share", "/usr/lib")]
    return [place for folder in named for place in (folder, project / folder)] + usual


def _texts(corpora: Path) -> dict[str, str]:
    """File name -> text, from the folder or the zip; empty where there is neither."""
    if (corpora / "state_union").is_dir():
        files = {path.name: path.read_bytes() for path in (corpora / "state_union").glob("*.txt")}
    elif (corpora / "state_union.zip").is_file():
        with ZipFile(corpora / "state_union.zip") as archive:
            files = {name.rsplit("/", 1)[-1]: archive.read(name) for name in archive.namelist()}
    else:
        return {}
    return {name: _decode(files[name]) for name in sorted(files) if name.endswith(".txt")}


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _row(name: str, text: str) -> dict:
    year, speaker, _ = _NAME.fullmatch(name).groups()
    dated = _DATE.search(text[:400])
    date = pd.Timestamp(dated[0]) if dated and year in dated[0] else pd.Timestamp(int(year), 1, 1)
    return dict(
        doc_id=name.removesuffix(".txt"), date=date, title=f"Address of {year}", source="NLTK state_union",
        text=text, speaker=_FULL.get(speaker, speaker), speaker_state="USA",
    )  # fmt: skip
