"""The plugin's page in QGIS's options: its models, shipped and added, and the state of onnxruntime."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.gui import QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from ..core.errors import ModelError
from ..core.model import library, network
from ..core.model.registry import resources_dir, use_library
from .runtime_dialog import RuntimeDialog

SCORES = 5  # the column of the held-out scores, which are many
PAGE = 'Sar2OpticalOptions'  # the object name by which QGIS opens its options at this page


class OptionsFactory(QgsOptionsWidgetFactory):
    """Gives QGIS the page when its options are opened."""

    def __init__(self):
        super().__init__('SAR2Optical', QIcon(str(resources_dir() / 'icons' / 'icon.svg')))

    def icon(self):
        return QIcon(str(resources_dir() / 'icons' / 'icon.svg'))

    def createWidget(self, parent):
        return ModelsPage(parent)


class ModelsPage(QgsOptionsPageWidget):
    """A table of models with buttons; each click takes effect at once."""

    def __init__(self, parent=None, folder=None):
        super().__init__(parent)
        self.setObjectName(PAGE)
        self.folder = folder or library.library_folder(QgsApplication.qgisSettingsDirPath())
        use_library(self.folder)
        self.entries = []
        self.table = QTableWidget()
        heads = (
            self.tr('Model'), self.tr('Task'), self.tr('Default'), self.tr('Origin'), self.tr('Size'),
            self.tr('Held-out scores'), self.tr('Licence'), 'SHA-256',
        )  # fmt: skip
        self.table.setColumnCount(len(heads))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.add_button = QPushButton(self.tr('Add ...'))
        self.add_button.setToolTip(self.tr('Copy an .onnx file that carries a SAR2Optical card into the profile.'))
        self.remove_button = QPushButton(self.tr('Remove'))
        self.remove_button.setToolTip(self.tr('Delete the chosen model from the profile. Shipped models stay.'))
        self.default_button = QPushButton(self.tr('Make default'))
        self.default_button.setToolTip(self.tr('Take the chosen model for its task wherever MODEL is left empty.'))
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.runtime = QLabel()
        self.runtime.setWordWrap(True)
        self.runtime_button = QPushButton(self.tr('onnxruntime ...'))
        buttons = QHBoxLayout()
        for button in (self.add_button, self.remove_button, self.default_button):
            buttons.addWidget(button)
        buttons.addStretch()
        below = QHBoxLayout()
        below.addWidget(self.runtime, 1)
        below.addWidget(self.runtime_button)
        box = QVBoxLayout(self)
        box.addWidget(self.table)
        box.addLayout(buttons)
        box.addWidget(self.status)
        box.addLayout(below)
        self.add_button.clicked.connect(self._choose)
        self.remove_button.clicked.connect(lambda: self._change(library.remove))
        self.default_button.clicked.connect(lambda: self._change(library.set_default))
        self.runtime_button.clicked.connect(self._open_runtime)
        self.table.itemSelectionChanged.connect(self._refresh_buttons)
        self.refresh()

    def apply(self):  # asked for by QGIS on OK; everything is done by then
        pass

    def refresh(self):
        """Show the models as they are now."""
        try:
            self.entries = library.entries()
        except ModelError as error:
            self.entries = []
            self.status.setText(str(error))
        self.table.setRowCount(len(self.entries))
        for row, entry in enumerate(self.entries):
            model = entry.model
            texts = (
                model.name, model.card.task, '●' if entry.is_default else '',
                self.tr('shipped') if entry.is_shipped else self.tr('added'), f'{entry.megabytes:.1f} MB', entry.scores,
                model.card.licence, model.sha256[:16],
            )  # fmt: skip
            tips = {SCORES: entry.scores.replace(', ', '\n'), len(texts) - 1: model.sha256}
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(tips.get(column) or model.card.description or text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()
        self.table.setColumnWidth(SCORES, min(self.table.columnWidth(SCORES), 220))
        report = network.runtime_report()
        told = self.tr('onnxruntime {version} ({devices})').format(
            version=report['version'], devices=', '.join(report['loaded'])
        )
        self.runtime.setText(report['problem'] or told)
        self._refresh_buttons()

    def chosen(self):
        """The Entry of the selected row, or None."""
        rows = {index.row() for index in self.table.selectedIndexes()}
        return self.entries[rows.pop()] if rows else None

    def _refresh_buttons(self):
        entry = self.chosen()
        self.remove_button.setEnabled(entry is not None and not entry.is_shipped)
        self.default_button.setEnabled(entry is not None and not entry.is_default)

    def _choose(self):
        path, _ = QFileDialog.getOpenFileName(self, self.tr('Add a model'), '', 'ONNX (*.onnx)')
        if path:
            self.add(path)

    def add(self, path):
        """Copy a model into the library, or say why not."""
        try:
            model = library.add(path, self.folder)
        except ModelError as error:
            self.status.setText(str(error))
            return
        self.status.setText(self.tr('{name} was added.').format(name=model.name))
        self.refresh()

    def _change(self, change):
        try:
            change(self.chosen().model, self.folder)
            self.status.setText('')
        except ModelError as error:
            self.status.setText(str(error))
        self.refresh()

    def _open_runtime(self):
        self.dialog = RuntimeDialog(self)
        self.dialog.done_with.connect(self.refresh)
        self.dialog.show()
