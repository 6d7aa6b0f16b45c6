"""The panel without a browser: what is selected, said, counted, coded, saved and escaped."""

import re
from datetime import date
from html import unescape

import numpy as np
import pandas as pd
import pytest

import analysis as an
from analysis import schema, views
from analysis.controls import actors_of, partners_of, resolve
from analysis.drawing import ink_on
from analysis.pages import PAGE
from analysis.panel_counts import partner_counts, theme_counts
from analysis.pictures import draw
from analysis.prepared import period_of, prepare
from analysis.save import FOLDER, _same_count
from analysis.selection import Criteria, contexts, select
from analysis.wording import describe

HOSTILE = '<script>window.__pwned = 1</script> "><img src=x onerror="window.__pwned = 1"> $x^2$ **bold** \\frac{1}{2}'
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def frames():
    return prepare(an.load_sample())


@pytest.fixture(scope="module")
def dated():
    """Six short documents over three years, one of them a copy of another."""
    texts = [
        "China and Japan held talks. The treaty was good.",
        "The vaccine is a great success.",
        "War came to Georgia.",
    ]
    rows = [
        dict(doc_id=f"d{i}", date=f"{2000 + i % 3}-05-01", title="", source="t", text=f"{t} Number {i}.")
        for i, t in enumerate(texts * 2)
    ]
    rows.append(rows[0] | {"doc_id": "copy"})
    return schema.typed(pd.DataFrame(rows).assign(date=lambda f: pd.to_datetime(f["date"])), "documents")


CHOICES = [
    {}, {"actor": "CHN"}, {"actor": "CHN", "partner": "USA"}, {"actor": "CHN", "partner": "USA", "evidence": "explicit"},
    {"evidence": "comention"}, {"theme": "health"}, {"theme": "uncoded"}, {"section": 1}, {"voice": "attributed"},
    {"tone": (-1.0, 0.0)}, {"search": "cooperat*"}, {"search": "cooperat*", "actor": "CHN", "tone": (0.1, 1.0)},
    {"actor": "CHN", "evidence": "focal"}, {"actor": "CHN", "partner": "USA", "evidence": "focal"},
    {"theme": "health", "also": [{"theme": "diplomatic_practice"}, {"actor": "CHN"}]},
]  # fmt: skip


def plainly(frames, criteria):
    """The selection again, sentence by sentence, without any of the panel's arrays."""
    c = Criteria(**criteria)
    found = an.match_lexicon(frames.tokens, an.make_lexicon([c.search])) if c.search else None
    kept = [row.sent_id for row in frames.sentences.itertuples() if meets(row, frames, c, found)]
    for other in c.also:
        kept = [sent_id for sent_id in kept if sent_id in plainly(frames, vars(other))]
    return kept


def meets(row, frames, c, found) -> bool:
    """Does this sentence meet the criteria?"""
    mentions, pairs, hits = (
        f[(f["doc_id"] == row.doc_id) & (f["sent_id"] == row.sent_id)]
        for f in (frames.mentions, frames.pairs, frames.hits)
    )
    named = set(mentions.loc[~mentions["in_name"], "actor"])
    pairs = pairs[~pairs["listed"] & ~pairs["in_name"]]
    for code in filter(None, (c.actor, c.partner)):
        pairs = pairs[(pairs["actor_a"] == code) | (pairs["actor_b"] == code)]
    explicit = {"compound", "prefix", "relational"}
    grades = {"": set(pairs["evidence"]), "explicit": explicit}.get(c.evidence, {c.evidence})
    if c.evidence == "focal":
        who = c.actor not in named and (not c.partner or c.partner in named)
    elif c.actor and c.partner or c.evidence:
        who = pairs["evidence"].isin(grades).any()
    else:
        who = not c.actor or c.actor in named
    return all(
        [
            who,
            not c.theme or (c.theme == "uncoded" and hits.empty) or c.theme in set(hits["key"]),
            c.section is None or row.section == c.section,
            not c.voice or row.voice == c.voice,
            c.tone[0] <= row.compound <= c.tone[1],
            found is None or row.sent_id in set(found["sent_id"]),
        ]
    )


