"""The order of resolving: names, phrases, pronouns, setting; then times and places of the mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from tellings.entities.assembly import Assembly
from tellings.entities.knowledge import Knowledge
from tellings.entities.places import event_place, find_places
from tellings.entities.plausible import not_after_publication
from tellings.entities.results import Results
from tellings.entities.scenes import towns_of, without_scenes
from tellings.entities.times import event_time, find_times, publication
from tellings.entities.times_around import surroundings
from tellings.entities.times_quoted import as_said
from tellings.entities.times_tense import Tenses
from tellings.entities.view import View
from tellings.model import Actor, Attribution, Mention, Participant, Place, When
from tellings.parse import Parsed


@dataclass(frozen=True)
class Resolved:
    """What resolving yields: the same attributions and mentions with actor, place and time, and these themselves."""

    attributions: tuple[Attribution, ...]
    mentions: tuple[Mention, ...]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    times: tuple[When, ...]


def resolve(
    parsed: Parsed, attributions: Sequence[Attribution], mentions: Sequence[Mention], knowledge: Knowledge
) -> Resolved:
    """Actors, places and times of one report.  NER runs only on sentences that hold a mention or an attribution."""
    view = View(parsed, knowledge)
    sentences = _sentences(parsed, attributions, mentions)
    places = tuple(find_places(parsed, knowledge.gazetteer, sentences, view.bodies))
    times = find_times(parsed, surroundings(parsed, places, knowledge.gazetteer))
    times = as_said(parsed, attributions, times, publication(parsed.report)[0])
    mentions = _located(parsed, mentions, places, times)
    view.add_places(places)
    view.add_times(times)
    results = Results(Assembly(view, attributions, mentions, sentences))
    return Resolved(
        attributions=tuple(results.with_actors(a) for a in attributions),
        mentions=results.mentions_with_actors(),
        actors=results.actors(),
        places=places,
        times=times,
    )


def _sentences(parsed: Parsed, attributions: Sequence[Attribution], mentions: Sequence[Mention]) -> list[int]:
    """Sentences that hold a trigger or a source."""
    spans = [m.trigger for m in mentions]
    for attribution in attributions:
        spans += [s for s in (attribution.cue, attribution.source) if s is not None]
    reached = [parsed.reach(span) for span in spans]
    out = {parsed.sentence_number(first) for first, end in reached if first < end}
    return sorted(n for n in out if n >= 0)


def _located(
    parsed: Parsed, mentions: Sequence[Mention], places: Sequence[Place], times: Sequence[When]
) -> tuple[Mention, ...]:
    """Each mention with its time and place, and by which rule."""
    out = []
    tenses = Tenses(parsed)
    towns = towns_of(places)
    for mention in mentions:
        found = event_time(parsed, mention, times)
        when, when_basis = not_after_publication(
            mention, *found, parsed.report, tenses.lies_ahead, tenses.in_month_of, tenses.plans
        )
        place, place_basis = event_place(parsed, mention, places, times)
        located = msgspec.structs.replace(
            mention,
            when=when,
            when_basis=when_basis,
            place=place.id if place else None,
            place_basis=place_basis,
            actors=_without_times(mention.actors, times, parsed.report.text),
            recipients=_without_times(mention.recipients, times, parsed.report.text),
        )
        out.append(without_scenes(parsed, located, towns))
    return tuple(out)


def _without_times(participants: tuple[Participant, ...], times: Sequence[When], text: str) -> tuple[Participant, ...]:
    """ "Fired at about 10.20", "on Monday": a time is nobody; but "met President Omondi Thursday" names somebody before it."""
    spans = [w.span for w in times if w.span is not None and w.type in ("DATE", "TIME")]

    def only_time(p: Participant) -> bool:
        told = next((s for s in spans if s.start <= p.head.start and p.head.end <= s.end), None)
        return told is not None and not _NAME.search(text, p.span.start, max(p.span.start, told.start))

    return tuple(p for p in participants if not only_time(p))


_NAME = re.compile(r"\b(?!The\b|In\b|On\b|At\b)[A-Z][\w'’-]+\s+[A-Z][\w'’-]+\s$")
