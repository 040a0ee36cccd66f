"""Hostile reports and hostile pages against a real browser: words stay words, and strangers get nothing."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlencode

import pytest
from browsing import serving
from msgspec.structs import replace

from handmade import BODY, make_corpus, report
from tellings.corpus import Corpus
from tellings.model import Mark
from tellings.web.pages import actors

TURN = "\u202e"  # right-to-left override: what follows is written backwards
HOSTILE = [
    "<script>document.title = 'owned'; window.owned = 1</script>",
    '"><img src="http://evil.example/x" onerror="window.owned = 1">',
    '<svg onload="window.owned = 1"><a xlink:href="javascript:window.owned = 1"><text>press</text></a></svg>',
    "</title></textarea></style><iframe srcdoc='<script>parent.owned = 1</script>'></iframe>",
    "<style>@import url(http://evil.example/style.css);</style><link rel=stylesheet href=http://evil.example/s.css>",
    "{{ 7*7 }}{% include 'x' %}${7*7}<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    f"Post {TURN}tsoP rehtO",
    "<base href='http://evil.example/'><form action=http://evil.example/><button>go</button>",
]
LINKS = [
    "javascript:window.owned=1//",
    "JaVaScRiPt:window.owned=1",
    "data:text/html,<script>parent.owned=1</script>",
    'https://example.org/"onmouseover="window.owned=1',
    "http://evil.example/harmless",
    "//evil.example/x",
    "\x01javascript:window.owned=1",
    "vbscript:x",
]


@pytest.fixture
def hostile(tmp_path):
    """A corpus whose every outlet, headline, name, sentence and address is hostile."""
    reports = []
    for number, (words, url) in enumerate(zip(HOSTILE, LINKS, strict=True)):
        body = BODY.replace("killed 8", f"killed {8 + number}").replace("harbour", f"harbour {words}")
        body = body.replace("residents", f"residents {words}").replace("Tomas Reyes", f"Tomas Reyes {words}")
        one = report(body, title=f"Minister visits {words}", outlet=words, url=url, published=f"2024-02-1{number % 4}")
        reports.append(replace(one, byline=words, marks=(*one.marks, Mark(kind="credit", start=0, end=3))))
    with Corpus.open(make_corpus(tmp_path / "c", reports)) as corpus:
        yield corpus


def every_page(watched, most: int = 45) -> list[str]:
    seen, ahead = (
        [],
        ["/", "/outlets?" + urlencode({"a": HOSTILE[0], "b": HOSTILE[1]}), f"/?{urlencode({'q': HOSTILE[1]})}"],
    )
    ahead += ["/actors?" + urlencode({"q": HOSTILE[0]}), "/event/%3Cscript%3Ewindow.owned=1%3C%2Fscript%3E"]
    while ahead and len(seen) < most:
        path = ahead.pop(0)
        if path in seen or path.split("?")[0].endswith((".json", ".csv")) or ".csv?" in path:
            continue
        seen.append(path)
        page = watched.open(path, status=404 if "script%3E" in path and path.startswith("/event") else 200)
        harmless(watched, path)
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        ahead += [link.partition("#")[0] for link in links if link.startswith("/") and not link.startswith("//")]
    return seen


def harmless(watched, path: str) -> None:
    """Nothing ran, nothing was made of words, every link goes to us or to the web."""
    page = watched.page
    assert watched.faults == [], path
    assert page.evaluate("() => window.owned") is None and page.title() != "owned", path
    strange = (
        "iframe, object, embed, base, img, meta[http-equiv=refresh], link:not([href='/style.css']), body script, style"
    )
    assert page.locator(strange).count() == 0, path
    for url in page.eval_on_selector_all(
        "[href], [src], [action]", "all => all.map(e => e.href?.baseVal ?? e.href ?? e.src ?? e.action)"
    ):
        assert url.startswith((watched.base + "/", "https://example.org/", "http://evil.example/harmless", "#", "/")), (
            path,
            url,
        )
    handlers = "() => [...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => a.name.startsWith('on') || a.name == 'style').length"
    assert page.evaluate(handlers) == 0, path


def test_hostile_reports_are_words(hostile, look):
    watched = look("")
    with serving(hostile, by="ann") as base:
        watched.base = base
        seen = every_page(watched)
    kinds = {path.split("?")[0].split("/")[1] for path in seen}
    assert {"", "story", "event", "report", "mention", "actor", "telling", "outlets", "actors"} <= kinds


def test_hovering_and_pressing_runs_nothing(hostile, look):
    watched = look("")
    with serving(hostile) as base:
        watched.base = base
        page = watched.open("/")
        page.locator("table.stories a").first.click()
        page.locator(".sources a").first.wait_for()
        reports = page.locator('.sources a[href^="/report/"]').evaluate_all(
            "all => all.map(a => a.getAttribute('href'))"
        )
        for path in reports:
            watched.open(path)
            for link in page.locator("a[rel~=external]").all():
                link.hover()
            assert page.locator('a[href^="javascript" i], a[href^="data" i], a[href^="vbscript" i]').count() == 0
            harmless(watched, path)


def test_turned_writing_ends_where_the_words_end(hostile, look):
    watched = look("")
    with serving(hostile) as base:
        watched.base = base
        page = watched.open("/outlets")
        held = page.evaluate(
            """(mark) => [...document.querySelectorAll('main *')]
                .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.includes(mark)))
                .filter(e => !['OPTION'].includes(e.tagName))
                .map(e => [e.tagName, getComputedStyle(e).unicodeBidi])""",
            TURN,
        )
    assert held and all(how in ("isolate", "isolate-override", "plaintext") for _, how in held), held


def test_the_static_page_of_hostile_reports(hostile, look, tmp_path):
    from tellings.export import Selection
    from tellings.web.static import page as parts

    file = tmp_path / "page.html"
    file.write_text("".join(parts(hostile, Selection())), "utf-8")
    watched = look(file.as_uri())
    watched.page.goto(watched.base)
    assert [f for f in watched.faults if not f.startswith(f"request: {file.as_uri()}")] == []
    assert watched.page.evaluate("() => window.owned") is None
    assert watched.page.locator("script, iframe, img, form, link, object").count() == 0


# ---------------------------------------------------------------- strangers


@pytest.fixture
def plain(tmp_path):
    with Corpus.open(make_corpus(tmp_path / "c")) as corpus:
        yield corpus


@contextmanager
def stranger(body: str):
    """Another site on this machine: a page of it is another origin."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_name_that_was_bound_anew_is_refused(plain, look):
    with serving(plain) as base:
        page = look(base).page
        answer = page.goto(base.replace("127.0.0.1", "rebound.example"))
        assert answer.status == 421 and "Minister" not in page.content()


