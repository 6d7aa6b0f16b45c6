"""Documents to sentences, by rules of our own: a stop ends a sentence unless its neighbours say otherwise."""

import re
from functools import cache

import pandas as pd

from analysis import schema
from analysis.layers import layers_of
from analysis.quotes import find_voices
from analysis.turns import find_turns

# the plain case: a longer word in small letters, or a year, before a capital
_LONG = r"(?<=[a-z]{4}.|[0-9]{4}.)(?= [\"“]?[A-Z])"
# the rest of a mark, what closes with it (quotes, brackets, a footnote, a smiley), and the word that follows
_MARK = (
    r"(?<![.!?…].)(?:[.!?…]++(?:\s\.){0,4}|(?:\s\.){1,4}|)"
    r"(?P<close>[\"'”’»)\]]*(?:\s*\[\d+\])?(?:\s+[:;=]-?[)(DP](?=\s))?)(?=\s+(?P<next>\S+))"
)
# in texts from the web an address or a smiley ends a sentence without a stop, before a capital or an address
_SMILE = r"[:;=]-?[)(DP]++"
_ADDRESS = r"(?:(?<=\shttp)|(?<=\shttps))://\S++"
_WEB = rf"(?:(?<=\s){_SMILE}(?=\s+[A-Z])|{_ADDRESS}(?=\s+(?:https?:|[A-Z])))(?=\s+(?P<next>\S+))"
_WEB_SIGNS = ("://", " :", " ;", " =")  # without these a text has neither
_ASKED = "said|says|asked|asks|added|replied|cried|exclaimed|wondered|demanded|shouted|told|beams|beamed"
_SMILEY = re.compile(_SMILE)
_REMARK = re.compile(
    r"[(\[](?:[^\s()\[\]]++\s?){1,6}[)\]]\.?"
)  # a credit or note that closes a block: "(Xinhua)"
_OPENERS = "\"'“‘«([¿¡*#-–—"
# words that open a sentence after an abbreviation such as U.S. or Inc.
_STARTERS = frozenset(
    "the a an this that these those he she it they we you i his her its their our my your in on at by"
    " for from with after before during since while when where who what why how as if although though"
    " but and or so yet however there here then now both all some many most more such each no not one"
    " two three still also even meanwhile".split()
)


_TAG = re.compile(
    rf"(?!(?:{'|'.join(w.capitalize() for w in sorted(_STARTERS))})\b)"
    rf"(?:[A-Z][\w.'’-]*\s+){{1,4}}(?:{_ASKED})\b"
)  # "Why?" Wang Yi asked
_NUMBER = re.compile(r"\d{1,3}|[A-Za-z]|[IVXivx]+")  # of a list: 1. a. IV.
_INITIAL = re.compile(r"[A-Z]\.")
_STOPPED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")


@cache
def _abbreviations() -> dict[str, str]:
    from analysis.lexicons import load_lexicon

    table = load_lexicon("abbreviations")
    kinds = dict(zip(table["pattern"], table["kind"], strict=True))
    opening = {pattern.capitalize(): kind for pattern, kind in kinds.items() if kind in ("latin", "number")}
    return kinds | opening | {pattern.upper(): kind for pattern, kind in kinds.items() if kind == "title"}


@cache
def _ending(web: bool) -> re.Pattern:
    """What may end a sentence; the group `plain` surely does, longer abbreviations left out."""
    tails = {word[-5:-1] for word in _abbreviations() if re.fullmatch("[a-z]{4}", word[-5:-1])} | {"viii"}
    but = "".join(rf"(?<!{tail}.)" for tail in sorted(tails))
    end = rf"[.!?…](?:(?P<plain>{_LONG}{but})|{_MARK})"
    return re.compile(rf"{end}|{_WEB.replace('?P<next>', '?P<after>')}" if web else end)


def split_sentences(documents: pd.DataFrame) -> pd.DataFrame:
    """Sentences frame: one row per sentence; headings, captions and titles are rows of their own layer.

    sent_id counts from 0 in each document; start and end are offsets into its text. Date lines and bylines
    give no row. Rules: a stop, question or exclamation mark (closing quotes and brackets go with it) before
    white space ends a sentence, unless the stop belongs to an abbreviation (abbreviations.csv), an initial,
    a list number or a decimal. After U.S., Inc., p.m. and the like a sentence ends only before a word that
    often opens one. A mark behind a word in small letters ends one before a small letter too (writers
    without capitals), a credit such as "(Xinhua)" stays with the last sentence of its block.

    voice and speaker are filled for body sentences, "" and missing elsewhere: direct (more than half of the
    words, the tag "he said" not counted, stand in speech quotes), mixed (quoted words and a reporting verb,
    or fewer words of speech), attributed (a reporting verb or "according to" and nothing quoted),
    unattributed. A paraphrase is not carried over a full stop. In a transcript (`analysis.turns`) every
    sentence of a turn is direct, its speaker the label's ("Xinhua: ..."). Where the documents have a column `speaker`,
    and a document no quoted speech, its remaining body sentences are direct, with that speaker: a speech is
    its speaker's own voice.

    Caveat: text without stops (subtitles) is cut at paragraphs only. Per document. Raises ValueError when
    the frame is no documents frame.
    """
    schema.check(documents, "documents")
    owners = documents["speaker"] if "speaker" in documents.columns else [None] * len(documents)
    columns: dict[str, list] = {name: [] for name in schema.FRAMES["sentences"]}
    for doc_id, text, owner in zip(documents["doc_id"], documents["text"], owners, strict=True):
        for name, values in _document(doc_id, text, owner).items():
            columns[name] += values
    return schema.typed(pd.DataFrame(columns), "sentences")


