"""Freed memory goes back to the system."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sar2optical_qgis.core.machine import heap


def resident_mb() -> float:
    text = Path('/proc/self/status').read_text()
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith('VmRSS')) / 1024


@pytest.mark.skipif(heap._malloc_trim() is None, reason='needs glibc, which keeps what is freed')
def test_what_lies_free_between_arrays_that_stay_goes_back():
    arrays = [np.ones(100_000, np.uint8) for _ in range(3000)]
    kept = arrays[::20]
    del arrays
    before = resident_mb()
    heap.trim()
    assert resident_mb() < before - 200 and all(array.all() for array in kept)


def test_where_the_allocator_does_so_by_itself_nothing_is_done(monkeypatch):
    monkeypatch.setattr(heap.sys, 'platform', 'win32')
    heap._malloc_trim.cache_clear()
    assert heap._malloc_trim() is None
    heap.trim()
    heap._malloc_trim.cache_clear()
