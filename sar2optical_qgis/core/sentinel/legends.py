"""Legends of land cover: what the codes of the usual maps mean, in the classes that a user can name."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]  # west, south, east, north, in degrees


@dataclass(frozen=True)
class Legend:
    """One legend, and what tells it beside its codes."""

    title: str
    codes: dict[int, str]
    hint: str  # pattern of the names of its layers
    areas: tuple[Box, ...] = ()  # it exists nowhere else; none = worldwide
    cloud: int | None = None  # its code for ground that nobody saw
    counts: bool = False  # its codes just count: nothing but other signs tells them for sure
    needs: frozenset[int] = frozenset()  # one of these has to be there where only codes tell it


def _classes(**codes: tuple[int, ...]) -> dict[int, str]:
    return {code: name for name, own in codes.items() for code in own}


EUROPE = ((-32.0, 27.0, 46.0, 72.0),)
UNITED_STATES = ((-180.0, 15.0, -60.0, 72.0),)
MAPBIOMAS_AREAS = (-95.0, -57.0, -30.0, 15.0), (94.0, -12.0, 142.0, 8.0)  # South America, Indonesia
_HIGH = frozenset(range(18, 50)) - {20, 30, 40}  # which few legends of low codes have
_CORINE_LEVEL_3 = (
    111, 112, 121, 122, 123, 124, 131, 132, 133, 141, 142, 211, 212, 213, 221, 222, 223, 231, 241, 242, 243, 244, 311,
    312, 313, 321, 322, 323, 324, 331, 332, 333, 334, 335, 411, 412, 421, 422, 423, 511, 512, 521, 522, 523,
)  # fmt: skip
_CORINE = _classes(
    urban=(111, 112, 121, 122, 123, 124, 133, 142), barren=(131, 132, 331, 332, 333, 334, 335),
    agriculture=(211, 212, 213, 221, 222, 223, 241, 242, 243), forest=(244, 311, 312, 313),
    grassland=(141, 231, 321, 322, 323, 324, 411, 412, 421), water=(422, 423, 511, 512, 521, 522, 523),
)  # fmt: skip

# Shrubs count as grassland, mangroves as forest, wetland as grassland, snow, moss and lichen as barren.
LEGENDS = {
    'worldcover': Legend('ESA WorldCover', _classes(
        forest=(10, 95), grassland=(20, 30, 90), agriculture=(40,), urban=(50,), barren=(60, 70, 100), water=(80,),
    ), 'world.?cover'),
    'dynamicworld': Legend('Dynamic World', _classes(
        water=(0,), forest=(1,), grassland=(2, 3, 5), agriculture=(4,), urban=(6,), barren=(7, 8),
    ), r'dynamic.?world|(?<![A-Za-z])DW(?![A-Za-z])'),
    'esri': Legend('Esri land cover', _classes(  # 3 grass and 6 scrub are of its first version
        water=(1,), forest=(2,), grassland=(3, 4, 6, 11), agriculture=(5,), urban=(7,), barren=(8, 9),
    ), 'esri|impact|io.?lulc|lulc', cloud=10),
    'esacci': Legend('ESA CCI', _classes(  # and C3S, 300 m, with the regional classes between the tens
        agriculture=(10, 11, 12, 20, 30), grassland=(40, 110, 120, 121, 122, 130, 140, 180), urban=(190,),
        forest=(50, 60, 61, 62, 70, 71, 72, 80, 81, 82, 90, 100, 160, 170), water=(210,),
        barren=(150, 151, 152, 153, 200, 201, 202, 220),
    ), r'(?:esa|(?<![a-z]))[-_ ]?cci(?![a-z])|c3s|lccs'),
    'corine': Legend('CORINE', _CORINE, 'corine|(?<![a-z])clc(?!.?plus)', EUROPE),
    'corinegrid': Legend('CORINE (1 to 44)', {number: _CORINE[code] for number, code in enumerate(_CORINE_LEVEL_3, 1)},
                         'corine|(?<![a-z])clc(?!.?plus)', EUROPE, counts=True, needs=_HIGH),
    'cgls': Legend('Copernicus Global Land Cover', _classes(
        grassland=(20, 30, 90), agriculture=(40,), urban=(50,), barren=(60, 70, 100), water=(80, 200),
        forest=(111, 112, 113, 114, 115, 116, 121, 122, 123, 124, 125, 126),
    ), 'cgls|proba.?v|lc100'),
    'lcfm': Legend('Copernicus LCFM', _classes(  # LCM-10: the codes of WorldCover for other classes
        forest=(10, 60), grassland=(20, 30, 50), agriculture=(40,), barren=(70, 80, 110), urban=(90,), water=(100,),
    ), 'lcfm|lcm.?10', cloud=254),
    'clcplus': Legend('CLC+ Backbone', _classes(
        urban=(1,), forest=(2, 3, 4), grassland=(5, 6), agriculture=(7,), barren=(8, 9, 11), water=(10, 253),
    ), 'clc.?plus|clc_?\\+', EUROPE, counts=True),
    'globeland': Legend('GlobeLand30 or FROM-GLC', _classes(
        agriculture=(10,), forest=(20,), grassland=(30, 40, 50), water=(60,), barren=(70, 90, 100), urban=(80,),
    ), r'globe.?land|n\d\d_\d\d_20\d\dlc|from.?glc'),
    'fromglc': Legend('FROM-GLC (1 to 10)', _classes(
        agriculture=(1,), forest=(2,), grassland=(3, 4, 5), water=(6,), barren=(7, 9, 10), urban=(8,),
    ), 'from.?glc', counts=True),
    'glcfcs': Legend('GLC_FCS30', _classes(
        agriculture=(10, 11, 12, 20), grassland=(120, 121, 122, 130, 140, 180, 181, 182, 183, 184, 186, 187),
        forest=(51, 52, 61, 62, 71, 72, 81, 82, 91, 92, 185), urban=(190,), water=(210,),
        barren=(150, 152, 153, 200, 201, 202, 220),
    ), r'GLC_?FCS|glc.?30'),
    'nlcd': Legend('NLCD', _classes(  # 21: developed, open space
        water=(11,), barren=(12, 31), urban=(22, 23, 24), forest=(41, 42, 43, 90), agriculture=(82,),
        grassland=(21, 51, 52, 71, 72, 73, 74, 81, 95),
    ), 'nlcd', UNITED_STATES),
    'cdl': Legend('Cropland Data Layer', _classes(
        agriculture=(*range(1, 36), *range(38, 61), 61, *range(66, 81), *range(204, 255)), barren=(65, 112, 131),
        grassland=(36, 37, 62, 64, 87, 121, 152, 176, 195), forest=(63, 141, 142, 143, 190),
        urban=(82, 122, 123, 124), water=(83, 92, 111),
    ), r'(?<![A-Za-z])cdl(?![a-z])|cropland.?data', UNITED_STATES, cloud=81,
        needs=frozenset((111, 121, 122, 123, 124, 131, 141, 142, 143, 152, 176, 190, 195))),
    'mapbiomas': Legend('MapBiomas', _classes(
        forest=(1, 2, 3, 4, 5, 6, 9, 49, 59, 60, 67), agriculture=(
            14, 18, 19, 20, 21, 35, 36, 38, 39, 40, 41, 45, 46, 47, 48, 57, 58, 62),
        grassland=(10, 11, 12, 13, 15, 42, 43, 44, 50, 63, 66), urban=(24,), water=(26, 31, 33),
        barren=(22, 23, 25, 29, 30, 32, 34, 61, 68, 75),
    ), 'map.?biomas', MAPBIOMAS_AREAS, cloud=27, counts=True, needs=_HIGH | {15}),
    'igbp': Legend('IGBP', _classes(  # of MODIS MCD12Q1
        forest=(1, 2, 3, 4, 5, 8), grassland=(6, 7, 9, 10, 11), agriculture=(12, 14), urban=(13,), barren=(15, 16),
        water=(17,),
    ), 'igbp|mcd12|modis', counts=True),
}  # fmt: skip
