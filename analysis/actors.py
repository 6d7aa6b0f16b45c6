"""Tokens to actor mentions: who is named.

Each match of the gazetteer that is doubtful (a capital, a region, an ambiguous name, an adjective next to "ethnic") is
shown to the rules of places.py and seats.py, which say whether it is an actor where it stands.
"""

from functools import lru_cache

import numpy as np
import pandas as pd

from analysis import schema
from analysis.context import Context
from analysis.lexicons import fold, load_lexicon, match_lexicon
from analysis.places import KEYS, LOOK_BEFORE, TITLES, Place, is_no_actor
from analysis.seats import is_place, listed_with, seat_acts

SHIELDS = ("other", "subnational")  # names that hold a state's name and are no actor
_MEETING = frozenset("conference summit convention forum congress".split())
_FORMER = {"RUS": "SUN", "SRB": "YUG", "CZE": "CSK", "VNM": "VDR"}  # whose seat was that of a former state
_GOVERNMENT = frozenset("government leader leaders leadership rulers authorities premier".split())
_BYGONE = frozenset(
    "former collapse collapsed dissolution dissolved breakup disintegration fall fell since republic republics era times built made ex".split()
)
_NAMES_BOTH = "names both"  # the two Koreas: one form, two actors


@lru_cache(maxsize=1)
def load_gazetteer() -> pd.DataFrame:
    """The actors lexicon, the default owner of an ambiguous name before the others."""
    table = load_lexicon("actors")
    order = np.argsort(~table["note"].str.contains("default").to_numpy(bool), kind="stable")
    ordered = table.iloc[order].reset_index(drop=True)
    ordered.attrs.update(table.attrs)
    return ordered


@lru_cache(maxsize=1)
def actor_table() -> pd.DataFrame:
    """One row per actor of the gazetteer, its code as index: label and unit_type."""
    return load_gazetteer().drop_duplicates("key").set_index("key")[["label", "unit_type"]]


def name_actors(codes: pd.Series) -> pd.Series:
    """The gazetteer's label of each code, else the code (a group of the user's own)."""
    return codes.map(actor_table()["label"]).fillna(codes).astype("str")


def actor_label(code: str) -> str:
    """The gazetteer's label of a code, else the code."""
    return str(actor_table()["label"].get(code, code))


def find_actors(tokens: pd.DataFrame, lexicon: pd.DataFrame | None = None) -> pd.DataFrame:
    """Mentions frame: one row per surface form that names a state, territory, organisation or acting region.

    The longest pattern wins, so that South Sudan is no Sudan; a newspaper's, dish's or person's name gives no row. A
    capital or seat of government counts only where it acts or is dealt with, a region only where it is a party;
    `in_name` marks a hyphen pair or bloc inside the name of something else, `ambiguous` a surface form that the
    gazetteer lists as such. Default lexicon: "actors" (yours: load_lexicon("mine.csv", extends="actors")).
    Caveat: leaders' names and "the two countries" are no mentions; English only. Per document.
    """
    lexicon = load_gazetteer() if lexicon is None else lexicon
    hits = match_lexicon(tokens, lexicon)
    context = Context(tokens)
    first, last = context.spans(hits)
    hits = hits.assign(first=first, last=last)
    ambiguous = _ambiguous(hits, lexicon)
    keep = _written_as_name(hits, context)
    keep[keep] = _is_actor(hits[keep], ambiguous[keep], context)
    mentions = hits[keep].assign(ambiguous=ambiguous[keep])
    more = [_shared_nouns(mentions, context, lexicon), _second_owners(mentions, lexicon)]
    if any(map(len, more)):
        mentions = pd.concat([mentions, *(frame for frame in more if len(frame))], ignore_index=True)
        mentions = mentions.sort_values(["first", "start"], kind="stable")
    mentions = mentions.rename(columns={"key": "actor"}).reset_index(drop=True)
    mentions["actor"] = _former_seats(mentions, context)
    mentions["in_name"] = _in_name(mentions, context)
    mentions["ambiguous"] = mentions["ambiguous"].to_numpy(object) != ""
    return schema.typed(mentions[list(schema.FRAMES["mentions"])], "mentions")


