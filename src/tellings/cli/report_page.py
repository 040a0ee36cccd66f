"""A report, a sentence of it and a telling in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tellings.cli.story_page import VERDICT_STYLES
from tellings.web import event_row, wording
from tellings.web.report_view import Found, ReportView, Said, Stretch
from tellings.web.sentence_view import SentenceView
from tellings.web.telling_view import TellingView


def report_page(console: Console, view: ReportView) -> None:
    """A report's text with what was found in it, and the lists of that."""
    report = view.report
    console.print(Text(report.title or "untitled", style="bold"))
    console.print(Text(_from(view), style="dim"))
    if view.story:
        console.print(Text(f"in the story “{view.story.title or 'untitled'}” ({view.story.id})", style="dim"))
    if view.copy_of:
        console.print(Text(f"the same words as {view.copy_of}", style="cyan"))
    for paragraph in view.paragraphs:
        console.print()
        console.print(_words(paragraph))
    _found(console, "Mentions", view.mentions)
    _said(console, view.attributions)
    if view.actors:
        console.print(Text("\nActors", style="bold"))
        console.print(", ".join(name for _, name in view.actors))


def sentence_page(console: Console, view: SentenceView) -> None:
    """One sentence, what is in it, and who says it."""
    console.print(Text(_from(view.report), style="dim"))
    console.print()
    before, after = (f"{words} " if words else "" for words in (view.before, view.after))
    console.print(Text.assemble((before, "dim"), (" ".join(view.quote.text.split()), "bold"), (f" {after}", "dim")))
    _found(console, "Events in it", view.mentions)
    _said(console, view.said)


def telling_page(console: Console, view: TellingView) -> None:
    """One report's account of an event, beside what the others answer."""
    event, own = view.event, view.own
    console.print(Text.assemble((event_row.kind(event.event), "bold cyan"), "  ", (event_row.sides(event.row), "bold")))
    chain = event_row.chain_of(own.telling)
    told = [f"told by {own.outlet}", own.published, f"via {chain}" if chain else "in its own words"]
    told += [own.telling.status] if own.telling.status != "actual" else []
    told += [f"copied from {own.copied_from}"] if own.copied_from else []
    console.print(Text(" · ".join(told)))
    console.print(
        Text(f"of {event.event.id}, told by {wording.many(len(event.event.tellings), 'report')}", style="dim")
    )
    for quote in own.sentences:
        console.print(Padding(Text(" ".join(quote.text.split())), (1, 0, 0, 2)))
    console.print()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("", own.outlet, "the others", ""):
        table.add_column(Text(name), ratio=1 if name else None)
    for one in view.answers:
        here = "\n".join(words for _, words in one.here) or "–"
        others = "\n".join(f"{outlet}: {words}" for outlet, words in one.elsewhere) or "–"
        table.add_row(one.question, here, others, Text(wording.verdict(one.verdict), style=VERDICT_STYLES[one.verdict]))
    console.print(table)
    console.print(Text(f"\n{' '.join(own.telling.mentions)}", style="dim"))


def _from(view: ReportView) -> str:
    published = view.report.published
    day = wording.day(published.value, year=True) if published.value else "undated"
    basis = "" if published.basis in ("metadata", "unknown") else f" (from {published.basis})"
    return " · ".join(filter(None, (view.outlet, day + basis, view.report.url, view.report.id)))


def _words(paragraph: Sequence[Stretch]) -> Text:
    """What triggers an event stands out, what somebody said is underlined, what was left out of analysis is dim."""
    text = Text()
    for one in paragraph:
        style = "bold cyan" if one.mention else "italic" if one.role == "cue" else "bold" if one.role else ""
        style += " underline" if one.said and not one.mention else ""
        text.append(one.text, style="dim" if one.skipped else style.strip())
    return text


def _found(console: Console, title: str, mentions: Sequence[Found]) -> None:
    if not mentions:
        return
    console.print(Text(f"\n{title} ({len(mentions)})", style="bold"))
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(ratio=2)
    table.add_column(ratio=2)
    table.add_column(ratio=3)
    table.add_column(ratio=2, style="dim")
    for one in mentions:
        status = f" ({one.mention.status})" if one.mention.status != "actual" else ""
        sides = " → ".join(filter(None, (one.who or ("?" if one.whom else ""), one.whom)))
        rest = ", ".join(filter(None, (one.when, one.where, f"via {one.said_by}" if one.said_by else "")))
        kind = Text.assemble((one.kind, "cyan"), (status, "dim"))
        table.add_row(one.mention.id, kind, f"“{wording.shortened(one.words, 40)}”", sides, rest)
    console.print(table)


def _said(console: Console, said: Sequence[Said]) -> None:
    if not said:
        return
    console.print(Text("\nWho says what", style="bold"))
    table = Table.grid(padding=(0, 2))
    table.add_column(ratio=1)
    table.add_column(style="italic", max_width=16)
    table.add_column(ratio=3)
    for one in said:
        table.add_row(one.chain, one.cue, one.words)
    console.print(table)
