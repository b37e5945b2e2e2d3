"""What a new user does, in the real QGIS on a virtual display: from the zip and an empty profile to colour on the map.

    python -m training.delivery.screenshots build/screenshots [FOLDER_OF_WHEELS]

The zip is built here; QGIS is worked by `sitting/`, which takes a picture of each window and the time of each step.
onnxruntime is installed by the plugin's own button: from a folder of wheels, or from where pip finds it.
Needs QGIS and xvfb-run. The profile is a new one; the sample scene is what is shown.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .package import build_zip
from .stage import PACKAGE, ROOT, stage

SETTINGS = '[qgis]\ncheckVersion=false\nshowTips=false\n'
SCREEN = '1400x900x24'
MOST_SECONDS = 240.0
LEFT_OUT = ('QT_QPA_PLATFORM', 'PYTHONPATH', 'QGIS_PLUGINPATH', 'GDAL_PAM_ENABLED')  # of this process's environment


def take(folder: Path, wheels: str = '', settings: str = SETTINGS) -> dict[str, float]:
    """Write the pictures into `folder`; return {step: seconds}. RuntimeError, with what QGIS said, on failure."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        build_zip(stage(ROOT, home / 'stage' / PACKAGE), home / f'{PACKAGE}.zip')
        sample = shutil.copytree(ROOT / 'resources' / 'sample', home / 'sample')  # QGIS writes beside its rasters
        profile = home / 'config' / 'profiles' / 'default' / 'QGIS'
        profile.mkdir(parents=True)
        for version in (3, 4):
            (profile / f'QGIS{version}.ini').write_text(settings)
        (home / 'runtime').mkdir(mode=0o700)
        sitting = Path(__file__).with_name('sitting')
        environment = {key: value for key, value in os.environ.items() if key not in LEFT_OUT}
        environment |= {
            'HOME': str(home), 'XDG_RUNTIME_DIR': str(home / 'runtime'), 'LIBGL_ALWAYS_SOFTWARE': '1',
            'QGIS_CUSTOM_CONFIG_PATH': str(home / 'config'), 'SCREENSHOTS': str(folder.resolve()),
            'SAMPLE': str(sample), 'PLUGIN_ZIP': str(home / f'{PACKAGE}.zip'), 'WHEELS': wheels,
            'PYTHONPATH': str(sitting),  # nothing else is in there that QGIS might take for its own
        }  # fmt: skip
        display, qgis = ['xvfb-run', '-a', '-s', f'-screen 0 {SCREEN}'], ['qgis', '--nologo', '--noversioncheck']
        limit = ['timeout', '--kill-after=5', f'{MOST_SECONDS:.0f}']  # ends QGIS itself, not its display alone
        run = subprocess.run(
            [*display, *limit, *qgis, '--code', str(sitting / 'begin.py')],
            env=environment, capture_output=True, text=True, errors='replace',
        )  # fmt: skip
    done = folder / 'done.json'
    if not done.exists():
        raise RuntimeError(f'QGIS ended with {run.returncode}: {run.stderr[-3000:]}')
    seconds = json.loads(done.read_text(encoding='utf-8'))
    done.unlink()
    return seconds


if __name__ == '__main__':
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / 'build' / 'screenshots'
    try:
        for step, spent in take(target, *sys.argv[2:3]).items():
            sys.stdout.write(f'{spent:6.1f} s  {step}\n')
    except (RuntimeError, FileNotFoundError) as error:
        sys.exit(str(error))
