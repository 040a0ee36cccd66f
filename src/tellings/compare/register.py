"""The register of actors: who is the same across reports, and which roles are attested when.

States and non-state codes meet by code, persons and groups by name (spelling variants included), never by a
description alone.  Blocking by the sound of a name's last token keeps it near-linear.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tellings.compare.union import Groups
from tellings.compare.words import tokens
from tellings.model import Actor, KnownActor, Quote, Reading, Report, Role, digest
from tellings.names import similarity, skeleton

Key = tuple[str, str]  # report id, actor id in that report
SAME_NAME = 0.93
NAMED = frozenset({"person", "organisation", "group"})


@dataclass
class Register:
    """KnownActors and the way to them from a report's own actor."""

    actors: dict[str, KnownActor] = field(default_factory=dict)
    of: dict[Key, str] = field(default_factory=dict)

    def get(self, report: str, actor: str | None) -> KnownActor | None:
        return self.actors.get(self.of.get((report, actor), "")) if actor else None


def build(pairs: Sequence[tuple[Report, Reading]], judged: Iterable[tuple[str, str, str]] = ()) -> Register:
    """Link the actors of all readings.  judged: (form, form, same|different), which outrank the names."""
    local: dict[Key, Actor] = {(r.id, a.id): a for r, reading in pairs for a in reading.actors}
    reports = {r.id: r for r, _ in pairs}
    proper = {key: proper_forms(actor, reports[key[0]].text) for key, actor in local.items()}
    apart = {frozenset((a.lower(), b.lower())) for a, b, verdict in judged if verdict == "different"}
    together = {frozenset((a.lower(), b.lower())) for a, b, verdict in judged if verdict == "same"}
    groups: Groups[Key] = Groups(local)
    why: dict[Key, set[str]] = defaultdict(set)
    for members in _blocks(local, proper):
        for i, a in enumerate(members):
            for b in members[:i]:
                if a[0] == b[0] or groups.find(a) == groups.find(b):
                    continue
                reason = _same(local[a], local[b], proper[a], proper[b], apart)
                if reason:
                    groups.join(a, b)
                    why[a].add(reason)
    for key, names in proper.items():
        for other, others in proper.items():
            if (
                together
                and key < other
                and any(frozenset((x.lower(), y.lower())) in together for x in names for y in others)
            ):
                groups.join(key, other)
                why[key].add("judged to be the same")
    register = Register()
    for members in groups.sets():
        actor = _known(sorted(members), local, proper, reports, why)
        register.actors[actor.id] = actor
        register.of.update(dict.fromkeys(members, actor.id))
    return register


def proper_forms(actor: Actor, text: str) -> tuple[str, ...]:
    """Forms that name the actor (capitalised, no pronouns), longest first."""
    forms = {text[s.start : s.end].strip() for s in actor.forms} | ({actor.name} if actor.name else set())
    # "PMOI/MEK" is two names of one.
    forms |= {part.strip() for form in forms if "/" in form for part in form.split("/")}
    named = [f for f in forms if f and len(f) < 80 and _is_name(f)]
    return tuple(sorted(named, key=lambda f: (-len(f), f)))


def _is_name(form: str) -> bool:
    words = [w for w in form.split() if w[:1].isalpha()]
    capitals = [w for w in words if _capital(w)]
    return bool(capitals) and len(capitals) * 2 >= len(words) and _capital(words[-1]) and form not in _PRONOUN_LIKE


def _capital(word: str) -> bool:
    """Capitalised, a small particle before a hyphen apart ("al-Maliki")."""
    return word[0].isupper() or any(part[:1].isupper() for part in word.split("-")[1:])


_PRONOUN_LIKE = frozenset(
    {"He", "She", "They", "It", "We", "I", "You", "Who", "This", "That", "His", "Her", "Their", "Its", "Our"}
)


def _blocks(local: dict[Key, Actor], proper: dict[Key, tuple[str, ...]]) -> Iterable[list[Key]]:
    by_code: dict[str, list[Key]] = defaultdict(list)
    by_sound: dict[str, list[Key]] = defaultdict(list)
    for key, actor in local.items():
        if actor.kind == "state" and actor.code:
            by_code[actor.code].append(key)
        elif actor.kind in NAMED or actor.kind == "unknown":
            sounds = set()
            for name in (actor.name, *proper[key]):
                for word in tokens(name):
                    sound = skeleton(word)
                    if len(sound) > 1:
                        sounds.add(sound[:3])
                if name.isupper() and 2 <= len(name) <= 8:
                    sounds.add("=" + name)
                sounds.add("=" + name.lower())
            for sound in sounds:
                by_sound[sound].append(key)
    yield from by_code.values()
    for members in by_sound.values():
        # A sound that half the world shares says nothing; within it only full names meet.
        yield members if len(members) <= 400 else _by_full_name(members, local)


