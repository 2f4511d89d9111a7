"""The reading's lookups by place find what looking at every mention finds."""

from __future__ import annotations

import random

import pytest
import spacy

from communique import record
from communique.parse.reading import Mention, Reading

WORDS = "word " * 40


def reading_with(mentions: list[Mention]) -> Reading:
    reading = Reading(record.Article(id="a", sha256="0" * 64, text=WORDS, language="en"), None)
    reading.doc = spacy.blank("en")(WORDS)
    for mention in mentions:
        reading.add_mention(mention)
    return reading


@pytest.mark.parametrize("seed", range(5))
def test_lookups_find_what_a_scan_finds(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a repeatable sample
    spans = [(start, start + dice.choice((0, 4, 9, 60))) for start in dice.choices(range(150), k=25)]
    reading = reading_with([Mention(start, end, 1000 + n, "name", str(n)) for n, (start, end) in enumerate(spans)])
    found = reading.mentions
    assert [(each.start, each.end) for each in found] == sorted(spans)
    for start in range(0, 160, 3):
        for end in (start, start + 1, start + 7, start + 80):
            assert reading.mentions_in(start, end) == [m for m in found if start <= m.start and m.end <= end]
            assert list(reading.mentions_before(start)) == [m for m in reversed(found) if m.start < start]
            assert reading.mentions_over(start, end) == [m for m in found if m.start < end and start < m.end]
    for token in reading.doc:
        covering = [m for m in found if m.start <= token.idx and token.idx + len(token) <= m.end]
        assert reading.mention_of(token) == min(covering, key=lambda m: m.end - m.start, default=None)


def test_the_longest_mention_of_a_head_is_its_mention() -> None:
    short, long = Mention(5, 9, 1, "name", "a"), Mention(0, 9, 1, "name", "b")
    assert reading_with([short, long]).mention_of(reading_with([]).doc[1]) == long
    assert reading_with([]).mention_of(reading_with([]).doc[1]) is None


def test_places_are_found_inside_a_stretch() -> None:
    reading = reading_with([])
    spans = [(0, 4), (5, 9), (5, 19), (10, 14), (30, 34)]
    reading.places = [record.Place(id=str(n), start=s, end=e, text="", name="") for n, (s, e) in enumerate(spans)]
    for start in range(36):
        for end in range(start, 36):
            found = [(place.start, place.end) for place in reading.places_in(start, end)]
            assert found == [(s, e) for s, e in spans if start <= s and e <= end]
