from __future__ import annotations

import hashlib
import hmac
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from lxml import etree

from communique.archive import Archive, join
from communique.archive.watching import MOST_TRIES, add_watch, keep_found, outbox, told_items, watch, watches
from communique.ask.watch import Asked, look, new_watch, read_asked
from communique.errors import CommuniqueError, DeliveryFailed, InputError, NoSuchEntry, WatchExists
from communique.notify import run_watches
from tests.cli.test_cli import run
from tests.handmade import TEXT, record

SIGNED_WITH = "the words of a test"


@pytest.fixture
def archive(place: str) -> Iterator[Archive]:
    with Archive(place, create=True) as made:
        made.add(record())
        yield made


class Server(ThreadingHTTPServer):
    """A receiver of webhooks."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[dict[str, str], bytes]] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((dict(self.headers.items()), body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def more(archive: Archive, number: int) -> None:
    archive.add(record(id=f"more-{number}", text=f"{TEXT}\n\nNumber {number} speaks of grain.", published="2019-12-09"))


def test_what_was_there_is_no_news_and_news_are_told_once_with_their_reason(archive: Archive) -> None:
    made = new_watch(archive, "grain", Asked(words="grain embassy"), [], all_of_it=False)
    assert look(archive, made) == 0
    more(archive, 1)
    more(archive, 2)
    assert look(archive, made) == 2
    assert look(archive, made) == 0
    found = told_items(archive, "grain")
    assert {each["article"] for each in found} == {"more-1", "more-2"}
    assert "asked: words grain embassy" in found[0]["why"]
    assert "has the words" in found[0]["why"]
    assert "embassy" in found[0]["why"].partition("found:")[2]


@pytest.mark.parametrize(
    ("asked", "news"),
    [
        (Asked(of="events", kind="SUPPORT", actor="RUR"), 1), (Asked(of="events", actor="FRA"), 0),
        (Asked(of="statements", actor="Q1", words="embassy"), 1), (Asked(of="positions", stance="for"), 1),
        (Asked(of="positions", stance="against"), 0), (Asked(of="calendar", actor="ELB"), 1), (Asked(actor="ZEN"), 1),
    ],
)  # fmt: skip
def test_every_kind_of_question_can_be_watched(archive: Archive, asked: Asked, news: int) -> None:
    made = new_watch(archive, "w", asked, [], all_of_it=True)
    assert look(archive, made) == news
    assert look(archive, made) == 0
    for each in told_items(archive, "w"):
        assert each["title"]
        assert each["text"]
        assert each["why"]


def test_a_further_report_of_what_is_known_is_no_news(archive: Archive) -> None:
    made = new_watch(archive, "w", Asked(of="events", kind="SUPPORT"), [], all_of_it=True)
    assert look(archive, made) == 1
    archive.add(record(id="copy", text=TEXT + "\n"))
    join(archive)
    assert look(archive, made) == 0


def test_feeds_hold_every_item_once(archive: Archive, tmp_path: Path) -> None:
    paths = [tmp_path / "news.xml", tmp_path / "news.json"]
    new_watch(archive, "w", Asked(), [{"to": "feed", "path": str(path)} for path in paths], all_of_it=True)
    for number in range(3):
        assert run_watches(archive).sent == 2
        more(archive, number)
    run_watches(archive)
    ids = etree.fromstring(paths[0].read_bytes()).xpath("//*[local-name()='entry']/*[local-name()='id']/text()")
    items = json.loads(paths[1].read_text())["items"]
    assert len(ids) == len(set(ids)) == len(items) == 4
    assert "found:" in items[0]["content_text"]


def test_a_webhook_is_signed_and_tried_again_with_the_same_key(
    archive: Archive, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = {"to": "webhook", "url": server.url, "variable": "TEST_SECRET"}
    new_watch(archive, "w", Asked(), [channel], all_of_it=True)
    assert run_watches(archive).failed == [("w", "'TEST_SECRET' is not set. Put the secret of the webhook into it.")]
    monkeypatch.setenv("TEST_SECRET", SIGNED_WITH)
    server.status = 503
    assert "answered 503" in run_watches(archive).failed[0][1]
    server.status = 204
    more(archive, 1)
    assert run_watches(archive).sent == 2
    assert run_watches(archive).sent == 0
    keys = [headers["Idempotency-Key"] for headers, _ in server.seen]
    assert (len(keys), len(set(keys)), keys.count(keys[0])) == (3, 2, 2)
    headers, body = server.seen[0]
    told = dict(each.split("=") for each in headers["X-Communique-Signature"].split(","))
    wanted = hmac.new(SIGNED_WITH.encode(), f"{told['t']}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(told["v1"], wanted)
    assert json.loads(body)["key"] == headers["Idempotency-Key"]


def test_after_many_tries_it_is_given_up(archive: Archive) -> None:
    channel = {"to": "command", "words": ["/nowhere/at-all"]}
    new_watch(archive, "w", Asked(), [channel], all_of_it=True)
    for _ in range(MOST_TRIES):
        assert run_watches(archive).failed
    assert run_watches(archive).failed == []
    assert [each.state for each in outbox(archive, "failed")] == ["failed"]


@contextmanager
def mail_server() -> Iterator[tuple[int, list[bytes]]]:
    from aiosmtpd.controller import Controller

    class Taken:
        def __init__(self) -> None:
            self.messages: list[bytes] = []

        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
            self.messages.append(envelope.content)
            return "250 OK"

    taken = Taken()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(taken, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port, taken.messages
    finally:
        controller.stop()


def test_a_mail_is_sent_by_a_real_server(archive: Archive) -> None:
    with mail_server() as (port, messages):
        channel = {
            "to": "mail", "receiver": "desk@example.org", "sender": "bot@example.org\nBcc: x@example.org",
            "host": "127.0.0.1", "port": port,
        }  # fmt: skip
        new_watch(archive, "news", Asked(of="events"), [channel], all_of_it=True)
        assert run_watches(archive).sent == 1
        assert run_watches(archive).sent == 0
    mail = message_from_bytes(messages[0])
    assert len(messages) == 1
    assert mail["Subject"] == "news: 2 new items"
    assert mail["Bcc"] is None
    assert mail["X-Idempotency-Key"] in mail["Message-ID"]
    body = mail.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert "Ruritania → Zenda: SUPPORT/recognise" in body.decode()
    assert "found:" in body.decode()


def test_no_mail_server_is_a_failure_that_is_told(archive: Archive) -> None:
    channel = {"to": "mail", "receiver": "a@example.org", "sender": "b@example.org", "host": "127.0.0.1", "port": 1}
    new_watch(archive, "w", Asked(), [channel], all_of_it=True)
    assert "did not take it" in run_watches(archive).failed[0][1]


RUN = "import sys; from communique.archive import Archive; from communique.notify import run_watches; run_watches(Archive(sys.argv[1]))"


def test_a_run_that_is_killed_tells_every_item_under_one_key(
    archive: Archive, place: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Runs are killed at random; at the end every item has arrived, and what arrived twice bears the same key."""
    monkeypatch.setenv("TEST_SECRET", SIGNED_WITH)
    channel = {"to": "webhook", "url": server.url, "variable": "TEST_SECRET"}
    made = add_watch(archive, "w", {}, [channel])
    keep_found(archive, made, {"before": None})
    chance = random.Random(5)  # noqa: S311 - no secret
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
    for number in range(6):
        for at in range(3):
            more(archive, 10 * number + at)
        process = subprocess.Popen([sys.executable, "-c", RUN, place], env=environment)
        before = len(server.seen)
        until = time.monotonic() + 60
        if number % 2:  # killed the moment something was told, before it can be marked
            while len(server.seen) == before and process.poll() is None and time.monotonic() < until:
                time.sleep(0.001)
        else:
            time.sleep(chance.uniform(0.2, 1.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert run_watches(archive).failed == []
    keys: dict[str, set[str]] = {}
    for _, body in server.seen:
        told = json.loads(body)
        for item in told["items"]:
            keys.setdefault(item["id"], set()).add(told["key"])
    assert set(keys) == {"article-1"} | {f"more-{10 * n + at}" for n in range(6) for at in range(3)}
    assert all(len(each) == 1 for each in keys.values())
    assert outbox(archive, "waiting", "failed") == []
    archive.check()


def test_two_runs_do_not_tell_at_the_same_time(archive: Archive, tmp_path: Path) -> None:
    with archive.alone() as held:
        assert held
        with pytest.raises(DeliveryFailed, match="already"):
            run_watches(archive)
    run_watches(archive)
    assert not list(tmp_path.glob("*alone*")), "no lock is left behind"


def test_what_cannot_be_watched(archive: Archive) -> None:
    new_watch(archive, "w", Asked(), [], all_of_it=False)
    with pytest.raises(WatchExists):
        new_watch(archive, "w", Asked(), [], all_of_it=False)
    with pytest.raises(CommuniqueError):
        new_watch(archive, "x", Asked(of="events", kind="NONE"), [], all_of_it=False)
    assert [each.name for each in watches(archive)] == ["w"]


def test_in_the_terminal(archive: Archive, place: str, tmp_path: Path) -> None:
    path, kept = place, tmp_path / "told.json"
    archive.close()
    program = f"{sys.executable} -c \"import sys; open('{kept}', 'wb').write(sys.stdin.buffer.read())\""
    told = run("watch", "add", "elbe", "embassy", "--command", program, "--all", "-a", path).output
    assert "command" in told
    assert "1 new in 'elbe'; 1 told." in run("watch", "run", "-a", path).output
    assert json.loads(kept.read_text())["items"][0]["article"] == "article-1"
    listed = run("watch", "list", "-a", path).output
    assert "words=embassy" in listed
    assert "1 told" in listed
    run("watch", "remove", "elbe", "-a", path)
    assert "Nothing is watched" in run("watch", "list", "-a", path).output
    assert "Error:" in run("watch", "remove", "elbe", "-a", path, code=2).output
    assert "no channel" in run("watch", "add", "none", "--command", "", "-a", path, code=2).output
    assert "no watch" in run("watch", "run", "typo", "-a", path, code=2).output
    run("watch", "add", "mails", "--mail", "a@example.org", "--smtp", "127.0.0.1:1", "--all", "-a", path)
    assert "Not told" in run("watch", "run", "-a", path, code=1).output
    with Archive(path) as again, pytest.raises(NoSuchEntry):
        watch(again, "elbe")
    with pytest.raises(InputError):
        read_asked({"of": "weather"})
