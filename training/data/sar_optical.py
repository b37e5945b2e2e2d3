"""Training and validation batches of SAR to optical."""

from __future__ import annotations

from dataclasses import replace

import lightning
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, IterableDataset

from sar2optical_qgis.core.model.channels import SceneStatistics
from sar2optical_qgis.core.sentinel.cover import UNKNOWN
from training.data import pseudo_landcover, sar_augment
from training.data.backscatter import Backscatter, completed, simulated_examples
from training.data.distilled import MOST, SOURCE, distilled_examples
from training.data.examples import Example, read_examples
from training.data.index import read_index, split_by_group
from training.data.palette import SPREAD, palette_of
from training.data.transplant import Givers, transplanted

MEANS = ('oscd',)  # places whose radar is a mean of passes
SHARE = 0.15  # of the crops, of generated targets where there are any and nothing else is said


def as_tensors(planes: np.ndarray, example: Example) -> dict[str, Tensor]:
    """Return the batch entries of one example: input, target, weight, grey, cover (255 unknown)."""
    seen = np.any([np.isfinite(v) for v in example.db.values()], axis=0)
    cover = UNKNOWN if example.cover is None else example.cover
    return {
        'input': torch.from_numpy(planes),
        'target': torch.from_numpy(example.target.astype(np.float32)),
        'weight': torch.from_numpy((example.valid & seen).astype(np.float32) * np.float32(example.weight))[None],
        'grey': torch.tensor(float(example.source == 'grey')),
        'cover': torch.from_numpy(np.where(seen, cover, UNKNOWN).astype(np.int64)),
    }


class Draws(IterableDataset):
    """Endless random crops: a source by its share, a place of it by its weight, a chip, a window."""

    def __init__(
        self,
        examples: list[Example],
        shares: dict[str, float],
        places: dict[str, float],
        size: int,
        dropped: float,
        changed: float = 0.0,
    ):
        self.size, self.dropped = size, dropped
        self.examples, self.givers, self.changed = examples, Givers(examples), changed
        self.scenes: list[dict[str, SceneStatistics]] = [sar_augment.statistics(e) for e in examples]
        self.tree: dict[str, tuple[list[list[int]], np.ndarray]] = {}
        for source in shares:
            by_place: dict[str, list[int]] = {}
            for number, example in enumerate(examples):
                if example.source == source:
                    by_place.setdefault(example.place, []).append(number)
            if by_place:
                weights = np.array([places.get(p, places.get(source, 1.0)) for p in by_place])
                self.tree[source] = (list(by_place.values()), weights / weights.sum())
        self.sources = list(self.tree)
        share = np.array([shares[s] for s in self.sources])
        self.shares = share / share.sum()

    def __iter__(self):
        rng = np.random.default_rng(torch.initial_seed() % 2**63)
        while True:
            numbers, weights = self.tree[self.sources[rng.choice(len(self.sources), p=self.shares)]]
            place = numbers[rng.choice(len(numbers), p=weights)]
            number = place[rng.integers(len(place))]
            example = sar_augment.crop(self.examples[number], self.size, rng)
            if example.valid.mean() < 0.1 and (example.cover is None or (example.cover != UNKNOWN).mean() < 0.1):
                continue
            landcover = sar_augment.vary_landcover(example, rng, self.dropped)
            scene = self.scenes[number]
            if example.calibrated and rng.random() < self.changed:
                example = transplanted(example, *self.givers.draw(self.size, rng), rng)
                scene = {name: scene[name] for name in example.db}
            is_mean = example.place.startswith(MEANS)
            radar = sar_augment.vary_radar(example.db, scene, example.calibrated, rng, is_mean)
            yield as_tensors(sar_augment.planes(*radar, landcover), example)


class Whole(Dataset):
    """Held-out chips as they are, each without and with (where there is one) its land cover."""

    def __init__(self, examples: list[Example], stride: int = 16, most: int = 512):
        self.items = []
        for example in examples:
            if not example.valid.any():
                continue
            rows, cols = (min(n, most) // stride * stride for n in example.valid.shape)
            self.items.append((example, rows, cols, False))
            if example.classes is not None:
                self.items.append((example, rows, cols, True))

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, number: int) -> dict[str, Tensor]:
        example, rows, cols, with_classes = self.items[number]
        return as_tensors(*whole(example, rows, cols, with_classes))


