"""Names: the model's, the registry's, and the surnames carried over."""

from __future__ import annotations

import re
import time

import pytest

from communique.parse.encoder import Encode
from communique.parse.names import Names, _agreed, trim
from communique.parse.prose import Prose
from communique.parse.reading import Name, Reading
from communique.parse.syntax import Syntax
from communique.pipeline import Pipeline
from communique.sources import make_article

PIPELINE = Pipeline([Prose(), Syntax(), Encode(), Names()])


def read(text: str) -> Reading:
    return PIPELINE.reading(make_article(text))


def names(text: str) -> dict[str, str]:
    reading = read(text)
    return {text[name.start : name.end]: name.label for name in reading.names}


def test_labels_of_registry_names() -> None:
    found = names("The European Union and Hungary discussed the Turkish plan with Reuters on Monday.")
    assert found["European Union"] == "organisation"
    assert found["Hungary"] == "place"
    assert found["Turkish"] == "group"
    assert found["Reuters"] == "media"


def test_possessives_and_articles_are_no_part_of_a_name() -> None:
    found = names("The United Nations' envoy praised Norway's offer.")
    assert "United Nations" in found
    assert "Norway" in found
    assert not any(name.lower().startswith("the ") or name.endswith("'s") for name in found)


def test_a_lone_surname_follows_its_full_name() -> None:
    found = names("Foreign Minister Anders Lindqvist flew to Oslo. The talks went well, Lindqvist told the press.")
    assert found["Lindqvist"] == "person"


@pytest.mark.parametrize("text", ["🎉", "مرحبا بكم", "x", "‘’“”", ".\n\n\n", "1,000"])
def test_any_text_is_read(text: str) -> None:
    assert all(0 <= name.start < name.end <= len(text) for name in read(text).names)


@pytest.mark.parametrize("label", ["organisation", "place", "other"])
def test_a_surname_is_its_person_at_a_sentence_s_beginning_too(label: str) -> None:
    text = "Mohamed el-Baradei spoke. Later el-Baradei left. El-Baradei returned. The El-Baradei report came."
    reading = PIPELINE.reading(make_article(text), until="encoding")
    starts = [each.start() for each in re.finditer("[Ee]l-Baradei", text)]
    seen = [Name(starts[0] - 8, starts[0] + 10, "person"), Name(starts[1], starts[1] + 10, "person")]
    wrong = Name(starts[2], starts[2] + 10, label)  # type: ignore[arg-type]
    found = _agreed([*seen, wrong], reading)
    assert Name(starts[2], starts[2] + 10, "person") in found


def test_names_do_not_overlap_and_are_in_order() -> None:
    reading = read("Israeli Foreign Ministry officials met US Secretary of State Mike Pompeo in Brussels on Friday.")
    ends = [0]
    for name in reading.names:
        assert name.start >= ends[-1]
        ends.append(name.end)


def test_trim() -> None:
    text = "the “Arab League’s ” "
    start, end = trim(text, 0, len(text))
    assert text[start:end] == "Arab League"


def test_the_model_tells_how_far_a_name_reaches() -> None:
    found = names("Officials of the Bank of England met German police and the U.S. Treasury Department on Friday.")
    assert found["Bank of England"] == "organisation"
    assert found["German"] == "group"
    assert "German police" not in found
    assert "England" not in found
    assert found["U.S. Treasury Department"] == "organisation"


def test_many_names_are_merged_quickly() -> None:
    started = time.perf_counter()
    read("Norway and Peru met Kenya. " * 40)
    few = time.perf_counter() - started
    started = time.perf_counter()
    read("Norway and Peru met Kenya. " * 400)
    assert time.perf_counter() - started < 40 * few
