"""Sentinel-1 GRD as delivered is calibrated by its own annotation: folder, zip, or one file of measurement/."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.sentinel.grd_calibration import LEAST, calibrated
from sar2optical_qgis.core.sentinel.grd_tables import read_tables
from sar2optical_qgis.core.sentinel.product_xml import find, read_xml
from sar2optical_qgis.core.sentinel.radar import Radar
from tests.grd import COLS, ROWS, SEAM, calibration_xml, noise_xml, numbers, write_grd_safe


@pytest.fixture
def product(tmp_path: Path) -> Path:
    return write_grd_safe(tmp_path)


def files(product: Path) -> list[str]:
    return [str(next((product / 'measurement').glob(f'*-{name}-*'))) for name in ('vv', 'vh')]


def power_of(product: Path, quantity: str = 'sigma0') -> np.ndarray:
    paths = files(product)
    return calibrated(gdal.Open(paths[0]), paths, ['VV', 'VH'], quantity).ReadAsArray()


def expected(number: int, noise: bool = True, level: float = 400.0) -> np.ndarray:
    lines, pixels = np.mgrid[:ROWS, :COLS].astype(float)
    amplitude = level + 100 * pixels / (COLS - 1) + 10 * lines / (ROWS - 1)
    off = np.where(pixels < SEAM, 800.0, 1200.0) * noise
    digital = numbers(number).astype(float)
    return np.where(digital == 0, 0.0, np.maximum((digital**2 - off) / amplitude**2, LEAST))


def away_from_the_seam(values: np.ndarray) -> np.ndarray:
    return np.delete(values, np.s_[SEAM - 32 : SEAM + 32], axis=-1)


def test_power_is_what_the_tables_say_and_no_data_stays_none(product):
    made = power_of(product)
    for number in (1, 2):
        want = expected(number)
        np.testing.assert_allclose(
            away_from_the_seam(made[number - 1]), away_from_the_seam(want), rtol=0.02, atol=2 * LEAST
        )
    assert (made[:, :, :20] == 0).all() and (made[:, 100:120, 100:140] == np.float32(LEAST)).all()


def test_gamma_nought_has_its_own_table(product):
    np.testing.assert_allclose(
        away_from_the_seam(power_of(product, 'gamma0')[0]), away_from_the_seam(expected(1, level=380.0)),
        rtol=0.02, atol=2 * LEAST,
    )  # fmt: skip


def test_noise_that_is_off_already_is_not_taken_off_again(product):
    for path in (product / 'annotation').glob('*.xml'):
        path.write_text(path.read_text().replace('false', 'true'))
    np.testing.assert_allclose(power_of(product)[0], expected(1, noise=False), rtol=0.02, atol=2 * LEAST)


def test_noise_of_old_processors_has_no_azimuth_part(product):
    for path in (product / 'annotation' / 'calibration').glob('noise-*.xml'):
        path.write_text(noise_xml(is_old=True))
    made = power_of(product)[0][:, SEAM + 32 :]
    digital = numbers(1)[:, SEAM + 32 :].astype(float)
    amplitude = np.sqrt((digital**2 - 600) / np.maximum(made, LEAST))
    assert 449 < np.median(amplitude) < 490


@pytest.mark.parametrize('given', ['folder', 'manifest', 'zip', 'file', 'the other file'])
def test_every_way_to_name_a_product_opens_both_polarisations_calibrated(product, tmp_path, given):
    path = {
        'folder': str(product), 'manifest': str(product / 'manifest.safe'), 'file': files(product)[0],
        'the other file': files(product)[1], 'zip': str(tmp_path / f'{product.stem}.zip'),
    }[given]  # fmt: skip
    if given == 'zip':
        shutil.make_archive(path[: -len('.zip')], 'zip', product.parent, product.name)
    radar = Radar(path)
    assert radar.polarisations == ('VV', 'VH') and radar.scale == 'linear' and radar.calibrated
    assert 'sigma nought' in radar.decisions[0] and 'noise taken off' in radar.decisions[0]
    want = 10 * np.log10(np.median(expected(1)[expected(1) > LEAST]))
    assert abs(radar.statistics['VV'].median_db - want) < 0.5


def test_without_its_annotation_a_file_is_read_as_it_is(product):
    shutil.rmtree(product / 'annotation')
    radar = Radar(files(product)[0])
    assert radar.scale == 'amplitude' and not radar.calibrated


def test_a_damaged_table_is_one_sentence(product):
    path = next((product / 'annotation' / 'calibration').glob('calibration-*-vv-*'))
    path.write_text(calibration_xml().replace('400 500', 'a b'))
    with pytest.raises(InputError, match='calibration of Sentinel-1 is damaged'):
        Radar(str(product))


def test_an_empty_product_is_one_sentence(product):
    shutil.rmtree(product / 'measurement')
    with pytest.raises(InputError, match='no image in measurement'):
        Radar(str(product))


def test_a_layer_is_calibrated_to_gamma_nought_where_that_is_asked_for(product):
    sigma, gamma = (Radar(str(product), quantity=quantity) for quantity in ('sigma0', 'gamma0'))
    more = gamma.statistics['VV'].median_db - sigma.statistics['VV'].median_db
    assert abs(more - 20 * np.log10(450 / 430)) < 0.1 and 'gamma nought' in gamma.decisions[0]
    with pytest.raises(InputError, match='CALIBRATION'):
        Radar(str(product), quantity='beta0')


@pytest.mark.data
@pytest.mark.parametrize(
    ('name', 'polarisation', 'shape'),
    [
        ('S1A_IW_GRDH*20210809', 'vv', (16676, 26144)),  # IPF 3.31
        ('S1A_IW_GRDH*20210809', 'vh', (16676, 26144)),
        ('S1B_IW_GRDH*20211223', 'vv', (16700, 25800)),  # IPF 3.40, about its size
    ],
)
def test_tables_of_real_products_have_the_noise_that_is_known_of_sentinel_1(shared_data, name, polarisation, shape):
    folder = next((shared_data / 'products').glob(f'{name}*'))
    path = next((folder / 'annotation' / 'calibration').glob(f'calibration-*-{polarisation}-*'))
    noise = path.with_name(path.name.replace('calibration-', 'noise-'))
    tables = read_tables(read_xml(str(path)), read_xml(str(noise)), False, *shape)
    assert len(list(find(read_xml(str(noise)), 'noiseAzimuthVector'))) == 3
    floor = 10 * np.log10(tables.noise[:, 4:-40])  # trailing zeros at far range
    assert -31 < floor.min() < floor.max() < -21
    brighter = read_tables(read_xml(str(path)), None, False, *shape, 'gamma0').gain / tables.gain
    assert 0.5 < 10 * np.log10(brighter.min()) < 10 * np.log10(brighter.max()) < 1.8  # 1 / cos of 31 to 46 degrees
