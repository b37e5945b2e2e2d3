"""A provider inside a headless QGIS, small scenes, and tiny models that follow the card convention.

On a display: QT_QPA_PLATFORM=xcb xvfb-run -a .venv/bin/python -m pytest -o qgis_gui_enabled=true tests/qgis
"""

from __future__ import annotations

import gc
import os
import traceback
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsApplication, QgsProcessingException, QgsProcessingFeedback, QgsRasterLayer
from qgis.gui import QgsLayerTreeView, QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QMainWindow

from sar2optical_qgis.core.model.installation import COMPANIONS
from tests.makers import pack, write_model, write_raster
from tests.qgis.preview_window import show

os.environ['GDAL_PAM_ENABLED'] = 'NO'  # QGIS would write statistics beside the sample scene

S2_BANDS = ('B02', 'B03', 'B04', 'B08', 'B11', 'B12')
CLOUD = slice(20, 44)  # rows and columns that the cloud of the small scene hides


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Let go of what a failed test holds: pytest would keep QGIS objects until QGIS is gone, and crash on them."""
    yield
    if call.excinfo is not None:
        traceback.clear_frames(call.excinfo.tb)


class Log(QgsProcessingFeedback):
    """A feedback that keeps what it was told."""

    def __init__(self):
        super().__init__(False)
        self.infos, self.warnings, self.errors = [], [], []

    def pushInfo(self, info):
        self.infos.append(info)

    def pushWarning(self, warning):
        self.warnings.append(warning)

    def reportError(self, error, fatalError=False):
        self.errors.append(error)


@pytest.fixture
def log():
    return Log()


@pytest.fixture(scope='session', autouse=True)
def layer_tree(qgis_app, qgis_iface):
    """A real tree of layers: from 3.44 on Processing hands it to C++, which takes no mock."""
    view = QgsLayerTreeView()
    qgis_iface.layerTreeView = lambda: view
    yield
    view.deleteLater()


@pytest.fixture(scope='session')
def provider(qgis_processing):
    """The plugin as QGIS starts it without a window."""
    from sar2optical_qgis import classFactory

    plugin = classFactory(None)
    plugin.initProcessing()
    yield QgsApplication.processingRegistry().providerById('sar2optical')
    gc.collect()
    plugin.unload()


@pytest.fixture
def run(provider):
    """processing.run of one of our algorithms by its short id."""
    import processing

    def call(algorithm, parameters, **options):
        return processing.run(f'sar2optical:{algorithm}', parameters, **options)

    return call


@pytest.fixture
def refusal(run, tmp_path):
    """Run something that must fail; give its sentence, after a look that it left nothing in `results`."""

    def call(algorithm, parameters):
        folder = tmp_path / 'results'
        folder.mkdir(exist_ok=True)
        outputs = {'OUTPUT': str(folder / 'output.tif'), 'UNCERTAINTY': str(folder / 'uncertainty.tif')}
        feedback = Log()
        with pytest.raises(QgsProcessingException) as caught:
            run(algorithm, {**outputs, **parameters}, feedback=feedback)
        assert list(folder.iterdir()) == []
        message = str(caught.value)
        return feedback.errors[0] if 'There were errors' in message else message.split('\n')[-1]

    return call


class Scene:
    """A small place: 64 x 64 pixels of fields at 10 m, one cloud, its SCL at 20 m, radar that follows the fields."""

    bands = S2_BANDS
    hidden = (CLOUD, CLOUD)
    hidden_bands = (slice(None), CLOUD, CLOUD)

    def __init__(self, folder: Path):
        self.folder = folder
        generator = np.random.default_rng(7)
        fields = np.kron(generator.uniform(0.0, 1.0, (8, 8)), np.ones((8, 8)))
        gains = np.linspace(600.0, 2400.0, len(S2_BANDS))[:, None, None]
        self.clear = (400.0 + gains * fields + generator.normal(0.0, 15.0, (len(S2_BANDS), 64, 64))).astype(np.uint16)
        self.cloudy = self.clear.copy()
        self.cloudy[:, CLOUD, CLOUD] = 8000 + np.arange(len(S2_BANDS))[:, None, None]
        self.classes = np.full((1, 32, 32), 4, np.uint8)
        self.classes[:, CLOUD.start // 2 : CLOUD.stop // 2, CLOUD.start // 2 : CLOUD.stop // 2] = 9
        speckle = generator.normal(0.0, 1.0, (2, 64, 64))
        self.backscatter = (np.array([-12.0, -19.0])[:, None, None] + 6.0 * fields + speckle).astype(np.float32)
        self.s2 = self.write('s2.tif', self.cloudy, S2_BANDS, nodata=0)
        self.scl = self.write('scl.tif', self.classes, ('SCL',), pixel=20.0, nodata=0)
        self.sar = self.write('s1.tif', self.backscatter, ('VV', 'VH'), nodata=-9999)

    def write(self, name, values, descriptions=(), **options):
        return write_raster(self.folder / name, values, descriptions, **options)

    def cloud_parameters(self, **changes):
        return {'INPUT': self.s2, 'SCL': self.scl, 'METHOD': 'regression', **changes}


@pytest.fixture
def scene(tmp_path):
    folder = tmp_path / 'scene'
    folder.mkdir()
    return Scene(folder)


@pytest.fixture(scope='session')
def sar_model(tmp_path_factory):
    """Radar to three shades of its own brightness: enough to see that the right planes went in."""
    channels = ('vv', 'vh', 'has_vv', 'has_vh', 'vv_scene')
    weights = [[0.2, 0.0, 0.4, 0.0, 0.0], [0.1, 0.1, 0.5, 0.0, 0.0], [0.0, 0.2, 0.0, 0.5, 0.05]]
    path = tmp_path_factory.mktemp('models') / 'tiny_sar.onnx'
    return write_model(path, 'sar-to-optical', channels, ('Red', 'Green', 'Blue'), 'natural-colour', weights)


@pytest.fixture(scope='session')
def cover_model(tmp_path_factory):
    """Radar to three shades, to water where VV is dark and to green where it is bright."""
    covers = {'water': [-4.0, 0.0, 2.0], 'green': [4.0, 0.0, 0.0]}
    path = tmp_path_factory.mktemp('models') / 'tiny_cover.onnx'
    weights = np.full((3, 3), 0.1)
    bands = ('Red', 'Green', 'Blue')
    return write_model(path, 'sar-to-optical', ('vv', 'vh', 'has_vv'), bands, 'natural-colour', weights, covers)


@pytest.fixture(scope='session')
def cloud_model(tmp_path_factory):
    """The same-image fit handed through, as a network that has learned nothing would."""
    bands = ('B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B8A', 'B11', 'B12')
    channels = tuple(f'base_{band}' for band in bands) + ('hidden', 'vv')
    path = tmp_path_factory.mktemp('models') / 'tiny_clouds.onnx'
    return write_model(path, 'cloud-removal', channels, bands, 'reflectance', np.eye(len(bands), len(channels)))


@pytest.fixture
def read():
    """The values of a raster, (bands, rows, cols)."""

    def values(path):
        array = gdal.Open(str(path)).ReadAsArray()
        return array if array.ndim == 3 else array[None]

    return values


@pytest.fixture
def window(qgis_app, qgis_new_project, provider, sar_model, monkeypatch):
    """A main window with a canvas and the dock, the tiny network in the place of the shipped one."""
    from sar2optical_qgis.core.sar_to_optical import request as sar_to_optical
    from sar2optical_qgis.gui.preview_dock import PreviewDock

    find = sar_to_optical.find_model
    monkeypatch.setattr(sar_to_optical, 'find_model', lambda name, task: find(name or sar_model, task))
    main = QMainWindow()
    main.resize(900, 500)
    canvas = QgsMapCanvas(main)
    main.setCentralWidget(canvas)
    asked = []
    dock = PreviewDock(canvas, lambda *words: asked.append(words), main)
    main.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    main.show()
    QCoreApplication.processEvents()
    main.canvas, main.panel, main.asked = canvas, dock, asked
    yield main
    dock.close_down()
    canvas.setLayers([])
    main.close()
    main.deleteLater()
    QCoreApplication.processEvents()


@pytest.fixture
def radar(window, tmp_path):
    """A radar layer of 300 x 200 pixels on the canvas, chosen in the dock."""
    values = np.random.default_rng(5).normal(-12, 3, (2, 200, 300)).astype(np.float32)
    return show(window, QgsRasterLayer(write_raster(tmp_path / 's1.tif', values, ('VV', 'VH')), 'radar'))


@pytest.fixture(scope='session')
def wheels(tmp_path_factory):
    """A folder of wheels, packed again from what this Python has."""
    folder = tmp_path_factory.mktemp('wheels')
    for name in ('onnxruntime', *COMPANIONS):
        try:
            pack(name, folder)
        except metadata.PackageNotFoundError:
            pytest.skip(f'needs {name} installed here, to pack it')
    return str(folder)


@pytest.fixture(scope='session')
def pip_wheel(tmp_path_factory):
    """A wheel of pip, packed again: QGIS's own Python may have none."""
    return pack('pip', tmp_path_factory.mktemp('pip'))
