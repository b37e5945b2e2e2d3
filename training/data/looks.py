"""Fit the densities of real Sentinel data by which the plugin tells units: core/sentinel/look.json.

    python -m training.data.looks [../shared/data]

Chips of radar in dB and of reflectance, each weighted by its place; radar also averaged and despeckled, as people
have it, and several chips as one scene, as a raster's sample shows them.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from sar2optical_qgis.core.raster.filters import box_mean
from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.sentinel import look
from sar2optical_qgis.core.sentinel.bands import polarisation_of
from sar2optical_qgis.core.sentinel.radiometry import db_to_power, power_to_db
from training.data.index import Chip, read_index
from training.data.spectra import read_spectra

COMPONENTS = {'VV': 5, 'VH': 5, 'reflectance': 6}
KEPT_WIDE = {'VV': 0.05, 'VH': 0.05, 'reflectance': 0.02}  # of the variance, in each component: no chip is a peak
UNLIKE, UNLIKE_SHARE = 2.0, 0.02  # times the variance, and weight, of ground that is like no chip
STEPS, STARTS = 200, 6
MOSAICS = 200
FLAT, LOOKS = 150, (4.0, 60.0)  # even ground, by how many looks
DESPECKLED = (1, 3)  # radii of means that stand for speckle filters
DESPECKLED_COMPONENTS, DESPECKLED_SHARE = 9, 0.3  # a mixture of their own, so that the others stay as sharp
GROUP_POWER = 0.7  # of the number of chips of a place, by which each of them weighs less


def fit_mixture(x: np.ndarray, weights: np.ndarray, count: int, seed: int, kept_wide: float) -> tuple:
    """Return a mixture fitted to x (n, d) by expectation maximisation, and its mean log-likelihood.

    What is NaN is not known, as bands that a chip lacks: every component expects it by what is known.
    """
    rng, middle, spread = np.random.default_rng(seed), np.nanmean(x, axis=0), np.nanvar(x, axis=0)
    chosen = x[rng.choice(len(x), count, replace=False, p=weights)]
    means = np.where(np.isfinite(chosen), chosen, middle)
    covariances, shares = np.array([np.diag(spread)] * count), np.full(count, 1.0 / count)
    patterns, of = np.unique(np.isfinite(x), axis=0, return_inverse=True)
    rows = [np.flatnonzero(of.ravel() == p) for p in range(len(patterns))]
    for _ in range(STEPS):
        logs, whole = np.empty((len(x), count)), np.empty((count, *x.shape))
        open_to = np.zeros((count, len(patterns), *covariances.shape[1:]))
        for k, (mean, covariance) in enumerate(zip(means, covariances)):
            for p, known in enumerate(patterns):
                off, own = x[rows[p]][:, known] - mean[known], covariance[np.ix_(known, known)]
                inverse = np.linalg.inv(own)
                square = np.einsum('ni,ij,nj->n', off, inverse, off)
                logs[rows[p], k] = np.log(shares[k]) - 0.5 * (square + np.linalg.slogdet(2 * np.pi * own)[1])
                slope = inverse @ covariance[known]
                whole[k, rows[p]] = mean + off @ slope
                open_to[k, p] = covariance - covariance[:, known] @ slope
        total = np.logaddexp.reduce(logs, axis=1)
        own = np.exp(logs - total[:, None]) * weights[:, None]
        size = own.sum(axis=0)
        shares = size / size.sum()
        for k in range(count):
            means[k] = own[:, k] @ whole[k] / size[k]
            off = whole[k] - means[k]
            missed = sum(own[rows[p], k].sum() * open_to[k, p] for p in range(len(patterns)))
            covariances[k] = ((off.T * own[:, k]) @ off + missed) / size[k] + np.diag(kept_wide * spread)
    return look.Mixture(shares, means, covariances), float(total @ weights)


def weights_of(groups: list[str]) -> np.ndarray:
    """Return a weight for each chip, 1 in all: those of one place share one."""
    count = Counter(groups)
    weights = np.array([count[group] ** -GROUP_POWER for group in groups])
    return weights / weights.sum()


def read_radar(chips: Iterable[Chip]) -> list[tuple[str, str, str, np.ndarray, np.ndarray]]:
    """Return id, place, polarisation, dB (rows, cols) and validity of every polarisation of every chip."""
    found = []
    for chip in chips:
        if not chip.s1 or chip.kind == 'pair8':
            continue
        raster = Raster(chip.s1, 'S1')
        values, valid = raster.read((0, 0, raster.grid.width, raster.grid.height), tuple(range(1, raster.count + 1)))
        for name, db, good in zip(raster.descriptions, values, valid & (values > -60) & (values < 40)):
            if polarisation_of(name) and good.sum() > 50:
                found.append((chip.id, chip.group, polarisation_of(name), np.where(good, db, -15), good))
    return found


def averaged(db: np.ndarray, valid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return dB with half the resolution, averaged in power, and where all four are valid."""
    rows, cols = (size // 2 * 2 for size in db.shape)
    power, good = db_to_power(db[:rows, :cols]), valid[:rows, :cols]
    corners = [(slice(i, None, 2), slice(j, None, 2)) for i in (0, 1) for j in (0, 1)]
    return power_to_db(sum(power[c] for c in corners) / 4), np.all([good[c] for c in corners], axis=0)


def despeckled(db: np.ndarray, valid: np.ndarray, radius: int) -> tuple[np.ndarray, np.ndarray]:
    """Return dB of local means of power, and where they hold."""
    return power_to_db(box_mean(db_to_power(db), valid, radius)), valid


def radar_features(chips: list, polarisation: str) -> tuple[np.ndarray, np.ndarray]:
    """Return features (n, 5) of chips, averaged and despeckled too, of scenes of several of them, and weights."""
    own = [(group, db, good) for _, group, name, db, good in chips if name == polarisation]
    found, groups = [], []
    for group, db, good in own:
        for values, valid in ((db, good), averaged(db, good)):
            found.append(look.backscatter_look(values.ravel(), valid.ravel()))
            groups.append(group)
    rng, by_place = np.random.default_rng(0), weights_of([group for group, *_ in own])
    for _ in range(MOSAICS):
        some = rng.choice(len(own), rng.integers(2, 6), p=by_place)
        parts = [(own[k][1].ravel()[:4096], own[k][2].ravel()[:4096]) for k in some]
        found.append(look.backscatter_look(*(np.concatenate(each) for each in zip(*parts))))
        groups.append('mosaics')
    for _ in range(FLAT):
        middle = np.median(own[rng.choice(len(own), p=by_place)][1])
        looks = float(np.exp(rng.uniform(*np.log(LOOKS))))
        speckle = (
            rng.gamma(looks, 1.0 / looks, 4096)
            if rng.random() < 0.5
            else 10 ** (rng.normal(0, 4.3 / looks**0.5, 4096) / 10)
        )
        found.append(look.backscatter_look(middle + 10.0 * np.log10(speckle), np.ones(4096, bool)))
        groups.append('flat')
    return _whole(found, groups)


def despeckled_features(chips: list, polarisation: str) -> tuple[np.ndarray, np.ndarray]:
    """Return features (n, 5) of chips after speckle filters, and weights."""
    found, groups = [], []
    for _, group, name, db, good in chips:
        for radius in DESPECKLED if name == polarisation else ():
            found.append(look.backscatter_look(*(each.ravel() for each in despeckled(db, good, radius))))
            groups.append(group)
    return _whole(found, groups)


def _whole(found: list[np.ndarray], groups: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return those features that are all known, and weights."""
    features = np.array(found)
    keep = np.isfinite(features).all(axis=1)
    return features[keep], weights_of([group for group, kept in zip(groups, keep) if kept])


def joined(first: look.Mixture, second: look.Mixture, share: float) -> look.Mixture:
    """Return the mixture of two, the second with this share."""
    weights = np.concatenate([(1.0 - share) * first.weights, share * second.weights])
    parts = [(first.means, second.means), (first.covariances, second.covariances)]
    return look.Mixture(weights, *(np.concatenate(both) for both in parts))


def fit_looks(radar: list, spectra: list) -> dict[str, look.Mixture]:
    """Return the densities of VV, VH and reflectance of chips as read_radar and read_spectra return them."""
    fitted = {}
    for name in ('VV', 'VH'):
        sharp = _best(*radar_features(radar, name), COMPONENTS[name], KEPT_WIDE[name])
        smooth = _best(*despeckled_features(radar, name), DESPECKLED_COMPONENTS, KEPT_WIDE[name])
        fitted[name] = joined(sharp, smooth, DESPECKLED_SHARE)
    features = look.log_reflectance(np.array([seen for *_, seen in spectra]))
    weights, name = weights_of([group for _, group, _ in spectra]), 'reflectance'
    real = _best(features, weights, COMPONENTS[name], KEPT_WIDE[name])
    fitted[name] = joined(real, unlike(real), UNLIKE_SHARE)
    return fitted


def unlike(real: look.Mixture) -> look.Mixture:
    """Return one component around all of a mixture, wider: no ground is as good as impossible."""
    middle = real.weights @ real.means
    off = real.means - middle
    spread = np.einsum('k,kij->ij', real.weights, real.covariances + off[:, :, None] * off[:, None, :])
    return look.Mixture(np.ones(1), middle[None], UNLIKE * spread[None])


def _best(x: np.ndarray, weights: np.ndarray, count: int, kept_wide: float) -> look.Mixture:
    fits = [fit_mixture(x, weights, count, seed, kept_wide) for seed in range(STARTS)]
    return max(fits, key=lambda fit: fit[1])[0]


def write_looks(fitted: dict[str, look.Mixture], target: Path) -> None:
    """Write the densities as the plugin reads them."""
    parts = {name: (each.weights, each.means, each.covariances) for name, each in fitted.items()}
    stored = {name: [np.round(part, 4).tolist() for part in each] for name, each in parts.items()}
    target.write_text(json.dumps(stored) + '\n', 'utf-8')


def main(arguments: list[str]) -> int:
    """Fit and write look.json."""
    chips = read_index(arguments[0] if arguments else '')
    write_looks(fit_looks(read_radar(chips), read_spectra(chips)), look.STORED)
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
