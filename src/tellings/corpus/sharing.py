"""One reading for all reports with the same words: an exact copy costs no parse.

Two reports have the same words when what is analysed of their bodies is the same but for blanks and kinds of quotation
marks and dashes.  The copy gets the reading with every span moved to its own text and with ids of its own; what was
read in the headline is kept only if the headline is the same.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from datetime import date

import msgspec

from tellings.model import Mention, Reading, Report, Span, Voice, attribution_id, digest, mention_id

_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u02bc": "'", "–": "-", "—": "-"})
_SHORTEST = 120  # characters; below this, sameness says little
_DAYS_APART = 3  # a text that comes again much later means other days by "Monday"
_OFFSETS = re.compile(r"\b(\d+)-(\d+)$")


def body_key(report: Report) -> str:
    """Digest of the analysed words of the body: 32 hexadecimal digits."""
    words = "".join(report.text[i] for i in _positions(report, title=False))
    if len(words) < _SHORTEST:
        return digest("short", report.id, length=32)
    return hashlib.sha256(words.translate(_SAME).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def may_share(first: Report, second: Report) -> bool:
    """Whether two reports of one body key mean the same days by the same words."""
    a, b = _day(first), _day(second)
    return a == b or (a is not None and b is not None and abs((a - b).days) <= _DAYS_APART)


def transplant(reading: Reading, origin: Report, copy: Report) -> Reading:
    """The reading of `origin` as the reading of `copy`, whose body has the same words."""
    titled = _title(origin) == _title(copy)
    move = (
        _Same() if origin.text == copy.text else _Move(_positions(origin, title=titled), _positions(copy, title=titled))
    )
    ids = {origin.id: copy.id}
    for attribution in reading.attributions:
        content = tuple(filter(None, map(move.span, attribution.content)))
        ids[attribution.id] = attribution_id(copy.id, content)
    for mention in reading.mentions:
        trigger = move.span(mention.trigger)
        if trigger:
            ids[mention.id] = mention_id(copy.id, trigger, _ordinal(origin.id, mention))
    for actor in reading.actors:
        ids[actor.id] = _minted(actor.id, origin.id, copy.id, move, actor.forms)
    for place in reading.places:
        ids[place.id] = _minted(place.id, origin.id, copy.id, move, (place.span,))
    kept = msgspec.structs.replace(
        reading,
        sentences=tuple(s for s in reading.sentences if move.span(s)),
        attributions=tuple(a for a in reading.attributions if all(map(move.span, a.content))),
        mentions=tuple(m for m in reading.mentions if move.span(m.trigger) and move.span(m.sentence)),
        actors=tuple(a for a in reading.actors if any(map(move.span, a.forms)) or not a.forms),
        places=tuple(p for p in reading.places if move.span(p.span)),
    )
    moved = _Rewrite(move, ids, copy.outlet.value or "").value(kept)
    lost = {a.id for a in reading.attributions} - {a.id for a in kept.attributions}
    return _without(moved, {ids[i] for i in lost})


def _without(reading: Reading, lost: set[str]) -> Reading:
    """Drop references to attributions that stood in another headline."""
    if not lost:
        return reading
    return msgspec.structs.replace(
        reading,
        attributions=tuple(
            msgspec.structs.replace(a, inside=None) if a.inside in lost else a for a in reading.attributions
        ),
        mentions=tuple(
            msgspec.structs.replace(m, attribution=None) if m.attribution in lost else m for m in reading.mentions
        ),
    )


def _positions(report: Report, *, title: bool) -> list[int]:
    """Offsets of the characters that are analysed and are not blank; with or without the title's."""
    text = report.text
    out = bytearray(len(text))
    for mark in report.marks:
        if mark.kind != "caption" and not (title and mark.kind == "title"):
            start, end = max(0, mark.start), min(mark.end, len(text))
            out[start:end] = b"\x01" * max(0, end - start)
    return [i for i, c in enumerate(text) if not out[i] and not c.isspace()]


def _title(report: Report) -> str:
    return "".join(report.title.split()).translate(_SAME)


def _day(report: Report) -> date | None:
    try:
        return date.fromisoformat((report.published.value or "")[:10])
    except ValueError:
        return None


def _ordinal(report: str, mention: Mention) -> int:
    """Which of several mentions on one trigger this is; its id tells."""
    return next((n for n in range(64) if mention_id(report, mention.trigger, n) == mention.id), 0)


def _minted(key: str, origin: str, copy: str, move: _Move | _Same, spans: tuple[Span, ...]) -> str:
    """The id that reading would have given: a digest of the report, a span and perhaps a number; else one made of the old id."""
    kind = key.split("-")[0] + "-"
    for span in spans:
        moved = move.span(span)
        if moved is None:
            continue
        if kind + digest(origin, span.start, span.end) == key:
            return kind + digest(copy, moved.start, moved.end)
        for number in ("", *range(64)):
            if kind + digest(origin, span.start, span.end, number) == key:
                return kind + digest(copy, moved.start, moved.end, number)
    return kind + digest(copy, key)


class _Move:
    """Spans of one text as spans of the other, by counting the characters that both have."""

    def __init__(self, here: list[int], there: list[int]) -> None:
        self.here, self.there = here, there

    def span(self, span: Span) -> Span | None:
        """None if the other text does not have these words."""
        first, last = bisect_left(self.here, span.start), bisect_left(self.here, span.end) - 1
        if first > last or last >= len(self.there) or self.here[first] - span.start > 200:
            return None
        return Span(self.there[first], self.there[last] + 1)


class _Same:
    """Spans of one text as spans of the same text."""

    def span(self, span: Span) -> Span:
        return span


class _Rewrite:
    """The same values with spans moved, ids changed and the outlet's voice renamed."""

    def __init__(self, move: _Move | _Same, ids: dict[str, str], outlet: str) -> None:
        self.move, self.ids, self.outlet = move, ids, outlet

    def value(self, value):
        if isinstance(value, Span):
            return self.move.span(value)
        if isinstance(value, str):
            return self.ids.get(value, value)
        if isinstance(value, tuple):
            return tuple(new for old in value if (new := self.value(old)) is not None)
        if isinstance(value, msgspec.Struct):
            changed = {name: self.field(name, getattr(value, name)) for name in value.__struct_fields__}
            if isinstance(value, Voice) and value.role == "outlet" and self.outlet:
                changed["name"] = self.outlet
            return type(value)(**changed)
        return value

    def field(self, name: str, value):
        if name in ("basis", "when_basis", "place_basis") and (found := _OFFSETS.search(value)):
            moved = self.move.span(Span(int(found[1]), int(found[2])))
            return f"{value[: found.start()]}{moved.start}-{moved.end}" if moved else value[: found.start()].rstrip(":")
        return self.value(value)
