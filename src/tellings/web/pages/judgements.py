"""The log of what persons judged."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from tellings.corpus import Corpus
from tellings.export.selection import builtins
from tellings.web.page import Page, Table


def judgements(corpus: Corpus, name: str, asked: Mapping[str, str]) -> Page:
    """What persons said is the same or is not."""
    log = corpus.judgements()
    return Page(
        template="judgements.html",
        title="Judgements",
        address="/judgements",
        data={"judgements": [builtins(j) for j in log]},
        tables={
            "judgements": Table(
                ("verdict", "about", "a", "b", "by", "at", "reasons"),
                [(j.verdict, j.about, j.a, j.b, j.by, j.at, "; ".join(j.reasons)) for j in log],
            )
        },
        command=shlex.join(["tellings", "judge", name]),
        shown={"log": log},
    )
