"""A simulated scene of Sentinel-1, cloudy Sentinel-2, its SCL, land cover and the clear truth, deterministic by seed.

    python -m training.data.simulator resources/sample [--seed 7] [--size 512]

The landscape is drawn at 5 m and seen at 10 m (see simulation/). It stands in for real data in the demo and the tests:
it needs no network and no licence, and its truth is known. It is no training data.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from .simulation.covers import BANDS
from .simulation.landscape import draw_landscape, worldcover
from .simulation.noise import block_majority
from .simulation.optical import draw_sky, reflectance, scene_classification, under_sky
from .simulation.radar import backscatter

EPSG, WEST_M, NORTH_M = 32632, 512000.0, 5380000.0
PIXEL_M = 10.0
SEED = 7
SAR_NODATA = -9999.0
DN_STEP = 10  # finer steps cost space and tell nothing
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
    path: Path, array: np.ndarray, descriptions: tuple[str, ...], nodata: float, predictor: int, size: int
) -> None:
    """Write one (bands, rows, cols) array over the extent of the scene, compressed."""
    kinds = {'uint8': gdal.GDT_Byte, 'uint16': gdal.GDT_UInt16, 'float32': gdal.GDT_Float32}
    bands, rows, cols = array.shape
    options = ['COMPRESS=DEFLATE', 'ZLEVEL=9', f'PREDICTOR={predictor}', 'INTERLEAVE=BAND', 'TILED=YES']
    options += ['BLOCKXSIZE=512', 'BLOCKYSIZE=512'] if cols >= 512 else []
    driver = gdal.GetDriverByName('GTiff')
    dataset = driver.Create(str(path), cols, rows, bands, kinds[array.dtype.name], options)
    pixel_m = PIXEL_M * size / cols
    dataset.SetGeoTransform((WEST_M, pixel_m, 0.0, NORTH_M, 0.0, -pixel_m))
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
    options = parser.parse_args(arguments)
    for path in write_scene(simulate(options.seed, options.size), options.folder).values():
        sys.stdout.write(f'{path}  {path.stat().st_size / 1024:.0f} KiB\n')
    return 0


if __name__ == '__main__':
    sys.exit(main())
