"""Object stores and other places that fsspec knows (s3://, gs://, az://, memory://): files, folders and patterns.

fsspec is an extra, and each store needs a package of its own (s3fs, gcsfs, adlfs); its settings and passwords are theirs.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tellings.errors import TellingsError
from tellings.gather.draft import Blob

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,30}(?:::[^:]{0,200})?://", re.IGNORECASE)
_BLOCK = 4 * 1024 * 1024  # bytes read ahead


def is_remote(path: str) -> bool:
    return _ADDRESS.match(path) is not None


def expand(path: str, wanted) -> Iterator[str | TellingsError]:
    """Addresses of the files that an address names: itself, what matches it, or what lies below it."""
    try:
        system, inner = _open(path)
        if any(sign in inner for sign in "*?["):
            found = sorted(p for p, about in system.glob(inner, detail=True).items() if about.get("type") == "file")
            code, told = "no-match", "no file matches the pattern"
        elif system.isdir(inner):
            found = sorted(p for p in system.find(inner) if wanted(PurePosixPath(p).name))
            code, told = "no-reports", "the folder holds no file of a known format"
        elif system.exists(inner):
            found, code, told = [inner], "", ""
        else:
            found, code, told = [], "not-found", "there is no such file or folder"
        if not found:
            yield TellingsError(code, told, where=path, hint="Check the address")
        yield from (system.unstrip_protocol(name) for name in found)
    except TellingsError as error:
        yield error
    except Exception as error:  # every store has errors of its own
        yield _unreadable(path, error)


def opened(path: str) -> Blob:
    """A file, ready to read.  Raises TellingsError `unreadable`, `no-fsspec`, `unknown-store`."""
    try:
        system, inner = _open(path)
        stream = io.BufferedReader(_Raw(system.open(inner, "rb", block_size=_BLOCK), path), buffer_size=1 << 17)
    except TellingsError:
        raise
    except Exception as error:
        raise _unreadable(path, error) from error
    return Blob(path, stream, PurePosixPath(inner).suffix.lower())


def stamp_of(path: str) -> tuple[int, int]:
    """Size, and a number that changes with the file.  Raises OSError where the store tells neither time nor digest."""
    try:
        system, inner = _open(path)
        about = system.info(inner)
    except Exception as error:
        raise OSError(str(error)) from error
    marks = [
        str(about[key])
        for key in ("ETag", "etag", "md5Hash", "LastModified", "mtime", "updated", "created")
        if about.get(key)
    ]
    if about.get("size") is None or not marks:
        raise OSError("no stamp")
    return int(about["size"]), int(hashlib.sha256("|".join(marks).encode()).hexdigest()[:15], 16)


def _open(path: str):
    try:
        import fsspec
    except ImportError as error:
        raise TellingsError(
            "no-fsspec", "reading from stores needs fsspec", where=path, hint='Run `pip install "tellings[cloud]"`'
        ) from error
    try:
        return fsspec.core.url_to_fs(path)
    except (ValueError, ImportError) as error:
        raise TellingsError(
            "unknown-store", f"{error}"[:300], where=path, hint="s3:// needs s3fs, gs:// gcsfs, az:// adlfs"
        ) from error


def _unreadable(path: str, error: Exception) -> TellingsError:
    return TellingsError(
        "unreadable",
        f"the store does not give it: {type(error).__name__}: {error}"[:300],
        where=path,
        hint="Check the address and your rights in the store",
    )


class _Raw(io.RawIOBase):
    """A store's file, whose errors are OSErrors."""

    def __init__(self, file, path: str) -> None:
        self._file, self._path = file, path

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer) -> int:
        try:
            data = self._file.read(len(buffer))
        except OSError:
            raise
        except Exception as error:
            raise OSError(5, f"{type(error).__name__}: {error}"[:300]) from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()
