"""SAR to optical with an older clear picture: changed ground follows the radar, the rest keeps its detail."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError, ModelError
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from sar2optical_qgis.core.sentinel.radiometry import natural_colour
from tests.core.conftest import TEN, make_place
from tests.makers import read, write_raster
from training.data.simulation.covers import BANDS
from training.data.simulator import simulate

FIELD, SOURCE = np.s_[..., 40:64, 40:64], np.s_[..., 0:24, 0:24]  # of the simulated scene


def change(seed, darker=True):
    """A simulated scene on two dates: between them one field became what a very different one was."""
    scene = simulate(seed=seed, size=256)
    bands = [BANDS.index(b) for b in ('B04', 'B03', 'B02')]
    before = natural_colour(scene.s2_clear[bands] / np.float32(1e4))
    blocks = [(r, c) for r in range(0, 232, 8) for c in range(0, 232, 8)]
    level = {b: scene.s1[0, b[0] : b[0] + 24, b[1] : b[1] + 24] for b in blocks}
    calm = sorted(blocks, key=lambda b: level[b].std())[: len(blocks) // 3]  # whole fields, no borders
    dark, bright = min(calm, key=lambda b: level[b].mean()), max(calm, key=lambda b: level[b].mean())
    old, new = (bright, dark) if darker else (dark, bright)
    put, taken = (tuple(np.s_[..., b[0] : b[0] + 24, b[1] : b[1] + 24]) for b in (old, new))
    s1, clear = scene.s1.copy(), scene.s2_clear.copy()
    s1[put], clear[put] = scene.s1[taken], scene.s2_clear[taken]
    where = np.zeros(s1.shape[1:], bool)
    where[old[0] + 4 : old[0] + 20, old[1] + 4 : old[1] + 20] = True
    today = natural_colour(clear[bands] / np.float32(1e4))
    return {'scene': scene, 's1': s1, 'before': before, 'today': today, 'where': where}


@pytest.fixture(scope='module')
def changed():
    return change(seed=7)


def translate(folder, s1, older, descriptions=BANDS, **options):
    paths = {
        'input': write_raster(folder / 's1.tif', s1, ('VV', 'VH'), nodata=-9999),
        'reference': write_raster(folder / 'older.tif', older, descriptions, nodata=0),
        'output': str(folder / 'out.tif'), 'uncertainty': str(folder / 'sigma.tif'),
    }  # fmt: skip
    report = SarToOptical(**{**paths, **options}).run()
    return read(folder / 'out.tif')[:3] / 255.0, read(folder / 'sigma.tif') / 255.0, report


@pytest.mark.parametrize(
    ('seed', 'darker', 'with_radar'), [(7, True, False), (7, True, True), (3, True, False), (5, False, True)]
)
def test_a_field_that_changed_follows_the_radar_and_the_rest_keeps_its_own_detail(tmp_path, seed, darker, with_radar):
    changed = change(seed, darker)
    scene, where = changed['scene'], changed['where']
    options = {
        'input': write_raster(tmp_path / 's1_2024-07-20.tif', changed['s1'], ('VV', 'VH'), nodata=-9999),
        'reference': write_raster(tmp_path / 's2_2023-11-20.tif', scene.s2_clear, BANDS, nodata=0),
    }
    if with_radar:
        options['reference_sar'] = write_raster(tmp_path / 's1_then.tif', scene.s1, ('VV', 'VH'), nodata=-9999)
    made, sigma, report = translate(tmp_path, changed['s1'], scene.s2_clear, **options)
    off = {name: np.abs(made - changed[name])[:, where].mean() for name in ('today', 'before')}
    stale = np.abs(changed['before'] - changed['today'])[:, where].mean()
    assert off['today'] < (0.5 if with_radar and darker else 0.9) * stale  # careful, not bold
    kept = ~where  # whose broad colour may be another season's
    assert np.abs(made - changed['before'])[:, kept].mean() < 0.045
    across = [np.diff(p, axis=2)[:, kept[:, 1:]].ravel() for p in (made, changed['before'])]
    assert np.corrcoef(*across)[0, 1] > 0.9  # its detail
    assert report.model == 'sar_to_optical' and (sigma[:, kept] > 0).all()  # which counts beside the fit
    assert sigma[:, where].mean() > sigma[:, kept].mean()
    assert gdal.Open(str(tmp_path / 'out.tif')).GetMetadataItem('SAR2OPTICAL_SYNTHETIC') == 'YES'


def test_the_same_radar_for_both_dates_is_told_to_say_that_nothing_has_changed(tmp_path, changed):
    scene = changed['scene']
    _, _, report = translate(tmp_path, scene.s1, scene.s2_clear, reference_sar=str(tmp_path / 's1.tif'))
    assert any('REFERENCE_SAR is INPUT itself' in sentence for sentence in report.decisions)


def test_without_onnxruntime_a_reference_is_enough(tmp_path, changed, monkeypatch):
    monkeypatch.setitem(__import__('sys').modules, 'onnxruntime', None)
    made, sigma, report = translate(tmp_path, changed['s1'], changed['scene'].s2_clear)
    assert np.abs(made - changed['before']).mean() < 0.02 and (sigma > 0).all()
    assert report.model == '' and report.device == 'cpu'
    assert any('what changed since is not shown' in sentence for sentence in report.decisions)


def test_a_model_that_is_asked_for_must_open(tmp_path, changed):
    with pytest.raises(ModelError):
        translate(tmp_path, changed['s1'], changed['scene'].s2_clear, model=str(tmp_path / 'none.onnx'))


def test_dates_are_read_from_names_and_told(tmp_path, changed):
    older = write_raster(tmp_path / 'older_2024-08-01.tif', changed['scene'].s2_clear, BANDS, nodata=0)
    s1 = write_raster(tmp_path / 's1_2024-08-04.tif', changed['scene'].s1, ('VV', 'VH'), nodata=-9999)
    _, _, report = translate(tmp_path, changed['scene'].s1, changed['scene'].s2_clear, input=s1, reference=older)
    assert 'REFERENCE is 3 day(s) older than INPUT.' in report.decisions
    _, _, report = translate(tmp_path, changed['scene'].s1, changed['scene'].s2_clear)
    assert any('is not known' in sentence for sentence in report.decisions)


def test_a_scene_of_a_few_hundred_pixels_is_enough(tmp_path, changed):
    s1, clear = (values[:, :16, :16].copy() for values in (changed['scene'].s1, changed['scene'].s2_clear))
    made, _, _ = translate(tmp_path, s1, clear)
    assert np.abs(made - changed['before'][:, :16, :16]).mean() < 0.08
    with pytest.raises(InputError, match='too few valid pixels'):
        translate(tmp_path, s1[:, :12, :12].copy(), clear[:, :12, :12].copy())


def test_holes_of_the_reference_take_the_colours_that_the_radar_suggests(tmp_path, changed):
    older = changed['scene'].s2_clear.copy()
    older[:, 100:140, 100:140] = 0
    made, _, _ = translate(tmp_path, changed['scene'].s1, older)
    hole = np.s_[:, 105:135, 105:135]
    assert np.abs(made - changed['before'])[hole].mean() < 0.06 and (made[hole] > 0).all()


def test_clouds_of_the_reference_are_left_out_and_told(tmp_path, changed):
    scene, older = changed['scene'], changed['scene'].s2_clear.copy()
    cloud = np.s_[:, 90:150, 90:150]
    older[cloud] = 7000 + 100 * np.arange(len(older))[:, None, None]
    made, _, report = translate(tmp_path, scene.s1, older)
    assert np.abs(made - changed['before'])[cloud].mean() < 0.08 and made[cloud].max() < 0.7
    assert any(told.startswith('REFERENCE is cloudy: ') for told in report.decisions)
    assert any(told.startswith('REFERENCE has data for about ') for told in report.decisions)


def test_a_reference_that_is_clear_stays_whole_and_nothing_is_said_of_clouds(tmp_path, changed):
    _, _, report = translate(tmp_path, changed['scene'].s1, changed['scene'].s2_clear)
    told = ' '.join(report.decisions)
    assert 'cloud' not in told and 'has data for' not in told


def test_how_much_of_the_radar_a_reference_and_its_radar_cover_is_told(tmp_path, changed):
    scene = changed['scene']
    older, then = scene.s2_clear.copy(), scene.s1.copy()
    older[:, :, 128:], then[:, 64:] = 0, -9999
    path = write_raster(tmp_path / 'then.tif', then, ('VV', 'VH'), nodata=-9999)
    _, _, report = translate(tmp_path, scene.s1, older, reference_sar=path)
    told = ' '.join(report.decisions)
    assert 'REFERENCE has data for about 50% of INPUT' in told and 'REFERENCE_SAR has data for about 25%' in told


def test_an_8_bit_picture_or_another_grid_serve_as_a_reference(tmp_path, changed):
    picture = np.rint(changed['before'] * 255).astype(np.uint8)
    made, _, report = translate(tmp_path, changed['scene'].s1, picture, ('', '', ''))
    assert 'an 8-bit picture' in ' '.join(report.decisions) and np.abs(made - changed['before']).mean() < 0.05
    coarse = changed['scene'].s2_clear[:, ::2, ::2].copy()
    path = write_raster(tmp_path / 'coarse.tif', coarse, BANDS, nodata=0, pixel=20.0)
    made, _, _ = translate(tmp_path, changed['scene'].s1, changed['scene'].s2_clear, reference=path)
    assert np.abs(made - changed['before']).mean() < 0.05


def test_the_tile_size_does_not_change_the_picture(tmp_path):
    place = make_place(tmp_path, size=560)
    pictures = [translate(tmp_path, place.db, place.clear, TEN, tile_size=size)[:2] for size in (256, 512)]
    assert np.abs(pictures[0][0] - pictures[1][0]).max() < 1.1 / 255
    assert np.abs(pictures[0][1] - pictures[1][1]).max() < 0.01


def test_nodata_of_the_radar_stays_nodata(tmp_path, changed):
    s1 = changed['scene'].s1.copy()
    s1[:, :20] = -9999
    translate(tmp_path, s1, changed['scene'].s2_clear)
    alpha = read(tmp_path / 'out.tif')[3]
    assert (alpha[:20] == 0).all() and (alpha[20:] == 255).all()


def test_what_cannot_teach_is_refused_with_a_remedy(tmp_path, changed):
    s1, clear = changed['scene'].s1, changed['scene'].s2_clear
    with pytest.raises(InputError, match='no bands described as B04, B03 and B02'):
        translate(tmp_path, s1, clear[:4], ('a', 'b', 'c', 'd'))
    far = write_raster(tmp_path / 'far.tif', clear, BANDS, nodata=0, origin=(900000.0, 5600000.0))
    with pytest.raises(InputError, match='REFERENCE'):
        translate(tmp_path, s1, clear, reference=far)
    with pytest.raises(InputError, match='REFERENCE_SAR is given without REFERENCE'):
        translate(tmp_path, s1, clear, reference='', reference_sar='x.tif')
    one = write_raster(tmp_path / 'hh.tif', s1[1:], ('VH',), nodata=-9999)
    other = write_raster(tmp_path / 'vv.tif', s1[:1], ('VV',), nodata=-9999)
    with pytest.raises(InputError, match='no polarisation in common'):
        translate(tmp_path, s1, clear, input=one, reference_sar=other)
    assert not (tmp_path / 'out.tif').exists()
