"""Quoted spans, who is quoted, and whose voice a sentence is.

Marks are paired within a paragraph: straight, curly, low-high and angle double quotes, two apostrophes, and
single quotes where both ends are plain. A quote left open at a paragraph's end goes on where the next
paragraph begins with an opening mark (one row per paragraph); otherwise it is `unclosed` and ends there. A
mark inside another kind of quote belongs to that quote, and a mark after a digit (6'2", 12") is a measure.
A run of marks counts as one.

kind      speech where the words are a sentence's (a full stop inside), are five or more and no title, or a
          reporting verb stands next to them; scare otherwise: a term, a name, a title; unclosed: a mark
          without partner
speaker   the subject of the nearest reporting verb of the paragraph (speech.csv), one directly behind the
          quote first
"""

import re
import warnings
from bisect import bisect_left, bisect_right
from collections import deque
from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis import schema
from analysis.layers import layers_of
from analysis.speakers import Tag, find_tags

_SINGLE = re.compile(
    r"(?P<open>(?<![^\s(\[—–\"“-])[‘'](?=[^\W_])(?!(?:tis|twas|em|til|cause|\d\ds?)\b))|(?P<close>(?<=\S)[’'](?!\w))"
)
_MARKS = ('"', "“", "”", "„", "«", "»", "''", "``")
_OPENER = r"(?<![^\s(\[—–\"“-].)(?=[^\W_])"  # behind a single mark: it may open a quote
_OPENING, _CLOSING = "“„«`", "”»"
_NEXT_TO = 4  # characters that may stand between a quote and its tag: mark, comma, space


class Quote(NamedTuple):
    """What stands between a pair of marks; `group` ties the paragraphs of one quote together."""

    start: int
    end: int
    kind: str
    group: int


def find_quotes(documents: pd.DataFrame) -> pd.DataFrame:
    """Quotes frame: one row per quoted span (of each paragraph, where a quote has several), in text order.

    start and end mark the words between the quote marks. kind and speaker: see the head of this module;
    `speaker` is the fullest form of the name the document has given before ("Wang" becomes "Wang Yi"),
    carried through "he said" and "the minister said", missing for scare and unclosed quotes and where
    nobody is named. An odd mark gives an unclosed row, up to the end of its paragraph, and one warning per
    document. Caveat: rules for English. Per document. Raises ValueError when the frame is no documents
    frame.
    """
    schema.check(documents, "documents")
    rows = []
    for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True):
        quotes, speakers, _ = read_quotes(text, layers_of(text))
        rows += [
            (doc_id, quote.start, quote.end, speaker, quote.kind)
            for quote, speaker in zip(quotes, speakers, strict=True)
        ]
        odd = [quote.start for quote in quotes if quote.kind == "unclosed"]
        if odd:
            around = text[max(0, odd[0] - 20) : odd[0] + 20]
            warnings.warn(
                f"{doc_id}: {len(odd)} quote mark(s) without a partner, the first at {odd[0]}: {around!r}",
                stacklevel=2,
            )
    return schema.typed(rows, "quotes")


def read_quotes(text: str, layers: list[tuple]) -> tuple[list[Quote], list[str | None], list[Tag]]:
    """The quotes of one text in order, the speaker of each, and the reporting verbs outside them."""
    pairs = _pair_blocks(text, layers)
    tags = find_tags(text, layers, [quote for quote in pairs if quote.kind != "unclosed"])
    tag_ends, tag_starts = [tag.end for tag in tags], [tag.start for tag in tags]
    blocks = [layer[2] for layer in layers]
    quotes, speakers = [], []
    for quote in pairs:
        block = layers[bisect_right(blocks, quote.start) - 1]
        after = _first(tags, bisect_right(tag_starts, quote.end - 1), block)
        after = None if after and _is_next_sentence(text, quote, after) else after
        before = _first(tags, bisect_right(tag_ends, quote.start) - 1, block)
        kind = quote.kind or _kind(text, quote, after, before)
        quotes.append(quote._replace(kind=kind))
        speakers.append(_nearest(quote, after, before) if kind == "speech" else None)
    return quotes, _share(quotes, speakers), tags


def _first(tags: list[Tag], at: int, block: tuple) -> Tag | None:
    """The tag at a position of the list, if it lies in the block."""
    if 0 <= at < len(tags) and block[2] <= tags[at].start < block[3]:
        return tags[at]
    return None


