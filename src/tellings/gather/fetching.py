"""Fetching by HTTP from servers that may be slow, broken or hostile, and that must not be troubled.

Every fetch is bounded in bytes, in seconds and in redirects, and every address is looked at before it is connected to, so that
no feed leads into this machine's own network.  What comes packed is unpacked within the same bounds.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpcore

from tellings import __version__
from tellings.errors import TellingsError
from tellings.gather.encodings import decoded

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PACKED = "gzip, br, deflate"


@dataclass(frozen=True)
class FetchOptions:
    """Bounds of one fetch, redirects included.

    max_seconds: in all; patience: for a single answer of the network.  contact: told to servers, so that they can complain.
    private: whether addresses of this machine and its network are allowed.
    """

    max_bytes: int = 16 * 1024 * 1024
    max_seconds: float = 30.0
    patience: float = 10.0
    max_redirects: int = 5
    private: bool = False
    contact: str = ""


@dataclass(frozen=True)
class Fetched:
    """An answer.  url: where it came from in the end.  headers: names in lower case.  data: unpacked."""

    url: str
    status: int
    data: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class _Guarded(httpcore.SyncBackend):
    """Connects to public addresses only: to the very one that was looked at, so that a second look-up cannot differ."""

    def __init__(self, private: bool) -> None:
        self._private = private

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"there is no host {host}") from error
        for *_, address in found:
            if self._private or _is_public(address[0]):
                return super().connect_tcp(address[0], port, timeout, local_address, socket_options)
        raise TellingsError(
            "private-address",
            f"{host} is an address of this machine or its network",
            where=host,
            hint="Add --allow-private if you trust the feed",
        )

    def connect_unix_socket(self, path, timeout=None, socket_options=None):
        raise httpcore.ConnectError("no sockets of this machine")


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not (mapped or ip).is_multicast


class Fetcher:
    """Fetches from any thread.  `stop` ends what is under way."""

    def __init__(self, options: FetchOptions | None = None) -> None:
        self.options = options or FetchOptions()
        self._stopped = threading.Event()
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            network_backend=_Guarded(self.options.private),
            keepalive_expiry=2.0,
            retries=0,
        )
        who = f"; {self.options.contact}" if self.options.contact else ""
        self._agent = f"tellings/{__version__} (news reader{who})".encode("ascii", "ignore")

    def stop(self) -> None:
        self._stopped.set()

    def close(self) -> None:
        self.stop()
        self._pool.close()

    def fetch(self, url: str, *, headers: dict[str, str] | None = None) -> Fetched:
        """The answer, whatever its status, after redirects.

        Raises TellingsError: bad-address, private-address, too-many-redirects, too-large, too-slow, unreachable,
        decompression-bomb, damaged-archive.
        """
        end = time.monotonic() + self.options.max_seconds
        for _ in range(self.options.max_redirects + 1):
            answer = self._once(checked(url), headers or {}, end)
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not target:
                return answer
            url = urljoin(url, target)
        raise TellingsError(
            "too-many-redirects",
            f"it leads on more than {self.options.max_redirects} times",
            where=url,
            hint="Look at the address in a browser",
        )

    def _once(self, url: str, headers: dict[str, str], end: float) -> Fetched:
        told = {"user-agent": self._agent, "accept-encoding": _PACKED, "accept": "*/*", **headers}
        waits = dict.fromkeys(("connect", "read", "write", "pool"), self.options.patience)
        try:
            with self._pool.stream("GET", url, headers=list(told.items()), extensions={"timeout": waits}) as response:
                found = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in response.headers}
                data = self._body(response, url, end) if response.status == 200 else b""
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise _too_slow(url, self.options.patience) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
            raise TellingsError(
                "unreachable", f"no answer that can be read: {error}"[:300], where=url, hint="It is tried again later"
            ) from error
        data = decoded(data, transfer="", content=found.get("content-encoding", ""), max_bytes=self.options.max_bytes)
        return Fetched(url=url, status=response.status, data=data, headers=found)

    def _body(self, response: httpcore.Response, url: str, end: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in response.iter_stream():
            size += len(part)
            if size > self.options.max_bytes:
                raise TellingsError(
                    "too-large",
                    f"the answer is larger than {self.options.max_bytes:,} bytes",
                    where=url,
                    hint="Is this a feed? Raise --max-bytes if it is",
                )
            if time.monotonic() > end or self._stopped.is_set():
                raise _too_slow(url, self.options.max_seconds)
            parts.append(part)
        return b"".join(parts)


def _too_slow(url: str, seconds: float) -> TellingsError:
    return TellingsError(
        "too-slow", f"the server took longer than {seconds:g} seconds", where=url, hint="It is tried again later"
    )


def checked(url: str) -> str:
    """An address that can be fetched.  Raises bad-address."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and url.isascii()
        good = good and not any(char.isspace() or char < " " for char in url) and len(url) < 4_000
    except ValueError:
        good = False
    if not good:
        raise TellingsError(
            "bad-address", "this is no address of the web", where=url[:300], hint="Write https://HOST/PATH"
        )
    return url.partition("#")[0]


def host_of(url: str) -> str:
    """Host and port: what answers one request at a time."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def wait_of(headers: dict[str, str], now: float) -> float:
    """Seconds that the server asks to wait (Retry-After, as a number or a day); 0 if it asks nothing."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal() and value.isascii():
        return float(value[:12])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now) if value else 0.0
    except (ValueError, TypeError, OverflowError):
        return 0.0


def today(now: float) -> str:
    """ISO time of an instant."""
    return datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds")
