"""The processing baseline of a Sentinel-2 product: from 04.00 on an offset of -1000 is in its numbers."""

from __future__ import annotations

import re

from ..raster.raster import Raster


def offset_by_name(raster: Raster) -> bool | None:
    """Whether processing baseline or date, in the file's name or metadata, allow the -1000 offset; None = not known."""
    metadata = raster.dataset.GetMetadata()
    if metadata.get('BOA_ADD_OFFSET', '').lstrip('+-').isdigit():  # told outright, as in what this plugin fetches
        return int(metadata['BOA_ADD_OFFSET']) != 0
    text = ' '.join([raster.name, metadata.get('PROCESSING_BASELINE', ''), metadata.get('TIFFTAG_DATETIME', '')])
    baseline = re.search(r'_N(\d{4})_', text) or re.fullmatch(
        r'0?(\d)\.(\d\d)', metadata.get('PROCESSING_BASELINE', '')
    )
    if baseline:
        return int(''.join(baseline.groups())) >= 400
    date = re.search(r'(?<!\d)(20\d\d)[-:_]?([01]\d)[-:_]?([0-3]\d)(?!\d{2}(?!\d))', text)
    return ''.join(date.groups()) >= '20220125' if date else None
