"""All benchmarks, and benchmarks/RESULTS.md: `make bench` (half an hour; `python -m benchmarks --quick` takes minutes).

Each part runs in a process of its own; peers that are not installed are left out and said so (`make bench` installs
them, pip install -e ".[bench]" does too). Machines differ and are noisy: compare ratios, not seconds. The speed_*.py
scripts measure single stages closer, by the wall clock, and are run on their own.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = "pandas numpy pyarrow nltk spacy scikit-learn vaderSentiment dask pysbd geotext textblob".split()
SIZES, QUICK = (1, 20, 200), (1, 5)


def run(*arguments: str) -> str:
    """The output of one script; its errors are part of the record."""
    print(*arguments, file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, cwd=HERE.parent, check=False
    )
    return (done.stdout + (done.stderr if done.returncode else "")).strip()


def measured(module: str, *arguments: str):
    """What a script prints as JSON in its last line."""
    output = run("-m", f"benchmarks.{module}", *arguments)
    try:
        return json.loads(output.splitlines()[-1])
    except (ValueError, IndexError):
        raise SystemExit(f"benchmarks.{module} failed:\n{output}") from None


def by_size(sizes: tuple[int, ...], *arguments: str) -> list[dict]:
    return [
        measured("pipeline", "--mb", str(size), "--runs", "1" if size > 50 else "3", *arguments)
        for size in sizes
    ]


def table(rows: list[dict]) -> str:
    names = list(rows[0])
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    return "\n".join(
        lines + ["| " + " | ".join(f"{row.get(name, '')}" for name in names) + " |" for row in rows]
    )


def slope(rows: list[dict]) -> str:
    """How the time grew from size to size, against the work."""
    steps = zip(rows, rows[1:], strict=False)
    grown = [f"{a['MB/s'] / b['MB/s']:.2f} from {a['MB']:g} to {b['MB']:g} MB" for a, b in steps]
    return f"Time per MB, as a multiple (linear is 1): {', '.join(grown)}."


def pipeline_tables(sizes: tuple[int, ...]) -> list[str]:
    rows, profiles = by_size(sizes), by_size(sizes, "--profile")
    speeds = {f"{row['MB']:g} MB": row["stages"] for row in rows}
    middle = rows[-2]
    stages = [
        {"stage": name}
        | {size: found.get(name, "") for size, found in speeds.items()}
        | {"tokens/s": round(middle["tokens"] / middle["MB"] * speed)}
        for name, speed in middle["stages"].items()
    ]
    whole = [{k: v for k, v in row.items() if k not in ("stages", "tokens")} for row in rows]
    return [
        "## The whole pipeline on one core, all frames kept\n\nSentences, tokens, themes, actors, pairs, tone. "
        "Processor time, the least of the runs; `wall / cpu` is 1 on a quiet machine.",
        table(whole),
        slope(rows),
        f"## Its stages, MB/s (tokens/s at {middle['MB']:g} MB)",
        table(stages),
        "## corpus_profile in one process, partitions of 8 MB; the peak is that of one worker",
        table(profiles),
        slope(profiles),
    ]


def peer_tables(sizes: tuple[int, ...]) -> Iterator[str]:
    """Peers are timed on at most 20 MB: their rate per MB hardly changes beyond."""
    yield (
        "## Against other libraries on the same text\n\n"
        "Both in turn in one process, processor time, the least of the runs."
    )
    for size in (size for size in sizes if size <= 20):
        found = measured("peers", "--mb", str(size), "--runs", "3" if size < 5 else "1")
        absent = f" Not installed: {', '.join(found['absent'])}." if found["absent"] else ""
        yield f"{size} MB.{absent}"
        yield table(found["rows"])


def sections(quick: bool) -> Iterator[str]:
    """The page part by part, each as soon as it is measured."""
    sizes = QUICK if quick else SIZES
    yield "# Results of `make bench`"
    yield (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; "
        + ", ".join(f"{name} {found}" for name in PACKAGES if (found := version_of(name)))
    )
    yield from pipeline_tables(sizes)
    yield from peer_tables(sizes)
    yield "## Limits of the design"
    yield table(measured("limits", "--mb", str(sizes[1]), "--runs", "3"))
    for name in sorted(p.stem for p in HERE.glob("accuracy_*.py")):
        yield f"## {name}.py"
        yield f"```\n{run(str(HERE / f'{name}.py'))}\n```"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="at 1 and 5 MB")
    options = parser.parse_args()
    unfinished = HERE / "RESULTS.part"
    unfinished.unlink(missing_ok=True)
    for number, part in enumerate(sections(options.quick)):
        with unfinished.open("a", encoding="utf-8") as file:
            file.write("\n" * bool(number) + part + "\n")
    unfinished.replace(HERE / "RESULTS.md")
    print(f"written: {HERE.name}/RESULTS.md")


def version_of(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    main()
