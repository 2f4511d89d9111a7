"""The other side of a guard: the process that is told what to call. Run by :class:`communique.cluster.guard.Guard`."""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
import threading
import time
from typing import IO

from communique.cluster.guard import receive, send

_PR_SET_PDEATHSIG = 1


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until there are no more."""
    while (request := receive(requests)) is not None:
        send(answers, _answer(request))


def _answer(request: bytes) -> bytes:
    try:
        function, arguments = pickle.loads(request)  # noqa: S301 - the process that started this one wrote it
        return pickle.dumps((True, function(*arguments)))
    except Exception as error:  # noqa: BLE001 - it is raised on the other side
        try:
            answer = pickle.dumps((False, error))
            pickle.loads(answer)  # noqa: S301 - some errors can be packed and not unpacked
            return answer
        except Exception:  # noqa: BLE001
            return pickle.dumps((False, RuntimeError(repr(error))))


def _end_with_parent() -> None:
    """Let no process stay behind, looping, when the one that started it is killed."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()


def main() -> None:
    """Serve on the pipes; whatever else is written to standard output goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl+C is for the one that supervises
    _end_with_parent()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
