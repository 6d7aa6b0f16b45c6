"""Who does it and with whom: the subject of a relation noun or verb, the actors a preposition governs.

`Clause` adds these questions to the phrases of a sentence; subjects.py has the walk to the subject.
"""

from collections.abc import Collection

from analysis.phrases import (
    ADVERB,
    AND,
    BIT,
    CAPITAL,
    CLASSES,
    DET,
    FELLOWSHIP,
    GENITIVE,
    MODALS,
    PREP,
    REACH,
    STOPS,
    THE_COUNTRY,
    TIME,
    VERB,
    Chain,
    Mention,
    Phrases,
)
from analysis.subjects import SubjectWalk

__all__ = [
    "BIT",
    "CAPITAL",
    "CLASSES",
    "DASHES",
    "FELLOWSHIP",
    "GENITIVE",
    "REACH",
    "STOPS",
    "THE_COUNTRY",
    "Chain",
    "Clause",
    "Mention",
]
DASHES = frozenset(["—", "--", "–"])
_APPOSING = frozenset(
    ["including", "like", "such", "as", "namely", "especially", "notably", "particularly", ":", ","]
)
_WE = frozenset("we i you us me our my your".split())
_IN_OFFICE = frozenset("officials authorities leaders lawmakers government ministers".split())
_NOT_ITSELF = frozenset(
    "charter resolution resolutions principles law convention rules member members system".split()
)
_MATTERS = frozenset(
    "policy policies decision decisions view views position positions emphasis effort efforts goal goals plan plans ambitions proposal claim claims interests values".split()
)
_COLONY = frozenset("colony possession protectorate dependency territory dominion mandate".split())
_NAMED_SO = THE_COUNTRY | {
    "economy",
    "economies",
    "giant",
    "market",
    "neighbour",
    "neighbor",
    "rival",
    "ally",
    "partner",
}


