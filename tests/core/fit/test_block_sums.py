"""Sums of blocks are the same in memory and in a file, and a full temporary folder is told."""

from __future__ import annotations

import os
import tempfile

import numpy as np
import pytest

from sar2optical_qgis.core.errors import OutputError
from sar2optical_qgis.core.fit import block_sums as blocksums
from sar2optical_qgis.core.fit.block_sums import BlockSums


@pytest.mark.parametrize('in_memory', [64, 2**20])
def test_sums_add_up_wherever_they_are_kept(monkeypatch, in_memory):
    monkeypatch.setattr(blocksums, 'IN_MEMORY', in_memory)
    dice, expected, sums = np.random.default_rng(0), np.zeros((5, 7, 9), np.float32), BlockSums(5, 7, 9)
    for _ in range(200):
        row, col, count = dice.integers(0, 7), dice.integers(0, 8), dice.integers(1, 3)
        some = dice.random((5, min(count, 9 - col)))
        expected[:, row, col : col + some.shape[1]] += some.astype(np.float32)
        sums.add(row, col, some)
    assert np.array_equal(np.stack([sums.row(k) for k in range(7)], axis=1), expected)
    file = sums.file
    del sums
    assert file.closed, 'with the sums, whatever ends them'


@pytest.mark.skipif(not os.path.exists('/dev/full'), reason='needs a device that is always full')
def test_a_temporary_folder_without_room_is_told(monkeypatch):
    with open('/dev/full', 'wb', buffering=0) as full:
        monkeypatch.setattr(tempfile, 'SpooledTemporaryFile', lambda max_size: full)
        with pytest.raises(OutputError, match='No space left'):
            BlockSums(2, 3, 4)
