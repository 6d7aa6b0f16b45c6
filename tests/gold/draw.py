"""Draw the sentences of the gold sets, seeded: `python tests/gold/draw.py actors|themes` prints them as JSON lines.

The labelled files hold file id and offsets, so this script is only the record of how sentences were chosen; a later
change of the sentence splitter would draw others and does not touch the labels.
"""

import json
import random
import re
import sys
from pathlib import Path
from zipfile import ZipFile

from analysis import corpus, sentences

HERE = Path(__file__).resolve().parent
TEXTS = HERE.parents[1] / "analysis" / "texts"
CORPORA = HERE.parents[2] / "shared" / "nltk_data" / "corpora"
SEED = {"actors": 2020, "themes": 1945}


def load_text(file: str) -> str:
    """The text a file id names: "state_union/1945-Truman.txt", "inaugural/...", "diary/2020-01.txt", "interview.txt"."""
    folder = file.split("/")[0]
    if folder in ("state_union", "inaugural"):
        with ZipFile(CORPORA / f"{folder}.zip") as archive:
            return archive.read(file).decode("latin-1")
    return (TEXTS / file).read_text(encoding="utf-8")


def all_files() -> list[str]:
    files = []
    for folder in ("state_union", "inaugural"):
        with ZipFile(CORPORA / f"{folder}.zip") as archive:
            files += [n for n in archive.namelist() if re.fullmatch(rf"{folder}/\d{{4}}.*\.txt", n)]
    return (
        sorted(files)
        + [f"diary/{p.name}" for p in sorted((TEXTS / "diary").glob("*.txt"))]
        + ["interview.txt"]
    )


def body_sentences(file: str) -> list[dict]:
    found = sentences.split_sentences(corpus.read_text(load_text(file), doc_id=file))
    found = found[(found["layer"] == "body") & found["text"].str.split().str.len().between(5, 70)]
    return [dict(file=file, start=int(r.start), end=int(r.end), text=r.text) for r in found.itertuples()]


def draw(what: str) -> list[dict]:
    """actors: 155 sentences with two or more of the 40 names (of the 160 there are), 100 others.

    themes: 60 from the samples, 120 from speeches since 1940 that name a country or speak of the world, 60 from any.
    """
    pool = [
        s for file in all_files() for s in body_sentences(file) if what == "themes" or file != "interview.txt"
    ]
    names = re.compile(r"\b(?:" + "|".join((HERE / "countries_40.txt").read_text().split("\n")[:-1]) + r")\b")
    rng = random.Random(SEED[what])
    if what == "actors":
        two = [s for s in pool if len(set(names.findall(s["text"]))) >= 2]
        rest = [s for s in pool if len(set(names.findall(s["text"]))) < 2]
        diary = [s for s in rest if s["file"].startswith("diary")]
        chosen = rng.sample(two, 155) + rng.sample(diary, 30) + rng.sample(rest, 70)
    else:
        own = [s for s in pool if re.match(r"diary|interview", s["file"])]
        modern = [s for s in pool if re.match(r"state_union|inaugural/(?:19[4-9]|20)", s["file"])]
        foreign = [
            s for s in modern if names.search(s["text"]) or re.search(r"world|nation|peace|trade", s["text"])
        ]
        chosen = rng.sample(own, 60) + rng.sample(foreign, 120) + rng.sample(modern, 60)
    unique = {(s["file"], s["start"]): s for s in chosen}
    chosen = list(unique.values())
    rng.shuffle(chosen)
    return [dict(n=i, half="dev" if i % 2 else "test", **s) for i, s in enumerate(chosen)]


if __name__ == "__main__":
    for row in draw(sys.argv[1]):
        print(json.dumps(row, ensure_ascii=False))
