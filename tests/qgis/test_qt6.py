"""Ready for QGIS 4 and Qt 6, read from the source: scoped enums, exec(), qgis.PyQt alone, no retired names."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDERS = ('sar2optical_qgis', 'training/delivery/sitting', 'tests/faults/living.py')
RETIRED = {
    'exec_', 'QRegExp', 'QDesktopWidget', 'QGLWidget', 'QStringList', 'QTextCodec', 'qrand', 'globalPos', 'midButton',
    'MidButton', 'QWebView', 'QWebPage', 'SystemLocaleShortDate',
    'setTabStopWidth', 'QMatrix', 'toTime_t', 'fromTime_t',
}  # fmt: skip
PYQT6 = ('PyQt6~=6.11.0', 'PyQt6-Qt6~=6.11.0')  # the two must be of one minor version
BINDINGS = {'PyQt5', 'PyQt6', 'PySide2', 'PySide6', 'sip'}


def sources(root: Path) -> list[Path]:
    places = [root / name for name in FOLDERS]
    return [path for place in places for path in ([place] if place.suffix else sorted(place.rglob('*.py')))]


def classes_of(tree: ast.Module) -> dict[str, object]:
    """Name in the module -> class of Qt or QGIS that it is imported as."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split('.')[0] == 'qgis' and not node.level:
            try:
                module = importlib.import_module(node.module)
            except ImportError:  # retired, and in a try of its own
                continue
            for alias in node.names:
                if hasattr(module, alias.name):
                    found[alias.asname or alias.name] = getattr(module, alias.name)
    return found


def unscoped(tree: ast.Module) -> list[str]:
    """`Qt.AlignLeft` where Qt 6 knows `Qt.AlignmentFlag.AlignLeft` alone: numbers with a type of their own."""
    known, found = classes_of(tree), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            value = getattr(known[node.value.id], node.attr, None)
            if isinstance(value, int) and type(value) not in (int, bool):
                found.append(f'{node.lineno}: {node.value.id}.{node.attr}')
    return found


def retired(tree: ast.Module) -> list[str]:
    """Names and imports that Qt 6 has no more, or that bind to one Qt; those inside a `try` know a way out."""
    excused = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.Try) for inner in ast.walk(node)}
    found = []
    for node in (node for node in ast.walk(tree) if id(node) not in excused):
        if isinstance(node, ast.Attribute) and node.attr in RETIRED:
            found.append(f'{node.lineno}: {node.attr}')
        elif isinstance(node, ast.Name) and node.id in RETIRED:
            found.append(f'{node.lineno}: {node.id}')
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [node.module or ''] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            found += [f'{node.lineno}: {name}' for name in names if name.split('.')[0] in BINDINGS]
    return found


@pytest.mark.parametrize('look', [unscoped, retired])
def test_the_source_holds_nothing_that_qt_6_has_not(root, look):
    told = {path.name: look(ast.parse(path.read_text('utf-8'))) for path in sources(root)}
    assert len(told) > 20 and {name: found for name, found in told.items() if found} == {}


@pytest.mark.parametrize(
    ('look', 'source'),
    [
        (unscoped, 'from qgis.PyQt.QtCore import Qt\nQt.AlignLeft'),
        (unscoped, 'from qgis.core import QgsProcessingParameterNumber as N\nN.Integer'),
        (retired, 'dialog.exec_()'),
        (retired, 'from PyQt5.QtCore import Qt'),
        (retired, 'import sip'),
    ],
)
def test_the_readers_see_what_they_look_for(look, source):
    if look is unscoped and 'AlignLeft' in source and not _is_qt_5():
        pytest.skip('Qt 6 has no such name')
    assert look(ast.parse(source))


@pytest.mark.parametrize(
    'source',
    [
        'from qgis.PyQt.QtCore import Qt\nQt.AlignmentFlag.AlignLeft',
        'from qgis.PyQt.QtCore import QT_VERSION_STR\nQT_VERSION_STR',
        'dialog.exec()',
        'try:\n    from qgis.PyQt.QtWebKitWidgets import QWebView\nexcept ImportError:\n    pass',
    ],
)
def test_what_qt_6_has_is_left_alone(source):
    assert not unscoped(ast.parse(source)) and not retired(ast.parse(source))


def test_metadata_says_so(root):
    lines = (root / 'metadata.txt').read_text('utf-8').splitlines()
    assert 'qgisMaximumVersion=4.99' in lines and 'supportsQt6=True' in lines


def _is_qt_5() -> bool:
    from qgis.PyQt.QtCore import QT_VERSION_STR

    return QT_VERSION_STR.startswith('5')


def test_every_window_opens_under_a_real_qt_6_with_a_stand_in_for_qgis(root, tmp_path):
    """Not in QGIS 4: see tests/versions/qt6_windows.py for what is real and what is made up."""
    folder = root / 'build' / 'pyqt6'  # kept: 80 MB
    if not (folder / 'PyQt6').is_dir():
        words = ['install', '--quiet', '--target', str(folder), '--only-binary=:all:', *PYQT6]
        if subprocess.run([sys.executable, '-m', 'pip', *words], capture_output=True, timeout=300).returncode:
            pytest.skip('PyQt6 cannot be had here')
    environment = {**os.environ, 'PYTHONPATH': str(folder), 'QT_QPA_PLATFORM': 'offscreen'}
    words = [sys.executable, '-m', 'tests.versions.qt6_windows', str(tmp_path)]
    done = subprocess.run(words, cwd=root, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    gui = {path.stem for path in (root / 'sar2optical_qgis' / 'gui').glob('*.py')}
    opened = {path.stem for path in tmp_path.glob('*.png')}
    assert opened >= {'runtime_dialog', 'models_page', 'preview_form', 'preview_dock'} | (gui & {'place_dialog'})
