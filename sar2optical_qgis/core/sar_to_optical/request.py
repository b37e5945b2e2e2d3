"""SAR to optical: a Sentinel-1 layer in, a natural-colour picture, its uncertainty and the cover of the ground out."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np

from ..errors import ModelError, RuntimeMissingError
from ..model.card import PICTURE_BANDS
from ..model.channels import landcover_planes, sar_planes
from ..model.inference import Inference, LoadedTile
from ..model.network import Network
from ..model.registry import ModelFile, find_model
from ..raster.block_cache import enough_for
from ..raster.part import Part
from ..raster.partial_files import check_target
from ..raster.tiling import Tile, Tiling
from ..run.job import Job, device_of, readers_beside
from ..run.pipeline import Blender, Report, stream
from ..run.provenance import provenance
from ..run.request import Request
from ..sentinel.dates import date_of
from ..sentinel.radar import Radar
from . import cover
from .color_transfer import HALO, ColorTransfer
from .finer import FACTORS, FinerInference, Sight, sight_of
from .landcover_planes import LandCover
from .older_picture import Chooser, Seasons, is_southern, open_chooser
from .outputs import grey_levels, open_writers
from .reference_pass import FIT_PASS, check_reference, fit_reference
from .styles import DEFAULT_STYLE, Drawing, require_style

TASK = 'sar-to-optical'
TRANSFER_TILE = 768  # pixels: what a window knows takes more memory than what the network sees
CONTEXT = 64  # pixels beyond EXTENT that the network sees, so that a part is drawn as it is in the whole


@dataclass(frozen=True)
class SarToOptical(Request):
    """A request; run() does it."""

    input: str
    output: str = ''
    uncertainty: str = ''
    cover: str = ''
    bands: str = 'auto'
    sar_scale: str = 'auto'
    calibration: str = 'sigma0'  # of a GRD with its annotation
    landcover_class: str = 'auto'
    landcover: str = ''
    landcover_legend: str = 'auto'
    style: str = DEFAULT_STYLE
    reference: str = ''  # an older clear layer, whose colours are then transferred beside the network
    reference_sar: str = ''  # radar of the reference's date
    s2_offset: str = 'auto'  # of the reference
    extent: tuple[float, float, float, float] | None = None  # xmin, ymin, xmax, ymax in the input's CRS
    model: str = ''
    device: str = 'auto'
    tile_size: int = 0  # pixels; 0 = as the model's card says
    overlap: int = -1  # pixels; -1 = as the model's card says
    finer: int = max(FACTORS)  # most times that radar of coarse pixels is enlarged for the network

    def start(self, job: Job) -> Report:
        with ExitStack() as kept:  # files that are read to the end of the run
            return _Run(self, job, kept).run()


@dataclass
class _Run:
    request: SarToOptical
    job: Job
    kept: ExitStack
    valid_pixels: int = 0
    done: int = 0
    network: Network | None = None
    transfer: ColorTransfer | None = None
    chooser: Chooser | None = None  # what of the reference still holds

    def run(self) -> Report:
        request = self.request
        require_style(request.style)
        self.paths = {'OUTPUT': request.output, 'UNCERTAINTY': request.uncertainty, 'COVER': request.cover}
        for path in filter(None, self.paths.values()):
            check_target(path)
        self.job.decide(check_reference(request.reference, request.reference_sar, request.input))
        self.open_inputs()
        if request.reference:
            model, method = self.open_network_if_any(), 'reference'
            method = f'{method} and network' if model else method
            self.open_reference()
        else:
            model, method = self.open_network(), f'network, {request.style}'
        card = model.card if model else None
        self.codes = cover.codes_of(card) if request.cover else ()
        # kept ground keeps its own contrast: radar is drawn over what is made up alone, and by the one style that can
        style = (
            request.style
            if not self.transfer or (self.chooser.network and request.style == DEFAULT_STYLE)
            else 'natural'
        )
        self.drawing = Drawing(style, self.radar, card.covers if card else ())
        self.job.decide(self.drawing.decision)
        sight = sight_of(card, self.radar, request.finer)
        self.job.decide(sight.sentence)
        halo = card.halo // sight.factor if card else 0
        self.tiling = Tiling.plan(
            self.grid.height, self.grid.width, request.tile_size, request.overlap,
            max(halo, HALO if self.transfer else 0), card.stride if card else 1,
            usual=TRANSFER_TILE if self.transfer else card.tile // sight.factor,
        )  # fmt: skip
        self.job.decide(self.tiling.decision)
        self.plan_planes(sight)
        inputs = {
            'INPUT': request.input, 'LANDCOVER': request.landcover,
            'REFERENCE': request.reference, 'REFERENCE_SAR': request.reference_sar,
        }  # fmt: skip
        items = provenance(method, model, device_of(self.network), inputs, tuple(self.job.decisions))
        with self.job.outputs():
            open_writers(self.job.writers, self.paths, self.part.grid_in(self.grid), items)
            tiles = [tile for row in self.tiling.rows() for tile in row]
            self.total = len(tiles)
            group = (lambda: self.network.batch) if self.network else (lambda: 1)
            cache = enough_for(self.rasters, self.grid, self.tiling.tile, self.tiling.splits_blocks)
            readers = readers_beside(self.network)
            stream(tiles, self.read, self.work, self.write, group, self.job.cancelled, cache, readers)
            self.inference = self.blender = None  # overviews need memory too
            self.job.decide(self.chooser.sentence if self.chooser else '')
            return self.job.finish(self.network, model, {'valid': self.valid_pixels, 'generated': self.valid_pixels})

    def plan_planes(self, sight: Sight) -> None:
        """Decide what the network is asked for and what of it is blended: what nobody looks at is not computed."""
        request, water = self.request, self.drawing.water
        sizes = {
            self.drawing.picture: PICTURE_BANDS if request.output or self.transfer else 0,
            'sigma': PICTURE_BANDS if request.uncertainty else 0,
            'calm': int(self.transfer is not None and self.drawing.margin > 0),
            'cover': len(self.codes) if request.cover else 0,
        }
        if water is not None and request.output and not self.transfer:
            sizes['cover'] = max(sizes['cover'], water + 1)
        self.planes, count = {}, 0  # where each of them lies among what is blended
        for name, size in sizes.items():
            if size:
                self.planes[name] = slice(count, count + size)
                count += size
        self.blender = Blender(self.tiling, count)
        asked = tuple(self.network.card.outputs) if self.network and self.transfer else tuple(self.planes)
        self.inference = None
        if sight.is_speckled:
            self.inference = FinerInference(self.network, self.tiling, asked, self.radar, sight.factor)
        elif self.network:
            self.inference = Inference(self.network, self.tiling, asked)

    def open_network(self) -> ModelFile:
        model = find_model(self.request.model, TASK)
        self.network = Network(model, self.request.device)
        self.job.decide(self.network.warning)
        return model

    def open_network_if_any(self) -> ModelFile | None:
        """Open the network where it can be; a reference alone does without, unless a MODEL is asked for."""
        try:
            return self.open_network()
        except (RuntimeMissingError, ModelError) as error:
            if self.request.model or self.request.cover:
                raise
            self.job.decide(f'The reference teaches the colours without a network. {error}')
            return None

    def open_reference(self) -> None:
        """Fit the colours of the reference, and open what judges which of them still hold."""
        request = self.request
        seasons = Seasons(date_of(request.reference), date_of(request.input), is_southern(self.grid))
        self.job.decide(seasons.sentence)
        self.transfer = fit_reference(
            request.reference, request.reference_sar, request.s2_offset, request.device, self.radar, self.job, self.kept
        )
        self.rasters += self.transfer.rasters[1:]
        self.chooser, note = open_chooser(self.transfer, seasons, self.network)
        self.job.decide(note)

    def open_inputs(self) -> None:
        request = self.request
        self.radar = Radar(
            request.input, 'INPUT', request.bands, request.sar_scale, request.extent,
            quantity=request.calibration, around=CONTEXT,
        )  # fmt: skip
        for sentence in self.radar.decisions:
            self.job.decide(sentence)
        for polarisation, share in self.radar.dark.items():
            self.job.decide(
                f'{polarisation} falls into dark and bright with little between: the dark {100 * share:.0f} percent '
                'are taken for water, the others for land of usual brightness.'
            )
        if not (self.radar.calibrated or self.radar.dark):  # networks take its median for that of other scenes
            self.job.decide(
                'INPUT is taken for a scene of usual brightness: water that fills most of it may be drawn as land.'
            )
        self.grid = self.radar.grid
        self.part = Part.of(self.radar.target_grid)
        self.landcover = LandCover(request.landcover, request.landcover_legend, request.landcover_class, self.radar)
        self.job.decide(self.landcover.decision)
        self.job.decide(self.landcover.gap)
        self.rasters = [self.radar.raster, *self.landcover.rasters]

    def read(self, tile: Tile) -> LoadedTile:
        prior = None
        if self.transfer:
            with self.job.clock.of('fit'):
                prior = self.transfer.prior(tile.row, tile.col, tile.height, tile.width)
            if not self.network:
                return LoadedTile(tile, None, {'valid': prior.seen, 'prior': prior})
        with self.job.clock.of('read'):
            margin = self.drawing.margin
            rows, cols = (size + 2 * margin for size in self.tiling.final(tile))  # what is drawn of the radar needs it
            height, width = max(rows, margin + tile.height), max(cols, margin + tile.width)
            db, good = self.radar.read(tile.row - margin, tile.col - margin, height, width)
            inner = slice(margin, margin + tile.height), slice(margin, margin + tile.width)
            valid = np.any([g[inner] for g in good.values()], axis=0)
            content = {'valid': valid} if prior is None else {'valid': prior.seen, 'prior': prior}
            if not valid.any():
                return LoadedTile(tile, None, content)
            if margin:
                parts = ({p: v[:rows, :cols] for p, v in each.items()} for each in (db, good))
                content['seen'] = self.drawing.look(*parts)
            inputs = self.inference.inputs.take().begin(tile)
            db, good = ({p: v[inner] for p, v in each.items()} for each in (db, good))
            planes = sar_planes(db, good, self.radar.statistics, self.radar.calibrated, inputs.views)
            planes.update(landcover_planes(self.landcover.read(tile.row, tile.col, tile.height, tile.width)))
            return LoadedTile(tile, inputs.finish(planes), content)

    def work(self, loaded: list[LoadedTile]) -> list[tuple[LoadedTile, np.ndarray]]:
        self.job.stop_if_cancelled()
        results = [(item, None) for item in loaded]
        if self.network:
            with self.job.clock.of('network'):
                results = self.inference.run(loaded)
        if self.transfer:
            with self.job.clock.of('fit'):
                results = [(item, self.combine(item, made)) for item, made in results]
        self.done += len(loaded)
        start = FIT_PASS if self.transfer else 0.0
        self.job.progress(start + (0.98 - start) * self.done / self.total)
        return results

    def combine(self, loaded: LoadedTile, made: np.ndarray | None) -> np.ndarray:
        """Return what is blended of a tile: what of the reference still holds, and what is likely where it does not."""
        told, start = {}, 0
        for name, count in self.inference.outputs.items() if made is not None else ():  # one behind the other
            told[name] = made[start : start + count]
            start += count
        choice = self.chooser.choose(loaded.tile, loaded.content.pop('prior'), told)
        parts = {
            self.drawing.picture: choice.picture,
            'sigma': choice.sigma,
            'calm': choice.calm,
            'cover': choice.cover,
        }
        values = np.concatenate([parts[name][: place.stop - place.start] for name, place in self.planes.items()])
        if self.inference:
            self.inference.done(made)
        return values

    def write(self, result: tuple[LoadedTile, np.ndarray | None]) -> None:
        loaded, made = result
        writers = self.job.writers
        with self.job.clock.of('write'):
            row, col, final = self.blender.add(loaded.tile, None if made is None else made[: self.blender.bands])
            planes = {name: final[place] for name, place in self.planes.items()}
            valid = loaded.content['valid'][: final.shape[1], : final.shape[2]]
            self.valid_pixels += int(np.count_nonzero(valid[self.part.inside(row, col, valid.shape)]))
            if 'OUTPUT' in writers:
                if self.transfer:
                    water = planes['calm'][0] if 'calm' in planes else None
                else:
                    water = None if self.drawing.water is None else planes['cover'][self.drawing.water]
                picture, seen = planes[self.drawing.picture], loaded.content.get('seen')
                self.part.write(writers['OUTPUT'], row, col, self.drawing.levels(picture, seen, valid, water))
            if 'UNCERTAINTY' in writers:
                self.part.write(writers['UNCERTAINTY'], row, col, grey_levels(planes['sigma'], valid))
            if 'COVER' in writers:
                self.part.write(writers['COVER'], row, col, cover.likeliest(planes['cover'], self.codes, valid))
            if self.inference:
                self.inference.done(made)
