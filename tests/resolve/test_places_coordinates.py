"""Coordinates written in a text."""

from __future__ import annotations

import time

import pytest

from communique.pipeline import read_text
from communique.resolve.places import find_coordinates


@pytest.mark.parametrize(
    ("text", "latitude", "longitude", "precision"),
    [
        ("at 35°41′22″N 51°25′18″E", 35.689444, 51.421667, "point"),
        ("at 35° 41' N, 51° 25' E", 35.683333, 51.416667, "point"),
        ("at N 35° 41', W 51° 25'", 35.683333, -51.416667, "point"),
        ("at (-33.8688, 151.2093)", -33.8688, 151.2093, "point"),
        ("at 15.3 degrees south, 44.2 degrees east", -15.3, 44.2, "city"),
        ("at 12°N 43°E", 12.0, 43.0, "region"),
        ("at 95°N 20°E", None, None, "region"),
        ("at 35°61′N 51°25′E", None, None, "point"),
    ],
)
def test_values_and_how_exactly_they_are_given(
    text: str, latitude: float | None, longitude: float | None, precision: str
) -> None:
    (found,) = find_coordinates(text)
    assert (found.latitude, found.longitude, found.precision) == (latitude, longitude, precision)
    assert text[found.start :].startswith(text[found.start : found.end].strip())


@pytest.mark.parametrize(
    "text",
    ["", "won 3 north and 4 east seats", "12.345, 45.678%", "1,234.567, 12.345", "5 N and 6 West Streets", "٣٥°"],
)
def test_other_figures_are_none(text: str) -> None:
    assert list(find_coordinates(text)) == []


def test_the_record_has_the_point_and_notes_the_impossible() -> None:
    record = read_text("The wreck lies at 43°10′N 34°05′E. The log says 99°10′N 34°05′E.", published="2021-03-02")
    assert [(each.latitude, each.precision, each.country) for each in record.places] == [(43.166667, "point", None)]
    assert any("99°10′N" in note.text for note in record.notes)


@pytest.mark.parametrize("unit", ["12", "1 N ", "12.345, ", "35°41′22″N ", "N 3° "])
def test_long_texts_take_no_time(unit: str) -> None:
    began = time.perf_counter()
    list(find_coordinates(unit * (100_000 // len(unit))))
    assert time.perf_counter() - began < 5
