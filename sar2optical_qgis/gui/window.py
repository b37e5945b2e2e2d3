"""What the plugin adds to QGIS's main window: actions in the Raster menu and the toolbar, and the dock they open."""

from __future__ import annotations

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject, Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QIcon
from qgis.PyQt.QtWidgets import QAction, QPushButton

from ..algorithms._base import help_page
from ..core.model import runtime
from ..core.model.registry import resources_dir
from .options_page import PAGE, OptionsFactory
from .preview_dock import PreviewDock
from .runtime_dialog import RuntimeDialog

MENU = 'SAR2Optical'


class MainWindow(QObject):
    """Everything of ours in the main window; `remove` takes it out again."""

    def __init__(self, iface):
        super().__init__(iface.mainWindow())
        self.iface = iface
        self.dock = self.note = self.place = None
        self.preview_action = self._action('preview.svg', self.tr('Live preview'), self.show_preview, checkable=True)
        self.preview_action.setToolTip(self.tr('SAR2Optical: radar in colour, and clouds gone, as you move the map'))
        iface.addToolBarIcon(self.preview_action)
        self.place_action = self._action('picture_of_place.svg', self.tr('Picture of a place ...'), self.show_place)
        self.place_action.setToolTip(self.tr('SAR2Optical: draw a rectangle, choose a date, get the picture'))
        iface.addToolBarIcon(self.place_action)
        self.runtime_action = self._action('environment.svg', self.tr('Install onnxruntime ...'), self.install_runtime)
        self.models_action = self._action('icon.svg', self.tr('Models ...'), self.show_options)
        self.help_action = self._action('icon.svg', self.tr('Help'), self.show_help)
        self.options = OptionsFactory()
        iface.registerOptionsWidgetFactory(self.options)
        if runtime.is_missing():
            self.offer_runtime()

    def _action(self, icon, text, slot, checkable=False):
        action = QAction(QIcon(str(resources_dir() / 'icons' / icon)), text, self)
        action.setCheckable(checkable)
        action.triggered.connect(slot)
        self.iface.addPluginToRasterMenu(MENU, action)
        return action

    def show_preview(self, visible=True):
        if self.dock is None:
            self.dock = PreviewDock(self.iface.mapCanvas(), _processing_dialog, self.iface.mainWindow())
            self.dock.visibilityChanged.connect(self.preview_action.setChecked)
            self.dock.runtime_wanted.connect(self.offer_runtime)
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.setUserVisible(visible)

    def show_place(self):
        """The window that makes a picture of a place; QGIS can be used meanwhile."""
        if self.place is None:
            from .place_dialog import PlaceDialog  # what asks the network is loaded when it is wanted

            self.place = PlaceDialog(self.iface.mapCanvas(), self.iface.mainWindow())
        self.place.show()
        self.place.raise_()
        return self.place

    def offer_runtime(self):
        """A message with one button, where the networks cannot run yet; once at a time."""
        if self.note is not None or not runtime.is_missing():
            return
        bar = self.iface.messageBar()
        told = self.tr('onnxruntime is missing: the networks cannot run yet.')
        self.note = bar.createMessage('SAR2Optical', told)
        self.note.destroyed.connect(self._forget_note)
        button = QPushButton(self.tr('Install'))
        button.clicked.connect(self.install_runtime)
        self.note.layout().addWidget(button)
        bar.pushWidget(self.note, Qgis.MessageLevel.Warning)

    def _forget_note(self):
        self.note = None

    def show_help(self):
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(help_page())))

    def show_options(self):
        self.iface.showOptionsDialog(self.iface.mainWindow(), PAGE)

    def install_runtime(self):
        """The dialog that installs onnxruntime; QGIS can be used meanwhile."""
        self.dialog = RuntimeDialog(self.iface.mainWindow())
        self.dialog.done_with.connect(self._runtime_changed)
        self.dialog.show()
        return self.dialog

    def _runtime_changed(self, is_there):
        if not is_there:
            return
        if self.note is not None:
            self.iface.messageBar().popWidget(self.note)
        if self.dock is not None:
            self.dock.live.refresh()

    def remove(self):
        if self.dock is not None:
            self.dock.close_down()
            self.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        if self.place is not None:
            self.place.close()
            self.place.deleteLater()
            self.place = None
        self.iface.unregisterOptionsWidgetFactory(self.options)
        self.iface.removeToolBarIcon(self.place_action)
        self.iface.removeToolBarIcon(self.preview_action)
        for action in self.findChildren(QAction):
            self.iface.removePluginRasterMenu(MENU, action)
        self.deleteLater()


def _processing_dialog(algorithm, parameters):
    import processing

    processing.execAlgorithmDialog(algorithm, parameters)
