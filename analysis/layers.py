"""Documents to layers: date line, title, byline, caption, headings and body.

A document is cut into blocks at blank lines, before list items, and at line ends that close a paragraph (a
stop, a colon, or a line much shorter than its neighbours). A date line is cut off the block it is glued to.
Then each block gets the first kind that fits:

dateline  a date or a clock time alone on its line, with or without a place ("Oslo, 3 January 2021"),
          "Published: 3 Jan 2021", "BEIJING, Jan. 3 (Xinhua) --", the front matter of markdown; end marks
          ("Enditem") and rules count here too: none of these is a sentence
byline    "By Jane Doe", "Source: ...", or an agency's name alone on its line, before the first body block
caption   at most 80 words that begin with "Photo:", or end in a credit in brackets: a photo's,
          "[Photo/Agencies]", or an agency's, "(Xinhua)", where a word for a scene ("poses", "meets") tells
          it from the end of a report; markdown's image
heading   markdown #; or ALL CAPS of at most 25 words; a roman numeral, with or without a few words; at most
          12 words in title case, no stop but a question mark; or, in sentence case, at most eight plain
          words between blank lines above a longer paragraph
title     a heading before any body, or a first line of at most 20 words without a stop above a longer
          paragraph
body      everything else

Sections count the headings passed, a run of them as one: 0 is the lead.
"""

import re

import pandas as pd

from analysis import schema

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DAY = (
    rf"(?:\d{{4}}[-/.]\d\d?[-/.]\d\d?|\d\d?[./]\d\d?[./]\d{{4}}"
    rf"|\d\d?(?:st|nd|rd|th)? {_MONTH},? \d{{4}}|{_MONTH} \d\d?(?:st|nd|rd|th)?,? \d{{4}})"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,? )?"
_CLOCK = r"(?:,? \d\d?:\d\d(?::\d\d)?)?"
_AGENCY = (
    r"(?:Xinhua|Reuters|AFP|AP|UPI|TASS|DPA|dpa|EFE|ANSA|Kyodo|Yonhap|PTI|ANI|IANS|EPA|VCG|CGTN|Interfax|Anadolu"
    r"|Bernama|Antara|IRNA|WAM|SPA|MENA|Bloomberg|Getty|China Daily|Global Times|UN Photo)"
    r"(?: (?:News(?: Agency| Service)?|Images|Photo|Agency))?"
)
_DATELINE = re.compile(
    rf"\s*(?:(?:[Dd]ate|DATE|[Pp]ublished|[Uu]pdated|[Pp]osted)[ :]+(?P<scraped>{_DAY}){_CLOCK}"
    rf"|\(?(?:[A-Z][\w .,'’-]{{2,40}}?, )?{_WEEKDAY}(?P<alone>{_DAY}){_CLOCK}\)?(?=[ \t]*(?:\n|$))"
    rf"|[A-Z][\w .,'’-]{{2,40}}?(?:, (?:(?P<placed>{_DAY})|{_MONTH} \d\d?|\d\d? {_MONTH}))?"
    rf" \({_AGENCY}\) ?[—–-]+"
    rf"|[A-Z][A-Z .'’-]{{3,30}}(?:, {_MONTH} \d\d?)?(?:\. /TASS/\.| (?:--|[—–])(?= )))"
)
_FRONT = re.compile(r"\s*---[ \t]*\r?\n(?:(?:\w[\w-]*:|[ \t-])[^\n]*\n){1,40}?---[ \t]*\r?(?=\n|$)")
_FRONT_DATE = re.compile(rf"\ndate: *[\"']?(?P<day>{_DAY})")
_FURNITURE = re.compile(r"Enditem|ENDS?|-30-|(?:[-*_=#~+] ?){3,}")  # end marks and rules
_TIME = re.compile(r"(?:END )?\d\d?:\d\d(?: ?[AaPp]\.?[Mm]\.?)?(?: \(?[A-Z]{2,4}\)?)?$")
_SOURCE = re.compile(rf"(?:Source|SOURCE|Editor|Author): ?\S[^.!?]{{1,80}}$|{_AGENCY}(?: [|/] ?.{{1,40}})?$")
_BYLINE = re.compile(
    r"[*_]{0,2}(?:by|By|BY) [A-Z][\w.'’-]*(?:[ ,]+(?:[A-Z][\w.'’-]*|and|of|for|in|the))*[*_]{0,2}$"
)
_PHOTO = re.compile(
    r"[(\[](?:(?:Photo|Image|Picture|Credit|Courtesy)[^()\[\]]{0,60}|[^()\[\]]{0,40}/[A-Z][^()\[\]]{0,40}"
    r"|[^()\[\]]{0,40}(?:via|[Pp]hoto by) [^()\[\]]{1,40})[)\]]\.?$"
)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)$")  # markdown's
_CREDIT = re.compile(rf"[(\[]{_AGENCY}[)\]]\.?$")
_SCENE = re.compile(
    r"(?<!to )(?<!will )(?<!would )\b(?:photo|image|picture|pictured|seen|pos(?:es?|ing)"
    r"|shakes? hands|looks? on|arrives?|attends?|speaks?|stands?"
    r"|walks?|waits?|holds?|meets?|takes?|works?|wears?|carr(?:y|ies)|unloads?|receives?|signs?)\b"
)
_CAPTION = re.compile(
    r"(?:file )?(?:photo|image|picture|caption)(?: taken)?(?::| shows| taken on)", re.IGNORECASE
)
_STOP = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_SHORT = re.compile(
    r"(?:^|[\s(])(?:[A-Z][a-z]{0,3}|[A-Z](?:\.[A-Z])+)\.$"
)  # "Mr." at a line's end closes nothing
_ITEM = re.compile(r"(?:[-*•–]|\(?\d{1,2}[.)]|\([a-z]\)) \S")
_ROMAN = re.compile(r"[IVX]{1,5}(?:\.?$|\. [A-Z](?:[^\s.!?]*(?: |$)){1,12}$)")
_RUN = re.compile(r"[^\s](?:[^\n]*(?:\n(?![^\S\n]*(?:\n|\Z)))?)*")
_SMALL = frozenset(
    "a an and as at but by for from in into nor of on or over per the to up via vs with".split()
)


