"""An event in the terminal: its tellings with their sentences, question by question, and why they were merged."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tellings.cli.story_page import VERDICT_STYLES
from tellings.web import event_row, wording
from tellings.web.event_view import EventView, Question
from tellings.web.page import command
from tellings.web.wording import many

FEW, MOST_ANSWERS, MOST_VOICES, MOST_MERGES = 8, 20, 20, 60


def event_page(console: Console, view: EventView, corpus: str) -> None:
    """One event in full.  corpus: as the user calls it."""
    row = view.row
    title = Text.assemble((event_row.kind(view.event), "bold cyan"), "  ", (event_row.sides(row), "bold"))
    console.print(title)
    facts = [
        row.when,
        row.where,
        row.extent,
        view.event.status if view.event.status != "actual" else "",
        *view.event.contexts,
    ]
    console.print(Text(" · ".join(filter(None, facts)) or "no day, no place"))
    if view.story:
        console.print(Text(f"in the story “{view.story.title}” ({view.story.id})", style="dim"))
    console.print(Text("─" * console.width, style="dim"))
    if len(view.event.tellings) > FEW:
        _compared(console, view)
        console.print()
    for account in view.accounts:
        chain = event_row.chain_of(account.telling)
        head = Text.assemble((account.outlet, "bold"), f"  {account.published}")
        if account.telling.status != "actual":
            head.append(f"  {account.telling.status}", style="yellow")
        if account.copied_from:
            head.append(f"  copied from {account.copied_from}", style="cyan")
        console.print(head)
        if chain:
            console.print(Padding(Text(f"on the word of {chain}", style="dim"), (0, 0, 0, 2)))
        for quote in account.sentences:
            console.print(Padding(Text(" ".join(quote.text.split())), (0, 0, 0, 2)))
        console.print(Padding(Text(" ".join(account.telling.mentions), style="dim"), (0, 0, 0, 2)))
        console.print()
    if len(view.event.tellings) <= FEW:
        _compared(console, view)
    if view.merges:
        console.print(
            Text(f"\nMerged out of {many(sum(len(t.mentions) for t in view.event.tellings), 'mention')}", style="bold")
        )
        for merge in view.merges[:MOST_MERGES]:
            sign = "=" if merge.verdict == "same" else "≠"
            by = "" if merge.by == "machine" else f" by {merge.by}"
            console.print(
                Text(f"  {merge.a} {sign} {merge.b}  {merge.score:.2f}  {'; '.join(merge.reasons)}{by}", style="dim")
            )
    console.print(
        Text(f"\n{view.event.id}   {command('explain', corpus, _first(view))}   says why it was coded so", style="dim")
    )


def _compared(console: Console, view: EventView) -> None:
    """Question by question, and who stands behind it."""
    if view.questions:
        console.print(_questions(view))
    for origin in view.event.voices[:MOST_VOICES]:
        why = f" — {origin.why}" if origin.why else ""
        console.print(Text.assemble(("voice  ", "dim"), origin.name, (why, "dim")))
    if len(view.event.voices) > MOST_VOICES:
        console.print(Text(f"and {many(len(view.event.voices) - MOST_VOICES, 'other voice')}", style="dim"))


def _first(view: EventView) -> str:
    return next((m for a in view.accounts for m in a.telling.mentions), "MENTION")


def _answers(question: Question) -> Sequence[tuple[str, str]]:
    """(who, what) of a few; of many, the same answers together."""
    if len(question.said) <= FEW:
        return question.said
    return [(f"{wording.listed(outlets)} ({len(outlets)})", words) for words, outlets in question.groups[:MOST_ANSWERS]]


def _questions(view: EventView) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(style="bold")
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for question in view.questions:
        said = Text()
        for number, (outlet, text) in enumerate(_answers(question)):
            said.append("\n" if number else "")
            said.append(f"{outlet}: ", style="dim")
            said.append(wording.shortened(text, 120))
        if question.why and question.verdict != "agree":
            said.append(f"\n{question.why}", style="dim")
        verdict = "one telling" if question.verdict == "one" else question.verdict
        table.add_row(question.name, Text(verdict, style=VERDICT_STYLES[question.verdict]), said)
    return table