class Clause(Phrases):
    """A sentence with its subjects and complements."""

    def complement(self, at: int, reach: int = 9) -> Chain | None:
        """The actors of the phrase that a preposition or verb at this position governs.

        "with Russia", "with the leaders of Russia, China and India", "with new partners, including Russia".
        """
        if self.word(at + 1) == "those" and self.has(at + 2, BIT["side_noun"]):
            return self.referred(at, True)  # "with those powers"
        for i in range(at + 1, min(at + 1 + reach, self.size)):
            if i in self.at:
                chain = self._owned_body(self.chain_at[i])
                if self.has(self.phrase_head(chain.last), BIT["means_noun"]) or self.has(
                    chain.last + 1, BIT["means_noun"]
                ):
                    return None  # "with Russian mediation"
                if (kin := self._such_as(chain)) is not None:
                    return kin
                if self._matter(chain.last):
                    return None  # "agenda aligned with the B government's emphasis on growth"
                if self.word(chain.last + 1) in _NOT_ITSELF:
                    return None  # "in agreement with the UN Charter", "together with other EU member states"
                members = tuple(m for m in chain.members if m.last >= i)
                more = chain.last + 4 + bool(self.has(chain.last + 4, DET))
                if (
                    self.words[chain.last + 1 : chain.last + 4] == ["as", "well", "as"]
                    and more in self.chain_at
                ):
                    members += self.chain_at[more].members
                return Chain(members, chain.closed)
            word = self.words[i]
            if word in _MATTERS and self.word(i + 1).endswith("ing"):
                return None  # "disagreed with the policies underpinning the A order"
            if word in ("of", "from"):
                if self.has(i - 1, BIT["means_noun"]):
                    return None  # "with the help of Russia"
                if word == "of" and self.has(i - 1, BIT["kin_noun"]):
                    return None  # "relations with the old allies of Russia"
            elif word in DASHES and self.names_others(i - 1):
                continue  # "with its allies -- A, B and C"
            elif word in _APPOSING:
                following = self.word(i + 1)
                if word == "," and self._names_them(i):
                    continue
                if word == "," and following not in _APPOSING and self.text(i + 1, i + 3) != "in particular":
                    return None
            elif self.text(i, i + 2) == "in particular":
                continue  # "with its neighbours, in particular A and B"
            elif word in AND and self.has(i - 1, BIT["side_noun"]):
                continue  # "with all countries and B"
            elif not self.in_phrase(i) and not (i == at + 1 and word in ("both", "either")):
                return None
        return None

    def _names_them(self, comma: int) -> bool:
        """Does the comma open the names of what stands before it: "with two powers, A and B", "with the largest economy, B"?"""
        chain = self.actors_from(comma + 1)
        if chain is None or self.words[comma - 1] in _NAMED_SO:
            return chain is not None
        return self.names_others(comma - 1) and not self.is_verb(self.phrase_end(chain.last))

    def _owned_body(self, chain: Chain) -> Chain:
        """The IAEA in "with the UN's International Atomic Energy Agency", Malta in "with the British colony of Malta"."""
        colony = self.colony_of(chain.members[-1])
        if colony is not None:
            return colony
        owned = chain.last + 2 if self.word(chain.last + 1) in GENITIVE else -1
        body = self.chain_at.get(owned)
        return body if body is not None and body.members[0].actor.startswith("ORG:") else chain

    def colony_of(self, mention: Mention) -> Chain | None:
        """The land in "the British colony of Malta", where its owner is named before it."""
        at = mention.last + 1
        return self.chain_at.get(at + 2) if self.word(at) in _COLONY and self.word(at + 1) == "of" else None

    def _such_as(self, chain: Chain) -> Chain | None:
        """B in "with A's old allies such as B", "with Western-minded A friends, including B"."""
        if chain.members[-1].kind != "demonym":
            return None
        end = self.phrase_end(chain.last)
        kin = end - 1 - (self.word(end - 1) == "such")
        if not self.has(kin, BIT["kin_noun"]):
            return None
        at = kin + 1 + (self.word(kin + 1) == ",")
        if self.text(at, at + 2) == "such as":
            return self.actors_from(at + 2)
        return self.actors_from(at + 1) if self.word(at) in ("including", "like") else None

    def _matter(self, last: int) -> bool:
        """Is it a policy or wish of the actor that the phrase names: "in line with B's policy"?"""
        genitive = next((i for i in range(last + 1, last + 4) if self.word(i) in GENITIVE), None)
        return genitive is not None and self.word(self.phrase_end(genitive) - 1) in _MATTERS

    def phrase_head(self, last: int) -> int:
        """The last noun of the phrase that goes on after a mention (the mention itself when nothing follows)."""
        return self.phrase_end(last) - 1

    def referred(self, at: int, several: bool, known: Collection[str] = ()) -> Chain | None:
        """Whom "those powers" (the last list before) or "that Republic" (the last actor, none that is known) means."""
        chains = reversed(self.before(at))
        return next((c for c in chains if c.closed == several and c.members[0].actor not in known), None)

    def behind_comma(self, start: int, reach: int) -> Chain | None:
        """The actors right behind the first comma from a position on."""
        comma = self.seek(",", start, reach)
        return self.actors_from(comma + 1) if comma is not None else None

    # ---- the other side of a relation noun or verb

    def subject(self, head: int, partners: Chain) -> Chain | None:
        """Who has the relation noun or does the verb at `head`: owner in the same phrase, else subject of the clause."""
        # "action against A's program together with B": A is no party
        adverb = self.words[head] in ("together", "jointly") and not self._beside(head - 1)
        owner, i = (None, head - 1) if adverb or self.is_verb(head) else self.owner(head, partners)
        if i is not None and self.word(i) in ("strained", "renewed", "improved") and self.word(i - 1) == ",":
            i -= 1  # "including a civil war, strained relations with B"
        if owner is not None or i is None:
            return owner
        bearers = i - 1 - bool(self.has(i - 1, ADVERB))
        if self.word(i) in ("at", "in") and self.only_others(bearers):
            return self._led_by(bearers)  # "aid to the nations at war with B"
        if self.has(i, PREP) and self.word(i + 1).endswith("ing") and self.in_phrase(i - 1):
            keeper = self.owner(i - 1)[0] if i - 1 not in self.at else None
            if keeper is not None:
                return keeper  # "A's policy of keeping peaceful relations with"
        return self._whole(self.clause_subject(i, self.is_verb(head)))

    def _led_by(self, i: int) -> Chain | None:
        """A in "A and other nations", which end here."""
        at = self.governor(i)
        return self.chain_at.get(at - 1) if self.word(at) in AND and self.word(at + 1) == "other" else None

    def _beside(self, i: int) -> bool:
        """Do actors end here that are no object: "drawn by A and B together with C" (not "against A together with C")?"""
        against = ("against", "for", "to", "from")
        return i in self.at and self.word(self.governor(self.chain_at[i].first)) not in against

    def _whole(self, chain: Chain | None) -> Chain | None:
        """The subject with what is coordinated to it: "A, B and the government of C"."""
        if chain is None:
            return None
        return next((c for c in self.wider if chain.members[-1] in c.members), chain)

    def owner(self, head: int, partners: Chain | None = None) -> tuple[Chain | None, int | None]:
        """The mention in the noun phrase of the head ("Japan's old alliance"), and where the phrase begins; None, None for "our"."""
        i, lowest = head - 1, max(0, head - REACH)
        genitive = self._over_adjectives(head)
        if genitive is not None:
            return self.chain_at[genitive], genitive
        while i >= lowest and (self.in_phrase(i) or (self.words[i] in _WE and self.classes[i] & DET)):
            if i in self.at:
                return self.chain_at[i], i
            if self.words[i] in _WE:
                return None, None
            if self.words[i] in ("its", "their", "her") or (
                self.words[i] in GENITIVE and self.words[i - 1] in THE_COUNTRY
            ):
                return self.antecedent(i, partners), None
            if self.classes[i] & TIME:
                break
            i -= 1
        if self.word(i) == "whose":
            return self.relative(i), None  # "Haiti, whose border with"
        return None, i

    def _over_adjectives(self, head: int) -> int | None:
        """The owner in "A's political, economic and defence relations", "A's side of the border": over what ends a phrase."""
        i = head - 1
        while i > head - 9 and (self.in_phrase(i) or self.words[i] in (",", "and", "of")):
            if self.words[i] == "of" and self.word(i - 1) not in ("side", "part", "end"):
                return None
            if self.words[i] in GENITIVE:
                return i - 1 if i - 1 in self.chain_at else None
            if self.word(i - 1) == "whose":  # "A, whose old and honorable ties with"
                bearer = self.relative(i - 1)
                return bearer.last if bearer is not None else None
            if i in self.at:
                return None
            i -= 1
        return None

    def antecedent(self, at: int, partners: Chain | None) -> Chain | None:
        """Whom "its" means: the subject before it, else the nearest actor ("the policy of A in its relation to B"); no partner."""
        if self.word(at - 1) == "and" and at - 2 in self.chain_at:
            return self.chain_at[at - 2]  # "a plan of A by B and its ally C"
        known = {m.actor for m in partners.members} if partners else set()
        chains = [c for c in self.before(at) if not known.issuperset(m.actor for m in c.members)]
        acting = [c for c in chains if self.is_subject(c)]
        if self.word(at) == "their" and chains and chains[-1].closed:
            return chains[-1]  # "broke off relations with A and B over their ties with C"
        return (acting or chains or [None])[-1]

    def is_subject(self, chain: Chain) -> bool:
        """Is the enumeration the subject of a clause: "A and B", "the ministers of A and B", "B" in "said B would"?"""
        at = self.governor(chain.first)
        third = self._third_item(chain, at)
        at = self.governor(at) if third else at
        if self._of_noun(at):
            of, at = at, self.governor(at)
            if self._fresh_phrase(at, of) and self.is_verb(self.phrase_end(chain.last)):
                return True
            at = self.governor(at) if self._of_noun(at) else at  # "the heads of government of A and B"
            comma = at if self.word(at) == "," else at - 1
            if (
                self.word(comma) == ","
                and comma - 1 in self.at
                and self.word(self.phrase_end(chain.last)) == ","
            ):
                return False  # "A, once a member of B, applied"
        if at < 0:
            return True
        end = self.phrase_end(chain.last)
        verb_follows = self.is_verb(end)
        living = self.word(end) == "," and self.word(end + 1).endswith("ing")  # "two states, A and B, living"
        if self.word(at) == "," and not (verb_follows or living) and self.names_others(at - 1):
            return not self.has(self.governor(at), PREP)  # "with our allies, A and B"
        if self.words[at] in ("comprising", "than"):
            return False  # "no state other than A and B has launched"
        if self.word(at) in ("been", "be"):
            return False  # "what had been part of A united with B"
        if self.is_verb(at):  # "said B would", "urged A and B to make peace"
            inverted = self.words[at] in MODALS and any(map(self.is_verb, range(end, end + 3)))
            return verb_follows or inverted or (self.word(end) == "to" and self.infinitive(end))
        opening = chain.first - 1
        if (
            verb_follows
            and not third
            and self.has(opening, DET)
            and opening - 1 > at
            and not self.has(opening - 1, DET | TIME)
        ):
            return True  # "in some fields the two unions A and B have": a phrase of its own begins at the article
        reason = self.words[at] == "for" and self.word(at - 1) == ","  # ", for A and B are partners"
        if self.word(at) == "including" and self.word(end) == "," and self.is_verb(end + 1):
            return True  # "The powers, including A and B, concluded"
        if self.words[at] == "and" and self.word(end) == "," and self.has(self.governor(at), PREP):
            return False  # "under the support and recognition of the envoys of A and B, seems"
        if self.words[at] == "as" and not verb_follows and self.words[at + 1] in ("those", "that"):
            return False  # "such colonies as those of A or B"
        conjunction = verb_follows and (reason or self.words[at] in ("after", "before", "since", "until"))
        return not self.has(at, PREP) or conjunction

    def _third_item(self, chain: Chain, at: int) -> bool:
        """Does the list begin before its mentions: "talks with the leaders of the Atlantic community, A, and B"?"""
        listed = self.word(at) == "," and len(chain.members) == 2 and self.in_phrase(at - 1)
        return listed and self.word(chain.members[0].last + 1) == ","

    def _fresh_phrase(self, at: int, of: int) -> bool:
        """Does a phrase of its own begin at an article behind one that a preposition opens: "At Cairo the leaders of A met"?"""
        return bool(self.has(at, PREP)) and any(
            self.has(i, DET) and not self.has(i - 1, DET | TIME | PREP) for i in range(at + 2, of)
        )

    def names_others(self, last: int) -> bool:
        """ "allies", "nations", "ministers": a party that is not named"""
        return last not in self.at and bool(
            self.has(last, BIT["people_noun"] | BIT["side_noun"] | BIT["kin_noun"])
        )

    def only_others(self, last: int) -> bool:
        """Does a phrase that ends here name others, without an actor among them: "the nations", "countries"?"""
        return self.names_others(last) and not any(i in self.at for i in range(self.governor(last) + 1, last))

    def is_governed(self, noun: int) -> bool:
        """Does a preposition or verb govern the phrase of this noun, so that it is no subject?"""
        at = self.governor(noun)
        return at >= 0 and bool(self.has(at, PREP) or self.is_verb(at))

    def _of_noun(self, at: int) -> bool:
        """Is this the "of" or "from" of "the ministers of A", the "in" of "officials in A" (not of a relation noun)?"""
        word = self.word(at)
        if word not in ("of", "from", "in") or at < 1 or not self.in_phrase(at - 1):
            return False
        return not self.has(at - 1, BIT["relation_noun"]) and bool(
            word != "in" or self.words[at - 1] in _IN_OFFICE
        )

    def clause_subject(self, i: int, verb: bool) -> Chain | None:
        """The subject left of a position; `verb`: the verb is passed and the next phrase is the subject."""
        return SubjectWalk(self, i, verb).find()

    def infinitive(self, i: int) -> bool:
        """Does "to" here open an infinitive?"""
        following = i + 1 + bool(self.has(i + 1, ADVERB))
        return bool(self.has(following, VERB)) and not self.has(i + 1, DET)

    def relative(self, at: int) -> Chain | None:
        """The actor in the phrase that "which", "who", "that" go back to: "Israeli officials who met with"."""
        i = at - 1 - (self.word(at - 1) == ",")
        for back in range(i, max(i - REACH, -1), -1):
            if back in self.at:
                outside = self.words[self.chain_at[back].first - 1] in ("outside", "beyond")
                return (
                    None if outside else self.chain_at[back]
                )  # "the few states outside A that have ties with B"
            if not self.in_phrase(back) and self.words[back] != "of":
                break
        return None
