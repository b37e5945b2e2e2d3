"""What COVARIATES of many bands cost a removal of clouds: ``python -m tests.benchmarks.covariates`` prints a table.

Embeddings of 64 signed bytes in blocks of 1024, as AlphaEarth ships them, unpacked and packed; radar, 95 % cloud. Every
run is a process of its own, twice in turn: the smaller of both counts, for machines are seldom idle.
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

from sar2optical_qgis.core.remove_clouds.request import METHODS, RemoveClouds
from tests.benchmarks.measure import Time, peak_mb
from tests.benchmarks.scenes import FIELD, squares, write_optical, write_radar

gdal.UseExceptions()
BANDS, STRIP = 64, 256
BLOCKS = ['TILED=YES', 'BLOCKXSIZE=1024', 'BLOCKYSIZE=1024', 'INTERLEAVE=BAND', 'BIGTIFF=IF_SAFER']
SIGNED = ['PIXELTYPE=SIGNEDBYTE'] if int(gdal.VersionInfo()) < 3070000 else []
PACKED = {'without': '', '64 bands': 'NONE', '64 bands, DEFLATE': 'DEFLATE', '64 bands, ZSTD': 'ZSTD'}


def write_embeddings(folder: Path, size: int, packings: list[str]) -> None:
    """Write mixtures of what the fields show, with noise, unpacked and in each of the packings."""
    cover, rng = squares(size, FIELD, 0), np.random.default_rng(5)
    mixture = rng.normal(0.0, 0.3, (BANDS, 3)).astype(np.float32)
    kind = gdal.GDT_Byte if SIGNED else gdal.GDT_Int8
    like = gdal.Open(str(folder / 's2.tif'))
    plain = folder / f'{PACKED["64 bands"]}.tif'
    dataset = gdal.GetDriverByName('GTiff').Create(str(plain), size, size, BANDS, kind, [*BLOCKS, *SIGNED])
    dataset.SetProjection(like.GetProjection())
    dataset.SetGeoTransform(like.GetGeoTransform())
    for number in range(1, BANDS + 1):
        dataset.GetRasterBand(number).SetNoDataValue(-128)
    for row in range(0, size, STRIP):
        rows = np.arange(row, min(row + STRIP, size))
        fields = cover[np.ix_(rows // FIELD, np.arange(size) // FIELD)]
        values = np.tensordot(mixture, np.stack([fields, fields**2, np.sin(9 * fields)]), 1)
        values += rng.normal(0.0, 0.03, values.shape).astype(np.float32)
        numbers = (np.sign(values) * np.sqrt(np.abs(values).clip(0, 1)) * 127.0).astype(np.int8)
        dataset.WriteArray(numbers.view(np.uint8) if SIGNED else numbers, 0, row)
    dataset = None
    for packing in packings:
        options = [*BLOCKS, *SIGNED, f'COMPRESS={packing}']
        gdal.Translate(str(folder / f'{packing}.tif'), str(plain), creationOptions=options)


def clean(folder: str, covariates: str, method: str) -> dict:
    """Run it once; return its seconds and the memory that it took in all."""
    paths, time = Path(folder), Time()
    given = (str(paths / f'{covariates}.tif'),) if covariates else ()
    inputs = (str(paths / name) for name in ('s2.tif', 'scl.tif', 'out.tif'))
    with time.running():
        report = RemoveClouds(*inputs, sar=str(paths / 's1.tif'), covariates=given, method=method).run()
    return {'memory': peak_mb(), 'seconds': report.seconds, 'wall': time.wall, 'cpu': time.cpu}


def main() -> None:
    """Write the scene, measure each packing in processes of their own, print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--size', type=int, default=4096, help='pixels along the side')
    parser.add_argument('--method', choices=METHODS, default='network')
    parser.add_argument('--times', type=int, default=2)
    parser.add_argument('--packing', nargs='*', choices=list(PACKED.values())[2:], default=list(PACKED.values())[2:])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_radar(Path(folder) / 's1.tif', options.size)
        write_optical(Path(folder) / 's2.tif', Path(folder) / 'scl.tif', options.size, 0.95)
        write_embeddings(Path(folder), options.size, options.packing)
        asked = {name: packing for name, packing in PACKED.items() if packing in ('', 'NONE', *options.packing)}
        found: dict[str, list[dict]] = {}
        for name, packing in list(asked.items()) * options.times:
            job = f'from tests.benchmarks.covariates import *; print(json.dumps(clean({folder!r}, {packing!r}, '
            job += f'{options.method!r})))'
            answer = subprocess.run([sys.executable, '-c', job], capture_output=True, text=True)
            if answer.returncode:
                sys.exit(answer.stderr)
            found.setdefault(name, []).append(json.loads(answer.stdout.splitlines()[-1]))
    print('| COVARIATES | raster | processor s | times without | MB in all | of the wall time |\n' + '|---' * 6 + '|')
    usual = min(each['cpu'] for each in found['without'])
    for name, runs in found.items():
        best = min(runs, key=lambda each: each['cpu'])
        stages = ', '.join(f'{k} {v:.0f}' for k, v in best['seconds'].items())
        size, ratio = f'{options.size} x {options.size}', best['cpu'] / usual
        print(f'| {name} | {size} | {best["cpu"]:.1f} | {ratio:.2f} | {best["memory"]:.0f} | {stages} |', flush=True)


if __name__ == '__main__':
    main()
