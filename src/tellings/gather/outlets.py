"""Which outlet published a report, by what it says of itself or by its domain."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from tellings.gather.tidy import one_line

# Parts of a host name that name no outlet.
_HOSTS = frozenset(
    [
        "www",
        "www1",
        "www2",
        "m",
        "mobile",
        "amp",
        "en",
        "eng",
        "english",
        "edition",
        "news",
        "story",
        "live",
        "uk",
        "us",
        "in",
        "int",
        "web",
        "old",
        "new",
        "beta",
    ]
)
_SECOND = frozenset(["co", "com", "org", "net", "gov", "ac", "edu", "gob", "go", "or", "ne", "mil", "info", "web"])
_LOWER = frozenset(["of", "the", "and", "for", "in", "on"])


def _table(name: str) -> list[tuple[str, str]]:
    lines = (files("tellings.gather") / "data" / name).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return [(row[0].strip(), row[1].strip() if len(row) > 1 else "") for row in rows]


@cache
def domains() -> dict[str, str]:
    """Domain to the outlet's name."""
    return dict(_table("outlets.tsv"))


@cache
def agencies() -> dict[str, str]:
    """Every form of a news agency's name, in lower case, to its usual name."""
    forms = {}
    for name, others in _table("agencies.tsv"):
        for form in (name, *others.split("|")):
            if form:
                forms[form.lower()] = name
    return forms


@cache
def outlet_names() -> frozenset[str]:
    """Names of known outlets and agencies, lower case, with and without the article."""
    names = {name.lower() for name in domains().values()} | set(agencies())
    return frozenset(names | {name.removeprefix("the ") for name in names})


@cache
def dateline_places() -> frozenset[str]:
    """Places that datelines name, lower case."""
    lines = (files("tellings.gather") / "data" / "datelines.txt").read_text("utf-8").splitlines()
    joined = ",".join(line for line in lines if not line.startswith("#"))
    return frozenset(place.strip().lower() for place in joined.split(",") if place.strip())


def host_of(url: str | None) -> str | None:
    """The host of a url or bare domain, lower case; None if there is none."""
    if not url:
        return None
    try:
        host = urlsplit(url if "//" in url else "//" + url).hostname
    except ValueError:
        return None
    host = ".".join(part for part in (host or "").lower().split(".") if part)
    return host if "." in host else None


def outlet_of(url: str | None) -> tuple[str, bool] | None:
    """The outlet's name by the url's domain, and whether the table knows it (else it is the domain's word)."""
    host = host_of(url)
    if host is None or re.fullmatch(r"[\d.]+", host):
        return None
    parts = host.split(".")
    for start in range(len(parts) - 1):
        name = domains().get(".".join(parts[start:]))
        if name:
            return name, True
    stem = parts[:-1]
    if len(stem) > 1 and stem[-1] in _SECOND:
        stem = stem[:-1]
    words = [part for part in stem if part not in _HOSTS] or stem
    return _named(words[-1]), False


def spelled_like(name: str, domain_word: str) -> bool:
    """Whether a name in the text is the one the domain runs together ("Harbour Herald", harbourherald)."""
    plain = re.sub(r"[\W_]", "", name.lower())
    word = re.sub(r"[\W_]", "", domain_word.lower())
    return bool(plain) and plain.removeprefix("the") == word.removeprefix("the")


def clean_name(name: str) -> str | None:
    """An outlet's name from metadata: a domain becomes a name, an agency its usual form."""
    name = one_line(name).strip(" -–—|·:@")
    if not name:
        return None
    if re.fullmatch(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", name):
        found = outlet_of(name)
        return found[0] if found else name
    return name


def _named(word: str) -> str:
    pieces = [piece for piece in re.split(r"[-_]", word) if piece]
    named = [
        piece if i and piece in _LOWER else piece.upper() if len(piece) <= 3 else piece.capitalize()
        for i, piece in enumerate(pieces)
    ]
    return " ".join(named)
