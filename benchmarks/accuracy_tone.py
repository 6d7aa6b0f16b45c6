"""Tone held against its reference and against human ratings. `python benchmarks/accuracy_tone.py`

1. Equality with vaderSentiment 3.3.2 to its decimals: every NYT snippet, every State of the Union sentence,
50,000 adversarial sentences. Ours goes by position where the reference's "but" goes by value: each difference
is listed with its class, and a copy of the reference with that one method put right must give our scores
everywhere. 2. Agreement with the mean of 20 raters of New York Times snippets (../shared/gold): Pearson's r,
and macro-F1 of three classes (|rating / 4| and |compound| cut at .05), plain, with names neutral, with
vader+diplomacy. The lexicon may be tuned on the development half only; the halves are drawn with a fixed seed
by article.
"""

import random
import sys
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]
SCORES = ["compound", "pos", "neu", "neg"]
CUT = 0.05


def snippets() -> pd.DataFrame:
    """id, rating (-4..4), text; half: development or test, whole articles on one side."""
    rows = (SHARED / "gold" / "vader_nyt_editorials.tsv").read_text(encoding="utf-8").splitlines()
    gold = pd.DataFrame([row.split("\t", 2) for row in rows], columns=["id", "rating", "text"])
    gold["rating"] = gold["rating"].astype("float64")
    gold["article"] = gold["id"].str.split("_").str[0]
    articles = sorted(gold["article"].unique())
    development = random.Random(2026).sample(articles, len(articles) // 2)
    gold["half"] = np.where(gold["article"].isin(development), "development", "test")
    return gold


# --- 1. the reference ---


def compare(name: str, texts: list[str]) -> tuple[pd.DataFrame, int]:
    """Sentences that differ from the reference, with their class; how many differ from the corrected one."""
    from test_sentiment import BY_POSITION, REFERENCE, reference_scores, sentences_of

    from analysis.sentiment import score_sentences

    ours = score_sentences(sentences_of(texts))[SCORES].to_numpy()
    theirs = reference_scores(texts, REFERENCE).to_numpy()
    corrected = reference_scores(texts, BY_POSITION).to_numpy()
    rows = np.flatnonzero((ours != theirs).any(axis=1))
    unexplained = int((ours != corrected).any(axis=1).sum())
    print(f"{name:14} n = {len(texts):6,}  differences {len(rows):3}  unexplained {unexplained}")
    listed = [(name, classify(texts[i]), ours[i, 0], theirs[i, 0], texts[i]) for i in rows]
    return pd.DataFrame(listed, columns=["set", "class", "ours", "reference", "text"]), unexplained


def classify(text: str) -> str:
    """How the reference took one word for another while it weighed a "but"."""
    from test_sentiment import BY_POSITION
    from vaderSentiment import vaderSentiment

    seen = {}

    class Watch(vaderSentiment.SentimentIntensityAnalyzer):
        @staticmethod
        def _but_check(words_and_emoticons, sentiments):
            words = [word.lower() for word in words_and_emoticons]
            seen["but"], seen["values"] = words.index("but") if "but" in words else None, list(sentiments)
            return sentiments

    Watch().polarity_scores(text)
    if seen["but"] is None:
        return "no but"
    return faults(seen["values"], seen["but"]) or f"other ({BY_POSITION.polarity_scores(text)['compound']})"


def faults(values: list[float], but: int) -> str:
    values, kinds = list(values), set()
    for i in range(len(values)):
        found = values.index(values[i])
        if found != i and values[i] != 0:
            sides = ["after" if place > but else "before" for place in (i, found)]
            kinds.add(f"a word {sides[0]} taken for one {sides[1]}")
        if found != but:
            values[found] *= 0.5 if found < but else 1.5
    return "; ".join(sorted(kinds))


def reference_part() -> int:
    from speed_tone import state_union
    from test_sentiment import adversarial

    sets = {
        "NYT snippets": snippets()["text"].tolist(),
        "state_union": state_union(),
        "adversarial": adversarial(50_000, seed=7),
    }
    compared = [compare(name, texts) for name, texts in sets.items()]
    differences = pd.concat([frame for frame, _ in compared], ignore_index=True)
    for (name, kind), group in differences.groupby(["set", "class"]):
        print(f"\n{name}, {kind}: {len(group)}")
        for row in group.itertuples():
            print(f"  {row.ours:+.4f} (reference {row.reference:+.4f})  {row.text[:110]!r}")
    return sum(unexplained for _, unexplained in compared)


# --- 2. human ratings ---


def agreement(rating: pd.Series, compound: np.ndarray) -> tuple[float, float]:
    """Pearson's r, and macro-F1 of negative, neutral, positive."""
    r = float(np.corrcoef(rating, compound)[0, 1])
    gold, said = (np.where(x >= CUT, 1, np.where(x <= -CUT, -1, 0)) for x in (rating / 4, compound))
    f1 = []
    for label in (-1, 0, 1):
        hit = ((gold == label) & (said == label)).sum()
        f1.append(2 * hit / ((gold == label).sum() + (said == label).sum()))
    return r, float(np.mean(f1))


def neutral_spans(sentences: pd.DataFrame) -> pd.DataFrame | None:
    try:
        from analysis.neutral import find_neutral
    except ImportError:
        return None
    from analysis.tokens import tokenize

    return find_neutral(tokenize(sentences))


def rating_part() -> None:
    from test_sentiment import sentences_of

    from analysis.sentiment import score_sentences

    gold = snippets()
    sentences = sentences_of(gold["text"].tolist(), gold["id"].tolist())
    options = {"plain": {}}
    neutral = neutral_spans(sentences)
    if neutral is not None:
        options["names neutral"] = {"neutral": neutral}
    if (ROOT / "analysis" / "lexicons" / "tone_diplomacy.csv").is_file():
        options["vader+diplomacy"] = {"lexicon": "vader+diplomacy"}
        if neutral is not None:
            options["vader+diplomacy, names neutral"] = {"lexicon": "vader+diplomacy", "neutral": neutral}
    print(f"\n{'':32}{'all, n = ' + format(len(gold), ','):>18}", end="")
    halves = {half: (gold["half"] == half).to_numpy() for half in ("development", "test")}
    print("".join(f"{f'{half}, n = {mask.sum():,}':>24}" for half, mask in halves.items()))
    for name, option in options.items():
        compound = score_sentences(sentences, **option)["compound"].to_numpy()
        cells = [agreement(gold["rating"], compound)]
        cells += [agreement(gold["rating"][mask], compound[mask]) for mask in halves.values()]
        print(f"{name:32}" + "".join(f"     r {r:.3f}  F1 {f1:.3f}" for r, f1 in cells))
    for missing in sorted({"names neutral", "vader+diplomacy"} - set(options)):
        print(f"{missing}: not measured, what it needs is not there yet")


if __name__ == "__main__":
    if not SHARED.is_dir():
        sys.exit("the texts and ratings lie beside the project (../shared): nothing measured")
    unexplained = reference_part()
    rating_part()
    sys.exit(unexplained)
