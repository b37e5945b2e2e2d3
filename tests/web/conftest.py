"""The service as it is started by hand, on a port of its own, and small rasters to send it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

httpx = pytest.importorskip('httpx', reason='the web service and its client are not installed (group "web")')
pytest.importorskip('fastapi', reason='the web service is not installed (group "web")')
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds that a loaded machine may take to start it, or to end a job


@dataclass
class Served:
    """A running service."""

    process: subprocess.Popen
    url: str
    folder: Path
    log: Path
    is_traced: bool = False  # the process is a tracer's, and the service its child

    def client(self, **headers: str):
        return httpx.Client(base_url=self.url, timeout=PATIENCE, headers=headers)

    def children(self) -> list[int]:
        return [int(p) for p in Path(f'/proc/{self.process.pid}/task/{self.process.pid}/children').read_text().split()]

    def workers(self) -> list[int]:
        """Processes of jobs, waiting or running."""
        return [pid for pid in self.children() if b'web.worker' in Path(f'/proc/{pid}/cmdline').read_bytes()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def start(
    folder: Path, *options: str, before: tuple[str, ...] = (), limits: dict | None = None, **variables: str
) -> Served:
    """Start the service in ``folder``: by its command line, or with ``limits`` that the command line does not have."""
    port, log = free_port(), folder / 'server.log'
    module = ['-m', 'sar2optical_qgis.web', '--port', str(port), '--folder', str(folder), *options]
    if limits is not None:
        module = ['-m', 'tests.web.limited', str(port), str(folder), json.dumps(limits)]
    environment = {
        **os.environ,
        'PYTHONPATH': os.pathsep.join(filter(None, [variables.pop('PYTHONPATH', ''), str(ROOT)])),
        **variables,
    }
    with log.open('w') as file:
        process = subprocess.Popen(
            [*before, sys.executable, *module], cwd=ROOT, env=environment, stdout=file, stderr=file
        )
    served = Served(process, f'http://127.0.0.1:{port}', folder, log, is_traced=bool(before))
    end = time.time() + PATIENCE
    while time.time() < end:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f'{served.url}/health', timeout=5).status_code == 200:
                return served
        except httpx.TransportError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError(f'the service did not start: {log.read_text()[-2000:]}')


def stop(served: Served) -> None:
    if served.process.poll() is None:
        for pid in served.children() if served.is_traced else [served.process.pid]:  # a tracer would let go of it
            os.kill(pid, signal.SIGTERM)
        try:
            served.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            served.process.kill()


@pytest.fixture(scope='session')
def served(tmp_path_factory):
    """One service for all tests that leave it as it is."""
    running = start(tmp_path_factory.mktemp('web'), '--workers', '2')
    yield running
    stop(running)


@pytest.fixture
def client(served):
    with served.client(Authorization='Bearer tests') as made:
        yield made


@pytest.fixture
def serve(tmp_path):
    """start(folder, ...) that is stopped when the test ends."""
    running = []

    def begin(*options, **more):
        running.append(start(tmp_path, *options, **more))
        return running[-1]

    yield begin
    for each in running:
        stop(each)


def write(
    path: Path, values: np.ndarray, names: tuple[str, ...] = (), nodata: float | None = None, move: int = 0
) -> Path:
    """Write (bands, rows, cols) as a GeoTIFF at 10 m in UTM 32; ``move`` in pixels to the east."""
    kinds = {'uint8': gdal.GDT_Byte, 'uint16': gdal.GDT_UInt16, 'float32': gdal.GDT_Float32}
    bands, rows, cols = values.shape
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), cols, rows, bands, kinds[str(values.dtype)])
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32632)
    dataset.SetProjection(reference.ExportToWkt())
    dataset.SetGeoTransform((500000.0 + 10.0 * move, 10.0, 0.0, 5300000.0, 0.0, -10.0))
    for k in range(bands):
        band = dataset.GetRasterBand(k + 1)
        band.WriteArray(values[k])
        if names:
            band.SetDescription(names[k])
        if nodata is not None:
            band.SetNoDataValue(nodata)
    dataset = None
    return path


@dataclass(frozen=True)
class Scene:
    """Radar, a cloudy image and its mask of one place, 96 x 96."""

    radar: Path
    image: Path
    mask: Path


@pytest.fixture(scope='session')
def scene(tmp_path_factory) -> Scene:
    folder, dice, size = tmp_path_factory.mktemp('scene'), np.random.default_rng(3), 96
    ground = np.kron(dice.random((6, 6)), np.ones((16, 16)))
    radar = np.stack([-8 - 10 * ground, -15 - 10 * ground]) + dice.normal(0, 1, (2, size, size))
    image = np.stack([400 + 450 * ground * (k + 1) for k in range(4)]) + dice.normal(0, 20, (4, size, size))
    image = image.astype(np.uint16)
    classes = np.full((1, size, size), 4, np.uint8)
    classes[0, :10] = 6
    classes[0, 30:60, 30:60] = 9
    image[:, 30:60, 30:60] = 8000 + np.arange(4)[:, None, None]
    return Scene(
        write(folder / 's1_20240501.tif', radar.astype(np.float32), ('VV', 'VH'), -9999.0),
        write(folder / 's2_20240501.tif', image, ('B02', 'B03', 'B04', 'B08'), 0),
        write(folder / 'scl_20240501.tif', classes, ('SCL',), 0),
    )


def send(client, *paths: Path) -> list[dict]:
    """Upload files; return what the service says of them."""
    answer = client.post('/uploads', files=[('file', (path.name, path.read_bytes())) for path in paths])
    assert answer.status_code == 201, answer.text
    return answer.json()['uploads']


def begin(client, process: str, inputs: dict, **more: object) -> str:
    """Start a job; return its id."""
    order = {'inputs': inputs, **more}
    answer = client.post(f'/processes/{process}/execution', json=order, headers={'Prefer': 'respond-async'})
    assert answer.status_code == 201, answer.text
    return answer.json()['jobID']


def ended(client, job: str) -> dict:
    """Wait until a job is over; return its status."""
    end = time.time() + PATIENCE
    while time.time() < end:
        status = client.get(f'/jobs/{job}').json()
        if status['status'] not in ('accepted', 'running'):
            return status
        time.sleep(0.05)
    raise AssertionError(f'the job does not end: {status}')