def _ambiguous(hits: pd.DataFrame, lexicon: pd.DataFrame) -> np.ndarray:
    """Why the gazetteer calls each match ambiguous, "" where it does not."""
    flagged = lexicon[lexicon["ambiguous"] != ""]
    columns = (flagged[name].to_numpy(object) for name in ("key", "pattern", "ambiguous"))
    why = {(key, pattern): reason for key, pattern, reason in zip(*columns, strict=True)}
    pairs = zip(hits["key"].to_numpy(object), hits["pattern"].to_numpy(object), strict=True)
    return np.array([why.get(pair, "") for pair in pairs], object)


def _written_as_name(hits: pd.DataFrame, context: Context) -> np.ndarray:
    """A pattern that begins with a capital matches only what begins or ends with one: "turkey" and "china" are no states,
    "west Germany" and "people's Republic of China" are."""
    pattern = np.array([p[:1].isupper() for p in hits["pattern"].to_numpy(object)], bool)
    capital = context.has_capital()
    return ~pattern | capital[hits["first"].to_numpy("int64")] | capital[hits["last"].to_numpy("int64")]


def _is_actor(hits: pd.DataFrame, ambiguous: np.ndarray, context: Context) -> np.ndarray:
    """Mask of the matches that are actors where they stand; only the doubtful ones are looked at one by one."""
    kind, pattern, key = (hits[column].to_numpy(object) for column in ("kind", "pattern", "key"))
    first, last, end = (hits[column].to_numpy("int64") for column in ("first", "last", "end"))
    sentence = context.sentence[first]
    demonym = kind == "demonym"
    keep = (kind != SHIELDS[0]) & (kind != SHIELDS[1])
    doubtful = (kind == "metonym") | (kind == "region") | (ambiguous != "") | (pattern == "US")
    doubtful |= (kind == "prefix") | context.word_before(first, TITLES)
    doubtful |= demonym & (context.word_before(first, LOOK_BEFORE) | (context.stops[last] != end))
    doubtful |= demonym & np.append(first[1:] - last[:-1] == 2, False)[: len(kind)]  # Mexican-American
    context.mark(KEYS)
    waiting = []
    for i in np.flatnonzero(keep & doubtful).tolist():
        place = Place(
            int(first[i]), int(last[i]), int(sentence[i]), kind[i], ambiguous[i], pattern[i], int(end[i])
        )
        if is_no_actor(place, context):
            keep[i] = False
        elif place.kind == "metonym" and not seat_acts(place, context):
            keep[i] = False
            if not is_place(place, context):
                waiting.append(i)
    for i in [*waiting, *reversed(waiting)]:
        for other in (i - 1, i + 1):
            if 0 <= other < len(keep) and keep[other] and sentence[other] == sentence[i]:
                a, b = min(i, other), max(i, other)
                between = context.words(last[a] + 1, first[b])
                address = a == i and between == [","] and key[a] == key[b]  # "Beirut, Lebanon"
                keep[i] |= listed_with(between) and not address
    return keep


@lru_cache(maxsize=8)
def _owners(patterns: tuple[str, ...], keys: tuple[str, ...]) -> dict[str, str]:
    return {fold(pattern): key for pattern, key in zip(patterns, keys, strict=True)}


def _shared_nouns(mentions: pd.DataFrame, context: Context, lexicon: pd.DataFrame) -> pd.DataFrame:
    """The first half of "North and South Korea": A in "A and B Name" where the gazetteer has "A Name" too."""
    first = mentions["first"].to_numpy("int64")
    joined = mentions[context.word_before(first, frozenset(["and"]))]
    joined = joined[joined["pattern"].str.contains(" ")]
    if not len(joined):
        return joined
    owners = _owners(tuple(lexicon["pattern"].to_numpy(object)), tuple(lexicon["key"].to_numpy(object)))
    rows = []
    for row in joined.itertuples(index=False):
        _, _, noun = fold(row.pattern).partition(" ")
        sentence = context.sentence[row.first]
        shared = f"{context.word(row.first - 2, sentence)} {noun}"
        middle = context.word(row.first - 3, sentence) in (
            "middle",
            "near",
            "far",
        )  # "the Middle East and South Asia"
        if not middle and owners.get(shared, row.key) != row.key:
            at = row.first - 2
            span = dict(start=context.starts[at], end=context.stops[at], first=at, last=at)
            rows.append(row._asdict() | span | dict(key=owners[shared], pattern=shared))
    return pd.DataFrame(rows, columns=mentions.columns).astype(mentions.dtypes) if rows else joined.iloc[:0]


