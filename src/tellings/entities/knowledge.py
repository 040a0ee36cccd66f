"""What is known beforehand: states, organisations, people and role words, from the package's tables and the user's."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from tellings.entities.lexicon import Entry, Lexicon, forms, plural
from tellings.errors import TellingsError

_DATA = files("tellings.entities").joinpath("data")
NON_STATE = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})
SECTORS = frozenset(
    [
        "COP",
        "GOV",
        "JUD",
        "LEG",
        "MIL",
        "PRM",
        "PTY",
        "REB",
        "SPY",
        "UAF",
        "UNK",
        "PRE",
        "SOC",
        "AGR",
        "BUS",
        "CRM",
        "CVL",
        "EDU",
        "ELI",
        "JRN",
        "LAB",
        "MED",
        "REF",
        "OPP",
        "REL",
    ]
)


@dataclass(frozen=True)
class Knowledge:
    """The lexicon, the gazetteer, and what the user asked for.

    names: ISO code to the state's name.  notes: broken lines of the user's files, in words.
    """

    lexicon: Lexicon
    names: dict[str, str]
    gazetteer: Any = None
    gov_default: bool = False
    codes: frozenset[str] = frozenset()
    notes: tuple[str, ...] = field(default=())


def load_knowledge(
    dictionaries: Sequence[str] = (), gazetteers: Sequence[str] = (), gov_default: bool = False
) -> Knowledge:
    """The package's tables and the user's files.

    dictionaries: PETRARCH actor or agent files, or CSV (see `dictionaries`); gazetteers: CSV or GeoJSON (see `places`).
    gov_default: a state named by itself counts as its government.
    """
    lexicon = Lexicon()
    names: dict[str, str] = {}
    for load in (load_states, load_areas, load_organisations, load_people, load_ethnic):
        load(lexicon, names)
    load_roles(lexicon)
    notes: list[str] = []
    if dictionaries:
        from tellings.entities.dictionaries import load_dictionary

        for path in dictionaries:
            notes += load_dictionary(path, lexicon, frozenset(names) | NON_STATE)
    lexicon.freeze()
    return Knowledge(
        lexicon=lexicon,
        names=names,
        gazetteer=_gazetteer(gazetteers),
        gov_default=gov_default,
        codes=frozenset(names) | NON_STATE,
        notes=tuple(notes),
    )


@cache
def country_codes() -> frozenset[str]:
    """Codes of states, and the codes of those who belong to none."""
    return frozenset(row["code"] for row in rows("countries.tsv")) | NON_STATE


@cache
def country_names() -> dict[str, str]:
    """Code -> the state's common name in English."""
    return {row["code"]: row["name"] for row in rows("countries.tsv")}


