"""Chains of voices: outlet → agency, broadcaster or document → speaker."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.model import Voice
from tellings.parse import Parsed
from tellings.voices import media
from tellings.voices.cues import Cues
from tellings.voices.finding import Finding
from tellings.voices.quotes import Quotes
from tellings.voices.relays import links
from tellings.voices.speakers import Speakers
from tellings.voices.syntax import Syntax


class Chains:
    """Builds the chain of each finding of one report, parents before children."""

    def __init__(self, parsed: Parsed, syntax: Syntax, cues: Cues, quotes: Quotes) -> None:
        self.parsed, self.syntax, self.cues, self.quotes = parsed, syntax, cues, quotes
        self.speakers = Speakers(syntax, cues, quotes)
        self.outlet = Voice(name=parsed.report.outlet.value or "", role="outlet")

    def all(
        self, findings: Sequence[Finding], parents: Sequence[int | None], relays: Sequence[bool]
    ) -> list[tuple[Voice, ...]]:
        """One chain for each finding.  relays: whether it passes on words; who rejects a claim does not pass it on."""
        out: list[tuple[Voice, ...] | None] = [None] * len(findings)
        for n in range(len(findings)):
            path, here = [], n
            while here is not None and out[here] is None:
                path.append(here)
                here = parents[here]
            base = self._passed_on(out, parents, relays, here)
            for k in reversed(path):
                out[k] = self._longer(base, findings[k])
                base = out[k] if relays[k] else base
        return self._carried_on(findings, [chain or (self.outlet,) for chain in out])

    def _carried_on(self, findings: Sequence[Finding], chains: list[tuple[Voice, ...]]) -> list[tuple[Voice, ...]]:
        """ "…," a teacher told Radio Moana. Her pupils, she said, …: the second sentence came the same way.

        Only a pronoun without anybody who is told, in the sentence that follows.
        """
        order = sorted(range(len(findings)), key=lambda n: findings[n].anchor)
        s = self.syntax
        for n in order:
            finding, chain = findings[n], chains[n]
            if len(chain) != 2 or chain[1].mention is None or finding.speaker is None:
                continue
            if s.pos[finding.speaker] != "PRON" or any(
                s.dep[k] in ("dobj", "dative", "prep") for k in s.kids[finding.anchor]
            ):
                continue
            here = s.sentence[finding.anchor]
            near = (
                m
                for m in reversed(order)
                if findings[m].anchor < finding.anchor and 0 < here - s.sentence[findings[m].anchor] <= 1
            )
            before = next(near, None)
            if before is not None and len(chains[before]) > 2 and chains[before][-1].span == chain[1].span:
                chains[n] = chains[before][:-1] + chain[1:]
        return chains

    def _passed_on(self, chains, parents, relays, here: int | None) -> tuple[Voice, ...]:
        """The chain of the nearest telling around that passes words on."""
        while here is not None and not relays[here]:
            here = parents[here]
        return (chains[here] if here is not None else None) or (self.outlet,)

    def _longer(self, base: tuple[Voice, ...], finding: Finding) -> tuple[Voice, ...]:
        speaker, passing = links(self.syntax, self.cues, finding)
        chain, rest = list(base), []
        if (
            speaker is not None and passing
        ):  # a telling around has named the speaker already: who passes it on comes before
            span = self.syntax.span(*self.speakers.who(speaker, finding.content).run)
            at = next((n for n, voice in enumerate(chain) if n and voice.span == span), len(chain))
            chain, rest = chain[:at], chain[at:]
        for head in passing:
            if not media.is_own(self.syntax, self.cues, head):
                self._add(chain, head, finding, None)
        chain += rest
        if speaker is not None and not media.is_own(self.syntax, self.cues, speaker):
            self._add(chain, speaker, finding, finding.source)
        return tuple(chain)

    def _add(self, chain: list[Voice], head: int, finding: Finding, source: tuple[int, int] | None) -> None:
        s = self.syntax
        if s.lower[head] in ("i", "we", "me", "us", "you") and len(chain) > 1:
            return
        who = self.speakers.who(head, finding.content)
        span = s.span(*who.run)
        if any(voice.span == span for voice in chain):
            return
        mention = s.span(head, head) if who.head != head else None
        unnamed = self.speakers.unnamed(who.head, source)
        because = who.because or (self._said_of(source) if unnamed and source else "")
        if len(chain) > 1 and chain[-1].name in self.cues.words["media-nouns"] and media.is_medium(s, self.cues, head):
            chain.pop()  # "…, the agency said": the one that is named
        chain.append(
            Voice(
                name=self.parsed.words(span),
                role=media.role(s, self.cues, who.head),
                span=span,
                mention=mention,
                unnamed=unnamed,
                because=because,
            )
        )

    def _said_of(self, source: tuple[int, int]) -> str:
        """What the report says of a source that it does not name."""
        return "unnamed: " + " ".join(self.parsed.words(self.syntax.span(*source)).split())
