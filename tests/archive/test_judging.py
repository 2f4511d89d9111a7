from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec import structs
from sqlalchemy.exc import DatabaseError

from communique import ask
from communique import record as r
from communique.archive import Archive, Search, Selection
from communique.archive.judging import Said
from communique.errors import BadJudgement, NoSuchEntry
from tests.handmade import record


@pytest.fixture
def archive(place: str) -> Iterator[Archive]:
    with Archive(place, create=True) as made:
        made.add(record())
        yield made


def recoded(**more: object) -> r.Record:
    """The same article by a newer version."""
    return structs.replace(record(), model="newer", **more)


def test_a_rejected_entry_is_in_no_answer_until_that_is_undone(archive: Archive) -> None:
    before = ask.timeline(archive)
    said = archive.judge("e-recognised", "reject", by="Ada", why="It is a plan.")
    assert [row.id for row in ask.timeline(archive)] == ["e-embassy"]
    assert archive.record("article-1") == record(), "what the machine coded is kept"
    assert archive.find("e-recognised")[0].kind == "event"
    undo = archive.undo(said.id, by="Ada")
    assert ask.timeline(archive) == before
    assert undo.undoes == said.id
    assert [each.kind for each in archive.judgements("e-recognised")] == ["reject", "undo"]
    archive.undo(undo.id, by="Bo")
    assert [row.id for row in ask.timeline(archive)] == ["e-embassy"]


def test_what_is_said_of_an_entry_in_one_article_counts_in_its_copies_at_once(archive: Archive) -> None:
    archive.add(record(id="copy"))
    archive.judge("e-recognised", "reject", by="Ada", article="copy")
    assert [(row.article, row.id) for row in ask.timeline(archive)] == [
        ("article-1", "e-embassy"), ("copy", "e-embassy"),
    ]  # fmt: skip
    assert len(archive.marks()) == 2


def test_corrected_fields_are_shown_and_selected_by(archive: Archive) -> None:
    archive.judge(
        "e-recognised", "correct", by="Ada",
        change={"mode": "recall-envoy", "sources": "DEU", "day": "2019-11-30", "status": "past"},
    )  # fmt: skip
    row = next(each for each in ask.timeline(archive) if each.id == "e-recognised")
    assert (row.type, row.cameo, row.quad) == ("SANCTION", "161", 4)
    assert (row.sources, row.day, row.status) == (("Germany",), "2019-11-30", "past")
    assert row.judged == "corrected: day, mode, sources, status (Ada)"
    assert [each.id for each in ask.timeline(archive, ask.select(archive, actor="DEU"))] == ["e-recognised"]
    assert [each.id for each in ask.events(archive, kind="SANCTION")] == ["e-recognised"]
    found = ask.search(archive, Search(type="SANCTION"))
    assert [each.article for each in found.rows] == ["article-1"]


def test_positions_statements_meetings_and_actors_are_corrected(archive: Archive) -> None:
    archive.judge("o-for", "correct", by="Ada", change={"stance": "against"})
    archive.judge("s-wrote", "correct", by="Ada", change={"speaker": "FRA", "claim": "denied"})
    archive.judge("m-elbe", "correct", by="Ada", change={"day": "2019-12-14", "status": "postponed", "place": None})
    archive.judge("ZEN", "correct", by="Ada", change={"actor": "BEL"})
    assert [row.stance for row in ask.positions(archive)] == ["against"]
    said = next(row for row in ask.statements(archive) if row.id == "s-wrote")
    assert (said.speaker, said.claim, said.addressees) == ("France", "denied", ("Belgium",))
    met = next(row for row in ask.calendar(archive) if row.id == "m-elbe")
    assert (met.day, met.status, met.place) == ("2019-12-14", "postponed", None)
    assert {row.id for row in ask.actors(archive)} >= {"BEL", "FRA"}
    assert "ZEN" not in {row.id for row in ask.actors(archive)}
    assert next(row for row in ask.timeline(archive) if row.id == "e-recognised").targets == ("Belgium",)


