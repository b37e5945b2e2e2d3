"""An archive of scenes for the test server: the simulated sample, laid out as the providers keep theirs, as COGs.

The sample scene is mirrored until it is as large as asked, and gets seasons, skies and radar passes of its own. Two
granules of one zone overlap in the middle; one date has its eastern granule in the next zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from sar2optical_qgis.core.names import S2_BANDS
from tests.makers import read
from training.data.simulation.noise import block_mean
from training.data.simulation.optical import draw_sky, under_sky

gdal.UseExceptions()
SAMPLE = Path(__file__).resolve().parents[1] / 'resources' / 'sample'
EPSG, WEST, NORTH = 32632, 512000.0, 5380000.0  # of the mirrored scene
AT_10_M = ('B02', 'B03', 'B04', 'B08')
DAYS = tuple(map(date.fromisoformat, (
    '2024-06-05', '2024-06-15', '2024-06-25', '2024-07-05', '2024-07-15', '2024-07-25', '2024-08-04', '2024-08-14',
)))  # fmt: skip
COVER = (0.3, 0.0, 0.5, 0.25, 0.1, 0.35, 1.0, 0.15)  # share of cloud of each of them
PASSES = tuple(map(date.fromisoformat, ('2024-06-14', '2024-06-26', '2024-07-08', '2024-07-20', '2024-08-01')))
GRD_ONLY = date(2024, 7, 26)
TILES = {'32UNU': (0.0, 0.68), '32UPU': (0.56, 1.0)}  # shares of the scene, west to east
OTHER_ZONE = (DAYS[3], '33UTP', 32633)  # its eastern granule lies in the next zone
BOA = 1000  # in the numbers of baseline 04.00 on


@dataclass(frozen=True)
class Granule:
    """One granule of a date: its files are named BAND.tif and SCL.tif in ``folder``."""

    day: date
    tile: str
    epsg: int
    bbox: tuple[float, float, float, float]  # degrees
    folder: str
    shape: tuple[int, int]  # of a 10 m band
    transform: tuple[float, ...]  # in the order of STAC


@dataclass(frozen=True)
class Archive:
    """Files below ``root``: dn/ with the offset in the numbers, boa/ without, rtc/, worldcover/, jp2/ if asked for."""

    root: Path
    size: int
    granules: tuple[Granule, ...]
    passes: dict[date, str]

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """Return xmin, ymin, xmax, ymax of the whole scene in EPSG."""
        return WEST, NORTH - 10.0 * self.size, WEST + 10.0 * self.size, NORTH

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        return degrees(self.extent, EPSG)


def degrees(extent: tuple[float, float, float, float], epsg: int) -> tuple[float, float, float, float]:
    """Return west, south, east, north of an extent."""
    change = osr.CoordinateTransformation(reference_of(epsg), reference_of(4326))
    return tuple(change.TransformBounds(*extent, 21))


@lru_cache(maxsize=4)
def ground(size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return clear reflectance (10, size, size), radar dB (2, size, size) and WorldCover (size, size), mirrored."""

    def grown(values: np.ndarray) -> np.ndarray:
        more = max(size - values.shape[-1], 0)
        return np.pad(values, ((0, 0), (0, more), (0, more)), 'symmetric')[:, :size, :size]

    clear = grown(read(SAMPLE / 's2_clear.tif')).astype(np.float32) / 10000
    return clear, grown(read(SAMPLE / 's1.tif')), grown(read(SAMPLE / 'landcover.tif'))[0]


def truth(size: int, number: int) -> np.ndarray:
    """Return clear reflectance (10, size, size) on date ``number`` of DAYS: crops ripen, the rest stays."""
    clear, _, cover = ground(size)
    ripe = np.where(cover == 40, number / len(DAYS), 0.0).astype(np.float32)
    red, infrared = (
        np.isin(S2_BANDS, names)[:, None, None] for names in (('B04', 'B05', 'B11', 'B12'), ('B08', 'B8A'))
    )
    return np.clip(clear * (1 + 0.5 * ripe * red - 0.25 * ripe * infrared), 0.002, 1.0)


