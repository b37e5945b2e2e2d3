"""Units of radar are told apart by what real backscatter looks like, for each polarisation alone and for both."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.sentinel.radar_units import RadarUnit, decide, is_calibrated

RNG = np.random.default_rng(0)
GROUND = np.kron(RNG.normal(0.0, 2.5, (24, 24)), np.ones((4, 4)))
SPECKLE = 10.0 * np.log10(RNG.gamma(4.4, 1 / 4.4, (2, 96, 96)))
FIELDS = {'VV': -11.0 + GROUND + SPECKLE[0], 'VH': -18.0 + GROUND + SPECKLE[1]}
UNITS = {
    'dB': (lambda db: db, RadarUnit('db')),
    'dB x 10': (lambda db: np.rint(db * 10).astype(np.int16), RadarUnit('db', 0.1)),
    'dB x 100': (lambda db: np.rint(db * 100).astype(np.int16), RadarUnit('db', 0.01)),
    'power': (lambda db: 10 ** (db / 10), RadarUnit('linear')),
    'amplitude': (lambda db: 10 ** (db / 20), RadarUnit('amplitude')),
    'power x 10000': (lambda db: np.rint(1e4 * 10 ** (db / 10)).astype(np.uint16), RadarUnit('linear', 1e-4)),
    'amplitude x 10000': (lambda db: np.rint(1e4 * 10 ** (db / 20)).astype(np.uint16), RadarUnit('amplitude', 1e-4)),
    'digital numbers': (lambda db: np.rint(480 * 10 ** (db / 20)).astype(np.uint16), RadarUnit('amplitude')),
    'their square': (lambda db: np.rint(480 * 10 ** (db / 20)).astype(np.float32) ** 2, RadarUnit('linear')),
}


def of(numbers):
    return numbers.ravel(), np.ones(numbers.size, bool)


@pytest.mark.parametrize('unit', UNITS)
@pytest.mark.parametrize('polarisations', [('VV',), ('VH',), ('VV', 'VH')])
def test_the_unit_is_told_from_the_numbers(unit, polarisations):
    made, expected = UNITS[unit]
    assert decide({p: of(made(FIELDS[p])) for p in polarisations}, is_byte=False) == expected


@pytest.mark.parametrize(('kind', 'root'), [('linear', 10), ('amplitude', 20)])
def test_numbers_of_0_to_1_in_16_bits_are_told_by_both_polarisations(kind, root):
    made = {p: of(np.rint(65535 * 10 ** (db / root)).clip(0, 65535).astype(np.uint16)) for p, db in FIELDS.items()}
    assert decide(made, is_byte=False) == RadarUnit(kind, 1 / 65535)


def test_decibels_stretched_over_16_bits_and_cut_off_there_are_a_picture():
    made = {p: of(np.rint((FIELDS[p] + 20) / 15 * 65535).clip(0, 65535).astype(np.uint16)) for p in FIELDS}
    assert decide(made, is_byte=False) == RadarUnit('uint8', 255 / 65535)


@pytest.mark.parametrize('unit', ['dB', 'dB x 10', 'dB x 100', 'power', 'amplitude'])
def test_every_unit_leads_to_the_same_decibels(unit):
    made, expected = UNITS[unit]
    assert np.abs(expected.to_db(made(FIELDS['VV'])) - np.maximum(FIELDS['VV'], -50)).max() < 0.06


def test_a_bright_forest_as_power_is_no_amplitude():
    forest = 10 ** ((-6.5 + RNG.normal(0, 1, (96, 96))) / 10)
    assert decide({'VV': of(forest)}, is_byte=False).kind == 'linear'


def test_what_is_given_by_hand_wins():
    assert decide({'VV': of(10 ** (FIELDS['VV'] / 10))}, False, 'amplitude').kind == 'amplitude'
    assert decide({'VV': of(np.arange(256))}, True, 'linear').kind == 'linear'


def test_scale_and_offset_of_the_file_come_first():
    numbers = np.rint((FIELDS['VV'] + 50.0) * 100).astype(np.int16)
    assert decide({'VV': of(numbers)}, False, 'auto', (0.01, -50.0)) == RadarUnit('db', 0.01, -50.0)


def test_bytes_are_a_picture_of_unknown_stretch():
    assert decide({'VV': of(np.arange(256))}, is_byte=True) == RadarUnit('uint8')
    assert decide({'VV': of(np.arange(256) / 255)}, False, 'uint8') == RadarUnit('uint8', 255.0)
    assert not is_calibrated({'VV': -12.0}, 'uint8') and not is_calibrated({'VV': 47.0}, 'db')


def test_power_with_noise_below_zero_is_still_power():
    power = 10 ** (FIELDS['VH'] / 10)
    power.ravel()[::20] = -1e-3
    assert decide({'VH': of(power)}, False).kind == 'linear'


@pytest.mark.parametrize('level', [-14.0, -10.0, -6.0])
def test_what_amplitude_of_one_polarisation_might_be_as_well_is_named(level):
    db = level + GROUND + SPECKLE[0]
    assert decide({'VV': of(10 ** (db / 20))}, False).others


def test_amplitude_of_both_polarisations_leaves_no_doubt():
    assert not decide({p: of(10 ** (db / 20)) for p, db in FIELDS.items()}, False).others
