"""Whole quotations and who speaks them: the verb right after or before, a colon, a signature."""

from __future__ import annotations

import re

from tellings.model import Span
from tellings.voices.cues import Cue, Cues
from tellings.voices.finding import Finding
from tellings.voices.quotes import Quotation, Quotes
from tellings.voices.sources import phrase, subject
from tellings.voices.syntax import Syntax
from tellings.voices.verbs import chosen, group

_ENDS = ".,!?…—–-"
_OPEN_ENDS = ",?!—–-…"
_SIGNATURE = re.compile(
    r"[^\S\n]{0,3}[—–―-]{1,2}[^\S\n]{0,3}((?:[A-Z][\w.'’-]*|of|de|van|von|al|bin)(?:[ ,]{1,2}[\w.'’-]+){0,9})[^\S\n]*(?=\n|\.\s|\.?$)"
)
_REACH = 30  # tokens between a quotation and its verb


def find(syntax: Syntax, cues: Cues, quotes: Quotes) -> list[Finding]:
    """One finding for each verb, colon or signature that has a whole quotation beside it."""
    by_anchor: dict[int, Finding] = {}
    out: list[Finding] = []
    for quote in quotes.all:
        finding = (
            _after(syntax, cues, quotes, quote)
            or _before(syntax, cues, quotes, quote)
            or _signed(syntax, quotes, quote)
        )
        if finding is None:
            continue
        known = by_anchor.get(finding.anchor)
        if known is not None:
            known.content = tuple(sorted({*known.content, *finding.content}))
        else:
            by_anchor[finding.anchor] = finding
            out.append(finding)
    return out


def speechlike(text: str, quote: Quotation) -> bool:
    """Whole words of somebody, not a title or a word held with tongs."""
    first, last = quote.inner
    inner = text[first : min(last, first + 200)].strip()
    if quote.words < 3 or not inner:
        return False
    end = text[max(first, last - 8) : last].rstrip("'’”\"» ")[-1:] or text[last - 1 : last]
    return (inner[0].isupper() or inner[0] in "…[('‘'0123456789") and (
        end in _ENDS or not quote.closed or quote.words > 12
    )


def _same_level(quotes: Quotes, place: int, quote: Quotation) -> bool:
    """The character stands where the quotation stands: outside all marks, or inside the same outer ones."""
    around = quotes.at(place)
    return around is None if quote.depth == 0 else around is not None and around.start < quote.start < around.end


def opens_sentence(text: str, quote: Quotation) -> bool:
    """Nothing of the reporter's own sentence stands before the quotation."""
    lead = text[max(0, quote.start - 60) : quote.start]
    line = lead.rsplit("\n", 1)[-1].rstrip()
    if not line and ("\n" in lead or quote.start <= 60):
        return True
    return line[-1:] in '.!?”"’»…' or line.endswith((" —", " –"))


def _verb_entry(syntax: Syntax, cues: Cues, i: int) -> Cue | None:
    if syntax.pos[i] not in ("VERB", "AUX") or syntax.lemma[i] not in cues.verbs:
        return None
    cue = chosen(syntax, i, cues.verbs[syntax.lemma[i]])
    return cue if cue is not None and "quote" in cue.patterns else None


def _after(syntax: Syntax, cues: Cues, quotes: Quotes, quote: Quotation) -> Finding | None:
    """ "…," she said — "…," said the mayor."""
    text = quotes.text
    first, last = quote.inner
    end = text[first:last].rstrip("'’”\" ")[-1:]
    if not quote.closed or (end not in tuple(_OPEN_ENDS) and text[quote.end : quote.end + 1] != ","):
        return None
    whole = opens_sentence(text, quote)
    if not whole and not speechlike(text, quote):
        return None
    start = syntax.token_at(quote.end)
    if syntax.start[start] < quote.end:
        start += 1
    stop = min(syntax.size, start + _REACH)
    depth = 0
    for i in range(start, stop):
        word = syntax.lower[i]
        if syntax.pos[i] == "SPACE" and "\n" in text[syntax.start[i] : syntax.end[i]]:
            return None
        if word in (".", ":", ";", '"', "“", "''", "!") or (word == "?" and i > start):
            return None
        depth += word == "("
        depth -= word == ")"
        if depth or syntax.pos[i] not in ("VERB", "AUX"):
            continue
        if syntax.dep[i] in ("relcl", "acl", "aux", "auxpass") and i > start + 1:
            continue
        cue = _verb_entry(syntax, cues, i)
        if cue is None:
            if syntax.dep[i] in ("ROOT", "ccomp", "conj") and syntax.tag[i] in ("VBD", "VBZ", "VBP"):
                return None
            continue
        speaker, source = _beside_verb(syntax, quotes, start, i)
        if source is None:
            return None
        if not whole:
            return None
        rule, stance = cue.patterns["quote"]
        return Finding((Span(quote.start, quote.end),), group(syntax, i), source, i, speaker, stance, rule, "quote")
    return None


