"""Is a name an actor where it stands? One small rule each for regions, persons, languages, dishes, peoples (seats.py: capitals).

Every word list is a key of lexicons/relation_cues.csv; every rule looks at the words around one match.
"""

from typing import NamedTuple

from analysis.context import Context
from analysis.lexicons import fold

KEYS = (
    "act_verb deal_word address_noun place_word place_after us_state_context native_context food_context language_context person_context"
    " determiner preposition subordinator auxiliary adverb relation_noun side_noun kin_noun joint_mark"
).split()

LOOK_BEFORE = frozenset(
    ", know knew in into speak speaks spoke spoken speaking learn learned teach taught from and or ethnic".split()
)
TITLES = frozenset(
    "mr. mrs. ms. dr. prof. professor miss sir dame uss hms ss rms hmas".split()
)  # before a person's or ship's name


_REGION_PLACE = frozenset(
    "in across throughout around within into over inside through of from outside near".split()
)
_PARTIAL = frozenset("some most other certain several various many few".split())
_REGION_TOPIC = frozenset(
    "coalition peace conflict crisis process policy question problem situation war settlement talks".split()
)
_FILLERS = frozenset(
    "the all much most parts part whole free entire rest and or to , - – both north south east west broader greater wider"
    " central eastern western northern southern southeast southeastern northeastern sub-saharan".split()
)
_ENTERED = frozenset(
    "visit visits visited visiting tour tours toured touring cross crossed crossing enter entered entering".split()
)
POSSESSIVE = frozenset(["'s", "'"])
HYPHENS = frozenset(["-", "–"])


_AFTER_LANGUAGE = frozenset("and or to language as at with on".split())
_TONGUES = ("an", "ese", "ish", "ench", "ic", "ew", "eek", "in")  # how names of languages end
LEFT = frozenset("left leave leaves leaving departed bound head heads headed heading embarked".split())


_COUNTRY = frozenset(
    "country state nation republic member partner ally power neighbour neighbor kingdom rival producer exporter signatory"
    " democracy economy island".split()
)
_JOURNEY = frozenset(
    "trip trips visit visits tour travel travels travelled traveled travelling flew fly flight flights journey route routes went go goes come came".split()
)
_PEOPLE_OF_X = frozenset("ethnic native indigenous".split())


class Place(NamedTuple):
    """One match and where it stands: positions of its first and last token, its sentence and the end of its letters."""

    first: int
    last: int
    sentence: int
    kind: str
    ambiguous: str
    pattern: str
    end: int


def is_no_actor(place: Place, context: Context) -> bool:
    """Does any rule say that the name is no actor here?"""
    return any(rule(place, context) for rule in _REFUSALS)


def rest_of_token(place: Place, context: Context) -> str:
    """The rest of a hyphenated token after the name: "based" in London-based, "" when the name is the whole token."""
    rest = int(context.stops[place.last]) - place.end
    return context.word(place.last, place.sentence)[-rest:].lstrip("-") if rest > 0 else ""


def _region_as_place(place: Place, context: Context) -> bool:
    """ "in Europe", "the nations of Africa", "from Asia to Africa", "the Europe Bridge": a region that is not a party"""
    if place.kind != "region":
        return False
    sentence, after = place.sentence, context.surface(place.last + 1, place.sentence)
    if after[:1].isupper() and after[1:].islower() and context.word(place.first - 1, sentence) not in HYPHENS:
        return not context.cue("subordinator", place.last + 1, sentence)
    if context.word(place.last + 1, sentence) in _REGION_TOPIC:
        return True  # "the Middle East peace process"
    if after == "'s" and context.surface(place.last + 2, sentence)[:1].isupper():
        return True  # "West Africa's ECOWAS"
    at = place.first - 1
    if context.word(at, sentence) in HYPHENS:
        return False
    if place.pattern == "West" and "east" in context.words(max(place.first - 5, 0), place.last + 6):
        return True  # "its neighbors to the West and to the East"
    if place.pattern == "Caribbean" and context.word(at, sentence) != "the":
        return True  # "with Caribbean, Central American and South American countries"
    before = at - (context.word(at, sentence) == "the")
    if context.word(before, sentence) in _ENTERED:
        return True
    if context.word(before, sentence) == "for" and context.word(before - 1, sentence) in LEFT:
        return True
    if context.word(before, sentence) == "to" and context.word(before - 1, sentence) in _JOURNEY:
        return True
    if context.word(before, sentence) == "to":
        span = [context.word(i, sentence) for i in range(at - 6, at)]
        if "from" in span:
            return True
    for _ in range(10):  # over "the whole", and over the first half of "in Europe and Asia"
        word, surface = context.word(at, sentence), context.surface(at, sentence)
        if word in _REGION_PLACE or not (word in _FILLERS or surface[:1].isupper()):
            break
        at -= 1
    at = _over_adjectives(at, context, sentence)
    return context.word(at, sentence) in _REGION_PLACE and not _region_dealt_with(at, context, sentence)


