"""What a page of a telling shows: one report's account of one event, beside what the others answer."""

from __future__ import annotations

from dataclasses import dataclass

from tellings.corpus import Corpus, queries
from tellings.errors import TellingsError
from tellings.web.event_view import Account, EventView, event_view

Said = tuple[tuple[str, str], ...]  # outlet, its answer


@dataclass(frozen=True)
class Answer:
    """What this telling and the others answer to one question."""

    question: str
    verdict: str
    here: Said
    elsewhere: Said


@dataclass(frozen=True)
class TellingView:
    """A telling's page."""

    event: EventView
    own: Account
    answers: tuple[Answer, ...]


def telling_view(corpus: Corpus, key: str) -> TellingView:
    """Raises no-such-telling."""
    with corpus.engine.connect() as connection:
        found = queries.event_of_telling(connection, key)
    if found is None:
        raise TellingsError("no-such-telling", f"there is no telling {key!r}", hint="An event's page has its tellings")
    view = event_view(corpus, found, [t for t in found.tellings if t.id == key])
    answers = []
    for verdict, question in zip(found.comparison, view.questions, strict=True):
        said = list(zip(verdict.values, question.said, strict=True))
        here = tuple(words for value, words in said if value.telling == key)
        elsewhere = tuple(words for value, words in said if value.telling != key)
        answers.append(Answer(question.name, question.verdict, here, elsewhere))
    return TellingView(view, next(a for a in view.accounts if a.telling.id == key), tuple(answers))
