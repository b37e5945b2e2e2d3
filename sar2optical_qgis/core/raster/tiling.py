"""Tiles of a raster: overlapping windows whose blend weights add up to one everywhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from .push_pull import BLOCK, blocks_around

RIM = 3 * BLOCK  # pixels mirrored at the rims of the raster
OUTPUT_BLOCK = 256  # pixels; the files that tiles are written into have blocks of this size
BLEND = 32  # pixels over which neighbouring tiles fade into each other, beyond their halos


@dataclass(frozen=True)
class Tile:
    """A window of the output grid. The network sees it padded to ``padded``, ``before`` of that above and to the left.

    At the rims of the raster a mirrored strip keeps the zeros that convolutions pad with away from the picture.
    """

    row: int
    col: int
    height: int
    width: int
    before: tuple[int, int]  # rows, cols; 0 inside the raster
    padded: tuple[int, int]  # rows, cols; multiples of the network's stride


@dataclass(frozen=True)
class Tiling:
    """How a raster (height, width) is cut. Tiles start at multiples of ``align``, so nothing depends on their size."""

    height: int
    width: int
    tile: int
    overlap: int
    halo: int
    align: int
    asked: int = 0  # halo that the method asks for

    @classmethod
    def plan(cls, height: int, width: int, tile: int, overlap: int, halo: int, stride: int, usual: int = 0) -> Tiling:
        """Choose windows; ``overlap`` < 0 takes twice the halo plus a blend, ``tile`` 0 about the ``usual`` size.

        An overlap of less than a BLOCK would show seams: every estimate needs to see beyond the rim of its tile. From
        one tile of the usual size to the next it is a whole number of blocks of the output, or some would be
        compressed twice.
        """
        align = int(np.lcm(stride, BLOCK))
        if overlap < 0:
            overlap = 2 * halo + BLEND
            if tile:  # small tiles fade into each other within less
                overlap = max(min(overlap, (tile + halo) // 2 // align * align), 2 * halo + 1)
        overlap = max(-(-overlap // align), 1) * align
        tile = tile or overlap + max(-(-(usual - overlap) // OUTPUT_BLOCK), 1) * OUTPUT_BLOCK
        size = max(tile // align, 1) * align
        asked, halo = halo, min(halo, (overlap - 1) // 2)
        least = -(-max(2 * overlap - halo, align) // align) * align
        if size < least:  # else three tiles would fade into each other at one pixel
            raise InputError(f'TILE_SIZE {tile} is too small for OVERLAP {overlap}. Choose at least {least}.')
        return cls(height, width, size, overlap, halo, align, asked)

    @property
    def decision(self) -> str:
        """Return what the log has to say: that seams may show, or nothing."""
        if self.halo >= self.asked or self.tile >= max(self.height, self.width):
            return ''
        return f'OVERLAP {self.overlap} is less than the method asks for, so that seams may show. -1 takes enough.'

    @property
    def splits_blocks(self) -> bool:
        """Whether blocks of the output are made by more than one row of tiles; those of a usual size do not."""
        return (self.tile - self.overlap) % OUTPUT_BLOCK > 0 and self.tile < self.height

    def starts(self, length: int) -> list[int]:
        """Return where tiles start along an axis of ``length`` pixels."""
        step = self.tile - self.overlap
        return list(range(0, max(length - self.overlap, 1), step))

    def rows(self) -> list[list[Tile]]:
        """Return the tiles, row by row."""
        return [[self._tile(r, c) for c in self.starts(self.width)] for r in self.starts(self.height)]

    @property
    def largest(self) -> tuple[int, int]:
        """Return the rows and cols that every tile, and every part of one, fits into when it is padded."""
        sizes = [tile.padded for row in self.rows() for tile in row]
        return max(rows for rows, _ in sizes), max(cols for _, cols in sizes)

    def _tile(self, row: int, col: int) -> Tile:
        return self.part(row, col, min(self.tile, self.height - row), min(self.tile, self.width - col))

    def part(self, row: int, col: int, height: int, width: int) -> Tile:
        """Return a window of the raster as a tile."""
        before = RIM * (row == 0), RIM * (col == 0)
        after = RIM * (row + height == self.height), RIM * (col + width == self.width)
        sizes = (first + size + last for first, size, last in zip(before, (height, width), after))
        return Tile(row, col, height, width, before, tuple(-(-size // self.align) * self.align for size in sizes))

    def around(self, tile: Tile, wanted: np.ndarray) -> Tile | None:
        """Return the part of a tile that wanted pixels (rows, cols) of it need around them, None where none counts.

        Pixels in the tile's own halo do not count: they are made by its neighbours. Parts start at multiples of BLOCK.
        """
        sides = ((tile.row, tile.height, self.height), (tile.col, tile.width, self.width))
        counts = [(self.halo * (at > 0), size - self.halo * (at + size < length)) for at, size, length in sides]
        inside = np.zeros_like(wanted)
        here = tuple(slice(*span) for span in counts)
        inside[here] = wanted[here]
        if not inside.any():
            return None
        down, across = blocks_around(inside, self.halo)
        height, width = (span.stop - span.start for span in (down, across))
        return self.part(tile.row + down.start, tile.col + across.start, height, width)

    def final(self, tile: Tile) -> tuple[int, int]:
        """Return how many rows and cols of a tile, from its corner on, no later tile adds to."""
        step = self.tile - self.overlap
        rows = tile.height if tile.row + tile.height >= self.height else step
        return rows, tile.width if tile.col + tile.width >= self.width else step

    def weights(self, start: int, size: int, length: int) -> np.ndarray:
        """Return the weight of each pixel of a tile along one axis: a ramp inside the overlaps, 1 elsewhere."""
        weight = np.ones(size, np.float32)
        ramp = self.overlap - 2 * self.halo
        rise = np.clip((np.arange(self.overlap, dtype=np.float32) + 0.5 - self.halo) / max(ramp, 1e-3), 0.0, 1.0)
        if start > 0:
            weight[: self.overlap] = rise[:size]
        if start + size < length:
            weight[-self.overlap :] *= 1.0 - rise
        return weight


def pad_to(values: np.ndarray, before: tuple[int, int], padded: tuple[int, int]) -> np.ndarray:
    """Return (..., rows, cols) mirrored at the raster's own rims up to ``padded``, the same for any tiling."""
    made = np.empty((*values.shape[:-2], *padded), values.dtype)
    inside = tuple(slice(first, first + size) for first, size in zip(before, values.shape[-2:]))
    made[(..., *inside)] = values
    mirror_rims(made, *inside)
    return made


def mirror_rims(padded: np.ndarray, down: slice, across: slice) -> None:
    """Fill what lies around the picture [..., down, across] with its mirror image."""
    top, bottom, left, right = down.start, down.stop, across.start, across.stop
    rows = np.pad(np.arange(top, bottom), (top, padded.shape[-2] - bottom), mode='symmetric')
    cols = np.pad(np.arange(left, right), (left, padded.shape[-1] - right), mode='symmetric')
    inside = padded[..., top:bottom, :]
    inside[..., :left], inside[..., right:] = inside[..., cols[:left]], inside[..., cols[right:]]
    padded[..., :top, :], padded[..., bottom:, :] = padded[..., rows[:top], :], padded[..., rows[bottom:], :]
