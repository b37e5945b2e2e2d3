"""The chips that pictures are judged on, of every place with radar, and the readers that were trained without them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import joblib
import numpy as np

from sar2optical_qgis.core.sentinel.cover import UNKNOWN
from sar2optical_qgis.core.sentinel.radiometry import natural_colour
from training.data.cover_labels import labels_of_chip
from training.data.examples import Example, read_examples
from training.data.files import spread
from training.data.index import Chip, read_index
from training.data.natural_look import without_haze
from training.data.rasters import read_clear, read_reflectance
from training.evaluation.forest import OF_A_CLASS, Forest, Labelled, drawn
from training.evaluation.radar_trees import features_of_radar
from training.evaluation.reader import features_of_picture

OF_A_PLACE, SIDE = 12, 512  # chips of a place at most; pixels of a chip at most, from the middle
FOLDS = 5
NEIGHBOURS = (('T11SLT', 'T11SMT'),)  # one coast
NOT_READ = ('olmoearth change insights',)  # smooth composites: a city in them has no texture
CACHE = Path('runs/eye')


@dataclass(frozen=True)
class Judged:
    """One chip. Arrays (rows, cols) or (3, rows, cols) float32; ``db`` by polarisation, nan where nodata."""

    id: str
    place: str
    source: str
    db: dict[str, np.ndarray]
    calibrated: bool
    truth: np.ndarray  # natural colour 0..1
    valid: np.ndarray
    cover: np.ndarray  # uint8 numbers of cover_labels.COVER, UNKNOWN where in doubt or not valid
    date: str = ''


def judged(example: Example, chip: Chip) -> Judged:
    """Return an example as it is judged, cut to SIDE pixels from its middle; valid where radar is too."""
    rows, cols = example.valid.shape
    top, left = max(rows - SIDE, 0) // 2, max(cols - SIDE, 0) // 2
    window = np.s_[..., top : top + SIDE, left : left + SIDE]
    db = {name: values[window].astype(np.float32) for name, values in example.db.items()}
    valid = example.valid[window] & np.any([np.isfinite(v) for v in db.values()], axis=0)
    cover = labels_of_chip(chip, example.valid)[window] if example.source == 'multispectral' else None
    cover = np.full(valid.shape, UNKNOWN, np.uint8) if cover is None else np.where(valid, cover, UNKNOWN)
    truth = example.target[window].astype(np.float32)
    return Judged(
        chip.id, example.place, chip.source, db, example.calibrated, truth, valid, cover.astype(np.uint8), chip.date
    )


def read_judged(root: str = '', most: int = OF_A_PLACE) -> list[Judged]:
    """Return what there is with radar and natural colour, at most ``most`` chips of a place."""
    chips = {chip.id: chip for chip in read_index(root) if chip.s1 and chip.source != 'OMBRIA'}
    found: dict[str, list[Example]] = {}
    for example in read_examples(chips.values()):
        if example.source in ('multispectral', 'picture'):
            found.setdefault(example.place, []).append(example)
    kept = [own[k] for own in found.values() for k in _even(len(own), most)]
    return [judged(example, chips[example.id]) for example in kept]


def _even(count: int, most: int) -> Sequence[int]:
    return range(count) if count <= most else np.linspace(0, count - 1, most).round().astype(int)


def folds_of(places: Iterable[str], count: int = FOLDS) -> dict[str, int]:
    """Return the fold of every place, neighbours in one."""
    joined = {place: group[0] for group in NEIGHBOURS for place in group}
    names = sorted({joined.get(place, place) for place in places})
    order = {name: int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % count for name in names}
    return {place: order[joined.get(place, place)] for place in places}


@dataclass(frozen=True)
class Readers:
    """A reader of pictures and trees on the radar for every place, trained on the true pictures of other places."""

    fold: dict[str, int]
    pictures: dict[int, Forest]
    radar: dict[int, Forest]

    @classmethod
    def fit(cls, chips: Sequence[Judged], more: Iterable[Labelled] = (), cache: Path | None = CACHE) -> Readers:
        """Train them, or take them from ``cache`` where the same samples trained them before.

        ``more``: samples of pictures that come without radar.
        """
        of_pictures, of_radar = [*picture_samples(chips), *more], radar_samples(chips)
        fold = folds_of([one.place for one in of_pictures] + [chip.place for chip in chips])
        forests = [
            {
                k: _cached(tuple(one for one in samples if fold[one.place] != k), cache)
                for k in sorted({fold[chip.place] for chip in chips})
            }
            for samples in (of_pictures, of_radar)
        ]
        return cls(fold, *forests)


def _cached(samples: Sequence[Labelled], cache: Path | None) -> Forest:
    if cache is None:
        return Forest.fit(samples)
    path = cache / f'{joblib.hash([(one.place, one.features, one.cover) for one in samples])}.joblib'
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        joblib.dump(Forest.fit(samples), path)
    return joblib.load(path)


def _seeded(name: str) -> np.random.Generator:
    return np.random.default_rng(list(name.encode()))


def picture_samples(chips: Sequence[Judged]) -> list[Labelled]:
    """Return a one of every chip of known cover: its true picture."""
    return [
        _labelled(chip.place, features_of_picture(chip.truth, chip.valid), chip.cover, chip.id, _share(chips, chip))
        for chip in chips
        if (chip.cover != UNKNOWN).any()
    ]


def radar_samples(chips: Sequence[Judged]) -> list[Labelled]:
    """Return a one of every chip of known cover and radar in dB: all polarisations, and each alone."""
    samples = []
    for chip in chips:
        if chip.calibrated and (chip.cover != UNKNOWN).any():
            kinds = [chip.db, *({name: values} for name, values in chip.db.items() if len(chip.db) > 1)]
            samples += [
                _labelled(chip.place, features_of_radar(db), chip.cover, chip.id, _share(chips, chip)) for db in kinds
            ]
    return samples


def _share(chips: Sequence[Judged], chip: Judged) -> int:
    """Return how many pixels of a class the chip may teach, so that places weigh alike."""
    return max(OF_A_CLASS // sum(other.place == chip.place for other in chips), 20)


def _labelled(place: str, features: np.ndarray, cover: np.ndarray, name: str, most: int) -> Labelled:
    index = drawn(cover, most, _seeded(name), by_class=True)
    return Labelled(place, features[index], cover.ravel()[index])


def samples_without_radar(root: str = '', most: int = 60) -> list[Labelled]:
    """Return samples of clear chips of 10 to 20 m that have no radar, as many places as there are."""
    chips = [
        chip
        for chip in read_index(root)
        if not chip.s1 and chip.kind == 'clear' and chip.gsd_m <= 20 and {'B02', 'B03', 'B04'} <= set(chip.bands)
        and chip.source not in NOT_READ
    ]  # fmt: skip
    samples = []
    for chip in spread(chips, most):
        bands, valid = read_reflectance(chip.s2, chip.bands)
        valid &= read_clear(chip)
        if valid.mean() < 0.5:
            continue
        rgb = np.stack([bands[b] for b in ('B04', 'B03', 'B02')])
        picture = natural_colour(without_haze(rgb, valid) if chip.level == 'L1C' else rgb)
        cover = labels_of_chip(chip, valid)
        if (cover != UNKNOWN).any():
            own = sum(other.group == chip.group for other in chips)
            samples.append(
                _labelled(chip.group, features_of_picture(picture, valid), cover, chip.id, max(OF_A_CLASS // own, 20))
            )
    return samples
