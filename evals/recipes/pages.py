"""python -m evals.recipes.pages N OUT.warc.gz: a WARC of N invented news pages, varied as those of real outlets are.

What varies: the layout (eight of them, from plain tables to nested divs), where title, author and date are told (meta, JSON-LD,
time elements, the text only, nowhere), how much stands around the story (menus, teasers, comments, scripts, cookie notes), the
length, the encoding.  A share of pages can repeat an agency's body under another headline.
"""

from __future__ import annotations

import gzip
import html
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

PLACES = [
    "Lilongwe",
    "Maracaibo",
    "Kutaisi",
    "Davao",
    "Kisumu",
    "Sucre",
    "Tartu",
    "Mopti",
    "Oruro",
    "Split",
    "Lae",
    "Gaborone",
    "Tripoli",
    "Herat",
    "Arequipa",
]
NAMES = [
    "Amara Diallo",
    "Tomas Reyes",
    "Ilse Brandt",
    "Joyce Phiri",
    "Omar Haddad",
    "Lin Wei",
    "Petra Novak",
    "Samuel Otieno",
    "Rosa Quispe",
]
ROLES = [
    "the mayor",
    "the health minister",
    "a police spokesman",
    "the union's leader",
    "a senior officer",
    "the opposition's candidate",
]
DOINGS = (
    "met {name} in {place} to speak about the price of fuel",
    "said that {n} people had been hurt when a bridge gave way near {place}",
    "accused the council of {place} of hiding what the flood had cost",
    "ordered the arrest of {n} traders who had blocked the road to {place}",
    "promised to send {n} nurses to {place} before the rains begin",
    "refused to sign the agreement that {name} had brought from {place}",
    "told reporters that the strike in {place} would go on until wages are paid",
)  # fmt: skip
OUTLETS = [
    "Lakeside Courier",
    "Harbour Gazette",
    "Plateau Monitor",
    "Delta Tribune",
    "Highland Post",
    "Isthmus Chronicle",
]
WORDS = [
    "water",
    "roads",
    "schools",
    "harvest",
    "market",
    "courts",
    "buses",
    "ferry",
    "clinic",
    "power",
    "radio",
    "border",
    "bread",
    "votes",
    "rain",
    "mines",
]


@dataclass(frozen=True)
class Story:
    title: str
    author: str
    outlet: str
    at: datetime
    paragraphs: tuple[str, ...]


def stories(count: int, seed: int = 11, copied: float = 0.0) -> Iterator[Story]:
    """Invented stories; `copied`: the share of those that have the body of an earlier one."""
    rng = random.Random(seed)
    bodies: list[tuple[str, ...]] = []
    for number in range(count):
        if bodies and rng.random() < copied:
            paragraphs = rng.choice(bodies)
        else:
            paragraphs = tuple(_paragraph(rng) for _ in range(rng.randint(4, 22)))
            bodies.append(paragraphs)
        place, word = rng.choice(PLACES), rng.choice(WORDS)
        yield Story(
            title=f"{rng.choice(NAMES).split()[1]} in {place} over {word}, day {number}",
            author=rng.choice(NAMES),
            outlet=rng.choice(OUTLETS),
            at=datetime(2024, 3, 1, tzinfo=UTC) + timedelta(minutes=37 * (number % 2000)),
            paragraphs=paragraphs,
        )


def _paragraph(rng: random.Random) -> str:
    said = []
    for _ in range(rng.randint(1, 4)):
        who = rng.choice(
            (rng.choice(NAMES), rng.choice(ROLES).capitalize(), f"{rng.choice(NAMES)}, {rng.choice(ROLES)},")
        )
        doing = rng.choice(DOINGS).format(name=rng.choice(NAMES), place=rng.choice(PLACES), n=rng.randint(2, 90))
        tail = rng.choice(
            ("", " on Monday", " last week", f", where {rng.choice(WORDS)} and {rng.choice(WORDS)} are short")
        )
        said.append(f"{who} {doing}{tail}.")
    return " ".join(said)


def page(story: Story, number: int) -> str:
    """One page; the number chooses its layout and where its data stand."""
    rng = random.Random(number)
    e = html.escape
    stamp = story.at.isoformat()
    head = [
        f"<title>{e(story.title)} | {e(story.outlet)}</title>",
        '<meta name="viewport" content="width=device-width">',
    ]
    dated = number % 5
    if dated == 0:
        head.append(f'<meta property="article:published_time" content="{stamp}">')
        head.append(
            f'<meta property="og:site_name" content="{e(story.outlet)}"><meta name="author" content="{e(story.author)}">'
        )
    elif dated == 1:
        about = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "datePublished": stamp,
            "author": {"@type": "Person", "name": story.author},
            "publisher": {"@type": "Organization", "name": story.outlet},
        }
        head.append(f'<script type="application/ld+json">{json.dumps(about)}</script>')
    if number % 3 == 0:
        head.append(
            f'<meta property="og:title" content="{e(story.title)}"><link rel="canonical" href="{address(story, number)}">'
        )
    head += [
        f"<script>var a{i}={json.dumps([rng.random() for _ in range(40)])};</script>" for i in range(rng.randint(1, 8))
    ]
    head.append(
        "<style>"
        + "".join(f".c{i}{{margin:{i}px;padding:{i % 7}px}}" for i in range(rng.randint(20, 300)))
        + "</style>"
    )
    time = (
        f'<time datetime="{stamp}">{story.at:%d %B %Y}</time>'
        if dated == 2
        else f"<span>{story.at:%d %B %Y}</span>"
        if dated == 3
        else ""
    )
    byline = f'<p class="byline">By <a rel="author" href="/by">{e(story.author)}</a> {time}</p>'
    return "".join(
        (
            "<!DOCTYPE html><html lang=en><head><meta charset=utf-8>",
            *head,
            "</head><body>",
            _menu(rng),
            _layout(number % 8, story, byline, rng),
            _around(rng),
            "</body></html>",
        )
    )


