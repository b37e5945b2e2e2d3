"""Batches of series: all of a batch have the same number of dates, which differs from batch to batch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lightning
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, IterableDataset

from sar2optical_qgis.core.errors import InputError
from training.data.cloud_scenes import VALIDATION_MASKS
from training.data.clouds import MaskBank
from training.data.files import split_chips
from training.data.fractal_bank import FractalBank
from training.data.index import data_root, read_index, split_by_group
from training.data.layouts import read_layout
from training.data.series_scenes import Series, make_example, read_series


def as_tensors(example: dict[str, np.ndarray]) -> dict[str, Tensor]:
    """Return the arrays of an example as float32 tensors."""
    return {key: torch.from_numpy(np.ascontiguousarray(value, np.float32)) for key, value in example.items()}


class SeriesDraws(IterableDataset):
    """Endless batches of ``batch_size`` crops with 1 to ``dates`` dates; a third of them lack the target date."""

    def __init__(self, series: list[Series], bank, size: int, batch_size: int, dates: int, thin: float):
        self.series, self.bank, self.size = series, bank, size
        self.batch_size, self.dates, self.thin = batch_size, dates, thin

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        rng = np.random.default_rng(torch.initial_seed() % 2**63)
        while True:
            count = int(rng.integers(2, self.dates + 1))
            items = [self._crop(rng, count) for _ in range(self.batch_size)]
            yield {key: torch.stack([item[key] for item in items]) for key in items[0]}

    def _crop(self, rng: np.random.Generator, count: int) -> dict[str, Tensor]:
        for _ in range(50):
            series = self.series[int(rng.integers(len(self.series)))]
            target = int(rng.choice(series.clear_ones))
            rest = [k for k in range(len(series.looks)) if k != target]
            absent = rng.random() < 0.33
            wanted = count if absent else count - 1
            others = rng.choice(rest, wanted, replace=wanted > len(rest))
            example = make_example(series, target, others, self.bank, rng, absent, rng.random() < self.thin)
            item = _cut(example, self.size, rng)
            if item['weight'].sum() > 20:
                return as_tensors(item)
        raise InputError(
            f'The series {series.name} gives no crop with hidden pixels. Leave it out, or use larger crops.'
        )


def _cut(example: dict[str, np.ndarray], size: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return a crop of ``size`` pixels, turned and flipped; small chips are padded with pixels that don't count."""
    side = example['weight'].shape[-1]
    r, c = (int(v) for v in rng.integers(0, max(side - size, 0) + 1, 2))
    pad, turns, flip = max(size - side, 0), int(rng.integers(4)), rng.random() < 0.5
    result = dict(example)
    for key in ('input', 'target', 'weight'):
        a = example[key][..., r : r + size, c : c + size]
        a = np.pad(a, [(0, 0)] * (a.ndim - 2) + [(0, pad), (0, pad)])
        a = np.rot90(a, turns, (-2, -1))
        result[key] = a[..., ::-1] if flip else a
    return result


class HeldOutSeries(Dataset):
    """Some clear dates of every held-out series under clouds, with the nearest other dates; the same at every call."""

    def __init__(self, series: list[Series], bank, dates: int, most: int = 4, stride: int = 16):
        self.items = []
        for number, one in enumerate(series):
            targets = one.clear_ones[:: max(len(one.clear_ones) // most, 1)][:most]
            for target in targets:
                day = one.looks[target].day
                near = sorted(
                    (k for k in range(len(one.looks)) if k != target), key=lambda k: abs(one.looks[k].day - day)
                )
                rng = np.random.default_rng((number, target))
                example = make_example(one, target, near[: dates - 1], bank, rng, False, False)
                side = example['weight'].shape[-1] // stride * stride
                self.items.append(
                    as_tensors({k: v[..., :side, :side] if v.ndim > 1 else v for k, v in example.items()})
                )

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, number: int) -> dict[str, Tensor]:
        return self.items[number]


class SeriesData(lightning.LightningDataModule):
    """Series of the index (``layout`` index) or of SEN12MS-CR-TS (``sen12mscrts``), split by place (hainaut by date).

    ``masks``: as in CloudLayoutData; '' takes the index's own, or fractal clouds for other layouts.
    """

    def __init__(
        self,
        layout: str = 'index',
        root: str = '',
        size: int = 64,
        batch_size: int = 8,
        workers: int = 1,
        dates: int = 8,
        thin: float = 0.2,
        masks: str = '',
        held: str = 'val',
        held_out: list[str] | None = None,
        options: dict[str, Any] | None = None,
    ):
        super().__init__()
        self.layout, self.root, self.size, self.batch_size, self.workers = layout, root, size, batch_size, workers
        self.dates, self.thin, self.masks, self.held_side = dates, thin, masks, held
        self.held_out, self.options = held_out or [], options

    def setup(self, stage: str) -> None:
        if self.layout == 'index':
            train, val = split_by_group(read_index(self.root), self.held_out)
            masks = self.masks or str(data_root(self.root))
        else:
            train, val = split_chips(read_layout(self.layout, self.root, self.options), held=self.held_side)
            masks = self.masks
        self.held = _some(read_series(val), 'held-out', self.root)
        self.held_bank = MaskBank(Path(masks), only=VALIDATION_MASKS) if masks else FractalBank()
        if stage == 'fit':
            self.series = _some(read_series(train), 'training', self.root)
            self.bank = MaskBank(Path(masks), leave_out=VALIDATION_MASKS) if masks else FractalBank()

    def train_dataloader(self) -> DataLoader:
        draws = SeriesDraws(self.series, self.bank, self.size, self.batch_size, self.dates, self.thin)
        return DataLoader(draws, None, num_workers=self.workers, persistent_workers=self.workers > 0)

    def val_dataloader(self) -> DataLoader:
        return DataLoader(HeldOutSeries(self.held, self.held_bank, self.dates), 1)


def _some(series: list[Series], side: str, root: str) -> list[Series]:
    if not series:
        raise InputError(f'{root}: no {side} series of three dates with a clear one. Add dates, or another place.')
    return series
