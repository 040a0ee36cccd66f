"""Pictures as geometry: every mark stands where its number says, and what is not drawn is told."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tellings.model import Event, KnownActor, Place, Span, Telling, When
from tellings.web import where
from tellings.web.event_row import Row
from tellings.web.pictures import stretches
from tellings.web.pictures.atlas import countries
from tellings.web.pictures.chain import chain
from tellings.web.pictures.drawn import network, over_time
from tellings.web.pictures.locator import HEIGHT, WIDTH, Spot, locator
from tellings.web.pictures.sparkline import sparkline
from tellings.web.pictures.timeline import timeline


def event(key: str = "e-1", start: str | None = None, end: str | None = None, **about) -> Event:
    when = When(span=None, expression="then", start=start, end=end or start) if start else None
    one = Event(
        id=key, story="s-1", type="ASSAULT", types=("ASSAULT",), modes=(), contexts=(), cameo=None, status="actual",
        actors=(), recipients=(), when=when, place=None, place_report=None, counts=(), tellings=(), comparison=(), voices=(),
    )  # fmt: skip
    return replace(one, **about)


def row(one: Event, verdict: str = "one") -> Row:
    return Row(event=one, who="A", whom="B", when="", where="", cells={}, verdict=verdict, asks=(), voices=())


def place(name: str, lat: float | None, lon: float | None, precision: str = "city", within: str | None = None) -> Place:
    return Place(id=f"p-{name}", name=name, span=Span(0, 1), lat=lat, lon=lon, precision=precision, within=within)


# ---------------------------------------------------------------- maps


def test_the_atlas_has_the_countries_of_the_world():
    found = {country.name: country for country in countries()}
    assert len(found) > 230 and {"Malawi", "Fiji", "Kosovo", "Tonga"} <= found.keys()
    malawi = max(found["Malawi"].rings, key=lambda ring: len(ring.points))
    assert 32 < malawi.west < 33.5 and 35 < malawi.east < 36.5 and -17.5 < malawi.south < -16.5
    assert malawi.points[0] == malawi.points[-1]


def test_no_outline_leaps_round_the_world():
    """Fiji and Russia lie on the date line: drawn with a leap, they would cross every map of their latitude."""
    for country in countries():
        for ring in country.rings:
            leaps = [b for a, b in zip(ring.points, ring.points[1:], strict=False) if abs(a[0] - b[0]) > 180]
            assert not leaps or country.name == "Antarctica", country.name


@pytest.mark.parametrize(
    ("spots", "names"),
    [
        ([("Blantyre", -15.8, 35.0)], {"Malawi"}),
        ([("Cucuta", 7.9, -72.5), ("Bogota", 4.6, -74.1)], {"Colombia"}),
        ([("Suva", -18.1, 178.4), ("Apia", -13.8, -171.8)], set()),
        ([("Pole", 90.0, 0.0), ("South", -90.0, 0.0)], set()),
        ([("North", 71.0, -8.0)], set()),
        ([("Here", 0.0, 0.0), ("There", 0.0, 0.0)], set()),
    ],
)
def test_all_places_are_on_the_map(spots, names):
    drawn = locator([Spot(name, lat, lon) for name, lat, lon in spots])
    assert names <= {name.text for name in drawn.names}
    for dot in drawn.dots:
        assert 0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT
    assert 20 < drawn.scale[0] <= WIDTH / 6 and drawn.scale[1] > 0
    assert sum(map(len, drawn.lands)) < 300_000


def test_north_is_up_and_east_is_right_across_the_date_line_too():
    suva, apia = locator([Spot("Suva", -18.1, 178.4, count=2), Spot("Apia", -13.8, -171.8)]).dots
    assert suva.x < apia.x and suva.y > apia.y and suva.r > apia.r
    assert apia.x - suva.x < WIDTH


def test_a_place_in_the_country_it_is_drawn_in():
    """Blantyre's dot lies within the outline that is drawn of Malawi."""
    drawn = locator([Spot("Blantyre", -15.79, 35.0)])
    (dot,) = drawn.dots
    inside = [path for path in drawn.lands if _inside(dot.x, dot.y, path)]
    assert len(inside) == 1
    names = [name for name in drawn.names if _inside(name.x, name.y, inside[0])]
    assert [name.text for name in names] == ["Malawi"]


def _inside(x: float, y: float, path: str) -> bool:
    odd = False
    for ring in path.split("Z"):
        points = [tuple(map(float, p.split(","))) for p in ring.lstrip("M").split("L") if p]
        for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                odd = not odd
    return odd