def _menu(rng: random.Random) -> str:
    links = "".join(
        f'<li class="m{i}"><a href="/s/{i}">{rng.choice(WORDS).title()}</a></li>' for i in range(rng.randint(8, 60))
    )
    return f'<header><div id="logo"><a href="/">Home</a></div><nav><ul>{links}</ul></nav></header>'


def _layout(kind: int, story: Story, byline: str, rng: random.Random) -> str:
    e = html.escape
    title = f"<h1>{e(story.title)}</h1>"
    text = []
    for n, words in enumerate(story.paragraphs):
        inner = e(words).replace("Lin Wei", '<a href="/t/lin">Lin Wei</a>').replace("the council", "<b>the council</b>")
        text.append(f"<p>{inner}</p>")
        if n % 6 == 3:
            text.append(
                f'<figure><img src="/i/{n}.jpg" alt="{rng.choice(WORDS)}"><figcaption>A picture of {rng.choice(WORDS)}</figcaption></figure>'
            )
        if n % 7 == 5:
            text.append(
                f'<aside class="related"><h4>Read more</h4><a href="/r">{rng.choice(WORDS).title()} in {rng.choice(PLACES)}</a></aside>'
            )
    body = "".join(text)
    return (
        f"<main><article>{title}{byline}{body}</article></main>",
        f'<div class="container"><div class="row"><div class="col-8"><div class="post-content entry-content">{title}{byline}{body}</div></div></div></div>',
        f'<div id="content"><div class="story"><div class="headline">{title}</div><div class="story-body">{byline}{body}</div></div></div>',
        f'<table><tr><td class="left">{_menu(rng)}</td><td class="main">{title}{byline}<div>{body}</div></td></tr></table>',
        f'<section itemscope itemtype="https://schema.org/NewsArticle">{title}{byline}<div itemprop="articleBody">{body}</div></section>',
        f'<div class="page"><div class="inner">{title}<div class="meta">{byline}</div>'
        + body.replace("<p>", '<div class="para">').replace("</p>", "</div>")
        + "</div></div>",
        f"{title}{byline}{body}",
        f'<div class="wrap">{title}{byline}' + "<br><br>".join(e(p) for p in story.paragraphs) + "</div>",
    )[kind]


def _around(rng: random.Random) -> str:
    teasers = "".join(
        f'<div class="teaser"><h3><a href="/n/{i}">{rng.choice(NAMES)} and {rng.choice(WORDS)}</a></h3><p>{rng.choice(WORDS)} in {rng.choice(PLACES)} …</p></div>'
        for i in range(rng.randint(4, 40))
    )  # fmt: skip
    comments = "".join(
        f'<div class="comment"><b>reader{i}</b><p>{rng.choice(WORDS)} and {rng.choice(WORDS)}, again!</p></div>'
        for i in range(rng.randint(0, 25))
    )
    more = "".join(f'<li><a href="/f/{i}">{rng.choice(WORDS)}</a></li>' for i in range(rng.randint(5, 40)))
    script = f"<script>{'window.x=window.x||[];' * rng.randint(20, 400)}</script>"
    return (
        f'<div class="sidebar">{teasers}</div><div id="comments">{comments}</div>{script}'
        f'<footer><ul>{more}</ul><p>Copyright 2024. All rights reserved.</p></footer><div class="cookie">We use cookies. <button>Fine</button></div>'
    )


def address(story: Story, number: int) -> str:
    """The page's url; every other one tells the day."""
    host = story.outlet.lower().replace(" ", "")
    return (
        f"https://www.{host}.example/{story.at:%Y/%m/%d}/story-{number}"
        if number % 2
        else f"https://{host}.example/news/{number}.html"
    )


def record(story: Story, number: int) -> bytes:
    """A response as CC-NEWS keeps it."""
    data = page(story, number).encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(data) + data
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
        f"WARC-Target-URI: {address(story, number)}\r\nWARC-Date: {story.at + timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def write(path: Path, count: int, *, seed: int = 11, copied: float = 0.0) -> None:
    """A WARC, each record packed by itself."""
    with open(path, "wb") as file:
        for number, story in enumerate(stories(count, seed, copied)):
            file.write(gzip.compress(record(story, number), 6, mtime=0))


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
