"""Every way in which a user reaches an algorithm: script, background task, loaded results, batch, model, cancel."""

from __future__ import annotations

import gc
import os

import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterRasterLayer,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop


@pytest.fixture
def project(qgis_new_project):
    return QgsProject.instance()


def create(name):
    return QgsApplication.processingRegistry().createAlgorithmById(f'sar2optical:{name}')


def test_a_script_gets_paths_and_numbers(run, scene, tmp_path, log):
    parameters = scene.cloud_parameters(OUTPUT=str(tmp_path / 'o.tif'), MASK=str(tmp_path / 'm.tif'))
    results = run('removeclouds', parameters, feedback=log)
    assert results['OUTPUT'] == str(tmp_path / 'o.tif') and os.path.exists(results['MASK'])
    assert results['VALID_PIXELS'] == 64 * 64
    assert 24 * 24 <= results['GENERATED_PIXELS'] < 64 * 64
    assert results['DEVICE_USED'] == 'cpu' and results['SECONDS'] > 0
    assert 'UNCERTAINTY' not in results
    assert any(line.startswith('Device: cpu') for line in log.infos)


def test_a_layer_of_the_project_is_as_good_as_a_path(run, scene, tmp_path, project):
    layers = [QgsRasterLayer(path, name) for path, name in ((scene.s2, 'image'), (scene.scl, 'classes'))]
    project.addMapLayers(layers)
    parameters = scene.cloud_parameters(INPUT=layers[0], SCL=layers[1].id(), OUTPUT=str(tmp_path / 'o.tif'))
    assert os.path.exists(run('removeclouds', parameters)['OUTPUT'])


def test_a_temporary_output_becomes_a_geotiff(run, scene):
    results = run('removeclouds', scene.cloud_parameters(OUTPUT='TEMPORARY_OUTPUT'))
    assert results['OUTPUT'].endswith('.tif') and os.path.exists(results['OUTPUT'])


def test_loaded_results_have_a_style_and_a_name_that_says_generated(provider, scene, project):
    import processing

    parameters = scene.cloud_parameters(
        OUTPUT='TEMPORARY_OUTPUT', MASK='TEMPORARY_OUTPUT', UNCERTAINTY='TEMPORARY_OUTPUT'
    )
    processing.runAndLoadResults('sar2optical:removeclouds', parameters)
    gc.collect()  # a post-processor that nobody holds would be gone by now
    looks = {layer.name(): layer.renderer().type() for layer in project.mapLayers().values()}
    assert looks == {
        's2: cloud-free (generated)': 'multibandcolor',
        's2: mask (generated)': 'paletted',
        's2: uncertainty (generated)': 'singlebandpseudocolor',
    }


def test_a_name_that_the_user_chose_is_kept_and_marked(provider, scene, project, tmp_path):
    import processing

    output = QgsProcessingOutputLayerDefinition(str(tmp_path / 'mine.tif'), project)
    output.destinationName = 'My fields'
    processing.runAndLoadResults('sar2optical:removeclouds', scene.cloud_parameters(OUTPUT=output))
    assert [layer.name() for layer in project.mapLayers().values()] == ['My fields (generated)']


def background(algorithm, parameters, context, feedback, at_start=lambda: None):
    """Run as the Toolbox does: in a task of the task manager, while the main thread keeps turning."""
    done = []
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    task.executed.connect(lambda fine, results: done.append((fine, results)))
    QgsApplication.taskManager().addTask(task)
    at_start()
    while not done:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    return done[0]


def test_a_background_task_makes_and_loads_the_result(provider, scene, project, tmp_path):
    from processing.gui.Postprocessing import handleAlgorithmResults

    context, feedback, algorithm = QgsProcessingContext(), QgsProcessingFeedback(False), create('removeclouds')
    context.setProject(project)
    output = QgsProcessingOutputLayerDefinition(str(tmp_path / 'o.tif'), project)
    fine, results = background(algorithm, scene.cloud_parameters(OUTPUT=output), context, feedback)
    assert fine and os.path.exists(results['OUTPUT'])
    assert handleAlgorithmResults(algorithm, context, feedback)
    (layer,) = project.mapLayers().values()
    assert layer.name() == 's2: cloud-free (generated)'
    assert layer.renderer().redBand() == 3  # B04 of B02, B03, B04


def test_a_background_task_that_fails_says_why(provider, scene, tmp_path, log):
    parameters = scene.cloud_parameters(BANDS='B02=77', OUTPUT=str(tmp_path / 'o.tif'))
    fine, _ = background(create('removeclouds'), parameters, QgsProcessingContext(), log)
    assert not fine and len(log.errors) == 1
    assert not (tmp_path / 'o.tif').exists()


