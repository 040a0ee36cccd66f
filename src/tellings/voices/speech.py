"""Quotations that no cue holds: the rest of a speech that went on, and speech beside a verb that no cue file knows."""

from __future__ import annotations

from bisect import bisect_left

from tellings.model import Span
from tellings.voices.finding import Finding
from tellings.voices.quotes import Quotation
from tellings.voices.sources import phrase, subject
from tellings.voices.syntax import Syntax
from tellings.voices.verbs import group

_ENDS = ".,!?…—–-"
_GAP = 2  # sentences of the reporter's own between two parts of one speech


def complete(syntax: Syntax, findings: list[Finding], quotes: tuple[Quotation, ...]) -> list[Finding]:
    """The findings with their later quotations, and new ones for speech without a known cue."""
    text = syntax.doc.text
    outer = [q for q in quotes if q.depth == 0]
    owners = _owners(findings, outer)
    out = list(findings)
    before: tuple[Finding, int] | None = None  # the last speech and where its telling ends
    last_anchor = sorted(f.anchor for f in findings)
    for n, quote in enumerate(outer):
        owner = owners[n]
        if owner is None and speechlike(text, quote):
            if before is not None and _goes_on(syntax, text, before, quote, last_anchor):
                owner = before[0]
                owner.content = tuple(sorted((*owner.content, Span(quote.start, quote.end))))
            else:
                owner = _lone(syntax, text, quote)
                if owner is not None:
                    out.append(owner)
        if owner is not None:
            end = max(quote.end, syntax.end[owner.anchor] if owner.anchor >= 0 else 0)
            before = (owner, end)
    return out


def speechlike(text: str, quote: Quotation) -> bool:
    """Whole words of somebody, not a title or a word held with tongs."""
    first, last = quote.inner
    inner = text[first:last].strip()
    if quote.words < 3 or not inner:
        return False
    return (inner[0].isupper() or inner[0] in "…[('‘'") and (inner[-1] in _ENDS or not quote.closed or quote.words > 12)


def _owners(findings: list[Finding], outer: list[Quotation]) -> list[Finding | None]:
    """For each quotation the telling whose content holds most of it."""
    starts = [q.start for q in outer]
    out: list[Finding | None] = [None] * len(outer)
    for finding in findings:
        for span in finding.content:
            n = max(0, bisect_left(starts, span.start) - 1)
            while n < len(outer) and outer[n].start < span.end:
                quote = outer[n]
                shared = min(span.end, quote.end) - max(span.start, quote.start)
                if 2 * shared >= quote.end - quote.start:
                    out[n] = out[n] or finding
                n += 1
    return out


def _goes_on(syntax: Syntax, text: str, before: tuple[Finding, int], quote: Quotation, anchors: list[int]) -> bool:
    """The quotation opens a sentence soon after the speech, and nobody else speaks in between."""
    finding, end = before
    here = syntax.token_at(quote.start)
    there = syntax.token_at(max(end - 1, 0))
    gap = text[end : quote.start]
    if "\n" in gap:
        tail = gap[: gap.index("\n")]
        head = gap[gap.rindex("\n") :]
        if head.strip() or gap.count("\n\n") > 1 or len(tail) > 200 or _words_after(text, quote):
            return False
        return syntax.sentence[here] - syntax.sentence[there] <= _GAP
    stop = text[: quote.start].rstrip()[-1:] if quote.start < 400 else text[quote.start - 400 : quote.start].rstrip()[-1:]
    if stop not in tuple('.!?”"\'’…»'):
        return False
    between = anchors[bisect_left(anchors, there + 1) : bisect_left(anchors, here)]
    if any(a != finding.anchor for a in between):
        return False
    return syntax.sentence[here] - syntax.sentence[there] <= _GAP + 1


def _words_after(text: str, quote: Quotation) -> bool:
    """Words follow the quotation in its own sentence."""
    rest = text[quote.end : quote.end + 2]
    first, last = quote.inner
    return bool(quote.closed and text[last - 1 : last] == "," and rest.strip())


def _lone(syntax: Syntax, text: str, quote: Quotation) -> Finding | None:
    """Speech beside a verb that is no cue ("he laughed: …"), or after a sentence about its speaker."""
    here = syntax.token_at(quote.start)
    first, last = syntax.sentences[syntax.sentence[here]]
    inside = range(here, syntax.token_at(quote.end - 1) + 1)
    verb = _main_verb(syntax, first, last, inside)
    if verb is None and inside.stop < syntax.size:
        nxt = syntax.sentence[min(inside.stop, syntax.size - 1)]
        if nxt != syntax.sentence[here] and text[quote.inner[1] - 1 : quote.inner[1]] in ",!?" and "\n" not in text[quote.end : quote.end + 1]:
            verb = _main_verb(syntax, *syntax.sentences[nxt], inside)
    cue = verb
    if verb is None and first > 0 and "\n" not in text[syntax.end[first - 1] : quote.start]:
        verb = _main_verb(syntax, *syntax.sentences[syntax.sentence[first - 1]], inside)
    if verb is None:
        return None
    speaker = subject(syntax, verb)
    if speaker is None or speaker in inside:
        return None
    source = phrase(syntax, speaker, without=verb)
    if inside.start <= source[1] and source[0] < inside.stop:
        source = (speaker, speaker)
    span = Span(quote.start, quote.end)
    run = group(syntax, cue) if cue is not None else None
    return Finding((span,), run, source, verb, speaker, "said", "speech", "beside" if cue is not None else "after")


def _main_verb(syntax: Syntax, first: int, last: int, inside: range) -> int | None:
    """The highest verb of the sentence outside the quotation that has a subject there."""
    for i in range(first, last):
        if i in inside or syntax.pos[i] not in ("VERB", "AUX") or syntax.dep[i] in ("aux", "auxpass", "acl", "relcl", "advcl"):
            continue
        found = subject(syntax, i)
        if found is not None and found not in inside and syntax.lower[found] not in ("it", "there", "this", "that"):
            return i
    return None
