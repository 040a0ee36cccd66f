"""The explorer: addresses, and answers as HTML, JSON or CSV.  Rendered here; the browser runs nothing."""

from __future__ import annotations

import asyncio
import csv
import io
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import parse_qs, quote, urlencode

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tellings import __version__
from tellings.corpus import Corpus
from tellings.errors import TellingsError
from tellings.export.flat import safe
from tellings.web import static, wording
from tellings.web.judging import compare, judge
from tellings.web.page import Page, Table
from tellings.web.pages import (
    actor,
    actors,
    event,
    judgements,
    mention,
    outlets,
    report,
    sentence,
    stories,
    story,
    telling,
)
from tellings.web.security import LOOPBACK, Guard, Token

MOST_FORM = 16_384  # bytes
FORM_SECONDS = 10
MISSING = "no-such-"
ASSETS = ("charts.js", "vendor/d3.min.js", "vendor/plot.umd.min.js")
_ID = "{key:str}"
_REFUSED = TellingsError(
    "not-from-here",
    "this form is not from this server, or the server was started anew",
    hint="Go back, load the page again and send it again",
)


@dataclass(frozen=True)
class Explorer:
    """What the pages are made from.  name: the corpus as the user calls it; by: who judges; hosts: names it answers to."""

    corpus: Corpus
    name: str
    by: str = ""
    read_only: bool = False
    hosts: Iterable[str] = LOOPBACK
    token: Token = field(default_factory=Token)
    judging: threading.Lock = field(default_factory=threading.Lock)


def make_app(explorer: Explorer) -> Guard:
    """The application, inside its guard."""
    one = {"story": story.story, "event": event.event, "mention": mention.mention, "actor": actor.actor}
    one |= {"report": report.report, "telling": telling.telling, "sentence": sentence.sentence}
    lists = {"stories": stories.stories, "judgements": judgements.judgements}
    lists |= {"actors": actors.actors, "outlets": outlets.outlets}
    routes = [
        Route("/", _list(explorer, stories.stories)),
        *(Route(f"/{what}", _list(explorer, make)) for what, make in lists.items()),
        *(Route(f"/{what}{{suffix:str}}", _list(explorer, make)) for what, make in lists.items()),
        *(Route(f"/{what}/{_ID}", _one(explorer, make)) for what, make in one.items()),
        Route("/style.css", _style),
        *(Route(f"/static/{name}", _asset(name)) for name in ASSETS),
    ]
    if not explorer.read_only:
        routes.append(Route("/judge", _judge(explorer), methods=["POST"]))
    faults: dict = {
        TellingsError: partial(_known_error, explorer),
        HTTPException: partial(_http_error, explorer),
        Exception: partial(_fault, explorer),
    }
    return Guard(Starlette(routes=routes, exception_handlers=faults), explorer.hosts)


# ---------------------------------------------------------------- addresses


def _list(explorer: Explorer, make: Callable[[Corpus, str, Mapping[str, str]], Page]) -> Callable:
    def answer(request: Request) -> Response:
        suffix = _suffix(request.path_params.get("suffix", ""))
        return _answer(explorer, request, make(explorer.corpus, explorer.name, request.query_params), suffix)

    return answer


def _one(explorer: Explorer, make: Callable[[Corpus, str, str, Mapping[str, str]], Page]) -> Callable:
    def answer(request: Request) -> Response:
        key, suffix = _split(request.path_params["key"])
        page = make(explorer.corpus, explorer.name, key, request.query_params)
        if page.address.rpartition("/")[2] != key:  # the start of an id, or an id of before
            return RedirectResponse(page.address + suffix)
        return _answer(explorer, request, page, suffix)

    return answer


def _split(key: str) -> tuple[str, str]:
    key, dot, ending = key.partition(".")
    return key, _suffix(dot + ending)


def _suffix(text: str) -> str:
    if text not in ("", ".json", ".csv"):
        raise HTTPException(404)
    return text


def _style(request: Request) -> Response:
    return Response(static.style(), media_type="text/css")


def _asset(name: str) -> Callable:
    def answer(request: Request) -> Response:
        return Response(static.asset(name), media_type="text/javascript")

    return answer


# ---------------------------------------------------------------- forms of an answer


