"""Training and validation batches of cloud removal: clear chips, clouds over them, and the same-image fit as base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import lightning
import numpy as np
import torch
from osgeo import gdal
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, IterableDataset

from sar2optical_qgis.core.channels import S2_BANDS, SceneStatistics, optical_planes, sar_planes, stack
from sar2optical_qgis.core.covariates import sar_covariates
from sar2optical_qgis.core.pushpull import BLOCK
from sar2optical_qgis.core.regression import FeatureMap, SameImageFit
from training.data.clouds import Clouded, MaskBank, lay_clouds
from training.data.index import Chip, data_root, read_index, split_by_group
from training.data.rasters import read_clear, read_reflectance, read_sar

VALIDATION_MASKS = ('eifel', 'slovenia_cloud01')  # these shapes are never seen in training
SMALLEST = 64  # pixels
DILATION = 6  # pixels: what the product does to a mask by default
CHANNELS = (
    *(f'obs_{b}' for b in S2_BANDS), *(f'base_{b}' for b in S2_BANDS), *(f'has_{b}' for b in S2_BANDS),
    'hidden', 'valid', 'vv', 'vh', 'vv_scene', 'vh_scene', 'has_vv', 'has_vh', 'absolute',
)  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """A clear chip: reflectance by band (rows, cols), radar in dB where there is any."""

    id: str
    place: str
    bands: tuple[str, ...]  # of S2_BANDS
    reflectance: np.ndarray  # float16 (bands, rows, cols)
    valid: np.ndarray
    db: dict[str, np.ndarray]  # float16, nan where nodata
    footprint: tuple = ()  # scenes of one footprint show the same ground at other dates; () = alone


def read_scenes(chips: Iterable[Chip], clear_share: float = 0.97) -> list[Scene]:
    """Return every chip with reflectance that is (nearly) all clear, square multiples of BLOCK, at least 64 pixels."""
    scenes = []
    for chip in chips:
        if not chip.s2 or chip.kind in ('pair8', 'mask', 'cloudy') or 'B04' not in chip.bands:
            continue
        bands, valid = read_reflectance(chip.s2, chip.bands)
        if chip.kind == 'series':
            clear = read_clear(chip)
            if (clear & valid).mean() < clear_share or np.median(bands.get('B02', bands['B04'])) > 0.13:
                continue  # a mask that overlooks a cloud shows in the blue
            valid &= clear
        rows, cols = (n // BLOCK * BLOCK for n in valid.shape)
        if min(rows, cols) < SMALLEST or valid[:rows, :cols].mean() < 0.9:
            continue
        names = tuple(b for b in S2_BANDS if b in bands)
        values = np.stack([bands[b] for b in names])[:, :rows, :cols].astype(np.float16)
        db = (
            {k: v[:rows, :cols].astype(np.float16) for k, v in read_sar(chip.s1, valid.shape).items()}
            if chip.s1
            else {}
        )
        scenes.append(Scene(chip.id, chip.group, names, values, valid[:rows, :cols], db, _footprint(chip)))
    return scenes


def _footprint(chip: Chip) -> tuple:
    """Return what chips of the same ground share: the series, or group, corner and size of georeferenced chips."""
    if chip.kind == 'series':
        return (chip.group,)
    dataset = gdal.Open(chip.s2)
    corner = tuple(round(v, 6) for v in dataset.GetGeoTransform())
    return (chip.group, *corner, dataset.RasterXSize, dataset.RasterYSize) if dataset.GetProjection() else ()


@dataclass(frozen=True)
class Example:
    """A scene under clouds with everything the network and the baselines get; arrays (bands, rows, cols)."""

    scene: Scene
    clouded: Clouded
    hidden: np.ndarray
    base: np.ndarray
    planes: np.ndarray
    reference: Scene | None


def make_example(scene: Scene, clouded: Clouded, with_sar: bool, reference: Scene | None = None) -> Example:
    """Fit the base on what the given mask leaves clear, as the product does, and stack the network's planes."""
    observed, valid = clouded.observed, scene.valid
    hidden = clouded.hidden & valid
    clear = valid & ~hidden
    db = {k: np.nan_to_num(v.astype(np.float32), nan=-50.0) for k, v in scene.db.items()} if with_sar else {}
    good = {k: np.isfinite(scene.db[k]) for k in db}
    covariates, known = [np.zeros((0, *valid.shape), np.float32)], [np.zeros((0, *valid.shape), bool)]
    if db:
        radar, seen = sar_covariates(db, good)
        covariates.append(radar)
        known.append(np.broadcast_to(seen, radar.shape))
        statistics = {k: SceneStatistics.of(v[good[k]]) for k, v in db.items()}
        planes = sar_planes(db, good, statistics, calibrated=True)
    else:
        nothing = np.zeros(valid.shape, bool)
        empty = {'VV': nothing.astype(np.float32)}
        planes = sar_planes(empty, {'VV': nothing}, {'VV': SceneStatistics(0.0, 1.0)}, False)
    if reference is not None:
        covariates.append(reference.reflectance.astype(np.float32))
        known.append(np.broadcast_to(reference.valid, reference.reflectance.shape))
    x, holds = np.concatenate(covariates), np.concatenate(known)
    fit = SameImageFit(valid.shape, len(scene.bands), FeatureMap(x[:, holds.all(axis=0) & clear]))
    fit.accumulate(0, 0, observed, clear, x, holds)
    fit.solve()
    base = fit.predict(0, 0, observed, clear, x, holds)
    named = {b: k for k, b in enumerate(scene.bands)}
    planes.update(
        optical_planes({b: observed[k] for b, k in named.items()}, {b: base[k] for b, k in named.items()}, valid, hidden)
    )
    return Example(scene, clouded, hidden, base, stack(CHANNELS, planes), reference)


