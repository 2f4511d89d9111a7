"""The vocabulary of events: complete, consistent, and each pattern found in its own example."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from communique.coders.events.component import matches_in
from communique.coders.events.contexts import contexts_of
from communique.coders.events.match import readings
from communique.errors import BadDataFile
from communique.parse.syntax import language_model
from communique.vocabulary import events

PLOVER = [
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip


@pytest.fixture(scope="module")
def parsed() -> dict[str, Doc]:
    examples = [trigger.example for trigger in events.triggers()]
    return {doc.text: doc for doc in language_model().pipe(examples)}


def test_there_are_the_sixteen_types() -> None:
    assert sorted(events.event_types()) == sorted(PLOVER)


@pytest.mark.parametrize("name", PLOVER)
def test_the_score_of_a_type_has_the_sign_of_its_quad(name: str) -> None:
    kind = events.event_types()[name]
    assert (kind.score > 0) == (kind.quad <= 2)
    assert kind.label
    assert all(text.endswith(".") for text in (kind.definition, kind.example))


def test_accuse_is_negative_where_the_draft_lost_the_minus() -> None:
    assert events.event_types()["ACCUSE"].score < 0


def test_every_mode_has_a_cameo_code_of_its_type() -> None:
    for name, mode in events.modes().items():
        assert mode.cameo.isdigit(), name
        assert 3 <= len(mode.cameo) <= 4, name
        assert -10 <= mode.score <= 10, name
        assert mode.label, name
        assert mode.example.endswith("."), name
        assert events.type_of_cameo(mode.cameo) == mode.type or mode.cameo[:2] in {"01", "08", "12", "17", "18"}, name


@pytest.mark.parametrize(
    ("cameo", "kind"),
    [("054", "SUPPORT"), ("161", "SANCTION"), ("166", "SANCTION"), ("163", "SANCTION"), ("129", "REJECT"),
     ("0871", "RETREAT"), ("057", "SUPPORT"), ("036", "AGREE"), ("174", "COERCE"), ("190", "ASSAULT")],
)  # fmt: skip
def test_codes_have_the_types_of_the_codebook(cameo: str, kind: str) -> None:
    assert events.type_of_cameo(cameo) == kind


def test_what_is_asked_for_refines_the_request() -> None:
    assert events.compose("REQUEST", "054") == "102"
    assert events.compose("REQUEST", "0841") == "1053"
    assert events.compose("REJECT", "1053") == "1243"
    assert events.compose("THREATEN", "1723") == "1323"
    assert events.compose("CONSULT", "040") is None


def test_there_are_the_37_contexts_and_each_is_found_in_its_example() -> None:
    contexts = events.contexts()
    assert len(contexts) == 37
    assert {name for mode in events.modes().values() for name in mode.contexts} <= set(contexts)
    missed = []
    for name, context in contexts.items():
        doc = language_model()(context.example)
        found = {each for s in doc.sents for match in matches_in(s) for each in contexts_of(match)}
        if name not in found:
            missed.append(f"{name}: {context.example}")
    assert not missed


def test_unknown_sets_are_told() -> None:
    with pytest.raises(BadDataFile, match="no word set"):
        events.expand(("@nothing",))


def test_triggers_refer_to_sets_that_exist() -> None:
    for trigger in events.triggers():
        groups = (trigger.obj, trigger.not_obj, trigger.subj, trigger.prep_or_obj, *trigger.prep.values())
        assert all(events.expand(tuple(group)) or not group for group in groups), trigger
        assert 0 < trigger.p <= 1, trigger


def test_every_pattern_is_found_in_its_example(parsed: dict[str, Doc]) -> None:
    missed = []
    for trigger in events.triggers():
        matched = [match for sentence in parsed[trigger.example].sents for match in matches_in(sentence)]
        found = [reading.trigger for match in matched for reading in readings(match.token)]
        if trigger not in found:
            missed.append(f"{trigger.mode}: {trigger.example}")
    assert not missed
