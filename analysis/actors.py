"""Tokens to actor mentions: who is named, with the rules that tell a capital that acts from a mere place.

Every word list is a key of lexicons/relation_cues.csv; every rule is a function of a few lines that looks at the words
around one match and says whether the match is no actor there.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import schema
from analysis.context import Context
from analysis.lexicons import fold, load_lexicon, match_lexicon

SHIELDS = ("other", "subnational")  # names that hold a state's name and are no actor
CHAIN = frozenset([",", "and", "or", "&", "the", "both", "as", "well", "nor"])
_CUES = (
    "act_verb deal_word address_noun place_word place_after us_state_context food_context language_context person_context"
).split()
_REGION_PLACE = frozenset(
    "in across throughout around within into over inside through of from outside".split()
)
_TONGUE = frozenset("in into speak speaks spoke spoken speaking learn learned teach taught from".split())
_FILLERS = frozenset("the all much most parts part whole free entire rest and or ,".split())
_MEETING = frozenset("conference summit convention forum congress".split())
_POSSESSIVE = frozenset(["'s", "'"])


class Place(NamedTuple):
    """One match and where it stands: positions of its first and last token, and its sentence."""

    first: int
    last: int
    sentence: int
    kind: str
    ambiguous: str
    pattern: str


@lru_cache(maxsize=1)
def load_gazetteer() -> pd.DataFrame:
    """The actors lexicon, the default owner of an ambiguous name before the others."""
    table = load_lexicon("actors")
    order = np.argsort(~table["note"].str.contains("default").to_numpy(bool), kind="stable")
    ordered = table.iloc[order].reset_index(drop=True)
    ordered.attrs.update(table.attrs)
    return ordered


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
    hits = hits.assign(first=context.at(hits), last=context.at(hits, "end"))
    hits["ambiguous"] = _ambiguous(hits, lexicon)
    hits = hits[_written_as_name(hits, context)].reset_index(drop=True)
    keep = _is_actor(hits, context)
    mentions = hits[keep]
    mentions = pd.concat([mentions, _shared_nouns(mentions, context, lexicon)], ignore_index=True)
    mentions = mentions.sort_values(["first", "start"], kind="stable", ignore_index=True)
    mentions["in_name"] = _in_name(mentions, context)
    mentions = mentions.assign(actor=mentions["key"], ambiguous=mentions["ambiguous"] != "")
    return schema.typed(mentions[list(schema.FRAMES["mentions"])], "mentions")


def _ambiguous(hits: pd.DataFrame, lexicon: pd.DataFrame) -> pd.Series:
    why = lexicon.drop_duplicates(["key", "pattern"]).set_index(["key", "pattern"])["ambiguous"]
    return (
        why.reindex(pd.MultiIndex.from_frame(hits[["key", "pattern"]]))
        .fillna("")
        .set_axis(hits.index)
        .astype("str")
    )


def _written_as_name(hits: pd.DataFrame, context: Context) -> np.ndarray:
    """A pattern that begins with a capital matches only a word that does: "turkey" and "china" are no states."""
    pattern = hits["pattern"].str[0].str.isupper().to_numpy(bool)
    return ~pattern | context.has_capital()[hits["first"].to_numpy("int64")]


def _is_actor(hits: pd.DataFrame, context: Context) -> np.ndarray:
    """Mask of the matches that are actors where they stand; only the doubtful ones are looked at one by one."""
    kind = hits["kind"].to_numpy(object)
    keep = ~np.isin(kind, SHIELDS)
    doubtful = keep & (
        np.isin(kind, ["metonym", "region"])
        | hits["ambiguous"].ne("").to_numpy()
        | hits["pattern"].eq("US").to_numpy()
    )
    doubtful |= keep & (kind == "demonym") & context.word_before(hits["first"].to_numpy("int64"), _TONGUE)
    rows = np.flatnonzero(doubtful)
    sentence = context.sentence[hits["first"].to_numpy("int64")]
    context.find_cues(_CUES, sentence[rows])
    waiting = []
    said = hits.iloc[rows]
    spans = said["first"].tolist(), said["last"].tolist(), sentence[rows].tolist()
    places = map(Place, *spans, *(said[name].tolist() for name in ("kind", "ambiguous", "pattern")))
    for i, place in zip(rows, places, strict=True):
        if any(rule(place, context) for rule in _REFUSALS):
            keep[i] = False
        elif place.kind == "metonym" and not _acts(place, context):
            keep[i] = False
            if not _is_place(place, context):
                waiting.append(i)
    _accept_listed(waiting, hits, keep, sentence, context)
    return keep


def _accept_listed(
    waiting: list[int], hits: pd.DataFrame, keep: np.ndarray, sentence, context: Context
) -> None:
    """A capital next to an actor in a list or hyphen pair ("Washington, Beijing and Seoul") is one itself."""
    first, last = hits["first"].to_numpy(), hits["last"].to_numpy()
    for i in [*waiting, *reversed(waiting)]:
        for other in (i - 1, i + 1):
            if 0 <= other < len(hits) and keep[other] and sentence[other] == sentence[i]:
                a, b = min(i, other), max(i, other)
                between = context.words(last[a] + 1, first[b])
                keep[i] |= bool(between) and (
                    between == ["-"] or between == ["–"] or CHAIN.issuperset(between)
                )


def _acts(place: Place, context: Context) -> bool:
    """Does a capital or seat act, or is it dealt with?"""
    first, last, sentence = place.first, place.last, place.sentence
    if context.word(first - 1, sentence) == "in" and context.word(first - 2, sentence).rstrip("s") in _POSTS:
        return True  # an embassy in Hanoi stands for its state's dealings with another
    if _is_place(place, context):
        return False
    if context.word(first - 1, sentence) in ("-", "–") or context.word(last + 1, sentence) in ("-", "–"):
        return context.word(last + 2, sentence) not in ("based", "born", "bound", "area")
    if context.cue("deal_word", first - 1, sentence, end=True):
        return True
    if context.word(first - 1, sentence) in ("to", "from", "of", "for", "on", "in"):
        return any(context.cue("address_noun", first - back, sentence, end=True) for back in (2, 3))
    after = last + 1
    while after < last + 4 and _is_adverb(context.word(after, sentence)):
        after += 1
    if context.word(after, sentence) in _RULERS:
        return True
    if context.cue("act_verb", after, sentence) or context.word(last + 1, sentence) in _POSSESSIVE:
        return True
    return context.word(after, sentence).endswith("ed")  # "Tokyo repeated", whatever the verb


def _is_adverb(word: str) -> bool:
    return word in _ADVERBS or (word.endswith("ly") and len(word) > 4)


_ADVERBS = frozenset(
    "again also then now still never already soon later once today not too even only both".split()
)
_POSTS = frozenset("embassy embassie ambassador consulate legation envoy".split())
_RULERS = frozenset(
    "government regime administration authorities leadership cabinet officials".split()
)  # "the Kabul regime"


def _is_place(place: Place, context: Context) -> bool:
    """ "in Paris", "Paris, France", "Moscow airport", "the Paris Agreement" """
    before, after = context.word(place.first - 1, place.sentence), place.last + 1
    back = 2 if before == "the" else 1
    if context.cue("place_word", place.first - back, place.sentence, end=True):
        return True
    after += context.word(after, place.sentence) in _POSSESSIVE
    return context.cue("place_after", after, place.sentence)


def _region_as_place(place: Place, context: Context) -> bool:
    """ "in Europe", "the nations of Africa": a region that is not a party"""
    if place.kind != "region":
        return False
    at = place.first - 1
    for _ in range(6):  # over "the whole", and over the first half of "in Europe and Asia"
        word, surface = context.word(at, place.sentence), context.surface(at, place.sentence)
        if word in _REGION_PLACE or not (word in _FILLERS or surface[:1].isupper()):
            break
        at -= 1
    return context.word(at, place.sentence) in _REGION_PLACE


def _bare_us(place: Place, context: Context) -> bool:
    """US in a line of capitals may be the pronoun: "JOIN US TODAY" """
    if place.pattern != "US":
        return False
    pair = {context.word(place.first - 1, place.sentence), context.word(place.last + 1, place.sentence)} & {
        "-",
        "–",
    }
    return not pair and context.of_line(place.sentence, _in_capitals)


def _person(place: Place, context: Context) -> bool:
    """A first name or surname: "Michael Jordan", "Mr. Washington", "Chad Wolf" """
    if "name" not in place.ambiguous and "person" not in place.ambiguous:
        return False
    before, after = (context.surface(i, place.sentence) for i in (place.first - 1, place.last + 1))
    if context.cue("person_context", place.first - 1, place.sentence, end=True):
        return True
    opening = place.first - 1 == context.bounds[place.sentence]
    given = before[:1].isupper() and before[1:].islower() and not opening and not _is_office(before)
    family = after[:1].isupper() and after[1:].islower() and not _is_office(after)
    return given or (family and place.kind == "name")


def _is_office(word: str) -> bool:
    """Words that stand in capitals beside a state's name without making it a person's."""
    return fold(word) in _OFFICES


_OFFICES = frozenset(
    "president prime foreign minister king queen prince crown ambassador defense defence army air navy government"
    " parliament republic kingdom state secretary chancellor emir sultan general special deputy vice national supreme"
    " central bank ministry permanent arab former said says but while when if in as and with from since although"
    " for after before meanwhile however south north east west eastern western southern northern monday tuesday"
    " wednesday thursday friday saturday sunday january february march april may june july august september october"
    " november december embassy consul premier federal".split()
)


def _state_of_the_us(place: Place, context: Context) -> bool:
    """Georgia among U.S. senators, counties and southern states"""
    if "U.S. state" not in place.ambiguous:
        return False
    return _anywhere("us_state_context", place, context)


def _food(place: Place, context: Context) -> bool:
    """Turkey on a plate, at the head of a sentence"""
    return "bird" in place.ambiguous and _anywhere("food_context", place, context)


def _anywhere(key: str, place: Place, context: Context) -> bool:
    return bool(
        context.begins[key][context.bounds[place.sentence] : context.bounds[place.sentence + 1]].any()
    )


def _language(place: Place, context: Context) -> bool:
    """ "He spoke in Russian", "taught English": a language, not what belongs to a state"""
    if place.kind != "demonym":
        return False
    after = context.word(place.last + 1, place.sentence)
    closes = not after[:1].isalnum() or after in ("and", "or", "to", "language", "as", "at", "with", "on")
    return closes and context.cue("language_context", place.first - 1, place.sentence, end=True)


_REFUSALS = (_bare_us, _person, _state_of_the_us, _food, _language, _region_as_place)


@lru_cache(maxsize=8)
def _owners(patterns: tuple[str, ...], keys: tuple[str, ...]) -> dict[str, str]:
    return {fold(pattern): key for pattern, key in zip(patterns, keys, strict=True)}


def _shared_nouns(mentions: pd.DataFrame, context: Context, lexicon: pd.DataFrame) -> pd.DataFrame:
    """The first half of "North and South Korea": A in "A and B Name" where the gazetteer has "A Name" too."""
    rows = []
    joined = mentions[mentions["pattern"].str.contains(" ")]
    owners = (
        _owners(tuple(lexicon["pattern"].to_numpy(object)), tuple(lexicon["key"].to_numpy(object)))
        if len(joined)
        else {}
    )
    for row in joined.itertuples():
        head, _, noun = fold(row.pattern).partition(" ")
        sentence = context.sentence[row.first]
        shared = f"{context.word(row.first - 2, sentence)} {noun}"
        if context.word(row.first - 1, sentence) == "and" and owners.get(shared, row.key) != row.key:
            token = context.tokens.iloc[row.first - 2]
            span = dict(start=token["start"], end=token["end"], first=row.first - 2, last=row.first - 2)
            rows.append(row._asdict() | span | dict(key=owners[shared], pattern=shared))
    return (
        pd.DataFrame(rows, columns=["Index", *mentions.columns]).drop(columns="Index").astype(mentions.dtypes)
        if rows
        else mentions.iloc[:0]
    )


def _in_name(mentions: pd.DataFrame, context: Context) -> np.ndarray:
    """Hyphen pairs inside a name ("China-Europe Railway Express") and blocs heading their own conference."""
    first, last = mentions["first"].to_numpy(), mentions["last"].to_numpy()
    inside = np.zeros(len(mentions), bool)
    hyphen = np.flatnonzero(first[1:] - last[:-1] == 2)
    for i in hyphen:
        sentence = context.sentence[first[i]]
        if context.word(last[i] + 1, sentence) == "-" and _goes_on(context, last[i + 1], sentence):
            inside[[i, i + 1]] = True
    for i in np.flatnonzero(mentions["key"].str.startswith("ORG:").to_numpy(bool)):
        inside[i] |= _heads_meeting(context, last[i], context.sentence[first[i]])
    return inside


def _goes_on(context: Context, last: int, sentence: int) -> bool:
    """Does a capitalised word follow, in a line that is not all capitals or title case throughout?"""
    following = context.surface(last + 1, sentence)
    return following[:1].isupper() and following[1:].islower() and context.of_line(sentence, _has_plain_word)


def _has_plain_word(line: list[str]) -> bool:
    return any(word.islower() and len(word) > 3 for word in line)


def _in_capitals(line: list[str]) -> bool:
    return "".join(line) == "".join(line).upper()


def _heads_meeting(context: Context, last: int, sentence: int) -> bool:
    """Is the bloc followed by capitalised words that end in Conference, Summit, Forum ...?"""
    for i in range(last + 1, last + 6):
        word = context.surface(i, sentence)
        if not word[:1].isupper():
            return False
        if fold(word) in _MEETING:
            return True
    return False
