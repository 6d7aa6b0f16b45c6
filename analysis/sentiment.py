"""Tone: VADER sentence by sentence, exact and vectorised, names neutral, every score explained word by word.

`score_sentences` gives the scores of vaderSentiment 3.3.2 (see `analysis.vader` for the rules and the one
difference), `explain_scores` the words behind them, `summarise_tone` means with honest intervals,
`tone_towards` (see `analysis.reach`) the tone of the words in reach of each actor.

Two things can be changed, one argument each. `neutral=` names spans without valence: a word that overlaps one
keeps its place, but has no valence and neither boosts, negates nor contrasts. `lexicon="vader+diplomacy"`
adds the terms of `lexicons/tone_diplomacy.csv`: a matched word or phrase is one unit in place of its words,
so that "not" reaches it as it reaches a word; it has the valence of its row and none of its words' own, and a
row rated 0 silences a misreading. The longest match wins, then the first. A match wholly inside neutral spans
has no valence, and a pattern of one word with * leaves the forms VADER has at VADER's own value. With this
lexicon typographic quotation marks and apostrophes are read as plain ones; VADER itself overlooks the "n't"
of a typographic "don’t".

Scores are for sentences: a whole document as one string saturates near -1 or 1. Degenerate sentences have
defined scores: no word at all gives 0 for compound and for all three shares; words without valence (other
scripts, punctuation alone) give compound 0 and neu 1.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from types import SimpleNamespace

import numpy as np
import pandas as pd

from analysis import intervals, schema, vader
from analysis.lexicons import load_lexicon
from analysis.reach import tone_towards
from analysis.vader_words import Words, read_units

__all__ = ["explain_scores", "score_sentences", "summarise_tone", "tone_towards"]

CHUNK = 50_000  # sentences scored at a time; what bounds the memory
VOCABULARY = 500_000  # distinct pieces remembered from chunk to chunk
LEXICONS = ("vader", "vader+diplomacy")
EXPLAINED = {
    **schema.SENTENCE, **schema.SPAN, "word": "str",
    **dict.fromkeys(["base", *vader.PARTS, "punctuation", "final"], "float64"),
}  # fmt: skip
SCORED = {
    **schema.SENTENCE,
    **dict.fromkeys(["compound", "pos", "neu", "neg"], "float64"),
    "n_valenced": "int64",
}
SUMMARY = {
    "n": "int64", "n_docs": "int64", "mean": "float64", "low": "float64", "high": "float64",
    "interval": "str", "share_pos": "float64", "share_neg": "float64", "few": "bool",
}  # fmt: skip
CUT = 0.05  # a compound at least this far from 0 is called positive or negative
_MARKS = re.compile(r"[!?]+")


def score_sentences(
    sentences: pd.DataFrame, *, neutral: pd.DataFrame | None = None, lexicon: str = "vader"
) -> pd.DataFrame:
    """One row per sentence, in order: doc_id, sent_id, compound, pos, neu, neg, n_valenced.

    compound is -1..1: x / sqrt(x^2 + 15), where x sums the valences of the words, as the rules changed them,
    and the emphasis of punctuation; to 4 decimals. pos, neu and neg are shares of the sentence, to 3
    decimals, each word counting 1 and a valenced one its valence besides. n_valenced counts the valenced
    words. `neutral` is a hits frame of spans without valence, `lexicon` "vader" or "vader+diplomacy" (see the
    module). Per document. Reference: Hutto and Gilbert (2014); vaderSentiment 3.3.2.
    Caveat: VADER was built for social media. It does not know the vocabulary of diplomacy, and its score does
    not say whose view a sentence states. Raises ValueError for an unknown lexicon or a missing column.
    """
    parts = []
    for chunk, scored in _score(sentences, neutral, lexicon):
        parts.append(chunk[["doc_id", "sent_id"]].assign(**{c: scored.totals[c] for c in list(SCORED)[2:]}))
    return _joined(parts, SCORED)


def explain_scores(
    sentences: pd.DataFrame, *, neutral: pd.DataFrame | None = None, lexicon: str = "vader"
) -> pd.DataFrame:
    """One row per valenced word, in text order: its place, and what each rule added, in units of valence.

    Columns: doc_id, sent_id, start, end (in the document), word (as written), base (valence in the lexicon),
    the parts negation, booster, capitals, idiom, but, punctuation, and final = base + parts. The emphasis of
    exclamation and question marks belongs to no word: it is a row of its own, over the last run of marks,
    with base 0. The finals of a sentence sum to x in compound = x / sqrt(x^2 + 15) (score_sentences), but for
    floating-point error. Rules apply in turn, each to what the ones before left, so that a part depends on
    the order VADER gives them. Arguments, reference and errors as for score_sentences. Per document.
    """
    parts = []
    for chunk, scored in _score(sentences, neutral, lexicon, offsets=True):
        part = pd.concat([_word_rows(scored), _mark_rows(scored)], ignore_index=True)
        part = part.sort_values(["sentence", "start"], kind="stable")
        row = part["sentence"].to_numpy()
        words = [scored.texts[r][a:b] for r, a, b in zip(row, part["start"], part["end"], strict=True)]
        shift = chunk["start"].to_numpy("int64")[row]
        place = dict(start=part["start"] + shift, end=part["end"] + shift, word=words)
        ids = {column: chunk[column].to_numpy()[row] for column in ("doc_id", "sent_id")}
        parts.append(part.assign(**ids, **place)[list(EXPLAINED)])
    return _joined(parts, EXPLAINED)


def _word_rows(scored: SimpleNamespace) -> pd.DataFrame:
    valenced, place = scored.valenced, scored.valenced["place"]
    values = {column: valenced[column] for column in ("sentence", "base", *vader.PARTS, "final")}
    return pd.DataFrame(
        {**values, "start": scored.units.start[place], "end": scored.units.end[place], "punctuation": 0.0}
    )


def _mark_rows(scored: SimpleNamespace) -> pd.DataFrame:
    """The emphasis of each sentence's marks, over their last run (at the end where an emoji holds them)."""
    marks = scored.totals["marks"]
    row = np.flatnonzero(marks)
    spans = []
    for text in (scored.texts[r] for r in row):
        runs = [run.span() for run in _MARKS.finditer(text)]
        spans.append(runs[-1] if runs else (len(text), len(text)))
    start, end = np.array(spans, "int64").reshape(-1, 2).T
    nothing = dict.fromkeys(["base", *vader.PARTS], 0.0)
    return pd.DataFrame(
        dict(sentence=row, start=start, end=end, punctuation=marks[row], final=marks[row], **nothing)
    )


