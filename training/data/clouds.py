"""Cloud transplant: real cloud and shadow shapes from other places laid over clear chips.

The product sees whatever the sensor saw, so the pixels under a cloud are not removed: an opaque cloud shows its own
white, broken cumulus has wide rims through which the ground is seen, thin cloud is a veil, a shadow the ground dimmed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.names import S2_BANDS
from sar2optical_qgis.core.raster.filters import box_mean, dilate
from sar2optical_qgis.core.raster.push_pull import double
from training.data.cloud_optics import MOST, dimmed, draw_spectrum, through

gdal.UseExceptions()

# Of bright cumulus, for scenes whose clouds hide all.
CLOUD_REFLECTANCE = dict(zip(S2_BANDS, (0.62, 0.60, 0.61, 0.63, 0.64, 0.65, 0.66, 0.66, 0.45, 0.36)))
TRIES, LEAST, MOST_HIDDEN = 20, 0.05, 0.65  # draws, until clouds and shadows cover a share between these
CUT = (0.0, 0.0, 1.0, 1.5)  # what providers write where they have cut clouds out: nothing, or the brightest


@dataclass(frozen=True)
class Clouded:
    """A chip under transplanted cloud: observed (bands, rows, cols), and masks (rows, cols)."""

    observed: np.ndarray
    hidden: np.ndarray  # the mask as a user would give it: jittered, a little wrong at the rim
    opacity: np.ndarray  # the truth, the cloud's reflectance of blue 0..1; shadows count as 0
    shadow: np.ndarray


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


def without_blobs(mask: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Return the mask (rows, cols) without ``share`` of its area, in blobs: clouds that a detector missed."""
    noise = fractal(mask.shape, rng)
    return mask & (noise > np.quantile(noise[mask], share))


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


def cloud_layer(shapes: np.ndarray, cover: str, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the reflectance of blue (rows, cols) 0..1 of clouds that lie about where ``shapes`` does, and their mask.

    ``cover``: 'opaque' (white to its rim), 'broken' (thick cores, wide rims, billows) or 'thin'. Billows and rims are
    fractal noise; the real shapes, whose pixels are often coarser than ours, say where it is thick.
    """
    everywhere, shapes = np.ones(shapes.shape, bool), shapes.astype(np.float32)
    billows = fractal(shapes.shape, rng, rng.uniform(0.5, 0.75))
    if cover == 'opaque':
        cloud = box_mean(shapes, everywhere, 4) + rng.uniform(0.0, 0.5) * (billows - 0.5) > 0.5
        rim = box_mean(cloud.astype(np.float32), everywhere, int(rng.integers(1, 5)))
        thick = np.clip(rim * (1.4 + 0.4 * billows), 0.0, 1.0)
        thick = np.where(cloud, np.maximum(thick, 0.85 + 0.15 * billows), thick)
        return (thick * rng.uniform(0.55, MOST)).astype(np.float32), cloud
    width = np.exp(rng.uniform(np.log(8.0), np.log(40.0)))
    about = np.mean([box_mean(shapes, everywhere, int(width / k)) for k in (1, 2)], axis=0)
    depth = np.maximum(about + rng.uniform(0.6, 1.4) * (billows - 0.5) - 0.5, 0.0) * 2.0
    thickest = np.exp(rng.uniform(*np.log((1.5, 10.0) if cover == 'broken' else (0.08, 0.9))))
    depth = thickest * depth ** rng.uniform(1.0, 2.0)
    layer = np.minimum(depth / (1.0 + depth), MOST)  # of a layer that absorbs nothing (two-stream)
    return layer.astype(np.float32), layer > rng.uniform(0.02, 0.12)  # a detector sees no thinner cloud


def shifted(layer: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the shadow 0..1 (rows, cols) that a layer of clouds throws, up to an eighth of the picture away."""
    reach = max(layer.shape[-1] // 8, 2)
    down, right = (int(v) for v in rng.integers(-reach, reach + 1, 2))
    moved = np.roll(layer, (down, right), (0, 1))
    moved[: max(down, 0)] = moved[layer.shape[0] + min(down, 0) :] = 0.0
    moved[:, : max(right, 0)] = moved[:, layer.shape[1] + min(right, 0) :] = 0.0
    return np.clip(1.4 * moved, 0.0, 1.0) * (1.0 - layer)


def lay_clouds(
    clear: np.ndarray,
    bands: tuple[str, ...],
    bank: MaskBank,
    rng: np.random.Generator,
    cover: str,
    dilation: int | None = None,
) -> Clouded:
    """Lay transplanted clouds over clear reflectance (bands, rows, cols); the mask errs by up to 3 pixels.

    ``cover`` as of cloud_layer, or 'cut': opaque clouds that somebody has cut out. ``dilation``: by how many pixels the
    given mask is grown against that; None draws 0, 3 or 6, and
    now and then misses some cloud altogether, as the masks of users do.
    """
    size, kind = clear.shape[-1], 'opaque' if cover == 'cut' else cover
    for _ in range(TRIES):
        shapes, shadow = bank.window(size, rng)
        layer, cloud = cloud_layer(shapes, kind, rng)
        if kind != 'opaque':
            dark = shifted(layer, rng)
            shadow = (dark > 0.15) & ~cloud
        else:
            dark = box_mean(shadow.astype(np.float32), np.ones(cloud.shape, bool), 2)
        if LEAST <= (cloud | shadow).mean() <= MOST_HIDDEN:
            break
    else:
        cloud = shapes
    noise = fractal(cloud.shape, rng)
    if rng.random() < 0.3:  # a haze over everything
        layer = np.maximum(layer, rng.uniform(0.0, 0.05) * noise)
    ground = clear * dimmed(bands, dark, rng)
    spectrum = draw_spectrum(bands, kind, rng)[:, None, None]
    observed = through(ground, np.minimum(layer * spectrum, MOST))
    observed *= 1.0 - rng.uniform(0.0, 0.4) * layer * noise  # sides of clouds in their own shade
    observed += rng.normal(0.0, 0.0015, observed.shape).astype(np.float32)
    hidden = cloud | shadow
    if dilation is None:  # users dilate by 60 m as a default, but not always
        dilation = int(rng.choice((0, 3, 6), p=(0.1, 0.4, 0.5)))
    grow = dilation + int(rng.integers(-3, 4))
    hidden = dilate(hidden, grow) if grow >= 0 else ~dilate(~hidden, -grow)
    if not hidden.any():
        hidden = cloud | shadow
    if dilation is None and rng.random() < 0.15:
        hidden = without_blobs(hidden, rng.uniform(0.02, 0.2), rng)
    if cover == 'cut':
        observed[:, hidden] = rng.choice(CUT)
    return Clouded(np.clip(observed, 0.0, 1.5).astype(np.float32), hidden, layer.astype(np.float32), shadow)
