"""What the cloud mask takes and gives."""

from __future__ import annotations

from ..description import Description, choice, engine, extent, folder, raster, rasters, result, text, whole_number
from ..sentinel.mask_types import GIVEN_TYPES
from ..sentinel.radiometry import S2_OFFSETS
from .request import DetectClouds

DESCRIPTION = Description(
    id='cloudmask',
    title='Cloud mask',
    summary='Finds clouds and their shadows in the pixels of an optical image, and puts a bad mask right.',
    help=(
        'Tells thick cloud, thin cloud and cloud shadow from clear ground by the pixels alone: Sentinel-2 (L1C or '
        'L2A), or any image of reflectance with blue, green and red; near infrared and short-wave infrared help.\n\n'
        'A scene classification (SCL) or another mask that came with the image is a hint: it is kept where the pixels '
        'do not contradict it. The log says how much was added and taken away.\n\n'
        'OUTPUT goes into SCL of "Remove clouds" or "Cloud-free composite" with MASK_TYPE omnicloudmask. Both find '
        'clouds by themselves where no mask is given. Even haze all over an image, and snow under cloud, may be missed.'
    ),
    group=('generate', 'Generate optical imagery'),
    tags=('cloud', 'shadow', 'mask', 'sentinel-2', 'scl', 'haze', 'cirrus', 'planet', 'deep learning'),
    request=DetectClouds,
    parameters=(
        raster(
            'INPUT',
            'Optical layer',
            'The image: a stack of bands in one raster, digital numbers or reflectance, or a whole product: '
            'the path of its .SAFE folder, of MTD_MSIL2A.xml in it, or of its zip.',
            remedy='Choose a stack of bands in one raster that GDAL can open.',
        ),
        raster(
            'SCL',
            'Mask to put right (SCL)',
            'The scene classification of the same product, or another mask as MASK_TYPE says. Its grid and CRS may '
            'differ from those of INPUT. Empty = the pixels alone.',
            optional=True,
            remedy='Choose the SCL band of the same product, another cloud mask and its MASK_TYPE, or leave SCL empty.',
            field='mask',
        ),
        choice(
            'MASK_TYPE',
            'Type of the mask',
            GIVEN_TYPES,
            DetectClouds.mask_type,
            'scl = Sentinel-2 scene classification. binary = 1 is cloud. omnicloudmask = 1 thick, 2 thin, '
            '3 shadow. fmask = Fmask codes. probability = 0..100 percent.',
        ),
        rasters(
            'OTHERS',
            'Layers of other dates',
            'The same place on other days of the season, at least two, cloudy or not. Where INPUT leaves doubt, what '
            'is brighter than the ground on these days is cloud.',
            optional=True,
            remedy='Choose layers of the same place as INPUT with the same bands, or leave OTHERS empty.',
        ),
        whole_number(
            'THRESHOLD',
            'Threshold (per cent)',
            DetectClouds.threshold,
            1,
            99,
            'How probable cloud or shadow must be. Lower finds more thin cloud, and more that is none.',
        ),
        whole_number(
            'DILATE',
            'Grow the mask (pixels)',
            DetectClouds.dilate,
            0,
            200,
            'By how many pixels of INPUT clouds and shadows grow. The tasks that take the mask grow it by themselves.',
        ),
        extent(),
        text(
            'BANDS',
            'Bands',
            DetectClouds.bands,
            'auto = found by the band descriptions. Or name them, for example B02=1,B03=2,B04=3,B08=4.',
            advanced=True,
        ),
        choice(
            'S2_OFFSET',
            'Offset of the Sentinel-2 values',
            S2_OFFSETS,
            DetectClouds.s2_offset,
            'auto = told from the values; the log says what was decided. none = reflectance, or '
            'reflectance x 10000. -1000 = digital numbers of processing baseline 04.00 and later.',
            advanced=True,
        ),
        *engine(DetectClouds),
    ),
    outputs=(
        result(
            'OUTPUT',
            'Clouds and shadows',
            '0 = clear, 1 = thick cloud, 2 = thin cloud, 3 = cloud shadow, 255 = no data; 8-bit GeoTIFF.',
            create=True,
            layer='clouds',
        ),
        result(
            'PROBABILITY',
            'Probabilities',
            'Per cent of cloud (thick or thin), of shadow, and of thin cloud alone; three bands, 8-bit, 255 = no data.',
            layer='probability of cloud',
        ),
        folder(
            'MASKS',
            'Masks of all dates',
            'A folder for a mask of each layer, of INPUT and of OTHERS, each helped by the others: on the pixels of '
            'INPUT, named after the layers. SCLS of "Cloud-free composite" takes them with MASK_TYPE omnicloudmask.',
            layer='clouds',
        ),
    ),
)
