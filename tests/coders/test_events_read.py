"""Acts that only the encoder reads: their mode, their parties, and how likely they must be."""

from __future__ import annotations

import msgspec
import pytest

from communique.coders.events import Events
from communique.coders.events.component import _is_told_by
from communique.coders.events.explanation import builder_of
from communique.coders.events.learned import _coordinated, _mode_of
from communique.coders.events.worth import weighed, worth_of
from communique.parse.reading import Reading
from communique.pipeline import default_pipeline
from communique.sources import make_article
from communique.vocabulary import events as vocabulary


def read(text: str, threshold: float | None = None) -> Reading:
    reading = default_pipeline().reading(make_article(text), until="statements")
    Events(threshold).code(reading)
    return reading


@pytest.mark.parametrize(
    ("kind", "code", "mode"),
    [
        ("SANCTION", "161", "break-relations"), ("AID", "0721", "military-aid"), ("YIELD", "0874", "withdraw-troops"),
        ("YIELD", "", "concede"), ("SUPPORT", "", "cooperate-diplomatically"), ("ACCUSE", "130", "disapprove"), ("REQUEST", "023", "request-aid"),
    ],
)  # fmt: skip
def test_an_act_has_the_mode_of_its_code(kind: str, code: str, mode: str) -> None:
    assert _mode_of(kind, code) == mode


def test_of_modes_with_one_code_at_most_one_is_general() -> None:
    general = [(mode.type, mode.cameo) for mode in vocabulary.modes().values() if mode.general]
    assert len(set(general)) == len(general)


def test_a_word_that_no_pattern_knows_tells_an_act_with_its_parties() -> None:
    reading = read("Police clamped down on opposition marchers in Minsk.")
    (event,) = reading.events
    assert event.type == "COERCE"
    assert event.basis.reason.startswith("encoder: 'clamp'")
    assert [reading.actors[a].name for a in event.sources] == ["Police"]
    assert event.targets


def test_beside_an_act_of_a_rule_one_that_is_only_read_must_be_likelier() -> None:
    coder, reading = Events(), read("Norway handed Ukraine six fighter jets.")
    least = worth_of(reading)
    assert least.threshold < least.read < least.beside
    (ruled,) = reading.events
    (event,) = read("Hungary lobbed fresh criticism at Ukraine.").events
    between = msgspec.structs.replace(event, confidence=least.read + 0.01)
    other = msgspec.structs.replace(event, confidence=least.beside + 0.01)
    assert coder._likely(reading, [], [between]) == [between]
    assert coder._likely(reading, [ruled], [between]) == [ruled]
    assert coder._likely(reading, [ruled], [other]) == [ruled, other]


def test_what_an_act_lacks_that_is_only_read_is_weighed_and_does_not_leave_it_out() -> None:
    reading = read("Hargreaves lobbed fresh criticism at the planners.", threshold=0.0)
    event = next(e for e in reading.events if e.type == "ACCUSE")
    builder = builder_of(reading, event)
    assert builder is not None
    assert "lacks:politics" in builder.features(event.status)


def test_of_several_runs_of_words_those_in_one_row_are_a_party() -> None:
    reading = read("Norway and Iceland left the talks early, while Rome sent a clerk.")
    spans = [(reading.text.index(name), reading.text.index(name) + len(name)) for name in ("Norway", "Iceland", "Rome")]
    assert list(_coordinated(reading, spans)) == spans[:2]
    assert list(_coordinated(reading, spans[::-1])) == spans[2:]


def test_an_act_that_shares_a_source_and_the_targets_with_another_is_that_one() -> None:
    (event,) = read("Hungary lobbed fresh criticism at Ukraine.").events
    wider = msgspec.structs.replace(event, sources=(*event.sources, "DEU"))
    assert _is_told_by(wider, event)
    assert _is_told_by(msgspec.structs.replace(event, targets=()), event)
    assert not _is_told_by(msgspec.structs.replace(event, sources=("DEU",)), event)
    assert not _is_told_by(msgspec.structs.replace(event, targets=("DEU",)), event)


def test_one_threshold_for_all_may_be_asked_for() -> None:
    reading = read("Norway handed Ukraine six fighter jets.")
    unlikely = [msgspec.structs.replace(event, confidence=0.01) for event in reading.events]
    assert Events(0.0)._likely(reading, [], unlikely) == unlikely
    assert Events()._likely(reading, [], unlikely) == []


def test_a_sentence_by_itself_is_weighed_apart_from_an_article() -> None:
    text = "Norway handed Ukraine six fighter jets. "
    alone, article = read(text), read(text + "The jets are old. They will be flown there in May.")
    for reading, worth in ((alone, vocabulary.worths().sentences), (article, vocabulary.worths().articles)):
        assert worth_of(reading) == worth
        builder = builder_of(reading, reading.events[0])
        assert builder is not None
        assert reading.events[0].confidence == weighed(builder.features(reading.events[0].status), worth)


def test_what_the_reader_says_of_our_parties_and_status_is_known_of_an_act() -> None:
    reading = read("Malta condemned Libya on Monday.")
    builder = builder_of(reading, reading.events[0])
    assert builder is not None
    known = builder.features("actual")
    assert min(known[f"read:{side} ours"] for side in ("source", "target")) > 0.5
    assert known["read:all"] == pytest.approx(
        known["read:type"] * known["read:source ours"] * known["read:target ours"]
    )
    assert known["read:status agrees"]
    assert builder.features("denied")["read:status differs"]


@pytest.mark.parametrize(
    "text",
    [
        "The Norwegian foreign minister refused Norway's request for talks.",
        "Denmark's prime minister criticised Denmark for its silence.",
        "Finland's defence minister Jukka Laine defended Finland against the charge.",
    ],
)
def test_what_an_official_does_is_not_aimed_at_his_own_state(text: str) -> None:
    events = read(text, threshold=0.0).events
    assert events
    assert not [event.targets for event in events if event.targets]
