"""What one noun phrase says by itself: whose, of which sector, which name.

`describe` reads a phrase around its head: what stands before it (adjectives, titles, possessors), what follows (of, in,
from, an apposition), and what the head itself is.  It states clues; choosing among them is `decide`'s work.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from tellings.entities.lexicon import Entry
from tellings.entities.view import NATIONAL, Found, View
from tellings.model import Span

MAX_DEPTH = 3
PAST = frozenset({"GOV", "LEG", "JUD", "COP", "SPY", "MIL"})
ATTACHED = frozenset(
    ["det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "predet", "case", "advmod", "npadvmod", "punct"]
)
IN_PREPOSITIONS = frozenset(
    ["in", "from", "at", "inside", "within", "across", "near", "around", "on", "outside", "throughout"]
)
OF_PREPOSITIONS = frozenset(["of"])
FOR_PREPOSITIONS = frozenset(["for", "to", "with", "at", "in", "from"])
PARTICLES = frozenset(
    [
        "al",
        "-",
        "el",
        "bin",
        "ibn",
        "van",
        "der",
        "den",
        "de",
        "da",
        "dos",
        "del",
        "von",
        "la",
        "le",
        "di",
        "'",
        "ben",
        "abu",
        "e",
        "y",
        "ul",
        "ur",
        "af",
    ]
)
NATIONAL_STRENGTH = {"adjective": 80, "people": 80, "state": 78, "area": 76, "seat": 60}


@dataclass(frozen=True)
class Clue:
    """One piece of evidence: attribute country, sector or kind; higher strength wins."""

    attribute: str
    value: str
    span: Span | None
    rule: str
    strength: int


@dataclass
class Sketch:
    """A phrase on tokens [start, end), its head, and what it says.

    name: (start, end) tokens of the proper name in it.  known: identity of a known entity.  role: its role words.
    owner: token of a possessive pronoun ("his deputy").  parts: codes of coordinated modifiers ("US and British forces").
    """

    head: int
    start: int
    end: int
    kind: str = "unknown"
    name: tuple[int, int] | None = None
    known: str | None = None
    known_name: str = ""
    roles: list[Entry] = field(default_factory=list)
    role_weight: str = ""
    clues: list[Clue] = field(default_factory=list)
    definite: bool = False
    demonstrative: bool = False
    indefinite: bool = False
    plural: bool = False
    pronoun: bool = False
    bare_state: bool = False
    people: bool = False
    setting: bool = True
    owner: int | None = None
    relation: bool = False
    parts: list[Clue] = field(default_factory=list)
    also: list[Sketch] = field(default_factory=list)

    def clue(self, attribute: str, value: str, span: Span | None, rule: str, strength: int) -> None:
        self.clues.append(Clue(attribute, value, span, rule, strength))

    @property
    def is_thing(self) -> bool:
        """"the offer", "Norway's demands": a common noun that is nobody; whoever it belongs to is meant."""
        return self.kind == "unknown" and self.name is None and not self.roles and not self.pronoun and not self.people

    def soften(self, sector: str) -> None:
        """Make clues to a sector too weak to count beside others."""
        self.clues = [
            Clue(c.attribute, c.value, c.span, c.rule, 21)
            if c.attribute == "sector" and c.value == sector and c.rule in ("role", "title")
            else c
            for c in self.clues
        ]

    def inherit(self, other: Sketch, *, code: int | None, sector: int | None, rule: str) -> None:
        """Take over another phrase's clues, none stronger than the given strengths; None leaves the attribute out."""
        for clue in other.clues:
            cap = code if clue.attribute == "country" else sector if clue.attribute == "sector" else None
            if cap is not None:
                # Keep the other's order of strength below the cap.
                strength = cap - (100 - min(clue.strength, 100)) // 12
                self.clues.append(Clue(clue.attribute, clue.value, clue.span, rule if rule else clue.rule, strength))


def describe(view: View, head: int, depth: int = 0, reach: Span | None = None) -> Sketch:
    """The sketch of the phrase with this head token.  reach: characters that may belong to it (a participant's span)."""
    token = view.doc[head]
    start = _left_edge(view, token)
    sketch = Sketch(head=head, start=start, end=head + 1)
    if token.pos_ == "PRON" or token.tag_ in ("PRP", "WP", "WDT"):
        sketch.pronoun = True
        sketch.plural = token.lower_ in ("they", "we", "them", "us", "those", "these")
        return sketch
    _determiner(view, sketch, start, head)
    owner = _possessor(view, sketch, token, depth)
    found = view.at.get(head)
    before = _before(view, start, head, owner, found)
    _head(view, sketch, token, found, before)
    _modifiers(view, sketch, before, found)
    if depth < MAX_DEPTH:
        _after(view, sketch, token, depth, reach)
    return sketch


