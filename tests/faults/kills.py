"""kill -9 at random moments of a run: of the engine alone, and of a real qgis_process."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from tests.faults import victim
from tests.faults.scenes import Scene, make_scene, strangers
from tests.faults.tally import Tally
from tests.installed import Installation

NAMES = {'OUTPUT': 'output', 'MASK': 'generated_mask', 'UNCERTAINTY': 'uncertainty'}


def kill_engine(folder: Path, moments: int, seed: int = 0, kinds: tuple[str, ...] = ('regression', 'sar')) -> Tally:
    """Kill runs of the engine at random moments from their start to after their end."""
    scene, tally, dice = make_scene(folder / 'inputs', 450), Tally(), random.Random(seed)
    for kind in kinds:
        words = victim.command(scene, kind, folder / kind)
        _kill(tally, dice, scene, words, {}, folder / kind, -(-moments // len(kinds)), f'engine, {kind}')
    return tally


def kill_qgis(folder: Path, installation: Installation, moments: int, seed: int = 0) -> Tally:
    """Kill runs of qgis_process at random moments."""
    scene, tally = make_scene(folder / 'inputs', 700), Tally()
    request, out = scene.requests['regression'], folder / 'out'
    targets = {key: out / f'{name}.tif' for key, name in NAMES.items()}
    words = installation.words(
        'removeclouds', INPUT=request.input, SCL=request.mask, SAR=request.sar, METHOD='regression', TILE_SIZE=128,
        OVERLAP=32, **targets,
    )  # fmt: skip
    _kill(tally, random.Random(seed), scene, words, installation.environment, out, moments, 'qgis_process')
    return tally


def _kill(
    tally: Tally, dice: random.Random, scene: Scene, words: list[str], env: dict, out: Path, moments: int, told: str
) -> None:
    out.mkdir()
    options = {'env': env} if env else {}
    code, said, seconds = victim.end(victim.start(words, **options))
    tally.expect(code == 0, f'{told}: the undisturbed run failed: {said[-300:]}')
    written = sorted(out.iterdir())
    tally.expect(len(written) >= 2 and strangers(out) == [], f'{told}: the undisturbed run left {written}')
    before = scene.fingerprint()
    for k in range(moments):
        if k % 2:  # every second time there is an older result, which must survive
            shutil.rmtree(out)
            out.mkdir()
        older = {path.name for path in out.glob('[!.]*')}
        # The first one hits, though the machine may have less to do than in the undisturbed run.
        moment = dice.uniform(0.1, 1.05 if k else 0.5) * seconds
        process = victim.start(words, **options)
        time.sleep(moment)
        over = process.poll() is not None
        _kill_group(process)
        process.communicate()
        tally.counts['moments killed' if not over else 'runs that were over before the kill'] += 1
        here = f'{told}, killed after {moment:.2f} s'
        tally.counts['kills that left a partial file'] += bool(strangers(out))
        tally.expect(older <= {path.name for path in out.iterdir()}, f'{here}: an older result is gone')
        tally.look(scene, before, out, here, leftovers=True)
        if k % 5 == 4 or k == moments - 1:  # the next run tidies up
            code, said, _ = victim.end(victim.start(words, **options))
            tally.expect(code == 0, f'{here}: the next run failed: {said[-300:]}')
            tally.look(scene, before, out, f'{here}, after the next run')


def _kill_group(process: subprocess.Popen) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # the group that start() made for it alone
