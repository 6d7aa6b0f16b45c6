"""Tone: equal to the reference, explained to the last part, and defined on any text."""

import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from vaderSentiment import vaderSentiment

from analysis import schema, sentiment, vader_words
from analysis.sentiment import explain_scores, score_sentences, summarise_tone, tone_towards

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
FACE = "\U0001f600"  # an emoji; the source stays without them
SCORES = ["compound", "pos", "neu", "neg"]
REFERENCE = vaderSentiment.SentimentIntensityAnalyzer()


class ByPosition(vaderSentiment.SentimentIntensityAnalyzer):
    """The reference with one method put right: "but" weighs each word by its place, not by its valence."""

    @staticmethod
    def _but_check(words_and_emoticons, sentiments):
        words = [word.lower() for word in words_and_emoticons]
        if "but" not in words:
            return sentiments
        but = words.index("but")
        return [x * 0.5 if i < but else x * 1.5 if i > but else x for i, x in enumerate(sentiments)]


BY_POSITION = ByPosition()


def sentences_of(texts, doc_ids=None) -> pd.DataFrame:
    """A sentences frame of texts, as if they stood in their document one place apart."""
    doc_ids = ["text"] * len(texts) if doc_ids is None else doc_ids
    frame = pd.DataFrame({"doc_id": doc_ids, "text": texts}).astype("str")
    length = frame["text"].str.len() + 1
    frame["start"] = (length.groupby(frame["doc_id"]).cumsum() - length).astype("int32")
    frame["end"] = (frame["start"] + length - 1).astype("int32")
    frame["sent_id"] = frame.groupby("doc_id").cumcount().astype("int32")
    frame["section"] = np.int32(0)
    return schema.typed(frame.assign(layer="body", voice="", speaker=pd.Series(dtype="str")), "sentences")


def reference_scores(texts, analyser=BY_POSITION) -> pd.DataFrame:
    return pd.DataFrame([analyser.polarity_scores(text) for text in texts], columns=SCORES)


def adversarial(n: int, seed: int = 0) -> list[str]:
    """Sentences of what the rules ask for, in any order, with odd marks, capitals and spaces."""
    draw = random.Random(seed)
    rule_words = [
        *vader_words.NAMED * 3,
        *vaderSentiment.NEGATE,
        *vaderSentiment.BOOSTER_DICT,
        "kind of",
        "sort of",
    ]
    rule_words += [*vaderSentiment.SPECIAL_CASES] * 4 + ["the", "was", "AND", "EU", "can't stand"]
    valenced = sorted(REFERENCE.lexicon)
    usual = "good bad great war peace kind no doubt hope united security attack crisis friendly".split()
    emoji = sorted(sign for sign in REFERENCE.emojis if len(sign) == 1)
    marks = ["", "", "", "", ",", ".", "!", "?", "!!", "??", "?!", "...", '"', "(", "'", "’", "”", "—"]
    gaps = [" "] * 12 + ["  ", "\n", "\t", "\u00a0", "\u3000", ""]
    made = []
    for _ in range(n):
        pieces = []
        for _ in range(draw.choice([0, 1, 2, 3, 4, 6, 8, 12, 20])):
            pool = draw.choices([rule_words, valenced, usual, emoji], [10, 4, 6, 0.5])[0]
            word = draw.choice(pool)
            word = draw.choices([word, word.upper(), word.capitalize()], [8, 2, 1])[0]
            pieces += [
                draw.choice(marks) if draw.random() < 0.1 else "",
                word,
                draw.choice(marks),
                draw.choice(gaps),
            ]
        made.append("".join(pieces))
    return made


def assert_equal_to_reference(texts):
    ours, theirs = score_sentences(sentences_of(texts))[SCORES], reference_scores(texts)
    wrong = np.flatnonzero((ours.to_numpy() != theirs.to_numpy()).any(axis=1))
    assert not len(wrong), [(texts[i], ours.iloc[i].to_dict(), theirs.iloc[i].to_dict()) for i in wrong[:3]]