# ---------------------------------------------------------------- the head


def _head(view: View, sketch: Sketch, token: Token, found: Found | None, before: list[Found]) -> None:
    head = token.i
    if found is not None and found.end > head + 1:
        sketch.end = found.end
    role = found.of("role") if found else None
    known = (
        found.of("organisation", "person", "state", "seat", "area", "people", "ethnic", "adjective") if found else None
    )
    if known is not None and role is not None and known.kind == "organisation" and _of_another(view, known, before):
        known = None
    if known is not None and not (role is not None and token.is_lower):
        _known_head(view, sketch, token, found, known)
        if known.kind in ("organisation", "person"):
            return
        if known.kind != "adjective" or token.pos_ != "PROPN":
            return
    proper = token.pos_ == "PROPN" or (
        token.text[:1].isupper() and not token.is_sent_start and token.pos_ in ("NOUN", "ADJ", "X")
    )
    if role is not None and not _is_name_word(view, token, found, role):
        _role_head(view, sketch, token, found, role)
        if token.text[:1].isupper() and role.role in ("organisation", "group") and found.end - found.start < 3:
            _institution_name(view, sketch, token)
        return
    if proper:
        sketch.name = _name_run(view, token)
        sketch.kind = "unknown"
        place = view.places.get(head)
        if place is not None and place.country and not any(f.of("role") for f in before):
            sketch.clue("country", place.country, place.span, "place", 55)
            sketch.clue("sector", "CVL", place.span, "place", 14)
            sketch.kind = "state"


def _of_another(view: View, known: Entry, before: list[Found]) -> bool:
    """ "Peru's Congress" is not the Congress that the word alone means."""
    national = next((f.of(*NATIONAL) for f in before if f.of(*NATIONAL)), None)
    return national is not None and national.code != known.code


def _known_head(view: View, sketch: Sketch, token: Token, found: Found, known: Entry) -> None:
    span = found.span
    kind = known.kind
    if kind == "organisation":
        sketch.kind = "organisation"
        sketch.known, sketch.known_name = f"organisation:{known.name}", known.name
        entry = next((e for e in found.hit.entries if e.kind == kind and e.holds(view.day)), known)
        sketch.name = (found.start, found.end)
        _say(sketch, entry, span, "known-organisation", 90)
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


def _say(sketch: Sketch, entry: Entry, span: Span, rule: str, strength: int) -> None:
    """What a known thing is: its state, and its sectors in order."""
    if entry.code:
        sketch.clue("country", entry.code, span, rule, strength)
    for n, sector in enumerate(entry.sectors):
        sketch.clue("sector", sector, span, rule, 69 - 10 * n)


def _is_location(view: View, sketch: Sketch) -> bool:
    """"a curfew in Algiers" means the town, "talks with Algiers" the government."""
    before = view.doc[sketch.start - 1].lower_ if sketch.start else ""
    return before in IN_PREPOSITIONS


def _people_head(view: View, sketch: Sketch, found: Found, known: Entry) -> None:
    """ "Palestinians": a state's people; civilians when they are counted or described, and not a state's citizens when ethnic."""
    sketch.kind = "group"
    sketch.plural = known.plural
    sketch.people = True
    ethnic = _ethnic_before(view, found.start)
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


def _role_head(view: View, sketch: Sketch, token: Token, found: Found, role: Entry) -> None:
    sketch.kind = {"person": "unnamed", "group": "unnamed", "organisation": "organisation"}.get(role.role, "unnamed")
    sketch.plural = role.plural or token.tag_ in ("NNS", "NNPS")
    sketch.roles.append(role)
    sketch.role_weight = role.weight
    for n, sector in enumerate(role.sectors):
        strength = {"strong": 60, "office": 60, "weak": 20, "none": 0, "relational": 0}[role.weight] - n
        sketch.clue("sector", sector, found.span, "role", strength)
    if role.code:
        sketch.clue("country", role.code, found.span, "role", 28 if role.code == "IGO" else 81)


def _is_name_word(view: View, token: Token, found: Found, role: Entry) -> bool:
    """ "Tom King", "John Major": a title's word that ends a name."""
    if not token.text[:1].isupper() or found.end - found.start > 1 or role.role != "person" or token.i == 0:
        return False
    before = token.nbor(-1)
    return (
        before.pos_ == "PROPN"
        and before.text[:1].isupper()
        and view.at.get(before.i) is None
        and before.dep_ in ("compound", "nmod")
    )


