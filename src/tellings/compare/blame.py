"""Who is blamed: "Governor Diallo blamed the militia" answers who did the attack told just before, as a claim of his."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tellings.compare.views import Party, View

DEEDS = frozenset({"ASSAULT", "COERCE"})
BLAMING = ("ACCUSE", "allege")  # type and mode
FOLLOWING = 2  # sentences after the deed in which somebody is blamed for it


@dataclass(frozen=True)
class Claim:
    """Those who are blamed for a deed; view: the mention that blames them."""

    parties: tuple[Party, ...]
    view: View

    @property
    def voice(self) -> str:
        """Who blames: the accuser, else who is quoted."""
        named = next((p.text for p in self.view.actors if not p.pointing), "")
        quoted = self.view.attribution.voices[-1].name if self.view.attribution else ""
        return named or quoted


def claims(views: Sequence[View]) -> Mapping[str, Claim]:
    """Mention id of a deed without a known doer → who is blamed for it in the same report."""
    by_report: defaultdict[str, list[View]] = defaultdict(list)
    for view in views:
        by_report[view.report.id].append(view)
    found: dict[str, Claim] = {}
    for own in by_report.values():
        deeds = [v for v in own if v.mention.type in DEEDS and v.mention.status == "actual" and not v.in_title]
        deeds = [v for v in deeds if all(p.pointing for p in v.actors)]
        for view in own:
            parties = tuple(p for p in view.recipients if not p.pointing)
            if _blames(view) and parties and (deed := _deed(view, deeds)) is not None:
                found.setdefault(deed.mention.id, Claim(parties, view))
    return found


def _blames(view: View) -> bool:
    return view.mention.type == BLAMING[0] and BLAMING[1] in view.mention.modes and view.mention.status == "actual"


def _deed(blaming: View, deeds: Sequence[View]) -> View | None:
    """What they are blamed for: the deed named after it in the sentence, else the last one told before."""
    start = blaming.mention.trigger.start
    named = [d for d in deeds if d.order == blaming.order and d.mention.trigger.start > start]
    before = [d for d in deeds if d.mention.trigger.end <= start and 0 <= blaming.order - d.order <= FOLLOWING]
    deed = min(named, key=lambda d: d.mention.trigger.start, default=None) or max(
        before, key=lambda d: d.mention.trigger.start, default=None
    )
    return deed if deed is not None and deed.background == blaming.background else None