def _gazetteer(paths: Sequence[str]) -> Any:
    from tellings.entities.gazetteer import load_gazetteer

    return load_gazetteer(paths)


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the package's tables; comment lines start with #."""
    with _DATA.joinpath(name).open(encoding="utf-8") as lines:
        yield from csv.DictReader(
            (x for x in lines if x.strip() and not x.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
        )


def plain_rows(name: str) -> Iterator[list[str]]:
    """The same for tables without a header."""
    with _DATA.joinpath(name).open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def _exact(form: str) -> bool:
    """An acronym that could be a word in small letters."""
    letters = form.replace(".", "").replace("-", "").replace(" ", "").replace("/", "")
    return letters.isupper() and len(letters) <= 6


def _last_capital(form: str) -> bool:
    """Whether a name of several words ends in a capital word: "Russia Today" is not "Russia today"."""
    return " " in form and form.split()[-1][:1].isupper()


def _split(cell: str | None) -> list[str]:
    return [x.strip() for x in (cell or "").split("|") if x.strip()]


def load_states(lexicon: Lexicon, names: dict[str, str]) -> None:
    for row in rows("countries.tsv"):
        code, name = row["code"], row["name"]
        names[code] = name
        for form in (name, *_split(row["also"])):
            lexicon.add(form, Entry(kind="state", name=name, code=code, exact=_exact(form)))
        for form in _split(row["adjectives"]):
            lexicon.add(form, Entry(kind="adjective", name=name, code=code, exact=_exact(form)))
        _people(lexicon, row["people"], name, code, ())
        for form in _split(row["seats"]):
            lexicon.add(form, Entry(kind="seat", name=form, code=code, sectors=("GOV",)))


def load_areas(lexicon: Lexicon, names: dict[str, str]) -> None:
    for row in rows("areas.tsv"):
        sectors = tuple(_split(row["sector"]))
        for form in _split(row["names"]):
            lexicon.add(form, Entry(kind="area", name=form, code=row["code"], sectors=sectors, exact=_exact(form)))
        for form in _split(row["adjectives"]):
            lexicon.add(form, Entry(kind="adjective", name=form, code=row["code"], sectors=sectors))
        _people(lexicon, row["people"], "", row["code"], sectors)


def _people(lexicon: Lexicon, cell: str, name: str, code: str, sectors: tuple[str, ...]) -> None:
    for one, many in forms(cell):
        if one:
            lexicon.add(one, Entry(kind="people", name=name or one, code=code, sectors=sectors))
        if many:
            lexicon.add(many, Entry(kind="people", name=name or many, code=code, sectors=sectors, plural=True))


def load_organisations(lexicon: Lexicon, names: dict[str, str]) -> None:
    """names, code, sectors, from, to; several bodies a row, divided by ;.  ~ before a form: only in a report that names the state."""
    for row in rows("organisations.tsv"):
        sectors = tuple((row["sectors"] or "").split())
        for body in row["names"].split(";"):
            spellings = [form.removeprefix("~") for form in _split(body)]
            local = {form[1:] for form in _split(body) if form.startswith("~")}
            entry = Entry(
                kind="organisation", name=spellings[0], code=row["code"] or None, sectors=sectors, start=row["from"] or None,
                end=row["to"] or None,
            )  # fmt: skip
            for form in spellings:
                weight = "local" if form in local else ""
                lexicon.add(form, replace(entry, exact=_exact(form), capital=_last_capital(form), weight=weight))


_PERSON = re.compile(r"^(?P<names>[^(0-9]+?)\s*(?:\((?P<short>[^)]+)\))?\s+(?P<from>\d{4})(?P<dash>-)?(?P<to>\d{4})?$")


def load_people(lexicon: Lexicon, names: dict[str, str]) -> None:
    """Whoever held a role in which years; short forms are kept apart, since they count beside a title only."""
    for row in rows("people.tsv"):
        sectors = tuple(row["sectors"].split())
        for cell in row["people"].split(";"):
            match = _PERSON.match(cell.strip())
            if match is None:
                raise TellingsError("people-invalid", f"cannot read {cell.strip()!r}", where="people.tsv")
            spellings = _split(match["names"].replace("=", "|"))
            last = match["to"] or (None if match["dash"] else match["from"])
            entry = Entry(
                kind="person", name=spellings[0], code=row["code"], sectors=sectors, start=f"{match['from']}-01-01",
                end=f"{last}-12-31" if last else None,
            )  # fmt: skip
            for spelling in spellings:
                lexicon.add(spelling, replace(entry, capital=_last_capital(spelling)))
            lexicon.add_short(match["short"] or spellings[0].split()[-1], entry)


def load_ethnic(lexicon: Lexicon, names: dict[str, str]) -> None:
    """Ethnic and religious words: they say no country, but that a group is meant."""
    for row in rows("ethnic.tsv"):
        for form in _split(row["words"]):
            lexicon.add(form, Entry(kind="ethnic", name=form, code=row["code"] or None, role=row["kind"]))


def load_roles(lexicon: Lexicon) -> None:
    bodies = frozenset(word for row in plain_rows("bodies.tsv") for word in row[0].split("|"))
    for words, sectors, role, weight, *code in plain_rows("roles.tsv"):
        for one, many in forms(words):
            for form, is_plural in ((one, False), (many, True)):
                if form:
                    kind = "organisation" if (one or form).rpartition(" ")[2].lower() in bodies else role
                    entry = Entry(
                        kind="role", name=one or form, code=code[0] if code else None, sectors=tuple(sectors.split()), role=kind,
                        weight=weight, plural=is_plural, exact=_exact(form),
                    )  # fmt: skip
                    lexicon.add(form, entry)
    for row in plain_rows("domains.tsv"):
        for word in _split(row[0]):
            lexicon.add(word, Entry(kind="domain", name=word, sectors=tuple(row[1].split()) if len(row) > 1 else ()))
    for word, effect, value in plain_rows("modifiers.tsv"):
        lexicon.add(word, Entry(kind="modifier", name=word, sectors=(value,), weight=effect))


def check_code(code: str, known: frozenset[str]) -> str:
    """A country or non-state code, in capitals; unknown ones are an error with what to do."""
    if code.upper() not in known:
        raise TellingsError(
            "unknown-country-code", f"{code!r} is neither an ISO alpha-3 code nor a PLOVER non-state code"
        )
    return code.upper()


__all__ = ["Knowledge", "load_knowledge", "plural", "rows"]
