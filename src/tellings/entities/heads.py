"""What the head of a phrase is: somebody known, a role word, a people, or a name."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from tellings.entities.knowledge import plain_rows
from tellings.entities.lexicon import Entry
from tellings.entities.modifiers import ethnic_before
from tellings.entities.proper import institution_name, is_name_word, name_run
from tellings.entities.sketch import Sketch
from tellings.entities.view import NATIONAL, Found, View
from tellings.model import Span

IN_PREPOSITIONS = frozenset(
    ["in", "from", "at", "inside", "within", "across", "near", "around", "on", "outside", "throughout"]
)


def read_head(view: View, sketch: Sketch, token: Token, found: Found | None, before: list[Found]) -> None:
    head = token.i
    if found is not None and found.end > head + 1:
        sketch.end = found.end
    role = found.of("role") if found else None
    known = (
        found.of("organisation", "person", "state", "seat", "area", "people", "ethnic", "adjective") if found else None
    )
    if known is not None and known.origin and not known.sectors and found.of(*NATIONAL) is not None:
        # A user's list of states says no more than ours.
        known = found.of(*NATIONAL)
    if known is not None and role is not None and known.kind == "organisation" and _of_another(view, known, before):
        known = None
    if known is not None and known.kind in ("state", "area", "seat") and _ends_a_name(view, found):
        known = None
    if known is not None and not (role is not None and token.is_lower):
        known_head(view, sketch, token, found, known)
        if known.kind in ("organisation", "person"):
            return
        if known.kind != "adjective" or token.pos_ != "PROPN":
            return
    proper = token.pos_ == "PROPN" or (
        token.text[:1].isupper() and not token.is_sent_start and token.pos_ in ("NOUN", "ADJ", "X")
    )
    if role is not None and not is_name_word(view, token, found, role):
        role_head(view, sketch, token, found, role)
        if token.text[:1].isupper() and role.role in ("organisation", "group") and found.end - found.start < 3:
            institution_name(view, sketch, token)
        return
    if proper:
        sketch.name = name_run(view, token)
        sketch.kind = "unknown"
        place = view.places.get(head)
        if place is not None and place.country and not any(f.of("role") for f in before):
            sketch.clue("country", place.country, place.span, "place", 55)
            sketch.clue("sector", "CVL", place.span, "place", 14)
            sketch.kind = "state"
            sketch.toponym = True
        elif token.lower_ in _sites():
            _named_after_town(view, sketch)


def _named_after_town(view: View, sketch: Sketch) -> None:
    """ "Isfahan Uranium Conversion Facilities": a site called by a town stands there."""
    for i in range(*sketch.name):
        place = view.places.get(i)
        if place is not None and place.country:
            sketch.clue("country", place.country, place.span, "name", 45)
            return


@cache
def _sites() -> frozenset[str]:
    return frozenset(w for kind, words in plain_rows("international.tsv") if kind == "site" for w in words.split("|"))


@cache
def _directions() -> frozenset[str]:
    return frozenset(
        w for kind, words in plain_rows("international.tsv") if kind == "direction" for w in words.split("|")
    )


def _ends_a_name(view: View, found: Found) -> bool:
    """ "Chuck Jordan", "Kemi Ireland": a given name makes a country's name a surname."""
    if found.start == 0 or found.end - found.start > 1:
        return False
    before = view.doc[found.start - 1]
    return (
        before.pos_ == "PROPN" and before.dep_ == "compound" and before.head.i == found.start and before.text.isalpha()
        and before.is_title and view.at.get(before.i) is None and before.lower_ not in _directions()
    )  # fmt: skip


def _of_another(view: View, known: Entry, before: list[Found]) -> bool:
    """ "Peru's Congress" is not the Congress that the word alone means."""
    national = next((f.of(*NATIONAL) for f in before if f.of(*NATIONAL)), None)
    return national is not None and national.code != known.code


def known_head(view: View, sketch: Sketch, token: Token, found: Found, known: Entry) -> None:
    span = found.span
    kind = known.kind
    if kind == "organisation":
        sketch.kind = "unknown" if known.origin else "organisation"
        sketch.known, sketch.known_name = f"organisation:{known.name}", known.name
        sketch.name = (found.start, found.end)
        entry = next((e for e in found.hit.entries if e.kind == kind and e.holds(view.day)), None)
        if entry is not None:
            _say(
                sketch,
                entry,
                span,
                "user-dictionary" if entry.origin else "known-organisation",
                95 if entry.origin else 90,
            )
            chapter = _chapter_of(view, found, entry)
            if chapter is not None:
                sketch.clue("country", chapter.of(*NATIONAL).code or "", chapter.span, "national-chapter", 92)
    elif kind == "person":
        entries = [e for e in found.hit.entries if e.kind == "person"]
        sketch.kind = "person"
        sketch.known, sketch.known_name = f"person:{known.name}", known.name
        sketch.name = (found.start, found.end)
        person_clues(view, sketch, entries, span)
    elif kind in ("state", "area"):
        sketch.kind = "state"
        sketch.bare_state = kind == "state"
        sketch.known, sketch.known_name = f"{kind}:{known.name}", known.name
        _say(sketch, known, span, "state" if kind == "state" else "area", 90)
    elif kind == "seat" and _is_location(view, sketch):
        sketch.kind = "state"
        sketch.known, sketch.known_name = f"place:{known.name}", known.name
        sketch.clue("country", (view.country_at(found.start) or (known.code, span))[0] or "", span, "place", 85)
        sketch.clue("sector", "CVL", span, "place", 30)
    elif kind == "seat":
        sketch.kind = "state"
        sketch.known, sketch.known_name = f"government:{known.code}", known.name
        sketch.clue("country", known.code or "", span, "metonym", 85)
        sketch.clue("sector", "GOV", span, "metonym", 60)
    elif kind == "people":
        _people_head(view, sketch, found, known)
    elif kind == "ethnic":
        sketch.kind = "group"
        sketch.plural = token.tag_ in ("NNS", "NNPS")
        if known.code:
            sketch.clue("country", known.code, span, "ethnic", 35)
        sketch.clue("sector", "CVL", span, "ethnic", 14)
        sketch.people = True
    elif kind == "adjective":
        sketch.kind = "state"
        sketch.clue("country", known.code or "", span, "demonym", 80)
    if kind in ("adjective", "state") or (kind == "people" and not known.plural):
        _shared_head(view, sketch, token)


