"""One look for all targets: surface reflectance of red, green, blue, shown by radiometry.natural_colour.

Chips at top of atmosphere (L1C) are bluish by the light that the air scatters; 8-bit pictures have unknown stretches.
Both are brought to surface reflectance as well as dark objects and usual means allow, so that a network sees one truth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Path reflectance of red, green, blue: what dark water and forest show at the top of the atmosphere over their own
# reflectance. The range is what clear to hazy air gives; a bright chip without dark pixels stays at the upper end.
DARK_SURFACE = np.array([0.018, 0.025, 0.018], np.float32)
LEAST_PATH = np.array([0.010, 0.022, 0.050], np.float32)
MOST_PATH = np.array([0.030, 0.048, 0.082], np.float32)
TRANSMISSION = np.array([0.96, 0.93, 0.90], np.float32)


def without_haze(rgb: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Return surface-like reflectance of top-of-atmosphere red, green, blue (3, rows, cols), by its dark objects."""
    dark = np.percentile(rgb[:, valid], 1, axis=1).astype(np.float32)
    path = np.clip(dark - DARK_SURFACE, LEAST_PATH, MOST_PATH)
    return np.maximum((rgb - path[:, None, None]) / TRANSMISSION[:, None, None], 0.001)


@dataclass(frozen=True)
class Stretch:
    """An 8-bit source: grey levels (red, green, blue) of its dark objects and of its mean, with their reflectance."""

    dark_level: tuple[float, float, float]
    mean_level: tuple[float, float, float]
    mean: tuple[float, float, float]
    dark: tuple[float, float, float] = (0.02, 0.03, 0.02)

    def reflectance(self, picture: np.ndarray) -> np.ndarray:
        """Return reflectance (3, rows, cols) of a picture in grey levels."""
        low, middle, dark, mean = (
            np.array(v, np.float32)[:, None, None] for v in (self.dark_level, self.mean_level, self.dark, self.mean)
        )
        return np.maximum((picture - low) / (middle - low) * (mean - dark) + dark, 0.001)


# Levels: 1st percentile and mean over the source. Means: what the multispectral chips show for such cover.
STRETCHES = {
    'T11SLT': Stretch((44, 77, 107), (135, 150, 165), (0.145, 0.130, 0.110)),
    'T11SMT': Stretch((44, 77, 107), (135, 150, 165), (0.145, 0.130, 0.110)),
    'T14RNT': Stretch(
        (44, 77, 107), (135, 150, 165), (0.145, 0.130, 0.110)
    ),  # the same sensor and recipe as Los Angeles
    'sen12_1868_summer_59': Stretch((1, 3, 4), (81, 96, 91), (0.085, 0.095, 0.065)),
    'sen12_1970_fall_114': Stretch((0, 1, 4), (123, 111, 107), (0.190, 0.150, 0.110), (0.03, 0.03, 0.025)),
    'sen12_1970_fall_115': Stretch((3, 15, 40), (54, 89, 82), (0.060, 0.080, 0.050)),
    'sen12_1970_fall_13': Stretch((13, 30, 16), (97, 105, 94), (0.130, 0.125, 0.100)),
}
