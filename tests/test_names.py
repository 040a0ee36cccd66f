"""Spellings of one name score high, names of two people low, whatever the order and the particles."""

from __future__ import annotations

import pytest

from tellings.names import parts, similarity, skeleton, written

SAME = [
    ("Anan Vejjasakul", "Anan Wetchasakun"),  # Thai: by the letters, and by the Royal system
    ("Maxamed Cabdi Xaashi", "Mohamed Abdi Hashi"),  # Somali
    ("Abdul Rashid Durrani", "Abdurrashid Durani"),  # before a sun letter
    ("Samir Geagea", "Samir Jaja"),  # as French papers write it
    ("Ramasan Gelasow", "Ramazan Gelazov"),  # as German papers do
    ("G. P. Adhikari", "Girish Prasad Adhikari"),
    ("Khozeir Khazaei", "Khodair al-Khuzaie"),
    ("Heydar Moslehi", "Haidar Muslehi"),
    ("Molehi", "Moslehi"),
    ("Muammar Gaddafi", "Moammar Khadafy"),
    ("Mahmoud Abbas", "Mahmud Abbas"),
    ("Nouri al-Maliki", "Nuri Maleki"),
    ("Kim Jong-un", "Kim Jong Un"),
    ("Park Jisung", "Park Ji-sung"),
    ("Abd al-Rahman", "Abdurrahman"),
    ("Dmitri Kuznetsov", "Dmitriy Kuznetzov"),
    ("Hélène Dubois", "Helene Dubois"),
    ("Sergei Ivashchenko", "Serhiy Ivaschenko"),
    ("Yusuf Haddad", "Youssef Hadad"),
    ("Jan van der Meer", "Jan Vandermeer"),
    ("Orban Viktor", "Viktor Orbán"),
    ("President Juan Manuel Santos", "Santos"),
    ("Q. Farouk al-Nasser", "Qasim Farouq Nassir"),
]
DIFFERENT = [
    ("G. P. Adhikari", "Bishnu Prasad Adhikari"),
    ("Hassan Rouhani", "Hassan Nasrallah"),
    ("Viktor Yanukovych", "Viktor Yushchenko"),
    ("Paul Kagame", "Joseph Kabila"),
    ("Maria Lopez", "Maria Gomez"),
    ("Ahmed Karim", "Mohammed Karimov"),
    ("Li Keqiang", "Wang Yi"),
    ("John Smith", "Jane Doe"),
    ("Kim Il-sung", "Park Chung-hee"),
    ("Omar", "Oman"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_one_name(a, b):
    assert similarity(a, b) >= 0.78, similarity(a, b)


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_two_names(a, b):
    assert similarity(a, b) < 0.78, similarity(a, b)


def test_it_is_symmetric_and_bounded():
    for a, b in SAME + DIFFERENT:
        assert similarity(a, b) == similarity(b, a)
        assert 0.0 <= similarity(a, b) <= 1.0


@pytest.mark.parametrize("name", ["", "   ", "123", "。", "'", "al-", "x" * 5000])
def test_odd_input(name):
    assert 0.0 <= similarity(name, "Nouri al-Maliki") < 0.6


def test_parts_leave_titles_and_particles_out():
    assert parts("Sheikh Hamad bin Khalifa al-Thani's") == ("hamad", "khalifa", "thani")
    assert parts("Mr") == ("mr",)


def test_skeletons_of_spellings_agree():
    assert skeleton("gaddafi") == skeleton("qadhafi") or similarity("gaddafi", "qadhafi") > 0.9
    assert skeleton("moslehi") == skeleton("muslehi")
    assert skeleton("keqiang") != skeleton("qiang")


def test_apostrophes_of_two_kinds_are_one_name():
    assert written("Citizens’ Fuel Coalition") == written("CITIZENS' Fuel Coalition")
