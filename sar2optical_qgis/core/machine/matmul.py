"""Products of float32 matrices by the BLAS that numpy was built for, inside QGIS too.

QGIS on Debian and Ubuntu links GSL, whose reference BLAS (libgslcblas) then catches the calls that numpy means for
the system's own: products take ten to a hundred times longer. Asked for by its own handle, the system's BLAS answers.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache
from pathlib import Path

import numpy as np

MAPS = Path('/proc/self/maps')  # Linux: the libraries of this process
SYSTEM_BLAS = 'libblas.so.3'
QUICK = ('openblas', 'libmkl', 'libblis', 'atlas')  # in the names of others, numpy's own among them
ROW_MAJOR, AS_IT_IS, TRANSPOSED = 101, 111, 112  # CBLAS enums
_FLOATS, _INT, _FLOAT = ctypes.POINTER(ctypes.c_float), ctypes.c_int, ctypes.c_float


def matmul(a: np.ndarray, b: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    """Return a @ b for (n, k) and (k, m); either may be a transposed view. ``out`` (n, m) takes it if given."""
    gemm = _system_gemm()
    if gemm is None or a.dtype != np.float32 or b.dtype != np.float32 or 0 in (*a.shape, *b.shape):
        return np.matmul(a, b, out=out)
    (a, order_a), (b, order_b) = _rows(a), _rows(b)
    n, k, m = a.shape[0], a.shape[1], b.shape[1]
    made = out if out is not None and out.flags.c_contiguous else np.empty((n, m), np.float32)
    step_a, step_b = (n if order_a == TRANSPOSED else k), (k if order_b == TRANSPOSED else m)
    gemm(
        ROW_MAJOR, order_a, order_b, n, m, k, 1.0, a.ctypes.data_as(_FLOATS), step_a, b.ctypes.data_as(_FLOATS),
        step_b, 0.0, made.ctypes.data_as(_FLOATS), m,
    )  # fmt: skip
    if out is None or made is out:
        return made
    out[...] = made
    return out


def matmul_rows(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the products a[i] @ b[i] of (rows, n, k) and (rows, k, m), (rows, n, m)."""
    if _system_gemm() is None:
        return np.matmul(a, b)  # one call: other threads need not wait for the interpreter after each row
    made = np.empty((len(a), a.shape[1], b.shape[2]), np.float32)
    for each, other, out in zip(a, b, made):
        matmul(each, other, out)
    return made


def _rows(values: np.ndarray) -> tuple[np.ndarray, int]:
    """Return the matrix and how it lies in memory; a copy where it lies neither way."""
    if values.flags.c_contiguous:
        return values, AS_IT_IS
    return (values, TRANSPOSED) if values.flags.f_contiguous else (np.ascontiguousarray(values), AS_IT_IS)


def has_slow_blas() -> bool:
    """Whether this process has loaded GSL's reference BLAS."""
    try:
        return 'libgslcblas' in MAPS.read_text('utf-8', errors='replace')
    except OSError:  # no Linux: numpy brings its own BLAS there
        return False


def is_reference_blas() -> bool:
    """Whether products here go to the reference BLAS, which a fresh Debian brings alone; told by its library's name."""
    try:
        loaded = MAPS.read_text('utf-8', errors='replace')
    except OSError:  # no Linux: numpy brings its own BLAS there
        return False
    return '/libblas.so.3' in loaded and not any(name in loaded for name in QUICK)


def slow_blas() -> str:
    """Return a sentence where products are slow for want of a BLAS, with its remedy; '' where they are not."""
    if not is_reference_blas():
        return ''
    return (
        'numpy computes with the reference BLAS here: fits take several times longer than they need to. On Debian and '
        'Ubuntu `sudo apt-get install libopenblas0-pthread` mends it, after a restart of QGIS.'
    )


@lru_cache(maxsize=1)
def _system_gemm() -> object:
    """Return the system's cblas_sgemm where numpy's own calls do not reach it, else None."""
    if not has_slow_blas():
        return None
    try:
        gemm = ctypes.CDLL(SYSTEM_BLAS).cblas_sgemm
    except (OSError, AttributeError):
        return None
    gemm.argtypes = [_INT] * 6 + [_FLOAT, _FLOATS, _INT, _FLOATS, _INT, _FLOAT, _FLOATS, _INT]
    gemm.restype = None
    return gemm
