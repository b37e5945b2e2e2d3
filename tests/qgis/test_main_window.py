"""What the plugin adds to the main window, and that nothing is left of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QLocale, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QMainWindow, QPushButton

from sar2optical_qgis.core.model import runtime


class Interface:
    """The part of QGIS's interface that the plugin uses, on a real window with real widgets."""

    def __init__(self):
        self.window = QMainWindow()
        self.canvas, self.bar = QgsMapCanvas(self.window), QgsMessageBar(self.window)
        self.window.setCentralWidget(self.canvas)
        self.menu, self.toolbar, self.factories, self.opened = [], [], [], []

    def mainWindow(self):
        return self.window

    def mapCanvas(self):
        return self.canvas

    def messageBar(self):
        return self.bar

    def addPluginToRasterMenu(self, name, action):
        self.menu.append(action)

    def removePluginRasterMenu(self, name, action):
        self.menu.remove(action)

    def addToolBarIcon(self, action):
        self.toolbar.append(action)

    def removeToolBarIcon(self, action):
        self.toolbar.remove(action)

    def addDockWidget(self, area, dock):
        self.window.addDockWidget(area, dock)

    def removeDockWidget(self, dock):
        self.window.removeDockWidget(dock)

    def registerOptionsWidgetFactory(self, factory):
        self.factories.append(factory)

    def unregisterOptionsWidgetFactory(self, factory):
        self.factories.remove(factory)

    def showOptionsDialog(self, parent, page):
        self.opened.append(page)


@pytest.fixture
def iface(qgis_app, provider):
    interface = Interface()
    interface.window.show()
    yield interface
    interface.window.close()
    interface.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(iface):
    from sar2optical_qgis.gui.window import MainWindow

    return MainWindow(iface)


def test_menu_toolbar_and_options_come_and_go(iface, window):
    assert len(iface.menu) == 5 and len(iface.toolbar) == 2 and len(iface.factories) == 1
    assert all(not action.icon().isNull() for action in iface.menu)
    window.show_preview()
    assert window.dock.isVisible()
    window.remove()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not iface.menu and not iface.toolbar and not iface.factories
    assert not [item for item in iface.canvas.scene().items() if type(item).__name__ == 'PreviewItem']


def test_the_toolbar_button_shows_and_hides_the_dock(iface, window):
    window.preview_action.trigger()
    assert window.dock.isVisible() and window.preview_action.isChecked()
    window.preview_action.trigger()
    assert not window.dock.isVisible()
    window.remove()


def test_the_options_page_is_the_one_that_the_menu_opens(iface, window):
    window.models_action.trigger()
    page = iface.factories[0].createWidget(iface.window)
    assert iface.opened == [page.objectName()] and page.table.rowCount() >= 1
    window.remove()


def test_help_opens_a_page_that_ships(iface, window, provider, monkeypatch):
    from qgis.PyQt.QtCore import QUrl
    from qgis.PyQt.QtGui import QDesktopServices

    opened = []
    monkeypatch.setattr(QDesktopServices, 'openUrl', opened.append)
    window.help_action.trigger()
    urls = [*opened, *(QUrl(algorithm.helpUrl()) for algorithm in provider.algorithms())]
    assert len(urls) == 9 and all(Path(url.toLocalFile()).read_text('utf-8').startswith('<!doctype') for url in urls)
    window.remove()


def test_a_missing_onnxruntime_brings_one_message_with_a_button_that_opens_the_installer(iface, window, monkeypatch):
    monkeypatch.setattr(runtime, 'is_missing', lambda: True)
    window.offer_runtime()
    window.offer_runtime()
    assert len(iface.bar.items()) == 1
    QTest.mouseClick(window.note.findChildren(QPushButton)[-1], Qt.MouseButton.LeftButton)
    assert window.dialog.isVisible() and '-m pip install' in window.dialog.line.text()
    window.dialog.reject()
    window.remove()


@pytest.mark.parametrize(
    ('language', 'title', 'label'),
    [
        ('de', 'Wolken entfernen', 'Wolkenmaske (SCL)'),
        ('fr', 'Effacer les nuages', 'Masque de nuages (SCL)'),
        ('es', 'Quitar nubes', 'Máscara de nubes (SCL)'),
        ('pt', 'Remover nuvens', 'Máscara de nuvens (SCL)'),
        ('nl', 'Remove clouds', 'Cloud mask (SCL)'),
    ],
)
def test_algorithms_speak_the_language_of_qgis(provider, monkeypatch, language, title, label):
    from sar2optical_qgis import plugin
    from sar2optical_qgis.algorithms.remove_clouds import RemoveCloudsAlgorithm

    monkeypatch.setattr(QgsApplication, 'locale', staticmethod(lambda: QLocale(language).name()))
    translator = plugin.translation()
    try:
        algorithm = RemoveCloudsAlgorithm()
        algorithm.initAlgorithm()
        assert algorithm.displayName() == title
        assert algorithm.parameterDefinition('SCL').description() == label
        assert algorithm.name() == 'removeclouds' and len(algorithm.shortHelpString()) > 200
    finally:
        if translator is not None:
            QCoreApplication.removeTranslator(translator)
