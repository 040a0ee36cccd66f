"""Why a mention was coded so: every value with the words it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tellings.compare.correcting import Corrections
from tellings.compare.retyping import NO_EVENT
from tellings.corpus import Corpus, judgement_log, queries
from tellings.errors import TellingsError
from tellings.model import Actor, Attribution, Count, Judgement, Mention, Participant, Place, Reading, Report, Span
from tellings.web import wording


@dataclass(frozen=True)
class Point:
    """One line of an explanation: what, its value, and what shows it."""

    name: str
    value: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """A mention with everything that led to it.  kind: type and modes, as judged if a person did."""

    mention: Mention
    kind: str
    report: Report
    before: str
    trigger: str
    after: str
    points: tuple[Point, ...]
    event: str | None


def explain(corpus: Corpus, key: str) -> Explanation:
    """Raises no-such-mention."""
    with corpus.engine.connect() as connection:
        found = queries.mention(connection, key)
        if found is None:
            raise TellingsError(
                "no-such-mention",
                f"there is no mention {key!r}, or several begin so",
                hint="`tellings show CORPUS EVENT` lists the mentions of an event",
            )
        report_id, event = found
        known = queries.known_actors(connection, report_id)
        actors = queries.actors(connection, sorted(set(known.values())))
        mention_id = queries.ids_like(connection, "mentions", key)[0]
        merges = judgement_log.judgements_with(connection, mention_id)
    entry = corpus.entry(report_id)
    mention = next(m for m in entry.reading.mentions if m.id == mention_id)
    names = {local: actors[key].name for local, key in known.items() if key in actors}
    # Who is known by another story's words, and by which.
    looked_up = {
        local: tuple(w for w in actors[key].why if w.startswith("register:"))
        for local, key in known.items()
        if key in actors
    }
    teller = _Teller(entry.report, entry.reading, mention, names, looked_up)
    text, sentence, trigger = entry.report.text, mention.sentence, mention.trigger
    judged = Corrections.of(corpus.judgements()).of_mention(mention_id)
    coded = " ".join((mention.type, ", ".join(mention.modes))).strip()
    return Explanation(
        mention=mention,
        kind=judged.b if judged else coded,
        report=entry.report,
        before=text[sentence.start : trigger.start],
        trigger=text[trigger.start : trigger.end],
        after=text[trigger.end : max(sentence.end, trigger.end)],
        points=tuple([*_judged(judged, coded), *teller.points(), *_event_points(mention_id, event, merges)]),
        event=event,
    )


def _judged(judged: Judgement | None, coded: str) -> Iterator[Point]:
    if judged is not None:
        value = "no event" if judged.b == NO_EVENT else judged.b
        day = f" on {judged.at[:10]}" if judged.at else ""
        yield Point("type", value, (f"judged by {judged.by}{day}; coded as {coded}", *judged.reasons))


class _Teller:
    """Points out of one reading."""

    def __init__(
        self,
        report: Report,
        reading: Reading,
        mention: Mention,
        names: dict[str, str],
        looked_up: dict[str, tuple[str, ...]],
    ) -> None:
        self.report, self.mention, self.names, self.looked_up = report, mention, names, looked_up
        self.actors = {actor.id: actor for actor in reading.actors}
        self.attributions = {one.id: one for one in reading.attributions}
        self.places = {place.id: place for place in reading.places}

    def points(self) -> Iterator[Point]:
        mention = self.mention
        yield Point("frame", mention.frame, (*mention.because, *(f"reduced: {r}" for r in mention.reductions)))
        if mention.cameo:
            yield Point("CAMEO", mention.cameo)
        for one in mention.actors:
            yield self._participant("actor", one)
        if not mention.actors:
            yield Point("actor", "nobody is named")
        for one in mention.recipients:
            yield self._participant("recipient", one)
        yield Point("status", mention.status)
        for count in mention.counts:
            yield self._count(count)
        yield self._when()
        yield self._where()
        if mention.contexts:
            yield Point("contexts", ", ".join(mention.contexts))
        yield self._said_by()

    def words(self, span: Span) -> str:
        """The words and where they stand."""
        return f"“{wording.shortened(self.report.text[span.start : span.end], 90)}” ({span.start}–{span.end})"

    def _participant(self, name: str, one: Participant) -> Point:
        because = [f"{one.slot}: {self.words(one.span)}"] if one.slot else [self.words(one.span)]
        actor = self.actors.get(one.actor or "")
        if actor is None:
            return Point(name, self.report.text[one.span.start : one.span.end], (*because, "not resolved to an actor"))
        code = " ".join(filter(None, (actor.code, *actor.sectors)))
        value = f"{self.names.get(actor.id, actor.name)} ({code})" if code else self.names.get(actor.id, actor.name)
        return Point(name, value, (*because, *self._evidence(actor)))

    def _evidence(self, actor: Actor) -> Iterator[str]:
        for evidence in actor.evidence:
            shown = f" from {self.words(evidence.span)}" if evidence.span else ""
            yield f"{evidence.attribute} {evidence.value}{shown}, by {evidence.rule}"
        for reason in actor.unknown:
            yield f"unknown {reason}"
        yield from self.looked_up.get(actor.id, ())

    def _count(self, count: Count) -> Point:
        update = ("a newer figure",) if count.update else ()
        return Point("count", f"{wording.number(count)} {count.what}", (self.words(count.span), *update))

    def _when(self) -> Point:
        found = self.mention.when
        if found is None:
            return Point("when", "not told", tuple(filter(None, (self.mention.when_basis,))))
        because = [self.words(found.span)] if found.span else []
        because += [f"anchored to {found.basis}"] if found.basis else []
        because += [f"missing: {found.missing}"] if found.missing else []
        because += [self.mention.when_basis] if self.mention.when_basis else []
        return Point("when", wording.when(found, year=True), tuple(because))

    def _where(self) -> Point:
        place: Place | None = self.places.get(self.mention.place or "")
        if place is None:
            return Point("where", "not told", tuple(filter(None, (self.mention.place_basis,))))
        at = (
            f"{place.lat:.3f}, {place.lon:.3f}" if place.lat is not None and place.lon is not None else "no coordinates"
        )
        number = f"GeoNames {place.geonameid}" if place.geonameid else ""
        value = ", ".join(filter(None, (place.name, place.admin1, place.country)))
        details = filter(
            None, (self.words(place.span), place.basis, self.mention.place_basis, f"{place.precision}: {at}", number)
        )
        return Point("where", value, tuple(details))

    def _said_by(self) -> Point:
        attribution: Attribution | None = self.attributions.get(self.mention.attribution or "")
        if attribution is None:
            return Point("said by", f"{self.report.outlet.value or 'the outlet'}, in its own words")
        chain = " ← ".join(voice.name for voice in attribution.voices)
        because = [f"{attribution.kind}, {attribution.stance}"]
        because += [f"cue {self.words(attribution.cue)}"] if attribution.cue else []
        because += [f"source {self.words(attribution.source)}"] if attribution.source else []
        because += [f"{voice.name}: {voice.because}" for voice in attribution.voices if voice.because]
        because += [f"rule {attribution.rule}"] if attribution.rule else []
        return Point("said by", chain, tuple(because))


def _event_points(mention: str, event: str | None, merges: tuple[Judgement, ...]) -> Iterator[Point]:
    if event is None:
        yield Point("event", "not compared yet")
        return
    because = []
    for merge in merges:
        other = merge.b if merge.a == mention else merge.a
        sign = "with" if merge.verdict == "same" else "not with"
        by = "" if merge.by == "machine" else f", by {merge.by}"
        because.append(f"{sign} {other}: {'; '.join(merge.reasons)}; score {merge.score:.2f}{by}")
    yield Point("event", event, tuple(because) or ("alone",))
