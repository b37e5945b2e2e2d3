"""Clear chips under transplanted clouds, with the same-image fit as base: what the network and the baselines get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.fit.features import FeatureMap
from sar2optical_qgis.core.fit.normal_equations import NormalEquations
from sar2optical_qgis.core.model.channels import optical_planes, stack
from sar2optical_qgis.core.names import S2_BANDS, VISIBLE
from sar2optical_qgis.core.raster.push_pull import BLOCK
from sar2optical_qgis.core.sentinel.covariates import (
    MULTILOOK,
    multilooked_covariates,
    on_pixels,
    reference_covariates,
)
from sar2optical_qgis.core.sentinel.mask_types import brightness_limit
from training.data.cloud_optics import SHARES as COVERS
from training.data.clouds import Clouded, MaskBank, lay_clouds
from training.data.index import Chip
from training.data.rasters import read_clear, read_reflectance, read_sar

SMALLEST = 64  # pixels
DILATION = 6  # pixels: what the product does to a mask by default
# Radar reaches the network through the base alone: as planes of its own it was learned by heart, place by place.
CHANNELS = (
    *(f'{kind}_{band}' for kind in ('obs', 'base', 'has') for band in S2_BANDS), 'hidden', 'valid',
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
    source: str = ''  # of the index
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
        scenes.append(Scene(chip.id, chip.group, names, values, valid[:rows, :cols], db, chip.source, footprint(chip)))
    return scenes


def footprint(chip: Chip) -> tuple:
    """Return what chips of the same ground share: the series, or group, corner and size of georeferenced chips."""
    if chip.kind == 'series':
        return (chip.group,)
    dataset = gdal.Open(chip.s2)
    corner = tuple(round(v, 6) for v in dataset.GetGeoTransform())
    return (chip.group, *corner, dataset.RasterXSize, dataset.RasterYSize) if dataset.GetProjection() else ()


def squared(scene: Scene) -> Scene:
    """Return the scene as float32, cut to a square."""
    side = min(scene.valid.shape)
    return replace(
        scene,
        reflectance=scene.reflectance[:, :side, :side].astype(np.float32),
        valid=scene.valid[:side, :side],
        db={k: v[:side, :side] for k, v in scene.db.items()},
    )


@dataclass(frozen=True)
class Example:
    """A scene under clouds with everything the network and the baselines get; arrays (bands, rows, cols)."""

    scene: Scene
    clouded: Clouded
    hidden: np.ndarray
    base: np.ndarray
    planes: np.ndarray
    reference: Scene | None
    visible: np.ndarray  # radar's covariates and the reference's bands, (d, rows, cols)
    known: np.ndarray  # where all of it holds, (rows, cols)
    left_over: np.ndarray  # covariance of what the fit leaves over, (cells, cells, bands, bands)


def make_example(
    scene: Scene, clouded: Clouded, with_sar: bool, reference: Scene | None = None, kriges: bool = True
) -> Example:
    """Fit the base on what the given mask leaves clear, as the product does, and stack the network's planes.

    ``kriges``: whether the fit's residual is kriged where there are covariates, as it is by default in images of this
    size; above some 4 million pixels it is not.
    """
    observed, valid = clouded.observed, scene.valid
    hidden = clouded.hidden & valid
    clear = valid & ~hidden
    visible = observed[[k for k, b in enumerate(scene.bands) if b in VISIBLE] or slice(None)]
    clear &= visible.mean(axis=0) <= brightness_limit(visible[:, clear])
    db = {k: np.nan_to_num(v.astype(np.float32), nan=-50.0) for k, v in scene.db.items()} if with_sar else {}
    good = {k: np.isfinite(scene.db[k]) for k in db}
    factor = MULTILOOK if reference is None else 1
    covariates = [np.zeros((0, *(size // factor for size in valid.shape)), np.float32)]
    known = [covariates[0].astype(bool)]
    if db:
        radar, seen = multilooked_covariates(db, good)
        if factor == 1:
            radar, seen = on_pixels(radar, valid.shape), on_pixels(seen, valid.shape)
        covariates.append(radar)
        known.append(np.broadcast_to(seen, radar.shape))
    if reference is not None:
        older, seen = reference_covariates(reference.reflectance.astype(np.float32), reference.valid)
        covariates.append(older)
        known.append(np.broadcast_to(seen, older.shape))
    told, told_known = np.concatenate(covariates), np.concatenate(known)
    x, holds = (each.repeat(factor, axis=1).repeat(factor, axis=2) for each in (told, told_known))
    sums = NormalEquations(valid.shape, len(scene.bands), FeatureMap(x[:, holds.all(axis=0) & clear]))
    sums.accumulate(0, 0, observed, clear, x, holds)
    fit = sums.solve()
    fit.kriges = kriges and len(told) > 0
    base = fit.predict(0, 0, observed, clear, told, told_known, factor)
    named = {b: k for k, b in enumerate(scene.bands)}
    planes = optical_planes(
        {b: observed[k] for b, k in named.items()}, {b: base[k] for b, k in named.items()}, valid, hidden
    )
    plain = x if reference is None else x[: len(x) - len(reference.reflectance)]  # without the reference's means
    return Example(
        scene, clouded, hidden, base, stack(CHANNELS, planes), reference, plain, holds.all(axis=0), fit.left_over
    )


@dataclass(frozen=True)
class Case:
    """One situation of a user: kind of cloud, and what else there is."""

    cover: str
    with_sar: bool = False
    with_reference: bool = False


CASES = {
    'opaque, image alone': Case('opaque'),
    'opaque, radar': Case('opaque', with_sar=True),
    'opaque, reference': Case('opaque', with_reference=True),
    'broken, image alone': Case('broken'),
    'broken, radar': Case('broken', with_sar=True),
    'broken, reference': Case('broken', with_reference=True),
    'thin, image alone': Case('thin'),
    'thin, radar': Case('thin', with_sar=True),
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
            rng = np.random.default_rng((number, repeat, list(COVERS).index(case.cover)))
            clouded = lay_clouds(cut.reflectance, cut.bands, bank, rng, case.cover, DILATION)
            if (clouded.hidden & cut.valid).sum() >= 50 and (cut.valid & ~clouded.hidden).sum() >= 50:
                yield make_example(cut, clouded, case.with_sar, reference)
