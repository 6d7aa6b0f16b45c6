"""Speed of find_actors and pair_actors on the founding article repeated to 20 MB, tokens given, on one core (CPU time).

    python benchmarks/speed_relations.py [--mb 20] [--runs 3]

The same names are matched by spaCy's PhraseMatcher where spaCy is installed, given tokens and with its own tokenizer: it
finds names only, without the rules that tell a capital that acts from a place, and no pairs. Processor time, one warm-up,
then the median. Repeats are documents of their own; nothing is cached from one to the next.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
ARTICLE = ROOT.parent / "shared" / "texts" / "interview_2020.txt"
sys.path.insert(0, str(ROOT))


def seconds(run, runs: int) -> list[float]:
    """The times of all runs after a warm-up."""
    times = []
    for _ in range(runs + 1):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return times[1:]


def phrase_matcher(text: str, repeats: int, runs: int) -> tuple[float, float] | None:
    """Seconds of spaCy's PhraseMatcher with the gazetteer's patterns over the same text: tokens given, and tokenising."""
    try:
        import spacy
        from spacy.matcher import PhraseMatcher
    except ImportError:
        return None
    from analysis.actors import load_gazetteer

    blank = spacy.blank("en")
    matcher = PhraseMatcher(blank.vocab, attr="LOWER")
    patterns = load_gazetteer()["pattern"]
    matcher.add("actor", [blank.make_doc(p) for p in patterns if not set(p) & set("*?")])
    document = blank.make_doc(text)
    given = seconds(lambda: [matcher(document) for _ in range(repeats)], runs)
    whole = seconds(lambda: [matcher(blank.make_doc(text)) for _ in range(repeats)], runs)
    return statistics.median(given), statistics.median(whole)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mb", type=float, default=20)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    if not ARTICLE.is_file():
        sys.exit("the founding article is not beside the project (../shared/texts): nothing measured")
    import pandas as pd

    import analysis as an
    from analysis import schema

    text = ARTICLE.read_text(encoding="utf-8")
    repeats = max(1, round(options.mb * 1e6 / len(text)))
    rows = [dict(doc_id=f"d{i}", date=pd.NaT, title="", source="", text=text) for i in range(repeats)]
    documents = schema.typed(pd.DataFrame(rows), "documents")
    sentences = an.split_sentences(documents)
    tokens = an.tokenize(sentences)
    size = len(text) * repeats / 1e6
    mentions = an.find_actors(tokens)
    finding = seconds(lambda: an.find_actors(tokens), options.runs)
    pairing = seconds(lambda: an.pair_actors(mentions, sentences, tokens), options.runs)
    both = statistics.median(finding) + statistics.median(pairing)
    print(
        f"{size:.0f} MB, {repeats} documents, {len(mentions):,} mentions ({len(mentions) / size:,.0f} a MB)"
    )
    print(f"find_actors given tokens    {size / statistics.median(finding):6.1f} MB/s")
    print(f"pair_actors given mentions  {size / statistics.median(pairing):6.1f} MB/s")
    print(f"both together               {size / both:6.1f} MB/s   goal 5")
    matcher = phrase_matcher(text, repeats, options.runs)
    if matcher is None:
        print("spaCy's PhraseMatcher: not installed")
        return
    splitting = statistics.median(seconds(lambda: an.tokenize(sentences), options.runs))
    given, whole = matcher
    print(f"spaCy's PhraseMatcher       {size / given:6.1f} MB/s   names only, tokens given; find_actors is {given / statistics.median(finding):.2f} times that")  # fmt: skip
    print(f"with its tokenizer          {size / whole:6.1f} MB/s   names only; tokenize + find + pair is {whole / (both + splitting):.2f} times that")  # fmt: skip


if __name__ == "__main__":
    main()
