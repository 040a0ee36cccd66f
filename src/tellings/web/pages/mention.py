"""A mention's page: why it was coded so."""

from __future__ import annotations

from collections.abc import Mapping

from tellings.compare.retyping import NO_EVENT
from tellings.corpus import Corpus
from tellings.events.tables import MODES
from tellings.export.selection import builtins
from tellings.web import wording
from tellings.web.explanation import explain
from tellings.web.page import Page, Table, command


def mention(corpus: Corpus, name: str, key: str, asked: Mapping[str, str]) -> Page:
    found = explain(corpus, key)
    one = found.mention
    return Page(
        template="mention.html",
        title=f"Why {found.kind}: {wording.shortened(found.trigger, 40)}",
        address=f"/mention/{one.id}",
        data={
            "mention": builtins(one),
            "report": found.report.id,
            "event": found.event,
            "points": [{"name": p.name, "value": p.value, "because": p.because} for p in found.points],
        },
        tables={
            "points": Table(
                ("what", "value", "because"), [(p.name, p.value, " / ".join(p.because)) for p in found.points]
            )
        },
        command=command("explain", name, one.id),
        shown={
            "found": found,
            "outlet": wording.outlet(found.report),
            "kinds": [(kind, tuple(modes)) for kind, modes in MODES.items()],
            "no_event": NO_EVENT,
        },
    )
