"""The pages' addresses: each as a page, and with ``.json`` and ``.csv`` after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import msgspec
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.errors import NoSuchEntry
from communique.export import to_csv
from communique.serve.answers import STATE, conditional
from communique.serve.guard import forgery
from communique.serve.offering import offer
from communique.serve.pages import PAGES, Asked, Context, Page
from communique.serve.rendering import other_form, render, url
from communique.serve.shared import shared

HOME = "/today"
"""The page that the bare address shows."""

Form = Callable[[Request, Page[Any], Asked, Context], Response]


def add_to(app: FastAPI) -> None:
    """Let the application answer at the pages' addresses."""
    app.add_api_route("/entries/{id}", _entry, name="entry", include_in_schema=False)
    forms: dict[str, Form] = {".json": _json, ".csv": _csv, "": _html}
    for page in PAGES:
        for ending, form in forms.items():
            app.add_api_route(
                f"{page.path}{ending}", _answer(page, form), name=f"{page.name}{ending}", include_in_schema=False
            )
            if page.path == HOME and not ending:
                app.add_api_route("/", _answer(page, form), name="home", include_in_schema=False)


def _entry(request: Request, id: str) -> Response:
    """Lead to the words of an entry."""
    with shared(request).archive.snapshot() as archive:
        found = archive.find(id)[0]
    return RedirectResponse(url("articles", found.record.article.id) + f"#e-{quote(found.id)}")


def _answer(page: Page[Any], form: Form) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        path = {name: str(value) for name, value in request.path_params.items()}
        query = {name: request.query_params.getlist(name) for name in request.query_params}
        try:
            return _formed(request, page, form, Asked(path, query))
        except NoSuchEntry:
            # An id may itself end in '.json': then this is its page.
            if form is _html or "id" not in path:
                raise
            ending = request.url.path[request.url.path.rindex(".") :]
            return _formed(request, page, _html, Asked({**path, "id": path["id"] + ending}, query))

    return answer


def _formed(request: Request, page: Page[Any], form: Form, asked: Asked) -> Response:
    """What the page shows, in one of its three forms."""
    key = (page.name, *sorted(asked.path.items()), request.url.query)
    told = shared(request).told(key, lambda archive: page.build(archive, asked))
    answer = form(request, page, asked, told.value)
    if told.state:
        answer.headers[STATE] = told.state
    return answer


def _html(request: Request, page: Page[Any], asked: Asked, context: Context) -> Response:
    path, query, known = request.url.path, dict(request.query_params), shared(request)
    csrf = request.cookies.get(forgery.COOKIE, "")
    fresh = not forgery.genuine(csrf, known.secret)
    csrf = forgery.make(known.secret) if fresh else csrf
    body = render(
        f"{page.name}.html.j2", page=context, title=context.title, here=page.name, csrf=csrf,
        read_only=known.settings.read_only, exported=offer(page.name, asked, context),
        as_json=other_form(path, "json", query), as_csv=other_form(path, "csv", query),
    )  # fmt: skip
    answer = conditional(request, body.encode(), "text/html; charset=utf-8")
    if fresh:
        answer.set_cookie(forgery.COOKIE, csrf, httponly=True, samesite="strict")
    return answer


def _json(request: Request, _page: Page[Any], _asked: Asked, context: Context) -> Response:
    return conditional(request, msgspec.json.encode(context))


def _csv(request: Request, page: Page[Any], _asked: Asked, context: Context) -> Response:
    table = to_csv(page.rows(context), page.shape).encode("utf-8", "replace")
    named = {"content-disposition": f'attachment; filename="{page.name}.csv"'}
    return conditional(request, table, "text/csv; charset=utf-8; header=present", named)
