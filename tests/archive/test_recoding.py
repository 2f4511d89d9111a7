from __future__ import annotations

from msgspec import structs

from communique.archive import Archive
from communique.archive.recoding import differences, dismiss, outdated, propose, proposed, recoding, take_over
from communique.ask import timeline
from communique.record import Record
from tests.handmade import record

OLD, NEW = ("0", "m", "1"), ("0", "m2", "1")


def recoded(**changes: object) -> Record:
    return structs.replace(record(), model="m2", **changes)


def test_what_changes_is_told_by_kind() -> None:
    before = record()
    first, second = before.events
    moved = structs.replace(second, id="e-other")
    corrected = structs.replace(first, status="planned", confidence=0.1)
    after = recoded(events=(corrected, moved), positions=(), times=())
    told = {(each.kind, each.what, each.id, each.fields) for each in differences(before, after)}
    assert told == {
        ("event", "changed", "e-recognised", ("status",)), ("event", "changed", "e-other", ("id",)),
        ("position", "gone", "o-for", ()), ("time", "gone", "t-monday", ()),
    }  # fmt: skip
    assert {each.what for each in differences(after, before)} == {"changed", "added"}
    assert list(differences(before, recoded())) == []


def test_the_older_record_answers_until_the_newer_one_is_taken_over(place: str) -> None:
    after = recoded(events=record().events[:1])
    with Archive(place, create=True) as archive:
        archive.add_many([record(), record(id="article-2")])
        assert [each.article.id for each in outdated(archive, NEW)] == ["article-1", "article-2"]
        assert list(outdated(archive, OLD)) == []
        propose(archive, recoded())
        propose(archive, after)
        assert [each.article.id for each in outdated(archive, NEW)] == ["article-2"]
        assert list(proposed(archive)) == [(record(), after)]
        assert archive.record("article-1") == record()
        assert len(timeline(archive)) == 4
        assert take_over(archive) == 1
        assert archive.record("article-1") == after
        assert len(timeline(archive)) == 3
        assert list(proposed(archive)) == []
        propose(archive, record())
        assert dismiss(archive) == 1
        assert archive.record("article-1") == after


def test_no_judgement_is_lost(place: str) -> None:
    first, second = record().events
    with Archive(place, create=True) as archive:
        archive.add(record())
        archive.judge("e-recognised", "correct", change={"status": "planned"}, by="Ada")
        archive.judge("e-embassy", "reject", by="Ada")
        archive.judge("o-for", "accept", by="Ada")
        after = recoded(events=(structs.replace(first, id="e-otherwise"), second), positions=())
        propose(archive, after)
        archive.judge("s-told", "accept", by="Ada")  # judging meanwhile keeps what waits
        ((before, newer),) = proposed(archive)
        assert [each.target.id for each in recoding(archive, before, newer).orphans] == ["o-for"]
        take_over(archive)
        (row,) = timeline(archive)
        assert (row.id, row.status) == ("e-otherwise", "planned")
        assert [each.target.id for each in archive.orphans()] == ["o-for"]
        archive.add(record())
        assert archive.orphans() == []


def test_a_record_that_is_given_anew_puts_aside_what_waited(place: str) -> None:
    with Archive(place, create=True) as archive:
        archive.add(record())
        propose(archive, recoded())
        archive.add(structs.replace(record(), model="m3"))
        assert list(proposed(archive)) == []
