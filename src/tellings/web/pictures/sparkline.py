"""How a story went, in the height of a line of type: events a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tellings.web import wording

WIDTH, HEIGHT, MOST_BARS = 96, 20, 32


@dataclass(frozen=True)
class Sparkline:
    """Bars, ready to be drawn: (x, y, width, height).  words: what they show."""

    bars: tuple[tuple[float, float, float, float], ...]
    words: str
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(days: Mapping[str, int]) -> Sparkline | None:
    """days: ISO day -> events.  Of a long time only as many stretches as there are bars; None without two days."""
    dated = {found: count for day, count in days.items() if (found := wording.as_date(day))}
    if len(dated) < 2:
        return None
    first, last = min(dated), max(dated)
    span = last.toordinal() - first.toordinal() + 1
    bars = min(span, MOST_BARS)
    sums = [0] * bars
    for day, count in dated.items():
        sums[(day.toordinal() - first.toordinal()) * bars // span] += count
    wide, most = min(WIDTH / bars, 8.0), max(sums)
    drawn = []
    for number, count in enumerate(sums):
        if count:
            tall = max(count / most * (HEIGHT - 1), 1.5)
            drawn.append((round(number * wide, 1), round(HEIGHT - tall, 1), round(max(wide - 1, 1), 1), round(tall, 1)))
    return Sparkline(tuple(drawn), _words(dated))


def _words(days: Mapping[date, int]) -> str:
    busiest = max(days, key=lambda day: (days[day], -day.toordinal()))
    between = wording.days(min(days).isoformat(), max(days).isoformat())
    return f"{wording.many(sum(days.values()), 'event')}, {between}; most on {wording.day(busiest.isoformat())}: {days[busiest]}"
