from __future__ import annotations

from datetime import date

import pytest

from communique.errors import BadDate, EmptyText, NotText, TextTooLong
from communique.sources import LIMIT, make_article, with_notes
from communique.sources.article import notes_on_date

TEXT = "Ruritania recalled its envoy.\r\n\tIt gave no reason. 😀 שלום"


def test_text_is_kept_exactly() -> None:
    article = make_article(TEXT, published="2021-05-04", outlet="Herald", title="", url=None)
    assert article.text == TEXT
    assert article.published == "2021-05-04"
    assert article.title is None


def test_id_depends_on_text_date_and_outlet_only() -> None:
    first = make_article(TEXT, published="2021-05-04", outlet="Herald")
    assert make_article(TEXT, published=date(2021, 5, 4), outlet="Herald", title="Envoy").id == first.id
    assert make_article(TEXT, published="2021-05-05", outlet="Herald").id != first.id
    assert make_article(TEXT, id="mine").id == "mine"


@pytest.mark.parametrize("text", ["", " \n\t ", "\ufeff", "\ufeff \u200b\n"])
def test_white_space_is_no_text(text: str) -> None:
    with pytest.raises(EmptyText):
        make_article(text)


@pytest.mark.parametrize("text", ["An envoy\x00 left.", "An envoy \x07 left.", "An envoy \ud800 left."])
def test_control_characters_are_no_text(text: str) -> None:
    with pytest.raises(NotText, match="offset"):
        make_article(text)


def test_limit() -> None:
    assert len(make_article("a" * LIMIT).text) == LIMIT
    with pytest.raises(TextTooLong, match="500,001"):
        make_article("a" * (LIMIT + 1))


@pytest.mark.parametrize("day", ["yesterday", "2021-13-01", "04.05.2021", "2021-5-4", "20210504", "2021-02-30"])
def test_bad_dates_are_refused(day: str) -> None:
    with pytest.raises(BadDate, match="is not a date"):
        make_article(TEXT, published=day)


@pytest.mark.parametrize("day", ["0001-01-01", "1599-12-31", "9999-12-31", date(1, 1, 1)])
def test_years_without_newspapers_are_refused(day: str | date) -> None:
    with pytest.raises(BadDate, match="year is out of range"):
        make_article(TEXT, published=day)


@pytest.mark.parametrize("day", ["2021-05-04T23:10:00+02:00", "2021-05-04 23:10", " 2021-05-04 "])
def test_of_a_time_the_day_is_kept(day: str) -> None:
    assert make_article(TEXT, published=day).published == "2021-05-04"


def test_a_future_date_is_noted() -> None:
    today = date(2021, 5, 4)
    assert notes_on_date("2021-05-05", today) == ()  # a day's room for time zones
    (note,) = notes_on_date("2021-05-07", today)
    assert (note.level, note.about) == ("warning", "published")
    assert notes_on_date(None, today) == ()


def test_notes_of_the_source_come_first() -> None:
    from communique.record import Note, Record

    own = Note(level="info", about="language", text="b")
    record = Record(communique="0", model="m", registry="r", article=make_article(TEXT), notes=(own,))
    given = Note(level="info", about="text", text="a")
    assert with_notes(record, (given,)).notes == (given, own)
    assert with_notes(record, ()) is record
