"""Times: what holds for any text and any day."""

from __future__ import annotations

import itertools
import re
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from communique.resolve.times import find_times
from communique.resolve.times.calendar import days_of
from communique.resolve.times.calendars import days_in

_VALUE = re.compile(
    r"(?:\d{2,4}|\d{4}-(?:\d\d(?:-\d\d)?|W\d\d(?:-WE)?|Q[1-4]|H[12]|SP|SU|FA|WI))(?:T(?:\d\d:\d\d|MO|MI|AF|EV|NI|DT))?"
    r"|BC\d{4}|XXXX-.+|P(?:\d+|X).*|PT.+|(?:PAST|PRESENT|FUTURE)_REF|\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d"
)
_WORDS = (
    "on Monday|last Friday|next week|31 June|29 February|30 February 2019|the year 9999|0001-01-01|two days later|in May|"
    "a year ago|the third quarter|14 Muharram 1441|at 10:30 p.m.|1430 GMT|48.8566, 2.3522|48°51′N|8/12/2019|31/12/9999|"
    "99/99/99|nearly three decades|twice a month|the 1980s|early next week|the same day|the next morning|Christmas|Ramadan|"
    "AD 70|300 BC|1441 AH|9999 years ago|a million years later|an hour later|yesterday|overnight|from 3 to 5|😀|القدس|the|met|."
)
_TEXTS = st.lists(st.sampled_from(_WORDS.split("|")), max_size=12).map(" ".join) | st.text(max_size=60)
_DAYS = st.none() | st.dates() | st.sampled_from([date.min, date.max, date(2020, 2, 29)])


@settings(max_examples=150, deadline=None)
@given(_TEXTS, _DAYS)
@example("a million years later, 9999 years ago, 31/12/9999, next week", date.max)
@example("9999 years ago, last week, the previous day, a year ago", date.min)
def test_times_are_sound(text: str, published: date | None) -> None:
    found = find_times(text, published)
    for time in found:
        assert text[time.start : time.end] == time.text != ""
        assert time.value is None or _VALUE.fullmatch(time.value), time
        assert (time.earliest is None) == (time.latest is None)
        if time.earliest is not None and time.latest is not None:
            assert date.fromisoformat(time.earliest) <= date.fromisoformat(time.latest)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert find_times(text, published) == found


@settings(max_examples=80, deadline=None)
@given(_TEXTS)
def test_without_a_day_nothing_is_counted_from_it(text: str) -> None:
    assert not any(time.anchor == "published" for time in find_times(text, None))


@settings(max_examples=200, deadline=None)
@given(st.dates())
def test_a_day_in_words_is_that_day(day: date) -> None:
    (time,) = find_times(f"They met on {day.day} {day:%B} {day.year:04}.", date(2019, 12, 8))
    assert (time.value, time.earliest, time.latest) == (day.isoformat(),) * 3


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["Islamic", "Hebrew", "Iranian", "Ethiopian", "Buddhist"]), st.integers(1, 6000), st.integers(1, 13)
)
def test_months_of_other_calendars_follow_each_other(calendar: str, year: int, month: int) -> None:
    whole, part = days_in(calendar, year), days_in(calendar, year, month)
    following = days_in(calendar, year, month + 1) if month < 12 else None
    if whole is not None and part is not None:
        assert whole[0] <= part[0] <= part[1]
        assert 5 <= (part[1] - part[0]).days + 1 <= 60
    if part is not None and following is not None:
        assert (following[0] - part[1]).days == 1


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789-TWQHXSPU/", max_size=12))
def test_days_of_any_value_are_in_order(value: str) -> None:
    days = days_of(value)
    assert days is None or days[0] <= days[1] or "/" in value
