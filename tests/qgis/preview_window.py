"""Hands for the window with a map and the preview dock, which the fixture `window` opens."""

from __future__ import annotations

import time

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, Qt
from qgis.PyQt.QtGui import QImage, QPainter
from qgis.PyQt.QtTest import QTest

LEFT = Qt.MouseButton.LeftButton


def until(true, seconds=30):
    """Turn Qt's loop until `true()` holds."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.01)  # the worker needs the interpreter too
    assert true()


def click(widget, at=None):
    QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, at or widget.rect().center())


def show(window, layer):
    QgsProject.instance().addMapLayer(layer)
    window.canvas.setDestinationCrs(layer.crs())
    window.canvas.setLayers([layer])
    window.canvas.setExtent(layer.extent())
    window.panel.form.radar.setLayer(layer)
    return layer


def painted(window):
    """What the preview paints on an empty canvas."""
    item = window.panel.live.item
    image = QImage(window.canvas.viewport().size(), QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    item.paint(painter)
    painter.end()
    return image


def preview(window):
    window.panel.live.shown = None
    until(lambda: window.panel.live.shown is not None)
    return window.panel.live.shown
