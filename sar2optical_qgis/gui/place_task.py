"""A look at what there is of a place, in the background: scenes as they are found, then a little picture of each."""

from __future__ import annotations

from qgis.core import QgsFeedback, QgsTask
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QImage

from .. import network
from ..core.catalog.thumbnail import thumbnail
from ..core.errors import Cancelled, NetworkError, Sar2OpticalError
from ..core.run.job import Job
from ..host import gdal_exceptions


class LookTask(QgsTask):
    """Lists the scenes of a request. `found` and `pictured` come while it works, `ended` at last, whatever came of it.

    `problem` is a sentence where it failed.
    """

    found = pyqtSignal(object)  # a core.catalog Scene
    pictured = pyqtSignal(str, QImage)  # the scene's name, its picture
    ended = pyqtSignal()

    def __init__(self, title, request, authcfg=''):
        super().__init__(title, QgsTask.Flag.CanCancel)
        self.request, self.authcfg = request, authcfg
        self.problem, self.notes = '', []
        self.feedback = QgsFeedback()

    def cancel(self):
        self.feedback.cancel()
        super().cancel()

    def run(self):
        fetch = network.fetch_for(self.feedback, self.authcfg, network.hosts_of(self.request.catalog))
        job = Job.of(cancelled=self.isCanceled, log=self.notes.append)
        try:
            with gdal_exceptions(), self.request.session(fetch, job) as session:
                scenes = session.optical() + session.radar()
                for scene in scenes:
                    self.found.emit(scene)
                for number, scene in enumerate(scenes, 1):
                    self._picture(session.finder, scene)
                    self.setProgress(100.0 * number / len(scenes))
        except Cancelled:
            return False
        except Sar2OpticalError as error:
            self.problem = str(error)
            return False
        except Exception as error:  # a task must not take QGIS down with it
            self.problem = f'{type(error).__name__}: {error}'
            return False
        return True

    def _picture(self, finder, scene):
        try:
            values = thumbnail(finder, scene)
        except NetworkError as error:  # the list is worth more than a picture in it
            self.notes.append(str(error))
            return
        rows, cols, _ = values.shape
        self.pictured.emit(
            scene.name, QImage(values.tobytes(), cols, rows, 3 * cols, QImage.Format.Format_RGB888).copy()
        )

    def finished(self, fine):
        self.ended.emit()