def test_labels_do_not_cover_each_other():
    drawn = locator([Spot(f"Place number {n}", 10 + n * 0.02, 10 + n * 0.02) for n in range(30)])
    placed = [d.label for d in drawn.dots if d.label]
    assert 1 <= len(placed) < 30
    assert len({(round(x), round(y)) for x, y, _ in placed}) == len(placed)


def test_what_cannot_be_placed_is_said_with_the_reason():
    rows = [
        row(event("e-1", place=place("Lisbon", 38.7, -9.1))),
        row(event("e-2", place=place("Camp Nowhere", None, None))),
        row(event("e-3", place=place("The Old Mill", None, None, within="Porto"))),
        row(event("e-4")),
    ]
    found = where.of_story(rows)
    assert [spot[0] for spot in found.rows] == ["Lisbon"] and found.words == "Lisbon: 1 event"
    assert "Camp Nowhere (not in the gazetteer)" in found.unplaced_words
    assert "The Old Mill (somewhere in Porto)" in found.unplaced_words
    assert found.unplaced_words.endswith("1 event has no place.")
    nothing = where.of_story([row(event("e-4"))])
    assert nothing.map is None and nothing.unplaced_words == "1 event has no place."


def test_where_each_outlet_puts_an_event():
    told = [
        ("A", place("Tibu", 8.6, -72.7)),
        ("B", place("Tibu", 8.6, -72.7)),
        ("C", place("Tachira", 7.8, -72.2, "admin1")),
    ]
    found = where.of_event(event(), told, differ=True)
    assert found.words == "Tibu: A and B; Tachira: C" and found.coarse
    assert [dot.spot.mark for dot in found.map.dots] == ["differ", "differ"]


# ---------------------------------------------------------------- times


def test_a_square_an_event_those_that_differ_at_the_foot():
    rows = [row(event(f"e-{n}", "2024-02-09"), "differ" if n == 2 else "one") for n in range(4)]
    rows += [row(event("e-8", "2024-02-11")), row(event("e-9", "2024-02-01", "2024-02-29")), row(event("e-10"))]
    line = timeline(rows)
    assert line.unit == "day" and [b.total for b in line.bins] == [4, 0, 1] and line.undated == 2
    first = [s for s in line.squares if s.x == line.squares[0].x]
    assert max(first, key=lambda s: s.y).event == "e-2" and line.verdicts == ("differ", "one")
    assert all(
        s.x >= 0 and s.x + s.width <= line.width and s.y >= 0 and s.y + s.height <= line.base for s in line.squares
    )
    assert line.words == "5 events by day, from Fri 9 Feb to Sun 11 Feb; most on Fri 9 Feb: 4"


@pytest.mark.parametrize(
    ("first", "last", "unit"),
    [
        ("2024-01-01", "2024-02-10", "day"),
        ("2024-01-01", "2024-06-01", "week"),
        ("2022-01-01", "2024-06-01", "month"),
        ("1990-01-01", "2024-06-01", "year"),
        ("0001-01-01", "9999-12-31", "year"),
    ],
)
def test_any_stretch_of_time_fits(first, last, unit):
    rows = [row(event(f"e-{n}", day)) for n, day in enumerate([first, last, last, first, last])]
    line = timeline(rows)
    assert line.unit == unit and len(line.bins) <= stretches.MOST + 1 and sum(b.total for b in line.bins) == 5
    assert 2 <= len(line.ticks) <= 8


def test_too_few_events_and_very_many():
    assert timeline([row(event("e-1", "2024-02-09")), row(event("e-2", "2024-02-10"))]) is None
    many = timeline([row(event(f"e-{n}", f"2024-02-{n % 20 + 1:02}")) for n in range(2_000)])
    assert len(many.squares) == 20 and not any(s.event for s in many.squares) and many.height < 220


def test_the_course_in_a_line_of_type():
    line = sparkline({"2024-02-01": 2, "2024-02-03": 8})
    assert [bar[3] for bar in line.bars] == [4.8, 19.0] and line.bars[1][0] == 16.0
    assert line.words == "10 events, 1–3 February 2024; most on Sat 3 Feb: 8"
    assert sparkline({"2024-02-01": 9}) is None and sparkline({"nonsense": 3, "": 1}) is None
    assert len(sparkline({f"20{n:02}-01-01": 1 for n in range(90)}).bars) <= 32


