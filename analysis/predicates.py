"""Is it a joint act that a subject of two or more does: met, are partners, will celebrate their relations, live side by side?

joint_verb is mutual by itself, light_verb with a joint object (relation_noun, joint_noun) or a joint_mark.
"""

from analysis.clauses import BIT, CAPITAL, DASHES, REACH, STOPS, Clause
from analysis.links import (
    BODY,
    COPULA,
    JOINT_NOUN,
    KIN,
    LIGHT,
    MARK,
    NOUN,
    OURS,
    SHARED,
    SIDE,
    STRONG,
    fixed,
    kind_of_thing,
)

_STANCE = BIT["stance_verb"]
_MUTUAL_STATE = frozenset(
    "allied united agreed reconciled reunited engaged involved interlinked intertwined estranged locked".split()
)
_TIED = frozenset("joined linked connected tied bound united".split())
_MOVE = frozenset(
    "came come comes coming went go goes gathered gather gathers return returned returns returning".split()
)
_ELSEWHERE = frozenset(
    "from among behind following after before amid despite since until wake what how whether why".split()
)
# what stands between a verb and the one that says what is done: "have at last all been able to agree"
_BETWEEN_VERBS = frozenset(
    """last length to so all both once more again able unable willing unwilling ready likely due expected going bound
    eager""".split()
)
_OURS = OURS | {"theirs"}
_OF_OTHERS = tuple("start launch unleash enter extend prolong win won lost lose widen".split())
_HAVE = frozenset(["have", "has", "had"])
_DEALS = frozenset("deal deals agreements accords pacts ceasefire".split())
_SAY = ("say", "said", "announc", "declar", "confirm", "state", "report")
_PARTICIPLES = frozenset("struck hit driven met held made built brought sent kept fought sought".split())
_FORCES = frozenset("us them hands forces in together".split())


def predicate(clause: Clause, last: int) -> str:
    """The words of a mutual predicate of the subject that ends here, or ""."""
    verb = _verb_after(clause, last)
    cue = _mutual(clause, last, verb)
    if not cue and verb is not None and clause.words[verb - 1] == "," and clause.words[verb].endswith("ed"):
        close = clause.seek(",", verb + 1, REACH - 1)
        if close is not None and clause.is_verb(close + 1):
            # "A and B, moved by the wish to live in peace, have agreed"
            return _mutual(clause, last, close + 1)
    return cue


def _mutual(clause: Clause, last: int, verb: int | None) -> str:
    as_one = _as_one(clause, last, clause.size if verb is None else verb)
    if as_one:
        return as_one
    if verb is None:
        return _adverb_of_both(clause, last)
    end = min(verb + REACH, clause.size)
    stop = next((i for i in range(verb, end) if clause.words[i] in STOPS), end)
    if clause.words[verb] == "in":
        return clause.text(verb, next(i for i in range(verb, stop) if clause.has(i, NOUN)) + 1)
    main = _main_verb(clause, verb, stop)
    effort = next(
        (i for i in range(verb, main + 1) if clause.text(i, i + 2) in ("working to", "worked to")), None
    )
    if effort is not None:
        return clause.text(verb, effort + 2)  # "A and B are working to complete the accord"
    if _one_by_one(clause, verb, main) or _for_another(clause, main) or _enters(clause, verb, main):
        return ""
    if clause.words[main].startswith(_SAY):
        return _reported(clause, last, main) or _announced(clause, verb, main, stop)
    return _by_verb(clause, verb, main, stop) or _by_object(clause, verb, main, stop)


def _as_one(clause: Clause, last: int, verb: int) -> str:
    """ "A and B, acting together, have", "A and B together laid": right behind the subject (not "A and B, together with C")"""
    for i in range(last + 1, min(verb, last + 9)):
        if clause.words[i] in ("together", "jointly"):
            return "" if clause.word(i + 1) == "with" else clause.words[i]
        verb_or_stop = clause.words[i] in STOPS or clause.words[i] == "for" or clause.is_verb(i)
        if (
            (verb_or_stop and not clause.words[i].endswith("ing"))
            or i in clause.at
            or clause.has(i, BIT["subordinator"])
        ):
            return ""
    return ""


