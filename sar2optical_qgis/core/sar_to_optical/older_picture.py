"""What of an older picture still holds: the planes that a small network of its own chooses by.

For every pixel there are three candidates: the older picture's own, what the fit of the older picture on radar makes of
today's radar (color_transfer.py), and what the network for SAR to optical finds likely today. A model of the task
'older-picture' weighs them by these planes (float32, 0 where nothing is known, and a plane says so):

=====================  ==============================================================================
older_<band>           the older picture, 0..1; where it is not known, the fit
has_older              1 where it is known
dark_<band>            its darkest ground, 1 % of the whole picture: what haze adds, or the season takes
fitted_<band>          today by the fit of the older picture on radar; fit_error: its usual error
likely_<band>          what the network finds likely today; mean_<band>: its estimate of least error
sigma                  the network's, mean over colours
cover_<kind>           shares of cover.COVERS as the network sees it
vv, vh                 means over 7 x 7 pixels, (dB + 15) / 10, of calibrated radar; has_vv, has_vh: 1 where valid
vv_scene, vh_scene     the same by the scene's own statistics, as channels.py has it
change_vv, change_vh   today less the older picture's day, means over 7 x 7 pixels, in 3 dB, less that of the scene
broad_vv, broad_vh     the same over 17 x 17 pixels
has_change             1 where that is known
odd_vv, odd_vh         by how many errors radar lies off what the older picture lets expect; 0 where not known
sin_then, cos_then     of the day of the year, as the northern hemisphere has it; sin_now, cos_now
has_dates              1 where both are known
age                    1 - exp(-days / 180), whichever is the older
=====================  ==============================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import cos, exp, pi, sin

import numpy as np

from ..errors import DeviceError, ModelError, RuntimeMissingError
from ..fit.regression import SIGMA_FAR
from ..model.card import CANDIDATES
from ..model.channels import sar_planes, stack
from ..model.network import Network
from ..model.registry import find_model
from ..raster.grid import Grid
from ..raster.tiling import Tile, pad_to
from ..sentinel.cover import COVERS, WATER
from ..sentinel.radar import Radar
from ..sentinel.reference_picture import COLOURS, ReferencePicture
from .color_transfer import ColorTransfer, Prior

TASK = 'older-picture'
POLARISATIONS = 'VV', 'VH'
MEAN, BROAD = 1, 2  # of a polarisation's covariates: 7 x 7 and 17 x 17 means
AGE_DAYS = 180.0
CHANGE_DB = 3.0
LEAST_FLOOD = 0.005  # share of the older picture: less is the odd dark roof or field
CHANNELS = (
    *(f'{kind}_{band}' for kind in ('older', 'fitted', 'likely', 'mean', 'dark') for band in COLOURS),
    'has_older', 'fit_error', 'sigma', *(f'cover_{kind}' for kind in COVERS),
    'vv', 'vh', 'vv_scene', 'vh_scene', 'has_vv', 'has_vh',
    'change_vv', 'change_vh', 'broad_vv', 'broad_vh', 'has_change', 'odd_vv', 'odd_vh',
    'sin_then', 'cos_then', 'sin_now', 'cos_now', 'has_dates', 'age',
)  # fmt: skip


@dataclass(frozen=True)
class Seasons:
    """Days of the year of the older picture and of today; the southern hemisphere is half a year ahead."""

    then: date | None
    now: date | None
    is_southern: bool = False

    @property
    def sentence(self) -> str:
        """Return what is known of them."""
        if self.then is None or self.now is None:
            return 'No date is read from INPUT and REFERENCE: how old REFERENCE is, and of what season, is not known.'
        days = (self.now - self.then).days
        return f'REFERENCE is {abs(days)} day(s) {"older" if days >= 0 else "younger"} than INPUT.'

    def planes(self) -> dict[str, float]:
        """Return the planes of the dates, the same all over."""
        if self.then is None or self.now is None:
            return dict.fromkeys(('sin_then', 'cos_then', 'sin_now', 'cos_now', 'has_dates', 'age'), 0.0)
        made = {'has_dates': 1.0, 'age': 1.0 - exp(-abs((self.now - self.then).days) / AGE_DAYS)}
        for name, day in (('then', self.then), ('now', self.now)):
            angle = 2 * pi * (day.timetuple().tm_yday / 365.25 + 0.5 * self.is_southern)
            made[f'sin_{name}'], made[f'cos_{name}'] = sin(angle), cos(angle)
        return made


def is_southern(grid: Grid) -> bool:
    """Whether the middle of a grid lies on the southern hemisphere; False where it is not known."""
    middle = grid.middle_in_degrees()
    return middle is not None and middle[1] < 0


def scene_planes(picture: ReferencePicture, seasons: Seasons) -> dict[str, float]:
    """Return the planes that are the same all over a scene."""
    return {**seasons.planes(), **{f'dark_{band}': float(dark) for band, dark in zip(COLOURS, picture.dark)}}


def prior_planes(prior: Prior, radar: Radar, polarisations: tuple[str, ...]) -> dict[str, np.ndarray | float]:
    """Return the planes of what a window knows of its older picture, by ``radar`` of ``polarisations``."""
    planes: dict[str, np.ndarray | float] = {}
    for k, band in enumerate(COLOURS):
        planes[f'older_{band}'] = np.where(prior.known, prior.picture[k], prior.fitted[k])
        planes[f'fitted_{band}'] = prior.fitted[k]
    planes['has_older'], planes['fit_error'] = prior.known.astype(np.float32), prior.error
    means = {p: prior.radar[4 * k + MEAN] for k, p in enumerate(polarisations)}
    valid = dict.fromkeys(means, prior.seen)
    planes.update(sar_planes(means, valid, radar.statistics, radar.calibrated))
    planes.pop('absolute')
    for k, name in ((MEAN, 'change'), (BROAD, 'broad')):
        for polarisation in POLARISATIONS:
            key = f'{name}_{polarisation.lower()}'
            if prior.change is None or polarisation not in polarisations:
                planes[key] = 0.0
                continue
            decibels = prior.change[4 * polarisations.index(polarisation) + k]
            planes[key] = np.where(prior.there, np.clip(decibels / CHANGE_DB, -5.0, 5.0), 0.0)
    planes['has_change'] = 0.0 if prior.there is None else prior.there.astype(np.float32)
    for polarisation in POLARISATIONS:
        is_there = polarisation in polarisations
        planes[f'odd_{polarisation.lower()}'] = prior.odd[polarisations.index(polarisation)] if is_there else 0.0
    return planes


def network_planes(told: dict[str, np.ndarray], covers: tuple[str, ...]) -> dict[str, np.ndarray | float]:
    """Return the planes of what the network for SAR to optical says: its outputs by name, (planes, rows, cols).

    ``covers``: the kinds that it tells apart. A network that tells nothing of what is likely has its mean there.
    """
    planes: dict[str, np.ndarray | float] = {f'cover_{kind}': 0.0 for kind in COVERS}
    planes.update((f'mean_{band}', plane) for band, plane in zip(COLOURS, told['mean']))
    planes.update((f'likely_{band}', plane) for band, plane in zip(COLOURS, told.get('likely', told['mean'])))
    planes.update((f'cover_{kind}', plane) for kind, plane in zip(covers, told.get('cover', ())))
    planes['sigma'] = told['sigma'].mean(axis=0)
    return planes


@dataclass(frozen=True)
class Choice:
    """What a window shows; arrays (3, rows, cols), (1, rows, cols) or (covers, rows, cols)."""

    picture: np.ndarray
    sigma: np.ndarray
    calm: np.ndarray  # 1 where no structure of the radar is drawn: kept ground has its own, water has none
    cover: np.ndarray  # none without a network that tells it


class Chooser:
    """The model of the task 'older-picture', window by window; without one the older picture stays as it is."""

    def __init__(
        self, transfer: ColorTransfer, seasons: Seasons, network: Network | None = None, covers: tuple[str, ...] = ()
    ) -> None:
        """Take what is judged, the network that judges, and the covers that the one for SAR to optical tells apart."""
        self.transfer, self.network, self.covers = transfer, network, covers
        self.scene = scene_planes(transfer.picture, seasons)
        self.known = self.flooded = 0  # pixels of all windows

    @property
    def sentence(self) -> str:
        """Return how much of the older picture is new water in all that was chosen; '' where next to nothing is."""
        share = self.flooded / max(self.known, 1)
        if share < LEAST_FLOOD:
            return ''
        return f'About {100 * share:.0f} percent of the ground that REFERENCE shows is drawn as new water.'

    def choose(self, tile: Tile, prior: Prior, told: dict[str, np.ndarray]) -> Choice:
        """Return the choice; ``told``: outputs of the network for SAR to optical, {} where there are none."""
        shape = prior.known.shape
        cover = told.get('cover', np.zeros((len(self.covers), *shape), np.float32))
        if self.network is None or not told:
            picture = np.where(prior.known, prior.picture, prior.fitted)
            sigma = np.broadcast_to(SIGMA_FAR * prior.error, picture.shape)
            return Choice(picture, sigma, np.ones((1, *shape), np.float32), cover)
        card = self.network.card
        planes = prior_planes(prior, self.transfer.radar, self.transfer.polarisations)
        planes.update(network_planes(told, self.covers))
        batch = pad_to(stack(card.channels, {**planes, **self.scene}), tile.before, tile.padded)[None]
        out = {name: np.empty((1, count, *tile.padded), np.float32) for name, count in card.outputs.items()}
        rows, cols = (slice(first, first + size) for first, size in zip(tile.before, shape))
        results = dict(zip(out, (values[0][:, rows, cols] for values in self.network(batch, out))))
        wet = planes[f'cover_{COVERS[WATER]}']
        made_up = results['shares'][CANDIDATES.index('likely')] * (1.0 - wet)
        is_new = results['shares'][CANDIDATES.index('older')] < 0.5
        self.known += np.count_nonzero(prior.known)
        self.flooded += np.count_nonzero(prior.known & is_new & (np.asarray(wet) > 0.5))
        return Choice(results['mean'], results['sigma'], 1.0 - made_up[None], cover)


def open_chooser(transfer: ColorTransfer, seasons: Seasons, network: Network | None) -> tuple[Chooser, str]:
    """Return what chooses beside a network for SAR to optical, and a sentence where nothing does."""
    keeps = 'What of REFERENCE still holds is not judged: it stays as it is, and what changed since is not shown.'
    if network is None:
        return Chooser(transfer, seasons), keeps
    covers = network.card.covers
    try:
        own = Network(find_model('', TASK), 'cpu' if network.device == 'cpu' else 'auto')
    except (RuntimeMissingError, DeviceError, ModelError) as error:
        return Chooser(transfer, seasons, None, covers), f'{keeps} {error}'
    return Chooser(transfer, seasons, own, covers), own.warning
