"""The baselines in numpy: they find what is there to be found."""

from __future__ import annotations

import numpy as np
import pytest

from training.baselines import plain_ridge
from training.baselines.compositing import METHODS, composite
from training.baselines.pixel_mlp import PixelMLP
from training.data.examples import Example


def example(place: str, seed: int) -> Example:
    """Radar in two levels; colour is a curve of it that no straight line follows."""
    rng = np.random.default_rng(seed)
    land = rng.random((4, 4)).repeat(16, 0).repeat(16, 1)
    db = {k: (low + 12 * land).astype(np.float16) for k, low in (('VV', -20.0), ('VH', -26.0))}
    bow = 0.2 + 2.0 * (land - 0.5) ** 2
    target = np.stack([bow, 0.5 * bow, 0.6 - bow]).astype(np.float16)
    valid = np.ones(land.shape, bool)
    return Example(f'{place}{seed}', place, 'multispectral', db, True, target, valid, None, '', 10.0)


def test_a_pixel_network_beats_the_straight_line():
    from training.baselines.colours import Ridge
    from training.data.sar_optical import whole

    train = [example(f'p{k}', k) for k in range(6)]
    planes, cut = whole(example('held', 99), 64, 64, False)
    truth = cut.target.astype(np.float32)
    errors = {}
    for name, method in (('mlp', PixelMLP.fit(train, False, steps=400)), ('ridge', Ridge.fit(train, False))):
        errors[name] = np.abs(method.predict(planes) - truth).mean()
    assert errors['mlp'] < 0.7 * errors['ridge']


def test_composites():
    values = np.array([0.1, 0.2, 0.9, 0.4], np.float32)[:, None, None, None] * np.ones((4, 2, 3, 5), np.float32)
    clear = np.ones((4, 3, 5), bool)
    clear[2], clear[0, 0], clear[:, 2] = False, False, False
    days = np.array([-30, -5, 0, 10])
    made = {name: composite(name, values, clear, days) for name in METHODS}
    assert made['median'][0, 1, 0] == pytest.approx(0.2) and made['median'][0, 0, 0] == pytest.approx(0.3)
    assert made['medoid'][0, 1, 0] == pytest.approx(0.2)
    assert made['lastclear'][0, 1, 0] == pytest.approx(0.2)
    assert made['leastcloudy'][0, 0, 0] == pytest.approx(0.2)
    assert all(m[0, 2, 0] == pytest.approx(0.4) for m in made.values())  # no date is clear: the mean of all
    with pytest.raises(ValueError, match='unknown'):
        composite('mode', values, clear, days)


def test_plain_ridge_fits_every_pattern_of_visible_dates_and_keeps_what_is_clear():
    rng = np.random.default_rng(4)
    first, second = (rng.normal(0.3, 0.1, (2, 48, 48)).astype(np.float32) for _ in range(2))
    truth = 0.4 * first + 0.5 * second + 0.1
    clear = np.ones((48, 48), bool)
    clear[10:30, 10:30] = False
    shows = [np.ones((48, 48), bool) for _ in range(2)]
    shows[1][10:20] = False  # there only the first date tells
    hidden_truth = np.where(clear, truth, 9.0).astype(np.float32)
    made = plain_ridge.fill(hidden_truth, clear, [first, second], shows)
    assert (made[:, clear] == truth[:, clear]).all()
    error = np.abs(made - truth)
    assert error[:, 20:30, 10:30].mean() < 0.015 < error[:, 10:20, 10:30].mean() < 0.06
    alone = plain_ridge.fill(hidden_truth, clear, [first], shows[:1])
    assert np.abs(alone - truth)[:, ~clear].mean() > 2 * error[:, 20:30, 10:30].mean()
