"""Tables to documents: which columns mean what, metadata kept, and faults that name the line and the remedy."""

import warnings

import openpyxl
import pandas as pd
import pytest

from analysis import schema
from analysis.corpus import read

ROWS = {
    "speech": ["We met.", "We left."],
    "date": ["2020-01-02", "2020-03-04"],
    "party": ["A", "B"],
    "n": [1, 2],
}


def write_xlsx(path, rows, *, error=None) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if error:
        book.active[error] = "#REF!"
        book.active[error].data_type = "e"
    book.save(path)


def as_rows(frame: pd.DataFrame) -> list[list]:
    return [list(frame.columns), *frame.values.tolist()]


WRITERS = {
    "a.csv": lambda f, p: f.to_csv(p, index=False),
    "semicolon.csv": lambda f, p: f.to_csv(p, index=False, sep=";"),
    "a.tsv": lambda f, p: f.to_csv(p, index=False, sep="\t"),
    "a.jsonl": lambda f, p: f.to_json(p, orient="records", lines=True),
    "a.xlsx": lambda f, p: write_xlsx(p, as_rows(f)),
    "a.parquet": lambda f, p: f.to_parquet(p),
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_documents(tmp_path, name):
    WRITERS[name](pd.DataFrame(ROWS), tmp_path / name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = read(tmp_path / name)
    schema.check(found, "documents")
    assert found["doc_id"].tolist() == ["1", "2"] and found["text"].tolist() == ROWS["speech"]
    assert found["date"].dt.strftime("%Y-%m-%d").tolist() == ROWS["date"]
    assert found["party"].tolist() == ["A", "B"] and found["n"].tolist() == [1, 2]


def test_columns_named_by_the_caller(tmp_path):
    frame = pd.DataFrame({"words": ["We met."], "said_on": ["2020-01-02"], "code": ["x7"], "text": ["other"]})
    frame.to_csv(tmp_path / "a.csv", index=False)
    row = read(tmp_path / "a.csv", text="words", date="said_on", doc_id="code").iloc[0]
    assert (row["doc_id"], row["text"], str(row["date"].date())) == ("x7", "We met.", "2020-01-02")
    assert row["original_text"] == "other"  # its name means something else in a documents frame


CSV_FAULTS = {
    "too long": ("text,n\na b,1\nx,y,z\n", "line 3 has 3 fields, the header 2; put double quotes around"),
    "too short": ("text,n\na b,1\nx\n", "line 3 has 1 fields, the header 2"),
    "open quote": ('text,n\n"a b,1\nx,2\n', "line 2: the quotes do not pair up"),
    "no texts": ("a,b\n1,2\n", "which column holds the texts\\? its columns are a, b: name it with text="),
    "numbers": ("text,n\n1,2\n", None),
    "no rows": ("text,n\n", "a header without rows"),
    "empty column": ("text,n\n,2\n", 'column "text" is empty'),
    "twice a column": ("text,text\na,b\n", 'two columns are called "text"; rename one'),
    "twice an id": ("id,text\n7,a\n7,b\n", 'column "id" has "7" in line 2, 3; ids must differ'),
    "no id": ("id,text\n7,a\n,b\n", 'line 3: no id in column "id"; fill it'),
    "two readings": ("text,date\na,03/04/2020\n", 'line 2, column "date": "03/04/2020" has two readings'),
    "no date": ("text,date\na,soon\n", 'line 2, column "date": "soon" is no date'),
}


@pytest.mark.parametrize("case", CSV_FAULTS)
def test_csv_faults(tmp_path, case):
    content, words = CSV_FAULTS[case]
    (tmp_path / "a.csv").write_text(content)
    if words is None:  # a text may consist of digits
        assert read(tmp_path / "a.csv")["text"].tolist() == ["1"]
        return
    with pytest.raises(ValueError, match=f"^a.csv: {words}"):
        read(tmp_path / "a.csv")


def test_day_first_chooses_a_reading(tmp_path):
    (tmp_path / "a.csv").write_text("text,date\na,03/04/2020\n")
    assert str(read(tmp_path / "a.csv", day_first=True)["date"][0].date()) == "2020-04-03"
    assert str(read(tmp_path / "a.csv", day_first=False)["date"][0].date()) == "2020-03-04"


def test_csv_fields_over_lines_and_of_any_length(tmp_path):
    speech = "We met.\n\nWe left, they said. " * 9000
    pd.DataFrame({"text": [speech]}).to_csv(tmp_path / "a.csv", index=False)
    assert read(tmp_path / "a.csv")["text"][0] == speech


def test_rows_without_text_are_left_out_and_told(tmp_path):
    (tmp_path / "a.csv").write_text("text,n\nWe met.,1\n,2\nWe left.,3\n")
    with pytest.warns(UserWarning, match=r"a.csv: 1 rows without text left out \(line 3\)"):
        found = read(tmp_path / "a.csv")
    assert found["doc_id"].tolist() == ["1", "3"]


@pytest.mark.parametrize(
    "line, words",
    [
        ('{"text": "b",', "line 2 is no JSON .*; write one object a line"),
        ("[1]", "line 2 is no JSON object"),
        ("[" * 99_999, "line 2 is no JSON"),
    ],
)
def test_jsonl_faults(tmp_path, line, words):
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n' + line)
    with pytest.raises(ValueError, match=f"^a.jsonl: {words}"):
        read(tmp_path / "a.jsonl")


def test_jsonl_keeps_nested_values_as_json_and_missing_ones_missing(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        '{"text": "a", "tags": ["x", "ü"]}\n\n{"text": "b \\ud800"}\n', encoding="utf-8"
    )
    found = read(tmp_path / "a.jsonl")
    assert found["tags"].tolist()[0] == '["x", "ü"]' and pd.isna(found["tags"][1])
    assert found["text"].tolist() == ["a", "b \ufffd"]


def test_a_formula_error_in_a_workbook_is_named_by_its_cell(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", [["text", "n"], ["We met.", 1]], error="B2")
    with pytest.raises(
        ValueError, match='a.xlsx: cell B2 of sheet "Sheet" holds the formula error #REF!; correct'
    ):
        read(tmp_path / "a.xlsx")


def test_a_formula_never_calculated_is_told(tmp_path):
    """openpyxl and others write formulas without their value: read as empty, never silently."""
    write_xlsx(tmp_path / "a.xlsx", [["text", "date"], ["We met.", "=A1"]])
    with pytest.warns(UserWarning, match="formulas never calculated, read as empty: B2; open it in Excel"):
        assert read(tmp_path / "a.xlsx")["date"].isna().all()


def test_other_sheets_and_cells_beyond_the_header_are_told(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.active.append(["We met."])
    book.create_sheet("more")
    book.save(tmp_path / "a.xlsx")
    with pytest.warns(UserWarning, match='only the first sheet, "Sheet", was read; other sheets: 1'):
        read(tmp_path / "a.xlsx")
    write_xlsx(tmp_path / "b.xlsx", [["text"], ["We met.", "beyond"]])
    with pytest.raises(ValueError, match="row 2 has cells beyond the header's 1 columns"):
        read(tmp_path / "b.xlsx")


def test_a_damaged_parquet_file(tmp_path):
    pd.DataFrame(ROWS).to_parquet(tmp_path / "a.parquet")
    (tmp_path / "a.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:-30])
    with pytest.raises(ValueError, match="cannot be read as a Parquet file, it may be truncated or damaged"):
        read(tmp_path / "a.parquet")