def split_layers(documents: pd.DataFrame) -> pd.DataFrame:
    """Layers frame: one row per block of a document, in text order.

    kind is dateline, title, byline, caption, heading or body; `section` counts the headings before a block,
    0 for the lead; start and end leave out surrounding white space. Rules at the head of this module.
    Caveat: they are layout rules for English news and speeches; a caption without any credit is read as body, and
    so is a heading in sentence case without blank lines around it. Per document. Raises ValueError when the frame is no documents
    frame.
    """
    schema.check(documents, "documents")
    rows = []
    for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True):
        rows += [(doc_id, *layer) for layer in layers_of(text)]
    return schema.typed(rows, "layers")


def dateline_date(text: str) -> str | None:
    """The date its date line states, as written, or None; a date line without a year states none."""
    for kind, _, start, end in layers_of(text[:5000]):
        match = _DATELINE.match(text[start:end]) if kind == "dateline" else None
        front = _FRONT_DATE.search(text, start, end) if kind == "dateline" and not match else None
        date = match and (match["scraped"] or match["alone"] or match["placed"]) or front and front["day"]
        if date:
            return date
    return None


def layers_of(text: str) -> list[tuple[str, int, int, int]]:
    """(kind, section, start, end) of every block of one text."""
    rows, section, body_seen, titled, last = [], 0, False, False, ""
    front = _FRONT.match(text)
    if front:
        rows.append(("dateline", 0, _indent(front[0]), front.end()))
    blocks = _blocks(text, front.end() if front else 0)
    for i, (start, end) in enumerate(blocks):
        dateline = _DATELINE.match(text, start, end) if not body_seen else None
        if dateline:
            rows.append(("dateline", section, start, dateline.end()))
            start = dateline.end() + _indent(text[dateline.end() : end])
            if start >= end:
                continue
        kind = _kind(text[start:end], body_seen)
        kind = _placed(kind, text, blocks[max(i - 1, 0) : i + 4], (start, end), body_seen, titled)
        titled |= kind == "title"
        body_seen |= kind == "body"
        section += kind == "heading" and last != "heading"
        last = kind
        rows.append((kind, section, start, end))
    return rows


def _placed(kind: str, text: str, near: list, block: tuple[int, int], body_seen: bool, titled: bool) -> str:
    """What a block's place makes of its kind: the first heading is the title, a short line apart is a heading."""
    start, end = block
    if not (body_seen or titled):
        at = [b[1] for b in near].index(end)
        first_line = kind == "body" and _is_title(text[start:end], _next_prose(text, near[at + 1 : at + 4]))
        return "title" if first_line or kind == "heading" else kind
    early = end - start <= 25  # "Introduction"; a longer line below a title is its second line
    if kind == "body" and end - start <= 80 and (body_seen or early) and _is_plain_heading(text, near[:3]):
        return "heading"
    return kind


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _blocks(text: str, begin: int) -> list[tuple[int, int]]:
    """Paragraphs: runs of lines that belong together."""
    blocks: list[tuple[int, int]] = []
    for run in _RUN.finditer(text, begin):
        blocks += _paragraphs(run[0], run.start())
    return blocks


