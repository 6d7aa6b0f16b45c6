"""Whom the words of a sentence reach: tone towards each actor, by clause.

A sentence that names one actor is in its reach as a whole. Where it names several it is cut into clauses:

- always at ; and : , at a comma with a conjunction (an enumeration with a last comma is not cut), at but, while
  and whereas, at the comma that ends an opening clause with while or although, and at both ends of a quotation
  of five words or more;
- at any other comma, dash, bracket, and, or, because, although, despite, unlike, after, when and if,
  only where both sides hold an actor and a valenced word of their own: "excellent relations with Vietnam and
  sharp disputes with Japan" is cut, "friendship with Vietnam and Japan" is not.
"""

import re

import numpy as np
import pandas as pd

from analysis import schema, vader

TONED = {**schema.SENTENCE, "actor": "str", "tone": "float64", "n_words": "int64"}
# "While China agreed, the EU ..." is cut at its comma; an enumeration ("China, Russia, and India") is not cut
_CUT = re.compile(
    r"(?P<opening>^\W*(?:while|whereas|although|though)\b[^,;:]*),"
    r"|,(?:\s+[^\s,;:]+){1,4},\s+(?:and|or)\b"
    r"|(?P<cut>[;:](?=\s|$)|\b(?:but|while|whereas)\b|,\s+(?:and|or|yet|so|nor|although|though)\b)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“«](?:[^\s\"“”«»]+\s+){4,}[^\s\"“”«»]+[\"”»]")
_PERHAPS = re.compile(
    r",(?=\s)|\s[-–—]+\s|—|[()\[\]]"
    r"|\b(?:and|or|because|although|though|despite|unlike|after|when|if)\b",
    re.IGNORECASE,
)


def tone_towards(explained: pd.DataFrame, mentions: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence and actor in reach of its words: doc_id, sent_id, actor, tone, n_words.

    tone is VADER's compound of the valenced words in the actor's reach alone, -1..1 (x / sqrt(x^2 + 15) of
    their finals); n_words counts them. The reach is the sentence where it names one actor, else the clause (how
    sentences are cut stands at the head of the module). Words in the clause of two actors count for both. Words
    in nobody's reach give a row with actor "" (no named target). An actor without valenced words in reach has
    tone 0, n_words 0. Mentions within names (in_name) are left out. `explained` comes from explain_scores;
    marks count where they stand, but not as words. Per document.
    Caveat: nearness is not grammar. Doer and target look alike (in "China condemned the attack on France"
    both stand in a negative clause), "it" and "they" reach nobody, and what a lone actor's sentence says of
    people without a name counts for that actor.
    Raises ValueError where `sentences` holds a sentence twice, KeyError where a frame lacks a column.
    """
    named = mentions[~mentions["in_name"].astype(bool)] if "in_name" in mentions else mentions
    named = named[["start", "actor"]].assign(row=schema.locate(named, sentences))
    named = named[named["row"] >= 0]
    counted = (explained["punctuation"] == 0).astype("float64")
    words = explained[["start", "final"]].assign(row=schema.locate(explained, sentences), word=counted)
    words = words[words["row"] >= 0]
    several = named.groupby("row")["actor"].nunique()
    cuts = _cuts(sentences, several.index[several > 1].to_numpy(), named, words[words["word"] > 0])
    named["clause"], words["clause"] = (
        np.searchsorted(cuts, _keys(part), "right") for part in (named, words)
    )
    reach = named[["row", "clause", "actor"]].drop_duplicates()
    reached = words.merge(reach, on=["row", "clause"], how="outer", sort=False)
    reached["actor"] = reached["actor"].fillna("")
    reached = reached.fillna({"final": 0.0, "word": 0.0})
    sums = reached.groupby(["row", "actor"], sort=True)
    tone = sums.agg(total=("final", "sum"), n_words=("word", "sum")).reset_index()
    ids = {column: sentences[column].to_numpy()[tone["row"]] for column in ("doc_id", "sent_id")}
    return tone.assign(**ids, tone=vader.normalise(tone["total"].to_numpy()))[list(TONED)].astype(TONED)


def _keys(spans: pd.DataFrame) -> np.ndarray:
    """Places as one number: position of the sentence * 2^32 + offset in the document."""
    return (spans["row"].to_numpy("int64") << 32) + spans["start"].to_numpy("int64")


def _cuts(sentences: pd.DataFrame, rows: np.ndarray, named: pd.DataFrame, words: pd.DataFrame) -> np.ndarray:
    """Where clauses begin in the sentences at these rows, as sorted keys; their own beginnings included."""
    chosen = sentences.iloc[rows]
    always, perhaps = [], []
    for row, start, text in zip(rows.tolist(), chosen["start"].tolist(), chosen["text"], strict=True):
        base = (row << 32) + start
        always += [base, *(base + cut for cut in _always(text))]
        perhaps += [base + match.start() for match in _PERHAPS.finditer(text)]
    places = np.union1d(np.array(always, "int64"), np.array(perhaps, "int64"))
    sure = np.isin(places, np.array(always, "int64"))
    holds = [_counts(places, part[part["row"].isin(rows)]) > 0 for part in (named, words)]
    return places[_keep(sure, *holds)]


def _always(text: str) -> list[int]:
    cuts = [
        match.end("opening") if match["opening"] else match.start()
        for match in _CUT.finditer(text)
        if match["opening"] or match["cut"]
    ]
    return cuts + [end for quoted in _QUOTED.finditer(text) for end in quoted.span()]


def _counts(places: np.ndarray, spans: pd.DataFrame) -> np.ndarray:
    """How many of the spans begin between each place and the next."""
    piece = np.searchsorted(places, _keys(spans), side="right") - 1
    return np.bincount(piece[piece >= 0], minlength=len(places))


def _keep(sure: np.ndarray, actor: np.ndarray, word: np.ndarray) -> np.ndarray:
    """Mask of the places that cut: the sure ones, others where both sides hold an actor and a word."""
    keep, has_actor, has_word = sure.copy(), False, False
    for i, (cut, a, w) in enumerate(zip(sure.tolist(), actor.tolist(), word.tolist(), strict=True)):
        keep[i] = cut or (has_actor and has_word and a and w)
        has_actor, has_word = (a, w) if keep[i] else (has_actor or a, has_word or w)
    return keep
