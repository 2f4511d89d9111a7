from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec import structs

from communique.archive import Archive, Selection, keep, kept, withdraw
from communique.ask.matrix import agreement, blocs, matrix, moves
from communique.ask.outlook import outlook
from communique.ask.positions import positions
from communique.errors import BadDate, BadQuestion, NoSuchEntry
from communique.record import Moment
from tests.positions_by_hand import QUESTION, by_hand, fill, told


@pytest.fixture
def archive(place: str) -> Iterator[Archive]:
    with Archive(place, create=True) as made:
        fill(made)
        yield made


def test_positions_read_and_by_hand_stand_side_by_side(archive: Archive) -> None:
    rows = positions(archive, Selection(question=QUESTION))
    assert [(row.held, row.actor_id, row.how) for row in rows][:3] == [
        ("2014-10-30", "SWE", "hand"), ("2019-11-01", "LUX", "hand"), ("2019-12-08", "DEU", "read"),
    ]  # fmt: skip
    read = next(row for row in rows if row.actor_id == "DEU")
    assert (read.speaker, read.quotation, read.said_by, read.confidence) == (
        "Germany",
        "it was against",
        ("Germany",),
        0.8,
    )
    hand = rows[0]
    assert (hand.by, hand.title, hand.confidence, hand.article) == ("AB", "own notes", None, None)


def test_nothing_by_hand_is_ever_lost(archive: Archive) -> None:
    (sweden,) = [each for each in kept(archive) if each.position.actor == "SWE"]
    assert keep(archive, [sweden.position]) == 0
    withdraw(archive, sweden.id, why="a slip", author="CD")
    assert sweden.id not in {each.id for each in kept(archive)}
    (gone,) = [each for each in kept(archive, withdrawn=True) if each.id == sweden.id]
    assert (gone.withdrawn, gone.withdrawn_by) == ("a slip", "CD")
    with pytest.raises(NoSuchEntry):
        withdraw(archive, sweden.id, why="again", author="CD")
    assert "SWE" not in {row.actor_id for row in positions(archive)}


def test_cells_show_the_last_stance_and_unknown_as_unknown(archive: Archive) -> None:
    found = matrix(archive, [QUESTION])
    assert len(found.actors) == 28
    assert found.cell("LUX", QUESTION).stance == "for"
    assert found.cell("LUX", QUESTION).history == ("2019-11-01 undecided", "2019-12-08 for")
    assert found.cell("FRA", QUESTION).stance == "unknown"
    assert found.cell("FRA", QUESTION).words is None
    germany = found.cell("DEU", QUESTION)
    assert (germany.quotation, germany.outlet, germany.how, germany.day) == (
        "it was against",
        "Example Wire",
        "read",
        "2019-12-08",
    )


def test_what_is_judged_or_added_meanwhile_counts_when_it_is_asked_again(archive: Archive) -> None:
    rows = positions(archive, Selection(question=QUESTION))
    (read,) = [each for each in rows if (each.actor_id, each.how) == ("DEU", "read")]
    asked = {"on": "2019-12-31", "others": True}
    assert matrix(archive, [QUESTION], **asked).cell("DEU", QUESTION).id == read.id  # type: ignore[arg-type]
    judged = archive.judge(read.id, "reject", by="AB", article=read.article)
    assert matrix(archive, [QUESTION], **asked).cell("DEU", QUESTION).id != read.id  # type: ignore[arg-type]
    archive.undo(judged.id, by="AB")
    day = Moment(value="2019-12-20", earliest="2019-12-20", latest="2019-12-20")
    later = archive.record(read.article or "")
    later = structs.replace(
        later, article=structs.replace(later.article, id="later"), positions=tuple(
            structs.replace(each, id="p-later", stance="for", time=day)
            for each in later.positions
            if each.actor == "DEU"
        )
    )  # fmt: skip
    assert matrix(archive, [QUESTION], **asked).cell("DEU", QUESTION).id == read.id  # type: ignore[arg-type]
    archive.add(later)
    cell = matrix(archive, [QUESTION], **asked).cell("DEU", QUESTION)  # type: ignore[arg-type]
    assert (cell.stance, cell.day, len(cell.history)) == ("for", "2019-12-20", 2)


