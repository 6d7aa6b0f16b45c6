"""The subject of a noun or verb: the walk from it to the left, word by word.

Over complements and adverbials, out of infinitives, participles and second predicates ("opened an embassy and signed"), till
actors stand that are a subject, or something that cannot be passed: "we", a subject that is no actor, a semicolon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.phrases import (
    ADVERB,
    AND,
    BIT,
    CAPITAL,
    DET,
    FELLOWSHIP,
    GENITIVE,
    PREP,
    QUOTES,
    REACH,
    STOPS,
    SUB,
    THE_COUNTRY,
    TIME,
    Chain,
)

if TYPE_CHECKING:
    from analysis.clauses import Clause

_SPEAKERS = frozenset(["we", "i", "you"])
_CONTRAST = frozenset("while whereas although though but".split())
_RELATIVE = frozenset(["who", "which", "that"])
_KEEP_OUT = ("exclud", "barr", "bann", "prevent", "keep", "kept", "shut", "block")
_WISHES = frozenset(
    """move moves effort efforts attempt attempts desire wish wishes decision plan plans offer offers bid readiness willingness
    intention intentions refusal unwillingness reluctance proposal proposals hope hopes commitment ability""".split()
)
_MARKED = (
    _SPEAKERS | STOPS | _RELATIVE | THE_COUNTRY | AND
    | frozenset(", to against from he she it its they their whose whom".split())
)  # fmt: skip
_PARTY = BIT["people_noun"] | BIT["side_noun"]


class SubjectWalk:
    """One walk; `verb`: a verb is passed, the next phrase is its subject."""

    def __init__(self, clause: Clause, i: int, verb: bool):
        self.clause, self.begin, self.i = clause, i, i
        self.verb = self.passed = verb  # passed: some verb, be it of another clause
        self.noun = False  # a noun between here and the verb: a subject that is no actor
        self.infinitive = False
        self.done, self.found = False, None

    def find(self) -> Chain | None:
        lowest = max(0, self.i - 2 * REACH)
        while not self.done and self.i >= lowest:
            self._step(self.clause.words[self.i])
            self.i -= 1
        return self.found

    def _end(self, found: Chain | None = None) -> None:
        self.done, self.found = True, found

    def _step(self, word: str) -> None:
        clause, i = self.clause, self.i
        classes = clause.classes[i]
        if i in clause.at:
            self._actors(clause.chain_at[i])
        elif word in _MARKED and self._marked(word):
            pass
        elif classes & SUB:
            self._conjunction(word)
        elif clause.is_verb(i):
            if self.verb and self.noun and not word.endswith("ing"):
                self._end()
            self.verb, self.noun, self.passed = True, False, True
        elif classes & PREP:
            self.noun = False
        elif self.verb and not self.noun and not classes & (TIME | ADVERB | DET):
            self.noun = self._is_noun(word)

    def _marked(self, word: str) -> bool:
        """Does one of the words that decide the walk stand here?"""
        clause, i = self.clause, self.i
        if word in _SPEAKERS or word in STOPS:
            self._end()
        elif self.verb and self._stands_for(word):
            pass
        elif word == ",":
            self._comma()
        elif word == "to" and not clause.is_verb(i) and clause.infinitive(i):
            self._to()
        elif word in ("against", "from") and not self.verb and i - 1 in clause.chain_at:
            at = clause.governor(clause.chain_at[i - 1].first)
            if clause.word(at).startswith(_KEEP_OUT):
                self._end()  # "excluded Libya from talks with Turkey"
            elif clause.is_verb(at):
                self._end(clause.chain_at[i - 1])  # "warned Libya against a pact with Turkey"
        elif word == "against" and not self.verb:
            self._end()  # "held out against talks with Turkey"
        elif word in AND:
            self._conjunction(word)
        elif word in ("he", "she"):
            self.verb = self.noun = False
        else:
            return False
        return True

    def _actors(self, chain: Chain) -> None:
        """Actors: the subject, or passed with the preposition before them."""
        clause = self.clause
        if self.verb and self.noun and _hidden_verb(clause, chain):
            self._end()
            return
        if self.verb and (clause.is_subject(chain) or _fellow(clause, chain)) and not self._aside(chain):
            self._end(chain)
            return
        before = clause.governor(chain.first)
        if clause.has(before, PREP):
            self.i = before
        else:
            self.i = chain.first if self.verb else before + 1

    def _aside(self, chain: Chain) -> bool:
        """Is A in a clause that is over: "the group, in which A takes part, has held talks with B"?"""
        clause = self.clause
        at = clause.governor(chain.first)
        aside = clause.word(at) == "which" and clause.has(at - 1, PREP) and clause.word(at - 2) == ","
        return bool(aside) and "," in clause.words[chain.last + 1 : self.begin + 1]

    def _stands_for(self, word: str) -> bool:
        """A word for an actor named before is the subject: it, they, that country, whose ministers, who."""
        clause, i = self.clause, self.i
        if word in ("its", "their") and self.noun:
            self._end(clause.antecedent(i, None))  # "the pact that its government had signed"
        elif word in THE_COUNTRY and not self.noun and i - 1 not in clause.at:
            if clause.word(i - 1) == "the":  # "Syria says that the country has cut ties with"
                self._end(clause.antecedent(i, None))
            elif clause.word(i - 1) == "that" and clause.word(i - 2) != "of":
                # "B left A after that country had made peace with"
                self._end(next(iter(clause.before(i)[-1:]), None))
        elif word == "it":
            told = clause.chain_at.get(i - 2) if clause.word(i - 1) == "that" else None
            if told is not None and clause.word(clause.governor(told.first)) == "of":
                told = None  # "told the secretariat of A that it had asked for talks"
            self._end(told or clause.antecedent(i, None))  # "a reminder to A that it must cooperate with"
        elif word == "they":
            several = [c for c in clause.before(i) if c.closed]
            self._end(next(iter((several or clause.before(i))[-1:]), None))
        elif word == "whom" and clause.word(i - 1) == "of":
            self._end()  # "rivals of A, some of whom had ties to B"
        elif word == "whose" and clause.has(i + 1, _PARTY) or word in _RELATIVE and not self.noun:
            self._end(clause.relative(i))  # "A, whose ministers have met with B"
        return self.done

    def _comma(self) -> None:
        clause, i = self.clause, self.i
        if self.verb and not (self.noun or self.infinitive):
            apposed = _over_apposition(clause, i)
            if apposed is not None:
                self._end(apposed)
                return
        wishing = clause.word(i + 2) == "to"  # "A, anxious to preserve its understanding with B, has"
        acting = None if self.passed and not wishing else _ends_at(clause, i)
        if acting is not None and clause.is_subject(acting):
            # "A, in cooperation with B, built", "the A Government, in cooperation with B, built"
            self._end(acting)

    def _to(self) -> None:
        """Out of an infinitive, to the subject of the verb before, where it has none of its own."""
        clause, i = self.clause, self.i
        adverb = clause.word(i - 1).endswith("ly")  # "led A finally to sign with B"
        controlled = clause.chain_at.get(i - 1 - adverb)
        at = clause.governor(controlled.first) if controlled else -1
        wish = clause.owner(i - 1)[0] if clause.word(i - 1) in _WISHES else None
        if wish is not None:
            self._end(wish)  # "they frowned on American moves to mend ties with"
        elif controlled and (clause.is_verb(at) or clause.word(at) in ("by", "of")):
            # "urged Israel to negotiate with Syria", "the move by Nauru to cut ties with"
            self._end(controlled)
        elif clause.word(i - 1) in ("us", "me") or _asked(clause, i - 1):
            self._end()  # "asked its allies to negotiate with Syria"
        self.verb = self.noun = False
        self.infinitive = True

    def _conjunction(self, word: str) -> None:
        """The end of a clause, or of a second predicate."""
        clause, i = self.clause, self.i
        after_noun = self.verb and self.noun
        if after_noun and word in AND:
            listed = clause.chain_at.get(i - 1)
            if listed is not None and clause.is_subject(listed):
                self._end(listed)  # "A, B and eight more producers joined C"
                return
            party = _party(clause, i - 1)
            if party is not None:
                self._end(party)
                return
        coordinate = word in _CONTRAST or (word == "that" and clause.word(i - 1) == "and")
        if after_noun or (coordinate and not self.passed):
            self._end()  # "said that A must act and that the door to talks with B would stay open"
        self.verb = False

    def _is_noun(self, word: str) -> bool:
        """A noun that is no actor (not "was lately engaged", "have long been": an adverb behind a verb)."""
        clause, i = self.clause, self.i
        adverbial = word == "long" or (word.endswith("ly") and clause.is_verb(i - 1))
        return clause.in_phrase(i) and word not in QUOTES and not adverbial and not word[0].isdigit()


def _asked(clause: Clause, last: int) -> bool:
    """Are others, without an actor, the object of a verb: "urged the parties"?"""
    return clause.only_others(last) and clause.is_verb(clause.governor(last))


def _hidden_verb(clause: Clause, chain: Chain) -> bool:
    """Is the word after the name a verb of no list: "A wants allied nations to work with B"?"""
    i = chain.last + 1
    known = _PARTY | BIT["relation_noun"] | BIT["kin_noun"]
    if chain.members[-1].kind == "demonym" or clause.has(i, known) or clause.word(i) in GENITIVE:
        return False
    return clause.word(i).endswith("s") and not clause.word(i).endswith("ss") and clause.in_phrase(i + 1)


def _fellow(clause: Clause, chain: Chain) -> bool:
    """A that acts with "we": "we have, together with the Government of A, concluded a pact with B"."""
    at = clause.governor(chain.first)
    at = clause.governor(at) if clause.word(at) == "of" else at
    return clause.word(at) == "with" and clause.word(at - 1) in FELLOWSHIP


def _party(clause: Clause, i: int) -> Chain | None:
    """A in "A's president X and a group of deputies held talks with B": the phrase that ends here opens a clause."""
    for back in range(i, max(i - REACH, -1), -1):
        if back in clause.chain_at:
            chain = clause.chain_at[back]
            return chain if clause.governor(chain.first) < 0 else None
        if not clause.in_phrase(back):
            return None
    return None


def _ends_at(clause: Clause, comma: int) -> Chain | None:
    """The actors whose phrase ends at this comma."""
    if comma - 1 in clause.chain_at:
        return clause.chain_at[comma - 1]
    return clause.chain_at.get(comma - 2) if clause.has(comma - 1, _PARTY) else None


def _over_apposition(clause: Clause, comma: int) -> Chain | None:
    """The subject in "A, short of water as ever, renegotiated": right before the comma that opens what is closed here."""
    opening = next((i for i in range(comma - 2, max(comma - 16, 0), -1) if clause.words[i] == ","), 0)
    end = opening - 1
    while end > opening - 4 and clause.has(end, BIT["people_noun"] | CAPITAL) and end not in clause.chain_at:
        end -= 1  # "the A prime minister, Mr X, suspended"
    chain = clause.chain_at.get(end)
    at = clause.governor(chain.first) if chain is not None else 0
    opens = at < 0 or clause.has(at, SUB) or clause.words[at] in ("after", "before", "since", "until")
    return chain if chain is not None and opens else None
