"""Written dates to timestamps: ISO, day first and month names; a date with two readings is refused, never guessed."""

import datetime
import re

import pandas as pd

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_CLOCK = (
    r"(?:[T,\s]+(?P<h>\d{1,2}):(?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?)?\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?"
)
_FORMS = [
    re.compile(form + _CLOCK, re.IGNORECASE | re.ASCII)
    for form in (
        r"(?P<year>\d{4})(?:([-/.])(?P<month>\d{1,2})(?:\2(?P<day>\d{1,2}))?)?",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<first>\d{1,2})([-/.])(?P<second>\d{1,2})\2(?P<year>\d{4})",
        _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+|-|\s+of\s+)" + _MONTH + r"[,\s-]+(?P<year>\d{4})",
        _WEEKDAY + _MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?[,\s]+(?P<year>\d{4})",
    )
]


def parse_date(value, *, day_first: bool | None = None) -> pd.Timestamp:
    """The date a cell holds; NaT for an empty one. A month or a year alone stands for its first day.

    A clock time is kept as written, its time zone dropped. 03/04/2020 has two readings: `day_first` chooses, without
    it ValueError says so; ValueError too for what is no date.
    """
    if isinstance(value, (datetime.date, pd.Timestamp)):
        return pd.Timestamp(value).tz_localize(None).as_unit("us")
    if value is None or (isinstance(value, float) and value != value):
        return pd.NaT
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    written = str(value).strip()
    if not written:
        return pd.NaT
    match = next(filter(None, (form.fullmatch(written[:60]) for form in _FORMS)), None)
    parts = match.groupdict() if match and len(written) <= 60 else None
    try:
        return pd.Timestamp(datetime.datetime(*_numbers(parts, written, day_first)))
    except (TypeError, ValueError) as error:
        if "readings" in str(error):
            raise
        raise ValueError(f'"{written[:40]}" is no date; write it as 2020-04-03, or leave it empty') from None


def _numbers(parts: dict, written: str, day_first: bool | None) -> list[int]:
    """Year, month, day and clock time; TypeError when there are no parts."""
    if parts is None:
        raise TypeError("no form of date fits")
    if "first" in parts:
        day, month = _order(int(parts["first"]), int(parts["second"]), parts["year"], written, day_first)
    else:
        month, day = parts["month"] or "1", int(parts["day"] or 1)
        month = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    return [int(parts["year"]), month, day, *(int(parts[unit] or 0) for unit in "hms")]


def _order(first: int, second: int, year: str, written: str, day_first: bool | None) -> tuple[int, int]:
    """Day and month of two numbers: by the caller's word, else by the only reading they have."""
    if day_first is None and first <= 12 and second <= 12 and first != second:
        names = [_MONTHS[n - 1].capitalize() if n else "?" for n in (first, second)]
        raise ValueError(
            f'"{written}" has two readings, {first} {names[1]} and {second} {names[0]}; '
            f"write it as {year}-{second:02d}-{first:02d} or {year}-{first:02d}-{second:02d}"
        )
    return (first, second) if day_first or (day_first is None and second <= 12) else (second, first)
