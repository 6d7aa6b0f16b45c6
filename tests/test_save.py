"""What is saved: refused when marks and evidence differ, the same bytes, nothing half-written, no formulas."""

import re
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import openpyxl
import pandas as pd
import pytest

import analysis as an
from analysis import save


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(save.FOLDER, str(tmp_path / "figures"))
    return tmp_path / "figures"


def figure(counts):
    return an.plot_frequency(counts)


@pytest.fixture
def counts(sample):
    return an.count_terms(sample.tokens, by=[]).head(8)


def test_svg_and_csv_with_alt_text_and_footer(counts, folder, sample):
    note = an.footnote(sample.documents, lexicons=["themes"])
    saved = an.save_figure(figure(counts), "01_x", counts, alt="Dots & <more>, n = 8", note=note)
    assert saved == folder / "01_x.svg" and sorted(p.name for p in folder.iterdir()) == [
        "01_x.csv",
        "01_x.svg",
    ]
    svg = saved.read_text(encoding="utf-8")
    assert '<title id="01_x">Dots &amp; &lt;more&gt;, n = 8</title>' in svg
    assert 'alt="Dots &amp; &lt;more&gt;, n = 8"' in saved._repr_html_()
    assert pd.read_csv(folder / "01_x.csv")["count"].tolist() == counts["count"].tolist()
    assert not plt.get_fignums()


def test_the_same_bytes_again_whatever_the_users_settings(counts, folder):
    first = an.save_figure(figure(counts), "a", counts, alt="x").read_bytes()
    with matplotlib.rc_context(
        {"font.size": 30, "svg.hashsalt": "other", "axes.facecolor": "red", "svg.fonttype": "none"}
    ):
        again = an.save_figure(figure(counts), "a", counts, alt="x").read_bytes()
    assert first == again


def test_the_same_bytes_on_a_processor_that_rounds_otherwise(folder):
    """The last bits of a position: they made the ids of clip paths differ from machine to machine."""
    saved = []
    for left in (0.2, 0.2 + 1e-14):
        ax = plt.figure().add_axes((left, 0.2, 0.5, 0.5))
        ax.scatter([1, 2], [3, 4])
        ax.bar([1, 2], [3, 4], hatch="//")
        saved.append(an.save_figure(ax, "a", pd.DataFrame({"n": [1]}), alt="x").read_text(encoding="utf-8"))
    assert saved[0] == saved[1]
    ids = re.findall(r'\bid="([hmp]\d+)"', saved[0])
    used = set(re.findall(r'(?:href="#|url\(#)([hmp]\d+)', saved[0]))
    assert len(ids) == len(set(ids)) >= 3 and used == set(ids)


def test_style_does_not_leak(counts):
    before = dict(matplotlib.rcParams)
    an.save_figure(figure(counts), "a", counts, alt="x")
    assert dict(matplotlib.rcParams) == before


def test_evidence_must_number_what_is_drawn(counts, folder, sample):
    rows = sample.tokens[sample.tokens["term"].isin(counts["term"]) & sample.tokens["is_word"]].astype(
        {"term": "str"}
    )
    an.save_figure(figure(counts), "good", counts, rows=rows, keys=["term"], count="count", alt="x")
    with pytest.raises(
        ValueError, match=r"the mark .* says .*, its evidence has .* rows; 1 of 8 marks differ"
    ):
        an.save_figure(
            figure(counts), "bad", counts, rows=rows.iloc[1:], keys=["term"], count="count", alt="x"
        )
    other = pd.concat([rows, rows.iloc[:1].assign(term="unseen")])
    with pytest.raises(ValueError, match="'unseen' says 0, its evidence has 1 rows"):
        an.save_figure(figure(counts), "bad", counts, rows=other, keys=["term"], count="count", alt="x")
    assert not (folder / "bad.svg").exists() and not (folder / "bad.csv").exists()


def test_alt_and_plain_names_are_demanded(counts):
    with pytest.raises(ValueError, match="alt is empty"):
        an.save_figure(figure(counts), "a", counts, alt=" ")
    for name in ("../a", "a/b", "", "a b"):
        with pytest.raises(ValueError, match="no plain file name"):
            an.save_figure(figure(counts), name, counts, alt="x")


def test_a_failure_leaves_the_old_file_and_no_rest(folder, tmp_path):
    folder.mkdir()
    (folder / "a.csv").write_text("old")

    def broken(path: Path):
        path.write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        save._write(folder / "a.csv", broken)
    assert [(p.name, p.read_text()) for p in folder.iterdir()] == [("a.csv", "old")]


def test_a_table_in_three_forms_with_a_codebook(folder):
    frame = pd.DataFrame(
        {"term": ["=1+1", "a_b & 50%", "\x01"], "n": [1, 2, 3], "share": [0.5, float("nan"), 1.0]}
    )
    path = an.save_table(frame, "table")
    assert path == folder / "table.csv"
    book = openpyxl.load_workbook(folder / "table.xlsx")
    cell = book["table"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    meanings = {row[0].value: row[1].value for row in book["codebook"].iter_rows(min_row=2)}
    assert meanings["n"].startswith("sentences") and meanings["share"] == "k / n"
    latex = (folder / "table.tex").read_text()
    assert r"\toprule" in latex and r"a\_b \& 50\%" in latex


def test_footnote_names_text_layers_and_lexicon_versions(sample):
    note = an.footnote(sample.documents, layers=("body", "heading"), lexicons=["themes", "actors"])
    assert re.fullmatch(
        r"Text: interview \(constructed sample\); layers: body, heading; lexicons: themes \w{7}, actors \w{7}\.",
        note,
    )


def test_without_a_runner_figures_go_to_a_local_folder(monkeypatch):
    monkeypatch.delenv(save.FOLDER)
    assert save.figure_folder().parts[-2:] == ("figures", "local")
