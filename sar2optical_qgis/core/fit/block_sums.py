"""Sums over the blocks of a raster: kept in memory while they are few, beyond that in a temporary file."""

from __future__ import annotations

import tempfile
import weakref

import numpy as np

from ..errors import OutputError

IN_MEMORY = 64 * 2**20  # bytes; a raster of some 8000 x 8000 pixels with radar


class BlockSums:
    """Float32 sums (planes, rows, cols), 0 at first, which grow run by run and are read row by row.

    The file has no name (or goes with the process), so that nothing is left behind whatever happens. It is closed when
    the sums are no longer held.
    """

    def __init__(self, planes: int, rows: int, cols: int) -> None:
        """Prepare; raise OutputError, here and later, where the temporary folder has no room."""
        self.planes, self.cols = planes, cols
        self.file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - lives as long as this object
        weakref.finalize(self, self.file.close)
        size = 4 * planes * rows * cols
        if size > IN_MEMORY:
            self.file.rollover()
        self._write(size - 1, b'\0')

    def add(self, row: int, col: int, sums: np.ndarray) -> None:
        """Add (planes, n) to the n blocks of a row from ``col`` on."""
        at = 4 * self.planes * (row * self.cols + col)
        self._write(at, (self._read(at, sums.shape[1]) + sums.T.astype(np.float32)).tobytes())

    def row(self, row: int) -> np.ndarray:
        """Return the sums of one row of blocks, (planes, cols)."""
        return np.ascontiguousarray(self._read(4 * self.planes * row * self.cols, self.cols).T)

    def _read(self, at: int, count: int) -> np.ndarray:
        self.file.seek(at)
        return np.frombuffer(self.file.read(4 * self.planes * count), np.float32).reshape(count, self.planes)

    def _write(self, at: int, content: bytes) -> None:
        try:
            self.file.seek(at)
            self.file.write(content)
        except OSError as error:
            raise OutputError(
                f'The temporary folder {tempfile.gettempdir()} cannot be written to ({error.strerror}). '
                'Free some space there, or choose a smaller EXTENT.'
            ) from error