def whole(example: Example, rows: int, cols: int, with_classes: bool) -> tuple[np.ndarray, Example]:
    """Return (planes, example) cut to (rows, cols) from the middle, with scene statistics of the whole chip."""

    top, left = (example.valid.shape[0] - rows) // 2, (example.valid.shape[1] - cols) // 2
    window = np.s_[..., top : top + rows, left : left + cols]
    classes = None if example.classes is None else example.classes[window]
    cut = replace(
        example,
        db={k: v[window].astype(np.float32) for k, v in example.db.items()},
        target=example.target[window], valid=example.valid[window], classes=classes,
        cover=None if example.cover is None else example.cover[window],
    )  # fmt: skip
    shown = classes if with_classes and classes is not None else np.full((rows, cols), 255, np.uint8)
    radar = sar_augment.statistics(example)
    return sar_augment.planes(cut.db, radar, example.calibrated, pseudo_landcover.planes(shown)), cut


class SarOpticalData(lightning.LightningDataModule):
    """Pairs of radar and optical pictures from the index, split by place.

    ``changed``: how many crops hold ground that has changed since the map. ``shares``: how often each source is drawn;
    ``places``: weights of single places, or of all places of a source. ``held_out``: groups to hold back instead of
    the index's own val rows, for leave-place-out folds. ``distilled``: a folder of pictures that a generator drew of
    training chips, drawn as the source ``distilled`` with ``distilled_weight`` on its pixels, see data/distilled.py.
    """

    def __init__(
        self,
        root: str = '',
        size: int = 128,
        batch_size: int = 16,
        workers: int = 1,
        landcover_dropped: float = 0.5,
        changed: float = 0.0,
        shares: dict[str, float] | None = None,
        places: dict[str, float] | None = None,
        held_out: list[str] | None = None,
        distilled: str = '',
        distilled_weight: float = MOST,
    ):
        super().__init__()
        self.distilled, self.distilled_weight = distilled, distilled_weight
        self.root, self.size, self.batch_size, self.workers = root, size, batch_size, workers
        self.landcover_dropped, self.changed = landcover_dropped, changed
        self.shares = shares or {'multispectral': 0.45, 'picture': 0.2, 'grey': 0.1, 'simulated': 0.25}
        self.places = places or {}
        self.held_out = held_out or []

    def setup(self, stage: str) -> None:
        train, val = split_by_group(read_index(self.root), self.held_out)
        self.held = read_examples(val)
        if stage == 'fit':
            self.examples = read_examples(train)
            drawn = self._distilled()
            if self.shares.get('simulated', 0) > 0:
                backscatter, by_id = Backscatter.fit(train), {chip.id: chip for chip in train}
                rng = np.random.default_rng(3)
                self.examples = [
                    completed(e, by_id[e.id], backscatter, rng) if e.calibrated else e for e in self.examples
                ]
                self.examples += simulated_examples(train, backscatter)
            self.examples += drawn

    def _distilled(self) -> list[Example]:
        if not self.distilled:
            return []
        self.shares = {SOURCE: SHARE, **self.shares}
        return distilled_examples(self.examples, self.distilled, self.distilled_weight)

    def palette(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the palette (count, 3) of the training places, and how rare its colours are (count,)."""
        coloured = [e for e in self.examples if e.source in ('multispectral', 'picture', 'simulated')]
        return palette_of(coloured, count, SPREAD)

    def train_dataloader(self) -> DataLoader:
        draws = Draws(self.examples, self.shares, self.places, self.size, self.landcover_dropped, self.changed)
        return DataLoader(draws, self.batch_size, num_workers=self.workers, persistent_workers=self.workers > 0)

    def val_dataloader(self) -> DataLoader:
        return DataLoader(Whole(self.held), 1)