def test_events_over_time_by_class():
    drawn = over_time({("2024-02-01", "CONSULT"): 2, ("2024-02-03", "ASSAULT"): 1, ("2024-02-03", "AID"): 4}, 3)
    assert drawn.columns[1:] == (
        "cooperation in words",
        "cooperation in deeds",
        "conflict in words",
        "conflict in deeds",
    )
    assert [[c.n for c in r[1:]] for r in drawn.rows] == [[2, 0, 0, 0], [0, 0, 0, 0], [0, 4, 0, 1]]
    assert drawn.note == "3 events without an exact day not drawn." and "7 events by day" in drawn.words
    assert over_time({("2024-02-01", "AID"): 5}, 0) is None


def test_weeks_begin_on_monday():
    assert stretches.start_of("week", date(2024, 2, 11)) == date(2024, 2, 5)
    assert list(stretches.starts("month", [date(2023, 11, 30), date(2024, 1, 1)]))[-1] == date(2024, 1, 1)


# ---------------------------------------------------------------- who


def telling(key: str, report: str, *voices: str, copy_of: str | None = None) -> Telling:
    return Telling(
        id=key, event="e-1", report=report, outlet=report, published=None, mentions=(), evidence=(), chain=(report, *voices),
        status="actual", copy_of=copy_of,
    )  # fmt: skip


def test_voices_from_left_to_right():
    tellings = (telling("t1", "A", "Wire", "Okello"), telling("t2", "B", "okello"), telling("t3", "C"))
    drawn = chain(event(tellings=tellings), {"t1": "A", "t2": "B", "t3": "C"})
    at = {(node.text, node.kind): node for node in drawn.nodes}
    assert at["Okello", "voice"].x < at["Wire", "between"].x < at["A", "outlet"].x == at["C", "outlet"].x
    assert len(drawn.links) == 3 and ("A", "Wire ← Okello", None) in drawn.lines
    assert ("C", "its own words", None) in drawn.lines
    columns = {}
    for node in drawn.nodes:
        assert node.y not in columns.setdefault(node.x, set())
        columns[node.x].add(node.y)


def test_an_outlet_that_another_quotes_is_drawn_once():
    tellings = (telling("t1", "A", "ministry"), telling("t2", "B", "A"), telling("t3", "C", copy_of="t1"))
    drawn = chain(event(tellings=tellings), {"t1": "A", "t2": "B", "t3": "C"})
    assert [n.text for n in drawn.nodes].count("A") == 1
    assert [link.kind for link in drawn.links].count("copied") == 1 and len(drawn.links) == 3


def test_own_words_alone_are_no_chain_and_very_many_are_cut():
    assert chain(event(tellings=(telling("t1", "A"), telling("t2", "B"))), {"t1": "A", "t2": "B"}) is None
    many = tuple(telling(f"t{n}", f"Outlet {n}", f"Voice {n}") for n in range(60))
    drawn = chain(event(tellings=many), {t.id: t.outlet for t in many})
    assert drawn.left_out == 20 and len(drawn.lines) == 60


def test_voices_that_go_round_in_a_circle():
    tellings = (telling("t1", "A", "B"), telling("t2", "B", "A", "B", "x"))
    drawn = chain(event(tellings=tellings), {"t1": "A", "t2": "B"})
    assert {node.text for node in drawn.nodes} == {"A", "B", "x"}


def actor(key: str) -> KnownActor:
    return KnownActor(id=key, name=key.upper(), kind="person", code=None, sectors=(), forms=(), roles=(), members=())


def test_whom_an_actor_deals_with():
    known = {key: actor(key) for key in ("a", "b", "c", "d")}
    events = [event("e-1", actors=("a",), recipients=("b",)), event("e-2", actors=("b", "c"), recipients=("a",))]
    drawn = network(known["a"], [*events, event("e-3", actors=("c",), recipients=("d",))], known)
    links = [(r[0].key, r[1].key, r[2].n, r[3].text) for r in drawn.rows]
    assert links == [("a", "b", 2, "ASSAULT 2"), ("a", "c", 1, "ASSAULT 1"), ("b", "c", 1, "ASSAULT 1")]
    assert network(known["d"], [event("e-4", actors=("d",))], known) is None
    crowd = {f"k{n}": actor(f"k{n}") for n in range(40)}
    full = network(known["a"], [event(f"e-{n}", actors=("a", f"k{n}")) for n in range(40)], known | crowd)
    assert len(full.rows) == 24 and full.note == "16 more actors not drawn."
