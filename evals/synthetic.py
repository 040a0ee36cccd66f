"""A corpus of readings as large as one likes, with days, stories, outlets, actors and copies spread as in real news.

No model is run: texts and readings are made together.  What is imitated:
- days: reports a day vary around a mean, with weekends at about half;
- stories: most have one or two reports, a few have hundreds (Pareto, exponent 1.6), and run for one to ten days;
- outlets: a few print most (Zipf), a tenth are agencies;
- copies: about a quarter of the reports of a story repeat an agency's text, with another headline and an end of their own;
- actors: countries by Zipf, which a third of the events are done to; for each story its own few people, three in ten of
  whom come back in other stories;
- words: a Zipf vocabulary shared by all, and thirty words of the story's own;
- mentions: three to six a report; the story's main event in headline and lead, others once.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

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

REPORTS_A_DAY = 400
FIRST_DAY = date(2020, 1, 1)
VERBS = {
    "ASSAULT": ("killed", "shelled", "attacked", "bombed"),
    "PROTEST": ("marched", "rallied"),
    "COERCE": ("arrested", "detained"),
    "CONSULT": ("met", "visited"),
    "THREATEN": ("threatened", "warned"),
    "ACCUSE": ("accused", "blamed"),
}
COUNTRIES = {
    "USA": "United States", "RUS": "Russia", "CHN": "China", "IND": "India", "FRA": "France", "BRA": "Brazil",
    "NGA": "Nigeria", "KEN": "Kenya", "IRN": "Iran", "IRQ": "Iraq", "TUR": "Turkey", "MEX": "Mexico",
    "COL": "Colombia", "PHL": "Philippines", "SDN": "Sudan", "UKR": "Ukraine",
}  # fmt: skip
STATES = {name: code for code, name in COUNTRIES.items()}
ZIPF = [1 / (n + 1) for n in range(len(COUNTRIES))]
_SYLLABLES = [c + v for c in "bdfghklmnprstvz" for v in "aeio"]


@dataclass(frozen=True)
class Plot:
    """What a story is about."""

    start: date
    days: int
    country: str
    city: str
    people: tuple[str, ...]
    words: tuple[str, ...]
    events: tuple[tuple[str, str, str, str, int], ...]  # type, verb, actor, recipient, killed


def corpus(reports: int, seed: int = 7, a_day: int = REPORTS_A_DAY) -> Iterator[tuple[Report, Reading]]:
    """`reports` pairs, story by story."""
    rng = random.Random(seed)
    vocabulary = [_word(rng, 3) for _ in range(12_000)]
    weights = [1 / (n + 5) for n in range(len(vocabulary))]
    common = rng.choices(vocabulary, weights, k=400_000)  # drawn once, walked over
    outlets = [
        f"{_word(rng, 2).title()} {rng.choice(('Post', 'Times', 'Herald', 'Daily', 'News Agency'))}" for _ in range(300)
    ]
    outlet_weights = [1 / (n + 1) for n in range(len(outlets))]
    span = max(1, reports // a_day)
    regulars = [_name(rng) for _ in range(200)]
    made = 0
    while made < reports:
        plot = _plot(rng, span, regulars)
        size = min(reports - made, max(1, int(rng.paretovariate(1.6))), 400)
        dispatch: tuple[str, list] | None = None
        for _ in range(size):
            outlet = rng.choices(outlets, outlet_weights)[0]
            published = plot.start + timedelta(days=min(plot.days, int(rng.expovariate(0.7))))
            copied = dispatch is not None and rng.random() < 0.25
            if not copied:
                told = _tell(rng, plot, published, common)
            else:
                told = dispatch
            if dispatch is None:
                dispatch = told
            yield _pair(outlet, published, plot, told, rng, copied)
            made += 1


def _plot(rng: random.Random, span: int, regulars: list[str]) -> Plot:
    people = tuple(_name(rng) if rng.random() < 0.7 else rng.choice(regulars) for _ in range(4))
    events = []
    for _ in range(rng.randint(3, 8)):
        kind = rng.choice(tuple(VERBS))
        actor, recipient = rng.sample(people, 2)
        if rng.random() < 0.33:
            recipient = rng.choices(tuple(STATES), ZIPF)[0]
        events.append((kind, rng.choice(VERBS[kind]), actor, recipient, rng.randint(2, 60)))
    country = rng.choices(tuple(COUNTRIES), ZIPF)[0]
    start = FIRST_DAY + timedelta(days=rng.randrange(span))
    while start.weekday() > 4 and rng.random() < 0.5:
        start = FIRST_DAY + timedelta(days=rng.randrange(span))
    return Plot(
        start=start,
        days=rng.choice((1, 2, 3, 10)),
        country=country,
        city=_word(rng, 3).title(),
        people=people,
        words=tuple(_word(rng, 3) for _ in range(30)),
        events=tuple(events),
    )


def _tell(rng: random.Random, plot: Plot, published: date, common: list[str]) -> list:
    """Sentences of one telling: (words before, event or None, words after)."""
    told = [plot.events[0], *rng.sample(plot.events, min(len(plot.events), rng.randint(2, 5)))]

    def words(n: int) -> str:
        at = rng.randrange(len(common) - n)
        return " ".join([*common[at : at + n - 3], *rng.sample(plot.words, 3)])

    rows = [(words(6), event, words(9)) for event in told]
    return rows + [(words(14), None, words(8)) for _ in range(rng.randint(2, 6))]


def _pair(
    outlet: str, published: date, plot: Plot, told: list, rng: random.Random, copied: bool
) -> tuple[Report, Reading]:
    title = f"{plot.people[0]} {plot.events[0][1]} {plot.events[0][3]} in {plot.city} {_word(rng, 2)}"
    pieces, sentences, drafts, names = [title, "\n\n"], [], [], {}
    at = len(title) + 2
    rows = [*told, (f"{_word(rng, 3)} {outlet}", None, _word(rng, 3))] if copied else told
    for before, event, after in rows:
        start = at
        words = [before.capitalize()]
        if event:
            _, verb, actor, recipient, killed = event
            place = len(before) + 1
            marks = {}
            for name, text in (
                ("actor", actor),
                ("verb", verb),
                ("recipient", recipient),
                ("count", f"{killed} people"),
            ):
                marks[name] = Span(start + place, start + place + len(text))
                place += len(text) + 1
                words.append(text)
            drafts.append((event, marks, start))
            for key, text in (("actor", actor), ("recipient", recipient)):
                names.setdefault(text, []).append(marks[key])
        sentence = " ".join([*words, after]) + "."
        pieces += [sentence, " "]
        at += len(sentence) + 1
        sentences.append(Span(start, start + len(sentence)))
    text = "".join(pieces).rstrip()
    key = report_id(outlet, None, text)
    report = Report(
        id=key,
        outlet=Known(value=outlet, basis="metadata"),
        published=Known(value=published.isoformat(), basis="metadata"),
        title=title,
        text=text,
        marks=(Mark(kind="title", start=0, end=len(title)),),
        language="en",
    )
    return report, _reading(report, plot, drafts, names, sentences, published)


def _reading(report: Report, plot: Plot, drafts: list, names: dict, sentences: list, published: date) -> Reading:
    by_start = {s.start: s for s in sentences}
    day = min(plot.start, published).isoformat()
    place = Place(
        id="p-" + digest(report.id, plot.city), name=plot.city, span=Span(0, 1), geonameid=int(digest(plot.city, length=6), 16),
        country=plot.country, precision="city",
    )  # fmt: skip
    ids = {name: "k-" + digest(report.id, name, length=8) for name in names}
    mentions, attributions = [], []
    for n, ((kind, _, actor, recipient, killed), marks, start) in enumerate(drafts):
        sentence = by_start[start]
        said = None
        if n % 3 == 2:
            content = (Span(start, marks["recipient"].end),)
            said = attribution_id(report.id, content)
            voices = (
                Voice(name=report.outlet.value or "", role="outlet"),
                Voice(name=plot.people[-1], role="speaker", actor=ids.get(plot.people[-1])),
            )
            attributions.append(Attribution(id=said, content=content, cue=None, kind="indirect", voices=voices))
        count = Count(what="killed", low=killed, high=killed, span=marks["count"])
        mentions.append(
            Mention(
                id=mention_id(report.id, marks["verb"]),
                type=kind,
                trigger=marks["verb"],
                sentence=sentence,
                frame="synthetic",
                actors=(Participant(span=marks["actor"], head=marks["actor"], actor=ids[actor]),),
                recipients=(Participant(span=marks["recipient"], head=marks["recipient"], actor=ids[recipient]),),
                counts=(count,) if kind == "ASSAULT" else (),
                place=place.id,
                place_basis="syntax",
                when=When(
                    span=marks["verb"], expression="day", start=day, end=day, granularity="day", basis="published"
                ),
                when_basis="clause",
                attribution=said,
            )
        )
    actors = tuple(
        Actor(
            id=ids[name], name=name, kind="state" if name in STATES else "person", code=STATES.get(name, plot.country),
            sectors=() if name in STATES else ("GOV",), forms=tuple(spans),
            evidence=(Evidence(attribute="country", value=STATES.get(name, plot.country), span=spans[0], rule="demonym"),),
        )
        for name, spans in names.items()
    )  # fmt: skip
    return Reading(
        report=report.id,
        fingerprint="synthetic",
        sentences=tuple(sentences),
        attributions=tuple(attributions),
        mentions=tuple(mentions),
        actors=actors,
        places=(place,),
    )


def _word(rng: random.Random, syllables: int) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(syllables))


def _name(rng: random.Random) -> str:
    return f"{_word(rng, 2).title()} {_word(rng, 3).title()}"
