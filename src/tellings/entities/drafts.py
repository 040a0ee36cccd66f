"""The report's actors while they are being put together: phrases that mean one actor, joined by name.

A draft gathers sketches.  Names join by identity of a known entity, by full name and surname, by acronym and its
spelling out, and by a spelling that differs a little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tellings import names
from tellings.entities.decide import Decided, decide
from tellings.entities.sketch import Clue, Sketch
from tellings.entities.view import View
from tellings.model import Span

SAME_SPELLING = 0.88
MOST_COMPARED = 100
MOST_NAMES = 12
MOST_LOOKS = 2000
_PERSONAL = frozenset(["he", "she", "him", "her", "his", "hers", "himself", "herself", "i", "me", "my"])
_BRACKETED = re.compile(r"\(\s*([A-Z][\w&/.-]{1,14})\s*\)")


@dataclass
class Draft:
    """One actor in the making.  names: words of each name form; sketches in the order they joined."""

    number: int
    kind: str = "unknown"
    known: str | None = None
    known_name: str = ""
    names: list[tuple[str, ...]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    sketches: list[Sketch] = field(default_factory=list)
    clues: list[Clue] = field(default_factory=list)
    forms: list[Span] = field(default_factory=list)
    label: str | None = None
    plural: bool = False
    bare_state: bool = False

    @property
    def has_surname_form(self) -> bool:
        """ "Pat Caddell" and later "Caddell": bodies are not shortened to their last word."""
        return any(len(long) > 1 and (long[-1],) in self.names for long in self.names)

    _decided: tuple[int, Decided] | None = None

    def decided(self) -> Decided:
        """What the clues so far amount to."""
        if self._decided is None or self._decided[0] != len(self.clues):
            self._decided = (len(self.clues), decide(self.clues))
        return self._decided[1]

    def join(self, view: View, sketch: Sketch) -> None:
        """Take in a phrase that means this actor."""
        self.sketches.append(sketch)
        self.clues += sketch.clues
        self.bare_state = self.bare_state or sketch.bare_state
        if sketch.known and not self.known:
            self.known, self.known_name = sketch.known, sketch.known_name
        if sketch.kind != "unknown" and (self.kind in ("unknown", "unnamed") or sketch.known):
            self.kind = sketch.kind
        if sketch.pronoun and self.kind == "unknown" and view.doc[sketch.head].lower_ in _PERSONAL:
            self.kind = "person"
        if sketch.name is not None:
            span = view.token_span(*sketch.name)
            text = view.parsed.words(span)
            self.forms.append(span)
            self.texts.append(text)
            words = names.parts(text)
            if words and words not in self.names and len(self.names) < MOST_NAMES:
                self.names.append(words)
        else:
            self.forms.append(view.token_span(sketch.start, max(sketch.reach, sketch.end)))
        if sketch.name is not None and sketch.roles and not sketch.name[0] <= sketch.head < sketch.name[1]:
            self.forms.append(view.token_span(sketch.start, max(sketch.reach, sketch.end)))
        self.forms += [view.token_span(*tokens) for tokens in sketch.descriptions]
        self.plural = self.plural or (sketch.plural and not (sketch.pronoun and self.sketches[0] is not sketch))


class Drafts:
    """All drafts of a report, with the indexes that names are looked up by."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.all: list[Draft] = []
        self.of_head: dict[int, Draft] = {}
        self.by_known: dict[str, Draft] = {}
        self.by_word: dict[str, list[Draft]] = {}
        self.by_acronym: dict[str, Draft] = {}
        self.by_initial: dict[str, list[Draft]] = {}
        self.looks = 0

    def new(self) -> Draft:
        draft = Draft(number=len(self.all))
        self.all.append(draft)
        return draft

    def put(self, sketch: Sketch, draft: Draft) -> Draft:
        """Record that a phrase means this draft."""
        if self.of_head.get(sketch.head) is draft:
            return draft
        draft.join(self.view, sketch)
        self.of_head[sketch.head] = draft
        if sketch.known:
            self.by_known.setdefault(sketch.known, draft)
        if sketch.name is not None and draft.names:
            for word in draft.names[-1]:
                bucket = self.by_word.setdefault(word, [])
                if draft not in bucket:
                    bucket.append(draft)
            for initial in {w[0] for w in draft.names[-1][-1:]}:
                self.by_initial.setdefault(initial, []).append(draft)
            text = draft.texts[-1]
            for acronym in acronyms(text):
                self.by_acronym.setdefault(acronym, draft)
        return draft

    def bearer(self, surname: str) -> Draft | None:
        """Who has this as the last word of a name; the first of them."""
        (word, *_) = names.parts(surname) or ("",)
        found = (d for d in self.by_word.get(word, ()) if any(name[-1] == word for name in d.names))
        return next(found, None)

    def move(self, sketch: Sketch, old: Draft, new: Draft) -> None:
        """A phrase that was taken for one actor means another."""
        if sketch not in old.sketches or len(old.sketches) < 2:
            return
        old.sketches.remove(sketch)
        span = self.view.token_span(sketch.start, max(sketch.reach, sketch.end))
        old.forms = [form for form in old.forms if form != span]
        del self.of_head[sketch.head]
        self.put(sketch, new)

    def named(self, sketches: Iterable[Sketch]) -> None:
        """Join the named phrases: longer names first, so that a surname finds its bearer wherever it stands."""
        view = self.view
        ordered = sorted(sketches, key=lambda s: (-_words(view, s), s.head))
        for sketch in ordered:
            self.put(sketch, self._match(sketch) or self.new())
        self._bracketed()

    def _match(self, sketch: Sketch) -> Draft | None:
        view = self.view
        if sketch.known and sketch.known in self.by_known:
            return self.by_known[sketch.known]
        text = view.parsed.words(view.token_span(*sketch.name)) if sketch.name else ""
        compact = text.replace(".", "")
        if compact.isupper() and 2 <= len(compact) <= 8 and compact in self.by_acronym and not sketch.known:
            return self.by_acronym[compact]
        words = names.parts(text)
        if not words:
            return None
        candidates = {d.number: d for w in words for d in self.by_word.get(w, ())[:MOST_COMPARED]}
        best: tuple[float, Draft] | None = None
        for draft in candidates.values():
            if sketch.known and draft.known and sketch.known != draft.known:
                continue
            if _kinds_clash(sketch.kind, draft.kind) and not sketch.toponym:
                continue
            score = max(self._name_fit(words, other, sketch.kind, draft.kind) for other in draft.names)
            if score > 0 and (best is None or score > best[0]):
                best = (score, draft)
        if best is not None:
            if sketch.toponym and best[1].kind != "state":
                # A surname that is a town's name too: whoever bears it in this report is meant.
                sketch.clues = [c for c in sketch.clues if c.rule != "place"]
                sketch.kind = "unknown"
            return best[1]
        if sketch.known or sum(map(len, words)) < 5:
            return None
        for draft in self.by_initial.get(words[-1][0], ())[:MOST_COMPARED]:
            if (
                draft.names
                and not draft.known
                and not _kinds_clash(sketch.kind, draft.kind)
                and draft.kind in ("person", "unknown")
            ):
                for other in draft.names:
                    if self._misspelt(words, other):
                        return draft
        return None

    def _name_fit(self, words: tuple[str, ...], other: tuple[str, ...], kind: str, other_kind: str) -> float:
        """0: not this one.  A shorter form must hold the family name, which is the last word for most, the first for some."""
        if words == other:
            return 3.0
        short, long = sorted((words, other), key=len)
        if len(short) == len(long):
            if not all(a == b or names.may_be_one(a, b) for a, b in zip(short, long, strict=True)):
                return 0.0
            return 1.5 if self._similar(words, other, 0.92) else 0.0
        if not set(short) <= set(long):
            return 0.0
        if "organisation" in (kind, other_kind):
            return 1.0 if len(short) >= 2 or (len(short[0]) > 3 and short[0] == long[0]) else 0.0
        if short[-1] == long[-1]:
            return 2.0
        return 1.0 if len(short) == 1 and len(long) >= 2 and long[0] == short[0] else 0.5 if len(short) > 1 else 0.0

    def _misspelt(self, words: tuple[str, ...], other: tuple[str, ...]) -> bool:
        """A single word against a family name, or whole names."""
        if not names.may_be_one(words[-1], other[-1]):
            return False
        if len(words) == 1 or len(other) == 1:
            return len(words[-1]) >= 5 and self._similar(words[-1:], other[-1:], SAME_SPELLING)
        return self._similar(words, other, 0.9)

    def _similar(self, words: tuple[str, ...], other: tuple[str, ...], least: float) -> bool:
        """Spelt nearly alike; a report with very many names gets no more than so many such looks."""
        self.looks += 1
        return self.looks <= MOST_LOOKS and names.similarity(" ".join(words), " ".join(other)) >= least

    def _bracketed(self) -> None:
        """ "Long Name (LN)": what stands in brackets right after a name is its acronym."""
        ends = {self.view.token_span(*s.name).end: d for d in self.all for s in d.sketches if s.name is not None}
        bearers: dict[str, list[Draft]] = {}
        for draft in self.all:
            for text in set(draft.texts):
                bearers.setdefault(text.strip("()"), []).append(draft)
        for match in _BRACKETED.finditer(self.view.text):
            owner = ends.get(match.start() - 1) or ends.get(match.start())
            if owner is None:
                continue
            acronym = match.group(1).strip(".-/")
            self.by_acronym[acronym.replace(".", "")] = owner
            for draft in bearers.get(acronym, ()):
                if (
                    draft is not owner
                    and not _kinds_clash(draft.kind, owner.kind)
                    and draft.sketches
                    and not (draft.known and owner.known and draft.known != owner.known)
                ):
                    self.merge(owner, draft)

    def merge(self, keep: Draft, drop: Draft) -> None:
        """Two drafts are one actor."""
        if keep is drop:
            return
        for sketch in drop.sketches:
            keep.join(self.view, sketch)
            self.of_head[sketch.head] = keep
        keep.clues += [c for c in drop.clues if c not in keep.clues]
        for index in (self.by_known, self.by_acronym):
            for key, draft in list(index.items()):
                if draft is drop:
                    index[key] = keep
        for bucket in self.by_word.values():
            if drop in bucket:
                bucket[bucket.index(drop)] = keep
        for head, draft in list(self.of_head.items()):
            if draft is drop:
                self.of_head[head] = keep
        drop.sketches, drop.forms, drop.clues = [], [], []


def acronyms(text: str) -> Iterable[str]:
    """Initials of a name of several words, with and without small words; and the acronym itself."""
    compact = text.replace(".", "")
    if " " not in text and compact.isupper() and 2 <= len(compact) <= 8:
        yield compact
    words = re.findall(r"[^\W\d_][\w'’]*", text)
    if len(words) >= 3:
        capitals = "".join(w[0] for w in words if w[0].isupper())
        if len(capitals) >= 3:
            yield capitals.upper()
        yield "".join(w[0] for w in words).upper()


def _words(view: View, sketch: Sketch) -> int:
    return sketch.name[1] - sketch.name[0] if sketch.name else 0


def _kinds_clash(a: str, b: str) -> bool:
    people, bodies = {"person"}, {"organisation", "state"}
    return (a in people and b in bodies) or (b in people and a in bodies)
