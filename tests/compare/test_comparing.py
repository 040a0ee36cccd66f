"""Ten stories as ten registers tell them: what is one event, what stays apart, the verdicts and the voices."""

import random

import pytest
from tests.compare.made import Told, Where, Who

from tellings.comparing import compare
from tellings.model import Judgement

GAO = Where("Gao", 2457161, "MLI", 16.27, -0.04)
KIDAL = Where("Kidal", 2455290, "MLI", 18.44, 1.41)
LIMA = Where("Lima", 3936456, "PER", -12.04, -77.03)
CUSCO = Where("Cusco", 3941584, "PER", -13.53, -71.97)
OSH = Where("Osh", 1527534, "KGZ", 40.53, 72.79)


def one_story(*told, judgements=()):
    pairs = [t.pair() for t in told]
    return compare(pairs, judgements, one_story=True), [reading.mentions for _, reading in pairs]


def together(compared, *mentions):
    """Whether these mentions are of one event."""
    return any({m.id for m in mentions} <= {i for t in e.tellings for i in t.mentions} for e in compared.events)


def event_with(compared, mention):
    return next(e for e in compared.events if any(mention.id in t.mentions for t in e.tellings))


def verdicts(event):
    return {v.question: v.verdict for v in event.comparison}


# ---------------------------------------------------------------- the stories


def test_bombing_wire_copy_and_communique():
    """West Africa: an agency, one who prints it, and rebels who blame the army."""
    people = Who("14 villagers", "MLI", ("CVL",))
    wire = Told("Sahel Wire", "2024-03-05", "Bomb at Gao market kills 14").tells(
        "ASSAULT", Who("gunmen", "MLI", ("UAF",), sure=False), "bombed", people, "at the grain market of Gao early in the day",
        mode="explosives", when=("on Monday", "2024-03-04"), place=GAO, counts={"killed": (14, 14)}, said=(("the governor's office", "speaker"),),
    )  # fmt: skip
    printed = Told("Coast Post", "2024-03-05", "Fourteen dead in Mali").tells(
        "ASSAULT", Who("gunmen", "MLI", ("UAF",), sure=False), "bombed", people, "at the grain market of Gao early in the day",
        mode="explosives", when=("on Monday", "2024-03-04"), place=GAO, counts={"killed": (14, 14)}, said=(("the governor's office", "speaker"),),
    )  # fmt: skip
    rebels = Told("Voice of Azawad", "2024-03-06").tells(
        "ASSAULT", Who("the tyrant's army", "MLI", ("MIL",)), "shelled", Who("30 villagers", "MLI", ("CVL",)), "at the market of Gao",
        mode="explosives", when=("on the day before Tuesday", "2024-03-04"), place=GAO, counts={"killed": (30, 30)},
    )  # fmt: skip
    compared, ((a,), (b,), (c,)) = one_story(wire, printed, rebels)
    assert together(compared, a, b, c)
    event = event_with(compared, a)
    found = verdicts(event)
    assert (found["killed"], found["when"], found["where"]) == ("differ", "agree", "agree")
    assert found["actor"] != "differ"  # gunmen may be soldiers: nothing says that they are not
    assert len(event.voices) == 2


def test_last_years_attack_stays_apart():
    """East Asia: background of the same kind, place and victims."""
    crew = Who("nine fishermen", "PHL", ("LAB",))
    today = Told("Harbour Times", "2024-06-11").tells(
        "COERCE", Who("a Chinese cutter", "CHN", ("MIL",)), "detained", crew, "near the shoal", mode="arrest", when=("on Monday", "2024-06-10"),
        counts={"arrested": (9, 9)},
    )  # fmt: skip
    both = (
        Told("Manila Ledger", "2024-06-12")
        .tells("COERCE", Who("the Chinese coast guard", "CHN", ("MIL",)), "took", crew, "near the shoal", mode="arrest", when=("on Monday", "2024-06-10"))
        .tells("COERCE", Who("the Chinese coast guard", "CHN", ("MIL",)), "held", Who("six fishermen", "PHL", ("LAB",)), "near the shoal", mode="arrest", when=("last year", "2023-01-01/2023-12-31"), status="historical")
    )  # fmt: skip
    compared, ((a,), (b, c)) = one_story(today, both)
    assert together(compared, a, b) and not together(compared, a, c)
    assert event_with(compared, c).background


