"""The judge for the eye: contrast, reader, water and edges of pictures, beside PSNR and SSIM, place by place.

``judge(chips, methods, readers)`` takes any functions from a chip to its picture; what a picture must be held against
comes of itself: the true picture, one flat colour, the radar in grey, and trees on the radar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sar2optical_qgis.core.assess import metrics
from sar2optical_qgis.core.sentinel.cover import COVERS, UNKNOWN, WATER
from training.evaluation import water
from training.evaluation.contrast import contrast
from training.evaluation.forest import Forest, confusion, drawn, mean_iou
from training.evaluation.judged import Judged, Readers
from training.evaluation.radar_trees import features_of_radar, smoothed
from training.evaluation.reader import features_of_picture
from training.evaluation.scores import edge_agreement, invented_edges, matched

Method = Callable[[Judged], np.ndarray]  # a picture (3, rows, cols) 0..1 of a chip's radar
PIXELS = 4000  # of a chip that are read, at most
FEWEST, SHARE = 200, 0.02  # known pixels of a place, and what a class must have of them, to be asked for
NUMBERS = ('PSNR', 'PSNR matched', 'SSIM', 'red', 'green', 'blue', 'edges', 'invented')
WATER_NUMBERS = ('AUC of darkness', 'AUC of dark or blue', 'distance', 'land minus water', 'bluer')
COLOURS = np.array(
    [(0.1, 0.2, 0.9), (0, 0.35, 0.05), (0.5, 0.9, 0.3), (0.85, 0.65, 0.35), (0.9, 0.1, 0.15), (0.9, 1, 1)]
).T
TRUTH, FLAT, GREY, TREES = 'truth', "flat (the truth's mean colour)", 'grey radar', 'trees on the radar itself'


@dataclass
class Verdicts:
    """What was seen, by method and place: rows of NUMBERS and of WATER_NUMBERS, and the reader's confusion."""

    numbers: dict[str, dict[str, list[np.ndarray]]] = field(default_factory=dict)
    waters: dict[str, dict[str, list[np.ndarray]]] = field(default_factory=dict)
    read: dict[str, dict[str, np.ndarray]] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    shown: list[list[np.ndarray]] = field(default_factory=list)  # of each place's first chip: radar, methods, truth
    chips: int = 0

    def places(self, source: str = '') -> list[str]:
        """Return the places, or those of a source."""
        return [place for place, own in self.source.items() if source in ('', own)]

    def mean(self, method: str, places: Iterable[str] | None = None, of_water: bool = False) -> np.ndarray:
        """Return the mean over places of NUMBERS, or of WATER_NUMBERS; nan where no place has the number."""
        means = self.by_place(method, of_water)
        rows = [row for place, row in means.items() if places is None or place in set(places)]
        width = len(WATER_NUMBERS if of_water else NUMBERS)
        return _nanmean(rows) if rows else np.full(width, np.nan)

    def by_place(self, method: str, of_water: bool = False) -> dict[str, np.ndarray]:
        """Return each place's mean row."""
        found = (self.waters if of_water else self.numbers).get(method, {})
        return {place: _nanmean(rows) for place, rows in found.items()}

    def reader(self, method: str, places: Iterable[str] | None = None) -> dict[str, float]:
        """Return the mean IoU of the cover named from a method's pictures, over the classes of each place.

        Places with one class alone, or hardly any known ground, have none.
        """
        found = {p: c for p, c in self.read.get(method, {}).items() if places is None or p in set(places)}
        return {p: float(mean_iou(c, SHARE)) for p, c in found.items() if _mixed(c)}

    def all_together(self, method: str) -> np.ndarray:
        """Return the confusion (true class, named class) of all places, which weigh alike."""
        wanted = [c / c.sum() for c in self.read.get(method, {}).values() if c.sum() >= FEWEST]
        return np.sum(wanted, axis=0) if wanted else np.zeros((len(COVERS), len(COVERS)))


def _mixed(counts: np.ndarray) -> bool:
    return bool(counts.sum() >= FEWEST and (counts.sum(1) >= SHARE * counts.sum()).sum() > 1)


