"""The measure of joins on real reports, on two invented reports given as tokens."""

import pytest
from evals.real_joins import figures, gold_of, main, tally
from evals.tokens import document

from tellings.model import Compared, Event, Judgement, Mention, Quote, Reading, Span, Telling


def row(name, *sentences, mentions=(), selected=(0, 1, 2), subtopic="here"):
    return {
        "doc_id": name,
        "subtopic": subtopic,
        "sentences": [s.split() for s in sentences],
        "selected": [n for n in selected if n < len(sentences)],
        "mentions": [{"sent": s, "tokens": t, "cluster": c} for s, t, c in mentions],
    }


ONE = row(
    "one",
    "http : / / bulletin . example / 2021 / 05 / 06 / quarry",
    "Gunmen Kill Two in Varsk",
    'Gunmen shot dead two guards at 9 : 30 a.m. , said " the mayor " .',
    "A suspect was arrested on May 7 , 2021 and another was arrested later .",
    mentions=[(1, [1], "K"), (2, [1], "S"), (2, [2], "K"), (3, [3], "A"), (3, [12], "B")],
    selected=(1, 2, 3),
)
TWO = row(
    "two",
    "The killing of two guards in Varsk led to an arrest .",
    mentions=[(0, [1], "K"), (0, [10], "A")],
)


def mention(report, words, number=0, ordinal=0):
    at = -1
    for _ in range(number + 1):
        at = report.text.index(words, at + 1)
    span = Span(at, at + len(words))
    return Mention(id=f"{report.source}-{words}-{number}", type="ASSAULT", trigger=span, sentence=span, frame="f")


@pytest.fixture
def story():
    """Reports with mentions of ours, and what the gold says of them."""
    docs = [document(ONE), document(TWO)]
    one, two = (doc.report for doc in docs)
    ours = [
        [mention(one, "Kill"), mention(one, "shot dead"), mention(one, "arrested"), mention(one, "arrested", 1)],
        [mention(two, "killing"), mention(two, "led"), mention(two, "arrest")],
    ]
    pairs = [
        (doc.report, Reading(report=doc.report.id, fingerprint="", sentences=(), mentions=tuple(some)))
        for doc, some in zip(docs, ours, strict=True)
    ]
    gold = gold_of([ONE, TWO], docs, [(r.id, m) for r, reading in pairs for m in reading.mentions])
    return pairs, gold


def event(pairs, *groups, echo=None):
    """Events with these mentions; echo: (report, words) that the first of them is told by too."""
    report_of = {m.id: report for report, reading in pairs for m in reading.mentions}
    events = []
    for n, group in enumerate(groups):
        tellings = [
            Telling(
                id=f"t{n}{k}", event=f"e{n}", report=report_of[m].id, outlet="", published=None, mentions=(m,), evidence=(),
                chain=(), status="actual",
            )
            for k, m in enumerate(group)
        ]  # fmt: skip
        if echo and not n:
            report, words = echo
            at = report.text.index(words)
            said = (Quote(report=report.id, start=at, end=at + len(words), text=words),)
            tellings.append(
                Telling(
                    id="t", event="e0", report=report.id, outlet="", published=None, mentions=(), evidence=said, chain=(),
                    status="actual",
                )
            )  # fmt: skip
        events.append(
            Event(
                id=f"e{n}", story="s", type="ASSAULT", types=("ASSAULT",), modes=(), contexts=(), cameo=None, status="actual",
                actors=(), recipients=(), when=None, place=None, place_report=None, counts=(), tellings=tuple(tellings),
                comparison=(), voices=(),
            )
        )  # fmt: skip
    return Compared(events=tuple(events))


def test_tokens_become_a_report_as_it_is_printed():
    doc = document(ONE)
    assert doc.report.title == "Gunmen Kill Two in Varsk"
    assert doc.report.url == "http://bulletin.example/2021/05/06/quarry"
    assert doc.report.published.value == "2021-05-06"
    assert 'at 9:30 a.m., said "the mayor".' in doc.report.text
    assert "on May 7, 2021 and" in doc.report.text
    for sentence, spans in zip(ONE["sentences"][1:], doc.tokens[1:], strict=True):
        assert [doc.report.text[s.start : s.end] for s in spans] == sentence


def test_our_mentions_stand_for_the_gold_ones_that_they_share_a_word_with(story):
    _, gold = story
    assert gold.chains["one-shot dead-0"] == {"S", "K"}
    assert gold.chains["one-arrested-1"] == {"B"}
    assert "two-led-0" not in gold.chains


def test_chains_that_share_a_word_are_never_beside_each_other(story):
    _, gold = story
    assert gold.wrong("one-shot dead-0", "two-killing-0") == "beside"
    assert gold.wrong("one-arrested-0", "one-arrested-1") == "other"


def test_two_happenings_are_apart():
    other = {**TWO, "doc_id": "three", "subtopic": "there"}
    docs = [document(ONE), document(other)]
    ours = [
        (docs[0].report.id, mention(docs[0].report, "Kill")),
        (docs[1].report.id, mention(docs[1].report, "arrest")),
    ]
    gold = gold_of([ONE, other], docs, ours)
    assert gold.wrong("one-Kill-0", "three-arrest-0") == "apart"


def test_pairs_joined_and_missed(story):
    pairs, gold = story
    compared = event(pairs, ["one-Kill-0", "two-killing-0", "one-arrested-1"], ["one-shot dead-0"])
    counts = tally(gold, compared, pairs).counts
    assert (counts["across gold"], counts["across joined"], counts["across right"]) == (3, 2, 1)
    assert (counts["within gold"], counts["within joined"], counts["within other"]) == (1, 1, 1)
    assert figures(counts)["across recall"] == round(1 / 3, 3)


def test_links_are_counted_by_why_they_were_made(story):
    pairs, gold = story
    links = (
        Judgement(a="one-Kill-0", b="two-killing-0", about="mention", verdict="same", score=2.0, reasons=("words",)),
        Judgement(
            a="one-arrested-1", b="two-arrest-0", about="mention", verdict="same", score=1.0,
            reasons=("of what either report tells nothing else is as like",),
        ),
    )  # fmt: skip
    found = tally(gold, Compared(judgements=links), pairs)
    assert found.counts["link scored right"] == 1
    assert found.counts["link left over other"] == 1
    assert len(found.wrong) == 1
    assert "«arrested»" in found.wrong[0]


def test_an_echo_is_right_if_it_holds_a_mention_of_the_chain(story):
    pairs, gold = story
    two = pairs[1][0]
    right = tally(gold, event(pairs, ["one-Kill-0"], echo=(two, "The killing of two guards")), pairs).counts
    wrong = tally(gold, event(pairs, ["one-Kill-0"], echo=(two, "led to an arrest")), pairs)
    assert (right["echo"], right["echo right"]) == (1, 1)
    assert (wrong.counts["echo"], wrong.counts["echo right"]) == (1, 0)
    assert "led to an arrest" in wrong.wrong[0]


def test_errors_of_what_is_kept_unread_are_refused(tmp_path):
    with pytest.raises(SystemExit):
        main([str(tmp_path / "ecbplus_dev.jsonl"), "--errors"])
