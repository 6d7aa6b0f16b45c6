"""Quotes, speakers and voice: small cases, odd marks, long junk, the founding article."""

import time
import warnings
from pathlib import Path

import pandas as pd
import pytest

from analysis import schema
from analysis.corpus import read, read_text
from analysis.quotes import find_quotes
from analysis.sentences import split_sentences

ARTICLE = Path(__file__).resolve().parents[1].parent / "shared" / "texts" / "interview_2020.txt"


def quotes(text):
    found = find_quotes(read_text(text))
    speakers = found["speaker"].astype(object).where(found["speaker"].notna(), None)
    spans = zip(found["start"], found["end"], strict=True)
    return [(k, s, text[a:b]) for k, s, (a, b) in zip(found["kind"], speakers, spans, strict=True)]


def voices(text):
    found = split_sentences(read_text(text))
    return found["voice"].tolist()


@pytest.mark.parametrize(
    "text, expected",
    [
        ('"We agree on all points," Ana Ruiz said.', [("speech", "Ana Ruiz", "We agree on all points,")]),
        ("“We agree on all points,” said Ana Ruiz.", [("speech", "Ana Ruiz", "We agree on all points,")]),
        ("‘We agree on all points,’ Ruiz said.", [("speech", "Ruiz", "We agree on all points,")]),
        ("„We agree on all points,“ Ruiz said.", [("speech", "Ruiz", "We agree on all points,")]),
        ("«We agree on all points,» Ruiz said.", [("speech", "Ruiz", "We agree on all points,")]),
        ("``We agree on all points,'' Ruiz said.", [("speech", "Ruiz", "We agree on all points,")]),
        ('Ruiz told the press: "We agree on all points."', [("speech", "Ruiz", "We agree on all points.")]),
        ('The so-called "debt trap" is a phrase.', [("scare", None, "debt trap")]),
        ('The film "The Long Road to Vienna" opened.', [("scare", None, "The Long Road to Vienna")]),
        ('"Never," Ruiz said.', [("speech", "Ruiz", "Never,")]),
        ('"Never," the Peruvian minister said.', [("speech", None, "Never,")]),
    ],
)
def test_marks_and_kinds(text, expected):
    assert quotes(text) == expected


@pytest.mark.parametrize(
    "text, speaker",
    [
        ('Foreign Minister Ana Ruiz opened the talks. "We agree on all points," Ruiz said.', "Ana Ruiz"),
        ('Ana Ruiz said little. "We agree on all points," she said.', "Ana Ruiz"),
        ('Ana Ruiz said little. "We agree on all points," the minister said.', "Ana Ruiz"),
        ('Ana Ruiz, the minister of Aland, said little. "We agree on all points," she added.', "Ana Ruiz"),
        ('Ana Ruiz spoke, said Jon Berg. "We agree on all points," he added.', "Jon Berg"),
        ('Ana Ruiz said no. "We agree on all points," Jon Berg said.', "Jon Berg"),
        ('Jon Berg said no. "We agree on all points," Ana Ruiz of the Greens said.', "Ana Ruiz"),
        ('"We agree on all points," the Ministry of Trade said.', "Ministry of Trade"),
        (
            'Jon Berg said no. Ana Ruiz, speaking in Lima, said he had it: "We agree on all points."',
            "Ana Ruiz",
        ),
        ('"We met in Oslo," Ana Ruiz, the minister, said.', "Ana Ruiz"),
        ('In Oslo, Ana Ruiz, the minister, said: "We agree on all points."', "Ana Ruiz"),
        ('The union\'s chief negotiator, Ana Ruiz, tweeted: "We agree on all points."', "Ana Ruiz"),
        ('"Why do we agree on all points?" asked Mr. Berg.', "Berg"),
        ('Ana Ruiz tweeted: "We agree on all points."', "Ana Ruiz"),
        ('"We agree," the statement read.', None),
        ('"We agree on all points," officials said.', None),
        ('"We agree on all points." Nobody was named.', None),
    ],
)
def test_speaker(text, speaker):
    assert quotes(text)[0][1] == speaker