def _chapter_of(view: View, found: Found, entry: Entry) -> Found | None:
    """ "The Kenya Red Cross", "the Turkish Red Crescent": the part of a body that works in one state, of that state."""
    before = view.at.get(found.start - 1) if found.start else None
    if before is None or before.blocked or entry.code not in ("IGO", "NGO", "ISM") or not before.of(*NATIONAL):
        return None
    return before if view.doc[found.start - 1].text[:1].isupper() else None


def _say(sketch: Sketch, entry: Entry, span: Span, rule: str, strength: int) -> None:
    """What a known thing is: its state, and its sectors in order."""
    if entry.code:
        sketch.clue("country", entry.code, span, rule, strength)
    for n, sector in enumerate(entry.sectors):
        sketch.clue("sector", sector, span, rule, 79 - 10 * n)


def _last_of(view: View, token: Token) -> int:
    """The last token of the known phrase that holds this one."""
    found = view.at.get(token.i)
    return found.end - 1 if found is not None else token.i


def _shared_head(view: View, sketch: Sketch, token: Token) -> None:
    """ "Irish and Danish ministers" parsed as two things: the adjective's noun is the other's."""
    first = token.head if token.dep_ == "conj" else token
    noun = first.head
    if first.dep_ in ("amod", "nmod", "compound") and noun.i > _last_of(view, token):
        # "Kenyan and Ugandan police", each of the two by itself in the slot.
        found = view.at.get(noun.i)
        role = found.of("role") if found else None
        if role is not None and any(c.dep_ == "conj" for c in first.children):
            sketch.kind, sketch.known, sketch.bare_state = "unknown", None, False
            role_head(view, sketch, noun, found, role)
        return
    for child in token.children:
        if child.dep_ == "conj":
            found = view.at.get(child.i)
            role = found.of("role") if found else None
            if role is not None and any(view.at[i].of(*NATIONAL) for i in range(token.i + 1, child.i) if i in view.at):
                sketch.kind = "unknown"
                sketch.known = None
                role_head(view, sketch, child, found, role)


def _is_location(view: View, sketch: Sketch) -> bool:
    """ "a curfew in Algiers" means the town, "talks with Algiers" the government."""
    before = view.doc[sketch.start - 1].lower_ if sketch.start else ""
    return before in IN_PREPOSITIONS


def _people_head(view: View, sketch: Sketch, found: Found, known: Entry) -> None:
    """ "Palestinians": a state's people; civilians when they are counted or described, and not a state's citizens when ethnic."""
    sketch.kind = "group"
    sketch.plural = known.plural
    sketch.people = True
    ethnic = ethnic_before(view, found.start)
    if not ethnic:
        sketch.clue("country", known.code or "", found.span, "people", 85)
        sketch.known = f"people:{known.code}"
    described = any(view.doc[i].pos_ in ("NUM", "ADJ") for i in range(sketch.start, sketch.head)) or not sketch.plural
    sketch.clue("sector", "CVL", found.span, "people", 40 if ethnic or described else 5)


def person_clues(view: View, sketch: Sketch, entries: list[Entry], span: Span) -> None:
    """A known person's state always; the role only on its dates, and ELI once every role is over."""
    holding = [e for e in entries if e.holds(view.day)]
    for entry in holding or entries[:1]:
        if entry.code:
            sketch.clue("country", entry.code, span, "known-person", 72)
    if view.day is None or holding:
        for n, sector in enumerate(dict.fromkeys(s for e in holding for s in e.sectors)):
            sketch.clue("sector", sector, span, "known-person", 56 - n)
    elif any("GOV" in e.sectors for e in entries) and all(e.end is not None and e.end < view.day for e in entries):
        sketch.clue("sector", "ELI", span, "known-person:role-over", 54)


def role_head(view: View, sketch: Sketch, token: Token, found: Found, role: Entry) -> None:
    sketch.kind = {"person": "unnamed", "group": "unnamed", "organisation": "organisation"}.get(role.role, "unnamed")
    sketch.plural = role.plural or token.tag_ in ("NNS", "NNPS")
    sketch.roles.append(role)
    sketch.role_weight = role.weight
    for n, sector in enumerate(role.sectors):
        strength = {"strong": 60, "office": 60, "weak": 20, "none": 0, "relational": 0}[role.weight] - n
        sketch.clue("sector", sector, found.span, "role", strength)
    if role.code:
        sketch.clue("country", role.code, found.span, "role", 28 if role.code == "IGO" else 81)
