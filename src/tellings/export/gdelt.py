"""GDELT 2.0: events (61 columns) and mentions (16), tab-separated, without headers.

GLOBALEVENTID is a number there: ours is made of the event's id.  AvgTone and the tone of a document are not computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

from tellings.corpus import Corpus
from tellings.export.flat import Flat, fips, happened_events, tabbed
from tellings.export.selection import Selection
from tellings.model import KnownActor, Report, Telling

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code",
    "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
EVENT_COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources",
    "NumArticles", "AvgTone",
    *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
MENTION_COLUMNS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "SentenceID",
    "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone",
    "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
_GEO_TYPES = {"country": 1, "admin1": 5, "admin2": 5, "city": 4, "point": 4}


def write_folder(corpus: Corpus, selection: Selection, folder: Path) -> list[Path]:
    """Both files, and the columns' names beside them, since the format has no headers."""
    events, mentions, columns = (folder / name for name in ("events.export.csv", "mentions.csv", "columns.txt"))
    with (
        open(events, "w", encoding="utf-8", newline="") as one,
        open(mentions, "w", encoding="utf-8", newline="") as other,
    ):
        for flat in happened_events(corpus, selection):
            one.writelines(_event_lines(flat))
            other.writelines(_mention_lines(flat))
    columns.write_text(
        f"events.export.csv: {', '.join(EVENT_COLUMNS)}\nmentions.csv: {', '.join(MENTION_COLUMNS)}\n", "utf-8"
    )
    return [events, mentions, columns]


def number(flat: Flat, pair: int = 0) -> int:
    """A number out of an event's id, the same from run to run; one a pair of actors."""
    return int("".join(c for c in flat.event.id.split("-")[-1] if c in "0123456789abcdef")[:12] or "0", 16) * 100 + min(
        pair, 99
    )


def _event_lines(flat: Flat) -> Iterator[str]:
    pairs = product(flat.actors or (None,), flat.recipients or (None,))
    for pair, (source, target) in enumerate(pairs):
        yield tabbed(_event(flat, pair, source, target))


def _event(flat: Flat, pair: int, source: KnownActor | None, target: KnownActor | None) -> tuple:
    event, code = flat.event, flat.cameo
    no_place = (None,) * len(_GEO)  # where the actors are is not resolved
    return (
        number(flat, pair), *_dates(flat.day), *_party(source), *_party(target), int(not event.background), code, code[:3],
        code[:2], flat.quad, flat.score, sum(len(t.mentions) for t in event.tellings), len(flat.outlets), len(event.tellings), None,
        *no_place, *no_place, *_geo(flat), _stamp(flat.first), flat.first.url or flat.first.id,
    )  # fmt: skip


def _mention_lines(flat: Flat) -> Iterator[str]:
    for telling in flat.event.tellings:
        report = flat.reports[telling.report]
        yield tabbed(_mention(flat, telling, report))


def _mention(flat: Flat, telling: Telling, report: Report) -> tuple:
    sides = {v.question: v for v in flat.event.comparison}

    def offset(question: str) -> int:
        values = sides[question].values if question in sides else ()
        return next((q.start for v in values if v.telling == telling.id for q in v.quotes), -1)

    own = 1 if len(telling.chain) <= 1 else 0
    return (
        number(flat), (flat.day or "").replace("-", ""), _stamp(report), 1, telling.outlet, report.url or report.id, None,
        offset("actor"), offset("recipient"), offset("status"), own, None, len(report.text), None, None,
        f"telling:{telling.id};chain:{' < '.join(telling.chain)}",
    )  # fmt: skip


def _dates(day: str | None) -> tuple:
    if not day:
        return None, None, None, None
    found = date.fromisoformat(day)
    fraction = found.year + (found.timetuple().tm_yday - 1) / 365
    return day.replace("-", ""), f"{found.year}{found.month:02d}", found.year, f"{fraction:.4f}"


def _party(actor: KnownActor | None) -> tuple:
    if actor is None:
        return (None,) * 10
    code = (actor.code or "") + "".join(actor.sectors[:3])
    types = [*actor.sectors[:3], None, None, None][:3]
    country = actor.code if actor.code in fips() else None
    group = actor.code if actor.code and actor.code not in fips() else None
    return code, actor.name.upper(), country, group, None, None, None, *types


def _geo(flat: Flat) -> tuple:
    place = flat.event.place
    if place is None:
        return (0, *(None,) * 7)
    kind = _GEO_TYPES.get(place.precision.split(":")[-1], 4)
    country = fips().get(place.country or "")
    full = ", ".join(filter(None, (place.name, place.admin1, place.country)))
    return kind, full, country, None, None, place.lat, place.lon, place.geonameid


def _stamp(report: Report) -> str:
    return (report.published.value or "")[:10].replace("-", "") + "000000" if report.published.value else ""
