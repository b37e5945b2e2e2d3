"""What an NVIDIA card has free, and memory that it copies from and to at full speed, asked of its driver alone."""

from __future__ import annotations

import ctypes
import os
import weakref
from functools import lru_cache

import numpy as np

MONITOR = 'nvml.dll' if os.name == 'nt' else 'libnvidia-ml.so.1'
DRIVER = 'nvcuda.dll' if os.name == 'nt' else 'libcuda.so.1'
USED_SHARE = 0.6  # of the free memory: the rest is for convolution workspaces and for other programs
ENOUGH = 1_500_000  # pixels that fill a card: more at once are no faster, and wait for each other
PIXEL_BYTES = 1000  # of a tile on a card: the shipped networks take 770 and 660, cuDNN's workspace included
PORTABLE = 1  # CU_MEMHOSTREGISTER_PORTABLE: pinned for every context


class _Memory(ctypes.Structure):
    _fields_ = (('total', ctypes.c_ulonglong), ('free', ctypes.c_ulonglong), ('used', ctypes.c_ulonglong))


def _number() -> int:
    """Return the number of the first card that this process may use; raise ValueError where it has another name."""
    return int(os.environ.get('CUDA_VISIBLE_DEVICES', '0').split(',')[0].strip())


def free_bytes() -> int | None:
    """Return the free memory of the first card that this process may use; None where the driver does not tell."""
    try:
        monitor = ctypes.CDLL(MONITOR)
        if monitor.nvmlInit_v2():
            return None
        try:
            handle, memory = ctypes.c_void_p(), _Memory()
            failed = monitor.nvmlDeviceGetHandleByIndex_v2(_number(), ctypes.byref(handle))
            failed = failed or monitor.nvmlDeviceGetMemoryInfo(handle, ctypes.byref(memory))
            return None if failed else int(memory.free)
        finally:
            monitor.nvmlShutdown()
    except (OSError, AttributeError, ValueError):  # no driver, another one, or a card named by its UUID
        return None


def batch_for(pixels: int) -> int:
    """Return how many tiles of ``pixels`` go at once: as many as fill the card, if its free memory holds them."""
    free, wanted = free_bytes(), max(ENOUGH // pixels, 1)
    return wanted if free is None else max(min(int(free * USED_SHARE / (PIXEL_BYTES * pixels)), wanted), 1)


def pinned(array: np.ndarray) -> np.ndarray:
    """Return the array, its memory pinned as long as it lives where a driver can do that: copies take a third."""
    context = _context()
    if context is not None and array.nbytes and _with(context, 'cuMemHostRegister_v2', array, array.nbytes, PORTABLE):
        address = array.ctypes.data
        weakref.finalize(array, _with, context, 'cuMemHostUnregister', address).atexit = False  # before it is freed
    return array


def _with(context: ctypes.c_void_p, name: str, memory: np.ndarray | int, *arguments: int) -> bool:
    """Call the driver on memory, within a context; return whether it succeeded."""
    driver, left = ctypes.CDLL(DRIVER), ctypes.c_void_p()
    address = memory if isinstance(memory, int) else memory.ctypes.data
    if driver.cuCtxPushCurrent_v2(context):
        return False
    try:
        sizes = (ctypes.c_size_t(arguments[0]), *arguments[1:]) if arguments else ()
        return getattr(driver, name)(ctypes.c_void_p(address), *sizes) == 0
    finally:
        driver.cuCtxPopCurrent_v2(ctypes.byref(left))


@lru_cache(maxsize=1)
def _context() -> ctypes.c_void_p | None:
    """Return the context that CUDA's libraries share on the first card, kept from now on; None without one."""
    try:
        driver, device, context = ctypes.CDLL(DRIVER), ctypes.c_int(), ctypes.c_void_p()
        failed = driver.cuInit(0) or driver.cuDeviceGet(ctypes.byref(device), 0)
        return None if failed or driver.cuDevicePrimaryCtxRetain(ctypes.byref(context), device) else context
    except (OSError, AttributeError):
        return None
