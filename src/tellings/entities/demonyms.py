"""Which states a report speaks of by adjective or people: "Iraqi forces", "South Koreans"."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.resources import files

_KOSOVO = {"KOS": "XKX"}  # the gazetteer keeps GeoNames' code


def spoken_of(words: list[str]) -> Counter[str]:
    """How often each state (ISO alpha-3) is named by adjective or people; words are lower case."""
    single, double = _forms()
    counts: Counter[str] = Counter()
    for position, word in enumerate(words):
        if word in single:
            counts[single[word]] += 1
        elif word in double and position + 1 < len(words):
            code = double[word].get(words[position + 1])
            if code:
                counts[code] += 1
    return counts


def state_before(words: list[str], position: int) -> tuple[str, int] | None:
    """The state (ISO alpha-3) whose adjective ends right before this word, and where that begins: "South Korean | capital"."""
    single, double = _forms()
    last = words[position - 1] if position else ""
    if position > 1 and (code := double.get(words[position - 2], {}).get(last)):
        return code, position - 2
    return (single[last], position - 1) if last in single else None


@cache
def _forms() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    text = (files("tellings.entities") / "data" / "countries.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")]
    heading = rows[0]
    columns = [heading.index("adjectives"), heading.index("people")]
    single: dict[str, str] = {}
    double: dict[str, dict[str, str]] = {}
    for row in rows[1:]:
        code = _KOSOVO.get(row[0], row[0])
        for column in columns:
            for form in (f for cell in row[column : column + 1] for part in cell.split("|") for f in part.split("/")):
                parts = form.strip("[] ").lower().split()
                for last in {parts[-1], parts[-1] + "s"} if parts else ():
                    if len(parts) == 1 and len(last) > 3:
                        single.setdefault(last, code)
                    elif len(parts) == 2:
                        double.setdefault(parts[0], {}).setdefault(last, code)
    return single, double