@pytest.mark.parametrize("criteria", CHOICES, ids=str)
def test_the_selection_is_what_the_criteria_say(frames, criteria):
    view = select(frames, **criteria)
    assert view.sentences["sent_id"].tolist() == plainly(frames, criteria)
    for name in ("mentions", "pairs", "hits"):
        assert set(getattr(view, name)["sent_id"]) <= set(view.sentences["sent_id"])
        assert (
            view.sentences["sent_id"].to_numpy()[view.at[name]] == getattr(view, name)["sent_id"].to_numpy()
        ).all()


@pytest.mark.parametrize("criteria", CHOICES, ids=str)
@pytest.mark.parametrize("name", ["overview", "map"])
def test_every_mark_is_backed_by_its_rows(frames, criteria, name):
    view = select(frames, **criteria)
    for chart in views.charts_of(name, view, frames, Criteria(**criteria), "CHN"):
        _same_count(chart.name, chart.data, chart.rows(), chart.keys, chart.count)


@pytest.mark.parametrize("criteria", [*CHOICES, {"actor": "USA"}, {"partner": "USA"}], ids=str)
def test_a_label_opens_as_many_sentences_as_it_says(frames, criteria):
    """Whatever is selected already: a label narrows the selection to exactly the sentences it counted."""
    now, view = Criteria(**criteria), select(frames, **criteria)
    labels = 0
    for name in ("overview", "map"):
        for chart in views.charts_of(name, view, frames, now, "CHN"):
            for label, n, change in chart.choices:
                chosen = select(frames, **vars(now.narrowed(change))).sentences
                assert len(chosen) == n, (chart.name, label)
                assert set(chosen["sent_id"]) <= set(view.sentences["sent_id"])
                labels += 1
    assert labels or view.sentences.empty


def test_a_label_opens_its_sentences_in_many_documents():
    frames = prepare(an.load_sample("diary"))
    for criteria in ({}, {"theme": "health"}, {"since": date(2020, 3, 1), "until": date(2020, 8, 20)}):
        now, view = Criteria(**criteria), select(frames, **criteria)
        for name in ("overview", "map", "trend"):
            for chart in views.charts_of(name, view, frames, now, "CHN"):
                for label, n, change in chart.choices:
                    assert len(select(frames, **vars(now.narrowed(change))).sentences) == n, (
                        chart.name,
                        label,
                    )


@pytest.mark.parametrize("name", ["interview", "diary"])
def test_the_labels_to_choose_are_the_bars_drawn(name):
    frames = prepare(an.load_sample(name))
    for view in ("overview", "map"):
        for chart in views.charts_of(view, frames, frames, Criteria(), "CHN"):
            drawn = [label.get_text() for label in draw(chart).axes[0].get_yticklabels()]
            chosen = [label.removesuffix(" alone").removeprefix("period ") for label, *_ in chart.choices]
            none = set(chart.data.loc[chart.data["k"] == 0, "label"]) if "k" in chart.data else set()
            assert set(drawn) == {*chosen, *none}, chart.name


def test_the_pickers_count_the_sentences_they_open(frames):
    for code, n in actors_of(frames):
        assert len(select(frames, actor=code).sentences) == n
    for code, n in partners_of(frames, "CHN"):
        assert len(select(frames, actor="CHN", partner=code).sentences) == n
    assert partners_of(frames, "") == actors_of(frames) and dict(actors_of(frames))["CHN"] > 20


def test_the_state_in_words(frames):
    criteria = dict(actor="CHN", partner="USA", evidence="explicit")
    view = select(frames, **criteria)
    assert (
        describe(Criteria(**criteria), view, frames)
        == f"{len(view.sentences)} sentences of {len(frames.sentences)}: CHN with USA, explicit"
    )


def test_every_criterion_is_said(frames):
    criteria = Criteria(search="trade", theme="health", section=2, document="int", since=date(2020, 1, 2), until=date(2021, 3, 4),
                        tone=(-0.5, 1.0), voice="direct", also=[{"actor": "USA"}])  # fmt: skip
    words = describe(criteria, frames, frames)
    for part in ("search “trade”", "theme Health", "section 2", "document int", "from 2020-01-02", "until 2021-03-04",
                 "tone -0.50 to +1.00", "voice direct", "and USA"):  # fmt: skip
        assert part in words


