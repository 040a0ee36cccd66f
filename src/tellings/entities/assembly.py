"""Puts a report's actors together: names first, then descriptions and pronouns, then what the setting tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tellings.entities.coref import FIRST_PERSON, HE_OR_SHE, Antecedents
from tellings.entities.decide import Decided, decide
from tellings.entities.describe import describe
from tellings.entities.drafts import Draft, Drafts
from tellings.entities.phrases import Phrases
from tellings.entities.recognise import recognise
from tellings.entities.same_office import join_same_office
from tellings.entities.setting import Setting
from tellings.entities.several import Sides, each_of, is_pair
from tellings.entities.sketch import Clue, Sketch
from tellings.entities.things import concerned
from tellings.entities.view import View
from tellings.model import Attribution, Mention

_LABELS = {
    "PERSON": "person",
    "ORG": "organisation",
    "NORP": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}
_HARMS = frozenset({"ASSAULT", "COERCE", "AID"})


class Assembly:
    """The drafts of one report.  split: heads of phrases that mean several actors ("US and British forces")."""

    def __init__(
        self, view: View, attributions: Sequence[Attribution], mentions: Sequence[Mention], sentences: Sequence[int]
    ) -> None:
        self.view = view
        self.attributions = attributions
        self.mentions = mentions
        self.sentences = sentences
        self.phrases = Phrases(view, attributions, mentions)
        self.drafts = Drafts(view)
        self.split: dict[int, list[Draft]] = {}
        self.setting = Setting(view, mentions)
        self.sides = Sides(view, [[h for p in m.actors if (h := self.phrases.head(p)) is not None] for m in mentions])
        self._names()
        self._rest()
        self._stated()
        join_same_office(self.drafts)
        self._label()
        self._settings()
        self._officers()
        self._by_event()

    def decided(self, draft: Draft) -> Decided:
        """What the draft's clues amount to, with the user's wish about states named by themselves."""
        return decide(draft.clues, bare_state=draft.bare_state, gov_default=self.view.knowledge.gov_default)

    def _names(self) -> None:
        named = [s for s in self.phrases.sketches.values() if s.name is not None and not s.pronoun]
        pairs = [s for s in named if is_pair(self.view, s)]
        self.drafts.named(s for s in named if s not in pairs)
        self.drafts.named(s for s in pairs if not self._both_named(s))
        for draft in self.drafts.all:
            draft.clues += recognise(draft, self.view)

    def _both_named(self, sketch: Sketch) -> bool:
        """Whether the report names the two by themselves as well; then the pair means both."""
        start, end = sketch.name
        both = [self.drafts.bearer(self.view.parsed.forms[i]) for i in (start, end - 1)]
        if both[0] is None or both[1] is None or both[0] is both[1]:
            return False
        self.drafts.of_head[sketch.head] = both[0]
        self.split[sketch.head] = both
        return True

    def _rest(self) -> None:
        """Descriptions and pronouns from left to right."""
        antecedents = Antecedents(self.view, self.drafts, self.attributions)
        waiting = self._speakers(antecedents)
        same_as = self._voice_links()
        for head in sorted(self.phrases.sketches):
            sketch = self.phrases.sketches[head]
            self._split(sketch)
            if head not in self.drafts.of_head:
                draft = self.drafts.of_head.get(same_as.get(head, -1))
                if draft is None and sketch.is_thing and self._belongs(antecedents, sketch, head):
                    continue
                if draft is None and self._both(antecedents, sketch, head):
                    continue
                draft = draft or self._antecedent(antecedents, sketch) or self._existing(sketch) or self.drafts.new()
                self.drafts.put(sketch, draft)
            self._owner(antecedents, sketch)
            draft = self.drafts.of_head[head]
            antecedents.saw(head, draft)
            for attribution in waiting.get(head, ()):
                antecedents.speakers.setdefault(attribution, draft)
        self._spoken_before_told(antecedents)
        self._not_themselves(antecedents)

    def _spoken_before_told(self, antecedents: Antecedents) -> None:
        """ "I resigned", the mayor said: who speaks is told behind what he says."""
        for head, sketch in self.phrases.sketches.items():
            draft = self.drafts.of_head.get(head)
            if sketch.pronoun and draft is not None and self.view.parsed.lower[head] in FIRST_PERSON:
                speaker = antecedents.pronoun(self.view.doc[head]) if all(s.pronoun for s in draft.sketches) else None
                if speaker is not None and speaker is not draft:
                    self.drafts.merge(speaker, draft)

    def _not_themselves(self, antecedents: Antecedents) -> None:
        """ "He refused the president's request": he is not the president, or the report would say "himself"."""
        for mention in self.mentions:
            others = {h for p in mention.recipients if (h := self.phrases.head(p)) is not None}
            for head in (self.phrases.head(p) for p in mention.actors):
                sketch = self.phrases.sketches.get(head) if head is not None else None
                if sketch is None or not sketch.pronoun or self.view.parsed.lower[head] not in HE_OR_SHE:
                    continue
                draft = self.drafts.of_head[head]
                same = [
                    h for h in others if self.drafts.of_head.get(h) is draft and not self.phrases.sketches[h].pronoun
                ]
                if same and (another := antecedents.pronoun(self.view.doc[head], besides=draft)) is not None:
                    self.drafts.move(sketch, draft, another)

    def _speakers(self, antecedents: Antecedents) -> dict[int, list[str]]:
        """Who says each quotation, where a name tells it; the others by the head that will tell it."""
        waiting: dict[int, list[str]] = {}
        for attribution in self.attributions:
            speaker = next(
                (v for v in reversed(attribution.voices) if v.role == "speaker" and v.span is not None), None
            )
            head = self.phrases.root(speaker.span) if speaker is not None else None
            if head is None:
                continue
            if head in self.drafts.of_head:
                antecedents.speakers[attribution.id] = self.drafts.of_head[head]
            else:
                waiting.setdefault(head, []).append(attribution.id)
        return waiting

    def _voice_links(self) -> dict[int, int]:
        """A voice's words at the cue ("he") mean what its name stands for."""
        links: dict[int, int] = {}
        for attribution in self.attributions:
            for voice in attribution.voices:
                if voice.span is not None and voice.mention is not None and voice.span != voice.mention:
                    a, b = self.phrases.root(voice.mention), self.phrases.root(voice.span)
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

    def _split(self, sketch: Sketch) -> None:
        """ "US and British forces", "envoys of Chad and Niger": one draft for each."""
        drafts = []
        for one in each_of(self.view, sketch):
            draft = self.drafts.new()
            draft.join(self.view, one)
            drafts.append(draft)
        if drafts:
            self.split[sketch.head] = drafts

    def _belongs(self, antecedents: Antecedents, sketch: Sketch, head: int) -> bool:
        """Somebody's letter stands for him; action against somebody, aid to somebody concerns him."""
        if head not in self.phrases.needed:
            return False
        drafts: list[Draft] = []
        if sketch.owner is not None:
            owner = antecedents.pronoun(self.view.doc[sketch.owner])
            drafts = self._together(owner) if owner is not None else []
        if not drafts:
            drafts = [self._draft_for(other) for other in sketch.also if other.is_somebody][:1]
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

    def _both(self, antecedents: Antecedents, sketch: Sketch, head: int) -> bool:
        """ "the two countries", "both sides": those who were told of together, or the last two of the sentence."""
        if head not in self.phrases.needed or sketch.name is not None or not self.sides.points(sketch):
            return False
        if any(c.attribute == "country" for c in sketch.clues):
            return False
        drafts = self.sides.before(head, self._meant)
        if not drafts and not self.sides.points_to_two(sketch):
            return False
        drafts = drafts or antecedents.pair(head)
        if self.setting.of_several(sketch) and len({self.decided(d).code for d in drafts} - {None}) < 2:
            drafts = self._main_states()
        if len(drafts) < 2:
            return False
        self.drafts.of_head[head] = drafts[0]
        self.split[head] = drafts
        return True

    def _meant(self, head: int) -> list[Draft]:
        """The drafts of a head."""
        return self.split.get(head) or [d for d in (self.drafts.of_head.get(head),) if d is not None]

    def _main_states(self) -> list[Draft]:
        """The two states that the report is about, where it names both and hardly any other."""
        first, second, third = (*self.setting.report.most_common(3), ("", 0), ("", 0), ("", 0))[:3]
        if second[1] < 2 or third[1] * 2 > second[1]:
            return []
        names = (self.view.knowledge.names.get(code, code) for code, _ in (first, second))
        return [d for name in names if (d := self.drafts.by_known.get(f"state:{name}")) is not None]

    def _together(self, draft: Draft) -> list[Draft]:
        """All that a phrase meant which means this draft among others."""
        return next((group for head, group in self.split.items() if self.drafts.of_head.get(head) is draft), [draft])

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
        words = self.view.parsed.tokens(clue.span)
        bare = Sketch(
            head=words[-1].i,
            start=words[0].i,
            end=words[-1].i + 1,
            kind="state",
            known=f"state:{name}",
            known_name=name,
            bare_state=True,
        )
        bare.clues.append(Clue("country", clue.value, clue.span, "demonym", 80))
        return self.drafts.put(bare, draft)

    def _stated(self) -> None:
        """What a sentence says somebody is."""
        for who, role in self.phrases.stated:
            draft = self.drafts.of_head.get(who)
            if draft is None or draft.plural or not (draft.names or draft.kind == "person"):
                continue
            said = describe(self.view, role)
            if draft.kind in ("organisation", "state") and not (said.roles and said.roles[0].role == "organisation"):
                continue
            carrier = Sketch(head=role, start=said.start, end=said.end)
            carrier.inherit(said, code=66, sector=58, rule="stated")
            carrier.clues += [c for c in said.clues if c.attribute in ("past", "media", "pro-government")]
            draft.clues += carrier.clues
            if draft.sketches:
                draft.sketches[0].roles += said.roles

    def _label(self) -> None:
        """NER tells persons from bodies where titles and syntax say nothing."""
        unsure = {head: d for head, d in self.drafts.of_head.items() if d.kind == "unknown" and d.names}
        if not unsure:
            return
        votes: dict[int, Counter[str]] = {}
        for name in self.view.parsed.names(self.sentences):
            kind = _LABELS.get(name.label)
            for i in range(name.start, name.end):
                if kind is not None and i in unsure:
                    votes.setdefault(unsure[i].number, Counter())[kind] += 1
        for draft in unsure.values():
            if draft.number in votes:
                draft.label = "person" if draft.has_surname_form else votes[draft.number].most_common(1)[0][0]
                if draft.label != "place":
                    draft.kind = draft.label

    def _settings(self) -> None:
        for draft in (*self.drafts.all, *(d for group in self.split.values() for d in group)):
            if draft.sketches and draft.sketches[0].minority and (clue := self.setting.abroad(draft)) is not None:
                draft.clues.append(clue)
            elif draft.sketches and not any(c.attribute == "country" and c.value for c in draft.clues):
                clue = self.setting.country(draft)
                if clue is not None:
                    draft.clues.append(clue)

    def _officers(self) -> None:
        """ "Officers" beside police are police."""
        for draft in self.drafts.all:
            if draft.sketches and not draft.names and (clue := self.setting.force(draft)) is not None:
                draft.clues.append(clue)

    def _by_event(self) -> None:
        """A people that protests, or that force falls upon, are civilians, not their state; a coalition that attacks has arms."""
        for mention in self.mentions:
            for participant in mention.actors if mention.type == "ASSAULT" else ():
                draft = self.drafts.of_head.get(self.phrases.head(participant) or -1)
                if draft is not None and not draft.decided().sectors and self._is_coalition(draft):
                    draft.clues.append(Clue("sector", "MIL", participant.span, "coalition:ASSAULT", 32))
            side = mention.actors if mention.type == "PROTEST" else mention.recipients if mention.type in _HARMS else ()
            for participant in side:
                head = self.phrases.head(participant)
                draft = self.drafts.of_head.get(head) if head is not None else None
                if draft is not None and draft.known and draft.known.startswith("people:"):
                    draft.clues.append(Clue("sector", "CVL", participant.span, f"people:{mention.type}", 40))

    def _is_coalition(self, draft: Draft) -> bool:
        return any(self.view.doc[s.head].lower_ == "coalition" for s in draft.sketches)