def test_a_contradiction_of_one_day_is_shown_and_no_move(archive: Archive) -> None:
    found = matrix(archive, [QUESTION])
    assert found.cell("IRL", QUESTION).contradicted
    assert not found.cell("HUN", QUESTION).contradicted
    assert [(each.actor_id, each.before, each.after, each.day) for each in moves(found)] == [
        ("HUN", "undecided", "against", "2019-12-10"), ("LUX", "undecided", "for", "2019-12-08"),
    ]  # fmt: skip


def test_an_earlier_day_knows_nothing_of_later_ones(archive: Archive) -> None:
    found = matrix(archive, [QUESTION], on="2019-12-08", silent=False)
    assert {actor for actor, _ in found.actors} == {"LUX", "DEU", "HUN", "SWE"}
    assert found.cell("HUN", QUESTION).stance == "undecided"
    with pytest.raises(BadDate):
        matrix(archive, [QUESTION], on="yesterday")
    with pytest.raises(BadQuestion, match="no question"):
        matrix(archive, ["nothing-at-all"])


def test_members_are_those_of_the_day(archive: Archive) -> None:
    archive.add(told("four", "2020-02-02", ("LUX", "for")))
    assert len(matrix(archive, [QUESTION]).actors) == 27
    assert len(matrix(archive, [QUESTION], on="2020-01-01").actors) == 28


def test_columns_of_time(archive: Archive) -> None:
    found = matrix(archive, [QUESTION], columns="month", silent=False)
    assert found.columns == ("2014-10", "2019-11", "2019-12")
    assert found.cell("LUX", "2019-11").stance == "undecided"
    assert found.cell("LUX", "2014-10").stance == "unknown"
    assert matrix(archive, [QUESTION], columns="year", silent=False).columns == ("2014", "2019")


def test_agreement_and_blocs(archive: Archive) -> None:
    keep(archive, [by_hand(each, "for", "2019-12-09", question="recognise-kosovo") for each in ("LUX", "SWE", "DEU")])
    found = matrix(archive, [QUESTION, "recognise-kosovo"], silent=False)
    closest = agreement(found)[0]
    assert (closest.one, closest.other, closest.shared, closest.same, closest.share) == ("LUX", "SWE", 2, 2, 1.0)
    halves = next(each for each in agreement(found) if (each.one, each.other) == ("DEU", "LUX"))
    assert halves.share == 0.5
    groups = [set(each.actor_ids) for each in blocs(found)]
    assert groups == [{"IRL", "LUX", "SWE"}, {"DEU", "HUN"}]


def test_outlook_counts_what_is_known(archive: Archive) -> None:
    found = outlook(archive, QUESTION, rule="eu-unanimity")
    assert found.outcome.verdict == "fails"
    assert found.outcome.stopped_by == ("DEU", "HUN")
    standing = {each.member_id: each for each in found.members}
    assert standing["DEU"].words == "it was against"
    assert (standing["FRA"].vote, standing["FRA"].stance) == ("open", "unknown")
    assert standing["IRL"].vote == "open", "a contradiction binds nobody"
    assert outlook(archive, QUESTION).outcome.verdict == "no joint decision"


def test_outlook_with_assumptions_and_opt_outs(archive: Archive) -> None:
    free = outlook(archive, QUESTION, rule="eu-unanimity", assume={"HUN": "abstain"}, without=["DEU"])
    assert free.outcome.verdict == "open"
    assert free.outcome.members == 27
    assert {each.member_id for each in free.members if each.assumed} == {"HUN"}
    with pytest.raises(BadQuestion, match="USA does not vote"):
        outlook(archive, QUESTION, rule="eu-unanimity", assume={"USA": "for"})


def test_an_imported_abstention_counts_as_one(archive: Archive) -> None:
    keep(archive, [by_hand("DEU", "undecided", "2019-12-10", how="vote", vote="abstain")])
    found = outlook(archive, QUESTION, rule="eu-unanimity")
    assert found.outcome.abstaining == ("DEU",)
    assert found.outcome.stopped_by == ("HUN",)
