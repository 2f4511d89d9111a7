"""What was exported, opened by other programs' libraries."""

from __future__ import annotations

import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import networkx
import pytest
from typer.testing import CliRunner

from communique import record as r
from communique.archive import Archive
from communique.cli.app import app
from communique.errors import InputError
from communique.export.catalogue import FORMATS, export
from communique.export.formats import ftm, geo, networks
from tests.handmade import TEXT, record

KML = "{http://www.opengis.net/kml/2.2}"


def placed(precision: str) -> r.Record:
    """The handmade record, its event in a town that is known to this precision."""
    made = record()
    town = msgspec.structs.replace(made.places[0], latitude=50.5, longitude=14.25, precision=precision, country="CZE")
    spot = msgspec.convert({"name": "Hentzau", "precision": precision, "mention": town.id, "country": "CZE"}, r.Spot)
    event = msgspec.structs.replace(made.events[0], place=spot)
    return msgspec.structs.replace(made, places=(town,), events=(event,))


def test_networks_are_read_back() -> None:
    out = io.BytesIO()
    networks.write_graphml([record(id="a"), record(id="b")], out)
    graph = networkx.read_graphml(io.BytesIO(out.getvalue()))
    assert dict(graph.nodes(data="label")) == {"RUR": "Ruritania", "ZEN": "Zenda"}
    assert graph.edges["RUR", "ZEN"] == {
        "weight": 2, "score": 6.5, "quad1": 2, "quad2": 0, "quad3": 0, "quad4": 0, "start": "2019-12-02",
        "end": "2019-12-02",
    }  # fmt: skip
    out = io.BytesIO()
    networks.write_gexf([record()], out)
    tree = ET.fromstring(out.getvalue())  # noqa: S314 - what we wrote ourselves
    (edge,) = tree.iter("{http://gexf.net/1.3}edge")
    assert (edge.get("source"), edge.get("target"), edge.get("start")) == ("RUR", "ZEN", "2019-12-02")


@pytest.mark.parametrize(
    ("precision", "drawn"), [("city", True), ("point", True), ("country", False), ("region", False)]
)
def test_nothing_is_drawn_finer_than_it_is_known(precision: str, drawn: bool) -> None:
    out = io.BytesIO()
    geo.write_geojson([placed(precision)], out)
    (feature,) = json.loads(out.getvalue())["features"]
    assert feature["geometry"] == ({"type": "Point", "coordinates": [14.25, 50.5]} if drawn else None)
    out = io.BytesIO()
    geo.write_kml([placed(precision)], out)
    (mark,) = ET.fromstring(out.getvalue()).iter(f"{KML}Placemark")  # noqa: S314 - what we wrote ourselves
    assert (mark.findtext(f"{KML}Point/{KML}coordinates") == "14.25,50.5") is drawn


def test_no_events_are_still_a_map() -> None:
    out = io.BytesIO()
    geo.write_geojson([], out)
    assert json.loads(out.getvalue()) == {"type": "FeatureCollection", "features": []}


def test_entities_point_at_entities() -> None:
    out = io.BytesIO()
    ftm.write([record(id="a"), record(id="b")], out)
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    ids = [each["id"] for each in found]
    assert len(ids) == len(set(ids))
    assert [each["schema"] for each in found].count("Article") == 2
    assert [each["schema"] for each in found].count("Person") == 1  # one over both articles
    for each in found:
        for name in ("holder", "post", "involved", "proof"):
            assert set(each["properties"].get(name, [])) <= set(ids), name
        assert all(isinstance(value, str) for told in each["properties"].values() for value in told)


def test_languages_have_three_letters_in_follow_the_money() -> None:
    article = msgspec.structs.replace(record().article, language="de")
    entity, _ = next(iter(ftm.entities(msgspec.structs.replace(record(), article=article))))
    assert entity["properties"]["language"] == ["deu"]


def test_records_come_back_as_they_were(tmp_path: Path) -> None:
    export("records", [record()], tmp_path / "out.jsonl")
    assert r.Record.from_json((tmp_path / "out.jsonl").read_bytes()) == record()


def test_a_file_is_complete_or_not_there(tmp_path: Path) -> None:
    def broken() -> object:
        yield record()
        raise RuntimeError("the disk went away")

    for name in ("polecat", "brat"):
        with pytest.raises(RuntimeError):
            export(name, broken(), tmp_path / "out")  # type: ignore[arg-type]
        assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_written_over_by_a_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")
    with pytest.raises(InputError, match="there already"):
        export("brat", [record()], tmp_path / "out")
    assert (tmp_path / "out" / "mine").read_text() == "mine"


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        export("polecat", [record()], tmp_path / "no" / "such" / "out")
    with pytest.raises(InputError, match="no format 'word'"):
        export("word", [record()], tmp_path / "out")


def test_every_format_says_what_is_lost() -> None:
    assert all(each.kept and each.lost for each in FORMATS.values())


def test_the_command_writes_what_was_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with Archive(file, create=True) as archive:
        archive.add(record(id="early", published="2019-12-08"))
        archive.add(record(id="late", published="2020-02-01", text=TEXT + " again"))
    options = ["--archive", str(file), "--since", "2020-01-01"]
    done = CliRunner().invoke(app, ["export", "records", str(tmp_path / "out"), *options])
    assert done.exit_code == 0, done.output
    assert [json.loads(line)["article"]["id"] for line in (tmp_path / "out").read_text("utf-8").splitlines()] == [
        "late"
    ]
    assert "1 articles" not in done.output
    listed = CliRunner().invoke(app, ["export"])
    assert all(name in listed.output for name in FORMATS)
    assert CliRunner().invoke(app, ["export", "records", "--archive", str(file)]).exit_code == 2
