"""When previews are made: after the map has come to rest, one at a time, the newest wish wins.

Where all the pixels of the screen would take this machine too long, a coarse picture comes first.
"""

from __future__ import annotations

from qgis.core import (
    QgsApplication,
    QgsCoordinateTransform,
    QgsCsException,
    QgsProcessingException,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..algorithms._sources import place_of
from ..core.preview import MOST_PIXELS, Window
from .preview_item import PreviewItem, SwipeHandle
from .preview_task import PreviewTask

REST_MS = 250  # the map has to lie still this long
SOON_S = 0.7  # the first picture is to be there after about this long
FIRST_PIXELS = 160_000  # of the first picture, while it is not known how fast this machine is
TELLING_PIXELS = 40_000  # a preview of fewer does not tell


class LivePreview(QObject):
    """Keeps a preview of `wish` over the canvas. `wish()` gives (title, request, layer, style), or None for nothing."""

    started = pyqtSignal()
    finished = pyqtSignal(object)  # the PreviewTask, with its picture or its problem
    emptied = pyqtSignal()  # nothing is shown any more

    def __init__(self, canvas, wish):
        super().__init__(canvas)
        self.canvas, self.wish = canvas, wish
        self.item = PreviewItem(canvas)
        self.handle = SwipeHandle(canvas, self.item)
        self.is_on = False
        self.running = self.shown = None  # tasks
        self.is_waiting = False  # the map moved while a task was running
        self.pace = {}  # pixels a second by kind of request, as the last preview of that kind had it
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(REST_MS)
        self.timer.timeout.connect(self._start)
        canvas.extentsChanged.connect(self.refresh)
        canvas.destinationCrsChanged.connect(self.forget)

    def switch(self, on):
        self.is_on = on
        if on:
            self.refresh()
        else:
            self.forget()

    def refresh(self):
        """Something changed: drop the work on the old view, and begin anew when the map has come to rest."""
        if self.is_on:
            if self.running is not None:
                self.running.cancel()
            self.timer.start()

    def forget(self):
        """Show nothing; begin anew if switched on."""
        self.timer.stop()
        if self.running is not None:
            self.running.cancel()
        self._empty()
        self.refresh()

    def close(self):
        """Leave the canvas as it was."""
        self.is_on = False
        self.forget()
        self.handle.release()
        self.canvas.extentsChanged.disconnect(self.refresh)
        self.canvas.destinationCrsChanged.disconnect(self.forget)
        if self.canvas.scene() is not None:
            self.canvas.scene().removeItem(self.item)

    def _start(self):
        if not self.is_on:
            return
        if self.running is not None:  # it was cancelled and will end soon
            self.is_waiting = True
            return
        wish = self.wish()
        window = self._window(wish[2]) if wish else None
        if window is None:
            self._empty()
            return
        title, request, _, style = wish
        crs, context = self.canvas.mapSettings().destinationCrs(), QgsProject.instance().transformContext()
        pace = self.pace.get(_kind(request))
        most = min(int(SOON_S * pace), MOST_PIXELS) if pace else FIRST_PIXELS
        self._add(PreviewTask(title, request, window, crs, context, style, most))
        self.started.emit()

    def _add(self, task):
        self.running = task
        task.ended.connect(self._end)
        QgsApplication.taskManager().addTask(task)

    def _end(self):
        task, self.running = self.running, None
        is_stale, self.is_waiting = self.is_waiting, False
        if is_stale:
            self._start()
        elif self.is_on and not task.isCanceled():
            if task.image is None:
                self._empty()
            else:
                self._show(task)
            self.finished.emit(task)

    def _show(self, task):
        self.shown, made = task, task.preview
        self.item.show_picture(task.image, task.extent)
        if made.pixels >= TELLING_PIXELS:
            self.pace[_kind(task.request)] = made.pixels / task.seconds
        if not made.is_finest:
            self._add(task.finer())

    def _empty(self):
        self.item.clear()
        self.shown = None
        self.emptied.emit()

    def _window(self, layer):
        """What the canvas shows, in the CRS in which the core reads `layer`; None where that cannot be said."""
        settings = self.canvas.mapSettings()
        extent = QgsRectangle(settings.visibleExtent())
        width = settings.outputSize().width() * settings.devicePixelRatio()
        try:
            crs, _ = place_of(layer, 'INPUT')
        except QgsProcessingException:  # the run itself says what is wrong
            crs = layer.crs()
        if crs.isValid() and settings.destinationCrs().isValid():
            change = QgsCoordinateTransform(settings.destinationCrs(), crs, QgsProject.instance())
            change.setBallparkTransformsAreAppropriate(True)
            try:
                extent = change.transformBoundingBox(extent)
            except QgsCsException:
                return None
        if extent.isEmpty() or not extent.isFinite() or width <= 0:
            return None
        box = extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()
        return Window(box, extent.width() / width)


def _kind(request):
    """What previews that take about equally long a pixel have in common."""
    return type(request).__name__, getattr(request, 'method', '')
