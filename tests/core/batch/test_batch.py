"""A batch finishes every scene once: over two processes, when a worker is killed, and when it is run again."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.batch import command as batch
from sar2optical_qgis.core.batch.scenes import Scene, read_scenes, run_all
from sar2optical_qgis.core.errors import InputError
from tests.makers import read, write_model, write_raster

dask, distributed = pytest.importorskip('dask'), pytest.importorskip('distributed')
SIZE, COUNT = 700, 6


@pytest.fixture(scope='module')
def folder(tmp_path_factory):
    """Radar scenes side by side, a tiny model, and the file that lists them."""
    folder = tmp_path_factory.mktemp('batch')
    rng = np.random.default_rng(0)
    write_model(
        folder / 'tiny.onnx', 'sar-to-optical', ('vv', 'vh'), ('B04', 'B03', 'B02'), 'natural-colour', np.ones((3, 2))
    )
    entries = []
    for k in range(COUNT):
        db = rng.normal(-12, 2, (2, SIZE, SIZE)).astype(np.float32)
        write_raster(folder / f's1_{k}.tif', db, ('VV', 'VH'), origin=(500000.0 + k * SIZE * 10, 5600000.0))
        entries.append(
            {
                'algorithm': 'sartooptical',
                'input': f's1_{k}.tif',
                'output': f'out/{k}.tif',
                'model': str(folder / 'tiny.onnx'),
            }
        )
    (folder / 'scenes.json').write_text(json.dumps(entries))
    return folder


def identities(scenes: list[Scene]) -> dict:
    """Which file each finished output is: a file made again has another inode or time."""
    paths = [path for scene in scenes for path in scene.outputs if path.exists()]
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in paths}


def test_a_killed_worker_loses_nothing_and_nothing_finished_is_done_twice(folder):
    scenes = read_scenes(folder / 'scenes.json')
    with batch.local_cluster(2, 'cpu') as cluster, distributed.Client(cluster) as client:
        client.wait_for_workers(2, timeout=60)
        pids = sorted(client.run(os.getpid).values())
        assert len(set(pids)) == 2 and os.getpid() not in pids
        finished, killed = {}, threading.Event()

        def kill_one():
            while not finished:
                time.sleep(0.01)
                finished.update(identities(scenes))
            os.kill(pids[0], signal.SIGKILL)
            killed.set()

        threading.Thread(target=kill_one, daemon=True).start()
        outcomes = list(run_all(scenes, client, retries=2))
        assert killed.is_set() and pids[0] not in client.run(os.getpid).values()
    assert {outcome.state for outcome in outcomes} <= {'done', 'skipped'} and len(outcomes) == COUNT
    now = identities(scenes)
    assert len(now) == COUNT and 0 < len(finished) < COUNT
    assert {path: now[path] for path in finished} == finished
    assert all(read(path).shape == (4, SIZE, SIZE) and (read(path)[3] == 255).all() for path in now)
    assert not [
        path for path in (folder / 'out').iterdir() if 'partial' in path.name and f'.{os.getpid()}-' in path.name
    ]


def test_run_again_it_skips_what_is_finished_and_makes_the_mosaic(folder, caplog):
    scenes = read_scenes(folder / 'scenes.json')
    scenes[1].outputs[0].unlink(missing_ok=True)
    before = identities(scenes)
    with caplog.at_level(logging.INFO):
        assert batch.main([str(folder / 'scenes.json'), '--workers', '2', '--mosaic', str(folder / 'all.vrt')]) == 0
    after, lost = identities(scenes), scenes[1].outputs[0]
    assert {path: after[path] for path in before} == before and lost in after
    assert sum('skipped' in message for message in caplog.messages) == len(before)
    mosaic = gdal.Open(str(folder / 'all.vrt'))
    assert mosaic.RasterXSize == COUNT * SIZE and mosaic.RasterYSize == SIZE
    assert (mosaic.ReadAsArray(SIZE, 0, SIZE, SIZE) == read(lost)).all()


def test_a_cluster_started_by_hand_finishes_the_batch_though_a_worker_dies(folder, tmp_path):
    entries = json.loads((folder / 'scenes.json').read_text())
    for k, entry in enumerate(entries):
        entry.update(input=str(folder / entry['input']), output=str(tmp_path / f'{k}.tif'))
    (tmp_path / 'scenes.json').write_text(json.dumps(entries))
    where, root = tmp_path / 'scheduler.json', Path(__file__).parents[3]
    command = [sys.executable, '-m', 'dask']
    quiet = {'cwd': root, 'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}
    wait = ['--scheduler-file', str(where), '--no-dashboard']
    started = [subprocess.Popen([*command, 'scheduler', '--host', '127.0.0.1', '--port', '0', *wait], **quiet)]
    worker = [*command, 'worker', '--nthreads', '1', '--no-nanny', '--local-directory', str(tmp_path), *wait]
    started += [subprocess.Popen(worker, **quiet) for _ in range(2)]
    try:
        deadline = time.time() + 60
        while not where.exists() and time.time() < deadline:
            time.sleep(0.05)
        address = json.loads(where.read_text())['address']
        with distributed.Client(address) as client:
            client.wait_for_workers(2, timeout=60)

        def kill_one():
            while not list(tmp_path.glob('[0-9].tif')):
                time.sleep(0.01)
            started[1].kill()

        killer = threading.Thread(target=kill_one, daemon=True)
        killer.start()
        mosaic = tmp_path / 'all.tif'
        assert batch.main([str(tmp_path / 'scenes.json'), '--scheduler', address, '--mosaic', str(mosaic)]) == 0
        killer.join(5)
        assert started[1].wait(5) == -signal.SIGKILL and started[2].poll() is None
    finally:
        for process in started:
            process.kill()
            process.wait()
    assert len(list(tmp_path.glob('[0-9].tif'))) == COUNT
    found = gdal.Open(str(mosaic))
    assert found.GetMetadata('IMAGE_STRUCTURE')['LAYOUT'] == 'COG' and found.RasterXSize == COUNT * SIZE


def test_a_scheduler_that_does_not_answer_is_told_with_a_remedy(folder, caplog):
    with dask.config.set({'distributed.comm.timeouts.connect': '1s'}), caplog.at_level(logging.ERROR):
        assert batch.main([str(folder / 'scenes.json'), '--scheduler', 'tcp://127.0.0.1:9']) == 1
    assert any('No Dask scheduler answers at tcp://127.0.0.1:9' in message for message in caplog.messages)


def test_an_input_that_changed_is_worked_on_again(folder):
    scene = read_scenes(folder / 'scenes.json')[0]
    scene.outputs[0].parent.mkdir(exist_ok=True)
    scene.outputs[0].write_bytes(b'')
    assert scene.finished
    later = time.time() + 60
    os.utime(scene.request.input, (later, later))
    assert not scene.finished
    scene.outputs[0].unlink()


def test_a_scene_that_cannot_work_fails_alone_and_is_named(folder, tmp_path, caplog):
    entries = json.loads((folder / 'scenes.json').read_text())[:2]
    for k, entry in enumerate(entries):
        entry.update(input=str(folder / entry['input']), output=str(tmp_path / f'{k}.tif'))
    entries[0]['input'] = str(folder / 'nowhere.tif')
    (tmp_path / 'scenes.json').write_text(json.dumps(entries))
    with caplog.at_level(logging.INFO):
        assert batch.main([str(tmp_path / 'scenes.json'), '--workers', '1']) == 1
    assert any('0.tif: failed INPUT cannot be opened' in message for message in caplog.messages)
    assert (tmp_path / '1.tif').exists() and not (tmp_path / '0.tif').exists()


@pytest.mark.parametrize(
    ('text', 'told'),
    [
        ('{', 'cannot be read as JSON'),
        ('[]', 'holds no list of scenes'),
        ('[{"algorithm": "magic"}]', 'needs an "algorithm": one of sartooptical'),
        ('[{"algorithm": "sartooptical", "inptu": "a.tif"}]', 'knows no "inptu"'),
        ('[{"algorithm": "sartooptical", "input": "a.tif"}]', 'names no output'),
        ('[{"algorithm": "removeclouds", "output": "b.tif"}]', "cannot start: .*'input'"),
        (json.dumps([{'algorithm': 'sartooptical', 'input': 'a.tif', 'output': 'b.tif'}] * 2), 'Two scenes write'),
    ],
)
def test_a_file_that_lists_no_scenes_is_refused_with_its_fault(tmp_path, text, told):
    (tmp_path / 'scenes.json').write_text(text)
    with pytest.raises(InputError, match=told):
        read_scenes(tmp_path / 'scenes.json')
