"""Inside QGIS (qgis --code, see screenshots.py): does what a new user does, by clicks, and takes pictures of it."""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from pathlib import Path

import processing
import pyplugin_installer
from qgis.core import (
    QgsApplication,
    QgsContrastEnhancement,
    QgsMultiBandColorRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsSingleBandGrayRenderer,
)
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QFileDialog, QPushButton
from qgis.utils import iface, plugins

FOLDER, SAMPLE = Path(os.environ['SCREENSHOTS']), Path(os.environ['SAMPLE'])
PATIENCE_S = 150.0
NATURAL_COLOUR = 3, 2, 1  # bands of the sample scene
STRETCH = QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
seconds = {}  # step -> how long it took


def wait(true, most=PATIENCE_S):
    """Turn QGIS's loop until `true()` holds; TimeoutError where it never does."""
    end = time.monotonic() + most
    while not true():
        if time.monotonic() > end:
            raise TimeoutError('QGIS did not come to rest')
        QApplication.processEvents()
        time.sleep(0.01)


def rest(some=1.5):
    """Let what was clicked be drawn."""
    end = time.monotonic() + some
    wait(lambda: time.monotonic() > end)


class step:
    """Times what is done inside."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.start = time.monotonic()

    def __exit__(self, *_):
        seconds[self.name] = round(time.monotonic() - self.start, 2)


def picture(widget, name):
    """Save what a window shows."""
    widget.grab().save(str(FOLDER / name), quality=88)


def screen(name):
    """Save the whole screen, windows above each other."""
    QApplication.primaryScreen().grabWindow(0).save(str(FOLDER / name), quality=88)


def click(widget, at=None):
    QTest.mouseClick(widget, LEFT, NO_KEY, at or widget.rect().center())


def layer(name, title):
    """A raster of the sample scene, in the project."""
    return iface.addRasterLayer(str(SAMPLE / name), title)


def in_grey(radar):
    """VV as radar pictures are mostly shown."""
    radar.setRenderer(QgsSingleBandGrayRenderer(radar.dataProvider(), 1))
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


def show(on_top):
    """Bring one layer to the top of the map, at its full extent."""
    for node in QgsProject.instance().layerTreeRoot().findLayers():
        node.setItemVisibilityChecked(node.layerId() == on_top.id())
        node.setExpanded(False)
    iface.setActiveLayer(on_top)
    iface.mapCanvas().setExtent(on_top.extent())
    iface.mapCanvas().refresh()
    rest()


def install_plugin():
    """The zip through QGIS's own plugin manager."""
    pyplugin_installer.instance().installFromZipFile(os.environ['PLUGIN_ZIP'])
    wait(lambda: 'sar2optical_qgis' in plugins and plugins['sar2optical_qgis'].window is not None)
    return plugins['sar2optical_qgis'].window


def install_runtime(window):
    """The button in the message, then the one in the dialog; the picture is of its end."""
    click(window.note.findChildren(QPushButton)[-1])
    wait(lambda: window.dialog.isVisible())
    ends = []
    window.dialog.done_with.connect(ends.append)
    if os.environ['WHEELS']:
        QFileDialog.getExistingDirectory = staticmethod(lambda *_: os.environ['WHEELS'])
        click(window.dialog.wheels_button)
    else:
        click(window.dialog.install_button)
    wait(lambda: ends)
    assert ends == [True], window.dialog.log.toPlainText()


