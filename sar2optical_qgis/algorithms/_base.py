"""Who an algorithm is: the identity that Processing asks for, from class constants."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingAlgorithm
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ..core.model.registry import resources_dir


def tr(text):
    """The text in the user's language, where i18n/ has it; the files keep English as their source."""
    return QCoreApplication.translate('algorithms', text)


def help_page():
    """The path of the help page in the user's language, or in English."""
    folder = resources_dir() / 'help'
    own = folder / f'index_{QgsApplication.locale()[:2]}.html'
    return own if own.is_file() else folder / 'index.html'


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
        return tr(self.TITLE)

    def groupId(self):
        return self.GROUP[0]

    def group(self):
        return tr(self.GROUP[1])

    def tags(self):
        return list(self.TAGS)

    def shortDescription(self):
        return tr(self.SUMMARY)

    def shortHelpString(self):  # printed raw by qgis_process: plain text
        return tr(self.HELP)

    def helpUrl(self):
        return help_page().as_uri() + '#algorithms'

    def icon(self):
        return QIcon(str(resources_dir() / 'icons' / self.ICON))
