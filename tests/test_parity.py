"""Every statistic against a computation that is not ours; parity.csv holds the values and their sources.

One row of parity.csv: statistic, case ("name=value; name=several values"), expected, tolerance (empty: 1e-9;
wider only where a publication prints few digits), source. `OURS` computes the statistic through the package's
public functions. Rows whose source begins with "live" are also computed anew as it says, in `LIVE`. To add a
statistic, add rows and a function in OURS (and in LIVE where a package has it).
"""

from math import log, log2, sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import schema
from analysis.frequency import collocations, count_terms, dispersion, keyness, lexical_diversity
from analysis.intervals import adjust_p, wilson

CASES = pd.read_csv(Path(__file__).with_name("parity.csv"), dtype=str, keep_default_na=False)


def values(case):
    """The case as a dictionary: numbers where they are numbers, lists where there are several."""
    pairs = (part.split("=", 1) for part in case.split(";"))
    return {name.strip(): _value(text.split()) for name, text in pairs}


def _value(words):
    numbers = [float(w) if w.replace(".", "", 1).replace("e-", "", 1).isdigit() else w for w in words]
    return numbers[0] if len(numbers) == 1 else numbers


def drawn_words(words, types, seed, **_):
    """A made-up text, the same on every machine, in which few words are frequent and many are rare."""
    state, text = int(seed), []
    for _ in range(int(words)):
        state = (1103515245 * state + 12345) % 2**31
        text.append(f"w{int(types * (state / 2**31) ** 3)}")
    return text


def token_frame(sentences, doc_id="a"):
    """Tokens of a document given as sentences of words."""
    rows = [(doc_id, i, 0, 0, 0, w, w, True) for i, words in enumerate(sentences) for w in words]
    return schema.typed(pd.DataFrame(rows, columns=list(schema.FRAMES["tokens"])), "tokens")


def sentences_of(text, length=12):
    return [text[i : i + length] for i in range(0, len(text), length)]


def our_keyness(column):
    def compute(a, b, A, B, tests=1, level=0.95, prior=500):
        filler = [(side, f"other{i}", 3) for i in range(int(tests) - 1) for side in "AB"]
        counts = pd.DataFrame(
            [("A", "term", a), ("B", "term", b), *filler], columns=["side", "term", "count"]
        )
        counts["words"] = counts["side"].map({"A": A, "B": B})
        key = keyness(counts, "A", reference="B", min_count=1, level=level, prior=prior)
        return key.set_index("term").loc["term", column]

    return compute


def our_dispersion(column):
    def compute(counts, sizes):
        parts = [["x"] * int(v) + ["y"] * int(s - v) for v, s in zip(counts, sizes, strict=True)]
        tokens = schema.concat([token_frame([words], f"part{i}") for i, words in enumerate(parts)])
        return dispersion(tokens, parts="doc_id").set_index("term").loc["x", column]

    return compute


def our_collocation(column):
    def compute(pair, window, **text):
        tokens = token_frame(sentences_of(drawn_words(**text)))
        found = collocations(tokens, window=int(window), min_count=1).set_index(["node", "collocate"])
        return found.loc[tuple(pair), column]

    return compute


def our_diversity(column):
    def compute(window=50, draws=42, threshold=0.72, **text):
        tokens = token_frame([drawn_words(**text)])
        found = lexical_diversity(tokens, window=int(window), draws=int(draws), threshold=threshold)
        return found.loc[0, column]

    return compute


def our_count(column):
    def compute(one, other, term):
        tokens = schema.concat([token_frame([one], "one"), token_frame([other], "other")])
        return count_terms(tokens, by=[]).set_index("term").loc[term, column]

    return compute


OURS = {
    "wilson_low": lambda k, n, level: wilson(k, n, level=level)[0],
    "wilson_high": lambda k, n, level: wilson(k, n, level=level)[1],
    "benjamini_hochberg": lambda p, rank: adjust_p(p)[int(rank) - 1],
    "benjamini_hochberg_rejected": lambda p, level: (adjust_p(p) <= level).sum(),
    **{
        name: our_keyness(name)
        for name in ("log_ratio", "log_ratio_low", "log_ratio_high", "g2", "p", "lrc", "z")
    },
    **{name: our_dispersion(name) for name in ("range", "juilland_d", "dp", "dp_norm", "kl")},
    **{
        name: our_collocation(column) for name, column in [("collocation_g2", "g2"), ("mi", "mi"), ("t", "t")]
    },
    "log_dice": our_collocation("log_dice"),
    **{name: our_diversity(name) for name in ("types", "ttr", "mattr", "mtld", "hdd")},
    **{name: our_count(name) for name in ("count", "docs", "per_1000")},
}


def scipy_wilson(end):
    def compute(k, n, level):
        from scipy.stats import binomtest

        return getattr(binomtest(int(k), int(n)).proportion_ci(level, method="wilson"), end)

    return compute


def scipy_benjamini_hochberg(p, rank):
    from scipy.stats import false_discovery_control

    return false_discovery_control(p)[int(rank) - 1]


def scipy_relative_risk(end):
    def compute(a, b, A, B, level=0.95):
        from scipy.stats.contingency import relative_risk

        risk = relative_risk(int(a), int(A), int(b), int(B))
        interval = risk.confidence_interval(level)
        return log2({"log_ratio": risk.relative_risk, "low": interval.low, "high": interval.high}[end])

    return compute


