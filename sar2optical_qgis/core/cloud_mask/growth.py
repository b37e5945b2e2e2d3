"""The mask as it is written: each kind of cloud grown over clear ground, window by window, and a legend of codes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..raster.filters import dilate
from ..raster.grid import Grid
from ..raster.raster import Raster
from ..raster.windows import every_window
from ..raster.writer import RasterWriter
from ..run.pipeline import for_each
from ..run.provenance import PREFIX
from ..sentinel.cloud_mask import UNTOLD

LEGEND = {
    0: ('clear', (255, 255, 255)), 1: ('thick cloud', (230, 97, 1)), 2: ('thin cloud', (253, 184, 99)),
    3: ('cloud shadow', (94, 60, 153)),
}  # fmt: skip
CLASSES_ITEM = f'{PREFIX}CLASSES'  # metadata item of the codes and their names
WINDOW = 1024  # pixels


def write_grown(
    mask: Raster, writer: RasterWriter, grid: Grid, edge: int, progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> None:  # fmt: skip
    """Write a mask of the grid, each kind grown by ``edge`` pixels."""

    def write(window: tuple[int, int, int, int]) -> None:
        row, col, height, width = window
        seen, inside = mask.read((col - edge, row - edge, width + 2 * edge, height + 2 * edge), (1,))
        writer.write(col, row, grown(np.where(inside, seen, UNTOLD)[0], edge)[None])

    for_each(every_window(grid, WINDOW), write, progress, cancelled)


def grown(classes: np.ndarray, edge: int) -> np.ndarray:
    """Return the inner part of classes (rows, cols), each kind grown by ``edge`` pixels over clear ground."""
    inner = np.s_[edge : classes.shape[0] - edge, edge : classes.shape[1] - edge]
    made = classes[inner].copy()
    for kind in (1, 2, 3) if edge else ():
        near = dilate(classes == kind, edge)[inner]
        np.copyto(made, np.uint8(kind), where=near & (classes[inner] == 0) & (made == 0))
    return made
