"""Satellite products as they are delivered, small: Sentinel-2 in its .SAFE folder, Sentinel-1 GRD placed by points."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from tests.makers import write_raster

S2_NAME = 'S2A_MSIL2A_20240725T102031_N0510_R065_T31UFS_20240725T140000.SAFE'
FINE, COARSE = ('B02', 'B03', 'B04', 'B08'), ('B05', 'B06', 'B07', 'B8A', 'B11', 'B12')


def write_safe(folder: Path, values: dict[str, np.ndarray], classes: np.ndarray, name: str = S2_NAME) -> Path:
    """A Level-2A product of uint16 bands (rows, cols), those of COARSE and the SCL at 20 m; its folder.

    It needs GDAL's driver JP2OpenJPEG.
    """
    safe = folder / name
    tile = '_'.join(('T31UFS', '20240725T102031'))
    granule = safe / 'GRANULE' / 'L2A_T31UFS_A047468_20240725T102559' / 'IMG_DATA'
    for size in ('R10m', 'R20m', 'R60m'):
        (granule / size).mkdir(parents=True)
    for band, plane in {**values, 'SCL': classes}.items():
        size = 10 if band in FINE else 20
        _jpeg(granule / f'R{size}m' / f'{tile}_{band}_{size}m.jp2', plane, size)
        if size == 10:  # Level-2A repeats its bands at coarser sizes
            _jpeg(granule / 'R20m' / f'{tile}_{band}_20m.jp2', plane[::2, ::2], 20)
    _jpeg(granule / 'R60m' / f'{tile}_B01_60m.jp2', classes[::3, ::3].astype(np.uint16), 60)
    (safe / 'MTD_MSIL2A.xml').write_text('<Level-2A_User_Product/>')
    return safe


def zip_safe(safe: Path) -> Path:
    """The product as one archive beside it."""
    archive = safe.with_suffix('.zip')
    with zipfile.ZipFile(archive, 'w') as file:
        for path in safe.rglob('*'):
            file.write(path, path.relative_to(safe.parent))
    return archive


def _jpeg(path: Path, plane: np.ndarray, size: int) -> None:
    tif = write_raster(path.with_suffix('.tif'), plane[None], pixel=float(size))
    options = ['REVERSIBLE=YES', 'QUALITY=100', 'YCBCR420=NO']
    gdal.GetDriverByName('JP2OpenJPEG').CreateCopy(str(path), gdal.Open(tif), options=options)
    Path(tif).unlink()


def write_grd(path: Path, amplitude: np.ndarray, corner=(3.2, 50.6), turn: float = -12.0) -> str:
    """A GeoTIFF of uint16 amplitudes (bands, rows, cols) at 10 m, placed by 11 x 11 points in degrees; its path.

    ``turn``: by how many degrees the track leans against north.
    """
    bands, rows, cols = amplitude.shape
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), cols, rows, bands, gdal.GDT_UInt16)
    angle, points = np.radians(turn), []
    for row in np.linspace(0, rows, 11):
        for col in np.linspace(0, cols, 11):
            east = 10.0 * (col * np.cos(angle) + row * np.sin(angle))
            north = 10.0 * (col * np.sin(angle) - row * np.cos(angle))
            longitude = corner[0] + east / (111_320.0 * np.cos(np.radians(corner[1])))
            points.append(gdal.GCP(float(longitude), corner[1] + north / 111_320.0, 0.0, float(col), float(row)))
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    dataset.SetGCPs(points, degrees.ExportToWkt())
    for number, plane in enumerate(amplitude, 1):
        dataset.GetRasterBand(number).WriteArray(plane)
    dataset = None
    return str(path)
