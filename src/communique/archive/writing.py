"""Keeping records: many in one transaction, each with its text, its rows and its words."""

from __future__ import annotations

import hashlib
import operator
from collections import defaultdict, deque
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, select, text, update

from communique.archive.actors import Actors
from communique.archive.database import tables
from communique.archive.dialects import Dialect
from communique.archive.packing import packed, plain, plain_of, unpacked
from communique.archive.rows import COLUMNS, IN_BLOCK, Row, blocks, ids_of, rows_of
from communique.archive.staging import TABLES, Helper, Lot, Task, made
from communique.record import Record

Outcome = Literal["added", "replaced", "unchanged"]
Shown = Callable[[Connection, Sequence[Record]], Sequence[Record]]

_AT_ONCE = 500  # values in one query
_IN_LOT, _MOST_LOTS = 50, 9  # records that are passed on together at least; SQLite takes from ten files at once at most
_GIVEN = 3  # lots that the second process has: one in work, the others wait
_ARTICLE = ("number", "id", "text", "title", "published", "outlet", "url")
_OF_ARTICLES = (
    "agenda", "meetings", "positions", "statements", "events", "documents", "facets", "appearances", "records",
)  # fmt: skip


class _Kept(NamedTuple):
    """What is there of an article: its number, its text's number and hash, its headline, and the packed record."""

    number: int
    text: int
    sha256: bytes
    words: tuple[str | None, str]
    record: bytes


class _Given(NamedTuple):
    """A record that is to be kept, with its JSON and its text's hash."""

    record: Record
    json: bytes
    sha256: bytes


