"""A telling's page: one report's account of one event, beside what the others answer."""

from __future__ import annotations

from collections.abc import Mapping

from tellings.corpus import Corpus
from tellings.export.selection import builtins
from tellings.web import event_row
from tellings.web.page import Page, Table, command
from tellings.web.telling_view import telling_view


def telling(corpus: Corpus, name: str, key: str, asked: Mapping[str, str]) -> Page:
    view = telling_view(corpus, key)
    own, answers = view.own, view.answers
    return Page(
        template="telling.html",
        title=f"{own.outlet} on {event_row.headline(view.event.row)}",
        address=f"/telling/{key}",
        data={
            "telling": builtins(own.telling),
            "event": view.event.event.id,
            "answers": [
                {
                    "question": one.question,
                    "verdict": one.verdict,
                    "here": [words for _, words in one.here],
                    "elsewhere": [{"outlet": outlet, "answer": words} for outlet, words in one.elsewhere],
                }
                for one in answers
            ],
        },
        tables={
            "answers": Table(
                ("question", "verdict", "here", "elsewhere"),
                [
                    (
                        one.question,
                        one.verdict,
                        "; ".join(words for _, words in one.here),
                        "; ".join(f"{outlet}: {words}" for outlet, words in one.elsewhere),
                    )
                    for one in answers
                ],
            ),
            "sentences": Table(
                ("report", "start", "end", "text"), [(q.report, q.start, q.end, q.text) for q in own.sentences]
            ),
        },
        command=command("show", name, key),
        shown={"event": view.event, "own": own, "answers": answers},
    )
