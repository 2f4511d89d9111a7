"""Two coders side by side: counts by hand, reliability against the textbook, and the sides themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.archive import Archive
from communique.archive.coded import CodedEvent, coded, coders, keep_coded, remove_coder
from communique.ask import actors, timeline
from communique.ask.coders import Side, Unit, side
from communique.ask.compare import compare
from communique.ask.reliability import alpha_interval, alpha_nominal, kappa
from communique.errors import InputError, NoSuchEntry
from tests.handmade import record


def unit(id: str, day: str, dyad: str, type: str | None, article: str | None = None, score: float = 1.0) -> Unit:
    source, _, target = dyad.partition(">")
    return Unit(id, day, article, (source, target), type, 1, score, f"words of {id}")


A = Side("a", (
    unit("1", "2020-01-01", "FRA>DEU", "CONSULT"), unit("2", "2020-01-01", "FRA>DEU", "AGREE"),
    unit("3", "2020-01-02", "USA>IRN", "THREATEN", score=-5), unit("4", "2020-01-03", "ITA>---", None),
))  # fmt: skip
B = Side("b", (
    unit("x", "2020-01-01", "FRA>DEU", "CONSULT"), unit("y", "2020-01-01", "FRA>DEU", "CONSULT"),
    unit("z", "2020-01-03", "USA>IRN", "ACCUSE", score=-2), unit("w", "2020-01-03", "ITA>---", "REQUEST"),
))  # fmt: skip


def test_units_are_counted_at_every_level() -> None:
    made = compare(A, B)
    levels = {each.of: (each.a, each.b, each.both) for each in made.levels}
    assert levels["day"] == (3, 2, 2)
    assert levels["parties"] == (3, 3, 3)
    assert levels["parties and day"] == (3, 3, 2)
    assert levels["parties, day and type"] == (4, 3, 1)
    assert made.levels[-1].share_of_a == pytest.approx(1 / 4)
    assert made.levels[-1].share_of_b == pytest.approx(1 / 3)
    assert made.levels[-1].f1 == pytest.approx(2 / 7)
    assert (made.since, made.until, made.by) == ("2020-01-01", "2020-01-03", "day")


def test_disagreements_are_listed_once_each() -> None:
    made = compare(A, B)
    told = {(each.what, each.source, each.a_type, each.b_type) for each in made.disagreements}
    assert told == {
        ("only A", "FRA", "AGREE", None), ("only A", "USA", "THREATEN", None), ("only B", "USA", None, "ACCUSE"),
        ("other type", "ITA", "---", "REQUEST"),
    }  # fmt: skip
    assert {each.key: (each.a, each.b, each.both) for each in made.types}["CONSULT"] == (1, 1, 1)


def test_a_day_off_is_forgiven_when_asked() -> None:
    made = compare(A, B, slack=1)
    assert ("other type", "THREATEN", "ACCUSE") in {(e.what, e.a_type, e.b_type) for e in made.disagreements}
    assert made.paired == 3


def test_coders_of_other_times_are_not_compared() -> None:
    with pytest.raises(InputError, match="no day in common"):
        compare(A, Side("c", (unit("1", "2021-01-01", "FRA>DEU", "CONSULT"),)))


def test_reliability_as_the_textbooks_have_it() -> None:
    # Cohen (1960) by hand: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no gives 0.4.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    # Krippendorff's example of two observers and ten units of two values.
    ten = [("0", "0")] * 5 + [("1", "1")] + [("0", "1"), ("1", "0"), ("0", "1"), ("0", "1")]
    zeros, ones = 5 * 2 + 4, 1 * 2 + 4
    expected = 1 - (20 - 1) * (2 * 4) / (20**2 - zeros**2 - ones**2)
    assert alpha_nominal(ten) == pytest.approx(expected)
    assert alpha_nominal(ten) == pytest.approx(0.0952, abs=1e-4)  # the published value of this example
    assert alpha_interval([(1.0, 1.0), (2.0, 2.0), (5.0, 5.0)]) == 1.0
    assert (alpha_interval([(1.0, 3.0), (3.0, 1.0)]) or 0) < 0
    assert kappa([]) is alpha_nominal([]) is alpha_interval([]) is None
    assert kappa([("y", "y")]) is None


@pytest.fixture
def archive(place: str) -> Iterator[Archive]:
    with Archive(place, create=True) as kept:
        kept.add(record())
        yield kept


EVENTS = [
    CodedEvent(
        id="1", day="2019-12-02", type="SUPPORT", cameo="054", quad=1, score=6.0, sources=("RUR",), targets=("ZEN",)
    ),
    CodedEvent(id="2", day="2019-12-08", type="ACCUSE", cameo="112", quad=3, score=-2.0, sources=("RUR",), targets=()),
]


def test_events_of_others_are_in_no_answer(archive: Archive) -> None:
    before = timeline(archive), actors(archive)
    assert keep_coded(archive, "feed", EVENTS) == 2
    assert keep_coded(archive, "feed", EVENTS) == 0
    assert (timeline(archive), actors(archive)) == before
    assert list(coded(archive, "feed")) == EVENTS
    assert [each.id for each in coded(archive, "feed", since="2019-12-03")] == ["2"]
    (one,) = coders(archive)
    assert (one.coder, one.events, one.first, one.last) == ("feed", 2, "2019-12-02", "2019-12-08")
    assert remove_coder(archive, "feed") == 2
    with pytest.raises(NoSuchEntry):
        list(coded(archive, "feed"))
    with pytest.raises(InputError):
        keep_coded(archive, "machine", EVENTS)


def test_the_machine_and_a_feed(archive: Archive) -> None:
    keep_coded(archive, "feed", EVENTS)
    made = compare(side(archive, "machine", feed=True), side(archive, "feed"))
    level = next(each for each in made.levels if each.of == "parties, day and type")
    assert level.both == 1
    assert all(each.a_id != "e-embassy" for each in made.disagreements)  # it is only planned


def test_the_machine_and_a_person(archive: Archive) -> None:
    archive.judge("e-recognised", "accept", by="Ben")  # before Ann: an accept is of what is shown
    archive.judge("e-recognised", "correct", by="Ann", change={"type": "REJECT"})
    made = compare(side(archive, "machine"), side(archive, "Ann"))
    assert made.by == "article"
    assert [(e.what, e.a_type, e.b_type) for e in made.disagreements] == [("other type", "SUPPORT", "REJECT")]
    assert compare(side(archive, "machine"), side(archive, "Ben")).disagreements == ()
    archive.judge("e-recognised", "correct", by="Eve", change={"status": "possible", "day": "2019-12-03"})
    (one,) = compare(side(archive, "machine"), side(archive, "Eve")).disagreements
    assert (one.what, one.a_type, one.b_type) == ("other day or status", "SUPPORT", "SUPPORT")
    assert one.details == "day 2019-12-02 / 2019-12-03; status actual / possible"
    archive.judge("e-recognised", "reject", by="Cee")
    assert [e.what for e in compare(side(archive, "machine"), side(archive, "Cee")).disagreements] == ["only A"]
    with pytest.raises(NoSuchEntry, match="Ann, Ben, Cee, Eve"):
        side(archive, "Dee")


def test_another_archive_is_a_coder(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with Archive(path, create=True) as other:
        other.add(record())
    made = compare(side(archive, "machine"), side(archive, str(path)))
    assert made.disagreements == ()
    assert made.levels[-1].f1 == 1.0
