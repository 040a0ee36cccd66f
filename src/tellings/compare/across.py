"""Who is the same across stories.

Within a story `register` knows who is who, and nothing else enters into how the story's events are merged and compared.
Here its actors are tied to those of other stories: states by code, persons by their full name, groups and bodies by any
name, two spellings by sound.  A bare surname of two stories is one person only where country and office are.
A bare surname, or an office told without a name ("the interior minister"), whose story names nobody in full is looked up
among those whom other stories of its time name with that surname or office, of that country: it is theirs if there is one,
and stays by itself if there are several, with the reason (`why`).
So what is read of one story never changes what is told of another, but for the ids under which its actors are found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from tellings.compare.known import is_town
from tellings.compare.offices import OFFICE, SURNAME, days_apart, looked_up, offices, surnames
from tellings.compare.register import NAMED, SAME_NAME, named
from tellings.compare.union import Groups
from tellings.compare.weights import same_country
from tellings.model import Frozen, KnownActor
from tellings.names import may_be_one, parts, similarity, skeleton, written

LEADERS = 24  # actors of one name, told apart by country or kind
CROWDED = 300  # names of one sound, above which each is compared with its neighbours only
NEIGHBOURS = 12
DESCRIBING = 200  # stories, the first and the last ones, by which an actor of many more is described
MOST_ROLES = 400
Like = tuple[str, str, float]  # two names by sound, and how alike they are


class Appearance(Frozen):
    """An actor as one story has it.  since: sorts by the first report; keys: names under which others may find it."""

    id: str
    since: str
    kind: str
    code: str | None
    keys: tuple[str, ...]
    full: tuple[str, ...] = ()  # names of persons and groups that can be compared by sound


def appearance(actor: KnownActor, published: str) -> Appearance:
    """published: day of its first report in the story, "9999" if unknown."""
    names = named((*actor.forms, actor.name))
    keys: set[str] = set()
    full: set[str] = set()
    if actor.kind == "state" and actor.code:
        keys.add(f"town:{actor.code}:{written(actor.name)}" if is_town(actor) else f"state:{actor.code}")
    elif actor.kind in NAMED or actor.kind == "unknown":
        for name in names:
            words = parts(name)
            if actor.kind in ("person", "unknown") and len(words) < 2:
                if actor.code and actor.sectors and words:
                    keys.add(f"bare:{actor.code}:{actor.sectors[0]}:{words[0]}")
            elif len(name) > 3 or name.isupper():
                keys.add(f"name:{written(name)}")
                if actor.kind != "organisation" and len(words) > 1:
                    full.add(name.lower())
        keys |= surnames(actor, names) | offices(actor, names)
    elif actor.kind == "unnamed":
        keys |= offices(actor, ())
    since = f"{published}|{actor.members[0][0]}|{actor.members[0][1]}"
    return Appearance(
        id=actor.id, since=since, kind=actor.kind, code=actor.code, keys=tuple(sorted(keys)), full=tuple(sorted(full))
    )


# ---------------------------------------------------------------- spellings


def sounds(name: str) -> tuple[str, ...]:
    """Names that share one of these are worth comparing: the sound of one word, and how the other begins.

    Of three words and more the middle ones count as first ones: some go by their second given name.
    """
    words = parts(name)
    if len(words) < 2:
        return ()
    first, last = skeleton(words[0]), skeleton(words[-1])
    second = dict.fromkeys(f"{last}|{skeleton(word)[:1]}" for word in words[1:-1])
    return tuple(dict.fromkeys((f"{last}|{first[:1]}", f"|{first}|{last[:2]}", *second)))


def likes(blocks: Iterable[Sequence[str]], fresh: set[str] | None = None) -> list[Like]:
    """Spellings of one name.  blocks: names that share a sound; fresh: only pairs with one of these."""
    found: dict[tuple[str, str], float] = {}
    for block in blocks:
        names = sorted(set(block), key=_by_sound)
        near = NEIGHBOURS if len(names) > CROWDED else len(names)
        for n, a in enumerate(names):
            for b in names[max(0, n - near) : n]:
                if (fresh is not None and a not in fresh and b not in fresh) or (min(a, b), max(a, b)) in found:
                    continue
                if _may_be_one(a, b) and (score := similarity(a, b)) >= SAME_NAME:
                    found[min(a, b), max(a, b)] = round(score, 3)
    return sorted((a, b, score) for (a, b), score in found.items())


def _by_sound(name: str) -> tuple[str, str, str]:
    words = parts(name)
    return skeleton(words[0]), skeleton(words[-1]), name


def _may_be_one(a: str, b: str) -> bool:
    x, y = parts(a), parts(b)
    if len(x) != len(y):
        return abs(len(x) - len(y)) == 1 and (may_be_one(x[0], y[0]) or may_be_one(x[-1], y[-1]))
    return may_be_one(x[0], y[0]) and may_be_one(x[-1], y[-1])


# ---------------------------------------------------------------- linking


class Linked(Frozen):
    """Ids of appearances that are one actor, the first one first, and what ties them together."""

    members: tuple[str, ...]
    why: tuple[str, ...] = ()


def link(
    appearances: Iterable[Appearance], alike: Iterable[Like], judged: Sequence[tuple[str, str, str]] = ()
) -> list[Linked]:
    """Which appearances are one actor.  judged: (form, form, same|different) of persons, newest first."""
    linker = _Linker(sorted(appearances, key=lambda a: (a.since, a.id)))
    linker.judge(judged)
    linker.by_key()
    linker.by_sound(alike)
    linker.by_register()
    return linker.linked()


def called_alike(name: str) -> str:
    return f"both called {name}"


class _Linker:
    def __init__(self, ordered: Sequence[Appearance]) -> None:
        self.known = {a.id: a for a in ordered}
        self.groups: Groups[str] = Groups(self.known)
        self.code = {a.id: a.code for a in ordered}
        self.person = {a.id: None if a.kind in ("unknown", "unnamed") else a.kind == "person" for a in ordered}
        self.why: dict[str, set[str]] = defaultdict(set)
        self.holders: dict[str, list[str]] = defaultdict(list)
        for a in ordered:
            for key in a.keys:
                self.holders[key].append(a.id)

    def judge(self, judged: Sequence[tuple[str, str, str]]) -> None:
        for a, b, verdict in judged:
            apart = verdict == "different"
            for x in self._called(a, bare=apart):
                for y in self._called(b, bare=apart):
                    if verdict == "different":
                        self.groups.keep_apart(x, y)
                    elif x != y and not self.groups.hostile(x, y):
                        self._join(x, y, "judged to be the same")

    def _called(self, form: str, *, bare: bool) -> list[str]:
        """bare: a surname by itself too, which one can only set apart, for it is the same in one story alone."""
        found = self.holders.get(f"name:{written(form)}", [])
        words = parts(form)
        if not bare or found or len(words) != 1:
            return found
        return [
            one
            for key, held in self.holders.items()
            if key.startswith("bare:") and key.endswith(f":{words[0]}")
            for one in held
        ]

    def by_key(self) -> None:
        for key in sorted(k for k in self.holders if not looked_up(k)):
            shown = key.rpartition(":")[2]
            leaders: list[str] = []
            for one in self.holders[key]:
                leader = next((x for x in leaders if self._fits(x, one)), None)
                if leader is not None:
                    self._join(leader, one, called_alike(shown))
                elif len(leaders) < LEADERS:
                    leaders.append(one)

    def by_sound(self, alike: Iterable[Like]) -> None:
        for a, b, score in sorted(alike, key=lambda row: (-row[2], row[0], row[1])):
            for x in self._heads(f"name:{a}"):
                for y in self._heads(f"name:{b}"):
                    if self._fits(x, y):
                        self._join(x, y, f"{a} ~ {b} ({score:.2f})")

    def by_register(self) -> None:
        """A bare surname, or an office without a name, is the one whom other stories of its time name so in full."""
        groups: dict[str, dict[str, list[str]]] = {}
        for key in sorted(k for k in self.holders if looked_up(k)):
            holders = self.holders[key]
            named = [a for a in holders if self.known[a].full]
            for one in holders:
                if not self.known[one].full:
                    near = [n for n in named if days_apart(self.known[one].since, self.known[n].since, key)]
                    groups.setdefault(self.groups.find(one), {}).setdefault(key, []).extend(near)
        for head in sorted(groups, key=lambda g: (self.known[g].since, g)):
            if any(self.known[m].full for m in self.groups.members(head)):
                continue
            for kind in (SURNAME, OFFICE):
                near = sorted({n for key, found in groups[head].items() if key.startswith(kind) for n in found})
                fit = {self.groups.find(n): n for n in reversed(near) if self._fits(head, n)}
                shown = self._shown(head)
                if len(fit) == 1:
                    one = min(fit.values(), key=lambda n: (self.known[n].since, n))
                    day, report, _ = self.known[one].since.split("|")
                    told = f"{max(self.known[one].full, key=len)}, attested {day} in {report}"
                    self._join(one, head, f"register: {shown} is the only one so called in those days: {told}")
                    break
                if len(fit) > 1:
                    names = " | ".join(sorted(max(self.known[n].full, key=len) for n in fit.values())[:5])
                    self.why[head].add(f"register: {shown} stays open, several are so called in those days: {names}")
                    break

    def _shown(self, head: str) -> str:
        keys = self.known[head].keys
        return next((k for k in keys if k.startswith("bare:")), keys[0]).rpartition(":")[2]

    def _heads(self, key: str) -> list[str]:
        """One of each group that bears the name."""
        found: dict[str, str] = {}
        for one in self.holders.get(key, ()):
            found.setdefault(self.groups.find(one), one)
        return list(found.values())[:LEADERS]

    def _fits(self, a: str, b: str) -> bool:
        a, b = self.groups.find(a), self.groups.find(b)
        if a == b:
            return True
        one, other = self.code[a], self.code[b]
        if one and other and not same_country(one, other):
            return False
        if self.person[a] is not None and self.person[b] is not None and self.person[a] != self.person[b]:
            return False
        return not self.groups.hostile(a, b)

    def _join(self, a: str, b: str, reason: str) -> None:
        x, y = self.groups.find(a), self.groups.find(b)
        if x == y:
            return
        code = self.code[x] or self.code[y]
        person = self.person[x] if self.person[x] is not None else self.person[y]
        self.groups.join(a, b)
        root = self.groups.find(a)
        self.code[root], self.person[root] = code, person
        self.why[b].add(reason)

    def linked(self) -> list[Linked]:
        return [
            Linked(members=tuple(group), why=tuple(sorted({r for one in group for r in self.why.get(one, ())})))
            for group in self.groups.sets()
        ]


# ---------------------------------------------------------------- one actor


def described(count: int) -> list[int]:
    """Positions of the appearances by which an actor of so many is described."""
    if count <= 2 * DESCRIBING:
        return list(range(count))
    return [*range(DESCRIBING), *range(count - DESCRIBING, count)]


def joined(linked: Linked, actors: Sequence[KnownActor]) -> KnownActor:
    """One actor out of its appearances, the first one first; itself if there is one.  members: of these appearances."""
    if len(actors) == 1 and not linked.why:
        return actors[0]
    codes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    called: Counter[str] = Counter()
    sectors: Counter[str] = Counter()
    forms: Counter[str] = Counter()
    for actor in actors:
        size = len(actor.members)
        if actor.code:
            codes[actor.code] += size
        if actor.kind != "unknown":
            kinds[actor.kind] += size
        called[actor.name] += size
        forms.update(actor.forms)
        for n, sector in enumerate(actor.sectors):
            sectors[sector] += size * (2 if n == 0 else 1)
    proper = {name for actor in actors for name in named((actor.name,))}
    roles = {
        (r.code, r.sectors, r.evidence.text if r.evidence else ""): r
        for actor in reversed(actors)
        for r in reversed(actor.roles)
    }
    code = codes.most_common(1)[0][0] if codes else None
    return KnownActor(
        id=actors[0].id,
        name=max(called, key=lambda n: (n in proper, called[n], len(n), n)),
        kind=kinds.most_common(1)[0][0] if kinds else "unknown",
        code=code,
        sectors=tuple(sorted(sectors, key=lambda s: (-sectors[s], s))),
        forms=tuple(form for form, _ in forms.most_common()),
        roles=tuple(sorted(roles.values(), key=lambda r: (r.attested or "9999", r.code or "", r.sectors)))[:MOST_ROLES],
        members=tuple(member for actor in actors for member in actor.members),
        unknown=tuple(sorted({u for actor in actors for u in actor.unknown})) if code is None else (),
        why=tuple(sorted({*linked.why, *(w for actor in actors for w in actor.why)})),
    )


def blocks_of(names: Iterable[str]) -> list[list[str]]:
    """Names by sound."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for key in sounds(name):
            found[key].append(name)
    return [found[key] for key in sorted(found)]
