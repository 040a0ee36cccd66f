"""Cue files of users, and what is wrong with them."""

from __future__ import annotations

import pytest

from tellings.errors import TellingsError
from tellings.voices import attribute, load_cues

OWN = """
[[cue]]
id = "smoke-signal"
part = "verb"
stance = "said"
lemmas = ["smoke"]
patterns = ["clause"]
"""


def test_a_users_cue_is_used(tmp_path, parse):
    path = tmp_path / "mine.toml"
    path.write_text(OWN, "utf-8")
    parsed = parse("The scouts smoked that the river was low.")
    assert not [a for a in attribute(parsed, load_cues()) if "smoke" in a.rule]
    found = [a for a in attribute(parsed, load_cues([path])) if a.rule.startswith("smoke-signal:smoke")]
    assert [parsed.words(s) for a in found for s in a.content] == ["that the river was low"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[cue]\n", "not valid TOML"),
        ("[[frame]]\nid = 'x'\n", "holds [[cue]] entries only"),
        ("[[cue]]\nid = 'x'\npart = 'verb'\npatterns = ['clause']\n", "'lemmas' is missing"),
        (OWN.replace("clause", "shout"), "unknown pattern 'shout'"),
        (OWN.replace('"verb"', '"pronoun"'), "unknown part 'pronoun'"),
        (OWN.replace('"said"', '"sung"'), "unknown stance 'sung'"),
        (OWN.replace('["smoke"]', '"smoke"'), "'lemmas' is not a list"),
        (OWN + 'colour = "red"\n', "unknown key 'colour'"),
        (OWN + "[[cue.example]]\nsource = 'x'\n", "an example has no text"),
        (OWN + 'only = "sometimes"\n', "unknown value 'sometimes'"),
    ],
)
def test_faults_are_named(tmp_path, text, says):
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(TellingsError) as caught:
        load_cues([path])
    assert caught.value.code == "bad-cues"
    assert says in caught.value.message
    assert "mine.toml" in caught.value.where


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(TellingsError) as caught:
        load_cues([tmp_path / "none.toml"])
    assert caught.value.code == "bad-cues"
    assert "none.toml" in caught.value.where


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xff\xfe[[cue]]")
    with pytest.raises(TellingsError) as caught:
        load_cues([path])
    assert caught.value.code == "bad-cues"
