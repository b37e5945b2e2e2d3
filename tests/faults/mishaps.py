"""Faults inside a run: folders that go, inputs that change, cancels, rivals, a runtime that raises.

After each: one sentence, whole files or none, nothing left lying about, inputs as they were."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sar2optical_qgis.core.errors import Cancelled, Sar2OpticalError
from sar2optical_qgis.core.model.network import Network
from tests.faults import victim
from tests.faults.scarcity import can_mount, small_disk
from tests.faults.scenes import Scene
from tests.faults.stage import Stage
from tests.faults.tally import Tally

KINDS = ('regression', 'network', 'sar', 'composite')


def cancel_everywhere(folder: Path, kinds: tuple[str, ...] = KINDS, most: int = 40) -> Tally:
    """Cancel at every point (or ``most`` points spread over them) at which the engine asks whether to go on."""
    stage = Stage(folder)
    for kind in kinds:
        _, points = stage.run(kind, f'{kind}, uncancelled')
        stage.expect('', ('',), f'{kind}, uncancelled')
        stage.clear()
        for point in sorted({1 + k * (points - 1) // max(most - 1, 1) for k in range(most)}):
            told = f'{kind}, cancelled at point {point} of {points}'
            error, _ = stage.run(kind, told, stop=point)
            # how often a waiting stage asks is a matter of timing: the last points may come after the end
            stage.expect(error, ('Cancelled',) if point < 0.5 * points else ('Cancelled', ''), told)
            stage.clear()
            stage.tally.counts['points cancelled at'] += error == Cancelled.__name__
    return stage.tally


def vanishing_folders(folder: Path, points: tuple[int, ...] = (2, 4, 6)) -> Tally:
    """Take the folder of the outputs away in the middle of a run, or make its disk read-only."""
    stage = Stage(folder)
    for point in points:
        told = f'folder gone at point {point}'
        error, _ = stage.run('regression', told, lambda: shutil.rmtree(stage.out), at=point)
        stage.tally.expect(error == 'OutputError' and not stage.out.exists(), f'{told}: {error or "success"}')
        stage.out.mkdir()
        stage.tally.counts['folders taken away'] += 1
    if can_mount():
        for point in points:
            with small_disk(folder / 'disk', 40_000) as disk:
                stage.out, told = disk, f'disk read-only from point {point}'
                lock = ['mount', '-o', 'remount,ro', str(disk)]  # refused while a file is open for writing
                error, _ = stage.run(
                    'regression', told, lambda lock=lock: subprocess.run(lock, capture_output=True), at=point
                )
                stage.expect(error, ('', 'OutputError'), told)
            with small_disk(folder / 'disk', 40_000) as disk:
                subprocess.run(['mount', '-o', 'remount,ro', str(disk)], check=True)
                stage.out = disk
                error, _ = stage.run('regression', 'a read-only disk')
                stage.expect(error, ('OutputError',), 'a read-only disk')
                stage.tally.counts['read-only disks'] += 1
    return stage.tally


def spoiled_inputs(folder: Path, points: tuple[int, ...] = (1, 3, 6)) -> Tally:
    """Truncate, rewrite, replace or delete an input while it is read."""
    stage = Stage(folder, 400)
    for kind, name in (('regression', 's2.tif'), ('regression', 'scl.tif'), ('sar', 's1.tif')):
        path = stage.scene.folder / name
        whole = path.read_bytes()

        def truncate(path: Path = path, size: int = len(whole) // 3) -> None:
            os.truncate(path, size)

        def rewrite(path: Path = path, content: bytes = whole) -> None:
            path.write_bytes(content[:4000] + bytes(len(content) - 4000))

        def exchange(path: Path = path, content: bytes = whole) -> None:
            path.with_suffix('.new').write_bytes(content)
            os.replace(path.with_suffix('.new'), path)

        for change, wanted in ((truncate, ('InputError',)), (rewrite, ('InputError',)), (exchange, ('',)),
                               (path.unlink, ('',))):  # fmt: skip
            for point in points:
                told = f'{kind}, {name} {getattr(change, "__name__", "")} at point {point}'
                error, asked = stage.run(kind, told, change, at=point)
                # a change after the last read harms nothing
                stage.tally.expect(error in wanted or (error == '' and point > 1), f'{told}: {error or "success"}')
                if error:
                    stage.tally.expect(list(stage.out.iterdir()) == [], f'{told}: left files')
                stage.clear()
                path.unlink(missing_ok=True)
                path.write_bytes(whole)
                stage.tally.look(stage.scene, stage.before, stage.out, told)
                stage.tally.counts['inputs spoiled while read'] += asked >= point
    return stage.tally


def failing_runtime(folder: Path, calls: tuple[int, ...] = (1, 2, 3)) -> Tally:
    """Let onnxruntime raise in the n-th call: an error of its own, out of memory, a GPU that dies."""
    stage, real = Stage(folder, 400), Network.__init__
    for words, gpu, wanted in (
        ('Non-zero status code returned while running Conv', False, ('ModelError',)),
        ('Failed to allocate memory for requested buffer', False, ('DeviceError',)),
        ('CUDA failure 2: out of memory', True, ('',)),
        ('CUDA error: device-side assert triggered', True, ('',)),
    ):
        for kind in ('network', 'sar'):
            for call in calls:
                told = f'{kind}, "{words}" in call {call}'
                opened = []

                def init(self, *a, words=words, gpu=gpu, call=call, opened=opened, **k) -> None:
                    real(self, *a, **k)
                    self.session = _Failing(self.session, call, words)
                    opened.append((self, self.session))
                    if gpu:
                        self.device, self.wanted, self.batch = 'cuda', 'auto', 4

                Network.__init__ = init
                try:
                    error, _ = stage.run(kind, told)
                finally:
                    Network.__init__ = real
                stage.expect(error, wanted, told)
                network, failing = opened[0]
                fell = network.device == 'cpu' and 'given up' in network.warning
                stage.tally.expect(fell or not gpu or failing.calls < call, f'{told}: no step to the CPU')
                stage.clear()
                stage.tally.counts['failures of onnxruntime'] += 1
    return stage.tally


class _Failing:
    """A session that raises from its n-th call on."""

    def __init__(self, session: object, call: int, words: str) -> None:
        self.session, self.call, self.words, self.calls = session, call, words, 0

    def run(self, *a: object) -> object:
        return self._count(self.session.run, *a)

    def io_binding(self) -> object:
        return self.session.io_binding()

    def run_with_iobinding(self, *a: object) -> object:
        return self._count(self.session.run_with_iobinding, *a)

    def _count(self, run: Callable, *a: object) -> object:
        self.calls += 1
        if self.calls >= self.call:
            raise RuntimeError(self.words)
        return run(*a)


def rivals(folder: Path, rounds: int = 3) -> Tally:
    """Two runs with the same targets at the same time, in one process and in two."""
    stage = Stage(folder)
    for k in range(rounds):
        ends: list[str] = []

        def rival(ends: list[str] = ends) -> None:
            ends.append(stage.run('regression', 'rivals in threads')[0])

        threads = [threading.Thread(target=rival) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        stage.tally.expect(ends == ['', ''], f'rivals in threads: {ends}')
        processes = [victim.start(victim.command(stage.scene, 'regression', stage.out)) for _ in range(2)]
        for process in processes:
            code, said, _ = victim.end(process)
            stage.tally.expect(code == 0, f'rivals in processes: {said[-300:]}')
        stage.tally.look(stage.scene, stage.before, stage.out, f'rivals, round {k}')
        stage.tally.counts['pairs of rival runs'] += 2
    return stage.tally


def unwritable(scene: Scene, target: str) -> str:
    """Return what a run says whose output cannot be written at ``target``."""
    try:
        replace(scene.requests['regression'], output=target).run()
    except Sar2OpticalError as error:
        return str(error)
    return ''