def test_what_a_rejected_statement_carried_is_carried_on(archive: Archive) -> None:
    archive.judge("s-told", "reject", by="Ada")
    row = next(row for row in ask.timeline(archive) if row.id == "e-recognised")
    assert row.said_by == ()
    assert next(row for row in ask.statements(archive)).said_by == ("Anna Rassendyll",)
    archive.judge("Q1", "reject", by="Ada")
    assert ask.statements(archive)[0].speaker is None
    archive.check()


def test_conflicts_are_told_and_end_when_one_comes_round(archive: Archive) -> None:
    archive.judge("e-recognised", "accept", by="Ada")
    assert archive.conflicts() == []
    archive.judge("e-recognised", "correct", by="Bo", change={"status": "planned"})
    found = archive.conflicts()
    assert [(each.target.id, each.about) for each in found] == [("e-recognised", ("status",))]
    assert [each.by for each in found[0].judgements] == ["Ada", "Bo"]
    row = next(row for row in ask.timeline(archive) if row.id == "e-recognised")
    assert row.status == "planned"
    assert row.judged == "corrected: status; disputed: status (Ada, Bo)"
    archive.judge("e-recognised", "accept", by="Ada")
    assert archive.conflicts() == []
    assert archive.judgements("e-recognised")[-1].change == {"status": "planned"}
    archive.judge("e-recognised", "reject", by="Cy")
    assert archive.conflicts()[0].about == ("entry",)


def test_judgements_survive_a_new_coding_by_id_and_by_words(archive: Archive) -> None:
    archive.judge("e-embassy", "reject", by="Ada")
    archive.judge("e-recognised", "correct", by="Ada", change={"status": "planned"})
    archive.judge("o-for", "accept", by="Ada")
    first, second = record().events
    renamed = recoded(events=(structs.replace(first, id="e-new", type="AID"), second), positions=())
    assert archive.add(renamed) == "replaced"
    rows = ask.timeline(archive)
    assert [(row.id, row.status, row.type) for row in rows] == [("e-new", "planned", "AID")]
    assert [each.target.id for each in archive.orphans()] == ["o-for"]
    assert [each.target.id for each in archive.judged("article-1").orphans] == ["o-for"]
    assert archive.orphans()[0].target.words == "recognised Zenda"
    archive.add(record())
    assert archive.orphans() == []
    assert [(row.id, row.status) for row in ask.timeline(archive)] == [("e-recognised", "planned")]


def test_a_correction_of_an_older_coding_is_accepted_as_it_is_shown(archive: Archive) -> None:
    archive.judge("e-recognised", "correct", by="Ada", change={"status": "planned"})
    first, second = record().events
    archive.add(recoded(events=(structs.replace(first, id="e-new"), second), positions=()))
    accepted = archive.judge("e-new", "accept", by="Bo")
    assert accepted.change == {"status": "planned"}
    assert next((row.id, row.status) for row in ask.timeline(archive)) == ("e-new", "planned")
    assert archive.conflicts() == []


def test_other_words_are_not_taken_for_the_judged_ones(archive: Archive) -> None:
    archive.judge("e-recognised", "reject", by="Ada")
    first, second = record().events
    elsewhere = structs.replace(first, id="e-new", trigger=(0, 4))
    archive.add(recoded(events=(elsewhere, second)))
    assert {row.id for row in ask.timeline(archive)} == {"e-new", "e-embassy"}
    assert [each.target.id for each in archive.orphans()] == ["e-recognised"]


def test_an_entry_of_a_copied_text_is_judged_once(archive: Archive) -> None:
    archive.add(record(id="article-2"))
    archive.judge("e-recognised", "reject", by="Ada")
    assert [row.id for row in ask.timeline(archive)] == ["e-embassy", "e-embassy"]
    archive.add(record(id="article-3"))
    assert {row.id for row in ask.timeline(archive)} == {"e-embassy"}
    with pytest.raises(BadJudgement, match="3 articles"):
        archive.judge("ZEN", "reject", by="Ada")
    archive.judge("ZEN", "correct", by="Ada", article="article-2", change={"actor": "BEL"})
    names = {row.article: row.addressees for row in ask.statements(archive) if row.id == "s-wrote"}
    assert names == {"article-1": ("Zenda",), "article-2": ("Belgium",), "article-3": ("Zenda",)}


