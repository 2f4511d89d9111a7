"""What was written for other programs, opened by their libraries: positions, names and codes stay what they were."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO

import cassis
import conllu
import feedparser
import igraph
import msgspec
import pytest
import rispy
import spacy
from pybtex.database import parse_string
from pybtex.richtext import Text
from spacy.tokens import DocBin

from communique import record as r
from communique.export.catalogue import FORMATS, export
from communique.export.evidence import marked
from communique.export.files import FORBIDDEN
from communique.export.formats import (
    citations,
    feeds,
    gkg,
    neo4j,
    networks,
    plover,
    popolo,
    schema_org,
    spacy_docs,
)
from tests.export.nasty import NASTY, nasty
from tests.handmade import record

RECORDS = (record(id="a"), nasty())


def bytes_of(write: Callable[[Iterable[r.Record], BinaryIO], None], *records: r.Record) -> bytes:
    out = io.BytesIO()
    write(records or RECORDS, out)
    return out.getvalue()


def test_the_nasty_record_is_a_record_whose_offsets_fit() -> None:
    kinds = Counter(each.kind for each in marked(nasty()))
    assert kinds == Counter(each.kind for each in marked(record()))
    assert NASTY[slice(*nasty().events[0].trigger)] == "recognised"


# --- UIMA, spaCy, CoNLL-U -----------------------------------------------------------------------------------------


def test_uima_counts_utf_16_and_gives_code_points_back(tmp_path: Path) -> None:
    export("inception", RECORDS, tmp_path / "out")
    system = cassis.load_typesystem(io.BytesIO((tmp_path / "out" / "TypeSystem.xml").read_bytes()))
    made = nasty()
    (file,) = (each for each in (tmp_path / "out").glob("n*.xmi"))
    cas = cassis.load_cas_from_xmi(io.BytesIO(file.read_bytes()), typesystem=system)
    assert cas.sofa_string == FORBIDDEN.sub("\ufffd", NASTY)
    entries = cas.select("webanno.custom.CommuniqueEntry")
    wanted = Counter((*span, each.kind, each.label, each.entry) for each in marked(made) for span in each.spans)
    assert Counter((each.begin, each.end, each.kind, each.label, each.entry) for each in entries) == wanted
    roles = {(each.role, each.Governor.get_covered_text(), each.Dependent.get_covered_text())
             for each in cas.select("webanno.custom.CommuniqueRole")}  # fmt: skip
    assert {("Source", "recognised", "Ruritania"), ("Target", "recognised", "Zenda")} <= roles
    (told,) = re.findall(r'begin="(\d+)"[^>]*kind="event" label="SUPPORT"', file.read_text("utf-8"))
    units = len(NASTY[: made.events[0].trigger[0]].encode("utf-16-le")) // 2
    assert int(told) == units > made.events[0].trigger[0]


def test_spacy_loads_the_documents_with_their_spans(tmp_path: Path) -> None:
    export("spacy", RECORDS, tmp_path / "out")
    (file,) = (tmp_path / "out").iterdir()
    docs = list(DocBin().from_disk(file).get_docs(spacy.blank("en").vocab))
    assert [doc.text for doc in docs] == [each.article.text for each in RECORDS]
    for doc, made in zip(docs, RECORDS, strict=True):
        assert doc.user_data["sha256"] == made.article.sha256
        for each in marked(made):
            found = [(span.start_char, span.end_char) for span in doc.spans[each.kind] if span.id_ == each.entry]
            assert all(any(a <= start and end <= b for a, b in found) for start, end in each.spans)
        assert {("Ruritania", "GPE"), ("Zenda", "GPE"), ("Anna Rassendyll", "PER"), ("Hentzau", "LOC")} <= {
            (each.text, each.label_) for each in doc.ents
        }


def test_docbins_come_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_docs, "_PART", 2)
    export("spacy", (record(id=str(number)) for number in range(5)), tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 3
    export("spacy", [], tmp_path / "none")
    assert len(list((tmp_path / "none").iterdir())) == 1


def test_conllu_is_parsed_and_its_names_stand_at_their_offsets() -> None:
    sentences = conllu.parse(bytes_of(spacy_docs.write_conllu, nasty()).decode())
    tokens = [token for sentence in sentences for token in sentence]
    assert all(NASTY[int(t["misc"]["start"]) : int(t["misc"]["end"])] == t["form"] for t in tokens)
    assert "".join(t["form"] for t in tokens) == "".join(NASTY.split())
    told = {t["form"]: t["misc"]["NER"] for t in tokens}
    assert (told["Ruritania"], told["Anna"], told["Rassendyll"], told["Hentzau"]) == (
        "B-GPE",
        "B-PER",
        "I-PER",
        "B-LOC",
    )
    assert sentences[0].metadata["newdoc id"] == "n/1 ü 😀"


# --- event data ---------------------------------------------------------------------------------------------------


def test_plover_is_laid_out_as_its_gold_standard(shared: Path) -> None:
    text = (shared / "data/events/plover_gsr/PLOVER_GSR_CAMEO.txt").read_text("utf-8")
    gold = json.loads(text)
    laid_out = "[\n" + ",\n".join(map(plover.laid_out, gold)) + "\n]\n"
    theirs = Counter(line.rstrip() for line in text.splitlines())
    ours = Counter(line.rstrip() for line in laid_out.splitlines())
    # A dozen lists of actors in the file stand on one line or are set off otherwise than the rest.
    assert sum((ours - theirs).values()) <= 20 < len(gold)
    made = json.loads(bytes_of(plover.write))
    assert made[0]["event"] == gold[0]["event"] == "DOCUMENT"
    order = ["id", "date", "source", "target", "event", "eventText", "context", "mode", "eventLoc", "text", "textInfo",
             "language", "publication", "coder", "version", "dateCoded"]  # fmt: skip
    assert {name for each in gold[1:] for name in each} >= set(order)
    for each in made[1:]:
        assert list(each) == [name for name in order if name in each]
        for name in set(order) - {"eventLoc"}:
            kinds = {type(other[name]) for other in gold[1:] if name in other}
            assert type(each[name]) in kinds, name


def test_plover_marks_the_parties_in_the_sentence() -> None:
    _, plain, after = json.loads(bytes_of(plover.write))
    assert plain["textInfo"]["markup"] == (
        "(SRC: Ruritania) on Monday (EVT: recognised) (TAR: Zenda), its foreign minister told the Herald."
    )
    assert plain["source"] == [{"actorText": "Ruritania", "code": "RUR"}]
    assert after["textInfo"] == plain["textInfo"]
    event = msgspec.structs.replace(RECORDS[0].events[0], sources=("RUR", "ZEN"), targets=())
    (joint,) = plover.events(msgspec.structs.replace(RECORDS[0], events=(event,)))
    assert joint["target"] == ""
    assert joint["textInfo"]["markup"].startswith("(SRC/TAR: Ruritania) on Monday (EVT: recognised) (SRC/TAR: Zenda)")


def test_gkg_has_quotations_with_their_offsets() -> None:
    rows = [line.split("\t") for line in bytes_of(gkg.write).decode().splitlines()]
    assert {len(row) for row in rows} == {len(gkg.COLUMNS)} == {27}
    told = dict(zip(gkg.COLUMNS, rows[1], strict=True))
    offset, length, _, words = told["V2.1QUOTATIONS"].split("|")
    assert NASTY[int(offset) : int(offset) + int(length)] == words == "We shall open an embassy by March,"
    for block in told["V2.1ALLNAMES"].split(";"):
        name, _, start = block.rpartition(",")
        assert NASTY[int(start) :].startswith(name.removesuffix(" Union")) or name == "Elbe Union"
    assert told["V2.1ENHANCEDDATES"] == f"3#12#2#2019#{NASTY.index('Monday')}"
    assert told["V2ENHANCEDLOCATIONS"].endswith(f"#{NASTY.index('Hentzau')}")
    assert bytes_of(gkg.write, record(published=None)) == b""


# --- entities, networks, citations, feeds -------------------------------------------------------------------------


def test_popolo_objects_point_at_objects() -> None:
    told = json.loads(bytes_of(popolo.write))
    ids = {name: [each["id"] for each in told[name]] for name in told}
    assert all(len(found) == len(set(found)) for found in ids.values())
    assert ids["persons"] == ["Q1"]
    (held,) = told["memberships"]
    assert (held["person_id"], held["role"]) == ("Q1", "Minister of Foreign Affairs")
    assert held["post_id"] in ids["posts"]
    assert held["organization_id"] in ids["organizations"]
    assert len(told["events"]) == 2


def test_neo4j_relationships_join_nodes(tmp_path: Path) -> None:
    export("neo4j", RECORDS, tmp_path / "out")
    nodes: dict[str, set[str]] = {}
    joined = 0
    for file in sorted((tmp_path / "out").glob("*.csv"), key=lambda each: ":START" in each.read_text("utf-8")):
        with file.open(encoding="utf-8", newline="") as opened:
            head, *rows = csv.reader(opened)
        if head[0].startswith("id:ID"):
            nodes[head[0][6:-1]] = {row[0] for row in rows}
            assert len(rows) == len(nodes[head[0][6:-1]])
        else:
            kinds = [re.fullmatch(r":(?:START|END)_ID\((\w+)\)", each) for each in head[:2]]
            joined += len(rows)
            for row in rows:
                for kind, value in zip(kinds, row[:2], strict=True):
                    assert kind
                    assert value in nodes[kind[1]], (file.name, value)
    assert joined > 15
    assert set(neo4j._NODES) | {name.lower() for name in neo4j._EDGES} == {
        file.stem for file in (tmp_path / "out").glob("*.csv")
    }


def test_igraph_reads_the_network(tmp_path: Path) -> None:
    export("graphml", RECORDS, tmp_path / "out.graphml")
    graph = igraph.Graph.Read_GraphML(str(tmp_path / "out.graphml"))
    assert sorted(graph.vs["label"]) == ["Ruritania", "Zenda"]
    assert (graph.es["weight"], graph.es["start"]) == ([2.0], ["2019-12-02"])


def test_gexf_is_dynamic() -> None:
    told = bytes_of(networks.write_gexf).decode()
    head = re.search(r"<graph [^>]*>", told)
    assert head
    assert 'mode="dynamic"' in head[0]
    assert 'timeformat="date"' in head[0]


def test_bibtex_is_parsed_with_its_titles() -> None:
    found = parse_string(bytes_of(citations.write_bibtex).decode(), "bibtex")
    assert len(found.entries) == 2
    entry = list(found.entries.values())[1]
    title = str(Text.from_latex(entry.fields["title"]))
    assert title.startswith('=SUM(1;2) "Title" 😀 of two lines')
    assert entry.fields["title"].endswith(r"\textbraceleft{}x\textbraceright{}")
    assert entry.fields["url"] == "https://example.org/a_b?c=1%20&d=%7Be%7D"
    assert str(entry.persons["author"][0]).startswith("{Ä. ")


def test_ris_is_parsed() -> None:
    plain, after = rispy.loads(bytes_of(citations.write_ris).decode())
    assert (plain["type_of_reference"], plain["date"], plain["secondary_title"]) == ("NEWS", "2019/12/08", "Herald <b>")
    assert after["title"] == '=SUM(1;2) "Title" 😀 of two lines {x}'
    assert after["urls"] == ["https://example.org/a_b?c=1%20&d={e}"]


def test_csl_has_an_item_an_article() -> None:
    items = json.loads(bytes_of(citations.write_csl))
    assert {each["type"] for each in items} == {"article-newspaper"}
    assert items[1]["issued"] == {"date-parts": [[2019, 12, 8]]}
    assert len({each["id"] for each in items}) == 2
    assert all(re.fullmatch(r"[\w.-]+", each["id"], re.ASCII) for each in items)


def test_feeds_are_read(tmp_path: Path) -> None:
    found = feedparser.parse(bytes_of(feeds.write_as_atom))
    assert not found.bozo
    assert len(found.entries) == 2
    assert "Ruritania → Zenda: " in found.entries[0].content[0].value
    assert found.feed.updated == "2019-12-08T00:00:00Z"
    told = json.loads(bytes_of(feeds.write_as_json))
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["items"][0]["content_text"] == found.entries[0].content[0].value


def test_schema_org_has_quotations_and_reviews_of_what_was_denied() -> None:
    made = nasty()
    denied = msgspec.structs.replace(made.statements[1], claim="denied")
    (told,) = [json.loads(line) for line in
               bytes_of(schema_org.write, msgspec.structs.replace(made, statements=(made.statements[0], denied))).splitlines()]  # fmt: skip
    assert (told["@context"], told["@type"]) == ("https://schema.org", "NewsArticle")
    by_type: dict[str, list[dict[str, Any]]] = {}
    for each in told["hasPart"]:
        by_type.setdefault(each["@type"], []).append(each)
    start, end = by_type["Quotation"][1]["identifier"][1]["value"].split("-")
    assert told["articleBody"][int(start) : int(end)] == by_type["Quotation"][1]["text"]
    (review,) = by_type["ClaimReview"]
    assert review["claimReviewed"] == "We shall open an embassy by March,"
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Denied"}
    assert review["itemReviewed"]["appearance"]["@id"] == by_type["Quotation"][1]["@id"]
    assert {each["@type"] for each in told["mentions"]} == {
        "Country", "Person", "Organization", "GovernmentOrganization",
    }  # fmt: skip


# --- every format -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_what_breaks_formats(name: str, tmp_path: Path) -> None:
    export(name, [nasty(), record(id="plain")], tmp_path / "out")
    assert (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".out*"))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_empty(name: str, tmp_path: Path) -> None:
    export(name, [], tmp_path / "out")
    assert (tmp_path / "out").exists()


@pytest.mark.parametrize("name", sorted(name for name, each in FORMATS.items() if each.suffix in {"json", "geojson"}))
def test_json_is_json_with_nothing_in_it_too(name: str, tmp_path: Path) -> None:
    for number, records in enumerate(([], [nasty()], list(RECORDS))):
        export(name, records, tmp_path / str(number))
        json.loads((tmp_path / str(number)).read_bytes())
