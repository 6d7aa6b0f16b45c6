"""Move a finished set of figures into its folder: `python -m analysis.install STAGED OUT`, run by analysis.figures.

A program of its own, in a session of its own: whoever kills the run that drew the figures does not stop it halfway, so
the folder holds the old set or the new one. It moves names only, which takes milliseconds and no space on the disk.
"""

import os
import re
import sys
from contextlib import contextmanager
from pathlib import Path

_FIGURE = re.compile(r"\d\d_[\w.-]+\.(?:svg|csv)|manifest\.json")


def own_figures(folder: Path) -> list[Path]:
    """The files of a set of figures: what notebooks drew, and the manifest."""
    return sorted(path for path in folder.iterdir() if path.is_file() and _FIGURE.fullmatch(path.name))


def install(staged: Path, out: Path) -> None:
    """Put the staged set in the place of the old one; one run at a time."""
    with alone(out):
        new = own_figures(staged)
        for path in new:
            os.replace(path, out / path.name)
        for old in own_figures(out):
            if old.name not in {path.name for path in new}:
                old.unlink()


@contextmanager
def alone(out: Path):
    """One installing run per folder; where the system has no file locks, without."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    folder = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


if __name__ == "__main__":
    install(Path(sys.argv[1]), Path(sys.argv[2]))
