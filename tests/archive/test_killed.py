from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable

import pytest

from communique.archive import Archive, FetchLog
from tests.handmade import record

KILLS = {"sqlite": 200, "postgresql": 40}  # a server outlives the process: there it is the connection that breaks


def in_child(work: Callable[[int], None]) -> tuple[int, int]:
    """Start ``work`` in a process of its own; the process and the pipe on which it acknowledges."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work(writing)
        finally:
            os._exit(0)
    os.close(writing)
    return child, reading


def killed_after(child: int, pipe: int, told: int, seconds: float) -> list[int]:
    """Kill a process so long after it has told so many numbers; all the numbers that it told."""
    data = b""
    while data.count(b"\n") < told:
        data += os.read(pipe, 64)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(pipe, 65536):
        data += piece
    os.close(pipe)
    return [int(line) for line in data.split(b"\n")[:-1]]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_process_killed_at_any_moment_loses_nothing_and_doubles_nothing(place: str) -> None:
    draw, told = random.Random(7), set[int]()  # noqa: S311 - when to kill, no secret
    with Archive(place, create=True) as made:
        kills = KILLS[made.dialect.name]

    def add(first: int, pipe: int) -> None:
        with Archive(place) as archive:
            log = FetchLog(archive)
            for number in range(first, first + 10_000):
                archive.add(record(id=f"article-{number}"))
                log.entry("feed", str(number), "x", "kept", article=f"article-{number}")
                os.write(pipe, b"%d\n" % number)

    first = 0
    for _ in range(kills):
        child, pipe = in_child(lambda pipe, first=first: add(first, pipe))  # type: ignore[misc]
        told |= set(killed_after(child, pipe, draw.randrange(3), draw.uniform(0, 0.01)))
        first = max(told, default=-1) + 1
    with Archive(place) as archive:
        archive.check()
        ids = [each.article.id for each in archive.records()]
        assert len(ids) == len(set(ids))
        assert {f"article-{number}" for number in told} <= set(ids)
        wanted = FetchLog(archive).wanted("feed", [str(number) for number in sorted(told)])
        assert wanted == []
        assert all(each == record(id=each.article.id) for each in archive.records())
    assert len(told) > kills // 2
