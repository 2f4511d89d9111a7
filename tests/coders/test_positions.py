"""Positions: sides taken by word or deed, for whom, and none invented."""

from __future__ import annotations

import pytest

from communique.coders.positions.directed import directed_stance, locate
from communique.pipeline import read_text

PALESTINE, KOSOVO, GAZA = "eu-recognise-palestine", "recognise-kosovo", "gaza-ceasefire"


def positions(text: str, published: str) -> dict[tuple[str, str], str]:
    record = read_text(text, published=published)
    actors = {each.id for each in record.actors}
    for position in record.positions:
        assert position.actor in actors
        assert position.evidence
    return {(each.actor, each.question): each.stance for each in record.positions}


@pytest.mark.parametrize(
    ("text", "published", "actor", "question", "stance"),
    [
        ("Sweden recognised the State of Palestine on Thursday.", "2014-10-31", "SWE", PALESTINE, "for"),
        ("Latvia became the first member of the bloc to recognise Palestine.", "2014-10-31", "LVA", PALESTINE, "for"),
        ("Malta became the latest country to recognise Kosovo.", "2009-01-05", "MLT", KOSOVO, "for"),
        ("Albania urged all countries to recognise Kosovo.", "2009-01-05", "ALB", KOSOVO, "for"),
        ("Spain refuses to recognise Kosovo.", "2009-01-05", "ESP", KOSOVO, "against"),
        ("Serbia condemned the recognition of Kosovo by Peru.", "2009-01-05", "SRB", KOSOVO, "against"),
        ("The United States vetoed a text that demands a ceasefire in Gaza.", "2023-12-10", "USA", GAZA, "against"),
        ("Britain abstained in the vote on a ceasefire in Gaza.", "2023-12-10", "GBR", GAZA, "undecided"),
        ("Italy wants to ease the sanctions on Russia.", "2016-06-10", "ITA", "eu-extend-russia-sanctions", "against"),
        (
            "Poland backs the extension of sanctions on Russia.",
            "2016-06-10",
            "POL",
            "eu-extend-russia-sanctions",
            "for",
        ),
    ],
)
def test_deeds(text: str, published: str, actor: str, question: str, stance: str) -> None:
    assert positions(text, published)[(actor, question)] == stance


SANCTIONS, NATO = "eu-extend-russia-sanctions", "nato-admit-sweden-finland"


@pytest.mark.parametrize(
    ("text", "published", "actor", "question", "stance"),
    [
        ("Malta recognised Palestine. Egypt hailed the decision.", "2024-06-10", "EGY", PALESTINE, "for"),
        ("Malta recognised Palestine. Israel called the move a mistake.", "2024-06-10", "ISR", PALESTINE, "against"),
        ("The EU has sanctions on Russia. Poland wants the measures to be extended.", "2016-06-10", "POL", SANCTIONS, "for"),
        ("The Council debated a ceasefire in Gaza. Britain abstained.", "2023-12-10", "GBR", GAZA, "undecided"),
        ("The Council debated a ceasefire in Gaza. Peru voted against it.", "2023-12-10", "PER", GAZA, "against"),
        ("Cyprus has no plans to recognise Kosovo.", "2012-05-04", "CYP", KOSOVO, "against"),
        ("Brazil will recognise Kosovo only if Belgrade agrees.", "2012-05-04", "BRA", KOSOVO, "mixed"),
        ("Spain's foreign minister said his government would not recognise Kosovo.", "2009-01-05", "ESP", KOSOVO, "against"),
        ("Albania asked other states not to withdraw their recognition of Kosovo.", "2012-05-04", "ALB", KOSOVO, "for"),
        ("Serbia asked other states not to recognise Kosovo.", "2012-05-04", "SRB", KOSOVO, "against"),
        ("Poland's president said that Poland was for the NATO membership of Sweden.", "2022-12-09", "POL", NATO, "for"),
        ("Chile, Peru and Ghana called for a ceasefire in Gaza.", "2023-12-10", "GHA", GAZA, "for"),
    ],
)  # fmt: skip
def test_words_that_lean_on_others(text: str, published: str, actor: str, question: str, stance: str) -> None:
    assert positions(text, published).get((actor, question)) == stance


@pytest.mark.parametrize(
    "text",
    ["Hungary will not veto the extension of the sanctions on Russia.", "An adviser opposes the sanctions on Russia.",
     "The sanctions on Russia were debated. Italy condemned the decision on fish.",
     "Italy said that now was a time to extend its thanks. Sanctions on Russia were not discussed."],
)  # fmt: skip
def test_no_side_is_invented_for_who_takes_none(text: str) -> None:
    assert positions(text, "2016-06-10") == {}


@pytest.mark.parametrize(
    "text",
    [
        "Latvia could become the first member of the bloc to recognise Palestine.",
        "Latvia was not the first country to recognise Palestine.",
        "It asked whether Latvia became the first member of the bloc to discuss Palestine.",
    ],
)
def test_who_may_be_the_first_has_taken_no_side_yet(text: str) -> None:
    assert "for" not in positions(text, "2014-10-31").values()


def test_a_minister_speaks_for_the_government() -> None:
    text = "Luxembourg's foreign minister Jean Asselborn called on other states to recognise Palestine."
    found = positions(text, "2019-12-08")
    assert found[("LUX", PALESTINE)] == "for"
    assert len(found) == 2


def test_a_negation_is_a_weak_no() -> None:
    record = read_text("Greece does not recognise Kosovo.", published="2012-05-04")
    (position,) = record.positions
    assert (position.actor, position.stance) == ("GRC", "against")
    assert position.confidence < 0.6


@pytest.mark.parametrize(
    "text",
    ["Diplomats asked whether Norway could recognise Kosovo.", "Kosovo lies in Europe.",
     "If Greece recognised Kosovo, Belgrade would be angry."],
)  # fmt: skip
def test_nothing_is_invented(text: str) -> None:
    assert positions(text, "2012-05-04") == {}


def test_a_question_is_not_asked_before_its_time() -> None:
    assert positions("Spain refuses to recognise Kosovo.", "1999-01-05") == {}


def test_own_words_in_a_statement_show_a_side() -> None:
    text = "Irish Foreign Minister Simon Coveney said: “It is time to recognise the State of Palestine.”"
    record = read_text(text, published="2021-03-02")
    (position,) = [each for each in record.positions if each.actor == "IRL"]
    assert (position.stance, position.statement) == ("for", record.statements[0].id)


def test_names_in_brackets_are_located() -> None:
    assert locate("[Ana] met [Bo]s team.", "Ana", "Bo") == ("Ana met Bos team.", (0, 3), (8, 10))
    assert locate("Ana met Bo.", "Ana", "Bo") == ("Ana met Bo.", (0, 3), (8, 10))


def test_directed_stance_knows_the_direction() -> None:
    assert directed_stance("[Lindgren] accused [Okafor] of lying to voters.", "Lindgren", "Okafor") == 3
    assert directed_stance("[Lindgren] was accused by [Okafor] of lying to voters.", "Lindgren", "Okafor") == 4
    assert directed_stance("[Lindgren] and [Okafor] live in Oslo.", "Lindgren", "Okafor") == 0
    assert directed_stance("", "", "") == 0
