"""Names that a file gives the codes of its classes: GDAL's category names, or an attribute table."""

from __future__ import annotations

import re

from osgeo import gdal


def class_names(band: gdal.Band) -> dict[int, str]:
    """Return {code: name} of the classes of a band, empty where the file names none."""
    names = {code: name for code, name in enumerate(band.GetCategoryNames() or ()) if name}
    table = band.GetDefaultRAT()
    if table is not None:
        value, name = (
            _column(table, gdal.GFU_MinMax, 'value|code'),
            _column(table, gdal.GFU_Name, 'class|name|label'),
        )
        for row in range(table.GetRowCount() if name >= 0 else 0):  # without values the rows are the codes
            names[table.GetValueAsInt(row, value) if value >= 0 else row] = table.GetValueAsString(row, name)
    return names


def _column(table: gdal.RasterAttributeTable, usage: int, words: str) -> int:
    """Return the column of an attribute table by what it is for, else by its title; -1 where there is none."""
    titled = (k for k in range(table.GetColumnCount()) if re.search(words, table.GetNameOfCol(k), re.IGNORECASE))
    found = table.GetColOfUsage(usage)
    return found if found >= 0 else next(titled, -1)
