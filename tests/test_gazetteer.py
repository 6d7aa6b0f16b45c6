"""The gazetteer of actors, held against ISO 3166 (pycountry), CLDR (babel) and its own promises."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

FOLDER = Path(__file__).resolve().parents[1] / "analysis" / "lexicons"
COLUMNS = ["key", "pattern", "kind", "case", "ambiguous", "label", "source", "unit_type", "note"]
KINDS = {
    "state": {"name", "demonym", "abbreviation", "prefix", "metonym"},
    "territory": {"name", "demonym", "abbreviation", "prefix", "metonym"},
    "observer": {"name", "demonym", "abbreviation", "prefix", "metonym"},
    "former": {"name", "demonym", "abbreviation", "prefix", "metonym"},
    "organisation": {"bloc", "abbreviation", "metonym"},
    "region": {"region", "prefix"},
    "subnational": {"subnational"},
    "other": {"other"},
}
UN_MEMBERS = """
AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB
BRN BTN BWA CAF CAN CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA
ECU EGY ERI ESP EST ETH FIN FJI FRA FSM GAB GBR GEO GHA GIN GMB GNB GNQ GRC GRD GTM GUY HND HRV HTI
HUN IDN IND IRL IRN IRQ ISL ISR ITA JAM JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA
LIE LKA LSO LTU LUX LVA MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MOZ MRT MUS MWI MYS NAM
NER NGA NIC NLD NOR NPL NRU NZL OMN PAK PAN PER PHL PLW PNG POL PRK PRT PRY QAT ROU RUS RWA SAU SDN
SEN SGP SLB SLE SLV SMR SOM SRB SSD STP SUR SVK SVN SWE SWZ SYC SYR TCD TGO THA TJK TKM TLS TON TTO
TUN TUR TUV TZA UGA UKR URY USA UZB VCT VEN VNM VUT WSM YEM ZAF ZMB ZWE
""".split()
OBSERVERS = {"PSE", "VAT"}
FORMER = {"ANT", "CSK", "DDR", "SCG", "SUN", "VDR", "YMD", "YUG"}  # ISO 3166-3
USER_ASSIGNED = {"XKX"}
CLDR_VARIANT = {"MMR": "Myanmar"}  # CLDR joins two names that stand here as two rows: "Myanmar (Burma)"
MUST_BE_FLAGGED = """
Georgia; Jordan; Turkey; Chad; Guinea; Congo; Korea; America; Ireland; Niger; Washington; Dominican;
Micronesia; Samoa; Virgin Islands; Macedonia; Israel; Lebanon; Victoria; Santiago; San José; Kingston;
Georgetown; Hamilton; Lima; Rome; Paris; Commonwealth; Gulf; West; Crimea; Kashmir; Indian; English; Euro
""".replace("\n", " ").split(";")


@pytest.fixture(scope="module")
def actors():
    return pd.read_csv(FOLDER / "actors.csv", keep_default_na=False, dtype=str)


@cache
def fold(text):
    """Lower case without diacritics, hyphens and commas: how two spellings of one name are compared."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    bare = re.sub(r"[-–,()]", " ", bare.lower().replace("’", "'").replace("&", "and"))
    return " ".join(bare.split())


def notes(frame):
    return frame["note"].str.split("; ").apply(set)


def with_note(frame, *wanted):
    return frame[notes(frame).apply(lambda have: bool(have & set(wanted)))]


def test_columns_and_cells(actors):
    assert list(actors.columns) == COLUMNS
    required = ["key", "pattern", "kind", "case", "label", "source", "unit_type"]
    assert (actors[required] != "").all(axis=None)
    assert (actors == actors.apply(lambda column: column.str.strip())).all(axis=None)
    assert set(actors["case"]) == {"0", "1"}
    assert not actors["pattern"].str.contains("’|  ", regex=True).any()
    assert not actors["pattern"].str.lower().str.startswith("the ").any()


def test_sorted_without_repeats(actors):
    order = list(zip(actors["key"], actors["kind"], actors["pattern"], strict=True))
    assert order == sorted(order)
    assert not actors.duplicated(["key", "pattern"]).any()


def test_kinds_fit_the_unit(actors):
    assert set(actors["unit_type"]) == set(KINDS)
    wrong = [r for r in actors.itertuples() if r.kind not in KINDS[r.unit_type]]
    assert not wrong
    assert actors.groupby("key")["unit_type"].nunique().eq(1).all()
    assert actors.groupby("key")["label"].nunique().eq(1).all()


