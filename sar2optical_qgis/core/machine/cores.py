"""The processor's cores, and how many threads read and prepare tiles on them while others compute and write."""

from __future__ import annotations

import os

import numpy as np

from .heap import HEADROOM_MB, has_room
from .matmul import matmul

THREADS = 'SAR2OPTICAL_THREADS'  # environment: cores of a run, where several processes share them
MOST_READERS = 4  # each holds a tile in memory
READER_MB = 256  # that each but the first needs: OpenBLAS takes 128 for every thread, and hangs where it gets none
THREAD_MB = 64  # an arena of the GNU C library
MOST_COMPRESSING = 4  # more wait for the one thread that writes


def cores() -> int:
    """Return how many cores this process may use."""
    told = int(os.environ.get(THREADS, '0'))
    if told > 0:
        return told
    return len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count() or 1


def readers(beside_network: bool) -> int:
    """Return how many threads read: half of the cores ``beside_network`` on the same cores, which takes the others.

    Fewer where memory is scarce; raise MemoryError where there is none for a single one.
    """
    if not has_room(READER_MB):
        raise MemoryError
    _warm_blas()
    wanted = max(min(cores() // (1 + beside_network), MOST_READERS), 1)
    while wanted > 1 and not has_room(headroom_mb() + (wanted - 1) * READER_MB):
        wanted -= 1
    return wanted


def headroom_mb() -> int:
    """Return how much memory a run needs at least: the C library reserves some for each of onnxruntime's threads."""
    return HEADROOM_MB + THREAD_MB * max(cores() - 2, 0)


def _warm_blas() -> None:
    """Let OpenBLAS take its memory for one thread while there is some: it keeps it."""
    square = np.ones((256, 256), np.float32)
    matmul(square, square)


def compressing() -> str:
    """Return how many threads compress what is written, as GDAL's options want it."""
    return str(min(cores(), MOST_COMPRESSING))
