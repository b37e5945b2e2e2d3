"""Every algorithm reads the files of odd_files.py rightly, or says why it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.assess.assessment import Assess
from sar2optical_qgis.core.batch.scenes import Scene, perform
from sar2optical_qgis.core.composite.request import CloudFreeComposite
from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.preview import Window, preview
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from tests.core.conftest import TEN, make_place
from tests.core.odd_files import (
    MASKS,
    OPTICAL,
    OUTSIDE,
    PICTURES,
    RADAR,
    REFUSED_MASKS,
    REFUSED_RADAR,
    SIZE,
    Odd,
    stretched,
    write,
)
from tests.makers import read, write_raster

RADAR_NAMES = ('VV', 'VH')
CLOSE = 2e-3  # reflectance
PLAIN = Odd(lambda values: values, nodata=0)


@pytest.fixture(scope='module')
def place(tmp_path_factory):
    return make_place(tmp_path_factory.mktemp('odd'), SIZE)


@pytest.fixture(scope='module')
def models(sar_model, cloud_model):
    return {'sar': sar_model, 'clouds': cloud_model}


def optical(place, row: Odd) -> str:
    return write(place.folder, row, place.cloudy, TEN)


def radar(place, row: Odd) -> str:
    return write(place.folder, replace(row, file='odd_radar'), place.db, RADAR_NAMES)


def reflectance(path: str, row: Odd) -> np.ndarray:
    return read(path).astype(np.float64)[: len(row.bands)] / row.divide + row.add


def clean(place, image: str, mask: str = '', **options):
    """Return the paths of layer and mask without clouds, and what was decided."""
    out, generated = (str(place.folder / f'clean_{name}.tif') for name in ('layer', 'mask'))
    request = RemoveClouds(
        image, mask or place.scl, out, generated_mask=generated, method='regression', dilate=0, device='cpu'
    )
    return out, generated, ' '.join(replace(request, **options).run().decisions)


def compose(place, image: str, mask: str, row: Odd, method: str = 'regression', **options):
    """Return a composite of an image and an earlier plain one without clouds, and what was decided."""
    days = [date(2024, 7, 15) + timedelta(days=10 * k) for k in range(2)]
    other = write(place.folder, replace(row, file=f'{row.file}_other'), place.clear, TEN)
    clear = write_raster(place.folder / 'clear_scl.tif', np.full((1, SIZE, SIZE), 4, np.uint8))
    out = str(place.folder / 'composite.tif')
    request = CloudFreeComposite(
        (other, image), (clear, mask), out, dates=','.join(map(str, days)), method=method, dilate=0, **options
    )
    return out, ' '.join(request.run().decisions)


@pytest.fixture(scope='module')
def plain(place):
    """(reflectance, mask, reflectance of the composite) of the plain files."""
    image = optical(place, PLAIN)
    out, generated, _ = clean(place, image)
    composed, _ = compose(place, image, place.scl, PLAIN)
    return reflectance(out, PLAIN), read(generated)[0], reflectance(composed, PLAIN)


def require_like(path: str, row: Odd, wanted: np.ndarray, mask: np.ndarray | None = None) -> None:
    """Assert that a result is the plain one where the row has data, and the file's own fill elsewhere."""
    made = reflectance(path, row)
    own = ~row.empty if row.empty is not None else np.ones(made.shape[1:], bool)
    is_whole = row.empty is None and len(row.bands) == len(TEN)  # else the fit learns from less
    assert np.abs(made - wanted[list(row.bands)])[:, own].max() < (CLOSE if is_whole else 20 * CLOSE)
    if mask is not None:
        assert (mask[~own] == 255).all() and (mask[own] != 255).all()


