"""What files call their bands: the names that catalogues and tools give Sentinel-2 bands and polarisations."""

from __future__ import annotations

import re

from ..names import ALL_S2_BANDS
from .sensors import NUMBER, NUMBERS, OF_SENSOR, OLI_NAMES, sensor_in, sensor_of

# Names of catalogues and tools for the bands of Sentinel-2 (STAC common names, Earth Search, Planetary Computer, SNAP).
S2_NAMES = {
    'coastal': 'B01', 'coastal aerosol': 'B01', 'ultra blue': 'B01',
    'blue': 'B02', 'green': 'B03', 'red': 'B04',
    'rededge': 'B05', 'rededge1': 'B05', 'rededge071': 'B05', 'vegetation red edge 1': 'B05', 're1': 'B05',
    'rededge2': 'B06', 'rededge075': 'B06', 'vegetation red edge 2': 'B06', 're2': 'B06',
    'rededge3': 'B07', 'rededge078': 'B07', 'vegetation red edge 3': 'B07', 're3': 'B07',
    'rededge4': 'B8A', 'vegetation red edge 4': 'B8A', 're4': 'B8A',
    'nir': 'B08', 'nir wide': 'B08', 'nir broad': 'B08', 'near infrared': 'B08', 'wide nir': 'B08',
    'nir 1': 'B08', 'nir 2': 'B8A', 'nir08': 'B8A', 'nir narrow': 'B8A', 'narrow nir': 'B8A', 'nir a': 'B8A',
    'nir09': 'B09', 'cirrus': 'B10',
    'blu': 'B02', 'grn': 'B03', 'bnr': 'B08', 'broadnir': 'B08', 'sw1': 'B11', 'sw2': 'B12',
    'swir': 'B11', 'swir1': 'B11', 'swir16': 'B11', 'swir 1': 'B11', 'swir22': 'B12', 'swir2': 'B12', 'swir 2': 'B12',
    'swir 1 6': 'B11', 'swir 2 2': 'B12', 'swir 3': 'B12', 'swir3': 'B12',
}  # fmt: skip
OTHER_LANGUAGES = {  # German, French, Spanish, Portuguese: whole names alone
    'blau': 'B02', 'grün': 'B03', 'gruen': 'B03', 'rot': 'B04', 'nahes infrarot': 'B08',
    'bleu': 'B02', 'vert': 'B03', 'rouge': 'B04', 'pir': 'B08', 'proche infrarouge': 'B08',
    'azul': 'B02', 'verde': 'B03', 'rojo': 'B04', 'infrarrojo cercano': 'B08',
    'vermelho': 'B04', 'infravermelho próximo': 'B08', 'infravermelho proximo': 'B08',
}  # fmt: skip
# Central wavelengths in nm, of Sentinel-2A to -2C, where a name tells them and no number.
WAVELENGTHS = {
    443: 'B01', 442: 'B01', 490: 'B02', 492: 'B02', 497: 'B02', 560: 'B03', 559: 'B03', 665: 'B04', 664: 'B04',
    705: 'B05', 704: 'B05', 703: 'B05', 740: 'B06', 739: 'B06', 741: 'B06', 783: 'B07', 779: 'B07', 780: 'B07',
    842: 'B08', 833: 'B08', 835: 'B08', 865: 'B8A', 864: 'B8A', 945: 'B09', 943: 'B09', 1375: 'B10', 1373: 'B10',
    1377: 'B10', 1374: 'B10', 1610: 'B11', 1614: 'B11', 1613: 'B11', 2190: 'B12', 2202: 'B12', 2186: 'B12',
    444: 'B01', 489: 'B02', 561: 'B03', 667: 'B04', 707: 'B05', 782: 'B07', 785: 'B07', 866: 'B8A',
    1612: 'B11', 2191: 'B12',
}  # fmt: skip
_WAVELENGTH = re.compile(
    r'(?<![\d.])(\d{3,4}(?:\.\d+)?)(?:[ _]?(?:nm|nanomet(?:er|re)s?)|(?!\d|m))(?![A-Za-z\d])', re.IGNORECASE
)
_MICROMETRES = re.compile(
    r'(?<![\d.])(\d?\.\d+)[ _]?(?:[uµμ]m|microns?|micromet(?:er|re)s?)(?![A-Za-z\d])', re.IGNORECASE
)
_SPECTRAL = re.compile(
    r'\d[ _]?(?:nm|nanomet|[uµμ]m|micro)|^\d{3,4}(?:\.\d+)?$|refl|rhos|rrs'
    r'|blue|green|red(?!uced)|edge|nir|infrared|swir|coastal|vapou?r|cirrus',
    re.IGNORECASE,
)
_PLACE = re.compile(r'(?:band|layer|channel)?[ _]?0*(\d{1,3})[ _]*[:;,.()=-]+[ _]*(.+)', re.IGNORECASE)  # Band 1: ...
_NO_BAND = re.compile(r'(?<![a-z])(?:msk|mask|flags?|classi?|qa)(?![a-z0-9])', re.IGNORECASE)  # though its name has one
ALIKE = (  # bands that one word or one number may both mean
    {'B01', 'B02'}, {'B03'}, {'B04'}, {'B05', 'B06', 'B07', 'B8A'}, {'B07', 'B08', 'B8A', 'B09'},
    {'B10'}, {'B11', 'B12'},
)  # fmt: skip
_OTHER_SENSOR = re.compile(
    r'^ST_B|landsat|sur_refl|nadir_refl|\bl[c|e|t]0\d|\bETM|\bTM\b|MODIS|VIIRS|planet(?!ary)|superdove|\bPSB',
    re.IGNORECASE,
)
LETTERS = {'r': 'red', 'g': 'green', 'b': 'blue', 'n': 'nir'}  # where the first three of them are together
COUNTERS = 'b|band|layer|channel|lyr'  # b1, b2 ...: how tools count bands, whatever they are
_NO_VALUE = re.compile(r'std_?dev|sigma|uncertainty|variance|count|(?<![a-z])(?:std|var|num)(?![a-z])', re.IGNORECASE)
_NO_BACKSCATTER = re.compile(
    r'stddev|stdev|variance|coherence|entropy|glcm|texture|contrast|homogeneity|dissimilarity|correlation'
    r'|(?<![a-z0-9])(?:std|var|cv|count|angle|ratio|coh|phase|mask|num|noise|slope|trend|energy)(?![a-z0-9])'
    r'|_(?:asm|diss|inertia|shade|prom|idm|savg|[sd]var|[sd]?ent|(?:im|max)?corr\d?)$',
    re.IGNORECASE,
)  # statistics and textures (SNAP, Earth Engine) beside the backscatter, under its name
_OTHER_MAP = re.compile(
    r'incidence|elevation|layover|ndvi|ndwi|(?<![a-z0-9])(?:dem|dsm|slope|aspect|evi|rvi|anisotropy)(?![a-z0-9])'
    r'|[vh]{2}[ _]?(?:[-/*+]|minus|div)[ _]?[vh]{2}',
    re.IGNORECASE,
)  # what no backscatter is called
_BESIDE_RTC = re.compile(  # what HyP3 and OPERA deliver beside terrain-corrected backscatter
    r'RTC(?:\d\d|-S1)_.*_(inc_map\w*|ls_map|dem|area|mask|\w*incidence_angle|number_of_looks|rtc_anf\w*)(?![a-z])',
    re.IGNORECASE,
)
_POLARISATION = re.compile(
    r'(?<![A-Z])(VV|VH|HH|HV)\1?(?![A-Z])|(?<![a-z])(vv|vh|hh|hv)\2?(?![a-z])'  # HVHV of UAVSAR is its power
    r'|(?:sigma|gamma|beta|intensity|amplitude|nought)(vv|vh|hh|hv)(?![a-z])'
)

