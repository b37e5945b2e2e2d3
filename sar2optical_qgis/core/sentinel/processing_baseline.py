"""The processing baseline of a Sentinel-2 product: from 04.00 on an offset of -1000 is in its numbers."""

from __future__ import annotations

import re

from ..errors import InputError
from ..raster.raster import Raster
from . import safe

# Products of reflectance x 10000 that never had the offset: HLS, MAJA, FORCE, Planet, Earth Engine's harmonized ones.
_WITHOUT = re.compile(
    r'(?<![A-Z])HLS[._]?[SL]30|(?<![A-Z])[FS]RE(?![A-Z])|SENTINEL2[ABC]_\d{8}-\d{6}|_SEN2[ABCL]_BOA|AnalyticMS'
    r'|(?<!UN)HARMONI[SZ]ED',
    re.IGNORECASE,
)


def offset_by_name(raster: Raster) -> bool | None:
    """Whether the product says that the -1000 offset is in its numbers: its XML, the metadata, then the names of both.

    None = neither tells.
    """
    products = {re.sub(r'(?i)(\.SAFE)(?=[/\\]).*', r'\1', path) for path in raster.sources}
    inside = sorted(path for path in products if path.upper().endswith('.SAFE'))
    said = {_said_of(raster, path) for path in inside or [raster.path]}
    if said >= {True, False}:
        raise InputError(
            f'{raster.role} is made of products of which some have the offset of -1000 in their numbers and some have '
            'not. Bring them to one baseline first.'
        )
    return said.pop() if len(said) == 1 else None


def _said_of(raster: Raster, path: str) -> bool | None:
    """Return what the product in which a path lies says, with the metadata and the names of the raster."""
    folder = safe.folder_of(path)
    metadata = {**raster.dataset.GetMetadata(), **(safe.facts_of(folder) if folder else {})}  # the XML goes first
    if metadata.get('BOA_ADD_OFFSET', '').lstrip('+-').isdigit():  # told outright, as in what this plugin fetches
        return int(metadata['BOA_ADD_OFFSET']) != 0
    product = re.search(r'[^/\\]*\.SAFE', path, re.IGNORECASE)
    given = metadata.get('PROCESSING_BASELINE', '')
    text = ' '.join([raster.name, product.group(0) if product else ''])
    baseline = re.fullmatch(r'0?(\d)\.(\d\d)', given) or re.search(r'_N(\d{4})(?=_|\.|$)', text)
    if baseline:
        return int(''.join(baseline.groups())) >= 400
    return False if _WITHOUT.search(' '.join([text, *raster.descriptions])) else None


def is_old(raster: Raster) -> bool:
    """Whether the date in name or metadata is before the offset came, which only reprocessed products have then."""
    text = ' '.join([raster.name, raster.dataset.GetMetadata().get('TIFFTAG_DATETIME', '')])
    date = re.search(r'(?<!\d)(20\d\d)[-:_]?([01]\d)[-:_]?([0-3]\d)(?!\d{2}(?!\d))', text)
    return bool(date) and ''.join(date.groups()) < '20220125'
