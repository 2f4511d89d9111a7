"""The laws of judgements that docs/archive.md states, on random histories."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from communique.archive.judgements import Judgement, Kind, Target, differing, opinions, pairings, standing, verdict

TARGET = Target(kind="event", id="e-1", article="a", sha256="x")
OTHER = Target(kind="event", id="e-2", article="b", sha256="y")
PEOPLE = ("Ada", "Bo", "Cy")
CHANGE = st.dictionaries(st.sampled_from(("type", "day", "status")), st.sampled_from(("x", "y", None)), min_size=1)


def made(number: int, kind: Kind, by: str = "Ada", change: dict[str, Any] | None = None, **more: Any) -> Judgement:
    fields: dict[str, Any] = {"target": TARGET, "at": "2026-01-01T00:00:00+00:00", "change": change or {}, **more}
    return Judgement(id=f"j-{number}", number=number, kind=kind, by=by, **fields)


@st.composite
def histories(draw: st.DrawFn, people: tuple[str, ...] = PEOPLE, *, undos: bool = True) -> list[Judgement]:
    kinds = ("accept", "reject", "correct", "undo") if undos else ("accept", "reject", "correct")
    history: list[Judgement] = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        kind: Kind = draw(st.sampled_from(kinds))
        by = draw(st.sampled_from(people))
        if kind == "undo":
            if not history:
                continue
            history.append(made(number, "undo", by, undoes=draw(st.sampled_from(history)).id))
        else:
            change = draw(CHANGE) if kind == "correct" or (kind == "accept" and draw(st.booleans())) else {}
            history.append(made(number, kind, by, change))
    return history


@given(histories(), st.sampled_from(("accept", "reject", "correct")), st.sampled_from(PEOPLE), CHANGE)
def test_a_judgement_and_its_undo_are_nothing(
    history: list[Judgement], kind: Kind, by: str, change: dict[str, Any]
) -> None:
    said = made(100, kind, by, change)
    both = [*history, said, made(101, "undo", "Bo", undoes=said.id)]
    assert verdict(both) == verdict(history)
    assert opinions(both) == opinions(history)


@given(histories(), st.sampled_from(("accept", "reject", "correct")), CHANGE)
def test_an_undo_of_an_undo_brings_it_back(history: list[Judgement], kind: Kind, change: dict[str, Any]) -> None:
    said = made(100, kind, "Ada", change)
    undo = made(101, "undo", "Ada", undoes=said.id)
    again = made(102, "undo", "Ada", undoes=undo.id)
    assert verdict([*history, said, undo, again]) == verdict([*history, said])


@given(histories())
def test_the_last_reject_or_accept_of_a_person_is_that_persons_opinion(history: list[Judgement]) -> None:
    for kind in ("reject", "accept"):
        opinion = next(each for each in opinions([*history, made(100, kind)]) if each.by == "Ada")
        assert opinion.rejected == (kind == "reject")
        assert opinion.fields == {}


@given(histories(), CHANGE)
def test_what_was_said_last_is_shown(history: list[Judgement], change: dict[str, Any]) -> None:
    said = verdict([*history, made(100, "correct", "Ada", change)])
    assert said is not None
    assert not said.rejected
    assert change.items() <= said.fields.items()
    assert said.people[-1] == "Ada"


@given(histories(people=("Ada",)))
def test_one_person_alone_is_never_in_conflict(history: list[Judgement]) -> None:
    said = verdict(history)
    assert said is None or said.differing == ()


@given(histories(undos=False))
def test_saying_the_same_again_changes_nothing_but_who_spoke_last(history: list[Judgement]) -> None:
    if not history:
        return
    last = history[-1]
    again = verdict([*history, made(100, last.kind, last.by, last.change)])
    first = verdict(history)
    assert first is not None
    assert again == first


@given(histories(undos=False), st.randoms(use_true_random=False))
def test_whether_people_differ_does_not_depend_on_who_spoke_first(history: list[Judgement], random: Any) -> None:
    by_person = {person: [each for each in history if each.by == person] for person in PEOPLE}
    turns = [each.by for each in history]
    random.shuffle(turns)
    shuffled = [by_person[person].pop(0) for person in turns]
    renumbered = [made(at, each.kind, each.by, each.change) for at, each in enumerate(shuffled, start=1)]
    assert set(differing(opinions(renumbered))) == set(differing(opinions(history)))


@given(histories(), CHANGE)
def test_two_who_differ_are_a_conflict_and_one_who_comes_round_ends_it(
    history: list[Judgement], change: dict[str, Any]
) -> None:
    alone = [each for each in history if each.by == "Ada" and each.kind != "undo"]
    both = [*alone, made(100, "accept", "Ada"), made(101, "reject", "Bo")]
    said = verdict(both)
    assert said is not None
    assert said.differing == ("entry",)
    assert said.rejected, "the last word is shown"
    settled = verdict([*both, made(102, "reject", "Ada")])
    assert settled is not None
    assert settled.differing == ()
    fields = verdict([made(1, "accept", "Ada"), made(2, "correct", "Bo", change)])
    assert fields is not None
    assert set(fields.differing) == set(change)


def test_corrections_of_different_fields_are_no_conflict() -> None:
    said = verdict([made(1, "correct", "Ada", {"type": "AID"}), made(2, "correct", "Bo", {"day": None})])
    assert said is not None
    assert (said.fields, said.differing, said.name) == ({"type": "AID", "day": None}, (), "corrected")
    seen = made(3, "accept", "Cy", said.fields)
    agreed = verdict([made(1, "correct", "Ada", {"type": "AID"}), made(2, "correct", "Bo", {"day": None}), seen])
    assert agreed is not None
    assert agreed.differing == (), "an accept covers the entry as it was shown"


@given(histories())
def test_what_stands_is_in_order_and_holds_no_undo(history: list[Judgement]) -> None:
    kept = standing(reversed(history))
    assert [each.number for each in kept] == sorted(each.number for each in kept)
    assert all(each.kind != "undo" for each in kept)


@given(st.lists(st.tuples(st.sampled_from(("merge", "split")), st.sampled_from(PEOPLE), st.booleans()), max_size=8))
def test_a_pair_has_no_order_and_its_last_word_counts(said: list[tuple[Kind, str, bool]]) -> None:
    history = [
        made(at, kind, by, target=OTHER if turned else TARGET, other=TARGET if turned else OTHER)
        for at, (kind, by, turned) in enumerate(said, start=1)
    ]
    found = pairings(history)
    assert len(found) == bool(said)
    if said:
        assert found[0].pair == ("e-1", "e-2")
        assert found[0].kind == said[-1][0]
        last = {by: kind for kind, by, _ in said}
        assert found[0].disputed == (len(set(last.values())) > 1)
