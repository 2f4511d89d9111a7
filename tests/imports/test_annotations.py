"""Annotations as judgements: round trips of every format, edits by hand, and what cannot be matched."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from communique.archive import Archive
from communique.cli.app import app
from communique.errors import BadJudgement, InputError
from communique.export.catalogue import export
from communique.imports.annotations import read, told
from communique.imports.judging import Outcome, judge
from tests.handmade import TEXT, record

NASTY = TEXT.replace("Follow us on Chirper", "A tab\tand a line\r\nend & <b>. 😀 Follow us on Chirper")
WRITTEN = ("brat", "label-studio", "prodigy", "web-annotation", "dna")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.db", create=True) as archive:
        archive.add_many([record(text=NASTY), record(id="b/c")])
        yield archive


def taken(archive: Archive, path: Path, **more: Any) -> list[Outcome]:
    return list(judge(archive, read(path), by="Ann", **more))


def written(archive: Archive, format: str, tmp_path: Path) -> Path:
    path = tmp_path / f"annotated-{format}"
    export(format, archive.records(), path)
    return path


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


@pytest.mark.parametrize("format", WRITTEN)
def test_what_nobody_changed_is_accepted_once(kept: Archive, format: str, tmp_path: Path) -> None:
    path = written(kept, format, tmp_path)
    assert told(path) == format
    first = taken(kept, path)
    # The second record is made by hand with the ids of the first: what is judged there is judged.
    assert {each.done for each in first} <= {"accept", "said before"}, first
    assert {(each.article, each.entry) for each in first} >= {("article-1", "e-recognised"), ("b/c", "s-wrote")}
    assert {each.done for each in taken(kept, path)} == {"said before"}
    assert {each.by for each in kept.judgements()} == {"Ann"}


def test_edits_in_brat_correct_and_reject(kept: Archive, tmp_path: Path) -> None:
    folder = written(kept, "brat", tmp_path)
    ann = folder / "article-1.ann"
    lines = ann.read_text("utf-8").splitlines()
    trigger = next(line for line in lines if line.endswith("\trecognised")).split("\t")[0]
    statement = next(line.split("\t")[0] for line in lines if line.endswith("We shall open an embassy by March,"))
    changed(ann, f"{trigger}\tSUPPORT", f"{trigger}\tREJECT")
    changed(ann, f"E1\tSUPPORT:{trigger}", f"E1\tREJECT:{trigger}")
    changed(ann, "A1\tStatus E1 actual", "A1\tStatus E1 denied")
    ann.write_text(
        ann.read_text("utf-8") + f"A9\tReject {statement}\nT99\tActor 0 5\tRurit\nT98\tFancy 0 5\tRurit\nX\n"
    )
    found = {each.where: each for each in taken(kept, ann)}
    by_entry = {each.entry: each for each in found.values() if each.entry}
    assert by_entry["e-recognised"].done == "correct"
    assert by_entry["e-recognised"].fields == {"type": "REJECT", "status": "denied"}
    assert by_entry["s-wrote"].done == "reject"
    left = {each.why for each in found.values() if each.done == "left out"}
    assert left == {"the record has no actor on these words", "'Fancy' is no kind of ours", "it has no tab"}
    shown = kept.judged("article-1").record
    assert [each.status for each in shown.events if each.id == "e-recognised"] == ["denied"]
    assert all(each.id != "s-wrote" for each in shown.statements)


def test_another_party_in_brat_corrects_the_targets(kept: Archive, tmp_path: Path) -> None:
    ann = written(kept, "brat", tmp_path) / "article-1.ann"
    lines = ann.read_text("utf-8").splitlines()
    event = next(line for line in lines if line.startswith("E1\t"))
    anna = next(line.split("\t")[0] for line in lines if line.startswith("T") and line.endswith("\tAnna Rassendyll"))
    changed(ann, event, event.rpartition("Target:")[0] + f"Target:{anna}")
    (found,) = [each for each in taken(kept, ann) if each.done == "correct"]
    assert found.fields == {"targets": ("Q1",)}


def test_a_changed_text_is_named_and_nothing_is_guessed(kept: Archive, tmp_path: Path) -> None:
    folder = written(kept, "brat", tmp_path)
    changed(folder / "article-1.txt", "Ruritania", "Ruritanien")
    found = taken(kept, folder / "article-1.ann")
    assert {each.done for each in found} == {"left out"}
    assert {each.why for each in found} == {"the archive has another text of 'article-1'"}
    assert found[0].where == "article-1.ann line 1"


def test_label_studio_regions_of_people_count_before_predictions(kept: Archive, tmp_path: Path) -> None:
    path = written(kept, "label-studio", tmp_path)
    task = json.loads(path.read_text("utf-8").splitlines()[0])
    result = task["predictions"][0]["result"]
    event = next(each for each in result if each["value"]["labels"] == ["SUPPORT"])
    event["value"]["labels"] = ["ACCUSE"]
    statement = next(each for each in result if each["value"]["text"].startswith("We shall"))
    units = len(NASTY[: statement["value"]["start"]].encode("utf-16-le")) // 2
    statement["value"].update(start=units, end=units + len(statement["value"]["text"]))
    task["annotations"] = [{"completed_by": 1, "result": [event, statement]}]
    path.write_text(json.dumps([task], ensure_ascii=False), "utf-8")
    found = {each.entry: each for each in taken(kept, path)}
    assert set(found) == {"e-recognised", "s-wrote"}
    assert found["e-recognised"].fields == {"type": "ACCUSE"}
    assert found["s-wrote"].done == "accept"


def test_web_annotations_by_hand_need_no_ids(kept: Archive, tmp_path: Path) -> None:
    start = TEXT.index("recognised")
    position = {"type": "TextPositionSelector", "start": start, "end": start + 10}
    quote = {"type": "TextQuoteSelector", "exact": "recognised"}
    source = "urn:communique:article:b/c"

    def annotation(tag: str, selectors: list[dict[str, Any]], *more: dict[str, Any]) -> dict[str, Any]:
        body = [{"type": "TextualBody", "purpose": "tagging", "value": tag}, *more]
        return {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "body": body,
                "target": {"source": source, "selector": selectors}}  # fmt: skip

    wrong = {"type": "TextualBody", "purpose": "moderating", "value": "reject"}
    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": [
        annotation("event:SUPPORT", [position, quote], wrong), annotation("event:SUPPORT", [quote]),
        annotation("event", [position, {**quote, "exact": "denied"}]), annotation("colour:red", [position]),
    ]}  # fmt: skip
    path = tmp_path / "page.jsonld"
    path.write_text(json.dumps(page), "utf-8")
    found = taken(kept, path)
    assert Counter(each.done for each in found) == {"reject": 1, "left out": 3}
    assert any("other words there: 'recognised'" in each.why for each in found)
    assert {each.where for each in found if each.done == "left out"} == {f"page.jsonld, item {n}" for n in (2, 3, 4)}


def test_a_stance_that_was_turned_round_in_dna(kept: Archive, tmp_path: Path) -> None:
    path = written(kept, "dna", tmp_path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE DATABOOLEAN SET Value = 0")
        database.execute("UPDATE STATEMENTS SET Stop = 99999 WHERE ID = 2")
    found = taken(kept, path)
    positions = [each for each in found if each.kind == "position"]
    assert [(each.done, each.fields) for each in positions] == [
        (done, {"stance": "against"}) for done in ("correct", "said before")
    ]
    (left,) = [each for each in found if each.done == "left out"]
    assert "statement 2" in left.where
    assert left.why == "its offsets are not within the text"


@pytest.mark.parametrize(
    ("stance", "done", "fields"), [("undecided", "accept", {}), ("mixed", "correct", {"stance": "undecided"})]
)
def test_a_stance_that_is_neither_yes_nor_no_goes_through_dna(
    kept: Archive, stance: Any, done: str, fields: object, tmp_path: Path
) -> None:
    made = record(id="c", text=TEXT + " ")
    (held,) = made.positions
    kept.add(replace(made, positions=(replace(held, id="o-open", stance=stance),)))
    path = written(kept, "dna", tmp_path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE ENTITIES SET Value = 'undecided' WHERE Value = 'mixed'")
    found = next(each for each in taken(kept, path) if each.entry == "o-open")
    assert (found.done, found.fields) == (done, fields)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "DELETE FROM STATEMENTS WHERE ID IN (SELECT StatementId FROM DATALONGTEXT WHERE Value = 'o-open')"
        )
    assert [each.entry for each in taken(kept, path, absent_rejects=True) if each.done == "reject"] == ["o-open"]


def test_the_sample_of_dna_is_read_and_named_as_of_other_articles(kept: Archive, shared: Path) -> None:
    found = taken(kept, shared / "data/statements/dna-sample/sample.dna")
    assert len(found) == 41
    assert all(each.done == "left out" for each in found)


def test_inception_reads_and_writes_between(kept: Archive, tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    system = cassis.TypeSystem()
    made = system.create_type("webanno.custom.Communique", "uima.tcas.Annotation")
    for name in ("kind", "label", "entry", "status", "verdict"):
        system.create_feature(made, name, "uima.cas.String")
    role = system.create_type("webanno.custom.CommuniqueRole", "uima.tcas.Annotation")
    system.create_feature(role, "role", "uima.cas.String")
    for name in ("Governor", "Dependent"):
        system.create_feature(role, name, "uima.tcas.Annotation")
    cas = cassis.Cas(typesystem=system)
    cas.sofa_string = TEXT
    cas.sofa_mime = "text/plain"
    start, wrote = TEXT.index("recognised"), TEXT.index("We shall")
    event = made(begin=start, end=start + 10, kind="event", label="SUPPORT", status="planned")
    anna = made(begin=TEXT.index("Anna"), end=TEXT.index("Anna") + 15, kind="actor", entry="Q1")
    cas.add(event)
    cas.add(anna)
    cas.add(role(begin=start, end=start + 10, Governor=event, Dependent=anna, role="Target"))
    for begin, end in ((wrote, wrote + 8), (wrote + 8, wrote + 34)):  # two pieces of one
        cas.add(made(begin=begin, end=end, kind="content", entry="s-wrote", verdict="reject"))
    cas.add(made(begin=0, end=4, kind="nonsense"))
    cas.to_xmi(tmp_path / "b_c.xmi")
    system.to_xml(tmp_path / "TypeSystem.xml")
    found = {each.entry: each for each in taken(kept, tmp_path / "b_c.xmi")}
    assert found["e-recognised"].fields == {"status": "planned", "targets": ("Q1",)}
    assert found["Q1"].done == "accept"
    assert found["s-wrote"].done == "reject"  # after an emoji: UIMA counts UTF-16 units
    assert found[None].why == "'nonsense' is no kind of ours"


def test_what_a_file_does_not_have_is_rejected_when_asked(kept: Archive, tmp_path: Path) -> None:
    path = written(kept, "prodigy", tmp_path)
    example = json.loads(path.read_text("utf-8").splitlines()[0])
    example["spans"] = [each for each in example["spans"] if each["entry"] != "e-recognised"]
    path.write_text(json.dumps(example), "utf-8")
    found = {each.entry: each.done for each in taken(kept, path, absent_rejects=True)}
    assert found["e-recognised"] == "reject"
    assert set(found.values()) == {"accept", "reject"}
    assert Counter(found.values())["reject"] == 1


def test_a_stance_that_was_turned_round_in_label_studio(kept: Archive, tmp_path: Path) -> None:
    path = written(kept, "label-studio", tmp_path)
    changed(path, '"label":"for"', '"label":"against"')
    found = {each.entry: each for each in taken(kept, path) if each.done == "correct"}
    assert found
    assert all(each.fields == {"stance": "against"} for each in found.values()), found


def test_what_dna_has_no_place_for_is_not_rejected(kept: Archive, tmp_path: Path) -> None:
    path = written(kept, "dna", tmp_path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "DELETE FROM STATEMENTS WHERE ID IN (SELECT StatementId FROM DATALONGTEXT WHERE Value = 'e-recognised')"
        )
    found = taken(kept, path, absent_rejects=True)
    assert {each.entry for each in found if each.done == "reject"} == {"e-recognised"}
    assert {each.why for each in kept.judgements() if each.kind == "reject"} == {"not in article-1"}


def test_nothing_is_kept_when_only_checked_and_nobody_is_nobody(kept: Archive, tmp_path: Path) -> None:
    path = written(kept, "brat", tmp_path)
    assert taken(kept, path, check_only=True)
    assert kept.judgements() == []
    with pytest.raises(BadJudgement):
        list(judge(kept, read(path), by=" "))


def test_what_is_no_annotation_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("hello")
    with pytest.raises(InputError, match="no format of annotations"):
        list(read(tmp_path / "x.txt"))
    (tmp_path / "y.jsonl").write_text('{"data": {}}\nnonsense\n')
    with pytest.raises(InputError, match="cannot be read"):
        list(read(tmp_path / "y.jsonl"))


@pytest.mark.parametrize("format", ["label-studio", "prodigy", "web-annotation"])
def test_the_format_is_told_however_long_the_text_is(format: str, tmp_path: Path) -> None:
    path = tmp_path / "long"
    export(format, [record(text=TEXT + 9000 * " and so on")], path)
    assert told(path) == format
    lines = path.read_bytes().splitlines()
    path.write_bytes(b"[\n" + b",\n".join(lines) + b"\n]")
    assert told(path) == format


GOOD = {"text": TEXT, "spans": [{"start": 0, "end": 4, "label": "nonsense"}]}
ODD: list[tuple[str, Any, Any]] = [
    ("prodigy", {"spans": [{"start": "a"}]}, GOOD),
    ("prodigy", {"text": 5, "spans": [None]}, GOOD),
    ("prodigy", {"meta": [1], "spans": []}, GOOD),
    ("prodigy", {"text": 5, "spans": [{"start": 0, "end": 1, "label": "x"}]}, GOOD),
    ("label-studio", {"data": {}, "annotations": "abc"}, {}),
    ("label-studio", {"data": {}, "annotations": [{"result": [{"type": "labels", "meta": "x", "value": 5}]}]}, {}),
    ("web-annotation", {"items": ["x"]}, {"body": []}),
    ("web-annotation", {"target": {"selector": {"type": "TextPositionSelector", "start": "a"}}}, {"body": []}),
]


@pytest.mark.parametrize(("format", "odd", "good"), ODD)
def test_an_object_of_another_shape_costs_itself_alone(
    kept: Archive, format: str, odd: Any, good: Any, tmp_path: Path
) -> None:
    path = tmp_path / "odd.json"
    path.write_text(json.dumps([odd, good]), "utf-8")
    found = list(judge(kept, read(path, format), by="Ann"))
    assert [each.done for each in found] == ["left out", "left out"]
    assert "not shaped" in found[0].why
    assert "not shaped" not in found[1].why


def test_what_cannot_be_opened_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(InputError, match="cannot be read"):
        list(read(tmp_path / "x.zip"))
    with pytest.raises(InputError, match="cannot be read"):
        list(read(tmp_path, "prodigy"))


def test_the_command_tells_what_was_left_out(kept: Archive, tmp_path: Path) -> None:
    path = written(kept, "brat", tmp_path)
    ann = path / "article-1.ann"
    ann.write_text(ann.read_text("utf-8") + "T99\tActor 0 5\tRurit\n", "utf-8")
    kept.close()
    typed = ["judgements", "import", str(path), "--by", "Ann", "--archive", str(kept.path)]
    done = CliRunner().invoke(app, typed)
    assert done.exit_code == 1, done.output
    assert "article-1.ann line" in done.output
    assert "1 left out" in done.output
    assert json.loads(CliRunner().invoke(app, [*typed, "--json"]).output)[0]["done"] == "left out"


def test_a_file_without_annotations_is_told(kept: Archive, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_bytes(b"")
    kept.close()
    typed = ["judgements", "import", str(tmp_path / "empty.jsonl"), "--by", "Ann", "--archive", str(kept.path)]
    done = CliRunner().invoke(app, [*typed, "--format", "prodigy"])
    assert done.exit_code == 1, done.output
    assert "no annotations" in done.output.lower()
