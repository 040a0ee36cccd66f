"""An actor in the terminal: roles, what each outlet calls it, its events, and whom it deals with."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tellings.web import event_row, wording
from tellings.web.actor_view import ActorView

MOST_PARTNERS = 12


def actor_page(console: Console, view: ActorView) -> None:
    """Print what the explorer's page of an actor shows."""
    actor = view.actor
    title = Text.assemble((actor.name, "bold"))
    if actor.code:
        title.append("  " + " ".join((actor.code, *actor.sectors)), style="cyan")
    facts = f"{actor.kind} · {wording.many(view.many, 'event')} · {wording.many(view.in_reports, 'report')}"
    console.print(title)
    console.print(Text(facts, style="dim"))
    for name, rows in (
        ("Roles", _roles(view)),
        ("Called", _called(view)),
        ("Events", _events(view)),
        ("With", _partners(view)),
    ):
        if rows.row_count:
            console.print()
            console.print(Text(name, style="bold"))
            console.print(rows)


def _grid() -> Table:
    return Table.grid(padding=(0, 2))


def _roles(view: ActorView) -> Table:
    grid = _grid()
    for held in view.held:
        words = ", ".join(f"“{wording.shortened(quote.text, 60)}”" for quote in held.words)
        grid.add_row(
            Text(held.code, style="cyan"), held.days, wording.listed(held.outlets), Text(words, style="italic")
        )
    return grid


def _called(view: ActorView) -> Table:
    grid = _grid()
    for outlet, forms in view.called.items():
        grid.add_row(outlet, ", ".join(f"{form} {n}" for form, n in forms))
    return grid


def _events(view: ActorView) -> Table:
    grid = _grid()
    for row in view.rows:
        what = Text.assemble((event_row.kind(row.event), "cyan"), "  ", event_row.sides_and_place(row))
        grid.add_row(row.when or "undated", what, wording.verdict(row.verdict), Text(row.event.id, style="dim"))
    return grid


def _partners(view: ActorView) -> Table:
    grid = _grid()
    for one in view.partners[:MOST_PARTNERS]:
        grid.add_row(one.actor.name, str(one.events), ", ".join(f"{kind} {n}" for kind, n in one.types))
    return grid
