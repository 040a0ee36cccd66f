"""All states are found by name, adjective and people, in one and in many."""

from __future__ import annotations

from pathlib import Path

import pytest

from tellings.entities.knowledge import load_knowledge, rows
from tellings.entities.lexicon import forms

UN_MEMBERS = set(
    [
        "AFG",
        "ALB",
        "DZA",
        "AND",
        "AGO",
        "ATG",
        "ARG",
        "ARM",
        "AUS",
        "AUT",
        "AZE",
        "BHS",
        "BHR",
        "BGD",
        "BRB",
        "BLR",
        "BEL",
        "BLZ",
        "BEN",
        "BTN",
        "BOL",
        "BIH",
        "BWA",
        "BRA",
        "BRN",
        "BGR",
        "BFA",
        "BDI",
        "CPV",
        "KHM",
        "CMR",
        "CAN",
        "CAF",
        "TCD",
        "CHL",
        "CHN",
        "COL",
        "COM",
        "COG",
        "CRI",
        "CIV",
        "HRV",
        "CUB",
        "CYP",
        "CZE",
        "PRK",
        "COD",
        "DNK",
        "DJI",
        "DMA",
        "DOM",
        "ECU",
        "EGY",
        "SLV",
        "GNQ",
        "ERI",
        "EST",
        "SWZ",
        "ETH",
        "FJI",
        "FIN",
        "FRA",
        "GAB",
        "GMB",
        "GEO",
        "DEU",
        "GHA",
        "GRC",
        "GRD",
        "GTM",
        "GIN",
        "GNB",
        "GUY",
        "HTI",
        "HND",
        "HUN",
        "ISL",
        "IND",
        "IDN",
        "IRN",
        "IRQ",
        "IRL",
        "ISR",
        "ITA",
        "JAM",
        "JPN",
        "JOR",
        "KAZ",
        "KEN",
        "KIR",
        "KWT",
        "KGZ",
        "LAO",
        "LVA",
        "LBN",
        "LSO",
        "LBR",
        "LBY",
        "LIE",
        "LTU",
        "LUX",
        "MDG",
        "MWI",
        "MYS",
        "MDV",
        "MLI",
        "MLT",
        "MHL",
        "MRT",
        "MUS",
        "MEX",
        "FSM",
        "MCO",
        "MNG",
        "MNE",
        "MAR",
        "MOZ",
        "MMR",
        "NAM",
        "NRU",
        "NPL",
        "NLD",
        "NZL",
        "NIC",
        "NER",
        "NGA",
        "MKD",
        "NOR",
        "OMN",
        "PAK",
        "PLW",
        "PAN",
        "PNG",
        "PRY",
        "PER",
        "PHL",
        "POL",
        "PRT",
        "QAT",
        "KOR",
        "MDA",
        "ROU",
        "RUS",
        "RWA",
        "KNA",
        "LCA",
        "VCT",
        "WSM",
        "SMR",
        "STP",
        "SAU",
        "SEN",
        "SRB",
        "SYC",
        "SLE",
        "SGP",
        "SVK",
        "SVN",
        "SLB",
        "SOM",
        "ZAF",
        "SSD",
        "ESP",
        "LKA",
        "SDN",
        "SUR",
        "SWE",
        "CHE",
        "SYR",
        "TJK",
        "TZA",
        "THA",
        "TLS",
        "TGO",
        "TON",
        "TTO",
        "TUN",
        "TUR",
        "TKM",
        "TUV",
        "UGA",
        "UKR",
        "ARE",
        "GBR",
        "USA",
        "URY",
        "UZB",
        "VUT",
        "VEN",
        "VNM",
        "YEM",
        "ZMB",
        "ZWE",
    ]
)
# Their people are named by "of" alone in the press, or share a neighbour's word.
NO_WORD = {"COG", "DMA"}


@pytest.fixture(scope="module")
def lexicon():
    return load_knowledge().lexicon


def found_code(lexicon, text: str, word: str, kinds: tuple[str, ...]) -> str | None:
    start = text.index(word)
    for hit in lexicon.scan(text):
        if hit.start == start and hit.end >= start + len(word) and hit.of(*kinds):
            return hit.of(*kinds).code
    return None


