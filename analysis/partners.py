"""B in "with B": which noun or verb the preposition belongs to, and who has the relation.

"A has ties with B", "relations of A with B", "in talks with B, A ...", "B, with whom A has a treaty".
"""

from collections.abc import Iterable, Iterator

from analysis.clauses import BIT, CAPITAL, DASHES, GENITIVE, STOPS, THE_COUNTRY, Chain, Clause
from analysis.links import (
    BODY,
    COPULA,
    KIN,
    MARK,
    NOUN,
    OURS,
    SIDE,
    STRONG,
    WITH,
    Link,
    each_pair,
    fixed,
    relate,
    the_two,
)

_TIED_TO = frozenset(
    "relation relations relationship relationships ties links connection connections".split()
)
_APPOSED = frozenset("a an the whose which who our its".split())
_MADE = frozenset("made signed concluded reached negotiated struck on begun waged fought held".split())
_MADE_BY = frozenset(
    "made signed concluded reached negotiated entered arranged ratified exchanged waged fought renewed".split()
)
_FINITE = frozenset(
    "will would shall should can could may might must has had is was are were did does".split()
)
_CAUGHT = frozenset("in of into toward towards".split())
_ITSELF = frozenset("it they he she who which that".split())
_QUOTED = DASHES | {"", '"', "“", "'", "‘", "-"}


def with_partner(clause: Clause, at: int) -> Iterator[Link]:
    """A has ties with B; A works with B; A's talks in Geneva with B; relations of A with B; in talks with B, A ..."""
    word = clause.words[at]
    if clause.word(at + 1) in ("whom", "which"):
        yield from _with_whom(clause, at)
        return
    if clause.word(at + 1) == "it":
        yield from _with_it(clause, at)
        return
    partners = clause.complement(at) if clause.word(at + 1) not in ("each", "one") else None
    if partners is None or clause.word(partners.last + 1) == "we" or _with_us(clause, at, partners.last):
        return  # "and with B we are settling"
    made = _made_by(clause, at)
    if made is not None:
        yield from relate(made[0].members, partners.members, f"{made[1]} {word}")
        return
    head = _head(clause, at)
    if head is None or word == "alongside" and not clause.is_verb(head):
        opens = at < 2 and clause.text(0, at) in _QUOTED
        if opens or (clause.word(at - 1) == "and" and clause.word(at - 2) in STOPS):
            yield from _inverted(clause, partners)
        elif (one := _agent(clause, partners.last)) is not None:
            noun = next((i for i in range(at - 1, max(at - 12, -1), -1) if clause.has(i, NOUN)), None)
            if noun is not None:  # "relations were restored with B by A"
                yield from relate(one.members, partners.members, f"{clause.words[noun]} {word}")
        elif clause.words[at - 2 : at] in (["it", "was"], ["it", "is"]):
            yield from _cleft(clause, partners)
        return
    clause.head = partners.last, head
    one = (
        _genitive(clause, head, at)
        or _agent(clause, partners.last)
        or _caught(clause, head)
        or _astride(clause, head, partners)
        or clause.subject(head, partners)
        or (None if OURS & set(clause.words[max(head - 3, 0) : at]) else _after(clause, partners, head))
    )
    if one is None and partners.closed and clause.words[head] in ("conference", "summit"):
        yield from each_pair(
            partners.members, f"{clause.words[head]} {word}"
        )  # "we joined in conference with A and B"
    if one is not None and one.members[0].first != partners.members[0].first and _alike(clause, one, at):
        yield from relate(one.members, partners.members, f"{clause.words[head]} {word}")


def to_partner(clause: Clause, at: int) -> Iterable[Link]:
    """A has ties to B; the relationship of A to B (most "to" are nothing of the kind)"""
    if at - 1 in clause.at:
        return _relation_of(clause, at)
    tied = clause.word(at - 1) in _TIED_TO and clause.text(at - 2, at) != "in relation"
    return with_partner(clause, at) if tied else ()


def _with_us(clause: Clause, at: int, last: int) -> bool:
    """ ", and together with the nations of B, we have begun": a clause of its own"""
    end = clause.phrase_end(last)
    return clause.text(at - 2, at) == "and together" and clause.text(end, end + 2) == ", we"


