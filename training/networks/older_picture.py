"""A small network that chooses, for every pixel, what of an older picture still holds: a posterior over candidates.

The candidates are pictures that are made already: the older one, shifted by what its cover does with the season; what
its fit on radar makes of today's radar; and what the network for SAR to optical finds likely today, under the older
picture's haze. The network gives how probable it is that each is the best one there. The picture is the most probable
candidate, feathered over a pixel or two: a mean of candidates is none of them.

Places with two dates are few. So all that looks around are fixed means, at three scales; what is learned is one small
function of what they tell of each other, not of absolute colours, the same for every pixel; and it is learned by
several members, each from other places. In doubt, where the members differ, the older picture stays as it is.

One thing is asked for itself, for it is what radar is called for: whether water lies today where the older picture has
none. The choice is by what an error costs, and half of the water costs little; a flood is told by its own evidence.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sar2optical_qgis.core.model.card import CANDIDATES
from sar2optical_qgis.core.sar_to_optical.older_picture import CHANNELS
from sar2optical_qgis.core.sentinel.cover import COVERS, WATER
from sar2optical_qgis.core.sentinel.reference_picture import COLOURS

MOST_SHIFT, MOST_HAZE = 0.2, 0.4  # of natural colour
LOG_SIGMA = (-4.5, -0.5)
USUAL_LIKELY = 0.2  # natural colour: how far what is likely lies off, usually
AGREES = 0.1  # of three usual errors of the fit: so far off it, a picture still agrees
PRIOR = 1.0  # logit of the older picture at first
RARE = -3.0  # logit of a flood at first
DATED = ('sin_then', 'cos_then', 'sin_now', 'cos_now', 'age', 'has_dates')
DATES = [CHANNELS.index(name) for name in DATED]
CHANGE = [CHANNELS.index(f'{scale}_{p}') for scale in ('change', 'broad') for p in ('vv', 'vh')]
COVER = [CHANNELS.index(f'cover_{kind}') for kind in COVERS]
HAS = CHANNELS.index('has_older')
SEEN = [CHANNELS.index(name) for name in ('vv', 'vh', 'vv_scene', 'vh_scene', 'has_vv', 'has_vh')]
ODD = [CHANNELS.index(f'odd_{p}') for p in ('vv', 'vh')]
FOR_CHOICE, FOR_SEASON, FOR_HAZE, FOR_FLOOD = 29, 25, 7, 22


def planes_of(kind: str) -> list[int]:
    """Return the numbers of the input planes of a picture."""
    return [CHANNELS.index(f'{kind}_{band}') for band in COLOURS]


def mean_around(x: Tensor, step: int, size: int) -> Tensor:
    """Return means over size x size squares of step x step cells, at every cell."""
    small = F.avg_pool2d(F.avg_pool2d(x, step), size, 1, size // 2, count_include_pad=False)
    return F.interpolate(small, scale_factor=float(step), mode='bilinear', align_corners=False)


def field(x: Tensor) -> Tensor:
    """Return means over some 12 x 12 pixels, of cells of 2 x 2."""
    return mean_around(x, 2, 3)


def broad(x: Tensor) -> Tensor:
    """Return means over some 56 x 56 pixels, of cells of 2 x 2."""
    return mean_around(x, 4, 7)


def rms(square: Tensor) -> Tensor:
    """Return the root of the mean over colours, (N, 1, h, w)."""
    return (square.mean(1, keepdim=True).clamp_min(0) + 1e-6).sqrt()


def features_of(x: Tensor) -> Tensor:
    """Return the planes of cells of 2 x 2 pixels, and what lies around each, (N, features, H / 2, W / 2)."""
    x = F.avg_pool2d(x, 2)
    older, *others = (x[:, planes_of(kind)] for kind in ('older', 'fitted', 'likely', 'mean'))
    off = torch.cat([other - older for other in others], 1) * x[:, [HAS]]
    near = field(torch.cat([off, older, older**2, x[:, COVER]], 1))
    far = broad(torch.cat([off, older, older**2], 1))
    spread = field(off[:, :3] ** 2)
    roughness = (rms(v[:, 12:15] - v[:, 9:12] ** 2).log() / 1.5 + 2 for v in (near, far))
    sizes = (rms(near[:, k : k + 3] ** 2) for k in (0, 3, 6))
    parts = (x, near[:, :9], far[:, :9], rms(spread), *sizes, *roughness, broad(x[:, CHANGE].abs()))
    return torch.cat([*parts, near[:, 9:12], near[:, 15:]], 1)


def relations(features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return what the choice, the season's shift and the haze are told by, all within narrow limits.

    Bright and warm ground has a plane of its own: dry sand is as dark to radar as water is.
    """
    count = len(CHANNELS)
    near, far, sizes, roughness, changes, older, cover = features[:, count:].split((9, 9, 4, 2, 4, 3, len(COVERS)), 1)

    def plane(name: str) -> Tensor:
        return features[:, [CHANNELS.index(name)]]

    def most(values: Tensor) -> Tensor:
        return torch.tanh(values.abs().amax(1, keepdim=True))

    usual = 3 * plane('fit_error').clamp_min(0.02)
    alike = (near[:, :3] * near[:, 3:6]).sum(1, keepdim=True)
    for part in (near[:, :3], near[:, 3:6]):
        alike = alike / ((part**2).sum(1, keepdim=True) + 1e-4).sqrt()
    change, level = features[:, CHANGE], older.mean(1, keepdim=True)
    sand = torch.tanh(10 * (level - 0.45).clamp_min(0)) * torch.sigmoid(20 * (older[:, :1] - older[:, 2:] - 0.05))
    season = plane('cos_then') * plane('cos_now') + plane('sin_then') * plane('sin_now')
    choice = (
        torch.tanh(sizes[:, 1:2] / usual), torch.tanh(sizes[:, :1] / usual), torch.tanh(sizes[:, 2:] / USUAL_LIKELY),
        alike, cover, level, 3 * (older[:, 2:] - older[:, :1]), 2 * (older[:, 1:2] - older[:, :1]), 5 * plane('sigma'),
        most(change[:, :2]), most(change[:, 2:]), most(changes), torch.tanh(change[:, :1]), torch.tanh(change[:, 2:3]),
        plane('has_change'), roughness, plane('age'), plane('has_dates'), season,
        torch.tanh(far[:, :3].abs().mean(1, keepdim=True) / usual),
        torch.tanh(far[:, 3:6].abs().mean(1, keepdim=True) / USUAL_LIKELY), sand,
    )  # fmt: skip
    dark, apart = 2 * features[:, planes_of('dark')], torch.tanh(far / 0.3)
    shift = (dark, apart, *(plane(name) for name in DATED), cover, level)
    return torch.cat(choice, 1), torch.cat(shift, 1), torch.cat((dark, apart[:, 3:6], level), 1)


