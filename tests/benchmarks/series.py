"""Memory of a composite of many dates: ``python -m tests.benchmarks.series`` prints rows of a table.

Memory grows with the width of a raster and the size of a tile, hardly with its height (sums of the fit: 0.3 MB for each
512 x 512 pixels). So a strip as wide as a whole Sentinel-2 tile, and lower than it, shows what the tile would take.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.composite import METHODS, CloudFreeComposite
from tests.benchmarks.measure import peak_mb

gdal.UseExceptions()
BANDS = ('B02', 'B03', 'B04', 'B08', 'B11', 'B12')
STRIP = 256  # rows drawn at a time
OPTIONS = ['TILED=YES', 'COMPRESS=DEFLATE', 'ZLEVEL=1']


def write_dates(folder: Path, width: int, rows: int, dates: int) -> None:
    """Write fields that change their colour, under clouds that drift; every third date is wholly hidden on the left."""
    rng = np.random.default_rng(1)
    level, crop = rng.random((-(-rows // 32), -(-width // 32))), rng.random((-(-rows // 32), -(-width // 32)))
    for k in range(dates):
        day = f'2024{1 + k // 3:02d}{1 + 10 * (k % 3):02d}'
        s2 = _create(folder / f's2_{day}.tif', width, rows, len(BANDS), gdal.GDT_UInt16)
        scl = _create(folder / f'scl_{day}.tif', width, rows, 1, gdal.GDT_Byte)
        for number, name in enumerate(BANDS, 1):
            s2.GetRasterBand(number).SetDescription(name)
            s2.GetRasterBand(number).SetNoDataValue(0)
        season = 300 + 2500 * np.abs(level - crop * k / dates)
        for top in range(0, rows, STRIP):
            r, c = np.arange(top, min(top + STRIP, rows)), np.arange(width)
            ground = season[np.ix_(r // 32, c // 32)]
            classes = np.where(((r[:, None] // 300 + c // 300 + k) % 3) == 0, 9, 4)
            if k % 3 == 2:
                classes[:, : width // 2] = 9
            noise = rng.normal(0, 20, ground.shape)
            planes = [np.where(classes == 9, 7000, ground * (0.5 + 0.2 * b) + noise) for b in range(len(BANDS))]
            s2.WriteArray(np.stack(planes).clip(1, 10000).astype(np.uint16), 0, top)
            scl.WriteArray(classes.astype(np.uint8), 0, top)


def _create(path: Path, width: int, rows: int, bands: int, kind: int) -> gdal.Dataset:
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), width, rows, bands, kind, OPTIONS)
    dataset.SetGeoTransform((500000.0, 10.0, 0.0, 5600000.0, 0.0, -10.0))
    return dataset


def compose(folder: str, method: str) -> dict:
    """Run one METHOD; return its seconds by stage and the memory that it took beyond what was loaded before."""
    paths = Path(folder)
    inputs, masks = (tuple(sorted(map(str, paths.glob(f'{kind}_*.tif')))) for kind in ('s2', 'scl'))
    before = peak_mb()
    report = CloudFreeComposite(inputs, masks, str(paths / 'out.tif'), method=method, s2_offset='none').run()
    return {'memory': peak_mb() - before, 'seconds': report.seconds}


def main() -> None:
    """Write the dates, measure each METHOD in a process of its own, print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--width', type=int, default=10980)
    parser.add_argument('--rows', type=int, default=1024)
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
            print(f'| cloudfreecomposite, METHOD {method} | {size} | {found["memory"]:.0f} MB | {stages} |', flush=True)


if __name__ == '__main__':
    main()
