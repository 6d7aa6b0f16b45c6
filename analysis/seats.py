"""Does a capital or seat of government act where it stands, or is it a place: "Beijing protested", "met in Beijing"?"""

from analysis.context import Context
from analysis.places import HYPHENS, LEFT, POSSESSIVE, Place, rest_of_token

CHAIN = frozenset([",", "and", "or", "&", "the", "both", "as", "well", "nor"])
_ROUTE = frozenset(
    "shuttle shuttles train trains flight flights road roads railway route line bus highway marathon race express ferry distance pipeline pipelines telegraph".split()
)
_CONTACT = frozenset("line race".split())  # a hot line or an arms race joins the two
_OFFICES_OF_SEAT = frozenset(
    "government regime administration authorities leadership cabinet officials official spokesman spokeswoman spokesperson"
    " spokespeople sources source aides diplomats negotiators".split()
)  # "the Kabul regime", "Pentagon sources"
_ENVOYS = frozenset("ambassador consul envoy".split())
_POSTS = frozenset("embassy consulate legation mission".split())
_PARTIES = frozenset("government opposition rebels authorities regime junta union".split())
_SWITCHED = frozenset("turned turning switched switching shifted turn switch".split())
_RULERS = frozenset("rulers leaders leadership government regime authorities masters officials".split())
_LOCATED = frozenset(
    "based born bound area registered listed headquartered trained educated bred raised style datelined wide dwelling".split()
)
_HEARD = frozenset("heard hear seen".split())
_TOPICS = frozenset("peace climate nuclear trade".split())
_OF_PLACE = frozenset(
    "capital city port streets suburbs outskirts east west north south centre center".split()
)
_PRESSED = frozenset("call called calls calling pressure pressed leaned sanctions war leverage".split())


def listed_with(between: list[str]) -> bool:
    """Words that join a seat to an actor: a list or a hyphen ("Washington, Beijing and Seoul")."""
    return bool(between) and (between in (["-"], ["–"]) or CHAIN.issuperset(between))


def seat_acts(place: Place, context: Context) -> bool:
    """Does a capital or seat act, or is it dealt with?"""
    first, sentence, after = place.first, place.sentence, place.last + 1
    before, rest = context.word(first - 1, sentence), rest_of_token(place, context)
    if rest or (context.word(after, sentence) in HYPHENS and not is_place(place, context)):
        return (rest or context.word(after + 1, sentence)) not in _LOCATED
    in_office = _in_office(place, context) if before == "in" else None
    if in_office is not None:
        return in_office
    if is_place(place, context):
        return False
    if before in HYPHENS or context.cue("deal_word", first - 1, sentence):
        return not ("contested" in place.ambiguous and before.startswith("recogni"))
    if context.word(after, sentence) in _OFFICES_OF_SEAT or _switched(place, context):
        return True
    preposition = first - 1 - (before == "the")
    if context.word(preposition, sentence) in ("to", "from", "of", "for", "on", "in"):
        return _addressed(preposition, context, sentence)
    return _is_agent(place, context)


def _in_office(place: Place, context: Context) -> bool | None:
    """ "the rulers in Hanoi", "the ambassador in Cairo", "opened an embassy in Hanoi"; None where no such word stands."""
    first, sentence = place.first, place.sentence
    noun = context.word(first - 2, sentence)
    if noun.rstrip("s") in _ENVOYS:
        return True
    if noun in _POSTS:
        return context.word(first - 4, sentence).startswith("open")
    if noun not in _RULERS:
        return None
    named = context.surface(first - 3, sentence)[:1].isupper()  # "Libyan leaders in Tripoli"
    return not named or context.cue("determiner", first - 3, sentence)


def _addressed(at: int, context: Context, sentence: int) -> bool:
    """Is the seat dealt with by the preposition at this position: "a letter to", "pressure on", "To Pyongyang we say"?"""
    word, before = context.word(at, sentence), context.word(at - 1, sentence)
    if word == "to" and at == context.bounds[sentence] or word == "on" and before in _PRESSED:
        return True
    if word == "from" and before in _HEARD:
        return True
    withdrawn = before in _ENVOYS and context.word(at - 2, sentence) in ("its", "their")
    if word == "from" and (before == "part" or withdrawn) or word == "of" and before == "out":
        return False  # "took part from Moscow", "recalled its ambassador from Kyiv", "pulled out of Kabul"
    moved = before.endswith("ed")  # "the embassy moved to Jerusalem"
    return any(context.cue("address_noun", at - back, sentence) for back in ((1,) if moved else (1, 2)))


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
    if word in _OFFICES_OF_SEAT or context.word(place.last + 1, sentence) in POSSESSIVE:
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
    return (
        at_once
        or word in ("again", "today", "yesterday", "now")
        or context.cue("adverb", i, sentence)
        or (word.endswith("ly") and len(word) > 4)
    )


def is_place(place: Place, context: Context) -> bool:
    """ "in Paris", "Paris, France", "Moscow airport", "the Paris Agreement", "in Beirut and Rome" """
    sentence, after = place.sentence, place.last + 1
    at = place.first - 1 - (context.word(place.first - 1, sentence) == "the")
    request = context.word(at, sentence) == "at" and context.word(after, sentence) in POSSESSIVE
    if (context.cue("place_word", at, sentence) and not request) or _ends_a_route(place, context):
        return True  # "in Paris", but "at Washington's request"
    if context.word(at, sentence) == "of" and context.word(at - 1, sentence) in _OF_PLACE:
        return True
    if context.word(at, sentence) == "for" and context.word(at - 1, sentence) in LEFT:
        return True
    if context.word(at, sentence) in LEFT and (
        context.word(after, sentence) in ("", ",", ".") or context.cue("preposition", after, sentence)
    ):
        return True  # "left Tehran for Baku"
    if context.word(at, sentence) == "from" and context.word(after, sentence) == "to":
        return context.word(at - 1, sentence) not in _SWITCHED  # "from Tel Aviv to Jerusalem"
    if context.word(after, sentence) in HYPHENS and _heads_route(after, context, sentence):
        return True  # the London-Paris train, the Baku-Tbilisi-Ceyhan pipeline
    after += context.word(after, sentence) in POSSESSIVE
    if context.cue("place_after", after, sentence):
        return True
    if context.word(after, sentence) in _TOPICS and context.cue("place_after", after + 1, sentence):
        return True  # the Paris climate talks
    return _listed_as_place(place, context) and not _is_agent(place, context)


def _heads_route(hyphen: int, context: Context, sentence: int) -> bool:
    """Does a word for a route follow names joined by hyphens?"""
    for _ in range(3):
        if context.word(hyphen, sentence) not in HYPHENS:
            return False
        if context.word(hyphen + 2, sentence) in _ROUTE:
            return True
        hyphen += 2
    return False


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
        if word == "in" and context.word(at - 1, sentence) in _RULERS:
            return False  # "the leaders in Washington and Beijing"
        if word in ("in", "at", "near", "outside", "inside", "via"):
            opens = at == context.bounds[sentence]  # "In Europe, London and Brussels agreed"
            return not (opens and context.word(place.first - 1, sentence) == ",")
        if not (word in CHAIN or surface[:1].isupper()):
            return False
        at -= 1
    return False
