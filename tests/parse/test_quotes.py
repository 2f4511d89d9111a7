"""Passages in quotation marks: every style, nested, unclosed, carried on."""

from __future__ import annotations

import pytest

from communique.parse.quotes import find_quotes


def passages(text: str) -> list[str]:
    paragraphs, offset = [], 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append((offset, offset + len(line)))
        offset += len(line) + 1
    return [text[quote.start : quote.end] for quote in find_quotes(text, paragraphs)]


@pytest.mark.parametrize(
    "text",
    [
        "“We will sign,” the envoy said.",
        '"We will sign," the envoy said.',
        "''We will sign,'' the envoy said.",
        "``We will sign,'' the envoy said.",
        "«We will sign,» the envoy said.",
        "„We will sign,“ the envoy said.",
        "‘We will sign,’ the envoy said.",
        "'We will sign,' the envoy said.",
    ],
)
def test_every_style_of_marks(text: str) -> None:
    assert passages(text) == ["We will sign,"]


def test_apostrophes_open_nothing() -> None:
    assert passages("The ministers' plan isn't Norway's, and the '90s are over; it's the envoys' turn.") == []
    assert passages("The ministers’ plan isn’t Norway’s, and the ’90s are over.") == []


def test_genitive_inside_a_single_quotation_does_not_close_it() -> None:
    assert passages("'The envoys' talks failed,' she said.") == ["The envoys' talks failed,"]


def test_nested_quotation_has_depth_one() -> None:
    text = "“He told me ‘never again’ twice,” she said."
    outer, inner = find_quotes(text, [(0, len(text))])
    assert (outer.depth, inner.depth) == (0, 1)
    assert text[inner.start : inner.end] == "never again"


def test_quotation_carried_on_in_the_next_paragraph() -> None:
    first, second = "“The border stays shut.", "“It will open in May,” he said."
    text = first + "\n" + second
    one, two = find_quotes(text, [(0, len(first)), (len(first) + 1, len(text))])
    assert two.continues == 0
    assert one.continues is None
    assert text[one.start : one.end] == "The border stays shut."
    assert one.outer_end == one.end


def test_a_long_quotation_that_lost_its_mark_is_one_sentence_long() -> None:
    text = "She said: “The talks go on. " + "Rain fell on the empty square all day long. " * 12
    assert passages(text) == ["The talks go on."]


def test_offsets_with_and_without_marks() -> None:
    text = "He called it “a farce” again."
    (quote,) = find_quotes(text, [(0, len(text))])
    assert text[quote.outer_start : quote.outer_end] == "“a farce”"
    assert text[quote.start : quote.end] == "a farce"


@pytest.mark.parametrize(
    "text", ["", '"', "“”", "''''", '" " "', "‘", "🙂 “🙂” 🙂", "“\u200fשלום\u200f” אמר", "''\"“„«"]
)
def test_odd_text_raises_nothing(text: str) -> None:
    for quote in find_quotes(text, [(0, len(text))]):
        assert 0 <= quote.outer_start <= quote.start < quote.end <= quote.outer_end <= len(text)
