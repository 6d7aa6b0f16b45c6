"""Criteria to the sentences that meet them: what the panel shows, without the panel.

    frames = an.prepare(documents)
    view = an.select(frames, actor="CHN", partner="USA", evidence="explicit")

`view` has the same frames, narrowed to the sentences that meet every criterion, ready for any chart of the package.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from fnmatch import fnmatchcase

import numpy as np
import pandas as pd

from analysis import schema
from analysis.lexicons import make_lexicon, match_lexicon
from analysis.prepared import LOCATED, Frames, marked
from analysis.relations import EXPLICIT, GRADES
from analysis.tokens import kwic

VOICES = ("direct", "mixed", "attributed", "unattributed")
EVIDENCE = ("explicit", *GRADES, "focal")


@dataclass(frozen=True)
class Criteria:
    """What a sentence must meet; the default of each field excludes nothing."""

    search: str = ""  # word, glob or phrase
    actor: str = ""  # code; alone: the sentence names it
    partner: str = ""  # code; with actor: the sentence pairs the two
    evidence: str = ""  # explicit, one grade of pairs, or focal: names the partner without the actor
    theme: str = ""  # key, or uncoded
    section: int | None = None
    document: str = ""  # doc_id, or a part of it (globs allowed)
    since: date | None = None
    until: date | None = None
    tone: tuple[float, float] = (-1.0, 1.0)  # compound, both ends included
    voice: str = ""
    also: tuple["Criteria", ...] = ()  # further criteria that the sentence must meet too

    def __post_init__(self):
        """Quotation marks around a search are dropped. Raises ValueError for an evidence grade, voice or search that cannot be."""
        object.__setattr__(self, "search", self.search.strip(' "“”') or self.search)
        also = [Criteria(**c) if isinstance(c, Mapping) else c for c in self.also]
        object.__setattr__(self, "also", tuple(also))
        if self.evidence not in ("", *EVIDENCE):
            raise ValueError(f"evidence is {self.evidence!r}; use {', '.join(EVIDENCE)}")
        if self.voice not in ("", *VOICES):
            raise ValueError(f"voice is {self.voice!r}; use {', '.join(VOICES)}")
        if not all(set(word) - set("*?") for word in self.search.split()):
            raise ValueError(
                f"the search {self.search!r} holds a word that every word matches; use letters too"
            )

    def chosen(self) -> dict:
        """The fields that exclude something."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}

    def narrowed(self, change: dict) -> "Criteria":
        """These criteria and those of a chart's label, which was counted inside them.

        A field that is free takes the label's value. Where one is taken by another value, the label stands beside it in
        `also`, so that no sentence comes back in; dates of a label always lie inside those chosen, so they replace them.
        """
        free = vars(Criteria())
        taken = [
            name
            for name, value in change.items()
            if name not in ("since", "until") and getattr(self, name) not in (free[name], value)
        ]
        return replace(self, also=(*self.also, Criteria(**change))) if taken else replace(self, **change)


def select(frames: Frames, **criteria) -> Frames:
    """The frames narrowed to the sentences that meet every criterion (fields of Criteria); frames itself stays as it is.

    Pairs listed or in_name count for no partner, as in the tables. Raises TypeError for an unknown criterion, ValueError
    for an evidence grade, a voice or a search that cannot be.
    """
    wanted = Criteria(**criteria)
    mask = np.ones(len(frames.sentences), bool)
    for part in (wanted, *wanted.also):
        for rule in (_by_search, _by_actors, _by_theme, _by_place, _by_date, _by_tone):
            mask &= rule(frames, part)
    narrow = {
        name: _narrow(getattr(frames, name), frames.at[name], mask) for name in LOCATED if name != "tokens"
    }
    found, at = _found(frames, wanted.search)
    where = {name: rows for name, (_, rows) in narrow.items()}
    taken = {name: frame for name, (frame, _) in narrow.items()}
    sentences = frames.sentences if mask.all() else frames.sentences[mask]
    return replace(
        frames,
        sentences=sentences,
        found=found[mask[at]] if len(found) else found,
        at=where,
        memo={},
        **taken,
    )


def _narrow(frame: pd.DataFrame, at: np.ndarray, mask: np.ndarray):
    keep = mask[at]
    place = np.cumsum(mask) - 1
    return (frame if keep.all() else frame[keep]), place[at[keep]]


