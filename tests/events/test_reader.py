"""Mistakes in a frame file are named with line and the nearest right word."""

import pytest

from tellings.errors import TellingsError

GOOD = """
[[frame]]
id = "seize-land"
type = "COERCE"
mode = "seize"
cameo = "171"
triggers = ["seize", "land grab/noun"]
when = { object = ["territory", "=farm"] }
  [[frame.example]]
  text = "The company seized the village's land."
  gives = { actor = "The company" }
"""

MISTAKES = [
    ("mode = \"seize\"", "mode = \"sieze\"", "no mode 'sieze'", "Did you mean 'seize'", 5),
    ("mode = \"seize\"", "mode = \"abduct\"", "no mode 'abduct'", "mode of ASSAULT", 5),
    ("type = \"COERCE\"", "type = \"COERSE\"", "'COERSE' is not known", "Did you mean 'COERCE'", 4),
    ("triggers = [", "trigers = [", "unknown field 'trigers'", "Did you mean 'triggers'", 7),
    ("\"territory\"", "\"teritory\"", "no word class 'teritory'", "Did you mean 'territory'", 8),
    ("object =", "objekt =", "'objekt' is not known", "Did you mean 'object'", 8),
    ("\"171\"", "\"991\"", "no CAMEO code '991'", "", 6),
    ("\"171\"", "171", "not a text", "", 6),
    ("\"seize\", \"land", "\"{seize|}\", \"land", "chief word is optional", "", 7),
    ("land grab/noun", "land grab/nuon", "'nuon'", "", 7),
    ("gives = { actor", "gives = { akter", "unknown field 'akter'", "Did you mean 'actor'", 11),
    ("id = \"seize-land\"", "id = \"Seize Land\"", "only lower case", "", 3),
    ("id = \"seize-land\"\n", "", "lacks 'id'", "", 2),
    ("[[frame]]", "[[frames]]", "unknown table", "Did you mean 'frame'", 2),
    ("gives = { actor = \"The company\" }", "", "needs either", "", 10),
    ("mode = \"seize\"", "weight = 7", "not a number from 0 to 2", "", 5),
    ("mode = \"seize\"", "absent = [\"objekt\"]", "'objekt' is not known", "Did you mean 'object'", 5),
    ("mode = \"seize\"", "status = \"past\"", "'past' is not known", "", 5),
    ("mode = \"seize\"", "mode_from = \"wepon\"", "'wepon' is not known", "Did you mean 'weapon'", 5),
    ("mode = \"seize\"", "needs = [\"ASAULT\"]", "'ASAULT' is not known", "Did you mean 'ASSAULT'", 5),
    ("mode = \"seize\"", "contexts = [\"elections\"]", "'elections' is not known", "Did you mean 'election'", 5),
]  # fmt: skip


def test_a_good_file_is_read(own_frames):
    (frame,) = own_frames(GOOD).frames
    assert (frame.id, frame.type, frame.modes, frame.cameo) == ("seize-land", "COERCE", ("seize",), "171")
    assert frame.source.endswith("own.toml, line 2")


@pytest.mark.parametrize(("old", "new", "message", "hint", "line"), MISTAKES)
def test_mistakes_are_named(own_frames, old, new, message, hint, line):
    assert old in GOOD
    with pytest.raises(TellingsError) as caught:
        own_frames(GOOD.replace(old, new, 1))
    error = caught.value
    assert error.code == "frames-invalid"
    assert message in error.message
    assert hint in error.hint
    assert error.where.endswith(f"own.toml, line {line}")


def test_broken_toml_names_the_file(own_frames):
    with pytest.raises(TellingsError) as caught:
        own_frames('[[frame]\nid = "x"')
    assert caught.value.code == "frames-toml"


def test_two_frames_of_one_name(own_frames):
    with pytest.raises(TellingsError) as caught:
        own_frames(GOOD + GOOD)
    assert caught.value.code == "frames-twice"


def test_a_missing_file(tmp_path):
    from tellings.events import load_frames

    with pytest.raises(TellingsError) as caught:
        load_frames([tmp_path / "none.toml"])
    assert caught.value.code == "frames-unreadable"


def test_own_types_need_of(own_frames):
    text = GOOD.replace('"COERCE"', '"LANDGRAB"').replace('mode = "seize"', "").replace('"171"', '"171"')
    with pytest.raises(TellingsError):
        own_frames(text)
    (frame,) = own_frames(text.replace("triggers", 'of = "LANDGRAB"\ntriggers')).frames
    assert frame.type == frame.of == "LANDGRAB"
