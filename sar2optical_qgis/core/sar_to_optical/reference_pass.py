"""The first pass with a reference: the older picture opened, its clouds found, its colours fitted on the radar."""

from __future__ import annotations

import os
from contextlib import ExitStack

import numpy as np

from ..cloud_mask.mask_file import scratch
from ..errors import InputError
from ..run.job import Job
from ..sentinel.radar import Radar
from ..sentinel.reference_picture import ReferencePicture
from .color_transfer import ColorTransfer
from .common_ground import sentence_on
from .reference_clouds import clouds_of

CLOUD_PASS, FIT_PASS = 0.1, 0.4  # where the progress bar stands after them


def check_reference(reference: str, reference_sar: str, today: str) -> str:
    """Return what is to be told of the paths of an older picture, its radar and today's; '' where nothing is.

    Raises InputError where there is the radar alone.
    """
    if not reference_sar:
        return ''
    if not reference:
        raise InputError(
            'REFERENCE_SAR is given without REFERENCE. Give the clear layer of the same date as REFERENCE.'
        )
    if os.path.realpath(reference_sar) == os.path.realpath(today):
        return (
            'REFERENCE_SAR is INPUT itself: it says that nothing has changed since REFERENCE. If it has, choose '
            'radar of the date of REFERENCE, or leave REFERENCE_SAR out.'
        )
    return ''


def fit_reference(
    reference: str, reference_sar: str, s2_offset: str, device: str, radar: Radar, job: Job, kept: ExitStack
) -> ColorTransfer:
    """Return the fit of an older picture's colours on today's radar, and on ``reference_sar`` where there is any.

    ``kept`` holds the mask of the older picture's clouds for as long as it is read.
    """
    picture, before = ReferencePicture(reference, radar, s2_offset), None
    job.decide(picture.sentence)
    with job.clock.of('mask'):
        folder = kept.enter_context(scratch())
        picture.clouds = clouds_of(
            picture, radar, s2_offset, device, job, folder, lambda done: job.progress(CLOUD_PASS * done)
        )
    job.decide(sentence_on(
        'REFERENCE', radar, lambda *window: picture.read(*window)[1], 'colours are made up from the radar'
    ))  # fmt: skip
    if reference_sar:
        before = Radar(reference_sar, 'REFERENCE_SAR', onto=radar.target_grid, quantity=radar.quantity)
        for sentence in before.decisions:
            job.decide(sentence)
        job.decide(sentence_on(
            'REFERENCE_SAR', radar, lambda *window: np.any([*before.read(*window)[1].values()], axis=0),
            'what has changed since is seen as without it',
        ))  # fmt: skip
    transfer = ColorTransfer(radar, picture, before)
    with job.clock.of('fit'):
        share = FIT_PASS - CLOUD_PASS
        job.decide(transfer.fit(lambda done: job.progress(CLOUD_PASS + share * done), job.cancelled))
    return transfer
