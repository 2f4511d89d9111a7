"""The coder of events on sentences of our own, with actors given by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import pytest

from communique import record
from communique.coders.events import Events, classify_pair, explain_event, linear, public_speakers
from communique.coders.events.plain import root_of
from communique.parse.encoder import Act
from communique.parse.reading import Mention, Reading
from communique.parse.syntax import language_model
from communique.resolve.times import Times
from communique.sources import make_article

STATES = {
    "Malta": "MLT", "Maltese": "MLT", "Libya": "LBY", "Libyan": "LBY", "Spain": "ESP", "Spanish": "ESP", "Oman": "OMN",
    "Palestine": "PSE", "Peru": "PER", "Chile": "CHL", "Iran": "IRN", "Iranian": "IRN", "Norway": "NOR",
}  # fmt: skip
PUBLISHED = "2021-06-10"


def read(text: str, statements: Sequence[tuple[str, str]] = (), encoded: Act | None = None) -> Reading:
    """Code a text whose states are given; ``statements`` are pairs of speaker and words of the content."""
    reading = Reading(article=make_article(text, published=PUBLISHED), published=date.fromisoformat(PUBLISHED))
    reading.paragraphs = [(0, len(text))]
    reading.doc = language_model()(reading.text)
    for token in reading.doc:
        actor = STATES.get(token.text)
        if actor is not None:
            reading.actors[actor] = _state(actor)
            reading.add_mention(Mention(token.idx, token.idx + len(token), token.i, "name", actor))
    Times().code(reading)
    for speaker, words in statements:
        reading.statements.append(_statement(reading, speaker, words))
    if encoded is not None:
        reading.encoding = _Read(encoded)  # type: ignore[assignment]
    Events().code(reading)
    return reading


def _state(code: str) -> record.Actor:
    return record.Actor(
        id=code,
        name=code,
        kind="state",
        country=code,
        plover=record.Plover(country=code),
        resolved=True,
        confidence=1.0,
    )


def _statement(reading: Reading, speaker: str, words: str) -> record.Statement:
    start, at = reading.text.index(words), reading.text.index(speaker)
    return record.Statement(
        id=f"s-{start}", kind="indirect", mode="speech", content=((start, start + len(words)),), cue=None,
        speaker=record.Speaker(actor=STATES[speaker], start=at, end=at + len(speaker), text=speaker),
        confidence=0.9, basis=record.Basis(coder="test", version="1", reason="given"),
    )  # fmt: skip


def told(text: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str]]:
    return [(e.type, e.sources, e.targets, e.status) for e in read(text).events]


@pytest.mark.parametrize(
    ("text", "kind", "sources", "targets"),
    [
        ("Malta condemned Libya.", "ACCUSE", ("MLT",), ("LBY",)),
        ("The plan made by Libya was rejected by Malta.", "REJECT", ("MLT",), ("LBY",)),
        ("Talks took place between Malta and Libya.", "CONSULT", ("MLT", "LBY"), ()),
        ("Malta threw its weight behind Libya.", "SUPPORT", ("MLT",), ("LBY",)),
        ("Malta came to the aid of Libya.", "AID", ("MLT",), ("LBY",)),
        ("Malta insisted that Libya free the crew.", "REQUEST", ("MLT",), ("LBY",)),
        ("Malta agreed to free the crew of Libya.", "AGREE", ("MLT",), ("LBY",)),
        ("Libya was condemned by Malta.", "ACCUSE", ("MLT",), ("LBY",)),
        ("Malta rejected Libya's proposal.", "REJECT", ("MLT",), ("LBY",)),
        ("Malta, which recalled its ambassador from Libya, gave no reason.", "SANCTION", ("MLT",), ("LBY",)),
        ("Malta imposed sanctions on Libya and Iran.", "SANCTION", ("MLT",), ("LBY", "IRN")),
        ("Malta's recognition of Palestine angered some.", "SUPPORT", ("MLT",), ("PSE",)),
        ("Spain wrote to Norway and condemned Iran.", "ACCUSE", ("ESP",), ("IRN",)),
        ("Malta called on Libya to free the crew.", "REQUEST", ("MLT",), ("LBY",)),
        ("Malta accused Libya of an attack on Spain.", "ACCUSE", ("MLT",), ("LBY",)),
        ("Iran freed two Spanish sailors.", "RETREAT", ("IRN",), ("ESP",)),
    ],
)
def test_who_does_what_to_whom(text: str, kind: str, sources: tuple[str, ...], targets: tuple[str, ...]) -> None:
    assert (kind, sources, targets) in [event[:3] for event in told(text)]


def test_a_request_is_one_event_and_not_the_thing_asked_for() -> None:
    events = read("Malta is pushing for Spain and Norway to recognise Palestine.").events
    assert [(e.type, e.cameo, e.sources, e.targets, e.status) for e in events] == [
        ("REQUEST", "102", ("MLT",), ("ESP", "NOR"), "ongoing")
    ]


def test_joint_acts_put_all_parties_among_the_sources() -> None:
    for text in ("Peru and Chile signed a treaty.", "Peru signed a treaty with Chile."):
        assert told(text) == [("SUPPORT", ("PER", "CHL"), (), "actual")]
    assert told("Peru held talks with Chile.")[0][1:3] == (("PER", "CHL"), ())


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Malta recognised Palestine on Tuesday.", "actual"),
        ("Malta will recognise Palestine.", "planned"),
        ("Malta is expected to recognise Palestine.", "planned"),
        ("Malta may recognise Palestine.", "possible"),
        ("Malta has not ruled out recognising Palestine.", "possible"),
        ("Malta has ruled out recognising Palestine.", "denied"),
        ("Malta is considering whether to recognise Palestine.", "possible"),
        ("If Malta recognises Palestine, others will cheer.", "possible"),
        ("Malta did not recognise Palestine.", "denied"),
        ("Malta recognised Palestine in 1988.", "past"),
        ("Malta is recognising Palestine.", "ongoing"),
        ("Malta dropped a plan to recognise Palestine.", "denied"),
        ("Reports that Malta recognised Palestine are false.", "denied"),
        ("Malta stopped short of recognising Palestine.", "denied"),
        ("Malta has yet to recognise Palestine.", "denied"),
        ("Malta has to recognise Palestine.", "planned"),
        ("Malta had to recognise Palestine.", "actual"),
        ("If Malta had to recognise Palestine, others would follow.", "possible"),
        ("The vote prompted Malta to recognise Palestine.", "actual"),
        ("Once Malta has recognised Palestine, others will cheer.", "possible"),
        ("Nobody believes that Malta recognised Palestine.", "possible"),
        ("Neither Malta nor Peru recognised Palestine.", "denied"),
    ],
)
def test_status(text: str, status: str) -> None:
    assert [e[3] for e in told(text) if e[0] == "SUPPORT"] == [status]


@pytest.mark.parametrize(
    ("text", "kind", "cameo"),
    [
        ("Malta refused to recognise Palestine.", "REJECT", "120"),
        ("Malta refused to meet Libya.", "REJECT", "125"),
        ("Malta threatened to impose sanctions on Libya.", "THREATEN", "1312"),
        ("Malta agreed to send food to Libya.", "AGREE", "0333"),
        ("Malta demanded that Libya release the pilots.", "REQUEST", "1053"),
        ("Malta vowed to attack Libya.", "THREATEN", "1384"),
    ],
)
def test_the_act_inside_refines_the_code(text: str, kind: str, cameo: str) -> None:
    assert [(e.type, e.cameo) for e in read(text).events] == [(kind, cameo)]


@pytest.mark.parametrize(
    ("text", "cameo"),
    [
        ("Libya accused Malta of spying.", "1125"),
        ("Libya accused Malta of violating human rights.", "1122"),
        ("Students from Libya demonstrated against Malta for the independence of the island.", "1414"),
        ("Students from Libya demonstrated against Malta to demand that the premier resign.", "1411"),
        ("Malta investigated the fraud of Libya.", "091"),
    ],
)
def test_words_beside_the_trigger_refine_the_code(text: str, cameo: str) -> None:
    assert [event.cameo for event in read(text).events] == [cameo]


def test_who_only_discusses_a_battle_fights_none() -> None:
    assert all("MLT" not in sources for _, sources, _, _ in told("Malta discussed the battle against Syria."))


def test_what_was_said_before_does_not_take_the_accuser() -> None:
    kinds = {kind: sources for kind, sources, _, _ in told("Malta said that Libya lied, and accused Syria of theft.")}
    assert kinds.get("ACCUSE") == ("MLT",)


def test_an_adjective_before_people_or_towns_means_their_state() -> None:
    assert told("Malta threatened to shell Libyan towns.") == [("THREATEN", ("MLT",), ("LBY",), "actual")]


def test_a_people_in_another_state_belongs_to_that_state() -> None:
    reading = Reading(article=make_article("Ethnic Turks of Libya demonstrated."), published=None)
    reading.doc = language_model()(reading.text)
    turks, libya = reading.doc[1], reading.doc[3]
    for token, code, form in ((turks, "TUR", "demonym"), (libya, "LBY", "name")):
        reading.actors[code] = _state(code)
        mention = Mention(token.idx, token.idx + len(token), token.i, form, code)  # type: ignore[arg-type]
        reading.add_mention(mention)
    Events().code(reading)
    (event,) = reading.events
    (source,) = event.sources
    assert (reading.actors[source].country, reading.actors[source].plover.sector) == ("LBY", ("CVL",))


def test_what_an_accusation_or_a_condition_holds_is_no_act_of_its_own() -> None:
    assert [e[0] for e in told("Malta accused Libya of attacking Oman.")] == ["ACCUSE"]
    assert [e[0] for e in told("Malta threatened to attack Libya unless Libya released the pilots.")] == ["THREATEN"]


def test_police_need_no_known_actor() -> None:
    assert [(e.mode, e.cameo) for e in read("Nine persons were arrested in the town.").events] == [("arrest", "173")]
    assert [e.cameo for e in read("Three men were killed in police firing.").events] == ["175"]


class _Read:
    """An encoding with one act, whose parties its pair scorer joins by nothing else."""

    def __init__(self, act: Act) -> None:
        self.acts = [act]

    def probability(self, head: str, label: str, start: int, end: int) -> float:
        return float(label == self.acts[0].type)

    def party_chances(self, trigger: int, spans: list[record.Offsets]) -> tuple[float, float]:
        act = self.acts[0]
        return float(any(each in act.sources for each in spans)), float(any(each in act.targets for each in spans))

    def type_of_pair(self, sources: list[record.Offsets], targets: list[record.Offsets]) -> dict[str, float]:
        """Nothing but the act's type between its parties, where the act is told as one of a pair."""
        act = self.acts[0]
        joined = (tuple(sources), tuple(targets)) == (act.sources, act.targets)
        kinds = linear.model().types if act.status == "paired" else ()
        return {kind: float(kind == act.type or not joined) for kind in kinds}


