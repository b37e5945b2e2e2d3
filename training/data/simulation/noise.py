"""Random fields and small raster tools of the simulator, in plain numpy."""

from __future__ import annotations

import numpy as np


def fractal(rng: np.random.Generator, size: int, slope: float, longest: float = np.inf) -> np.ndarray:
    """Gaussian random field with amplitude spectrum k ** -slope, shape (size, size), mean 0, standard deviation 1.

    `slope` 1 is rough, 2 is smooth hills. Waves longer than `longest` pixels are left out, so that the field has no
    trend over the scene. Made on a larger torus and cropped: opposite edges don't match.
    """
    wide = size + size // 2
    frequency = np.hypot(np.fft.fftfreq(wide)[:, None], np.fft.rfftfreq(wide)[None, :])
    frequency[0, 0] = np.inf
    amplitude = np.where(frequency >= 1 / longest, frequency**-slope, 0)
    spectrum = np.fft.rfft2(rng.standard_normal((wide, wide))) * amplitude
    field = np.fft.irfft2(spectrum, s=(wide, wide))[:size, :size]
    return ((field - field.mean()) / field.std()).astype(np.float32)


def blur(image: np.ndarray, sigma: float) -> np.ndarray:
    """Gaussian blur of the last two axes, `sigma` in pixels, edges mirrored."""
    radius = max(1, int(np.ceil(3 * sigma)))
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    for axis in (-2, -1):
        pad = [(0, 0)] * image.ndim
        pad[axis] = (radius, radius)
        padded = np.pad(image, pad, mode='reflect')
        length = image.shape[axis]
        image = sum(
            np.float32(weight) * np.take(padded, range(shift, shift + length), axis=axis)
            for shift, weight in enumerate(kernel)
        )
    return image


def block_mean(image: np.ndarray, factor: int) -> np.ndarray:
    """Mean over factor x factor blocks of the last two axes, whose sizes must be multiples of `factor`."""
    rows, cols = image.shape[-2] // factor, image.shape[-1] // factor
    return image.reshape(*image.shape[:-2], rows, factor, cols, factor).mean(axis=(-3, -1))


def block_majority(codes: np.ndarray, factor: int) -> np.ndarray:
    """Most frequent code of each factor x factor block of a (rows, cols) uint8 raster."""
    values = np.unique(codes)
    shares = [block_mean((codes == value).astype(np.float32), factor) for value in values]
    return values[np.argmax(shares, axis=0)]


def hashed(*integers: np.ndarray | int, seed: int = 0) -> np.ndarray:
    """Uniform numbers in 0..1 that depend on the integers alone: the same cell gets the same number everywhere."""
    state = np.uint64(seed * 2654435761 + 88172645463325252)
    for value in integers:
        with np.errstate(over='ignore'):
            mixed = np.asarray(value).astype(np.int64).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
            state = (state ^ mixed) * np.uint64(0xBF58476D1CE4E5B9)
            state = state ^ (state >> np.uint64(29))
    return (state >> np.uint64(40)).astype(np.float32) / np.float32(1 << 24)


def distance_to_path(path: np.ndarray, size: int, reach: int) -> tuple[np.ndarray, np.ndarray]:
    """Distance of every pixel to a path, in pixels, and the number of the nearest point of the path.

    `path`: (points, 2) rows and columns, dense (one pixel apart). Both results have shape (size, size); beyond `reach`
    pixels the distance is infinite and the number -1.
    """
    distance = np.full((size, size), np.inf, np.float32)
    nearest = np.full((size, size), -1, np.int32)
    for number, (row, col) in enumerate(path):
        top, left = max(0, int(row) - reach), max(0, int(col) - reach)
        bottom, right = min(size, int(row) + reach + 1), min(size, int(col) + reach + 1)
        if top >= bottom or left >= right:
            continue
        rows, cols = np.ogrid[top:bottom, left:right]
        here = np.hypot(rows - row, cols - col).astype(np.float32)
        window = (slice(top, bottom), slice(left, right))
        closer = here < np.minimum(distance[window], reach)
        distance[window][closer] = here[closer]
        nearest[window][closer] = number
    return distance, nearest


def resample_path(points: np.ndarray, step: float = 1.0) -> np.ndarray:
    """A smooth curve through `points` (n, 2), one point every `step` pixels: Catmull-Rom, then equal arc lengths."""
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, 40, endpoint=False)[:, None]
    pieces = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:]):
        linear, square, cube = (
            end - before,
            2 * before - 5 * start + 4 * end - after,
            3 * (start - end) + after - before,
        )
        pieces.append(0.5 * (2 * start + linear * t + square * t**2 + cube * t**3))
    curve = np.vstack(pieces + [points[-1:]])
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))])
    wanted = np.arange(0, along[-1], step)
    return np.stack([np.interp(wanted, along, curve[:, axis]) for axis in (0, 1)], axis=1)
