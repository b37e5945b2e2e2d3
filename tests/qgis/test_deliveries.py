"""Satellite products as they were downloaded are taken as INPUT by their paths, which QGIS itself cannot open."""

from __future__ import annotations

import shutil
import zipfile

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
)

from sar2optical_qgis.core.sentinel.siblings import find_scl
from tests.grd import write_grd_safe
from tests.makers import read
from tests.products import write_grd, write_safe, zip_safe

TEN = ('B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B8A', 'B11', 'B12')
FINE = ('B02', 'B03', 'B04', 'B08')


@pytest.fixture
def products(scene):
    """Three dates of the small scene as Sentinel-2 products; the cloud lies on the last."""
    if gdal.GetDriverByName('JP2OpenJPEG') is None:
        pytest.skip('needs the GDAL driver JP2OpenJPEG')
    made = []
    for number, day in enumerate(('20240705', '20240715', '20240725')):
        image = scene.cloudy if number == 2 else scene.clear + 20 * number
        known = dict(zip(scene.bands, image))
        planes = {b: known.get(b, image[3] + 7) if b in FINE else known.get(b, image[3] + 7)[::2, ::2] for b in TEN}
        classes = scene.classes[0] if number == 2 else np.full_like(scene.classes[0], 4)
        name = f'S2A_MSIL2A_{day}T102031_N0510_R065_T31UFS_{day}T140000.SAFE'
        made.append(write_safe(scene.folder, planes, classes, name))
    return made


def test_clouds_are_removed_from_a_product_folder_its_metadata_file_and_its_zip(products, run, tmp_path, log):
    safe, results = products[2], []
    for k, path in enumerate((safe, safe / 'MTD_MSIL2A.xml', zip_safe(safe))):
        output = str(tmp_path / f'{k}.tif')
        run('removeclouds', {'INPUT': str(path), 'METHOD': 'regression', 'OUTPUT': output}, feedback=log)
        results.append(read(output))
        assert f'INPUT={path.name}' in gdal.Open(output).GetMetadataItem('SAR2OPTICAL_INPUTS')
    assert results[0].shape == (10, 64, 64) and (results[0] < 6000).all()
    assert all(np.array_equal(results[0], other) for other in results[1:])


def test_clouds_are_removed_from_what_qgis_itself_opens_of_a_product(products, run, tmp_path):
    """The 10 m bands that QGIS's data source manager offers for a product or its zip, and one JPEG 2000 file."""
    archive = zip_safe(products[2])
    fine = [
        next(name for name, _ in gdal.Open(str(path)).GetSubDatasets() if ':10m:' in name)
        for path in (products[2] / 'MTD_MSIL2A.xml', archive)
    ]
    alone = str(next(products[2].rglob('*_B08_10m.jp2')))
    for k, (path, bands) in enumerate(((fine[0], 4), (fine[1], 4), (alone, 1))):
        layer, output = QgsRasterLayer(path, 'product'), str(tmp_path / f'{k}.tif')
        assert layer.isValid() and layer.bandCount() in ((bands, bands + 2) if bands > 1 else (1,))
        run('removeclouds', {'INPUT': layer, 'METHOD': 'regression', 'OUTPUT': output})
        made = read(output)
        assert made.shape == (layer.bandCount(), 64, 64) and (made < 6000).all()
        if len(made) > bands:  # aerosol and water vapour, under the cloud too
            assert (made[bands] == 150).all() and (made[bands + 1] == 2000).all()


def test_the_layer_that_is_loaded_has_the_name_of_the_product(products, run, tmp_path):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    output = str(tmp_path / 'x.tif')
    details = QgsProcessingContext.LayerDetails('', QgsProject.instance(), 'OUTPUT')
    context.addLayerToLoadOnCompletion(output, details)
    run('removeclouds', {'INPUT': str(products[2]), 'METHOD': 'regression', 'OUTPUT': output}, context=context)
    assert context.layerToLoadOnCompletionDetails(output).name.startswith('S2A_MSIL2A_20240725T102031')


def test_products_of_several_dates_become_a_composite(products, run, tmp_path):
    output = str(tmp_path / 'composite.tif')
    parameters = {'INPUTS': [str(p) for p in products], 'SCLS': [find_scl(str(p)) for p in products]}
    run('cloudfreecomposite', {**parameters, 'METHOD': 'median', 'OUTPUT': output})
    assert read(output).shape == (10, 64, 64) and (read(output) < 6000).all()


