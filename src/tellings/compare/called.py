"""How each outlet calls each actor: the forms and descriptions in its reports, with their places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from tellings.entities.knowledge import rows
from tellings.model import Attribution, Naming, Quote, Reading, Report, Span

_LEADING = re.compile(r"^(?:the|a|an|some|his|her|its|their|our|my|your)\s+", re.I)
PRONOUNS = frozenset(
    word
    for line in files("tellings.compare").joinpath("data/pronouns.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)


def namings(pairs: Sequence[tuple[Report, Reading]], known: Mapping[tuple[str, str], str]) -> tuple[Naming, ...]:
    """One Naming an actor, outlet and form, most used first.  known: (report id, actor id) → KnownActor id.

    A form inside quotation marks is the speaker's, not the outlet's, and is left out.
    """
    found: dict[tuple[str, str, str], dict[Quote, None]] = defaultdict(dict)
    spelled: dict[tuple[str, str, str], str] = {}
    for report, reading in pairs:
        outlet = report.outlet.value or "unknown outlet"
        quoted = [a for a in reading.attributions if a.kind == "direct"]
        for actor in reading.actors:
            target = known.get((report.id, actor.id))
            if target is None:
                continue
            state = actor.kind == "state"
            towns = _towns(reading) if state and actor.sectors[:1] == ("CVL",) else ()
            whole = sorted({report.text[s.start : s.end] for s in actor.forms}, key=len, reverse=True)
            for span in actor.forms:
                # "Kim Jong" before "-un" is the longer form that the report has elsewhere.
                text = next(form for form in whole if report.text.startswith(form, span.start))
                if state and (_inside_one(span, towns) or _part_of_state(text)):
                    continue  # who lives there belongs to the state, but by no part of it is it called
                form = _LEADING.sub("", " ".join(text.split())).strip(" ,;:")
                if not form or form.lower() in PRONOUNS or _inside(span.start, quoted):
                    continue
                key = (target, outlet, form.lower())
                spelled.setdefault(key, form)
                end = span.start + len(text)
                found[key][Quote(report=report.id, start=span.start, end=end, text=text)] = None
    ordered = sorted(found, key=lambda k: (k[0], k[1], -len(found[k]), k[2]))
    return tuple(Naming(actor=k[0], outlet=k[1], form=spelled[k], quotes=tuple(found[k])) for k in ordered)


def _towns(reading: Reading) -> tuple[Span, ...]:
    return tuple(place.span for place in reading.places if place.precision != "country")


def _inside_one(span: Span, others: Iterable[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)


def _part_of_state(form: str) -> bool:
    """ "Guam", "northern Japan": a part of it, by which no state is called."""
    return bool(_REGION.match(form)) or form in _areas()


# Written small: "North Korea" and "South Africa" are whole states.
_REGION = re.compile(r"(?:(?:north|south|east|west)(?:ern|[- ]?(?:east|west)(?:ern)?)?|central|upper|lower)\s")


@cache
def _areas() -> frozenset[str]:
    """Territories that belong to a state and have no government that breaks away from it."""
    return frozenset(
        name for row in rows("areas.tsv") if row["sector"] != "PRE" for name in (row["names"] or "").split("|")
    )


def _inside(at: int, quoted: Sequence[Attribution]) -> bool:
    return any(s.start <= at < s.end for a in quoted for s in a.content)


def called_together(found: Iterable[Naming]) -> tuple[Naming, ...]:
    """Namings of many stories as one for each actor, outlet and form, most used first."""
    together: dict[tuple[str, str, str], list[Naming]] = defaultdict(list)
    for naming in found:
        together[naming.actor, naming.outlet, naming.form.lower()].append(naming)
    rows = [
        Naming(actor=key[0], outlet=key[1], form=some[0].form, quotes=tuple(q for n in some for q in n.quotes))
        for key, some in together.items()
    ]
    return tuple(sorted(rows, key=lambda n: (n.actor, n.outlet, -len(n.quotes), n.form.lower())))