def sky_over(size: int, number: int, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a date under its sky, and its scene classification at 20 m."""
    cover = ground(size)[2]
    scl = np.where(block_mean((cover == 80).astype(np.float32), 2) > 0.5, 6, 4)
    if not COVER[number]:
        return values, scl.astype(np.uint8)
    rng = np.random.default_rng(number)
    sky = draw_sky(rng, size, min(COVER[number], 0.6))
    if COVER[number] == 1.0:
        sky = type(sky)(np.full_like(sky.depth, 3.0), sky.veil, sky.shade)
    depth, veil, shade = (block_mean(part, 2) for part in (sky.depth, sky.veil, sky.shade))
    scl = np.where(shade > 0.32, 3, scl)
    scl = np.where(veil > 0.16, 10, scl)
    return under_sky(rng, values, sky), np.where(depth > 0.2, 9, scl).astype(np.uint8)


def make_archive(root: Path, size: int = 320, days: int = len(DAYS), jp2: bool = False, block: int = 256) -> Archive:
    """Write an archive of a scene of ``size`` pixels (even) and its first ``days`` dates."""
    granules = []
    for number, day in enumerate(DAYS[:days]):
        values, scl = sky_over(size, number, truth(size, number))
        numbers = np.clip(np.round(values * 10000), 1, 20000).astype(np.uint16)
        for tile, shares in TILES.items():
            granules.append(_granule(root, day, tile, shares, numbers, scl, size, block, jp2))
    for number, day in enumerate(PASSES):
        noise = np.random.default_rng(100 + number).normal(0, 0.6, (2, size, size))
        for name, plane in zip(('vv', 'vh'), ground(size)[1] + noise):
            power = np.power(10.0, plane / 10).astype(np.float32)
            _write(root / 'rtc' / str(day) / f'iw-{name}.rtc.tiff', power, 10.0, 0, EPSG, -32768, block)
    _write_grd(root / 'grd' / str(GRD_ONLY), size)
    codes = ground(size)[2]
    west, south, east, north = degrees((WEST, NORTH - 10.0 * size, WEST + 10.0 * size, NORTH), EPSG)
    cover = _memory(codes, WEST, NORTH, 10.0, EPSG, 0)
    cell = 1 / 12000
    flat = gdal.Warp('', cover, format='MEM', dstSRS='EPSG:4326', outputBounds=(west, south, east, north), xRes=cell,
                     yRes=cell, resampleAlg='near')  # fmt: skip
    target = root / 'worldcover' / 'ESA_WorldCover_10m_2021_v200_N48E009_Map.tif'
    target.parent.mkdir(parents=True, exist_ok=True)
    gdal.Translate(str(target), flat, format='COG', creationOptions=['COMPRESS=DEFLATE', f'BLOCKSIZE={block}'])
    return Archive(root, size, tuple(granules), {day: f'rtc/{day}' for day in PASSES})


def _granule(root, day, tile, shares, numbers, scl, size, block, jp2) -> Granule:
    first, last = (int(share * size / 2) * 2 for share in shares)
    epsg, name = EPSG, tile
    if day == OTHER_ZONE[0] and shares[1] == 1.0:
        _, name, epsg = OTHER_ZONE
    folder = f'{day}_{name}'
    cut, half = np.s_[:, first:last], np.s_[:, first // 2 : last // 2]
    where = (0, 0)
    for band, plane in zip(S2_BANDS, numbers):
        plane = plane[cut]
        if band not in AT_10_M:
            plane = np.round(block_mean(plane.astype(np.float32), 2)).astype(np.uint16)
        pixel = 10.0 if band in AT_10_M else 20.0
        for kind, add in (('dn', BOA), ('boa', 0)):
            made = _write(root / kind / folder / f'{band}.tif', plane + np.uint16(add), pixel, first, epsg, 0, block)
            where = made if band == 'B02' else where
    for kind in ('dn', 'boa'):
        _write(root / kind / folder / 'SCL.tif', scl[half], 20.0, first, epsg, 0, block)
    if jp2:
        for path in sorted((root / 'dn' / folder).glob('*.tif')):
            target = root / 'jp2' / folder / f'{path.stem}.jp2'
            target.parent.mkdir(parents=True, exist_ok=True)
            options = ['REVERSIBLE=YES', 'QUALITY=100', 'BLOCKXSIZE=512', 'BLOCKYSIZE=512', 'RESOLUTIONS=5']
            gdal.Translate(str(target), str(path), format='JP2OpenJPEG', creationOptions=options)
    shape, transform, extent = where
    return Granule(day, name, epsg, degrees(extent, epsg), folder, shape, transform)


def _write_grd(folder: Path, size: int) -> None:
    """Write a pass as GRD: numbers placed by points in degrees, A = 400, noise = 100, as two files and their XML."""
    change = osr.CoordinateTransformation(reference_of(EPSG), reference_of(4326))
    spots = np.linspace(0, size, 5)
    points = []
    for line in spots:
        for pixel in spots:
            lon, lat, _ = change.TransformPoint(WEST + 10.0 * pixel, NORTH - 10.0 * line)
            points.append(gdal.GCP(lon, lat, 0.0, float(pixel), float(line)))
    (folder / 'measurement').mkdir(parents=True, exist_ok=True)
    (folder / 'annotation' / 'calibration').mkdir(parents=True, exist_ok=True)
    for name, plane in zip(('vv', 'vh'), ground(size)[1]):
        numbers = np.sqrt(np.power(10.0, plane / 10) * 400.0**2 + 100.0)
        made = gdal.GetDriverByName('GTiff').Create(
            str(folder / 'measurement' / f'iw-{name}.tiff'), size, size, 1, gdal.GDT_UInt16,
            ['TILED=YES', 'BLOCKXSIZE=256', 'BLOCKYSIZE=256', 'COMPRESS=DEFLATE'],
        )  # fmt: skip
        made.SetGCPs(points, reference_of(4326).ExportToWkt())
        made.GetRasterBand(1).WriteArray(np.clip(np.round(numbers), 1, 65535).astype(np.uint16))
        made = None
        ends = f'<pixel>0 {size - 1}</pixel>'
        vector = f'<calibrationVector><line>0</line>{ends}<gamma>400 400</gamma></calibrationVector>'
        noise = f'<noiseRangeVector><line>0</line>{ends}<noiseRangeLut>100 100</noiseRangeLut></noiseRangeVector>'
        (folder / 'annotation' / 'calibration' / f'calibration-iw-{name}.xml').write_text(f'<c>{vector}</c>')
        (folder / 'annotation' / 'calibration' / f'noise-iw-{name}.xml').write_text(f'<n>{noise}</n>')
        told = '<thermalNoiseCorrectionPerformed>false</thermalNoiseCorrectionPerformed>'
        (folder / 'annotation' / f'iw-{name}.xml').write_text(f'<product>{told}</product>')


def _write(path: Path, values: np.ndarray, pixel: float, first: int, epsg: int, nodata: float, block: int):
    """Write a COG; return its shape, its transform in the order of STAC, and its extent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = _memory(values, WEST + 10.0 * first, NORTH, pixel, EPSG, nodata)
    if epsg != EPSG:
        whole = gdal.Warp('', whole, format='MEM', dstSRS=f'EPSG:{epsg}', xRes=pixel, yRes=pixel,
                          targetAlignedPixels=True, resampleAlg='near', dstNodata=nodata)  # fmt: skip
    options = ['COMPRESS=DEFLATE', f'BLOCKSIZE={block}', f'PREDICTOR={2 if values.dtype.kind == "u" else 3}']
    gdal.Translate(str(path), whole, format='COG', creationOptions=options)
    x0, dx, _, y0, _, dy = whole.GetGeoTransform()
    rows, cols = whole.RasterYSize, whole.RasterXSize
    return (rows, cols), (dx, 0.0, x0, 0.0, dy, y0), (x0, y0 + rows * dy, x0 + cols * dx, y0)


def _memory(values: np.ndarray, west: float, north: float, pixel: float, epsg: int, nodata: float) -> gdal.Dataset:
    kind = {'uint8': gdal.GDT_Byte, 'uint16': gdal.GDT_UInt16}.get(values.dtype.name, gdal.GDT_Float32)
    dataset = gdal.GetDriverByName('MEM').Create('', values.shape[1], values.shape[0], 1, kind)
    dataset.SetGeoTransform((west, pixel, 0.0, north, 0.0, -pixel))
    dataset.SetProjection(reference_of(epsg).ExportToWkt())
    dataset.GetRasterBand(1).SetNoDataValue(nodata)
    dataset.GetRasterBand(1).WriteArray(values)
    return dataset


def reference_of(epsg: int) -> osr.SpatialReference:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference
