"""Sentinel-2 layers of several dates on one grid: the first layer's pixels, the bands that all have, one target."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal

from ..errors import InputError
from ..fit.usefulness import squares
from ..raster.band_look import BandLook
from ..raster.raster import Raster
from ..raster.windows import spread_windows
from ..sentinel.agreement import agreed, guess_told
from ..sentinel.bands import find_s2_bands
from ..sentinel.coregistration import clear_windows, move_onto
from ..sentinel.dates import dates_of, nearest_radar, parse_date, radars_near
from ..sentinel.kept_bands import kept_of
from ..sentinel.layers import open_layer
from ..sentinel.level import levels_told
from ..sentinel.sentinel2 import CloudyImage
from ..sentinel.window import Window

FEWEST, MOST = 2, 30  # dates
SAMPLE_WINDOWS, SAMPLE_SIZE = 6, 64  # windows along each axis, pixels
SAMPLE_ALL = 192  # pixels: an image this small is its own sample


def require_dates(inputs: tuple[str, ...], why: str = '') -> None:
    """Raise InputError where there are too few dates, or too many; ``why``: the start of the sentence."""
    if not FEWEST <= len(inputs) <= MOST:
        raise InputError(
            f'{why}INPUTS has {len(inputs)} layer(s), but a composite needs {FEWEST} to {MOST} dates. '
            + ('Give more dates, or use "Remove clouds".' if len(inputs) < FEWEST else 'Leave some out.')
        )


class Series:
    """Opened dates, aligned to the first layer's grid (or an extent of it). Windows are read one date at a time."""

    def __init__(
        self,
        inputs: tuple[str, ...],
        masks: tuple[str, ...],
        sars: tuple[str, ...] = (),
        dates: str = '',
        target_date: str = '',
        mask_type: str = 'scl',
        hide: str = '',
        dilate_px: int = -1,
        s2_offset: str = 'auto',
        extent: tuple[float, float, float, float] | None = None,
        radar_for_all: bool = False,
        bands: str = 'auto',
        sar_scale: str = 'auto',
        covariates: tuple[str, ...] = (),
    ) -> None:
        """Open and check all inputs; ``decisions`` says what each auto decided.

        ``masks``: one for each of the inputs, in their order. ``radar_for_all``: every date gets the radar nearest to
        it, not the target date alone. ``bands``: names and numbers of the bands to use, such as B02=1,B03=2, the same
        in all layers. ``covariates``: of the target date.
        """
        require_dates(inputs)
        self.decisions: list[str] = []
        self.dates, note = dates_of(inputs, dates)
        self.decide(note)
        self.target = self._find_target(target_date)
        self.days = [(day - self.dates[self.target]).days for day in self.dates]
        sar, note = nearest_radar(self.dates[self.target], sars)
        radars = radars_near(self.dates, sars) if radar_for_all else [''] * len(inputs)
        radars[self.target] = sar
        rasters = [open_layer(path, f'INPUTS {k} ({Path(path).name})') for k, path in enumerate(inputs, 1)]
        for other in rasters[1:]:
            rasters[0].require_overlap(other)
        self.bands, numbers = self._common_bands(rasters, bands)
        self.first, self.grid = rasters[0], rasters[0].grid
        self.dtype: np.dtype = self.first.read((0, 0, 1, 1), (1,))[0].dtype  # of the output
        if extent is not None:
            _, _, self.grid = self.first.grid.subset(extent, 'INPUTS 1')
        self.images = [
            CloudyImage(
                path, mask, mask_type, hide, dilate_px, radars[k], bands, s2_offset,
                extent,
                numbers=numbers[k], onto=self.first.grid, role=rasters[k].role, sar_scale=sar_scale,
                covariates=covariates if k == self.target else (),
            )
            for k, (path, mask) in enumerate(zip(inputs, masks))
        ]  # fmt: skip
        for image in self.images:
            if image.empty.any():
                name = self.bands[int(np.nonzero(image.empty)[0][0])]
                raise InputError(f'{image.raster.role} holds no data in the band {name}. Choose another layer.')
        for image, scale in zip(self.images, agreed([image.decided for image in self.images])):
            image.take_scale(scale)
        self._register()
        self.scale = self.images[0].scale
        every = BandLook.of(self.first)
        self.looks = tuple(every[number - 1] for number in numbers[0])
        self._tell_scales()
        self._tell_guesses()
        self.decisions += levels_told(rasters)
        self._tell_masks()
        self.polarisations = self.images[self.target].polarisations
        if self.images[self.target].layers:
            self.decisions += self.images[self.target].layers.decisions
        if sar:
            self.decide(note)

    def decide(self, sentence: str) -> None:
        self.decisions.append(sentence)

    def _find_target(self, text: str) -> int:
        """Return the index of the target date, the latest by default, and say which."""
        if not text.strip():
            target = max(range(len(self.dates)), key=lambda k: (self.dates[k], -k))
            self.decide(f'Target date {self.dates[target]}, the latest.')
            return target
        wanted = parse_date(text, 'TARGET_DATE')
        target = min(range(len(self.dates)), key=lambda k: abs((self.dates[k] - wanted).days))
        if self.dates[target] == wanted:
            self.decide(f'Target date {wanted}.')
        else:
            self.decide(f'No layer is of the target date {wanted}: the nearest, {self.dates[target]}, takes its place.')
        return target

    def _tell_guesses(self) -> None:
        """Tell what of single dates is guessed from their numbers: no data, and scales that others do not settle."""
        for image in self.images:
            self.decisions += image.guesses
            if image.scale == image.decided.scale:
                told = guess_told(image.decided, [other.decided for other in self.images if other is not image])
                self.decisions += [f'{image.raster.role}: {told}.'] if told else []

    def _tell_masks(self) -> None:
        """Tell how masks were read, and of which dates, where it isn't all of them."""
        told: dict[str, list[str]] = {}
        for image, day in zip(self.images, self.dates):
            for sentence in image.mask.decisions:
                told.setdefault(sentence, []).append(str(day))
        for sentence, days in told.items():
            self.decide(sentence if len(days) == len(self.images) else f'Mask of {", ".join(days)}: {sentence}')

    def _register(self) -> None:
        """Take out what other dates surely lie off the target date."""
        target = self.images[self.target]
        windows = list(clear_windows(target))
        for image in self.images:
            if image is not target:
                self.decisions += move_onto(image, windows, target.raster.role)

    def _common_bands(self, rasters: list[Raster], text: str) -> tuple[tuple[str, ...], list[tuple[int, ...]]]:
        """Return names of the bands that all layers have, in the first one's order, and their numbers in each."""
        found = [find_s2_bands(raster, text)[0] for raster in rasters]
        common = tuple(name for name in found[0] if all(name in other for other in found))
        if common:
            self.decide(f'Bands that all layers have: {", ".join(common)}.')
            lost = {name: [str(k) for k, other in enumerate(found, 1) if name not in other] for name in found[0]}
            left = ', '.join(f'{name} (not in {", ".join(layers)})' for name, layers in lost.items() if layers)
            if left:
                self.decide(f'Bands that not all layers have are left out: {left}.')
            return common, [tuple(other[name] for name in common) for other in found]
        counts = {raster.count for raster in rasters}
        if not any(found) and len(counts) == 1:
            each, every = [kept_of(raster) for raster in rasters], range(1, rasters[0].count + 1)
            kept = {n for n in every if 2 * sum(n in own for own in each) >= len(each)}  # a dark sea may look like it
            numbers = tuple(number for number in every if number not in kept)
            self.decide('No band is described as a Sentinel-2 band: taken by their number.')
            if kept and numbers:
                left = ', '.join(map(str, sorted(kept)))
                self.decide(f'Band(s) {left} hold no reflectance, as classes do not, and are left out.')
            names = tuple(rasters[0].descriptions[n - 1] or f'Band {n}' for n in numbers)
            return names, [numbers] * len(rasters)
        has = '; '.join(f'{k}: {", ".join(names) or "none described"}' for k, names in enumerate(found, 1))
        raise InputError(
            f'The layers of INPUTS have no band in common ({has[:300]}). '
            'Choose layers with the same bands, and describe the bands by name (B02, B03, ...) or name them with BANDS.'
        )

    def _tell_scales(self) -> None:
        scales: dict[str, list[str]] = {}
        for k, image in enumerate(self.images, 1):
            scales.setdefault(f'(value {image.scale.offset:+g}) x {image.scale.scale:g}', []).append(str(k))
        if len(scales) == 1:
            self.decide(f'Reflectance = {next(iter(scales))} in all layers.')
        else:
            parts = (f'{scale} in layers {", ".join(layers)}' for scale, layers in scales.items())
            self.decide(f'Reflectance = {"; ".join(parts)}. The result is in the scale of layer 1.')

    @property
    def gdal_type(self) -> int:
        """Return the first layer's GDAL type."""
        return self.first.gdal_type

    @property
    def nodata(self) -> float:
        """Return what stands for "no data" in the output: the first layer's own, else 0, or NaN in floats."""
        own = self.first.nodata[0]
        if own is not None:
            return own
        return float('nan') if gdal.GetDataTypeName(self.gdal_type).startswith('Float') else 0.0

    def by_nearness(self) -> list[int]:
        """Return the other dates, the nearest to the target first, of two equally near ones the earlier."""
        others = [k for k in range(len(self.dates)) if k != self.target]
        return sorted(others, key=lambda k: (abs(self.days[k]), self.days[k], k))

    def read(self, k: int, row: int, col: int, height: int, width: int) -> Window:
        """Read a window of date ``k``."""
        return self.images[k].read(row, col, height, width)

    def clear_by_mask(self, row: int, col: int, height: int, width: int) -> np.ndarray:
        """Return where each date's mask shows the ground, (dates, rows, cols) bool; no image is read."""
        return np.stack([~image.read_mask(row, col, height, width) for image in self.images])

    def keeps_raw(self, k: int) -> bool:
        """Whether pixels of date ``k`` may go into the output as they are in the file."""
        image = self.images[k]
        return image.is_aligned and image.scale == self.scale and image.raster.gdal_type == self.gdal_type

    def sample_windows(self) -> tuple[list[tuple[int, int, int, int]], int]:
        """Return windows (row, col, height, width) spread evenly over the grid and the step between their pixels."""
        height, width = self.grid.height, self.grid.width
        if max(height, width) <= SAMPLE_ALL:
            return [(0, 0, height, width)], 1
        return spread_windows(self.grid, SAMPLE_SIZE, SAMPLE_WINDOWS), 2

    def sample(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return reflectance (dates, bands, n), clear (dates, n), the target's radar covariates (d, n), where known."""
        windows, step = self.sample_windows()
        values, clear, radar, known = [], [], [], []
        for window in windows:
            shows = self.clear_by_mask(*window)[:, ::step, ::step]
            part = np.zeros((len(self.images), len(self.bands), *shows.shape[1:]), np.float32)
            for k in range(len(self.images)):
                if shows[k].any() or k == self.target:
                    seen = self.read(k, *window)
                    part[k], shows[k] = seen.reflectance[:, ::step, ::step], seen.clear[::step, ::step]
                    if k == self.target:
                        flat = len(seen.covariates), shows[0].size
                        radar.append(seen.covariates[:, ::step, ::step].reshape(flat))
                        known.append(seen.known[:, ::step, ::step].reshape(flat))
            values.append(part.reshape(*part.shape[:2], -1))
            clear.append(shows.reshape(len(shows), -1))
        return tuple(np.concatenate(parts, axis=-1) for parts in (values, clear, radar, known))

    def without_useless(
        self, values: np.ndarray, planes: np.ndarray, use: np.ndarray, after: int
    ) -> tuple[np.ndarray, list[str]]:
        """Leave out COVARIATES that do not help the fit; return the planes (d, n) that stay, and what to say.

        ``values`` (bands, n) of the target and ``planes`` are of sample(), ``use`` (n,) where they teach. The last
        ``after`` planes are of other dates.
        """
        windows, step = self.sample_windows()
        sizes = ((r, c, (-(-h // step), -(-w // step))) for r, c, h, w in windows)
        square = np.concatenate([squares(*each, step).ravel() for each in sizes])
        reader = self.images[self.target].covariates
        return reader.drop_useless(values[:, use], planes[:, use], square[use], after)
