"""Who an algorithm is: the identity that Processing asks for, from class constants."""

from __future__ import annotations

from qgis.core import QgsProcessingAlgorithm
from qgis.PyQt.QtGui import QIcon

from ..core.registry import resources_dir


class Sar2OpticalAlgorithm(QgsProcessingAlgorithm):
    """Identity from class constants: NAME (the fixed id), TITLE, GROUP (id, name), TAGS, SUMMARY, HELP, ICON."""

    NAME = TITLE = SUMMARY = HELP = ICON = ''
    GROUP = ('', '')
    TAGS: tuple[str, ...] = ()

    def createInstance(self):
        return type(self)()

    def name(self):
        return self.NAME

    def displayName(self):
        return self.TITLE

    def groupId(self):
        return self.GROUP[0]

    def group(self):
        return self.GROUP[1]

    def tags(self):
        return list(self.TAGS)

    def shortDescription(self):
        return self.SUMMARY

    def shortHelpString(self):  # printed raw by qgis_process: plain text
        return self.HELP

    def icon(self):
        return QIcon(str(resources_dir() / 'icons' / self.ICON))
