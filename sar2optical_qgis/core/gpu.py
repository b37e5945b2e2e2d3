"""What an NVIDIA card has free, asked of its driver (NVML): no Python package is needed for it."""

from __future__ import annotations

import ctypes
import os

LIBRARY = 'nvml.dll' if os.name == 'nt' else 'libnvidia-ml.so.1'
USED_SHARE = 0.6  # of the free memory: the rest is for convolution workspaces and for other programs
LARGEST_BATCH = 8  # tiles: one fills a card, a few hide the way there and back


class _Memory(ctypes.Structure):
    _fields_ = (('total', ctypes.c_ulonglong), ('free', ctypes.c_ulonglong), ('used', ctypes.c_ulonglong))


def free_bytes() -> int | None:
    """Return the free memory of the first card that this process may use; None where the driver does not tell."""
    visible = os.environ.get('CUDA_VISIBLE_DEVICES', '0').split(',')[0].strip()
    try:
        driver = ctypes.CDLL(LIBRARY)
        if driver.nvmlInit_v2():
            return None
        try:
            handle, memory = ctypes.c_void_p(), _Memory()
            failed = driver.nvmlDeviceGetHandleByIndex_v2(int(visible), ctypes.byref(handle))
            failed = failed or driver.nvmlDeviceGetMemoryInfo(handle, ctypes.byref(memory))
            return None if failed else int(memory.free)
        finally:
            driver.nvmlShutdown()
    except (OSError, AttributeError, ValueError):  # no driver, another one, or a card named by its UUID
        return None


def batch_for(tile_bytes: int, usual: int) -> int:
    """Return how many tiles of ``tile_bytes`` fit at once; ``usual`` where nobody tells what is free."""
    free = free_bytes()
    return usual if free is None else max(min(int(free * USED_SHARE / tile_bytes), LARGEST_BATCH), 1)