def see(dock):
    """Tick the preview and wait for the finest picture; the first one is timed as well."""
    start = time.monotonic()
    click(dock.switch, QPoint(8, dock.switch.height() // 2))
    wait(lambda: dock.live.shown is not None)
    first = time.monotonic() - start
    wait(lambda: dock.live.running is None)
    return round(first, 2)


def drag_the_line(dock, share):
    """Take the line with the mouse and let it go at `share` of the map's width."""
    view = iface.mapCanvas().viewport()
    height, to = view.height() // 2, QPoint(int(share * view.width()), view.height() // 2)
    QTest.mousePress(view, LEFT, NO_KEY, QPoint(round(dock.live.item.line_x()), height))
    kind = QEvent.Type.MouseMove  # QTest's own comes without the pressed button
    QApplication.sendEvent(view, QMouseEvent(kind, QPointF(to), Qt.MouseButton.NoButton, LEFT, NO_KEY))
    QTest.mouseRelease(view, LEFT, NO_KEY, to)
    assert abs(dock.swipe.value() - 1000 * share) < 10, dock.swipe.value()


def run_in(dialog):
    """Click Run in a dialog of Processing, wait for its end, and close it."""
    click(dialog.runButton())
    wait(lambda: dialog.wasExecuted() and dialog.results())
    dialog.close()


def run_on_the_whole_layer(dock):
    """The dock's button opens the Processing dialog, filled in; run it there."""

    def work():
        dialog = next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == 'AlgorithmDialog')
        assert dialog.isVisible()
        rest(0.5)
        screen('dialog.png')
        run_in(dialog)

    before = set(QgsProject.instance().mapLayers())
    QTimer.singleShot(1000, work)
    click(dock.run_button)  # comes back when the dialog is closed
    wait(lambda: set(QgsProject.instance().mapLayers()) - before)


def models_page(window):
    def look():
        dialog = QApplication.activeModalWidget()
        picture(dialog, 'models_page.png')
        dialog.reject()

    QTimer.singleShot(3000, look)
    window.show_options()  # comes back when the dialog is closed


def report(cloudy, scl, s1):
    """Clouds away, then Assess; its page as a browser shows it, where QGIS brings one."""
    files = {name: str(SAMPLE / f'{name.lower()}.tif') for name in ('OUTPUT', 'MASK', 'UNCERTAINTY')}
    processing.run('sar2optical:removeclouds', {'INPUT': cloudy, 'SCL': scl, 'SAR': s1, **files})
    page = str(SAMPLE / 'report.html')
    given = {'GENERATED': files['OUTPUT'], 'REFERENCE': str(SAMPLE / 's2_clear.tif')}
    given |= {name: files[name] for name in ('MASK', 'UNCERTAINTY')}
    dialog = processing.createAlgorithmDialog('sar2optical:assess', {**given, 'REPORT': page})
    dialog.show()
    run_in(dialog)
    from processing.core.ProcessingResults import resultsList

    assert any(result.filename == page for result in resultsList.getResults())
    rest()
    picture(iface.mainWindow(), 'results_viewer.png')
    try:
        from qgis.PyQt.QtWebKitWidgets import QWebView
    except ImportError:
        return
    from qgis.PyQt.QtCore import QUrl

    view = QWebView()
    view.resize(1120, 1180)
    view.load(QUrl.fromLocalFile(page))
    view.show()
    rest(2.5)
    picture(view, 'report.jpg')
    view.close()


def sit():
    """Everything, one after the other."""
    main, canvas = iface.mainWindow(), iface.mapCanvas()
    main.move(0, 0)
    main.resize(1400, 900)
    for name in ('Browser', 'Layer Styling', 'ProcessingToolbox'):
        if (panel := main.findChild(object, name)) is not None:
            panel.setVisible(False)
    with step('install the plugin from its zip'):
        window = install_plugin()
    rest(0.5)
    screen('message.png')
    with step('install onnxruntime with the button'):
        install_runtime(window)
    rest(0.5)
    screen('install.jpg')
    window.dialog.reject()
    with step('load a radar layer'):
        s1 = layer('s1.tif', 'Sentinel-1')
        wait(lambda: not canvas.isDrawing())
    window.preview_action.trigger()
    dock = window.dock
    rest(0.3)
    seconds['colour on the map after the tick (first picture)'] = see(dock)
    seconds['all four steps'] = round(sum(seconds.values()), 1)
    rest()
    screen('first_colour.png')
    cover, cloudy = layer('landcover.tif', 'Land cover'), layer('s2_cloudy.tif', 'Sentinel-2, cloudy')
    scl = layer('scl.tif', 'SCL')
    in_grey(s1)
    in_natural_colour(cloudy)
    QgsProject.instance().setCrs(s1.crs())
    click(dock.switch, QPoint(8, dock.switch.height() // 2))
    form = dock.form
    show(s1)
    form.radar.setLayer(s1)
    form.landcover.setLayer(cover)
    seconds['radar again, with land cover (first picture)'] = see(dock)
    iface.messageBar().clearWidgets()  # QGIS before 3.26 tells of every task
    rest()
    picture(main, 'live_preview.jpg')
    drag_the_line(dock, 0.25)
    QTest.keyClick(dock.opacity, Qt.Key.Key_PageDown)
    assert dock.live.item.opacity < 1.0
    rest(0.5)
    picture(main, 'swiped.png')
    QTest.keyClick(dock.opacity, Qt.Key.Key_PageUp)
    drag_the_line(dock, 0.5)
    dock.save(str(SAMPLE / 'saved.tif'))
    assert any(made.name().endswith('(generated)') for made in QgsProject.instance().mapLayers().values())
    run_on_the_whole_layer(dock)
    rest()
    picture(main, 'whole_layer.png')
    click(dock.switch, QPoint(8, dock.switch.height() // 2))
    show(cloudy)
    form.task.setCurrentIndex(1)
    form.image.setLayer(cloudy)
    form.mask.setLayer(scl)
    form.sar.setLayer(s1)
    seconds['clouds (first picture)'] = see(dock)
    iface.messageBar().clearWidgets()
    rest()
    picture(main, 'clouds_preview.jpg')
    click(dock.switch, QPoint(8, dock.switch.height() // 2))
    models_page(window)
    report(cloudy, scl, s1)


def begin():
    try:
        sit()
        (FOLDER / 'done.json').write_text(json.dumps(seconds), encoding='utf-8')
    except Exception:  # a script of QGIS has nobody above it
        traceback.print_exc()
        sys.stderr.flush()
        screen('failed.png')
    QgsProject.instance().clear()
    QgsProject.instance().setDirty(False)
    QgsApplication.instance().exit()


QTimer.singleShot(3000, begin)
