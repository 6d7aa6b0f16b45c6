"""Validation: sheets that survive a spreadsheet, scores by hand, agreement as nltk and Krippendorff have it."""

import numpy as np
import pandas as pd
import pytest

import analysis as an
from analysis import validation as va

CODES = ["health", "trade_investment"]


def sheet(answers, coder="a", doc_id="2020-01"):
    n = len(answers)
    frame = pd.DataFrame(
        {
            "doc_id": [doc_id] * n,
            "sent_id": range(n),
            "coder": coder,
            "answer": answers,
            "text": [f"Text {i}." for i in range(n)],
        }
    )
    return frame.astype(va.SHEET)


def test_the_draw_is_seeded_and_in_text_order(sample):
    first, again, other = (va.draw_sample(sample.sentences, 10, seed=s) for s in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first["sent_id"].equals(other["sent_id"])
    assert first["sent_id"].is_monotonic_increasing and set(first["layer"]) == {"body"}
    assert len(va.draw_sample(sample.sentences, 10_000)) == len(sample.body)
    assert va.draw_sample(sample.sentences.iloc[:0]).empty


def test_sheet_round_trip_keeps_every_character(tmp_path):
    texts = [
        "=1+1",
        "-5 percent",
        "@home",
        "'quoted",
        "''90s",
        "2020-01",
        'a "b", c;\nd',
        "\tTab",
        "plain",
        "+1",
    ]
    before = (
        sheet(["", "none", "health", "health; trade_investment", *[""] * 6])
        .assign(text=texts)
        .astype(va.SHEET)
    )
    path = va.save_sheet(before, tmp_path / "a.csv")
    pd.testing.assert_frame_equal(va.read_sheet(path, CODES), before)
    raw = path.read_text(encoding="utf-8-sig")
    assert "'=1+1" in raw and "'2020-01" in raw  # no formula, and no date a spreadsheet would change
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_sheet_saved_by_a_european_spreadsheet(tmp_path):
    text = "doc_id;sent_id;coder;answer;text\nd;1;;Health, none;Caf\xe9\nd;2;;;x\n;;;;\n".replace(
        "Health", "health"
    )
    (tmp_path / "mia.csv").write_bytes(text.encode("cp1252"))
    read = va.read_sheet(tmp_path / "mia.csv", CODES)
    assert read["coder"].tolist() == ["mia", "mia"] and read["answer"].tolist() == ["health", ""]


@pytest.mark.parametrize(
    "text, message",
    [
        ("doc_id,sent_id\n", "lacks coder, answer, text"),
        ("", "lacks"),
        ("doc_id,sent_id,coder,answer,text\nd,x,a,,t\n", "row 2: sent_id is 'x'"),
        (
            "doc_id,sent_id,coder,answer,text\nd,1,a,,t\nd,1,a,,t\n",
            "row 3: sentence 1 of 'd' stands in the sheet twice",
        ),
        ("doc_id,sent_id,coder,answer,text\nd,1,a,helth,t\n", "'helth' is no code"),
    ],
)
def test_a_faulty_sheet_is_named_with_its_line(tmp_path, text, message):
    path = tmp_path / "s.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=message) as caught:
        va.read_sheet(path, CODES)
    assert str(caught.value).startswith("s.csv")


def test_score_by_hand():
    program = sheet(["health", "health", "health", "none", "trade_investment"], "program")
    hand = sheet(["health", "none", "health; trade_investment", "health", ""])  # the last is not coded
    table = va.score(program, hand, CODES).set_index("code")
    health = table.loc["health"]
    assert (health["n"], health["k_program"], health["k_hand"], health["both"]) == (4, 3, 3, 2)
    assert health["precision"] == health["recall"] == pytest.approx(2 / 3)
    assert (health["precision_low"], health["precision_high"]) == pytest.approx(an.wilson(2, 3))
    trade = table.loc["trade_investment"]
    assert np.isnan(trade["precision"]) and np.isnan(trade["precision_low"]) and trade["recall"] == 0
    assert table.loc["all codes", ["k_program", "k_hand", "both"]].tolist() == [3, 4, 2]
    assert table["few"].all()


def test_agreement_is_nltks():
    from nltk.metrics.agreement import AnnotationTask

    rng = np.random.default_rng(3)
    truth = rng.choice(["none", *CODES], 60)
    noisy = [np.where(rng.random(60) < 0.25, rng.choice(["none", *CODES], 60), truth) for _ in range(3)]
    sheets = [sheet(list(a), name) for a, name in zip(noisy, "abc", strict=True)]
    for coders in (sheets[:2], sheets):
        answers = pd.concat(coders, ignore_index=True)
        task = AnnotationTask(list(zip(answers["coder"], answers["sent_id"], answers["answer"], strict=True)))
        row = va.agreement(answers, CODES).set_index("code").loc["whole answer"]
        assert row["percent"] == pytest.approx(task.avg_Ao())
        assert row["kappa"] == pytest.approx(task.kappa())
        assert row["alpha"] == pytest.approx(task.alpha())


def test_alpha_with_missing_answers_is_krippendorffs():
    """Krippendorff (2011), Computing Krippendorff's alpha-reliability, table C: four observers, alpha nominal = .743."""
    data = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    sheets = [
        sheet(["" if v == "." else f"c{v}" for v in row.split()], f"coder{i}") for i, row in enumerate(data)
    ]
    table = va.agreement(pd.concat(sheets, ignore_index=True), [])
    assert table["alpha"].item() == pytest.approx(0.743, abs=5e-4)
    assert table["n"].item() == 11


def test_agreement_of_one_value_only_is_undefined():
    table = va.agreement(pd.concat([sheet(["none"] * 5, "a"), sheet(["none"] * 5, "b")]), CODES)
    assert (table["percent"] == 1).all() and table[["kappa", "alpha"]].isna().all().all()
    with pytest.raises(ValueError, match="two coders"):
        va.agreement(sheet(["none"]), CODES)


def test_a_class(tmp_path):
    for name, answers in {
        "ann": ["health", "none", ""],
        "bob": ["health", "health", "none"],
        "cy": ["health", "health", ""],
    }.items():
        va.save_sheet(sheet(answers, ""), tmp_path / f"{name}.csv")
    answers = va.collect(tmp_path, CODES)
    assert answers["coder"].unique().tolist() == ["ann", "bob", "cy"]
    table = va.compare_coders(answers)
    assert table["sent_id"].tolist() == [1, 0, 2]  # the contested one first
    assert table["agree"].tolist()[:2] == pytest.approx([1 / 3, 1]) and np.isnan(table["agree"].iloc[2])
    assert table.loc[0, ["ann", "bob", "cy"]].tolist() == ["none", "health", "health"]
    va.save_sheet(sheet(["none"], "ann"), tmp_path / "z.csv")
    with pytest.raises(ValueError, match="'ann' has a sheet already"):
        va.collect(tmp_path)
    va.save_sheet(sheet(["none"], "zoe").assign(text="Other text."), tmp_path / "z.csv")
    with pytest.raises(ValueError, match="another text"):
        va.collect(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match="no coding sheets"):
        va.collect(tmp_path / "empty")


def test_notes_tell_rules_from_people(sample):
    drawn = va.draw_sample(sample.sentences, 30)
    assert va.validation_note() == va.validation_note(va.coding_sheet(drawn)) == "not validated"
    assert va.validation_note(sheet(["none", "", "health"])) == "validated by hand: n = 2"
    example = va.example_sheet(sample.hits, sample.sentences, drawn)
    assert va.validation_note(example) == "not validated (example codes made by a rule, n = 30)"


def test_the_program_agrees_with_itself(sample):
    drawn = va.draw_sample(sample.sentences, 30)
    codes = sorted(sample.hits["key"].unique())
    own = va.program_codes(an.theme_sentences(sample.hits, sample.sentences), drawn)
    table = va.score(own, own, codes)
    assert (table["both"] == table["k_program"]).all()
    assert (table["precision"].dropna() == 1).all()
    strict, lenient = (
        va.score(own, va.example_sheet(sample.hits, sample.sentences, drawn, rule=r), codes)
        for r in ("strict", "lenient")
    )
    assert strict["precision"].iloc[-1] < 1 and strict["recall"].iloc[-1] == 1
    assert lenient["recall"].iloc[-1] < 1 and lenient["precision"].iloc[-1] == 1
    ax = va.plot_scores(strict)
    assert "n = 30" in ax.get_xlabel()


def test_the_form_saves_as_you_go_and_continues(tmp_path):
    empty = va.coding_sheet(
        an.split_sentences(an.read_text("A <b>virus</b> spread. It rained. Trade grew.")), "mia"
    )
    path = tmp_path / "mia.csv"
    form = va.coding_form(empty, path, {"health": "Health", "trade_investment": "Trade"})
    place, text, health, trade, buttons = form.children
    back, none, forward = buttons.children
    assert "&lt;b&gt;virus" in text.value and "<b>virus" not in text.value
    health.value = True
    assert va.read_sheet(path)["answer"].tolist() == ["health", "", ""]
    forward.click()
    assert not health.value and "Sentence 2" in place.value
    none.click()
    assert va.read_sheet(path)["answer"].tolist() == ["health", "none", ""] and forward.disabled
    back.click()
    back.click()
    assert health.value
    health.value = False  # nothing ticked is not "none": the sentence is open again
    assert va.read_sheet(path)["answer"].tolist() == ["", "none", ""]
    again = va.coding_form(empty, path, {"health": "Health"})
    assert again.sheet["answer"].tolist() == ["", "none", ""]
    with pytest.raises(ValueError, match="other sentences"):
        va.coding_form(empty.iloc[:1], path, {"health": "Health"})
    with pytest.raises(ValueError, match="no sentence"):
        va.coding_form(empty.iloc[:0], path, {})


def test_the_twin_is_escaped():
    page = va.show_sheet(
        sheet(["health", "none"]).assign(text="<script>x</script>"), {"health": "Health & <i>care</i>"}
    ).data
    assert "<script>" not in page and "<i>" not in page and page.count("☒") == 2
