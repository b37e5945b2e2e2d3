"""qgis_process with a profile of its own and a fresh copy of the plugin: no stale code, none of the user's settings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

PROGRAMS = ('qgis_process.bin', 'qgis_process')  # the wrapper of Debian may fail, see the README


@dataclass(frozen=True)
class Answer:
    """What qgis_process said: exit code, and both streams without Qt's own noise."""

    code: int
    output: str
    errors: str

    @property
    def results(self) -> dict:
        """The `results` of a run with --json."""
        return json.loads(self.output[self.output.index('{') :])['results']


@pytest.fixture(scope='session')
def program() -> str:
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        pytest.skip('qgis_process is not installed')
    return found


@pytest.fixture(scope='session')
def plugins(root, tmp_path_factory) -> Path:
    """A folder with a whole copy of the plugin, as an installation has it."""
    folder = tmp_path_factory.mktemp('plugins')
    package = folder / 'sar2optical_qgis'
    unwanted = shutil.ignore_patterns('__pycache__', '*.pyc', '*.aux.xml')
    shutil.copytree(root / 'sar2optical_qgis', package, ignore=unwanted)
    shutil.copytree(root / 'resources', package / 'resources', ignore=unwanted)
    for name in ('metadata.txt', 'LICENSE'):
        shutil.copy(root / name, package)
    return folder


@pytest.fixture(scope='session')
def environment(plugins, tmp_path_factory) -> dict[str, str]:
    """Variables for qgis_process: no display, own home and profile, this Python's packages, the copy of the plugin."""
    home = tmp_path_factory.mktemp('home')
    runtime = home / 'runtime'
    runtime.mkdir(mode=0o700)
    return {
        **os.environ,
        'QT_QPA_PLATFORM': 'offscreen',
        'XDG_RUNTIME_DIR': str(runtime),
        'HOME': str(home),
        'QGIS_CUSTOM_CONFIG_PATH': str(home),
        'GDAL_PAM_ENABLED': 'NO',  # QGIS would write statistics beside the sample scene
        'QGIS_PLUGINPATH': str(plugins),
        'PYTHONPATH': sysconfig.get_path('purelib'),
    }


@pytest.fixture(scope='session')
def ask(program, environment):
    """Call qgis_process with these words; more variables may be given."""

    def call(*words, **variables) -> Answer:
        done = subprocess.run(
            [program, *map(str, words)],
            capture_output=True,
            text=True,
            timeout=300,
            env={**environment, **variables},
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    enabled = call('plugins', 'enable', 'sar2optical_qgis')
    assert enabled.code == 0, enabled.errors
    return call
