"""Reporting verbs and the names of those who speak (speech.csv), for quotes and voice.

A tag is a reporting verb with its subject: "Wang said", "he added", "said the minister", "according to
Wang". Verbs with other uses count only with a clause behind them ("announced that") or as a tag set off by
a comma ("..., he promised."); participles only behind a comma ("..., saying they would come"), some only
with a clause ("adding that"), and their subject is the sentence's. The speaker is the name beside the verb
without its titles, in the fullest form given so far; he, she and "the minister" stand for the one who spoke
last; anyone else ("officials said") is nobody's name.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

_NOT_SPEAKERS = frozenset(
    "i we you who was were is are be been being when if not to and or as it what which".split()
)
_BETWEEN = frozenset(
    "has have had also then later further again once already just only repeatedly both all".split()
)
_NO_SOURCE = frozenset(
    "plan plans schedule law laws need needs custom tradition rule rules its their his her".split()
)
_NO_NAME = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June"
    " July August September October November December The A An In On At But And Yet So As When While"
    " However Earlier Later Yesterday Today Meanwhile For If That This What Chinese American British"
    " French German Russian Japanese".split()
)
_PRONOUNS = frozenset("He She It They We You I Who This That These Those Which What There One".split())
_OFFICES = frozenset(
    "Ministry Department Office Council Commission House Party Union Bank Agency Committee".split()
)
_ENDS = ",;:.!?\"”’»'"
# "said Wang, ..." names the speaker, "said Iran would ..." does not
_AFTER_NAME = re.compile(
    r".(?:[,.;:!?)\"”’]|$|\s(?:in|on|at|of|who|as|to|during|after|earlier|\w+day)\b)|[,.;:!?\"”’]"
)
_BEHIND = re.compile(
    r" (?:(?P<he>he|she)\b|(?:(?P<the>the|a|an|one|some|many|two) )?(?:[\w-]+ ){0,2}?(?P<noun>[\w-]+))"
)


_CLAUSE = re.compile(
    r" (?:\w+ly |\w+day |(?:on|in|at|to|last|this) (?:[\w.]+ ){1,3}?)?(?:that|how|why|whether)\b"
)
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?) (?:[\w-]+ )?\Z")
_LABELLED = re.compile(r" (?:[\w’'-]+ ){1,8}[\"“]")
_PREPOSITIONS = frozenset(
    "in on at after before during with for from as while when since despite under amid by to following".split()
)
_OPENING = re.compile(r"[.?!][\"”’)]*\s+(?=[\"“‘A-Z])")  # where a sentence may begin


class Tag(NamedTuple):
    """A reporting verb with its subject."""

    start: int
    end: int
    speaker: str | None


@cache
def _words(kind: str) -> frozenset[str]:
    from analysis.lexicons import load_lexicon

    table = load_lexicon("speech")
    return frozenset(table["pattern"][table["kind"] == kind])


@cache
def _verbs() -> re.Pattern:
    verbs = {"according to"}.union(*map(_words, ("strong", "weak", "base", "saying", "adding")))
    by_letter: dict[str, list[str]] = {}  # one branch per letter: several times as fast as one per word
    for verb in sorted(verbs):
        by_letter.setdefault(verb[0], []).append(verb[1:])
    branches = (rf"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    return re.compile(rf" (?:{'|'.join(branches)})\b")


def find_tags(text: str, layers: list[tuple], quotes: list) -> list[Tag]:
    """The reporting verbs in the body and outside its quotes (anything with start and end, in order)."""
    verbs = [*_verbs().finditer(text)]
    if "According to" in text:
        verbs = sorted([*verbs, *re.finditer(r"According to\b", text)], key=re.Match.start)
    names, blocks, begins, tags = (
        _Names(text),
        [layer[2] for layer in layers],
        [quote.start for quote in quotes],
        [],
    )
    for verb in verbs:
        at = verb.start()
        kind, _, begin, close = layers[max(0, bisect_right(blocks, at) - 1)] if layers else ("", 0, 0, 0)
        if kind != "body" or not begin <= at < close:
            continue
        i = bisect_right(begins, at) - 1
        if i < 0 or at >= quotes[i].end:
            participle = verb[0].strip() in _words("saying") | _words("adding")
            tag = (
                _participle(text, begin, verb, tags, names)
                if participle
                else _tag(text, begin, close, verb, names)
            )
            tags += [tag] if tag else []
    return tags


def _participle(text: str, begin: int, verb: re.Match, tags: list[Tag], names: "_Names") -> Tag | None:
    """Behind a comma: "..., saying they would come", "..., adding that"; its subject is the sentence's."""
    at = verb.start()
    after = text[verb.end() : verb.end() + 90]
    if text[at - 1] != "," or (verb[0].strip() in _words("adding") and not _CLAUSE.match(after)):
        return None
    opening = max((stop.end() for stop in _OPENING.finditer(text, max(begin, at - 400), at)), default=begin)
    said = tags and tags[-1].start >= opening
    return Tag(at, verb.end(), tags[-1].speaker if said else names.opening(text[opening:at]))


