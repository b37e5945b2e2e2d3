"""Cells of 2 x 2 pixels of pairs of dates: what the network of older pictures is trained on.

All that it sees of a cell's surroundings are fixed means, so that they are made once; places with two dates are few,
and some hundred cells of each pair hold all that they teach.
"""

from __future__ import annotations

import pickle
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import lightning
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from sar2optical_qgis.core.model.network import Network
from sar2optical_qgis.core.model.registry import find_model, load_model
from sar2optical_qgis.core.sar_to_optical.older_picture import CHANNELS, network_planes
from sar2optical_qgis.core.sentinel.cover import UNKNOWN, WATER
from training.data.dated_looks import by_ground, read_looks
from training.data.index import read_index, split_by_group
from training.data.older_pairs import Pair, pair_of, plans
from training.data.transplant import Givers
from training.networks.older_picture import features_of, planes_of

LAND_COVER = 6  # planes of the network for SAR to optical, which are not given
STRIDE = 16
BAG = 0.6  # of the places, for each member
DRY, DRY_WEIGHT = ('oscd_abudhabi', 'oscd_dubai', 'zone9'), 4.0  # sand is as dark to radar as water, and few have it
OUTPUTS = ('mean', 'sigma', 'likely', 'cover')
LEVELS = 8 / 255, 30 / 255  # an error of a place counts by the older picture's own there, within these
MOST = {'hainaut': 44, 'belgium_good': 40, 'biomassters_288afc34': 22}  # pairs of dates of a ground, else 8


class Label(NamedTuple):
    """Whose cells they are."""

    place: str
    changed: bool  # some of them are of another place's ground


def whole_planes(pair: Pair, network: Network) -> np.ndarray:
    """Return all planes of a pair (len(CHANNELS), rows, cols) float32, those of the network, too, padded to STRIDE."""
    planes, radar = padded(pair.planes), padded(pair.radar)
    nothing = np.zeros((LAND_COVER, *radar.shape[1:]), np.float32)
    shape = (1, -1, *radar.shape[1:])
    out = {name: np.empty((1, count, *radar.shape[1:]), np.float32) for name, count in network.card.outputs.items()}
    network(np.concatenate([radar, nothing]).reshape(shape), out)
    told = {name: values[0] for name, values in out.items()}
    for name, plane in network_planes(told, network.card.covers).items():
        planes[CHANNELS.index(name)] = plane
    return planes


def padded(values: np.ndarray) -> np.ndarray:
    """Return (..., rows, cols) float32, mirrored up to multiples of STRIDE."""
    rows, cols = values.shape[-2:]
    pad = [(0, 0)] * (values.ndim - 2) + [(0, -rows % STRIDE), (0, -cols % STRIDE)]
    return np.pad(values.astype(np.float32), pad, mode='symmetric')