HAND_MADE = [
    "It was good and not good, very good and not very good.",
    "At least it is good; least good, the least good, at least good, very least good.",
    "Least good.",
    "They never so good, never this good, never was so good, never so very good.",
    "It is without doubt good; without a doubt good; without any doubt good.",
    "No good, no no good, no bad or good, no bad nor good, NO good no.",
    "This is sort of good, kind of good, just enough good, only kind of a good kind of thing.",
    "The bad ass and the kiss of death, to die for, yeah right, the bus stop, the bomb, a beating heart.",
    "That was the shit, man. That was really the bomb good.",
    "It is VERY good but not VERY bad, BUT good.",
    "good but good but bad",
    "VERY GOOD AND VERY BAD",
    "EXTREMELY good, EXTREMELY bad, VERY no good",
    "I can't stand it, don't like it, DON'T like it, don’t like it.",
    ":) :( :D ;-) XD (: </3 good:) :)good",
    f"good{FACE}bad {FACE}{FACE} \u2764 \U0001f199good! \u263a\ufe0f",
    "Good?? Good??? Good???? !!!!!",
    "a 'good' \"bad\" (good) --bad-- good's it's ok. ok, no.",
    "in the red, under the weather, cooking with gas",
]


def test_hand_made_sentences_equal_the_reference():
    assert_equal_to_reference(HAND_MADE)


def test_adversarial_sentences_equal_the_reference():
    assert_equal_to_reference(adversarial(3000))


def test_news_snippets_equal_the_reference():
    path = SHARED / "gold" / "vader_nyt_editorials.tsv"
    if not path.exists():
        pytest.skip("the NYT snippets lie beside the repository")
    texts = [line.split("\t", 2)[2] for line in path.read_text(encoding="utf-8").splitlines()]
    assert_equal_to_reference(random.Random(1).sample(texts, 500))


def test_by_position_where_the_reference_goes_by_value():
    text = "we love it but accept it"  # 3.2 halved is 1.6, the valence of a word after "but"
    ours = score_sentences(sentences_of([text])).loc[0, "compound"]
    assert ours == BY_POSITION.polarity_scores(text)["compound"]
    assert ours != REFERENCE.polarity_scores(text)["compound"]


def test_chunks_do_not_change_scores(monkeypatch):
    texts = adversarial(300, seed=2)
    whole = score_sentences(sentences_of(texts))
    monkeypatch.setattr(sentiment, "CHUNK", 7)
    monkeypatch.setattr(sentiment, "VOCABULARY", 20)
    pd.testing.assert_frame_equal(whole, score_sentences(sentences_of(texts)))


def rated(rows) -> pd.DataFrame:
    """A lexicon frame like tone_diplomacy: (pattern, value) or (pattern, value, case)."""
    plain = dict(kind="", ambiguous="", source="")
    rows = [(*row, False)[:3] for row in rows]
    records = [dict(key=p, pattern=p, label=p, value=value, case=case) | plain for p, value, case in rows]
    return schema.typed(records, "lexicon") if records else schema.empty("lexicon").assign(value=0.0)


@pytest.fixture
def diplomacy(monkeypatch):
    """Put a small lexicon in the place of tone_diplomacy.csv."""

    def use(*rows):
        monkeypatch.setattr(sentiment, "_diplomacy", lambda: rated(rows))

    return use


def hits_of(sentences: pd.DataFrame, *spans) -> pd.DataFrame:
    """A hits frame of (row of the sentence, surface): the first place where the surface stands in it."""
    records = []
    for row, surface in spans:
        sentence = sentences.iloc[row]
        start = sentence["start"] + sentence["text"].index(surface)
        name = dict(lexicon="neutral", key="", pattern="", kind="")
        ids = dict(doc_id=sentence["doc_id"], sent_id=sentence["sent_id"])
        records.append(ids | name | dict(start=start, end=start + len(surface)))
    return schema.typed(records, "hits")


def compound(text, *, neutral=(), lexicon="vader") -> float:
    sentences = sentences_of([text])
    hits = hits_of(sentences, *[(0, surface) for surface in neutral])
    return score_sentences(sentences, neutral=hits, lexicon=lexicon).loc[0, "compound"]


# --- the explanation ---