def _one_by_one(clause: Clause, verb: int, main: int) -> bool:
    """ "have each been struck": not together (but "met each other")"""
    near = clause.words[verb : main + 4]
    if "each" in near and clause.word(verb + near.index("each") + 1) in ("day", "week", "month", "year"):
        return False  # "are working together each day"
    return "each" in near[: main + 3 - verb] and "other" not in near


def _enters(clause: Clause, verb: int, main: int) -> bool:
    """ "A and B join the alliance", "were invited to the talks": each for itself (but "joined forces", "joined in signing")"""
    thing = clause.word(main + 1) in ("the", "this", "that") and clause.words[main].startswith("join")
    return thing or "invited" in clause.words[verb : main + 1]


def _by_verb(clause: Clause, verb: int, main: int, stop: int) -> str:
    """A verb that is mutual by itself: "met", "joined forces", "fought over"."""
    if clause.words[main] in _TIED and clause.word(main - 1) not in _HAVE:
        if clause.word(main + 1) in ("by", "together", "under", "in", "into"):
            return clause.text(verb, main + 2)  # "are linked by a cable"
    ours = clause.word(main + 1) in _OURS  # "share our values", "initialed theirs"
    settlers = clause.text(main, main + 2) == "settled in" or (
        clause.words[main].startswith("conclu") and clause.word(main + 1) == "that"
    )
    object_ = clause.words[main] in ("met", "meet", "meets", "meeting") and clause.has(
        main + 1, BIT["determiner"]
    )
    if object_ and not any(clause.has(i, BIT["time_word"]) for i in (main + 1, main + 2, main + 3)):
        return ""  # "failed to meet this simple test"
    given = clause.words[main].startswith("confer") and clause.word(main + 1) in ("on", "upon")
    if clause.has(main, STRONG) and not (
        settlers or given or ours or _is_passive(clause, main) or _with_third(clause, main, stop)
    ):
        return clause.text(verb, main + 1)
    if (
        clause.words[main].startswith("join")
        and clause.word(main + 1) in _FORCES
        and clause.word(main + 2) != "no"
    ):
        return clause.text(verb, main + 2)
    end = fixed(clause, main)
    return clause.text(verb, end) if end and clause.word(end) != "with" else ""


def _by_object(clause: Clause, verb: int, main: int, stop: int) -> str:
    """A verb with a joint object or mark: "will celebrate their relations", "live side by side", "came to negotiate"."""
    light = not _is_passive(clause, main) and (clause.has(main, LIGHT) or _makes(clause, main))
    if clause.words[main] in ("stand", "stood") and clause.word(main + 1) != "in":
        light = False  # "stood poised to exploit the crisis" (but "stood in closer accord")
    dated, last = _after_date(clause, main + 1), main + (18 if clause.words[main] in _MOVE else 12)
    if clause.word(main + 1) == ",":  # "have reached, with the help of C, an agreement"
        dated = next((i for i in range(main + 2, min(main + 16, stop)) if clause.words[i] == ","), dated)
        last = dated + 8
    for i in range(main, min(stop, last)):
        if clause.words[i] == "," and clause.word(i + 1) in ("and", "but") and _begins(clause, i + 2):
            return ""  # "were our enemies, and C was a friend"
        if clause.words[i] == "," and clause.words[main] in COPULA and dated < i:
            return ""  # "became necessary, at the cost of fierce encounters"
        if i in clause.at or main < i < dated:
            continue  # the Union of "joined the Soviet Union"; "observed from May 11 a ceasefire"
        verdict = _joint_here(clause, i, main, stop, bool(light))
        if verdict is not None:
            return clause.text(verb, verdict) if verdict else ""
    return ""


def _begins(clause: Clause, at: int) -> bool:
    """Does a subject stand here, an actor or another noun behind an article: ", and a conference was held"?"""
    chain = clause.actors_from(at)
    if chain is not None:
        return clause.is_verb(clause.phrase_end(chain.last))
    return bool(clause.has(at, BIT["determiner"])) and clause.is_verb(clause.phrase_end(at))


