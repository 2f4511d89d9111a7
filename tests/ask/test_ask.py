from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from communique.archive import Archive
from communique.ask import actors, calendar, events, positions, select, statements, timeline
from communique.errors import BadDate, InputError
from communique.naming import cut, label
from tests.handmade import actor, record


@pytest.fixture
def archive(place: str) -> Iterator[Archive]:
    with Archive(place, create=True) as made:
        made.add(record())
        yield made


def test_timeline_has_names_chain_and_words(archive: Archive) -> None:
    first, second = timeline(archive)
    assert (first.id, first.day, first.source_ids, first.sources, first.targets) == (
        "e-recognised", "2019-12-02", ("RUR",), ("Ruritania",), ("Zenda",),
    )  # fmt: skip
    assert first.said_by == ("its foreign minister (Anna Rassendyll)",)
    assert second.said_by == ("Anna Rassendyll", "its foreign minister (Anna Rassendyll)")
    assert first.trigger == "recognised"
    assert first.words.endswith("told the Herald.")


@pytest.mark.parametrize("name", ["RUR", "rur", "Ruritania", "ruritania "])
def test_a_state_takes_in_those_who_act_for_it(archive: Archive, name: str) -> None:
    assert [row.id for row in timeline(archive, select(archive, actor=name))] == ["e-recognised", "e-embassy"]


@pytest.mark.parametrize("name", ["Q1", "Anna Rassendyll", "anna rassendyll"])
def test_a_person_stands_for_herself(archive: Archive, name: str) -> None:
    assert [row.id for row in timeline(archive, select(archive, actor=name))] == ["e-embassy"]
    assert len(statements(archive, select(archive, actor=name))) == 2


def test_a_body_takes_in_its_organs_and_not_its_members(archive: Archive) -> None:
    assert [row.id for row in calendar(archive, select(archive, actor="ELB"))] == ["m-elbe"]
    assert {row.id for row in actors(archive, select(archive, actor="Elbe Union"))} == {"ELB", "ELB.C"}
    assert timeline(archive, select(archive, actor="ELB")) == []


def test_a_country_known_only_to_the_registry(archive: Archive) -> None:
    minister = actor("Q2", "Bertha Zweig", "Anna Rassendyll", kind="person", country="DEU")
    archive.add(msgspec.structs.replace(record(id="article-2"), actors=(minister,)))
    assert [row.id for row in actors(archive, select(archive, actor="Germany"))] == ["Q2"]


def test_events_of_one_kind(archive: Archive) -> None:
    assert [row.id for row in events(archive)] == ["e-recognised", "e-embassy"]
    first = events(archive)[0]
    for kind in (first.type, first.type.lower(), first.cameo, first.cameo[:2]):
        assert first.id in {row.id for row in events(archive, kind=kind)}
    assert events(archive, kind="20") == []
    assert events(archive, kind="assault") == []
    with pytest.raises(InputError, match="no kind of event 'sanktion'"):
        events(archive, kind="sanktion")
    assert {row.status for row in events(archive, status=first.status)} == {first.status}


def test_nobody_of_that_name(archive: Archive) -> None:
    for name in ("Strelsau", "%", "_", "' OR 1=1 --"):
        assert timeline(archive, select(archive, actor=name)) == []


def test_days(archive: Archive) -> None:
    assert [row.id for row in timeline(archive, select(archive, since="2019-12-03"))] == ["e-embassy"]
    assert [row.id for row in timeline(archive, select(archive, until="2019-12-02"))] == ["e-recognised"]
    # A statement without a day counts on the day of its article.
    assert [row.id for row in statements(archive, select(archive, since="2019-12-08"))] == ["s-told"]
    with pytest.raises(BadDate, match="is not a date"):
        select(archive, since="soon")
    with pytest.raises(BadDate, match="between"):
        select(archive, since="2020-01-02", until="2020-01-01")


def test_statements(archive: Archive) -> None:
    wrote, told = statements(archive)
    assert (wrote.speaker, wrote.addressees, wrote.said_by) == (
        "Anna Rassendyll", ("Zenda",), ("Anna Rassendyll", "its foreign minister (Anna Rassendyll)"),
    )  # fmt: skip
    assert told.day is None


def test_positions(archive: Archive) -> None:
    (row,) = positions(archive, select(archive, actor="RUR", question="recognise-zenda"))
    assert (row.actor, row.country, row.stance, row.words) == ("Ruritania", "RUR", "for", "recognised Zenda")
    assert positions(archive, select(archive, question="other")) == []


def test_calendar_has_meetings_and_announced_acts(archive: Archive) -> None:
    meeting, act = calendar(archive)
    assert (meeting.kind, meeting.body, meeting.place, meeting.agenda) == (
        "meeting", "Council of the Elbe", "Hentzau", ("sanctions (discussion)",),
    )  # fmt: skip
    assert (act.kind, act.day, act.participants) == ("AGREE", "2020-03-01", ("Anna Rassendyll",))
    assert [row.id for row in calendar(archive, select(archive, question="sanctions"))] == ["m-elbe"]


def test_actors_are_counted_over_articles(archive: Archive) -> None:
    later = record(id="article-2", published="2020-01-01")
    promoted = tuple(
        msgspec.structs.replace(each, office=msgspec.structs.replace(each.office, title="Prime Minister"))
        if each.office else each
        for each in later.actors
    )  # fmt: skip
    archive.add(msgspec.structs.replace(later, actors=promoted))
    row = next(each for each in actors(archive) if each.id == "Q1")
    assert (row.office, row.articles, row.mentions, row.statements, row.events) == ("Prime Minister", 2, 2, 4, 2)
    assert (row.first, row.last) == ("2019-12-08", "2020-01-01")


def test_a_circle_of_statements_ends(archive: Archive) -> None:
    made = record(id="article-2")
    circle = tuple(msgspec.structs.replace(each, reported_by="s-wrote") for each in made.statements)
    archive.add(msgspec.structs.replace(made, statements=circle))
    assert all(len(row.said_by) <= 2 for row in statements(archive))


def test_a_speaker_is_named_where_the_words_do_not_tell() -> None:
    assert label("he", "Anna Rassendyll") == "he (Anna Rassendyll)"
    assert label("Rassendyll’s letter", "Anna Rassendyll") == "Rassendyll’s letter"
    assert label("two\nofficials", None) == "two officials"
    assert label(None, None) == "unnamed"


def test_long_words_are_cut_at_a_word() -> None:
    assert cut("Envoys  return\nsoon", 30) == "Envoys return soon"
    assert cut("Envoys of Ruritania, said to be tired, return", 22) == "Envoys of Ruritania …"
    assert len(cut("x" * 90, 30)) <= 31