@pytest.mark.parametrize("options", [{}, {"lexicon": "vader+diplomacy"}])
def test_parts_sum_to_finals_and_finals_to_the_score(options, diplomacy):
    diplomacy(("kind of", 1.5), ("very good", -2.5), ("peace *", 0.0))
    sentences = sentences_of(adversarial(500, seed=4) + HAND_MADE)
    scores, explained = score_sentences(sentences, **options), explain_scores(sentences, **options)
    parts = explained[["base", *sentiment.vader.PARTS, "punctuation"]].sum(axis=1)
    assert np.allclose(parts, explained["final"], rtol=0, atol=1e-12)
    total = explained.groupby("sent_id")["final"].sum().reindex(scores["sent_id"], fill_value=0.0).to_numpy()
    assert np.allclose(total / np.sqrt(total**2 + 15), scores["compound"], rtol=0, atol=5.001e-5)
    words = explained[explained["punctuation"] == 0].groupby("sent_id").size()
    assert (words.reindex(scores["sent_id"], fill_value=0).to_numpy() == scores["n_valenced"]).all()


def test_offsets_open_the_words_in_the_document():
    texts = ["  It was\n(very)  'good', not bad!", f"Fine\u00a0day {FACE} ok.", *adversarial(200, seed=5)]
    sentences = sentences_of(texts)
    document = " ".join(texts)
    explained = explain_scores(sentences, neutral=schema.empty("hits"))
    surface = [document[a:b] for a, b in zip(explained["start"], explained["end"], strict=True)]
    assert surface == explained["word"].tolist()
    assert explained["word"].head(4).tolist() == ["good", "bad", "!", "Fine"]
    assert FACE in explained.loc[explained["sent_id"] == 1, "word"].tolist()


def test_each_rule_is_booked_under_its_name():
    texts = ["so good", "not good", "it is GOOD", "good but odd", "one two the bus stop", "good!"]
    explained = explain_scores(sentences_of(texts)).set_index(["sent_id", "word"])
    part = {0: "booster", 1: "negation", 2: "capitals", 3: "but", 4: "idiom", 5: "punctuation"}
    for number, rule in part.items():
        rows = explained.loc[number]
        others = {"negation", "booster", "capitals", "idiom", "but", "punctuation"} - {rule}
        assert rows[rule].abs().sum() > 0 and not rows[list(others)].to_numpy().any()
    assert explained.loc[(1, "good"), "negation"] == pytest.approx(1.9 * -0.74 - 1.9)


# --- neutral spans ---


def test_a_name_has_no_valence_and_keeps_its_place():
    text = "He praised the United States and Peace Corps."
    inert = compound("He praised the U States and P Corps.")
    assert compound(text, neutral=["United States", "Peace Corps"]) == inert != 0
    met = "The United States and the United Nations met."
    assert compound(met, neutral=["United States", "United Nations"]) == 0
    assert compound("not United friends", neutral=["United"]) == compound("not Unitas friends")


def test_boosters_and_negations_in_names_do_nothing():
    assert compound("Never Good", neutral=["Never"]) == compound("Gever Good")
    assert compound("The So good prize", neutral=["So"]) == compound("The Xo good prize")
    assert compound("No But Bad and good", neutral=["No But"]) == compound("Xo Xut Bad and good")


def test_a_part_of_a_word_is_enough_and_a_neighbour_is_not():
    assert compound("pro-peace", neutral=["peace"]) == 0
    assert compound("hope-peace united", neutral=["hope-peace "]) == compound("united") != 0
    assert compound("(good)", neutral=["("]) == compound("good")


def test_neutral_spans_of_other_sentences_and_documents_do_nothing():
    sentences = sentences_of(["good", "good", "good"], ["a", "a", "b"])
    scores = score_sentences(sentences, neutral=hits_of(sentences, (1, "good")))
    assert scores["n_valenced"].tolist() == [1, 0, 1]
    elsewhere = hits_of(sentences, (0, "good")).assign(doc_id=pd.Series(["c"], dtype="str"))
    assert score_sentences(sentences, neutral=elsewhere)["n_valenced"].tolist() == [1, 1, 1]


# --- rated phrases ---


def test_a_phrase_is_one_word(diplomacy):
    diplomacy(("systemic rival*", -2.0), ("grave", -3.0))
    scores = score_sentences(sentences_of(["They are not systemic rivals."]), lexicon="vader+diplomacy")
    assert scores.loc[0, "neu"] == round(3 / (3 + 1 + 1.48), 3)
    explained = explain_scores(sentences_of(["They are not systemic rivals."]), lexicon="vader+diplomacy")
    assert explained["word"].tolist() == ["systemic rivals"]
    assert explained["base"].tolist() == [-2.0] and explained["final"].tolist() == pytest.approx([1.48])


