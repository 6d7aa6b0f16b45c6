"""Is a name an actor where it stands? One small rule each for seats of government, regions, persons, languages, dishes.

Every word list is a key of lexicons/relation_cues.csv; every rule looks at the words around one match.
"""

from typing import NamedTuple

from analysis.context import Context
from analysis.lexicons import fold

KEYS = (
    "act_verb deal_word address_noun place_word place_after us_state_context food_context language_context person_context"
    " determiner preposition subordinator auxiliary adverb relation_noun side_noun kin_noun"
).split()
CHAIN = frozenset([",", "and", "or", "&", "the", "both", "as", "well", "nor"])
LOOK_BEFORE = frozenset(
    ", know knew in into speak speaks spoke spoken speaking learn learned teach taught from and or ethnic".split()
)
TITLES = frozenset(
    "mr. mrs. ms. dr. prof. professor miss sir dame uss hms ss rms hmas".split()
)  # before a person's or ship's name
_ROUTE = frozenset(
    "shuttle shuttles train trains flight flights road roads railway route line bus highway marathon race express ferry distance".split()
)
_CONTACT = frozenset("line race".split())  # a hot line or an arms race joins the two
_REGION_PLACE = frozenset(
    "in across throughout around within into over inside through of from outside near".split()
)
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
_POSSESSIVE = frozenset(["'s", "'"])
_HYPHENS = frozenset(["-", "–"])
_OFFICES_OF_SEAT = frozenset(
    "government regime administration authorities leadership cabinet officials official spokesman spokeswoman spokesperson"
    " spokespeople sources source aides diplomats negotiators".split()
)  # "the Kabul regime", "Pentagon sources"
_ENVOYS = frozenset("ambassador consul envoy".split())
_POSTS = frozenset("embassy consulate legation mission".split())
_PARTIES = frozenset("government opposition rebels authorities regime junta union".split())
_SWITCHED = frozenset("turned turning switched switching shifted turn switch".split())
_RULERS = frozenset("rulers leaders leadership government regime authorities masters".split())
_LOCATED = frozenset(
    "based born bound area registered listed headquartered trained educated bred raised style datelined wide dwelling".split()
)
_AFTER_LANGUAGE = frozenset("and or to language as at with on".split())
_TONGUES = ("an", "ese", "ish", "ench", "ic", "ew", "eek", "in")  # how names of languages end
_LEFT = frozenset("left leave leaves leaving departed bound head heads headed heading embarked".split())
_TOPICS = frozenset("peace climate nuclear trade".split())
_OF_PLACE = frozenset(
    "capital city port streets suburbs outskirts east west north south centre center".split()
)
_PRESSED = frozenset("call called calls calling pressure pressed leaned sanctions war leverage".split())
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


def listed_with(between: list[str]) -> bool:
    """Words that join a seat to an actor: a list or a hyphen ("Washington, Beijing and Seoul")."""
    return bool(between) and (between in (["-"], ["–"]) or CHAIN.issuperset(between))


def seat_acts(place: Place, context: Context) -> bool:
    """Does a capital or seat act, or is it dealt with?"""
    first, sentence = place.first, place.sentence
    before, after = context.word(first - 1, sentence), place.last + 1
    suffix = _suffix(place, context)
    if suffix or (context.word(after, sentence) in _HYPHENS and not is_place(place, context)):
        return (suffix or context.word(after + 1, sentence)) not in _LOCATED
    if before == "in" and context.word(first - 2, sentence).rstrip("s") in _ENVOYS:
        return True
    if before == "in" and context.word(first - 2, sentence) in _POSTS:
        return context.word(first - 4, sentence).startswith("open")  # "Peru opened an embassy in Hanoi"
    if before == "in" and context.word(first - 2, sentence) in _RULERS:
        named = context.surface(first - 3, sentence)[:1].isupper()  # "Libyan leaders in Tripoli"
        return not named or context.cue("determiner", first - 3, sentence)
    if is_place(place, context):
        return False
    if before in _HYPHENS or context.cue("deal_word", first - 1, sentence):
        return not ("contested" in place.ambiguous and before.startswith("recogni"))
    if before == "on" and context.word(first - 2, sentence) in _PRESSED:
        return True
    if context.word(after, sentence) in _OFFICES_OF_SEAT:
        return True
    if _switched(place, context) or (before == "to" and first - 1 == context.bounds[sentence]):
        return True  # "turned from Taipei to Beijing"; "To Pyongyang we have said"
    at = first - 1 - (before == "the")
    if context.word(at, sentence) in ("to", "from", "of", "for", "on", "in"):
        if context.word(at, sentence) == "from" and context.word(at - 1, sentence) == "part":
            return False  # "took part from Moscow"
        moved = context.word(at - 1, sentence).endswith("ed")  # "the embassy moved to Jerusalem"
        return any(context.cue("address_noun", at - back, sentence) for back in ((1,) if moved else (1, 2)))
    return _is_agent(place, context)


