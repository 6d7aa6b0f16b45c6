"""The notebooks: stripped, thin, with header, settings and slides; they run clean; exercises can be failed and passed."""

import ast
import asyncio
import os
import re
from html import unescape
from pathlib import Path

import nbformat
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[1]
BOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
SOLUTIONS = sorted((ROOT / "notebooks" / "solutions").glob("*.ipynb"))
ALL = [
    pytest.param(path, id=str(path.relative_to(ROOT / "notebooks").with_suffix("")))
    for path in BOOKS + SOLUTIONS
]
ONLY = [pytest.param(path, id=path.stem) for path in BOOKS]
LOGIC = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Try, ast.Lambda)
HEADER = ("**Goal:**", "**Difficulty:**", "**Minutes:**", "**Know first:**")
STATEMENTS = 4  # of a cell; notebooks are thin


def load(path):
    return nbformat.read(path, as_version=4)


def code(path):
    return [cell for cell in load(path).cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def exercises_of(path):
    return sorted(re.findall(r'an\.check\(\s*"(\d\d\.\d)"', "\n".join(cell.source for cell in code(path))))


@pytest.mark.parametrize("path", ALL)
def test_stripped(path):
    assert all(not cell.outputs and cell.execution_count is None for cell in code(path))


@pytest.mark.parametrize("path", ALL)
def test_thin(path):
    for cell in code(path):
        tree = ast.parse(cell.source)
        found = [type(node).__name__ for node in ast.walk(tree) if isinstance(node, LOGIC)]
        assert not found, f"{found} in {cell.source[:80]!r}"
        body = [line for line in tree.body if not isinstance(line, (ast.Import, ast.ImportFrom))]
        assert len(body) <= STATEMENTS, cell.source


@pytest.mark.parametrize("path", ALL)
def test_header_settings_and_slides(path):
    book = load(path)
    first = book.cells[0].source
    assert first.startswith("# ") and all(sign in first for sign in HEADER)
    assert "minutes" in first.lower() and re.search(r"\*\*Minutes:\*\* \d+", first)
    settings = [cell for cell in code(path) if "parameters" in tags(cell)]
    assert len(settings) == 1
    names = [line.targets[0].id for line in ast.parse(settings[0].source).body]
    assert names == ["FOCUS", "LAYERS", "PERIOD"]
    assert all("slide_type" in cell.metadata.get("slideshow", {}) for cell in book.cells)
    assert any("What must not be concluded" in cell.source for cell in book.cells[-2:])


@pytest.mark.parametrize("path", ALL)
def test_prose_at_least_as_much_as_code(path):
    kinds = [cell.cell_type for cell in load(path).cells]
    assert kinds.count("markdown") >= kinds.count("code")


@pytest.mark.parametrize("path", ONLY)
def test_prose_about_the_sample_is_asserted_below_it(path):
    """A paragraph on the sample is tagged, so that another text drops it, and an assert with the same tag follows."""
    cells = load(path).cells
    for cell, following in zip(cells, cells[1:], strict=False):
        if cell.cell_type == "markdown" and "sample" in tags(cell):
            assert following.cell_type == "code" and "sample" in tags(following)
            assert any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(following.source)))
        if cell.cell_type == "markdown" and re.search(r"\bIn the sample\b", cell.source):
            assert "sample" in tags(cell), cell.source[:80]


@pytest.mark.parametrize("path", ONLY)
def test_at_least_three_exercises_with_solutions(path):
    numbers = exercises_of(path)
    assert len(numbers) >= 3 and all(number.startswith(path.stem[:2]) for number in numbers)
    assert exercises_of(ROOT / "notebooks" / "solutions" / path.name) == numbers


@pytest.mark.parametrize("path", ONLY)
def test_every_figure_says_what_it_shows_and_is_followed_by_prose(path):
    cells = load(path).cells
    for cell, following in zip(cells, cells[1:], strict=False):
        if cell.cell_type == "code" and "an.save_figure(" in cell.source:
            assert "alt=" in cell.source and "note=" in cell.source
            assert following.cell_type == "markdown", "the evidence of a figure is introduced in words"


