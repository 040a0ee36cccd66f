"""Repairs of the parse: headlines (no articles, verbs taken for plural nouns, a comma for "and"), main verbs taken for participles."""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from tellings.events.syntax import HEADLINE_PASSIVES, MANNER_BY, PEOPLE_BY_STATE, PREFIXES, Graph
from tellings.events.tree import places

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_NOUN_ROLES = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "conj", "dative"})
_LONGEST = 24
_STOPS = frozenset({".", ".”", '."', "!", "”", '"'})


def repair(
    graph: Graph,
    verbs: Container[str],
    hyphened: Container[str],
    countries: Container[str],
    in_title: Callable[[int], bool],
    nouns: Container[str] = (),
    classed: Container[str] = (),
) -> None:
    """Changes the graph of titles and of short lines without a full stop; `verbs` are the lemmas that frames know as verbs,
    `hyphened` the words with a hyphen that frames or classes know, `nouns` those of a dictionary, `classed` those of the classes.

    Of full sentences: a participle that is the only verb there is becomes the main verb.
    """
    _names_for_verbs(graph, countries)
    _people_by_state(graph)
    _join_prefixes(graph)
    _join_hyphens(graph, hyphened)
    _right_lemmas(graph, verbs)
    _month_of_march(graph, in_title)
    _adjectives_with_objects(graph, verbs)
    _promote_participles(graph, in_title)
    _promote_modifiers(graph, in_title)
    _demote_participles(graph)
    for first, last in _lines(graph, in_title):
        _comma_for_and(graph, first, last)
        _passives(graph, first, last)
        _verbs_in_compounds(graph, first, last, verbs)
        if not any(graph.pos[t] == "VERB" and graph.lemma[t] in verbs for t in range(first, last + 1)):
            _verb_for_noun(graph, first, last, verbs)


def _names_for_verbs(graph: Graph, countries: Container[str]) -> None:
    """ "to Suriname", "of Kiribati", taken for verbs or adverbs: a country's name with a capital is a name."""
    for i, pos in enumerate(graph.pos):
        if pos in ("VERB", "ADV", "X", "INTJ") and graph.low[i] in countries and graph.doc[i].text[:1].isupper():
            graph.pos[i], graph.tag[i], graph.lemma[i] = "PROPN", "NNP", graph.low[i]


def _month_of_march(graph: Graph, in_title: Callable[[int], bool]) -> None:
    """ "began March with a loss", "on march 15": the month is no march."""
    for i in places("march", graph.low):
        dated = i + 1 < graph.n and graph.sent[i + 1] == graph.sent[i] and graph.low[i + 1][:1].isdigit() and len(graph.low[i + 1]) <= 4  # fmt: skip
        capital = graph.doc[i].text == "March" and graph.dep[i] in ("dobj", "pobj", "npadvmod") and i > graph.sentences[graph.sent[i]][0]  # fmt: skip
        if dated or (capital and not in_title(i) and not graph.kids[i]):
            graph.low[i] = graph.lemma[i] = "the month of march"


def _people_by_state(graph: Graph) -> None:
    """ "flew out the wounded", "fed the homeless": people told by the state they are in are a noun, whatever its form."""
    if PEOPLE_BY_STATE.isdisjoint(graph.low):
        return
    for i, low in enumerate(graph.low):
        if low in PEOPLE_BY_STATE and graph.pos[i] in ("VERB", "ADJ") and graph.dep[i] in _NOUN_ROLES:
            if any(graph.low[k] in ("the", "their", "its") for k in graph.children(i, "det", "poss")):
                graph.pos[i], graph.tag[i], graph.lemma[i] = "NOUN", "NNS", low


def _names_for_nouns(graph: Graph, nouns: Container[str], classed: Container[str]) -> None:
    """ "Guterres thanked Angola": a subject that opens the sentence, bare, and stands in no dictionary, is a name."""
    for i, dep in enumerate(graph.dep):
        if (
            graph.pos[i] != "NOUN"
            or dep not in ("nsubj", "nsubjpass")
            or not graph.doc[i].text.istitle()
            or graph.kids[i]
        ):
            continue
        if i and (graph.sent[i - 1] == graph.sent[i] and graph.pos[i - 1] not in ("PUNCT", "SPACE")):
            continue
        low = graph.low[i]
        if any(word in nouns or word in classed for word in (low, graph.lemma[i], low.removesuffix("s"))):
            continue
        graph.pos[i], graph.tag[i], graph.lemma[i] = "PROPN", "NNP", low