def _paragraphs(run: str, offset: int) -> list[tuple[int, int]]:
    """Cut a run of lines where a line closes a paragraph."""
    if "\n" not in run:
        return [(offset, offset + len(run.rstrip()))]
    lines = list(re.finditer(r"[^\n]*\S[^\n]*", run))
    words = [line[0].strip() for line in lines]
    apart = [_is_heading(line) or bool(_SOURCE.match(line)) for line in words]
    longest = max(map(len, words), default=0)
    blocks, start = [], None
    for i, line in enumerate(lines):
        if start is None:
            start = offset + line.start() + _indent(line[0])
        closes = (
            i == len(lines) - 1
            or apart[i]
            or apart[i + 1]
            or _ITEM.match(words[i + 1])
            or len(words[i]) < 0.6 * longest
            or (_STOP.search(words[i][-4:]) and not _SHORT.search(words[i][-12:]))
        )
        if closes:
            blocks.append((start, offset + line.start() + len(line[0].rstrip())))
            start = None
    return blocks


def _kind(block: str, body_seen: bool) -> str:
    if len(block) > 800:
        return "body"
    if _TIME.match(block) or _FURNITURE.fullmatch(block):
        return "dateline"
    if not body_seen and (_BYLINE.match(block) or _SOURCE.match(block)):
        return "byline"
    if _is_caption(block):
        return "caption"
    return "heading" if _is_heading(block) else "body"


def _is_caption(block: str) -> bool:
    """A picture's text: short, marked by its opening, a photo credit, or an agency's credit below a scene."""
    if len(block) > 800 or not (block.endswith((")", "]", ").", "].")) or _CAPTION.match(block)):
        return False
    if _IMAGE.match(block):
        return True
    if len(block.split()) > 80:
        return False
    if _CAPTION.match(block) or _PHOTO.search(block[-120:]):
        return True
    return bool(_CREDIT.search(block[-60:]) and _SCENE.search(block) and not re.search('["“]', block))


def _is_heading(block: str) -> bool:
    """One line that announces: markdown #, ALL CAPS, a roman numeral, or short title case without a stop."""
    if len(block) > 250 or "\n" in block:
        return False
    if re.match(r"#{1,6} \S", block) or _ROMAN.match(block):
        return True
    words = block.split()
    if _in_capitals(block):
        return len(words) <= 25
    asked = block.endswith("?") and ":" not in block
    stopped = _STOP.search(block) and not asked
    if not 2 <= len(words) <= 12 or stopped or block[-1] in ",-–—]" or not block[0].isupper():
        return False
    named = [word for word in words if word[0].isalpha() and word.lower() not in _SMALL]
    return len(named) >= 2 + asked and all(word[0].isupper() for word in named)


def _in_capitals(block: str) -> bool:
    if sum(map(str.islower, block[:30])) > 12:  # a quick no; 13 small letters are 5 percent of no heading
        return False
    letters = [letter for letter in block if letter.isalpha()]
    capitals = sum(map(str.isupper, letters))
    return len(letters) >= 4 and capitals >= 0.95 * len(letters)


def _next_prose(text: str, blocks: list[tuple[int, int]]) -> str:
    """The first of some blocks that is no byline or date line."""
    following = (text[start:end] for start, end in blocks)
    return next(
        (b for b in following if not (_SOURCE.match(b) or _BYLINE.match(b) or _DATELINE.fullmatch(b))), ""
    )


def _is_plain_heading(text: str, near: list[tuple[int, int]]) -> bool:
    """A line in sentence case ("Looking ahead"): at most eight words, blank lines around it, then a longer paragraph."""
    if len(near) < 3:
        return False
    (_, before), (start, end), (after, close) = near
    block = text[start:end]
    return (
        text.count("\n", before, start) > 1
        and text.count("\n", end, after) > 1
        and close - after > 3 * (end - start)
        and re.fullmatch(r"[A-Z][\w'’&/-]*(?: [\w'’&/-]+){0,7}", block) is not None
        and bool(_STOP.search(text, max(after, close - 4), close))
        and text[before - 1] not in ":,;"
    )


def _is_title(block: str, following: str) -> bool:
    """A first line in sentence case: no stop, short, above a paragraph twice as long that ends in a stop."""
    return (
        "\n" not in block
        and 3 <= len(block.split()) <= 20
        and block[0].isupper()
        and not _STOP.search(block)
        and block[-1] not in ",-–—]"
        and len(following) > 2 * len(block)
        and bool(_STOP.search(following[-4:]))
    )
