"""An actor's page: roles, names, events, and whom it deals with."""

from __future__ import annotations

from collections.abc import Mapping

from tellings.corpus import Corpus
from tellings.export.selection import builtins
from tellings.web import event_row
from tellings.web.actor_view import PAGE, actor_view
from tellings.web.page import Page, Table, command
from tellings.web.paging import asked_page, paging


def actor(corpus: Corpus, name: str, key: str, asked: Mapping[str, str]) -> Page:
    number = asked_page(asked)
    view = actor_view(corpus, key, (number - 1) * PAGE)
    one = view.actor
    pages = paging(asked, PAGE, view.many, f"/actor/{one.id}")
    return Page(
        template="actor.html",
        title=one.name,
        address=f"/actor/{one.id}",
        data={
            "actor": builtins(one),
            "many": view.many,
            "page": pages.number,
            "pages": pages.last,
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
                        event_row.kind(r.event),
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
        command=command("show", name, one.id, page=pages.beyond_first),
        shown={"view": view, "pages": pages, "query": pages.asked},
        scripts=bool(view.course or view.network),
    )
