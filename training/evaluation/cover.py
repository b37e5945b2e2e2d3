"""Cover as a network tells it of the radar, beside trees on smoothed radar that were taught on other places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from sar2optical_qgis.core.model.channels import SceneStatistics
from sar2optical_qgis.core.raster.tiling import RIM, pad_to
from sar2optical_qgis.core.sentinel.cover import COVERS, WATER
from sar2optical_qgis.core.sentinel.landcover import planes_of_class
from training.data import sar_augment
from training.evaluation import water
from training.evaluation.forest import confusion, drawn, ious, mean_iou
from training.evaluation.judge import FEWEST, PIXELS, SHARE, TREES
from training.evaluation.judged import Judged, Readers
from training.evaluation.radar_trees import features_of_radar
from training.export.model import Model

Teller = Callable[[Judged], np.ndarray | None]  # shares (covers, rows, cols) of a chip
BINS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)  # of the probability of the class that is named
CELLS = ('right', 'mean IoU by place', 'all together', *COVERS, 'AUC of water', 'surprise')


@dataclass
class Told:
    """What one teller said: confusion by place, AUC of water by place, and (certainty, right) of every pixel."""

    counts: dict[str, np.ndarray] = field(default_factory=dict)
    auc: dict[str, list[float]] = field(default_factory=dict)
    sure: list[np.ndarray] = field(default_factory=list)
    surprise: dict[str, list[float]] = field(default_factory=dict)  # mean of -log of the true class's share

    def add(self, place: str, shares: np.ndarray, truth: np.ndarray) -> None:
        """Take shares (pixels, covers) and true classes (pixels,) of a chip."""
        named = shares.argmax(1)
        self.counts[place] = self.counts.get(place, 0) + confusion(truth, named)
        self.sure.append(np.stack([shares.max(1), named == truth]))
        of_truth = shares[np.arange(len(truth)), truth]
        self.surprise.setdefault(place, []).append(float(-np.log(np.maximum(of_truth, 1e-3)).mean()))
        wet = truth == WATER
        if water.LEAST <= wet.mean() <= 1 - water.LEAST:
            self.auc.setdefault(place, []).append(water.auc(shares[:, WATER], wet))

    def cells(self) -> list[str]:
        """Return the numbers of CELLS; places weigh alike."""
        by_place = [mean_iou(c, SHARE) for c in self.counts.values() if c.sum() >= FEWEST and _mixed(c)]
        total = np.sum([c / c.sum() for c in self.counts.values() if c.sum() >= FEWEST], axis=0)
        means = (np.mean([np.mean(v) for v in found.values()]) for found in (self.auc, self.surprise))
        right = [np.trace(c) / c.sum() for c in self.counts.values() if c.sum() >= FEWEST]
        return [f'{value:.3f}' for value in (np.mean(right), np.mean(by_place), mean_iou(total), *ious(total), *means)]


def _mixed(counts: np.ndarray) -> bool:
    return bool((counts.sum(1) >= SHARE * counts.sum()).sum() > 1)


def by_network(model: Path | str, models: Mapping[str, Path] | None = None) -> Teller:
    """Return what tells cover by a model, without land cover; ``models``: those of the places that never saw them."""
    opened = lru_cache(maxsize=1)(Model.open)

    def shares(chip: Judged) -> np.ndarray | None:
        path = str(model) if models is None else str(models.get(chip.place, ''))
        if not path:
            return None
        own = opened(Path(path))
        scene = {name: SceneStatistics.of(v[np.isfinite(v)]) for name, v in chip.db.items()}
        planes = sar_augment.planes(chip.db, scene, True, planes_of_class('auto', chip.valid.shape))
        stride, (rows, cols) = own.card.stride, chip.valid.shape
        padded = -(-(rows + 2 * RIM) // stride) * stride, -(-(cols + 2 * RIM) // stride) * stride
        made = own.session.run(['cover'], {'input': pad_to(planes, (RIM, RIM), padded)[None]})[0][0]
        return made[:, RIM : RIM + rows, RIM : RIM + cols]

    return shares


def measured(chips: Sequence[Judged], tellers: Mapping[str, Teller], readers: Readers) -> dict[str, Told]:
    """Return what the tellers and the trees say of the chips with calibrated radar and known cover."""
    found: dict[str, Told] = {}
    for chip in chips:
        index = drawn(chip.cover, PIXELS, np.random.default_rng(3)) if chip.calibrated else []
        if not len(index):
            continue
        truth = chip.cover.ravel()[index]
        for name, teller in tellers.items():
            shares = teller(chip)
            if shares is not None:
                found.setdefault(name, Told()).add(chip.place, shares.reshape(len(COVERS), -1).T[index], truth)
        trees = readers.radar[readers.fold[chip.place]].likely(features_of_radar(chip.db)[index])
        found.setdefault(TREES, Told()).add(chip.place, trees, truth)
    return found


def lines(found: Mapping[str, Told]) -> list[str]:
    """Return the markdown: IoU of each cover, AUC of water, and how often what is said with a probability is so."""
    count = len(next(iter(found.values())).counts)
    made = [
        f'Cover from calibrated radar alone, {count} places, each counts alike: share of pixels told rightly, mean IoU '
        'over the classes of each place, over those of all places together, IoU of each, AUC of water by its share, '
        "and surprise (mean of -log of the true class's share). Trees: taught on the radar (VV, VH, 5 to 31 px) of "
        'other places.',
        '',
        '| | ' + ' | '.join(CELLS) + ' |',
        '|---' * (len(CELLS) + 1) + '|',
        *(f'| {name} | ' + ' | '.join(told.cells()) + ' |' for name, told in found.items()),
        '',
        'Of what is named with a probability of, so much is right (share of the pixels in brackets):',
        '',
        '| | ' + ' | '.join(f'{a:.1f} to {b:.1f}' for a, b in zip(BINS, BINS[1:])) + ' |',
        '|---' * len(BINS) + '|',
    ]
    for name, told in found.items():
        certainty, right = np.concatenate(told.sure, axis=1)
        inside = [(certainty > a) & (certainty <= b) for a, b in zip(BINS, BINS[1:])]
        cells = (f'{right[m].mean():.2f} ({m.mean():.2f})' if m.any() else '-' for m in inside)
        made.append(f'| {name} | ' + ' | '.join(cells) + ' |')
    return made