class Writer:
    """Writes records in a transaction that is open.

    Args:
        dialect: The database's ways.
        shown: Gives records as people judged them: those are what questions are asked of.
    """

    def __init__(self, dialect: Dialect, shown: Shown) -> None:
        self._dialect, self._shown = dialect, shown
        self._actors = Actors(dialect)
        self._versions: dict[tuple[str, str, str], int] = {}
        self.helper: Helper[list[_Given]] | None = None
        self._lots: deque[tuple[Lot, list[_Given]]] = deque()
        self._first = 0  # the article from which the blocks of ids are counted

    def forget(self) -> None:
        """Forget the numbers of what a transaction that failed has made."""
        self._actors.forget()
        self._versions.clear()
        self._lots.clear()
        if self.helper is not None:
            self.helper.forget()

    def keep(self, connection: Connection, coded: Sequence[Record], *, anew: bool = False) -> list[Outcome]:
        """Keep records of different articles.

        Each is new, or replaces the one of the same article (by its id) as a whole, or is left when it is the same.

        Args:
            connection: A transaction that writes.
            coded: The records.
            anew: Whether to write the rows anew of what is the same, too.
        """
        if self.helper is None:
            return self._keep(connection, coded, anew=anew)
        outcomes: list[Outcome] = []
        size = max(_IN_LOT, -(-len(coded) // _MOST_LOTS))
        for start in range(0, len(coded), size):
            outcomes += self._keep(connection, coded[start : start + size], anew=anew)
        self._settle(connection, self.helper)
        return outcomes

    def _keep(self, connection: Connection, coded: Sequence[Record], *, anew: bool) -> list[Outcome]:
        given = [_Given(each, plain(each), hashlib.sha256(each.article.text.encode()).digest()) for each in coded]
        kept = self._kept(connection, [each.record.article.id for each in given])
        outcomes: list[Outcome] = [_outcome(each, kept.get(each.record.article.id)) for each in given]
        if not anew:
            self._drop_newer(connection, [each.number for each in kept.values()])
        changed = [each for each, outcome in zip(given, outcomes, strict=True) if anew or outcome != "unchanged"]
        if changed:
            self._write(connection, changed, kept)
        return outcomes

    def _kept(self, connection: Connection, ids: list[str]) -> dict[str, _Kept]:
        articles, records, texts = (tables().tables[name] for name in ("articles", "records", "texts"))
        columns = (articles.c.id, articles.c.number, articles.c.text, texts.c.sha256, articles.c.title)
        known = {}
        for start in range(0, len(ids), _AT_ONCE):
            rows = connection.execute(
                select(*columns, texts.c.text.label("words"), records.c.record)
                .select_from(articles.join(records, records.c.article == articles.c.number))
                .join(texts, texts.c.number == articles.c.text)
                .where(articles.c.id.in_(ids[start : start + _AT_ONCE]))
            )
            for id, number, held, sha256, title, words, record in rows:
                known[id] = _Kept(number, held, bytes(sha256), (title, words), bytes(record))
        return known

    def _write(self, connection: Connection, given: list[_Given], kept: dict[str, _Kept]) -> None:
        articles = tables().tables["articles"]
        last = connection.execute(select(func.coalesce(func.max(articles.c.number), 0))).scalar_one()
        old = {each.record.article.id: found for each in given if (found := kept.get(each.record.article.id))}
        self._empty(connection, given, old)
        self._note_rewritten(connection, [each.number for each in old.values()])
        texts = self._texts(connection, given)
        shown = self._shown(connection, [each.record for each in given])
        numbers = self._actors.numbers(connection, shown)
        if self.helper is not None and not old and all(map(operator.is_, shown, (each.record for each in given))):
            self._write_new(connection, given, texts, numbers, last, self.helper)
            return
        fresh: list[Row] = []
        known: list[Row] = []
        rows: dict[str, list[Row]] = defaultdict(list)
        ids: list[tuple[int, list[str]]] = []
        for each, judged, actors in zip(given, shown, numbers, strict=True):
            article = each.record.article
            before = old.get(article.id)
            last += before is None
            number = before.number if before else last
            (known if before else fresh).append(_article(number, each, texts))
            rows["records"].append((number, self.version(connection, each.record), packed(each.json)))
            for name, some in rows_of(judged, number, actors):
                rows[name] += some
            ids.append((number, _new_ids(each, before, actors)))
            if before is None or before.words != (article.title, article.text):
                rows["words"].append((number, article.title, article.text))
        self._fill(connection, fresh, known, rows)
        self._add_ids(connection, blocks(ids))
        self._drop_texts(connection, {each.text for each in old.values()} - set(texts.values()))

    def _write_new(
        self, connection: Connection, given: list[_Given], texts: dict[bytes, int], actors: list[dict[str, int]],
        last: int, helper: Helper[list[_Given]],
    ) -> None:  # fmt: skip
        """Pass on what is all new, and write what it takes no rows for: the next records are looked at meanwhile."""
        words_too = self._dialect.words_too
        tasks = [
            Task(number, self.version(connection, each.record), each.json, known, _words(each) if words_too else None)
            for number, (each, known) in enumerate(zip(given, actors, strict=True), last + 1)
        ]
        if not (self._lots or helper.waiting) or last + len(tasks) >= self._first + IN_BLOCK:
            self._first = last + 1
        self._lots.append((Lot(self._first, tasks), given))
        self._pass_on(helper)
        rows = [_article(number, each, texts) for number, each in enumerate(given, last + 1)]
        self._dialect.insert(connection, "articles", _ARTICLE, rows)
        if not words_too:
            self._dialect.add_words(connection, [(n, *_words(each)) for n, each in enumerate(given, last + 1)])
        self._pass_on(helper)

    def _settle(self, connection: Connection, helper: Helper[list[_Given]]) -> None:
        """Write the rows of all that was passed on; whoever is free makes those of the next lot."""
        while self._lots or helper.waiting:
            self._pass_on(helper)
            if helper.waiting and (helper.ready() or not self._lots):
                (lot, those), path = helper.take()
                if path is not None:
                    self._dialect.take(connection, path, TABLES)
                    continue
            else:
                lot, those = self._lots.pop()
            made_here = made(lot, [each.record for each in those])
            for name, columns in TABLES.items():
                if name == "ids":
                    self._add_ids(connection, made_here[name])
                else:
                    self._dialect.insert(connection, name, columns, made_here[name])
            words = [(each.number, *each.words) for each in lot.tasks if each.words is not None]
            self._dialect.add_words(connection, words)

    def _pass_on(self, helper: Helper[list[_Given]]) -> None:
        """Keep the second process in work."""
        while self._lots and helper.waiting < _GIVEN and helper.give(*self._lots[0]):
            self._lots.popleft()

    def _fill(self, connection: Connection, fresh: list[Row], known: list[Row], rows: dict[str, list[Row]]) -> None:
        self._dialect.insert(connection, "articles", _ARTICLE, fresh)
        if known:
            table = tables().tables["articles"]
            changed = update(table).where(table.c.number == bindparam("_number"))
            values: dict[str, Any] = {name: bindparam(name) for name in _ARTICLE[2:]}
            named = [dict(zip(("_number", *_ARTICLE[1:]), row, strict=True)) for row in known]
            connection.execute(changed.values(values), named)
        self._dialect.insert(connection, "records", ("article", "version", "record"), rows["records"])
        rows["parts"].sort()  # the table's own order
        for name, names in COLUMNS.items():
            self._dialect.insert(connection, name, names, rows[name])
        self._dialect.add_words(connection, rows["words"])

    def _add_ids(self, connection: Connection, rows: list[Row]) -> None:
        """Lay out where ids are; what is gone from a record stays there, for it only says where to look."""
        if rows:
            statement = (
                "INSERT INTO ids (beginning, article, following) VALUES (:beginning, :article, :following)"
                " ON CONFLICT (beginning, article) DO UPDATE SET following = ids.following || excluded.following"
            )
            named = [dict(zip(("beginning", "article", "following"), row, strict=True)) for row in rows]
            connection.execute(text(statement), named)

    def _texts(self, connection: Connection, given: list[_Given]) -> dict[bytes, int]:
        """Numbers of the texts by their hashes; those that are not there yet are kept."""
        table = tables().tables["texts"]
        wanted = {each.sha256: each.record.article.text for each in given}
        hashes, numbers = list(wanted), {}
        for start in range(0, len(hashes), _AT_ONCE):
            chosen = table.c.sha256.in_(hashes[start : start + _AT_ONCE])
            for sha256, number in connection.execute(select(table.c.sha256, table.c.number).where(chosen)):
                numbers[bytes(sha256)] = number
        last = connection.execute(select(func.coalesce(func.max(table.c.number), 0))).scalar_one()
        new = {sha256: number for number, sha256 in enumerate((h for h in hashes if h not in numbers), last + 1)}
        rows = [(number, sha256, wanted[sha256]) for sha256, number in new.items()]
        self._dialect.insert(connection, "texts", ("number", "sha256", "text"), rows)
        return numbers | new

    def _drop_texts(self, connection: Connection, numbers: Iterable[int]) -> None:
        """Let go of texts that no article has any longer."""
        texts, articles = tables().tables["texts"], tables().tables["articles"]
        for number in numbers:
            used = select(articles.c.number).where(articles.c.text == number).exists()
            connection.execute(delete(texts).where(texts.c.number == number, ~used))

    def _empty(self, connection: Connection, given: list[_Given], old: dict[str, _Kept]) -> None:
        """Take out everything that is there of these articles but the row of the article itself."""
        words = {each.record.article.id: _words(each) for each in given}
        gone = [each.number for id, each in old.items() if each.words != words[id]]
        self._dialect.drop_words(connection, gone)
        self._unjoin(connection, list(old))
        parts, appearances = tables().tables["parts"], tables().tables["appearances"]
        for each in old.values():
            actors = select(appearances.c.actor).where(appearances.c.article == each.number)
            connection.execute(delete(parts).where(parts.c.article == each.number, parts.c.actor.in_(actors)))
            for name in _OF_ARTICLES:
                table = tables().tables[name]
                connection.execute(delete(table).where(table.c.article == each.number))

    def _note_rewritten(self, connection: Connection, numbers: Sequence[int]) -> None:
        """Note that these articles are written anew, for those who keep something of them in memory."""
        if not numbers:
            return
        table = tables().tables["rewritten"]
        last = connection.execute(select(func.coalesce(func.max(table.c.change), 0))).scalar_one()
        for start in range(0, len(numbers), _AT_ONCE):
            connection.execute(delete(table).where(table.c.article.in_(numbers[start : start + _AT_ONCE])))
        self._dialect.insert(connection, "rewritten", ("article", "change"), [(each, last + 1) for each in numbers])

    def _unjoin(self, connection: Connection, articles: list[str]) -> None:
        """Let joining take these articles again: they are coded or judged anew."""
        done = tables().tables["join_done"]
        for start in range(0, len(articles), _AT_ONCE):
            connection.execute(delete(done).where(done.c.article.in_(articles[start : start + _AT_ONCE])))

    def _drop_newer(self, connection: Connection, numbers: list[int]) -> None:
        """Let go of newer records that waited for these articles: what was given now counts."""
        newer = tables().tables["newer"]
        if numbers:
            connection.execute(delete(newer).where(newer.c.article.in_(numbers)))

    def version(self, connection: Connection, coded: Record) -> int:
        """The number of what coded a record."""
        by = (coded.communique, coded.model, coded.registry)
        if by not in self._versions:
            table = tables().tables["versions"]
            same = (table.c.communique == by[0], table.c.model == by[1], table.c.registry == by[2])
            known = connection.execute(select(table.c.number).where(*same)).scalar_one_or_none()
            if known is None:
                known = connection.execute(select(func.coalesce(func.max(table.c.number), 0))).scalar_one() + 1
                self._dialect.insert(
                    connection, "versions", ("number", "communique", "model", "registry"), [(known, *by)]
                )
            self._versions[by] = known
        return self._versions[by]


def _words(given: _Given) -> tuple[str | None, str]:
    return given.record.article.title, given.record.article.text


def _article(number: int, given: _Given, texts: Mapping[bytes, int]) -> Row:
    article = given.record.article
    return (
        number, article.id, texts[given.sha256], article.title, article.published, article.outlet, article.url,
    )  # fmt: skip


def _new_ids(given: _Given, before: _Kept | None, actors: Container[str]) -> list[str]:
    """The ids of a record that the table of ids does not have of its article yet."""
    found = ids_of(given.record, actors)
    if before is None:
        return found
    there = {*ids_of(unpacked(before.record, ""), _Everybody())}
    return [each for each in found if each not in there]


class _Everybody:
    """Holds every id."""

    def __contains__(self, _id: object) -> bool:
        return True


def _outcome(given: _Given, kept: _Kept | None) -> Outcome:
    if kept is None:
        return "added"
    same = kept.sha256 == given.sha256 and plain_of(kept.record) == given.json
    return "unchanged" if same else "replaced"
