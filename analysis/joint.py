"""Joint acts: A and B met, are partners, will celebrate their relations; A and B's trade talks.

Who the two are, and whether they are the subject; predicates.py says whether the act is mutual.
"""

from collections.abc import Iterator

from analysis.clauses import BIT, CAPITAL, DASHES, FELLOWSHIP, GENITIVE, REACH, STOPS, Chain, Clause
from analysis.links import (
    COPULA,
    JOINT_NOUN,
    KIN,
    MARK,
    NOUN,
    OURS,
    SHARED,
    SIDE,
    STRONG,
    Link,
    each_pair,
    kind_of_thing,
    the_two,
)
from analysis.predicates import predicate

_HERE = frozenset("we our us congress chamber house senate".split())
_NOT_THEIRS = frozenset(
    "with between to committee minister ministers ministry secretary envoy ships ship effort efforts veterans dead crimes debts".split()
)
_STATES = frozenset("estranged allied reconciled reunited locked deadlocked united".split())
_PART = frozenset(
    "engaged participated participate part party parties signatories joined involved fought met represented".split()
)
_COMPARED = frozenset(["par", "relative", "compared"])
_BEGUN = frozenset(
    "begun began begin started opened held waged fought conducted concluded enjoy enjoyed have had".split()
)
_SIGNERS = frozenset("signatories parties combatants negotiators antagonists".split())
_OWNED = OURS | {"its", "their"}
_APPOSES, _SPELLS_OUT, _NAMES_THEM = DASHES | {","}, DASHES | {":"}, DASHES | {",", ":", "("}


def joint(clause: Clause, chain: Chain) -> Iterator[Link]:
    """A and B met; A and B are partners; A and B will celebrate their relations; A and B's trade talks."""
    cue = (
        _joint_adjective(clause, chain)
        or _own_noun(clause, chain.last)
        or _each_other(clause, chain.last)
        or _with_us(clause, chain)
        or _apposed_kin(clause, chain.last)
        or _in_which(clause, chain)
        or _signatories(clause, chain)
        or _act(clause, chain)
    )
    if cue:
        yield from each_pair(chain.members, cue)


def _act(clause: Clause, chain: Chain) -> str:
    """The mutual predicate of the enumeration, be it a subject, an infinitive's or a relative clause's."""
    end = clause.phrase_end(chain.last)
    comma = clause.word(end) == ","
    if comma and clause.word(end + 1) in ("which", "who") and clause.word(end + 2) in ("have", "are"):
        cue = predicate(clause, end + 1)  # "between A and B, which have fought two wars"
        if cue:
            return cue
    if clause.word(chain.last + 1) == "among" or _in_between(clause, chain):
        return ""
    if not (clause.is_subject(chain) or _acts_within(clause, chain)):
        return ""
    apart = comma and clause.word(end + 1) == "to"  # "the duty of two nations, A and B, to work together"
    return (
        predicate(clause, end if apart else chain.last)
        or _announced_list(clause, chain)
        or _fronted(clause, chain.first)
    )


def _in_which(clause: Clause, chain: Chain) -> str:
    """ "the war in which A and B were engaged", "a conference in which A, B and C took part", "talks that A and B have begun" """
    at = chain.first - 1 - bool(clause.has(chain.first - 1, BIT["determiner"]))
    before = clause.word(at - 1)
    if clause.word(at) in ("that", "which") and before in SHARED and clause.word(at - 2) != "with":
        begun = clause.seek(_BEGUN, chain.last + 1, 4)
        return "" if begun is None else clause.text(at - 1, at + 1)
    related = clause.word(at) == "which" and before in ("in", "to", "by", "through")
    if not related or not clause.has(at - 2, NOUN | JOINT_NOUN):
        return ""
    part = clause.seek(_PART, chain.last + 1, 5)
    return "" if part is None else clause.text(at - 2, at + 1)


def _in_between(clause: Clause, chain: Chain) -> bool:
    """ "that between the islands and A and B is all the trade" """
    at = clause.governor(chain.first)
    return clause.word(at) == "and" and clause.word(clause.governor(at)) == "between"