def _joined(parts: Sequence[pd.DataFrame], columns: dict[str, str]) -> pd.DataFrame:
    if not parts:
        return pd.DataFrame({column: pd.Series(dtype=dtype) for column, dtype in columns.items()})
    return pd.concat(parts, ignore_index=True).astype(columns)


def _score(
    sentences: pd.DataFrame, neutral: pd.DataFrame | None, lexicon: str, *, offsets: bool = False
) -> Iterator[tuple[pd.DataFrame, SimpleNamespace]]:
    """Each chunk of sentences, with its texts, units, valences and the totals of its sentences."""
    if lexicon not in LEXICONS:
        raise ValueError(f"lexicon is {lexicon!r}; use one of {', '.join(map(repr, LEXICONS))}")
    needed = ["doc_id", "sent_id", "text"] + ["start"] * (offsets or neutral is not None)
    if missing := [column for column in needed if column not in sentences.columns]:
        raise ValueError(f"this is no sentences frame: it lacks {', '.join(missing)}")
    added = _diplomacy() if lexicon == "vader+diplomacy" else None
    spans = None if neutral is None else _spans(neutral, sentences)
    words = Words()
    for first in range(0, len(sentences), CHUNK):
        chunk = sentences.iloc[first : first + CHUNK]
        texts = chunk["text"].tolist()
        if len(words) > VOCABULARY:
            words = Words()
        mine = None if spans is None else _slice(spans, first)
        units = read_units(texts, words, spans=mine, added=added, offsets=offsets)
        valenced = vader.valences(units, words)
        totals = vader.totals(units, valenced)
        yield chunk, SimpleNamespace(texts=texts, units=units, valenced=valenced, totals=totals)


def _spans(neutral: pd.DataFrame, sentences: pd.DataFrame) -> np.ndarray:
    """Neutral spans that lie in a sentence, sorted: its position, start and end in its text."""
    row = schema.locate(neutral, sentences)
    known = row >= 0
    shift = sentences["start"].to_numpy("int64")[row[known]]
    span = [neutral[column].to_numpy("int64")[known] - shift for column in ("start", "end")]
    spans = np.column_stack([row[known], *span])
    return spans[np.argsort(spans[:, 0], kind="stable")]


def _slice(spans: np.ndarray, first: int) -> np.ndarray:
    a, b = np.searchsorted(spans[:, 0], [first, first + CHUNK])
    return spans[a:b] - [first, 0, 0]


@cache
def _diplomacy() -> pd.DataFrame:
    """The rated terms of tone_diplomacy.csv."""
    lexicon = load_lexicon("tone_diplomacy")
    return lexicon[lexicon["value"].notna()].reset_index(drop=True)


def summarise_tone(scores: pd.DataFrame, *, by: str | list[str], value: str = "compound") -> pd.DataFrame:
    """One row per group: n, n_docs, mean, low, high, interval, share_pos, share_neg, few.

    n counts the rows of the group that have a score (sentences, or sentence x partner with `value="tone"`),
    n_docs their documents. mean is of `value`, -1..1; low and high bound it at 95% by the rule that
    `interval` names: "bootstrap over documents" with two documents or more, else "if sentences were
    exchangeable". share_pos and share_neg are the shares of n with a score >= .05 and <= -.05 (Hutto and
    Gilbert's cut). `few` marks n < 5, where mean, low and high are NaN: read the sentences. Bootstrap seeds
    are fixed. `by` names one column or several; rows without a value there are a group of their own. Raises
    ValueError for a missing column.
    """
    keys = [by] if isinstance(by, str) else list(by)
    if missing := [column for column in ["doc_id", value, *keys] if column not in scores.columns]:
        raise ValueError(f"scores lack {', '.join(missing)}; schema.attach brings columns of other frames")
    scored = scores[scores[value].notna()]
    groups = scored.groupby(keys, dropna=False, sort=True, observed=True)
    rows = [_tone_of(group[value], group["doc_id"]) for _, group in groups]
    names = groups.size().reset_index()[keys] if len(scored) else scored[keys]
    summary = pd.DataFrame(rows, columns=list(SUMMARY)).astype(SUMMARY)
    return pd.concat([names.reset_index(drop=True), summary], axis=1)


def _tone_of(values: pd.Series, documents: pd.Series) -> tuple:
    n, n_docs = len(values), documents.nunique()
    small = intervals.few(n)
    low, high = (np.nan, np.nan) if small else intervals.bootstrap_mean(values, documents.astype("str"))
    mean = np.nan if small else values.mean()
    caption = intervals.rule(n_docs).caption
    return n, n_docs, mean, low, high, caption, (values >= CUT).mean(), (values <= -CUT).mean(), small
