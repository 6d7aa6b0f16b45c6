"""Coding sheets: draw sentences, give them to people, read their answers back.

A coding sheet is a CSV with one row per sentence: doc_id, sent_id, coder, answer, text. `answer` holds the
codes the coder sees in the sentence, joined by "; ", or "none"; an empty cell is not yet coded. Sheets open
in a spreadsheet: cells that it would read as a formula, a number or a date are written with an apostrophe
before them, which read_sheet takes off again.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import schema
from analysis.save import _write as write_whole

SHEET = {"doc_id": "str", "sent_id": "int32", "coder": "str", "answer": "str", "text": "str"}
NONE = "none"  # the answer "none of the codes"; an empty answer is no answer
EXAMPLE = "example"  # coders of this name are rules, not persons
_GUARDED = tuple("=+-@\t\r'0123456789")


def draw_sample(
    sentences: pd.DataFrame, n: int = 30, *, seed: int = 0, layers: Sequence[str] = ("body",)
) -> pd.DataFrame:
    """`n` sentences of `layers` drawn at random without replacement, in text order; all of them where there
    are fewer.

    The same seed draws the same sentences. Caveat: a draw over all sentences meets rare codes rarely, so that
    their recall stays unknown; the interval says so.
    """
    body = sentences[sentences["layer"].isin(layers)]
    chosen = np.random.default_rng(seed).permutation(len(body))[:n]
    return body.iloc[np.sort(chosen)].reset_index(drop=True)


def coding_sheet(sample: pd.DataFrame, coder: str = "") -> pd.DataFrame:
    """An empty sheet: one row per sentence of the sample, answer "" (not yet coded)."""
    return sample[["doc_id", "sent_id", "text"]].assign(coder=coder, answer="")[list(SHEET)].astype(SHEET)


def save_sheet(sheet: pd.DataFrame, path: str | Path) -> Path:
    """Write a sheet as CSV, whole or not at all; spreadsheets find no formula, number or date in its text
    cells."""
    guarded = sheet.assign(
        **{column: sheet[column].map(_guard) for column in ("doc_id", "coder", "answer", "text")}
    )
    path = Path(path)
    write_whole(path, lambda to: guarded.to_csv(to, index=False, encoding="utf-8-sig", lineterminator="\n"))
    return path


def _guard(value: str) -> str:
    return "'" + value if value.startswith(_GUARDED) else value


def _unguard(value: str) -> str:
    return value[1:] if value.startswith("'") and value[1:].startswith(_GUARDED) else value


def read_sheet(path: str | Path, codes: Sequence[str] = ()) -> pd.DataFrame:
    """A coding sheet read back, also after a spreadsheet has saved it (semicolons, another encoding).

    A coder's name that is missing becomes the file's name. Raises FileNotFoundError, and ValueError naming
    file, line and fault: a missing column, a sentence number that is none, a sentence twice, an answer that
    is not among `codes`.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"{path.name}: no such coding sheet; check the path")
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # what some spreadsheets write
    head = text.split("\n", 1)[0]
    rows = list(
        csv.reader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    )
    names = [name.strip() for name in rows[0]] if rows else []
    if missing := [column for column in SHEET if column not in names]:
        raise ValueError(f"{path.name} is no coding sheet: it lacks {', '.join(missing)}")
    records, seen = [], set()
    for line, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            record = dict(zip(names, [*map(_unguard, row), *[""] * len(names)], strict=False))
            records.append(_checked(record, f"{path.name}, row {line}", path.stem, codes, seen))
    return pd.DataFrame(records, columns=list(SHEET)).astype(SHEET)


