"""Whether a clash is to be believed: "the two differ" is said only if both are surely of one event and of one thing.

Two tellings that were merged for all that they share may still be of two events, and then what looks like a clash is none.
So whatever they answer to the question at hand, the rest must tie them; and a denial must deny what the other asserts,
figures must count the same people, dates must be near.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from tellings.compare.accounts import Account, Answer, denies
from tellings.compare.echo_views import FRAME as ECHO
from tellings.compare.echo_views import count_words, denials
from tellings.compare.party import ANYBODY, VAGUE, Party
from tellings.compare.scoring import PARTY_TIES, Rarity, tie
from tellings.compare.sorts import sorts_of
from tellings.compare.timing import apart_days
from tellings.compare.views import View
from tellings.compare.weights import same_country, weights
from tellings.compare.words import stem, tokens
from tellings.model import COUNTED, Place, Quote
from tellings.numbers import spelled

MOST_VIEWS = 8  # of one telling, that are asked whether another is of the same event
MOST_DAYS = 5  # two dates further apart are of two events
WORDS_ON = 4  # after a figure, in which it is said whom it counts
FEW = 4  # tellings; of more, one that stands alone is more often misread, or of another event, than right
NOUN = 3  # words after a figure, among which what it counts stands
FAR = 20  # times the other figure
WORDS_BEFORE, WORDS_AFTER = 10, 4  # of the word for a deed, in which it is said that it was not
REST = 90  # characters after it, in which it is said that they are a part of more
_ONE_DEED, _DAY_AND_MODE = frozenset({"close_type"}), frozenset({"time_same", "mode_same"})
_DAY_AND_PLACE = frozenset({"time_same", "place_same"})
# A day clashes only where somebody, the place or the figures are the same.
_EVENT = PARTY_TIES | {"place_same", "place_within", "count_same"}
# "Some hundred youths" who threw stones are not the thousands who marched.
_OTHER_CROWD = frozenset({"mode_contrary", "mode_other"})
_ONE = frozenset({"one", "1", "single", "only", "sole"})
_OTHER_STATUS = frozenset({"status_other", "status_hypothetical"})  # what is to come is not what was
_BY_NAME = frozenset({"actor_same", "actor_alike", "recipient_same", "recipient_alike"})
_ECHOED = frozenset({*COUNTED, "status"})  # what an echo can be asked, if its day or its word is the event's
# Who did it, and to whom, clash only where the other side, the figures, or day and place are the same.
_SIDES = {
    "actor": frozenset({"recipient_same", "recipient_alike", "recipient_like", "count_same"}),
    "recipient": frozenset({"actor_same", "actor_alike", "actor_like", "count_same"}),
}


class Clashes:
    """The tellings of one event, asked whether two of them differ indeed."""

    def __init__(self, accounts: Sequence[Account], rarity: Rarity, kind: str) -> None:
        self._views: Mapping[str, tuple[View, ...]] = {a.telling: a.views[:MOST_VIEWS] for a in accounts}
        self._rarity = rarity
        self._kind = kind

    def believed(self, question: str, a: Answer, b: Answer) -> bool:
        """Whether a and b, which clash on their face, do."""
        if question == "when":
            if not near_days(a.value.days, b.value.days) or self._borrowed(a) or self._borrowed(b):
                return False
        if self._kind in weights().verbal and question in ("where", "killed", "injured"):
            return False  # words are said in one place and speak of another, and of other deeds' victims
        if question == "where" and (
            self._kind in weights().moving
            or _in_name(a.value.place.name, b.value.place.name)
            or _is_building(a.value.place)
            or _is_building(b.value.place)
            or self._borrowed(a)
            or self._borrowed(b)
        ):
            return False
        if question in COUNTED and not self._one_group(question, a, b):
            return False
        if question in _SIDES:
            if self._kind not in weights().one_sided or _is_thing(a) or _is_thing(b):
                return False
            if self._is_scene(a) or self._is_scene(b):
                return False
            if not _by_their_words(a, b):
                return False
            if len(self._views) > FEW and not all(_two_countries(x, y) for x in a.value for y in b.value):
                return False  # among many tellings somebody is always taken for another
        return any(self._tied(question, x, y) for x in self._views[a.telling] for y in self._views[b.telling])

    def _is_scene(self, answer: Answer) -> bool:
        """ "The attack in Nice" by Nice: the town in which it was did nothing."""
        scenes = {v.place.name.lower() for views in self._views.values() for v in views if v.place}
        return all(p.text.lower() in scenes for p in answer.value)

    def _tied(self, question: str, x: View, y: View) -> bool:
        if question == "status":
            denials = [v for v in (x, y) if denies(v, self._kind)]
            if len(denials) != 1 or not plainly_denied(denials[0], self._kind):
                return False
        score, parts = tie(x, y, self._rarity, question)
        words = bool(parts & {"trigger", "trigger_kind"})
        # What was found by what it shares tells little surely.
        echoed = ECHO in (x.mention.frame, y.mention.frame)
        counted = question in COUNTED and (words or bool(parts & _BY_NAME))
        if echoed and not counted and not (question in _ECHOED and "time_same" in parts):
            return False
        if question == "status":
            # The denial must take up the word for the deed, or one of its kind, or say that the deed was taken back.
            undone = any((self._kind, v.mention.type) in weights().undone for v in (x, y))
            same = words and "same_type" in parts and "turned" not in parts
            return score >= weights().tied and (same or undone)
        if question == "when":
            return score >= weights().tied and bool(parts & _EVENT) and not parts & _OTHER_STATUS
        if question in _SIDES:
            tied = bool(parts & _SIDES[question] or parts >= _DAY_AND_PLACE)
            return score >= weights().tied and (words or parts & _ONE_DEED or parts >= _DAY_AND_MODE) and tied
        return score >= weights().tied and not (question == "participants" and parts & _OTHER_CROWD)

    def _one_group(self, question: str, a: Answer, b: Answer) -> bool:
        """Both count the same sort of people: not the women among the dead here and all of them there."""
        nobody = 0 in (a.value.high, b.value.high)  # and then even one is too many
        if (
            (not nobody and (_is_one(a) or _is_one(b)))
            or _far(a, b)
            or self._stray(question, a)
            or self._stray(question, b)
        ):
            return False
        if abs(a.value.low - b.value.low) == 1 and (self._with_the_doer(a) or self._with_the_doer(b)):
            return False
        one, other = (self._groups(q) for q in (a.quotes[0], b.quotes[0]))
        if _of_a_crowd(one - other, a, b) or _of_a_crowd(other - one, b, a):
            return False
        return one == other or bool(one & other) or not (one ^ other) & _PARTS

    def _text(self, quote: Quote) -> str:
        return next(v.report.text for views in self._views.values() for v in views if v.report.id == quote.report)

    def _stray(self, question: str, answer: Answer) -> bool:
        """A figure that no word of counting holds to the event, and that need not be of people: "stole their three guns"."""
        quote, count = answer.quotes[0], answer.value
        views = [v for v in self._views[answer.telling] if any(c.span == count.span for c in v.counts)]
        if not views or any(v.mention.frame != ECHO for v in views):
            return False
        said = tokens(quote.text)
        if not (said[-1][0].isdigit() or said[-1] in VAGUE or spelled(said[-1:])):
            return False  # the figure was read with its noun
        if _TOLD.search(self._text(quote)[max(0, quote.start - 8) : quote.start]):
            return True
        words = said + tokens(self._text(quote)[quote.end : quote.end + 60].split(".")[0])[:NOUN]
        return not any(w in ANYBODY or sorts_of(w) or stem(w) in count_words()[question] for w in words)

    def _borrowed(self, answer: Answer) -> bool:
        """Whether a time or place is that of something else in the sentence: "charged over a June 20 shooting", "arrested on charges
        that he voted last year", "the brother of a woman found dead on Saturday was charged"."""
        for quote in answer.quotes:
            text = self._text(quote)
            if _OF_A_NOUN.search(text[max(0, quote.start - 8) : quote.start]) and _NOUN.match(text, quote.end):
                if not _is_ground(text[quote.end : quote.end + REST]):
                    return True
            for view in self._views[answer.telling]:
                trigger, sentence = view.mention.trigger, view.mention.sentence
                if not sentence.start <= quote.start < sentence.end or trigger.start <= quote.start < trigger.end:
                    continue
                after = quote.start > trigger.start
                between = text[trigger.end : quote.start] if after else text[quote.end : trigger.start]
                if not _CLAUSE.search(between) and (after or not _IN_SUBJECT.match(between)):
                    return False
        return bool(answer.quotes)

    def _with_the_doer(self, answer: Answer) -> bool:
        """ "Nine dead, including the gunman", beside the eight that he killed."""
        quote = answer.quotes[0]
        return bool(_DOER_TOO.search(self._text(quote)[quote.end : quote.end + REST]))

    def _groups(self, quote: Quote) -> frozenset[str]:
        text = self._text(quote)
        after = tokens(text[quote.end : quote.end + 60].split(".")[0])[:WORDS_ON]
        said = [*tokens(quote.text), *after]
        words = {stem(w) for w in said}
        phrase = " ".join(tokens(quote.text) + tokens(text[quote.end : quote.end + REST].split(".")[0]))
        of_more = _OF_THE_DEAD.search(" ".join(said)) or _AMONG.search(phrase) or _HOW_BADLY.search(phrase)
        before = self._text(quote)[max(0, quote.start - REST) : quote.start].split(".")[-1]
        more = _MORE.search(before[-20:] + quote.text)
        part = {"a part"} if of_more or more or _AT_ONE_PLACE.search(before) else set()
        return frozenset({name for name, members in _groups().items() if words & members} | part)