# What a satellite sent and received, as the Copernicus Browser writes it before the band: IW_VV+VH_VH_(Raw).tiff
_MODE = re.compile(r'(?<![A-Za-z])(?:VV\+VH|VH\+VV|HH\+HV|HV\+HH)(?![A-Za-z])', re.IGNORECASE)


def s2_band_of(description: str, sensor: str = '') -> str:
    """Return the Sentinel-2 band that a description names ('B4', 'Band 8A', 'nir08', 'SR_B5'), or ''.

    ``sensor``: one of SENSORS, whose numbers are meant.
    """
    if _NO_BAND.search(description):
        return ''
    oli = OF_SENSOR.search(description)
    if oli:
        return NUMBERS.get(sensor or sensor_in(description), OLI_NAMES).get(int(oli.group(2)), '')
    if _OTHER_SENSOR.search(description):
        return ''
    numbers = NUMBER.findall(description)
    if len(set(numbers)) > 1:  # an index of several
        return ''
    if numbers:
        number, is_a = numbers[0]
        if sensor:
            return '' if is_a else NUMBERS[sensor].get(int(number), '')
        name = f'B{int(number)}A' if is_a else f'B{int(number):02d}'
        if name in ALL_S2_BANDS:
            return name
    return _by_wavelength(description) or _by_word(description)


