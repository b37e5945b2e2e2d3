"""Find bands by what they are called: polarisations of a radar image, Sentinel-2 bands of a stack."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import InputError
from ..names import ALL_S2_BANDS, POLARISATIONS, S2_BANDS
from ..raster.raster import Raster
from .band_names import are_only_counted, other_map_of, polarisation_of, s2_band_of, s2_bands_of, without_mode
from .numbering import whose_numbers
from .polarisation_choice import polarisations_in, require_no_dates
from .sensors import is_landsat_in_doubt
from .tiles import require_one_order
from .variables import require_one_date

# What Level-2A products and Earth Engine put among the bands: aerosol, water vapour, classes, probabilities.
NOT_REFLECTANCE = (
    'AOT', 'WVP', 'SCL', 'CLD', 'SNW', 'CLDPRB', 'SNWPRB', 'QA10', 'QA20', 'QA60',
    'DATAMASK', 'CLM', 'CLP', 'FMASK', 'MASK', 'PIXEL', 'CLOUD', 'CLOUDS', 'AEROSOL', 'OPACITY', 'RADSAT', 'DEM',
    'MSK', 'CLASSI', 'UDM', 'UDM1', 'UDM2', 'QA', 'QUALITY', 'FLAG', 'FLAGS', 'STATE', 'LABEL', 'LABELS', 'CLASS',
    'CLASSIFICATION', 'S2CLOUDLESS', 'CS', 'CDF', 'PROBABILITY', 'SZA', 'SAA', 'VZA', 'VAA', 'RAA', 'DOY', 'ELEVATION',
    'DSM', 'DTM', 'SLOPE', 'ASPECT', 'HILLSHADE', 'COUNT', 'NOBS', 'LULC', 'LANDCOVER', 'BIOME',
)  # fmt: skip
_GEOMETRY = re.compile('zenith|azimuth', re.IGNORECASE)  # of the sun or the view, in whatever words


_PART_OF_COMPLEX = re.compile(r'[iq]_(?:.*_)?(?:VV|VH|HH|HV)', re.IGNORECASE)  # as SNAP names them
LIKE_POLARISED = ' HH and HV are taken for VV and VH, which the network knows.'
_IN_NAME = re.compile(r'(?<![A-Za-z])(?:V[VH]|v[vh])(?![A-Za-z])')  # of a file of one polarisation
_OTHER = dict(zip('VHvh', 'HVhv'))
_BETA = re.compile(r'(?<![a-z])beta(?![a-z])', re.IGNORECASE)
PICTURE_FORMATS = 'JPEG', 'PNG', 'WEBP', 'BMP'


def is_reflectance(description: str) -> bool:
    """Whether a band of an optical image is one of its own, and none of the maps carried along (NOT_REFLECTANCE)."""
    words = re.sub(r'(?<=[a-z])(?=[A-Z])', ' ', description)  # waterMask
    tokens = re.split(r'[^A-Z0-9]+', f'{description} {words}'.upper())
    is_map = any(token in NOT_REFLECTANCE or token.endswith('MASK') for token in tokens)
    is_other = is_map or bool(_GEOMETRY.search(description))
    return bool(s2_band_of(description)) or not is_other


def has_polarisations(raster: Raster) -> bool:
    """Whether any band is described as VV or VH, or the file's name tells the only one."""
    by_file = raster.count == 1 and polarisation_of(raster.name, is_file=True)
    return any(polarisation_of(d) for d in raster.descriptions) or bool(by_file)


