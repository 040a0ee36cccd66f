"""How long and how often; now, lately, soon."""

from __future__ import annotations

from tellings.entities.times_draft import Draft, Parts, Setting

_UNIT_VALUE = {
    "D": "D",
    "N": "D",
    "W": "W",
    "F": "W",
    "MO": "M",
    "Q": "M",
    "Y": "Y",
    "DE": "Y",
    "CE": "Y",
    "WE": "W",
    "ML": "Y",
}
_TIMES = frozenset({"million", "billion", "thousand", "hundred", "once", "twice"})
_UNIT_FACTOR = {"F": 2, "Q": 3, "DE": 10, "CE": 100, "ML": 1000}


def _duration(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    if "bare" in parts:
        if parts.match.end - parts.match.start == 1:
            return None
        unit, amount = parts.value("bare", "UNIT"), None
    elif "single" in parts:
        unit, amount = parts.value("single", "UNIT"), 1
    else:
        unit = parts.value("unit", "UNIT")
        amount = parts.number("n") if "n" in parts else 1
        if amount is not None and "half" in parts:
            amount += 0.5
    if amount is not None and unit in ("H", "M", "S") and amount == 0.5:
        amount, unit = 30, {"H": "M", "M": "S", "S": "S"}[unit]
    rate = "n" in parts and parts.text("n") in ("a", "an") and _is_rate(parts)
    kind = "SET" if rate else "DURATION"  # "15 a year"
    return Draft(start, end, kind, duration_value(amount, unit), granularity=kind.lower(), basis="absolute")


def _is_rate(parts: Parts) -> bool:
    """A figure or its noun stands right before: "9 million euros a day"."""
    match = parts.match
    words = [match.words.word(i) for i in range(max(0, match.start - 3), match.start)]
    return any(w[0].isdigit() or w in _TIMES for w in words[-2:]) or words[-1:] == ["times"]


def duration_value(amount: int | float | None, unit: str) -> str:
    """ISO 8601 as TIMEX3 has it: P3D, PT30M, P10Y for a decade, PXD for some days."""
    if unit in ("H", "M", "S"):
        number = "X" if amount is None else f"{amount:g}"
        return f"PT{number}{unit}"
    number = "X" if amount is None else f"{amount * _UNIT_FACTOR.get(unit, 1):.10g}"
    return f"P{number}{_UNIT_VALUE.get(unit, 'D')}"


def _yearspast(parts: Parts, setting: Setting, start: int, end: int) -> Draft:
    return Draft(
        start,
        end,
        "DURATION",
        duration_value(None, parts.value("bare", "UNIT")),
        granularity="duration",
        basis="absolute",
    )


def _set(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    if "word" in parts:
        return Draft(start, end, "SET", parts.value("word", "SETADJ"), granularity="set", basis="absolute")
    if "wd" in parts:
        value = f"XXXX-WXX-{parts.value('wd', 'WEEKDAY')}"
        part = parts.value("part", "PART")
        return Draft(start, end, "SET", value + (f"T{part}" if part else ""), granularity="set", basis="absolute")
    if "part2" in parts:
        return Draft(
            start, end, "SET", "XXXX-XX-XXT" + parts.value("part2", "PART"), granularity="set", basis="absolute"
        )
    amount = parts.number("n") if "n" in parts else 1
    return Draft(
        start, end, "SET", duration_value(amount, parts.value("unit", "UNIT")), granularity="set", basis="absolute"
    )


def _reference(parts: Parts, setting: Setting, start: int, end: int) -> Draft:
    value = "PAST_REF" if "past" in parts else "PRESENT_REF" if "present" in parts else "FUTURE_REF"
    return Draft(start, end, "DATE", value, granularity="reference", basis="reference")


MAKERS = {"duration": _duration, "yearspast": _yearspast, "set": _set, "reference": _reference}
