"""The foreign formats by name: what each is, what it keeps, what is lost in it, and how it is written."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from communique.archive.packing import Packed
from communique.errors import InputError
from communique.export.files import new_file, new_folder
from communique.export.processes import seldom_collected
from communique.record import Record


@dataclass(frozen=True, slots=True)
class Format:
    """A foreign format.

    ``kept`` and ``lost`` say what of a record it can hold; ``writer`` is the module below ``export.formats`` and the
    function in it, which takes the records and either an open file or a folder. ``takes_apart`` says that it takes
    packed records too.
    """

    name: str
    label: str
    suffix: str
    writer: str
    kept: str
    lost: str
    into: Literal["file", "folder"] = "file"
    takes_apart: bool = False


_DYADS = "planned, possible and denied events; statements, positions, meetings; who asserts an event; exact offsets"

FORMATS = {
    each.name: each
    for each in (
        Format(
            "gdelt-events", "GDELT 2.0 events, 61 columns", "CSV", "gdelt.write_events",
            "dyads with CAMEO codes, quad class, Goldstein value, place, day",
            f"{_DYADS}; tone, religion and ethnic group are left empty",
        ),
        Format(
            "gdelt-mentions", "GDELT 2.0 mentions, 16 columns", "CSV", "gdelt.write_mentions",
            "each telling of each dyad with offsets of actors and act in code points, and our confidence",
            "what the table of events has; number of the sentence and tone are left empty",
        ),
        Format(
            "gdelt-gkg", "GDELT GKG 2.1, 27 columns", "csv", "gkg.write",
            "quotations with offset, length, verb and words; people, organisations, places, dates with offsets",
            "events, positions, meetings; who says a quotation; indirect speech; articles without a day",
        ),
        Format(
            "icews", "ICEWS coded events, 20 columns", "tab", "icews.write",
            "dyads with names, sectors, countries, CAMEO code, Goldstein value, place, publisher",
            f"{_DYADS}; number of the sentence is left empty",
        ),
        Format(
            "polecat", "POLECAT, 40 columns", "tsv", "polecat.write",
            "events with all their actors, plain PLOVER type and mode, contexts, score, place, the story's names",
            "planned, possible and denied events; our own modes beyond PLOVER's; statements, positions, meetings",
        ),
        Format(
            "plover", "PLOVER JSON, laid out as its gold standard file", "json", "plover.write",
            "events with all their actors and their words, type, mode, contexts, sentence with marked parties, place",
            "planned, possible and denied events; CAMEO codes; statements, positions, meetings; offsets, confidence",
        ),
        Format(
            "cameo-days", "dyads a day, one-a-day filter, CSV", "csv", "cameo_days.write",
            "day, both codes, CAMEO code, quad class, Goldstein value, number of tellings",
            f"{_DYADS}; the single events and articles",
        ),
        Format(
            "web-annotation", "W3C Web Annotation, JSON-LD lines", "jsonl", "web_annotation.write",
            "the words of every entry by position and by quotation, its kind and main facts",
            "links between entries (roles, attribution chains)",
        ),
        Format(
            "brat", "brat standoff", "", "brat.write",
            "text, the words of every entry, events with their roles and status, speaker and cue of statements",
            "attribution chains; positions' and meetings' links stand in notes only", "folder",
        ),
        Format(
            "inception", "UIMA CAS in XMI with its type system, for INCEpTION", "", "uima.write",
            "text, the words of every entry with its facts, acts with their parties, contents with speaker and cue",
            "attribution chains; scores; characters that XML 1.0 forbids are U+FFFD", "folder",
        ),
        Format(
            "timeml", "TimeML 1.2.1 with TIMEX3", "", "timeml.write",
            "text, time expressions with type and value, day of publication",
            "everything else; expressions inside other expressions", "folder",
        ),
        Format(
            "label-studio", "Label Studio tasks with predictions, JSON Lines", "jsonl",
            "annotators.write_label_studio", "text, and the words of every entry with kind and main facts",
            "links between entries",
        ),
        Format(
            "prodigy", "Prodigy examples with spans, JSON Lines", "jsonl", "annotators.write_prodigy",
            "text, and the words of every entry with its kind", "links between entries; facts",
        ),
        Format(
            "spacy", "spaCy DocBin, parts of 500 documents", "", "spacy_docs.write_docbin",
            "text, the words of every entry by kind with label and id, names as entities, Wikidata ids",
            "facts and links of entries; spans are widened to whole tokens", "folder",
        ),
        Format(
            "conllu", "CoNLL-U with the names in MISC (IOB2)", "conllu", "spacy_docs.write_conllu",
            "tokens with offsets, names of actors and places with their type and Wikidata id",
            "everything else; of names in one another the longest is kept; white space but for SpaceAfter",
        ),
        Format(
            "schema-org", "schema.org NewsArticle, Quotation, ClaimReview, JSON-LD lines", "jsonl", "schema_org.write",
            "text, actors, statements with speaker and offsets; denied and confirmed claims",
            "events, positions, meetings, times; attribution chains",
        ),
        Format(
            "ftm", "FollowTheMoney entities, JSON Lines", "jsonl", "ftm.write",
            "actors, offices with their terms, events that happened, articles",
            "statements, positions, meetings; groups and peoples; source and target of an event are one list",
        ),
        Format(
            "popolo", "Popolo JSON: persons, organizations, posts, memberships, areas, events", "json", "popolo.write",
            "actors, offices with their terms, events that happened", "statements, positions, meetings; peoples; "
            "source and target of an event are one list; PLOVER codes",
        ),
        Format(
            "geojson", "GeoJSON of events with a place", "geojson", "geo.write_geojson",
            "events that happened, with their words; points only where a town or point is known",
            "events without a place; planned, possible and denied events; statements, positions, meetings",
        ),
        Format(
            "kml", "KML of events with a place", "kml", "geo.write_kml",
            "as GeoJSON", "as GeoJSON; lists of actors stand in the title only",
        ),
        Format(
            "graphml", "who acts towards whom, GraphML", "graphml", "networks.write_graphml",
            "actors; for each dyad how often by quad class, mean score, first and last day", "the single events",
        ),
        Format(
            "gexf", "who acts towards whom, GEXF 1.3 with spans of days", "gexf", "networks.write_gexf",
            "as GraphML, as a dynamic network", "the single events",
        ),
        Format(
            "neo4j", "Neo4j, CSV for neo4j-admin import", "", "neo4j.write",
            "articles, actors, events, statements, positions and meetings as nodes, with what joins them",
            "times, documents, agendas; offsets of all but events' sentences; how entries came to be", "folder",
        ),
        Format(
            "dna", "Discourse Network Analyzer 3, its database", "dna", "dna.write",
            "texts; positions (person, organisation, concept, agreement, or a stance that is neither), words, acts",
            "articles without a day; short texts past 190 characters; chains; evidence in pieces is one stretch",
        ),
        Format(
            "dna-csv", "Discourse Network Analyzer's event list", "csv", "dna.write_csv",
            "positions with document, day, words, person, organisation, concept, agreement",
            "as dna; positions that are mixed or undecided; utterances and acts",
        ),
        Format(
            "dna-networks", "discourse networks as DNA defines them, a matrix a file", "", "dna.write_networks",
            "who shares which stances with whom: two-mode and one-mode, each aggregation and normalisation",
            "the single positions; those that are mixed or undecided; articles without a day", "folder",
        ),
        Format(
            "parquet", "Parquet, one table for each kind of entry", "", "arrow.write_parquet",
            "everything, typed; lists stay lists", "nothing but the time of day of a moment", "folder", True,
        ),
        Format(
            "arrow", "Arrow files (Feather 2), as Parquet", "", "arrow.write_arrow", "as Parquet", "as Parquet",
            "folder", True,
        ),
        Format(
            "csv", "CSV, one table for each kind of entry", "", "delimited.write", "as Parquet",
            "as Parquet; types, and null against an empty list", "folder",
        ),
        Format(
            "csv-bom", "CSV with a byte order mark (utf-8-sig), for Excel", "", "delimited.write_bom", "as CSV",
            "as CSV", "folder",
        ),
        Format(
            "xlsx", "Excel workbook, a sheet for each kind of entry", "xlsx", "book.write", "as CSV",
            "as CSV; what is beyond 32,767 characters of a text",
        ),
        Format(
            "stata", "Stata 15, one file for each kind of entry", "", "statistics.write_stata",
            "as CSV, with labels of variables and values", "as CSV; articles' texts; texts beyond 2,045 bytes",
            "folder", True,
        ),
        Format(
            "spss", "SPSS, one file for each kind of entry", "", "statistics.write_spss", "as Stata", "as Stata",
            "folder", True,
        ),
        Format(
            "datapackage", "Frictionless Data Package 2 with codebook", "", "packages.write_package",
            "as Parquet, with the meaning of every column and code", "as Parquet", "folder",
        ),
        Format(
            "ro-crate", "RO-Crate around that Data Package", "", "packages.write_crate", "as datapackage",
            "as datapackage", "folder",
        ),
        Format(
            "bibtex", "BibTeX (BibLaTeX's @online)", "bib", "citations.write_bibtex",
            "headline, authors, outlet, day, address, hash of every article", "all entries; the text",
        ),
        Format("ris", "RIS", "ris", "citations.write_ris", "as BibTeX", "as BibTeX"),
        Format("csl", "CSL-JSON", "json", "citations.write_csl", "as BibTeX", "as BibTeX"),
        Format(
            "atom", "Atom feed of the articles", "atom", "feeds.write_as_atom",
            "each article with its acts, statements, positions and meetings as plain text", "structure, codes, offsets",
        ),
        Format("json-feed", "JSON Feed 1.1 of the articles", "json", "feeds.write_as_json", "as Atom", "as Atom"),
        Format(
            "records", "records as they are, JSON Lines", "jsonl", "records.write", "everything", "nothing",
        ),
    )
}  # fmt: skip


def export(name: str, records: Iterable[Record | Packed], target: Path) -> None:
    """Write records in a foreign format; the file or folder is complete or not there at all.

    Args:
        name: One of :data:`FORMATS`.
        records: The records, which are read one by one and not held; packed ones are taken apart where it is needed.
        target: The file, or the folder, to write.

    Raises:
        InputError: There is no such format, or the target cannot be written.
        MissingExtra: The format needs a library that is not installed.
    """
    if name not in FORMATS:
        raise InputError(f"There is no format '{name}'.", f"The formats are: {', '.join(FORMATS)}.")
    chosen = FORMATS[name]
    module, _, function = chosen.writer.partition(".")
    write = getattr(importlib.import_module(f"communique.export.formats.{module}"), function)
    with seldom_collected(), new_folder(target) if chosen.into == "folder" else new_file(target) as out:
        write(records if chosen.takes_apart else map(_taken_apart, records), out)


def _taken_apart(record: Record | Packed) -> Record:
    return record.record() if isinstance(record, Packed) else record
