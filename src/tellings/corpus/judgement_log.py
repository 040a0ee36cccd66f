"""Reading the catalogue: what persons and the machine judged."""

from __future__ import annotations

from sqlalchemy import Connection, select, text

from tellings.corpus import fulltext
from tellings.corpus import schema as s
from tellings.corpus.pieces import portions
from tellings.model import Judgement


def judgements(connection: Connection, *, by_persons: bool) -> tuple[Judgement, ...]:
    j = s.judgements.c
    mine = j.by != "machine" if by_persons else j.by == "machine"
    asked = select(j.a, j.b, j.about, j.verdict, j.score, j.reasons, j.by, j.at).where(mine)
    if by_persons:
        return tuple(map(_judgement, connection.execute(asked.order_by(j.number))))
    asked = asked.where(s.stories.c.id == j.story).order_by(s.stories.c.rank, j.number)
    return tuple(map(_judgement, connection.execute(asked)))


def judgements_among(connection: Connection, keys: list[str]) -> tuple[Judgement, ...]:
    """Judgements, of anybody, on pairs of these things."""
    j = s.judgements.c
    rows = connection.execute(
        select(j.a, j.b, j.about, j.verdict, j.score, j.reasons, j.by, j.at)
        .where(j.a.in_(keys[:900]))
        .order_by(j.number)
    ).all()
    wanted = set(keys)
    return tuple(_judgement(row) for row in rows if row[1] in wanted)


def _judgement(row) -> Judgement:
    a, b, about, verdict, score, reasons, by, at = row
    return Judgement(
        a=a,
        b=b,
        about=about,
        verdict=verdict,
        score=score,
        reasons=tuple(filter(None, reasons.split("\n"))),
        by=by,
        at=at,
    )


def judgements_with(connection: Connection, key: str) -> tuple[Judgement, ...]:
    """Judgements, of anybody, that speak of this thing."""
    j = s.judgements.c
    statement = select(j.a, j.b, j.about, j.verdict, j.score, j.reasons, j.by, j.at).where((j.a == key) | (j.b == key))
    return tuple(map(_judgement, connection.execute(statement.order_by(j.number)).all()))


def judgements_since(connection: Connection, number: int) -> list[tuple[int, Judgement]]:
    """Judgements of persons after this one in the log."""
    j = s.judgements.c
    rows = connection.execute(
        select(j.number, j.a, j.b, j.about, j.verdict, j.score, j.reasons, j.by, j.at)
        .where(j.number > number, j.by != "machine")
        .order_by(j.number)
    )
    return [(row[0], _judgement(row[1:])) for row in rows]


def reports_judged(connection: Connection, judgements: list[Judgement]) -> set[str]:
    """Reports of which these judgements speak: directly, by a mention, or by somebody's name."""
    m, r = s.mentions.c, s.reports.c
    keys = {key for one in judgements if one.about in ("mention", "type", "telling") for key in (one.a, one.b)}
    found: set[str] = set()
    for some in portions(keys):
        found |= set(connection.execute(select(m.report).where(m.id.in_(some))).scalars())
    named = {key for one in judgements if one.about == "report" for key in (one.a, one.b)}
    for some in portions(named):
        found |= set(connection.execute(select(r.id).where(r.id.in_(some))).scalars())
    forms = {one.a for one in judgements if one.about == "code"}
    forms |= {form for one in judgements if one.about == "actor" for form in (one.a, one.b)}
    called = text(
        f"SELECT report FROM members WHERE actor IN ({fulltext.holding('actor_search', 'words', connection)})"
    )
    for form in sorted(forms):
        found |= set(connection.execute(called, {"words": fulltext.terms(connection, form)}).scalars())
    return found
