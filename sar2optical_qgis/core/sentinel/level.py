"""The level of an optical product: of the top of the atmosphere (1) or of the ground (2), by its metadata and names."""

from __future__ import annotations

import re

from ..raster.raster import Raster

_LEVEL = re.compile(r'MSIL([12])[AC]|(?<![A-Za-z0-9])L(1C|2A)(?![A-Za-z0-9])|_L([12])(?:TP|GT|GS|SP|SR)_')
_SAID = re.compile(r'Level-?([12])')
CALLED = {'1': 'Level 1 (top of the atmosphere)', '2': 'Level 2 (of the ground)'}


def level_of(raster: Raster) -> str:
    """Return '1' or '2', or '' where nothing tells, or both are named."""
    said = _SAID.match(raster.dataset.GetMetadata().get('PROCESSING_LEVEL', ''))
    if said:
        return said.group(1)
    product = re.search(r'[^/\\]*\.SAFE', raster.path, re.IGNORECASE)
    text = ' '.join([raster.name, product.group(0) if product else ''])
    found = {next(filter(None, match))[0] for match in _LEVEL.findall(text)}
    return found.pop() if len(found) == 1 else ''


def levels_told(rasters: list[Raster]) -> tuple[str, ...]:
    """Return what to say where layers of both levels come together."""
    levels = {raster.role: level_of(raster) for raster in rasters}
    if set(levels.values()) - {''} != set(CALLED):
        return ()
    parts = (
        f'{", ".join(role for role, own in levels.items() if own == level)} of {called}'
        for level, called in CALLED.items()
    )
    return (
        f'{" and ".join(parts)} are mixed, and the first is brighter, in blue most of all. '
        'Choose products of one level, or METHOD regression, which takes the colours of the target date.',
    )
