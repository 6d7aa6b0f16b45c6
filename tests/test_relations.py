"""The ledger: grades never added up, zero and gap told apart, focus, groups, duplicates, equal denominators."""

import numpy as np
import pandas as pd
import pytest

import analysis as an
from analysis.relations import EXPLICIT, duplicate_of
from tests.conftest import frames_of


def corpus(*texts, **columns):
    """Documents of several texts, dated a month apart."""
    parts = [an.read_text(text, doc_id=f"d{i}", date=f"2020-0{i + 1}-15") for i, text in enumerate(texts)]
    return pd.concat(parts, ignore_index=True).assign(**columns)


def table_of(frames, **options):
    return an.relation_table(frames.pairs, frames.mentions, frames.sentences, frames.documents, **options)


def rows_of(frames, **options):
    return an.ledger_rows(frames.pairs, frames.mentions, frames.sentences, frames.documents, **options)


def test_a_sentence_counts_once_in_its_strongest_grade():
    frames = frames_of(
        corpus("China-U.S. talks between China and the United States went on, China and the U.S. said.")
    )
    row = table_of(frames).iloc[0]
    assert (row["compound"], row["prefix"], row["relational"], row["comention"], row["n"]) == (1, 0, 0, 0, 1)


def test_focus_gives_partners_and_the_focal_grade():
    frames = frames_of(
        corpus("China signed a treaty with France. France was pleased. Chile and Peru signed a treaty.")
    )
    table = table_of(frames, focus="CHN").set_index("partner")
    assert table.loc["FRA", ["explicit", "comention", "focal", "n", "of"]].tolist() == [1, 0, 1, 1, 3]
    assert table.loc["CHL", ["explicit", "focal"]].tolist() == [0, 1]
    assert table.loc["FRA", "label"] == "France"


def test_the_rows_behind_each_mark_number_what_is_drawn(sample):
    grades = an.by_grade(table_of(sample, focus="CHN"))
    rows = rows_of(sample, focus="CHN")
    size = rows.groupby(["partner", "evidence"]).size()
    drawn = grades.set_index(["partner", "evidence"])["n"]
    assert drawn[drawn > 0].sort_index().equals(size.rename("n").sort_index().astype("int64"))


def test_names_and_lists_are_left_out():
    frames = frames_of(
        corpus("The China-Europe Railway Express grew. France, Italy and Spain were hit by rain.")
    )
    assert len(frames.pairs) == 4 and table_of(frames).empty


def test_duplicates_are_counted_once_unless_asked():
    text = "Xinhua China and France signed a treaty between China and France."
    frames = frames_of(corpus("date 2020-01-02 " + text, "date 2020-01-03 " + text))
    assert duplicate_of(frames.documents).tolist()[1] == "d0"
    assert table_of(frames)["n"].tolist() == [1]
    assert table_of(frames, dedupe=False)["n"].tolist() == [2]


def test_groups_by_year_count_a_sentence_once():
    documents = corpus("China met France and Germany.", "China met the United Kingdom.")
    documents["date"] = pd.to_datetime(["2019-05-01", "2021-05-01"]).astype("datetime64[us]")
    groups = pd.DataFrame(
        {"actor": ["FRA", "DEU", "GBR"], "group": "EU27", "from": 1957, "to": [np.nan, np.nan, 2020]}
    )
    table = table_of(frames_of(documents), focus="CHN", groups=groups).set_index("partner")
    assert table.loc["EU27", "n"] == 1 and table.loc["GBR", "n"] == 1
    with pytest.raises(ValueError, match="groups lacks the column group"):
        table_of(frames_of(documents), groups=groups.drop(columns="group"))


def test_focus_may_be_each_speakers_own_state():
    frames = frames_of(
        corpus(
            "France signed a treaty with Italy.", "Japan signed a treaty with Italy.", state=["FRA", "JPN"]
        )
    )
    table = table_of(frames, focus="state")
    assert sorted(zip(table["focus"], table["partner"], table["explicit"], strict=True)) == [
        ("FRA", "ITA", 1),
        ("JPN", "ITA", 1),
    ]


def test_an_unknown_focus_is_named(sample):
    with pytest.raises(ValueError, match="focus 'CHINA' is neither an actor's code"):
        table_of(sample, focus="CHINA")


def test_an_empty_period_is_a_gap_and_silence_is_zero():
    documents = corpus("China traded with France.", "Rain fell.", "x", "China traded with Spain.").drop(2)
    frames = frames_of(an.add_period(documents.reset_index(drop=True)))
    rows = rows_of(frames, focus="CHN", by="period")
    grid = an.partner_by(rows, frames.sentences, frames.documents, by="period")
    france = grid[grid["partner"] == "FRA"].set_index("period")["n"]
    assert france.fillna(-1).tolist() == [1, 0, -1, 0]


@pytest.mark.parametrize(("unit", "name"), [("month", "2020-01"), ("quarter", "2020Q1"), ("year", "2020")])
def test_periods(unit, name):
    assert an.add_period(corpus("A."), unit)["period"].tolist() == [name]


def test_periods_need_dates_and_a_known_unit():
    with pytest.raises(ValueError, match="use month, quarter or year"):
        an.add_period(corpus("A."), "week")
    with pytest.raises(ValueError, match="no document has a date"):
        an.add_period(an.read_text("Rain fell."))


def test_two_governments_on_equal_denominators():
    frames = frames_of(
        corpus(
            "France traded with Italy. Rain fell.",
            "Japan traded with India. Japan traded with Italy. It was late.",
            state=["FRA", "JPN"],
        )
    )
    table = an.compare_focus(
        frames.pairs, frames.mentions, frames.sentences, frames.documents, column="state"
    )
    italy = table[table["partner"] == "ITA"].set_index("focus")
    assert italy["of"].to_dict() == {"FRA": 2, "JPN": 3}
    assert italy["share"].round(3).to_dict() == {"FRA": 0.5, "JPN": 0.333}
    assert table[(table["focus"] == "FRA") & (table["partner"] == "IND")]["k"].tolist() == [0]


def test_tone_and_themes_come_beside(sample):
    table = table_of(sample, focus="CHN", scores=an.score_sentences(sample.sentences), hits=sample.hits)
    explicit = table[table["explicit"] > 0]
    assert (explicit["tone_n"] == explicit["explicit"]).all() and explicit["tone"].between(-1, 1).all()
    assert (
        explicit["themes"].dropna().str.fullmatch(r"(?:\w+ \d+(?:, )?){1,3}").all()
        and explicit["themes"].notna().any()
    )


def test_main_actor(sample):
    assert an.main_actor(sample.mentions) == "CHN" and an.main_actor(sample.mentions, "USA") == "USA"
    with pytest.raises(ValueError, match="no actor is named"):
        an.main_actor(sample.mentions.iloc[:0])


def test_grades_of_a_sum_are_explicit(sample):
    table = table_of(sample)
    assert (table[list(EXPLICIT)].sum(axis=1) == table["explicit"]).all()
    assert (table["explicit"] + table["comention"] == table["n"]).all()
