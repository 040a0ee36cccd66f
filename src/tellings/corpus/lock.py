"""One writer a corpus: a file lock that the system lets go when its holder dies."""

from __future__ import annotations

import json
import os
import socket
from datetime import datetime
from pathlib import Path
from types import TracebackType

from tellings.errors import TellingsError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt


class Lock:
    """Held from `acquire` to `release`; a second holder is refused at once and told who holds it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = None
        self._shared = False

    def acquire(self, *, shared: bool = False) -> Lock:
        """shared: with other sharers, against a holder that does not share.

        Raises corpus-busy if another process holds it, corpus-not-writable if there can be no lock.
        """
        try:
            file = open(self.path, "a+", encoding="utf-8")  # noqa: SIM115 - held open as long as the lock
        except OSError as error:
            raise TellingsError(
                "corpus-not-writable",
                f"cannot write to the corpus: {error.strerror}",
                where=str(self.path.parent),
                hint="Choose another folder with --into, or change its permissions",
            ) from error
        try:
            if fcntl:
                fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            else:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            file.seek(0)
            holder = _holder(file.read())
            file.close()
            raise TellingsError(
                "corpus-busy",
                f"another run is writing to this corpus{holder}",
                where=str(self.path.parent),
                hint="Wait until it is done, or use another folder; reading with `tellings show` works meanwhile",
            ) from error
        self._file, self._shared = file, shared
        if (
            fcntl and not shared
        ):  # a Windows lock covers the first byte, so nothing can be written there for others to read
            file.truncate(0)
            file.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": _now()}))
            file.flush()
        return self

    def release(self) -> None:
        if self._file:
            if fcntl and not self._shared:
                self._file.truncate(0)
            self._file.close()
            self._file = None

    def __enter__(self) -> Lock:
        return self.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _holder(text: str) -> str:
    try:
        about = json.loads(text)
        return f" (process {about['pid']} on {about['host']}, since {about['since']})"
    except (ValueError, KeyError, TypeError):
        return ""


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
