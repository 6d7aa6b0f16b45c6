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
  only when qualified, large, said to be reached ("rose to 193") or the subject of a verb ("40 signed").
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from analysis import schema
from analysis.lexicons import load_lexicon

_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([a-z]{1,3})?", re.ASCII)
_FRACTION = re.compile(r"([1-9])/([2-9])", re.ASCII)  # 2 1/2 million
_COMPOUND = re.compile(r"(\d[\d.,]*)((?:-[^\W\d_]+)+)")
_MODALITIES = ("negated", "promised", "ongoing")  # the stronger first
# these qualifiers stand before years too: "about 1950" stays a year, "over 2000 troops" does not
_BEFORE_YEAR = {"", *"about around circa c. ca. near just only between below under beyond".split()}
_PREPOSITIONS = set("over about around under above below between near".split())
_YEAR = re.compile(r"(19|20)[0-9]{2}")
_PARTS = {"half": 0.5, "one-half": 0.5, "quarter": 0.25, "one-quarter": 0.25}
_GROUPS = {"group", "committee", "council", "gang", "forum", "class"}
_SUBJECTS = {"i", "we", "you", "he", "she", "they"}
_NAMES = {"US", "WHO", "IT"}  # the pronouns are written small
_LINKS = {"and", "to", "or", "-", "–", ","}


@cache
def _tables() -> dict[str, dict[str, list[tuple[tuple[str, ...], str, float]]]]:
    """The phrases of units.csv by kind and first word, the longest first."""
    tables: dict[str, dict[str, list[tuple[tuple[str, ...], str, float]]]] = {}
    for row in load_lexicon("units").itertuples():
        phrase = tuple(row.pattern.split())
        table = tables.setdefault(row.kind, {})
        table.setdefault(phrase[0], []).append((phrase, row.key, row.value))
    for table in tables.values():
        for phrases in table.values():
            phrases.sort(key=lambda entry: -len(entry[0]))
    return tables


def _match(kind: str, terms: list[str], i: int) -> tuple[str, int] | None:
    """Key and end of the longest phrase of a kind that begins at i."""
    if i < 0 or i >= len(terms):
        return None
    for phrase, key, _ in _tables()[kind].get(terms[i], ()):
        if len(phrase) == 1 or tuple(terms[i : i + len(phrase)]) == phrase:
            return key, i + len(phrase)
    return None


def _value(kind: str, term: str) -> float | None:
    entry = _tables()[kind].get(term)
    return entry[0][2] if entry else None


@dataclass(slots=True)
class _Sentence:
    """The words of one sentence; "90-day" stands as 90 and day, with `hyphened` at the second."""

    words: list[str]
    start: list[int]
    end: list[int]
    hyphened: set[int] = field(default_factory=set)
    terms: list[str] = field(default_factory=list)

    def term(self, i: int) -> str:
        return self.terms[i] if 0 <= i < len(self.terms) else ""

    def capital(self, i: int) -> bool:
        return 0 <= i < len(self.words) and self.words[i][0].isupper()

    def glued(self, i: int) -> bool:
        return 0 < i < len(self.words) and self.start[i] == self.end[i - 1]

    def text(self, a: int, b: int) -> str:
        gaps = ("" if self.glued(i) or i == a else "-" if i in self.hyphened else " " for i in range(a, b))
        return "".join(gap + term for gap, term in zip(gaps, self.terms[a:b], strict=True))


@dataclass(slots=True)
class _Amount:
    """A number as written from word `begin` to word `stop`, with the unit at it."""

    begin: int
    stop: int
    value: float
    factor: float = 1.0
    upper: float = np.nan
    unit: str = ""
    spelled: bool = False
    score: bool = False

    @property
    def top(self) -> float:
        return self.value if np.isnan(self.upper) else self.upper


def _sentence(words: list[str], start: list[int], end: list[int]) -> _Sentence:
    s = _Sentence([], [], [])
    for i, (word, a, b) in enumerate(zip(words, start, end, strict=True)):
        compound = _COMPOUND.fullmatch(word)
        follows = i + 1 < len(words) and start[i + 1] == b and words[i + 1][0].isalpha()
        if compound:
            for part in re.finditer(r"[^-]+", word):
                if part.start():
                    s.hyphened.add(len(s.words))
                _push(s, part[0], a + part.start(), a + part.end())
        elif word == "-" and follows and s.words and a == s.end[-1] and s.words[-1][-1].isdigit():
            s.hyphened.add(len(s.words))
        else:
            _push(s, word, a, b)
    s.terms = [word.lower().replace("’", "'").replace("\u00ad", "") for word in s.words]
    return s