def _joint_here(clause: Clause, i: int, main: int, stop: int, light: bool) -> int | None:
    """What the word at i says of the verb `main`: where the cue ends, 0 for "nothing mutual", None to read on."""
    word = clause.words[i]
    phrase = fixed(clause, i)
    if phrase and clause.word(phrase) != "with":
        return phrase  # "are at odds", "stood face to face"
    if word == "for" and i > main and _others_act(clause, i, stop):
        return 0
    if clause.words[main] in _MOVE and clause.words[i - 1] == "to" and clause.has(i, STRONG):
        return 0 if _with_third(clause, i, stop) else i + 1  # "came to Dayton to negotiate"
    if word in BODY and clause.word(i + 2) == word:
        return i + 3
    shared = next((j for j in (i + 1, i + 2, i + 3) if clause.word(j) in SHARED), None)
    if word == "their" and shared is not None:
        return 0 if _with_third(clause, shared, stop) else i + 2
    if (clause.has(i, BIT["pronoun"]) and word not in ("themselves", "their")) or word in _ELSEWHERE:
        return 0
    if word == "with" and _their_kin(clause, i + 1):
        return 0
    if clause.has(i, MARK) and (light or _marks_both(clause, i)):
        return i + 1
    if clause.has(i, BIT["subordinator"]) and i > main and not _again(clause, i):
        return 0
    noun = clause.has(i, NOUN | KIN | JOINT_NOUN) and (
        i > main
        and clause.words[main] in COPULA
        or not (clause.is_verb(i) or clause.text(i - 1, i + 1) == "to exercise")
    )
    if noun and clause.words[i - 1] in ("this", "that") and not clause.has(main, STRONG):
        return None  # "efforts to build on this proposal"
    judged = clause.text(i + 1, i + 3) == "to be"  # "held the memorandum to be void"
    judged |= bool(clause.has(i, KIN)) and (clause.word(i + 1) == "of" or _there(clause, i + 1))
    judged |= bool(clause.has(i, KIN)) and clause.words[main] in _HAVE  # "both have friends to support"
    if kind_of_thing(clause, i) and not clause.has(i + 1, BIT["determiner"]):
        return None  # "are turning to a new cold war offensive"
    if word in ("war", "wars") and clause.words[main].startswith(_OF_OTHERS) and clause.word(i + 1) != "with":
        return 0  # "A and B entered the war", "started this war"
    if light and noun and not judged and not _ours(clause, i):
        return 0 if _with_third(clause, i, stop) else i + 1
    return None


def _again(clause: Clause, i: int) -> bool:
    return clause.words[i] == "once" and clause.word(i + 1) in ("more", "again")


def _their_kin(clause: Clause, i: int) -> bool:
    """ "A and B quarrel with their neighbours": third parties"""
    return clause.word(i) == "their" and bool(clause.has(clause.phrase_end(i) - 1, KIN | SIDE))


def _there(clause: Clause, at: int) -> bool:
    """ "are the chief trading partners in Africa": of others (but "are allies in NATO")"""
    member = clause.at.get(at + 1)
    ours = member is not None and member.actor.startswith("ORG:")
    return clause.word(at) == "in" and bool(clause.has(at + 1, CAPITAL)) and not ours


def _ours(clause: Clause, i: int) -> bool:
    """ "are our nearest neighbors": kin to the speaker"""
    at = i - 1
    while at > i - REACH and clause.in_phrase(at) and clause.words[at] not in OURS:
        at -= 1
    return clause.word(at) in OURS


def _marks_both(clause: Clause, i: int) -> bool:
    """ "a joint", "jointly", "together", "bilateral talks": joint whatever the verb"""
    word = clause.words[i]
    return (
        clause.words[i - 1] in ("a", "their", "in")
        or word.endswith(("ly", "together"))
        or (word.endswith("lateral") and bool(clause.has(i + 1, NOUN)))
    )


