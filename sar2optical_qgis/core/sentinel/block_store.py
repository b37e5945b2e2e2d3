"""Blocks that were dear to make: the latest in memory, the others in a temporary file as long as there is room."""

from __future__ import annotations

import shutil
import tempfile
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable

import numpy as np

IN_MEMORY = 48 * 2**20  # bytes
LEFT_FREE = 2 * 2**30  # bytes of the disk that outputs and others need


class BlockStore:
    """Arrays by key, each made once. The file has no name, or goes with the process."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        """Prepare; ``in_memory``: bytes of blocks that don't go to the file."""
        self.in_memory, self._size = in_memory, 0
        self._latest: OrderedDict[Hashable, np.ndarray] = OrderedDict()
        self._filed: dict[Hashable, tuple[int, np.dtype, tuple[int, ...]]] = {}
        self._file, self._is_full = None, False
        self._one_at_a_time = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], np.ndarray]) -> np.ndarray:
        """Return the block of a key, made where it is asked for the first time."""
        with self._one_at_a_time:
            block = self._latest.pop(key, None)
            if block is None:
                block = self._read(key) if key in self._filed else make()
                self._size += block.nbytes
            self._latest[key] = block
            while self._size > self.in_memory and len(self._latest) > 1:
                oldest, dropped = self._latest.popitem(last=False)
                self._size -= dropped.nbytes
                self._write(oldest, dropped)
            return block

    def _read(self, key: Hashable) -> np.ndarray:
        at, dtype, shape = self._filed[key]
        self._file.seek(at)
        return np.frombuffer(self._file.read(int(np.prod(shape)) * dtype.itemsize), dtype).reshape(shape)

    def _write(self, key: Hashable, block: np.ndarray) -> None:
        """Put a block into the file; where it has no room the block is made again when it is asked for."""
        if key in self._filed or self._is_full:
            return
        written = 0
        try:
            if shutil.disk_usage(tempfile.gettempdir()).free > LEFT_FREE + block.nbytes:
                if self._file is None:
                    self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - lives as long as this object
                    weakref.finalize(self, self._file.close)
                at = self._file.seek(0, 2)
                written = self._file.write(np.ascontiguousarray(block).data)
        except OSError:
            written = 0
        self._is_full = written < block.nbytes
        if not self._is_full:
            self._filed[key] = at, block.dtype, block.shape
