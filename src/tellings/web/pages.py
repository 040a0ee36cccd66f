"""The explorer's pages: for each address its view, its data as JSON, its tables as CSV, and the same in the terminal."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence

from tellings.corpus import Corpus, queries
from tellings.errors import TellingsError
from tellings.export.selection import builtins
from tellings.model import Event, KnownActor, Span
from tellings.web import ranges, views, wording
from tellings.web.actor_view import actor_view
from tellings.web.event_view import EventView, event_view, find_event
from tellings.web.explanation import explain
from tellings.web.page import Page, Table
from tellings.web.report_view import report_view

_AT = re.compile(r"(\d{1,9})-(\d{1,9})")


def story(corpus: Corpus, name: str, key: str) -> Page:
    found = views.find_story(corpus, key) if not key.isdigit() else None
    if found is None:
        raise TellingsError("no-such-story", f"there is no story {key!r}", hint="The list of stories has them all")
    view = views.story_view(corpus, found)
    reports = set(found.reports)
    with corpus.engine.connect() as connection:
        copies = [c for c in queries.findings(connection, "copies") if {c.earlier, c.later} <= reports]
    outlet_of = {source.report.id: source.outlet for source in view.sources}
    rows = [*view.rows, *view.background]
    return Page(
        template="story.html",
        title=found.title,
        address=f"/story/{found.id}",
        data={
            "story": builtins(found),
            "events": [builtins(row.event) for row in rows],
            "copies": [builtins(copy) for copy in copies],
            "wordings": [{"said": one.said, "speaker": one.speaker} for one in view.wordings],
            "figures": [{"value": one.value, "said": one.said} for one in view.figures],
            "called": [{"actor": one.actor.id, "name": one.actor.name, "forms": one.forms} for one in view.called],
            "omitted": view.omitted,
        },
        tables={
            "matrix": _matrix(rows, view.outlets),
            "reports": Table(
                ("report", "outlet", "published", "title", "copies"),
                [
                    (s.report.id, s.outlet, s.report.published.value, s.report.title, "; ".join(s.copies))
                    for s in view.sources
                ],
            ),
            "copies": Table(
                ("later", "later_outlet", "kind", "earlier", "earlier_outlet", "share", "why"),
                [
                    (c.later, outlet_of[c.later], c.kind, c.earlier, outlet_of[c.earlier], c.share, c.why)
                    for c in copies
                ],
            ),
            "called": Table(
                ("actor", "name", "outlet", "forms"),
                [
                    (one.actor.id, one.actor.name, outlet, "; ".join(forms))
                    for one in view.called
                    for outlet, forms in one.forms.items()
                ],
            ),
        },
        command=shlex.join(["tellings", "show", name, found.id]),
        shown={"story": found, "view": view, "events": [], "copies": copies, "outlet_of": outlet_of},
    )


def _matrix(rows: Sequence[views.Row], outlets: Sequence[str]) -> Table:
    columns = ("event", "type", "status", "who", "whom", "when", "where", *outlets, "verdict", "questions", "voices")
    return Table(
        columns,
        [
            (
                row.event.id,
                views.kind(row.event),
                row.event.status,
                row.who,
                row.whom,
                row.when,
                row.where,
                *(" / ".join(p.text for p in row.cells[o].pieces) if o in row.cells else "" for o in outlets),
                row.verdict,
                ", ".join(row.asks),
                len(row.voices),
            )
            for row in rows
        ],
    )


def event(corpus: Corpus, name: str, key: str) -> Page:
    found = find_event(corpus, key)
    if found is None:
        raise TellingsError("no-such-event", f"there is no event {key!r}", hint="A story's page leads to its events")
    view = event_view(corpus, found)
    with corpus.engine.connect() as connection:
        beside = [e for e in queries.events(connection, found.story) if e.id != found.id]
        actors = queries.actors(connection, sorted({k for e in beside for k in (*e.actors, *e.recipients)}))
    outlet_of = {a.telling.id: a.outlet for a in view.accounts}
    return Page(
        template="event.html",
        title=f"{views.kind(found)}: {views.sides(view.row)}",
        address=f"/event/{found.id}",
        data={"event": builtins(found), "judgements": [builtins(merge) for merge in view.merges]},
        tables={
            "tellings": _tellings(view),
            "questions": Table(
                ("question", "verdict", "outlet", "answer", "why"),
                [(q.name, q.verdict, outlet, words, q.why) for q in view.questions for outlet, words in q.said],
            ),
            "voices": Table(
                ("voice", "outlets", "why"),
                [(v.name, "; ".join(outlet_of.get(t, t) for t in v.tellings), v.why) for v in found.voices],
            ),
            "merges": Table(
                ("a", "verdict", "b", "score", "by", "reasons"),
                [(m.a, m.verdict, m.b, m.score, m.by, "; ".join(m.reasons)) for m in view.merges],
            ),
        },
        command=shlex.join(["tellings", "show", name, found.id]),
        shown={
            "event": view,
            "who": [
                (side, names)
                for side, keys in (("Who", found.actors), ("Whom", found.recipients))
                if (names := _by_name(keys, view.actors))
            ],
            "axes": ranges.axes(found.comparison, outlet_of),
            "beside": [(e.id, _label(e, actors)) for e in beside],
            "mentions": [(m, a.outlet) for a in view.accounts for m in a.telling.mentions],
            "mention_outlet": {m: a.outlet for a in view.accounts for m in a.telling.mentions},
        },
    )


def _by_name(keys: Sequence[str], actors: Mapping[str, KnownActor]) -> list[tuple[str, list[str]]]:
    """Name -> actors: several "police" are told apart by number, not by repeating the word."""
    names: dict[str, tuple[str, list[str]]] = {}
    for key in dict.fromkeys(keys):
        if key in actors:
            names.setdefault(actors[key].name.casefold(), (actors[key].name, []))[1].append(key)
    return list(names.values())


def _label(found: Event, actors: Mapping[str, KnownActor]) -> str:
    names = [actors[k].name for k in (*found.actors, *found.recipients) if k in actors]
    when = wording.when(found.when, year=True)
    return wording.shortened(", ".join(filter(None, (views.kind(found), wording.listed(names), when))), 90)


def _tellings(view: EventView) -> Table:
    columns = ("telling", "outlet", "report", "published", "status", "said_by", "copied_from", "sentences", "mentions")
    return Table(
        columns,
        [
            (
                a.telling.id,
                a.outlet,
                a.telling.report,
                a.telling.published,
                a.telling.status,
                views.chain_of(a.telling),
                a.copied_from,
                " / ".join(" ".join(q.text.split()) for q in a.sentences),
                " ".join(a.telling.mentions),
            )
            for a in view.accounts
        ],
    )


def report(corpus: Corpus, name: str, key: str, asked: Mapping[str, str]) -> Page:
    given = _AT.fullmatch(asked.get("at", ""))
    view = report_view(corpus, key, Span(int(given[1]), int(given[2])) if given else None)
    columns = ("mention", "event", "type", "status", "words", "start", "end", "who", "whom", "when", "where", "said_by")
    return Page(
        template="report.html",
        title=view.report.title or "untitled",
        address=f"/report/{view.report.id}",
        data={"report": builtins(view.report), "reading": builtins(view.reading), "copy_of": view.copy_of},
        tables={
            "mentions": Table(
                columns,
                [
                    (
                        f.mention.id,
                        f.event,
                        f.kind,
                        f.mention.status,
                        f.words,
                        f.mention.trigger.start,
                        f.mention.trigger.end,
                        f.who,
                        f.whom,
                        f.when,
                        f.where,
                        f.said_by,
                    )
                    for f in view.mentions
                ],
            ),
            "attributions": Table(
                ("attribution", "kind", "stance", "said_by", "cue", "words"),
                [
                    (s.attribution.id, s.attribution.kind, s.attribution.stance, s.chain, s.cue, s.words)
                    for s in view.attributions
                ],
            ),
        },
        shown={"view": view, "url": _web_address(view.report.url)},
    )


def _web_address(url: str | None) -> str:
    """An address that may be a link; "" for any other scheme."""
    return url if url and url.lower().startswith(("http://", "https://")) else ""


def mention(corpus: Corpus, name: str, key: str) -> Page:
    found = explain(corpus, key)
    one = found.mention
    return Page(
        template="mention.html",
        title=f"Why {one.type}: {wording.shortened(found.trigger, 40)}",
        address=f"/mention/{one.id}",
        data={
            "mention": builtins(one),
            "report": found.report.id,
            "event": found.event,
            "points": [{"name": p.name, "value": p.value, "because": p.because} for p in found.points],
        },
        tables={
            "points": Table(
                ("what", "value", "because"), [(p.name, p.value, " / ".join(p.because)) for p in found.points]
            )
        },
        command=shlex.join(["tellings", "explain", name, one.id]),
        shown={"found": found, "outlet": views.outlet(found.report)},
    )


def actor(corpus: Corpus, name: str, key: str) -> Page:
    view = actor_view(corpus, key)
    one = view.actor
    return Page(
        template="actor.html",
        title=one.name,
        address=f"/actor/{one.id}",
        data={
            "actor": builtins(one),
            "called": {outlet: dict(forms) for outlet, forms in view.called.items()},
            "events": [builtins(row.event) for row in view.rows],
            "partners": [{"actor": p.actor.id, "name": p.actor.name, "types": dict(p.types)} for p in view.partners],
        },
        tables={
            "events": Table(
                ("event", "type", "status", "who", "whom", "when", "where", "outlets", "voices", "verdict"),
                [
                    (
                        r.event.id,
                        views.kind(r.event),
                        r.event.status,
                        r.who,
                        r.whom,
                        r.when,
                        r.where,
                        "; ".join(r.cells),
                        len(r.voices),
                        r.verdict,
                    )
                    for r in view.rows
                ],
            ),
            "roles": Table(
                ("attested", "code", "sectors", "outlet", "evidence"),
                [
                    (r.attested, r.code, " ".join(r.sectors), outlet, r.evidence.text if r.evidence else "")
                    for r, outlet in view.roles
                ],
            ),
            "called": Table(
                ("outlet", "form", "times"),
                [(outlet, form, n) for outlet, forms in view.called.items() for form, n in forms],
            ),
            "partners": Table(
                ("actor", "name", "events", "types"),
                [
                    (p.actor.id, p.actor.name, p.events, ", ".join(f"{t} {n}" for t, n in p.types))
                    for p in view.partners
                ],
            ),
        },
        shown={"view": view},
    )


def judgements(corpus: Corpus, name: str) -> Page:
    """What persons said is the same or is not."""
    log = corpus.judgements()
    return Page(
        template="judgements.html",
        title="Judgements",
        address="/judgements",
        data={"judgements": [builtins(j) for j in log]},
        tables={
            "judgements": Table(
                ("verdict", "about", "a", "b", "by", "at", "reasons"),
                [(j.verdict, j.about, j.a, j.b, j.by, j.at, "; ".join(j.reasons)) for j in log],
            )
        },
        command=shlex.join(["tellings", "judge", name]),
        shown={"log": log},
    )
