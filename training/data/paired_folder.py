"""Any folder of paired GeoTIFFs: ``s1/NAME.tif`` beside ``s2/NAME.tif``, in subfolders too.

Optical: reflectance x 10000 without offset, 0 = nodata, band names (B02 ...) as descriptions or given as ``bands``.
Radar: dB, bands VV and VH by description or in this order. Both on one grid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from osgeo import gdal

from sar2optical_qgis.core.errors import InputError
from training.data.files import chip, size_of
from training.data.index import Chip


def read_folder(
    root: Path,
    radar: str = 's1',
    optical: str = 's2',
    bands: Sequence[str] = (),
    place: str = '',
    cell_km: float = 20.0,
    level: str = 'L2A',
) -> tuple[Chip, ...]:
    """Return one chip a pair. The place of a chip, by which the split goes, is the first of these that there is:

    ``place``, a regular expression on the path below ``optical`` (its first group, else the whole match); the
    subfolder; the cell of ``cell_km`` on the ground that holds the chip's centre; the name without its last number.
    """
    chips = []
    for path in sorted((root / optical).rglob('*.tif')):
        name = path.relative_to(root / optical)
        size_of(str(path))
        partner = root / radar / name
        if not partner.is_file():
            raise InputError(f'{path} has no radar partner {partner}.')
        values = {'s1': partner, 's2': path, 'bands': tuple(bands) or _described(path), 'level': level}
        chips.append(chip(str(name.with_suffix('')), 'clear', 'folder', _place(name, path, place, cell_km), **values))
    return tuple(chips)


def _described(path: Path) -> tuple[str, ...]:
    dataset = gdal.Open(str(path))
    names = tuple(dataset.GetRasterBand(k).GetDescription().upper() for k in range(1, dataset.RasterCount + 1))
    names = tuple(re.sub(r'^B(\d)$', r'B0\1', name) for name in names)
    if 'B04' not in names:
        raise InputError(
            f'{path} does not name its bands. Write B02, B03 ... as band descriptions, or give them in order: '
            '--data.init_args.options.bands "[B02, B03, B04, B08]".'
        )
    return names


def _place(name: Path, path: Path, pattern: str, cell_km: float) -> str:
    if pattern:
        found = re.search(pattern, name.as_posix())
        if not found:
            raise InputError(f'{path}: the place pattern "{pattern}" does not match its name.')
        return found.group(1) if found.groups() else found.group()
    if len(name.parts) > 1:
        return name.parts[0]
    dataset = gdal.Open(str(path))
    reference = dataset.GetSpatialRef()
    if reference is not None:
        left, dx, _, top, _, dy = dataset.GetGeoTransform()
        x, y = left + dx * dataset.RasterXSize / 2, top + dy * dataset.RasterYSize / 2
        unit = cell_km * (1000.0 / reference.GetLinearUnits() if reference.IsProjected() else 1 / 111.0)
        return f'{reference.GetAuthorityCode(None) or reference.GetName()}_{x // unit:.0f}_{y // unit:.0f}'
    return re.sub(r'[_-]?p?\d+$', '', path.stem) or path.stem
