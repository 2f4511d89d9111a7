"""Parties that the parse hides: lists, speakers of statements, receivers, days between words, circumstances."""

from __future__ import annotations

import pytest

from communique.pipeline import default_pipeline
from communique.sources import make_article


def told(text: str) -> set[tuple[str, tuple[str | None, ...], tuple[str | None, ...]]]:
    """The events of a text: type and the countries of both sides."""
    reading = default_pipeline().reading(make_article(text, published="2015-03-03"), until="events")
    actors = reading.actors
    return {
        (e.type, tuple(actors[a].country for a in e.sources), tuple(actors[a].country for a in e.targets))
        for e in reading.events
    }


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The US, Russia, and Switzerland met yesterday.", ("CONSULT", ("USA", "RUS", "CHE"), ())),
        ("Obama and Putin said they will attack Libya.", ("ASSAULT", ("USA", "RUS"), ("LBY",))),
        ("Malta issued a statement condemning Libya.", ("ACCUSE", ("MLT",), ("LBY",))),
        ("Iran rejected accusations by Netanyahu that it lied.", ("REJECT", ("IRN",), ("ISR",))),
        ("Japan will lend the Philippines 2 billion dollars.", ("AID", ("JPN",), ("PHL",))),
        ("Norway promised to help Sudan despite the war.", ("AGREE", ("NOR",), ("SDN",))),
        ("Azerbaijan stopped shelling Armenian villages.", ("RETREAT", ("AZE",), ("ARM",))),
    ],
)
def test_parties_are_found(text: str, event: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert event in told(text)


def test_an_attack_during_a_promise_makes_no_threat() -> None:
    kinds = {kind for kind, _, _ in told("Norway vowed to help Sudan as war raged in Libya.")}
    assert "THREATEN" not in kinds