def _switched(place: Place, context: Context) -> bool:
    """ "turned from Taipei to Beijing": either end"""
    at, sentence = place.first - 1, place.sentence
    if context.word(at, sentence) == "to" and context.word(at - 2, sentence) == "from":
        at -= 2
    return context.word(at, sentence) == "from" and context.word(at - 1, sentence) in _SWITCHED


def _is_agent(place: Place, context: Context) -> bool:
    """ "Tokyo never replied", "Pentagon sources", "Beijing's answer", "Seoul along with its allies" """
    sentence, after = place.sentence, place.last + 1
    while after < place.last + 4 and _is_adverb(after, context, sentence):
        if context.word(after + 1, sentence) == "with":
            return True  # "Tokyo along with its partners", "Ottawa together with Lima"
        after += 1
    if context.word(after, sentence) == ",":  # "Islamabad, never quick to apologise, apologised"
        close = next((i for i in range(after + 2, after + 12) if context.word(i, sentence) == ","), None)
        opening = context.word(place.first - 1, sentence) in ("", "but", "that", "and")
        if close is None or not opening or context.surface(after + 1, sentence)[:1].isupper():
            return False
        after = close + 1
    word, following = context.word(after, sentence), context.word(after + 1, sentence)
    if word in _OFFICES_OF_SEAT or context.word(place.last + 1, sentence) in _POSSESSIVE:
        return True
    if (
        context.cue("act_verb", after, sentence)
        or context.cue("auxiliary", after, sentence)
        or word.endswith("ed")
    ):
        return True
    if (word in ("along", "together") and following == "with") or (
        word == "and" and following in ("its", "her")
    ):
        return True
    if word == "and" and following == "the" and context.word(after + 2, sentence) in _PARTIES:
        return True  # "Caracas and the opposition agreed"
    third_person = len(word) > 3 and word.endswith("s") and not word.endswith("ss") and word.isalpha()
    return third_person and any(
        context.cue(key, after + 1, sentence)
        for key in ("determiner", "preposition", "subordinator", "adverb")
    )


def _is_adverb(i: int, context: Context, sentence: int) -> bool:
    word = context.word(i, sentence)
    at_once = "at once" in (
        f"{word} {context.word(i + 1, sentence)}",
        f"{context.word(i - 1, sentence)} {word}",
    )
    return at_once or context.cue("adverb", i, sentence) or (word.endswith("ly") and len(word) > 4)


def _suffix(place: Place, context: Context) -> str:
    """The rest of a hyphenated token after the name: "based" in London-based, "" when the name is the whole token."""
    rest = int(context.stops[place.last]) - place.end
    return context.word(place.last, place.sentence)[-rest:].lstrip("-") if rest > 0 else ""


def is_place(place: Place, context: Context) -> bool:
    """ "in Paris", "Paris, France", "Moscow airport", "the Paris Agreement", "in Beirut and Rome" """
    sentence, after = place.sentence, place.last + 1
    at = place.first - 1 - (context.word(place.first - 1, sentence) == "the")
    request = context.word(at, sentence) == "at" and context.word(after, sentence) in _POSSESSIVE
    if (context.cue("place_word", at, sentence) and not request) or _ends_a_route(place, context):
        return True  # "in Paris", but "at Washington's request"
    if context.word(at, sentence) == "of" and context.word(at - 1, sentence) in _OF_PLACE:
        return True
    if context.word(at, sentence) == "for" and context.word(at - 1, sentence) in _LEFT:
        return True
    if context.word(at, sentence) in _LEFT and (
        context.word(after, sentence) in ("", ",", ".") or context.cue("preposition", after, sentence)
    ):
        return True  # "left Tehran for Baku"
    if context.word(at, sentence) == "from" and context.word(after, sentence) == "to":
        return context.word(at - 1, sentence) not in _SWITCHED  # "from Tel Aviv to Jerusalem"
    if context.word(after, sentence) in _HYPHENS and context.word(after + 2, sentence) in _ROUTE:
        return True  # the London-Paris train
    after += context.word(after, sentence) in _POSSESSIVE
    if context.cue("place_after", after, sentence):
        return True
    if context.word(after, sentence) in _TOPICS and context.cue("place_after", after + 1, sentence):
        return True  # the Paris climate talks
    return _listed_as_place(place, context) and not _is_agent(place, context)


def _ends_a_route(place: Place, context: Context) -> bool:
    """ "flights between Seoul and Hanoi", "the distance between Paris and Rome": neither end is dealt with"""
    at, sentence = place.first - 1, place.sentence
    if context.word(at, sentence) == "and":
        at -= 1
        while context.surface(at, sentence)[:1].isupper():
            at -= 1
    return context.word(at, sentence) == "between" and context.word(at - 1, sentence) in _ROUTE - _CONTACT


def _listed_as_place(place: Place, context: Context) -> bool:
    """A list that a preposition of place governs: "in Lebanon, Taiwan, and Berlin"."""
    at, sentence = place.first - 1, place.sentence
    if context.word(at, sentence) not in ("and", "or", ","):
        return False
    for _ in range(10):
        word, surface = context.word(at, sentence), context.surface(at, sentence)
        if word in ("in", "at", "near", "outside", "inside", "via"):
            opens = at == context.bounds[sentence]  # "In Europe, London and Brussels agreed"
            return not (opens and context.word(place.first - 1, sentence) == ",")
        if not (word in CHAIN or surface[:1].isupper()):
            return False
        at -= 1
    return False


