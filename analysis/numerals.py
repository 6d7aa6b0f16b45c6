"""Sentences of words to amounts: digits, spelled-out numbers, scales and ranges. Word lists: lexicons/units.csv."""

import re
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from analysis.lexicons import load_lexicon

_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([a-z]{1,3})?", re.ASCII)
_FRACTION = re.compile(r"([1-9])/([2-9])", re.ASCII)  # 2 1/2 million
_COMPOUND = re.compile(r"(\d[\d.,]*)((?:-[^\W\d_]+)+)")
_PARTS = {"half": 0.5, "one-half": 0.5, "quarter": 0.25, "one-quarter": 0.25}
NAMES = {"US", "WHO", "IT"}  # the pronouns are written small


@cache
def load_tables() -> dict[str, dict[str, list[tuple[tuple[str, ...], str, float]]]]:
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


def match_phrase(kind: str, terms: list[str], i: int) -> tuple[str, int] | None:
    """Key and end of the longest phrase of a kind that begins at i."""
    if i < 0 or i >= len(terms):
        return None
    for phrase, key, _ in load_tables()[kind].get(terms[i], ()):
        if len(phrase) == 1 or tuple(terms[i : i + len(phrase)]) == phrase:
            return key, i + len(phrase)
    return None


def word_value(kind: str, term: str) -> float | None:
    entry = load_tables()[kind].get(term)
    return entry[0][2] if entry else None


@dataclass(slots=True)
class Sentence:
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
class Amount:
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


def make_sentence(words: list[str], start: list[int], end: list[int]) -> Sentence:
    s = Sentence([], [], [])
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


def _push(s: Sentence, word: str, start: int, end: int) -> None:
    s.words.append(word)
    s.start.append(start)
    s.end.append(end)


def _digits(s: Sentence, i: int) -> Amount | None:
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
        factor = word_value("suffix", match[3])
        if factor is None:
            return None
    elif s.glued(stop) and word_value("suffix", s.term(stop)):
        factor, stop = word_value("suffix", s.terms[stop]), stop + 1
    while scale := word_value("scale", s.term(stop)):
        factor, stop = factor * scale, stop + 1
    number = float(digits + (match[2] or "")) + (int(part[1]) / int(part[2]) if part else 0.0)
    number = round(number * factor, 6)
    return Amount(i, stop, number, factor)


def _spelled(s: Sentence, i: int) -> Amount | None:
    """A number in words: a small number first, or "a", "half a", "quarter of a" before a scale word."""
    total, current, last, j, factor = 0.0, 0.0, "", i, 1.0
    if s.term(i) in ("a", "an", *_PARTS):
        current = _PARTS.get(s.terms[i], 1.0)
        j = i + 1 + (current < 1 and s.term(i + 1) == "of")
        j += current < 1 and s.term(j) in ("a", "an")
        if not word_value("scale", s.term(j)):
            return None
    while True:
        term = s.term(j)
        small, scale = small_word(term), word_value("scale", term)
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
        elif term == "and" and last == "scale" and small_word(s.term(j + 1)) is not None:
            pass  # two hundred and fifty
        else:
            break
        j += 1
    return Amount(i, j, total + current, factor, spelled=True) if last else None


def small_word(term: str) -> float | None:
    """Value of a number word below a hundred, "forty-five" included."""
    tens, _, ones = term.partition("-")
    first, second = word_value("number", tens), word_value("number", ones) if ones else 0.0
    return None if first is None or second is None else first + second


def read_single(s: Sentence, i: int) -> Amount | None:
    """One number with the currency before it and the unit after it."""
    before = match_phrase("before", s.terms, i)
    at = before[1] if before else i
    amount = _digits(s, at) or (None if before else _spelled(s, at))
    if amount is None:
        return None
    amount.begin = i
    after = match_phrase("money", s.terms, amount.stop) or (
        None if before else match_phrase("unit", s.terms, amount.stop)
    )
    if not after and amount.factor >= 1e6 and not match_phrase("determiner", s.terms, amount.stop + 1):
        after = match_phrase("scaled", s.terms, amount.stop)  # 20 billion won; "12 parties won seats" is none
    if after:
        amount.stop = after[1]
    amount.unit = before[0] if before else after[0] if after else ""
    return amount


def read_amount(s: Sentence, i: int) -> Amount | None:
    """The amount that begins at word i: a single one, a range, or a score ("12 to 3", "13-1")."""
    between = s.term(i) == "between"
    low = read_single(s, i + between)
    high = read_single(s, low.stop + 1) if low else None
    if not high or s.term(low.stop) not in (("and",) if between else ("to", "-", "–")):
        return None if between else low
    shares_scale = not low.unit or match_phrase("before", s.terms, low.begin)  # "$5 to 10 million"
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
    return Amount(i, high.stop, low.value, upper=high.value, unit=unit, spelled=high.spelled)


def _is_change(s: Sentence, i: int, low: Amount, high: Amount) -> bool:
    """Whether "a to b" at word i goes from one level to another rather than over a range."""
    if s.term(i - 1) == "from":
        return low.value >= high.value or is_level(s, i, 12)
    return bool(low.unit) and is_level(s, i, 3)


def is_level(s: Sentence, i: int, reach: int) -> bool:
    """Whether a verb of reaching or changing stands in the `reach` words before i."""
    return any(match_phrase("level", s.terms, k) for k in range(max(0, i - reach), i))
