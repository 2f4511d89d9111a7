"""The formats of evidence: every stretch of words is found again by the format's own rules."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from communique.export.catalogue import FORMATS, export
from communique.export.evidence import marked
from communique.export.files import file_name
from communique.export.formats import annotators, brat, timeml, web_annotation
from tests.handmade import TEXT, record

NASTY = TEXT.replace("Follow us on Chirper", "A tab\tand a line\r\nend & <b>. Follow us on Chirper")


def lines(write: Any, *records: Any) -> list[dict[str, Any]]:
    out = io.BytesIO()
    write(records, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_web_annotations_quote_the_words_at_their_position() -> None:
    found = lines(web_annotation.write, record())
    assert len(found) == len(list(marked(record())))
    assert len({each["id"] for each in found}) == len(found)
    for each in found:
        for target in each["target"] if isinstance(each["target"], list) else [each["target"]]:
            position, quote = target["selector"]
            assert (position["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
            assert TEXT[position["start"] : position["end"]] == quote["exact"]
            assert TEXT[: position["start"]].endswith(quote["prefix"])
            assert TEXT[position["end"] :].startswith(quote["suffix"])
            assert target["state"]["sha256"] == record().article.sha256


def test_brat_has_the_words_at_their_offsets_also_after_an_emoji(tmp_path: Path) -> None:
    brat.write([record(text=NASTY)], tmp_path)
    text = (tmp_path / "article-1.txt").read_bytes().decode()
    assert text == NASTY
    kinds = set()
    for line in (tmp_path / "article-1.ann").read_bytes().decode().split("\n"):
        if line.startswith("T"):
            _, told, words = line.split("\t")
            kind, _, ranges = told.partition(" ")
            pieces = [tuple(map(int, each.split())) for each in ranges.split(";")]
            assert " ".join(text[start:end] for start, end in pieces) == words
            assert all("\n" not in text[start:end] for start, end in pieces)
            kinds.add(kind)
    declared = re.findall(r"^([\w-]+)", (tmp_path / "annotation.conf").read_text("utf-8"), re.MULTILINE)
    assert {"Actor", "SUPPORT", "Content", "Speaker", "Meeting", "Position"} <= kinds <= set(declared)


def test_brat_joins_a_trigger_to_its_parties() -> None:
    found = [line.split("\t") for line in brat.standoff(record())]
    names = {line[0]: line[2] for line in found if line[0].startswith("T")}
    (event,) = [line[1] for line in found if line[0] == "E1"]
    roles = dict(part.split(":") for part in event.split())
    assert {role: names[at] for role, at in roles.items()} == {
        "SUPPORT": "recognised", "Source": "Ruritania", "Target": "Zenda",
    }  # fmt: skip
    assert ["A1", "Status E1 actual"] in found


def test_timeml_gives_the_text_back_and_its_expressions() -> None:
    made = record(text=NASTY)
    root = ET.fromstring(timeml.timeml(made))  # noqa: S314 - what we wrote ourselves
    told = root.find("TEXT")
    assert told is not None
    assert "".join(told.itertext()) == NASTY
    assert [(each.text, each.get("value")) for each in told.iter("TIMEX3")] == [("Monday", "2019-12-02")]
    (created,) = root.findall("DCT/TIMEX3")
    assert created.get("value") == "2019-12-08"


def test_timeml_is_xml_whatever_the_text() -> None:
    made = record(text=NASTY.replace("A tab", "A \x1c tab"))
    told = ET.fromstring(timeml.timeml(made)).find("TEXT")  # noqa: S314 - what we wrote ourselves
    assert told is not None
    assert len("".join(told.itertext())) == len(made.article.text)


def test_tasks_for_annotators_have_the_words() -> None:
    (task,) = lines(annotators.write_label_studio, record())
    for each in task["predictions"][0]["result"]:
        assert task["data"]["text"][each["value"]["start"] : each["value"]["end"]] == each["value"]["text"]
    (example,) = lines(annotators.write_prodigy, record())
    assert {"actor", "SUPPORT", "content"} <= {each["label"] for each in example["spans"]}
    assert example["text"] == TEXT


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "..", "", "x" * 300, "ü:é", "con\n"])
def test_names_of_files_stay_in_their_folder(name: str, tmp_path: Path) -> None:
    made = file_name(name)
    assert (tmp_path / f"{made}.txt").resolve().parent == tmp_path.resolve()
    assert made != file_name(name + "'")
    (tmp_path / f"{made}.txt").write_text("")


@pytest.mark.parametrize("name", FORMATS)
def test_two_exports_are_the_same_byte_for_byte(name: str, tmp_path: Path) -> None:
    for each in ("one", "two"):
        export(name, [record(id="a"), record(id="b/c")], tmp_path / each)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert contents(tmp_path / "one")


def contents(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    return {"" if each == path else each.relative_to(path).as_posix(): each.read_bytes() for each in files}
