"""A name and a colon at the start of a line: headlines ("Moslehi: group must leave") and transcripts ("OKELLO: …")."""

from __future__ import annotations

import re

from tellings.model import Span
from tellings.parse import Parsed
from tellings.voices import media
from tellings.voices.cues import Cues
from tellings.voices.finding import Finding
from tellings.voices.quotes import Quotes
from tellings.voices.syntax import Syntax

_LINE = re.compile(r"^[\"“']?([A-Z][^\n:.!?;\"“”]{1,70}?)(\s?\([^)\n]{1,40}\))?:[^\S\n]+(?=\S)", re.MULTILINE)
_HEADLINE = re.compile(r"^([^\n]{12,160}?)(:| [–—-])[^\S\n]+([A-Za-z][^\n:.!?;\"“”]{1,40})(?=\n\n)", re.MULTILINE)
_MOST = 8  # words of a name before the colon


def find(parsed: Parsed, syntax: Syntax, cues: Cues, quotes: Quotes) -> list[Finding]:
    """Lines that give a speaker, a colon and the words."""
    text = syntax.text
    nobody = cues.words.get("not-speakers", frozenset())
    out = []
    for match in _LINE.finditer(text):
        label = match.group(1)
        if label.lower() in nobody or len(label.split()) > _MOST:
            continue
        title = parsed.title is not None and parsed.title.start <= match.start() < parsed.title.end
        first, last = syntax.token_at(match.start(1)), syntax.token_at(match.end(2 if match.group(2) else 1) - 1)
        if not _names_somebody(syntax, cues, first, last, label, title, parsed):
            continue
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        span = _trimmed(text, match.end(), end)
        if span is not None and _says_something(syntax, span, title):
            colon = syntax.token_at(text.index(":", match.end(1)))
            out.append(
                Finding(
                    (span,),
                    (colon, colon),
                    (first, last),
                    colon,
                    _head(syntax, first, last),
                    "said",
                    "colon:line",
                    "colon-line",
                )
            )
    return out + _behind_headlines(parsed, syntax, cues)


def _behind_headlines(parsed: Parsed, syntax: Syntax, cues: Cues) -> list[Finding]:
    """ "Bridge has fallen: general", "‘Bridge has fallen’ – army": a source behind the words of a headline."""
    text, out = syntax.text, []
    for match in _HEADLINE.finditer(text):
        titled = parsed.title is not None and parsed.title.start <= match.start() < parsed.title.end
        if match.start() > 0 and not titled:
            continue
        first, last = syntax.token_at(match.start(3)), syntax.token_at(match.end(3) - 1)
        words = range(first, last + 1)
        if len(words) > _MOST // 2 + 1 or any(syntax.pos[k] in ("VERB", "AUX", "ADP") for k in words):
            continue
        head = _head(syntax, first, last)
        known = cues.words["unnamed-nouns"] | cues.words["media-nouns"] | cues.words["document-nouns"]
        bodies = cues.words["headline-sources"]
        if not any(syntax.lemma[k].lower() in known | bodies for k in (head, last)) and not _named_below(parsed, match):
            continue
        span = _trimmed(text, match.start(1), match.end(1))
        mark = syntax.token_at(match.start(2))
        if span is not None and _says_something(syntax, span, title=True):
            out.append(Finding((span,), (mark, mark), (first, last), mark, head, "said", "colon:line", "colon-line"))
    return out


def _named_below(parsed: Parsed, match: re.Match) -> bool:
    """The last word is a name that the report itself uses."""
    last = match.group(3).split()[-1]
    return last[:1].isupper() and last in parsed.report.text[match.end() :]


def _names_somebody(syntax: Syntax, cues: Cues, first: int, last: int, label: str, title: bool, parsed: Parsed) -> bool:
    """A transcript's capitals, a name that the report uses elsewhere, or in a headline a source's common noun."""
    text = parsed.report.text
    words = [k for k in range(first, last + 1) if syntax.pos[k] not in ("PUNCT", "SPACE")]
    original = text[syntax.start[first] : syntax.end[last]]
    if original.isupper() and len(words) <= 4 and len(label) > 2 and not title:
        return True
    if label[:1].isdigit() or any(
        syntax.pos[k] in ("VERB", "AUX") and syntax.tag[k] in ("VBD", "VBZ", "VBP") and k != last for k in words
    ):
        return False
    head = _head(syntax, first, last)
    if any(
        syntax.dep[k] == "pobj" and syntax.lower[syntax.head[k]] == "to" and media.is_medium(syntax, cues, k)
        for k in words
    ):
        return True
    if (
        title
        and syntax.lemma[head].lower()
        in cues.words["unnamed-nouns"] | cues.words["document-nouns"] | cues.words["media-nouns"]
    ):
        return True
    capital = sum(w[:1].isupper() for w in original.split())
    if 2 * capital < len(original.split()) or not original.split()[-1][:1].isupper():
        return False
    return syntax.pos[head] == "PROPN" or text.count(original.split()[-1]) > 1


def _head(syntax: Syntax, first: int, last: int) -> int:
    """The token of the phrase whose head lies outside it."""
    return next((k for k in range(first, last + 1) if not first <= syntax.head[k] <= last or syntax.head[k] == k), last)


def _says_something(syntax: Syntax, span: Span, title: bool) -> bool:
    """The rest is a sentence: it has a verb, or is quoted."""
    first, last = syntax.token_at(span.start), syntax.token_at(span.end - 1)
    if last - first < 2:
        return False
    return (
        title
        or any(syntax.pos[k] in ("VERB", "AUX") for k in range(first, min(last + 1, first + 40)))
        or syntax.lower[first] in ('"', "“", "‘", "'")
    )


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == "."):
        end -= 1
    return Span(start, end) if end > start else None