@torch.no_grad()
def cells_of(pair: Pair, planes: np.ndarray, count: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return features (count, F), candidates (count, 3, 3), truth (count, 3), and labels of random cells.

    pasted; still_water; flooded, where ``told`` says that it is known. Of changed ground half of them; {} where too few
    are valid. Water that is new without being pasted is mostly wrongly labelled, and not counted.
    """
    x = torch.from_numpy(planes)[None]
    features = features_of(x)[0]
    pictures = torch.cat([x[:, planes_of(kind)] for kind in ('older', 'fitted', 'likely')], 1)
    still_water = (pair.cover == WATER) & (pair.cover_then == WATER) & ~pair.pasted
    wetter = (pair.cover == WATER) & (pair.cover_then != WATER)
    told = (pair.cover != UNKNOWN) & (pair.cover_then != UNKNOWN) & (pair.pasted | ~wetter)
    labels = np.stack([pair.valid, pair.pasted, still_water, wetter & pair.pasted, told])
    rest = np.concatenate([pair.truth, labels]).astype(np.float32)
    halves = F.avg_pool2d(torch.cat([pictures, torch.from_numpy(padded(rest))[None]], 1), 2)[0]
    valid = halves[12].numpy().copy()
    valid[pair.valid.shape[0] // 2 :], valid[:, pair.valid.shape[1] // 2 :] = 0, 0
    at, pasted = np.flatnonzero(valid > 0.99), halves[13].numpy().ravel()
    if pair.plan.changed:
        groups = at[pasted[at] > 0.9], at[pasted[at] < 0.1]
    else:
        groups = (at,)
    if min(map(len, groups)) < 20:
        return {}
    at = np.concatenate([rng.choice(group, count // len(groups)) for group in groups])
    chosen = halves.reshape(len(halves), -1)[:, at].T.numpy()
    return {
        'features': features.reshape(len(features), -1)[:, at].T.numpy().astype(np.float16),
        'candidates': chosen[:, :9].reshape(-1, 3, 3).astype(np.float16),
        'truth': chosen[:, 9:12].astype(np.float16),
        'pasted': chosen[:, 13] > 0.5,
        'still_water': chosen[:, 14] > 0.9,
        'flooded': chosen[:, 15] > 0.5,
        'told': (chosen[:, 16] > 0.9) & ((chosen[:, 15] > 0.9) | (chosen[:, 15] < 0.1)),
    }


class CellDraws(IterableDataset):
    """Endless batches of cells: places alike, ``real`` of them as they were, the others with changed ground.

    'scale' (N,): the older picture's usual error at the place, by which errors count. 'bags' (N, members): 1 where a
    member learns from the place.
    """

    def __init__(
        self, found: Sequence[tuple[Label, dict[str, np.ndarray]]], batch_size: int, real: float, members: int
    ) -> None:
        self.batch_size = batch_size
        groups: dict[tuple[bool, str], list[int]] = {}
        errors: dict[str, list[float]] = {}
        for number, (label, cells) in enumerate(found):
            groups.setdefault((label.changed, label.place), []).append(number)
            if not label.changed:
                off = cells['candidates'][:, 0].astype(np.float32) - cells['truth'].astype(np.float32)
                errors.setdefault(label.place, []).append(float(np.abs(off).mean()))
        usual = {place: float(np.clip(np.mean(found), *LEVELS)) for place, found in errors.items()}
        middle = float(np.median(list(usual.values()))) if usual else LEVELS[0]
        weights, scales = np.zeros(len(found)), np.zeros(len(found), np.float32)
        for (changed, place), numbers in groups.items():
            alike = sum(kind is changed for kind, _ in groups)
            weights[numbers] = ((1 - real) if changed else real) / alike / len(numbers)
            weights[numbers] *= DRY_WEIGHT if place in DRY else 1.0
        for number, (label, _) in enumerate(found):
            scales[number] = usual.get(label.place, middle)
        counts = [len(cells['truth']) for _, cells in found]
        weights = np.repeat(weights / counts, counts)
        self.summed = np.cumsum(weights / weights.sum())
        self.arrays = {key: np.concatenate([cells[key] for _, cells in found]) for key in found[0][1]}
        self.arrays['scale'] = np.repeat(scales, counts)
        bags = np.stack([_bag(label.place, members) for label, _ in found])
        self.arrays['bags'] = np.repeat(bags, counts, axis=0)

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        rng = np.random.default_rng(torch.initial_seed() % 2**63)
        while True:
            at = np.searchsorted(self.summed, rng.random(self.batch_size)).clip(0, len(self.summed) - 1)
            yield {key: torch.from_numpy(values[at].astype(np.float32)) for key, values in self.arrays.items()}


def _bag(place: str, members: int) -> np.ndarray:
    """Return which members learn from a place, (members,): each from BAG of them, always the same."""
    return np.random.default_rng(zlib.crc32(place.encode())).random(members) < BAG


class OlderPictureData(lightning.LightningDataModule):
    """Cells of the training places' pairs of dates, and whole pairs of the held-out ones.

    ``networks``: what says what is likely today: '' = the shipped model, a model's path, or the folder of the folds of
    leave_place_out, none of which saw its place. ``cells``: a file that keeps the cells, which take some minutes.
    """

    def __init__(
        self,
        root: str = '',
        networks: str = '',
        cells: str = 'runs/older_picture/cells.pkl',
        batch_size: int = 1024,
        real: float = 0.7,
        members: int = 8,
        count: int = 400,
        held_out: list[str] | None = None,
    ):
        super().__init__()
        self.root, self.networks, self.cells = root, networks, Path(cells)
        self.batch_size, self.real, self.members = batch_size, real, members
        self.count, self.held_out = count, held_out or []

    def setup(self, stage: str) -> None:
        self.train, self.val = split_by_group(read_index(self.root), self.held_out)
        if stage == 'fit' and not self.cells.is_file():
            rng = np.random.default_rng(0)
            found = []
            for pair, planes in self.pairs(self.train, rng):
                if pair.plan.changed and not pair.plan.with_radar and pair.plan.today.place in DRY:
                    continue  # today's radar alone can't tell it: not to be learned
                if cells := cells_of(pair, planes, self.count, rng):
                    found.append((Label(pair.plan.today.place, pair.plan.changed), cells))
            self.cells.parent.mkdir(parents=True, exist_ok=True)
            self.cells.write_bytes(pickle.dumps(found))
        if stage == 'fit':
            self.found = pickle.loads(self.cells.read_bytes())  # our own file

    def pairs(self, chips, rng: np.random.Generator, plain: bool = False) -> Iterator[tuple[Pair, np.ndarray]]:
        """Yield pairs and all their planes; ``plain``: real dates as they are alone."""
        looks = read_looks(chips)
        givers, network_of = Givers([look.example() for look in looks]), self._networks()
        with tempfile.TemporaryDirectory() as folder:
            for ground, own in sorted(by_ground(looks).items()):
                for plan in plans(own, MOST.get(ground, 8), rng):
                    if plain and (plan.varied or plan.changed or not plan.with_radar):
                        continue
                    pair = pair_of(plan, givers, Path(folder), rng)
                    network = network_of(own[0].place)
                    if pair is not None and network is not None:
                        yield pair, whole_planes(pair, network)

    def _networks(self):
        """Return what gives the network that a place's planes come from, None where none is fit for it."""
        if not Path(self.networks).is_dir() or not self.networks:
            model = load_model(self.networks) if self.networks else find_model('', 'sar-to-optical')
            network = Network(model, 'cpu')
            return lambda place: network
        from training.evaluation.leave_place_out import never_saw

        models = never_saw(Path(self.networks))
        opened = {path: Network(load_model(path), 'cpu') for path in set(models.values())}
        return lambda place: opened.get(models.get(place))

    def train_dataloader(self) -> DataLoader:
        return DataLoader(CellDraws(self.found, self.batch_size, self.real, self.members), None)

    def val_dataloader(self) -> DataLoader:
        items = []
        for pair, planes in self.pairs(self.val, np.random.default_rng(1), plain=True):
            truth, weight = padded(pair.truth), padded(pair.valid[None])
            weight[:, pair.valid.shape[0] :] = weight[:, :, pair.valid.shape[1] :] = 0
            items.append(
                {key: torch.from_numpy(v) for key, v in (('input', planes), ('target', truth), ('weight', weight))}
            )
        return DataLoader(items, 1)