def _join_prefixes(graph: Graph) -> None:
    """ "the ex-mayor", read as three nouns: the last one is meant and stands where the first one does."""
    if PREFIXES.isdisjoint(graph.low):
        return
    for i in range(graph.n - 2):
        last = i + 2
        if graph.low[i] not in PREFIXES or graph.low[i + 1] != "-" or graph.pos[last] not in _NOMINAL:
            continue
        if graph.dep[i] not in ("compound", "amod", "punct") and graph.head[i] != last:
            if graph.head[i] == i or graph.head[last] in (i, i + 1) or graph.head[last] == graph.head[i]:
                _attach(graph, last, last if graph.head[i] == i else graph.head[i], graph.dep[i])
        for t in (i, i + 1):
            for k in [k for k in graph.kids[t] if k not in (i, i + 1)]:
                _attach(graph, k, last, graph.dep[k])
            _attach(graph, t, last, "compound")


def _adjectives_with_objects(graph: Graph, verbs: Container[str]) -> None:
    """ "Troops open fire": what has a subject and an object is a verb."""
    for i in places("ADJ", graph.pos):
        if graph.lemma[i] in verbs and graph.child(i, "dobj") is not None:
            if graph.child(i, "nsubj") is not None:
                graph.pos[i], graph.tag[i] = "VERB", "VBP"


def _verbs_in_compounds(graph: Graph, first: int, last: int, verbs: Container[str]) -> None:
    """ "Senegal fires army chief": the verb was hung before its object as if it were a compound."""
    for i in range(first + 1, last):
        noun = graph.head[i]
        if (
            graph.tag[i] not in ("VBZ", "VBP")
            or graph.dep[i] not in ("compound", "amod", "nmod")
            or not i < noun <= last
            or graph.lemma[i] not in verbs
            or graph.pos[i - 1] not in _NOMINAL
        ):
            continue
        subject = graph.child(i, "nsubj")
        subject = i - 1 if subject is None else subject
        above, role = graph.head[noun], graph.dep[noun]
        _attach(graph, i, i if above == noun else above, role)
        _attach(graph, noun, i, "dobj")
        _attach(graph, subject, i, "nsubj")
        for k in list(graph.kids[noun]):
            if k < i:
                _attach(graph, k, subject if graph.dep[k] in ("compound", "amod") and k < subject else i, graph.dep[k])
        return


def _join_hyphens(graph: Graph, hyphened: Container[str]) -> None:
    """ "go - ahead", "baton - charged", "build - up": words that frames or classes know; the last part stands for all."""
    for i in places("-", graph.low):
        if not 0 < i < graph.n - 1 or graph.doc[i].idx + 1 != graph.doc[i + 1].idx:
            continue
        for last in (graph.lemma[i + 1], graph.low[i + 1]):
            word = next((w for w in (f"{graph.low[i - 1]}-{last}", f"{graph.low[i - 1]}{last}") if w in hyphened), None)
            if word is not None:
                graph.lemma[i + 1], graph.low[i + 1] = (
                    word,
                    word if word == last else f"{graph.low[i - 1]}-{graph.low[i + 1]}",
                )
                if graph.pos[i + 1] in ("ADP", "ADV", "PART", "SCONJ"):
                    graph.pos[i + 1] = "NOUN"
                break


def _demote_participles(graph: Graph) -> None:
    """ "Protesters demanding jobs hurled stones": the participle was taken for the main verb, its object for a subject."""
    for i in places("ROOT", graph.dep):
        if graph.tag[i] != "VBG" or graph.child(i, "aux", "auxpass") is not None:
            continue
        noun, verb = graph.child(i, "nsubj"), graph.child(i, "ccomp")
        if noun is None or verb is None or not noun < i < verb or graph.tag[verb] not in ("VBD", "VBZ", "VBP", "VBN"):
            continue
        inner = graph.child(verb, "nsubj", "nsubjpass")
        if inner is None or not i < inner < verb or graph.child(verb, "mark") is not None:
            continue
        role = graph.dep[inner]
        _attach(graph, verb, verb, "ROOT")
        for k in list(graph.kids[i]):
            if k > verb:
                _attach(graph, k, verb, graph.dep[k])
        _attach(graph, noun, verb, role)
        _attach(graph, i, noun, "acl")
        _attach(graph, inner, i, "dobj")


_SHORT = re.compile(r"[^aeiou][aeiou][^aeiouwxy]$")


