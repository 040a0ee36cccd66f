"""tellings show: the stories of a corpus, one story, or one event."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from tellings.cli.actor_page import actor_page
from tellings.cli.app import app
from tellings.cli.console import page
from tellings.cli.event_page import event_page
from tellings.cli.story_page import story_list, story_page
from tellings.corpus import Corpus, queries
from tellings.errors import TellingsError
from tellings.web.actor_view import actor_view
from tellings.web.event_view import event_view, find_event
from tellings.web.story_view import find_story, story_view

ACTOR_ID = re.compile(r"a-[0-9a-f]{4,}")


@app.command("show")
def show_command(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)],
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[STORY|EVENT|ACTOR]",
            help="An id or the start of one, a story's number, or words to look for.",
            show_default=False,
        ),
    ] = None,
    width: Annotated[
        int | None, typer.Option("--width", min=40, help="Columns; the terminal's if not given.", show_default=False)
    ] = None,
) -> None:
    """Show the stories of a corpus, one story with its tellings side by side, one event in full, or an actor."""
    console = page(width)
    with Corpus.open(corpus) as opened:
        with opened.engine.connect() as connection:
            stories = queries.stories(connection) if what is None else []
        if what is None and len(stories) != 1:
            story_list(console, opened, stories, corpus)
            return
        if what is not None and ACTOR_ID.fullmatch(what):
            actor_page(console, actor_view(opened, what))
            return
        story = stories[0] if what is None else find_story(opened, what)
        event = find_event(opened, what or "") if story is None else None
        if event is not None:
            event_page(console, event_view(opened, event))
            return
        if story is None:
            with opened.engine.connect() as connection:
                stories = queries.search(connection, what or "")
            if len(stories) > 1:
                story_list(console, opened, stories, corpus, numbered=False)
                return
            story = stories[0] if stories else None
        if story is None:
            raise TellingsError(
                "no-such-story",
                f"there is no story, event or word {what!r}",
                where=str(corpus),
                hint=f"`tellings show {corpus}` lists the stories",
            )
        story_page(console, story_view(opened, story))
