"""Every stage and the whole pipeline at one size, as JSON: seconds, MB/s, tokens/s, peak memory.

    python -m benchmarks.pipeline [--mb 20] [--runs 3] [--profile]

One core. The text is generated (see speed_reading.make_texts). All frames are kept to the end. --profile measures
corpus_profile instead, in this process, on a JSON-lines file in partitions of 8 MB, so that the peak is that of one
worker. Run by `python -m benchmarks`, a process for each size. Times are processor time, the least of the runs, so
that what else the machine does hardly counts; `wall / cpu` is 1 on a quiet machine.
"""

import argparse
import json
import resource
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pandas as pd

import analysis as an
from analysis import schema
from benchmarks.speed_reading import make_texts

Run = dict[str, tuple[float, float]]  # stage -> wall-clock and processor seconds


def documents_of(texts: list[str]) -> pd.DataFrame:
    rows = dict(
        doc_id=[f"d{i}" for i in range(len(texts))],
        date=pd.Timestamp("2020-01-01"),
        title="",
        source="",
        text=texts,
    )
    return schema.typed(pd.DataFrame(rows), "documents")


# the pipeline in its order, as functions of the frames made so far; tone with its neutral names
STAGES: dict[str, Callable[[dict], pd.DataFrame]] = {
    "split_sentences": lambda f: an.split_sentences(f["documents"]),
    "tokenize": lambda f: an.tokenize(f["split_sentences"]),
    "find_themes": lambda f: an.find_themes(f["tokenize"]),
    "find_actors": lambda f: an.find_actors(f["tokenize"]),
    "pair_actors": lambda f: an.pair_actors(f["find_actors"], f["split_sentences"], f["tokenize"]),
    "find_neutral": lambda f: an.find_neutral(f["tokenize"]),
    "score_sentences": lambda f: an.score_sentences(f["split_sentences"], neutral=f["find_neutral"]),
}
# what notebooks ask for besides
OTHERS: dict[str, Callable[[dict], pd.DataFrame]] = {
    "count_terms": lambda f: an.count_terms(f["tokenize"]),
    "find_quotes": lambda f: an.find_quotes(f["documents"]),
    "find_claims": lambda f: an.find_claims(f["tokenize"], f["split_sentences"], mentions=f["find_actors"]),
    "explain_scores": lambda f: an.explain_scores(f["split_sentences"], neutral=f["find_neutral"]),
}


def run_stages(documents: pd.DataFrame, others: bool = False) -> tuple[Run, dict[str, pd.DataFrame]]:
    """The times of each stage, and all frames."""
    frames, times = {"documents": documents}, {}
    for name, stage in (STAGES | OTHERS if others else STAGES).items():
        wall, cpu = time.perf_counter(), time.process_time()
        frames[name] = stage(frames)
        times[name] = time.perf_counter() - wall, time.process_time() - cpu
    return times, frames


def measure_stages(texts: list[str], runs: int) -> dict:
    documents = documents_of(texts)
    size = sum(map(len, texts)) / 1e6
    run_stages(documents.head(50), others=True)  # imports, lexicons
    done = []
    for _ in range(runs):
        times, frames = run_stages(documents)
        done.append(times)
        tokens = len(frames["tokenize"])
        peak = peak_memory()
        del frames
    best = min(done, key=lambda times: sum(cpu for _, cpu in times.values()))
    result = figures(size, tokens, *(sum(column) for column in zip(*best.values(), strict=True)))
    stages = {name: round(size / min(times[name][1] for times in done), 1) for name in STAGES}
    if size < 100:  # the rest once, where memory allows
        others = run_stages(documents, others=True)[0]
        stages |= {name: round(size / others[name][1], 1) for name in OTHERS}
    return result | {"peak MB": peak, "stages": stages, "tokens": tokens}


def figures(size: float, tokens: int, wall: float, cpu: float) -> dict:
    """The row of a table for one piece of work."""
    speed = {"MB": round(size, 1), "cpu seconds": round(cpu, 1), "MB/s": round(size / cpu, 2)}
    return speed | {"tokens/s": round(tokens / cpu), "wall / cpu": round(wall / cpu, 2)}


def measure_profile(texts: list[str], runs: int) -> dict:
    from analysis.profile import add_profiles, finish_profile, profile_part
    from analysis.scale import partitions, read_part

    size, done = sum(map(len, texts)) / 1e6, []
    with tempfile.TemporaryDirectory() as folder:
        write_lines(texts, Path(folder) / "corpus.jsonl")
        texts.clear()  # a worker does not hold the corpus
        for _ in range(runs):
            wall, cpu, total = time.perf_counter(), time.process_time(), {}
            for part in partitions(folder, 8_000_000):
                total = add_profiles(total, profile_part(read_part(part)))
            tokens = int(finish_profile(total)["terms"]["count"].sum())
            done.append((time.perf_counter() - wall, time.process_time() - cpu))
    return figures(size, tokens, *min(done, key=lambda times: times[1])) | {"peak MB": peak_memory()}


def write_lines(texts: list[str], path: Path) -> None:
    """The texts as dated documents of a JSON-lines file, spread over twenty years."""
    with path.open("w", encoding="utf-8") as file:
        for i, text in enumerate(texts):
            file.write(json.dumps({"date": f"{2000 + i % 20}-01-01", "text": text}) + "\n")


def peak_memory() -> int:
    """MB this process has held at most."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mb", type=float, default=20)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    warnings.simplefilter("ignore", UserWarning)  # odd quotation marks
    measure = measure_profile if options.profile else measure_stages
    print(json.dumps(measure(make_texts(options.mb), options.runs)))


if __name__ == "__main__":
    main()
