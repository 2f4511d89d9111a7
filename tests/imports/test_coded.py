"""Rows of GDELT, ICEWS and POLECAT: as those projects publish them, packed or not, and what cannot be taken."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest
from msgspec import structs
from typer.testing import CliRunner

from communique.archive import Archive
from communique.archive.coded import CodedEvent, coded, keep_coded
from communique.ask.coders import side
from communique.ask.compare import compare
from communique.cli.app import app
from communique.errors import InputError
from communique.export.catalogue import export
from communique.imports.coded import read
from communique.imports.coded.parties import of_actor, of_actor_code, of_name, of_organisation, of_whole_code
from communique.imports.coded.read_back import read_back
from tests.handmade import record


def taken(path: Path) -> tuple[list[CodedEvent], list[tuple[str, str]]]:
    left: list[tuple[str, str]] = []
    return list(read(path, lambda where, why: left.append((where, why)))), left


def gdelt(columns: int = 61, **cells: str) -> str:
    row = [""] * columns
    told = {0: "1", 1: "20240102", 5: "FRAGOV", 6: "PARIS", 7: "FRA", 15: "ROU", 16: "BUCHAREST", 17: "ROM", 26: "040",
            29: "1", 30: "1.0", **{int(name[1:]): value for name, value in cells.items()}}  # fmt: skip
    for at, value in told.items():
        row[at] = value
    if columns > 57:
        row[-1] = "https://example.org/story"
    return "\t".join(row)


@pytest.mark.parametrize("columns", [57, 58, 61])
def test_gdelt_of_both_versions(columns: int, tmp_path: Path) -> None:
    path = tmp_path / "20240102.export.CSV"
    place = {61: 52}.get(columns, 50)
    path.write_text(
        gdelt(columns, **{f"c{place}": "Paris, France"}) + "\n" + "a\tb\n" + gdelt(columns, c1="2024") + "\n"
    )
    found, left = taken(path)
    (event,) = found
    assert (event.day, event.type, event.cameo, event.quad) == ("2024-01-02", "CONSULT", "040", 1)
    assert (event.sources, event.targets) == (("FRA",), ("ROU",))
    assert event.place == "Paris, France"
    assert event.url == ("https://example.org/story" if columns > 57 else None)
    assert left == [
        ("20240102.export.CSV line 2", "it has 2 columns, not 61, 58 or 57"),
        ("20240102.export.CSV line 3", "'2024' is no day"),
    ]


@pytest.mark.parametrize("between", [",", "\t"])
def test_gdelt_with_the_names_of_its_columns(between: str, tmp_path: Path) -> None:
    names = ["SQLDATE", "GLOBALEVENTID", "Actor1CountryCode", "Actor2CountryCode", "EventCode", "Description",
             "QuadClass", "ActionGeo_Fullname", "SOURCEURL"]  # fmt: skip
    cells = [
        "20240102",
        "7",
        "FRA",
        "ROU",
        "042",
        '"Visits, made"',
        "1",
        '"Bucharest, Romania"',
        "https://example.org/a",
    ]
    path = tmp_path / "bquxjob.csv"
    path.write_text(between.join(names) + "\n" + between.join(cells) + "\n" + between.join(["soon", *cells[1:]]) + "\n")
    found, left = taken(path)
    (event,) = found
    assert (event.id, event.day, event.cameo, event.quad) == ("7", "2024-01-02", "042", 1)
    assert (event.sources, event.targets) == (("FRA",), ("ROU",))
    assert (event.place, event.url) == ("Bucharest, Romania", "https://example.org/a")
    assert left == [("bquxjob.csv line 3", "'soon' is no day")]


def test_mentions_of_gdelt_are_told_from_events(tmp_path: Path) -> None:
    path = tmp_path / "x.mentions.CSV"
    path.write_text("\t".join(["1", "20240102000000", *[""] * 14]) + "\n")
    with pytest.raises(InputError, match="mentions"):
        taken(path)


def test_packed_files_are_read_as_they_are_published(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.export.CSV.zip", "w") as packed:
        packed.writestr("x.export.CSV", gdelt())
    with gzip.open(tmp_path / "x.csv.gz", "wt") as file:
        file.write(gdelt())
    assert taken(tmp_path / "x.export.CSV.zip")[0][0].sources == ("FRA",)
    assert taken(tmp_path / "x.csv.gz")[0][0].sources == ("FRA",)


def test_the_sample_of_icews(shared: Path) -> None:
    found, left = taken(shared / "data/events/icews_sample/events.2018.sample.tab")
    assert left == []
    assert len(found) == 3705
    assert found[0].sources == ("BGD",)
    assert found[0].type == "CONSULT"
    assert sum(bool(each.sources and each.targets) for each in found) > 0.95 * len(found)


@pytest.mark.parametrize(
    ("format", "type"), [("gdelt-events", "SUPPORT"), ("icews", "SUPPORT"), ("polecat", "SUPPORT")]
)
def test_our_own_exports_come_back(format: str, type: str, tmp_path: Path) -> None:
    export(format, [record()], tmp_path / "rows")
    found, left = taken(tmp_path / "rows")
    assert left == []
    assert [(each.day, each.type, each.quad) for each in found] == [("2019-12-02", type, 1)]


@pytest.mark.parametrize("format", ["gdelt-events", "icews"])
def test_our_own_export_of_organisations_and_rebels_agrees_with_the_machine(format: str, tmp_path: Path) -> None:
    made = record()
    court = structs.replace(made.actors[0], id="ICJ", name="International Court of Justice", kind="body", country="UN",
                            cameo="IGOUNOJUDICJ")  # fmt: skip
    rebels = structs.replace(made.actors[1], id="a-1", name="the rebels", kind="armed group", country=None,
                             cameo="REB", resolved=False)  # fmt: skip
    talks = structs.replace(made.events[0], id="e-talks", sources=("ICJ", "a-1"), targets=())
    act = structs.replace(made.events[0], sources=("ICJ",), targets=("a-1",))
    coded = structs.replace(made, actors=(court, rebels, *made.actors[2:]), events=(act, talks))
    export(format, [coded], tmp_path / "rows")
    with Archive(tmp_path / "a.db", create=True) as archive:
        archive.add(coded)
        keep_coded(archive, "own", read(tmp_path / "rows", lambda where, why: pytest.fail(why)))
        sides = [side(archive, name, feed=True) for name in ("machine", "own")]
    found = compare(*sides)
    assert {each.dyad for each in sides[0].units} == {("ICJ", "---"), ("---", "ICJ")}
    assert [each.f1 for each in found.levels] == [1.0] * 5
    assert not found.disagreements


def feed(archive: Archive, name: str, text: Path) -> None:
    keep_coded(archive, name, read(text, lambda where, why: pytest.fail(f"{where}: {why}")))


def test_what_a_format_cannot_say_is_told_of_the_very_units(tmp_path: Path) -> None:
    made = record()
    court = structs.replace(made.actors[0], id="ICJ", name="The court", kind="body", country="UN", cameo="IGOUNO")
    acts = (
        structs.replace(made.events[0], id="e-plain"),
        structs.replace(made.events[0], sources=("ICJ",), targets=()),
        structs.replace(made.events[0], id="e-denied", status="denied"),
        structs.replace(made.events[0], id="e-other", type="ACCUSE", mode=None, cameo="163"),
    )
    made = structs.replace(made, actors=(*made.actors, court), events=acts)
    export("gdelt-events", [made], tmp_path / "rows")
    (tmp_path / "said").write_text(gdelt(i0="77", i1="20191202", i26="010") + "\n", "utf-8")
    with Archive(tmp_path / "a.db", create=True) as kept:
        kept.add(made)
        for name in ("rows", "said"):
            feed(kept, "gdelt", tmp_path / name)
        found = compare(side(kept, "machine", feed=True), side(kept, "gdelt"), reads=read_back)
    told = {(each.of, each.holds, each.events, each.why.split(":")[0]) for each in found.losses}
    assert told == {
        ("A", "records", 1, "a mere statement (CAMEO 01) has no PLOVER type, so it is in no record"),
        ("B", "CAMEO codes", 1, "The court has nothing there that only ICJ has"),
        ("B", "CAMEO codes", 1, "ACCUSE does not follow from its CAMEO code 163, which stands for COERCE"),
        ("B", "CAMEO codes", 1, "acts that are planned, possible or denied"),
    }
    finest = found.levels[-1]
    assert (finest.of, finest.share_of_a) == ("parties, day and type, where both formats can say it", 1.0)
    assert {each.unsaid != "" for each in found.disagreements if each.a_type in {"ACCUSE", "---"}} == {True}


def test_nobody_told_of_two_coders_of_ours(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db", create=True) as kept:
        kept.add(record())
        mine = side(kept, "machine")
        assert compare(mine, mine, reads=read_back).losses == ()


def test_polecat_keeps_parties_of_one_state_and_strangers_among_others(tmp_path: Path) -> None:
    export("polecat", [record()], tmp_path / "rows")
    text = (tmp_path / "rows").read_text("utf-8")
    several = text.replace("\tRuritania\tRUR", "\tColombia; A stranger; Some rebels\tCOL; ; COL", 1)
    (tmp_path / "rows").write_text(several, "utf-8")
    (event,) = taken(tmp_path / "rows")[0]
    assert event.sources == ("COL", "---", "COL")


def test_quotes_around_cells_and_letters_of_another_encoding_do_no_harm(tmp_path: Path) -> None:
    export("polecat", [record()], tmp_path / "rows")
    text = (tmp_path / "rows").read_text("utf-8").replace("\tRuritania\tRUR", '\t"The ""Republic"""\t"FRA"', 1)
    head, _, rows = text.partition("\n")
    quoted = "\t".join(f'"{cell}"' for cell in head.split("\t"))
    (tmp_path / "rows").write_bytes(f"{quoted}\n{rows}".encode().replace(b"Zenda", b"Z\xe9nda"))
    (event,) = taken(tmp_path / "rows")[0]
    assert (event.sources, event.source_names) == (("FRA",), ('The "Republic"',))


