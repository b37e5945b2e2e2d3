"""One preview, made in a background task: the engine's run, and its picture on the canvas's CRS."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from qgis.core import QgsCoordinateTransform, QgsRasterLayer, QgsRectangle, QgsTask
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtXml import QDomDocument

from .. import styling
from ..core.errors import Cancelled, Sar2OpticalError
from ..core.preview import MOST_PIXELS, preview
from ..host import gdal_exceptions

QUIETLY = QgsTask.Flag.CanCancel
for _name in ('Hidden', 'Silent'):  # from QGIS 3.26 on: no entry and no message for each move of the map
    QUIETLY |= getattr(QgsTask.Flag, _name, QgsTask.Flag.CanCancel)


class PreviewTask(QgsTask):
    """Runs a request on a window. Afterwards either `image` and `extent` hold the picture, or `problem` a sentence.

    `ended` comes in the main thread, whatever the outcome.
    """

    ended = pyqtSignal()

    def __init__(self, title, request, window, canvas_crs, transform_context, style='', most=MOST_PIXELS):
        """`style`: the QML of the layer whose look the result takes over; '' = red, green, blue as they are.

        `most`: how many pixels may be worked on.
        """
        super().__init__(title, QUIETLY)
        self.title = title  # description() is gone with the task's own end
        self.request, self.window, self.style, self.most = request, window, style, most
        self.canvas_crs, self.transform_context = canvas_crs, transform_context
        self.folder = tempfile.TemporaryDirectory(prefix='sar2optical-preview-')
        self.preview = self.image = self.extent = None
        self.problem, self.seconds = '', 0.0

    def run(self):
        start = time.perf_counter()
        try:
            with gdal_exceptions():
                self.preview = preview(
                    self.request, self.window, Path(self.folder.name), self.isCanceled, most=self.most
                )
                self.image, self.extent = self._draw(self.preview.path)
        except Cancelled:
            return False
        except Sar2OpticalError as error:
            self.problem = str(error)
            return False
        except Exception as error:  # a task must not take QGIS down with it
            self.problem = f'{type(error).__name__}: {error}'
            return False
        self.seconds = time.perf_counter() - start
        return True

    def finished(self, fine):
        self.ended.emit()

    def finer(self):
        """The same with all the pixels that a preview may have."""
        place = self.canvas_crs, self.transform_context
        return PreviewTask(self.title, self.request, self.window, *place, self.style)

    def _draw(self, path):
        """(QImage, its extent in the canvas's CRS) of a preview, in the colours of the previewed layer."""
        layer = QgsRasterLayer(path, 'preview', 'gdal')
        restyle(layer, self.style)
        extent, columns, rows = layer.extent(), layer.width(), layer.height()
        if layer.crs().isValid() and self.canvas_crs.isValid() and layer.crs() != self.canvas_crs:
            change = QgsCoordinateTransform(layer.crs(), self.canvas_crs, self.transform_context)
            extent = change.transformBoundingBox(extent)
            layer.pipe().projector().setCrs(layer.crs(), self.canvas_crs, self.transform_context)
            columns, rows = _size_of(extent, columns * rows)
        return layer.pipe().last().block(1, extent, columns, rows).image(), QgsRectangle(extent)


def restyle(layer, style):
    """Give a preview's layer the look of the layer it is of."""
    if not style:
        styling.picture(layer, 'auto')
        return
    document = QDomDocument()
    document.setContent(style)
    layer.importNamedStyle(document)


def _size_of(extent, pixels):
    """(columns, rows) of about `pixels` pixels, with the shape of `extent`."""
    ratio = extent.width() / extent.height()
    return max(round((pixels * ratio) ** 0.5), 1), max(round((pixels / ratio) ** 0.5), 1)
