"""Baselines of cloud removal that see one image and nothing else: nearest pixel, push-pull, Telea's fast marching."""

from __future__ import annotations

import heapq

import numpy as np

from sar2optical_qgis.core.raster import push_pull as pushpull


def nearest(values: np.ndarray, clear: np.ndarray) -> np.ndarray:
    """Return values (bands, rows, cols) with hidden pixels copied from the nearest clear one.

    Found by jump flooding (Rong and Tan 2006).
    """
    rows, cols = clear.shape
    grid = np.stack(np.mgrid[:rows, :cols]).astype(np.int64)
    seed = np.where(clear, grid, -(10**6))
    step = 1 << int(np.ceil(np.log2(max(rows, cols))))
    while step >= 1:
        for dr in (-step, 0, step):
            for dc in (-step, 0, step):
                r, c = np.clip(grid[0] + dr, 0, rows - 1), np.clip(grid[1] + dc, 0, cols - 1)
                other = seed[:, r, c]
                closer = ((other - grid) ** 2).sum(0) < ((seed - grid) ** 2).sum(0)
                seed = np.where(closer, other, seed)
        step //= 2
    return values[:, np.clip(seed[0], 0, rows - 1), np.clip(seed[1], 0, cols - 1)]


def push_pull(values: np.ndarray, clear: np.ndarray) -> np.ndarray:
    """Return values with hidden pixels filled by push-pull over the whole image."""
    return pushpull.fill(np.where(clear, values, 0.0).astype(np.float32), clear.astype(np.float32))


def telea(values: np.ndarray, clear: np.ndarray, radius: int = 5) -> np.ndarray:
    """Return values with hidden pixels inpainted by the fast marching method (Telea 2004), all bands at once."""
    pad = radius + 1
    image = np.pad(np.where(clear, values, 0.0), ((0, 0), (pad, pad), (pad, pad)), mode='edge').astype(np.float64)
    known = np.pad(clear, pad)
    distance = np.where(known, 0.0, np.inf)
    inside = np.zeros_like(known)
    inside[pad:-pad, pad:-pad] = True
    offsets = np.array(
        [
            (r, c)
            for r in range(-radius, radius + 1)
            for c in range(-radius, radius + 1)
            if 0 < r * r + c * c <= radius**2
        ]
    )
    length2 = (offsets**2).sum(1).astype(np.float64)
    front = [(0.0, int(r), int(c)) for r, c in zip(*np.nonzero(known)) if not known[r - 1 : r + 2, c - 1 : c + 2].all()]
    heapq.heapify(front)
    done = known.copy()
    while front:
        _, r, c = heapq.heappop(front)
        done[r, c] = True
        for y, x in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)):
            if not inside[y, x] or done[y, x]:
                continue
            arrival = min(_eikonal(distance, done, y, dy, x, dx) for dy in (-1, 1) for dx in (-1, 1))
            if not known[y, x]:
                image[:, y, x] = _estimate(image, known, distance, arrival, y, x, offsets, length2)
                known[y, x] = True
                distance[y, x] = arrival
                heapq.heappush(front, (arrival, y, x))
            elif arrival < distance[y, x]:
                distance[y, x] = arrival
                heapq.heappush(front, (arrival, y, x))
    return np.where(clear, values, image[:, pad:-pad, pad:-pad]).astype(np.float32)


def _eikonal(distance: np.ndarray, done: np.ndarray, y: int, dy: int, x: int, dx: int) -> float:
    a = distance[y + dy, x] if done[y + dy, x] else np.inf
    b = distance[y, x + dx] if done[y, x + dx] else np.inf
    if np.isinf(a) or np.isinf(b) or abs(a - b) >= 1.0:
        return 1.0 + min(a, b)
    return (a + b + np.sqrt(2.0 - (a - b) ** 2)) / 2.0


def _estimate(image, known, distance, arrival, y, x, offsets, length2) -> np.ndarray:
    rows, cols = y + offsets[:, 0], x + offsets[:, 1]
    use = known[rows, cols]
    rows, cols, towards, square = rows[use], cols[use], -offsets[use], length2[use]
    across = [distance[y, x + s] if known[y, x + s] else arrival for s in (-1, 1)]
    down = [distance[y + s, x] if known[y + s, x] else arrival for s in (-1, 1)]
    normal = np.array([down[1] - down[0], across[1] - across[0]]) / 2.0
    direction = np.maximum(np.abs(towards @ normal) / np.sqrt(square), 1e-6)
    weight = direction / square / (1.0 + np.abs(distance[rows, cols] - arrival))
    return (image[:, rows, cols] * weight).sum(1) / weight.sum()
