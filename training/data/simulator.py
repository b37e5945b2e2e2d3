"""A simulated scene of Sentinel-1, cloudy Sentinel-2, its SCL, land cover and the clear truth, deterministic by seed.

    python -m training.data.simulator resources/sample [--seed 7] [--size 512]
    python -m training.data.simulator resources/sample/series --series

The landscape is drawn at 5 m and seen at 10 m (see simulation/). It stands in for real data in the demo and the tests:
it needs no network and no licence, and its truth is known. It is no training data.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from .simulation.covers import BANDS
from .simulation.landscape import draw_landscape, worldcover
from .simulation.noise import block_majority
from .simulation.optical import draw_sky, reflectance, scene_classification, under_sky
from .simulation.radar import backscatter
from .simulation.seasons import DAYS, in_season

EPSG, WEST_M, NORTH_M = 32632, 512000.0, 5380000.0
PIXEL_M = 10.0
SEED = 7
SAR_NODATA = -9999.0
DN_STEP = 10  # finer steps cost space and tell nothing
SERIES_BANDS = ('B02', 'B03', 'B04', 'B08', 'B11', 'B12')  # of the series, which must stay small
SERIES_CORNER, SERIES_SIZE = (210, 130), 256  # pixels of the sample scene: row, column and size of the series
DB_STEP = 1 / 64  # a power of two: decimal steps leave random bits in a float, which do not compress


@dataclass(frozen=True)
class Scene:
    """One simulated scene of `size` x `size` pixels of 10 m.

    s1: (2, size, size) float32, VV and VH sigma0 in dB.
    s2_clear, s2_cloudy: (10, size, size) uint16, reflectance x 10000 in the order of BANDS; 0 would be nodata.
    scl: (size / 2, size / 2) uint8, Sen2Cor classes at 20 m. landcover: (size, size) uint8, ESA WorldCover codes.
    hidden: (size, size) bool, where cloud or shadow changed the picture.
    """

    s1: np.ndarray
    s2_clear: np.ndarray
    s2_cloudy: np.ndarray
    scl: np.ndarray
    landcover: np.ndarray
    hidden: np.ndarray


def simulate(seed: int = SEED, size: int = 512) -> Scene:
    """Simulate a scene of `size` pixels (an even number of at least 64). The same seed gives the same scene."""
    if size < 64 or size % 2:
        raise ValueError(f'The size of a simulated scene must be an even number of at least 64 pixels, not {size}.')
    # One stream for each part: a change of the clouds leaves the land as it is.
    streams = np.random.SeedSequence(seed).spawn(4)
    land_rng, optical_rng, radar_rng, sky_rng = (np.random.default_rng(stream) for stream in streams)
    land = draw_landscape(land_rng, 2 * size, PIXEL_M / 2)
    cover = block_majority(land.cover, 2)
    clear = reflectance(optical_rng, land)
    sky = draw_sky(sky_rng, size)
    cloudy = under_sky(sky_rng, clear, sky)
    s2_clear, s2_cloudy = _to_dn(clear), _to_dn(cloudy)
    return Scene(
        s1=np.round(backscatter(radar_rng, land) / DB_STEP) * np.float32(DB_STEP),
        s2_clear=s2_clear,
        s2_cloudy=s2_cloudy,
        scl=scene_classification(cover, clear, sky),
        landcover=worldcover(cover),
        hidden=(s2_clear != s2_cloudy).any(axis=0),
    )


@dataclass(frozen=True)
class SeriesDate:
    """One date of a simulated series: s2_clear and s2_cloudy (6, size, size) uint16 as SERIES_BANDS, scl at 20 m."""

    day: str
    s2_clear: np.ndarray
    s2_cloudy: np.ndarray
    scl: np.ndarray


def simulate_series(seed: int = SEED, size: int = 512) -> list[SeriesDate]:
    """Simulate the fields of simulate(seed, size) on five dates, each under a sky of its own, cut to SERIES_SIZE."""
    streams = np.random.SeedSequence(seed).spawn(2)
    land = draw_landscape(np.random.default_rng(streams[0]), 2 * size, PIXEL_M / 2)
    row, col = (min(corner, size - SERIES_SIZE) for corner in SERIES_CORNER)
    cut = np.s_[..., row : row + SERIES_SIZE, col : col + SERIES_SIZE]
    half = np.s_[row // 2 : (row + SERIES_SIZE) // 2, col // 2 : (col + SERIES_SIZE) // 2]
    bands = [BANDS.index(name) for name in SERIES_BANDS]
    dates = []
    for number, day in enumerate(DAYS):
        rng = np.random.default_rng(np.random.SeedSequence((seed, number)))
        land_then = in_season(land, number)
        # The same stream on every date: a field keeps its own soil and growth. Air and instrument differ.
        clear = reflectance(np.random.default_rng(streams[1]), land_then)
        clear = clear * rng.normal(1, 0.02, (len(BANDS), 1, 1)) + rng.normal(0, 0.0015, clear.shape)
        clear = np.clip(clear, 0.001, 1).astype(np.float32)
        sky = draw_sky(rng, size, cover_share=rng.uniform(0.16, 0.24))
        sky = replace(sky, veil=sky.veil * (number == 1))  # cirrus always comes over the same corner
        cloudy = under_sky(rng, clear, sky)
        scl = scene_classification(block_majority(land_then.cover, 2), clear, sky)
        dates.append(SeriesDate(day, _to_dn(clear)[bands][cut], _to_dn(cloudy)[bands][cut], scl[half]))
    return dates


def write_series(dates: list[SeriesDate], folder: Path) -> dict[str, Path]:
    """Write every date, its scl, and the truth of the last one, the date in every name; returns name -> path."""
    folder.mkdir(parents=True, exist_ok=True)
    layers = {f's2_{date.day}': (date.s2_cloudy, SERIES_BANDS, 0, 2) for date in dates}
    layers |= {f'scl_{date.day}': (date.scl[None], ('SCL',), 0, 1) for date in dates}
    layers[f'clear_{dates[-1].day}'] = (dates[-1].s2_clear, SERIES_BANDS, 0, 2)
    paths = {name: folder / f'{name}.tif' for name in layers}
    corner = tuple(PIXEL_M * offset for offset in SERIES_CORNER)
    for name, (array, descriptions, nodata, predictor) in layers.items():
        _write(paths[name], array, descriptions, nodata, predictor, SERIES_SIZE, corner)
    return paths


def _to_dn(values: np.ndarray) -> np.ndarray:
    """Reflectance to Sentinel-2 numbers (x 10000), rounded to DN_STEP, never the nodata 0."""
    return np.clip(np.round(values * 10000 / DN_STEP) * DN_STEP, DN_STEP, 65535).astype(np.uint16)


def write_scene(scene: Scene, folder: Path) -> dict[str, Path]:
    """Write the scene as GeoTIFFs with band descriptions into `folder` (made if missing); returns name -> path."""
    folder.mkdir(parents=True, exist_ok=True)
    layers = {
        's1': (scene.s1, ('VV', 'VH'), SAR_NODATA, 3),
        's2_cloudy': (scene.s2_cloudy, BANDS, 0, 2),
        's2_clear': (scene.s2_clear, BANDS, 0, 2),
        'scl': (scene.scl[None], ('SCL',), 0, 1),
        'landcover': (scene.landcover[None], ('WorldCover',), 0, 1),
    }
    paths = {}
    for name, (array, descriptions, nodata, predictor) in layers.items():
        paths[name] = folder / f'{name}.tif'
        _write(paths[name], array, descriptions, nodata, predictor, scene.s1.shape[-1])
    return paths


def _write(
    path: Path,
    array: np.ndarray,
    descriptions: tuple[str, ...],
    nodata: float,
    predictor: int,
    size: int,
    corner_m: tuple[float, float] = (0.0, 0.0),
) -> None:
    """Write one (bands, rows, cols) array over ``size`` pixels of 10 m, compressed; the corner is down, right."""
    kinds = {'uint8': gdal.GDT_Byte, 'uint16': gdal.GDT_UInt16, 'float32': gdal.GDT_Float32}
    bands, rows, cols = array.shape
    options = ['COMPRESS=DEFLATE', 'ZLEVEL=9', f'PREDICTOR={predictor}', 'INTERLEAVE=BAND', 'TILED=YES']
    options += ['BLOCKXSIZE=512', 'BLOCKYSIZE=512'] if cols >= 512 else []
    driver = gdal.GetDriverByName('GTiff')
    dataset = driver.Create(str(path), cols, rows, bands, kinds[array.dtype.name], options)
    pixel_m = PIXEL_M * size / cols
    dataset.SetGeoTransform((WEST_M + corner_m[1], pixel_m, 0.0, NORTH_M - corner_m[0], 0.0, -pixel_m))
    system = osr.SpatialReference()
    system.ImportFromEPSG(EPSG)
    dataset.SetProjection(system.ExportToWkt())
    dataset.SetMetadata({'SIMULATED': 'YES', 'SIMULATOR': 'training.data.simulator'})
    for number, (plane, description) in enumerate(zip(array, descriptions), start=1):
        band = dataset.GetRasterBand(number)
        band.SetDescription(description)
        band.SetNoDataValue(nodata)
        band.WriteArray(plane)
    dataset.FlushCache()


def main(arguments: list[str] | None = None) -> int:
    """Simulate a scene and write it into a folder."""
    parser = argparse.ArgumentParser(prog='python -m training.data.simulator', description='Write a simulated scene.')
    parser.add_argument('folder', type=Path)
    parser.add_argument('--seed', type=int, default=SEED)
    parser.add_argument('--size', type=int, default=512, help='pixels of 10 m, an even number')
    parser.add_argument('--series', action='store_true', help='five dates of a part of the scene instead')
    options = parser.parse_args(arguments)
    if options.series:
        paths = write_series(simulate_series(options.seed, options.size), options.folder)
    else:
        paths = write_scene(simulate(options.seed, options.size), options.folder)
    for path in paths.values():
        sys.stdout.write(f'{path}  {path.stat().st_size / 1024:.0f} KiB\n')
    return 0


if __name__ == '__main__':
    sys.exit(main())