def test_the_longest_phrase_wins_and_silences_its_words(diplomacy):
    won = "won one fierce battle after another"
    diplomacy(("fierce battle", -2.0), (won, 1.0), ("no limit, no ceiling", 2.0))
    texts = [f"We {won}.", "a fierce battle", "There is no limit, no ceiling"]
    explained = explain_scores(sentences_of(texts), lexicon="vader+diplomacy")
    assert explained["final"].tolist() == [1.0, -2.0, 2.0]


def test_a_zero_silences_a_misreading(diplomacy):
    diplomacy(("stressed", 0.0), ("united front", 0.0))
    assert compound("He stressed the united front.", lexicon="vader+diplomacy") == 0
    assert compound("He STRESSED the united front.", lexicon="vader") != 0


def test_case_and_quotation_marks(diplomacy):
    diplomacy(("May", 3.0, True), ("win-win", 2.0))
    assert compound("it may rain", lexicon="vader+diplomacy") == 0
    assert compound("in May rain", lexicon="vader+diplomacy") > 0
    assert compound("a “win-win” deal", lexicon="vader+diplomacy") > 0
    assert compound("They don’t like it", lexicon="vader+diplomacy") == compound("They don't like it")


def test_a_phrase_inside_a_name_is_silent_and_one_around_it_is_not(diplomacy):
    diplomacy(("cold war mentality", -2.0), ("cold war", -3.0))
    assert compound("the Cold War ended", neutral=["Cold War"], lexicon="vader+diplomacy") == 0
    assert compound("a Cold War mentality", neutral=["Cold War"], lexicon="vader+diplomacy") < 0


def test_phrases_do_not_cross_sentences(diplomacy):
    diplomacy(
        ("deep concern", -2.0),
    )
    scores = score_sentences(sentences_of(["They were deep", "concern about it"]), lexicon="vader+diplomacy")
    assert scores["compound"].tolist() == [0.0, 0.0]


# --- the lexicon of rated terms ---


def test_every_rated_term_keeps_three_ratings_by_the_rules_of_its_guide():
    table = sentiment.load_lexicon("tone_diplomacy")
    ratings = table[["rating_a", "rating_b", "rating_c"]].astype("float64")
    assert len(table) >= 400 and ratings.notna().all(axis=None) and not table["pattern"].duplicated().any()
    assert np.allclose(table["value"].astype("float64"), ratings.mean(axis=1), rtol=0, atol=0.0051)
    assert np.allclose(table["sd"].astype("float64"), ratings.std(axis=1), rtol=0, atol=0.0051)
    assert ratings.abs().le(4).all(axis=None) and (ratings * 2 % 1 == 0).all(axis=None)
    assert ratings.std(axis=1).max() <= 1.5
    assert not ((ratings.max(axis=1) >= 1) & (ratings.min(axis=1) <= -1)).any()
    key = np.select([table["value"] > 0.2, table["value"] < -0.2], ["favourable", "unfavourable"], "neutral")
    plain = table["kind"] != "misread"
    assert (table["key"] == key)[plain].all()
    known = table["pattern"].isin(REFERENCE.lexicon)
    assert known[table["kind"] == "misread"].all() and not known[plain].any()


def test_a_glob_leaves_the_forms_of_vader_alone():
    words = ["restored", "restorative", "oppressive", "oppressor"]
    explained = explain_scores(sentences_of(words), lexicon="vader+diplomacy")
    rated = sentiment._diplomacy().set_index("pattern")["value"]
    vader = REFERENCE.lexicon
    expected = [vader["restored"], rated["restor*"], vader["oppressive"], rated["oppress*"]]
    assert explained["base"].tolist() == expected


# --- both against the reference: what is neutral or rated is put into the text, or into its lexicon ---


def word_lists(n: int, seed: int) -> list[list[str]]:
    words = [[word.strip(".,!?()\"'’”—") for word in text.split()] for text in adversarial(n, seed)]
    return [[word for word in listed if len(word) > 2 and word.isalpha()] for listed in words]


def inert(word: str) -> str:
    return "QZX" if word.isupper() else "qzx"


