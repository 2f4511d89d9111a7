"""The record's types and their JSON."""

from __future__ import annotations

import msgspec
import pytest

from communique import record
from communique.errors import RecordError


def structs() -> list[type[msgspec.Struct]]:
    return [
        each
        for each in vars(record).values()
        if isinstance(each, type) and issubclass(each, record.Entry) and each is not record.Entry
    ]


def test_every_type_is_immutable_and_slotted() -> None:
    for each in structs():
        assert each.__struct_config__.frozen, each
        assert not hasattr(each, "__dict__") or "__dict__" not in dir(each), each


def test_every_field_is_described_in_the_schema() -> None:
    for name, schema in record.json_schema()["$defs"].items():
        for field, declared in schema["properties"].items():
            assert declared.get("description"), f"{name}.{field}"


def small() -> record.Record:
    article = record.Article(id="x", text="A 🕊 said so.", sha256="0" * 64)
    time = record.Time(id="t-1", start=2, end=3, text="🕊", type="DATE")
    return record.Record(communique="1", model="m", registry="r", article=article, times=(time,))


def test_json_and_back_is_the_same() -> None:
    assert record.Record.from_json(small().to_json()) == small()
    assert record.Record.from_json(small().to_json(indent=2)) == small()


def test_offsets_count_code_points() -> None:
    each = small()
    assert each.quote([(each.times[0].start, each.times[0].end)]) == "🕊"


def test_a_wrong_record_is_refused_with_advice() -> None:
    with pytest.raises(RecordError, match="not a record"):
        record.Record.from_json('{"article": 3}')


def test_ids_are_stable_and_differ_by_key() -> None:
    assert record.entry_id("e", "abc", 1, 2) == record.entry_id("e", "abc", 1, 2)
    assert record.entry_id("e", "abc", 1, 2) != record.entry_id("e", "abc", 12)
    assert record.entry_id("e", "abc", 1).startswith("e-")


def test_a_notebook_shows_a_record_with_every_text_escaped() -> None:
    from tests.handmade import record

    made = record()
    article = msgspec.structs.replace(made.article, title="<img src=x onerror=alert(1)>", outlet='"><b>')
    actors = tuple(msgspec.structs.replace(each, name=f"<i>{each.name}</i>") for each in made.actors)
    shown = msgspec.structs.replace(made, article=article, actors=actors)._repr_html_()
    assert "<img" not in shown
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert "&lt;i&gt;Ruritania&lt;/i&gt;" in shown
    assert "Events (2)" in shown
    assert (
        msgspec.structs.replace(made, events=(), statements=(), positions=(), meetings=())._repr_html_().count("<table")
        == 0
    )
