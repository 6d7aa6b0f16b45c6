"""Run the notebooks and collect their figures: `python -m analysis.figures [--text PATH ...] [--only NAME ...]`.

The notebooks are the only source of figures. They run in a temporary folder's name; only when all of them have
succeeded are the new figures moved into place, so an error leaves the earlier ones untouched.
"""

import argparse
import ast
import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from contextlib import contextmanager
from hashlib import sha256
from html import unescape
from importlib.metadata import version
from pathlib import Path

from analysis import corpus, save
from analysis.install import alone, own_figures

_PACKAGE = Path(__file__).resolve().parent
ROOT = _PACKAGE.parent
_SHOWN = ("matplotlib", "seaborn", "pandas", "numpy", "nltk", "vaderSentiment")
_DRAWING = ".drawing-"
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)


class FigureError(Exception):
    """One sentence for the user: what failed, where, and what to do."""


def main(argv: list[str] | None = None) -> int:
    """The command line; the exit status is 0 only when every figure is in place."""
    options = _options(argv)
    try:
        with warnings.catch_warnings():
            warnings.showwarning = lambda message, *_, **__: print(f"figures: {message}", file=sys.stderr)
            out = draw_figures(options.text, only=options.only, out=options.out, jobs=options.jobs)
    except (FigureError, ValueError, OSError) as error:
        print(f"figures: {save.told(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("figures: stopped; the earlier figures are untouched", file=sys.stderr)
        return 130
    print(f"{len(list(out.glob('*.svg')))} figures in {save.shown(out)}")
    return 0


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="analysis.figures", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--text", nargs="+", default=[], metavar="PATH", help="your own text(s) instead of the sample"
    )
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="NAME", help="notebooks to run, by name or number"
    )
    parser.add_argument(
        "--out", type=Path, help="folder for the figures (default: figures/, or figures/<name of the text>/)"
    )
    parser.add_argument(
        "--jobs", type=int, default=min(4, os.cpu_count() or 1), help="notebooks run at a time"
    )
    return parser.parse_args(argv)


def draw_figures(
    text: list[str] = (), *, only: list[str] = (), out: Path | None = None, jobs: int = 2
) -> Path:
    """Run the notebooks on the sample or on `text` and put their figures into `out`; returns that folder.

    Raises FigureError naming notebook, cell and exception when one fails, ValueError or FileNotFoundError for bad input.
    """
    paths = [str(Path(path).expanduser().resolve()) for path in text]
    documents = corpus.read(paths) if paths else corpus.load_sample()
    out = out or (ROOT / "figures" / _safe_name(Path(paths[0])) if paths else ROOT / "figures")
    notebooks = _notebooks(only)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FigureError(
            f"{out}: no folder for the figures ({error.strerror}); choose another with --out"
        ) from None
    _sweep(out)
    with tempfile.TemporaryDirectory(
        dir=out, prefix=f"{_DRAWING}{os.getpid()}-", ignore_cleanup_errors=True
    ) as folder:
        staged = Path(folder)
        environment = os.environ | {save.FOLDER: str(staged.resolve()), corpus.INPUT: json.dumps(paths)}
        parameters = asyncio.run(_run_all(notebooks, environment, bool(paths), max(1, jobs)))
        if only:  # a part of the notebooks: the figures of the others stay
            for old in own_figures(out):
                if (
                    old.name[:2] not in {book.name[:2] for book in notebooks}
                    and not (staged / old.name).exists()
                ):
                    shutil.copy2(old, staged / old.name)
        _write_manifest(staged, documents, paths, parameters)
        _install(staged, out)
    return out


def _safe_name(path: Path) -> str:
    return re.sub(r"[^\w.-]+", "_", path.stem).strip("._") or "text"


def _notebooks(only: list[str]) -> list[Path]:
    known = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    chosen = [
        book for book in known if not only or any(book.stem == n or book.stem.startswith(n) for n in only)
    ]
    if not chosen:
        raise FigureError(
            f"no notebook named {' or '.join(only)}; there is {', '.join(book.stem for book in known)}"
        )
    return chosen