def test_neutral_words_score_as_unknown_ones():
    draw, texts, spans, replaced = random.Random(3), [], [], []
    for row, words in enumerate(word_lists(800, seed=8)):
        chosen = [draw.random() < 0.2 for _ in words]
        replaced.append(" ".join(inert(w) if c else w for w, c in zip(words, chosen, strict=True)))
        starts = np.cumsum([0] + [len(word) + 1 for word in words])
        spans += [(row, a, a + len(w)) for a, w, c in zip(starts, words, chosen, strict=False) if c]
        texts.append(" ".join(words))
    sentences = sentences_of(texts)
    hits = pd.DataFrame(spans, columns=["sent_id", "start", "end"]).assign(doc_id="text")
    shift = sentences["start"].to_numpy()[hits["sent_id"]]
    hits = hits.assign(
        start=hits["start"] + shift, end=hits["end"] + shift, lexicon="", key="", pattern="", kind=""
    )
    ours = score_sentences(sentences, neutral=schema.typed(hits, "hits"))[SCORES]
    pd.testing.assert_frame_equal(ours, reference_scores(replaced), check_exact=True)


def test_rated_phrases_score_as_words_of_the_lexicon(diplomacy):
    diplomacy(("never so", 2.0), ("no doubt", -1.5), ("but", 0.0), ("very *", 0.5), ("united", 0.0))
    analyser = ByPosition()
    analyser.lexicon = REFERENCE.lexicon | {"phrasea": 2.0, "phraseb": -1.5, "phrasec": 0.5}
    lists = [words for words in word_lists(2500, seed=9) if len(words) > 1]
    texts, replaced = [], []
    draw = random.Random(4)
    for words in lists:
        units = [[w] for w in words]
        extra = draw.choice([["never", "so"], ["NO", "DOUBT"], ["Very", "hope"], ["BUT"], ["united"]])
        units.insert(draw.randrange(len(units) + 1), extra)
        words = [word for unit in units for word in unit]
        texts.append(" ".join(words))
        merged, i = [], 0
        while i < len(words):
            pair = " ".join(words[i : i + 2]).lower()
            name = {"never so": "phrasea", "no doubt": "phraseb"}.get(pair, "")
            name = name or ("phrasec" if words[i].lower() == "very" and i + 1 < len(words) else "")
            if name:
                loud = words[i].isupper() and words[i + 1].isupper()
                merged.append(name.upper() if loud else name)
            else:
                merged.append(inert(words[i]) if words[i].lower() in ("but", "united") else words[i])
            i += 2 if name else 1
        replaced.append(" ".join(merged))
    ours = score_sentences(sentences_of(texts), lexicon="vader+diplomacy")[SCORES]
    pd.testing.assert_frame_equal(ours, reference_scores(replaced, analyser), check_exact=True)


# --- degenerate input ---


@pytest.mark.parametrize("text", ["", "   ", "\n\u3000"])
def test_no_word_scores_zero_throughout(text):
    scores = score_sentences(sentences_of([text])).loc[0]
    assert scores[[*SCORES, "n_valenced"]].tolist() == [0, 0, 0, 0, 0]
    assert explain_scores(sentences_of([text])).empty


OTHER_SCRIPTS = ["中国与非洲友好合作。", "Россия и Китай", "العربية", "\ud7ff\U0010ffff"]


@pytest.mark.parametrize("text", ["...", "!?!?!?", "— – —", *OTHER_SCRIPTS])
def test_words_without_valence_are_neutral(text):
    assert score_sentences(sentences_of([text])).loc[0, SCORES].tolist() == [0.0, 0.0, 1.0, 0.0]


def test_extreme_sentences_equal_the_reference_too():
    texts = [FACE * 200, "good " * 2_000 + "bad!", "THE GOOD AND THE BAD", "x" * 100_000]
    assert_equal_to_reference([*texts, "but " * 300 + "good", "no " * 99])
    long = score_sentences(sentences_of(["good and new " * 33_334]))
    assert long.loc[0, "compound"] == 1.0 and long.loc[0, "n_valenced"] == 33_334


# --- laws ---


def scoring_functions():
    return [score_sentences, explain_scores]


