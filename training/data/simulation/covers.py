"""The covers of the simulated landscape and what each looks like: one table for both satellites.

Reflectances are typical Level-2A values of late May in western Europe; backscatter is sigma0 of Sentinel-1 IW at about
38 degrees. Variation from parcel to parcel and inside a parcel is added in optical.py and radar.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BANDS = ('B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B8A', 'B11', 'B12')


@dataclass(frozen=True)
class Cover:
    """One kind of surface: spectrum (reflectance x 1000, ten bands), sigma0 in dB, height in m, WorldCover code."""

    name: str
    spectrum: tuple[int, ...]
    vv_db: float
    vh_db: float
    height_m: float
    worldcover: int
    crown: float = 0.0  # relative strength of the fine optical texture (tree crowns, roofs)


COVERS = (
    Cover('river', (52, 66, 48, 38, 24, 21, 18, 15, 8, 6), -20.5, -27.5, 0, 80),
    Cover('lake', (33, 41, 23, 17, 11, 10, 9, 8, 5, 4), -21.5, -28.5, 0, 80),
    Cover('sand', (125, 165, 198, 222, 236, 248, 262, 270, 330, 290), -14.5, -23.0, 0, 60, 0.05),
    Cover('broadleaf', (21, 44, 21, 72, 222, 292, 318, 332, 158, 68), -8.7, -14.1, 18, 10, 0.20),
    Cover('conifer', (16, 28, 18, 44, 112, 142, 160, 170, 92, 42), -9.3, -15.0, 22, 10, 0.22),
    Cover('clearing', (44, 66, 62, 102, 186, 212, 228, 240, 232, 150), -11.4, -17.6, 1, 30, 0.10),
    Cover('meadow', (38, 76, 46, 122, 262, 322, 352, 366, 226, 118), -13.2, -20.2, 0, 30, 0.03),
    Cover('mown', (58, 92, 82, 140, 218, 246, 268, 282, 272, 172), -13.8, -21.2, 0, 30, 0.03),
    Cover('wheat', (27, 56, 29, 92, 296, 384, 412, 424, 196, 90), -15.2, -20.8, 1, 40, 0.02),
    Cover('barley', (56, 94, 98, 150, 226, 262, 286, 300, 270, 166), -14.2, -20.2, 1, 40, 0.02),
    Cover('rapeseed', (44, 124, 110, 172, 286, 336, 364, 376, 204, 104), -11.6, -16.0, 1, 40, 0.02),
    Cover('beet', (34, 72, 38, 116, 320, 404, 432, 444, 226, 108), -11.2, -17.6, 0, 40, 0.03),
    Cover('maize', (66, 92, 102, 136, 182, 202, 222, 236, 272, 212), -12.2, -19.6, 0, 40, 0.03),
    Cover('bare', (74, 101, 126, 152, 170, 183, 200, 214, 292, 250), -12.0, -21.2, 0, 40, 0.03),
    Cover('stubble', (82, 120, 158, 192, 220, 238, 262, 278, 352, 268), -13.4, -21.6, 0, 40, 0.03),
    Cover('track', (96, 126, 152, 174, 190, 202, 214, 226, 292, 244), -13.5, -21.0, 0, 40, 0.03),
    Cover('asphalt', (82, 92, 98, 104, 110, 114, 120, 126, 142, 132), -11.8, -20.0, 0, 50, 0.06),
    Cover('garden', (42, 70, 52, 108, 214, 262, 286, 298, 204, 118), -9.0, -15.4, 3, 50, 0.16),
    Cover('red roof', (84, 104, 158, 178, 190, 198, 214, 224, 262, 236), -1.6, -10.6, 7, 50, 0.20),
    Cover('grey roof', (122, 130, 138, 146, 152, 158, 168, 174, 192, 180), -1.0, -10.2, 10, 50, 0.22),
    Cover('white roof', (262, 280, 292, 300, 308, 314, 322, 328, 330, 300), 1.2, -8.8, 10, 50, 0.18),
)
INDEX = {cover.name: number for number, cover in enumerate(COVERS)}
SOIL = np.array(COVERS[INDEX['bare']].spectrum, np.float32) / 1000
# Crops with their share of the parcels of a valley in late May.
CROPS = {
    'wheat': 24,
    'barley': 10,
    'rapeseed': 8,
    'beet': 10,
    'maize': 17,
    'bare': 9,
    'stubble': 3,
    'meadow': 14,
    'mown': 5,
}


def table(attribute: str) -> np.ndarray:
    """One attribute of all covers as an array, in the order of the codes of a cover raster."""
    return np.array([getattr(cover, attribute) for cover in COVERS], np.float32)


def codes(*names: str) -> list[int]:
    """Codes of the named covers."""
    return [INDEX[name] for name in names]
