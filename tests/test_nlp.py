"""The component of spaCy pipelines: added by its name, kept by the Doc wherever it goes."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from communique import nlp as component
from communique import read
from communique.errors import InputError
from communique.record import Record

TEXT = 'Germany on Tuesday condemned Russia 😀. "We will help Ukraine," Annalena Baerbock told reporters in Berlin.'
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def nlp() -> Language:
    made = spacy.blank("en")
    made.add_pipe("communique", config={"published": "2024-05-28"})
    return made


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    return nlp(TEXT)


def test_a_doc_has_its_record(doc: Doc) -> None:
    record = doc._.communique
    assert isinstance(record, Record)
    assert record == read(TEXT, published="2024-05-28")
    assert record.events
    labels = {span.label_: span.text for span in doc.spans["communique"]}
    assert labels["DEU"] == "Germany"
    assert labels["PLACE"] == "Berlin"  # after an emoji
    assert "We will help Ukraine" in labels["STATEMENT"]


def test_what_is_known_of_a_text_comes_before_the_configuration(nlp: Language) -> None:
    told = nlp.make_doc(TEXT)
    told._.article = {"published": "2022-03-01", "outlet": "Example Wire"}
    record = next(nlp.pipe([told]))._.communique
    assert (record.article.published, record.article.outlet) == ("2022-03-01", "Example Wire")


def test_the_record_goes_where_the_doc_goes(nlp: Language, doc: Doc) -> None:
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.communique == doc._.communique
    assert [span.text for span in again.spans["communique"]] == [span.text for span in doc.spans["communique"]]
    kept = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin(store_user_data=True).from_bytes(kept).get_docs(nlp.vocab)
    assert back._.communique == doc._.communique


def test_a_doc_that_nobody_read_has_none_and_takes_no_other(nlp: Language, doc: Doc) -> None:
    assert nlp.make_doc("Other words.")._.communique is None
    with pytest.raises(InputError):
        nlp.make_doc("Other words.")._.communique = doc._.communique


def test_a_text_without_words_has_a_record_without_entries(nlp: Language) -> None:
    for text in ("", "  \n"):
        record = nlp(text)._.communique
        assert (record.article.text, record.events, record.actors) == (text, (), ())
        assert [each.about for each in record.notes] == ["text"]


def test_the_pipeline_is_written_and_read_with_it(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert again.pipe_names == ["communique"]
    assert again(TEXT)._.communique.article.published == "2024-05-28"


def test_spacy_finds_it_without_an_import(tmp_path: Path) -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["spacy_factories"]
    assert declared == {"communique": "communique.nlp:make"}
    assert component.KEY == "communique"
    installed = tmp_path / "installed-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: installed\nVersion: 1.0\n")
    (installed / "entry_points.txt").write_text("[spacy_factories]\ncommunique = communique.nlp:make\n")
    code = "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('communique'); print(nlp.pipe_names)"
    paths = os.pathsep.join([str(tmp_path), str(ROOT / "src")])
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], env={**os.environ, "PYTHONPATH": paths},
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.stdout.strip() == "['communique']", done.stderr
