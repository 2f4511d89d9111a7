from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec

from communique.export import to_html
from communique.export.html import segments
from tests.handmade import TEXT, record


class Reader(HTMLParser):
    """The text of the article as a browser would show it, and every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = self._inside or tag == "article"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "article"

    def handle_data(self, data: str) -> None:
        self.text += data if self._inside else ""


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_the_text_stands_on_the_page_as_it_is() -> None:
    assert read(to_html(record())).text == TEXT


def test_every_entry_is_marked_and_has_its_card() -> None:
    tags = read(to_html(record())).tags
    marked = {id for _, attributes in tags for id in (attributes.get("data-ids") or "").split()}
    cards = {attributes["data-id"] for _, attributes in tags if "data-id" in attributes}
    assert marked <= cards
    assert {"e-recognised", "s-wrote", "o-for", "m-elbe", "RUR", "t-monday", "p-hentzau"} <= marked


def test_segments_join_to_the_text() -> None:
    assert "".join(each.text for each in segments(record())) == TEXT
    overlapping = next(each for each in segments(record()) if each.text == "recognised")
    assert overlapping.ids.split() == ["e-recognised", "o-for", "s-told"]
    assert overlapping.kinds.split() == ["statement", "position", "event"]


def test_nothing_on_the_page_comes_from_elsewhere_or_from_the_text() -> None:
    wicked = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
    made = record()
    article = msgspec.structs.replace(
        made.article, title=wicked, outlet=wicked, url="javascript:alert(3)", byline=wicked
    )
    people = tuple(msgspec.structs.replace(each, name=wicked, id=wicked) for each in made.actors)
    notes = (msgspec.structs.replace(made.notes[0], text=wicked),)
    tags = read(to_html(msgspec.structs.replace(made, article=article, actors=people, notes=notes))).tags
    assert not [tag for tag, _ in tags if tag in {"img", "iframe", "object", "link", "base"}]
    assert sum(tag == "script" for tag, _ in tags) == 1
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on") or name == "src"]
    assert not [attributes for tag, attributes in tags if tag == "a"]
    policy = next(a["content"] for t, a in tags if t == "meta" and a.get("http-equiv"))
    assert policy is not None
    assert re.search(r"script-src 'sha256-[\w+/=]+'", policy)


def test_a_record_of_nothing_has_a_page() -> None:
    bare = msgspec.structs.replace(
        record(published=None), actors=(), times=(), places=(), documents=(), statements=(), events=(), positions=(),
        meetings=(), notes=(),
    )  # fmt: skip
    assert read(to_html(bare)).text == TEXT
