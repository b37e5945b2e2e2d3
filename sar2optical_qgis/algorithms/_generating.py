"""Algorithms that make rasters: sources in the main thread, the run in the worker, results, styles and errors."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from typing import Callable, ClassVar

from qgis.core import (
    QgsProcessingException,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingUtils,
)

from .. import styling
from ..core.errors import Cancelled, Sar2OpticalError
from ..core.machine import matmul
from ..core.raster.delivery import Delivery, delivering
from ..core.raster.files import files_of
from ..host import gdal_exceptions, versions
from ._base import Sar2OpticalAlgorithm
from ._parameters import number_out, text_out
from ._sources import area, gdal_path, unread_nodata, unreadable, with_products

_told = set()  # of warnings about this machine: once in a session
OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional


@dataclass(frozen=True)
class Result:
    """One raster that an algorithm makes."""

    field: str  # of the core's request: takes the path
    title: str  # in the layer's name
    style: Callable  # of styling.py


class GeneratingAlgorithm(Sar2OpticalAlgorithm):
    """An algorithm that makes rasters with a request of the core.

    A subclass gives RESULTS {output id: Result}, of FOLDERS those that are folders of rasters, REMEDIES {raster
    parameter: what to do where it is missing} and `request_from(parameters, context)`.
    """

    RESULTS: ClassVar[dict[str, Result]] = {}
    FOLDERS: ClassVar[dict[str, Result]] = {}
    REMEDIES: ClassVar[dict[str, str]] = {}

    def request_from(self, parameters, context):
        """The core's request without its output paths. Runs in the main thread."""
        raise NotImplementedError

    def add_reports(self):
        """Numbers and words that scripts and models can go on with."""
        for output in (
            text_out('DEVICE_USED', 'Device that really ran'),
            text_out('MODEL_USED', 'Model that was used'),
            text_out('MODEL_SHA256', 'SHA-256 of the model file'),
            text_out('DECISIONS', 'What was decided automatically'),
            number_out('VALID_PIXELS', 'Pixels with data'),
            number_out('GENERATED_PIXELS', 'Pixels that were generated'),
            number_out('SECONDS', 'Seconds that the run took'),
        ):
            self.addOutput(output)

    def checkParameterValues(self, parameters, context):
        """Processing's own sentences name no remedy; ours come first. A script sees them in its exception."""
        try:
            parameters = with_products(self, parameters)
            for definition in self.parameterDefinitions():
                if isinstance(definition, QgsProcessingParameterRasterLayer):
                    self.source(parameters, definition.name(), context)
                elif isinstance(definition, QgsProcessingParameterMultipleLayers):
                    self.sources(parameters, definition.name(), context)
                elif isinstance(definition, QgsProcessingParameterFeatureSource):
                    area(self, parameters, context)
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
        layer = self.parameterAsRasterLayer(with_products(self, parameters), name, context)
        if layer is None:
            raise QgsProcessingException(unreadable(name, value, self.REMEDIES[name]))
        return layer, gdal_path(layer, name)

    def sources(self, parameters, name, context):
        """(layers, GDAL paths) of a parameter of several rasters, in the user's order; empty where optional."""
        value = parameters.get(name)
        values = list(value) if isinstance(value, (list, tuple)) else [value] if value not in (None, '') else []
        layers = self.parameterAsLayerList(with_products(self, parameters), name, context)
        if len(layers) < len(values):
            lost = [v for v in values if isinstance(v, str) and not QgsProcessingUtils.mapLayerFromString(v, context)]
            raise QgsProcessingException(unreadable(name, lost[0] if lost else values, self.REMEDIES[name]))
        if not layers and not self.parameterDefinition(name).flags() & OPTIONAL:
            raise QgsProcessingException(unreadable(name, None, self.REMEDIES[name]))
        return layers, tuple(gdal_path(layer, name) for layer in layers)

    def _given_layers(self, parameters, context):
        """(parameter, layer) of all rasters that were given."""
        for definition in self.parameterDefinitions():
            name = definition.name()
            if isinstance(definition, QgsProcessingParameterRasterLayer):
                layer, _ = self.source(parameters, name, context)
                yield from [(name, layer)] if layer else []
            elif isinstance(definition, QgsProcessingParameterMultipleLayers):
                yield from ((name, layer) for layer in self.sources(parameters, name, context)[0])

    def source_name(self, parameters, context):
        """What the results' layer names begin with."""
        return self.source(parameters, 'INPUT', context)[0].name()

    def prepareAlgorithm(self, parameters, context, feedback):
        able, reason = self.canExecute()
        if not able:
            raise QgsProcessingException(reason)
        self._request = self.request_from(parameters, context)
        for name, layer in self._given_layers(parameters, context):
            if told := unread_nodata(layer, name):
                feedback.pushWarning(told)
        self._delivery = self._delivery_from(parameters, context)
        self._source_name = self.source_name(parameters, context)
        return True

    def processAlgorithm(self, parameters, context, feedback):
        paths = self._targets(parameters, context)
        fields = {name: result.field for name, result in (*self.RESULTS.items(), *self.FOLDERS.items())}
        request = replace(self._request, **{fields[name]: path for name, path in paths.items()})
        feedback.pushInfo(', '.join(f'{name} {version}' for name, version in versions().items()))
        _warn_once(feedback, matmul.slow_blas())
        start = time.perf_counter()
        try:
            with gdal_exceptions(), delivering(self._delivery):
                report = request.run(
                    progress=lambda fraction: feedback.setProgress(100.0 * fraction),
                    cancelled=feedback.isCanceled,
                    log=lambda line: _tell(feedback, line),
                )
        except Cancelled as stop:
            feedback.pushInfo(str(stop))
            context.setLayersToLoadOnCompletion({})
            return {}
        except Sar2OpticalError as error:
            raise QgsProcessingException(str(error)) from error
        return self._results(report, time.perf_counter() - start, context, feedback)

    def _delivery_from(self, parameters, context):
        """How the results are written, by AREA and COMPRESSION; where an algorithm has neither, as usual."""
        if self.parameterDefinition('COMPRESSION') is None:
            return Delivery()
        compression = self.parameterAsEnumString(parameters, 'COMPRESSION', context)
        return Delivery(compression, area(self, parameters, context))

    def _targets(self, parameters, context):
        """{output id: path or ''}. Only in the worker: a background task forgets what was to be loaded before it."""
        paths = {name: self.parameterAsOutputLayer(parameters, name, context) for name in self.RESULTS}
        folders = {name: self.parameterAsString(parameters, name, context) for name in self.FOLDERS}
        if not any((*paths.values(), *folders.values())):
            raise QgsProcessingException(f'No output was asked for. Give {" or ".join(paths)} a path ending in .tif.')
        fields = [value if isinstance(value, tuple) else (value,) for value in vars(self._request).values()]
        given = {value for values in fields for value in values if isinstance(value, str) and value}
        with gdal_exceptions():
            taken = set().union(*map(files_of, given))
        for name, path in paths.items():
            if not path:
                continue
            if os.path.splitext(path)[1].lower() not in ('.tif', '.tiff'):
                raise QgsProcessingException(
                    f'{name} is written as GeoTIFF only, but the file name is {os.path.basename(path)}. '
                    'Let the name end in .tif.'
                )
            if os.path.realpath(path) in taken:
                raise QgsProcessingException(
                    f'{name} would overwrite an input or another output, {os.path.basename(path)}. '
                    'Choose another file name.'
                )
            taken.add(os.path.realpath(path))
        return {**paths, **folders}

    def _results(self, report, seconds, context, feedback):
        """Tell the user what was done, style what will be loaded, and give Processing its dictionary."""
        stages = ', '.join(f'{stage} {spent:.1f} s' for stage, spent in report.seconds.items())
        feedback.pushInfo(f'Device: {report.device}. Model: {report.model or "none"} {report.model_sha256}'.rstrip())
        feedback.pushInfo(f'Time: {seconds:.1f} s ({stages}; stages overlap)')
        results = {
            'DEVICE_USED': report.device,
            'MODEL_USED': report.model,
            'MODEL_SHA256': report.model_sha256,
            'DECISIONS': '\n'.join(report.decisions),
            'VALID_PIXELS': report.pixels.get('valid', 0),
            'GENERATED_PIXELS': report.pixels.get('generated', report.pixels.get('valid', 0)),
            'SECONDS': round(seconds, 3),
        }
        for name, result in self.RESULTS.items():
            path = report.outputs.get(name)
            if path:
                results[name] = path
                styling.write(path, result.style, feedback, getattr(self._request, 'bands', 'auto'))
                default = self.parameterDefinition(name).description()
                styling.attach(path, name, f'{self._source_name}: {result.title} (generated)', default, context)
        for name, result in self.FOLDERS.items():
            paths = [path for role, path in report.outputs.items() if role.startswith(f'{name} ')]
            for path in paths:
                styling.write(path, result.style, feedback)
            if paths:
                results[name] = os.path.dirname(paths[0])
        return results


def _warn_once(feedback, sentence):
    if sentence and sentence not in _told:
        _told.add(sentence)
        feedback.pushWarning(sentence)


def _tell(feedback, line):
    """A line of the core: a warning where the GPU was given up, else news."""
    (feedback.pushWarning if line.startswith('The GPU') else feedback.pushInfo)(line)
