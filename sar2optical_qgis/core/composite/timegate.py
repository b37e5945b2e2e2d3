"""METHOD timegate: the series network improves what METHOD regression (or the median) makes of a window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..errors import InputError
from ..fit.other_dates import useful
from ..model.network import Network
from ..raster.tiling import Tile, pad_to
from ..sentinel.window import Window
from . import timegate_inputs
from .estimates import Copies, Made, Regression
from .series import Series


class TimeGateEstimate:
    """An estimate, and the network on top of it. Clear pixels of the target date stay as the estimate has them."""

    def __init__(
        self, series: Series, base: Regression | Copies, network: Network, shows: np.ndarray, hidden: int
    ) -> None:
        """Choose dates. ``shows``: how many of the target's ``hidden`` pixels each date shows."""
        self.series, self.base, self.network = series, base, network
        self.to_target = base.others.to_target if isinstance(base, Regression) else {}
        self.others = useful(series.by_nearness(), shows, hidden)[: timegate_inputs.MOST_OTHERS]
        names = network.card.bands
        self.known = [(k, names.index(band)) for k, band in enumerate(series.bands) if band in names]

    @property
    def sentence(self) -> str:
        dates = ', '.join(str(k + 1) for k in self.others) or 'none'
        left = [band for band in self.series.bands if band not in self.network.card.bands]
        kept = f' Bands that it does not know stay as estimated: {", ".join(left)}.' if left else ''
        return f'The network weighs dates {dates} beside the estimate.{kept}'

    def load(self, row: int, col: int, height: int, width: int) -> dict:
        """Read what the estimate needs, and the dates that the network weighs."""
        window = row, col, height, width
        content = self.base.load(*window)
        own = content.get('seen') or self.series.read(self.series.target, *window)
        content['own'] = own
        read: dict[int, Window] = {}
        if not own.clear.all():
            shows = self.series.clear_by_mask(*window)
            for k in self.others:
                if shows[k].any():
                    read[k] = self.series.read(k, *window)
        content['read'] = read
        return content

    def make(self, tile: Tile, content: dict, fill: bool) -> Made:
        """Return the finished window."""
        made = self.base.make(tile, content, fill)
        changed = made.valid & ~made.kept
        if not changed.any() or not content['read']:
            return made
        planes = np.nan_to_num(self.planes(made, content))
        mean, sigma = self.network(pad_to(planes, tile.before, tile.padded)[None])
        inner = np.s_[..., tile.before[0] : tile.before[0] + tile.height, tile.before[1] : tile.before[1] + tile.width]
        mean, sigma = (np.nan_to_num(values[0][inner], posinf=0.0, neginf=0.0) for values in (mean, sigma))
        reflectance, doubt = made.reflectance.copy(), made.sigma.copy()
        never = made.source < 0
        for k, number in self.known:
            reflectance[k] = np.where(changed, mean[number], reflectance[k])
            doubt[k] = np.where(changed, np.where(never, np.maximum(sigma[number], doubt[k]), sigma[number]), doubt[k])
        return replace(made, reflectance=reflectance, sigma=doubt)

    def planes(self, made: Made, content: dict) -> np.ndarray:
        """Return the network's input (entries, planes, rows, cols)."""
        series, own = self.series, content['own']
        others, radars = [], [self._radar(series.target, own)]
        for k in self.others:
            seen = content['read'].get(k)
            if seen is not None:
                says = timegate_inputs.says(seen.reflectance, self.to_target.get(k))
                others.append((seen.reflectance, says, seen.clear, series.days[k]))
                radars.append(self._radar(k, seen))
        target = (own.reflectance, own.clear, own.valid) if isinstance(self.base, Regression) else None
        return timegate_inputs.entries(series.bands, (made.reflectance, made.sigma), target, others, radars)

    def _radar(self, k: int, seen: Window) -> np.ndarray | None:
        radar = self.series.images[k].radar
        if radar is None or not radar.calibrated:
            return None
        return timegate_inputs.radar_planes(seen.db, seen.db_valid, seen.clear.shape)


def require_known_bands(bands: tuple[str, ...]) -> None:
    """Raise InputError where the network cannot tell clouds from ground: it was no use without visible light."""
    missing = [band for band in ('B02', 'B03', 'B04') if band not in bands]
    if missing:
        raise InputError(
            f'The layers of INPUTS have no common band described as {", ".join(missing)}, which the network needs. '
            'Name the bands with BANDS (such as B02=1,B03=2,...), or choose METHOD regression, which works with any '
            'bands.'
        )
