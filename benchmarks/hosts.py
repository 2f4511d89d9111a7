"""``python -m benchmarks.hosts``: ``communique bulk`` on a Ray cluster of separate hosts, made on one machine.

Each host is a network namespace with an address of its own; a bridge joins them. The first has the head of the cluster,
which codes nothing, and the command; each of the others has a node with one processor. All see one file system, as bulk
asks for. Printed is how fast one host codes, and two, and so on, up to the number of cores. It takes Linux, root, and
``ip`` of iproute2; where one of these is missing it says so and ends with exit code 2.
"""

from __future__ import annotations

import argparse
import itertools
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from benchmarks.texts import dispatches, start_and_texts

_PORT = 6399
_LEAST = 48  # texts for each host
_ALIVE = (
    "import ray, sys; ray.init(address=sys.argv[1], log_to_driver=False, logging_level=40);"
    "print(sum(n['Alive'] for n in ray.nodes()))"
)


class _Hosts:
    """Namespaces that are joined by a bridge in the first one."""

    def __init__(self, count: int) -> None:
        self.names = [f"communique-{os.getpid()}-{n}" for n in range(count + 1)]

    def address(self, number: int) -> str:
        """The address of a host."""
        return f"10.77.0.{number + 1}"

    def make(self) -> None:
        """Make the hosts, which know one another and nobody else."""
        for name in self.names:
            _ip("netns", "add", name)
            _ip("-n", name, "link", "set", "lo", "up")
        head = self.names[0]
        _ip("-n", head, "link", "add", "bridge", "type", "bridge")
        _ip("-n", head, "addr", "add", f"{self.address(0)}/24", "dev", "bridge")
        _ip("-n", head, "link", "set", "bridge", "up")
        for number, name in enumerate(self.names[1:], start=1):
            _ip("-n", head, "link", "add", f"to{number}", "type", "veth", "peer", "name", "out", "netns", name)
            _ip("-n", head, "link", "set", f"to{number}", "master", "bridge", "up")
            _ip("-n", name, "addr", "add", f"{self.address(number)}/24", "dev", "out")
            _ip("-n", name, "link", "set", "out", "up")

    def on(self, number: int, *command: str) -> list[str]:
        """A command as it is run on a host."""
        return ["ip", "netns", "exec", self.names[number], *command]

    def clear(self, first: int = 0) -> None:
        """End what runs on the hosts, from one on."""
        for name in self.names[first:]:
            found = subprocess.run(["ip", "netns", "pids", name], check=False, capture_output=True, text=True)
            for pid in found.stdout.split():
                with suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)

    def drop(self) -> None:
        """Take the hosts away."""
        self.clear()
        for name in self.names:
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


def missing() -> str | None:
    """Why no hosts can be made here; None where they can."""
    if sys.platform != "linux" or shutil.which("ip") is None:
        return "Hosts are made of Linux's network namespaces, with 'ip' of iproute2, which is not here."
    trial = _Hosts(0)
    try:
        trial.make()
    except subprocess.CalledProcessError as error:
        return f"No network namespace may be made here: {error.stderr.strip()}. Try as root."
    finally:
        trial.drop()
    return None


@contextmanager
def cluster(hosts: _Hosts, nodes: int, folder: Path) -> Iterator[str]:
    """A Ray cluster of a head and some nodes with a processor each; its address."""
    ray = str(Path(sys.executable).with_name("ray"))
    address = f"{hosts.address(0)}:{_PORT}"
    common = ["--block", "--disable-usage-stats", "--object-store-memory", "100000000"]
    head = [
        "--head",
        "--port",
        str(_PORT),
        "--num-cpus",
        "0",
        "--include-dashboard",
        "false",
        "--temp-dir",
        str(folder),
    ]
    with ExitStack() as stack, (folder / "ray.log").open("wb") as log:
        stack.callback(hosts.clear)
        for number in range(nodes + 1):
            more = head if number == 0 else ["--address", address, "--num-cpus", "1"]
            command = hosts.on(number, ray, "start", "--node-ip-address", hosts.address(number), *common, *more)
            stack.callback(subprocess.Popen(command, stdout=log, stderr=log).wait)
            _wait(hosts, address, number + 1)
        stack.callback(hosts.clear)  # first of all: then all that is waited for has ended
        yield address


def _wait(hosts: _Hosts, address: str, nodes: int) -> None:
    """Wait until so many nodes are there."""
    for _ in range(30):
        asked = subprocess.run(
            hosts.on(0, sys.executable, "-c", _ALIVE, address), check=False, capture_output=True, text=True
        )
        if asked.returncode == 0 and int(asked.stdout.split()[-1]) >= nodes:
            return
        time.sleep(1)
    raise SystemExit(f"The cluster at {address} did not get its {nodes} nodes.")


def seconds(hosts: _Hosts, nodes: int, count: int, folder: Path) -> tuple[float, float]:
    """Seconds until every host has coded an article, and those that the texts took more."""
    texts = list(itertools.islice(itertools.cycle(dispatches()), count))
    own = Path(tempfile.mkdtemp(dir=folder))
    with cluster(hosts, nodes, Path(tempfile.mkdtemp(dir=folder))) as address:

        def code(source: Path, target: Path, only_start: bool) -> None:
            command = [
                sys.executable, "-m", "communique", "bulk", str(source), str(target), "--engine", "ray",
                "--cluster", address, "--workers", str(nodes), "--unit", "1" if only_start else "8",
            ]  # fmt: skip
            subprocess.run(hosts.on(0, *command), check=True, capture_output=True)

        return start_and_texts(texts, nodes, own, code)


def main() -> int:
    """Make the hosts, code on more and more of them, and print how fast."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hosts", description=__doc__)
    parser.add_argument("--hosts", type=int, default=os.cpu_count() or 1, help="how many hosts code at most")
    parser.add_argument("--texts", type=int, default=_LEAST, help="texts for each host")
    options = parser.parse_args()
    reason = missing()
    if reason is not None:
        print(reason, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the hosts are taken away then too
    os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    hosts, taken = _Hosts(options.hosts), list[float]()
    with tempfile.TemporaryDirectory() as folder:
        try:
            hosts.make()
            for nodes in range(1, options.hosts + 1):
                start, rest = seconds(hosts, nodes, options.texts * options.hosts, Path(folder))
                taken.append(rest)
                words = f"{nodes} hosts: start {start:.1f} s, {options.texts * options.hosts} texts {rest:.1f} s"
                print(f"{words}, {taken[0] / rest:.2f} times one", flush=True)
        finally:
            hosts.drop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
