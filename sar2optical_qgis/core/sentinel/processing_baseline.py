"""The processing baseline of a Sentinel-2 product: from 04.00 on an offset of -1000 is in its numbers."""

from __future__ import annotations

import re

from ..raster.raster import Raster


def offset_by_name(raster: Raster) -> bool | None:
    """Whether the processing baseline in the names of file and product, or in the metadata, means the -1000 offset.

    None = neither tells.
    """
    metadata = raster.dataset.GetMetadata()
    if metadata.get('BOA_ADD_OFFSET', '').lstrip('+-').isdigit():  # told outright, as in what this plugin fetches
        return int(metadata['BOA_ADD_OFFSET']) != 0
    product = re.search(r'[^/\\]*\.SAFE', raster.path, re.IGNORECASE)
    given = metadata.get('PROCESSING_BASELINE', '')
    text = ' '.join([raster.name, product.group(0) if product else ''])
    baseline = re.fullmatch(r'0?(\d)\.(\d\d)', given) or re.search(r'_N(\d{4})(?=_|\.|$)', text)
    return int(''.join(baseline.groups())) >= 400 if baseline else None


def is_old(raster: Raster) -> bool:
    """Whether the date in name or metadata is before the offset came, which only reprocessed products have then."""
    text = ' '.join([raster.name, raster.dataset.GetMetadata().get('TIFFTAG_DATETIME', '')])
    date = re.search(r'(?<!\d)(20\d\d)[-:_]?([01]\d)[-:_]?([0-3]\d)(?!\d{2}(?!\d))', text)
    return bool(date) and ''.join(date.groups()) < '20220125'
