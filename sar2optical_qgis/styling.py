"""How results look: a .qml beside each file, made in the worker, and a post-processor that loads it into the layer.

QGIS ignores colour interpretation and Processing ignores a .qml beside an output, so both steps are needed.
"""

from __future__ import annotations

import os
import re
from typing import ClassVar

import numpy as np
from osgeo import gdal
from qgis.core import (
    QgsColorRampShader,
    QgsContrastEnhancement,
    QgsMultiBandColorRenderer,
    QgsPalettedRasterRenderer,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterLayer,
    QgsRasterShader,
    QgsSingleBandGrayRenderer,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor

from .core.cloud_mask.growth import LEGEND
from .core.sentinel.band_names import s2_band_of, s2_bands_of
from .core.sentinel.cover import CODES, COLOURS

ORDER = (
    'SOURCE',
    'UNCERTAINTY',
    'COVER',
    'PROBABILITY',
    'OUTPUT',
    'MASK',
)  # in the layer tree, from below
SUFFIX = '(generated)'
GAMMA = 1.3  # opens up forests and water, which reflect little
TINY = 1e-9  # no sigma is that small
SAMPLE_PIXELS = 512  # a side; enough for percentiles
NATURAL_COLOUR = ('B04', 'B03', 'B02')
GENERATED_TINT = QColor(255, 0, 200, 75)  # plain to see over fields and water, and the picture still shows
MAGMA = ('#000004', '#3b0f70', '#8c2981', '#de4968', '#fe9f6d', '#fcfdbf')  # even steps of lightness (matplotlib, CC0)


def say(text):
    """A text of the legend in the user's language."""
    return QCoreApplication.translate('algorithms', text)


def write(path, style, feedback, bands='auto'):
    """Write `path` with the suffix .qml by `style`, one of the functions below. A failure is a warning, no error."""
    gdal.PushErrorHandler('CPLQuietErrorHandler')  # QGIS opening a picture without a place prints "ERROR 1: ..."
    try:
        layer = QgsRasterLayer(path, 'style', 'gdal')
    finally:
        gdal.PopErrorHandler()
    if layer.isValid():
        style(layer, bands)
        message, saved = layer.saveNamedStyle(os.path.splitext(path)[0] + '.qml')
        if not saved:
            feedback.pushWarning(f'The style of {os.path.basename(path)} was not written: {message}')


def attach(path, output, layer_name, default_name, context):
    """Let the layer of `path`, if Processing will load it, get its style, and its name unless the user chose one."""
    if context.willLoadLayerOnCompletion(path):
        details = context.layerToLoadOnCompletionDetails(path)
        if details.name in ('', default_name):
            details.name = layer_name
        details.layerSortKey = ORDER.index(output)  # read from QGIS 3.32 on
        details.setPostProcessor(ResultPostProcessor.create())


def attach_measured(path, context, layer_name='', default_name=''):
    """Let the layer of `path`, if Processing will load it, get its style; nothing in it is generated."""
    if context.willLoadLayerOnCompletion(path):
        details = context.layerToLoadOnCompletionDetails(path)
        if layer_name and details.name in ('', default_name):
            details.name = layer_name
        details.setPostProcessor(ResultPostProcessor.create(is_generated=False))


class ResultPostProcessor(QgsProcessingLayerPostProcessorInterface):
    """Loads the .qml beside the layer and makes its name say that it is generated.

    The context deletes post-processors, and Python forgets those that nobody holds: so a new one per output, held here.
    """

    _alive: ClassVar[set] = set()

    @classmethod
    def create(cls, is_generated=True):
        cls._alive = {held for held in cls._alive if not sip.isdeleted(held)}  # contexts that never loaded their layers
        processor = cls()
        processor.is_generated = is_generated
        cls._alive.add(processor)
        return processor

    def postProcessLayer(self, layer, context, feedback):
        layer.loadDefaultStyle()
        if self.is_generated and SUFFIX not in layer.name():  # the user's own name, or a file name, must not hide it
            layer.setName(f'{layer.name()} {SUFFIX}')
        layer.triggerRepaint()
        type(self)._alive.discard(self)


def picture(layer, bands):
    """8-bit red, green, blue as they are, with the fourth band as alpha where there is one."""
    renderer = QgsMultiBandColorRenderer(layer.dataProvider(), 1, 2, 3)
    if layer.bandCount() > 3:
        renderer.setAlphaBand(4)
    layer.setRenderer(renderer)


def sentinel2(layer, bands):
    """Natural colour by the names of the bands, one stretch for all three so that colour stays.

    Without names the first three bands, as QGIS shows the input; a lonely band or two in grey.
    """
    dataset, provider = gdal.Open(layer.source()), layer.dataProvider()
    numbers = _numbers(dataset, bands)
    shown = [numbers.get(name) for name in NATURAL_COLOUR]
    if not all(shown):
        shown = [1, 2, 3] if dataset.RasterCount >= 3 else [1]
    low, high = _stretch([_sample(dataset.GetRasterBand(number)) for number in shown])
    if len(shown) == 3:
        renderer = QgsMultiBandColorRenderer(provider, *shown)
        setters = (
            renderer.setRedContrastEnhancement,
            renderer.setGreenContrastEnhancement,
            renderer.setBlueContrastEnhancement,
        )
    else:
        renderer = QgsSingleBandGrayRenderer(provider, 1)
        setters = (renderer.setContrastEnhancement,)
    for setter, number in zip(setters, shown):
        setter(_enhancement(provider.dataType(number), low, high))  # the renderer takes it over: one each
    layer.setRenderer(renderer)
    layer.brightnessFilter().setGamma(GAMMA)


def uncertainty(layer, bands):
    """The green band's sigma on a perceptual ramp; 0 (pixels that were kept) stays transparent."""
    dataset = gdal.Open(layer.source())
    band = _numbers(dataset, bands).get('B03', 1)
    values = _sample(dataset.GetRasterBand(band))
    kept, values = bool((values == 0).any()), values[values > 0]
    low, high = (float(v) for v in np.percentile(values, (2, 98))) if values.size else (0.0, 1.0)
    if high - low < 0.05 * high:  # an even sigma must not be stretched into patterns: the middle of the ramp
        low, high = 0.0, 2.0 * high
    steps = np.linspace(low, high, len(MAGMA))
    items = [QgsColorRampShader.ColorRampItem(v, QColor(c), f'{v:.4g}') for v, c in zip(steps.tolist(), MAGMA)]
    if kept:  # clear at 0, full colour right above it
        items[0].value = max(low, TINY)
        items.insert(0, QgsColorRampShader.ColorRampItem(TINY / 2, QColor(MAGMA[0]), ''))
        items.insert(0, QgsColorRampShader.ColorRampItem(0.0, QColor(0, 0, 4, 0), say('Kept pixels')))
    ramp = QgsColorRampShader(low, high)  # interpolates unless told otherwise; the enum moved with QGIS 3.38
    ramp.setColorRampItemList(items)
    shader = QgsRasterShader()
    shader.setRasterShaderFunction(ramp)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), band, shader)
    renderer.setClassificationMin(low)
    renderer.setClassificationMax(high)
    layer.setRenderer(renderer)


