"""Strangers are refused, hostile reports stay words, and nobody judges who may not."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys

import httpx
import pytest
from lxml import html
from msgspec.structs import replace
from starlette.testclient import TestClient

from handmade import BODY, make_corpus, report
from tellings.cli.app import call
from tellings.corpus import Corpus
from tellings.web.app import Explorer, make_app
from tellings.web.pages import stories
from tellings.web.security import HEADERS, host_of

pytestmark = pytest.mark.usefixtures("catalogue")  # with SQLite and with PostgreSQL

HERE = "http://127.0.0.1:8321"
HOSTILE = (
    '"><script>alert(1)</script><img src=//evil.example/x onerror=alert(2)><svg onload=alert(3)>{{ 7*7 }}{% raw %}'
)
FORMULA = '=cmd|"/c calc"!A1'


def fresh(tmp_path):
    one = report(outlet="The Test Post", title=HOSTILE, url="javascript:alert(1)//")
    other = report(
        BODY.replace("killed 8", "killed 11").replace("harbour", f"harbour {HOSTILE}"),
        title=FORMULA,
        outlet=HOSTILE,
        published="2024-02-13",
        url='https://example.org/"onmouseover="alert(1)',
    )
    return make_corpus(tmp_path / "c", [one, other])


@pytest.fixture
def opened(tmp_path):
    with Corpus.open(fresh(tmp_path)) as corpus:
        yield corpus


@pytest.fixture
def client(opened):
    return TestClient(make_app(Explorer(opened, HOSTILE, by="ann")), base_url=HERE, follow_redirects=False)


def all_pages(client) -> dict[str, str]:
    """Address -> HTML of everything that links lead to."""
    found, ahead = {}, ["/", f"/?q={HOSTILE}&outlet={HOSTILE}", "/event/%3Cscript%3E", "/nothing"]
    while ahead:
        address = ahead.pop()
        if address not in found and not re.search(r"\.(json|csv)", address):
            found[address] = client.get(address).text
            links = [a.get("href", "#") for a in html.fromstring(found[address]).iter("a")]
            ahead += [link.partition("#")[0] for link in links if link.startswith("/")]
    return found


def test_words_of_articles_are_data_on_every_page(client):
    shown = all_pages(client)
    assert len(shown) > 10
    for address, text in shown.items():
        page = html.fromstring(text)
        assert not list(page.find("body").iter("script", "img", "iframe", "object", "embed", "base", "style")), address
        scripts = [(e.get("src"), e.text) for e in page.find("head").iter("script", "base", "style")]
        assert all(src.startswith("/static/") and not text for src, text in scripts), address
        assert "49" not in page.findtext(".//title")
        for element in page.iter():
            for name, value in element.attrib.items():
                assert not name.startswith("on") and name not in ("style", "srcdoc", "formaction"), address
                assert name != "src" or element.tag == "script", address
                if name in ("href", "action"):
                    assert re.match(r"/(?!/)|#|https://example\.org/", value), value
    assert sum(HOSTILE in html.fromstring(text).text_content() for text in shown.values()) > 4


def test_a_link_out_is_a_web_address_and_tells_nothing(client):
    links = [a for text in all_pages(client).values() for a in html.fromstring(text).iter("a")]
    out = [a for a in links if a.get("href", "").startswith("http")]
    assert out and all("noreferrer" in a.get("rel") and "noopener" in a.get("rel") for a in out)


def test_no_cell_is_a_formula(client):
    story = client.get("/stories.json").json()["stories"][0]["story"]
    text = client.get(f"/story/{story}.csv?table=reports").content.decode("utf-8-sig")
    assert "'=cmd" in text and not re.search(r'(^|,)"?[=+@]', text, re.M)
    disposition = client.get(f"/story/{story}.csv").headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="story-s-\w+-matrix\.csv"', disposition)


@pytest.mark.parametrize("address", ["/", "/style.css", "/nothing", "/stories.json", "/stories.csv", "/judge"])
def test_every_answer_has_the_headers(client, address):
    answer = client.get(address)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8321",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "",
        "localhost:x",
        "[::1",
    ],
)
def test_foreign_hosts_are_refused(client, host):
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421 and "Minister" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8321", "[::1]:8321", "127.0.0.1"])
def test_this_machine_is_served(client, host):
    assert client.get("/", headers={"host": host}).status_code == 200


def test_a_proxy_of_ones_own_is_named(opened):
    served = TestClient(make_app(Explorer(opened, "c", hosts=("desk.example",))), base_url="http://desk.example")
    assert served.get("/").status_code == 200
    assert host_of("//desk.example/evil") is None


# ---------------------------------------------------------------- judging


def form_of(client) -> dict[str, str]:
    """The fields of the form on the page of the event with two tellings, as a browser would send them."""
    for address, text in all_pages(client).items():
        if address.startswith("/event/e-"):
            for form in html.fromstring(text).find_class("move"):
                names = {i.get("name"): i.get("value") for i in form.iter("input") if i.get("type") == "hidden"}
                parts = [option.get("value") for option in form.find(".//select").iter("option")]
                return (
                    names
                    | {"a": next(p for p in parts if p.startswith("m-")), "b": "new"}
                    | {
                        "verdict": "move",
                        "why": "two ports",
                    }
                )
    raise AssertionError("no form")


def test_a_judgement_parts_an_event_and_is_kept(client, opened):
    before = client.get("/stories.json").json()["stories"][0]["events"]
    fields = form_of(client)
    answer = client.post("/judge", data=fields, headers={"origin": HERE})
    assert answer.status_code == 303
    page = client.get(answer.headers["location"])
    assert page.status_code == 200
    assert client.get("/stories.json").json()["stories"][0]["events"] == before + 1
    (kept,) = client.get("/judgements.json").json()["judgements"]
    assert (kept["by"], kept["verdict"], kept["reasons"]) == ("ann", "different", ["two ports"])
    assert opened.judgements()[0].a == fields["a"]


@pytest.mark.parametrize(
    ("change", "origin", "status"),
    [
        ({"token": ""}, HERE, 403),
        ({"token": "ünknown"}, HERE, 403),
        ({}, "http://evil.example", 403),
        ({}, "null", 403),
        ({}, "", 403),
        ({}, "http://127.0.0.1:9999", 403),
        ({"verdict": "maybe"}, HERE, 400),
        ({"a": "m-0"}, HERE, 404),
        ({"a": "e-0", "b": "e-1"}, HERE, 404),
        ({"b": ""}, HERE, 400),
        ({"why": "x" * 20_000}, HERE, 413),
    ],
)
def test_judgements_that_are_refused(client, opened, change, origin, status):
    answer = client.post("/judge", data=form_of(client) | change, headers={"origin": origin} if origin else {})
    assert answer.status_code == status
    assert opened.judgements() == ()


def test_another_kind_of_body_is_refused(client):
    fields = form_of(client)
    assert client.post("/judge", json=fields, headers={"origin": HERE}).status_code == 415
    assert client.post("/judge", files={"token": b"x"}, headers={"origin": HERE}).status_code == 415


def test_who_may_only_read_gets_no_form_and_no_answer(client, opened):
    fields = form_of(client)
    reading = TestClient(make_app(Explorer(opened, "c", read_only=True)), base_url=HERE)
    assert not any(
        form.get("method") == "post"
        for text in all_pages(reading).values()
        for form in html.fromstring(text).iter("form")
    )
    assert reading.post("/judge", data=fields, headers={"origin": HERE}).status_code == 404
    assert opened.judgements() == ()


def test_judging_waits_for_no_one_who_writes(client, opened):
    fields = form_of(client)
    with Corpus.open(opened.path, write=True):
        answer = client.post("/judge", data=fields, headers={"origin": HERE})
    assert answer.status_code == 409 and "corpus-busy" in answer.text


def test_the_pages_cannot_write(opened):
    with opened.engine.connect() as connection, pytest.raises(Exception, match=r"readonly|read-only"):
        connection.exec_driver_sql("DELETE FROM judgements")


def test_a_fault_shows_no_trace(opened, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(stories, "stories", broken)
    client = TestClient(make_app(Explorer(opened, "c")), base_url=HERE, raise_server_exceptions=False)
    answer = client.get("/")
    assert answer.status_code == 500 and "fault" in answer.text
    assert "secret" not in answer.text and "Traceback" not in answer.text
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_errors_name_no_path_of_this_machine(client, opened):
    assert str(opened.path) not in client.get("/report/r-0").text


def test_the_command_refuses_to_let_others_judge(tmp_path, capsys):
    assert call(["serve", str(fresh(tmp_path)), "--host", "0.0.0.0"]) == 2
    assert "not-local" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(tmp_path, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert call(["serve", str(fresh(tmp_path)), "--port", str(taken.getsockname()[1])]) == 2
    assert "cannot-listen" in capsys.readouterr().err


def test_the_command_serves_until_it_is_stopped(tmp_path):
    command = [sys.executable, "-m", "tellings", "serve", str(fresh(tmp_path)), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            address = process.stderr.readline().split()[0]
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
            answer = httpx.get(address, timeout=30)
            assert answer.status_code == 200 and "server" not in answer.headers
            assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
            assert httpx.get(address, headers={"host": "evil.example"}, timeout=30).status_code == 421
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
        finally:
            process.kill()


def test_reports_that_only_look_marked(tmp_path):
    """Spans that end before they begin, or beyond the text, mark nothing and break nothing."""
    from tellings.model import Mark, Reading, Span
    from tellings.web.report_view import _paragraphs

    one = report("Rain fell.")
    one = replace(one, marks=(Mark(kind="credit", start=5, end=5), Mark(kind="credit", start=3, end=10_000)))
    reading = Reading(report=one.id, fingerprint="x", sentences=())
    pieces = list(_paragraphs(one, reading, Span(9_000, 9_001)))
    assert ["".join(p.text for p in paragraph) for paragraph in pieces] == one.text.split("\n\n")
