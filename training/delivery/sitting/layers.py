"""The layers of the sample scene on the map, as such layers are mostly shown."""

from __future__ import annotations

import os
from pathlib import Path

from hands import rest
from qgis.core import (
    QgsContrastEnhancement,
    QgsMultiBandColorRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsSingleBandGrayRenderer,
)
from qgis.utils import iface

SAMPLE = Path(os.environ['SAMPLE'])
NATURAL_COLOUR = 3, 2, 1  # bands of the sample scene
STRETCH = QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum


def layer(name, title):
    """A raster of the sample scene, in the project."""
    return iface.addRasterLayer(str(SAMPLE / name), title)


def in_grey(radar):
    """VV as radar pictures are mostly shown."""
    radar.setRenderer(QgsSingleBandGrayRenderer(radar.dataProvider(), 1))
    radar.setContrastEnhancement(STRETCH)


def in_natural_colour(cloudy):
    """In the light of the scene without its clouds, which would take it from everything else."""
    clear = QgsRasterLayer(str(SAMPLE / 's2_clear.tif'), 'clear')
    renderer = QgsMultiBandColorRenderer(cloudy.dataProvider(), *NATURAL_COLOUR)
    limits = [clear.dataProvider().cumulativeCut(band, 0.01, 0.99) for band in NATURAL_COLOUR]
    low, high = min(cut[0] for cut in limits), max(cut[1] for cut in limits)
    setters = renderer.setRedContrastEnhancement, renderer.setGreenContrastEnhancement
    for setter in (*setters, renderer.setBlueContrastEnhancement):
        stretch = QgsContrastEnhancement(cloudy.dataProvider().dataType(1))
        stretch.setMinimumValue(low)
        stretch.setMaximumValue(high)
        stretch.setContrastEnhancementAlgorithm(STRETCH)
        setter(stretch)
    cloudy.setRenderer(renderer)
    cloudy.brightnessFilter().setGamma(1.3)


def show(on_top):
    """Bring one layer to the top of the map, at its full extent."""
    for node in QgsProject.instance().layerTreeRoot().findLayers():
        node.setItemVisibilityChecked(node.layerId() == on_top.id())
        node.setExpanded(False)
    iface.setActiveLayer(on_top)
    iface.mapCanvas().setExtent(on_top.extent())
    iface.mapCanvas().refresh()
    rest()
