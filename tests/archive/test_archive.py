from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Thread

import msgspec
import pytest
from msgspec import structs

from communique.archive import Added, Archive, Failure, Search, add_records, as_known, database, writing
from communique.archive.dialects.sqlite import WORDS
from communique.archive.rows import rows_of
from communique.archive.search import Order
from communique.ask import search
from communique.errors import ArchiveError, BrokenArchive, EmptyText, NewerArchive, NoSuchEntry, NotAnArchive
from communique.sources import make_article
from tests.handmade import TEXT, record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


def count(path: Path, table: str) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
    finally:
        connection.close()


def test_a_record_comes_back_as_it_was(path: Path) -> None:
    made = record()
    with Archive(path, create=True) as archive:
        assert archive.add(made) == "added"
    with Archive(path) as archive:
        assert archive.record("article-1") == made
        assert list(archive.records()) == [made]
        assert len(archive) == 1
        archive.check()


def test_adding_again_changes_nothing(path: Path) -> None:
    with Archive(path, create=True) as archive:
        archive.add(record())
        assert archive.add(record()) == "unchanged"
        assert len(archive) == 1


def test_a_new_coding_replaces_every_row(path: Path) -> None:
    with Archive(path, create=True) as archive:
        archive.add(record())
        archive.add(record(id="article-2"))
        bare = msgspec.structs.replace(record(), events=(), statements=(), positions=(), meetings=(), actors=())
        assert archive.add(bare) == "replaced"
        assert archive.record("article-1") == bare
        archive.check()
    for table, left in (("events", 2), ("parts", 8), ("appearances", 5), ("agenda", 1), ("articles", 2), ("texts", 1)):
        assert count(path, table) == left, table


def test_a_failing_replacement_leaves_the_old_record(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive(path, create=True) as archive:
        archive.add(record())
        with monkeypatch.context() as patch:
            wrong = ("appearances", [(1, 99, 12345, None, 0, 0, 0)])  # nobody has this number
            patch.setattr(writing, "rows_of", lambda *given: [*rows_of(*given), wrong])
            with pytest.raises(ArchiveError):
                archive.add_many([record(id="article-2"), msgspec.structs.replace(record(), model="other")])
        assert list(archive.records()) == [record()]
        archive.check()
        assert archive.add_many([record(id="article-2"), record()]) == ["added", "unchanged"]
        archive.check()


def test_many_at_once_are_as_one_by_one(path: Path) -> None:
    other = msgspec.structs.replace(record(), model="other")
    with Archive(path, create=True) as archive:
        given = [record(), record(id="article-2"), record(), other]
        assert archive.add_many(given) == ["added", "added", "unchanged", "replaced"]
        assert [archive.record(f"article-{n}") for n in (1, 2)] == [other, record(id="article-2")]
        assert archive.add_many([]) == []


def test_a_text_is_kept_once_and_goes_with_its_last_article(path: Path) -> None:
    with Archive(path, create=True) as archive:
        archive.add_many([record(), record(id="article-2")])
        assert count(path, "texts") == 1
        archive.add(record(text=TEXT + " Another end."))
        assert count(path, "texts") == 2
        archive.add(record(id="article-2", text=TEXT + " Another end."))
        assert count(path, "texts") == 1
        assert archive.record("article-2").article.text.endswith("Another end.")


def test_actors_with_the_same_particulars_are_one_row(path: Path) -> None:
    made = record()
    stranger = msgspec.structs.replace(made.actors[2], id="a-xyzxyzxyzxyz", resolved=False, wikidata=None)
    with Archive(path, create=True) as archive:
        archive.add(made)
        archive.add(msgspec.structs.replace(record(id="article-2"), actors=(*made.actors[:2], stranger)))
    assert count(path, "actors") == 6
    assert count(path, "appearances") == 8


def test_an_entry_given_twice_does_not_cost_the_record(path: Path) -> None:
    made = record()
    doubled = msgspec.structs.replace(made, events=made.events * 2)
    with Archive(path, create=True) as archive:
        archive.add(doubled)
        assert archive.record("article-1") == doubled
    assert count(path, "events") == 2


def test_entries_are_found_by_id_and_prefix(path: Path) -> None:
    with Archive(path, create=True) as archive:
        archive.add(record())
        archive.add(record(id="article-2", published="2019-12-09"))
        found = archive.find("e-rec")
        assert [(each.kind, each.id, each.record.article.id) for each in found] == [
            ("event", "e-recognised", "article-1"), ("event", "e-recognised", "article-2"),
        ]  # fmt: skip
        assert archive.find("RUR")[0].kind == "actor"
        with pytest.raises(NoSuchEntry, match="s-told, s-wrote"):
            archive.find("s-")
        for wrong in ("", "x-none", "%", "e_recognised"):
            with pytest.raises(NoSuchEntry):
                archive.find(wrong)
        with pytest.raises(NoSuchEntry):
            archive.record("none")


def test_files_that_are_no_archive(path: Path) -> None:
    with pytest.raises(NotAnArchive, match="no archive"):
        Archive(path)
    assert not path.exists()
    with pytest.raises(NotAnArchive, match="no folder"):
        Archive(path.parent / "none" / "a.db", create=True)
    with pytest.raises(NotAnArchive, match="folder"):
        Archive(path.parent, create=True)
    path.write_text("Envoys return.")
    with pytest.raises(NotAnArchive):
        Archive(path, create=True)
    assert path.read_text() == "Envoys return."


def test_another_programs_database_is_left_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (x)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NotAnArchive):
        Archive(path, create=True)
    assert path.read_bytes() == before


def test_a_newer_archive_is_refused(path: Path) -> None:
    Archive(path, create=True).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(NewerArchive, match="newer"):
        Archive(path)


def test_a_damaged_archive_is_told(path: Path) -> None:
    with Archive(path, create=True) as archive:
        for number in range(20):
            archive.add(record(id=f"article-{number}"))
    data = bytearray(path.read_bytes())
    data[8192:-4096] = b"\xff" * (len(data) - 8192 - 4096)
    path.write_bytes(data)
    with pytest.raises(BrokenArchive), Archive(path) as archive:
        archive.check()


def test_migrations_run_one_by_one_and_keep_what_is_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive(path, create=True) as archive:
        archive.add(record())
    added = "ALTER TABLE documents ADD COLUMN seen TEXT;\nCREATE TABLE later (x TEXT);\n"
    later = (*database.migrations("sqlite"), database.Migration(9001, added))
    monkeypatch.setattr(database, "migrations", lambda _dialect: later)
    with Archive(path) as archive:
        assert archive.record("article-1") == record()
    assert count(path, "later") == 0
    wrong = (*later, database.Migration(9002, "CREATE TABLE half (x TEXT);\nCREATE TABLE later (x TEXT);\n"))
    monkeypatch.setattr(database, "migrations", lambda _dialect: wrong)
    with pytest.raises(ArchiveError):
        Archive(path)
    with pytest.raises(sqlite3.OperationalError):
        count(path, "half")


def test_a_migration_that_comes_late_is_run_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = database.migrations("sqlite")
    first, last = (database.Migration(n, f"CREATE TABLE made_{n} (x TEXT);\n") for n in (9001, 9002))
    for each in ((*known, last), (*known, first, last)):
        monkeypatch.setattr(database, "migrations", lambda _dialect, each=each: each)
        Archive(path, create=True).close()
    assert count(path, "made_9001") == count(path, "made_9002") == 0


def test_every_migration_has_a_number_of_its_own() -> None:
    folder = Path(database.__file__).parent / "migrations"
    for dialect in ("sqlite", "postgresql"):
        numbers = [each.number for each in database.migrations(dialect)]
        assert numbers == sorted(set(numbers))
    read = {each.sql for dialect in ("sqlite", "postgresql") for each in database.migrations(dialect)}
    assert read == {each.read_text("utf-8") for each in folder.glob("*.sql")}, "a name that is no migration's"


def test_every_table_is_in_wal_with_foreign_keys(path: Path) -> None:
    with Archive(path, create=True) as archive, archive._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
        names = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'").scalars())
    names = {name for name in names if not name.startswith(WORDS)}  # kept by SQLite itself
    assert names == set(database.tables().tables)


def test_two_writers_wait_for_one_another(path: Path) -> None:
    Archive(path, create=True).close()

    def write(first: int) -> None:
        with Archive(path) as archive:
            for number in range(first, first + 10):
                archive.add(record(id=f"article-{number}"))

    threads = [Thread(target=write, args=(first,)) for first in (0, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Archive(path) as archive:
        assert len(archive) == 20


def test_a_bad_article_never_costs_the_others(path: Path) -> None:
    def fail() -> None:
        raise EmptyText("There is no text.")

    with Archive(path, create=True) as archive:
        outcomes = list(add_records(archive, [("a", record), ("b", fail), ("c", lambda: record(id="c"))]))  # type: ignore[list-item]
    assert [type(each) for each in outcomes] == [Added, Failure, Added]
    assert count(path, "articles") == 2


def test_an_article_coded_before_is_known_by_text_metadata_and_versions(path: Path) -> None:
    made = record()
    article, versions = made.article, (made.communique, made.model, made.registry)
    with Archive(path, create=True) as archive:
        assert archive.coded_before(article, versions) is None
        archive.add(made)
        assert archive.coded_before(article, versions) == made
        less = msgspec.structs.replace(article, outlet=None, dateline=None, language=None)
        assert archive.coded_before(less, versions) == made, "what the record told besides is no difference"
        assert archive.coded_before(article, (made.communique, "other", made.registry)) is None
        for change in ({"sha256": "0" * 64}, {"outlet": "Other"}, {"published": "1999-01-01"}, {"title": "Other"}):
            assert archive.coded_before(msgspec.structs.replace(article, **change), versions) is None


def test_an_entry_is_found_by_the_index_of_ids_and_not_where_it_no_longer_is(place: str) -> None:
    with Archive(place, create=True) as archive:
        archive.add_many([record(id=f"article-{number}") for number in range(3)])
        assert [each.record.article.id for each in archive.find("e-reco")] == [f"article-{n}" for n in range(3)]
        event, *others = record().events
        renamed = structs.replace(record(), events=(structs.replace(event, id="e-other"), *others), positions=())
        archive.add(renamed)
        archive.add(record(id="article-0", published="2020-01-01"))
        assert [each.record.article.id for each in archive.find("e-other")] == ["article-1"]
        assert [each.record.article.id for each in archive.find("e-recognised")] == ["article-0", "article-2"]
        with pytest.raises(NoSuchEntry, match="Several"):
            archive.find("e-")
        with pytest.raises(NoSuchEntry):
            archive.find("e-%")


def test_a_search_of_very_many_hits_ranks_and_counts_those_added_last(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive(place, create=True) as archive:
        archive.add_many([record(id=f"article-{n}", published=f"2020-01-{n + 1:02}") for n in range(8)])
        monkeypatch.setattr(type(archive.dialect), "ranked", 3)
        found = search(archive, Search("embassy"), facets=True)
        assert {row.article for row in found.rows} == {"article-5", "article-6", "article-7"}
        assert (found.total, found.counted, found.facets["month"]) == (8, 3, [("2020-01", 3)])
        by_date = search(archive, Search("embassy"), order="date")
        assert [row.article for row in by_date.rows] == [f"article-{n}" for n in reversed(range(8))]


def test_a_phrase_that_very_many_have_is_counted_where_an_index_tells(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL would have to look into every text that has its words: it says that there are more."""
    with Archive(place, create=True) as archive:
        archive.add_many([record(id=f"article-{n}", published=f"2020-01-{n + 1:02}") for n in range(8)])
        phrase = Search('"an embassy"')
        assert (search(archive, phrase).total, search(archive, phrase).more) == (8, False)
        monkeypatch.setattr(type(archive.dialect), "ranked", 3)
        orders: dict[Order, range] = {"relevance": range(5, 8), "date": range(8)}
        for order, numbers in orders.items():
            found = search(archive, phrase, order=order, facets=True)
            assert {row.article for row in found.rows} == {f"article-{n}" for n in numbers}
            told = (3, True) if archive.dialect.name == "postgresql" else (8, False)
            assert (found.total, found.more, found.counted) == (*told, 3)
        reversed_ = search(archive, Search('"embassy an"'))
        assert (reversed_.total, reversed_.more, reversed_.rows) == (0, False, ())
        without = search(archive, Search('embassy -"embassy an"'), order="date")
        assert len(without.rows) == 8


def test_an_entry_is_found_by_its_id_whatever_came_with_it(path: Path) -> None:
    """Ids of articles that are added together stand in one row; what is coded anew comes to them."""
    made = record()
    event = msgspec.structs.replace(made.events[0], id="e-zzzzzzzzzzzz")
    other = msgspec.structs.replace(made, events=(event, *made.events[1:]))
    with Archive(path, create=True) as archive:
        archive.add_many([record(id=f"article-{n}") for n in range(5)])
        archive.add(record(id="article-5"))
        assert [each.record.article.id for each in archive.find(made.events[0].id)] == [
            f"article-{n}" for n in range(6)
        ]
        for coded in (other, made, other):
            archive.add(msgspec.structs.replace(coded, article=record(id="article-3").article))
        assert [each.record.article.id for each in archive.find("e-zzz")] == ["article-3"]
        assert [each.record.article.id for each in archive.find(made.events[0].id)] == [
            f"article-{n}" for n in (0, 1, 2, 4, 5)
        ]
        assert len(archive.find("RUR")) == 6
        archive.check()


def test_a_text_that_is_given_again_with_its_day_or_without_is_one_article(place: str) -> None:
    text = "The envoys met in Zenda."
    undated, dated = make_article(text), make_article(text, published="2021-05-04")
    with Archive(place, create=True) as archive:
        assert undated.id != dated.id
        assert as_known(archive, dated) == dated
        archive.add(structs.replace(record(), article=undated))
        known = as_known(archive, dated)
        assert (known.id, known.published) == (undated.id, "2021-05-04")
        assert archive.add(structs.replace(record(), article=known)) == "replaced"
        assert as_known(archive, undated) == as_known(archive, dated) == known
        other_day = make_article(dated.text, published="2021-06-01")
        assert as_known(archive, other_day) == other_day
        assert as_known(archive, make_article(dated.text, outlet="Herald")).id != known.id
        assert as_known(archive, make_article(dated.text, id="mine")).id == "mine"