def _push(s: _Sentence, word: str, start: int, end: int) -> None:
    s.words.append(word)
    s.start.append(start)
    s.end.append(end)


def _digits(s: _Sentence, i: int) -> _Amount | None:
    """A number in digits with its scale: 1,700; 300 000; 5m; 1.2 billion."""
    match = _DIGITS.fullmatch(s.term(i))
    if not match or (match[1][0] == "0" and len(match[1]) > 1):
        return None
    digits, stop, factor = match[1].replace(",", ""), i + 1, 1.0
    if not (match[2] or match[3]) and len(digits) < 4 and digits[0] != "0":
        while re.fullmatch(r"[0-9]{3}", s.term(stop)) and s.start[stop] == s.end[stop - 1] + 1:
            digits, stop = digits + s.terms[stop], stop + 1
    part = _FRACTION.fullmatch(s.term(stop)) if not (match[2] or match[3]) else None
    stop += part is not None
    if match[3]:
        factor = _value("suffix", match[3])
        if factor is None:
            return None
    elif s.glued(stop) and _value("suffix", s.term(stop)):
        factor, stop = _value("suffix", s.terms[stop]), stop + 1
    while scale := _value("scale", s.term(stop)):
        factor, stop = factor * scale, stop + 1
    number = float(digits + (match[2] or "")) + (int(part[1]) / int(part[2]) if part else 0.0)
    number = round(number * factor, 6)
    return _Amount(i, stop, number, factor)


def _spelled(s: _Sentence, i: int) -> _Amount | None:
    """A number in words: a small number first, or "a", "half a", "quarter of a" before a scale word."""
    total, current, last, j, factor = 0.0, 0.0, "", i, 1.0
    if s.term(i) in ("a", "an", *_PARTS):
        current = _PARTS.get(s.terms[i], 1.0)
        j = i + 1 + (current < 1 and s.term(i + 1) == "of")
        j += current < 1 and s.term(j) in ("a", "an")
        if not _value("scale", s.term(j)):
            return None
    while True:
        term = s.term(j)
        small, scale = _small(term), _value("scale", term)
        if small is not None and (last in ("", "scale") or (last == "tens" and small < 10)):
            current, last = current + small, "tens" if small >= 20 and not small % 10 else "small"
        elif scale and (last or current):
            if scale == 100 or scale == 12:
                current *= scale
            else:
                total, current = total + current * scale, 0.0
            last, factor = "scale", scale
        elif s.terms[j : j + 3] == ["and", "a", "half"] and last != "":
            current, j = current + 0.5 * (factor if last == "scale" else 1), j + 2
        elif term == "and" and last == "scale" and _small(s.term(j + 1)) is not None:
            pass  # two hundred and fifty
        else:
            break
        j += 1
    return _Amount(i, j, total + current, factor, spelled=True) if last else None


def _small(term: str) -> float | None:
    """Value of a number word below a hundred, "forty-five" included."""
    tens, _, ones = term.partition("-")
    first, second = _value("number", tens), _value("number", ones) if ones else 0.0
    return None if first is None or second is None else first + second


def _single(s: _Sentence, i: int) -> _Amount | None:
    """One number with the currency before it and the unit after it."""
    before = _match("before", s.terms, i)
    at = before[1] if before else i
    amount = _digits(s, at) or (None if before else _spelled(s, at))
    if amount is None:
        return None
    amount.begin = i
    after = _match("money", s.terms, amount.stop) or (
        None if before else _match("unit", s.terms, amount.stop)
    )
    if after:
        amount.stop = after[1]
    amount.unit = before[0] if before else after[0] if after else ""
    return amount


