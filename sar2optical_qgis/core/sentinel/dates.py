"""Dates of layers: found in names and metadata, or given as text; masks and radar matched by them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from osgeo import gdal

from ..errors import InputError

_DAY = re.compile(r'(?<!\d)((?:19|20)\d\d)([-_.:/]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=\d{6}(?!\d)|(?!\d))')
_DAY_OF_YEAR = re.compile(r'(?:(?<!\d)|(?<=\.A))(20\d\d)([0-3]\d\d)(?=T\d{6}(?!\d)|\.h\d\dv\d\d)')  # of HLS, and MODIS
_MONTH = re.compile(r'(?<!\d)((?:19|20)\d\d)[-_](0[1-9]|1[0-2])(?![-_]?\d)')
MONTHS = ('jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec')
_NAMED_MONTH = re.compile(
    rf'(?<!\d)(0?[1-9]|[12]\d|3[01])[-_ ]?({"|".join(MONTHS)})[-_ ]?((?:19|20)\d\d)(?!\d)', re.IGNORECASE
)  # of SNAP
MIDDLE_OF_MONTH = 15  # what a monthly picture is dated
NEAR_DAYS = 6  # days: radar this near shows a date as it was
METADATA = (
    'ACQUISITION_DATE', 'ACQUISITIONDATE', 'SENSING_TIME', 'DATATAKE_1_DATATAKE_SENSING_START', 'PRODUCT_START_TIME',
    'DATE_ACQUIRED', 'DATE', 'DATETIME', 'TIMESTAMP', 'TIFFTAG_DATETIME',
)  # fmt: skip


def find_date(text: str) -> date | None:
    """Return the first date in a text: 2024-05-17, 20240517, 2024138 before a time, 17May2024, 2024-05 (its 15th)."""
    for match in _DAY.finditer(text):
        try:
            return date(int(match.group(1)), int(match.group(3)), int(match.group(4)))
        except ValueError:  # a 31st of February is some other number
            continue
    counted = _DAY_OF_YEAR.search(text)
    if counted:
        year, day = map(int, counted.groups())
        found = date(year, 1, 1) + timedelta(day - 1)
        if found.year == year:
            return found
    named = _NAMED_MONTH.search(text)
    if named:
        try:
            return date(int(named.group(3)), MONTHS.index(named.group(2).lower()) + 1, int(named.group(1)))
        except ValueError:
            pass
    month = _MONTH.search(text)
    return date(int(month.group(1)), int(month.group(2)), MIDDLE_OF_MONTH) if month else None


def date_of(path: str) -> date | None:
    """Return the date of a raster by its file name, the product folder it lies in, or its metadata."""
    found = find_date(Path(path).name)
    if found:
        return found
    for folder in Path(path).parts[-2::-1]:
        if folder.upper().endswith('.SAFE') or '_MSIL' in folder.upper():
            return find_date(folder)
    try:
        metadata = gdal.OpenEx(path, gdal.OF_RASTER).GetMetadata()
    except RuntimeError:
        return None  # whoever opens it next says so
    given = {key.upper(): value for key, value in metadata.items()}
    return next(filter(None, (find_date(given[key]) for key in METADATA if key in given)), None)


def other_day(image: str, mask: str, role: str) -> tuple[str, ...]:
    """Return what to say where the names of an image and of its mask tell different days."""
    own, of_mask = find_date(Path(image).name), find_date(Path(mask).name)
    if own is None or of_mask is None or own == of_mask:
        return ()
    is_month = MIDDLE_OF_MONTH in (own.day, of_mask.day) and own.replace(day=1) == of_mask.replace(day=1)
    return () if is_month else (
        f'{role} is of {of_mask} by its name, but the image of {own}: clouds of another day hide other ground. '
        f'If that is so, give the mask of {own}, or none, and clouds are found in the pixels.',
    )  # fmt: skip


def parse_dates(text: str, count: int) -> list[date]:
    """Return the dates of a DATES text, one for each of ``count`` layers, separated by commas, semicolons or blanks."""
    parts = [part for part in re.split(r'[,;\s]+', text.strip()) if part]
    if len(parts) != count:
        raise InputError(
            f'DATES names {len(parts)} date(s), but INPUTS has {count} layers. Give one for each, in order.'
        )
    return [parse_date(part, 'DATES') for part in parts]


def parse_date(text: str, role: str) -> date:
    """Return the date that a text is; raise InputError where it is none."""
    found = find_date(text)
    if found is None:
        raise InputError(f'{role} "{text}" is no date. Write it as 2024-05-17.')
    return found


def dates_of(paths: tuple[str, ...], text: str = '') -> tuple[list[date], str]:
    """Return the date of every input and a sentence about where they come from."""
    if text.strip():
        found, how = parse_dates(text, len(paths)), 'as given'
    else:
        found = [date_of(path) for path in paths]
        lost = [f'{k + 1} ({Path(path).name})' for k, (path, day) in enumerate(zip(paths, found)) if day is None]
        if lost:
            raise InputError(
                f'No date can be read from the name or the metadata of INPUTS {", ".join(lost[:5])}. '
                'Give the dates of all layers, in order, with DATES, such as 2024-05-17,2024-05-22.'
            )
        how = 'from names and metadata'
    return found, f'Dates {how}: {", ".join(f"{k}={day}" for k, day in enumerate(found, 1))}.'


def match_masks(dates: list[date], masks: tuple[str, ...], inputs: tuple[str, ...] = ()) -> tuple[tuple[str, ...], str]:
    """Return the masks in the order of the inputs and a sentence how.

    By date where that is certain, else by the names of the ``inputs``, else by order.
    """
    if len(masks) != len(dates):
        raise InputError(
            f'INPUTS has {len(dates)} layers, but SCLS has {len(masks)}. Give one mask for each layer of INPUTS.'
        )
    own = [date_of(mask) for mask in masks]
    order = order_by_day(dates, own)
    if order is not None:
        alike = '' if len(set(dates)) == len(dates) else ', those of one day in the order given'
        return tuple(masks[k] for k in order), f'Masks matched by date{alike}.'
    order = order_by_name(inputs, masks)
    if order is not None:
        return tuple(masks[k] for k in order), 'Masks matched by name.'
    why = 'not every one tells its date' if None in own else 'their dates are not those of INPUTS'
    return masks, f'Masks taken in the order given: {why}.'


def order_by_day(days: list[date | None], own: list[date | None]) -> list[int] | None:
    """Return which of the masks, of the days ``own``, goes with each layer; None where their days are not the same.

    Tiles of one day, or two sensors', are told apart by their order alone: the second mask of a day is of the second
    layer of that day.
    """
    if None in own or None in days or sorted(own) != sorted(days):
        return None
    layers, masks = (sorted(range(len(each)), key=each.__getitem__) for each in (days, own))  # stable sorts
    mask_of = dict(zip(layers, masks))
    return [mask_of[k] for k in range(len(days))]


def order_by_name(paths: tuple[str, ...], masks: tuple[str, ...]) -> list[int] | None:
    """Return which of the masks goes with each layer by what differs in their names (scene3.tif, scene3_mask.tif).

    None where that is not the same for both.
    """
    own, of_masks = (_what_differs([Path(path).stem for path in each]) for each in (paths, masks))
    if len(set(own)) < len(own) or sorted(own) != sorted(of_masks):
        return None
    return [of_masks.index(key) for key in own]


def _what_differs(names: list[str]) -> list[str]:
    before = _alike(names)
    after = _alike([name[before:][::-1] for name in names])
    return [name[before : len(name) - after] for name in names]


def _alike(names: list[str]) -> int:
    """Return how many characters all names begin with."""
    return next((k for k, letters in enumerate(zip(*names)) if len(set(letters)) > 1), min(map(len, names), default=0))


def nearest_radar(day: date, sars: tuple[str, ...]) -> tuple[str, str]:
    """Return the radar layer nearest to a day and a sentence about it; ('', '') without any."""
    if not sars:
        return '', ''
    dated = [(abs((own - day).days), path) for path, own in ((path, date_of(path)) for path in sars) if own]
    if len(dated) < len(sars) and len(sars) > 1:
        raise InputError(
            'Not every layer of SARS tells its date in its name or metadata, so the nearest one cannot be found. '
            'Rename them, or give only the one nearest to TARGET_DATE.'
        )
    if not dated:
        return sars[0], f'Radar {Path(sars[0]).name}, whose date is not known.'
    away, path = min(dated)
    return path, f'Radar {Path(path).name}, {away} day(s) from the target.'


def radars_near(days: list[date], sars: tuple[str, ...]) -> list[str]:
    """Return the radar layer within NEAR_DAYS of each day, '' where there is none."""
    dated = [(own, path) for path, own in ((path, date_of(path)) for path in sars) if own]
    near = [min(((abs((own - day).days), path) for own, path in dated), default=(NEAR_DAYS + 1, '')) for day in days]
    return [path if away <= NEAR_DAYS else '' for away, path in near]