@pytest.mark.parametrize('what', OPTICAL)
def test_remove_clouds_reads_optical_layers(place, plain, what):
    row = OPTICAL[what]
    path = optical(place, row)
    out, generated, told = clean(place, path)
    require_like(out, row, plain[0], read(generated)[0])
    before, after, kept = read(path), read(out), read(generated)[0] != 1
    assert np.array_equal(before[:, kept], after[:, kept], equal_nan=before.dtype.kind == 'f')
    assert row.told in told


@pytest.mark.parametrize('what', [name for name, row in OPTICAL.items() if row.names is None])
def test_the_network_of_remove_clouds_gets_reflectance(place, plain, models, what):
    row = OPTICAL[what]
    out, generated, _ = clean(place, optical(place, row), method='network', model=models['clouds'])
    require_like(out, row, plain[0], read(generated)[0])


@pytest.mark.parametrize('what', [name for name, row in OPTICAL.items() if row.empty is None])
def test_a_composite_reads_optical_layers(place, plain, what):
    row = OPTICAL[what]
    out, _ = compose(place, optical(place, row), place.scl, row)
    require_like(out, row, plain[2])


@pytest.mark.parametrize('what', OPTICAL)
def test_assess_compares_reflectance(place, what):
    row = OPTICAL[what]
    reference = write(place.folder, replace(row, file=f'{row.file}_other'), place.clear, TEN)
    found = Assess(optical(place, row), reference).run().scores['all']
    own = ~row.empty if row.empty is not None else np.ones((SIZE, SIZE), bool)
    both = [row.make(values).astype(float)[: len(row.bands), own] for values in (place.cloudy, place.clear)]
    off = np.abs(both[0] - both[1]).mean() / row.divide
    assert found['pixels'] == own.sum() and abs(found['MAE'] - off) < 1e-3


@pytest.mark.parametrize('newer', ['digital numbers with the offset', 'offset in floats'])
def test_one_date_with_the_offset_and_one_without_are_told_apart(place, plain, newer):
    row, days = OPTICAL[newer], '2024-07-25,2024-07-15'
    clear = write_raster(place.folder / 'clear_scl.tif', np.full((1, SIZE, SIZE), 4, np.uint8))
    old = replace(OPTICAL['digital numbers as float'], file='old')
    if 'float' in newer:
        old = replace(OPTICAL['reflectance as float'], file='old')
    paths, out = (optical(place, row), write(place.folder, old, place.clear, TEN)), str(place.folder / 'mixed.tif')
    CloudFreeComposite(paths, (place.scl, clear), out, dates=days, method='regression', dilate=0).run()
    require_like(out, row, plain[2])


def test_a_date_that_lies_off_the_target_is_moved_onto_it(place, plain):
    image, days = optical(place, PLAIN), '2024-07-25,2024-07-15'
    clear, made = np.full((1, SIZE, SIZE), 4, np.uint8), []
    for name, origin in (('right', (500000.0, 5600000.0)), ('off', (500020.0, 5600010.0))):
        other = write_raster(place.folder / f'{name}.tif', place.clear, TEN, nodata=0, origin=origin)
        mask = write_raster(place.folder / f'{name}_scl.tif', clear, origin=origin)
        out = str(place.folder / 'composite.tif')
        told = CloudFreeComposite((image, other), (place.scl, mask), out, dates=days, dilate=0).run().decisions
        assert ('by phase correlation' in ' '.join(told)) == (name == 'off')
        made.append(np.abs(read(out) - place.clear.astype(float))[:, place.classes[0] == 9].mean())
    assert made[1] < 1.7 * made[0]