def _joint_adjective(clause: Clause, chain: Chain) -> str:
    """ "a joint Thai and Lao patrol", "the common border of A and B" """
    start = clause.governor(chain.first)
    for _ in range(2):  # "a joint note from the Republic of A and the Government of B"
        if (
            "representing" in clause.words[max(start, 0) : start + 2]
        ):  # "the Joint Board, representing A and B"
            start = clause.governor(start - (clause.word(start) != ","))
        elif clause.word(start) in ("of", "from", "by"):
            start = clause.governor(
                start - bool(clause.word(start - 1).endswith("ed"))
            )  # "a joint commission set up by"
    if clause.word(start + 1) in OURS:
        return ""
    if clause.words[chain.last + 1 : chain.last + 3] == ["a", "joint"]:
        return "joint"  # "has received from A and B a joint promise"
    allied = (
        ("allied", "united") if chain.members[0].kind == "demonym" else ("allied",)
    )  # "united French and British effort"
    marks = (i for i in range(start + 1, chain.first) if clause.has(i, MARK) or clause.words[i] in allied)
    return next((clause.words[i] for i in marks), "")


def _each_other(clause: Clause, last: int) -> str:
    """ "fought each other", "helped A and B to step back from war with each other": the pair in the same clause."""
    for i in range(last + 1, min(last + 25, clause.size)):
        if clause.words[i] in STOPS or (i in clause.at and clause.chain_at[i].closed):
            return ""
        if clause.word(i + 1) in ("other", "another") and clause.words[i] in ("each", "one"):
            if clause.words[i - 1] == "of" and clause.has(i - 2, BIT["time_word"]):
                return ""  # "within a week of each other"
            if not _COMPARED.isdisjoint(clause.words[max(i - 2, 0) : i]):
                return ""  # "on par with each other", "relative to one another": a comparison
            return clause.text(i, i + 2)
    return ""


def _with_us(clause: Clause, chain: Chain) -> str:
    """ "We, A and B, declare", "Together with A and B, we are building" """
    at = clause.governor(chain.first)
    while clause.word(at) == "of":
        at = clause.governor(at)  # "We, the President of A and the Premier of B"
    if clause.word(at) == "," and clause.word(at - 1) == "we":
        return "we"
    with_us = clause.word(at) == "with" and clause.word(at - 1) in FELLOWSHIP
    end = clause.phrase_end(chain.last)
    ahead = clause.word(end) == "," and clause.word(end + 1) == "we"
    if with_us and (ahead or clause.words[0] == "we"):  # "We have recognised C, together with A and B"
        return clause.text(at - 1, at + 1)
    return ""


def _apposed_kin(clause: Clause, last: int) -> str:
    """ "A and B, neighbours long at odds, were heard" (not "A and B, allies of C")"""
    comma = clause.phrase_end(last)
    if clause.word(comma) not in _APPOSES:
        return ""
    if clause.word(comma + 1) == "whose" and clause.word(comma + 2) in SHARED:
        return "" if clause.word(comma + 3) in ("with", "between") else clause.text(comma + 1, comma + 3)
    for i in range(comma + 1, comma + 6):
        if clause.word(i) in _OWNED or not (
            clause.in_phrase(i) or clause.has(i, BIT["adverb"] | BIT["time_word"])
        ):
            return ""
        if i in clause.at:
            return ""
        if clause.words[i] == "sister":
            return "sister"
        if (
            clause.has(i, KIN)
            and clause.words[i].endswith(("s", "men"))
            and clause.word(i + 1) not in ("of", "to", "'")
        ):
            return clause.words[i]
    return ""


def _fronted(clause: Clause, first: int) -> str:
    """ "Estranged since the coup, A and B", "Having patrolled the gulf together, A and B" """
    comma = clause.governor(first)
    opening = clause.words[0]
    if clause.word(comma) != "," or comma > 16 or any(i in clause.at for i in range(comma)):
        return ""
    if opening in _STATES:
        return opening
    both = [i for i in range(comma) if clause.has(i, MARK) or clause.text(i, i + 2) == "each other"]
    if opening not in ("in", "with", "by", "hostile") and not opening.endswith(("ing", "ed")):
        return ""
    return (
        clause.words[both[0]] if both else ""
    )  # "In a joint note, A and B", "Hostile to each other, A and B"


