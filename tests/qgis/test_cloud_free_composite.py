"""The cloud-free composite through Processing: several layers in, layers that say where they come from out."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProject, QgsRasterLayer

from tests.core.series_place import make_series
from tests.makers import write_raster


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / 'place'
    folder.mkdir()
    return make_series(folder)


@pytest.fixture
def outputs(tmp_path):
    return {name: str(tmp_path / f'{name.lower()}.tif') for name in ('OUTPUT', 'SOURCE', 'UNCERTAINTY')}


def parameters(place, **changes):
    return {'INPUTS': list(place.inputs), 'SCLS': list(place.masks), **changes}


def test_the_latest_date_is_made_clean_and_its_clear_pixels_stay(run, place, outputs, read):
    results = run('cloudfreecomposite', parameters(place, **outputs))
    made, source = read(outputs['OUTPUT']), read(outputs['SOURCE'])
    kept = source[0] == 5
    assert (made[:, kept] == place.clear[4][:, kept]).all() and made.max() < 5000
    assert results['VALID_PIXELS'] == 96 * 96 and results['GENERATED_PIXELS'] == (~kept).sum()
    assert 'Masks matched by date.' in results['DECISIONS']


def test_masks_in_any_order_are_matched_by_date(run, place, outputs, read):
    run('cloudfreecomposite', parameters(place, OUTPUT=outputs['OUTPUT']))
    wanted = read(outputs['OUTPUT'])
    turned = parameters(place, SCLS=list(place.masks)[::-1], OUTPUT=outputs['OUTPUT'])
    run('cloudfreecomposite', turned)
    assert (read(outputs['OUTPUT']) == wanted).all()


def test_loaded_layers_work_as_paths_do_and_a_date_a_method_and_an_extent_may_be_chosen(run, place, outputs, read):
    layers = [QgsRasterLayer(path, f'layer {k}') for k, path in enumerate(place.inputs)]
    QgsProject.instance().addMapLayers(layers)
    extent = '500100,500500,5599500,5599900 [EPSG:32631]'
    changes = {'INPUTS': layers, 'TARGET_DATE': '2024-05-01', 'METHOD': 'lastclear', 'EXTENT': extent, 'DILATE': 0}
    run('cloudfreecomposite', parameters(place, **{**changes, **outputs}))
    source = read(outputs['SOURCE'])
    kept = place.classes[2][0, 10:50, 10:50] != 9
    assert source.shape == (3, 40, 40) and (source[0][kept] == 3).all() and (source[0][~kept] != 3).all()
    QgsProject.instance().removeMapLayers([layer.id() for layer in layers])


def test_the_results_have_styles_and_names_that_say_generated(run, place, outputs, provider):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    run('cloudfreecomposite', parameters(place, **outputs), context=context)
    for path in outputs.values():
        layer = QgsRasterLayer(path, 'x')
        assert layer.loadNamedStyle(path.replace('.tif', '.qml'))[1]
        assert gdal.Open(path).GetMetadataItem('SAR2OPTICAL_TARGET_DATE') == '2024-05-26'
    classes = QgsRasterLayer(outputs['SOURCE'], 'x')
    classes.loadNamedStyle(outputs['SOURCE'].replace('.tif', '.qml'))
    styled = {entry.value for entry in classes.renderer().classes()}
    assert styled >= set(np.unique(gdal.Open(outputs['SOURCE']).ReadAsArray()[0]))


@pytest.mark.parametrize(
    ('change', 'sentence'),
    [
        ({'INPUTS': []}, 'INPUTS is missing. Choose 2 to 30'),
        ({'INPUTS': ['/nowhere/a.tif', '/nowhere/b.tif']}, 'INPUTS cannot be read as a raster: /nowhere/a.tif'),
        ({'METHOD': 'magic'}, 'Use one of the words timegate, regression'),
        ({'DATES': '2024-01-01'}, 'DATES names 1 date'),
        ({'TARGET_DATE': 'soon'}, 'TARGET_DATE "soon" is no date'),
        ({'SARS': ['/nowhere/s1.tif']}, 'SARS cannot be read'),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(refusal, place, change, sentence):
    assert sentence in refusal('cloudfreecomposite', parameters(place, **change))


def test_one_date_alone_and_masks_of_another_number_are_refused(refusal, place):
    one = {'INPUTS': list(place.inputs)[:1], 'SCLS': list(place.masks)[:1]}
    assert 'a composite needs 2 to 30 dates' in refusal('cloudfreecomposite', one)
    three = parameters(place, SCLS=list(place.masks)[:3])
    assert 'INPUTS has 5 layers, but SCLS has 3' in refusal('cloudfreecomposite', three)


def test_an_output_over_an_input_is_refused(run, place):
    inputs = list(place.inputs)
    with pytest.raises(QgsProcessingException, match='would overwrite an input'):
        run('cloudfreecomposite', parameters(place, OUTPUT=inputs[2]))


def test_a_clear_reference_helps_to_remove_clouds(run, place, tmp_path, read):
    hidden = place.classes[4][0] == 9
    reference = write_raster(place.folder / 'older.tif', place.clear[3], ('a', 'b', 'c', 'd'), nodata=0)
    errors = []
    for change in ({}, {'REFERENCE': reference}):
        path = str(tmp_path / 'o.tif')
        run(
            'removeclouds',
            {'INPUT': place.inputs[4], 'SCL': place.masks[4], 'METHOD': 'regression', 'OUTPUT': path, **change},
        )
        errors.append(np.abs(read(path).astype(float) - place.clear[4])[:, hidden].mean())
    assert errors[1] < 0.3 * errors[0]
