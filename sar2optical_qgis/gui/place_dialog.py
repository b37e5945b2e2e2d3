"""Picture of a place: draw a rectangle, choose a date, see what there is, press Run."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsSettings,
)
from qgis.gui import QgsExtentWidget, QgsFileWidget
from qgis.PyQt.QtCore import QDate, QSize, Qt
from qgis.PyQt.QtGui import QIcon, QPixmap
from qgis.PyQt.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from .. import network
from ..core.catalog.place import Place
from ..core.catalog.providers import BY_NAME
from ..core.catalog.request import FetchScenes
from ..core.errors import InputError
from ..core.picture_of_place.plan import WAYS
from ..styling import SUFFIX
from .place_task import LookTask

ALGORITHM = 'sar2optical:pictureofplace'
FOLDER_KEY, CATALOG_KEY, WORLDCOVER_KEY = (f'sar2optical/place_{name}' for name in ('folder', 'catalog', 'worldcover'))
PICTURE = QSize(72, 72)
BEFORE, AFTER = 45, 15  # days


class PlaceDialog(QDialog):
    """Asks for a place and a date, shows what was found, and runs the algorithm in the background."""

    def __init__(self, canvas, parent=None):
        super().__init__(parent)
        self.setObjectName('Sar2OpticalPlace')
        self.setWindowTitle(self.tr('Picture of a place'))
        self.canvas, self.look, self.run_task = canvas, None, None
        self.items = {}
        self._make_widgets()
        self.extent.setMapCanvas(canvas)
        self.extent.setCurrentExtent(canvas.extent(), canvas.mapSettings().destinationCrs())
        self.extent.setOutputCrs(canvas.mapSettings().destinationCrs())
        self.extent.setOutputExtentFromCurrent()
        self.look_button.clicked.connect(self.start_look)
        self.run_button.clicked.connect(self.start_run)
        self.stop_button.clicked.connect(self.stop)

    def _make_widgets(self):
        settings = QgsSettings()
        self.extent = QgsExtentWidget(self)
        self.calendar = QCalendarWidget(self)
        self.calendar.setSelectedDate(QDate.currentDate().addDays(-10))
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.catalog = QComboBox(self)
        self.catalog.setEditable(True)
        self.catalog.addItems(list(BY_NAME))
        self.catalog.setCurrentText(settings.value(CATALOG_KEY, next(iter(BY_NAME))))
        self.catalog.setToolTip(self.tr('A provider, or the URL of a STAC API, or a folder with STAC items.'))
        self.folder = QgsFileWidget(self)
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.setFilePath(settings.value(FOLDER_KEY, str(Path.home() / 'sar2optical')))
        self.way = QComboBox(self)
        self.way.addItems(['auto', *WAYS])
        self.way.setToolTip(self.tr('auto = the way with the least predicted error; the others overrule it.'))
        form = QFormLayout()
        form.addRow(self.tr('Place'), self.extent)
        form.addRow(self.tr('Date'), self.calendar)
        form.addRow(self.tr('Catalogue'), self.catalog)
        form.addRow(self.tr('Folder for the scenes'), self.folder)
        form.addRow(self.tr('Way'), self.way)
        self.scenes = QTreeWidget(self)
        self.scenes.setHeaderLabels([self.tr('Scene'), self.tr('Cloud here'), self.tr('Shown'), 'MB'])
        self.scenes.setIconSize(PICTURE)
        self.scenes.setRootIsDecorated(False)
        self.scenes.setSortingEnabled(False)
        self.scenes.setColumnWidth(0, 240)
        self.look_button = QPushButton(self.tr('Look what there is'))
        self.run_button = QPushButton(self.tr('Run'))
        self.run_button.setDefault(True)
        self.stop_button = QPushButton(self.tr('Stop'))
        self.stop_button.setEnabled(False)
        buttons = QHBoxLayout()
        for button in (self.look_button, self.run_button, self.stop_button):
            buttons.addWidget(button)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 100)
        self.status = QLabel(self)
        self.status.setWordWrap(True)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box = QVBoxLayout(self)
        box.addLayout(form)
        box.addWidget(self.scenes, 1)
        box.addLayout(buttons)
        box.addWidget(self.progress)
        box.addWidget(self.status)
        self.resize(620, 860)

    def say(self, sentence):
        self.status.setText(sentence)

    def request(self):
        """The core's request, or None where what is chosen makes none; then the window says why."""
        box = self.extent.outputExtent()
        chosen = self.calendar.selectedDate().toPyDate()
        if not self.extent.isValid() or box.isEmpty():
            self.say(self.tr('Draw a rectangle over the place, or take what the map shows.'))
            return None
        request = FetchScenes(
            (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()),
            self.extent.outputCrs().toWkt(),
            chosen,
            self.folder.filePath(),
            before=BEFORE,
            after=AFTER,
            catalog=self.catalog.currentText().strip(),
            access=network.access_for(self.catalog.currentText()),
        )
        try:
            Place.of(request.extent, request.crs)
        except InputError as error:
            self.say(str(error))
            return None
        settings = QgsSettings()
        settings.setValue(CATALOG_KEY, request.catalog)
        settings.setValue(FOLDER_KEY, request.folder)
        return request

    def start_look(self):
        """List what there is, with little pictures."""
        request = self.request()
        if request is None or self.look is not None:
            return
        self.scenes.clear()
        self.items = {}
        self._busy(True)
        self.say(self.tr('Looking what there is ...'))
        self.look = LookTask(self.tr('Scenes of a place'), request)
        self.look.found.connect(self._add)
        self.look.pictured.connect(self._picture)
        self.look.progressChanged.connect(lambda value: self.progress.setValue(round(value)))
        self.look.ended.connect(self._look_ended)
        QgsApplication.taskManager().addTask(self.look)

    def _add(self, scene):
        cloud = '' if scene.cloud is None else f'{scene.cloud:.0%}'
        row = QTreeWidgetItem([scene.name, cloud, f'{scene.seen:.0%}', f'{scene.megabytes:.1f}'])
        row.setToolTip(0, '\n'.join(item.id for item in scene.items))
        if scene.name == f's2_{self.calendar.selectedDate().toPyDate()}':
            font = row.font(0)
            font.setBold(True)
            row.setFont(0, font)
        self.items[scene.name] = row
        self.scenes.addTopLevelItem(row)

    def _picture(self, name, image):
        if name in self.items:
            self.items[name].setIcon(0, QIcon(QPixmap.fromImage(image)))

    def _look_ended(self):
        task, self.look = self.look, None
        self._busy(False)
        if task.problem:
            self.say(task.problem)
        elif not self.items:
            self.say(self.tr('Nothing was found. Choose another date, place or catalogue.'))
        else:
            self.say(self.tr('{count} scenes were found.').format(count=len(self.items)))

    def parameters(self, request):
        """Parameters of the algorithm; the results go beside the scenes."""
        xmin, ymin, xmax, ymax = request.extent
        place = Path(request.folder) / Place.of(request.extent, request.crs).name
        place.mkdir(parents=True, exist_ok=True)
        names = {'OUTPUT': 'picture', 'UNCERTAINTY': 'uncertainty', 'SOURCE': 'source'}
        given = {
            'EXTENT': f'{xmin},{xmax},{ymin},{ymax} [{self.extent.outputCrs().authid()}]',
            'DATE': str(request.day),
            'DAYS': f'{BEFORE},{AFTER}',
            'CATALOG': request.catalog,
            'FOLDER': request.folder,
            'WAY': self.way.currentText(),
            **{name: str(place / f'{stem}_{request.day}.tif') for name, stem in names.items()},
        }
        worldcover = QgsSettings().value(WORLDCOVER_KEY, '')
        return {**given, **({'WORLDCOVER': worldcover} if worldcover else {})}

    def start_run(self):
        """Make the picture in the background."""
        request = self.request()
        if request is None or self.run_task is not None:
            return
        try:
            parameters = self.parameters(request)
        except OSError as error:
            self.say(self.tr('The folder cannot be made ({reason}). Choose another.').format(reason=error.strerror))
            return
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(ALGORITHM)
        self.context, self.feedback = QgsProcessingContext(), QgsProcessingFeedback()
        self.context.setProject(QgsProject.instance())
        self._busy(True)
        self.say(self.tr('Working ...'))
        self.feedback.progressChanged.connect(lambda value: self.progress.setValue(round(value)))
        self.run_task = QgsProcessingAlgRunnerTask(algorithm, parameters, self.context, self.feedback)
        self.run_task.executed.connect(self._run_ended)
        QgsApplication.taskManager().addTask(self.run_task)

    def _run_ended(self, fine, results):
        self.run_task = None
        self._busy(False)
        if not fine or 'HOW' not in results:
            log = self.feedback.textLog().strip().splitlines()
            self.say(log[-1] if log else self.tr('The run was stopped.'))
            return
        suffix = '' if results['WAY_USED'] == 'optical' else f' {SUFFIX}'
        for name, word in (('SOURCE', 'source'), ('UNCERTAINTY', 'uncertainty'), ('OUTPUT', 'picture')):
            layer = QgsRasterLayer(results[name], f'{results["DAY"]}: {word}{suffix}')
            if layer.isValid():
                QgsProject.instance().addMapLayer(layer)
                node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
                node.setItemVisibilityChecked(name == 'OUTPUT')
        self.say(results['HOW'])

    def stop(self):
        """Stop what goes on."""
        if self.look is not None:
            self.look.cancel()
        if self.run_task is not None:
            self.feedback.cancel()

    def _busy(self, is_busy):
        self.progress.setValue(0)
        self.look_button.setEnabled(not is_busy)
        self.run_button.setEnabled(not is_busy)
        self.stop_button.setEnabled(is_busy)

    def done(self, result):
        self.stop()
        super().done(result)
