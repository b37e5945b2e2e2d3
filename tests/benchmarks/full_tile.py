"""Run a whole Sentinel tile through the engine; print time and memory: ``python -m tests.benchmarks.full_tile``.

Writes a synthetic 10980 x 10980 scene (or --size) into a temporary folder, then runs each algorithm in a process of its
own. Memory is the peak of that process beyond what Python, GDAL and the opened model take.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

gdal.UseExceptions()
STRIP = 256  # rows written at once
BANDS = ('B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B8A', 'B11', 'B12')


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


def write_scene(folder: Path, size: int, cloud_share: float) -> None:
    """Write s1.tif, s2.tif and scl.tif: fields of 400 m under speckle and square clouds of 5 km."""
    rng = np.random.default_rng(0)
    blocks = -(-size // 40)
    cover = rng.random((blocks, blocks), np.float32)
    sky = rng.random((-(-size // 500), -(-size // 500))) < cloud_share
    s1 = create(folder / 's1.tif', size, ('VV', 'VH'), gdal.GDT_Float32, -9999)
    s2 = create(folder / 's2.tif', size, BANDS, gdal.GDT_UInt16, 0)
    scl = create(folder / 'scl.tif', size, ('SCL',), gdal.GDT_Byte, 0)
    for row in range(0, size, STRIP):
        rows = np.arange(row, min(row + STRIP, size))
        fields = cover[np.ix_(rows // 40, np.arange(size) // 40)]
        cloud = sky[np.ix_(rows // 500, np.arange(size) // 500)]
        speckle = 10 * np.log10(rng.gamma(4.4, 1 / 4.4, (2, *fields.shape)).astype(np.float32))
        level = np.array([-14, -21], np.float32)[:, None, None]
        s1.WriteArray((level + 8 * fields + speckle).astype(np.float32), 0, row)
        gains = np.linspace(500, 2500, 10, dtype=np.float32)[:, None, None]
        s2.WriteArray(np.where(cloud, 7000, 350 + gains * fields).astype(np.uint16), 0, row)
        scl.WriteArray(np.where(cloud, 9, 4).astype(np.uint8), 0, row)


def peak_mb() -> float:
    """Return the largest resident memory of this process so far, in MB (Linux counts kB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child(algorithm: str, folder: Path, method: str, device: str) -> None:
    """Run one algorithm and print what it took, as JSON."""
    from sar2optical_qgis.core.network import Network
    from sar2optical_qgis.core.registry import find_model
    from sar2optical_qgis.core.remove_clouds import RemoveClouds
    from sar2optical_qgis.core.sar_to_optical import SarToOptical

    out = str(folder / 'out.tif')
    if algorithm == 'sartooptical':
        request = SarToOptical(str(folder / 's1.tif'), out, device=device)
        network = Network(find_model('', 'sar-to-optical'), device)
    else:
        inputs = [str(folder / name) for name in ('s2.tif', 'scl.tif')]
        request = RemoveClouds(*inputs, out, sar=str(folder / 's1.tif'), method=method, device=device)
        network = Network(find_model('', 'cloud-removal'), device) if method == 'network' else None
    del network
    before, start = peak_mb(), time.perf_counter()
    report = request.run()
    seconds = time.perf_counter() - start
    print(json.dumps({'seconds': seconds, 'mb': peak_mb() - before, 'stages': report.seconds, 'device': report.device}))


def main() -> None:
    """Write the scene, run each algorithm, print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--size', type=int, default=10980)
    parser.add_argument('--clouds', type=float, default=0.3, help='share of the scene under cloud')
    parser.add_argument('--device', default='auto')
    parser.add_argument('--only', choices=('sartooptical', 'removeclouds'))
    parser.add_argument('--method', default='network')
    parser.add_argument('--child', nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child[0], Path(options.child[1]), options.method, options.device)
        return
    with tempfile.TemporaryDirectory() as name:
        write_scene(Path(name), options.size, options.clouds)
        for algorithm in [options.only] if options.only else ['sartooptical', 'removeclouds']:
            command = [sys.executable, '-m', 'tests.benchmarks.full_tile', '--child', algorithm, name]
            answer = subprocess.run(
                [*command, '--method', options.method, '--device', options.device], capture_output=True, text=True
            )
            if answer.returncode:
                sys.exit(answer.stderr)
            found = json.loads(answer.stdout.splitlines()[-1])
            stages = ', '.join(f'{k} {v:.0f} s' for k, v in found['stages'].items())
            print(
                f'{algorithm} {options.size} x {options.size} on {found["device"]}: {found["seconds"]:.0f} s, '
                f'{options.size**2 / 1e6 / found["seconds"]:.2f} Mpx/s, '
                f'{found["mb"]:.0f} MB beyond Python and model ({stages})'
            )


if __name__ == '__main__':
    main()
