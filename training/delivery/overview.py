"""A contact sheet: labelled pictures in rows, drawn with what QGIS brings (Qt), and rasters made into pictures."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.sentinel.radiometry import natural_colour, to_db

gdal.UseExceptions()
CELL, GAP, LABEL, TITLE = 400, 16, 46, 54  # pixels of the sheet
VV_DB, VH_DB = (-22.0, 0.0), (-28.0, -6.0)  # black and white of the radar picture
# Dark to light through violet and orange: reads as "more" without a legend.
HEAT = np.array([(10, 8, 30), (80, 20, 110), (180, 50, 95), (245, 130, 50), (252, 240, 170)], np.float32) / 255


@dataclass(frozen=True)
class Picture:
    """One picture of the sheet: (3, rows, cols) float32 0..1, its label, and a smaller line below that."""

    label: str
    note: str
    colours: np.ndarray


def read_small(path: Path, bands: Sequence[int] | None = None) -> np.ndarray:
    """Bands (from 1) of a raster, (bands, rows, cols) float32, thinned to at most CELL pixels a side; nodata is nan."""
    dataset = gdal.Open(str(path))
    if dataset is None:
        raise FileNotFoundError(f'{path} cannot be opened as a raster.')
    factor = min(1.0, CELL / max(dataset.RasterXSize, dataset.RasterYSize))
    cols, rows = (max(1, round(side * factor)) for side in (dataset.RasterXSize, dataset.RasterYSize))
    planes = []
    for number in bands or range(1, dataset.RasterCount + 1):
        band = dataset.GetRasterBand(number)
        plane = band.ReadAsArray(buf_xsize=cols, buf_ysize=rows, resample_alg=gdal.GRIORA_Average).astype(np.float32)
        nodata = band.GetNoDataValue()
        if nodata is not None:
            plane[plane == np.float32(nodata)] = np.nan
        planes.append(plane)
    return np.stack(planes)


def band_numbers(path: Path, names: Sequence[str]) -> list[int]:
    """Numbers (from 1) of the bands with these descriptions; where one is missing, the first bands in order."""
    dataset = gdal.Open(str(path))
    described = [dataset.GetRasterBand(number).GetDescription() for number in range(1, dataset.RasterCount + 1)]
    if all(name in described for name in names):
        return [described.index(name) + 1 for name in names]
    return [min(number, dataset.RasterCount) for number in range(1, len(names) + 1)]


def radar_picture(path: Path) -> np.ndarray:
    """VV, VH and VV as red, green and blue: forest turns green, water and bare land violet."""
    planes = read_small(path, band_numbers(path, ('VV', 'VH')))
    if np.nanpercentile(planes, 2) >= 0:  # power or a picture, not dB
        planes = to_db(planes, 'uint8' if np.nanmax(planes) > 20 else 'linear')
    vv, vh = (np.clip((plane - low) / (high - low), 0, 1) for plane, (low, high) in zip(planes, (VV_DB, VH_DB)))
    return np.stack([vv, vh, 0.85 * vv])


def optical_picture(path: Path) -> np.ndarray:
    """Natural colour of a Sentinel-2 stack in reflectance, or reflectance x 10000."""
    planes = read_small(path, band_numbers(path, ('B04', 'B03', 'B02')))
    return natural_colour(planes / (10000 if np.nanpercentile(planes, 98) > 2.5 else 1))


def heat_picture(path: Path) -> tuple[np.ndarray, float]:
    """The mean over the bands of an uncertainty raster in HEAT colours, and the value of the lightest colour."""
    level = read_small(path).mean(axis=0)
    top = float(np.nanpercentile(level, 99.5)) or 1.0
    share = np.clip(level / top, 0, 1) * (len(HEAT) - 1)
    steps = np.arange(len(HEAT))
    return np.stack([np.interp(share, steps, HEAT[:, channel]) for channel in range(3)]), top


def draw_sheet(path: Path, title: str, rows: Sequence[tuple[str, Sequence[Picture]]]) -> None:
    """Write the sheet as PNG: a title, and rows of pictures, each row with a heading. Raises OSError on failure."""
    os.environ.setdefault('QT_QPA_PLATFORM', 'offscreen')
    if 'XDG_RUNTIME_DIR' not in os.environ:
        with tempfile.TemporaryDirectory(prefix='sar2optical-') as runtime:
            os.environ['XDG_RUNTIME_DIR'] = runtime  # Qt asks for a private folder, and warns without it
            try:
                return draw_sheet(path, title, rows)
            finally:
                del os.environ['XDG_RUNTIME_DIR']
    from qgis.PyQt.QtCore import QRect, Qt
    from qgis.PyQt.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

    application = QGuiApplication.instance() or QGuiApplication(['overview'])
    columns = max(len(pictures) for _, pictures in rows)
    width = GAP + columns * (CELL + GAP)
    height = TITLE + len(rows) * (LABEL + CELL + LABEL + GAP)
    sheet = QImage(width, height, QImage.Format.Format_RGB32)
    sheet.fill(QColor('#ffffff'))
    painter = QPainter(sheet)

    def write(text: str, box: tuple[int, int, int, int], size: int, colour: str, bold: bool = False) -> None:
        font = QFont('DejaVu Sans')
        font.setPixelSize(size)
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(QRect(*box), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    write(title, (GAP, 0, width - 2 * GAP, TITLE), 22, '#202428', bold=True)
    top = TITLE
    for heading, pictures in rows:
        write(heading, (GAP, top, width - 2 * GAP, LABEL - 8), 17, '#2f6f3a', bold=True)
        for column, picture in enumerate(pictures):
            left = GAP + column * (CELL + GAP)
            grey_for_nodata = np.where(np.isfinite(picture.colours), picture.colours, 0.85)
            pixels = np.ascontiguousarray(
                (np.clip(grey_for_nodata, 0, 1) * 255 + 0.5).astype(np.uint8).transpose(1, 2, 0)
            )
            rows_, cols_ = pixels.shape[:2]
            image = QImage(pixels.data, cols_, rows_, 3 * cols_, QImage.Format.Format_RGB888)
            scale = min(CELL / cols_, CELL / rows_)
            painter.drawImage(QRect(left, top + LABEL - 8, round(cols_ * scale), round(rows_ * scale)), image)
            write(picture.label, (left, top + LABEL + CELL - 6, CELL, 22), 15, '#202428', bold=True)
            write(picture.note, (left, top + LABEL + CELL + 14, CELL, 20), 13, '#5a6169')
        top += LABEL + CELL + LABEL + GAP
    painter.end()
    if not sheet.save(str(path)):
        raise OSError(f'{path} cannot be written.')
    del application