def test_denial_is_the_same_event_with_another_status():
    """Europe: a paper says that the minister resigned, her party that she did not."""
    told = Told("Danube Bureau", "2024-02-02").tells(
        "RETREAT", Who("Minister Ilona Varga", "HUN", ("GOV",), "person", "Ilona Varga"), "resigned", None, "over a tender for scanners",
        mode="resign", when=("on Thursday", "2024-02-01"),
    )  # fmt: skip
    denied = Told("Party Herald", "2024-02-02").tells(
        "RETREAT", Who("Ilona Varga", "HUN", ("GOV",), "person"), "resigned", None, "is false", mode="resign", status="negated",
        said=(("Peter Nagy", "speaker"),),
    )  # fmt: skip
    compared, ((a,), (b,)) = one_story(told, denied)
    assert together(compared, a, b)
    assert verdicts(event_with(compared, a))["status"] == "differ"
    assert verdicts(event_with(compared, a))["actor"] == "agree"
    assert event_with(compared, a).status == "actual"


def test_rescue_and_release_are_one_deed_with_two_doers():
    """South America: guerrillas say that they let go whom the army says it freed."""
    men = Who("the four engineers", "COL", ("LAB",))
    release = Told("Andes Agency", "2024-05-17").tells(
        "RETREAT", Who("guerrillas of the Eastern Bloc", "COL", ("REB",)), "freed", Who("four pipeline engineers", "COL", ("LAB",)),
        mode="release", when=("on Thursday", "2024-05-16"),
    )  # fmt: skip
    rescue = Told("Army Daily", "2024-05-18").tells(
        "AID",
        Who("commandos of the army", "COL", ("MIL",)),
        "rescued",
        men,
        "from a camp",
        when=("at dawn on Friday", "2024-05-17"),
    )
    compared, ((a,), (b,)) = one_story(release, rescue)
    assert together(compared, a, b)
    found = verdicts(event_with(compared, a))
    assert (found["actor"], found["recipient"], found["when"]) == ("differ", "agree", "differ")


def test_crowds_and_police_strike_each_other_twice():
    """Central Asia: stones at the police and batons at the crowd are two deeds of one night."""
    police, crowd = Who("police", "KGZ", ("COP",)), Who("protesters", "KGZ", ("CVL", "OPP"))
    first = Told("Steppe News", "2024-04-09").tells(
        "ASSAULT", police, "beat", crowd, "in the square", when=("on Monday", "2024-04-08"), place=OSH
    )
    second = Told("State Television", "2024-04-09").tells("ASSAULT", Who("hooligans", "KGZ", ("CRM",)), "hurt", Who("policemen", "KGZ", ("COP",)), "in the square", when=("on Monday", "2024-04-08"), place=OSH)  # fmt: skip
    compared, ((a,), (b,)) = one_story(first, second)
    assert not together(compared, a, b)


def test_two_marches_two_days_running():
    """Saturday's march and Sunday's, told by one and by two."""
    both = (
        Told("Caucasus Bulletin", "2024-06-10")
        .tells("PROTEST", Who("thousands of students", "GEO", ("EDU",)), "marched", None, "along the avenue", mode="demo", when=("on Saturday", "2024-06-08"))
        .tells("PROTEST", Who("thousands of students", "GEO", ("EDU",)), "rallied", None, "outside parliament", mode="demo", when=("on Sunday", "2024-06-09"))
    )  # fmt: skip
    one = Told("Black Sea Herald", "2024-06-10").tells(
        "PROTEST", Who("students", "GEO", ("EDU",)), "rallied", None, "outside the parliament building", mode="demo", when=("late on Sunday", "2024-06-09")
    )  # fmt: skip
    compared, ((saturday, sunday), (other,)) = one_story(both, one)
    assert together(compared, sunday, other) and not together(compared, saturday, sunday)


