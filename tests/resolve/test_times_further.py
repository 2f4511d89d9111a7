"""Times: ranges, holidays that move, other calendars, and what cannot be a day."""

from __future__ import annotations

from datetime import date

import pytest

from communique import record
from communique.parse.reading import Reading
from communique.parse.syntax import language_model
from communique.resolve.times import Times, find_times
from communique.resolve.times.calendars import days_in
from communique.resolve.times.grammar import grammar
from communique.resolve.times.lexicon import lexicon

SUNDAY = date(2019, 12, 8)


def values(text: str, published: date | None = SUNDAY) -> list[tuple[str, str | None]]:
    return [(time.text, time.value) for time in find_times(text, published, language_model()(text))]


def reading_of(
    text: str, published: date | None = SUNDAY, *, dateline: str | None = None, url: str | None = None,
    outlet: str | None = None,
) -> Reading:  # fmt: skip
    article = record.Article(id="a", text=text, sha256="0" * 64, dateline=dateline, url=url, outlet=outlet)
    reading = Reading(article=article, published=published)
    reading.doc = language_model()(text)
    Times().code(reading)
    return reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The 2014-15 talks failed.", [("2014", "2014"), ("15", "2015")]),
        ("The war of 1914–1918 ended.", [("1914", "1914"), ("1918", "1918")]),
        ("He stayed from March to July 2018.", [("March", "2018-03"), ("July 2018", "2018-07")]),
        ("It ran from November to May 2018.", [("November", "2017-11"), ("May 2018", "2018-05")]),
        (
            "They sailed from 28 December to 2 January 2019.",
            [("28 December", "2018-12-28"), ("2 January 2019", "2019-01-02")],
        ),
        (
            "They sailed from September 28 to October 2.",
            [("September 28", "2019-09-28"), ("October 2", "2019-10-02")],
        ),
        ("Polls fall on the first Tuesday in June 2021.", [("the first Tuesday in June 2021", "2021-06-01")]),
        ("It came in the last week of June 2018.", [("the last week of June 2018", "2018-W26")]),
        ("It came on the last day of 2016.", [("the last day of 2016", "2016-12-31")]),
        ("It came in the week of 3 May 2018.", [("the week of 3 May 2018", "2018-W18")]),
        ("They met on Friday the 13th.", [("Friday the 13th", "2019-12-13")]),
        ("It was filed as 20191205 and 05-Dec-2019.", [("20191205", "2019-12-05"), ("05-Dec-2019", "2019-12-05")]),
        ("The 2018 fiscal year was hard.", [("The 2018 fiscal year", "2018")]),
        (
            "They mark the 30th anniversary of 12 June 1990.",
            [("the 30th anniversary", "2020-06-12"), ("12 June 1990", "1990-06-12")],
        ),
    ],
)
def test_ranges_and_parts(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yom Kippur passed quietly.", [("Yom Kippur", "2019-10-09")]),
        ("They returned after Eid al-Fitr.", [("Eid al-Fitr", "2019-06-04")]),
        ("They will meet at Orthodox Easter.", [("Orthodox Easter", "2020-04-19")]),
        ("The truce held during Ramadan 2019.", [("Ramadan 2019", "2019-05-06/2019-06-03")]),
        ("Polls close on Election Day 2016.", [("Election Day 2016", "2016-11-08")]),
        ("They celebrated Ukraine's Independence Day.", [("Independence Day", None)]),
        ("Tim Ramadan wrote it.", []),
    ],
)
def test_holidays(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It took a quarter of a century.", [("a quarter of a century", "P25Y")]),
        ("It ended half a century ago.", [("half a century ago", "1969")]),
        ("A yearlong siege ended.", [("yearlong", "P1Y")]),
        ("It costs forty million per year.", [("per year", "P1Y")]),
        ("They meet every summer.", [("every summer", "XXXX-SU")]),
        ("They meet every other week.", [("every other week", "P2W")]),
        ("They will meet again one day.", [("one day", "FUTURE_REF")]),
        ("It took one day.", [("one day", "P1D")]),
        ("They will meet in two weeks' time.", [("two weeks' time", "2019-W51")]),
        (
            "He met them on 2 May 2018, and a week later he left.",
            [("2 May 2018", "2018-05-02"), ("a week later", "2018-W19")],
        ),
        (
            "It closes on 30 June 2018. Until then it is open.",
            [("30 June 2018", "2018-06-30"), ("then", "2018-06-30")],
        ),
        ("They left a week from Friday.", [("a week from Friday", "2019-12-20")]),
        ("It fell at half past ten on Friday.", [("half past ten on Friday", "2019-12-06T10:30")]),
        (
            "He spoke at 10:30 p.m. (1930 GMT) on Thursday.",
            [("10:30 p.m.", "2019-12-05T22:30"), ("1930 GMT", "2019-12-05T19:30"), ("Thursday", "2019-12-05")],
        ),
        ("It fell at dawn on Saturday.", [("dawn on Saturday", "2019-12-07TMO")]),
        ("They won on Super Tuesday.", []),
    ],
)
def test_further_expressions(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They lined up to hear the envoy here on Thursday.", "2019-12-05"),
        ("The council scheduled a session for Thursday.", "2019-12-12"),
        ("He was arrested by soldiers on 20 February.", "2019-02-20"),
        ("He will be tried on 20 February.", "2020-02-20"),
    ],
)
def test_the_side_that_the_clause_looks_to(text: str, expected: str) -> None:
    assert [value for _, value in values(text)] == [expected]


