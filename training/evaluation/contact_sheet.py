"""Contact sheets: the pictures of one example side by side, examples below each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.sentinel.radiometry import natural_colour

gdal.UseExceptions()
GAP, SIDE = 4, 256  # pixels between the panels, pixels of a panel


def beside(panels: Sequence[np.ndarray]) -> np.ndarray:
    """Return pictures (3, rows, cols) of equal rows side by side, with a gap."""
    gap = np.ones((3, panels[0].shape[1], GAP), np.float32)
    return np.concatenate([part for panel in panels for part in (panel, gap)][:-1], axis=2)


def square(panel: np.ndarray, side: int = SIDE) -> np.ndarray:
    """Return the upper left square of a picture (3, rows, cols), brought to ``side`` pixels (nearest)."""
    index = np.arange(side) * min(panel.shape[1:]) // side
    return panel[:, index][:, :, index]


def sheet(rows: Sequence[Sequence[np.ndarray]]) -> np.ndarray:
    """Return rows of pictures below each other, all squares of one size; chips differ in theirs."""
    lines = [beside([square(panel) for panel in row]) for row in rows]
    gap = np.ones((3, GAP, lines[0].shape[2]), np.float32)
    return np.concatenate([part for line in lines for part in (line, gap)][:-1], axis=1)


def write_png(path: Path, rgb: np.ndarray) -> None:
    """Write a picture (3, rows, cols) in 0..1."""
    bytes_ = np.rint(np.clip(rgb, 0, 1) * 255).astype(np.uint8)
    memory = gdal.GetDriverByName('MEM').Create('', rgb.shape[2], rgb.shape[1], 3, gdal.GDT_Byte)
    for number, band in enumerate(bytes_, 1):
        memory.GetRasterBand(number).WriteArray(band)
    gdal.GetDriverByName('PNG').CreateCopy(str(path), memory)


def picture(values: np.ndarray, names: Sequence[str], units: str) -> np.ndarray:
    """Return what a user would see of (bands, rows, cols): red, green, blue, natural colour of reflectance."""
    index = [list(names).index(b) for b in ('B04', 'B03', 'B02')]
    rgb = values[index]
    return natural_colour(np.maximum(rgb, 0.0)) if units == 'reflectance' else rgb


def shown_doubt(sigma: np.ndarray) -> np.ndarray:
    """Return the uncertainty (bands, rows, cols) as a grey picture (3, rows, cols), white at its 99th percentile."""
    return np.repeat((sigma / max(float(np.percentile(sigma, 99)), 1e-6)).mean(0, keepdims=True), 3, 0)
