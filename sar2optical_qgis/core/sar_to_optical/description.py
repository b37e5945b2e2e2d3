"""What the translation of radar into a picture takes and gives."""

from __future__ import annotations

from ..description import Description, choice, engine, extent, raster, result, text
from ..names import LANDCOVER_CLASSES
from ..sentinel.grd_tables import QUANTITIES
from ..sentinel.landcover import LANDCOVER_LEGENDS
from ..sentinel.radiometry import S2_OFFSETS, SAR_SCALES
from .request import SarToOptical
from .styles import STYLES

DESCRIPTION = Description(
    id='sartooptical',
    title='SAR to optical',
    summary='Generates a natural-colour picture from a Sentinel-1 layer.',
    help=(
        'Turns a Sentinel-1 layer (VV and VH, or one of them) into the natural-colour picture that an optical '
        'satellite might have taken. The grid of the result is the grid of INPUT; nodata stays nodata.\n\n'
        'The radar says little about colour on its own: name the land cover of the scene, or give an ESA WorldCover '
        'raster, and the colours become much better.\n\n'
        'An older clear Sentinel-2 layer of the ground as REFERENCE is better still: the scene itself then teaches '
        "which colours belong to its radar, and the network's estimate counts beside it. Where the ground has changed "
        "since, the picture follows the radar; elsewhere it keeps the older picture's own detail. REFERENCE_SAR, radar "
        'of the date of REFERENCE, shows changes more surely.\n\n'
        'COVER names the ground as the radar shows it today: water, forest, green, bare, built or snow, and how sure '
        'that is. A flood is water there and in the picture, whatever an older map says.\n\n'
        'The result is generated, not measured: it shows what is likely. UNCERTAINTY tells, pixel by pixel, how far '
        'off it may be. Every output carries the model, its hash, the inputs and the device in its metadata.'
    ),
    group=('generate', 'Generate optical imagery'),
    tags=('sar', 'radar', 'sentinel-1', 'optical', 'colour', 'color', 'translation', 'colorization', 'deep learning'),
    request=SarToOptical,
    parameters=(
        raster(
            'INPUT',
            'Sentinel-1 layer',
            'Backscatter with VV and VH, or one of them; float (dB, power or amplitude) or an 8-bit picture. The '
            'GeoTIFF of a GRD product is taken as it is, and laid on the map.',
            remedy='Choose a raster with Sentinel-1 backscatter (VV, VH or both) that GDAL can open.',
        ),
        text(
            'BANDS',
            'Bands',
            SarToOptical.bands,
            'auto = found by the band descriptions. Or name them, for example VV=1,VH=2.',
        ),
        choice(
            'LANDCOVER_CLASS',
            'Land cover of the scene',
            ('auto', *LANDCOVER_CLASSES),
            SarToOptical.landcover_class,
            'What covers most of the scene, where you know it; it carries much of the colour. auto = unknown.',
        ),
        raster(
            'LANDCOVER',
            'Land-cover raster',
            'A raster of class codes, in any grid and CRS: ESA WorldCover, Dynamic World, Esri, ESA CCI, CORINE, CGLS, '
            'LCFM, GlobeLand30, NLCD, MapBiomas and others, or one that names its classes in English. '
            'It goes before the class above.',
            optional=True,
            remedy='Choose a raster of class codes, such as ESA WorldCover, or leave LANDCOVER empty.',
        ),
        choice(
            'STYLE',
            'Style',
            STYLES,
            SarToOptical.style,
            "realistic = the colours that are most likely, with the radar's own structure and the contrast of a real "
            'picture: to read the ground by eye. '
            'natural = the mean of all that is possible: the least error, and flat; to measure with, and what '
            "UNCERTAINTY is about. colorized = natural's colours over the radar's own fine structure. "
            'vivid = that with more contrast: wrong colours are wronger, too.',
        ),
        raster(
            'REFERENCE',
            'Older clear Sentinel-2 layer',
            'A clear image of the same ground with bands described as B04, B03, B02, or an 8-bit picture, of any '
            'date, grid and CRS. It teaches the colours; STYLE then has no say. Dates in the names of both files '
            'tell how far it has aged.',
            optional=True,
            remedy='Choose a clear Sentinel-2 layer of this place that GDAL can open, or leave REFERENCE empty.',
        ),
        raster(
            'REFERENCE_SAR',
            'Sentinel-1 layer of the date of REFERENCE',
            'With it, what has changed since is seen as a change of the radar. Any grid and CRS.',
            optional=True,
            remedy='Choose a Sentinel-1 layer of the date of REFERENCE, or leave REFERENCE_SAR empty.',
        ),
        extent(),
        choice(
            'LANDCOVER_LEGEND',
            'Legend of the land cover',
            LANDCOVER_LEGENDS,
            SarToOptical.landcover_legend,
            'auto = told from the codes, their names and colours, the place and the name of the layer; the log says '
            'which it is.',
            advanced=True,
        ),
        choice(
            'SAR_SCALE',
            'Scale of the SAR values',
            SAR_SCALES,
            SarToOptical.sar_scale,
            'auto = told from the values; the log says what was decided. db = decibel. linear = power. '
            'amplitude = square root of power. uint8 = a stretched 8-bit picture.',
            advanced=True,
        ),
        choice(
            'CALIBRATION',
            'Calibration of a GRD',
            tuple(QUANTITIES),
            SarToOptical.calibration,
            'Of a Sentinel-1 GRD product with its annotation alone. sigma0 = sigma nought, as the networks know it. '
            'gamma0 = gamma nought, which is brighter and falls less towards far range.',
            advanced=True,
        ),
        choice(
            'S2_OFFSET',
            'Offset of the Sentinel-2 values',
            S2_OFFSETS,
            SarToOptical.s2_offset,
            'auto = told from the values; the log says what was decided. none = reflectance, or '
            'reflectance x 10000. -1000 = digital numbers of processing baseline 04.00 and later.',
            advanced=True,
        ),
        *engine(SarToOptical),
    ),
    outputs=(
        result(
            'OUTPUT',
            'Optical picture (generated)',
            '8-bit red, green, blue and alpha (0 where INPUT has no data), GeoTIFF on the grid of INPUT.',
            create=True,
            layer='optical',
        ),
        result(
            'UNCERTAINTY',
            'Uncertainty',
            'One standard deviation of red, green and blue in grey levels (0..255), float32, nodata -9999.',
            layer='uncertainty',
        ),
        result(
            'COVER',
            'Cover of the ground',
            'The most likely cover, 8-bit: 1 water, 2 forest, 3 green, 4 bare, 5 built, 6 snow; band 2 is its '
            'probability in percent; 0 where INPUT has no data. It needs a model that tells cover apart.',
            layer='cover',
        ),
    ),
)
