"""The limits of the design that are no table: cold start, actors and pairs, two processes against one. As JSON.

    python -m benchmarks.limits [--mb 20] [--runs 3]

The founding article where it stands beside the project (../shared/texts), else the embedded sample.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import analysis as an
from benchmarks.pipeline import documents_of, write_lines
from benchmarks.speed_reading import make_texts

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = ROOT.parent / "shared" / "texts" / "interview_2020.txt"
TABLE = """
import analysis as an
documents = an.read({path!r})
sentences = an.split_sentences(documents)
tokens = an.tokenize(sentences)
mentions = an.find_actors(tokens)
print(an.relation_table(an.pair_actors(mentions, sentences, tokens), mentions, sentences, documents))
"""


def article() -> Path:
    return ARTICLE if ARTICLE.is_file() else ROOT / "analysis" / "texts" / "interview.txt"


def cold(code: str, runs: int) -> float:
    """Seconds of a new process that runs the code, the least of the runs."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begin)
    return min(times)


def actors_and_pairs(megabytes: float, runs: int) -> float:
    """MB/s (processor time) of find_actors and pair_actors given tokens, on the article repeated."""
    text = article().read_text(encoding="utf-8")
    documents = documents_of([text] * max(1, round(megabytes * 1e6 / len(text))))
    sentences = an.split_sentences(documents)
    tokens = an.tokenize(sentences)
    times = []
    for _ in range(runs):
        begin = time.process_time()
        an.pair_actors(an.find_actors(tokens), sentences, tokens)
        times.append(time.process_time() - begin)
    return documents["text"].str.len().sum() / 1e6 / min(times)


def processes(megabytes: float, runs: int) -> dict[int, float]:
    """Seconds of corpus_profile by one worker process and by two, in turn, started before the clock."""
    from dask.distributed import Client

    least = dict.fromkeys((1, 2), float("inf"))
    with tempfile.TemporaryDirectory() as folder:
        write_lines(make_texts(megabytes), Path(folder) / "corpus.jsonl")
        how = dict(processes=True, threads_per_worker=1, dashboard_address="127.0.0.1:0")
        for workers in least:
            with Client(n_workers=workers, **how) as client:
                an.corpus_profile(folder, client=client, progress=False)  # imports, lexicons
                for _ in range(runs):
                    begin = time.perf_counter()
                    an.corpus_profile(folder, client=client, partition_size="4MB", progress=False)
                    least[workers] = min(least[workers], time.perf_counter() - begin)
    return least


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mb", type=float, default=20)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    nothing = cold("pass", options.runs)
    by_workers = processes(2 * options.mb, options.runs)
    rows = [
        ("import analysis, seconds", cold("import analysis", options.runs) - nothing, "below 0.1"),
        (f"{article().name} to relation table from a cold start, seconds", cold(TABLE.format(path=str(article())), options.runs), "below 3"),
        (f"find_actors and pair_actors given tokens, the article repeated to {options.mb:g} MB, MB/s", actors_and_pairs(options.mb, options.runs), "5"),
        (f"corpus_profile of {2 * options.mb:g} MB, one worker process over two, times", by_workers[1] / by_workers[2], "1.6"),
    ]  # fmt: skip
    print(
        json.dumps([{"what": what, "measured": round(value, 2), "goal": goal} for what, value, goal in rows])
    )


if __name__ == "__main__":
    main()
