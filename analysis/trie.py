"""The matcher: phrases with globs walked as a trie over an array of vocabulary codes, in numpy.

`match_lexicon` feeds it token parts, `score_sentences` VADER's own words; neither knows how the other spells a word.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from fnmatch import translate
from functools import cached_property
from typing import NamedTuple

import numpy as np

_WILD = re.compile(r"[*?]")


class Patterns(NamedTuple):
    """A trie of pattern words before any vocabulary is known: who points to whom by which word, and what ends where."""

    edges: dict[str, list[tuple[int, int]]]  # word -> (node, child)
    last: np.ndarray  # node of each ending, sorted
    pattern: np.ndarray  # pattern that ends there


class Trie(NamedTuple):
    """Edges sorted by (node, code), and the patterns that end at each node; node 0 is the root."""

    edge_key: np.ndarray  # node * size + code
    edge_child: np.ndarray
    last: np.ndarray
    pattern: np.ndarray
    size: int  # of the vocabulary


def compile_patterns(patterns: Iterable[Sequence[str]]) -> Patterns:
    """The patterns (each a list of words, `*` and `?` as globs) as one trie; worth keeping for a lexicon used again."""
    edges: dict[str, list[tuple[int, int]]] = {}
    children: list[dict[str, int]] = [{}]
    endings: list[tuple[int, int]] = []
    for number, words in enumerate(patterns):
        node = 0
        for word in words:
            child = children[node].get(word)
            if child is None:
                child = children[node][word] = len(children)
                children.append({})
                edges.setdefault(word, []).append((node, child))
            node = child
        if node:  # a pattern without words never matches
            endings.append((node, number))
    ending = np.array(sorted(endings), "int64").reshape(-1, 2)
    return Patterns(edges, ending[:, 0].copy(), ending[:, 1].copy())


def build_trie(patterns: Patterns, vocabulary: Sequence[str]) -> Trie:
    """The patterns' trie over the codes of a vocabulary of distinct words."""
    known = _Vocabulary(vocabulary)
    code, size = known.code, len(known.code) + 1
    edges = [
        (node * size + code[w], child)
        for word, pointers in patterns.edges.items()
        for w in known.expand(word)
        for node, child in pointers
    ]
    edge = np.array(sorted(edges), "int64").reshape(-1, 2)
    return Trie(edge[:, 0].copy(), edge[:, 1].copy(), patterns.last, patterns.pattern, size)


class _Vocabulary:
    """Distinct words with their codes, and which of them a pattern word stands for."""

    def __init__(self, words: Sequence[str]):
        self.code = {word: i for i, word in enumerate(words)}
        self.ordered = sorted(self.code)

    @cached_property
    def reversed(self) -> list[str]:
        return sorted(word[::-1] for word in self.ordered)

    def expand(self, word: str) -> list[str]:
        wild = _WILD.search(word)
        if not wild:
            return [word] if word in self.code else []
        prefix, rest = word[: wild.start()], word[wild.start() + 1 :]
        if wild[0] == "*" and not _WILD.search(rest) and not (prefix and rest):
            if prefix or not rest:
                return _starting(self.ordered, prefix)
            return [found[::-1] for found in _starting(self.reversed, rest[::-1])]
        fits = re.compile(translate(word.replace("[", "[[]"))).match
        return [w for w in _starting(self.ordered, prefix) if fits(w)]


def _starting(ordered: list[str], prefix: str) -> list[str]:
    """The words of a sorted list that begin so."""
    return ordered[bisect_left(ordered, prefix) : bisect_left(ordered, prefix + "\U0010ffff")]


def walk_trie(trie: Trie, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every match, overlapping ones too, as (position, length, pattern); a code of -1 matches nothing."""
    reach = np.zeros(trie.size + 1, bool)
    reach[trie.edge_key[trie.edge_key < trie.size]] = True  # words that begin a pattern
    position = np.flatnonzero(reach[codes])
    node = np.zeros(len(position), "int64")
    found = []
    depth = 0
    while len(position):
        inside = position + depth < len(codes)
        position, node = position[inside], node[inside]
        code = codes[position + depth]
        row, edge = _ranges(trie.edge_key, np.where(code < 0, -1, node * trie.size + code))
        position, node = position[row], trie.edge_child[edge]
        depth += 1
        row, ending = _ranges(trie.last, node)
        found.append((position[row], np.full(len(row), depth), trie.pattern[ending]))
    if not found:
        return np.empty(0, "int64"), np.empty(0, "int64"), np.empty(0, "int64")
    start, length, pattern = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.lexsort((pattern, length, start))
    return start[order], length[order], pattern[order]


def _ranges(keys: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each wanted key, every index at which it stands in the sorted keys, as (index into wanted, index into keys)."""
    first = np.searchsorted(keys, wanted, side="left")
    count = np.searchsorted(keys, wanted, side="right") - first
    row = np.repeat(np.arange(len(wanted)), count)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + first[row]


def keep_longest(group: np.ndarray, start: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Mask of the matches left when, within a group, the longest of overlapping ones wins, then the leftmost, then the first."""
    keep = np.ones(len(start), bool)
    order = np.lexsort((-length, start, group))
    end = start + length
    reach = 0
    cluster: list[int] = []
    for i in _crowded(group, start, end, order):
        if cluster and (group[i] != group[cluster[0]] or start[i] >= reach):
            _settle(cluster, start, end, keep)
            cluster = []
        reach = max(reach, end[i]) if cluster else end[i]
        cluster.append(i)
    _settle(cluster, start, end, keep)
    return keep


def _crowded(group, start, end, order) -> np.ndarray:
    """The matches, in order, that overlap the one before or after them; the rest need no thought."""
    g, s = group[order], start[order]
    # the furthest end so far within the group, by shifting each group past all others
    span = int(end.max(initial=0)) + 1
    shift = np.unique(g, return_inverse=True)[1] * span
    furthest = np.maximum.accumulate(end[order] + shift) if len(order) else np.empty(0, "int64")
    touches = np.zeros(len(order) + 1, bool)
    touches[1:-1] = (s + shift)[1:] < furthest[:-1]
    return order[touches[:-1] | touches[1:]]


def _settle(cluster: list[int], start, end, keep) -> None:
    """Within overlapping matches, longest first, keep those whose place is still free."""
    if not cluster:
        return
    first = min(start[i] for i in cluster)
    taken = bytearray(max(end[i] for i in cluster) - first)
    for i in sorted(cluster, key=lambda i: (start[i] - end[i], start[i], i)):
        place = slice(start[i] - first, end[i] - first)
        keep[i] = not any(taken[place])
        if keep[i]:
            taken[place] = b"\1" * (end[i] - start[i])
