"""The columns and dtypes of every frame: check, concat, attach.

Every function of the package takes and gives plain pandas frames; this module is the one place that says what
their columns are. `start` and `end` are character offsets into the document's original text, `end` exclusive.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

SPAN = {"start": "int32", "end": "int32"}
SENTENCE = {"doc_id": "str", "sent_id": "int32"}

FRAMES: dict[str, dict[str, str]] = {
    "documents": {"doc_id": "str", "date": "datetime64[us]", "title": "str", "source": "str", "text": "str"},
    "layers": {"doc_id": "str", "kind": "str", "section": "int32", **SPAN},
    "quotes": {"doc_id": "str", **SPAN, "speaker": "str", "kind": "str"},
    "sentences": {**SENTENCE, "section": "int32", "layer": "str", "voice": "str", "speaker": "str", **SPAN, "text": "str"},
    "tokens": {
        "doc_id": "category", "sent_id": "int32", "token_id": "int32", **SPAN,
        "token": "category", "term": "category", "is_word": "bool",
    },
    "lexicon": {
        "key": "str", "pattern": "str", "kind": "str", "case": "bool", "ambiguous": "str", "label": "str", "source": "str",
    },
    "hits": {**SENTENCE, **SPAN, "lexicon": "str", "key": "str", "pattern": "str", "kind": "str"},
    "mentions": {**SENTENCE, **SPAN, "actor": "str", "kind": "str", "in_name": "bool", "ambiguous": "bool"},
    "pairs": {
        **SENTENCE, "actor_a": "str", "actor_b": "str", "evidence": "str", "in_name": "bool", "listed": "bool",
        "cue": "str", "start_a": "int32", "end_a": "int32", "start_b": "int32", "end_b": "int32",
    },
    "claims": {
        **SENTENCE, **SPAN, "value": "float64", "upper": "float64", "unit": "str", "counted": "str",
        "qualifier": "str", "modality": "str", "actor": "str",
    },
}  # fmt: skip


MEANING = {
    "doc_id": "the document", "date": "date of the document", "sent_id": "sentence, from 0 in each document",
    "section": "headings passed before it, 0 is the lead", "layer": "title, byline, caption, heading or body",
    "voice": "direct, mixed, attributed or unattributed", "speaker": "whose words they are",
    "start": "offset of the first character in the document", "end": "offset after the last character",
    "term": "token in lower case", "count": "tokens of the term", "per_1000": "count per 1,000 words of the group",
    "key": "category of the lexicon", "label": "the name on charts", "pattern": "the pattern that matched",
    "actor": "code of a state, bloc or region (a label, says nothing on status)",
    "actor_a": "first of the pair, by alphabet", "actor_b": "second of the pair, by alphabet",
    "evidence": "compound, prefix, relational or comention", "in_name": "stands inside a name", "listed": "both in one enumeration",
    "cue": "the words that make the pair", "partner": "the other side of the pair",
    "k": "sentences with the mark", "n": "sentences, the denominator or the rows behind the mark", "share": "k / n",
    "docs": "documents", "low": "lower end of the 95% interval", "high": "upper end of the 95% interval",
    "interval": "how the interval was made", "few": "n below 5: read, do not chart",
    "value": "the figure stated", "upper": "upper end of a stated range", "unit": "unit of the figure", "counted": "what is counted",
    "qualifier": "over, nearly, more than ...", "modality": "done, ongoing, promised or negated",
    "compound": "VADER's compound score, -1 to 1", "mean": "mean compound score of the sentences",
}  # fmt: skip


def typed(data, name: str) -> pd.DataFrame:
    """The frame `name` from a frame, columns, records or tuples: its columns first, in order and in their dtypes."""
    columns = FRAMES[name]
    if not isinstance(data, pd.DataFrame) and not len(data):
        return empty(name)
    bare = isinstance(data, list) and isinstance(data[0], tuple)
    frame = (
        data
        if isinstance(data, pd.DataFrame)
        else pd.DataFrame(data, columns=list(columns) if bare else None)
    )
    extra = [column for column in frame.columns if column not in columns]
    return frame[[*columns, *extra]].astype({c: d for c, d in columns.items() if frame[c].dtype != d})


def empty(name: str) -> pd.DataFrame:
    """The frame `name` without rows, every column in its dtype (text categories stay text)."""
    frame = pd.DataFrame({column: pd.Series(dtype=dtype) for column, dtype in FRAMES[name].items()})
    text = [column for column, dtype in FRAMES[name].items() if dtype == "category"]
    return frame.astype({column: pd.CategoricalDtype(pd.Index([], dtype="str")) for column in text})


def check(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The frame itself when it has the columns of `name`; else ValueError naming what is missing or mistyped."""
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"expected the {name} frame (a pandas DataFrame), got {type(frame).__name__}")
    columns = FRAMES[name]
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ValueError(
            f"this is no {name} frame: it lacks {', '.join(missing)} (needed: {', '.join(columns)})"
        )
    wrong = [f"{c} is {frame[c].dtype}, not {d}" for c, d in columns.items() if frame[c].dtype != d]
    if wrong:
        raise ValueError(
            f"this is no {name} frame: {'; '.join(wrong)}; read a saved one back with schema.typed"
        )
    return frame


