"""Names of those who speak: which full name a short one stands for, and who spoke last (speech.csv has the titles)."""

import re
from collections.abc import Callable
from functools import cache

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
AFTER_NAME = re.compile(
    r".(?:[,.;:!?)\"”’]|$|\s(?:in|on|at|of|who|as|to|during|after|earlier|\w+day)\b)|[,.;:!?\"”’]"
)
_BEHIND = re.compile(
    r" (?:(?P<he>he|she)\b|(?:(?P<the>the|a|an|one|some|many|two) )?(?:[\w-]+ ){0,2}?(?P<noun>[\w-]+))"
)
_PREPOSITIONS = frozenset(
    "in on at after before during with for from as while when since despite under amid by to following".split()
)
OPENING = re.compile(r"[.?!][\"”’)]*\s+(?=[\"“‘A-Z])")  # where a sentence may begin


@cache
def speech_words(kind: str) -> frozenset[str]:
    from analysis.lexicons import load_lexicon

    table = load_lexicon("speech")
    return frozenset(table["pattern"][table["kind"] == kind])


class Names:
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
        if last.lower() in ("he", "she") or last in speech_words("person") and definite:
            return self.last, len(parts[-1])
        return None, len(parts[-1]) if parts else 0

    def _apposition(self, words: str) -> tuple[str | None, int]:
        """Wang Yi, China's foreign minister, said: the first name before a comma of the sentence."""
        cuts = [stop.end() for stop in OPENING.finditer(words)]
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
            return (self.named(taken), length) if AFTER_NAME.match(words, length - 1) else (None, 0)
        match = _BEHIND.match(words)
        if not match or match["noun"] and match["noun"].removesuffix("s") not in speech_words("person"):
            return None, 0
        return (self.last if match["he"] or match["the"] == "the" else None), match.end()

    def named(self, words: list[str]) -> str | None:
        """Take the titles off; give a short name its full form."""
        words = [re.sub(r"['’]s$", "", word.strip("\"“”'‘’,;:!?()")) for word in words]
        words = [word if "." in word[:-1] else word.rstrip(".") for word in words]
        for i in range(len(words) - 1, -1, -1):
            if words[-1] in _OFFICES:
                break
            if (
                words[i] in speech_words("title")
                or words[i] + "." in speech_words("title")
                or words[i] in _NO_NAME
            ):
                words = words[i + 1 :]
                break
        if not words:
            return self.last
        name = " ".join(words)
        if len(words) == 1 and name.lower().removesuffix("s") in speech_words("person"):  # Officials said
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
            if (
                behind
                and before
                and (before[-1] in speech_words("title") or before[-1] in speech_words("person"))
            ):
                if taken or behind[0]:
                    return " ".join([*taken, name]) + behind[0]
        return name


def full_name(text: str) -> Callable[[str], str]:
    """What turns a label of a transcript into a name: titles off, the fullest form given; a mere office stays."""
    names, titles = Names(text), speech_words("title")

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
    return _is_name(word) and not ends and word not in speech_words("title")


def _is_initial(word: str) -> bool:
    return word[-1] == "." and (len(word) <= 3 or word in speech_words("title"))
