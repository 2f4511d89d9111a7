"""Documents: kinds, names, bodies, days, and joining of their namings."""

from __future__ import annotations

import pytest

from communique.pipeline import read_text
from communique.record import Document


def documents(text: str, published: str = "2020-02-05") -> list[Document]:
    return list(read_text(text, published=published).documents)


def test_a_numbered_resolution_has_its_body_and_day() -> None:
    (document,) = documents("The envoy cited UN Security Council resolution 1701 in Beirut.")
    assert (document.kind, document.body, document.adopted) == ("resolution", "UN.SC", "2006-08-11")


def test_a_number_alone_is_the_security_councils() -> None:
    found = documents(
        "The council of ministers backs resolution 1244. Belgrade says Security Council resolution 1244 stands."
    )
    assert [(each.body, len(each.mentions)) for each in found] == [("UN.SC", 2)]


def test_a_list_of_numbers_gives_one_document_each() -> None:
    found = documents("The talks rest on Security Council resolutions 242 and 338.")
    assert [each.name[-3:] for each in found] == ["242", "338"]
    assert found[1].mentions[0].text == "338"


def test_a_letter_is_its_authors_and_joined() -> None:
    text = "Josep Borrell sent a letter to the ministers. In his letter he asks for money. The letter was leaked."
    (document,) = documents(text)
    assert document.kind == "letter"
    assert len(document.mentions) == 3
    assert document.body is not None


def test_two_authors_make_two_letters() -> None:
    found = documents("Angela Merkel wrote a letter to Emmanuel Macron. Macron's letter came a day later.")
    assert len([each for each in found if each.kind == "letter"]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "They hope for a peaceful resolution of the dispute.",
        "His New Year's plan was to rest.",
        "Reports came in all day.",
    ],
)
def test_what_is_no_document(text: str) -> None:
    assert documents(text) == []


def test_a_title_is_taken_whole() -> None:
    found = documents("Ministers praised the Ottawa Protocol on Friday.")
    assert [(each.kind, each.name) for each in found] == [("treaty", "Ottawa Protocol")]


def test_mentions_give_exactly_their_words() -> None:
    text = "😀 The ministry issued a joint statement with Norway. The statement names resolution 2254."
    record = read_text(text, published="2020-02-05")
    assert record.documents
    for document in record.documents:
        assert all(text[each.start : each.end] == each.text for each in document.mentions)
