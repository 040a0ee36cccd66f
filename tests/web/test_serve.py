"""The explorer: every page in every form, and every link leads somewhere."""

from __future__ import annotations

import csv
import io
import re
import shlex

import pytest
from lxml import html
from starlette.testclient import TestClient

from handmade import BODY, make_corpus, report
from tellings.cli.app import call
from tellings.corpus import Corpus, listing
from tellings.model import Value, Verdict
from tellings.web.app import Explorer, make_app
from tellings.web.pictures import ranges

pytestmark = pytest.mark.usefixtures("catalogue")  # with SQLite and with PostgreSQL

HERE = "http://127.0.0.1:8321"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory, catalogue):
    with Corpus.open(make_corpus(tmp_path_factory.mktemp("s") / "c")) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(corpus):
    return TestClient(make_app(Explorer(corpus, "my corpus", by="ann")), base_url=HERE)


@pytest.fixture(scope="module")
def addresses(client) -> list[str]:
    """Every page that links lead to, from the list on."""
    seen, ahead = [], ["/"]
    while ahead:
        address = ahead.pop()
        if address not in seen:
            seen.append(address)
            answer = client.get(address)
            assert answer.status_code == 200, address
            if answer.headers["content-type"].startswith("text/html"):
                tree = html.fromstring(answer.text)
                ahead += [a.get("href").partition("#")[0] for a in tree.iter("a") if a.get("href", "").startswith("/")]
    return seen


def tree(client, address: str):
    return html.fromstring(client.get(address).text)


def words(client, address: str) -> str:
    return " ".join(tree(client, address).text_content().split())


def first(addresses, kind: str) -> str:
    return next(a for a in addresses if re.fullmatch(rf"/{kind}/[a-z]-\w+", a))


def table(client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def clash(client, addresses) -> str:
    """The event on whose dead the outlets differ."""
    return next(
        a for a in addresses if a.startswith("/event/e-") and "." not in a and "differ: killed" in words(client, a)
    )


def test_links_reach_every_kind_of_page_in_every_form(addresses):
    for kind in ("story", "event", "report", "mention", "actor", "telling"):
        page = first(addresses, kind)
        assert page + ".json" in addresses
        assert any(a.startswith(page + ".csv?table=") for a in addresses)
    assert {"/judgements", "/stories.json", "/stories.csv?table=stories", "/style.css"} - set(addresses) == {
        "/style.css"
    }


def test_every_page_has_a_title_a_heading_and_the_style_sheet(client, addresses):
    for address in addresses:
        answer = client.get(address)
        if answer.headers["content-type"].startswith("text/html"):
            page = html.fromstring(answer.text)
            assert len(list(page.iter("h1"))) == 1, address
            assert page.findtext(".//title").endswith(" – tellings")
            assert [link.get("href") for link in page.iter("link")] == ["/style.css"]
            ids = [e.get("id") for e in page.iter() if e.get("id")]
            assert len(ids) == len(set(ids)), address
    assert "--paper" in client.get("/style.css").text


def test_the_list_and_its_numbers(client):
    row = tree(client, "/").find(".//tbody/tr")
    assert [cell.text_content() for cell in row][3:] == ["2", "2", "2", "1", "1"]
    assert client.get("/stories.json").json()["stories"][0]["clashes"] == 1
    assert table(client, "/stories.csv")[0]["outlets"] == "2"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "harbour flooded"}, 1),
        ({"q": "volcano"}, 0),
        ({"q": '"harbour" OR NOT ( * ^ NEAR'}, 0),
        ({"q": '"'}, 0),
        ({"type": "ASSAULT"}, 1),
        ({"type": "AID"}, 0),
        ({"status": "actual"}, 1),
        ({"status": "negated"}, 0),
        ({"outlet": "The Test Post"}, 1),
        ({"outlet": "Nobody's"}, 0),
        ({"country": "prt"}, 0),
        ({"start": "2024-02-09", "end": "2024-02-09"}, 1),
        ({"start": "2024-02-10", "type": "ASSAULT"}, 0),
        ({"end": "2024-02-08", "type": "ASSAULT"}, 0),
        ({"voices": "1"}, 1),
        ({"voices": "9"}, 0),
        ({"voices": "nonsense", "page": "-3"}, 1),
        ({"page": "2"}, 1),
    ],
)
def test_search_and_filters(client, query, found):
    assert client.get("/stories.json", params=query).json()["many"] == found
    assert client.get("/", params=query).status_code == 200


