"""Every error becomes an answer of one shape: JSON for programs, a page for people."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from communique.errors import CommuniqueError
from communique.serve.problems import Problem, Refused, body_of, problem_of, problem_of_status
from communique.serve.rendering import render


def add_to(app: FastAPI) -> None:
    """Let the application answer errors so."""

    @app.exception_handler(CommuniqueError)
    def communique_error(request: Request, error: Any) -> Response:
        return answer(request, problem_of(error))

    @app.exception_handler(Refused)
    def refused(request: Request, error: Any) -> Response:
        return answer(request, error.problem, error.headers)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: Any) -> Response:
        return answer(request, _invalid(error))

    @app.exception_handler(HTTPException)
    def refused_by_framework(request: Request, error: Any) -> Response:
        return answer(request, problem_of_status(error.status_code, str(error.detail)), dict(error.headers or {}))


def answer(request: Request, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """The answer to a problem: a page where a browser asks for one."""
    if wants_page(request):
        page = render("error.html.j2", problem=problem, title=problem.message)
        return HTMLResponse(page, problem.status, headers)
    return Response(body_of(problem), problem.status, headers, "application/json")


def wants_page(request: Request) -> bool:
    """Whether it is a browser that asks, and for a page."""
    path = request.url.path
    return "text/html" in request.headers.get("accept", "") and not path.startswith(("/api/", "/static/"))


def _invalid(error: RequestValidationError) -> Problem:
    told = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
    return Problem(
        status=422, code="BadRequest", message=f"The request does not fit: {'; '.join(told)}.",
        advice="The interface's description, /api/v1/openapi.json, says what fits.",
    )  # fmt: skip
