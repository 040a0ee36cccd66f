"""Which characters a rule of a grammar cannot do without, so that it need not be tried where they are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What `Grammar` compiles its patterns to: groups, branches, "maybe", "up to eight", sets of characters and characters.
_PART = re.compile(
    r"(?P<open>\(\?(?:P<\w+>|:))|(?P<close>\))|(?P<or>\|)|(?P<maybe>\?|\{0,8\})|\[(?P<set>[^\]]*)\]|(?P<one>.)", re.S
)
Needs = list[frozenset[str]]


def needs(regex: str) -> Needs:
    """Sets of characters of which every match holds one each.

    >>> [sorted(s) for s in needs("(?:a|b)c?[de]")]
    [['a', 'b'], ['d', 'e']]
    """
    return _branches(_PART.finditer(regex))


def _branches(parts: Iterator[re.Match[str]]) -> Needs:
    """Up to the closing bracket: what the only branch needs, or one of what each of several needs."""
    branches: list[Needs] = [[]]
    last: Needs = []  # what the part before needs, unless "maybe" follows it
    for part in parts:
        kind = part.lastgroup
        if kind == "maybe":
            last = []
            continue
        branches[-1] += last
        last = []
        if kind == "close":
            break
        if kind == "or":
            branches.append([])
        elif kind == "open":
            last = _branches(parts)
        else:
            last = [frozenset(part.group(kind))]
    branches[-1] += last
    if len(branches) == 1:
        return branches[0]
    return [frozenset().union(*(min(b, key=len) for b in branches))] if all(branches) else []
