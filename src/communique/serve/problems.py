"""What is answered when something cannot be done: one shape for every error, as JSON or as a page."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Struct

from communique import errors
from communique.record import doc


class Problem(Struct, frozen=True, kw_only=True):
    """What went wrong, and what to do about it."""

    status: Annotated[int, doc("The HTTP status.")]
    code: Annotated[str, doc("What sort of error it is: a name from the list of errors.")]
    message: Annotated[str, doc("What happened and where, as a sentence.")]
    advice: Annotated[str, doc("What to do next, as a sentence; may be empty.")] = ""


class ErrorBody(Struct, frozen=True, kw_only=True):
    """The body of every answer that is an error."""

    error: Annotated[Problem, doc("The error.")]


class Refused(Exception):
    """A request that is refused; carries what is answered."""

    def __init__(self, status: int, code: str, message: str, advice: str = "", **headers: str) -> None:
        super().__init__(message)
        self.problem = Problem(status=status, code=code, message=message, advice=advice)
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


_STATUS: tuple[tuple[type[errors.CommuniqueError], int], ...] = (
    (errors.NoSuchEntry, 404),
    (errors.BadSearch, 400),
    (errors.BadJudgement, 422),
    (errors.BadQuestion, 404),
    (errors.NoSuchRule, 404),
    (errors.BadDataFile, 500),
    (errors.DataError, 422),
    (errors.WatchExists, 409),
    (errors.TextTooLong, 413),
    (errors.BadDate, 400),
    (errors.InputError, 422),
    (errors.RecordError, 422),
    (errors.MissingExtra, 501),
    (errors.BrokenArchive, 500),
    (errors.NotAnArchive, 500),
    (errors.NewerArchive, 500),
    (errors.ArchiveError, 503),
)

_OF_STATUS = {
    400: ("BadRequest", ""),
    404: ("NotFound", "There is nothing at this address."),
    405: ("MethodNotAllowed", "This cannot be done at this address."),
    413: ("TooLarge", ""),
}


def problem_of(error: errors.CommuniqueError) -> Problem:
    """What is answered to an error that Communique raises on purpose."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return Problem(status=status, code=type(error).__name__, message=error.message, advice=error.advice)


def problem_of_status(status: int, detail: str) -> Problem:
    """What is answered where the framework itself refuses, such as an address that does not exist."""
    code, message = _OF_STATUS.get(status, ("Refused", ""))
    return Problem(status=status, code=code, message=message or detail)


def body_of(problem: Problem) -> bytes:
    """The JSON of a problem."""
    return msgspec.json.encode(ErrorBody(error=problem))


def schema() -> dict[str, Any]:
    """The JSON Schema of the body."""
    return msgspec.json.schema(ErrorBody)
