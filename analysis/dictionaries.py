"""Dictionaries of other tools, read as lexicon records: quanteda-style YAML, LIWC .dic, Lexicoder .lcd and .lc3.

Each reader takes the file's text and yields (line, key, pattern); nested categories become keys such as
"economy/trade". A fault is a ValueError that names file, line and what is wrong.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from analysis.readers import cut

# a condition of old LIWC files and its two categories: (02 134)125/464, <of>131/125
_CONDITION = re.compile(r"\s(?:\([\d\s]+\)|<\w+>)\d+/(\d+)(?=\s|$)")
_MOST = 200_000  # patterns; a dictionary beyond that is no dictionary
_DEEPEST = 20  # lists and categories of a YAML file inside one another

Record = tuple[int, str, str]


def read_dictionary(path: Path) -> list[Record]:
    """The records of a dictionary file by its ending.

    Raises ValueError for an unknown ending, a fault in the file, or a file without a pattern.
    """
    reader = {".yml": _yaml, ".yaml": _yaml, ".dic": _liwc, ".lcd": _lexicoder, ".lc3": _lexicoder}.get(
        path.suffix.lower()
    )
    if reader is None:
        raise ValueError(f"{path.name}: a lexicon is .csv, .yml, .dic (LIWC), .lcd or .lc3 (Lexicoder)")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ValueError(f"{path.name}, line {line}: not UTF-8; save it as UTF-8") from None
    records = []
    for record in reader(path.name, text):
        records.append(record)
        if len(records) > _MOST:
            raise ValueError(f"{path.name}: more than {_MOST:,} patterns; this is no dictionary")
    if not records:
        raise ValueError(f"{path.name}: no pattern in this file; is it a {path.suffix} dictionary?")
    return records


def _yaml(name: str, text: str) -> Iterator[Record]:
    """Nested mappings of categories, their leaves lists of patterns; read as nodes, so that lines are known and aliases cost nothing."""
    import yaml

    try:
        _check_events(name, yaml.parse(text, Loader=yaml.SafeLoader))
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ValueError(
            f"{name}{line}: not valid YAML ({getattr(error, 'problem', None) or 'too deep'})"
        ) from None
    if not isinstance(root, yaml.MappingNode):
        raise ValueError(f"{name}, line 1: the dictionary must map categories to lists of patterns")
    yield from _leaves(name, root, ())


def _check_events(name: str, events: Iterator) -> None:
    """Refuses aliases and deep nesting while the text is read, before either costs time or memory."""
    import yaml

    depth = 0
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise ValueError(f"{name}, line {line}: YAML aliases are not read; write the words out")
        if depth > _DEEPEST:
            raise ValueError(f"{name}, line {line}: lists and categories nested more than {_DEEPEST} deep")


def _leaves(name: str, node, path: tuple[str, ...]) -> Iterator[Record]:
    line = node.start_mark.line + 1
    if node.id == "mapping" and node.value:
        for key, value in node.value:
            if key.id != "scalar" or not key.value.strip():
                raise ValueError(f"{name}, line {key.start_mark.line + 1}: a category needs a name")
            yield from _leaves(name, value, (*path, key.value.strip()))
    elif node.id == "sequence" and node.value:
        for item in node.value:
            yield from _leaves(name, item, path)
    elif node.id != "scalar" or node.value.strip() in ("", "~", "null"):
        raise ValueError(f"{name}, line {line}: the category {cut('/'.join(path))!r} is empty")
    else:
        yield line, "/".join(path), node.value.strip()


def _liwc(name: str, text: str) -> Iterator[Record]:
    """Two % lines around the numbered categories, then a pattern and its category numbers a line.

    Of an old file's conditional numbers the default after the slash is read: 464 of "(02 134)125/464" and 125 of
    "<of>131/125", since what stands before or after a word is not known here.
    """
    lines = list(enumerate(text.splitlines(), start=1))
    marks = [i for i, (_, line) in enumerate(lines) if line.strip() == "%"]
    if len(marks) < 2:
        raise ValueError(
            f"{name}, line 1: a LIWC dictionary begins with its categories between two lines of %"
        )
    names = _liwc_categories(name, lines[marks[0] + 1 : marks[1]])
    for number, line in lines[marks[1] + 1 :]:
        if not line.strip():
            continue
        match = re.fullmatch(r"\s*(\S.*?)((?:\s+\d+)+)\s*", _CONDITION.sub(r" \1 ", line))
        if not match:
            raise ValueError(f"{name}, line {number}: {cut(line)!r} has no category number")
        for code in match[2].split():
            if code not in names:
                raise ValueError(f"{name}, line {number}: category {code} is not defined between the % lines")
            yield number, names[code], match[1]


def _liwc_categories(name: str, lines: list[tuple[int, str]]) -> dict[str, str]:
    """Name by number; "3 ppron (Personal Pronouns)" of newer files is ppron."""
    names: dict[str, str] = {}
    for number, line in lines:
        code, _, label = re.sub(r"\s", "\t", line.strip(), count=1).partition("\t")
        label = re.split(r"\t|\s\(", label.strip())[0].strip()
        if code and not (code.isdigit() and label):
            raise ValueError(
                f"{name}, line {number}: a category is a number, a tab and a name, not {cut(line)!r}"
            )
        if code in names:
            raise ValueError(f"{name}, line {number}: category {code} is defined twice")
        if code:
            names[code] = label
    return names


def _lexicoder(name: str, text: str) -> Iterator[Record]:
    """A line +CATEGORY, then its patterns, one a line."""
    key, empty = "", 0  # the line of a category that has no pattern yet
    for number, line in enumerate([*text.splitlines(), "+end"], start=1):
        word = line.strip()
        if word.startswith("+"):
            if empty:
                raise ValueError(f"{name}, line {empty}: the category {cut(key)!r} is empty")
            key, empty = word[1:].strip(), number
            if not key:
                raise ValueError(f"{name}, line {number}: a category needs a name after +")
        elif word and not key:
            raise ValueError(f"{name}, line {number}: {cut(word)!r} stands before the first +CATEGORY")
        elif word:
            empty = 0
            yield number, key, word
