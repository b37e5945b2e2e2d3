"""The processor's cores, and how many threads read and prepare tiles on them while others compute and write."""

from __future__ import annotations

import os

THREADS = 'SAR2OPTICAL_THREADS'  # environment: cores of a run, where several processes share them
MOST_READERS = 4  # each holds a tile in memory
MOST_COMPRESSING = 4  # more wait for the one thread that writes


def cores() -> int:
    """Return how many cores this process may use."""
    told = int(os.environ.get(THREADS, '0'))
    if told > 0:
        return told
    return len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count() or 1


def readers(beside_network: bool) -> int:
    """Return how many threads read: half of the cores ``beside_network`` on the same cores, which takes the others."""
    return max(min(cores() // (1 + beside_network), MOST_READERS), 1)


def compressing() -> str:
    """Return how many threads compress what is written, as GDAL's options want it."""
    return str(min(cores(), MOST_COMPRESSING))
