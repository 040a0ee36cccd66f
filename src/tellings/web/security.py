"""Who may ask, and what a browser may do with the answer: around the whole application, its errors included."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SAFE = ("GET", "HEAD")
HEADERS = {
    # Our own style sheet and scripts, forms to ourselves, no request besides: article text that got through would still
    # do nothing.  No script may turn words into markup (trusted types).
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with that, browsers give `Origin: null` on our own forms too.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class Guard:
    """Refuses foreign Host headers (DNS rebinding) and writes from foreign pages; puts the headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = LOOPBACK) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        refusal = self.refusal(scope["method"], Headers(scope=scope))
        answer = PlainTextResponse(*refusal) if refusal else self.app
        await answer(scope, receive, guarded)

    def refusal(self, method: str, headers: Headers) -> tuple[str, int] | None:
        """Words and status, if this request is not answered."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or host_of(f"//{hosts[0]}") not in self.hosts:
            return "This host name is not served here. Name it with --allow-host if it should be.\n", 421
        if method in SAFE:
            return None
        origin = headers.get("origin", "")
        if urlsplit_netloc(origin) != hosts[0].lower():
            return "A change must come from a page of this server.\n", 403
        return None


def host_of(address: str) -> str | None:
    """The host of an address, in lower case, without its port; None if it is none."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises if it is no number
        return None if parts.username is not None or parts.path not in ("", "/") else parts.hostname
    except ValueError:
        return None


def urlsplit_netloc(origin: str) -> str | None:
    """Host and port of an origin; None for `null` and for what is no web page's origin."""
    scheme, _, rest = origin.lower().partition("://")
    return rest if scheme in ("http", "https") and rest else None


class Token:
    """A secret of this process, in every form that writes."""

    def __init__(self) -> None:
        self.value = secrets.token_urlsafe(32)

    def fits(self, given: str) -> bool:
        return hmac.compare_digest(self.value.encode(), given.encode("utf-8", "replace"))