def test_a_filter_speaks_of_one_event(corpus):
    with corpus.engine.connect() as connection:
        assert listing.stories(connection, listing.Wanted(type="ASSAULT", end="2024-02-09"), 10)[1] == 1
        assert listing.stories(connection, listing.Wanted(type="CONSULT", end="2024-02-09"), 10)[1] == 0


def test_a_day_that_is_none_is_told(client):
    answer = client.get("/", params={"start": "yesterday"})
    assert answer.status_code == 400 and "bad-day" in answer.text


def test_the_story_has_its_matrix(client, addresses):
    page = first(addresses, "story")
    assert "8 killed" in words(client, page) and "11 killed" in words(client, page)
    rows = table(client, page + ".csv")
    killed = next(row for row in rows if row["type"].startswith("ASSAULT"))
    assert "8 killed" in killed["The Test Post"] and "11 killed" in killed["Daily <b>Example</b>"]
    assert killed["verdict"] == "differ" and killed["questions"] == "killed"
    data = client.get(page + ".json").json()
    assert len(data["events"]) == 2 and data["story"]["id"] == page[7:]


def test_the_event_side_by_side(client, addresses):
    page = clash(client, addresses)
    shown = tree(client, page)
    assert [m.text for m in shown.iter("mark") if m.get("class") == "count"] == ["8", "11"]
    axis = shown.find_class("axis")[0]
    assert axis.find(".//svg").get("aria-label") == "The Test Post: 8 killed. Daily <b>Example</b>: 11 killed. "
    assert [c.get("cx") for c in axis.iter("circle")] == ["422.7", "510.0"]
    answers = table(client, page + ".csv?table=questions")
    assert [r["answer"] for r in answers if r["question"] == "killed"] == ["8 killed: “8”", "11 killed: “11”"]
    assert table(client, page + ".csv")[0]["sentences"].startswith("Gunmen killed 8 people")
    assert table(client, page + ".csv?table=merges")[0]["verdict"] == "same"
    assert f"tellings show 'my corpus' {page[7:]}" in words(client, page)


def test_a_quote_leads_to_its_place_in_the_report(client, addresses):
    page = clash(client, addresses)
    link = next(a.get("href") for a in tree(client, page).iter("a") if a.get("class") == "in-report")
    assert link.endswith("#at")
    shown = tree(client, link)
    assert len([a for a in shown.iter("a") if a.get("id") == "at"]) == 1
    found = "".join(s.text_content() for s in shown.iter("span") if "found" in (s.get("class") or "").split())
    assert found == "Gunmen killed 8 people near the harbour on 9 February, residents said."


def test_the_report_marks_without_changing_a_word(client, addresses):
    page = first(addresses, "report")
    paragraphs = [p.text_content() for p in tree(client, page).find_class("text")[0].iter("p")]
    text = client.get(page + ".json").json()["report"]["text"]
    assert paragraphs == text.split("\n\n")
    shown = tree(client, page)
    assert {a.text for a in shown.find_class("act") if a.tag == "a"} == {"met", "killed"}
    assert [s.text for s in shown.find_class("text")[0].find_class("cue")] == ["said"]
    assert all(a.get("href").startswith("/mention/m-") for a in shown.find_class("act") if a.tag == "a")
    assert {row["type"] for row in table(client, page + ".csv")} == {"CONSULT", "ASSAULT firearms"}


def test_why_a_mention_was_coded_so(client, addresses):
    page = first(addresses, "mention")
    assert "by-hand" in words(client, page) and "matched by hand" in words(client, page)
    assert {"frame", "status", "event"} <= {p["name"] for p in client.get(page + ".json").json()["points"]}


def test_the_actor(client, corpus, addresses):
    page = next(a for a in addresses if re.fullmatch(r"/actor/a-\w+", a) and "Tomas Reyes" in words(client, a))
    data = client.get(page + ".json").json()
    assert data["actor"]["id"] == page[7:]
    assert [row["name"] for row in table(client, page + ".csv?table=partners")] == ["Amara Diallo"] or data[
        "partners"
    ] == []
    assert table(client, page + ".csv?table=events")


