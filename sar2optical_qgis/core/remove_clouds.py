"""Remove clouds: a cloudy Sentinel-2 layer and its mask in, the same layer without clouds out.

Two passes. The first sums up the same-image fit (regression.py) over the clear pixels; the second reads tile by tile,
takes the fit as base, lets the network correct it, and writes only what the mask hides: all other pixels leave as they
came.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from osgeo import gdal

from .bands import is_known_to_networks, require_bands_of_model
from .channels import optical_planes, stack
from .errors import Cancelled, InputError
from .network import Network
from .pipeline import Blender, Clock, LoadedTile, Report, infer, padded_planes, stream
from .provenance import provenance
from .registry import ModelFile, find_model
from .regression import CELL, FeatureMap, SameImageFit
from .sentinel2 import CloudyImage
from .tiling import Tile, Tiling
from .writer import RasterWriter, check_target

TASK = 'cloud-removal'
METHODS = ('network', 'regression')
DEFAULT_METHOD = 'network'
NODATA, MASK_NODATA = -9999.0, 255
REGRESSION_HALO, REGRESSION_TILE = 48, 512  # pixels
FIRST_PASS = 0.3  # share of the progress bar
SAMPLE_SIZE, SAMPLE_COUNT = 96, 8  # pixels, and windows along each axis, that the covariates' range is taken from


@dataclass(frozen=True)
class RemoveClouds:
    """A request; run() does it. Paths are GDAL's; '' means: not given, or not wanted."""

    input: str
    mask: str
    output: str = ''
    generated_mask: str = ''
    uncertainty: str = ''
    mask_type: str = 'scl'
    hide: str = ''
    dilate: int = -1  # pixels of the input; -1 = 60 m
    sar: str = ''
    reference: str = ''  # a clear layer of another date; any sensor, any bands
    method: str = DEFAULT_METHOD
    bands: str = 'auto'
    s2_offset: str = 'auto'
    extent: tuple[float, float, float, float] | None = None  # xmin, ymin, xmax, ymax in the input's CRS
    model: str = ''
    device: str = 'auto'
    tile_size: int = 0  # pixels; 0 = as the model's card says
    overlap: int = -1  # pixels; -1 = as the model's card says

    def run(
        self,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        log: Callable[[str], None] | None = None,
    ) -> Report:
        """Reconstruct the layer; raise Sar2OpticalError with nothing left on disk, or return what was done."""
        return _Run(self, progress or (lambda _: None), cancelled or (lambda: False), log or (lambda _: None)).run()


