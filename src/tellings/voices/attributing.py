"""attribute(): the steps of this room in order."""

from __future__ import annotations

import msgspec

from tellings.model import Attribution, Kind, Span, Voice, attribution_id
from tellings.parse import Parsed
from tellings.voices import colons, continuing, nesting, nouns, phrases, speech, verbs
from tellings.voices.cues import Cues
from tellings.voices.finding import Finding
from tellings.voices.quotes import Quotes
from tellings.voices.syntax import Syntax


def attribute(parsed: Parsed, cues: Cues) -> tuple[Attribution, ...]:
    """Every telling in a report, in the order of the text; each with its chain of voices, the outlet first."""
    syntax = Syntax(parsed)
    quotes = Quotes(parsed.doc.text)
    spoken = speech.find(syntax, cues, quotes)
    told = verbs.find(syntax, cues, quotes, taken={f.anchor for f in spoken}) 
    told += phrases.find(syntax, cues, quotes) + nouns.find(syntax, cues, quotes) + colons.find(parsed, syntax, cues, quotes)
    findings = distinct(continuing.complete(syntax, spoken + told, quotes))
    inside = nesting.parents(syntax, findings)
    made = [_made(parsed, syntax, quotes, finding) for finding in findings]
    for n, parent in enumerate(inside):
        if parent is not None:
            made[n] = msgspec.structs.replace(made[n], inside=made[parent].id)
    return tuple(made)


def distinct(findings: list[Finding]) -> list[Finding]:
    """In the order of the text, one finding for each content."""
    findings.sort(key=lambda f: (f.content[0].start, -f.content[-1].end, f.anchor))
    return list({f.content: f for f in reversed(findings)}.values())[::-1]


def _made(parsed: Parsed, syntax: Syntax, quotes: Quotes, finding: Finding) -> Attribution:
    source = syntax.span(*finding.source) if finding.source else None
    voices = [Voice(name=parsed.report.outlet.value or "", role="outlet")]
    if source is not None:
        voices.append(Voice(name=parsed.words(source), role="speaker", span=source))
    return Attribution(
        id=attribution_id(parsed.report.id, finding.content),
        content=finding.content,
        cue=syntax.span(*finding.cue) if finding.cue else None,
        kind=kind_of(parsed.doc.text, finding.content, quotes),
        voices=tuple(voices),
        source=source,
        stance=finding.stance,
        rule=f"{finding.rule}/{finding.pattern}",
    )


def kind_of(text: str, content: tuple[Span, ...], quotes: Quotes) -> Kind:
    """direct when every letter stands in quotation marks, mixed when some do, else indirect."""
    inside = outside = False
    for span in content:
        at = span.start
        for quote in quotes.over(span.start, span.end):
            outside = outside or any(map(str.isalnum, text[at : max(at, quote.start)]))
            inside = True
            at = max(at, min(quote.end, span.end))
        outside = outside or any(map(str.isalnum, text[at : span.end]))
    return ("mixed" if outside else "direct") if inside else "indirect"
