"""Stated figures: what a text claims in numbers, each with its qualifier, unit, noun and modality.

All word lists stand in lexicons/units.csv; the rules here only say how the lists combine.

- number: digits (1,700; 2.25; 5m; 1.2bn), words from ten upwards (twelve; two hundred and fifty), scale
  words, "a million", "half a million", "2 1/2 million". A range is one row ("10 to 15", "between 5 and 7
  percent"), a change is two ("rose from 51 to 193").
- unit: percent, a currency before or after ($5m, EUR 5 million, 13 billion U.S. dollars), a measure, or "".
- counted: the noun phrase up to its first plural ("medical teams"); what follows "of" ("tonnes of rice",
  "twelve of the 15 members") or, after money, "in" ("$5 million in aid"); the noun after "a 25 percent".
- no row: dates, years, times, durations, ages, ordinals, numbered names (Article 5), scores and bare tallies
  (by 12 to 3), telephone and list numbers, ratios, fractions, multiples (10 times), vague amounts (hundreds
  of), words below ten, descriptions (the 27-nation bloc). A number with neither unit nor noun is a figure
  only when qualified, large, said to be reached ("rose to 193"), summed up ("a delegation of 35", "40 of them") or the
  subject of a verb ("40 signed").
"""

from bisect import bisect_left

import numpy as np
import pandas as pd

from analysis import schema
from analysis.counted import counted_noun, find_qualifier, is_date, is_name, is_other, stands_alone
from analysis.modality import split_clauses
from analysis.numerals import (
    Amount,
    Sentence,
    make_sentence,
    match_phrase,
    read_amount,
    read_single,
    small_word,
    word_value,
)


def _read(s: Sentence) -> list[tuple]:
    """The claims of one sentence: the frame's columns from start to modality, and the clause's start."""
    rows, i, named, clauses = [], 0, -1, None
    while i < len(s.terms):
        a = read_amount(s, i)
        if a is None:
            i += 1
            continue
        i = a.stop
        qualifier, begin = find_qualifier(s, a.begin)
        name = is_name(s, a, named)
        named = a.stop if name else -1
        if name or is_date(s, a, qualifier) or is_other(s, a):
            continue
        claim = _claim(s, a, qualifier, begin)
        if claim:
            clauses = clauses or split_clauses(s)
            modality, clause = clauses.at(a)
            rows.append((s.start[begin], s.end[claim[0] - 1], *claim[1:], modality, s.start[clause]))
            i = max(i, claim[0])
    return rows


def _claim(s: Sentence, a: Amount, qualifier: str, begin: int) -> tuple | None:
    """End, value, upper, unit, counted and qualifier of an amount that is a figure; else None."""
    after = match_phrase("after", s.terms, a.stop)
    if after:
        qualifier, a.stop = qualifier or after[0], after[1]
    first, last = counted_noun(s, a, begin)
    if last > first and match_phrase("duration", s.terms, last - 1):
        if not a.unit:
            return None
        last = first  # "up from 58 percent four years ago"
    if not a.unit and last <= first and not stands_alone(s, a, qualifier):
        return None
    stop = a.stop + (s.term(a.stop) == "more")
    # "twelve of the 15 members": the noun stands behind a second figure, so this row ends before it
    if last > first and not any(read_single(s, k) for k in range(a.stop, first)):
        stop = last
    return stop, a.value, a.upper, a.unit, s.text(first, last), qualifier


def _seeds(tokens: pd.DataFrame) -> np.ndarray:
    """Which tokens may begin a number of ten or more: looked up once per distinct term."""
    terms = tokens["term"].cat.categories
    seed = [t[:1].isdigit() or bool(word_value("scale", t)) or (small_word(t) or 0) >= 10 for t in terms]
    return np.array(seed, bool)[tokens["term"].cat.codes.to_numpy()]