def test_cancelling_leaves_no_file_and_no_layer(provider, scene, project, tmp_path):
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(project)
    output = QgsProcessingOutputLayerDefinition(str(tmp_path / 'o.tif'), project)
    fine, results = background(
        create('removeclouds'), scene.cloud_parameters(OUTPUT=output), context, feedback, feedback.cancel
    )
    assert not fine and results == {}
    assert context.layersToLoadOnCompletion() == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == ['scene']


def test_cancelling_a_script_gives_an_empty_result(run, scene, tmp_path, log):
    log.cancel()
    assert run('removeclouds', scene.cloud_parameters(OUTPUT=str(tmp_path / 'o.tif')), feedback=log) == {}
    assert log.errors == [] and sorted(path.name for path in tmp_path.iterdir()) == ['scene']


def test_a_batch_of_two_gives_two(provider, scene, tmp_path):
    """As the batch dialog does it: one task a row, one after the other, each with its own context."""
    rows = [scene.cloud_parameters(OUTPUT=str(tmp_path / f'{k}.tif'), DILATE=k) for k in (0, 5)]
    done = [
        background(create('removeclouds'), row, QgsProcessingContext(), QgsProcessingFeedback(False)) for row in rows
    ]
    assert [fine for fine, _ in done] == [True, True]
    generated = [results['GENERATED_PIXELS'] for _, results in done]
    assert generated[0] == 24 * 24 < generated[1]


def model_of_two_steps(path):
    """A model that fills clouds with one REFERENCE, as models of before do, then greys the result natively."""
    source = QgsProcessingModelChildParameterSource
    model = QgsProcessingModelAlgorithm('clouds gone', 'test')
    for name in ('image', 'classes', 'older'):
        model.addModelParameter(QgsProcessingParameterRasterLayer(name, name), QgsProcessingModelParameter(name))
    child = QgsProcessingModelChildAlgorithm('sar2optical:removeclouds')
    child.setChildId('fill')
    child.addParameterSources('INPUT', [source.fromModelParameter('image')])
    child.addParameterSources('SCL', [source.fromModelParameter('classes')])
    child.addParameterSources('REFERENCE', [source.fromModelParameter('older')])
    child.addParameterSources('METHOD', [source.fromStaticValue('regression')])
    output = QgsProcessingModelOutput('Filled', 'Filled')
    output.setChildOutputName('OUTPUT')
    output.setChildId('fill')
    child.setModelOutputs({'Filled': output})
    model.addChildAlgorithm(child)
    second = QgsProcessingModelChildAlgorithm('native:rasterlayerstatistics')
    second.setChildId('statistics')
    second.addParameterSources('INPUT', [source.fromChildOutput('fill', 'OUTPUT')])
    second.addParameterSources('BAND', [source.fromStaticValue(1)])
    model.addChildAlgorithm(second)
    assert model.toFile(str(path))


def test_a_saved_model_runs_and_its_result_is_styled_and_marked(provider, scene, project, tmp_path):
    import processing

    model_of_two_steps(tmp_path / 'clouds.model3')
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(tmp_path / 'clouds.model3'))
    model.setProvider(QgsApplication.processingRegistry().providerById('model'))
    model.initAlgorithm()
    filled = model.outputDefinitions()[0].name()  # 3.40 writes its name in small letters
    parameters = {'image': scene.s2, 'classes': scene.scl, 'older': scene.sar, filled: 'TEMPORARY_OUTPUT'}
    results = processing.runAndLoadResults(model, parameters)
    assert 'REFERENCE=' in gdal.Open(results[filled]).GetMetadataItem('SAR2OPTICAL_INPUTS')
    (layer,) = project.mapLayers().values()
    assert layer.name() == 'Filled (generated)'
    assert layer.renderer().redBand() == 3


def test_rasters_inside_a_zip_and_a_geopackage_are_found_again(run, scene, tmp_path):
    import zipfile

    from osgeo import gdal

    with zipfile.ZipFile(tmp_path / 'product.zip', 'w') as product:
        product.write(scene.s2, 'inside/s2.tif')
    package = gdal.GetDriverByName('GPKG').CreateCopy(
        str(tmp_path / 'masks.gpkg'), gdal.Open(scene.scl), options=['RASTER_TABLE=classes', 'TILE_FORMAT=PNG']
    )
    del package
    layers = [
        QgsRasterLayer(f'/vsizip/{tmp_path}/product.zip/inside/s2.tif', 'image'),
        QgsRasterLayer(f'GPKG:{tmp_path}/masks.gpkg:classes', 'classes'),
    ]
    assert all(layer.isValid() for layer in layers)
    parameters = scene.cloud_parameters(INPUT=layers[0], SCL=layers[1], OUTPUT=str(tmp_path / 'o.tif'))
    assert run('removeclouds', parameters)['GENERATED_PIXELS'] >= 24 * 24