@pytest.mark.parametrize("function", scoring_functions())
@pytest.mark.parametrize("lexicon", sentiment.LEXICONS)
def test_empty_in_empty_out(function, lexicon, diplomacy):
    diplomacy(("sanction*", -1.0))
    empty, some = sentences_of([]), sentences_of(["good!"])
    out = function(empty, neutral=schema.empty("hits"), lexicon=lexicon)
    assert out.empty and out.dtypes.equals(function(some, lexicon=lexicon).dtypes)
    nothing = function(sentences_of(["the"]), neutral=schema.empty("hits"), lexicon=lexicon)
    assert nothing.dtypes.equals(out.dtypes)


@pytest.mark.parametrize("function", scoring_functions())
def test_partition_and_purity(function, diplomacy):
    diplomacy(("kind of", 1.5), ("bad *", -2.5))
    sentences = sentences_of(adversarial(60, seed=6), ["a"] * 25 + ["b"] * 35)
    last = [(i, text.split()[-1]) for i, text in enumerate(sentences["text"]) if text.split()]
    neutral = hits_of(sentences, *last)
    before = sentences.copy(deep=True), neutral.copy(deep=True)
    options = dict(neutral=neutral, lexicon="vader+diplomacy")
    whole = function(sentences, **options)
    parts = [function(part, **options) for _, part in sentences.groupby("doc_id")]
    pd.testing.assert_frame_equal(whole, schema.concat(parts))
    pd.testing.assert_frame_equal(sentences, before[0])
    pd.testing.assert_frame_equal(neutral, before[1])


def test_faults_are_named():
    with pytest.raises(ValueError, match="vader"):
        score_sentences(sentences_of(["a"]), lexicon="afinn")
    with pytest.raises(ValueError, match="text"):
        score_sentences(sentences_of(["a"]).drop(columns="text"))


# --- summaries ---


def scores_of(values, doc_ids, **columns) -> pd.DataFrame:
    frame = pd.DataFrame({"doc_id": doc_ids, "compound": values, **columns})
    return frame.astype({"doc_id": "str", "compound": "float64"})


def test_summary_names_its_interval_and_keeps_small_groups():
    values = [0.5, 0.3, 0.0, -0.5, 0.2] * 2 + [0.9]
    scores = scores_of(values, list("aaaaaababbb"), part=[1] * 5 + [2] * 5 + [3])
    summary = summarise_tone(scores, by="part").set_index("part")
    assert summary["n"].tolist() == [5, 5, 1] and summary["n_docs"].tolist() == [1, 2, 1]
    assert summary.loc[1, "interval"] == "if sentences were exchangeable"
    assert summary.loc[2, "interval"] == "bootstrap over documents"
    assert summary.loc[1, "mean"] == pytest.approx(0.1)
    assert summary.loc[1, "low"] < 0.1 < summary.loc[1, "high"]
    assert (summary.loc[1, "share_pos"], summary.loc[1, "share_neg"]) == (0.6, 0.2)
    assert summary["few"].tolist() == [False, False, True]
    assert summary.loc[3, ["mean", "low", "high"]].isna().all() and summary.loc[3, "share_pos"] == 1.0


def test_summary_keeps_rows_without_a_group_and_is_repeatable():
    scores = scores_of([0.1] * 6, ["a"] * 6, voice=["direct"] * 4 + [None] * 2)
    summary = summarise_tone(scores, by=["voice"])
    assert summary["n"].sum() == 6 and summary["voice"].isna().sum() == 1
    pd.testing.assert_frame_equal(summary, summarise_tone(scores.sample(frac=1, random_state=1), by="voice"))
    empty = summarise_tone(scores.iloc[:0], by="voice")
    assert empty.empty and empty.dtypes.equals(summary.dtypes)
    with pytest.raises(ValueError, match="section"):
        summarise_tone(scores, by="section")


# --- tone towards actors ---

NAMES = {"China": "CHN", "the EU": "ORG:EU", "the United States": "USA"}
NAMES |= {"Russia": "RUS", "France": "FRA", "India": "IND"}


def mentions_in(sentences: pd.DataFrame) -> pd.DataFrame:
    records = []
    for sentence in sentences.itertuples():
        for name, actor in NAMES.items():
            at = sentence.text.find(name)
            place = dict(start=sentence.start + at, end=sentence.start + at + len(name))
            flags = dict(kind="name", in_name=False, ambiguous=False)
            ids = dict(doc_id=sentence.doc_id, sent_id=sentence.sent_id, actor=actor)
            records += [ids | place | flags] if at >= 0 else []
    return schema.typed(records, "mentions")