def _region_as_place(place: Place, context: Context) -> bool:
    """ "in Europe", "the nations of Africa", "from Asia to Africa", "the Europe Bridge": a region that is not a party"""
    if place.kind != "region":
        return False
    sentence, after = place.sentence, context.surface(place.last + 1, place.sentence)
    if (
        after[:1].isupper()
        and after[1:].islower()
        and context.word(place.first - 1, sentence) not in _HYPHENS
    ):
        return not context.cue("subordinator", place.last + 1, sentence)
    if context.word(place.last + 1, sentence) in _REGION_TOPIC:
        return True  # "the Middle East peace process"
    if after == "'s" and context.surface(place.last + 2, sentence)[:1].isupper():
        return True  # "West Africa's ECOWAS"
    at = place.first - 1
    if context.word(at, sentence) in _HYPHENS:
        return False
    before = at - (context.word(at, sentence) == "the")
    if context.word(before, sentence) in _ENTERED:
        return True
    if context.word(before, sentence) == "for" and context.word(before - 1, sentence) in _LEFT:
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
    if not context.cue("side_noun", of - 1, sentence):
        return False
    joins = [context.word(i, sentence) for i in range(of - 2, of - 12, -1)]
    return "between" in joins or "with" in joins[:4]


def _title(place: Place, context: Context) -> bool:
    """ "Ms. Ireland", "USS America" """
    return context.word(place.first - 1, place.sentence) in TITLES


def _bare_prefix(place: Place, context: Context) -> bool:
    """Franco without a hyphen is the general"""
    return (
        place.kind == "prefix"
        and context.word(place.last + 1, place.sentence) not in _HYPHENS
        and not _suffix(place, context)
    )


def _bare_us(place: Place, context: Context) -> bool:
    """US in a line of capitals may be the pronoun: "JOIN US TODAY", but not "US, EU AGREE" """
    if place.pattern != "US" or context.word(place.first - 1, place.sentence) in ("", "the", "and", ",", "/"):
        return False
    pair = {context.word(i, place.sentence) for i in (place.first - 1, place.last + 1)} & _HYPHENS
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
    given = before[:1].isupper() and before[1:].islower() and not opening and not _is_office(before)
    family = after[:1].isupper() and after[1:].islower() and not _is_office(after)
    return given or (family and place.kind == "name")


def _described(i: int, context: Context, sentence: int) -> bool:
    """Is a person described from here on: ", who", ", 34,", ", a welder" (and no "a country of ten million")?"""
    word = context.word(i, sentence)
    if word in ("who", "whose") or (word.isdigit() and context.word(i + 1, sentence) == ","):
        return True
    opening = i - 3 < context.bounds[sentence] or context.cue("subordinator", i - 3, sentence)
    if not opening:
        return False
    following = {context.word(j, sentence) for j in range(i + 1, i + 6)}
    return word in ("a", "an", "my", "his", "her") and not following & _COUNTRY


def _is_office(word: str) -> bool:
    """Words that stand in capitals beside a state's name without making it a person's."""
    return fold(word) in _OFFICES


_OFFICES = frozenset(
    "police television radio railways president prime foreign minister king queen prince crown ambassador defense defence army air navy government"
    " parliament republic kingdom state secretary chancellor emir sultan general special deputy vice national supreme"
    " central bank ministry permanent arab former said says but while when if in as and with from since although"
    " for after before meanwhile however south north east west eastern western southern northern monday tuesday"
    " wednesday thursday friday saturday sunday january february march april may june july august september october"
    " november december embassy consul premier federal".split()
)


def _state_of_the_us(place: Place, context: Context) -> bool:
    """Georgia among U.S. senators, counties and southern states"""
    return "U.S. state" in place.ambiguous and context.any_cue("us_state_context", place.sentence)


def _food(place: Place, context: Context) -> bool:
    """Turkey on a plate, at the head of a sentence"""
    return "bird" in place.ambiguous and context.any_cue("food_context", place.sentence)


def _language(place: Place, context: Context) -> bool:
    """ "He spoke in Russian", "taught English", "in Spanish and Portuguese", "Korean-language": not what belongs to a state"""
    if place.kind != "demonym":
        return False
    if _suffix(place, context):
        return _suffix(place, context) in ("language", "speaking")
    sentence, at = place.sentence, place.first - 1
    after = context.word(place.last + 1, sentence)
    if after in _HYPHENS or (after[:1].isalnum() and after not in _AFTER_LANGUAGE):
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
    return any(context.cue(key, j, sentence) for key in keys for j in (i, i + 1))


_NO_DESCENT = frozenset(["Pan", "Latin"])
_REFUSALS = (
    _title,
    _bare_prefix,
    _bare_us,
    _person,
    _state_of_the_us,
    _food,
    _language,
    _ethnic,
    _region_as_place,
)
