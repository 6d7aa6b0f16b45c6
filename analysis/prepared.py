"""The frames of some documents, made once: what the panel narrows and draws, and what its copied code begins with."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from analysis import schema
from analysis.actors import find_actors
from analysis.lexicons import load_lexicon
from analysis.neutral import find_neutral
from analysis.pairs import pair_actors
from analysis.relations import duplicate_of
from analysis.sentences import split_sentences
from analysis.sentiment import score_sentences
from analysis.themes import find_themes
from analysis.tokens import tokenize

UNCODED = ("uncoded", "No theme found")
LOCATED = ("tokens", "mentions", "pairs", "hits", "neutral")  # the frames whose rows stand in a sentence
_STEP = 250  # documents read between two moves of the progress bar
_PERIODS = 12  # columns a trend may have
_SPANS = (2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)  # years


@dataclass(frozen=True, eq=False)
class Frames:
    """The frames of some documents, body sentences only; sentences also have compound, date and period.

    lexicon: the themes looked for, each with a label of its own. copies: documents left out because an earlier one has
    their text. found: the hits of the search. at: for each frame, the position of each row's sentence. memo: earlier searches;
    ledgers: for each focus read from, the ledger's rows and where they stand.
    """

    documents: pd.DataFrame
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    mentions: pd.DataFrame
    pairs: pd.DataFrame
    hits: pd.DataFrame
    neutral: pd.DataFrame
    lexicon: pd.DataFrame
    copies: int = 0
    found: pd.DataFrame = field(default_factory=lambda: schema.empty("hits"))
    at: dict = field(default_factory=dict, repr=False)
    memo: dict = field(default_factory=dict, repr=False)
    ledgers: dict = field(default_factory=dict, repr=False)

    @cached_property
    def theme_labels(self) -> dict[str, str]:
        """Key -> label of every theme, "uncoded" last."""
        named = self.lexicon[self.lexicon["kind"] != "exclude"].drop_duplicates("key")
        return dict(zip(named["key"], named["label"], strict=True)) | dict([UNCODED])

    @cached_property
    def dated(self) -> bool:
        """Are there two periods or more, so that time can be chosen and drawn?"""
        return self.sentences["period"].nunique() > 1


def prepare(documents: pd.DataFrame, *, themes: pd.DataFrame | None = None, progress: bool = False) -> Frames:
    """Every frame the panel needs, made once: body sentences with tone and period, tokens, mentions, pairs, theme hits.

    A document whose text an earlier one has too is left out and counted in `copies`. themes: a lexicon of your own
    (load_lexicon) instead of ours. progress shows a bar. Raises ValueError when this is no documents frame.
    """
    schema.check(documents, "documents")
    lexicon = _labelled(load_lexicon("themes") if themes is None else themes)
    kept = documents[duplicate_of(documents).isna()].reset_index(drop=True)
    parts = [_read(part, lexicon) for part in _parts(kept, progress)]
    frames = {name: schema.concat([part[name] for part in parts]) for name in parts[0]}
    sentences = schema.attach(frames.pop("sentences"), kept, columns=["date"])
    sentences = sentences.assign(period=period_of(sentences["date"]))
    at = {name: schema.locate(frames[name], sentences) for name in LOCATED}
    return Frames(kept, sentences, **frames, lexicon=lexicon, copies=len(documents) - len(kept), at=at)


def _labelled(lexicon: pd.DataFrame) -> pd.DataFrame:
    """Every theme with a label of its own: its key where it has none, label and key where two themes share one."""
    lexicon = lexicon.assign(label=lexicon["label"].where(lexicon["label"].str.strip() != "", lexicon["key"]))
    shared = lexicon.groupby("label")["key"].transform("nunique") > 1
    both = lexicon["label"] + " (" + lexicon["key"] + ")"
    return lexicon.assign(label=lexicon["label"].where(~shared | (lexicon["label"] == lexicon["key"]), both))


def _parts(documents: pd.DataFrame, progress: bool) -> Iterator[pd.DataFrame]:
    """The documents in steps; the bar goes to stdout, which JupyterLab does not paint red."""
    import sys

    from tqdm import tqdm

    hidden = not progress or len(documents) <= _STEP
    bar = tqdm(total=len(documents), desc="reading", unit=" documents", disable=hidden, leave=False, file=sys.stdout)  # fmt: skip
    with bar:
        for first in range(0, max(len(documents), 1), _STEP):
            yield documents.iloc[first : first + _STEP]
            bar.update(min(_STEP, len(documents) - first))


def _read(documents: pd.DataFrame, lexicon: pd.DataFrame) -> dict[str, pd.DataFrame]:
    sentences = split_sentences(documents)
    sentences = sentences[sentences["layer"] == "body"].reset_index(drop=True)
    tokens = tokenize(sentences)
    mentions, neutral = find_actors(tokens), find_neutral(tokens)
    scores = score_sentences(sentences, neutral=neutral)
    return dict(
        sentences=sentences.assign(compound=scores["compound"].to_numpy()),
        tokens=tokens,
        mentions=mentions,
        pairs=pair_actors(mentions, sentences, tokens),
        hits=find_themes(tokens, lexicon),
        neutral=neutral,
    )


def period_of(dates: pd.Series) -> pd.Series:
    """The month of each date, or the finest of quarter, year and spans of years that gives at most 12 periods; missing stays missing."""
    known = dates.dropna()
    for unit in ("M", "Q", "Y"):
        periods = known.dt.to_period(unit)
        if known.empty or (periods.max() - periods.min()).n < _PERIODS:
            return dates.dt.to_period(unit).astype("str").where(dates.notna()).astype("str")
    first, last = known.dt.year.min(), known.dt.year.max()
    step = next(n for n in _SPANS if last // n - first // n < _PERIODS)
    begin = dates.dt.year // step * step
    return begin.map(lambda year: f"{year:.0f}–{year + step - 1:.0f}", na_action="ignore").astype("str")


def marked(frames: Frames, at: np.ndarray) -> np.ndarray:
    """Mask of the sentences at these positions."""
    mask = np.zeros(len(frames.sentences), bool)
    mask[at] = True
    return mask
