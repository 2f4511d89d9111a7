"""The tables of GDELT, ICEWS, POLECAT and PLOVER, read back by column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

import msgspec
import pytest

from communique import record as r
from communique.export.codes import cameo, cameo_codes, countries
from communique.export.dyads import HAPPENED, dyads
from communique.export.formats import cameo_days, gdelt, icews, polecat
from communique.vocabulary.events import modes
from tests.export.nasty import nasty
from tests.handmade import TEXT, actor, day, record, span

Writer = Callable[[Iterable[r.Record], BinaryIO], None]


def written(write: Writer, *records: r.Record) -> list[list[str]]:
    out = io.BytesIO()
    write(records, out)
    return [line.split("\t") for line in out.getvalue().decode().splitlines()]


def joint(**more: object) -> r.Record:
    """The handmade record, whose first event is done by two together, with these changes."""
    made = record()
    event = msgspec.structs.replace(made.events[0], sources=("RUR", "ZEN"), targets=(), **more)
    return msgspec.structs.replace(made, events=(event,))


def test_the_columns_are_as_many_as_the_formats_have() -> None:
    assert {len(row) for row in written(gdelt.write_events, record(), joint())} == {61}
    assert {len(row) for row in written(gdelt.write_mentions, record(), joint())} == {16}
    assert {len(row) for row in written(icews.write, record(), joint())} == {20}
    assert {len(row) for row in written(polecat.write, record(), joint())} == {40}


def test_icews_has_the_header_of_its_own_files(shared: Path) -> None:
    file = shared / "data" / "events" / "icews_sample" / "events.2018.sample.tab"
    with file.open(encoding="utf-8") as lines:
        assert written(icews.write)[0] == next(lines).rstrip("\n").split("\t")


def test_only_what_happened_is_a_row() -> None:
    assert "planned" not in HAPPENED
    assert len(written(gdelt.write_events, record())) == 1
    assert [row[0] for row in written(polecat.write, record())[1:]] == ["e-recognised"]


def test_a_dyad_of_gdelt() -> None:
    (row,) = written(gdelt.write_events, record())
    assert row[1:5] == ["20191202", "201912", "2019", "2019.9096"]
    assert row[5:8] == ["RUR", "RURITANIA", ""]  # no country of the table has the code
    assert row[25:34] == ["1", "054", "054", "05", "1", "6", "1", "1", "1"]
    assert row[34] == ""  # the tone is not measured, and not said to be 0
    assert row[-2:] == ["20191208000000", "https://example.org/x"]


def test_mentions_name_the_events_and_their_offsets() -> None:
    (event,) = written(gdelt.write_events, record())
    (mention,) = written(gdelt.write_mentions, record())
    assert mention[0] == event[0]
    assert TEXT[int(mention[9]) :].startswith("recognised")
    assert TEXT[int(mention[7]) :].startswith("Ruritania")
    assert mention[11] == "70"


def test_offsets_of_a_mention_count_code_points_after_an_emoji() -> None:
    made = record()
    later = msgspec.structs.replace(
        made.events[0], trigger=span("meets"), sentence=span("The Council of the Elbe meets on Friday"),
        sources=("ELB.C",), targets=(),
    )  # fmt: skip
    (mention,) = written(gdelt.write_mentions, msgspec.structs.replace(made, events=(later,)))
    assert TEXT[int(mention[9]) :].startswith("meets")


def test_those_who_act_together_are_a_dyad_each_way() -> None:
    pairs = [(each.source and each.source.id, each.target and each.target.id) for each in dyads(joint())]
    assert pairs == [("RUR", "ZEN"), ("ZEN", "RUR")]


def test_an_event_without_any_day_is_left_out_where_a_day_is_demanded() -> None:
    made = record(published=None)
    timeless = msgspec.structs.replace(made, events=(msgspec.structs.replace(made.events[0], time=None),))
    assert written(gdelt.write_events, timeless) == []
    assert len(written(icews.write, timeless)) == 1  # the header
    assert written(polecat.write, timeless)[1][1] == ""


def test_tabs_and_line_ends_inside_a_field_are_spaces() -> None:
    made = record()
    spoilt = msgspec.structs.replace(made.actors[0], name="Rur\tita\r\nnia")
    rows = written(icews.write, msgspec.structs.replace(made, actors=(spoilt, *made.actors[1:])))
    assert rows[1][2] == "Rur ita nia"


def test_a_code_is_taken_apart() -> None:
    assert gdelt.taken_apart("USAGOVMIL") == gdelt.ActorCode("USA", None, ("GOV", "MIL"))
    assert gdelt.taken_apart("IGOUNO") == gdelt.ActorCode(None, "UNO", ("IGO",))
    assert gdelt.taken_apart("---REB") == gdelt.ActorCode(None, None, ("REB",))
    assert gdelt.taken_apart(None) == gdelt.ActorCode(None, None, ())


@pytest.mark.parametrize(
    ("precision", "country", "kind"),
    [
        ("country", "FRA", "1"),
        ("city", "FRA", "4"),
        ("city", "USA", "3"),
        ("admin1", "USA", "2"),
        ("admin1", "FRA", "5"),
    ],
)
def test_kinds_of_places(precision: str, country: str, kind: str) -> None:
    spot = msgspec.convert({"name": "Somewhere", "country": country, "precision": precision}, r.Spot)
    rows = written(gdelt.write_events, joint(place=spot))
    assert rows[0][51] == kind
    assert rows[0][53] == {"FRA": "FR", "USA": "US"}[country]


def test_polecat_keeps_an_event_of_several_in_one_row_with_its_lists_in_one_order() -> None:
    made = joint()
    people = (
        actor("FRA", "France", "Ruritania", country="FRA", plover={"country": "FRA", "sector": ["GOV"]}),
        actor("ZEN", "Zen; da", "Zenda", plover={"country": "ZEN", "sector": []}),
    )
    event = msgspec.structs.replace(made.events[0], sources=("FRA", "ZEN"))
    rows = written(polecat.write, msgspec.structs.replace(made, actors=people, events=(event,)))
    told = dict(zip(rows[0], rows[1], strict=True))
    assert len(rows) == 2
    assert told["Actor Name"] == "France; Zen, da"
    assert told["Actor COW"] == "220; "
    assert told["Primary Actor Sector"] == "GOV; "
    assert told["Quad Code"] == "VERBAL COOPERATION"
    assert told["Event Type"] == (modes()["recognise"].plain_type or modes()["recognise"].type)


def test_the_same_act_on_one_day_counts_once() -> None:
    out = io.BytesIO()
    cameo_days.write([record(id="a"), record(id="b")], out)
    head, row = list(csv.reader(io.StringIO(out.getvalue().decode(), newline="")))
    assert dict(zip(head, row, strict=True)) == {
        "day": "2019-12-02", "source": "RUR", "target": "ZEN", "cameo": "054", "root": "05", "quad": "1",
        "goldstein": "6.0", "reports": "2",
    }  # fmt: skip


def test_many_days_are_counted_the_same_through_files(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [nasty(id="n"), record(id="a"), joint(), record(id="b"), joint()]
    at_once, by_parts = io.BytesIO(), io.BytesIO()
    cameo_days.write(made, at_once)
    monkeypatch.setattr(cameo_days, "_HELD", 1)
    cameo_days.write(made, by_parts)
    assert by_parts.getvalue() == at_once.getvalue()
    assert by_parts.getvalue().count(b"\r\n") == 3


def test_numbers_stay_and_differ() -> None:
    first = [each.number for each in dyads(joint())]
    assert first == [each.number for each in dyads(joint())]
    assert len(set(first)) == 2
    assert all(each < 10**15 for each in first)


def test_every_code_of_our_modes_has_a_name_and_a_value() -> None:
    for mode in modes().values():
        assert cameo(mode.cameo).goldstein is not None, mode.cameo
    assert cameo("1214").code == "121"  # finer than the table: the code above it


def test_the_scale_agrees_with_the_published_one(shared: Path) -> None:
    with (shared / "data/events/icews_sample/cameo-codes.csv").open(encoding="utf-8", errors="replace") as lines:
        published = {row["code"]: float(row["goldstein"]) for row in csv.DictReader(lines) if row["goldstein"] != "NA"}
    assert {code: each.goldstein for code, each in cameo_codes().items() if each.goldstein is not None} == published


def test_country_numbers_are_one_to_one_and_agree_with_another_list(shared: Path) -> None:
    numbers = [each.cow for each in countries().values() if each.cow]
    assert len(numbers) == len(set(numbers)) == 195
    with (shared / "data/actors/reign/electionlist_3_21.csv").open(encoding="latin-1") as lines:
        listed = {row["country"]: int(row["ccode"]) for row in csv.DictReader(lines)}
    named = {each.name: each.cow for each in countries().values() if each.cow}
    differing = {name for name, number in listed.items() if name in named and named[name] != number}
    assert differing <= {"Malawi"}  # 533 there, 553 in the project's own list


def test_days_are_those_of_the_event() -> None:
    assert [str(each.day) for each in dyads(joint(time=day("2019-11-30")))] == ["2019-11-30"] * 2
    assert [str(each.day) for each in dyads(joint(time=None))] == ["2019-12-08"] * 2