def _reported(clause: Clause, last: int, main: int) -> str:
    """The predicate in "A and B say that they will mend ties", "A and B announced that A and B would restore relations"."""
    i = main + 1
    while i < main + 10 and clause.word(i) != "that" and not clause.has(i, BIT["pronoun"]):
        i += 1  # "announced in Beijing on March 10 that they"
    i = i + 1 if clause.word(i) == "that" else main + 1
    if clause.word(i) == "they":
        return predicate(clause, i)
    if clause.words[main].startswith("announc"):
        end = next(
            (
                j
                for j in range(i, min(i + REACH, clause.size))
                if not clause.in_phrase(j) and clause.words[j] != "of"
            ),
            i,
        )
        talks = end - 1
        if talks >= i and clause.has(talks, NOUN) and not any(j in clause.at for j in range(i, end)):
            return clause.text(main, i) + " " + clause.words[talks]  # "announced that their talks had ended"
    subject = clause.actors_from(i)
    known = {m.actor for m in clause.chain_at[last].members} if last in clause.chain_at else set()
    if subject is None or not subject.closed or not known.issuperset(m.actor for m in subject.members):
        return ""
    return predicate(clause, subject.last)


def _for_another(clause: Clause, main: int) -> bool:
    """ "have exchanged the general for the ballot": nothing goes from one to the other"""
    return clause.words[main].startswith(("exchang", "swap", "trade")) and any(
        clause.words[i] == "for" and clause.has(i + 1, BIT["determiner"]) and clause.word(i + 2) != "first"
        for i in range(main + 1, min(main + 5, clause.size))
    )


def _announced(clause: Clause, verb: int, main: int, stop: int) -> str:
    """The object in "A and B announced in Lausanne the outline of an agreement": a deal, not sanctions on others."""
    if not clause.words[main].startswith("announc"):
        return ""
    for i in range(main + 1, min(stop, main + 16)):
        if clause.has(i, BIT["subordinator"]) or clause.words[i] in _ELSEWHERE or clause.words[i] == "to":
            return ""
        if clause.words[i] in SHARED | _DEALS and not clause.is_verb(i):
            return "" if _with_third(clause, i, stop) else clause.text(verb, i + 1)
    return ""


def _others_act(clause: Clause, at: int, stop: int) -> bool:
    """ "call for the two sides to settle": another subject with an infinitive"""
    end = next((i for i in range(at + 1, stop) if not clause.in_phrase(i)), stop)
    following = end + 1 + clause.word(end + 1).endswith("ly")
    return end > at + 1 and clause.word(end) == "to" and clause.is_verb(following)


def _is_passive(clause: Clause, main: int) -> bool:
    """ "A and B were discussed" is nothing the two do; "are allied", "are united" is."""
    before = main - 1
    while clause.has(before, BIT["adverb"]) or clause.word(before).endswith("ly"):
        before -= 1
    word = clause.words[main]
    participle = word in _PARTICIPLES or (word.endswith(("ed", "en")) and word not in _MUTUAL_STATE)
    return participle and clause.word(before) in COPULA


def _makes(clause: Clause, main: int) -> bool:
    """Is a relation the direct object of a verb that is no stance: "have reaffirmed their old alliance"?"""
    if not clause.is_verb(main) or clause.has(main, _STANCE):
        return clause.words[main].startswith("avoid") and clause.word(main + 1) in (
            "war",
            "conflict",
            "hostilities",
        )
    i = _after_date(clause, main + 1)
    last = i + 5
    while i < last and clause.in_phrase(i):
        if clause.has(i, NOUN) and not clause.in_phrase(i + 1):
            return clause.words[i] not in ("crisis", "crises")  # which others may have: "exploit the crisis"
        i += 1
    return False


def _after_date(clause: Clause, i: int) -> int:
    """The position behind "from September 11", "on May 3", "in Geneva" when one stands here."""
    if clause.word(i) not in ("from", "on", "in", "at", "since"):
        return i
    end = i + 1
    while end < i + 4 and (clause.has(end, BIT["time_word"] | CAPITAL) or clause.word(end)[:1].isdigit()):
        end += 1
    return end


