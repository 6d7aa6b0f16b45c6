"""VADER's rules as array arithmetic: units of words in, what each rule adds to each valence out.

Reference: C. J. Hutto and E. Gilbert (2014), VADER: A Parsimonious Rule-based Model for Sentiment Analysis of
Social Media Text, ICWSM-14; its program vaderSentiment 3.3.2. `analysis.sentiment` is what to call,
`analysis.vader_words` what reads the text; this module is the arithmetic.

One difference from the reference: a "but" halves the valences before it and raises those after it by a half,
and the reference finds what is before by looking up each valence by its value, so that it takes equal
valences of one sentence for one another. Here each word keeps its position.
"""

from types import SimpleNamespace

import numpy as np

from analysis.vader_words import Units, Words, rules

PARTS = ("negation", "booster", "capitals", "idiom", "but")
FADE = {1: 1.0, 2: 0.95, 3: 0.9}  # a booster counts less the further it stands before the valenced word
EMPHATIC, BEFORE_BUT, AFTER_BUT, ALPHA = 1.25, 0.5, 1.5, 15


class _Valences:
    """Valences under way; `change` books what a rule did under its name, so that parts sum to the whole."""

    def __init__(self, base: np.ndarray) -> None:
        self.now = base.copy()
        self.parts = {"base": base} | {part: np.zeros(len(base)) for part in PARTS}

    def change(self, part: str, new: np.ndarray) -> None:
        self.parts[part] += new - self.now
        self.now = new


def valences(units: Units, words: Words) -> dict[str, np.ndarray]:
    """One entry per valenced unit: its `sentence`, its `place` among the units, base, each rule's part, and
    final.

    final is base and parts added up. A booster is never valenced, nor is the "kind" of "kind of".
    """
    table, names = words.table(), rules().names
    codes, counts = units.codes, units.counts
    sentence = np.repeat(np.arange(len(counts)), counts)
    name = table["name"][codes]
    valenced = (table["listed"] & (table["booster"] == 0))[codes]
    kind_of = (name[:-1] == names["kind"]) & (name[1:] == names["of"]) & (sentence[:-1] == sentence[1:])
    valenced[:-1] &= ~kind_of
    place = np.flatnonzero(valenced)
    where, end = sentence[place], np.cumsum(counts)
    at = _neighbours(codes, place, (end - counts)[where], end[where], table)
    loud = np.bincount(sentence[units.capitals], minlength=len(counts))
    emphatic = ((0 < loud) & (loud < counts))[where]  # capitals emphasise where only some words are in them
    at.capitals = {k: emphatic & units.capitals[np.maximum(place + k, 0)] for k in (-3, -2, -1, 0)}
    valence = _Valences(table["valence"][codes[place]])
    _no(valence, at)
    _capitals(valence, at)
    for distance in (1, 2, 3):
        _booster(valence, at, distance)
        _negation(valence, at, distance)
    _idioms(valence, at)
    _least(valence, at)
    _but(valence, place, where, np.flatnonzero(name == names["but"]), sentence)
    return {"sentence": where, "place": place, **valence.parts, "final": valence.now}


def _neighbours(codes, place, first, end, table) -> SimpleNamespace:
    """What stands from three words before to two after each valenced one; inert words beyond the sentence."""
    around = {}
    for k in range(-3, 3):
        inside = (place + k >= first) & (place + k < end)
        around[k] = np.where(inside, codes[np.clip(place + k, 0, len(codes) - 1)], 0)
    fields = ("name", "listed", "negates", "booster")
    at = SimpleNamespace(**{what: {k: table[what][around[k]] for k in around} for what in fields})
    # a word that has a valence itself neither boosts nor negates
    at.modifies = {k: (place + k >= first) & ~at.listed[k] for k in (-3, -2, -1)}
    return at


def _is(names: np.ndarray, *asked: str) -> np.ndarray:
    known = rules().names
    return np.logical_or.reduce([names == known[word] for word in asked])


def _no(valence: _Valences, at: SimpleNamespace) -> None:
    """ "no" before a valenced word gives up its own valence and turns the words after it."""
    after = _is(at.name[-3], "no") & _is(at.name[-1], "or", "nor")
    after |= _is(at.name[-2], "no") | _is(at.name[-1], "no")
    spent = np.where(_is(at.name[0], "no") & at.listed[1], 0.0, valence.now)
    valence.change("negation", np.where(after, valence.now * rules().flip, spent))


def _capitals(valence: _Valences, at: SimpleNamespace) -> None:
    extra = np.where(valence.now > 0, rules().capitals, -rules().capitals)
    valence.change("capitals", np.where(at.capitals[0], valence.now + extra, valence.now))


def _booster(valence: _Valences, at: SimpleNamespace, distance: int) -> None:
    booster = np.where(at.modifies[-distance], at.booster[-distance], 0.0)
    step = np.where(valence.now < 0, -booster, booster)
    extra = np.where(valence.now > 0, rules().capitals, -rules().capitals)
    step = np.where(at.capitals[-distance] & (booster != 0), step + extra, step)
    valence.change("booster", valence.now + step * FADE[distance])


