from datetime import date, timedelta

import pytest
from tests.conftest import make_report

from tellings.compare.copies import find_copies
from tellings.compare.credits import agency_credit, credit_to

RAID = (
    "The governor of Kassala said on Monday that twelve farmers had been killed in a raid on two villages. "
    "Survivors told officials that men on camels came before dawn and burned the granaries. "
    "The army sent a company to the district, he added. "
    "A curfew was declared in three towns until further notice. "
    "Aid workers asked for tents and clean water for the families who had fled to the river."
)
TALKS = (
    "Opposition leaders met in Port Sudan to name a joint list for the vote in October. "
    "They disagreed over who should lead it, people who were there said. "
    "{} "
    "A second meeting is planned for the coming week, and the electoral commission has invited all parties. "
    "Observers from three neighbouring countries have been asked to come."
)
PASSAGE = "Survivors told officials that men on camels came before dawn and burned the granaries. The army sent a company to the district, he added."


def links(copies):
    return {(c.earlier, c.later, c.kind) for c in copies}


def test_new_headline_and_dateline_is_a_near_copy_with_its_credit_line():
    wire = make_report(RAID, title="Raid in the east", outlet="Nile Wire", published="2024-05-14")
    taken = make_report(
        "KASSALA (Nile Wire) - " + RAID, title="Fear on the river", outlet="Lantern", published="2024-05-14"
    )
    (copy,) = find_copies([taken, wire])
    assert (copy.earlier, copy.later, copy.kind) == (wire.id, taken.id, "near")
    assert copy.credit and copy.credit.text == "(Nile Wire)"
    assert taken.text[copy.credit.start : copy.credit.end] == "(Nile Wire)"


def test_what_the_copier_changed_stands_in_added_and_dropped():
    wire = make_report(RAID, outlet="Nile Wire", published="2024-05-14")
    edited = RAID.replace("twelve farmers", "fourteen herders").replace(
        "A curfew was declared in three towns until further notice. ", ""
    )
    taken = make_report(edited, outlet="Lantern", published="2024-05-15")
    (copy,) = find_copies([wire, taken])
    assert any("fourteen herders" in quote.text for quote in copy.added)
    assert {quote.text for quote in copy.dropped} >= {"A curfew was declared in three towns until further notice."}
    for quote in copy.added:
        assert taken.text[quote.start : quote.end] == quote.text
    for quote in copy.dropped:
        assert wire.text[quote.start : quote.end] == quote.text


def test_paragraph_inside_another_report_is_partial_and_the_credit_outranks_the_date():
    wire = make_report(RAID, outlet="Nile Wire", published="2024-05-14")
    other = make_report(
        TALKS.format("Nile Wire reported from Kassala. " + PASSAGE), outlet="Red Sea Post", published="2024-05-13"
    )
    (copy,) = find_copies([wire, other])
    assert (copy.earlier, copy.later, copy.kind) == (wire.id, other.id, "partial")
    assert copy.credit and copy.credit.text == "Nile Wire reported"


def test_shared_quotation_is_no_copy():
    said = '"We will not leave this valley until every family has been given back its land and its water," the elder told reporters on the bridge.'
    one = make_report(
        f"Farmers blocked the bridge near Osh on Friday. {said} Police kept their distance all day.",
        outlet="A",
        published="2024-05-14",
    )
    two = make_report(
        f"A protest over land cut the southern road at Osh. {said} Traders complained of spoiled fruit.",
        outlet="B",
        published="2024-05-14",
    )
    assert find_copies([one, two]) == ()


def test_same_page_fetched_twice_is_a_recrawl_and_not_a_copy_by_another_outlet():
    first = make_report(RAID, outlet="Nile Wire", published="2024-05-14")
    again = make_report(RAID, title="Raid, updated headline", outlet="Nile Wire", published="2024-05-14")
    other = make_report(RAID, title="Raid", outlet="Lantern", published="2024-05-15")
    found = {(c.kind, frozenset((c.earlier, c.later))) for c in find_copies([first, again, other])}
    assert ("recrawl", frozenset((first.id, again.id))) in found
    assert [kind for kind, pair in found if other.id in pair] == ["exact"]


def test_a_chain_of_copies_is_linked_by_its_edits():
    wire = make_report(RAID, outlet="Nile Wire", published="2024-05-14")
    edited = RAID.replace(
        "A curfew was declared in three towns until further notice.",
        "Three towns along the border were put under curfew by the prefect on the same night.",
    )
    second = make_report(edited, outlet="Lantern", published="2024-05-15")
    third = make_report(edited + " More rain is expected at the weekend.", outlet="Delta Mail", published="2024-05-16")
    assert {(c.earlier, c.later) for c in find_copies([third, second, wire])} == {
        (wire.id, second.id),
        (second.id, third.id),
    }


def test_undated_reports_are_linked_with_the_direction_left_open():
    one, two = (
        make_report(RAID, title=t, outlet=o, published=None) for t, o in (("A", "Lantern"), ("B", "Delta Mail"))
    )
    (copy,) = find_copies([one, two])
    assert "direction not known" in copy.why


def test_only_new_reports_are_compared_when_asked():
    days = [
        make_report(RAID + f" Item {i} of the day follows here.", outlet=f"Paper {i}", published=f"2024-05-{14 + i}")
        for i in range(4)
    ]
    found = find_copies(days, only=[days[3].id])
    assert found and all(days[3].id in (c.earlier, c.later) for c in found)


def test_thousand_prints_of_one_dispatch_give_a_link_each():
    start = date(2024, 1, 1)
    prints = [
        make_report(
            f"{RAID} Local note number {i} closes the page.",
            outlet=f"Paper {i}",
            published=str(start + timedelta(days=i % 3)),
        )
        for i in range(1000)
    ]
    copies = find_copies(prints)
    assert len(copies) == 999
    assert len({c.later for c in copies}) == 999


@pytest.mark.parametrize("text", ["", "   \n\n ", "Word.", "“" * 5000, "a " * 20000, ".!?" * 9000])
def test_odd_texts_are_survived(text):
    odd = [
        make_report(text + tail, outlet=tail or None, published=when)
        for tail, when in ((" x", "2024"), (" y", "not a date"), ("", None))
    ]
    assert all(c.earlier != c.later for c in find_copies(odd))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ACCRA (Reuters) - Police fired into the air.", "(Reuters)"),
        ("Police fired into the air.\n\nAFP", "AFP"),
        ("Police fired into the air. – dpa", "dpa"),
        ("By a reporter of ours\n\nPolice fired into the air.\n\nSource: Xinhua", "Source: Xinhua"),
    ],
)
def test_agency_credit_lines(text, words):
    found = agency_credit(make_report(text, outlet="Lantern"))
    assert found and found.text == words


def test_an_agency_that_is_part_of_the_story_is_not_credited():
    text = "The offices of Reuters in Accra were searched on Friday after a court order. Staff were sent home for the day, and the agency protested."
    assert agency_credit(make_report(text, outlet="Lantern")) is None


def test_outlet_that_reported_is_credited():
    report = make_report("Shelling went on for an hour, the Caucasus Wire reported.", outlet="Lantern")
    assert credit_to(report, "Caucasus Wire").text == "the Caucasus Wire reported"
    assert credit_to(report, "Lantern") is None
