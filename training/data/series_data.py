"""Batches of series: all of a batch have the same number of dates, which differs from batch to batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import lightning
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, IterableDataset

from sar2optical_qgis.core.composite import timegate_inputs
from sar2optical_qgis.core.errors import InputError
from training.data.cloud_scenes import VALIDATION_MASKS
from training.data.clouds import MaskBank
from training.data.files import split_chips
from training.data.fractal_bank import FractalBank
from training.data.index import Chip, data_root, read_index, split_by_group
from training.data.layouts import read_layout
from training.data.other_dates import made_up
from training.data.series_scenes import HEAVY, LIGHT, Series, Sky, day_of, make_example, read_series

KEPT = 1500  # crops that are drawn from again, in half precision
FIRST = 4  # batches of crops before the first one is drawn
GROWN = 6  # pixels: what the product does to a mask by default
MADE_UP = 0.25  # share of examples from places without a series
WIDE = 60.0  # days: other dates are drawn from near ones mostly


def as_tensors(example: dict[str, np.ndarray]) -> dict[str, Tensor]:
    """Return the arrays of an example as float32 tensors."""
    return {key: torch.from_numpy(np.ascontiguousarray(value, np.float32)) for key, value in example.items()}


class SeriesDraws(IterableDataset):
    """Endless batches of ``batch_size`` crops with 1 to ``dates`` other dates; some of them lack the target date.

    An estimate costs more than a training step, so crops are kept and each is drawn about ``reuse`` times, turned and
    flipped. All of a batch have as many entries.
    """

    def __init__(
        self, series: list[Series], singles: list[Series], bank, size: int, batch_size: int, dates: int, thin: float,
        absent: float, reuse: int,
    ):  # fmt: skip
        self.series, self.singles, self.bank, self.size = series, singles, bank, size
        self.batch_size, self.dates, self.thin, self.absent, self.reuse = batch_size, dates, thin, absent, reuse
        self.targets = [one.clear_ones for one in series]
        weight = np.array([len(t) ** 0.5 * (2.0 if len(s.bands) >= 9 else 1.0) for s, t in zip(series, self.targets)])
        self.weights = weight / weight.sum()

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        rng = np.random.default_rng(torch.initial_seed() % 2**63)
        kept: list[dict[str, Tensor]] = []
        owed = 0.0
        while True:
            while len(kept) < FIRST * self.batch_size or owed >= 1.0:
                crop = {key: value.half() for key, value in self._crop(rng).items()}
                if len(kept) < KEPT:
                    kept.append(crop)
                else:
                    kept[int(rng.integers(KEPT))] = crop
                owed -= 1.0
            owed = max(owed, 0.0) + self.batch_size / self.reuse
            entries = kept[int(rng.integers(len(kept)))]['input'].shape[0]
            pool = [k for k, item in enumerate(kept) if item['input'].shape[0] == entries]
            chosen = rng.choice(pool, self.batch_size, replace=len(pool) < self.batch_size)
            items = [_turned(kept[int(k)], rng) for k in chosen]
            yield {key: torch.stack([item[key] for item in items]) for key in items[0]}

    def _crop(self, rng: np.random.Generator) -> dict[str, Tensor]:
        for _ in range(50):
            if self.singles and rng.random() < MADE_UP:
                series = made_up(self.singles[int(rng.integers(len(self.singles)))], rng)
                target = 0
            else:
                number = rng.choice(len(self.series), p=self.weights)
                series, target = self.series[number], int(rng.choice(self.targets[number]))
            others = _some_others(series, target, int(rng.integers(1, self.dates + 1)), rng)
            cover, dilation = LIGHT if rng.random() < 0.65 else HEAVY, GROWN if rng.random() < 0.6 else None
            sky = Sky(self.bank, cover, bool(rng.random() < self.thin), dilation)
            absent, with_sar = bool(rng.random() < self.absent), bool(rng.random() < 0.5)
            example = make_example(_varied(series, rng), target, others, sky, rng, absent, with_sar)
            item = _cut(example, self.size, rng) if example else {}
            if item and item['weight'].sum() > 20:
                return as_tensors(item)
        raise InputError(
            f'The series {series.name} gives no crop with hidden pixels. Leave it out, or use larger crops.'
        )


def _some_others(series: Series, target: int, count: int, rng: np.random.Generator) -> list[int]:
    """Return up to ``count`` dates beside the target, near ones mostly."""
    rest = np.array([k for k in range(len(series.acquisitions)) if k != target])
    days = np.array([abs(series.acquisitions[k].day - series.acquisitions[target].day) for k in rest], float)
    weight = np.exp(-np.minimum(days, 600.0) / WIDE) + 0.02
    return rng.choice(rest, min(count, len(rest)), replace=False, p=weight / weight.sum()).tolist()


def _varied(series: Series, rng: np.random.Generator) -> Series:
    """Return the series a little brighter or darker as a whole."""
    gain = np.float16(rng.uniform(0.85, 1.15))
    varied = (replace(one, reflectance=one.reflectance * gain) for one in series.acquisitions)
    return replace(series, acquisitions=tuple(varied))


def _cut(example: dict[str, np.ndarray], size: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return a crop of ``size`` pixels; small chips are padded with pixels that don't count."""
    side = example['weight'].shape[-1]
    r, c = (int(v) * 2 for v in rng.integers(0, max(side - size, 0) // 2 + 1, 2))
    pad = max(size - side, 0)
    result = dict(example)
    for key in ('input', 'target', 'weight'):
        a = example[key][..., r : r + size, c : c + size]
        result[key] = np.pad(
            a, [(0, 0)] * (a.ndim - 2) + [(0, pad), (0, pad)], mode='constant' if key == 'weight' else 'edge'
        )
    return result


def _turned(item: dict[str, Tensor], rng: np.random.Generator) -> dict[str, Tensor]:
    """Return the crop as float32, turned and flipped at random."""
    turns, flip = int(rng.integers(4)), rng.random() < 0.5
    result = {'has': item['has'].float()}
    for key in ('input', 'target', 'weight'):
        value = torch.rot90(item[key].float(), turns, (-2, -1))
        result[key] = (value.flip(-1) if flip else value).contiguous()
    return result


class HeldOutSeries(Dataset):
    """Some clear dates of every held-out series under clouds, with the nearest other dates; the same at every call.

    Every target comes once under light and once under heavy cloud; every fourth example lacks the target date.
    """

    def __init__(self, series: list[Series], bank, dates: int, most: int = 6, stride: int = 16):
        self.items = []
        for number, one in enumerate(series):
            targets = one.clear_ones
            targets = targets[:: max(-(-len(targets) // most), 1)][:most]
            for turn, target in enumerate(targets):
                near = sorted(
                    (k for k in range(len(one.acquisitions)) if k != target),
                    key=lambda k: abs(one.acquisitions[k].day - one.acquisitions[target].day),
                )
                for cover in (LIGHT, HEAVY):
                    rng = np.random.default_rng((number, target))
                    absent = cover is HEAVY and turn % 2 == 1
                    example = make_example(
                        one, target, near[:dates], Sky(bank, cover, dilation=GROWN), rng, absent, True
                    )
                    if example:
                        side = example['weight'].shape[-1] // stride * stride
                        self.items.append(
                            as_tensors({k: v[..., :side, :side] if v.ndim > 1 else v for k, v in example.items()})
                        )

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, number: int) -> dict[str, Tensor]:
        return self.items[number]


class SeriesData(lightning.LightningDataModule):
    """Series of the index (``layout`` index) or of SEN12MS-CR-TS (``sen12mscrts``), split by place.

    ``held_out``: places that are wholly held out. ``later``: places of the index whose last dates, this share of them,
    are held out, beside what the index itself splits in time.
    ``masks``: as in CloudLayoutData; '' takes the index's own, or fractal clouds for other layouts.
    """

    def __init__(
        self,
        layout: str = 'index',
        root: str = '',
        size: int = 64,
        batch_size: int = 8,
        workers: int = 1,
        dates: int = timegate_inputs.MOST_OTHERS,
        thin: float = 0.3,
        absent: float = 0.12,
        reuse: int = 12,
        masks: str = '',
        held: str = 'val',
        held_out: list[str] | None = None,
        later: dict[str, float] | None = None,
        options: dict[str, Any] | None = None,
    ):
        super().__init__()
        self.layout, self.root, self.size, self.batch_size, self.workers = layout, root, size, batch_size, workers
        self.dates, self.thin, self.absent, self.reuse, self.masks = dates, thin, absent, reuse, masks
        self.held_side, self.held_out, self.later, self.options = held, held_out or [], later or {}, options

    def setup(self, stage: str) -> None:
        if self.layout == 'index':
            train, val = self._split(read_index(self.root))
            masks = self.masks or str(data_root(self.root))
        else:
            train, val = split_chips(read_layout(self.layout, self.root, self.options), held=self.held_side)
            masks = self.masks
        self.held = _some([s for s in read_series(val) if s.acquisitions[0].day], 'held-out', self.root)
        self.held_bank = MaskBank(Path(masks), only=VALIDATION_MASKS) if masks else FractalBank()
        if stage == 'fit':
            series = read_series(train, fewest=1)
            self.series = _some([s for s in series if len(s.acquisitions) > 1], 'training', self.root)
            self.singles = [s for s in series if len(s.acquisitions) == 1]
            self.bank = MaskBank(Path(masks), leave_out=VALIDATION_MASKS) if masks else FractalBank()

    def _split(self, chips: tuple[Chip, ...]) -> tuple[list[Chip], list[Chip]]:
        """Return (train, val): the index's own split, then whole places and last dates of others moved to val."""
        train, val = (list(side) for side in split_by_group(chips))
        last = {chip.id for place, share in self.later.items() for chip in _last(train, place, share)}
        moved = [chip for chip in train if chip.group in self.held_out or chip.id in last]
        ids = {chip.id for chip in moved}
        return [chip for chip in train if chip.id not in ids], val + moved

    def train_dataloader(self) -> DataLoader:
        draws = SeriesDraws(
            self.series,
            self.singles,
            self.bank,
            self.size,
            self.batch_size,
            self.dates,
            self.thin,
            self.absent,
            self.reuse,
        )
        return DataLoader(draws, None, num_workers=self.workers, persistent_workers=self.workers > 0)

    def val_dataloader(self) -> DataLoader:
        return DataLoader(HeldOutSeries(self.held, self.held_bank, self.dates), 1)


def _last(chips: list[Chip], place: str, share: float) -> list[Chip]:
    """Return the last dates of a place, this share of them."""
    own = sorted((c for c in chips if c.group == place), key=lambda c: day_of(c.date))
    return own[len(own) - round(share * len(own)) :]


def _some(series: list[Series], side: str, root: str) -> list[Series]:
    if not series:
        raise InputError(f'{root}: no {side} series of two dates with a clear one. Add dates, or another place.')
    return series
