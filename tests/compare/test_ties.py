"""What ties two mentions, and what is no sign that they are two: figures, what is theirs, plans, days of another sentence."""

from datetime import date

from msgspec.structs import replace
from tests.compare.made import Told, Where, Who

from tellings.compare import register as registers
from tellings.compare.scoring import Rarity, pair_score
from tellings.compare.views import views_of
from tellings.comparing import compare
from tellings.model import Span

DELEGATES = Who("the delegations", "SDN")
OFFICERS = Who("Omani officers", "OMN", ("MIL",))
LAST_YEAR = ("last year", "2023-01-01/2023-12-31")
THURSDAY = ("on Thursday", "2024-07-11")


def one_event(*pairs):
    """Whether the first two mentions of these reports are of one event."""
    first = {m.id for m in [m for _, reading in pairs for m in reading.mentions][:2]}
    events = compare(pairs, one_story=True).events
    return any(first <= {m for t in e.tellings for m in t.mentions} for e in events)


def parts(*pairs):
    """Names of the parts of the score of the first mentions of two reports."""
    register = registers.build(pairs, [], [[report.id for report, _ in pairs]])
    views = [
        views_of(report, reading, register, date.fromisoformat(report.published.value))[0] for report, reading in pairs
    ]
    return pair_score(*views, Rarity(views))[2]


def exchange(people):
    """An agreement of which one report tells."""
    told = Told("Nile Agency", "2024-03-05")
    return told.tells("AGREE", DELEGATES, "agreed to exchange", Who(people, "SDN"), "by June").pair()


def homecoming(people):
    told = Told("Radio of the Sudd", "2024-03-05")
    return told.tells("CONCEDE", None, "will soon see again", Who(people, "SDN")).pair()


def test_a_figure_of_the_same_people_ties_what_two_near_types_tell():
    assert one_event(exchange("180 prisoners"), homecoming("180 prisoners"))


def test_a_small_figure_or_another_one_ties_nothing():
    assert "figure_same" in parts(exchange("180 prisoners"), homecoming("180 prisoners"))
    assert "figure_same" not in parts(exchange("three prisoners"), homecoming("three prisoners"))
    assert "figure_same" not in parts(exchange("180 prisoners"), homecoming("240 prisoners"))
    assert "figure_same" not in parts(exchange("180 prisoners"), homecoming("180 lorries"))


def test_that_nothing_was_agreed_keeps_no_other_report_away():
    denied = Told("Khartoum Herald", "2024-03-05").tells("AGREE", None, "was agreed", None, "there", status="negated")
    assert one_event(exchange("180 prisoners"), homecoming("180 prisoners"), denied.pair())


def boarding(recipient):
    """Two deeds told in one sentence."""
    told = Told("Gulf Bulletin", "2024-03-05")
    told.tells("COERCE", OFFICERS, "boarded", Who("a Kenyan tanker", "KEN"), mode="seize")
    told.tells("COERCE", OFFICERS, "held", Who(recipient, "KEN"), mode="arrest")
    report, reading = told.pair()
    whole = Span(0, len(report.text))
    mentions = tuple(replace(m, sentence=whole) for m in reading.mentions)
    return report, replace(reading, mentions=mentions, sentences=(whole,))


def test_what_is_done_to_a_ship_and_to_its_captain_is_one_deed():
    assert one_event(boarding("its captain"))
    assert not one_event(boarding("a Yemeni pilot"))


def shelled(whom, words, when, status="actual"):
    told = Told(f"Hills Post, {words}", "2024-07-12")
    gunners = Who("gunners", "IRQ", ("MIL",))
    return told.tells(
        "ASSAULT", gunners, "shelled", Who(whom, "IRQ"), words, when=when, status=status, counts={"killed": (9, 9)}
    ).pair()


def test_what_is_to_come_is_not_what_is_long_over():
    old = shelled("nine bathers", "in the valley", LAST_YEAR, "historical")
    assert "time_background" in parts(old, shelled("nine bathers", "by a waterfall", None, "future"))
    assert "time_background_open" in parts(old, shelled("nine bathers", "by a waterfall", None))


def test_a_day_of_another_sentence_is_no_firm_sign_of_another_time():
    old = shelled("nine bathers", "in the valley", LAST_YEAR, "historical")
    new = shelled("nine bathers", "by a waterfall", THURSDAY)
    assert not one_event(old, new)
    report, reading = new
    elsewhere = replace(
        reading.mentions[0], when_basis="narrative", when=replace(reading.mentions[0].when, span=Span(900, 909))
    )
    assert one_event(old, (report, replace(reading, mentions=(elsewhere,))))


GAO = Where("Gao", 2457161, "MLI", 16.27, -0.04)
KIDAL = Where("Kidal", 2455290, "MLI", 18.44, 1.41)


def raid(outlet, words, when=None, place=None):
    told = Told(outlet, "2024-03-06")
    return told.tells(
        "ASSAULT", None, "shot dead", Who("herders", "MLI", ("AGR",)), words, when=when, place=place
    ).pair()


def in_one_event(first, second, *others):
    pairs = [first, second, *others]
    wanted = {reading.mentions[0].id for _, reading in (first, second)}
    return any(wanted <= {m for t in e.tellings for m in t.mentions} for e in compare(pairs, one_story=True).events)


