"""What a source names: a file, a folder, a glob or a list of these to files, each with the shortest telling name."""

import os
from collections import Counter
from collections.abc import Callable, Iterable
from glob import glob, has_magic
from importlib import import_module
from pathlib import Path

from analysis.readers import File

TABLES = {
    ".csv": "read_csv", ".tsv": "read_csv", ".jsonl": "read_jsonl", ".ndjson": "read_jsonl", ".xlsx": "read_xlsx",
    ".parquet": "read_parquet",
}  # fmt: skip
TEXTS = {
    ".txt": "read_plain", ".md": "read_plain", ".html": "read_html", ".htm": "read_html", ".docx": "read_docx",
    ".pdf": "read_pdf",
}  # fmt: skip
_KNOWN = TEXTS | TABLES
_ENDINGS = ".txt, .md, .html, .docx, .pdf, .csv, .tsv, .jsonl, .xlsx or .parquet"
_REMEDIES = {
    ".doc": "save it as .docx", ".rtf": "save it as .docx or .txt", ".odt": "save it as .docx or .txt",
    ".xls": "save it as .xlsx", ".ods": "save it as .xlsx or .csv", ".json": "write one JSON object a line into a .jsonl",
    ".epub": "save its text as .txt", ".zip": "unpack it and give the folder", ".gz": "unpack it first",
}  # fmt: skip


def find_files(source, notes: dict[str, list[str]]) -> list[File]:
    """The files a source names, each once, in order; sorted within a folder or glob. What is left out is noted.

    Raises FileNotFoundError, PermissionError, ValueError (nothing to read) or TypeError (no path).
    """
    found: dict[Path, tuple[Path, bool]] = {}
    for path, by_search in _paths(source, notes):
        found.setdefault(path.resolve(), (path, by_search))
    if not found:
        raise ValueError("the list names no file; give at least one")
    listed = list(found.values())
    names = short_names([path for path, _ in listed], ending=True)
    return [File(path, name, notes, by_search) for (path, by_search), name in zip(listed, names, strict=True)]


def reader_of(file: File, *, table: bool = False) -> Callable[[File], object]:
    """The function that reads this kind of file; a fault that names the remedy where there is none."""
    ending = file.path.suffix.lower()
    if ending and ending not in _KNOWN:
        raise file.fault(
            f"files ending in {ending} are not read; {_REMEDIES.get(ending, f'save it as {_ENDINGS}')}"
        )
    if table and ending not in TABLES:
        raise file.fault("metadata= takes a table: .csv, .tsv, .jsonl, .xlsx or .parquet")
    module = "tables" if ending in TABLES else "readers"
    return getattr(import_module(f"analysis.{module}"), _KNOWN.get(ending, "read_plain"))


def short_names(paths: list[Path], *, ending: bool) -> list[str]:
    """The files' names, with their endings or without; the path below the common folder for those that share one."""
    names = [path.name if ending else path.stem for path in paths]
    times = Counter(names)
    if len(times) == len(names):
        return names
    full = [Path(os.path.abspath(path)) for path in paths]
    base = Path(os.path.commonpath([path.parent for path in full]))
    below = [path.relative_to(base).as_posix() for path in full]
    mixed = [long if times[name] > 1 else name for name, long in zip(names, below, strict=True)]
    return mixed if len(set(mixed)) == len(mixed) else below


def _paths(source, notes: dict) -> list[tuple[Path, bool]]:
    """(path, whether a folder or glob found it) of every file of a source."""
    if isinstance(source, (str, os.PathLike)):
        return _of_path(Path(source).expanduser(), notes)
    if not isinstance(source, Iterable) or isinstance(source, bytes) or hasattr(source, "columns"):
        raise TypeError(
            f"read takes a path or a list of paths, not {type(source).__name__}; for a string use read_text"
        )
    return [pair for part in source for pair in _paths(part, notes)]


def _of_path(path: Path, notes: dict) -> list[tuple[Path, bool]]:
    try:
        if path.is_dir():
            return _known(
                _walk(path),
                notes,
                ValueError(
                    f"{path.name or 'the folder'}: no texts in this folder; put {_ENDINGS} files into it"
                ),
            )
        if path.is_file():
            return [(path, False)]
        if has_magic(str(path)):
            matches = [Path(match) for match in sorted(glob(str(path), recursive=True))]
            nothing = FileNotFoundError(
                f"{path.name}: no such file, and no text fits it as a pattern; check the path"
            )
            return _known([match for match in matches if match.is_file()], notes, nothing)
    except PermissionError as error:
        name = Path(error.filename or path).name
        raise PermissionError(
            f"{name}: no permission to look into this folder; change its permissions"
        ) from None
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise FileNotFoundError(
            f'"{path.name[:30]} ..." is no path; a text itself goes to read_text'
        ) from None
    raise FileNotFoundError(f"{path.name[:100]}: no such file or folder; check the path")


def _walk(folder: Path) -> list[Path]:
    """Every file below a folder but hidden and lock files, in the order of their paths."""

    def refuse(error: OSError):
        raise error

    found = []
    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(parent, name) for name in names if not name.startswith((".", "~$"))]
    return sorted(path for path in found if path.is_file())


def _known(paths: list[Path], notes: dict, nothing: Exception) -> list[tuple[Path, bool]]:
    """The files with a known ending; the others are noted as left out."""
    known = [(path, True) for path in paths if path.suffix.lower() in _KNOWN]
    if not known:
        raise nothing
    for path in paths:
        if path.suffix.lower() not in _KNOWN:
            notes.setdefault("left out, not a kind of file that is read", []).append(path.name)
    return known
