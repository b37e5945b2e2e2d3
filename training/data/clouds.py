"""Cloud transplant: real cloud and shadow shapes from other places laid over clear chips, opaque or half transparent.

The product sees whatever the sensor saw, so the pixels under a cloud are not removed: an opaque cloud shows its own
white, a thin one the ground through a veil (stronger in blue than in short-wave infrared), a shadow the ground dimmed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.channels import S2_BANDS
from sar2optical_qgis.core.filters import box_mean, dilate
from sar2optical_qgis.core.pushpull import double

gdal.UseExceptions()

# Cloud reflectance, and how much of the veil's opacity each band sees: after Sentinel-2 spectra of cumulus and cirrus.
CLOUD_REFLECTANCE = dict(zip(S2_BANDS, (0.62, 0.60, 0.61, 0.63, 0.64, 0.65, 0.66, 0.66, 0.45, 0.36)))
VEIL = dict(zip(S2_BANDS, (1.0, 0.95, 0.90, 0.88, 0.86, 0.84, 0.82, 0.80, 0.55, 0.45)))


@dataclass(frozen=True)
class Clouded:
    """A chip under transplanted cloud: observed (bands, rows, cols), and masks (rows, cols)."""

    observed: np.ndarray
    hidden: np.ndarray  # the mask as a user would give it: jittered, a little wrong at the rim
    opacity: np.ndarray  # the truth, 0..1; shadows count as 0
    shadow: np.ndarray
    is_thin: bool


def fractal(shape: tuple[int, int], rng: np.random.Generator, roughness: float = 0.55) -> np.ndarray:
    """Return smooth random noise (rows, cols) in 0..1, a sum of octaves (Perlin 1985)."""
    octaves = max(int(np.ceil(np.log2(max(shape)))), 1)
    field = rng.normal(size=(1, 2, 2)).astype(np.float32)
    for octave in range(octaves):
        field = double(field, (field.shape[1] * 2, field.shape[2] * 2))
        field += rng.normal(size=field.shape).astype(np.float32) * roughness ** (octave + 1)
    field = field[0, : shape[0], : shape[1]]
    low, high = np.percentile(field, (1, 99))
    return np.clip((field - low) / max(high - low, 1e-6), 0.0, 1.0)


class MaskBank:
    """Real cloud shapes as (cloud, shadow) windows of any size."""

    def __init__(self, root: Path, leave_out: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> None:
        """Read the masks of the data under ``root``.

        File names with a word of ``leave_out`` are skipped, or ``only`` those with one kept.
        """
        self.planes: list[np.ndarray] = []  # uint8: 0 clear, 1 cloud, 2 thin cloud, 3 shadow, at 10 m
        for path in sorted((root / 'masks').glob('*.tif')):
            if any(word in path.name for word in leave_out) or (only and not any(word in path.name for word in only)):
                continue
            data = gdal.Open(str(path)).ReadAsArray()
            if data.ndim == 2:
                self.planes += [data]
            elif 'scl' in path.name:
                self.planes += [
                    np.select([np.isin(b, (8, 9)), b == 10, b == 3], [1, 2, 3], 0).astype(np.uint8) for b in data
                ]
            else:
                self.planes += [(b == 1).astype(np.uint8) for b in data]
        share = [np.mean((p > 0)[::4, ::4]) for p in self.planes]
        self.planes = [p for p, s in zip(self.planes, share) if 0.02 < s < 0.95]
        self.weights = np.array([20.0 if p.shape[0] > 2000 else 1.0 for p in self.planes])
        self.weights /= self.weights.sum()

    def window(
        self, size: int, rng: np.random.Generator, low: float = 0.06, high: float = 0.6
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return cloud and shadow masks (size, size), flipped, turned and scaled; cloud share in [low, high]."""
        for _ in range(200):
            plane = self.planes[rng.choice(len(self.planes), p=self.weights)]
            zoom = rng.choice((0.5, 1, 1, 2, 3)) if plane.shape[0] > 2000 else rng.choice((2, 3, 4))
            take = max(int(size / zoom), 8)
            if min(plane.shape) < take:
                take = min(plane.shape)
            r, c = (int(rng.integers(0, n - take + 1)) for n in plane.shape)
            piece = plane[r : r + take, c : c + take]
            nearest = (np.arange(size) * take / size).astype(int)
            piece = piece[np.ix_(nearest, nearest)]
            piece = np.rot90(piece, rng.integers(4))
            piece = piece[:, ::-1] if rng.random() < 0.5 else piece
            cloud, shadow = (piece == 1) | (piece == 2), piece == 3
            if low <= cloud.mean() and (cloud | shadow).mean() <= high:
                if not shadow.any() and rng.random() < 0.7:
                    shift = rng.integers(-size // 8, size // 8 + 1, 2)
                    shadow = np.roll(cloud, tuple(shift), (0, 1)) & ~cloud
                    shadow[: max(shift[0], 0)] = False
                    shadow[:, : max(shift[1], 0)] = False
                if (cloud | shadow).mean() <= high:
                    return cloud.copy(), shadow.copy()
        half = np.zeros((size, size), bool)
        half[: size // 3] = True
        return half, np.zeros_like(half)


def lay_clouds(
    clear: np.ndarray,
    bands: tuple[str, ...],
    bank: MaskBank,
    rng: np.random.Generator,
    thin: bool,
    dilation: int | None = None,
) -> Clouded:
    """Lay a transplanted cloud over clear reflectance (bands, rows, cols); the mask errs by up to 3 pixels.

    ``dilation``: by how many pixels the given mask is grown against that; None draws 0, 3 or 6.
    """
    size = clear.shape[-1]
    cloud, shadow = bank.window(size, rng)
    everywhere = np.ones(cloud.shape, bool)
    rim = box_mean(cloud.astype(np.float32), everywhere, int(rng.integers(1, 5)))
    noise = fractal(cloud.shape, rng)
    if thin:
        deepest = rng.uniform(0.15, 0.75)
        opacity = np.clip(rim * deepest * (0.35 + 0.9 * noise), 0.0, 0.9)
    else:
        opacity = np.clip(rim * (1.4 + 0.4 * noise), 0.0, 1.0)
        opacity = np.where(cloud, np.maximum(opacity, 0.85 + 0.15 * noise), opacity)
    brightness = rng.uniform(0.6, 1.25) * (0.75 + 0.5 * fractal(cloud.shape, rng))
    if rng.random() < 0.3:  # a haze over everything
        opacity = np.maximum(opacity, rng.uniform(0.0, 0.05) * noise)
    dim = 1.0 - rng.uniform(0.3, 0.75) * box_mean(shadow.astype(np.float32), everywhere, 2)
    steep = rng.uniform(0.5, 1.6)  # how fast the veil fades towards the infrared
    observed = np.empty_like(clear)
    for k, band in enumerate(bands):
        veil = opacity * VEIL[band] ** steep if thin else 1.0 - (1.0 - opacity) ** (0.5 + VEIL[band])
        observed[k] = clear[k] * dim * (1.0 - veil) + veil * CLOUD_REFLECTANCE[band] * brightness
    observed += rng.normal(0.0, 0.0015, observed.shape).astype(np.float32)
    hidden = cloud | shadow
    if dilation is None:  # users dilate by 60 m as a default, but not always
        dilation = int(rng.choice((0, 3, 6), p=(0.1, 0.4, 0.5)))
    grow = dilation + int(rng.integers(-3, 4))
    hidden = dilate(hidden, grow) if grow >= 0 else ~dilate(~hidden, -grow)
    if not hidden.any():
        hidden = cloud | shadow
    return Clouded(np.clip(observed, 0.0, 1.5).astype(np.float32), hidden, opacity.astype(np.float32), shadow, thin)
