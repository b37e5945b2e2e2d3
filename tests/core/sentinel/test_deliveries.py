"""Products are read as they were downloaded: Sentinel-2 in .SAFE folders and zips, Sentinel-1 GRD placed by points."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from sar2optical_qgis.core.sentinel import safe
from sar2optical_qgis.core.sentinel.dates import date_of
from sar2optical_qgis.core.sentinel.layers import is_product, open_layer, write_vrt
from sar2optical_qgis.core.sentinel.processing_baseline import offset_by_name
from sar2optical_qgis.core.sentinel.siblings import find_scl
from tests.core.conftest import TEN
from tests.makers import read, write_raster
from tests.products import COARSE, write_grd, write_safe, zip_safe

WHOLE = (0, 0, 160, 160)


@pytest.fixture
def product(place, tmp_path):
    """The cloudy place as a Sentinel-2 product, and its ten bands as they should be read."""
    if gdal.GetDriverByName('JP2OpenJPEG') is None:
        pytest.skip('needs the GDAL driver JP2OpenJPEG')
    values = {band: plane[::2, ::2] if band in COARSE else plane for band, plane in zip(TEN, place.cloudy)}
    seen = [np.kron(values[b], np.ones((2, 2), np.uint16)) if b in COARSE else values[b] for b in TEN]
    return write_safe(tmp_path, values, place.classes[0, ::2, ::2]), np.stack(seen)


def test_the_folder_its_metadata_file_and_its_zip_are_the_same_ten_bands_on_10_m(product):
    folder, expected = product
    for path in (str(folder), f'{folder}/', str(folder / 'MTD_MSIL2A.xml'), str(zip_safe(folder))):
        raster = open_layer(path, 'INPUT')
        values, valid = raster.read(WHOLE, tuple(range(1, 11)))
        assert raster.descriptions == TEN and raster.grid.pixel_size_m == 10.0 and raster.nodata[0] == 0
        assert np.array_equal(values, expected) and valid.all()
        assert (open_layer(find_scl(path), 'SCL').read((0, 0, 80, 80), (1,))[0] >= 4).all()
        assert offset_by_name(raster)  # baseline 05.10 adds 1000, whichever of the paths was given
        assert str(date_of(path)) == '2024-07-25'


def test_a_product_that_lost_its_ending_or_was_packed_without_its_folder_is_read_all_the_same(product):
    folder, expected = product
    bare = folder.rename(folder.with_suffix(''))
    archive = bare.with_suffix('.zip')
    with zipfile.ZipFile(archive, 'w') as file:
        for path in bare.rglob('*'):
            file.write(path, path.relative_to(bare))
    for path in (str(bare), f'{bare}/', str(bare / 'MTD_MSIL2A.xml'), str(archive)):
        raster = open_layer(path, 'INPUT')
        assert np.array_equal(raster.read(WHOLE, tuple(range(1, 11)))[0], expected) and offset_by_name(raster)
        assert find_scl(path)


def test_what_the_driver_of_gdal_makes_of_a_product_is_read_with_its_mask_too(product, tmp_path):
    folder, expected = product
    for path in (folder / 'MTD_MSIL2A.xml', zip_safe(folder)):
        assert gdal.Open(str(path)).GetDriver().ShortName == 'SENTINEL2'
        fine = next(name for name, _ in gdal.Open(str(path)).GetSubDatasets() if ':10m:' in name)
        raster = open_layer(fine, 'INPUT')
        values, _ = raster.read(WHOLE, (1, 2, 3, 4))
        assert np.array_equal(values, expected[[TEN.index(band) for band in ('B04', 'B03', 'B02', 'B08')]])
        assert offset_by_name(raster) and str(date_of(fine)) == '2024-07-25'
        output, mask = str(tmp_path / 'clear.tif'), str(tmp_path / 'mask.tif')
        RemoveClouds(fine, find_scl(fine), output, generated_mask=mask, method='regression').run()
        kept, made = read(mask)[0] == 0, read(output)[:4]  # newer GDALs list aerosol and water vapour behind them
        assert np.array_equal(made[:, kept], values[:, kept]) and made[:, ~kept].max() < 6000


def test_the_xml_of_a_product_goes_before_its_name(product):
    renamed = product[0].rename(product[0].parent / product[0].name.replace('N0510', 'N0209'))
    assert offset_by_name(open_layer(str(renamed), 'INPUT'))
    band = str(next(renamed.rglob('*_B04_10m.jp2')))
    assert offset_by_name(open_layer(band, 'INPUT'))  # a single file of it, too
    (renamed / 'MTD_MSIL2A.xml').write_text('<broken')
    assert offset_by_name(open_layer(str(renamed), 'INPUT')) is False


@pytest.mark.data
@pytest.mark.parametrize(
    ('baseline', 'offset', 'has_bands'),
    [('N0212', '0', True), ('N0214', '0', True), ('N0400', '-1000', False), ('N0509', '-1000', False)],
)
def test_real_products_open_or_say_what_is_missing(shared_data, baseline, offset, has_bands):
    folder = str(next((shared_data / 'products').glob(f'*S2?_MSIL2A*_{baseline}_*')))
    assert safe.facts_of(folder)['BOA_ADD_OFFSET'] == offset
    for path in (folder, f'{folder}/MTD_MSIL2A.xml'):
        if has_bands:
            assert open_layer(path, 'INPUT').descriptions == TEN and '_SCL_20m.' in find_scl(path)
        else:
            with pytest.raises(InputError, match='holds no image of B02'):
                open_layer(path, 'INPUT')


def test_a_single_file_of_a_product_stays_a_single_band(product):
    file = next(product[0].rglob('*_B05_20m.jp2'))
    assert open_layer(str(file), 'INPUT').count == 1 and not safe.is_product(str(file))
    assert not safe.is_product(f'SENTINEL2_L2A:{product[0]}/MTD_MSIL2A.xml:10m:EPSG_32631')


def test_bands_of_a_vrt_are_called_as_their_files_and_the_product_around_these_tells_the_offset(product, tmp_path):
    folder, _ = product
    files = sorted(str(path) for path in folder.rglob('R10m/*_B0?_10m.jp2'))
    gdal.BuildVRT(str(tmp_path / 'stack.vrt'), files, separate=True).FlushCache()
    stack = open_layer(str(tmp_path / 'stack.vrt'), 'INPUT')
    assert stack.descriptions == ('B02', 'B03', 'B04', 'B08')
    assert offset_by_name(stack) is offset_by_name(open_layer(str(folder), 'INPUT')) is True


def test_a_mosaic_of_products_with_and_without_the_offset_is_refused(tmp_path):
    files = []
    for number, baseline in enumerate(('N0510', 'N0301')):
        folder = tmp_path / f'S2A_MSIL2A_20210725T102031_{baseline}_R065_T31UFS_20210725T140000.SAFE'
        folder.mkdir()
        place = (500000.0 + 80 * number, 5600000.0)
        files.append(write_raster(folder / 'B04.tif', np.full((1, 8, 8), 2000, np.uint16), origin=place))
    gdal.BuildVRT(str(tmp_path / 'mosaic.vrt'), files).FlushCache()
    with pytest.raises(InputError, match='some have the offset of -1000'):
        offset_by_name(open_layer(str(tmp_path / 'mosaic.vrt'), 'INPUT'))


def test_polarisations_of_a_vrt_are_told_by_its_files_whatever_their_names_share(tmp_path):
    names, files = ('VH', 'VV'), []
    for name in names:
        path = tmp_path / f'S1A_noise_removed_20240725_{name}_10m.tif'
        files.append(write_raster(path, np.full((1, 8, 8), -12.0, np.float32)))
    gdal.BuildVRT(str(tmp_path / 'both.vrt'), files, separate=True).FlushCache()
    assert open_layer(str(tmp_path / 'both.vrt'), 'INPUT').descriptions == names


def test_clouds_are_removed_from_a_product_and_clear_pixels_stay(product, tmp_path):
    folder, expected = product
    output, mask = str(tmp_path / 'clear.tif'), str(tmp_path / 'mask.tif')
    RemoveClouds(str(folder), find_scl(str(folder)), output, generated_mask=mask, method='regression').run()
    kept, made = read(mask)[0] == 0, read(output)
    assert np.array_equal(made[:, kept], expected[:, kept]) and 0.05 < (~kept).mean() < 0.3
    assert made[:, ~kept].max() < 6000  # the cloud is 7000


def test_a_product_without_one_of_its_bands_is_refused_by_name(product):
    next(product[0].rglob('*_B11_20m.jp2')).unlink()
    with pytest.raises(InputError, match='holds no image of B11'):
        open_layer(str(product[0]), 'INPUT')


def test_the_files_of_level_1c_are_found_too(tmp_path):
    data = tmp_path / 'S2A_MSIL1C_20240725T102031_N0510_R065_T31UFS_20240725T140000.SAFE' / 'GRANULE' / 'x' / 'IMG_DATA'
    data.mkdir(parents=True)
    for band in (*TEN, 'B01', 'TCI'):
        (data / f'T31UFS_20240725T102031_{band}.jp2').write_bytes(b'')
    found = safe.band_files(str(data.parents[2]))
    assert tuple(found) == TEN and all(path.endswith(f'_{band}.jp2') for band, path in found.items())


def test_any_other_zip_is_no_product(tmp_path):
    (tmp_path / 'a.zip').write_bytes(b'PK')
    assert not safe.is_product(str(tmp_path / 'a.zip')) and not safe.is_product(str(tmp_path / 'none.zip'))


@pytest.fixture
def grd(tmp_path):
    """Uncalibrated amplitudes along a leaning track: bright squares on dark ground; its path and the amplitudes."""
    rng = np.random.default_rng(5)
    squares = np.kron(rng.uniform(60, 600, (8, 8)), np.ones((20, 20)))
    amplitude = np.stack([squares, 0.5 * squares]) * rng.rayleigh(0.8, (2, 160, 160))
    return write_grd(tmp_path / 'grd.tif', amplitude.clip(1).astype(np.uint16)), amplitude


def test_radar_placed_by_points_is_read_north_up_on_10_m_of_its_utm_zone(grd):
    raster = open_layer(grd[0], 'INPUT', is_picture=True)
    assert raster.is_warped and raster.grid.transform[1] == 10.0 and raster.grid.transform[5] == -10.0
    assert osr.SpatialReference(wkt=raster.grid.crs).GetAuthorityCode(None) == '32631'
    values, valid = raster.read((0, 0, raster.grid.width, raster.grid.height), (1, 2))
    assert 0.6 < valid[0].mean() < 0.95 and not valid[0, 0, 0]  # the track leans: corners are empty
    assert abs(np.mean(values[0][valid[0]]) / np.mean(grd[1][0]) - 1) < 0.02
    assert abs(valid[0].sum() / 160**2 - 1) < 0.03  # as much ground as there was


def test_it_lies_where_its_points_say(tmp_path):
    amplitude = np.full((1, 160, 160), 100, np.uint16)
    amplitude[0, 80:83, 40:43] = 5000
    path = write_grd(tmp_path / 'one.tif', amplitude)
    raster = open_layer(path, 'INPUT', is_picture=True)
    values, _ = raster.read((0, 0, raster.grid.width, raster.grid.height), (1,))
    row, col = np.mean(np.nonzero(values[0] > 2500), axis=1) + 0.5
    x, y = raster.grid.transform[0] + 10 * col, raster.grid.transform[3] - 10 * row
    points = gdal.Transformer(gdal.Open(path), None, ['METHOD=GCP_TPS', f'DST_SRS={raster.grid.crs}'])
    _, (true_x, true_y, _) = points.TransformPoint(0, 41.5, 81.5)
    assert abs(x - true_x) < 5 and abs(y - true_y) < 5


def test_uncalibrated_amplitudes_placed_by_points_become_a_picture_on_the_map(grd, sar_model, tmp_path):
    output = str(tmp_path / 'colour.tif')
    report = SarToOptical(grd[0], output, model=sar_model).run()
    dataset = gdal.Open(output)
    assert dataset.GetGeoTransform()[1] == 10.0 and dataset.GetProjection()
    alpha = read(output)[3]
    assert 0.6 < (alpha == 255).mean() < 0.95 and alpha[0, 0] == 0
    assert any('scale amplitude (auto)' in sentence for sentence in report.decisions)


def test_the_other_polarisation_lies_beside_and_is_read_too(tmp_path, sar_model):
    rng = np.random.default_rng(5)
    planes = rng.uniform(50, 500, (2, 160, 160)).astype(np.uint16)
    times = '20240725t055012-20240725t055037-054920-06b0a5'
    vv = write_grd(tmp_path / f's1a-iw-grd-vv-{times}-001.tiff', planes[:1])
    vh = write_grd(tmp_path / f's1a-iw-grd-vh-{times}-002.tiff', planes[1:])
    write_grd(tmp_path / f's1a-iw-grd-vh-{times.replace("055012", "055037")}-002.tiff', planes[1:])  # the next slice
    both = open_layer(vv, 'INPUT', is_picture=True)
    assert both.descriptions == ('VV', 'VH') and open_layer(vh, 'INPUT', is_picture=True).descriptions == ('VH', 'VV')
    window = (0, 0, both.grid.width, both.grid.height)
    values, valid = both.read(window, (1, 2))
    alone = Path(vv).rename(tmp_path / 'vv.tif'), Path(vh).rename(tmp_path / 'vh.tif')
    for number, path in enumerate(alone):
        raster = open_layer(str(path), 'INPUT', is_picture=True)
        assert raster.count == 1 and np.array_equal(raster.read(window, (1,))[0][0], values[number])
    assert valid.any()


def test_a_polarisation_that_gdal_tells_in_its_metadata_is_known(tmp_path):
    path = write_raster(tmp_path / 'x.tif', np.ones((2, 20, 20), np.float32))
    dataset = gdal.Open(path, gdal.GA_Update)
    for number, name in enumerate(('VH', 'VV'), 1):  # as GDAL's SAFE driver does
        dataset.GetRasterBand(number).SetMetadataItem('POLARISATION', name)
    dataset = None
    assert open_layer(path, 'INPUT').descriptions == ('VH', 'VV')


def test_products_of_sentinel_1_are_left_to_gdal(tmp_path):
    (tmp_path / 'S1A_IW_GRDH_1SDV_20240725T055012.SAFE').mkdir()
    assert not safe.is_product(str(tmp_path / 'S1A_IW_GRDH_1SDV_20240725T055012.SAFE'))


def test_points_without_a_crs_are_refused_with_a_remedy(tmp_path):
    path = write_raster(tmp_path / 'x.tif', np.ones((1, 20, 20), np.uint16))
    placed = gdal.GetDriverByName('GTiff').Create(str(tmp_path / 'p.tif'), 20, 20)
    placed.SetGCPs([gdal.GCP(x, y, 0, x, y) for x, y in ((0.0, 0.0), (20.0, 0.0), (0.0, 20.0))], '')
    placed = None
    assert open_layer(path, 'INPUT').grid.is_georeferenced
    with pytest.raises(InputError, match='control points that have no CRS'):
        open_layer(str(tmp_path / 'p.tif'), 'INPUT')


@pytest.mark.skipif(gdal.GetDriverByName('netCDF') is None, reason='needs the GDAL driver netCDF')
@pytest.mark.parametrize('dates', [1, 2])
def test_variables_of_a_file_are_the_bands_of_one_raster(tmp_path, dates):
    path, values = str(tmp_path / 'cube.nc'), np.random.default_rng(0).random((2, dates, 6, 8)).astype(np.float32)
    root = gdal.GetDriverByName('netCDF').CreateMultiDimensional(path).GetRootGroup()
    sizes = {'t': dates, 'y': 6, 'x': 8}
    axes = [root.CreateDimension(name, '', None, size) for name, size in sizes.items()]
    kind = gdal.ExtendedDataType.Create(gdal.GDT_Float32)
    for name, axis in zip(sizes, axes):
        root.CreateMDArray(name, [axis], kind).Write(np.arange(sizes[name], dtype=np.float32))
    for name, plane in zip(('VH', 'VV'), values):
        root.CreateMDArray(name, axes, kind).Write(plane)
    root = axes = axis = None
    if dates > 1:
        with pytest.raises(InputError, match='2 dates'):
            open_layer(path, 'INPUT')
        return
    raster = open_layer(path, 'INPUT')
    vrt = open_layer(write_vrt(path, str(tmp_path / 'qgis')), 'INPUT')  # what QGIS opens
    for each in (raster, vrt):
        assert each.descriptions == ('VH', 'VV') and each.grid.height == 6
        assert np.array_equal(np.sort(each.read((0, 0, 8, 6), (1, 2))[0].ravel()), np.sort(values.ravel()))
    assert is_product(path) and open_layer(f'NETCDF:"{path}":VV', 'INPUT').descriptions == ('VV',)


def test_bands_beside_the_header_of_snap_are_one_raster(tmp_path):
    values = np.random.default_rng(0).random((3, 6, 8)).astype(np.float32)
    (tmp_path / 'S1_TC.data').mkdir()
    for name, plane in zip(('Sigma0_VH', 'Sigma0_VV', 'localIncidenceAngle'), values):
        plain = write_raster(tmp_path / 'plain.tif', plane[None])
        gdal.Translate(str(tmp_path / 'S1_TC.data' / f'{name}.img'), plain, format='ENVI')
    path = tmp_path / 'S1_TC.dim'
    path.write_text('<?xml version="1.0"?><Dimap_Document name="S1_TC.dim"/>')
    for each in (open_layer(str(path), 'INPUT'), open_layer(write_vrt(str(path), str(tmp_path / 'qgis')), 'INPUT')):
        assert each.descriptions == ('Sigma0_VH', 'Sigma0_VV') and each.grid.is_georeferenced
        assert np.array_equal(each.read((0, 0, 8, 6), (1, 2))[0], values[:2])
    assert is_product(str(path))
