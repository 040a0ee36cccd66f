"""tellings show: the stories of a corpus, or one of its stories, events, tellings, reports, sentences or actors."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tellings.cli.actor_page import actor_page
from tellings.cli.app import app
from tellings.cli.console import page
from tellings.cli.event_page import event_page
from tellings.cli.listed import PAGE, story_list, turned
from tellings.cli.report_page import report_page, sentence_page, telling_page
from tellings.cli.story_page import story_page
from tellings.corpus import Corpus, listing
from tellings.corpus.listing import Listed, Wanted
from tellings.errors import TellingsError
from tellings.web import actor_view as actors
from tellings.web.event_view import event_view, find_event
from tellings.web.page import command
from tellings.web.pages import event as events
from tellings.web.pages import story as stories
from tellings.web.report_view import report_view
from tellings.web.sentence_view import is_sentence, sentence_view
from tellings.web.story_view import Window, find_story, story_view
from tellings.web.telling_view import telling_view

_ID = re.compile(r"[art]-[0-9a-f]{4,}")


@app.command("show", short_help="Show stories, or one story, event, report or actor.")
def show_command(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)],
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[STORY|EVENT|TELLING|REPORT|SENTENCE|ACTOR]",
            help="An id or the start of one, a story's number, or words to look for.",
            show_default=False,
        ),
    ] = None,
    number: Annotated[int, typer.Option("--page", min=1, help="Which page of a long list of events.")] = 1,
    width: Annotated[
        int | None, typer.Option("--width", min=40, help="Columns; the terminal's if not given.", show_default=False)
    ] = None,
) -> None:
    """Show the stories of a corpus, one story with its tellings side by side, one event in full, a telling beside the
    others, a report with what was found in it, a sentence (r-0a1b2c3d4e5f:120-245), or an actor."""
    console = page(width)
    with Corpus.open(corpus) as opened:
        if what is None:
            _stories(console, opened, corpus, number)
        elif is_sentence(what):
            sentence_page(console, sentence_view(opened, what))
        elif _ID.fullmatch(what):
            _one(console, opened, corpus, what, number)
        else:
            _meant(console, opened, corpus, what, number)


def _stories(console: Console, corpus: Corpus, path: Path, number: int) -> None:
    """The list; where there is one story only, that story."""
    with corpus.engine.connect() as connection:
        found, many, _ = listing.stories(connection, Wanted(), PAGE, (number - 1) * PAGE)
    if not many:
        console.print(f"No stories in {path} yet: `{command('run', 'REPORTS', into=path)}` reads reports into it.")
    elif many == 1 and found:
        _story(console, corpus, path, found[0].story.id, 1)
    else:
        first = (number - 1) * PAGE + 1
        story_list(console, found, first=first)
        console.print(f"\n{command('show', str(path), str(first))}   shows the first of them", style="dim")
        turned(console, number, PAGE, many, "show", str(path))


def _story(console: Console, corpus: Corpus, path: Path, key: str, number: int) -> bool:
    """Whether there is such a story; it is shown."""
    story = find_story(corpus, key)
    if story is None:
        return False
    view = story_view(corpus, story, Window((number - 1) * stories.PAGE, stories.PAGE))
    story_page(console, view, str(path))
    turned(console, number, stories.PAGE, view.events, "show", str(path), story.id)
    return True


def _one(console: Console, corpus: Corpus, path: Path, key: str, number: int) -> None:
    if key.startswith("a-"):
        view = actors.actor_view(corpus, key, (number - 1) * actors.PAGE)
        actor_page(console, view)
        turned(console, number, actors.PAGE, view.many, "show", str(path), view.actor.id)
    elif key.startswith("t-"):
        telling_page(console, telling_view(corpus, key))
    else:
        report_page(console, report_view(corpus, key))


def _meant(console: Console, corpus: Corpus, path: Path, what: str, number: int) -> None:
    """A story or an event by its id, else stories by their words."""
    if _story(console, corpus, path, what, number):
        return
    event = find_event(corpus, what)
    if event is not None:
        after = (number - 1) * events.PAGE
        event_page(console, event_view(corpus, event, event.tellings[after : after + events.PAGE]), str(path))
        turned(console, number, events.PAGE, len(event.tellings), "show", str(path), event.id)
        return
    found, many, _ = _holding(corpus, what, number)
    if len(found) == 1 and number == 1:
        _story(console, corpus, path, found[0].story.id, 1)
    elif found:
        story_list(console, found)
        console.print(f"\n{command('show', str(path), found[0].story.id)}   shows the first of them", style="dim")
        turned(console, number, PAGE, many, "stories", str(path), what)
    else:
        raise TellingsError(
            "no-such-story",
            f"there is no story, event or word {what!r}",
            where=str(path),
            hint=f"`{command('show', str(path))}` lists the stories",
        )


def _holding(corpus: Corpus, words: str, number: int) -> tuple[list[Listed], int, bool]:
    with corpus.engine.connect() as connection:
        return listing.stories(connection, Wanted(words=words), PAGE, (number - 1) * PAGE)