def test_the_encoder_has_acts_that_no_rule_has() -> None:
    for confidence, found in ((0.9, [("REJECT", ("OMN",), ("PER",))]), (0.3, [])):
        act = Act(5, 13, "REJECT", "actual", confidence, ((0, 4),), ((14, 18),))
        reading = read("Oman outfoxed Peru.", encoded=act)
        assert [(e.type, e.sources, e.targets) for e in reading.events] == found
        assert all(e.basis.reason == "encoder: 'outfox'" for e in reading.events)


def test_an_act_between_two_states_is_read_off_their_pair() -> None:
    act = Act(5, 13, "REJECT", "paired", 0.3, ((0, 4),), ((14, 18),))
    reading = read("Oman outfoxed Peru.", encoded=act)
    assert [(e.type, e.cameo, e.sources, e.targets) for e in reading.events] == [("REJECT", "120", ("OMN",), ("PER",))]


@pytest.mark.parametrize(
    ("mode", "cameo", "status", "root"),
    [("visit", "042", "planned", "AGREE"), ("attack", "190", "planned", "THREATEN"), ("visit", "042", "denied", "REJECT"),
     ("impose-sanctions", "163", "actual", "COERCE"), ("blockade", "191", "actual", "ASSAULT")],
)  # fmt: skip
def test_plain_plover_has_no_status(mode: str, cameo: str, status: str, root: str) -> None:
    assert root_of(mode, cameo, status) == root


