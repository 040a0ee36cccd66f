"""The register of actors: who is the same across reports, and which roles are attested when.

States meet by code, persons and groups by name (spelling variants included).  A description is one actor only within
one story, and only if it names a body ("the interior ministry"); so is a bare surname.  Names are compared as names,
each once however many reports hold it, in blocks by the sound of a word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from tellings.compare.known import is_town, known_actor
from tellings.compare.union import Groups
from tellings.compare.weights import same_country
from tellings.compare.words import tokens
from tellings.model import Actor, KnownActor, Reading, Report
from tellings.names import parts, similarity, skeleton, written

Key = tuple[str, str]  # report id, actor id in that report
Node = Hashable  # all actors of one kind, country and set of names
NAMED = frozenset({"person", "organisation", "group"})
BODIES = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY", "IGO"})  # sectors whose offices stand for one body
SAME_NAME = 0.93
NEIGHBOURS = 6  # names of one sound that each is compared with
LEADERS = 24  # actors of one name, told apart by country or kind
_DETERMINERS = frozenset({"the", "its", "his", "her", "their", "our", "my", "this", "that"})


@dataclass
class Register:
    """KnownActors and the way to them from a report's own actor.  sure: those whose country their own words tell."""

    actors: dict[str, KnownActor] = field(default_factory=dict)
    of: dict[Key, str] = field(default_factory=dict)
    sure: set[Key] = field(default_factory=set)

    def get(self, report: str, actor: str | None) -> KnownActor | None:
        return self.actors.get(self.of.get((report, actor), "")) if actor else None


def build(
    pairs: Sequence[tuple[Report, Reading]],
    judged: Iterable[tuple[str, str, str]] = (),
    stories: Sequence[Sequence[str]] = (),
) -> Register:
    """Link the actors of all readings.

    judged: (form, form, same|different), which outrank the names.  stories: ids of the reports of each; without them all
    reports are taken for one story.
    """
    story_of = {report: n for n, story in enumerate(stories) for report in story}
    local: dict[Key, Actor] = {}
    nodes: dict[Node, list[Key]] = defaultdict(list)
    names: dict[Key, tuple[str, ...]] = {}
    for report, reading in sorted(pairs, key=lambda p: (p[0].published.value or "9999", p[0].id)):
        for actor in reading.actors:
            key = (report.id, actor.id)
            local[key] = actor
            names[key] = proper_forms(actor, report.text)
            nodes[_node(key, actor, names[key], story_of.get(report.id, -1))].append(key)
    linker = _Linker(nodes, local, names, judged)
    linker.by_name()
    linker.by_sound()
    linker.bodies()
    linker.surnames({key: story_of.get(key[0], -1) for key in local})
    reports = {report.id: report for report, _ in pairs}
    order = {key: n for n, key in enumerate(local)}
    register = Register(sure={key for key, actor in local.items() if _sure(actor)})
    for group in linker.groups.sets():
        members = sorted((key for node in group for key in nodes[node]), key=order.__getitem__)
        why = sorted({reason for node in group for reason in linker.why.get(node, ())})
        actor = known_actor(members, local, names, reports, why)
        register.actors[actor.id] = actor
        register.of.update(dict.fromkeys(members, actor.id))
    return register


def _node(key: Key, actor: Actor, names: tuple[str, ...], story: int) -> Node:
    if actor.kind == "state" and actor.code:
        return ("town", actor.code, written(actor.name)) if is_town(actor) else ("state", actor.code)
    if names and (actor.kind in NAMED or actor.kind == "unknown"):
        bare = actor.kind != "organisation" and not any(" " in n or n.isupper() for n in names)
        scope = (story, actor.sectors) if bare else ()
        return ("name", actor.kind, actor.code, frozenset(written(n) for n in names), scope)
    if actor.kind in ("organisation", "unnamed") and BODIES & set(actor.sectors[:1]):
        words = tokens(actor.name)
        if words and (words[0] in _DETERMINERS or actor.kind == "organisation"):
            return ("body", actor.code, story, " ".join(w for w in words if w not in _DETERMINERS))
    return ("own", key)


def _sure(actor: Actor) -> bool:
    return any(e.attribute == "country" and not e.rule.startswith("setting") for e in actor.evidence)


# ---------------------------------------------------------------- names