def _acts_within(clause: Clause, chain: Chain) -> bool:
    """The subject of a verb that is not finite: "with A and B living side by side", "for A and B to make peace"."""
    at, end = clause.governor(chain.first), clause.phrase_end(chain.last)
    if (
        clause.word(at) == "," and clause.text(end, end + 2) == ", to"
    ):  # "two nations, A and B, to plan together"
        return clause.has(at - 1, SIDE) > 0
    if clause.word(at) == "with":
        due = clause.word(end) in ("scheduled", "expected", "set", "due") and clause.word(end + 1) == "to"
        return due or (clause.word(end).endswith("ing") and clause.word(end + 1) != "of")
    end += clause.word(end) in ("themselves", "both")
    return clause.word(at) in ("for", "of") and clause.word(end) == "to" and clause.is_verb(end + 1)


def two_sides(clause: Clause, at: int) -> Iterator[Link]:
    """ "A told B that the two countries would hold talks": a joint act of the two actors named before."""
    near = clause.words[max(at - REACH, 0) : at + REACH]
    ours = clause.words[at] == "parties" and not _HERE.isdisjoint(near)  # those of the Congress
    if clause.word(at - 1) in ("two", "both") and clause.word(at - 2) not in ("our", "between") and not ours:
        by = at - 2 - (clause.word(at - 2) == "the")
        agreed = clause.word(by) == "by" and any(clause.has(i, STRONG) for i in (by - 1, by - 2))
        cue = (
            (clause.text(by, at + 1) if agreed else "")
            or _own_noun(clause, at)
            or _each_other(clause, at)
            or ("" if clause.word(by) == "in" else predicate(clause, at))  # "in both countries we met"
        )
        yield from each_pair([m for side in the_two(clause, at) for m in side] if cue else [], cue)


def _announced_list(clause: Clause, chain: Chain) -> str:
    """The predicate of a group that the enumeration spells out: "Five states signed the pact: A, B, C, D and E"."""
    colon = chain.first - 1
    lowest = max(0, chain.first - REACH)
    while colon > lowest and (clause.in_phrase(colon) or clause.words[colon] in ("of", "as", "and", ",")):
        colon -= 1
    if clause.word(colon) not in _SPELLS_OUT:
        return ""
    noun = next(
        (i for i in range(lowest, colon - 1) if clause.has(i, NOUN) and clause.word(i + 1) == "of"), None
    )
    if noun is not None and clause.has(colon - 1, SIDE) and clause.word(noun + 2) == "the":
        return clause.text(noun, noun + 2)  # "the consultations of the three states: A, B and C"
    groups = (
        i for i in range(lowest, colon - 1) if clause.has(i, SIDE | BIT["people_noun"]) and i not in clause.at
    )
    group = next((i for i in groups if not clause.is_governed(i)), None)
    return "" if group is None else predicate(clause, group)  # none in "treaties with enemy countries--A, B"


def _signatories(clause: Clause, chain: Chain) -> str:
    """ "The signatories of the treaty were A, B and C", "each of the signatories -- A, B and C -- would" """
    at = clause.governor(chain.first)
    if clause.word(at) in _NAMES_THEM and clause.word(at - 1) in _SIGNERS:
        return clause.words[at - 1]
    if clause.word(at) not in COPULA:
        return ""
    start = max(at - 10, 0)
    signers = clause.seek(_SIGNERS, start, at - start)
    return "" if signers is None else clause.words[signers]


def _own_noun(clause: Clause, last: int) -> str:
    """The relation noun in "A and B's border dispute", "Israeli and Palestinian peace talks", unless it has a partner."""
    for i in range(last + 1, min(clause.phrase_end(last), last + 5)):
        if clause.has(i, BIT["determiner"]):
            return ""  # "signed with A and B the treaty"
        if clause.words[i] in ("shared", "common", "mutual") and clause.words[i - 1] in GENITIVE:
            return clause.words[i]  # "A and B's shared interests"
        if clause.words[i] == "wars" and clause.words[i - 1] not in GENITIVE or clause.words[i] == "civil":
            return ""  # "the A and B wars", "the invasion of A and the B Civil War"
        if kind_of_thing(clause, i):
            return ""  # "A and B war aims"
        if clause.words[i] in SHARED and clause.word(i + 1) not in _NOT_THEIRS:
            return clause.words[i]
        if clause.words[i] in ("commission", "tribunal") and clause.has(i, CAPITAL):
            return clause.words[i]  # "the French and American Claims Commission"
    return ""
