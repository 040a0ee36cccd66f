"""attribute(): the steps of this room in order."""

from __future__ import annotations

from tellings.model import Act, Attribution, Kind, attribution_id
from tellings.parse import Parsed
from tellings.voices import colons, continuing, hearing, nesting, nouns, phrases, speech, verbs
from tellings.voices.chains import Chains
from tellings.voices.cues import Cues
from tellings.voices.finding import Finding
from tellings.voices.inserts import mend
from tellings.voices.quotes import Quotes
from tellings.voices.syntax import Syntax


def attribute(parsed: Parsed, cues: Cues) -> tuple[Attribution, ...]:
    """Every telling in a report, in the order of the text; each with its chain of voices, the outlet first."""
    syntax = Syntax(parsed, cues.words["days"])
    quotes = Quotes(syntax.text)
    spoken = speech.find(syntax, cues, quotes)
    named = nouns.find(syntax, cues, quotes)
    holding = {syntax.head[f.anchor] for f in named if f.pattern.startswith("held:")}
    told, inserts = verbs.find(syntax, cues, quotes, taken={f.anchor for f in spoken} | holding)
    for finding in spoken:
        mend(syntax, finding, inserts)
    told += phrases.find(syntax, cues, quotes) + named + colons.find(parsed, syntax, cues, quotes)
    told += hearing.find(syntax, cues, quotes)
    addressed = cues.words["addressed"]
    told = [f for f in told if f.speaker is None or syntax.lemma[f.speaker] not in addressed]
    findings = distinct(continuing.complete(syntax, spoken + told, quotes))
    inside = nesting.parents(syntax, findings)
    acts = [act_of(finding, cues) for finding in findings]
    relays = [acts[n] == "utterance" for n in range(len(findings))]
    chains = Chains(parsed, syntax, cues, quotes).all(findings, inside, relays)
    ids = [attribution_id(parsed.report.id, finding.content) for finding in findings]
    return tuple(
        Attribution(
            id=ids[n],
            content=finding.content,
            cue=syntax.span(*finding.cue) if finding.cue else None,
            kind=kind_of(syntax, quotes, finding),
            voices=chains[n],
            source=syntax.span(*finding.source) if finding.source else None,
            stance=finding.stance,
            act=acts[n],
            rule=f"{finding.rule}/{finding.pattern}",
            inside=ids[inside[n]] if inside[n] is not None else None,
        )
        for n, finding in enumerate(findings)
    )


def tells(item: Attribution) -> bool:
    """Words were uttered: not merely a wish, an intention or an opinion that the outlet reports of somebody."""
    return item.act == "utterance"


def asserts(item: Attribution) -> bool:
    """Words were uttered and the content is what they say.  Whoever slams an opponent for a strike or apologises for it takes
    the strike for granted: that it happened is told by the outlet."""
    rule, _, pattern = item.rule.partition("/")
    cue, _, lemma = rule.partition(":")
    granted = cue in _GRANTED or lemma in _GRANTED_BY
    return tells(item) and not (granted and pattern != "quote")


# Ids of cues, and lemmas, behind which stands what is spoken of and not what is said
_GRANTED = frozenset({"blame", "speak-against", "comment-on", "hint-at", "agree-with", "idiom-criticise"})
_GRANTED_BY = frozenset({"apologize", "apologise", "atone"})


def act_of(finding: Finding, cues: Cues) -> Act:
    """What the cue's entry says, else by stance: a wish or a belief is an utterance only where words follow."""
    said = cues.acts.get(finding.rule.split(":", 1)[0])
    if said is None:
        said = (
            "attitude" if finding.stance in ("wanted", "believed") and finding.pattern not in _UTTERED else "utterance"
        )
    return said


_UTTERED = frozenset({"clause", "question", "quote", "inserted", "sentence", "aside", "that"})


def distinct(findings: list[Finding]) -> list[Finding]:
    """In the order of the text, one finding for each content: that of the last cue, which is the nearest."""
    findings.sort(key=lambda f: (f.content[0].start, -f.content[-1].end, f.anchor))
    return list({f.content: f for f in findings}.values())


def kind_of(syntax: Syntax, quotes: Quotes, finding: Finding) -> Kind:
    """direct when every letter stands in quotation marks, mixed when some do, else indirect.

    Marks around the whole telling, cue included, are another speaker's and do not count.
    """
    text, place = quotes.text, syntax.start[finding.anchor]
    inside = outside = False
    for span in finding.content:
        at = span.start
        for quote in quotes.near(span.start, span.end, place):
            lead = text[at : max(at, quote.start)]
            outside = outside or (any(map(str.isalnum, lead)) and lead.strip() != "that")
            inside = True
            at = max(at, min(quote.end, span.end))
        outside = outside or any(map(str.isalnum, text[at : span.end]))
    return ("mixed" if outside else "direct") if inside else "indirect"
