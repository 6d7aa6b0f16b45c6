"""What the columns of a table mean: text, date, id, metadata; and a table of metadata joined on file names."""

import re
from collections import Counter

import pandas as pd

from analysis.dates import parse_date
from analysis.readers import MB, File, Unreadable, cut

TEXT = "text body content speech transcript article full_text fulltext".split()
DATE = "date datetime published published_at publication_date pubdate created_at timestamp".split()
DOC_ID = "doc_id id docid document_id doc file filename file_name".split()
KEY = "file filename file_name doc_id id docid document_id".split()
CHARACTERS = 2_000 * MB  # of one table's texts
_TAKEN = ("doc_id", "date", "text", "sent_id", "_file", "_at")  # names that mean something else in the frames


class NoTexts(Unreadable):
    """A table in which no column has a usual name for texts."""


def guess(table: pd.DataFrame, usual: list[str]) -> str | None:
    """The first usual name among the columns, whatever its case."""
    lower = {str(name).lower(): name for name in reversed(table.columns)}
    return next((lower[name] for name in usual if name in lower), None)


def named(table: pd.DataFrame, file: File, name: str | None, argument: str, usual: list[str]) -> str | None:
    """The column the caller named, else the usual one; a fault where the named one does not exist."""
    if name is not None and name not in table.columns:
        raise file.fault(
            f'no column "{name}"; its columns are {some(table.columns, shown=12)}: choose one with {argument}='
        )
    return name if name is not None else guess(table, usual)


def to_documents(
    table: pd.DataFrame, file: File, *, text: str | None, date: str | None, doc_id: str | None,
    day_first: bool | None, prefix: str = "",
) -> pd.DataFrame:  # fmt: skip
    """The documents of a table: its text, date, id and title columns under their names, the others as metadata."""
    column = named(table, file, text, "text", TEXT)
    if column is None:
        raise NoTexts(
            f"{file.name}: which column holds the texts? its columns are {some(table.columns, shown=12)}: name it with text="
        )
    wrong = next((n for n, v in table[column].items() if not isinstance(v, str) and not pd.isna(v)), None)
    if wrong is not None:
        raise file.fault(
            f'{table.index.name} {wrong}: column "{column}" holds {table[column].dtype} values, not text; choose one with text='
        )
    if table[column].dropna().str.len().sum() > CHARACTERS:
        raise file.fault(f"more than {CHARACTERS // MB:,} MB of text in one table; split it")
    full = table[column].notna() & ~table[column].fillna("").str.isspace() & (table[column] != "")
    if not full.any():
        raise file.fault(f'column "{column}" is empty; choose the column of the texts with text=')
    if not full.all():
        file.note(
            f"{(~full).sum()} rows without text left out ({table.index.name} {some(table.index[~full])})"
        )
    table = table[full]
    ids = named(table, file, doc_id, "doc_id", DOC_ID)
    dates = named(table, file, date, "date", DATE)
    values = table[ids] if ids else pd.Series(range(1, len(full) + 1), full.index)[full]
    made = {"doc_id": _ids(values, file, ids, prefix), "text": table[column].astype("str")}
    made |= {"date": read_dates(table[dates], file, day_first)} if dates else {}
    return pd.DataFrame(made).join(_rest(table, {column, ids, dates} - {None}))


def _rest(table: pd.DataFrame, used: set[str]) -> pd.DataFrame:
    """The columns that stay as they are; one whose name means something else here is called original_..."""
    rest = table.drop(columns=list(used))
    lower = {name: name.lower() for name in rest.columns if name.lower() in ("title", "source")}
    free = {name: low for name, low in lower.items() if list(lower.values()).count(low) == 1}
    return rest.rename(columns=free | {name: f"original_{name}" for name in rest.columns if name in _TAKEN})


def _ids(values: pd.Series, file: File, column: str | None, prefix: str) -> pd.Series:
    """Ids as text, each there and there once; row numbers carry the file's name where several files are read."""
    if not column:
        return values.map(lambda number: f"{prefix}{number}").astype("str")
    if values.dtype == "float64" and (values.dropna() % 1 == 0).all():
        values = values.astype("Int64")
    ids = values.astype("str").str.strip()
    missing = ids.index[ids.isna() | (ids == "") | values.isna()]
    if len(missing):
        raise file.fault(
            f'{values.index.name} {some(missing)}: no id in column "{column}"; fill it, or choose one with doc_id='
        )
    twice = ids[ids.duplicated()]
    if len(twice):
        rows = some(ids.index[ids == twice.iloc[0]])
        raise file.fault(
            f'column "{column}" has "{twice.iloc[0]}" in {values.index.name} {rows}; ids must differ: correct them, '
            "or choose another column with doc_id="
        )
    return ids