def test_keys_say_what_they_are(actors):
    shape = {"organisation": r"ORG:\w+", "region": r"REG:\w+", "subnational": r"SUB:[\w-]+", "other": "NAME"}
    for unit_type, keys in actors.groupby("unit_type")["key"]:
        assert keys.str.fullmatch(shape.get(unit_type, "[A-Z]{3}")).all(), unit_type


def test_iso_units_are_complete(actors):
    pycountry = pytest.importorskip("pycountry")
    iso = {c.alpha_3 for c in pycountry.countries}
    ours = set(actors.loc[actors["key"].str.fullmatch("[A-Z]{3}"), "key"])
    assert ours == iso | FORMER | USER_ASSIGNED
    assert {c.alpha_3 for c in pycountry.historic_countries} >= FORMER


def test_every_cldr_name_is_a_pattern(actors):
    pycountry = pytest.importorskip("pycountry")
    names = pytest.importorskip("babel").Locale("en").territories
    ours = actors[actors["kind"] == "name"].groupby("key")["pattern"].agg(lambda p: {fold(x) for x in p})
    for country in pycountry.countries:
        wanted = CLDR_VARIANT.get(country.alpha_3, names[country.alpha_2])
        assert fold(wanted) in ours[country.alpha_3], wanted


def test_every_short_iso_name_is_a_pattern(actors):
    pycountry = pytest.importorskip("pycountry")
    ours = actors[actors["kind"] == "name"].groupby("key")["pattern"].agg(lambda p: {fold(x) for x in p})
    for country in pycountry.countries:
        bare = country.name.split(" (")[0]  # "Holy See (Vatican City State)"
        upright = " ".join(reversed(bare.split(", "))).removeprefix(
            "The "
        )  # "Congo, The Democratic Republic of the"
        iso = {country.name, bare, upright, getattr(country, "official_name", "")}
        assert {fold(name) for name in iso} & ours[country.alpha_3], country.name


def test_unit_types(actors):
    kinds = actors.groupby("unit_type")["key"].agg(set)
    assert len(UN_MEMBERS) == len(set(UN_MEMBERS)) == 193
    assert kinds["state"] == set(UN_MEMBERS)
    assert kinds["observer"] == OBSERVERS
    assert kinds["former"] == FORMER
    assert {"TWN", "HKG", "MAC", "ESH", "XKX", "PRI", "GRL"} <= kinds["territory"]


@pytest.mark.parametrize("kind", ["name", "demonym"])
def test_every_member_has_name_and_adjective(actors, kind):
    assert set(UN_MEMBERS) <= set(actors.loc[actors["kind"] == kind, "key"])


def test_every_member_has_a_capital_or_seat(actors):
    marked = with_note(actors[actors["kind"].isin(["metonym", "name"])], "capital", "seat")
    assert set(UN_MEMBERS) <= set(marked["key"])


def test_every_metonym_says_of_what_sort(actors):
    sorts = {"capital", "seat", "former capital", "government"}
    assert notes(actors[actors["kind"] == "metonym"]).apply(lambda have: len(have & sorts) == 1).all()


def test_acting_patterns_begin_with_a_capital(actors):
    acting = actors[~actors["unit_type"].isin(["other", "subnational"])]
    assert acting["pattern"].str[0].apply(lambda c: c.isupper() or c.isdigit()).all()


def test_lower_case_titles_leave_the_name_inside(actors):
    """Long forms are exact: "the state of Israel" and "southern Africa" still match inside."""
    exact = set(actors.loc[actors["case"] == "1", "pattern"])
    assert {"State of Israel", "Kingdom of Saudi Arabia", "Republic of Korea", "Southern Africa"} <= exact
    assert (
        not {"Central America", "Republic of the Congo", "Republic of China"} & exact
    )  # the inner name is another's


def test_notes_are_of_the_documented_words(actors):
    known = {"", "capital", "seat", "former capital", "government", "former", "default", "misspelling", "the"}
    acting = actors[actors["unit_type"] != "other"]
    assert set().union(*notes(acting)) <= known
    assert (actors.loc[actors["unit_type"] == "other", "note"] != "").all()


def owners(actors):
    """One row per pattern with two keys or more; case-sensitive patterns are told apart by their spelling."""
    spelling = actors["pattern"].where(actors["case"] == "1", actors["pattern"].str.lower())
    folded = spelling.str.replace("-", " - ")
    return actors[actors.groupby(folded)["key"].transform("nunique") > 1].assign(folded=folded)


