"""Speech that goes on: later quotations of a speaker, and quotations after a sentence about their speaker."""

from __future__ import annotations

from bisect import bisect_left

from tellings.model import Span
from tellings.voices.finding import Finding
from tellings.voices.quotes import Quotation, Quotes
from tellings.voices.sources import phrase, subject
from tellings.voices.speech import opens_sentence, speechlike
from tellings.voices.syntax import Syntax
from tellings.voices.verbs import group

_GAP = 2  # sentences of the reporter's own between two parts of one speech


def complete(syntax: Syntax, findings: list[Finding], quotes: Quotes) -> list[Finding]:
    """The findings with their later quotations, and new ones for speech without a known cue."""
    text = quotes.text
    owners = _owners(syntax, findings, quotes)
    out = list(findings)
    before: tuple[Finding, int] | None = None  # the last speech and where its telling ends
    anchors = sorted(f.anchor for f in findings)
    for n, quote in enumerate(quotes.outer):
        owner = owners[n]
        if owner is None and before is not None and _resumes(syntax, quotes, n, before):
            owner = before[0]
            owner.content = tuple(sorted({*owner.content, Span(quote.start, quote.end)}))
        elif owner is None and (speechlike(text, quote) or (n and quotes.outer[n - 1].goes_on)):
            if before is not None and _goes_on(syntax, quotes, n, before, anchors):
                owner = before[0]
                owner.content = tuple(sorted({*owner.content, Span(quote.start, quote.end)}))
            else:
                owner = _lone(syntax, text, quote)
                if owner is not None:
                    out.append(owner)
        if owner is not None:
            before = owner, max(quote.end, syntax.end[owner.anchor])
    return out


def _resumes(syntax: Syntax, quotes: Quotes, n: int, before: tuple[Finding, int]) -> bool:
    """“Here we shear,” she says, “and here we starve”: the same sentence goes on behind the insert."""
    text, last, quote = quotes.text, quotes.outer[n - 1] if n else None, quotes.outer[n]
    if last is None or not any(s.start <= last.start < s.end for s in before[0].content):
        return False
    gap = text[last.end : quote.start]
    at = syntax.start[before[0].anchor]
    ends = text[: last.inner[1]].rstrip()[-1:] in (",", "—", "–") or gap[:1] == ","
    return ends and last.end <= at < quote.start and len(gap) < _INSERT and gap.rstrip()[-1:] == "," and "\n" not in gap


_INSERT = 160  # characters between the two parts of a quotation


def _owners(syntax: Syntax, findings: list[Finding], quotes: Quotes) -> list[Finding | None]:
    """For each quotation the telling from outside whose content holds most of it."""
    index = {q.start: n for n, q in enumerate(quotes.outer)}
    out: list[Finding | None] = [None] * len(quotes.outer)
    for finding in findings:
        place = syntax.start[finding.anchor]
        for span in finding.content:
            for quote in quotes.over(span.start, span.end):
                shared = min(span.end, quote.end) - max(span.start, quote.start)
                outside = not quote.start <= place < quote.end or finding.pattern == "colon-line"
                if 2 * shared >= quote.end - quote.start and outside:
                    out[index[quote.start]] = out[index[quote.start]] or finding
    return out


def _goes_on(syntax: Syntax, quotes: Quotes, n: int, before: tuple[Finding, int], anchors: list[int]) -> bool:
    """The quotation opens a sentence soon after the speech, and nobody else speaks in between."""
    quote, text = quotes.outer[n], quotes.text
    finding, end = before
    if n and quotes.outer[n - 1].goes_on:
        return True
    if not opens_sentence(text, quote):
        return False
    here, there = syntax.token_at(quote.start), syntax.token_at(max(end - 1, 0))
    gap = text[end : quote.start]
    if "\n" in gap and (gap.rsplit("\n", 1)[-1].strip() or gap.count("\n\n") > 1 or len(gap.split("\n", 1)[0]) > 200):
        return False
    between = anchors[bisect_left(anchors, there + 1) : bisect_left(anchors, here)]
    if any(a != finding.anchor for a in between):
        return False
    return syntax.sentence[here] - syntax.sentence[there] <= _GAP


def _lone(syntax: Syntax, text: str, quote: Quotation) -> Finding | None:
    """Speech beside a verb that is no cue, or after a sentence about its speaker."""
    here = syntax.token_at(quote.start)
    first, last = syntax.sentences[syntax.sentence[here]]
    inside = range(here, syntax.token_at(quote.end - 1) + 1)
    verb = cue = _main_verb(syntax, first, last, inside)
    after = inside.stop
    lead = text[max(0, quote.start - 3) : quote.start].rstrip()[-1:]
    if lead not in tuple(",:") and not opens_sentence(text, quote):
        return None
    if verb is None and after < syntax.size and text[quote.inner[1] - 1 : quote.inner[1]] in tuple(",!?"):
        if syntax.sentence[after] != syntax.sentence[here] and "\n" not in text[quote.end : syntax.end[after]]:
            verb = cue = _main_verb(syntax, *syntax.sentences[syntax.sentence[after]], inside)
    if verb is None and first > 0 and "\n" not in text[syntax.end[first - 1] - 1 : quote.start]:
        verb = _main_verb(syntax, *syntax.sentences[syntax.sentence[first - 1]], inside)
    speaker = subject(syntax, verb) if verb is not None else None
    if speaker is None or speaker in inside:
        return None
    source = phrase(syntax, speaker, without=verb)
    if inside.start <= source[1] and source[0] < inside.stop:
        source = (speaker, speaker)
    run = group(syntax, cue) if cue is not None else None
    pattern = "beside" if cue is not None else "after"
    return Finding((Span(quote.start, quote.end),), run, source, verb, speaker, "said", "speech:" + pattern, pattern)


def _main_verb(syntax: Syntax, first: int, last: int, inside: range) -> int | None:
    """The first verb of the sentence outside the quotation that has a subject there."""
    for i in range(first, last):
        if (
            i in inside
            or syntax.pos[i] not in ("VERB", "AUX")
            or syntax.dep[i] in ("aux", "auxpass", "acl", "relcl", "advcl")
        ):
            continue
        found = subject(syntax, i)
        if found is not None and found not in inside and syntax.lower[found] not in ("it", "there", "this", "that"):
            return i
    return None