def _right_lemmas(graph: Graph, verbs: Container[str]) -> None:
    """ "raped" is of "rape", not of "rap", which would double its last letter."""
    for i, pos in enumerate(graph.pos):
        if pos == "NOUN" and graph.dep[i] in ("ROOT", "ccomp") and graph.lemma[i] in verbs:
            deps = {graph.dep[k] for k in graph.kids[i]}
            if "nsubj" in deps and deps & {"xcomp", "dobj", "ccomp"}:  # "Pensioners plan to rally", tagged as a noun
                graph.pos[i], graph.tag[i] = "VERB", "VBP"
        if pos == "VERB" and graph.low[i][-2:] in ("ed", "ng"):
            lemma = graph.lemma[i]
            if graph.low[i] in (lemma + "ed", lemma + "ing") and lemma + "e" in verbs and _SHORT.search(lemma):
                graph.lemma[i] = lemma + "e"


def _promote_participles(graph: Graph, in_title: Callable[[int], bool]) -> None:
    """ "An official newspaper called on Arabs to unite." read as a noun with a participle: the sentence must have a verb."""
    for i in places("ROOT", graph.dep):
        if graph.pos[i] not in ("NOUN", "PROPN") or in_title(i):
            continue
        verbs = [
            k
            for noun in _down_the_phrase(graph, i)
            for k in graph.kids[noun]
            if graph.dep[k] == "acl" and graph.tag[k] in ("VBN", "VBD") and k > i
        ]
        stop = next((k for k in reversed(graph.kids[i]) if graph.dep[k] == "punct"), None)
        if len(verbs) != 1 or stop is None or graph.low[stop] != "." or _has_doer(graph, verbs[0]):
            continue
        verb = verbs[0]
        _attach(graph, verb, verb, "ROOT")
        for k in list(graph.kids[i]):
            if k > verb:
                _attach(graph, k, verb, graph.dep[k])
        _attach(graph, i, verb, "nsubj")
        graph.tag[verb] = "VBD"


def _promote_modifiers(graph: Graph, in_title: Callable[[int], bool]) -> None:
    """ "Mayor Ana Prieto-Luna blamed smugglers of the Red Hand.", read as a noun with two words before it: what has a
    subject of its own is the verb, in a sentence that has no other."""
    for i in places("amod", graph.dep):
        noun = graph.head[i]
        if graph.tag[i] not in ("VBN", "VBD") or graph.head[noun] != noun or not i < noun or in_title(i):
            continue
        subject = graph.child(i, "nsubj", "npadvmod")
        if subject is None or subject != i - 1 or graph.pos[subject] != "PROPN" or graph.pos[noun] == "VERB":
            continue
        if graph.low[graph.sentences[graph.sent[i]][1] - 1].strip() not in _STOPS:
            continue
        _attach(graph, i, i, "ROOT")
        for k in list(graph.kids[noun]):
            if k < i or (graph.dep[k] == "punct" and k > noun):
                _attach(graph, k, i, graph.dep[k])
        _attach(graph, noun, i, "dobj")
        graph.dep[subject], graph.tag[i] = "nsubj", "VBD"


def _down_the_phrase(graph: Graph, noun: int) -> list[int]:
    """The noun, and those that its prepositions hang on it: "leaders of the islands", "officers from both armies"."""
    out = [noun]
    for _ in range(3):
        inner = [p for k in graph.children(out[-1], "prep") if (p := graph.child(k, "pobj")) is not None]
        if not inner:
            break
        out.append(inner[-1])
    return out


def _has_doer(graph: Graph, verb: int) -> bool:
    """A by-phrase that is no manner ("by telephone", "side by side")."""
    agent = graph.child(verb, "agent")
    noun = graph.child(agent, "pobj") if agent is not None else None
    return noun is not None and graph.lemma[noun] not in MANNER_BY


def _lines(graph: Graph, in_title: Callable[[int], bool]):
    start = 0
    for i in range(1, graph.n + 1):
        if i == graph.n or graph.sent[i] != graph.sent[start]:
            end = i - 1
            while end > start and graph.pos[end] == "SPACE":
                end -= 1
            if 2 <= end - start < _LONGEST and (in_title(start) or graph.low[end][-1:] not in ".!?\"'”’:;"):
                yield start, end
            start = i


def _comma_for_and(graph: Graph, first: int, last: int) -> None:
    """ "Kenya, Somalia sign pact": two subjects."""
    if first + 2 <= last and graph.low[first + 1] == "," and graph.dep[first] in ("dep", "npadvmod", "nsubj", "nmod"):
        second = next((t for t in range(first + 2, last + 1) if graph.dep[t] == "nsubj"), None)
        if second is not None and second <= first + 4 and graph.pos[first] in ("PROPN", "NOUN"):
            verb = graph.head[second]
            _attach(graph, first, verb, "nsubj")
            _attach(graph, second, first, "conj")


