from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from communique.sources.front_matter import split_front_matter
from communique.vocabulary.questions import Question, hits, load_questions, side_of_phrases

DISPATCHES = sorted((Path(__file__).resolve().parents[1] / "examples" / "dispatches").glob("*.txt"))


def test_there_are_at_least_forty_dispatches() -> None:
    assert len(DISPATCHES) >= 40


@pytest.mark.parametrize("path", DISPATCHES, ids=lambda path: path.stem)
def test_a_dispatch_is_short_and_says_when_and_where_it_was_published(path: Path) -> None:
    parted = split_front_matter(path.read_text("utf-8"))
    assert parted.unknown == ()
    assert date.fromisoformat(parted.fields["published"]) < date(2026, 1, 1)
    assert parted.fields["outlet"].startswith("Example ")
    assert parted.fields["title"]
    assert 120 <= len(parted.text.split()) <= 350


def test_the_example_questions_are_valid_and_five() -> None:
    questions = load_questions([DISPATCHES[0].parents[1] / "questions"])
    assert len(questions) == 5
    assert {each.id for each in questions}.isdisjoint(each.id for each in load_questions())


@pytest.mark.parametrize(
    "question", load_questions([DISPATCHES[0].parents[1] / "questions"]), ids=lambda each: str(each.id)
)
def test_an_example_question_finds_its_own_example(question: Question) -> None:
    assert list(hits(question, question.example)) or side_of_phrases(question, question.example)
