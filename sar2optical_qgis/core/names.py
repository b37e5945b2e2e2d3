"""Names that files, models and users share: bands, polarisations, classes of land cover."""

from __future__ import annotations

POLARISATIONS = ('VV', 'VH')
S2_BANDS = ('B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B8A', 'B11', 'B12')  # that networks know
VISIBLE = ('B02', 'B03', 'B04')  # blue, green, red
ALL_S2_BANDS = ('B01', 'B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B8A', 'B09', 'B10', 'B11', 'B12')
LANDCOVER_CLASSES = ('barren', 'grassland', 'agriculture', 'urban', 'forest', 'water')
