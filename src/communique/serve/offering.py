"""What pages offer to be exported, and the address where it is fetched."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from fastapi import FastAPI
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from communique.export.catalogue import FORMATS
from communique.serve.pages import Asked, Context
from communique.serve.problems import Refused
from communique.serve.shared import shared

EXPORTS = "/exports"
_FIELDS = ("form", "article", "q", "actor", "outlet", "type", "stance", "question", "since", "until")

_TABLES = ("xlsx", "csv", "parquet", "datapackage", "records")
_EVENTS = ("gdelt-events", "icews", "polecat", "plover", "cameo-days", "geojson", "kml")
_STANCES = ("dna", "dna-csv", "dna-networks")
_NETWORKS = ("graphml", "gexf", "neo4j", "ftm", "popolo")
_TEXTS = (
    "brat", "inception", "web-annotation", "label-studio", "prodigy", "spacy", "conllu", "timeml", "schema-org",
    "gdelt-gkg", "gdelt-mentions",
)  # fmt: skip
_REFERENCES = ("bibtex", "ris", "csl")

Groups = Mapping[str, tuple[str, ...]]
_EVERY: Groups = {
    "tables": _TABLES, "events": _EVENTS, "stances": _STANCES, "networks": _NETWORKS, "texts": _TEXTS,
    "references": _REFERENCES,
}  # fmt: skip


def _some(*names: str) -> Groups:
    return {name: _EVERY[name] for name in names}


OFFERED: Mapping[str, Groups] = {
    "search": _EVERY,
    "articles": _EVERY,
    "article": _some("texts", "tables", "events", "references"),
    "actor": _some("tables", "events", "networks", "stances", "references"),
    "pair": _some("tables", "events", "networks", "references"),
    "question": _some("stances", "tables", "references"),
    "network": _some("networks", "events", "stances", "tables"),
}
"""By page the formats that make sense there, in groups."""


class Offer(NamedTuple):
    """What a page offers.

    Attributes:
        groups: The formats, by name and label, in groups.
        fields: What tells which articles: fields of a form.
    """

    groups: dict[str, list[tuple[str, str]]]
    fields: list[tuple[str, str]]


def offer(page: str, asked: Asked, context: Context) -> Offer | None:
    """What a page offers; None where nothing is offered.

    Args:
        page: The page's name.
        asked: What it was asked.
        context: What it shows.
    """
    if page not in OFFERED:
        return None
    groups = {group: [(name, FORMATS[name].label) for name in names] for group, names in OFFERED[page].items()}
    told: list[tuple[str, str | None]] = [(name, asked.one(name)) for name in ("since", "until")]
    if page in {"search", "articles"}:
        told += [(name, asked.one(name)) for name in ("q", "actor", "outlet", "type", "stance", "question")]
    elif page == "network":
        told = [("since", getattr(context, "first", None)), ("until", getattr(context, "last", None))]
    elif page == "pair":
        told += [("actor", asked.path["one"]), ("actor", asked.path["other"])]
    elif page == "question":
        told = [("question", asked.path["id"]), ("until", getattr(context, "on", None))]
    else:
        told.append((page, asked.path["id"]))
    return Offer(groups, [(name, value) for name, value in told if value])


def add_to(app: FastAPI) -> None:
    """Let the application answer there."""
    app.add_api_route(EXPORTS, _export, name="exports", include_in_schema=False)


def _export(request: Request) -> Response:
    """The articles of a page in a foreign format, as a file; a folder comes as a ZIP."""
    asked = Asked({}, {name: request.query_params.getlist(name) for name in _FIELDS})
    form = asked.one("form") or ""
    if form not in FORMATS:
        raise Refused(400, "BadRequest", f"There is no format '{form}'.", f"The formats are: {', '.join(FORMATS)}.")
    folder = Path(tempfile.mkdtemp(prefix="communique-export-"))
    try:
        file = shared(request).exports.write(asked, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    named = {"content-disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
    gone = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(file, headers=named, media_type="application/octet-stream", background=gone)
