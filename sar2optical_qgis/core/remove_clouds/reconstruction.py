"""Second pass of cloud removal: tile by tile the fit, the network's correction of it, and what is written of both."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..fit.regression import SameImageFit
from ..model.channels import base_planes, observed_planes
from ..model.inference import Inference, LoadedTile
from ..model.network import ESTIMATE, Network
from ..raster.filters import limited
from ..raster.tiling import Tile, Tiling
from ..run.job import Job
from ..run.pipeline import Blender
from ..sentinel.bands import is_known_to_networks
from ..sentinel.sentinel2 import CloudyImage
from ..sentinel.window import Window
from .correction import Correction, planes_needed

NODATA, MASK_NODATA = -9999.0, 255


@dataclass
class Reconstruction:
    """The stages of the pass: read, work, write. Tiles without a hidden pixel are only copied."""

    image: CloudyImage
    fit: SameImageFit
    network: Network | None  # None: the fit alone
    tiling: Tiling
    job: Job
    has_sigma: bool = True  # somebody asks for the uncertainty
    counts: dict[str, int] = field(default_factory=lambda: {'valid': 0, 'generated': 0})

    def __post_init__(self) -> None:
        """Sort the layer's bands into those that the network corrects and those that follow by regression."""
        count = self.image.raster.count
        self.blender = Blender(self.tiling, (1 + self.has_sigma) * count)
        self.corrected: list[tuple[int, int]] = []  # (index in the layer, index in the model's bands)
        self.following: list[int] = []
        self.needs_estimate = True  # beside the network's answer
        self.inference: Inference | None = None
        if self.network is None:
            return
        names = {number - 1: band for band, number in self.image.names.items()}
        for index in range(count):
            band = names.get(index, '')
            if is_known_to_networks(band) and band in self.network.card.bands:
                self.corrected.append((index, self.network.card.bands.index(band)))
            elif not self.image.kept[index]:
                self.following.append(index)
        outputs = ESTIMATE if self.has_sigma else ESTIMATE[:1]
        self.inference = Inference(self.network, self.tiling, outputs, self.believed())
        self.needs_estimate = self.corrected != [(k, k) for k in range(len(self.network.card.bands))]
        self.needs_estimate |= count > len(self.corrected)
        self.knows_dates = self.image.references is not None
        self.needs_estimate |= self.knows_dates
        self.bases = [f'base_{band}' for band in self.network.card.bands]
        if self.following:
            self.gain = self.fit.spectral_gain([k for k, _ in self.corrected], self.following)
            self.job.decide(
                f'{len(self.following)} band(s) that the network does not know follow by regression on the others.'
            )

    def believed(self) -> Correction | None:
        """Return the filter on what the network answers; None where it is no correction of the fit."""
        card, bands = self.network.card, [self.network.card.bands[m] for _, m in self.corrected]
        if not bands or not set(planes_needed(bands)) <= set(card.channels):
            return None
        index, answers = zip(*self.corrected)
        left_over = self.fit.left_over[..., index, :][..., index]
        return Correction(left_over, bands, answers, card.channels)

    def read(self, tile: Tile) -> LoadedTile:
        """Read a tile, and make the estimate of what is hidden in it."""
        with self.job.clock.of('read'):
            raw, good, valid, hidden = self.image.read_pixels(tile.row, tile.col, tile.height, tile.width)
            content = {'raw': raw, 'valid': valid, 'hidden': hidden, 'some': good.any(axis=0)}
            if self.image.has_alpha:
                col, row = self.image.origin
                window = (tile.col + col, tile.row + row, tile.width, tile.height)
                content['alpha'] = self.image.raster.read_alpha(window)
            if not hidden.any():
                return LoadedTile(tile, None, content)
            part = self.tiling.around(tile, hidden)
            if part is None:  # its neighbours make what is hidden here
                return LoadedTile(tile, None, {**content, 'nothing': True})
            top, left = part.row - tile.row, part.col - tile.col
            here = np.s_[..., top : top + part.height, left : left + part.width]
            pixels = raw[here], good[here], valid[here], hidden[here]
            inputs = self.inference.inputs.take().begin(part) if self.inference else None
            room = None if self.needs_estimate else inputs.together(self.bases)
            seen = self.image.window(*pixels, room)
            seen = self.image.covariates.of_squares(seen, part.row, part.col)
        if inputs is None:
            self.estimate(part, seen, content)
            return LoadedTile(tile, None, content, part)
        with self.job.clock.of('planes'):
            planes = self.observed_planes(seen, inputs.views)
        base = self.estimate(part, seen, content)
        with self.job.clock.of('planes'):
            planes.update(base_planes(self.named(base), inputs.views))
            inputs.finish(planes)
        return LoadedTile(tile, inputs, content, part)

    def estimate(self, part: Tile, seen: Window, content: dict) -> np.ndarray:
        """Return the fit's estimate, for which the reflectance is used up; what of it is needed goes into the content.

        That is nothing where the network answers for all bands; the reflectance lies among its planes then.
        """
        with self.job.clock.of('fit'):
            base = self.fit.predict(
                part.row, part.col, seen.reflectance, seen.teaches, seen.covariates, seen.known,
                self.image.covariates.factor, in_place=True,
            )  # fmt: skip
            if not self.needs_estimate:
                return base
            content['base'] = base
            if self.has_sigma:
                content['sigma'] = self.fit.sigma_at(part.row, part.col, seen.teaches)
            return base

    def observed_planes(self, seen: Window, out: dict[str, np.ndarray]) -> dict[str, np.ndarray | float]:
        """Return the network's planes (rows, cols) of what is seen, written into ``out`` where it names them."""
        planes = observed_planes(self.named(seen.reflectance), seen.valid, seen.hidden, out)
        planes.update(self.image.sar_planes(seen, out))
        return planes

    def named(self, values: np.ndarray) -> dict[str, np.ndarray]:
        """Return those bands of the layer (bands, rows, cols) that networks know, by name."""
        return {band: values[number - 1] for band, number in self.image.names.items() if is_known_to_networks(band)}

    def work(self, loaded: list[LoadedTile]) -> list[tuple[LoadedTile, np.ndarray | None]]:
        """Run the network, where there is one, on those tiles that need it."""
        self.job.stop_if_cancelled()
        if self.network is None:
            return [(item, None) for item in loaded]
        with self.job.clock.of('network'):
            return self.inference.run(loaded)

    def combined(self, loaded: LoadedTile, both: np.ndarray | None) -> np.ndarray | None:
        """Return reflectance, and sigma where it is wanted, of all bands of a tile's part, (blended, rows, cols)."""
        if 'nothing' in loaded.content:
            return np.zeros((self.blender.bands, loaded.tile.height, loaded.tile.width), np.float32)
        if both is None and 'base' not in loaded.content:
            return None
        made = both
        if self.needs_estimate:
            made = loaded.content['base']
            if self.has_sigma:
                made = np.concatenate([made, loaded.content['sigma']])
            if both is not None:
                self.correct(made, both)
        for band in np.flatnonzero(~self.image.free):  # the others may be negative, as indices are
            limited(made[band], 0.0, np.inf, out=made[band])
        return made

    def correct(self, made: np.ndarray, both: np.ndarray) -> None:
        """Put the network's answer in the place of the estimate, and carry it to the bands that it does not know.

        What other dates know of a place the fit's sigma tells, and the network's what lies over it: the truth is about
        half way between their logarithms (training/EXPERIMENTS.md).
        """
        count, half = self.image.raster.count, len(self.network.card.bands)
        if self.following:
            moved = np.stack([both[m] - made[k] for k, m in self.corrected])
            made[self.following] += np.einsum('uk,krc->urc', self.gain, moved)
        for k, m in self.corrected:
            made[k] = both[m]
            if self.has_sigma:
                sigma = both[half + m]
                made[count + k] = np.sqrt(made[count + k] * sigma) if self.knows_dates else sigma

    def write(self, result: tuple[LoadedTile, np.ndarray | None]) -> None:
        """Blend a tile with its neighbours and write what is final now."""
        loaded, both = result
        with self.job.clock.of('write'):
            row, col, final = self.blender.add(loaded.tile, self.combined(loaded, both), loaded.part)
            rows, cols = final.shape[1:]
            raw, valid, hidden = (loaded.content[key][..., :rows, :cols] for key in ('raw', 'valid', 'hidden'))
            self.counts['valid'] += int(np.count_nonzero(valid))
            self.counts['generated'] += int(np.count_nonzero(hidden))
            for role, writer in self.job.writers.items():
                shown = self.shown(loaded, valid) if writer.has_mask else None
                writer.write(col, row, self.layer(role, loaded, final, raw, valid, hidden), shown)
            if self.network is not None:
                self.inference.done(both)

    def shown(self, loaded: LoadedTile, valid: np.ndarray) -> np.ndarray:
        """Return the mask of the file for a window: as it was in INPUT, and where a pixel was generated."""
        return valid | loaded.content['some'][: valid.shape[0], : valid.shape[1]]

    def layer(
        self, role: str, loaded: LoadedTile, final: np.ndarray, raw: np.ndarray, valid: np.ndarray, hidden: np.ndarray
    ) -> np.ndarray:
        """Return what goes into the output ``role``, (bands, rows, cols)."""
        bands, scale = self.image.raster.count, self.image.scale
        if role == 'MASK':
            return np.where(valid, hidden, MASK_NODATA).astype(np.uint8)[None]
        if role == 'UNCERTAINTY':
            sigma = np.where(hidden & ~self.image.kept[:, None, None], final[bands:] / scale.scale, 0.0)
            return np.where(valid, sigma, NODATA).astype(np.float32)
        made = raw
        if hidden.any():
            for band in np.flatnonzero(~self.image.kept):
                nodata, least = self.image.raster.nodata[0], None if self.image.free[band] else 1
                generated = scale.from_reflectance(final[band], raw.dtype, nodata, least)
                np.copyto(made[band], generated, where=hidden)
        if self.image.has_alpha:
            made = np.concatenate([made, loaded.content['alpha'][:, : final.shape[1], : final.shape[2]]])
        return made