def s2_bands_of(descriptions: tuple[str, ...], file: str = '', sensor: str = '') -> list[str]:
    """Return the Sentinel-2 band, or '', of each band of one file, whose names tell more together than one by one.

    ``sensor``: one of SENSORS, whose numbers they are; '' = as the names of ``file`` and bands tell.
    """
    if are_only_counted(descriptions):
        return [''] * len(descriptions)
    sensor = sensor or sensor_of(descriptions, file)
    descriptions = _without_letters(_without_place(descriptions))
    found = [s2_band_of(description, sensor) for description in descriptions]
    if not sensor:
        found = _by_words_if_numbers_count(found, descriptions)
    for number, (band, description) in enumerate(zip(found, descriptions)):
        if band == 'B08' and found.count(band) == 2 and description.strip().lower() == 'nir':
            found[number] = 'B8A'  # FORCE calls the wide one BROADNIR
        elif found.count(band) > 1 and _NO_VALUE.search(description):
            found[number] = ''  # of a band that is there itself
    if found.count('B12') == 2 and 'B11' not in found:  # Digital Earth Australia counts swir_2 and swir_3
        second = [k for k, name in enumerate(descriptions) if found[k] == 'B12' and re.search('swir_?2', name, re.I)]
        found = ['B11' if [number] == second else band for number, band in enumerate(found)]
    return found


def _without_letters(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names with words in the place of R, G and B (and N), where all three are there."""
    letters = [name.strip().lower() for name in names]
    if not {'r', 'g', 'b'} <= set(letters):
        return names
    return tuple(LETTERS.get(letter, name) for letter, name in zip(letters, names))


def _without_place(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names without the place that all of them begin with ('Band 1: B02'), where what is left names bands."""
    parts = [_PLACE.fullmatch(name.strip()) for name in names]
    if len(names) < 2 or not all(parts) or any(int(part.group(1)) != k for k, part in enumerate(parts, 1)):
        return names
    rest = tuple(part.group(2) for part in parts)
    return rest if sum(map(bool, map(s2_band_of, rest))) >= 2 else names


def _by_words_if_numbers_count(found: list[str], names: tuple[str, ...]) -> list[str]:
    """Return bands by words and wavelengths alone where numbers say something else: 'Band 1 Blue, Band 2 Green'."""
    words = [_by_wavelength(rest) or _by_word(rest) for rest in (NUMBER.sub(' ', name) for name in names)]
    both = [any({band, word} <= alike for alike in ALIKE) for band, word in zip(found, words) if band and word]
    return words if both.count(False) > min(both.count(True), 1) else found


def _by_wavelength(description: str) -> str:
    """Return the band of the one central wavelength that a description tells, or ''; of an index, none."""
    if not _SPECTRAL.search(description):
        return ''
    numbers = [float(number) for number in _WAVELENGTH.findall(description)]
    numbers += [1000.0 * float(number) for number in _MICROMETRES.findall(description)]
    found = {WAVELENGTHS.get(round(number), '') for number in numbers}
    return found.pop() if len(found) == 1 else ''


def _by_word(description: str) -> str:
    """Return the band of a name of S2_NAMES, the longest that the description begins with, or is in brackets."""
    words = re.sub(r'(?<=[a-z])(?=[A-Z])', ' ', description)
    words = re.sub(r'[\W_]+', ' ', words.lower()).strip()
    if words in OTHER_LANGUAGES:
        return OTHER_LANGUAGES[words]
    words = re.sub(r'\b(red|vegetation red) ?edge ?(\d)\b', lambda m: f'rededge{m.group(2)}', words)
    words = re.sub(r'\bred ?edge\b', 'rededge', words)
    if re.search(r'\b(coastal|ultra|deep)\b', words):
        return 'B01'
    if re.search(r'\b(pan|panchromatic|yellow|green i|greeni|thermal|lwir)\b', words):
        return ''
    if words in S2_NAMES:
        return S2_NAMES[words]
    parts = words.split()
    known = [(i, j) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1)
             if ' '.join(parts[i:j]) in S2_NAMES]  # fmt: skip
    longest = [(i, j) for i, j in known if not any(a <= i and j <= b and (a, b) != (i, j) for a, b in known)]
    found = {S2_NAMES[' '.join(parts[i:j])] for i, j in longest}
    if 'rededge' in parts and not any(part.startswith('rededge') and part != 'rededge' for part in parts):
        return ''  # which of the four it does not say
    if {'nir', 'narrow'} <= set(parts):
        return 'B8A'
    return found.pop() if len(found) == 1 else ''