def test_two_owners_only_if_flagged_with_one_default(actors):
    shared = owners(actors)
    assert (shared["ambiguous"] != "").all()
    defaults = with_note(shared, "default")
    assert sorted(defaults["folded"]) == sorted(shared["folded"].unique())
    assert dict(zip(defaults["pattern"], defaults["key"], strict=True))["Congolese"] == "COD"


@pytest.mark.parametrize("pattern", [p.strip() for p in MUST_BE_FLAGGED])
def test_ambiguous_names_say_so(actors, pattern):
    rows = actors[actors["pattern"] == pattern]
    assert len(rows) and (rows["ambiguous"] != "").all()


def test_abbreviations_are_spelt_exactly(actors):
    assert (actors.loc[actors["kind"] == "abbreviation", "case"] == "1").all()
    us = actors[actors["pattern"].str.lower() == "us"]
    assert us["case"].tolist() == ["1"]


def test_enough_organisations_and_regions(actors):
    keys = actors.loc[actors["unit_type"].isin(["organisation", "region"]), "key"].unique()
    assert len([k for k in keys if k.startswith("ORG:")]) >= 60
    assert len([k for k in keys if k.startswith("REG:")]) >= 20


def test_region_adjectives_are_no_mention(actors):
    listed = {fold(p) for p in actors.loc[actors["unit_type"] == "region", "pattern"]}
    assert not listed & {"european", "africans", "african", "asian", "latin american", "arab", "western"}


@pytest.mark.parametrize(
    "inner, outer",
    [
        ("Guinea", ["Equatorial Guinea", "Guinea-Bissau", "Papua New Guinea", "Guinea pig*"]),
        ("Congo", ["Republic of the Congo", "Democratic Republic of the Congo", "Congo River"]),
        ("Korea", ["North Korea", "South Korea", "Democratic People's Republic of Korea"]),
        ("Georgia", ["South Georgia", "Atlanta , Georgia", "state of Georgia"]),
        ("Ireland", ["Northern Ireland", "Republic of Ireland"]),
        ("Samoa", ["American Samoa", "Western Samoa"]),
        ("Sudan", ["South Sudan"]),
        ("Mexico", ["New Mexico", "Gulf of Mexico"]),
        ("Mongolia", ["Inner Mongolia"]),
        ("American", ["Latin American*", "American Airlines", "Organization of American States"]),
    ],
)
def test_names_inside_names_have_rows_of_their_own(actors, inner, outer):
    key = dict(zip(actors["pattern"], actors["key"], strict=True))
    for name in outer:
        assert inner.lower() in name.lower() and name in key
        assert key[name] != key[inner] or inner in ("Ireland", "Samoa", "Congo", "Korea")


def test_shields_emit_nothing(actors):
    shields = actors[actors["unit_type"] == "other"]
    assert set(shields["key"]) == {"NAME"}
    assert {"Washington Post", "U.S. dollars", "China Media Group", "Peking duck*"} <= set(shields["pattern"])


def test_every_shield_holds_a_name_to_shield(actors):
    acting = {fold(p) for p in actors.loc[actors["unit_type"] != "other", "pattern"]}
    idle = []
    for pattern in actors.loc[actors["unit_type"] == "other", "pattern"]:
        words = fold(pattern).replace("'s", " 's").split()
        if words[0].startswith("*"):  # any adjective: "*ese restaurant*"
            continue
        words = [word.rstrip("*") for word in words]
        spans = {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
        if not spans & acting:
            idle.append(pattern)
    assert not idle


def test_shields_do_not_swallow_diplomacy(actors):
    """A glob of a shield must not reach over an ordinary phrase with a state in it."""
    ordinary = """French presidents; French pressure; Turkish legislators; German markets; Indian warships;
    Indian nationals; U.S. central command; U.S. centres; Chinese settlements; Peruvian soldiers;
    Uzbek sources; Swiss watchdog; Bulgarian levels; Turkey hunting; Turkey legalises;
    Russian doldrums; Swedish crown princess; British pounding; Iranian public; Indian souls"""
    globs = [p for p in actors.loc[actors["unit_type"] == "other", "pattern"] if re.search(r"[*?]", p)]
    rules = [re.compile(re.escape(p.lower()).replace(r"\*", r"[^ ]*").replace(r"\?", "[^ ]")) for p in globs]
    for phrase in re.split(r";\s*", ordinary):
        assert not [r.pattern for r in rules if r.fullmatch(phrase.lower())], phrase


def test_every_source_is_explained(actors):
    text = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    assert not [tag for tag in actors["source"].unique() if f"`{tag}`" not in text]
