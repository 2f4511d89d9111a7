from __future__ import annotations

import json
from datetime import date

import pytest

from communique.errors import BadLine
from communique.sources import parse_line


def test_a_line() -> None:
    text = " <b>Zenda</b> & 😀\r\n"
    line = {"id": 7, "text": text, "published": "2021-05-04", "outlet": "Herald", "title": None, "url": "u", "extra": 1}
    article = parse_line(json.dumps(line).encode(), 1).article
    assert (article.id, article.text, article.published, article.outlet, article.url) == (
        "7",
        text,
        "2021-05-04",
        "Herald",
        "u",
    )


@pytest.mark.parametrize(
    "line",
    [
        b"", b"{", b"[]", b'"text"', b"{}", b'{"text": 5}', b'{"text": ""}', b'{"text": "a\\u0000"}', b'{"text": "\xff"}',
        b'{"text": "a", "published": "soon"}', b'{"text": "\\ud800"}', b'{"text": "a", "outlet": []}',
    ],
)  # fmt: skip
def test_a_bad_line_is_named_by_its_number(line: bytes) -> None:
    with pytest.raises(BadLine, match="Line 12"):
        parse_line(line, 12)


def test_markup_and_future_dates_are_noted_and_the_text_is_kept() -> None:
    text = "<html><body><p>Zenda</p></body></html>"
    found = parse_line(json.dumps({"text": text, "published": "2021-05-04"}).encode(), 1, today=date(2020, 1, 1))
    assert found.article.text == text
    assert [note.about for note in found.notes] == ["text", "published"]
