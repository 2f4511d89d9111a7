"""The article that the project starts from, read as a desk officer would: skipped without ``../shared``."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique import record
from communique.pipeline import read_text

ARTICLE = Path(__file__).resolve().parents[2] / "shared" / "mission" / "seed-article.txt"

pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the mission's article (../shared/mission) is not here")


@pytest.fixture(scope="module")
def read() -> record.Record:
    return read_text(ARTICLE.read_text(encoding="utf-8"), published="2019-12-08")


def actor(read: record.Record, name: str) -> record.Actor:
    found = [each for each in read.actors if name in each.name]
    assert found, f"{name} is not among {[each.name for each in read.actors]}"
    return found[0]


def ids(read: record.Record, *countries: str) -> set[str]:
    return {each.id for each in read.actors if each.country in countries}


def statement(read: record.Record, words: str) -> record.Statement:
    """The statement with the shortest content that holds these words."""
    held = [
        (len(read.quote(each.content)), index)
        for index, each in enumerate(read.statements)
        if words in read.quote(each.content)
    ]
    assert held, words
    return read.statements[min(held)[1]]


def carriers(read: record.Record, start: record.Statement) -> list[str | None]:
    """The speakers of the chain from a statement outwards."""
    by_id = {each.id: each for each in read.statements}
    chain: list[str | None] = []
    step: record.Statement | None = start
    while step is not None:
        chain.append(step.speaker.text if step.speaker else None)
        step = by_id.get(step.reported_by or "")
    return chain


def test_credit_and_advertisement_are_skipped(read: record.Record) -> None:
    words = [read.article.text[start:end] for start, end in read.article.skipped]
    assert len(words) == 2
    assert words[0].startswith("Luxembourg")
    assert "group" in words[1]
    for start, end in evidence(read):
        assert not any(start < stop and begin < end for begin, stop in read.article.skipped)


def evidence(read: record.Record) -> list[record.Offsets]:
    spans: list[record.Offsets] = [(m.start, m.end) for each in read.actors for m in each.mentions]
    spans += [(time.start, time.end) for time in read.times]
    spans += [(place.start, place.end) for place in read.places]
    spans += [span for each in read.statements for span in each.content]
    spans += [each.trigger for each in read.events]
    spans += [span for meeting in read.meetings for span in meeting.evidence]
    spans += [span for position in read.positions for span in position.evidence]
    return spans


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("Sunday", ["2019-12-08"]),
        ("Monday", ["2019-12-09", "2019-12-09"]),
        ("last Friday", ["2019-12-06"]),
        ("January", ["2020-01"]),
        ("15 years", ["P15Y"]),
        ("recent years", ["PXY"]),
        ("last week", ["2019-W48"]),
    ],
)
def test_times(read: record.Record, words: str, values: list[str]) -> None:
    assert [each.value for each in read.times if each.text == words] == values


def test_last_week_has_its_days(read: record.Record) -> None:
    week = next(each for each in read.times if each.text == "last week")
    assert (week.earliest, week.latest) == ("2019-11-25", "2019-12-01")


@pytest.mark.parametrize(
    ("name", "country", "sector", "title"),
    [
        ("Jean Asselborn", "LUX", "GOV", "foreign"),
        ("Mike Pompeo", "USA", "GOV", "secretary of state"),
        ("Josep Borrell", "EU", None, "high representative"),
        ("Mahmoud Abbas", "PSE", "GOV", ""),
        ("Abu Rudeineh", "PSE", "GOV", "spokes"),
        ("Barak Ravid", "ISR", "JRN", None),
        ("Channel 13", "ISR", "JRN", None),
    ],
)
def test_actors_with_the_office_of_that_day(
    read: record.Record, name: str, country: str, sector: str | None, title: str | None
) -> None:
    found = actor(read, name)
    assert found.country == country
    if sector:
        assert sector in found.plover.sector
    if title is not None:
        assert found.office
        assert title in found.office.title.lower()


def test_bodies_and_the_ministry(read: record.Record) -> None:
    by_id = {each.id: each for each in read.actors}
    assert "EU" in by_id
    assert "EU.FAC" in by_id
    ministry = next(each for each in read.actors if any("Israeli Foreign Ministry" in m.text for m in each.mentions))
    assert (ministry.country, ministry.plover.sector) == ("ISR", ("GOV",))
    assert any(m.text.lower().endswith("member states") for each in read.actors for m in each.mentions)


def test_surnames_and_pronouns_join_their_people(read: record.Record) -> None:
    for name, short in [("Asselborn", "Asselborn"), ("Ravid", "Ravid"), ("Pompeo", "Pompeo"), ("Asselborn", "he")]:
        assert short in {m.text for m in actor(read, name).mentions}


def test_the_resolution_is_a_document_and_not_an_actor(read: record.Record) -> None:
    found = [each for each in read.documents if "2334" in each.name]
    assert [(each.kind, each.body, each.adopted) for each in found] == [("resolution", "UN.SC", "2016-12-23")]
    assert not [each for each in read.actors if "2334" in each.name]


def test_brussels_is_a_place(read: record.Record) -> None:
    found = [each for each in read.places if each.text == "Brussels"]
    assert [each.country for each in found] == ["BEL"]
    assert not [m for each in read.actors for m in each.mentions if m.text == "Brussels"]


def test_the_officials_claim(read: record.Record) -> None:
    found = statement(read, "is pushing for all member states")
    assert found.kind != "direct"
    assert found.anonymous
    assert found.speaker
    assert "European officials" in found.speaker.text
    assert actor(read, "Ravid").id in found.addressees
    assert found.time
    assert found.time.value == "2019-12-08"
    assert found.reported_by is None


def test_the_letter_and_its_carrier(read: record.Record) -> None:
    found = statement(read, "the way to save the two-state solution")
    assert found.kind == "mixed"
    assert found.medium == "letter"
    assert actor(read, "Borrell").id in found.addressees
    assert found.speaker
    assert found.speaker.actor == actor(read, "Asselborn").id
    assert any("Ravid" in (each or "") for each in carriers(read, found)[1:])
    report = statement(read, "Asselborn sent a letter")
    assert report.speaker
    assert report.speaker.actor == actor(read, "Ravid").id


def test_both_quotations_are_whole(read: record.Record) -> None:
    first = statement(read, "it is time to start a debate")
    assert read.quote(first.content).rstrip(".").endswith("by all its Member States")
    second = statement(read, "neither be a favor")
    words = read.quote(second.content)
    assert words.startswith("The recognition of Palestine")
    assert words.rstrip(".").endswith("dignity for the Palestinian people")
    for each in (first, second):
        assert each.kind == "direct"
        assert each.speaker
        assert each.speaker.actor == actor(read, "Asselborn").id
    assert second.medium == "letter"


def test_the_other_statements(read: record.Record) -> None:
    pompeo = statement(read, "the US does not view the Israeli communities")
    assert pompeo.speaker
    assert pompeo.speaker.actor == actor(read, "Pompeo").id
    excluded = statement(read, "the issue will not be discussed")
    assert excluded.anonymous
    spokesman = statement(read, "null and void")
    assert spokesman.speaker
    assert spokesman.speaker.actor == actor(read, "Abu Rudeineh").id
    discovery = statement(read, "discovered the initiative")
    assert discovery.speaker
    assert "Channel 13" in discovery.speaker.text


def events(read: record.Record, sources: set[str], types: set[str]) -> list[record.Event]:
    return [each for each in read.events if set(each.sources) & sources and each.type in types]


def test_luxembourg_requests_recognition(read: record.Record) -> None:
    found = events(read, ids(read, "LUX"), {"REQUEST"})
    assert any(set(each.targets) & ids(read, "EU") for each in found)
    assert any(each.attributed_to for each in found)


def test_the_letter_is_sent(read: record.Record) -> None:
    found = events(read, ids(read, "LUX"), {"CONSULT", "REQUEST"})
    assert any(actor(read, "Borrell").id in each.targets for each in found)
    assert all(each in found for each in read.events if each.mode == "send-letter"), "nobody else sends one"


def test_israel_sends_diplomats(read: record.Record) -> None:
    assert events(read, ids(read, "ISR"), {"CONSULT", "REQUEST", "COERCE"})


def test_the_authority_condemns_and_presses(read: record.Record) -> None:
    rejected = events(read, ids(read, "PSE"), {"ACCUSE", "REJECT"})
    assert any(set(each.targets) & ids(read, "USA") for each in rejected)
    assert events(read, ids(read, "PSE"), {"REQUEST", "THREATEN", "COERCE"})


def test_european_countries_have_recognised(read: record.Record) -> None:
    found = [each for each in read.events if each.cameo.startswith("054") and each.status == "past"]
    assert any(set(each.targets) & ids(read, "PSE") for each in found)


def test_nothing_planned_or_denied_is_coded_as_done(read: record.Record) -> None:
    text = read.article.text
    debate = text.index("start a debate")
    discussed = text.index("will not be discussed")
    for each in read.events:
        if each.trigger[0] in range(discussed, discussed + 25):
            assert each.status == "denied"
        if each.trigger[0] in range(debate, debate + 15):
            assert each.status in {"possible", "planned"}


def test_positions_on_recognition(read: record.Record) -> None:
    stances = {(each.actor, each.stance) for each in read.positions}
    palestine = ids(read, "PSE")
    assert {stance for who, stance in stances if who in {"LUX", actor(read, "Asselborn").id}} == {"for"}
    assert {stance for who, stance in stances if who in palestine} == {"for"}
    allowed = palestine | ids(read, "LUX") | ids(read, "ISR")
    assert {who for who, _ in stances} <= allowed
    for each in read.positions:
        if each.actor in ids(read, "ISR"):
            assert each.stance == "against"
            assert each.confidence < 0.5


def test_both_meetings(read: record.Record) -> None:
    meetings = {each.time.value: each for each in read.meetings if each.time and each.body == "EU.FAC"}
    assert set(meetings) == {"2019-12-09", "2020-01"}
    monday, january = meetings["2019-12-09"], meetings["2020-01"]
    assert monday.place
    assert monday.place.name == "Brussels"
    assert {item.treatment for item in monday.agenda} >= {"to be noted", "excluded"}
    assert {item.treatment for item in january.agenda} == {"discussion"}


def test_every_offset_gives_its_words(read: record.Record) -> None:
    text = read.article.text
    words = [(each.start, each.end, each.text) for each in read.times]
    words += [(each.start, each.end, each.text) for each in read.places]
    words += [(m.start, m.end, m.text) for each in read.actors for m in each.mentions]
    words += [(each.speaker.start, each.speaker.end, each.speaker.text) for each in read.statements if each.speaker]
    assert [each for each in words if text[each[0] : each[1]] != each[2]] == []
