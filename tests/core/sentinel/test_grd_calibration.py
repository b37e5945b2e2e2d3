"""Sentinel-1 GRD as delivered is calibrated by its own annotation: folder, zip, or one file of measurement/."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.sentinel.grd_calibration import LEAST, calibrated
from sar2optical_qgis.core.sentinel.grd_tables import read_tables
from sar2optical_qgis.core.sentinel.product_xml import find, read_xml
from sar2optical_qgis.core.sentinel.radar import Radar

ROWS, COLS = 256, 512
NAME = 'S1A_IW_GRDH_1SDV_20240725T055012_20240725T055037_054920_06B0A5_1111.SAFE'
SEAM = 256  # first pixel of the second sub-swath
PIXELS = f'0 128 {SEAM - 1} {SEAM} {COLS - 1}'


def calibration_xml() -> str:
    """A of 400 to 500 across, 10 more at the last line."""
    vectors = ''.join(
        f'<calibrationVector><line>{line}</line><pixel>0 {COLS - 1}</pixel><sigmaNought>{400 + more} {500 + more}'
        f'</sigmaNought><gamma>{380 + more} {480 + more}</gamma></calibrationVector>'
        for line, more in ((0, 0), (ROWS - 1, 10))
    )
    return f'<calibration><calibrationVectorList>{vectors}</calibrationVectorList></calibration>'


def noise_xml(is_old: bool = False) -> str:
    """800 in the first sub-swath and 600 in the second, the latter twice as much along azimuth from IPF 2.9 on."""
    vector, lut = ('noiseVector', 'noiseLut') if is_old else ('noiseRangeVector', 'noiseRangeLut')
    vectors = ''.join(
        f'<{vector}><line>{line}</line><pixel>{PIXELS}</pixel><{lut}>800 800 800 600 600</{lut}></{vector}>'
        for line in (0, ROWS // 2)  # ends before the image does
    )
    block = (
        f'<noiseAzimuthVector><firstAzimuthLine>0</firstAzimuthLine><firstRangeSample>{SEAM}</firstRangeSample>'
        f'<lastAzimuthLine>{ROWS - 1}</lastAzimuthLine><lastRangeSample>{COLS - 1}</lastRangeSample>'
        '<line>0</line><noiseAzimuthLut>2.0</noiseAzimuthLut></noiseAzimuthVector>'
    )
    return f'<noise>{vectors}{"" if is_old else block}</noise>'


def numbers(seed: int) -> np.ndarray:
    digital = np.random.default_rng(seed).integers(60, 300, (ROWS, COLS)).astype(np.uint16)
    digital[:, :20], digital[100:120, 100:140] = 0, 3  # outside the swath; less signal than noise
    return digital


@pytest.fixture
def product(tmp_path: Path) -> Path:
    folder = tmp_path / NAME
    (folder / 'annotation' / 'calibration').mkdir(parents=True)
    (folder / 'measurement').mkdir()
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    points = [
        gdal.GCP(4.0 + 1.4e-4 * x, 50.5 - 0.9e-4 * y, 0, float(x), float(y))
        for x in np.linspace(0, COLS, 5) for y in np.linspace(0, ROWS, 5)
    ]  # fmt: skip
    for number, polarisation in enumerate(('vv', 'vh'), 1):
        stem = f's1a-iw-grd-{polarisation}-20240725t055012-20240725t055037-054920-06b0a5-00{number}'
        made = gdal.GetDriverByName('GTiff').Create(
            str(folder / 'measurement' / f'{stem}.tiff'), COLS, ROWS, 1, gdal.GDT_UInt16
        )
        made.SetGCPs(points, degrees.ExportToWkt())
        made.GetRasterBand(1).WriteArray(numbers(number))
        made = None
        facts = '<thermalNoiseCorrectionPerformed>false</thermalNoiseCorrectionPerformed>'
        (folder / 'annotation' / f'{stem}.xml').write_text(f'<product>{facts}</product>')
        (folder / 'annotation' / 'calibration' / f'calibration-{stem}.xml').write_text(calibration_xml())
        (folder / 'annotation' / 'calibration' / f'noise-{stem}.xml').write_text(noise_xml())
    return folder


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