def _in_name(one: str, other: str) -> bool:
    """ "Philadelphia", "North-East Philadelphia"."""
    a, b = set(tokens(one)), set(tokens(other))
    return bool(a and b) and (a <= b or b <= a)


def _is_ground(after: str) -> bool:
    """Whether the words after a name go on with it: "the Natuna islands"; a river is another place than the state it is called after."""
    word = next(iter(tokens(after)), "")
    return word in weights().grounds


def _is_building(place: Place) -> bool:
    """ "Kraft Foods plant": by a common noun and in no gazetteer, so that where it lies is not known."""
    return place.geonameid is None and place.name.split()[-1].islower()


def _is_one(answer: Answer) -> bool:
    """ "A judge" may be the first of several; who writes "one judge" counts them."""
    said = tokens(answer.quotes[0].text)
    return answer.value.high == 1 and not _ONE & set(said)


def _far(a: Answer, b: Answer) -> bool:
    """Figures of which one is many times the other are mostly of two things."""
    least, most = sorted((a.value.low, b.value.low))
    return most > FAR * max(least, 1) and least > 0


def _of_a_crowd(group: frozenset[str], few: Answer, all_of_them: Answer) -> bool:
    """ "Six officers" beside "at least 22 people": they may be among them, or counted by somebody else."""
    said = tokens(all_of_them.quotes[0].text)
    return bool(group) and not _anybody().isdisjoint(said) and few.value.low <= all_of_them.value.low


