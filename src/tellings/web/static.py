"""A corpus as one HTML page that needs nothing else: no script, no request, one style sheet inside."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from tellings import __version__
from tellings.corpus import Corpus
from tellings.export.selection import Selection
from tellings.model import Quote, Story
from tellings.web import event_row, wording
from tellings.web.event_view import EventView, build
from tellings.web.marking import marked
from tellings.web.pictures.timeline import timeline
from tellings.web.story_view import StoryView, glance, story_sums, story_view
from tellings.web.where import of_story


def page(corpus: Corpus, selection: Selection, *, title: str = "") -> Iterator[str]:
    """The page in parts, a story each, so that a large corpus is never in memory as a whole."""
    selection = selection.prepared(corpus)
    stories = list(selection.stories(corpus))
    sums = story_sums(corpus)
    known = {"title": title or _title(corpus, stories), "stories": stories, "sums": sums, "version": __version__}
    known |= {"to": _within, "linked": partial(linked, _within), "heading": "h2"}
    yield _template("page_top.html").render(known | {"style": Markup(style()), "policy": _policy()})
    for story in stories:
        view = selection.of_view(story_view(corpus, story))
        yield _template("story.html").render(
            known
            | {"story": story, "view": view, "events": list(_events(corpus, view)), "text": selection.text}
            | {"line": timeline(view.rows), "where": of_story(view.rows)}
        )
    yield _template("page_end.html").render(known)


def linked(to: Callable[[str, object], str], what: str, key: object, words: str) -> Markup:
    """Words that lead to a thing's page, or the words alone where there is no such page."""
    address = to(what, key)
    return Markup('<a href="{}">{}</a>').format(address, words) if address else escape(words)


def _within(what: str, key: object) -> str:
    """Where a thing stands in this one page; "" if it does not."""
    return f"#{key}" if what in ("story", "event") else ""


def _events(corpus: Corpus, view: StoryView) -> Iterable[EventView]:
    reports = {source.id: corpus.entry(source.id).report for source in view.sources}
    for row in (*view.rows, *view.background):
        yield build(row.event, reports, view.actors, view.story)


def _title(corpus: Corpus, stories: Sequence[Story]) -> str:
    return stories[0].title if len(stories) == 1 else corpus.path.name


def write(corpus: Corpus, selection: Selection) -> Iterator[str]:
    """The format `html`."""
    return page(corpus, selection)


@cache
def environment() -> Environment:
    """Templates with everything escaped: the words of articles are data."""
    made = Environment(
        loader=PackageLoader("tellings.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        days=lambda s: wording.days(s.start, s.end),
        many=wording.many,
        listed=wording.listed,
        shortened=wording.shortened,
        of=lambda verdict, counts: counts.get(verdict, 0),
        verdict_word=wording.verdict,
        glance=glance,
    )
    made.globals.update(kind=event_row.kind, sides=event_row.sides, marked=_marked, chain_of=event_row.chain_of)
    return made


def _marked(sentence: Quote, view: EventView):
    return marked(sentence, view.event.comparison)


def _template(name: str):
    return environment().get_template(name)


@cache
def style() -> str:
    return (files("tellings.web") / "templates" / "style.css").read_text("utf-8")


@cache
def asset(name: str) -> bytes:
    """A script of the explorer's pages; the page that is passed on has none."""
    return files("tellings.web").joinpath("static", *name.split("/")).read_bytes()


def _policy() -> str:
    """A content security policy under which this very style sheet works and nothing else does."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
