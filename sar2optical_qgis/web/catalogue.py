"""The tasks that the service offers, by id: the core's own descriptions."""

from __future__ import annotations

from dataclasses import replace

from ..core.assess.description import DESCRIPTION as ASSESS
from ..core.cloud_mask.description import DESCRIPTION as CLOUD_MASK
from ..core.composite.description import DESCRIPTION as COMPOSITE
from ..core.description import Description, compression
from ..core.remove_clouds.description import DESCRIPTION as REMOVE_CLOUDS
from ..core.sar_to_optical.description import DESCRIPTION as SAR_TO_OPTICAL


def _offered(told: Description) -> Description:
    """The task as the service offers it: without folders of outputs, and with how its rasters are written.

    AREA needs a vector file, which the service does not take.
    """
    told = replace(told, outputs=tuple(output for output in told.outputs if output.kind != 'folder'))
    is_raster = any(output.kind == 'raster' for output in told.outputs)
    return replace(told, parameters=(*told.parameters, compression())) if is_raster else told


DESCRIPTIONS: dict[str, Description] = {
    told.id: _offered(told) for told in (SAR_TO_OPTICAL, REMOVE_CLOUDS, COMPOSITE, CLOUD_MASK, ASSESS)
}
MEDIA = {'raster': 'image/tiff; application=geotiff', 'html': 'text/html', 'json': 'application/json'}
ENDINGS = {'raster': '.tif', 'html': '.html', 'json': '.json'}
