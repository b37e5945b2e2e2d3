"""sar2optical:cloudfreecomposite, Sentinel-2 layers of several dates into one cloud-free layer of the date wanted."""

from __future__ import annotations

from typing import ClassVar

from .. import styling
from ..core.composite.description import DESCRIPTION
from ._described import DescribedAlgorithm


class CloudFreeCompositeAlgorithm(DescribedAlgorithm):
    DESCRIPTION = DESCRIPTION
    ICON = 'cloud_free_composite.svg'
    STYLES: ClassVar = {'OUTPUT': styling.sentinel2, 'SOURCE': styling.source, 'UNCERTAINTY': styling.uncertainty}
