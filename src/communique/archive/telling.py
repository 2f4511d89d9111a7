"""What the statements of articles tell of the acts in them: who says so, and who confirms or denies it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import or_, select

from communique.archive.queries import Attribution, Key, Row, pieces, table_of, within
from communique.archive.store import Archive


class Telling(NamedTuple):
    """What the statements of some articles tell of the acts in them.

    Attributes:
        said: By article and statement the speaker in the text's words and by id, the statement that carries it, and
            what the speaker makes of the words: of the statements that were asked for and of those that carry them.
        sided: The statements that confirm or deny something, in the order of their texts.
    """

    said: dict[Key, Attribution]
    sided: list[Row]


_SIDES = ("confirmed", "denied")
_TELLING = ("article", "ordinal", "id", "speaker_words", "speaker", "reported_by", "claim", "spans")


def telling(archive: Archive, articles: Mapping[int, Row], ids: Collection[str]) -> Telling:
    """What the statements of these articles tell of the acts in them.

    Args:
        archive: Where to look.
        articles: The articles by number, with their texts.
        ids: The statements that acts are attributed to.
    """
    table = table_of("statements")
    chosen = select(*(table.c[name] for name in _TELLING))
    asked = or_(table.c.claim.in_(_SIDES), archive.dialect.one_of(table.c.id, sorted(ids)))
    rows = within(archive, chosen.where(asked), table.c.article, articles)
    sided = [
        {"number": row[0], "id": row[2], "claim": row[6], "words": pieces(articles[row[0]]["text"], row[7])}
        for row in sorted(rows)
        if row[6] in _SIDES
    ]
    said: dict[Key, Attribution] = {}
    while rows:
        said.update({(row[0], row[2]): (row[3], row[4], row[5], row[6]) for row in rows})
        carrying = {(row[0], row[5]) for row in rows if row[5] is not None} - said.keys()
        outer = archive.dialect.one_of(table.c.id, sorted({id for _, id in carrying}))
        rows = within(archive, chosen.where(outer), table.c.article, {number for number, _ in carrying})
        rows = [row for row in rows if (row[0], row[2]) not in said]
    return Telling(said, sided)
