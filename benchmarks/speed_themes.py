"""Speed of themes and keyness on about 20 MB of political English.

    python benchmarks/speed_themes.py [--mb 20] [--runs 5]

The text is that of speed_reading.py (addresses shuffled with a seed, every twelfth word replaced). find_themes is
timed given tokens; keyness given the counts of two corpora of that size each. One warm-up, then the median.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]


def seconds(run, runs: int) -> list[float]:
    """The times of all runs after a warm-up."""
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return times[1:]


def tokens_of(megabytes: float, seed: int, side: str) -> tuple[pd.DataFrame, float]:
    """Tokens of a made corpus, with a column `side`, and its size in MB."""
    from speed_reading import make_texts

    from analysis import schema
    from analysis.sentences import split_sentences
    from analysis.tokens import tokenize

    texts = make_texts(megabytes, seed)
    frame = {"doc_id": [f"{side}{i}" for i in range(len(texts))], "title": "", "source": "", "text": texts}
    documents = schema.typed(pd.DataFrame(frame).assign(date=pd.NaT), "documents")
    return tokenize(split_sentences(documents)).assign(side=side), sum(map(len, texts)) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mb", type=float, default=20)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    from speed_reading import CORPORA

    if not CORPORA.is_dir():
        sys.exit("the corpora are not beside the project (../shared/nltk_data): nothing measured")
    from analysis.frequency import count_terms, keyness
    from analysis.themes import find_themes

    tokens, size = tokens_of(options.mb, 1, "a")
    times = seconds(lambda: find_themes(tokens), options.runs)
    print(f"find_themes given tokens  {size / statistics.median(times):7.1f} MB/s   goal 10   "
          f"({size:.0f} MB, {len(find_themes(tokens)):,} hits, runs {min(times):.2f} to {max(times):.2f} s)")  # fmt: skip
    counts = [count_terms(tokens, by="side")]
    counts.append(count_terms(tokens_of(options.mb, 2, "b")[0], by="side"))
    counts = pd.concat(counts, ignore_index=True)
    times = seconds(lambda: keyness(counts, "a"), options.runs)
    tests = len(keyness(counts, "a"))
    print(f"keyness given counts      {statistics.median(times):7.2f} s      goal 1    "
          f"({tests:,} terms tested, runs {min(times):.2f} to {max(times):.2f} s)")  # fmt: skip


if __name__ == "__main__":
    main()
