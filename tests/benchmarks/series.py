"""Memory and time of a composite of many dates: ``python -m tests.benchmarks.series`` prints rows of a table.

The dates are virtual rasters that repeat a small tile of fields over the whole width and height, so that twelve whole
Sentinel-2 tiles cost no disk; the clouds of every date are its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from sar2optical_qgis.core.composite.request import METHODS, CloudFreeComposite
from sar2optical_qgis.core.names import S2_BANDS
from tests.benchmarks.measure import Time, peak_mb

gdal.UseExceptions()
BANDS = S2_BANDS
TILE = 732  # pixels of the tile that is repeated: fifteen of them are a Sentinel-2 tile of 10 m
PIXEL = 10.0
OPTIONS = ['TILED=YES', 'COMPRESS=DEFLATE', 'ZLEVEL=1']


def write_dates(folder: Path, width: int, rows: int, dates: int) -> None:
    """Write fields that change their colour, under clouds that drift; every third date is wholly hidden on the left."""
    rng = np.random.default_rng(1)
    level, crop = rng.random((TILE // 12, TILE // 12)), rng.random((TILE // 12, TILE // 12))
    where, overcast = np.arange(TILE) // 12, np.full((1, TILE, TILE), 9, np.uint8)
    hidden = _write(folder / 'tile_hidden.tif', overcast, ('class',))
    for k in range(dates):
        day = f'2024{1 + k // 3:02d}{1 + 10 * (k % 3):02d}'
        ground = (300 + 2500 * np.abs(level - crop * k / dates))[np.ix_(where, where)]
        place = np.arange(TILE) // 122
        classes = np.where((place[:, None] + place + k) % 3 == 0, 9, 4).astype(np.uint8)
        noise = rng.normal(0, 20, ground.shape)
        planes = [np.where(classes == 9, 7000 + b, ground * (0.5 + 0.2 * b) + noise) for b in range(len(BANDS))]
        s2 = _write(folder / f'tile_s2_{day}.tif', np.stack(planes).clip(1, 10000).astype(np.uint16), BANDS)
        scl = _write(folder / f'tile_scl_{day}.tif', classes[None], ('class',))
        _repeat(folder / f's2_{day}.vrt', s2, width, rows)
        _repeat(folder / f'scl_{day}.vrt', scl, width, rows, hidden if k % 3 == 2 else '')


def _write(path: Path, planes: np.ndarray, names: tuple[str, ...]) -> str:
    kind = gdal.GDT_UInt16 if planes.dtype == np.uint16 else gdal.GDT_Byte
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), TILE, TILE, len(planes), kind, OPTIONS)
    dataset.WriteArray(planes)
    for number, name in enumerate(names, 1):
        dataset.GetRasterBand(number).SetDescription(name)
    return str(path)


def _repeat(path: Path, tile: str, width: int, rows: int, left: str = '') -> None:
    """Write a virtual raster (width, rows) that repeats ``tile``, on its left half ``left`` if given."""
    source = gdal.Open(tile)
    whole = gdal.GetDriverByName('VRT').Create(str(path), width, rows, 0)
    whole.SetGeoTransform((500000.0, PIXEL, 0.0, 5600000.0, 0.0, -PIXEL))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32631)
    whole.SetProjection(reference.ExportToWkt())
    for number in range(1, source.RasterCount + 1):
        band = source.GetRasterBand(number)
        whole.AddBand(band.DataType)
        made = whole.GetRasterBand(number)
        made.SetDescription(band.GetDescription())
        if band.DataType == gdal.GDT_UInt16:
            made.SetNoDataValue(0)
        places = [
            f"""<SimpleSource><SourceFilename relativeToVRT="0">{left if left and x + TILE <= width // 2 else tile}"""
            f"""</SourceFilename><SourceBand>{number}</SourceBand>"""
            f'''<SrcRect xOff="0" yOff="0" xSize="{min(TILE, width - x)}" ySize="{min(TILE, rows - y)}"/>'''
            f'''<DstRect xOff="{x}" yOff="{y}" xSize="{min(TILE, width - x)}" ySize="{min(TILE, rows - y)}"/>'''
            '</SimpleSource>'
            for y in range(0, rows, TILE)
            for x in range(0, width, TILE)
        ]
        for k, place in enumerate(places):
            made.SetMetadataItem(f'source_{k}', place, 'new_vrt_sources')


def compose(folder: str, method: str) -> dict:
    """Run one METHOD; return its seconds by stage and the memory that it took beyond what was loaded before."""
    paths = Path(folder)
    inputs, masks = (tuple(sorted(map(str, paths.glob(f'{kind}_*.vrt')))) for kind in ('s2', 'scl'))
    before, time = peak_mb(), Time()
    with time.running():
        report = CloudFreeComposite(inputs, masks, str(paths / 'out.tif'), method=method, s2_offset='none').run()
    return {'memory': peak_mb() - before, 'seconds': report.seconds, 'wall': time.wall, 'cpu': time.cpu}


def main() -> None:
    """Write the dates, measure each METHOD in a process of its own, print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--width', type=int, default=10980)
    parser.add_argument('--rows', type=int, default=10980)
    parser.add_argument('--dates', type=int, default=12)
    some = ['regression', 'timegate', 'median', 'leastcloudy']
    parser.add_argument('--methods', nargs='+', choices=METHODS, default=some)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_dates(Path(folder), options.width, options.rows, options.dates)
        for method in options.methods:
            job = f'from tests.benchmarks.series import *; print(json.dumps(compose({folder!r}, {method!r})))'
            answer = subprocess.run([sys.executable, '-c', job], capture_output=True, text=True)
            if answer.returncode:
                sys.exit(answer.stderr)
            found = json.loads(answer.stdout.splitlines()[-1])
            stages = ', '.join(f'{k} {v:.0f}' for k, v in found['seconds'].items())
            size = f'{options.dates} dates of {options.width} x {options.rows}, {len(BANDS)} bands'
            cost = f'{found["memory"]:.0f} MB | {found["wall"]:.0f} s, processor {found["cpu"]:.0f} s ({stages})'
            print(f'| cloudfreecomposite, METHOD {method} | {size} | {cost} |', flush=True)


if __name__ == '__main__':
    main()
