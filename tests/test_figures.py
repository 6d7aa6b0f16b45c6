"""The runner: two runs the same bytes, own texts apart, one-line errors, nothing lost."""

import errno
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
from analysis import save
from analysis.install import alone

FULL = save.told(OSError(errno.ENOSPC, ""))

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
        (lambda p: (p / "w.txt").write_bytes("Oslo talks".encode("utf-16-le")) and p / "w.txt", "UTF-8"),
    ],
    ids=["missing", "folder without texts", "empty", "binary", "unknown ending", "wrong encoding"],
)
def test_bad_input_is_one_sentence_and_writes_nothing(project, tmp_path, capsys, make, words):
    folder = tmp_path / "input"
    folder.mkdir()
    assert figures.main(["--text", str(make(folder))]) == 1
    error = capsys.readouterr().err.strip()
    assert error.startswith("figures: ") and words in error and "\n" not in error and "Traceback" not in error
    assert not (project / "figures").exists()


def test_a_folder_that_cannot_be_made_is_one_sentence(project, tmp_path, capsys):
    (tmp_path / "file").write_text("in the way")
    assert figures.main(["--out", str(tmp_path / "file" / "out")]) == 1
    error = capsys.readouterr().err.strip()
    assert error.startswith("figures: ") and "choose another with --out" in error and "\n" not in error


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


@pytest.fixture
def other(tmp_path):
    """Another text, whose figures differ from the sample's."""
    text = tmp_path / "other" / "other.txt"
    text.parent.mkdir()
    text.write_text("France and Italy signed a treaty. It rained in Rome.", encoding="utf-8")
    return text


def wait_until_drawn(out: Path, process: subprocess.Popen) -> None:
    """Until the manifest is written: the set is about to be moved into place."""
    while process.poll() is None and not list(out.glob(".drawing-*/manifest.json")):
        time.sleep(0.001)


@pytest.mark.skipif(os.name != "posix", reason="sends POSIX signals")
def test_killed_ten_times_at_any_moment_a_whole_set_is_left(tmp_path, other):
    begin = time.monotonic()
    assert start(tmp_path).wait(timeout=300) == 0 and whole(tmp_path)
    took = time.monotonic() - begin
    chance = random.Random(9)
    for attempt in range(10):
        process = start(tmp_path, *([str(other)] if attempt % 2 == 0 else []))
        if attempt < 5:
            time.sleep(chance.uniform(0.1, took))
        else:  # in the midst of moving
            wait_until_drawn(tmp_path, process)
            time.sleep(chance.uniform(0, 0.15))
        os.killpg(process.pid, signal.SIGINT if attempt == 2 else signal.SIGKILL)
        process.wait(timeout=60)
        with alone(tmp_path):  # a set on its way is let through
            assert whole(tmp_path)
    assert start(tmp_path).wait(timeout=300) == 0 and whole(tmp_path)
    assert not list(tmp_path.glob(".drawing-*"))


@pytest.mark.skipif(os.name != "posix", reason="sends POSIX signals")
def test_the_mover_outlives_the_run_that_is_killed(tmp_path):
    """The set is moved by a process in a session of its own, which the signal to the run's group does not reach."""
    staged, out = tmp_path / "staged", tmp_path / "out"
    for folder in (staged, out):
        folder.mkdir()
    (staged / "01_new.svg").write_text("new")
    (out / "01_old.svg").write_text("old")
    code = f"from pathlib import Path; from analysis.figures import _install; _install(Path({str(staged)!r}), Path({str(out)!r}))"
    with alone(out):  # the mover has to wait, and meanwhile its run is killed
        run = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
        mover = child_of(run.pid)
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        assert [p.name for p in out.iterdir()] == ["01_old.svg"]
    while Path(f"/proc/{mover}").exists():
        time.sleep(0.01)
    assert [p.name for p in out.iterdir()] == ["01_new.svg"]


def child_of(pid: int) -> int:
    """The process that this one has started, once it is in a session of its own; skips where /proc does not tell."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        pytest.skip("the system does not list a process's children")
    for _ in range(6000):
        found = children.read_text().split()
        if found and os.getsid(int(found[0])) != os.getsid(pid):
            return int(found[0])
        time.sleep(0.01)
    raise AssertionError("no mover was started")


def test_a_full_disk_is_one_sentence_and_keeps_the_old_set(project, monkeypatch, capsys):
    assert figures.main([]) == 0
    before = content(project / "figures")

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(figures, "_write_manifest", full)
    assert figures.main([]) == 1
    monkeypatch.undo()
    monkeypatch.setattr(figures, "ROOT", project)
    add(project, "02_full", "raise OSError(28, 'No space left on device')")
    assert figures.main([]) == 1
    errors = capsys.readouterr().err.splitlines()
    assert [line for line in errors if line.startswith("figures: ")] == [f"figures: {FULL}"] * 2
    assert content(project / "figures") == before
    assert not list((project / "figures").glob(".drawing-*"))


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounts a small disk, as root")
def test_a_disk_that_is_really_full(project, capsys):
    assert figures.main([]) == 0
    old = content(project / "figures")
    disk = project / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=False).returncode:
        pytest.skip("no mounting here")
    try:
        for name, data in old.items():
            (disk / name).write_bytes(data)
        assert figures.main(["--out", str(disk)]) == 1
        assert capsys.readouterr().err.splitlines()[-1] == f"figures: {FULL}"
        assert content(disk) == old
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.skipif(os.name != "posix", reason="needs file locks")
def test_two_runs_at_once_do_not_mix(tmp_path, other):
    both = [start(tmp_path), start(tmp_path, str(other))]
    assert [process.wait(timeout=300) for process in both] == [0, 0] and whole(tmp_path)
