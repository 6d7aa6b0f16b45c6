"""The same work by other libraries, as JSON: our stages and theirs in turn on the same text.

    python -m benchmarks.peers [--mb 1] [--runs 3]

One core, processor time, the least of the runs of each. A peer that is not installed is left out and said so. What is compared is
the task, not every detail: peers give no offsets into the document, no frames and no reasons.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec

import analysis as an
from benchmarks.pipeline import documents_of
from benchmarks.speed_reading import make_texts

Task = tuple[str, str, Callable[[], object], Callable[[], object]]  # task, peer, ours, theirs


def reading(documents, sentences) -> Iterator[Task]:
    """Sentences, tokens, counts: nltk, spaCy blank, scikit-learn."""
    from nltk import FreqDist, NLTKWordTokenizer
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    texts, cut = documents["text"].tolist(), sentences["text"].tolist()
    punkt, words = PunktSentenceTokenizer(), NLTKWordTokenizer()
    split = lambda: an.split_sentences(documents)  # noqa: E731
    tokenize = lambda: an.tokenize(sentences)  # noqa: E731
    count = lambda: an.count_terms(an.tokenize(sentences))  # noqa: E731
    yield "split_sentences", "nltk Punkt", split, lambda: [list(punkt.span_tokenize(t)) for t in texts]
    yield "tokenize", "nltk NLTKWordTokenizer", tokenize, lambda: [list(words.span_tokenize(t)) for t in cut]
    yield (
        "tokenize and count",
        "nltk with FreqDist",
        count,
        lambda: FreqDist(word.lower() for t in cut for word in words.tokenize(t)),
    )
    if find_spec("spacy"):
        yield "split_sentences", "spaCy blank, sentencizer", split, lambda: _spacy(texts, "sentencizer")
        yield "tokenize", "spaCy blank", tokenize, lambda: _spacy(cut)
    if find_spec("sklearn"):
        from sklearn.feature_extraction.text import CountVectorizer

        yield (
            "tokenize and count",
            "scikit-learn CountVectorizer",
            count,
            lambda: CountVectorizer().fit_transform(texts),
        )


def _spacy(texts: list[str], *pipes: str) -> list:
    """A blank pipeline of its own for each run: its memo of words is not carried over, as ours is not."""
    import spacy

    blank = spacy.blank("en")
    blank.max_length = 10**9
    for pipe in pipes:
        blank.add_pipe(pipe)
    return [list(doc.sents) if pipes else len(doc) for doc in map(blank, texts)]


def matching(sentences, tokens) -> Iterator[Task]:
    """The phrases of the gazetteer: spaCy's PhraseMatcher on the same tokens' text."""
    if not find_spec("spacy"):
        return
    import spacy
    from spacy.matcher import PhraseMatcher

    from analysis.actors import load_gazetteer

    blank = spacy.blank("en")
    matcher = PhraseMatcher(blank.vocab, attr="LOWER")
    phrases = [p for p in load_gazetteer()["pattern"] if "*" not in p and "?" not in p]
    matcher.add("actor", list(blank.tokenizer.pipe(phrases)))
    cut = sentences["text"].tolist()
    yield (
        "tokenize, match the gazetteer",
        f"spaCy PhraseMatcher ({len(phrases):,} phrases)",
        lambda: an.match_lexicon(an.tokenize(sentences), load_gazetteer()),
        lambda: [matcher(blank(t)) for t in cut],
    )


def tone(sentences) -> Iterator[Task]:
    """VADER's scores: vaderSentiment and nltk."""
    from benchmarks.speed_tone import peers

    texts = sentences["text"].tolist()
    for name, analyser in peers().items():
        yield (
            "score_sentences",
            f"{name} VADER",
            lambda: an.score_sentences(sentences),
            lambda analyser=analyser: [analyser.polarity_scores(t) for t in texts],
        )


def seconds(run: Callable[[], object]) -> float:
    begin = time.process_time()
    run()
    return time.process_time() - begin


def compare(size: float, task: Task, runs: int) -> dict:
    """A row: both in turn, the least of each."""
    name, peer, ours, theirs = task
    if runs > 1:
        ours(), theirs()  # warm-up
    mine, other = (
        min(times) for times in zip(*((seconds(ours), seconds(theirs)) for _ in range(runs)), strict=True)
    )
    speed = {"MB/s": round(size / mine, 2), "peer": peer, "peer MB/s": round(size / other, 2)}
    return {"task": name, **speed, "times": round(other / mine, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mb", type=float, default=1)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    texts = make_texts(options.mb)
    documents = documents_of(texts)
    sentences = an.split_sentences(documents)
    tokens = an.tokenize(sentences)
    size = sum(map(len, texts)) / 1e6
    tasks = [*reading(documents, sentences), *matching(sentences, tokens), *tone(sentences)]
    absent = [name for name in ("spacy", "sklearn") if not find_spec(name)]
    print(json.dumps({"rows": [compare(size, task, options.runs) for task in tasks], "absent": absent}))


if __name__ == "__main__":
    main()