def read_dates(values: pd.Series, file: File, day_first: bool | None) -> pd.Series:
    """Timestamps; the first cell that is no date, or has two readings, is a fault naming its row."""
    known = {}
    for row, value in values.items():
        if value not in known:
            try:
                known[value] = parse_date(value, day_first=day_first)
            except ValueError as error:
                advice = ", or pass day_first=True or False" if "readings" in str(error) else ""
                raise file.fault(
                    f'{values.index.name} {row}, column "{values.name}": {error}{advice}'
                ) from None
    return values.map(known).astype("datetime64[us]")


def some(items, between: str = ", ", shown: int = 8) -> str:
    """The first few items, long ones cut, and how many more there are."""
    items = [cut(str(item)) for item in items]
    return between.join(items[:shown]) + (f" and {len(items) - shown} more" if len(items) > shown else "")


def join_metadata(
    documents: pd.DataFrame, table: pd.DataFrame, file: File, *,
    key: str | None, date: str | None, day_first: bool | None,
) -> pd.DataFrame:  # fmt: skip
    """The documents (their files in _file) with the columns of `table`, joined on the file's name with or without its ending and folder.

    A value of the table replaces the file's own. Documents and rows without a partner are noted, duplicates a fault.
    """
    column = named(table, file, key, "key", KEY)
    if column is None:
        raise file.fault(
            f"which column names the files? its columns are {some(table.columns)}: name it with key="
        )
    keys = [re.sub(r"^(?:\./)+", "", str(cell).strip().replace("\\", "/")) for cell in table[column]]
    twice = some(name for name, times in Counter(keys).items() if times > 1)
    if twice:
        raise file.fault(f'column "{column}" names more than once: {twice}; keep one row for each file')
    places = {name: i for i, name in enumerate(keys)}
    names = set(documents["_file"])
    rows = [
        _partners(places, *pair, names) for pair in zip(documents["doc_id"], documents["_file"], strict=True)
    ]
    _check_partners(rows, documents["doc_id"], keys, file, column)
    at = [next(iter(found), -1) for found in rows]
    dates = named(table, file, date, "date", DATE)
    joined = _rest(table, {column, dates} - {None})
    if dates:
        joined["date"] = read_dates(table[dates], file, day_first)
    joined = joined.reset_index(drop=True).reindex(at).set_axis(documents.index)
    for name in joined.columns.intersection(documents.columns):
        joined[name] = joined[name].where(joined[name].notna(), documents[name])
    return documents.drop(columns=joined.columns, errors="ignore").join(joined)


def _partners(keys: dict[str, int], doc_id: str, name: str, names: set[str]) -> list[int]:
    """The rows that name a document: by its path or name, with or without the ending.

    A bare name that is another file's whole path belongs to that file.
    """
    bare = name.rsplit("/", 1)[-1]
    forms = (
        name,
        name if bare in names else bare,
        doc_id,
        re.sub(r"\.[^./]*$", "", name),
        re.sub(r"\.[^.]*$", "", bare),
    )
    return list(dict.fromkeys(keys[form] for form in forms if form in keys))


def _check_partners(
    rows: list[list[int]], doc_ids: pd.Series, keys: list[str], file: File, column: str
) -> None:
    if not any(rows):
        raise file.fault(
            f'column "{column}" names none of the files ({some(doc_ids[:3])}); choose another with key='
        )
    for found, doc_id in zip(rows, doc_ids, strict=True):
        if len(found) > 1:
            raise file.fault(
                f'column "{column}" names {doc_id} more than once: {some(keys[i] for i in found)}; keep one row'
            )
    taken = [found[0] for found in rows if found]
    used = set(taken)
    shared, times = Counter(taken).most_common(1)[0]
    if times > 1:
        raise file.fault(
            f'"{keys[shared]}" in column "{column}" fits more than one file; write the path below the folder'
        )
    alone = [doc_id for found, doc_id in zip(rows, doc_ids, strict=True) if not found]
    idle = [name for i, name in enumerate(keys) if i not in used]
    if alone:
        file.note(f"no row for {len(alone)} of {len(rows)} documents: {some(alone)}")
    if idle:
        file.note(f"no document for {len(idle)} of {len(keys)} rows: {some(idle)}")
