"""COVER: the likeliest cover and its probability, from a model that tells cover apart."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import ModelError
from sar2optical_qgis.core.model.network import Network
from sar2optical_qgis.core.model.registry import load_model
from sar2optical_qgis.core.sar_to_optical.cover import likeliest
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from sar2optical_qgis.core.sentinel.cover import CODES, COLOURS
from tests.core.conftest import make_place
from tests.core.runs import translate
from tests.makers import read, write_model


def cover_of(place, model, **options):
    """Return code and percent (rows, cols), and the file's path."""
    path = str(place.folder / 'cover.tif')
    SarToOptical(**{'input': place.s1, 'cover': path, 'model': model, **options}).run()
    return (*read(path), path)


def softmax(logits):
    shares = np.exp(logits - logits.max(axis=0))
    return shares / shares.sum(axis=0)


def test_the_likeliest_of_the_shares_is_named_with_its_probability(place, cover_model):
    code, percent, path = cover_of(place, cover_model)
    vv, vh = (place.db + 15) / 10
    shares = softmax(np.stack([2 - 4 * vv, 4 * vv, 9 * vh + 3]))  # the tiny model's
    expected = np.array([CODES[name] for name in ('water', 'green', 'built')])[shares.argmax(axis=0)]
    assert (code == expected).mean() > 0.999 and np.unique(code).size == 3
    assert np.abs(percent - 100 * shares.max(axis=0)).max() <= 0.51
    assert gdal.Open(path).GetMetadataItem('SAR2OPTICAL_METHOD') == 'network, realistic'


def test_shares_become_codes_and_percent_and_those_of_all_covers_add_up():
    shares = softmax(np.random.default_rng(0).normal(size=(6, 20, 30))).astype(np.float32)
    valid = np.ones((20, 30), bool)
    valid[:3] = False
    code, percent = likeliest(shares, tuple(CODES.values()), valid)
    assert (code[valid] == 1 + shares.argmax(axis=0)[valid]).all() and (code[~valid] == 0).all()
    assert np.abs(percent[valid] - 100 * shares.max(axis=0)[valid]).max() <= 0.5 and (percent[~valid] == 0).all()
    names = ('snow', 'water')  # a model's own order
    code, _ = likeliest(shares[:2], tuple(CODES[name] for name in names), valid)
    assert set(np.unique(code[valid])) == {1, 6} and ((code == 6) == (shares[0] >= shares[1]))[valid].all()


def test_the_shares_that_a_run_sees_add_up_to_one(place, cover_model):
    net = Network(load_model(cover_model), 'cpu')
    batch = np.random.default_rng(0).normal(size=(1, 4, 64, 64)).astype(np.float32)
    (shares,) = net(batch, {'cover': np.empty((1, 3, 64, 64), np.float32)})
    assert np.allclose(shares.sum(axis=1), 1.0, atol=1e-5)


def test_ground_without_radar_has_no_cover(place, cover_model):
    place.db[:, :30, :50] = -9999
    code, percent, _ = cover_of(place, cover_model)
    outside = np.zeros(code.shape, bool)
    outside[:30, :50] = True
    assert ((code == 0) == outside).all() and ((percent == 0) == outside).all()


def test_the_file_says_what_its_codes_mean_and_what_it_is(place, cover_model):
    _, _, path = cover_of(place, cover_model)
    made = gdal.Open(path)
    band = made.GetRasterBand(1)
    colours = band.GetColorTable()
    assert all(colours.GetColorEntry(code)[:3] == COLOURS[name] for name, code in CODES.items())
    assert [made.GetRasterBand(k).GetDescription() for k in (1, 2)] == ['Cover', 'Probability']
    assert [made.GetRasterBand(k).GetNoDataValue() for k in (1, 2)] == [0, 0] and band.DataType == gdal.GDT_Byte
    items = made.GetMetadata()
    assert items['SAR2OPTICAL_SYNTHETIC'] == 'YES' and '1 water, 2 forest' in items['SAR2OPTICAL_COVERS']


def test_the_names_of_the_classes_come_along_where_gdal_keeps_them_beside_the_file(place, cover_model, root):
    """A process of its own: GDAL asks once whether it may write .aux.xml files, as it may in QGIS."""
    path = str(place.folder / 'cover.tif')
    code = (
        'import sys; from osgeo import gdal; from sar2optical_qgis.core.sar_to_optical.request import SarToOptical\n'
        'SarToOptical(sys.argv[1], cover=sys.argv[2], model=sys.argv[3]).run()\n'
        'made = gdal.Open(sys.argv[2]); made.GetGeoTransform()\n'  # which reads what lies beside, in GDAL 3.6
        'print(*made.GetRasterBand(1).GetCategoryNames()[1:])'
    )
    variables = {**os.environ, 'GDAL_PAM_ENABLED': 'YES', 'PYTHONPATH': str(root)}
    words = [sys.executable, '-c', code, place.s1, path, cover_model]
    done = subprocess.run(words, env=variables, capture_output=True, text=True, check=False)
    assert done.stdout.split() == list(CODES), done.stderr
    assert sorted(f.name for f in place.folder.iterdir()) == ['cover.tif', 'cover.tif.aux.xml', 's1.tif']


@pytest.mark.parametrize('style', ['natural', 'realistic'])
def test_picture_uncertainty_and_cover_are_the_same_alone_and_together(place, cover_model, style):
    roles = ('output', 'uncertainty', 'cover')
    together = {role: str(place.folder / f'all_{role}.tif') for role in roles}
    SarToOptical(place.s1, **together, model=cover_model, style=style).run()
    for role in roles:
        alone = str(place.folder / f'alone_{role}.tif')
        SarToOptical(place.s1, **{role: alone}, model=cover_model, style=style).run()
        assert read(alone).tobytes() == read(together[role]).tobytes()


def test_a_scene_that_is_taught_by_an_older_picture_has_cover_too(place, cover_model):
    code, percent, _ = cover_of(place, cover_model)
    options = {'reference': place.s2, 'output': str(place.folder / 'o.tif')}
    taught, sure, _ = cover_of(place, cover_model, **options)
    assert (taught == code).mean() > 0.99 and np.abs(sure.astype(int) - percent).mean() < 1


def test_tiles_of_any_size_give_the_same_cover(tmp_path, cover_model):
    place = make_place(tmp_path, size=400)
    found = [cover_of(place, cover_model, tile_size=size)[:2] for size in (96, 256, 1024)]
    for code, percent in found[1:]:
        assert (code == found[0][0]).mean() > 0.9999 and np.abs(percent.astype(int) - found[0][1]).max() <= 1


def test_a_model_without_cover_cannot_give_one_and_says_so(place, sar_model):
    with pytest.raises(ModelError, match='does not tell cover apart'):
        translate(place, sar_model, cover=str(place.folder / 'cover.tif'))
    assert not list(place.folder.glob('*cover*')) and not list(place.folder.glob('out*'))


def test_a_model_of_unknown_covers_is_refused(place, tmp_path):
    covers = {'water': [1.0, 0.0], 'cheese': [0.0, 1.0]}
    bands = ('Red', 'Green', 'Blue')
    path = write_model(
        tmp_path / 'odd.onnx', 'sar-to-optical', ('vv', 'vh'), bands, 'natural-colour', np.ones((3, 2)), covers
    )
    with pytest.raises(ModelError, match='unknown cover "cheese"'):
        cover_of(place, path)
