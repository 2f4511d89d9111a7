"""The documentation's table of what each format keeps: complete, and still what is measured."""

from __future__ import annotations

import csv

import pytest

from communique.export.catalogue import FORMATS
from docs import kept


def listed() -> list[dict[str, str]]:
    with kept.TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_format_and_field_is_listed() -> None:
    wanted = {(name, part, field) for name in FORMATS for part in kept.PARTS for field in kept.fields(part)}
    found = {(each["format"], each["part"], each["field"]) for each in listed()}
    assert found == wanted, "Type: python -m docs.kept"


def test_every_change_makes_another_record_that_still_fits() -> None:
    for part in kept.PARTS:
        for field in kept.fields(part):
            assert kept.changed(part, field) != kept.whole(), f"{part}: {field}"


@pytest.mark.parametrize("name", ["gdelt-events", "plover", "popolo", "schema-org"])
def test_what_is_listed_is_what_is_measured(name: str) -> None:
    assert list(kept.measure([name])) == [each for each in listed() if each["format"] == name], (
        "Type: python -m docs.kept"
    )


def test_nothing_is_lost_in_tables() -> None:
    lost = {(each["format"], each["field"]) for each in listed() if each["kept"] == "no"}
    assert not [each for each in lost if each[0] in {"records", "parquet", "arrow", "csv", "datapackage", "ro-crate"}]
    assert {field for name, field in lost if name in {"stata", "spss"}} == {"text"}
