"""Speed of reading on about 20 MB of political English, peers in the same run.

    python benchmarks/speed_reading.py [--mb 20] [--runs 5] [--peer-mb 2]

The text is made from the state_union and inaugural addresses (../shared/nltk_data): sentences shuffled with
a seed, and every twelfth word replaced by a rare or invented one, so that a memo over words is not
flattered. Peers run on a part of it and are scaled by their MB/s. One warm-up, then the median of the runs.
"""

import argparse
import random
import re
import resource
import statistics
import sys
import time
import zipfile
from pathlib import Path

import pandas as pd

from analysis import layers, schema, sentences, tokens
from analysis.frequency import count_terms

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "nltk_data" / "corpora"


def make_texts(megabytes: float, seed: int = 1) -> list[str]:
    """Documents of about 20 kB each."""
    pool = []
    for name in ("state_union", "inaugural"):
        with zipfile.ZipFile(CORPORA / f"{name}.zip") as archive:
            for member in sorted(archive.namelist()):
                if member.endswith(".txt") and "README" not in member:
                    text = archive.read(member).decode("utf-8", errors="replace")
                    pool += re.split(r"(?<=[.!?:])\s+|\n+", text)
    pool = [sentence for sentence in pool if sentence.strip()]
    vocabulary = sorted({word for sentence in pool for word in sentence.split() if word.isalpha()})
    chance, texts, size = random.Random(seed), [], 0
    while size < megabytes * 1e6:
        paragraphs = []
        while sum(map(len, paragraphs)) < 20_000:
            chosen = chance.choices(pool, k=chance.randint(2, 7))
            paragraphs.append(" ".join(_vary(sentence, vocabulary, chance) for sentence in chosen))
        texts.append("\n\n".join(paragraphs))
        size += len(texts[-1])
    return texts


def _vary(sentence: str, vocabulary: list[str], chance: random.Random) -> str:
    """Every twelfth word or so another: a word of the corpus, or one with a syllable of its own."""
    words = sentence.split()
    for i, word in enumerate(words):
        if chance.random() < 1 / 12 and word.isalpha() and word.islower():
            other = chance.choice(vocabulary).lower()
            words[i] = (
                other if chance.random() < 0.7 else other[:4] + f"{chance.choice('bdfgklmnprst')}{word[-4:]}"
            )
    return " ".join(words)


def speed(run, megabytes: float, runs: int) -> float:
    """MB per second of processor time (all runs are single-threaded): one warm-up, then the median."""
    times = []
    for _ in range(runs + 1):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return megabytes / statistics.median(times[1:])


def report(task: str, ours: float, peer: str, theirs: float, goal: str) -> None:
    print(
        f"{task:24}{ours:9.2f} MB/s   {peer:36}{theirs:7.2f} MB/s   {ours / theirs:5.1f} times   goal {goal}"
    )


def boundaries(texts: list[str]) -> int:
    """What the peer does: sentences as spans, here with headings and captions apart."""
    end, found = sentences._ending(False), 0
    for text in texts:
        for kind, _, begin, close in layers.layers_of(text):
            found += len(sentences._sentences(text, begin, close, end)) if kind == "body" else 1
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mb", type=float, default=20)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peer-mb", type=float, default=2)
    options = parser.parse_args()
    if not CORPORA.is_dir():
        sys.exit("the corpora are not beside the project (../shared/nltk_data): nothing measured")
    texts = make_texts(options.mb)
    some = texts[: max(1, round(len(texts) * min(1, options.peer_mb / options.mb)))]
    size, part = sum(map(len, texts)) / 1e6, sum(map(len, some)) / 1e6
    frame = {"doc_id": [f"d{i}" for i in range(len(texts))], "title": "", "source": "", "text": texts}
    documents = schema.typed(pd.DataFrame(frame).assign(date=pd.NaT), "documents")
    cut = sentences.split_sentences(documents)
    some_cut = cut[cut["doc_id"].isin(documents["doc_id"][: len(some)])]["text"].tolist()
    print(f"{size:.1f} MB, {len(texts)} documents, {len(cut):,} sentences; peers on {part:.1f} MB")

    from nltk import FreqDist, NLTKWordTokenizer
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    punkt, words = PunktSentenceTokenizer(), NLTKWordTokenizer()
    ours = speed(lambda: sentences.split_sentences(documents), size, options.runs)
    theirs = speed(lambda: [list(punkt.span_tokenize(text)) for text in some], part, options.runs)
    report("split_sentences", ours, "nltk Punkt span_tokenize", theirs, "8")
    ours = speed(lambda: boundaries(texts), size, options.runs)
    report("layers and boundaries", ours, "the same; without voice", theirs, "")
    ours = speed(lambda: tokens.tokenize(cut), size, options.runs)
    theirs = speed(lambda: [list(words.span_tokenize(text)) for text in some_cut], part, options.runs)
    report("tokenize", ours, "NLTKWordTokenizer span_tokenize", theirs, "6")
    counted = "NLTKWordTokenizer + FreqDist"
    theirs = speed(
        lambda: FreqDist(word.lower() for text in some_cut for word in words.tokenize(text)),
        part,
        options.runs,
    )
    whole = speed(lambda: tokens.tokenize(sentences.split_sentences(documents)), size, options.runs)
    report("split + tokenize", whole, counted, theirs, "3")
    ours = speed(lambda: count_terms(tokens.tokenize(cut), by=[]), size, options.runs)
    report("tokenize + count_terms", ours, counted, theirs, "10")
    found = tokens.tokenize(cut)
    memory = found.memory_usage(deep=True).sum()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"tokens frame: {len(found):,} tokens, {memory / len(found):.1f} bytes a token; peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
