"""Coding anew: a newer version's record stands beside the older one until somebody takes it over.

Questions are asked of the older one until then. Judgements are kept apart from both: in the newer record they find
their entries by id, or else by kind and words, and one that finds none stays and is listed as an orphan.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from msgspec import Struct
from sqlalchemy import delete, select

from communique.archive.database import tables
from communique.archive.judged import KINDS, evidence_of, judge_record, key_of
from communique.archive.judgements import EntryKind, Judgement
from communique.archive.packing import packed, plain, unpacked
from communique.archive.store import Archive
from communique.record import Record, doc

Versions = tuple[str, str, str]


class Difference(Struct, frozen=True, kw_only=True):
    """One entry that a newer coding adds, drops or changes."""

    kind: Annotated[EntryKind, doc("Kind of the entry.")]
    what: Annotated[Literal["added", "gone", "changed"], doc("What became of it.")]
    id: Annotated[str, doc("Its id; in the newer record where it is there.")]
    words: Annotated[str, doc("The words that it rests on.")]
    fields: Annotated[tuple[str, ...], doc("Names of the fields that changed; id where it is known by its words.")] = ()


class Recoding(Struct, frozen=True, kw_only=True):
    """What a newer coding changes in one article."""

    article: Annotated[str, doc("Id of the article.")]
    title: Annotated[str | None, doc("Headline of the article.")]
    versions: Annotated[Versions, doc("Versions of the program, the model and the registry of the newer record.")]
    differences: Annotated[tuple[Difference, ...], doc("Every entry that is not the same.")]
    orphans: Annotated[tuple[Judgement, ...], doc("Judgements that would find their entry no longer.")] = ()


def outdated(archive: Archive, versions: Versions) -> Iterator[Record]:
    """The records by other versions than these, for which no newer one by these waits.

    Args:
        archive: Where to look.
        versions: Those of the program, the model and the registry.
    """
    articles, records, known, newer = (tables().tables[name] for name in ("articles", "records", "versions", "newer"))
    these = [known.c[name] == told for name, told in zip(("communique", "model", "registry"), versions, strict=True)]
    by_these = select(known.c.number).where(*these)
    waiting = select(newer.c.article).where(newer.c.version.in_(by_these))
    chosen = (
        select(articles.c.id)
        .join(records, records.c.article == articles.c.number)
        .where(records.c.version.not_in(by_these), articles.c.number.not_in(waiting))
        .order_by(articles.c.number)
    )
    for (article,) in archive.rows(chosen):
        yield archive.record(article)


def propose(archive: Archive, coded: Record) -> None:
    """Keep a newer record beside the article's present one, in the place of one that waited before.

    Raises:
        NoSuchEntry: The archive has no such article.
    """
    archive.record(coded.article.id)
    newer, articles = tables().tables["newer"], tables().tables["articles"]
    with archive._writing() as connection:
        number = connection.execute(select(articles.c.number).where(articles.c.id == coded.article.id)).scalar_one()
        row = {"version": archive._writer.version(connection, coded), "record": packed(plain(coded))}
        statement = archive.dialect.upserting(newer).values({"article": number, **row})
        connection.execute(statement.on_conflict_do_update(index_elements=["article"], set_=row))


def proposed(archive: Archive) -> Iterator[tuple[Record, Record]]:
    """The present and the newer record of every article for which one waits."""
    newer, articles = tables().tables["newer"], tables().tables["articles"]
    joined = select(articles.c.id).join(newer, newer.c.article == articles.c.number)
    for (article,) in archive.rows(joined.order_by(articles.c.number)):
        before = archive.record(article)
        chosen = select(newer.c.record).join(articles, articles.c.number == newer.c.article)
        rows = archive.rows(chosen.where(articles.c.id == article))
        if rows:
            yield before, unpacked(bytes(rows[0][0]), before.article.text)


def take_over(archive: Archive) -> int:
    """Put every newer record in the place of the older one; the number of them. Judgements stay as they are."""
    taken = 0
    for _, after in proposed(archive):
        archive.add(after)  # which lets go of what waited
        taken += 1
    return taken


def dismiss(archive: Archive) -> int:
    """Let go of every newer record that waits; the number of them."""
    newer = tables().tables["newer"]
    with archive._writing() as connection:
        return int(connection.execute(delete(newer)).rowcount)


def recoding(archive: Archive, before: Record, after: Record) -> Recoding:
    """What a newer record changes, and which judgements would be left without their entry."""
    said = archive.judgements_about(before)
    lost = {each.id for each in judge_record(before, said).orphans}
    orphans = tuple(each for each in judge_record(after, said).orphans if each.id not in lost)
    return Recoding(
        article=after.article.id, title=after.article.title, versions=(after.communique, after.model, after.registry),
        differences=tuple(differences(before, after)), orphans=orphans,
    )  # fmt: skip


def differences(before: Record, after: Record) -> Iterator[Difference]:
    """Every entry that is added, gone or changed, by kind and in the order of the records.

    An entry is the same by its id, or else where one entry of its kind on each side rests on the same words.
    """
    for kind in KINDS:
        old = {each.id: each for each in getattr(before, f"{kind}s")}
        new = {each.id: each for each in getattr(after, f"{kind}s")}
        fresh = [each for id, each in new.items() if id not in old]
        moved = _moved([each for id, each in old.items() if id not in new], fresh)
        for id, each in old.items():
            other = new.get(id) or moved.get(id)
            if other is None:
                yield _difference(kind, "gone", before, each)
            elif fields := _changed(each, other):
                yield _difference(kind, "changed", after, other, fields)
        found = {each.id for each in moved.values()}
        yield from (_difference(kind, "added", after, each) for each in fresh if each.id not in found)


def _moved(old: list[Any], new: list[Any]) -> dict[str, Any]:
    """By the older id the newer entry that rests on the very same words, where there is one on each side."""
    places: dict[Any, tuple[list[Any], list[Any]]] = {}
    for side, entries in enumerate((old, new)):
        for each in entries:
            places.setdefault((evidence_of(each), key_of(each)), ([], []))[side].append(each)
    return {one[0].id: other[0] for one, other in places.values() if len(one) == len(other) == 1}


def _changed(one: Any, other: Any) -> tuple[str, ...]:
    """Names of the fields that differ; how sure the coder is and how it says why are no change."""
    names = [name for name in one.__struct_fields__ if name not in ("basis", "confidence")]
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))


def _difference(
    kind: EntryKind, what: Literal["added", "gone", "changed"], coded: Record, entry: Any, fields: tuple[str, ...] = ()
) -> Difference:
    words = " ".join(coded.quote(evidence_of(entry)).split())
    return Difference(kind=kind, what=what, id=entry.id, words=words, fields=fields)