def _document(doc_id: str, text: str, owner: str | None) -> dict[str, list]:
    """The columns of the sentences of one document."""
    end = _ending(any(sign in text for sign in _WEB_SIGNS))
    layers = [layer for layer in layers_of(text) if layer[0] not in ("dateline", "byline")]
    spans, sections, kinds = [], [], []
    for kind, section, begin, close in layers:
        cut = _sentences(text, begin, close, end) if kind in ("body", "caption") else [(begin, close)]
        spans += cut
        sections += [section] * len(cut)
        kinds += [kind] * len(cut)
    found = find_voices(text, layers, spans) | find_turns(text, layers, spans, owner)
    own = isinstance(owner, str) and owner and all(v not in ("direct", "mixed") for v, _ in found.values())
    voice = "direct" if own else "unattributed"
    voices = [voice if kind == "body" else "" for kind in kinds]
    speakers = [owner if kind == "body" else None for kind in kinds] if own else [None] * len(kinds)
    for i, spoken in found.items():
        if kinds[i] == "body":
            voices[i], speakers[i] = spoken
    return {
        "doc_id": [doc_id] * len(spans),
        "sent_id": range(len(spans)),
        "section": sections,
        "layer": kinds,
        "voice": voices,
        "speaker": speakers,
        "start": [start for start, _ in spans],
        "end": [close for _, close in spans],
        "text": [text[start:close] for start, close in spans],
    }


def _sentences(text: str, begin: int, close: int, end: re.Pattern) -> list[tuple[int, int]]:
    """Spans of the sentences of one block."""
    spans, start = [], begin
    for match in end.finditer(text, begin, close):
        if match.lastgroup == "plain":
            stop = match.end()
            spans.append((start, stop))
            start = stop + 1
        elif _ends(text, start, match) and not _REMARK.fullmatch(text, match.start(match.lastgroup), close):
            spans.append((start, match.end()))
            start = match.start(match.lastgroup)
    if start < close:
        spans.append((start, close))
    return spans


def _ends(text: str, start: int, match: re.Match) -> bool:
    """Does the sentence that began at `start` end at this mark?"""
    if match.lastgroup == "after":  # an address or a smiley
        return True
    mark, following = text[match.start() : match.start("close")], match["next"]
    if _SMILEY.fullmatch(following):
        return False
    head = following.lstrip(_OPENERS)[:1]
    before = text[max(start, match.start() - 40) : match.start()].rstrip()
    word = before[max(map(before.rfind, " \n\t(/")) + 1 :].lstrip(_OPENERS)
    if head.islower() and not following.startswith("http"):
        return not match["close"] and _ends_before_lower(word, mark)
    if match["close"]:
        asked = mark[-1] in "?!" and match["close"][0] in "\"'”’"
        return not (asked and _TAG.match(text, match.start("next")))
    if mark != ".":
        return True
    earlier = before[: len(before) - len(word)].split()[-1:]
    listed = not earlier or earlier[0][-1] in ":;.!?" and earlier[0] not in _abbreviations()  # not "Jan. 3."
    return _ends_after(word, following, listed=listed)


def _ends_before_lower(word: str, mark: str) -> bool:
    """Does a mark after `word` end a sentence though a small letter follows?"""
    if mark == ".":
        return len(word) > 1 and word.isalpha() and word.islower() and word + "." not in _abbreviations()
    if mark == "!":  # "Yahoo! has"
        return word.islower()
    return mark[-1] in "?!"


def _ends_after(word: str, following: str, *, listed: bool) -> bool:
    """Does a stop after `word` end a sentence before `following`? `listed`: as a list number."""
    kind = _abbreviations().get(word + ".")
    opens = following.strip(_OPENERS + ".,:;!?\"'”’)").lower() in _STARTERS
    if listed and _NUMBER.fullmatch(word):
        return False
    if kind == "title" or (len(word) == 1 and word.islower() and following[:1].isdigit()):  # c. 1890
        return False
    if kind in ("number", "month"):
        return not following[:1].isdigit() and (kind == "month" or opens) and following[:1] != "("
    if kind == "closing":  # etc.
        return not following[:1].isdigit()
    if kind:
        return opens
    if len(word) == 1 and word.isupper():  # an initial, or World War I
        return not _INITIAL.match(following) and (word == "I" or opens and following not in ("A", "I"))
    if _STOPPED.fullmatch(word):  # U.S., e.g.
        return opens
    return True