def test_a_telling_beside_the_others(client, addresses):
    page = next(a for a in addresses if re.fullmatch(r"/telling/t-\w+", a) and "11 killed" in words(client, a))
    data = client.get(page + ".json").json()
    (killed,) = [a for a in data["answers"] if a["question"] == "killed"]
    assert killed["verdict"] == "differ" and {killed["here"][0][:2], killed["elsewhere"][0]["answer"][:2]} == {
        "8 ",
        "11",
    }
    assert table(client, page + ".csv?table=sentences")[0]["text"].startswith("Gunmen killed")


def test_a_sentence_has_an_address(client, addresses):
    page = next(a for a in addresses if a.startswith("/sentence/") and ".csv" not in a and ".json" not in a)
    data = client.get(page + ".json").json()
    (mention,) = data["mentions"]
    assert data["sentence"]["start"] <= mention["trigger"][0] < data["sentence"]["end"]
    assert data["sentence"]["text"] in words(client, page)
    report = page.split("/")[2].split(":")[0]
    inside = client.get(f"/sentence/{report}:{mention['trigger'][0]}-{mention['trigger'][1]}.json").json()
    assert inside["sentence"] == data["sentence"]
    for wrong in (f"{report}:900000-900001", f"{report}:1", "r-0:1-2", f"{report}:x-y"):
        assert client.get(f"/sentence/{wrong}").status_code == 404


