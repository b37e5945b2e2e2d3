"""Plots and pictures for reports: plain SVG and PNG as text, without any plotting library."""

from __future__ import annotations

import base64
import html

import numpy as np
from osgeo import gdal

WIDTH, HEIGHT = 340, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 20, 12, 44
ENDS = 1.0, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0, 6.0, 8.0, 10.0  # of axes, times a power of ten
MAGMA = ((0, 0, 4), (59, 15, 112), (140, 41, 129), (222, 73, 104), (254, 159, 109), (252, 253, 191))


def png(picture: np.ndarray) -> str:
    """Return a data URI of a picture (3, rows, cols) 0..1."""
    values = np.rint(np.clip(picture, 0.0, 1.0) * 255.0).astype(np.uint8)
    memory = gdal.GetDriverByName('MEM').Create('', values.shape[2], values.shape[1], 3)
    memory.WriteArray(values)
    name = f'/vsimem/sar2optical-{id(memory)}.png'
    gdal.GetDriverByName('PNG').CreateCopy(name, memory)
    try:
        size = gdal.VSIStatL(name).size
        file = gdal.VSIFOpenL(name, 'rb')
        content = gdal.VSIFReadL(1, size, file)
        gdal.VSIFCloseL(file)
    finally:
        gdal.Unlink(name)
    return 'data:image/png;base64,' + base64.b64encode(bytes(content)).decode('ascii')


def ramp(values: np.ndarray, high: float) -> np.ndarray:
    """Return colours (3, ...) 0..1 of values 0..high on a perceptual ramp; NaN is white."""
    share = np.clip(np.nan_to_num(values, nan=0.0) / max(high, 1e-9), 0.0, 1.0) * (len(MAGMA) - 1)
    colours = [np.interp(share, range(len(MAGMA)), [colour[k] / 255.0 for colour in MAGMA]) for k in range(3)]
    return np.where(np.isfinite(values), np.stack(colours), 1.0)


def density(x: np.ndarray, y: np.ndarray, names: tuple[str, str], bins: int = 56) -> str:
    """Return a scatter plot as a density of pairs, with the line on which both are equal."""
    high = _ceiling(np.concatenate([x, y]))
    counts, _, _ = np.histogram2d(x, y, bins, ((0.0, high), (0.0, high)))
    axes = _Axes((0.0, high), (0.0, high), names)
    peak = np.log1p(counts.max())
    colours = ramp(np.log1p(counts), peak * 1.15)
    cells = []
    for i, j in zip(*np.nonzero(counts)):
        red, green, blue = (int(round(255 * v)) for v in colours[:, i, j])
        left, top = axes.x(high * i / bins), axes.y(high * (j + 1) / bins)
        width, height = axes.width / bins, axes.height / bins
        cells.append(
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.2f}" height="{height:.2f}" '
            f'fill="#{red:02x}{green:02x}{blue:02x}"/>'
        )
    return axes.svg(''.join(cells) + axes.line([(0, 0), (high, high)], '#2a7de1', dashed=True))


def histogram(samples: dict[str, np.ndarray], names: tuple[str, str], bins: int = 60) -> str:
    """Return the shares of values in each of some samples as lines."""
    high = _ceiling(np.concatenate(list(samples.values())))
    shares = {key: np.histogram(v, bins, (0.0, high))[0] / max(v.size, 1) for key, v in samples.items()}
    top = _round_up(max(float(share.max()) for share in shares.values()) * 1.05)
    axes = _Axes((0.0, high), (0.0, top), names)
    middle = (np.arange(bins) + 0.5) * high / bins
    body, colours = '', ('#33383d', '#d1495b', '#2a7de1')
    for k, (key, share) in enumerate(shares.items()):
        body += axes.line(list(zip(middle, share)), colours[k])
        body += f'<text x="{LEFT + axes.width - 6}" y="{TOP + 16 + 15 * k}" text-anchor="end" fill="{colours[k]}">'
        body += f'{html.escape(key)}</text>'
    return axes.svg(body)


def reliability(sigma: np.ndarray, error: np.ndarray, names: tuple[str, str], parts: int = 10) -> str:
    """Return root mean square error against predicted sigma, over equal parts of the pixels."""
    groups = np.array_split(np.argsort(sigma, kind='stable'), parts)
    points = [(float(sigma[g].mean()), float((error[g] ** 2).mean() ** 0.5)) for g in groups if len(g)]
    high = _round_up(1.05 * max(max(point) for point in points))
    axes = _Axes((0.0, high), (0.0, high), names)
    dots = ''.join(f'<circle cx="{axes.x(a):.1f}" cy="{axes.y(b):.1f}" r="3.5" fill="#d1495b"/>' for a, b in points)
    return axes.svg(axes.line([(0, 0), (high, high)], '#2a7de1', dashed=True) + axes.line(points, '#d1495b') + dots)


def _ceiling(values: np.ndarray) -> float:
    return _round_up(max(float(np.percentile(values, 99.7)) * 1.05, 1e-6)) if values.size else 1.0


def _round_up(value: float) -> float:
    """Return the next number above 0 whose quarters are short to write: axes end there."""
    power = 10.0 ** np.floor(np.log10(max(value, 1e-9)))
    return float(power * next(step for step in ENDS if step * power >= value * (1.0 - 1e-9)))


class _Axes:
    """The frame of a plot: where values lie, ticks and names."""

    def __init__(self, across: tuple[float, float], up: tuple[float, float], names: tuple[str, str]) -> None:
        self.across, self.up, self.names = across, up, names
        self.width, self.height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(self, value: float) -> float:
        return LEFT + (value - self.across[0]) / (self.across[1] - self.across[0]) * self.width

    def y(self, value: float) -> float:
        return TOP + self.height - (value - self.up[0]) / (self.up[1] - self.up[0]) * self.height

    def line(self, points: list[tuple[float, float]], colour: str, dashed: bool = False) -> str:
        path = ' '.join(f'{self.x(a):.1f},{self.y(b):.1f}' for a, b in points)
        dash = ' stroke-dasharray="5 4"' if dashed else ''
        return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.6"{dash}/>'

    def svg(self, body: str) -> str:
        """Return the whole plot around ``body``."""
        bottom, middle = TOP + self.height, LEFT + self.width / 2
        ticks = ''
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            a, b = (low + share * (high - low) for low, high in (self.across, self.up))
            ticks += f'<text x="{self.x(a):.1f}" y="{bottom + 15}" text-anchor="middle">{a:.3g}</text>'
            ticks += f'<text x="{LEFT - 5}" y="{self.y(b) + 4:.1f}" text-anchor="end">{b:.3g}</text>'
        across, up = map(html.escape, self.names)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
            f'font-family="sans-serif" font-size="11" fill="#33383d">'
            f'<rect x="{LEFT}" y="{TOP}" width="{self.width}" height="{self.height}" fill="#fff" stroke="#b8bdc2"/>'
            f'{body}{ticks}<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">{across}</text>'
            f'<text transform="translate(12 {TOP + self.height / 2}) rotate(-90)" text-anchor="middle">{up}</text>'
            '</svg>'
        )