def test_polecat_lists_stay_lists(tmp_path: Path) -> None:
    export("polecat", [record()], tmp_path / "rows")
    text = (tmp_path / "rows").read_text("utf-8").replace("\tRuritania\tRUR", "\tFrance; Germany\tFRA; DEU", 1)
    (tmp_path / "rows").write_text(text, "utf-8")
    (event,) = taken(tmp_path / "rows")[0]
    assert event.sources == ("FRA", "DEU")
    assert event.source_names == ("France", "Germany")


def test_whom_names_and_codes_mean() -> None:
    assert of_name("South Korea") == "KOR"
    assert of_actor("Ministry (Japan)") == "JPN"
    assert of_actor("European Union") == "EU"
    assert of_actor("UN Security Council") == "UN"
    assert of_actor("Nobody at all") is None
    assert (of_actor_code("LUXGOV"), of_actor_code("IGOUNO"), of_actor_code("---PTY"), of_actor_code("GOV")) == (
        "LUX", "UN", None, None,
    )  # fmt: skip
    assert (of_whole_code("IGOUNOJUDICJ"), of_whole_code("IGOOPCW"), of_whole_code("NGOHRI")) == ("ICJ", "OPCW", None)
    assert (of_organisation("International Court of Justice"), of_organisation("France")) == ("ICJ", None)
    assert of_name("Black Sea") is None


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="no format of events"):
        taken(tmp_path / "x.csv")
    with pytest.raises(InputError, match="There is no file"):
        taken(tmp_path / "none.csv")


