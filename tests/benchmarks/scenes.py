"""Synthetic scenes of any size, written strip by strip: fields under speckle, square clouds, several dates."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal, osr

gdal.UseExceptions()
STRIP = 256  # rows written at once
FIELD, CLOUD = 40, 500  # pixels along the side of a field and of a cloud
BANDS = ('B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B8A', 'B11', 'B12')
DAYS = ('2024-04-01', '2024-04-16', '2024-05-06', '2024-05-26', '2024-06-10')


def create(path: Path, size: int, names: tuple[str, ...], kind: int, nodata: float) -> gdal.Dataset:
    """Create an uncompressed GeoTIFF of ``size`` squared pixels at 10 m."""
    options = ['TILED=YES', 'BIGTIFF=IF_SAFER']
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), size, size, len(names), kind, options)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32632)
    dataset.SetProjection(reference.ExportToWkt())
    dataset.SetGeoTransform((600000.0, 10.0, 0.0, 5300040.0, 0.0, -10.0))
    for number, name in enumerate(names, 1):
        dataset.GetRasterBand(number).SetDescription(name)
        dataset.GetRasterBand(number).SetNoDataValue(nodata)
    return dataset


def write_radar(path: Path, size: int) -> None:
    """Write VV and VH in dB, float32, four looks."""
    cover, rng = squares(size, FIELD, 0), np.random.default_rng(1)
    dataset = create(path, size, ('VV', 'VH'), gdal.GDT_Float32, -9999)
    level = np.array([-14, -21], np.float32)[:, None, None]
    for row, rows in _strips(size):
        fields = cover[np.ix_(rows // FIELD, np.arange(size) // FIELD)]
        speckle = 10 * np.log10(rng.gamma(4.4, 1 / 4.4, (2, *fields.shape)).astype(np.float32))
        dataset.WriteArray((level + 8 * fields + speckle).astype(np.float32), 0, row)


def write_optical(path: Path, mask: Path, size: int, cloud_share: float, seed: int = 2, season: float = 1.0) -> None:
    """Write ten bands as uint16 and their SCL, ``cloud_share`` of it under cloud."""
    cover, sky = squares(size, FIELD, 0), squares(size, CLOUD, seed)
    sky = sky < min(max(cloud_share, sky.min() + 1e-6), sky.max())  # something is hidden, and something clear
    bands = create(path, size, BANDS, gdal.GDT_UInt16, 0)
    scl = create(mask, size, ('SCL',), gdal.GDT_Byte, 0)
    gains = np.linspace(500, 2500, 10, dtype=np.float32)[:, None, None]
    for row, rows in _strips(size):
        fields = cover[np.ix_(rows // FIELD, np.arange(size) // FIELD)] ** season
        cloud = sky[np.ix_(rows // CLOUD, np.arange(size) // CLOUD)]
        bands.WriteArray(
            np.where(cloud, 7000 + np.arange(10)[:, None, None], 350 + gains * fields).astype(np.uint16), 0, row
        )
        scl.WriteArray(np.where(cloud, 9, 4).astype(np.uint8), 0, row)


def write_series(folder: Path, size: int, cloud_share: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write five dates; return the paths of the layers and of their masks."""
    inputs = tuple(str(folder / f's2_{day}.tif') for day in DAYS)
    masks = tuple(str(folder / f'scl_{day}.tif') for day in DAYS)
    for k, (layer, mask) in enumerate(zip(inputs, masks)):
        write_optical(Path(layer), Path(mask), size, cloud_share, seed=10 + k, season=0.7 + 0.2 * k)
    return inputs, masks


def squares(size: int, side: int, seed: int) -> np.ndarray:
    count = -(-size // side)
    return np.random.default_rng(seed).random((count, count), np.float32)


def _strips(size: int):
    for row in range(0, size, STRIP):
        yield row, np.arange(row, min(row + STRIP, size))
