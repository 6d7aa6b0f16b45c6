"""Mentions to typed pairs: which construction joins two actors in a sentence, or none (co-mention).

joins.py has the constructions that a word announces (between, ally), partners.py those of "with", joint.py and predicates.py the
joint acts of "A and B"; phrases.py and clauses.py say what is an enumeration, a subject, a complement. The word lists are keys of
lexicons/relation_cues.csv.
"""

from collections.abc import Iterator
from itertools import combinations, islice, pairwise

import numpy as np
import pandas as pd

from analysis import schema
from analysis.clauses import CAPITAL, CLASSES, Clause, Mention
from analysis.context import Context
from analysis.joins import BY_WORD, kin, of_both
from analysis.joint import joint, two_sides
from analysis.links import KIN, NOUN, SIDE, Link, telling

_RANK = {"compound": 0, "prefix": 1, "relational": 2}
_PERSONS = frozenset(
    "dual citizen citizens national nationals journalist journalists academic academics descent founder historian writer"
    " author actor actress singer physicist philosopher engineer poet mathematician chemist inventor painter composer"
    " living born lawyer entrepreneur businessman student students activist artist newspaper daily couple family families".split()
)
_STRETCH = frozenset("area areas region cable".split())  # "the Malaysia-Singapore area"
_HYPHENS = frozenset("-–/")


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
    found = []
    for clause, marked in _clauses(mentions, context):
        found += _pairs(clause, marked)
    return _frame(found, mentions)


def _clauses(mentions: pd.DataFrame, context: Context) -> Iterator[tuple[Clause, list[int]]]:
    """Each sentence that names two actors or more, and where the words stand that make a construction (with, ally ...)."""
    if not len(mentions):
        return
    first, last = context.spans(mentions)
    sentence, actor = context.sentence[first], mentions["actor"].to_numpy(object)
    code = pd.factorize(actor)[0]
    edges = np.flatnonzero(np.diff(sentence, prepend=-1, append=-1))
    several = np.minimum.reduceat(code, edges[:-1]) != np.maximum.reduceat(code, edges[:-1])
    count = np.diff(edges)[several].tolist()
    kept = np.flatnonzero(np.repeat(several, np.diff(edges)))
    number = sentence[edges[:-1][several]]
    begin, size = context.bounds[number], context.bounds[number + 1] - context.bounds[number]
    stop = np.cumsum(size)
    index = np.arange(size.sum()) + np.repeat(begin - stop + size, size)
    classes = context.classes(CLASSES)
    classes = np.where(context.in_headlines(), classes & ~CAPITAL, classes)[index]
    words = context.terms(index)
    for i in np.flatnonzero((context.has_word(_HYPHENS) & _spaced(context))[index]).tolist():
        words[i] = "--"  # "Geneva, Switzerland - A-led talks"
    marked = np.flatnonzero(context.has_word(BY_WORD)[index] | ((classes & (KIN | SIDE)) != 0))
    cuts = np.searchsorted(marked, np.append(0, stop)).tolist()
    classes, marked, stop = classes.tolist(), marked.tolist(), [0, *stop.tolist()]
    whole = (context.starts[first] == mentions["start"].to_numpy()) & (
        context.stops[last] == mentions["end"].to_numpy()
    )
    columns = (actor, mentions["kind"].to_numpy(object), mentions["in_name"].to_numpy(), whole,
               first - context.bounds[sentence], last - context.bounds[sentence])  # fmt: skip
    rows = map(Mention, kept.tolist(), *(column[kept].tolist() for column in columns))
    for i, n in enumerate(count):
        at, end = stop[i], stop[i + 1]
        clause = Clause(words[at:end], classes[at:end], list(islice(rows, n)))
        yield clause, [position - at for position in marked[cuts[i] : cuts[i + 1]]]


def _spaced(context: Context) -> np.ndarray:
    """Mask of the tokens between spaces: a hyphen there is a dash."""
    starts, stops = context.starts, context.stops
    before, after = np.append(True, starts[1:] > stops[:-1]), np.append(starts[1:] > stops[:-1], True)
    return before & after


def _frame(found: list[tuple], mentions: pd.DataFrame) -> pd.DataFrame:
    if not found:
        return schema.empty("pairs")
    a, b, evidence, in_name, listed, cue = zip(*found, strict=True)
    a, b = np.array(a), np.array(b)
    frame = pd.DataFrame(
        {
            "sent_id": mentions["sent_id"].to_numpy()[a],
            "doc_id": mentions["doc_id"].take(a).array,
            "actor_a": mentions["actor"].take(a).array,
            "actor_b": mentions["actor"].take(b).array,
            "evidence": evidence,
            "in_name": in_name,
            "listed": listed,
            "cue": cue,
            **{
                f"{edge}_{side}": mentions[edge].to_numpy()[at]
                for side, at in (("a", a), ("b", b))
                for edge in ("start", "end")
            },
        }
    )
    return schema.typed(frame, "pairs")