def test_a_packed_file_that_breaks_off_is_said_to_be_damaged(tmp_path: Path) -> None:
    rows = "\n".join(gdelt(c0=str(number)) for number in range(2000))
    packed = gzip.compress(rows.encode())
    (tmp_path / "cut.csv.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "odd.csv.gz").write_bytes(packed[:200] + b"\xff" * 200 + packed[400:])
    (tmp_path / "cut.csv.zip").write_bytes(b"PK\x03\x04 and no more")
    for name in ("cut.csv.gz", "odd.csv.gz", "cut.csv.zip"):
        with pytest.raises(InputError, match="cannot be read to its end"):
            taken(tmp_path / name)


def test_the_commands(tmp_path: Path) -> None:
    archive, rows = tmp_path / "a.db", tmp_path / "rows.csv"
    with Archive(archive, create=True) as kept:
        kept.add(record())
    rows.write_text(gdelt(c1="20191202", c7="RUR", c5="RUR", c17="ZEN", c26="054") + "\nnonsense\n")

    def typed(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, [*words, "--archive", str(archive)])
        return done.exit_code, done.output

    assert typed("coder", "import", str(rows), "--as", "gdelt")[0] == 1
    assert "gdelt  1 event " in typed("coder", "list")[1]
    assert "RUR" in typed("coder", "events", "gdelt")[1]
    code, report = typed("compare", "machine", "gdelt")
    assert code == 0
    assert "parties, day and type" in report
    assert typed("compare", "machine", "gdelt", "-f", "json")[1].startswith("{")
    assert typed("compare", "machine", "gdelt", "-f", "csv")[1].startswith("what,day,")
    assert typed("coder", "remove", "gdelt")[1] == "gdelt: 1 event removed.\n"
    with Archive(archive) as kept, pytest.raises(Exception, match="no events of a coder"):
        list(coded(kept, "gdelt"))