def _relation_of(clause: Clause, to: int) -> Iterator[Link]:
    """ "the moral relationship of A to B" """
    one = clause.chain_at.get(to - 1)
    of = clause.governor(one.first) if one is not None else -1
    if clause.word(of) == "of" and clause.word(of - 1) in _TIED_TO:
        partners = clause.complement(to)
        if partners is not None:
            yield from relate(one.members, partners.members, f"{clause.words[of - 1]} of")


def _with_it(clause: Clause, at: int) -> Iterator[Link]:
    """ "A is no member of B but enjoys a close relationship with it": the two actors named before."""
    head = _head(clause, at)
    two = the_two(clause, at)
    if head is not None and len(two) == 2:
        one = clause.clause_subject(head - 1, bool(clause.is_verb(head)))
        if one is not None and one.members[0].actor in (two[0][0].actor, two[1][0].actor):
            yield from relate(two[0], two[1], f"{clause.words[head]} with it")


def _alike(clause: Clause, one: Chain, at: int) -> bool:
    """Is it the actor itself? Not its members, nor the things of two: "the affairs of A, together with those of B" (but "the envoys of A, together with those of B")."""
    of = clause.governor(one.first)
    if clause.word(one.last + 1) in ("member", "members"):
        return False  # "UN members negotiated agreements with B"
    things = clause.word(of) == "of" and not clause.has(of - 1, BIT["people_noun"] | SIDE)
    return not (things and clause.word(at + 1) in ("that", "those"))


def _head(clause: Clause, at: int) -> int | None:
    """The relation noun or verb that "with" or "to" at this position belongs to, over adverbials and objects."""
    if clause.words[at] == "to":
        return at - 1
    if _possessed(clause, at - 1):
        return at - 1
    if clause.words[at - 1] in COPULA:  # "A's first treaty was with B"
        return next((i for i in range(at - 2, max(at - 8, -1), -1) if clause.has(i, NOUN)), None)
    begin = next((at - n for n in (2, 3, 4) if n <= at and fixed(clause, at - n) == at), None)
    if begin is not None and clause.words[at - 1] != "out":  # to fall out with is one-sided
        return begin if clause.is_verb(begin) else at - 1  # "crossed swords with", "at odds with"
    i = at - 1
    while i >= max(0, at - 5) and (
        clause.words[i] in ("and", "or", "nor", ",")
        or clause.has(i, BIT["adverb"])
        or (clause.words[i].endswith("ly") and clause.word(i - 1) == "and")
    ):
        i -= 1
    if i < at - 1 and clause.head is not None and at - 20 < clause.head[0] <= i:
        if not any(map(clause.is_verb, range(clause.head[0] + 1, i + 1))):
            return clause.head[1]  # "with A, with B in May and with C"
    if clause.word(at - 3) == clause.words[at - 1] and clause.words[at - 1] in BODY:
        return at - 1  # hand in hand with
    if clause.word(at - 1) == "and" and clause.word(at - 2) in ("us", "me") and clause.word(at - 3) == "with":
        return _head(clause, at - 3)  # "agreed with us and with B"
    noun = _before_participle(clause, at) if clause.words[at - 1] in _MADE else None
    if noun is not None:
        return noun
    if clause.words[at - 1] == "on" and clause.word(at - 2).startswith("carr"):
        return at - 2  # "hostilities which A was carrying on with B"
    aside = at - 1 if clause.words[at - 1] == "," else at  # "A's alliance, if that was the word, with B"
    opening = next((i for i in range(aside - 2, max(aside - 14, 0), -1) if clause.words[i] == ","), None)
    if aside < at and opening is not None and clause.has(opening - 1, NOUN | WITH):
        return opening - 1
    i = at - 1
    while i > max(at - 10, -1):
        word = clause.words[i]
        if i in clause.at:  # over "in Geneva" and "of A and B", not over an object
            chain = clause.chain_at[i]
            if not clause.has(clause.governor(chain.first), BIT["preposition"]):
                return None
            i = chain.first - 1
            continue
        if (
            word in ("together", "jointly")
            and i == at - 1
            and not _no_deed(clause, at)
            and not _elected(clause, i)
        ):
            return i  # "A, together with B, proposed"
        mark = i - 1 - (i - 1 in clause.at)  # "its first joint sail with", "joint A patrols with"
        joint = clause.has(mark, MARK) and not clause.is_verb(mark)
        noun = clause.has(i, NOUN | KIN) or joint
        if clause.has(i, WITH) or noun and not clause.is_verb(i):
            of = clause.governor(i)
            alliance = noun and clause.word(of) == "of" and clause.has(of - 1, NOUN)
            return of - 1 if alliance else i  # "pact of friendship with"
        handling = i == at - 1 and word.endswith("ing")  # "dealing with A"
        if word in STOPS or word in (",", "and", "but", "or", "with") or clause.is_verb(i) or handling:
            return None
        i -= 1
    return None


