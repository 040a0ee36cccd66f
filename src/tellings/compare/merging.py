"""Which mentions tell of the same event: the surest pair first, and never two groups that hold a pair of different days.

What else is contrary in one pair (a place, a doer) is a misreading or another account as often as another event: it keeps two
groups apart unless their pairs agree on the whole and few of them are contrary.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial

from tellings.compare import judging
from tellings.compare.blocking import candidate_pairs
from tellings.compare.crossing import crossings
from tellings.compare.scoring import CONTRARY, PARTY_TIES, Rarity, pair_score, types_close
from tellings.compare.timing import apart_days
from tellings.compare.union import Groups
from tellings.compare.views import View
from tellings.compare.weights import weights
from tellings.model import Judgement

# Parts of a score that tie what one report alone tells to what others tell, and that keep it apart.
TIES = PARTY_TIES | {"time_same", "time_touches", "place_same", "place_within", "count_same"}
PARTING = frozenset(
    {"time_background", "time_background_carried", "time_background_open"}
    | {"count_apart", "other_speaker", "of_a_kind"}
)
# Parts without which no score, however low, says that two reports tell of two deeds: that one denies or plans it, or
# calls it by a near type, is no sign of that.
AGAINST = PARTING | frozenset(
    {
        "turned",
        "mode_contrary",
        "mode_other",
        "time_near",
        "time_contrary",
        "time_recurs",
        "time_iterated",
        "place_apart",
        "place_contrary",
    }
    | {"actor_contrary", "actor_partly", "recipient_contrary", "recipient_partly", "status_hypothetical"}
)
FIRM = frozenset({"time_contrary"})  # such things recur; a place or a doer is misread, or told otherwise, more easily
MOST_APART = 7  # days between two tellings of one event
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
    others: set[frozenset[str]] = set()  # pairs of which something says that they are of two deeds
    for within, bar in ((True, table.threshold_within), (False, table.threshold)):
        alone = _alone(views, groups) if not within else frozenset()
        scored = []
        for a, b in pairs:
            if (a.report.id == b.report.id) is not within:
                continue
            score, reasons, names = pair_score(a, b, rarity, alone, bar)
            one, other = a.mention.id, b.mention.id
            scores[one][other] = scores[other][one] = score
            if "turned" in names:
                others.add(frozenset((one, other)))
            if frozenset((one, other)) in judged:
                continue
            if (score <= table.veto and (within or names & AGAINST)) or (names & CONTRARY and score < bar):
                (groups.keep_apart if names & FIRM else groups.doubt)(one, other)
            elif score >= bar:
                scored.append((score, one, other, reasons))
        for score, a, b, reasons in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
            if _joinable(a, b, score, groups, scores, reports, by_id):
                groups.join(a, b)
                log.append(_same(a, b, score, reasons))
    shown = partial(pair_score, rarity=rarity, alone=_alone(views, groups))
    log += _left_over(speakers, groups, scores, judged | others, by_id, shown)
    log += _across_types(speakers, groups, scores, judged | others, rarity, by_id)
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


def _left_over(
    views: Sequence[View],
    groups: Groups[str],
    scores: dict[str, dict[str, float]],
    judged: set[frozenset[str]],
    by_id: dict[str, View],
    shown: Callable[[View, View], tuple[float, tuple[str, ...], frozenset[str]]],
) -> list[Judgement]:
    """Join what only one report tells to what others tell and this one does not, where each is the other's best match by far.

    A report is held to tell of what the others tell; which of its events that is, the words need not show by themselves.
    """
    table = weights()
    tellers: dict[str, set[str]] = defaultdict(set)
    for v in views:
        tellers[groups.find(v.mention.id)].add(v.report.id)
    likest: dict[tuple[str, str], tuple[float, str, str]] = {}
    for one, known in scores.items():
        root = groups.find(one)
        for other, score in known.items():
            there = groups.find(other)
            if not types_close(by_id[one], by_id[other]):
                continue  # of types that are only near, half of what is left over is two deeds
            if root < there and not tellers[root] & tellers[there] and frozenset((one, other)) not in judged:
                likest[root, there] = max(likest.get((root, there), (score, one, other)), (score, one, other))
    matches: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (a, b), (score, _, _) in likest.items():
        matches[a].append((score, b))
        matches[b].append((score, a))
    log = []
    for (a, b), (score, one, other) in sorted(likest.items(), key=lambda row: (-row[1][0], row[0])):
        if score < table.threshold_left:
            break
        # Those that either could join instead: which of them is meant, nothing says.
        rivals = [
            s
            for here, this in ((a, b), (b, a))
            for s, there in matches[here]
            if there != this and tellers[there] & tellers[this]
        ]
        if score - max(rivals, default=-9.0) < table.ahead or groups.find(a) == groups.find(b):
            continue
        if groups.hostile(a, b) or groups.doubts(a, b):
            continue
        if _days_apart(groups.members(a), groups.members(b), by_id):
            continue
        both = tellers[groups.find(a)] | tellers[groups.find(b)]
        if len(both) < len(tellers[groups.find(a)]) + len(tellers[groups.find(b)]):
            continue
        _, reasons, names = shown(by_id[one], by_id[other])
        if not _tied(by_id[one], names):
            continue
        groups.join(a, b)
        tellers[groups.find(a)] = both
        log.append(_same(one, other, score, ("of what either report tells nothing else is as like", *reasons)))
    return log


def _tied(view: View, names: frozenset[str]) -> bool:
    """Whether more than the kind of deed and the word for it ties what is left over, and nothing parts it."""
    if names & PARTING or ("actor_contrary" in names and view.mention.type not in weights().one_sided):
        return False
    if view.mention.type in weights().verbal:
        # Many promise and many condemn: it must be one speaker, and something else must tie what is said.
        speaker = {"actor_same", "actor_alike", "actor_like"} & names
        return bool(speaker and names & (TIES | {"trigger", "trigger_kind"}) - speaker)
    return bool(names & TIES) or {"only_one", "mode_same"} <= names


def _across_types(
    views: Sequence[View],
    groups: Groups[str],
    scores: dict[str, dict[str, float]],
    judged: set[frozenset[str]],
    rarity: Rarity,
    by_id: dict[str, View],
) -> list[Judgement]:
    """Join what two reports tell as two types that are not near, where two firm ties say that it is one deed."""
    log = []
    for score, a, b, reasons in crossings(views, groups, scores, rarity):
        if score < weights().threshold_left or frozenset((a, b)) in judged:
            continue
        left, right = groups.members(a), groups.members(b)
        if groups.find(a) == groups.find(b) or groups.hostile(a, b) or groups.doubts(a, b):
            continue
        if _days_apart(left, right, by_id):
            continue
        if {by_id[m].report.id for m in left} & {by_id[m].report.id for m in right}:
            continue
        groups.join(a, b)
        log.append(_same(a, b, score, reasons))
    return log


def _joinable(
    a: str,
    b: str,
    score: float,
    groups: Groups[str],
    scores: dict[str, dict[str, float]],
    reports: dict[str, str],
    by_id: dict[str, View],
) -> bool:
    """The two are apart, no pair across is of different days, and the pairs that were scored agree on the whole.

    Where a pair speaks against it they must agree as much as two mentions that are joined, and few pairs may.  Two mentions
    of one report that were not found to be one mostly are two: then they must agree still more.
    """
    table = weights()
    if groups.find(a) == groups.find(b) or groups.hostile(a, b):
        return False
    left, right = sorted((groups.members(a), groups.members(b)), key=len)
    if _days_apart(left, right, by_id):
        return False
    root = groups.find(right[0])
    total, count, doubts, twice = 0.0, 0, groups.doubts(a, b), 0
    for one in left:
        for other, known in scores[one].items():
            if groups.find(other) == root:
                if reports[one] == reports[other] and known < table.doubt and score < table.threshold + table.sure:
                    twice += 1
                total += known
                count += 1
    if doubts + twice > table.doubts * len(left) * len(right):
        return False
    least = table.threshold + table.doubt if twice else table.threshold if doubts else table.average
    return not count or total / count >= least


def _days_apart(left: Sequence[str], right: Sequence[str], by_id: dict[str, View]) -> bool:
    """Whether the days that the words of either group give lie apart, though no pair of mentions showed it."""
    one, other = ({v.days for m in side if (v := by_id[m]).days and v.time_firm} for side in (left, right))
    return bool(one and other) and all(apart_days(a, b) > MOST_APART for a in one for b in other)
