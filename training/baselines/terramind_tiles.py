"""A whole raster through terratorch's tiled inference: windows of radar in, blended windows out, both from disk.

Windows and blend masks are terratorch's; source and sink have the shape of its Protocols TileSource and TileSink. Its
own loop takes them from 1.2.12 on, which wants Python 3.12, so the loop is here. Memory is O(tile): the sums of
overlapping windows lie in a scratch file beside the output.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.raster.tiling import OUTPUT_BLOCK
from training.networks.terramind_encoder import PATCH, WINDOW

Read = Callable[[int, int, int, int], np.ndarray]  # row, col, height, width -> dB (2, height, width), nan where unknown
Write = Callable[[int, int, np.ndarray], None]  # col, row, planes of a window
STRIDE, EDGE = 160, 16  # pixels from window to window, and what is cut off each where another covers it


class RadarSource:
    """Windows of a radar layer (2, 224, 224); what lies beyond its rims is its mirror image."""

    def __init__(self, read: Read, rows: int, cols: int):
        self.read, self.rows, self.cols = read, rows, cols

    def __call__(self, tile) -> Tensor:
        """Return the window of a terratorch.tasks.tiled_inference.InferenceInput."""
        row, col = (span.start - (WINDOW - (span.stop - span.start)) // 2 for span in tile.input_coords)
        height, width = min(WINDOW, self.rows - row), min(WINDOW, self.cols - col)
        db = self.read(row, col, height, width)
        return torch.from_numpy(np.pad(db, ((0, 0), (0, WINDOW - height), (0, WINDOW - width)), 'symmetric'))


class BlendedSink:
    """Windows summed by their blend masks in a scratch file; finalize() hands on their means, block by block."""

    def __init__(self, write: Write, rows: int, cols: int, planes: int, folder: Path):
        self.write_out, self.rows, self.cols = write, rows, cols
        self.scratch = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115, close() does
        self.sums = np.memmap(self.scratch, np.float32, 'w+', shape=(planes + 1, canvas(rows), canvas(cols)))

    def write(self, tile, prediction: Tensor) -> None:
        """Add a window, (planes, H, W), cut as terratorch says."""
        if tile.output_crop is not None:
            prediction = prediction[..., tile.output_crop[0], tile.output_crop[1]]
        self.sums[(slice(0, -1), *tile.input_coords)] += (prediction * tile.blend_mask).numpy()
        self.sums[(-1, *tile.input_coords)] += tile.blend_mask.numpy()

    def finalize(self) -> None:
        """Write the means and let the scratch file go."""
        for row in range(0, self.rows, OUTPUT_BLOCK):
            rows = min(OUTPUT_BLOCK, self.rows - row)
            sums = np.array(self.sums[:, row : row + rows, : self.cols])
            self.write_out(0, row, sums[:-1] / sums[-1])
        self.close()

    def close(self) -> None:
        """Let the scratch file go; harmless when it is gone."""
        self.sums = None
        self.scratch.close()


def canvas(size: int) -> int:
    """Return the side that terratorch's windows cover: of 225 pixels they would leave the first out."""
    return WINDOW + 2 if size == WINDOW + 1 else max(size, WINDOW)


def generate(
    forward: Callable[[Tensor], Tensor], planes: int, read: Read, write: Write, rows: int, cols: int, folder: Path,
    batch: int = 1, progress: Callable[[float], None] = lambda _: None,
) -> None:  # fmt: skip
    """Run ``forward``, (N, 2, 224, 224) to (N, planes, 224, 224), over a raster; InputError below a patch's size."""
    from terratorch.tasks.tiled_inference import get_input_chips

    if min(rows, cols) < PATCH:
        raise InputError(
            f'The layer has {cols} x {rows} pixels, less than one patch of {PATCH} x {PATCH}. Take a larger part.'
        )
    shape = torch.empty(1).expand(1, 1, canvas(rows), canvas(cols))  # no pixels: the source reads them
    tiles = get_input_chips(shape, WINDOW, STRIDE, WINDOW, STRIDE, EDGE, blend_overlaps=True, padding=False)
    source, sink = RadarSource(read, rows, cols), BlendedSink(write, rows, cols, planes, folder)
    try:
        for start in range(0, len(tiles), batch):
            some = tiles[start : start + batch]
            made = forward(torch.stack([source(tile) for tile in some])).cpu()
            for tile, prediction in zip(some, made):
                sink.write(tile, prediction)
            progress((start + len(some)) / len(tiles))
        sink.finalize()
    finally:
        sink.close()
