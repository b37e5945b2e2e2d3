"""TerraMind's generator on whole rasters, against the real terratorch, with random weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from osgeo import gdal, osr

pytest.importorskip('terratorch', reason='terratorch is not in this Python: run make terramind')

from sar2optical_qgis.core.errors import InputError, ModelError
from training.__main__ import main
from training.baselines.terramind import LayerOfRadar, run
from training.baselines.terramind_generator import COVER, Generator, Weights
from training.baselines.terramind_tiles import generate
from training.networks.offline_weights import sha256_of
from training.networks.terramind_encoder import S2L2A

TINY = ['--model', 'terramind_v1_tiny', '--steps', '1']


def radar(path, rows=60, cols=80, bands=('VV', 'VH'), corner=(500_000.0, 5_400_000.0)) -> str:
    """Write backscatter in dB with a strip of no data at the left."""
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), cols, rows, len(bands), gdal.GDT_Float32)
    dataset.SetGeoTransform((corner[0], 10.0, 0.0, corner[1], 0.0, -10.0))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32633)
    dataset.SetProjection(reference.ExportToWkt())
    rng = np.random.default_rng(0)
    for number, band in enumerate(bands, 1):
        values = rng.normal(-8.0 - 6.0 * number, 2.0, (rows, cols)).astype(np.float32)
        values[:, :5] = -9999.0
        dataset.GetRasterBand(number).WriteArray(values)
        dataset.GetRasterBand(number).SetDescription(band)
        dataset.GetRasterBand(number).SetNoDataValue(-9999.0)
    dataset.FlushCache()
    return str(path)


@pytest.mark.parametrize(('rows', 'cols'), [(60, 80), (224, 224), (225, 300), (226, 225), (100, 500), (600, 450)])
def test_every_pixel_of_a_raster_of_any_size_comes_back_in_its_place(tmp_path, rows, cols):
    picture = np.random.default_rng(1).normal(size=(2, rows, cols)).astype(np.float32)
    made = np.full((2, rows, cols), np.nan, np.float32)

    def write(col, row, planes):
        made[:, row : row + planes.shape[1], col : col + planes.shape[2]] = planes

    generate(
        lambda x: x, 2, lambda row, col, height, width: picture[:, row : row + height, col : col + width],
        write, rows, cols, tmp_path, batch=4,
    )  # fmt: skip
    assert np.allclose(made, picture, atol=1e-5)
    assert list(tmp_path.iterdir()) == []


def test_a_layer_smaller_than_a_patch_is_told(tmp_path):
    with pytest.raises(InputError, match='80 x 15 pixels, less than one patch'):
        source, output = radar(tmp_path / 's1.tif', 15), str(tmp_path / 'o.tif')
        main(['terramind', '--input', source, '--output', output, '--to', 'LULC', '--random', *TINY])
    assert not (tmp_path / 'o.tif').exists()


def test_a_picture_with_its_spread_lies_on_the_radars_grid(tmp_path):
    source, output, spread = radar(tmp_path / 's1.tif'), str(tmp_path / 's2.tif'), str(tmp_path / 'spread.tif')
    generator = Generator('terramind_v1_tiny', 'S2L2A', Weights(random=True), steps=1, draws=2)
    for weights in generator.model.parameters():  # the decoder's last layer starts at zero: all would be the mean
        if not weights.any():
            torch.nn.init.normal_(weights, std=0.1)
    run(LayerOfRadar(source), generator, output, spread)
    before, made, doubt = (gdal.Open(path) for path in (source, output, spread))
    for dataset in (made, doubt):
        assert dataset.GetGeoTransform() == before.GetGeoTransform() and dataset.RasterCount == 12
        assert osr.SpatialReference(dataset.GetProjection()).IsSame(osr.SpatialReference(before.GetProjection()))
    assert [made.GetRasterBand(k + 1).GetDescription() for k in range(12)] == list(S2L2A)
    pixels, spreads = made.ReadAsArray(), doubt.ReadAsArray()
    assert (pixels[:, :, :5] == 0).all() and (pixels[:, :, 5:] > 0).all()
    assert (spreads[:, :, :5] == -9999).all() and (spreads[:, :, 5:] >= 0).all() and spreads[:, :, 5:].mean() > 1
    assert all(len(np.unique(band)) > 100 for band in pixels)
    items = made.GetMetadata()
    assert items['SAR2OPTICAL_SYNTHETIC'] == 'YES' and items['SAR2OPTICAL_WEIGHTS'] == 'random'
    assert 'nothing of the ground' in items['SAR2OPTICAL_DECISIONS'] and '2 draws' in items['SAR2OPTICAL_METHOD']


def test_land_cover_is_one_class_a_pixel_with_its_probability(tmp_path, capsys):
    source, output, spread = radar(tmp_path / 's1.tif', bands=('VV',)), str(tmp_path / 'c.tif'), str(tmp_path / 'p.tif')
    main(['terramind', '--input', source, '--output', output, '--spread', spread, '--to', 'LULC', '--random', *TINY])
    made, likely = gdal.Open(output), gdal.Open(spread).ReadAsArray()
    codes = made.ReadAsArray()
    assert (codes[:, :5] == 0).all() and set(np.unique(codes[:, 5:])) <= set(range(1, 10))
    assert made.GetRasterBand(1).GetColorTable().GetColorEntry(4)[:3] == COVER[4][1]
    assert ((likely[:, 5:] > 0) & (likely[:, 5:] <= 1)).all() and 'VH is missing' in capsys.readouterr().out


@pytest.fixture(scope='module')
def files(tmp_path_factory):
    """A generator of land cover, and its weights as the hub would offer them: of model and tokenizer."""
    torch.manual_seed(5)
    folder, made = tmp_path_factory.mktemp('weights'), Generator('terramind_v1_tiny', 'LULC', Weights(random=True), 1)
    torch.save(made.model.sampler.model.state_dict(), folder / 'model.pt')
    torch.save(made.model.tokenizer['tok_lulc@224'].state_dict(), folder / 'tokenizer.pt')
    return made, folder / 'model.pt', folder / 'tokenizer.pt'


def test_offline_copies_give_the_same_generator(files):
    made, model, tokenizer = files
    weights = Weights(str(model), str(tokenizer), sha256_of(model), sha256_of(tokenizer))
    again = Generator('terramind_v1_tiny', 'LULC', weights, 1)
    db = torch.randn(1, 2, 224, 224) - 15
    assert torch.equal(again(db), made(db))
    assert again.items['WEIGHTS'] == 'file' and again.items['MODEL_SHA256'] == sha256_of(model)


def test_a_tokenizer_that_would_stay_random_is_refused(files):
    _, model, tokenizer = files
    with pytest.raises(InputError, match='tokenizer is missing: its weights would stay random'):
        Weights(checkpoint=str(model))
    wrong = Weights(str(model), str(model), sha256_of(model), sha256_of(model))
    with pytest.raises(ModelError, match=r'lacks \d+ of \d+ weights'):
        Generator('terramind_v1_tiny', 'LULC', wrong)
    with pytest.raises(InputError, match='has the sha256'):
        Generator('terramind_v1_tiny', 'LULC', Weights(str(model), str(tokenizer), 'abc', sha256_of(tokenizer)))


def test_the_same_seed_draws_the_same_and_another_another(files):
    made = files[0]
    db, first = torch.randn(1, 2, 224, 224) - 15, made.seed
    once, twice = made(db), made(db)
    made.seed = first + 1
    other = made(db)
    made.seed = first
    assert torch.equal(once, twice) and not torch.equal(once, other)


def test_no_weights_at_all_is_told_with_the_way_around_it(tmp_path, monkeypatch):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, 'HF_HUB_OFFLINE', True)
    with pytest.raises(InputError, match='cannot be had from the model hub'):
        main(['terramind', '--input', radar(tmp_path / 's1.tif'), '--output', str(tmp_path / 'o.tif'), *TINY])
    assert not (tmp_path / 'o.tif').exists()


def test_chips_get_pictures_that_random_weights_may_not_teach(tiny_data, tmp_path):
    from training.data.sar_optical import SarOpticalData

    folder = tmp_path / 'drawn'
    main(['terramind', '--chips', str(folder), '--root', str(tiny_data), '--random', '--most', '1', *TINY])
    assert [path.name for path in folder.iterdir()] == ['c0.tif']
    with pytest.raises(InputError, match='random weights'):
        SarOpticalData(root=str(tiny_data), distilled=str(folder)).setup('fit')
    dataset = gdal.Open(str(folder / 'c0.tif'), gdal.GA_Update)
    dataset.SetMetadataItem('SAR2OPTICAL_WEIGHTS', 'hub')  # as if they were not
    dataset = None
    data = SarOpticalData(root=str(tiny_data), distilled=str(folder))
    data.setup('fit')
    assert [e.weight for e in data.examples if e.source == 'distilled'] == [0.3]
