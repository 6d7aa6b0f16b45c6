"""Documents to layers: date line, title, byline, caption, headings and body, so that a caption is never a sentence.

A document is cut into blocks at blank lines, and at line ends that close a paragraph (a stop, a colon, or a line much
shorter than its neighbours). A date line is cut off the block it is glued to. Then each block gets the first kind
that fits:

heading   markdown #; or ALL CAPS of at most 25 words; or a line of at most 12 words in title case without a stop
title     a heading that comes before any body and is no markdown section of a document that already has a title
byline    "By Jane Doe", or an agency's or paper's name alone on its line, before the first body block
caption   at most 80 words that end in a credit in brackets, "(Xinhua)", "[Photo/Agencies]", or begin with "Photo:"
body      everything else

Sections count the headings passed: 0 is the lead.
"""

import re

import pandas as pd

from analysis import schema

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:\d{{4}}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{{4}}|\d\d? {_MONTH},? \d{{4}}|{_MONTH} \d\d?,? \d{{4}})"
_CLOCK = r"(?:,? \d\d?:\d\d(?::\d\d)?)?"
_PLACE = r"[A-Z][A-Z][A-Z .,'’-]{0,40}?"
_DATELINE = re.compile(
    rf"\s*(?:(?:[Dd]ate|DATE|[Pp]ublished|[Uu]pdated|[Pp]osted)[ :]+(?P<scraped>{_DAY}){_CLOCK}"
    rf"|(?P<alone>{_DAY}){_CLOCK}(?=[ \t]*(?:\n|$))"
    rf"|{_PLACE}(?:, {_MONTH} \d\d?(?:, \d{{4}})?)? \([A-Z][\w/ ]{{1,20}}\) ?(?:--|[—–-]))"
)
_CREDIT = re.compile(
    r"[(\[](?:[A-Z][\w&./]*(?: [A-Z][\w&./]*){0,3}|(?:Photo|Image|Picture|Credit)[^()\[\]]{0,60}"
    r"|[^()\[\]]{0,40}(?:/[A-Z][^()\[\]]{0,40}|via [^()\[\]]{0,40}))[)\]]\.?$"
)
_SCENE = re.compile(
    r"\b(?:poses?|posing|pictured|shakes? hands|(?:file|handout|undated) (?:photo|image|picture)|photo|image|looks? on"
    r"|arrives?|attends?|speaks?|stands?|walks?|waits?|holds?|meets?|takes?|works?|wears?|carr(?:y|ies)"
    r"|unloads?|receives?|signs?|are seen|is seen)\b"
)
_CAPTION = re.compile(
    r"(?:file )?(?:photo|image|picture|caption)(?: taken)?(?::| shows| taken on)", re.IGNORECASE
)
_BYLINE = re.compile(r"(?:by|By|BY) [A-Z][^.!?]{2,80}$|(?:Source|SOURCE|Editor|Author): ?\S[^.!?]{1,80}$")
_AGENCY = re.compile(
    r"(?:Xinhua|Reuters|AFP|AP|TASS|DPA|EFE|ANSA|Kyodo)(?: News(?: Agency)?)?(?: [|/] ?.{1,40})?$"
)
_STOP = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_SMALL = frozenset(
    "a an and as at but by for from in into nor of on or over per the to up via vs with".split()
)


def split_layers(documents: pd.DataFrame) -> pd.DataFrame:
    """Layers frame: one row per block of a document (kind dateline, title, byline, caption, heading, body) in order.

    `section` counts the headings before a block, 0 for the lead; start and end leave out surrounding white space.
    Rules at the head of this module. Caveat: they are layout rules for English news and speeches; a caption without
    any credit, or a heading written as a sentence, is read as body. Per document.
    Raises ValueError when the frame is no documents frame.
    """
    schema.check(documents, "documents")
    rows = []
    for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True):
        rows += [(doc_id, *layer) for layer in layers_of(text)]
    return schema.typed(rows, "layers")


def dateline_date(text: str) -> str | None:
    """The date its date line states, as written, or None."""
    for kind, _, start, end in layers_of(text[:5000]):
        match = _DATELINE.match(text[start:end]) if kind == "dateline" else None
        if match and (match["scraped"] or match["alone"]):
            return match["scraped"] or match["alone"]
    return None


def layers_of(text: str) -> list[tuple[str, int, int, int]]:
    """(kind, section, start, end) of every block."""
    rows, section, body_seen, titled = [], 0, False, False
    for start, end in _blocks(text):
        dateline = _DATELINE.match(text[start:end]) if not body_seen else None
        if dateline:
            rows.append(("dateline", section, start + _indent(dateline[0]), start + dateline.end()))
            start += dateline.end()
            start += _indent(text[start:end])
            if start >= end:
                continue
        block = text[start:end]
        kind = _kind(block, body_seen)
        if kind == "heading" and not body_seen and not titled:
            kind = "title"
        titled |= kind == "title"
        body_seen |= kind == "body"
        section += kind == "heading"
        rows.append((kind, section, start, end))
    return rows


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _blocks(text: str) -> list[tuple[int, int]]:
    """Paragraphs: runs of lines that belong together."""
    blocks: list[tuple[int, int]] = []
    for run in re.finditer(r"[^\s](?:[^\n]*(?:\n(?![^\S\n]*(?:\n|\Z)))?)*", text):
        blocks += _paragraphs(run[0], run.start())
    return blocks


def _paragraphs(run: str, offset: int) -> list[tuple[int, int]]:
    """Cut a run of lines where a line closes a paragraph."""
    lines = list(re.finditer(r"[^\n]*\S[^\n]*", run))
    longest = max((len(line[0]) for line in lines), default=0)
    blocks, start = [], None
    for i, line in enumerate(lines):
        words = line[0].strip()
        if start is None:
            start = offset + line.start() + _indent(line[0])
        closes = (
            _STOP.search(words[-4:])
            or len(words) < 0.6 * longest
            or _is_heading(words)
            or i == len(lines) - 1
        )
        if closes or _is_heading(lines[i + 1][0].strip()):
            blocks.append((start, offset + line.start() + len(line[0].rstrip())))
            start = None
    return blocks


def _kind(block: str, body_seen: bool) -> str:
    if not body_seen and (_BYLINE.match(block) or _AGENCY.match(block)):
        return "byline"
    if _is_caption(block):
        return "caption"
    return "heading" if _is_heading(block) else "body"


def _is_caption(block: str) -> bool:
    if len(block) > 800 or len(block.split()) > 80:
        return False
    if _CAPTION.match(block):
        return True
    credit = _CREDIT.search(block[-120:])
    return bool(
        credit
        and '"' not in block
        and "“" not in block
        and (_SCENE.search(block) or "/" in credit[0] or "hoto" in credit[0])
    )


def _is_heading(block: str) -> bool:
    """One line that announces: markdown #, ALL CAPS, or short title case without a stop."""
    if "\n" in block or len(block) > 250:
        return False
    if re.match(r"#{1,6} \S", block):
        return True
    words = block.split()
    if _in_capitals(block):
        return len(words) <= 25
    if (
        len(words) < 2
        or len(words) > 12
        or _STOP.search(block)
        or block[-1] in ",-–—"
        or not block[0].isupper()
    ):
        return False
    named = [word for word in words if word[0].isalpha() and word.lower() not in _SMALL]
    return len(named) >= 2 and all(word[0].isupper() for word in named)


def _in_capitals(block: str) -> bool:
    letters = [letter for letter in block if letter.isalpha()]
    capitals = sum(map(str.isupper, letters))
    return len(letters) >= 4 and " " in block and capitals >= 0.95 * len(letters)
