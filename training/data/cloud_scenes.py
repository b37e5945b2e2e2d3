"""Training and validation batches of cloud removal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import lightning
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, IterableDataset

from sar2optical_qgis.core.names import S2_BANDS
from training.data.cloud_examples import CASES, Example, Scene, held_out_examples, make_example, read_scenes, squared
from training.data.clouds import MaskBank, lay_clouds
from training.data.index import data_root, read_index, split_by_group
from training.data.pool import Pool

VALIDATION_MASKS = ('eifel', 'slovenia_cloud01', '_held')  # these shapes are never seen in training
PUSH_PULLED = 0.3  # of the examples have the fit of large images, whose residual goes by push-pull alone
KEPT = 500  # crops that are drawn from again, in half precision


def as_tensors(example: Example, window: tuple[slice, slice] = (slice(None), slice(None))) -> dict[str, Tensor]:
    """Return input, target (ten bands, 0 where missing), weight (hidden pixels), has (ten,)."""
    scene = example.scene
    rows, cols = example.hidden[window].shape
    target, has = np.zeros((len(S2_BANDS), rows, cols), np.float32), np.zeros(len(S2_BANDS), np.float32)
    for k, band in enumerate(scene.bands):
        target[S2_BANDS.index(band)] = scene.reflectance[k][window]
        has[S2_BANDS.index(band)] = 1.0
    weight = (example.hidden & scene.valid)[window].astype(np.float32)
    return {
        'input': torch.from_numpy(np.ascontiguousarray(example.planes[(slice(None), *window)])),
        'target': torch.from_numpy(target),
        'weight': torch.from_numpy(weight)[None],
        'has': torch.from_numpy(has),
    }


def turned(scene: Scene, rng: np.random.Generator) -> Scene:
    """Return the scene flipped, turned, sometimes with fewer bands, and its reflectance varied a little."""
    turns, flip = int(rng.integers(4)), rng.random() < 0.5

    def turn(x: np.ndarray) -> np.ndarray:
        x = np.rot90(x, turns, (-2, -1))
        return np.ascontiguousarray(x[..., ::-1] if flip else x)

    bands, values = scene.bands, scene.reflectance
    if len(bands) == len(S2_BANDS) and rng.random() < 0.2:  # stacks of four or six bands are common
        keep = ('B02', 'B03', 'B04', 'B08') if rng.random() < 0.6 else ('B02', 'B03', 'B04', 'B8A', 'B11', 'B12')
        index = [bands.index(b) for b in keep]
        bands, values = keep, values[index]
    values = turn(values).astype(np.float32) * rng.uniform(0.85, 1.15)
    db = {k: turn(v) + np.float16(rng.normal(0.0, 0.5)) for k, v in scene.db.items()}
    if len(db) == 2 and rng.random() < 0.1:
        db.pop(('VV', 'VH')[int(rng.integers(2))])
    return replace(scene, bands=bands, reflectance=values, valid=turn(scene.valid), db=db)


class Draws(IterableDataset):
    """Endless crops: a place by its weight, a scene of it, clouds over it, then windows that hold hidden pixels."""

    def __init__(
        self,
        scenes: list[Scene],
        bank: MaskBank,
        size: int,
        covers: dict[str, float],
        sar_dropped: float,
        reference_dropped: float,
        crops: int,
        reuse: int,
    ):
        self.bank, self.size, self.crops, self.reuse = bank, size, crops, reuse
        self.sar_dropped, self.reference_dropped = sar_dropped, reference_dropped
        self.covers, self.shares = list(covers), np.array(list(covers.values())) / sum(covers.values())
        places: dict[str, list[Scene]] = {}
        for scene in scenes:
            places.setdefault(scene.place, []).append(scene)
        self.places = list(places.values())
        rich = [1.0 + 2.0 * any(s.db for s in p) + 0.5 * np.sqrt(len(p)) for p in self.places]
        ten = [2.0 if len(p[0].bands) >= 9 else 1.0 for p in self.places]
        weight = np.array(rich) * np.array(ten)
        self.weights = weight / weight.sum()

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        rng = np.random.default_rng(torch.initial_seed() % 2**63)
        kept: list[dict[str, Tensor]] = []
        while True:
            for crop in self._crops(rng):
                half = {key: value.half() for key, value in crop.items()}
                if len(kept) < KEPT:
                    kept.append(half)
                else:
                    kept[int(rng.integers(KEPT))] = half
                for _ in range(self.reuse):  # a fit costs more than a training step: look at each crop from more sides
                    yield _mirrored(kept[int(rng.integers(len(kept)))], rng)

    def _crops(self, rng: np.random.Generator) -> list[dict[str, Tensor]]:
        place = self.places[rng.choice(len(self.places), p=self.weights)]
        chosen = place[int(rng.integers(len(place)))]
        others = [s for s in place if s is not chosen and s.footprint and s.footprint == chosen.footprint]
        seed = int(rng.integers(2**31))  # both dates are turned alike
        scene = squared(turned(chosen, np.random.default_rng(seed)))
        reference = None
        if others and rng.random() > self.reference_dropped:
            other = others[int(rng.integers(len(others)))]
            if other.valid.shape == chosen.valid.shape and other.bands == chosen.bands:
                reference = squared(turned(other, np.random.default_rng(seed)))
        side = scene.valid.shape[0]
        cover = str(rng.choice(self.covers, p=self.shares))
        clouded = lay_clouds(scene.reflectance, scene.bands, self.bank, rng, cover)
        if not (scene.valid & ~clouded.hidden).any():
            return []
        with_sar, kriges = bool(scene.db) and rng.random() > self.sar_dropped, rng.random() > PUSH_PULLED
        example = make_example(scene, clouded, with_sar, reference, kriges)
        found = []
        for _ in range(3 * self.crops):
            if side <= self.size:
                window = (slice(None), slice(None))
            else:
                r, c = (int(n) for n in rng.integers(0, (side - self.size) // 2 + 1, 2) * 2)
                window = (slice(r, r + self.size), slice(c, c + self.size))
            if example.hidden[window].mean() < 0.05:
                continue
            item = as_tensors(example, window)
            if item['weight'].shape[-1] < self.size:
                item = _padded(item, self.size)
            found.append(item)
            if len(found) == self.crops or side <= self.size:
                break
        return found


class Crops(Draws):
    """The same crops, each once and as they were made: the crops of a scene stacked, in half precision."""

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        rng = np.random.default_rng(torch.initial_seed() % 2**63)
        while True:
            found = self._crops(rng)
            if found:
                yield {key: torch.stack([crop[key] for crop in found]).half() for key in found[0]}


def _mirrored(item: dict[str, Tensor], rng: np.random.Generator) -> dict[str, Tensor]:
    """Return the crop as float32, turned and flipped at random."""
    turns, flip = int(rng.integers(4)), rng.random() < 0.5
    result = {'has': item['has'].float()}
    for key in ('input', 'target', 'weight'):
        value = torch.rot90(item[key].float(), turns, (-2, -1))
        result[key] = (value.flip(-1) if flip else value).contiguous()
    return result


def _padded(item: dict[str, Tensor], size: int) -> dict[str, Tensor]:
    """Put a small chip into a corner of an empty crop, so that all of a batch have one size."""
    result = dict(item)
    for key in ('input', 'target', 'weight'):
        rows, cols = item[key].shape[-2:]
        result[key] = torch.nn.functional.pad(item[key], (0, size - cols, 0, size - rows))
    return result


class HeldOut(Dataset):
    """Held-out scenes in every case."""

    def __init__(self, scenes: list[Scene], bank: MaskBank):
        self.items = []
        for case in CASES.values():
            self.items += [as_tensors(e) for e in held_out_examples(scenes, bank, case, 1)]

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, number: int) -> dict[str, Tensor]:
        return self.items[number]


class CloudData(lightning.LightningDataModule):
    """Clear chips of the index under transplanted clouds, split by place (hainaut by date).

    ``covers``: how often each kind of cloud is drawn (clouds.lay_clouds). ``pool``: crops to keep on the device, for a
    graphics card with many ``workers`` beside it; 0 = none, each worker keeps some of its own.
    """

    def __init__(
        self,
        root: str = '',
        size: int = 128,
        batch_size: int = 16,
        workers: int = 1,
        covers: dict[str, float] | None = None,
        sar_dropped: float = 0.35,
        reference_dropped: float = 0.6,
        crops: int = 6,
        reuse: int = 2,
        pool: int = 0,
        held_out: list[str] | None = None,
    ):
        super().__init__()
        self.root, self.size, self.batch_size, self.workers = root, size, batch_size, workers
        self.covers = covers or {'opaque': 0.3, 'cut': 0.05, 'broken': 0.35, 'thin': 0.3}
        self.sar_dropped, self.reference_dropped = sar_dropped, reference_dropped
        self.crops, self.reuse, self.pool, self.held_out = crops, reuse, pool, held_out or []

    def setup(self, stage: str) -> None:
        train, val = split_by_group(read_index(self.root), self.held_out)
        self.held = read_scenes(val)
        root = data_root(self.root)
        self.held_bank = MaskBank(root, only=VALIDATION_MASKS)
        if stage == 'fit':
            self.scenes = read_scenes(train)
            self.bank = MaskBank(root, leave_out=VALIDATION_MASKS)

    def train_dataloader(self) -> DataLoader | Pool:
        draws = (Crops if self.pool else Draws)(
            self.scenes,
            self.bank,
            self.size,
            self.covers,
            self.sar_dropped,
            self.reference_dropped,
            self.crops,
            self.reuse,
        )
        if self.pool:
            device = self.trainer.strategy.root_device
            return Pool(draws, self.pool, self.batch_size, self.workers, device)
        return DataLoader(draws, self.batch_size, num_workers=self.workers, persistent_workers=self.workers > 0)

    def val_dataloader(self) -> DataLoader:
        return DataLoader(HeldOut(self.held, self.held_bank), 1)