def _amount(s: _Sentence, i: int) -> _Amount | None:
    """The amount that begins at word i: a single one, a range, or a score ("12 to 3", "13-1")."""
    between = s.term(i) == "between"
    low = _single(s, i + between)
    high = _single(s, low.stop + 1) if low else None
    if not high or s.term(low.stop) not in (("and",) if between else ("to", "-", "–")):
        return None if between else low
    shares_scale = not low.unit or _match("before", s.terms, low.begin)  # "$5 to 10 million"
    if shares_scale and low.factor == 1 and low.value < high.value / high.factor:
        low.value, low.factor = low.value * high.factor, high.factor
    if not between and _is_change(s, i, low, high):
        low.unit = low.unit or high.unit
        return low
    unit = high.unit or low.unit
    if low.unit not in ("", unit) or not low.value < high.value:
        low.score = not (unit or between) and low.factor == high.factor == 1 and s.term(i - 1) != "from"
        low.stop = high.stop if low.score else low.stop
        return None if between else low
    return _Amount(i, high.stop, low.value, upper=high.value, unit=unit, spelled=high.spelled)


def _is_change(s: _Sentence, i: int, low: _Amount, high: _Amount) -> bool:
    """Whether "a to b" at word i goes from one level to another rather than over a range."""
    if s.term(i - 1) == "from":
        return low.value >= high.value or _level(s, i, 12)
    return bool(low.unit) and _level(s, i, 3)


def _level(s: _Sentence, i: int, reach: int) -> bool:
    """Whether a verb of reaching or changing stands in the `reach` words before i."""
    return any(_match("level", s.terms, k) for k in range(max(0, i - reach), i))


def _qualifier(s: _Sentence, i: int) -> tuple[str, int]:
    """The longest qualifier that ends before word i and its begin; "dispute over 12 islands" has none."""
    if s.term(i) == "between":
        return "between", i
    for begin in range(max(0, i - 5), i):
        found = _match("qualifier", s.terms, begin)
        if found and found[1] == i:
            if found[0] in ("only", "just") and s.term(begin - 1) == "not":
                break
            if not (found[0] in _PREPOSITIONS and _match("preposition", s.terms, begin - 1)):
                return found[0], begin
    return "", i


def _content(s: _Sentence, i: int) -> bool:
    """Whether word i can stand inside a noun phrase."""
    term = s.term(i)
    return term[:1].isalpha() and (not _match("stop", s.terms, i) or s.words[i] in _NAMES)


def _plural(term: str) -> bool:
    regular = len(term) > 3 and term[-1] == "s" and not term.endswith(("ss", "us", "is", "'s"))
    return regular or _match("plural", [term], 0) is not None


def _is_verb(term: str) -> bool:
    """Whether a word inside a noun phrase is more likely a participle or an adverb, by its ending."""
    return term.endswith(("ed", "ly", "ing")) and not _match("noun", [term], 0)


def _modifies(s: _Sentence, k: int) -> bool:
    """Whether a plural may stand before another noun: "arms", "United States"."""
    return bool(_match("singular", s.terms, k)) or (s.capital(k) and not s.capital(k + 1))


def _plural_phrase(s: _Sentence, i: int, limit: int = 6) -> int:
    """End of the noun phrase at i: its first plural, or the next if that modifies ("arms deals"); else i."""
    for k in range(i, i + limit):
        if k > i and s.term(k) in ("and", "or", ",", "-") and _content(s, k + 1):
            continue
        if not _content(s, k):
            break
        if _plural(s.terms[k]):
            return max(k + 1, _plural_phrase(s, k + 1, 2) if _modifies(s, k) else 0)
    return i


def _singular_phrase(s: _Sentence, i: int, after_a: bool = False) -> int:
    """End of the noun phrase at i where a noun is certain ("percent of", "a 5 percent"): up to four words.

    After "a" no plural can follow, so a word in -s is a verb ("a 5 percent tariff hits").
    """
    for k in range(i, i + 5):
        if k > i and s.term(k) == "-" and s.glued(k):
            continue
        if not _content(s, k) or k == i + 4 or (k > i and _is_verb(s.terms[k])):
            return k
        if _plural(s.terms[k]) and not _modifies(s, k):
            return k if after_a and k > i else k + 1
    return i


