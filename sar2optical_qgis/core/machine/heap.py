"""Memory: what is there before it is needed, and what was freed, handed back to the system.

The C library keeps what is freed, in pieces between GDAL's blocks, and takes more.
"""

from __future__ import annotations

import ctypes
import mmap
import sys
from collections.abc import Callable
from functools import lru_cache

HEADROOM_MB = 768  # that a run needs at least; without it GDAL or OpenBLAS would end the process, or hang


def has_room(megabytes: int) -> bool:
    """Whether the system would give so much more memory; nothing is written into the trial."""
    try:
        mmap.mmap(-1, megabytes << 20).close()
    except (OSError, MemoryError):
        return False
    return True


def trim() -> None:
    """Return the free pages of all arenas (glibc); elsewhere the allocator does so by itself, and nothing is done."""
    give_back = _malloc_trim()
    if give_back is not None:
        give_back(0)


@lru_cache(maxsize=1)
def _malloc_trim() -> Callable[[int], int] | None:
    if sys.platform != 'linux':
        return None
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):  # another C library
        return None
