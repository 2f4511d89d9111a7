"""The typed tables of records, and every format that is made from them, read back by that format's own reader."""

from __future__ import annotations

import csv
import functools
import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import frictionless
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from rocrate.rocrate import ROCrate

from communique import record as r
from communique.archive.packing import Packed, packed, plain
from communique.errors import InputError, RecordError
from communique.export.catalogue import export
from communique.export.codebook import CODEBOOK
from communique.export.columns import Lot
from communique.export.formats import arrow
from communique.export.formats.book import LONGEST, fitting
from communique.export.formats.statistics import LONGEST as LONGEST_VARIABLE
from communique.export.rows import TABLES, day
from communique.export.tables import _value, cell
from tests.export.nasty import NASTY, nasty
from tests.handmade import record

RECORDS = (record(id="a"), nasty())
Rows = list[dict[str, Any]]


@functools.cache
def expected() -> dict[str, Rows]:
    """Every row of every table by column."""
    return {
        table.name: [
            dict(zip((each.name for each in table.columns), row, strict=True))
            for made in RECORDS
            for row in table.rows(made)
        ]
        for table in TABLES
    }


def same(found: Rows, name: str, but: Callable[[Any], Any] = lambda value: value) -> None:
    """What was read back is what the table has, its values changed as the format changes them."""
    wanted = [{key: but(value) for key, value in row.items()} for row in expected()[name]]
    assert found == wanted, name


def test_every_field_of_a_record_stands_in_a_table() -> None:
    columns = {f"{table.name}.{each.name}" for table in TABLES for each in table.columns}
    for struct, table in ((r.Article, "articles"), (r.Event, "events"), (r.Statement, "statements"), (r.Time, "times"),
                          (r.Place, "places"), (r.Position, "positions"), (r.Meeting, "meetings"), (r.Note, "notes"),
                          (r.AgendaItem, "agenda"), (r.ActorMention, "mentions")):  # fmt: skip
        elsewhere = {"text", "skipped", "time", "place", "basis", "trigger", "sentence", "also", "content", "cue",
                     "evidence", "agenda"}  # fmt: skip
        for field in struct.__struct_fields__:
            assert f"{table}.{field}" in columns or field in elsewhere, f"{table}.{field}"
    assert all(each.meaning for table in TABLES for each in table.columns)


def test_evidence_has_every_piece() -> None:
    rows = expected()["evidence"]
    assert {each["role"] for each in rows} == {
        "skipped", "content", "speaker", "trigger", "sentence", "position", "meeting", "agenda 0",
    }  # fmt: skip
    trigger = next(each for each in rows if each["role"] == "trigger" and each["article"] != "a")
    assert NASTY[trigger["start"] : trigger["end"]] == "recognised"


@pytest.mark.parametrize(("told", "meant"), [("2019-12-08", "2019-12-08"), ("2019-12-08T10:00:00Z", "2019-12-08"),
                                             ("2019-12", None), (None, None)])  # fmt: skip
def test_only_whole_days_are_days(told: str | None, meant: str | None) -> None:
    assert str(day(told)) == str(meant)


@pytest.mark.parametrize("name", ["parquet", "arrow"])
def test_arrow_gives_everything_back(name: str, tmp_path: Path) -> None:
    export(name, RECORDS, tmp_path / "out")
    assert {each.name for each in (tmp_path / "out").iterdir()} == {f"{table.name}.{name}" for table in TABLES}
    for table in TABLES:
        file = tmp_path / "out" / f"{table.name}.{name}"
        found = pq.read_table(file) if name == "parquet" else pa.ipc.open_file(str(file)).read_all()
        same(found.to_pylist(), table.name, lambda value: list(value) if isinstance(value, tuple) else value)
        assert found.schema.field(0).metadata[b"meaning"]


@pytest.mark.parametrize(("name", "encoding"), [("csv", "utf-8"), ("csv-bom", "utf-8-sig")])
def test_csv_gives_everything_back(name: str, encoding: str, tmp_path: Path) -> None:
    export(name, RECORDS, tmp_path / "out")
    assert (tmp_path / "out" / "events.csv").read_bytes().startswith(b"\xef\xbb\xbf") is (encoding == "utf-8-sig")
    for table in TABLES:
        hints = {each.name: _HINTS[each.kind] for each in table.columns}
        with (tmp_path / "out" / f"{table.name}.csv").open(encoding=encoding, newline="") as file:
            rows = [{key: _value(value, hints[key]) for key, value in row.items()} for row in csv.DictReader(file)]
        # An empty cell is an empty text too; types are told by the column.
        same(rows, table.name, lambda value: value if isinstance(value, tuple | str) else cell(value))


