"""schema.org as JSON-LD, one article a line: NewsArticle with the actors it mentions, and its statements as Quotation.

A Quotation has the words, who says them, and where in the text they stand. Where a speaker denies or confirms what was
said, the words are also a ClaimReview by that speaker, whose rating is the word alone: Communique rates no claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from communique.export.formats.citations import authors, title
from communique.record import Actor, Record, Statement

Told = dict[str, Any]
_TYPES = {
    "person": "Person", "state": "Country", "region": "AdministrativeArea", "government": "GovernmentOrganization",
    "ministry": "GovernmentOrganization", "body": "GovernmentOrganization", "organisation": "Organization",
    "party": "PoliticalParty", "armed group": "Organization", "media": "NewsMediaOrganization", "group": "Organization",
}  # fmt: skip
_RATED = {"denied": "Denied", "confirmed": "Confirmed"}


def write(records: Iterable[Record], out: BinaryIO) -> None:
    """Write one JSON-LD document for each article."""
    out.writelines(msgspec.json.encode(article(record)) + b"\n" for record in records)


def article(record: Record) -> Told:
    """The record as a NewsArticle."""
    told, key = record.article, _key(record)
    actors = {each.id: _actor(each, key) for each in record.actors}
    return _filled(
        {
            "@context": "https://schema.org", "@type": "NewsArticle", "@id": key, "headline": title(record),
            "articleBody": told.text, "datePublished": told.published, "inLanguage": told.language, "url": told.url,
            "identifier": told.id, "publisher": _publisher(told.outlet),
            "author": [{"@type": "Person", "name": each} for each in authors(told)], "dateline": told.dateline,
            "mentions": list(actors.values()), "hasPart": list(_parts(record, key, actors)),
            "sdPublisher": {"@type": "SoftwareApplication", "name": "Communique", "softwareVersion": record.communique},
        }
    )  # fmt: skip


def _parts(record: Record, key: str, actors: dict[str, Told]) -> Iterator[Told]:
    for each in record.statements:
        words, speaker = record.quote(each.content), _speaker(each, actors)
        place = [{"@type": "PropertyValue", "name": "offsets", "value": f"{a}-{b}"} for a, b in each.content]
        yield _filled(
            {
                "@type": "Quotation", "@id": f"{key}#{each.id}", "text": words, "spokenByCharacter": speaker,
                "isPartOf": {"@id": key}, "identifier": [each.id, *place], "genre": each.kind,
                "dateCreated": each.time.earliest if each.time else None,
            }
        )  # fmt: skip
        if each.claim in _RATED:
            yield _review(record, each, speaker, f"{key}#{each.id}")


def _review(record: Record, said: Statement, speaker: Told | None, quotation: str) -> Told:
    words = record.quote(said.content)
    return _filled(
        {
            "@type": "ClaimReview", "@id": f"{quotation}-review", "author": speaker, "claimReviewed": words,
            "datePublished": record.article.published, "url": record.article.url,
            "itemReviewed": {"@type": "Claim", "text": words, "appearance": {"@id": quotation}},
            "reviewRating": {"@type": "Rating", "alternateName": _RATED[said.claim]},
        }
    )  # fmt: skip


def _speaker(said: Statement, actors: dict[str, Told]) -> Told | None:
    if said.speaker is None:
        return None
    known = actors.get(said.speaker.actor or "")
    return {"@id": known["@id"], "name": known["name"]} if known else {"@type": "Thing", "name": said.speaker.text}


def _actor(actor: Actor, key: str) -> Told:
    link = f"http://www.wikidata.org/entity/{actor.wikidata}" if actor.wikidata else None
    own = f"urn:communique:actor:{actor.id}" if actor.resolved else f"{key}#{actor.id}"
    office = actor.office
    return _filled(
        {
            "@type": _TYPES.get(actor.kind or "", "Thing"),
            "@id": own,
            "name": actor.name,
            "sameAs": link,
            "jobTitle": office.title if office and actor.kind == "person" else None,
        }
    )


def _publisher(outlet: str | None) -> Told | None:
    return {"@type": "NewsMediaOrganization", "name": outlet} if outlet else None


def _key(record: Record) -> str:
    return record.article.url or f"urn:communique:article:{record.article.id}"


def _filled(told: Told) -> Told:
    return {name: value for name, value in told.items() if value is not None and value not in ([], "")}
