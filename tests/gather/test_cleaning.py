"""Marks: what is no part of the story is marked where it stands and stays in the text."""

from __future__ import annotations

import pytest

LEAD = (
    "The Minister of Water has arrived in the northern town for talks with the farmers who blocked the canal last week, "
    "his office said in a statement that was read out on the radio."
)
SECOND = "He met the mayor on Monday. Nobody was hurt when the police cleared the road, she said."


def marked(report, kind):
    return [report.text[mark.start : mark.end] for mark in report.marks if mark.kind == kind]


def text(*paragraphs):
    return "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    ("before", "kind", "outlet", "basis"),
    [
        ("NLPF – ", "prefix", "NLPF", "text"),
        ("Harbour Herald – ", "prefix", "Harbour Herald", "text"),
        ("Stop Corruption – ", "prefix", "Stop Corruption", "text"),
        ("Lakeside News/ ", "prefix", "Lakeside News", "text"),
        ("HARBOUR TIMES: ", "prefix", "HARBOUR TIMES", "text"),
        ("(Reuters) - ", "dateline", "Reuters", "text"),
        ("KANO, April 3 (AFP) — ", "dateline", "AFP", "text"),
        ("KANO, Nigeria (AP) -- ", "dateline", "AP", "text"),
        ("Kano, April 3, IRNA - ", "dateline", "IRNA", "text"),
        ("PUERTO LAJAS, Sept. 3 (Meridian Desk) - ", "dateline", "Meridian Desk", "text"),
        ("ISLAMABAD: ", "dateline", None, "unknown"),
        ("NAIROBI, Kenya — ", "dateline", None, "unknown"),
        ("Lima, 3 April 2013 – ", "dateline", None, "unknown"),
        ("Addis Ababa – ", "dateline", None, "unknown"),
        ("PORT LOUKO – ", "dateline", None, "unknown"),
    ],
)
def test_what_stands_before_the_lead(one, before, kind, outlet, basis):
    report = one(text("Minister in talks over canal", before + LEAD, SECOND))
    assert marked(report, kind) == [before]
    assert (report.outlet.value, report.outlet.basis) == (outlet, basis)
    if report.outlet.span:
        span = report.outlet.span
        assert report.text[span.start : span.end].lower() == outlet.lower()


@pytest.mark.parametrize(
    "lead",
    [
        "The talks – the third this year – ended without a deal, the minister of water told the farmers on Monday evening.",
        "Police – under pressure from the governor – arrested nine farmers on Monday, a lawyer for the farmers said in court.",
        "Two words: Never again. That is what the farmers of the north wrote on the wall of the town hall on Monday evening.",
        "Nairobi: that is where the farmers want to go next, their leader told the radio on Monday after the talks had failed.",
        "Al-Shabaab fighters attacked the well on Monday and took nine farmers with them, the governor of the region told the radio.",
        "Minister: We will build the canal, and we will build it this year, he told the farmers who had blocked the road for days.",
    ],
)
def test_leads_that_only_look_prefixed(one, lead):
    report = one(text("Minister in talks over canal", lead, SECOND))
    assert marked(report, "prefix") == marked(report, "dateline") == []
    assert report.outlet.value is None


def test_title_is_the_first_paragraph(one):
    report = one(text("Minister in talks over canal", LEAD, SECOND))
    assert report.title == "Minister in talks over canal"
    assert marked(report, "title") == [report.title]
    assert report.text.startswith(report.title)


def test_a_text_without_headline_has_none(one):
    report = one(text(LEAD, SECOND))
    assert report.title == ""
    assert marked(report, "title") == []


def test_wrapped_headline(one):
    report = one(
        "Minister of Water in talks with northern farmers over\ncanal that was promised two years ago\n\n"
        + text(LEAD, SECOND)
    )
    assert report.title.endswith("over canal that was promised two years ago")


@pytest.mark.parametrize(
    "glued",
    [
        "Minister in talks over canal KANO, April 3 (AFP) — " + LEAD,
        "Minister in talks over canal(Reuters) - " + LEAD,
        "Minister in talks over canalThe minister has arrived in the northern town for talks with the farmers.",
    ],
)
def test_headline_glued_to_the_lead(one, glued):
    if "canal(Reuters)" in glued:
        glued = glued.replace("canal(", "canal (")
    report = one(text(glued, SECOND))
    assert report.title == "Minister in talks over canal"


