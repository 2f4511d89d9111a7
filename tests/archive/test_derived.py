"""What is worked out of articles and kept: an article that is added is added to it, one that is written anew counts anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from msgspec import structs

from communique.archive import Archive, Selection
from communique.archive.counts import Told, articles_on, counts_by_outlet, counts_by_question, totals
from communique.archive.derived import ByArticle, Tally
from communique.archive.overview import party
from communique.archive.standing import latest_stances, sentences
from communique.ask.documents import documents
from communique.errors import ArchiveError
from communique.record import DocumentMention, Record
from tests import handmade

QUESTION = "recognise-zenda"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive.db", create=True) as made:
        for number in range(3):
            made.add(handmade.record(id=f"article-{number}", published=f"2019-12-0{number + 1}"))
        yield made


def test_only_what_is_not_known_is_worked_out(archive: Archive) -> None:
    asked: list[list[int]] = []

    def make(_archive: Archive, numbers: Sequence[int]) -> dict[int, int]:
        asked.append(list(numbers))
        return {number: 10 * number for number in numbers}

    kept = ByArticle(make, most=3, at_once=2)
    assert kept.of(archive, [1, 2, 3]) == [10, 20, 30]
    assert kept.of(archive, [3, 1]) == [30, 10]
    assert asked == [[1, 2], [3]]
    archive.judge("e-recognised", "reject", by="anna", article="article-0")
    assert kept.of(archive, [1, 2]) == [10, 20]
    assert asked[2:] == [[1, 2]], "all that have the entry that was judged"
    assert kept.of(archive, [7, 8, 9, 1]) == [70, 80, 90, 10]
    assert asked[3:] == [[7, 8], [9]], "three are kept, those that were asked for last"


def test_a_count_goes_on_from_where_it_was(archive: Archive) -> None:
    asked: list[tuple[int, int]] = []

    def count(_archive: Archive, after: int, last: int) -> int:
        asked.append((after, last))
        return last - after

    tally = Tally(count, lambda one, other: one + other)
    assert [tally.of(archive), tally.of(archive)] == [3, 3]
    with archive.snapshot() as before:
        assert len(before) == 3
        archive.add(handmade.record(id="later", published="2020-01-01"))
        assert tally.of(archive) == 4
        assert tally.of(before) == 3, "who looks at an older state counts there"
    assert tally.of(archive) == 4
    assert asked == [(0, 3), (3, 4), (0, 3)]
    archive.judge("e-recognised", "reject", by="anna", article="article-0")
    assert tally.of(archive) == 4
    assert asked[3:] == [(0, 4)], "what is judged is counted anew"


def everything(asked: Archive) -> list[object]:
    on = articles_on(asked, "positions", QUESTION, most=3)
    return [
        totals(asked), counts_by_outlet(asked), counts_by_question(asked), on,
        latest_stances(asked, party(asked, "RUR", whole=True)), documents(asked, Selection(articles=on)),
    ]  # fmt: skip


def citing(coded: Record) -> Record:
    start = coded.article.text.index("embassy")
    mention = DocumentMention(start=start, end=start + 7, text="embassy")
    return structs.replace(coded, documents=(structs.replace(coded.documents[0], mentions=(mention,)),))


def test_counts_are_those_of_an_archive_just_opened(archive: Archive, tmp_path: Path) -> None:
    everything(archive)
    archive.add(citing(handmade.record(id="later", published="2020-01-01")))
    archive.add(handmade.record(id="undated", published=None))
    changed = handmade.record(id="article-1", published="2019-12-02")
    changed = structs.replace(changed, positions=(), article=structs.replace(changed.article, outlet="Observer"))
    archive.add(changed)
    with Archive(tmp_path / "archive.db") as opened:
        assert everything(archive) == everything(opened)
    assert totals(archive)["articles"] == 5
    assert any(outlet == "Observer" for outlet, _ in counts_by_outlet(archive))
    assert counts_by_question(archive)[QUESTION] == Told(4, frozenset({"RUR"}), "2020-01-01")
    assert articles_on(archive, "positions", QUESTION, most=2) == {"later", "article-2"}
    stances = latest_stances(archive, party(archive, "RUR", whole=True))
    assert stances == [(QUESTION, "for", "2020-01-01")]
    assert [row.article for row in documents(archive, Selection(articles=frozenset({"later"})))] == ["later"]


def test_the_sentence_behind_a_position(archive: Archive) -> None:
    told = sentences(archive, QUESTION, ["o-for", "o-none"])
    assert told == {"o-for": handmade.TEXT[slice(*handmade.record().events[0].sentence)]}


def test_a_file_that_was_replaced_is_neither_asked_nor_written(archive: Archive, tmp_path: Path) -> None:
    with Archive(tmp_path / "other.db", create=True) as other:
        other.add(handmade.record(id="other"))
    (tmp_path / "other.db").replace(tmp_path / "archive.db")
    with pytest.raises(ArchiveError, match="moved or replaced"), archive.snapshot():
        pass
    with pytest.raises(ArchiveError, match="moved or replaced"):
        archive.add(handmade.record(id="lost"))
    (tmp_path / "archive.db").unlink()
    with pytest.raises(ArchiveError, match="moved or replaced"):
        archive.add(handmade.record(id="lost"))


def test_the_word_of_a_state_changes_with_what_is_written(archive: Archive, tmp_path: Path) -> None:
    first = archive.state()
    assert first == archive.state()
    with archive.snapshot() as before:
        assert before.state() == first
        archive.add(handmade.record(id="later", published="2020-01-01"))
        assert before.state() == first
    second = archive.state()
    archive.judge("e-recognised", "reject", by="anna", article="article-0")
    assert len({first, second, archive.state()}) == 3
    with Archive(tmp_path / "archive.db") as opened:
        assert opened.state() == archive.state()
    with Archive(tmp_path / "empty.db", create=True) as empty:
        assert empty.state() is None
