"""Containment, company and context in the choice between places of one name; the index of cities."""

from __future__ import annotations

import time

import msgspec
import pytest

from communique.pipeline import default_pipeline
from communique.record import Offsets
from communique.resolve.places import Context, candidates, context_of, find_toponyms, resolve_toponyms
from communique.resolve.places.cities import cities
from communique.sources import make_article


def chosen(text: str, name: str, context: Context | None = None) -> tuple[str, str | None]:
    start = text.index(name)
    (found,) = resolve_toponyms(text, [(start, start + len(name))], context)
    assert found is not None
    return found.place.level, found.place.admin1 or found.place.country


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("A fire in Moscow, Idaho, spread.", "Moscow", ("city", "US.ID")),
        ("A fire in Moscow spread.", "Moscow", ("city", "RU.48")),
        ("A school in Hama in northern Syria closed.", "Hama", ("city", "SY.10")),
        ("The mayor of Melbourne, Fla., resigned.", "Melbourne", ("city", "US.FL")),
        ("Farmers in Kansas, Missouri and Iowa waited.", "Kansas", ("admin1", "US.KS")),
        ("Turnout in Marion and Clay counties was low.", "Marion", ("admin2", "US.IN")),
        ("The storm crossed Winnipeg, Man., at noon.", "Man.", ("admin1", "CA.03")),
    ],
)
def test_the_words_around_a_name(text: str, name: str, expected: tuple[str, str]) -> None:
    level, area = chosen(text, name)
    assert level == expected[0]
    if level != "admin2":  # counties of one name stand in many states
        assert area == expected[1]


def test_the_outlet_and_the_actors_tip_the_balance() -> None:
    text = "The council of Perth met."
    assert chosen(text, "Perth") == ("city", "AU.08")
    nearer = Context(home=frozenset({"GB"}), actors={"GB": 4})
    assert chosen("The council of Newport met.", "Newport", nearer)[1] == "GB.WLS"


@pytest.mark.parametrize(
    ("url", "outlet", "dateline", "home"),
    [
        ("https://www.example.co.uk/a", None, None, {"GB"}),
        ("https://example.tv/a", None, None, set()),
        ("http://[broken", None, None, set()),
        (None, "Reuters", None, {"GB"}),
        (None, None, "NAIROBI, Kenya (Example Wire) —", {"KE"}),
        (None, None, "—", set()),
    ],
)
def test_what_metadata_say(url: str | None, outlet: str | None, dateline: str | None, home: set[str]) -> None:
    article = make_article("It rained all day in the hills.", published="2021-03-02", url=url, outlet=outlet)
    article = msgspec.structs.replace(article, dateline=dateline)
    assert context_of(default_pipeline().reading(article, until="actors")).home == home


def test_cldr_names_of_countries() -> None:
    for name, code in [("Czechia", "CZ"), ("Türkiye", "TR"), ("Burma", "MM"), ("Vatican City", "VA")]:
        assert code in {each.country for each in candidates(name) if each.level == "country"}


def test_the_index_of_cities() -> None:
    began = time.perf_counter()
    assert {each.country for each in cities().named("ljubljana")} == {"SI"}
    assert time.perf_counter() - began < 0.3
    assert cities().named("no such town") == []
    assert any(each.name == "Kyiv" for each in cities().named("kiev"))
    assert cities().named("kiev", others=False) == [] or all(
        each.name != "Kyiv" for each in cities().named("kiev", others=False)
    )


def test_a_text_of_nothing_but_names_costs_no_more_a_name() -> None:
    def seconds(names: int) -> float:
        text = ", ".join(["Springfield", "San Antonio", "Franklin", f"{'Washington'}"] * (names // 4))
        spans: list[Offsets] = []
        at = 0
        for word in text.split(", "):
            spans.append((at, at + len(word)))
            at += len(word) + 2
        began = time.perf_counter()
        resolve_toponyms(text, spans)
        return time.perf_counter() - began

    seconds(40)
    assert seconds(8000) < 12 * max(seconds(2000), 0.05)


def test_people_are_no_places() -> None:
    text = "Judge Abigail Lincoln spoke. Lincoln left early."
    reading = default_pipeline().reading(make_article(text, published="2021-03-02"), until="names")
    assert find_toponyms(reading.doc, reading.names) == []


def test_beside_other_states_a_name_is_a_state() -> None:
    text = "Envoys toured Iraq, Egypt, Yemen, Jordan and Lebanon, and flew home to Washington and Boston."
    spans = [(text.index(name), text.index(name) + len(name)) for name in
             ("Iraq", "Egypt", "Yemen", "Jordan", "Lebanon", "Washington", "Boston")]  # fmt: skip
    levels = [found.place.level for found in resolve_toponyms(text, spans) if found]
    assert levels[:5] == ["country"] * 5