@dataclass
class _Run:
    request: RemoveClouds
    progress: Callable[[float], None]
    cancelled: Callable[[], bool]
    log: Callable[[str], None]
    decisions: list[str] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)
    counts: dict[str, int] = field(default_factory=lambda: {'valid': 0, 'generated': 0})
    done: int = 0
    network: Network | None = None

    def decide(self, sentence: str) -> None:
        self.decisions.append(sentence)
        self.log(sentence)

    def run(self) -> Report:
        request = self.request
        if request.method not in METHODS:
            raise InputError(f'METHOD "{request.method}" is unknown. Choose one of {", ".join(METHODS)}.')
        for path in filter(None, (request.output, request.generated_mask, request.uncertainty)):
            check_target(path)
        self.image = CloudyImage(
            request.input, request.mask, request.mask_type, request.hide, request.dilate, request.sar,
            request.bands, request.s2_offset, request.extent, request.reference,
        )  # fmt: skip
        for sentence in self.image.decisions:
            self.decide(sentence)
        model = self.open_network() if request.method == 'network' else None
        card = model.card if model else None
        self.tiling = Tiling.plan(
            self.image.grid.height, self.image.grid.width,
            request.tile_size or (card.tile if card else REGRESSION_TILE), request.overlap,
            card.halo if card else REGRESSION_HALO, card.stride if card else 1,
        )  # fmt: skip
        self.fit_image()
        self.prepare_bands(model)
        bands = self.image.raster.count
        self.blender = Blender(self.tiling, 2 * bands)
        self.writers: dict[str, RasterWriter] = {}
        try:
            self.open_writers(model)
            tiles = [tile for row in self.tiling.rows() for tile in row]
            self.total = len(tiles)
            group = (lambda: self.network.batch) if self.network else (lambda: 1)
            stream(tiles, self.read, self.work, self.write, group, self.cancelled)
            if self.cancelled():
                raise Cancelled
            late = {'SAR2OPTICAL_DEVICE': self.device}
            with self.clock.of('finish'):
                for writer in self.writers.values():  # all are whole before the first gets its name
                    writer.finish(late)
                outputs = {role: writer.publish() for role, writer in self.writers.items()}
        except BaseException:
            for writer in self.writers.values():
                writer.discard()
            raise
        if self.network and self.network.warning and self.network.warning not in self.decisions:
            self.decide(self.network.warning)
        return Report(
            outputs, self.device, model.name if model else '', model.sha256 if model else '',
            tuple(self.decisions), dict(self.clock.seconds), dict(self.counts),
        )  # fmt: skip

    @property
    def has_alpha(self) -> bool:
        """Whether the layer has a band of transparency, which is carried along."""
        return len(self.image.raster.descriptions) > self.image.raster.count

    @property
    def device(self) -> str:
        return self.network.device if self.network else 'cpu'

    def open_network(self) -> ModelFile:
        require_bands_of_model(self.image.names, self.image.raster)
        model = find_model(self.request.model, TASK)
        self.network = Network(model, self.request.device)
        if self.network.warning:
            self.decide(self.network.warning)
        return model

    def fit_image(self) -> None:
        """First pass: sum up the same-image fit over the clear pixels."""
        image = self.image
        height, width = image.grid.height, image.grid.width
        windows = [(r, c) for r in range(0, height, CELL) for c in range(0, width, CELL)]
        step = 1 if height * width <= 1500**2 else 2 if height * width <= 4500**2 else 4
        with self.clock.of('fit'):
            fit = SameImageFit((height, width), image.raster.count, FeatureMap(self.sample_covariates()), step)
            sees_ground = False
            for k, (row, col) in enumerate(windows):
                if self.cancelled():
                    raise Cancelled
                seen = image.read(row, col, min(CELL, height - row), min(CELL, width - col))
                fit.accumulate(row, col, seen.reflectance, seen.clear, seen.covariates, seen.known)
                sees_ground |= bool(seen.clear.any())
                self.progress(FIRST_PASS * (k + 1) / len(windows))
            if fit.pixels == 0 and sees_ground and fit.features.linear > 1:
                raise InputError(
                    'SAR or REFERENCE has no data where INPUT is clear. Leave it out, or choose one of this place.'
                )
            if fit.pixels == 0:
                raise InputError(
                    'The mask hides every pixel of INPUT, so there is nothing to learn from. '
                    'Choose a larger EXTENT or another date, hide less with HIDE or DILATE, or translate a radar layer '
                    'with "SAR to optical".'
                )
            fit.solve()
        self.fit = fit
        self.decide(
            f'The same-image fit learned from {fit.pixels} clear pixels{" and radar" if image.polarisations else ""}.'
        )

    def sample_covariates(self) -> np.ndarray:
        """Return covariates (d, n) of clear pixels from all over the image, for their mean, spread and range."""
        image, size = self.image, SAMPLE_SIZE
        if not image.polarisations and image.reference is None:
            return np.zeros((0, 0), np.float32)
        height, width = image.grid.height, image.grid.width
        spread = [(r, c, size) for r in _spread(height) for c in _spread(width)]
        whole = [(r, c, CELL) for r in range(0, height, CELL) for c in range(0, width, CELL)]
        parts, found = [], False
        for k, (row, col, edge) in enumerate(spread + whole):
            if self.cancelled():
                raise Cancelled
            if found and k >= len(spread):  # the rest is for images that are clear in few places
                break
            seen = image.read(row, col, min(edge, height - row), min(edge, width - col))
            parts.append(seen.covariates[:, seen.known.all(axis=0) & seen.clear])
            found |= parts[-1].shape[1] > 0
        return np.concatenate(parts, axis=1)

    def prepare_bands(self, model: ModelFile | None) -> None:
        """Sort the layer's bands into those that the network corrects and those that follow by regression."""
        self.corrected: list[tuple[int, int]] = []  # (index in the layer, index in the model's bands)
        self.following: list[int] = []
        self.gain = np.zeros((0, 0), np.float32)
        if model is None:
            return
        names = {number - 1: band for band, number in self.image.names.items()}
        for index in range(self.image.raster.count):
            band = names.get(index, '')
            if is_known_to_networks(band) and band in model.card.bands:
                self.corrected.append((index, model.card.bands.index(band)))
            else:
                self.following.append(index)
        if self.following:
            self.gain = self.fit.spectral_gain([k for k, _ in self.corrected], self.following)
            self.decide(
                f'{len(self.following)} band(s) that the network does not know follow by regression on the others.'
            )

    def open_writers(self, model: ModelFile | None) -> None:
        request, raster, grid = self.request, self.image.raster, self.image.grid
        inputs = {'INPUT': request.input, 'SCL': request.mask, 'SAR': request.sar, 'REFERENCE': request.reference}
        items = provenance(f'{request.method}', model, self.device, inputs, tuple(self.decisions))
        names = tuple(d or f'Band {k}' for k, d in enumerate(raster.descriptions[: raster.count], 1))
        if request.output:
            self.writers['OUTPUT'] = RasterWriter(
                request.output, grid, raster.gdal_type, raster.descriptions, raster.nodata[0], items,
                alpha=self.has_alpha,
            )  # fmt: skip
        if request.generated_mask:
            self.writers['MASK'] = RasterWriter(
                request.generated_mask,
                grid,
                gdal.GDT_Byte,
                ('generated (1) or kept (0)',),
                MASK_NODATA,
                items,
                categorical=True,
            )
        if request.uncertainty:
            sigma = tuple(f'{name} sigma' for name in names)
            self.writers['UNCERTAINTY'] = RasterWriter(
                request.uncertainty, grid, gdal.GDT_Float32, sigma, NODATA, items
            )

    def read(self, tile: Tile) -> LoadedTile:
        with self.clock.of('read'):
            seen = self.image.read(tile.row, tile.col, tile.height, tile.width)
            content = {'raw': seen.raw, 'valid': seen.valid, 'hidden': seen.hidden}
            if self.has_alpha:
                col, row = self.image.origin
                window = (tile.col + col, tile.row + row, tile.width, tile.height)
                content['alpha'] = self.image.raster.read_alpha(window)
            if not seen.hidden.any():
                return LoadedTile(tile, None, content)
        with self.clock.of('fit'):
            base = self.fit.predict(tile.row, tile.col, seen.reflectance, seen.clear, seen.covariates, seen.known)
            content['base'], content['sigma'] = base, self.fit.sigma_at(tile.row, tile.col, seen.clear)
            if self.network is None:
                return LoadedTile(tile, None, content)
            names = {band: number - 1 for band, number in self.image.names.items() if is_known_to_networks(band)}
            planes = optical_planes(
                {band: seen.reflectance[k] for band, k in names.items()},
                {band: base[k] for band, k in names.items()}, seen.valid, seen.hidden,
            )  # fmt: skip
            planes.update(self.image.sar_planes(seen))
            return LoadedTile(tile, padded_planes(stack(self.network.card.channels, planes), tile), content)

    def work(self, loaded: list[LoadedTile]) -> list[tuple[LoadedTile, np.ndarray | None]]:
        if self.cancelled():
            raise Cancelled
        if self.network is not None:
            with self.clock.of('network'):
                results = infer(self.network, loaded, len(self.network.card.bands))
        else:
            results = [(item, None) for item in loaded]
        self.done += len(loaded)
        self.progress(FIRST_PASS + (0.98 - FIRST_PASS) * self.done / self.total)
        return results

    def estimate(self, loaded: LoadedTile, both: np.ndarray | None) -> np.ndarray:
        """Return reflectance and sigma of all bands, (2 bands, rows, cols)."""
        if 'base' not in loaded.content:
            tile = loaded.tile
            return np.zeros((2 * self.image.raster.count, tile.height, tile.width), np.float32)
        mean, sigma = loaded.content['base'].copy(), loaded.content['sigma'].copy()
        if both is not None:
            half = len(both) // 2
            for k, m in self.corrected:
                mean[k], sigma[k] = both[m], both[half + m]
            if self.following:
                moved = np.stack([both[m] - loaded.content['base'][k] for k, m in self.corrected])
                mean[self.following] += np.einsum('uk,krc->urc', self.gain, moved)
        return np.concatenate([np.clip(mean, 0.0, None), sigma])

    def write(self, result: tuple[LoadedTile, np.ndarray | None]) -> None:
        loaded, both = result
        with self.clock.of('write'):
            row, col, final = self.blender.add(loaded.tile, self.estimate(loaded, both))
            rows, cols = final.shape[1:]
            raw, valid, hidden = (loaded.content[key][..., :rows, :cols] for key in ('raw', 'valid', 'hidden'))
            bands = self.image.raster.count
            self.counts['valid'] += int(valid.sum())
            self.counts['generated'] += int(hidden.sum())
            if 'OUTPUT' in self.writers:
                made = self.image.scale.from_reflectance(final[:bands], raw.dtype, self.image.raster.nodata[0])
                made = np.where(hidden & ~self.image.empty[:, None, None], made, raw)
                if self.has_alpha:
                    made = np.concatenate([made, loaded.content['alpha'][:, :rows, :cols]])
                self.writers['OUTPUT'].write(col, row, made)
            if 'MASK' in self.writers:
                self.writers['MASK'].write(col, row, np.where(valid, hidden, MASK_NODATA).astype(np.uint8)[None])
            if 'UNCERTAINTY' in self.writers:
                sigma = np.where(hidden, final[bands:] / self.image.scale.scale, 0.0)
                self.writers['UNCERTAINTY'].write(col, row, np.where(valid, sigma, NODATA).astype(np.float32))


def _spread(length: int) -> list[int]:
    """Return where windows of SAMPLE_SIZE start along an axis: all of it, or SAMPLE_COUNT evenly over a longer one."""
    count = min(-(-length // SAMPLE_SIZE), SAMPLE_COUNT)
    return np.linspace(0, max(length - SAMPLE_SIZE, 0), count).astype(int).tolist()