def polarisation_of(description: str, is_file: bool = False) -> str:
    """Return 'VV' or 'VH' where a description or file name tells one ('Sigma0_VV_db', 'Sigma0VH'), or ''.

    HH stands for VV and HV for VH; a ratio or product of both ('VV/VH') is neither, nor are counts or deviations.
    """
    text = description.split('::')[-1]
    if is_file:
        text = without_mode(text)
    elif _NO_BACKSCATTER.search(text):
        return ''
    found = {next(filter(None, match)).upper() for match in _POLARISATION.findall(text)}
    if len(found) != 1:
        return ''
    return {'HH': 'VV', 'HV': 'VH'}.get(*found, next(iter(found)))


def without_mode(file: str) -> str:
    """Return a file's name with blanks for a pair of polarisations that is its mode: it is of one of them or both."""
    return _MODE.sub(lambda pair: ' ' * len(pair.group()), file)


def are_only_counted(descriptions: tuple[str, ...]) -> bool:
    """Whether names only count the bands (b1, b2, b3 ...), as tools write them: no names of a sensor.

    They may count from 0, and have more about it that is the same in all ('b1_mean', 'b2_mean').
    """
    given = [re.sub('[ _.:#-]', '', d.lower()) for d in descriptions]
    runs = [list(re.finditer(r'\d+', name)) for name in given]
    if not given or len({len(each) for each in runs}) > 1:
        return False
    has_gap = len(given) >= 9  # Sentinel-2 has B8A and no B10 in between
    for run in zip(*runs):  # the numbers of one place in the names
        around = {(name[: match.start()], name[match.end() :]) for name, match in zip(given, run)}
        before = next(iter(around))[0]
        if (
            len(around) > 1
            or not re.search(f'(?<![a-z])(?:{COUNTERS})$', before)
            or re.search('s2|sentinel|msi', before)
        ):
            continue
        numbers = [match.group() for match in run]
        for count in (range(len(given)), range(1, len(given) + 1)):
            padded = [f'{k:02d}' for k in count] if has_gap or 0 in count else None
            alphabetical = sorted(map(str, count)) if len(given) > 9 else None  # of Zarr: Band1, Band10, Band2 ...
            if numbers in ([str(k) for k in count], padded, alphabetical):
                return True
    return False


def other_map_of(descriptions: tuple[str, ...], file: str) -> str:
    """Return what names bands without a polarisation as no backscatter (coherence, angles, indices), or ''.

    ``file``: its name, which tells what products have beside their backscatter.
    """
    beside = _BESIDE_RTC.search(file)
    if beside and len(descriptions) == 1:
        return beside.group(1)
    return next((name for name in descriptions if _NO_BACKSCATTER.search(name) or _OTHER_MAP.search(name)), '')
