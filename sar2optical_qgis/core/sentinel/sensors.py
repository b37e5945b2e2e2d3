"""Sensors that number their bands in another way than Sentinel-2, and what tells them: names of files and bands."""

from __future__ import annotations

import re

OLI_NAMES = {1: 'B01', 2: 'B02', 3: 'B03', 4: 'B04', 5: 'B8A', 6: 'B11', 7: 'B12', 9: 'B10'}  # Landsat 8, 9, HLS L30
TM_NAMES = {1: 'B02', 2: 'B03', 3: 'B04', 4: 'B08', 5: 'B11', 7: 'B12'}  # Landsat 4 to 7
_FOUR = 'B02', 'B03', 'B04', 'B08'
SENSORS = {
    'Landsat 8 and 9': re.compile(
        r'(?<![A-Za-z])L[CO](?:0[89](?!\d)|8\d{13})|(?:HLS[._]?|(?<![A-Za-z0-9]))L30(?![A-Za-z0-9])|landsat[ _-]?[89]',
        re.IGNORECASE,
    ),
    'Landsat 4 to 7': re.compile(r'(?<![A-Za-z])L[TE](?:0[4-7](?!\d)|[4-7]\d{13})|landsat[ _-]?[4-7]', re.IGNORECASE),
    'MODIS or VIIRS': re.compile(r'(?<![A-Za-z])(?:M[OYC]D\d\d|V(?:NP|J[12])\d\d|modis|viirs)', re.IGNORECASE),
    'the MSS of Landsat 1 to 5': re.compile(r'(?<![A-Za-z])LM0[1-5](?!\d)', re.IGNORECASE),
    'CBERS and Amazonia': re.compile(r'(?<![A-Za-z])(?:CBERS|AMAZONIA[ _-]?1)', re.IGNORECASE),
    'SPOT and Pleiades': re.compile(r'(?<![A-Za-z])(?:SPOT[ _-]?[1-7](?!\d)|PHR1|PLEIADES|PNEO)', re.IGNORECASE),
    'Resourcesat': re.compile(r'(?<![A-Za-z])(?:LISS|AWIFS|RESOURCESAT)', re.IGNORECASE),
    'ASTER': re.compile(r'(?<![A-Za-z])AST(?:ER|_L1|_0[79])', re.IGNORECASE),
}
# As people call their own files. Too short to be believed where a number is of none of the sensor's bands of colour.
_SHORT = {
    'Landsat 8 and 9': re.compile(r'(?<![A-Za-z0-9])L[CS]?[89](?![A-Za-z0-9])', re.IGNORECASE),
    'Landsat 4 to 7': re.compile(r'(?<![A-Za-z0-9])L(?:S?[57]|T[45]|E7)(?![A-Za-z0-9])', re.IGNORECASE),
}
NUMBERS = {  # empty: they mean other bands than Sentinel-2's, whichever
    'Landsat 8 and 9': OLI_NAMES,
    'Landsat 4 to 7': TM_NAMES,
    'MODIS or VIIRS': {},
    'the MSS of Landsat 1 to 5': {},
    'CBERS and Amazonia': {first + k: band for first in (1, 5, 13) for k, band in enumerate(_FOUR)},  # WPM, MUX, WFI
    'SPOT and Pleiades': {**dict(enumerate(_FOUR)), 4: 'B11'},
    'Resourcesat': {2: 'B03', 3: 'B04', 4: 'B08', 5: 'B11'},
    'ASTER': {1: 'B03', 2: 'B04', 3: 'B08', 4: 'B11', 6: 'B12'},
}
_ONLY_SENTINEL = re.compile(r'(?<![A-Za-z0-9])(?:B|band)[ _.:#-]?[ _]?(?:0?8A|12)(?![A-Za-z0-9.])', re.IGNORECASE)
OF_SENSOR = re.compile(
    r'(?<![A-Za-z0-9])(SR_?B|sr_band|OLI[ _]?B?|L30[ _.]B)0?(\d{1,2})(?![A-Za-z0-9])', re.IGNORECASE
)  # SR_B5_median too; what begins with SR may be of either generation
NUMBER = re.compile(
    r'(?:(?<![A-Za-z0-9])|(?<=S2)|(?<=s2))(?:B|band)[ _.:#-]?[ _]?0?(\d{1,2})[ _]?(A(?![A-Za-z]))?(?![A-Za-z0-9.])',
    re.IGNORECASE,
)


def sensor_in(name: str) -> str:
    """Return which of SENSORS the name of a file or a band tells, or ''."""
    return next((sensor for sensor, word in SENSORS.items() if word.search(name)), '')


def sensor_of(descriptions: tuple[str, ...], file: str) -> str:
    """Return which of SENSORS a file's name or the numbers of its bands tell, or ''."""
    found = sensor_in(file)
    if found.startswith('Landsat') and any(map(_ONLY_SENTINEL.search, descriptions)):
        return ''
    numbers = {int(match.group(2)) for match in map(OF_SENSOR.search, descriptions) if match}
    if not found and numbers == set(TM_NAMES):
        return 'Landsat 4 to 7'
    return found or ('' if numbers else _by_short_name(descriptions, file))


def _by_short_name(descriptions: tuple[str, ...], file: str) -> str:
    numbers = [match for match in map(NUMBER.search, descriptions) if match]
    return next(
        (
            sensor
            for sensor, word in _SHORT.items()
            if word.search(file) and all(int(n.group(1)) in NUMBERS[sensor] and not n.group(2) for n in numbers)
        ),
        '',
    )


def is_landsat_in_doubt(descriptions: tuple[str, ...], file: str) -> bool:
    """Whether names such as SR_B4 may be of either generation of Landsat, whose numbers mean different bands."""
    found = [match.groups() for match in map(OF_SENSOR.search, descriptions) if match]
    numbers = {int(number) for word, number in found if word.upper().startswith('SR')}
    named = any(map(sensor_in, (file, *descriptions)))
    return bool(numbers) and not named and numbers < set(TM_NAMES)