def as_tensors(example: Example, window: tuple[slice, slice] = (slice(None), slice(None))) -> dict[str, Tensor]:
    """Return input, target (ten bands, 0 where missing), weight (hidden pixels), has (ten,) and whether it is thin."""
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


def squared(scene: Scene) -> Scene:
    """Return the scene as float32, cut to a square."""
    side = min(scene.valid.shape)
    return replace(
        scene,
        reflectance=scene.reflectance[:, :side, :side].astype(np.float32),
        valid=scene.valid[:side, :side],
        db={k: v[:side, :side] for k, v in scene.db.items()},
    )


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

    def __init__(self, scenes: list[Scene], bank: MaskBank, size: int, thin: float, sar_dropped: float, reference_dropped: float, crops: int):
        self.bank, self.size, self.crops = bank, size, crops
        self.thin, self.sar_dropped, self.reference_dropped = thin, sar_dropped, reference_dropped
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
        waiting: list[dict[str, Tensor]] = []
        while True:
            while len(waiting) < 64:  # crops of one scene are spread over batches
                waiting += self._crops(rng)
            yield waiting.pop(int(rng.integers(len(waiting))))

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
        thin = rng.random() < self.thin
        clouded = lay_clouds(scene.reflectance, scene.bands, self.bank, rng, thin)
        if not (scene.valid & ~clouded.hidden).any():
            return []
        example = make_example(scene, clouded, bool(scene.db) and rng.random() > self.sar_dropped, reference)
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


def _padded(item: dict[str, Tensor], size: int) -> dict[str, Tensor]:
    """Put a small chip into a corner of an empty crop, so that all of a batch have one size."""
    result = dict(item)
    for key in ('input', 'target', 'weight'):
        rows, cols = item[key].shape[-2:]
        result[key] = torch.nn.functional.pad(item[key], (0, size - cols, 0, size - rows))
    return result


@dataclass(frozen=True)
class Case:
    """One situation of a user: kind of cloud, and what else there is."""

    thin: bool
    with_sar: bool = False
    with_reference: bool = False


CASES = {
    'opaque, image alone': Case(thin=False),
    'opaque, radar': Case(thin=False, with_sar=True),
    'opaque, reference': Case(thin=False, with_reference=True),
    'thin, image alone': Case(thin=True),
    'thin, radar': Case(thin=True, with_sar=True),
}


def held_out_examples(scenes: list[Scene], bank: MaskBank, case: Case, repeats: int = 2) -> Iterator[Example]:
    """Yield the same clouded held-out scenes on every call, those that have what the case asks for.

    The reference is the scene before it (the one after for the first) of the same ground.
    """
    for number, scene in enumerate(scenes):
        same = [k for k, s in enumerate(scenes) if s.footprint and s.footprint == scene.footprint and k != number]
        if (case.with_sar and not scene.db) or (case.with_reference and not same):
            continue
        cut, reference = squared(scene), None
        if case.with_reference:
            reference = squared(scenes[max([k for k in same if k < number], default=same[0])])
        for repeat in range(repeats):
            rng = np.random.default_rng((number, repeat, case.thin))
            clouded = lay_clouds(cut.reflectance, cut.bands, bank, rng, case.thin, DILATION)
            if (clouded.hidden & cut.valid).sum() >= 50 and (cut.valid & ~clouded.hidden).sum() >= 50:
                yield make_example(cut, clouded, case.with_sar, reference)


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
    """Clear chips of the index under transplanted clouds, split by place (hainaut by date)."""

    def __init__(
        self,
        root: str = '',
        size: int = 128,
        batch_size: int = 16,
        workers: int = 1,
        thin: float = 0.4,
        sar_dropped: float = 0.35,
        reference_dropped: float = 0.6,
        crops: int = 4,
        held_out: list[str] | None = None,
    ):
        super().__init__()
        self.root, self.size, self.batch_size, self.workers = root, size, batch_size, workers
        self.thin, self.sar_dropped, self.reference_dropped = thin, sar_dropped, reference_dropped
        self.crops, self.held_out = crops, held_out or []

    def setup(self, stage: str) -> None:
        train, val = split_by_group(read_index(self.root), self.held_out)
        self.held = read_scenes(val)
        root = data_root(self.root)
        self.held_bank = MaskBank(root, only=VALIDATION_MASKS)
        if stage == 'fit':
            self.scenes = read_scenes(train)
            self.bank = MaskBank(root, leave_out=VALIDATION_MASKS)

    def train_dataloader(self) -> DataLoader:
        draws = Draws(
            self.scenes, self.bank, self.size, self.thin, self.sar_dropped, self.reference_dropped, self.crops
        )
        return DataLoader(draws, self.batch_size, num_workers=self.workers, persistent_workers=self.workers > 0)

    def val_dataloader(self) -> DataLoader:
        return DataLoader(HeldOut(self.held, self.held_bank), 1)