@pytest.fixture(scope="session")
def ran(tmp_path_factory):
    """Every notebook and solution, run once, two at a time; and where each put its figures."""
    folders = {path: tmp_path_factory.mktemp("figures") for path in BOOKS + SOLUTIONS}
    gate = asyncio.Semaphore(2)

    async def one(path):
        async with gate:
            return await execute(path, folders[path])

    async def everything():
        return dict(zip(folders, await asyncio.gather(*map(one, folders)), strict=True))

    return asyncio.run(everything()), folders


async def execute(path, folder):
    """The executed book; a failing cell is left in it as an error output."""
    from nbclient import NotebookClient

    from analysis import corpus, save

    book = load(path)
    environment = os.environ | {
        save.FOLDER: str(folder),
        corpus.INPUT: "[]",
        "NLTK_DATA": "",
        "PYTHONPATH": str(ROOT),
    }
    client = NotebookClient(
        book, timeout=120, kernel_name="python3", allow_errors=True,
        resources={"metadata": {"path": str(path.parent)}}, extra_arguments=["--log-level=ERROR"],
    )  # fmt: skip
    await client.async_execute(env=environment)
    return book


def outputs(book):
    return [(cell, out) for cell in book.cells if cell.cell_type == "code" for out in cell.outputs]


@pytest.mark.parametrize("path", ALL)
def test_runs_clean(path, ran):
    for cell, out in outputs(ran[0][path]):
        assert out.output_type != "error", f"{out.get('ename')}: {out.get('evalue')} in {cell.source[:200]!r}"
        assert out.get("name") != "stderr", f"{out.get('text', '')[:300]} from {cell.source[:120]!r}"


def verdicts(book):
    """Exercise -> passed, as the student sees it."""
    shown = "\n".join(out.get("data", {}).get("text/html", "") for _, out in outputs(book))
    found = re.findall(r"(Right|Not yet) \((\d\d\.\d)\)", shown)
    return {number: word == "Right" for word, number in found}


@pytest.mark.parametrize("path", ONLY)
def test_blanks_fail(path, ran):
    found = verdicts(ran[0][path])
    assert sorted(found) == exercises_of(path) and not any(found.values())


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in SOLUTIONS])
def test_solutions_pass(path, ran):
    found = verdicts(ran[0][path])
    assert sorted(found) == exercises_of(path)
    assert all(found.values()), {number: passed for number, passed in found.items() if not passed}


@pytest.mark.parametrize("path", ONLY)
def test_every_figure_has_alt_text_with_a_number_and_its_numbers_beside_it(path, ran):
    drawn = sorted(ran[1][path].glob("*.svg"))
    assert drawn or "save_figure" not in "".join(cell.source for cell in code(path))
    for svg in drawn:
        assert svg.stem.startswith(path.stem[:2])
        alt = unescape(re.search(r"<title[^>]*>(.*?)</title>", svg.read_text(encoding="utf-8"), re.DOTALL)[1])
        assert re.search(r"\d", alt) and not re.search(r"\bnan\b", alt), alt
        assert len(pd.read_csv(svg.with_suffix(".csv")).columns) >= 2


NONSENSE = [None, 1.5, "x " * 60, [], [object()], {}, {"a": 1}, (1, 2, 3), pd.DataFrame()]


def test_no_check_ever_raises():
    import analysis as an
    from analysis import exercises

    an.check("01.1", ...)
    for number in exercises._CHECKS:
        for answer in NONSENSE:
            for frames in ((), (pd.DataFrame(),), (None, None)):
                found = an.check(number, answer, *frames)
                assert isinstance(found.passed, bool) and found.message
        for blank in (..., "", "  "):
            assert not an.check(number, blank).passed
