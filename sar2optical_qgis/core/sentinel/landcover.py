"""Which legend a layer of land cover has, and its codes as planes of the classes that a user can name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
from osgeo import gdal

from ..errors import InputError
from ..names import LANDCOVER_CLASSES
from ..raster.fill import USUAL
from ..raster.raster import Raster
from .class_codes import BETWEEN_COVER, looks_interpolated
from .class_names import class_names
from .class_signs import class_of_name, colours_speak_for
from .layers import open_layer
from .legends import LEGENDS

LANDCOVER_LEGENDS = ('auto', *LEGENDS)
NOTHING = (0, 48, 128, 254, 255, 999)  # codes that legends have for no data
FILLS = tuple(number for number in USUAL if number < 0)  # what is beyond int16 is fill, too
MOST_STRANGE = 0.02  # of the pixels may have codes that a legend does not know, or that no name tells
CLEARLY = 0.3  # by which colours speak for one legend rather than for another
LEAST_NAMED, ALIKE = 2, 0.75  # classes; their share that a legend calls the same
TOO_MANY = 4  # codes of one class alone: these are codes of something else


@dataclass(frozen=True)
class Signs:
    """What a layer tells of its legend beside its codes."""

    file: str = ''
    place: tuple[float, float] | None = None  # longitude and latitude of its middle
    colours: dict[int, tuple[int, int, int]] = field(default_factory=dict)  # by code, red, green, blue
    names: dict[int, str] = field(default_factory=dict)  # of the classes, by code

    @classmethod
    def of(cls, raster: Raster, number: int = 1) -> Signs:
        """Read them from a band of an opened layer: file's name, grid, palette, category names, attribute table."""
        band = raster.dataset.GetRasterBand(number)
        palette = band.GetColorTable()
        colours = {code: palette.GetColorEntry(code)[:3] for code in range(palette.GetCount() if palette else 0)}
        return cls(raster.name, raster.grid.middle_in_degrees(), colours, class_names(band))


def legend_of(codes: np.ndarray, signs: Signs, wanted: str = 'auto') -> tuple[dict[int, str], str]:
    """Return {code: class} of a land-cover layer, from a sample of its codes (n,), and a sentence which legend it is.

    InputError where the codes are of no legend that is known, or of two that nothing tells apart.
    """
    if wanted not in LANDCOVER_LEGENDS:
        raise InputError(f'LANDCOVER_LEGEND "{wanted}" is unknown. Choose one of {", ".join(LANDCOVER_LEGENDS)}.')
    codes = codes[np.isfinite(codes)]
    if not codes.size:
        raise InputError('LANDCOVER holds no valid pixel. Choose another layer, or leave LANDCOVER out.')
    found, counts = np.unique(codes[(codes < 32767) & ~np.isin(codes, FILLS)], return_counts=True)
    if wanted != 'auto':
        chosen = LEGENDS[wanted]
        if not np.isin(found, list(chosen.codes)).any():
            raise InputError(f'LANDCOVER holds none of the codes of {chosen.title}. Choose another LANDCOVER_LEGEND.')
        return chosen.codes, f'LANDCOVER is read as {chosen.title}.'
    fits = _fitting(found, counts, signs)
    named = _named(found, counts, signs)
    told = _by_file(fits, signs.file)
    if named:
        alike = {key: np.mean([LEGENDS[key].codes.get(code) == kind for code, kind in named.items()]) for key in fits}
        told = sorted((key for key in fits if alike[key] >= ALIKE), key=lambda key: (key not in told, -alike[key]))
        if not told:
            classes = ', '.join(f'{code} {kind}' for code, kind in named.items())
            return named, f'LANDCOVER is read by the names of its classes: {classes}.'
    if not told and not named and set(found) - set(NOTHING) == {1.0}:
        raise InputError(
            'LANDCOVER holds nothing but 1, and no data or 0, as the mask of one class does. Choose a map of several '
            'classes, say with LANDCOVER_LEGEND which it is, or give LANDCOVER_CLASS instead.'
        )
    called = [] if told or named else _by_file([*LEGENDS], signs.file)
    if called and not re.search('lulc', signs.file, re.IGNORECASE):  # which says little
        raise InputError(
            f'LANDCOVER is called as one of {LEGENDS[called[0]].title} ({signs.file}), but its codes '
            f'({_few(found)}) are not of it. Say with LANDCOVER_LEGEND which it is, or give LANDCOVER_CLASS instead.'
        )
    fits = [key for key in fits if key in told or not LEGENDS[key].needs or np.isin(found, [*LEGENDS[key].needs]).any()]
    if not fits:
        titles = ', '.join(legend.title for legend in LEGENDS.values())
        raise InputError(
            f'LANDCOVER holds the codes {_few(found)}, which are of no legend that is known there ({titles}). '
            'Choose such a layer, say with LANDCOVER_LEGEND which it is, or give LANDCOVER_CLASS instead.'
        )
    if told:
        return LEGENDS[told[0]].codes, f'LANDCOVER is read as {LEGENDS[told[0]].title}.'
    fits, by_colours = _by_colours(fits, found, signs)
    if set(fits) == {'corinegrid', 'mapbiomas'}:
        raise InputError(
            'LANDCOVER has codes of CORINE and of MapBiomas, and neither its place nor its name tells which it is. '
            'Say so with LANDCOVER_LEGEND.'
        )
    key = _likeliest(fits, found)
    others = [LEGENDS[other].title for other in fits if other != key]
    if not others and (by_colours or not LEGENDS[key].counts):
        return LEGENDS[key].codes, f'LANDCOVER is read as {LEGENDS[key].title}.'
    might = f'; it might be {", ".join(others)}' if others else ''
    sentence = f'LANDCOVER is taken for {LEGENDS[key].title}{might}. If that is wrong, say so with LANDCOVER_LEGEND.'
    return LEGENDS[key].codes, sentence


