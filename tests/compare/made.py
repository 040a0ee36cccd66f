"""Reports and readings of one's own: each sentence says what is coded of it, so that compare is tested without a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tellings.model import (
    Actor,
    Attribution,
    Count,
    Evidence,
    Known,
    Mark,
    Mention,
    Participant,
    Place,
    Reading,
    Report,
    Span,
    Voice,
    When,
    attribution_id,
    digest,
    mention_id,
    report_id,
)


@dataclass(frozen=True)
class Who:
    """A participant: its words, and what resolving found."""

    text: str
    code: str | None = None
    sectors: tuple[str, ...] = ()
    kind: str = "unnamed"
    name: str | None = None
    sure: bool = True


@dataclass(frozen=True)
class Where:
    name: str
    geonameid: int
    country: str
    lat: float
    lon: float
    basis: str = "syntax"


@dataclass
class Told:
    """One report in the making; `tells` adds a sentence."""

    outlet: str | None
    published: str | None
    title: str = ""
    text: str = ""
    mentions: list[dict] = field(default_factory=list)
    plain: list[tuple[Span, tuple[str, str] | None]] = field(default_factory=list)

    def tells(
        self,
        kind: str,
        actor: Who | None,
        verb: str,
        recipient: Who | None = None,
        rest: str = "",
        *,
        mode: str = "",
        status: str = "actual",
        when: tuple[str, str] | None = None,
        place: Where | None = None,
        counts: dict[str, tuple[int, int | None]] | None = None,
        said: tuple[tuple[str, str], ...] = (),
        stance: str = "said",
    ) -> Told:
        """ "Gunmen killed five farmers REST on Monday, the governor said."  said: (name, role) from the outside in."""
        words = [w for w in (actor.text if actor else "", verb, recipient.text if recipient else "", rest) if w]
        if when:
            words.append(when[0])
        start = len(self.text) + (1 if self.text else 0)
        sentence = " ".join(words)
        tail = f", {said[-1][0]} said." if said else "."
        spans, at = {}, start
        for key, part in (("actor", actor and actor.text), ("verb", verb), ("recipient", recipient and recipient.text), ("rest", rest), ("when", when and when[0])):  # fmt: skip
            if part:
                spans[key] = Span(at, at + len(part))
                at += len(part) + 1
        self.text = f"{self.text} {sentence}{tail}" if self.text else f"{sentence}{tail}"
        self.mentions.append(
            {
                "kind": kind, "actor": actor, "recipient": recipient, "mode": mode, "status": status, "when": when,
                "place": place, "counts": counts or {}, "said": said, "stance": stance, "spans": spans,
                "sentence": Span(start, len(self.text)), "content": Span(start, start + len(sentence)),
            }
        )  # fmt: skip
        return self

    def also(self, words: str, when: tuple[str, str] | None = None) -> Told:
        """A sentence of which nothing is coded; when: words in it that give a time, and the time."""
        start = len(self.text) + (1 if self.text else 0)
        self.text = f"{self.text} {words}".strip()
        self.plain.append((Span(start, len(self.text)), when))
        return self

    def pair(self) -> tuple[Report, Reading]:
        shift = len(self.title) + 2 if self.title else 0
        text = f"{self.title}\n\n{self.text}" if self.title else self.text
        key = report_id(self.outlet, None, text)
        report = Report(
            id=key,
            outlet=Known(value=self.outlet, basis="metadata" if self.outlet else "unknown"),
            published=Known(value=self.published, basis="metadata" if self.published else "unknown"),
            title=self.title,
            text=text,
            marks=(Mark(kind="title", start=0, end=len(self.title)),) if self.title else (),
        )
        return report, _reading(report, self.mentions, shift, self.plain)


def _reading(report: Report, drafts: list[dict], shift: int, plain: list) -> Reading:
    actors: dict[str, Actor] = {}
    places: dict[str, Place] = {}
    mentions, attributions = [], []

    def moved(span: Span) -> Span:
        return Span(span.start + shift, span.end + shift)

    def actor(who: Who, span: Span) -> str:
        name = who.name or who.text
        key = "k-" + digest(report.id, name, who.code)
        forms = (*actors[key].forms, span) if key in actors else (span,)
        evidence = (
            [Evidence(attribute="country", value=who.code, span=span, rule="demonym" if who.sure else "setting")]
            if who.code
            else []
        )
        evidence += [Evidence(attribute="sector", value=s, span=span, rule="role") for s in who.sectors]
        actors[key] = Actor(id=key, name=name, kind=who.kind, code=who.code, sectors=who.sectors, forms=forms, evidence=tuple(evidence))  # fmt: skip
        return key

    for d in drafts:
        spans = {k: moved(s) for k, s in d["spans"].items()}
        said = None
        if d["said"]:
            content = (moved(d["content"]),)
            said = attribution_id(report.id, content)
            voices = [Voice(name=report.outlet.value or "", role="outlet")]
            for name, role in d["said"]:
                at = report.text.rindex(name, 0, moved(d["sentence"]).end)
                kind = "person" if name[:1].isupper() and " " in name else "unnamed"
                voices.append(Voice(name=name, role=role, span=Span(at, at + len(name)), actor=actor(Who(name, kind=kind), Span(at, at + len(name))) if kind == "person" else None))  # fmt: skip
            attributions.append(Attribution(id=said, content=content, cue=None, kind="indirect", voices=tuple(voices), stance=d["stance"]))  # fmt: skip
        place = None
        if d["place"]:
            w: Where = d["place"]
            place = Place(id="p-" + digest(report.id, w.name), name=w.name, span=spans["verb"], geonameid=w.geonameid, country=w.country, lat=w.lat, lon=w.lon, precision="city")  # fmt: skip
            places[place.id] = place
        when = None
        if d["when"]:
            start, _, end = d["when"][1].partition("/")
            date.fromisoformat(start)
            when = When(span=spans["when"], expression=d["when"][0], start=start, end=end or start, granularity="day", basis="published")  # fmt: skip
        parties = {
            side: (Participant(span=spans[side], head=_head(report.text, spans[side]), actor=actor(d[side], spans[side])),) if d[side] else ()
            for side in ("actor", "recipient")
        }  # fmt: skip
        mentions.append(
            Mention(
                id=mention_id(report.id, spans["verb"]), type=d["kind"], trigger=spans["verb"], sentence=moved(d["sentence"]),
                frame="made", modes=(d["mode"],) if d["mode"] else (), status=d["status"], actors=parties["actor"],
                recipients=parties["recipient"], place=place.id if place else None,
                place_basis=d["place"].basis if d["place"] else "", when=when, when_basis="clause" if when else "", attribution=said,
                counts=tuple(Count(what=w, low=low, high=high, span=spans.get("recipient", spans["verb"])) for w, (low, high) in d["counts"].items()),
            )
        )  # fmt: skip
    sentences = sorted([moved(d["sentence"]) for d in drafts] + [moved(s) for s, _ in plain])
    times = [m.when for m in mentions if m.when]
    for sentence, said in plain:
        if said:
            at = report.text.index(said[0], moved(sentence).start)
            start, _, end = said[1].partition("/")
            times.append(When(span=Span(at, at + len(said[0])), expression=said[0], start=start, end=end or start, granularity="day", basis="published"))  # fmt: skip
    return Reading(
        report=report.id, fingerprint="made", sentences=tuple(sentences),
        attributions=tuple({a.id: a for a in attributions}.values()), mentions=tuple(mentions),
        actors=tuple(actors.values()), places=tuple(places.values()),
        times=tuple(times),
    )  # fmt: skip


def _head(text: str, span: Span) -> Span:
    """The last word before "of"."""
    words = text[span.start : span.end].split(" of ")[0]
    last = words.split()[-1]
    end = span.start + len(words)
    return Span(end - len(last), end)
