"""What the panel shows, without the panel: criteria to the sentences that meet them, in words and as code.

    from analysis.selection import prepare, select
    frames = prepare(documents)
    view = select(frames, actor="CHN", partner="USA", evidence="explicit")

`view` has the same frames, narrowed to the sentences that meet every criterion, ready for any chart of the package.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from fnmatch import fnmatchcase

import numpy as np
import pandas as pd

from analysis import schema
from analysis.actors import find_actors, load_gazetteer
from analysis.lexicons import load_lexicon, make_lexicon, match_lexicon
from analysis.neutral import find_neutral
from analysis.pairs import pair_actors
from analysis.relations import EXPLICIT, GRADES, duplicate_of
from analysis.sentences import split_sentences
from analysis.sentiment import score_sentences
from analysis.themes import find_themes
from analysis.tokens import kwic, tokenize

_STEP = 250  # documents read between two moves of the progress bar
_PERIODS = 12  # columns a trend may have
_FRAMES = ("tokens", "mentions", "pairs", "hits", "neutral")
VOICES = ("direct", "mixed", "attributed", "unattributed")


@dataclass(frozen=True)
class Criteria:
    """What a sentence must meet; the default of each field excludes nothing."""

    search: str = ""  # word, glob or phrase
    actor: str = ""  # code; alone: the sentence names it
    partner: str = ""  # code; with actor: the sentence pairs the two
    evidence: str = ""  # explicit, or one grade of pairs
    theme: str = ""  # key, or uncoded
    section: int | None = None
    document: str = ""  # doc_id, or a part of it (globs allowed)
    since: date | None = None
    until: date | None = None
    tone: tuple[float, float] = (-1.0, 1.0)  # compound, both ends included
    voice: str = ""

    def chosen(self) -> dict:
        """The fields that exclude something."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}


@dataclass(frozen=True, eq=False)
class Frames:
    """The frames of some documents, body sentences only; sentences also have compound, date and period.

    found: the hits of the search. at: for each frame, the position of each row's sentence. memo: earlier searches.
    """

    documents: pd.DataFrame
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    mentions: pd.DataFrame
    pairs: pd.DataFrame
    hits: pd.DataFrame
    neutral: pd.DataFrame
    copies: int = 0
    found: pd.DataFrame = field(default_factory=lambda: schema.empty("hits"))
    at: dict = field(default_factory=dict, repr=False)
    memo: dict = field(default_factory=dict, repr=False)


def prepare(documents: pd.DataFrame, *, progress: bool = False) -> Frames:
    """Every frame the panel needs, made once: body sentences with tone and period, tokens, mentions, pairs, theme hits.

    A document whose text an earlier one has too is left out and counted in `copies`. progress shows a bar.
    Raises ValueError when this is no documents frame.
    """
    schema.check(documents, "documents")
    kept = documents[duplicate_of(documents).isna()].reset_index(drop=True)
    parts = [_read(part) for part in _parts(kept, progress)]
    frames = {name: schema.concat([part[name] for part in parts]) for name in parts[0]}
    sentences = schema.attach(frames.pop("sentences"), kept, columns=["date"])
    sentences = sentences.assign(period=period_of(sentences["date"]))
    at = {name: schema.locate(frames[name], sentences) for name in _FRAMES}
    return Frames(kept, sentences, **frames, copies=len(documents) - len(kept), at=at)


def _parts(documents: pd.DataFrame, progress: bool) -> Iterator[pd.DataFrame]:
    from tqdm import tqdm

    hidden = not progress or len(documents) <= _STEP
    with tqdm(total=len(documents), desc="reading", unit=" documents", disable=hidden, leave=False) as bar:
        for first in range(0, max(len(documents), 1), _STEP):
            yield documents.iloc[first : first + _STEP]
            bar.update(min(_STEP, len(documents) - first))