def _name_run(view: View, token: Token) -> tuple[int, int]:
    """The proper name that ends in this token: back to a title, a country word or the phrase's start."""
    doc, start = view.doc, token.i
    floor = max(token.sent.start, token.i - 8)
    while start > floor:
        t = doc[start - 1]
        found = view.at.get(t.i)
        if found is not None and (found.of("role", "organisation", "domain", "modifier", *NATIONAL)):
            # "Jordan Pickford": a country word that starts a name is no nationality, but we cannot tell; stop.
            entry = found.of("role")
            if entry is None or entry.role == "organisation" or not t.text[:1].isupper() or not _inside_name(view, t):
                break
        if (
            (t.pos_ == "PROPN" and t.text[:1].isalpha())
            or (
                t.lower_ in PARTICLES
                and start - 1 > floor
                and (doc[start - 2].pos_ == "PROPN" or t.lower_ in ("al", "el", "bin", "van", "de"))
            )
            or (t.text == "." and start - 2 >= floor and len(doc[start - 2]) == 1)
        ):
            start -= 1
        else:
            break
    while start < token.i and (
        doc[start].lower_ in ("-", "'", "e", "y", "and") or doc[start].text.rstrip(".").lower() in _HONORIFIC
    ):
        start += 1
    return start, token.i + 1


_HONORIFIC = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "sir",
        "dame",
        "lord",
        "lady",
        "sheikh",
        "sheik",
        "shaikh",
        "hojatoleslam",
        "hojjatoleslam",
    ]
)


def _inside_name(view: View, token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).pos_ == "PROPN" and view.at.get(token.i - 1) is None


def _institution_name(view: View, sketch: Sketch, token: Token) -> None:
    """ "Liberian Peace Council", "Union of Teachers": capitalised words around a capitalised word for a body are its name."""
    doc, start, end = view.doc, token.i, token.i + 1
    while start > token.sent.start and start > token.i - 8:
        t = doc[start - 1]
        if (t.text[:1].isupper() and t.pos_ in ("PROPN", "ADJ", "NOUN")) or (
            t.text in ("'s", "'", "-", "&") and start - 2 >= token.sent.start and doc[start - 2].text[:1].isupper()
        ):
            start -= 1
        else:
            break
    while end < len(doc) - 1 and end < token.i + 9:
        t = doc[end]
        if (
            t.lower_ in ("of", "for", "and")
            and doc[end + 1].text[:1].isupper()
            and doc[end + 1].pos_ in ("PROPN", "ADJ", "NOUN")
        ):
            if t.lower_ == "and" and end == token.i + 1:
                break
            end += 2
        elif (
            t.lower_ in ("of", "for")
            and doc[end + 1].lower_ == "the"
            and end + 2 < len(doc)
            and doc[end + 2].text[:1].isupper()
        ):
            end += 3
        elif end > token.i + 1 and t.text[:1].isupper() and t.pos_ in ("PROPN", "ADJ", "NOUN"):
            end += 1
        else:
            break
    if end - start > 1:
        sketch.name = (start, end)
        sketch.end = max(sketch.end, end)
        sketch.kind = "organisation"


# ---------------------------------------------------------------- before the head


def _left_edge(view: View, token: Token) -> int:
    """The first token of the phrase's own words before the head; clauses and commas end it."""
    doc = view.doc
    edge = max(token.left_edge.i, token.i - 16, token.sent.start)
    start = token.i
    while start > edge:
        t = doc[start - 1]
        if t.text in (",", ";", ":", "(", ")", '"', "“", "”") or (
            t.pos_ in ("VERB", "SCONJ") and t.dep_ not in ("amod", "compound")
        ):
            break
        start -= 1
    found = view.at.get(token.i)
    return min(start, found.start) if found is not None and found.start >= token.sent.start else start


def _determiner(view: View, sketch: Sketch, start: int, head: int) -> None:
    token = view.doc[head]
    sketch.plural = token.tag_ in ("NNS", "NNPS")
    for i in range(start, head):
        low = view.doc[i].lower_
        if low in ("this", "that", "these", "those", "such"):
            sketch.demonstrative = sketch.definite = True
        elif low in ("the", "both", "his", "her", "its", "their"):
            sketch.definite = True
        elif low in (
            "a",
            "an",
            "some",
            "several",
            "many",
            "another",
            "other",
            "more",
            "few",
            "any",
            "no",
            "hundreds",
            "thousands",
            "dozens",
            "two",
            "unidentified",
        ):
            sketch.indefinite = True
        elif view.doc[i].pos_ == "NUM":
            sketch.indefinite = not sketch.definite


