"""Contexts by cue words: longest cue, pairs, phrases about nothing."""

from __future__ import annotations

import pytest

from tellings.events.contexts import contexts_by_sentence, load_cues
from tellings.events.syntax import Graph
from tellings.events.tables import CONTEXTS

CASES = [
    ("Officers in Lusaka used water cannon on the strikers.", {"repression"}, {"human_security"}),
    ("Tear gas drifted over Quito.", {"repression"}, {"natural_resource"}),
    ("Miners in Bolivia have begun a hunger strike.", set(), {"human_security"}),
    ("The attorney general of Malta arrived.", set(), {"military"}),
    ("The inquiry is about war crimes in Liberia.", {"human_rights"}, {"crime"}),
    ("A cocaine gang rules the port of Callao.", {"illegal_drugs"}, {"crime"}),
    ("A gang robbed a jeweller in Cork.", {"crime"}, set()),
    ("Chad banned the newspaper L'Heure.", {"rights_freedoms"}, set()),
    ("The newspaper La Hora said rain is likely.", set(), {"rights_freedoms"}),
    ("Couples of the same sex may wed; same-sex marriage is legal in Nepal.", {"lgbt"}, set()),
    ("Moroccan forces crossed the river.", {"military"}, set()),
    ("Forces of nature shaped the bay.", set(), {"military"}),
    ("The Estonian trade minister spoke to pupils.", {"economic"}, {"executive"}),
    ("The Estonian trade minister resigned.", {"economic", "executive"}, set()),
    ("Guards whipped detainees in a Harare jail.", {"repression"}, set()),
    ("Traders queued at the border.", set(), {"territory"}),
    ("Soldiers clashed at the border.", {"territory", "military"}, set()),
    ("The West Bank lies to the east.", {"territory"}, {"economic"}),
    ("The cat slept all day.", set(), set(CONTEXTS)),
]


@pytest.mark.parametrize(("text", "given", "not_given"), CASES)
def test_contexts_of_a_sentence(parse, text, given, not_given):
    found = {c for names in contexts_by_sentence(Graph(parse(text).doc)).values() for c in names}
    assert given <= found
    assert not (not_given & found)


def test_a_pair_does_not_reach_over_sentences(parse):
    graph = Graph(parse("Chad banned plastic bags. The newspaper La Hora came out as ever.").doc)
    assert all("rights_freedoms" not in names for names in contexts_by_sentence(graph).values())


def test_every_context_has_cues_and_gives_way_only_to_contexts():
    cues = load_cues()
    labels = {c.label for same in cues.first.values() for c in same}
    assert set(CONTEXTS) <= labels
    assert all(beside <= set(CONTEXTS) for beside in cues.yields.values())
    assert all(side in labels for _, sides in cues.both for side in sides)
