"""Pairs of an older picture and today's radar and truth, as the product sees them: its own readers, its own fit.

Real pairs of dates; with ground of other places in today's radar and truth, too, while the older picture stays: water
over fields, woods cleared (transplant.py). Radar is varied as sar_augment.py does it, of both days apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.model.channels import sar_planes
from sar2optical_qgis.core.sar_to_optical.color_transfer import ColorTransfer
from sar2optical_qgis.core.sar_to_optical.older_picture import CHANNELS, Seasons, prior_planes, scene_planes
from sar2optical_qgis.core.sentinel.radar import Radar
from sar2optical_qgis.core.sentinel.reference_picture import COLOURS, ReferencePicture
from training.data import sar_augment
from training.data.dated_looks import Look
from training.data.geotiff import write_tif
from training.data.transplant import Givers, transplanted

NETWORK = ('likely', 'mean', 'sigma', 'cover')  # planes that the network for SAR to optical gives: not here


@dataclass(frozen=True)
class Plan:
    """What a pair is made of; ``varied`` radar, ``changed`` ground, the older day's radar, surface colours or raw."""

    older: Look
    today: Look
    with_radar: bool
    clean: bool = True
    varied: bool = False
    changed: bool = False


@dataclass(frozen=True)
class Pair:
    """Planes of core.sar_to_optical.older_picture but those of the network, and the truth; float16, bool, uint8."""

    plan: Plan
    planes: np.ndarray  # (len(CHANNELS), rows, cols)
    radar: np.ndarray  # what the network for SAR to optical wants, without land cover, (7, rows, cols)
    truth: np.ndarray  # (3, rows, cols)
    valid: np.ndarray  # (rows, cols): truth and older picture count
    pasted: np.ndarray  # ground of another place
    cover: np.ndarray  # of today, 255 unknown
    cover_then: np.ndarray


def plans(looks: Sequence[Look], most: int, rng: np.random.Generator) -> Iterator[Plan]:
    """Yield up to ``most`` pairs of dates of one ground in all variants; of a single date changed ground alone."""
    if len(looks) == 1:
        for with_radar in (False, True):
            yield Plan(looks[0], looks[0], with_radar, True, True, True)
        return
    every = [(a, b) for a in looks for b in looks if a is not b]
    chosen = [every[k] for k in rng.permutation(len(every))[:most]]
    for older, today in chosen:
        is_raw = today.raw is not today.clean
        for with_radar in (False, True):
            yield Plan(older, today, with_radar, False)
            if is_raw:
                yield Plan(older, today, with_radar, True)
            yield Plan(older, today, with_radar, not is_raw or rng.random() < 0.5, True)
            yield Plan(older, today, with_radar, True, True, True)


def pair_of(plan: Plan, givers: Givers, folder: Path, rng: np.random.Generator) -> Pair | None:
    """Return a pair as the product sees it; None where its radar or its ground has nothing in common."""
    example, then = plan.today.example(), plan.older.example()
    if not plan.clean:
        example, then = (replace(e, target=look.raw) for e, look in ((example, plan.today), (then, plan.older)))
    before = example.target
    if plan.changed:
        giver, of_water = givers.draw(len(example.valid), rng)
        if giver.place == example.place:
            return None
        example = transplanted(_full(example), giver, of_water, rng)
    pasted = (np.abs(example.target.astype(np.float32) - before.astype(np.float32)) > 1e-6).any(axis=0)
    is_mean = example.place.startswith('oscd')
    today = _radar_file(example.db, plan.varied, is_mean, folder / 'today.tif', rng)
    radar = Radar(today, 'INPUT')
    values = np.where(then.valid, then.target.astype(np.float32), 0.0)
    grey = np.clip(np.rint(values * 254), 0, 254) + 1  # 0 is nodata
    picture = ReferencePicture(
        write_tif(folder / 'older.tif', np.where(then.valid, grey, 0).astype(np.uint8), ('', '', ''), gdal.GDT_Byte, 0),
        radar,
    )
    try:
        earlier = None
        if plan.with_radar:
            path = _radar_file(then.db, plan.varied, is_mean, folder / 'then.tif', rng)
            earlier = Radar(path, 'REFERENCE_SAR', onto=radar.target_grid)
        transfer = ColorTransfer(radar, picture, earlier)
        transfer.fit(lambda done: None, lambda: False)
    except InputError:
        return None
    shape = example.valid.shape
    prior = transfer.prior(0, 0, *shape)
    planes = prior_planes(prior, radar, transfer.polarisations)
    planes.update(scene_planes(picture, Seasons(plan.older.day, plan.today.day, plan.today.is_southern)))
    made = np.zeros((len(CHANNELS), *shape), np.float16)
    for plane, name in zip(made, CHANNELS):
        if not name.startswith(NETWORK):
            plane[...] = planes[name]
    for k, band in enumerate(COLOURS):  # not as rounded for the file
        made[CHANNELS.index(f'older_{band}')] = np.where(prior.known, then.target[k], prior.fitted[k])
    db, good = radar.read(0, 0, *shape)
    seen = sar_planes(db, good, radar.statistics, radar.calibrated)
    inputs = np.stack([np.broadcast_to(seen[name], shape) for name in sar_augment.SAR_CHANNELS]).astype(np.float16)
    valid = example.valid & prior.known & np.any(list(good.values()), axis=0)
    return Pair(plan, made, inputs, example.target.astype(np.float16), valid, pasted, example.cover, then.cover)


def _full(example):
    return replace(
        example,
        db={k: v.astype(np.float32) for k, v in example.db.items()},
        target=example.target.astype(np.float32),
    )


def _radar_file(db: dict[str, np.ndarray], varied: bool, is_mean: bool, path: Path, rng: np.random.Generator) -> str:
    """Write radar, varied or as it is, and now and then as an 8-bit picture; return the path."""
    db = {k: v.astype(np.float32) for k, v in db.items()}
    as_byte = False
    if varied:
        scene = {k: sar_augment.SceneStatistics.of(v[np.isfinite(v)]) for k, v in db.items()}
        db, _, calibrated = sar_augment.vary_radar(db, scene, True, rng, is_mean)
        as_byte = not calibrated
    names = tuple(db)
    values = np.stack(list(db.values()))
    if as_byte:
        grey = np.rint((np.nan_to_num(values, nan=-25.0) + 25.0) * 255.0 / 25.0).clip(0, 255)
        return write_tif(path, grey.astype(np.uint8), names, gdal.GDT_Byte)
    return write_tif(path, np.nan_to_num(values, nan=-9999.0), names, gdal.GDT_Float32, -9999)
