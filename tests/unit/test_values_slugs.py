"""What an address says of the headline."""

from __future__ import annotations

import pytest

from newscrawl.values.slugs import agreement, slug_form, slug_words


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://a.example/news/bridge-closed-to-cars", "bridge closed to cars"),
        ("https://a.example/bridge-closed-to-cars.html?x=1#top", "bridge closed to cars"),
        ("https://a.example/bridge-closed-to-cars/2dwxjsYnL0", "bridge closed to cars"),
        ("https://a.example/bridge-closed-to-cars-1695518", "bridge closed to cars"),
        ("https://a.example/2022/01/bridge_closed_to_cars/", "bridge closed to cars"),
        ("https://a.example/br%C3%BCcke-ist-gesperrt", "brucke ist gesperrt"),
        ("https://a.example/news/bridge", ""),
        ("https://a.example/", ""),
        ("https://[broken/bridge-closed-to-cars", ""),
        ("", ""),
    ],
)
def test_words(address, words):
    assert slug_words(address) == set(words.split())


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Brücke über die Straße", "bruecke-ueber-die-strasse"),
        ("Brücke über die Straße", "brucke-uber-die-strasse"),
        ("Søsken går på ski", "soesken-gaar-paa-ski"),
        ("Søsken går på ski", "sosken-gar-pa-ski"),
        ("L’été à Łódź", "l-ete-a-lodz"),
    ],
)
def test_spellings_are_one(title, slug):
    assert slug_form(title) == slug_form(slug)


def test_agreement():
    slug = slug_words("https://a.example/bridge-closed-cars")
    assert agreement(slug_form("Bridge closed to cars"), slug) == pytest.approx(6 / 7)
    assert agreement(slug_form("Harbour master retires"), slug) == 0
    assert agreement(frozenset(), frozenset()) == 0
