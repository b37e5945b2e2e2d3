"""Blocks that are dear to make: made once, kept in memory or in a file, and made again where there is no room."""

from __future__ import annotations

import os
import tempfile

import numpy as np
import pytest

from sar2optical_qgis.core.sentinel import block_store
from sar2optical_qgis.core.sentinel.block_store import BlockStore


def blocks_of(store: BlockStore, times: int = 2) -> list[int]:
    """Ask for ten blocks in turn, a few times over; return which were made."""
    made = []

    def make(key: int) -> np.ndarray:
        made.append(key)
        return np.full((3, 100), key, np.int8)

    for _ in range(times):
        for key in range(10):
            assert (store.get(key, lambda key=key: make(key)) == key).all()
    return made


@pytest.mark.parametrize('in_memory', [10**6, 900, 0])
def test_every_block_is_made_once(in_memory):
    assert blocks_of(BlockStore(in_memory), 3) == list(range(10))


def test_without_room_on_the_disk_blocks_are_made_again(monkeypatch):
    monkeypatch.setattr(block_store, 'LEFT_FREE', 2**62)
    assert blocks_of(BlockStore(900)) == [*range(10), *range(10)]


def test_the_file_is_closed_with_the_store():
    store = BlockStore(900)
    blocks_of(store)
    file = store._file
    del store
    assert file.closed


@pytest.mark.skipif(not os.path.exists('/dev/full'), reason='needs a device that is always full')
def test_a_disk_that_fails_costs_time_alone(monkeypatch):
    with open('/dev/full', 'wb', buffering=0) as full:
        monkeypatch.setattr(tempfile, 'TemporaryFile', lambda **_: full)
        assert blocks_of(BlockStore(900)) == [*range(10), *range(10)]