def signs_of_flood(features: Tensor) -> Tensor:
    """Return what tells of water where the older picture has none, within narrow limits."""
    older, near = features[:, planes_of('older')], features[:, -len(COVERS) :]
    usual = 3 * features[:, [CHANNELS.index('fit_error')]].clamp_min(0.02)
    signs = [torch.logit(water[:, [WATER]].clamp(0.003, 0.997)) / 3 for water in (features[:, COVER], near)]
    for kind, limit in (('fitted', usual), ('likely', USUAL_LIKELY)):
        off = features[:, planes_of(kind)] - older
        signs += [torch.tanh(rms(off**2) / limit), torch.tanh(off.mean(1, keepdim=True) / limit)]
    colour = 5 * older.mean(1, keepdim=True) - 1, 5 * (older[:, 2:] - older[:, :1]), 5 * (older[:, 1:2] - older[:, :1])
    change = torch.tanh(features[:, CHANGE] / 2), features[:, [CHANNELS.index('has_change')]]
    return torch.cat((*signs, *change, features[:, ODD] / 4, *colour, features[:, SEEN]), 1)


def unmoved(features: Tensor, radar: float, fit: float) -> Tensor:
    """Return up to ``radar`` where the radar has not changed since, and up to ``fit`` more where the fit agrees.

    (N, 1, h, w). The fit on today's radar agrees where the picture shows there what it shows on such ground elsewhere.
    """
    relation, _, _ = relations(features)
    still = 1 - relation[:, 15:17].amax(1, keepdim=True)
    usual = torch.exp(-((relation[:, :1] / AGREES) ** 2))
    return radar * still * features[:, [CHANNELS.index('has_change')]] + fit * usual


class Member(nn.Module):
    """One opinion: logits of the candidates, the season's shift, the haze and log-sigma, all (N, 3, h, w).

    And the logit of a flood, (N, 1, h, w).
    """

    def __init__(self, width: int = 12):
        super().__init__()
        self.choice = nn.Sequential(nn.Conv2d(FOR_CHOICE, width, 1), nn.Tanh(), nn.Conv2d(width, 6, 1))
        self.season = nn.Sequential(nn.Conv2d(FOR_SEASON, 8, 1), nn.Tanh(), nn.Conv2d(8, 3, 1))
        self.haze = nn.Conv2d(FOR_HAZE, 3, 1)
        self.flood = nn.Sequential(nn.Conv2d(FOR_FLOOD, width, 1), nn.Tanh(), nn.Conv2d(width, 1, 1))
        for last in (self.choice[-1], self.season[-1], self.haze, self.flood[-1]):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)
        with torch.no_grad():
            self.choice[-1].bias.copy_(torch.tensor([PRIOR, 0.0, 0.0, -2.7, -2.7, -2.7]))
            self.flood[-1].bias.fill_(RARE)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        for_choice, for_season, for_haze = relations(features)
        made = self.choice(for_choice)
        logits = torch.cat([made[:, :1] - 30 * (1 - features[:, [HAS]]), made[:, 1:3]], 1)
        dry = 1 - features[:, COVER[WATER] : COVER[WATER] + 1]  # water has no season
        shift = MOST_SHIFT * torch.tanh(self.season(for_season)) * dry
        haze, flood = MOST_HAZE * torch.tanh(self.haze(for_haze)), self.flood(signs_of_flood(features))
        return logits, shift, haze, made[:, 3:].clamp(*LOG_SIGMA), flood


