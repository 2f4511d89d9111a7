"""Helpers end with the program, even where it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from communique.serve.helping import helpers

_PROGRAM = """
import os, time
from communique.serve.helping import helpers
if __name__ == "__main__":
    pool = helpers(1)
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(60)
"""


def test_a_helper_ends_with_a_program_that_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text(_PROGRAM, "utf-8")
    known = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, str(file)], stdout=subprocess.PIPE, text=True, env=known) as program:
        assert program.stdout is not None
        helper = int(program.stdout.readline())
        program.send_signal(signal.SIGKILL)
        program.wait()
        end = time.monotonic() + 30
        while running(helper):
            assert time.monotonic() < end, "it goes on"
            time.sleep(0.1)


def running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_ctrl_c_ends_no_helper_that_is_still_starting() -> None:
    pool = helpers(1)
    started = pool.submit(abs, -1)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ()), "the program hears it no more"
    for process in list(pool._processes):
        for _ in range(20):
            os.kill(process, signal.SIGINT)
            time.sleep(0.01)
    assert started.result(timeout=60) == 1
    pool.shutdown()
