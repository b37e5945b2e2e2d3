"""REFERENCE of "SAR to optical": an older clear layer as a natural-colour picture on the radar's grid."""

from __future__ import annotations

import numpy as np

from ..errors import InputError
from ..raster.align import AVERAGE, BILINEAR, AlignedReader
from .bands import find_s2_bands
from .cloud_mask import CloudMask
from .contrast import require_contrast
from .layers import open_layer
from .numbering import whose_numbers
from .processing_baseline import is_old, offset_by_name
from .radar import Radar
from .radiometry import natural_colour
from .reflectance_scale import PICTURE
from .reflectance_units import Decided, decide, limited_fill, reflectance_fill

COLOURS = ('B04', 'B03', 'B02')
DARK = 1  # percentile


class ReferencePicture:
    """An older clear layer as a natural-colour picture 0..1 on the radar's grid."""

    def __init__(self, path: str, radar: Radar, s2_offset: str = 'auto') -> None:
        """Open and check the layer; ``sentence`` says how it was understood."""
        self.raster = raster = open_layer(path, 'REFERENCE', is_picture=True)
        radar.raster.require_overlap(raster)
        names, _ = find_s2_bands(raster)
        numbers = tuple(names[b] for b in COLOURS if b in names)
        if len(numbers) < len(COLOURS):
            if not raster.is_byte or raster.count < len(COLOURS) or names:
                raise InputError(
                    'REFERENCE has no bands described as B04, B03 and B02. '
                    'Choose a Sentinel-2 layer with named bands, or an 8-bit picture in red, green and blue.'
                )
            numbers = (1, 2, 3)
        raster.fill, told = reflectance_fill(raster, numbers, *raster.sample(numbers))
        told = tuple(filter(None, (whose_numbers(raster)[1].strip(), *told)))
        values, good = raster.sample(numbers)
        good = good.all(axis=0)
        if not good.any():
            raise InputError('REFERENCE holds no valid pixel. Choose another layer, or leave REFERENCE out.')
        require_contrast('REFERENCE', values[:, good])
        self.clouds: CloudMask | None = None  # what they hide of it, once that is known
        self.scale = None  # of a picture of 0 to 255
        found = self._decide(names, s2_offset) if names else None
        if found and found.scale.scale != PICTURE:
            self.scale, told = found.scale, (*told, *found.sentences)
            raster.fill = limited_fill(raster.fill, self.scale)
        known = values[:, good].astype(np.float32)
        shown = known / np.float32(255.0) if self.scale is None else natural_colour(self.scale.to_reflectance(known))
        self.dark = np.percentile(shown, DARK, axis=1).astype(np.float32)  # (3,) what its darkest ground shows
        origin = radar.origin if radar.raster.is_pixel_for_pixel(raster) else None
        finer = origin is None and radar.grid.pixel_size_m > 1.5 * raster.grid.pixel_size_m
        self.reader = AlignedReader(raster, radar.grid, numbers, AVERAGE if finer else BILINEAR, origin=origin)
        self.sentence = (
            ' '.join(('REFERENCE is taken as an 8-bit picture.', *told)) if self.scale is None else
            f'REFERENCE: reflectance = (value {self.scale.offset:+g}) x {self.scale.scale:g}'
            f'{": " if told else ""}{"; ".join(each.rstrip(".") for each in told)}.'
        )  # fmt: skip

    def _decide(self, names: dict[str, int], s2_offset: str) -> Decided:
        """Return the scale, by all bands that are known: infrared tells more of it than the colours."""
        values, good = self.raster.sample(tuple(names.values()))
        holds = good.any(axis=1)  # not so B10 of Level-2A stacks
        sample = values[holds][:, good[holds].all(axis=0)].astype(np.float32)
        rows = {band: k for k, band in enumerate(np.array(list(names))[holds])}
        known = offset_by_name(self.raster)
        return decide(sample, rows, sample, self.raster, s2_offset, known, is_old(self.raster))

    def read(self, row: int, col: int, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
        """Return red, green, blue (3, rows, cols) 0..1 and where they are known."""
        values, good = self.reader.read(col, row, width, height)
        good = good.all(axis=0)
        if self.clouds is not None:
            good &= ~self.clouds.read(row, col, height, width)
        if self.scale is None:
            return np.where(good, values / np.float32(255.0), 0.0).astype(np.float32), good
        return np.where(good, natural_colour(self.scale.to_reflectance(np.where(good, values, 0))), 0.0), good
