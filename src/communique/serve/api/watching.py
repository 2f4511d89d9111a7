"""Watches: saved questions, what they found, and how they are made, changed and looked after."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path
from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from communique.archive import Archive
from communique.archive.watching import Watch, remove_watch, told_items, watch, watches
from communique.ask.watch import changed_watch, look, new_watch, read_asked
from communique.record import doc
from communique.serve.answers import JSON
from communique.serve.api.replies import reply
from communique.serve.api.schemas import gives, takes
from communique.serve.problems import Refused
from communique.serve.rendering import url
from communique.serve.shared import shared
from communique.vocabulary.questions import question

router = APIRouter(tags=["watches"])
_LONGEST = 200
Name = Annotated[str, Path(description="Name of a watch.", max_length=_LONGEST)]


class WatchRow(Struct, frozen=True, kw_only=True):
    """A saved question; where its news goes is its owner's business."""

    name: Annotated[str, doc("Its name.")]
    asked: Annotated[dict[str, Any], doc("What it asks.")]
    made: Annotated[str, doc("When it was made, UTC.")]


class Watches(Struct, frozen=True, kw_only=True):
    """The watches."""

    rows: Annotated[tuple[WatchRow, ...], doc("Every watch, by name.")]


class News(Struct, frozen=True, kw_only=True):
    """What a watch has found."""

    rows: Annotated[tuple[dict[str, Any], ...], doc("What was told, the latest first, each with why.")]


class Looked(Struct, frozen=True, kw_only=True):
    """What a look at a watch came to."""

    new: Annotated[int, doc("Number of new items.")]


class WatchedQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question that is watched. Its news is told by the workbench, and by ways that the command line has set up."""

    name: Annotated[str, doc("Name of the watch; needed for a new one.")] = ""
    of: Annotated[str, doc("What is watched: search, events, statements, positions or calendar.")] = "search"
    words: Annotated[str, doc("Words of a search; words that a statement must have.")] = ""
    actor: Annotated[str, doc("Who appears, acts, speaks, stands or meets.")] = ""
    question: Annotated[str, doc("Id of a question.")] = ""
    kind: Annotated[str, doc("Type, mode or CAMEO code of events.")] = ""
    status: Annotated[str, doc("Status of events.")] = ""
    outlet: Annotated[str, doc("Outlet of a search.")] = ""
    stance: Annotated[str, doc("Stance of positions, or in a search.")] = ""
    since: Annotated[str, doc("First day.")] = ""
    until: Annotated[str, doc("Last day.")] = ""
    everything: Annotated[bool, doc("Whether what the archive holds already is news too; of a new one.")] = False

    @property
    def asked(self) -> dict[str, str]:
        """The question alone."""
        return {name: getattr(self, name) for name in self.__struct_fields__ if name not in ("name", "everything")}


_EXAMPLE = {"name": "embassies", "of": "search", "words": "ambassador", "actor": "FRA"}


@router.get("/watches", **gives(Watches))
def all_watches(request: Request) -> Response:
    """The saved questions that are followed."""
    return reply(request, lambda archive: Watches(rows=tuple(map(_row, watches(archive)))))


@router.get("/watches/{name}/news", **gives(News))
def news(request: Request, name: Name) -> Response:
    """What a watch has found, and why each of it was told."""

    def told(archive: Archive) -> News:
        return News(rows=tuple(told_items(archive, watch(archive, name).name)))

    return reply(request, told)


@router.post("/watches", **gives(WatchRow, status=201), openapi_extra=takes(WatchedQuestion, _EXAMPLE))
async def make(request: Request) -> Response:
    """Save a question; what is in its answer now is known, and what comes later is news.

    Ways by which news goes elsewhere are set up on the command line alone: a page must not name programs to run.
    """
    new = await _read(request)
    name = new.name.strip()
    if not name or len(name) > _LONGEST or "/" in name:
        raise Refused(422, "BadRequest", "A watch needs a name without a slash.", "Send one as 'name'.")
    archive, asked = shared(request).archive, read_asked(new.asked)
    made = await run_in_threadpool(new_watch, archive, name, asked, [], all_of_it=new.everything)
    return Response(msgspec.json.encode(_row(made)), 201, {"location": url("watches", edit=name)}, JSON)


@router.put("/watches/{name}", **gives(WatchRow), openapi_extra=takes(WatchedQuestion, _EXAMPLE))
async def change(request: Request, name: Name) -> Response:
    """Let a watch ask something else; where its news goes, and what it found, stays."""
    new = await _read(request)
    changed = await run_in_threadpool(changed_watch, shared(request).archive, name, read_asked(new.asked))
    return Response(msgspec.json.encode(_row(changed)), 200, media_type=JSON)


@router.delete("/watches/{name}", **gives(WatchRow))
def remove(request: Request, name: Name) -> Response:
    """Forget a watch, what it found, and what was still to be told; the answer is what it was."""
    archive = shared(request).archive
    known = watch(archive, name)
    remove_watch(archive, name)
    return Response(msgspec.json.encode(_row(known)), 200, media_type=JSON)


@router.post("/watches/{name}/look", **gives(Looked))
def look_now(request: Request, name: Name) -> Response:
    """Look what is new; what goes elsewhere waits for 'communique watch run'."""
    archive = shared(request).archive
    found = Looked(new=look(archive, watch(archive, name)))
    return Response(msgspec.json.encode(found), 200, media_type=JSON)


def _row(known: Watch) -> WatchRow:
    return WatchRow(name=known.name, asked=known.asked, made=known.made)


async def _read(request: Request) -> WatchedQuestion:
    try:
        new = msgspec.json.decode(await request.body(), type=WatchedQuestion)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(422, "BadRequest", f"This is no watch: {error}.", "See /api/v1/openapi.json.") from error
    if new.question:
        question(new.question)  # one that does not exist would be watched in vain
    return new