@pytest.mark.parametrize("wrong", [{"evidence": "strong"}, {"voice": "loud"}, {"search": "the **"}])
def test_a_wrong_criterion_is_named(frames, wrong):
    with pytest.raises(ValueError, match="use "):
        select(frames, **wrong)


def test_a_phrase_may_stand_in_quotation_marks(frames):
    for typed in ('"foreign minister"', "“foreign minister”", " foreign minister "):
        quoted, bare = select(frames, search=typed), select(frames, search="foreign minister")
        assert len(bare.sentences) > 0 and quoted.sentences.equals(bare.sentences)
    assert len(select(frames, search='"').sentences) > 0


def test_contexts_of_a_page_are_those_of_the_whole(frames):
    view = select(frames, search="China")
    whole = an.kwic(frames.tokens, "China", window=8)
    pd.testing.assert_frame_equal(contexts(frames, view.found, "China"), whole)
    pd.testing.assert_frame_equal(
        contexts(frames, view.found.iloc[3:6], "China"), whole.iloc[3:6].reset_index(drop=True)
    )


def test_copies_are_left_out_and_dates_select(dated):
    frames = prepare(dated)
    assert frames.copies == 1 and "copy" not in set(frames.documents["doc_id"])
    assert set(select(frames, since=date(2001, 5, 1), until=date(2001, 5, 1)).sentences["doc_id"]) == {
        "d1",
        "d4",
    }
    assert set(select(frames, document="d4").sentences["doc_id"]) == {"d4"}


def test_periods_are_few_and_missing_stays_missing():
    dates = pd.Series(pd.to_datetime(["1790-01-01", None, "2021-05-05", "1900-01-01"]))
    periods = period_of(dates)
    assert periods.isna().tolist() == [False, True, False, False] and periods[0] == "1775–1799"
    assert period_of(pd.Series(pd.to_datetime(["2020-01-05", "2020-03-01"]))).tolist() == [
        "2020-01",
        "2020-03",
    ]


def test_counts_without_intervals_are_the_shares(frames):
    view = select(frames, voice="attributed")
    slow, quick = an.theme_shares(view.hits, view.sentences, by=[]), theme_counts(view)
    pd.testing.assert_frame_equal(
        slow[["key", "k", "n", "docs", "share", "few"]],
        quick[["key", "k", "n", "docs", "share", "few"]],
        check_dtype=False,
    )


@pytest.mark.parametrize("criteria", CHOICES, ids=str)
@pytest.mark.parametrize("focus", ["CHN", "USA"])
def test_quick_partners_are_those_of_the_ledger(frames, criteria, focus):
    view = select(frames, **criteria)
    ledger = an.relation_table(
        view.pairs, view.mentions, view.sentences, view.documents, focus=focus, dedupe=False
    )
    quick = partner_counts(view, frames, focus)
    pd.testing.assert_frame_equal(quick, ledger[quick.columns], check_dtype=False, check_names=False)


@pytest.mark.parametrize("mode", ["Overview", "Article map", "Contexts", "Sentences", "Trend"])
@pytest.mark.parametrize("themes", [None, an.make_lexicon(["treaty", "w*"])], ids=["ours", "own"])
def test_the_code_makes_what_is_shown(dated, mode, themes):
    panel = an.explore(dated, themes=themes)
    panel.set(search="t*", also=[{"tone": (-1.0, 0.9)}])
    panel.show(mode)
    names = {"an": an, "documents": dated, "themes": themes}
    code = panel.code.value.replace("an.show_evidence", "shown = an.show_evidence")
    exec(code, names)  # noqa: S102
    pd.testing.assert_frame_equal(names["view"].sentences, panel.view.sentences)
    made = {"themes": "shares", "partners": "grades", "tone": "tone", "trend": "trend",
            "map_themes": "theme_marks", "map_actors": "actor_marks"}  # fmt: skip
    for chart in panel.shown:
        again = names[made[chart.name]].reset_index(drop=True)
        drawn = chart.data[again.columns].reset_index(drop=True)
        pd.testing.assert_frame_equal(again, drawn, check_dtype=False)
    assert len(panel.shown) == {"Overview": 3, "Article map": 2, "Trend": 1}.get(mode, 0)
    if mode == "Contexts":
        pd.testing.assert_frame_equal(names["rows"], panel.rows())
    if mode == "Sentences":
        assert (
            names["shown"].data.count("<li>") == len(panel.view.sentences) == panel.body.value.count("<li>")
        )
        assert names["shown"].data.count("<mark") == panel.body.value.count("<mark") > 0


