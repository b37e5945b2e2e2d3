"""What a composite of several dates takes and gives."""

from __future__ import annotations

from ..cloud_mask.detection import REFINES
from ..description import Description, choice, covariates, engine, extent, rasters, result, text, whole_number
from ..sentinel.mask_types import MASK_TYPES
from ..sentinel.radiometry import S2_OFFSETS, SAR_SCALES
from .request import FILLS, METHODS, CloudFreeComposite

DESCRIPTION = Description(
    id='cloudfreecomposite',
    title='Cloud-free composite',
    summary='Makes one cloud-free Sentinel-2 layer of the date that you want out of 2 to 30 cloudy dates.',
    help=(
        'Brings Sentinel-2 layers of several dates and their cloud masks together into one clean layer of TARGET_DATE. '
        'Grid, data type and scale are those of the first layer; the bands are those that all layers have.\n\n'
        'METHOD regression keeps every clear pixel of the target date as it came, and fills what is hidden there with '
        'what the other dates say of it, brought to the look of the target date by a fit on its clear pixels. It needs '
        'no model and no onnxruntime. METHOD timegate lets a trained network improve that. Where the target date is '
        'wholly hidden the median takes the place of the fit, and the log says so. The other methods copy or average '
        'pixels of the dates as they are: colours of different seasons may stand side by side.\n\n'
        'Filled pixels are generated, not measured on the target date. SOURCE tells for each pixel which date it is '
        'mostly of, how many dates show it, and how many days that date is away; UNCERTAINTY how far off it may be. '
        'Every output carries the dates, the inputs and the decisions in its metadata.'
    ),
    group=('generate', 'Generate optical imagery'),
    tags=('cloud', 'composite', 'mosaic', 'median', 'medoid', 'time series', 'sentinel-2', 'scl', 'gap filling'),
    request=CloudFreeComposite,
    parameters=(
        rasters(
            'INPUTS',
            'Sentinel-2 layers',
            '2 to 30 dates, each a stack of bands in one raster, or a product (.SAFE folder, MTD_MSIL2A.xml or '
            'zip). The first gives the grid; the others may differ in extent, CRS and pixel size. Bands are '
            'matched by their descriptions (B02, B03, ...).',
            remedy='Choose 2 to 30 stacks of Sentinel-2 bands, one raster a date, that GDAL can open.',
        ),
        rasters(
            'SCLS',
            'Cloud masks (SCL)',
            'The scene classification of each layer, or another mask as MASK_TYPE says. Matched by the date in '
            'name or metadata where every one tells it, else by order; the log says how. Empty = clouds are found in '
            'the pixels.',
            optional=True,
            remedy='Choose the cloud mask of each layer of INPUTS, one for each, and their MASK_TYPE, or none at all.',
            field='masks',
        ),
        choice(
            'MASK_TYPE',
            'Type of the masks',
            MASK_TYPES,
            CloudFreeComposite.mask_type,
            'scl = Sentinel-2 scene classification. binary = 1 is cloud. omnicloudmask = 1 thick, 2 thin, '
            '3 shadow. fmask = Fmask codes. probability = 0..100 percent. auto = clouds are found in the pixels, '
            'whatever mask is there.',
        ),
        text(
            'TARGET_DATE',
            'Date wanted',
            CloudFreeComposite.target_date,
            'The date whose picture is made, such as 2024-05-17. Empty = the latest of INPUTS; without a layer of '
            'that day the nearest one takes its place.',
        ),
        choice(
            'METHOD',
            'Method',
            METHODS,
            CloudFreeComposite.method,
            'regression = the target date, its hidden pixels estimated from the other dates by a fit. timegate = '
            'a network on top of that, which weighs the dates pixel by pixel; it needs onnxruntime. median = '
            'middle of all clear looks. medoid = the look nearest to it. leastcloudy = the clearest date first. '
            'lastclear = the latest clear look up to the target date.',
        ),
        rasters(
            'SARS',
            'Sentinel-1 layers',
            'Backscatter in dB or power (VV, VH), any grid and CRS. METHOD regression uses the one nearest to the '
            'target date.',
            optional=True,
            remedy='Choose Sentinel-1 rasters that GDAL can open, or leave SARS empty.',
        ),
        covariates(),
        extent(
            'Only this part of the first layer is processed and written, on its pixel grid. Any CRS; empty = all '
            'of the first layer.'
        ),
        text(
            'DATES',
            'Dates of the layers',
            CloudFreeComposite.dates,
            'One for each layer of INPUTS, in order, such as 2024-05-17,2024-05-22. Empty = from file names '
            '(20240517 or 2024-05-17), product folders, or metadata.',
        ),
        choice(
            'FILL',
            'Pixels hidden on every date',
            FILLS,
            CloudFreeComposite.fill,
            'interpolate = filled from their surroundings, with high uncertainty. nodata = left out.',
            advanced=True,
        ),
        text(
            'HIDE',
            'Mask values to hide',
            CloudFreeComposite.hide,
            'Empty = the usual ones of the mask type (scl: 0,1,3,8,9,10). Or a list such as 3,8,9, '
            'or a threshold such as >=40 for a probability.',
            advanced=True,
        ),
        choice(
            'REFINE_MASK',
            'Put the masks right',
            REFINES,
            CloudFreeComposite.refine_mask,
            'What the pixels have to say where a mask is given. off = nothing. add = clouds and shadows that it '
            'misses are hidden too. correct = and what they show to be clear is hidden no more. '
            'For exact masks off; for masks that may err correct, which makes the better picture then.',
            advanced=True,
        ),
        whole_number(
            'DILATE',
            'Grow the masks (pixels)',
            CloudFreeComposite.dilate,
            -1,
            200,
            'By how many pixels of the first layer the hidden areas grow, since masks miss the rims of clouds. '
            '-1 = about 60 m.',
            advanced=True,
        ),
        text(
            'BANDS',
            'Bands',
            CloudFreeComposite.bands,
            'auto = found by the band descriptions. Or name those to use, for example B02=1,B03=2,B04=3,B08=4, '
            'the same in all layers.',
            advanced=True,
        ),
        choice(
            'S2_OFFSET',
            'Offset of the Sentinel-2 values',
            S2_OFFSETS,
            CloudFreeComposite.s2_offset,
            'auto = told from the values of each layer; the log says what was decided. none = reflectance, or '
            'reflectance x 10000. -1000 = digital numbers of processing baseline 04.00 and later, in all layers.',
            advanced=True,
        ),
        choice(
            'SAR_SCALE',
            'Scale of the SAR values',
            SAR_SCALES,
            CloudFreeComposite.sar_scale,
            'auto = told from the values; the log says what was decided. db = decibel. linear = power. '
            'amplitude = square root of power. uint8 = a stretched 8-bit picture.',
            advanced=True,
        ),
        *engine(CloudFreeComposite),
    ),
    outputs=(
        result(
            'OUTPUT',
            'Cloud-free composite (generated)',
            'GeoTIFF with the grid, data type and scale of the first layer and the bands that all layers have.',
            create=True,
            layer='composite',
        ),
        result(
            'SOURCE',
            'Source of each pixel',
            'Three bands, 16-bit: the number of the date with the largest weight (1 = the first of INPUTS, 0 = '
            'hidden on every date), how many dates show the pixel, days from the target date; nodata -32768.',
            layer='source',
        ),
        result(
            'UNCERTAINTY',
            'Uncertainty',
            'One standard deviation in the units of the first layer, one band for each of OUTPUT, 0 where a pixel '
            "is the target date's own; float32, nodata -9999.",
            layer='uncertainty',
        ),
    ),
)