def proper_forms(actor: Actor, text: str) -> tuple[str, ...]:
    """Forms that name the actor (capitalised, no pronouns), longest first."""
    return named([text[s.start : s.end].strip() for s in actor.forms] + [actor.name])


def named(forms: Iterable[str]) -> tuple[str, ...]:
    """Those of the forms that are names, longest first."""
    found = set(forms)
    # "PMOI/MEK" is two names of one.
    found |= {part.strip() for form in found if "/" in form for part in form.split("/")}
    names = [f for f in found if f and len(f) < 80 and is_name(f)]
    return tuple(sorted(names, key=lambda f: (-len(f), f)))


def is_name(form: str) -> bool:
    """At least half of its words are capitalised, the last one among them."""
    words = [w for w in form.split() if w[:1].isalpha()]
    capitals = [w for w in words if _capital(w)]
    return bool(capitals) and len(capitals) * 2 >= len(words) and _capital(words[-1]) and form not in _PRONOUN_LIKE


def _capital(word: str) -> bool:
    """Capitalised, a small particle before a hyphen apart ("al-Maliki")."""
    return word[0].isupper() or any(part[:1].isupper() for part in word.split("-")[1:])


_PRONOUN_LIKE = frozenset(
    {"He", "She", "They", "It", "We", "I", "You", "Who", "This", "That", "His", "Her", "Their", "Its", "Our"}
)


def _surnames(name: str) -> set[str]:
    """The last word of a full name; of a double-barrelled one also its parts, by which the press shortens it."""
    if " " not in name or not parts(name):
        return set()
    last = name.split()[-1]
    halves = {p for half in last.split("-") if len(half) > 3 for p in parts(half)[-1:]} if "-" in last else set()
    return {parts(name)[-1]} | halves


# ---------------------------------------------------------------- linking


