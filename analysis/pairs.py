"""Mentions to typed pairs: which construction joins two actors in a sentence, or none (co-mention).

The word lists are keys of lexicons/relation_cues.csv: relation_noun (ties, talks, war), with_verb (cooperate, meet),
joint_verb, joint_mark (each other, their relations) and joint_noun (partners, summit).
"""

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import schema
from analysis.actors import CHAIN
from analysis.context import Context

_CUES = "relation_noun with_verb joint_verb joint_mark joint_noun".split()
_RANK = {"compound": 0, "prefix": 1, "relational": 2, "comention": 3}
_HYPHENS = frozenset("-–‑/")
_CLAUSE_END = frozenset(".;:!?—")


class Mention(NamedTuple):
    """One mention of a sentence: its row among the mentions, actor, kind and token positions."""

    row: int
    actor: str
    kind: str
    in_name: bool
    first: int
    last: int


class Link(NamedTuple):
    """A construction found between two mentions."""

    a: Mention
    b: Mention
    evidence: str
    cue: str


def pair_actors(mentions: pd.DataFrame, sentences: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Pairs frame: one row per sentence and unordered pair of actors, with the strongest evidence for it.

    evidence, strongest first: compound (China-U.S., every pair of a triple), prefix (Sino-Russian), relational (a
    relation noun or verb joins the two: talks between, ties with, met, are partners), comention (all else). cue holds
    the words; start_a ... end_b the two mentions that show it. `listed` marks a co-mention whose two members stand in
    one enumeration, `in_name` a pair shown only inside a name: tables leave both out by default.
    Caveat: one-sided acts (X warned Y) are co-mentions by rule; see the coding rules in tests/gold. Per document.
    Raises ValueError when mentions or tokens are not those frames.
    """
    schema.check(mentions, "mentions")
    schema.check(tokens, "tokens")
    context = Context(tokens)
    first, last = context.at(mentions), context.at(mentions, "end")
    sentence = context.sentence[first]
    actor = pd.factorize(mentions["actor"])[0]
    several = pd.Series(actor).groupby(sentence).nunique()
    wanted = several.index[several > 1].to_numpy("int64")
    context.find_cues(_CUES, wanted)
    columns = zip(
        range(len(mentions)),
        mentions["actor"],
        mentions["kind"],
        mentions["in_name"],
        first,
        last,
        strict=True,
    )
    of_sentence: dict[int, list[Mention]] = {number: [] for number in wanted}
    for number, row in zip(sentence, columns, strict=True):
        if number in of_sentence:
            of_sentence[number].append(Mention(*row))
    found = [
        link for number, members in of_sentence.items() for link in _pairs(members, int(number), context)
    ]
    return _frame(found, mentions)


def _frame(found: list[tuple[Link, bool]], mentions: pd.DataFrame) -> pd.DataFrame:
    if not found:
        return schema.empty("pairs")
    links = [link for link, _ in found]
    a, b = (np.array([getattr(link, side).row for link in links]) for side in "ab")
    frame = pd.DataFrame(
        {
            "doc_id": mentions["doc_id"].to_numpy(object)[a],
            "sent_id": mentions["sent_id"].to_numpy()[a],
            "actor_a": [link.a.actor for link in links],
            "actor_b": [link.b.actor for link in links],
            "evidence": [link.evidence for link in links],
            "in_name": [link.a.in_name and link.b.in_name for link in links],
            "listed": [listed for _, listed in found],
            "cue": [link.cue for link in links],
            **{
                f"{edge}_{side}": mentions[edge].to_numpy()[at]
                for side, at in (("a", a), ("b", b))
                for edge in ("start", "end")
            },
        }
    )
    return schema.typed(frame, "pairs")


def _pairs(members: list[Mention], sentence: int, context: Context) -> list[tuple[Link, bool]]:
    """The pairs of one sentence in alphabetical order, each with its best link and whether it is merely listed."""
    chains = _chains(members, context)
    best: dict[tuple[str, str], Link] = {}
    finders = (_compounds, _between, _with, _joint)
    links = [link for find in finders for link in find(members, chains, sentence, context)]
    for link in [*links, *_comentions(members)]:
        if link.a.actor > link.b.actor:
            link = Link(link.b, link.a, link.evidence, link.cue)
        pair = (link.a.actor, link.b.actor)
        if pair[0] != pair[1] and (pair not in best or _strength(link) < _strength(best[pair])):
            best[pair] = link
    together = {
        frozenset((a.actor, b.actor)) for chain in chains for a, b in combinations(_telling(chain), 2)
    }
    return [
        (best[pair], best[pair].evidence == "comention" and frozenset(pair) in together)
        for pair in sorted(best)
    ]


def _strength(link: Link) -> tuple[bool, int]:
    """Outside a name before inside one, then by evidence."""
    return link.a.in_name and link.b.in_name, _RANK[link.evidence]


def _telling(members: list[Mention]) -> list[Mention]:
    """The first mention of each actor, inside names and outside: of a pair's equally strong links the first counts, and
    it joins two of these. Without this a sentence of 10,000 mentions has 50 million links."""
    first: dict[tuple, Mention] = {}
    for m in members:
        first.setdefault((m.actor, m.in_name, m.kind == "prefix"), m)
    return list(first.values())


def _comentions(members: list[Mention]):
    return (Link(a, b, "comention", "") for a, b in combinations(_telling(members), 2))


def _chains(members: list[Mention], context: Context) -> list[list[Mention]]:
    """Enumerations: mentions with nothing but commas, and, or, the between them.

    A bare comma after "A and B" ends one, and two names with only a comma between them are none ("In talks with A, B gave way").
    """
    chains, ands = [[members[0]]], [False]
    for a, b in zip(members, members[1:], strict=False):
        between = context.words(a.last + 1, b.first)
        joined = bool({"and", "or", "&"} & set(between))
        if between and CHAIN.issuperset(between) and (joined or not ands[-1]):
            chains[-1].append(b)
            ands[-1] |= joined
        else:
            chains.append([b])
            ands.append(False)
    split = (
        [[m] for m in chain] if len(chain) == 2 and not has_and else [chain]
        for chain, has_and in zip(chains, ands, strict=True)
    )
    return [chain for part in split for chain in part]


def _hyphenated(a: Mention, b: Mention, context: Context) -> bool:
    between = context.words(a.last + 1, b.first)
    return len(between) == 1 and between[0] in _HYPHENS


def _compounds(members, chains, sentence, context):
    """China-U.S., China-Japan-ROK, Sino-Russian: every pair of a run joined by hyphens, dashes or slashes."""
    run = [members[0]]
    for mention in [*members[1:], None]:
        if mention is not None and _hyphenated(run[-1], mention, context):
            run.append(mention)
            continue
        for a, b in combinations(_telling(run), 2):
            cue = " ".join(context.words(a.first, b.last + 1))
            yield Link(a, b, "prefix" if "prefix" in (a.kind, b.kind) else "compound", cue)
        run = [mention]


def _between(members, chains, sentence, context):
    """talks between A, B and C; relations of A and B; signed by A and B"""
    for chain in chains:
        if len({m.actor for m in chain}) < 2:
            continue
        at = _governor(chain[0].first, sentence, context)
        word = context.word(at, sentence)
        if word in ("between", "among", "amongst"):
            noun = next(
                (i for i in range(at - 1, at - 5, -1) if context.cue("relation_noun", i, sentence, end=True)),
                at,
            )
        elif word in _OF_BOTH and context.cue("relation_noun", at - 1, sentence, end=True):
            noun = at - 1
        elif word == "by" and context.word(at - 1, sentence) in _SIGNED:
            noun = at - 1
        else:
            continue
        cue = " ".join(context.words(noun, at + 1))
        yield from (Link(a, b, "relational", cue) for a, b in combinations(_telling(chain), 2))


_OF_BOTH = frozenset("of linking joining uniting involving binding".split())
_SIGNED = frozenset(
    "signed concluded reached agreed ratified negotiated adopted initialed initialled issued brokered".split()
)


def _governor(first: int, sentence: int, context: Context) -> int:
    """The position of the word that governs a chain: over articles, or back to a "between" at most four words away."""
    at = _skip_back(first - 1, sentence, context)
    if context.word(at, sentence) not in _OF_BOTH | {"by"}:
        return next((i for i in range(at, at - 5, -1) if context.word(i, sentence) == "between"), at)
    return at


def _skip_back(at: int, sentence: int, context: Context) -> int:
    """Over the, both, adjectives such as new: to the word that governs the chain."""
    while context.word(at, sentence) in ("the", "both", "a", "an", "our", "its", "their", '"', "“"):
        at -= 1
    return at


def _with(members, chains, sentence, context):
    """A has ties with B, A works with B, in talks with B, A ...: B is the chain after "with", A the nearest before."""
    for number, chain in enumerate(chains):
        at = _preposition(chain[0].first, sentence, context)
        cue = None if at is None else _cue_before(at, sentence, context)
        if cue is None or context.word(cue - 1, sentence) in _OUR:
            continue  # "our alliance with B": the other side is not named
        partner = _subject(chains, number, cue, sentence, context) or _first_after(chains, number, context)
        words = " ".join(context.words(cue, at + 1))
        yield from (Link(a, b, "relational", words) for a in _telling(partner) for b in _telling(chain))


_OUR = frozenset("our my your".split())
_WE = frozenset("we i our us my you your".split())


def _preposition(first: int, sentence: int, context: Context) -> int | None:
    """The with, against or to that governs a chain, also over "new partners, including"."""
    at = _skip_back(first - 1, sentence, context)
    if context.word(at, sentence) in ("including", "like"):
        at = next((i for i in range(at - 1, at - 6, -1) if context.word(i, sentence) == "with"), at)
    return at if context.word(at, sentence) in ("with", "against", "to", "toward", "towards") else None


def _cue_before(at: int, sentence: int, context: Context) -> int | None:
    """Where the relation noun or verb stands that the preposition belongs to: at most five words back, in the same clause."""
    preposition = context.word(at, sentence)
    for i in range(at - 1, at - 6, -1):
        word = context.word(i, sentence)
        if word in ("", ",", *_CLAUSE_END):
            return None
        if context.cue("relation_noun", i, sentence, end=True) and word in _TAKES.get(preposition, {word}):
            return i
        if preposition == "with" and context.cue("with_verb", i, sentence, end=True):
            return i
        if preposition not in ("with", "against"):
            return None  # "relations to" only when they touch
    return None


_TO = {"relation", "relations", "relationship", "ties", "alliance", "friendship", "obligations"}
_TAKES = {"against": {"war", "wars"}, "to": _TO, "toward": _TO, "towards": _TO}


def _subject(
    chains: list[list[Mention]], number: int, cue: int, sentence: int, context: Context
) -> list[Mention]:
    """The chain before `number` nearest before the cue within the clause, unless "we" stands nearer."""
    for chain in (chains[i] for i in range(number - 1, -1, -1)):
        if chain[-1].last < cue:
            between = set(context.words(chain[-1].last + 1, cue))
            return [] if between & (_CLAUSE_END | _WE) else chain
    return []


def _first_after(chains: list[list[Mention]], number: int, context: Context) -> list[Mention]:
    """For "In talks with B, A ...": the chain after the comma that closes the phrase."""
    last = chains[number][-1].last
    if number + 1 < len(chains) and context.word(last + 1, context.sentence[last]) == ",":
        return chains[number + 1]
    return []


def _joint(members, chains, sentence, context):
    """A and B met; A and B are partners; A and B will celebrate their relations: two subjects of one mutual act."""
    for number, chain in enumerate(chains):
        if len({m.actor for m in chain}) < 2:
            continue
        stop = chains[number + 1][0].first if number + 1 < len(chains) else int(context.bounds[sentence + 1])
        cue = _mutual(chain[-1].last + 1, stop, sentence, context)
        if cue:
            yield from (Link(a, b, "relational", cue) for a, b in combinations(_telling(chain), 2))


def _mutual(start: int, stop: int, sentence: int, context: Context) -> str:
    """The words of a mutual predicate that begins within four words of the subjects, or ""."""
    verb = next(
        (i for i in range(start, min(start + 6, stop)) if context.cue("joint_verb", i, sentence)), None
    )
    if (
        verb is None
        or "," in context.words(start, verb)
        or {"in", "of", "by", "from"} & set(context.words(start, verb))
    ):
        return ""
    end = next((i for i in range(verb, stop) if context.word(i, sentence) in _CLAUSE_END), stop)
    for i in range(verb, min(end, verb + 14)):
        if context.cue("joint_mark", i, sentence) or (i > verb and context.cue("joint_noun", i, sentence)):
            return " ".join(context.words(verb, i + 1))
    light = context.word(verb, sentence) in _LIGHT
    return "" if light else context.word(verb, sentence)


def _over_phrase(start: int, stop: int, sentence: int, context: Context) -> tuple[int, str]:
    """Past a phrase in commas after the subjects, and the relation noun in it: "A and B, in the closest cooperation, have" """
    if context.word(start, sentence) != ",":
        return start, ""
    close = next(
        (i for i in range(start + 1, min(start + 12, stop)) if context.word(i, sentence) == ","), None
    )
    if close is None:
        return start, ""
    noun = any(context.cue("relation_noun", i, sentence) for i in range(start, close))
    return close + 1, " ".join(context.words(start + 1, close)) if noun else ""


# verbs that are mutual only with a word such as partners, talks or each other
_LIGHT = frozenset(
    "are were be been remain remained become became stand stood have had has hold held holds holding reach reached"
    " declare declared share shares shared sharing work works worked working celebrate celebrated establish established"
    " establishing launch launched restore restored resume resumed join joined joining conduct conducted stage staged"
    " end ended ending wage waged mend mended patch patched bury buried swap swapped swaps trades asked made make makes trade traded trading unite united settle settled settling discuss discussed sign signed signing fight fought".split()
)
