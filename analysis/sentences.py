"""Layers to sentences, by rules of our own: a stop ends a sentence unless its neighbours say otherwise."""

import re
from functools import cache

import pandas as pd

from analysis import schema
from analysis.layers import split_layers

_END = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*|[.!?…]+[\"'”’»)\]]*\s*\[\d+\])(?=\s+(?P<next>\S+))")
_REMARK = re.compile(
    r"[(\[](?:[^\s()\[\]]+\s?){1,6}[)\]]\.?"
)  # a credit or note that closes a block: "(Xinhua)"
_OPENERS = "\"'“‘«([¿¡*#-–—"
# words that open a sentence after an abbreviation such as U.S. or Inc.
_STARTERS = frozenset(
    "the a an this that these those he she it they we you i his her its their our my your in on at by for from with"
    " after before during since while when where who what why how as if although though but and or so yet however"
    " there here then now both all some many most more such each no not one two three still also even meanwhile".split()
)


@cache
def _abbreviations() -> dict[str, str]:
    from analysis.lexicons import load_lexicon

    table = load_lexicon("abbreviations")
    kinds = dict(zip(table["pattern"], table["kind"], strict=True))
    return kinds | {
        pattern.capitalize(): kind for pattern, kind in kinds.items() if kind in ("latin", "number")
    }


def split_sentences(documents: pd.DataFrame) -> pd.DataFrame:
    """Sentences frame: one row per sentence; headings, captions and titles are rows of their own layer.

    sent_id counts from 0 in each document; start and end are offsets into its text. Date lines and bylines give no
    row. Rules: a stop, question or exclamation mark (closing quotes and brackets go with it) before white space ends
    a sentence, unless the next word is in lower case, or the stop belongs to an abbreviation (abbreviations.csv), an
    initial, a list number or a decimal. After U.S., Inc., p.m. and the like a sentence ends only before a word that
    often opens one. Caveat: text without stops or capitals (chats, subtitles) is cut at paragraphs only. Per document.
    Raises ValueError when the frame is no documents frame.
    """
    schema.check(documents, "documents")
    layers = split_layers(documents)
    columns: dict[str, list] = {
        name: [] for name in ("doc_id", "sent_id", "section", "layer", "start", "end", "text")
    }
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    last, number = None, 0
    for doc_id, kind, section, begin, close in layers.itertuples(index=False, name=None):
        if kind in ("dateline", "byline"):
            continue
        number = number if doc_id == last else 0
        last, text = doc_id, texts[doc_id]
        spans = _sentences(text, begin, close) if kind in ("body", "caption") else [(begin, close)]
        for start, end in spans:
            for name, value in zip(
                columns, (doc_id, number, section, kind, start, end, text[start:end]), strict=True
            ):
                columns[name].append(value)
            number += 1
    frame = pd.DataFrame(columns)
    frame["voice"] = ""
    frame["speaker"] = pd.Series(pd.NA, index=frame.index, dtype="str")
    return schema.typed(frame, "sentences")


def _sentences(text: str, begin: int, close: int) -> list[tuple[int, int]]:
    """Spans of the sentences of one block."""
    spans, start = [], begin
    for match in _END.finditer(text, begin, close):
        if _ends(text, start, match) and not _REMARK.fullmatch(text, match.start("next"), close):
            spans.append((start, match.end()))
            start = match.start("next")
    if start < close:
        spans.append((start, close))
    return spans


def _ends(text: str, start: int, match: re.Match) -> bool:
    """Does the sentence that began at `start` end at this mark?"""
    following = match["next"]
    mark = match[0]
    head = following.lstrip(_OPENERS)[:1]
    if head.islower():
        return False
    if mark[0] != "." or mark[:2] == "..":
        return True
    word = (
        text[max(start, match.start() - 30) : match.start()]
        .rpartition(" ")[2]
        .rpartition("\n")[2]
        .lstrip(_OPENERS)
    )
    if len(mark.rstrip("\"'”’»)]")) < len(mark) and mark[1] in "\"'”’":
        return True
    return _ends_after(word, following, first=match.start() - len(word) <= start + 1)


def _ends_after(word: str, following: str, *, first: bool) -> bool:
    """Does a stop after `word` end a sentence before the word `following`?"""
    kind = _abbreviations().get(word + ".")
    opens = following.strip(_OPENERS + ".,:;!?\"'”’)").lower() in _STARTERS
    if first and (word.isdigit() or len(word) == 1):  # "1. Trade", "a. Trade"
        return False
    if kind == "title":
        return False
    if kind in ("number", "month"):
        return not following[:1].isdigit() and (kind == "month" or opens) and following[:1] != "("
    if kind in ("company", "time", "latin", "unit", "day", "degree"):
        return opens
    if len(word) == 1 and word.isupper() and word != "I":  # an initial
        return opens and following not in ("A", "I")
    if re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):  # U.S., e.g.
        return opens
    return True
