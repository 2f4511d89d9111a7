from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.cluster.guard import Died, Guard, TookTooLong, in_order
from communique.errors import BadLine


@pytest.fixture(scope="module")
def guard() -> Iterator[Guard]:
    made = Guard()
    yield made
    made.close()


def loop() -> None:
    sum(range(10**15))


def refuse() -> None:
    raise BadLine("Line 1.", "Mend it.")


def odd() -> None:
    class Local(Exception):
        pass

    raise Local("no other process knows it")


def speak(words: str) -> str:
    sys.stdout.write(words)
    os.write(1, words.encode())
    return words


def die_at_0(number: int) -> int:
    if not number:
        os._exit(3)
    return number


def test_calls_are_answered_in_one_process(guard: Guard) -> None:
    first = guard.call(os.getpid)
    assert first == guard.call(os.getpid) == guard.pid != os.getpid()
    assert guard.call(speak, "what is printed does not disturb") == "what is printed does not disturb"


def test_errors_come_through(guard: Guard) -> None:
    with pytest.raises(BadLine) as caught:
        guard.call(refuse)
    assert caught.value.advice == "Mend it."
    with pytest.raises(RuntimeError, match="no other process"):
        guard.call(odd)


def test_native_code_that_loops_is_stopped_and_the_next_call_is_answered(guard: Guard) -> None:
    before = guard.call(os.getpid)
    with pytest.raises(TookTooLong):
        guard.call(loop, limit=0.3)
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)
    assert guard.call(os.getpid) != before


def test_a_death_is_told_and_tried_again(guard: Guard) -> None:
    with pytest.raises(Died, match="3"):
        guard.call(os._exit, 3)
    guard.call(os.getpid)
    os.kill(guard.pid or 0, signal.SIGKILL)
    assert guard.insist(abs, -1) == 1
    with pytest.raises(Died):
        guard.insist(os._exit, 3)


def test_many_in_order() -> None:
    found = list(in_order(die_at_0, range(6), 2))
    assert [number for number, _ in found] == list(range(6))
    assert isinstance(found[0][1], Died)
    assert [outcome for _, outcome in found[1:]] == [1, 2, 3, 4, 5]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the process looks for its parent once a second")
def test_a_loop_does_not_outlive_its_supervisor() -> None:
    code = (
        "import threading; from communique.cluster.guard import Guard; from tests.cluster.test_guard import loop\n"
        "g = Guard(); g.call(abs, 1); print(g.pid, flush=True); g.call(loop)"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert run.stdout is not None
    pid = int(run.stdout.readline())
    run.kill()
    run.wait()
    run.stdout.close()
    for _ in range(500):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":  # dead; nobody has noticed yet
            return
        time.sleep(0.02)
    pytest.fail("it is still there")


def test_a_process_that_could_not_be_made_ready_is_not_used() -> None:
    guard = Guard(refuse)
    for _ in range(2):
        with pytest.raises(BadLine):
            guard.call(os.getpid)
        assert guard.pid is None
