"""code(): the steps from a parse to mentions, in order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tellings.events.contexts import contexts_by_sentence, load_cues
from tellings.events.counts import attach
from tellings.events.counts_lexicon import lexicon as load_counting
from tellings.events.embedding import absorb
from tellings.events.frames import Frames
from tellings.events.general import InGeneral
from tellings.events.headlines import repair
from tellings.events.match import Candidate, Matcher
from tellings.events.merge import merge_twins
from tellings.events.mishaps import Mishaps
from tellings.events.modality import Finding
from tellings.events.modes import pick_modes
from tellings.events.reductions import reduce
from tellings.events.signs import signs
from tellings.events.status import StatusReader
from tellings.events.syntax import Graph
from tellings.events.weights import weigh
from tellings.events.whom import complete_recipients
from tellings.model import Attribution, Mention, Participant, Span, mention_id
from tellings.numbers import grammar
from tellings.parse import Parsed


def code(parsed: Parsed, attributions: Sequence[Attribution], frames: Frames) -> tuple[Mention, ...]:
    """Mentions of one report, in the order of the text.  Participants carry spans; when, place and actor ids are unset."""
    matcher = matcher_of(parsed, frames)
    graph = matcher.g
    candidates = matcher.candidates()
    status = frames.embedders.status
    reader = StatusReader(graph, frames.embedders, _year(parsed))
    mishaps, general = Mishaps(graph, matcher.phrases, status["mishap"]), InGeneral(graph, status["in_general"])
    candidates = absorb(graph, candidates, lambda c: reader.read(c.chief, c.hit.anchors))
    candidates = [c for c in candidates if not mishaps.dealt(c) and not general.said(c)]
    candidates = merge_twins(graph, candidates, lambda c: pick_modes(c, matcher))
    for c in candidates:
        complete_recipients(c, matcher)
    contexts = contexts_by_sentence(graph, {graph.sent[c.chief] for c in candidates})
    writer = _Writer(parsed, matcher, contexts, attributions)
    read = [(c, reader.read(c.chief, c.hit.anchors)) for c in candidates]
    mentions = [m for c, finding in read if not _no_deed(c, finding, frames) for m in writer.mentions(c, finding)]
    ordered = sorted(mentions, key=lambda m: (m.trigger.start, m.trigger.end, m.id))
    return attach(parsed, ordered)


def prepare(frames: Frames) -> None:
    """Puts together what the first report would have to wait for; so that processes that are forked share it."""
    frames.prepare()
    load_cues()
    load_counting()
    grammar()


def _no_deed(c: Candidate, finding: Finding, frames: Frames) -> bool:
    """ "the ban should be lifted", "demanding his dismissal": asked for, and no deed in anybody's imagination."""
    table = frames.embedders.status["no_deed"]
    if c.frame.of is not None or c.frame.status or finding.status != "hypothetical":
        return False
    if finding.why not in table["words"].split() or c.frame.type in table["types"].split():
        return False
    return c.hit.trigger.kind == "verb" or c.frame.type not in table["nouns_of"].split()


def matcher_of(parsed: Parsed, frames: Frames) -> Matcher:
    """The parse as a graph, repaired, with the frames to match on it."""
    graph = Graph(parsed.doc, parsed.columns)
    titled = parsed.title

    def in_title(i: int) -> bool:
        return titled is not None and titled.start <= parsed.doc[i].idx < titled.end

    lexicon = frames.lexicon
    repair(graph, frames.verbs, frames.hyphened, lexicon.country_words, in_title, parsed.model.nouns, lexicon.words)
    return Matcher(graph, frames, in_title)


def _year(parsed: Parsed) -> int | None:
    match = re.match(r"(\d{4})", parsed.report.published.value or "")
    return int(match.group(1)) if match else None


_ARTICLES = frozenset({"the", "a", "an"})  # left over of a name that the parser has torn apart
_PRONOUNS = dict.fromkeys(("he", "she", "i", "who", "him", "her"), frozenset({"person"})) | dict.fromkeys(
    ("they", "we", "them", "us"), frozenset({"person", "group", "organisation"})
)


