"""What an amount counts, how it is qualified, and what is no stated figure: dates, names, scores, ratios."""

from functools import cache

import numpy as np

from analysis.numerals import (
    NAMES,
    Amount,
    Sentence,
    is_level,
    load_tables,
    match_phrase,
    read_single,
    small_word,
)

# these qualifiers stand before years too: "about 1950" stays a year, "over 2000 troops" does not
_BEFORE_YEAR = {"", *"about around circa c. ca. near just only between below under beyond".split()}
_PREPOSITIONS = set("over about around under above below between near".split())
_GROUPS = {"group", "committee", "council", "gang", "forum", "class"}
_VICTIMS = {"dead", "wounded", "injured", "missing"}
_DIALLED = {"hotline", "dial", "call", "phone", "code", "postcode"}
_LINKS = {"and", "to", "or", "-", "–", ","}


def find_qualifier(s: Sentence, i: int) -> tuple[str, int]:
    """The longest qualifier that ends before word i and its begin; "dispute over 12 islands" has none."""
    if s.term(i) == "between":
        return "between", i
    for begin in range(max(0, i - 5), i):
        found = match_phrase("qualifier", s.terms, begin)
        if found and found[1] == i:
            if found[0] in ("only", "just") and s.term(begin - 1) == "not":
                break
            if not (found[0] in _PREPOSITIONS and match_phrase("preposition", s.terms, begin - 1)):
                return found[0], begin
    return "", i


def is_content(s: Sentence, i: int) -> bool:
    """Whether word i can stand inside a noun phrase."""
    term = s.term(i)
    return term[:1].isalpha() and (not match_phrase("stop", s.terms, i) or s.words[i] in NAMES)


def _plural(term: str) -> bool:
    regular = len(term) > 3 and term[-1] == "s" and not term.endswith(("ss", "us", "is", "'s"))
    return regular or match_phrase("plural", [term], 0) is not None


def _is_verb(term: str) -> bool:
    """Whether a word inside a noun phrase is more likely a participle or an adverb, by its ending."""
    return term.endswith(("ed", "ly", "ing")) and not match_phrase("noun", [term], 0)


def _modifies(s: Sentence, k: int) -> bool:
    """Whether a plural may stand before another noun: "arms", "United States"."""
    return bool(match_phrase("singular", s.terms, k)) or (s.capital(k) and not s.capital(k + 1))


def _plural_phrase(s: Sentence, i: int, limit: int = 6) -> int:
    """End of the noun phrase at i: its first plural, or the next if that modifies ("arms deals"); else i."""
    for k in range(i, i + limit):
        if k > i and s.term(k) in ("and", "or", ",", "-") and is_content(s, k + 1):
            continue
        if not is_content(s, k):
            break
        if _plural(s.terms[k]):
            return max(k + 1, _plural_phrase(s, k + 1, 2) if _modifies(s, k) else 0)
    return i


def _singular_phrase(s: Sentence, i: int, after_a: bool = False) -> int:
    """End of the noun phrase at i where a noun is certain ("percent of", "a 5 percent"): up to four words.

    After "a" no plural can follow, so a word in -s is a verb ("a 5 percent tariff hits").
    """
    if _is_verb(s.term(i)) and not is_content(s, i + 1):
        return i  # "the 9 billion pledged in Geneva"
    for k in range(i, i + 5):
        if k > i and s.term(k) == "-" and s.glued(k):
            continue
        if not is_content(s, k) or k == i + 4 or (k > i and _is_verb(s.terms[k])):
            return k
        if _plural(s.terms[k]) and not _modifies(s, k):
            return k if after_a and k > i else k + 1
    return i


def _after_of(s: Sentence, i: int) -> tuple[int, int]:
    """Noun phrase after "of" at i-1: articles, numbers and a possessor ("India's") are passed over."""
    while (
        match_phrase("determiner", s.terms, i) or read_single(s, i) and not match_phrase("unit", s.terms, i)
    ):
        number = read_single(s, i)
        i = number.stop if number else i + 1
    if s.term(i) == "latter":
        return i, i
    end = (
        max(_plural_phrase(s, i), _singular_phrase(s, i)) if not _plural(s.term(i)) else _plural_phrase(s, i)
    )
    for k in range(i, min(i + 4, len(s.terms))):
        if s.terms[k] in ("'s", "'") and s.glued(k) and s.term(k - 1) not in ("that", "it", "there"):
            return _after_of(s, k + 1)
    return i, end


