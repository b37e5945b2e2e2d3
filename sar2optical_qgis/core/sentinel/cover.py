"""Cover: what the ground is on the radar's day, as the network tells it and as COVER shows it.

Not land use, which a map says (landcover.py): a field is green or bare, and under a flood it is water.
"""

from __future__ import annotations

COVERS = ('water', 'forest', 'green', 'bare', 'built', 'snow')
WATER, FOREST, GREEN, BARE, BUILT, SNOW = range(len(COVERS))
UNKNOWN = 255
CODES = {name: number + 1 for number, name in enumerate(COVERS)}  # in COVER
NODATA = 0
COLOURS = {  # red, green, blue in COVER; those of ESA WorldCover where it has the class
    'water': (0, 100, 200),
    'forest': (0, 100, 0),
    'green': (160, 205, 85),
    'bare': (214, 180, 130),
    'built': (235, 30, 30),
    'snow': (240, 240, 245),
}
