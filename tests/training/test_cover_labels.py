"""Cover labels from optics: sure of what is plain, silent where it is not, and never by radar."""

import numpy as np
import pytest

from sar2optical_qgis.core.sentinel.cover import BARE, BUILT, FOREST, GREEN, SNOW, UNKNOWN, WATER
from training.data.cover_labels import cover_labels, labels_of_map

SPECTRA = {  # B02 B03 B04 B08 B12
    WATER: (0.05, 0.06, 0.04, 0.04, 0.01),
    FOREST: (0.02, 0.035, 0.02, 0.28, 0.05),
    GREEN: (0.04, 0.08, 0.05, 0.40, 0.12),
    BARE: (0.08, 0.12, 0.17, 0.24, 0.30),
    SNOW: (0.80, 0.80, 0.80, 0.75, 0.10),
}


def ground(spectrum, shape=(40, 40)):
    return {
        name: np.full(shape, value, np.float32) for name, value in zip(('B02', 'B03', 'B04', 'B08', 'B12'), spectrum)
    }


def town(colour=(0.12, 0.12, 0.12), seed=0):
    """Roofs and streets of one pixel each."""
    light = np.random.default_rng(seed).uniform(0.5, 1.5, (40, 40)).astype(np.float32)
    blue, green, red = colour
    return {
        name: value * light for name, value in zip(('B02', 'B03', 'B04', 'B08', 'B12'), (blue, green, red, 0.15, 0.15))
    }


@pytest.mark.parametrize('cover', SPECTRA)
def test_ground_of_one_cover_is_named(cover):
    assert (cover_labels(ground(SPECTRA[cover])) == cover).all()


def test_grey_rough_ground_is_built():
    assert (cover_labels(town()) == BUILT).mean() > 0.9


def test_rough_ground_of_the_colour_of_soil_is_built_only_where_a_town_is_known():
    soil = town((0.07, 0.11, 0.14))
    assert not (cover_labels(soil) == BUILT).any()
    assert (cover_labels(soil, town=True) == BUILT).mean() > 0.9


def test_borders_of_bare_fields_are_not_built():
    bands = ground(SPECTRA[BARE])
    for values in bands.values():
        values[:, ::10] *= 0.6
    assert not (cover_labels(bands) == BUILT).any()


def test_ground_that_is_half_green_is_unknown():
    assert (cover_labels(ground((0.06, 0.09, 0.10, 0.20, 0.20))) == UNKNOWN).all()


@pytest.mark.parametrize('cover', SPECTRA)
def test_without_infrared_sand_alone_is_named(cover):
    bands = {name: values for name, values in ground(SPECTRA[cover]).items() if name in ('B02', 'B03', 'B04')}
    assert (cover_labels(bands) == (BARE if cover == BARE else UNKNOWN)).all()


def test_where_the_reflectance_does_not_count_nothing_is_named():
    valid = np.ones((40, 40), bool)
    valid[:20] = False
    labels = cover_labels(ground(SPECTRA[FOREST]), valid)
    assert (labels[:20] == UNKNOWN).all() and (labels[20:] == FOREST).all()


def test_fields_under_water_are_water_whatever_the_map_says():
    codes = np.full((40, 40), 40)
    assert (labels_of_map(codes, ground(SPECTRA[WATER]), np.ones((40, 40), bool)) == WATER).all()


def test_a_map_names_the_town_that_coarse_pixels_hide():
    codes = np.full((40, 40), 50)
    spectrum = (0.11, 0.12, 0.13, 0.17, 0.16)
    assert (labels_of_map(codes, ground(spectrum), np.ones((40, 40), bool)) == BUILT).all()
