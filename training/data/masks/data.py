"""Training and validation batches of the mask network: real clouds with labels, and skies laid over clear ground."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lightning
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, IterableDataset

from sar2optical_qgis.core.cloud_mask.planes import (
    BANDS,
    CHANNELS,
    CLASSES,
    INSTEAD,
    block_codes,
    block_means,
    factor_of,
    mask_planes,
)  # fmt: skip
from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.model.channels import stack
from training.data.cloud_scenes import VALIDATION_MASKS
from training.data.clouds import MaskBank
from training.data.index import data_root, read_index
from training.data.masks.faults import SAYS_NOTHING, with_faults
from training.data.masks.images import MaskImage, read_images
from training.data.masks.labels import load
from training.data.masks.predecessor import Predecessor
from training.data.masks.skies import KINDS, Sky, lay_sky
from training.data.masks.transplants import LEAST_SIDE, RealSky, sky_between

SCL_CODES = np.full(256, SAYS_NOTHING, np.uint8)
SCL_CODES[[2, 4, 5, 6, 7, 11]] = 0
SCL_CODES[[8, 9]] = 1
SCL_CODES[10], SCL_CODES[3] = 2, 3
REAL, SKY, CLEAR = CROPS = (0, 1, 2)  # under their own clouds, under laid ones, as clear as they are
KEPT = 600  # crops that are drawn from again, in half precision
REAL_SKIES = 0.5  # of the skies that are laid over clear ground; the others are made up
CLOUDY = 0.02  # share of cloud or shadow from which an image teaches them
HARD, MOST_OFTEN = 100.0, 8.0  # a clear image is drawn once more for each 1 % of false cloud, up to so many times
SETS = (  # bands that sensors and exports have
    (0.40, BANDS),
    (0.40, ('B02', 'B03', 'B04', 'B08')),
    (0.08, ('B02', 'B03', 'B04', 'B08', 'B12')),
    (0.07, ('B02', 'B03', 'B04', 'B08', 'B11')),
    (0.05, ('B02', 'B03', 'B04')),
)
HAZE = {'B02': 1.0, 'B03': 0.5, 'B04': 0.25, 'B08': 0.1, 'B11': 0.02, 'B12': 0.01}  # of air, as shares of its blue


@dataclass(frozen=True)
class Labelled:
    """An image with its labels: those of BANDS that it has, (bands, rows, cols) float16; shares of thick, thin and
    shadow and the weight, (4, rows, cols) float16; the codes of the mask that came with it, if any."""

    id: str
    place: str
    source: str
    is_held_out: bool
    gsd_m: float
    names: tuple[str, ...]
    values: np.ndarray
    valid: np.ndarray
    labels: np.ndarray
    given: np.ndarray | None

    @property
    def is_cloudy(self) -> bool:
        """Whether it teaches clouds."""
        return float((self.labels[:3].astype(np.float32) * self.labels[3]).sum(0).mean()) > CLOUDY


def labelled(image: MaskImage, folder: Path) -> Labelled:
    """Return an image with the labels that ``mask-labels`` has written; raise InputError where there are none."""
    path = folder / f'{image.id}.npz'
    if not path.is_file():
        raise InputError(f'{folder} holds no labels of {image.id}. Make them: python -m training mask-labels.')
    labels = load(path)
    found = {b: image.bands.get(b, image.bands.get(INSTEAD.get(b, ''))) for b in BANDS}
    names = tuple(b for b in BANDS if found[b] is not None)
    given = SCL_CODES[image.given.astype(np.uint8)] if image.given_kind == 'SCL' else None
    return Labelled(
        image.id, image.place, image.source, image.is_held_out, image.gsd_m, names,
        np.stack([found[b] for b in names]).astype(np.float16), image.valid,
        np.concatenate([labels.shares, labels.weight[None]]).astype(np.float16), given,
    )  # fmt: skip


def reduced(image: Labelled, factor: int, window: tuple[int, int, int, int] | None = None) -> dict[str, np.ndarray]:
    """Return a window (row, col, rows, cols) of an image as the network sees it: values, valid, shares, weight, given.

    A pixel on whose parts labels differ is a share of each.
    """
    rows, cols = image.valid.shape
    row, col, height, width = window or (0, 0, rows // factor * factor, cols // factor * factor)
    here = np.s_[..., row : row + height, col : col + width]
    valid = image.valid[here]
    values, seen = block_means(image.values[here].astype(np.float32), valid, factor)
    weight = image.labels[3][here].astype(np.float32)
    shares, _ = block_means(image.labels[:3][here].astype(np.float32), weight > 0, factor)
    weight, _ = block_means(weight[None], np.ones_like(valid), factor)
    made = {'values': values, 'valid': seen, 'shares': shares, 'weight': weight[0] * seen}
    if image.given is not None:
        codes = image.given[here]
        made['given'] = block_codes(np.where(codes == SAYS_NOTHING, 0, codes), factor)
    return made


def real_skies(images: list[Labelled]) -> list[RealSky]:
    """Return the skies of cloudy images of whose place and size there is a clear one: the last of these."""
    clear = {(i.place, i.names, i.valid.shape): i for i in images if not i.is_cloudy and i.valid.mean() > 0.9}
    found = []
    for image in images:
        ground = clear.get((image.place, image.names, image.valid.shape))
        factor = factor_of(image.gsd_m)
        if image.is_cloudy and ground is not None and min(image.valid.shape) // factor >= LEAST_SIDE:
            found.append(sky_between(image.names, reduced(image, factor), reduced(ground, factor)))
    return found


class MaskDraws(IterableDataset):
    """Endless crops of ``size`` pixels of 20 m: ``real`` of them with their own clouds, ``skies`` under others.

    The others are clear as they are. ``given``: how many come with a mask, true or not. A crop costs as much as a step
    of training, so that each is drawn about ``reuse`` times, turned and flipped. A ``predecessor`` has a say in the
    labels of real clouds, and clear images on which it sees cloud by four bands are drawn more often.
    """

    def __init__(
        self, images: list[Labelled], bank: MaskBank, size: int, real: float, skies: float, given: float, reuse: int,
        predecessor: Predecessor | None = None,
    ):  # fmt: skip
        self.bank, self.size, self.given, self.reuse, self.predecessor = bank, size, given, reuse, predecessor
        self.shares = np.array([real, skies, 1.0 - real - skies])
        cloudy = [i for i in images if i.is_cloudy]
        clear = [i for i in images if not i.is_cloudy and i.valid.mean() > 0.9]
        self.real_skies = real_skies(images)
        hard = _weights(clear)
        if predecessor is not None:
            hard = hard * [1.0 + min(HARD * _false_cloud(i, predecessor), MOST_OFTEN) for i in clear]
        self.pools = [(cloudy, _weights(cloudy)), (clear, _weights(clear)), (clear, hard / hard.sum())]

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        rng = np.random.default_rng(torch.initial_seed() % 2**63)
        kept: list[dict[str, Tensor]] = []
        while True:
            kind = int(rng.choice(CROPS, p=self.shares))
            images, weights = self.pools[kind]
            crop = self.crop(images[int(rng.choice(len(images), p=weights))], kind, rng)
            kept.append({key: value.half() for key, value in crop.items()})
            if len(kept) > KEPT:
                kept.pop(int(rng.integers(KEPT)))
            for _ in range(self.reuse):
                yield turned(kept[int(rng.integers(len(kept)))], rng)

    def crop(self, image: Labelled, kind: int, rng: np.random.Generator) -> dict[str, Tensor]:
        """Return a crop of an image as one of CROPS, with bands, light and given mask varied."""
        usual = factor_of(image.gsd_m)
        factor = usual if rng.random() < 0.7 or min(image.valid.shape) < 128 else int(rng.choice((1, 2, 3)))
        side = min(self.size * factor, *(n // factor * factor for n in image.valid.shape))
        row, col = (int(rng.integers(0, n - side + 1)) for n in image.valid.shape)
        part = reduced(image, factor, (row, col, side, side))
        names, values = image.names, part['values']
        light, air = rng.uniform(0.85, 1.2), rng.choice((0.0, rng.uniform(-0.03, 0.09)), p=(0.4, 0.6))
        shares, weight = part['shares'], part['weight']
        if kind == REAL and self.predecessor is not None:
            shares, weight = self.predecessor.added(shares, weight, dict(zip(names, values)), part['valid'])
        if kind == SKY:
            sky = self.sky(values, names, rng)
            values = sky.observed
            shares = np.stack([sky.classes == k for k in (1, 2, 3)]).astype(np.float32)
            weight = sky.weight * part['valid']
        values = values * light + np.array([HAZE[b] for b in names], np.float32)[:, None, None] * air
        values += rng.normal(0.0, rng.uniform(0.0, 0.004), values.shape).astype(np.float32)
        kept = next(s for p, s in zip(np.cumsum([p for p, _ in SETS]), (s for _, s in SETS)) if rng.random() <= p)
        bands = {b: v for b, v in zip(names, np.maximum(values, 0.0)) if b in kept or b in BANDS[:3]}
        given = None
        if rng.random() < self.given:
            if 'given' in part and kind != SKY and rng.random() < 0.7:
                given = part['given']
            else:
                classes = np.concatenate([1.0 - shares.sum(0, keepdims=True), shares]).argmax(0).astype(np.uint8)
                given = with_faults(classes, bands['B04'], rng)
        planes = stack(CHANNELS, mask_planes(bands, part['valid'], given))
        return as_tensors(planes, shares, weight, self.size)

    def sky(self, clear: np.ndarray, names: tuple[str, ...], rng: np.random.Generator) -> Sky:
        """Return clear ground (bands, rows, cols) under a sky, a real one or not."""
        sky = None
        if self.real_skies and rng.random() < REAL_SKIES:
            sky = self.real_skies[int(rng.integers(len(self.real_skies)))].over(clear, names, rng)
        if sky is None:
            sky = lay_sky(clear, names, self.bank, rng, str(rng.choice(list(KINDS), p=list(KINDS.values()))))
        return sky


def as_tensors(planes: np.ndarray, shares: np.ndarray, weight: np.ndarray, size: int) -> dict[str, Tensor]:
    """Return input, target (4 classes) and weight, mirrored up to ``size``."""
    target = np.concatenate([1.0 - shares.sum(0, keepdims=True), shares])
    whole = np.concatenate([planes, target, weight[None]]).astype(np.float32)
    pad = [max(size - n, 0) for n in whole.shape[1:]]
    whole = np.pad(whole, ((0, 0), (0, pad[0]), (0, pad[1])), 'symmetric')
    whole = torch.from_numpy(np.ascontiguousarray(whole))
    n = len(CHANNELS)
    return {'input': whole[:n], 'target': whole[n : n + len(CLASSES)], 'weight': whole[n + len(CLASSES) :]}


def turned(item: dict[str, Tensor], rng: np.random.Generator) -> dict[str, Tensor]:
    """Return the crop as float32, turned and flipped at random."""
    turns, flip = int(rng.integers(4)), rng.random() < 0.5
    made = {key: torch.rot90(value.float(), turns, (-2, -1)) for key, value in item.items()}
    return {key: (value.flip(-1) if flip else value).contiguous() for key, value in made.items()}


def _false_cloud(image: Labelled, predecessor: Predecessor) -> float:
    part = reduced(image, factor_of(image.gsd_m))
    return predecessor.false_cloud(dict(zip(image.names, part['values'])), part['valid'])


def _weights(images: list[Labelled]) -> np.ndarray:
    """Return how often each image is drawn: a place counts by the root of its images."""
    places = [i.place for i in images]
    weights = np.array([places.count(p) ** -0.5 for p in places])
    return weights / weights.sum()


class HeldOutMasks(Dataset):
    """Held-out images whole, without a given mask, with all of their bands and with four."""

    def __init__(self, images: list[Labelled]):
        self.items = []
        for image in images:
            part = reduced(image, factor_of(image.gsd_m))
            side = -(-max(part['valid'].shape) // 16) * 16
            for count in (len(BANDS), 4):
                bands = dict(list(zip(image.names, part['values']))[:count])
                planes = stack(CHANNELS, mask_planes(bands, part['valid']))
                self.items.append(as_tensors(planes, part['shares'], part['weight'], side))

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, number: int) -> dict[str, Tensor]:
        return self.items[number]


class MaskData(lightning.LightningDataModule):
    """Images of the index with the labels of ``mask-labels``, split by place (hainaut by date)."""

    def __init__(
        self,
        root: str = '',
        labels: str = 'runs/mask_labels',
        size: int = 96,
        batch_size: int = 16,
        workers: int = 1,
        real: float = 0.5,
        skies: float = 0.35,
        given: float = 0.4,
        reuse: int = 3,
        predecessor: str = '',
    ):
        super().__init__()
        self.predecessor = Predecessor(predecessor) if predecessor else None
        self.root, self.labels, self.size, self.batch_size, self.workers = root, labels, size, batch_size, workers
        self.real, self.skies, self.given, self.reuse = real, skies, given, reuse

    def setup(self, stage: str) -> None:
        images = [labelled(image, Path(self.labels)) for image in read_images(read_index(self.root))]
        self.held = [i for i in images if i.is_held_out]
        if stage == 'fit':
            self.images = [i for i in images if not i.is_held_out]
            self.bank = MaskBank(data_root(self.root), leave_out=VALIDATION_MASKS)

    def train_dataloader(self) -> DataLoader:
        shares = self.real, self.skies, self.given
        draws = MaskDraws(self.images, self.bank, self.size, *shares, self.reuse, self.predecessor)
        return DataLoader(draws, self.batch_size, num_workers=self.workers, persistent_workers=self.workers > 0)

    def val_dataloader(self) -> DataLoader:
        return DataLoader(HeldOutMasks(self.held), 1)
