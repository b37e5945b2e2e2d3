"""Many scenes on many processes: ``python -m sar2optical_qgis.core.batch scenes.json``.

The file lists requests of the engine: an algorithm and the request's own fields, paths relative to the file.

    [{"algorithm": "sartooptical", "input": "s1_east.tif", "output": "out/east.tif", "landcover": "worldcover.tif"},
     {"algorithm": "removeclouds", "input": "s2.tif", "mask": "scl.tif", "sar": "s1.tif", "output": "out/clear.tif"}]

Dask spreads them over a local cluster, or over the one at --scheduler (whose workers see the same files and have one
thread each). Finished scenes are skipped, so a batch that broke off goes on where it was. Needs dask and distributed,
which nothing else does: they are imported when a batch runs.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, Sar2OpticalError
from ..machine.cores import THREADS, cores
from ..model.installation import has_nvidia_driver
from ..raster.mosaic import write_mosaic
from .scenes import Scene, read_scenes, run_all

if TYPE_CHECKING:
    from distributed import Client, SpecCluster

CORES_A_WORKER = 4  # of a local cluster on the CPU: more gain little on one scene
GPUS = Path('/proc/driver/nvidia/gpus')
LOG = logging.getLogger(__name__)


def local_cluster(workers: int, device: str = 'auto') -> SpecCluster:
    """Return a cluster on this machine; ``workers`` 0 takes one for each GPU that may be used, or for a few cores."""
    from distributed import Nanny, Scheduler, SpecCluster

    cards = len(list(GPUS.iterdir())) if device != 'cpu' and has_nvidia_driver() and GPUS.is_dir() else 0
    workers = workers or cards or max(cores() // CORES_A_WORKER, 1)
    threads = str(max(cores() // workers, 1))
    specification = {}
    for k in range(workers):
        env = {THREADS: threads, 'OMP_NUM_THREADS': threads}
        if cards:
            env['CUDA_VISIBLE_DEVICES'] = str(k % cards)
        specification[k] = {'cls': Nanny, 'options': {'nthreads': 1, 'env': env, 'memory_limit': 0}}
    here = {'host': '127.0.0.1', 'port': 0, 'dashboard': False}
    return SpecCluster(workers=specification, scheduler={'cls': Scheduler, 'options': here})


def main(arguments: list[str] | None = None) -> int:
    """Run a file of scenes; return 0 where all are finished, else 1."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser('python -m sar2optical_qgis.core.batch', None, __doc__, formatter_class=form)
    parser.add_argument('scenes', type=Path, help='JSON file with a list of requests')
    parser.add_argument('--scheduler', default='', help='tcp://... of a Dask cluster that is running')
    parser.add_argument(
        '--workers', type=int, default=0, help='of the local cluster; 0 = one a GPU, or one a few cores'
    )
    parser.add_argument('--device', choices=('auto', 'cpu'), default='auto', help='cpu: local workers leave GPUs alone')
    parser.add_argument('--retries', type=int, default=2, help='of a scene whose worker dies or whose device fails')
    parser.add_argument('--mosaic', type=Path, help='.vrt, or .tif (a COG), over the main outputs, made at the end')
    options = parser.parse_args(arguments)
    try:
        from distributed import Client
    except ImportError:
        LOG.error('A batch needs Dask, which is not installed here. Install it with: pip install dask distributed')
        return 1
    try:
        scenes = read_scenes(options.scenes)
        if options.scheduler:
            with connect(options.scheduler) as client:
                return run(scenes, client, options)
        with local_cluster(options.workers, options.device) as cluster, Client(cluster) as client:
            return run(scenes, client, options)
    except (Sar2OpticalError, OSError) as error:
        LOG.error('%s', error)
        return 1


def connect(address: str) -> Client:
    """Return a client of the scheduler at ``address``; raise InputError where none answers."""
    from distributed import Client

    try:
        return Client(address)
    except (OSError, ValueError) as error:  # no answer in time, or no address at all
        raise InputError(
            f'No Dask scheduler answers at {address} ({str(error).splitlines()[0]}). '
            'Start one with "dask scheduler", its workers with "dask worker ADDRESS --nthreads 1", or leave '
            '--scheduler out for a cluster on this machine.'
        ) from error


def run(scenes: list[Scene], client: Client, options: argparse.Namespace) -> int:
    """Run the scenes on a cluster, log how each ended, make the mosaic; return the exit code."""
    failed = 0
    for number, outcome in enumerate(run_all(scenes, client, options.retries), 1):
        name = outcome.scene.outputs[0].name
        LOG.info('%d/%d %s: %s %s', number, len(scenes), name, outcome.state, outcome.sentence)
        failed += outcome.state == 'failed'
    if failed:
        LOG.error('%d scene(s) failed. Mend them and run the batch again: what is finished is skipped.', failed)
        return 1
    if options.mosaic:
        LOG.info('%s', write_mosaic(options.mosaic, [str(scene.outputs[0]) for scene in scenes]))
    return 0