def _by_full_name(members: list[Key], local: dict[Key, Actor]) -> list[Key]:
    names = Counter(local[k].name for k in members)
    return sorted((k for k in members if names[local[k].name] > 1), key=lambda k: local[k].name)[:2000]


def _same(a: Actor, b: Actor, names_a: tuple[str, ...], names_b: tuple[str, ...], apart: set) -> str | None:
    if a.kind == "state" or b.kind == "state":
        return f"state {a.code}" if a.kind == b.kind and a.code == b.code else None
    if a.code and b.code and a.code != b.code:
        return None
    if "person" in (a.kind, b.kind) and a.kind != b.kind and "unknown" not in (a.kind, b.kind):
        return None
    for x in names_a:
        for y in names_b:
            if frozenset((x.lower(), y.lower())) in apart:
                return None
    best, reason = 0.0, None
    for x in names_a:
        for y in names_b:
            if x.lower() == y.lower() and (len(x) > 3 or x.isupper()):
                alone = len(x.split()) == 1 and a.kind == "person"
                if not alone or _surname_fits(a, b):
                    return f"both called {x}"
            elif " " in x and " " in y and a.kind != "organisation" and b.kind != "organisation":
                score = similarity(x, y)
                if score > best:
                    best, reason = score, f"{x} ~ {y} ({score:.2f})"
    return reason if best >= SAME_NAME else None


def _surname_fits(a: Actor, b: Actor) -> bool:
    """A bare surname is the same person only if nothing known of the two clashes."""
    full_a, full_b = a.name.split(), b.name.split()
    if len(full_a) > 1 and len(full_b) > 1:
        return similarity(a.name, b.name) >= SAME_NAME
    return not (a.sectors and b.sectors) or bool(set(a.sectors) & set(b.sectors))


def _known(
    members: Sequence[Key],
    local: dict[Key, Actor],
    proper: dict[Key, tuple[str, ...]],
    reports: dict[str, Report],
    why: dict[Key, set[str]],
) -> KnownActor:
    actors = [local[k] for k in members]
    codes = Counter(a.code for a in actors if a.code)
    sectors = Counter(s for a in actors for s in a.sectors)
    code = codes.most_common(1)[0][0] if codes else None
    kinds = Counter(a.kind for a in actors if a.kind != "unknown")
    names = Counter(a.name for a in actors)
    name = max(names, key=lambda n: (n in {f for k in members for f in proper[k]}, names[n], len(n), n))
    forms = Counter()
    for key in members:
        forms.update({reports[key[0]].text[s.start : s.end] for s in local[key].forms})
    roles = []
    for key in members:
        actor, report = local[key], reports[key[0]]
        if actor.code or actor.sectors:
            shown = next((e for e in actor.evidence if e.span is not None), None)
            quote = (
                Quote(
                    report=report.id,
                    start=shown.span.start,
                    end=shown.span.end,
                    text=report.text[shown.span.start : shown.span.end],
                )
                if shown
                else None
            )
            roles.append(
                Role(
                    code=actor.code,
                    sectors=actor.sectors,
                    attested=(report.published.value or "")[:10] or None,
                    evidence=quote,
                )
            )
    # Order of sectors: primary ones of the best-evidenced report first.
    primary = Counter(a.sectors[0] for a in actors if a.sectors)
    ordered = sorted(sectors, key=lambda s: (-primary[s], -sectors[s], s))
    return KnownActor(
        id="a-" + digest(*min(members)),
        name=name,
        kind=kinds.most_common(1)[0][0] if kinds else "unknown",
        code=code,
        sectors=tuple(ordered),
        forms=tuple(f for f, _ in forms.most_common()),
        roles=tuple(roles),
        members=tuple(members),
        unknown=tuple(sorted({u for a in actors for u in a.unknown})) if code is None else (),
        why=tuple(sorted({r for k in members for r in why[k]})),
    )
