"""Evidence: the right sentences, marked, escaped, bounded."""

import re
from html import unescape

import pytest

import analysis as an

NASTY = 'China said <script>alert(1)</script> & "><img src=x onerror=alert(2)> to France. Rain $x$ **fell**.'


def frames(text):
    documents = an.read_text(text, doc_id="<b>doc</b>")
    sentences = an.split_sentences(documents)
    return documents, sentences, an.find_actors(an.tokenize(sentences))


def plain(html: str) -> str:
    return unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "", html, flags=re.DOTALL))


def test_every_sentence_behind_the_rows_once_in_text_order(sample):
    page = an.show_evidence(sample.hits, sample.documents, sample.sentences).data
    shown = page.count("<li>")
    assert shown == sample.hits["sent_id"].nunique()
    assert f"n = {len(sample.hits):,} in {shown} sentences" in page
    first = sample.sentences.iloc[sample.hits["sent_id"].min()]["text"]
    assert first[:40] in plain(page)


def test_the_text_is_escaped_wherever_it_comes_from():
    documents, sentences, mentions = frames(NASTY)
    page = an.show_evidence(mentions, documents, sentences, marks={"actor": mentions}, title="<i>t</i>").data
    for hostile in ("<script", "<img", "<b>doc", "<i>t"):
        assert hostile not in page
    assert "<script>alert(1)</script>" in plain(page)


def test_marks_cover_exactly_their_spans():
    documents, sentences, mentions = frames("China and France signed it.")
    page = an.show_evidence(mentions, documents, sentences, marks={"actor": mentions}).data
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", page) == ["China", "France"]
    assert 'class="hit actor"' in page


def test_overlapping_marks_nest_without_breaking_the_text():
    documents, sentences, mentions = frames("China and France signed it.")
    wide = mentions.iloc[:1].assign(start=0, end=9)
    page = an.show_evidence(mentions, documents, sentences, marks={"theme": wide}).data
    assert "China and France signed it." in plain(page)
    assert re.findall(r'<mark class="([^"]*)">([^<]*)</mark>', page) == [
        ("hit theme", "China"),
        ("theme", " and"),
        ("hit", "France"),
    ]


def test_tone_is_said_in_signs_and_flips_are_outlined():
    documents, sentences, _ = frames("This is not good. That is good.")
    explained = an.explain_scores(sentences)
    page = an.show_evidence(explained, documents, sentences, marks={"tone": explained}).data
    assert "<sup>-1.4</sup>" in page and "<sup>+1.9</sup>" in page and page.count("minus flipped") == 1


def test_marks_differ_by_more_than_their_colour():
    documents, sentences, mentions = frames("China and France signed it.")
    page = an.show_evidence(mentions, documents, sentences).data
    line = dict(re.findall(r"\.evidence mark\.(\w+)\{[^}]*?border-bottom:(\d+px \w+)", page))
    line["actor"] = re.search(r"\.evidence mark\{[^}]*border-bottom:(\d+px \w+)", page)[1]
    assert len({line[name] for name in ("hit", "actor", "theme", "plus")}) == 4
    assert "border-top" in re.search(r"mark\.claim\{([^}]*)\}", page)[1]


def test_formulas_are_left_as_text():
    documents, sentences, _ = frames(NASTY)
    page = an.show_evidence(sentences, documents, sentences).data
    assert '<div class="evidence mathjax_ignore tex2jax_ignore">' in page and "$x$" in plain(page)


def test_long_lists_are_folded_and_bounded(sample):
    page = an.show_evidence(sample.body, sample.documents, sample.sentences, fold=3, limit=10).data
    assert page.count("<li>") == 10 and "<summary>7 more</summary>" in page
    assert f"{len(sample.body) - 10} further sentences are not listed here" in page


def test_no_rows_say_so(sample):
    assert "n = 0" in an.show_evidence(sample.hits.iloc[:0], sample.documents, sample.sentences).data


def test_a_row_from_elsewhere_is_refused(sample):
    with pytest.raises(ValueError, match="is not among the sentences given"):
        an.show_evidence(sample.hits.assign(doc_id="other"), sample.documents, sample.sentences)


def test_nothing_is_fetched(sample):
    page = an.show_evidence(sample.hits, sample.documents, sample.sentences).data
    assert "http" not in plain(page) and "src=" not in page and "url(" not in page and "<script" not in page