def test_a_dispatch_opens_with_what_is_newest() -> None:
    tuesday = date(2019, 12, 10)
    assert values("The envoy flew home on Wednesday.", tuesday) == [("Wednesday", "2019-12-11")]
    later = "The envoy flew home. He had arrived on Wednesday."
    assert values(later, tuesday) == [("Wednesday", "2019-12-04")]


@pytest.mark.parametrize("words", ["31 June 2019", "29 February 2019", "30 February"])
def test_a_day_that_cannot_be_is_named_and_has_no_value(words: str) -> None:
    reading = reading_of(f"They met on {words}.")
    assert [(time.text, time.value, time.earliest) for time in reading.times] == [(words, None, None)]
    assert [(note.about, "no day" in note.text) for note in reading.notes] == [(reading.times[0].id, True)]


@pytest.mark.parametrize(
    ("words", "calendar"), [("14 Muharram", "Islamic"), ("3 Thermidor", "French Republican"), ("1 Adar 9999", "Hebrew")]
)
def test_dates_of_other_calendars_are_named_as_such(words: str, calendar: str) -> None:
    reading = reading_of(f"It is dated {words}.")
    assert [time.text for time in reading.times] == [words]
    assert (reading.times[0].value is None) == ("no value" in reading.notes[0].text)
    assert calendar in reading.notes[0].text


@pytest.mark.parametrize(
    ("words", "value", "earliest", "latest"),
    [
        ("14 Muharram 1441", "2019-09-13", "2019-09-13", "2019-09-13"),
        ("17 Adar 5780", "2020-03-13", "2020-03-13", "2020-03-13"),
        ("Mehr 1398", "2019-09-23/2019-10-22", "2019-09-23", "2019-10-22"),
        ("1441 AH", "2019-08-31/2020-08-19", "2019-08-31", "2020-08-19"),
        ("25 Hidar 2012", "2019-12-05", "2019-12-05", "2019-12-05"),
        ("B.E. 2562", "2019", "2019-01-01", "2019-12-31"),
    ],
)
def test_dates_of_other_calendars_get_days_of_ours(words: str, value: str, earliest: str, latest: str) -> None:
    reading = reading_of(f"It is dated {words}.")
    (time,) = reading.times
    assert (time.text, time.value, time.earliest, time.latest) == (words, value, earliest, latest)
    assert "calendar" in reading.notes[0].text


@pytest.mark.parametrize(
    ("holiday", "calendar", "month", "day"),
    [
        ("Islamic New Year", "Islamic", 1, 1), ("Ashura", "Islamic", 1, 10), ("Yom Kippur", "Hebrew", 1, 10),
        ("Passover", "Hebrew", 7, 15), ("Purim", "Hebrew", 6, 14), ("Nowruz", "Iranian", 1, 1),
    ],
)  # fmt: skip
def test_the_calendars_agree_with_the_tables_of_holidays(holiday: str, calendar: str, month: int, day: int) -> None:
    known = set(grammar().holidays[holiday.lower()].dates)
    years = {"Islamic": range(1350, 1500), "Hebrew": range(5690, 5830), "Iranian": range(1310, 1450)}[calendar]
    reckoned = {found[0].isoformat() for year in years if (found := days_in(calendar, year, month, day))}
    assert known == {each for each in reckoned if "1940" <= each[:4] <= "2060"}


@pytest.mark.parametrize(
    ("outlet", "dateline", "text", "value"),
    [
        ("The New York Times", None, "It is dated 8/12/2020.", "2020-08-12"),
        ("The Guardian", None, "It is dated 8/12/2020.", "2020-12-08"),
        (None, "MOSCOW (AP)", "It is dated 8/12/2020.", "2020-08-12"),
        (None, "LONDON (Example Wire)", "It is dated 8/12/2020.", "2020-12-08"),
        (None, "CHICAGO (Example Wire)", "It is dated 8/12/2020.", "2020-08-12"),
        (None, None, "It is dated 8/12/2020 and was kept until 31 December 2020.", "2020-12-08"),
        (None, None, "It is dated 8/12/2020 and was kept until December 31, 2020.", "2020-08-12"),
        (None, None, "It is dated 8/12/2019.", "2019-12-08"),
    ],
)
def test_day_or_month_first(outlet: str | None, dateline: str | None, text: str, value: str) -> None:
    assert reading_of(text, outlet=outlet, dateline=dateline).times[0].value == value