def _over_adjectives(at: int, context: Context, sentence: int) -> int:
    """The position before "a stable" in "the hope of a stable Middle East", else the position itself."""
    for i in range(at, at - 9, -1):
        if context.word(i, sentence) in ("a", "an"):
            return i - 1
        if context.word(i, sentence) == "," or context.cue("preposition", i, sentence):
            if context.word(i, sentence) != ",":
                break
    return at


def _region_dealt_with(of: int, context: Context, sentence: int) -> bool:
    """ "a partner of Africa", "agreements between A and the states of Eastern Europe": the region is a party"""
    if context.word(of, sentence) != "of":
        return False
    if context.cue("kin_noun", of - 1, sentence):
        return True
    if context.word(of - 1, sentence) == "rest":  # "trade with the rest of Asia"
        return "with" in (context.word(of - 2, sentence), context.word(of - 3, sentence))
    if not context.cue("side_noun", of - 1, sentence):
        return False
    if not _PARTIAL.isdisjoint(context.word(i, sentence) for i in range(of - 5, of - 1)):
        return False  # "some of the powers of Europe"
    joins = [context.word(i, sentence) for i in range(of - 2, of - 12, -1)]
    return "between" in joins or "with" in joins[:4]


def _title(place: Place, context: Context) -> bool:
    """ "Ms. Ireland", "USS America" """
    return context.word(place.first - 1, place.sentence) in TITLES


def _bare_prefix(place: Place, context: Context) -> bool:
    """Franco without a hyphen is the general"""
    return (
        place.kind == "prefix"
        and context.word(place.last + 1, place.sentence) not in HYPHENS
        and not rest_of_token(place, context)
    )


def _bare_us(place: Place, context: Context) -> bool:
    """US in a line of capitals may be the pronoun: "JOIN US TODAY", but not "US, EU AGREE" """
    if place.pattern != "US" or context.word(place.first - 1, place.sentence) in ("", "the", "and", ",", "/"):
        return False
    pair = {context.word(i, place.sentence) for i in (place.first - 1, place.last + 1)} & HYPHENS
    return not pair and context.of_line(place.sentence, _in_capitals)


def _in_capitals(line: list[str]) -> bool:
    return "".join(line) == "".join(line).upper()


def _person(place: Place, context: Context) -> bool:
    """A first name or surname: "Michael Jordan", "Mr. Washington", "Chad Wolf", "Georgia, who had", "Chad, a welder" """
    if "name" not in place.ambiguous and "person" not in place.ambiguous:
        return False
    sentence = place.sentence
    before, after = (context.surface(i, sentence) for i in (place.first - 1, place.last + 1))
    if context.cue("person_context", place.first - 1, sentence):
        return True
    if after == "," and place.kind == "name" and _described(place.last + 2, context, sentence):
        return True
    if after == "and" and context.word(place.last + 2, sentence) in ("his", "her") and place.kind == "name":
        return not context.cue("kin_noun", place.last + 3, sentence)  # "Israel and her neighbors"
    opening = place.first - 1 == context.bounds[sentence]
    given = before[:1].isupper() and before[1:].islower() and not opening
    given = given and not (_is_office(before) or context.cue("act_verb", place.first - 1, sentence))
    family = (
        after[:1].isupper() and after[1:].islower()
    )  # "Israel And Lebanon Hold Talks": no name of a person
    family = family and not (_is_office(after) or context.cue("act_verb", place.last + 1, sentence))
    return given or (family and place.kind == "name")


def _described(i: int, context: Context, sentence: int) -> bool:
    """Is a person described from here on: ", who", ", 34,", ", a welder" (and no "a country of ten million")?"""
    word = context.word(i, sentence)
    if word == "whose":
        return context.word(i + 1, sentence) in _OF_PERSONS
    if word == "who" or (word.isdigit() and context.word(i + 1, sentence) == ","):
        return True
    opening = i - 3 < context.bounds[sentence] or context.cue("subordinator", i - 3, sentence)
    if not opening:
        return False
    following = {context.word(j, sentence) for j in range(i + 1, i + 6)}
    return word in ("a", "an", "my", "his", "her") and not following & _COUNTRY


