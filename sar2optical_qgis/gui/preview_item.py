"""The preview on the canvas: a picture over the map, right of a line that the mouse can drag."""

from __future__ import annotations

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvasItem
from qgis.PyQt.QtCore import QEvent, QObject, QPointF, QRectF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

REACH = 7  # pixels of the screen beside the line that still take hold of it
HANDLE = 11  # radius of the knob, pixels of the screen


class PreviewItem(QgsMapCanvasItem):
    """Draws a picture at its place on the map, from the swipe line to the right."""

    def __init__(self, canvas):
        super().__init__(canvas)
        self.canvas = canvas
        self.image = self.extent = None
        self.split, self.opacity = 0.5, 1.0  # share of the canvas's width left of the line; 0..1

    def show_picture(self, image, extent):
        """`extent` is in the canvas's CRS."""
        self.image, self.extent = image, extent
        self.update()

    def clear(self):
        self.show_picture(None, None)

    def line_x(self):
        """Where the line is, in pixels from the left of the canvas."""
        return self.split * self.canvas.viewport().width()

    def boundingRect(self):
        size = self.canvas.viewport().size()
        return QRectF(0, 0, size.width(), size.height())

    def updatePosition(self):  # called when the map moves: the picture is placed anew in paint()
        self.prepareGeometryChange()
        self.setPos(0, 0)
        self.update()

    def paint(self, painter, option=None, widget=None):
        if self.image is None:
            return
        whole, x = self.boundingRect(), self.line_x()
        painter.save()
        painter.setClipRect(QRectF(x, 0, whole.width() - x, whole.height()))
        painter.setOpacity(self.opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        corners = self._corners()
        if self.canvas.rotation():
            painter.setTransform(self._placement(corners), True)
            painter.drawImage(QPointF(0, 0), self.image)
        else:  # on whole pixels, as QGIS draws rasters: no rim of the map shows around it
            painter.drawImage(QPolygonF(corners).boundingRect().toAlignedRect(), self.image)
        painter.restore()
        self._draw_line(painter, x, whole.height())

    def _corners(self):
        """The picture's corners on the canvas, clockwise from the upper left one."""
        box = self.extent
        west, east, south, north = box.xMinimum(), box.xMaximum(), box.yMinimum(), box.yMaximum()
        corners = (west, north), (east, north), (east, south), (west, south)
        return [self.toCanvasCoordinates(QgsPointXY(*corner)) for corner in corners]

    def _placement(self, corners):
        """From the picture's pixels to the canvas's: a rotated map turns it too."""
        width, height = float(self.image.width()), float(self.image.height())
        source = QPolygonF([QPointF(0, 0), QPointF(width, 0), QPointF(width, height), QPointF(0, height)])
        placement = QTransform()
        QTransform.quadToQuad(source, QPolygonF(corners), placement)
        return placement

    def _draw_line(self, painter, x, height):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((QColor(0, 0, 0, 130), 4), (QColor(255, 255, 255), 2)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(x, 0), QPointF(x, height))
        middle = QPointF(x, height / 2)
        painter.setPen(QPen(QColor(0, 0, 0, 130), 1))
        painter.setBrush(QColor(255, 255, 255))
        painter.drawEllipse(middle, HANDLE, HANDLE)
        arrows = QPainterPath()
        for side in (-1, 1):
            arrows.moveTo(middle + QPointF(side * 8, 0))
            arrows.lineTo(middle + QPointF(side * 3, -4))
            arrows.lineTo(middle + QPointF(side * 3, 4))
            arrows.closeSubpath()
        painter.fillPath(arrows, QColor(60, 60, 60))


class SwipeHandle(QObject):
    """Lets the mouse drag the line, whatever map tool is active: it sees the events of the canvas before the tool."""

    moved = pyqtSignal(float)  # share of the canvas's width, 0..1

    def __init__(self, canvas, item):
        super().__init__(canvas)
        self.canvas, self.item = canvas, item
        self.is_dragging = self.is_over = False
        canvas.viewport().installEventFilter(self)

    def release(self):
        """Take no more events."""
        self.canvas.viewport().removeEventFilter(self)
        self._hover(False)

    def eventFilter(self, watched, event):
        kind = event.type()
        if kind not in (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            return False
        if self.item.image is None:
            return False
        x = event.pos().x()
        near = abs(x - self.item.line_x()) <= REACH
        if kind == QEvent.Type.MouseMove:
            if self.is_dragging:
                self.moved.emit(min(max(x / max(self.canvas.viewport().width(), 1), 0.0), 1.0))
                return True
            if event.buttons() == Qt.MouseButton.NoButton:
                self._hover(near)
        elif event.button() == Qt.MouseButton.LeftButton:
            if kind == QEvent.Type.MouseButtonPress and near:
                self.is_dragging = True
                return True
            if kind == QEvent.Type.MouseButtonRelease and self.is_dragging:
                self.is_dragging = False
                return True
        return False

    def _hover(self, near):
        if near == self.is_over:
            return
        self.is_over = near
        if near:
            self.canvas.setCursor(Qt.CursorShape.SplitHCursor)
        elif self.canvas.mapTool() is not None:
            self.canvas.setCursor(self.canvas.mapTool().cursor())
        else:
            self.canvas.unsetCursor()
