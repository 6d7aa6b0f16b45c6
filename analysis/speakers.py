"""Reporting verbs and the names of those who speak (speech.csv), for quotes and voice.

A tag is a reporting verb with its subject: "Wang said", "he added", "said the minister", "according to
Wang". Verbs with other uses count only with a clause behind them ("announced that") or as a tag set off by
a comma ("..., he promised."); participles only behind a comma ("..., saying they would come"), some only
with a clause ("adding that"), and their subject is the sentence's. The speaker is the name beside the verb
without its titles, in the fullest form given so far; he, she and "the minister" stand for the one who spoke
last; anyone else ("officials said") is nobody's name.
"""

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from analysis.names import AFTER_NAME, OPENING, Names, speech_words

_NOT_SPEAKERS = frozenset(
    "i we you who was were is are be been being when if not to and or as it what which".split()
)
_BETWEEN = frozenset(
    "has have had also then later further again once already just only repeatedly both all".split()
)
_NO_SOURCE = frozenset(
    "plan plans schedule law laws need needs custom tradition rule rules its their his her".split()
)


_CLAUSE = re.compile(
    r" (?:\w+ly |\w+day |(?:on|in|at|to|last|this) (?:[\w.]+ ){1,3}?)?(?:that|how|why|whether)\b"
)
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?) (?:[\w-]+ )?\Z")
_LABELLED = re.compile(r" (?:[\w’'-]+ ){1,8}[\"“]")


class Tag(NamedTuple):
    """A reporting verb with its subject."""

    start: int
    end: int
    speaker: str | None


@cache
def _verbs() -> re.Pattern:
    verbs = {"according to"}.union(*map(speech_words, ("strong", "weak", "base", "saying", "adding")))
    by_letter: dict[str, list[str]] = {}  # one branch per letter: several times as fast as one per word
    for verb in sorted(verbs):
        by_letter.setdefault(verb[0], []).append(verb[1:])
    branches = (rf"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    return re.compile(rf" (?:{'|'.join(branches)})\b")


def find_tags(text: str, layers: list[tuple], quotes: list) -> list[Tag]:
    """The reporting verbs in the body and outside its quotes (anything with start and end, in order)."""
    verbs = [*_verbs().finditer(text)]
    if "According to" in text:
        verbs = sorted([*verbs, *re.finditer(r"According to\b", text)], key=re.Match.start)
    names, blocks, begins, tags = (
        Names(text),
        [layer[2] for layer in layers],
        [quote.start for quote in quotes],
        [],
    )
    for verb in verbs:
        at = verb.start()
        kind, _, begin, close = layers[max(0, bisect_right(blocks, at) - 1)] if layers else ("", 0, 0, 0)
        if kind != "body" or not begin <= at < close:
            continue
        i = bisect_right(begins, at) - 1
        if i < 0 or at >= quotes[i].end:
            participle = verb[0].strip() in speech_words("saying") | speech_words("adding")
            tag = (
                _participle(text, begin, verb, tags, names)
                if participle
                else _tag(text, begin, close, verb, names)
            )
            tags += [tag] if tag else []
    return tags


def _participle(text: str, begin: int, verb: re.Match, tags: list[Tag], names: Names) -> Tag | None:
    """Behind a comma: "..., saying they would come", "..., adding that"; its subject is the sentence's."""
    at = verb.start()
    after = text[verb.end() : verb.end() + 90]
    if text[at - 1] != "," or (verb[0].strip() in speech_words("adding") and not _CLAUSE.match(after)):
        return None
    opening = max((stop.end() for stop in OPENING.finditer(text, max(begin, at - 400), at)), default=begin)
    said = tags and tags[-1].start >= opening
    return Tag(at, verb.end(), tags[-1].speaker if said else names.opening(text[opening:at]))


def _tag(text: str, begin: int, close: int, verb: re.Match, names: Names) -> Tag | None:
    """A reporting verb with its subject, or None where it reports nothing."""
    word = verb[0].strip()
    after = text[verb.end() : min(close, verb.end() + 90)]
    if word.endswith("to"):  # according to
        source = after.split()[:4]
        if not source or source[0].strip(",.").lower() in _NO_SOURCE:
            return None
        speaker, length = names.behind(after)
        return Tag(verb.start(), verb.end() + length, speaker)
    strong = word in speech_words("strong")
    if not strong and word not in speech_words("base") and not _may_report(text, verb, word, after):
        return None
    before = text[max(begin, verb.start() - 120) : verb.start()]
    kept = before.split(" ")
    while kept and (kept[-1] in _BETWEEN or kept[-1].endswith("ly")):
        kept.pop()
    subject = kept[-1] if kept else ""
    behind_quote = bool(re.search(r"[\"”’',]$", subject))
    if not strong and not _reports(word, subject, after, before):
        return None
    if behind_quote or not subject:  # "..., said Wang"
        speaker, length = names.behind(after)
        if length and (subject[-1:] != "," or AFTER_NAME.match(after, length - 1)):
            return Tag(verb.start(), verb.end() + length, speaker)
    if subject.strip("\"“'‘(").lower() in _NOT_SPEAKERS or not subject or subject[-1] in ".?!":
        return None
    speaker, length = names.before(" ".join(kept))
    start = verb.start() - (len(before) - len(" ".join(kept))) - length
    article = _ARTICLE.search(text, max(begin, start - 25), start)
    return Tag(article.start() if article else start, verb.end(), speaker)


def _may_report(text: str, verb: re.Match, word: str, after: str) -> bool:
    """A quick look at what stands around a verb with other uses."""
    marked = after[:1] in ",.;:" or text[verb.start() - 1] in '"”’'
    return bool(marked or _CLAUSE.match(after) or _labels(word, after))


def _labels(word: str, after: str) -> bool:
    """The ministry called the move "a provocation"."""
    return word in ("called", "described") and bool(_LABELLED.match(after))


def _reports(word: str, subject: str, after: str, before: str) -> bool:
    """Does a verb with other uses report here? With a clause or a quote beside it, or as a tag set off by a comma."""
    if word in speech_words("base"):
        return subject.endswith("s") and subject.islower() or subject in ("people", "they", "They", "media")
    if re.search(r"[,?!][\"”’]$", subject) or re.match(r"[:,] [\"“‘]", after) or _labels(word, after):
        return True  # "Why?" asked Wang; Wang asked: "Why?"
    set_off = re.search(r"[\"”’,] ?(?:[A-Z][\w.’'-]*|[a-z]{2,3})(?: [A-Z\w][\w.’'-]*){0,3}$", before)
    return bool(_CLAUSE.match(after)) or bool(set_off and re.match(r"[.,;]|$", after))
