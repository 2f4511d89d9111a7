from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from communique.archive.joining.acts import Act, same_act
from communique.archive.joining.copies import Text, exchanged, same_text
from communique.archive.joining.grouping import Groups, Link, Node
from communique.archive.joining.utterances import Utterance, same_utterance
from communique.archive.joining.words import facts, numbers, shingles, tokens

WIRE = (
    "HENTZAU (Wire) — Ruritania and Zenda agreed on Monday to open twelve crossings on the Elbe, ending a quarrel of ten "
    "years.\n\nThe foreign minister of Ruritania said in Hentzau that trade would reach 400 million crowns by 2031. "
    "Farmers on both banks have asked for cheaper tolls since spring, and the two capitals promised an answer by June."
)
RUR, ZEN, ELB = "RUR|RUR|whole", "ZEN|ZEN|whole", "ELB|ELB|other"
ACT = Act(
    article="a", id="e-1", type="AID", cameo="071", status="actual", sources=frozenset({RUR}),
    targets=frozenset({ZEN}), first="2021-03-01", last="2021-03-01", published="2021-03-02", place="hentzau",
    trigger="sent", words=frozenset({"sent", "grain", "ships", "hentz"}), numbers=frozenset({"12"}),
)  # fmt: skip


def test_a_copy_cut_or_edited_is_the_same_text() -> None:
    edited = WIRE.replace("ending a quarrel", "and so ended a quarrel").replace("have asked for", "want")
    for other in (WIRE.partition("\n\n")[0] + " " + WIRE.partition("\n\n")[2][:150], edited):
        found = same_text(Text(WIRE, "2021-03-01"), Text(other, "2021-03-02"))
        assert found is not None
        assert "in the same order" in found.reason


def test_the_same_words_about_something_else_are_not() -> None:
    like = WIRE.replace("Monday", "Friday").replace("twelve", "three").replace("Zenda", "Strelsau")
    assert same_text(Text(WIRE, "2021-03-01"), Text(like, "2021-03-02")) is None
    assert ("twelve", "three") in exchanged(WIRE, like)
    assert same_text(Text(WIRE, "2021-03-01"), Text(WIRE, "2021-04-01")) is None, "a month apart"
    assert same_text(Text("Short.", None), Text("Shorter.", None)) is None
    assert same_text(Text("", None), Text("", None)) is not None


def test_one_number_that_rose_is_an_update_of_the_same_report() -> None:
    assert same_text(Text(WIRE, "2021-03-01"), Text(WIRE.replace("400", "450"), "2021-03-01")) is not None


def test_words_numbers_and_names() -> None:
    assert tokens(WIRE)[:2] == ["ruritania", "and"], "the dateline is no word of the text"
    assert numbers("Twenty-one of 1,400 ships, and one more") == {"21", "1400"}
    assert {"zenda", "monday", "400", "12"} <= facts(WIRE)
    assert "the" not in facts(WIRE)
    assert shingles(["a"]) == {"a"}


def test_one_act_told_twice_is_one_with_its_reason() -> None:
    other = replace(ACT, article="b", id="e-2", words=ACT.words | {"again"}, numbers=frozenset({"14"}))
    found = same_act(ACT, other)
    assert found is not None
    assert found.reason.startswith("RUR, ZEN; the same act; the same day")
    assert same_act(other, ACT) == found


def test_what_contradicts_is_not_joined() -> None:
    changes: tuple[dict[str, Any], ...] = (
        {"first": "2021-03-05", "last": "2021-03-05"}, {"status": "planned"}, {"status": "denied"},
        {"sources": frozenset({ZEN}), "targets": frozenset({RUR})}, {"targets": frozenset({ELB})},
        {"published": "2021-04-02", "first": None, "last": None}, {"sources": frozenset(), "targets": frozenset()},
        {"type": "ASSAULT", "cameo": "190", "trigger": "shell"},
    )  # fmt: skip
    for change in changes:
        assert same_act(ACT, replace(ACT, article="b", **change)) is None, change


def test_an_official_acts_for_his_state_and_nobody_for_another_person() -> None:
    minister, deputy, critic = "Q1|RUR|official", "Q2|RUR|official", "Q3|RUR|other"
    assert same_act(replace(ACT, sources=frozenset({minister})), replace(ACT, article="b")) is not None
    for mine, theirs in ((minister, deputy), (critic, RUR), (critic, minister)):
        one, other = (replace(ACT, article=each[0], sources=frozenset({each})) for each in (mine, theirs))
        assert same_act(one, other) is None, (mine, theirs)


def test_one_party_alone_needs_more_words_of_the_same() -> None:
    alone = replace(ACT, article="b", targets=frozenset(), words=frozenset({"sent", "other", "words", "again"}))
    assert same_act(ACT, alone) is None
    assert same_act(ACT, replace(alone, words=ACT.words)) is not None


def test_an_utterance_repeated_is_one() -> None:
    said = Utterance("a", "s-1", "Q1", "2021-03-01", None, frozenset("abcdef"), frozenset({"a b", "b c", "c d"}))
    shorter = replace(said, article="b", telling=frozenset("abcde"))
    assert same_utterance(said, shorter) is not None
    assert same_utterance(said, replace(shorter, speaker="Q2")) is None
    assert same_utterance(said, replace(shorter, published="2021-04-01")) is None
    assert same_utterance(said, replace(shorter, telling=frozenset("abxyz"))) is None


NODES = st.integers(0, 7).map(lambda at: Node(f"a{at}", f"e{at}"))
LINKS = st.lists(st.tuples(NODES, NODES, st.floats(0.5, 1)), max_size=14).map(
    lambda found: [Link(one, other, score, "") for one, other, score in found if one != other]
)
PAIRS = st.lists(st.tuples(NODES, NODES).filter(lambda pair: pair[0] != pair[1]), max_size=3)


@given(LINKS, PAIRS)
def test_what_people_set_apart_is_never_in_one_group(links: list[Link], splits: list[tuple[Node, Node]]) -> None:
    groups = Groups(links, splits=[(one.entry, other.entry) for one, other in splits]).made()
    assert len({node for group in groups for node in group}) == sum(map(len, groups)), "nobody is in two groups"
    for group in groups:
        entries = {node.entry for node in group}
        assert not any({one.entry, other.entry} <= entries for one, other in splits)


@given(LINKS, PAIRS)
def test_what_people_join_is_in_one_group_whatever_was_found(
    links: list[Link], merges: list[tuple[Node, Node]]
) -> None:
    groups = Groups(links, merges=merges).made()
    for one, other in merges:
        assert any(one in group and other in group for group in groups)


@given(LINKS)
def test_groups_do_not_depend_on_the_order_of_links(links: list[Link]) -> None:
    assert Groups(links).made() == Groups(links[::-1]).made()


def test_one_link_between_two_groups_is_too_little() -> None:
    a, b, c, d = (Node(each, each) for each in "abcd")
    chain = [Link(a, b, 0.9, ""), Link(c, d, 0.9, ""), Link(b, c, 0.7, "")]
    assert Groups(chain).made() == [[a, b], [c, d]]
    assert Groups(chain, most_pairs=False).made() == [[a, b, c, d]]