def test_a_form_of_another_site_changes_nothing(plain, look):
    with serving(plain, by="ann") as base:
        watched = look(base)
        page = watched.open("/")
        page.locator("table.stories a").first.click()
        page.locator(".matrix th a").first.click()
        page.locator("form.move").wait_for()
        token = page.locator("form.move input[name=token]").get_attribute("value")
        mention = page.locator("form.move option[value^='m-']").first.get_attribute("value")
        fields = {"token": token, "verdict": "type", "a": mention, "b": "AID"}
        inputs = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
        with stranger(f'<form method="post" action="{base}/judge">{inputs}<button>go</button></form>') as other:
            page.goto(other)
            with page.expect_response("**/judge") as answer:
                page.get_by_role("button").click()
        assert answer.value.status == 403
        assert plain.judgements() == ()


def test_another_site_may_neither_frame_nor_read(plain, look):
    with serving(plain) as base, stranger(f'<iframe src="{base}/" name="held"></iframe>') as other:
        page = look(base).page
        page.goto(other)
        held = page.frame(name="held")
        assert held is None or "Stories" not in held.content()
        read = page.evaluate("url => fetch(url + '/stories.json').then(a => a.text()).catch(() => 'refused')", base)
        assert read == "refused"
        drawn = page.evaluate(
            "url => new Promise(done => { const s = document.createElement('script'); s.src = url + '/static/charts.js';"
            " s.onload = () => done('ran'); s.onerror = () => done('refused'); document.head.append(s) })",
            base,
        )
        assert drawn == "refused"


def test_a_form_without_the_token_changes_nothing(plain, look):
    with serving(plain, by="ann") as base:
        watched = look(base)
        page = watched.open("/")
        page.locator("table.stories a").first.click()
        page.locator(".matrix th a").first.click()
        form = page.locator("form.type")
        form.wait_for()
        form.locator("input[name=token]").evaluate("input => { input.value = 'guessed' }")
        form.locator("select").select_option("AID")
        with page.expect_response("**/judge") as answer:
            form.get_by_role("button").click()
        assert answer.value.status == 403 and "not-from-here" in page.inner_text("main")
        assert plain.judgements() == ()


def test_who_may_only_read_sees_no_form_that_writes(plain, look):
    with serving(plain, read_only=True) as base:
        watched = look(base)
        page = watched.open("/")
        page.locator("table.stories a").first.click()
        page.locator(".matrix th a").first.click()
        page.locator(".tellings").first.wait_for()
        assert page.locator("form[method=post]").count() == 0
        status = page.evaluate(
            "() => fetch('/judge', {method: 'POST', body: new URLSearchParams({a: 'x'})}).then(a => a.status, () => 0)"
        )
        assert status in (0, 404)
        assert plain.judgements() == ()


def test_the_policy_stops_what_would_get_through(plain, look):
    """Were words ever to become markup, they still could do nothing."""
    with serving(plain) as base:
        watched = look(base)
        page = watched.open("/")
        tried = page.evaluate(
            """async () => {
                const tries = {};
                try { document.body.innerHTML += '<b>x</b>'; tries.markup = 'made' } catch { tries.markup = 'refused' }
                tries.request = await fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused');
                tries.own = await fetch('/stories.json').then(() => 'sent', () => 'refused');
                const image = new Image();
                tries.image = await new Promise(done => { image.onload = () => done('loaded'); image.onerror = () => done('refused');
                    image.src = '/style.css' });
                return tries;
            }"""
        )
        assert tried == dict.fromkeys(("markup", "request", "own", "image"), "refused")
        assert all("evil" not in fault for fault in watched.faults)


def test_a_fault_tells_the_browser_nothing(plain, look, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(actors, "actors", broken)
    with serving(plain) as base:
        page = look(base).open("/actors", status=500)
        assert "fault" in page.inner_text("main")
        assert "secret" not in page.content() and "Traceback" not in page.content() and ".py" not in page.content()
