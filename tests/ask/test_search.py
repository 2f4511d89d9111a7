from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from communique.archive import Archive, Search, Selection
from communique.archive.search import to_match
from communique.ask import Page, search
from communique.errors import BadSearch
from communique.record import Record
from communique.sources import make_article
from tests.handmade import record
from tests.older_archive import old_archive


def article(number: int, text: str, *, outlet: str = "Herald", title: str | None = None) -> Record:
    made = make_article(text, published=f"2021-05-{number:02}", outlet=outlet, title=title, id=f"a{number:02}")
    return Record(communique="1", model="m", registry="r", article=made)


@pytest.fixture
def archive(place: str) -> Iterator[Archive]:
    with Archive(place, create=True) as made:
        made.add(article(1, "The envoys of Zenda met. They spoke of grain and of the river."))
        made.add(article(2, "Grain, grain and grain: the harvest fails.", outlet="Post"))
        made.add(article(3, "Élysée aides said nothing about it.", title="Grain talks"))
        made.add(record())
        yield made


def ids(page: Page) -> list[str]:
    return [row.article for row in page.rows]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("grain", {"a01", "a02", "a03"}), ("grain river", {"a01"}), ('"of grain"', {"a01"}), ('"grain of"', set()),
        ("grain -river", {"a02", "a03"}), ("river OR harvest", {"a01", "a02"}), ("grain river OR harvest", {"a01", "a02"}),
        ("harv*", {"a02"}), ("harv", set()), ("elysee", {"a03"}), ("ÉLYSÉE", {"a03"}), ("", {"a01", "a02", "a03", "article-1"}),
        ('"of grain', {"a01"}), ("NEAR(grain", {"a01", "a02", "a03"} & set()), ("title:grain", set()), ("river -", {"a01"}),
        ("embassy", {"article-1"}), ("** ) (", {"a01", "a02", "a03", "article-1"}), ("OR", set()),
    ],
)  # fmt: skip
def test_words(archive: Archive, words: str, found: set[str]) -> None:
    assert set(ids(search(archive, Search(words)))) == found


@pytest.mark.parametrize("words", ["-grain", "grain OR", '-"of grain" -river'])
def test_what_cannot_be_looked_for_says_so(words: str) -> None:
    with pytest.raises(BadSearch) as raised:
        to_match(words)
    assert raised.value.advice


@pytest.mark.parametrize(
    "words", ['a"b', "a'b", "{x}", "^a", "a:b", "a+b", '""', "\0a", "col : x", "AND", "NOT x", "-"]
)
def test_no_sign_breaks_the_query(archive: Archive, words: str) -> None:
    search(archive, Search(words))


def test_a_type_that_does_not_exist_is_no_empty_answer(archive: Archive) -> None:
    assert search(archive, Search("", type="assault")).rows == ()
    with pytest.raises(BadSearch, match="no type of event 'SANKTION'"):
        search(archive, Search("", type="SANKTION"))


def test_the_piece_that_is_shown_has_the_words_marked(archive: Archive) -> None:
    (row,) = search(archive, Search("river")).rows
    assert [row.words[start:end] for start, end in row.marked] == ["river"]


def test_headlines_count_more_and_relevance_comes_first(archive: Archive) -> None:
    assert ids(search(archive, Search("grain")))[-1] == "a01"
    assert ids(search(archive, Search("grain"), order="date")) == ["a03", "a02", "a01"]


def test_conditions(archive: Archive) -> None:
    assert ids(search(archive, Search(outlet="post"))) == ["a02"]
    dated = Search("grain", Selection(since="2021-05-02", until="2021-05-02"))
    assert ids(search(archive, dated)) == ["a02"]
    assert ids(search(archive, Search(wanted=Selection(codes=frozenset({"ZEN"}))))) == ["article-1"]
    type_ = record().events[0].type
    assert ids(search(archive, Search(type=type_.lower()))) == ["article-1"]
    assert ids(search(archive, Search(type="ASSAULT"))) == []
    position = record().positions[0]
    on = Selection(question=position.question)
    assert ids(search(archive, Search(wanted=on, stance=position.stance))) == ["article-1"]
    other = next(each for each in ("for", "against") if each != position.stance)
    assert ids(search(archive, Search(wanted=on, stance=other))) == []


def test_counts(archive: Archive) -> None:
    page = search(archive, Search("grain"), facets=True)
    assert page.total == 3
    assert page.facets["outlet"] == [("Herald", 2), ("Post", 1)]
    assert page.facets["month"] == [("2021-05", 3)]
    assert page.facets["type"] == []
    assert search(archive, Search("embassy"), facets=True).facets["country"]


@pytest.mark.parametrize("order", ["relevance", "date"])
@pytest.mark.parametrize("words", ["the", ""])
def test_pages_show_everything_once(place: str, order: str, words: str) -> None:
    with Archive(place, create=True) as archive:
        for number in range(1, 29):
            archive.add(article(1 + number % 5, f"The envoys met for the {number}th time." + " the" * (number % 3)))
            archive.add(
                msgspec.structs.replace(record(), article=article(1 + number % 28, f"The text {number}").article)
            )
        whole = ids(search(archive, Search(words), order=order, most=100))  # type: ignore[arg-type]
        seen: list[str] = []
        after = None
        while True:
            page = search(archive, Search(words), order=order, most=4, after=after)  # type: ignore[arg-type]
            seen += ids(page)
            after = page.next
            if after is None:
                break
        assert seen == whole
        assert len(set(seen)) == len(seen) == len(archive)


@pytest.mark.parametrize("after", ["x", "W10", "bnVsbA", "WzEsMiwzXQ", "é"])
def test_a_mark_from_no_page_is_refused(archive: Archive, after: str) -> None:
    with pytest.raises(BadSearch):
        search(archive, Search("grain"), after=after)


def test_a_mark_of_another_order_is_refused(archive: Archive) -> None:
    for order, other in (("relevance", "date"), ("date", "relevance")):
        mark = search(archive, Search("grain"), order=order, most=1).next  # type: ignore[arg-type]
        with pytest.raises(BadSearch, match="not where a page ended"):
            search(archive, Search("grain"), order=other, after=mark)  # type: ignore[arg-type]


def test_the_index_follows_what_is_replaced(archive: Archive) -> None:
    archive.add(article(1, "Nothing of the kind."))
    assert ids(search(archive, Search("river"))) == []
    assert ids(search(archive, Search("kind"))) == ["a01"]
    archive.check()


@pytest.mark.parametrize("shape", [1, 2, 3, 4, 5])
def test_an_archive_of_an_older_shape_is_searched_after_it_is_brought_up(tmp_path: Path, shape: int) -> None:
    with Archive(old_archive(tmp_path / "old.db", shape, [record(), record(id="article-2")])) as brought:
        assert sorted(ids(search(brought, Search("embassy")))) == ["article-1", "article-2"]