def _possessor(view: View, sketch: Sketch, token: Token, depth: int) -> tuple[int, int] | None:
    """Reads "Iran's" before the head; the tokens it takes up."""
    for child in token.lefts:
        if child.dep_ != "poss":
            continue
        if child.pos_ == "PRON" or child.tag_ == "PRP$":
            sketch.owner = child.i
            sketch.relation = True
            return None
        edge = max(_left_edge(view, child), sketch.start)
        if depth < MAX_DEPTH:
            other = describe(view, child.i, depth + 1)
            sketch.also.append(other)
            if not any(r.weight == "relational" for r in _roles_at(view, token.i)):
                sketch.inherit(other, code=77, sector=None, rule="possessor")
            sketch.relation = True
        return edge, child.i + 1
    return None


def _roles_at(view: View, i: int) -> list[Entry]:
    found = view.at.get(i)
    return [e for e in found.hit.entries if e.kind == "role"] if found else []


def _before(view: View, start: int, head: int, owner: tuple[int, int] | None, found: Found | None) -> list[Found]:
    """Known phrases before the head, the head's own and the possessor's left out."""
    out: list[Found] = []
    i = start
    while i < head:
        hit = view.at.get(i)
        if hit is None:
            i += 1
            continue
        if hit is not found and not (owner and owner[0] <= hit.start < owner[1]) and hit.start >= start:
            out.append(hit)
        i = max(hit.end, i + 1)
    return out


def _modifiers(view: View, sketch: Sketch, before: list[Found], own: Found | None) -> None:
    office = any(e.weight == "office" for e in sketch.roles)
    titles: list[tuple[Found, Entry]] = []
    name_start = sketch.name[0] if sketch.name else sketch.head + 1
    for found in before:
        if found.start >= name_start and sketch.kind != "organisation":
            continue
        role = found.of("role")
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
    if (
        any(
            c.rule == "organisation" and c.attribute == "sector" and c.value not in ("GOV", "PTY") for c in sketch.clues
        )
        and not office
    ):
        sketch.soften("GOV")
    if titles and sketch.name is not None and sketch.kind == "unknown":
        sketch.kind = "person" if titles[-1][1].role in ("person", "group") else "organisation"
        sketch.role_weight = sketch.role_weight or titles[-1][1].weight


def _national(view: View, sketch: Sketch, found: Found, national: Entry) -> None:
    if _ethnic_before(view, found.start):
        return
    strength = NATIONAL_STRENGTH[national.kind]
    if found.end < len(view.doc) and view.doc[found.end].text in ("'s", "'"):
        strength = 77
    if any(r.weight == "relational" for r in sketch.roles):
        # "Israel's ally", "a US rival": whose friend somebody is says nothing about where he is from.
        return
    code = national.code or ""
    sketch.clue(
        "country", code, found.span, "demonym" if national.kind in ("adjective", "people") else national.kind, strength
    )
    for sector in national.sectors:
        if national.kind != "seat":
            sketch.clue("sector", sector, found.span, "area", 3)
    if strength >= 76:
        sketch.parts.append(Clue("country", code, found.span, "demonym", strength))


def _ethnic_before(view: View, start: int) -> bool:
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


# ---------------------------------------------------------------- after the head


def _after(view: View, sketch: Sketch, token: Token, depth: int, reach: Span | None) -> None:
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
            _preposition(view, sketch, child, depth, weak)
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
                _take_over(sketch, other)
        elif child.dep_ in ("acl", "relcl", "amod", "advcl"):
            _clause(view, sketch, child)


def _preposition(view: View, sketch: Sketch, prep: Token, depth: int, weak: bool) -> None:
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
            _domain(view, sketch, obj)
        elif word in ("for", "to", "with", "at") and weak and sketch.role_weight != "":
            sketch.inherit(
                other,
                code=55 if word in ("for", "at") else 25,
                sector=52 if other.kind == "organisation" or word == "for" else None,
                rule=word,
            )
            if word == "for":
                _domain(view, sketch, obj)
        elif word in IN_PREPOSITIONS:
            country = _country_in(view, obj, other)
            if country is not None:
                sketch.clue("country", country[0], country[1], "in", 50)


def _of_body(sketch: Sketch, other: Sketch) -> None:
    """The president of a party, a court or a rebel front is no head of state: the body's sector stands for his."""
    if (
        other.kind == "organisation"
        and sketch.role_weight == "strong"
        and any(c.attribute == "sector" and c.strength >= 50 and c.value != "GOV" for c in other.clues)
    ):
        sketch.soften("GOV")
        sketch.inherit(other, code=None, sector=70, rule="of")


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
    if obj.lemma_.lower() in ("border", "frontier"):
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
