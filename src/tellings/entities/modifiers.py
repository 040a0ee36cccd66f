"""What stands before the head: nationalities, titles, organisations, and words that change a role."""

from __future__ import annotations

from functools import cache

from tellings.entities.knowledge import plain_rows
from tellings.entities.lexicon import Entry
from tellings.entities.sketch import Clue, Sketch
from tellings.entities.view import NATIONAL, Found, View

_ARMED = ("REB", "PRM", "MIL", "CRM", "COP")
NATIONAL_STRENGTH = {"adjective": 80, "people": 80, "state": 78, "area": 76, "seat": 60}


def read_modifiers(view: View, sketch: Sketch, before: list[Found], own: Found | None) -> None:
    office = any(e.weight == "office" for e in sketch.roles)
    titles: list[tuple[Found, Entry]] = []
    name_start = sketch.name[0] if sketch.name else sketch.head + 1
    for found in before:
        if found.start >= name_start and sketch.kind != "organisation":
            continue
        role = found.of("role") if not (sketch.known and sketch.kind == "organisation") else None
        if role is not None and (found.of("modifier") is None or sketch.name is not None):
            titles.append((found, role))
            office = office or role.weight == "office"
    for found in before:
        inside = found.start >= name_start
        if inside and sketch.kind != "organisation":
            continue
        national = found.of(*NATIONAL)
        if national is not None and not found.blocked:
            _national(view, sketch, found, national)
            continue
        organisation = found.of("organisation", "person")
        if organisation is not None and not found.blocked and not inside:
            rule = "organisation" if organisation.kind == "organisation" else "possessor"
            if organisation.code:
                sketch.clue("country", organisation.code, found.span, rule, 74)
            for n, sector in enumerate(organisation.sectors):
                sketch.clue("sector", sector, found.span, rule, 58 - n)
            if organisation.kind == "organisation" and any(r.sectors == ("UAF",) for r in sketch.roles):
                # "Renamo gunmen": armed men who are known to be somebody's are no unknown ones.
                armed = next((s for s in organisation.sectors if s in _ARMED), "REB" if organisation.sectors else "")
                if armed:
                    sketch.clue("sector", armed, found.span, rule, 72)
            continue
        ethnic = found.of("ethnic")
        if ethnic is not None and ethnic.code and not found.blocked:
            sketch.clue("country", ethnic.code, found.span, "ethnic", 33)
        modifier = found.of("modifier")
        if modifier is not None:
            _modifier(sketch, found, modifier)
        domain = found.of("domain")
        if domain is not None and office:
            for sector in domain.sectors:
                sketch.clue("sector", sector, found.span, "office", 50)
    for found, role in titles:
        sketch.roles.append(role)
        weak = {"strong": 62, "office": 62, "weak": 24, "none": 1, "relational": 1}[role.weight]
        if sketch.name is None or sketch.kind == "organisation":
            weak -= 12
        for n, sector in enumerate(role.sectors):
            sketch.clue("sector", sector, found.span, "title", weak - n)
    of_body = any(
        c.rule == "organisation" and c.attribute == "sector" and c.value not in ("GOV", "PTY") for c in sketch.clues
    )
    if of_body and not office and any(r.role == "person" for r in sketch.roles):
        sketch.soften("GOV")
    if titles and sketch.name is not None and sketch.kind == "unknown":
        sketch.kind = "person" if titles[-1][1].role in ("person", "group") else "organisation"
        sketch.role_weight = sketch.role_weight or titles[-1][1].weight


def _national(view: View, sketch: Sketch, found: Found, national: Entry) -> None:
    if ethnic_before(view, found.start):
        return
    strength = NATIONAL_STRENGTH[national.kind]
    if found.end < len(view.doc) and view.doc[found.end].text in ("'s", "'"):
        strength = 77
    if sketch.people and national.kind != "people":
        # "Kosovo Serbs", "Iraqi Kurds": where they live counts, not what they are called.
        strength = 88
        sketch.clue("sector", "CVL", found.span, "people", 40)
    if view.text[found.hit.end : found.hit.end + 4] in ("-led", "‑led", "–led") and _is_force(view, sketch):
        sketch.clue("sector", "MIL", found.span, "led-by-a-state", 50)
    if any(r.weight == "relational" for r in sketch.roles):
        # "Israel's ally", "a US rival": whose friend somebody is says nothing about where he is from.
        return
    code = national.code or ""
    if national.kind == "adjective" and view.doc[sketch.head].lower_ in _minorities() and sketch.name is None:
        # "the Hungarian minority of Vojvodina": where they live counts, if anything says so.
        sketch.minority = sketch.people = True
        sketch.kind = "group" if sketch.kind == "unknown" else sketch.kind
        sketch.clue("sector", "CVL", found.span, "people", 40)
        strength = 44
    sketch.clue(
        "country", code, found.span, "demonym" if national.kind in ("adjective", "people") else national.kind, strength
    )
    for sector in national.sectors:
        if national.kind != "seat":
            sketch.clue("sector", sector, found.span, "area", 3)
    if strength >= 76:
        sketch.parts.append(Clue("country", code, found.span, "demonym", strength))


def _is_force(view: View, sketch: Sketch) -> bool:
    """What states lead: "the Saudi-led coalition"; a "Moroccan-led alliance of parties" says what it is of."""
    return view.doc[sketch.head].lower_ in ("coalition", "alliance", "intervention") and not any(
        c.lower_ == "of" for c in view.doc[sketch.head].children
    )


@cache
def _minorities() -> frozenset[str]:
    return frozenset(
        w for kind, words in plain_rows("international.tsv") if kind == "minority" for w in words.split("|")
    )


def ethnic_before(view: View, start: int) -> bool:
    """ "ethnic Albanians": a people, not a state's citizens."""
    return start > 0 and view.doc[start - 1].lower_ in ("ethnic", "ethnically")


def _modifier(sketch: Sketch, found: Found, modifier: Entry) -> None:
    effect, value = modifier.weight, modifier.sectors[0]
    if effect == "past":
        sketch.clue("past", value, found.span, "modifier", 90)
    elif effect == "exile":
        sketch.clue("past", value, found.span, "exile", 80)
    elif effect == "over":
        sketch.clue("sector", value, found.span, "modifier", 68)
    elif effect == "weak":
        sketch.clue("sector", value, found.span, "modifier", 34)
    elif effect == "media":
        sketch.clue("media", value, found.span, "modifier", 40)
    elif effect == "pro-government":
        sketch.clue("pro-government", value, found.span, "modifier", 40)
