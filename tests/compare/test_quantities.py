import pytest

from tellings.compare.clauses import counts_people
from tellings.compare.quantities import compare_numbers, quantities
from tellings.numbers import find_numbers

PAIRS = [
    # one figure in two spellings
    (
        "Six fishermen are missing off Lanu island, the coast guard said.",
        "Half a dozen fishermen were reported missing off Lanu island.",
        "same",
    ),
    (
        "The landslide in Huaripampa killed 24 villagers.",
        "Two dozen people died in the landslide in Huaripampa, the mayor said.",
        "same",
    ),
    # bounds, ranges, vague words, parts
    (
        "Some 2,000 villagers fled the fighting near Bria.",
        "At least 1,900 people were displaced near Bria, an aid agency said.",
        "compatible",
    ),
    ("Gunmen abducted 31 pupils in Tegina.", "Dozens of pupils were kidnapped in Tegina.", "compatible"),
    (
        "Gunmen abducted 31 pupils in Tegina.",
        "Between 28 and 35 pupils were taken away by gunmen in Tegina.",
        "compatible",
    ),
    ("Nine guards and three cooks were killed in the raid.", "Twelve people died in the raid.", "compatible"),
    (
        "The flood destroyed 3,200 houses in the valley.",
        "More than 3,000 homes were destroyed, the governor said.",
        "compatible",
    ),
    # clashes
    (
        "Organisers said 20,000 people marched in Lima.",
        "Police said 6,000 people took part in the march in Lima.",
        "conflict",
    ),
    (
        "The flood destroyed 3,200 houses in the valley.",
        "Only 400 homes in the valley were destroyed, the governor said.",
        "conflict",
    ),
    ("Officers detained 40 truckers.", "No truckers were detained, the ministry said.", "conflict"),
    ("The raid killed 14 people.", "The raid killed at least 30 people.", "conflict"),
    # somebody says that the figure changed
    ("The raid killed 14 people.", "The toll of the raid rose to 19, from 14, doctors said.", "update"),
    ("The raid killed 14 people.", "The death toll from the raid has climbed to 19.", "update"),
    ("Police held 60 students.", "Police said 48 students, not 60, were arrested.", "update"),
    ("The quake injured 300 people.", "Doctors now count 350 injured in the quake, up from an earlier 300.", "update"),
    # other things, other times, other people
    ("The raid killed 14 people.", "The raid wounded 19 people.", "different"),
    ("The raid killed 14 people in March.", "The raid killed 19 people in July.", "different"),
    ("The raid killed 14 soldiers.", "The raid killed 5 children.", "different"),
    ("Thieves took 12 cows.", "Thieves took 30 goats.", "different"),
]


@pytest.mark.parametrize(("a", "b", "label"), PAIRS)
def test_figures_side_by_side(parse, a, b, label):
    assert compare_numbers(parse(a), parse(b)).relation == label
    assert compare_numbers(parse(b), parse(a)).relation == label


def test_a_replaced_figure_is_the_old_one_and_spans_are_of_the_text(parse):
    text = "The number of wounded in the market fire climbed from 31 to 45, a nurse said."
    (found,) = quantities(parse(text))
    assert (found.what, found.low, found.old, found.changed) == ("injured", 45, 31, True)
    assert "45" in text[found.span.start : found.span.end]


def test_about_two_hundred_is_rounded_to_hundreds_but_not_without_limit(parse):
    about = parse("About 200 people were arrested in Enugu.")
    assert compare_numbers(about, parse("Police arrested 226 people in Enugu.")).relation == "compatible"
    assert compare_numbers(about, parse("Police arrested 320 people in Enugu.")).relation == "conflict"


@pytest.mark.parametrize("text", ["", "Nothing happened.", "12", "In 2019, 2020 and 2021.", "1 " * 300])
def test_texts_without_figures_are_different(parse, text):
    assert compare_numbers(parse(text), parse("Nine people died.")).relation in ("different", "conflict")


@pytest.mark.parametrize(
    ("text", "people"),
    [("a €40,000 bail", False), ("a 110-billion bailout", False), ("all 40,000 came", True), ("? 300 of them", False)],
)
def test_money_and_more_than_there_are_count_no_people(text, people):
    number = find_numbers(text)[0]
    assert counts_people(text, number) is people
