"""One algorithm on one scene, measured in a process of its own, which gets a job and answers in JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.cloud_mask import in_run
from sar2optical_qgis.core.composite.request import CloudFreeComposite
from sar2optical_qgis.core.model import network as door
from sar2optical_qgis.core.model.registry import find_model
from sar2optical_qgis.core.remove_clouds import request as remove_clouds
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from sar2optical_qgis.core.sar_to_optical import request as sar_to_optical
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical

gdal.UseExceptions()
REPLAYED = 40e6  # pixels at most that the network sees once more, alone
TASKS = {'sartooptical': 'sar-to-optical', 'removeclouds': 'cloud-removal', 'masks': 'cloud-mask'}
COPY = ['TILED=YES', 'BLOCKXSIZE=256', 'BLOCKYSIZE=256', 'COMPRESS=DEFLATE', 'ZLEVEL=1', 'NUM_THREADS=2']


@dataclass
class Time:
    """Seconds on the wall clock and of the processor (both cores added up)."""

    wall: float = 0.0
    cpu: float = 0.0

    @contextmanager
    def running(self):
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall, self.cpu = self.wall + time.perf_counter() - wall, self.cpu + time.process_time() - cpu


@dataclass
class Measured:
    """What one run took; ``network`` is the same tiles through the network alone, arrays in memory."""

    device: str = 'cpu'
    whole: Time = field(default_factory=Time)
    network: Time = field(default_factory=Time)
    copy: Time = field(default_factory=Time)
    memory_mb: float = 0.0  # peak beyond Python, GDAL and the opened model
    stages: dict[str, float] = field(default_factory=dict)


def peak_mb() -> float:
    """Return the largest resident memory of this process so far, in MB."""
    status = Path('/proc/self/status')
    if status.exists():  # getrusage counts what the parent had, too, on Linux
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if 'VmHWM' in line) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # macOS counts bytes


class _Listening(door.Network):
    """A network that remembers the shapes of its batches, and which of its outputs were wanted."""

    calls: tuple = ()

    def __call__(self, batch: np.ndarray, out: dict[str, np.ndarray] | None = None) -> tuple[np.ndarray, ...]:
        _Listening.calls += ((tuple(out or door.ESTIMATE), batch.shape),)
        return super().__call__(batch, out)


def request_of(job: dict):
    """Return the request that a job (algorithm, folder, method, model, device) stands for."""
    folder, out = Path(job['folder']), str(Path(job['folder']) / 'out.tif')
    if job['algorithm'] == 'sartooptical':
        return SarToOptical(str(folder / 's1.tif'), out, model=job['model'], device=job['device'])
    if job['algorithm'] == 'removeclouds':
        inputs = [str(folder / name) for name in ('s2.tif', 'scl.tif')]
        how = {'method': job['method'], 'model': job['model'], 'device': job['device']}
        return RemoveClouds(*inputs, out, sar=str(folder / 's1.tif'), **how)
    if job['algorithm'] == 'masks':
        codes = {'mask': str(folder / 'found.tif'), 'mask_type': 'omnicloudmask'}  # those that ours has
        mask = {'given': {**codes, 'refine_mask': 'off'}, 'auto': {'mask_type': 'auto'}}[job['method']]
        return RemoveClouds(str(folder / 's2.tif'), output=out, method='regression', device=job['device'], **mask)
    inputs, masks = sorted(map(str, folder.glob('s2_*.tif'))), sorted(map(str, folder.glob('scl_*.tif')))
    return CloudFreeComposite(tuple(inputs), tuple(masks), out)


def measure(job: dict) -> Measured:
    """Run the job, then the network alone on the same tiles, then a plain copy of the input."""
    request, found = request_of(job), Measured()
    has_network = job['algorithm'] in TASKS and job.get('method', 'network') in ('network', 'auto')
    alone = door.Network(find_model(job['model'], TASKS[job['algorithm']]), job['device']) if has_network else None
    sar_to_optical.Network = remove_clouds.Network = in_run.Network = _Listening
    before = peak_mb()
    with found.whole.running():
        report = request.run()
    found.memory_mb, found.device, found.stages = peak_mb() - before, report.device, report.seconds
    if alone is not None:
        found.network = _replay(alone, _Listening.calls)
    source = request.inputs[-1] if job['algorithm'] == 'cloudfreecomposite' else request.input
    target = str(Path(job['folder']) / 'copy.tif')
    with found.copy.running():
        predictor = f'PREDICTOR={3 if job["algorithm"] == "sartooptical" else 2}'
        gdal.GetDriverByName('GTiff').CreateCopy(target, gdal.Open(source), options=[*COPY, predictor])
    return found


def _replay(network: door.Network, calls: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]) -> Time:
    """Time the network on arrays of these shapes (N, planes, rows, cols); of very many, on an even part."""
    pixels = np.array([n * rows * cols for _, (n, _, rows, cols) in calls], float)
    every = max(int(np.ceil(pixels.sum() / REPLAYED)), 1)
    calls, given = calls[::every], network.card.outputs
    most, planes = int(max(pixels[::every], default=0)), len(network.card.channels)
    numbers, spent = network.memory(planes * most), Time()
    made = {name: network.memory(given[name] * most) for name in (calls[0][0] if calls else ())}
    np.random.default_rng(0).random(out=numbers, dtype=np.float32)
    for k, (_, shape) in enumerate((*calls[:1], *calls)):  # the first run of a session plans its memory
        n, _, rows, cols = shape
        batch = numbers[: int(np.prod(shape))].reshape(shape)
        places = ((name, line[: given[name] * n * rows * cols]) for name, line in made.items())
        out = {name: line.reshape(n, given[name], rows, cols) for name, line in places}
        with spent.running() if k else nullcontext():
            network(batch, out)
    scale = pixels.sum() / max(pixels[::every].sum(), 1)
    return Time(spent.wall * scale, spent.cpu * scale)


if __name__ == '__main__':
    print(json.dumps(asdict(measure(json.loads(sys.argv[1])))))
