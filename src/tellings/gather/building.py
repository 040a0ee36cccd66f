"""A draft becomes a report: normalise, put the title in front, mark, then say which outlet and which day and why."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import msgspec

from tellings.errors import TellingsError
from tellings.gather.cleaning import Cleaned, clean
from tellings.gather.draft import Draft
from tellings.gather.language import language_of
from tellings.gather.options import GatherOptions
from tellings.gather.outlets import clean_name, outlet_of, spelled_like
from tellings.gather.published import from_metadata, from_url, implausible, month_from_url
from tellings.gather.tidy import one_line, tidy
from tellings.model import Known, Report, Span, report_id

FEWEST_LETTERS = 20


def build(draft: Draft, options: GatherOptions) -> Report:
    """The report of a draft.  Raises TellingsError `no-text`, `too-long`, `unsupported-language`."""
    if len(draft.text) > 2 * options.max_chars + 10_000:
        raise _too_long(len(draft.text), options)
    body, notes = tidy(draft.text)
    notes = draft.notes + notes
    title = one_line(draft.title) if draft.title else ""
    text, title_span = _with_title(body, title)
    _check(text, body, options)
    language = _language(text, draft.language, options)
    acquired = options.acquired or from_metadata(draft.acquired)[0] or datetime.now(UTC).isoformat(timespec="seconds")
    named = clean_name(draft.outlet) if draft.outlet else None
    by_domain = outlet_of(draft.url)
    cleaned = clean(text, title=title_span, outlet=named or (by_domain[0] if by_domain else None))
    outlet = _outlet(named, by_domain, cleaned, text)
    published, more = _published(draft, cleaned, acquired)
    span = cleaned.title
    return Report(
        id=report_id(outlet.value, draft.url, text),
        outlet=outlet,
        published=published,
        title=" ".join(text[span.start : span.end].split()) if span else "",
        text=text,
        marks=cleaned.marks,
        url=draft.url,
        byline=_byline(draft, cleaned, text),
        language=language,
        sha256=draft.sha256,
        source=draft.source,
        acquired=acquired,
        extra=_as_json(draft.extra),
        notes=notes + more,
    )


def _with_title(body: str, title: str) -> tuple[str, Span | None]:
    if not title:
        return body, None
    length = _begins_with(body, title)
    if length:
        return body, Span(0, length)
    return (f"{title}\n\n{body}" if body else title), Span(0, len(title))


_FOLD = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "\n": " "})


def _begins_with(body: str, title: str) -> int:
    """How many characters of the body are the title, quotation marks, dashes, case and spaces aside; 0 if they are not."""
    wanted = title.translate(_FOLD).lower().split()
    found = list(re.finditer(r"\S+", body[: 2 * len(title) + 40]))
    for i, word in enumerate(wanted):
        if i >= len(found):
            return 0
        piece = found[i].group().translate(_FOLD).lower()
        if piece != word:
            glued = i == len(wanted) - 1 and piece.startswith(word)
            return found[i].start() + len(word) if glued else 0
    return found[len(wanted) - 1].end() if wanted else 0


def _check(text: str, body: str, options: GatherOptions) -> None:
    if sum(map(str.isalpha, body[:200])) < FEWEST_LETTERS and sum(map(str.isalpha, body[:4000])) < FEWEST_LETTERS:
        raise TellingsError("no-text", "there are no words in it", hint="Check that the document was saved whole")
    if len(text) > options.max_chars:
        raise _too_long(len(text), options)


def _too_long(length: int, options: GatherOptions) -> TellingsError:
    return TellingsError(
        "too-long",
        f"the text has {length:,} characters, more than {options.max_chars:,}",
        hint="Split it into reports, or raise max_chars",
    )


def _language(text: str, declared: str | None, options: GatherOptions) -> str:
    language = language_of(text) or (declared or "").lower()[:2] or "en"
    if language not in options.languages:
        raise TellingsError(
            "unsupported-language",
            f"the text seems to be in {language!r}; the language model reads {', '.join(options.languages)}",
            hint="Give it an English translation",
        )
    return language


def _outlet(named: str | None, by_domain: tuple[str, bool] | None, cleaned: Cleaned, text: str) -> Known:
    """Metadata, the url, the prefix before the lead, the signature, the agency of the dateline: the first that speaks."""
    lead = _lead_names(cleaned)
    if named:
        return Known(value=named, basis="metadata")
    if by_domain:
        name, known = by_domain
        if not known and "outlet" in lead and spelled_like(lead["outlet"][0], name):
            name = lead["outlet"][0]
        return Known(value=name, basis="url")
    if "outlet" in lead:
        return Known(value=lead["outlet"][0], basis="text", span=lead["outlet"][1])
    if cleaned.signed:
        return Known(
            value=" ".join(text[cleaned.signed.start : cleaned.signed.end].split()), basis="text", span=cleaned.signed
        )
    if "agency" in lead:
        return Known(value=lead["agency"][0], basis="text", span=lead["agency"][1])
    return Known(value=None, basis="unknown")


def _lead_names(cleaned: Cleaned) -> dict[str, tuple[str, Span]]:
    if cleaned.lead is None:
        return {}
    offset, lead = cleaned.lead
    parts = {"outlet": lead.outlet, "agency": lead.agency, "day": lead.day, "month-day": lead.month_day}
    return {key: (part[0], Span(offset + part[1], offset + part[2])) for key, part in parts.items() if part}


def _published(draft: Draft, cleaned: Cleaned, now: str) -> tuple[Known, tuple[str, ...]]:
    """Metadata, the url, the page's markup, a date line, the dateline: the first that is plausible; and notes on the others."""
    notes: list[str] = []

    def usable(value: str | None, problem: str = "") -> bool:
        if problem := problem or (implausible(value, now) if value else ""):
            notes.append(problem)
        return bool(value) and not problem

    value, problem = from_metadata(draft.published)
    if usable(value, problem):
        return Known(value=value, basis="metadata"), tuple(notes)
    value = from_url(draft.url)
    if usable(value):
        return Known(value=value, basis="url"), tuple(notes)
    if usable(draft.page_date):
        return Known(value=draft.page_date, basis="metadata"), tuple(notes)
    for day, start in cleaned.days:
        if usable(day.value, day.problem):
            return Known(value=day.value, basis="text", span=Span(start + day.start, start + day.end)), tuple(notes)
    lead = _lead_names(cleaned)
    if "day" in lead and usable(lead["day"][0]):
        return Known(value=lead["day"][0], basis="text", span=lead["day"][1]), tuple(notes)
    if "month-day" in lead:
        return _without_year(draft, *lead["month-day"], notes)
    return Known(value=None, basis="unknown"), tuple(notes)


def _without_year(draft: Draft, month_day: str, span: Span, notes: list[str]) -> tuple[Known, tuple[str, ...]]:
    month = month_from_url(draft.url)
    if month and f"--{month[1]:02d}" == month_day[:4]:
        return Known(value=f"{month[0]}{month_day[1:]}", basis="url", span=span), tuple(notes)
    notes.append(f"no-year: the dateline's date {month_day} has no year")
    return Known(value=None, basis="unknown", span=span), tuple(notes)


def _byline(draft: Draft, cleaned: Cleaned, text: str) -> str | None:
    if draft.byline:
        return one_line(draft.byline) or None
    return " ".join(text[cleaned.byline.start : cleaned.byline.end].split()) if cleaned.byline else None


def _as_json(extra) -> str:
    return msgspec.json.encode(dict(extra), enc_hook=str, order="sorted").decode() if extra else "{}"