def _second_owners(mentions: pd.DataFrame, lexicon: pd.DataFrame) -> pd.DataFrame:
    """The other actor of a form that names two: the two Koreas, the Congos."""
    both = mentions[mentions["ambiguous"].to_numpy(object) == _NAMES_BOTH]
    if not len(both):
        return both
    owners = lexicon.loc[lexicon["ambiguous"] == _NAMES_BOTH, ["key", "pattern"]]
    other = both.rename(columns={"key": "known"}).merge(owners, on="pattern")
    return other.loc[other["known"] != other["key"], list(mentions.columns)]


def _former_seats(mentions: pd.DataFrame, context: Context) -> np.ndarray:
    """The actors, with Moscow and the Kremlin read as the Soviet Union in a sentence that names it as living, and so on."""
    actors = mentions["actor"].to_numpy(object).copy()
    former = np.isin(actors, list(_FORMER.values()))
    if not former.any():
        return actors
    noun = np.array([p.endswith("s") for p in mentions["pattern"].to_numpy(object)], bool)
    noun |= mentions["kind"].to_numpy(object) == "name"  # the Soviets, not Soviet crimes
    behind = np.minimum(mentions["last"].to_numpy("int64") + 1, len(context.starts) - 1)
    former &= noun | context.has_word(_GOVERNMENT)[behind]  # but "the Soviet leaders"
    sentence = context.sentence[mentions["first"].to_numpy("int64")]
    named = set(zip(sentence[former].tolist(), actors[former].tolist(), strict=True))
    seats = (mentions["kind"].to_numpy(object) == "metonym") & np.isin(actors, list(_FORMER))
    for i in np.flatnonzero(seats).tolist():
        s, old = int(sentence[i]), _FORMER[actors[i]]
        if (s, old) in named and _BYGONE.isdisjoint(context.words(context.bounds[s], context.bounds[s + 1])):
            actors[i] = old
    return actors


def _in_name(mentions: pd.DataFrame, context: Context) -> np.ndarray:
    """Hyphen pairs inside a name ("China-Europe Railway Express") and blocs heading their own conference."""
    first, last = mentions["first"].to_numpy("int64"), mentions["last"].to_numpy("int64")
    inside = np.zeros(len(mentions), bool)
    linked = np.flatnonzero(first[1:] - last[:-1] == 2).tolist()
    linked = {i for i in linked if context.word(last[i] + 1, context.sentence[first[i]]) == "-"}
    for i in sorted(linked):
        if i + 1 not in linked and _goes_on(context, last[i + 1], context.sentence[first[i]]):
            while i in linked:
                inside[[i, i + 1]] = True
                i -= 1
    blocs = np.array([actor.startswith("ORG:") for actor in mentions["actor"].to_numpy(object)], bool)
    followed = np.append(context.has_capital(), False)[last + 1]
    for i in np.flatnonzero(blocs & followed).tolist():
        inside[i] |= _heads_meeting(context, last[i], context.sentence[first[i]])
    return inside


def _goes_on(context: Context, last: int, sentence: int) -> bool:
    """Does a capitalised word follow, in a line that is not all capitals or title case throughout? A war of two is the two."""
    following = context.surface(last + 1, sentence)
    if following in ("War", "Wars"):
        return False
    return following[:1].isupper() and following[1:].islower() and context.of_line(sentence, _has_plain_word)


def _has_plain_word(line: list[str]) -> bool:
    return any(word.islower() and len(word) > 3 for word in line)


def _heads_meeting(context: Context, last: int, sentence: int) -> bool:
    """Is the bloc followed by capitalised words that end in Conference, Summit, Forum ...?"""
    for i in range(last + 1, last + 6):
        word = context.surface(i, sentence)
        if not word[:1].isupper():
            return False
        if fold(word) in _MEETING:
            return True
    return False