_HINTS: dict[str, object] = {
    "text": str, "day": str, "real": str, "whole": str, "yes": str, "list": tuple[str, ...],
}  # fmt: skip


def test_a_spreadsheet_takes_no_text_for_a_formula(tmp_path: Path) -> None:
    export("csv", RECORDS, tmp_path / "out")
    with (tmp_path / "out" / "articles.csv").open(encoding="utf-8", newline="") as file:
        assert [row["title"][:5] for row in csv.DictReader(file)] == ["", "'=SUM"]


def test_a_workbook_has_the_texts_as_texts(tmp_path: Path) -> None:
    export("xlsx", RECORDS, tmp_path / "out.xlsx")
    with ZipFile(tmp_path / "out.xlsx") as book:
        sheets = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        first = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheets == [table.name for table in TABLES]
    assert "<f>" not in first
    assert "😀" in first
    assert "=SUM(1;2)" in first


def test_a_cell_of_excel_is_cut_between_characters_and_says_so() -> None:
    assert fitting("a" * LONGEST) == "a" * LONGEST
    cut = fitting("😀" * LONGEST)
    assert cut.endswith("😀…")
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST
    assert fitting(("a", "b")) == "a\nb"


@pytest.mark.parametrize("name", ["stata", "spss"])
def test_statistics_programs_read_variables_with_their_labels(name: str, tmp_path: Path) -> None:
    long = msgspec.structs.replace(RECORDS[0].notes[0], text="ü" * 3000)
    export(name, [msgspec.structs.replace(RECORDS[0], notes=(long,)), RECORDS[1]], tmp_path / "out")
    read, suffix = (pyreadstat.read_dta, "dta") if name == "stata" else (pyreadstat.read_sav, "sav")
    frame, told = read(str(tmp_path / "out" / f"events.{suffix}"))
    rows = expected()["events"]
    assert list(frame["words"]) == [each["words"] for each in rows]
    assert list(frame["earliest"]) == [each["earliest"] for each in rows]
    assert list(frame["sources"]) == ["; ".join(each["sources"]) for each in rows]
    assert told.column_names_to_labels["cameo"] == "CAMEO code to the finest level the words support."
    assert told.variable_value_labels["quad"][1] == "verbal cooperation"
    notes, _ = read(str(tmp_path / "out" / f"notes.{suffix}"))
    assert notes["text"][0] == "ü" * (LONGEST_VARIABLE // 2)
    assert "text" not in read(str(tmp_path / "out" / f"articles.{suffix}"))[0]


@pytest.mark.parametrize("name", ["stata", "spss"])
def test_a_file_that_breaks_off_is_no_success(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(frame: object, path: str, **more: object) -> None:
        Path(path).write_bytes(b"<stata_dta>")
        if name == "spss":
            raise pyreadstat.ReadstatError("Unable to write data")

    monkeypatch.setattr(pyreadstat, "write_dta", broken)
    monkeypatch.setattr(pyreadstat, "write_sav", broken)
    with pytest.raises(InputError, match="cannot be written"):
        export(name, RECORDS, tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_a_data_package_is_valid_and_gives_everything_back(tmp_path: Path) -> None:
    export("datapackage", RECORDS, tmp_path / "out")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note"])
    package: Any = frictionless.Package(str(tmp_path / "out" / "datapackage.json"))
    assert {each.name for each in package.resources} == {table.name for table in (*TABLES, *CODEBOOK)}
    for table in TABLES:
        rows = [{name: float(value) if isinstance(value, Decimal) else value for name, value in row.to_dict().items()}
                for row in package.get_resource(table.name).read_rows()]  # fmt: skip
        same(rows, table.name, lambda value: list(value) if isinstance(value, tuple) else value)
    told = json.loads((tmp_path / "out" / "datapackage.json").read_bytes())
    assert told["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (told["temporal"]["start"], told["temporal"]["end"]) == ("2019-12-08", "2019-12-08")


def test_a_crate_describes_every_file_in_it(tmp_path: Path) -> None:
    export("ro-crate", RECORDS, tmp_path / "out")
    crate = ROCrate(str(tmp_path / "out"))
    files = {each.relative_to(tmp_path / "out").as_posix() for each in (tmp_path / "out").rglob("*") if each.is_file()}
    assert {each.id for each in crate.data_entities} == files - {"ro-crate-metadata.json"}
    assert crate.root_dataset["temporalCoverage"] == "2019-12-08/2019-12-08"
    events = crate.get("data/events.csv")
    assert events["contentSize"] == str((tmp_path / "out/data/events.csv").stat().st_size)


def test_what_arrow_reads_off_the_json_is_what_the_records_say() -> None:
    cue = msgspec.structs.replace(RECORDS[0].statements[0], cue=(3, 9), content=((0, 2), (4, 8)), claim="denied")
    held = msgspec.structs.replace(RECORDS[0].positions[0], evidence=())
    named = r.Document(
        id="d-1", kind="treaty", name="\x00\u2028😀", mentions=(r.DocumentMention(start=1, end=2, text="x"),)
    )
    event = msgspec.structs.replace(RECORDS[0].events[0], also=((0, 4), (5, 9)), place=None, sources=())
    more = msgspec.structs.replace(
        RECORDS[0], statements=(cue, *RECORDS[0].statements), positions=(held,), documents=(named, named),
        events=(event, *RECORDS[0].events),
    )  # fmt: skip
    empty = r.Record(communique="1", model="m", registry="g", article=RECORDS[0].article)
    for records in ((empty,), (*RECORDS, empty, more, more, nasty())):
        told = Lot([plain(each) for each in records], [each.article.text for each in records])
        for table in TABLES:
            read = [*zip(table.columns, told.columns(table), table.read(records), strict=True)]
            for column, found, wanted in read:
                values = map(day, wanted) if column.kind == "day" else wanted
                expected = [list(value) if isinstance(value, tuple) else value for value in values]
                assert found.to_pylist() == expected, (table.name, column.name)


def test_what_a_record_of_an_earlier_version_does_not_tell_is_filled(tmp_path: Path) -> None:
    told = json.loads(plain(RECORDS[0]))
    for entries, names in (("statements", ("claim", "anonymous", "addressees", "same_as")), ("actors", ("plover",)),
                           ("events", ("also", "contexts"))):  # fmt: skip
        for entry in told[entries]:
            for name in names:
                del entry[name]
    del told["documents"], told["article"]["skipped"]
    kept = Packed(json.dumps(told).encode(), RECORDS[0].article.text)
    export("arrow", [kept], tmp_path / "out")
    for table in TABLES:
        found = pa.ipc.open_file(str(tmp_path / "out" / f"{table.name}.arrow")).read_all().to_pylist()
        rows = [dict(zip((each.name for each in table.columns), row, strict=True)) for row in table.rows(kept.record())]
        assert found == [{k: list(v) if isinstance(v, tuple) else v for k, v in row.items()} for row in rows]


@pytest.mark.parametrize("name", ["parquet", "arrow"])
def test_other_processes_write_the_same(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [nasty(id=f"n-{number}") for number in range(7)]
    monkeypatch.setattr(arrow, "_AT_ONCE", 2)
    monkeypatch.setattr(arrow, "cores", lambda: 1)
    export(name, records, tmp_path / "alone")
    monkeypatch.setattr(arrow, "_ALONE", 1)
    monkeypatch.setattr(arrow, "cores", lambda: 2)
    export(name, [Packed(packed(plain(each)), each.article.text) for each in records], tmp_path / "together")
    for file in (tmp_path / "alone").iterdir():
        assert file.read_bytes() == (tmp_path / "together" / file.name).read_bytes()
    rows = pq.read_table(tmp_path / "alone" / "articles.parquet") if name == "parquet" else None
    assert rows is None or rows.column("id").to_pylist() == [each.article.id for each in records]


def test_a_record_that_another_process_cannot_take_apart_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrow, "_AT_ONCE", 1)
    monkeypatch.setattr(arrow, "_ALONE", 0)
    monkeypatch.setattr(arrow, "cores", lambda: 2)
    with pytest.raises(RecordError):
        export("parquet", [Packed(b'{"article": {}}', "")], tmp_path / "out")
    assert not list(tmp_path.iterdir())