async def _run_all(notebooks: list[Path], environment: dict, own_text: bool, jobs: int) -> dict:
    """Every notebook, `jobs` at a time; the parameters each of them set. The first failure stops the rest."""
    from tqdm import tqdm

    gate = asyncio.Semaphore(jobs)
    faults: list[Exception] = []
    with tqdm(total=len(notebooks), desc="notebooks", unit="", disable=None) as bar:

        async def run(path: Path):
            async with gate:
                if faults:  # no new kernel after a fault; those at work end by themselves
                    return path.stem, {}
                try:
                    return path.stem, await _run(path, environment, own_text)
                except FigureError as error:
                    faults.append(error)
                    return path.stem, {}
                finally:
                    bar.update()

        found = dict(await asyncio.gather(*map(run, notebooks)))
    if faults:
        raise faults[0]
    return found


async def _run(path: Path, environment: dict, own_text: bool) -> dict:
    """One notebook in a kernel of its own; returns what its parameters cell sets."""
    import nbformat
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    book = nbformat.read(path, as_version=4)
    if own_text:
        book.cells = [cell for cell in book.cells if "sample" not in cell.metadata.get("tags", [])]
    client = NotebookClient(
        book,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=["--log-level=ERROR"],
    )
    try:
        await client.async_execute(env=environment)
    except CellExecutionError as error:
        cell = next(
            i for i, c in enumerate(book.cells) if any(o.output_type == "error" for o in c.get("outputs", []))
        )
        what = re.sub(r"\s+", " ", f"{error.ename}: {error.evalue}")[:400]
        raise FigureError(f"{path.name}, cell {cell + 1}: {what}") from None
    except (CellTimeoutError, DeadKernelError, NoSuchKernel) as error:
        raise FigureError(
            f"{path.name}: {type(error).__name__}; nothing was changed, try again with --jobs 1"
        ) from None
    return _parameters(book)


def _parameters(book) -> dict:
    """NAME = literal assignments of the cell tagged parameters."""
    found = {}
    for cell in book.cells:
        if "parameters" in cell.metadata.get("tags", []):
            for line in ast.parse(cell.source).body:
                if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                    try:
                        found[line.targets[0].id] = ast.literal_eval(line.value)
                    except ValueError:
                        continue
    return found


def _write_manifest(folder: Path, documents, paths: list[str], parameters: dict) -> None:
    """What was drawn from what: input name and hash, parameters, versions, alt text and hash of each figure."""
    text = "\0".join(documents["text"])
    figures = [
        {
            "name": svg.stem,
            "alt": unescape(_TITLE.search(svg.read_text(encoding="utf-8"))[1]),
            "svg_sha256": sha256(svg.read_bytes()).hexdigest(),
            "csv_sha256": sha256(svg.with_suffix(".csv").read_bytes()).hexdigest(),
        }
        for svg in sorted(folder.glob("*.svg"))
    ]
    name = [Path(path).name for path in paths] or "interview (constructed sample)"
    manifest = {
        "input": {
            "name": name,
            "documents": len(documents),
            "sha256": sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        },
        "parameters": dict(sorted(parameters.items())),
        "lexicons": {
            p.stem: save.lexicon_version(p.stem)
            for p in sorted((ROOT / "analysis" / "lexicons").glob("*.csv"))
        },
        "versions": {"diplomacy-analysis": version("diplomacy-analysis")}
        | {name: version(name) for name in _SHOWN},
        "figures": figures,
    }
    (folder / "manifest.json").write_text(
        json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def _sweep(out: Path) -> None:
    """Remove what runs that were killed left behind; a run that is alive keeps its folder."""
    with alone(out):
        for folder in out.glob(f"{_DRAWING}*"):
            pid = folder.name.removeprefix(_DRAWING).partition("-")[0]
            if os.name == "posix" and pid.isdigit():
                try:
                    os.kill(int(pid), 0)
                except ProcessLookupError:
                    shutil.rmtree(folder, ignore_errors=True)
                except PermissionError:
                    continue


def _install(staged: Path, out: Path) -> None:
    """Have the new set moved into place by a process that outlives this one; stop signals wait until it has."""
    command = [sys.executable, "-m", "analysis.install", str(staged.resolve()), str(out.resolve())]
    with _unstopped():
        mover = subprocess.Popen(
            command, cwd=_PACKAGE.parent, start_new_session=True, stderr=subprocess.PIPE, text=True
        )
        _, error = mover.communicate()
    if mover.returncode:
        raise OSError(f"the figures could not be moved into place: {error.strip().splitlines()[-1]}")


@contextmanager
def _unstopped():
    """Hold back Ctrl-C and termination until a set is in place."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


if __name__ == "__main__":
    sys.exit(main())
