"""Remove clouds: a cloudy Sentinel-2 layer and its mask in, the same layer without clouds out.

Where no mask is given, clouds are found in the pixels (cloud_mask/). Then two passes: the first (fitting.py) sums up
the same-image fit over the clear pixels; the second (reconstruction.py) reads tile by tile, takes the fit as base, lets
the network correct it, and writes only what the mask hides: all other pixels leave as they came.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from osgeo import gdal

from ..cloud_mask.detection import OFF, Source
from ..cloud_mask.in_run import RunMask, masks_of
from ..cloud_mask.trial import ON_TRIAL
from ..errors import InputError, NothingClearError
from ..fit.kriging import PAYS, pays
from ..model.inference import LoadedTile
from ..model.network import Network
from ..model.registry import ModelFile, find_model
from ..raster.band_look import BandLook
from ..raster.block_cache import enough_for
from ..raster.partial_files import check_target
from ..raster.tiling import Tiling
from ..raster.writer import RasterWriter
from ..run.job import Job, device_of, readers_beside
from ..run.pipeline import Report, stream
from ..run.provenance import provenance
from ..run.request import Request
from ..sentinel.bands import require_bands_of_model
from ..sentinel.covariates import MULTILOOK
from ..sentinel.mask_types import AUTO, GIVEN_TYPES
from ..sentinel.sentinel2 import CloudyImage
from ..sentinel.siblings import find_scl
from .fitting import learn
from .reconstruction import MASK_NODATA, NODATA, Reconstruction

TASK = 'cloud-removal'
METHODS = ('network', 'regression')
DEFAULT_METHOD = 'network'
RESIDUALS = ('auto', 'pushpull', 'kriging')  # how what the fit leaves over at clear pixels is carried under clouds
REGRESSION_HALO, REGRESSION_TILE = 48, 512  # pixels
SHARED = 2  # pixels along the side of those that share random features in images above PAYS (training/EXPERIMENTS.md)
FIRST_PASS = 0.3  # share of the progress bar


@dataclass(frozen=True)
class RemoveClouds(Request):
    """A request; run() does it."""

    input: str
    mask: str = ''  # '' = clouds are found in the pixels
    output: str = ''
    generated_mask: str = ''
    uncertainty: str = ''
    mask_type: str = 'scl'
    hide: str = ''
    refine_mask: str = OFF
    dilate: int = -1  # pixels of the input; -1 = 60 m
    sar: str = ''
    reference: tuple[str, ...] | str = ()  # clear layers of other dates; any sensor, any bands
    reference_masks: tuple[str, ...] = ()  # of their clouds, one for each or none, read as ``mask``
    covariates: tuple[str, ...] | str = ()  # rasters of any kind that no cloud hides
    method: str = DEFAULT_METHOD
    residual: str = RESIDUALS[0]
    bands: str = 'auto'
    s2_offset: str = 'auto'
    sar_scale: str = 'auto'
    extent: tuple[float, float, float, float] | None = None  # xmin, ymin, xmax, ymax in the input's CRS
    model: str = ''
    device: str = 'auto'
    tile_size: int = 0  # pixels; 0 = as the model's card says
    overlap: int = -1  # pixels; -1 = as the model's card says
    is_mask_found: bool = False  # beside the input, by us: nobody has asked for it

    def with_mask_beside(self) -> RemoveClouds:
        """Return the request with the SCL that lies beside the input, where no mask is given and there is one."""
        found = find_scl(self.input) if not self.mask and self.mask_type == GIVEN_TYPES[0] else ''
        return replace(self, mask=found, is_mask_found=True) if found else self

    def start(self, job: Job) -> Report:
        return _Run(self, job).run()


@dataclass
class _Run:
    request: RemoveClouds
    job: Job
    network: Network | None = None
    done: int = 0

    def run(self) -> Report:
        request, job = self.request, self.job
        if request.method not in METHODS:
            raise InputError(f'METHOD "{request.method}" is unknown. Choose one of {", ".join(METHODS)}.')
        if request.residual not in RESIDUALS:
            raise InputError(f'RESIDUAL "{request.residual}" is unknown. Choose one of {", ".join(RESIDUALS)}.')
        for path in filter(None, (request.output, request.generated_mask, request.uncertainty)):
            check_target(path)
        source = Source(request.input, request.bands, request.s2_offset, request.extent)
        try:
            return self.under(source, request.mask)
        except NothingClearError:
            if not (request.mask and request.is_mask_found):
                raise
        job.decide('The SCL beside INPUT hides every pixel of it: clouds are found in the pixels instead.')
        return self.under(source, '')

    def under(self, source: Source, mask: str) -> Report:
        request = self.request
        is_tried = request.is_mask_found and request.refine_mask == OFF  # whoever names a mask means it
        given = (mask,), request.mask_type, request.hide, ON_TRIAL if is_tried else request.refine_mask
        with masks_of([source], *given, request.device, self.job, request.dilate) as (found,):
            return self.remove(found)

    def remove(self, mask: RunMask) -> Report:
        request, job = self.request, self.job
        references, covariates = (_several(each) for each in (request.reference, request.covariates))
        dilate = request.dilate if mask.dilate is None else mask.dilate
        self.image = CloudyImage(
            request.input, mask.path, mask.mask_type, mask.hide, dilate, request.sar,
            request.bands, request.s2_offset, request.extent, references,
            factor=MULTILOOK, sar_scale=request.sar_scale, covariates=covariates,
            reference_masks=_several(request.reference_masks),
            reference_type=GIVEN_TYPES[0] if request.mask_type == AUTO else request.mask_type,
            reference_hide=request.hide,
        )  # fmt: skip
        for sentence in self.image.decisions:
            job.decide(sentence)
        model = self.open_network() if request.method == 'network' else None
        card = model.card if model else None
        tiling = Tiling.plan(
            self.image.grid.height, self.image.grid.width, request.tile_size, request.overlap,
            card.halo if card else REGRESSION_HALO, card.stride if card else 1,
            usual=card.tile if card else REGRESSION_TILE,
        )  # fmt: skip
        job.decide(tiling.decision)
        with job.clock.of('fit'):
            fit = learn(self.image, job, lambda share: job.progress(FIRST_PASS * share))
        fit.kriges = self.kriges(tiling)
        is_large = self.image.grid.height * self.image.grid.width > PAYS
        fit.square = SHARED if is_large and self.image.references is None else 1
        radar = ' and radar' if self.image.polarisations else ''
        residual = 'kriging by place and likeness' if fit.kriges else 'push-pull'
        job.decide(
            f'The same-image fit learned from {fit.pixels} clear pixels{radar}; its residual goes by {residual}.'
        )
        second = Reconstruction(self.image, fit, self.network, tiling, job, bool(request.uncertainty))
        tiles = [tile for row in tiling.rows() for tile in row]

        def work(loaded: list[LoadedTile]) -> list:
            results = second.work(loaded)
            self.done += len(loaded)
            job.progress(FIRST_PASS + (0.98 - FIRST_PASS) * self.done / len(tiles))
            return results

        with job.outputs() as writers:
            self.open_writers(writers, model)
            group = (lambda: self.network.batch) if self.network else (lambda: 1)
            cache = enough_for(self.image.rasters, self.image.grid, tiling.tile, tiling.splits_blocks)
            readers = readers_beside(self.network)
            stream(tiles, second.read, work, second.write, group, job.cancelled, cache, readers)
            second.inference = second.blender = None  # overviews need memory too
            if not second.counts['generated']:
                job.decide('The mask hides nothing, so all pixels are as they came. If that is wrong, see MASK_TYPE.')
            return job.finish(self.network, model, second.counts)

    def kriges(self, tiling: Tiling) -> bool:
        """Whether the fit's residual is kriged: where there is likeness to go by, and time for it."""
        if self.image.covariates.is_empty or self.request.residual == 'pushpull':
            return False
        return self.request.residual == 'kriging' or pays(tiling)

    def open_network(self) -> ModelFile:
        require_bands_of_model(self.image.names, self.image.raster)
        model = find_model(self.request.model, TASK)
        self.network = Network(model, self.request.device)
        self.job.decide(self.network.warning)
        return model

    def open_writers(self, writers: dict[str, RasterWriter], model: ModelFile | None) -> None:
        request, raster, grid = self.request, self.image.raster, self.image.grid
        inputs = {'INPUT': request.input, 'SCL': request.mask, 'SAR': request.sar}
        for role, paths in (('REFERENCE', request.reference), ('REFERENCE_MASKS', request.reference_masks),
                            ('COVARIATES', request.covariates)):  # fmt: skip
            paths = _several(paths)
            inputs.update({role if len(paths) == 1 else f'{role} {k}': path for k, path in enumerate(paths, 1)})
        items = provenance(request.method, model, device_of(self.network), inputs, tuple(self.job.decisions))
        names = tuple(d or f'Band {k}' for k, d in enumerate(raster.descriptions[: raster.count], 1))
        if request.output:
            writers['OUTPUT'] = RasterWriter(
                request.output, grid, raster.gdal_type, raster.descriptions, raster.nodata[0], items,
                alpha=self.image.has_alpha, like=BandLook.of(raster), has_mask=raster.has_mask,
            )  # fmt: skip
        if request.generated_mask:
            writers['MASK'] = RasterWriter(
                request.generated_mask, grid, gdal.GDT_Byte, ('generated (1) or kept (0)',), MASK_NODATA, items,
                categorical=True,
            )  # fmt: skip
        if request.uncertainty:
            sigma = tuple(f'{name} sigma' for name in names)
            like = tuple(look.without_offset() for look in BandLook.of(raster))
            writers['UNCERTAINTY'] = RasterWriter(
                request.uncertainty, grid, gdal.GDT_Float32, sigma, NODATA, items, like=like
            )


def _several(paths: tuple[str, ...] | str) -> tuple[str, ...]:
    """Return paths of one or several layers; scripts of before name one."""
    return tuple(filter(None, (paths,))) if isinstance(paths, str) else tuple(paths)
