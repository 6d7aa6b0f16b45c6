"""The runner: two runs the same bytes, own texts apart, one-line errors, nothing lost."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import nbformat
import pytest

import analysis.figures as figures

CELL = """import analysis as an
documents = an.load_input()
tokens = an.tokenize(an.split_sentences(documents))
counts = an.count_terms(tokens, by=[]).head(5)
an.save_figure(an.plot_frequency(counts), "{name}", counts, alt="Dots, n = 5", note=an.footnote(documents))"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of one notebook (and what a test adds), with the package's lexicons."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "analysis").mkdir()
    shutil.copytree(figures.ROOT / "analysis" / "lexicons", tmp_path / "analysis" / "lexicons")
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    add(tmp_path, "01_first", CELL.format(name="01_words"))
    return tmp_path


def add(project: Path, name: str, *cells: str, tags=()) -> None:
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell, metadata={"tags": list(tags)}) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(book, project / "notebooks" / f"{name}.ipynb")


def content(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def test_figures_and_manifest_twice_the_same(project, capsys):
    assert figures.main([]) == 0
    first = content(project / "figures")
    assert set(first) == {"01_words.svg", "01_words.csv", "manifest.json"}
    manifest = json.loads(first["manifest.json"])
    assert manifest["input"]["name"] == "interview (constructed sample)"
    assert manifest["figures"][0]["alt"] == "Dots, n = 5"
    assert str(project) not in first["manifest.json"].decode()
    assert figures.main([]) == 0
    assert content(project / "figures") == first
    assert "1 figures in" in capsys.readouterr().out


def test_own_text_gets_a_folder_of_its_own_and_sample_cells_are_dropped(project):
    add(project, "02_claims_about_the_sample", "assert False, 'only true of the sample'", tags=["sample"])
    text = project / "my text, ümlaut.txt"
    text.write_text("China and France signed a treaty. It rained.", encoding="utf-8")
    assert figures.main(["--text", str(text)]) == 0
    found = content(project / "figures" / "my_text_ümlaut")
    assert json.loads(found["manifest.json"])["input"]["name"] == ["my text, ümlaut.txt"]
    assert b"china" in found["01_words.csv"]
    assert not content(project / "figures")


def test_an_error_names_notebook_cell_and_exception_and_leaves_the_old_set(project, capsys):
    assert figures.main([]) == 0
    before = content(project / "figures")
    add(project, "02_broken", "x = 1", "raise KeyError('no such\\ncolumn')")
    assert figures.main([]) == 1
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert error.startswith("figures: 02_broken.ipynb, cell 2: KeyError:") and "no such" in error
    assert content(project / "figures") == before
    assert [p.name for p in (project / "figures").iterdir() if p.is_dir()] == []


def test_only_redraws_a_part_and_keeps_the_rest(project):
    add(project, "02_second", CELL.format(name="02_words"))
    assert figures.main([]) == 0
    assert figures.main(["--only", "02"]) == 0
    assert {"01_words.svg", "02_words.svg"} <= set(content(project / "figures"))
    (project / "notebooks" / "02_second.ipynb").unlink()
    assert figures.main([]) == 0
    assert "02_words.svg" not in content(project / "figures")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: p / "missing.txt", "no such file"),
        (lambda p: p, "no texts in this folder"),
        (lambda p: (p / "empty.txt").write_text("") or p / "empty.txt", "empty"),
        (lambda p: (p / "b.txt").write_bytes(b"\x00\x01PNG\x00" * 50) and p / "b.txt", "b.txt"),
        (lambda p: (p / "x.zzz").write_text("text") and p / "x.zzz", "x.zzz"),
    ],
    ids=["missing", "folder without texts", "empty", "binary", "unknown ending"],
)
def test_bad_input_is_one_sentence_and_writes_nothing(project, tmp_path, capsys, make, words):
    folder = tmp_path / "input"
    folder.mkdir()
    assert figures.main(["--text", str(make(folder))]) == 1
    error = capsys.readouterr().err.strip()
    assert error.startswith("figures: ") and words in error and "\n" not in error and "Traceback" not in error
    assert not (project / "figures").exists()


def test_an_unknown_notebook_lists_those_there_are(project, capsys):
    assert figures.main(["--only", "99"]) == 1
    assert "no notebook named 99; there is 01_first" in capsys.readouterr().err


def whole(folder: Path) -> bool:
    """Is every figure the manifest names there, and none other, with the bytes it says?"""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    named = {f"{f['name']}.{end}": f[f"{end}_sha256"] for f in manifest["figures"] for end in ("svg", "csv")}
    there = {
        p.name: sha256(p.read_bytes()).hexdigest()
        for p in folder.iterdir()
        if p.is_file() and p.suffix in (".svg", ".csv")
    }
    return named == there


def start(out: Path, *text: str) -> subprocess.Popen:
    command = [
        sys.executable,
        "-m",
        "analysis.figures",
        "--only",
        "01",
        "--out",
        str(out),
        *(("--text", *text) if text else ()),
    ]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


@pytest.mark.skipif(os.name != "posix", reason="sends POSIX signals")
def test_killed_at_any_moment_a_whole_set_is_left(tmp_path):
    assert start(tmp_path).wait(timeout=120) == 0 and whole(tmp_path)
    text = tmp_path / "other" / "other.txt"
    text.parent.mkdir()
    text.write_text("France and Italy signed a treaty. It rained in Rome.", encoding="utf-8")
    chance = random.Random(9)
    for signal_sent in (signal.SIGKILL, signal.SIGINT, signal.SIGKILL):
        process = start(tmp_path, str(text))
        time.sleep(chance.uniform(0.3, 4.5))
        os.killpg(process.pid, signal_sent)
        process.wait(timeout=60)
        assert whole(tmp_path)
    assert start(tmp_path).wait(timeout=120) == 0 and whole(tmp_path)
    assert not list(tmp_path.glob(".drawing-*"))


@pytest.mark.skipif(os.name != "posix", reason="needs file locks")
def test_two_runs_at_once_do_not_mix(tmp_path):
    text = tmp_path / "other" / "other.txt"
    text.parent.mkdir()
    text.write_text("France and Italy signed a treaty. It rained in Rome.", encoding="utf-8")
    both = [start(tmp_path), start(tmp_path, str(text))]
    assert [process.wait(timeout=120) for process in both] == [0, 0] and whole(tmp_path)
