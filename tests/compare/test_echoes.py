"""Tellings without an event of their own: found by what they share, never where something speaks against it."""

import pytest
from tests.compare.made import Told, Where, Who

from tellings.compare.clauses import base_form, clauses
from tellings.compare.echo_words import speaks_of
from tellings.comparing import compare
from tellings.corpus import Corpus
from tellings.corpus.records import Entry, Input
from tellings.engines.comparison import renew
from tellings.errors import TellingsError
from tellings.web.judging import judge

ZINDER = Where("Zinder", 2437798, "NER", 13.8, 8.99)
TRADERS = Who("four hundred traders", "NER", ("CVL",))


def march(outlet="Sahel Wire", published="2024-05-09"):
    return Told(outlet, published).tells(
        "PROTEST", TRADERS, "marched", None, "to the customs house in Zinder", mode="demo", when=("on Wednesday", "2024-05-08"),
        place=ZINDER, counts={"participants": (400, 400)},
    )  # fmt: skip


def tellings(compared, mention):
    event = next(e for e in compared.events if any(mention.id in t.mentions for t in e.tellings))
    return event, {t.outlet: t for t in event.tellings}


def told_beside(words, when=None, outlet="Zinder Voice", published="2024-05-10"):
    first = march()
    pairs = [first.pair(), Told(outlet, published).also(words, when).pair()]
    compared = compare(pairs, one_story=True)
    event, found = tellings(compared, pairs[0][1].mentions[0])
    return compared, event, found.get(outlet)


def test_day_and_rare_word_come_back():
    compared, event, echo = told_beside(
        "Some fifty idlers stood before the customs house on Wednesday.", ("on Wednesday", "2024-05-08")
    )
    assert echo is not None and echo.mentions == ()
    assert "customs house" in echo.evidence[0].text
    found = {v.question: v for v in event.comparison}
    assert (found["when"].verdict, found["status"].verdict, found["participants"].verdict) == (
        "agree",
        "agree",
        "differ",
    )
    assert len(event.voices) == 2
    reasons = [r for j in compared.judgements for r in j.reasons if "no event of its own" in r]
    assert reasons and "2024-05-08" in reasons[0] and "custom" in reasons[0]


def test_denial_comes_back_negated():
    _, event, echo = told_beside(
        "No march to the customs house took place on Wednesday.", ("on Wednesday", "2024-05-08")
    )
    assert echo is not None and echo.status == "negated"
    assert {v.question: v.verdict for v in event.comparison}["status"] == "differ"


def test_denying_who_did_it_denies_no_event():
    _, _, echo = told_beside(
        "The union had no hand in the march to the customs house on Wednesday.", ("on Wednesday", "2024-05-08")
    )
    assert echo is not None and echo.status == "actual"


@pytest.mark.parametrize(
    "words, when",
    [
        ("Rain fell on the millet fields on Wednesday.", None),
        ("The customs house was painted last year by four hundred prisoners.", ("last year", "2023-01-01/2023-12-31")),
        ("Onions were dear and nobody bought any.", None),
    ],
)
def test_what_shares_little_or_is_of_another_time_tells_nothing(words, when):
    assert told_beside(words, when)[2] is None


@pytest.mark.parametrize(
    "words, found",
    [
        ("Four hundred idlers paraded past the house.", True),  # counts people as the event does
        ("Idlers paraded past the house on mules.", False),
        ("The customs house has a tin roof, and Zinder has many traders.", False),  # no word for such a happening
        ("There was a march.", False),  # its kind is all that it says
    ],
)
def test_without_a_time_a_kind_of_happening_and_more_must_come_back(words, found):
    assert (told_beside(words)[2] is not None) is found


def test_people_of_an_echo_are_known_by_the_others_words():
    _, event, echo = told_beside(
        "The traders stood before the customs house on Wednesday.", ("on Wednesday", "2024-05-08")
    )
    assert echo is not None
    actor = next(v for v in event.comparison if v.question == "actor")
    assert (actor.verdict, [v.text for v in actor.values]) == ("agree", ["four hundred traders", "The traders"])


def test_an_echo_goes_on_to_the_end_of_its_relative_clause():
    _, _, echo = told_beside(
        "All remember that Wednesday at the customs house, when nobody sold a thing.", ("that Wednesday", "2024-05-08")
    )
    assert echo.evidence[0].text.endswith("sold a thing.")


def test_year_alone_brings_back_what_is_long_over():
    old = Told("Lagoon Wire", "2024-05-09").tells(
        "ASSAULT", Who("soldiers", "BEN", ("MIL",)), "shot", Who("nine fishermen", "BEN", ("CVL",)), "at the ferry",
        mode="firearms", status="historical", when=("in 1996", "1996-01-01/1996-12-31"), counts={"killed": (9, 9)},
    )  # fmt: skip
    other = Told("Cotonou Evening", "2024-05-10").also(
        "Our mothers have not forgotten 1996.", ("1996", "1996-01-01/1996-12-31")
    )
    pairs = [old.pair(), other.pair()]
    compared = compare(pairs, one_story=True)
    _, found = tellings(compared, pairs[0][1].mentions[0])
    assert "Cotonou Evening" in found and found["Cotonou Evening"].status != "negated"


