"""A Sentinel-2 stack with its mask and, if given, radar: everything about a window of the image in one read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..model.channels import sar_planes
from ..raster.align import AVERAGE, BILINEAR, AlignedReader
from ..raster.grid import Grid
from ..raster.raster import Raster
from ..raster.target_grid import TargetGrid
from ..raster.windows import every_window, spread_windows
from .cloud_mask import CloudMask, NoMask
from .coregistration import clear_windows
from .covariate_layers import CovariateLayers
from .covariate_reader import CovariateReader
from .dates import other_day
from .image_bands import ImageBands
from .layers import open_layer
from .mask_types import brightness_limit
from .own_picture import require_others
from .processing_baseline import is_old, offset_by_name
from .radar import Radar
from .radiometry import ReflectanceScale
from .references import References
from .reflectance_units import decide, limited_fill
from .window import Window

CUT_CLOUDS = 0.8  # of the pixels without data: so many are hidden by the mask where clouds were cut out
ENOUGH_CLEAR = 100  # pixels whose darkest tell whether an offset is in the values


class CloudyImage:
    """Opened inputs of a cloud removal, aligned to the image's own grid (or an extent of it)."""

    def __init__(
        self,
        image: str,
        mask: str,
        mask_type: str = 'scl',
        hide: str = '',
        dilate_px: int = -1,
        sar: str = '',
        bands: str = 'auto',
        s2_offset: str = 'auto',
        extent: tuple[float, float, float, float] | None = None,
        references: tuple[str, ...] = (),
        numbers: tuple[int, ...] = (),
        onto: Grid | None = None,
        role: str = 'INPUT',
        factor: int = 1,
        sar_scale: str = 'auto',
        reference_masks: tuple[str, ...] = (),
        covariates: tuple[str, ...] = (),
        reference_type: str = '',
        reference_hide: str = '',
    ) -> None:
        """Open and check all inputs; ``decisions`` says what each auto decided.

        ``mask``: '' = all of it counts as clear. ``numbers``: the bands to read (from 1), empty = all. ``onto``:
        another grid to see the image on, as one date of a series. ``role``: what messages call the image. ``factor``:
        the coarsest of the CovariateReader. ``reference_masks``: one for each of ``references``, or none, of
        ``reference_type`` and ``reference_hide``; '' = those of ``mask``.
        """
        self.raster = open_layer(image, role, is_picture=True)
        self.bands = ImageBands(self.raster, bands, numbers)
        self.target_grid = TargetGrid.of(self.raster, extent, onto)
        self.grid, self.origin = self.target_grid.grid, self.target_grid.origin
        values, good = self.bands.look(self.target_grid.window)
        self.decisions, self.guesses = list(self.bands.decisions), list(self.bands.guesses)
        self.numbers, self.names, self.visible = self.bands.numbers, self.bands.names, self.bands.visible
        self.kept, self.free, self.empty = self.bands.kept, self.bands.free, self.bands.empty
        self.fills_holes = False
        self.open_pixels()
        self.scale = ReflectanceScale()
        mask_role, sar_role = 'SCL', 'SAR'
        if role != 'INPUT':  # one of several, which are told apart by their files
            mask_role, sar_role = f'SCLS ({Path(mask).name})', f'SARS ({Path(sar).name})'
        self.mask = CloudMask(mask, self.target_grid, mask_type, hide, dilate_px, mask_role) if mask else NoMask()
        self.decisions += [
            *self.mask.decisions,
            *(other_day(image, mask, mask_role) if mask and role == 'INPUT' else ()),
        ]
        self._decide_scale(values, good, s2_offset)
        self.radar = Radar(sar, sar_role, scale=sar_scale, onto=self.target_grid) if sar else None
        self.decisions += self.radar.decisions if self.radar else []
        self.references = self.layers = None
        if references:
            kind, values = (reference_type, reference_hide) if reference_type else (mask_type, hide)
            self.references = References(references, reference_masks, self.target_grid, kind, values, dilate_px)
            require_others(self, self.references.aligned())
            self.references.register(list(clear_windows(self)))
            self.references.relate(self._taught())
            self.decisions += self.references.decisions
        elif reference_masks:
            raise InputError('REFERENCE_MASKS is given without REFERENCE. Give the layers that they are of.')
        if covariates:
            self.layers = CovariateLayers(covariates, self.target_grid)
            require_others(self, self.layers.aligned())
            self.decisions += self.layers.decisions
        self.covariates = CovariateReader(self.radar, self.references, self.layers, factor)

    def open_pixels(self) -> None:
        """Prepare to read the image on its own pixels, or on those of another grid."""
        coarser = self.grid.pixel_size_m > 1.5 * self.raster.grid.pixel_size_m
        origin = self.origin if self.target_grid.is_own else None
        self.pixels = AlignedReader(
            self.raster, self.grid, self.numbers, AVERAGE if coarser else BILINEAR, origin=origin
        )
        self.is_aligned = self.pixels.offset is not None

    def _decide_scale(self, values: np.ndarray, good: np.ndarray, s2_offset: str) -> None:
        sample = values[:, good].astype(np.float32)
        spectral = self.bands.spectral
        self.brightest = np.inf
        clear = self._clear_sample(spectral)
        rows = {band: spectral.index(number - 1) for band, number in self.names.items()}
        self.decided = decide(
            clear, rows, sample[spectral], self.raster, s2_offset, offset_by_name(self.raster), is_old(self.raster)
        )
        self._how = ' (auto)' if s2_offset == 'auto' else ''
        self.take_scale(self.decided.scale, clear[[spectral.index(k) for k in self.visible]])
        self.mask.require_clouds(np.concatenate(self._hidden_visible, axis=1), self._clear_visible)
        notes = f': {"; ".join(self.decided.sentences)}' if self.decided.sentences else ''
        self.decisions.append(f'Reflectance = (value {self.scale.offset:+g}) x {self.scale.scale:g}{self._how}{notes}.')

    def take_scale(self, scale: ReflectanceScale, visible: np.ndarray | None = None) -> None:
        """Read the layer with this scale; ``visible``: numbers (bands, n) of clear pixels, as before unless given."""
        self._clear_visible = self._clear_visible if visible is None else visible
        self.scale = scale
        self.raster.fill = limited_fill(self.raster.fill, scale)
        self.brightest = brightness_limit(scale.to_reflectance(self._clear_visible))

    def _clear_sample(self, bands: list[int], size: int = 96) -> np.ndarray:
        """Return clear pixels (bands, n) of windows over the image: clouds hide how dark its darkest pixels are.

        Where all of the windows are cloudy, the image is searched until enough is found.
        """
        spread, whole = spread_windows(self.grid, size), every_window(self.grid)
        has_data = [self.pixels.read(c, r, w, h)[1][~self.kept].any(axis=0) for r, c, h, w in spread]
        self.mask.require_cover(spread, has_data)
        self._judge_holes(spread, has_data)
        parts, found = [np.zeros((len(bands), 0), np.float32)], 0
        self._hidden_visible = [np.zeros((len(self.visible), 0), np.float32)]
        for k, window in enumerate(spread + whole):
            if k >= len(spread) and found >= ENOUGH_CLEAR:
                break
            if k >= len(spread) and self.read_mask(*window).all():
                continue
            seen = self.read_picture(*window)
            parts.append(seen.raw[bands][:, seen.clear].astype(np.float32))
            self._hidden_visible.append(seen.raw[self.visible][:, seen.hidden].astype(np.float32))
            found += parts[-1].shape[1]
        return np.concatenate(parts, axis=1)

    def _taught(self, size: int = 96) -> Iterator[tuple[tuple[int, int, int, int], np.ndarray, np.ndarray]]:
        """Yield windows, their reflectance and where they teach: evenly spread, then, if still asked, all of them."""
        spread = spread_windows(self.grid, size)
        for window in spread + (every_window(self.grid) if len(spread) > 1 else []):
            seen = self.read_picture(*window)
            if seen.teaches.any():
                yield window, seen.reflectance, seen.teaches

    def _judge_holes(self, windows: list[tuple[int, int, int, int]], has_data: list[np.ndarray]) -> None:
        """Decide whether pixels without data are clouds that were cut out, which are filled, or what was never seen."""
        found = [self.mask.holes(*window, ~data) for window, data in zip(windows, has_data) if not data.all()]
        told, cloud = (sum(each) for each in zip(*found)) if found else (0, 0)
        self.fills_holes = self.target_grid.is_own and cloud >= CUT_CLOUDS * told
        if not self.target_grid.is_own or not cloud:
            return
        self.decisions.append(
            f'{self.raster.role} has no data where the mask says cloud: these holes are filled.'
            if self.fills_holes
            else f'{self.raster.role} has no data where the mask says clear, too: what has no data stays so. '
            'If clouds were cut out of it, give a mask that has no data where the image ends.'
        )

    @property
    def polarisations(self) -> tuple[str, ...]:
        """Return those of the radar; none without any."""
        return self.radar.polarisations if self.radar else ()

    @property
    def rasters(self) -> list[Raster]:
        """Return all layers that a window is read from."""
        masks = [self.mask.reader.raster] if self.mask.reader is not None else []
        return [self.raster, *masks, *self.covariates.rasters()]

    @property
    def has_alpha(self) -> bool:
        """Whether the layer has a band of transparency, which is carried along."""
        return len(self.raster.descriptions) > self.raster.count

    def read(self, row: int, col: int, height: int, width: int) -> Window:
        """Read a window of the grid; it may reach beyond, where nothing is valid."""
        return self.with_covariates(self.read_picture(row, col, height, width), row, col)

    def read_pixels(
        self, row: int, col: int, height: int, width: int, mask: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return numbers and where each is data (bands, rows, cols), valid pixels and hidden ones (rows, cols).

        ``mask``: what read_mask() says of the window, where it is known already.
        """
        raw, good = self.pixels.read(col, row, width, height)
        bands = good[~self.kept]
        some = bands.any(axis=0)
        hidden = self.read_mask(row, col, height, width) if mask is None else mask
        if some.all():
            hides = hidden
        elif not self.fills_holes:
            hides = hidden & some
        else:  # clouds that the user cut out are holes where the mask says cloud
            hides = hidden & (some | self.mask.says_cloud(row, col, height, width))
        return raw, good, bands.all(axis=0) | hides, hides

    def window(
        self, raw: np.ndarray, good: np.ndarray, valid: np.ndarray, hidden: np.ndarray, out: np.ndarray | None = None
    ) -> Window:
        """Return a window, or a part of one, of read_pixels without its covariates; its reflectance in ``out``."""
        reflectance = self.scale.to_reflectance(raw, out)
        if not valid.all() or not good.all():
            np.copyto(reflectance, self.scale.to_reflectance(np.zeros(1, raw.dtype)), where=~good)
            np.copyto(reflectance, np.float32(0.0), where=~valid)
        nothing = np.zeros((0, *valid.shape), np.float32)
        bright = reflectance[self.visible].mean(axis=0) > self.brightest
        return Window(raw, reflectance, valid, hidden, nothing, nothing.astype(bool), {}, {}, bright)

    def read_picture(self, row: int, col: int, height: int, width: int) -> Window:
        """Read a window without its covariates."""
        return self.window(*self.read_pixels(row, col, height, width))

    def with_covariates(self, window: Window, row: int, col: int, step: int = 1) -> Window:
        """Return a window of read_picture, whose corner is (row, col), with covariates of its pixels.

        Radar and reference cost more than the picture itself. The window may hold every ``step``-th pixel of both axes.
        """
        return self.covariates.of_pixels(window, row, col, step)

    def read_mask(self, row: int, col: int, height: int, width: int) -> np.ndarray:
        """Return what the mask hides in a window, dilated, bool (rows, cols); the image itself is not read."""
        return self.mask.read(row, col, height, width)

    def sar_planes(self, window: Window, out: dict[str, np.ndarray]) -> dict[str, np.ndarray | float]:
        """Return the network's radar planes, as channels.sar_planes; all 0 without radar."""
        if self.radar is None:
            return sar_planes({}, {}, {}, False, out)
        return sar_planes(window.db, window.db_valid, self.radar.statistics, self.radar.calibrated, out)