def _tag(text: str, begin: int, close: int, verb: re.Match, names: "_Names") -> Tag | None:
    """A reporting verb with its subject, or None where it reports nothing."""
    word = verb[0].strip()
    after = text[verb.end() : min(close, verb.end() + 90)]
    if word.endswith("to"):  # according to
        source = after.split()[:4]
        if not source or source[0].strip(",.").lower() in _NO_SOURCE:
            return None
        speaker, length = names.behind(after)
        return Tag(verb.start(), verb.end() + length, speaker)
    strong = word in _words("strong")
    if not strong and word not in _words("base") and not _may_report(text, verb, word, after):
        return None
    before = text[max(begin, verb.start() - 120) : verb.start()]
    kept = before.split(" ")
    while kept and (kept[-1] in _BETWEEN or kept[-1].endswith("ly")):
        kept.pop()
    subject = kept[-1] if kept else ""
    behind_quote = bool(re.search(r"[\"”’',]$", subject))
    if not strong and not _reports(word, subject, after, before):
        return None
    if behind_quote or not subject:  # "..., said Wang"
        speaker, length = names.behind(after)
        if length and (subject[-1:] != "," or _AFTER_NAME.match(after, length - 1)):
            return Tag(verb.start(), verb.end() + length, speaker)
    if subject.strip("\"“'‘(").lower() in _NOT_SPEAKERS or not subject or subject[-1] in ".?!":
        return None
    speaker, length = names.before(" ".join(kept))
    start = verb.start() - (len(before) - len(" ".join(kept))) - length
    article = _ARTICLE.search(text, max(begin, start - 25), start)
    return Tag(article.start() if article else start, verb.end(), speaker)


def _may_report(text: str, verb: re.Match, word: str, after: str) -> bool:
    """A quick look at what stands around a verb with other uses."""
    marked = after[:1] in ",.;:" or text[verb.start() - 1] in '"”’'
    return bool(marked or _CLAUSE.match(after) or _labels(word, after))


def _labels(word: str, after: str) -> bool:
    """The ministry called the move "a provocation"."""
    return word in ("called", "described") and bool(_LABELLED.match(after))


def _reports(word: str, subject: str, after: str, before: str) -> bool:
    """Does a verb with other uses report here? With a clause or a quote beside it, or as a tag set off by a comma."""
    if word in _words("base"):
        return subject.endswith("s") and subject.islower() or subject in ("people", "they", "They", "media")
    if re.search(r"[,?!][\"”’]$", subject) or re.match(r"[:,] [\"“‘]", after) or _labels(word, after):
        return True  # "Why?" asked Wang; Wang asked: "Why?"
    set_off = re.search(r"[\"”’,] ?(?:[A-Z][\w.’'-]*|[a-z]{2,3})(?: [A-Z\w][\w.’'-]*){0,3}$", before)
    return bool(_CLAUSE.match(after)) or bool(set_off and re.match(r"[.,;]|$", after))


