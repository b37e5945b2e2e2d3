"""The palette of the training places: colours that cover all they show, and how rare each is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sar2optical_qgis.core.sentinel.cover import COVERS, UNKNOWN
from training.data.examples import Example

PIXELS = 1500  # of each place
VOXELS = 24  # along each axis: one colour of each is drawn as often as any other, so that rare ones have their own
UNIFORM = 0.5  # share of a flat distribution in that which rarity is taken of (Zhang et al. 2016)
STEPS = 25
SPREAD = 0.035  # of a colour over its neighbours in the palette, natural colour 0..1


def sampled(examples: Sequence[Example], seed: int = 0) -> np.ndarray:
    """Return colours (n, 3) of valid pixels, as many of every place."""
    rng, places = np.random.default_rng(seed), {}
    for example in examples:
        places.setdefault(example.place, []).append(example)
    found = []
    for chips in places.values():
        for chip in chips:
            seen = chip.target[:, chip.valid].astype(np.float32).T
            if len(seen):
                found.append(seen[rng.integers(len(seen), size=max(PIXELS // len(chips), 20))])
    return np.concatenate(found)


def palette_of(examples: Sequence[Example], count: int, spread: float = SPREAD) -> tuple[np.ndarray, np.ndarray]:
    """Return (palette (count, 3), rarity (count,)) float32: k-means over all colours that occur, and loss weights."""
    colours, rng = sampled(examples), np.random.default_rng(1)
    voxels = np.unique(np.floor(colours * VOXELS).astype(int), axis=0, return_index=True)[1]
    spread_out = colours[voxels]
    pool = np.concatenate([spread_out, colours[rng.integers(len(colours), size=len(spread_out))]])
    centres = pool[rng.choice(len(pool), count, replace=False)]
    for _ in range(STEPS):
        nearest = ((pool[:, None] - centres) ** 2).sum(2).argmin(1)
        centres = np.stack([
            pool[nearest == k].mean(0) if (nearest == k).any() else pool[rng.integers(len(pool))] for k in range(count)
        ])  # fmt: skip
    some = colours[rng.integers(len(colours), size=20000)]
    shares = np.exp(-((some[:, None] - centres) ** 2).sum(2) / (2 * spread**2))
    shares = (shares / shares.sum(1, keepdims=True)).mean(0)
    rarity = 1.0 / ((1 - UNIFORM) * shares + UNIFORM / count)
    return centres.astype(np.float32), (rarity / (rarity * shares).sum()).astype(np.float32)


def cover_colours(examples: Sequence[Example], middle: np.ndarray, least: int = 200) -> np.ndarray:
    """Return the mean natural colour (covers, 3) of each cover, places alike; ``middle`` (3,) where none shows it."""
    found: list[dict[str, list[np.ndarray]]] = [{} for _ in COVERS]
    for example in examples:
        for number, places in enumerate(found):
            seen = example.valid & (number == (UNKNOWN if example.cover is None else example.cover))
            if seen.sum() >= least:
                places.setdefault(example.place, []).append(example.target[:, seen].astype(np.float32).mean(1))
    means = [[np.mean(colours, axis=0) for colours in places.values()] for places in found]
    return np.array([np.mean(own, axis=0) if own else middle for own in means], np.float32)