def test_two_outlets_beside_each_other(client):
    a, b = "The Test Post", "Daily <b>Example</b>"
    names = [row["outlet"] for row in table(client, "/outlets.csv")]
    assert sorted(names) == sorted([a, b])
    data = client.get("/outlets.json", params={"a": a, "b": b}).json()
    assert data["told"] == {"both": 2, "a": 0, "b": 0} and data["stories"] == 1
    assert {v["voice"] for v in data["voices"]} == {"its own words", "residents", "officials"}
    assert any(c["name"] == "Amara Diallo" for c in data["called"])
    answer = client.get("/outlets.csv", params={"a": a, "b": b, "table": "events", "told": "both"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    killed = next(row for row in rows if row["type"].startswith("ASSAULT"))
    assert "8 killed" in killed[a] and "11 killed" in killed[b]
    assert client.get("/outlets.json", params={"a": a, "b": b, "told": "a"}).json()["events"] == []
    assert client.get("/outlets", params={"a": a, "b": "Nobody's"}).status_code == 404
    assert client.get("/outlets", params={"a": a, "b": a}).status_code == 200


def test_the_list_of_actors(client):
    data = client.get("/actors.json").json()
    assert data["many"] == len(data["actors"]) > 1
    assert [a["events"] for a in data["actors"]] == sorted((a["events"] for a in data["actors"]), reverse=True)
    assert [a["name"] for a in client.get("/actors.json", params={"q": "dial am"}).json()["actors"]] == ["Amara Diallo"]
    assert client.get("/actors.json", params={"q": "volcano"}).json()["many"] == 0
    own = client.get("/actors.json", params={"q": "diallo"}).json()["actors"][0]["actor"]
    for asked in (own, "Amara", "amara diallo"):
        assert client.get("/stories.json", params={"actor": asked}).json()["many"] == 1
    assert client.get("/stories.json", params={"actor": "a-000000000000"}).json()["many"] == 0


def test_scripts_are_served_as_they_are_and_nothing_else(client):
    for name in ("charts.js", "vendor/d3.min.js", "vendor/plot.umd.min.js"):
        answer = client.get(f"/static/{name}")
        assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/javascript")
    for name in ("", "vendor", "vendor/README.md", "../app.py", "%2e%2e/app.py", "vendor/countries-50m.json"):
        assert client.get(f"/static/{name}").status_code == 404


def test_the_start_of_an_id_leads_to_the_page(client, addresses):
    page = first(addresses, "event")
    answer = client.get(page[:-2] + ".json", follow_redirects=False)
    assert answer.status_code == 307 and answer.headers["location"] == page + ".json"


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/story/s-0",
        "/story/1",
        "/event/e-0",
        "/report/r-0",
        "/mention/m-0",
        "/actor/a-zz",
        "/event/e-0.json",
        "/stories.xml",
        "/story/s-0.exe",
        "/judgements.",
        "/story/..%2f..%2fetc",
        "/event/%00",
        "/event/%ff'%22<b>",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text and html.fromstring(answer.text).find(".//h1") is not None


def test_a_table_that_is_not_there(client):
    assert client.get("/stories.csv?table=secrets").status_code == 404


def test_an_empty_corpus_has_a_page(tmp_path):
    with Corpus.open(tmp_path / "c", write=True):
        pass
    with Corpus.open(tmp_path / "c") as empty:
        answer = TestClient(make_app(Explorer(empty, "c")), base_url=HERE).get("/")
    assert answer.status_code == 200 and "nothing was read and compared yet" in answer.text


def test_long_lists_are_turned_over(tmp_path):
    many = [
        report(BODY.replace("Lisbon", f"Place{n}"), title=f"Event number {n}", outlet=f"Outlet {n}", source=f"{n}")
        for n in range(3)
    ]
    with Corpus.open(make_corpus(tmp_path / "c", many)) as opened, opened.engine.connect() as connection:
        whole, count, _ = listing.stories(connection, listing.Wanted(), 50)
        parts = [listing.stories(connection, listing.Wanted(), 1, n)[0] for n in range(count)]
        assert [one for part in parts for one in part] == whole and len(whole) == count


def test_ranges_on_one_axis():
    values = (("t1", "90–110"), ("t2", "100+"), ("t3", "40"))
    verdict = Verdict(
        question="participants", verdict="differ", values=tuple(Value(telling=t, value=v, text=v) for t, v in values)
    )
    (axis,) = ranges.axes((verdict,), {"t1": "A", "t2": "B", "t3": "C"})
    a, b, c = axis.bars
    assert axis.most == "110" and a.end == axis.right and b.open and b.end == axis.right and c.x == c.end
    assert axis.left < c.x < a.x < b.x < axis.right
    assert ranges.axes((Verdict(question="actor", verdict="one", values=verdict.values),), {}) == ()


def test_every_page_tells_a_command_that_works(client, corpus, addresses, capsys):
    """What the page prints, typed: it ends well and shows the same thing."""
    seen = set()
    for address in (*addresses, "/?q=harbour&country=PRT", "/actors?q=am", "/outlets", "/?outlet=-x"):
        answer = client.get(address)
        if answer.status_code != 200 or not answer.headers["content-type"].startswith("text/html"):
            continue
        told = html.fromstring(answer.text).find(".//footer//code")
        assert told is not None, address
        verb, *arguments = shlex.split(told.text_content())[1:]
        assert "my corpus" in arguments, address
        arguments = [str(corpus.path) if one == "my corpus" else one for one in arguments]
        if (verb, *arguments) not in seen:
            seen.add((verb, *arguments))
            assert call([verb, *arguments]) == 0, (address, capsys.readouterr().err)
    assert {verb for verb, *_ in seen} >= {"show", "stories", "actors", "outlets", "explain", "judge"}
    capsys.readouterr()


def test_an_event_of_many_tellings_is_turned_over(tmp_path, capsys):
    reports = [report(BODY.replace("8", str(8 + n % 3)), outlet=f"Outlet {n:02}") for n in range(95)]
    path = make_corpus(tmp_path / "c", reports)
    with Corpus.open(path) as opened:
        client = TestClient(make_app(Explorer(opened, "many")), base_url=HERE)
        story = client.get("/stories.json").json()["stories"][0]["story"]
        events = client.get(f"/story/{story}.json").json()["events"]
        key, tellings = next((e["id"], e["tellings"]) for e in events if e["type"] == "ASSAULT")
        assert len(tellings) == 95
        pages = [tree(client, f"/event/{key}?page={n}") for n in (1, 2, 3)]
        shown = [
            [e.get("href") for e in page.iterfind('.//div[@class="tellings"]//p[@class="by"]//a')] for page in pages
        ]
        assert [len(one) for one in shown] == [40, 40, 15] and len({a for one in shown for a in one}) == 95
        text = " ".join(pages[0].text_content().split())
        assert "95 tellings" in text and "others (32)" in text and "others (31)" in text
        assert text.index("question by question") < text.index("95 tellings")
        assert client.get(f"/event/{key}.csv?table=tellings&page=3").text.count("\r\n") == 16
    assert call(["show", str(path), key, "--page", "3"]) == 0
    assert "page 3 of 3" in capsys.readouterr().out
