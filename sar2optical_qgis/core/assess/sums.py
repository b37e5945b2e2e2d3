"""Sums of one area over strips of two rasters, and the scores that they make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import metrics

MEASURES = ('PSNR', 'SSIM', 'SAM', 'MAE', 'RMSE', 'NDVI_MAE')


@dataclass
class Sums:
    """Sums of one area over strips; `scores` makes means of them."""

    absolute: np.ndarray  # (bands,)
    square: np.ndarray
    similarity: np.ndarray
    pixels: int = 0
    windows: int = 0
    angle: float = 0.0
    angles: int = 0
    ndvi: float = 0.0

    @classmethod
    def of(cls, bands: int) -> Sums:
        return cls(np.zeros(bands), np.zeros(bands), np.zeros(bands))

    def add(self, made: np.ndarray, truth: np.ndarray, own: np.ndarray, pair: tuple | None) -> None:
        """Add a strip (bands, rows, cols); ``own`` (rows, cols) is the area."""
        count = int(own.sum())
        if not count:
            return
        off = made[:, own].astype(np.float64) - truth[:, own]
        self.absolute += np.abs(off).sum(axis=1)
        self.square += (off**2).sum(axis=1)
        self.pixels += count
        if len(made) > 1:
            norm = np.linalg.norm(made[:, own], axis=0) * np.linalg.norm(truth[:, own], axis=0)
            some = int((norm > 1e-12).sum())
            if some:
                self.angle += metrics.sam(made, truth, own) * some
                self.angles += some
        if pair:
            red, nir = pair
            apart = metrics.ndvi(made[red], made[nir]) - metrics.ndvi(truth[red], truth[nir])
            self.ndvi += float(np.abs(apart[own]).sum())

    def add_similarity(self, similarity: np.ndarray, own: np.ndarray) -> None:
        """Add SSIM by window (bands, rows, cols) where ``own`` (rows, cols) has its centre."""
        self.similarity += similarity[:, own].sum(axis=1)
        self.windows += int(own.sum())

    def scores(self, names: tuple[str, ...], has_ndvi: bool) -> dict:
        """Return {'pixels', measures over all bands, 'bands': {name: measures}}; None where nothing can be said."""
        if not self.pixels:
            return {'pixels': 0, **dict.fromkeys(MEASURES), 'bands': {}}
        mae, mse = self.absolute / self.pixels, self.square / self.pixels
        ssim = self.similarity / self.windows if self.windows else np.full(len(names), np.nan)
        bands = {
            name: {
                'PSNR': _number(_decibel(mse[k])),
                'SSIM': _number(ssim[k]),
                'MAE': _number(mae[k]),
                'RMSE': _number(mse[k] ** 0.5),
            }
            for k, name in enumerate(names)
        }
        return {
            'pixels': self.pixels,
            'PSNR': _number(_decibel(mse.mean())),
            'SSIM': _number(ssim.mean()),
            'SAM': _number(self.angle / self.angles) if self.angles else None,
            'MAE': _number(mae.mean()),
            'RMSE': _number(mse.mean() ** 0.5),
            'NDVI_MAE': _number(self.ndvi / self.pixels) if has_ndvi else None,
            'bands': bands,
        }


def _decibel(mse: float) -> float:
    return float('inf') if mse == 0 else float(-10.0 * np.log10(mse))


def _number(value: float) -> float | None:
    return round(float(value), 8) if np.isfinite(value) else None
