"""Accuracy of the theme lexicon on our own gold sentences, beside two naive baselines in the same run.

    python benchmarks/accuracy_themes.py

tests/gold/themes.jsonl: 240 sentences labelled by the guide (analysis/lexicons/themes.md) before the lexicon was
tuned. The lexicon was tuned on the half `dev`, on tests/gold/themes_more_dev.jsonl (548 sentences coded once) and on most of
tests/gold/digests.jsonl (939 sentences of diaries written for the purpose, coded once; see SOURCES.md for more that could not be kept), so its
figures there are development figures and no accuracy; the half `test` was held back. A theme is found in a sentence where the lexicon has at least one hit. Precision and
recall with Wilson intervals (sentences taken as independent), F1 = 2 tp / (2 tp + fp + fn); micro: the counts of
all themes added up, interval by bootstrap over sentences. Baselines: "label words", the content words of each
theme's label as its patterns; "commonest theme", the theme with most sentences in `dev` for every sentence.
The labels come from runs of one language model (tests/gold/README.md): agreement with them is the most that is shown.
"""

import json
import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "gold")]
GOLD = ROOT / "tests" / "gold" / "themes.jsonl"
MORE = ROOT / "tests" / "gold" / "themes_more_dev.jsonl"
DIGESTS = ROOT / "tests" / "gold" / "digests.jsonl"
CORPORA = ROOT.parent / "shared" / "nltk_data" / "corpora"
NAMES = {
    "dev": "development (tuned on, no accuracy)",
    "more": "more development sentences (coded once, tuned on, no accuracy)",
    "digests": "diaries written for the purpose (coded once; the first 586 tuned on but every fourth)",
    "test": "test (held back)",
}


def load_gold(path: Path = GOLD) -> pd.DataFrame:
    """One row per gold sentence: doc_id (its number), half ("more" where the file has none), text, themes (a set)."""
    from draw import load_text

    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = {file: load_text(file) for file in {row["file"] for row in rows if "file" in row}}
    return pd.DataFrame(
        [
            dict(doc_id=str(row.get("n", i)), half=row.get("half", "digests" if "digest" in row else "more"),
                 text=row.get("text") or texts[row["file"]][row["start"] : row["end"]], themes=set(row["themes"]))
            for i, row in enumerate(rows)
        ]
    )  # fmt: skip


def find(gold: pd.DataFrame, lexicon: pd.DataFrame | None = None) -> list[set]:
    """The themes found in each gold sentence, every sentence as a document of its own."""
    from analysis import schema
    from analysis.themes import find_themes
    from analysis.tokens import tokenize

    same = dict(sent_id=0, section=0, layer="body", voice="unattributed", speaker=None, start=0)
    columns = dict(doc_id=gold["doc_id"], text=gold["text"], end=gold["text"].str.len(), **same)
    hits = find_themes(tokenize(schema.typed(pd.DataFrame(columns), "sentences")), lexicon)
    found = hits.groupby("doc_id")["key"].agg(set).to_dict()
    return [found.get(doc_id, set()) for doc_id in gold["doc_id"]]


def label_words() -> pd.DataFrame:
    """The naive lexicon: the content words of the labels, "defence" in both spellings."""
    from analysis import schema
    from analysis.lexicons import load_lexicon

    themes = load_lexicon("themes").drop_duplicates("key")
    rows = [
        dict(key=row.key, pattern=word.replace("defence", "defen?e"), kind="topic", case=False, ambiguous="",
             label=row.label, source="label")
        for row in themes.itertuples()
        for word in row.label.lower().replace(",", "").split()
        if word not in ("and", "practice")
    ]  # fmt: skip
    return schema.typed(pd.DataFrame(rows), "lexicon")


def score(expected: list[set], found: list[set], themes: list[str]) -> pd.DataFrame:
    """One row per theme and one named "micro": n (positives), tp, fp, fn, precision, recall, f1; NaN for 0 / 0."""
    pairs = list(zip(expected, found, strict=True))
    counts = pd.DataFrame(
        [
            (sum(t in e and t in f for e, f in pairs), sum(t in f - e for e, f in pairs),
             sum(t in e - f for e, f in pairs))
            for t in themes
        ],
        index=themes, columns=["tp", "fp", "fn"],
    )  # fmt: skip
    counts.loc["micro"] = counts.sum()
    tp, fp, fn = (counts[column].astype("float64") for column in counts)
    return counts.assign(
        n=counts["tp"] + counts["fn"],
        precision=tp / (tp + fp),
        recall=tp / (tp + fn),
        f1=2 * tp / (2 * tp + fp + fn),
    )


def micro_interval(expected: list[set], found: list[set]) -> tuple[float, float]:
    """Percentile bootstrap over sentences of micro-F1: 2 tp over positives plus finds."""
    from analysis.intervals import bootstrap_share

    pairs = list(zip(expected, found, strict=True))
    return bootstrap_share([2 * len(e & f) for e, f in pairs], [len(e) + len(f) for e, f in pairs])


def report(
    half: str, gold: pd.DataFrame, expected: list[set], found: dict[str, list[set]], themes: list[str]
):
    from analysis.intervals import wilson

    none = sum(not labels for labels in expected)
    print(f"\n{NAMES[half]}: {len(gold)} sentences, {none} without a theme")
    table = score(expected, found["lexicon"], themes)
    for name, row in table.iterrows():
        cells = []
        for share, of in ((row["precision"], row["tp"] + row["fp"]), (row["recall"], row["n"])):
            low, high = wilson(row["tp"], of)
            cells.append(f"{share:5.2f} [{low:4.2f}, {high:4.2f}] of {of:3.0f}")
        few = "  (fewer than 10)" if row["n"] < 10 else ""
        print(f"  {name:26} n {row['n']:3.0f}  P {cells[0]}  R {cells[1]}  F1 {row['f1']:.2f}{few}")
    for name, labels in found.items():
        low, high = micro_interval(expected, labels)
        print(
            f"  micro-F1, {name:18} {score(expected, labels, themes)['f1']['micro']:.3f} [{low:.3f}, {high:.3f}]"
        )


def main() -> None:
    if not CORPORA.is_dir():
        sys.exit("the corpora are not beside the project (../shared/nltk_data): nothing measured")
    from analysis.lexicons import load_lexicon

    gold, themes = load_gold(), sorted(load_lexicon("themes")["key"].unique())
    dev = gold.loc[gold["half"] == "dev", "themes"]
    commonest = max(themes, key=lambda theme: sum(theme in labels for labels in dev))
    for half, part in pd.concat([gold, load_gold(MORE), load_gold(DIGESTS)]).groupby("half", sort=True):
        found = {"lexicon": find(part), "label words": find(part, label_words()),
                 "commonest theme": [{commonest}] * len(part)}  # fmt: skip
        report(half, part, part["themes"].tolist(), found, themes)


if __name__ == "__main__":
    main()
