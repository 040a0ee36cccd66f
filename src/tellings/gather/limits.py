"""Bounds that a reader cannot keep by itself: time for one document, growth of compressed bytes, the shape of a page."""

from __future__ import annotations

import io
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from tellings.errors import TellingsError

try:
    import resource
except ImportError:  # Windows
    resource = None

MOST_ATTRIBUTES = 4_000
_OWN_DATA = re.compile(rb"VmData:\s*(\d+) kB")
_TAG_PART = re.compile(r"[\"'>=]")
_OPENING = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements that HTML closes by itself.
_LEAVES = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "optgroup",
        "colgroup",
        "rp",
        "rt",
    ]
)


class _TimeUp(BaseException):
    """Not an Exception, so that a library's `except Exception` cannot swallow it."""


_ours: list[float] = []  # ends of the running bounds, outermost first


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TellingsError `too-slow` when the block takes longer.  Bounds nest: the inner one ends its own block only.

    Works where signals do: in a POSIX process's main thread, and if nobody else runs a timer; elsewhere there is no bound.
    Code in C is interrupted when it returns to Python.
    """
    usable = (
        seconds > 0
        and hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and (_ours or signal.getitimer(signal.ITIMER_REAL)[0] == 0)
    )
    if not usable:
        yield
        return

    def ring(_number, _frame):
        raise _TimeUp

    before = signal.signal(signal.SIGALRM, ring)
    _ours.append(time.monotonic() + seconds)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
        yield
    except _TimeUp as error:
        raise TellingsError(
            "too-slow",
            f"the document took longer than {seconds:g} seconds",
            hint="Raise max_seconds if it really is a report",
        ) from error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        _ours.pop()
        if _ours:
            signal.setitimer(signal.ITIMER_REAL, max(0.01, _ours[-1] - time.monotonic()), 1.0)


@contextmanager
def roomy(megabytes: int) -> Iterator[None]:
    """MemoryError when the block takes so much more memory than the process had; 0 for no bound.

    Works where the system bounds a process's data (Linux); elsewhere there is no bound.  A library in C that does not ask
    whether it got what it wanted dies of it, which a pool survives.
    """
    before = _data() if megabytes > 0 and resource is not None else None
    if before is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = before + megabytes * 2**20
    inner = min(limit for limit in (wanted, soft, hard) if limit != resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_DATA, (inner, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _data() -> int | None:
    """Bytes of the process's own data; None where the system does not tell."""
    try:
        with open("/proc/self/status", "rb") as file:
            found = _OWN_DATA.search(file.read())
    except OSError:
        return None
    return int(found[1]) * 1024 if found else None


class Unpacked(io.RawIOBase):
    """A stream that unpacks another and stops when it grows out of proportion.

    Raises TellingsError `decompression-bomb` once more than max_bytes came out and that is more than max_ratio times
    what went in; `damaged-archive` when the packed bytes are broken or end too early.
    """

    def __init__(self, unpacker: BinaryIO, packed: BinaryIO, *, max_bytes: int, max_ratio: int, name: str) -> None:
        self._unpacker, self._packed, self._name = unpacker, packed, name
        self._max_bytes, self._max_ratio = max_bytes, max_ratio
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            data = self._unpacker.read(len(buffer))
        except TellingsError:
            raise
        except Exception as error:  # every unpacker has errors of its own
            raise TellingsError(
                "damaged-archive",
                f"cannot be unpacked: {error}",
                where=self._name,
                hint="Fetch the file again; what came before the damage is kept",
            ) from error
        self._given += len(data)
        if self._given > self._max_bytes and self._given > self._max_ratio * max(1, self._packed.tell()):
            raise TellingsError(
                "decompression-bomb",
                f"it unpacks to more than {self._max_ratio} times its size",
                where=self._name,
                hint="Raise max_ratio if the file can be trusted",
            )
        buffer[: len(data)] = data
        return len(data)


def check_page(html: str, max_depth: int) -> None:
    """Raises TellingsError `too-complex` for pages whose parsing would take time out of proportion, in linear time."""
    if html.count("=") > MOST_ATTRIBUTES and _most_attributes(html) > MOST_ATTRIBUTES:
        raise TellingsError(
            "too-complex",
            f"a tag of the page has more than {MOST_ATTRIBUTES:,} attributes",
            hint="This is no page that a newsroom made; look at it by hand",
        )
    if html.count("<") > 2 * max_depth and _depth(html) > max_depth:
        raise TellingsError(
            "too-complex",
            f"the page's elements are nested more than {max_depth:,} deep",
            hint="Raise max_depth if it really is a report",
        )


def _most_attributes(html: str) -> int:
    most = 0
    position = 0
    while (start := html.find("<", position)) >= 0:
        position = start + 1
        if not html[position : position + 1].isalpha():
            continue
        count = 0
        while (match := _TAG_PART.search(html, position)) is not None:
            sign = match.group()
            position = match.end()
            if sign == ">":
                break
            if sign == "=":
                count += 1
                continue
            closing = html.find(sign, position)
            position = len(html) if closing < 0 else closing + 1
        else:
            position = len(html)
        most = max(most, count)
    return most


def _depth(html: str) -> int:
    depth = deepest = 0
    for match in _OPENING.finditer(html):
        if match.group(2).lower() in _LEAVES:
            continue
        depth = max(0, depth - 1) if match.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest
