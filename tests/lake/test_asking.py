from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import msgspec
import pytest
from typer.testing import CliRunner

from communique import ask
from communique import record as r
from communique.archive import Archive, Search, Selection, counts, overview
from communique.ask.agenda import agenda
from communique.ask.documents import documents
from communique.ask.evidence import evidence
from communique.ask.matrix import matrix
from communique.ask.outlook import outlook
from communique.ask.paging import Span, articles, paged, party_of
from communique.ask.people import actor_page
from communique.ask.relations import network, pair
from communique.cli import app
from communique.errors import ArchiveError, BrokenArchive, NoSuchEntry, NotAnArchive, PartlyRead
from communique.lake import Lake, LakeWriter, import_slice, is_lake, opened, slice_of
from tests.handmade import TEXT, record

QUESTION = "eu-recognise-palestine"


def standing(coded: r.Record, state: str, stance: str) -> r.Record:
    """The record with a stance on a question of the vocabulary."""
    position = msgspec.structs.replace(
        coded.positions[0], id=f"o-{state}", actor=state, question=QUESTION, stance=stance
    )
    return msgspec.structs.replace(coded, positions=(*coded.positions, position))


def undated(coded: r.Record) -> r.Record:
    """The record whose events stand on the day of their article."""
    return msgspec.structs.replace(
        coded, events=tuple(msgspec.structs.replace(each, time=None) for each in coded.events)
    )


def records() -> list[r.Record]:
    """Articles of several days, outlets and codings, one without a day and one without entries."""
    made = [record(id=f"article-{n}", published=f"2019-{n:02}-08", text=f"{TEXT}\n\nPage {n}.") for n in range(1, 13)]
    made[::2] = [undated(each) for each in made[::2]]
    made += [record(id="undated", published=None), record(id="same-text", published="2019-12-09")]
    start = TEXT.index("embassy")
    cited = r.DocumentMention(start=start, end=start + 7, text="embassy")
    plan = msgspec.structs.replace(made[1].documents[0], mentions=(cited,))
    made[1] = msgspec.structs.replace(made[1], documents=(plan,))
    made[3] = standing(made[3], "DEU", "for")
    made[7] = standing(made[7], "DEU", "against")
    made[8] = standing(made[8], "FRA", "for")
    other = record(id="elsewhere", published="2020-02-01")
    made.append(msgspec.structs.replace(other, article=msgspec.structs.replace(other.article, outlet="Observer")))
    bare = record(id="bare", published="2020-02-02")
    made.append(msgspec.structs.replace(bare, events=(), statements=(), positions=(), meetings=(), actors=()))
    return made


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, Lake]]:
    """The same records in an archive and in a lake of three units, some of them in two."""
    folder = tmp_path_factory.mktemp("both")
    made = records()
    writer = LakeWriter(folder / "lake")
    stale = msgspec.structs.replace(record(id="article-5", published="2019-01-01"), events=(), statements=())
    writer.commit("part-1", [*made[:6], stale])
    writer.commit("part-2", [*made[4:11], made[11]])
    writer.commit("part-3", made[11:])
    with Archive(folder / "a.db", create=True) as archive, Lake(folder / "lake") as lake:
        archive.add_many(made)
        yield archive, lake


QUESTIONS: dict[str, Callable[[Archive], Any]] = {
    "timeline": ask.timeline,
    "timeline of a state": lambda kept: ask.timeline(kept, ask.select(kept, actor="Ruritania")),
    "timeline of days": lambda kept: ask.timeline(kept, ask.select(kept, since="2019-03-01", until="2019-06-30")),
    "timeline of a person in days": lambda kept: ask.timeline(
        kept, ask.select(kept, actor="Anna Rassendyll", since="2019-12-01"), each=True
    ),
    "events of a kind": lambda kept: ask.events(kept, kind="SUPPORT"),
    "events by CAMEO": lambda kept: ask.events(kept, kind="0"),
    "actors": ask.actors,
    "actors of a code": lambda kept: ask.actors(kept, ask.select(kept, actor="ZEN", until="2019-07-01")),
    "statements": ask.statements,
    "statements about": lambda kept: ask.statements(kept, ask.select_statements(kept, about="embassy March")),
    "statements to": lambda kept: ask.statements(kept, ask.select_statements(kept, to="Zenda", told_twice=True)),
    "chains": ask.chains,
    "positions": ask.positions,
    "calendar": ask.calendar,
    "agenda": agenda,
    "documents": documents,
    "search by actor": lambda kept: ask.search(kept, Search(wanted=ask.select(kept, actor="Zenda")), facets=True),
    "search by outlet": lambda kept: ask.search(kept, Search(outlet="observer", type="support")),
    "network": network,
    "network of statements": lambda kept: network(kept, "says", since="2019-05-01", countries=True),
    "pair": lambda kept: pair(kept, party_of(kept, "Ruritania"), party_of(kept, "Zenda")),
    "articles": lambda kept: articles(kept, Span(parties=(overview.party(kept, "RUR", whole=True),)), most=5),
    "matrix": lambda kept: matrix(kept, [QUESTION], others=True),
    "matrix by month": lambda kept: matrix(kept, [QUESTION], columns="month", latest=1, silent=False),
    "outlook": lambda kept: outlook(kept, QUESTION),
    "positions on a question": lambda kept: ask.positions(kept, ask.select(kept, question=QUESTION)),
    "a page": lambda kept: paged(kept, ask.timeline, Selection(), Span(until="2019-12-31"), most=7),
    "an actor's page": lambda kept: actor_page(kept, party_of(kept, "Anna Rassendyll")),
    "by day": lambda kept: overview.counts_by_day(overview.Window().chosen(kept).happened, "month"),
    "by country": lambda kept: overview.counts_by_country(overview.Window().chosen(kept)),
    "by days, counted": lambda kept: overview.Window().happened(kept)[1:],
    "by outlet": counts.counts_by_outlet,
    "coverage": overview.coverage,
    "by question": counts.counts_by_question,
    "totals": counts.totals,
    "an entry": lambda kept: evidence(kept, records()[0].events[0].id),
    "all records": lambda kept: list(kept.records()),
    "number": len,
}


@pytest.mark.parametrize("asked", QUESTIONS)
def test_a_lake_answers_as_an_archive_does(both: tuple[Archive, Lake], asked: str) -> None:
    archive, lake = both
    told = QUESTIONS[asked](archive)
    assert told, "an empty answer shows nothing"
    assert QUESTIONS[asked](lake) == told


def test_words_are_found_in_the_texts(both: tuple[Archive, Lake]) -> None:
    archive, lake = both
    for words in ("embassy", '"open an embassy"', "embass*", "embassy -page", "observer OR zenda", "nowhere"):
        told, found = (ask.search(each, Search(words), order="date", most=50) for each in (archive, lake))
        assert {row.article for row in found.rows} == {row.article for row in told.rows}, words
    assert "embassy" in next(iter(ask.search(lake, Search("embassy")).rows)).words


def test_two_ids_that_begin_alike_are_told_apart(both: tuple[Archive, Lake]) -> None:
    with pytest.raises(NoSuchEntry, match="begin with"):
        both[1].find("e-")
    with pytest.raises(NoSuchEntry, match="no article"):
        both[1].record("nobody's")


def test_nothing_is_changed_in_a_lake(both: tuple[Archive, Lake]) -> None:
    with pytest.raises(ArchiveError, match="only asked"):
        both[1].add(record())


def test_a_slice_is_imported_and_again_changes_nothing(both: tuple[Archive, Lake], tmp_path: Path) -> None:
    _, lake = both
    steps: list[tuple[int, int]] = []
    with Archive(tmp_path / "b.db", create=True) as target:
        chosen = slice_of(
            lake, since="2019-02-01", until="2019-12-08", outlets=["HERALD <b>"],
            actors=[ask.select(lake, actor="Ruritania"), ask.select(lake, actor="nobody")],
        )  # fmt: skip
        found = import_slice(lake, target, chosen, lambda done, total: steps.append((done, total)))
        assert (found.added, found.replaced, found.unchanged) == (11, 0, 0)
        assert steps == [(11, 11)]
        again = import_slice(lake, target, slice_of(lake))
        assert (again.added, again.unchanged) == (5, 11)
        assert list(target.records()) == list(lake.records())