def find_claims(
    tokens: pd.DataFrame, sentences: pd.DataFrame, *, mentions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Claims frame: one row per figure stated in the sentences given (pass body sentences for body figures).

    start, end: from the qualifier to the counted noun. value (upper for a range, else NaN): in the unit as
    written, scale words multiplied out (5m: 5,000,000). unit: "", percent, USD, tonnes, km ... (the keys of
    lexicons/units.csv). counted: noun phrase in lower case, "" where none is named. modality, by the cue
    words of the clause: negated, promised (future, planned, asked for or only possible), ongoing (is
    sending, continues to), else done. actor: code of the first state or bloc before the figure, in its
    clause or else its sentence, that can be a subject there (no preposition before it, no possessive or
    hyphen after it), else ""; taken from `mentions` (default: find_actors). Voice and section come
    by schema.attach. Per document. Caveat: the rules know words, not grammar, and a figure is what the text
    says, unverified. What gives no row stands at the head of the module. Raises ValueError when a frame is
    no tokens or sentences frame.
    """
    schema.check(tokens, "tokens")
    schema.check(sentences, "sentences")
    if tokens.empty or sentences.empty:
        return schema.empty("claims")
    new = np.diff(tokens["doc_id"].cat.codes.to_numpy()) != 0
    first = np.flatnonzero(np.r_[True, new | (np.diff(tokens["sent_id"].to_numpy()) != 0)])
    given = schema.locate(tokens[["doc_id", "sent_id"]].iloc[first], sentences)
    keep = (np.add.reduceat(_seeds(tokens), first) > 0) & (given >= 0)
    names, codes = tokens["token"].cat.categories.to_numpy(object), tokens["token"].cat.codes.to_numpy()
    start, end, bounds = tokens["start"].to_numpy(), tokens["end"].to_numpy(), np.append(first, len(tokens))
    rows = []
    for i in np.flatnonzero(keep):
        a, b = bounds[i], bounds[i + 1]
        s = make_sentence(names[codes[a:b]].tolist(), start[a:b].tolist(), end[a:b].tolist())
        rows.extend((given[i], *row) for row in _read(s))
    return _frame(rows, tokens, sentences, mentions) if rows else schema.empty("claims")


def _frame(rows: list[tuple], tokens, sentences, mentions) -> pd.DataFrame:
    """The claims frame, actors named, from the rows of `_read` with the sentence's position in front."""
    columns = list(schema.FRAMES["claims"])[2:-1]
    frame = pd.DataFrame(rows, columns=["sentence", *columns, "clause"])
    distinct, which = np.unique(frame.pop("sentence").to_numpy(), return_inverse=True)
    of = sentences.iloc[distinct]
    frame["doc_id"], frame["sent_id"] = of["doc_id"].to_numpy()[which], of["sent_id"].to_numpy()[which]
    if mentions is None:
        mentions = _find_actors(tokens, of)
    starts, texts = of["start"].tolist(), of["text"].tolist()  # Python strings: claims share them, no copies
    frame["actor"] = _actors(frame, mentions, [starts[k] for k in which], [texts[k] for k in which])
    return schema.typed(frame.drop(columns="clause"), "claims")


def _find_actors(tokens: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Mentions of the sentences that hold a claim only: most sentences hold none."""
    from analysis.actors import find_actors

    return find_actors(tokens[schema.locate(tokens, sentences) >= 0])


def _actors(frame: pd.DataFrame, mentions: pd.DataFrame, starts: list[int], texts: list[str]) -> list[str]:
    """The actor of each claim, "" where no mention before it can be a subject; its clause's come before the sentence's.

    Claims come in text order, so each search goes on where the last one for that clause or sentence stopped.
    """
    mentions = mentions[~mentions["in_name"] & ~mentions["kind"].isin(["prefix", "region"])]
    known: dict[tuple, list] = {}
    for m in mentions.sort_values("start", kind="stable").itertuples():
        known.setdefault((m.doc_id, m.sent_id), []).append(m)
    searches: dict[tuple, _Search] = {}
    actors = []
    for row, begin, text in zip(frame.itertuples(), starts, texts, strict=True):
        where = (row.doc_id, row.sent_id)
        near = known.get(where, [])
        for clause in (row.clause, begin):
            if (*where, clause) not in searches:
                searches[*where, clause] = _Search(near, text, begin, clause)
        inside = searches[*where, row.clause].first(row.start)
        before = searches[*where, begin].first(row.start, before=row.clause)
        actors.append(getattr(inside or before, "actor", ""))
    return actors


class _Search:
    """The first mention from `clause` on that can be a subject, looked for no further than asked."""

    def __init__(self, mentions: list, text: str, begin: int, clause: int):
        self.mentions, self.text, self.begin, self.clause = mentions, text, begin, clause
        self.at = bisect_left(mentions, clause, key=lambda m: m.start)

    def first(self, end: int, *, before: float = float("inf")):
        """It, or None where it does not end by `end` and begin before `before`."""
        while self.at < len(self.mentions):
            mention = self.mentions[self.at]
            if mention.end > end or mention.start >= before:
                return None
            if _subject(mention, self.text, self.begin, self.clause):
                return mention
            self.at += 1
        return None


def _subject(mention, text: str, begin: int, clause: int) -> bool:
    """Whether a mention can be a subject by its neighbours: "the U.S.", "and China has", "Chinese troops"."""
    since = max(clause if mention.start >= clause else begin, mention.start - 40)
    before = text[since - begin : mention.start - begin].lower().split()
    before = before[:-1] if before[-1:] == ["the"] else before
    after = text[mention.end - begin : mention.end - begin + 40]
    if after[:1] in ("-", "–", "/", "'", "’") or (
        before and match_phrase("oblique", before, len(before) - 1)
    ):
        return False
    if mention.kind == "demonym":
        following = after.split(maxsplit=1)
        return bool(following) and match_phrase("body", [following[0].strip(".,;:")], 0) is not None
    return not (len(before) > 1 and before[-1] in ("and", "or"))
