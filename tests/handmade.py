"""Records made by hand, for the tests of what keeps, asks, shows and exports them."""

from __future__ import annotations

import msgspec

from communique import record as r
from communique.sources import make_article

TEXT = """Ruritania on Monday recognised Zenda, its foreign minister told the Herald. 😀

"We shall open an embassy by March," Anna Rassendyll wrote to <script>alert(1)</script> & others.

The Council of the Elbe meets on Friday in Hentzau to discuss sanctions.

Follow us on Chirper"""
BASIS = r.Basis(coder="hand", version="1", reason="made by hand")


def span(words: str, text: str = TEXT) -> r.Offsets:
    start = text.index(words)
    return start, start + len(words)


def mention(words: str) -> r.ActorMention:
    start, end = span(words)
    return r.ActorMention(start=start, end=end, text=words, form="name")


def day(value: str) -> r.Moment:
    return r.Moment(value=value, earliest=value, latest=value)


def actor(id: str, name: str, words: str, **more: object) -> r.Actor:
    known = {"kind": "state", "country": id, "cameo": id, "resolved": True, "confidence": 0.9, **more}
    return msgspec.convert(
        {"id": id, "name": name, "mentions": [msgspec.to_builtins(mention(words))], **known}, r.Actor
    )


def statement(id: str, content: str, speaker: str, outer: str | None = None, **more: object) -> r.Statement:
    start, end = span(speaker)
    said = r.Speaker(actor="Q1", start=start, end=end, text=speaker)
    made = r.Statement(
        id=id, kind="indirect", mode="speech", content=(span(content),), speaker=said, reported_by=outer,
        confidence=0.8, basis=BASIS,
    )  # fmt: skip
    return msgspec.structs.replace(made, **more)


def record(*, id: str = "article-1", published: str | None = "2019-12-08", text: str = TEXT) -> r.Record:
    """A record with an entry of every kind."""
    article = make_article(text, id=id, published=published, outlet="Herald <b>", url="https://example.org/x")
    return r.Record(
        communique="0", model="m", registry="1",
        article=msgspec.structs.replace(article, skipped=(span("Follow us on Chirper"),), language="en"),
        actors=(
            actor("RUR", "Ruritania", "Ruritania"),
            actor("ZEN", "Zenda", "Zenda"),
            actor("Q1", "Anna Rassendyll", "Anna Rassendyll", kind="person", country="RUR", cameo="RURGOV",
                  office={"title": "Minister of Foreign Affairs", "organization": "RUR"}),
            actor("ELB", "Elbe Union", "Elbe", kind="organisation", country="ELB"),
            actor("ELB.C", "Council of the Elbe", "Council of the Elbe", kind="body", country="ELB"),
        ),
        times=(r.Time(id="t-monday", start=13, end=19, text="Monday", type="DATE", value="2019-12-02"),),
        places=(r.Place(id="p-hentzau", start=span("Hentzau")[0], end=span("Hentzau")[1], text="Hentzau", name="Hentzau"),),
        documents=(r.Document(id="d-embassy", kind="plan", name="embassy plan", mentions=()),),
        statements=(
            statement("s-told", "Ruritania on Monday recognised Zenda", "its foreign minister"),
            statement("s-wrote", "We shall open an embassy by March,", "Anna Rassendyll", "s-told",
                      kind="direct", mode="writing", addressees=("ZEN",), time=day("2019-12-03")),
        ),
        events=(
            r.Event(
                id="e-recognised", type="SUPPORT", mode="recognise", cameo="054", quad=1, score=6.5, sources=("RUR",),
                targets=("ZEN",), trigger=span("recognised"),
                sentence=span("Ruritania on Monday recognised Zenda, its foreign minister told the Herald."),
                time=day("2019-12-02"), status="actual", attributed_to="s-told", confidence=0.7, basis=BASIS,
            ),
            r.Event(
                id="e-embassy", type="AGREE", cameo="030", quad=1, score=4.0, sources=("Q1",), trigger=span("open"),
                sentence=span("We shall open an embassy by March,"), time=day("2020-03-01"), status="planned",
                attributed_to="s-wrote", confidence=0.6, basis=BASIS,
            ),
        ),
        positions=(
            r.Position(id="o-for", actor="RUR", question="recognise-zenda", stance="for", event="e-recognised",
                       evidence=(span("recognised Zenda"),), confidence=0.7, basis=BASIS),
        ),
        meetings=(
            r.Meeting(
                id="m-elbe", body="ELB.C", time=day("2019-12-13"), place=r.Spot(name="Hentzau"), status="scheduled",
                agenda=(r.AgendaItem(topic="sanctions", question="sanctions", treatment="discussion",
                                     evidence=(span("sanctions"),)),),
                evidence=(span("The Council of the Elbe meets on Friday"),), confidence=0.6, basis=BASIS,
            ),
        ),
        notes=(r.Note(level="warning", about="published", text="Check <this>."),),
    )  # fmt: skip
