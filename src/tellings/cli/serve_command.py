"""tellings serve: the corpus in a browser, on this machine."""

from __future__ import annotations

import getpass
import ipaddress
import os
import socket
from contextlib import closing, suppress
from pathlib import Path
from typing import Annotated

import typer

from tellings.cli.app import app
from tellings.cli.console import notes
from tellings.corpus import Corpus
from tellings.errors import TellingsError

PORT = 8321


@app.command("serve", short_help="Look at a corpus in a browser, and judge.")
def serve_command(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)],
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes any that is free.")] = PORT,
    read_only: Annotated[bool, typer.Option("--read-only", help="Show, and let nobody judge.")] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", help="A name under which a proxy of yours serves it.", show_default=False),
    ] = None,
    by: Annotated[str | None, typer.Option(help="Who judges; your user name if not given.", show_default=False)] = None,
) -> None:
    """Look at stories, events, reports and actors in a browser; judge what is the same."""
    import uvicorn

    from tellings.web.app import Explorer, make_app
    from tellings.web.security import LOOPBACK

    if not _loopback(host) and not read_only:
        raise TellingsError(
            "not-local",
            f"others can reach {host}, and whoever sees the pages could judge",
            hint="Add --read-only, or leave --host away",
        )
    with Corpus.open(corpus) as opened:
        explorer = Explorer(
            corpus=opened,
            name=str(corpus),
            by=by or getpass.getuser(),
            read_only=read_only or not os.access(opened.path, os.W_OK),
            hosts=(*LOOPBACK, *(allow_host or ())),
        )
        listening = _listen(host, port)
        listening.listen()  # whoever reads the address can come at once
        shown = f"[{host}]" if ":" in host else host
        notes().print(f"http://{shown}:{listening.getsockname()[1]}/   Ctrl-C ends it")
        config = uvicorn.Config(make_app(explorer), log_level="warning", access_log=False, server_header=False)
        with closing(listening), suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        raise TellingsError(
            "cannot-listen", f"cannot listen on {host}, port {port}: {error.strerror}", hint="Choose another --port"
        ) from error
    return listening
