"""The steps of a new user, from the zip to a report: each ends when what it asked for is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import time

import processing
import pyplugin_installer
from hands import LEFT, NO_KEY, click, picture, rest, screen, wait
from layers import SAMPLE
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, QUrl
from qgis.PyQt.QtGui import QImage, QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QFileDialog, QPushButton
from qgis.utils import iface, plugins


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
    photograph(page)


def photograph(page):
    """The report as a browser shows it: QGIS's own up to 3.38, Chromium later, else Qt's plain one of text."""
    chromium = next(filter(None, map(shutil.which, ('chromium', 'chromium-browser', 'google-chrome'))), None)
    try:
        from qgis.PyQt.QtWebKitWidgets import QWebView as View
    except ImportError:
        from qgis.PyQt.QtWidgets import QTextBrowser as View

        if chromium:
            shot = SAMPLE / 'report.png'
            words = [chromium, '--headless', '--no-sandbox', '--disable-gpu', '--window-size=1120,1180']
            subprocess.run([*words, f'--screenshot={shot}', QUrl.fromLocalFile(page).toString()], capture_output=True)
            if QImage(str(shot)).save(os.path.join(os.environ['SCREENSHOTS'], 'report.jpg')):
                return
    view = View()
    view.resize(1120, 1180)
    (view.load if hasattr(view, 'load') else view.setSource)(QUrl.fromLocalFile(page))
    view.show()
    rest(2.5)
    picture(view, 'report.jpg')
    view.close()