def towards(*texts) -> pd.DataFrame:
    sentences = sentences_of(texts)
    mentions = mentions_in(sentences)
    hits = mentions.assign(lexicon="actors", key="", pattern="")
    neutral = schema.typed(hits[list(schema.FRAMES["hits"])], "hits")
    explained = explain_scores(sentences, neutral=neutral, lexicon="vader+diplomacy")
    return tone_towards(explained, mentions, sentences)


def test_tone_towards_the_two_examples(diplomacy):
    diplomacy(("systemic rival*", -2.1), ("partner*", 1.5), ("unjustified", -2.0), ("resolutely", 0.5))
    tones = towards(
        "China and the EU are comprehensive strategic partners, not systemic rivals.",
        "We have responded resolutely and rationally to unjustified moves by the United States.",
    ).set_index(["sent_id", "actor"])
    assert tones.loc[(0, "ORG:EU"), "tone"] > 0.5 and tones.loc[(0, "ORG:EU"), "n_words"] == 3
    assert tones.loc[(1, "USA"), "tone"] < 0


def test_reach_ends_at_clauses_and_leaves_nothing_out(diplomacy):
    diplomacy()
    tones = towards(
        "China praised the deal, but the United States called it a failure.",
        "France is a friend; India is a friend; nobody likes war.",
        "They fear war.",
        "China, Russia, and India are friends.",
        "China met Russia.",
        'China met France, which said that "the terrible war must stop at once" again.',
        "China has a problem; it likes peace.",
        'China called it a "terrible" move by France.',
        "While China likes peace, France fears it.",
    ).set_index(["sent_id", "actor"])
    assert tones.loc[(0, "CHN"), "tone"] > 0 > tones.loc[(0, "USA"), "tone"]
    assert tones.loc[1, "n_words"].to_dict() == {"": 2, "FRA": 1, "IND": 1}
    assert tones.loc[2, "n_words"].to_dict() == {"": 2}
    assert tones.loc[3, "n_words"].to_dict() == {"CHN": 1, "IND": 1, "RUS": 1}
    assert tones.loc[4, "tone"].to_dict() == tones.loc[4, "n_words"].to_dict() == {"CHN": 0, "RUS": 0}
    assert tones.loc[5, "n_words"].to_dict() == {"": 3, "CHN": 0, "FRA": 0}
    assert tones.loc[6, "n_words"].to_dict() == {"CHN": 3}
    assert tones.loc[7, "n_words"].to_dict() == {"CHN": 1, "FRA": 1}
    assert tones.loc[(8, "CHN"), "tone"] > 0 > tones.loc[(8, "FRA"), "tone"]


def test_tone_towards_empty_and_pure(diplomacy):
    diplomacy()
    sentences = sentences_of(["China and Russia are friends; we like it!"])
    mentions, explained = mentions_in(sentences), explain_scores(sentences)
    before = explained.copy(deep=True), mentions.copy(deep=True), sentences.copy(deep=True)
    some = tone_towards(explained, mentions, sentences)
    none = tone_towards(explained.iloc[:0], schema.empty("mentions"), sentences.iloc[:0])
    assert none.empty and none.dtypes.equals(some.dtypes)
    for frame, copy in zip((explained, mentions, sentences), before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
    nobody = tone_towards(explained, schema.empty("mentions"), sentences)
    assert nobody["actor"].tolist() == [""] and nobody["tone"].tolist() == pytest.approx(
        score_sentences(sentences)["compound"].tolist(), abs=5e-5
    )
    in_name = tone_towards(explained, mentions.assign(in_name=True), sentences)
    assert in_name["actor"].tolist() == [""]


def test_tone_towards_is_per_document(diplomacy):
    diplomacy()
    texts = ["China likes peace; France fears war!", "They fear war.", "Russia and India met; they like it."]
    sentences = sentences_of(texts * 2, ["a"] * 3 + ["b"] * 3)
    mentions, explained = mentions_in(sentences), explain_scores(sentences)
    whole = tone_towards(explained, mentions, sentences)
    parts = [tone_towards(explained, mentions, part) for _, part in sentences.groupby("doc_id")]
    pd.testing.assert_frame_equal(whole, schema.concat(parts))