def _made_by(clause: Clause, at: int) -> tuple[Chain, str] | None:
    """A and the noun in "a treaty concluded after ten years by A with B", "the alliance of C, that of A with B"."""
    one = clause.chain_at.get(at - 1)
    by = clause.governor(one.first) if one is not None else -1
    if clause.text(by - 1, by + 1) == "that of":
        return one, "that of"
    if clause.word(by) != "by":
        return None
    verb = next((i for i in range(by - 1, max(by - 10, -1), -1) if clause.words[i] in _MADE_BY), None)
    for i in range(verb - 1 if verb else -1, max((verb or 0) - 12, -1), -1):
        if i in clause.at:
            return None
        if clause.has(i, NOUN):
            return one, clause.words[i]
    return None


def _before_participle(clause: Clause, at: int) -> int | None:
    """The noun of "honour its treaty, made with B", "A's quarrel over fish, carried on with B"."""
    i = at - 2 - (clause.words[at - 1] == "on")
    i -= clause.word(i) == ","
    lowest = i - 5
    while i > max(lowest, -1) and not clause.is_verb(i) and clause.words[i] not in STOPS:
        if clause.has(i, NOUN):
            return i
        i -= 1
    return None


def _no_deed(clause: Clause, at: int) -> bool:
    """Is what follows a state or done to them: "A, together with B, was praised", "was the first" (but "is building a road")?"""
    if clause.word(at - 2) == "(":
        return True  # "one of four states (together with A and B)"
    verb = next((i for i in range(at + 1, min(at + 20, clause.size)) if clause.is_verb(i)), None)
    if verb is None:
        return False
    after = verb + 1 + bool(clause.has(verb + 1, BIT["adverb"]))
    if clause.words[verb] in COPULA:
        return not clause.word(after).endswith("ing")
    return clause.words[verb] in ("has", "have", "had") and bool(clause.has(after, BIT["determiner"]))


def _elected(clause: Clause, together: int) -> bool:
    """ "A, elected together with B, took its seat": the participle is done to them too"""
    for i in range(together - 1, max(together - 7, 0), -1):
        if clause.words[i] == ",":
            return clause.word(i + 1).endswith(("ed", "en"))
    return False


def _possessed(clause: Clause, verb: int) -> bool:
    """Does the relation noun stand before the clause that ends here: "the border that A shares", "the treaty A had"?"""
    before = verb - 1
    while before > verb - 4 and before not in clause.at and _auxiliary(clause, before):
        before -= 1  # "the treaties which A has lately made"
    chain = clause.chain_at.get(before)
    if chain is None or not clause.is_verb(verb):
        return False
    i = chain.first - 1
    while clause.has(i, BIT["determiner"]) or clause.word(i) in ("that", "which"):
        i -= 1
    if clause.has(i, NOUN):
        return True
    of = clause.governor(i + 1)  # "the pact of mutual assistance that A has formed"
    return clause.word(of) == "of" and bool(clause.has(of - 1, NOUN))


def _agent(clause: Clause, last: int) -> Chain | None:
    """A in "relations were restored with B by A", "the cooperation with B of neighbours such as A" """
    return clause.complement(last + 1) if clause.word(last + 1) in ("by", "of") else None


