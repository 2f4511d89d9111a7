from __future__ import annotations

import socket

import pytest

from communique.cluster.engines.reach import reach
from communique.errors import InputError


def closed() -> int:
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.parametrize("address", ["127.0.0.1:{}", "ray://127.0.0.1:{}", "spark://127.0.0.1:{},127.0.0.1:{}"])
def test_what_does_not_answer_is_told(address: str) -> None:
    with pytest.raises(InputError, match="No Ray cluster answers at"):
        reach("Ray", address.format(closed(), closed()))


def test_one_of_several_that_answers_is_enough() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        reach("Spark", f"spark://127.0.0.1:{closed()},127.0.0.1:{server.getsockname()[1]}")


@pytest.mark.parametrize("address", [None, "auto", "yarn", "local[2]", "k8s://https://192.0.2.1:6443"])
def test_what_only_the_engine_knows_is_left_to_it(address: str | None) -> None:
    reach("Spark", address)
