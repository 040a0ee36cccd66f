"""Errors are part of the interface: a code, the place, what to do."""

from __future__ import annotations


class TellingsError(Exception):
    """An error a user can act on.

    code:  stable short name, kebab-case, e.g. ``empty-report``; it is what ``failures`` and tests speak of.
    where: the file, and the line or byte if there is one.
    hint:  what to do about it, one sentence.
    """

    def __init__(self, code: str, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.code}: {self.message}"
        if self.where:
            text += f" ({self.where})"
        if self.hint:
            text += f". {self.hint}"
        return text

    def __reduce__(self):
        # Exceptions cross process borders; keyword arguments are lost by the default protocol.
        return (_rebuild, (type(self), self.code, self.message, self.where, self.hint))


def _rebuild(kind, code, message, where, hint):
    return kind(code, message, where=where, hint=hint)