def test_an_event_is_explained_by_its_pattern_and_its_roles() -> None:
    reading = read("Malta urged Libya to release the crew.")
    (event,) = reading.events
    told_of = explain_event(reading, event.id)
    assert told_of is not None
    assert (told_of.trigger, told_of.found_by, told_of.status) == ("urged", "pattern", "actual")
    assert [(r.side, r.role, r.actors) for r in told_of.roles] == [
        ("source", "subj", ("MLT",)),
        ("target", "obj", ("LBY",)),
    ]
    assert explain_event(reading, "e-nothing") is None


@pytest.mark.parametrize(
    "text",
    [
        "Malta has a long coast.",
        "Malta said the weather in Libya was fine.",
        "The Maltese parliament of Malta debated the budget.",
        "A bakery in the old town released a new bread.",
        "Malta beat Libya in the final.",
        "",
        "🙂 🙂",
        "السلام عليكم",
        "Malta",
    ],
)
def test_what_is_no_event(text: str) -> None:
    if not text:
        return
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "A book criticised Libya.",
        "The captured Libyan town lies on the coast.",
        "Nobody knows how to attack Libya.",
        "The enemies of Malta and its critics met.",
    ],
)
def test_forecasts_things_and_descriptions_do_nothing(text: str) -> None:
    assert not told(text)


