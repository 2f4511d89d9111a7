"""What is kept for a moment: only what took long, never past a change, and made once for all who wait."""

from __future__ import annotations

import threading
from pathlib import Path

from starlette.testclient import TestClient

from communique.archive import Archive
from communique.serve import Settings, create_app
from communique.serve.memory import Memory
from tests import handmade
from tests.serve.conftest import HERE


class Clock:
    def __init__(self) -> None:
        self.now = 0.0
        self.made = 0

    def __call__(self) -> float:
        return self.now

    def slowly(self) -> int:
        self.now += 1.0
        self.made += 1
        return self.made

    def at_once(self) -> int:
        self.made += 1
        return self.made


def test_what_took_long_is_kept_for_a_moment() -> None:
    clock = Clock()
    memory = Memory(2.0, clock)
    assert [memory.get("a", clock.slowly).value for _ in range(3)] == [1, 1, 1]
    assert memory.get("b", clock.slowly).value == 2
    clock.now += 3.0
    assert memory.get("a", clock.slowly).value == 3


def test_while_nothing_is_written_it_is_kept_for_longer() -> None:
    clock = Clock()
    memory = Memory(2.0, clock)
    assert memory.get("a", clock.slowly, "one") == (1, "one")
    clock.now += 3.0
    assert memory.get("a", clock.slowly, "one") == (1, "one")
    assert memory.get("a", clock.slowly, "two") == (2, "two")
    clock.now += 1.0
    assert memory.get("a", clock.slowly, "three") == (2, "two"), "within the moment, and of which state it is"
    clock.now += 3.0
    assert memory.get("a", clock.slowly) == (3, None)


def test_what_was_fast_is_made_anew() -> None:
    clock = Clock()
    memory = Memory(2.0, clock)
    assert [memory.get("a", clock.at_once).value for _ in range(3)] == [1, 2, 3]


def test_a_change_forgets_what_is_kept_and_what_is_being_made() -> None:
    clock = Clock()
    memory = Memory(2.0, clock)
    memory.get("a", clock.slowly)
    memory.forget()
    assert memory.get("a", clock.slowly).value == 2

    def changed_meanwhile() -> int:
        memory.forget()
        return clock.slowly()

    assert memory.get("b", changed_meanwhile).value == 3
    assert memory.get("b", clock.slowly).value == 4


def test_an_error_is_not_kept() -> None:
    clock = Clock()
    memory = Memory(2.0, clock)

    def broken() -> int:
        clock.now += 1.0
        raise ValueError

    for _ in range(2):
        try:
            memory.get("a", broken)
        except ValueError:
            clock.made += 1
    assert clock.made == 2
    assert memory.get("a", clock.slowly).value == 3


def test_whoever_asks_meanwhile_waits_for_the_same_answer() -> None:
    begun, go = threading.Event(), threading.Event()
    memory, clock = Memory(60.0), Clock()

    def waiting() -> int:
        begun.set()
        go.wait()
        threading.Event().wait(0.05)
        return clock.at_once()

    found: list[int] = []
    first = threading.Thread(target=lambda: found.append(memory.get("a", waiting).value))
    first.start()
    begun.wait()
    second = threading.Thread(target=lambda: found.append(memory.get("a", clock.at_once).value))
    second.start()
    go.set()
    first.join()
    second.join()
    assert found == [1, 1]


def test_what_is_judged_here_is_seen_at_once(path: Path) -> None:
    app = create_app(path, Settings())
    app.state.shared.memory._moment = 3600.0
    with TestClient(app, base_url=HERE) as client:
        before = client.get("/api/v1/events").json()["rows"]
        body = {"entry": "e-embassy", "article": "article-1", "verdict": "reject"}
        assert client.post("/api/v1/judgements", json=body).status_code == 201
        assert len(client.get("/api/v1/events").json()["rows"]) < len(before)


def test_what_another_program_adds_is_seen_when_the_moment_is_over(path: Path) -> None:
    app = create_app(path, Settings())
    with TestClient(app, base_url=HERE) as client:
        client.get("/api/v1/articles")
        with Archive(path) as archive:
            archive.add(handmade.record(id="later", published="2020-01-01"))
        app.state.shared.memory.forget()
        assert client.get("/api/v1/articles").json()["rows"][0]["article"] == "later"
