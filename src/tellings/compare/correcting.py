"""What persons corrected in readings: types of mentions, codes of actors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tellings.compare.recoding import judged_codes, recoded
from tellings.compare.retyping import judged_types, retyped
from tellings.model import Judgement, Reading, Report


@dataclass(frozen=True)
class Corrections:
    """The standing judgements about single things; those about pairs are compare's own."""

    types: Mapping[str, Judgement]
    codes: Mapping[str, Judgement]

    @staticmethod
    def of(judgements: Iterable[Judgement]) -> Corrections:
        log = tuple(judgements)
        return Corrections(judged_types(log), judged_codes(log))

    def __bool__(self) -> bool:
        return bool(self.types or self.codes)

    def of_mention(self, mention: str) -> Judgement | None:
        """What a person said of a mention's type; `b` is "TYPE", "TYPE mode" or NO_EVENT."""
        return self.types.get(mention)

    def applied(self, report: Report, reading: Reading) -> Reading:
        """The reading as persons corrected it; itself where nobody did."""
        return recoded(report, retyped(reading, self.types), self.codes)
