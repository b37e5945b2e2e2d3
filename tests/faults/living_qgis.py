"""Starts a QGIS with a window on a virtual display and lets living.py loose in it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from tests.faults.scenes import make_scene
from tests.faults.tally import Tally
from tests.installed import Installation

FREEZE_S = 1.0
SETTINGS = '[PythonPlugins]\nsar2optical_qgis=true\nprocessing=true\n[qgis]\ncheckVersion=false\nshowTips=false\n'


def can_live() -> bool:
    """Whether there is a QGIS with a window, and a virtual display for it."""
    return bool(shutil.which('qgis') and shutil.which('xvfb-run'))


def live(
    folder: Path,
    installation: Installation,
    size: int = 700,
    rounds: int = 1,
    timeout: float = 600.0,
    freeze_s: float = FREEZE_S,
) -> Tally:
    """Run every scenario ``rounds`` times; a crash, a freeze over ``freeze_s`` or a wrong end is a fault."""
    scene, tally, out = make_scene(folder / 'inputs', size), Tally(), folder / 'out'
    before = scene.fingerprint()
    out.mkdir()
    profile = folder / 'config' / 'profiles' / 'default' / 'QGIS'
    profile.mkdir(parents=True)
    for version in (3, 4):
        (profile / f'QGIS{version}.ini').write_text(SETTINGS)
    environment = {key: value for key, value in installation.environment.items() if key != 'QT_QPA_PLATFORM'}
    environment.update(
        LIVING_INPUTS=str(scene.folder), LIVING_OUT=str(out), LIVING_ROUNDS=str(rounds), LIBGL_ALWAYS_SOFTWARE='1',
        QGIS_CUSTOM_CONFIG_PATH=str(folder / 'config'),
    )  # fmt: skip
    script = Path(__file__).with_name('living.py')
    words = [
        'xvfb-run',
        '-a',
        '-s',
        '-screen 0 1400x900x24',
        'qgis',
        '--nologo',
        '--noversioncheck',
        '--code',
        str(script),
    ]
    with open(folder / 'qgis.log', 'w') as log:
        code = subprocess.run(words, env=environment, stdout=log, stderr=log, timeout=timeout).returncode
    said = (folder / 'qgis.log').read_text(errors='replace')
    tally.expect(code == 0, f'QGIS ended with {code}: {said[-800:]}')
    result = next((path for path in (out / 'finished.json', out / 'result.json') if path.exists()), None)
    tally.expect(result is not None and result.name == 'finished.json', f'the scenarios did not end: {said[-800:]}')
    found = json.loads(result.read_text()) if result else {}
    for name, entry in found.items():
        told = f'living QGIS, {name}'
        tally.expect(entry['good'] == entry['runs'], f'{told}: {entry["error"] or "wrong end"}')
        tally.expect(entry['left'] == [], f'{told}: left {entry["left"]}')
        tally.expect(entry['pause_s'] < freeze_s, f'{told}: no answer for {entry["pause_s"]} s')
        tally.counts['scenarios in a living QGIS'] += entry['runs']
        if round(1000 * entry['wall_s']) >= tally.counts['ms: longest pause of its event loop']:
            tally.counts['ms: longest pause of its event loop'] = round(1000 * entry['wall_s'])
            tally.counts['waiting processes at that time (load)'] = round(entry['load'])
    now = {name: value for name, value in scene.fingerprint().items() if name in before}
    tally.expect(now == before, 'living QGIS: an input was changed')
    return tally
