"""Charts: each draws the sample and an empty frame, what it draws is what the frame says, and the palette is legible."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

import analysis as an
from analysis import charts, charts_relations, drawing


@pytest.fixture(scope="module")
def drawn(sample):
    """name -> (plot function, the frame it takes, its options)."""
    s, focus = sample, "CHN"
    tokens = an.attach(an.tokenize(s.body), s.body, columns=["section"])
    everything = (s.pairs, s.mentions, s.sentences, s.documents)
    rows = an.ledger_rows(*everything, focus=focus)
    scores = an.attach(an.score_sentences(s.body), s.body, columns=["section"])
    explained = an.explain_scores(s.body)
    by_section = an.summarise_tone(scores, by="section")
    words = explained.groupby("word")["final"].agg(n="size", total="sum").reset_index()
    claims = an.attach(an.find_claims(s.tokens, s.sentences), s.sentences, columns=["voice"])
    claims["said"] = an.quote(claims, s.documents)
    two = s.documents.assign(state=focus)
    effect = by_section.assign(with_names=by_section["mean"], neutral=by_section["mean"] - 0.1, changed=1)
    return {
        "frequency": (an.plot_frequency, an.count_terms(tokens, by=[]), {}),
        "dispersion": (an.plot_dispersion, an.dispersion(tokens), {}),
        "keyness": (an.plot_keyness, an.keyness(an.count_terms(tokens, by="section"), 1), {}),
        "themes": (an.plot_themes, an.theme_shares(s.hits, s.sentences), {}),
        "theme_by": (an.plot_theme_by, an.theme_shares(s.hits, s.sentences, by="section"), {"by": "section"}),
        "article_map": (an.plot_article_map, an.map_sentences(s.hits, s.sentences), {}),
        "voice": (an.plot_voice, s.body.value_counts(["section", "voice"]).rename("n").reset_index(), {}),
        "claims": (an.plot_claims, claims, {}),
        "claims_by_unit": (an.plot_claims_by_unit, claims.assign(date=pd.Timestamp("2020-01-01")), {}),
        "partners": (an.plot_partners, an.by_grade(an.relation_table(*everything, focus=focus)), {}),
        "partner_by": (an.plot_partner_by, an.partner_by(rows, s.sentences, s.documents), {"by": "section"}),
        "pairs": (an.plot_pairs, an.relation_table(*everything), {}),
        "compare_focus": (an.plot_compare_focus, an.compare_focus(*everything[:3], two, column="state"), {}),
        "partner_themes": (
            an.plot_partner_themes,
            an.association(s.pairs, s.hits, s.sentences, focus=focus),
            {},
        ),
        "tone_by": (an.plot_tone_by, by_section, {"by": "section"}),
        "tone_towards": (
            an.plot_tone_towards,
            an.summarise_tone(an.tone_towards(explained, s.mentions, s.body), by="actor", value="tone"),
            {},
        ),
        "contributions": (an.plot_contributions, words, {}),
        "neutral_effect": (an.plot_neutral_effect, effect, {"by": "section"}),
    }


CHARTS = (
    "frequency dispersion keyness themes theme_by article_map voice claims claims_by_unit partners partner_by pairs"
    " compare_focus partner_themes tone_by tone_towards contributions neutral_effect"
).split()


@pytest.mark.parametrize("name", CHARTS)
def test_it_draws_returns_its_axes_and_leaves_the_frame_alone(name, drawn):
    plot, frame, options = drawn[name]
    before = frame.copy(deep=True)
    ax = plot(frame, **options)
    ax.figure.canvas.draw()
    pd.testing.assert_frame_equal(frame, before)
    assert ax.get_title(loc="left") or ax.get_title()


@pytest.mark.parametrize("name", CHARTS)
def test_an_empty_frame_is_said_in_words(name, drawn):
    plot, frame, options = drawn[name]
    ax = plot(frame.iloc[:0], **options)
    assert any(text.get_text().startswith("No") for text in ax.texts)


@pytest.mark.parametrize("name", [n for n in CHARTS if n != "claims_by_unit"])
def test_it_draws_on_the_axes_given(name, drawn):
    plot, frame, options = drawn[name]
    ax = plt.subplots()[1]
    assert plot(frame, ax=ax, **options) is ax


@pytest.mark.parametrize(
    "name", [n for n in CHARTS if n not in ("dispersion", "partner_themes", "theme_by", "claims_by_unit")]
)
def test_no_two_labels_overlap(name, drawn):
    """Row labels, tick labels and notes keep clear of each other."""
    plot, frame, options = drawn[name]
    ax = plot(frame, **options)
    ax.figure.canvas.draw()
    renderer = ax.figure.canvas.get_renderer()
    texts = [t for t in [*ax.get_yticklabels(), *ax.texts] if t.get_visible() and t.get_text().strip()]
    boxes = [(t.get_text(), t.get_window_extent(renderer).shrunk(0.98, 0.8)) for t in texts]
    clashes = [
        (a, b) for i, (a, box) in enumerate(boxes) for b, other in boxes[i + 1 :] if box.overlaps(other)
    ]
    assert not clashes


def test_bars_of_partners_are_the_numbers_of_the_frame(drawn):
    plot, frame, options = drawn["partners"]
    ax = plot(frame, **options)
    widths = {part.get_label(): sum(bar.get_width() for bar in part) for part in ax.containers}
    expected = frame.groupby("evidence")["n"].sum()
    assert {grade: expected[grade] for grade in widths} == widths


def test_a_mark_below_five_is_hollow_and_has_no_interval():
    frame = pd.DataFrame(
        dict(section=[1, 2], mean=[0.2, 0.3], low=[0.1, 0.2], high=[0.3, 0.4], n=[4, 40], few=[True, False])
    )
    ax = an.plot_tone_by(frame.assign(interval="bootstrap over documents"), by="section")
    hollow = [line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "o"]
    assert hollow[0] == "white" and hollow[1] != "white"
    assert (
        sum(
            len(line.get_xdata()) == 2 and line.get_ydata()[0] == 0
            for line in ax.lines
            if line.get_linestyle() == "-"
        )
        <= 1
    )


# Machado, Oliveira and Fernandes (2009), severity 1.0: what a viewer without one cone type sees
DEFICIENT = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TOGETHER = {
    "grades": [c for g, c in charts_relations.GRADES.items() if g in ("compound", "prefix", "relational")],
    "voices": list(charts.VOICES.values()),
    "signs": [drawing.BLUE, drawing.ORANGE],
}


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    xyz = (
        np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
        @ rgb
        / [0.9505, 1, 1.089]
    )
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("kind", [*DEFICIENT, "grey"])
@pytest.mark.parametrize("group", TOGETHER)
def test_colours_shown_together_differ_for_every_viewer(group, kind):
    colours = [linear(c) for c in TOGETHER[group]]
    if kind == "grey":
        seen = [np.full(3, c @ [0.2126, 0.7152, 0.0722]) for c in colours]
    else:
        seen = [np.clip(np.array(DEFICIENT[kind]) @ c, 0, 1) for c in colours]
    for a, b in zip(seen, seen[1:], strict=False):  # neighbours touch in a stack
        assert np.linalg.norm(lab(a) - lab(b)) >= 10


@pytest.mark.parametrize("colour", [drawing.GREY, drawing.BLACK, "#555555"])
def test_words_stand_out_from_white(colour):
    luminance = linear(colour) @ [0.2126, 0.7152, 0.0722]
    assert 1.05 / (luminance + 0.05) >= 4.5