def _after_of(s: _Sentence, i: int) -> tuple[int, int]:
    """Noun phrase after "of" at i-1: articles, numbers and a possessor ("India's") are passed over."""
    while _match("determiner", s.terms, i) or _single(s, i) and not _match("unit", s.terms, i):
        number = _single(s, i)
        i = number.stop if number else i + 1
    end = (
        max(_plural_phrase(s, i), _singular_phrase(s, i)) if not _plural(s.term(i)) else _plural_phrase(s, i)
    )
    for k in range(i, min(i + 4, len(s.terms))):
        if s.terms[k] in ("'s", "'") and s.glued(k) and s.term(k - 1) not in ("that", "it", "there"):
            return _after_of(s, k + 1)
    return i, end


def _counted(s: _Sentence, a: _Amount, begin: int) -> tuple[int, int]:
    """Where the noun phrase stands that the amount counts; an empty range where there is none."""
    i = a.stop
    if not a.unit:
        while s.term(i) in ("more", "other", "further", "additional", "extra", "such"):
            i += 1
        if s.term(i) == "of":
            return _after_of(s, i + 1)
        if s.term(i) == "strong":
            return i + 1, _singular_phrase(s, i + 1, s.term(begin - 1) == "a")
        return i, _plural_phrase(s, i)
    money = bool(_match("before", s.terms, a.begin) or _is_money(a.unit))
    if s.terms[i : i + 2] == ["worth", "of"]:
        return _after_of(s, i + 2)
    if s.term(i) == "of" and not s.term(i + 1)[:1].isdigit():
        return _after_of(s, i + 1)
    if money and s.term(i) == "in" and _content(s, i + 1) and not s.capital(i + 1):
        return i + 1, _singular_phrase(s, i + 1)
    if _match("determiner", s.terms, begin - 1):
        return i, _singular_phrase(s, i, s.term(begin - 1) in ("a", "an"))
    return i, _plural_phrase(s, i, 3)


@cache
def _is_money(unit: str) -> bool:
    return any(key == unit for phrases in _tables()["money"].values() for _, key, _ in phrases)


def _is_date(s: _Sentence, a: _Amount, qualifier: str) -> bool:
    """Dates, years, clock times and durations."""
    if _match("duration", s.terms, a.stop) or _match("duration", s.terms, a.stop + 1) and _content(s, a.stop):
        return True
    if a.unit or a.spelled or a.factor != 1:
        return s.term(a.begin) in ("eighteen", "nineteen") and s.term(a.begin + 1) == "hundred"
    for k in (a.stop, a.stop + (s.term(a.stop) == "of"), a.begin - 1):
        if a.top <= 31 and s.capital(k) and _match("month", s.terms, k):
            return True
    digits = s.terms[a.stop - 1]
    return 1800 <= a.top <= 2100 and digits.isdigit() and qualifier in _BEFORE_YEAR


def _is_name(s: _Sentence, a: _Amount, named: int) -> bool:
    """Numbered names: Article 5, Resolutions 242 and 338, the Group of 77, Fourteen Points."""
    b = a.begin
    if a.unit or a.factor > 1 or "," in s.term(b):
        return False
    if _match("numbered", s.terms, b - 1) or (named == b - 1 and s.term(b - 1) in _LINKS):
        return True
    if s.term(b - 1) == "of" and s.capital(b - 2) and s.term(b - 2) in _GROUPS:
        return True
    inside = b > 0 and s.words[b - 1][0].isalnum()
    return a.spelled and inside and s.capital(b) and s.capital(a.stop) and not s.words[b].isupper()


def _is_other(s: _Sentence, a: _Amount) -> bool:
    """Small words, telephone numbers, fractions with a slash, ratios, scores."""
    b = a.begin
    if a.score or not np.isfinite(a.top) or (a.spelled and a.top < 10):
        return True
    if "/" in (s.term(b - 1), s.term(a.stop)):
        return True
    if s.term(a.stop) in ("times", "fold") or s.terms[a.stop : a.stop + 2] == ["out", "of"]:
        return True
    if a.stop in s.hyphened and s.term(a.stop) != "strong":
        return True  # "the 27-nation bloc" describes, it does not count
    if not a.unit and not a.spelled and (s.term(b - 1)[:1].isdigit() or s.term(a.stop)[:1].isdigit()):
        return True
    if s.term(b - 1) == "-" and s.glued(b) and s.term(b - 2)[-1:].isdigit():
        return True  # the rest of a date or a number written with hyphens
    every = s.term(b - 1) == "every"
    before = s.terms[max(0, b - 3 - every) : b - every]  # "nine out of ten", "1 in every 12"
    share = before[-1:] == ["in"] and before[-2:-1] or before[-2:] == ["out", "of"] and before[:1]
    return bool(share) and (_small(share[0]) is not None or share[0].isdigit())


