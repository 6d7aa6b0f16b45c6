"""A selection in words ("34 sentences of 43: CHN with USA, explicit") and as the code that makes it."""

from datetime import date

from analysis.prepared import Frames
from analysis.selection import Criteria


def describe(criteria: Criteria, view: Frames, frames: Frames) -> str:
    """The selection in words: "34 sentences of 43: CHN with USA, explicit"."""
    size = f"{_count(len(view.sentences), 'sentence')} of {len(frames.sentences):,}"
    if len(frames.documents) > 1:
        size += f" in {_count(view.sentences['doc_id'].nunique(), 'document')} of {len(frames.documents):,}"
    copies = f"; left out: {_count(frames.copies, 'duplicate document')}" if frames.copies else ""
    named = ", ".join(filter(None, _words(criteria, frames))) or "no filter"
    named += "".join(f", and {', '.join(filter(None, _words(other, frames)))}" for other in criteria.also)
    return f"{size}: {named}{copies}"


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'s' * (n != 1)}"


def _words(criteria: Criteria, frames: Frames):
    """Each criterion that excludes something, in words."""
    codes = [code for code in dict.fromkeys((criteria.actor, criteria.partner)) if code]
    yield " with ".join(codes)
    yield criteria.evidence if codes or not criteria.evidence else f"{criteria.evidence} pairs"
    yield criteria.search.strip() and f"search “{criteria.search}”"
    yield criteria.theme and f"theme {frames.theme_labels.get(criteria.theme, criteria.theme)}"
    yield "" if criteria.section is None else f"section {criteria.section}"
    yield criteria.document and f"document {criteria.document}"
    yield criteria.since and f"from {criteria.since}"
    yield criteria.until and f"until {criteria.until}"
    yield "" if criteria.tone == (-1, 1) else "tone {:+.2f} to {:+.2f}".format(*criteria.tone)
    yield criteria.voice and f"voice {criteria.voice}"


def code_of(criteria: Criteria, *, own_themes: bool = False) -> str:
    """The lines that make frames and view from documents (and themes, where the lexicon is the user's own)."""
    chosen = "".join(f", {name}={_literal(value)}" for name, value in criteria.chosen().items())
    return f"frames = an.prepare(documents{', themes=themes' * own_themes})\nview = an.select(frames{chosen})"


def _literal(value) -> str:
    """A criterion's value as Python; dates as text, further criteria as dicts."""
    if value and isinstance(value, tuple) and isinstance(value[0], Criteria):
        inner = [", ".join(f"{k!r}: {_literal(v)}" for k, v in other.chosen().items()) for other in value]
        return f"[{', '.join(f'{{{words}}}' for words in inner)}]"
    return repr(str(value)) if isinstance(value, date) else repr(value)
