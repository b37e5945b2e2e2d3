"""The tasks that the service offers, by id: the core's own descriptions."""

from __future__ import annotations

from ..core.assess.description import DESCRIPTION as ASSESS
from ..core.composite.description import DESCRIPTION as COMPOSITE
from ..core.description import Description
from ..core.remove_clouds.description import DESCRIPTION as REMOVE_CLOUDS
from ..core.sar_to_optical.description import DESCRIPTION as SAR_TO_OPTICAL

DESCRIPTIONS: dict[str, Description] = {told.id: told for told in (SAR_TO_OPTICAL, REMOVE_CLOUDS, COMPOSITE, ASSESS)}
MEDIA = {'raster': 'image/tiff; application=geotiff', 'html': 'text/html', 'json': 'application/json'}
ENDINGS = {'raster': '.tif', 'html': '.html', 'json': '.json'}
