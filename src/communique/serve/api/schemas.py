"""The description of the API (OpenAPI): made from the types of the answers, so that it cannot fall behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from communique.serve.problems import ErrorBody

_REF = "#/components/schemas/{name}"
_used: dict[str, Any] = {}  # every type that an answer is declared with, by the name that it has in the description

_ERRORS = {
    400: "The request does not fit.",
    403: "It may not be done.",
    404: "There is no such thing.",
    409: "There is one of that name already.",
    421: "The archive is not served under that name.",
    422: "The request does not fit its description.",
    429: "Too many requests.",
    500: "Something went wrong here.",
    501: "An optional library is missing.",
    503: "The archive is in use by another program.",
}


def gives(answer: Any, example: Any = None, *, status: int = 200, later: bool = False) -> dict[str, Any]:
    """Arguments of a route: what it answers, and every error.

    Args:
        answer: The type of the answer.
        example: An example of it.
        status: The status when all went well.
        later: Whether the same may be answered at once with 202, before all is done.
    """
    content: dict[str, Any] = {"schema": _schema(answer)} | ({"example": example} if example is not None else {})
    headers = {"ETag": _header("Changes when the answer does.")}
    if getattr(answer, "__origin__", None) is not None:
        headers["Link"] = _header('Where the next page is, as <address>; rel="next".')
    responses: dict[int | str, Any] = {
        status: {"description": "The answer.", "content": {"application/json": content}, "headers": headers}
    }
    if status == 200:
        responses[304] = {"description": "What the client has is still right."}
    if later:
        responses[202] = {"description": "It has begun.", "content": {"application/json": content}}
    responses |= {each: _error(text) for each, text in _ERRORS.items()}
    return {"responses": responses, "response_model": None, "status_code": status}


def gives_file(media_type: str, description: str) -> dict[str, Any]:
    """Arguments of a route that answers with another format than JSON."""
    responses: dict[int | str, Any] = {200: {"description": description, "content": {media_type: {}}}}
    responses |= {304: {"description": "What the client has is still right."}}
    responses |= {each: _error(text) for each, text in _ERRORS.items()}
    return {"responses": responses, "response_model": None}


def takes(body: Any, example: Any) -> dict[str, Any]:
    """What a route takes: a body of JSON of this type."""
    content = {"application/json": {"schema": _schema(body), "example": example}}
    return {"requestBody": {"required": True, "content": content}}


def _header(text: str) -> dict[str, Any]:
    return {"description": text, "schema": {"type": "string"}}


def _error(text: str) -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": _schema(ErrorBody)}}}


def _schema(answer: Any) -> dict[str, Any]:
    (schema,), found = msgspec.json.schema_components([answer], ref_template=_REF)
    _used.update(found)
    return schema


def describe(app: FastAPI) -> None:
    """Let the application describe itself with these types."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            parts: dict[str, Any] = made.setdefault("components", {}).setdefault("schemas", {})
            parts.update(_used)
            for name in ("HTTPValidationError", "ValidationError"):
                parts.pop(name, None)
            _bearer(made)
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _bearer(made: Mapping[str, Any]) -> None:
    made["components"]["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "Asked for only where the archive can be reached from other machines.",
        }
    }
