"""DNA's database: the tables of the program's own file, its limits, UTF-16 offsets, and its password."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec

from communique.export.catalogue import export
from communique.export.dna import file, schema
from communique.export.dna.statements import Counted, short
from communique.export.formats import dna
from tests.handmade import TEXT, record, span

NASTY = TEXT.replace("Follow us on Chirper", 'A tab\tand\r\na "line"; 😀😀 end. Follow us on Chirper')


def written(tmp_path: Path, *records: object) -> Path:
    path = tmp_path / "made.dna"
    export("dna", records, path)  # type: ignore[arg-type]
    return path


def utf16(text: str, start: int, stop: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * stop].decode("utf-16-le")


def test_statements_stand_where_java_counts_them(tmp_path: Path) -> None:
    kept = list(file.read(written(tmp_path, record(text=NASTY), record(id="b"))))
    words = {each.values["entry"]: utf16(each.text, each.start, each.stop) for each in kept[:5]}
    assert words["s-wrote"] == "We shall open an embassy by March,"
    assert words["e-recognised"] == "recognised"
    assert "\r" not in kept[0].text
    position = next(each for each in kept if each.type == "DNA Statement")
    assert position.values["organization"] == "Ruritania"
    assert position.values["agreement"] == 1
    assert position.day == "2019-12-08"


def test_the_tables_are_those_of_the_programs_own_file(tmp_path: Path, shared: Path) -> None:
    sample = shared / "data/statements/dna-sample/sample.dna"
    with (
        closing(sqlite3.connect(written(tmp_path, record()))) as ours,
        closing(sqlite3.connect(f"file:{sample}?mode=ro&immutable=1", uri=True)) as theirs,
    ):
        names = [row[0] for row in theirs.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert len(names) > 10
        for name in names:
            for asked in (f"PRAGMA table_info({name})", f"PRAGMA foreign_key_list({name})"):
                told = [[row[1:] for row in each.execute(asked)] for each in (ours, theirs)]
                assert told[0] == told[1], name
        version = [each.execute("SELECT * FROM SETTINGS").fetchall() for each in (ours, theirs)]
        assert version[0] == version[1]
    assert len(list(file.read(sample))) == 41


def test_references_hold_and_every_value_has_its_entity(tmp_path: Path) -> None:
    with closing(sqlite3.connect(written(tmp_path, record(), record(id="b")))) as made:
        assert made.execute("PRAGMA foreign_key_check").fetchall() == []
        assert made.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (entities,) = made.execute("SELECT COUNT(*) FROM ENTITIES").fetchone()
        (values,) = made.execute("SELECT COUNT(*) FROM ATTRIBUTEVALUES").fetchone()
        assert values == 3 * entities


def test_the_password_is_the_one_that_is_documented() -> None:
    kept = base64.b64decode(schema.DIGEST)
    digest = hashlib.sha256(kept[:16] + schema.PASSWORD.encode()).digest()
    for _ in range(99_999):
        digest = hashlib.sha256(digest).digest()
    assert digest == kept[16:]


def test_short_texts_have_at_most_190_characters_and_stay_different(tmp_path: Path) -> None:
    long = "😀 " + "x" * 189
    assert len(short(long)) <= 190
    assert short(long) != short(long + "y")
    assert short("a" * 190) == "a" * 190
    article = msgspec.structs.replace(record().article, title=long, byline=long, outlet="a\nb\x00c")
    kept = list(file.read(written(tmp_path, msgspec.structs.replace(record(), article=article))))
    assert len(kept[0].title) <= 190


def test_offsets_come_back_and_those_within_a_character_do_not() -> None:
    text = "a😀\r\nb\rc"
    counted = Counted(text)
    assert counted.text == "a😀\nb\nc"
    for start in range(len(text) + 1):
        for end in range(start, len(text) + 1):
            assert counted.text.encode("utf-16-le")[2 * counted.there((start, end))[0] :] is not None
    assert counted.there((1, 2)) == (1, 3)
    assert counted.back((1, 3)) == (1, 2)
    assert counted.back((1, 2)) is None
    assert counted.back((0, 99)) is None
    assert Counted("abc").back((1, 3)) == (1, 3)


def test_the_event_list_is_read_by_a_csv_reader(tmp_path: Path) -> None:
    out = io.BytesIO()
    changed = msgspec.structs.replace(record().article, title='A "title"; with both\nand a line')
    dna.write_csv([msgspec.structs.replace(record(), article=changed)], out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode(), newline=""), delimiter=";"))
    assert rows[0]["document title"] == 'A "title"; with both and a line'
    assert rows[0]["time"] == "2019-12-08 00:00:00"
    assert rows[0]["text"] == TEXT[slice(*span("recognised Zenda"))]


def test_an_article_without_a_day_is_left_out(tmp_path: Path) -> None:
    assert list(file.read(written(tmp_path, record(published=None)))) == []


def test_every_network_is_a_file(tmp_path: Path) -> None:
    export("dna-networks", [record()], tmp_path / "networks")
    assert len(list((tmp_path / "networks").iterdir())) == 7 + 2 * 16
    text = (tmp_path / "networks/actors-concepts_subtract_no.csv").read_text("utf-8")
    assert text == '"";"recognise-zenda"\n"Ruritania";1\n'
