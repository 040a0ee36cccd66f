"""The nouns, frozen; no logic but ids.

Every offset is a character of ``Report.text``, end exclusive.  Types that live inside one report use `Span`;
types that cross reports (everything from `Story` on) use `Quote`, a span that names its report and repeats its words.
A field that is not known is ``None`` or an empty tuple, and where it matters a reason code says why.
"""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

Status = Literal["actual", "future", "hypothetical", "negated", "historical"]
Kind = Literal["direct", "indirect", "mixed", "own"]
Act = Literal["utterance", "attitude"]
VerdictName = Literal["agree", "compatible", "differ", "one"]

EVENT_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
COUNTED = ("killed", "injured", "arrested", "abducted", "missing", "displaced", "participants")


class Frozen(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Base of all nouns: immutable, comparable, encodable."""


class Span(msgspec.Struct, frozen=True, order=True, array_like=True):
    """Start and end characters in one report's text."""

    start: int
    end: int


# ---------------------------------------------------------------- gather


class Mark(Frozen):
    """A part of a report's text that has a role of its own.

    kind: title (analysed), caption (analysed once), dateline, prefix, byline, date, credit, repeat, boilerplate.
    All kinds but title and caption are left out of the analysis, never out of the text.
    """

    kind: str
    start: int
    end: int


class Known(Frozen):
    """A value with how we know it: metadata, url, text, unknown; `span` when it was read from the text."""

    value: str | None
    basis: str
    span: Span | None = None


class Report(Frozen):
    """One article as published.

    text holds the title too, as its first paragraph (marked `title`), so that one set of offsets covers everything.
    published.value is an ISO date or date-time with offset; outlet.value the outlet's name.
    sha256 is of the bytes it came from; extra keeps unknown fields of the input, as JSON text.
    notes: what was remarkable at gathering (`code: words`), such as characters removed or a date not believed.
    """

    id: str
    outlet: Known
    published: Known
    title: str
    text: str
    marks: tuple[Mark, ...] = ()
    url: str | None = None
    byline: str | None = None
    language: str | None = None
    sha256: str = ""
    source: str = ""
    acquired: str | None = None
    extra: str = "{}"
    notes: tuple[str, ...] = ()


# ---------------------------------------------------------------- who says so


class Voice(Frozen):
    """One link of a chain of voices.

    name: the shortest phrase that names it, pronouns resolved ("Okello", "state television", "a senior official").
    role: outlet, agency, broadcaster, document, speaker.
    span: where `name` stands; None for the outlet.  mention: the words at this attribution ("he"), if others.
    actor: id of the report's actor.  unnamed: a source whose name the report withholds.
    """

    name: str
    role: str
    span: Span | None = None
    mention: Span | None = None
    actor: str | None = None
    unnamed: bool = False
    because: str = ""


class Attribution(Frozen):
    """Who says so.

    content: one span, or several when the content is split around cue and source.
    source: the whole phrase that names the innermost speaker, as written; None if nobody is named.
    voices: outermost first; voices[0] is the outlet.  rule: the cue entry that matched.
    stance: said, denied, asked, wanted, believed, shown — what kind of cue it was.
    act: utterance when words were uttered or shown, attitude when the outlet reports a wish, an intention or an opinion.
    """

    id: str
    content: tuple[Span, ...]
    cue: Span | None
    kind: Kind
    voices: tuple[Voice, ...]
    source: Span | None = None
    stance: str = "said"
    act: Act = "utterance"
    rule: str = ""
    inside: str | None = None  # id of the attribution whose content holds this one


# ---------------------------------------------------------------- what happened


class Participant(Frozen):
    """A phrase that fills actor or recipient.

    span: the phrase; head: its head word.  slot: how it was found (subject, object, by-phrase, possessor …).
    wants: classes the frame demands of the filler and that only resolving can check.  actor: id once resolved.
    """

    span: Span
    head: Span
    slot: str = ""
    wants: tuple[str, ...] = ()
    actor: str | None = None


class Count(Frozen):
    """How many: bounds included; high None is open.  what: one of COUNTED.  update: "rose to 14", "revised down"."""

    what: str
    low: int
    high: int | None
    span: Span
    update: bool = False
    of: Span | None = None


class When(Frozen):
    """A time: ISO dates, `end` inclusive.

    type/value: TIMEX3.  granularity: time, day, week, month, quarter, season, year, decade …
    basis: what it was anchored to (published, dateline, earlier:START-END, said:ATTRIBUTION, absolute, story).
    start None with `missing` set: the anchor that is missing (e.g. "year", "published").
    """

    span: Span | None
    expression: str
    type: str = "DATE"
    value: str = ""
    start: str | None = None
    end: str | None = None
    granularity: str = ""
    basis: str = ""
    missing: str | None = None


class Place(Frozen):
    """A place: GeoNames id and coordinates when it resolves.

    precision: point, city, admin2, admin1, country; or within:city … for a place that no gazetteer has and that is
    placed by what contains it.  basis: why this reading.  country: ISO alpha-3.
    """

    id: str
    name: str
    span: Span
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    feature: str = ""
    precision: str = ""
    basis: str = ""
    within: str | None = None


class Mention(Frozen):
    """One event as one sentence tells it.

    frame: id of the frame that matched, or model:NAME.  because: the steps that led here, in words.
    weight: how much the sentence is about this event, for choosing one event a sentence (higher is more).
    reductions: types that the rules of PLOVER turned into this one ("ASSAULT→THREATEN").
    place_phrase, time_phrase: spans that the frame itself binds to the event.
    signs: those in the sentence that speak for it or against, where its words may tell of other things; who takes part adds to them.
    needs: what they must amount to, if the frame says so.
    """

    id: str
    type: str
    trigger: Span
    sentence: Span
    frame: str
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    cameo: str | None = None
    status: Status = "actual"
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    reciprocal: bool = False
    counts: tuple[Count, ...] = ()
    place: str | None = None  # Place.id
    place_phrase: Span | None = None
    place_basis: str = ""
    when: When | None = None
    when_basis: str = ""
    time_phrase: Span | None = None
    attribution: str | None = None  # Attribution.id; None: the outlet's own words
    weight: float = 0.0
    probability: float | None = None
    reductions: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    of: str | None = None  # user-defined class of a user's own frame
    signs: tuple[str, ...] = ()
    needs: int | None = None


class Evidence(Frozen):
    """What shows a value: attribute (country, sector, name, kind), the value, where, and by which rule."""

    attribute: str
    value: str
    span: Span | None
    rule: str


class Actor(Frozen):
    """Someone who acts, within one report.

    code: ISO alpha-3 country or a PLOVER non-state code (UNO, EUR, IGO, NGO, ISM, IMG, MNC); None unknown.
    sectors: primary first.  forms: every span that means this actor; kind: person, group, organisation, state,
    unnamed, unknown.  unknown: reason codes, e.g. "country:no-evidence".
    """

    id: str
    name: str
    kind: str
    code: str | None = None
    sectors: tuple[str, ...] = ()
    forms: tuple[Span, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unknown: tuple[str, ...] = ()


class Reading(Frozen):
    """All that one report yields: a pure function of the report and of the pipeline's fingerprint."""

    report: str
    fingerprint: str
    sentences: tuple[Span, ...]
    attributions: tuple[Attribution, ...] = ()
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[When, ...] = ()
    notes: tuple[str, ...] = ()


# ---------------------------------------------------------------- across reports


class Quote(Frozen):
    """Words of a report: the exported form of a span."""

    report: str
    start: int
    end: int
    text: str


class Copy(Frozen):
    """`later` took words from `earlier`.  kind: exact, near, partial.  share: part of the shorter text that is shared."""

    earlier: str
    later: str
    kind: str
    share: float
    credit: Quote | None = None
    added: tuple[Quote, ...] = ()
    dropped: tuple[Quote, ...] = ()
    why: str = ""


class Role(Frozen):
    """A country and sectors, attested at a date by a report's words."""

    code: str | None
    sectors: tuple[str, ...]
    attested: str | None
    evidence: Quote | None


class KnownActor(Frozen):
    """An actor across reports: an entry of the register.  members: (report id, actor id) pairs."""

    id: str
    name: str
    kind: str
    code: str | None
    sectors: tuple[str, ...]
    forms: tuple[str, ...]
    roles: tuple[Role, ...]
    members: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class Judgement(Frozen):
    """Same or different, about a pair of mentions (or reports, or actor forms).  by: machine or a person's name.

    about telling: a is a mention, b a report of which a person says that it does not tell of the mention's event.
    about type: a is a mention, b what it tells of ("ASSAULT", "COERCE arrest", or "NONE" for no event).
    about code: a is an actor's name, b its country and sectors ("KEN GOV MIL"; "NONE" for no country).
    withdrawn: a person took back what was said of this pair.
    """

    a: str
    b: str
    about: str  # mention, report, actor, telling, type, code
    verdict: Literal["same", "different", "withdrawn"]
    score: float
    reasons: tuple[str, ...]
    by: str = "machine"
    at: str | None = None


class Value(Frozen):
    """What one telling answers to one question: `value` normalised, `text` as shown, and where it stands."""

    telling: str
    value: str
    text: str
    quotes: tuple[Quote, ...] = ()


class Verdict(Frozen):
    """The comparison of the tellings on one question: the verdict is that of the least agreeing pair."""

    question: str
    verdict: VerdictName
    values: tuple[Value, ...]
    why: str = ""
    clashes: tuple[tuple[str, str], ...] = ()  # values (Value.value) that contradict each other


class Origin(Frozen):
    """An independent voice: whose word stands behind these tellings, and why they count as one."""

    name: str
    tellings: tuple[str, ...]
    why: str


class Telling(Frozen):
    """One report's account of one event.  mentions: empty if it tells the event in words no frame knows (an echo)."""

    id: str
    event: str
    report: str
    outlet: str
    published: str | None
    mentions: tuple[str, ...]
    evidence: tuple[Quote, ...]
    chain: tuple[str, ...]
    status: Status
    copy_of: str | None = None


class Event(Frozen):
    """One happening, merged from mentions."""

    id: str
    story: str
    type: str
    types: tuple[str, ...]
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    cameo: str | None
    status: Status
    actors: tuple[str, ...]  # KnownActor.id
    recipients: tuple[str, ...]
    when: When | None
    place: Place | None
    place_report: str | None
    counts: tuple[Count, ...]
    tellings: tuple[Telling, ...]
    comparison: tuple[Verdict, ...]
    voices: tuple[Origin, ...]
    aliases: tuple[str, ...] = ()
    background: bool = False


class Story(Frozen):
    """Reports about the same happenings."""

    id: str
    title: str
    reports: tuple[str, ...]
    start: str | None
    end: str | None
    countries: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


class Alignment(Frozen):
    """One utterance in several wordings."""

    story: str
    speaker: str | None  # KnownActor.id
    quotes: tuple[Quote, ...]
    score: float
    why: str = ""


class Figure(Frozen):
    """One number in several phrasings."""

    story: str
    value: int
    quotes: tuple[Quote, ...]


class Naming(Frozen):
    """A form that an outlet uses for an actor."""

    actor: str
    outlet: str
    form: str
    quotes: tuple[Quote, ...]


class Omission(Frozen):
    """An event that most outlets of a story tell and this one does not."""

    story: str
    outlet: str
    event: str
    told_by: tuple[str, ...]


class Compared(Frozen):
    """What compare makes of many readings."""

    stories: tuple[Story, ...] = ()
    events: tuple[Event, ...] = ()
    actors: tuple[KnownActor, ...] = ()
    copies: tuple[Copy, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    figures: tuple[Figure, ...] = ()
    namings: tuple[Naming, ...] = ()
    omissions: tuple[Omission, ...] = ()
    judgements: tuple[Judgement, ...] = ()


class Failure(Frozen):
    """A document that yielded no reading: stage (gather, read, compare), code, message, what to do."""

    source: str
    stage: str
    code: str
    message: str
    hint: str = ""
    sha256: str | None = None


# ---------------------------------------------------------------- ids


def digest(*parts: object, length: int = 12) -> str:
    """A short, stable hexadecimal digest of the parts."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:length]


def report_id(outlet: str | None, url: str | None, text: str) -> str:
    """Digest of outlet, url and text."""
    return "r-" + digest(outlet or "", url or "", text)


def mention_id(report: str, trigger: Span, ordinal: int = 0) -> str:
    """Digest of report and trigger, so that it survives a better frame; ordinal tells apart two on one trigger."""
    return "m-" + digest(report, trigger.start, trigger.end, ordinal or "")


def attribution_id(report: str, content: tuple[Span, ...]) -> str:
    """Digest of report and content spans."""
    return "q-" + digest(report, *((s.start, s.end) for s in content))
