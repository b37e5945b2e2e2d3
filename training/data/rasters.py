"""Chips as arrays: nothing but osgeo.gdal and numpy."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError
from training.data.index import Chip

gdal.UseExceptions()

S1_NODATA = -9999.0


@contextlib.contextmanager
def naming(path: str) -> Iterator[None]:
    """Raise InputError naming the file where GDAL cannot read it."""
    try:
        yield
    except RuntimeError as error:
        raise InputError(f'{path} is broken ({error}). Get the file again, or take its row out.') from error


def read_raster(path: str) -> np.ndarray:
    """Return (bands, rows, cols) in the file's own data type."""
    with naming(path):
        array = gdal.Open(path).ReadAsArray()
    return array[None] if array.ndim == 2 else array


def read_reflectance(path: str, bands: tuple[str, ...]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return reflectance (rows, cols) by band name and where all bands are valid, of a x 10000 chip with nodata 0.

    B10 sees no ground: its 0 is no nodata.
    """
    values = read_raster(path)
    seeing = np.delete(values, bands.index('B10'), axis=0) if 'B10' in bands else values
    valid = (seeing > 0).all(axis=0)
    return {name: band.astype(np.float32) * np.float32(1e-4) for name, band in zip(bands, values)}, valid


def read_sar(path: str, shape: tuple[int, int]) -> dict[str, np.ndarray]:
    """Return VV and / or VH in dB (rows, cols), nan where nodata, by band description; the first of each name wins.

    ``shape``: rows and columns of the optical chip; radar of coarser pixels is brought to them, bilinear.
    """
    with naming(path):
        dataset = gdal.Open(path)
        bands: dict[str, np.ndarray] = {}
        for number in range(1, dataset.RasterCount + 1):
            band = dataset.GetRasterBand(number)
            words = band.GetDescription().upper()
            name = next((n for n in ('VV', 'VH') if n in words), 'VV' if number == 1 else 'VH')
            values = band.ReadAsArray(buf_xsize=shape[1], buf_ysize=shape[0], resample_alg=gdal.GRIORA_Bilinear).astype(
                np.float32
            )
            values[~np.isfinite(values) | (values <= S1_NODATA + 1)] = np.nan
            bands.setdefault(name, values)
    return bands


def read_clear(chip: Chip) -> np.ndarray:
    """Return where the chip's own mask says clear, bool (rows, cols); all True without a mask.

    A triple's mask speaks of its cloudy date, not of s2: it is not looked at here.
    """
    shape = read_raster(chip.s2).shape[-2:]
    if not chip.mask or chip.kind == 'triple':
        return np.ones(shape, bool)
    mask = read_raster(chip.mask)[0]
    if chip.mask_kind == 'SCL':
        return np.isin(mask, (2, 4, 5, 6, 7, 11))
    if chip.mask_kind == 'CLP':
        return mask < 40
    return mask == 0
