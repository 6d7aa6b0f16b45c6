"""Files of tables to bare tables: csv, tsv, jsonl, xlsx, parquet; what their columns mean is analysis.columns' task.

The index of each is the line or row to name in a fault. A cell is never evaluated: a formula in a csv is text, a
formula's error in a workbook is a fault.
"""

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pandas as pd

from analysis.columns import DATE, DOC_ID, TEXT, some
from analysis.readers import MB, File, check_zip, clear_faults, decode, progress

COLUMNS = 2_000  # a wider sheet is no table of documents
SHEET = 1_048_576  # rows of an Excel sheet
CELLS = 50 * MB
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")
_LONE = re.compile("[\ud800-\udfff]")


def read_csv(file: File) -> pd.DataFrame:
    """Comma, semicolon or tab separated, whichever the header has most of; every row as long as the header."""
    text = decode(file)
    header, *_ = text.lstrip().split("\n", 1)
    mark = "\t" if file.path.suffix.lower() == ".tsv" else max(",;\t", key=header.count)
    rows = _csv_rows(file, text, mark)
    _, names = next(rows, (0, []))
    if not names:
        raise file.fault("a table of empty cells; there is nothing to read")
    kept = [(line, row) for line, row in progress(rows, unit="row")]
    wrong = next(((line, row) for line, row in kept if len(row) != len(names)), None)
    if wrong:
        raise file.fault(
            f"line {wrong[0]} has {len(wrong[1])} fields, the header {len(names)}; put double quotes "
            "around a field that holds the separator, or save it again from a spreadsheet"
        )
    table = _table(file, names, [row for _, row in kept], [line for line, _ in kept], "line")
    return table.apply(_numbers) if len(table) else table


def _csv_rows(file: File, text: str, mark: str) -> Iterator[tuple[int, list[str]]]:
    """(line, fields) of every row that is not blank."""
    with _long_fields():
        reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), 1
        try:
            for row in reader:
                if any(cell and not cell.isspace() for cell in row):
                    yield line, row
                line = reader.line_num + 1
        except csv.Error as error:
            raise file.fault(
                f"line {line}: the quotes do not pair up ({error}); double every quote inside a quoted field, "
                "or save it again from a spreadsheet"
            ) from None


@contextmanager
def _long_fields():
    """A speech may be longer than the 128 kB that csv allows a field; the limit is the process's, so it is put back."""
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _numbers(column: pd.Series) -> pd.Series:
    """A csv column of plain numbers as numbers (codes such as 007 stay text), an empty cell as missing."""
    cells = [cell for cell in column if cell]
    if cells and column.name.lower() not in (*TEXT, *DATE, *DOC_ID):
        if len(cells) == len(column) and all(map(_WHOLE.fullmatch, cells)):
            return column.astype("int64")
        if all(map(_DECIMAL.fullmatch, cells)):
            return column.replace("", None).astype("float64")
    return column.replace("", None)


def read_jsonl(file: File) -> pd.DataFrame:
    """One JSON object a line; a list or object inside one is kept as JSON."""
    records, lines = [], []
    for number, line in enumerate(progress(decode(file).split("\n"), unit="line"), 1):
        if line and not line.isspace():
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:
                why = (
                    f"{error.msg}, column {error.colno}"
                    if isinstance(error, json.JSONDecodeError)
                    else "out of bounds"
                )
                raise file.fault(f"line {number} is no JSON ({why}); write one object a line") from None
            if not isinstance(record, dict):
                raise file.fault(f'line {number} is no JSON object; write {{"text": "..."}}, one a line')
            records.append(record)
            lines.append(number)
    names = list(dict.fromkeys(name for record in records for name in record))
    if len(names) > COLUMNS:
        raise file.fault(f"{len(names):,} different names in its objects; is it a table of texts?")
    return _table(file, names, [[record.get(name) for name in names] for record in records], lines, "line")


def read_xlsx(file: File) -> pd.DataFrame:
    """The first sheet, its first filled row the header; other sheets are left out and said so."""
    data = check_zip(file, "Excel workbook")
    with clear_faults(file, "Excel workbook"):
        import openpyxl

        book = openpyxl.load_workbook(data, read_only=True, data_only=True)
        if not book.worksheets:
            raise file.fault("a workbook without a sheet of cells; put the table into the first sheet")
        sheet, *others = book.worksheets
        rows, numbers = _sheet_rows(file, sheet)
        unknown = _uncalculated(data, rows, numbers)
    if unknown:
        file.note(
            f"formulas never calculated, read as empty: {some(unknown)}; open it in Excel and save it again"
        )
    if others:
        file.note(f'only the first sheet, "{sheet.title}", was read; other sheets: {len(others)}')
    if not rows:
        raise file.fault(f'sheet "{sheet.title}" is empty; put the table into the first sheet')
    names = [str(cell) if cell is not None else "" for cell in rows[0]]
    while names and not names[-1]:
        names.pop()
    long = next(
        (n for row, n in zip(rows, numbers, strict=True) if any(c is not None for c in row[len(names) :])),
        None,
    )
    if long:
        raise file.fault(f"row {long} has cells beyond the header's {len(names)} columns; name these columns")
    rows = [[*row, *[None] * len(names)][: len(names)] for row in rows[1:]]
    return _table(file, names, rows, numbers[1:], "row")


