"""Times: which words are times, and what they mean."""

from __future__ import annotations

from datetime import date

import pytest

from communique import record
from communique.errors import BadDataFile
from communique.parse.syntax import language_model
from communique.resolve.times import find_times
from communique.resolve.times.grammar import Grammar, Rule, Rules, grammar
from communique.resolve.times.lexicon import lexicon
from communique.resolve.times.normaliser import CHECKS, READINGS
from communique.vocabulary import reader

SUNDAY = date(2019, 12, 8)


def read(text: str, published: date | None = SUNDAY) -> list[record.Time]:
    return find_times(text, published, language_model()(text))


def values(text: str, published: date | None = SUNDAY) -> list[tuple[str, str | None]]:
    return [(time.text, time.value) for time in read(text, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Envoys arrive on 8 December 2019.", [("8 December 2019", "2019-12-08")]),
        ("Envoys left on Friday, December 13, 2019.", [("Friday, December 13, 2019", "2019-12-13")]),
        ("The round runs from 3 to 5 May 2020.", [("3", "2020-05-03"), ("5 May 2020", "2020-05-05")]),
        ("The round runs May 3-5, 2020, in Bern.", [("May 3", "2020-05-03"), ("5", "2020-05-05")]),
        ("The pact took effect on 2020-01-15.", [("2020-01-15", "2020-01-15")]),
        ("It was tabled in week 2019-W48.", [("2019-W48", "2019-W48")]),
        ("It was signed in August 1988.", [("August 1988", "1988-08")]),
        ("The wars of the late 1970s ended.", [("the late 1970s", "197")]),
        ("Borders of the 19th century remain.", [("the 19th century", "18")]),
        ("Growth fell in the third quarter of 1998.", [("the third quarter of 1998", "1998-Q3")]),
        ("Trade grew in Q3 2019.", [("Q3 2019", "2019-Q3")]),
        ("Output fell in the first half of 2019.", [("the first half of 2019", "2019-H1")]),
        ("The fiscal 2020 budget passed.", [("fiscal 2020", "2020")]),
        ("Protests began in the summer of 2011.", [("the summer of 2011", "2011-SU")]),
        ("They met on Easter Monday 2018.", [("Easter Monday 2018", "2018-04-02")]),
        ("They won after the September 11 attacks.", [("September 11", "2001-09-11")]),
        ("In nineteen ninety-seven the talks failed.", [("nineteen ninety-seven", "1997")]),
    ],
)
def test_dates_that_say_their_year_need_no_other_date(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text, None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The envoy told reporters on Sunday.", [("Sunday", "2019-12-08")]),
        ("The minister resigned on Friday.", [("Friday", "2019-12-06")]),
        ("The two sides will meet on Friday.", [("Friday", "2019-12-13")]),
        ("They were sent ahead of the council's meeting on Monday.", [("Monday", "2019-12-09")]),
        ("The issue will not be raised at Monday's meeting.", [("Monday", "2019-12-09")]),
        ("Lawyers want to overturn Monday's ruling.", [("Monday", "2019-12-02")]),
        (
            "He arrived last Friday and leaves next Tuesday.",
            [("last Friday", "2019-12-06"), ("next Tuesday", "2019-12-10")],
        ),
        ("A vote is expected at the next session in January.", [("January", "2020-01")]),
        ("The embassy was closed in January.", [("January", "2019-01")]),
        ("The December announcement surprised allies.", [("December", "2019-12")]),
        ("She had said so last week.", [("last week", "2019-W48")]),
        ("It reopens early next year.", [("early next year", "2020")]),
        ("The truce began two weeks ago.", [("two weeks ago", "2019-W47")]),
        ("The truce ends 10 days from now.", [("10 days from now", "2019-12-18")]),
        ("They talked the day before yesterday.", [("the day before yesterday", "2019-12-06")]),
        (
            "Shells fell last night and this morning.",
            [("last night", "2019-12-07TNI"), ("this morning", "2019-12-08TMO")],
        ),
        ("He spoke at 10:30 p.m. on Thursday.", [("10:30 p.m. on Thursday", "2019-12-05T22:30")]),
        (
            "The accord of 3 June 2018 was void the next morning.",
            [("3 June 2018", "2018-06-03"), ("the next morning", "2018-06-04TMO")],
        ),
        (
            "It fell shortly before noon, early Sunday for them.",
            [("noon", "2019-12-08T12:00"), ("early Sunday", "2019-12-08")],
        ),
        ("The polls close Tuesday at noon.", [("Tuesday at noon", "2019-12-10T12:00")]),
        ("Observers came over the weekend.", [("the weekend", "2019-W49-WE")]),
        ("It is due by the end of the month.", [("the end of the month", "2019-12-31")]),
        ("The accord of 3 June 2018 lapsed a year later.", [("3 June 2018", "2018-06-03"), ("a year later", "2019")]),
    ],
)
def test_relative_dates(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He has served for 15 years.", ("15 years", "DURATION", "P15Y")),
        ("They argued for several years.", ("several years", "DURATION", "PXY")),
        ("It took two and a half years.", ("two and a half years", "DURATION", "P2Y6M")),
        ("A 72-hour truce held.", ("72-hour", "DURATION", "PT72H")),
        ("They fought for decades.", ("decades", "DURATION", "PXY")),
        ("They waited half an hour.", ("half an hour", "DURATION", "PT30M")),
        ("They meet every two weeks.", ("every two weeks", "SET", "P2W")),
        ("They meet each Monday.", ("each Monday", "SET", "XXXX-WXX-1")),
        ("The daily briefing was cut.", ("daily", "SET", "P1D")),
        ("It costs three million a year.", ("a year", "SET", "P1Y")),
        ("Ties improved in recent years.", ("recent years", "DURATION", "PXY")),
        ("She is now in Vienna.", ("now", "DATE", "PRESENT_REF")),
        ("They hope for a deal in the near future.", ("the near future", "DATE", "FUTURE_REF")),
    ],
)
def test_durations_sets_and_references(text: str, expected: tuple[str, str, str]) -> None:
    assert [(time.text, time.type, time.value) for time in read(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The envoy, 45 years old, spoke.",
        "A 36-year-old lawyer spoke.",
        "Resolution 2231 (2015) binds all.",
        "Resolutions 1929 and 1973 bind all.",
        "Some 2000 people and 1,500 troops came.",
        "They may march again once they can.",
        "It was the first to fall.",
        "He writes for the Daily Courier.",
        "",
        "🙂",
        "שלום עולם",
        "\x00",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert values(text) == []


def test_offsets_give_the_words_after_an_emoji_and_across_lines() -> None:
    text = "🙂 Talks end on 8\nDecember 2019.\n\nThey resume on Monday."
    times = read(text)
    assert [text[time.start : time.end] for time in times] == [time.text for time in times]
    assert [time.value for time in times] == ["2019-12-08", "2019-12-09"]


def test_a_paragraph_ends_an_expression() -> None:
    assert [words for words, _ in values("There were 8\n\nDecember was mild.")] == ["December"]


def test_without_a_date_relative_times_keep_their_words_only() -> None:
    times = read("They met last week and will meet on Monday, in January and at Christmas.", None)
    assert [time.text for time in times] == ["last week", "Monday", "January", "Christmas"]
    assert {(time.value, time.earliest, time.latest) for time in times} == {(None, None, None)}


def test_days_and_anchors() -> None:
    week, then, day, after = read(
        "He wrote last week. The following day is not known. On Friday he rang, and left a day later."
    )
    assert (week.earliest, week.latest, week.anchor) == ("2019-11-25", "2019-12-01", "published")
    assert (then.value, then.anchor) == (None, None)
    assert (after.value, after.anchor) == ("2019-12-07", day.id)
    (past,) = read("Over the past two months nothing moved.")
    assert (past.type, past.value, past.earliest, past.latest) == ("DURATION", "P2M", "2019-10-08", "2019-12-08")
    (early,) = read("He resigned earlier this month.")
    assert (early.value, early.earliest, early.latest) == ("2019-12", "2019-12-01", "2019-12-08")


def test_a_year_earlier_is_the_quarter_reported_on() -> None:
    text = "Third-quarter profit rose to 5 million euros from 4 million a year earlier."
    assert [value for _, value in values(text)] == ["2019-Q3", "2018-Q3"]


def test_numeric_dates_follow_the_outlet_or_the_nearer_day() -> None:
    assert find_times("on 08/12/2019", SUNDAY)[0].value == "2019-12-08"
    assert find_times("on 08/12/2019", SUNDAY, month_first=True)[0].value == "2019-08-12"
    assert find_times("on 25/12/2019", SUNDAY, month_first=True)[0].value == "2019-12-25"
    assert find_times("on 45/45/2019", SUNDAY) == []


def test_without_a_parse_the_words_nearby_tell_the_tense() -> None:
    assert find_times("They will meet on Friday.", SUNDAY)[0].value == "2019-12-13"
    assert find_times("They met and talked on Friday.", SUNDAY)[0].value == "2019-12-06"


def test_skipped_passages_hold_no_times() -> None:
    assert find_times("Photo: 2 May 2018. He left in 2011.", SUNDAY, skipped=[(0, 18)])[0].text == "2011"


def test_ids_are_stable_and_told_apart() -> None:
    first, second = read("in 2011 and in 2012"), read("in 2011 and in 2012")
    assert first == second
    assert len({time.id for time in first}) == 2


@pytest.mark.parametrize("rule", reader.load("times_rules.yaml", Rules).rules, ids=lambda rule: rule.name)
def test_every_pattern_finds_its_own_example(rule: Rule) -> None:
    words = lexicon().words(f"in {rule.example}.")
    assert rule.how in READINGS
    assert rule.check is None or rule.check in CHECKS
    assert rule.name in {hit.rule.name for hit in grammar().hits(words)}


def test_a_pattern_with_an_unknown_class_is_refused() -> None:
    rules = Rules(macros={}, rules=[Rule(name="odd", example="x", pattern="NOSUCHCLASS", type="DATE", how="year")])
    with pytest.raises(BadDataFile, match="NOSUCHCLASS"):
        Grammar(rules, lexicon(), [])
    unsound = Rules(macros={}, rules=[Rule(name="odd", example="x", pattern="( YEAR", type="DATE", how="year")])
    with pytest.raises(BadDataFile, match="odd"):  # a pattern is compiled when a text has what it needs
        Grammar(unsound, lexicon(), []).hits(lexicon().words("1999"))
