from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from communique.cluster.coding import code_batch
from communique.cluster.engines import engine
from communique.cluster.units import Job
from communique.errors import InputError
from communique.pipeline import read_text
from tests.cluster import runs


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An input and the lake that an undisturbed run of one worker makes."""
    folder = tmp_path_factory.mktemp("whole")
    runs.write_input(folder / "in.jsonl", 60)
    arguments = runs.command(folder / "in.jsonl", folder / "lake", "--workers", "1", "--unit", "5")
    subprocess.run(arguments, env=runs.poisoned(), check=True, capture_output=True)
    return folder / "in.jsonl", folder / "lake"


def test_the_function_is_pure_and_keeps_the_order() -> None:
    texts = ["Canada expelled three diplomats of Iran.", "", "France recalled its ambassador."]
    batch = pa.RecordBatch.from_pydict({"text": texts, "published": ["2020-01-01"] * 3, "other": [1, 2, 3]})
    coded = code_batch(batch)
    assert coded.equals(code_batch(batch))
    rows = coded.to_pylist()
    assert [each["error"] for each in rows] == [None, "EmptyText", None]
    assert rows[2]["record"].decode() == read_text(texts[2], published="2020-01-01").to_json()


@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="needs Ray: pip install 'communique[ray]'")
def test_a_ray_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def none(**_: object) -> None:
        raise ConnectionError("Could not find any running Ray instance. Please specify one.")

    monkeypatch.setattr("ray.init", none)
    with pytest.raises(InputError, match="Could not find any running Ray instance"):
        list(engine("ray")(Job(str(tmp_path)), [], 1, "auto"))


@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="needs Ray: pip install 'communique[ray]'")
def test_a_ray_cluster_that_loses_loses_a_node_gives_the_same_bytes(whole: tuple[Path, Path], tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", "tests.cluster.on_ray", str(whole[0]), str(tmp_path / "lake")]
    environment = runs.poisoned(DAWDLE="0.1", RAY_AUTH_MODE="disabled")
    told = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=True, timeout=900)
    assert "RECORDS 60" in told.stdout  # among Ray's own words on the node that is gone
    assert "LOST 1" in told.stdout
    assert runs.tree(tmp_path / "lake") == runs.tree(whole[1])


@pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
    reason="needs PySpark and Java 17: pip install 'communique[spark]'",
)
def test_spark_gives_the_same_bytes_when_its_workers_are_killed(whole: tuple[Path, Path], tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    arguments = runs.command(whole[0], lake, "--engine", "spark", "--workers", "2", "--unit", "5")
    run = runs.start(arguments, runs.poisoned(DAWDLE="0.1"))
    while run.poll() is None and len(list((lake / "manifest").glob("*.json"))) < 2:
        time.sleep(0.1)
    for marks in (b"communique.cluster.guarded", b"pyspark.daemon"):
        for pid in runs.guarded(marks)[-1:]:  # of the daemon and its workers, a worker
            runs.kill(pid)
    _, told = run.communicate(timeout=900)
    assert run.returncode == 0, told.decode()
    assert runs.tree(lake) == runs.tree(whole[1])


def test_a_function_that_spark_sends_finds_the_worker_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    cloudpickle = pytest.importorskip("cloudpickle", reason="comes with Spark and Ray")
    from communique.cluster.engines import on_spark

    made: list[Job] = []
    monkeypatch.setattr(on_spark, "UnitWorker", made.append)
    on_spark._workers.clear()
    for _task in range(2):
        sent = cloudpickle.loads(cloudpickle.dumps(on_spark.code_units(Job("lake"))))
        assert list(sent(iter(()))) == []
    assert len(made) == 1


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """An empty bucket of a real server on this machine that speaks S3."""
    pytest.importorskip("moto.server", reason="needs moto: pip install 'moto[server]'")
    pytest.importorskip("s3fs", reason="needs s3fs: pip install 'communique[s3]'")
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield "http://{}:{}".format(*server.get_host_and_port())
    finally:
        server.stop()


def test_an_object_store_holds_input_and_lake(whole: tuple[Path, Path], bucket: str, tmp_path: Path) -> None:
    import s3fs

    there = {"AWS_ACCESS_KEY_ID": "me", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_ENDPOINT_URL": bucket}
    store = s3fs.S3FileSystem(key="me", secret="secret", endpoint_url=bucket)  # noqa: S106 - nobody checks it
    store.mkdir("news")
    store.put(str(whole[0]), "news/in/in.jsonl")
    arguments = runs.command("s3://news/in/", "s3://news/lake", "--workers", "2", "--unit", "5")
    environment = runs.poisoned(**there, AWS_DEFAULT_REGION="us-east-1")
    for already in ("", ", 12 of them there already"):
        told = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=True)
        assert f"60 records in 12 units{already}" in told.stderr
    store.get("news/lake", str(tmp_path / "lake"), recursive=True)
    mine, theirs = runs.tree(tmp_path / "lake"), runs.tree(whole[1])
    tables = {name for name in theirs if name.endswith(".parquet")}
    assert {name: mine[name] for name in tables} == {name: theirs[name] for name in tables}
