"""Is a stated figure done, ongoing, promised or negated: cue words and how far each reaches in its clause."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from analysis.counted import is_content
from analysis.numerals import NAMES, Amount, Sentence, match_phrase

_MODALITIES = ("negated", "promised", "ongoing")  # the stronger first
_SUBJECTS = {"i", "we", "you", "he", "she", "they"}
_YEAR = re.compile(r"(19|20)[0-9]{2}")


def _cue(s: Sentence, i: int) -> tuple[str, int] | None:
    """The modality that the words at i set, and their end.

    None for a capitalised word inside a sentence (a name) and for a noun that is counted ("1,042 requests"); a
    promise to say something ("I would like to stress that") is neutral.
    """
    counted = s.terms[i].endswith("s") and s.term(i - 1)[-1:].isdigit() and not _YEAR.fullmatch(s.term(i - 1))
    if i and (s.capital(i) or counted):
        return None
    found = None
    for kind in ("neutral", *_MODALITIES):
        match = match_phrase(kind, s.terms, i)
        if match and (not found or match[1] > found[1]):
            found = kind, match[1]
    if found and found[0] == "promised" and match_phrase("say", s.terms, found[1]):
        return "neutral", found[1]
    if found is None and s.terms[i] in ("is", "are", "am", "'re", "'m", "been"):
        k = i + 1 + (s.term(i + 1).endswith("ly") or s.term(i + 1) in ("now", "also", "still"))
        if s.term(k).endswith("ing") and len(s.term(k)) > 4:
            found = "ongoing", k
    return found


def _cues(s: Sentence) -> dict[int, str]:
    """Modality by the position of the words that set it."""
    cues, i = {}, 0
    while i < len(s.terms):
        found = _cue(s, i)
        if found and found[0] != "neutral":
            cues[i] = found[0]
        i = found[1] if found else i + 1
    return cues


def _opens_clause(s: Sentence, i: int, cues: dict[int, str]) -> bool:
    """Whether a finite verb or a cue follows soon on the coordinator or comma at i."""
    number = False
    for k in range(i + 1, min(i + 7, len(s.terms))):
        term = s.terms[k]
        if term in ("that", ",", "and", "or") or match_phrase("boundary", s.terms, k):
            return False
        if match_phrase("finite", s.terms, k) or (not number and (k in cues or term.endswith("ed"))):
            return True
        number = number or term[:1].isdigit()
    return False


@dataclass(slots=True)
class Clauses:
    """Where each clause begins, its modality, and the last "by 2030" in it (-1 where none)."""

    begins: list[int]
    modality: list[str]
    by_year: list[int]

    def at(self, a: Amount) -> tuple[str, int]:
        """Modality of an amount and where its clause begins."""
        k = bisect_right(self.begins, a.begin) - 1
        modality = self.modality[k]
        planned = modality in ("done", "ongoing") and self.by_year[k] >= a.stop
        return ("promised" if planned else modality), self.begins[k]


def split_clauses(s: Sentence) -> Clauses:
    """Clauses begin at ; : ( who while but ..., and at a coordinator or comma that opens one."""
    cues, begins = _cues(s), [0]
    full = False  # a verb or number has been seen: before it, "and" only joins two subjects
    for i, term in enumerate(s.terms):
        # "programs we do not need": a relative clause without its pronoun
        word = match_phrase("boundary", s.terms, i) and s.words[i] not in NAMES
        opens = word or (term in _SUBJECTS and is_content(s, i - 1))
        joins = term in ("and", "or", ",", "nor") or (term in ("so", "yet") and s.term(i - 1) == ",")
        if opens or (full and joins and _opens_clause(s, i, cues)):
            begins.append(i)
            full = False
        verb = i in cues or term.endswith("ed") or match_phrase("finite", s.terms, i)
        full = full or bool(verb) or term[:1].isdigit()
    modality, by_year = [], []
    for a, b in zip(begins, [*begins[1:], len(s.terms)], strict=True):
        found = {cues[i] for i in range(a, b) if i in cues}
        modality.append(next((m for m in _MODALITIES if m in found), "done"))
        by_year.append(_by_year(s, a, b))
    return Clauses(begins, modality, by_year)


def _by_year(s: Sentence, a: int, b: int) -> int:
    """Position of the last "by 2030" of a clause without a past form; else -1."""
    if any(match_phrase("finite", s.terms, k) or s.terms[k].endswith("ed") for k in range(a, b)):
        return -1
    years = (k for k in range(a, b - 1) if s.terms[k] == "by" and _YEAR.fullmatch(s.terms[k + 1]))
    return max(years, default=-1)
