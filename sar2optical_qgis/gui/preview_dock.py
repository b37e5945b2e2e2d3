"""The preview dock: choose layers, see colour on the map at once, compare, then run it on the whole layer."""

from __future__ import annotations

import shutil

from qgis.core import QgsProject, QgsRasterLayer
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from ..styling import SUFFIX
from .live import LivePreview
from .preview_form import PreviewForm
from .preview_task import restyle


class PreviewDock(QgsDockWidget):
    """Widgets of the live preview, around a LivePreview."""

    runtime_wanted = pyqtSignal()  # onnxruntime is missing and a preview needs it

    def __init__(self, canvas, run_dialog, parent=None):
        """`run_dialog(algorithm id, parameters)` opens the Processing dialog."""
        super().__init__(parent)
        self.setObjectName('Sar2OpticalPreview')
        self.setWindowTitle(self.tr('SAR2Optical preview'))
        self.run_dialog = run_dialog
        self.live = LivePreview(canvas, self._wish)
        self.form = PreviewForm()
        self._make_widgets()
        self.form.changed.connect(self.live.forget)
        self.switch.toggled.connect(self._switch)
        self.live.started.connect(lambda: self.say(self.tr('Working ...')))
        self.live.finished.connect(self._tell)
        self.live.emptied.connect(lambda: self.save_button.setEnabled(False))
        self.live.handle.moved.connect(lambda share: self.swipe.setValue(round(1000 * share)))
        self.swipe.valueChanged.connect(self._set_split)
        self.opacity.valueChanged.connect(self._set_opacity)
        self.run_button.clicked.connect(self.run_whole_layer)
        self.save_button.clicked.connect(self._ask_and_save)
        self.visibilityChanged.connect(self._hide_or_show)

    def _make_widgets(self):
        self.switch = QCheckBox(self.tr('Live preview on the map'))
        self.switch.setToolTip(
            self.tr('Translate what the map shows, now and after each pan or zoom. The layers stay untouched.')
        )
        self.swipe, self.opacity = _slider(500, 1000), _slider(100, 100)
        self.swipe.setToolTip(self.tr('Where the line is. You can drag it on the map as well.'))
        self.opacity.setToolTip(self.tr('How much the preview covers the map.'))
        sliders = QGridLayout()
        for row, (name, slider) in enumerate(((self.tr('Swipe'), self.swipe), (self.tr('Opacity'), self.opacity))):
            label = QLabel(name)
            label.setBuddy(slider)
            sliders.addWidget(label, row, 0)
            sliders.addWidget(slider, row, 1)
        self.run_button = QPushButton(self.tr('Run on the whole layer ...'))
        self.run_button.setToolTip(self.tr('Opens the Processing dialog, filled in with these choices.'))
        self.save_button = QPushButton(self.tr('Save preview ...'))
        self.save_button.setToolTip(self.tr('Saves the previewed part as a GeoTIFF, marked as generated, and adds it.'))
        self.save_button.setEnabled(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.run_button)
        buttons.addWidget(self.save_button)
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        body = QWidget()
        box = QVBoxLayout(body)
        box.addWidget(self.form)
        box.addWidget(self.switch)
        box.addLayout(sliders)
        box.addLayout(buttons)
        box.addWidget(self.status)
        box.addStretch()
        self.setWidget(body)

    def say(self, sentence):
        self.status.setText(sentence)

    def _wish(self):
        request, problem = self.form.request()
        if request is None:
            self.say(problem)
            return None
        layer = self.form.layer()
        return self.tr('{layer}: preview').format(layer=layer.name()), request, layer, self.form.style_to_keep()

    def _tell(self, task):
        self.save_button.setEnabled(task.image is not None)
        if task.image is None:
            self.say(task.problem)
            if 'onnxruntime' in task.problem:
                self.runtime_wanted.emit()
            return
        made = task.preview
        told = self.tr(
            'Generated at {size} m a pixel in {seconds} s ({device}). Left of the line: your own map.'
        ).format(size=f'{made.pixel_size_m:.3g}', seconds=f'{task.seconds:.1f}', device=made.report.device)
        if made.is_outside_training:
            told += ' ' + self.tr('The networks know pixels of 10 to 30 m: at this scale it is a rough guide only.')
        if not made.is_finest:
            told += ' ' + self.tr('A finer picture follows.')
        self.say(told)

    def _set_split(self, value):
        self.live.item.split = value / 1000
        self.live.item.update()

    def _set_opacity(self, value):
        self.live.item.opacity = value / 100
        self.live.item.update()

    def _switch(self, on):
        self.say('')
        self.live.switch(on)

    def _hide_or_show(self, visible):
        """A closed dock must not go on working."""
        self.live.switch(visible and self.switch.isChecked())

    def run_whole_layer(self):
        parameters = self.form.parameters()
        if parameters is None:
            self.say(self.tr('Choose a layer to preview.'))
            return
        given = {name: layer.id() if hasattr(layer, 'id') else layer for name, layer in parameters.items() if layer}
        self.run_dialog(f'sar2optical:{self.form.algorithm()}', given)

    def _ask_and_save(self):
        path, _ = QFileDialog.getSaveFileName(self, self.tr('Save preview'), '', 'GeoTIFF (*.tif)')
        if path:
            self.save(path if path.lower().endswith(('.tif', '.tiff')) else f'{path}.tif')

    def save(self, path):
        """Copy the shown preview to `path`, and add it to the project in the same colours."""
        shown = self.live.shown
        if shown is None:
            return
        try:
            shutil.copyfile(shown.preview.path, path)
        except OSError as error:
            self.say(
                self.tr('The preview was not saved ({reason}). Choose another folder.').format(reason=error.strerror)
            )
            return
        layer = QgsRasterLayer(path, f'{shown.title} {SUFFIX}')
        restyle(layer, shown.style)
        layer.saveDefaultStyle()
        QgsProject.instance().addMapLayer(layer)
        self.say(self.tr('Saved as {path}.').format(path=path))

    def close_down(self):
        """Give the canvas back; the dock is of no use afterwards."""
        self.live.close()


def _slider(value, most):
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, most)
    slider.setValue(value)
    return slider
