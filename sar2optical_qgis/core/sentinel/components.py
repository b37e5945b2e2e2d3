"""Principal components of a raster of any bands: what few planes tell of many, read in its own pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..machine.heap import trim
from ..machine.matmul import matmul
from ..raster.block_cache import bounded_cache
from ..raster.fill import Zero, constants_in, uniform_in, within_reach
from ..raster.filters import limited
from ..raster.grid import Grid
from ..raster.raster import SAMPLE_WINDOWS, Raster
from .block_store import BlockStore
from .component_holes import enough
from .component_look import NO_EMBEDDING, is_embedding, look_at, numbers_of

SAMPLE_VALUES = 8_000_000  # of all bands that the components are found from
GROUP_BYTES = 16 * 2**20  # of bands that are read at once
STRIP_BYTES = 4 * 2**20  # of all bands of a strip of a block
CACHE = 96 * 2**20  # bytes of GDAL's: nothing is read twice but bands that lie together
UNIT, FEW = 256, 8  # pixels: least side of such a block; a part of it so small is read alone
QUANTA, NOTHING = 20.0, -128  # of a spread, in which components are kept; no data
LARGE = CACHE // 2  # bytes of all bands of a block, after which freed memory goes back
CHUNK = 2**17  # numbers that are projected at once
MANY = 16  # bands, of which fewer windows are looked at


class Components:
    """The first components of a raster, in the form in which AlignedReader reads one."""

    def __init__(self, raster: Raster, window: tuple[int, int, int, int] | None = None) -> None:
        """Find the components in a sample of ``window`` (col, row, width, height); all of them are kept at first.

        ``look.planes`` is 0 where the raster is the same everywhere, ``share`` 0 where it holds no data there.
        """
        self.raster, self.role, self.grid = raster, raster.role, raster.grid
        self.numbers = tuple(range(1, raster.count + 1))
        is_quantised = is_embedding(raster)
        with bounded_cache(CACHE):
            values, good = _sample(raster, self.numbers, window)
        constants = () if is_quantised or raster.is_byte else constants_in(values[good])
        self.undeclared = tuple(c for c in constants if abs(c) > 900)
        if self.undeclared:
            raster.fill = type(raster.fill)(self.undeclared)
            good &= ~np.isin(values, self.undeclared)
        if is_quantised and raster.nodata[0] is None:
            raster.fill = type(raster.fill)((float(NO_EMBEDDING),))
            good &= values != NO_EMBEDDING
        if not is_quantised and not raster.is_byte:
            raster.fill = within_reach(raster.fill, values, good)
            for k in range(len(values)):
                good[k] &= within_reach(raster.fill, values[k : k + 1], good[k : k + 1]).measured(values[k])
        if not is_quantised and self._is_zero_nothing(values, good):
            raster.fill = replace(raster.fill, zero=Zero.NOTHING)
            good &= ~(values == 0).all(axis=0)
            self.undeclared += (0.0,)
        holds = good.any(axis=1)  # not so B10 of Level-2A stacks: one empty band is no reason to lose the others
        if holds.any():
            values, good = values[holds], good[holds]
            self.numbers = tuple(int(k) + 1 for k in np.flatnonzero(holds))
        there = enough(good)
        self.share = float(there.mean()) if there.size else 0.0
        self.look = look_at(raster, values[:, there], good[:, there], is_quantised)
        self.count = len(self.look.shares)
        self.quanta = np.maximum(self.look.spreads / QUANTA, np.float32(1e-30))
        self.unit = _unit(raster)
        self.is_packed = bool(raster.dataset.GetMetadataItem('COMPRESSION', 'IMAGE_STRUCTURE'))
        self.kept = BlockStore()

    @staticmethod
    def _is_zero_nothing(values: np.ndarray, good: np.ndarray) -> bool:
        """Whether 0 stands for no data: many pixels have it in all bands (bands, n), and hardly any in some."""
        return uniform_in(values[:, good.all(axis=0)], with_zero=True) == (0.0,)

    @property
    def bands(self) -> tuple[int, ...]:
        """Return the numbers of the components that are kept, from 1."""
        return tuple(range(1, self.count + 1))

    def read(self, window: tuple[int, int, int, int], bands: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Return components ``bands`` and their validity, both (bands, rows, cols), of a window as Raster.read."""
        return self.sampled(window, 1)

    def sampled(
        self, window: tuple[int, int, int, int], step: int, out: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the components (count, rows, cols) of every ``step``-th pixel of both axes of a window, and validity.

        They are written into ``out`` if given.
        """
        col, row, width, height = window
        shape = -(-height // step), -(-width // step)
        planes = np.empty((self.count, *shape), np.float32) if out is None else out
        known, quanta = np.zeros(shape, bool), self.quanta[: self.count, None, None]
        first, (rows, cols) = (max(row, 0), max(col, 0)), self.unit
        is_small = FEW * height * width < rows * cols and not self.is_packed  # and nobody will ask for what is around
        if is_small:
            rows, cols = max(height, 1), max(width, 1)
        else:
            first = first[0] // rows * rows, first[1] // cols * cols
        for top in range(first[0], min(row + height, self.grid.height), rows):
            for left in range(first[1], min(col + width, self.grid.width), cols):
                bottom, right = min(top + rows, self.grid.height), min(left + cols, self.grid.width)
                part = (left, top, right - left, bottom - top)
                block = self._project(part) if is_small else self._block(part)
                block = block[: self.count, (row - top) % step :: step, (col - left) % step :: step]
                down, above = _overlap(row, height, top, step, block.shape[1])
                across, beside = _overlap(col, width, left, step, block.shape[2])
                block = block[:, above, beside]
                np.multiply(block, quanta, out=planes[:, down, across], dtype=np.float32)
                np.not_equal(block[0], NOTHING, out=known[down, across])
        if not known.all():
            np.copyto(planes, np.float32(0.0), where=~known)
        return planes, np.broadcast_to(known, planes.shape)

    def _block(self, window: tuple[int, int, int, int]) -> np.ndarray:
        """Return the components (count or more, rows, cols) int8, in quanta, of a block.

        What a raster's own block holds of many bands is unpacked once, not in both passes, nor for each tile.
        """
        return self.kept.get(window, lambda: self._project(window))

    def _project(self, window: tuple[int, int, int, int]) -> np.ndarray:
        """Return the components (count, rows, cols) int8, in quanta, of a window inside the raster.

        Strip by strip, to stay within the processor's cache, where GDAL's holds the blocks of all bands.
        """
        left, top, width, height = window
        block, size = np.empty((self.count, height, width), np.int8), len(self.numbers) * np.dtype(self.dtype).itemsize
        cols, rows = self.raster.dataset.GetRasterBand(1).GetBlockSize()
        is_held = size * (-(-(left + width) // cols) - left // cols) * cols * rows <= CACHE
        step = max(STRIP_BYTES // (size * width), 1) if is_held else height
        with bounded_cache(CACHE):
            for start in range(0, height, step):
                strip = block[:, start : start + step]
                self._project_strip((left, top + start, *strip.shape[:0:-1]), strip)
        if size * height * width >= LARGE:
            trim()  # else what GDAL held of it stays with the C library, and the fit takes more beside it
        return block

    def _project_strip(self, window: tuple[int, int, int, int], out: np.ndarray) -> None:
        """Write the components of a window into ``out`` (count, rows, cols) int8."""
        _, _, width, height = window
        holes, goods = self.look.holes, []
        count = len(self.look.level) if holes else self.count  # what fills holes is told by all of them
        made, known = np.zeros((count, height * width), np.float32), np.ones((height, width), bool)
        made -= self.look.level[:count, None]
        size = max(GROUP_BYTES // (width * height * np.dtype(self.dtype).itemsize), 8)
        for first in range(0, len(self.numbers), size):
            numbers = self.numbers[first : first + size]
            values, good = self.raster.read(window, numbers)
            values, good = values.reshape(len(numbers), -1), good.reshape(len(numbers), -1)
            if holes:
                goods.append(good)
            else:
                known &= good.all(axis=0).reshape(known.shape)
            self._add(made, values, first, None if good.all() else good)
        if holes:
            good = np.concatenate(goods)
            known = enough(good).reshape(known.shape)
            holes.fill(made, good)
            made = made[: self.count]
        made /= self.quanta[: self.count, None]
        np.rint(limited(made, -127.0, 127.0, out=made), out=made)
        out[...] = made.reshape(out.shape)
        if not known.all():
            out[:, ~known] = NOTHING

    @property
    def dtype(self) -> type:
        """Return the type that a number takes while it is read."""
        return np.uint8 if self.raster.is_byte or self.raster.is_signed_byte else np.float32

    def _add(self, made: np.ndarray, values: np.ndarray, first: int, good: np.ndarray | None) -> None:
        """Add what some bands (bands, n), the first of them number ``first`` from 0, tell of each component.

        Where they are not ``good`` (bands, n), None = everywhere, they are at their mean.
        """
        look = self.look
        vectors = look.vectors[: len(made), first : first + len(values)]
        size = max(CHUNK // len(values), 256)
        for start in range(0, values.shape[1], size):
            here = np.s_[:, start : start + size]
            part = values[here]
            if look.codes:
                place = np.searchsorted(look.codes, part[0]).clip(0, len(look.codes) - 1)
                found = np.asarray(look.codes)[place] == part[0]
                made[here] += np.where(found, look.vectors[: len(made), place], np.float32(0.0))
                continue
            x = numbers_of(part, look.is_quantised)
            if good is not None:
                np.copyto(x, look.mean[first : first + len(x), None], where=~good[here])
            made[here] += matmul(vectors, x)


def _sample(
    raster: Raster, numbers: tuple[int, ...], window: tuple[int, int, int, int] | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return values and validity (bands, n) of small windows over a window of a raster.

    Of many bands fewer windows are read, each within one block of the raster: it is dear to read.
    """
    count = SAMPLE_WINDOWS if len(numbers) < MANY else SAMPLE_WINDOWS // 2
    side = int(np.clip((SAMPLE_VALUES / len(numbers)) ** 0.5 / count, 8, 64 * SAMPLE_WINDOWS // count))
    col, row, width, height = window or (0, 0, raster.grid.width, raster.grid.height)
    if len(numbers) < MANY or width * height <= (count * side) ** 2:
        return raster.sample(numbers, window, side)
    blocks, parts = raster.dataset.GetRasterBand(1).GetBlockSize(), []
    across, down = (
        _within_blocks(np.linspace(start, start + max(size - side, 0), count).astype(int), side, block)
        for start, size, block in zip((col, row), (width, height), blocks)
    )
    for top in down:
        for left in across:
            values, good = raster.read((left, top, min(side, width), min(side, height)), numbers)
            parts.append((values.reshape(len(numbers), -1), good.reshape(len(numbers), -1)))
    values, good = (np.concatenate(each, axis=1) for each in zip(*parts))
    return (values, good) if good.any() else raster.sample(numbers, window, side)


def _within_blocks(starts: np.ndarray, side: int, block: int) -> list[int]:
    """Return where windows of ``side`` pixels start, moved back into the block that they start in."""
    room = np.maximum((starts // block + 1) * block - side, starts // block * block)
    return np.minimum(starts, room).tolist()


def _unit(raster: Raster) -> tuple[int, int]:
    """Return rows and columns of the blocks that are projected at once: the raster's own, or some of them."""
    cols, rows = raster.dataset.GetRasterBand(1).GetBlockSize()
    return int(np.clip(rows, UNIT, 4 * UNIT)) // rows * rows or 4 * UNIT, min(max(cols, UNIT), 16 * UNIT)


def _overlap(start: int, size: int, block: int, step: int, length: int) -> tuple[slice, slice]:
    """Return where ``length`` samples of a block, one every ``step`` pixels, lie among those of a window, and which.

    ``start`` and ``size`` of the window in pixels, ``block`` the first pixel of the block.
    """
    first = block + (start - block) % step  # the block's first sample
    at = (first - start) // step
    low, high = max(at, 0), min(at + length, -(-size // step))
    return slice(low, max(high, low)), slice(low - at, max(high, low) - at)


def window_under(raster: Raster, grid: Grid, origin: tuple[int, int] | None) -> tuple[int, int, int, int] | None:
    """Return col, row, width, height of a raster's own pixels under a grid; None = all of them.

    ``origin``: of the grid in the raster, where it has no place on the map.
    """
    if origin is not None:
        return (*origin, grid.width, grid.height)
    bounds = grid.bounds_in(raster.grid.crs)
    own = raster.grid.bounds
    if bounds[0] >= own[2] or bounds[2] <= own[0]:  # a turn of the Earth away
        return None
    x0, dx, _, y0, _, dy = raster.grid.transform
    cols, rows = sorted(((bounds[0] - x0) / dx, (bounds[2] - x0) / dx)), sorted(((bounds[1] - y0) / dy,
                                                                                 (bounds[3] - y0) / dy))  # fmt: skip
    left, right = max(int(cols[0]), 0), min(int(np.ceil(cols[1])), raster.grid.width)
    top, bottom = max(int(rows[0]), 0), min(int(np.ceil(rows[1])), raster.grid.height)
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None