def test_controls_change_the_state_and_reset(frames):
    panel = an.explore(an.load_sample())
    before = panel.state.value
    panel.controls.widgets["actor"].value = "china"
    panel.controls.widgets["theme"].value = "Health"
    panel.controls.widgets["low"].value = -0.5
    chosen = {"actor": "CHN", "theme": "health", "tone": (-0.5, 1.0)}
    assert panel.criteria.chosen() == chosen and panel.state.value != before
    assert panel.controls.widgets["actor"].value.startswith("China (")
    panel.set(**vars(Criteria()))
    assert panel.state.value == before and panel.controls.widgets["actor"].value == ""


def test_a_button_opens_its_sentences_and_back_returns():
    panel = an.explore(an.load_sample())
    button = panel.cards[0].buttons[0]
    n = int(button.description.rsplit("·")[1])
    button.click()
    assert panel.mode == "Sentences" and len(panel.view.sentences) == n
    assert panel.body.value.count("<li>") == min(n, PAGE)
    panel.back.click()
    assert panel.mode == "Overview" and not panel.criteria.chosen() and panel.back.disabled


def test_pages_turn():
    panel = an.explore(an.load_sample())
    panel.show("Sentences")
    first = panel.body.value
    panel.pager.next.click()
    assert panel.body.value != first and panel.pager.at_page.value.startswith("Page 2 of")
    panel.pager.previous.click()
    assert panel.body.value == first and panel.pager.previous.disabled


def test_parts_of_a_bar_differ_by_more_than_their_colour(frames):
    chart = views.charts_of("overview", frames, frames, Criteria(), "CHN")[1]
    bars = {bars.get_label(): bars.patches[0].get_hatch() for bars in draw(chart).axes[0].containers}
    assert len({bars["compound"], bars["prefix"], bars["relational"]}) == 3


def test_only_a_changed_chart_is_drawn_again(monkeypatch):
    panel = an.explore(an.load_sample())
    drawn = []
    monkeypatch.setattr("analysis.pictures.source", lambda chart: drawn.append(chart.name) or "")
    panel.set(document="interview")
    assert drawn == [] and "document interview" in panel.cards[0].picture.value
    panel.set(voice="attributed")
    assert drawn == ["themes", "partners", "tone"]


def test_every_control_is_labelled():
    panel = an.explore(an.load_sample("diary"))
    tools = [
        *panel.views.values(),
        panel.name,
        panel.code,
        panel.pager.tone_words,
        panel.pager.next,
        panel.back,
        panel.reset,
    ]
    for widget in [*panel.controls.widgets.values(), *tools]:
        assert widget.description
    for card in panel.cards:
        assert re.search(r'<img alt="[^"]{20,}"', card.picture.value)


def test_a_control_that_excludes_nothing_is_hidden():
    def hidden(documents):
        controls = an.explore(documents).controls.widgets
        return {name for name, control in controls.items() if control.layout.display == "none"}

    assert hidden(an.load_sample()) == {"document", "since", "until"}
    assert hidden(an.load_sample("diary")) == {"section"} or not hidden(an.load_sample("diary"))


def test_the_view_on_display_is_marked_in_words():
    panel = an.explore(an.load_sample())
    panel.show("Contexts")
    assert [b.description for b in panel.views.values()] == [
        "○ Overview",
        "○ Article map",
        "● Contexts",
        "○ Sentences",
    ]
    with pytest.raises(ValueError, match="use Overview, Article map"):
        panel.show("Trend")


def test_a_wrong_search_is_said_and_changes_nothing():
    panel = an.explore(an.load_sample())
    panel.controls.widgets["search"].value = "**"
    assert "use letters" in panel.message.value and not panel.criteria.chosen()
    panel.controls.widgets["actor"].value = "<b>Atlantis</b>"
    assert "not in the list" in panel.message.value and "<b>" not in panel.message.value
    assert not panel.criteria.chosen()