def parse_mapping(text: str, raster: Raster, known: tuple[str, ...]) -> dict[str, int]:
    """Return {band name: number} of 'VV=1,VH=2'; raise InputError naming what is wrong."""
    mapping: dict[str, int] = {}
    for part in filter(None, re.split(r'[,;\s]+', text.strip())):
        match = re.fullmatch(r'([A-Za-z0-9]+)=(\d+)', part)
        name = match.group(1).upper() if match else ''
        name = s2_band_of(name) or name
        if not match or name not in known:
            raise InputError(f'BANDS "{part}" cannot be read. Write auto, or pairs such as {known[0]}=1,{known[1]}=2.')
        number = int(match.group(2))
        if not 1 <= number <= raster.count:
            raise InputError(f'BANDS asks for band {number}, but {raster.role} has {raster.count}. Correct the number.')
        if name in mapping or number in mapping.values():
            raise InputError(f'BANDS names {name} or band {number} twice. Name each once.')
        mapping[name] = number
    if not mapping:
        raise InputError(f'BANDS is empty. Write auto, or pairs such as {known[0]}=1,{known[1]}=2.')
    return mapping


def find_sar_bands(raster: Raster, text: str = 'auto') -> tuple[dict[str, int], str]:
    """Return {'VV': number, 'VH': number} (either may be missing) and a sentence about how they were found."""
    if text.strip().lower() not in ('auto', ''):
        return parse_mapping(text, raster, POLARISATIONS), 'Radar bands as given.'
    require_one_date(raster)
    require_one_order(raster)
    if any(_PART_OF_COMPLEX.match(name) for name in raster.descriptions):
        raise InputError(
            f'{raster.role} holds real and imaginary parts (i and q). Detect and calibrate it to backscatter first.'
        )
    found, chosen = polarisations_in(raster.descriptions[: raster.count])
    if found:
        strange = [
            raster.descriptions[n - 1] for n in found.values() if re.search('HH|HV', raster.descriptions[n - 1], re.I)
        ]
        note = f'Radar bands by description: {_list(found)}.'
        note += LIKE_POLARISED if strange else ''
        if any(_BETA.search(raster.descriptions[n - 1]) for n in found.values()):
            note += ' Beta nought is some 2 dB brighter than sigma nought, which the network knows: calibrate to that.'
        return found, note + chosen
    descriptions = raster.descriptions[: raster.count]
    optical = s2_bands_of(descriptions, raster.name)
    if sum(map(bool, optical)) >= 2 and not _is_grey(raster):
        raise InputError(
            f'{raster.role} is an optical image (bands {", ".join(filter(None, optical))}), not radar. '
            'Choose a Sentinel-1 layer; clouds in an optical one are for "Remove clouds".'
        )
    other = other_map_of(descriptions, raster.name)
    if other:
        raise InputError(
            f'{raster.role} is no backscatter by its name ({other}). Choose the layer of VV or VH; '
            'if it is that after all, say so with BANDS, such as VV=1.'
        )
    require_no_dates(descriptions, raster.role)
    by_name = polarisation_of(raster.name, is_file=True)
    if raster.count == 1:
        name, twin = by_name or 'VV', _twin_of(raster.path)
        note = f'The only band is taken as {name}{" by the file name" if by_name else ""}.'
        note += LIKE_POLARISED if by_name and re.search('HH|HV', raster.name, re.IGNORECASE) else ''
        note += f' Beside it lies {twin}: both in one layer (gdalbuildvrt -separate) tell more.' if twin else ''
        return {name: 1}, note
    if raster.count == 2:
        return {'VV': 1, 'VH': 2}, 'Two bands without names: taken as VV, VH. Use BANDS if that is wrong.'
    if raster.count == 3 and raster.is_byte:
        kind = 'A palette picture: the red of its colours' if raster.has_palette else 'An 8-bit picture: its first band'
        return {by_name or 'VV': 1}, f'{kind} is taken as {by_name or "VV"}.'
    raise InputError(
        f'{raster.role} has {raster.count} bands, and none is described as VV or VH. '
        'Name them with BANDS, such as VV=1,VH=2.'
    )


def _is_grey(raster: Raster) -> bool:
    """Whether red, green and blue of a picture are the same: so radar is shown, whatever its bands are called."""
    if not (raster.is_byte and raster.count == 3):
        return False
    values, _ = raster.sample((1, 2, 3))
    return bool((values == values[:1]).all())


