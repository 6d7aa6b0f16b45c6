"""Speed of tone on about 20 MB of political English, beside nltk's analyser and vaderSentiment in the same run.

The text is State of the Union addresses (../shared/nltk_data), their sentences shuffled with a seed and repeated up to
the size asked for. The peers score a seeded sample, and their rate per MB is taken for the whole. One warm-up, then
the median of five runs. `python benchmarks/speed_tone.py [MB]`
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


def rate(task, megabytes: float) -> float:
    """MB/s: median of five runs after a warm-up."""
    task()
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        task()
        times.append(time.perf_counter() - begin)
    return megabytes / statistics.median(times)


def peers() -> dict:
    """The analysers beside ours; nltk's gets its lexicon as text, its own loader refuses some files."""
    from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants
    from vaderSentiment import vaderSentiment

    class Nltk(SentimentIntensityAnalyzer):
        def __init__(self):
            self.lexicon_file = (files("vaderSentiment") / "vader_lexicon.txt").read_text("utf-8").rstrip("\n")
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
    ours = {"score_sentences": rate(partial(sentiment.score_sentences, frame), full)}
    some = texts[: max(1, int(len(texts) * min(1, 1.5 / megabytes)))]
    theirs = {
        name: rate(lambda analyser=analyser: [analyser.polarity_scores(text) for text in some], size_of(some))
        for name, analyser in peers().items()
    }
    ours["explain_scores"] = rate(partial(sentiment.explain_scores, frame), full)
    if (ROOT / "analysis" / "lexicons" / "tone_diplomacy.csv").is_file():
        ours["score_sentences, vader+diplomacy"] = rate(
            partial(sentiment.score_sentences, frame, lexicon="vader+diplomacy"), full
        )
    for name, speed in (ours | theirs).items():
        ratios = ", ".join(f"{speed / other:.1f} x {peer}" for peer, other in theirs.items())
        print(f"{name:34} {speed:7.2f} MB/s   {ratios}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, texts and frame included")
    missed = [peer for peer, least in TARGETS.items() if ours["score_sentences"] < least * theirs[peer]]
    for peer, least in TARGETS.items():
        print(f"at least {least} x {peer}: {'missed' if peer in missed else 'held'}")
    return len(missed)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 20))