def _caught(clause: Clause, head: int) -> Chain | None:
    """A in "locked A in combat with B", "pushed A toward war with B", "support for A in its dispute with B" (not "officials in A in talks with B")."""
    at = clause.governor(head)
    if clause.text(at - 1, at + 1) == "state of":  # "declare A in a state of war with B"
        at = clause.governor(at)
    one = clause.chain_at.get(at - 1) if clause.word(at) in _CAUGHT and not clause.is_verb(head) else None
    before = clause.word(clause.governor(one.first)) if one is not None else "in"
    return one if before not in ("in", "at") and (clause.word(at) != "of" or before == "to") else None


def _astride(clause: Clause, head: int, partners: Chain) -> Chain | None:
    """A in "A, from the earliest days of intercourse with B, had followed", "A during its talks with B kept silent"."""
    end = clause.phrase_end(partners.last)
    if not clause.is_verb(end + (clause.word(end) == ",")):
        return None
    for i in range(head - 1, max(head - 10, -1), -1):
        if i in clause.at:
            one = clause.chain_at[i]
            opens = i + 1 + (clause.word(i + 1) == ",")
            return one if clause.has(opens, BIT["preposition"]) and clause.governor(one.first) < 0 else None
        if not (clause.in_phrase(i) or clause.has(i, BIT["preposition"]) or clause.words[i] == ","):
            return None
    return None


def _auxiliary(clause: Clause, i: int) -> bool:
    return clause.is_verb(i) or bool(clause.has(i, BIT["adverb"])) or clause.words[i].endswith("ly")


def _genitive(clause: Clause, head: int, at: int) -> Chain | None:
    """A in "relations of A with B", "negotiated by A with B"."""
    if clause.word(head + 1) in ("of", "by"):
        inside = clause.complement(head + 1, at - head - 2)
        return inside if inside is not None and inside.last < at and not _thing(clause, inside.last) else None
    return None


def _thing(clause: Clause, last: int) -> bool:
    """Is it a thing of the actor: "discussions of U.S. sanctions with B"?"""
    head = clause.phrase_head(last)
    party = clause.has(head, BIT["people_noun"] | SIDE | KIN | NOUN) or clause.words[head] in THE_COUNTRY
    return head > last and not party and not clause.has(head, BIT["time_word"] | CAPITAL)


def _after(clause: Clause, partners: Chain, head: int) -> Chain | None:
    """A in "In talks with B, A gave ground", "the pact with B that A signed": right after the comma, when nobody stands before."""
    by_which = _by_which(clause, partners.last)
    if by_which:
        return clause.actors_from(by_which) or _ceded_to(clause, by_which)
    comma = clause.phrase_end(partners.last)
    more = comma + 3 * (clause.words[comma : comma + 3] == ["as", "well", "as"])
    if more > comma and clause.in_phrase(more):
        comma = clause.phrase_end(more)  # "with ties to A as well as other states, B"
    if clause.has(comma, BIT["preposition"]) and clause.has(comma + 1, BIT["time_word"]):
        dated = clause.seek(",", comma, 6)  # "In talks with B in May, A", "between August and October, A"
        comma = dated if dated is not None else comma
    comma += clause.word(comma) == "," and clause.word(comma + 1) in (
        "which",
        "that",
    )  # "the pact with B, which A signed"
    if clause.word(comma) not in (",", "which", "that") or clause.chains[0].last < head:
        return None
    if clause.words[comma] == "," and any(_finite(clause, i) for i in range(1, head)):
        return None  # "As the world would like to mend relations with B, A is"
    chain = next((clause.chain_at[i] for i in range(comma + 1, comma + 9) if i in clause.chain_at), None)
    if chain is None or clause.governor(chain.first) != comma:
        return None
    near = clause.words[comma] == "," or all(
        clause.has(i, BIT["determiner"]) for i in range(comma + 1, chain.first)
    )
    return chain if near and _opens_clause(clause, chain.last) else None


