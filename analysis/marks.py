"""The largest mark of a chart: its value, its name in words for the alt text, and the rows behind it."""

from collections.abc import Sequence

import pandas as pd


def top(data: pd.DataFrame, column: str, *, count: str = "n", empty=""):
    """The value of `column` in the row of `data` with the largest `count` (the first of equals); `empty` if there is none."""
    counted = data[data[count].notna()]
    return counted[column].iloc[int(counted[count].to_numpy().argmax())] if len(counted) else empty


def largest(data: pd.DataFrame, name: str | Sequence[str], *, count: str = "n") -> str:
    """The largest mark in words, "China (32)", for an alt text; "none (0)" where nothing is drawn."""
    names = [name] if isinstance(name, str) else list(name)
    words = ", ".join(str(top(data, column, count=count, empty="none")) for column in names)
    value = top(data, count, count=count, empty=0)
    return f"{words} ({value:,.0f})" if value == round(value) else f"{words} ({value:,.2f})"


def behind(data: pd.DataFrame, rows: pd.DataFrame, keys: Sequence[str], *, count: str = "n") -> pd.DataFrame:
    """The rows behind the largest mark: those of `rows` that share its `keys`; no row where nothing is drawn."""
    kept = pd.Series(bool(data[count].notna().any()), index=rows.index)
    for key in keys:
        kept &= rows[key] == top(data, key, count=count)
    return rows[kept]
