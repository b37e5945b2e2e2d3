"""Too little of something: disk, size of files, memory.

After each: one sentence, whole files or none, inputs as they were.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults import victim
from tests.faults.stage import Stage
from tests.faults.tally import Tally


def can_mount() -> bool:
    """Whether this process may mount a file system of its own, as root in a container with that right may."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], capture_output=True)
        return done.returncode == 0 and subprocess.run(['umount', folder]).returncode == 0


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of so many KB, mounted at a new folder."""
    folder.mkdir()
    subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={kilobytes}k', 'tmpfs', str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(['umount', '-l', str(folder)], check=True)
        folder.rmdir()


def full_disks(folder: Path, sizes_kb: tuple[int, ...]) -> Tally:
    """Run with the outputs on disks of these sizes; needs the right to mount."""
    stage = Stage(folder, 400)
    ends = set()
    for kilobytes in sizes_kb:
        for kind in ('regression', 'sar'):
            with small_disk(folder / 'disk', kilobytes) as disk:
                stage.out, told = disk, f'{kind}, disk of {kilobytes} KB'
                error, _ = stage.run(kind, told)
                stage.expect(error, ('', 'OutputError'), told)
                stage.tally.counts['disks filled'] += bool(error)
                ends.add(error)
    stage.tally.expect(ends == {'', 'OutputError'}, f'full disks: no size was too small, or none enough: {ends}')
    return stage.tally


def processes_on_full_disks(folder: Path, sizes_kb: tuple[int, ...]) -> Tally:
    """Run in processes of their own on disks of these sizes, all too small; needs the right to mount.

    A process may end on its way out: Close() of GDAL 3.10's Python let a file that could not be closed be freed twice.
    """
    stage = Stage(folder, 400)
    for kilobytes in sizes_kb:
        told = f'a process on a disk of {kilobytes} KB'
        with small_disk(folder / 'disk', kilobytes) as disk:
            stage.out = disk
            code, said, _ = victim.end(victim.start(victim.command(stage.scene, 'regression', disk)))
            stage.tally.expect(
                code == 1 and _last_line(said).startswith('OutputError: '), f'{told}: {code} {said[-300:]}'
            )
            stage.expect('OutputError', ('OutputError',), told)
        stage.tally.counts['processes on full disks'] += 1
    return stage.tally


def large_files(folder: Path, limits_kb: tuple[int, ...]) -> Tally:
    """Run under a limit of file size (a quota that anybody can have), in a process of its own."""
    stage = Stage(folder, 400)
    for limit in limits_kb:
        told = f'files limited to {limit} KB'
        words = victim.command(stage.scene, 'regression', stage.out, '--file', str(limit))
        code, said, _ = victim.end(victim.start(words))
        stage.tally.expect(code == 1 and _last_line(said).startswith('OutputError: '), f'{told}: {code} {said[-300:]}')
        stage.expect('OutputError', ('OutputError',), told)
        stage.tally.counts['file size limits hit'] += 1
    return stage.tally


def scarce_memory(folder: Path, megabytes: tuple[int, ...]) -> Tally:
    """Run with so little memory that Python, GDAL or onnxruntime cannot get theirs, in a process of its own."""
    stage = Stage(folder, 700)
    ends = set()
    for amount in megabytes:
        for kind in ('regression', 'network', 'sar'):
            told = f'{kind}, {amount} MB'
            words = victim.command(stage.scene, kind, stage.out, '--memory', str(amount))
            code, said, _ = victim.end(victim.start(words))
            last = _last_line(said)
            stage.tally.expect(
                code == 0 or (code == 1 and 'Error: ' in last and 'Traceback' not in said),
                f'{told}: {code} {said[-400:]}',
            )
            stage.expect('out of memory' if code else '', ('out of memory', ''), told)
            stage.tally.counts['runs starved of memory'] += code != 0
            ends.add(code)
            stage.clear()
    stage.tally.expect(1 in ends, 'scarce memory: no amount was too little')
    return stage.tally


def _last_line(said: str) -> str:
    """Return the last line of what a process said; newer libtiffs say something of their own before it."""
    return said.strip().splitlines()[-1] if said.strip() else ''