def _few(found: np.ndarray) -> str:
    return ', '.join(f'{code:g}' for code in found[:12])


def _fitting(found: np.ndarray, counts: np.ndarray, signs: Signs) -> list[str]:
    """Return the legends that know the codes and have maps of the place, or whose name the file bears."""
    fits = []
    for key, legend in LEGENDS.items():
        known = np.isin(found, list(legend.codes))
        nothing = (*NOTHING, 0 if legend.cloud is None else legend.cloud)
        strange = counts[~known & ~np.isin(found, nothing)].sum() / max(counts.sum(), 1)
        is_there = _is_there(legend.areas, signs.place) or re.search(legend.hint, signs.file, re.IGNORECASE)
        kinds = [legend.codes[int(code)] for code in found[known]]
        is_one = len(kinds) >= TOO_MANY and len(set(kinds)) == 1
        if (known & (found > 0)).any() and strange <= MOST_STRANGE and is_there and not is_one:
            fits.append(key)
    return fits


def _by_file(fits: list[str], file: str) -> list[str]:
    """Return the legends that a file's name tells, that of the longest word first: "lulc" says less than its maker."""
    found = {key: re.search(LEGENDS[key].hint, file, re.IGNORECASE) for key in fits}
    told = [key for key, match in found.items() if match]
    return sorted(told, key=lambda key: -len(found[key].group()))


def _is_there(areas: tuple, place: tuple[float, float] | None) -> bool:
    """Whether a place lies in one of the areas; where either is not known it may."""
    if not areas or place is None:
        return True
    x, y = (place[0] + 180.0) % 360.0 - 180.0, place[1]
    return any(west <= x <= east and south <= y <= north for west, south, east, north in areas)


def _named(found: np.ndarray, counts: np.ndarray, signs: Signs) -> dict[int, str]:
    """Return {code: class} by the names of the classes where they tell nearly all that is found, else nothing."""
    told = {int(code): class_of_name(signs.names.get(int(code), '')) for code in found if int(code) == code}
    told = {code: kind for code, kind in told.items() if kind}
    left = counts[~np.isin(found, [*told, *NOTHING])].sum()
    return told if len(told) >= LEAST_NAMED and left <= MOST_STRANGE * counts.sum() else {}


def _by_colours(fits: list[str], found: np.ndarray, signs: Signs) -> tuple[list[str], bool]:
    """Return those legends for which the colours of the palette speak, and whether they do for any."""
    seen = {int(code): signs.colours[int(code)] for code in found if int(code) in signs.colours}
    votes = {key: colours_speak_for(LEGENDS[key].codes, seen) for key in fits}
    best = max(votes.values())
    if best < CLEARLY:
        return fits, False
    return [key for key in fits if votes[key] > best - CLEARLY], True


