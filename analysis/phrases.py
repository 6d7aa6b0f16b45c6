"""One sentence as the rules for pairs see it: the classes of its words, its noun phrases, its enumerations of actors.

No parser: every word has a class from lexicons/relation_cues.csv (or is a noun or adjective, the rest), and each question
is answered by a walk to the left or right that ends where the class of a word ends the phrase.
"""

from bisect import bisect_left
from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

CLASSES = (
    "relation_noun kin_noun with_verb joint_verb light_verb joint_mark joint_noun side_noun people_noun means_noun apart_noun act_verb address_noun stance_verb"
    " determiner preposition subordinator auxiliary time_word adverb pronoun"
).split()
BIT = {name: 1 << i for i, name in enumerate(CLASSES)}
CAPITAL = 1 << len(CLASSES)  # written with a capital
PUNCTUATION = CAPITAL << 1
ENDS_ED = CAPITAL << 2  # a past tense or participle, by its look

_AUX, PREP, DET, SUB = (BIT[k] for k in ("auxiliary", "preposition", "determiner", "subordinator"))
_PRON, TIME, ADVERB = BIT["pronoun"], BIT["time_word"], BIT["adverb"]
_NOUNISH = (
    BIT["relation_noun"] | BIT["kin_noun"] | BIT["joint_noun"] | BIT["means_noun"] | BIT["address_noun"]
)
VERB = BIT["act_verb"] | BIT["with_verb"] | BIT["joint_verb"] | BIT["light_verb"] | _AUX | ENDS_ED
AND = frozenset(["and", "&"])
_CONNECTORS = frozenset(["and", "&", "or", "nor", ",", "both"])
_WHILE = frozenset("while when as if after although though since because once before until".split())
FELLOWSHIP = frozenset("together along jointly".split())
_THUS = frozenset(
    "thus therefore hence consequently".split()
)  # a new clause: "the fall of A, and thus B supplies"
_BESIDE = FELLOWSHIP | {"alongside"}
_AS_WELL = _BESIDE | {"well"}
GENITIVE = frozenset(["'s", "'"])
STOPS = frozenset([";", ":", "--", "—", ".", "?", "!"])
QUOTES = frozenset(['"', "“", "”", "'", "‘", "’"])
_WITHIN = GENITIVE | QUOTES
_ENDS = AND | {"or", "nor"}
_BREAKS = PUNCTUATION | PREP | SUB | _PRON
_ORDINALS = frozenset("first second third last next new".split())  # "the first meeting"
MODALS = frozenset("will would shall should can could may might must cannot 'll 'd".split())
THE_COUNTRY = frozenset("country nation kingdom republic government island state empire power".split())
# what may stand before a name in capitals: "the Soviet Union and Communist China"
_REGIMES = frozenset("communist nationalist imperial republican mainland red fascist nazi".split())
_NOUN_ENDINGS = ("tion", "tions", "ment", "ments", "ance", "ence", "ship", "ity", "ly")


REACH = 40  # tokens that a walk covers at most: what keeps time linear in a sentence without a full stop


class Mention(NamedTuple):
    """One mention of a sentence: its row among the mentions, actor, kind and token positions."""

    row: int
    actor: str
    kind: str
    in_name: bool
    whole: bool  # a token or tokens of its own: not the China of China-based or pro-China
    first: int
    last: int


class Chain(NamedTuple):
    """An enumeration of mentions ("A, B and C"), or one mention alone."""

    members: tuple[Mention, ...]
    closed: bool  # held together by "and", not by "or" or a bare comma

    @property
    def first(self) -> int:
        return self.members[0].first

    @property
    def last(self) -> int:
        return self.members[-1].last


