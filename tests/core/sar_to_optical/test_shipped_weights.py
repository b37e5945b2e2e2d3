"""The shipped weights invent nothing: where the radar shows nothing, the picture shows nothing."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.sar_to_optical.colorize import CONTRAST
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from sar2optical_qgis.core.sar_to_optical.styles import STYLES
from sar2optical_qgis.core.sentinel.cover import WATER
from tests.makers import read, write_raster

pytest.importorskip('onnxruntime')
SIZE = 256
FIELD_DB = np.array([-12.0, -19.0])[:, None, None]


def picture(tmp_path, db: np.ndarray, style: str) -> np.ndarray:
    """Return the picture (3, rows, cols) in grey levels of radar (2, rows, cols) in dB."""
    radar = write_raster(tmp_path / 'radar.tif', db.astype(np.float32), ('VV', 'VH'))
    SarToOptical(input=radar, output=str(tmp_path / 'optical.tif'), style=style).run()
    return read(tmp_path / 'optical.tif')[:3].astype(float)


def steps(values: np.ndarray) -> float:
    """Return the mean absolute step between neighbouring pixels, in the values' spread of a natural scene."""
    return float(np.abs(np.diff(values, axis=-1)).mean())


@pytest.mark.parametrize('style', STYLES)
def test_constant_radar_gives_a_constant_picture(tmp_path, style):
    made = picture(tmp_path, np.broadcast_to(FIELD_DB, (2, SIZE, SIZE)), style)
    allowed = {'vivid': CONTRAST, 'realistic': 2.0}.get(style, 1.0)  # as they stretch whatever the network says
    assert np.ptp(made, axis=(1, 2)).max() <= 6 * allowed


@pytest.mark.parametrize('style', STYLES)
@pytest.mark.parametrize('looks', [1, 4])
def test_pure_speckle_gives_no_edges(tmp_path, looks, style):
    """Speckle alone steps by tens of grey levels from pixel to pixel (25 dB shown as 255); the picture by about one."""
    speckle = 10 * np.log10(np.random.default_rng(0).gamma(looks, 1 / looks, (2, SIZE, SIZE)))
    made = picture(tmp_path, FIELD_DB + speckle, style)
    assert steps(made) < 0.05 * steps(speckle * 255 / 25)
    assert made.std((1, 2)).max() < 6


def fields(rng: np.random.Generator) -> np.ndarray:
    """Return dB (2, SIZE, SIZE) of fields of 32 pixels, without speckle."""
    each = rng.normal(0, 1.5, (1, SIZE // 32, SIZE // 32))
    return FIELD_DB + each.repeat(32, 1).repeat(32, 2)


def water_of_bytes(tmp_path, db: np.ndarray, darkest: float, rng: np.random.Generator, looks: int = 4) -> np.ndarray:
    """Return where COVER is water (SIZE, SIZE) of dB, speckled and stretched to bytes from ``darkest`` to 0."""
    db = db + 10 * np.log10(rng.gamma(looks, 1 / looks, db.shape))
    grey = np.clip((db - darkest) / -darkest * 255, 0, 255).astype(np.uint8)
    radar = write_raster(tmp_path / 'radar.tif', grey, ('VV', 'VH')[: len(db)])
    SarToOptical(input=radar, output=str(tmp_path / 'o.tif'), cover=str(tmp_path / 'cover.tif')).run()
    return read(tmp_path / 'cover.tif')[0] == 1 + WATER


@pytest.mark.parametrize('darkest', [-30.0, -25.0])
def test_a_lake_in_a_picture_of_8_bits_is_told_and_the_fields_around_it_are_none(tmp_path, darkest):
    rng, lake = np.random.default_rng(0), np.zeros((SIZE, SIZE), bool)
    lake[96:160, 64:192] = True
    wet = water_of_bytes(tmp_path, np.where(lake, [[[-22.0]], [[-29.0]]], fields(rng)), darkest, rng)
    inner = lake & np.roll(lake, 8, 0) & np.roll(lake, -8, 0)
    assert wet[inner].mean() > 0.9 and wet[~lake].mean() < 0.1


def test_a_sea_that_was_cut_off_to_black_is_told(tmp_path):
    rng, sea = np.random.default_rng(0), np.arange(SIZE)[:, None] > 0.35 * SIZE  # most of the picture
    wet = water_of_bytes(tmp_path, np.where(sea, -24.0, fields(rng)[:1]), -20.0, rng)
    assert wet[100:].mean() > 0.9 and wet[:80].mean() < 0.1


def test_a_flood_over_most_of_the_fields_of_a_picture_is_told_however_bright_it_was_stretched(tmp_path):
    rng, edge = np.random.default_rng(0), SIZE * 2 // 5
    land = -4.5 + (fields(rng)[:1] - FIELD_DB[:1]) / 3
    rows, cols = np.indices((SIZE, SIZE))
    dry = (rows < edge) | (np.minimum(rows % 40, cols % 56) < 3)  # dykes stand out of the water
    water = -11.5 + rng.normal(0, 1, (8, 8)).repeat(SIZE // 8, 0).repeat(SIZE // 8, 1)
    wet = water_of_bytes(tmp_path, np.where(dry, land, water), -25.0, rng, looks=20)
    assert wet[~dry].mean() > 0.9 and wet[: edge - 8].mean() < 0.1


def test_a_filter_does_not_change_what_even_ground_looks_like(tmp_path):
    rng = np.random.default_rng(0)
    power = 10 ** (FIELD_DB / 10) * rng.gamma(4, 1 / 4, (2, SIZE, SIZE))
    smooth = power
    for _ in range(2):
        smooth = np.mean([np.roll(smooth, (r, c), (1, 2)) for r in range(-2, 3) for c in range(-2, 3)], axis=0)
    made = [picture(tmp_path, 10 * np.log10(values), 'realistic').astype(float) for values in (power, smooth)]
    assert np.abs(made[0].mean((1, 2)) - made[1].mean((1, 2))).max() < 8 and made[1].std((1, 2)).max() < 4


def test_even_ground_of_coarse_pixels_stays_even(tmp_path):
    db = FIELD_DB + 10 * np.log10(np.random.default_rng(0).gamma(60, 1 / 60, (2, SIZE, SIZE)))
    radar = write_raster(tmp_path / 'radar.tif', db.astype(np.float32), ('VV', 'VH'), pixel=40.0)
    report = SarToOptical(input=radar, output=str(tmp_path / 'o.tif')).run()
    assert 'with speckle' in ' '.join(report.decisions)
    assert read(tmp_path / 'o.tif')[:3].std((1, 2)).max() < 4
