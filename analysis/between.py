"""between A and B: what the word belongs to, and who stands behind it.

"talks between A, B and C", "the border between A on one side and B on the other", "relations between A and that Republic".
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

from analysis.clauses import BIT, CAPITAL, STOPS, THE_COUNTRY, Clause, Mention
from analysis.links import (
    APART,
    COPULA,
    KIN,
    NOUN,
    SIDE,
    STRONG,
    WITH,
    Link,
    all_regions,
    relate,
    the_two,
)

_OVER = frozenset("over as regard regarding about concerning respecting".split())
_QUESTION = frozenset("matter matters question questions point points subject subjects cause causes".split())
# no relations but "between" two
_TROUBLE = frozenset("difficulty difficulties trouble troubles problem problems issue issues".split())
_MEASURED = frozenset("gap gaps differences disagreements competition".split())
_MEASURES = frozenset("income wage wealth price".split())
_EXISTS = ("subsist", "exist", "continu", "prevail", "pend", "depend", "remain", "persist", "arisen", "broke")
_GO_BETWEEN = frozenset("mediate mediated mediates mediating arbitrate arbitrated arbitrating".split())
_PASSING = frozenset("passing plying travelling traveling shuttling sailing running".split())
_GROUND = frozenset("border boundary frontier routes".split())
_PARTIES = SIDE | KIN | BIT["people_noun"]
_GREAT = frozenset(
    "giants economies blocs halves organizations organisations unions camps armies foes chancellors".split()
)
_LANDSCAPE = frozenset("sea ocean himalayas mountains strait straits river gulf desert".split())
_LANDS = frozenset(
    "country nation territory territories dominions possessions government people forces".split()
)
_WITHIN = frozenset(["(", ")", "-"])  # "between the Republic of Korea (South) and", "A's Jean-Marc X and B"
_PASSED = _WITHIN | {"of", "both", "from", "in"}
_SPEAKERS = frozenset(
    ["this country", "our country", "this government", "our own", "this nation", "our nation"]
)


def between(clause: Clause, at: int) -> Iterator[Link]:
    """talks between A, B and C; the border between A on one side and B on the other; a hotline linking A and B."""
    if _apart(clause, at):
        return
    if clause.word(at - 1) in _PASSING:
        return  # "the trade of all nations passing between"
    noun = next((i for i in range(at - 1, max(at - 6, -1), -1) if _joins_two(clause, i)), None)
    if noun is not None and _measured(clause, noun):
        return
    noun = _said_of(clause, at) if noun is None else noun
    if noun is None and _no_relation(clause, at):
        return
    cue = clause.text(at if noun is None or noun < at - 6 else noun, at + 1)
    ground = noun is None or clause.words[noun] in _GROUND or clause.word(at - 1) in _GROUND
    for one, other in combinations(_sides(clause, at), 2):
        if ground and all_regions([*one, *other]):
            continue  # "the isthmus that joins North and South America", "the boundary between Asia and Africa"
        yield from relate(one, other, cue)


def _apart(clause: Clause, at: int) -> bool:
    """ "the distance between", "the difference between" (but "matters of difference between", "the difference between A and B
    over", "during the year between"), "thirty states, A and B among them" """
    if clause.words[at].startswith("among") and clause.word(at + 1) == "them" and at - 1 in clause.at:
        return True
    before = clause.word(at - 1)
    during = before in ("year", "summer") and clause.word(at - 3) in ("during", "in", "within")
    question = clause.word(at - 2) == "of" and clause.word(at - 3) in _QUESTION
    question |= before == "difference" and not _OVER.isdisjoint(clause.words[at + 2 : at + 12])
    return bool(clause.has(at - 1, APART) or clause.has(at - 2, APART)) and not (during or question)


def _joins_two(clause: Clause, i: int) -> bool:
    """A relation noun, or one that only "between" makes a relation: "the difficulties which existed between"."""
    return bool(clause.has(i, NOUN)) or clause.words[i] in _TROUBLE


def _measured(clause: Clause, noun: int) -> bool:
    """ "the gap in income between", "the income gap between": a comparison"""
    measure = clause.word(noun + 1) == "in" or clause.word(noun - 1) in _MEASURES
    return clause.words[noun] in _MEASURED and measure


def _said_of(clause: Clause, at: int) -> int | None:
    """The relation noun of "an exchange has been arranged between", "the differences which have long subsisted between"."""
    verb = next((i for i in range(at - 1, max(at - 5, -1), -1) if clause.is_verb(i)), None)
    if verb is None or not (clause.words[verb].startswith(_EXISTS) or clause.word(verb - 1) in COPULA):
        return None
    for i in range(verb - 1, max(verb - 14, -1), -1):
        if _joins_two(clause, i) and not clause.is_verb(i):
            return i
        if clause.words[i] in STOPS or i in clause.at:
            return None
    return None


def _no_relation(clause: Clause, at: int) -> bool:
    """ "she moved between", "found among": a verb that is nothing mutual, and no relation noun"""
    before, behind = clause.word(at - 1), clause.word(at + 1)
    if before in _LANDSCAPE:
        return True  # "the Aegean Sea between A and B"
    if clause.words[at].startswith("among") and behind != "themselves":
        return True
    mutual = clause.has(at - 1, WITH | STRONG) or before in _GO_BETWEEN
    return clause.is_verb(at - 1) and not mutual and behind != "them"


def _sides(clause: Clause, at: int) -> list[list[Mention]]:
    """The sides of "between": one an actor in "A, B and C", two in "A and B and C" or "A and both B and C".

    "between the two countries", "between them" are the two actors named before, where there are just two.
    """
    return the_two(clause, at) if _means_two(clause, at + 1) else _Sides(clause, at).read()


def _means_two(clause: Clause, i: int) -> bool:
    """ "the two countries" (not "the two oceans"), "them", "their capitals" """
    word = clause.word(i)
    if word == "themselves":
        return clause.word(i + 1) != "and"
    if word == "their":
        return clause.word(clause.phrase_end(i)) not in ("and", ",")
    if clause.word(i + 1) != "two" or word == "our" or i + 2 in clause.at:
        return word == "them"
    end = clause.phrase_end(i + 1)
    return end == i + 2 or any(clause.has(j, _PARTIES) or clause.word(j) in _GREAT for j in range(i + 2, end))


class _Sides:
    """The reading of the sides, word by word, till a word stands that belongs to none."""

    def __init__(self, clause: Clause, at: int):
        self.clause, self.at, self.i = clause, at, at + 1
        self.sides: list[list[Mention]] = [[]]
        self.links: list[str] = []  # what stands between the sides: "and" or ","
        self.named = False  # the side at hand has a noun, be it an actor or not
        self.done = False

    @property
    def full(self) -> bool:
        """Has the side at hand an actor?"""
        return bool(self.sides[-1])

    def read(self) -> list[list[Mention]]:
        while not self.done and self.i < self.clause.size:
            self._step(self.clause.words[self.i])
            self.i += 1
        sides = [side for side in self.sides if side]
        if len(sides) > 2 and self.links[0] == "and":  # "between A and B, C and D"
            sides = [sides[0], [m for side in sides[1:] for m in side]]
        return sides

    def _step(self, word: str) -> None:
        clause, i = self.clause, self.i
        if i in clause.at:
            self._actor()
        elif word == "," and self._including():
            self.i += 1
        elif word in ("and", ","):
            self._connector(word)
        elif word in ("that", "those") and clause.word(i + 1) == "of" and not self.full:
            pass  # "between the Government of A and that of B"
        elif not self.full and self._stands_for(word):
            self.named = True
        elif word == "on" and {"side", "hand", "other"} & {clause.word(i + 2), clause.word(i + 3)}:
            self._grouped()
        elif word == "in" and self._in_place():
            pass
        elif self.full and len(self.sides) > 1 and _goes_on(clause, i):
            self.done = True
        elif word in ("ourselves", "us", "we") or clause.text(i, i + 2) in _SPEAKERS:
            self._speakers()
        elif word not in _PASSED and not clause.in_phrase(i):
            self.done = True
        elif len(self.sides) > 2 and not self.full and clause.word(i + 1) == "of" and not self._party():
            self.done = True  # "the war between A and B and the secession of C"
        elif word not in _WITHIN:
            self.named |= not clause.has(i, BIT["determiner"]) and word != "both"

    def _party(self) -> bool:
        """A word for people or a state: "the government of C" """
        return bool(self.clause.has(self.i, _PARTIES | CAPITAL)) or self.clause.words[self.i] in THE_COUNTRY

    def _actor(self) -> None:
        if self.full and "and" in self.links:
            self.done = True  # "differences between A, B and C facilitate D efforts"
            return
        colony = self.clause.colony_of(self.clause.at[self.i])
        if colony is not None:  # "between A and the British colony of Sierra Leone"
            self.i = colony.first - 1
            return
        here = self.clause.starting.get(self.i, [self.clause.at[self.i]])
        self.sides[-1].append(here[0])
        self.sides += [[m] for m in here[1:]]  # the two Koreas
        self.i, self.named = self.clause.at[self.i].last, True

    def _including(self) -> bool:
        """ "between A and all of its neighbors, including B" """
        return (
            self.named
            and not self.full
            and self.clause.word(self.i + 1) in ("including", "especially", "notably")
        )

    def _connector(self, word: str) -> None:
        clause, i = self.clause, self.i
        empty = self.named and not self.full  # a noun that is no actor
        others = empty and word == "," and clause.names_others(i - 1) and clause.actors_from(i + 1) is None
        proper = bool(clause.has(i - 1, CAPITAL))
        if empty and word == "," and proper and self.links and set(self.links) == {","}:
            self.i += clause.word(i + 1) == "and"  # "between A, Texas, and B"
            self.named = False
        elif others:
            self.done = True  # "the division of oil between the partners, envoys of A and B signed"
        elif empty and (word == "," if len(self.sides) > 1 else proper or word == "and"):
            self.done = True  # "between our country and A", "between A and all others, B included", "between Cologne, A and B"
        elif word == "," and "and" in self.links and _ends(clause, i + 1):
            self.done = True
        elif self.named and (self.full or word == "and"):
            self.links.append(word)
            self.sides.append([])
            self.named = False
        elif word == "and" and self.links and not self.named:
            self.links[-1] = "and"  # "A, B, and C"

    def _stands_for(self, word: str) -> bool:
        """Does the word mean an actor named before: it, that Republic, each of the two powers, such colonies as B?"""
        clause, i = self.clause, self.i
        found: Iterable[Mention] | None = None
        if word in ("it", "itself", "themselves"):
            subject = clause.clause_subject(self.at - 1, False)  # "relations between it and B"
            one = subject is not None and (word == "themselves" or len(subject.members) == 1)
            found = subject.members if one else ()
        elif word == "as" and "such" in clause.words[max(i - 6, self.at) : i]:
            colonies = clause.chain_at.get(i + 1)  # "between A and such colonies as B and C"
            self.done = colonies is not None
            found = colonies.members if colonies is not None else None
        elif word == "each" and clause.word(i + 1) == "of":
            found = [m for side in the_two(clause, self.at - 1) for m in side if m not in self.sides[0]]
            self.done = True  # "war between A and B did not disturb the relations between C and each of the two powers"
        elif word in ("its", "their", "his", "her") and clause.word(i + 1) in _LANDS:
            owner = clause.antecedent(
                self.at, None
            )  # "the line between its territory and B", "between his country and B"
            found = owner.members if owner is not None else ()
            self.i += 1
        elif word in ("that", "those") and (clause.has(i + 1, SIDE) or clause.word(i + 1) in THE_COUNTRY):
            known = {m.actor for m in self.sides[0]}
            chain = clause.referred(
                i, word == "those", known
            )  # "the President of A and the treaty between B and that State"
            found = chain.members if chain is not None else ()
            self.i += 1
        self.sides[-1] += found or ()
        return found is not None

    def _grouped(self) -> None:
        """ "between A and B on the one side and C on the other side" """
        if len(self.sides) == 2 and self.full and self.clause.word(self.i + 2) == "one":
            self.sides, self.links = [[*self.sides[0], *self.sides[1]]], []
        self.i += 2 + (self.clause.word(self.i + 3) in ("side", "hand"))

    def _in_place(self) -> bool:
        """A place: of no actor ("between our effort in A and the havens in B"), or of one ("the minister of A in B")."""
        clause, i = self.clause, self.i
        if self.named and not self.full and not clause.has(i - 1, BIT["people_noun"]):
            self.done = True
            self.sides = self.sides if len(self.sides) > 1 else [[]]
            return True
        if self.full and len(self.sides) == 1 and i + 1 in clause.at:
            self.i = clause.at[i + 1].last
            return True
        return False

    def _speakers(self) -> None:
        """ "between our country, the United States, and A"; nothing in "between A and B and ourselves" """
        clause, i = self.clause, self.i
        if clause.word(i + 2) == "," and clause.actors_from(i + 3) is not None:
            self.i += 2
            return
        if not self.full and set(self.links) == {"and"} and len(self.sides) > 1:
            self.sides = [[]]
        self.done = True


def _ends(clause: Clause, at: int) -> bool:
    """Does a comma end "between A and B": "the war between A and B in May, and C was" (not "A and B, C, and D")?"""
    chain = clause.actors_from(at + (clause.word(at) == "and"))
    return chain is None or clause.is_verb(clause.phrase_end(chain.last))


def _goes_on(clause: Clause, i: int) -> bool:
    """Is the last actor behind us: "between A and B in behalf of C", "touching the limits of C", "exposes the trade of C"?"""
    word = clause.words[i]
    return word in ("in", "from", "of") or word.endswith("ing") or bool(clause.has(i, BIT["determiner"]))
