"""What to preview: the widgets that name layers and options, and the request that they make."""

from __future__ import annotations

from dataclasses import replace

from qgis.core import QgsMapLayerProxyModel, QgsProcessingException
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget
from qgis.PyQt.QtXml import QDomDocument

from ..algorithms._sources import gdal_path
from ..core.names import LANDCOVER_CLASSES
from ..core.remove_clouds.request import METHODS, RemoveClouds
from ..core.sar_to_optical.request import SarToOptical
from ..core.sar_to_optical.styles import STYLES
from ..core.sentinel.mask_types import MASK_TYPES
from ..core.sentinel.siblings import find_scl


class PreviewForm(QWidget):
    """Two pages, radar and clouds. `changed` comes whenever a preview made before no longer fits."""

    changed = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        self.task = QComboBox()
        self.task.addItem(self.tr('Radar to colour'), 'sartooptical')
        self.task.addItem(self.tr('Remove clouds'), 'removeclouds')
        self.task.setToolTip(
            self.tr('What to preview: a Sentinel-1 layer in colour, or a cloudy layer without clouds.')
        )
        self.pages = self._radar_page(), self._clouds_page()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.task)
        for page in self.pages:  # no QStackedWidget: that would be as high as the higher of them
            box.addWidget(page)
        self.task.currentIndexChanged.connect(self._turn_to)
        self._turn_to(0)
        self.task.currentIndexChanged.connect(self.changed)
        self.image.layerChanged.connect(self._suggest_mask)

    def _turn_to(self, number):
        for k, page in enumerate(self.pages):
            page.setVisible(k == number)

    def _layer(self, tip, optional=False):
        combo = QgsMapLayerComboBox()
        combo.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
        if optional:
            combo.setAllowEmptyLayer(True)
            combo.setLayer(None)
        combo.setToolTip(tip)
        combo.layerChanged.connect(self.changed)
        return combo

    def _words(self, words, default, tip):
        combo = QComboBox()
        combo.addItems(words)
        combo.setCurrentText(default)
        combo.setToolTip(tip)
        combo.currentIndexChanged.connect(self.changed)
        return combo

    def _radar_page(self):
        self.radar = self._layer(self.tr('Backscatter with VV and VH or one of them, or a PNG or JPEG radar picture.'))
        self.landcover = self._layer(
            self.tr(
                'A raster of class codes, such as ESA WorldCover, Dynamic World, Esri, CORINE, NLCD or MapBiomas: '
                'it gives the radar its colours.'
            ),
            optional=True,
        )
        self.landcover_class = self._words(
            ('auto', *LANDCOVER_CLASSES),
            SarToOptical.landcover_class,
            self.tr('What covers most of the scene, where you know it and have no land-cover raster.'),
        )
        self.style = self._words(
            STYLES,
            SarToOptical.style,
            self.tr(
                "realistic = what is most likely, with the radar's own structure: to read the ground. "
                'natural = the estimate of least error: flat, for measuring. '
                "colorized = that over the radar's fine structure. vivid = with more contrast still."
            ),
        )
        return _form(
            (self.tr('Sentinel-1 layer'), self.radar),
            (self.tr('Land cover'), self.landcover),
            (self.tr('Land cover of the scene'), self.landcover_class),
            (self.tr('Style'), self.style),
        )

    def _clouds_page(self):
        self.image = self._layer(self.tr('The cloudy image: a stack of bands in one raster.'))
        self.mask = self._layer(
            self.tr(
                'The scene classification (SCL) of the same product, or another cloud mask. '
                'Without one, clouds are found in the pixels.'
            ),
            optional=True,
        )
        self.mask_type = self._words(
            MASK_TYPES,
            RemoveClouds.mask_type,
            self.tr('What the numbers of the mask mean.'),
        )
        self.sar = self._layer(
            self.tr('Backscatter of about the same date; it helps under thick cloud.'), optional=True
        )
        self.method = self._words(
            METHODS,
            RemoveClouds.method,
            self.tr('network = the trained network. regression = the fit on the clear pixels alone: quicker.'),
        )
        return _form(
            (self.tr('Sentinel-2 layer'), self.image),
            (self.tr('Cloud mask'), self.mask),
            (self.tr('Type of the mask'), self.mask_type),
            (self.tr('Sentinel-1 layer'), self.sar),
            (self.tr('Method'), self.method),
        )

    def _suggest_mask(self, layer):
        """The SCL that lies beside an image, if the project holds it."""
        path = find_scl(_path(layer)) if layer is not None else ''
        for candidate in (self.mask.layer(k) for k in range(self.mask.count())) if path else ():
            if candidate is not None and _path(candidate) == path:
                self.mask.setLayer(candidate)

    def algorithm(self):
        """The short id of the algorithm that does the whole layer."""
        return self.task.currentData()

    def layer(self):
        """The layer that is previewed, or None."""
        return (self.radar if self.algorithm() == 'sartooptical' else self.image).currentLayer()

    def style_to_keep(self):
        """The look that the preview takes over, as QML; '' for a natural-colour picture."""
        if self.algorithm() == 'sartooptical' or self.layer() is None:
            return ''
        document = QDomDocument()
        self.layer().exportNamedStyle(document)
        return document.toString()

    def parameters(self):
        """Parameters of the algorithm, with layers as they are; None without a layer to work on."""
        if self.layer() is None:
            return None
        if self.algorithm() == 'sartooptical':
            return {
                'INPUT': self.radar.currentLayer(),
                'LANDCOVER': self.landcover.currentLayer(),
                'LANDCOVER_CLASS': self.landcover_class.currentText(),
                'STYLE': self.style.currentText(),
            }
        return {
            'INPUT': self.image.currentLayer(),
            'SCL': self.mask.currentLayer(),
            'MASK_TYPE': self.mask_type.currentText(),
            'SAR': self.sar.currentLayer(),
            'METHOD': self.method.currentText(),
        }

    def request(self):
        """(request of the core, '') or (None, why there is none)."""
        given = self.parameters()
        if given is None:
            return None, self.tr('Choose a layer to preview.')
        try:
            if self.algorithm() == 'sartooptical':
                return SarToOptical(
                    input=gdal_path(given['INPUT'], 'INPUT'),
                    landcover=_path(given['LANDCOVER'], 'LANDCOVER'),
                    landcover_class=given['LANDCOVER_CLASS'],
                    style=given['STYLE'],
                ), ''
            mask = _path(given['SCL'], 'SCL')
            request = RemoveClouds(
                input=gdal_path(given['INPUT'], 'INPUT'),
                mask=mask,
                mask_type=given['MASK_TYPE'],
                sar=_path(given['SAR'], 'SAR'),
                method=given['METHOD'],
            )
            is_suggested = bool(mask) and mask == find_scl(request.input)  # by _suggest_mask()
            return replace(request, is_mask_found=True) if is_suggested else request.with_mask_beside(), ''
        except QgsProcessingException as error:  # a web layer has no pixel values to read
            return None, str(error)


def _path(layer, name='INPUT'):
    return gdal_path(layer, name) if layer is not None else ''


def _form(*rows):
    page = QWidget()
    form = QFormLayout(page)
    form.setContentsMargins(0, 6, 0, 0)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    for label, widget in rows:
        widget.setMinimumContentsLength(10)
        widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        form.addRow(label, widget)
    return page
