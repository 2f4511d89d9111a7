"""A run on a Ray cluster of several node processes, one of which is killed: ``python -m tests.cluster.on_ray IN LAKE``."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import ray
from ray.cluster_utils import Cluster

from communique.cluster.running import Settings, run_bulk
from tests.cluster import runs


def main(source: str, lake: str) -> None:
    """Code, and meanwhile kill a worker's process and then the node that came second."""
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    second = cluster.add_node(num_cpus=1)
    ray.init(address=cluster.address, log_to_driver=False)

    def disturb() -> None:
        while len(list(Path(lake, "manifest").glob("*.json"))) < 2:
            time.sleep(0.1)
        for pid in runs.guarded()[:1]:
            runs.kill(pid)
        cluster.remove_node(second, allow_graceful=False)
        cluster.add_node(num_cpus=1)

    thread = threading.Thread(target=disturb, daemon=True)
    thread.start()
    summary = run_bulk(source, lake, Settings(engine="ray", workers=2, size=5))
    thread.join()
    lost = sum(not each["Alive"] for each in ray.nodes())  # type: ignore[no-untyped-call]
    sys.stdout.write(f"\nRECORDS {summary.records}\nLOST {lost}\n")
    ray.shutdown()
    cluster.shutdown()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main(*sys.argv[1:])
