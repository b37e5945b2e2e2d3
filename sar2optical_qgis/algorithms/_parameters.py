"""Parameters as this provider writes them: static strings, help on each, technical ones marked as advanced."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ._base import tr

ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
INTEGER = QgsProcessingParameterNumber.Type.Integer
WORDS_NOTE = ' Scripts write the word, not its number.'
EXTENT_HELP = 'Only this part of INPUT is processed and written, on its pixel grid. Any CRS; empty = all of INPUT.'
DEVICES = ('auto', 'gpu', 'cpu')


def explain(parameter, help_text, advanced=False):
    """Give a parameter its help, and put it among the advanced ones where asked."""
    parameter.setDescription(tr(parameter.description()))
    parameter.setHelp(tr(help_text))
    if advanced:
        parameter.setFlags(parameter.flags() | ADVANCED)
    return parameter


def raster(name, description, help_text, optional=False, advanced=False):
    return explain(QgsProcessingParameterRasterLayer(name, description, optional=optional), help_text, advanced)


def rasters(name, description, help_text, optional=False):
    """Several raster layers, in the user's order."""
    kind = QgsProcessing.SourceType.TypeRaster
    return explain(QgsProcessingParameterMultipleLayers(name, description, kind, optional=optional), help_text)


def choice(name, description, options, default, help_text, advanced=False):
    """An enum of static strings: scripts and models name the value, never an index."""
    parameter = QgsProcessingParameterEnum(
        name, description, options=list(options), allowMultiple=False, defaultValue=default, usesStaticStrings=True
    )
    return explain(parameter, help_text + WORDS_NOTE, advanced)


def text(name, description, default, help_text, advanced=False):
    parameter = QgsProcessingParameterString(name, description, defaultValue=default, optional=True)
    return explain(parameter, help_text, advanced)


def whole_number(name, description, default, lowest, highest, help_text, advanced=False):
    parameter = QgsProcessingParameterNumber(
        name, description, type=INTEGER, defaultValue=default, minValue=lowest, maxValue=highest
    )
    return explain(parameter, help_text, advanced)


def result(name, description, help_text, create=False):
    """An optional raster output. `create` = offered ready ticked in the dialog."""
    parameter = QgsProcessingParameterRasterDestination(name, description, optional=True, createByDefault=create)
    return explain(parameter, help_text)


def number_out(name, description):
    return QgsProcessingOutputNumber(name, tr(description))


def text_out(name, description):
    return QgsProcessingOutputString(name, tr(description))


def extent(help_text=EXTENT_HELP):
    return explain(QgsProcessingParameterExtent('EXTENT', 'Extent to process', optional=True), help_text)


def engine(request):
    """MODEL, DEVICE, TILE_SIZE and OVERLAP, with the defaults of the core's `request` class."""
    return (
        text(
            'MODEL',
            'Model',
            request.model,
            'Name of a model that ships with the plugin, or the path of an .onnx file that carries a SAR2Optical card. '
            'Empty = the shipped model for this task. The algorithm "Environment" lists the shipped models.',
            advanced=True,
        ),
        choice(
            'DEVICE',
            'Device',
            DEVICES,
            request.device,
            'auto = the GPU where onnxruntime can really use one, else the CPU, and the log says why. '
            'gpu = the GPU or an error. cpu = the CPU.',
            advanced=True,
        ),
        *tiles(request),
    )


def tiles(request):
    """TILE_SIZE and OVERLAP, with the defaults of the core's `request` class."""
    return (
        whole_number(
            'TILE_SIZE',
            'Tile size (pixels)',
            request.tile_size,
            0,
            8192,
            'Side of the square that is worked on at a time. Smaller needs less memory; the result stays the same. '
            '0 = as the method asks for.',
            advanced=True,
        ),
        whole_number(
            'OVERLAP',
            'Tile overlap (pixels)',
            request.overlap,
            -1,
            1024,
            'How far tiles reach into their neighbours, so that no seams show. -1 = as the method asks for.',
            advanced=True,
        ),
    )
