"""Whether the uncertainty holds: coverage of the 90 % interval band by band, and how error rises with sigma."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sar2optical_qgis.core.assess import plots

QUANTILE = 1.645  # a 90 % interval of a normal distribution is mean +- 1.645 sigma
GROUPS, PARTS = 5, 20  # of the values, from the smallest sigma to the largest, in the table and in the plot
MOST = 4000  # values of an image and band that are kept


class Reliability:
    """Collects errors and sigmas of hidden pixels, every image and band alike."""

    def __init__(self) -> None:
        self.rng = np.random.default_rng(0)
        self.found: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}

    def add(self, error: np.ndarray, sigma: np.ndarray, area: np.ndarray, bands: Sequence[str]) -> None:
        """Take |estimate - truth| and sigma (bands, rows, cols) inside ``area`` (rows, cols)."""
        inside = np.flatnonzero(area)
        if len(inside) > MOST:
            inside = self.rng.choice(inside, MOST, replace=False)
        for band, e, s in zip(bands, error, sigma):
            self.found.setdefault(band, []).append((e.ravel()[inside], s.ravel()[inside]))

    def join(self, other: Reliability) -> None:
        """Take what another one has collected."""
        for band, pairs in other.found.items():
            self.found.setdefault(band, []).extend(pairs)

    def covered(self) -> dict[str, float]:
        """Return the share of values inside their interval, a band; every image counts alike."""
        return {
            band: float(np.mean([np.mean(e <= QUANTILE * s) for e, s in pairs])) for band, pairs in self.found.items()
        }

    def values(self) -> tuple[np.ndarray, np.ndarray]:
        """Return all errors and sigmas that are kept, (n,)."""
        errors, sigmas = zip(*(pair for pairs in self.found.values() for pair in pairs))
        return np.concatenate(errors), np.concatenate(sigmas)

    def plot(self) -> str:
        """Return the SVG of the error (RMSE) against sigma, over equal parts of the values."""
        errors, sigmas = self.values()
        return plots.reliability(sigmas, errors, ('predicted sigma', 'true error (RMSE)'), PARTS)

    def lines(self, what: str = 'hidden values of all cases') -> list[str]:
        """Return the markdown: coverage of each band, then error and coverage from small to large sigma."""
        covered = self.covered()
        errors, sigmas = self.values()
        cuts = np.quantile(sigmas, np.linspace(0, 1, GROUPS + 1)[1:-1])
        group = np.searchsorted(cuts, sigmas)
        rows = [(f'fifth {k + 1}', sigmas[group == k], errors[group == k]) for k in range(GROUPS) if (group == k).any()]
        return [
            f'The 90 % interval of the network (mean ± {QUANTILE} sigma) covers '
            f'{100 * np.mean(list(covered.values())):.0f} % of {what}; by band: '
            + ', '.join(f'{band} {100 * share:.0f} %' for band, share in covered.items())
            + '.',
            '',
            f'Error against sigma, {what} sorted by sigma (x 1000):',
            '',
            '| | sigma | mean absolute error | RMSE | inside the 90 % interval |',
            '|---|---|---|---|---|',
            *(
                f'| {name} | {1000 * s.mean():.1f} | {1000 * e.mean():.1f} | {1000 * np.sqrt((e**2).mean()):.1f} '
                f'| {100 * np.mean(e <= QUANTILE * s):.0f} % |'
                for name, s, e in rows
            ),
        ]