def _found(frames: Frames, search: str) -> tuple[pd.DataFrame, np.ndarray]:
    """The hits of a search and where they stand; the last few searches are kept."""
    if not search.strip():
        return schema.empty("hits"), np.empty(0, int)
    if search not in frames.memo:
        hits = match_lexicon(frames.tokens, make_lexicon([search], name="search"))
        while len(frames.memo) >= 4:
            frames.memo.pop(next(iter(frames.memo)))
        frames.memo[search] = hits, schema.locate(hits, frames.sentences)
    return frames.memo[search]


def _by_search(frames: Frames, wanted: Criteria):
    return marked(frames, _found(frames, wanted.search)[1]) if wanted.search.strip() else True


def _by_actors(frames: Frames, wanted: Criteria):
    """A pair where both actors or a grade are asked for; else any mention outside names."""
    if wanted.evidence == "focal":
        return _named(frames, wanted.partner, True) & ~_named(frames, wanted.actor, False)
    codes = {code for code in (wanted.actor, wanted.partner) if code}
    if len(codes) == 2 or wanted.evidence:
        rows = pair_rows(frames.pairs, codes)
        grades = {"": GRADES, "explicit": EXPLICIT}.get(wanted.evidence, (wanted.evidence,))
        return marked(frames, frames.at["pairs"][rows & frames.pairs["evidence"].isin(grades).to_numpy()])
    return _named(frames, "".join(codes), True)


def _named(frames: Frames, code: str, otherwise: bool) -> np.ndarray:
    """Mask of the sentences that name the actor outside names; `otherwise` everywhere where there is no code."""
    if not code:
        return np.full(len(frames.sentences), otherwise)
    named = frames.mentions["actor"].eq(code) & ~frames.mentions["in_name"]
    return marked(frames, frames.at["mentions"][named.to_numpy()])


def pair_rows(pairs: pd.DataFrame, codes: set[str]) -> np.ndarray:
    """Mask of the pairs that count and hold every one of the codes."""
    rows = ~pairs["listed"].to_numpy(bool) & ~pairs["in_name"].to_numpy(bool)
    for code in codes:
        rows &= (pairs["actor_a"].eq(code) | pairs["actor_b"].eq(code)).to_numpy(bool)
    return rows


def _by_theme(frames: Frames, wanted: Criteria):
    if not wanted.theme:
        return True
    if wanted.theme == "uncoded":
        return ~marked(frames, frames.at["hits"])
    return marked(frames, frames.at["hits"][frames.hits["key"].eq(wanted.theme).to_numpy()])


def _by_place(frames: Frames, wanted: Criteria):
    mask = np.ones(len(frames.sentences), bool)
    if wanted.section is not None:
        mask &= frames.sentences["section"].eq(wanted.section).to_numpy()
    if wanted.document:
        known = frames.documents["doc_id"]
        if not known.eq(wanted.document).any():
            part = f"*{wanted.document.lower()}*"
            known = known[[fnmatchcase(doc_id.lower(), part) for doc_id in known]]
            mask &= frames.sentences["doc_id"].isin(known).to_numpy()
        else:
            mask &= frames.sentences["doc_id"].eq(wanted.document).to_numpy()
    if wanted.voice:
        mask &= frames.sentences["voice"].eq(wanted.voice).to_numpy()
    return mask


def _by_date(frames: Frames, wanted: Criteria):
    mask = np.ones(len(frames.sentences), bool)
    dates = frames.sentences["date"]
    if wanted.since:
        mask &= (dates >= pd.Timestamp(wanted.since)).to_numpy(bool)
    if wanted.until:
        mask &= (dates < pd.Timestamp(wanted.until) + pd.Timedelta(days=1)).to_numpy(bool)
    return mask


def _by_tone(frames: Frames, wanted: Criteria):
    low, high = wanted.tone
    return True if (low, high) == (-1, 1) else frames.sentences["compound"].between(low, high).to_numpy()


def contexts(frames: Frames, hits: pd.DataFrame, node: str, *, window: int = 8) -> pd.DataFrame:
    """kwic of node for the hits given (those of a view, or of one page of it): the context comes from the whole body."""
    if hits.empty:
        return kwic(frames.tokens.iloc[:0], node, window=window)
    ids = hits["doc_id"].unique()
    category = frames.tokens["doc_id"].cat.categories.get_indexer(ids)
    rows = kwic(
        frames.tokens[np.isin(frames.tokens["doc_id"].cat.codes.to_numpy(), category)], node, window=window
    )
    wanted = pd.MultiIndex.from_frame(hits[["doc_id", "start"]])
    return rows[pd.MultiIndex.from_frame(rows[["doc_id", "start"]]).isin(wanted)].reset_index(drop=True)