def test_a_report_that_tells_the_event_itself_is_not_echoed_twice():
    pairs = [
        march().pair(),
        march("Coast Post").also("On Wednesday the customs house stayed shut.", ("On Wednesday", "2024-05-08")).pair(),
    ]
    compared = compare(pairs, one_story=True)
    event, _ = tellings(compared, pairs[0][1].mentions[0])
    assert len(event.tellings) == 2
    assert not any("no event of its own" in r for j in compared.judgements for r in j.reasons)


def test_two_like_events_are_echoed_by_neither_if_nothing_sets_them_apart():
    police = Who("police", "NER", ("COP",))
    one = march().tells("COERCE", police, "searched", Who("a trader", "NER", ("CVL",)), "behind the customs house", mode="restrict", when=("on Thursday", "2024-05-09"), place=ZINDER)  # fmt: skip
    vague = Told("Zinder Voice", "2024-05-10").also("There was noise at the customs house.")
    compared = compare([one.pair(), vague.pair()], one_story=True)
    assert all(t.outlet != "Zinder Voice" for e in compared.events for t in e.tellings)


def test_order_of_reports_does_not_matter():
    told = [
        march(),
        Told("Zinder Voice", "2024-05-10").also(
            "They went to the customs house on Wednesday.", ("on Wednesday", "2024-05-08")
        ),
    ]
    pairs = [t.pair() for t in told]
    assert compare(pairs, one_story=True) == compare(pairs[::-1], one_story=True)


def test_clauses_keep_numbers_whole_and_leave_sources_out():
    report, reading = (
        Told("Zinder Voice", "2024-05-10").also("Some 1,200 traders came, and the depot was shut; nobody spoke.").pair()
    )
    cut = clauses(report, reading, None)
    assert [report.text[c.span.start : c.span.end] for c in cut] == [
        "Some 1,200 traders came", "and the depot was shut", "nobody spoke.",
    ]  # fmt: skip
    assert "#1200" in cut[0].weights and "trader" in cut[0].weights


def test_base_forms_and_words_of_a_type():
    assert base_form("Téra") == base_form("Tera")
    assert speaks_of(["a", "mob", "came"], "PROTEST") and speaks_of(["they", "handed", "him", "over"], "RETREAT")
    assert not speaks_of(["the", "harvest", "was", "good"], "PROTEST")


# ---------------------------------------------------------------- figures


def raid(outlet, counts=None, rest="in the hills above Tahoua"):
    return Told(outlet, "2024-05-09").tells(
        "ASSAULT", Who("horsemen", "NER", ("UAF",)), "attacked", Who("herders", "NER", ("AGR",)), rest, mode="firearms",
        when=("on Wednesday", "2024-05-08"), counts=counts,
    )  # fmt: skip


def killed(*told):
    pairs = [t.pair() for t in told]
    compared = compare(pairs, one_story=True)
    event, _ = tellings(compared, pairs[0][1].mentions[0])
    found = next(v for v in event.comparison if v.question == "killed")
    return found.verdict, [v.value for v in found.values]


def test_figure_without_a_frame_counts_what_others_count():
    other = raid("Tahoua Voice", rest="as they slept by the hills above Tahoua").also(
        "We counted nineteen fresh graves."
    )
    assert killed(raid("Sahel Wire", {"killed": (12, 12)}), other) == ("differ", ["12", "19"])


def test_figures_of_things_and_of_other_events_are_not_taken():
    goats = raid("Tahoua Voice", rest="as they slept by the hills above Tahoua").also("Forty goats died too, and twelve days of grain burned.")  # fmt: skip
    assert killed(raid("Sahel Wire", {"killed": (12, 12)}), goats) == ("one", ["12"])
    trial = (
        raid("Tahoua Voice", rest="as they slept by the hills above Tahoua")
        .tells("COERCE", Who("police", "NER", ("COP",)), "arrested", Who("a smuggler", "NER", ("CRM",)), "in Agadez", mode="arrest")
        .also("Thirty bodies were shown to reporters.")
    )  # fmt: skip
    assert killed(raid("Sahel Wire", {"killed": (12, 12)}), trial) == ("one", ["12"])


def test_a_person_takes_an_echo_out_of_its_event_for_good(tmp_path):
    first = march()
    words = "Some fifty idlers stood before the customs house on Wednesday."
    pairs = [first.pair(), Told("Zinder Voice", "2024-05-10").also(words, ("on Wednesday", "2024-05-08")).pair()]
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        entries = [Entry(report=report, reading=reading, body=report.id) for report, reading in pairs]
        corpus.add(entries, [Input(source=e.report.id, state="read", report=e.report.id) for e in entries], "made")
        renew(corpus)
        (event,) = (e for e in corpus.compared().events if len(e.tellings) > 1)
        (echo,) = (t for t in event.tellings if not t.mentions)
        with pytest.raises(TellingsError, match="has no mention of its own"):
            judge(corpus, "move", echo.id, "e-anything", by="Ada")
        assert judge(corpus, "move", echo.id, "new", by="Ada") == 1
        renew(corpus)
        assert [len(e.tellings) for e in corpus.compared().events] == [1]
        judge(corpus, "undo", event.tellings[0].mentions[0], echo.report, by="Ada")
        renew(corpus)
        assert sorted(len(e.tellings) for e in corpus.compared().events) == [2]
