"""How fast, how large, and where the time goes: ``python -m tests.benchmarks`` writes the tables into RESULTS.md.

``--only networks`` compares the shipped networks with pix2pix; each other name runs an algorithm, a process of its own,
on a synthetic scene in a temporary folder. Ratios are taken within one process, for machines are noisy and seldom idle;
processor time stands beside the wall clock for the same reason.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import onnxruntime
from osgeo import gdal

from sar2optical_qgis.core.cloud_mask.request import DetectClouds
from sar2optical_qgis.core.remove_clouds.request import METHODS
from tests.benchmarks.rivals import Rival, rivals
from tests.benchmarks.scenes import write_optical, write_radar, write_series

RESULTS = Path(__file__).parent / 'RESULTS.md'
START, END = '<!-- {}: written by python -m tests.benchmarks -->', '<!-- end of {} -->'
NETWORKS, RUNS = 'networks', 'runs'  # the two tables
ALGORITHMS = ('sartooptical', 'removeclouds', 'masks', 'cloudfreecomposite')
MASK_WAYS = {'given': 'that mask given', 'auto': 'clouds found in the pixels'}
INT8 = {'sartooptical': 'sar_to_optical_int8'}  # networks that ship in int8 too
LARGEST_SERIES = 5000  # pixels along a side: five dates of a whole tile would fill the disk
COLUMNS = (
    'algorithm', 'raster', 'device', 'wall s', 'processor s', 'Mpx a wall s', 'MB beyond the model',
    'network alone: wall, processor s', 'whole / network: wall, processor', 'plain GDAL copy: wall, processor s',
    'where the wall time went (stages overlap)',
)  # fmt: skip
HEAD = f'| {" | ".join(COLUMNS)} |\n|{"---|" * len(COLUMNS)}'


def machine() -> str:
    """Return processor, cores, memory and versions in a sentence."""
    info = Path('/proc/cpuinfo')
    text = info.read_text() if info.exists() else ''
    name = next((line.split(':')[1].strip() for line in text.splitlines() if 'model name' in line), platform.machine())
    flags = next((line for line in text.splitlines() if line.startswith('flags')), '')
    special = [f for f in ('avx2', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_int8') if f in flags.split()]
    memory = Path('/proc/meminfo')
    size = f', {int(memory.read_text().split()[1]) / 2**20:.0f} GiB' if memory.exists() else ''
    cores, load = text.count('processor\t'), Path('/proc/loadavg')
    busy = f', load {load.read_text().split()[0]} before the first run' if load.exists() else ''
    return (
        f'{name} ({", ".join(special)}), {cores} cores{size}, onnxruntime {onnxruntime.__version__}, '
        f'GDAL {gdal.__version__}, {date.today()}{busy}'
    )


def measure(algorithm: str, folder: Path, device: str, method: str, int8: bool) -> dict:
    """Run one algorithm in a process of its own; return what it measured."""
    job = {'algorithm': algorithm, 'folder': str(folder), 'device': device, 'method': method}
    job['model'] = INT8[algorithm] if int8 else ''
    command = [sys.executable, '-m', 'tests.benchmarks.measure', json.dumps(job)]
    answer = subprocess.run(command, capture_output=True, text=True)
    if answer.returncode:
        sys.exit(answer.stderr)
    return json.loads(answer.stdout.splitlines()[-1])


def row(title: str, size: int, found: dict) -> str:
    """Return a row of the table."""
    whole, network, copy = found['whole'], found['network'], found['copy']
    alone, ratio = ' ', ' '
    if network['cpu']:
        alone = f'{network["wall"]:.1f}, {network["cpu"]:.1f}'
        ratio = f'{whole["wall"] / network["wall"]:.2f}, {whole["cpu"] / network["cpu"]:.2f}'
    stages = ', '.join(f'{k} {v:.1f}' for k, v in found['stages'].items())
    cells = [
        title, f'{size} x {size}', found['device'], f'{whole["wall"]:.1f}', f'{whole["cpu"]:.1f}',
        f'{size**2 / 1e6 / whole["wall"]:.2f}', f'{found["memory_mb"]:.0f}', alone, ratio,
        f'{copy["wall"]:.1f}, {copy["cpu"]:.1f}', stages,
    ]  # fmt: skip
    return '| ' + ' | '.join(cells) + ' |'


def scenes(options: argparse.Namespace, folder: Path):
    """Write the scenes one after the other; yield title, size, algorithm and method of what runs on each."""
    for size in options.size:
        write_radar(folder / 's1.tif', size)
        if 'sartooptical' in options.only:
            yield 'sartooptical', size, 'sartooptical', 'network'
        if 'removeclouds' in options.only:
            for share in options.clouds:
                write_optical(folder / 's2.tif', folder / 'scl.tif', size, share)
                for method in options.method:
                    yield f'removeclouds by {method}, radar, {share:.0%} cloud', size, 'removeclouds', method
        if 'masks' in options.only:  # the second run less the first, of the same mask, is what it costs to find clouds
            write_optical(folder / 's2.tif', folder / 'scl.tif', size, 0.3)
            DetectClouds(str(folder / 's2.tif'), output=str(folder / 'found.tif'), dilate=0).run()
            for way, words in MASK_WAYS.items():
                yield f'removeclouds by regression, 30% cloud, {words}', size, 'masks', way
        if 'cloudfreecomposite' in options.only and size <= LARGEST_SERIES:
            write_series(folder, size, 0.3)
            yield 'cloudfreecomposite, 5 dates, 30% cloud', size, 'cloudfreecomposite', ''
            for path in folder.glob('*_20*.tif'):
                path.unlink()


def rival_table(found: list[Rival]) -> str:
    """Return the table of networks; ratios are against the first."""
    lines = ['| network on tiles of 256 | processor s a megapixel | fastest wall s a megapixel | times pix2pix |']
    lines.append('|---|---|---|---|')
    for rival in found:
        faster = f'{found[0].cpu / rival.cpu:.2f}'
        lines.append(f'| {rival.name} | {rival.cpu:.3f} | {rival.wall:.3f} | {faster} |')
    return '\n'.join(lines)


def written(table: str) -> str:
    """Return what stands between a table's markers in RESULTS.md."""
    text = RESULTS.read_text('utf-8') if RESULTS.exists() else ''
    return text.partition(START.format(table))[2].partition(END.format(table))[0].strip()