def open_landcover(path: str, wanted: str = 'auto') -> tuple[Raster, int, dict[int, str], str]:
    """Return a layer of land cover, the number of its band, its legend and a sentence which that is.

    ``wanted`` as of legend_of.
    """
    raster = open_layer(path, 'LANDCOVER')
    number = _band_of(raster)
    if looks_interpolated(raster, number, BETWEEN_COVER):
        raise InputError(
            'LANDCOVER has narrow rims of codes that lie between those of their neighbours, as interpolation makes '
            'them. Resample it again by nearest neighbour.'
        )
    codes, good = raster.sample((number,))
    _require_codes(raster, codes[good])
    legend, told = legend_of(codes[good], Signs.of(raster, number), wanted)
    if raster.count > 1:
        name = raster.descriptions[number - 1]
        told += f' Of its {raster.count} bands, {number} is read{f" ({name})" if name else ""}.'
    return raster, number, legend, told


def _require_codes(raster: Raster, codes: np.ndarray) -> None:
    """Raise InputError where a layer holds colours or shares rather than codes."""
    kinds = [raster.dataset.GetRasterBand(k).GetColorInterpretation() for k in range(1, raster.count + 1)]
    if raster.is_byte and kinds[:3] == [gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand]:
        raise InputError(
            'LANDCOVER is a picture of red, green and blue, and its colours are no codes. Choose the layer of codes '
            'that the picture was made of.'
        )
    broken = codes[np.isfinite(codes) & (codes != np.rint(codes))]
    if broken.size > MOST_STRANGE * codes.size:
        raise InputError(
            f'LANDCOVER holds {broken[0]:g} and other numbers that are no codes, as shares and probabilities are. '
            'Choose a layer of classes, of Dynamic World the band label.'
        )


def _band_of(raster: Raster) -> int:
    """Return the band of the classes: by its name, of several that of the latest year or the last; else the first."""
    names = raster.descriptions[: raster.count]
    named = [k for k, name in enumerate(names, 1) if re.search('label|class|lulc|land.?cover', name, re.IGNORECASE)]
    chosen = named or list(range(1, raster.count + 1))
    years = {k: re.search(r'(?<!\d)(?:19|20)\d\d(?!\d)', names[k - 1]) for k in chosen}
    if all(years.values()):
        return max(chosen, key=lambda k: years[k].group())
    return named[-1] if named else 1


def _likeliest(fits: list[str], found: np.ndarray) -> str:
    """Return the legend that is likeliest of those that know all codes found."""
    if 'worldcover' in fits or len(fits) == 1:
        return fits[0]
    if 'dynamicworld' in fits and (0 in found or 'esri' not in fits or np.isin((3, 6), found).any()):
        return 'dynamicworld'  # Esri has neither 0, nor 3 and 6 any longer
    if 'esri' in fits:
        return 'esri'
    return 'mapbiomas' if 'mapbiomas' in fits else fits[0]


def planes_of_codes(codes: np.ndarray, legend: dict[int, str] | None = None) -> np.ndarray:
    """Return one 0/1 plane a class, float32 (6, rows, cols), of codes (rows, cols) of a legend; unknown is all 0.

    ``legend``: of legend_of, WorldCover unless given.
    """
    planes = np.zeros((len(LANDCOVER_CLASSES), *codes.shape), np.float32)
    for code, name in (LEGENDS['worldcover'].codes if legend is None else legend).items():
        planes[LANDCOVER_CLASSES.index(name)][codes == code] = 1.0
    return planes


def planes_of_class(name: str, shape: tuple[int, int]) -> np.ndarray:
    """Return constant planes (6, rows, cols) for one class of the whole scene; ``auto`` is all 0 (unknown)."""
    planes = np.zeros((len(LANDCOVER_CLASSES), *shape), np.float32)
    if name == 'auto':
        return planes
    if name not in LANDCOVER_CLASSES:
        raise InputError(f'LANDCOVER_CLASS "{name}" is unknown. Choose auto or one of {", ".join(LANDCOVER_CLASSES)}.')
    planes[LANDCOVER_CLASSES.index(name)] = 1.0
    return planes
