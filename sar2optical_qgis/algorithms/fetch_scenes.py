"""sar2optical:fetchscenes, a rectangle, a date and what is wanted into GeoTIFFs that every other algorithm takes."""

from __future__ import annotations

from dataclasses import replace

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputMultipleLayers,
    QgsProcessingOutputRasterLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
)

from .. import styling
from ..core.catalog.request import WHAT, FetchScenes, megabytes_of
from ._base import tr
from ._parameters import INTEGER, explain, number_out, text_out
from ._scenes import ScenesAlgorithm

OUTPUTS = {
    'OPTICAL': 'Sentinel-2 of the date',
    'SCL': 'Cloud mask of the date',
    'RADAR': 'Sentinel-1 of the date',
    'REFERENCE': 'Clear Sentinel-2 of another date',
    'REFERENCE_SAR': 'Sentinel-1 of that other date',
    'LANDCOVER': 'Land cover',
    'SERIES': 'Sentinel-2 of all dates',
    'SERIES_SCLS': 'Their cloud masks',
}
SINGLE = {  # output -> what, and whether its mask
    'OPTICAL': ('optical', False),
    'SCL': ('optical', True),
    'RADAR': ('radar', False),
    'REFERENCE': ('reference', False),
    'REFERENCE_SAR': ('reference-radar', False),
    'LANDCOVER': ('landcover', False),
}
SEVERAL = {'SERIES': False, 'SERIES_SCLS': True}  # output -> whether the masks


class FetchScenesAlgorithm(ScenesAlgorithm):
    NAME = 'fetchscenes'
    TITLE = 'Fetch scenes'
    TAGS = ('download', 'stac', 'sentinel-1', 'sentinel-2', 'worldcover', 'planetary computer', 'earth search', 'cog')
    ICON = 'fetch_scenes.svg'
    SUMMARY = 'Finds and fetches Sentinel-1, Sentinel-2 with cloud masks and land cover of a rectangle and a date.'
    HELP = (
        'Looks for scenes of a rectangle around a date and reads as much of them as lies in it: Sentinel-2 surface '
        'reflectance (ten bands, the offset of -1000 taken off where it is in) with its scene classification, '
        'Sentinel-1 (gamma0 in dB, terrain-corrected), and ESA WorldCover. Clouds are judged in the rectangle itself '
        "by each date's mask.\n\n"
        'Files are named and described so that all other algorithms find dates and masks by themselves, and carry '
        'where they come from and under which licence. A run that was broken off goes on where it ended.\n\n'
        'This algorithm opens connections, to the catalogue chosen and to the stores of its images, through the proxy '
        'and the certificates of QGIS.'
    )

    def initAlgorithm(self, configuration=None):
        self.add_place('30,30')
        what = QgsProcessingParameterEnum(
            'WHAT',
            'What to fetch',
            options=list(WHAT),
            allowMultiple=True,
            defaultValue=list(FetchScenes.what),
            usesStaticStrings=True,
        )
        self.addParameter(
            explain(
                what,
                'radar = the pass nearest to DATE. optical = the image nearest to DATE. series = all dates that show '
                'enough. reference = the nearest clear image of another date, an older one first. reference-radar = '
                'the radar of its date, of the same orbit. landcover = ESA WorldCover 2021. Scripts write the '
                'words, not their numbers.',
            )
        )
        self.addParameter(
            explain(
                QgsProcessingParameterNumber(
                    'MAX_CLOUD', 'Most cloud (%)', type=INTEGER, defaultValue=60, minValue=0, maxValue=100
                ),
                'How much of the rectangle a date of the series may hide, clouds, shadows and missing data together.',
            )
        )
        self.addParameter(
            explain(
                QgsProcessingParameterBoolean('PREVIEW', 'Only list what there is', defaultValue=False),
                'Lists dates, cloud in the rectangle and megabytes, and fetches nothing.',
            )
        )
        self.addParameter(
            explain(
                QgsProcessingParameterBoolean('LOAD', 'Add the scenes to the map', defaultValue=False),
                'Adds every fetched raster as a layer, in natural colours where it has them.',
            )
        )
        self.addParameter(
            explain(
                QgsProcessingParameterFileDestination(
                    'SCENES', 'List of the scenes', 'JSON files (*.json)', optional=True, createByDefault=False
                ),
                'The same list as JSON, with files, dates, clouds, items and catalogues. Empty = scenes.json beside '
                'the scenes.',
            )
        )
        for name, title in OUTPUTS.items():
            kind = QgsProcessingOutputMultipleLayers if name in SEVERAL else QgsProcessingOutputRasterLayer
            self.addOutput(kind(name, tr(title)))
        self.addOutput(text_out('FOUND', 'What was found, a line each'))
        self.addOutput(number_out('COUNT', 'Number of scenes'))
        self.addOutput(number_out('MEGABYTES', 'Megabytes, about'))

    def request_from(self, parameters, context):
        return replace(
            super().request_from(parameters, context),
            what=tuple(self.parameterAsEnumStrings(parameters, 'WHAT', context)),
            max_cloud=self.parameterAsInt(parameters, 'MAX_CLOUD', context) / 100.0,
        )

    def processAlgorithm(self, parameters, context, feedback):
        request = replace(
            self._request,
            folder=self.parameterAsString(parameters, 'FOLDER', context),
            scenes_json=self.parameterAsFileOutput(parameters, 'SCENES', context),
        )
        only_list = self.parameterAsBoolean(parameters, 'PREVIEW', context)
        done = self.ask(request, feedback, only_list=only_list)
        if done is None:
            return {}
        results = {
            'FOUND': '\n'.join(map(str, done.lines)),
            'COUNT': len(done.lines),
            'MEGABYTES': round(megabytes_of(done.lines), 2),
            'FOLDER': request.folder,
        }
        if only_list:
            return results
        for name, (what, is_mask) in SINGLE.items():
            found = [mask if is_mask else path for kind, _, path, mask in done.files if kind == what]
            if found:
                results[name] = found[0]
        for name, is_mask in SEVERAL.items():
            results[name] = [mask if is_mask else path for kind, _, path, mask in done.files if kind == 'series']
        results['SCENES'] = done.scenes_json
        if self.parameterAsBoolean(parameters, 'LOAD', context):
            self._load(done, context, feedback)
        return results

    @staticmethod
    def _load(done, context, feedback):
        for _, scene, path, _ in done.files:
            if context.willLoadLayerOnCompletion(path):
                continue
            is_optical = scene is not None and not scene.is_radar
            title = scene.name if scene is not None else 'WorldCover'
            details = QgsProcessingContext.LayerDetails(title, context.project(), title)
            context.addLayerToLoadOnCompletion(path, details)
            if is_optical:
                styling.write(path, styling.sentinel2, feedback)
                styling.attach_measured(path, context)
