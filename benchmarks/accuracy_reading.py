"""Token and sentence boundaries against UD English EWT, peers in the same run.

    python benchmarks/accuracy_reading.py

Needs the gold file in ../shared/gold. Peers that are not installed are left out, and said so.
"""

import re
import sys
from pathlib import Path

from analysis import corpus, sentences, tokens

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold" / "en_ewt-ud-test.conllu"


def read_gold(path: Path) -> tuple[str, set, set]:
    """Raw text (sentences joined by a space, new paragraphs by a blank line), token and sentence spans."""
    text, token_spans, sentence_spans = "", set(), set()
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        surface = next(line[9:] for line in lines if line.startswith("# text = "))
        new = any(line.startswith(("# newdoc", "# newpar")) for line in lines)
        text += ("\n\n" if new else " ") if text else ""
        begin = len(text)
        text += surface
        sentence_spans.add((begin, begin + len(surface)))
        rows = [line.split("\t") for line in lines if line[0] != "#"]
        token_spans |= set(gold_tokens(rows, surface, begin))
    return text, token_spans, sentence_spans


def gold_tokens(rows: list[list[str]], surface: str, begin: int):
    """Syntactic words; a multiword token is cut where its words' forms spell its surface, else kept whole."""
    at, skip = 0, 0
    for i, row in enumerate(rows):
        if "." in row[0] or int(row[0].split("-")[0]) <= skip and "-" not in row[0]:
            continue
        start = surface.index(row[1], at)
        at = start + len(row[1])
        if "-" not in row[0]:
            yield begin + start, begin + at
            continue
        first, skip = map(int, row[0].split("-"))
        forms = [r[1] for r in rows[i + 1 : i + 2 + skip - first]]
        if "".join(forms) != row[1]:
            yield begin + start, begin + at
            continue
        for form in forms:
            yield begin + start, begin + start + len(form)
            start += len(form)


def scores(found: set, gold: set) -> tuple[float, float, float]:
    hit = len(found & gold)
    precision, recall = hit / len(found), hit / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def paragraphs(text: str):
    """Paragraphs without the white space around them, so that no peer is charged for it."""
    for match in re.finditer(r"\S(?:[^\n]|\n(?!\n))*", text):
        yield match.start(), match[0]


def spans_in(text: str, pieces) -> set:
    """Spans of strings found one after the other."""
    spans, at = set(), 0
    for piece in pieces:
        piece = piece.strip()
        if piece:
            start = text.index(piece, at)
            at = start + len(piece)
            spans.add((start, at))
    return spans


def shifted(text: str, cut) -> set:
    """Spans given by `cut` within each paragraph, as offsets into the whole."""
    return {(a + start, b + start) for start, paragraph in paragraphs(text) for a, b in cut(paragraph)}


def ours(text: str, what: str, **options) -> set:
    sentence = sentences.split_sentences(corpus.read_text(text))
    frame = sentence if what == "sentences" else tokens.tokenize(sentence, **options)
    return set(zip(frame["start"], frame["end"], strict=True))


def token_peers(text: str, gold_sentences: set):
    from nltk import NLTKWordTokenizer

    nltk = NLTKWordTokenizer()
    yield "ours", lambda: ours(text, "tokens")
    yield "ours, split_hyphens=True", lambda: ours(text, "tokens", split_hyphens=True)
    yield "nltk NLTKWordTokenizer", lambda: shifted(text, nltk.span_tokenize)
    yield (
        "nltk NLTKWordTokenizer, gold sentences given",
        lambda: {(a + s, b + s) for s, e in gold_sentences for a, b in nltk.span_tokenize(text[s:e])},
    )
    yield r"\w+ or one character", lambda: {m.span() for m in re.finditer(r"\w+|[^\w\s]", text)}
    try:
        import spacy
    except ImportError:
        return print("spaCy is not installed: left out", file=sys.stderr)
    blank = spacy.blank("en")
    yield (
        "spaCy blank",
        lambda: shifted(text, lambda p: [(t.idx, t.idx + len(t)) for t in blank(p) if not t.is_space]),
    )


def sentence_peers(text: str):
    yield "ours", lambda: ours(text, "sentences")
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    untrained = PunktSentenceTokenizer()
    yield "nltk Punkt, untrained", lambda: shifted(text, untrained.span_tokenize)
    try:
        import pysbd

        segmenter = pysbd.Segmenter(language="en", clean=False)
        yield "pysbd", lambda: shifted(text, lambda p: spans_in(p, segmenter.segment(p)))
    except ImportError:
        print("pysbd is not installed: left out", file=sys.stderr)
    try:
        import spacy

        blank = spacy.blank("en")
        blank.add_pipe("sentencizer")
        yield (
            "spaCy sentencizer",
            lambda: shifted(text, lambda p: spans_in(p, [s.text for s in blank(p).sents])),
        )
    except ImportError:
        print("spaCy is not installed: left out", file=sys.stderr)


def main() -> None:
    if not GOLD.is_file():
        sys.exit(
            "the gold file en_ewt-ud-test.conllu is not beside the project (../shared/gold): nothing measured"
        )
    text, gold_token_spans, gold_sentence_spans = read_gold(GOLD)
    for title, peers, gold in (
        ("tokens", token_peers(text, gold_sentence_spans), gold_token_spans),
        ("sentences", sentence_peers(text), gold_sentence_spans),
    ):
        print(f"\n{title}, exact spans, n = {len(gold):,} gold\n{'':46}precision  recall  F1")
        for name, find in peers:
            precision, recall, f1 = scores(find(), gold)
            print(f"{name:46}{precision:9.4f}{recall:8.4f}{f1:8.4f}")


if __name__ == "__main__":
    main()
