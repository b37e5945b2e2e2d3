"""Cloud mask: an image in, its clouds and shadows out; a mask that came with it is put right.

Two passes. The first (detection.py) finds; the second grows what was found and writes it, window by window.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..errors import InputError, memory_told
from ..model.network import Network
from ..model.registry import ModelFile, find_model
from ..raster.filters import dilate
from ..raster.raster import Raster
from ..raster.writer import RasterWriter, check_target
from ..run.job import Job
from ..run.pipeline import Report, for_each
from ..run.provenance import PREFIX, provenance
from ..sentinel.cloud_mask import UNTOLD, CloudMask
from ..sentinel.dates import date_of
from ..sentinel.mask_types import AUTO
from .detection import THRESHOLD, Detection, Found, Source, enlarged
from .mask_file import MaskFile, scratch
from .other_dates import OtherDates
from .planes import CLASSES, TASK

LEGEND = {
    0: ('clear', (255, 255, 255)), 1: ('thick cloud', (230, 97, 1)), 2: ('thin cloud', (253, 184, 99)),
    3: ('cloud shadow', (94, 60, 153)),
}  # fmt: skip
CLASSES_ITEM = f'{PREFIX}CLASSES'  # metadata item of the codes and their names
PROBABILITIES = ('cloud_probability', 'shadow_probability', 'thin_cloud_probability')
WINDOW = 1024  # pixels
FIRST_PASS = 0.8  # share of the progress bar


@dataclass(frozen=True)
class DetectClouds:
    """A request; run() does it. Paths are GDAL's; '' means: not given, or not wanted."""

    input: str
    mask: str = ''
    others: tuple[str, ...] = ()  # layers of other dates of the place
    output: str = ''
    probability: str = ''
    mask_type: str = 'scl'
    threshold: int = round(100 * THRESHOLD)  # per cent, of cloud and shadow together
    dilate: int = 0  # pixels of the input
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
        """Find the clouds; raise Sar2OpticalError with nothing left on disk, or return what was done."""
        with memory_told():
            return _Run(self, Job.of(progress, cancelled, log)).run()