def _negation(valence: _Valences, at: SimpleNamespace, distance: int) -> None:
    """A negation turns and dampens; "never so", "never this" emphasise; "without doubt" does nothing."""
    name, factor = at.name, np.where(at.negates[-distance], rules().flip, 1.0)
    if distance == 2:
        factor[_is(name[-2], "without") & _is(name[-1], "doubt")] = 1.0
        factor[_is(name[-2], "never") & _is(name[-1], "so", "this")] = EMPHATIC
    if distance == 3:
        factor[_is(name[-3], "without") & (_is(name[-2], "doubt") | _is(name[-1], "doubt"))] = 1.0
        so_or_this = _is(name[-1], "so", "this")  # the reference binds this test more loosely than it looks
        factor[(_is(name[-3], "never") & _is(name[-2], "so", "this")) | so_or_this] = EMPHATIC
    valence.change("negation", np.where(at.modifies[-distance], valence.now * factor, valence.now))


def _idioms(valence: _Valences, at: SimpleNamespace) -> None:
    """A special case ("kiss of death") replaces the valence of words in or after it; "sort of" before a word
    dampens.

    As in the reference, only where three words stand before. Spans come from the weakest claim to the
    strongest: the last one that matches stays.
    """
    now = valence.now.copy()
    for first, last in ((-3, -2), (-3, -1), (-2, -1), (-2, 0), (-1, 0), (0, 1), (0, 2)):
        for idiom, value in rules().idioms.items():
            now[_span(at, first, last, idiom)] = value
    valence.change("idiom", now)
    now = now.copy()
    for first, last in ((-3, -2), (-2, -1)):
        for dampener, value in rules().dampeners.items():
            now[_span(at, first, last, dampener)] += value
    valence.change("booster", now)


def _span(at: SimpleNamespace, first: int, last: int, phrase: tuple[int, ...]) -> np.ndarray:
    """Where the words from `first` to `last`, relative to the valenced word, are the phrase."""
    if last - first + 1 != len(phrase):
        return np.zeros(0, int)
    found = np.flatnonzero(at.name[first] == phrase[0])
    for k, word in enumerate(phrase[1:], start=first + 1):
        found = found[at.name[k][found] == word]
    return found[at.modifies[-3][found]]


def _least(valence: _Valences, at: SimpleNamespace) -> None:
    """ "least" turns the next word, "at least" and "very least" do not."""
    turns = _is(at.name[-1], "least") & ~_is(at.name[-2], "at", "very")
    valence.change("negation", np.where(turns, valence.now * rules().flip, valence.now))


def _but(valence: _Valences, place, where, buts, sentence) -> None:
    """The first "but" of a sentence halves what stands before it and raises what stands after by a half."""
    if not len(buts):
        return
    contrasted, first = np.unique(sentence[buts], return_index=True)
    mine = np.minimum(np.searchsorted(contrasted, where), len(contrasted) - 1)
    factor = np.where(place < buts[first][mine], BEFORE_BUT, AFTER_BUT)
    valence.change("but", np.where(contrasted[mine] == where, valence.now * factor, valence.now))


def totals(units: Units, valenced: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Per sentence: compound, pos, neu, neg rounded as Python rounds, n_valenced; and `marks`, what the
    emphasis of its exclamation and question marks added to the sum of valences.
    """
    where, final, counts, emphases = valenced["sentence"], valenced["final"], units.counts, units.emphases
    n = len(counts)
    total = np.bincount(where, final, n)
    marks = np.sign(total) * emphases
    total = total + marks
    up, down = final > 0, final < 0
    pos = np.bincount(where[up], final[up] + 1, n)  # besides the 1 that every word counts
    neg = np.bincount(where[down], final[down] - 1, n)
    neu = counts - np.bincount(where[up | down], minlength=n)
    lean = np.sign(pos - np.abs(neg))
    pos, neg = np.where(lean > 0, pos + emphases, pos), np.where(lean < 0, neg - emphases, neg)
    whole = np.where(counts > 0, pos + np.abs(neg) + neu, 1.0)
    shares = {"pos": pos / whole, "neu": neu / whole, "neg": np.abs(neg) / whole}
    return {
        "compound": round_python(normalise(total), 4),
        **{name: round_python(share, 3) for name, share in shares.items()},
        "n_valenced": np.bincount(where, minlength=n),
        "marks": marks,
    }


def normalise(total: np.ndarray) -> np.ndarray:
    """VADER's compound of a sum of valences: x / sqrt(x^2 + 15), between -1 and 1."""
    return np.clip(total / np.sqrt(total * total + ALPHA), -1.0, 1.0)


def round_python(values: np.ndarray, digits: int) -> np.ndarray:
    """Python's round() of each value: scaling errs next to a tie, so those few go through round() itself."""
    scaled = values * 10.0**digits
    rounded = np.rint(scaled) / 10.0**digits
    for i in np.flatnonzero(np.abs(scaled - np.floor(scaled) - 0.5) < 1e-6):
        rounded[i] = round(float(values[i]), digits)
    return rounded