def _checked(record: dict, where: str, name: str, codes: Sequence[str], seen: set) -> dict:
    """One row of a sheet, its answer in order; ValueError says what is wrong with it."""
    if not record["sent_id"].strip().isdigit():
        raise ValueError(f"{where}: sent_id is {record['sent_id']!r}, not a sentence number")
    key = record["doc_id"], int(record["sent_id"])
    if key in seen:
        raise ValueError(f"{where}: sentence {key[1]} of {key[0]!r} stands in the sheet twice")
    seen.add(key)
    given = split_answer(record["answer"])
    strange = sorted(given - set(codes)) if codes else []
    if strange:
        raise ValueError(f"{where}: {strange[0]!r} is no code; use {', '.join(codes)} or {NONE}")
    answer = join_answer(given) if record["answer"].strip() else ""
    return record | {"sent_id": key[1], "coder": record["coder"].strip() or name, "answer": answer}


def split_answer(answer: str) -> set[str]:
    """The codes of an answer; "none" and "" have none (only "" is uncoded)."""
    parts = {part.strip() for part in answer.replace(",", ";").split(";")}
    return parts - {"", NONE}


def join_answer(codes) -> str:
    """Codes as an answer: sorted and joined by "; ", or "none"."""
    return "; ".join(sorted(codes)) or NONE


def collect(folder: str | Path, codes: Sequence[str] = ()) -> pd.DataFrame:
    """The sheets of a class, one below the other: one row per coder and sentence. For agreement and
    compare_coders.

    Raises ValueError where the folder holds no sheet, two sheets name the same coder, or a sheet holds
    another text under the same sentence number (it was drawn from another version of the text).
    """
    files = sorted(path for path in Path(folder).glob("*.csv") if not path.name.startswith("."))
    if not files:
        raise ValueError(
            f"{Path(folder).name}: no coding sheets in this folder; put the class's .csv files there"
        )
    sheets, owner, texts = [], {}, {}
    for path in files:
        sheet = read_sheet(path, codes)
        for coder in sheet["coder"].unique():
            if coder in owner:
                raise ValueError(
                    f"{path.name}: coder {coder!r} has a sheet already, {owner[coder]}; rename one"
                )
            owner[coder] = path.name
        for row in sheet.itertuples():
            if texts.setdefault((row.doc_id, row.sent_id), _plain(row.text)) != _plain(row.text):
                raise ValueError(
                    f"{path.name}: sentence {row.sent_id} of {row.doc_id!r} has another text than in the other sheets"
                )
        sheets.append(sheet)
    return schema.concat(sheets)


def _plain(text: str) -> str:
    """What survives a spreadsheet's encoding: the ASCII letters and digits."""
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


def program_codes(
    found: pd.DataFrame, sample: pd.DataFrame, *, column: str = "key", coder: str = "program"
) -> pd.DataFrame:
    """The program's own answers as a sheet: the values of `column` found in each sentence of the sample, else
    "none"."""
    sheet = coding_sheet(sample, coder)
    codes: dict[tuple, set] = {}
    for doc_id, sent_id, code in zip(
        found["doc_id"].astype("str"), found["sent_id"], found[column], strict=True
    ):
        codes.setdefault((doc_id, sent_id), set()).add(str(code))
    answers = [join_answer(codes.get(key, ())) for key in zip(sheet["doc_id"], sheet["sent_id"], strict=True)]
    return sheet.assign(answer=answers).astype(SHEET)


def example_sheet(
    hits: pd.DataFrame, sentences: pd.DataFrame, sample: pd.DataFrame, *, rule: str = "strict"
) -> pd.DataFrame:
    """A stand-in for a coder, MADE BY A RULE AND NOT BY A PERSON, so that a notebook runs before anybody has
    coded.

    "strict" takes a theme only where one of its words stands in the first half of the sentence; "lenient"
    takes it also where the sentence before had it. What it scores says nothing about the program.
    """
    if rule not in ("strict", "lenient"):
        raise ValueError(f"rule is {rule!r}; use strict or lenient")
    at = schema.locate(hits, sentences)
    if rule == "strict":
        middle = (sentences["start"] + sentences["end"]).to_numpy()[at] / 2
        found = hits[(at >= 0) & (hits["start"].to_numpy() < middle)]
    else:
        found = pd.concat([hits, hits.assign(sent_id=hits["sent_id"] + 1)])
    return program_codes(found, sample, coder=f"{EXAMPLE} ({rule} rule)")
