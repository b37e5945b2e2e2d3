"""A flood over the sample's fields is water: by radar alone, and beside an older picture, which still shows fields."""

from __future__ import annotations

import re

import numpy as np
import pytest

from sar2optical_qgis.core.raster.filters import box_mean
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from sar2optical_qgis.core.sentinel.cover import CODES
from sar2optical_qgis.core.sentinel.radiometry import natural_colour
from tests.makers import read, write_raster
from training.data.simulation.covers import BANDS

pytest.importorskip('onnxruntime')
FIELDS, LAKE = 40, 80  # WorldCover
THERE = {'epsg': 32632, 'origin': (512000.0, 5380000.0)}  # where the sample lies


def patches(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Return a quarter of an area as smooth patches, (rows, cols) bool."""
    noise = rng.standard_normal(shape).astype(np.float32)
    for _ in range(3):
        noise = box_mean(noise, np.ones(shape, bool), 9)
    return noise > np.quantile(noise, 0.75)


def disk(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Return a disk of 90 pixels about a place among fields, (rows, cols) bool."""
    rows, cols = np.indices(shape)
    return (rows - 425) ** 2 + (cols - 185) ** 2 < 45**2


def inside(mask: np.ndarray, radius: int = 3) -> np.ndarray:
    """Return a mask without its rim."""
    return mask & (box_mean(mask.astype(np.float32), np.ones(mask.shape, bool), radius) > 0.9)


@pytest.mark.parametrize('polarisations', [('VV', 'VH'), ('VH',)])
@pytest.mark.parametrize('shape', [disk, patches])
@pytest.mark.parametrize('with_radar', [False, True])
def test_flooded_fields_look_like_the_lake_and_not_like_fields(tmp_path, sample, shape, with_radar, polarisations):
    rng, cover = np.random.default_rng(2), read(sample.landcover)[0]
    dry = read(sample.s1)[: len(polarisations)] if polarisations[0] == 'VV' else read(sample.s1)[1:]
    flood = shape(cover.shape, rng) & (cover == FIELDS)
    wet = dry.copy()
    for plane, before in zip(wet, dry):
        plane[flood] = rng.choice(before[cover == LAKE], int(flood.sum()))
    given = {'reference': str(sample.s2_clear)}
    if with_radar:
        given['reference_sar'] = write_raster(tmp_path / 'dry.tif', dry, polarisations, **THERE)
    radar = write_raster(tmp_path / 'wet.tif', wet, polarisations, **THERE)
    report = SarToOptical(input=radar, output=str(tmp_path / 'o.tif'), **given).run()
    told = re.search(r'About (\d+) percent of the ground that REFERENCE shows', ' '.join(report.decisions))
    assert 0.5 * flood.mean() < int(told[1]) / 100 < 1.5 * flood.mean() + 0.005
    made = read(tmp_path / 'o.tif')[:3].astype(float)
    water, lake, fields = (made[:, m].mean(axis=1) for m in (inside(flood), cover == LAKE, (cover == FIELDS) & ~flood))
    assert np.abs(water - lake).mean() < 0.6 * np.abs(water - fields).mean()


def all_of_it(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Return every pixel of an area, (rows, cols) bool."""
    return np.ones(shape, bool)


@pytest.mark.parametrize('polarisations', [('VV', 'VH'), ('VV',)])
@pytest.mark.parametrize(('shape', 'rougher_by', 'least'), [(patches, 0, 0.85), (all_of_it, 0, 0.8), (patches, 2, 0.6)])
def test_radar_alone_shows_a_flood_of_any_extent_and_roughened_by_wind(
    tmp_path, sample, shape, rougher_by, least, polarisations
):
    rng, cover = np.random.default_rng(2), read(sample.landcover)[0]
    wet = read(sample.s1)[: len(polarisations)].copy()
    flood = shape(cover.shape, rng) & (cover == FIELDS)
    for plane in wet:
        plane[flood] = rng.choice(plane[cover == LAKE], int(flood.sum())) + rougher_by
    radar = write_raster(tmp_path / 'wet.tif', wet, polarisations, **THERE)
    SarToOptical(input=radar, output=str(tmp_path / 'o.tif'), cover=str(tmp_path / 'c.tif')).run()
    told = read(tmp_path / 'c.tif')[0] == CODES['water']
    assert told[inside(flood)].mean() > least
    assert told[inside((cover == FIELDS) & ~flood, 5)].mean() < 0.02 or shape is all_of_it


def test_without_a_flood_the_fields_stay_as_the_older_picture_has_them(tmp_path, sample):
    cover, bands = read(sample.landcover)[0], [BANDS.index(band) for band in ('B04', 'B03', 'B02')]
    older = natural_colour(read(sample.s2_clear)[bands] / np.float32(1e4))
    report = SarToOptical(input=str(sample.s1), reference=str(sample.s2_clear), output=str(tmp_path / 'o.tif')).run()
    assert 'new water' not in ' '.join(report.decisions)
    off = np.abs(read(tmp_path / 'o.tif')[:3] / 255.0 - older).mean(axis=0)
    assert (off[cover == FIELDS] > 0.1).mean() < 0.01
