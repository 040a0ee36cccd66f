"""What resolving hands on: actors with their evidence, and mentions and attributions that point to them."""

from __future__ import annotations

from functools import cache, cached_property

import msgspec

from tellings.entities.assembly import Assembly
from tellings.entities.decide import Decided
from tellings.entities.drafts import Draft
from tellings.entities.knowledge import plain_rows
from tellings.entities.standing import (
    Party,
    is_borne_out,
    is_campaign,
    is_of_play,
    is_playing,
    is_political,
    is_quiet,
    is_stumping,
    is_telling,
)
from tellings.entities.wants import fits
from tellings.model import Actor, Attribution, Evidence, Mention, Participant, Span, digest

_PERSONS = frozenset(["he", "she", "they", "we", "i", "him", "her", "them", "us", "me"])


@cache
def _told() -> frozenset[str]:
    return frozenset(row[0] for row in plain_rows("told.tsv"))


class Results:
    """Reads an assembly; ids are digests of report and first form, so they survive a better rule."""

    def __init__(self, work: Assembly) -> None:
        self.work = work
        self.view = work.view
        self._halves = {d.number for group in work.split.values() for d in group}
        self._cache: dict[int, Decided] = {}
        self._telling = is_telling(self.view)

    def _decided(self, draft: Draft) -> Decided:
        if draft.number not in self._cache:
            self._cache[draft.number] = self.work.decided(draft)
        return self._cache[draft.number]

    def actors(self) -> tuple[Actor, ...]:
        """In the order of the text, those of one phrase as they were found: an id, which hangs on the report, sets no order."""
        found = sorted(self._kept(), key=lambda draft: (min(form.start for form in draft.forms), draft.number))
        return tuple(map(self._actor, found))

    def _kept(self) -> list[Draft]:
        """Drafts that a mention or a voice uses, and the named ones of the report that are someone."""
        used = {self.work.drafts.of_head[h].number for h in self.work.phrases.needed if h in self.work.drafts.of_head}
        halves = {
            d.number for head, group in self.work.split.items() if head in self.work.phrases.needed for d in group
        }
        out = []
        for draft in self.work.drafts.all:
            if not draft.forms or self._nobody(draft):
                continue
            someone = draft.known or draft.kind in ("person", "organisation")
            if draft.number in used or draft.number in halves or (draft.names and someone and draft.kind != "state"):
                out.append(draft)
        return out

    def _nobody(self, draft: Draft) -> bool:
        """A bare "you", "that" or "there" that nothing resolved."""
        doc = self.view.doc
        return not draft.names and all(s.pronoun and doc[s.head].lower_ not in _PERSONS for s in draft.sketches)

    def _actor(self, draft: Draft) -> Actor:
        decided = self._decided(draft)
        forms = tuple(sorted(set(draft.forms)))
        name, span = self._name(draft)
        evidence = [
            Evidence(attribute="name", value=name, span=span, rule="known" if draft.known_name == name else "text")
        ]
        unknown = list(decided.unknown)
        kind = draft.kind if draft.kind != "unknown" or not draft.names else "unknown"
        return Actor(
            id=self.actor_id(draft), name=name, kind=kind, code=decided.code, sectors=decided.sectors, forms=forms,
            evidence=(*evidence, *decided.evidence), unknown=tuple(unknown),
        )  # fmt: skip

    def _name(self, draft: Draft) -> tuple[str, Span]:
        words = self.view.parsed.words
        if draft.texts:
            best = max(range(len(draft.texts)), key=lambda i: (len(draft.texts[i].split()), -i))
            spans = [f for f in draft.forms if words(f) == draft.texts[best]]
            return " ".join(draft.texts[best].split()), spans[0] if spans else draft.forms[0]
        plain = [f for s, f in zip(draft.sketches, draft.forms, strict=False) if not s.pronoun]
        span = plain[0] if plain else draft.forms[0]
        adjectives = [s for s in draft.sketches if any(c.rule == "demonym" for c in s.clues)]
        if draft.bare_state and draft.known_name and adjectives and len(adjectives) == len(draft.sketches):
            return draft.known_name, span  # "Chinese ships" for China's
        return " ".join(words(span).split()), span

    def actor_id(self, draft: Draft) -> str:
        first = min(draft.forms)
        return "a-" + digest(
            self.view.parsed.report.id, first.start, first.end, draft.number if draft.number in self._halves else ""
        )

    def with_actors(self, attribution: Attribution) -> Attribution:
        voices = []
        for voice in attribution.voices:
            draft = self._draft_of(voice.span) or self._draft_of(voice.mention)
            draft = None if draft is not None and self._nobody(draft) else draft
            voices.append(voice if draft is None else msgspec.structs.replace(voice, actor=self.actor_id(draft)))
        return msgspec.structs.replace(attribution, voices=tuple(voices))

    def _draft_of(self, span: Span | None) -> Draft | None:
        head = self.work.phrases.root(span) if span is not None else None
        return self.work.drafts.of_head.get(head) if head is not None else None

    def _at(self, participant: Participant) -> tuple[int | None, Draft | None]:
        """A participant's head, and the draft that it means."""
        head = self.work.phrases.head(participant)
        return head, self.work.drafts.of_head.get(head) if head is not None else None

    def mentions_with_actors(self) -> tuple[Mention, ...]:
        out = []
        for mention in self.work.mentions:
            actors = self._filled(mention.actors)
            recipients = self._filled(mention.recipients)
            if actors is None or recipients is None or not self._political(mention):
                continue
            if recipients and self._only_tells(mention):
                recipients = tuple(r for r in recipients if not self._hears(r))
            out.append(msgspec.structs.replace(mention, actors=actors, recipients=recipients))
        return tuple(out)

    def _only_tells(self, mention: Mention) -> bool:
        """ "…, he told Reuters", not "told Reuters to take it down"."""
        words = self.view.doc.char_span(mention.trigger.start, mention.trigger.end, alignment_mode="expand")
        verb = next((t for t in words or () if t.lemma_.lower() in _told()), None)
        return verb is not None and not any(c.dep_ == "xcomp" for c in verb.children)

    def _hears(self, participant: Participant) -> bool:
        """A medium that somebody told something."""
        _, draft = self._at(participant)
        return (
            participant.slot in ("object", "indirect")
            and draft is not None
            and self._decided(draft).sectors[:1] == ("JRN",)
        )

    def _political(self, mention: Mention) -> bool:
        """Friends who meet, firms that offer, voters who support: the words of politics, and nobody of politics."""
        if not self._telling:
            return True
        if self._playing and is_of_play(mention):
            return False
        parties, unresolved = [], 0
        for doer, participant in (*((True, p) for p in mention.actors), *((False, p) for p in mention.recipients)):
            head, draft = self._at(participant)
            if draft is None or self._nobody(draft):
                unresolved += 1
                continue
            word = self.view.doc[head]
            parties += [
                (doer, Party(each, self._decided(each), word.lower_, word.lemma_.lower()))
                for each in self.work.split.get(head, [draft])
            ]
        if mention.of is None and not is_borne_out(mention, parties, self._campaign):
            return False
        if mention.of is None and self._campaign and is_stumping(mention, parties):
            return False
        return is_political(mention, [party for _, party in parties], unresolved, self._quiet)

    @cached_property
    def _campaign(self) -> bool:
        return is_campaign(self.view)

    @cached_property
    def _playing(self) -> bool:
        return is_playing(self.view)

    @cached_property
    def _quiet(self) -> bool:
        return is_quiet(self.view)

    def _filled(self, participants: tuple[Participant, ...]) -> tuple[Participant, ...] | None:
        """Participants with actors; None when one turns out to be of the wrong class."""
        out: list[Participant] = []
        for participant in participants:
            head, draft = self._at(participant)
            if draft is None or self._nobody(draft):
                out.append(participant)
                continue
            if participant.wants and not fits(participant.wants, draft, self._decided(draft)):
                return None
            for each in self.work.split.get(head, [draft]):
                out.append(msgspec.structs.replace(participant, actor=self.actor_id(each)))
        return tuple(out)