def _passives(graph: Graph, first: int, last: int) -> None:
    """ "Lawmaker charged with treason", "Two shot dead by gunmen": past tense to the parser, but there is no object."""
    for i in range(first + 1, last + 1):
        if graph.lemma[i] not in HEADLINE_PASSIVES or graph.pos[i] != "VERB" or graph.tag[i] not in ("VBD", "VBN"):
            continue
        deps = {graph.dep[k] for k in graph.kids[i]}
        if deps & {"dobj", "ccomp", "xcomp", "aux", "auxpass", "prt"}:
            continue
        subject = graph.child(i, "nsubj")
        if subject is not None and subject < i:
            graph.dep[subject], graph.tag[i] = "nsubjpass", "VBN"
        elif not (graph.tag[i] == "VBN" and graph.head[i] == i):
            continue
        for k in graph.kids[i]:
            if graph.dep[k] == "prep" and graph.low[k] == "by":
                graph.dep[k] = "agent"
    for i in range(first + 1, last + 1):  # "charged with treason, remanded": the second has the first one's subject
        first_verb = graph.child(i, "ccomp") if graph.head[i] == i else None
        if (
            first_verb is not None
            and graph.lemma[i] in HEADLINE_PASSIVES
            and graph.child(i, "nsubj", "nsubjpass", "dobj") is None
            and graph.child(first_verb, "nsubjpass") is not None
        ):
            _attach(graph, first_verb, first_verb, "ROOT")
            for k in list(graph.kids[i]):
                if k < i and graph.dep[k] == "punct":
                    _attach(graph, k, first_verb, "punct")
            _attach(graph, i, first_verb, "conj")
            graph.tag[i] = "VBN"


def _verb_for_noun(graph: Graph, first: int, last: int, verbs: Container[str]) -> None:
    """ "Peru expels envoys": a plural noun between two noun phrases that frames know as a verb."""
    for i in range(first + 1, last):
        low = graph.low[i]
        lemma = _verb_lemma(low, verbs) or (low if low in verbs and _plural(graph, i - 1) else None)
        if lemma is None or graph.pos[i] not in ("NOUN", "PROPN", "ADV") or graph.pos[i - 1] not in _NOMINAL:
            continue
        end = i
        while end < last and (
            graph.pos[end + 1] in _NOMINAL
            or graph.low[end + 1] in ("a", "the", "its", "his", "her")
            or (graph.tag[end + 1] in ("VBZ", "VBG", "VBN") and end + 1 == last)
        ):
            end += 1
        if end == i:
            continue
        graph.pos[i], graph.tag[i], graph.lemma[i] = "VERB", "VBZ", lemma
        root = next((t for t in range(first, last + 1) if graph.head[t] == t), i)
        _attach(graph, i, i, "ROOT")
        for t in range(first, i - 1):
            if graph.head[t] >= i - 1:
                _attach(graph, t, i - 1, "compound")
        _attach(graph, i - 1, i, "nsubj")
        for t in range(i + 1, end):
            if graph.head[t] <= i or graph.head[t] >= end:
                _attach(graph, t, end, "compound")
        if graph.pos[end] == "VERB":
            graph.pos[end], graph.tag[end] = "NOUN", "NNS"
        _attach(graph, end, i, "dobj")
        for t in range(end + 1, last + 1):
            if graph.head[t] in (root, i - 1) and t != root:
                _attach(graph, t, i if graph.pos[t] != "ADP" else end, graph.dep[t])
        return


def _plural(graph: Graph, i: int) -> bool:
    """ "Farmers block road": a plural before the bare verb."""
    return graph.tag[i] in ("NNS", "NNPS") or (graph.pos[i] == "PROPN" and graph.low[i][-1:] == "s")


def _verb_lemma(low: str, verbs: Container[str]) -> str | None:
    for lemma in ((low[:-1],) if low.endswith("s") and not low.endswith("ss") else ()) + (
        (low[:-2],) if low.endswith("es") else ()
    ):
        if lemma in verbs:
            return lemma
    return low[:-3] + "y" if low.endswith("ies") and low[:-3] + "y" in verbs else None


def _attach(graph: Graph, t: int, head: int, dep: str) -> None:
    old = graph.head[t]
    if old != t and t in graph.kids[old]:
        graph.kids[old] = [k for k in graph.kids[old] if k != t]
    graph.head[t], graph.dep[t] = head, dep
    if head != t:
        graph.kids[head] = sorted({*graph.kids[head], t})
