"""The pipeline checks itself before it starts."""

from __future__ import annotations

import pytest

from communique.errors import BadDate, PipelineError
from communique.parse.reading import Reading
from communique.pipeline import Pipeline, components, read_text
from communique.sources import make_article


class Step:
    version = "1"

    def __init__(self, name: str, needs: set[str], gives: set[str]) -> None:
        self.name = name
        self.needs = frozenset(needs)
        self.gives = frozenset(gives)

    def code(self, reading: Reading) -> None:
        reading.note("info", self.name, "ran")


def test_a_need_without_a_giver_is_refused_and_named() -> None:
    with pytest.raises(PipelineError, match=r"'b' needs what no earlier component gives: times"):
        Pipeline([Step("a", set(), {"prose"}), Step("b", {"times"}, {"events"})])


def test_an_unknown_layer_is_refused() -> None:
    with pytest.raises(PipelineError, match="unknown layers: weather"):
        Pipeline([Step("a", set(), {"weather"})])


def test_the_full_pipeline_is_consistent() -> None:
    given = set().union(*(each.gives for each in Pipeline(components()).components))
    assert {"statements", "events", "meetings", "positions", "times", "places", "documents", "actors"} <= given


def test_names_of_components_are_unique() -> None:
    names = [each.name for each in components()]
    assert len(names) == len(set(names))


def test_reading_can_stop_early() -> None:
    steps = [Step("a", set(), {"prose"}), Step("b", {"prose"}, {"events"})]
    reading = Pipeline(steps).reading(make_article("Words."), until="a")
    assert [note.about for note in reading.notes] == ["a"]


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(BadDate, match="not a date"):
        make_article("Words.", published="soon")


def test_no_date_is_said_in_a_note() -> None:
    record = read_text("The foreign ministers of France and Germany met in Berlin on Monday.")
    assert "published" in [note.about for note in record.notes]


def test_the_same_text_gives_the_same_bytes() -> None:
    text = "France and Germany signed a treaty in Aachen on Tuesday. The German chancellor said it was a good day."
    first = read_text(text, published="2019-01-22").to_json()
    assert first == read_text(text, published="2019-01-22").to_json()
