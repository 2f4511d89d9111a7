from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from communique.errors import FetchFailed, InputError, NotText
from communique.sources.polite import Guest
from communique.sources.rounds import Marks, News, Subscription, Told, go_round, subscriptions

PARAGRAPHS = (
    "Ruritania and Zenda sent their ambassadors back on Tuesday, a year after both had been recalled for talks.",
    "The foreign ministry in Strelsau said that the two sides would open consulates in three more towns by autumn.",
    "Neither government would say whether the dispute over the river port had been settled in the meantime.",
)
PAGE = "<!DOCTYPE html><html><head><title>Envoys</title></head><body><article><h1>Envoys</h1>{}</article></body></html>".format(
    "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
)
FEED = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Herald</title>
<item><title>One</title><link>https://herald.example/1</link><pubDate>Tue, 04 May 2021 08:00:00 GMT</pubDate></item>
<item><title>Two</title><link>https://herald.example/gone</link><content:encoded>&lt;p&gt;All of it.&lt;/p&gt;</content:encoded>
</item><item><title>Three</title><link>https://herald.example/gone3</link><description>Short.</description></item>
</channel></rss>"""
URL = "https://herald.example/feed"


class Memory:
    """A log in memory."""

    def __init__(self) -> None:
        self.known: dict[str, Marks] = {}
        self.done: set[str] = set()

    def marks(self, feed: str) -> Marks | None:
        return self.known.get(feed)

    def keep_marks(self, marks: Marks) -> None:
        self.known[str(marks["url"])] = marks

    def wanted(self, feed: str, keys: list[str]) -> list[str]:
        return [key for key in keys if key not in self.done]


def handler(request: httpx.Request) -> httpx.Response:
    path = request.url.path
    if path == "/feed":
        if request.headers.get("if-none-match") == '"7"':
            return httpx.Response(304)
        return httpx.Response(200, headers={"content-type": "application/rss+xml", "etag": '"7"'}, text=FEED)
    if path == "/1":
        return httpx.Response(200, headers={"content-type": "text/html"}, text=PAGE)
    return httpx.Response(404)


def go(log: Memory, told: Told, *, url: str = URL, pages: bool = True) -> list[News]:
    guest = Guest(
        transport=httpx.MockTransport(handler), resolver=lambda _host, _port: ["93.184.215.14"],
        clock=lambda: 0.0, sleep=lambda _seconds: None,
    )  # fmt: skip
    return list(go_round([Subscription(url)], guest, log, told, pages=pages))


def test_new_entries_are_read_from_their_pages_and_else_from_the_feed() -> None:
    log, told = Memory(), Told()
    first, second, third = go(log, told)
    page = first.read().article
    assert all(each in page.text for each in PARAGRAPHS)
    assert (page.outlet, page.title, page.published) == ("Herald", "One", "2021-05-04")
    kept = second.read()
    assert kept.article.text == "All of it."
    assert "Read from the feed" in kept.notes[0].text
    with pytest.raises(FetchFailed):
        third.read()
    assert go(log, Told(), pages=False)[2].read().article.text == "Short."


def test_marks_are_kept_only_when_all_that_is_new_was_taken() -> None:
    log, told = Memory(), Told()
    found = go(log, told)
    assert log.known[URL]["etag"] is None
    log.done |= {each.key for each in found}
    assert go(log, told) == []
    assert (told.changed, told.unchanged, log.known[URL]["etag"]) == (2, 0, '"7"')
    assert go(log, told) == []
    assert (told.changed, told.unchanged) == (2, 1)


def test_a_feed_that_fails_says_why_and_keeps_what_was_known() -> None:
    log, told = Memory(), Told()
    url = "https://herald.example/none"
    log.known[url] = {"url": url, "title": "Herald", "etag": '"3"', "modified": None}
    assert go(log, told, url=url) == []
    assert [each for each, _ in told.failed] == [url]
    assert (log.known[url]["outcome"], log.known[url]["etag"]) == ("failed", '"3"')
    assert "404" in str(log.known[url]["reason"])


def test_a_page_is_no_feed() -> None:
    log, told = Memory(), Told()
    assert go(log, told, url="https://herald.example/1") == []
    assert isinstance(told.failed[0][1], NotText)


def test_lists_of_feeds(tmp_path: Path) -> None:
    opml = tmp_path / "a.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline text="News"><outline text="H" xmlUrl="https://h.example/f"/>'
        '<outline text="H again" xmlUrl="https://h.example/f"/></outline></body></opml>'
    )
    assert subscriptions(str(opml)) == [Subscription("https://h.example/f", "H again")]
    lines = tmp_path / "a.txt"
    lines.write_text("# ours\nhttps://h.example/f\n\nnothing\n")
    assert subscriptions(str(lines)) == [Subscription("https://h.example/f")]
    assert subscriptions("https://h.example/f") == [Subscription("https://h.example/f")]
    for wrong in ("", "<opml/>", "<opml", "no address"):
        lines.write_text(wrong)
        with pytest.raises(InputError):
            subscriptions(str(lines))
