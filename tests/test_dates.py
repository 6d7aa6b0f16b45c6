"""Dates: every form that is read, and what is refused rather than guessed."""

import datetime

import pandas as pd
import pytest

from analysis.dates import parse_date


@pytest.mark.parametrize(
    "written, date",
    [
        ("2020-04-03", "2020-04-03"),
        ("2020/4/3", "2020-04-03"),
        ("20200403", "2020-04-03"),
        (20200403, "2020-04-03"),
        ("2020-04", "2020-04-01"),
        (2020.0, "2020-01-01"),
        ("23/04/2020", "2020-04-23"),
        ("04/23/2020", "2020-04-23"),
        ("4.4.2020", "2020-04-04"),
        ("3 April 2020", "2020-04-03"),
        ("Friday, 3rd of April, 2020", "2020-04-03"),
        ("Apr. 3, 2020", "2020-04-03"),
        ("2020-04-03T10:15:00Z", "2020-04-03 10:15"),
        ("3 Apr 2020 10:15 GMT", "2020-04-03 10:15"),
        (datetime.date(2020, 4, 3), "2020-04-03"),
        (pd.Timestamp("2020-04-03 10:15", tz="Asia/Tokyo"), "2020-04-03 10:15"),
    ],
)
def test_forms(written, date):
    assert parse_date(written) == pd.Timestamp(date)


@pytest.mark.parametrize("empty", [None, "", "  ", float("nan"), pd.NaT])
def test_an_empty_cell_is_no_date(empty):
    assert parse_date(empty) is pd.NaT


def test_two_readings_are_refused_unless_the_caller_chooses():
    with pytest.raises(
        ValueError, match='"03/04/2020" has two readings, 3 Apr and 4 Mar; write it as 2020-04-03'
    ):
        parse_date("03/04/2020")
    assert parse_date("03/04/2020", day_first=True) == pd.Timestamp("2020-04-03")
    assert parse_date("03/04/2020", day_first=False) == pd.Timestamp("2020-03-04")


@pytest.mark.parametrize(
    "written", ["spring", "2020-13-01", "2020-02-30", "32/01/2020", "1.2", "April 2020ish", "x" * 99]
)
def test_what_is_no_date_is_named(written):
    with pytest.raises(ValueError, match=f'"{written[:40]}" is no date; write it as 2020-04-03'):
        parse_date(written)
