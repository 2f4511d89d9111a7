"""Groups made anew where something changed: from the links of what hangs together with it, and what people judged.

Whatever hangs together by links and by people's merges is grouped by itself, so a change touches nothing else. Articles
whose groups are to be made anew stand in a table until they are: a process that is killed goes on with those.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, delete, insert, or_, select

from communique.archive.database import tables
from communique.archive.joining.grouping import Groups, Link, Node, by_node, explained

if TYPE_CHECKING:
    from communique.archive.store import Archive

KINDS = ("article", "event", "statement")
"""What is joined."""

_LOT = 500  # articles whose groups are made anew in one transaction
_AT_ONCE = 400  # values in one query
_NO_DAY = "9999"


class _Judged(NamedTuple):
    """What people say of one kind: the pairs that they joined and set apart."""

    merges: list[tuple[Node, Node]]
    splits: list[tuple[str, str]]


def mark_stale(connection: Connection, articles: Iterable[str]) -> None:
    """Have the groups of these articles made anew."""
    table, wanted = _stale(), sorted(set(articles))
    for some in _lots(wanted):
        known = set(connection.execute(select(table.c.article).where(table.c.article.in_(some))).scalars())
        new = [{"article": each} for each in some if each not in known]
        if new:
            connection.execute(insert(table), new)


def regroup(archive: Archive) -> None:
    """Make the groups anew that something changed for; the earliest report leads its group."""
    articles, table = tables().tables["articles"], _stale()
    ordered = select(table.c.article).join_from(table, articles, articles.c.id == table.c.article, isouter=True)
    waiting = [row[0] for row in archive.tuples(ordered.order_by(articles.c.published, table.c.article))]
    if not waiting:
        return
    judged = {kind: _judged(archive, kind) for kind in KINDS}
    made: dict[str, set[Node]] = {kind: set() for kind in KINDS}
    for start in range(0, len(waiting), _LOT):
        some = waiting[start : start + _LOT]
        with archive._writing() as connection:
            for kind in KINDS:
                made[kind] |= _remake(connection, kind, some, judged[kind], made[kind])
            for each in _lots(some):
                connection.execute(delete(table).where(table.c.article.in_(each)))


def _stale() -> Table:
    return tables().tables["join_stale"]


def _remake(connection: Connection, kind: str, articles: Sequence[str], judged: _Judged, made: set[Node]) -> set[Node]:
    """Make the groups of one kind anew that have something in these articles; the nodes that were looked at.

    Args:
        connection: A transaction that writes.
        kind: What is joined.
        articles: The articles.
        judged: What people say.
        made: Nodes whose groups were made already.
    """
    merged: dict[Node, list[Node]] = defaultdict(list)
    for one, other in judged.merges:
        merged[one].append(other)
        merged[other].append(one)
    nodes, links = _together(connection, kind, articles, merged, made)
    merges = [pair for pair in judged.merges if pair[0] in nodes]
    groups = Groups(links, merges, judged.splits, most_pairs=kind == "event").made()
    joined = tables().tables["joined"]
    own = (joined.c.kind == kind, joined.c.article == bindparam("_article"), joined.c.entry == bindparam("_entry"))
    if nodes:
        connection.execute(delete(joined).where(*own), [{"_article": a, "_entry": e} for a, e in sorted(nodes)])
    days = _days(connection, {node.article for group in groups for node in group})
    known = by_node(links)
    rows = []
    for group in groups:
        leader = min(group, key=lambda node: (days.get(node.article, (0, _NO_DAY))[1], node))
        rows += [
            {"kind": kind, "article": node.article, "entry": node.entry, "leader_article": leader.article,
             "leader": leader.entry, "score": score, "reason": reason}
            for node, score, reason in explained(group, known, leader)
        ]  # fmt: skip
    if rows:
        connection.execute(insert(joined), rows)
    if kind == "article":
        _copies(connection, nodes, rows)
    return nodes


def _together(
    connection: Connection, kind: str, articles: Sequence[str], merged: dict[Node, list[Node]], made: set[Node]
) -> tuple[set[Node], list[Link]]:
    """All that hangs together with what these articles have, and the links between."""
    found: dict[Node, dict[Node, Link]] = defaultdict(dict)
    looked_at = set(articles)
    _look(connection, kind, looked_at, found)
    seeds = {node for node in (*found, *merged) if node.article in looked_at} | _grouped(connection, kind, articles)
    nodes, waiting, afar = seeds - made, deque(seeds - made), list[Node]()
    while waiting or afar:
        if not waiting:
            new = {node.article for node in afar} - looked_at
            _look(connection, kind, new, found)
            looked_at |= new
            waiting, afar = deque(afar), []
        node = waiting.popleft()
        if node.article not in looked_at:
            afar.append(node)
            continue
        near = {*found.get(node, ()), *merged.get(node, ())}
        waiting += near - nodes
        nodes |= near
    ordered = (link for node in sorted(nodes) for _, link in sorted(found.get(node, {}).items()) if link.one == node)
    return nodes, list(ordered)


def _look(connection: Connection, kind: str, articles: Iterable[str], found: dict[Node, dict[Node, Link]]) -> None:
    """Note the links that articles have, by each of their ends and by the other."""
    table = tables().tables["links"]
    for some in _lots(sorted(articles)):
        for end in (table.c.one_article, table.c.other_article):
            for row in connection.execute(select(table).where(table.c.kind == kind, end.in_(some))):
                link = Link(Node(row.one_article, row.one), Node(row.other_article, row.other), row.score, row.reason)
                found[link.one][link.other] = found[link.other][link.one] = link


def _grouped(connection: Connection, kind: str, articles: Sequence[str]) -> set[Node]:
    """What these articles have in groups."""
    table, found = tables().tables["joined"], set[Node]()
    for some in _lots(articles):
        chosen = select(table.c.article, table.c.entry).where(table.c.kind == kind, table.c.article.in_(some))
        found |= {Node(*row) for row in connection.execute(chosen)}
    return found


def _days(connection: Connection, articles: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Numbers and days of publication of articles, by id."""
    table, found = tables().tables["articles"], dict[str, tuple[int, str]]()
    for some in _lots(sorted(articles)):
        chosen = select(table.c.id, table.c.number, table.c.published).where(table.c.id.in_(some))
        found |= {id: (number, day or _NO_DAY) for id, number, day in connection.execute(chosen)}
    return found


