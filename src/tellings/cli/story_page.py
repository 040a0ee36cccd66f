"""A story in the terminal: a line per event, a column per outlet, the verdict, and who stands behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from tellings.web import event_row, wording
from tellings.web.event_row import Cell, Row
from tellings.web.page import command
from tellings.web.story_view import StoryView
from tellings.web.wording import many

# Widths of columns.
NARROWEST = 19  # of an outlet; with less, outlets get letters and answers stand below each other
WHAT_WIDTH = 15
WHO_WIDTH = 24
VERDICT_WIDTH = 19
_KEY = "bold magenta"
_QUOTES = "“”\"'"
_MARKS = {"differ": "bold red", "compatible": "yellow", "quiet": "dim", "": ""}
VERDICT_STYLES = {"differ": "bold red", "compatible": "yellow", "agree": "green", "one": "dim"}


def story_page(console: Console, view: StoryView, corpus: str) -> None:
    """One story in full.  corpus: as the user calls it."""
    keys = _keys(view, console.width)
    console.print(_header(view, console.width))
    console.print(_sources(view, keys))
    if keys:
        _by_question(console, view, keys)
    else:
        _side_by_side(console, view)
    if not view.rows and not view.background:
        console.print("\nno events were found in these reports")
    for block in (_wordings(view, keys), _called(view, keys), _omitted(view)):
        if block is not None:
            console.print()
            console.print(block)
    console.print()
    first = sorted((*view.rows, *view.background), key=lambda row: -len(row.cells))[:1]
    hint = f"   {command('show', corpus, first[0].event.id)}   shows one event in full" if first else ""
    console.print(Text(view.story.id + hint, style="dim"))


def _keys(view: StoryView, width: int) -> dict[str, str]:
    """A letter an outlet, where there is no room for a column an outlet."""
    if len(view.outlets) <= 3 and width - WHAT_WIDTH - WHO_WIDTH - VERDICT_WIDTH >= len(view.outlets) * (NARROWEST + 2):
        return {}
    letters = (
        [chr(ord("A") + n) for n in range(26)]
        if len(view.outlets) <= 26
        else [str(n + 1) for n in range(len(view.outlets))]
    )
    return dict(zip(view.outlets, letters, strict=False))


def _header(view: StoryView, width: int) -> Group:
    facts = " · ".join(filter(None, (many(view.reports, "report"), many(view.told_by, "outlet"), view.days)))
    title = Text(view.story.title, style="bold")
    if len(view.story.title) + len(facts) + 4 <= width:
        title.append(" " * (width - len(view.story.title) - len(facts)))
        title.append(facts, style="not bold")
        return Group(title, Text("─" * width, style="dim"))
    return Group(title, Text(facts), Text("─" * width, style="dim"))


def _sources(view: StoryView, keys: Mapping[str, str]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_column(no_wrap=True, justify="right")
    for source in view.sources:
        title = Text(wording.shortened(source.title, 120), style="italic")
        if source.copies:
            title.append(f"  {'; '.join(source.copies)}", style="not italic cyan")
        date = (
            source.published
            if source.basis in ("metadata", "unknown", "")
            else f"{source.published} (from {source.basis})"
        )
        key = Text(keys.get(source.outlet, ""), style=_KEY)
        grid.add_row(key, Text(wording.shortened(source.outlet, 30), style="bold"), title, Text(date, style="dim"))
    return grid


# ---------------------------------------------------------------- events


def _side_by_side(console: Console, view: StoryView) -> None:
    """A column an outlet."""
    for title, rows in (("", view.rows), ("Earlier events", view.background)):
        if rows:
            console.print(Text(f"\n{title}", style="bold") if title else "")
            console.print(matrix(view.outlets, rows, header=not title))


def matrix(outlets: Sequence[str], rows: Sequence[Row], *, header: bool) -> Table:
    """Events, a line each, with what each of a few outlets says of it."""
    table = Table(
        box=box.SIMPLE_HEAD if header else None, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0), expand=True
    )
    table.show_header, table.header_style, table.border_style = header, "bold", "dim"
    table.add_column("", width=WHAT_WIDTH)
    table.add_column("", ratio=5, min_width=WHO_WIDTH)
    for name in outlets:
        table.add_column(Text(name), ratio=4, min_width=NARROWEST)
    table.add_column("", width=VERDICT_WIDTH)
    for row in rows:
        cells = [_cell(row.cells.get(name, Cell())) for name in outlets]
        table.add_row(_what(row), _who(row), *cells, _verdict(row))
    return table


def _by_question(console: Console, view: StoryView, keys: Mapping[str, str]) -> None:
    """What several tell, question by question; what only one tells, a line each."""
    shared = [row for row in (*view.background, *view.rows) if len(row.cells) > 1]
    if shared:
        console.print(Text(f"\nTold by several ({len(shared)})", style="bold"))
        for row in shared:
            console.print()
            console.print(_shared(row, keys))
    for title, rows in (("Told by one", view.rows), ("Earlier events, told by one", view.background)):
        alone = [row for row in rows if len(row.cells) == 1]
        if alone:
            console.print(Text(f"\n{title} ({len(alone)})", style="bold"))
            console.print(_alone(alone, keys))


def _shared(row: Row, keys: Mapping[str, str]) -> Group:
    head = Table.grid(expand=True, padding=(0, 2))
    head.add_column(ratio=1)
    head.add_column(no_wrap=True, justify="right")
    told = Text(" ".join(keys[name] if name in row.cells else "·" for name in keys), style=_KEY)
    what = Text.assemble(_what(row), "  ", _who(row, " · "))
    head.add_row(what, Text.assemble(_mark(row), "  ", told))
    said = Table.grid(padding=(0, 2))
    said.add_column(width=12, style="dim", justify="right")
    said.add_column(ratio=1)
    for answers in row.answers:
        text = Text()
        for sign, words, names in answers.signed:
            text.append(f"  {sign}  " if sign else "", style=_MARKS["differ"] if sign == "≠" else "dim")
            text.append(words)
            text.append(" " + " ".join(keys[name] for name in keys if name in names), style=_KEY)
        said.add_row(answers.question, text)
    if row.voices:
        said.add_row(many(len(row.voices), "voice"), _voices(row, keys))
    return Group(head, said)


def _voices(row: Row, keys: Mapping[str, str]) -> Text:
    """Each voice with the reports that give it."""
    text = Text()
    for number, (name, outlets) in enumerate(row.behind):
        text.append("  ·  " if number else "", style="dim")
        text.append(name)
        text.append(" " + " ".join(keys[outlet] for outlet in keys if outlet in outlets), style=_KEY)
    return text


def _mark(row: Row) -> Text:
    return Text(row.verdict if row.verdict != "one" else "", style=VERDICT_STYLES[row.verdict])


def _alone(rows: Sequence[Row], keys: Mapping[str, str]) -> Table:
    table = Table.grid(expand=True, padding=(0, 2))
    table.add_column(width=1)
    table.add_column(width=WHAT_WIDTH + 2)
    table.add_column(ratio=3)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=2, style="dim")
    for row in rows:
        name, cell = next(iter(row.cells.items()))
        chains = list(dict.fromkeys(filter(None, map(event_row.chain_of, cell.tellings))))
        said = " · ".join([*filter(None, (row.extent,)), *(f"via {chain}" for chain in chains)])
        table.add_row(Text(keys[name], style=_KEY), _what(row), event_row.sides_and_place(row), row.when, said)
    return table


def _what(row: Row) -> Text:
    text = Text(row.event.type, style="bold cyan")
    if row.event.modes:
        text.append(" " + ", ".join(row.event.modes), style="not bold cyan")
    if row.event.status not in ("actual", "historical"):
        text.append(f" ({row.event.status})", style="not bold dim")
    return text


def _who(row: Row, between: str = "\n") -> Text:
    text = Text(event_row.sides(row))
    rest = ", ".join(filter(None, (row.where, row.when)))
    if rest:
        text.append(f"{between}{rest}", style="dim")
    return text


def _cell(cell: Cell) -> Text:
    if not cell.tellings:
        return Text("—", style="dim")
    text = Text()
    for number, piece in enumerate(cell.pieces):
        text.append(", " if number else "", style="dim")
        text.append(piece.text, style=_MARKS[piece.mark])
    return text


def _verdict(row: Row) -> Text:
    if row.verdict == "one":
        text = Text("one telling", style="dim")
    else:
        text = Text(
            row.verdict if row.verdict == "agree" else f"{row.verdict}: {', '.join(row.asks)}",
            style=VERDICT_STYLES[row.verdict],
        )
    if row.tells_voices:
        text.append(f"\n{many(len(row.voices), 'voice')}: ", style="not bold dim")
        text.append(wording.listed([wording.shortened(v, 32) for v in row.voices]), style="not bold dim")
    return text


# ---------------------------------------------------------------- below the events


def _wordings(view: StoryView, keys: Mapping[str, str]) -> Table | None:
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
            text.append(f"  {keys.get(outlet, outlet)}", style=_KEY if keys else "dim")
        if one.speaker:
            text.append(f"\nsaid by {one.speaker}", style="dim")
        grid.add_row(Text("" if number else "Same words, two wordings", style="bold"), text)
    for number, one in enumerate(view.figures):
        text = Text()
        for i, (outlet, words) in enumerate(one.said):
            text.append("  ≈  " if i else "")
            text.append(f"“{wording.shortened(words, 60)}”")
            text.append(f" {keys.get(outlet, outlet)}", style=_KEY if keys else "dim")
        grid.add_row(Text("" if number else "Same number", style="bold"), text)
    return grid


def _called(view: StoryView, keys: Mapping[str, str]) -> Table | None:
    if not view.called:
        return None
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(Text("Called", style="bold not dim"), max_width=26)
    few = () if keys else view.outlets
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
            for number, (said, names) in enumerate(_same_forms(forms)):
                text.append("  ·  " if number else "", style="dim")
                text.append(said)
                text.append(" " + " ".join(keys[name] for name in names), style=_KEY)
            table.add_row(called.actor.name, text)
    return table


def _same_forms(forms: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Forms with the outlets that use just these."""
    groups: dict[str, list[str]] = {}
    for name, said in forms.items():
        if said:
            groups.setdefault(said, []).append(name)
    return list(groups.items())


def _omitted(view: StoryView) -> Table | None:
    if not view.omitted:
        return None
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    for number, (outlet, events) in enumerate(view.omitted.items()):
        label = Text("" if number else "Left out by", style="bold")
        told = "\n".join(wording.shortened(event_row.headline(row), 120) for row in events)
        grid.add_row(label, outlet, Text(told, style="dim"))
    return grid