def test_one_pair_of_three_that_places_it_elsewhere_does_not_part_the_group():
    kidal, gao = raid("Desert Radio", "at a well", place=KIDAL), raid("River Post", "near a market", place=GAO)
    others = raid("Sahel Wire", "before sunrise"), raid("Coast Herald", "and took the herd")
    assert in_one_event(kidal, gao, *others)
    assert not in_one_event(kidal, gao)


def test_one_pair_of_other_days_parts_the_group():
    march = raid("Desert Radio", "at a well", when=("on 4 March", "2024-03-04"))
    may = raid("River Post", "near a market", when=("on 9 February", "2024-02-09"))
    others = raid("Sahel Wire", "before sunrise"), raid("Coast Herald", "and took the herd")
    assert not in_one_event(march, may, *others)


def test_two_deeds_of_one_report_stay_two_though_another_is_like_both():
    own = Told("Sahel Wire", "2024-03-06").tells(
        "ASSAULT", None, "shot dead", Who("herders", "MLI", ("AGR",)), "before sunrise", place=GAO
    )
    own.tells("ASSAULT", None, "beaten", Who("a teacher", "MLI", ("EDU",)), "at noon in the bazaar", place=GAO)
    report, reading = own.pair()
    other = raid("River Post", "near a market", place=GAO)
    events = compare([(report, reading), other], one_story=True).events
    told = [{m for t in e.tellings for m in t.mentions} for e in events]
    first, second = reading.mentions
    assert any({first.id, other[1].mentions[0].id} <= some for some in told)
    assert not any({first.id, second.id} <= some for some in told)


def notice(outlet, actor, verb, what="of a shelling", when=THURSDAY):
    return (
        Told(outlet, "2024-07-12")
        .tells("THREATEN", Who(actor, *(["IRQ"] if "Iraq" in actor else [])), verb, None, what, when=when)
        .pair()
    )


def test_our_army_may_be_whose_words_another_report_tells():
    iraq = notice("Gulf Wire", "Iraq's defence ministry", "warned")
    assert "other_speaker" not in parts(iraq, notice("Guardian of the Hills", "our army", "gave notice"))
    assert "other_speaker" in parts(iraq, notice("Guardian of the Hills", "a miller", "gave notice", "of floods"))


def test_who_may_be_the_same_speaker_says_the_same_if_the_words_are_the_same():
    iraq = notice("Gulf Wire", "Iraq's defence ministry", "warned")
    assert "other_speaker" not in parts(iraq, notice("Guardian of the Hills", "a spokesman", "warned", "of floods"))
    assert "other_speaker" not in parts(iraq, notice("Guardian of the Hills", "a spokesman", "gave notice"))
    assert "other_speaker" in parts(iraq, notice("Guardian of the Hills", "a spokesman", "gave notice", "of floods"))


def test_what_one_says_in_two_reports_is_mostly_said_once():
    iraq = notice("Gulf Wire", "Iraq's defence ministry", "warned")
    assert "same_speaker" in parts(iraq, notice("Guardian of the Hills", "Iraq's army", "gave notice", "of floods"))
    assert "same_speaker" not in parts(iraq, notice("Guardian of the Hills", "a spokesman", "warned"))


def beating(whom, verb, when=None):
    told = Told(f"Gulf Bulletin, {whom}", "2024-07-12")
    return told.tells("ASSAULT", None, verb, Who(whom), when=when).pair()


def whoever(whom, which):
    """ "A shelter has opened for women who have been beaten": whom it is for stands before the verb."""
    report, reading = Told("Shelter Post", "2024-07-12").tells("ASSAULT", Who(whom), f"{which} beaten").pair()
    (mention,) = reading.mentions
    beaten = Span(mention.trigger.end - len("beaten"), mention.trigger.end)
    return report, replace(reading, mentions=(replace(mention, trigger=beaten),))


def test_what_is_told_of_whoever_it_happens_to_is_no_deed_of_a_day():
    night = beating("hundreds of women", "beat", THURSDAY)
    assert "of_a_kind" in parts(night, whoever("women", "who have been"))
    assert "of_a_kind" in parts(night, whoever("girls and women", "who are"))
    for whom, which in (("women", "who were"), ("the women", "who have been"), ("two women", "who have been")):
        assert "of_a_kind" not in parts(night, whoever(whom, which))
    assert "of_a_kind" not in parts(whoever("women", "who have been"), whoever("women", "who are"))


def attack(words, rest=""):
    told = Told("Nile Agency", "2024-03-05")
    return told.tells("ASSAULT", Who("The militia", "SDN"), words, Who("the port", "SDN"), rest).pair()


def test_what_was_done_twice_or_every_night_is_not_the_one_attack():
    once = attack("shelled", "on Monday")
    assert "time_iterated" not in parts(once, attack("shelled", "at dawn"))
    assert "time_iterated" in parts(once, attack("shelled twice"))
    assert "time_iterated" in parts(once, attack("shelled", "from the hills behind the old town, night after night"))
    assert "time_iterated" not in parts(attack("shelled three times"), attack("shelled twice"))
