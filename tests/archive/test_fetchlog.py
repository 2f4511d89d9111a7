from __future__ import annotations

from datetime import UTC, datetime

from communique.archive import Archive, FetchLog
from communique.archive.fetchlog import MOST_TRIES

FEED = "https://h.example/feed"


def log_of(archive: Archive) -> FetchLog:
    return FetchLog(archive, now=lambda: datetime(2021, 5, 4, 8, tzinfo=UTC))


def test_entries_are_wanted_until_kept_or_tried_too_often(place: str) -> None:
    with Archive(place, create=True) as archive:
        log = log_of(archive)
        keys = [f"k{n}" for n in range(1200)]
        assert log.wanted(FEED, keys) == keys
        log.entry(FEED, "k0", "https://h.example/0", "kept", article="article-1")
        for _ in range(MOST_TRIES - 1):
            log.entry(FEED, "k1", "https://h.example/1", "failed", reason="404")
        assert log.wanted(FEED, keys) == keys[1:]
        log.entry(FEED, "k1", "https://h.example/1", "failed", reason="500")
        assert log.wanted(FEED, keys) == keys[2:]
        assert log.wanted("https://other.example/", ["k0"]) == ["k0"]
        assert log.failures() == [("https://h.example/1", "500", 3, "2021-05-04T08:00:00+00:00")]


def test_an_entry_that_failed_and_then_came_is_kept(place: str) -> None:
    with Archive(place, create=True) as archive:
        log = log_of(archive)
        log.entry(FEED, "k", "https://h.example/1", "failed", reason="404")
        log.entry(FEED, "k", "https://h.example/1", "kept", article="article-1")
        assert log.wanted(FEED, ["k"]) == []
        assert log.failures() == []


def test_a_feed_keeps_its_last_row(place: str) -> None:
    with Archive(place, create=True) as archive:
        log = log_of(archive)
        assert log.marks(FEED) is None
        marks = {"url": FEED, "title": "H", "etag": '"1"', "modified": None, "outcome": "changed", "reason": None}
        log.keep_marks(marks)
        assert log.marks(FEED) == marks
        log.keep_marks({**marks, "outcome": "failed", "reason": "404"})
        log.entry(FEED, "k", "https://h.example/1", "kept", article="article-1")
    with Archive(place) as archive:
        (row,) = log_of(archive).feeds()
        assert (row.outcome, row.reason, row.kept, row.failed) == ("failed", "404", 1, 0)
