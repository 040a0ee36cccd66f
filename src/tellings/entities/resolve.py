"""The order of resolving: names, phrases, pronouns, setting; then times and places of the mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from tellings.entities.coref import Antecedents
from tellings.entities.decide import Decided, decide
from tellings.entities.describe import describe
from tellings.entities.drafts import Draft, Drafts
from tellings.entities.knowledge import Knowledge
from tellings.entities.places import event_place, find_places
from tellings.entities.predicates import stated_roles
from tellings.entities.recognise import recognise
from tellings.entities.setting import Setting
from tellings.entities.sketch import Clue, Sketch
from tellings.entities.things import concerned
from tellings.entities.times import event_time, find_times
from tellings.entities.view import View
from tellings.entities.wants import fits
from tellings.model import Actor, Attribution, Evidence, Mention, Participant, Place, Span, Voice, When, digest
from tellings.parse import Parsed

PERSON_LABELS = frozenset({"PERSON"})
_HARMS = frozenset({"ASSAULT", "COERCE", "AID"})
BODY_LABELS = frozenset({"ORG", "NORP"})


@dataclass(frozen=True)
class Resolved:
    """What resolving yields: the same attributions and mentions with actor, place and time, and these themselves."""

    attributions: tuple[Attribution, ...]
    mentions: tuple[Mention, ...]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    times: tuple[When, ...]


def resolve(
    parsed: Parsed, attributions: Sequence[Attribution], mentions: Sequence[Mention], knowledge: Knowledge
) -> Resolved:
    """Actors, places and times of one report.  NER runs only on sentences that hold a mention or an attribution."""
    view = View(parsed, knowledge)
    sentences = _sentences(parsed, attributions, mentions)
    places, mentions = _where_and_when_places(parsed, mentions, knowledge, sentences)
    view.add_places(places)
    times, mentions, places = _times(parsed, mentions, places)
    work = _Work(view, attributions, mentions, sentences)
    work.run()
    return Resolved(
        attributions=tuple(work.with_actors(a) for a in attributions),
        mentions=work.mentions_with_actors(),
        actors=work.actors(),
        places=places,
        times=times,
    )


def _sentences(parsed: Parsed, attributions: Sequence[Attribution], mentions: Sequence[Mention]) -> list[int]:
    """Sentences that hold a trigger or a source."""
    spans = [m.trigger for m in mentions]
    for attribution in attributions:
        spans += [s for s in (attribution.cue, attribution.source) if s is not None]
    out = {parsed.sentence_number(t) for span in spans for t in parsed.tokens(span)[:1]}
    return sorted(n for n in out if n >= 0)


def _where_and_when_places(parsed, mentions, knowledge, sentences):
    if knowledge.gazetteer is None:
        return (), tuple(mentions)
    return tuple(find_places(parsed, knowledge.gazetteer, sentences)), tuple(mentions)


def _times(parsed, mentions, places):
    """Sets when and place of each mention, with the reason."""
    times = tuple(find_times(parsed))
    out = []
    extra = {p.id: p for p in places}
    for mention in mentions:
        when, when_basis = event_time(parsed, mention, times)
        place, place_basis = event_place(parsed, mention, places, times)
        if place is not None:
            extra.setdefault(place.id, place)
        found = {
            "when": when,
            "when_basis": when_basis,
            "place": place.id if place else None,
            "place_basis": place_basis,
        }
        out.append(msgspec.structs.replace(mention, **found))
    return times, tuple(out), tuple(extra.values())


class _Work:
    """One report's actors in the making."""

    def __init__(
        self, view: View, attributions: Sequence[Attribution], mentions: Sequence[Mention], sentences: list[int]
    ) -> None:
        self.view = view
        self.attributions = attributions
        self.mentions = mentions
        self.sentences = sentences
        self.drafts = Drafts(view)
        self.sketches: dict[int, Sketch] = {}
        self.decided: dict[int, Decided] = {}
        self.setting = Setting(view, mentions)
        self.split: dict[int, list[Draft]] = {}
        self.needed: set[int] = set()
        self.stated: list[tuple[int, int]] = []

    # ------------------------------------------------------------ steps

    def run(self) -> None:
        self._sketch_phrases()
        named = [s for s in self.sketches.values() if s.name is not None and not s.pronoun]
        self.drafts.named(named)
        for draft in self.drafts.all:
            draft.clues += recognise(draft, view=self.view)
        self._rest()
        self._stated()
        self._same_office()
        self._label()
        self._settings()
        self._by_event()
        for draft in self.drafts.all:
            self.decided[draft.number] = self._decide(draft)

    def _sketch_phrases(self) -> None:
        for mention in self.mentions:
            for participant in (*mention.actors, *mention.recipients):
                self._need(self._head(participant.head, participant.span))
        for attribution in self.attributions:
            for voice in attribution.voices:
                for span in (voice.span, voice.mention):
                    if span is not None:
                        self._need(self._root(span))
        for who, role in stated_roles(self.view):
            self.stated.append((who, role))
            if who not in self.sketches:
                self.sketches[who] = describe(self.view, who)
        for head in self._name_heads():
            if head not in self.sketches:
                sketch = describe(self.view, head)
                if sketch.name is not None and not sketch.pronoun:
                    self.sketches[head] = sketch

    def _need(self, head: int | None) -> None:
        if head is None:
            return
        self.needed.add(head)
        if head not in self.sketches:
            self.sketches[head] = describe(self.view, head)

    def _head(self, head: Span, phrase: Span) -> int | None:
        tokens = self.view.parsed.tokens(head)
        return tokens[-1].i if len(tokens) else self._root(phrase)

    def _root(self, span: Span) -> int | None:
        tokens = self.view.parsed.tokens(span)
        return tokens.root.i if len(tokens) else None

    def _name_heads(self) -> list[int]:
        """Heads of runs of proper nouns, report-wide, and ends of known organisations and people."""
        doc = self.view.doc
        heads: dict[int, None] = {}
        run_end = -1
        for token in doc:
            if token.pos_ == "PROPN" and token.text[:1].isalpha():
                run_end = token.i
                follows = token.i + 1 < len(doc) and doc[token.i + 1].pos_ == "PROPN"
                if not follows:
                    head = token
                    for _ in range(6):
                        if (
                            head.head.i > head.i
                            and head.dep_ in ("compound", "nmod")
                            and head.head.i <= run_end + 4
                            and head.head.text[:1].isupper()
                        ):
                            head = head.head
                        else:
                            break
                    heads.setdefault(head.i)
        for found in self.view.found:
            if found.of("organisation", "person") is not None and not found.blocked:
                heads.setdefault(found.end - 1)
            elif found.of("domain", "modifier") is not None and found.of("role") is None:
                heads.pop(found.end - 1, None)
        return list(heads)

    def _rest(self) -> None:
        """Descriptions and pronouns from left to right."""
        antecedents = Antecedents(self.view, self.drafts, self.attributions)
        for attribution in self.attributions:
            speaker = next(
                (v for v in reversed(attribution.voices) if v.role == "speaker" and v.span is not None), None
            )
            if speaker is not None:
                head = self._root(speaker.span)
                if head is not None and head in self.drafts.of_head:
                    antecedents.speakers[attribution.id] = self.drafts.of_head[head]
        same_as = self._voice_links()
        for head in sorted(self.sketches):
            sketch = self.sketches[head]
            if head not in self.drafts.of_head:
                linked = same_as.get(head)
                draft = self.drafts.of_head.get(linked) if linked is not None and linked != head else None
                if draft is None and sketch.is_thing and self._belongs(antecedents, sketch, head):
                    continue
                if draft is None:
                    draft = self._antecedent(antecedents, sketch)
                self._coordinated(sketch)
                if draft is None:
                    draft = self._existing(sketch) or self.drafts.new()
                self.drafts.put(sketch, draft)
            else:
                self._coordinated(sketch)
            self._owner(antecedents, sketch)
            draft = self.drafts.of_head[head]
            antecedents.saw(head, draft)
            for attribution in self.attributions:
                if (
                    attribution.id not in antecedents.speakers
                    and attribution.voices
                    and attribution.voices[-1].span is not None
                    and attribution.voices[-1].role == "speaker"
                ):
                    if self._root(attribution.voices[-1].span) == head:
                        antecedents.speakers[attribution.id] = draft

    def _stated(self) -> None:
        """What a sentence says somebody is."""
        for who, role in self.stated:
            draft = self.drafts.of_head.get(who)
            if draft is None or draft.plural or not (draft.names or draft.kind == "person"):
                continue
            said = describe(self.view, role)
            if draft.kind in ("organisation", "state") and not said.roles[:1] == [
                r for r in said.roles[:1] if r.role == "organisation"
            ]:
                continue
            carrier = Sketch(head=role, start=said.start, end=said.end)
            carrier.inherit(said, code=66, sector=58, rule="stated")
            carrier.clues += [c for c in said.clues if c.attribute in ("past", "media", "pro-government")]
            draft.clues += carrier.clues
            if draft.sketches:
                draft.sketches[0].roles += said.roles

    def _same_office(self) -> None:
        """ "Iran's intelligence minister" is the one named person of the report who holds that office."""
        holders = [(d, self._office(d)) for d in self.drafts.all if d.names and d.kind in ("person", "unknown")]
        for draft in list(self.drafts.all):
            office = None if draft.names or draft.plural or not draft.sketches else self._office(draft)
            if office is None or not office[2] or draft.sketches[0].indefinite:
                continue
            same = [d for d, other in holders if other is not None and _one_office(office, other)]
            if len(same) == 1:
                self.drafts.merge(same[0], draft)

    def _office(self, draft: Draft) -> tuple[frozenset[str], tuple[str, ...], str | None] | None:
        """Role words, sectors and state of somebody with an office that one person holds at a time."""
        roles = frozenset(
            r.name
            for s in draft.sketches
            for r in s.roles
            if r.weight in ("strong", "office") and r.role == "person" and not r.plural
        )
        if not roles or any(c.attribute == "past" for c in draft.clues):
            return None
        decided = decide(draft.clues)
        return roles, decided.sectors, decided.code

    def _belongs(self, antecedents: Antecedents, sketch: Sketch, head: int) -> bool:
        """Somebody's letter stands for him; action against somebody, aid to somebody concerns him."""
        if head not in self.needed:
            return False
        drafts: list[Draft] = []
        if sketch.owner is not None:
            owner = antecedents.pronoun(self.view.doc[sketch.owner])
            drafts = [owner] if owner is not None else []
        if not drafts:
            drafts = [self._draft_for(other) for other in sketch.also if other.is_somebody][:1]
        if not drafts and any(c.attribute == "sector" and c.strength >= 48 for c in sketch.clues):
            # "guerrilla camps": not the state's own, and nobody is named but by the adjective.
            return False
        if not drafts and any(c.attribute == "sector" and c.strength >= 48 for c in sketch.clues):
            # "guerrilla camps": not the state's own, and nobody is named but by the adjective.
            return False
        if not drafts and len({c.value for c in sketch.parts}) == 1:
            drafts = [self._state(sketch)]
        if not drafts:
            drafts = [self._draft_for(other) for other in concerned(self.view, head)]
        if not drafts:
            return False
        self.drafts.of_head[head] = drafts[0]
        if len(drafts) > 1:
            self.split[head] = drafts
        antecedents.saw(head, drafts[0])
        return True

    def _draft_for(self, sketch: Sketch) -> Draft:
        """The draft of a phrase inside a needed one."""
        draft = self.drafts.of_head.get(sketch.head) or self._existing(sketch)
        if draft is None:
            draft = self.drafts.new()
        return self.drafts.put(sketch, draft)

    def _state(self, sketch: Sketch) -> Draft:
        """The state that an adjective names ("an Indian proposal")."""
        clue = sketch.parts[0]
        name = self.view.knowledge.names.get(clue.value, clue.value)
        draft = self.drafts.by_known.get(f"state:{name}") or self.drafts.new()
        first = self.view.parsed.tokens(clue.span)[0].i
        bare = Sketch(
            head=first,
            start=first,
            end=first + 1,
            kind="state",
            known=f"state:{name}",
            known_name=name,
            bare_state=True,
        )
        bare.clues.append(Clue("country", clue.value, clue.span, "demonym", 80))
        return self.drafts.put(bare, draft)

    def _voice_links(self) -> dict[int, int]:
        """A voice's words at the cue ("he") mean what its name stands for."""
        links: dict[int, int] = {}
        for attribution in self.attributions:
            for voice in attribution.voices:
                if voice.span is not None and voice.mention is not None and voice.span != voice.mention:
                    a, b = self._root(voice.mention), self._root(voice.span)
                    if a is not None and b is not None:
                        links[a] = b
        return links

    def _antecedent(self, antecedents: Antecedents, sketch: Sketch) -> Draft | None:
        if sketch.pronoun:
            return antecedents.pronoun(self.view.doc[sketch.head])
        return antecedents.described(sketch)

    def _existing(self, sketch: Sketch) -> Draft | None:
        """A state or a known people is one actor however often it is named."""
        return self.drafts.by_known.get(sketch.known) if sketch.known else None

    def _owner(self, antecedents: Antecedents, sketch: Sketch) -> None:
        """ "his deputy" belongs to his state."""
        if sketch.owner is None:
            return
        owner = antecedents.pronoun(self.view.doc[sketch.owner])
        draft = self.drafts.of_head[sketch.head]
        if owner is None or owner is draft:
            return
        decided = decide(owner.clues)
        span = self.view.token_span(sketch.owner, sketch.owner + 1)
        if decided.code:
            draft.clues.append(Clue("country", decided.code, span, "possessor", 66))
        if (
            decided.sectors
            and sketch.role_weight in ("none", "weak")
            and all(r.weight in ("none", "weak") for r in sketch.roles)
        ):
            for n, sector in enumerate(decided.sectors):
                draft.clues.append(Clue("sector", sector, span, "possessor", 50 - n))

    def _coordinated(self, sketch: Sketch) -> None:
        """ "US and British forces": one draft for each state."""
        codes = list(dict.fromkeys(c.value for c in sketch.parts))
        if len(codes) < 2 or sketch.name is not None:
            return
        doc = self.view.doc
        spans = [c.span for c in sketch.parts]
        between = self.view.text[spans[0].end : spans[-1].start]
        if not any(w in between.split() for w in ("and", "or", "versus", "&")) and "," not in between:
            return
        del doc
        drafts = []
        for code in codes:
            draft = self.drafts.new()
            only = [c for c in sketch.clues if c.attribute != "country" or c.value == code]
            copy = Sketch(**{**sketch.__dict__, "clues": only, "parts": []})
            draft.join(self.view, copy)
            drafts.append(draft)
        self.split[sketch.head] = drafts

    def _label(self) -> None:
        """NER tells persons from bodies where titles and syntax say nothing."""
        if not any(d.kind == "unknown" and d.names for d in self.drafts.all):
            return
        votes: dict[int, dict[str, int]] = {}
        for name in self.view.parsed.names(self.sentences):
            for i in range(name.start, name.end):
                draft = self.drafts.of_head.get(i)
                if draft is not None and draft.kind == "unknown" and draft.names:
                    kind = (
                        "person"
                        if name.label in PERSON_LABELS
                        else "organisation"
                        if name.label in BODY_LABELS
                        else "place"
                        if name.label in ("GPE", "LOC", "FAC")
                        else ""
                    )
                    if kind:
                        votes.setdefault(draft.number, {}).setdefault(kind, 0)
                        votes[draft.number][kind] += 1
        for draft in self.drafts.all:
            tally = votes.get(draft.number)
            if tally:
                draft.label = max(tally, key=tally.get)
                if draft.label in ("person", "organisation"):
                    draft.kind = draft.label

    def _settings(self) -> None:
        for draft in (*self.drafts.all, *(d for group in self.split.values() for d in group)):
            if draft.sketches and not any(c.attribute == "country" and c.value for c in draft.clues):
                clue = self.setting.country(draft, self.mentions)
                if clue is not None:
                    draft.clues.append(clue)

    def _by_event(self) -> None:
        """A people that protests, or that force falls upon, are civilians, not their state."""
        for mention in self.mentions:
            side = mention.actors if mention.type == "PROTEST" else mention.recipients if mention.type in _HARMS else ()
            for participant in side:
                head = self._head(participant.head, participant.span)
                draft = self.drafts.of_head.get(head) if head is not None else None
                if draft is not None and draft.known and draft.known.startswith("people:"):
                    draft.clues.append(Clue("sector", "CVL", participant.span, f"people:{mention.type}", 40))

    # ------------------------------------------------------------ results

    def _decide(self, draft: Draft) -> Decided:
        return decide(draft.clues, bare_state=draft.bare_state, gov_default=self.view.knowledge.gov_default)

    def actor_id(self, draft: Draft) -> str:
        first = min(draft.forms)
        return "a-" + digest(
            self.view.parsed.report.id, first.start, first.end, draft.number if self._is_split(draft) else ""
        )

    def _is_split(self, draft: Draft) -> bool:
        return any(draft in group for group in self.split.values())

    def _kept(self) -> list[Draft]:
        """Drafts that a mention or a voice uses, and the named ones of the report that are someone."""
        used = {self.drafts.of_head[h].number for h in self.needed if h in self.drafts.of_head}
        halves = {d.number for head, group in self.split.items() if head in self.needed for d in group}
        out = []
        for draft in self.drafts.all:
            if not draft.forms:
                continue
            someone = draft.known or draft.kind in ("person", "organisation")
            if draft.number in used or draft.number in halves or (draft.names and someone and draft.kind != "state"):
                out.append(draft)
        return out

    def actors(self) -> tuple[Actor, ...]:
        return tuple(
            sorted((self._actor(d) for d in self._kept()), key=lambda a: (a.forms[0].start if a.forms else 0, a.id))
        )

    def _actor(self, draft: Draft) -> Actor:
        decided = self.decided.get(draft.number) or self._decide(draft)
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
        return " ".join(words(span).split()), span

    def _draft_of(self, span: Span | None) -> Draft | None:
        head = self._root(span) if span is not None else None
        return self.drafts.of_head.get(head) if head is not None else None

    def with_actors(self, attribution: Attribution) -> Attribution:
        voices = []
        for voice in attribution.voices:
            draft = self._draft_of(voice.span) or self._draft_of(voice.mention)
            voices.append(voice if draft is None else msgspec.structs.replace(voice, actor=self.actor_id(draft)))
        return msgspec.structs.replace(attribution, voices=tuple(voices))

    def mentions_with_actors(self) -> tuple[Mention, ...]:
        out = []
        for mention in self.mentions:
            actors = self._filled(mention.actors)
            recipients = self._filled(mention.recipients)
            if actors is None or recipients is None:
                continue
            out.append(msgspec.structs.replace(mention, actors=actors, recipients=recipients))
        return tuple(out)

    def _filled(self, participants: tuple[Participant, ...]) -> tuple[Participant, ...] | None:
        """Participants with actors; None when one turns out to be of the wrong class."""
        out: list[Participant] = []
        for participant in participants:
            head = self._head(participant.head, participant.span)
            draft = self.drafts.of_head.get(head) if head is not None else None
            if draft is None:
                out.append(participant)
                continue
            if participant.wants and not fits(
                participant.wants, draft, self.decided.get(draft.number) or self._decide(draft)
            ):
                return None
            for each in self.split.get(head, [draft]):
                out.append(msgspec.structs.replace(participant, actor=self.actor_id(each)))
        return tuple(out)


def _one_office(a: tuple, b: tuple) -> bool:
    """The same role word, the same sectors, and no two states; civilians and lawmakers hold no office alone."""
    if (
        not a[0] & b[0]
        or not a[1]
        or set(a[1]) != set(b[1])
        or a[1][0] not in ("GOV", "SPY", "MIL", "JUD", "OPP", "REB", "REL")
    ):
        return False
    return a[2] is None or b[2] is None or a[2] == b[2]


__all__ = ["Resolved", "Voice", "resolve"]