def _sheet_rows(file: File, sheet) -> tuple[list[list], list[int]]:
    """The filled rows and their numbers. A declared size is not trusted: it would pad every row to it."""
    sheet.reset_dimensions()
    rows, numbers, cells = [], [], 0
    for number, row in enumerate(progress(sheet.iter_rows(), unit="row"), 1):
        cells += len(row)
        if len(row) > COLUMNS or number > SHEET or cells > CELLS:
            raise file.fault(
                f"row {number:,} with {len(row):,} cells: too large; is it a table of texts? save it as csv"
            )
        for cell in row:
            if cell.value is not None and cell.data_type == "e":
                raise file.fault(
                    f'cell {cell.coordinate} of sheet "{sheet.title}" holds the formula error {cell.value}; '
                    "correct it in the workbook, or paste values"
                )
        values = [cell.value for cell in row]
        if any(value is not None and value != "" for value in values):
            rows.append(values)
            numbers.append(number)
    return rows, numbers


def _uncalculated(data: io.BytesIO, rows: list[list], numbers: list[int]) -> list[str]:
    """The cells that hold a formula but no value of it, as other programs than Excel write them."""
    import openpyxl

    with zipfile.ZipFile(data) as archive:
        sheets = (archive.read(part) for part in archive.namelist() if "worksheets/sheet" in part)
        if not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets):
            return []
    sheet = openpyxl.load_workbook(data, read_only=True).worksheets[0]
    sheet.reset_dimensions()
    found = dict(zip(numbers, rows, strict=True))
    formulas = (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
    return [
        cell.coordinate
        for cell in formulas
        if cell.row not in found or found[cell.row][cell.column - 1] is None
    ]


def read_parquet(file: File) -> pd.DataFrame:
    """A Parquet file's columns in their types, its pandas index left out."""
    data = file.data()
    with clear_faults(file, "Parquet file"):
        import pyarrow as pa
        import pyarrow.parquet as pq

        parquet = pq.ParquetFile(pa.BufferReader(data))
        groups = [parquet.metadata.row_group(i) for i in range(parquet.num_row_groups)]
        size = sum(group.total_byte_size for group in groups)
        if size > 10 * MB and size > 200 * len(data):
            raise file.fault(f"unpacks to {size // MB} MB, more than its size allows; save it as csv")
        table = parquet.read().to_pandas(ignore_metadata=True)
        inner = [bool(re.fullmatch(r"__index_level_\d+__", str(name))) for name in table.columns]
        table = table.loc[:, ~np.array(inner, bool)]
        columns = [table.iloc[:, i].astype(object) for i in range(table.shape[1])]  # text is decoded here
    rows = [list(row) for row in zip(*columns, strict=True)]
    return _table(file, [str(name) for name in table.columns], rows, range(1, len(rows) + 1), "row")


def _table(file: File, names: list[str], rows: list[list], numbers, unit: str) -> pd.DataFrame:
    """The bare table; `numbers` are the lines or rows of the file, its index named by what they count."""
    names = [_clean(name).strip() or f"column_{i}" for i, name in enumerate(names, 1)]
    if len(names) > COLUMNS:
        raise file.fault(f"{len(names):,} columns, more than {COLUMNS:,}; is it a table of texts?")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise file.fault(f'two columns are called "{twice}"; rename one')
    if not rows:
        raise file.fault("a header without rows; there is nothing to read")
    index = pd.Index(numbers, name=unit)
    columns = {name: _typed([row[i] for row in rows], index) for i, name in enumerate(names)}
    return pd.DataFrame(columns, index=index)


def _typed(values: list, index: pd.Index) -> pd.Series:
    """A column of one type: numbers, truth values or times where all are, else str; nested values as JSON."""
    values = [_plain(value) for value in values]
    column = pd.Series(values, index=index)
    if column.dtype != object:
        return column
    return pd.Series(
        [value if value is None or value != value else str(value) for value in values], index, dtype="str"
    )


def _plain(value):
    if isinstance(value, str):
        return _clean(value)
    if hasattr(value, "tolist") and getattr(value, "ndim", 0):
        value = value.tolist()
    if isinstance(value, (list, dict)):
        return _clean(json.dumps(value, ensure_ascii=False, default=str))
    return None if value is pd.NaT or value is pd.NA else value


def _clean(text: str) -> str:
    return text if text.isascii() else _LONE.sub("\ufffd", text)