def mask(layer, bands):
    """Generated pixels tinted, kept ones transparent."""
    classes = [
        QgsPalettedRasterRenderer.Class(1, GENERATED_TINT, say('Generated pixels')),
        QgsPalettedRasterRenderer.Class(0, QColor(0, 0, 0, 0), say('Kept pixels')),
    ]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))


def clouds(layer, bands):
    """Thick and thin cloud and shadow in colours that the colour-blind tell apart; clear ground transparent."""
    names = {1: say('Thick cloud'), 2: say('Thin cloud'), 3: say('Cloud shadow')}
    classes = [
        QgsPalettedRasterRenderer.Class(code, QColor(*LEGEND[code][1], 170), name) for code, name in names.items()
    ]
    classes.insert(0, QgsPalettedRasterRenderer.Class(0, QColor(0, 0, 0, 0), say('Clear')))
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))


def probability(layer, bands):
    """The probability of cloud, 0 to 100 per cent, on a perceptual ramp."""
    steps = np.linspace(0.0, 100.0, len(MAGMA)).tolist()
    ramp = QgsColorRampShader(0.0, 100.0)
    ramp.setColorRampItemList(
        [QgsColorRampShader.ColorRampItem(v, QColor(c), f'{v:.0f} %') for v, c in zip(steps, MAGMA)]
    )
    shader = QgsRasterShader()
    shader.setRasterShaderFunction(ramp)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader)
    renderer.setClassificationMin(0.0)
    renderer.setClassificationMax(100.0)
    layer.setRenderer(renderer)