def test_one_ministry_quoted_by_three_is_one_voice():
    """Middle East: a ministry under its full and its short name, and a witness of one's own."""
    men = Who("eleven smugglers", "JOR", ("CRM",))

    def arrest(outlet, verb, rest, said):
        return Told(outlet, "2024-01-10").tells("COERCE", Who("border guards", "JOR", ("MIL",)), verb, men, rest, mode="arrest", when=("on Tuesday", "2024-01-09"), counts={"arrested": (11, 11)}, said=said)  # fmt: skip

    told = [
        arrest("Amman Today", "arrested", "near the crossing after a chase", (("the interior ministry", "speaker"),)),
        arrest("Gulf Courier", "seized", "at the frontier in a lorry", (("interior ministry", "speaker"),)),
        arrest(
            "Levant Post",
            "caught",
            "with hashish hidden under onions",
            (("the Jordanian interior ministry", "speaker"),),
        ),
        arrest("Desert Voice", "took", "as their families watched from a roof", (("a shepherd", "speaker"),)),
    ]
    compared, mentions = one_story(*told)
    assert together(compared, *(m[0] for m in mentions))
    event = event_with(compared, mentions[0][0])
    assert sorted(len(v.tellings) for v in event.voices) == [1, 3]
    assert verdicts(event)["arrested"] == "agree"


def test_spelling_variants_and_bare_surnames_are_one_person():
    """Arabia: three transliterations, one of them a surname."""
    full = Told("Gulf Agency", "2024-09-03").tells("CONSULT", Who("Khaled al-Mahwiti", "YEM", ("GOV",), "person"), "met", Who("UN envoy Sara Lindqvist", "UNO", (), "person", "Sara Lindqvist"), "in Muscat", when=("on Monday", "2024-09-02"))  # fmt: skip
    other = Told("Aden Online", "2024-09-03").tells("CONSULT", Who("Khalid Al Mahweeti", "YEM", ("GOV",), "person"), "received", Who("Sara Lindqvist", "UNO", (), "person"), "in Muscat", when=("on Monday", "2024-09-02"))  # fmt: skip
    bare = Told("Sanaa Wire", "2024-09-03").tells("CONSULT", Who("Mahwiti", None, (), "person"), "saw", Who("Lindqvist", None, (), "person"), "in Muscat", when=("on Monday", "2024-09-02"))  # fmt: skip
    compared, mentions = one_story(full, other, bare)
    event = event_with(compared, mentions[0][0])
    assert together(compared, *(m[0] for m in mentions))
    assert len(event.actors) == 1 and len(event.recipients) == 1
    assert verdicts(event)["actor"] == "agree"


def test_two_towns_are_two_arrests_and_a_dateline_is_no_place():
    """Peru: the police of one country, one day, two towns; and a capital in a dateline."""

    def arrest(outlet, place, basis="syntax", whom="three mayors", rest="for smuggling fuel"):
        at = Where(place.name, place.geonameid, place.country, place.lat, place.lon, basis)
        return Told(outlet, "2024-07-03").tells("COERCE", Who("police", "PER", ("COP",)), "arrested", Who(whom, "PER", ("GOV",)), rest, mode="arrest", when=("on Tuesday", "2024-07-02"), place=at)  # fmt: skip

    compared, ((a,), (b,), (c,)) = one_story(arrest("Andina Post", CUSCO), arrest("Wire Sur", LIMA, "dateline", rest="over smuggled fuel"), arrest("Costa Daily", LIMA, whom="two judges", rest="over bribes for a bridge"))  # fmt: skip
    assert together(compared, a, b) and not together(compared, a, c)
    assert verdicts(event_with(compared, a))["where"] == "one"


def test_civilians_or_fighters():
    """Horn of Africa: a release counts fighters where an NGO counts civilians, and the ranges clash."""
    army = Told("Defence Ministry", "2024-08-20").tells("ASSAULT", Who("the air force", "ETH", ("MIL",)), "struck", Who("forty rebels", "ETH", ("REB",)), "near the river crossing", mode="heavy-weapons", when=("on Sunday", "2024-08-18"), counts={"killed": (40, 40)})  # fmt: skip
    ngo = Told("Rights Watchers of the Horn", "2024-08-21").tells("ASSAULT", Who("the air force", "ETH", ("MIL",)), "struck", Who("at least 22 civilians", "ETH", ("CVL",)), "near the river crossing", mode="heavy-weapons", when=("on Sunday", "2024-08-18"), counts={"killed": (22, 30)})  # fmt: skip
    compared, ((a,), (b,)) = one_story(army, ngo)
    found = verdicts(event_with(compared, a))
    assert together(compared, a, b)
    assert (found["actor"], found["recipient"], found["killed"]) == ("agree", "differ", "differ")