def _is_next_sentence(text: str, quote: Quote, tag: Tag) -> bool:
    """Does the tag open a sentence of its own? `... "over." Wang told them that` is no tag of that quote."""
    begins = text[tag.start : tag.end].lstrip()[:1].isupper()
    return text[quote.end - 1] == "." and begins and text[tag.end : tag.end + 1] not in (".", ",", ";", ":")


def _nearest(quote: Quote, after: Tag | None, before: Tag | None) -> str | None:
    if after and (not before or after.start - quote.end <= max(_NEXT_TO, quote.start - before.end)):
        return after.speaker
    return before.speaker if before else None


def _share(quotes: list[Quote], speakers: list[str | None]) -> list[str | None]:
    """All paragraphs of one quote have its one speaker: the tag mostly stands at the last."""
    known = {q.group: speaker for q, speaker in zip(quotes, speakers, strict=True) if speaker}
    return [known.get(q.group) if q.kind == "speech" else None for q in quotes]


def _kind(text: str, quote: Quote, after: Tag | None, before: Tag | None) -> str:
    """speech or scare."""
    content = text[quote.start : quote.end]
    words = content.split()
    named = all(word[:1].isupper() or word.islower() and len(word) < 5 for word in words)
    ended = content[-1:] in ".?!…" and content[:1].isupper()
    if ended or (len(words) >= 5 and not (named and content[-1:].isalnum())):
        return "speech"
    next_to = (after and after.start - quote.end <= _NEXT_TO) or (
        before and quote.start - before.end <= _NEXT_TO
    )
    return "speech" if next_to else "scare"


def _pair_blocks(text: str, layers: list[tuple]) -> list[Quote]:
    """The pairs of all blocks; kind is "unclosed" or "" (not yet known), "speech" where a quote goes on."""
    opener = next((mark for mark in ("['‘]", "‘", "'") if all(m in text for m in mark.strip("[]"))), None)
    singles = [mark.start() for mark in re.finditer(opener + _OPENER, text)] if opener else []
    present = tuple(mark for mark in _MARKS if mark in text)
    if not singles and not present:
        return []
    pairs: list[Quote] = []
    pattern = _mark_pattern(present)
    marks = [mark.start() for mark in pattern.finditer(text)]
    for i, (kind, _, begin, close) in enumerate(layers):
        single = bisect_left(singles, begin) < bisect_left(singles, close)
        if not single and bisect_left(marks, begin) == bisect_left(marks, close):
            continue
        found = _pair(text, begin, close, len(pairs), pattern, single)
        going_on = pairs and pairs[-1].kind == "unclosed" and pairs[-1].end == layers[i - 1][3] and found
        if (
            going_on
            and kind == layers[i - 1][0]
            and _is_opening(text, begin)
            and pairs[-1].start < pairs[-1].end
        ):
            pairs[-1] = pairs[-1]._replace(kind="speech")
            found[0] = found[0]._replace(kind=found[0].kind or "speech", group=pairs[-1].group)
        pairs += found
    return pairs


@cache
def _mark_pattern(present: tuple[str, ...]) -> re.Pattern:
    """Runs of the marks a text has; a search for one character is many times as fast as for any of eight."""
    if not present:
        return re.compile(r"(?!)")
    return re.compile("|".join(f"{mark}{mark}*" if len(mark) == 1 else mark for mark in present))


def _is_opening(text: str, at: int) -> bool:
    return text[at] in "\"“„«‘'`"


def _pair(text: str, begin: int, close: int, group: int, pattern: re.Pattern, single: bool) -> list[Quote]:
    """The quoted spans of one block."""
    found: list[Quote] = []
    opened = None  # end of the mark that is open
    singles = deque(_pair_singles(text, begin, close) if single else [])
    skip = begin
    for mark in pattern.finditer(text, begin, close):
        at, end = mark.span()
        while singles and singles[0][0] < at and opened is None:
            start, stop = singles.popleft()
            if start >= skip:
                found.append(Quote(start, stop, "", group + len(found)))
                skip = stop
        if at < skip:
            continue
        while singles and singles[0][0] < at:
            singles.popleft()
        opens = _opens(text, mark, begin, close, opened is not None)
        if opened is not None:
            stop = at if not opens else _stripped(text, opened, at)
            kind = "unclosed" if opens else ""
            found += _span(text, opened, stop, kind, group + len(found))
        elif not opens and text[at - 1 : at].isdigit() and at > begin:
            continue  # inches
        elif not opens:
            found.append(Quote(at, end, "unclosed", group + len(found)))
        opened = end if opens else None
    if opened is not None:
        found += _span(text, opened, close, "unclosed", group + len(found))
    else:
        found += [Quote(a, b, "", group + len(found) + i) for i, (a, b) in enumerate(singles) if a >= skip]
    return found


