"""Bring the translations up to date: new texts into the .ts files (to be translated there), and .qm files out of them.

    python -m training.delivery.translate

Needs QGIS and Qt's own tools (Debian: pyqt5-dev-tools, qttools5-dev-tools). The texts of the algorithms are class
constants and parameters, which Qt's tools cannot read from the source: the algorithms are asked for them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / 'sar2optical_qgis' / 'i18n'
LANGUAGES = ('de', 'es', 'fr', 'pt')


def texts_of_algorithms() -> list[str]:
    """Every text of the algorithms that a user reads, in English, each once."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    from sar2optical_qgis.provider import ALGORITHMS

    texts = {}
    for algorithm in (kind() for kind in ALGORITHMS):
        algorithm.initAlgorithm()
        texts.update(dict.fromkeys((algorithm.TITLE, algorithm.GROUP[1], algorithm.SUMMARY, algorithm.HELP)))
        for parameter in algorithm.parameterDefinitions():
            texts.update(dict.fromkeys((parameter.description(), parameter.help())))
    application.exitQgis()
    return list(texts)


def update() -> None:
    """Write .ts and .qm files; subprocess.CalledProcessError where a tool fails."""
    tool = shutil.which('pylupdate5')
    release = shutil.which('lrelease')
    if tool is None or release is None:
        raise FileNotFoundError('pylupdate5 or lrelease is missing: apt-get install pyqt5-dev-tools qttools5-dev-tools')
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / 'algorithms.py'
        lines = [f'QCoreApplication.translate("algorithms", {text!r})\n' for text in texts_of_algorithms()]
        asked.write_text(''.join(lines), encoding='utf-8')
        sources = [*sorted((ROOT / 'sar2optical_qgis' / 'gui').glob('*.py')), asked]
        for language in LANGUAGES:
            target = FOLDER / f'sar2optical_{language}.ts'
            subprocess.run([tool, '-noobsolete', *map(str, sources), '-ts', str(target)], check=True)
            text = target.read_text(encoding='utf-8')
            target.write_text('\n'.join(line for line in text.splitlines() if '<location ' not in line) + '\n', 'utf-8')
            subprocess.run([release, '-silent', str(target), '-qm', str(target.with_suffix('.qm'))], check=True)


if __name__ == '__main__':
    try:
        update()
    except FileNotFoundError as error:
        sys.exit(str(error))
