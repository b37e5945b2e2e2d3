"""Clouds of an older picture: today's radar cannot tell them from ground, so they would be laid onto it as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from ..cloud_mask.detection import Detection, Found, Source
from ..cloud_mask.leniency import KIND, LEVELS, codes_of
from ..cloud_mask.mask_file import MaskFile
from ..cloud_mask.planes import TASK
from ..cloud_mask.trial import MISSED, SURE_CLOUD
from ..errors import DeviceError, InputError, ModelError, RuntimeMissingError
from ..model.network import Network
from ..model.registry import find_model
from ..run.job import Job
from ..sentinel.cloud_mask import CloudMask
from ..sentinel.radar import Radar
from ..sentinel.reference_picture import ReferencePicture


def clouds_of(
    picture: ReferencePicture, radar: Radar, s2_offset: str, device: str, job: Job, folder: Path,
    progress: Callable[[float], None],
) -> CloudMask | None:  # fmt: skip
    """Return what clouds and their shadows hide of an older picture; None where it is clear, or nothing tells.

    Roofs, sand and snow are taken for cloud here and there: less than MISSED of sure cloud is left alone. ``folder``:
    of the mask, as long as that is read.
    """
    raster = picture.raster
    if picture.scale is None:  # 8 bit of any stretch: the network knows reflectance
        return None
    try:
        extent = None if radar.raster.is_pixel_for_pixel(raster) else radar.grid.bounds_in(raster.grid.crs)
        image = Source(raster.path, s2_offset=s2_offset, extent=extent, role='REFERENCE').open()
        network = Network(find_model('', TASK), device)
    except InputError:  # on the other side of the antimeridian
        return None
    except (RuntimeMissingError, DeviceError, ModelError) as error:
        job.decide(f'REFERENCE is taken as clear, its clouds are not looked for: {error}')
        return None
    detection, file = (
        Detection(image, network, job),
        MaskFile(folder / 'clouds.tif', image.target_grid.whole, image.origin),
    )
    seen = sure = 0

    def take(found: Found) -> None:
        nonlocal seen, sure
        file.write(found.row, found.col, codes_of(found, detection.factor))
        seen += np.count_nonzero(found.seen)
        sure += np.count_nonzero(found.seen & (found.probability[1] + found.probability[2] > SURE_CLOUD))

    detection.run(take, progress)
    network.close()
    path = file.close()
    if sure <= MISSED * seen:
        return None
    job.decide(
        f'REFERENCE is cloudy: {1 - detection.clear:.0%} of it is taken for cloud or shadow and left out. '
        'A clearer one shows more of the ground.'
    )
    return CloudMask(path, radar.target_grid, KIND, LEVELS[0].hide, role='The mask of REFERENCE')