def _read(documents: pd.DataFrame) -> dict[str, pd.DataFrame]:
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
        hits=find_themes(tokens),
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
    step = next(n for n in (2, 5, 10, 20, 25, 50, 100, 200, 500, 1000) if last // n - first // n < _PERIODS)
    begin = dates.dt.year // step * step
    return begin.map(lambda y: f"{y:.0f}–{y + step - 1:.0f}", na_action="ignore").astype("str")


def select(frames: Frames, **criteria) -> Frames:
    """The frames narrowed to the sentences that meet every criterion (fields of Criteria); frames itself stays as it is.

    Pairs listed or in_name count for no partner, as in the tables. Raises TypeError for an unknown criterion,
    ValueError for an evidence grade or voice that does not exist.
    """
    wanted = Criteria(**criteria)
    if wanted.evidence not in ("", "explicit", *GRADES):
        raise ValueError(f"evidence is {wanted.evidence!r}; use explicit, {', '.join(GRADES)}")
    if wanted.voice not in ("", *VOICES):
        raise ValueError(f"voice is {wanted.voice!r}; use {', '.join(VOICES)}")
    mask = np.ones(len(frames.sentences), bool)
    for rule in (_by_search, _by_actors, _by_theme, _by_place, _by_date, _by_tone):
        mask &= rule(frames, wanted)
    narrow = {
        name: _narrow(getattr(frames, name), frames.at[name], mask) for name in _FRAMES if name != "tokens"
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


def _marked(frames: Frames, at: np.ndarray) -> np.ndarray:
    mask = np.zeros(len(frames.sentences), bool)
    mask[at] = True
    return mask


def _by_search(frames: Frames, wanted: Criteria):
    return _marked(frames, _found(frames, wanted.search)[1]) if wanted.search.strip() else True


def _by_actors(frames: Frames, wanted: Criteria):
    """A pair where both actors or a grade are asked for; else any mention outside names."""
    codes = {code for code in (wanted.actor, wanted.partner) if code}
    if len(codes) == 2 or wanted.evidence:
        rows = pair_rows(frames.pairs, codes)
        grades = {"": GRADES, "explicit": EXPLICIT}.get(wanted.evidence, (wanted.evidence,))
        return _marked(frames, frames.at["pairs"][rows & frames.pairs["evidence"].isin(grades).to_numpy()])
    if not codes:
        return True
    named = frames.mentions["actor"].isin(codes) & ~frames.mentions["in_name"]
    return _marked(frames, frames.at["mentions"][named.to_numpy()])


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
        return ~_marked(frames, frames.at["hits"])
    return _marked(frames, frames.at["hits"][frames.hits["key"].eq(wanted.theme).to_numpy()])


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


def actor_label(code: str) -> str:
    """The name of a code in the gazetteer, else the code."""
    known = load_gazetteer()
    names = known.loc[known["key"] == code, "label"]
    return str(names.iloc[0]) if len(names) else code


def theme_label(key: str) -> str:
    known = load_lexicon("themes")
    names = known.loc[known["key"] == key, "label"]
    return str(names.iloc[0]) if len(names) else "No theme found"


def describe(criteria: Criteria, view: Frames, frames: Frames) -> str:
    """The selection in words: "34 sentences of 43: CHN with USA, explicit"."""
    codes = [code for code in dict.fromkeys((criteria.actor, criteria.partner)) if code]
    words = [
        " with ".join(codes),
        criteria.evidence if codes or not criteria.evidence else f"{criteria.evidence} pairs",
    ]
    words += [f"search “{criteria.search}”"] if criteria.search.strip() else []
    words += [f"theme {theme_label(criteria.theme)}"] if criteria.theme else []
    words += [f"section {criteria.section}"] if criteria.section is not None else []
    words += [f"document {criteria.document}"] if criteria.document else []
    words += [f"from {criteria.since}"] if criteria.since else []
    words += [f"until {criteria.until}"] if criteria.until else []
    words += ["tone {:+.2f} to {:+.2f}".format(*criteria.tone)] if criteria.tone != (-1, 1) else []
    words += [f"voice {criteria.voice}"] if criteria.voice else []
    named = ", ".join(word for word in words if word) or "no filter"
    size = f"{len(view.sentences):,} sentences of {len(frames.sentences):,}"
    docs = (
        f" in {view.sentences['doc_id'].nunique():,} documents of {len(frames.documents):,}"
        if len(frames.documents) > 1
        else ""
    )
    return f"{size}{docs}: {named}"


def code_of(criteria: Criteria) -> str:
    """The lines that make frames and view from documents."""
    chosen = "".join(f", {name}={_literal(value)}" for name, value in criteria.chosen().items())
    return f"from analysis.selection import prepare, select\nframes = prepare(documents)\nview = select(frames{chosen})"


def _literal(value) -> str:
    return repr(str(value)) if isinstance(value, date) else repr(value)
