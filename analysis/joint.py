"""Joint acts: A and B met, are partners, will celebrate their relations; A and B's trade talks.

joint_verb is mutual by itself, light_verb with a joint object (relation_noun, joint_noun) or a joint_mark.
"""

from collections.abc import Iterator

from analysis.clauses import BIT, CAPITAL, REACH, Chain, Clause
from analysis.links import (
    BODY,
    COPULA,
    JOINT_NOUN,
    KIN,
    LIGHT,
    MARK,
    NOUN,
    SHARED,
    SIDE,
    STOPS,
    STRONG,
    Link,
    each_pair,
    the_two,
)

_STANCE = BIT["stance_verb"]
_MUTUAL_STATE = frozenset(
    "allied united agreed reconciled reunited engaged involved interlinked intertwined estranged locked".split()
)
_FELLOWSHIP = frozenset("together along jointly".split())
_MOVE = frozenset("came come comes coming went go goes gathered gather gathers".split())
_ELSEWHERE = frozenset("from among following after before amid despite since until".split())
_DEALS = frozenset("deal deals agreements accords pacts ceasefire".split())
_SAY = ("say", "said", "announc", "declar", "confirm", "state", "report")
_PARTICIPLES = frozenset("struck hit driven met held made built brought sent kept fought sought".split())
_FORCES = frozenset("us them hands forces in together".split())


def joint(clause: Clause, chain: Chain) -> Iterator[Link]:
    """A and B met; A and B are partners; A and B will celebrate their relations; A and B's trade talks."""
    cue = (
        _joint_adjective(clause, chain)
        or _own_noun(clause, chain.last)
        or _each_other(clause, chain.last)
        or _with_us(clause, chain)
    )
    if (
        not cue
        and clause.word(chain.last + 1) != "among"
        and (clause.is_subject(chain) or _acts_within(clause, chain))
    ):
        cue = _predicate(clause, chain.last) or _announced_list(clause, chain)
    if cue:
        yield from each_pair(chain.members, cue)


def _joint_adjective(clause: Clause, chain: Chain) -> str:
    """ "a joint Thai and Lao patrol", "the common border of A and B" """
    start = clause.governor(chain.first)
    for _ in range(2):  # "a joint note from the Republic of A and the Government of B"
        if clause.word(start) in ("of", "from", "by"):
            start = clause.governor(start)
    if clause.word(start + 1) in ("our", "my", "your"):
        return ""
    return next((clause.words[i] for i in range(start + 1, chain.first) if clause.has(i, MARK)), "")


def _each_other(clause: Clause, last: int) -> str:
    """ "fought each other", "helped A and B to step back from war with each other": the pair in the same clause."""
    for i in range(last + 1, min(last + 25, clause.size)):
        if clause.words[i] in STOPS or (i in clause.at and clause.chain_at[i].closed):
            return ""
        if clause.word(i + 1) in ("other", "another") and clause.words[i] in ("each", "one"):
            return clause.text(i, i + 2)
    return ""


def _with_us(clause: Clause, chain: Chain) -> str:
    """ "We, A and B, declare", "Together with A and B, we are building" """
    at = clause.governor(chain.first)
    while clause.word(at) == "of":
        at = clause.governor(at)  # "We, the President of A and the Premier of B"
    if clause.word(at) == "," and clause.word(at - 1) == "we":
        return "we"
    with_us = clause.word(at) == "with" and clause.word(at - 1) in _FELLOWSHIP
    end = clause.phrase_end(chain.last)
    if with_us and clause.word(end) == "," and clause.word(end + 1) == "we":
        return clause.text(at - 1, at + 1)
    return ""


def _acts_within(clause: Clause, chain: Chain) -> bool:
    """The subject of a verb that is not finite: "with A and B living side by side", "for A and B to make peace"."""
    at, end = clause.governor(chain.first), clause.phrase_end(chain.last)
    if clause.word(at) == "with":
        due = clause.word(end) in ("scheduled", "expected", "set", "due") and clause.word(end + 1) == "to"
        return due or (clause.word(end).endswith("ing") and clause.word(end + 1) != "of")
    return clause.word(at) == "for" and clause.word(end) == "to" and clause.is_verb(end + 1)


