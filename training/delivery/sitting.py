"""Inside QGIS (qgis --code, see screenshots.py): works the plugin as a user does, and takes its picture each time."""

from __future__ import annotations

import os
import sys
import time
import traceback
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsContrastEnhancement,
    QgsMultiBandColorRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsSingleBandGrayRenderer,
)
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface, plugins

FOLDER, SAMPLE = Path(os.environ['SCREENSHOTS']), Path(os.environ['SAMPLE'])
PATIENCE_S = 90.0
NATURAL_COLOUR = 3, 2, 1  # bands of the sample scene
STRETCH = QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
taken = []


def wait(true, seconds=PATIENCE_S):
    """Turn QGIS's loop until `true()` holds; TimeoutError where it never does."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError('QGIS did not come to rest')
        QApplication.processEvents()
        time.sleep(0.01)


def rest(seconds=1.5):
    """Let what was clicked be drawn."""
    end = time.monotonic() + seconds
    wait(lambda: time.monotonic() > end)


def picture(widget, name):
    """Save what a window shows."""
    widget.grab().save(str(FOLDER / name), quality=88)
    taken.append(name)


def layer(name, title):
    """A raster of the sample scene, in the project."""
    made = QgsRasterLayer(str(SAMPLE / name), title)
    QgsProject.instance().addMapLayer(made)
    return made


def in_grey(radar):
    """VV as radar pictures are mostly shown."""
    renderer = QgsSingleBandGrayRenderer(radar.dataProvider(), 1)
    radar.setRenderer(renderer)
    radar.setContrastEnhancement(STRETCH)


def in_natural_colour(cloudy):
    """In the light of the scene without its clouds, which would take it from everything else."""
    clear = QgsRasterLayer(str(SAMPLE / 's2_clear.tif'), 'clear')
    renderer = QgsMultiBandColorRenderer(cloudy.dataProvider(), *NATURAL_COLOUR)
    limits = [clear.dataProvider().cumulativeCut(band, 0.01, 0.99) for band in NATURAL_COLOUR]
    low, high = min(cut[0] for cut in limits), max(cut[1] for cut in limits)
    setters = renderer.setRedContrastEnhancement, renderer.setGreenContrastEnhancement
    for setter in (*setters, renderer.setBlueContrastEnhancement):
        stretch = QgsContrastEnhancement(cloudy.dataProvider().dataType(1))
        stretch.setMinimumValue(low)
        stretch.setMaximumValue(high)
        stretch.setContrastEnhancementAlgorithm(STRETCH)
        setter(stretch)
    cloudy.setRenderer(renderer)
    cloudy.brightnessFilter().setGamma(1.3)


def preview(dock, name):
    """Switch the preview on, wait for it, take the picture of the whole window, and switch it off."""
    dock.switch.setChecked(True)
    wait(lambda: dock.live.shown is not None)
    iface.messageBar().clearWidgets()  # QGIS before 3.26 tells of every task
    rest()
    picture(iface.mainWindow(), name)
    dock.switch.setChecked(False)


def show(on_top):
    """Bring one layer to the top of the map, at its full extent."""
    root = QgsProject.instance().layerTreeRoot()
    for node in root.findLayers():
        node.setItemVisibilityChecked(node.layerId() == on_top.id())
    iface.setActiveLayer(on_top)
    iface.mapCanvas().setExtent(on_top.extent())
    iface.mapCanvas().refresh()
    rest()


def sit():
    """All pictures, one after the other."""
    main, window = iface.mainWindow(), plugins['sar2optical_qgis'].window
    main.resize(1380, 860)
    for name in ('Browser', 'Layer Styling', 'ProcessingToolbox'):
        if (panel := main.findChild(object, name)) is not None:
            panel.setVisible(False)
    s1, cover = layer('s1.tif', 'Sentinel-1'), layer('landcover.tif', 'Land cover')
    cloudy, scl = layer('s2_cloudy.tif', 'Sentinel-2, cloudy'), layer('scl.tif', 'SCL')
    in_grey(s1)
    in_natural_colour(cloudy)
    for node in QgsProject.instance().layerTreeRoot().findLayers():
        node.setExpanded(False)
    QgsProject.instance().setCrs(s1.crs())
    window.show_preview()
    form = window.dock.form
    show(s1)
    form.radar.setLayer(s1)
    form.landcover.setLayer(cover)
    preview(window.dock, 'live_preview.jpg')
    show(cloudy)
    form.task.setCurrentIndex(1)
    form.image.setLayer(cloudy)
    form.mask.setLayer(scl)
    form.sar.setLayer(s1)
    preview(window.dock, 'clouds_preview.jpg')

    def models():
        dialog = QApplication.activeModalWidget()
        picture(dialog, 'models_page.png')
        dialog.reject()

    QTimer.singleShot(3000, models)
    window.show_options()  # comes back when the dialog is closed


def begin():
    try:
        sit()
        (FOLDER / 'done.txt').write_text('\n'.join(taken), encoding='utf-8')
    except Exception:  # a script of QGIS has nobody above it
        traceback.print_exc()
        sys.stderr.flush()
    QgsProject.instance().clear()
    QgsProject.instance().setDirty(False)
    QgsApplication.instance().exit()


QTimer.singleShot(3000, begin)
