"""Stated figures: the founding article, the case table, and each rule with a sentence it must refuse."""

import importlib.util
import re
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import claims, corpus, counted, modality, numerals, schema
from analysis.claims import find_claims
from analysis.sentences import split_sentences
from analysis.tokens import tokenize

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = ROOT.parent / "shared" / "texts" / "interview_2020.txt"


def _benchmark():
    path = ROOT / "benchmarks" / "accuracy_claims.py"
    spec = importlib.util.spec_from_file_location("accuracy_claims", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _sentences(*texts: str) -> pd.DataFrame:
    same = dict(doc_id="d", section=0, layer="body", voice="", speaker=None)
    spans = [dict(start=1000 * i, end=1000 * i + len(text), text=text) for i, text in enumerate(texts)]
    rows = [dict(sent_id=i, **span, **same) for i, span in enumerate(spans)]
    return schema.typed(rows, "sentences")


def _find(*texts: str, **kwargs) -> pd.DataFrame:
    sentences = _sentences(*texts)
    return find_claims(tokenize(sentences), sentences, **kwargs)


def _one(text: str):
    found = _find(text)
    assert len(found) == 1, found
    return found.iloc[0]


@pytest.mark.skipif(not ARTICLE.exists(), reason="the founding article is not beside the project")
def test_the_founding_article_states_eleven_figures():
    documents = corpus.read_text(ARTICLE.read_text(encoding="utf-8"))
    sentences = split_sentences(documents)
    body = sentences[sentences["layer"] == "body"]
    found = find_claims(tokenize(sentences), body)
    rows = list(zip(found["qualifier"], found["value"], found["unit"], found["counted"], strict=True))
    assert rows == [
        ("more than", 10_000, "", "services"),
        ("over", 1_700, "tonnes", "medical supplies"),
        ("", 13e9, "USD", ""),
        ("nearly", 30, "percent", ""),
        ("over", 150, "", "countries"),
        ("", 10, "", "international organizations"),
        ("", 36, "", "medical teams"),
        ("", 34, "", "countries"),
        ("over", 220e9, "", "masks"),
        ("", 2.25e9, "", "protective suits"),
        ("over", 1e9, "", "testing kits"),
    ]
    assert set(found["modality"]) == {"done"}
    assert corpus.quote(found, documents).tolist()[1] == "over 1,700 tonnes of medical supplies"


@pytest.mark.parametrize("split", ["dev", "test", "fresh"])
def test_the_case_table(split):
    bench = _benchmark()
    cases = bench.load_cases()
    part = cases[cases["split"] == split]
    expected = part[part["surface"] != ""]
    agree, given, wanted = bench.compare(bench.find(part), expected, bench.LEVELS["all columns"])
    assert wanted >= 50 and agree / given >= 0.95 and agree / wanted >= 0.95


@pytest.mark.parametrize(
    ("text", "value", "upper", "unit", "counted"),
    [
        ("It cost 2 1/2 million pesos.", 2.5e6, np.nan, "pesos", ""),
        ("Seoul gave 20 billion won to the fund.", 2e10, np.nan, "KRW", ""),
        ("The Fund allocated SDR 650 billion.", 650e9, np.nan, "SDR", ""),
        ("Trade rose 6.8 percent year on year.", 6.8, np.nan, "percent", ""),
        ("Turnout fell from 58 percent four years ago.", 58, np.nan, "percent", ""),
        ("They look for 43 missing students.", 43, np.nan, "", "missing students"),
        ("A delegation of 35 was received.", 35, np.nan, "", ""),
        ("They lost 40 of them.", 40, np.nan, "", ""),
        ("It was 5 billion euros in total.", 5e9, np.nan, "EUR", ""),
        ("The camp held 300 000 refugees.", 3e5, np.nan, "", "refugees"),
        ("Three hundred and eighty-five thousand firms closed.", 385_000, np.nan, "", "firms"),
        ("They spent a quarter of a million pounds sterling.", 250_000, np.nan, "GBP", ""),
        ("Growth of between 5 and 7 percent was normal.", 5, 7, "percent", ""),
        ("They bought $5-10 million of grain.", 5e6, 1e7, "USD", "grain"),
        ("It has 20 political and economic accords.", 20, np.nan, "", "political and economic accords"),
        ("They hired 12 US advisers.", 12, np.nan, "", "us advisers"),
        ("Then 40 WHO experts left.", 40, np.nan, "", "who experts"),
        ("A 25-percent tariff hits farmers.", 25, np.nan, "percent", "tariff"),
        ("The port serves 40 percent of Africa's exports.", 40, np.nan, "percent", "exports"),
    ],
)
def test_numbers_units_and_nouns(text, value, upper, unit, counted):
    row = _one(text)
    assert (row["value"], row["unit"], row["counted"]) == (value, unit, counted)
    assert row["upper"] == upper or np.isnan(row["upper"]) and np.isnan(upper)


@pytest.mark.parametrize(
    "text",
    [
        "Published on 2021-01-03 in Geneva.",
        "The year 2021 marks the 50th anniversary.",
        "The first 10 months of 2020 and the first three quarters were hard.",
        "A 90-day truce and a 12-point plan were agreed.",
        "Nine out of ten agree, and 1 in 12 objects.",
        "Exports are 10 times higher.",
        "Hundreds of thousands fled, several million stayed.",
        "Resolutions 242, 338 and 1397 were recalled.",
        "Citizens between the ages of 18 and 21 were called up.",
        "The motion fell by 12 to 3, the other by 13-1.",
        "The 27-nation bloc met.",
        "The 2+2 dialogue, the 17+1 format and the P5+1 talks continued.",
        "The hotline is 12308.",
        "Twelve hours of talks ended.",
        "The COVID-19 crisis, the G20, the MiG-29 and 5G.",
    ],
)
def test_what_is_no_figure(text):
    assert _find(text).empty


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Peru sent 40 doctors.", "done"),
        ("Peru is sending 40 doctors.", "ongoing"),
        ("Peru pledged 40 doctors.", "promised"),
        ("Peru cuts emissions by 40 percent by 2035.", "promised"),
        ("Peru has not sent 40 doctors.", "negated"),
        ("Peru has not yet sent 40 doctors.", "negated"),
        ("I would like to stress that Peru has sent 40 doctors.", "done"),
        ("Could you confirm that Peru has sent 40 doctors?", "done"),
        ("Peru handled 40 requests.", "done"),
        ("Peru has sent no fewer than 40 doctors.", "done"),
        ("The Marshall Plan delivered 40 ships.", "done"),
        ("Chile will send ships, but Peru has sent 40 doctors.", "done"),
    ],
)
def test_modality_is_that_of_the_clause(text, modality):
    assert _one(text)["modality"] == modality