@pytest.mark.parametrize('what', ['255 in all bands, among the values', '-9999 in dB'])
def test_a_batch_reads_the_same_files(place, models, what):
    if what in OPTICAL:
        path, wanted = optical(place, OPTICAL[what]), read(clean(place, optical(place, OPTICAL[what]))[0])
        entry = {'algorithm': 'removeclouds', 'input': path, 'mask': place.scl, 'method': 'regression', 'dilate': 0}
    else:
        path = radar(place, RADAR[what])
        wanted, _ = picture(place, path, models['sar'])
        entry = {'algorithm': 'sartooptical', 'input': path, 'model': models['sar']}
    scene = Scene.of({**entry, 'device': 'cpu', 'output': str(place.folder / 'of_batch.tif')}, place.folder)
    scene.outputs[0].unlink(missing_ok=True)
    assert perform(scene).state == 'done' and np.array_equal(read(scene.outputs[0]), wanted)
    swapped = place.s1 if what in OPTICAL else optical(place, PLAIN)
    refused = perform(Scene.of({**entry, 'input': swapped, 'output': 'no.tif'}, place.folder))
    assert refused.state == 'failed' and ' a Sentinel-' in refused.sentence


def picture(place, path: str, model: str, **options):
    out = str(place.folder / 'picture.tif')
    report = SarToOptical(path, out, model=model, device='cpu', **options).run()
    return read(out).astype(int), ' '.join(report.decisions)


def with_holes(place, empty: np.ndarray | None) -> str:
    """Return the path of plain radar with a declared nodata where a row has no data."""
    values = place.db.copy()
    if empty is not None:
        values[:, empty] = -9999
    return write_raster(place.folder / 'plain_radar.tif', values, RADAR_NAMES, nodata=-9999)


@pytest.mark.parametrize('what', RADAR)
def test_sar_to_optical_reads_radar(place, models, what):
    row = RADAR[what]
    wanted, _ = picture(place, with_holes(place, row.empty), models['sar'])
    made, told = picture(place, radar(place, row), models['sar'])
    assert (made[3] == wanted[3]).mean() > 0.995 and np.abs(made - wanted)[:, made[3] == wanted[3]].max() <= 1
    assert row.told in told


@pytest.mark.parametrize('what', RADAR)
def test_remove_clouds_reads_radar(place, what):
    row, image = RADAR[what], optical(place, PLAIN)
    wanted = reflectance(clean(place, image, sar=with_holes(place, row.empty))[0], PLAIN)
    made = reflectance(clean(place, image, sar=radar(place, row))[0], PLAIN)
    assert np.abs(made - wanted).max() < 3 * CLOSE


@pytest.mark.parametrize('what', ['power', 'dB x 100', '-9999 in dB'])
def test_a_composite_and_a_preview_read_radar(place, models, what):
    row, image, path = RADAR[what], optical(place, PLAIN), radar(place, RADAR[what])
    wanted, _ = compose(place, image, place.scl, PLAIN, sars=(with_holes(place, row.empty),))
    wanted = reflectance(wanted, PLAIN)
    made, _ = compose(place, image, place.scl, PLAIN, sars=(path,))
    assert np.abs(reflectance(made, PLAIN) - wanted).max() < 3 * CLOSE
    pictures = []
    for each in (with_holes(place, row.empty), path):
        request = SarToOptical(each, model=models['sar'], device='cpu')
        x, _, _, y, _, _ = gdal.Open(each).GetGeoTransform()
        shown = Window((x, y - 10 * SIZE, x + 10 * SIZE, y), 30.0)
        pictures.append(read(preview(request, shown, place.folder).path).astype(int))
    assert np.abs(pictures[0] - pictures[1])[:, pictures[0][3] == pictures[1][3]].max() <= 1
    assert (pictures[0][3] == pictures[1][3]).mean() > 0.98


@pytest.mark.parametrize(('number', 'name'), [(0, 'VV'), (1, 'VH')])
def test_a_radar_band_without_a_name_is_told_by_its_values(place, models, number, name):
    made, told = picture(place, write_raster(place.folder / 'alone.tif', place.db[number, None]), models['sar'])
    named = write_raster(place.folder / 'named.tif', place.db[number, None], (name,))
    assert f'taken as {name}' in told and np.array_equal(made, picture(place, named, models['sar'])[0])