class _Names:
    """The names of one text: which full name a short one stands for, and who spoke last."""

    def __init__(self, text: str):
        self.text, self.full, self.last = text, {}, None

    def before(self, words: str) -> tuple[str | None, int]:
        """Speaker named at the end of `words`, and the length of the name."""
        if words.endswith(","):
            return self._apposition(words)
        parts = words.split()
        taken: list[str] = []
        while (
            parts
            and _is_name(parts[-1])
            and not (taken and parts[-1][-1] in _ENDS and not _is_initial(parts[-1]))
        ):
            taken.insert(0, parts.pop())
        if taken:
            if parts[-1:] == ["of"] and set(parts[-2:-1]) & _OFFICES:  # the Ministry of Trade
                self.last = " ".join([*parts[-2:], *taken]).strip(_ENDS)
                return self.last, len(" ".join([*parts[-2:], *taken]))
            head = _of_party(parts)
            if len(head) > 1 or head and head[0] in self.full:
                return self.named(head), len(words) - words.rindex(head[0])
            return self.named(taken), len(" ".join(taken))
        last = parts[-1].strip("\"“”'‘’,(") if parts else ""
        definite = any(part.lower().strip("\"“”'‘’,(") == "the" for part in parts[-4:-1])
        if last.lower() in ("he", "she") or last in _words("person") and definite:
            return self.last, len(parts[-1])
        return None, len(parts[-1]) if parts else 0

    def _apposition(self, words: str) -> tuple[str | None, int]:
        """Wang Yi, China's foreign minister, said: the first name before a comma of the sentence."""
        cuts = [stop.end() for stop in _OPENING.finditer(words)]
        begin = max([*cuts, words.rfind('"') + 1, words.rfind("”") + 1])
        for comma in re.finditer(",", words):
            segment = words[begin : comma.start()].split()
            if comma.start() > begin and segment:
                aside = segment[0].lower() in _PREPOSITIONS or segment[0].endswith("ing")
                if _is_name(segment[-1]) and not aside:
                    speaker, length = self.before(" ".join(segment))
                    return speaker, length + len(words) - comma.start()
                begin = comma.end()
        return None, 0

    def opening(self, words: str) -> str | None:
        """Speaker whose name or pronoun a sentence opens with; a single word only where it is a known name."""
        parts = words.split()
        if parts and parts[0] in ("He", "She"):
            return self.last
        taken = []
        for word in parts:
            if not _is_name(word):
                break
            taken.append(word)
            if word[-1] in _ENDS and not _is_initial(word):
                break
        known = len(taken) > 1 and not taken[0].endswith("ing") or taken and taken[0] in self.full
        return self.named(taken) if known else None

    def behind(self, words: str) -> tuple[str | None, int]:
        """Speaker named at the beginning of `words` (after a space), and the length up to the name's end."""
        taken: list[str] = []
        for word in words.split(" ")[1:]:
            if not _is_name(word) and not (taken == [] and word == "the"):
                break
            if word != "the":
                taken.append(word)
            if word[-1:] in ',;:.!?"”' and not _is_initial(word):
                break
        if taken:
            length = len(" the" if words.startswith(" the ") else "") + 1 + len(" ".join(taken))
            return (self.named(taken), length) if _AFTER_NAME.match(words, length - 1) else (None, 0)
        match = _BEHIND.match(words)
        if not match or match["noun"] and match["noun"].removesuffix("s") not in _words("person"):
            return None, 0
        return (self.last if match["he"] or match["the"] == "the" else None), match.end()

    def named(self, words: list[str]) -> str | None:
        """Take the titles off; give a short name its full form."""
        words = [re.sub(r"['’]s$", "", word.strip("\"“”'‘’,;:!?()")) for word in words]
        words = [word if "." in word[:-1] else word.rstrip(".") for word in words]
        for i in range(len(words) - 1, -1, -1):
            if words[-1] in _OFFICES:
                break
            if words[i] in _words("title") or words[i] + "." in _words("title") or words[i] in _NO_NAME:
                words = words[i + 1 :]
                break
        if not words:
            return self.last
        name = " ".join(words)
        if len(words) == 1 and name.lower().removesuffix("s") in _words("person"):  # Officials said
            return None
        if len(words) < 3:
            name = self.full.get(name) or self._look_up(name)
        for word in [*words, " ".join(words)]:
            self.full[word] = name
        self.last = name
        return name

    def _look_up(self, name: str) -> str:
        """The first full name with this part behind a title, near the head of the text."""
        head, at = self.text[:20_000], -1
        for _ in range(20 if len(self.full) < 200 else 0):
            at = head.find(name, at + 1)
            if at < 0:
                break
            before, taken = re.split(r"\n\s*\n", head[max(0, at - 80) : at])[-1].split(), []
            while before and len(taken) < 3 and _is_given(before[-1]):
                taken.insert(0, before.pop())
            behind = re.match(r"(?: [A-Z][\w’-]+)?(?!\w)", head[at + len(name) : at + len(name) + 30])
            if behind and before and (before[-1] in _words("title") or before[-1] in _words("person")):
                if taken or behind[0]:
                    return " ".join([*taken, name]) + behind[0]
        return name


def full_name(text: str) -> Callable[[str], str]:
    """What turns a label of a transcript into a name: titles off, the fullest form given; a mere office stays."""
    names, titles = _Names(text), _words("title")

    def name(label: str) -> str:
        words = label.split()
        while words and (words[0] in titles or words[0].capitalize() in titles):  # MR. BERG
            words.pop(0)
        named = any(word not in titles | _NO_NAME and word[0].isupper() for word in words)
        return named and names.named(words) or label

    return name


def _is_name(word: str) -> bool:
    bare = word.lstrip("\"“‘'(")
    if bare in _PRONOUNS:
        return False
    return bare[:1].isupper() or bare in ("al", "bin", "de", "van", "von", "der", "al-") and bare == word


def _of_party(parts: list[str]) -> list[str]:
    """The name before "of the" at the end of `parts`: Annalena Baerbock of the (Greens); no title, no office."""
    rest, head = [*parts], []
    while rest and rest[-1] in ("the", "of", "from"):
        rest.pop()
    linked = {"of", "from"} & set(parts[len(rest) :])
    while linked and rest and _is_given(rest[-1]):
        head.insert(0, rest.pop())
    return [] if head and head[-1] in _OFFICES else head


def _is_given(word: str) -> bool:
    """May a word stand before a family name? No title, and no sentence or clause ends with it."""
    ends = word[-1] in _ENDS and not _is_initial(word)
    return _is_name(word) and not ends and word not in _words("title")


def _is_initial(word: str) -> bool:
    return word[-1] == "." and (len(word) <= 3 or word in _words("title"))
