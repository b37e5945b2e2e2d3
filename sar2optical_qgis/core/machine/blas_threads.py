"""One thread for numpy's products while stages overlap: each has its own thread, and the network wants the cores."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np

MAPS = Path('/proc/self/maps')  # Linux: the libraries of this process
WHEEL = ('../numpy.libs', '.libs', '.dylibs')  # where numpy's wheels keep their own OpenBLAS, from numpy's folder
NAMES = tuple(f'{before}openblas_{{}}_num_threads{after}' for before in ('', 'scipy_') for after in ('', '64_'))
_lock, _users, _before = threading.Lock(), 0, []


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Hold OpenBLAS to one thread inside, where it is what numpy uses; the last of several users puts it back."""
    global _users
    with _lock:
        if _users == 0:
            _before.extend((put, get()) for get, put in _controls())
            for put, _ in _before:
                put(1)
        _users += 1
    try:
        yield
    finally:
        with _lock:
            _users -= 1
            if _users == 0:
                for put, count in _before:
                    put(count)
                _before.clear()


@lru_cache(maxsize=1)
def _controls() -> tuple[tuple[Callable, Callable], ...]:
    """Return what tells and what sets the number of threads, for each OpenBLAS of this process."""
    found = []
    for path in _libraries():
        try:
            library = ctypes.CDLL(path)
        except OSError:
            continue
        for name in NAMES:
            get, put = (getattr(library, name.format(verb), None) for verb in ('get', 'set'))
            if get is not None and put is not None:
                put.argtypes, put.restype = [ctypes.c_int], None
                found.append((get, put))
    return tuple(found)


def _libraries() -> list[str]:
    try:
        fields = (line.split(maxsplit=5) for line in MAPS.read_text('utf-8', errors='replace').splitlines())
        paths = {field[5] for field in fields if len(field) == 6}
    except OSError:  # no Linux
        folder = Path(np.__file__).parent
        paths = {str(path) for name in WHEEL for path in (folder / name).glob('*openblas*')}
    return sorted(path for path in paths if 'openblas' in path)
