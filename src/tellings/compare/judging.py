"""People's judgements: they outrank every score, and of two that contradict each other the newer one holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from tellings.compare.union import Groups
from tellings.model import Judgement


def latest_word(judgements: Iterable[Judgement]) -> list[Judgement]:
    """People's judgements, the newest about each pair, newest first; one that overrules another says so in its reasons.

    A pair whose newest judgement is withdrawn is as if nobody had judged it.
    """
    newest: dict[tuple[str, frozenset[str]], Judgement] = {}
    for j in sorted((j for j in judgements if j.by != "machine"), key=lambda j: j.at or ""):
        key = (j.about, frozenset((j.a, j.b)))
        older = newest.get(key)
        if older is not None and j.verdict != "withdrawn" and older.verdict not in (j.verdict, "withdrawn"):
            j = replace(j, reasons=(*j.reasons, f"overrules “{older.verdict}” by {older.by}{_on(older)}"))
        newest[key] = j
    standing = [j for j in newest.values() if j.verdict != "withdrawn"]
    return sorted(standing, key=lambda j: (j.at or "", j.about, j.a, j.b), reverse=True)


def apply(groups: Groups[str], judgements: Sequence[Judgement], known: set[str]) -> list[Judgement]:
    """Join and keep apart what people judged, newest first; the judgements that could not be followed, with the reason.

    A newer "a and b are the same, and so are b and c" overrules an older "a and c are different", and the other way round.
    """
    not_followed = []
    for j in judgements:
        if j.a == j.b or j.a not in known or j.b not in known:
            continue
        if j.verdict == "same" and groups.hostile(j.a, j.b):
            not_followed.append(_overruled(j))
        elif j.verdict == "same":
            groups.join(j.a, j.b)
        elif groups.find(j.a) == groups.find(j.b):
            not_followed.append(_overruled(j))
        else:
            groups.keep_apart(j.a, j.b)
    return not_followed


def _overruled(j: Judgement) -> Judgement:
    return replace(j, reasons=(*j.reasons, "not followed: newer judgements say otherwise"))


def _on(j: Judgement) -> str:
    return f" on {j.at[:10]}" if j.at else ""
