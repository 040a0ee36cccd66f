"""A telling's page: one report's account of one event, beside what the others answer."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from tellings.corpus import Corpus, queries
from tellings.errors import TellingsError
from tellings.export.selection import builtins
from tellings.web import event_row
from tellings.web.event_view import event_view
from tellings.web.page import Page, Table


def telling(corpus: Corpus, name: str, key: str, asked: Mapping[str, str]) -> Page:
    with corpus.engine.connect() as connection:
        found = queries.event_of_telling(connection, key)
    if found is None:
        raise TellingsError("no-such-telling", f"there is no telling {key!r}", hint="An event's page has its tellings")
    view = event_view(corpus, found)
    own = next(a for a in view.accounts if a.telling.id == key)
    answers = [
        (
            q.name,
            q.verdict,
            [words for telling, words in zip(v.values, q.said, strict=True) if telling.telling == key],
            [words for telling, words in zip(v.values, q.said, strict=True) if telling.telling != key],
        )
        for v, q in zip(found.comparison, view.questions, strict=True)
    ]
    return Page(
        template="telling.html",
        title=f"{own.outlet} on {event_row.headline(view.row)}",
        address=f"/telling/{key}",
        data={
            "telling": builtins(own.telling),
            "event": found.id,
            "answers": [
                {
                    "question": question,
                    "verdict": verdict,
                    "here": [words for _, words in here],
                    "elsewhere": [{"outlet": outlet, "answer": words} for outlet, words in elsewhere],
                }
                for question, verdict, here, elsewhere in answers
            ],
        },
        tables={
            "answers": Table(
                ("question", "verdict", "here", "elsewhere"),
                [
                    (
                        question,
                        verdict,
                        "; ".join(words for _, words in here),
                        "; ".join(f"{outlet}: {words}" for outlet, words in elsewhere),
                    )
                    for question, verdict, here, elsewhere in answers
                ],
            ),
            "sentences": Table(
                ("report", "start", "end", "text"), [(q.report, q.start, q.end, q.text) for q in own.sentences]
            ),
        },
        command=shlex.join(["tellings", "show", name, found.id]),
        shown={"event": view, "own": own, "answers": answers},
    )
