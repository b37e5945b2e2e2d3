"""Cloud mask: an image in, its clouds and shadows out; a mask that came with it is put right.

Two passes. The first (detection.py) finds, date by date where several are given; then the dates tell of each other
(other_dates.py), and the second pass grows what was found and writes it, window by window.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..errors import InputError
from ..model.network import Network
from ..model.registry import find_model
from ..raster.partial_files import check_target
from ..raster.raster import Raster
from ..raster.writer import RasterWriter
from ..run.job import Job
from ..run.pipeline import Report
from ..run.provenance import provenance
from ..run.request import Request
from ..sentinel.cloud_mask import UNTOLD, CloudMask
from ..sentinel.dates import date_of
from ..sentinel.mask_types import AUTO
from ..sentinel.sentinel2 import CloudyImage
from .detection import THRESHOLD, Detection, Found, Source, enlarged
from .growth import CLASSES_ITEM, LEGEND, write_grown
from .mask_file import MaskFile, make_folder, names_of, scratch
from .other_dates import OtherDates
from .planes import CLASSES, TASK

PROBABILITIES = ('cloud_probability', 'shadow_probability', 'thin_cloud_probability')
FIRST_PASS = 0.8  # share of the progress bar


@dataclass(frozen=True)
class DetectClouds(Request):
    """A request; run() does it."""

    input: str
    mask: str = ''
    others: tuple[str, ...] = ()  # layers of other dates of the place
    output: str = ''
    probability: str = ''
    folder: str = ''  # for a mask of each date, ``input`` and ``others``, on the pixels of ``input``
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

    @property
    def masks(self) -> tuple[Path, ...]:
        """Return the files that go into ``folder``: of ``input``, then of ``others``."""
        return tuple(Path(self.folder, name) for name in names_of((self.input, *self.others))) if self.folder else ()

    def start(self, job: Job) -> Report:
        return _Run(self, job).run()


@dataclass
class _Run:
    request: DetectClouds
    job: Job
    counts: dict[str, int] = field(default_factory=lambda: {'valid': 0, 'generated': 0})

    def run(self) -> Report:
        request, job = self.request, self.job
        if request.folder:
            make_folder(request.folder)
        for path in filter(None, (request.output, request.probability, *map(str, request.masks))):
            check_target(path)
        if not 1 <= request.threshold <= 99:
            raise InputError(f'THRESHOLD is {request.threshold}. Give a probability of 1 to 99 per cent.')
        if not 0 <= request.dilate <= 200:
            raise InputError(f'DILATE is {request.dilate}. Give 0 to 200 pixels.')
        self.model = find_model(request.model, TASK)
        self.network = Network(self.model, request.device)
        job.decide(self.network.warning)
        source = Source(request.input, request.bands, request.s2_offset, request.extent)
        self.image = source.open(around=False)
        for sentence in self.image.decisions:
            job.decide(sentence)
        given = None
        if request.mask and request.mask_type != AUTO:
            given = CloudMask(request.mask, self.image.target_grid, request.mask_type, '', 0)
            job.decide('The mask that is given is a hint: the pixels decide.')
        sources = [source, *self.other_sources()]
        with scratch() as folder, job.outputs():
            self.open_probability()
            days = self.days() if request.others else []
            others = OtherDates(folder, days) if days else None
            found = []
            for k, each in enumerate(sources):
                image, hint = (each.open(around=False), None) if k else (self.image, given)
                done = k / len(sources), 1 / len(sources)
                found.append(self.look(image, hint, folder / f'{k}.tif', others, *done))
            for k, (detection, path) in enumerate(found if request.folder else found[:1]):
                if others is not None:
                    self.ask_others(others, k, detection, path)
            wanted = [('OUTPUT', request.output, 0)] if request.output else []
            wanted += [(f'MASKS {k + 1}', str(path), k) for k, path in enumerate(request.masks)]
            job.after(FIRST_PASS)
            for number, (role, target, k) in enumerate(wanted):
                self.grow(role, target, sources[k].path, Raster(found[k][1], 'MASK'), number / len(wanted), len(wanted))
            counts = found[0][0].counts
            self.counts.update(valid=counts['valid'], generated=sum(counts[name] for name in CLASSES[1:]))
            return job.finish(self.network, self.model, self.counts)

    def other_sources(self) -> list[Source]:
        """Return the other dates, seen on the pixels of INPUT."""
        request, onto = self.request, self.image.target_grid.whole
        return [
            Source(path, 'auto', request.s2_offset, request.extent, onto, f'OTHERS {k} ({Path(path).name})')
            for k, path in enumerate(request.others, 1)
        ]

    def days(self) -> list[date]:
        """Return the days of INPUT and of OTHERS, all one where a layer does not tell its own."""
        days = [date_of(path) for path in (self.request.input, *self.request.others)]
        if None in days:
            self.job.decide('Not every layer tells its date, so all of OTHERS are taken as near.')
            return [date.min] * len(days)
        return days

    def look(
        self, image: CloudyImage, given: CloudMask | None, path: Path, others: OtherDates | None, done: float,
        share: float,
    ) -> tuple[Detection, str]:  # fmt: skip
        """Find the clouds of one date; return how, and the file of the mask. ``done``, ``share``: of all dates."""
        request, job, is_input = self.request, self.job, image is self.image
        detection = Detection(
            image, self.network, job, given, 'correct', request.threshold / 100, request.tile_size, request.overlap
        )
        job.decide(detection.tiling.decision)
        file = MaskFile(path, image.grid)
        keep = others.keep(detection.tiling.height, detection.tiling.width) if others is not None else None

        def take(found: Found) -> None:
            file.write(found.row, found.col, found.classes)
            if keep is not None:
                keep(found)
            if is_input and 'PROBABILITY' in job.writers:
                self.write_probability(found, detection.factor)

        detection.run(take, lambda part: job.progress(FIRST_PASS * (done + share * part)))
        for sentence in detection.sentences if is_input or request.folder else ():
            job.decide(sentence)
        return detection, file.close()

    def ask_others(self, others: OtherDates, number: int, detection: Detection, path: str) -> None:
        """Add to the mask of a date what the other dates tell of it."""
        grid, counts = detection.image.grid, detection.counts
        window = 0, 0, grid.width, grid.height
        added = others.add_clouds(number, path, window, detection.factor, CLASSES.index('thin'))
        counts['thin'] += added
        of = f' of {detection.image.raster.role}' if number else ''
        self.job.decide(f'The other dates show thin cloud on {added / max(counts["valid"], 1):.1%} more{of}.')

    def open_probability(self) -> None:
        if self.request.probability:
            self.job.writers['PROBABILITY'] = RasterWriter(
                self.request.probability, self.image.grid, gdal.GDT_Byte, PROBABILITIES, UNTOLD,
                self.provenance(self.request.input),
            )  # fmt: skip

    def write_probability(self, found: Found, factor: int) -> None:
        _, thick, thin, shadow = found.probability
        share = np.rint(100.0 * np.stack([thick + thin, shadow, thin])).astype(np.uint8)
        rows, cols = found.classes.shape
        share = enlarged(share, factor)[:, :rows, :cols]
        writer = self.job.writers['PROBABILITY']
        writer.write(found.col, found.row, np.where(found.classes == UNTOLD, np.uint8(UNTOLD), share))

    def provenance(self, path: str) -> dict[str, str]:
        mask = self.request.mask if path == self.request.input else ''
        inputs = {'INPUT': path, 'SCL': mask}
        items = provenance('network', self.model, self.network.device, inputs, tuple(self.job.decisions))
        return {**items, CLASSES_ITEM: ', '.join(f'{code} {name}' for code, (name, _) in LEGEND.items())}

    def grow(self, role: str, target: str, source: str, mask: Raster, done: float, count: int) -> None:
        """Write a mask, grown by DILATE."""
        writer = self.job.writers[role] = RasterWriter(
            target, self.image.grid, gdal.GDT_Byte, ('cloud mask',), UNTOLD, self.provenance(source), legend=LEGEND
        )

        def told(share: float) -> None:
            self.job.progress(0.9 * (done + share / count))

        with self.job.clock.of('write'):
            write_grown(mask, writer, self.image.grid, self.request.dilate, told, self.job.cancelled)
