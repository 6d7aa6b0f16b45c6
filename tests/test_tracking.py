"""Periods, groups, who is named when, and the corpus that is read where it lies."""

import zipfile

import pandas as pd
import pytest

import analysis as an
from analysis import tracking
from analysis.state_union import load_state_union


def two(dates):
    texts = ["France and Germany held talks. Italy waited.", "Germany grew. Germany and Italy held talks."]
    notes = [an.read_text(t, doc_id=n, date=d) for t, n, d in zip(texts, "ba", dates, strict=True)]
    return an.concat(notes)


def test_by_time_orders_dated_texts_and_leaves_undated_ones_as_they_are():
    dated, by = tracking.by_time(two(["2020-03-01", "2020-01-01"]))
    assert (
        by == "period"
        and dated["doc_id"].tolist() == ["a", "b"]
        and dated["period"].tolist() == ["2020-01", "2020-03"]
    )
    same, by = tracking.by_time(two([None, None]))
    assert by == "doc_id" and same["doc_id"].tolist() == ["b", "a"]
    assert len(tracking.by_time(two([None, "2020-01-01"]))[0]) == 1


def test_naming_counts_sentences_with_zeros_and_its_rows():
    documents, by = tracking.by_time(two(["2020-03-01", "2020-01-01"]))
    sentences = an.split_sentences(documents)
    tokens = an.tokenize(sentences)
    mentions = an.find_actors(tokens)
    rows = an.ledger_rows(
        an.pair_actors(mentions, sentences, tokens), mentions, sentences, documents, focus="DEU", by=by
    )
    table = tracking.naming(rows, sentences, documents, an.score_sentences(sentences), by=by)
    n = table.set_index(["partner", "period"])["n"].to_dict()
    assert n == {("ITA", "2020-01"): 1, ("ITA", "2020-03"): 1, ("FRA", "2020-01"): 0, ("FRA", "2020-03"): 1}
    assert (table["share"] == table["n"] / 2).all() and table["few"].all()
    assert tracking.largest(table, ["label", "period"]) == "France, 2020-03: 1"
    assert tracking.plot_naming(table, by=by).get_title(loc="left") == "Who is named when"
    assert tracking.largest(table.iloc[:0], ["label"]) == "nothing"
    tracking.plot_naming(table.iloc[:0], by=by)


def test_groups_are_actors_of_the_gazetteer_and_end_when_they_end():
    groups = tracking.load_groups()
    assert set(groups["actor"]) <= set(an.load_lexicon("actors")["key"])
    members = tracking.load_groups("EU members")
    assert members["to"].isna().sum() == 27 and members.loc[members["actor"] == "GBR", "to"].item() == 2019
    with pytest.raises(ValueError, match="no group 'NAFTA'"):
        tracking.load_groups("NAFTA")


def test_a_text_without_actors_has_a_reading_point():
    nobody = an.find_actors(an.tokenize(an.split_sentences(an.read_text("It rained."))))
    assert tracking.reading_point(nobody) == "ORG:UN" and tracking.reading_point(nobody, "CHN") == "CHN"


def test_save_local_skips_in_words(monkeypatch):
    ax = tracking.plot_naming(pd.DataFrame(columns=["partner", "period", "n"]), by="period")
    assert (
        tracking.save_local(ax, "x", pd.DataFrame(), skipped="Skipped: no corpus.").data
        == "Skipped: no corpus."
    )


@pytest.mark.parametrize("packed", [True, False])
def test_state_union_from_zip_or_folder(tmp_path, monkeypatch, packed):
    texts = {
        "1946-Truman.txt": "MESSAGE\n\nJanuary 21, 1946\n\nTo the Congress.",
        "1945-Truman.txt": "ADDRESS\n\nMr. Speaker: caf\xe9.",
        "README": "x",
    }
    corpora = tmp_path / "corpora"
    corpora.mkdir()
    if packed:
        with zipfile.ZipFile(corpora / "state_union.zip", "w") as archive:
            for name, text in texts.items():
                archive.writestr(f"state_union/{name}", text.encode("cp1252"))
    else:
        (corpora / "state_union").mkdir()
        for name, text in texts.items():
            (corpora / "state_union" / name).write_bytes(text.encode("cp1252"))
    monkeypatch.setenv("NLTK_DATA", str(tmp_path))
    found = load_state_union()
    assert found["doc_id"].tolist() == ["1945-Truman", "1946-Truman"] and "café" in found["text"].iloc[0]
    assert [str(day.date()) for day in found["date"]] == ["1945-01-01", "1946-01-21"]
    assert (
        set(found["presidency"]) == {"Truman 1945–46"} and found.attrs["note"] == "2 addresses, 1945 to 1946."
    )


def test_without_the_corpus_the_remedy_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.state_union._folders", lambda: [tmp_path])
    with pytest.raises(FileNotFoundError, match="nltk.downloader"):
        load_state_union()
    skipped = load_state_union(missing="skip")
    assert skipped.empty and skipped.attrs["note"].startswith("Skipped") and "presidency" in skipped