@pytest.mark.parametrize(
    "text, speaker",
    [
        ("President Ana Ruiz met Jon Berg on Monday, saying the talks had been long.", "Ana Ruiz"),
        ("Ana Ruiz said no. Ruiz then left for Oslo, stressing that the talks go on.", "Ana Ruiz"),
        ("Ana Ruiz said no, noting that the talks go on.", "Ana Ruiz"),
        ("Leaving for Oslo on Monday, the envoys smiled, saying the talks go on.", None),
    ],
)
def test_a_participle_has_the_subject_of_its_sentence(text, speaker):
    found = split_sentences(read_text(text)).iloc[-1]
    assert found["voice"] == "attributed"
    assert found["speaker"] == speaker if speaker else pd.isna(found["speaker"])


def test_a_sentence_behind_a_quote_is_no_tag_of_it():
    text = 'Officials were "disappointed." Jon Berg told the press that talks would go on.'
    assert quotes(text) == [("scare", None, "disappointed.")]
    assert quotes('"We came." Berg said.')[0][:2] == ("speech", "Berg")


def test_a_name_does_not_reach_into_another_paragraph_or_sentence():
    text = 'Who is the new Foreign Minister?\n\nJon Berg is.\n\n"We agree on all points," Berg said.'
    assert quotes(text)[0][1] == "Berg"


def test_a_quote_goes_on_where_the_next_paragraph_opens_one():
    text = '"We came.\n\n"We saw it all.\n\n"We left early," Ruiz said.\n\nNobody asked.'
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = quotes(text)
    assert [kind for kind, _, _ in found] == ["speech"] * 3
    assert {speaker for _, speaker, _ in found} == {"Ruiz"}
    assert voices(text) == ["direct", "direct", "direct", "unattributed"]


