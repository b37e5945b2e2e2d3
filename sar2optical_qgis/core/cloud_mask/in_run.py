"""The mask of a run: the one that is given, that one put right, or where there is none, what the pixels show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..errors import InputError, RuntimeMissingError
from ..model.network import Network
from ..model.registry import find_model
from ..raster.target_grid import TargetGrid
from ..run.job import Job
from ..sentinel.cloud_mask import CloudMask, growth_px
from ..sentinel.mask_types import AUTO, MASK_TYPES
from .detection import REFINES, Detection, Found, Source
from .leniency import CLOUD, KIND, LEVELS, codes_of, level_for
from .mask_file import MaskFile, scratch
from .other_dates import FEWEST, OtherDates
from .planes import TASK

DEFAULT_REFINE = 'off'
PASS = 0.15  # share of the progress bar


@dataclass(frozen=True)
class RunMask:
    """A mask as CloudyImage takes it."""

    path: str
    mask_type: str
    hide: str = ''
    dilate: int | None = None  # pixels by which it grows, where that is not as asked for


@contextmanager
def masks_of(
    sources: list[Source], masks: tuple[str, ...], mask_type: str, hide: str, refine: str, device: str, job: Job,
    growth: int | None = None, days: Sequence[date] = (),
) -> Iterator[list[RunMask]]:  # fmt: skip
    """Give the mask of each source; ``masks``: those that are given, '' or none where there is none.

    ``growth``: pixels by which it will grow (-1 = 60 m), where the image itself has to show some ground; None where
    other dates may. ``days``: of the sources, on one grid, which then help each other.
    Files that are made are gone afterwards.
    """
    if refine not in REFINES:
        raise InputError(f'REFINE_MASK "{refine}" is unknown. Choose one of {", ".join(REFINES)}.')
    if mask_type not in MASK_TYPES:
        raise InputError(f'MASK_TYPE "{mask_type}" is unknown. Choose one of {", ".join(MASK_TYPES)}.')
    given = ['' if mask_type == AUTO else mask for mask in masks] or [''] * len(sources)
    network = _network(given, refine, device, job)
    if network is None:
        yield [RunMask(mask, mask_type, hide) for mask in given]
        return
    if mask_type == AUTO and any(masks):
        job.decide('MASK_TYPE auto finds the clouds in the pixels: the mask that is given is not looked at.')
    with scratch() as folder:
        made, counts = [], []
        asks_others = len(days) >= FEWEST and not (refine == 'off' and any(given))
        others = OtherDates(folder, days) if asks_others else None
        for k, (source, mask) in enumerate(zip(sources, given)):
            if mask and refine == 'off':
                made.append(RunMask(mask, mask_type, hide))
                continue
            with job.clock.of('mask'):
                found, detection = _found(
                    source, mask, mask_type, hide, refine, network, job, folder / f'{k}.tif', growth, others,
                    lambda share, k=k: job.progress(PASS * (k + share) / len(sources)),
                )  # fmt: skip
            made.append(found)
            counts.append(detection.counts['valid'])
        network.close()
        if others is not None:
            with job.clock.of('mask'):
                image, factor = detection.image, detection.factor
                window = *image.origin, image.grid.width, image.grid.height
                added = [others.add_clouds(k, mask.path, window, factor, CLOUD) for k, mask in enumerate(made)]
            if any(added):
                job.decide(f'The other dates show clouds on {sum(added) / sum(counts):.1%} more of the pixels.')
        job.after(PASS)
        yield made


def _network(given: list[str], refine: str, device: str, job: Job) -> Network | None:
    """Return the mask network where it is needed; None where the given masks do, or have to."""
    if refine == 'off' and all(given):
        return None
    try:
        network = Network(find_model('', TASK), device)
    except RuntimeMissingError as error:
        if all(given):
            job.decide(f'The mask is taken as it is (REFINE_MASK {refine} is left out): {error}')
            return None
        raise RuntimeMissingError(f'No mask is given, and to find clouds in the pixels: {error}') from error
    job.decide(network.warning)
    model = network.model
    what = 'found in the pixels' if not all(given) else f'looked for in the pixels too (REFINE_MASK {refine})'
    job.decide(f'Clouds are {what} by the model {model.name} ({model.sha256[:12]}).')
    return network


def _found(
    source: Source, mask: str, mask_type: str, hide: str, refine: str, network: Network, job: Job, path: Path,
    growth: int | None, others: OtherDates | None, progress: Callable[[float], None],
) -> tuple[RunMask, Detection]:  # fmt: skip
    image = source.open()
    given = CloudMask(mask, image.target_grid, mask_type, hide, 0) if mask else None
    detection = Detection(image, network, job, given, refine)
    file = MaskFile(path, image.target_grid.whole, image.origin)

    keep = others.keep(detection.tiling.height, detection.tiling.width) if others is not None else None

    def take(found: Found) -> None:
        file.write(found.row, found.col, codes_of(found, detection.factor))
        if keep is not None:
            keep(found)

    detection.run(take, progress)
    for sentence in detection.sentences:
        job.decide(sentence)
    file.close()
    level = LEVELS[0]
    if growth is not None:
        seen = TargetGrid.of(image.raster, source.extent, source.onto)
        level, told = level_for(str(path), seen, growth_px(growth, seen.grid.pixel_size_m), detection.clear)
        if told:
            job.decide(told)
    return RunMask(str(path), KIND, level.hide, None if level.grows else 0), detection
