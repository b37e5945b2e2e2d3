"""What QGIS holds of this plugin: it brings the Processing provider in and takes it out again."""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from .core.model.library import library_folder
from .core.model.registry import use_library
from .core.model.runtime import activate, runtime_folder
from .provider import Sar2OpticalProvider

LONGEST_WAIT_S = 35.0  # for downloads that were stopped: GDAL's own limit for a connection, and a little


def translation():
    """The installed translator for QGIS's language, or None where there is none: then all is English."""
    file = Path(__file__).parent / 'i18n' / f'sar2optical_{QgsApplication.locale()[:2]}.qm'
    translator = QTranslator()
    if not file.is_file() or not translator.load(str(file)):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


class Sar2OpticalPlugin:
    """Registers the provider, with a main window (`initGui`) or without (`initProcessing`, qgis_process)."""

    def __init__(self, iface=None):
        self.iface = iface
        self.provider = self.window = None
        self.translator = translation()
        profile = QgsApplication.qgisSettingsDirPath()
        activate(runtime_folder(profile))  # onnxruntime, where it was installed there
        use_library(library_folder(profile))

    def initProcessing(self):
        if self.provider is None:
            self.provider = Sar2OpticalProvider()
            QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        self.initProcessing()
        if self.iface is not None:
            from .gui.window import MainWindow  # qgis_process has no windows: not imported there

            self.window = MainWindow(self.iface)

    def unload(self):
        if self.window is not None:
            self.window.remove()
            self.window = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)  # deletes the provider as well
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None
        reader = sys.modules.get(f'{__package__}.core.catalog.reader')  # where a fetch has run
        if reader is not None:
            reader.wait_for_left(LONGEST_WAIT_S)
