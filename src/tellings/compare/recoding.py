"""A person's word on who an actor is: its country and sectors, by its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from tellings.compare.judging import latest_word
from tellings.model import Actor, Evidence, Judgement, Reading, Report

NO_COUNTRY = "NONE"


def judged_codes(judgements: Iterable[Judgement]) -> dict[str, Judgement]:
    """Name in lower case -> the newest judgement on its code that nobody took back.

    `b` is the country's or the non-state code and the sectors, primary first: "IRN GOV SPY"; NO_COUNTRY for no country.
    """
    found: dict[str, Judgement] = {}
    for one in latest_word(j for j in judgements if j.about == "code"):  # newest first
        if one.verdict == "same":
            found.setdefault(one.a.lower(), one)
    return found


def recoded(report: Report, reading: Reading, codes: Mapping[str, Judgement]) -> Reading:
    """The reading with these judgements followed, in every actor that is called so; itself where none speaks of it."""
    if not codes:
        return reading
    actors = tuple(_actor(actor, report, codes) for actor in reading.actors)
    return reading if actors == reading.actors else replace(reading, actors=actors)


def _actor(actor: Actor, report: Report, codes: Mapping[str, Judgement]) -> Actor:
    forms = (actor.name, *(report.text[span.start : span.end] for span in actor.forms))
    judgement = next((codes[form.lower()] for form in forms if form.lower() in codes), None)
    if judgement is None:
        return actor
    code, *sectors = judgement.b.split()
    rule = f"judged by {judgement.by}"
    place = actor.forms[0] if actor.forms else None
    values = [("country", code), *(("sector", sector) for sector in sectors)]
    said = [Evidence(attribute, value, place, rule) for attribute, value in values if value != NO_COUNTRY]
    kept = [one for one in actor.evidence if one.attribute not in ("country", "sector")]
    return replace(
        actor,
        code=None if code == NO_COUNTRY else code,
        sectors=tuple(sectors),
        evidence=(*kept, *said),
        unknown=tuple(reason for reason in actor.unknown if reason.partition(":")[0] not in ("country", "sector")),
    )
