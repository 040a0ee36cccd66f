"""One frame of a file: every field checked, every mistake named with its line and the nearest right word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tellings.events.classes import Lexicon
from tellings.events.frame import CLAUSES, ROLES, STATUSES, Also, Alternative, Condition, Example, Frame
from tellings.events.tables import CONTEXTS, MODES, Tables
from tellings.events.toml_lines import Lines, near
from tellings.events.triggers import Trigger, TriggerError, read_trigger
from tellings.model import EVENT_TYPES

_CHANGES = {
    "type", "mode", "mode_from", "cameo", "contexts", "actor", "recipient", "place", "reciprocal", "content", "needs",
    "becomes", "own_act", "many", "noun_of", "compound", "bare", "around", "status", "weight", "also",
}  # fmt: skip
_FIELDS = _CHANGES | {
    "id",
    "triggers",
    "when",
    "unless",
    "absent",
    "only",
    "of",
    "note",
    "signs",
    "strong",
    "alternative",
    "example",
}
_GIVES = {"actor", "recipient", "type", "mode", "cameo", "status", "trigger", "contexts", "of"}
# What is cheap to find out is asked first.
_COST = {"sentence": 0, "clause": 1, "clause-subject": 1, "subject": 4, "any": 5}
_OWN_NAME = re.compile(r"[A-Z][A-Z0-9_]*")


class FrameReader:
    """Reads frame `number` of a file."""

    def __init__(self, raw: Any, number: int, lines: Lines, lexicon: Lexicon, tables: Tables) -> None:
        self.raw, self.number, self.lines, self.lexicon, self.tables = raw, number, lines, lexicon, tables
        self.own = isinstance(raw, dict) and isinstance(raw.get("of"), str)

    def frame(self) -> Frame:
        if not isinstance(self.raw, dict):
            self.fail("a frame is a table", "frame")
        self._keys(self.raw, _FIELDS)
        for name in ("id", "type", "triggers"):
            if name not in self.raw:
                self.fail(f"the frame lacks {name!r}", "frame", "add it; see docs/frames.md")
        id = self._text("id", self.raw["id"])
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", id):
            self.fail(f"id {id!r}: only lower case letters, digits and hyphens", id)
        values = self._values(self.raw, self.raw["type"])
        alternatives = tuple(self._alternative(a) for a in self._tables("alternative"))
        return Frame(
            id=id,
            **values,
            triggers=tuple(self._trigger(t) for t in self._list("triggers", self.raw["triggers"])),
            when=self._conditions("when", self.raw.get("when", {})),
            unless=self._conditions("unless", self.raw.get("unless", {})),
            absent=self._roles("absent", self.raw.get("absent", [])),
            only=frozenset(self._known("only", x, STATUSES) for x in self._list("only", self.raw.get("only", []))),
            of=self._text("of", self.raw["of"]) if "of" in self.raw else None,
            signs=self._signs(self.raw["signs"]) if "signs" in self.raw else None,
            strong=self._strong(self.raw.get("strong", False)),
            note=self._text("note", self.raw.get("note", "")),
            alternatives=alternatives,
            examples=tuple(self._example(e, n) for n, e in enumerate(self._tables("example"))),
            source=f"{self.lines.name}, line {self.lines.block(self.number)[0] + 1}",
        )

    # ------------------------------------------------------------ parts

    def _values(self, raw: Mapping[str, Any], type_name: Any) -> dict[str, Any]:
        """The fields that an alternative may change, in the form that Frame holds them."""
        out: dict[str, Any] = {}
        kind = self._type("type", type_name)
        if "type" in raw:
            out["type"] = kind
        if "mode" in raw:
            out["modes"] = tuple(self._mode(kind, m) for m in self._list("mode", raw["mode"]))
        if "mode_from" in raw:
            out["mode_from"] = self._known("mode_from", raw["mode_from"], self.tables.modes)
        if "cameo" in raw:
            out["cameo"] = self._cameo(raw["cameo"])
        if "contexts" in raw:
            out["contexts"] = tuple(
                self._known("contexts", c, CONTEXTS) for c in self._list("contexts", raw["contexts"])
            )
        for name in ("actor", "recipient", "place", "content"):
            if name in raw:
                out[name] = tuple(r for r in self._roles(name, raw[name]) if r != "none")
        if raw.get("reciprocal") == "joint":
            out["joint"] = True
        elif "reciprocal" in raw:
            out["reciprocal"] = self._flag("reciprocal", raw["reciprocal"])
        for name in ("bare", "around", "own_act", "many"):
            if name in raw:
                out[name] = self._flag(name, raw[name])
        if "needs" in raw:
            out["needs"] = frozenset(self._type("needs", n, extra=("any",)) for n in self._list("needs", raw["needs"]))
        if "becomes" in raw:
            table = self._table("becomes", raw["becomes"])
            out["becomes"] = {self._type("becomes", k, ("any",)): self._type("becomes", v) for k, v in table.items()}
        if "noun_of" in raw:
            out["noun_of"] = self._known("noun_of", raw["noun_of"], ("subject", "object", "none"))
        if "compound" in raw:
            out["compound"] = self._known("compound", raw["compound"], ("subject", "object", "none"))
        if "status" in raw:
            out["status"] = self._known("status", raw["status"], STATUSES)
        if "weight" in raw:
            out["weight"] = self._number("weight", raw["weight"])
        if "also" in raw:
            out["also"] = tuple(self._also(a) for a in self._list("also", raw["also"]))
        return out

    def _alternative(self, raw: Any) -> Alternative:
        table = self._table("alternative", raw)
        self._keys(table, _CHANGES | {"when", "unless", "drop", "note"})
        if "when" not in table and "unless" not in table:
            self.fail("an alternative needs 'when' or 'unless'", "alternative")
        return Alternative(
            when=self._conditions("when", table.get("when", {})),
            unless=self._conditions("unless", table.get("unless", {})),
            changes=self._values(table, table.get("type", self.raw["type"])),
            drop=self._flag("drop", table.get("drop", False)),
        )

    def _example(self, raw: Any, nth: int) -> Example:
        table = self._table("example", raw)
        self._keys(table, {"text", "gives", "none", "note"})
        line = self.lines.find("example", self.number, nth)
        if not isinstance(table.get("text"), str) or not table["text"].strip():
            self.fail("an example needs 'text'", "example")
        if ("gives" in table) == bool(table.get("none")):
            self.fail("an example needs either 'gives' or 'none = true'", table["text"])
        if "none" in table:
            return Example(table["text"], None, line)
        gives = self._table("gives", table["gives"])
        self._keys(gives, _GIVES)
        kind = self._type("type", gives.get("type", self.raw["type"]))
        for mode in self._list("mode", gives.get("mode", [])):
            self._mode(kind, mode)
        if "status" in gives:
            self._known("status", gives["status"], STATUSES)
        for context in self._list("contexts", gives.get("contexts", [])):
            self._known("contexts", context, CONTEXTS)
        return Example(table["text"], gives, line)

    def _also(self, raw: Any) -> Also:
        table = self._table("also", raw)
        self._keys(table, {"type", "mode", "cameo"})
        kind = self._type("also", table.get("type"))
        modes = tuple(self._mode(kind, m) for m in self._list("mode", table.get("mode", [])))
        return Also(kind, modes, self._cameo(table["cameo"]) if "cameo" in table else None)

    def _trigger(self, written: Any) -> Trigger:
        text = self._text("triggers", written)
        try:
            return read_trigger(text)
        except TriggerError as error:
            self.fail(f"trigger {text!r}: {error}", text, "see Triggers in docs/frames.md")

    def _conditions(self, name: str, raw: Any) -> tuple[Condition, ...]:
        out = []
        for role, wanted in self._table(name, raw).items():
            self._role(name, role)
            words = [self._text(name, w) for w in self._list(name, wanted)]
            for word in words:
                if word != "*" and not word.startswith("=") and word not in self.lexicon.names:
                    self.fail(
                        f"{name}: no word class {word!r}",
                        word,
                        near(word, self.lexicon.names) or "a single word is written '=word'",
                    )
            out.append(
                Condition(
                    role,
                    frozenset(w for w in words if w != "*" and not w.startswith("=")),
                    frozenset(w[1:].lower() for w in words if w.startswith("=")),
                    "*" in words,
                )
            )
        return tuple(sorted(out, key=lambda c: _COST.get(c.role.partition(":")[0], 3)))

    def _signs(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not -4 <= value <= 4:
            self.fail(f"signs: {value!r} is not a whole number from -4 to 4", "signs")
        return value

    def _strong(self, value: Any) -> frozenset[str]:
        """The frame's own triggers, as they are written there, that are so: all, none, or a list of them."""
        triggers = self._list("triggers", self.raw["triggers"])
        if isinstance(value, bool):
            return frozenset(triggers) if value else frozenset()
        return frozenset(self._known("strong", written, triggers) for written in self._list("strong", value))

    # ------------------------------------------------------------ values

    def _role(self, name: str, role: Any) -> str:
        text = self._text(name, role)
        if text.startswith("prep:"):
            if not all(re.fullmatch(r"[a-z]+", p) for p in text[5:].split("|")):
                self.fail(f"{name}: {text!r}; write for instance 'prep:against|on'", text)
            return text
        if text.startswith("clause:"):
            for kind in text[7:].split("|"):
                self._known(name, kind, CLAUSES)
            return text
        return self._known(name, text, ROLES)

    def _roles(self, name: str, raw: Any) -> tuple[str, ...]:
        return tuple(self._role(name, r) for r in self._list(name, raw))

    def _type(self, name: str, value: Any, extra: tuple[str, ...] = ()) -> str:
        text = self._text(name, value)
        if self.own and _OWN_NAME.fullmatch(text):
            return text
        return self._known(name, text, (*EVENT_TYPES, *extra))

    def _mode(self, kind: str, mode: Any) -> str:
        text = self._text("mode", mode)
        if kind not in MODES:
            return text  # a type of the user's own
        if text not in MODES[kind]:
            other = next((t for t, modes in MODES.items() if text in modes), None)
            hint = f"{text!r} is a mode of {other}" if other else near(text, MODES[kind])
            self.fail(f"{kind} has no mode {text!r}", text, hint or "modes: " + (", ".join(MODES[kind]) or "none"))
        return text

    def _cameo(self, value: Any) -> str:
        text = self._text("cameo", value)
        if not re.fullmatch(r"\d{2,4}", text) or text not in self.tables.cameo:
            self.fail(f"no CAMEO code {text!r}", text, near(text, self.tables.cameo))
        return text

    def _known(self, name: str, value: Any, known: Any) -> str:
        text = self._text(name, value)
        if text not in known:
            self.fail(f"{name}: {text!r} is not known", text, near(text, known) or "one of " + ", ".join(sorted(known)))
        return text

    def _text(self, name: str, value: Any) -> str:
        if not isinstance(value, str):
            self.fail(f"{name}: {value!r} is not a text in quotation marks", name)
        return value

    def _flag(self, name: str, value: Any) -> bool:
        if not isinstance(value, bool):
            self.fail(f"{name}: {value!r} is neither true nor false", name)
        return value

    def _number(self, name: str, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 2:
            self.fail(f"{name}: {value!r} is not a number from 0 to 2", name)
        return float(value)

    def _list(self, name: str, value: Any) -> list[Any]:
        items = value if isinstance(value, list) else [value]
        if name == "triggers" and not items:
            self.fail("no triggers", name)
        return items

    def _table(self, name: str, value: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            self.fail(f"{name}: write a table in braces", name)
        return value

    def _tables(self, name: str) -> list[Any]:
        items = self.raw.get(name, [])
        if not isinstance(items, list):
            self.fail(f"write [[frame.{name}]] with two brackets", name)
        return items

    def _keys(self, table: Mapping[str, Any], known: set[str]) -> None:
        for key in table:
            if key not in known:
                self.fail(f"unknown field {key!r}", key, near(key, known) or "fields: " + ", ".join(sorted(known)))

    def fail(self, message: str, words: str, hint: str = "") -> Any:
        self.lines.fail(message, self.lines.find(words, self.number), hint)
