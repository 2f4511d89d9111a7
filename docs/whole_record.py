"""A record by hand that has every field of the record's types, for measuring what exports keep."""

from __future__ import annotations

from typing import Any

import msgspec

from communique import record as r
from communique.sources import make_article

TEXT = (
    "BYGATE, Dec 8 (Herald) - 😀 Crowds from Ruritania protested in Hentzau on Monday against Zenda, the minister, "
    "Anna Rassendyll, said in a letter.\n\n"
    'She denied that "Ruritania backs the charter of the Elbe", telling Zenda so in May.\n\n'
    "The Council of the Elbe meets Zenda on Friday in Hentzau to discuss the charter. It met before.\n\n"
    "Follow us on Chirper"
)


def record() -> r.Record:
    """The record."""
    article = make_article(
        TEXT, id="a-1", published="2019-12-08", outlet="Herald", url="https://example.org/a", title="A day"
    )
    article = msgspec.structs.replace(
        article, byline="By Ann Other", dateline="BYGATE, Dec 8 (Herald)", language="en", language_confidence=0.75,
        skipped=(_span("Follow us on Chirper"),),
    )  # fmt: skip
    parts: dict[str, Any] = {
        "actors": _actors(), "times": [_time()], "places": [_place()], "documents": [_document()],
        "statements": _statements(), "events": _events(), "positions": [_position()], "meetings": [_meeting()],
        "notes": [{"level": "info", "about": "text", "text": "By hand."}],
    }  # fmt: skip
    told = {"communique": "0", "model": "m", "registry": "1", "article": msgspec.to_builtins(article), **parts}
    return msgspec.convert(told, r.Record)


def _span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def _words(words: str) -> dict[str, Any]:
    start, end = _span(words)
    return {"start": start, "end": end, "text": words}


_BASIS = {"coder": "hand", "version": "1", "reason": "made by hand"}
_MONDAY = {"value": "2019-12-02", "earliest": "2019-12-02", "latest": "2019-12-02", "expression": "t-1"}
_SPOT = {"name": "Hentzau", "country": "CZE", "precision": "city", "mention": "p-1"}
_SURE = {"confidence": 0.75, "basis": _BASIS}


def _actor(id: str, name: str, words: str, kind: str, **more: Any) -> dict[str, Any]:
    told = {"id": id, "name": name, "kind": kind, "country": "RUR", "cameo": "RURGOV", "resolved": True,
            "wikidata": "Q5", "plover": {"country": "RUR", "sector": ["GOV"]}, "confidence": 0.75}  # fmt: skip
    return {**told, "mentions": [{**_words(words), "form": "name"}], **more}


def _actors() -> list[dict[str, Any]]:
    office = {"title": "Minister", "organization": "RUR", "since": "2019-01-01", "until": "2020-01-01"}
    return [
        _actor("Q1", "Anna Rassendyll", "Anna Rassendyll", "person", office=office),
        _actor("RUR", "Ruritania", "Ruritania", "state", cameo="RUR", wikidata=None),
        _actor("ZEN", "Zenda", "Zenda", "state", country="ZEN", cameo="ZEN", wikidata=None, plover={"country": "ZEN"}),
        _actor(
            "ELB.C", "Council of the Elbe", "Council of the Elbe", "body", country="ELB", cameo="IGO", wikidata="Q7"
        ),
    ]


def _time() -> dict[str, Any]:
    told = {"type": "DATE", "value": "2019-12-02", "earliest": "2019-12-02", "latest": "2019-12-02"}
    return {"id": "t-1", **_words("Monday"), **told, "anchor": "published"}


def _place() -> dict[str, Any]:
    point = {"latitude": 50.5, "longitude": 14.25, "geonames": 123, "precision": "city"}
    return {"id": "p-1", **_words("Hentzau"), "name": "Hentzau", "country": "CZE", "admin1": "Elbe Region", **point}


def _document() -> dict[str, Any]:
    told = {"kind": "treaty", "name": "Charter of the Elbe", "body": "ELB.C", "adopted": "2001-01-01"}
    return {"id": "d-1", **told, "mentions": [_words("charter of the Elbe")]}


def _statements() -> list[dict[str, Any]]:
    speaker = {"actor": "Q1", **_words("Anna Rassendyll")}
    inner = {
        "id": "s-2", "kind": "direct", "mode": "speech", "content": [_span("Ruritania backs the charter of the Elbe")],
        "cue": _span("denied"), "speaker": speaker, "anonymous": False, "addressees": ["ZEN"], "medium": "letter",
        "document": "d-1", "time": _MONDAY, "reported_by": "s-1", "claim": "confirmed", "same_as": "s-1", **_SURE,
    }  # fmt: skip
    outer = {
        "id": "s-1", "kind": "indirect", "mode": "writing", "content": [_span("protested in Hentzau")],
        "cue": _span("said"),
        "speaker": speaker, **_SURE,
    }  # fmt: skip
    return [inner, outer]


def _events() -> list[dict[str, Any]]:
    sentence = (_span("Crowds")[0], _span("in a letter.")[1])
    told = {
        "id": "e-1", "type": "PROTEST", "mode": "demonstrate", "contexts": ["rights"], "cameo": "141", "quad": 3,
        "score": -6.5, "sources": ["Q1"], "targets": ["ZEN"], "trigger": _span("protested"), "sentence": sentence,
        "also": [_span("It met before.")], "time": _MONDAY, "place": _SPOT, "status": "actual", "attributed_to": "s-1",
        **_SURE,
    }  # fmt: skip
    return [told]


def _position() -> dict[str, Any]:
    told = {
        "actor": "RUR",
        "question": "sanctions",
        "stance": "for",
        "statement": "s-2",
        "event": "e-1",
        "time": _MONDAY,
    }
    return {"id": "o-1", **told, "evidence": [_span("backs the charter")], **_SURE}


def _meeting() -> dict[str, Any]:
    item = {"topic": "the charter", "question": "sanctions", "treatment": "discussion", "evidence": [_span("discuss")]}
    told = {"body": "ELB.C", "participants": ["ZEN"], "time": _MONDAY, "place": _SPOT, "status": "scheduled"}
    evidence = [_span("The Council of the Elbe meets")]
    return {"id": "m-1", **told, "agenda": [item], "evidence": evidence, "attributed_to": "s-1", **_SURE}