def surely(values: Tensor, doubts: float) -> Tensor:
    """Return the mean over members (members, ...), nearer to 0 by so many of their standard deviations."""
    mean, spread = values.mean(0), ((values - values.mean(0)) ** 2).mean(0).add(1e-12).sqrt()
    return mean.sign() * (mean.abs() - doubts * spread).clamp_min(0.0)


class OlderPictureNetwork(nn.Module):
    """Input planes (N, CHANNELS, H, W) to a picture and log-sigma (N, 3, H, W); H and W are multiples of stride.

    ``sharp``: factor of the logits with which the picture is chosen. ``doubts_of_choice`` and ``doubts_of_shift``: by
    how many standard deviations of the members' opinions another candidate must be ahead, and the season's shift be off
    0. ``silence``: by how many logits more it must be ahead where nothing tells of a change: the radar of both days,
    where known, and the fit. ``flood_from``: the logit from which on a flood is shown, without the radar of the older
    picture's day and with it. All are chosen on places that no member saw (training/EXPERIMENTS.md).
    """

    stride = 16

    def __init__(
        self, members: int = 8, width: int = 12, sharp: float = 8.0, doubts_of_choice: float = 2.0,
        doubts_of_shift: float = 2.5, silence: tuple[float, float] = (3.0, 3.0),
        flood_from: tuple[float, float] = (0.0, 0.5),
    ):  # fmt: skip
        super().__init__()
        self.silence, self.flood_from = silence, flood_from
        self.sharp, self.doubts_of_choice, self.doubts_of_shift = sharp, doubts_of_choice, doubts_of_shift
        self.members = nn.ModuleList(Member(width) for _ in range(members))

    def told(self, features: Tensor) -> tuple[Tensor, ...]:
        """Return logits of the candidates, shift, haze, log-sigma (N, 3, h, w), and by what a flood is shown.

        Of the flood logits (N, 3, h, w): of none, and of water by the fit and by what is likely.
        """
        opinions = [member(features) for member in self.members]
        logits, shift, haze, log_sigma, flood = (torch.stack(values) for values in zip(*opinions))
        ahead = logits - logits[:, :, :1]
        spread = ((ahead - ahead.mean(0)) ** 2).mean(0).add(1e-12).sqrt()
        silent = unmoved(features, *self.silence) * features[:, [HAS]]
        sure = ahead.mean(0) - self.doubts_of_choice * spread
        sure = torch.cat([sure[:, :1], sure[:, 1:] - silent], 1)
        before, since = self.flood_from
        changed = features[:, [CHANNELS.index('has_change')]]
        flood = flood.mean(0) - before - (since - before) * changed - 30 * (1 - features[:, [HAS]])
        ahead = ahead.mean(0)[:, 1:]
        flood = torch.cat([torch.zeros_like(flood), flood + ahead - ahead.amax(1, keepdim=True)], 1)
        return sure, surely(shift, self.doubts_of_shift), haze.mean(0), log_sigma.mean(0), flood

    def chosen(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the picture, log-sigma (N, 3, H, W) and the share of each candidate (N, candidates, H, W)."""
        logits, shift, haze, log_sigma, flood = self.told(features_of(x))
        smooth = torch.cat([
            F.avg_pool2d(torch.cat([logits, flood], 1), 3, 1, 1, count_include_pad=False),
            field(torch.cat([shift, haze], 1)), log_sigma,
        ], 1)  # fmt: skip
        smooth = F.interpolate(smooth, scale_factor=2.0, mode='bilinear', align_corners=False)
        logits, flood, shift, haze, log_sigma = smooth.split((len(CANDIDATES), len(CANDIDATES), 3, 3, 3), 1)
        older, fitted, likely = (x[:, planes_of(kind)] for kind in CANDIDATES)
        shares, flood = (self.sharp * logits).softmax(1), (self.sharp * flood).softmax(1)
        shares = flood[:, :1] * shares + torch.cat([torch.zeros_like(flood[:, :1]), flood[:, 1:]], 1)
        pictures = (older + shift, fitted, likely + haze)
        return sum(shares[:, k : k + 1] * picture for k, picture in enumerate(pictures)), log_sigma, shares

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return self.chosen(x)[:2]
