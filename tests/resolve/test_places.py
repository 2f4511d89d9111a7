"""Names to places: the gazetteer, the choice between places of one name, and use as a place."""

from __future__ import annotations

import sys
from importlib import resources

import pytest

from communique.parse.syntax import language_model
from communique.pipeline import read_text
from communique.record import Offsets
from communique.registry.compiled import join
from communique.resolve.places import candidates, distance, find_toponyms, resolve_toponyms
from communique.resolve.places.compiling import division_entries
from communique.resolve.places.gazetteer import bare, key_of


def spans(text: str, *names: str) -> list[Offsets]:
    return [(text.index(name), text.index(name) + len(name)) for name in names]


def chosen(text: str, *names: str) -> list[tuple[str, str | None] | None]:
    return [
        (each.place.level, each.place.admin1 or each.place.country) if each else None
        for each in resolve_toponyms(text, spans(text, *names))
    ]


def test_keys_ignore_case_accents_and_stops() -> None:
    assert key_of("São Paulo") == key_of("SAO PAULO")
    assert key_of("U.S.") == "us"
    assert bare("the Netherlands") == "Netherlands"
    assert bare("Cairo's") == "Cairo"


@pytest.mark.parametrize(
    ("name", "level", "country"),
    [("Norway", "country", "NO"), ("Norwegian", "country", "NO"), ("Bavaria", "admin1", "DE"),
     ("Fairfax County", "admin2", "US"), ("Ljubljana", "city", "SI"), ("Middle East", "region", None)],
)  # fmt: skip
def test_candidates_of_every_level(name: str, level: str, country: str | None) -> None:
    assert (level, country) in {(each.level, each.country) for each in candidates(name)}


def test_unknown_names_have_no_candidates() -> None:
    assert candidates("Qwertzuiop") == []
    assert resolve_toponyms("Qwertzuiop fell.", [(0, 10)]) == [None]


def test_the_larger_place_without_context() -> None:
    assert chosen("The envoy flew to Paris.", "Paris") == [("city", "FR.11")]


def test_a_division_after_a_comma_decides() -> None:
    assert chosen("Police in Paris, Texas, said so.", "Paris") == [("city", "US.TX")]
    assert chosen("Police in Birmingham, Ala., said so.", "Birmingham") == [("city", "US.AL")]


def test_neighbours_decide() -> None:
    text = "The road from Toronto to London, Ontario, was closed near Hamilton."
    assert chosen(text, "Toronto", "London", "Hamilton") == [("city", "CA.08")] * 3


def test_a_province_is_not_its_city() -> None:
    assert chosen("Fighting went on in Aleppo province.", "Aleppo province") == [("admin1", "SY.09")]


def test_one_sense_in_a_text() -> None:
    text = "Mayors met in Cambridge, Mass. Cambridge is small."
    first, second = text.index("Cambridge"), text.rindex("Cambridge")
    found = resolve_toponyms(text, [(first, first + 9), (second, second + 9)])
    assert found[0] is not None
    assert found[0] == found[1]


def test_distance_in_kilometres() -> None:
    one, other = candidates("Vienna")[0], candidates("Bratislava")[0]
    vienna = max(candidates("Vienna"), key=lambda each: each.population)
    assert distance(vienna, vienna) == 0
    assert 40 < distance(vienna, max(candidates("Bratislava"), key=lambda each: each.population)) < 80
    assert distance(one, other) >= 0


def test_toponyms_include_adjectives_and_actors() -> None:
    text = "Turkish officials said France would send aid to Tirana."
    found = {text[start:end] for start, end in find_toponyms(language_model()(text))}
    assert {"Turkish", "France", "Tirana"} <= found


def test_places_are_names_used_as_places() -> None:
    record = read_text(
        "France sent its minister to a conference in Vienna. Norway criticised the plan.", published="2021-03-02"
    )
    assert [(each.text, each.country, each.precision) for each in record.places] == [("Vienna", "AUT", "city")]
    place = record.places[0]
    assert record.article.text[place.start : place.end] == place.text
    assert place.geonames == 2761369


def test_a_country_in_a_locative_phrase_is_a_place() -> None:
    record = read_text("Inspectors arrived in Armenia on Monday.", published="2021-03-02")
    assert [(each.text, each.precision) for each in record.places] == [("Armenia", "country")]


@pytest.mark.parametrize("text", ["", "😀 😀", "شرم الشيخ", "In", "- - -"])
def test_any_text_is_survived(text: str) -> None:
    assert find_toponyms(language_model()(text)) == find_toponyms(language_model()(text))


@pytest.mark.skipif(sys.byteorder != "little", reason="the index that ships is in little-endian order")
def test_the_index_of_divisions_is_that_of_its_tables() -> None:
    shipped = resources.files("communique.resolve.places").joinpath("data", "divisions.bin").read_bytes()
    assert shipped == join(division_entries()), "run python -m training.places divisions"


def test_the_indexes_that_ship_are_small() -> None:
    data = resources.files("communique.resolve.places").joinpath("data")
    assert sum(len(each.read_bytes()) for each in data.iterdir()) < 25_000_000


def test_a_name_of_a_country_and_of_divisions_gives_them_in_order() -> None:
    assert [each.level for each in candidates("Georgia")][:2] == ["country", "admin1"]
    assert candidates("Luxembourg")[0].level == "country"
