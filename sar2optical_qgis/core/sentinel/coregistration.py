"""Coregistration: an image of another date is moved onto the one whose ground it shows, where it surely lies off it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from ..raster.grid import Grid
from ..raster.raster import Raster
from ..raster.registration import LEAST, displaced, shift_of, shift_told
from ..raster.target_grid import TargetGrid
from .cloud_mask import CloudMask, NoMask
from .window import Window

SIDE, LEAST_SIDE = 256, 64  # pixels of windows that tell how another image lies
Clear = 'tuple[int, int, np.ndarray, np.ndarray]'  # row, column, mean over the bands and what is clear, (rows, cols)


class Image(Protocol):
    """What is asked of an image: sentinel2.CloudyImage."""

    raster: Raster
    grid: Grid
    target_grid: TargetGrid
    mask: CloudMask | NoMask
    kept: np.ndarray  # (bands,) bool, those that are no reflectance

    def read_picture(self, row: int, col: int, height: int, width: int) -> Window:
        """Return a window of it."""

    def open_pixels(self) -> None:
        """Lay it on its target grid again."""


def clear_windows(image: Image) -> Iterator[Clear]:
    """Yield windows spread over an image."""
    height, width = (min(SIDE, size) for size in (image.grid.height, image.grid.width))
    if min(height, width) < LEAST_SIDE:
        return
    rows, cols = (
        np.unique(np.linspace(0, whole - own, 3).astype(int)).tolist()
        for whole, own in ((image.grid.height, height), (image.grid.width, width))
    )
    for row, col in ((r, c) for r in rows for c in cols):
        seen = image.read_picture(row, col, height, width)
        yield row, col, seen.reflectance[~image.kept & ~image.free].mean(axis=0), seen.clear


def move_onto(image: Image, windows: list[Clear], name: str) -> tuple[str, ...]:
    """Take out what an image, seen on another's grid, surely lies off it; return what to say.

    ``windows``: the clear_windows() of the other, which is called ``name``.
    """
    if image.target_grid.is_own or not (image.raster.grid.is_georeferenced and image.grid.is_georeferenced):
        return ()

    def pair(row: int, col: int, other: np.ndarray, clear: np.ndarray) -> tuple:
        seen = image.read_picture(row, col, *other.shape)
        return other, seen.reflectance[~image.kept & ~image.free].mean(axis=0), clear & seen.clear

    shift = shift_of(pair(*window) for window in windows)
    if shift is None or max(map(abs, shift)) < LEAST:
        return ()
    image.mask.displace(shift)
    image.raster.grid = displaced(image.raster.grid, shift, image.grid.pixel_size_m)
    image.open_pixels()
    return (shift_told(image.raster.role, name, shift),)
