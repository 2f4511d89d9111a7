"""Judgements: what people make of entries; each is signed and dated, none is ever changed or deleted."""

from __future__ import annotations

import logging
from typing import Annotated, Any, Literal
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Path, Query
from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from communique.archive import Archive, Judgement
from communique.archive.judgements import standing
from communique.errors import NoSuchEntry
from communique.record import doc
from communique.serve.answers import JSON
from communique.serve.api.parameters import Limit
from communique.serve.api.replies import Listing, reply
from communique.serve.api.schemas import gives, takes
from communique.serve.problems import Refused
from communique.serve.shared import shared

router = APIRouter(tags=["judgements"])
_log = logging.getLogger("communique.serve.judgements")


class NewJudgement(Struct, frozen=True, kw_only=True):
    """What somebody makes of an entry."""

    entry: Annotated[str, doc("Id of the entry; of a merge or split also an article's.")]
    verdict: Annotated[
        Literal["accept", "reject", "correct", "edit", "merge", "split", "undo"],
        doc("What is made of it; 'edit' is another word for 'correct', 'undo' takes one's last judgement of it back."),
    ]
    article: Annotated[str | None, doc("Id of the article, where the entry stands in several.")] = None
    changes: Annotated[dict[str, Any], doc("The corrected fields.")] = {}
    other: Annotated[str | None, doc("The second id of a merge or split.")] = None
    why: Annotated[str | None, doc("The reason.")] = None
    by: Annotated[str | None, doc("Who judges; the name that the program was started with when not given.")] = None


class Judged(Struct, frozen=True, kw_only=True):
    """A judgement that was kept, and what is shown of the entry from now on."""

    judgement: Annotated[Judgement, doc("The judgement.")]
    verdict: Annotated[str | None, doc("accepted, corrected or rejected; null where nothing stands.")]
    by: Annotated[tuple[str, ...], doc("Who judged it, the latest last.")] = ()
    differing: Annotated[tuple[str, ...], doc("What they differ about.")] = ()


_EXAMPLE = {"entry": "e-2gk7o3zqf4ab", "verdict": "reject", "why": "It was only announced."}


@router.get("/judgements", **gives(Listing[Judgement]))
def judgements(
    request: Request,
    entry: Annotated[str | None, Query(description="Only of this entry.", max_length=100)] = None,
    article: Annotated[str | None, Query(description="Only of entries of this article.", max_length=1000)] = None,
    by: Annotated[str | None, Query(description="Only by this person.", max_length=200)] = None,
    limit: Limit = 100,
    after: Annotated[
        str | None, Query(description="Where to go on: the 'next' of the page before.", pattern="^[0-9]{1,15}$")
    ] = None,
) -> Response:  # fmt: skip
    """The log of all judgements in their order, those that were taken back and the undos too."""

    def question(archive: Archive) -> Listing[Judgement]:
        found = archive.judgements(entry or None, article=article or None, by=by or None)
        left = [each for each in found if each.number > int(after or 0)]
        more = len(left) > limit
        return Listing(rows=tuple(left[:limit]), next=str(left[limit - 1].number) if more else None)

    return reply(request, question)


@router.post("/judgements", **gives(Judged, status=201), openapi_extra=takes(NewJudgement, _EXAMPLE))
async def judge(request: Request) -> Response:
    """Accept, reject or correct an entry, merge or split two, or take one's last judgement back."""
    try:
        new = msgspec.json.decode(await request.body(), type=NewJudgement)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(422, "BadRequest", f"This is no judgement: {error}.", "See /api/v1/openapi.json.") from error
    return await run_in_threadpool(_judge, request, new)


def _judge(request: Request, new: NewJudgement) -> Response:
    known = shared(request)
    archive, by = known.archive, (new.by or known.settings.user).strip()
    if new.verdict == "undo":
        return _kept(request, archive.undo(_last(archive, new, by), by=by, why=new.why))
    kind = "correct" if new.verdict == "edit" else new.verdict
    made = archive.judge(
        new.entry, kind, by=by, change=new.changes or None, other=new.other, article=new.article, why=new.why
    )
    return _kept(request, made)


def _last(archive: Archive, new: NewJudgement, by: str) -> str:
    """Id of the last judgement of an entry by this person that stands."""
    said = standing(archive.judgements(new.entry, article=new.article, by=by))
    if not said:
        raise NoSuchEntry(f"'{by}' made no judgement of '{new.entry}' that stands.", "There is nothing to take back.")
    return said[-1].id


def _kept(request: Request, made: Judgement) -> Response:
    target = made.target
    mark = shared(request).archive.marks([target.article]).get((target.article, target.id))
    told = Judged(
        judgement=made, verdict=mark.verdict if mark else None, by=mark.people if mark else (),
        differing=mark.differing if mark else (),
    )  # fmt: skip
    # The archive keeps every judgement for good; the log tells besides from where it came.
    client = request.client.host if request.client else "?"
    _log.info("%s: %s %s of %s by %r from %s", made.at, made.id, made.kind, target.id, made.by, client)
    return Response(msgspec.json.encode(told), 201, {"location": f"/api/v1/judgements?entry={quote(target.id)}"}, JSON)


@router.post("/judgements/{id}/undo", **gives(Judged, status=201))
def undo(request: Request, id: Annotated[str, Path(description="Id of a judgement.", max_length=100)]) -> Response:
    """Take a judgement back: a new one names it, and both stay in the log."""
    known = shared(request)
    return _kept(request, known.archive.undo(id, by=known.settings.user))
