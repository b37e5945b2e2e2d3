"""sar2optical:sartooptical, a Sentinel-1 layer into a natural-colour picture."""

from __future__ import annotations

from typing import ClassVar

from .. import styling
from ..core.sar_to_optical.description import DESCRIPTION
from ._described import DescribedAlgorithm


class SarToOpticalAlgorithm(DescribedAlgorithm):
    DESCRIPTION = DESCRIPTION
    ICON = 'sar_to_optical.svg'
    STYLES: ClassVar = {'OUTPUT': styling.picture, 'UNCERTAINTY': styling.uncertainty, 'COVER': styling.cover}
