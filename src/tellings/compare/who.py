"""Who did it, and to whom, as two tellings answer it: one and the same, compatible, or not the same."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.compare.party import Party
from tellings.compare.relations import PARTY_RANK, party_relation
from tellings.compare.weights import weights
from tellings.compare.words import tokens, who_words
from tellings.model import VerdictName
from tellings.names import similarity

Said = tuple[VerdictName, str]
OTHER_NAME = 0.8  # names less alike than this are of two people, whatever the register could not join
DEFINITE = frozenset({"the", "our", "my", "his", "her", "their", "its", "this", "that"})
INDEFINITE = frozenset({"a", "an", "some", "several", "one", "two", "unknown", "unidentified"})
FIRST = frozenset({"we", "us", "i", "me"})


def actors_verdict(xs: Sequence[Party], ys: Sequence[Party]) -> Said:
    """Who did it.  Descriptions of which nothing is known but that they differ may be of two; "we" is one more of them."""
    for one, other in ((xs, ys), (ys, xs)):
        if all(map(own_side, one)) and all(map(_known_body, other)) and not _apart(one, other):
            return "agree", ""
        if any(map(_sides, one)) and both_sides(other) and not _apart(one, other):
            return "agree", ""  # "the warring parties" and both of them by name
        if all(map(_nameless, one)) and all(p.proper for p in other) and not _apart(one, other):
            return "compatible", "one does not tell who they are"
    ours, theirs = ([p for p in side if _is_us(p)] for side in (xs, ys))
    if bool(ours) != bool(theirs) and len(ours) in (0, len(xs)) and len(theirs) in (0, len(ys)):
        known = max(PARTY_RANK[party_relation(x, y)] for x in xs for y in ys)
        return ("agree", "") if known == PARTY_RANK["same"] else ("compatible", "it is not told who “we” are")
    return _parties_verdict(xs, ys, "compatible")


def recipients_verdict(xs: Sequence[Party], ys: Sequence[Party]) -> Said:
    """To whom.  The merged event is what was done to them, so that other words for people are of the same people; but
    civilians are not fighters."""
    table = weights()
    for one, other in ((xs, ys), (ys, xs)):
        if all(p.sectors and p.sectors <= table.civil for p in one) and all(
            p.sectors and p.sectors <= table.armed for p in other
        ):
            return "differ", f"{xs[0].text} / {ys[0].text}"
    described = not any(p.proper for p in (*xs, *ys))
    return _parties_verdict(xs, ys, "agree" if described else "compatible")


def _parties_verdict(xs: Sequence[Party], ys: Sequence[Party], unknown: VerdictName) -> Said:
    """unknown: the verdict where nothing shows that the two are one, nor that they are two."""
    if any(p.pointing or (p.pronoun and not p.person) for p in (*xs, *ys)):
        return "agree", ""  # "they" says nothing that could differ
    table = [[party_relation(x, y) for y in ys] for x in xs]
    ranks = [[PARTY_RANK[r] for r in row] for row in table]
    best = max(map(max, ranks))
    if best == PARTY_RANK["same"]:
        like = PARTY_RANK["like"]
        all_x = all(max(row) >= like for row in ranks)
        all_y = all(max(row[j] for row in ranks) >= like for j in range(len(ys)))
        return ("agree", "") if all_x and all_y else ("compatible", "one names more of them")
    if best >= PARTY_RANK["like"]:
        return "agree", ""
    if any(p.pronoun for p in (*xs, *ys)):
        return "agree", ""  # whom it points to is a guess
    if best == PARTY_RANK["open"] and any(_speaks_of(x, y) or _speaks_of(y, x) for x in xs for y in ys):
        return "agree", ""
    if best == PARTY_RANK["contrary"] and all(_two(x, y) for x in xs for y in ys):
        return "differ", f"{xs[0].text} / {ys[0].text}"
    return unknown, "" if unknown == "agree" else "not known to be apart"


def _speaks_of(x: Party, y: Party) -> bool:
    """ "Our MP" beside a name, "the minister" beside a name: words for somebody whom the reader is held to know."""
    return y.proper and not y.state and not x.proper and bool(tokens(x.text)) and tokens(x.text)[0] in DEFINITE


def _two(x: Party, y: Party) -> bool:
    if x.person and y.person and x.actor and y.actor:
        return similarity(x.actor.name, y.actor.name) < OTHER_NAME
    return True


# ---------------------------------------------------------------- what the words say of them


def _is_us(party: Party) -> bool:
    """ "We", "some two thousand of us"."""
    words = tokens(party.text)
    return bool(words) and words[-1] in FIRST and words[:-1][-1:] in ([], ["of"])


def own_side(party: Party) -> bool:
    """ "Our armed forces", "our brothers": whoever prints it owns to the deed, and others name whom he is of."""
    words = tokens(party.text)
    return len(words) > 1 and words[0] in who_words("own") and not party.proper


def _known_body(party: Party) -> bool:
    """A name, or a body that the reader is held to know ("the movement"), not one of which nothing is told ("gunmen")."""
    words = tokens(party.text)
    return party.proper or (party.head in who_words("bodies") and words[0] not in INDEFINITE and not party.number)


def _nameless(party: Party) -> bool:
    """ "Gunmen", "the bandits"; words of which the register knows that they are somebody are his."""
    return party.head in who_words("nameless") and not party.proper


def _sides(party: Party) -> bool:
    """ "The two neighbours", "Togo's warring parties": all who are parties to it, and no name."""
    return party.head in who_words("sides") and not party.proper


def both_sides(parties: Sequence[Party]) -> bool:
    """Whether they are all that are parties to it: several, or a word for all."""
    return len(parties) > 1 or any(_sides(p) or "and" in tokens(p.text) for p in parties)


def _apart(xs: Sequence[Party], ys: Sequence[Party]) -> bool:
    return any(party_relation(x, y) == "contrary" for x in xs for y in ys)
