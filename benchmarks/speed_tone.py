"""Speed of tone on about 20 MB of political English, beside nltk's analyser and vaderSentiment in the same
run.

The text is State of the Union addresses (../shared/nltk_data), their sentences shuffled with a seed and
repeated up to the size asked for. The peers score the first 1.5 MB, and their rate per MB is taken for the
whole. One warm-up, then five rounds in which all take turns: medians, and the median of the ratios within a
round. `python benchmarks/speed_tone.py [MB]`
"""

import random
import resource
import statistics
import sys
import time
import zipfile
from functools import partial
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
TARGETS = {"nltk": 20, "vaderSentiment": 7}
RUNS = 5
SAMPLE = 1.5  # MB that the peers score


def state_union() -> list[str]:
    """Every sentence of the State of the Union addresses."""
    import pandas as pd

    from analysis import schema
    from analysis.sentences import split_sentences

    archive = zipfile.ZipFile(SHARED / "nltk_data" / "corpora" / "state_union.zip")
    names = sorted(name for name in archive.namelist() if name.endswith(".txt"))
    texts = [archive.read(name).decode("latin-1") for name in names]
    documents = pd.DataFrame({"doc_id": names, "date": pd.NaT, "title": "", "source": "", "text": texts})
    return split_sentences(schema.typed(documents, "documents"))["text"].tolist()


def generated(sentences: list[str], megabytes: float) -> list[str]:
    draw, texts, size = random.Random(0), [], 0
    while size < megabytes * 1e6:
        draw.shuffle(sentences)
        for sentence in sentences:
            texts.append(sentence)
            size += len(sentence.encode()) + 1
            if size >= megabytes * 1e6:
                break
    return texts


def size_of(texts: list[str]) -> float:
    return sum(len(text.encode()) + 1 for text in texts) / 1e6


def rates(tasks: dict, megabytes: dict) -> dict[str, list[float]]:
    """MB/s of each task in five rounds after a warm-up; in turn, so that a busy machine hits all alike."""
    found: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(RUNS + 1):
        for name, task in tasks.items():
            begin = time.perf_counter()
            task()
            if turn:
                found[name].append(megabytes[name] / (time.perf_counter() - begin))
    return found


def peers() -> dict:
    """The analysers beside ours; nltk's gets its lexicon as text, its own loader refuses some files."""
    from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants
    from vaderSentiment import vaderSentiment

    class Nltk(SentimentIntensityAnalyzer):
        def __init__(self):
            lexicon = files("vaderSentiment") / "vader_lexicon.txt"
            self.lexicon_file = lexicon.read_text("utf-8").rstrip("\n")
            self.lexicon = self.make_lex_dict()
            self.constants = VaderConstants()

    return {"nltk": Nltk(), "vaderSentiment": vaderSentiment.SentimentIntensityAnalyzer()}


def main(megabytes: float) -> int:
    from test_sentiment import sentences_of

    from analysis import sentiment

    texts = generated(state_union(), megabytes)
    frame = sentences_of(texts)
    full = size_of(texts)
    print(f"{full:.1f} MB, {len(texts):,} sentences, {sentiment.CHUNK:,} a chunk")
    tasks = {
        "score_sentences": partial(sentiment.score_sentences, frame),
        "explain_scores": partial(sentiment.explain_scores, frame),
    }
    if (ROOT / "analysis" / "lexicons" / "tone_diplomacy.csv").is_file():
        scoring = partial(sentiment.score_sentences, frame, lexicon="vader+diplomacy")
        tasks["score_sentences, vader+diplomacy"] = scoring
    sizes = dict.fromkeys(tasks, full)
    some = texts[: max(1, int(len(texts) * min(1, SAMPLE / megabytes)))]
    for name, analyser in peers().items():
        tasks[name] = partial(score_all, analyser, some)
        sizes[name] = size_of(some)
    speeds = rates(tasks, sizes)
    ratios = {peer: {name: ratio(speeds[name], speeds[peer]) for name in speeds} for peer in TARGETS}
    for name, runs in speeds.items():
        beside = ", ".join(f"{ratios[peer][name]:5.1f} x {peer}" for peer in TARGETS)
        print(f"{name:34}{statistics.median(runs):7.2f} MB/s ({min(runs):.2f}-{max(runs):.2f})  {beside}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB, texts and frame included")
    missed = [peer for peer, least in TARGETS.items() if ratios[peer]["score_sentences"] < least]
    for peer, least in TARGETS.items():
        print(f"at least {least} x {peer}: {'missed' if peer in missed else 'held'}")
    return len(missed)


def score_all(analyser, texts: list[str]) -> None:
    for text in texts:
        analyser.polarity_scores(text)


def ratio(runs: list[float], others: list[float]) -> float:
    """Median over the rounds of how many times faster, each round against the peer in the same round."""
    return statistics.median(a / b for a, b in zip(runs, others, strict=True))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 20))