def test_what_does_not_fit_is_refused_and_changes_nothing(archive: Archive) -> None:
    wrong = [
        ("e-recognised", "correct", {"stance": "for"}), ("e-recognised", "correct", {"type": "NONE"}),
        ("e-recognised", "correct", {"mode": "none"}), ("e-recognised", "correct", {"day": "1 May"}),
        ("e-recognised", "correct", {"day": "2020-02-01", "until": "2020-01-01"}), ("e-recognised", "correct", {}),
        ("t-monday", "correct", {"value": "x"}), ("e-recognised", "accept", {"type": "AID"}),
        ("o-for", "correct", {"stance": "perhaps"}), ("e-recognised", "praise", {}),
    ]  # fmt: skip
    for entry, kind, change in wrong:
        with pytest.raises(BadJudgement):
            archive.judge(entry, kind, by="Ada", change=change)  # type: ignore[arg-type]
    with pytest.raises(BadJudgement, match="somebody"):
        archive.judge("e-recognised", "accept", by=" ")
    with pytest.raises(NoSuchEntry):
        archive.judge("e-none", "accept", by="Ada")
    with pytest.raises(NoSuchEntry):
        archive.undo("j-none", by="Ada")
    with pytest.raises(BadJudgement, match="two different"):
        archive.judge("e-recognised", "merge", by="Ada", other="s-told")
    said = archive.judge("e-recognised", "accept", by="Ada")
    archive.undo(said.id, by="Ada")
    with pytest.raises(BadJudgement, match="already"):
        archive.undo(said.id, by="Ada")
    assert len(archive.judgements()) == 2


def test_pairs_are_judged(archive: Archive) -> None:
    archive.add(record(id="article-2", text=record().article.text + "\n"))
    archive.judge("article-1", "merge", by="Ada", other="article-2")
    archive.judge("article-2", "split", by="Bo", other="article-1")
    pairing = archive.pairings()[0]
    assert (pairing.pair, pairing.kind, pairing.disputed) == (("article-1", "article-2"), "split", True)
    assert [each.about for each in archive.conflicts()] == [("merge",)]


def test_a_copy_holds_the_judgements(archive: Archive, tmp_path: Path) -> None:
    from communique.archive import back_up

    archive.judge("e-recognised", "reject", by="Ada")
    back_up(archive, tmp_path / "copy.db")
    with Archive(tmp_path / "copy.db") as copy:
        assert copy.judgements() == archive.judgements()
        assert len(ask.timeline(copy, Selection())) == 1


def test_an_earlier_judgement_is_never_changed(archive: Archive) -> None:
    said = archive.judge("e-recognised", "accept", by="Ada")
    for statement in ("UPDATE judgements SET author = 'Bo'", "DELETE FROM judgements"):
        with pytest.raises(DatabaseError, match="never"), archive._engine.begin() as connection:
            connection.exec_driver_sql(statement)
    assert archive.judgements() == [msgspec.convert(msgspec.to_builtins(said), type(said))]


def test_many_entries_of_an_article_are_judged_in_one_go(place: str) -> None:
    with Archive(place, create=True) as archive:
        archive.add(record())
        archive.judge("e-recognised", "correct", by="Ann", change={"status": "planned"})
        said = [
            Said("event", "e-recognised", "accept"), Said("statement", "s-wrote", "reject", {}, "not said"),
            Said("position", "o-for", "correct", {"stance": "against"}),
        ]  # fmt: skip
        made = archive.judge_article("article-1", said, by="Ben")
        assert [each.number for each in made] == [2, 3, 4]
        assert made[0].change == {"status": "planned"}  # an accept is of what was shown then
        shown = archive.judged("article-1").record
        assert [each.stance for each in shown.positions] == ["against"]
        assert all(each.id != "s-wrote" for each in shown.statements)
        assert [row.status for row in ask.timeline(archive) if row.id == "e-recognised"] == ["planned"]
        with pytest.raises(NoSuchEntry):
            archive.judge_article("article-1", [Said("event", "e-nothing", "accept")], by="Ben")
        with pytest.raises(BadJudgement):
            archive.judge_article("article-1", [Said("event", "e-recognised", "correct", {"colour": "red"})], by="Ben")
        assert len(archive.judgements()) == 4
