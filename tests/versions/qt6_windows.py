"""Open the plugin's windows under a real PyQt6 with a thin stand-in for qgis.*, where no QGIS 4 is to be had.

    PYTHONPATH=<folder of PyQt6> python -m tests.versions.qt6_windows FOLDER      pictures of the windows go there

It shows that our code runs on Qt 6 (imports, enums, signals, layouts). It is no QGIS 4: what QGIS itself answers is
made up here, and nothing of Processing is run.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
import tempfile
import types
from pathlib import Path
from unittest.mock import MagicMock

from PyQt6 import QtCore, QtGui, QtWidgets

OURS = 'sar2optical_qgis'


class _Kind(type(QtCore.QObject)):
    """The class of stand-ins: names of QGIS's that are asked of them (enums, statics) are there."""

    def __getattr__(cls, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return MagicMock(name=f'{cls.__name__}.{name}')


def stand_in(name: str, base: type) -> type:
    """A class of QGIS's name on a class of Qt: what QGIS adds to that answers with nothing in particular."""

    def start(self, *given, **_):
        parent = next((each for each in given if isinstance(each, QtWidgets.QWidget)), None)
        base.__init__(self, *([parent] if issubclass(base, QtWidgets.QWidget) else []))

    def ask(self, asked):
        if asked.startswith('__'):
            raise AttributeError(asked)
        return self.__dict__.setdefault(asked, MagicMock(name=f'{name}.{asked}'))

    return _Kind(name, (base,), {'__init__': start, '__getattr__': ask})


class Settings:
    """QgsSettings that hold nothing."""

    def value(self, key, default=None, type=None):
        return default

    def setValue(self, *_):
        pass


WIDGETS = {
    'QgsDockWidget': QtWidgets.QDockWidget, 'QgsMapLayerComboBox': QtWidgets.QComboBox,
    'QgsOptionsPageWidget': QtWidgets.QWidget, 'QgsFileWidget': QtWidgets.QWidget,
    'QgsExtentWidget': QtWidgets.QWidget, 'QgsMapCanvas': QtWidgets.QGraphicsView,
}  # fmt: skip
FIXED = {'QgsSettings': Settings, 'Qgis': types.SimpleNamespace(QGIS_VERSION='4.0.0', MessageLevel=MagicMock())}


class Qgis(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds `qgis.PyQt.X` as PyQt6.X, as QGIS 4 has it, and any other `qgis.X` as a module of stand-ins."""

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name.split('.')[0] == 'qgis' else None

    def create_module(self, spec):
        if spec.name.startswith('qgis.PyQt.'):
            module = importlib.import_module(spec.name.replace('qgis.PyQt', 'PyQt6'))
            made = types.ModuleType(spec.name)
            made.__dict__.update({key: value for key, value in vars(module).items() if not key.startswith('__')})
            if spec.name.endswith('.QtWidgets'):
                made.QAction = QtGui.QAction  # QGIS's own bridge between the two
            return made
        made = types.ModuleType(spec.name)
        made.__path__ = []
        if spec.name in ('qgis.core', 'qgis.gui', 'qgis.utils'):
            made.__getattr__ = lambda name, of=made: self.invent(name, of)
        return made

    def exec_module(self, module):
        pass

    @staticmethod
    def invent(name, module):
        if name.startswith('__'):
            raise AttributeError(name)
        made = FIXED.get(name) or stand_in(name, WIDGETS.get(name, QtCore.QObject))
        if name == 'QgsApplication':
            home = tempfile.mkdtemp(prefix='sar2optical-qt6-')
            made.locale, made.qgisSettingsDirPath = (staticmethod(lambda value=v: value) for v in ('en', home))
        if name == 'QgsMapCanvasItem':
            made.paint = made.boundingRect = None
        setattr(module, name, made)
        return made


def windows() -> dict[str, QtWidgets.QWidget]:
    """Every window of the plugin, made as QGIS makes it."""
    gui = {path.stem: importlib.import_module(f'{OURS}.gui.{path.stem}') for path in _modules() if path.stem[0] != '_'}
    canvas = sys.modules['qgis.gui'].QgsMapCanvas()
    made = {
        'runtime_dialog': gui['runtime_dialog'].RuntimeDialog(None, Path(tempfile.mkdtemp())),
        'models_page': gui['options_page'].ModelsPage(None, Path(tempfile.mkdtemp())),
        'preview_form': gui['preview_form'].PreviewForm(),
        'preview_dock': gui['preview_dock'].PreviewDock(canvas, lambda *_: None),
    }
    if 'place_dialog' in gui:
        made['place_dialog'] = gui['place_dialog'].PlaceDialog(canvas)
    return made


def _modules() -> list[Path]:
    return sorted((Path(__file__).resolve().parents[2] / OURS / 'gui').glob('*.py'))


def main(folder: Path) -> None:
    """Open the windows, and save what each shows."""
    application = QtWidgets.QApplication(['sar2optical'])
    sys.meta_path.insert(0, Qgis())
    folder.mkdir(parents=True, exist_ok=True)
    for name, window in windows().items():
        window.show()
        application.processEvents()
        assert window.grab().save(str(folder / f'{name}.png')), name
        print(f'{name}: {len(window.findChildren(QtWidgets.QWidget))} widgets on Qt {QtCore.qVersion()}', flush=True)
        window.close()


if __name__ == '__main__':
    main(Path(sys.argv[1]))
