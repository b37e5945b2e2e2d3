"""sar2optical:pictureofplace, a rectangle and a date into the picture, by the way that errs least."""

from __future__ import annotations

import os
from dataclasses import replace

from qgis.core import QgsProcessingException, QgsProcessingParameterBoolean

from .. import styling
from ..core.catalog.request import megabytes_of
from ..core.picture_of_place.plan import WAYS
from ..core.picture_of_place.request import PictureOfPlace
from ._parameters import choice, explain, number_out, result, text_out
from ._scenes import ScenesAlgorithm

RASTERS = ('OUTPUT', 'UNCERTAINTY', 'SOURCE')
OUTPUTS = {
    'HOW': 'How it was made, in a few sentences',
    'WAY_USED': 'The way that was taken',
    'DAY': 'The day that the picture shows',
    'FOUND': 'What was found, a line each',
    'DEVICE_USED': 'Device that really ran',
    'MODEL_USED': 'Model that was used',
}
DEVICES = ('auto', 'gpu', 'cpu')


class PictureOfPlaceAlgorithm(ScenesAlgorithm):
    NAME = 'pictureofplace'
    TITLE = 'Picture of a place'
    TAGS = ('download', 'stac', 'cloud', 'radar', 'sentinel-1', 'sentinel-2', 'place', 'date', 'cloud-free')
    ICON = 'picture_of_place.svg'
    SUMMARY = 'Draw a rectangle, choose a date: finds and fetches what it takes, and makes the picture of that day.'
    HELP = (
        'Looks at what there is of a rectangle around a date, and takes the way to its picture that is likely to err '
        'least: the image of the day where it is clear; that image with its clouds removed, with radar and a clear '
        'image of another date; a composite of several dates in the look of that day; or, where all is under cloud, '
        'colours learned from an older clear image and put where the radar of the day says. Where more than one way is '
        'open, each is tried on a small window, and the one that predicts the least error is taken. WAY overrules '
        'it.\n\n'
        'HOW says in a few sentences what was found and what was done. SOURCE tells which pixels were measured and '
        'when, UNCERTAINTY how far off the others may be. The scenes stay in FOLDER for the other algorithms.\n\n'
        'This algorithm opens connections, to the catalogue chosen and to the stores of its images, through the proxy '
        'and the certificates of QGIS.'
    )

    def initAlgorithm(self, configuration=None):
        self.add_place('45,15')
        for parameter in (
            choice(
                'WAY',
                'Way',
                ('auto', *WAYS),
                'auto',
                'auto = the one with the least predicted error. optical = a clear image as it was taken. clouds = an '
                'image with its clouds removed. composite = several dates. radar = SAR to optical.',
            ),
            explain(
                QgsProcessingParameterBoolean('PREVIEW', 'Only list what there is', defaultValue=False),
                'Lists dates, cloud in the rectangle, megabytes and the way that would be taken; makes nothing.',
            ),
            choice(
                'METHOD',
                'Method of cloud removal',
                ('network', 'regression'),
                'network',
                'network = the fit on the clear pixels plus a trained correction. regression = the fit alone: needs no '
                'onnxruntime.',
                advanced=True,
            ),
            choice(
                'DEVICE',
                'Device',
                DEVICES,
                'auto',
                'auto = the GPU where onnxruntime can really use one, else the CPU, and the log says why. '
                'gpu = the GPU or an error. cpu = the CPU.',
                advanced=True,
            ),
            result(
                'OUTPUT',
                'Picture',
                'Ten bands of reflectance x 10000; red, green, blue and alpha where radar alone sees the day.',
                create=True,
            ),
            result(
                'UNCERTAINTY',
                'Uncertainty',
                'One standard deviation in the units of the picture, 0 where it was measured on the day; float32, '
                'nodata -9999.',
            ),
            result(
                'SOURCE',
                'Source of each pixel',
                'Three bands, 16-bit: the number of its date (0 = generated), how many dates show the pixel, days from '
                'DATE (of a composite: from its own date); nodata -32768.',
            ),
        ):
            self.addParameter(parameter)
        for name, title in OUTPUTS.items():
            self.addOutput(text_out(name, title))
        self.addOutput(number_out('MEGABYTES', 'Megabytes, about'))

    def processAlgorithm(self, parameters, context, feedback):
        only_list = self.parameterAsBoolean(parameters, 'PREVIEW', context)
        paths = dict.fromkeys(RASTERS, '') if only_list else self._targets(parameters, context)
        request = PictureOfPlace(
            replace(self._request, folder=self.parameterAsString(parameters, 'FOLDER', context)),
            output=paths['OUTPUT'],
            uncertainty=paths['UNCERTAINTY'],
            source=paths['SOURCE'],
            way=self.parameterAsEnumString(parameters, 'WAY', context),
            method=self.parameterAsEnumString(parameters, 'METHOD', context),
            device=self.parameterAsEnumString(parameters, 'DEVICE', context),
        )
        made = self.ask(request, feedback, only_list=only_list)
        if made is None:
            context.setLayersToLoadOnCompletion({})
            return {}
        if not only_list:
            feedback.pushInfo(made.how)
        self._style(made, context, feedback)
        return {
            **made.outputs,
            'HOW': made.how,
            'WAY_USED': made.way,
            'DAY': str(made.day or ''),
            'FOUND': '\n'.join(map(str, made.lines)),
            'MEGABYTES': round(megabytes_of(list(made.lines)), 2),
            'DEVICE_USED': made.device,
            'MODEL_USED': made.model,
            'FOLDER': request.scenes.folder,
        }

    def _targets(self, parameters, context):
        paths = {name: self.parameterAsOutputLayer(parameters, name, context) for name in RASTERS}
        if not any(paths.values()):
            raise QgsProcessingException('No output was asked for. Give OUTPUT a path ending in .tif.')
        for name, path in paths.items():
            if path and os.path.splitext(path)[1].lower() not in ('.tif', '.tiff'):
                raise QgsProcessingException(
                    f'{name} is written as GeoTIFF only, but the file name is {os.path.basename(path)}. '
                    'Let the name end in .tif.'
                )
        if len({os.path.realpath(path) for path in paths.values() if path}) < sum(map(bool, paths.values())):
            raise QgsProcessingException('Two outputs have the same file name. Give each its own.')
        return paths

    def _style(self, made, context, feedback):
        looks = {
            'OUTPUT': styling.picture if made.way == 'radar' else styling.sentinel2,
            'UNCERTAINTY': styling.uncertainty,
            'SOURCE': styling.source,
        }
        for name, path in made.outputs.items():
            styling.write(path, looks[name], feedback)
            default = self.parameterDefinition(name).description()
            words = {'OUTPUT': 'picture', 'UNCERTAINTY': 'uncertainty', 'SOURCE': 'source'}[name]
            if made.way == 'optical':
                styling.attach_measured(path, context, f'{made.day}: {words}', default)
            else:
                styling.attach(path, name, f'{made.day}: {words} (generated)', default, context)
