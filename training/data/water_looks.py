"""Chips as they teach what water looks like in the radar: as they are, as other layers show them, and flooded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from sar2optical_qgis.core.sentinel.cover import UNKNOWN
from training.data import sar_augment
from training.data.examples import Example
from training.data.repainted import Grounds
from training.data.sar_optical import MEANS
from training.data.whole_looks import Look, seen

SIZE = 256  # pixels of a chip along each side, at most
OF_A_PLACE, LOOKS = 5, 8  # chips of a place; looks at a chip, two of which are not repainted
REAL, REPAINTED, PICTURE = 0.35, 0.4, 0.25  # of what is taught: ground as it was, repainted, floods in 8-bit pictures


def water_looks(examples: Sequence[Example], stride: int, seed: int = 11) -> Iterator[Look]:
    """Yield looks without land cover; of each kind all places have one share together, and places count alike."""
    rng, places = np.random.default_rng(seed), {}
    for example in examples:
        if example.calibrated and example.cover is not None and (example.cover != UNKNOWN).any():
            places.setdefault(example.place, []).append(example)
    grounds = Grounds([example for own in places.values() for example in own])
    for own in places.values():
        some = np.unique(np.linspace(0, len(own) - 1, min(OF_A_PLACE, len(own))).round().astype(int))
        for number in some:
            chip = _cut(own[number], rng)
            share = 1.0 / (len(places) * len(some))
            yield seen(chip, chip.db, sar_augment.statistics(chip), stride, REAL / 2 * share)
            yield _varied(chip, stride, REAL / 2 * share, rng)
            for _ in range(LOOKS - 2):
                changed = grounds.repainted(chip, rng)
                if changed is not None:
                    yield _varied(changed, stride, REPAINTED / (LOOKS - 2) * share, rng)
    yield from _pictures([e for e in examples if e.source == 'cover' and e.cover is not None], stride)


def _pictures(floods: Sequence[Example], stride: int) -> Iterator[Look]:
    counts = {}
    for example in floods:
        counts[example.place] = counts.get(example.place, 0) + 1
    for example in floods:
        share = PICTURE / (len(counts) * counts[example.place])
        yield seen(example, _floats(example), sar_augment.statistics(example), stride, share, example.calibrated)


def _varied(example: Example, stride: int, share: float, rng: np.random.Generator) -> Look:
    is_mean = example.place.startswith(MEANS)
    *radar, calibrated = sar_augment.vary_radar(example.db, sar_augment.statistics(example), True, rng, is_mean)
    return seen(example, *radar, stride, share, calibrated)


def _cut(example: Example, rng: np.random.Generator) -> Example:
    """Return a part of the chip in float32, at most SIZE pixels along each side."""
    starts = [int(rng.integers(0, max(n - SIZE, 0) + 1)) for n in example.valid.shape]
    part = (..., *(slice(start, start + SIZE) for start in starts))
    return replace(
        example, db={name: values[part] for name, values in _floats(example).items()}, target=example.target[part],
        valid=example.valid[part], classes=None, cover=example.cover[part],
    )  # fmt: skip


def _floats(example: Example) -> dict[str, np.ndarray]:
    return {name: np.asarray(values, np.float32) for name, values in example.db.items()}