def _stands_alone(s: _Sentence, a: _Amount, qualifier: str) -> bool:
    """Whether a number with neither unit nor noun is still a figure."""
    last, nxt = s.term(a.begin - 1), s.term(a.stop)
    if s.terms[a.stop - 1][-1] in "mkb" and not a.spelled:
        return False  # "5m" may be metres
    ages = {"age", "ages", "aged"} & set(s.terms[max(0, a.begin - 5) : a.begin])
    if a.top < 100 and (ages or qualifier in ("over", "under")):
        return False
    if qualifier or a.factor > 1 or a.top >= 10_000 or "," in s.terms[a.begin] or nxt == "more":
        return True
    if _match("level", s.terms, a.begin - 1) or last in ("to", "at", "from", "by") and _level(s, a.begin, 6):
        return True
    follows = _match("finite", s.terms, a.stop) or nxt.endswith("ed") or nxt in ("dead", "wounded", "missing")
    return bool(follows) and not s.capital(a.begin - 1) and last != "of"


def _cue(s: _Sentence, i: int) -> tuple[str, int] | None:
    """The modality that the words at i set, and their end; a capitalised word inside a sentence is a name."""
    if i and s.capital(i):
        return None
    found = None
    for kind in ("neutral", *_MODALITIES):
        match = _match(kind, s.terms, i)
        if match and (not found or match[1] > found[1]):
            found = kind, match[1]
    if found is None and s.terms[i] in ("is", "are", "am", "'re", "'m", "been"):
        k = i + 1 + (s.term(i + 1).endswith("ly") or s.term(i + 1) in ("now", "also", "still"))
        if s.term(k).endswith("ing") and len(s.term(k)) > 4:
            found = "ongoing", k
    return found


def _cues(s: _Sentence) -> dict[int, str]:
    """Modality by the position of the words that set it."""
    cues, i = {}, 0
    while i < len(s.terms):
        found = _cue(s, i)
        if found and found[0] != "neutral":
            cues[i] = found[0]
        i = found[1] if found else i + 1
    return cues


def _opens_clause(s: _Sentence, i: int, cues: dict[int, str]) -> bool:
    """Whether a finite verb or a cue follows soon on the coordinator or comma at i."""
    number = False
    for k in range(i + 1, min(i + 7, len(s.terms))):
        term = s.terms[k]
        if term in ("that", ",", "and", "or") or _match("boundary", s.terms, k):
            return False
        if _match("finite", s.terms, k) or (not number and (k in cues or term.endswith("ed"))):
            return True
        number = number or term[:1].isdigit()
    return False


@dataclass(slots=True)
class _Clauses:
    """Where each clause begins, its modality, and the last "by 2030" in it (-1 where none)."""

    begins: list[int]
    modality: list[str]
    by_year: list[int]

    def at(self, a: _Amount) -> tuple[str, int]:
        """Modality of an amount and where its clause begins."""
        k = bisect_right(self.begins, a.begin) - 1
        modality = self.modality[k]
        planned = modality in ("done", "ongoing") and self.by_year[k] >= a.stop
        return ("promised" if planned else modality), self.begins[k]


def _clauses(s: _Sentence) -> _Clauses:
    """Clauses begin at ; : ( who while but ..., and at a coordinator or comma that opens one."""
    cues, begins = _cues(s), [0]
    full = False  # a verb or number has been seen: before it, "and" only joins two subjects
    for i, term in enumerate(s.terms):
        # "programs we do not need": a relative clause without its pronoun
        word = _match("boundary", s.terms, i) and s.words[i] not in _NAMES
        opens = word or (term in _SUBJECTS and _content(s, i - 1))
        if opens or (full and term in ("and", "or", ",", "nor", "so", "yet") and _opens_clause(s, i, cues)):
            begins.append(i)
            full = False
        verb = i in cues or term.endswith("ed") or _match("finite", s.terms, i)
        full = full or bool(verb) or term[:1].isdigit()
    modality, by_year = [], []
    for a, b in zip(begins, [*begins[1:], len(s.terms)], strict=True):
        found = {cues[i] for i in range(a, b) if i in cues}
        modality.append(next((m for m in _MODALITIES if m in found), "done"))
        by_year.append(_by_year(s, a, b))
    return _Clauses(begins, modality, by_year)


