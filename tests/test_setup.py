"""How the project is set up: make's own sentences, and what the lists of dependencies say to a reader."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PINNED = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
needs_make = pytest.mark.skipif(os.name != "posix" or not shutil.which("make"), reason="needs make and sh")


@pytest.fixture
def place(tmp_path) -> Path:
    """A bare copy, in a folder whose name has spaces and other letters than ASCII."""
    folder = tmp_path / "a clône ü"
    folder.mkdir()
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, folder)
    return folder


def run_make(place: Path, *arguments: str) -> subprocess.CompletedProcess:
    """make as a newcomer calls it, not as a child of the `make test` that may run this."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "TEXT"))}
    return subprocess.run(["make", *arguments], cwd=place, env=clean, capture_output=True, text=True)


def stand_in(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@needs_make
@pytest.mark.parametrize(
    "refuse, words",
    [
        ("*version_info*", "Python 3.11 or newer is needed: install it, then make PYTHON=python3.11 figures"),
        (
            "*venv*",
            "Python's venv module is missing: install it (Debian and Ubuntu: apt install python3-venv)",
        ),
    ],
    ids=["too old", "no venv"],
)
def test_what_is_missing_is_one_sentence(place, refuse, words):
    python = stand_in(place.parent / "python", f'case "$2" in {refuse}) exit 1;; esac')
    done = run_make(place, "figures", f"PYTHON={python}")
    assert done.returncode != 0
    assert words in done.stdout and len(done.stdout.strip().splitlines()) == 1
    assert not (place / ".venv").exists()


@needs_make
def test_help_lists_every_target_and_is_the_default(place):
    shown = run_make(place).stdout
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1]
    assert all(f"make {target} " in shown for target in targets.split())
    assert {"install", "figures", "test", "lab", "lint", "lock", "bench", "help"} <= set(targets.split())


@needs_make
def test_a_text_with_spaces_reaches_the_command_whole(place):
    """A stand-in for the environment's Python prints what it was given."""
    stand_in(place / ".venv" / "bin" / "python", 'for word in "$@"; do echo "<$word>"; done')
    (place / ".venv" / ".ready").touch()
    done = run_make(place, "figures", "TEXT=it's my text $$5 ü.txt")
    assert done.stdout.splitlines() == ["<-m>", "<analysis.figures>", "<--text>", "<it's my text $5 ü.txt>"]


def test_every_direct_dependency_has_its_reason_beside_it():
    tables = tomllib.loads(PYPROJECT)["project"]
    for dependency in sum(tables["optional-dependencies"].values(), tables["dependencies"]):
        assert re.search(rf'^    "{re.escape(dependency)}", +# \S', PYPROJECT, re.MULTILINE), dependency


def test_the_pinned_list_says_who_needs_what_and_ends_in_the_project():
    assert PINNED[-1] == "-e ."
    pins = [line for line in PINNED[:-1] if line]
    assert all(re.match(r"[\w.-]+==\S+( ;.*)? +# via ", line) for line in pins)
    assert any("sys_platform == 'win32'" in line for line in pins), "universal: Windows too"


def test_the_readme_has_the_lines_without_make():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for line in ("-m venv .venv", "-m pip install -r requirements.txt", "-m analysis.figures", "-m pytest"):
        assert line in readme