def _is_office(word: str) -> bool:
    """Words that stand in capitals beside a state's name without making it a person's."""
    return fold(word) in _OFFICES


_OF_PERSONS = frozenset(
    "wife husband father mother parents son daughter brother sister family career album book novel film poems friends life".split()
)
_OFFICES = frozenset(
    "police television radio railways president prime foreign minister king queen prince crown ambassador defense defence army air navy government"
    " parliament republic kingdom state secretary chancellor emir sultan general special deputy vice national supreme"
    " central bank ministry permanent arab former said says but while when if in as and with from since although"
    " for after before meanwhile however south north east west eastern western southern northern monday tuesday"
    " wednesday thursday friday saturday sunday january february march april may june july august september october"
    " november december embassy consul premier federal between to of on over near against at by or nor".split()
)


def _state_of_the_us(place: Place, context: Context) -> bool:
    """Georgia among U.S. senators, counties and southern states"""
    return "U.S. state" in place.ambiguous and context.any_cue("us_state_context", place.sentence)


def _native(place: Place, context: Context) -> bool:
    """Indians of a tribe or reservation"""
    return "Native" in place.ambiguous and context.any_cue("native_context", place.sentence)


def _food(place: Place, context: Context) -> bool:
    """Turkey on a plate, at the head of a sentence"""
    return "bird" in place.ambiguous and context.any_cue("food_context", place.sentence)


def _language(place: Place, context: Context) -> bool:
    """ "He spoke in Russian", "taught English", "in Spanish and Portuguese", "Korean-language": not what belongs to a state"""
    if place.kind != "demonym":
        return False
    if rest_of_token(place, context):
        return rest_of_token(place, context) in ("language", "speaking")
    sentence, at = place.sentence, place.first - 1
    after = context.word(place.last + 1, sentence)
    if after in HYPHENS or (after[:1].isalnum() and after not in _AFTER_LANGUAGE):
        return False
    while context.word(at, sentence) in ("and", "or", ",") and context.word(at - 1, sentence).endswith(
        _TONGUES
    ):
        at -= 2  # "in Spanish and Portuguese"
    return context.cue("language_context", at, sentence)


def _ethnic(place: Place, context: Context) -> bool:
    """ "ethnic Albanians", "Mexican-American voters": a people, not a state"""
    if place.kind != "demonym":
        return False
    sentence = place.sentence
    if context.word(place.first - 1, sentence) in _PEOPLE_OF_X:
        return True
    before = context.surface(place.first - 1, sentence)
    if (
        "ethnic" in place.ambiguous
        and before[:1].isupper()
        and before.endswith(("an", "ian", "ish", "o", "ese"))
    ):
        return True  # "Bosnian Serbs", "Kosovo Albanians"
    hyphen, american = context.word(place.last + 1, sentence), context.word(place.last + 2, sentence)
    if hyphen == "-" and american in ("american", "americans") and fold(place.pattern) != "soviet":
        return american == "americans" or not _of_states(place.last + 3, context, sentence)
    if fold(place.pattern) in ("american", "americans") and context.word(place.first - 1, sentence) == "-":
        other = context.surface(place.first - 2, sentence)
        descent = other.endswith(("an", "ese", "ish")) and other not in _NO_DESCENT
        return descent and (
            fold(place.pattern) == "americans" or not _of_states(place.last + 1, context, sentence)
        )
    return False


def _of_states(i: int, context: Context, sentence: int) -> bool:
    """Is a relation or an affair of states named here or after one adjective: "Mexican-American border"?"""
    keys = ("relation_noun", "side_noun", "kin_noun", "address_noun")
    reach = 4 if context.cue("joint_mark", i, sentence) else 2  # "Korean-American mutual defense treaty"
    if context.word(i, sentence) == "and" and context.word(i + 2, sentence) == "-":
        reach = 5  # "Brazilian-American and German-American relations"
    return any(context.cue(key, j, sentence) for key in keys for j in range(i, i + reach))


_NO_DESCENT = frozenset(["Pan", "Latin"])
_REFUSALS = (
    _title,
    _bare_prefix,
    _bare_us,
    _person,
    _state_of_the_us,
    _native,
    _food,
    _language,
    _ethnic,
    _region_as_place,
)