def _span(text: str, start: int, end: int, kind: str, group: int) -> list[Quote]:
    """The words behind an opening mark; the mark itself where none stand there and it has no partner."""
    if text[start:end].strip():
        return [Quote(start, end, kind, group)]
    return [Quote(start - 1, start, kind, group)] if kind == "unclosed" else []


def _stripped(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _opens(text: str, mark: re.Match, begin: int, close: int, inside: bool) -> bool:
    """Is this an opening mark? By its shape, by the spaces around it, or by whether a quote is open."""
    shape = mark[0][0]
    if shape in _OPENING:
        return not (shape == "“" and inside and text[mark.end() : mark.end() + 1] in ("", " ", ".", ","))
    if shape in _CLOSING:
        return False
    before = text[mark.start() - 1] if mark.start() > begin else " "
    after = text[mark.end()] if mark.end() < close else " "
    left, right = before.isspace() or before in "([—–-/", after.isspace() or after in ",.;:!?)]—–"
    return left if left != right else not inside


def _pair_singles(text: str, begin: int, close: int) -> list[tuple[int, int]]:
    """Single-quoted spans: to the first closing mark behind punctuation, else to the first at all."""
    pairs, start, plain, sure = [], None, None, None
    for mark in _SINGLE.finditer(text, begin, close):
        if mark["open"]:
            if start is not None and (sure or plain):
                pairs.append((start, sure or plain))
            elif start is not None and text[mark.start() - 1] in '"“':
                continue
            start, plain, sure = mark.end(), None, None
        elif start is not None:
            at = mark.start()
            sure = sure or (at if text[at - 1] in ",.?!…" else None)
            if plain is None or (text[plain - 1] == "s" != text[at - 1]):
                plain = at  # workers' is no end
    if start is not None and (sure or plain):
        pairs.append((start, sure or plain))
    return [(a, b) for a, b in pairs if b - a > 2]


def find_voices(
    text: str, layers: list[tuple], spans: list[tuple[int, int]]
) -> dict[int, tuple[str, str | None]]:
    """Voice and speaker of those sentences (positions in `spans`, in order) that are not unattributed.

    direct: more than half of the words but the tag's ("he said") stand in speech quotes; mixed: some words
    are quoted, and a reporting verb stands outside, or they are speech; attributed: a reporting verb
    outside quotes and nothing quoted.
    """
    quotes, speakers, tags = read_quotes(text, layers)
    starts = [start for start, _ in spans]
    spoken: dict[int, int] = {}
    quoted: dict[int, str | None] = {}
    for quote, speaker in zip(quotes, speakers, strict=True):
        if quote.kind == "unclosed":
            continue
        i = max(0, bisect_right(starts, quote.start) - 1)
        while i < len(spans) and starts[i] < quote.end:
            words = text[max(starts[i], quote.start) : min(spans[i][1], quote.end)].split()
            if words:
                quoted[i] = quoted.get(i) or speaker
                spoken[i] = spoken.get(i, 0) + len(words) * (quote.kind == "speech")
            i += 1
    tagged: dict[int, str | None] = {}
    tag_words: dict[int, int] = {}
    for tag in tags:
        i = bisect_right(starts, max(tag.end - 1, 0)) - 1
        tagged[i] = tagged.get(i) or tag.speaker
        first = max(
            tag.start, starts[i]
        )  # a full stop inside the tag ("December 11. 1899, ... said:") splits it
        tag_words[i] = len(text[first : tag.end].split())
    voices = {}
    for i in sorted(tagged.keys() | quoted.keys()):
        a, b = spans[i]
        if spoken.get(i, 0) * 2 > len(text[a:b].split()) - tag_words.get(i, 0):
            voices[i] = ("direct", quoted[i])
        elif i in tagged:
            voices[i] = ("mixed" if i in quoted else "attributed", tagged[i] or quoted.get(i))
        elif spoken.get(i):
            voices[i] = ("mixed", quoted[i])
    return voices
