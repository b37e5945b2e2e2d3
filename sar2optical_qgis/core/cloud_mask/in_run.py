"""The mask of a run: the one that is given, that one put right, or where there is none, what the pixels show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from ..errors import DeviceError, InputError, ModelError, RuntimeMissingError
from ..model.network import Network
from ..model.registry import find_model
from ..raster.target_grid import TargetGrid
from ..run.job import Job
from ..sentinel.cloud_mask import CloudMask, growth_px
from ..sentinel.mask_types import AUTO, MASK_TYPES
from ..sentinel.siblings import scl_among
from .detection import ADD, CORRECT, OFF, REFINES, Detection, Found, Source
from .leniency import CLOUD, KIND, LEVELS, codes_of, level_for
from .mask_file import MaskFile, scratch
from .other_dates import FEWEST, OtherDates
from .planes import TASK
from .trial import ON_TRIAL, REFINES_OF_ONE, Trial

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
    choices = REFINES_OF_ONE if len(sources) == 1 else REFINES
    if refine not in choices:
        raise InputError(f'REFINE_MASK "{refine}" is unknown. Choose one of {", ".join(choices)}.')
    if refine == ON_TRIAL and hide:  # whoever says what to hide means it
        refine = OFF
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
        asks_others = len(days) >= FEWEST and not (refine == OFF and any(given))
        others = OtherDates(folder, days) if asks_others else None
        for k, (source, mask) in enumerate(zip(sources, given)):
            as_given = RunMask(mask, mask_type, hide)
            if mask and refine == OFF:
                made.append(as_given)
                continue
            look = partial(
                _found, source, as_given, network, job, folder / f'{k}.tif', growth, others,
                lambda share, k=k: job.progress(PASS * (k + share) / len(sources)),
            )  # fmt: skip
            with job.clock.of('mask'):
                if mask and refine == ON_TRIAL:
                    made.append(_after_trial(look, source, as_given, job))
                    continue
                found, detection, told = look(refine)
            for sentence in told:
                job.decide(sentence)
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
    if refine == OFF and all(given):
        return None
    try:
        network = Network(find_model('', TASK), device)
    except (RuntimeMissingError, DeviceError, ModelError) as error:
        is_missing = isinstance(error, RuntimeMissingError)
        if all(given) and (is_missing or refine == ON_TRIAL):
            job.decide(f'The mask is taken as it is (REFINE_MASK {refine} is left out): {error}')
            return None
        if not is_missing:
            raise
        raise RuntimeMissingError(f'No mask is given, and to find clouds in the pixels: {error}') from error
    job.decide(network.warning)
    model = network.model
    what = 'found in the pixels' if not all(given) else f'looked for in the pixels too (REFINE_MASK {refine})'
    job.decide(f'Clouds are {what} by the model {model.name} ({model.sha256[:12]}).')
    return network


def _found(
    source: Source, given: RunMask, network: Network, job: Job, path: Path, growth: int | None,
    others: OtherDates | None, progress: Callable[[float], None], refine: str, trial: Trial | None = None,
) -> tuple[RunMask, Detection, list[str]]:  # fmt: skip
    """Look at an image; return its mask, the detection, and what there is to tell."""
    image = source.open()
    mask = CloudMask(given.path, image.target_grid, given.mask_type, given.hide, 0) if given.path else None
    detection = Detection(image, network, job, mask, refine)
    file = MaskFile(path, image.target_grid.whole, image.origin)
    keep = others.keep(detection.tiling.height, detection.tiling.width) if others is not None else None
    if trial is not None:
        trial.begin(detection, growth_px(-1 if growth is None else growth, image.grid.pixel_size_m))

    def take(found: Found) -> None:
        file.write(found.row, found.col, codes_of(found, detection.factor))
        if keep is not None:
            keep(found)
        if trial is not None:
            trial.look(found)

    detection.run(take, progress)
    sentences = detection.sentences
    file.close()
    own = scl_among(image.raster.descriptions)
    if own and not given.path and given.mask_type != AUTO:  # else nobody asks for a mask
        sentences.append(f'{source.role} has {own} among its bands: to hide what that says, give it as mask as well.')
    level = LEVELS[0]
    if growth is not None:
        seen = TargetGrid.of(image.raster, source.extent, source.onto)
        level, told = level_for(str(path), seen, growth_px(growth, seen.grid.pixel_size_m), detection.clear)
        sentences.append(told)
    return RunMask(str(path), KIND, level.hide, None if level.grows else 0), detection, sentences


def _after_trial(look: Callable, source: Source, given: RunMask, job: Job) -> RunMask:
    """Return the mask as it was given, or what is put in its place where the pixels show that it can't be right."""
    try:
        source.open()
    except InputError:  # without blue, green and red; what else is wrong with it the run itself will tell
        return given
    trial = Trial()
    found, _, sentences = look(ADD, trial)
    verdict, why = trial.verdict()
    job.decide(why)
    if verdict == OFF:
        return given
    if verdict == CORRECT:
        found, _, sentences = look(CORRECT)
    for sentence in sentences:
        job.decide(sentence)
    return found
