from __future__ import annotations

import hashlib

from communique.cluster.ids import HASH, Ids


def key(number: int) -> bytes:
    return hashlib.blake2b(str(number).encode(), digest_size=HASH).digest()


def test_the_first_place_is_told() -> None:
    ids = Ids()
    ids.begin("a.jsonl")
    assert [ids.add(key(n), n) for n in (1, 2, 3)] == [None] * 3
    assert ids.add(key(2), 9) == "a.jsonl:2"
    ids.begin("b.jsonl")
    assert ids.add(key(3), 1) == "a.jsonl:3"
    assert ids.add(key(4), 2) is None
    ids.close()


def test_pieces_come_back_as_they_were() -> None:
    ids = Ids(piece=3)
    ids.begin("a.jsonl")
    pieces = []
    for n in range(8):
        ids.add(key(n), n + 1)
        if ids.is_full:
            pieces.append(ids.dump())
    pieces.append(ids.dump())
    assert len(pieces) == 3
    again = Ids()
    again.begin("a.jsonl")
    for piece in pieces:
        again.load(piece)
    again.begin("b.jsonl")
    assert [again.add(key(n), 1) for n in (0, 4, 7, 8)] == ["a.jsonl:1", "a.jsonl:5", "a.jsonl:8", None]
