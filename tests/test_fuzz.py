"""Fuzzing: damaged files, hostile texts and lexicons; a clear error or a lawful frame, never a crash or a hang.

`make test` runs a few examples of each with a fixed seed, `make fuzz` two minutes of each (FUZZ_SECONDS) with new ones.
What it found stands in FOUND and is run every time.
"""

import os
import warnings
from fnmatch import translate
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from re import compile as pattern_of
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import strategies as st

import analysis as an
from analysis import schema
from analysis.lexicons import fold, split_units
from tests.fuzzing import EDITS, damage, damaged_files, fuzz, no_hang, valid_files
from tests.hostile import WORST
from tests.test_laws import PIECES, corpus, frames_equal

SECONDS = float(os.environ.get("FUZZ_SECONDS", "120"))
LEXICONS = {
    ".csv": b"key,pattern,kind,case,value\ntrade,tariff*,,0,1.5\ntrade,\"free trade, fair\",,1,\npeace,peace talk?,exclude,0,-2\n",
    ".yml": b"economy:\n  trade:\n    - tariff*\n    - free trade\n  aid: [loan, grant*]\npeace:\n  - cease-fire\n",
    ".dic": b"%\n1\ttrade\n2\tpeace\n%\ntariff*\t1\nfree trade\t1 2\ncease-fire\t2\n",
    ".lcd": b"+TRADE\ntariff*\nfree trade\n+PEACE\ncease-fire\n",
    ".lc3": b"+TRADE\ntariff*\nfree trade\n+PEACE\n~cease-fire\n",
}  # fmt: skip
_RUNS = st.builds(
    lambda unit, times: unit * times, st.sampled_from(sorted(WORST.values())), st.integers(1, 60)
)
_LETTER = st.characters(exclude_categories=["Cs"])  # `read` replaces lone surrogates; no frame holds one
_ANY = st.text(_LETTER, max_size=15)
HOSTILE = st.lists(st.sampled_from(PIECES) | _RUNS | _ANY, max_size=30).map(" ".join) | st.text(
    _LETTER, max_size=300
)
TEXTS = st.lists(HOSTILE, min_size=1, max_size=3)
_WORD = st.sampled_from(
    "china u.s. Sino- *nia a? not * ? treat* [a] a-b ’s U.S.-led \u4e2d İ ß".split()
) | st.text(_LETTER, max_size=6)
PATTERNS = st.lists(st.lists(_WORD, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=8)


def written(data: bytes, name: str, run):
    """What `run` gives for a file of that name with these bytes, or its one-sentence error."""
    with TemporaryDirectory() as folder, warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            result = run(path)
        except ValueError as error:
            message = str(error)
            assert type(error) is not UnicodeDecodeError and message.startswith(name), repr(error)
            assert "\n" not in message and folder not in message and len(message) < 5000
            return None
    kinds = {w.category for w in told} - {ResourceWarning}
    assert kinds <= {UserWarning}, kinds
    return result


def check_read(data: bytes, ending: str) -> None:
    """A documents frame or one sentence that begins with the file's name."""
    documents = written(data, f"file{ending}", an.read)
    if documents is not None:
        schema.check(documents, "documents")
        assert len(documents) and documents["doc_id"].is_unique
        assert all(text.strip() and text.encode("utf-8") for text in documents["text"])


def check_lexicon(data: bytes, ending: str) -> None:
    """A lexicon that can be matched, or one sentence that begins with the file's name."""
    lexicon = written(data, f"file{ending}", an.load_lexicon)
    if lexicon is not None:
        schema.check(lexicon, "lexicon")
        assert (lexicon["key"] != "").all() and (lexicon["pattern"] != "").all()
        check_hits(an.load_sample(), lexicon)


def check_hits(documents, lexicon) -> None:
    """Hits stand in order, in their sentence, spelt as their pattern, and none overlaps another of its scope."""
    sentences = an.split_sentences(documents)
    tokens = an.tokenize(sentences)
    for scope in ("lexicon", "key"):
        hits = an.match_lexicon(tokens, lexicon, scope=scope)
        schema.check(hits, "hits")
        place = hits.assign(document=hits["doc_id"].map({d: i for i, d in enumerate(documents["doc_id"])}))
        assert place[["document", "start"]].apply(tuple, axis=1).is_monotonic_increasing or not len(hits)
        for _, group in hits.groupby(["doc_id", "key"] if scope == "key" else "doc_id"):
            assert (group["start"].to_numpy()[1:] >= group["end"].to_numpy()[:-1]).all()
        check_spelling(hits.head(200), documents, tokens)


def check_spelling(hits, documents, tokens) -> None:
    """The words of each hit, without the spaces between them, fit the pattern's."""
    units = split_units(tokens)
    begins = {
        (tokens["doc_id"].iloc[t], s): i
        for i, (t, s) in enumerate(zip(units.token, units.start, strict=True))
    }
    for hit in hits.itertuples():
        i, found = begins[hit.doc_id, hit.start], ""
        while (
            i < len(units.start)
            and units.end[i] <= hit.end
            and tokens["doc_id"].iloc[units.token[i]] == hit.doc_id
        ):
            found, i = found + units.vocabulary[units.code[i]], i + 1
        glob = translate(fold("".join(hit.pattern.split())).replace("[", "[[]"))
        assert pattern_of(glob).match(fold(found)), (hit.pattern, found)


def check_own_patterns(example) -> None:
    texts, patterns = example
    usable = [pattern for pattern in patterns if any(set(word) - set("*?") for word in pattern.split())]
    if usable:
        check_hits(corpus(texts), an.make_lexicon(usable))


def quiet(function):
    """The function without the warnings it gives by design (an odd quotation mark)."""

    def run(*arguments):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return function(*arguments)

    return run


def check_tokens(texts: list[str]) -> None:
    """Offsets are of the text, rows in order, nothing but white space and invisible signs between tokens."""
    documents = corpus(texts)
    sentences = an.split_sentences(documents)
    text = dict(zip(documents["doc_id"], documents["text"], strict=True))
    for split in (False, True):
        tokens = an.tokenize(sentences, split_hyphens=split)
        at = zip(tokens["doc_id"], tokens["start"], tokens["end"], tokens["token"], strict=True)
        assert all(text[d][a:b] == token and token.strip() for d, a, b, token in at)
        partition(documents, partial(tokens_of, split_hyphens=split))


def tokens_of(documents, split_hyphens: bool):
    return an.tokenize(an.split_sentences(documents), split_hyphens=split_hyphens)


def partition(documents, function) -> None:
    """f(whole) == concat(f(parts)); no row without a document gives none."""
    parts = [function(documents.iloc[i : i + 1].reset_index(drop=True)) for i in range(len(documents))]
    frames_equal(function(documents), schema.concat(parts))
    assert len(function(documents.iloc[:0])) == 0


@quiet
def check_quotes(texts: list[str]) -> None:
    documents = corpus(texts)
    quotes = schema.check(an.find_quotes(documents), "quotes")
    assert set(quotes["kind"]) <= {"speech", "scare", "unclosed"}
    size = dict(zip(documents["doc_id"], documents["text"].map(len), strict=True))
    spans = zip(quotes["doc_id"], quotes["start"], quotes["end"], strict=True)
    assert all(0 <= a < b <= size[doc_id] for doc_id, a, b in spans)
    for _, own in quotes.groupby("doc_id"):
        assert (own["start"].to_numpy()[1:] >= own["end"].to_numpy()[:-1]).all()
    partition(documents, an.find_quotes)


def check_claims(texts: list[str]) -> None:
    def claims_of(documents):
        sentences = an.split_sentences(documents)
        return an.find_claims(an.tokenize(sentences), sentences)

    documents = corpus(texts)
    claims = schema.check(claims_of(documents), "claims")
    inside(claims, an.split_sentences(documents))
    assert np.isfinite(claims["value"]).all() and not (claims["upper"] < claims["value"]).any()
    partition(documents, claims_of)


def check_pairs(texts: list[str]) -> None:
    def pairs_of(documents):
        sentences = an.split_sentences(documents)
        tokens = an.tokenize(sentences)
        return an.pair_actors(an.find_actors(tokens), sentences, tokens)

    documents = corpus(texts)
    pairs = schema.check(pairs_of(documents), "pairs")
    assert (pairs["actor_a"] < pairs["actor_b"]).all()
    assert not pairs.duplicated(["doc_id", "sent_id", "actor_a", "actor_b"]).any()
    for side in "ab":
        inside(
            pairs.rename(columns={f"start_{side}": "start", f"end_{side}": "end"}),
            an.split_sentences(documents),
        )
    partition(documents, pairs_of)


def inside(rows, sentences) -> None:
    """Every span lies in its sentence and is not empty."""
    own = sentences.iloc[schema.locate(rows, sentences)]
    assert (rows["start"].to_numpy() >= own["start"].to_numpy()).all()
    assert (rows["start"] < rows["end"]).all() and (rows["end"].to_numpy() <= own["end"].to_numpy()).all()


class Page(HTMLParser):
    """The sentences of a page of evidence as plain text; fails on a tag that is not ours or not closed."""

    OURS = frozenset("style div p strong ol li span mark sup details summary".split())

    def __init__(self, page: str):
        super().__init__()
        self.open, self.items = [], []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attributes):
        assert tag in self.OURS and set(dict(attributes)) <= {"class"}, (tag, attributes)
        self.open.append(tag)
        if tag == "li":
            self.items.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "li" in self.open and not {"span", "sup"} & set(self.open):
            self.items[-1] += data

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def check_evidence(texts: list[str]) -> None:
    """The page is ours alone, closed, and shows exactly the sentences' characters, whatever they are."""
    documents = corpus(texts)
    documents["doc_id"] = documents["doc_id"] + "<b>&\"'"
    sentences = an.split_sentences(documents)
    tokens = an.tokenize(sentences)
    mentions, tone = an.find_actors(tokens), an.explain_scores(sentences)
    page = an.show_evidence(
        tokens, documents, sentences, marks={"actor": mentions, "tone": tone, 'x"<': tokens}, title=texts[0]
    )
    shown = sentences.iloc[np.unique(schema.locate(tokens, sentences))]["text"].head(200)
    assert (
        Page(page.data).items == [text.replace("\r\n", "\n").replace("\r", "\n") for text in shown]
        or Page(page.data).items == shown.tolist()
    )


