"""Assess: how far a generated raster is off a reference, by band and by area, strip by strip in O(width) memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ..errors import Cancelled, InputError
from ..raster.align import AVERAGE, BILINEAR, NEAREST, AlignedReader
from ..raster.raster import Raster
from ..raster.windows import spread_windows
from ..sentinel.agreement import agreed
from ..sentinel.band_names import s2_band_of
from ..sentinel.layers import open_layer
from ..sentinel.processing_baseline import is_old, offset_by_name
from ..sentinel.radiometry import ReflectanceScale, natural_colour
from ..sentinel.reflectance_units import LOWEST_REFLECTANCE, Decided, decide, limited_fill, reflectance_fill
from . import metrics
from .band_pairs import COLOURS, pairs_of
from .displacement import SIDE, displacement_told
from .made_up import is_made_up, values_of_made_up

STRIP = 256  # rows at a time
MARGIN = metrics.SSIM_MARGIN
SIMILARITY_VALUES = 60e6  # pixels times bands; of larger rasters every n-th strip tells the SSIM
PAIRS = 120_000  # pixels that the plots are drawn from
THUMBNAIL = 420  # pixels a side, at most
AREAS = ('all', 'generated', 'kept')
MEASURES = ('PSNR', 'SSIM', 'SAM', 'MAE', 'RMSE', 'NDVI_MAE')


@dataclass
class Sums:
    """Sums of one area over strips; `scores` makes means of them."""

    absolute: np.ndarray  # (bands,)
    square: np.ndarray
    similarity: np.ndarray
    pixels: int = 0
    windows: int = 0
    angle: float = 0.0
    angles: int = 0
    ndvi: float = 0.0

    @classmethod
    def of(cls, bands: int) -> Sums:
        return cls(np.zeros(bands), np.zeros(bands), np.zeros(bands))

    def add(self, made: np.ndarray, truth: np.ndarray, own: np.ndarray, pair: tuple | None) -> None:
        """Add a strip (bands, rows, cols); ``own`` (rows, cols) is the area."""
        count = int(own.sum())
        if not count:
            return
        off = made[:, own].astype(np.float64) - truth[:, own]
        self.absolute += np.abs(off).sum(axis=1)
        self.square += (off**2).sum(axis=1)
        self.pixels += count
        if len(made) > 1:
            norm = np.linalg.norm(made[:, own], axis=0) * np.linalg.norm(truth[:, own], axis=0)
            some = int((norm > 1e-12).sum())
            if some:
                self.angle += metrics.sam(made, truth, own) * some
                self.angles += some
        if pair:
            red, nir = pair
            apart = metrics.ndvi(made[red], made[nir]) - metrics.ndvi(truth[red], truth[nir])
            self.ndvi += float(np.abs(apart[own]).sum())

    def add_similarity(self, similarity: np.ndarray, own: np.ndarray) -> None:
        """Add SSIM by window (bands, rows, cols) where ``own`` (rows, cols) has its centre."""
        self.similarity += similarity[:, own].sum(axis=1)
        self.windows += int(own.sum())

    def scores(self, names: tuple[str, ...], has_ndvi: bool) -> dict:
        """Return {'pixels', measures over all bands, 'bands': {name: measures}}; None where nothing can be said."""
        if not self.pixels:
            return {'pixels': 0, **dict.fromkeys(MEASURES), 'bands': {}}
        mae, mse = self.absolute / self.pixels, self.square / self.pixels
        ssim = self.similarity / self.windows if self.windows else np.full(len(names), np.nan)
        bands = {
            name: {
                'PSNR': _number(_decibel(mse[k])),
                'SSIM': _number(ssim[k]),
                'MAE': _number(mae[k]),
                'RMSE': _number(mse[k] ** 0.5),
            }
            for k, name in enumerate(names)
        }
        return {
            'pixels': self.pixels,
            'PSNR': _number(_decibel(mse.mean())),
            'SSIM': _number(ssim.mean()),
            'SAM': _number(self.angle / self.angles) if self.angles else None,
            'MAE': _number(mae.mean()),
            'RMSE': _number(mse.mean() ** 0.5),
            'NDVI_MAE': _number(self.ndvi / self.pixels) if has_ndvi else None,
            'bands': bands,
        }


@dataclass(frozen=True)
class Findings:
    """What an assessment found; pictures are (3, rows, cols) 0..1, plots are samples in the compared units."""

    scores: dict[str, dict]  # area -> Sums.scores
    bands: tuple[str, ...]
    decisions: tuple[str, ...]
    reference_picture: np.ndarray
    generated_picture: np.ndarray
    error_picture: np.ndarray  # (rows, cols) mean absolute error, NaN where nothing is compared
    sample: np.ndarray  # (2, n): reference, generated
    sigma_sample: np.ndarray  # (2, n): sigma, absolute error; (2, 0) without UNCERTAINTY


@dataclass
class Assess:
    """A request; run() does it. ``mask``: 1 = generated, 0 = kept; ``uncertainty``: a sigma for each band."""

    generated: str
    reference: str
    mask: str = ''
    uncertainty: str = ''
    s2_offset: str = 'auto'
    decisions: list[str] = field(default_factory=list)

    def run(
        self, progress: Callable[[float], None] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> Findings:
        """Compare; raise InputError where the two cannot be compared, Cancelled on the user's wish."""
        self._open()
        self._tell_displacement()
        height, width = self.grid.height, self.grid.width
        sums = {area: Sums.of(len(self.names)) for area in (AREAS if self.mask else AREAS[:1])}
        step = max(int(np.ceil(max(height, width) / THUMBNAIL)), 1)
        thin = max(int((height * width * len(self.names) / PAIRS) ** 0.5), 1)
        every = max(int(height * width * len(self.names) / SIMILARITY_VALUES), 1)
        if every > 1:
            self.decisions.append(f'The layers are large: the SSIM is of one strip of {STRIP} rows in {every}.')
        pictures, pairs, sigmas = [], [], []
        for top in range(0, height, STRIP):
            if cancelled is not None and cancelled():
                raise Cancelled
            rows = min(STRIP, height - top)
            made, truth, use, hidden, sigma = self._read(top - MARGIN, rows + 2 * MARGIN)
            inner = slice(MARGIN, MARGIN + rows)
            parts = {'all': use, 'generated': use & hidden, 'kept': use & ~hidden}
            for area, total in sums.items():
                total.add(made[:, inner], truth[:, inner], parts[area][inner], self.pair)
            if top // STRIP % every == 0:
                self._add_similarity(sums, parts, made, truth, top)
            made, truth, use = made[:, inner], truth[:, inner], use[inner]
            rim = slice((-top) % step, None, step), slice(None, None, step)
            pictures.append([v[(..., *rim)] for v in (made, truth, use)])
            few = slice((-top) % thin, None, thin), slice(None, None, thin)
            keep = use[few]
            pairs.append(np.stack([v[(..., *few)][:, keep].ravel() for v in (truth, made)]))
            if sigma is not None:
                off = np.abs(made - truth)[(..., *few)][:, keep].ravel()
                sigmas.append(np.stack([sigma[:, inner][(..., *few)][:, keep].ravel(), off]))
            if progress is not None:
                progress((top + rows) / height)
        if not sums['all'].pixels:
            raise InputError('GENERATED and REFERENCE have no valid pixel in common. Choose layers of the same place.')
        made, truth, use = (np.concatenate(part, axis=-2) for part in zip(*pictures))
        error = np.where(use, np.abs(made - truth).mean(axis=0), np.nan)
        sigma = np.concatenate(sigmas, axis=1) if sigmas else np.zeros((2, 0))
        return Findings(
            {area: total.scores(self.names, self.pair is not None) for area, total in sums.items()},
            self.names, tuple(self.decisions), self._picture(truth, use), self._picture(made, use), error,
            np.concatenate(pairs, axis=1), sigma[:, sigma[0] > 0],
        )  # fmt: skip

    def _add_similarity(self, sums: dict, parts: dict, made: np.ndarray, truth: np.ndarray, top: int) -> None:
        """Add the SSIM of a strip with MARGIN rows around it; windows that reach beyond the raster do not count."""
        rows = top + np.arange(made.shape[1] - 2 * MARGIN)
        inside = ((rows >= MARGIN) & (rows < self.grid.height - MARGIN))[:, None]
        similarity = metrics.ssim_map(made, truth)
        for area, total in sums.items() if similarity.size else ():
            total.add_similarity(similarity, parts[area][MARGIN:-MARGIN, MARGIN:-MARGIN] & inside)

    def _open(self) -> None:
        generated, reference = open_layer(self.generated, 'GENERATED'), open_layer(self.reference, 'REFERENCE')
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
        self.hidden = self._other(generated, self.mask, 'MASK', NEAREST, (1,)) if self.mask else None
        if self.hidden is not None:
            self.made_up, told = values_of_made_up(self.hidden.raster)
            self.decisions += filter(None, (told,))
        self.sigma = None
        if self.uncertainty:
            self.sigma = self._other(generated, self.uncertainty, 'UNCERTAINTY', NEAREST, own)

    def _tell_displacement(self) -> None:
        """Say where the two show the same ground at different places: the scores would blame the picture for it."""
        read = (self._read(row, rows, col, cols) for row, col, rows, cols in spread_windows(self.grid, SIDE, 3))
        windows = ((truth.mean(axis=0), made.mean(axis=0), use) for made, truth, use, *_ in read)
        coarser = self.truth.raster.grid.pixel_size_m / self.grid.pixel_size_m
        self.decisions += displacement_told(windows, coarser)

    def _other(self, generated: Raster, path: str, role: str, resampling: int, bands: tuple) -> AlignedReader:
        raster = open_layer(path, role)
        generated.require_overlap(raster)
        if raster.count < max(bands):
            raise InputError(f'{role} has {raster.count} band(s), not {max(bands)}. Choose the layer of this run.')
        origin = (0, 0) if generated.is_pixel_for_pixel(raster) else None
        return AlignedReader(raster, self.grid, bands, resampling, origin=origin)

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

    def _read(self, row: int, rows: int, col: int = 0, cols: int = 0) -> tuple:
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

    def _picture(self, values: np.ndarray, use: np.ndarray) -> np.ndarray:
        """Return (3, rows, cols) 0..1 for the eye, white where nothing is compared."""
        index = [self.names.index(name) for name in COLOURS] if set(COLOURS) <= set(self.names) else None
        shown = values[index] if index else values[:3] if len(values) >= 3 else np.repeat(values[:1], 3, axis=0)
        return np.where(use, shown if self.scales[0] is None else natural_colour(shown), 1.0)


def _decibel(mse: float) -> float:
    return float('inf') if mse == 0 else float(-10.0 * np.log10(mse))


def _number(value: float) -> float | None:
    return round(float(value), 8) if np.isfinite(value) else None