@dataclass
class _Run:
    request: DetectClouds
    job: Job
    keep: Callable[[Found], None] | None = None
    counts: dict[str, int] = field(default_factory=lambda: {'valid': 0, 'generated': 0})

    def run(self) -> Report:
        request, job = self.request, self.job
        for path in filter(None, (request.output, request.probability)):
            check_target(path)
        if not 1 <= request.threshold <= 99:
            raise InputError(f'THRESHOLD is {request.threshold}. Give a probability of 1 to 99 per cent.')
        if not 0 <= request.dilate <= 200:
            raise InputError(f'DILATE is {request.dilate}. Give 0 to 200 pixels.')
        model = find_model(request.model, TASK)
        network = Network(model, request.device)
        job.decide(network.warning)
        source = Source(request.input, request.bands, request.s2_offset, request.extent)
        self.image = source.open(around=False)
        for sentence in self.image.decisions:
            job.decide(sentence)
        given = None
        if request.mask and request.mask_type != AUTO:
            given = CloudMask(request.mask, self.image.target_grid, request.mask_type, '', 0)
            job.decide('The mask that is given is a hint: the pixels decide.')
        self.detection = Detection(
            self.image, network, job, given, 'correct', request.threshold / 100, request.tile_size, request.overlap
        )
        job.decide(self.detection.tiling.decision)
        with scratch() as folder, job.outputs():
            self.open_probability(model, network)
            self.file = MaskFile(folder / 'mask.tif', self.image.grid)
            if request.others:
                self.look_at_others(folder, network)
            self.detection.run(self.take, lambda share: job.progress(FIRST_PASS * share))
            path = self.file.close()
            for sentence in self.detection.sentences:
                job.decide(sentence)
            if request.others:
                self.ask_others(path)
            if request.output:
                self.grow(Raster(path, 'MASK'), model, network)
            found = self.detection.counts
            self.counts.update(valid=found['valid'], generated=sum(found[name] for name in CLASSES[1:]))
            return job.finish(network, model, self.counts)

    def look_at_others(self, folder: Path, network: Network) -> None:
        """Find the clouds of the other dates, on the pixels of INPUT."""
        request, days = self.request, [date_of(path) for path in (*self.request.others, self.request.input)]
        if None in days:
            days = [date.min] * len(days)
            self.job.decide('Not every layer tells its date, so all of OTHERS are taken as near.')
        others = OtherDates(folder, days)
        for k, path in enumerate(request.others, 1):
            role, onto = f'OTHERS {k} ({Path(path).name})', self.image.target_grid.whole
            source = Source(path, 'auto', request.s2_offset, request.extent, onto, role)
            found = Detection(source.open(around=False), network, self.job, tile_size=request.tile_size)
            found.run(others.keep(found.tiling.height, found.tiling.width), lambda _: None)
        self.others, self.keep = others, others.keep(self.detection.tiling.height, self.detection.tiling.width)

    def ask_others(self, path: str) -> None:
        """Add to the mask what the other dates tell of INPUT."""
        window = 0, 0, self.image.grid.width, self.image.grid.height
        number, counts, code = len(self.request.others), self.detection.counts, CLASSES.index('thin')
        added = self.others.add_clouds(number, path, window, self.detection.factor, code)
        counts['thin'] += added
        self.job.decide(f'The other dates show thin cloud on {added / max(counts["valid"], 1):.1%} more.')

    def open_probability(self, model: ModelFile, network: Network) -> None:
        if self.request.probability:
            self.job.writers['PROBABILITY'] = RasterWriter(
                self.request.probability, self.image.grid, gdal.GDT_Byte, PROBABILITIES, UNTOLD,
                self.provenance(model, network),
            )  # fmt: skip

    def provenance(self, model: ModelFile, network: Network) -> dict[str, str]:
        inputs = {'INPUT': self.request.input, 'SCL': self.request.mask}
        items = provenance('network', model, network.device, inputs, tuple(self.job.decisions))
        return {**items, CLASSES_ITEM: ', '.join(f'{code} {name}' for code, (name, _) in LEGEND.items())}

    def take(self, found: Found) -> None:
        self.file.write(found.row, found.col, found.classes)
        if self.keep is not None:
            self.keep(found)
        writer = self.job.writers.get('PROBABILITY')
        if writer is not None:
            _, thick, thin, shadow = found.probability
            share = np.rint(100.0 * np.stack([thick + thin, shadow, thin])).astype(np.uint8)
            rows, cols = found.classes.shape
            share = enlarged(share, self.detection.factor)[:, :rows, :cols]
            writer.write(found.col, found.row, np.where(found.classes == UNTOLD, UNTOLD, share))

    def grow(self, mask: Raster, model: ModelFile, network: Network) -> None:
        """Write OUTPUT: the mask, grown by DILATE."""
        writer = self.job.writers['OUTPUT'] = RasterWriter(
            self.request.output, self.image.grid, gdal.GDT_Byte, ('cloud mask',), UNTOLD,
            self.provenance(model, network), legend=LEGEND,
        )  # fmt: skip
        edge, grid = self.request.dilate, self.image.grid
        windows = [
            (row, col, min(WINDOW, grid.height - row), min(WINDOW, grid.width - col))
            for row in range(0, grid.height, WINDOW)
            for col in range(0, grid.width, WINDOW)
        ]

        def write(window: tuple[int, int, int, int]) -> None:
            row, col, height, width = window
            seen, inside = mask.read((col - edge, row - edge, width + 2 * edge, height + 2 * edge), (1,))
            writer.write(col, row, grown(np.where(inside, seen, UNTOLD)[0], edge)[None])

        self.job.after(FIRST_PASS)
        with self.job.clock.of('write'):
            for_each(windows, write, lambda share: self.job.progress(0.9 * share), self.job.cancelled)


def grown(classes: np.ndarray, edge: int) -> np.ndarray:
    """Return the inner part of classes (rows, cols), each kind grown by ``edge`` pixels over clear ground."""
    inner = np.s_[edge : classes.shape[0] - edge, edge : classes.shape[1] - edge]
    made = classes[inner].copy()
    for kind in (1, 2, 3) if edge else ():
        near = dilate(classes == kind, edge)[inner]
        np.copyto(made, np.uint8(kind), where=near & (classes[inner] == 0) & (made == 0))
    return made
