"""A PostgreSQL server of its own for tests and measurements, in a folder that goes when it ends."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_USER = "postgres"  # the server refuses to run as root
_FOLDERS = "/usr/lib/postgresql/*/bin"


def programs() -> Path | None:
    """The folder with the server's programs, the newest; None where there is none."""
    known = shutil.which("initdb")
    if known:
        return Path(known).parent
    found = sorted(Path("/").glob(_FOLDERS.lstrip("/")), key=lambda path: path.parent.name)
    return next((path for path in reversed(found) if (path / "initdb").exists()), None)


class Server:
    """A server that runs.

    Args:
        folder: Where its socket lies.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, itertools.count(1)

    def database(self) -> str:
        """The address of a new and empty schema, which an archive takes for a database of its own."""
        import psycopg
        from psycopg import sql

        name = f"archive_{os.getpid()}_{next(self._numbers)}"
        with psycopg.connect(host=str(self._folder), user=_USER, dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
        return f"postgresql://{_USER}@/postgres?host={self._folder}&options=-csearch_path%3D{name}"


@contextmanager
def server(*, durable: bool = False) -> Iterator[Server]:
    """A server for as long as the block lasts.

    Args:
        durable: Whether it is to wait for the disk, as a server in earnest does.

    Raises:
        FileNotFoundError: PostgreSQL's server is not installed.
    """
    found = programs()
    if found is None:
        raise FileNotFoundError("PostgreSQL's server is not installed.")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the name of a socket has a limit
    try:
        if os.getuid() == 0:
            os.chown(folder, pwd.getpwnam(_USER).pw_uid, -1)
        data = folder / "data"
        _run([str(found / "initdb"), "-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
        fast = "" if durable else " -c fsync=off -c full_page_writes=off"
        options = f"-k {folder} -c listen_addresses='' -c max_connections=40{fast}"
        control = [str(found / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
        _run([*control, "-o", options, "start"])
        try:
            yield Server(folder)
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str]) -> None:
    as_user = ["runuser", "-u", _USER, "--"] if os.getuid() == 0 else []
    done = subprocess.run([*as_user, *command], cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr or done.stdout}")
