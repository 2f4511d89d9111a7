"""Which lines are prose."""

from __future__ import annotations

import re

import pytest

from communique.parse.prose import DatelinePattern, Prose
from communique.parse.reading import Reading
from communique.sources import make_article
from communique.vocabulary.reader import load


def prose_of(text: str) -> tuple[list[str], list[str]]:
    reading = Reading(article=make_article(text), published=None)
    Prose().code(reading)
    kept = [text[start:end] for start, end in reading.paragraphs]
    return kept, [text[start:end] for start, end in reading.article.skipped]


BODY = "The two ministers met in Vienna on Tuesday.\n\nThey agreed to meet again in May."


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Anna Example / Agency",
        "Riverside at dusk Getty Images",
        "(Picture by Anna Example)",
        "Share this article",
        "Unsubscribe here: https://gazette.example/leave",
        "You are receiving this email because you asked for it.",
        "Follow us for the latest",
        "Sign up for our morning letter",
        "Read more: The other talks",
        "Advertisement",
        "All rights reserved",
        "Join our channel on the messenger",
        "Reporting by Anna Example; editing by Otto Example",
    ],
)
def test_lines_that_are_not_prose_are_skipped(line: str) -> None:
    kept, skipped = prose_of(f"{line}\n\n{BODY}\n\n{line}")
    assert kept == BODY.split("\n\n")
    assert skipped == [line, line]


@pytest.mark.parametrize(
    "line",
    [
        "Follow us was the slogan of the delegation in "
        + "a long, long, long, long night of talks " * 4
        + "in Vienna.",
        "The picture agency Reuters reported that the envoy had left.",
        "Print workers went on strike in three cities after the talks with the government had failed again.",
        "Ministers to meet in Vienna",
        "Unsubscribe was the word that the minister used for the treaty.",
        "You received this message of peace with joy, the envoy told them.",
    ],
)
def test_prose_that_begins_or_ends_alike_is_kept(line: str) -> None:
    kept, skipped = prose_of(f"{line}\n\n{BODY}")
    assert kept[0] == line
    assert skipped == []


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The ministers met in Vienna on\nTuesday and agreed to meet\nagain in May.\n\nNothing else\nwas said by them."
    )
    kept, _ = prose_of(text)
    assert len(kept) == 2
    assert kept[1] == "Nothing else\nwas said by them."


def test_one_line_a_paragraph_without_blank_lines() -> None:
    long = (
        "The two foreign ministers met for the third time this year in Vienna, and they agreed to go on talking. " * 2
    )
    kept, _ = prose_of(f"{long}\n{long}\n{long}\n{long}")
    assert len(kept) == 4


def test_a_text_of_nothing_but_such_lines_is_coded_all_the_same() -> None:
    kept, skipped = prose_of("Share this article")
    assert kept == ["Share this article"]
    assert skipped == []


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("GENEVA, May 4 (Example Wire) - ", "The envoys of both sides left."),
        ("GENEVA — ", "The envoys of both sides left."),
        ("GENEVA, Switzerland -- ", "The envoys of both sides left."),
        ("Geneva, 4 May 2021 – ", "The envoys of both sides left."),
    ],
)
def test_a_dateline_is_parted_from_the_first_sentence(dateline: str, rest: str) -> None:
    text = f"Envoys leave\n\n{dateline}{rest}"
    reading = Reading(article=make_article(text), published=None)
    Prose().code(reading)
    assert reading.article.dateline == dateline.rstrip(" -–—")
    assert [text[start:end] for start, end in reading.paragraphs][1:] == [reading.article.dateline, rest]


@pytest.mark.parametrize(
    "text", ["The envoys - all of them - left.", "NATO ministers met on May 4 - a Tuesday.", "A - B"]
)
def test_a_dash_makes_no_dateline(text: str) -> None:
    reading = Reading(article=make_article(text), published=None)
    Prose().code(reading)
    assert reading.article.dateline is None


def test_every_dateline_pattern_finds_its_example() -> None:
    for each in load("datelines.yaml", list[DatelinePattern]):
        assert re.fullmatch(each.pattern, each.example), each.label


def test_a_bullet_stands_apart_from_what_it_lists() -> None:
    kept, _ = prose_of("At a glance\n\n• The envoys left.\n\n- The talks go on.")
    assert kept == ["At a glance", "•", "The envoys left.", "-", "The talks go on."]