def test_who_warns_of_the_acts_of_others_threatens_nobody() -> None:
    assert [event[:3] for event in told("Malta warned that it would attack Libya.")] == [
        ("THREATEN", ("MLT",), ("LBY",))
    ]
    assert "THREATEN" not in {event[0] for event in told("Malta warned that Iran would attack Libya.")}


def test_both_tellings_of_an_act_are_evidence() -> None:
    text = "Malta accused Libya of spying. A day later nothing had changed. Malta again accused Libya of spying."
    (event,) = read(text).events
    assert [text[start:end] for start, end in event.also] == ["Malta again accused Libya of spying."]


def test_an_act_told_twice_is_one_event_in_its_fullest_telling() -> None:
    reading = read("Spain recognised Palestine. On Tuesday Spain recognised Palestine as a state.")
    assert len(reading.events) == 1
    assert reading.events[0].time is not None


def test_evidence_and_identity() -> None:
    first, second = read("Malta condemned Libya."), read("Malta condemned Libya.")
    event = first.events[0]
    assert first.text[slice(*event.trigger)] == "condemned"
    assert first.text[slice(*event.sentence)] == "Malta condemned Libya."
    assert event.id == second.events[0].id
    assert re.fullmatch(r"e-[a-z2-7]{12}", event.id)
    assert event.basis.coder == "events"
    assert 0 < event.confidence < 1


def test_events_inside_a_statement_point_at_it() -> None:
    reading = read("Spain said Iran had attacked Oman.", [("Spain", "Iran had attacked Oman")])
    event = next(e for e in reading.events if e.type == "ASSAULT")
    assert event.attributed_to == reading.statements[0].id


def test_condemnation_in_the_predicate_belongs_to_the_speaker() -> None:
    text = "Spain said Iran's declaration is null and void."
    reading = read(text, [("Spain", "Iran's declaration is null and void")])
    assert [(e.type, e.sources, e.targets) for e in reading.events] == [("ACCUSE", ("ESP",), ("IRN",))]


def test_speaking_in_public_is_no_event_but_is_found() -> None:
    reading = read("Norway said it was glad.", [("Norway", "it was glad")])
    assert reading.events == []
    assert public_speakers(reading) == ["NOR"]


def test_a_second_phrase_with_the_same_preposition_counts() -> None:
    assert told("Malta sent a letter to Libya and to Spain.")[0][:3] == ("CONSULT", ("MLT",), ("LBY", "ESP"))


def test_a_very_long_line_is_left_alone() -> None:
    assert told("Malta condemned Libya and " * 200) == []


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The premier of Norway condemned the government of Iran.", "ACCUSE"),
        ("The premier of Norway will visit the government of Iran.", "AGREE"),
        ("The premier of Norway imposed sanctions on the government of Iran.", "COERCE"),
        ("The premier of Norway released pilots of the government of Iran.", "RETREAT"),
    ],
)
def test_the_type_of_a_given_pair(sentence: str, kind: str) -> None:
    start = sentence.index("the government")
    found = classify_pair(sentence, (0, len("The premier of Norway")), (start, start + len("the government of Iran")))
    assert found == kind


def test_a_pair_without_marked_words_still_has_a_type() -> None:
    assert classify_pair("Norway lifted the curfew.", (0, 6), None) in {"RETREAT", "CONCEDE"}
