"""Statements within statements, what a speaker makes of his words, and one utterance told twice."""

from __future__ import annotations

import pytest

from communique.coders.statements import Statements
from communique.parse.reading import Mention, Reading
from communique.record import Statement
from tests.coders.test_statements import coded, parsed, source, words


def chain(reading: Reading, speaker: str) -> tuple[Statement, Statement | None]:
    """The statement of a speaker and the one that carries it."""
    by_id = {each.id: each for each in reading.statements}
    inner = next(each for each in reading.statements if source(each) == speaker)
    return inner, by_id.get(inner.reported_by or "")


@pytest.mark.parametrize(
    ("text", "outer", "inner", "content"),
    [
        ("The union claimed the harbour master had confirmed that the crane was unsafe.", "The union",
         "the harbour master", "the crane was unsafe"),
        ("Riga has told Vilnius, diplomats said, that the line will open in June.", "diplomats", "Riga",
         "the line will open in June"),
        ("The daily quoted a nurse as saying that the ward was full.", "The daily", "a nurse", "the ward was full"),
        ("The minister said that according to the survey, half of the wells were dry.", "The minister", "the survey",
         "half of the wells were dry"),
        ("Oslo said it was informed by Minsk that the road would be shut.", "Oslo", "Minsk", "the road would be shut"),
    ],
)  # fmt: skip
def test_the_inner_statement_is_carried_by_the_outer(text: str, outer: str, inner: str, content: str) -> None:
    reading = coded(text)
    found, carrier = chain(reading, inner)
    assert words(reading, found) == [content]
    assert carrier is not None
    assert source(carrier) == outer


def test_cited_sources_are_carried_by_who_cites_them() -> None:
    reading = coded(
        "The bank knew of the losses, the newspaper Tageblatt reported, citing four officials. "
        "The officials said that the books had been closed early."
    )
    found, carrier = chain(reading, "The officials")
    assert carrier is not None
    assert source(carrier) == "the newspaper Tageblatt"
    assert words(reading, found) == ["the books had been closed early"]


def test_who_rejects_a_charge_does_not_report_it() -> None:
    reading = coded("The premier dismissed the envoy's claim that the vote had been bought.")
    assert all(each.reported_by is None for each in reading.statements)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Tbilisi denied that its troops had crossed the river.", "denied"),
        ("Tbilisi confirmed that its troops had crossed the river.", "confirmed"),
        ("Tbilisi did not deny that its troops had crossed the river.", "open"),
        ("Tbilisi asked whether the troops had crossed the river.", "asked"),
        ("Tbilisi said that the troops had crossed the river.", "asserted"),
    ],
)
def test_what_the_speaker_makes_of_the_words(text: str, claim: str) -> None:
    assert [each.claim for each in coded(text).statements] == [claim]


def test_an_utterance_told_twice_is_joined() -> None:
    reading = coded(
        "“We will never sign this,” the Danish minister said on Monday.\n\nThe talks went on until midnight.\n\n"
        "“We will never sign this, not now and not later,” the Danish minister told reporters in Geneva."
    )
    short, full = reading.statements
    assert short.same_as == full.id
    assert full.same_as is None


def test_two_speakers_in_the_same_words_are_two() -> None:
    reading = parsed("Oslo said that the talks had failed for good. Riga said that the talks had failed for good.")
    for name in ("Oslo", "Riga"):
        start = reading.text.index(name)
        reading.add_mention(Mention(start, start + 4, reading.span(start, start + 4).root.i, "name", name))
    Statements().code(reading)
    assert [each.same_as for each in reading.statements] == [None, None]


def test_a_headline_is_no_part_of_the_sentence_below() -> None:
    reading = coded("Prisoners to be freed\n\nBaku says it will free twelve men on Thursday.")
    assert ("Baku", ["it will free twelve men on Thursday"]) in [
        (source(each), words(reading, each)) for each in reading.statements
    ]


def test_turns_of_a_transcript_in_one_paragraph() -> None:
    reading = coded("QUESTION: Will you go to Oslo? MS. ROE: We have nothing to tell you today.")
    assert [(source(each), each.kind) for each in reading.statements] == [("QUESTION", "direct"), ("MS. ROE", "direct")]
