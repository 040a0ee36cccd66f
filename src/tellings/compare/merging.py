"""Which mentions tell of the same event: the surest pair first, and never two groups that hold a contrary pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tellings.compare import judging
from tellings.compare.blocking import candidate_pairs
from tellings.compare.scoring import Rarity, pair_score
from tellings.compare.timing import apart_days
from tellings.compare.union import Groups
from tellings.compare.views import View
from tellings.compare.weights import weights
from tellings.model import Judgement

VERBATIM_TOKENS = 8  # a sentence of fewer words may be written twice by chance


def merge(views: Sequence[View], judgements: Sequence[Judgement] = ()) -> tuple[list[list[View]], list[Judgement]]:
    """Groups of views that tell one event, and the log: why they were merged, and which judgements were not followed.

    First what is the same to the letter, then within each report (headline, lead, recap), then across reports, where
    it counts whether a report tells of only one such event.  judgements: people's, about mentions, newest first.
    """
    table = weights()
    by_id = {v.mention.id: v for v in views}
    reports = {v.mention.id: v.report.id for v in views}
    groups: Groups[str] = Groups(by_id)
    log = judging.apply(groups, judgements, set(by_id))
    judged = {frozenset((j.a, j.b)) for j in judgements}
    copied = _same_to_the_letter(views, groups, judged)
    log += copied
    # Of those that are the same to the letter the first speaks for all.
    silent = {j.b for j in copied}
    speakers = [v for v in views if v.mention.id not in silent]
    rarity = Rarity(speakers)
    pairs = candidate_pairs(speakers, rarity)
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    for within, bar in ((True, table.threshold_within), (False, table.threshold)):
        alone = _alone(views, groups) if not within else frozenset()
        scored = []
        for a, b in pairs:
            if (a.report.id == b.report.id) is not within:
                continue
            score, reasons, contrary = pair_score(a, b, rarity, alone, bar)
            one, other = a.mention.id, b.mention.id
            scores[one][other] = scores[other][one] = score
            if frozenset((one, other)) in judged:
                continue
            if score <= table.veto or (contrary and score < bar):
                groups.keep_apart(one, other)
            elif score >= bar:
                scored.append((score, one, other, reasons))
        for score, a, b, reasons in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
            if _joinable(a, b, score, groups, scores, reports):
                groups.join(a, b)
                log.append(_same(a, b, score, reasons))
    return [[by_id[m] for m in members] for members in groups.sets()], log


def _same(a: str, b: str, score: float, reasons: tuple[str, ...]) -> Judgement:
    return Judgement(a=a, b=b, about="mention", verdict="same", score=round(score, 2), reasons=reasons)


def _same_to_the_letter(views: Sequence[View], groups: Groups[str], judged: set[frozenset[str]]) -> list[Judgement]:
    """Join what copied sentences tell: one type, one trigger, one sentence, at no different times."""
    first: dict[tuple, View] = {}
    log = []
    seen: dict[tuple, int] = defaultdict(int)
    for view in views:
        words = view.words
        if len(words) < VERBATIM_TOKENS:
            continue
        key = (view.mention.type, view.trigger.lower(), words)
        seen[view.report.id, key] += 1
        key = (*key, seen[view.report.id, key])
        other = first.setdefault(key, view)
        if other is view or (other.days and view.days and apart_days(other.days, view.days) > 1):
            continue
        a, b = other.mention.id, view.mention.id
        if frozenset((a, b)) not in judged and not groups.hostile(a, b):
            groups.join(a, b)
            log.append(_same(a, b, 9.0, ("the same sentence to the letter",)))
    return log


def _alone(views: Sequence[View], groups: Groups[str]) -> frozenset[str]:
    """Mentions whose report tells of no other event of their type and mode, background apart.

    A mention without a mode is alone only if its report tells of one event of the type at all.
    """
    found: dict[tuple, set[str]] = defaultdict(set)

    def keys(v: View) -> list[tuple]:
        return [(v.report.id, v.mention.type, mode, v.background) for mode in v.mention.modes or ("",)]

    for v in views:
        root = groups.find(v.mention.id)
        for key in {*keys(v), (v.report.id, v.mention.type, "", v.background)}:
            found[key].add(root)
    return frozenset(v.mention.id for v in views if all(len(found[key]) == 1 for key in keys(v)))


def _joinable(
    a: str, b: str, score: float, groups: Groups[str], scores: dict[str, dict[str, float]], reports: dict[str, str]
) -> bool:
    """The two are apart, no pair across is contrary, and the pairs that were scored agree on the whole.

    Two mentions of one report that were not found to be one stay two, unless the score is high.
    """
    table = weights()
    if groups.find(a) == groups.find(b) or groups.hostile(a, b):
        return False
    left, right = sorted((groups.members(a), groups.members(b)), key=len)
    root = groups.find(right[0])
    total, count = 0.0, 0
    for one in left:
        for other, known in scores[one].items():
            if groups.find(other) == root:
                if reports[one] == reports[other] and known < table.doubt and score < table.threshold + table.sure:
                    return False
                total += known
                count += 1
    return not count or total / count >= table.average
