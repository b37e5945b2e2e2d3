"""Whole chips as different layers would show them, for what is fitted at once and not learned in steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sar2optical_qgis.core.model.channels import SceneStatistics
from sar2optical_qgis.core.raster.tiling import RIM, pad_to
from sar2optical_qgis.core.sentinel.cover import COVERS, UNKNOWN, WATER
from sar2optical_qgis.core.sentinel.landcover import planes_of_class
from training.data import sar_augment
from training.data.examples import Example
from training.data.sar_optical import MEANS

FEWEST = 100  # pixels of known land by which a chip tells how frequent covers are
OF_A_PLACE, LOOKS, TRIES = 8, 4, 5  # chips of a place; looks at a chip, the first as it is; tries for a calibrated one

Look = tuple[np.ndarray, np.ndarray, float]  # input planes (planes, rows, cols), cover (rows, cols), share


def looks(examples: Sequence[Example], stride: int, seed: int = 1) -> Iterator[Look]:
    """Yield calibrated chips without land cover, in several looks; places alike.

    The first look is as it is; the others are as other layers have it, at half of the share (1 over a place's chips).
    """
    rng = np.random.default_rng(seed)
    for example, share in chosen(examples):
        for number in range(LOOKS):
            radar = _varied(example, rng) if number else _as_it_is(example)
            if radar is not None:
                yield seen(example, *radar, stride, (0.5 if number else 1.0) * share)


def as_they_are(examples: Sequence[Example], stride: int) -> Iterator[Look]:
    """Yield calibrated chips without land cover with all of their polarisations, and with each alone; places alike."""
    for example, share in chosen(examples):
        db, scene = _as_it_is(example)
        for names in (tuple(db), *((name,) for name in db if len(db) > 1)):
            yield seen(example, *({name: each[name] for name in names} for each in (db, scene)), stride, share)


def chosen(examples: Sequence[Example]) -> Iterator[tuple[Example, float]]:
    """Yield some calibrated chips of known cover of each place, and 1 over their number."""
    places: dict[str, list[Example]] = {}
    for example in examples:
        if example.calibrated and example.cover is not None:
            places.setdefault(example.place, []).append(example)
    for own in places.values():
        numbers = np.unique(np.linspace(0, len(own) - 1, min(OF_A_PLACE, len(own))).round().astype(int))
        for number in numbers:
            yield own[number], 1.0 / len(numbers)


def seen(
    example: Example,
    db: dict[str, np.ndarray],
    scene: dict[str, SceneStatistics],
    stride: int,
    share: float,
    calibrated: bool = True,
) -> Look:
    """Return a look at a chip, mirrored at the rims as in the product; cover is UNKNOWN there."""
    there = np.any([np.isfinite(values) for values in db.values()], axis=0)
    planes = sar_augment.planes(db, scene, calibrated, planes_of_class('auto', there.shape))
    around = tuple(-(-(n + 2 * RIM) // stride) * stride for n in there.shape)
    cover = np.full(around, UNKNOWN, np.uint8)
    cover[tuple(slice(RIM, RIM + n) for n in there.shape)] = np.where(there, example.cover, UNKNOWN)
    return pad_to(planes, (RIM, RIM), around), cover, share


def land_shares(examples: Sequence[Example]) -> np.ndarray:
    """Return the share (covers,) of each cover in the land that is known of calibrated chips; 0 for water.

    Places count alike, and so do the chips of a place. All alike where next to nothing is known.
    """
    places: dict[str, list[np.ndarray]] = {}
    for example in examples:
        if example.calibrated and example.cover is not None:
            counts = np.bincount(example.cover.ravel(), minlength=UNKNOWN + 1)[: len(COVERS)].astype(float)
            counts[WATER] = 0
            if counts.sum() >= FEWEST:
                places.setdefault(example.place, []).append(counts / counts.sum())
    found = [np.mean(own, axis=0) for own in places.values()]
    return np.mean(found, axis=0) if found else np.full(len(COVERS), 1 / len(COVERS))


def _as_it_is(example: Example) -> tuple[dict[str, np.ndarray], dict[str, SceneStatistics]]:
    """Return dB and statistics by polarisation."""
    return {k: v.astype(np.float32) for k, v in example.db.items()}, sar_augment.statistics(example)


def _varied(example: Example, rng: np.random.Generator) -> tuple | None:
    """Return the same of another layer, or None where no try left it calibrated."""
    for _ in range(TRIES):
        *radar, calibrated = sar_augment.vary_radar(*_as_it_is(example), True, rng, example.place.startswith(MEANS))
        if calibrated:
            return tuple(radar)
    return None