class _Writer:
    """Turns candidates into mentions."""

    def __init__(
        self,
        parsed: Parsed,
        matcher: Matcher,
        contexts: dict[int, tuple[str, ...]],
        attributions: Sequence[Attribution],
    ) -> None:
        self.parsed, self.matcher, self.contexts, self.attributions = parsed, matcher, contexts, attributions
        self.used: dict[Span, int] = {}

    def mentions(self, c: Candidate, finding: Finding) -> list[Mention]:
        frame, g = c.frame, self.matcher.g
        trigger = self._trigger(c)
        modes = pick_modes(c, self.matcher)
        reduced = reduce(
            frame.type,
            modes,
            frame.cameo,
            Finding(frame.status, "the frame") if frame.status else finding,
            spoken=self._spoken(c),
        )
        actors, recipients = self._participants(c)
        because = [f"{self.parsed.words(trigger)!r} matches {c.hit.trigger.written!r} of frame {frame.id}", *c.because]
        if finding.why:
            because.append(f"status {finding.status}: {finding.why!r}")
        because += reduced.because
        number = self.parsed.sentence_number(c.chief)
        told = self.parsed.sentences[number] if number >= 0 else None
        sentence = Span(told.start_char, told.end_char) if told is not None else trigger
        found = self.contexts.get(g.sent[c.chief], ())
        about = tuple(dict.fromkeys((*frame.contexts, *found)))
        shared = dict(
            sentence=sentence, frame=frame.id, status=reduced.status, actors=actors, recipients=recipients, reciprocal=frame.reciprocal or (frame.joint and len(actors) > 1 and not recipients),
            contexts=about, attribution=self._attribution(trigger), because=tuple(because), of=frame.of, trigger=trigger,
            place_phrase=self.matcher.phrases.span(c.places[0]) if c.places else None, reductions=reduced.steps,
        )  # fmt: skip
        if frame.of is None and c.hit.trigger.written not in frame.strong:
            said = next((a for a in self.attributions if a.id == shared["attribution"]), None)
            shared |= dict(signs=signs(c, g, finding.status, said, self.matcher.in_title(c.chief)), needs=frame.signs)
        weight = weigh(g, c, reduced.status)
        out = [
            Mention(
                id=self._id(trigger),
                type=reduced.type,
                modes=reduced.modes,
                cameo=reduced.cameo,
                weight=weight,
                **shared,
            )
        ]
        for also in frame.also:
            out.append(
                Mention(
                    id=self._id(trigger),
                    type=also.type,
                    modes=also.modes,
                    cameo=also.cameo,
                    weight=weight - 0.1,
                    **shared,
                )
            )
        return out

    def _spoken(self, c: Candidate) -> bool:
        """The doer is the one who says so: "said it will", "we will"."""
        g = self.matcher.g
        doers = {t for t, _ in c.actors}
        if any(g.low[t] in ("we", "i") for t in doers):
            return True
        v = c.chief
        for _ in range(4):
            h = g.head[v]
            if g.dep[v] == "ccomp" and g.verb(h):
                return any(g.low[t] in ("it", "he", "she", "they") or t in g.subjects(h) for t in doers)
            if h == v or g.dep[v] not in ("conj", "xcomp", "dobj", "pobj", "prep"):
                return False
            v = h
        return False

    def _id(self, trigger: Span) -> str:
        ordinal = self.used[trigger] = self.used.get(trigger, -1) + 1
        return mention_id(self.parsed.report.id, trigger, ordinal)

    def _trigger(self, c: Candidate) -> Span:
        """The words of the trigger; a gap of more than a few words between them is not spanned."""
        anchors = sorted(c.hit.anchors)
        near = [a for a in anchors if abs(a - c.chief) <= 5]
        return self.parsed.span(near[0], near[-1])

    def _participants(self, c: Candidate) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
        actors, recipients = self._side(c.actors, c), self._side(c.recipients, c)
        taken = {p.head for p in actors}
        recipients = tuple(p for p in recipients if p.head not in taken)
        recipients = self._without_sources(recipients, self._trigger(c))
        return (actors + recipients, ()) if c.frame.reciprocal else (actors, recipients)

    def _without_sources(self, recipients: tuple[Participant, ...], trigger: Span) -> tuple[Participant, ...]:
        """ "…arrested dozens of people, witnesses and officials said": who says so is read as one more of them."""
        if len(recipients) < 2:
            return recipients
        sources = [
            a.source
            for a in self.attributions
            if a.source is not None and any(s.start <= trigger.start and trigger.end <= s.end for s in a.content)
        ]
        kept = tuple(p for p in recipients if not any(s.start <= p.head.start < s.end for s in sources))
        return kept or recipients

    def _side(self, fillers: tuple[tuple[int, str], ...], c: Candidate) -> tuple[Participant, ...]:
        g, phrases = self.matcher.g, self.matcher.phrases
        out: dict[Span, Participant] = {}
        for token, slot in fillers:
            wants = self._wants(c, slot, phrases.real_head(token))
            if wants and g.pos[phrases.real_head(token)] == "NOUN" and phrases.known_classes(phrases.real_head(token)):
                wants = ()  # what a common noun is the matcher has seen; "the Tuareg stronghold" is no group
            for head in g.conjuncts(token):
                real = phrases.real_head(head)
                for other in g.conjuncts(real) if real != head else (head,):
                    inner = phrases.real_head(other)
                    if (g.pos[inner] == "DET" and g.low[inner] in _ARTICLES) or "disease" in phrases.all_sure((inner,)):
                        continue
                    span = phrases.span(head if other == real else other)
                    for part, at in phrases.parts(inner, span):
                        out.setdefault(at, Participant(span=part, head=at, slot=slot, wants=wants))
        return tuple(out.values())

    def _wants(self, c: Candidate, slot: str, token: int) -> tuple[str, ...]:
        """Classes that the frame demands of this slot.

        Single words speak for the classes they are in: a person's name is none of them, a town may stand for anybody.
        """
        conditions = [condition for condition in c.frame.when if condition.role == slot]
        if not conditions or any(condition.anything for condition in conditions):
            return ()
        words = {w for condition in conditions for w in condition.words}
        g = self.matcher.g
        if words and (g.pos[token] != "PROPN" or g.low[token] in words or g.lemma[token] in words):
            return ()
        lexicon = self.matcher.frames.lexicon
        told = {k for condition in conditions for k in condition.classes} | ({"place"} if words else set())
        return tuple(sorted(told.union(*(lexicon.words.get(w, _PRONOUNS.get(w, frozenset())) for w in words))))

    def _attribution(self, trigger: Span) -> str | None:
        """The innermost attribution whose content holds the trigger."""
        best = None
        for a in self.attributions:
            for s in a.content:
                if s.start <= trigger.start and trigger.end <= s.end and (best is None or s.end - s.start < best[0]):
                    best = (s.end - s.start, a.id)
        return best[1] if best else None
