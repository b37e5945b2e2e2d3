"""What a user does with hands and eyes: waits, clicks, takes pictures and the time."""

from __future__ import annotations

import os
import time
from pathlib import Path

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

FOLDER = Path(os.environ['SCREENSHOTS'])
PATIENCE_S = 150.0
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
