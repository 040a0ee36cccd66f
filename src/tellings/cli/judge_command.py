"""tellings judge: a person's word on what is the same, which outranks the machine's and survives a re-run."""

from __future__ import annotations

import getpass
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from tellings.cli.app import app
from tellings.cli.console import notes, page
from tellings.cli.progress import steps
from tellings.cli.run_command import compare
from tellings.corpus import Corpus, queries
from tellings.errors import TellingsError
from tellings.model import Judgement
from tellings.web.event_view import find_event
from tellings.web.wording import many

VERDICTS = ("same", "different")


@app.command("judge")
def judge_command(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)],
    verdict: Annotated[
        str | None, typer.Argument(help="same or different; without it, the judgements so far.", show_default=False)
    ] = None,
    a: Annotated[str | None, typer.Argument(help="A mention, event, report or name.", show_default=False)] = None,
    b: Annotated[str | None, typer.Argument(help="Another of the kind.", show_default=False)] = None,
    why: Annotated[str, typer.Option(help="A reason, for those who come after you.")] = "",
    by: Annotated[
        str | None, typer.Option(help="Who says so; your user name if not given.", show_default=False)
    ] = None,
) -> None:
    """Say that two mentions, events, reports or names are the same or different; compare again with that."""
    if verdict is None:
        _list(corpus)
        return
    if verdict not in VERDICTS or not a or not b:
        raise TellingsError(
            "bad-judgement",
            "a judgement is: same A B, or different A B",
            hint="`tellings judge CORPUS different e-41 e-7c`",
        )
    with Corpus.open(corpus, write=True) as opened:
        about, pairs = _pairs(opened, verdict, a, b)
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        reasons = (why,) if why else ()
        who = by or getpass.getuser()
        if who == "machine":
            raise TellingsError("bad-judgement", "a person must judge, not the machine", hint="Give a name with --by")
        opened.judge(
            Judgement(a=one, b=other, about=about, verdict=verdict, score=1.0, reasons=reasons, by=who, at=at)
            for one, other in pairs
        )
        with steps() as shown:
            compare(opened, shown)
        status = opened.status()
    notes().print(
        f"{many(len(pairs), 'judgement')} kept; {many(status.stories, 'story', 'stories')}, {many(status.events, 'event')}"
    )


def _pairs(corpus: Corpus, verdict: str, a: str, b: str) -> tuple[str, list[tuple[str, str]]]:
    """What the judgement speaks of, and the pairs; of two events, pairs of their mentions."""
    if a.startswith("e-") and b.startswith("e-"):
        first, second = _mentions_of(corpus, a), _mentions_of(corpus, b)
        return "mention", [(first[0], second[0])] if verdict == "same" else list(product(first, second))
    for start, table, about in (("m-", "mentions", "mention"), ("r-", "reports", "report")):
        if a.startswith(start) and b.startswith(start):
            return about, [(_known(corpus, table, a), _known(corpus, table, b))]
    if any(key[:2] in ("e-", "m-", "r-", "s-", "t-", "a-") for key in (a, b)):
        raise TellingsError(
            "bad-judgement",
            "these two are not of one kind, or not of a kind to judge",
            hint="Name two events, mentions, reports or names",
        )
    return "actor", [(a, b)]


def _mentions_of(corpus: Corpus, key: str) -> list[str]:
    event = find_event(corpus, key)
    if event is None:
        raise TellingsError(
            "no-such-event", f"there is no event {key!r}", hint="`tellings show CORPUS STORY` lists the events"
        )
    return [mention for telling in event.tellings for mention in telling.mentions]


def _known(corpus: Corpus, table: str, key: str) -> str:
    with corpus.engine.connect() as connection:
        found = queries.ids_like(connection, table, key)
    if len(found) != 1:
        what = "nothing" if not found else "more than one thing"
        raise TellingsError(
            "no-such-thing", f"{key!r} is the id of {what}", hint="`tellings show CORPUS EVENT` lists the mentions"
        )
    return found[0]


def _list(path: Path) -> None:
    with Corpus.open(path) as corpus:
        judgements = corpus.judgements()
    if not judgements:
        notes().print("no judgements yet")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("verdict", "about", "", "", "by", "when", "why"):
        table.add_column(name)
    for j in judgements:
        table.add_row(j.verdict, j.about, j.a, j.b, j.by, j.at or "", "; ".join(j.reasons))
    page().print(table)