def counted_noun(s: Sentence, a: Amount, begin: int) -> tuple[int, int]:
    """Where the noun phrase stands that the amount counts; an empty range where there is none."""
    i = a.stop
    if not a.unit:
        while s.term(i) in ("more", "other", "further", "additional", "extra", "such"):
            i += 1
        if s.term(i) == "of":
            return _after_of(s, i + 1)
        if s.term(i) == "strong":
            return i + 1, _singular_phrase(s, i + 1, s.term(begin - 1) == "a")
        skip = s.term(i) in _VICTIMS  # "43 missing students", but "43 missing"
        end = _plural_phrase(s, i + skip)
        return i, end if end > i + skip else i
    money = bool(match_phrase("before", s.terms, a.begin) or _is_money(a.unit))
    if s.terms[i : i + 2] == ["worth", "of"]:
        return _after_of(s, i + 2)
    if s.term(i) == "of" and not s.term(i + 1)[:1].isdigit():
        return _after_of(s, i + 1)
    whole = s.term(i + 1) in ("total", "all")
    if money and s.term(i) == "in" and not whole and is_content(s, i + 1) and not s.capital(i + 1):
        return i + 1, _singular_phrase(s, i + 1)
    if match_phrase("determiner", s.terms, begin - 1):
        return i, _singular_phrase(s, i, s.term(begin - 1) in ("a", "an"))
    return i, _plural_phrase(s, i, 3)


@cache
def _is_money(unit: str) -> bool:
    return any(key == unit for phrases in load_tables()["money"].values() for _, key, _ in phrases)


def is_date(s: Sentence, a: Amount, qualifier: str) -> bool:
    """Dates, years, clock times and durations; "6.8 percent year on year" is none of them."""
    if a.unit:
        return False
    if (
        match_phrase("duration", s.terms, a.stop)
        or match_phrase("duration", s.terms, a.stop + 1)
        and is_content(s, a.stop)
    ):
        return True
    if a.spelled or a.factor != 1:
        return s.term(a.begin) in ("eighteen", "nineteen") and s.term(a.begin + 1) == "hundred"
    for k in (a.stop, a.stop + (s.term(a.stop) == "of"), a.begin - 1):
        if a.top <= 31 and s.capital(k) and match_phrase("month", s.terms, k):
            return True
    digits = s.terms[a.stop - 1]
    return 1800 <= a.top <= 2100 and digits.isdigit() and qualifier in _BEFORE_YEAR


def is_name(s: Sentence, a: Amount, named: int) -> bool:
    """Numbered names: Article 5, Resolutions 242 and 338, the Group of 77, Fourteen Points."""
    b = a.begin
    if a.unit or a.factor > 1 or "," in s.term(b):
        return False
    if match_phrase("numbered", s.terms, b - 1) or (named == b - 1 and s.term(b - 1) in _LINKS):
        return True
    if s.term(b - 1) == "of" and s.capital(b - 2) and s.term(b - 2) in _GROUPS:
        return True
    inside = b > 0 and s.words[b - 1][0].isalnum()
    return a.spelled and inside and s.capital(b) and s.capital(a.stop) and not s.words[b].isupper()


def is_other(s: Sentence, a: Amount) -> bool:
    """Small words, telephone numbers, fractions with a slash, ratios, scores."""
    b = a.begin
    if a.score or not np.isfinite(a.top) or (a.spelled and a.top < 10):
        return True
    if "/" in (s.term(b - 1), s.term(a.stop)) or (s.term(a.stop) == "+" and s.term(a.stop + 1)[:1].isdigit()):
        return True  # 9/11, the 2+2 dialogue
    if (s.term(b - 1) == "+" and s.glued(b)) or s.term(b - 1) == "per":
        return True  # the P5+1, 2.3 doctors per 1,000 inhabitants
    if not a.unit and s.term(b).isdigit() and _DIALLED & set(s.terms[max(0, b - 4) : b]):
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
    return bool(share) and (small_word(share[0]) is not None or share[0].isdigit())


def stands_alone(s: Sentence, a: Amount, qualifier: str) -> bool:
    """Whether a number with neither unit nor noun is still a figure."""
    last, nxt = s.term(a.begin - 1), s.term(a.stop)
    if s.terms[a.stop - 1][-1] in "mkb" and not a.spelled:
        return False  # "5m" may be metres
    ages = {"age", "ages", "aged"} & set(s.terms[max(0, a.begin - 5) : a.begin])
    if a.top < 100 and (ages or qualifier in ("over", "under")):
        return False
    if qualifier or a.factor > 1 or a.top >= 10_000 or "," in s.terms[a.begin] or nxt == "more":
        return True
    if (
        match_phrase("level", s.terms, a.begin - 1)
        or last in ("to", "at", "from", "by")
        and is_level(s, a.begin, 6)
    ):
        return True
    if match_phrase("sum", s.terms, a.begin - 2) or s.terms[a.stop : a.stop + 2] in (
        ["of", "them"],
        ["of", "these"],
        ["of", "those"],
    ):
        return True  # a delegation of 35; 292 of them
    follows = match_phrase("finite", s.terms, a.stop) or nxt.endswith("ed") or nxt in _VICTIMS
    return bool(follows) and not s.capital(a.begin - 1) and last != "of"
