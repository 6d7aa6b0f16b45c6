"""Every stage and the whole pipeline at one size, as JSON: MB/s, tokens/s, peak memory.

    python -m benchmarks.pipeline [--mb 20] [--runs 3] [--profile]

One core. The text is generated (see speed_reading.make_texts). --profile measures corpus_profile on files of 5 MB instead,
in this process, so that the peak is that of one worker. Run by `python -m benchmarks`, a process for each size.
"""

import argparse
import json
import resource
import statistics
import tempfile
import time
from pathlib import Path

import pandas as pd

import analysis as an
from analysis import schema
from benchmarks.speed_reading import make_texts


def documents_of(texts: list[str]) -> pd.DataFrame:
    rows = dict(
        doc_id=[f"d{i}" for i in range(len(texts))],
        date=pd.Timestamp("2020-01-01"),
        title="",
        source="",
        text=texts,
    )
    return schema.typed(pd.DataFrame(rows), "documents")


def run_stages(documents: pd.DataFrame) -> tuple[dict[str, float], int]:
    """Seconds of each stage, and the tokens."""
    seconds, begin = {}, time.perf_counter()

    def stage(name, value):
        nonlocal begin
        seconds[name] = time.perf_counter() - begin
        begin = time.perf_counter()
        return value

    sentences = stage("split_sentences", an.split_sentences(documents))
    tokens = stage("tokenize", an.tokenize(sentences))
    stage("count_terms", an.count_terms(tokens))
    stage("find_themes", an.find_themes(tokens))
    mentions = stage("find_actors", an.find_actors(tokens))
    stage("pair_actors", an.pair_actors(mentions, sentences, tokens))
    neutral = stage("find_neutral", an.find_neutral(tokens))
    stage("score_sentences", an.score_sentences(sentences, neutral=neutral))
    return seconds, len(tokens)


def profile(texts: list[str]) -> float:
    """Seconds of corpus_profile over files of about 5 MB, one partition each, in this process."""
    from analysis.profile import add_profiles, finish_profile, profile_part
    from analysis.scale import partitions, read_part

    with tempfile.TemporaryDirectory() as folder:
        lines = [
            json.dumps({"doc_id": f"d{i}", "date": "2020-01-01", "text": text})
            for i, text in enumerate(texts)
        ]
        (Path(folder) / "corpus.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        del lines
        begin, total = time.perf_counter(), {}
        for part in partitions(folder, 8_000_000):
            total = add_profiles(total, profile_part(read_part(part)))
        finish_profile(total)
        return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mb", type=float, default=20)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    texts = make_texts(options.mb)
    size = sum(map(len, texts)) / 1e6
    result = {"mb": round(size, 1)}
    if options.profile:
        seconds = [profile(texts) for _ in range(options.runs)]
        result["corpus_profile"] = round(size / statistics.median(seconds), 2)
    else:
        documents = documents_of(texts)
        if options.runs > 1:
            run_stages(documents.head(20))  # warm-up
        runs = [run_stages(documents) for _ in range(options.runs)]
        tokens = runs[0][1]
        for name in runs[0][0]:
            result[name] = round(size / statistics.median(run[0][name] for run in runs), 1)
        whole = statistics.median(sum(run[0].values()) for run in runs)
        result |= {
            "whole pipeline": round(size / whole, 2),
            "seconds": round(whole, 1),
            "tokens per second": round(tokens / whole),
        }
    result["peak MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
