"""What speaks for and against a coded act, and what is left out for it."""

from __future__ import annotations

import pytest

from communique.coders.events import Events
from communique.coders.events.worth import weighed
from communique.pipeline import default_pipeline
from communique.sources import make_article
from communique.vocabulary import events as vocabulary


def told(text: str) -> list[tuple[str, str]]:
    reading = default_pipeline().reading(make_article(text, published="2019-06-03"), until="events")
    return [(event.mode or "", event.status) for event in reading.events]


def test_weights_add_up_to_a_share() -> None:
    worth = vocabulary.Worth(0.3, 0.4, 0.6, {"bias": 0.5, "source:vague": -1.5})
    assert weighed({}, worth) == 0.5
    assert weighed({"bias": 1.0, "no such thing": 1.0}, worth) == weighed({"bias": 1.0}, worth) > 0.6
    assert weighed({"source:vague": 1.0, "bias": 1.0}, worth) == pytest.approx(0.269)


def test_acts_below_the_threshold_are_left_out() -> None:
    reading = default_pipeline().reading(make_article("Malta condemned Libya."), until="statements")
    Events(threshold=1.01).code(reading)
    assert reading.events == []
    Events(threshold=0.0).code(reading)
    (event,) = reading.events
    assert event.confidence > vocabulary.worths().sentences.threshold


def test_politicians_attack_in_words_and_armies_do_not() -> None:
    assert [mode for mode, _ in told("Hillary Clinton attacked Donald Trump over the deal.")] == ["criticise"]
    assert [mode for mode, _ in told("Turkish forces attacked Kurdish rebels near the border.")] == ["attack"]


@pytest.mark.parametrize(
    ("text", "mode", "status"),
    [
        ("The treaty was not reached by chance but was signed by Peru and Chile.", "sign", "actual"),
        ("Oman warned Iran after American strikes on Syria.", "attack", "actual"),
        ("Malta will act in case Libyan troops attack Oman.", "attack", "possible"),
    ],
)
def test_only_what_governs_an_act_tells_its_status(text: str, mode: str, status: str) -> None:
    assert [found for name, found in told(text) if name == mode] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "The senator offered a milder view of the storm.",
        "Students demonstrated that the French law is unjust.",
        "The judge said he must stay in jail.",
        "If Spain had asked Malta to leave, others would have cheered.",
    ],
)
def test_no_act_is_seen(text: str) -> None:
    assert told(text) == []
