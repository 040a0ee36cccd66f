"""Turning over what is too long for one page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

MOST_PAGES = 100_000


@dataclass(frozen=True)
class Paging:
    """Which page of how many.  many: things on all pages; query: of the address, without the page."""

    number: int
    size: int
    many: int
    path: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def last(self) -> int:
        return max(1, -(-self.many // self.size))

    @property
    def after(self) -> int:
        """How many things come before this page."""
        return (self.number - 1) * self.size

    @property
    def beyond_first(self) -> int:
        """The number of this page, 0 for the first one: what a command must say."""
        return self.number if self.number > 1 else 0

    @property
    def asked(self) -> str:
        """The query of this very page."""
        return urlencode([*self.query, *([("page", str(self.number))] if self.number > 1 else [])])

    def to(self, number: int) -> str:
        """The address of another page."""
        return f"{self.path}?{urlencode([*self.query, ('page', str(number))])}"


def paging(asked: Mapping[str, str], size: int, many: int, path: str, query: Mapping[str, str] | None = None) -> Paging:
    """The page that is asked for, out of how many.  query: what else stands in the address."""
    kept = tuple((name, value) for name, value in (query or {}).items() if value)
    return Paging(asked_page(asked), size, many, path, kept)


def asked_page(asked: Mapping[str, str]) -> int:
    """The number of the page that is asked for; the first one if that is none."""
    return min(whole(asked.get("page", "")) or 1, MOST_PAGES)


def whole(text: str) -> int:
    """A whole number as addresses have it; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
