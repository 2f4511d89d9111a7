"""Coding many articles: lines of JSON in, records out in the same order, whatever the number of workers.

A run that was cut off is taken up where it stopped, and ends in the same bytes as one that was not: the records
that are already there are held against the input, line by line, by id, text hash and metadata, a torn last line
is dropped, and what follows is coded. Lines that cannot be coded go to ``OUT.errors.jsonl`` with their numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from communique.cluster.guard import Died, in_order
from communique.errors import BadLine, CommuniqueError, InputError
from communique.pipeline import read_article, versions
from communique.sources import Source, parse_line, with_notes

Progress = Callable[[int, int], None]


class LineError(Struct, frozen=True, kw_only=True):
    """A line that was skipped: its number (from 1), its id where it has one, and why."""

    line: int
    id: str | None
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: records written, of them those that were already there, and lines skipped."""

    written: int
    resumed: int
    errors: tuple[LineError, ...]


@dataclass(frozen=True, slots=True)
class _Task:
    number: int
    source: Source | None
    failure: LineError | None


class _HeadArticle(Struct, frozen=True):
    id: str
    sha256: str
    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None


class _Head(Struct, frozen=True):
    """What identifies a record that is already there."""

    communique: str
    model: str
    registry: str
    article: _HeadArticle


def run_batch(
    source: str | Path,
    target: str | Path,
    *,
    workers: int = 1,
    restart: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Code every line of a JSON-lines file.

    Args:
        source: Lines ``{"id", "text", "published", "outlet", "title", "url"}``; only ``text`` is required.
        target: Where the records go, one a line, in the order of the input.
        workers: Number of processes; 1 codes in this one.
        restart: Begin anew even when ``target`` holds records.
        progress: Called with the lines done and the lines there are.

    Raises:
        InputError: A file cannot be read or written, or ``target`` holds something else than the records of the
            first lines of ``source`` by this version.
    """
    source, target = Path(source), Path(target)
    errors = target.with_name(target.name + ".errors.jsonl")
    if target.exists() and source.exists() and target.samefile(source):
        raise InputError(f"'{target}' is the input itself.", "Name another file for the records.")
    total = _count(source)
    if restart:
        target.unlink(missing_ok=True)
        errors.unlink(missing_ok=True)
    try:
        with source.open("rb") as lines, target.open("ab+") as out:
            run = _Run(out, errors, progress or (lambda _done, _total: None), total)
            run.resume(_tasks(lines), target)
            run.code(workers)
    except OSError as error:
        raise InputError(f"'{error.filename or target}' cannot be written: {error.strerror}.", _CHECK) from error
    return Summary(run.written, run.resumed, tuple(run.failures))


_CHECK = "Check the path, its permissions and the space left."


def _count(source: Path) -> int:
    """The number of lines that hold something."""
    try:
        with source.open("rb") as lines:
            return sum(bool(line.strip()) for line in lines)
    except OSError as error:
        raise InputError(f"'{source}' cannot be read: {error.strerror}.", "Check the path.") from error


def _tasks(lines: BufferedReader) -> Iterator[_Task]:
    """Every line that is not blank, read into an article or a failure. A mark of UTF-8 at the start is dropped."""
    for number, line in enumerate(lines, start=1):
        bare = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not bare.strip():
            continue
        try:
            yield _Task(number, parse_line(bare, number), None)
        except BadLine as error:
            yield _Task(number, None, _failure(number, None, error))


def _failure(number: int, id: str | None, error: Exception) -> LineError:
    message = str(error) if isinstance(error, CommuniqueError) else f"Line {number:,}: the coder failed: {error!r}."
    return LineError(line=number, id=id, error=type(error).__name__, message=message)


class _Run:
    """One run: what is there already, and what is written."""

    def __init__(self, out: BinaryIO, errors: Path, progress: Progress, total: int) -> None:
        self._out, self._errors, self._progress, self._total = out, errors, progress, total
        self._pending: Iterator[_Task] = iter(())
        self.written = self.resumed = self._done = 0
        self.failures: list[LineError] = []

    def resume(self, tasks: Iterator[_Task], target: Path) -> None:
        """Hold the records that are there against the input and stand where the next one goes."""
        earlier = {each.line: each for each in _read_errors(self._errors)}
        heads = _read_heads(self._out)
        end = 0
        for head, after in heads:
            task = self._skip_failures(tasks, head, earlier)
            if task is None or not _same(head, task.source):
                raise InputError(
                    f"'{target}' holds something else than the first records of this input by this version.",
                    "Name another file, or begin anew with --restart.",
                )
            end = after
            self.written += 1
            self._advance()
        self.resumed = self.written
        self._out.seek(end)
        self._out.truncate()
        self._errors.unlink(missing_ok=True)
        for failure in self.failures:
            self._write_failure(failure)
        self._pending = tasks

    def _skip_failures(self, tasks: Iterator[_Task], head: _Head, earlier: dict[int, LineError]) -> _Task | None:
        """The next line that gave a record; those before it that gave an error are noted again."""
        for task in tasks:
            failure = task.failure
            if failure is None and not _same(head, task.source):
                failure = earlier.get(task.number)
            if failure is None:
                return task
            self.failures.append(failure)
            self._advance()
        return None

    def _advance(self) -> None:
        self._done += 1
        self._progress(self._done, self._total)

    def code(self, workers: int) -> None:
        """Code what is left, in order."""
        coded = _in_process(self._pending) if workers <= 1 else _in_workers(self._pending, workers)
        for outcome in coded:
            if isinstance(outcome, LineError):
                self.failures.append(outcome)
                self._write_failure(outcome)
            else:
                self._out.write(outcome)
                self._out.flush()
                self.written += 1
            self._advance()

    def _write_failure(self, failure: LineError) -> None:
        with self._errors.open("ab") as stream:
            stream.write(msgspec.json.encode(failure) + b"\n")


def _read_heads(out: BinaryIO) -> Iterator[tuple[_Head, int]]:
    """The whole records of an output, each with the offset after it; a torn or damaged line ends them."""
    decoder = msgspec.json.Decoder(_Head)
    out.seek(0)
    end = 0
    for line in iter(out.readline, b""):
        end += len(line)
        if not line.endswith(b"\n"):
            return
        try:
            head = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return
        yield head, end


def _read_errors(path: Path) -> Iterator[LineError]:
    if not path.exists():
        return
    for line in path.read_bytes().splitlines():
        try:
            yield msgspec.json.decode(line, type=LineError)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return


def _same(head: _Head, source: Source | None) -> bool:
    """Whether a record is that of this article by this version of the program, the model and the registry."""
    if source is None or (head.communique, head.model, head.registry) != versions():
        return False
    known = {name: getattr(source.article, name) for name in _HeadArticle.__struct_fields__}
    return all(value is None or getattr(head.article, name) == value for name, value in known.items())


def code_line(number: int, source: Source) -> bytes | LineError:
    """The record of one line as JSON with its line end, or why there is none."""
    try:
        return with_notes(read_article(source.article), source.notes).to_json().encode() + b"\n"
    except Exception as error:  # noqa: BLE001 - one article must never cost the others their records
        return _failure(number, source.article.id, error)


def _in_process(tasks: Iterator[_Task]) -> Iterator[bytes | LineError]:
    return map(_code, tasks)


def _in_workers(
    tasks: Iterator[_Task], workers: int, code: Callable[[_Task], bytes | LineError] | None = None
) -> Iterator[bytes | LineError]:
    """The same outcomes in the same order, coded by processes that each load the model once.

    A line on which processes die again and again (killed for memory, say) is reported.
    """
    for task, outcome in in_order(code or _code, tasks, workers):
        if isinstance(outcome, Died):
            died = InputError(f"Line {task.number:,}: the process that coded it died.", "Cut the text or add memory.")
            yield _failure(task.number, task.source.article.id if task.source else None, died)
        else:
            yield outcome


def _code(task: _Task) -> bytes | LineError:
    if task.failure is not None or task.source is None:
        return task.failure or _failure(task.number, None, InputError("The line could not be read."))
    return code_line(task.number, task.source)