def judge(chips: Sequence[Judged], methods: Mapping[str, Method], readers: Readers) -> Verdicts:
    """Return the verdicts on every method's picture of every chip; a method may return None for a chip it can't do."""
    found = Verdicts()
    for chip in chips:
        if not chip.valid.any():
            continue
        pictures = {TRUTH: chip.truth, FLAT: flat(chip), GREY: grey_radar(chip)}
        pictures.update({name: made for name, method in methods.items() if (made := method(chip)) is not None})
        if chip.place not in found.source:
            found.shown.append([p for name, p in pictures.items() if name not in (TRUTH, FLAT)] + [chip.truth])
            found.shown[-1].append(shown_cover(chip.cover))
        found.source.setdefault(chip.place, chip.source)
        found.chips += 1
        number = readers.fold[chip.place]
        for name, picture in pictures.items():
            _look(found, name, chip, np.clip(picture, 0, 1).astype(np.float32), readers.pictures[number])
        if chip.calibrated:
            _trees(found, chip, readers.radar[number])
    return found


def _look(found: Verdicts, name: str, chip: Judged, picture: np.ndarray, reader: Forest) -> None:
    truth, valid = chip.truth, chip.valid
    if name == TRUTH:  # what a perfect picture has
        row = np.array([np.nan, np.nan, 1, 1, 1, 1, 1, 0.0])
        row[3:6] = contrast(truth, truth, valid)
    else:
        row = np.array([
            metrics.psnr(picture, truth, valid), metrics.psnr(matched(picture, truth, valid), truth, valid),
            metrics.ssim(picture, truth, valid), *contrast(picture, truth, valid),
            edge_agreement(picture, truth, valid), 100 * invented_edges(picture, truth, valid),
        ])  # fmt: skip
    found.numbers.setdefault(name, {}).setdefault(chip.place, []).append(row)
    _read(found, name, chip, reader, lambda: features_of_picture(picture, valid))
    if water.both_there(chip.cover):
        row = water.measures(picture, truth, chip.cover)
        found.waters.setdefault(name, {}).setdefault(chip.place, []).append(row)


def _read(found: Verdicts, name: str, chip: Judged, forest: Forest, features: Callable[[], np.ndarray]) -> None:
    index = drawn(chip.cover, PIXELS, np.random.default_rng(3))
    if len(index):
        named = forest.likely(features()[index]).argmax(axis=1)
        counts = confusion(chip.cover.ravel()[index], named)
        places = found.read.setdefault(name, {})
        places[chip.place] = places.get(chip.place, 0) + counts


def _trees(found: Verdicts, chip: Judged, forest: Forest) -> None:
    """Add what the radar itself tells: cover by trees; water by the 5 x 5 mean of VV, and by the trees."""
    _read(found, TREES, chip, forest, lambda: features_of_radar(chip.db))
    if water.both_there(chip.cover):
        known = (chip.cover != UNKNOWN) & np.isfinite(smoothed(chip.db))
        wet = (chip.cover == WATER)[known]
        sure = forest.likely(features_of_radar(chip.db)[known.ravel()])[:, WATER]
        row = [water.auc(-smoothed(chip.db)[known], wet), water.auc(sure, wet), np.nan, np.nan, np.nan]
        found.waters.setdefault(TREES, {}).setdefault(chip.place, []).append(np.array(row))


def flat(chip: Judged) -> np.ndarray:
    """Return one colour, the truth's mean."""
    mean = chip.truth[:, chip.valid].mean(axis=1)
    return np.broadcast_to(mean[:, None, None], chip.truth.shape)


def grey_radar(chip: Judged) -> np.ndarray:
    """Return the radar as a grey picture: -25..0 dB of VV, of VH where there is no VV."""
    values = chip.db.get('VV', chip.db.get('VH'))
    return np.repeat(np.clip(np.nan_to_num(values, nan=-25.0) / 25 + 1, 0, 1)[None], 3, 0)


def shown_cover(cover: np.ndarray) -> np.ndarray:
    """Return cover numbers as a picture (3, rows, cols), black where unknown."""
    return np.where(cover < len(COVERS), COLOURS[:, np.minimum(cover, len(COVERS) - 1)], 0).astype(np.float32)


def _nanmean(rows: Sequence[np.ndarray]) -> np.ndarray:
    values = np.array(rows)
    known = np.isfinite(values)
    with np.errstate(invalid='ignore'):
        return np.where(known, values, 0).sum(0) / np.where(known.any(0), known.sum(0), np.nan)
