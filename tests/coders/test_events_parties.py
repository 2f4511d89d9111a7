"""Parties that nothing else took for actors: who is meant by some words, where he is at home, and when he stays out."""

from __future__ import annotations

import pytest

from communique import Record, read
from communique.coders.events.parties import party_at
from communique.pipeline import default_pipeline
from communique.sources import make_article


def _meant(text: str, words: str, trigger: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    """Name, country and sectors of the actors that some words of a sentence mean."""
    reading = default_pipeline().reading(make_article(text), until="statements")
    start = text.index(words)
    verb = reading.token_at(text.index(trigger))
    assert verb is not None
    found = [reading.actors[each] for each in party_at(reading, start, start + len(words), verb)]
    return [(actor.name, actor.country, actor.plover.sector) for actor in found]


@pytest.mark.parametrize(
    ("text", "words", "trigger", "meant"),
    [
        ("The union urged Danish consumers to stay away.", "Danish consumers", "urged", ("Danish consumers", "DNK", ("CVL",))),
        ("The army drove out hundreds of survivors.", "hundreds of survivors", "drove", ("hundreds of survivors", None, ("CVL",))),
        ("Jones accused the ministry of theft.", "Jones", "accused", ("Jones", None, ())),
        ("Rebels shelled Kenyan positions on Friday.", "Kenyan positions", "shelled", ("Kenya", "KEN", ())),
        ("The court opened a police investigation.", "police", "investigation", ("police", None, ("COP",))),
    ],
)  # fmt: skip
def test_words_of_a_party_mean_an_actor(
    text: str, words: str, trigger: str, meant: tuple[str, str | None, tuple[str, ...]]
) -> None:
    assert _meant(text, words, trigger) == [meant]


@pytest.mark.parametrize("words", ["no consumers", "the weather", "urged"])
def test_other_words_mean_nobody(words: str) -> None:
    assert _meant("The union urged no consumers because of the weather.", words, "urged") == []


def _homes(found: Record) -> list[tuple[str | None, float]]:
    return [(actor.country, actor.confidence) for actor in found.actors if not actor.resolved]


def test_a_party_is_at_home_where_the_deed_was() -> None:
    found = read("Police arrested ten students in Oslo on Monday.", published="2019-05-05")
    assert _homes(found) == [("NOR", 0.5), ("NOR", 0.5)]


def test_a_state_that_the_article_names_in_passing_is_nobodys_home() -> None:
    text = "Students marched in Oslo. Trade unions urged lawmakers to act, and Sweden called for restraint."
    assert "SWE" not in {home for home, _ in _homes(read(text))}


def test_its_own_words_count_before_the_place() -> None:
    found = read("The Norwegian army shot ten residents of Sweden in Oslo.", published="2019-05-05")
    assert [home for home, _ in _homes(found)] == ["SWE"]


def test_no_minister_recognises_his_own_state() -> None:
    assert [home for home, _ in _homes(read("The foreign minister said that he would recognise Palestine."))] == [None]


def test_of_several_countries_none_is_home() -> None:
    found = read("Officials accused Norway of helping Sweden against Denmark.", published="2019-05-05")
    assert [home for home, _ in _homes(found)] == [None]


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("Norway urged consumers to boycott Danish butter.", ("Norway", "NOR"), ("consumers", "NOR")),
        ("Jones accused the Norwegian army of theft.", ("Jones", "NOR"), ("Norwegian Armed Forces", "NOR")),
        ("Kurdish forces captured the Syrian town on Friday.", ("Kurdish forces", "SYR"), ("Syria", "SYR")),
        (
            "The Norwegian finance minister accused the Norwegian prime minister of fraud.",
            ("Norwegian finance minister", "NOR"), ("Norwegian prime minister of fraud", "NOR"),
        ),
    ],
)  # fmt: skip
def test_newcomers_and_countrymen_are_parties(text: str, source: tuple[str, str], target: tuple[str, str]) -> None:
    found = read(text)
    known = {actor.id: (actor.name, actor.country) for actor in found.actors}
    assert [known[a] for a in found.events[0].sources] == [source]
    assert [known[a] for a in found.events[0].targets] == [target]


@pytest.mark.parametrize(
    ("text", "kind", "sources", "targets"),
    [
        ("The FBI received threats from Norwegian militants.", "THREATEN", {"Norwegian Rebels"}, {"Federal Bureau of Investigation"}),
        (
            "The Norwegian premier voiced concern in a phone call with the Danish king.",
            "CONSULT", {"Norwegian premier", "Danish king"}, set(),
        ),
        (
            "It was a setback for Turkish officials, whose crackdown on Syrian Kurds goes on.",
            "COERCE", {"Turkish officials"}, {"Syrian Kurds"},
        ),
        ("The Norwegian premier praised the Norwegian king.", "SUPPORT", {"Norwegian premier"}, {"Norwegian king"}),
    ],
)  # fmt: skip
def test_parties_beside_a_noun(text: str, kind: str, sources: set[str], targets: set[str]) -> None:
    found = read(text)
    named = {actor.id: actor.name for actor in found.actors}
    event = next(each for each in found.events if each.type == kind)
    assert ({named[a] for a in event.sources}, {named[a] for a in event.targets}) == (sources, targets)


def test_what_only_stands_before_a_noun_is_nobody() -> None:
    assert all("roop" not in actor.name for actor in read("Norway began a troop withdrawal on Monday.").actors)


def test_who_is_party_to_no_event_stays_out() -> None:
    text = "The union urged Danish consumers to stay away."
    reading = default_pipeline().reading(make_article(text), until="events")
    parties = {each for event in reading.events for each in (*event.sources, *event.targets)}
    assert {each for each, actor in reading.actors.items() if "onsumers" in actor.name} <= parties
