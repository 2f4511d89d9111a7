"""Jobs: articles that are being added, with how far that has come."""

from __future__ import annotations

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Annotated, Literal

from msgspec import Struct, structs

from communique.archive import Archive, as_known
from communique.errors import CommuniqueError
from communique.pipeline import versions
from communique.record import Record, doc
from communique.serve.coding import Codes
from communique.serve.rendering import url
from communique.sources import Source

UNFORESEEN = "Unforeseen"
"""Code of a failure that is the program's own."""
_log = logging.getLogger("communique.serve")

Reading = tuple[str, Callable[[], Source]]
"""Where an article comes from, and what reads it."""

_KEPT = 200  # jobs that are remembered


class AddedArticle(Struct, frozen=True, kw_only=True):
    """An article that is now in the archive."""

    id: Annotated[str, doc("Id of the article.")]
    url: Annotated[str, doc("Address of its page.")]
    title: Annotated[str | None, doc("Headline.")]
    outcome: Annotated[Literal["added", "replaced", "unchanged"], doc("What came of it.")]
    entries: Annotated[int, doc("Number of events, statements, positions and meetings that were read in it.")]


class FailedArticle(Struct, frozen=True, kw_only=True):
    """An article that could not be read."""

    where: Annotated[str, doc("Where it came from.")]
    code: Annotated[str, doc("What sort of error it is.")]
    message: Annotated[str, doc("Why, and what to do.")]


class Job(Struct, frozen=True, kw_only=True):
    """Articles that are being added."""

    id: Annotated[str, doc("Id of the job.")]
    state: Annotated[Literal["waiting", "running", "done"], doc("How far it has come.")]
    total: Annotated[int, doc("Number of articles.")]
    done: Annotated[int, doc("How many of them are done.")]
    articles: Annotated[tuple[AddedArticle, ...], doc("Those that are in the archive now.")]
    failures: Annotated[tuple[FailedArticle, ...], doc("Those that could not be read.")]
    url: Annotated[str | None, doc("Address of the first article's page.")] = None


class Jobs:
    """Adds articles, one job after the other.

    Args:
        archive: Where they are kept.
        coder: What codes them.
        changed: Called when the archive has changed.
    """

    def __init__(self, archive: Archive, coder: Codes, changed: Callable[[], None] = lambda: None) -> None:
        self._archive, self._coder, self._changed = archive, coder, changed
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="adding")

    def start(self, readings: Sequence[Reading], after: Callable[[], None] = lambda: None) -> tuple[str, Future[Job]]:
        """Begin a job: its id, and what it will have come to.

        Args:
            readings: The articles.
            after: Called when it is done, whatever became of it.
        """
        id = secrets.token_hex(8)
        job = Job(id=id, state="waiting", total=len(readings), done=0, articles=(), failures=())
        with self._lock:
            self._jobs[id] = job
            while len(self._jobs) > _KEPT:
                self._jobs.popitem(last=False)
        return id, self._worker.submit(self._run, job, readings, after)

    def find(self, id: str) -> Job | None:
        """A job as it is now."""
        return self._jobs.get(id)

    def close(self) -> None:
        """Begin no further job."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _run(self, job: Job, readings: Sequence[Reading], after: Callable[[], None]) -> Job:
        try:
            for where, read in readings:
                job = self._told(structs.replace(self._after(job, where, read), done=job.done + 1, state="running"))
            return self._told(structs.replace(job, state="done", url=job.articles[0].url if job.articles else None))
        finally:
            after()

    def _told(self, job: Job) -> Job:
        with self._lock:
            if job.id in self._jobs:
                self._jobs[job.id] = job
        return job

    def _after(self, job: Job, where: str, read: Callable[[], Source]) -> Job:
        try:
            added = self._add(read())
        except CommuniqueError as error:
            failed = FailedArticle(where=where, code=type(error).__name__, message=str(error))
            return structs.replace(job, failures=(*job.failures, failed))
        except Exception:  # noqa: BLE001 - whatever it is, the job goes on to its end, and the log tells the rest
            _log.exception("An error that nobody foresaw, while %s was added.", where)
            message = "Something went wrong here. The log of the program tells more."
            failed = FailedArticle(where=where, code=UNFORESEEN, message=message)
            return structs.replace(job, failures=(*job.failures, failed))
        return structs.replace(job, articles=(*job.articles, added))

    def _add(self, found: Source) -> AddedArticle:
        found = replace(found, article=as_known(self._archive, found.article))
        known = self._archive.coded_before(found.article, versions())
        coded = known or self._coder.code(found)
        outcome = "unchanged" if known else self._archive.add(coded)
        self._changed()
        article = coded.article
        return AddedArticle(
            id=article.id,
            url=url("articles", article.id),
            title=article.title,
            outcome=outcome,
            entries=_entries(coded),
        )


def _entries(coded: Record) -> int:
    return len(coded.events) + len(coded.statements) + len(coded.positions) + len(coded.meetings)
