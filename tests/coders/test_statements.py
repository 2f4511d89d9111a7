"""Statements: source, cue, content, kind, addressees, medium and chains, on sentences of our own."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from communique import record
from communique.coders.statements import Statements
from communique.parse.encoder import Encode
from communique.parse.prose import Prose
from communique.parse.quotes import Quotes
from communique.parse.reading import Mention, Reading
from communique.parse.syntax import Syntax


def parsed(text: str) -> Reading:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    reading = Reading(article=record.Article(id="a", text=text, sha256=sha256), published=date(2024, 5, 6))
    for component in (Prose(), Syntax(), Encode(), Quotes()):
        component.code(reading)
    return reading


def coded(text: str) -> Reading:
    reading = parsed(text)
    Statements().code(reading)
    return reading


def words(reading: Reading, statement: record.Statement) -> list[str]:
    return [reading.text[start:end] for start, end in statement.content]


def only(reading: Reading) -> record.Statement:
    (statement,) = reading.statements
    return statement


def source(statement: record.Statement) -> str | None:
    return statement.speaker.text if statement.speaker is not None else None


def test_indirect_speech_leaves_the_leading_that_out() -> None:
    reading = coded("The Norwegian minister said on Monday that the border would reopen in June.")
    statement = only(reading)
    assert words(reading, statement) == ["the border would reopen in June"]
    assert source(statement) == "The Norwegian minister"
    assert (statement.kind, statement.mode) == ("indirect", "speech")


def test_quotation_split_by_its_cue_and_carried_on() -> None:
    text = "“We will not wait,” Ms. Haugen said. “The border opens in June. It stays open.”"
    reading = coded(text)
    statement = only(reading)
    assert words(reading, statement) == ["We will not wait,", "The border opens in June. It stays open."]
    assert source(statement) == "Ms. Haugen"
    assert statement.kind == "direct"
    assert statement.cue is not None
    assert text[slice(*statement.cue)] == "said"


def test_quotation_runs_on_in_the_next_paragraph() -> None:
    reading = coded("The envoy said: “Nobody was told.\n\n“Nobody will be told tomorrow either.”")
    assert words(reading, only(reading)) == ["Nobody was told.", "Nobody will be told tomorrow either."]


def test_a_bare_quotation_carries_the_statement_before_it_on() -> None:
    reading = coded("Ms. Haugen said the border would reopen in June. “Nobody has anything to fear from that.”")
    assert words(reading, only(reading)) == [
        "the border would reopen in June",
        "Nobody has anything to fear from that.",
    ]


def test_what_a_quoted_speaker_thinks_is_no_statement_of_its_own() -> None:
    assert len(coded("“I think that the talks have failed,” Ms. Haugen said.").statements) == 1


def test_long_texts_take_time_in_proportion() -> None:
    reading = coded("“We will not wait,” Ms. Haugen said. The envoy said the minister had told him so.\n\n" * 120)
    assert len(reading.statements) >= 240


def test_mixed_speech_keeps_the_inner_marks() -> None:
    reading = coded("The president said the vote was “a sad day for the whole of Europe” and would be repeated.")
    statement = only(reading)
    assert statement.kind == "mixed"
    assert "“a sad day for the whole of Europe”" in words(reading, statement)[0]


def test_according_to() -> None:
    reading = coded("Three soldiers were killed in the north, according to the defence ministry.")
    statement = only(reading)
    assert words(reading, statement) == ["Three soldiers were killed in the north"]
    assert source(statement) == "the defence ministry"
    assert not statement.anonymous


def test_unnamed_officials_are_anonymous_and_a_spokesman_is_not() -> None:
    assert only(coded("European officials said the summit would be moved to Riga.")).anonymous
    assert not only(coded("A ministry spokesman said the summit would be moved to Riga.")).anonymous
    assert not only(coded("The foreign ministry said the summit would be moved to Riga.")).anonymous


def test_medium_of_a_statement() -> None:
    assert only(coded("The premier said in an interview that the talks had failed.")).medium == "interview"
    assert only(coded("The premier said in a statement that the talks had failed.")).medium == "statement"


def test_letter_to_somebody_saying_something() -> None:
    text = "According to a Baltic newspaper, Maria Haugen sent a letter to Peter Olsen stressing that the talks had failed."
    reading = parsed(text)
    for name, key in (("Maria Haugen", "haugen"), ("Peter Olsen", "olsen")):
        start = text.index(name)
        head = reading.span(start, start + len(name)).root
        reading.add_mention(Mention(start, start + len(name), head.i, "name", key))
    Statements().code(reading)
    inner = next(s for s in reading.statements if words(reading, s) == ["the talks had failed"])
    carrier = next(s for s in reading.statements if s.id == inner.reported_by)
    assert source(carrier) == "a Baltic newspaper"
    assert inner.speaker is not None
    assert inner.speaker.actor == "haugen"
    assert inner.addressees == ("olsen",)
    assert (inner.medium, inner.mode) == ("letter", "writing")


def test_later_sentences_from_a_reported_letter_keep_its_carrier() -> None:
    text = (
        "According to the newspaper, Maria Haugen wrote that the talks had failed.\n\n"
        "Maria Haugen also wrote: “We shall not come back to the table before June.”"
    )
    reading = parsed(text)
    for start in (text.index("Maria"), text.rindex("Maria")):
        head = reading.span(start, start + 12).root
        reading.add_mention(Mention(start, start + 12, head.i, "name", "haugen"))
    Statements().code(reading)
    by_id = {s.id: s for s in reading.statements}
    later = next(s for s in reading.statements if s.kind == "direct")
    assert later.reported_by is not None
    assert source(by_id[later.reported_by]) == "the newspaper"


def test_one_report_inside_another() -> None:
    reading = coded("The envoy said the minister had told him that the treaty was dead.")
    outer, inner = sorted(reading.statements, key=lambda s: s.content[0])
    assert inner.reported_by == outer.id
    assert outer.reported_by is None
    assert words(reading, inner) == ["the treaty was dead"]


def test_headline_with_a_label() -> None:
    reading = coded("Haugen: Treaty talks have failed for good\n\nThe rain went on for a third day.")
    statement = only(reading)
    assert source(statement) == "Haugen"
    assert words(reading, statement) == ["Treaty talks have failed for good"]


def test_thoughts_and_intentions_have_their_mode() -> None:
    assert only(coded("The government believes that the talks will fail.")).mode == "thought"
    assert {s.mode for s in coded("Mr. Olsen plans to visit Kyiv next week.").statements} <= {"intention"}


def test_plain_acts_are_no_statements() -> None:
    assert coded("The convoy crossed the bridge at dawn. Rain fell on the city.").statements == []


def test_nothing_is_coded_from_skipped_passages() -> None:
    text = "The envoy said the treaty was dead."
    reading = parsed(text)
    reading.article = record.Article(id="a", text=text, sha256="0", skipped=((0, len(text)),))
    Statements().code(reading)
    assert reading.statements == []


@pytest.mark.parametrize(
    "text", ["", "said", "“", "🙂", "said: “”", ":", "X:", "according to", "قال الوزير إن", "a\n\n\n“b"]
)
def test_odd_text_raises_nothing(text: str) -> None:
    assert all(s.content for s in coded(text).statements)


def test_same_text_same_entries() -> None:
    text = "“We will not wait,” Ms. Haugen said, adding that the border would open. Riga fears a new delay."
    one, two = coded(text), coded(text)
    assert one.statements == two.statements
    assert len({s.id for s in one.statements}) == len(one.statements)
    for statement in one.statements:
        assert all(0 <= start < end <= len(text) for start, end in statement.content)
        assert 0.0 < statement.confidence < 1.0


def test_clause_that_the_parse_hangs_on_the_medium_is_the_content() -> None:
    reading = coded(
        "Foreign Minister Anna Lindqvist said in a statement that President Olav Berg had asked for a delay."
    )
    outer = next(each for each in reading.statements if source(each) == "Foreign Minister Anna Lindqvist")
    assert words(reading, outer) == ["President Olav Berg had asked for a delay"]


def test_cue_at_the_end_of_a_sentence_takes_what_stands_before_it() -> None:
    reading = coded("They would not weaken the resolve of the alliance to keep its border safe, she added.")
    assert [(source(each), words(reading, each)) for each in reading.statements] == [
        ("she", ["They would not weaken the resolve of the alliance to keep its border safe"])
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Norway recalled its ambassador from the neighbouring capital.",
        "The ministry declined to comment.",
        "The embassy did not respond to a request for comment.",
    ],
)
def test_deeds_and_silence_are_no_statements(text: str) -> None:
    assert coded(text).statements == []


def test_minister_whom_an_owner_picks_out_is_not_anonymous() -> None:
    assert not only(coded("Norway's foreign minister said that the border would reopen.")).anonymous
    assert only(coded("A senior diplomat said that the border would reopen.")).anonymous


def test_a_quotation_is_signed_behind_a_dash() -> None:
    text = (
        "Voices from the summit\n\n“We came to listen, and we did.” — Jean Asselborn, foreign minister of Luxembourg\n"
        "“The text will not pass.” ― Péter Szijjártó\n\n“I leave now,” said Josep Borrell — and he left.\n\n"
        '"There is nothing to add."\n-- Sergei Lavrov\n'
    )
    reading = coded(text)
    said = {words(reading, each)[0]: each.speaker for each in reading.statements}
    speakers = {content: reading.text[s.start : s.end] for content, s in said.items() if s is not None}
    assert speakers == {
        "We came to listen, and we did.": "Jean Asselborn, foreign minister of Luxembourg",
        "The text will not pass.": "Péter Szijjártó",
        "I leave now,": "Josep Borrell",
        "There is nothing to add.": "Sergei Lavrov",
    }
