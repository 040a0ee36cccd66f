"""Lists in the terminal: stories, actors, outlets, and two outlets beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tellings.cli.story_page import matrix
from tellings.corpus.listing import Acting, Listed
from tellings.corpus.outlets import Outlet
from tellings.web import wording
from tellings.web.outlets_view import Compared
from tellings.web.page import command
from tellings.web.wording import many

PAGE = 50  # lines of a list, as the explorer has them
FIXED = 68  # columns of a line of the list of stories beside its title and its days
TITLE_WIDTH = 30  # with less, what is told of a story stands below its title


def story_list(console: Console, found: Sequence[Listed], *, first: int = 0) -> None:
    """Stories, a line each, or two where the window is narrow.

    first: the number by which `show` knows the first of them; 0: it does not.
    """
    days = [wording.days(one.story.start, one.story.end) for one in found]
    if console.width - FIXED - max(map(len, days), default=0) < TITLE_WIDTH:
        _story_blocks(console, found, days, first)
        return
    table = _table("", "story", "days", "reports", "outlets", "events", "voices", "clashes", "id")
    for number, (one, when) in enumerate(zip(found, days, strict=True)):
        clashes = Text(f"{one.clashes:,}", style="red") if one.clashes else Text("–", style="dim")
        table.add_row(
            str(first + number) if first else "",
            Text(one.story.title or "untitled", style="bold"),
            when,
            f"{one.reports:,}",
            f"{one.outlets:,}",
            f"{one.events:,}",
            f"{one.voices:,}" if one.voices else Text("–", style="dim"),
            clashes,
            Text(one.story.id, style="dim"),
        )
    console.print(table)


def _story_blocks(console: Console, found: Sequence[Listed], days: Sequence[str], first: int) -> None:
    """A title, and below it what would stand beside it in a wide window."""
    digits = len(str(first + len(found) - 1)) if first else 0
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    for number, (one, when) in enumerate(zip(found, days, strict=True)):
        told = f"{many(one.reports, 'report')} of {many(one.outlets, 'outlet')}"
        facts = [when, told, many(one.events, "event")]
        if one.voices:
            facts.append(many(one.voices, "independent voice"))
        line = Text(" · ".join(filter(None, facts)))
        if one.clashes:
            line.append(" · ").append(many(one.clashes, "clash", "clashes"), style="red")
        line.append(f" · {one.story.id}", style="dim")
        mark = str(first + number).rjust(digits) if first else ""
        table.add_row(mark, Text(one.story.title or "untitled", style="bold") + Text("\n") + line)
    console.print(table)


def actor_list(console: Console, found: Sequence[Acting]) -> None:
    """Actors, a line each."""
    table = _table("actor", "kind", "code", "events", "also called", "id")
    for one in found:
        actor = one.actor
        table.add_row(
            Text(wording.shortened(actor.name, 60), style="bold"),
            actor.kind,
            Text(" ".join((actor.code or "–", *actor.sectors)), style="cyan"),
            f"{one.events:,}",
            wording.shortened(", ".join(form for form in actor.forms[:6] if form != actor.name), 60),
            Text(actor.id, style="dim"),
        )
    console.print(table)


def outlet_list(console: Console, found: Sequence[Outlet]) -> None:
    """Outlets, a line each."""
    table = _table("outlet", "reports")
    for one in found:
        table.add_row(Text(one.name or wording.UNNAMED_OUTLET, style="bold"), f"{one.reports:,}")
    console.print(table)


def outlets_page(console: Console, view: Compared, told: str) -> None:
    """Two outlets on the stories that both have."""
    shared = view.shared
    console.print(Text(f"{view.a} and {view.b}", style="bold"))
    if not shared.stories:
        console.print("No story has reports of both.")
        return
    compared = f"; the first {len(shared.stories)} are compared" if shared.many > len(shared.stories) else ""
    console.print(
        Text(f"on the {many(shared.many, 'story', 'stories')} that both have reports of{compared}", style="dim")
    )
    sums = f"{many(shared.both, 'event')} told by both, {shared.a:,} by {view.a} only, {shared.b:,} by {view.b} only"
    console.print(Text(f"\n{sums}"))
    if view.rows:
        label = {"both": "told by both", "a": f"told by {view.a} only", "b": f"told by {view.b} only"}.get(told, "")
        console.print(Text(f"\nEvents {label}".rstrip(), style="bold"))
        console.print(matrix((view.a, view.b), view.rows, header=True))
    if view.called:
        console.print(Text("\nCalled", style="bold"))
        table = _table("", view.a, view.b)
        for one in view.called:
            table.add_row(one.actor.name, *(", ".join(f"{form} {n}" for form, n in forms) for forms in (one.a, one.b)))
        console.print(table)
    if view.voices:
        console.print(Text("\nWhose word they give, how often", style="bold"))
        table = _table("", view.a, view.b, numbers=(view.a, view.b))
        for voice, in_a, in_b in view.voices:
            table.add_row(wording.shortened(voice, 60), f"{in_a:,}", f"{in_b:,}")
        console.print(table)


def turned(console: Console, page: int, size: int, total: int, verb: str, *words: str, **options: object) -> None:
    """Which page of how many this was, and how to see the next one; nothing if it was all."""
    last = max(1, -(-total // size))
    if last > 1:
        after = command(verb, *words, **options, page=page + 1) if page < last else ""
        console.print(Text(f"\npage {page:,} of {last:,}{'   ' + after if after else ''}", style="dim"))


_NUMBERS = ("reports", "outlets", "events", "voices", "clashes")


def _table(*columns: str, numbers: Sequence[str] = _NUMBERS) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for number, name in enumerate(columns):
        right = name in numbers or (number == 0 and not name and "id" in columns)
        table.add_column(
            Text(name),
            justify="right" if right else "left",
            no_wrap=right or name in ("days", "id"),
            ratio=1 if name == "story" else None,
        )
    return table
