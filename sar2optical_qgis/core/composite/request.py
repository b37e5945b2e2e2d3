"""Cloud-free composite: Sentinel-2 layers of several dates and their masks in, one clean image of the target date out.

Three passes. The first looks at the masks alone; the second sums up the same-image fit (regression.py) with the other
dates as covariates (otherdates.py); the third makes and writes tile by tile. METHOD regression keeps the clear pixels
of the target date as they came; the others copy pixels after the usual rules (compositing.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..cloud_mask.detection import OFF, Source
from ..cloud_mask.in_run import RunMask, masks_of
from ..errors import InputError
from ..fit import cells
from ..fit.kriging import pays
from ..model.network import Network
from ..model.registry import ModelFile, find_model
from ..raster.partial_files import check_target
from ..raster.tiling import Tile, Tiling
from ..raster.writer import RasterWriter
from ..run.job import Job, device_of, readers_beside
from ..run.pipeline import Blender, Report, for_each, stream
from ..run.provenance import PREFIX, provenance
from ..run.request import Request
from ..sentinel.dates import dates_of, match_masks
from ..sentinel.layers import open_layer
from . import timegate_inputs
from .band_order import told_of_order
from .brightness import told_of_brightness
from .empty_dates import with_data
from .estimates import Copies, Made, Regression
from .mask_order import told_of_mask_order
from .numbering import bands_of_all
from .series import Series, require_dates
from .timegate import TimeGateEstimate, require_known_bands

METHODS = ('timegate', 'regression', 'median', 'medoid', 'leastcloudy', 'lastclear')
DEFAULT_METHOD = 'regression'
FILLS = ('interpolate', 'nodata')  # what becomes of pixels that are hidden on every date
NODATA, SOURCE_NODATA = -9999.0, -32768
HALO, TILE = 48, 512  # pixels
MASK_PASS, FIT_PASS = 0.1, 0.4  # where the progress bar stands after them
LEAST_CLEAR = 100  # pixels of the target date that a fit can learn from


@dataclass(frozen=True)
class CloudFreeComposite(Request):
    """A request; run() does it."""

    inputs: tuple[str, ...]
    masks: tuple[str, ...] = ()  # one for each input; none = clouds are found in the pixels
    output: str = ''
    source: str = ''
    uncertainty: str = ''
    sars: tuple[str, ...] = ()
    covariates: tuple[str, ...] = ()  # rasters of any kind that no cloud hides: of METHOD regression and timegate
    dates: str = ''  # one for each input; '' = from names and metadata
    target_date: str = ''  # '' = the latest
    method: str = DEFAULT_METHOD
    fill: str = FILLS[0]
    mask_type: str = 'scl'
    hide: str = ''
    refine_mask: str = OFF  # the other dates see what one mask misses
    dilate: int = -1  # pixels of the first layer; -1 = 60 m
    bands: str = 'auto'
    s2_offset: str = 'auto'
    sar_scale: str = 'auto'
    extent: tuple[float, float, float, float] | None = None  # xmin, ymin, xmax, ymax in the first layer's CRS
    model: str = ''  # of METHOD timegate
    device: str = 'auto'
    tile_size: int = 0  # pixels; 0 = the default
    overlap: int = -1  # pixels; -1 = the default

    def start(self, job: Job) -> Report:
        return _Run(self, job).run()


@dataclass
class _Run:
    request: CloudFreeComposite
    job: Job
    counts: dict[str, int] = field(default_factory=lambda: {'valid': 0, 'generated': 0, 'never seen': 0})
    done: int = 0
    network: Network | None = None
    is_by_order: bool = False  # which masks are of which dates

    def run(self) -> Report:
        request = self.request
        for name, value, words in (('METHOD', request.method, METHODS), ('FILL', request.fill, FILLS)):
            if value not in words:
                raise InputError(f'{name} "{value}" is unknown. Choose one of {", ".join(words)}.')
        for path in filter(None, (request.output, request.source, request.uncertainty)):
            check_target(path)
        model = self.open_network() if request.method == 'timegate' else None
        require_dates(request.inputs)
        days = dates_of(request.inputs, request.dates)[0]
        request, kept = self.matched(days), with_data(request.inputs, self.job.decide)
        days = [days[k] for k in kept]
        inputs, masks = (tuple(each[k] for k in kept) if each else () for each in (request.inputs, request.masks))
        dates = ','.join(map(str, days)) if request.dates else ''
        bands = bands_of_all(inputs, request.bands, self.job.decide)
        self.request = request = replace(request, inputs=inputs, masks=masks, dates=dates, bands=bands)
        asked = request.bands, request.s2_offset, request.extent, open_layer(inputs[0], 'INPUTS 1').grid
        sources = [Source(path, *asked, f'INPUTS {k} ({Path(path).name})') for k, path in enumerate(inputs, 1)]
        given = request.masks, request.mask_type, request.hide, request.refine_mask
        with masks_of(sources, *given, request.device, self.job, days=days) as found:
            return self.compose(found, model)

    def matched(self, days: list[date]) -> CloudFreeComposite:
        """Return the request with its masks, if there are any, in the order of its inputs."""
        if not self.request.masks:
            return self.request
        masks, note = match_masks(days, self.request.masks, self.request.inputs)
        self.job.decide(note)
        self.is_by_order = note.startswith('Masks taken in the order')
        return replace(self.request, masks=masks)

    def compose(self, found: list[RunMask], model: ModelFile | None) -> Report:
        request = self.request
        self.series = Series(
            request.inputs, tuple(mask.path for mask in found), request.sars, request.dates, request.target_date,
            found[0].mask_type, found[0].hide, request.dilate, request.s2_offset, request.extent, model is not None,
            request.bands, request.sar_scale, request.covariates,
        )  # fmt: skip
        for sentence in self.series.decisions:
            self.job.decide(sentence)
        grid, card = self.series.grid, model.card if model else None
        if self.network:
            require_known_bands(self.series.bands)
        self.tiling = Tiling.plan(
            grid.height, grid.width, request.tile_size or (card.tile if card else TILE), request.overlap,
            max(HALO, card.halo if card else 0), card.stride if card else 1,
        )  # fmt: skip
        self.job.decide(self.tiling.decision)
        self.look_at_masks()
        self.prepare_estimate()
        bands = len(self.series.bands)
        self.blender = Blender(self.tiling, (1 + bool(request.uncertainty)) * bands)
        with self.job.outputs():
            self.open_writers(model)
            tiles = [tile for row in self.tiling.rows() for tile in row]
            self.total = len(tiles)
            readers = readers_beside(self.network)
            stream(tiles, self.read, self.work, self.write, cancelled=self.job.cancelled, readers=readers)
            self.blender = None  # overviews need memory too
            return self.job.finish(self.network, model, self.counts)

    def open_network(self) -> ModelFile:
        model = find_model(self.request.model, timegate_inputs.TASK)
        timegate_inputs.require_channels(model.card.channels)
        self.network = Network(model, self.request.device)
        self.job.decide(self.network.warning)
        return model

    def for_each_cell(self, look: Callable, start: float, end: float) -> list:
        """Return look(row, col, height, width) for the window of each cell; moves the progress bar."""
        windows = cells.windows(self.series.grid.height, self.series.grid.width)

        def told(done: float) -> None:
            self.job.progress(start + (end - start) * done)

        return for_each(windows, lambda window: look(*window), told, self.job.cancelled)

    def look_at_masks(self) -> None:
        """First pass: how cloudy each date is, what it shows of the target's hidden pixels, what no date shows."""
        target = self.series.target

        def counts(*window: int) -> tuple[np.ndarray, np.ndarray, int]:
            clear = self.series.clear_by_mask(*window)
            shows = (clear & ~clear[target]).sum(axis=(1, 2), dtype=np.int64)
            return (~clear).sum(axis=(1, 2), dtype=np.int64), shows, int((~clear.any(axis=0)).sum())

        with self.job.clock.of('masks'):
            found = self.for_each_cell(counts, 0.0, MASK_PASS)
        self.hidden, self.shows, self.unseen = (sum(each) for each in zip(*found))
        pixels = self.series.grid.height * self.series.grid.width
        self.hidden_share = self.hidden / pixels
        cloudy = ', '.join(f'{k}={share:.0%}' for k, share in enumerate(self.hidden_share, 1))
        self.job.decide(f'Hidden by the masks: {cloudy}.')
        if (self.hidden == pixels).all():
            raise InputError(
                'The masks hide every pixel of every date, so there is nothing to compose. '
                'Add dates, choose another EXTENT, or hide less with HIDE or DILATE.'
            )
        if self.unseen:
            become = 'interpolated, with high uncertainty' if self.request.fill == FILLS[0] else 'nodata'
            self.job.decide(f'{self.unseen} pixel(s) are hidden on every date: {become} (FILL {self.request.fill}).')

    def prepare_estimate(self) -> None:
        """Second pass: the fit of METHOD regression, or of what fills pixels that no date shows."""
        series, method = self.series, self.request.method
        with self.job.clock.of('fit'):
            sample = series.sample()
            shown = *sample[:2], [image.raster.role for image in series.images]
            told = [*told_of_brightness(*shown), *told_of_order(*shown)]
            for sentence in [*told, *(told_of_mask_order(series) if self.is_by_order else ())]:
                self.job.decide(sentence)
            self.estimate = None
            if self.request.covariates and method not in ('regression', 'timegate'):
                self.job.decide(f'METHOD {method} has no use for COVARIATES; regression and timegate have.')
            if method in ('regression', 'timegate'):
                estimate = Regression(series, sample, self.shows, int(self.hidden[series.target]))
                if estimate.can_learn:
                    self.for_each_cell(estimate.learn, MASK_PASS, FIT_PASS)
                    estimate.finish(pays(self.tiling))
                    if estimate.fit.pixels >= LEAST_CLEAR:
                        self.estimate = estimate
                if self.estimate is None:
                    method = 'median'
                    self.job.decide(
                        'The target date shows too few clear pixels to learn from: METHOD median takes the place of '
                        'regression, and the result is of no single date.'
                    )
                else:
                    self.job.decide(estimate.sentence)
            if self.estimate is None:
                self.estimate = Copies(series, method, sample, self.hidden_share)
                if self.unseen and self.request.fill == FILLS[0]:
                    self.for_each_cell(self.estimate.learn, MASK_PASS, FIT_PASS)
                    self.estimate.finish()
        if self.network:
            self.estimate = TimeGateEstimate(
                series, self.estimate, self.network, self.shows, int(self.hidden[series.target])
            )
            self.job.decide(self.estimate.sentence)
            method = f'timegate on {method if method != "timegate" else "regression"}'
        self.method = method
        self.job.progress(FIT_PASS)

    def open_writers(self, model: ModelFile | None) -> None:
        request, series = self.request, self.series
        given = {
            'INPUTS': request.inputs, 'SCLS': request.masks, 'SARS': request.sars, 'COVARIATES': request.covariates,
        }  # fmt: skip
        roles = {f'{role} {k}': path for role, paths in given.items() for k, path in enumerate(paths, 1)}
        items = provenance(self.method, model, device_of(self.network), roles, tuple(self.job.decisions))
        items[f'{PREFIX}DATES'] = ', '.join(f'{k}={day}' for k, day in enumerate(series.dates, 1))
        items[f'{PREFIX}TARGET_DATE'] = str(series.dates[series.target])
        wanted = {
            'OUTPUT': (request.output, series.gdal_type, series.bands, series.nodata),
            'SOURCE': (request.source, gdal.GDT_Int16, ('date', 'clear looks', 'days from target'), SOURCE_NODATA),
            'UNCERTAINTY': (
                request.uncertainty, gdal.GDT_Float32, tuple(f'{band} sigma' for band in series.bands), NODATA,
            ),
        }  # fmt: skip
        for role, (path, kind, names, nodata) in wanted.items():
            if path:
                like = () if role == 'SOURCE' else series.looks
                like = tuple(look.without_offset() for look in like) if role == 'UNCERTAINTY' else like
                self.job.writers[role] = RasterWriter(
                    path, series.grid, kind, names, nodata, items, categorical=role == 'SOURCE', like=like
                )

    def read(self, tile: Tile) -> tuple[Tile, dict | Made]:
        with self.job.clock.of('read'):
            content = self.estimate.load(tile.row, tile.col, tile.height, tile.width)
        return tile, content if self.network else self.make(tile, content)

    def make(self, tile: Tile, content: dict) -> Made:
        with self.job.clock.of('estimate'):
            return self.estimate.make(tile, content, self.request.fill == FILLS[0])

    def work(self, loaded: list[tuple[Tile, dict | Made]]) -> list[tuple[Tile, Made]]:
        self.job.stop_if_cancelled()
        made = [(tile, self.make(tile, found) if self.network else found) for tile, found in loaded]
        self.done += len(loaded)
        self.job.progress(FIT_PASS + (0.98 - FIT_PASS) * self.done / self.total)
        return made

    def write(self, result: tuple[Tile, Made]) -> None:
        tile, made = result
        with self.job.clock.of('write'):
            halves = (made.reflectance, made.sigma)[: 1 + bool(self.request.uncertainty)]
            row, col, final = self.blender.add(tile, np.concatenate(halves))
            bands, (rows, cols) = len(self.series.bands), final.shape[1:]
            here = np.s_[..., :rows, :cols]
            valid, kept, source = made.valid[here], made.kept[here], made.source[here]
            self.counts['valid'] += int(valid.sum())
            self.counts['generated'] += int((valid & ~kept).sum())
            self.counts['never seen'] += int((valid & (source < 0)).sum())
            if 'OUTPUT' in self.job.writers:
                scale, dtype, nodata = self.series.scale, self.series.dtype, self.series.nodata
                values = scale.from_reflectance(np.clip(final[:bands], 0.0, None), dtype, nodata)
                if made.raw is not None:
                    values = np.where(kept, made.raw[here], values)
                self.job.writers['OUTPUT'].write(col, row, np.where(valid, values, np.asarray(nodata).astype(dtype)))
            if 'SOURCE' in self.job.writers:
                days = np.array([*self.series.days, 0])[source]  # the last stands for -1, no date
                planes = np.stack([source + 1, made.clear_count[here], days])
                self.job.writers['SOURCE'].write(col, row, np.where(valid, planes, SOURCE_NODATA).astype(np.int16))
            if 'UNCERTAINTY' in self.job.writers:
                sigma = final[bands:] / self.series.scale.scale
                self.job.writers['UNCERTAINTY'].write(col, row, np.where(valid, sigma, NODATA).astype(np.float32))