def test_captions_count_once(one):
    caption = "Amina Okoro, the Minister of Water (MOW),"
    report = one(f"Minister in talks over canal\n\n{caption}\n{caption}\n\n{caption}\n\n{LEAD}\n\n{SECOND}")
    assert marked(report, "caption") == [caption]
    assert marked(report, "repeat") == [caption, caption]
    assert report.text.count(caption) == 3


def test_repeated_title_and_teaser(one):
    report = one(text("Minister in talks over canal", "Minister in Talks Over Canal", LEAD[:60] + " …", LEAD, SECOND))
    assert marked(report, "repeat") == ["Minister in Talks Over Canal", LEAD[:60] + " …"]


def test_signature_and_date_at_the_end(one):
    report = one(
        text("Minister in talks over canal", LEAD, SECOND)
        + "\n\nSecretariat of the Northern Farmers’ Council\nApril 2, 2013\n\nExit mobile version"
    )
    assert marked(report, "byline") == ["Secretariat of the Northern Farmers’ Council"]
    assert marked(report, "date") == ["April 2, 2013"]
    assert marked(report, "boilerplate") == ["Exit mobile version"]
    assert report.outlet.value == "Northern Farmers’ Council"
    assert report.outlet.basis == "text"
    assert (report.published.value, report.published.basis) == ("2013-04-02", "text")
    assert report.text[report.published.span.start : report.published.span.end] == "April 2, 2013"


@pytest.mark.parametrize(
    "tail", ["Exit mobile version", "Read more", "Share this", "Follow us on Facebook", "© 2020 Harbour Herald"]
)
def test_glued_to_the_last_line(one, tail):
    report = one(text("Minister in talks over canal", LEAD, SECOND + tail))
    assert marked(report, "boilerplate") == [tail]


def test_several_pieces_glued(one):
    report = one(text("Minister in talks over canal", LEAD, SECOND + " (With agency inputs)Read moreShare this"))
    assert marked(report, "credit") == ["(With agency inputs)"]
    assert "".join(marked(report, "boilerplate")) == "Read moreShare this"


@pytest.mark.parametrize(
    "credit",
    [
        "— Reuters",
        "(AFP)",
        "AP/dpa",
        "(With inputs from agencies)",
        "Source: AFP",
        "Reporting by A. Okoro; Editing by B. Hale",
    ],
)
def test_credit_lines(one, credit):
    report = one(text("Minister in talks over canal", LEAD, SECOND, credit))
    assert marked(report, "credit") == [credit]


@pytest.mark.parametrize("credit", ["— Reuters", "(AFP)", "– AFP"])
def test_credit_at_the_end_of_the_last_sentence(one, credit):
    report = one(text("Minister in talks over canal", LEAD, SECOND + " " + credit))
    assert marked(report, "credit") == [credit]


@pytest.mark.parametrize(
    "byline", ["By Amina Okoro", "By our Staff Correspondent", "Amina Okoro in Kano", "Staff Reporter"]
)
def test_bylines(one, byline):
    report = one(text("Minister in talks over canal", byline, LEAD, SECOND))
    assert marked(report, "byline") == [byline]
    assert report.byline == byline


def test_marks_do_not_overlap_and_nothing_is_deleted(one):
    source = text(
        "Minister in talks over canal",
        "By Amina Okoro",
        "NLPF – " + LEAD,
        SECOND + "Read more",
        "12 comments",
        "April 2, 2013Share this",
    )
    report = one(source)
    assert report.text == source
    for before, after in zip(report.marks, report.marks[1:], strict=False):
        assert before.end <= after.start
    assert marked(report, "date") == ["April 2, 2013"]


def test_prose_is_left_alone(one):
    report = one(
        text(
            "Minister in talks over canal",
            LEAD,
            SECOND,
            "The farmers read more than one letter aloud. Share prices fell.",
        )
    )
    assert [mark.kind for mark in report.marks] == ["title"]