def _finite(clause: Clause, i: int) -> bool:
    """A verb of a clause with a subject of its own (not "it has", which may be the subject to come)."""
    return (
        bool(clause.has(i, BIT["auxiliary"]))
        and clause.words[i] in _FINITE
        and clause.words[i - 1] not in _ITSELF
    )


def _opens_clause(clause: Clause, last: int) -> bool:
    """Does a clause go on behind the actor: not "ties with A and B, C and D." nor "a deal with A, B officials said."?"""
    if clause.word(last + 1) in GENITIVE:
        return True
    verb = clause.phrase_end(last)
    attribution = clause.word(verb) in ("said", "says") and verb + 2 >= clause.size
    return clause.is_verb(verb) and not attribution and not clause.has(last + 1, BIT["determiner"])


def _by_which(clause: Clause, last: int) -> int:
    """Where the clause begins in "the treaty of peace with B, by which A paid", "the treaty with B of May 4, by which", or 0."""
    for i in range(last + 1, min(last + 10, clause.size - 2)):
        if i in clause.at:
            return 0
        if clause.words[i] in ("by", "under") and clause.words[i + 1] == "which":
            return i + 2
    return 0


def _ceded_to(clause: Clause, at: int) -> Chain | None:
    """A in "by which that land was ceded to A" """
    for i in range(at, min(at + 10, clause.size - 1)):
        if clause.words[i] == "to" and clause.words[i - 1] in ("ceded", "sold", "transferred", "granted"):
            return clause.actors_from(i + 1)
    return None


def _cleft(clause: Clause, partners: Chain) -> Iterator[Link]:
    """ "It was with B that A signed its first treaty" """
    reach = range(partners.last + 1, min(partners.last + 10, clause.size))
    that = next((i for i in reach if clause.words[i] == "that"), clause.size)
    one = clause.actors_from(that + 1)
    if one is None:
        return
    for i in range(one.last + 1, min(one.last + 12, clause.size)):
        if clause.has(i, NOUN | WITH | STRONG):
            yield from relate(one.members, partners.members, f"with that {clause.words[i]}")
            return


def _inverted(clause: Clause, partners: Chain) -> Iterator[Link]:
    """With B, A has a border: the relation noun stands in the predicate."""
    one = _after(clause, partners, 0) or _behind_apposition(clause, partners.last)
    if one is None:
        return
    for i in range(one.last + 1, min(one.last + 14, clause.size)):
        if clause.words[i] in STOPS or clause.words[i] == "with":
            return
        if clause.has(i, NOUN | KIN | WITH) or clause.words[i] in ("shares", "share", "shared"):
            yield from relate(one.members, partners.members, "with " + clause.words[i])
            return


def _behind_apposition(clause: Clause, last: int) -> Chain | None:
    """A in "With B, a democracy of a billion people, A has an agreement", "With B, whose border is long, A has"."""
    if clause.word(last + 1) == "the" and "with" in clause.words[:2]:
        return clause.chain_at.get(last + 2)  # "With the Government of B the A has concluded a treaty"
    if clause.word(last + 1) != "," or clause.word(last + 2) not in _APPOSED:
        return None
    return clause.behind_comma(last + 3, 25)


def _with_whom(clause: Clause, at: int) -> Iterator[Link]:
    """ "B, with whom A has ties": the actor right before and the subject after, where a relation follows."""
    other = next((clause.chain_at[i] for i in (at - 1, at - 2) if i in clause.chain_at), None)
    if other is None and clause.word(at - 1) in THE_COUNTRY:  # "B, a nation with which A has ties"
        comma = clause.governor(at - 1)
        other = clause.chain_at.get(comma - 1) if clause.word(comma) == "," else None
    one = next((clause.chain_at[i] for i in range(at + 2, at + 6) if i in clause.chain_at), None)
    if other is None or one is None or clause.governor(one.first) != at + 1:
        return
    for i in range(one.last + 1, min(one.last + 16, clause.size)):
        if clause.words[i] in STOPS:
            return
        if clause.has(i, NOUN | KIN | WITH):
            yield from relate(one.members, other.members, f"with {clause.words[at + 1]} {clause.words[i]}")
            return
