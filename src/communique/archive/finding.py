"""Which articles have a text, or came from an address: how what others made of them finds them."""

from __future__ import annotations

from sqlalchemy import select

from communique.archive.database import tables
from communique.archive.store import Archive


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