def test_all_members_are_there():
    codes = {row["code"] for row in rows("countries.tsv")}
    assert len(UN_MEMBERS) == 193
    assert codes >= UN_MEMBERS
    assert {"TWN", "HKG", "PSE", "KOS", "VAT", "ATA"} <= codes


def test_every_name_adjective_and_people_is_found(lexicon):
    missed = []
    for row in rows("countries.tsv"):
        for name in [row["name"], *filter(None, row["also"].split("|"))]:
            if found_code(lexicon, f"Talks with {name} ended.", name, ("state",)) != row["code"]:
                missed.append(name)
        for adjective in filter(None, row["adjectives"].split("|")):
            if found_code(lexicon, f"One {adjective} envoy left.", adjective, ("adjective",)) != row["code"]:
                missed.append(adjective)
        for one, many in forms(row["people"]):
            for word in filter(None, (one, many)):
                if found_code(lexicon, f"Nine {word} arrived.", word, ("people",)) != row["code"]:
                    missed.append(word)
    assert missed == []


def test_every_member_has_an_adjective_and_a_people():
    lacking = {
        row["code"]
        for row in rows("countries.tsv")
        if row["code"] in UN_MEMBERS and not (row["adjectives"] and row["people"])
    }
    assert lacking <= NO_WORD


@pytest.mark.parametrize(
    ("text", "word", "code"),
    [
        ("Danes and Finns", "Danes", "DNK"),
        ("three Frenchmen", "Frenchmen", "FRA"),
        ("Filipinos abroad", "Filipinos", "PHL"),
        ("some Swazis", "Swazis", "SWZ"),
        ("the Basotho", "Basotho", "LSO"),
        ("two Ni-Vanuatu", "Ni-Vanuatu", "VUT"),
        ("Soviets", "Soviets", "RUS"),
        ("Zaireans", "Zaireans", "COD"),
        ("Abkhazians", "Abkhazians", "GEO"),
    ],
)
def test_plurals(lexicon, text, word, code):
    assert found_code(lexicon, text, word, ("people",)) == code


def test_small_letters_and_crossings_are_no_names(lexicon):
    assert not any(
        h.of("state", "adjective", "organisation") for h in lexicon.scan("let us go to turkey; who said so, chad")
    )
    assert all(
        h.of("state") is None or h.of("state").code != "GIN"
        for h in lexicon.scan("Papua New Guinea and Equatorial Guinea")
    )


def test_a_comma_parts_a_name(lexicon):
    assert not any(
        h.of("state") and h.of("state").code == "KOR" for h in lexicon.scan("In the South, Korea watchers met.")
    )


def test_the_data_names_only_known_codes_and_sectors():
    from tellings.entities.dictionaries import SECTORS
    from tellings.entities.knowledge import NON_STATE, plain_rows

    codes = {row["code"] for row in rows("countries.tsv")} | NON_STATE | {""}
    for table in ("organisations.tsv", "people.tsv"):
        for row in rows(table):
            assert row["code"] in codes, row
            assert set(row["sectors"].split()) <= SECTORS, row
    for row in rows("areas.tsv"):
        assert row["code"] in codes, row
    for row in plain_rows("roles.tsv"):
        assert set(row[1].split()) <= SECTORS, row
        assert row[3] in ("strong", "weak", "none", "office", "relational"), row


# Two states share one word; which is meant, the rest of the report says.
SHARED = {"COG": "COD", "DOM": "DMA", "COD": "COG", "DMA": "DOM"}


def test_adjective_and_plural_of_every_member_by_a_list_of_its_own(lexicon):
    """The list is not made from the data: a word that the data lacks shows here."""
    lines = (Path(__file__).parent / "demonyms.tsv").read_text("utf-8").splitlines()
    table = [line.split("\t") for line in lines if not line.startswith("#")]
    assert {code for code, *_ in table} == UN_MEMBERS
    missed = []
    for code, adjective, people in table:
        found = found_code(lexicon, f"One {adjective} envoy left.", adjective, ("adjective", "state"))
        several = found_code(lexicon, f"Nine {people} arrived.", people, ("people", "adjective"))
        missed += [word for word, got in ((adjective, found), (people, several)) if got not in (code, SHARED.get(code))]
    assert missed == []