def _beside_verb(syntax: Syntax, quotes: Quotes, start: int, i: int) -> tuple[int | None, tuple[int, int] | None]:
    """The speaker between the quotation and the verb, or right behind the verb."""
    found = subject(syntax, i)
    if found is not None and (
        start <= found < i
        or (found > i and not any(syntax.pos[k] in ("NOUN", "PROPN", "PRON") for k in range(start, i)))
    ):
        run = phrase(syntax, found, without=i)
        if found < i:
            run = (max(run[0], start), min(run[1], i - 1))
        return found, _clean(syntax, run)
    names = [k for k in range(start, i) if syntax.pos[k] in ("NOUN", "PROPN", "PRON")]
    if names:
        head = _head_among(syntax, names)
        first = next(k for k in range(start, i) if syntax.pos[k] not in ("PUNCT", "SPACE", "ADV", "CCONJ"))
        last = max(k for k in range(start, i) if syntax.pos[k] not in ("SPACE", "ADV", "AUX"))
        return head, _clean(syntax, (first, last))
    for k in range(i + 1, min(i + 6, syntax.size)):
        if syntax.pos[k] in ("NOUN", "PROPN", "PRON"):
            head = k
            while (
                syntax.head[head] > k
                and syntax.pos[syntax.head[head]] in ("NOUN", "PROPN")
                and syntax.dep[head] in ("compound", "nmod", "poss")
            ):
                head = syntax.head[head]
            return head, _clean(syntax, (max(i + 1, syntax.edges(head)[0]), syntax.edges(head)[1]))
        if syntax.pos[k] not in ("DET", "ADJ", "ADV", "NUM", "PUNCT"):
            break
    return None, None


def _head_among(syntax: Syntax, tokens: list[int]) -> int:
    inside = set(tokens)
    return next(
        (k for k in tokens if syntax.head[k] not in inside and syntax.dep[k] not in ("pobj", "poss", "compound")),
        tokens[0],
    )


def _clean(syntax: Syntax, run: tuple[int, int]) -> tuple[int, int] | None:
    first, last = run
    while first <= last and syntax.pos[first] in ("PUNCT", "SPACE") and syntax.lower[first] not in ("(", '"', "“"):
        first += 1
    while last >= first and syntax.pos[last] in ("PUNCT", "SPACE") and syntax.lower[last] not in (")", '"', "”"):
        last -= 1
    return (first, last) if first <= last else None


def _before(syntax: Syntax, cues: Cues, quotes: Quotes, quote: Quotation) -> Finding | None:
    """She said: "…" — he shouted, "…" — also with the colon at the end of the paragraph before."""
    text = quotes.text
    if not speechlike(text, quote) and not (quote.words and text[quote.inner[0] : quote.inner[0] + 1].isupper()):
        return None
    lead = text[max(0, quote.start - 80) : quote.start]
    line = lead.rstrip()
    gap = lead[len(line) :]
    colon = line.endswith(":")
    if not line or ("\n" in gap and not colon) or line[-1] in '.!?”"»;':
        return None
    last = syntax.token_at(quote.start - len(gap) - 1)
    first = syntax.sentences[syntax.sentence[last]][0]
    comma = line.endswith(",")
    best = None
    for i in range(last, max(first, last - _REACH) - 1, -1):
        cue = _verb_entry(syntax, cues, i)
        if cue is not None and _same_level(quotes, syntax.start[i], quote):
            best = i, cue
            break
        if (
            not colon
            and not comma
            and syntax.pos[i] not in ("PRON", "DET", "NOUN", "PROPN", "ADP", "ADV", "ADJ", "PART")
        ):
            break
        if syntax.lower[i] in ("that", "whether") and i == last:
            return None
    if best is not None and not (colon or comma) and last - best[0] > 4:
        best = None
    if best is None:
        return _colon(syntax, quotes, quote, first, last) if colon and speechlike(text, quote) else None
    i, cue = best
    speaker = subject(syntax, i)
    if speaker is None and colon:
        speaker, _ = _beside_verb(syntax, quotes, i, i)
        if speaker is not None and speaker > last:
            speaker = None
    source = phrase(syntax, speaker, without=i) if speaker is not None else None
    if source is not None and syntax.end[source[1]] > quote.start and source[1] > i:
        source = (speaker, speaker) if syntax.end[speaker] <= quote.start else None
        speaker = None if source is None else speaker
    rule, stance = cue.patterns["quote"]
    return Finding((Span(quote.start, quote.end),), group(syntax, i), source, i, speaker, stance, rule, "quote")


def _colon(syntax: Syntax, quotes: Quotes, quote: Quotation, first: int, last: int) -> Finding | None:
    """A colon without a verb of saying: whoever acts in the clause before it speaks ("he laughed: …")."""
    for i in range(last, first - 1, -1):
        if (
            syntax.pos[i] in ("VERB", "AUX")
            and syntax.dep[i] not in ("aux", "auxpass", "acl", "relcl")
            and _same_level(quotes, syntax.start[i], quote)
        ):
            speaker = subject(syntax, i)
            if speaker is not None and syntax.lower[speaker] not in ("it", "there", "this", "that"):
                source = phrase(syntax, speaker, without=i)
                return Finding(
                    (Span(quote.start, quote.end),), (i, last), source, i, speaker, "said", "speech:colon", "colon"
                )
    return None


def _signed(syntax: Syntax, quotes: Quotes, quote: Quotation) -> Finding | None:
    """ "…" — Ana Tavares."""
    if not quote.closed or not speechlike(quotes.text, quote):
        return None
    match = _SIGNATURE.match(quotes.text, quote.end, min(len(quotes.text), quote.end + 120))
    if match is None:
        return None
    first, last = syntax.token_at(match.start(1)), syntax.token_at(match.end(1) - 1)
    dash = syntax.token_at(match.end(1) - len(match.group(1)) - 1)
    if syntax.pos[dash] == "SPACE":
        dash -= 1
    head = next((k for k in range(last, first - 1, -1) if syntax.pos[k] == "PROPN"), first)
    return Finding(
        (Span(quote.start, quote.end),),
        (min(dash, first - 1),) * 2,
        (first, last),
        first,
        head,
        "said",
        "speech:signature",
        "signature",
    )