def two_sides(clause: Clause, at: int) -> Iterator[Link]:
    """ "A told B that the two countries would hold talks": a joint act of the two actors named before."""
    if clause.word(at - 1) in ("two", "both") and clause.word(at - 2) not in ("our", "between"):
        by = at - 2 - (clause.word(at - 2) == "the")
        agreed = clause.word(by) == "by" and any(clause.has(i, STRONG) for i in (by - 1, by - 2))
        cue = (
            (clause.text(by, at + 1) if agreed else "")
            or _own_noun(clause, at)
            or _each_other(clause, at)
            or _predicate(clause, at)
        )
        yield from each_pair([m for side in the_two(clause, at) for m in side] if cue else [], cue)


def _announced_list(clause: Clause, chain: Chain) -> str:
    """The predicate of a group that the enumeration spells out: "Five states signed the pact: A, B, C, D and E"."""
    colon = chain.first - 1
    lowest = max(0, chain.first - REACH)
    while colon > lowest and (clause.in_phrase(colon) or clause.words[colon] in ("of", "as", "and", ",")):
        colon -= 1
    if clause.word(colon) not in (":", "--", "—", "–"):
        return ""
    groups = (i for i in range(lowest, colon - 1) if clause.has(i, SIDE | BIT["people_noun"]))
    group = next((i for i in groups if not clause.is_governed(i)), None)
    return "" if group is None else _predicate(clause, group)  # none in "treaties with enemy countries--A, B"


def _own_noun(clause: Clause, last: int) -> str:
    """The relation noun in "A and B's border dispute", "Israeli and Palestinian peace talks", unless it has a partner."""
    for i in range(last + 1, min(clause.phrase_end(last), last + 5)):
        if clause.words[i] in SHARED and clause.word(i + 1) not in ("with", "between", "to"):
            return clause.words[i]
    return ""


def _predicate(clause: Clause, last: int) -> str:
    """The words of a mutual predicate of the subject that ends here, or ""."""
    verb = _verb_after(clause, last)
    if verb is None:
        return _adverb_of_both(clause, last)
    end = min(verb + REACH, clause.size)
    stop = next((i for i in range(verb, end) if clause.words[i] in STOPS), end)
    if clause.words[verb] == "in":
        return clause.text(verb, next(i for i in range(verb, stop) if clause.has(i, NOUN)) + 1)
    main = _main_verb(clause, verb, stop)
    if (
        "each" in clause.words[verb : main + 3]
        and "other" not in clause.words[verb : main + 4]
        or _for_another(clause, main)
    ):
        return ""
    if clause.words[main].startswith(_SAY):
        return _reported(clause, last, main) or _announced(clause, verb, main, stop)
    passive = _is_passive(clause, main)
    ours = clause.word(main + 1) in ("our", "my", "your")  # "share our values"
    if clause.has(main, STRONG) and not passive and not ours and not _with_third(clause, main, stop):
        return clause.text(verb, main + 1)
    if clause.words[main].startswith("join") and clause.word(main + 1) in _FORCES:
        return clause.text(verb, main + 2)
    if clause.text(main, main + 2) in ("fought over", "fight over", "cease fire", "ceased fire"):
        return clause.text(verb, main + 2)
    light = not passive and (clause.has(main, LIGHT) or _makes(clause, main))
    reach = 18 if clause.words[main] in _MOVE else 12
    dated = _after_date(clause, main + 1)
    for i in range(main, min(stop, main + reach)):
        if i in clause.at or main < i < dated:
            continue  # the Union of "joined the Soviet Union"; "observed from May 11 a ceasefire"
        if clause.words[i] == "for" and i > main and _others_act(clause, i, stop):
            return ""
        if clause.words[main] in _MOVE and clause.words[i - 1] == "to" and clause.has(i, STRONG):
            return (
                "" if _with_third(clause, i, stop) else clause.text(verb, i + 1)
            )  # "came to Dayton to negotiate"
        if clause.words[i] in BODY and clause.word(i + 2) == clause.words[i]:
            return clause.text(verb, i + 3)
        shared = next((j for j in (i + 1, i + 2, i + 3) if clause.word(j) in SHARED), None)
        if clause.words[i] == "their" and shared is not None:
            return "" if _with_third(clause, shared, stop) else clause.text(verb, i + 2)
        if clause.has(i, BIT["pronoun"]) or clause.words[i] in _ELSEWHERE:
            return ""
        if clause.has(i, MARK) and (
            light
            or clause.words[i - 1] in ("a", "their")
            or clause.words[i].endswith(("ly", "together"))
            or (clause.words[i].endswith("lateral") and clause.has(i + 1, NOUN))
        ):
            return clause.text(verb, i + 1)
        if clause.has(i, BIT["subordinator"]) and i > main:
            return ""
        noun = clause.has(i, NOUN | KIN | JOINT_NOUN) and (
            i > main and clause.words[main] in COPULA or not clause.is_verb(i)
        )
        if light and noun and clause.words[i - 1] not in ("our", "my", "your"):
            return "" if _with_third(clause, i, stop) else clause.text(verb, i + 1)
    return ""