def _by_year(s: _Sentence, a: int, b: int) -> int:
    """Position of the last "by 2030" of a clause without a past form; else -1."""
    if any(_match("finite", s.terms, k) or s.terms[k].endswith("ed") for k in range(a, b)):
        return -1
    years = (k for k in range(a, b - 1) if s.terms[k] == "by" and _YEAR.fullmatch(s.terms[k + 1]))
    return max(years, default=-1)


def _read(s: _Sentence) -> list[tuple]:
    """The claims of one sentence: the frame's columns from start to modality, and the clause's start."""
    rows, i, named, clauses = [], 0, -1, None
    while i < len(s.terms):
        a = _amount(s, i)
        if a is None:
            i += 1
            continue
        i = a.stop
        qualifier, begin = _qualifier(s, a.begin)
        name = _is_name(s, a, named)
        named = a.stop if name else -1
        if name or _is_date(s, a, qualifier) or _is_other(s, a):
            continue
        claim = _claim(s, a, qualifier, begin)
        if claim:
            clauses = clauses or _clauses(s)
            modality, clause = clauses.at(a)
            rows.append((s.start[begin], s.end[claim[0] - 1], *claim[1:], modality, s.start[clause]))
            i = max(i, claim[0])
    return rows


def _claim(s: _Sentence, a: _Amount, qualifier: str, begin: int) -> tuple | None:
    """End, value, upper, unit, counted and qualifier of an amount that is a figure; else None."""
    after = _match("after", s.terms, a.stop)
    if after:
        qualifier, a.stop = qualifier or after[0], after[1]
    first, last = _counted(s, a, begin)
    if _match("duration", s.terms, a.stop) or (last > first and _match("duration", s.terms, last - 1)):
        return None
    if not a.unit and last <= first and not _stands_alone(s, a, qualifier):
        return None
    stop = a.stop + (s.term(a.stop) == "more")
    # "twelve of the 15 members": the noun stands behind a second figure, so this row ends before it
    if last > first and not any(_single(s, k) for k in range(a.stop, first)):
        stop = last
    return stop, a.value, a.upper, a.unit, s.text(first, last), qualifier


def _seeds(tokens: pd.DataFrame) -> np.ndarray:
    """Which tokens may begin a number of ten or more: looked up once per distinct term."""
    terms = tokens["term"].cat.categories
    seed = [t[:1].isdigit() or bool(_value("scale", t)) or (_small(t) or 0) >= 10 for t in terms]
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
        s = _sentence(names[codes[a:b]].tolist(), start[a:b].tolist(), end[a:b].tolist())
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
    """The actor of each claim, "" where no mention before it can be a subject."""
    mentions = mentions[~mentions["in_name"] & ~mentions["kind"].isin(["prefix", "region"])]
    known: dict[tuple, list] = {}
    for m in mentions.itertuples():
        known.setdefault((m.doc_id, m.sent_id), []).append(m)
    actors = []
    for row, begin, text in zip(frame.itertuples(), starts, texts, strict=True):
        near = [m for m in known.get((row.doc_id, row.sent_id), ()) if m.end <= row.start]
        inside = [m for m in near if m.start >= row.clause]
        subjects = (m for m in [*inside, *near] if _subject(m, text, begin, row.clause))
        actors.append(getattr(next(subjects, None), "actor", ""))
    return actors


def _subject(mention, text: str, begin: int, clause: int) -> bool:
    """Whether a mention can be a subject by its neighbours: "the U.S.", "and China has", "Chinese troops"."""
    since = max(clause if mention.start >= clause else begin, mention.start - 40)
    before = text[since - begin : mention.start - begin].lower().split()
    before = before[:-1] if before[-1:] == ["the"] else before
    after = text[mention.end - begin : mention.end - begin + 40]
    if after[:1] in ("-", "–", "/", "'", "’") or (before and _match("oblique", before, len(before) - 1)):
        return False
    if mention.kind == "demonym":
        following = after.split(maxsplit=1)
        return bool(following) and _match("body", [following[0].strip(".,;:")], 0) is not None
    return not (len(before) > 1 and before[-1] in ("and", "or"))
