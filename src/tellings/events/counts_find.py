"""Numbers of people in a text and what they count: by syntax, from the number's phrase to the words that ask the question."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from tellings.events.counts_lexicon import Lexicon, Question, lexicon
from tellings.model import Span
from tellings.numbers import Number, find_numbers
from tellings.parse import Parsed

DEPTH = 5
_CLAUSES = ("relcl", "ccomp", "advcl", "parataxis", "conj", "csubj")


@dataclass(frozen=True)
class Group:
    """A phrase of people with its number.  head: its noun, or the number itself; span: number and noun."""

    head: Token
    low: int
    high: int | None
    span: Span
    bare: bool = False


@dataclass(frozen=True)
class Found:
    """A number that counts something; by: the token that says so; rank: how specific its words were."""

    group: Group
    what: str
    by: Token
    update: bool = False


def find(parsed: Parsed) -> list[Found]:
    """Every count of a text, in order of its numbers."""
    words = lexicon()
    out: list[Found] = []
    waiting: list[Group] = []
    done: set[int] = set()
    for group in sorted(_groups(parsed, words), key=lambda g: (g.span.start, -g.span.end)):
        if group.head.i in done or group.span.start in done:
            continue
        found = _asked(group, words) or _inherited(group, out, words)
        if found is not None:
            whole = _together(group, parsed, words, done)
            out.append(replace(found, group=whole))
        elif group.low or group.high:
            waiting.append(group)
        done.add(group.head.i)
    out.extend(_taken_up(parsed, waiting, words))
    return _distinct(sorted(out, key=lambda f: f.group.span.start))


# ------------------------------------------------------------ groups of people


def _groups(parsed: Parsed, words: Lexicon) -> Iterator[Group]:
    doc = parsed.doc
    offsets = [t.idx for t in doc]
    for number in find_numbers(doc.text):
        first = max(0, bisect_left(offsets, number.core.start + 1) - 1)
        last = max(first, bisect_left(offsets, number.core.end) - 1)
        if first >= len(doc):
            continue
        group = _group(parsed, number, first, last, words)
        if group is not None:
            yield group
    yield from _none(parsed, words)
    yield from _single(parsed, words)


def _group(parsed: Parsed, number: Number, first: int, last: int, words: Lexicon) -> Group | None:
    doc = parsed.doc
    top = _top(doc, first, last)
    if _no_figure(number, doc, first, last, words):
        return None
    head = top
    for _ in range(3):
        if (
            head.dep_ in ("nummod", "quantmod", "compound", "amod", "predet", "det", "npadvmod", "advmod", "nmod")
            and head.head.pos_ in ("NOUN", "PROPN", "NUM", "ADJ", "VERB")
            and head.head.i > head.i
        ):
            if head.head.pos_ == "VERB" and head.dep_ != "nummod":
                break
            head = head.head
            continue
        break
    noun = head
    of = (
        next((c for c in head.children if c.dep_ == "prep" and c.lower_ == "of"), None)
        if first <= head.i <= last
        else None
    )
    if of is not None:
        inner = next((c for c in of.children if c.dep_ == "pobj"), None)
        noun = inner or head
    if noun.lemma_.lower() in words["things"] or noun.lower_ in words["things"] or _part(doc, first, head, words):
        return None
    end = max(number.span.end, noun.idx + len(noun)) if noun.i - last < 8 else number.span.end
    return Group(head, *_ends(number, doc, first), Span(number.span.start, end), bare=first <= noun.i <= last)


def _stands_alone(doc, i: int) -> bool:
    """Nothing behind the word that it could belong to: "3 dead, 7 hurt in blast"."""
    return i >= len(doc) or doc[i].pos_ in ("PUNCT", "ADP", "CCONJ", "SCONJ", "SPACE", "ADV", "AUX", "VERB", "PART")


def _ends(number: Number, doc, first: int) -> tuple[int, int | None]:
    """ "Rose from 12 to 15" is 15; a range with "from" is none where something rises."""
    text = doc.text[number.span.start : number.span.start + 5].lower()
    if number.bound == "range" and (text == "from " or (first and doc[first - 1].lower_ == "from")):
        verb = next((t for t in doc[max(0, first - 4) : first] if t.lemma_.lower() in lexicon()["rising"]), None)
        if verb is not None:
            return number.high, number.high
    return number.low, number.high


def _top(doc, first: int, last: int) -> Token:
    for i in range(first, last + 1):
        if not first <= doc[i].head.i <= last or doc[i].head.i == i:
            return doc[i]
    return doc[last]


def _no_figure(number: Number, doc, first: int, last: int, words: Lexicon) -> bool:
    """Money, shares, ages, years, times, decimals, room numbers."""
    before = doc[first - 1] if first else None
    after = doc[last + 1] if last + 1 < len(doc) else None
    text = doc.text[number.core.start : number.core.end]
    if before is not None and (
        before.tag_ == "$"
        or before.lower_
        in ("$", "€", "£", "#", "no", "no.", "aged", "flight", "room", "gate", "route", "us$", "at", "age")
        and before.i == first - 1
        and not (before.lower_ in ("at", "no"))
    ):
        return True
    if after is not None and (
        after.lower_ in ("%", "percent", "°", "am", "pm", "a.m.", "p.m.", "gmt", "years", "year", "°c", "km")
        or after.lower_ == "per"
    ):
        return True
    rest = doc.text[number.span.end : number.span.end + 10].lower()
    if rest.startswith(
        (
            "-year",
            " year",
            "-month",
            "-day",
            "-hour",
            "-mile",
            "-km",
            "-point",
            "-page",
            "%",
            "st ",
            "th ",
            "-metre",
            "-meter",
            "-week",
            "-minute",
            "km",
            "-strong",
        )
    ) and not rest.startswith("-strong"):
        return True
    if "." in text and not any(c.isalpha() for c in text):
        return True
    plain_year = text.isdigit() and len(text) == 4 and "1900" <= text < "2100"
    if plain_year and not (after is not None and after.tag_ == "NNS"):
        return True
    return after is not None and after.text in _MONTHS or before is not None and before.text in _MONTHS


_MONTHS = frozenset(
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
)


def _part(doc, first: int, head: Token, words: Lexicon) -> bool:
    """A part of a total, a larger whole, or a figure that is taken back."""
    left = doc[first - 1].lower_ if first else ""
    lefts = [doc[i].lower_ for i in range(max(0, first - 3), first)]
    if (
        left in words["parts"]
        or left in words["taken_back"]
        or (left == "than" and "rather" in lefts)
        or (left == "of" and "instead" in lefts)
    ):
        return True
    if head.dep_ == "pobj" and head.head.lower_ in words["parts"]:
        return True
    follow = [t.lower_ for t in doc[head.i + 1 : head.i + 3]]
    if follow[:1] == ["of"] and follow[1:2] and follow[1] in ("them", "whom", "these", "those", "which"):
        return True
    if (
        left in ("the", "these", "those", "our", "their")
        and first >= 2
        and doc[first - 2].lower_ == "of"
        and first >= 3
    ):
        quantity = doc[first - 3]
        return quantity.pos_ == "NUM" or quantity.lower_ in (
            "one",
            "some",
            "most",
            "none",
            "half",
            "many",
            "few",
            "several",
        )
    return False


def _none(parsed: Parsed, words: Lexicon) -> Iterator[Group]:
    """Nobody, none, not one, no casualties."""
    doc = parsed.doc
    for token in doc:
        low = token.lower_
        if low in ("nobody", "none") or (low == "one" and token.i and doc[token.i - 1].lower_ in ("no", "not")):
            start = doc[token.i - 1].idx if low == "one" else token.idx
            yield Group(token, 0, 0, Span(start, token.idx + len(token)), bare=True)
        elif (low == "no" and token.dep_ == "det") or (
            low == "single" and token.i > 1 and doc[token.i - 2].lower_ == "not"
        ):
            noun = token.head
            start = token.i if low == "no" else token.i - 2
            yield Group(noun, 0, 0, Span(doc[start].idx, noun.idx + len(noun)))


def _single(parsed: Parsed, words: Lexicon) -> Iterator[Group]:
    """One person with an article, or both of two, as the subject or object of a verb."""
    for token in parsed.doc:
        if token.dep_ != "det" or token.head.pos_ != "NOUN" or token.lower_ not in ("a", "an", "another", "both"):
            continue
        noun = token.head
        if noun.dep_ not in ("nsubj", "nsubjpass", "dobj") or noun.lemma_.lower() in words["things"]:
            continue
        if any(c.dep_ == "nummod" for c in noun.children) or noun.lemma_.lower() in words["amounts"]:
            continue
        of = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ == "of"), None)
        inner = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
        if inner is not None and inner.pos_ == "NUM" and noun.lemma_ in words["family"]:
            continue  # "a family of five": the number will speak for itself
        many = 2 if token.lower_ == "both" else 1
        if many == 1 and noun.tag_ != "NN":
            continue
        yield Group(noun, many, many, Span(token.idx, noun.idx + len(noun)))


# ------------------------------------------------------------ what is asked


def _asked(group: Group, words: Lexicon) -> Found | None:
    single = group.low == group.high == 1 and not group.bare
    best: tuple[int, Found] | None = None
    if any(_lemma(verb) in words["released"] or (_lemma(verb) in ("walk", "let", "set") and {"free", "go"} & _near(verb)) for verb, role in _roles(group, words) if role in ("subject", "object")):
        return None
    for question in words.questions:
        for by, score, update in _ways(group, question, words, single):
            if best is None or score > best[0]:
                best = (score, Found(group, question.what, by, update))
    return best[1] if best else None


def _ways(group: Group, question: Question, words: Lexicon, single: bool) -> Iterator[tuple[Token, int, bool]]:
    head = group.head
    lemma = _lemma(head)
    if lemma in question.label or head.lower_ in question.label:
        yield head, 60, False
    if lemma in question.kind and head.dep_ in ("nsubj", "nsubjpass", "dobj", "conj", "ROOT", "attr", "pobj"):
        yield head, 12 if head.dep_ != "pobj" else 11, False
    if question.beside and any(t.lower_ in question.beside and t.head.dep_ == "prep" for c in head.children if c.dep_ == "prep" for t in c.children):
        yield head, 48, False
    for child in head.children:
        if child.dep_ in ("amod", "compound", "nmod") and child.lower_ in question.adjective:
            yield child, 55, False
    after = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if (
        after is not None
        and after.lower_ in question.label
        and after.tag_ in ("JJ", "VBN", "VBD", "NN")
        and after.dep_ not in ("ROOT",)
    ):
        yield after, 50, False
    for verb, role in _roles(group, words):
        if role == "of":
            if verb.lemma_.lower() in question.of:
                yield verb, 45, False
        elif role == "figure":
            continue
        else:
            score = _verb(verb, role, question, group, words)
            if score:
                yield verb, score, False
    found = _figure(group, question, words)
    if found is not None and not single:
        yield found[0], 58, found[1]


def _roles(group: Group, words: Lexicon) -> Iterator[tuple[Token, str]]:
    """(predicate, role) pairs: object, subject, of, prep:WORD."""
    node = group.head
    for child in node.children:
        if child.dep_ == "acl" and child.tag_ in ("VBN", "VBD"):
            yield child, "object"
            if node.dep_ == "ROOT":  # a finite verb that the tagger takes for a participle
                yield child, "subject"
        elif child.dep_ == "acl" and child.tag_ == "VBG":
            yield child, "subject"
        elif child.dep_ == "relcl":
            passive = any(c.dep_ == "nsubjpass" for c in child.children)
            yield from _chain(child, "object" if passive else "subject", words)
    for _ in range(6):
        if node.dep_ in ("conj", "appos", "nmod") and node.head.pos_ in ("NOUN", "PROPN", "NUM", "PRON"):
            node = node.head
        else:
            break
    dep, head = node.dep_, node.head
    if dep in ("nsubj", "csubj", "npadvmod", "dep") and head.pos_ in ("VERB", "AUX", "ADJ", "NOUN", "ADV"):
        role = "object" if head.tag_ == "VBN" and not _has_be_or_have(head) and dep == "nsubj" else "subject"
        yield from _chain(head, role, words)
    elif dep == "nsubjpass":
        yield from _chain(head, "object", words)
    elif dep in ("dobj", "dative", "attr", "oprd"):
        yield head, "object"
        yield from _chain(head, "object", words, start=True)
    elif dep == "pobj":
        governor = head.head
        if head.dep_ == "agent" or (head.lower_ == "by" and governor.tag_ == "VBN"):
            yield governor, "subject"
        elif head.lower_ in ("of", "to", "for", "in", "at"):
            if governor.pos_ in ("NOUN", "PROPN"):
                if head.lower_ == "of":
                    yield governor, "of"
                    if governor.lemma_.lower() in words["family"]:
                        outer = Group(governor, group.low, group.high, group.span)
                        yield from _roles(outer, words)
            else:
                yield governor, "prep"
        elif governor.pos_ in ("VERB", "AUX"):
            yield governor, "prep"
        elif governor.dep_ == "dobj" and governor.head.pos_ == "VERB":
            yield governor.head, "prep"
    elif dep == "ROOT" and node.pos_ in ("NOUN", "NUM"):
        for child in node.children:
            if child.tag_ == "VBN":
                yield child, "object"


def _has_be_or_have(verb: Token) -> bool:
    return any(c.dep_ in ("aux", "auxpass") for c in verb.children)


def _chain(verb: Token, role: str, words: Lexicon, start: bool = False) -> Iterator[tuple[Token, str]]:
    """The verb and what it raises or joins: "were reported killed", "are believed to have drowned", "fled or were hurt"."""
    seen = 0
    queue: list[tuple[Token, str]] = [(verb, role)]
    while queue and seen < 10:
        node, how = queue.pop(0)
        seen += 1
        if not (start and seen == 1):
            yield node, how
        raising = node.lemma_.lower() in words["raising"] or node.pos_ == "AUX" or node.lemma_ in words["copula"]
        for child in node.children:
            if (
                child.dep_ in ("xcomp", "oprd", "acomp", "ccomp")
                and raising
                and not any(c.dep_ in ("nsubj", "nsubjpass") for c in child.children)
            ):
                passive = child.tag_ == "VBN" and not _active_perfect(child)
                queue.append((child, "object" if passive else "subject"))
            elif child.dep_ == "conj" and child.pos_ in ("VERB", "AUX", "ADJ") and how != "dobj" and not start:
                if not any(c.dep_ in ("nsubj", "nsubjpass") for c in child.children):
                    passive = (
                        child.tag_ == "VBN"
                        and not _active_perfect(child)
                        and (how == "object" or any(c.dep_ == "auxpass" for c in child.children))
                    )
                    if how == "subject" or passive:
                        queue.append((child, "object" if passive else "subject"))


def _active_perfect(verb: Token) -> bool:
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    return any(h.lemma_ == "have" for h in helpers) and not any(h.dep_ == "auxpass" for h in helpers)


def _verb(verb: Token, role: str, question: Question, group: Group, words: Lexicon) -> int:
    """How well the verb and the words near it fit a phrase of the question; 0 if not."""
    lemma = _lemma(verb)
    tables = {
        "object": (question.object,),
        "subject": (question.subject,),
        "prep": (question.with_object, question.object, question.subject),
    }
    near: frozenset[str] | None = None
    for table in tables.get(role, ()):
        for phrase in table.get(lemma, ()):
            if role == "prep" and not phrase:
                continue
            if phrase and near is None:
                near = _near(verb)
            if phrase and not phrase <= near:
                continue
            if not phrase and not _doer_allows(verb, lemma, question, words):
                continue
            return 20 + 5 * len(phrase)
    if (verb.lower_ in question.state and (verb.pos_ != "VERB" or _is_helped(verb))) or (
        verb.pos_ in ("ADJ", "ADV", "NOUN") and verb.lower_ in question.label | question.adjective):
        return 22
    if role == "object" and question.what == "killed" and lemma == "lose" and _lemma(group.head) in words["lost"]:
        return 21
    if role == "object" and question.what in ("killed",) and group.head.lemma_ == "life" and lemma in words["lives"]:
        return 30
    return 0


def _is_helped(verb: Token) -> bool:
    """ "Are lost" is a state, "had lost" is none."""
    return any(c.lemma_ == "be" for c in verb.children if c.dep_ in ("aux", "auxpass")) or verb.dep_ in ("xcomp", "oprd", "acomp")


def _doer_allows(verb: Token, lemma: str, question: Question, words: Lexicon) -> bool:
    """ "Hold", "seize", "take" mean an arrest by the police and an abduction by gunmen, else neither."""
    if lemma not in words["needs_gunmen"] or question.what not in ("arrested", "abducted"):
        return True
    doers = _doers(verb)
    if question.what == "abducted":
        return bool(doers & words["gunmen"]) and not doers & words["police"]
    return bool(doers & words["police"])


def _doers(verb: Token) -> set[str]:
    out: set[str] = set()
    node = verb
    for _ in range(4):
        subjects = [c for c in node.children if c.dep_ == "nsubj"]
        subjects += [g for c in node.children if c.dep_ == "agent" for g in c.children]
        out |= {s.lemma_.lower() for s in subjects}
        if subjects and not all(s.pos_ == "PRON" for s in subjects):
            break
        if node.head.i == node.i:
            break
        node = node.head
    return out


def _near(verb: Token) -> frozenset[str]:
    """Lemmas around a verb, its subordinate clauses left out."""
    out: set[str] = set()
    queue = [(c, 1) for c in verb.children]
    while queue and len(out) < 60:
        token, depth = queue.pop(0)
        out.add(token.lemma_.lower())
        out.add(token.lower_)
        if depth < DEPTH:
            queue.extend((c, depth + 1) for c in token.children if c.dep_ not in _CLAUSES)
    return frozenset(out)


def _lemma(token: Token) -> str:
    return token.lemma_.lower()


# ------------------------------------------------------------ tolls and turnouts


def _figure(group: Group, question: Question, words: Lexicon) -> tuple[Token, bool] | None:
    """ "The death toll rose to 14", "put the number of wounded at 60": (the figure's noun, whether it changed)."""
    node = group.head
    if node.dep_ == "pobj" and node.head.lower_ == "of" and _is_figure(node.head.head, question):
        return node.head.head, False
    verb = node
    for _ in range(4):
        if verb.head.i == verb.i:
            break
        verb = verb.head
        if verb.pos_ in ("VERB", "AUX"):
            break
    if _lemma(verb) not in words["standing"]:
        return None
    for child in verb.children:
        if (
            child.dep_ in ("nsubj", "dobj", "nsubjpass", "pobj", "attr")
            and child.i != node.i
            and _is_figure(child, question)
        ):
            return child, _lemma(verb) in words["rising"]
    return None


def _is_figure(noun: Token, question: Question) -> bool:
    if noun.pos_ not in ("NOUN", "PROPN", "ADJ", "VERB"):
        return False
    near = _near(noun) | {c.lower_ for c in noun.subtree if c.i - noun.i < 6} | {noun.lemma_.lower(), noun.lower_}
    for words in question.figure:
        if set(words) <= near and (noun.lemma_.lower() in words or noun.lower_ in words):
            return (
                len(words) > 1
                or noun.lemma_.lower() in ("toll", "turnout", "attendance", "crowd")
                or noun.i != noun.head.i
            )
    return False


# ------------------------------------------------------------ numbers that lean on others


def _inherited(group: Group, found: list[Found], words: Lexicon) -> Found | None:
    """A second figure for the same question: "organisers spoke of 20,000", "or 46 by the headmaster's count"."""
    if not found or not group.bare or not group.low and not group.high:
        return None
    last = found[-1]
    if group.head.sent.start - last.group.head.i > 40 or last.group.span.end > group.span.start:
        return None
    before = [t.lower_ for t in group.head.doc[max(0, group.head.i - 3) : group.head.i]]
    if "or" in before and group.head.sent == last.group.head.sent:
        return Found(group, last.what, last.by)
    node = group.head
    for _ in range(4):
        if node.head.i == node.i:
            break
        node = node.head
        if node.pos_ == "VERB":
            break
    if node.pos_ == "VERB" and _lemma(node) in words["speaking"]:
        return Found(group, last.what, last.by)
    return None


def _taken_up(parsed: Parsed, waiting: list[Group], words: Lexicon) -> Iterator[Found]:
    """People named before what happened to them: "six can have been aboard, and all of them are missing"."""
    for group in waiting:
        if group.bare and group.head.dep_ == "nummod":
            continue
        sentence = parsed.sentence_number(group.head)
        last = parsed.sentences[min(sentence + 1, len(parsed.sentences) - 1)]
        for token in parsed.doc[group.head.i + 1 : last.end]:
            if token.lower_ not in ("all", "they", "none", "both", "them") or token.dep_ not in (
                "nsubj",
                "nsubjpass",
                "dobj",
            ):
                continue
            if token.lower_ == "none":
                if token.head.lemma_ == "survive":
                    yield Found(group, "killed", token.head)
                    break
                continue
            asked = _asked(replace(group, head=token), words)
            if asked is not None and _people(group.head, words):
                yield replace(asked, group=group)
                break


def _people(noun: Token, words: Lexicon) -> bool:
    return noun.lemma_.lower() not in words["things"] and noun.tag_ in ("NNS", "NNPS", "NN", "CD")


def _together(group: Group, parsed: Parsed, words: Lexicon, done: set[int]) -> Group:
    """Groups joined by "and" are one number: "two guards and a driver" are three."""
    low, high, end = group.low, group.high, group.span.end
    node = group.head
    for _ in range(5):
        joined = next((c for c in node.children if c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN", "NUM")), None)
        if (
            joined is None
            or not any(c.dep_ == "cc" and c.lower_ == "and" for c in node.children)
            and not any(c.dep_ == "conj" for c in joined.children)
        ):
            break
        amount = _amount(joined, parsed, words)
        if amount is None:
            break
        low += amount[0]
        high = None if high is None or amount[1] is None else high + amount[1]
        end = joined.idx + len(joined)
        done.add(joined.i)
        node = joined
    return replace(group, low=low, high=high, span=Span(group.span.start, end)) if node is not group.head else group


def _amount(noun: Token, parsed: Parsed, words: Lexicon) -> tuple[int, int | None] | None:
    if _lemma(noun) in words["things"]:
        return None
    start = noun.left_edge.idx
    numbers = find_numbers(parsed.doc.text[start : noun.idx + len(noun)])
    if numbers:
        return numbers[0].low, numbers[0].high
    if noun.tag_ == "NN" and any(c.dep_ in ("det", "poss") for c in noun.children):
        return 1, 1
    return None


def _distinct(found: list[Found]) -> list[Found]:
    out: list[Found] = []
    for item in found:
        twice = any(
            o.what == item.what
            and o.group.span.start < item.group.span.end
            and item.group.span.start < o.group.span.end
            for o in out
        )
        if not twice:
            out.append(item)
    return out
