"""Question files: their shape, their errors, and what passages they match."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import BadQuestion
from communique.vocabulary.questions import asked, hits, load_questions, side_of_phrases

OWN = """
id: rename-the-river
wording: Should the river be renamed?
description: A dispute between two banks.
subject: [river, the stream]
acts: {for: [renam*], against: [keep* the name]}
excludes: [renam* the street]
for: {phrases: [new name now]}
against: {phrases: [old name]}
views: {actors: [NOR, SWE]}
decider: {rule: unanimity}
since: "2001-01-01"
example: Oslo wants to rename the river.
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "river.yaml").write_text(OWN, encoding="utf-8")
    return tmp_path


def test_ten_questions_ship_and_match_their_own_example() -> None:
    shipped = load_questions()
    assert len(shipped) == 10
    for question in shipped:
        assert list(hits(question, question.example)), question.id


def test_a_users_file_is_read(own: Path) -> None:
    (question,) = load_questions([own])
    assert question.views.actors == ("NOR", "SWE")
    assert [hit.side for hit in hits(question, "They renamed the river and keep the name of the stream.")] == [
        "against",
        "for",
    ]


def test_hits_carry_offsets_into_the_article(own: Path) -> None:
    (question,) = load_questions([own])
    (hit,) = hits(question, "Renaming the river", offset=100)
    assert (hit.start, hit.end) == (100, 108)


def test_excluded_words_and_missing_subjects_do_not_match(own: Path) -> None:
    (question,) = load_questions([own])
    assert not list(hits(question, "They renamed the street by the river."))
    assert not list(hits(question, "They renamed the mountain."))


def test_days_and_subjects_bound_a_question(own: Path) -> None:
    (question,) = load_questions([own])
    assert asked(question, "About the river.", "2010-01-01")
    assert not asked(question, "About the river.", "1999-01-01")
    assert not asked(question, "About the sea.", "2010-01-01")


def test_phrases_show_sides(own: Path) -> None:
    (question,) = load_questions([own])
    assert side_of_phrases(question, "We say “new name” now, no old name.") == {"for", "against"}
    assert side_of_phrases(question, "Nothing to say.") == set()


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [("id: rename-the-river", "id: Rename It", "id"), ("subject: [river, the stream]", "subject: []", "subject"),
     ("wording:", "wordng:", "word"), ('since: "2001-01-01"', "since: soon", "since"), ("acts:", "- acts:", "YAML")],
)  # fmt: skip
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, old: str, new: str, named: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(BadQuestion, match=named):
        load_questions([file])


def test_a_repeated_id_and_a_missing_file_are_told(own: Path) -> None:
    with pytest.raises(BadQuestion, match="rename-the-river"):
        load_questions([own, own / "river.yaml"])
    with pytest.raises(BadQuestion, match="cannot be read"):
        load_questions([own / "none.yaml"])
