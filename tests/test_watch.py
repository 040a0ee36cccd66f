"""tellings watch, against a server on this machine that is polite, slow, broken or hostile."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from handmade import BODY, hand_loader
from tellings.cli import watch_command
from tellings.cli.app import call
from tellings.corpus import Corpus, held
from tellings.engines.inprocess import InProcess
from tellings.errors import TellingsError
from tellings.gather import GatherOptions
from tellings.gather.fetching import Fetched, Fetcher, FetchOptions, checked, wait_of
from tellings.gather.robots import Robots
from tellings.gather.watching import LONGEST, Feed, after, due, items, poll

EVERY = 900.0
ITEM = "<item><guid>{key}</guid><title>{title}</title><link>{link}</link><pubDate>Mon, 12 Feb 2024 10:00:00 GMT</pubDate><description>{text}</description></item>"


def rss(*entries: str) -> bytes:
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>The Test Post</title>{''.join(entries)}</channel></rss>".encode()


def entry(key="1", title="Minister visits flooded port", text=BODY, link="https://post.example/a"):
    return ITEM.format(key=key, title=title, text=text, link=link)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((time.monotonic(), self.path, dict(self.headers)))
        answer = self.server.routes.get(self.path)
        if answer is None:
            return self.answer(404, b"")
        return answer(self)

    def answer(self, status, data, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    made.routes, made.asked = {}, []
    made.url = f"http://127.0.0.1:{made.server_address[1]}"
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def fetcher():
    made = Fetcher(
        FetchOptions(max_bytes=200_000, max_seconds=1.0, patience=0.5, private=True, contact="ada@example.org")
    )
    yield made
    made.close()


def polled(fetcher, *feeds, now=1_000_000.0):
    answers = poll(fetcher, feeds, every=EVERY, clock=lambda: now, pause=lambda seconds: None)
    return sorted(answers, key=lambda p: p.feed.url)


def code_of(action) -> str:
    with pytest.raises(TellingsError) as caught:
        action()
    return caught.value.code


# ---------------------------------------------------------------- what a server answers


def test_what_did_not_change_is_not_sent_again(server, fetcher):
    def feed(handler):
        if handler.headers.get("If-None-Match") == '"v1"' and handler.headers.get("If-Modified-Since"):
            return handler.answer(304, b"")
        return handler.answer(200, rss(entry()), ETag='"v1"', Last_Modified="Mon, 12 Feb 2024 10:00:00 GMT")

    server.routes["/f"] = feed
    (first,) = polled(fetcher, Feed(f"{server.url}/f"))
    assert (first.feed.etag, first.feed.due, first.feed.failures) == ('"v1"', 1_000_000 + EVERY, 0)
    (second,) = polled(fetcher, first.feed)
    assert second.data is None and second.feed.code == "" and second.feed.etag == '"v1"'
    agent = server.asked[0][2]["user-agent"]
    assert agent.startswith("tellings/") and "ada@example.org" in agent


@pytest.mark.parametrize(
    ("asked", "waits"), [("7200", 7200), ("1", 2 * EVERY), ("999999999", LONGEST), ("x", 2 * EVERY)]
)
def test_a_server_that_has_had_enough_is_left_alone(server, fetcher, asked, waits):
    server.routes["/f"] = lambda handler: handler.answer(429, b"", Retry_After=asked)
    (told,) = polled(fetcher, Feed(f"{server.url}/f"))
    assert (told.feed.code, told.feed.failures, told.data) == ("http-429", 1, None)
    assert told.feed.due == 1_000_000 + waits


def test_broken_servers_are_asked_less_and_less(server, fetcher):
    server.routes["/f"] = lambda handler: handler.answer(500, b"no")
    feed, waits = Feed(f"{server.url}/f", etag='"v1"'), []
    for _ in range(9):
        (told,) = polled(fetcher, feed)
        feed = told.feed
        waits.append(feed.due - 1_000_000)
    assert waits[:3] == [2 * EVERY, 4 * EVERY, 8 * EVERY] and waits[-1] == LONGEST
    assert feed.etag == '"v1"'
    server.routes["/f"] = lambda handler: handler.answer(200, rss(entry()))
    (told,) = polled(fetcher, feed)
    assert (told.feed.failures, told.feed.due, told.feed.code) == (0, 1_000_000 + EVERY, "")


def test_what_is_gone_is_not_asked_again():
    told = after(Feed("https://a.example/f"), Fetched("https://a.example/f", 410), EVERY, 0.0).feed
    assert told.code == "gone" and due([told], 1e12) == []


def test_only_what_is_due_is_asked_and_a_clock_set_back_does_no_harm():
    feeds = [Feed("a", due=10.0), Feed("b", due=5_000.0), Feed("c", due=1e9)]
    assert [f.url for f in due(feeds, 100.0)] == ["a", "c"]  # c was marked by a clock that was years ahead


def test_a_host_gets_one_request_at_a_time_with_a_pause(server, fetcher):
    at_once, most, pauses = [0], [0], []

    def feed(handler):
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        time.sleep(0.05)
        at_once[0] -= 1
        return handler.answer(200, rss(entry()))

    for name in "abcd":
        server.routes[f"/{name}"] = feed
    feeds = [Feed(f"{server.url}/{name}") for name in "abcd"]
    assert len(list(poll(fetcher, feeds, every=EVERY, clock=time.time, pause=pauses.append))) == 4
    assert most == [1] and pauses == [1.0, 1.0, 1.0]


# ---------------------------------------------------------------- hostile servers


def test_endless_feeds_slow_feeds_and_bombs_end(server, fetcher):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"<item>" * 1000)
        except OSError:
            handler.close_connection = True

    def drips(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(b"<")
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass
        handler.close_connection = True

    def silent(handler):
        time.sleep(1.5)
        handler.close_connection = True

    bomb = gzip.compress(b"a" * 5_000_000)
    server.routes |= {
        "/endless": endless,
        "/drips": drips,
        "/silent": silent,
        "/bomb": lambda handler: handler.answer(200, bomb, Content_Encoding="gzip"),
        "/lies": lambda handler: handler.answer(200, b"plain", Content_Encoding="gzip"),
        "/broken": lambda handler: handler.answer(200, b"\x1f\x8bjunk" * 9, Content_Encoding="gzip"),
        "/loop": lambda handler: handler.answer(302, b"", Location="/loop"),
        "/file": lambda handler: handler.answer(302, b"", Location="file:///etc/hostname"),
        "/newline": lambda handler: handler.answer(302, b"", Location="http://a.example/\tx y"),
    }
    codes = {"endless": "too-large", "drips": "too-slow", "silent": "too-slow", "bomb": "decompression-bomb",
             "broken": "damaged-archive", "loop": "too-many-redirects", "file": "bad-address", "newline": "bad-address"}  # fmt: skip
    start = time.monotonic()
    for name, code in codes.items():
        assert code_of(lambda name=name: fetcher.fetch(f"{server.url}/{name}")) == code, name
    assert time.monotonic() - start < 8
    assert fetcher.fetch(f"{server.url}/lies").data == b"plain"
    assert code_of(lambda: fetcher.fetch("http://127.0.0.1:9/")) == "unreachable"
    (told,) = polled(fetcher, Feed(f"{server.url}/loop"))
    assert told.feed.code == "too-many-redirects" and told.feed.failures == 1


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/", "http://0.0.0.0:{port}/", "http://169.254.169.254/latest",
     "http://10.0.0.1/", "http://192.168.1.1/", "http://[::ffff:127.0.0.1]:{port}/", "http://2130706433:{port}/", "http://0x7f.1:{port}/"],
)  # fmt: skip
def test_nothing_leads_into_ones_own_network(server, address):
    guarded = Fetcher(FetchOptions(patience=1.0))
    found = code_of(lambda: guarded.fetch(address.format(port=server.server_address[1])))
    guarded.close()
    assert found in ("private-address", "unreachable") and server.asked == []


def test_a_redirect_is_looked_at_like_an_address(server, monkeypatch):
    server.routes["/in"] = lambda handler: handler.answer(302, b"", Location="http://10.0.0.1/secret")
    guarded = Fetcher(FetchOptions(patience=1.0))
    monkeypatch.setattr("tellings.gather.fetching._is_public", lambda address: address == "127.0.0.1")
    assert code_of(lambda: guarded.fetch(f"{server.url}/in")) == "private-address"
    guarded.close()


@pytest.mark.parametrize(
    "address", ["ftp://a.example/", "https://", "nonsense", "https://a b/", "http://a:0/", "http://[/"]
)
def test_addresses_that_are_none(address):
    assert code_of(lambda: checked(address)) == "bad-address"


def test_how_long_to_wait():
    now = 1_707_732_000.0  # 12 February 2024, 10:00
    assert wait_of({"retry-after": "120"}, now) == 120
    assert wait_of({"retry-after": "Mon, 12 Feb 2024 10:05:00 GMT"}, now) == 300
    assert wait_of({"retry-after": "Mon, 12 Feb 2001 10:05:00 GMT"}, now) == 0
    assert wait_of({"retry-after": "soon"}, now) == wait_of({}, now) == 0


def test_robots(server, fetcher):
    rules = b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n"
    server.routes["/robots.txt"] = lambda handler: handler.answer(200, rules)
    robots = Robots(fetcher, lambda: 5.0)
    assert robots.allowed(f"{server.url}/a") == 7
    assert code_of(lambda: robots.allowed(f"{server.url}/private/b")) == "robots-forbid"
    assert len(server.asked) == 1
    server.routes["/robots.txt"] = lambda handler: handler.answer(503, b"")
    assert code_of(lambda: Robots(fetcher, lambda: 5.0).allowed(f"{server.url}/a")) == "robots-forbid"
    del server.routes["/robots.txt"]
    assert Robots(fetcher, lambda: 5.0).allowed(f"{server.url}/a") == 1


# ---------------------------------------------------------------- what comes


def test_feeds_that_are_none_are_failures(server, fetcher):
    server.routes["/f"] = lambda handler: handler.answer(200, b"<html>Moved</html>")
    (told,) = polled(fetcher, Feed(f"{server.url}/f"))
    (failure,) = items(told, GatherOptions())
    assert (failure.code, failure.source) == ("no-reports", f"{server.url}/f")


@pytest.fixture
def hand(monkeypatch):
    monkeypatch.setattr(watch_command, "choose", lambda *args, **about: InProcess(hand_loader()))


def sums(path):
    with Corpus.open(path) as corpus:
        status = corpus.status()
        return status.gathered, status.reports, status.read, status.copies, status.stories


def test_what_came_is_kept_and_compared(server, tmp_path, hand, capsys):
    old, new = entry("1"), entry("2", "Gunmen at the port", BODY.replace("Lisbon", "Porto"), "https://post.example/b")
    current = [old]
    server.routes["/a"] = lambda handler: handler.answer(200, rss(*current))
    server.routes["/b"] = lambda handler: handler.answer(200, rss(old))  # the same item in two feeds
    words = ["watch", f"{server.url}/a", f"{server.url}/b", "--into", str(tmp_path / "c"), "--once", "--allow-private"]
    assert call(words) == 0
    assert sums(tmp_path / "c") == (2, 1, 1, 1, 1)
    assert call(words) == 0  # not due yet
    assert len(server.asked) == 2
    current.insert(0, new)
    _let_time_pass(tmp_path / "c")
    assert call(words) == 0
    gathered, reports, read, copies, stories = sums(tmp_path / "c")
    assert (gathered, reports, read, copies) == (3, 2, 2, 1) and stories >= 1
    with Corpus.open(tmp_path / "c") as corpus:
        assert not corpus.needs_comparing()
        assert {e.report.source for e in corpus.entries()} == {f"{server.url}/a#1", f"{server.url}/a#2"}
        assert all(e.report.published.value.startswith("2024-02-12") for e in corpus.entries())


def _let_time_pass(path):
    from sqlalchemy import update

    from tellings.corpus import schema

    with Corpus.open(path, write=True) as corpus, corpus.engine.begin() as connection:
        connection.execute(update(schema.feeds).values(due=0.0))


def test_pages_behind_the_entries(server, tmp_path, hand):
    short = entry("1", text="The minister met the farmers of the region on Monday.", link=f"{server.url}/story")
    hidden = entry("2", "Another", "The mayor met nobody at all in the town of Porto.", f"{server.url}/private/x")
    server.routes["/f"] = lambda handler: handler.answer(200, rss(short, hidden))
    server.routes["/robots.txt"] = lambda handler: handler.answer(200, b"User-agent: *\nDisallow: /private\n")
    paragraphs = "".join(
        f"<p>{line} It was the {n}th time that this was said of it by anybody.</p>"
        for n, line in enumerate(BODY.split("\n\n") * 3)
    )
    html = f"<html><head><title>x</title></head><body><article><h1>Minister visits flooded port</h1>{paragraphs}</article></body></html>"
    server.routes["/story"] = lambda handler: handler.answer(
        200, html.encode(), Content_Type="text/html; charset=utf-8"
    )
    words = ["watch", f"{server.url}/f", "--into", str(tmp_path / "c"), "--once", "--allow-private", "--pages"]
    assert call(words) == 0
    with Corpus.open(tmp_path / "c") as corpus:
        found = {e.report.source.rpartition("#")[2]: e.report for e in corpus.entries()}
    assert "residents said" in found["1"].text and found["1"].published.value.startswith("2024-02-12")
    assert found["2"].notes[-1] == "page-not-read: robots-forbid"
    assert not any(path.startswith("/private") for _, path, _ in server.asked)
    _let_time_pass(tmp_path / "c")
    assert call(words) == 0
    assert [path for _, path, _ in server.asked].count("/story") == 1


def test_failures_of_feeds_are_told(server, tmp_path, hand, capsys):
    server.routes["/f"] = lambda handler: handler.answer(500, b"")
    assert call(["watch", f"{server.url}/f", "--into", str(tmp_path / "c"), "--once", "--allow-private"]) == 0
    assert "http-500" in capsys.readouterr().err
    assert call(["watch", "nonsense", "--into", str(tmp_path / "c"), "--once"]) == 2
    (tmp_path / "list").write_text(f"# mine\n{server.url}/f\nftp://x/\n")
    assert call(["watch", str(tmp_path / "list"), "--into", str(tmp_path / "c"), "--once"]) == 2
    assert "list:3" in capsys.readouterr().err


def test_a_failure_of_a_feed_is_a_row(server, tmp_path, hand):
    server.routes["/f"] = lambda handler: handler.answer(200, b"<rss><channel><item><title>x")
    assert call(["watch", f"{server.url}/f", "--into", str(tmp_path / "c"), "--once", "--allow-private"]) == 0
    with Corpus.open(tmp_path / "c") as corpus, corpus.engine.connect() as connection:
        assert [row[0].split("#")[0] for row in held.failures(connection)] == [f"{server.url}/f"]


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_ends_it_cleanly(server, tmp_path):
    server.routes["/f"] = lambda handler: handler.answer(200, rss(entry()))
    words = [f"{server.url}/f", "--into", str(tmp_path / "c"), "--allow-private", "--every", "0.01"]
    process = subprocess.Popen(
        [sys.executable, "-c", _BY_HAND, *words], cwd=Path(__file__).parent, stderr=subprocess.PIPE, text=True
    )
    for _ in range(600):
        if len(server.asked) >= 3:
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 0 and "stopped" in told, told
    assert sums(tmp_path / "c")[:3] == (1, 1, 1)


_BY_HAND = """
import sys
from handmade import hand_loader
from tellings.cli import app, watch_command
from tellings.engines.inprocess import InProcess
watch_command.choose = lambda *args, **about: InProcess(hand_loader())
sys.exit(app.call(["watch", *sys.argv[1:]]))
"""