def _reported(clause: Clause, last: int, main: int) -> str:
    """The predicate in "A and B say that they will mend ties", "A and B announced that A and B would restore relations"."""
    i = main + 1
    while i < main + 10 and clause.word(i) != "that" and not clause.has(i, BIT["pronoun"]):
        i += 1  # "announced in Beijing on March 10 that they"
    i = i + 1 if clause.word(i) == "that" else main + 1
    if clause.word(i) == "they":
        return _predicate(clause, i)
    subject = clause.chain_at.get(i + bool(clause.has(i, BIT["determiner"])))
    known = {m.actor for m in clause.chain_at[last].members} if last in clause.chain_at else set()
    if subject is None or not subject.closed or not known.issuperset(m.actor for m in subject.members):
        return ""
    return _predicate(clause, subject.last)


def _for_another(clause: Clause, main: int) -> bool:
    """ "have exchanged the general for the ballot": nothing goes from one to the other"""
    return (
        clause.words[main].startswith(("exchang", "swap", "trade"))
        and "for" in clause.words[main + 1 : main + 5]
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
        return False
    i = _after_date(clause, main + 1)
    last = i + 5
    while i < last and clause.in_phrase(i):
        if clause.has(i, NOUN) and not clause.in_phrase(i + 1):
            return True
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
        if clause.is_verb(i) and not clause.has(main, STRONG):
            main = i
        elif not (clause.has(i, BIT["adverb"] | BIT["time_word"]) or clause.words[i] == "to"):
            break
    return main


def _verb_after(clause: Clause, last: int) -> int | None:
    """The verb of a subject: over the rest of its phrase, adverbs, dates and one phrase in commas."""
    i = clause.phrase_end(last)
    i += clause.word(i) in ("--", "—", "–", ")")  # "the three (A, B and C) met"
    for _ in range(10):
        if i >= clause.size or clause.words[i] in STOPS:
            return None
        if clause.is_verb(i):
            return i
        if clause.words[i] == ",":
            if clause.is_verb(i + 1):
                return i + 1  # "A and B, living side by side"
            if i + 1 in clause.chain_at and clause.chain_at[i + 1].closed:
                i = clause.chain_at[i + 1].last  # "A and B, C and D have resolved"
                continue
            close = next((j for j in range(i + 1, min(i + 20, clause.size)) if clause.words[j] == ","), None)
            if close is None:
                return None
            if any(clause.has(j, NOUN) for j in range(i + 1, close)) and clause.word(i + 1) == "in":
                return i + 1  # "A and B, in the closest cooperation, have"
            i = close
        elif clause.has(i, BIT["subordinator"]):
            return None
        i += 1
    return None


def _with_third(clause: Clause, at: int, stop: int) -> bool:
    """Does the relation have a partner of its own: "A and B signed an accord with C", "swap lines with the bank"?"""
    for i in range(at + 1, min(at + 7, stop)):
        if clause.words[i] == "accession":
            return True
        if clause.words[i] in ("with", "between"):
            if clause.word(i + 1) in ("each", "one", "them"):
                return False
            instrument = clause.has(
                clause.phrase_head(i), NOUN | JOINT_NOUN
            )  # "founded a union with a treaty"
            return clause.complement(i) is not None or (i < at + 5 and not instrument)
        if clause.words[i] in (",", "and"):
            return False
    return False