def _pairs(clause: Clause, marked: list[int]) -> Iterator[tuple[int, int, str, bool, bool, str]]:
    """The pairs of one sentence in alphabetical order: rows of both mentions, evidence, in_name, listed and cue of the best link.

    marked: the positions of the words that make a construction (between, with, met, ally ...).
    """
    best: dict[tuple[str, str], Link] = {}
    for link in _links(clause, marked):
        if link.a.actor > link.b.actor:
            link = Link(link.b, link.a, link.evidence, link.cue)
        pair = (link.a.actor, link.b.actor)
        if pair[0] != pair[1] and (pair not in best or _strength(link) < _strength(best[pair])):
            best[pair] = link
    for a, b in combinations(telling(clause.mentions), 2):  # all else is a co-mention
        if a.actor == b.actor:
            continue
        if a.actor > b.actor:
            a, b = b, a
        shown = best.get((a.actor, b.actor))
        if shown is None or (_inside(shown) and not (a.in_name or b.in_name)):
            best[a.actor, b.actor] = Link(a, b, "comention", "")
    together = {
        (min(a.actor, b.actor), max(a.actor, b.actor))
        for chain in clause.chains
        if len(chain.members) > 1
        for a, b in combinations(telling(chain.members), 2)
    }
    for pair in sorted(best):
        link = best[pair]
        listed = link.evidence == "comention" and pair in together
        yield link.a.row, link.b.row, link.evidence, _inside(link), listed, link.cue


def _links(clause: Clause, marked: list[int]) -> Iterator[Link]:
    """Every construction of the sentence."""
    yield from _compounds(clause)
    for at in marked:
        if at in clause.at:
            continue  # the United of the United States
        find = BY_WORD.get(clause.words[at])
        if find:
            yield from find(clause, at)
        if clause.has(at, KIN):
            yield from kin(clause, at)
        if clause.has(at, SIDE):
            yield from two_sides(clause, at)
    for chain in [*clause.chains, *clause.wider]:
        if chain.closed and any(m.actor != chain.members[0].actor for m in chain.members):
            yield from of_both(clause, chain)
            yield from joint(clause, chain)


def _strength(link: Link) -> tuple[bool, int]:
    """Outside a name before inside one, then by evidence."""
    return _inside(link), _RANK[link.evidence]


def _inside(link: Link) -> bool:
    """Is the pair shown inside a name only? A co-mention is, where one of the two stands nowhere else."""
    either = link.evidence == "comention" and (link.a.in_name or link.b.in_name)
    return either or (link.a.in_name and link.b.in_name)


def _typed_wide(clause: Clause, a: Mention, b: Mention) -> bool:
    """ "A - B relations": a hyphen between spaces before a relation noun"""
    head = clause.phrase_end(b.last) - 1
    wide = clause.words[a.last + 1] == "--" and a.whole and b.whole
    return wide and bool(clause.has(b.last + 1, NOUN) or (head > b.last and clause.has(head, NOUN)))


def _descent(clause: Clause, run: list[Mention]) -> bool:
    """ "a Palestinian-Australian rights lawyer", "Dutch-Moroccans": persons, no relation"""
    last = run[-1].last
    if run[-1].kind != "demonym":
        return clause.word(last + 1) in _PERSONS
    plural = clause.words[last].endswith("ns") and run[-2].kind == "demonym"
    return plural or not _PERSONS.isdisjoint(clause.words[last + 1 : clause.phrase_end(last)])


def _compounds(clause: Clause) -> Iterator[Link]:
    """China-U.S., China-Japan-ROK, Sino-Russian: every pair of a run joined by hyphens, dashes or slashes."""
    runs: list[list[Mention]] = []
    for a, b in pairwise(clause.mentions):
        linked = b.first - a.last == 2
        if linked and (clause.words[a.last + 1] in _HYPHENS or _typed_wide(clause, a, b)):
            if runs and runs[-1][-1] is a:
                runs[-1].append(b)
            else:
                runs.append([a, b])
    for run in runs:
        if clause.word(run[-1].last + 1) in _STRETCH or _descent(clause, run):
            continue
        for a, b in combinations(telling(run), 2):
            evidence = "prefix" if "prefix" in (a.kind, b.kind) else "compound"
            yield Link(a, b, evidence, clause.text(a.first, b.last + 1))