def _adverb_of_both(clause: Clause, last: int) -> str:
    """ "A and B patrol the hills together": where the verb is not in the list."""
    for i in range(last + 1, min(last + 9, clause.size)):
        if clause.words[i] in STOPS or clause.words[i] == "," or clause.has(i, BIT["subordinator"]):
            return ""
        if clause.words[i] in ("together", "jointly"):
            return clause.words[i]
    return ""


def _main_verb(clause: Clause, verb: int, stop: int) -> int:
    """The verb that says what is done: over "have", "will not", "failed to", "agreed to", as long as a verb follows."""
    main = verb
    for i in range(verb + 1, min(verb + 8, stop)):
        if (clause.words[main] in COPULA and clause.has(i, KIN)) or clause.words[main].startswith("join"):
            break  # "are now partners", "joined forces"
        if clause.has(i, MARK):
            break  # "the body through which A and B work together has begun"
        if fixed(clause, i):
            return i  # "are face to face"
        if clause.is_verb(i) and not clause.has(main, STRONG):
            main = i
        elif not (
            clause.has(i, BIT["adverb"] | BIT["time_word"])
            or clause.text(i, i + 2) in ("at last", "at length", "at once")
            or clause.words[i] in _BETWEEN_VERBS
            or clause.words[i].endswith("ly")
        ):
            break
    return main


def _verb_after(clause: Clause, last: int) -> int | None:
    """The verb of a subject: over the rest of its phrase, adverbs, dates and one phrase in commas."""
    i = clause.phrase_end(last)
    if clause.word(i) in DASHES:
        close = clause.seek(DASHES, i + 1, 23)
        if close is not None and clause.is_verb(close + 1):
            return close + 1  # "A and B -- with the help of C -- have signed"
        if i + 1 in clause.chain_at:
            return None  # "as A borders B and C--D and E have fought"
    i += clause.word(i) in DASHES or clause.word(i) == ")"  # "the three (A, B and C) met"
    for _ in range(10):
        if i >= clause.size or clause.words[i] in STOPS:
            return None
        if clause.is_verb(i):
            return i
        if clause.words[i] == ",":
            if clause.is_verb(i + 1) and clause.words[i + 1] != "thanks":
                return i + 1  # "A and B, living side by side"
            if i + 1 in clause.chain_at and clause.chain_at[i + 1].closed:
                i = clause.chain_at[i + 1].last  # "A and B, C and D have resolved"
                continue
            others = clause.phrase_end(i + 1)
            if clause.word(i + 1) == "and" and clause.is_verb(others):
                return others  # "A, B, and seven other nations agree"
            close = clause.seek(",", i + 1, 31)
            if close is None:
                return None
            if any(clause.has(j, NOUN) for j in range(i + 1, close)) and clause.word(i + 1) == "in":
                return i + 1  # "A and B, in the closest cooperation, have"
            i = close
        elif clause.has(i, BIT["subordinator"]) and not _again(clause, i):
            return None
        i += 1
    return None


def _with_third(clause: Clause, at: int, stop: int) -> bool:
    """Does the relation have a partner of its own: "A and B signed an accord with C", "swap lines with the bank"?"""
    for i in range(at + 1, min(at + 7, stop)):
        if clause.words[i] == "accession":
            return True
        if i == at + 1 and clause.words[i] == "to" and clause.words[at].startswith("relation"):
            return True  # "hold a different relation to C"
        if i == at + 1 and clause.words[i] == "against" and not clause.has(at, KIN):
            return True  # "engaged in fighting against the rebels"
        if clause.words[i] in ("with", "between"):
            if clause.words[i] == "with" and _their_kin(clause, i + 1):
                return True
            if clause.word(i + 1) in ("each", "one", "them", "their"):
                return False
            if clause.words[i] == "between":
                return True  # "have a correspondence between letters and sounds"
            instrument = clause.has(
                clause.phrase_head(i), NOUN | JOINT_NOUN
            )  # "founded a union with a treaty"
            return clause.complement(i) is not None or (i < at + 5 and not instrument)
        if clause.words[i] in (",", "and"):
            return False
    return False
