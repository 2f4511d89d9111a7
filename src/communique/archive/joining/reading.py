"""Groups as the answers use them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

from sqlalchemy import select

from communique.archive.database import tables
from communique.archive.joining.grouping import Node

if TYPE_CHECKING:
    from communique.archive.store import Archive

Kind = Literal["article", "event", "statement"]
_MOST_NAMED = 900


class Joint(NamedTuple):
    """Where a member belongs: the one that leads its group, and the surest link to it."""

    leader: Node
    score: float
    reason: str


def joints(archive: Archive, kind: Kind, articles: Iterable[str] | None = None) -> dict[Node, Joint]:
    """The members of groups, with their leaders.

    Args:
        archive: Where to look.
        kind: What is joined: articles, events or statements.
        articles: Only members in these; None takes all.
    """
    table = tables().tables["joined"]
    chosen = select(table).where(table.c.kind == kind)
    named = sorted(set(articles)) if articles is not None else None
    if named is not None and len(named) <= _MOST_NAMED:
        chosen = chosen.where(table.c.article.in_(named))
    return {
        Node(row.article, row.entry): Joint(Node(row.leader_article, row.leader), row.score, row.reason)
        for row in archive.rows(chosen)
    }


def copies(archive: Archive, articles: Iterable[str] | None = None) -> dict[str, str]:
    """For every article that is a copy, the article that leads its group; a leader is its own."""
    return {node.article: joint.leader.article for node, joint in joints(archive, "article", articles).items()}


def members(archive: Archive, kind: Kind, node: Node) -> dict[Node, Joint]:
    """The whole group in which something stands; empty when it stands alone."""
    table = tables().tables["joined"]
    own = select(table.c.leader_article, table.c.leader).where(
        table.c.kind == kind, table.c.article == node.article, table.c.entry == node.entry
    )
    found = archive.rows(own)
    if not found:
        return {}
    led = select(table).where(
        table.c.kind == kind, table.c.leader_article == found[0][0], table.c.leader == found[0][1]
    )
    return {
        Node(row.article, row.entry): Joint(Node(row.leader_article, row.leader), row.score, row.reason)
        for row in archive.rows(led.order_by(table.c.article, table.c.entry))
    }