def test_a_range_is_one_row_and_a_change_two():
    assert len(_find("They need 10 to 15 ships.")) == 1
    assert _find("The rate rose from 10 to 25 percent.")["unit"].tolist() == ["percent", "percent"]
    assert _find("It is down from 12.4 to 3.2 percent.")["value"].tolist() == [12.4, 3.2]


def test_only_the_sentences_given_are_read():
    sentences = _sentences("Peru sent 40 doctors.", "Chile sent 50 nurses.")
    tokens = tokenize(sentences)
    assert find_claims(tokens, sentences.iloc[1:])["value"].tolist() == [50]
    assert find_claims(tokens, sentences.iloc[:0]).dtypes.equals(schema.empty("claims").dtypes)


def test_the_actor_can_be_a_subject():
    texts = [
        "Peru sent 40 doctors to Chile.",
        "Aid to Peru reached 40 villages.",
        "Chile will send ships, but Peru has sent 40 doctors.",
        "Peru's firms hired 40 doctors.",
        "Peru has 88 embassies and plans to open 12 more.",
        "Peru and Chile are building 40 roads.",
        "Peru provided funding to WHO and sent 40 doctors.",
    ]
    flags = dict(doc_id="d", kind="name", in_name=False, ambiguous=False)
    mentions = [
        dict(sent_id=i, start=1000 * i + m.start(), end=1000 * i + m.end(), actor=m[0][:3].upper(), **flags)
        for i, text in enumerate(texts)
        for m in re.finditer("Peru|Chile|WHO", text)
    ]
    found = _find(*texts, mentions=schema.typed(mentions, "mentions"))
    assert found["actor"].tolist() == ["PER", "", "PER", "", "PER", "PER", "PER", "PER"]


def test_time_grows_with_the_text_only():
    def seconds(n: int) -> float:
        sentences = _sentences("They sent 40 doctors, and 50 nurses will follow by 2030, " * n)
        tokens = tokenize(sentences)
        begin = time.process_time()
        find_claims(tokens, sentences, mentions=schema.empty("mentions"))
        return time.process_time() - begin

    seconds(10)
    assert seconds(2000) < 40 * max(seconds(200), 0.005)


def test_the_word_lists_are_complete():
    modules = (claims, counted, modality, numerals)
    source = "".join(Path(module.__file__).read_text(encoding="utf-8") for module in modules)
    kinds = set(re.findall(r'(?:match_phrase|word_value)\("(\w+)"', source)) | set(modality._MODALITIES)
    assert len(kinds) > 20 and all(numerals.load_tables()[kind] for kind in kinds)