def write(table: str, text: str) -> None:
    """Put ``text`` between a table's markers in RESULTS.md, at its end if it has none yet."""
    start, end = START.format(table), END.format(table)
    old = RESULTS.read_text('utf-8') if RESULTS.exists() else ''
    before, _, rest = old.partition(start)
    after = rest.partition(end)[2].lstrip() if rest else ''
    made = f'{before.rstrip()}\n\n{start}\n{text.strip()}\n{end}\n'
    RESULTS.write_text(made.lstrip() + (f'\n{after}' if after else ''), 'utf-8')


def main() -> None:
    """Write the scenes, measure, print each row as it comes, and put the tables into RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--only', nargs='+', choices=(NETWORKS, *ALGORITHMS), default=[NETWORKS, *ALGORITHMS])
    parser.add_argument('--size', type=int, nargs='+', default=[1024, 4096, 10980])
    parser.add_argument('--clouds', type=float, nargs='+', default=[0.1, 0.3, 0.95], help='shares of removeclouds')
    parser.add_argument('--method', nargs='+', choices=METHODS, default=list(METHODS), help='of removeclouds')
    parser.add_argument('--device', nargs='+', default=['cpu'], help='auto, gpu, cpu')
    parser.add_argument('--int8', action='store_true', help='the int8 models')
    parser.add_argument('--append', action='store_true', help='add rows to the table of runs that is there')
    parser.add_argument('--dry', action='store_true', help='print only')
    options = parser.parse_args()
    if NETWORKS in options.only:  # needs torch, for pix2pix
        text = f'{machine()}.\n\n{rival_table(rivals())}'
        print(text, flush=True)
        if not options.dry:
            write(NETWORKS, text)
    options.only = [name for name in options.only if name in (INT8 if options.int8 else ALGORITHMS)]
    if not options.only:
        return
    parts = [written(RUNS)] if options.append else []

    def tell(text: str) -> None:
        parts.append(text)
        print(text, flush=True)
        if not options.dry:  # a run that breaks off keeps what it has
            write(RUNS, '\n'.join(parts))

    if not options.append:
        tell(f'{machine()}.\n\n{HEAD}')
    with tempfile.TemporaryDirectory() as name:
        for title, size, algorithm, method in scenes(options, Path(name)):
            for device in options.device:
                named = f'{title}, int8' if options.int8 else title
                tell(row(named, size, measure(algorithm, Path(name), device, method, options.int8)))


if __name__ == '__main__':
    main()
