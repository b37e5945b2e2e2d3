"""The Processing provider `sar2optical`: its identity and its algorithms."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.assess import AssessAlgorithm
from .algorithms.cloud_free_composite import CloudFreeCompositeAlgorithm
from .algorithms.cloud_mask import CloudMaskAlgorithm
from .algorithms.environment import EnvironmentAlgorithm
from .algorithms.fetch_scenes import FetchScenesAlgorithm
from .algorithms.picture_of_place import PictureOfPlaceAlgorithm
from .algorithms.remove_clouds import RemoveCloudsAlgorithm
from .algorithms.sar_to_optical import SarToOpticalAlgorithm
from .core.model.registry import resources_dir

ALGORITHMS = (
    PictureOfPlaceAlgorithm,
    SarToOpticalAlgorithm,
    RemoveCloudsAlgorithm,
    CloudFreeCompositeAlgorithm,
    CloudMaskAlgorithm,
    AssessAlgorithm,
    FetchScenesAlgorithm,
    EnvironmentAlgorithm,
)


class Sar2OpticalProvider(QgsProcessingProvider):
    """Every algorithm is listed always; one that cannot run yet says why when it is asked to."""

    def id(self):
        return 'sar2optical'

    def name(self):
        return 'SAR2Optical'

    def longName(self):
        return 'SAR2Optical: generated optical imagery'

    def icon(self):
        return QIcon(str(resources_dir() / 'icons' / 'icon.svg'))

    def loadAlgorithms(self):
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())

    def supportedOutputRasterLayerExtensions(self):
        # GeoTIFF alone: it holds types, nodata and provenance
        return ['tif', 'tiff']

    def defaultRasterFileExtension(self):
        return 'tif'