def test_strike_called_off():
    """A strike that is announced and one that is called off: one event, another status."""
    doctors = Who("doctors at the Martin hospital", "SVK", ("MED",))
    plan = Told("Press Bureau", "2024-06-06").tells("PROTEST", doctors, "strike", None, "for one hour", mode="strike", status="future", when=("next Tuesday", "2024-06-11"))  # fmt: skip
    off = Told("The Guard", "2024-06-07").tells("CONCEDE", Who("the doctors", "SVK", ("MED",)), "called off their strike", None, "at the Martin hospital")  # fmt: skip
    compared, ((a,), (b,)) = one_story(plan, off)
    assert together(compared, a, b)
    assert verdicts(event_with(compared, a))["status"] == "differ"


# ---------------------------------------------------------------- order, ids, judgements, bad input


def raid(outlet, published, rest="near Gao", killed=8, when=("on Monday", "2024-03-04")):
    return Told(outlet, published).tells("ASSAULT", Who("gunmen", "MLI", ("UAF",)), "killed", Who("eight farmers", "MLI", ("AGR",)), rest, mode="firearms", when=when, place=GAO, counts={"killed": (killed, killed)})  # fmt: skip


def test_order_of_input_does_not_matter():
    pairs = [raid(f"Outlet {n}", f"2024-03-0{5 + n % 3}", f"near the well {n} of Gao").pair() for n in range(9)]
    first = compare(pairs, one_story=True)
    random.Random(1).shuffle(pairs)
    assert compare(pairs, one_story=True) == first


def test_ids_stay_when_later_reports_come():
    early = [raid("First Wire", "2024-03-05").pair(), raid("Second Wire", "2024-03-06", "close to Gao").pair()]
    before = compare(early, one_story=True)
    after = compare([*early, raid("Third Wire", "2024-03-07", "outside Gao").pair()], one_story=True)
    assert {e.id for e in before.events} == {e.id for e in after.events}
    assert {a.id for a in before.actors} <= {a.id for a in after.actors}
    assert len(after.events[0].tellings) == 3


def test_a_person_outranks_the_score_and_the_newer_word_wins():
    compared, ((a,), (b,)) = one_story(raid("One", "2024-03-05"), raid("Two", "2024-03-05", "close to Gao"))
    assert together(compared, a, b)
    old = Judgement(a=a.id, b=b.id, about="mention", verdict="same", score=1, reasons=(), by="Ana", at="2024-04-01")
    new = Judgement(
        a=b.id, b=a.id, about="mention", verdict="different", score=1, reasons=(), by="Ben", at="2024-04-02"
    )
    parted, _ = one_story(raid("One", "2024-03-05"), raid("Two", "2024-03-05", "close to Gao"), judgements=[new, old])
    assert not together(parted, a, b)
    kept = [j for j in parted.judgements if j.by != "machine"]
    assert [j.verdict for j in kept] == ["different"]
    assert any("overrules" in r and "Ana" in r for r in kept[0].reasons)


def test_judgements_that_cannot_all_hold():
    told = [raid(o, "2024-03-05", f"{o} way of Gao") for o in ("North", "East", "West")]
    _, ((a,), (b,), (c,)) = one_story(*told)

    def word(x, y, verdict, day):
        return Judgement(a=x.id, b=y.id, about="mention", verdict=verdict, score=1, reasons=(), by="Ana", at=f"2024-05-0{day}")  # fmt: skip

    said = [word(a, b, "same", 3), word(b, c, "same", 2), word(a, c, "different", 1)]
    compared, _ = one_story(*told, judgements=said)
    assert together(compared, a, b, c)  # the two newer ones
    old = next(j for j in compared.judgements if j.verdict == "different")
    assert any("not followed" in r for r in old.reasons)


