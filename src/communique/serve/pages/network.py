"""The network: who acts towards whom, who tells of whose acts, who agrees with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Annotated, cast

from msgspec import Struct

from communique.archive import Archive
from communique.archive.digests import Link
from communique.archive.overview import Window, known_names, ties
from communique.ask.matrix import agreement, last_day, matrix
from communique.record import doc
from communique.registry import load_registry
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.pages.window import days_of
from communique.serve.problems import Refused
from communique.serve.rendering import url
from communique.serve.strings import text
from communique.vocabulary.questions import load_questions

KINDS = ("acts", "says", "agrees")
_NODES = 120
_LATEST = 60  # positions of each actor on each question that are looked at


class NodeRow(Struct, frozen=True, kw_only=True):
    """One actor of the network."""

    id: Annotated[str, doc("Actor id.")]
    name: Annotated[str, doc("Name.")]
    kind: Annotated[str | None, doc("What sort of actor it is.")]
    url: Annotated[str, doc("Address of its page.")]


class LinkRow(Struct, frozen=True, kw_only=True):
    """How often one acted towards another in a month."""

    source: Annotated[str, doc("Id of who acts, tells, or agrees.")]
    target: Annotated[str, doc("Id of the other.")]
    month: Annotated[str, doc("The month; empty for agreement.")]
    n: Annotated[int, doc("How often.")]
    score: Annotated[float, doc("Sum of the scores of the acts.")]


class Drawing(Struct, frozen=True, kw_only=True):
    """What the picture is drawn from: links as source, target, index of the month, number, sum of the scores."""

    nodes: tuple[NodeRow, ...]
    months: tuple[str, ...]
    links: tuple[tuple[str, str, int, int, float], ...]
    directed: bool


class NetworkContext(Context, frozen=True, kw_only=True):
    """The network of some days."""

    kind: str
    by: str
    nodes: tuple[NodeRow, ...]
    links: tuple[LinkRow, ...]
    months: tuple[str, ...]
    articles: int
    since: str | None
    until: str | None
    first: str | None
    last: str | None
    least: int

    @property
    def drawing(self) -> Drawing:
        """What the picture is drawn from."""
        at = {month: index for index, month in enumerate(self.months)}
        return Drawing(
            nodes=self.nodes, months=self.months, directed=self.kind != "agrees",
            links=tuple((e.source, e.target, at.get(e.month, 0), e.n, e.score) for e in self.links),
        )  # fmt: skip


def build(archive: Archive, asked: Asked) -> NetworkContext:
    """The page.

    Raises:
        Refused: There is no such kind of network.
    """
    kind, by = asked.one("kind") or "acts", asked.one("by") or "country"
    if kind not in KINDS or by not in {"country", "actor"}:
        raise Refused(400, "BadRequest", f"There is no network of '{kind}' by '{by}'.", f"Kinds: {', '.join(KINDS)}.")
    since, until = days_of(asked)
    number, first, last = 0, None, None
    if kind == "agrees":
        last = last_day(archive, until) if len(archive) else None
        found = _agreeing(archive, last)
    else:
        chosen = Window(since=since, until=until).chosen(archive)
        number, first, last = len(chosen.digests), chosen.first, chosen.last
        found = ties(chosen, "says" if kind == "says" else "acts", countries=by == "country")
    kept = _busiest(found)
    nodes = {id for tie in kept for id in (tie.source, tie.target)}
    months = tuple(sorted({tie.month for tie in kept}))
    return NetworkContext(
        title=text("network.heading"), kind=kind, by=by, nodes=tuple(_nodes(archive, nodes)),
        links=tuple(LinkRow(**tie._asdict()) for tie in kept), months=months, since=since,
        until=until, articles=number, first=first, last=last, least=2 if len(nodes) > 40 else 1,
    )  # fmt: skip


def _busiest(found: Sequence[Link]) -> list[Link]:
    """The links among the actors that have most of them: more than some hundred cannot be told apart."""
    busy: Counter[str] = Counter()
    for tie in found:
        busy[tie.source] += tie.n
        busy[tie.target] += tie.n
    kept = {id for id, _ in sorted(busy.items(), key=lambda each: (-each[1], each[0]))[:_NODES]}
    return [tie for tie in found if tie.source in kept and tie.target in kept]


def _agreeing(archive: Archive, on: str | None) -> list[Link]:
    """Who agrees with whom on a day, over all questions: as many as they agree on, and differ on with a minus."""
    if on is None:
        return []
    every = [each.id for each in load_questions()]
    pairs = agreement(matrix(archive, every, on=on, others=True, silent=False, latest=_LATEST))
    return [Link(each.one, each.other, "", each.shared, 10.0 * (2 * each.same - each.shared)) for each in pairs]


def _nodes(archive: Archive, ids: Collection[str]) -> Iterable[NodeRow]:
    registry = load_registry()
    told = known_names(archive, [id for id in ids if registry.actor(id) is None])
    for id in sorted(ids):
        entity = registry.actor(id)
        name, kind = (entity.name, cast("str | None", entity.kind)) if entity else told.get(id, (id, None))
        yield NodeRow(id=id, name=name, kind=kind, url=url("actors", id))


PAGE = Page("network", "/network", build, lambda context: context.links, LinkRow)
