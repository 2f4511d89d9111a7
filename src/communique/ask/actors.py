"""Who appears in the archive, in which office, how often and when."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Struct

from communique.archive import Archive, Selection, queries
from communique.archive.uncollected import uncollected
from communique.record import doc


class ActorRow(Struct, frozen=True, kw_only=True):
    """One actor; country and office are those on the day of the newest article."""

    id: Annotated[str, doc("Actor id.")]
    name: Annotated[str, doc("Name.")]
    kind: Annotated[str | None, doc("What sort of actor it is.")]
    country: Annotated[str | None, doc("Country or body it belongs to.")]
    cameo: Annotated[str | None, doc("CAMEO actor code.")]
    office: Annotated[str | None, doc("Office held.")]
    organization: Annotated[str | None, doc("Registry id of the state or body of the office.")]
    wikidata: Annotated[str | None, doc("Wikidata item.")]
    resolved: Annotated[bool, doc("Whether the registry knows this actor.")]
    articles: Annotated[int, doc("Number of articles.")]
    mentions: Annotated[int, doc("Number of mentions in them.")]
    statements: Annotated[int, doc("Number of statements made.")]
    events: Annotated[int, doc("Number of events acted in or suffered.")]
    first: Annotated[str | None, doc("Day of the oldest article.")]
    last: Annotated[str | None, doc("Day of the newest article.")]


@uncollected()
def actors(archive: Archive, wanted: Selection | None = None) -> list[ActorRow]:
    """Actors, those in most articles first.

    Args:
        archive: Where to look.
        wanted: What to take in; the days are those of the articles. None takes everything.
    """
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in queries.actors(archive, wanted or Selection()):
        grouped.setdefault(row["id"], []).append(row)
    answers = [_merged(each) for each in grouped.values()]
    return sorted(answers, key=lambda row: (-row.articles, -row.mentions, row.name, row.id))


def _merged(rows: list[dict[str, Any]]) -> ActorRow:
    newest = rows[-1]
    first = min((row["first"] for row in rows if row["first"]), default=None)
    last = max((row["last"] for row in rows if row["last"]), default=None)
    same = ("id", "name", "kind", "country", "cameo", "office", "organization", "wikidata")
    counts = {name: sum(row[name] for row in rows) for name in ("articles", "mentions", "statements", "events")}
    return ActorRow(
        **{name: newest[name] for name in same}, **counts, resolved=bool(newest["resolved"]), first=first, last=last,
    )  # fmt: skip
