"""What the constructions of pairs share: links between mentions, word classes, the two actors a sentence has named."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

from analysis.clauses import BIT, Clause, Mention
from analysis.lexicons import load_lexicon

NOUN, KIN, WITH, STRONG, LIGHT = (
    BIT[k] for k in ("relation_noun", "kin_noun", "with_verb", "joint_verb", "light_verb")
)
MARK, JOINT_NOUN, SIDE, APART = (BIT[k] for k in ("joint_mark", "joint_noun", "side_noun", "apart_noun"))
COPULA = frozenset("is was are were be been remain remained become became".split())
OURS = frozenset(["our", "my", "your"])
BODY = frozenset("side hand shoulder arm".split())  # side by side, hand in hand
_CUES = load_lexicon("relation_cues")
# what two do to or with each other in fixed words: "A and B crossed swords", "A is at odds with B"
PHRASES = frozenset(_CUES.loc[_CUES["key"] == "joint_phrase", "pattern"])
_FIRST = frozenset(phrase.split()[0] for phrase in PHRASES)
# nouns that two owners have in common: "A and B's border", "their talks"
SHARED = frozenset(
    "talks negotiations border frontier boundary dispute conflict war wars relations relationship ties tensions rivalry summit treaty agreement accord pact partnership alliance cooperation meeting collaboration competition armistice ceasefire controversy rapprochement friendship feud dialogue".split()
)


class Link(NamedTuple):
    """A construction found between two mentions."""

    a: Mention
    b: Mention
    evidence: str
    cue: str


def telling(members: Sequence[Mention]) -> list[Mention]:
    """The first mention of each actor, inside names and outside: of a pair's equally strong links the first counts, and
    it joins two of these. Without this a sentence of 10,000 mentions has 50 million links."""
    if len(members) == 1:
        return list(members)
    first: dict[tuple, Mention] = {}
    for m in members:
        first.setdefault((m.actor, m.in_name, m.whole, m.kind == "prefix"), m)
    return list(first.values())


def relate(one, other, cue: str) -> Iterator[Link]:
    """Every mention of one side with every mention of the other; China-based and pro-China relate nobody."""
    for a, b in product(telling(one), telling(other)):
        if a.whole and b.whole:
            yield Link(a, b, "relational", cue)


def each_pair(members, cue: str) -> Iterator[Link]:
    """Every pair of the members."""
    for a, b in combinations(telling(members), 2):
        yield from relate([a], [b], cue)


def all_regions(members: Iterable[Mention]) -> bool:
    """Are they regions only: "the isthmus that joins North and South America"?"""
    return all(m.actor.startswith("REG:") for m in members)


def kind_of_thing(clause: Clause, i: int) -> bool:
    """Does "war" say here what kind of thing it is: "war aims", "a cold war offensive" (not "war talks", "war last year")?"""
    things = clause.in_phrase(i + 1) and not clause.has(i + 1, NOUN | BIT["time_word"])
    return clause.words[i] == "war" and things


def the_two(clause: Clause, before: int) -> list[list[Mention]]:
    """The two actors named before: all there are, or the last enumeration of two."""
    chains = [c for c in clause.before(before) if "at" not in clause.words[max(c.first - 2, 0) : c.first]]
    named = _by_actor(m for chain in chains for m in chain.members[:3])
    if len(named) > 2:
        closed = [chain for chain in chains if chain.closed]
        named = _by_actor(closed[-1].members[:3]) if closed else {}
    return list(named.values()) if len(named) == 2 else []


def _by_actor(members: Iterable[Mention]) -> dict[str, list[Mention]]:
    """The last mention of each actor that is a word of its own, else its last: not the Chad of Chad-based."""
    named: dict[str, list[Mention]] = {}
    for m in members:
        if m.whole or m.actor not in named:
            named[m.actor] = [m]
    return named


def fixed(clause: Clause, at: int) -> int:
    """Where one of the PHRASES that begins at this position ends, 0 for none."""
    if clause.words[at] not in _FIRST:
        return 0
    return next((at + n for n in (1, 2, 3, 4) if clause.text(at, at + n) in PHRASES), 0)
