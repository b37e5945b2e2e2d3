"""Assess: how far a generated raster is off a reference, by band and by area, strip by strip in O(width) memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ..errors import Cancelled, InputError
from . import metrics
from .compared import Compared
from .sums import Sums

STRIP = 256  # rows at a time
MARGIN = metrics.SSIM_MARGIN
SIMILARITY_VALUES = 60e6  # pixels times bands; of larger rasters every n-th strip tells the SSIM
PAIRS = 120_000  # pixels that the plots are drawn from
THUMBNAIL = 420  # pixels a side, at most
AREAS = ('all', 'generated', 'kept')


@dataclass(frozen=True)
class Findings:
    """What an assessment found; pictures are (3, rows, cols) 0..1, plots are samples in the compared units."""

    scores: dict[str, dict]  # area -> Sums.scores
    bands: tuple[str, ...]
    decisions: tuple[str, ...]
    reference_picture: np.ndarray
    generated_picture: np.ndarray
    error_picture: np.ndarray  # (rows, cols) mean absolute error, NaN where nothing is compared
    sample: np.ndarray  # (2, n): reference, generated
    sigma_sample: np.ndarray  # (2, n): sigma, absolute error; (2, 0) without UNCERTAINTY


@dataclass
class Assess:
    """A request; run() does it. ``mask``: 1 = generated, 0 = kept; ``uncertainty``: a sigma for each band."""

    generated: str
    reference: str
    mask: str = ''
    uncertainty: str = ''
    s2_offset: str = 'auto'
    decisions: list[str] = field(default_factory=list)

    def run(
        self, progress: Callable[[float], None] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> Findings:
        """Compare; raise InputError where the two cannot be compared, Cancelled on the user's wish."""
        layers = Compared(self.generated, self.reference, self.mask, self.uncertainty, self.s2_offset)
        layers.tell_displacement()
        self.decisions += layers.decisions
        names, (height, width) = layers.names, (layers.grid.height, layers.grid.width)
        sums = {area: Sums.of(len(names)) for area in (AREAS if self.mask else AREAS[:1])}
        step = max(int(np.ceil(max(height, width) / THUMBNAIL)), 1)
        thin = max(int((height * width * len(names) / PAIRS) ** 0.5), 1)
        every = max(int(height * width * len(names) / SIMILARITY_VALUES), 1)
        if every > 1:
            self.decisions.append(f'The layers are large: the SSIM is of one strip of {STRIP} rows in {every}.')
        pictures, pairs, sigmas = [], [], []
        for top in range(0, height, STRIP):
            if cancelled is not None and cancelled():
                raise Cancelled
            rows = min(STRIP, height - top)
            made, truth, use, hidden, sigma = layers.read(top - MARGIN, rows + 2 * MARGIN)
            inner = slice(MARGIN, MARGIN + rows)
            parts = {'all': use, 'generated': use & hidden, 'kept': use & ~hidden}
            for area, total in sums.items():
                total.add(made[:, inner], truth[:, inner], parts[area][inner], layers.pair)
            if top // STRIP % every == 0:
                _add_similarity(sums, parts, made, truth, top, height)
            made, truth, use = made[:, inner], truth[:, inner], use[inner]
            rim = slice((-top) % step, None, step), slice(None, None, step)
            pictures.append([v[(..., *rim)] for v in (made, truth, use)])
            few = slice((-top) % thin, None, thin), slice(None, None, thin)
            keep = use[few]
            pairs.append(np.stack([v[(..., *few)][:, keep].ravel() for v in (truth, made)]))
            if sigma is not None:
                off = np.abs(made - truth)[(..., *few)][:, keep].ravel()
                sigmas.append(np.stack([sigma[:, inner][(..., *few)][:, keep].ravel(), off]))
            if progress is not None:
                progress((top + rows) / height)
        if not sums['all'].pixels:
            raise InputError('GENERATED and REFERENCE have no valid pixel in common. Choose layers of the same place.')
        made, truth, use = (np.concatenate(part, axis=-2) for part in zip(*pictures))
        error = np.where(use, np.abs(made - truth).mean(axis=0), np.nan)
        sigma = np.concatenate(sigmas, axis=1) if sigmas else np.zeros((2, 0))
        return Findings(
            {area: total.scores(names, layers.pair is not None) for area, total in sums.items()},
            names, tuple(self.decisions), layers.picture(truth, use), layers.picture(made, use), error,
            np.concatenate(pairs, axis=1), sigma[:, sigma[0] > 0],
        )  # fmt: skip


def _add_similarity(sums: dict, parts: dict, made: np.ndarray, truth: np.ndarray, top: int, height: int) -> None:
    """Add the SSIM of a strip with MARGIN rows around it; windows that reach beyond the raster do not count."""
    rows = top + np.arange(made.shape[1] - 2 * MARGIN)
    inside = ((rows >= MARGIN) & (rows < height - MARGIN))[:, None]
    similarity = metrics.ssim_map(made, truth)
    for area, total in sums.items() if similarity.size else ():
        total.add_similarity(similarity, parts[area][MARGIN:-MARGIN, MARGIN:-MARGIN] & inside)
