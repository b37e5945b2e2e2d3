"""The plugin as an installation has it, and a QGIS with a home and a profile of its own: no stale code, no settings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = ('qgis_process.bin', 'qgis_process')  # the wrapper of Debian may fail, see the README


@dataclass(frozen=True)
class Installation:
    """A qgis_process, the folder that holds the plugin's package, and the variables under which they meet."""

    program: str
    plugins: Path
    environment: dict[str, str]

    def words(self, algorithm: str, **parameters: object) -> list[str]:
        """Return the command line that runs an algorithm of the plugin."""
        given = [f'--{name}={value}' for name, value in parameters.items()]
        return [self.program, 'run', f'sar2optical:{algorithm}', *given]

    def run(self, *words: object, timeout: float = 300.0, **variables: str) -> subprocess.CompletedProcess:
        """Call qgis_process with these words; more variables may be given."""
        return subprocess.run(
            [self.program, *map(str, words)],
            capture_output=True,
            text=True,
            timeout=timeout,
            env={**self.environment, **variables},
        )


def find_program() -> str | None:
    """Return the qgis_process of this machine."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def copy_plugin(folder: Path) -> Path:
    """Copy the plugin with its resources into a folder of plugins; return the folder."""
    package = folder / 'sar2optical_qgis'
    unwanted = shutil.ignore_patterns('__pycache__', '*.pyc', '*.aux.xml')
    shutil.copytree(ROOT / 'sar2optical_qgis', package, ignore=unwanted)
    shutil.copytree(ROOT / 'resources', package / 'resources', ignore=unwanted)
    for name in ('metadata.txt', 'LICENSE'):
        shutil.copy(ROOT / name, package)
    return folder


def variables(home: Path, plugins: Path) -> dict[str, str]:
    """Return the variables of a QGIS without a display: own home and profile, this Python's packages, the plugin."""
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


def install(folder: Path) -> Installation | None:
    """Make an installation with the plugin enabled below ``folder``; None where there is no qgis_process."""
    program = find_program()
    if program is None:
        return None
    for name in ('plugins', 'home'):
        (folder / name).mkdir(parents=True)
    plugins = copy_plugin(folder / 'plugins')
    made = Installation(program, plugins, variables(folder / 'home', plugins))
    done = made.run('plugins', 'enable', 'sar2optical_qgis')
    if done.returncode:
        raise RuntimeError(f'The plugin cannot be enabled: {done.stderr}')
    return made
