from __future__ import annotations

import gzip
import io
import json
import random
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.cluster import inputs
from communique.cluster.inputs import Raw, cut, find_inputs, known_of, read_stretch, split
from communique.errors import InputError, TextTooLong
from communique.sources import Known

TODAY = date(2026, 1, 1)
HEAD = (
    "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://example.org/{n}\r\n"
    "Content-Type: application/http\r\nContent-Length: {length}\r\n\r\n"
)
PAGE = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n"
TEXTS = [f"Ruritania met envoy {n} of Zenda. 😀" for n in range(7)]


def as_lines(texts: list[str]) -> bytes:
    rows = [json.dumps({"id": f"x{n}", "text": text}, ensure_ascii=False).encode() for n, text in enumerate(texts)]
    return b"\xef\xbb\xbf" + b"\n\n".join(rows)  # a mark of UTF-8, blank lines, no line end at the end


def write_warc(path: Path, texts: list[str]) -> None:
    with path.open("wb") as stream:
        for n, text in enumerate(texts):
            for kind, content in (("request", "GET / HTTP/1.0\r\n\r\n"), ("response", PAGE + text)):
                data = content.encode()
                head = HEAD.format(kind=kind, n=n, length=len(data)).encode()
                record = head + data + b"\r\n\r\n"
                stream.write(gzip.compress(record) if path.name.endswith(".gz") else record)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.jsonl").write_bytes(as_lines(TEXTS))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(as_lines(TEXTS)))
    table = pa.table({"body": TEXTS, "date": [date(2020, 1, 2)] * 7, "other": [1] * 7})
    pq.write_table(table, tmp_path / "deep" / "c.parquet", row_group_size=3)
    write_warc(tmp_path / "d.warc", TEXTS)
    write_warc(tmp_path / "e.warc.gz", TEXTS)
    (tmp_path / "readme.txt").write_text("not for us")
    (tmp_path / ".hidden.jsonl").write_text("nor this")
    return tmp_path


def text_of(raw: Raw, found: inputs.Input) -> str:
    return raw.read(known_of(found, Known()), TODAY).article.text


def test_every_form_is_cut_and_read_alike(folder: Path) -> None:
    found = find_inputs(str(folder))
    assert [each.path.rsplit("/", 1)[-1] for each in found] == [
        "a.jsonl",
        "b.jsonl.gz",
        "d.warc",
        "c.parquet",
        "e.warc.gz",
    ]
    for each in found:
        for size in (1, 3, 7, 100):
            pieces = list(cut(each, Known(), size))
            assert [len(raws) for _, raws in pieces] == [size] * (7 // size) + [7 % size] * bool(7 % size)
            again = [raw for stretch, _ in pieces for raw in read_stretch(each, stretch, Known())]
            assert [raw.number for raw in again] == [raw.number for _, raws in pieces for raw in raws], each.path
            assert [text_of(raw, each) for raw in again] == TEXTS


def test_numbers_are_those_of_the_file(folder: Path) -> None:
    numbers = {
        each.path.rsplit("/", 1)[-1]: [raw.number for _, raws in cut(each, Known(), 2) for raw in raws]
        for each in find_inputs(str(folder))
    }
    assert numbers["a.jsonl"] == numbers["b.jsonl.gz"] == [1, 3, 5, 7, 9, 11, 13]
    assert numbers["c.parquet"] == [1, 2, 3, 4, 5, 6, 7]
    assert numbers["d.warc"] == [2, 4, 6, 8, 10, 12, 14]


def test_patterns_and_what_is_not_there(folder: Path) -> None:
    assert len(find_inputs(f"{folder}/*.warc*")) == 2
    assert find_inputs(str(folder / "deep" / "c.parquet"))[0].form == "parquet"
    for nothing, why in ((folder / "none", "There is nothing at"), (folder / "readme.txt", "no file of articles")):
        with pytest.raises(InputError, match=why):
            find_inputs(str(nothing))


def test_what_an_object_store_complains_of_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoCredentialsError(Exception):
        pass

    def refused(*_: object, **__: object) -> bool:
        raise NoCredentialsError("Unable to locate credentials")

    monkeypatch.setattr("fsspec.implementations.memory.MemoryFileSystem.exists", refused)
    with pytest.raises(InputError, match="Unable to locate credentials"):
        find_inputs("memory://articles")


@given(st.lists(st.binary(max_size=9)), st.integers(1, 12), st.integers(1, 7))
def test_lines_are_those_of_the_bytes(parts: list[bytes], longest: int, chunk: int) -> None:
    data = b"\n".join(parts)
    stream = io.BytesIO(data)
    read = stream.read
    stream.read = lambda _size=-1: read(chunk)  # type: ignore[method-assign]
    found = list(split(stream, 0, longest))
    assert [(start, stop) for start, stop, _ in found] == [(start, stop) for start, stop, _ in _expected(data)]
    for start, stop, line in found:
        assert line == (None if stop - start > longest else data[start:stop])


def _expected(data: bytes) -> list[tuple[int, int, bytes]]:
    at, found = 0, []
    for line in io.BytesIO(data):
        found.append((at, at + len(line), line))
        at += len(line)
    return found


def test_a_line_of_50_mb_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * 50_000_000 + b'"}\n{"text": "Short."}\n')
    (found,) = find_inputs(str(path))
    ((_, raws),) = list(cut(found, Known(), 10))
    with pytest.raises(TextTooLong, match="Line 1"):
        raws[0].read(Known(), TODAY)
    assert raws[1].read(Known(), TODAY).article.text == "Short."


def test_damaged_files_say_so(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"no table")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(as_lines(TEXTS))[:60])
    packed = gzip.compress(random.Random(1).randbytes(9000))  # noqa: S311 - the same bytes at every run
    (tmp_path / "c.jsonl.gz").write_bytes(packed[:40] + b"\xff" * 200 + packed[240:])
    for found in find_inputs(str(tmp_path)):
        with pytest.raises(InputError):
            list(cut(found, Known(), 2))
