"""Supply chain: the hashed list pins what the readable one pins; every direct dependency's licence is listed."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
GROUPS = {"to run": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
DIRECT = {re.match(r"[\w.-]+", line)[0]: group for group, lines in GROUPS.items() for line in lines}


def pins(name: str) -> set[str]:
    """package==version and its marker, for every pin of a requirements file."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([\w.-]+==[^\s;\\#]+)\s*(;[^\\#]*)?", line) for line in lines)
    return {f"{match[1]} {(match[2] or '').strip()}".strip() for match in found if match}


def listed() -> dict[str, str]:
    """Licence by package, as .ci/LICENSES.md has it."""
    rows = re.findall(
        r"^\| ([\w.-]+) \| ([^|]+) \|", (ROOT / ".ci" / "LICENSES.md").read_text(encoding="utf-8"), re.M
    )
    return {name: licence.strip() for name, licence in rows if name != "package"}


def licence(package: str) -> str:
    """What a package's own metadata say: the SPDX expression, else a short licence field, else the classifier."""
    told = metadata(package)
    field = (told.get("License") or "").strip()
    classifiers = [
        c.split("::")[-1].strip() for c in told.get_all("Classifier", []) if c.startswith("License")
    ]
    return told.get("License-Expression") or (field if 0 < len(field) < 60 else " and ".join(classifiers))


def test_the_hashed_list_pins_the_same_versions():
    assert pins("requirements.txt") == pins("requirements-hashed.txt") and len(pins("requirements.txt")) > 100


def test_every_pin_has_a_hash():
    text = (ROOT / "requirements-hashed.txt").read_text(encoding="utf-8")
    entries = re.split(r"^(?=\w)", text, flags=re.M)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)


def test_every_direct_dependency_is_pinned():
    pinned = {pin.partition("==")[0].lower().replace("_", "-") for pin in pins("requirements.txt")}
    wanted = {
        name.lower() for name, group in DIRECT.items() if group != "bench"
    }  # peers are no part of the lock
    assert wanted <= pinned


def test_every_direct_dependency_has_its_licence_listed():
    assert listed().keys() == DIRECT.keys()


@pytest.mark.parametrize("package", DIRECT)
def test_the_licence_listed_is_the_one_it_states(package):
    try:
        assert listed()[package] == licence(package)
    except PackageNotFoundError:
        pytest.skip(f"{package} is not installed here")
