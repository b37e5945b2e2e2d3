"""The layers of an assessment, opened and read in one unit on the grid of the generated one."""

from __future__ import annotations

import numpy as np

from ..errors import InputError
from ..raster.align import AVERAGE, BILINEAR, NEAREST, AlignedReader
from ..raster.raster import Raster
from ..raster.windows import spread_windows
from ..sentinel.agreement import agreed
from ..sentinel.band_names import s2_band_of
from ..sentinel.layers import open_layer
from ..sentinel.processing_baseline import is_old, offset_by_name
from ..sentinel.radiometry import ReflectanceScale, natural_colour
from ..sentinel.reflectance_units import LOWEST_REFLECTANCE, Decided, decide, limited_fill, reflectance_fill
from .band_pairs import COLOURS, pairs_of
from .displacement import SIDE, displacement_told
from .made_up import is_made_up, values_of_made_up


class Compared:
    """Two layers, and what says of one of them where and how surely it was made.

    ``names`` of the bands that both have; ``pair``: indices of red and near infrared, None without them.
    """

    def __init__(self, generated: str, reference: str, mask: str, uncertainty: str, s2_offset: str) -> None:
        """Open and check all layers, as Assess names them; ``decisions`` says what was decided."""
        self.s2_offset, self.decisions = s2_offset, []
        generated, reference = open_layer(generated, 'GENERATED'), open_layer(reference, 'REFERENCE')
        generated.require_overlap(reference)
        self.grid = generated.grid
        origin = (0, 0) if generated.is_pixel_for_pixel(reference) else None
        self.names, (own, other), told = pairs_of(generated, reference)
        self.decisions += told
        self.pair = (self.names.index('B04'), self.names.index('B08')) if {'B04', 'B08'} <= set(self.names) else None
        finer = self.grid.pixel_size_m > 1.5 * reference.grid.pixel_size_m
        self.made = AlignedReader(generated, self.grid, own, origin=(0, 0))
        self.truth = AlignedReader(reference, self.grid, other, AVERAGE if finer else BILINEAR, origin=origin)
        self.scales = self._scales((generated, own), (reference, other))
        self.is_picture = generated.is_byte and len(self.names) == 3
        if self.is_picture and not reference.is_byte:
            self.scales = None, self.scales[1]
            self.decisions.append('A picture against reflectance: REFERENCE is compared as a natural-colour picture.')
        elif self.is_picture:
            self.scales = None, None
        self.hidden = self._beside(generated, mask, 'MASK', (1,)) if mask else None
        if self.hidden is not None:
            self.made_up, told = values_of_made_up(self.hidden.raster)
            self.decisions += filter(None, (told,))
        self.sigma = self._beside(generated, uncertainty, 'UNCERTAINTY', own) if uncertainty else None

    def _beside(self, generated: Raster, path: str, role: str, bands: tuple) -> AlignedReader:
        raster = open_layer(path, role)
        generated.require_overlap(raster)
        if raster.count < max(bands):
            raise InputError(f'{role} has {raster.count} band(s), not {max(bands)}. Choose the layer of this run.')
        origin = (0, 0) if generated.is_pixel_for_pixel(raster) else None
        return AlignedReader(raster, self.grid, bands, NEAREST, origin=origin)

    def _scales(self, *layers: tuple[Raster, tuple[int, ...]]) -> tuple[ReflectanceScale, ...]:
        """Return the scale of each layer; what only the numbers tell is decided for both together."""
        each = [self._decide(raster, bands) for raster, bands in layers]
        scales = agreed(each)
        how = ' (auto)' if self.s2_offset == 'auto' else ''
        for (raster, _), decided, scale in zip(layers, each, scales):
            raster.fill = limited_fill(raster.fill, scale)
            told = decided.sentences if scale.scale == decided.scale.scale else ('as the other layer',)
            notes = f': {"; ".join(told)}' if told else ''
            self.decisions.append(
                f'{raster.role}: reflectance = (value {scale.offset:+g}) x {scale.scale:g}{how}{notes}.'
            )
        return tuple(scales)

    def _decide(self, raster: Raster, bands: tuple[int, ...]) -> Decided:
        if not (raster.is_byte and len(bands) == 3):  # in a picture black is a colour
            raster.fill, told = reflectance_fill(raster, bands, *raster.sample(bands))
            self.decisions += told
        values, good = raster.sample(bands)
        sample = values[:, good.all(axis=0)].astype(np.float32)
        rows = {name: k for k, name in enumerate(self.names) if s2_band_of(name)}
        known = offset_by_name(raster)
        decided = decide(sample, rows, sample, raster, self.s2_offset, known, is_old(raster))
        if sample.size and np.median(decided.scale.to_reflectance(sample)) < LOWEST_REFLECTANCE:
            raise InputError(
                f'{raster.role} holds mostly negative values, as radar in dB does, and only reflectance or pictures '
                'can be assessed. Choose two layers of reflectance, or two pictures.'
            )
        return decided

    def tell_displacement(self) -> None:
        """Say where the two show the same ground at different places: the scores would blame the picture for it."""
        read = (self.read(row, rows, col, cols) for row, col, rows, cols in spread_windows(self.grid, SIDE, 3))
        windows = ((truth.mean(axis=0), made.mean(axis=0), use) for made, truth, use, *_ in read)
        coarser = self.truth.raster.grid.pixel_size_m / self.grid.pixel_size_m
        self.decisions += displacement_told(windows, coarser)

    def read(self, row: int, rows: int, col: int = 0, cols: int = 0) -> tuple:
        """Return generated, reference (bands, rows, cols), which pixels count, which are made, and sigma or None.

        ``cols``: 0 = all of them.
        """
        width = cols or self.grid.width
        made, good = self.made.read(col, row, width, rows)
        truth, seen = self.truth.read(col, row, width, rows)
        use = good.all(axis=0) & seen.all(axis=0)
        values = [
            np.where(use, v.astype(np.float32) / 255.0 if scale is None else scale.to_reflectance(v), 0.0)
            for v, scale in zip((made, truth), self.scales)
        ]
        if self.scales[0] is None and self.scales[1] is not None:
            values[1] = natural_colour(values[1])
        hidden = np.zeros(use.shape, bool)
        if self.hidden is not None:
            codes, known = self.hidden.read(col, row, width, rows)
            hidden = is_made_up(codes[0], known[0], self.made_up)
        sigma = None
        if self.sigma is not None:
            raw, known = self.sigma.read(col, row, width, rows)
            unit = 1.0 / 255.0 if self.scales[0] is None else self.scales[0].scale
            sigma = np.where(known, raw * unit, 0.0)
        return values[0], values[1], use, hidden, sigma

    def picture(self, values: np.ndarray, use: np.ndarray) -> np.ndarray:
        """Return (3, rows, cols) 0..1 for the eye, white where nothing is compared."""
        index = [self.names.index(name) for name in COLOURS] if set(COLOURS) <= set(self.names) else None
        shown = values[index] if index else values[:3] if len(values) >= 3 else np.repeat(values[:1], 3, axis=0)
        return np.where(use, shown if self.scales[0] is None else natural_colour(shown), 1.0)