@pytest.mark.parametrize(
    "text",
    [
        "The workers' rights and the envoys' cars are China's affair; it's so.",
        "Rock 'n' roll of the '90s and '80s.",
        'The wall is 6\'2" high and 12" thick.',
        "He can't, won't and shan't.",
    ],
)
def test_apostrophes_and_measures_are_no_quotes(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert quotes(text) == []


def test_a_quote_inside_a_quote_belongs_to_it():
    text = "Ruiz said: \"He told me 'we never agreed' in Oslo.\""
    assert quotes(text) == [("speech", "Ruiz", "He told me 'we never agreed' in Oslo.")]


def test_a_quote_in_a_heading_does_not_reach_the_body():
    text = 'MINISTER SAYS "NO TO WAR\n\nThe text is clear. "We agree on all points," Ruiz said.'
    with pytest.warns(UserWarning, match="pasted: 1 quote mark"):
        assert quotes(text)[-1] == ("speech", "Ruiz", "We agree on all points,")


@pytest.mark.parametrize(
    "text, unclosed",
    [
        ('He said "we go.\n\nThe talks went on. "We agree on all points," Ruiz said.', "we go."),
        ('A mark" astray. "We agree on all points," Ruiz said.', '"'),
        ('The talks went on. "We agree on all points," Ruiz said.\n\nThe end "is near.', "is near."),
    ],
)
def test_an_odd_mark_is_a_row_and_a_warning_and_swallows_nothing(text, unclosed):
    with pytest.warns(UserWarning, match="pasted: 1 quote mark.* at "):
        found = quotes(text)
    assert ("unclosed", None, unclosed) in found
    assert ("speech", "Ruiz", "We agree on all points,") in found


@pytest.mark.parametrize("junk", ['"', '" ', '"a', "“ ", "” ", "'a' ", "“a\n\n", '" said ', "\"'"])
def test_a_long_run_of_marks_takes_linear_time(junk):
    text = "x" + junk * (200_000 // len(junk))
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        find_quotes(read_text(text))
    assert time.process_time() - start < 5  # quadratic would be minutes


def test_marks_around_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert quotes("An empty “” pair and “ ” another.") == []
    with pytest.warns(UserWarning):
        assert quotes("The end “") == [("unclosed", None, "“")]


def test_empty_frame_and_wrong_frame():
    nothing = find_quotes(schema.empty("documents"))
    pd.testing.assert_frame_equal(nothing, schema.empty("quotes"))
    with pytest.raises(ValueError, match="documents frame"):
        find_quotes(schema.empty("layers"))


@pytest.mark.parametrize(
    "sentence, voice",
    [
        ('"We agree on all points," Ruiz said.', "direct"),
        ('"We agree," Ruiz said, adding that the talks had been long and at times not easy at all.', "mixed"),
        ('Ruiz said the talks had been "long and hard" but useful in the end.', "mixed"),
        ("Ruiz said the talks had been long.", "attributed"),
        ("The talks had been long, according to Ruiz.", "attributed"),
        ("According to Ruiz, the talks had been long.", "attributed"),
        ("According to plan, the talks ended on Friday.", "unattributed"),
        ("The talks had been long, he said.", "attributed"),
        ("The ministry announced that the talks had ended.", "attributed"),
        ("The ministry announced a prize.", "unattributed"),
        ("The talks had been long.", "unattributed"),
        ("I said to this house that we must act.", "unattributed"),
        ("It is said to be true.", "unattributed"),
        ('The ministry called the move "a serious provocation" and left.', "mixed"),
        ('A film called "The Long Road to Vienna" opened.', "unattributed"),
        ('"This is unacceptable," the statement read.', "direct"),
        ('"Why now?" asked Mr. Berg.', "direct"),
        ("President Ana Ruiz met Jon Berg on Monday, saying the talks had been long.", "attributed"),
        ("Speaking in Oslo, Ruiz thanked the hosts, adding that the talks had been long.", "attributed"),
        ("Peru struck back, adding more troops.", "unattributed"),
        ("Relations between the two states have grown.", "unattributed"),
        ("The report states that relations have grown.", "attributed"),
        ('The so-called "debt trap" is a phrase.', "unattributed"),
    ],
)
def test_voice(sentence, voice):
    assert voices(sentence) == [voice]


@pytest.mark.parametrize(
    "tag",
    [
        "The Supreme Court, speaking on May 11. 1999, through its president, said:",
        "The Foreign Ministry, sitting on March 3. 1921, through a clerk, stated:",
    ],
)
def test_a_full_stop_inside_the_tag_of_a_quoted_paragraph(tag):
    assert voices(f'{tag}\n"We find that the treaty holds."') == ["unattributed", "attributed", "direct"]


def test_only_body_sentences_have_a_voice():
    found = split_sentences(read_text("MINISTER SAID NO\n\nThe talks had been long, Ruiz said."))
    assert found["voice"].tolist() == ["", "attributed"]
    assert found["speaker"].isna().tolist() == [True, False]


def test_a_speech_has_the_voice_of_the_speaker_its_metadata_name():
    speech = read_text("We came in peace. We shall leave in peace.").assign(speaker="Ana Ruiz")
    found = split_sentences(speech)
    assert found["voice"].tolist() == ["direct"] * 2 and set(found["speaker"]) == {"Ana Ruiz"}
    article = read_text('We came. "We shall leave in peace," Ruiz said.').assign(speaker="Ana Ruiz")
    assert split_sentences(article)["voice"].tolist() == ["unattributed", "direct"]


@pytest.mark.skipif(not ARTICLE.is_file(), reason="the founding article is not beside the project")
class TestFoundingArticle:
    """Speakers have the fullest form of the name: "Wang Yi", for "Wang" and "he" too."""

    def test_quotes(self):
        documents = read(ARTICLE)
        text, found = documents["text"].iloc[0], find_quotes(documents)
        assert found["kind"].value_counts().to_dict() == {"speech": 13, "scare": 2}
        speech = found[found["kind"] == "speech"]
        assert set(speech["speaker"]) == {"Wang Yi"}
        assert sum(len(text[a:b].split()) for a, b in zip(speech["start"], speech["end"], strict=True)) == 389

    def test_voice(self):
        """One reader counted 18, 4, 11, 10. Disputed, and how the rules read them:
        - the lead's second sentence ("clarified the stance"): unattributed, since it reports no content;
        - "Fundamentally, it all comes down to ..." after "He said ...": unattributed, a paraphrase is not
          carried over a full stop;
        - the scare quote at the end of section 2's first sentence: mixed, since the words are the
          speaker's;
        - the sentence on the Chinese side's hopes: attributed by its tag, "said" with the name behind it.
        """
        body = split_sentences(read(ARTICLE)).query("layer == 'body'")
        counts = body["voice"].value_counts()
        for voice, expected in {"direct": 18, "mixed": 4, "attributed": 11, "unattributed": 10}.items():
            assert abs(counts[voice] - expected) <= 2, voice
        assert set(body["speaker"][body["voice"] != "unattributed"]) == {"Wang Yi"}
        assert body["speaker"][body["voice"] == "unattributed"].isna().all()
