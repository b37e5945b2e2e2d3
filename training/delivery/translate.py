"""Bring the translations up to date: new texts into the .ts files (to be translated there), and .qm files out of them.

    python -m training.delivery.translate

Needs Qt's own tools (Debian: pyqt5-dev-tools, qttools5-dev-tools). The texts of the algorithms are descriptions in
the core, class constants and parameters, which Qt's tools do not see: they are read here, and so are those of the
report.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sar2optical_qgis.core.assess import description as assess
from sar2optical_qgis.core.cloud_mask import description as cloud_mask
from sar2optical_qgis.core.composite import description as composite
from sar2optical_qgis.core.description import WORDS_NOTE, delivery
from sar2optical_qgis.core.remove_clouds import description as remove_clouds
from sar2optical_qgis.core.sar_to_optical import description as sar_to_optical

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / 'sar2optical_qgis' / 'i18n'
ALGORITHMS = ROOT / 'sar2optical_qgis' / 'algorithms'
BESIDE = [ROOT / 'sar2optical_qgis' / name for name in ('core/assess/report.py', 'styling.py')]  # what they say()
DESCRIBED = (sar_to_optical, remove_clouds, composite, cloud_mask, assess)
CONSTANTS = ('TITLE', 'SUMMARY', 'HELP')
TABLES = ('NAMES', 'OUTPUTS')  # {id: text}
MAKERS = (
    'raster',
    'rasters',
    'choice',
    'text',
    'whole_number',
    'result',
    'number_out',
    'text_out',
)  # of _parameters.py
LANGUAGES = ('de', 'es', 'fr', 'pt')


def texts_of_algorithms() -> list[str]:
    """Every text of the algorithms, their report and legends that a user reads, in English, each once.

    Messages of the engine are left out: they are put together at run time.
    """
    trees = [ast.parse(path.read_text(encoding='utf-8')) for path in (*sorted(ALGORITHMS.glob('*.py')), *BESIDE)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    values = [(node.targets[0], _text(node.value)) for node in nodes if isinstance(node, ast.Assign)]
    texts = [value for target, value in values if getattr(target, 'id', '') in CONSTANTS]
    texts += [_text(node.value.elts[1]) for node in nodes if isinstance(node, ast.Assign) and _is_group(node)]
    tables = [node.value for node in nodes if isinstance(node, ast.Assign) and _names(node) in TABLES]
    texts += [_text(value) for table in tables if isinstance(table, ast.Dict) for value in table.values]
    for node in (node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
        if node.func.id == 'say':
            texts += map(_text, node.args[:1])
        words = [text for text in map(_text, node.args[1:]) if text]
        if node.func.id in MAKERS and words:
            note = WORDS_NOTE if node.func.id == 'choice' else ''
            texts += [words[0], words[-1] + note]
        elif node.func.id == 'explain':
            texts += words
        elif node.func.id.startswith('QgsProcessingParameter') and words:
            texts.append(words[0])
    for room in DESCRIBED:
        enums = {part.help for part in room.DESCRIPTION.parameters if part.kind == 'choice'}
        texts += [text + WORDS_NOTE if text in enums else text for text in room.DESCRIPTION.texts()]
    for part in delivery():
        texts += [part.title, part.help + (WORDS_NOTE if part.kind == 'choice' else '')]
    return list(dict.fromkeys(filter(None, texts)))


def _text(node: ast.expr) -> str:
    """The text that an expression is, or '' where it is none."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ''


def _names(node: ast.Assign) -> str:
    return getattr(node.targets[0], 'id', '')


def _is_group(node: ast.Assign) -> bool:
    return _names(node) == 'GROUP' and isinstance(node.value, ast.Tuple)


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