def _copies(connection: Connection, nodes: Iterable[Node], rows: Sequence[dict[str, Any]]) -> None:
    """Note by number which articles print one text."""
    table = tables().tables["copies"]
    numbers = _days(connection, {node.article for node in nodes})
    for some in _lots(sorted(number for number, _ in numbers.values())):
        connection.execute(delete(table).where(or_(table.c.article.in_(some), table.c.leader.in_(some))))
    same = [
        {"article": numbers[row["article"]][0], "leader": numbers[row["leader_article"]][0]}
        for row in rows
        if row["article"] in numbers and row["leader_article"] in numbers
    ]
    if same:
        connection.execute(insert(table), same)


def _judged(archive: Archive, kind: str) -> _Judged:
    homes: dict[str, str] = {}
    for said in archive.judgements():
        for target in filter(None, (said.target, said.other)):
            if target.kind == kind:
                homes[target.id] = target.article
    pairs = [each for each in archive.pairings() if each.pair[0] in homes and each.pair[1] in homes]
    merges = [
        (Node(homes[each.pair[0]], each.pair[0]), Node(homes[each.pair[1]], each.pair[1]))
        for each in pairs if each.kind == "merge"
    ]  # fmt: skip
    return _Judged(merges, [each.pair for each in pairs if each.kind == "split"])


def _lots(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
