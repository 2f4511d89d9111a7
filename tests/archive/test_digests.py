"""What is kept in memory of articles holds as long as they are not written anew, and adds up to what they tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from communique.archive import Archive
from communique.archive.overview import (
    Window,
    counts_by_country,
    counts_by_day,
    counts_by_place,
    party,
    ties,
)
from communique.record import Record
from tests import handmade


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive.db", create=True) as made:
        for number in range(3):
            made.add(handmade.record(id=f"article-{number}", published=f"2019-12-0{number + 1}"))
    with Archive(tmp_path / "archive.db") as made:
        yield made


def without_events(coded: Record) -> Record:
    return msgspec.structs.replace(coded, events=())


def test_counts_are_the_sums_of_the_articles(archive: Archive) -> None:
    chosen = Window().chosen(archive)
    assert (len(chosen.digests), chosen.first, chosen.last) == (3, "2019-12-01", "2019-12-03")
    assert counts_by_day(chosen.happened, "day") == [("2019-12-02", 1, 3)]
    assert counts_by_day(chosen.happened, "year") == [("2019", 1, 3)]
    assert counts_by_country(chosen) == [("RUR", 3, 6.5), ("ZEN", 3, 6.5)]
    assert counts_by_country(chosen, "source") == [("RUR", 3, 6.5)]
    assert counts_by_country(chosen, "target") == [("ZEN", 3, 6.5)]
    assert counts_by_place(chosen) == []
    acts = ties(chosen, "acts", countries=False)
    assert [(each.source, each.target, each.month, each.n) for each in acts if each.target == "ZEN"] == [
        ("RUR", "ZEN", "2019-12", 3)
    ]
    # The minister tells of what her own state does: by countries that is no link at all.
    said = ties(chosen, "says", countries=False)
    assert [(each.source, each.target, each.n) for each in said] == [("Q1", "RUR", 3)]
    assert ties(chosen, "says", countries=True) == []


def test_the_database_counts_days_as_the_digests_do(archive: Archive) -> None:
    archive.add(handmade.record(id="undated", published=None))
    for asked in (Window(), Window(until="2019-12-02"), Window(parties=(party(archive, "ZEN", whole=True),), most=2)):
        chosen, happened = asked.chosen(archive), asked.happened(archive)
        assert (happened.articles, happened.first, happened.last) == (len(chosen.digests), chosen.first, chosen.last)
        assert counts_by_day(happened, "day") == counts_by_day(chosen.happened, "day") != []
    assert Window(since="2030-01-01").happened(archive) == ([], 0, None, None)


def test_a_window_has_the_articles_of_its_days_and_actors(archive: Archive) -> None:
    assert len(Window(since="2019-12-02", until="2019-12-02").chosen(archive).digests) == 1
    assert len(Window(parties=(party(archive, "ZEN", whole=True),), most=2).chosen(archive).digests) == 2
    assert len(Window(parties=(party(archive, "QQQ", whole=True),)).chosen(archive).digests) == 0


def test_what_is_coded_or_judged_anew_counts_anew(archive: Archive) -> None:
    assert counts_by_day(Window().chosen(archive).happened, "day") == [("2019-12-02", 1, 3)]
    archive.add(without_events(handmade.record(id="article-1", published="2019-12-02")))
    assert counts_by_day(Window().chosen(archive).happened, "day") == [("2019-12-02", 1, 2)]
    made = archive.judge("e-recognised", "reject", by="anna", article="article-0")
    assert counts_by_day(Window().chosen(archive).happened, "day") == []  # the copy in article-2 is rejected with it
    archive.undo(made.id, by="anna")
    assert counts_by_day(Window().chosen(archive).happened, "day") == [("2019-12-02", 1, 2)]


def test_who_looks_at_an_older_state_keeps_nothing_of_it(archive: Archive) -> None:
    with archive.snapshot() as before:
        assert len(before) == 3
        archive.add(without_events(handmade.record(id="article-1", published="2019-12-02")))
        assert counts_by_day(Window().chosen(archive).happened, "day") == [("2019-12-02", 1, 2)]
        archive.digests._by_article._known.clear()
        assert counts_by_day(Window().chosen(before).happened, "day") == [("2019-12-02", 1, 3)]
    assert counts_by_day(Window().chosen(archive).happened, "day") == [("2019-12-02", 1, 2)]


def test_another_program_rewrites_and_it_is_seen(archive: Archive, tmp_path: Path) -> None:
    assert counts_by_day(Window().chosen(archive).happened, "day") == [("2019-12-02", 1, 3)]
    with Archive(tmp_path / "archive.db") as other:
        other.add(without_events(handmade.record(id="article-2", published="2019-12-03")))
    assert counts_by_day(Window().chosen(archive).happened, "day") == [("2019-12-02", 1, 2)]


def test_many_appearances_are_looked_for_among_the_newest(archive: Archive) -> None:
    known = party(archive, "RUR", whole=True)
    assert (known.seen, known.of) == (6, 3)
    assert known.common(1)
    assert not known.common(1500)


def test_some_records_alone(archive: Archive) -> None:
    found = [each.article.id for each in archive.records(judged=True, only={"article-2", "article-0", "article-9"})]
    assert found == ["article-0", "article-2"]
