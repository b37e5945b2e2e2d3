"""Take the README's pictures of the plugin at work: the real QGIS on a virtual display, worked by `sitting.py`.

    python -m training.delivery.screenshots build/screenshots

Needs QGIS, xvfb-run, and onnxruntime in this Python. The profile is a new one; the sample scene is what is shown.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from .stage import PACKAGE, ROOT, stage

SETTINGS = f"""[PythonPlugins]
{PACKAGE}=true
processing=true
[qgis]
checkVersion=false
showTips=false
"""
SCREEN = '1400x900x24'
MOST_SECONDS = 300.0


def take(folder: Path) -> list[Path]:
    """Write the pictures into `folder`; return them. RuntimeError, with what QGIS said, where one is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        (home / 'plugins').mkdir()
        stage(ROOT, home / 'plugins' / PACKAGE)
        sample = shutil.copytree(ROOT / 'resources' / 'sample', home / 'sample')  # QGIS writes beside its rasters
        profile = home / 'config' / 'profiles' / 'default' / 'QGIS'
        profile.mkdir(parents=True)
        (profile / 'QGIS3.ini').write_text(SETTINGS)
        (home / 'runtime').mkdir(mode=0o700)
        environment = {key: value for key, value in os.environ.items() if key != 'QT_QPA_PLATFORM'}
        environment |= {
            'HOME': str(home), 'XDG_RUNTIME_DIR': str(home / 'runtime'), 'LIBGL_ALWAYS_SOFTWARE': '1',
            'QGIS_CUSTOM_CONFIG_PATH': str(home / 'config'), 'QGIS_PLUGINPATH': str(home / 'plugins'),
            'PYTHONPATH': sysconfig.get_path('purelib'), 'SCREENSHOTS': str(folder.resolve()), 'SAMPLE': str(sample),
        }  # fmt: skip
        script = str(Path(__file__).with_name('sitting.py'))
        display, qgis = ['xvfb-run', '-a', '-s', f'-screen 0 {SCREEN}'], ['qgis', '--nologo', '--noversioncheck']
        run = subprocess.run(
            [*display, *qgis, '--code', script],
            env=environment, capture_output=True, text=True, errors='replace', timeout=MOST_SECONDS,
        )  # fmt: skip
    done = folder / 'done.txt'
    if not done.exists():
        raise RuntimeError(f'QGIS ended with {run.returncode}: {run.stderr[-1500:]}')
    names = done.read_text(encoding='utf-8').split()
    done.unlink()
    return [folder / name for name in names]


if __name__ == '__main__':
    target = Path(sys.argv[1]) if len(sys.argv) == 2 else ROOT / 'build' / 'screenshots'
    try:
        print(*take(target), sep='\n')
    except (RuntimeError, FileNotFoundError, subprocess.TimeoutExpired) as error:
        sys.exit(str(error))
