"""Pronouns and descriptions: "he", "we" in a quotation, "the group", "the minister", "his deputy"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from spacy.tokens import Token

from tellings.entities.decide import decide
from tellings.entities.drafts import Draft, Drafts
from tellings.entities.several import counted, is_people, number_in, offices, words
from tellings.entities.sketch import Sketch
from tellings.entities.view import View
from tellings.model import Attribution, Span

FIRST_PERSON = frozenset(["i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"])
MALE = frozenset(["he", "him", "his", "himself"])
FEMALE = frozenset(["she", "her", "hers", "herself"])
HE_OR_SHE = frozenset(["he", "she"])
THEY = frozenset(["they", "them", "their", "theirs", "themselves"])
IT = frozenset(["it", "its", "itself"])
RELATIVE = frozenset(["who", "whom", "which", "that", "whose"])
LOOK_BACK = 4
MOST_CANDIDATES = 80
_LESS_LIKELY = 0.6  # than a person with a name: one of whom it is not known what it is
_UNNAMED = 2.2  # so much that a name near by comes first, whatever it is in its sentence
_OF_STATE = frozenset(["GOV", "JUD", "COP"])  # sectors of bodies that nobody calls a movement or a company
_SUBJECTS = ("nsubj", "nsubjpass")


class Antecedents:
    """Who was last spoken of, by position; fed as the report is read from left to right."""

    def __init__(self, view: View, drafts: Drafts, attributions: Sequence[Attribution]) -> None:
        self.view = view
        self.drafts = drafts
        self.seen: list[tuple[int, Draft, bool]] = []
        self.quotes = sorted(
            ((span.start, span.end, a) for a in attributions if a.kind in ("direct", "mixed") for span in a.content),
            key=lambda item: (item[0], -item[1]),
        )
        self.speakers: dict[str, Draft] = {}

    def saw(self, head: int, draft: Draft) -> None:
        token = self.view.doc[head]
        if head in self.view.times:
            return  # "On Tuesday they put her in a van": a day is nobody
        self.seen.append((head, draft, token.dep_ in _SUBJECTS))

    def pronoun(self, token: Token, besides: Draft | None = None) -> Draft | None:
        """The draft that a pronoun means, or None.  besides: who cannot be "he" or "she"."""
        low = token.lower_
        if low in FIRST_PERSON:
            return self._speaker(token)
        if low in RELATIVE:
            return self._relative(token)
        partner = self._conjunct(token)
        if partner is not None and low in MALE | FEMALE | IT | THEY:
            return partner
        if low in MALE or low in FEMALE:
            return self._nearest(
                token,
                lambda d: (
                    (d.kind == "person" or _somebody(d) or (d.kind == "unknown" and not _opens(self.view, d)))
                    and not d.plural
                    and d is not besides
                    and _gender_fits(self.view, d, low in FEMALE)
                ),
                _doubt,
            )
        if low in IT:
            return self._nearest(token, lambda d: d.kind in ("organisation", "state"))
        if low in THEY:
            return self._nearest(token, lambda d: d.plural or d.kind in ("organisation", "group"))
        return None

    def _conjunct(self, token: Token) -> Draft | None:
        """ "The premier and his deputy": the possessive means the first of the two."""
        if token.dep_ != "poss" or token.head.dep_ != "conj":
            return None
        first = token.head.head
        for _ in range(4):
            if first.dep_ != "conj":
                break
            first = first.head
        draft = self.drafts.of_head.get(first.i)
        return (
            draft if draft is not None and (draft.kind in ("person", "organisation", "state") or draft.names) else None
        )

    def _speaker(self, token: Token) -> Draft | None:
        inner: Attribution | None = None
        for start, end, attribution in self.quotes:
            if start > token.idx:
                break
            if token.idx < end:
                inner = attribution
        return self.speakers.get(inner.id) if inner is not None else None

    def _relative(self, token: Token) -> Draft | None:
        verb = token.head
        for _ in range(4):
            if verb.dep_ == "relcl":
                return self.drafts.of_head.get(verb.head.i)
            verb = verb.head
        return None

    def _nearest(self, token: Token, fits, doubt=lambda draft: 0.0) -> Draft | None:
        """Subjects outrank others; this sentence and the last come first.  doubt: what speaks against somebody who fits."""
        here = self.view.parsed.sentence_number(token)
        best: tuple[float, Draft] | None = None
        clause = token.head
        doers = _verbs_of_one_doer(clause) if token.dep_ != "poss" else ()
        for head, draft, subject in self._before(token.i):
            away = here - self.view.parsed.sentence_number(head)
            if away > LOOK_BACK:
                break
            other = self.view.doc[head]
            # Subject and object of one verb are different people, unless the pronoun is a possessive.
            if other.head == clause and token.dep_ != "poss" and clause.pos_ in ("VERB", "AUX"):
                continue
            if subject and other.head.i in doers:
                continue  # "freed the nurses after holding them": whoever holds them is not them
            if fits(draft):
                score = (2.0 if subject else 0.0) - 1.6 * away - (token.i - head) / 100 - doubt(draft)
                if best is None or score > best[0]:
                    best = (score, draft)
        return best[1] if best else None

    def _before(self, position: int) -> list[tuple[int, Draft, bool]]:
        """Who was spoken of before a token, the last first."""
        end = bisect_left(self.seen, position, key=lambda item: item[0])
        return self.seen[max(0, end - MOST_CANDIDATES) : end][::-1]

    def pair(self, head: int) -> list[Draft]:
        """The last two different actors before a token, of its sentence or the one before."""
        here = self.view.parsed.sentence_number(head)
        out: list[Draft] = []
        for i, draft, _ in reversed(self.seen[-MOST_CANDIDATES:]):
            if i < head and here - self.view.parsed.sentence_number(i) <= 1 and draft not in out:
                out.append(draft)
                if len(out) == 2:
                    break
        return out[::-1]

    def described(self, sketch: Sketch) -> Draft | None:
        """The draft that a definite description means: "the group", "the minister"."""
        if sketch.name is not None or sketch.kind == "state":
            return None
        if (many := counted(self.view, sketch)) is not None:
            return self._counted(sketch, many)
        token = self.view.doc[sketch.head]
        here = self.view.parsed.sentence_number(token)
        word = token.lemma_.lower()
        roles = {r.name for r in sketch.roles}
        decided = decide([c for c in sketch.clues if c.attribute != "country" or c.strength >= 60])
        body = word in words("body")
        if not sketch.definite or (sketch.relation and not sketch.demonstrative):
            return None
        for head, draft, _ in reversed(self.seen[-MOST_CANDIDATES:]):
            if head >= sketch.head:
                continue
            away = here - self.view.parsed.sentence_number(head)
            if away > 2 * LOOK_BACK + (40 if roles and not body else 0):
                break
            other = draft.decided()
            company = other.code == "MNC" or "BUS" in other.sectors
            if (
                decided.code
                and other.code
                and decided.code != other.code
                and not (company and word in words("company"))
            ):
                continue
            if body:
                if (
                    self._called(word, draft)
                    and draft.kind in ("organisation", "group")
                    and not draft.bare_state
                    and word not in words("no company's body" if company else "company")
                    and (company or not decided.sectors or set(decided.sectors) & set(other.sectors))
                ):
                    return draft
                continue
            if roles & {r.name for s in draft.sketches for r in s.roles} and draft.plural == sketch.plural:
                if not decided.code or decided.code == other.code:
                    return draft
                continue
            if (
                not sketch.plural and draft.kind == "person" and away <= LOOK_BACK and sketch.roles and sketch.roles[0].role == "person"
                and sketch.role_weight in ("strong", "office") and decided.sectors and decided.sectors[0] in other.sectors[:1]
                and not decided.code and _in_office(draft) and _may_be_called(draft, sketch)
            ):  # fmt: skip
                return draft
        return None

    def _counted(self, sketch: Sketch, many: int) -> Draft | None:
        """ "The four": the last people of that number."""
        here = self.view.parsed.sentence_number(sketch.head)
        for head, draft, _ in reversed(self.seen[-MOST_CANDIDATES:]):
            if head >= sketch.start:
                continue
            if here - self.view.parsed.sentence_number(head) > LOOK_BACK:
                return None
            told = next((s for s in draft.sketches if s.head == head), None)
            if told is None or not told.plural or not is_people(self.view, told):
                continue
            if number_in(self.view.parsed.lower[told.start : head]) == many:
                return draft
        return None

    def _called(self, word: str, draft: Draft) -> bool:
        """Whether a body can be called so: "the coalition" is one that is called a coalition, "the bloc" a bloc or a league of states."""
        if word in words("no state's body") and _OF_STATE & set(draft.decided().sectors[:1]):
            return False
        if word not in words("league"):
            return True
        called = any(word in self.view.parsed.words(form).lower() for form in draft.forms)
        return called or (word != "coalition" and draft.decided().code in ("IGO", "EUR"))


def _verbs_of_one_doer(verb: Token) -> tuple[int, ...]:
    """The verbs above one that has no subject of its own, whose subject is its doer too."""
    out = [verb.i]
    for _ in range(3):
        if verb.dep_ not in ("pcomp", "advcl", "xcomp") or any(c.dep_ in _SUBJECTS for c in verb.children):
            break
        verb = verb.head.head if verb.dep_ == "pcomp" else verb.head
        out.append(verb.i)
    return tuple(out)


def _doubt(draft: Draft) -> float:
    """What speaks against taking somebody for "he" or "she"."""
    if draft.kind == "person" or any(len(name) > 1 for name in draft.names):
        return 0.0
    return _LESS_LIKELY if draft.names else _UNNAMED


def _somebody(draft: Draft) -> bool:
    """One person without a name: "the driver"."""
    return draft.kind == "unnamed" and any(r.role == "person" for s in draft.sketches for r in s.roles[:1])


def _in_office(draft: Draft) -> bool:
    """Whether its words or a list say what office it holds; the leader of whatever is no minister."""
    return draft.known or any(s.role_weight in ("strong", "office") for s in draft.sketches)


def _may_be_called(draft: Draft, sketch: Sketch) -> bool:
    """Whether somebody of other words for an office can be meant: "the minister" is a foreign minister and no president."""
    own = {r.name for s in draft.sketches for r in s.roles if r.weight in ("strong", "office")}
    called = sketch.roles[0].name
    if not own:
        return not words("under").intersection(called.replace("-", " ").split())
    return any(_one_office(called, name) for name in own)


def _one_office(a: str, b: str) -> bool:
    """One word for an office is part of the other and neither holds it under another, or the two are told to be one."""
    x, y = (set(name.replace("-", " ").split()) for name in (a, b))
    if x & words("under") != y & words("under"):
        return False
    return x <= y or y <= x or any({a, b} <= same for same in offices())


def _opens(view: View, draft: Draft) -> bool:
    """One word, which has its capital letter from standing first in a sentence ("Fuel will flow")."""
    sketches = draft.sketches[:8]
    return all(
        s.name is not None and s.name[1] - s.name[0] == 1 and view.doc[s.name[0]].is_sent_start for s in sketches
    )


def _gender_fits(view: View, draft: Draft, female: bool) -> bool:
    for sketch in draft.sketches[:8]:
        if view.parsed.lower[sketch.head] in words("man" if female else "woman"):
            return False
        if sketch.name is None or sketch.name[0] == 0:
            continue
        title = view.doc[sketch.name[0] - 1].lower_.rstrip(".")
        if title in ("mr", "mister", "king", "prince", "lord", "sir") and female:
            return False
        if title in ("mrs", "ms", "miss", "queen", "princess", "lady", "madam") and not female:
            return False
    return True


def inside(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span lies in one of the others."""
    return any(o.start <= span.start and span.end <= o.end for o in others)
