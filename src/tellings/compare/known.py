"""A KnownActor out of the actors of many reports that were found to be one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tellings.compare.called import PRONOUNS
from tellings.entities.knowledge import country_names
from tellings.model import Actor, KnownActor, Quote, Report, Role, digest

Key = tuple[str, str]  # report id, actor id in that report


def known_actor(
    members: Sequence[Key],
    local: Mapping[Key, Actor],
    names: Mapping[Key, tuple[str, ...]],
    reports: Mapping[str, Report],
    why: Sequence[str],
) -> KnownActor:
    """members: earliest report first, so that a later report does not change the id.  names: proper forms of each."""
    actors = [local[k] for k in members]
    codes = Counter(a.code for a in actors if a.code)
    code = codes.most_common(1)[0][0] if codes else None
    kinds = Counter(a.kind for a in actors if a.kind != "unknown")
    called = Counter(a.name for a in actors)
    proper = {f for k in members for f in names[k]}
    forms: Counter[str] = Counter()
    for key in members:
        forms.update(sorted({_plain(reports[key[0]].text[s.start : s.end]) for s in local[key].forms}))
    kind = kinds.most_common(1)[0][0] if kinds else "unknown"
    name = max(called, key=lambda n: (n in proper, called[n], len(n), n))
    return KnownActor(
        id="a-" + digest(*members[0]),
        # A state has its own name, and not "Colombian", which is how its soldiers are told of, or its capital's.
        name=country_names().get(code or "", name) if kind == "state" and not is_town(actors[0]) else name,
        kind=kind,
        code=code,
        sectors=_sectors(actors),
        forms=tuple(f for f, _ in forms.most_common() if f.lower() not in PRONOUNS),
        roles=tuple(_role(local[k], reports[k[0]]) for k in members if local[k].code or local[k].sectors),
        members=tuple(members),
        unknown=tuple(sorted({u for a in actors for u in a.unknown})) if code is None else (),
        why=tuple(why),
    )


def is_town(actor: Actor | KnownActor) -> bool:
    """Whether the state is told of by the people of one of its places: "Cucuta buried its dead"."""
    return actor.kind == "state" and actor.sectors[:1] == ("CVL",)


def _plain(form: str) -> str:
    """The form as it stands inside a sentence: "The government" and "the government" are one."""
    first, blank, rest = form.partition(" ")
    inside = first in ("The", "A", "An") and rest[:1].islower()  # "The Hague" keeps its article
    return first.lower() + blank + rest if inside else form


def _sectors(actors: Sequence[Actor]) -> tuple[str, ...]:
    """Those that most reports put first come first."""
    sectors = Counter(s for a in actors for s in a.sectors)
    primary = Counter(a.sectors[0] for a in actors if a.sectors)
    return tuple(sorted(sectors, key=lambda s: (-primary[s], -sectors[s], s)))


def _role(actor: Actor, report: Report) -> Role:
    shown = [e for e in actor.evidence if e.span is not None]
    # The words of the office, where any are told, say more than those of the country.
    best = next(
        (e for kind in ("sector", "country") for e in shown if e.attribute == kind), shown[0] if shown else None
    )
    quote = None
    if best is not None:
        start, end = best.span.start, best.span.end
        quote = Quote(report=report.id, start=start, end=end, text=report.text[start:end])
    return Role(
        code=actor.code, sectors=actor.sectors, attested=(report.published.value or "")[:10] or None, evidence=quote
    )