def test_a_thousand_events_in_one_report():
    told = Told("Chronicle", "2024-03-05")
    for n in range(1000):
        told.tells("CONSULT", Who(f"Envoy Mark{n} Tell{n}", None, (), "person"), "met", Who(f"Chief Lena{n} Bold{n}", None, (), "person"), f"in hall {n}")  # fmt: skip
    compared, (mentions,) = one_story(told)
    assert len(compared.events) == len(mentions) == 1000


def test_hundreds_of_reports_of_one_story_in_one_day():
    pairs = [raid(f"Outlet {n}", "2024-03-05", f"near well number {n} of Gao").pair() for n in range(400)]
    compared = compare(pairs, one_story=True)
    assert len(compared.events) == 1 and len(compared.events[0].tellings) == 400


def test_no_dates_at_all():
    compared, ((a,), (b,)) = one_story(raid("One", None, when=None), raid("Two", None, "close to Gao", when=None))
    assert together(compared, a, b)
    assert "when" not in verdicts(event_with(compared, a))
    assert compared.stories[0].start is None


def test_ring_of_quotations_ends():
    """Each of two outlets gives the other as its source."""
    one = Told("Alpha", "2024-03-05").tells("ASSAULT", Who("gunmen"), "killed", Who("eight farmers"), "near Gao", mode="firearms", when=("on Monday", "2024-03-04"), said=(("Beta", "agency"),))  # fmt: skip
    two = Told("Beta", "2024-03-05").tells("ASSAULT", Who("gunmen"), "shot", Who("eight farmers"), "in a field at Gao", mode="firearms", when=("on Monday", "2024-03-04"), said=(("Alpha", "agency"),))  # fmt: skip
    compared, ((a,), (b,)) = one_story(one, two)
    assert together(compared, a, b)
    assert 1 <= len(event_with(compared, a).voices) <= 2


def test_two_outlets_with_one_name():
    compared, ((a,), (b,)) = one_story(
        raid("The Times", "2024-03-05"), raid("The Times", "2024-03-06", "by the river at Gao")
    )
    event = event_with(compared, a)
    assert together(compared, a, b) and len(event.tellings) == 2
    assert len(event.voices) == 1


@pytest.mark.parametrize("when", [("in November", "2024-11-01/2024-11-30"), ("on 12 August", "2024-08-12")])
def test_what_has_happened_is_not_later_than_its_report(when):
    compared, ((a,),) = one_story(raid("One", "2024-03-05", when=when))
    event = event_with(compared, a)
    assert event.when is None or event.when.start is None or event.when.start < "2024-03-05"


def test_two_sets_of_reports_that_tell_one_thing_in_two_ways_join():
    """Two take the wire's words and two the villagers'; nobody tells anything else that either could be."""
    gunmen, riders = Who("gunmen on motorcycles", "NGA", ("UAF",)), Who("nobody knows who", None, ())
    wire = [
        Told(outlet, "2024-03-06").tells("ASSAULT", gunmen, "abducted", Who("37 pupils", "NGA"), rest, mode="abduct", counts={"abducted": (37, 37)}).pair()
        for outlet, rest in (("Benue Wire", "from a boarding school in Kuta before dawn"), ("Accra Post", "from their boarding school in Kuta before dawn"))
    ]  # fmt: skip
    village = [
        Told(outlet, "2024-03-08").tells("ASSAULT", riders, "carried off", Who("fifty-two children", "NGA"), rest, mode="abduct", counts={"abducted": (52, 52)}).pair()
        for outlet, rest in (("Minna Voice", "while their mothers slept"), ("Northern Mirror", "while all their mothers slept"))
    ]  # fmt: skip
    events = compare([*wire, *village], one_story=True).events
    assert [len(e.tellings) for e in events] == [4]
    assert {v.question: v.verdict for v in events[0].comparison}["abducted"] == "differ"


def test_that_both_criticise_ties_nothing():
    pairs = [
        Told("Lagos Post", "2024-03-06").tells("ACCUSE", Who("a union", "NGA", ("LAB",)), "criticised", Who("the new tariff"), mode="disapprove").pair(),
        Told("Accra Post", "2024-03-06").tells("ACCUSE", Who("two bishops", "GHA", ("REL",)), "slammed", Who("the mine"), mode="disapprove").pair(),
    ]  # fmt: skip
    assert len(compare(pairs, one_story=True).events) == 2
