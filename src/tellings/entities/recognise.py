"""Office-holders by surname and title: "President Reagan", and spellings that the list does not have."""

from __future__ import annotations

from tellings import names
from tellings.entities.drafts import Draft
from tellings.entities.lexicon import Entry
from tellings.entities.sketch import Clue
from tellings.entities.view import View

SURE = 60
SHORTEST = 4
SAME_NAME = 0.88
SAME_SURNAME = 0.8
_OFFICES = frozenset({"GOV", "LEG", "REL", "MIL", "OPP", "PTY", "REB"})


def recognise(draft: Draft, view: View) -> list[Clue]:
    """Clues to the state of an office-holder of that time, by surname; none if two states could be meant.

    Beside a title that fits, or alone when the report speaks of the state whose government that name leads.
    """
    if draft.known or not draft.names or draft.kind not in ("person", "unknown"):
        return []
    if any(c.attribute == "country" and c.strength >= SURE for c in draft.clues):
        return []
    titles = [r for s in draft.sketches for r in s.roles if r.role in ("person", "group") and set(r.sectors) & _OFFICES]
    return _titled(draft, view, titles) if titles else _alone(draft, view)


def _titled(draft: Draft, view: View, titles: list[Entry]) -> list[Clue]:
    words = max(draft.names, key=len)
    wanted = {sector for r in titles for sector in r.sectors}
    past = any(c.attribute == "past" for c in draft.clues)
    found = [e for e in _candidates(view, words) if (past or e.holds(view.day)) and set(e.sectors) & wanted]
    codes = list(dict.fromkeys(e.code for e in found if e.code))
    if len(codes) > 1:
        said = {c.value for c in draft.clues if c.attribute == "country"} or _around(view, draft)
        codes = [c for c in codes if c in said]
    if len(codes) != 1:
        return []
    return [Clue("country", codes[0], draft.forms[0], "known-person", 58)]


def _alone(draft: Draft, view: View) -> list[Clue]:
    """ "Obama" without more: whoever holds an office that day, if the report names that state too."""
    if view.day is None or any(len(words) > 1 or len(words[0]) < SHORTEST for words in draft.names):
        return []
    word = draft.names[0][0]
    entries = [
        e
        for e in view.knowledge.lexicon.short.get(word, [])
        if e.holds(view.day) and "GOV" in e.sectors and e.code in view.codes
    ]
    codes = {e.code for e in entries}
    if len(codes) != 1 or len({e.name for e in entries}) != 1:
        return []
    clues = [Clue("country", entries[0].code or "", draft.forms[0], "known-surname", 57)]
    return clues + [
        Clue("sector", s, draft.forms[0], "known-surname", 52 - n) for n, s in enumerate(entries[0].sectors)
    ]


def _candidates(view: View, words: tuple[str, ...]) -> list[Entry]:
    last = words[-1]
    exact = view.knowledge.lexicon.short.get(last, [])
    near = view.knowledge.lexicon.short.get(names.skeleton(last), [])
    out = []
    for entry in dict.fromkeys((*exact, *near)):
        full = names.parts(entry.name)
        if len(words) == 1:
            if last in full or max(names.word_similarity(last, w) for w in full) >= SAME_SURNAME:
                out.append(entry)
        elif names.similarity(" ".join(words), entry.name) >= SAME_NAME:
            out.append(entry)
    return out


def _around(view: View, draft: Draft) -> set[str]:
    """States that the sentences name in which this name stands."""
    numbers = {view.parsed.sentence_number(s.head) for s in draft.sketches}
    out = set()
    for found in (f for n in numbers for f in view.by_sentence.get(n, ())):
        entry = found.of("state", "adjective", "people", "seat", "area", "organisation", "person")
        if entry is not None and entry.code:
            out.add(entry.code)
    return out
