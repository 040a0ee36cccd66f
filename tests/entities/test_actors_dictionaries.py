"""Users' actor and agent files: what they say, on which days, and what becomes of broken lines."""

from __future__ import annotations

import pytest

from tellings.entities.dictionaries import load_dictionary
from tellings.entities.lexicon import Lexicon
from tellings.errors import TellingsError

KNOWN = frozenset({"KEN", "IRN", "USA", "IGO", "ROU"})

ACTORS = """# invented
OKELLO_OCHIENG_   [KENGOV 980101-030531] [KENOPP >030531]  # a comment
+JAMES_OKELLO_
+MINISTER_OKELLO_ [KENGOV]
LAKE_FRONT_ ; from a list
+FRONT_OF_THE_LAKES_
\t[KENREB <19990101]
\t[KENPTY 19990101-20101231]
"""


def load(tmp_path, text, name="actors.txt"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    lexicon = Lexicon()
    notes = load_dictionary(path, lexicon, KNOWN)
    return lexicon, notes


def meanings(lexicon, phrase):
    return [(e.code, e.sectors, e.start, e.end) for e in lexicon.get(phrase)]


def test_codes_dates_and_synonyms(tmp_path):
    lexicon, notes = load(tmp_path, ACTORS)
    assert notes == []
    both = [("KEN", ("GOV",), "1998-01-01", "2003-05-31"), ("KEN", ("OPP",), "2003-06-01", None)]
    assert meanings(lexicon, "Okello Ochieng") == both
    assert meanings(lexicon, "James Okello") == both
    assert meanings(lexicon, "Minister Okello") == [("KEN", ("GOV",), None, None)]


def test_codes_on_lines_of_their_own_hold_for_every_spelling(tmp_path):
    lexicon, _ = load(tmp_path, ACTORS)
    assert meanings(lexicon, "Front of the Lakes") == [
        ("KEN", ("REB",), None, "1998-12-31"),
        ("KEN", ("PTY",), "1999-01-01", "2010-12-31"),
    ]


def test_agents_name_sectors_and_take_plurals(tmp_path):
    lexicon, notes = load(tmp_path, "NET_MENDER [~AGR]\nHERDSWOMAN {HERDSWOMEN} [~AGRCVL]\n")
    assert notes == []
    assert [e.sectors for e in lexicon.get("net menders")] == [("AGR",)]
    assert [e.sectors for e in lexicon.get("herdswomen")] == [("AGR", "CVL")]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("WIRRA_ [XQZGOV]", "neither a country nor a sector"),
        ("WIRRA_ [KENGOV 991301]", "no day of the calendar"),
        ("WIRRA_ [KENGOV 20100131-20090131]", "ends before it starts"),
        ("WIRRA_ [KENGOV", "bracket"),
        ("WIRRA_ [KENGOV soon]", "not a date"),
        ("WIRRA_ []", "empty"),
        ("+WIRRA_ [KEN]", "synonym without"),
        ("[KEN]", "code without a name"),
        ("123_ [KEN]", "no letter"),
        ("WIRRA_", "no code"),
        ("WIRRA_ [KENGO]", "three letters"),
    ],
)
def test_broken_lines_are_told_and_the_rest_is_used(tmp_path, line, what):
    lexicon, notes = load(tmp_path, f"{line}\nGOOD_NAME_ [KEN]\n")
    assert len(notes) == 1
    assert "line 1" in notes[0]
    assert what in notes[0]
    assert meanings(lexicon, "Good Name") == [("KEN", (), None, None)]


def test_csv(tmp_path):
    text = "name,also,code,sectors,from,to,kind\nTapa Wiri,T. Wiri|Wiri Tapa,KEN,GOV MIL,2001-01-01,,\nnet mender,,,AGR,,,agent\nBad,,KEN,QQQ,,,\nWorse,,KEN,GOV,2010-31-01,,\n"
    lexicon, notes = load(tmp_path, text, "actors.csv")
    assert meanings(lexicon, "Wiri Tapa") == [("KEN", ("GOV", "MIL"), "2001-01-01", None)]
    assert [e.sectors for e in lexicon.get("net menders")] == [("AGR",)]
    assert ["line 4" in n for n in notes] == [True, False]
    assert "no ISO date" in notes[1]


def test_older_codes_are_read(tmp_path):
    lexicon, _ = load(tmp_path, "WIRRA_ [ROMHLH]\n")
    assert meanings(lexicon, "Wirra") == [("ROU", ("MED",), None, None)]


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty-dictionary"), (b"\0\1\2", "not-text"), (b"WIRRA_ [QQQ]\n", "empty-dictionary")]
)
def test_useless_files_are_errors(tmp_path, data, code):
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    with pytest.raises(TellingsError) as caught:
        load_dictionary(path, Lexicon(), KNOWN)
    assert caught.value.code == code


def test_missing_file():
    with pytest.raises(TellingsError) as caught:
        load_dictionary("/nowhere/at/all.txt", Lexicon(), KNOWN)
    assert caught.value.code == "no-such-file"
