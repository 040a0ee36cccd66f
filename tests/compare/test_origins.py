"""Whose word a telling is, on small stories of one's own (`voices.toml`): one deed each, so that merging has no part in it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tellings.compare import register as registers
from tellings.compare.accounts import Account
from tellings.compare.mouthpieces import hearsay, table
from tellings.compare.origins import origins_of
from tellings.compare.views import views_of
from tellings.comparing import closest_copy, copies_within, kin_copies
from tellings.gather import Draft, report_of
from tellings.model import Origin
from tellings.pipeline import Pipeline
from tellings.reading import read

STORIES = tomllib.loads(Path(__file__).with_name("voices.toml").read_text("utf-8"))["story"]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load()


def origins(story: dict, pipeline) -> list[str]:
    return [origin.name for origin in found(story, pipeline)]


def reasons(story: dict, pipeline) -> list[str]:
    return [origin.why for origin in found(story, pipeline)]


def found(story: dict, pipeline) -> tuple[Origin, ...]:
    drafts = [Draft(text=text, source=name, sha256="", outlet=name, published="2021-06-07") for name, text in story["reports"].items()]  # fmt: skip
    pairs = [(report, read(report, pipeline)) for report in map(report_of, drafts)]
    ids = [report.id for report, _ in pairs]
    copies = closest_copy(copies_within(kin_copies(pairs, ids), ids), ids)
    register = registers.build(pairs, [], [ids])
    accounts = []
    for report, reading in pairs:
        views = views_of(report, reading, register, None)
        told = [v for v in views if story.get("deed", "") in v.trigger]
        assert told, f"nothing is read of {report.text!r}"
        accounts.append(Account(report.outlet.value, tuple(told)))
    return origins_of(accounts, copies, register)[0]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["about"])
def test_the_voices_of_a_story(story, pipeline):
    assert origins(story, pipeline) == story["voices"]


@pytest.mark.parametrize("phrase", table()["hearsay"]["examples"])
def test_media_whom_nobody_names(phrase):
    assert hearsay(phrase)


@pytest.mark.parametrize("phrase", table()["hearsay"]["others"])
def test_media_of_whom_something_is_said(phrase):
    assert not hearsay(phrase)


def test_a_voice_says_who_quotes_it_and_as_whom(pipeline):
    story = next(s for s in STORIES if s["about"] == "the holder of an office, by name and by office")
    assert reasons(story, pipeline) == [
        "quoted by Alpha, Beta (“the country’s interim prime minister”)".replace("’", "'")
    ]


def test_a_voice_says_who_has_it_from_another(pipeline):
    story = next(s for s in STORIES if s["about"].startswith("media whom nobody names"))
    assert reasons(story, pipeline) == ["Beta: quotes what other media tell; Gamma: quotes what other media tell"]
