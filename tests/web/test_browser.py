"""Every page in a real browser: nothing leaves this machine, nothing is complained of, everybody can use it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import serving

from handmade import make_corpus
from tellings.corpus import Corpus
from tellings.engines import choose
from tellings.engines.comparison import renew
from tellings.engines.loading import loader
from tellings.engines.running import run
from tellings.gather import gather

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
OF_A_KIND = 2
FEWEST = {"story": 2, "event": 2, "mention": 2, "telling": 2, "sentence": 1, "report": 2, "actor": 2}


@pytest.fixture(scope="module")
def demo(tmp_path_factory, chromium):
    """The examples, read and compared as `tellings demo` does it, and served."""
    path = tmp_path_factory.mktemp("browser") / "demo"
    with Corpus.open(path, write=True) as corpus:
        run(corpus, gather([str(EXAMPLES)]), choose("inprocess", loader({})))
        renew(corpus)
    with Corpus.open(path) as corpus, serving(corpus, read_only=True) as base:
        yield base


def kind_of(path: str) -> str:
    return path.split("?")[0].split("/")[1] if path != "/" else ""


def visit(watched, start: str = "/") -> dict[str, str]:
    """Follow links: some pages of every kind.  Address -> kind; each page is looked at by `look_at`."""
    seen: dict[str, str] = {}
    ahead = [start]
    while ahead:
        path = ahead.pop(0)
        if path in seen or sum(kind == kind_of(path) for kind in seen.values()) >= OF_A_KIND:
            continue
        page = watched.open(path)
        seen[path] = kind_of(path)
        look_at(watched, path)
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        own = [link.partition("#")[0] for link in links if link.startswith("/")]
        ahead += [link for link in dict.fromkeys(own) if not re.search(r"\.(json|csv)\b", link)]
    return seen


def look_at(watched, path: str) -> None:
    page = watched.page
    assert page.locator("h1").count() == 1, path
    assert page.title().endswith(" – tellings"), path
    assert watched.troubles() == [], path
    assert watched.faults == [], path
    for figure in page.locator("figure.picture").all():
        assert figure.locator("figcaption").inner_text(), path
        svg = figure.locator("svg")
        if svg.count():
            assert svg.first.get_attribute("aria-label"), path
            assert figure.locator("table").count() == 1, path


def test_every_page_of_the_demo(demo, look):
    seen = visit(look(demo))
    counts = {kind: sum(found == kind for found in seen.values()) for kind in FEWEST}
    assert all(counts[kind] >= least for kind, least in FEWEST.items()), counts
    assert {"/actors", "/outlets", "/judgements"} <= seen.keys()


@pytest.mark.parametrize(
    "options",
    [
        {"color_scheme": "dark"},
        {"viewport": {"width": 360, "height": 740}},
        {"java_script_enabled": False},
    ],
    ids=["dark", "narrow", "without scripts"],
)
def test_every_kind_of_page_otherwise(demo, look, options):
    plain = look(demo)
    paths = ["/", *first_of_each(plain), two_outlets(plain)]
    watched = look(demo, **options)
    for path in paths:
        page = watched.open(path)
        if options.get("java_script_enabled", True):
            look_at(watched, path)
            wide = page.evaluate("() => document.scrollingElement.scrollWidth - window.innerWidth")
            assert wide <= 0, path
        else:
            for figure in page.locator("figure[data-draw]").all():
                assert figure.locator("table").is_visible(), path
    if options.get("color_scheme") == "dark":
        assert page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor") == "rgb(23, 22, 20)"


def first_of_each(watched) -> list[str]:
    """One page of each kind, from the first story on."""
    page = watched.open("/")
    story = page.locator("table.stories a").first.get_attribute("href")
    watched.open(story)
    event = page.locator("table.matrix th a").first.get_attribute("href")
    watched.open(event)
    found = [page.locator(f'a[href^="/{kind}/"]').first.get_attribute("href") for kind in ("mention", "telling")]
    watched.open(found[0])
    sentence = page.locator('a[href^="/sentence/"]').first.get_attribute("href")
    report = page.locator('a[href^="/report/"]').first.get_attribute("href")
    watched.open("/actors")
    actor = page.locator('a[href^="/actor/"]').first.get_attribute("href")
    return [story, event, *found, sentence, report, actor, "/actors?q=ven", "/outlets", "/judgements"]


def two_outlets(watched) -> str:
    page = watched.open("/outlets")
    names = page.locator("select[name=a] option").all_inner_texts()[1:]
    page.select_option("select[name=a]", names[0])
    page.select_option("select[name=b]", next(n for n in names if n != names[0]))
    page.get_by_role("button", name="Compare").click()
    page.wait_for_load_state()
    return page.url.removeprefix(watched.base)


def test_pictures_are_drawn(demo, look):
    watched = look(demo)
    page = watched.open("/")
    assert page.locator("svg.spark rect").count() > 2
    page.locator("table.stories a").first.click()
    page.locator(".timeline svg").wait_for()
    assert page.locator(".timeline a rect").count() > 3
    assert page.locator(".map path.land").count() > 1 and page.locator(".map text.place").count() > 0
    watched.open("/actors")
    page.locator('th a[href^="/actor/"]').first.click()
    page.locator("figure[data-draw=network] svg").wait_for()
    assert page.locator("figure[data-draw=stack] svg rect").count() > 0
    assert page.locator("figure[data-draw=network] svg circle").count() > 2
    assert page.locator("figure[data-draw] table").first.is_hidden()
    assert page.locator("svg style").count() == 0
    rows = page.locator("figure[data-draw=network] tbody tr")
    rows_drawn = page.locator("figure[data-draw=network] svg line").count()
    assert rows_drawn == rows.count()
    assert watched.faults == []


def test_searching_and_filtering(demo, look):
    watched = look(demo)
    page = watched.open("/")
    every = page.locator("table.stories tbody tr").count()
    page.fill("input[name=q]", "hotline")
    page.get_by_role("button", name="Find").click()
    assert 0 < page.locator("table.stories tbody tr").count() < every
    page.get_by_role("link", name="all stories").click()
    page.fill("input[name=actor]", "Venez")
    page.select_option("select[name=type]", "ACCUSE")
    page.get_by_role("button", name="Find").click()
    assert page.locator("table.stories tbody tr").count() == 1
    page.fill("input[name=actor]", "Nobody at all")
    page.get_by_role("button", name="Find").click()
    assert "nothing passes the filters" in page.inner_text("main")
    assert watched.faults == []


def test_by_keyboard(demo, look):
    page = look(demo).open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.name") == "q"
    page.keyboard.type("hotline")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=hotline**")
    story = page.locator("table.stories a").first
    for _ in range(40):
        page.keyboard.press("Tab")
        if story.evaluate("a => a === document.activeElement"):
            break
    assert story.evaluate("a => getComputedStyle(a).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/story/**")


def test_it_prints(demo, look):
    watched = look(demo)
    for path in first_of_each(watched)[:2]:
        page = watched.open(path)
        page.emulate_media(media="print")
        assert page.locator("nav:visible").count() == 0 and page.locator("form:visible").count() == 0
        assert len(page.pdf(format="A4")) > 10_000


def test_the_empty_corpus(tmp_path, look):
    with Corpus.open(tmp_path / "c", write=True):
        pass
    with Corpus.open(tmp_path / "c") as corpus, serving(corpus) as base:
        watched = look(base)
        for path in ("/", "/actors", "/outlets", "/judgements"):
            watched.open(path)
            look_at(watched, path)
        watched.open("/story/s-0", status=404)
        look_at(watched, "/story/s-0")


# ---------------------------------------------------------------- judging


@pytest.fixture
def judged(tmp_path, look):
    """A corpus of two outlets, served to somebody who may judge."""
    with Corpus.open(make_corpus(tmp_path / "c")) as corpus, serving(corpus, by="ann") as base:
        yield look(base), corpus


def the_killing(watched):
    page = watched.open("/")
    page.locator("table.stories a").first.click()
    page.locator("a", has_text="ASSAULT").first.click()
    page.wait_for_url("**/event/**")
    return page


def count(corpus: Corpus) -> int:
    with corpus.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM events").scalar()


def test_not_the_same_and_back(judged):
    watched, corpus = judged
    page = the_killing(watched)
    before = count(corpus)
    form = page.locator("form.move")
    form.locator("select[name=a]").select_option(index=0)
    form.locator("input[name=why]").fill("two ports")
    form.get_by_role("button").click()
    page.wait_for_url("**/event/**")
    assert count(corpus) == before + 1
    watched.open("/judgements")
    assert "two ports" in page.inner_text("main") and "ann" in page.inner_text("main")
    assert watched.troubles() == []
    page.get_by_role("button", name="Take back").first.click()
    page.wait_for_url("**/judgements")
    assert count(corpus) == before and page.get_by_role("button", name="Take back").count() == 0
    assert watched.faults == []


def test_same_as(judged):
    watched, corpus = judged
    page = the_killing(watched)
    before = count(corpus)
    page.locator("form.same select[name=b]").select_option(index=1)
    page.get_by_role("button", name="are the same").click()
    page.wait_for_url("**/event/**")
    assert count(corpus) == before - 1 and watched.faults == []


def test_same_as_what_has_this_address(judged):
    watched, corpus = judged
    page = the_killing(watched)
    before = count(corpus)
    other = page.locator("form.same option").nth(1).get_attribute("value")
    page.fill("form.same input[name=other]", f"{watched.base}/event/{other}#judge")
    page.get_by_role("button", name="are the same").click()
    page.wait_for_url("**/event/**")
    assert count(corpus) == before - 1 and watched.faults == []


def test_wrong_type(judged):
    watched, corpus = judged
    page = the_killing(watched)
    page.locator("form.type select").select_option("COERCE arrest")
    page.locator("form.type").get_by_role("button").click()
    page.wait_for_url("**/event/**")
    assert "COERCE arrest" in page.inner_text("h1") or "COERCE arrest" in page.inner_text("h1").replace("\n", " ")
    assert [j.b for j in corpus.judgements()] == ["COERCE arrest", "COERCE arrest"]
    page.locator('.tellings a[href^="/mention/"]').first.click()
    assert "judged by ann" in page.inner_text("table.points")
    page.locator("form.type select").select_option("NONE")
    page.locator("form.type").get_by_role("button").click()
    page.wait_for_load_state()
    assert corpus.judgements()[-1].b == "NONE" and watched.faults == []


def test_a_judgement_that_makes_no_sense_is_told(judged):
    watched, corpus = judged
    page = the_killing(watched)
    page.fill("form.same input[name=other]", "nonsense")
    page.get_by_role("button", name="are the same").click()
    page.wait_for_url("**/judge")
    assert "bad-judgement" in page.inner_text("main") and corpus.judgements() == ()
