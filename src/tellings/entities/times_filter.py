"""Matches that are no times: a person called April, resolution 1973, a man of 40, a quarter of the votes."""

from __future__ import annotations

from spacy.tokens import Token

from tellings.entities.times_tense import Tenses, context
from tellings.phrases import Match


def is_time(match: Match, tenses: Tenses) -> bool:
    """False for what only looks like a time."""
    check = _CHECKS.get(match.rule["make"])
    return check is None or check(match, tenses)


def _year(match: Match, tenses: Tenses) -> bool:
    if "year" not in match.groups or match.end - match.start > 1:
        return True
    start, end = match.chars
    token = tenses.token(start)
    before = tenses.doc[token.i - 1] if token.i > 0 else None
    after = tenses.doc[token.i + 1] if token.i + 1 < len(tenses.doc) else None
    words = context()
    number = int(match.text("year"))
    if before is not None and (before.lower_ in words["no_year_after"] or before.tag_ in ("$", "#")):
        return False
    if after is not None and (after.lower_ in words["no_year_before"] or after.tag_ == "$"):
        return False
    text = tenses.text
    if text[start - 1 : start].isalnum() or (
        text[start - 1 : start] in "-./" and not text[max(0, start - 5) : start - 1].isdigit()
    ):
        return False
    if text[end : end + 1].isalpha():
        return False
    if (
        before is not None
        and after is not None
        and before.pos_ == after.pos_ == "PROPN"
        and before.is_title
        and after.is_title
    ):
        return False
    asked = before is not None and before.lower_ in words["year_after"]
    if not 1900 <= number < 2100:
        return asked and 1400 <= number < 2200 and (after is None or after.tag_ not in ("NNS", "NN"))
    return asked or not (after is not None and after.tag_ == "NNS" and after.is_lower)


def _month(match: Match, tenses: Tenses) -> bool:
    if "year" in match.groups or "mod" in match.groups:
        return True
    start, end = match.chars
    month = tenses.token(tenses.text.find(tenses.text[start:end].split()[-1].split("-")[-1], start))
    before = tenses.doc[month.i - 1] if month.i > 0 else None
    after = tenses.doc[month.i + 1] if month.i + 1 < len(tenses.doc) else None
    if month.tag_ in ("MD", "VB", "VBD", "VBP"):
        return False
    if "rel" not in match.groups and match.text("month") not in context()["months"]:
        return False
    if (
        before is not None
        and before.dep_ != "prep"
        and before.pos_ == "PROPN"
        and before.is_title
        and before.i == month.i - 1
    ):
        return before.lower_ in ("last", "next", "this")
    if after is not None and after.pos_ == "PROPN" and after.is_title and month.dep_ == "compound":
        return before is not None and before.dep_ == "prep"
    return True


def _duration(match: Match, tenses: Tenses) -> bool:
    unit = match.text("unit")
    _start, end = match.chars
    following = tenses.text[end : end + 12].lower().replace("-", " ").lstrip()
    if following.startswith(("old", "of age")):
        return False
    if unit in ("second", "seconds"):
        return (match.text("n") or "a")[0].isdigit() or unit == "seconds"
    if unit in ("quarter", "quarters", "weekend"):
        return not following.startswith("of") and (match.text("n") or "a") not in ("a", "an", "three")
    return True


def _quarter(match: Match, tenses: Tenses) -> bool:
    if match.text("unit") == "half":
        return "year" in match.groups or "rel" in match.groups or match.text("unit") != match.words.word(match.end - 1)
    following = tenses.text[match.chars[1] : match.chars[1] + 4].strip()
    return (
        (not following.startswith("of ") and match.text("ord") != "first")
        or "year" in match.groups
        or match.start + 1 < match.end
    )


def _season(match: Match, tenses: Tenses) -> bool:
    if "year" in match.groups or (match.end - match.start > 1 and match.words.word(match.start) != "the"):
        return True
    start, end = match.chars
    token = tenses.token(end - 1)
    before = tenses.doc[tenses.token(start).i - 1] if start else None
    if match.text("season") == "fall":
        return (
            before is not None
            and before.lower_ in ("in", "during", "since", "by", "until")
            and "year" not in match.groups
        ) or "year" in match.groups
    return token.tag_ == "NN" and token.dep_ not in ("compound",) and token.is_lower


def _weekday(match: Match, tenses: Tenses) -> bool:
    start, _end = match.chars
    token = tenses.token(start)
    word = match.text("wd").rstrip(" .")
    if match.end - match.start > 1 and len(word) > 5:
        return True
    before = tenses.doc[token.i - 1] if token.i > 0 else None
    after = tenses.doc[token.i + 1] if token.i + 1 < len(tenses.doc) else None
    if len(word) <= 5 and word in ("sun", "sat", "mon", "wed", "fri", "thu", "tue", "tues", "thur", "thurs", "weds"):
        return before is not None and before.lower_ in ("on", "last", "next", "this") and token.is_title
    if before is not None and before.lower_ in context()["holy"]:
        return False
    if (before is not None and before.dep_ in ("prep", "det")) or after is None:
        return True
    return not (
        token.dep_ == "compound" and token.head.i == token.i + 1 and token.head.pos_ == "PROPN" and token.head.is_title
    )


def _anaphor(match: Match, tenses: Tenses) -> bool:
    """ "Two days after he left" is a length; "two days after." hangs on a day told before."""
    word = (match.text("dir") or "").split()[-1]
    if word not in ("after", "before", "prior"):
        return True
    rest = tenses.text[match.chars[1] : match.chars[1] + 2].strip()
    return not rest or not (rest[0].isalnum() or rest[0] in "\"'$")


def _reference(match: Match, tenses: Tenses) -> bool:
    """ "As soon as" is no time, nor is the "current" of a river."""
    start, end = match.chars
    token = tenses.token(start)
    if token.lower_ in ("soon", "shortly"):
        return not tenses.text[max(0, start - 3) : start].lower().endswith("as ") and not tenses.text[
            end : end + 6
        ].lower().startswith((" as", " after"))
    return token.lower_ != "current" or token.pos_ == "ADJ"


def _feast(match: Match, tenses: Tenses) -> bool:
    """Ramadan may be a man's name, Easter Island is a place, the Tet offensive was in 1968."""
    start, end = match.chars
    first, last = tenses.token(start), tenses.token(end - 1)
    after = tenses.doc[last.i + 1] if last.i + 1 < len(tenses.doc) else None
    if after is not None and (after.lower_ in context()["no_feast_before"] or _names(after)):
        return False
    before = tenses.doc[first.i - 1] if first.i else None
    single = match.end - match.start == 1
    return not (single and before is not None and _names(before) and before.is_sent_start is not True)


def _names(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.is_title and token.lower_ not in context()["months"]


_CHECKS = {
    "feast": _feast,
    "anaphor": _anaphor,
    "reference": _reference,
    "year": _year,
    "month": _month,
    "duration": _duration,
    "quarter": _quarter,
    "season": _season,
    "weekday": _weekday,
}