def concat(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The frames one below the other; categories are united in order of first appearance, never lost to object."""
    parts = list(frames)
    if not parts:
        raise ValueError("schema.concat got no frames; give at least one (an empty typed one will do)")
    united = {}
    for column in parts[0].columns:
        if all(column in part and isinstance(part[column].dtype, pd.CategoricalDtype) for part in parts):
            categories = parts[0][column].cat.categories
            for part in parts[1:]:
                categories = categories.append(part[column].cat.categories.difference(categories, sort=False))
            united[column] = pd.CategoricalDtype(categories)
    return pd.concat([part.astype(united) for part in parts], ignore_index=True)


def locate(frame: pd.DataFrame, other: pd.DataFrame) -> np.ndarray:
    """For each row of frame, the position in `other` of its sentence (its document, where `other` has no sent_id); else -1.

    Raises ValueError where `other` holds the same sentence or document twice.
    """
    documents = pd.Index(other["doc_id"].drop_duplicates().astype("str"))
    wanted, known = _codes(frame["doc_id"], documents), _codes(other["doc_id"], documents)
    if "sent_id" in other.columns:
        if "sent_id" not in frame.columns:
            raise ValueError("a frame without sent_id cannot be joined to sentences, only to documents")
        wide = np.int64(other["sent_id"].max() + 2 if len(other) else 1)
        sent_id = frame["sent_id"].to_numpy("int64")
        inside = (wanted >= 0) & (sent_id >= 0) & (sent_id < wide)
        wanted = np.where(inside, wanted * wide + sent_id, -1)
        known = known * wide + other["sent_id"].to_numpy("int64")
    index = pd.Index(known)
    if not index.is_unique:
        raise ValueError(
            "the frame to join from holds a sentence or document twice; drop the duplicates first"
        )
    return index.get_indexer(wanted)


def _codes(ids: pd.Series, documents: pd.Index) -> np.ndarray:
    """Position of each doc_id in `documents`; a categorical's categories are looked up once."""
    if not isinstance(ids.dtype, pd.CategoricalDtype):
        return documents.get_indexer(ids).astype("int64")
    of_category = np.append(documents.get_indexer(ids.cat.categories), -1)
    return of_category[ids.cat.codes.to_numpy()].astype("int64")


def attach(frame: pd.DataFrame, *others: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Bring columns of sentences or documents down to any frame: date, section, voice, speaker, metadata.

    One row per row of `frame`, in its order. Each column is taken from the first of `others` that has it: by
    doc_id and sent_id where that frame has sent_id, by doc_id otherwise. A row that finds no partner gets a missing
    value, a column of numbers then becomes float64. Raises ValueError for a column nobody has.
    """
    columns = [columns] if isinstance(columns, str) else list(columns)
    joined = frame.copy()
    for column in columns:
        other = next((o for o in others if column in o.columns), None)
        if other is None:
            known = sorted({c for o in others for c in o.columns} - {"doc_id", "sent_id"})
            raise ValueError(f"no frame given has a column {column!r}; there is {', '.join(known)}")
        rows = locate(frame, other)
        values = other[column].reset_index(drop=True)
        found = values.take(rows) if (rows >= 0).all() else values.reindex(rows)
        joined[column] = found.set_axis(frame.index)
    return joined
