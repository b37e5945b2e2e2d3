"""A year on the fields of the simulated landscape: which cover each crop looks like on the dates of the series."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .covers import COVERS, INDEX
from .landscape import Landscape
from .noise import hashed

DAYS = ('2024-04-21', '2024-05-16', '2024-06-05', '2024-06-30', '2024-07-25')
# What a crop of CROPS (as it is called in late May) looks like from one date to the next.
CALENDAR = {
    'wheat': ('wheat', 'wheat', 'wheat', 'barley', 'stubble'),
    'barley': ('wheat', 'barley', 'barley', 'stubble', 'bare'),
    'rapeseed': ('wheat', 'rapeseed', 'meadow', 'barley', 'stubble'),
    'beet': ('bare', 'maize', 'beet', 'beet', 'beet'),
    'maize': ('bare', 'bare', 'maize', 'beet', 'wheat'),
    'bare': ('bare', 'maize', 'meadow', 'beet', 'beet'),
    'stubble': ('stubble', 'bare', 'maize', 'meadow', 'beet'),
    'meadow': ('meadow', 'meadow', 'mown', 'meadow', 'mown'),
    'mown': ('mown', 'meadow', 'meadow', 'mown', 'meadow'),
}


def in_season(land: Landscape, number: int) -> Landscape:
    """Return the landscape on date ``number`` of DAYS; some parcels are a date ahead, some a date behind."""
    pace = hashed(land.parcels.number, seed=21)
    stage = np.clip(number + (pace > 0.85).astype(int) - (pace < 0.2).astype(int), 0, len(DAYS) - 1)
    looks = np.tile(np.arange(len(COVERS)), (len(DAYS), 1))
    for crop, stages in CALENDAR.items():
        looks[:, INDEX[crop]] = [INDEX[name] for name in stages]
    return replace(land, cover=looks[stage, land.cover].astype(np.uint8))
