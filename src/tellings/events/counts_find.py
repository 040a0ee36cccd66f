"""Numbers of people in a text and what they count: by syntax, from the number's phrase to the words that ask the question."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from tellings.events.counts_groups import Group, groups, stands_alone
from tellings.events.counts_lean import Found, inherited, taken_up, together
from tellings.events.counts_lexicon import Lexicon, Question, lexicon
from tellings.events.counts_roles import Role, roles_of
from tellings.events.tokens import Token, Tokens
from tellings.parse import Parsed

DEPTH = 5
Figure = tuple[Token, frozenset[str], bool]
_CLAUSES = ("relcl", "ccomp", "advcl", "parataxis", "conj", "csubj")


def find(parsed: Parsed, doc: Tokens, sentences: Collection[int] | None = None) -> list[Found]:
    """Every count of a text, or of some of its sentences, in order of its numbers."""
    words = lexicon()
    out: list[Found] = []
    waiting: list[Group] = []
    done: set[int] = set()
    lapsed: list[Found] = []  # figures that hold no more, whose question a second one may answer
    for group in sorted(groups(parsed, doc, words, sentences), key=lambda g: (g.span.start, -g.span.end)):
        if group.head.i in done or group.span.start in done:
            continue
        if group.old:
            if out and out[-1].group.head.sent == group.head.sent:
                out[-1] = replace(out[-1], update=True)
            elif (asked := _asked(group, words)) is not None:
                lapsed.append(asked)
            continue
        found = _asked(group, words) or inherited(group, out or lapsed, words)
        if found is not None and group.part and _told_of_all(found, out):
            continue
        if found is not None:
            whole = together(group, parsed, words, done) if found.group is group else found.group
            out.append(replace(found, group=whole))
        elif (group.low or group.high) and not group.part:
            waiting.append(group)
        done.add(group.head.i)
    out.extend(taken_up(parsed, waiting, words, _asked))
    return _distinct(sorted(out, key=lambda f: f.group.span.start))


def _told_of_all(part: Found, before: Sequence[Found]) -> bool:
    """Whether what is said of some was counted of all of them: "61 arrested, of whom 17 remain in custody"."""
    return part.what == "participants" or not before or any(f.what == part.what for f in before[-_LAST:])


_LAST = 3  # figures before a part among which that of the whole stands

# ------------------------------------------------------------ what is asked


def _asked(group: Group, words: Lexicon) -> Found | None:
    single = group.low == group.high == 1 and not group.bare
    roles = tuple(roles_of(group, words))
    if (verb := _spared(group, roles, words)) is not None:
        return Found(replace(group, low=0, high=0), "injured", verb, False)
    if any(role in ("subject", "object") and _sets_free(verb, words) for verb, role in roles):
        return None
    figures = () if single else tuple(_figures(group, words))
    best: tuple[int, Found] | None = None
    for question in words.questions:
        if single and question.what == "participants":
            continue  # one makes no crowd
        for by, score, update in _ways(group, roles, figures, question, words):
            if best is None or score > best[0]:
                best = (score, Found(group, question.what, by, update))
    return best[1] if best else None


def _spared(group: Group, roles: Sequence[Role], words: Lexicon) -> Token | None:
    """ "All 23 crew are in good health": nobody is hurt."""
    doc, first = group.head.doc, group.head.doc.edges(group.head.i)[0]
    whole = {"all", "both"} & {t.lower_ for t in doc[max(0, first - 1) : group.head.i + 1]}
    if not whole or not group.low:
        return None
    for verb, role in roles:
        if role == "subject" and verb.pos_ in ("VERB", "AUX", "ADJ"):
            start, end = doc.edges(verb.i)
            said = {t.lower_ for t in doc[start : end + 1]}
            spared = (_near(verb) | {verb.lower_}) & words["spared"] and _lemma(verb) in _STATES | words["spared"]
            if spared and not said & (_NOT | words["lifeless"]):
                return verb
    return None


_STATES = frozenset(["be", "remain", "escape", "emerge", "survive", "walk", "return", "come", "get"])
_NOT = frozenset(["not", "n't", "no", "never"])


def _sets_free(verb: Token, words: Lexicon) -> bool:
    lemma = _lemma(verb)
    return lemma in words["released"] or (lemma in ("walk", "let", "set") and bool({"free", "go"} & _near(verb)))


def _ways(
    group: Group, roles: Sequence[Role], figures: Sequence[Figure], question: Question, words: Lexicon
) -> Iterator[tuple[Token, int, bool]]:
    """(the word that asks, how surely, whether the figure changed)"""
    head = group.head
    lemma = _lemma(head)
    if lemma in question.label or head.lower_ in question.label:
        yield head, 60, False
    if lemma in question.kind and not (head.dep_ == "pobj" and head.head.lower_ in ("for", "of", "to", "from")):
        yield head, 12, False
    if question.beside and any(
        t.lower_ in question.beside and t.head.dep_ == "prep"
        for c in head.children
        if c.dep_ == "prep"
        for t in c.children
    ):
        yield head, 48, False
    for child in head.children:
        if child.dep_ in ("amod", "compound", "nmod") and child.lower_ in question.adjective:
            yield child, 55, False
    after = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if after is not None and group.bare and after.lower_ in question.label | question.adjective:
        if stands_alone(head.doc, after.i + 1):
            yield after, 50, False
    if group.bare and _before_colon(head) & (question.label | question.adjective | question.titles):
        yield head, 57, False
    for verb, role in roles:
        if question.what == "participants" and role == "object" and _we_were(verb, group):
            yield verb, 40, False
        if role == "of":
            cost = (
                _lemma(verb) != "life" or _lemma(verb.head) in words["lives"]
            )  # "saved the lives of nine" killed nobody
            if cost and _lemma(verb) in question.of and not any(c.lower_ in words["not_yet"] for c in verb.children):
                yield verb, 45, False
        elif score := _verb(verb, role, question, group, words):
            yield verb, score, False
    for noun, near, changed in figures:
        if _is_figure(noun, near, question):
            yield noun, 58, changed


def _before_colon(number: Token) -> set[str]:
    """The words of a label: "Wounded: 16", "Turnout at the vigil: 350"."""
    doc, out = number.doc, set()
    if number.i < 2 or doc[number.i - 1].lower_ != ":":
        return out
    for i in range(number.i - 2, max(-1, number.i - 2 - _LABEL), -1):
        if doc[i].pos_ in ("PUNCT", "VERB", "AUX") and doc[i].tag_ != "VBN":
            break
        out |= {doc[i].lower_, _lemma(doc[i])}
    return out


_LABEL = 6  # words of a label
_CROWD = 20


def _we_were(verb: Token, group: Group) -> bool:
    """ "We were eight hundred at the gate": whoever says so was there."""
    ours = any(c.dep_ == "nsubj" and c.lower_ == "we" for c in verb.children)
    return ours and group.bare and group.low >= _CROWD and _lemma(verb) == "be"


def _verb(verb: Token, role: str, question: Question, group: Group, words: Lexicon) -> int:
    """How well the verb and the words near it fit a phrase of the question; 0 if not."""
    lemma = _lemma(verb)
    if question.what == "displaced" and _lemma(group.head) in words["armed"]:
        return 0
    if question.what == "injured" and group.high == 0 and lemma in words["of_nobody"] and role in ("object", "prep"):
        return 21
    if question.what == "killed" and role == "subject" and lemma == "fall" and _fell(verb, group, words):
        return 21
    if question.what == "participants" and role == "subject" and _some_of_us(verb, group):
        return 5
    if role == "object" and lemma in question.by_police and _doers(verb) & words["police"]:
        near = _near(verb)
        if any(phrase <= near for phrase in question.by_police[lemma]):
            return 26
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
                near = _near(verb, group.head.i if role == "subject" else -1)
            if phrase and not phrase <= near:
                continue
            if not phrase and not _doer_allows(verb, lemma, question, words):
                continue
            return 20 + 5 * len(phrase)
    if (verb.lower_ in question.state and (verb.pos_ != "VERB" or _is_helped(verb))) or (
        verb.pos_ in ("ADJ", "ADV", "NOUN") and verb.lower_ in question.label | question.adjective
    ):
        return 22
    if (
        role == "object"
        and question.what == "killed"
        and lemma == "lose"
        and verb.i < group.head.i
        and _lemma(group.head) in words["lost"]
    ):
        return 21
    if role == "object" and question.what in ("killed",) and group.head.lemma_ == "life" and lemma in words["lives"]:
        return 30
    return 0


def _fell(verb: Token, group: Group, words: Lexicon) -> bool:
    """ "Four soldiers fell on Monday" are dead; "fell ill", "fell into the river", "fell back" are not."""
    soldiers = _lemma(group.head) in words["lost"] or group.head.pos_ == "PROPN"
    places = (c for c in verb.children if c.dep_ in ("prep", "prt", "acomp", "oprd", "advmod", "dobj", "attr"))
    return soldiers and group.low > 1 and all(c.lower_ in words["fell_at"] for c in places)


def _some_of_us(verb: Token, group: Group) -> bool:
    """ "Two thousand of us stood there": whoever says so was there."""
    behind = [t.lower_ for t in group.head.doc[group.head.i + 1 : group.head.i + 3]]
    return group.low >= _CROWD and behind == ["of", "us"] and _lemma(verb) in _PRESENT


_PRESENT = frozenset(
    ["go", "come", "walk", "stand", "sit", "be", "stay", "wait", "remain", "arrive", "assemble", "sing", "kneel", "lie"]
)


def _is_helped(verb: Token) -> bool:
    """ "Are lost" is a state, "had lost" is none."""
    return any(c.lemma_ == "be" for c in verb.children if c.dep_ in ("aux", "auxpass")) or verb.dep_ in (
        "xcomp",
        "oprd",
        "acomp",
    )


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
        out |= {c.lemma_.lower() for s in subjects for c in s.children if c.dep_ == "compound"}  # "a patrol vessel"
        if subjects and not all(s.pos_ == "PRON" for s in subjects):
            break
        if node.head.i == node.i:
            break
        node = node.head
    return out


def _near(verb: Token, counted: int = -1) -> frozenset[str]:
    """Lemmas around a verb, its subordinate clauses left out, and what is counted: "a jail uprising ended" is no "ended in jail"."""
    out: set[str] = set()
    queue = [(c, 1) for c in verb.children if c.i != counted]
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


def _figures(group: Group, words: Lexicon) -> Iterator[Figure]:
    """Nouns of which the group may be the figure: "the death toll rose to 14", "put the number of wounded at 60"."""
    node = group.head
    if node.dep_ == "pobj" and node.head.lower_ == "of":
        yield node.head.head, _around(node.head.head), False
    verb = node
    for _ in range(4):
        if verb.head.i == verb.i:
            break
        verb = verb.head
        if verb.pos_ in ("VERB", "AUX"):
            break
    if _lemma(verb) in words["standing"]:
        for child in verb.children:
            if child.dep_ in ("nsubj", "dobj", "nsubjpass", "pobj", "attr") and child.i != node.i:
                yield child, _around(child), _lemma(verb) in words["rising"]


def _around(noun: Token) -> frozenset[str]:
    """The noun's words: itself, what stands near below it, and the few behind it."""
    behind = {t.lower_ for t in noun.doc[noun.i : min(noun.i + 6, noun.doc.edges(noun.i)[1] + 1)]}
    return _near(noun) | behind | {_lemma(noun), noun.lower_}


def _is_figure(noun: Token, near: frozenset[str], question: Question) -> bool:
    if noun.pos_ not in ("NOUN", "PROPN", "ADJ", "VERB"):
        return False
    for words in question.figure:
        if (_lemma(noun) in words or noun.lower_ in words) and near.issuperset(words):
            return len(words) > 1 or _lemma(noun) in lexicon()["plain"] or noun.i != noun.head.i
    return False


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
