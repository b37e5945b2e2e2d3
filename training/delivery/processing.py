"""Run an algorithm of the staged plugin through qgis_process, apart from the user's own QGIS profile."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PLUGIN = 'sar2optical_qgis'


class ProcessingError(Exception):
    """qgis_process is missing or ended with an error; the message ends with what it said."""


@dataclass(frozen=True)
class QgisProcess:
    """qgis_process with the plugin found in `plugins` and a profile of its own in `profile`."""

    program: str
    plugins: Path
    profile: Path

    def run(self, algorithm: str, parameters: Mapping[str, str | Path | list[Path]]) -> str:
        """Run an algorithm and return what it printed; raise ProcessingError where it ends with an error."""
        words = []
        for name, value in parameters.items():  # several layers: the same name again for each
            words += [f'{name}={one}' for one in (value if isinstance(value, (list, tuple)) else [value])]
        return self._call('run', algorithm, '--', *words)

    def enable(self) -> None:
        """Enable the plugin in the profile; QGIS calls it an error where it is enabled already, we don't."""
        self.profile.mkdir(parents=True, exist_ok=True)
        try:
            self._call('plugins', 'enable', PLUGIN)
        except ProcessingError as error:
            if 'already enabled' not in str(error):
                raise

    def _call(self, *arguments: str) -> str:
        with tempfile.TemporaryDirectory(prefix='sar2optical-') as runtime:  # made with mode 700, as Qt demands
            environment = {
                **os.environ,
                'QT_QPA_PLATFORM': 'offscreen',
                'XDG_RUNTIME_DIR': runtime,
                'QGIS_CUSTOM_CONFIG_PATH': str(self.profile.absolute()),
                'QGIS_PLUGINPATH': str(self.plugins.absolute()),
                # Without this QGIS leaves .aux.xml files beside the inputs.
                'GDAL_PAM_ENABLED': 'NO',
                # The packages of .venv, for the Python inside QGIS.
                'PYTHONPATH': sysconfig.get_path('purelib'),
            }
            done = subprocess.run(
                [self.program, *arguments],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors='replace',
                check=False,
            )
        if done.returncode != 0:
            lines = [line for line in done.stdout.splitlines() if line.strip()]
            told = [line.removeprefix('ERROR:').strip() for line in lines if line.startswith('ERROR:')]
            # Our own errors are one sentence; anything else is shown whole.
            said = told if told and 'Traceback' not in done.stdout else lines
            raise ProcessingError(
                f'{" ".join(arguments[:2])} ended with exit code {done.returncode}:\n' + '\n'.join(said)
            )
        return done.stdout


def find_qgis_process(plugins: Path, profile: Path) -> QgisProcess:
    """qgis_process of this machine; the real program first, since Debian's wrapper around it may fail."""
    program = shutil.which('qgis_process.bin') or shutil.which('qgis_process')
    if program is None:
        raise ProcessingError('qgis_process is not on this machine. Run `make setup`.')
    if not (plugins / PLUGIN / 'metadata.txt').is_file():
        raise ProcessingError(f'No plugin is staged in {plugins}. Run `make setup`.')
    process = QgisProcess(program, plugins, profile)
    process.enable()
    return process
