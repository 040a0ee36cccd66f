"""The past that an event is told from: years, "two decades ago", "during the war"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tellings.events.syntax import Graph

_YEAR = re.compile(r"(1[0-9]{3}|20[0-9]{2})(s|'s)?$")


class Past:
    """Finds it in one document.  words: the table `historical` of status.toml; year: of the report, None if unknown."""

    def __init__(self, graph: Graph, words: Mapping, year: int | None) -> None:
        self.g, self.words, self.year = graph, words, year
        self.phrases = tuple(words["phrases"])
        self.endings = tuple({phrase.rsplit(" ", 1)[-1] for phrase in self.phrases})
        self.ago_units = frozenset(words["ago_units"].split())
        self.ago_words = frozenset(words["ago_words"].split())

    def of(self, chief: int) -> str | None:
        """Words that put the event into a past long over: its own modifiers, then its clause, then what holds the clause."""
        g = self.g
        i = chief
        if g.verb(chief) and any(g.low[k] == "last" and k < chief for k in g.children(chief, "advmod")):
            year = next((k for p in g.children(chief, "prep") for k in g.kids[p] if _YEAR.match(g.low[k])), None)
            if year is not None and (self.year is None or int(g.low[year][:4]) < self.year):
                return f"last … {g.low[year]}"  # "last visited Khartoum in 2007"
        for _ in range(6):
            if (found := self._dated_by(i, chief)) is not None:
                return found
            h, dep = g.head[i], g.dep[i]
            if h == i:
                return None
            if dep == "ccomp" and g.verb(h):
                return None
            if (
                dep in ("relcl", "acl")
                and not any(g.tag[k] == "WRB" for k in g.kids[i])
                and g.pos[h] not in ("NOUN", "PROPN")
            ):
                return None
            if dep == "relcl" and any(g.tag[k] in ("VBZ", "VBP", "MD") for k in (i, *g.auxes(i))):
                return self._dated_by(
                    h, i
                )  # who "is to fly to Oslo, told of a war ten years ago": only the noun's own words
            i = h
        return None

    def _dated_by(self, i: int, chief: int) -> str | None:
        g = self.g
        queue, seen = [i], 0
        while queue and seen < 60:
            v = queue.pop()
            for k in g.kids[v]:
                if k == chief:
                    continue
                if (g.dep[k] in ("conj", "ccomp", "parataxis", "xcomp") and g.verb(k)) or (
                    g.dep[k] in ("advcl", "relcl") and v != chief
                ):
                    continue
                if g.dep[k] == "relcl" and v == chief and g.verb(chief):
                    continue
                if g.dep[k] == "acl" and g.verb(k) and v != chief:
                    continue  # "the families of miners killed in 1996"
                if g.dep[k] == "pcomp" and g.verb(k):
                    continue  # "apologised for comparing it to the famine of 1932"
                if g.verb(v) and g.dep[k] == "prep" and g.low[k] in self.words["concerning"]:
                    continue  # "apologised for the war of 1974": what was concerned is of that time, not the deed
                seen += 1
                if (found := self._past_word(k)) is not None:
                    return found
                queue.append(k)
        return None

    def _past_word(self, k: int) -> str | None:
        g = self.g
        low = g.low[k]
        if low[:1].isdigit() and (match := _YEAR.match(low)) and g.pos[k] in ("NUM", "NOUN", "PROPN", "ADJ"):
            year = int(match.group(1)) + (9 if match.group(2) else 0)
            limit = (self.year - self.words["years"]) if self.year else self.words["undated"]
            before = g.low[k - 1] if k else ""
            if year <= limit and before not in ("since", "article", "resolution", "law"):
                return low
        if low in self.ago_words:
            for m in range(max(0, k - 3), k):
                if (g.lemma[m] in self.ago_units and g.low[m] not in ("year", "a")) or (
                    g.lemma[m] in ("decade", "century", "generation")
                ):
                    return f"{g.low[m]} {low}"
        if low.endswith(self.endings) and g.pos[k] in ("NOUN", "PROPN", "ADJ", "ADV"):
            tail = " ".join(g.low[max(0, k - 3) : k + 1])
            if tail.endswith(self.phrases):
                return next(phrase for phrase in self.phrases if tail.endswith(phrase))
        return None