class Phrases:
    """Words, classes and actor mentions of one sentence; positions count from its first token."""

    def __init__(self, words: list[str], classes: list[int], mentions: list[Mention]):
        self.words, self.classes, self.mentions = words, classes, mentions
        self.size = len(words)
        # the mention at each position that has one, and its enumeration
        self.at = {i: m for m in mentions for i in range(m.first, m.last + 1)}
        self.chains = self._enumerations()
        self.chain_at = {i: c for c in self.chains for m in c.members for i in range(m.first, m.last + 1)}
        self.wider = self._phrases_in_one()
        self.head: tuple[int, int] | None = (
            None  # last token of the complement before, its relation noun or verb
        )

    @cached_property
    def starting(self) -> dict[int, list[Mention]]:
        """The mentions that begin at a position (two for the two Koreas)."""
        found: dict[int, list[Mention]] = {}
        for m in self.mentions:
            found.setdefault(m.first, []).append(m)
        return found

    @cached_property
    def ends(self) -> list[int]:
        """The last token of each enumeration, in order."""
        return [chain.last for chain in self.chains]

    def before(self, at: int) -> list[Chain]:
        """The last enumerations that end before a position, at most twelve."""
        number = bisect_left(self.ends, at)
        return self.chains[max(0, number - 12) : number]

    def actors_from(self, i: int) -> Chain | None:
        """The enumeration that stands here, be it behind an article."""
        return self.chain_at.get(i + bool(self.has(i, DET)))

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < self.size else ""

    def has(self, i: int, classes: int) -> int:
        return self.classes[i] & classes if 0 <= i < self.size else 0

    def seek(self, marks: Collection[str], start: int, reach: int) -> int | None:
        """The first position from `start` on, at most `reach` further, where one of the marks stands."""
        return next((i for i in range(start, min(start + reach, self.size)) if self.words[i] in marks), None)

    def text(self, start: int, end: int) -> str:
        return " ".join(self.words[start:end])

    def is_verb(self, i: int) -> bool:
        """A verb here: not a noun after an article or preposition ("the talks"), nor a relation noun among nouns."""
        if not 0 <= i < self.size:
            return False
        classes, before = self.classes[i], self.words[i - 1] if i else ""
        if not classes & VERB and before not in MODALS or i in self.at or self.words[i] in GENITIVE:
            return False
        if classes & _AUX:
            return not (classes & CAPITAL and classes & TIME and i)  # May
        if classes & CAPITAL and i or before in GENITIVE:
            return False
        if before in MODALS:
            return True
        if before_is_adjective := i - 1 in self.at and self.at[i - 1].kind == "demonym":
            if self.words[i].endswith("s") and not before.endswith("s"):
                return False  # "the Namibian and Rhodesian issues"
        ahead = self.classes[i - 1] if i else PUNCTUATION
        if (
            (ahead & DET and before != "that")
            or (ahead & PREP and before != "to")
            or self.words[i].endswith(_NOUN_ENDINGS)
            or classes & PREP
        ):
            return False
        if not classes & _NOUNISH or classes & ENDS_ED:
            plain = (
                i > 1
                and not ahead & ~BIT["joint_mark"]
                and not before.endswith("s")
                and self.classes[i - 2 - 2 * (i > 3 and self.words[i - 2] in AND)] & DET
            )
            return not plain or bool(classes & ENDS_ED)  # "the fourth state", "a rapid and just end"
        return (
            (i - 1 in self.at and not before_is_adjective)
            or bool(ahead & (_AUX | ADVERB | _PRON | TIME) and before not in _ORDINALS)
            or (before == "to" and not self.words[i].endswith("s"))  # "the door to talks"
        )

    def in_phrase(self, i: int) -> bool:
        """A word that can stand inside a noun phrase: noun, adjective, article, name; not a verb, preposition, comma."""
        if not 0 <= i < self.size:
            return False
        word = self.words[i]
        if word in _WITHIN:
            return True
        if self.classes[i] & _BREAKS or word in _ENDS:
            return word == "us" and i in self.at  # US engagement
        return i in self.at or not self.is_verb(i)

    def governor(self, first: int) -> int:
        """The position left of the noun phrase that begins before `first`: a preposition, verb, comma ... or -1.

        A date or "today" ends the phrase too: "On March 25 Belgium and France asked".
        """
        for i in range(first - 1, max(first - REACH, 0) - 1, -1):
            if not self.in_phrase(i) or self.classes[i] & TIME or self.words[i][0].isdigit():
                return i
        return -1 if first < REACH else first - REACH

    def phrase_end(self, last: int) -> int:
        """The first position right of the noun phrase that goes on after `last`."""
        stop = min(last + REACH, self.size)
        for i in range(last + 1, stop):
            if not self.in_phrase(i) or self.classes[i] & (TIME | ADVERB):
                return i
        return stop

    def _enumerations(self) -> list[Chain]:
        """Mentions with commas, and, or between them; a bare comma after "A and B" ends one, a comma alone makes none."""
        chains: list[Chain] = []
        run, joined, fresh = [self.mentions[0]], False, 0
        for a, b in zip(self.mentions, [*self.mentions[1:], None], strict=True):
            if b is not None and (link := self._link(a, b)):
                if fresh:  # "in favour of A, and B, C and D agreed": a new clause began at B
                    chains += (
                        [Chain((m,), False) for m in run[:fresh]]
                        if fresh < 2
                        else [Chain(tuple(run[:fresh]), False)]
                    )
                    run, joined, fresh = run[fresh:], False, 0
                if link != "," or not joined:
                    if (
                        link == "and"
                        and self.words[a.last + 1] == ","
                        and a.first != b.first
                        and len(run) < 4
                    ):
                        fresh = len(run)
                    run.append(b)
                    joined |= link == "and"
                    continue
            if len(run) == 2 and joined and self._new_clause(run):
                chains += [Chain((m,), False) for m in run]
            elif len(run) > 2 and fresh == len(run) - 1 and self._after_between(run):
                chains += [Chain(tuple(run[:-1]), True), Chain((run[-1],), False)]
            elif len(run) == 1:
                chains.append(Chain((a,), False))
            else:
                joined |= self._open_end(a.last) or self._headline(run)
                either = not {"or", "nor"}.isdisjoint(self.words[run[0].last : a.first])
                parts = [run] if joined or either or len(run) > 2 else [[m] for m in run]
                if len(run) > 2 and joined and self._opening_phrase(run):
                    parts = [run[:1], run[1:]]
                chains += [Chain(tuple(part), joined and len(part) > 1) for part in parts]
            run, joined, fresh = [b], False, 0
        return chains

    def _link(self, a: Mention, b: Mention) -> str:
        """What joins b to a in an enumeration: "and", "or" or ","; "" when nothing does. The two Koreas are joined too."""
        if a.first == b.first:
            return "and"
        between = self.words[a.last + 1 : b.first]
        if not between or not self._joins(a, b):
            return ""
        return "and" if not AND.isdisjoint(between) else "or" if "or" in between else ","

    def _phrases_in_one(self) -> list[Chain]:
        """What is one subject over several phrases: "French President X and Chile's Y", "A, together with B and C"."""
        found, run = [], [self.chains[0]]
        for one, other in zip(self.chains, self.chains[1:], strict=False):
            link = self._phrase_link(one, other)
            run = [*run, other] if link else [other]
            if link == "and":
                found.append(Chain(tuple(m for chain in run for m in chain.members), True))
                run = [other]
        return found

    def _phrase_link(self, one: Chain, other: Chain) -> str:
        """The connector of two whole phrases, each with an actor and more words: "and" (or "together with"), ",", or ""."""
        words = self.words[one.last + 1 : min(other.first, one.last + REACH)]
        if not words or words[0] in ("jointly", "separately"):
            return ""  # "A and B jointly and C separately"
        if not _AS_WELL.isdisjoint(words):
            end = self.phrase_end(one.last)
            start = end + (self.word(end) == ",")
            if self.words[end : end + 3] == ["as", "well", "as"]:
                members = self.word(one.first - 2).startswith("member")  # "the members of A as well as B"
                return "and" if self.actors_from(end + 3) is other and not members else ""
            if self.word(start) in _BESIDE:
                partners = self.complement(start + (self.words[start] != "alongside"))
                return "and" if partners is not None and partners.first == other.first else ""
        people = self.has(one.last + 1, BIT["people_noun"] | BIT["side_noun"])  # "A envoys and B envoys"
        if not 1 + (not people) < len(words) < 13:
            return ""
        links = [word for word in words if word in _CONNECTORS]
        if links not in (["and"], [","], [",", "and"]):
            return ""
        if words[0] in _CONNECTORS and not self._rulers_of(other.first):
            return ""
        plain = all(
            word in ("and", "of", ",", "that", "those") or self.in_phrase(i)
            for i, word in enumerate(words, one.last + 1)
        )
        return links[-1] if plain else ""

    def _rulers_of(self, first: int) -> bool:
        """Is a name the actor of "the Government of B", "the leaders of B"?"""
        of = first - 1 - bool(self.has(first - 1, DET))
        rulers = self.has(of - 1, BIT["people_noun"] | CAPITAL) or self.word(of - 1) in ("that", "those")
        return self.word(of) == "of" and bool(rulers)

    def _joins(self, a: Mention, b: Mention) -> bool:
        """Is b the next item of an enumeration that a stands in: after a connector, over items that are no mention?

        "A and B", "A, B", "Israel and a democratic Palestine", "Spain, the Papal States and Portugal".
        """
        start = a.last + 1
        start += self.words[start] in GENITIVE  # "China's and India's ministers"
        if start >= b.first or self.words[start] not in _CONNECTORS or b.first - start > 12:
            return False
        at = b.first - 1  # back over article and adjectives to the connector before b
        while (
            at > start
            and self.words[at] not in _CONNECTORS
            and self.in_phrase(at)
            and (not self.classes[at] & CAPITAL or self.words[at] in _REGIMES)
        ):
            at -= 1
        governor = a.first - 1 - bool(self.has(a.first - 1, DET))
        again = self.words[at] == "of" == self.word(governor)
        if again and at > start:  # "of A, of B, and of C"
            return b.first - at < 4 and all(self.words[i] in _CONNECTORS for i in range(start, at))
        if self.words[at] not in _CONNECTORS or b.first - at > 4 or self.words[at + 1] in _THUS:
            return False
        return all(
            self.words[i] in _CONNECTORS or (self.in_phrase(i) and not self.classes[i] & TIME)
            for i in range(start, b.first)
        )

    def _opening_phrase(self, run: list[Mention]) -> bool:
        """Is the first name a place, the rest the subject: "In Bosnia, American and Russian soldiers serve"?"""
        at = self.governor(run[0].first)
        if self.word(at) == "of" and self.has(at - 1, BIT["people_noun"] | BIT["side_noun"]):
            return False  # "At Cairo the leaders of A, B and C agreed"
        while self.word(at) == "of":  # "At this session of the Assembly, A and B said"
            at = self.governor(at)
        opens = at == 0 or self.word(at - 1) in (",", "and", "but", "that")
        opens |= at == 1 and self.words[0].endswith("ed")  # "Hosted by A, B and C signed"
        after = at == 0 and self.words[0] == "following"  # "Following Madrid, B and C met"
        comma = self.words[run[0].last + 1] == ","
        near = self.governor(run[0].first) in (run[0].first - 1, run[0].first - 2)
        subordinate = self._subordinate(at)  # "While they heard the complaint of A, B and C met"
        ruled = self.has(run[0].first - 1, PREP | DET) or after or (subordinate and self.is_verb(at))
        comma &= near and bool(ruled)  # "when they invaded A, B and C met", not "in return A, B and C"
        opens &= bool(self.has(at, PREP))
        opens |= subordinate or after
        return comma and opens and self.is_verb(self.phrase_end(run[-1].last))

    def _subordinate(self, at: int) -> bool:
        """Does the clause at this position open with "while", "when" ... ?"""
        start = at
        while start > max(at - REACH, 0) and self.words[start - 1] not in (",", ";", "--", "—"):
            start -= 1
        return self.words[start] in _WHILE

    def _new_clause(self, run: list[Mention]) -> bool:
        """Is "A, and B" the end of one clause and the beginning of the next: "relations with A, and B admitted"?

        Without the comma only where the first has its verb: "broke off relations with A and B moved troops".
        """
        at, end = self.governor(run[0].first), run[1].last + 1
        too = self.word(end) in ("too", "also") and run[1].kind == "name"
        if (
            self.word(end) == "," and self.words[run[0].last + 1] == ","
        ):  # "in A, and B, after talks with C, opened"
            end = next((i + 1 for i in range(end + 2, min(end + 18, self.size)) if self.words[i] == ","), end)
        if not (self.has(at, PREP) and self.is_verb(end + too)):
            return False
        if self.words[run[0].last + 1] == ",":
            return True
        before = self.governor(at)
        before -= self.word(before) in ("off", "up", "out")
        relative = {"which", "that", "who"} & set(self.words[max(before - 6, 0) : max(before, 0)])
        return (
            self.word(at) == "with"
            and not relative  # "the treaties which we have signed with A and B go further"
            and run[1].kind == "name"
            and self.is_verb(before)
            and not self.words[before].startswith("sa")
        )

    def _after_between(self, run: list[Mention]) -> bool:
        """ "a pact between A and B, and C will": the last of the run begins a clause"""
        return (
            self.word(self.governor(run[0].first)) in ("between", "with", "of")
            and self.is_verb(self.phrase_end(run[-1].last))
            and "and" in self.words[run[0].last : run[-2].first]
        )

    def _headline(self, run: list[Mention]) -> bool:
        """Do two names with a comma open the line as its subject: "Kenya, Uganda sign pact"?"""
        return len(run) == 2 and run[0].first == 0 and self.is_verb(run[1].last + 1)

    def _open_end(self, last: int) -> bool:
        """Does the enumeration go on with an item that is no mention: "A, B, and others"?"""
        i = last + 1 + (self.word(last + 1) == ",")
        return self.word(i) in AND and self.in_phrase(i + 1)
