"""sar2optical:cloudmask, an optical layer into a mask of its clouds and shadows."""

from __future__ import annotations

from typing import ClassVar

from .. import styling
from ..core.cloud_mask.description import DESCRIPTION
from ._described import DescribedAlgorithm


class CloudMaskAlgorithm(DescribedAlgorithm):
    DESCRIPTION = DESCRIPTION
    ICON = 'cloud_mask.svg'
    STYLES: ClassVar = {
        'OUTPUT': styling.clouds,
        'PROBABILITY': styling.probability,
        'MASKS': styling.clouds,
    }