class _Linker:
    """Joins nodes, and refuses to where country, kind of actor or a judgement speaks against it."""

    def __init__(
        self,
        nodes: dict[Node, list[Key]],
        local: dict[Key, Actor],
        names: dict[Key, tuple[str, ...]],
        judged: Iterable[tuple[str, str, str]],
    ) -> None:
        self.nodes = nodes
        self.local = local
        self.groups: Groups[Node] = Groups(nodes)
        self.why: dict[Node, set[str]] = defaultdict(set)
        self.names = {node: names[keys[0]] for node, keys in nodes.items() if node[0] == "name"}
        self._codes: dict[Node, str | None] = {}
        self._person: dict[Node, bool | None] = {}
        for node, keys in nodes.items():
            actor = local[keys[0]]
            self._codes[node] = actor.code
            self._person[node] = None if actor.kind == "unknown" else actor.kind == "person"
        self._by_form: dict[str, list[Node]] = defaultdict(list)
        for node, keys in nodes.items():
            forms = {written(n) for n in self.names.get(node, ())} | {written(local[k].name) for k in keys[:1]}
            for form in sorted(forms):
                self._by_form[form].append(node)
        self._judge(judged)

    def _judge(self, judged: Iterable[tuple[str, str, str]]) -> None:
        """What people said of two forms, newest first."""
        for a, b, verdict in judged:
            for x in self._by_form.get(written(a), ()):
                for y in self._by_form.get(written(b), ()):
                    if x == y:
                        continue
                    if verdict == "different":
                        self.groups.keep_apart(x, y)
                    elif not self.groups.hostile(x, y):
                        self._join(x, y, "judged to be the same")

    def by_name(self) -> None:
        """One name, and nothing that sets the two apart."""
        for form, nodes in sorted(self._by_form.items()):
            if len(form) <= 3 and not any(form.upper() in self.names.get(n, ()) for n in nodes):
                continue
            leaders: list[Node] = []
            for node in (n for n in nodes if n[0] == "name"):
                leader = next(
                    (x for x in leaders if self._fits(x, node, " " not in form) and self._bare_fits(x, node)), None
                )
                if leader is not None:
                    self._join(leader, node, f"both called {form}")
                elif len(leaders) < LEADERS:
                    leaders.append(node)

    def by_sound(self) -> None:
        """Full names of persons and groups in two spellings."""
        full: dict[str, list[Node]] = defaultdict(list)
        for node, names in self.names.items():
            for name in names:
                # Recognisers take many a person for an organisation, none of five words.
                if " " in name and (node[1] != "organisation" or len(name.split()) <= 3):
                    full[name].append(node)
        blocks: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name in sorted(full):
            words = parts(name)
            if words:
                first, last = skeleton(words[0]), skeleton(words[-1])
                blocks[first].append((last, name))
                blocks[last].append((first, name))
        for sound in sorted(blocks):
            # Those of like other words stand side by side.
            members = [name for _, name in sorted(blocks[sound])]
            for i, a in enumerate(members):
                for b in members[max(0, i - NEIGHBOURS) : i]:
                    x, y = full[a][0], full[b][0]
                    if x[1] == y[1] == "organisation" or self.groups.find(x) == self.groups.find(y):
                        continue
                    score = similarity(a, b)
                    if score >= SAME_NAME:
                        alike = len(a.split()) == len(b.split())
                        self._join_if_fit(x, y, f"{b} ~ {a} ({score:.2f})", kinds=not alike)

    def bodies(self) -> None:
        """ "The interior ministry" of one story, where no two countries are named."""
        by_words: dict[tuple, list[Node]] = defaultdict(list)
        for node in self.nodes:
            if node[0] == "body":
                by_words[node[2], node[3]].append(node)
        for (_, words), nodes in by_words.items():
            codes = {n[1] for n in nodes if n[1]}
            for node in nodes[1:]:
                if len(codes) <= 1:
                    self._join_if_fit(nodes[0], node, f"both “{words}” of one story")

    def surnames(self, story_of: dict[Key, int]) -> None:
        """A bare surname is the one person of its report, else of its story, who bears it in full."""
        bare = [n for n in self.names if n[4]]
        wanted = {story for n in bare for story in {story_of[k] for k in self.nodes[n]}}
        full: dict[int, dict[str, dict[Node, set[str]]]] = defaultdict(lambda: defaultdict(dict))
        for node, names in self.names.items():
            if node[4] or not any(" " in n for n in names):
                continue
            for key in self.nodes[node]:
                if story_of[key] in wanted:
                    for name in names:
                        for word in _surnames(name):
                            full[story_of[key]][skeleton(word)].setdefault(node, set()).add(key[0])
        for node in bare:
            word = parts(self.names[node][0])
            if not word:
                continue
            for key in self.nodes[node]:
                bearers = full[story_of[key]].get(skeleton(word[-1]), {})
                own = {self.groups.find(n) for n, reports in bearers.items() if key[0] in reports}
                fit = own or {self.groups.find(n) for n in bearers}
                if len(fit) == 1:
                    other = next(iter(fit))
                    if other != self.groups.find(node):
                        self._join_if_fit(
                            other, node, f"the only {self.names[node][0]} of the {'report' if own else 'story'}"
                        )

    def _bare_fits(self, a: Node, b: Node) -> bool:
        """Bare surnames of two stories are one only where country and sector are."""
        if not (a[4] and b[4]) or a[4][0] == b[4][0]:
            return not (a[4] and b[4]) or not (a[4][1] and b[4][1]) or bool(set(a[4][1]) & set(b[4][1]))
        return bool(a[2] and a[2] == b[2] and set(a[4][1]) & set(b[4][1]))

    def _join_if_fit(self, a: Node, b: Node, reason: str, kinds: bool = True) -> None:
        if self._fits(a, b, kinds):
            self._join(a, b, reason)

    def _fits(self, a: Node, b: Node, kinds: bool = True) -> bool:
        """kinds: a person and an organisation are two."""
        a, b = self.groups.find(a), self.groups.find(b)
        if a == b:
            return True
        code_a, code_b = self._codes[a], self._codes[b]
        if code_a and code_b and not same_country(code_a, code_b):
            return False
        person_a, person_b = self._person[a], self._person[b]
        if kinds and person_a is not None and person_b is not None and person_a != person_b:
            return False
        return not self.groups.hostile(a, b)

    def _join(self, a: Node, b: Node, reason: str) -> None:
        a_root, b_root = self.groups.find(a), self.groups.find(b)
        if a_root == b_root:
            return
        code = self._codes[a_root] or self._codes[b_root]
        person = self._person[a_root] if self._person[a_root] is not None else self._person[b_root]
        self.groups.join(a, b)
        root = self.groups.find(a)
        self._codes[root], self._person[root] = code, person
        self.why[b].add(reason)
