"""sar2optical:removeclouds, a cloudy Sentinel-2 layer and its cloud mask into a cloud-free layer."""

from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessingException

from .. import styling
from ..core.remove_clouds.request import RemoveClouds
from ..core.sentinel.mask_types import MASK_TYPES
from ..core.sentinel.radiometry import S2_OFFSETS
from ..core.sentinel.siblings import find_scl
from ._generating import GeneratingAlgorithm, Result
from ._parameters import choice, engine, extent, raster, result, text, whole_number
from ._sources import bounds, unreadable

METHODS = ('network', 'regression')


class RemoveCloudsAlgorithm(GeneratingAlgorithm):
    NAME = 'removeclouds'
    TITLE = 'Remove clouds'
    GROUP = ('generate', 'Generate optical imagery')
    TAGS = ('cloud', 'shadow', 'sentinel-2', 'scl', 'gap filling', 'reconstruction', 'optical', 'sar', 'deep learning')
    ICON = 'remove_clouds.svg'
    SUMMARY = 'Replaces clouds and shadows in a Sentinel-2 layer by generated pixels, and leaves all others untouched.'
    HELP = (
        'Fills what clouds and their shadows hide in a Sentinel-2 layer. Grid, bands, order, data type and scale stay '
        'those of INPUT, and every pixel that the mask calls clear leaves bit for bit as it came in.\n\n'
        'The estimate is learned on the clear pixels of the same image (METHOD regression; any sensor, any bands, no '
        'model); METHOD network adds what a trained network knows. A Sentinel-1 layer of about the same date helps.\n\n'
        'The pixels under clouds are generated, not measured. MASK tells which, UNCERTAINTY how far off they may be. '
        'Every output carries the model, its hash, the inputs and the device in its metadata.'
    )
    RESULTS: ClassVar = {
        'OUTPUT': Result('output', 'cloud-free', styling.sentinel2),
        'MASK': Result('generated_mask', 'mask', styling.mask),
        'UNCERTAINTY': Result('uncertainty', 'uncertainty', styling.uncertainty),
    }
    REMEDIES: ClassVar = {
        'INPUT': 'Choose a stack of Sentinel-2 bands in one raster that GDAL can open.',
        'SCL': 'Choose the SCL band of the same product, or another cloud mask and its MASK_TYPE.',
        'SAR': 'Choose a Sentinel-1 raster that GDAL can open, or leave SAR empty.',
        'REFERENCE': 'Choose a clear image of another date that GDAL can open, or leave REFERENCE empty.',
    }

    def initAlgorithm(self, configuration=None):
        for parameter in (
            raster(
                'INPUT',
                'Sentinel-2 layer',
                'The cloudy image: a stack of bands in one raster, digital numbers or reflectance, or a whole product: '
                'the path of its .SAFE folder, of MTD_MSIL2A.xml in it, or of its zip.',
            ),
            raster(
                'SCL',
                'Cloud mask (SCL)',
                'The scene classification of the same product, or another mask as MASK_TYPE says. '
                'Its grid and CRS may differ from those of INPUT. Empty = the SCL beside INPUT, by its name, '
                'or in the same .SAFE product.',
                optional=True,
            ),
            choice(
                'MASK_TYPE',
                'Type of the mask',
                MASK_TYPES,
                RemoveClouds.mask_type,
                'scl = Sentinel-2 scene classification. binary = 1 is cloud. omnicloudmask = 1 thick, 2 thin, '
                '3 shadow. fmask = Fmask codes. probability = 0..100 percent.',
            ),
            raster(
                'SAR',
                'Sentinel-1 layer',
                'Backscatter of about the same date in dB or power (VV, VH), in any grid and CRS. It helps under thick '
                'cloud.',
                optional=True,
            ),
            raster(
                'REFERENCE',
                'Clear layer of another date',
                'An older or later image of the place without clouds, of any sensor, bands, grid and CRS: its bands '
                'teach what lies under the clouds. It need not look alike, and is never copied.',
                optional=True,
            ),
            choice(
                'METHOD',
                'Method',
                METHODS,
                RemoveClouds.method,
                'network = the fit on the clear pixels of the image plus a trained correction. '
                'regression = that fit alone: needs no model and no onnxruntime, works for any sensor and bands.',
            ),
            extent(),
            text(
                'HIDE',
                'Mask values to hide',
                RemoveClouds.hide,
                'Empty = the usual ones of the mask type (scl: 0,1,3,8,9,10). Or a list such as 3,8,9, '
                'or a threshold such as >=40 for a probability.',
                advanced=True,
            ),
            whole_number(
                'DILATE',
                'Grow the mask (pixels)',
                RemoveClouds.dilate,
                -1,
                200,
                'By how many pixels of INPUT the hidden area grows, since masks miss the rims of clouds. '
                '-1 = about 60 m.',
                advanced=True,
            ),
            text(
                'BANDS',
                'Bands',
                RemoveClouds.bands,
                'auto = found by the band descriptions. Or name them, for example B02=1,B03=2,B04=3,B08=4.',
                advanced=True,
            ),
            choice(
                'S2_OFFSET',
                'Offset of the Sentinel-2 values',
                S2_OFFSETS,
                RemoveClouds.s2_offset,
                'auto = told from the values; the log says what was decided. none = reflectance, or '
                'reflectance x 10000. -1000 = digital numbers of processing baseline 04.00 and later.',
                advanced=True,
            ),
            *engine(RemoveClouds),
            result(
                'OUTPUT',
                'Cloud-free image (generated)',
                'GeoTIFF with the grid, bands, data type and scale of INPUT; clear pixels untouched.',
                create=True,
            ),
            result('MASK', 'Generated pixels', '1 = generated, 0 = kept, 255 = no data; 8-bit GeoTIFF.'),
            result(
                'UNCERTAINTY',
                'Uncertainty',
                'One standard deviation in the units of INPUT, one band for each of its bands, 0 where kept; float32, '
                'nodata -9999.',
            ),
        ):
            self.addParameter(parameter)
        self.add_reports()

    def mask(self, parameters, image, context):
        """The path of the mask: the one given, or the SCL that lies beside the image."""
        path = self.source(parameters, 'SCL', context)[1]
        if not path and self.parameterAsEnumString(parameters, 'MASK_TYPE', context) == 'scl':
            path = find_scl(image)
        if not path:
            raise QgsProcessingException(unreadable('SCL', None, self.REMEDIES['SCL']))
        return path

    def request_from(self, parameters, context):
        layer, path = self.source(parameters, 'INPUT', context)
        return RemoveClouds(
            input=path,
            mask=self.mask(parameters, path, context),
            mask_type=self.parameterAsEnumString(parameters, 'MASK_TYPE', context),
            hide=self.parameterAsString(parameters, 'HIDE', context),
            dilate=self.parameterAsInt(parameters, 'DILATE', context),
            sar=self.source(parameters, 'SAR', context)[1],
            reference=self.source(parameters, 'REFERENCE', context)[1],
            method=self.parameterAsEnumString(parameters, 'METHOD', context),
            bands=self.parameterAsString(parameters, 'BANDS', context),
            s2_offset=self.parameterAsEnumString(parameters, 'S2_OFFSET', context),
            extent=bounds(self, parameters, context, layer),
            **self.engine_options(parameters, context),
        )