def test_a_broken_product_is_refused_with_its_cause(products, refusal):
    next(products[2].rglob('*_B11_20m.jp2')).unlink()
    sentence = refusal('removeclouds', {'INPUT': str(products[2]), 'METHOD': 'regression'})
    assert sentence.startswith('INPUT: S2A_MSIL2A_20240725') and 'no image of B11' in sentence


def test_radar_placed_by_points_is_translated_in_an_extent_of_degrees_or_as_a_whole(run, sar_model, tmp_path):
    rng = np.random.default_rng(5)
    path = write_grd(tmp_path / 's1-vv.tif', rng.uniform(50, 500, (2, 160, 160)).astype(np.uint16))
    whole, part = str(tmp_path / 'whole.tif'), str(tmp_path / 'part.tif')
    results = run('sartooptical', {'INPUT': path, 'MODEL': sar_model, 'OUTPUT': whole})
    assert 'amplitude (auto)' in results['DECISIONS']
    box = QgsReferencedRectangle(QgsRectangle(3.205, 50.590, 3.215, 50.595), QgsCoordinateReferenceSystem('EPSG:4326'))
    run('sartooptical', {'INPUT': path, 'MODEL': sar_model, 'OUTPUT': part, 'EXTENT': box})
    assert read(whole).shape[1] > 160 and 50 < read(part).shape[1] < 75  # 0.005 degrees of latitude: 56 rows
    assert (read(part)[3] == 255).all()


@pytest.mark.parametrize('top', [True, False])
def test_a_product_of_sentinel_1_is_calibrated_as_a_folder_and_as_a_zip(run, sar_model, tmp_path, top):
    folder, pictures = write_grd_safe(tmp_path), []
    archive, output = folder.with_suffix('.zip'), str(tmp_path / 'picture.tif')
    with zipfile.ZipFile(archive, 'w') as file:
        for path in folder.rglob('*'):
            file.write(path, path.relative_to(tmp_path if top else folder))
    bare = shutil.copytree(folder, tmp_path / 'copy' / folder.stem)
    for path in (folder, bare, archive):
        results = run('sartooptical', {'INPUT': str(path), 'MODEL': sar_model, 'OUTPUT': output})
        assert 'GRD calibrated to sigma nought by its own annotation' in results['DECISIONS']
        pictures.append(read(output))
    assert all(np.array_equal(pictures[0], other) for other in pictures[1:])


def test_a_raster_inside_a_zip_is_read_by_the_path_that_gdal_has_for_it(scene, run, tmp_path):
    plain, output = str(tmp_path / 'plain.tif'), str(tmp_path / 'packed.tif')
    with zipfile.ZipFile(tmp_path / 'both.zip', 'w') as file:
        file.write(scene.s2, 'image.tif')
        file.write(scene.scl, 'scl.tif')
    inside = f'/vsizip/{tmp_path}/both.zip'
    run('removeclouds', {'INPUT': scene.s2, 'SCL': scene.scl, 'METHOD': 'regression', 'OUTPUT': plain})
    parameters = {'INPUT': f'{inside}/image.tif', 'SCL': f'{inside}/scl.tif', 'METHOD': 'regression'}
    run('removeclouds', {**parameters, 'OUTPUT': output})
    assert np.array_equal(read(plain), read(output))


def test_radar_is_read_from_one_variable_of_a_file_of_several(scene, run, sar_model, tmp_path):
    if gdal.GetDriverByName('netCDF') is None:
        pytest.skip('needs the GDAL driver netCDF')
    whole, alone, made = str(tmp_path / 'radar.nc'), str(tmp_path / 'vv.tif'), []
    gdal.Translate(whole, scene.sar, format='netCDF')
    gdal.Translate(alone, scene.sar, bandList=[1])
    for path in (f'NETCDF:"{whole}":Band1', alone):
        output = str(tmp_path / f'{len(made)}.tif')
        run('sartooptical', {'INPUT': path, 'MODEL': sar_model, 'BANDS': 'VV=1', 'OUTPUT': output})
        made.append(read(output))
    assert np.array_equal(*made)
