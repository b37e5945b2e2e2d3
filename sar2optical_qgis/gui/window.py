"""What the plugin adds to QGIS's main window: actions in the Raster menu and the toolbar, and the dock they open."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from ..core.registry import resources_dir
from .preview_dock import PreviewDock

MENU = 'SAR2Optical'


class MainWindow(QObject):
    """Everything of ours in the main window; `remove` takes it out again."""

    def __init__(self, iface):
        super().__init__(iface.mainWindow())
        self.iface = iface
        self.dock = None
        self.preview_action = self._action('preview.svg', self.tr('Live preview'), self.show_preview, checkable=True)
        self.preview_action.setToolTip(self.tr('SAR2Optical: radar in colour, and clouds gone, as you move the map'))
        iface.addToolBarIcon(self.preview_action)

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
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.setUserVisible(visible)

    def remove(self):
        if self.dock is not None:
            self.dock.close_down()
            self.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        self.iface.removeToolBarIcon(self.preview_action)
        for action in self.findChildren(QAction):
            self.iface.removePluginRasterMenu(MENU, action)
        self.deleteLater()


def _processing_dialog(algorithm, parameters):
    import processing

    processing.execAlgorithmDialog(algorithm, parameters)
