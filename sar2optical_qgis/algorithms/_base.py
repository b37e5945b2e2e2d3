"""What the algorithms share: identity, sources in the main thread, the run in the worker, results and errors."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import Callable, ClassVar

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtGui import QIcon

from .. import styling
from ..core.errors import Cancelled, Sar2OpticalError
from ..core.registry import resources_dir
from ._sources import bounds, gdal_path, unreadable

OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional


class Sar2OpticalAlgorithm(QgsProcessingAlgorithm):
    """Identity from class constants: NAME (the fixed id), TITLE, GROUP (id, name), TAGS, SUMMARY, HELP, ICON."""

    NAME = TITLE = SUMMARY = HELP = ICON = ''
    GROUP = ('', '')
    TAGS: tuple[str, ...] = ()

    def createInstance(self):
        return type(self)()

    def name(self):
        return self.NAME

    def displayName(self):
        return self.TITLE

    def groupId(self):
        return self.GROUP[0]

    def group(self):
        return self.GROUP[1]

    def tags(self):
        return list(self.TAGS)

    def shortDescription(self):
        return self.SUMMARY

    def shortHelpString(self):  # printed raw by qgis_process: plain text
        return self.HELP

    def icon(self):
        return QIcon(str(resources_dir() / 'icons' / self.ICON))


@dataclass(frozen=True)
class Result:
    """One raster that an algorithm makes."""

    field: str  # of the core's request: takes the path
    title: str  # in the layer's name
    style: Callable  # of styling.py


class GeneratingAlgorithm(Sar2OpticalAlgorithm):
    """An algorithm that makes rasters with a request of the core.

    A subclass gives RESULTS {output id: Result}, REMEDIES {raster parameter: what to do where it is missing} and
    `request_from(parameters, context)`.
    """

    RESULTS: ClassVar[dict[str, Result]] = {}
    REMEDIES: ClassVar[dict[str, str]] = {}

    def request_from(self, parameters, context):
        """The core's request without its output paths. Runs in the main thread."""
        raise NotImplementedError

    def add_reports(self):
        """Numbers and words that scripts and models can go on with."""
        for name, description in (
            ('DEVICE_USED', 'Device that really ran'),
            ('MODEL_USED', 'Model that was used'),
            ('MODEL_SHA256', 'SHA-256 of the model file'),
            ('DECISIONS', 'What was decided automatically'),
        ):
            self.addOutput(QgsProcessingOutputString(name, description))
        for name, description in (
            ('VALID_PIXELS', 'Pixels with data'),
            ('GENERATED_PIXELS', 'Pixels that were generated'),
            ('SECONDS', 'Seconds that the run took'),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, description))

    def checkParameterValues(self, parameters, context):
        """Processing's own sentences name no remedy; ours come first. A script sees them in its exception."""
        try:
            for definition in self.parameterDefinitions():
                if isinstance(definition, QgsProcessingParameterRasterLayer):
                    self.source(parameters, definition.name(), context)
                elif isinstance(definition, QgsProcessingParameterEnum):
                    self._check_choice(definition, parameters)
        except QgsProcessingException as error:
            return False, str(error)
        return super().checkParameterValues(parameters, context)

    @staticmethod
    def _check_choice(definition, parameters):
        value = parameters.get(definition.name())
        if isinstance(value, (str, int)) and str(value) not in definition.options():
            raise QgsProcessingException(
                f'{definition.name()} is "{value}". Use one of the words {", ".join(definition.options())}.'
            )

    def source(self, parameters, name, context):
        """(layer, GDAL path) of a raster parameter; (None, '') where an optional one was left empty."""
        value = parameters.get(name)
        if value in (None, '') and self.parameterDefinition(name).flags() & OPTIONAL:
            return None, ''
        layer = self.parameterAsRasterLayer(parameters, name, context)
        if layer is None:
            raise QgsProcessingException(unreadable(name, value, self.REMEDIES[name]))
        return layer, gdal_path(layer, name)

    def bounds(self, parameters, context, layer):
        return bounds(self, parameters, context, layer)

    def engine_options(self, parameters, context):
        """The values of `_parameters.engine` as fields of a request."""
        return {
            'model': self.parameterAsString(parameters, 'MODEL', context),
            'device': self.parameterAsEnumString(parameters, 'DEVICE', context),
            'tile_size': self.parameterAsInt(parameters, 'TILE_SIZE', context),
            'overlap': self.parameterAsInt(parameters, 'OVERLAP', context),
        }

    def prepareAlgorithm(self, parameters, context, feedback):
        able, reason = self.canExecute()
        if not able:
            raise QgsProcessingException(reason)
        self._source_name = self.parameterAsRasterLayer(parameters, 'INPUT', context).name()
        self._request = self.request_from(parameters, context)
        return True

    def processAlgorithm(self, parameters, context, feedback):
        paths = {name: self._target(parameters, name, context) for name in self.RESULTS}
        if not any(paths.values()):
            raise QgsProcessingException(f'No output was asked for. Give {" or ".join(paths)} a path ending in .tif.')
        request = replace(self._request, **{self.RESULTS[name].field: path for name, path in paths.items()})
        try:
            report = request.run(
                progress=lambda fraction: feedback.setProgress(100.0 * fraction),
                cancelled=feedback.isCanceled,
                log=lambda line: feedback.pushWarning(line) if line.startswith('The GPU') else feedback.pushInfo(line),
            )
        except Cancelled as stop:
            feedback.pushInfo(str(stop))
            context.setLayersToLoadOnCompletion({})
            return {}
        except Sar2OpticalError as error:
            raise QgsProcessingException(str(error)) from error
        return self._results(report, context, feedback)

    def _target(self, parameters, name, context):
        path = self.parameterAsOutputLayer(parameters, name, context)
        if path and os.path.splitext(path)[1].lower() not in ('.tif', '.tiff'):
            raise QgsProcessingException(
                f'{name} is written as GeoTIFF only, but the file name is {os.path.basename(path)}. '
                'Let the name end in .tif.'
            )
        return path

    def _results(self, report, context, feedback):
        """Tell the user what was done, style what will be loaded, and give Processing its dictionary."""
        stages = ', '.join(f'{stage} {seconds:.1f} s' for stage, seconds in report.seconds.items())
        feedback.pushInfo(f'Device: {report.device}. Model: {report.model or "none"} {report.model_sha256}'.rstrip())
        feedback.pushInfo(f'Time: {stages}')
        results = {
            'DEVICE_USED': report.device,
            'MODEL_USED': report.model,
            'MODEL_SHA256': report.model_sha256,
            'DECISIONS': '\n'.join(report.decisions),
            'VALID_PIXELS': report.pixels.get('valid', 0),
            'GENERATED_PIXELS': report.pixels.get('generated', report.pixels.get('valid', 0)),
            'SECONDS': round(sum(report.seconds.values()), 3),
        }
        for name, result in self.RESULTS.items():
            path = report.outputs.get(name)
            if path:
                results[name] = path
                styling.write(path, result.style, feedback)
                default = self.parameterDefinition(name).description()
                styling.attach(path, f'{self._source_name}: {result.title} (generated)', default, context)
        return results
