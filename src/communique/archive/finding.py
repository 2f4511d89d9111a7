"""Which articles have a text, came from an address or cite documents: so they are found by what is given or asked."""

from __future__ import annotations

from msgspec import structs
from sqlalchemy import select

from communique.archive.database import tables
from communique.archive.queries import within
from communique.archive.store import Archive
from communique.record import Article

_DERIVED = "article-"  # so begin ids that were made of text, day and outlet


def articles_with(archive: Archive, *, sha256: str | None = None, url: str | None = None) -> list[str]:
    """Ids of the articles with this very text or, where no text is given, from this address; in alphabetical order.

    Args:
        archive: Where to look.
        sha256: The text's hash in hexadecimal.
        url: The address.
    """
    articles, texts = (tables().tables[name] for name in ("articles", "texts"))
    chosen = select(articles.c.id).order_by(articles.c.id)
    if sha256 is not None:
        try:
            digest = bytes.fromhex(sha256)
        except ValueError:
            return []
        chosen = chosen.join_from(articles, texts, texts.c.number == articles.c.text).where(texts.c.sha256 == digest)
    elif url is not None:
        chosen = chosen.where(articles.c.url == url)
    else:
        return []
    return [row[0] for row in archive.rows(chosen)]


def as_known(archive: Archive, given: Article) -> Article:
    """An article that is given again, now with its day or now without, under the id that it has already.

    The day told once is kept. Only articles whose ids were made of text, day and outlet are looked at.

    Args:
        archive: Where to look.
        given: The article before it is coded.
    """
    articles, texts = (tables().tables[name] for name in ("articles", "texts"))
    same = select(articles.c.id, articles.c.published).join_from(articles, texts, texts.c.number == articles.c.text)
    same = same.where(
        texts.c.sha256 == bytes.fromhex(given.sha256), articles.c.outlet.is_not_distinct_from(given.outlet)
    )
    found = {id: day for id, day in archive.rows(same.order_by(articles.c.published)) if id.startswith(_DERIVED)}
    if not given.id.startswith(_DERIVED):
        return given
    near = [id for id, day in found.items() if None in {day, given.published} or day == given.published]
    if not near:
        return given
    id = given.id if given.id in found else near[0]
    return structs.replace(given, id=id, published=given.published or found[id])


def articles_citing(archive: Archive, *, since: str | None = None, until: str | None = None) -> list[int]:
    """The archive's numbers of the articles of some days that may cite documents, by publication date and id.

    Args:
        archive: Where to look.
        since: First day of publication, ISO 8601.
        until: Last day.
    """
    numbers = archive.numbers(since=since, until=until)
    if not archive.dialect.indexed:
        return numbers
    documents = tables().tables["documents"]
    citing = {row[0] for row in within(archive, select(documents.c.article).distinct(), documents.c.article, numbers)}
    return [number for number in numbers if number in citing]
