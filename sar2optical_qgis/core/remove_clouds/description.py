"""What the removal of clouds takes and gives."""

from __future__ import annotations

from ..cloud_mask.trial import REFINES_OF_ONE
from ..description import Description, choice, covariates, engine, extent, raster, rasters, result, text, whole_number
from ..sentinel.mask_types import MASK_TYPES
from ..sentinel.radiometry import S2_OFFSETS, SAR_SCALES
from .request import METHODS, RESIDUALS, RemoveClouds

DESCRIPTION = Description(
    id='removeclouds',
    title='Remove clouds',
    summary='Replaces clouds and shadows in a Sentinel-2 layer by generated pixels, and leaves all others untouched.',
    help=(
        'Fills what clouds and their shadows hide in a Sentinel-2 layer, and finds them itself where no mask is given. '
        'Grid, bands, order, data type and scale stay those of INPUT, and every pixel that the mask calls clear leaves '
        'bit for bit as it came in.\n\n'
        'The estimate is learned on the clear pixels of the same image (METHOD regression; any sensor, any bands, no '
        'model); METHOD network adds what a trained network knows. A Sentinel-1 layer of about the same date helps.\n\n'
        'The pixels under clouds are generated, not measured. MASK tells which, UNCERTAINTY how far off they may be. '
        'Every output carries the model, its hash, the inputs and the device in its metadata.'
    ),
    group=('generate', 'Generate optical imagery'),
    tags=('cloud', 'shadow', 'sentinel-2', 'scl', 'gap filling', 'reconstruction', 'optical', 'sar', 'deep learning'),
    request=RemoveClouds,
    parameters=(
        raster(
            'INPUT',
            'Sentinel-2 layer',
            'The cloudy image: a stack of bands in one raster, digital numbers or reflectance, or a whole product: '
            'the path of its .SAFE folder, of MTD_MSIL2A.xml in it, or of its zip.',
            remedy='Choose a stack of Sentinel-2 bands in one raster that GDAL can open.',
        ),
        raster(
            'SCL',
            'Cloud mask (SCL)',
            'The scene classification of the same product, or another mask as MASK_TYPE says. '
            'Its grid and CRS may differ from those of INPUT. Empty = the SCL beside INPUT, by its name, '
            'or in the same .SAFE product; without any, clouds are found in the pixels.',
            optional=True,
            remedy='Choose the SCL band of the same product, or another cloud mask and its MASK_TYPE.',
            field='mask',
        ),
        choice(
            'MASK_TYPE',
            'Type of the mask',
            MASK_TYPES,
            RemoveClouds.mask_type,
            'scl = Sentinel-2 scene classification. binary = 1 is cloud. omnicloudmask = 1 thick, 2 thin, '
            '3 shadow. fmask = Fmask codes. probability = 0..100 percent. auto = clouds are found in the pixels, '
            'whatever mask is there.',
        ),
        raster(
            'SAR',
            'Sentinel-1 layer',
            'Backscatter of about the same date in dB or power (VV, VH), in any grid and CRS. It helps under thick '
            'cloud.',
            optional=True,
            remedy='Choose a Sentinel-1 raster that GDAL can open, or leave SAR empty.',
        ),
        rasters(
            'REFERENCE',
            'Clear layers of other dates',
            'One or several images of the place, best before and after, of any sensor, bands, grid and CRS: their '
            'bands teach what lies under the clouds. They need not look alike, and are never copied. What clouds hide '
            'in one of them (REFERENCE_MASKS, or nodata) the others tell.',
            optional=True,
            remedy='Choose clear images of other dates that GDAL can open, or leave REFERENCE empty.',
        ),
        covariates(),
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
        choice(
            'REFINE_MASK',
            'Put the mask right',
            REFINES_OF_ONE,
            RemoveClouds.refine_mask,
            'What the pixels have to say where a mask is given. off = nothing. add = clouds and shadows that it '
            'misses are hidden too. correct = and what they show to be clear is hidden no more. '
            'auto = the mask stays as it is, unless the pixels show that it cannot be right: much that is surely cloud '
            'is left, or all is hidden though there is ground to be seen. So is a mask treated that was found beside '
            'INPUT and is not named.',
            advanced=True,
        ),
        whole_number(
            'DILATE',
            'Grow the mask (pixels)',
            RemoveClouds.dilate,
            -1,
            200,
            'By how many pixels of INPUT the hidden area grows, since masks miss the rims of clouds. -1 = about 60 m.',
            advanced=True,
        ),
        rasters(
            'REFERENCE_MASKS',
            'Cloud masks of those other dates',
            'One for each layer of REFERENCE, of the same MASK_TYPE as SCL. Matched by the dates in their names where '
            'every one tells it, else by order. Empty = where a layer has data it is clear.',
            optional=True,
            remedy='Choose a cloud mask for each layer of REFERENCE, or leave REFERENCE_MASKS empty.',
            advanced=True,
        ),
        choice(
            'RESIDUAL',
            'What the fit leaves over',
            RESIDUALS,
            RemoveClouds.residual,
            'How the error of the fit at clear pixels is carried under the clouds. pushpull = by place alone, quick. '
            'kriging = by place and likeness in SAR, REFERENCE and COVARIATES: some 5 to 10 percent less error, for '
            'several times the time of the fit. auto = kriging for images of up to 4 million pixels.',
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
        choice(
            'SAR_SCALE',
            'Scale of the SAR values',
            SAR_SCALES,
            RemoveClouds.sar_scale,
            'auto = told from the values; the log says what was decided. db = decibel. linear = power. '
            'amplitude = square root of power. uint8 = a stretched 8-bit picture.',
            advanced=True,
        ),
        *engine(RemoveClouds),
    ),
    outputs=(
        result(
            'OUTPUT',
            'Cloud-free image (generated)',
            'GeoTIFF with the grid, bands, data type and scale of INPUT; clear pixels untouched.',
            create=True,
            layer='cloud-free',
        ),
        result(
            'MASK',
            'Generated pixels',
            '1 = generated, 0 = kept, 255 = no data; 8-bit GeoTIFF.',
            layer='mask',
            field='generated_mask',
        ),
        result(
            'UNCERTAINTY',
            'Uncertainty',
            'One standard deviation in the units of INPUT, one band for each of its bands, 0 where kept; float32, '
            'nodata -9999.',
            layer='uncertainty',
        ),
    ),
)