def _twin_of(path: str) -> str:
    """Return the name of the file of the other polarisation that lies beside one, or ''."""
    name = Path(path).name
    found = list(_IN_NAME.finditer(without_mode(name)))
    if len(found) != 1:
        return ''
    (word,) = found
    twin = f'{name[: word.end() - 1]}{_OTHER[word.group()[-1]]}{name[word.end() :]}'
    return twin if Path(path).with_name(twin).is_file() else ''


def find_s2_bands(raster: Raster, text: str = 'auto') -> tuple[dict[str, int], str]:
    """Return {Sentinel-2 band: number} in file order and a sentence about how they were found; may be empty."""
    if text.strip().lower() not in ('auto', ''):
        return parse_mapping(text, raster, ALL_S2_BANDS), 'Sentinel-2 bands as given.'
    require_one_date(raster)
    require_one_order(raster)
    descriptions = raster.descriptions[: raster.count]
    counted = are_only_counted(descriptions)
    sensor, told = whose_numbers(raster)
    names = s2_bands_of(descriptions, sensor=sensor)
    found: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        if name and name not in found:
            found[name] = number
        elif name:
            raise InputError(
                f'{raster.role} has two bands that are described as {name} ({descriptions[found[name] - 1]} and '
                f'{descriptions[number - 1]}). Say with BANDS which one it is, such as {name}={number}.'
            )
    if not found and any(polarisation_of(d) for d in raster.descriptions):
        raise InputError(
            f'{raster.role} is a radar image (bands {", ".join(raster.descriptions)}), not Sentinel-2. '
            'Choose a Sentinel-2 layer; radar is for "SAR to optical", or for the SAR input.'
        )
    is_picture = not found and _is_picture_file(raster)
    if is_picture:
        found = {'B04': 1, 'B03': 2, 'B02': 3}
    unknown = [number for number in range(1, raster.count + 1) if number not in found.values()]
    note = (
        f'Sentinel-2 bands by description: {_list(found)}.' if found else 'No band is described as a Sentinel-2 band.'
    )
    if is_picture:
        note = f'{raster.role} is a picture, whose colours are taken as B04, B03, B02.'
    elif counted and raster.count > 1:
        note = 'The names only count the bands (b1, b2 ...), so they tell no band. Name them with BANDS.'
    if found and told:
        note += told
    elif found and is_landsat_in_doubt(descriptions, raster.name):
        note += (
            ' Numbers are read as those of Landsat 8 and 9; those of Landsat 4 to 7 mean other bands: '
            'if it is one of these, name the bands with BANDS.'
        )
    elif sensor and any(descriptions):
        note += f' The file is of {sensor}, whose numbers mean other bands.'
    if raster.has_palette:
        note += ' INPUT is a palette picture: its colours are taken, not its indices.'
    if found and unknown:
        note += f' Others ({", ".join(map(str, unknown))}) are carried along.'
    return found, note


def _is_picture_file(raster: Raster) -> bool:
    """Whether a raster is of a format whose three bands of bytes are red, green and blue, as GeoTIFF's need not be."""
    driver = raster.dataset.GetDriver()
    is_picture = driver is not None and driver.ShortName in PICTURE_FORMATS
    return is_picture and raster.is_byte and raster.count == 3 and not any(raster.descriptions)


def require_bands_of_model(found: dict[str, int], raster: Raster) -> None:
    """Raise InputError where a network cannot work on these bands."""
    missing = [band for band in ('B02', 'B03', 'B04') if band not in found]
    if missing:
        raise InputError(
            f'{raster.role} has no band described as {", ".join(missing)}, which the network needs. '
            f'Name the bands with BANDS (such as B02=1,B03=2,...), or choose METHOD regression, which takes any bands.'
        )


def is_known_to_networks(band: str) -> bool:
    """Whether the ten-band networks know this band."""
    return band in S2_BANDS


def _list(found: dict[str, int]) -> str:
    return ', '.join(f'{name}={number}' for name, number in found.items())
