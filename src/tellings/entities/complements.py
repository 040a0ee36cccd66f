"""What follows the head: of, in and from; appositions; clauses."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from tellings.entities.sketch import Sketch
from tellings.entities.view import View
from tellings.model import Span

Describe = Callable[..., Sketch]
IN_PREPOSITIONS = frozenset(
    ["in", "from", "at", "inside", "within", "across", "near", "around", "on", "outside", "throughout"]
)


def read_complements(view: View, sketch: Sketch, token: Token, depth: int, describe: Describe) -> None:
    doc = view.doc
    children = list(token.rights)
    if sketch.end < len(doc) and not any(c.i == sketch.end for c in children):
        follower = doc[sketch.end]
        if follower.lower_ == "of" and follower.dep_ == "prep":
            children.insert(0, follower)
    weak = sketch.role_weight in ("none", "weak", "office", "") and sketch.kind != "state"
    for child in children:
        if child.i < sketch.end and child.dep_ != "prep":
            continue
        if child.dep_ == "prep":
            _preposition(view, sketch, child, depth, weak, describe)
        elif (
            child.dep_ in ("appos", "nmod")
            and child.i > token.i
            and child.pos_ in ("NOUN", "PROPN")
            and sketch.kind != "state"
        ):
            other = describe(view, child.i, depth + 1)
            sketch.also.append(other)
            town = other.kind == "state"
            sketch.inherit(other, code=71, sector=None if town else 63, rule="")
            if town:
                sketch.kind = "state"
            else:
                if other.name is None and other.roles:
                    sketch.descriptions.append((other.start, other.reach))
                _take_over(sketch, other)
        elif child.dep_ in ("acl", "relcl", "amod", "advcl"):
            _clause(view, sketch, child)


def _preposition(view: View, sketch: Sketch, prep: Token, depth: int, weak: bool, describe: Describe) -> None:
    word = prep.lower_
    for obj in prep.children:
        if obj.dep_ not in ("pobj", "pcomp") or obj.pos_ not in ("NOUN", "PROPN", "ADJ"):
            continue
        if obj.i < sketch.end and sketch.name is not None:
            continue
        other = describe(view, obj.i, depth + 1)
        if any(r.weight == "relational" for r in sketch.roles):
            continue
        if word == "of":
            _of_body(sketch, other)
            sketch.inherit(
                other,
                code=92 if sketch.kind == "group" and other.kind == "state" else 75,
                sector=57 if weak and other.kind != "state" and sketch.role_weight != "office" else None,
                rule="of",
            )
            if other.bare_state or other.kind == "state":
                sketch.relation = True
            elif other.name is not None:
                _fighters_of(sketch)
            _domain(view, sketch, obj)
            _named_behind(view, sketch, obj, other, depth, describe)
        elif word in ("for", "to", "with", "at") and weak and sketch.role_weight != "":
            sketch.inherit(
                other,
                code=55 if word in ("for", "at") else 25,
                sector=52 if other.kind == "organisation" or word == "for" else None,
                rule=word,
            )
            if word == "for":
                _domain(view, sketch, obj)
            _named_behind(view, sketch, obj, other, depth, describe)
        elif word in IN_PREPOSITIONS:
            country = _country_in(view, obj, other)
            if country is not None:
                sketch.clue("country", country[0], country[1], "in", 50)


def _named_behind(view: View, sketch: Sketch, obj: Token, of: Sketch, depth: int, describe: Describe) -> None:
    """ "The minister of public works, Ama Boateng, said": whose name it is, though the parser gives it to the works."""
    if (
        sketch.name is not None
        or not any(r.role == "person" for r in sketch.roles)
        or any(r.role == "person" for r in of.roles)
    ):
        return
    for child in obj.rights:
        before = child.left_edge.i - 1
        if child.dep_ == "appos" and child.pos_ == "PROPN" and view.doc[before].text == ",":
            other = describe(view, child.i, depth + 1)
            if other.name is not None and other.kind in ("person", "unknown"):
                sketch.also.append(other)
                _take_over(sketch, other)
            return


def _of_body(sketch: Sketch, other: Sketch) -> None:
    """The president of a party, a court or a rebel front is no head of state: the body's sector stands for his."""
    if (
        other.kind == "organisation"
        and sketch.role_weight == "strong"
        and any("GOV" in role.sectors for role in sketch.roles)
        and any("GOV" in role.sectors for role in sketch.roles)
        and any(c.attribute == "sector" and c.strength >= 50 and c.value != "GOV" for c in other.clues)
    ):
        sketch.soften("GOV")
        sketch.inherit(other, code=None, sector=70, rule="of")


def _fighters_of(sketch: Sketch) -> None:
    """ "Fighters of the Desert Brigade": an army has soldiers, so that whoever has fighters is none, however it is called."""
    for role in sketch.roles[:1]:
        if role.weight == "weak" and role.sectors[:1] == ("REB",):
            sketch.clues = [c for c in sketch.clues if (c.value, c.rule) != ("MIL", "of")]
            sketch.clue(
                "sector", role.sectors[0], next((c.span for c in sketch.clues if c.rule == "role"), None), "of", 60
            )


def _domain(view: View, sketch: Sketch, obj: Token) -> None:
    """ "Minister of Intelligence and Security": what the office is for."""
    if not any(role.weight == "office" for role in sketch.roles):
        return
    last = obj.right_edge.i
    for i in range(obj.left_edge.i, min(last + 1, obj.i + 6)):
        found = view.at.get(i)
        if found is not None and found.start == i:
            domain = found.of("domain")
            if domain is not None:
                for sector in domain.sectors:
                    sketch.clue("sector", sector, found.span, "office", 50)


def _country_in(view: View, obj: Token, other: Sketch) -> tuple[str, Span] | None:
    if obj.lemma_.lower() in ("border", "frontier") and obj.head.lower_ != "near":
        return None
    country = view.country_at(obj.i)
    if country is not None:
        return country
    best = max((c for c in other.clues if c.attribute == "country"), key=lambda c: c.strength, default=None)
    return (best.value, best.span) if best is not None and best.span is not None else None


def _clause(view: View, sketch: Sketch, verb: Token) -> None:
    """ "based in Trinidad", "loyal to Iraq's al-Qaeda leader", "fleeing the war in Liberia": the first country word in it."""
    if sketch.kind in ("person", "state") or (sketch.name is not None and sketch.kind != "organisation"):
        return
    for i in range(verb.i, min(verb.right_edge.i + 1, verb.i + 12)):
        country = view.country_at(i)
        if country is not None:
            sketch.clue("country", country[0], country[1], "clause", 38)
            return


def _take_over(sketch: Sketch, other: Sketch) -> None:
    """An apposition gives the phrase a name, or a name its description."""
    if sketch.name is None and other.name is not None:
        sketch.name = other.name
        sketch.known, sketch.known_name = other.known or sketch.known, other.known_name or sketch.known_name
        if other.kind != "unknown" or sketch.kind in ("unnamed", "unknown"):
            sketch.kind = (
                other.kind
                if other.kind not in ("unknown", "unnamed")
                else "person"
                if any(r.role == "person" for r in sketch.roles)
                else sketch.kind
            )
    if sketch.kind == "unknown" and other.roles:
        sketch.kind = "person" if other.roles[0].role in ("person", "group") else "organisation"
    sketch.roles += other.roles
    sketch.owner = sketch.owner if sketch.owner is not None else other.owner