def cover(layer, bands):
    """The most likely cover, in the colours that the file has too."""
    names = {
        'water': say('Water'),
        'forest': say('Forest'),
        'green': say('Green: fields, meadows, shrubs'),
        'bare': say('Bare ground'),
        'built': say('Built-up'),
        'snow': say('Snow and ice'),
    }
    classes = [QgsPalettedRasterRenderer.Class(CODES[n], QColor(*COLOURS[n]), label) for n, label in names.items()]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))


def source(layer, bands):
    """The date that each pixel is of, in even steps of lightness from the first input to the last; none is grey."""
    dataset = gdal.Open(layer.source())
    found = _sample(dataset.GetRasterBand(1))  # thinned: dates between are styled too, seen or not
    values = list(range(int(found.min()), int(found.max()) + 1)) if found.size else [0]
    steps = np.linspace(0.0, len(MAGMA) - 1.0, max(len(values), 2))
    ramp = np.array([QColor(colour).getRgb()[:3] for colour in MAGMA], float)
    classes = []
    for value, step in zip(values, steps.tolist()):
        red, green, blue = (int(np.interp(step, range(len(MAGMA)), ramp[:, channel])) for channel in range(3))
        colour = QColor(red, green, blue) if value else QColor(128, 128, 128)
        label = say('Date {number}').format(number=value) if value else say('Pixels hidden on every date')
        classes.append(QgsPalettedRasterRenderer.Class(value, colour, label))
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))


def _numbers(dataset, bands):
    """{Sentinel-2 band: number} by description, and by the user's BANDS ('auto', or 'B02=1,B03=2')."""
    numbers = {}
    names = tuple(dataset.GetRasterBand(number).GetDescription() for number in range(1, dataset.RasterCount + 1))
    for number, band in enumerate(s2_bands_of(names), 1):
        numbers.setdefault(band, number)
    numbers.update((s2_band_of(name), int(number)) for name, number in re.findall(r'(\w+)=(\d+)', bands))
    return numbers


def _sample(band):
    """Valid values of a band, thinned to SAMPLE_PIXELS a side, float64 (n,)."""
    columns, rows = min(band.XSize, SAMPLE_PIXELS), min(band.YSize, SAMPLE_PIXELS)
    values = band.ReadAsArray(buf_xsize=columns, buf_ysize=rows).astype(np.float64).ravel()
    nodata = band.GetNoDataValue()
    keep = np.isfinite(values)
    if nodata is not None and np.isfinite(nodata):
        keep &= values != nodata
    return values[keep]


def _stretch(samples):
    """One cumulative cut (1 to 99 %) over all samples together: a common scale keeps the colours natural."""
    values = np.concatenate(samples)
    if not values.size:
        return 0.0, 1.0
    low, high = (float(v) for v in np.percentile(values, (1, 99)))
    return (low, high) if high > low else (low, low + 1.0)


def _enhancement(data_type, low, high):
    enhancement = QgsContrastEnhancement(data_type)
    enhancement.setMinimumValue(low)
    enhancement.setMaximumValue(high)
    enhancement.setContrastEnhancementAlgorithm(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
    )
    return enhancement