def test_a_slice_without_an_article_is_told_and_makes_no_archive(both: tuple[Archive, Lake], tmp_path: Path) -> None:
    where = str(both[1].path)
    typed = ["archive", "import", where, "--archive", str(tmp_path / "c.db"), "--outlet", "Nobody's"]
    done = CliRunner().invoke(app, typed)
    assert done.exit_code != 0
    assert not (tmp_path / "c.db").exists()


def test_a_lake_shows_what_was_committed_when_it_was_opened(tmp_path: Path) -> None:
    writer = LakeWriter(tmp_path / "lake")
    with Lake(tmp_path / "lake") as lake:
        assert len(lake) == 0
        assert ask.timeline(lake) == []
    writer.commit("part-1", [record()])
    with Lake(tmp_path / "lake") as lake:
        writer.commit("part-2", [record(id="other")])
        assert [each.article.id for each in lake.records()] == ["article-1"]
    assert is_lake(tmp_path / "lake")
    with opened(tmp_path / "lake") as kept:
        assert len(kept) == 2


def test_a_damaged_file_is_found_and_the_rest_answers(tmp_path: Path) -> None:
    writer = LakeWriter(tmp_path / "lake")
    unit = writer.commit("part-1", [record()])
    writer.commit("part-2", [record(id="other", published="2020-01-02")])
    path = tmp_path / "lake" / next(each.path for each in unit.parts if each.table == "statements")
    with Lake(tmp_path / "lake") as lake:
        lake.check()
        whole = [row.article for row in ask.statements(lake)]
        assert set(whole) == {"article-1", "other"}
        path.write_bytes(path.read_bytes()[:-1] + b"?")
        with pytest.raises(BrokenArchive, match="is damaged"):
            lake.check()
    less = r"without 1 articles \(2019-12 Herald"
    with pytest.warns(PartlyRead, match=less):
        lake = Lake(tmp_path / "lake")
    with lake:
        found = [row.article for row in ask.statements(lake)]
        assert found == [each for each in whole if each == "other"]
        assert {row.article for row in ask.timeline(lake)} == {"other"}
    writer.commit("part-1", [record()])
    with Lake(tmp_path / "lake") as lake:
        path.unlink()
        with pytest.warns(PartlyRead, match=less):
            assert [row.article for row in ask.statements(lake)] == found
        with pytest.raises(BrokenArchive, match="is missing"):
            lake.check()


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    writer = LakeWriter(tmp_path / "lake")
    unit = writer.commit("part-1", [record()])
    writer.commit("part-2", [record(id="other", published="2020-01-02")])
    for each in unit.parts:
        if each.table == "events":
            (tmp_path / "lake" / each.path).unlink()
    told = CliRunner().invoke(app, ["ask", "timeline", "--lake", str(tmp_path / "lake"), "-f", "csv"])
    assert told.exit_code == 1
    assert "other" in told.stdout
    assert "article-1" not in told.stdout
    assert "Missing: " in told.stderr
    assert "without 1 articles" in told.stderr
    checked = CliRunner().invoke(app, ["lake", "check", str(tmp_path / "lake")])
    assert checked.exit_code == 2
    assert "events/month=2019-12" in checked.stderr


def test_a_damaged_manifest_costs_its_unit_alone(tmp_path: Path) -> None:
    writer = LakeWriter(tmp_path / "lake")
    writer.commit("part-1", [record()])
    writer.commit("part-2", [record(id="other")])
    (tmp_path / "lake" / "manifest" / "part-1.json").write_text("{")
    with pytest.warns(PartlyRead, match="without this unit"), Lake(tmp_path / "lake") as lake:
        assert [each.article.id for each in lake.records()] == ["other"]


def test_where_there_is_no_lake_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotAnArchive, match="no lake"):
        Lake(tmp_path)
    assert not is_lake(tmp_path)
    assert not is_lake("postgresql://somebody@somewhere/archive")


def test_a_lake_in_an_object_store_is_asked_there() -> None:
    where = "memory://bucket/lake"
    LakeWriter(where).commit("part-1", [record(), record(id="other", published="2020-01-01")])
    with opened(where) as lake:
        assert [row.article for row in ask.timeline(lake, ask.select(lake, actor="Zenda", until="2019-12-31"))] == [
            "article-1",
            "other",
        ]
    fsspec.filesystem("memory").store.clear()
