"""Adding articles: as JSON, or as a form with texts and files; progress comes as server-sent events."""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path as File
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Query
from msgspec import Struct
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from communique.errors import InputError
from communique.record import doc
from communique.serve.answers import JSON, conditional
from communique.serve.api.schemas import gives, gives_file, takes
from communique.serve.jobs import UNFORESEEN, FailedArticle, Job, Reading
from communique.serve.problems import Refused
from communique.serve.shared import shared
from communique.sources import Known, Source, make_article, read_items
from communique.sources.article import notes_on_date
from communique.sources.formats import format_of

router = APIRouter(tags=["adding"])

JobId = Annotated[str, Path(description="Id of a job, as adding told it.", max_length=100)]

_MOST_FILES = 100
_LARGEST_FIELD = 4_000_000
_LOOKED_AT, _BEAT = 0.1, 15.0  # seconds between two looks at a job, and between signs of life


class NewArticle(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article to be added."""

    text: Annotated[str, doc("The text, kept exactly as given; all offsets point into it.")]
    published: Annotated[str | None, doc("Publication date, ISO 8601.")] = None
    outlet: Annotated[str | None, doc("Name of the outlet.")] = None
    title: Annotated[str | None, doc("Headline, when it is not part of the text.")] = None
    url: Annotated[str | None, doc("Where the text came from.")] = None


_EXAMPLE = {
    "text": "France recalled its ambassador to Australia on Friday.",
    "published": "2021-09-17",
    "outlet": "Example Wire",
}
_FORM = {
    "type": "object",
    "properties": {
        "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
        **{name: {"type": "string"} for name in NewArticle.__struct_fields__},
    },
}


def _body() -> dict[str, Any]:
    taken = takes(NewArticle, _EXAMPLE)
    taken["requestBody"]["content"]["multipart/form-data"] = {"schema": _FORM}
    return taken


@router.post("/articles", **gives(Job, status=201, later=True), openapi_extra=_body())
async def add(
    request: Request,
    wait: Annotated[bool, Query(description="Answer when all is done, and not at once with 202.")] = True,
) -> Response:
    """Add an article as JSON, or texts and files of any known format as a form; each is coded and kept.

    Files with lists of addresses are refused: nothing is fetched here.
    """
    folder: File | None = None
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        folder = File(tempfile.mkdtemp(prefix="communique-"))
    try:
        readings = await _readings(request, folder)
    except BaseException:
        _remove(folder)
        raise
    jobs = shared(request).jobs
    id, running = jobs.start(readings, partial(_remove, folder))
    at = {"location": f"/api/v1/jobs/{id}"}
    if not wait:
        job = jobs.find(id)
        return Response(msgspec.json.encode(job), 202, at, JSON)
    job = await asyncio.wrap_future(running)
    if not job.articles:
        raise _all_failed(job.failures)
    return Response(msgspec.json.encode(job), 201, at, JSON)


def _all_failed(failures: tuple[FailedArticle, ...]) -> Refused:
    first = failures[0]
    more = f" So did {len(failures) - 1} more." if len(failures) > 1 else ""
    return Refused(500 if first.code == UNFORESEEN else 422, first.code, f"{first.message}{more}")


async def _readings(request: Request, folder: File | None) -> list[Reading]:
    if folder is None:
        return [_of_json(await request.body())]
    async with request.form(max_files=_MOST_FILES, max_fields=20, max_part_size=_LARGEST_FIELD) as form:
        readings = [] if not _field(form, "text") else [_of_form(form)]
        for number, file in enumerate(form.getlist("file")):
            if isinstance(file, UploadFile) and file.filename:
                path = folder / f"{number}-{_file_name(file.filename)}"
                path.write_bytes(await file.read())
                readings += await asyncio.to_thread(_of_file, path, form)
    if not readings:
        raise Refused(422, "BadRequest", "There is no text and no file.", "Send 'text', 'file', or both.")
    return readings


def _of_json(body: bytes) -> Reading:
    try:
        new = msgspec.json.decode(body, type=NewArticle)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(422, "BadRequest", f"This is no article: {error}.", "See /api/v1/openapi.json.") from error
    return "text", partial(_source, new)


def _of_form(form: FormData) -> Reading:
    told = {name: _field(form, name) for name in ("published", "outlet", "title", "url")}
    # Forms send every line end as two signs; what was typed or pasted had one.
    text = str(form.get("text")).replace("\r\n", "\n")
    return "text", partial(_source, NewArticle(text=text, **told))


def _field(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _source(new: NewArticle) -> Source:
    article = make_article(
        new.text, published=new.published, outlet=new.outlet, title=new.title, url=new.url
    )  # fmt: skip
    return Source(article, notes_on_date(article.published))


def _of_file(path: File, form: FormData) -> list[Reading]:
    name = path.name.partition("-")[2]
    if format_of(path) == "urls":
        raise InputError(f"'{name}' is a list of addresses.", "Fetch them with 'communique add' on the command line.")
    known = Known(published=_field(form, "published"), outlet=_field(form, "outlet"))
    return [
        (item.where.replace(str(path), name), partial(_named, item.read, str(path), name))
        for item in read_items(path, known)
    ]


def _named(read: Any, path: str, name: str) -> Source:
    """Read an article; errors name the file as the user knows it."""
    try:
        found: Source = read()
    except InputError as error:
        raise type(error)(error.message.replace(path, name), error.advice) from error
    return found


def _file_name(given: str) -> str:
    """A name for a file of our own: the ending tells the format, the rest is for the user to recognise."""
    return re.sub(r"[^\w.-]+", "_", given.replace("\\", "/").rsplit("/", 1)[-1])[-80:].lstrip(".") or "file"


def _remove(folder: File | None) -> None:
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


@router.get("/jobs/{id}", **gives(Job))
def job(request: Request, id: JobId) -> Response:
    """How far the adding of articles has come."""
    return conditional(request, msgspec.json.encode(_found(request, id)))


@router.get("/jobs/{id}/progress", **gives_file("text/event-stream", "Events with the job as JSON."))
async def progress(request: Request, id: JobId) -> StreamingResponse:
    """The same as server-sent events: 'progress' whenever an article is done, 'done' at the end."""
    _found(request, id)
    return StreamingResponse(_events(request, id), media_type="text/event-stream", headers={"x-accel-buffering": "no"})


def _found(request: Request, id: str) -> Job:
    found = shared(request).jobs.find(id)
    if found is None:
        raise Refused(404, "NotFound", f"There is no job '{id}'.", "Jobs are forgotten when the program ends.")
    return found


async def _events(request: Request, id: str) -> AsyncIterator[bytes]:
    told: Job | None = None
    silent = 0.0
    while not await request.is_disconnected():
        now = shared(request).jobs.find(id)
        if now is None:
            return
        if now is not told:
            told, silent = now, 0.0
            name = "done" if now.state == "done" else "progress"
            yield f"event: {name}\ndata: ".encode() + msgspec.json.encode(now) + b"\n\n"
        if now.state == "done":
            return
        await asyncio.sleep(_LOOKED_AT)
        silent += _LOOKED_AT
        if silent >= _BEAT:
            silent = 0.0
            yield b": still there\n\n"
