"""Chips with radar as examples of SAR to optical: dB, target picture, validity, classes of a map, cover of the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sar2optical_qgis.core.names import LANDCOVER_CLASSES
from sar2optical_qgis.core.raster.filters import box_mean
from sar2optical_qgis.core.sentinel.cover import BARE, BUILT, FOREST, GREEN, UNKNOWN, WATER
from sar2optical_qgis.core.sentinel.landcover import planes_of_codes
from sar2optical_qgis.core.sentinel.radiometry import natural_colour, to_db
from training.data import pseudo_landcover
from training.data.cover_labels import labels_of_chip
from training.data.false_colour import cover_of_false_colour, doubted_by_radar
from training.data.index import Chip
from training.data.natural_look import STRETCHES, without_haze
from training.data.rasters import read_clear, read_raster, read_reflectance, read_sar

# Cloud residues and shadows that no mask names; found by looking at the chips.
LEFT_OUT = ('biom_000aa810_06', 'biom_000aa810_11', 'belgium_2022-01', 'belgium_2021-11', 'hainaut_2018-08-19')
# Classes of pictures (barren, grassland, agriculture, urban, forest, water) as cover: fields are green or bare.
COVER_OF_CLASS = np.full(256, UNKNOWN, np.uint8)
COVER_OF_CLASS[[0, 1, 3, 4, 5]] = BARE, GREEN, BUILT, FOREST, WATER
SEN12_LABELS = {'gorge': 'barren', 'river': '', 'agriculture': 'agriculture', 'forest': 'forest', 'urban': 'urban'}


@dataclass(frozen=True)
class Example:
    """One picture to learn from. Arrays are (rows, cols) or (bands, rows, cols)."""

    id: str
    place: str  # examples of one place share one weight
    source: str  # multispectral picture grey simulated distilled cover: the last has no colours to learn
    db: dict[str, np.ndarray]  # 'VV', 'VH' -> float16 dB, nan where nodata
    calibrated: bool
    target: np.ndarray  # (3, rows, cols) float16 picture 0..1
    valid: np.ndarray  # bool: the target counts
    classes: np.ndarray | None  # uint8 class numbers, 255 unknown; None without any
    label: str  # class of the whole scene, '' unknown
    gsd_m: float
    cover: np.ndarray | None = None  # uint8 of core.sentinel.cover, 255 unknown; None without any
    weight: float = 1.0  # of its pixels in the losses


def read_examples(chips: Iterable[Chip]) -> list[Example]:
    """Return an example for every usable chip with radar and a target in natural colour or grey."""
    examples = []
    for chip in chips:
        if not chip.s1 or chip.id in LEFT_OUT:
            continue
        if chip.source == 'OMBRIA':
            examples.append(_from_false_colour(chip))
        elif chip.kind == 'pair8':
            examples.append(_from_picture(chip))
        elif {'B02', 'B03', 'B04'} <= set(chip.bands):
            example = _from_reflectance(chip)
            examples += [example] if example else []
    return examples


def surface_rgb(chip: Chip, bands: dict[str, np.ndarray], valid: np.ndarray) -> np.ndarray:
    """Return red, green, blue surface reflectance (3, rows, cols) of a chip of any level."""
    rgb = np.stack([bands[name] for name in ('B04', 'B03', 'B02')])
    return without_haze(rgb, valid) if chip.level == 'L1C' else rgb


def _from_reflectance(chip: Chip) -> Example | None:
    bands, valid = read_reflectance(chip.s2, chip.bands)
    if chip.kind == 'series':
        blue, clear = bands['B02'], read_clear(chip)
        if chip.group == 'hainaut' and (clear.mean() < 0.95 or np.median(blue) > 0.13):
            return None
        valid &= clear & (box_mean(blue, np.ones(blue.shape, bool), 2) < 0.17)
    if valid.mean() < 0.5:
        return None
    sar = read_sar(chip.s1, valid.shape)
    rgb = surface_rgb(chip, bands, valid)
    classes = classes_of(chip, bands, rgb)
    half = {name: values.astype(np.float16) for name, values in sar.items()}
    picture, cover = natural_colour(rgb).astype(np.float16), labels_of_chip(chip, valid)
    return Example(chip.id, chip.group, 'multispectral', half, True, picture, valid, classes, '', chip.gsd_m, cover)


def _from_false_colour(chip: Chip) -> Example:
    """Read a pair of OMBRIA: VV and cover, without colours."""
    db = {'VV': to_db(read_raster(chip.s1)[0], 'uint8').astype(np.float16)}
    picture = read_raster(chip.s2)[:3]
    cover, nothing = doubted_by_radar(cover_of_false_colour(picture), db['VV']), np.zeros(picture.shape, np.float16)
    never = np.zeros(picture.shape[1:], bool)
    return Example(chip.id, chip.group, 'cover', db, False, nothing, never, None, '', chip.gsd_m, cover)


def classes_of(chip: Chip, bands: dict[str, np.ndarray], rgb: np.ndarray) -> np.ndarray | None:
    """Return class numbers from the chip's own map, else by spectral rules where near and short-wave infrared exist."""
    if chip.landcover:
        found = planes_of_codes(read_raster(chip.landcover)[0])
        return np.where(found.any(axis=0), found.argmax(axis=0), 255).astype(np.uint8)
    nir = bands.get('B8A', bands.get('B08'))
    swir = bands.get('B12')
    if nir is None or swir is None:
        return None
    town = labels_of_chip(chip) == BUILT
    return pseudo_landcover.classes_of_reflectance(rgb[0], rgb[1], nir, swir, town, chip.group)


def _from_picture(chip: Chip) -> Example:
    """Read an 8-bit pair: VV of SEN1-2, VH amplitude over its 99 % quantile of volkov."""
    radar = read_raster(chip.s1)[0]
    if chip.group in ('T11SLT', 'T11SMT', 'T14RNT'):
        db = {'VH': to_db(np.maximum(radar, 1).astype(np.float32) / 255.0 * 0.3, 'amplitude').astype(np.float16)}
    else:
        db = {'VV': to_db(radar, 'uint8').astype(np.float16)}
    optical = read_raster(chip.s2)
    valid = np.ones(radar.shape, bool)
    stretch = STRETCHES.get(chip.group)
    if stretch is None:
        grey = np.power(optical[0].astype(np.float32) / 255.0, 1 / 1.8)
        label = SEN12_LABELS.get(chip.label, '')
        target = np.repeat(grey[None], 3, 0).astype(np.float16)
        return Example(chip.id, f'{chip.group} {chip.label}', 'grey', db, False, target, valid, None, label, chip.gsd_m)
    rgb = stretch.reflectance(optical[:3].astype(np.float32))
    label = chip.label if chip.label in LANDCOVER_CLASSES else ''
    classes = pseudo_landcover.classes_of_picture(rgb, radar, label)
    picture, cover = natural_colour(rgb).astype(np.float16), COVER_OF_CLASS[classes]
    return Example(chip.id, chip.group, 'picture', db, False, picture, valid, classes, label, chip.gsd_m, cover)