def scipy_g2(which):
    def compute(a, b, A, B):
        from scipy.stats import chi2_contingency

        found = chi2_contingency([[a, b], [A - a, B - b]], correction=False, lambda_="log-likelihood")
        return np.sign(a / A - b / B) * found.statistic if which == "g2" else found.pvalue

    return compute


def scipy_lrc(a, b, A, B, tests=1, level=0.95):
    from scipy.stats import binomtest

    exact = binomtest(int(a), int(a + b)).proportion_ci(1 - (1 - level) / tests, method="exact")
    if a / A >= b / B:
        return max(0, log2(B / A * exact.low / (1 - exact.low)))
    return min(0, log2(B / A * exact.high / (1 - exact.high)))


def scipy_dispersion(which):
    def compute(counts, sizes):
        from scipy.spatial.distance import cityblock
        from scipy.stats import entropy, variation

        p, s = np.array(counts) / sum(counts), np.array(sizes) / sum(sizes)
        rates = np.array(counts) / np.array(sizes)
        return {
            "juilland_d": lambda: 1 - variation(rates) / sqrt(len(sizes) - 1),
            "dp": lambda: cityblock(p, s) / 2,
            "dp_norm": lambda: cityblock(p, s) / 2 / (1 - s.min()),
            "kl": lambda: entropy(p, s, base=2),
        }[which]()

    return compute


def nltk_collocation(measure):
    def compute(pair, window, **text):
        from nltk.collocations import BigramCollocationFinder
        from nltk.metrics import BigramAssocMeasures

        gap = [None] * int(window)  # nltk knows no sentences: places without a word keep them apart
        words = [w for sentence in sentences_of(drawn_words(**text)) for w in [*sentence, *gap]]
        finder = BigramCollocationFinder.from_words(words, window_size=int(window) + 1)
        if measure == "log_dice":  # Dice's coefficient of the plain count, without the division by the window
            x, y, f = finder.word_fd[pair[0]], finder.word_fd[pair[1]], finder.ngram_fd[tuple(pair)]
            return 14 + log2(BigramAssocMeasures.dice(f, (x, y), finder.word_fd.N()))
        score = finder.score_ngram(getattr(BigramAssocMeasures, measure), *pair)
        negative = finder.score_ngram(BigramAssocMeasures.pmi, *pair) < 0
        return -score if measure == "likelihood_ratio" and negative else score

    return compute


def lexicalrichness(which):
    def compute(window=50, draws=42, threshold=0.72, **text):
        from lexicalrichness import LexicalRichness

        measured = LexicalRichness(" ".join(drawn_words(**text)), preprocessor=None, tokenizer=str.split)
        return {
            "types": lambda: measured.terms,
            "ttr": lambda: measured.ttr,
            "mattr": lambda: measured.mattr(window_size=int(window)),
            "mtld": lambda: measured.mtld(threshold=threshold),
            "hdd": lambda: measured.hdd(draws=int(draws)),
        }[which]()

    return compute


def monroe(a, b, A, B, prior):
    """Equations 15, 16 and 22 of Monroe, Colaresi and Quinn (2008), written out."""
    a_w = prior * (a + b) / (A + B)
    delta = log((a + a_w) / (A + prior - a - a_w)) - log((b + a_w) / (B + prior - b - a_w))
    return delta / sqrt(1 / (a + a_w) + 1 / (b + a_w))


LIVE = {
    "wilson_low": scipy_wilson("low"),
    "wilson_high": scipy_wilson("high"),
    "benjamini_hochberg": scipy_benjamini_hochberg,
    "log_ratio": scipy_relative_risk("log_ratio"),
    "log_ratio_low": scipy_relative_risk("low"),
    "log_ratio_high": scipy_relative_risk("high"),
    "g2": scipy_g2("g2"),
    "p": scipy_g2("p"),
    "lrc": scipy_lrc,
    "z": monroe,
    **{name: scipy_dispersion(name) for name in ("juilland_d", "dp", "dp_norm", "kl")},
    "collocation_g2": nltk_collocation("likelihood_ratio"),
    "mi": nltk_collocation("pmi"),
    "t": nltk_collocation("student_t"),
    "log_dice": nltk_collocation("log_dice"),
    **{name: lexicalrichness(name) for name in ("types", "ttr", "mattr", "mtld", "hdd")},
}


def close(found, row):
    return found == pytest.approx(float(row.expected), rel=0, abs=float(row.tolerance or 1e-9))


def name(row):
    return f"{row.statistic}: {row.case}"


@pytest.mark.parametrize("row", list(CASES.itertuples()), ids=name)
def test_ours_is_the_expected_value(row):
    assert close(OURS[row.statistic](**values(row.case)), row)


@pytest.mark.parametrize(
    "row", [row for row in CASES.itertuples() if row.source.startswith("live")], ids=name
)
def test_the_stored_value_is_what_the_package_gives_today(row):
    assert close(LIVE[row.statistic](**values(row.case)), row)


def test_the_table_is_long_exact_and_says_where_each_value_comes_from():
    assert (CASES["tolerance"] == "").sum() >= 60
    assert (CASES["source"].str.len() > 10).all()
    assert not CASES.duplicated(["statistic", "case", "source"]).any()
    assert set(OURS) <= set(CASES["statistic"]), "a statistic without a row"
