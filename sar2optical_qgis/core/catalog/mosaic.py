"""Mosaic: the items of a scene as one picture on a grid, strip by strip; each fills what those before left empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ..names import S2_BANDS
from ..raster.grid import Grid
from ..sentinel.radiometry import power_to_db
from .item import Item
from .offset import Offset
from .reader import Read, Reader
from .windows import BILINEAR, NEAREST

STRIP_PIXELS = 3_000_000  # of one band: ten bands of it, their float copies and masks are some 200 MB
STRIP_ROWS = 1024  # a multiple of the blocks of files, so that none is read twice
DARK = ('B02', 'B03', 'B04')  # whose numbers tell whether an offset is in them
S2_NODATA, SAR_NODATA, RTC_NODATA = 0, -9999.0, -32768.0
Sign = Callable[[Item], Callable[[str, str], str]]


@dataclass
class Offsets:
    """The offset of each item, once it was looked at."""

    decided: dict[str, Offset]

    def of(self, item: Item, values: dict[str, np.ndarray], valid: np.ndarray) -> Offset:
        if item.id not in self.decided:
            dark = np.concatenate([values[band][valid][::7] for band in DARK])
            self.decided[item.id] = item.offset.checked(dark)
        return self.decided[item.id]


def strips(grid: Grid) -> Iterator[tuple[int, Grid]]:
    """Give (first row, grid) of the strips that a grid is read in."""
    rows = max(STRIP_PIXELS // grid.width // STRIP_ROWS, 1) * STRIP_ROWS
    for row in range(0, grid.height, rows):
        yield row, grid.window(0, row, grid.width, min(rows, grid.height - row))


def read_optical(
    reader: Reader, items: tuple[Item, ...], sign: Sign, grid: Grid, offsets: Offsets, told: Callable[[int], None]
) -> np.ndarray:
    """Return reflectance x 10000 without offset, uint16 (10 bands, rows, cols), 0 = no data.

    An item with a file that does not exist is passed over.
    """
    made = np.zeros((len(S2_BANDS), grid.height, grid.width), np.uint16)
    empty = np.ones(made.shape[1:], bool)
    for item in items:
        if not empty.any():
            break
        reads = {band: Read(item.bands[band], grid, BILINEAR, S2_NODATA, sign(item), True) for band in S2_BANDS}
        found = reader.read(reads, told)
        if None in found.values():
            continue
        valid = empty & np.logical_and.reduce([good for _, good in found.values()])
        offset = offsets.of(item, {band: values for band, (values, _) in found.items()}, valid).value
        for plane, band in zip(made, S2_BANDS):
            values = found[band][0].astype(np.int32) + offset
            plane[valid] = np.clip(values[valid], 1, 65535).astype(np.uint16)
        empty &= ~valid
    return made


def read_classes(
    reader: Reader, items: tuple[Item, ...], sign: Sign, grid: Grid, told: Callable[[int], None] | None = None
) -> np.ndarray:
    """Return the scene classification, uint8 (rows, cols), 0 = no data."""
    made = np.zeros((grid.height, grid.width), np.uint8)
    for item in items:
        empty = made == 0
        if not empty.any():
            break
        found = reader.read({'SCL': Read(item.scl, grid, NEAREST, S2_NODATA, sign(item), True)}, told)['SCL']
        if found is None:
            continue
        values, good = found
        made[empty & good] = values[empty & good].astype(np.uint8)
    return made


def read_radar(
    reader: Reader, items: tuple[Item, ...], sign: Sign, grid: Grid, names: tuple[str, ...], told: Callable[[int], None]
) -> np.ndarray:
    """Return gamma0 in dB, float32 (polarisations, rows, cols), SAR_NODATA = no data; resampled in linear power.

    A GRD is calibrated as it is read.
    """
    made = np.full((len(names), grid.height, grid.width), SAR_NODATA, np.float32)
    for item in items:
        empty = made == SAR_NODATA
        if not empty.any():
            break
        wanted = [name for name in names if name in item.bands]
        reads = {name: Read(item.bands[name], grid, BILINEAR, RTC_NODATA, sign(item), True) for name in wanted}
        found = reader.read(reads, told)
        for k, name in enumerate(names):
            if found.get(name) is not None:
                values, good = found[name]
                here = empty[k] & good & (values > 0)
                made[k][here] = power_to_db(values[here])
    return made
