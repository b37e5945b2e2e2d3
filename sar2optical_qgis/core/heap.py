"""Freed memory, handed back to the system: the C library keeps it, in pieces between GDAL's blocks, and takes more."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import lru_cache


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
