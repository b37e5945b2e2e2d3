"""Scale and offset of optical numbers: by hand, file or product, and only then by what ground looks like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.sentinel.agreement import agreed, guess_told
from sar2optical_qgis.core.sentinel.processing_baseline import offset_by_name
from sar2optical_qgis.core.sentinel.radiometry import ReflectanceScale
from sar2optical_qgis.core.sentinel.reflectance_units import Decided, decide, reflectance_fill
from tests.makers import write_raster

BANDS = ('B02', 'B03', 'B04', 'B08', 'B11', 'B12')
GROUND = {  # reflectance x 10000: middle and spread (as a factor) of each band
    'fields': ((500, 800, 700, 2800, 2200, 1400), 1.35),
    'forest': ((220, 400, 250, 2600, 1300, 600), 1.25),
    'desert': ((1900, 2500, 3200, 3800, 4500, 4200), 1.06),
}
UNITS = {
    'DN': (lambda a: a.astype(np.uint16), ReflectanceScale(1e-4, 0.0)),
    'DN + 1000': (lambda a: (a + 1000).astype(np.uint16), ReflectanceScale(1e-4, -1000.0)),
    'DN as float': (lambda a: a.astype(np.float32), ReflectanceScale(1e-4, 0.0)),
    '0 to 1': (lambda a: (a / 1e4).astype(np.float32), ReflectanceScale(1.0, 0.0)),
    'x 1000': (lambda a: np.rint(a / 10).astype(np.uint16), ReflectanceScale(1e-3, 0.0)),
    'bytes x 255': (lambda a: np.rint(a / 1e4 * 255).clip(1, 255).astype(np.uint8), ReflectanceScale(1 / 255, 0.0)),
    'a picture': (lambda a: np.rint(a / 4e3 * 255).clip(1, 255).astype(np.uint8), ReflectanceScale(0.4 / 255, 0.0)),
    'per cent': (lambda a: (a / 100).astype(np.float32), ReflectanceScale(0.01, 0.0)),
}


def ground(name: str) -> np.ndarray:
    middle, spread = GROUND[name]
    rng = np.random.default_rng(1)
    place = rng.normal(0, 1, (1, 40, 40))
    own = 0.8 * place + 0.6 * rng.normal(0, 1, (len(BANDS), 40, 40))
    return np.array(middle, float)[:, None, None] * spread**own


def layer(tmp_path, values: np.ndarray, name: str = 'a', names: tuple[str, ...] = BANDS) -> Raster:
    return Raster(write_raster(tmp_path / f'{name}.tif', values, names), 'INPUT')


def decided(raster: Raster, s2_offset: str = 'auto', **options) -> Decided:
    every = tuple(range(1, raster.count + 1))
    raster.fill, _ = reflectance_fill(raster, every, *raster.sample(every))
    sample = raster.sample(every)[0].astype(np.float32)
    names = {name: k for k, name in enumerate(raster.descriptions) if name}
    return decide(sample, names, sample, raster, s2_offset, offset_by_name(raster), **options)


@pytest.mark.parametrize('unit', UNITS)
@pytest.mark.parametrize('kind', ['fields', 'forest'])
def test_ground_tells_its_unit(tmp_path, unit, kind):
    make, expected = UNITS[unit]
    found = decided(layer(tmp_path, make(ground(kind)))).scale
    assert found.scale == pytest.approx(expected.scale) and found.offset == pytest.approx(expected.offset)


OVERCAST = {
    'B02': 9400, 'B03': 9700, 'B04': 10000, 'B05': 10100, 'B06': 10200, 'B07': 10300, 'B08': 10500, 'B8A': 10600,
    'B11': 6000, 'B12': 4500,
}  # fmt: skip


@pytest.mark.parametrize('unit', ['DN', '0 to 1'])
def test_an_overcast_is_bright_and_not_in_another_unit(tmp_path, unit):
    rng = np.random.default_rng(1)
    whole = np.array([*OVERCAST.values()], float)[:, None, None] * 1.12 ** rng.normal(0, 1, (1, 40, 40))
    make, expected = UNITS[unit]
    assert decided(layer(tmp_path, make(whole), names=tuple(OVERCAST))).scale.scale == expected.scale


@pytest.mark.parametrize('names', [('B02', 'B03', 'B04', 'B08'), ('blue', 'green', 'red', 'rededge1')])
def test_an_overcast_in_bands_that_landsat_has_not_is_none_of_landsat(tmp_path, names):
    cloud = 8000 + np.random.default_rng(0).normal(0, 300, (4, 40, 40))
    raster = layer(tmp_path, cloud.astype(np.uint16), names=names)
    sample = raster.sample((1, 2, 3, 4))[0].astype(np.float32)
    bands = ('B02', 'B03', 'B04', {'B08': 'B08'}.get(names[3], 'B05'))
    assert decide(sample, {band: k for k, band in enumerate(bands)}, sample, raster).scale.scale == 1e-4


@pytest.mark.parametrize('unit', ['DN', '0 to 1'])
def test_dark_ground_between_clouds_makes_no_other_unit_of_them(tmp_path, unit):
    rng = np.random.default_rng(1)
    clouds = np.array([6800, 6400, 6700, 7200, 4400, 3100], float)[:, None, None]
    whole = np.where(rng.random((1, 40, 40)) < 0.1, ground('forest'), clouds * 1.05 ** rng.normal(0, 1, (1, 40, 40)))
    make, expected = UNITS[unit]
    assert decided(layer(tmp_path, make(whole))).scale.scale == expected.scale


@pytest.mark.parametrize(('given', 'offset'), [('none', 0.0), ('-1000', -1000.0)])
@pytest.mark.parametrize('unit', ['DN', 'DN + 1000'])
def test_what_is_given_by_hand_wins(tmp_path, unit, given, offset):
    assert decided(layer(tmp_path, UNITS[unit][0](ground('fields'))), given).scale.offset == offset


@pytest.mark.parametrize(
    ('name', 'offset'),
    [
        ('S2A_MSIL2A_20240725T102031_N0510_R065_T31UFS_20240725T140000', -1000.0),
        ('S2A_MSIL2A_20190725T102031_N0213_R065_T31UFS_20190725T140000', 0.0),
        ('HLS.S30.T31UFS.2024207T104031.v2.0', 0.0),
        ('S2_SR_HARMONIZED_20240725', 0.0),
        ('SENTINEL2A_20240725-105339-000_L2A_T31TFJ_C_V3-1_FRE', 0.0),
    ],
)
def test_the_name_of_a_product_goes_before_the_numbers(tmp_path, name, offset):
    numbers = (ground('desert') if offset else ground('desert') + 1000).astype(np.uint16)  # which say the contrary
    assert decided(layer(tmp_path, numbers, name)).scale.offset == offset


def test_a_name_that_the_numbers_belie_is_told(tmp_path):
    found = decided(layer(tmp_path, UNITS['DN'][0](ground('forest')), 'S2A_MSIL2A_20240725T102031_N0510_R065'))
    assert found.scale.offset == 0.0 and 'too dark' in found.sentences[0]


@pytest.mark.parametrize('share', [1.0, 0.7])  # its darkest hundredth: 1650 and 1155
def test_where_nothing_is_dark_the_offset_is_not_sure_and_the_remedy_is_told(tmp_path, share):
    found = decided(layer(tmp_path, UNITS['DN'][0](share * ground('desert')[:3]), names=BANDS[:3]))
    assert not found.is_sure and 'S2_OFFSET' in found.sentences[-1]


@pytest.mark.parametrize('unit', ['DN', 'DN + 1000'])
def test_all_bands_together_tell_the_offset_where_none_is_dark(tmp_path, unit):
    savanna = np.array([1230, 1630, 1830, 2080, 2480, 1830])[:, None, None]  # medians of a dry season without clouds
    values = savanna * 1.2 ** np.random.default_rng(1).normal(0, 1, (1, 40, 40)) * np.ones((6, 1, 1))
    make, expected = UNITS[unit]
    names = ('B05', 'B06', 'B07', 'B8A', 'B11', 'B12')
    assert decided(layer(tmp_path, make(values), names=names)).scale.offset == expected.offset


def test_ground_like_no_other_is_not_told_its_offset_for_sure(tmp_path):
    snow = np.full((6, 40, 40), 6000.0) * np.random.default_rng(1).uniform(0.9, 1.1, (6, 40, 40))
    found = decided(layer(tmp_path, UNITS['DN'][0](snow)))
    assert not found.is_sure and found.sentences


def test_a_declared_scale_is_believed_and_a_declared_offset_of_0_is_not(tmp_path):
    raster = layer(tmp_path, UNITS['DN + 1000'][0](ground('fields')))
    raster.scaling = ((1e-4, -0.1),) * len(BANDS)
    assert decided(raster).is_known and decided(raster).scale.offset == pytest.approx(-1000.0)
    raster.scaling = ((1e-4, 0.0),) * len(BANDS)
    assert decided(raster).scale.offset == pytest.approx(-1000.0)


def of(offset: float, darkest: float, scale: float = 1e-4, **options) -> Decided:
    return Decided(ReflectanceScale(scale, offset), darkest=darkest, kind='whole', **options)


def test_dates_that_nothing_tells_follow_those_that_are_known_or_sure():
    unsure, known = of(0.0, 1600.0, is_sure=False), of(-1000.0, 1300.0, is_known=True)
    assert [s.offset for s in agreed([unsure, known])] == [-1000.0, -1000.0]
    assert [s.offset for s in agreed([unsure, of(0.0, 300.0)])] == [0.0, 0.0]
    assert [s.offset for s in agreed([unsure, of(0.0, 1100.0, is_sure=False)])] == [-1000.0, -1000.0]  # some is dark


def test_dates_of_another_time_are_not_asked():
    old, new = of(0.0, 1600.0, is_sure=False, is_old=True), of(-1000.0, 1100.0)
    assert [s.offset for s in agreed([old, new])] == [0.0, -1000.0]


def test_a_date_that_is_too_dark_to_tell_its_scale_follows_a_bright_one():
    dark, bright = of(-1000.0, 1500.0, is_sure=False), of(0.0, 900.0, 1 / 65535, has_scale=True)
    assert [s.scale for s in agreed([dark, bright])] == [1 / 65535, 1 / 65535]
    assert agreed([dark, of(0.0, 900.0, 1 / 65535)])[0].scale == 1e-4


def test_one_bright_date_shows_that_none_is_reflectance_x_1000():
    tenths, dark = of(0.0, 100.0, 1e-3, highest=800.0), of(0.0, 60.0, highest=700.0)
    assert [s.scale for s in agreed([tenths, dark])] == [1e-3, 1e-3]
    assert [s.scale for s in agreed([tenths, dark, of(0.0, 300.0, highest=4000.0)])] == [1e-4, 1e-4, 1e-4]


def test_a_date_of_a_tenth_of_the_numbers_of_others_in_all_bands_is_reflectance_x_1000(tmp_path):
    def dates(by: float) -> list[Decided]:
        made = (ground('fields'), ground('fields') * 1.3, ground('fields') / by)
        return [decided(layer(tmp_path, a.astype(np.uint16), str(k))) for k, a in enumerate(made)]

    assert [s.scale for s in agreed(dates(10.0))] == [1e-4, 1e-4, 1e-3]
    assert [s.scale for s in agreed(dates(2.5))] == [1e-4, 1e-4, 1e-4]


def test_a_picture_without_anything_bright_might_be_reflectance_x_255(tmp_path):
    dim, bright = (np.rint(ground('fields')[:3] / top * 255).clip(1, 255).astype(np.uint8) for top in (1e4, 2e3))
    assert any('reflectance x 255' in told for told in decided(layer(tmp_path, dim, names=BANDS[:3])).sentences)
    assert not decided(layer(tmp_path, bright, 'b', BANDS[:3])).sentences


@pytest.mark.parametrize('kind', ['fields', 'forest'])
def test_numbers_that_look_half_as_bright_as_ground_are_told_to_be_maybe_reflectance_x_5000(tmp_path, kind):
    plain, halves = (
        decided(layer(tmp_path, (ground(kind) / by).astype(np.uint16), str(by))).sentences for by in (1, 2)
    )
    assert not any('5000' in told for told in plain)
    assert any('might be reflectance x 5000' in told and 'a_scale 0.0002' in told for told in halves)


def test_another_scale_that_other_dates_speak_against_is_not_told(tmp_path):
    plain, halves = (decided(layer(tmp_path, (ground('fields') / by).astype(np.uint16), f'd{by}')) for by in (1, 2))
    assert 'x 5000' in guess_told(halves, []) and 'x 5000' in guess_told(halves, [plain, plain])
    assert 'x 5000' in guess_told(halves, [halves, halves]) and not guess_told(plain, [halves])
    assert not guess_told(halves, [replace(halves, sentences=())])


@pytest.mark.parametrize('odd', range(len(BANDS)))
def test_a_band_in_another_unit_than_the_others_is_refused(tmp_path, odd):
    values = ground('forest').astype(np.float32)
    values[odd] /= 1e4
    with pytest.raises(InputError, match=rf'has {BANDS[odd]} up to .* different units'):
        decided(layer(tmp_path, values))


def test_a_band_that_sees_next_to_nothing_is_not(tmp_path):
    values = ground('forest').astype(np.float32)
    values[-1] = np.random.default_rng(0).normal(0, 3, values[-1].shape)  # cirrus, say
    assert decided(layer(tmp_path, values)).scale.offset == 0.0
