"""Why a frame does or does not count, for those who write frames."""

from __future__ import annotations

from tellings.events.frame import Frame
from tellings.events.match import Matcher
from tellings.events.triggers import Trigger


def why(matcher: Matcher, frame_id: str) -> list[str]:
    """Why this frame does or does not count here, for those who write frames."""
    out: list[str] = []
    for word, entries in matcher.frames.index.items():
        for entry in (e for e in entries if e.frame.id == frame_id):
            for i in (i for i in range(matcher.g.n) if word in (matcher.g.lemma[i], matcher.g.low[i])):
                out.append(
                    f"{entry.trigger.written!r} at {matcher.g.low[i]!r}: {_reason(matcher, entry.frame, i, entry.trigger)}"
                )
    return out or ["none of its triggers' chief words is there, or the parser gives them another lemma"]


def _reason(matcher: Matcher, frame: Frame, i: int, trigger: Trigger) -> str:
    g, phrases = matcher.g, matcher.phrases
    if trigger.kind not in matcher.hits.kinds(i):
        return f"read as {g.pos[i]} ({g.dep[i]}), not as {trigger.kind}"
    words = matcher.hits.words_of(g.sent[i])
    hit = None if any(words.isdisjoint(needed) for needed in trigger.needed) else matcher.hits.hit(i, trigger)
    if hit is None:
        return "the other words of the trigger are not attached to it"
    filled = {
        r: [g.low[t] for t in matcher.roles.fill(hit.site, r, frame)]
        for r in ("subject", "object", "indirect", "clause")
    }
    filled |= {f"prep:{name}": [g.low[t]] for name, t in matcher.roles.preps(hit.site)}
    roles = "; ".join(f"{r} = {', '.join(words)}" for r, words in filled.items() if words) or "no roles filled"
    for name, conditions, wanted in (("when", frame.when, True), ("unless", frame.unless, False)):
        for c in conditions:
            if matcher.holds(c, hit.site, frame, sure=not wanted) != wanted:
                found = [
                    f"{g.low[t]} ({', '.join(sorted(phrases.classes(phrases.real_head(t)))) or 'no class'})"
                    for t in matcher.roles.fill(hit.site, c.role, frame)
                ]
                return f"{name} {c.role} {'does not hold' if wanted else 'blocks'}: {'; '.join(found[:4]) or 'not filled'} [{roles}]"
    for role in frame.absent:
        if matcher.roles.fill(hit.site, role, frame):
            return f"{role} should be absent [{roles}]"
    if matcher.candidate(frame, hit) is None:
        return f"dropped by an alternative, or a noun without participants [{roles}]"
    return f"counts, unless another frame fits better or content is lacking [{roles}]"
