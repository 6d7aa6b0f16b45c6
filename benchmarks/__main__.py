"""All benchmarks, and benchmarks/RESULTS.md: `make bench` (an hour; `python -m benchmarks --quick` takes minutes).

Each script runs in a process of its own and prints its table; peers that are not installed are left out and said so
(pip install -e ".[bench]" brings them). Machines differ and are noisy: compare ratios, not seconds.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = ("pandas", "numpy", "pyarrow", "nltk", "vaderSentiment", "dask")


def run(*arguments: str) -> str:
    """The output of one script; its errors are part of the record."""
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, cwd=HERE.parent, check=False
    )
    return (done.stdout + (done.stderr if done.returncode else "")).strip()


def scripts(quick: bool) -> list[str]:
    found = sorted(p.stem for p in HERE.glob("accuracy_*.py")) + sorted(
        p.stem for p in HERE.glob("speed_*.py")
    )
    return [name for name in found if not (quick and name.startswith("speed"))]


def sizes(options: list[int], profile: bool) -> list[dict]:
    rows = []
    for size in options:
        arguments = ["-m", "benchmarks.pipeline", "--mb", str(size), "--runs", "1" if size > 50 else "3"]
        rows.append(json.loads(run(*arguments, *(["--profile"] if profile else [])).splitlines()[-1]))
    return rows


def table(rows: list[dict]) -> str:
    names = list(rows[0])
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    return "\n".join(lines + ["| " + " | ".join(str(row[name]) for name in names) + " |" for row in rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="accuracy, and the pipeline at 1 and 5 MB")
    quick = parser.parse_args().quick
    parts = [
        "# Results of `make bench`",
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; "
        + ", ".join(f"{name} {version(name)}" for name in PACKAGES),
    ]
    for profile, title in (
        (False, "The pipeline, all frames kept"),
        (True, "corpus_profile, peak of one worker"),
    ):
        parts += [f"## {title} (MB/s on one core)", table(sizes([1, 5] if quick else [1, 20, 200], profile))]
    for name in scripts(quick):
        print(name, flush=True)
        parts += [f"## {name}", f"```\n{run(str(HERE / f'{name}.py'))}\n```"]
    (HERE / "RESULTS.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(f"written: {HERE.name}/RESULTS.md")


if __name__ == "__main__":
    main()