def _answer(explorer: Explorer, request: Request, page: Page, suffix: str) -> Response:
    if suffix == ".json":
        return Response(msgspec.json.encode(page.data), media_type="application/json")
    if suffix == ".csv":
        name = request.query_params.get("table") or next(iter(page.tables))
        if name not in page.tables:
            raise TellingsError(
                "no-such-table", f"this page has no table {name!r}", hint=f"It has: {', '.join(page.tables)}"
            )
        file = f"{page.address.strip('/').replace('/', '-')}-{name}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{file}"'}
        return Response(_csv(page.tables[name]), media_type="text/csv", headers=headers)
    return _html(explorer, page.template, page=page, title=page.title, scripts=page.scripts, **page.shown)


def _csv(table: Table) -> bytes:
    """As the export writes it: with a mark for spreadsheets, and no cell that they would run."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([safe(column) for column in table.columns])
    for row in table.rows:
        writer.writerow(["" if cell is None else safe(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig", "replace")


def _html(explorer: Explorer, template: str, status: int = 200, **shown) -> Response:
    known = {
        "name": explorer.name,
        "version": __version__,
        "to": _to,
        "linked": partial(static.linked, _to),
        "heading": "h1",
        "text": True,
        "token": "" if explorer.read_only else explorer.token.value,
        "range_of": wording.days,
        "day": partial(wording.day, year=True),
        "page": None,
        "scripts": False,
        "query": "",
    }
    html = static.environment().get_template(f"explorer/{template}").render(known | shown)
    return Response(html.encode("utf-8", "replace"), status, media_type="text/html; charset=utf-8")


def _to(what: str, key: object) -> str:
    """The address of a thing; of a quote, its report's with the words pointed out."""
    if what == "outlet":
        return f"/outlets?{urlencode({'a': str(key)})}"
    if what == "quote":
        return f"/report/{quote(key.report, safe='')}?{urlencode({'at': f'{key.start}-{key.end}'})}#at"
    return f"/{what}/{quote(str(key), safe='')}"


# ---------------------------------------------------------------- judging


def _judge(explorer: Explorer) -> Callable:
    async def answer(request: Request) -> Response:
        form = await _form(request)
        if not explorer.token.fits(form.get("token", "")):
            return _error(explorer, _REFUSED, 403)
        return await run_in_threadpool(_judged, explorer, form)

    return answer


def _judged(explorer: Explorer, form: dict[str, str]) -> Response:
    a = form.get("a", "").strip()
    b = form.get("b", "").strip() or form.get("other", "").split("#")[0].strip().rstrip("/").rpartition("/")[2]
    with explorer.judging, Corpus.open(explorer.corpus.path, write=True) as corpus:
        judge(corpus, form.get("verdict", ""), a, b, by=explorer.by, why=form.get("why", "").strip()[:500])
        compare(corpus)
    back = form.get("back", "")
    return RedirectResponse(_to("event", back) if back else "/judgements", 303)


async def _form(request: Request) -> dict[str, str]:
    """A small form, as browsers send it; files are not taken."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = b""
    try:
        async with asyncio.timeout(FORM_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_FORM:
                    raise HTTPException(413)
    except TimeoutError as error:
        raise HTTPException(408) from error
    except ClientDisconnect as error:
        raise HTTPException(400) from error
    try:
        fields = parse_qs(body.decode("ascii"), max_num_fields=20)
    except ValueError as error:
        raise HTTPException(400) from error
    return {name: values[0] for name, values in fields.items()}


# ---------------------------------------------------------------- errors


def _known_error(explorer: Explorer, _: Request, error: TellingsError) -> Response:
    status = 404 if error.code.startswith(MISSING) else 409 if error.code == "corpus-busy" else 400
    return _error(explorer, error, status)


def _http_error(explorer: Explorer, _: Request, error: HTTPException) -> Response:
    told = TellingsError(f"http-{error.status_code}", error.detail, hint="The list of stories leads to every page")
    response = _error(explorer, told, error.status_code)
    response.headers.update(error.headers or {})
    return response


def _fault(explorer: Explorer, _: Request, error: Exception) -> Response:
    """A fault of ours: told on the server's console and not to the browser."""
    told = TellingsError("fault", "something went wrong here", hint="The console of `tellings serve` says what")
    return _error(explorer, told, 500)


def _error(explorer: Explorer, error: TellingsError, status: int) -> Response:
    return _html(explorer, "error.html", status, title="Not to be had", error=error)
