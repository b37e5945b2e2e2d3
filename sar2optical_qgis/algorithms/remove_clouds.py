"""sar2optical:removeclouds, a cloudy Sentinel-2 layer and its cloud mask into a cloud-free layer."""

from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessingException

from .. import styling
from ..core.remove_clouds.description import DESCRIPTION
from ..core.sentinel.mask_types import AUTO
from ._described import DescribedAlgorithm
from ._sources import unreadable


class RemoveCloudsAlgorithm(DescribedAlgorithm):
    DESCRIPTION = DESCRIPTION
    ICON = 'remove_clouds.svg'
    STYLES: ClassVar = {'OUTPUT': styling.sentinel2, 'MASK': styling.mask, 'UNCERTAINTY': styling.uncertainty}

    def request_from(self, parameters, context):
        """The request, with the SCL that lies beside the image where no mask is given; without any, the pixels tell."""
        request = super().request_from(parameters, context).with_mask_beside()
        if not request.mask and request.mask_type not in ('scl', AUTO):
            raise QgsProcessingException(unreadable('SCL', None, self.REMEDIES['SCL']))
        return request
