"""Turns of a transcript: press conferences and interviews that name who speaks at the head of a paragraph.

A label is "Q:", "A.", "Xinhua:", "THE PRESIDENT:" or "Mr. Ruiz (Peru) (spoke in Spanish):": at most six words,
capitalised but for small ones, behind them a colon and something said. A text is a transcript when a question is
labelled and anything else, or when at least three paragraphs are labelled and a label comes back. A turn lasts to
the next label or heading.
"""

import re
from bisect import bisect_right
from collections import Counter

from analysis.names import full_name

_MARK = r"[*_]{0,3}"  # markdown's bold and italics
_LABEL = re.compile(
    rf"{_MARK}(?:(?P<letter>[QA]{_MARK}[:.]|Q(?=[ \t]+[A-Z]))"
    rf"|(?P<name>[A-Z][\w.'’&/-]*(?: (?:[A-Z][\w.'’&/-]*|of|the|and|for|from|to|in|de|van|al)){{0,5}})"
    rf"(?: \([^()]{{1,40}}\)){{0,2}}{_MARK}:){_MARK}(?=\s|$)"
)
_NO_LABEL = frozenset(
    "Note Photo Source Background Date Time Place Venue Subject Update Correction Tags".split()
)
_QUESTION, _ANSWER = frozenset(("Q", "Question")), frozenset(("A", "Answer"))
_SAID = re.compile(r"[.?!…:][\"'”’)\]*_]*$")
_ASIDE = re.compile(r"[(\[][^()\[\]]*[)\]]\.?")  # (Applause.)


def find_turns(
    text: str, layers: list[tuple], spans: list[tuple[int, int]], owner: str | None
) -> dict[int, tuple[str, str | None]]:
    """Voice and speaker of the sentences (positions in `spans`, in order) that stand in a turn; none where it is no transcript.

    direct, and the label's name without its titles, in the fullest form given; Q and A stay letters, but A is
    `owner` where the metadata name the speaker. A note in brackets, "(Applause.)", is nobody's.
    """
    labels = _labels(text, layers)
    if not labels:
        return {}
    speakers = _speakers(text, labels.values(), owner)
    starts, turns, speaker = [start for start, _ in spans], {}, None
    for at, (kind, _, begin, close) in enumerate(layers):
        speaker = speakers[labels[at]] if at in labels else speaker if kind == "body" else None
        if speaker is None or kind != "body":
            continue
        for i in range(bisect_right(starts, begin - 1), bisect_right(starts, close - 1)):
            if not _ASIDE.fullmatch(text, *spans[i]):
                turns[i] = ("direct", speaker)
    return turns


def _labels(text: str, layers: list[tuple]) -> dict[int, str]:
    """The label of each body block that has one, by position; empty where the text is no transcript."""
    found = {}
    for at, (kind, _, begin, close) in enumerate(layers):
        match = _LABEL.match(text, begin, close) if kind == "body" else None
        if match and match["name"] not in _NO_LABEL and _SAID.search(text, max(begin, close - 6), close):
            found[at] = match["name"] or match["letter"][0]
    times = Counter(found.values())
    if len(times) < 2:
        return {}
    asked = any(label.capitalize() in _QUESTION for label in times)
    return found if asked or (len(found) >= 3 and max(times.values()) > 1) else {}


def _speakers(text: str, labels, owner: str | None) -> dict[str, str]:
    """The speaker behind each label."""
    names = full_name(text)
    found = {}
    for label in dict.fromkeys(labels):
        answer = label.capitalize() in _ANSWER
        plain = answer or label.capitalize() in _QUESTION
        found[label] = owner if answer and owner else label if plain else names(label)
    return found