_OF_THE_DEAD = re.compile(
    r"\bof the (?:dead|deaths|killed|wounded|injured|victims|casualties|arrested|detained|missing)\b"
)
_AMONG = re.compile(r"\b(?:was|were|are|is|being) among (?:the|those|them|at least|some|\d)")
# "Another 20,000 marched in the north": so many more than elsewhere.
_MORE = re.compile(
    r"\b(?:another|further|additional)\s+(?:[\w,.]+ ){0,3}[\w,.]*$|^(?:another|further|additional)\b", re.I
)
_TOLD = re.compile(r"\b(?:the|those|these|all)\s$", re.I)  # "the three victims" are some of whom it was told
_OF_A_NOUN = re.compile(r"\b(?:a|an|the|this|that|his|her|their|its)\s$", re.I)
_NOUN = re.compile(
    r"(?:['’]s)?\s(?!(?:and|or|in|on|at|of|for|to|by|with|from|after|before|when|that|as|who|which)\b)[a-z]"
)
_CLAUSE = re.compile(
    r"[;:“”\"—–]|\b(?:that|who|whom|which|when|while|after|before|as|because|since|whether|if|where)\b", re.I
)
_IN_SUBJECT = re.compile(r",?\s(?:has|have|had|is|are|was|were|will|would|been)\b", re.I)
_DOER_TOO = re.compile(
    r"\bincluding (?:the |a |its |their )?(?:\w+ )?(?:gun|bomb|attack|shoot|assail|driver|hijack|pilot|suspect|perpetrat)\w*",
    re.I,
)
# Of the hurt some are in danger; with them the others are mostly not counted.
_HOW_BADLY = re.compile(
    r"\b(?:in (?:a )?(?:critical|serious|grave|stable) condition|(?:critically|seriously|severely|gravely|slightly|lightly)"
    r" (?:hurt|injured|wounded|ill)|(?:serious|severe|grave|critical|slight|light|minor) (?:injuries|wounds|burns))\b"
)
# "Doctors at the clinic treated 19": others may have been treated elsewhere, or nowhere.
_AT_ONE_PLACE = re.compile(
    r"\b(?:doctors?|surgeons?|medics?|nurses?|paramedics|clinic|hospital|ward)\b.{0,40}"
    r"\b(?:treated|treating|received|admitted|attended to|seen)\s$"
)
_PARTS = frozenset({"women", "children", "a part"})  # who may be some of those whom another figure counts