def test_land_cover_that_was_interpolated_is_refused(place, models):
    coarse = np.random.default_rng(0).choice([10, 30, 40, 80], (1, SIZE // 4, SIZE // 4)).astype(np.uint8)
    small = gdal.Open(write_raster(place.folder / 'cover.tif', coarse, pixel=40.0))
    path, radar_file = str(place.folder / 'fine_cover.tif'), radar(place, RADAR['power'])
    gdal.Translate(path, small, width=SIZE, height=SIZE, resampleAlg='bilinear')
    with pytest.raises(InputError, match=r'LANDCOVER .* as interpolation makes'):
        picture(place, radar_file, models['sar'], landcover=path)
    gdal.Translate(path, small, width=SIZE, height=SIZE, resampleAlg='near')
    assert 'ESA WorldCover' in picture(place, radar_file, models['sar'], landcover=path)[1]


@pytest.mark.parametrize('what', PICTURES)
def test_pictures_of_radar_are_read_as_their_bytes(place, models, what):
    grey = stretched(place.db).astype(np.uint8)
    wanted, _ = picture(place, write_raster(place.folder / 'bytes.tif', grey, RADAR_NAMES), models['sar'])
    made, told = picture(place, radar(place, PICTURES[what]), models['sar'])
    assert np.abs(made - wanted).max() <= 2 and 'a picture of unknown stretch' in told


@pytest.mark.parametrize('what', REFUSED_RADAR)
def test_radar_that_cannot_be_read_is_refused(place, models, what):
    row, sentence = REFUSED_RADAR[what]
    with pytest.raises(InputError, match=sentence):
        picture(place, radar(place, row), models['sar'])


@pytest.mark.parametrize('what', MASKS)
def test_masks_of_any_kind_hide_the_cloud(place, what):
    mask = MASKS[what]
    image, path = optical(place, PLAIN), mask.write(place)
    _, generated, _ = clean(place, image, path, mask_type=mask.kind)
    assert ((read(generated)[0] == 1) == (place.classes[0] == 9)).all()


@pytest.mark.parametrize('what', ['HLS Fmask bits', 'UDM2', 'probability to 255', 'called clear'])
def test_a_composite_reads_masks(place, plain, what):
    mask, image = MASKS[what], optical(place, PLAIN)
    names = ('clear_mask.tif', 'other.tif')
    clear = replace(mask, cloud=mask.clear, file=names[0][:-4] if what == 'called clear' else 'clear_scl').write(place)
    days = ('2024-07-15', '2024-07-25')
    other = write_raster(place.folder / 'other.tif', place.clear, TEN, nodata=0)
    out, source = (str(place.folder / f'{name}.tif') for name in ('composite', 'source'))
    request = CloudFreeComposite((other, image), (clear, mask.write(place)), out, source, dates=','.join(days))
    replace(request, method='lastclear', dilate=0, mask_type=mask.kind).run()
    assert ((read(source)[0] == 1) == (place.classes[0] == 9)).all()


@pytest.mark.parametrize('what', REFUSED_MASKS)
def test_masks_that_cannot_be_read_are_refused(place, what):
    mask = REFUSED_MASKS[what]
    with pytest.raises(InputError, match=mask.refused):
        clean(place, optical(place, PLAIN), mask.write(place), mask_type=mask.kind)


def test_classes_that_were_interpolated_to_whole_numbers_are_refused(place):
    rng = np.random.default_rng(0)
    coarse = rng.choice([4, 4, 5, 9], (1, SIZE // 4, SIZE // 4)).astype(np.uint8)
    small = gdal.Open(write_raster(place.folder / 'coarse.tif', coarse, pixel=40.0))
    path = str(place.folder / 'fine.tif')
    gdal.Translate(path, small, width=SIZE, height=SIZE, resampleAlg='bilinear')
    with pytest.raises(InputError, match='as interpolation makes'):
        clean(place, optical(place, PLAIN), path)
    gdal.Translate(path, small, width=SIZE, height=SIZE, resampleAlg='near')
    clean(place, optical(place, PLAIN), path)


def test_bits_of_an_unknown_kind_are_refused(place):
    bits = np.random.default_rng(0).integers(0, 255, (1, SIZE, SIZE)).astype(np.uint8)
    with pytest.raises(InputError, match='different values'):
        clean(place, optical(place, PLAIN), write_raster(place.folder / 'bits.tif', bits), mask_type='binary')


def test_a_mask_of_half_the_image_is_refused(place):
    half = write_raster(place.folder / 'half.tif', place.classes[:, :, : SIZE // 2])
    with pytest.raises(InputError, match='says nothing of'):
        clean(place, optical(place, PLAIN), half)


def test_a_mask_that_hides_nothing_is_told(place):
    clear = write_raster(place.folder / 'clear_scl.tif', np.full((1, SIZE, SIZE), 4, np.uint8))
    assert 'The mask hides nothing' in clean(place, optical(place, PLAIN), clear)[2]


def test_clouds_that_were_cut_out_are_filled(place):
    values = place.cloudy.copy()
    values[:, place.classes[0] == 9] = 0
    out, generated, _ = clean(place, write_raster(place.folder / 'cut.tif', values, TEN, nodata=0))
    hidden = read(generated)[0] == 1
    assert (hidden == (place.classes[0] == 9)).all() and (read(out)[:, hidden] > 0).all()


def test_a_pixel_under_cloud_is_filled_where_one_band_is_nodata(place):
    values = place.cloudy.copy()
    values[3, ::7, ::5] = 0
    _, generated, _ = clean(place, write_raster(place.folder / 'one.tif', values, TEN, nodata=0))
    assert (read(generated)[0][place.classes[0] == 9] == 1).all()


def test_bands_of_different_scales_are_refused(place):
    path = write_raster(place.folder / 'scales.tif', place.cloudy, TEN, nodata=0)
    dataset = gdal.Open(path, gdal.GA_Update)
    for number in range(1, 11):
        dataset.GetRasterBand(number).SetScale(1e-4 if number < 5 else 2e-4)
    dataset = None
    with pytest.raises(InputError, match='another scale or offset'):
        clean(place, path)


def test_what_gdal_says_of_the_bands_is_carried_over(place):
    path = write_raster(place.folder / 'said.tif', place.cloudy, TEN)
    dataset = gdal.Open(path, gdal.GA_Update)
    for number in range(1, 11):
        band = dataset.GetRasterBand(number)
        band.SetScale(1e-4)
        band.SetOffset(-0.02)
        band.SetUnitType('reflectance')
    dataset.GetRasterBand(10).SetColorInterpretation(gdal.GCI_AlphaBand)  # its name wins
    gdal.SetConfigOption('GDAL_TIFF_INTERNAL_MASK', 'YES')
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.where(OUTSIDE, 0, 255).astype(np.uint8))
    gdal.SetConfigOption('GDAL_TIFF_INTERNAL_MASK', None)
    dataset = None
    sigma = str(place.folder / 'sigma.tif')
    out, _, _ = clean(place, path, uncertainty=sigma)
    made, sigma = gdal.Open(out), gdal.Open(sigma)
    for number in range(1, 11):
        band, spread = made.GetRasterBand(number), sigma.GetRasterBand(number)
        assert (band.GetScale(), band.GetOffset(), band.GetUnitType()) == (1e-4, -0.02, 'reflectance')
        assert (spread.GetScale(), spread.GetOffset() or 0.0) == (1e-4, 0.0)
        assert band.GetDescription() == TEN[number - 1]
    assert ((made.GetRasterBand(1).GetMaskBand().ReadAsArray() == 0) == OUTSIDE).all()
    changed = made.GetRasterBand(10).ReadAsArray() != place.cloudy[9]
    assert changed[(place.classes[0] == 9) & ~OUTSIDE].mean() > 0.9