@pytest.mark.parametrize("zone", sorted(lexicon().values["zones"]))
def test_a_zone_belongs_to_its_time(zone: str) -> None:
    (time,) = find_times(f"They voted at 14:30 {zone.upper()} on Friday.", SUNDAY)
    assert (time.text, time.value) == (f"14:30 {zone.upper()} on Friday", "2019-12-06T14:30")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In the prior-year quarter it lost money.", [("the prior-year quarter", "2018-Q3")]),
        ("The second and third quarters of 2018 were weak.", [("The second", "2018-Q2"), ("third quarters of 2018", "2018-Q3")]),
        ("The July-September quarter was weak.", [("The July-September quarter", "2019-Q3")]),
        ("In H1 2018 and FY17 it fell.", [("H1 2018", "2018-H1"), ("FY17", "2017")]),
        ("He left three weeks ago today.", [("three weeks ago today", "2019-11-17")]),
        ("They met last night at 9:15.", [("last night at 9:15", "2019-12-07T21:15")]),
        ("They meet at 6 tonight.", [("6 tonight", "2019-12-08T18:00")]),
        ("It was built in the 1800s, in AD 70 or in 300 BC.", [("the 1800s", "18"), ("AD 70", "0070"), ("300 BC", "BC0300")]),
        ("From Monday through Friday the road is shut.", [("Monday", "2019-12-09"), ("Friday", "2019-12-13")]),
        ("The talks began at 9 a.m. on Friday and ended five hours later.",
         [("9 a.m. on Friday", "2019-12-06T09:00"), ("five hours later", "2019-12-06T14:00")]),
        ("In 1990 nobody spoke. The next day is unknown.", [("1990", "1990"), ("The next day", None)]),
        ("They met on 3 May 2018. In the evening they dined.", [("3 May 2018", "2018-05-03"), ("the evening", "2018-05-03TEV")]),
        ("In 2018 they met. In the evening they dined.", [("2018", "2018"), ("the evening", "2019-12-08TEV")]),
        ("The Good Friday Agreement and the Yom Kippur War and the Six-Day War.", []),
        ("In March 1975 he fled. That June he returned.", [("March 1975", "1975-03"), ("That June", "1975-06")]),
    ],
)  # fmt: skip
def test_expressions_of_the_wire(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert values(text) == expected


def test_the_ends_of_the_calendar() -> None:
    found = values("From 0001-01-01 and the year 9999 to 31 December 9999, and 9999-12-31, a century later.")
    assert [value for _, value in found[:4]] == ["0001-01-01", "9999", "9999-12-31", "9999-12-31"]
    (year,) = find_times("the year 9999", SUNDAY)
    assert (year.earliest, year.latest) == ("9999-01-01", "9999-12-31")


def test_coordinates_are_no_times() -> None:
    assert values("It lay at 48.8566, 2.3522, or 48°51′N 2°21′E, and at 35.68 N, 139.69 E.") == []


def test_the_day_is_taken_from_the_dateline_or_the_address() -> None:
    dated = reading_of("Ministers met on Tuesday.", None, dateline="BRUSSELS, Dec. 4, 2019 (Example Wire)")
    assert (dated.published, dated.times[0].value, dated.times[0].anchor) == (
        date(2019, 12, 4),
        "2019-12-03",
        "dateline",
    )
    addressed = reading_of("Ministers met on Tuesday.", None, url="https://example.org/2019/12/05/talks")
    assert (addressed.article.published, addressed.times[0].value) == ("2019-12-05", "2019-12-03")
    assert "address" in addressed.notes[0].text
    assert reading_of("Ministers met.", None, dateline="BRUSSELS, Dec. 4 (Example Wire)").published is None


@pytest.mark.parametrize(
    ("dateline", "url", "warned"),
    [
        ("BRUSSELS, Dec. 7 (Example Wire)", None, False),
        ("BRUSSELS, Nov. 7 (Example Wire)", None, True),
        (None, "https://example.org/2019/12/08/talks", False),
        (None, "https://example.org/2018/12/08/talks", True),
    ],
)
def test_a_conflict_about_the_day_is_a_note(dateline: str | None, url: str | None, warned: bool) -> None:
    notes = reading_of("Ministers met.", dateline=dateline, url=url).notes
    assert [note.level for note in notes] == (["warning"] if warned else [])