def plainly_denied(view: View, kind: str) -> bool:
    """Whether words say that it was not: "did not", "no", "denies", shortly before the word for the deed.

    What was blocked, dismissed or struck down is negated for the coder, and others tell the same as a deed that was there.
    """
    if view.mention.status != "negated" or (kind, view.mention.type) in weights().undone:
        return True  # somebody denies it, or took it back
    start = view.mention.trigger.start - view.mention.sentence.start
    before = tokens(re.split(r"[;:–—]", view.sentence[:start])[-1])[-WORDS_BEFORE:]
    after = tokens(view.sentence[start + len(view.trigger) :])[:WORDS_AFTER]
    words = " ".join([*before, *tokens(view.trigger), *after])
    for phrase in denials()["other"]:
        words = re.sub(phrase, " ", words)
    return any(w in denials()["denies"] or w.endswith(("n't", "n’t")) for w in words.split())


def _by_their_words(a: Answer, b: Answer) -> bool:
    """Whether who clash by their names are called by them there: whom "the judge" is taken for is a guess."""
    return all(not p.proper or is_called(p) for answer in (a, b) for p in answer.value)


def _two_countries(x: Party, y: Party) -> bool:
    """Of two countries by their own words."""
    return bool(x.code and y.code and x.code_sure and y.code_sure and not same_country(x.code, y.code))


def is_called(party: Party) -> bool:
    """Its words hold a part of its name."""
    return party.state or not {w.lower() for w in party.actor.name.split()}.isdisjoint(tokens(party.text))


def near_days(one: tuple[date, date], other: tuple[date, date]) -> bool:
    """Two days not far apart, or two longer times: a month beside a day is mostly that of something else."""
    long = [(days[1] - days[0]).days > MOST_DAYS for days in (one, other)]
    return long[0] == long[1] and (long[0] or apart_days(one, other) <= MOST_DAYS)


def _is_thing(answer: Answer) -> bool:
    """A lorry, a ship or a blast does nothing by itself: who drove it is not told."""
    return all(p.head.removesuffix("s") in _things() and not p.proper for p in answer.value)


@cache
def _table() -> dict:
    return tomllib.loads(files("tellings.compare").joinpath("data/quantities.toml").read_text("utf-8"))


@cache
def _groups() -> dict[str, frozenset[str]]:
    return {name: frozenset(map(stem, words)) for name, words in _table()["groups"].items()}


@cache
def _anybody() -> frozenset[str]:
    return frozenset(_table()["anybody"])


@cache
def _things() -> frozenset[str]:
    text = files("tellings.compare").joinpath("data/things.txt").read_text("utf-8")
    return frozenset(
        w.removesuffix("s") for line in text.splitlines() if not line.startswith("#") for w in line.split()
    )
