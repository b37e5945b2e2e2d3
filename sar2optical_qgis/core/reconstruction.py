"""Second pass of cloud removal: tile by tile the fit, the network's correction of it, and what is written of both."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .bands import is_known_to_networks
from .channels import optical_planes
from .job import Job
from .network import Network
from .pipeline import Blender, LoadedTile, infer, padded_planes
from .regression import SameImageFit
from .sentinel2 import CloudyImage, Window
from .tiling import Tile, Tiling

NODATA, MASK_NODATA = -9999.0, 255


@dataclass
class Reconstruction:
    """The stages of the pass: read, work, write. Tiles without a hidden pixel are only copied."""

    image: CloudyImage
    fit: SameImageFit
    network: Network | None  # None: the fit alone
    tiling: Tiling
    job: Job
    counts: dict[str, int] = field(default_factory=lambda: {'valid': 0, 'generated': 0})

    def __post_init__(self) -> None:
        """Sort the layer's bands into those that the network corrects and those that follow by regression."""
        self.blender = Blender(self.tiling, 2 * self.image.raster.count)
        self.corrected: list[tuple[int, int]] = []  # (index in the layer, index in the model's bands)
        self.following: list[int] = []
        if self.network is None:
            return
        names = {number - 1: band for band, number in self.image.names.items()}
        for index in range(self.image.raster.count):
            band = names.get(index, '')
            if is_known_to_networks(band) and band in self.network.card.bands:
                self.corrected.append((index, self.network.card.bands.index(band)))
            else:
                self.following.append(index)
        if self.following:
            self.gain = self.fit.spectral_gain([k for k, _ in self.corrected], self.following)
            self.job.decide(
                f'{len(self.following)} band(s) that the network does not know follow by regression on the others.'
            )

    def read(self, tile: Tile) -> LoadedTile:
        """Read a tile, and make its estimate where a network waits for it."""
        with self.job.clock.of('read'):
            seen = self.image.read_picture(tile.row, tile.col, tile.height, tile.width)
            content = {'raw': seen.raw, 'valid': seen.valid, 'hidden': seen.hidden}
            if self.image.has_alpha:
                col, row = self.image.origin
                window = (tile.col + col, tile.row + row, tile.width, tile.height)
                content['alpha'] = self.image.raster.read_alpha(window)
            if not seen.hidden.any():
                return LoadedTile(tile, None, content)
            seen = self.image.with_covariates(seen, tile.row, tile.col)
        if self.network is None:
            return LoadedTile(tile, None, {**content, 'seen': seen})
        self.estimate(tile, seen, content)
        with self.job.clock.of('planes'):
            planes = self.planes(seen, content['base'])
            return LoadedTile(tile, padded_planes(self.network.card.channels, planes, tile), content)

    def estimate(self, tile: Tile, seen: Window, content: dict) -> None:
        """Put the fit's estimate and its sigma into the content."""
        with self.job.clock.of('fit'):
            content['base'] = self.fit.predict(
                tile.row, tile.col, seen.reflectance, seen.teaches, seen.covariates, seen.known
            )
            content['sigma'] = self.fit.sigma_at(tile.row, tile.col, seen.teaches)

    def planes(self, seen: Window, base: np.ndarray) -> dict[str, np.ndarray]:
        """Return the network's input planes (rows, cols) by name."""
        names = {band: number - 1 for band, number in self.image.names.items() if is_known_to_networks(band)}
        planes = optical_planes(
            {band: seen.reflectance[k] for band, k in names.items()},
            {band: base[k] for band, k in names.items()}, seen.valid, seen.hidden,
        )  # fmt: skip
        planes.update(self.image.sar_planes(seen))
        return planes

    def work(self, loaded: list[LoadedTile]) -> list[tuple[LoadedTile, np.ndarray | None]]:
        """Run the network on those tiles that need it; without one, make the fit's estimate while the next is read."""
        self.job.stop_if_cancelled()
        if self.network is None:
            for item in loaded:
                if 'seen' in item.content:
                    self.estimate(item.tile, item.content.pop('seen'), item.content)
            return [(item, None) for item in loaded]
        with self.job.clock.of('network'):
            return infer(self.network, loaded, len(self.network.card.bands))

    def combined(self, loaded: LoadedTile, both: np.ndarray | None) -> np.ndarray:
        """Return reflectance and sigma of all bands, (2 bands, rows, cols)."""
        base, sigma = loaded.content['base'], loaded.content['sigma']
        made = np.concatenate([base, sigma])
        mean, sigma = made[: len(base)], made[len(base) :]
        if both is not None:
            half = len(both) // 2
            for k, m in self.corrected:
                mean[k], sigma[k] = both[m], both[half + m]
            if self.following:
                moved = np.stack([both[m] - base[k] for k, m in self.corrected])
                mean[self.following] += np.einsum('uk,krc->urc', self.gain, moved)
        np.maximum(mean, 0.0, out=mean)
        return made

    def write(self, result: tuple[LoadedTile, np.ndarray | None]) -> None:
        """Blend a tile with its neighbours and write what is final now."""
        loaded, both = result
        with self.job.clock.of('write'):
            values = self.combined(loaded, both) if 'base' in loaded.content else None
            row, col, final = self.blender.add(loaded.tile, values)
            rows, cols = final.shape[1:]
            raw, valid, hidden = (loaded.content[key][..., :rows, :cols] for key in ('raw', 'valid', 'hidden'))
            self.counts['valid'] += int(valid.sum())
            self.counts['generated'] += int(hidden.sum())
            for role, writer in self.job.writers.items():
                writer.write(col, row, self.layer(role, loaded, final, raw, valid, hidden))

    def layer(
        self, role: str, loaded: LoadedTile, final: np.ndarray, raw: np.ndarray, valid: np.ndarray, hidden: np.ndarray
    ) -> np.ndarray:
        """Return what goes into the output ``role``, (bands, rows, cols)."""
        bands, scale = self.image.raster.count, self.image.scale
        if role == 'MASK':
            return np.where(valid, hidden, MASK_NODATA).astype(np.uint8)[None]
        if role == 'UNCERTAINTY':
            sigma = np.where(hidden, final[bands:] / scale.scale, 0.0)
            return np.where(valid, sigma, NODATA).astype(np.float32)
        made = raw
        if hidden.any():
            made = scale.from_reflectance(final[:bands], raw.dtype, self.image.raster.nodata[0])
            made = np.where(hidden & ~self.image.empty[:, None, None], made, raw)
        if self.image.has_alpha:
            made = np.concatenate([made, loaded.content['alpha'][:, : final.shape[1], : final.shape[2]]])
        return made
