"""The registry: who a name means on a day, with the offices and namings behind it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Struct

from communique.archive import Archive
from communique.ask.selection import as_day
from communique.record import doc
from communique.registry import load_registry
from communique.resolve.actors.explanation import Explanation, explain
from communique.serve.pages.actor import OfficeRow, offices
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.strings import text

_MOST = 25


class EntityRow(Struct, frozen=True, kw_only=True):
    """One actor that a name can mean."""

    id: Annotated[str, doc("Registry id.")]
    name: Annotated[str, doc("Name.")]
    kind: Annotated[str, doc("What sort of actor it is.")]
    country: Annotated[str | None, doc("State or body it belongs to.")]
    cameo: Annotated[str | None, doc("CAMEO code without an office.")]
    wikidata: Annotated[str | None, doc("Wikidata item.")]
    form: Annotated[str, doc("As what the words name it: name, acronym, surname, …")]
    holds: Annotated[tuple[str, ...], doc("Offices on that day.")]


class RegistryContext(Context, frozen=True, kw_only=True):
    """Who is meant."""

    q: str
    on: str | None
    version: str
    rows: tuple[EntityRow, ...]
    explanation: Explanation | None
    offices: tuple[OfficeRow, ...]


def build(_archive: Archive, asked: Asked) -> RegistryContext:
    """The page.

    Raises:
        BadDate: The day is none.
    """
    q, on = asked.one("q") or "", asked.one("on")
    day = date.fromisoformat(as_day(on)) if on else None
    found = explain(q, day) if q else None
    meant = found.actor if found else None
    return RegistryContext(
        title=text("registry.heading"), q=q, on=on, version=load_registry().version, rows=tuple(_found(q, day)),
        explanation=found, offices=tuple(offices(meant)) if meant else (),
    )  # fmt: skip


def _found(q: str, day: date | None) -> list[EntityRow]:
    registry = load_registry()
    forms = {q: "id"} if q and registry.actor(q) else {}
    forms |= {alias.entity_id: alias.form for alias in reversed(registry.lookup(q, day))} if q else {}
    rows = []
    for id, form in list(forms.items())[:_MOST]:
        entity = registry.actor(id)
        if entity is not None:
            held = registry.offices(id, day) if day else registry.tenures(id)[-1:]
            rows.append(
                EntityRow(
                    id=entity.id, name=entity.name, kind=entity.kind, country=entity.country, cameo=entity.cameo,
                    wikidata=entity.wikidata, form=form,
                    holds=tuple(registry.post(each.post_id).title for each in held),
                )
            )  # fmt: skip
    return rows


PAGE = Page("registry", "/registry", build, lambda context: context.rows, EntityRow)
