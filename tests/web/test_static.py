"""The page that is passed on: it shows what the corpus holds, runs nothing and asks nobody."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from lxml import html
from msgspec.structs import replace

from handmade import BODY, make_corpus, report
from tellings.corpus import Corpus
from tellings.export import Selection
from tellings.model import Mark, Quote, Value, Verdict
from tellings.web import wording
from tellings.web.event_view import trimmed
from tellings.web.marking import marked
from tellings.web.static import page

HOSTILE = '"><script>alert(1)</script><img src=//evil.example/x onerror=alert(2)>{{ 7*7 }}{% raw %}'


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    reports = [
        report(outlet="The Test Post"),
        report(
            BODY.replace("killed 8", "killed 11").replace("harbour", f"harbour {HOSTILE}"),
            title=HOSTILE,
            outlet=HOSTILE,
            published="2024-02-13",
        ),
    ]
    with Corpus.open(make_corpus(tmp_path_factory.mktemp("w") / "c", reports)) as opened:
        yield opened


def rendered(corpus, **filters) -> str:
    return "".join(page(corpus, Selection(**filters)))


def test_it_shows_both_sides(corpus):
    tree = html.fromstring(rendered(corpus))
    text = " ".join(tree.text_content().split())
    assert "8 killed" in text and "11 killed" in text and "differ: killed" in text
    sentences = [" ".join(q.text_content().split()) for q in tree.iter("blockquote")]
    assert "Gunmen killed 8 people near the harbour on 9 February, residents said." in sentences
    assert [m.text for m in tree.iter("mark") if m.get("class") == "count"] == ["8", "11"]


def test_words_of_articles_are_data(corpus):
    tree = html.fromstring(rendered(corpus))
    assert not list(tree.iter("script", "img", "iframe", "object", "embed", "link", "form", "base"))
    assert all(svg.getparent().get("class") == "drawn" for svg in tree.iter("svg"))
    assert HOSTILE in tree.text_content()
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on") and name not in ("src", "style", "action")
            assert name != "href" or value.startswith("#"), value


def test_the_policy_allows_the_style_sheet_and_nothing_else(corpus):
    text = rendered(corpus)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)[1].replace("&#39;", "'")
    style = re.search(r"<style>(.*?)</style>", text, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style and "@import" not in style


def test_every_link_leads_to_something(corpus):
    tree = html.fromstring(rendered(corpus))
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    links = {a.get("href")[1:] for a in tree.iter("a")}
    assert links and links <= ids


def test_without_text_and_without_stories(corpus):
    assert "near the harbour" not in rendered(corpus, text=False)
    nothing = rendered(corpus, start="2030-01-01")
    assert "nothing passes the filters" in nothing


def test_marks_make_up_the_sentence():
    sentence = Quote(report="r", start=10, end=25, text="Gunmen killed 8")
    quotes = [("actor", 10, 16), ("killed", 24, 25), ("where", 12, 20), ("when", 90, 95)]
    verdicts = [
        Verdict(
            question=q,
            verdict="one",
            values=(Value(telling="t", value="", text="", quotes=(Quote(report="r", start=a, end=b, text=""),)),),
        )
        for q, a, b in quotes
    ]
    pieces = marked(sentence, verdicts)
    assert "".join(piece.text for piece in pieces) == sentence.text
    assert [(piece.text, piece.role) for piece in pieces if piece.role] == [("Gunmen", "who"), ("8", "count")]


def test_a_dateline_at_the_end_of_a_headline_is_not_shown():
    one = report("PORTO, March 14 (Wire) - It rained.", title="Rain falls")
    text = one.text
    dateline = Mark(kind="dateline", start=text.index("PORTO"), end=text.index("It rained"))
    one = replace(one, marks=(*one.marks, dateline))
    headline = Quote(report=one.id, start=0, end=dateline.end, text=text[: dateline.end])
    assert trimmed(headline, one).text == "Rain falls"
    lead = Quote(report=one.id, start=dateline.start, end=len(text), text=text[dateline.start :])
    assert trimmed(lead, one) == Quote(report=one.id, start=dateline.end, end=len(text), text="It rained.")


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2024-02-09", "2024-02-09", "Fri 9 Feb"),
        ("2024-02-01", "2024-02-29", "Feb 2024"),
        ("2023-01-01", "2023-12-31", "2023"),
        ("2024-02-05", "2024-02-11", "5–11 Feb"),
        ("2023-12-30", "2024-01-02", "30 Dec 2023 – 2 Jan 2024"),
        ("0202-01-01", "0202-01-01", "Fri 1 Jan"),
        ("2024-02-09T18:30", "2024-02-09T18:30", "Fri 9 Feb"),
        ("nonsense", None, ""),
    ],
)
def test_times_in_words(start, end, text):
    assert wording.period(start, end) == text


def test_lists_and_short_forms():
    assert wording.listed(["A"]) == "A" and wording.listed(["A", "B", "C"]) == "A, B and C"
    assert wording.listed(["A", "B", "C", "D"]) == "A, B and 2 others" and wording.listed([]) == ""
    assert wording.shortened("one two three four", 12) == "one two…" and wording.shortened("short", 12) == "short"
    assert wording.days("2013-04-01", "2013-04-02") == "1–2 April 2013"
    assert wording.days("2013-03-30", "2013-04-02") == "30 March – 2 April 2013"
