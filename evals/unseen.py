"""Figures of our own sets' unread halves, for the table: what a text that nobody tuned on may give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evals import accounts, fresh, fresh_counts, real_stories
from evals.__main__ import Options
from evals.score_entities import read, when_where
from evals.tasks import accounts as telling
from evals.tasks import chains
from evals.tasks import counts as counting
from evals.tasks import when_where as placing

DATA = Path(__file__).resolve().parent / "data"
SENTENCES = ("fresh_a", "fresh_b", "fresh_c", "fresh_d")
CHAINS = ("chains_fresh", "chains_fresh2", "chains_fresh3")
STORIES = ("accounts_fresh", "accounts_fresh2", "accounts_fresh3", "accounts_fresh4", "accounts_fresh5")
PASSAGES = ("when_where", "when_where_second", "when_where_third")
TASKS = ("fresh", "chains", "counts", "accounts", "when-where", "real-stories")


def figures(only: list[str], scored: bool = True) -> Iterator[tuple[str, str, float]]:
    """(set, figure, value) of the unread half of each set; only: tasks of which to tell, all if empty.

    scored: the scorers of chains and accounts are there, which lie beside the shared data.
    """
    wanted = [task for task in TASKS if (not only or task in only) and (scored or task in ("fresh", "when-where"))]
    for name in SENTENCES if "fresh" in wanted else ():
        rows = [r for r in fresh.rows_of(DATA / f"{name}.jsonl") if r["half"] == "test"]
        answer = fresh.score(rows, list(fresh.predicted(rows, f"{name}-test")))
        for figure in ("type recall", "type accuracy", "negatives", "recipient"):
            yield f"{name}, unread half", figure, answer[figure]
    for name in CHAINS if "chains" in wanted else ():
        rows = _unread(name)
        answer = accounts.scorer().score_chains(rows, list(chains.predict(rows, Options())))
        yield f"{name}, unread half", "chain exactly right", answer["exact_chain"] / 100
    if "counts" in wanted:
        rows = _unread("counts_fresh")
        answer = fresh_counts.figures(rows, list(counting.predict(rows, Options())))
        for figure in ("exact F1", "ranges meet"):
            yield "counts_fresh, unread half", figure, answer[figure]
    for name in STORIES if "accounts" in wanted else ():
        rows = _unread(name)
        for figure, value in accounts.figures(rows, list(telling.predict(rows, Options()))).items():
            yield f"{name}, unread half", figure, value
    if "when-where" in wanted:
        yield from _passages()
    if "real-stories" in wanted and real_stories.there():
        yield from _real()


def _real() -> Iterator[tuple[str, str, float]]:
    """Both halves of the real stories; by the first of them rules are made."""
    for sets, kind in ((real_stories.PRESS, "real stories"), (real_stories.ECB, "real stories of ECB+")):
        for half, name in (("dev", "read"), ("test", "unread")):
            gold = real_stories.stories(half, sets)
            found = real_stories.figures(gold, list(telling.predict(gold, Options(name=f"real-{half}"))))
            for figure in (*accounts.FIGURES, "joins right", "extra tellings"):
                yield f"{kind}, {name} half", figure, found[figure]


def _passages() -> Iterator[tuple[str, str, float]]:
    """The newest set of passages by itself, and the unread halves of all three together."""
    pairs = []
    for name in PASSAGES:
        rows = _unread(name)
        pairs.append(list(zip(rows, placing.predict(rows, Options()), strict=True)))
    together = [pair for part in pairs for pair in part]
    for name, part in ((PASSAGES[-1], pairs[-1]), ("passages, three sets", together)):
        answer = when_where(part)
        yield f"{name}, unread half", "right day", answer["day"]
        yield f"{name}, unread half", "right place", answer["place"]


def _unread(name: str) -> list[dict]:
    return [row for row in read(DATA / f"{name}.jsonl") if row["half"] == "test"]
