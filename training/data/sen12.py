"""SEN1-2 as on Kaggle: ``v_2/{agri,barrenland,grassland,urban}/{s1,s2}/ROIs1868_summer_s1_59_p2.png``.

Radar and optical pictures of 256 pixels, 8 bit, of unknown stretch. A place is a scene: ROI, season and number.
16,000 pictures come from about thirty scenes, so a random split shows every scene to the training.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sar2optical_qgis.core.sentinel.radiometry import natural_colour, to_db
from training.data import pseudo_landcover
from training.data.examples import Example
from training.data.files import chip, read_pixels
from training.data.index import Chip
from training.data.natural_look import STRETCHES, Stretch

LABELS = {'agri': 'agriculture', 'barrenland': 'barren', 'grassland': 'grassland', 'urban': 'urban'}
NAME = re.compile(r'ROIs(\d+_[a-z]+)_s1_(\d+)_(p\d+)\.png$')
LOOKS = ('natural', 'raw')
# Red, green, blue reflectance that is usual for a class: of the four scenes whose stretch is known.
USUAL = {
    'agriculture': (0.085, 0.095, 0.065),
    'barren': (0.190, 0.150, 0.110),
    'grassland': (0.060, 0.080, 0.050),
    'urban': (0.130, 0.125, 0.100),
}


def read_sen12(root: Path) -> tuple[Chip, ...]:
    """Return one chip a pair; ``root`` is the folder v_2 or the one that holds it."""
    folder = root / 'v_2' if (root / 'v_2').is_dir() else root
    chips = []
    for name, label in LABELS.items():
        for radar in sorted((folder / name / 's1').glob('*.png')):
            found = NAME.search(radar.name)
            if not found:
                continue
            scene, number, patch = found.groups()
            optical = folder / name / 's2' / radar.name.replace('_s1_', '_s2_')
            place = f'sen12_{scene}_{number}'
            chips.append(chip(f'{place}_{patch}', 'pair8', 'SEN1-2', place, s1=radar, s2=optical, label=label))
    return tuple(chips)


def sen12_examples(chips: Sequence[Chip], look: str = 'natural') -> list[Example]:
    """Return an example a chip. Look ``raw``: the picture as it is; ``natural``: by the scene's own levels.

    The natural look gives the scene's dark level and mean the reflectance that is usual for its class.
    """
    pictures = {c.id: read_pixels(c.s2)[:3] for c in chips}
    levels = {} if look == 'raw' else _levels(chips, pictures)
    return [_example(c, pictures[c.id], levels.get(c.group)) for c in chips]


def _levels(chips: Sequence[Chip], pictures: dict[str, np.ndarray]) -> dict[str, Stretch]:
    found = {}
    for place in {c.group for c in chips}:
        own = [c for c in chips if c.group == place]
        pixels = np.concatenate([pictures[c.id].reshape(3, -1)[:, ::16] for c in own], axis=1).astype(np.float32)
        dark, mean = np.percentile(pixels, 1, axis=1), pixels.mean(axis=1)
        usual = USUAL.get(own[0].label, USUAL['grassland'])
        measured = Stretch(tuple(dark), tuple(np.maximum(mean, dark + 8)), usual)
        found[place] = STRETCHES.get(place, measured)
    return found


def _example(item: Chip, optical: np.ndarray, stretch: Stretch | None) -> Example:
    radar = read_pixels(item.s1)[0]
    db = {'VV': to_db(radar, 'uint8').astype(np.float16)}
    if stretch is None:
        target, classes = optical.astype(np.float32) / 255.0, None
    else:
        rgb = stretch.reflectance(optical.astype(np.float32))
        target, classes = natural_colour(rgb), pseudo_landcover.classes_of_picture(rgb, radar, item.label)
    valid = np.ones(radar.shape, bool)
    return Example(
        item.id, item.group, 'picture', db, False, target.astype(np.float16), valid, classes, item.label, item.gsd_m
    )
