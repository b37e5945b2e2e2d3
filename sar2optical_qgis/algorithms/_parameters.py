"""Parameters as this provider writes them: static strings, help on each, technical ones marked as advanced."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ..core.description import WORDS_NOTE
from ._base import tr

ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
INTEGER = QgsProcessingParameterNumber.Type.Integer


def explain(parameter, help_text, advanced=False):
    """Give a parameter its help, and put it among the advanced ones where asked."""
    parameter.setDescription(tr(parameter.description()))
    parameter.setHelp(tr(help_text))
    if advanced:
        parameter.setFlags(parameter.flags() | ADVANCED)
    return parameter


def raster(name, description, help_text, optional=False, advanced=False):
    return explain(QgsProcessingParameterRasterLayer(name, description, optional=optional), help_text, advanced)


def rasters(name, description, help_text, optional=False, advanced=False):
    """Several raster layers, in the user's order."""
    kind = QgsProcessing.SourceType.TypeRaster
    parameter = QgsProcessingParameterMultipleLayers(name, description, kind, optional=optional)
    return explain(parameter, help_text, advanced)


def choice(name, description, options, default, help_text, advanced=False):
    """An enum of static strings: scripts and models name the value, never an index.

    An advanced one may be left out, else a model made before it came would not run any more.
    """
    parameter = QgsProcessingParameterEnum(
        name, description, options=list(options), allowMultiple=False, defaultValue=default, optional=advanced,
        usesStaticStrings=True,
    )  # fmt: skip
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


def extent(help_text):
    return explain(QgsProcessingParameterExtent('EXTENT', 'Extent to process', optional=True), help_text)


def polygons(name, description, help_text):
    """An optional layer of polygons, or the features selected in it."""
    kinds = [QgsProcessing.SourceType.TypeVectorPolygon]
    return explain(QgsProcessingParameterFeatureSource(name, description, kinds, optional=True), help_text)


def of_parameter(parameter):
    """The Processing parameter of one that a description of the core names."""
    name, title, told, advanced = parameter.id, parameter.title, parameter.help, parameter.is_advanced
    make = {
        'raster': lambda: raster(name, title, told, parameter.is_optional, advanced),
        'rasters': lambda: rasters(name, title, told, parameter.is_optional, advanced),
        'choice': lambda: choice(name, title, parameter.choices, parameter.default, told, advanced),
        'text': lambda: text(name, title, parameter.default, told, advanced),
        'number': lambda: whole_number(name, title, parameter.default, *parameter.limits, told, advanced),
        'extent': lambda: extent(told),
        'polygons': lambda: polygons(name, title, told),
    }
    return make[parameter.kind]()


def of_output(output):
    """The Processing destination of an output that a description of the core names."""
    if output.kind == 'raster':
        return result(output.id, output.title, output.help, output.is_default)
    if output.kind == 'folder':
        made = QgsProcessingParameterFolderDestination(output.id, output.title, optional=True, createByDefault=False)
        return explain(made, output.help)
    kinds = {'html': 'HTML files (*.html)', 'json': 'JSON files (*.json)'}
    return explain(
        QgsProcessingParameterFileDestination(
            output.id, output.title, kinds[output.kind], optional=True, createByDefault=output.is_default
        ),
        output.help,
    )
