"""Cover: what the ground is on the radar's day, as the network tells it and as COVER shows it.

Not land use, which a map says (landcover.py): a field is green or bare, and under a flood it is water.
"""

from __future__ import annotations

COVERS = ('water', 'forest', 'green', 'bare', 'built', 'snow')
WATER, FOREST, GREEN, BARE, BUILT, SNOW = range(len(COVERS))
UNKNOWN = 255
