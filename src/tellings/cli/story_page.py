"""A story in the terminal: a line per event, a column per outlet, the verdict, and who stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tellings.corpus import Corpus
from tellings.model import Story
from tellings.web import views, wording
from tellings.web.views import Cell, Row, StoryView
from tellings.web.wording import many

NARROWEST = 20  # columns that an outlet needs; with less, outlets stand below each other
VERDICT_WIDTH = 18
_QUOTES = "“”\"'"
_MARKS = {"differ": "bold red", "compatible": "yellow", "quiet": "dim", "": ""}
_VERDICTS = {"differ": "bold red", "compatible": "yellow", "agree": "green", "one": "dim"}


def story_list(console: Console, corpus: Corpus, stories: Sequence[Story], path: Path) -> None:
    """All stories, a line each."""
    if not stories:
        console.print(f"no stories in {path} yet")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("", justify="right")
    table.add_column("story", ratio=1)
    table.add_column("days", no_wrap=True)
    for name in ("reports", "outlets", "events", "clashes"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("id", style="dim", no_wrap=True)
    sums = views.story_sums(corpus)
    for number, story in enumerate(stories, start=1):
        total = sums[story.id]
        clashes = Text(str(total.clashes), style="red") if total.clashes else Text("–", style="dim")
        days = wording.days(story.start, story.end)
        table.add_row(
            str(number),
            Text(story.title, style="bold"),
            days,
            str(total.reports),
            str(total.outlets),
            str(total.events),
            clashes,
            story.id,
        )
    console.print(table)
    console.print(Text(f"\ntellings show {path} 1   shows the first of them", style="dim"))


def story_page(console: Console, view: StoryView) -> None:
    """One story in full."""
    console.print(_header(view, console.width))
    console.print(_sources(view))
    side_by_side = console.width - 34 - VERDICT_WIDTH >= len(view.outlets) * (NARROWEST + 2)
    for title, rows in (("", view.rows), ("Earlier events", view.background)):
        if rows:
            if title:
                console.print(Text(f"\n{title}", style="bold"))
            console.print(_columns(view, rows) if side_by_side else _stacked(rows))
    if not view.rows and not view.background:
        console.print("\nno events were found in these reports")
    for block in (_wordings(view), _called(view), _omitted(view)):
        if block is not None:
            console.print()
            console.print(block)
    console.print()
    first = (view.rows or view.background)[:1]
    hint = f"{view.story.id}" + (
        f" · tellings show CORPUS {first[0].event.id} shows one event in full" if first else ""
    )
    console.print(Text(hint, style="dim"))


def _header(view: StoryView, width: int) -> Group:
    facts = " · ".join(filter(None, (many(len(view.sources), "report"), many(len(view.outlets), "outlet"), view.days)))
    title = Text(view.story.title, style="bold")
    if len(view.story.title) + len(facts) + 4 <= width:
        title.append(" " * (width - len(view.story.title) - len(facts)))
        title.append(facts, style="not bold")
        return Group(title, Text("─" * width, style="dim"))
    return Group(title, Text(facts), Text("─" * width, style="dim"))


def _sources(view: StoryView) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_column(no_wrap=True, justify="right")
    for source in view.sources:
        title = Text(wording.shortened(source.report.title or source.report.text, 120), style="italic")
        if source.copies:
            title.append(f"  {'; '.join(source.copies)}", style="not italic cyan")
        date = (
            source.published if source.basis in ("metadata", "unknown") else f"{source.published} (from {source.basis})"
        )
        grid.add_row(Text(wording.shortened(source.outlet, 30), style="bold"), title, Text(date, style="dim"))
    return grid


# ---------------------------------------------------------------- events


def _columns(view: StoryView, rows: Sequence[Row]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0), expand=True, header_style="bold")
    table.add_column("", ratio=7, min_width=30)
    for name in view.outlets:
        table.add_column(Text(name), ratio=4, min_width=NARROWEST - 2)
    table.add_column("", width=VERDICT_WIDTH)
    for number, row in enumerate(rows):
        if number:
            table.add_row()
        cells = [_cell(row.cells.get(name, Cell())) for name in view.outlets]
        table.add_row(_event(row), *cells, _verdict(row))
    return table


def _stacked(rows: Sequence[Row]) -> Group:
    blocks = []
    for row in rows:
        head = Table.grid(expand=True, padding=(0, 2))
        head.add_column(ratio=1)
        head.add_column(width=VERDICT_WIDTH + 4)
        head.add_row(_event(row), _verdict(row))
        said = Table.grid(padding=(0, 2))
        said.add_column(max_width=26)
        said.add_column(ratio=1)
        for names, cell in _same_cells(row):
            said.add_row(Text(names, style="bold"), _cell(cell, " · "))
        blocks += [Text(""), head, Padding(said, (0, 0, 0, 4))]
    return Group(*blocks)


def _same_cells(row: Row) -> list[tuple[str, Cell]]:
    """Outlets that say the same in one line."""
    grouped: dict[tuple, list[str]] = {}
    for name, cell in row.cells.items():
        grouped.setdefault(cell.pieces, []).append(name)
    return [(", ".join(names), row.cells[names[0]]) for names in grouped.values()]


def _event(row: Row) -> Text:
    text = Text()
    text.append(row.event.type, style="bold cyan")
    if row.event.modes:
        text.append(" " + ", ".join(row.event.modes), style="cyan")
    if row.event.status not in ("actual", "historical"):
        text.append(f" ({row.event.status})", style="dim")
    text.append("\n")
    text.append(views.sides(row))
    rest = ", ".join(filter(None, (row.where, row.when)))
    if rest:
        text.append(f"\n{rest}", style="dim")
    return text


def _cell(cell: Cell, between: str = "\n") -> Text:
    if not cell.tellings:
        return Text("—", style="dim")
    text = Text()
    for number, piece in enumerate(cell.pieces):
        text.append(between if number else "")
        text.append(piece.text, style=_MARKS[piece.mark])
    return text


def _verdict(row: Row) -> Text:
    text = Text()
    if row.verdict == "one":
        text.append("one telling", style="dim")
    else:
        text.append(
            row.verdict if row.verdict == "agree" else f"{row.verdict}: {', '.join(row.asks)}",
            style=_VERDICTS[row.verdict],
        )
    if row.voices and (len(row.voices) != 1 or row.verdict != "one" or row.voices[0] not in row.cells):
        text.append(f"\n{many(len(row.voices), 'voice')}: ", style="dim")
        text.append(wording.listed([wording.shortened(v, 32) for v in row.voices]), style="dim")
    return text


# ---------------------------------------------------------------- below the events


def _wordings(view: StoryView) -> Table | None:
    if not view.wordings and not view.figures:
        return None
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    for number, one in enumerate(view.wordings):
        text = Text()
        for i, (outlet, words) in enumerate(one.said):
            text.append("\n≈ " if i else "")
            text.append(f"“{wording.shortened(words.strip(_QUOTES), 160)}”")
            text.append(f"  {outlet}", style="dim")
        if one.speaker:
            text.append(f"\nsaid by {one.speaker}", style="dim")
        grid.add_row(Text("" if number else "Same words, two wordings", style="bold"), text)
    for number, one in enumerate(view.figures):
        text = Text()
        for i, (outlet, words) in enumerate(one.said):
            text.append("  ≈  " if i else "")
            text.append(f"“{wording.shortened(words, 60)}”")
            text.append(f" {outlet}", style="dim")
        grid.add_row(Text("" if number else "Same number", style="bold"), text)
    return grid


def _called(view: StoryView) -> Table | None:
    if not view.called:
        return None
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(Text("Called", style="bold not dim"), max_width=26)
    few = view.outlets if len(view.outlets) <= 4 else ()
    for name in few:
        table.add_column(Text(name), ratio=1)
    if not few:
        table.add_column("", ratio=1)
    for called in view.called[:12]:
        forms = {
            name: ", ".join(wording.shortened(form, 44) for form in called.forms.get(name, ())[:5])
            for name in view.outlets
        }
        if few:
            table.add_row(called.actor.name, *(forms[name] or Text("—", style="dim") for name in few))
        else:
            text = Text()
            for number, name in enumerate(name for name in view.outlets if forms[name]):
                text.append("\n" if number else "")
                text.append(f"{name}: ", style="dim")
                text.append(forms[name])
            table.add_row(called.actor.name, text)
    return table


def _omitted(view: StoryView) -> Table | None:
    if not view.omitted:
        return None
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    for number, (outlet, events) in enumerate(view.omitted.items()):
        label = Text("" if number else "Left out by", style="bold")
        grid.add_row(label, outlet, Text("\n".join(wording.shortened(e, 120) for e in events), style="dim"))
    return grid