def test_what_a_typed_text_chooses():
    choices = {
        "China (27)": "CHN",
        "United States (9)": "USA",
        "United Kingdom (1)": "GBR",
        "UN (3)": "ORG:UN",
        "section 3": 3,
    }
    for text, value in {
        "china": "CHN",
        "CHN": "CHN",
        "UN": "ORG:UN",
        "un (3)": "ORG:UN",
        "united s": "USA",
        "kingdom": "GBR",
        "3": 3,
    }.items():
        assert resolve(text, choices) == value
    for text, fault in {
        "united": r"United States \(9\), United Kingdom \(1\): type more",
        "atlantis": "not in the list",
    }.items():
        with pytest.raises(ValueError, match=fault):
            resolve(text, choices)


def test_numbers_stand_out_on_every_shade():
    """Contrast of at least 4.5:1, computed here anew, on every colour of the matrices."""
    from matplotlib import colormaps

    def light(colour):
        return sum(
            w * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
            for w, c in zip((0.2126, 0.7152, 0.0722), colour, strict=True)
        )

    for name in ("Blues", "PuOr"):
        for shade in colormaps[name](np.linspace(0, 1, 256))[:, :3]:
            ink = {"white": 1.0, "#000000": 0.0}[ink_on(shade)]
            bright, dark = max(ink, light(shade)), min(ink, light(shade))
            assert (bright + 0.05) / (dark + 0.05) >= 4.5


def test_saving(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER, str(tmp_path))
    panel = an.explore(an.load_sample())
    panel.set(actor="CHN")
    assert [p.name for p in panel.save_figures()] == [
        "explore_themes.svg",
        "explore_partners.svg",
        "explore_tone.svg",
    ]
    assert (pd.read_csv(tmp_path / "explore_themes.csv")["n"] == len(panel.view.sentences)).all()
    assert len(pd.read_csv(panel.save_rows())) == len(panel.view.sentences)
    panel.name.value = "<b>/etc"
    assert (
        panel.save_rows() is None and "Not saved" in panel.message.value and "<b>" not in panel.message.value
    )


def test_hostile_text_is_text():
    documents = an.read_text(f"China said {HOSTILE} to France. It was good.", doc_id="<b>x</b>")
    themes = an.make_lexicon(["good", "said"]).assign(label=[HOSTILE, "<b>y</b>"], key=[HOSTILE, "k"])
    panel = an.explore(documents, themes=themes)
    panel.set(search="<img*", theme=HOSTILE)
    assert panel.controls.widgets["theme"].value == HOSTILE
    pages = [panel._repr_html_(), panel.state.value]
    for mode in panel.views:
        panel.show(mode)
        pages += [panel.body.value, *[card.picture.value for card in panel.cards]]
    panel.set(search="script", theme="")
    panel.show("Contexts")
    pages += [panel.body.value, panel.state.value]
    for page in pages:
        assert not re.search(r"<script|<img src=x|<b>[xy]", page)
        assert "$x^2$" not in page or "$x^2$" in unescape(page)
    panel.show("Sentences")
    assert "<script>window.__pwned = 1</script>" in unescape(
        re.sub("</?mark[^>]*>|<sup>.*?</sup>", "", panel.body.value)
    )


def test_the_static_twin_shows_overview_and_sentences(frames):
    bundle = an.explore(an.load_sample())._repr_mimebundle_()
    page = bundle["text/html"]
    assert WIDGET not in bundle
    assert page.count("<img ") == 3 and page.count("<li>") == PAGE
    assert f"{len(frames.sentences)} sentences of" in page
    assert WIDGET in an.explore(an.load_sample(), static=False)._repr_mimebundle_()


def test_nothing_selected_is_said():
    panel = an.explore(an.load_sample())
    panel.set(search="zzzz")
    assert "n = 0" in panel.body.value and panel.state.value.count("0 sentences of") == 1
    assert "n = 0" in panel._repr_html_()


def test_documents_without_sentences():
    panel = an.explore(an.read_text("???"))
    assert len(panel.view.mentions) == 0 and "1 sentence of 1" in panel.state.value
    assert "n = 1" in panel.cards[0].picture.value
