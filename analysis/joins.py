"""Constructions that a word announces: between, of both, met, ally of, their border, linking A to B (partners.py: with).

Each is one function with its examples; clauses.py and subjects.py say what is a complement, a subject.
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import repeat

from analysis.between import between
from analysis.clauses import BIT, REACH, STOPS, Chain, Clause
from analysis.links import (
    COPULA,
    JOINT_NOUN,
    KIN,
    LIGHT,
    MARK,
    NOUN,
    SHARED,
    SIDE,
    STRONG,
    Link,
    all_regions,
    each_pair,
    fixed,
    relate,
    the_two,
)
from analysis.partners import to_partner, with_partner

_BETWEEN = frozenset(
    "between among amongst linking joining uniting involving binding dividing separating pitting".split()
)

# "the conference of A and B" is one thing of the two, "the trade of A and B" is each one's own
_OF_TWO = frozenset(
    "understanding enmity hostility compact axis rift intercourse relationship union association federation confederation merger conference gathering coalition entente reconciliation alliances meetings disengagement reunification interdependence".split()
)
_EXTENT = frozenset("region regions area areas waters line lines".split())
_OBJECT = NOUN | JOINT_NOUN | MARK
_AUTHORED = frozenset("arrived subscribed conducted introduced sponsored tabled authored mediated".split())

_HOLD = frozenset(
    """keep keeps kept keeping hold holds held holding bind binds bound draw draws drew drawn drive drives drove tear tears tore
    bring brings brought bringing set sets setting put puts putting""".split()
)
_MAKE = frozenset("make makes made making".split())
_FINDS = frozenset("has have had find finds found".split())
_MET = frozenset(
    """demand demands need needs requirement requirements challenge challenges obligations responsibilities commitments target
    targets standards conditions criteria expectations resistance opposition threat threats goal goals""".split()
)
_STRIFE = frozenset("war wars conflict conflicts struggle struggles hostilities".split())
_BROUGHT_TO = _STRIFE | frozenset(
    "blows confrontation truce agreement peace terms reconciliation understanding".split()
)
_TOPIC = frozenset("process talks conference resolution plan".split())

_LINKING = """linking links linked link connecting connects connected connect pits pitted pitting tie ties binds binding joining
    unites unite united unifies separates separate separated divides divide divided reconcile reconciles reconciled reconciling
    set sets setting tied bound""".split()
_JOINS = frozenset("connects unites unifies separates divides".split())
_TIED = frozenset("tied bound wedded".split())


def of_both(clause: Clause, chain: Chain) -> Iterator[Link]:
    """relations of A and B; a meeting in Oslo of the leaders of A and B; a treaty signed by A and B; brought together A and B."""
    at = clause.governor(chain.first)
    while (
        clause.word(at) in ("of", "from")
        and clause.has(at - 1, BIT["people_noun"] | SIDE)
        and clause.governor(at) >= 0
    ):
        at = clause.governor(at)
    word = clause.word(at)
    noun = next((i for i in range(at - 1, max(at - 6, -1), -1) if clause.has(i, NOUN | JOINT_NOUN)), None)
    if noun is not None and any(map(clause.is_verb, range(noun, at))):
        noun = None
    if noun is not None and noun == at - 2 and clause.words[at - 1] in _EXTENT:
        noun = at - 1 if clause.words[noun] in SHARED else None
        if noun is not None:
            yield from each_pair(chain.members, clause.text(at - 2, at + 1))
            return
    together = chain.first - 1 - bool(clause.has(chain.first - 1, BIT["determiner"]))
    together = (
        at + 1 if clause.word(at + 1) == "together" else together
    )  # "brought together the leaders of A and B"
    if clause.word(together) == "together" and clause.word(together - 1).startswith("br"):
        yield from each_pair(chain.members, clause.text(together - 1, together + 1))
    elif clause.words[at] in _MAKE and clause.is_verb(at) and clause.has(chain.last + 1, KIN):
        yield from each_pair(
            chain.members, f"{word} {clause.words[chain.last + 1]}"
        )  # "has made A and B allies"
    elif clause.words[at] in _HOLD and all_regions(chain.members):
        return  # "roads that bind Europe and Asia together"
    elif clause.words[at] in _HOLD and (held := _held(clause, clause.phrase_end(chain.last))):
        yield from each_pair(chain.members, f"{word} {held}")  # "kept A and B apart"
    elif (
        word == "of"
        and noun is not None
        and clause.words[noun] in SHARED | _OF_TWO
        and (noun == at - 1 or _adverbial(clause, noun, at))
    ):
        yield from each_pair(chain.members, clause.text(noun, at + 1))
    elif word == "by" and (
        "respectively" in clause.words[chain.last : chain.last + 3]
        or clause.words[at - 1].startswith("visit")
    ):
        return  # "introduced by A and B, respectively", "visits by the leaders of A and B": each for itself
    elif word == "by" and (noun == at - 1 or _joint_participle(clause, at)):
        yield from each_pair(chain.members, clause.text(at - 1, at + 1))
    elif (
        clause.word(at - 1) == "behalf"
        and clause.at.keys().isdisjoint(range(at - 9, at))
        and _joint_participle(clause, at - 2)
    ):
        yield from each_pair(chain.members, "on behalf of")  # "was signed on behalf of A and of B"


def _held(clause: Clause, at: int) -> str:
    """The word of "kept A and B apart", "brought A and B ministers face to face" """
    if clause.word(at) in ("apart", "together"):
        return clause.words[at]
    if clause.word(at) in ("to", "into"):  # "brought A and B to the brink of conflict"
        end = clause.seek(_BROUGHT_TO, at + 1, 5)
        return clause.text(at, end + 1) if end is not None else ""
    return clause.text(at, fixed(clause, at)) if at < clause.size else ""


def _adverbial(clause: Clause, noun: int, of: int) -> bool:
    """Is there only a place or time from the relation noun to "of": "talks in Geneva of", "a meeting last May of"?"""
    return clause.has(noun, NOUN) and (
        clause.word(noun + 1) in ("in", "at", "on") or bool(clause.has(of - 1, BIT["time_word"]))
    )


def _joint_participle(clause: Clause, by: int) -> bool:
    """Is a participle of a joint act left of "by": "signed here today by", "disputed by"?"""
    for i in range(by - 1, max(by - 15, -1), -1):
        if clause.words[i] in _AUTHORED or clause.words[i].startswith("co-"):
            return True
        lightly = (
            clause.has(i, LIGHT)
            and clause.word(i + 1) != "out"
            and any(map(clause.has, range(max(i - 7, 0), i), repeat(_OBJECT)))
        )
        if clause.words[i] in ("called", "requested"):
            return False  # "a meeting called by A and B"
        if clause.has(i, STRONG) or lightly:  # not "exhibits sent by A and B"
            price = clause.words[i] == "met" or (clause.words[i] == "set" and clause.word(i + 1) != "up")
            return (
                clause.words[i].endswith(("ed", "n", "t")) and not price
            )  # "a demand met by", "the price set by"
        address = clause.words[i] == "," and (
            i == by - 1 or clause.words[by - 1] == ","
        )  # "signed in Oslo, Norway, by"
        if clause.words[i] in STOPS or (clause.words[i] in (",", "with") and not address):
            return False  # "concluded with C by the ministers of A and B"
    return False


def _met(clause: Clause, at: int) -> Iterator[Link]:
    """A met B; the envoys of A met their B counterparts."""
    if clause.is_verb(at) and clause.word(at + 1) != "with":
        partners = clause.complement(at)
        one = clause.subject(at, partners) if partners is not None else None
        if one is not None and not _thing_of(clause, at, partners.first):
            yield from relate(one.members, partners.members, clause.words[at])


def _borders(clause: Clause, at: int) -> Iterator[Link]:
    """A borders B; A is bordered by B and C."""
    by = clause.words[at] == "bordered" and clause.word(at + 1) == "by"
    verb = at - 1 in clause.at and clause.at[at - 1].kind == "name"
    partners = clause.complement(at + by) if by or (verb and clause.words[at] == "borders") else None
    one = clause.clause_subject(at - 1, True) if partners is not None else None
    if one is not None:
        yield from relate(one.members, partners.members, clause.words[at])


def _thing_of(clause: Clause, at: int, first: int) -> bool:
    """Is it a thing of B that is met: "meet a threat from B", "met B demands" (but "met the leaders of B")?"""
    last = clause.chain_at[first].last
    if clause.word(last + 1) in _MET or clause.words[clause.phrase_head(last)] in _MET:
        return True
    people = BIT["people_noun"] | SIDE | KIN
    preposition = next((i for i in range(at + 1, first) if clause.words[i] in ("of", "from")), None)
    return (
        preposition is not None
        and not clause.has(preposition - 1, people)
        and any(
            clause.has(i, BIT["determiner"]) for i in (preposition - 2, preposition - 3)
        )  # "the just expectations of B"
    )


def kin(clause: Clause, at: int) -> Iterator[Link]:
    """B, an ally of A; A's ally B; B is A's oldest rival; its neighbour B."""
    if at in clause.at:
        return
    one, start = clause.owner(at)
    if one is not None and one.last == at - 1 and one.members[-1].actor.startswith("ORG:"):
        return  # "our NATO allies A and B": members of it
    if clause.word(at + 1) == "than":  # "A has no closer ally than B"
        one, other = clause.complement(at + 1), clause.clause_subject(at - 1, False)
    elif clause.word(at + 1) in ("of", "to"):
        one, other = clause.complement(at + 1), _bearer(clause, at)
        if one is not None and clause.word(clause.phrase_head(one.last)) in _TOPIC:
            return  # "co-sponsors of the Kosovo peace process"
    elif clause.word(at + 1) == "in" and _has_one(clause, at):
        one, other = clause.complement(at + 1), clause.clause_subject(at - 1, False)
    elif one is None or (clause.word(at + 1) == "with" and clause.complement(at + 1) is not None):
        return
    else:
        other = _named_kin(clause, at) or (_bearer(clause, one.first) if start is not None else None)
        if other is None and clause.word(one.first - 1) in ("its", "their"):
            other = clause.antecedent(one.first - 1, one)  # "A forces backed by their B allies"
    if one is not None and other is not None:
        yield from relate(one.members, other.members, clause.words[at])


def _has_one(clause: Clause, at: int) -> bool:
    """ "A has a strong friend in B", "has found an ally in B" (not "has allies in B", which may be persons there)"""
    i = at - 1
    while i > at - REACH and clause.in_phrase(i) and not clause.has(i, BIT["determiner"]):
        i -= 1
    return clause.word(i) in ("a", "an", "no") and clause.word(i - 1) in _FINDS


def _their(clause: Clause, at: int) -> Iterator[Link]:
    """ "A asked B to reopen their border": what the two actors named before have in common."""
    last = clause.ends[bisect_left(clause.ends, at) - 1]
    others = (i for i in range(last + 1, at) if clause.has(i, SIDE) or clause.words[i] == "inhabitants")
    if any(clause.words[i - 1] != "two" for i in others):
        return  # "A and B call on the parties to end their dispute"
    for i in range(at + 1, at + 4):
        if clause.word(i) in SHARED and clause.word(clause.phrase_end(i)) != "with":
            yield from each_pair(
                [m for side in the_two(clause, at) for m in side], "their " + clause.words[i]
            )
        if not clause.in_phrase(i):
            return


def _named_kin(clause: Clause, at: int) -> Chain | None:
    """B in "its neighbour B", "America's friends: B and C", "his B counterpart" is found by the verb."""
    if clause.word(at + 1) == "in":  # "A's natural ally in the region, B"
        return clause.behind_comma(at + 2, 4)
    following = at + 1 + (clause.word(at + 1) in (":", ",", "such", "like"))
    following += clause.word(following) == "as"
    chain = clause.chain_at.get(following)
    subject = (
        chain is not None and clause.word(at + 1) == "," and clause.is_verb(clause.phrase_end(chain.last))
    )
    return None if subject else chain  # "By naming friends of A, B has"


def _bearer(clause: Clause, at: int) -> Chain | None:
    """B in "B is an ally of A", "B, an ally of A"."""
    i = clause.governor(at)
    if clause.word(i) == "and" and i - 1 not in clause.at and clause.in_phrase(i - 1):
        i = clause.governor(i)  # "a close and trusted ally of A"
    if clause.word(i) == "," and i - 1 in clause.at:
        return clause.chain_at[i - 1]
    if i == 0 and clause.words[i] == "as":
        return _opening(clause, at)
    return clause.clause_subject(i, False) if clause.words[i] in COPULA | {"remains", "as"} else None


def _opening(clause: Clause, at: int) -> Chain | None:
    """B in "As a partner of A, B has helped": right after the first comma."""
    return clause.behind_comma(at, 12)


def _joined(clause: Clause, at: int) -> Iterator[Link]:
    """A joined B in calling (to call) for talks; A joined B and C for their summit; A, joined by B and C, closed the border."""
    by = next((n for n in (1, 2) if clause.word(at + n) == "by"), 0)  # "joined later by"
    partners = clause.complement(at + by)
    if partners is None:
        return
    other = clause.complement(partners.last + 1) if clause.word(partners.last + 1) == "to" else None
    if other is not None:
        yield from relate(
            partners.members, other.members, f"{clause.words[at]} to"
        )  # "a treaty that joins A to B"
        return
    if not by and partners.closed and {"that", "which"} & set(clause.words[max(at - 3, 0) : at]):
        yield from each_pair(partners.members, clause.words[at])  # "the fellowship that has joined A and B"
        return
    reach = range(partners.last + 1, partners.last + 8)
    together = any(
        (clause.word(i) == "in" and clause.word(i + 1).endswith("ing"))
        or (
            clause.word(i) == "to"
            and clause.is_verb(i + 1)
            and not partners.members[0].actor.startswith("ORG:")
        )
        or (clause.word(i) == "for" and clause.word(i + 1) == "their")
        for i in reach
    )
    if not (by or together):
        return
    if by:
        one = clause.owner(at - 1)[0] or clause.clause_subject(at - 2, False)
    else:
        one = clause.subject(at, partners)
    if one is not None:
        yield from each_pair(one.members + partners.members, clause.words[at] + " by" * bool(by))


def _linked(clause: Clause, at: int) -> Iterator[Link]:
    """a cable linking A with B; a road that connects A to B; a dispute that pits A against B."""
    if clause.words[at] in _TIED and clause.word(at + 1) in ("to", "with") and clause.is_verb(at - 1):
        one, other = clause.clause_subject(at - 1, True), clause.complement(at + 1)
        if one is not None and other is not None:
            yield from relate(one.members, other.members, clause.text(at, at + 2))  # "A is tied to B"
        return
    one = clause.complement(at)
    other = None
    if clause.words[at].startswith("set") and (one is None or clause.word(one.last + 1) != "against"):
        return  # "set A against B" only
    end = clause.phrase_end(one.last) if one is not None else 0
    if not (clause.has(end - 1, SIDE | BIT["people_noun"]) or clause.words[at].startswith("connect")):
        end = 0
    end = end or (
        one.last + 1 if one is not None else 0
    )  # "connecting the American President to the Soviet Premier"
    end += clause.word(end) == "closer"  # "bind A closer to B"
    parted = clause.words[at].startswith(("separat", "divid")) and clause.word(end) == "from"
    if one is not None and (parted or clause.word(end) in ("with", "to", "against")):
        other = clause.complement(end)
    if other is not None:
        if not _thing_of(clause, at, one.first):
            yield from relate(one.members, other.members, f"{clause.words[at]} {clause.words[end]}")
    elif clause.words[at] == "joining":
        yield from between(clause, at) if clause.actors_from(at + 1) is not None else ()
    elif clause.words[at] in _BETWEEN or (
        (clause.is_verb(at) or clause.words[at] in _JOINS or clause.word(at - 1) in ("which", "that"))
        and one is not None
        and one.closed
    ):
        yield from between(clause, at)


def _closer(clause: Clause, at: int) -> Iterator[Link]:
    """ "have brought A closer both to B and to C" (not "A moved closer to B")"""
    one = clause.chain_at.get(at - 1)
    if one is None or clause.words[clause.governor(one.first)] not in _HOLD:
        return
    to = at + 1 + (clause.word(at + 1) == "both")
    while clause.word(to) == "to" and (other := clause.complement(to, 14)) is not None:
        yield from relate(one.members, other.members, "closer to")
        to = next(
            (i + 1 for i in range(other.last + 1, other.last + 4) if clause.word(i) == "and"), clause.size
        )


def _against(clause: Clause, at: int) -> Iterator[Link]:
    """ "A's war against B" (but "A armed for a war against B" is one-sided, "its civil war against the rebels" none)"""
    if clause.word(at - 1) not in _STRIFE or clause.word(at - 2) == "civil":
        return
    partners = clause.complement(at)
    one = clause.owner(at - 1, partners)[0] if partners is not None else None
    if one is not None:
        yield from relate(one.members, partners.members, clause.text(at - 1, at + 1))


BY_WORD = (
    dict.fromkeys(_BETWEEN, between)
    | dict.fromkeys(_LINKING, _linked)
    | dict.fromkeys(["met", "meet", "meets", "meeting"], _met)
    | dict.fromkeys(["joined", "joins"], _joined)
    | {
        "their": _their,
        "with": with_partner,
        "alongside": with_partner,
        "to": to_partner,
        "closer": _closer,
        "against": _against,
        "borders": _borders,
        "bordered": _borders,
    }
)