TARGETS = {
    **{f"read {ending}": (lambda data, e=ending: check_read(data, e), damaged_files(ending)) for ending in valid_files()},
    **{
        f"load_lexicon {ending}": (
            lambda data, e=ending: check_lexicon(data, e),
            EDITS.map(lambda edits, whole=whole: damage(whole, edits)) | st.binary(max_size=80),
        )
        for ending, whole in LEXICONS.items()
    },
    "tokenize": (check_tokens, TEXTS),
    "match_lexicon": (check_own_patterns, st.tuples(TEXTS, PATTERNS)),
    "find_quotes": (check_quotes, TEXTS),
    "find_claims": (check_claims, TEXTS),
    "pair_actors": (check_pairs, TEXTS),
    "show_evidence": (check_evidence, TEXTS),
}  # fmt: skip

# what fuzzing found: (target, example)
FOUND = [
    # a Parquet file whose text is no UTF-8: pyarrow's own exception came through
    ("read .parquet", damage(valid_files()[".parquet"], [("replace", 0.09375, 0, b"\x80")])),
    # line breaks inside a header's cell came into the message
    ("read .csv", damage(valid_files()[".csv"], [("replace", 0.5, 0, b"\n"), ("cut", 0.0, 4, b"")])),
    ("load_lexicon .csv", b'"' + LEXICONS[".csv"][1:]),
    # and a cell of 100 kB came whole
    ("read .csv", b"a" * 100_000 + b",b\n1,2\n"),
    ("load_lexicon .csv", b"a" * 100_000 + b",b\n1,2\n"),
    ("load_lexicon .lcd", b"a" * 100_000),
    ("load_lexicon .dic", b"%\n1 a\n%\n" + b"a" * 100_000),
    # 100 kB of opening brackets kept the YAML reader busy for minutes
    ("load_lexicon .yml", b"[" * 100_000),
    ("load_lexicon .yml", b"- " * 50_000),
    # a table of separators alone was a StopIteration
    ("read .csv", b","),
]


@pytest.mark.parametrize("target", TARGETS)
def test_a_few_examples(target):
    fuzz(*TARGETS[target])


@pytest.mark.fuzz
@pytest.mark.parametrize("target", TARGETS)
def test_many_examples(target):
    print(f"{target}: {fuzz(*TARGETS[target], seconds=SECONDS):,} examples")


@pytest.mark.parametrize("ending", valid_files())
def test_the_whole_file_is_read(ending):
    documents = written(valid_files()[ending], f"file{ending}", an.read)
    assert "China" in documents["text"].iloc[0]


@pytest.mark.parametrize(("target", "example"), FOUND)
def test_what_fuzzing_found(target, example):
    with no_hang():
        TARGETS[target][0](example)
