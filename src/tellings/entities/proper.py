"""How far a proper name reaches: persons' names end before titles, bodies' names hold their own words."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from tellings.entities.knowledge import plain_rows
from tellings.entities.lexicon import Entry
from tellings.entities.sketch import Sketch
from tellings.entities.view import NATIONAL, Found, View

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
_WEEKDAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
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


def is_name_word(view: View, token: Token, found: Found, role: Entry) -> bool:
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


def name_run(view: View, token: Token) -> tuple[int, int]:
    """The proper name that ends in this token: back to a title, a country word or the phrase's start."""
    doc = view.doc
    if view.parsed.lower[token.i] in _WEEKDAYS and token.i > 0 and view.doc[token.i - 1].pos_ == "PROPN":
        token = token.nbor(-1)  # "met President Omondi Thursday"
    start = token.i
    floor = max(view.sentence_starts[start], start - 8)
    while start > floor:
        t = doc[start - 1]
        found = view.at.get(t.i)
        if found is not None and (found.of("role", "organisation", "domain", "modifier", *NATIONAL)):
            # "Jordan Pickford": a country word that starts a name is no nationality, but we cannot tell; stop.
            entry = found.of("role")
            if entry is None or entry.role == "organisation" or not t.text[:1].isupper() or not _inside_name(view, t):
                break
            if token.i > start:
                break  # "Harbour Commissioner Paul Wainaina": a whole name behind it makes it a title
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


def _inside_name(view: View, token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).pos_ == "PROPN" and view.at.get(token.i - 1) is None


def institution_name(view: View, sketch: Sketch, token: Token) -> None:
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
        for i in range(token.i + 1, end):
            country = view.country_at(i)
            if country is not None:
                sketch.clue("country", country[0], country[1], "name", 75)
                break
        for i in range(start, token.i):
            place = view.places.get(i)
            if place is not None and place.country:
                # "Karnataka High Court", "Lagos Chamber of Commerce"
                sketch.clue("country", place.country, place.span, "name", 45)
                break
        words = {t.lower_ for t in doc[start:end]}
        adjectives, bodies = _international()
        if words & adjectives and words & bodies:
            sketch.clue("country", "NGO", view.token_span(start, end), "international-name", 27)


@cache
def _international() -> tuple[frozenset[str], frozenset[str]]:
    lists = {kind: frozenset(words.split("|")) for kind, words in plain_rows("international.tsv")}
    return lists["word"], lists["body"]
